//! Where words like those of a claim stand: in a document ([`Passages`]), and among claims that were checked before ([`Earlier`]).
//!
//! One engine (`index`) serves both. It weighs what a claim and a text have in common by how rare it is (BM25): words without their
//! endings and without function words, and runs of four and five letters, which see compounds, inflections and the cognates of another
//! language. Everything comes from the texts themselves: no table, no chance. A sentence model of the reader's
//! ([`Meaning`]) puts the best in a better order, where there is one. `docs/recall.md` has the settings and what they
//! give.
//!
//! It promises places to look at, with the words that led there. It does not say that a passage bears a claim out, nor that two claims are the same.

mod dates;
mod earlier;
mod index;
mod meaning;
mod pairs;
mod passages;
mod posts;
mod reading;
mod shared;
mod tongues;
mod words;

pub use earlier::{Earlier, EarlierClaim, Recalled};
pub use meaning::{Meaning, Remembering, Side};
pub use passages::{Passage, Passages};
pub(crate) use reading::{Language, each_word, folded};
pub use shared::places;
