//! What was said of an earlier claim that is like one: it is asked once, and remembered.

use serde::{Deserialize, Serialize};

use super::is_default;

/// Whether an earlier claim is the same as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Likeness {
    /// It says the same.
    Same,
    /// It is about the same, and says something else.
    Related,
    /// It has nothing to do with it.
    No,
}

impl Likeness {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Same, Self::Related, Self::No];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Same => "Same",
            Self::Related => "Related",
            Self::No => "No",
        }
    }
}

/// An earlier claim of which somebody said whether it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckedBefore {
    /// Its id in its project; of another desk's, its address.
    pub id: String,
    /// The title of its project; of another desk's, who published it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub from: String,
    /// Its number in its project; 0 for another desk's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub number: u32,
    /// What was said of it.
    pub answer: Likeness,
}
