//! What is typed on the right side and is in no project yet.

use crate::model::ClaimId;

/// Text in fields of the right side that is in no project yet.
#[derive(Debug, Default)]
pub struct Typed {
    pub(super) person: crate::ui::who::TypedName,
    pub(super) evidence: String,
    pub(super) tag: String,
    /// Of which claim a difference is being settled, and why.
    pub(super) settling: (Option<ClaimId>, String),
}
