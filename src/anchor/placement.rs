//! What became of a passage, and why.

use std::fmt;

use crate::model::Span;

/// What became of a passage in another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// The same words in the same surroundings.
    Placed,
    /// The same words elsewhere.
    Moved,
    /// Other words stand where the passage stood.
    Changed,
    /// The passage is gone, or nothing says which of several places is it.
    Lost,
}

/// Where a passage was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The passage in the new text; `None` exactly when `placement` is [`Placement::Lost`].
    pub span: Option<Span>,
    /// What became of it.
    pub placement: Placement,
    /// How sure that is, from 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: Reason,
}

impl Found {
    /// A passage that was not found; `score` is that of the best candidate.
    pub fn lost(reason: Reason, score: f32) -> Self {
        Self { span: None, placement: Placement::Lost, score, reason }
    }
}

/// Why a passage was placed where it was, or was not placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Words and surroundings are the same.
    Same,
    /// The words stand once in the text.
    OnlyPlace,
    /// The words stand several times; the surroundings tell which is meant.
    Surroundings,
    /// The words are nowhere in the text.
    Gone,
    /// The words stand several times, and nothing tells which is meant.
    Ambiguous,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "The words and what surrounds them are the same.",
            Self::OnlyPlace => "The words stand once in the text.",
            Self::Surroundings => "The words stand several times; their surroundings tell which is meant.",
            Self::Gone => "The words are no longer in the text.",
            Self::Ambiguous => "The words stand several times, and nothing tells which place is meant.",
        })
    }
}
