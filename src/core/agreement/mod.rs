//! How far raters agree on the same units, beyond what chance alone would give.
//!
//! Numbers in, numbers out: nothing here knows a claim, a verdict or a project. Each coefficient comes as a [`Coefficient`] with
//! the units that it rests on and the cells that are empty; where it does not exist, it says why ([`NotComputable`]) and is never
//! set to 0 or 1 instead.
//!
//! | what | as defined by |
//! |---|---|
//! | [`Ratings::raw`] | of all pairs of ratings of the same unit, the share that name the same category |
//! | [`Ratings::cohen`] | Cohen, A coefficient of agreement for nominal scales (1960); with weights: Cohen, Weighted kappa (1968) |
//! | [`Ratings::fleiss`] | Fleiss, Measuring nominal scale agreement among many raters (1971) |
//! | [`Ratings::alpha`] | Krippendorff, Computing Krippendorff's alpha-reliability (2011), for any number of raters, with empty cells |
//!
//! All of them are 1 where everybody agrees, near 0 where agreement is what chance gives, and below 0 where it is less.

mod alpha;
mod kappa;
mod ratings;
#[cfg(test)]
mod tests;

pub use alpha::Level;
pub use kappa::Weights;
pub use ratings::{Coefficient, NotComputable, Ratings};
