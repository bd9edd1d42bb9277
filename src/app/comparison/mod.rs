//! Compares what several people have marked and found: which claims stand on the same passages, which verdicts they gave, and how far
//! that agrees beyond chance ([`agreement`](crate::agreement)).
//!
//! Values in, values out: the job of the window and the command line come here. A [`Side`] is a project as whoever asks is to see it, so
//! that a blind second check is hidden here as everywhere ([`SeenBy`](crate::SeenBy)): a hidden verdict is an empty cell and is said to be
//! one, and claims that are hidden as a whole cannot be compared. Sources and evidence take no part.

mod comparing;
mod figures;
mod names;
pub(crate) mod pairing;
mod scale;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
mod values;
mod words;

pub use comparing::compare;
pub use names::{names, names_beside};
pub use values::{
    Category, CompareError, CompareJob, ComparedProject, ComparedText, Comparing, LeftOut, PairFigures, PassageMatches,
    ProjectComparison, Side, Uncompared, Unit, UnitClaim, UnitKind, VerdictFigures, WhyLeftOut,
};
pub use words::{Figure, figures, head, headings, methods, number, pair_head, passages, remarks};
