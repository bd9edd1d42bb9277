//! What can go wrong with a project file, in words for the reviewer.

use std::{fmt, io};

use thiserror::Error;

use super::bounds::Excess;

/// Why a file cannot be read as a project. The file is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is nothing in it.
    #[error("Could not open the project: the file is empty. Look for an earlier copy of it.")]
    Empty,
    /// It holds zero bytes, as after a crash or a failed copy.
    #[error(
        "Could not open the project: the file holds zero bytes from byte {0} on, as after a crash or a failed copy. Look for an earlier copy of it."
    )]
    ZeroFilled(usize),
    /// It is larger than any project.
    #[error("Could not open the project: the file has {0} MB, and at most 256 are read.")]
    TooLarge(u64),
    /// It holds more than a project may.
    #[error("Could not open the project: the file has {0}, which no project needs. Was it made by a program?")]
    TooMuch(#[from] Excess),
    /// It is in UTF-16.
    #[error("Could not open the project: the file is in UTF-16. Save it as UTF-8 in the editor that changed it.")]
    Utf16,
    /// It is not text.
    #[error(
        "Could not open the project: the file is not UTF-8 text from byte {0} on. It is damaged, or not a project."
    )]
    NotText(usize),
    /// It carries the marks of a merge that was not finished.
    #[error(
        "Could not open the project: its file holds two people’s versions that were not joined. Open it in the window, or join them with “claimdesk merge FILE -o FILE”.\n{0}"
    )]
    ConflictMarkers(LinePosition),
    /// It carries such marks, and they do not go together.
    #[error(
        "Could not open the project: its file holds two people’s versions that were not joined, and the marks between them are not whole. Take an earlier version of it, or begin the merge once more."
    )]
    BrokenMarks,
    /// One of the two versions between such marks cannot be read.
    #[error(
        "Could not open the project: its file holds two people’s versions that were not joined, and {which} is damaged: {}",
        why.reason()
    )]
    DamagedSide {
        /// Which, to follow "and".
        which: &'static str,
        /// Why.
        why: Box<StoreError>,
    },
    /// Something of it would be lost if it were joined with another.
    #[error("Could not join the project with another: {0}")]
    NotJoined(String),
    /// It does not begin as a project does.
    #[error(
        "Could not open the project: this is not a Claimdesk project, since it does not begin with its format number."
    )]
    NotAProject,
    /// A newer program wrote it, in a way that this one cannot read.
    #[error(
        "Could not open the project: a newer Claimdesk wrote it (format {0}; this one reads up to format 1). Update Claimdesk."
    )]
    Newer(u32),
    /// It ends too early.
    #[error(
        "Could not open the project: the file ends in the middle of an entry, as after a failed copy. Look for an earlier copy of it.\n{0}"
    )]
    Truncated(LinePosition),
    /// Something in it is not as a project has it.
    #[error("Could not open the project: {what}.\n{position}")]
    Damaged {
        /// What.
        what: String,
        /// Where.
        position: LinePosition,
    },
}

impl StoreError {
    /// Why, without what could not be done.
    pub fn reason(&self) -> String {
        let text = self.to_string();
        text.strip_prefix("Could not open the project: ").map_or(text.clone(), ToOwned::to_owned)
    }
}

/// A place in a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePosition {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// The words of the line around it.
    pub excerpt: String,
}

impl LinePosition {
    /// The place at a line and column of a text.
    pub fn in_text(text: &str, line: usize, column: usize) -> Self {
        let words = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let first = column.saturating_sub(30).min(words.chars().count());
        let excerpt: String = words.chars().skip(first).take(60).collect();
        Self { line, column, excerpt: excerpt.trim().to_owned() }
    }
}

impl fmt::Display for LinePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.line, self.column, self.excerpt)
    }
}

