//! What became of a passage, and why.

use std::fmt;

use crate::model::Span;

/// What became of a passage in another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// The same words, in the same order with the rest of the text. What was written above may have shifted them.
    Placed,
    /// The same words elsewhere.
    Moved,
    /// Other words stand where the passage stood, or where it was moved to.
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
    /// How much of the passage and its surroundings is the same, from 0 to 1; 1 when all of it is.
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

/// Why a passage was placed where it was, or was not placed. Its [`Display`](fmt::Display) is a sentence for the reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The words are the same to the letter.
    Same,
    /// The words are the same; white space, quotation marks, dashes or the like differ.
    Typography,
    /// The same words stand elsewhere, because their sentence moved.
    Elsewhere,
    /// The words stand several times; the surroundings tell which is meant.
    Surroundings,
    /// Some of the words were changed.
    Edited,
    /// Some of the words were changed, and the sentence moved.
    EditedElsewhere,
    /// None of the words is left; others stand between the same neighbours.
    Replaced,
    /// None of the words is left, and nothing stands in their place.
    Gone,
    /// Too few of the words are left to be the same statement.
    TooDifferent,
    /// Several places fit, and nothing tells which is meant.
    Ambiguous,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "The words are the same.",
            Self::Typography => "The words are the same; only spaces, quotation marks or the like differ.",
            Self::Elsewhere => "The same words stand elsewhere now.",
            Self::Surroundings => "The words stand several times; what surrounds them tells which is meant.",
            Self::Edited => "Some of the words were changed.",
            Self::EditedElsewhere => "Some of the words were changed, and the sentence was moved.",
            Self::Replaced => "Other words stand in this place now.",
            Self::Gone => "The words are no longer in the text.",
            Self::TooDifferent => "What stands there now has too little in common with the words.",
            Self::Ambiguous => "Several places could be meant, and nothing tells which.",
        })
    }
}
