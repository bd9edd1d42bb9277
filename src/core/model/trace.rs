//! How a passage was followed from one draft into the next.

use serde::{Deserialize, Serialize};

use super::{claim::choices, is_default};

/// How sure it is that a passage is where its placement says, why, and whether a reviewer has looked.
///
/// It speaks of the newest draft of the article. A passage as the reviewer marked it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Trace {
    /// How much of the passage and its surroundings is the same, in per cent; 100 only when all of it is. For a lost passage:
    /// that of the best candidate.
    pub score: u8,
    /// Why.
    pub reason: Reason,
    /// Whether a reviewer has agreed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_seen: bool,
}

choices! {
    /// Why a passage was placed where it was, or was not placed. The label is a sentence for the reviewer.
    Reason {
        /// The words are the same to the letter.
        Same => "The words are the same.",
        /// The words are the same; white space, quotation marks, dashes or the like differ.
        Typography => "The words are the same; only spaces, quotation marks or the like differ.",
        /// The same words stand elsewhere, because their sentence moved.
        Elsewhere => "The same words stand elsewhere now.",
        /// The words stand several times; the surroundings tell which is meant.
        Surroundings => "The words stand several times; what surrounds them tells which is meant.",
        /// Some of the words were changed.
        Edited => "Some of the words were changed.",
        /// Some of the words were changed, and the sentence moved.
        EditedElsewhere => "Some of the words were changed, and the sentence was moved.",
        /// None of the words is left; others stand between the same neighbours.
        Replaced => "Other words stand in this place now.",
        /// None of the words is left, and nothing stands in their place.
        Gone => "The words are no longer in the text.",
        /// Too few of the words are left to be the same statement.
        TooDifferent => "What stands there now has too little in common with the words.",
        /// Several places fit, and nothing tells which is meant.
        Ambiguous => "Several places could be meant, and nothing tells which.",
        /// A reviewer put it there.
        ByHand => "A reviewer put it there.",
        /// A reviewer said that the words are gone.
        LetGo => "A reviewer said that the words are gone.",
    }
}

impl Reason {
    /// The word for programs, as `claimdesk update --json` prints it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Typography => "typography",
            Self::Elsewhere => "elsewhere",
            Self::Surroundings => "surroundings",
            Self::Edited => "edited",
            Self::EditedElsewhere => "edited-elsewhere",
            Self::Replaced => "replaced",
            Self::Gone => "gone",
            Self::TooDifferent => "too-different",
            Self::Ambiguous => "ambiguous",
            Self::ByHand => "by-hand",
            Self::LetGo => "let-go",
        }
    }
}
