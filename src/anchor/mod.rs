//! Describes a passage, and finds it again in another text.
//!
//! Works on plain text and [`Span`](crate::model::Span)s and knows nothing of claims, versions or projects. It never guesses: an
//! answer below the floor is [`Placement::Lost`].

mod align;
mod change;
mod describe;
mod ends;
mod find;
mod fold;
mod follow;
mod lexicon;
mod locate;
mod myers;
mod order;
mod pairing;
mod placement;
mod runs;
#[cfg(test)]
mod tests;
mod verbatim;
mod weave;
mod words;

pub use change::{DiffKind, DiffRun, Difference, difference};
pub use describe::{CONTEXT_MAX, CONTEXT_MIN, Description, describe};
pub use find::{Finder, find};
pub use follow::Follow;
pub use placement::{Found, Placement, Reason};
