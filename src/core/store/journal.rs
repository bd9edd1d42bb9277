//! The journal of a project: every change in the order in which it happened, a record a line, so that nothing that was
//! typed depends on an orderly end.
//!
//! A line is the length of its JSON in hexadecimal, the first 64 bits of its SHA-256, and the JSON. A line that is cut or
//! damaged ends the journal: what stands behind it is not looked at.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Edit, ProjectParts};

use super::{Files, Fingerprint, MAX_BYTES, StateDir, leftovers::clear_temporaries, sha256};

/// One thing that happened to a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    },
}

/// The state that a journal starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Base {
    /// What the file held, by its fingerprint; when the file has been written since, the history still has it.
    File(Fingerprint),
    /// A project that had no file.
    Project(ProjectParts),
}

/// A journal as it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Journal {
    /// The records before the first bad one.
    pub records: Vec<Record>,
    /// How many bytes they are.
    pub valid_len: u64,
    /// Whether the line behind them is whole and yet not understood: a newer program wrote it.
    pub is_foreign: bool,
}

/// A record as its line.
///
/// # Panics
/// Never: JSON can hold every record.
pub fn encode(record: &Record) -> Vec<u8> {
    let json = serde_json::to_string(record).expect("JSON holds every record");
    format!("{:08x} {} {json}\n", json.len(), checksum(&json)).into_bytes()
}

fn checksum(json: &str) -> String {
    sha256(json.as_bytes())[..16].to_owned()
}

/// Reads records up to the first bad one.
pub fn decode(bytes: &[u8]) -> Journal {
    let mut journal = Journal::default();
    let mut rest = bytes;
    while let Some((json, line_len)) = line(rest) {
        match serde_json::from_str(json) {
            Ok(record) => journal.records.push(record),
            Err(_) => {
                journal.is_foreign = true;
                break;
            }
        }
        rest = &rest[line_len..];
        journal.valid_len += line_len as u64;
    }
    journal
}

/// The JSON of the first line and the line's length, if it is whole.
fn line(bytes: &[u8]) -> Option<(&str, usize)> {
    let head = std::str::from_utf8(bytes.get(..26)?).ok()?;
    let len = usize::from_str_radix(head.get(..8)?, 16).ok()?;
    let json = std::str::from_utf8(bytes.get(26..26usize.checked_add(len)?)?).ok()?;
    let is_whole = bytes.get(26 + len) == Some(&b'\n') && head.get(9..25)? == checksum(json);
    is_whole.then_some((json, 27 + len))
}

impl Journal {
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

    /// How many changes no file holds. A project that never had a file counts as one more.
    pub fn unsaved_changes(&self) -> usize {
        let (mut count, mut at_saving) = (0, 0);
        let mut has_file = matches!(self.begin(), Some((_, _, Base::File(_))));
        for record in &self.records {
            match record {
                Record::Edit { .. } | Record::Undo | Record::Redo => count += 1,
                Record::Saving | Record::SavingTo { .. } => at_saving = count,
                Record::Saved { .. } => {
                    count -= at_saving;
                    at_saving = 0;
                    has_file = true;
                }
                Record::Begin { .. } | Record::LeaveField => {}
            }
        }
        count + usize::from(!has_file)
    }
}

