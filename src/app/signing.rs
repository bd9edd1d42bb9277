//! What a signature needs: whose it is, and what makes a check doubtful.

use crate::model::{Claim, ClaimId, Query, Signature, Status};

use super::state_id::StateId;

/// What was asked before signing; signing once more, while nothing else has changed, is the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The claims.
    pub claims: Vec<ClaimId>,
    /// What nothing has changed of since.
    pub state: StateId,
    /// The question.
    pub question: String,
}

/// What makes a check doubtful, in the words of a question.
pub(crate) fn doubts(claim: &Claim) -> Option<&'static str> {
    if claim.evidence.is_empty() {
        return Some("without a source");
    }
    if claim.queries.iter().any(Query::is_open) {
        return Some("with an open query");
    }
    let has_other_words = || claim.reopened().is_some_and(|check| !check.words_are_those_of(claim));
    (claim.needs_look() || has_other_words()).then_some("with words that have changed")
}

/// Whether a claim has this status, with a signature under it where one belongs there.
pub(crate) fn has_already(claim: &Claim, status: Status) -> bool {
    claim.status == status && (claim.signed.is_some() || !status.is_done())
}

/// Whose signature stands under a status: a check that stands already keeps its own.
pub(crate) fn signer(claim: &Claim, status: Status, now: Signature) -> Signature {
    match &claim.signed {
        Some(signed) if claim.status.is_done() && status.is_done() => signed.clone(),
        _ => now,
    }
}
