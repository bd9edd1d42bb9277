//! Earlier versions of a project, in the user's own folder: the last ten saves, the last of each of the thirty latest days, what
//! was let go, what other programs had written before it was saved over, and the states that the journal starts from.
//!
//! A version is a line of JSON (which, when, why, what changed) and the compressed file. Which is older is told by counting: a
//! clock that was wrong costs no version.

use std::{
    collections::HashSet,
    io::{self, Read, Write},
    path::PathBuf,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Files, Fingerprint, MAX_BYTES, SaveError, StateDir, journal, save::save_private};

/// How many of the last versions are kept, however old.
pub const KEPT_SAVES: usize = 10;

/// Of how many days, those that have any, the last version is kept.
pub const KEPT_DAYS: usize = 30;

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// It was saved.
    Saved,
    /// It was in the file before the program wrote to it for the first time.
    Opened,
    /// Its changes were let go.
    Discarded,
    /// The journal goes on from it, and no file held it then.
    Working,
}

impl Kind {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::Opened => "Before saving",
            Self::Discarded => "Discarded",
            Self::Working => "While working",
        }
    }
}

/// A version as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The file's name.
    #[serde(skip)]
    pub name: String,
    /// Which it is, counted from 1; 0: from a time when they were not counted, which is before all others.
    #[serde(default)]
    pub number: u64,
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
    /// The project's journal, which may need some of them.
    journal: PathBuf,
}

const SUFFIX: &str = ".version";

impl Versions {
    /// Those that are kept under this name.
    pub fn of(state: &StateDir, key: &str) -> Self {
        Self { folder: state.versions(key), journal: state.journal(key) }
    }

