//! Earlier versions of a project, in the user's own folder: the last ten saves, one a day for thirty days, what was let go,
//! and what other programs had written before it was saved over.
//!
//! A version is a line of JSON (when, why, what changed) and the compressed file.

use std::{
    collections::HashSet,
    io::{self, Read, Write},
    path::PathBuf,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Files, Fingerprint, MAX_BYTES, SaveError, StateDir, save::save_private};

/// How many of the last versions are kept, however old.
pub const KEPT_SAVES: usize = 10;

/// For how many days the last version of each day is kept.
pub const KEPT_DAYS: i64 = 30;

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// It was saved.
    Saved,
    /// It was in the file before the program wrote to it for the first time.
    Opened,
    /// Its changes were let go.
    Discarded,
}

impl Kind {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::Opened => "Before saving",
            Self::Discarded => "Discarded",
        }
    }
}

/// A version as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The file's name.
    #[serde(skip)]
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub kind: Kind,
    /// Of its bytes.
    pub fingerprint: Fingerprint,
    /// How many claims it has.
    pub claims: usize,
    /// What was changed, in words.
    pub what: String,
}

/// A version to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub kind: Kind,
    /// How many claims it has.
    pub claims: usize,
    /// What was changed, in words.
    pub what: &'a str,
    /// The project file.
    pub bytes: &'a [u8],
}

/// The earlier versions of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    folder: PathBuf,
}

const SUFFIX: &str = ".version";

impl Versions {
    /// Those that are kept under this name.
    pub fn of(state: &StateDir, key: &str) -> Self {
        Self { folder: state.versions(key) }
    }

    /// Keeps a version, unless the newest one holds the same, and lets go of those that are too old.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn put(&self, files: &dyn Files, new: &NewVersion<'_>) -> Result<(), SaveError> {
        let fingerprint = Fingerprint::of(new.bytes);
        let kept = self.list(files);
        if kept.first().is_some_and(|newest| newest.fingerprint == fingerprint) {
            return Ok(());
        }
        files.create_dir_all(&self.folder).map_err(SaveError::Io)?;
        let NewVersion { at, kind, claims, what, bytes } = *new;
        let time = at.strftime("%Y%m%dT%H%M%S%3f");
        let name = format!("{time}-{}-{}{SUFFIX}", kind.label().to_lowercase().replace(' ', "-"), fingerprint.short());
        let version = Version { name, at, kind, fingerprint, claims, what: what.to_owned() };
        let packed = pack(&version, bytes).map_err(SaveError::Io)?;
        save_private(files, &self.folder.join(&version.name), &packed)?;
        for old in too_old(&[&[version], kept.as_slice()].concat(), at) {
            // It is tried again with the next version.
            let _ = files.remove(&self.folder.join(old));
        }
        Ok(())
    }

    /// All that are kept, the newest first. What cannot be read is passed over.
    pub fn list(&self, files: &dyn Files) -> Vec<Version> {
        let names = files.list(&self.folder).unwrap_or_default();
        let mut versions: Vec<Version> = names
            .into_iter()
            .filter(|name| name.ends_with(SUFFIX))
            .filter_map(|name| {
                let bytes = files.read(&self.folder.join(&name), MAX_BYTES).ok()?;
                let head = bytes.split(|byte| *byte == b'\n').next()?;
                Some(Version { name, ..serde_json::from_slice(head).ok()? })
            })
            .collect();
        versions.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.name.cmp(&a.name)));
        versions
    }

    /// The project file of a version.
    ///
    /// # Errors
    /// As reading a file; [`io::ErrorKind::InvalidData`] when it is not what was kept.
    pub fn read(&self, files: &dyn Files, version: &Version) -> io::Result<Vec<u8>> {
        let bytes = files.read(&self.folder.join(&version.name), MAX_BYTES)?;
        let at = bytes.iter().position(|byte| *byte == b'\n').ok_or(io::ErrorKind::InvalidData)?;
        let mut project = Vec::new();
        flate2::read::DeflateDecoder::new(&bytes[at + 1..]).take(MAX_BYTES + 1).read_to_end(&mut project)?;
        if Fingerprint::of(&project) == version.fingerprint {
            Ok(project)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, "the kept version is damaged"))
        }
    }

    /// The project file with this fingerprint, if it is kept.
    pub fn find(&self, files: &dyn Files, fingerprint: &Fingerprint) -> Option<Vec<u8>> {
        let short = format!("-{}{SUFFIX}", fingerprint.short());
        let is_there = files.list(&self.folder).ok()?.iter().any(|name| name.ends_with(&short));
        let versions = if is_there { self.list(files) } else { Vec::new() };
        versions
            .iter()
            .find(|version| version.fingerprint == *fingerprint)
            .and_then(|found| self.read(files, found).ok())
    }
}

