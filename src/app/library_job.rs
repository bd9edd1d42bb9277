//! Bringing the library up to date, as data; `gather.rs` does it.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::{import::Watch, library::Index, model::ReviewerId, store::StateDir};

/// Bringing the library up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct LibraryJob {
    /// Folders, with all that lies in them.
    pub folders: Vec<PathBuf>,
    /// Projects that belong to it wherever they lie: the recent ones. Those that are gone are no fault.
    pub projects: Vec<PathBuf>,
    /// Where what was worked out is kept; `None`: nowhere.
    pub state: Option<StateDir>,
    /// With whose eyes it is looked at.
    pub eyes: Eyes,
    /// Whether what is kept of files that no longer belong to it is removed: it is the library of the settings, not one asked for once.
    pub tidies: bool,
    /// When it began.
    pub at: Timestamp,
    /// What is at hand already.
    pub before: Index,
    /// How far it has come, in files, and the way to stop it.
    pub watch: Watch,
}

/// With whose eyes a library is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Eyes {
    /// All of it is seen.
    Whole,
    /// What a blind second check hides from this reviewer, or from somebody who has not said who they are, is hidden in the library too.
    Of(Option<ReviewerId>),
}

/// The library as it is now.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// The library. Where the job was stopped, as far as it came.
    pub index: Index,
    /// How many files were read anew.
    pub read: usize,
    /// What could not be read, and why, in order of the paths.
    pub unread: Vec<Unread>,
    /// Whether it was stopped on the way.
    pub is_stopped: bool,
}

/// A file or folder of the library that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Which.
    pub path: PathBuf,
    /// Why, in a sentence.
    pub why: String,
}
