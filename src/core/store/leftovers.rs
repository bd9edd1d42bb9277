//! Clearing what a crash in the middle of a save has left.

use std::{ffi::OsString, io, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::{
    Files, Fingerprint, Folder, MAX_BYTES, StateDir, decode,
    files::parts,
    project_key,
    save::TEMP_SUFFIX,
    versions::{Kind, NewVersion, Versions},
};

/// Clears what a crash in the middle of a save has left: beside the project, among its originals and in its history. To be
/// called by whoever has the project's lock. A whole project that neither the file nor the history holds, as when the save
/// had just exchanged it for its own, goes into the history first, as of `at`. Returns whether there was one.
pub fn clear_leftovers(files: &dyn Files, canonical: &Path, state: Option<&StateDir>, at: Timestamp) -> bool {
    let Ok((folder, name)) = parts(canonical) else { return false };
    let mut has_kept = false;
    let (name, stem) = (name.to_string_lossy(), canonical.file_stem().unwrap_or_default().to_string_lossy());
    if let Ok(folder) = files.folder(folder) {
        for leftover in leftovers(folder.as_ref(), &format!(".{name}.")) {
            let fate = fate(files, folder.as_ref(), canonical, &leftover, state, at);
            has_kept |= fate == Fate::InHistory;
            if fate != Fate::Stays {
                let _ = folder.remove(&leftover);
            }
        }
        // Who holds it, and what was kept of an older format.
        for start in [format!("..{name}.holder."), format!(".{stem}.format-")] {
            clear(folder.as_ref(), &start);
        }
        let originals = canonical.with_extension("files");
        if let Ok(originals) = folder.folder(originals.file_name().unwrap_or_default()) {
            clear(originals.as_ref(), ".");
        }
    }
    if let Some(state) = state {
        let key = project_key(canonical);
        clear_all_temporaries(files, &state.versions(&key));
        clear_temporaries(files, &state.journals(), &key);
        if let Some(folder) = state.lock(&key).parent() {
            clear_temporaries(files, folder, &key);
        }
    }
    has_kept
}

/// What becomes of a leftover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It can go: nothing is lost with it.
    Goes,
    /// It can go: the history has it now.
    InHistory,
    /// It cannot be kept anywhere else yet.
    Stays,
}

fn fate(
    files: &dyn Files,
    folder: &dyn Folder,
    canonical: &Path,
    leftover: &OsString,
    state: Option<&StateDir>,
    at: Timestamp,
) -> Fate {
    let bytes = match folder.read(leftover, MAX_BYTES) {
        Ok(bytes) => bytes,
        // A link or device of this name is none of ours, and removing it touches nothing else.
        Err(error) if super::Refused::of(&error).is_some() || error.kind() == io::ErrorKind::NotFound => {
            return Fate::Goes;
        }
        Err(_) => return Fate::Stays,
    };
    // Cut in the middle: the journal has what it was to become.
    let Ok(loaded) = decode(&bytes) else { return Fate::Goes };
    let fingerprint = Fingerprint::of(&bytes);
    let is_held = |held: Vec<u8>| Fingerprint::of(&held) == fingerprint;
    if folder.read(canonical.file_name().unwrap_or_default(), MAX_BYTES).is_ok_and(is_held) {
        return Fate::Goes;
    }
    let Some(state) = state else { return Fate::Stays };
    let versions = Versions::of(state, &project_key(canonical));
    if versions.find(files, &fingerprint).is_some() {
        return Fate::Goes;
    }
    // Older than what is done now.
    let at = at - SignedDuration::from_millis(1);
    let (kind, claims) = (Kind::Discarded, loaded.project.claims().len());
    let what = "what a save that was cut short has left";
    let kept = versions.put(files, &NewVersion { at, kind, claims, what, bytes: &bytes });
    if kept.is_ok() { Fate::InHistory } else { Fate::Stays }
}

/// Clears the temporary files of a file of this name.
pub(super) fn clear_temporaries(files: &dyn Files, folder: &Path, name: &str) {
    if let Ok(folder) = files.folder(folder) {
        clear(folder.as_ref(), &format!(".{name}."));
    }
}

/// Clears the temporary files of a folder in which nobody else writes.
pub fn clear_all_temporaries(files: &dyn Files, folder: &Path) {
    if let Ok(folder) = files.folder(folder) {
        clear(folder.as_ref(), ".");
    }
}

fn clear(folder: &dyn Folder, start: &str) {
    for found in leftovers(folder, start) {
        // Best effort: it is tidying, no more.
        let _ = folder.remove(&found);
    }
}

/// The temporary files whose names begin so.
fn leftovers(folder: &dyn Folder, start: &str) -> Vec<OsString> {
    let is_leftover = |name: &OsString| {
        let name = name.to_string_lossy();
        name.starts_with(start) && name.ends_with(TEMP_SUFFIX)
    };
    folder.list().unwrap_or_default().into_iter().filter(is_leftover).collect()
}
