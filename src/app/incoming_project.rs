//! Another project, as it is shown with what becomes of each of its claims before they come in; and first passes that are given out.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    import::Watch,
    model::{ClaimId, FirstPass, Project, Reviewer, ReviewerId},
};

use super::{ids::Ids, state_id::StateId, taking_in::TakenIn};

/// Another project, shown before it comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomingProject {
    /// Its file.
    pub path: PathBuf,
    /// What it holds.
    pub theirs: Arc<Project>,
    /// Which of its claims are the same as ours on almost the same words.
    pub same: BTreeSet<ClaimId>,
    /// What comes of it.
    pub taken: Arc<TakenIn>,
    /// Files of sources that come in, by their hash.
    pub originals: HashMap<String, Arc<[u8]>>,
    /// Whether anything would come in.
    pub(crate) is_something: bool,
    /// Of which state of our project that was worked out.
    pub(crate) state: StateId,
}

impl IncomingProject {
    /// Whether anything would come in.
    pub fn brings_something(&self) -> bool {
        self.is_something
    }
}

/// Reading another project, or working out anew what comes of it.
#[derive(Debug, Clone)]
pub struct TakeInJob {
    /// Its file.
    pub path: PathBuf,
    /// The project that it comes into.
    pub project: Project,
    /// Which state that is.
    pub state: StateId,
    /// Claims of ours that are hidden from whoever sits here.
    pub hidden: HashSet<ClaimId>,
    /// Which claims on almost the same words are the same.
    pub same: BTreeSet<ClaimId>,
    /// What was read before.
    pub before: Option<Box<IncomingProject>>,
    /// Who takes it in.
    pub by: Option<ReviewerId>,
    /// When.
    pub at: jiff::Timestamp,
    /// For new names.
    pub ids: Ids,
    /// How far it has come.
    pub watch: Watch,
}

impl PartialEq for TakeInJob {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.state, &self.same) == (&other.path, other.state, &other.same)
    }
}

/// Writing the files of first passes that are given out.
#[derive(Debug, Clone, PartialEq)]
pub struct GiveOutJob {
    /// The file of the project of which they are; what lies beside it is copied.
    pub project: PathBuf,
    /// Each file with its project, for whom it is, and what our project keeps of it.
    pub files: Vec<(PathBuf, Project, Reviewer, FirstPass)>,
    /// When.
    pub at: jiff::Timestamp,
}
