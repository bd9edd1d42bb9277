//! The name of a state of the open project, by which what was worked out from it is kept.

/// Names a state of a project among all of this run: what was worked out from it holds while this is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateId {
    pub(super) project: u64,
    pub(super) revision: u64,
    /// What is hidden from the reviewer; 0: nothing.
    pub(super) veil: u64,
    /// To whom it is shown; 0: to anybody.
    pub(super) audience: u64,
}

impl StateId {
    /// The first state of the same project: equal ones mean that it is the same project.
    pub fn of_project(self) -> Self {
        Self { project: self.project, ..Self::default() }
    }
}
