//! One project, or one file of another desk's fact-checks, ready to be searched.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use crate::model::{ClaimId, Project};

use super::Entry;

/// One project, or one file of another desk's fact-checks, ready to be searched. Never changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// The file.
    pub path: PathBuf,
    /// The project's title, or the name of the file.
    pub title: String,
    /// Whose it is.
    pub kind: ShelfKind,
    /// As which the file was read.
    pub stamp: Stamp,
    entries: Vec<Entry>,
}

/// Whose a shelf is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShelfKind {
    /// A project of the desk.
    #[default]
    Project,
    /// Fact-checks that others published; only read.
    Neighbours,
}

/// By which a change of a file is noticed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub len: u64,
    /// When it was written last, in nanoseconds since 1970, where that is known.
    pub modified: Option<i64>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Whether it had rested for a while when it was read: else it may have been written again in the same moment.
    pub has_rested: bool,
}

impl Shelf {
    /// A project as whoever asks is to see it. Of the claims in `hidden` the first check is not to be seen, and `project` comes without it.
    pub fn of_project(path: &Path, project: &Project, hidden: &HashSet<ClaimId>, stamp: Stamp) -> Self {
        let entry =
            |claim: &std::sync::Arc<crate::model::Claim>| Entry::of_claim(project, claim, hidden.contains(&claim.id));
        Self {
            path: path.to_owned(),
            title: project.title().to_owned(),
            kind: ShelfKind::Project,
            stamp,
            entries: project.claims().iter().map(entry).collect(),
        }
    }

    /// Fact-checks of others, out of one file.
    pub fn of_neighbours(path: &Path, title: &str, entries: Vec<Entry>, stamp: Stamp) -> Self {
        Self { path: path.to_owned(), title: title.to_owned(), kind: ShelfKind::Neighbours, stamp, entries }
    }

    /// How many claims it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no claims.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of its claims.
    pub fn entry(&self, at: usize) -> Option<Entry> {
        self.entries.get(at).cloned()
    }
}
