//! What the desk has checked before, as it is looked through: the library, what is looked for in it, and what was found.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use crate::{
    import::Watch,
    library::{Found, Hit, Index, ShelfKind},
    model::ClaimId,
};

use super::library_job::{Eyes, Unread};

/// The library of whoever sits here.
#[derive(Debug, Default)]
pub struct Library {
    /// What it holds, as far as it was read.
    pub index: Arc<Index>,
    /// What of it could not be read, and why.
    pub unread: Vec<Unread>,
    /// How far it has come while it is brought up to date.
    pub gathering: Option<Watch>,
    /// What is looked for.
    pub query: String,
    /// Which hit is before the reviewer.
    pub chosen: usize,
    /// With whose eyes it was looked at.
    pub(super) eyes: Option<Eyes>,
    /// When it was brought up to date last.
    pub(super) gathered: Option<Timestamp>,
    /// Whether it is to be brought up to date once more, since what belongs to it was changed meanwhile.
    pub(super) is_stale: bool,
    /// What was found, and for which words.
    pub(super) found: Option<(String, Arc<Found>)>,
    /// What is being looked for.
    pub(super) searching: Option<String>,
}

impl Library {
    /// What was found. While it is still looked for, what was found for the words before.
    pub fn found(&self) -> Option<&Arc<Found>> {
        self.found.as_ref().filter(|_| !self.query.trim().is_empty()).map(|(_, found)| found)
    }

    /// What was found for these very words.
    pub fn found_for(&self, query: &str) -> Option<&Arc<Found>> {
        self.found.as_ref().filter(|(words, _)| words == query).map(|(_, found)| found)
    }

    /// The hit before the reviewer.
    pub fn chosen(&self) -> Option<&Hit> {
        self.found()?.hits.get(self.chosen)
    }

    /// How many projects, and how many files of others, lie in a folder.
    pub fn count_in(&self, folder: &Path) -> [usize; 2] {
        let within = |kind: ShelfKind| {
            self.index.shelves().iter().filter(|shelf| shelf.kind == kind && shelf.path.starts_with(folder)).count()
        };
        [within(ShelfKind::Project), within(ShelfKind::Neighbours)]
    }
}

/// Looking for something in the library.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchJob {
    /// The library.
    pub index: Arc<Index>,
    /// What is looked for, as it was written.
    pub query: String,
}

/// Looking for earlier claims that are like one.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatsJob {
    /// The library.
    pub index: Arc<Index>,
    /// The project in which the claim stands.
    pub except: Option<std::path::PathBuf>,
    /// The claim.
    pub claim: ClaimId,
    /// Its words.
    pub words: String,
}
