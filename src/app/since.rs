//! What others have done to a project since a reviewer had it before them, as values.

use jiff::Timestamp;

use crate::{
    join::Work,
    model::{Project, ReviewerId},
    store::StateDir,
};

/// What was done since a reviewer had the project before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// Who was here.
    pub reviewer: ReviewerId,
    /// When they left.
    pub at: Timestamp,
    /// What others did, by person. Nothing of it is hidden from the reviewer.
    pub work: Vec<Work>,
}

impl Since {
    /// How many things were changed by others.
    pub fn count(&self) -> usize {
        self.work.iter().map(|work| work.changes.len()).sum()
    }
}

/// A reviewer and the project that they have before them.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitJob {
    /// Where it is kept.
    pub state: StateDir,
    /// Under which name.
    pub key: String,
    /// Who.
    pub reviewer: ReviewerId,
    /// What its file holds.
    pub project: Project,
    /// When.
    pub at: Timestamp,
}
