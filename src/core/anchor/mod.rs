//! Describes a passage, and finds it again in another text.
//!
//! Three ways in:
//!
//! - [`describe()`] writes down a passage with its surroundings;
//! - [`Follow`] takes an old and a new text and says where passages of the old one are now;
//! - [`Finder`] knows one text only, and looks for a passage by its description.
//!
//! [`difference`] says what changed between two wordings, [`compare_quotation`] whether words in quotation marks are those of their source, [`Revision`] what changed between two whole texts, [`Search`] where words stand to the letter. `docs/anchoring.md` tells how it all works and how well.
//!
//! Works on plain text and [`Span`](crate::model::Span)s and knows nothing of claims, versions or projects. It does not guess: an
//! answer below the floor is [`Placement::Lost`]. It does not decide what becomes of a claim.

mod align;
mod change;
mod describe;
mod diff;
mod ends;
mod find;
mod follow;
mod lexicon;
mod locate;
mod myers;
mod order;
mod pairing;
mod placement;
mod quotation;
mod revision;
mod runs;
mod search;
mod sentences;
#[cfg(test)]
mod tests;
mod verbatim;
mod weave;
mod words;

pub use change::{DiffKind, DiffRun, Difference, difference};
pub use describe::{CONTEXT_MAX, CONTEXT_MIN, Description, describe};
pub use find::{Finder, find};
pub use follow::Follow;
pub use placement::{FoundAgain, Placement, Reason};
pub use quotation::{Comparison, compare_quotation, quotations};
pub use revision::Revision;
pub use search::{Looked, Search};
