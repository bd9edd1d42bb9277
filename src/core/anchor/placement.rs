//! What became of a passage, and why.

use crate::model::Span;

pub use crate::model::{Placement, Reason};

/// Where a passage was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundAgain {
    /// The passage in the new text; `None` exactly when `placement` is [`Placement::Lost`].
    pub span: Option<Span>,
    /// What became of it.
    pub placement: Placement,
    /// How much of the passage and its surroundings is the same, from 0 to 1; 1 when all of it is.
    pub score: f32,
    /// Why.
    pub reason: Reason,
}

impl FoundAgain {
    /// A passage that was not found; `score` is that of the best candidate.
    pub fn lost(reason: Reason, score: f32) -> Self {
        Self { span: None, placement: Placement::Lost, score, reason }
    }
}