    /// Keeps a version, unless the newest one holds the same, and lets go of those that nobody needs.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn put(&self, files: &dyn Files, new: &NewVersion<'_>) -> Result<(), SaveError> {
        let fingerprint = Fingerprint::of(new.bytes);
        let kept = self.heads(files).map_err(SaveError::Io)?;
        let mut of_the_reviewer = kept.iter().filter(|version| version.kind != Kind::Working);
        if of_the_reviewer.next().is_some_and(|newest| newest.fingerprint == fingerprint) {
            return Ok(());
        }
        self.add(files, new, fingerprint, &kept)
    }

    /// Keeps a version, unless any holds the same.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn keep(&self, files: &dyn Files, new: &NewVersion<'_>) -> Result<(), SaveError> {
        let fingerprint = Fingerprint::of(new.bytes);
        if self.find(files, &fingerprint).is_some() {
            return Ok(());
        }
        let kept = self.heads(files).map_err(SaveError::Io)?;
        self.add(files, new, fingerprint, &kept)
    }

    fn add(
        &self,
        files: &dyn Files,
        new: &NewVersion<'_>,
        fingerprint: Fingerprint,
        kept: &[Version],
    ) -> Result<(), SaveError> {
        files.create_dir_all(&self.folder).map_err(SaveError::Io)?;
        let NewVersion { at, kind, claims, what, bytes } = *new;
        let number = self.next_number(files).map_err(SaveError::Io)?;
        let time = at.strftime("%Y%m%dT%H%M%S%3f");
        let word = kind.label().to_lowercase().replace(' ', "-");
        let name = format!("{time}-{number}-{word}-{}{SUFFIX}", fingerprint.short());
        let version = Version { name, number, at, kind, fingerprint, claims, what: what.to_owned() };
        let packed = pack(&version, bytes).map_err(SaveError::Io)?;
        save_private(files, &self.folder.join(&version.name), &packed)?;
        self.clear_old(files, &[&[version], kept].concat());
        Ok(())
    }

    /// Lets go of those that nobody promised to keep. What cannot be removed is tried again with the next version.
    fn clear_old(&self, files: &dyn Files, versions: &[Version]) {
        let old = too_old(versions);
        if old.is_empty() {
            return;
        }
        let journal = match files.read(&self.journal, journal::MAX_BYTES) {
            Ok(bytes) => journal::decode(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => journal::Journal::default(),
            // What it needs is not known.
            Err(_) => return,
        };
        let is_needed = |version: &&Version| journal.needs().any(|needed| *needed == version.fingerprint);
        for version in old.into_iter().filter(|version| !is_needed(version)) {
            let _ = files.remove(&self.folder.join(&version.name));
        }
    }

    /// One more than that of the newest: what cannot be read counts too, since its number stands in its name.
    fn next_number(&self, files: &dyn Files) -> io::Result<u64> {
        let number = |name: &String| name.split('-').nth(1)?.parse::<u64>().ok();
        let newest = self.names(files)?.iter().filter_map(number).max();
        Ok(newest.unwrap_or(0).saturating_add(1))
    }

    /// All that are kept, the newest first. What cannot be read is passed over.
    pub fn list(&self, files: &dyn Files) -> Vec<Version> {
        self.heads(files).unwrap_or_default()
    }

    fn heads(&self, files: &dyn Files) -> io::Result<Vec<Version>> {
        let names = self.names(files)?.into_iter();
        let mut versions: Vec<Version> = names.filter_map(|name| self.head(files, name)).collect();
        versions.sort_by(|a, b| (b.number, b.at, &b.name).cmp(&(a.number, a.at, &a.name)));
        Ok(versions)
    }

    fn names(&self, files: &dyn Files) -> io::Result<Vec<String>> {
        match files.list(&self.folder) {
            Ok(names) => Ok(names.into_iter().filter(|name| name.ends_with(SUFFIX)).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn head(&self, files: &dyn Files, name: String) -> Option<Version> {
        let bytes = files.read(&self.folder.join(&name), MAX_BYTES).ok()?;
        let head = bytes.split(|byte| *byte == b'\n').next()?;
        Some(Version { name, ..serde_json::from_slice(head).ok()? })
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
        let names = files.list(&self.folder).ok()?.into_iter().filter(|name| name.ends_with(&short));
        let mut versions = names.filter_map(|name| self.head(files, name));
        let found = versions.find(|version| version.fingerprint == *fingerprint)?;
        self.read(files, &found).ok()
    }
}

fn pack(version: &Version, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = serde_json::to_vec(version)?;
    packed.push(b'\n');
    let mut encoder = flate2::write::DeflateEncoder::new(packed, flate2::Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Those that nobody promised to keep. `versions` are sorted, the newest first.
fn too_old(versions: &[Version]) -> Vec<&Version> {
    let mut kept: HashSet<&str> = HashSet::new();
    let is_discarded = |version: &&Version| version.kind == Kind::Discarded;
    let is_saved = |version: &&Version| matches!(version.kind, Kind::Saved | Kind::Opened);
    for group in [&is_discarded as &dyn Fn(&&Version) -> bool, &is_saved] {
        let group: Vec<&Version> = versions.iter().filter(group).collect();
        let mut days = HashSet::new();
        let last_of_day = group.iter().filter(|version| days.insert(version.at.strftime("%Y%m%d").to_string()));
        kept.extend(group.iter().take(KEPT_SAVES).chain(last_of_day.take(KEPT_DAYS)).map(|version| &*version.name));
    }
    // The newest may be one that the journal is about to start from.
    kept.extend(versions.first().map(|version| &*version.name));
    versions.iter().filter(|version| !kept.contains(&*version.name)).collect()
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

    #[test]
    fn a_clock_that_was_wrong_costs_no_version_and_turns_no_order_around() {
        let disk = MemoryFiles::default();
        let hours_of_ten_years = 10 * 365 * 24;
        // Fifteen saves on a morning, three with a clock ten years ahead, twelve after it was set right.
        let clocks = [0..15, hours_of_ten_years..hours_of_ten_years + 3, 15..27];
        for (save, hour) in clocks.into_iter().flatten().enumerate() {
            put(&disk, hour, Kind::Saved, format!("save {save}").as_bytes());
        }
        let versions = Versions::of(&state(), "a");
        let list = versions.list(&disk);
        let text = |version: &Version| String::from_utf8(versions.read(&disk, version).unwrap()).unwrap();
        let newest: Vec<_> = list.iter().take(10).map(text).collect();
        assert_eq!(newest, (20..30).rev().map(|save| format!("save {save}")).collect::<Vec<_>>());
        let rest: Vec<_> = list.iter().skip(10).map(text).collect();
        assert_eq!(rest, ["save 17"], "the last of the wrong day");
    }

    #[test]
    fn versions_that_were_not_counted_are_older_than_those_that_are() {
        let disk = MemoryFiles::default();
        put(&disk, 5, Kind::Saved, b"new");
        let head = r#"{"at":"2031-01-01T00:00:00Z","kind":"Saved","fingerprint":""#;
        let old = format!("{head}{}\",\"claims\":1,\"what\":\"old\"}}\n", crate::store::sha256(b"old"));
        disk.put("/state/history/a/20310101T000000000-saved-0123456789abcdef.version", old.as_bytes());
        let words: Vec<_> = Versions::of(&state(), "a").list(&disk).into_iter().map(|version| version.what).collect();
        assert_eq!(words, ["1 claim added", "old"]);
    }

    #[test]
    fn what_the_journal_starts_from_stays_as_long_as_it_does() {
        use crate::store::journal::{Base, Record, encode};
        let disk = MemoryFiles::default();
        put(&disk, 0, Kind::Opened, b"the base");
        put(&disk, 0, Kind::Working, b"the state");
        let fingerprint = Fingerprint::of(b"the state");
        let base = Base::File(Fingerprint::of(b"the base"));
        let begin = Record::Begin { at: Timestamp::UNIX_EPOCH, path: None, base };
        let state_of = Record::State { fingerprint: fingerprint.clone(), changes: 1, labels: Vec::new() };
        disk.put("/state/journals/a.journal", &[encode(&begin), encode(&state_of)].concat());
        for save in 0..20u8 {
            put(&disk, 1, Kind::Saved, &[save]);
        }
        let versions = Versions::of(&state(), "a");
        for base in [&b"the base"[..], b"the state"] {
            assert_eq!(versions.find(&disk, &Fingerprint::of(base)).as_deref(), Some(base));
        }
        disk.remove(std::path::Path::new("/state/journals/a.journal")).unwrap();
        put(&disk, 2, Kind::Saved, b"the last");
        assert_eq!(versions.find(&disk, &Fingerprint::of(b"the base")), None);
        assert_eq!(versions.find(&disk, &fingerprint), None);
    }
}