/// Why a file was not written. What stood there before stands there still, unless [`SaveError::NotDurable`] says otherwise.
#[derive(Debug, Error)]
pub enum SaveError {
    /// Somebody else has changed the file since it was read.
    #[error("Could not save the project: the file was changed by another program since it was opened.")]
    ChangedOutside,
    /// Another window has the file open.
    #[error("Could not save: {} has the project open. Close it there, or save under another name.", .0.as_ref().map_or("another window".to_owned(), crate::store::Holder::who))]
    InUse(Option<super::Holder>),
    /// Something else stands in the place that was chosen, and nobody said that it may be written over.
    #[error("Could not save: {what} stands in that place. Choose another name.")]
    Occupied {
        /// What it is.
        what: super::Occupant,
        /// What it holds; `None` where it is too large to be looked at.
        holds: Option<super::Fingerprint>,
    },
    /// What stands in that place could not be kept in the history, so that it was not written over.
    #[error("Could not save: what stands in that place could not be kept in the history ({0}). Choose another name.")]
    NotKept(Box<SaveError>),
    /// The name had to be free, and is not.
    #[error("Could not save: there is a file of this name already. Choose another name.")]
    Exists,
    /// Something beside the project is not what it should be.
    #[error("Could not save: {name} beside the project {}. Remove it, or save in another folder.", .why.0)]
    Beside {
        /// Its name.
        name: String,
        /// What it is.
        why: super::Refused,
    },
    /// The path leads to a folder or a device.
    #[error("Could not save: there is a folder or a device of this name. Choose another name.")]
    NotAFile,
    /// The file is protected.
    #[error("Could not save: the file is read-only. Save it under another name, or allow writing to it.")]
    ReadOnly,
    /// The folder is not there.
    #[error("Could not save: the folder is not there any more. Save it in another folder.")]
    NoFolder,
    /// A newer program wrote the file that stands there.
    #[error(
        "Could not save: a newer Claimdesk wrote this file (format {0}), and what it holds would be lost. Save under another name, or update Claimdesk."
    )]
    Newer(u32),
    /// It would be larger than what is opened.
    #[error("Could not save: the project would have {0} MB, and at most 256 can be opened again. Split it into two.")]
    TooLarge(u64),
    /// It would hold more than what is opened.
    #[error(
        "Could not save: the project has {0}, and could not be opened again. {hint}",
        hint = way_out(.0)
    )]
    TooMuch(Excess),
    /// A step of the writing failed.
    #[error("Could not save: {}. Nothing of the old file was touched; save it in another place.", describe_io(.0))]
    Io(io::Error),
    /// The new file is in its place, but the system could not promise that it survives a power cut.
    #[error("Could not make sure that the file is safe on the disk: {}. Save it in another place as well.", describe_io(.0))]
    NotDurable(io::Error),
}

impl SaveError {
    /// Why, without what could not be done.
    pub fn reason(&self) -> String {
        match self {
            Self::Io(error) | Self::NotDurable(error) => describe_io(error),
            other => {
                let text = other.to_string();
                let why = text.split_once(": ").map_or(text.as_str(), |(_, why)| why);
                why.split_once(". ").map_or(why, |(why, _)| why).trim_end_matches('.').to_owned()
            }
        }
    }

    /// The same of a file that has to be there before the project is written: the project's own is as it was.
    pub fn of_a_file_before(self) -> Self {
        match self {
            Self::NotDurable(error) => Self::Io(error),
            other => other,
        }
    }
}

/// What to do about a project that holds too much.
fn way_out(excess: &Excess) -> &'static str {
    if *excess == Excess::Field { "Shorten that text." } else { "Split it into two." }
}

/// What the system said, in plain words.
pub fn describe_io(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    if let Some(refused) = super::Refused::of(error) {
        return refused.to_string();
    }
    match error.kind() {
        Kind::NotFound => "there is no such file or folder".into(),
        Kind::PermissionDenied => "you are not allowed to".into(),
        Kind::StorageFull => "the disk is full".into(),
        Kind::QuotaExceeded => "your share of the disk is used up".into(),
        Kind::ReadOnlyFilesystem => "the disk is read-only".into(),
        Kind::IsADirectory => "it is a folder".into(),
        Kind::InvalidData => "what it holds is not what it should hold".into(),
        Kind::FileTooLarge => "the file is larger than the 256 MB that are read".into(),
        Kind::InvalidFilename => "the system does not take this name".into(),
        _ => format!("the system says “{error}”"),
    }
}
