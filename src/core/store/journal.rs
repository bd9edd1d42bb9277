//! The journal of a project: every change in the order in which it happened, a record a line, so that nothing that was
//! typed depends on an orderly end.
//!
//! A journal starts from a state that the history keeps, by its hash, so that it can be played back without the project's file.
//! How records stand in it is said in `lines`.

mod lines;
#[cfg(test)]
mod tests;

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Edit, ProjectParts};

use super::{FileKind, Files, Fingerprint, MAX_BYTES as MAX_PROJECT, StateDir, leftovers::clear_temporaries, sha256};

pub use lines::{Encoder, decode, encode};

/// The largest journal that is read. It never grows so far by itself; those of older programs did.
pub const MAX_BYTES: u64 = 4 * MAX_PROJECT;

/// For how many days a journal is kept whose project is gone and whose changes are all saved.
pub const KEPT_DAYS: i64 = 90;

/// One thing that happened to a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and nearly always an edit")]
pub enum Record {
    /// The journal begins. Always the first record, and only that.
    Begin {
        /// When.
        at: Timestamp,
        /// The project's file; none while it has none.
        path: Option<String>,
        /// The state that the changes start from.
        base: Base,
    },
    /// The changes so far, none of which a file holds, were put together: they lead to a state that the history keeps.
    State {
        /// By which it is found there.
        fingerprint: Fingerprint,
        /// How many changes.
        changes: usize,
        /// What they were called, each once.
        labels: Vec<String>,
    },
    /// A change.
    Edit {
        /// What.
        edit: Edit,
        /// Milliseconds on the session's own clock, for which keystrokes are one step of undo.
        at_ms: u64,
    },
    /// The last change was taken back.
    Undo,
    /// The change that was taken back last was made again.
    Redo,
    /// A field was left: the next keystroke starts a new step of undo.
    LeaveField,
    /// The state is being written to the file.
    Saving,
    /// The state is being written to another file, which becomes the project's when that has succeeded.
    SavingTo {
        /// The file.
        path: String,
    },
    /// What was being written is on the disk.
    Saved {
        /// What the file holds.
        fingerprint: Fingerprint,
        /// The file.
        path: String,
        /// When. Older programs did not say.
        #[serde(default)]
        at: Option<Timestamp>,
    },
}

/// The state that a journal starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Base {
    /// What the file held, by its fingerprint; the history has it too.
    File(Fingerprint),
    /// A project that had no file.
    Project(Box<ProjectParts>),
}

/// A journal as it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Journal {
    /// The records that could be read.
    pub records: Vec<Record>,
    /// How many bytes from its start are whole.
    pub valid_len: u64,
    /// How many stretches between them are damaged.
    pub damaged: usize,
    /// Whether the line behind them is whole and yet not understood: a newer program wrote it.
    pub is_foreign: bool,
}

impl Journal {
    /// Whether there is something in it to play back.
    pub fn is_of_use(&self) -> bool {
        self.begin().is_some() || self.is_foreign || !self.records.is_empty()
    }

    /// When it began, for which file, and from which state.
    pub fn begin(&self) -> Option<(Timestamp, Option<&str>, &Base)> {
        match self.records.first()? {
            Record::Begin { at, path, base } => Some((*at, path.as_deref(), base)),
            _ => None,
        }
    }

    /// The file that it was last written to, or began from.
    pub fn path(&self) -> Option<&Path> {
        let saved = self.records.iter().rev().find_map(|record| match record {
            Record::Saved { path, .. } => Some(path.as_str()),
            _ => None,
        });
        saved.or(self.begin()?.1).map(Path::new)
    }

    /// Where it was about to be written when it ended, if that was another file than its own.
    pub fn written_to(&self) -> Option<&Path> {
        let is_save =
            |record: &&Record| matches!(record, Record::Saving | Record::SavingTo { .. } | Record::Saved { .. });
        match self.records.iter().rev().find(is_save)? {
            Record::SavingTo { path } => Some(Path::new(path)),
            _ => None,
        }
    }

    /// What the project's file held when it was last read or written, as far as the journal knows.
    pub fn last_fingerprint(&self) -> Option<&Fingerprint> {
        let saved = self.records.iter().rev().find_map(|record| match record {
            Record::Saved { fingerprint, .. } => Some(fingerprint),
            _ => None,
        });
        saved.or_else(|| match self.begin()? {
            (_, _, Base::File(fingerprint)) => Some(fingerprint),
            _ => None,
        })
    }

    /// The states that it needs of the history.
    pub fn needs(&self) -> impl Iterator<Item = &Fingerprint> {
        self.records.iter().filter_map(|record| match record {
            Record::Begin { base: Base::File(fingerprint), .. } | Record::State { fingerprint, .. } => {
                Some(fingerprint)
            }
            _ => None,
        })
    }

