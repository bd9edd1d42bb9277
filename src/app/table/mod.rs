//! The claim table: every claim of the project, sorted, filtered, grouped, and worked from.
//!
//! What it shows is a [`ClaimQuery`]; [`Lines`] is what comes of it, kept while project and query stay the same. The selection
//! is by claim, the cursor is the claim in the inspector, so that the keys for one claim work here too.

mod change;
pub mod columns;
mod lines;
mod rows;
#[cfg(test)]
mod signing_tests;
mod state;
#[cfg(test)]
mod tests;
pub mod wording;

pub use change::{Change, Target};
pub use lines::{Cache, Group, Line, Lines};
pub use rows::rows;
pub use state::{Pick, TableIntent, TableState};

#[cfg(doc)]
use crate::model::ClaimQuery;
