//! A project as somebody sees it, with of which claims the first check is hidden from them: what is hidden is said to be so, and is
//! neither counted, nor sorted, nor filtered as if there were none.

use std::collections::HashSet;

use crate::model::{Claim, ClaimColumn, ClaimId, Project, QuickList};

/// A project without what is hidden, and of which claims something is.
#[derive(Debug, Clone, Copy)]
pub struct Visible<'a> {
    /// The project.
    pub project: &'a Project,
    hidden: Option<&'a HashSet<ClaimId>>,
}

impl<'a> Visible<'a> {
    /// A project with the claims that are shown without their first check.
    pub fn new(project: &'a Project, hidden: Option<&'a HashSet<ClaimId>>) -> Self {
        Self { project, hidden: hidden.filter(|hidden| !hidden.is_empty()) }
    }

    /// Whether the first check of a claim is hidden.
    pub fn is_hidden(self, claim_id: &ClaimId) -> bool {
        self.hidden.is_some_and(|hidden| hidden.contains(claim_id))
    }

    /// Whether that of any claim is.
    pub fn hides_any(self) -> bool {
        self.hidden.is_some()
    }

    /// Whether what a column says of a claim is hidden. It is not what the claim has: nobody is to read there that it has none.
    pub fn hides(self, claim_id: &ClaimId, column: ClaimColumn) -> bool {
        can_be_hidden(column) && self.is_hidden(claim_id)
    }

    /// Whether a claim is on a ready-made list. One whose first check is hidden waits for a verdict; what it was checked against is
    /// not known.
    pub fn is_on(self, list: QuickList, claim: &Claim) -> bool {
        let asks_what_is_hidden = matches!(list, QuickList::NoSource | QuickList::QueriesOut);
        list.holds(claim) && !(asks_what_is_hidden && self.is_hidden(&claim.id))
    }
}

impl<'a> From<&'a Project> for Visible<'a> {
    fn from(project: &'a Project) -> Self {
        Self { project, hidden: None }
    }
}

/// Whether a column says what a first check found, or how far it has come.
pub(crate) fn can_be_hidden(column: ClaimColumn) -> bool {
    matches!(
        column,
        ClaimColumn::Verdict
            | ClaimColumn::Confidence
            | ClaimColumn::Status
            | ClaimColumn::CheckedBy
            | ClaimColumn::Evidence
            | ClaimColumn::Queries
            | ClaimColumn::Tags
            | ClaimColumn::Notes
            | ClaimColumn::Changed
    )
}