    /// When it began, or when its changes were last saved.
    pub fn last_known(&self) -> Option<Timestamp> {
        let saved = self.records.iter().rev().find_map(|record| match record {
            Record::Saved { at, .. } => *at,
            _ => None,
        });
        saved.max(self.begin().map(|(at, ..)| at))
    }

    /// The record behind the last one that a save has brought to the file.
    pub fn last_save(&self) -> usize {
        let records = &self.records;
        let saved = records.iter().rposition(|record| matches!(record, Record::Saved { .. })).unwrap_or(0);
        let saving =
            records[..saved].iter().rposition(|record| matches!(record, Record::Saving | Record::SavingTo { .. }));
        saving.map_or(0, |at| at + 1)
    }

    /// How many changes no file holds, and what they are called, each once.
    pub fn unsaved_labels(&self) -> (usize, Vec<String>) {
        let (mut count, mut labels) = (0, Vec::<String>::new());
        let mut add = |label: &str| {
            if !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        };
        for record in &self.records[self.last_save()..] {
            match record {
                Record::Edit { edit, .. } => add(edit.label()),
                Record::Undo => add("undo"),
                Record::Redo => add("redo"),
                Record::State { labels, .. } => labels.iter().for_each(|label| add(label)),
                _ => continue,
            }
            count += record.changes();
        }
        (count, labels)
    }

    /// How many changes no file holds. A project that never had a file counts as one more.
    pub fn unsaved_changes(&self) -> usize {
        let (mut count, mut at_saving) = (0, 0);
        let mut has_file = !matches!(self.begin(), Some((_, _, Base::Project(_))));
        for record in &self.records {
            match record {
                Record::Saving | Record::SavingTo { .. } => at_saving = count,
                Record::Saved { .. } => {
                    count -= at_saving;
                    at_saving = 0;
                    has_file = true;
                }
                _ => count += record.changes(),
            }
        }
        count + usize::from(!has_file)
    }
}

impl Record {
    /// How many changes it stands for.
    fn changes(&self) -> usize {
        match self {
            Self::Edit { .. } | Self::Undo | Self::Redo => 1,
            Self::State { changes, .. } => *changes,
            _ => 0,
        }
    }
}