fn pack(version: &Version, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = serde_json::to_vec(version)?;
    packed.push(b'\n');
    let mut encoder = flate2::write::DeflateEncoder::new(packed, flate2::Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The names of those that nobody promised to keep. `versions` are sorted, the newest first.
fn too_old(versions: &[Version], now: Timestamp) -> Vec<String> {
    let mut kept: HashSet<&str> = HashSet::new();
    for is_discarded in [false, true] {
        let of_kind = || versions.iter().filter(|version| (version.kind == Kind::Discarded) == is_discarded);
        kept.extend(of_kind().take(KEPT_SAVES).map(|version| version.name.as_str()));
        let mut days = HashSet::new();
        let age_days = |version: &Version| now.duration_since(version.at).as_hours() / 24;
        let recent = of_kind().filter(|version| age_days(version) < KEPT_DAYS);
        let last_of_day = recent.filter(|version| days.insert(version.at.strftime("%Y%m%d").to_string()));
        kept.extend(last_of_day.map(|version| version.name.as_str()));
    }
    versions
        .iter()
        .filter(|version| !kept.contains(version.name.as_str()))
        .map(|version| version.name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::testing::MemoryFiles, *};

    fn state() -> StateDir {
        StateDir("/state".into())
    }

    fn put(disk: &MemoryFiles, hours: i64, kind: Kind, bytes: &[u8]) {
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hours);
        let new = NewVersion { at, kind, claims: 3, what: "1 claim added", bytes };
        Versions::of(&state(), "a").put(disk, &new).unwrap();
    }

    #[test]
    fn keeps_ten_saves_and_one_a_day_for_thirty_days() {
        let disk = MemoryFiles::default();
        // Sixty days, six saves a day.
        for save in 0..360 {
            put(&disk, save * 4, Kind::Saved, format!("save {save}").as_bytes());
        }
        let versions = Versions::of(&state(), "a");
        let list = versions.list(&disk);
        let text = |version: &Version| String::from_utf8(versions.read(&disk, version).unwrap()).unwrap();
        let newest: Vec<_> = list[..10].iter().map(text).collect();
        assert_eq!(newest, (350..360).rev().map(|save| format!("save {save}")).collect::<Vec<_>>());
        let days: Vec<_> = list.iter().map(|version| version.at.strftime("%m%d").to_string()).collect();
        let distinct: HashSet<_> = days.iter().collect();
        assert_eq!(distinct.len(), 30, "{days:?}");
        assert_eq!(list.len(), 10 + 30 - 2, "ten saves lie on the last two days");
        assert_eq!(text(list.last().unwrap()), "save 185", "the last save of its day is the one that is kept");
    }

    #[test]
    fn the_same_bytes_twice_are_one_version_and_are_found_by_fingerprint() {
        let disk = MemoryFiles::default();
        put(&disk, 1, Kind::Opened, b"old");
        put(&disk, 2, Kind::Saved, b"new");
        put(&disk, 3, Kind::Saved, b"new");
        let versions = Versions::of(&state(), "a");
        assert_eq!(versions.list(&disk).len(), 2);
        assert_eq!(versions.find(&disk, &Fingerprint::of(b"old")).as_deref(), Some(&b"old"[..]));
        assert_eq!(versions.find(&disk, &Fingerprint::of(b"other")), None);
    }

    #[test]
    fn what_was_let_go_does_not_push_out_what_was_saved() {
        let disk = MemoryFiles::default();
        put(&disk, 0, Kind::Saved, b"the only save");
        for hour in 1..40 {
            put(&disk, hour, Kind::Discarded, &[hour as u8]);
        }
        let list = Versions::of(&state(), "a").list(&disk);
        assert!(list.iter().any(|version| version.kind == Kind::Saved));
        assert!(list.len() < 16, "{}", list.len());
    }
}