/// Reads the journal of this name. `None`: there is none.
///
/// # Errors
/// As reading a file.
pub fn read(files: &dyn Files, state: &StateDir, name: &str) -> io::Result<Option<Journal>> {
    match files.read(&state.journal(name), MAX_BYTES) {
        Ok(bytes) => Ok(Some(decode(&bytes)).filter(|journal| journal.begin().is_some() || journal.is_foreign)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The journals of this name that were set aside, since another came in their place.
pub fn kept(files: &dyn Files, state: &StateDir, name: &str) -> Vec<PathBuf> {
    let start = format!("{name}.");
    let names = files.list(&state.journals()).unwrap_or_default();
    let mine = names.iter().filter(|found| found.starts_with(&start) && found.ends_with(".kept"));
    mine.map(|found| state.journals().join(found)).collect()
}

/// A journal with changes that no file holds, whose program is not running any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its name.
    pub name: String,
    /// The project's file, if it has one.
    pub path: Option<PathBuf>,
    /// How many changes.
    pub changes: usize,
    /// When it began.
    pub began: Timestamp,
}

/// The journals that a crash has left, the newest first.
pub fn left_behind(files: &dyn Files, state: &StateDir) -> Vec<LeftBehind> {
    let mut left: Vec<_> = files
        .list(&state.journals())
        .unwrap_or_default()
        .iter()
        .filter_map(|file| file.strip_suffix(".journal"))
        .filter_map(|name| {
            let _lock = files.try_lock(&lock_path(state, name), None).ok()??;
            clear_temporaries(files, &state.journals(), name);
            let journal = read(files, state, name).ok()??;
            let (began, changes) = (journal.begin()?.0, journal.unsaved_changes());
            let path = journal.path().map(Path::to_owned);
            (changes > 0).then(|| LeftBehind { name: name.to_owned(), path, changes, began })
        })
        .collect();
    left.sort_by(|a, b| b.began.cmp(&a.began).then_with(|| a.name.cmp(&b.name)));
    left
}

/// The lock that the writer of a journal holds.
pub(super) fn lock_path(state: &StateDir, name: &str) -> PathBuf {
    state.journals().join(format!("{name}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records() -> Vec<Record> {
        let edit = |title: &str| Record::Edit { edit: Edit::SetTitle(title.into()), at_ms: 7 };
        let fingerprint = Fingerprint::of(b"x");
        let base = Base::File(fingerprint.clone());
        let begin = Record::Begin { at: Timestamp::UNIX_EPOCH, path: Some("/a.ron".into()), base };
        let saved = Record::Saved { fingerprint, path: "/a.ron".into() };
        vec![begin, edit("a\n\"é👩‍👩‍👧‍👦"), Record::Saving, edit("b"), saved, Record::Undo, Record::LeaveField]
    }

    #[test]
    fn tells_where_it_was_about_to_be_written() {
        let journal = |records: Vec<Record>| Journal { records, ..Journal::default() };
        let to = |path: &str| Record::SavingTo { path: path.into() };
        assert_eq!(journal(vec![Record::Saving, to("/b.ron"), Record::Undo]).written_to(), Some(Path::new("/b.ron")));
        assert_eq!(journal([vec![to("/b.ron")], records()].concat()).written_to(), None);
    }

    #[test]
    fn gives_back_what_it_wrote() {
        let bytes: Vec<u8> = records().iter().flat_map(encode).collect();
        let journal = decode(&bytes);
        assert_eq!((journal.records.clone(), journal.valid_len), (records(), bytes.len() as u64));
        assert_eq!((journal.unsaved_changes(), journal.path()), (2, Some(Path::new("/a.ron"))));
    }

    #[test]
    fn a_tail_torn_anywhere_is_cut_at_the_first_bad_record() {
        let lines: Vec<Vec<u8>> = records().iter().map(encode).collect();
        let bytes = lines.concat();
        for cut in 0..bytes.len() {
            let journal = decode(&bytes[..cut]);
            let whole: usize = lines
                .iter()
                .scan(0, |sum, line| {
                    *sum += line.len();
                    Some(*sum)
                })
                .filter(|end| *end <= cut)
                .count();
            assert_eq!(journal.records, records()[..whole], "cut at {cut}");
        }
    }

    #[test]
    fn a_flipped_bit_ends_the_journal_there() {
        let lines: Vec<Vec<u8>> = records().iter().map(encode).collect();
        let start = lines[0].len();
        for at in start..start + lines[1].len() {
            for bit in 0..8 {
                let mut bytes = lines.concat();
                bytes[at] ^= 1 << bit;
                let journal = decode(&bytes);
                // The length may be written in capitals; every other flip is seen.
                assert!(journal.records.len() == 1 || journal.records == records(), "byte {at} bit {bit}");
            }
        }
    }

    #[test]
    fn a_record_of_a_newer_program_is_told_from_damage() {
        let json = "{\"Fly\":1}";
        let line = format!("{:08x} {} {json}\n", json.len(), checksum(json));
        assert!(decode(line.as_bytes()).is_foreign);
        assert!(!decode(&line.as_bytes()[..20]).is_foreign);
    }
}