/// Reads the journal of this name. `None`: there is none.
///
/// # Errors
/// As reading a file.
pub fn read(files: &dyn Files, state: &StateDir, name: &str) -> io::Result<Option<Journal>> {
    match files.read(&state.journal(name), MAX_BYTES) {
        Ok(bytes) => Ok(Some(decode(&bytes)).filter(Journal::is_of_use)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The journals of this name that were set aside: another came in their place, or they were damaged.
pub fn kept(files: &dyn Files, state: &StateDir, name: &str) -> Vec<PathBuf> {
    of_name(files, state, name, ".kept")
}

/// The files of a journal with this ending.
pub(super) fn of_name(files: &dyn Files, state: &StateDir, name: &str, ending: &str) -> Vec<PathBuf> {
    let start = format!("{name}.");
    let names = files.list(&state.journals()).unwrap_or_default();
    let mine = names.iter().filter(|found| found.starts_with(&start) && found.ends_with(ending));
    mine.map(|found| state.journals().join(found)).collect()
}

/// A journal with changes that no file holds, whose program is not running any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its name.
    pub name: String,
    /// The project's file, if it has one.
    pub path: Option<PathBuf>,
    /// Whether that is not there any more.
    pub is_gone: bool,
    /// How many changes.
    pub changes: usize,
    /// When it began.
    pub began: Timestamp,
}

/// Every journal that nobody is writing now, with what is in it. What cannot be read is passed over.
fn idle(files: &dyn Files, state: &StateDir) -> impl Iterator<Item = (String, Journal)> {
    let names = files.list(&state.journals()).unwrap_or_default();
    names.into_iter().filter_map(|file| {
        let name = file.strip_suffix(".journal")?;
        let _lock = files.try_lock(&lock_path(state, name), None).ok()??;
        clear_temporaries(files, &state.journals(), name);
        Some((name.to_owned(), read(files, state, name).ok()??))
    })
}

impl LeftBehind {
    fn of(files: &dyn Files, name: String, journal: &Journal) -> Option<Self> {
        let (began, changes) = (journal.last_known().unwrap_or_default(), journal.unsaved_changes());
        let path = journal.path().map(Path::to_owned);
        let is_gone = path.as_ref().is_some_and(|path| is_gone(files, path));
        (changes > 0).then_some(Self { name, path, is_gone, changes, began })
    }
}

/// The journals that a crash has left, the newest first.
pub fn left_behind(files: &dyn Files, state: &StateDir) -> Vec<LeftBehind> {
    let mut left: Vec<_> =
        idle(files, state).filter_map(|(name, journal)| LeftBehind::of(files, name, &journal)).collect();
    left.sort_by(|a, b| b.began.cmp(&a.began).then_with(|| a.name.cmp(&b.name)));
    left
}

/// The journal of this name, if it has changes that no file holds and nobody is writing it.
pub fn left_of(files: &dyn Files, state: &StateDir, name: &str) -> Option<LeftBehind> {
    let _lock = files.try_lock(&lock_path(state, name), None).ok()??;
    LeftBehind::of(files, name.to_owned(), &read(files, state, name).ok()??)
}

/// The journals of other files whose unsaved changes start from what this one holds, and whose own file does not hold it any
/// more: it was moved here, perhaps, or this is a copy of it.
pub fn left_elsewhere(files: &dyn Files, state: &StateDir, name: &str, fingerprint: &Fingerprint) -> Vec<LeftBehind> {
    let names = files.list(&state.journals()).unwrap_or_default();
    let others = names.iter().filter_map(|file| file.strip_suffix(".journal")).filter(|other| *other != name);
    // Most are of other projects, and neither locked nor taken apart for this.
    let may_be_it = |other: &&str| {
        let bytes = files.read(&state.journal(other), MAX_BYTES).unwrap_or_default();
        std::str::from_utf8(&bytes).map_or(!bytes.is_empty(), |text| text.contains(&fingerprint.0))
    };
    let starts_here = |other: &str| {
        let journal = read(files, state, other).ok()??;
        let there = journal.path().and_then(|path| files.read(path, MAX_PROJECT).ok());
        let has_moved = there.is_none_or(|bytes| Fingerprint::of(&bytes) != *fingerprint);
        (has_moved && journal.last_fingerprint() == Some(fingerprint)).then_some(())
    };
    others
        .filter(may_be_it)
        .filter(|other| starts_here(other).is_some())
        .filter_map(|other| left_of(files, state, other))
        .collect()
}

/// Keeps a journal beside that is not to be played back any more: its work is elsewhere now.
///
/// # Errors
/// As renaming a file; [`io::ErrorKind::ResourceBusy`] when somebody is writing it.
pub fn put_aside(files: &dyn Files, state: &StateDir, name: &str) -> io::Result<()> {
    let _lock = files.try_lock(&lock_path(state, name), None)?.ok_or(io::ErrorKind::ResourceBusy)?;
    let path = state.journal(name);
    let bytes = files.read(&path, MAX_BYTES)?;
    files.rename(&path, &kept_path(state, name, &bytes))?;
    files.sync_dir(&state.journals())
}

/// Where a copy of a journal is kept.
pub(super) fn kept_path(state: &StateDir, name: &str, bytes: &[u8]) -> PathBuf {
    state.journals().join(format!("{name}.{}.kept", &sha256(bytes)[..8]))
}

/// Removes the journals of projects that are gone, once everything in them has been saved for ninety days.
pub fn clear_old(files: &dyn Files, state: &StateDir, now: Timestamp) {
    let is_old = |journal: &Journal| {
        let days = journal.last_known().map(|at| now.duration_since(at).as_hours() / 24);
        days.is_some_and(|days| days >= KEPT_DAYS)
    };
    let old: Vec<_> = idle(files, state)
        .filter(|(_, journal)| journal.unsaved_changes() == 0 && journal.damaged == 0 && !journal.is_foreign)
        .filter(|(_, journal)| is_old(journal) && journal.path().is_some_and(|path| is_gone(files, path)))
        .collect();
    for (name, _) in old {
        if let Ok(Some(_lock)) = files.try_lock(&lock_path(state, &name), None) {
            // What cannot be removed is tried again at the next start.
            let _ = files.remove(&state.journal(&name));
        }
    }
}

/// Removes everything that is kept of a project: its journal, what was set aside of it, its originals and its history.
///
/// # Errors
/// As removing a file; [`io::ErrorKind::ResourceBusy`] when somebody is writing the journal.
pub fn forget(files: &dyn Files, state: &StateDir, name: &str) -> io::Result<()> {
    files.create_dir_all(&state.journals())?;
    let _lock = files.try_lock(&lock_path(state, name), None)?.ok_or(io::ErrorKind::ResourceBusy)?;
    let mut all = vec![state.journal(name)];
    all.extend([".kept", ".original"].iter().flat_map(|ending| of_name(files, state, name, ending)));
    let history = state.versions(name);
    all.extend(files.list(&history).unwrap_or_default().into_iter().map(|version| history.join(version)));
    for path in all {
        match files.remove(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    // The empty folder does no harm.
    let _ = files.remove_dir(&history);
    files.sync_dir(&state.journals())
}

fn is_gone(files: &dyn Files, path: &Path) -> bool {
    match files.metadata(path) {
        Ok(found) => found.kind != FileKind::File,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// The lock that the writer of a journal holds.
pub(super) fn lock_path(state: &StateDir, name: &str) -> PathBuf {
    state.journals().join(format!("{name}.lock"))
}
