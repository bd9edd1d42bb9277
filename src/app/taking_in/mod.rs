//! Takes another project in: its claims with what they rest on, each at its words. What both found of the same words is joined by the rules
//! of [`join`](crate::join); a check of somebody else becomes a second check where it covers just what stands there, and what differs is
//! open until a person settles it. A first pass that was given out comes back here.
//!
//! Values in, values out: the job of the window and the command line come here. Nothing of what was signed is signed otherwise: whoever
//! signed had other words or sources before them has their check kept as an earlier one.

mod brought;
mod first_pass;
mod placing;
mod sources;
mod told;
mod values;
mod work;

pub use first_pass::{assignment, file_name, give_out, person, sides_of_passes};
pub use values::{Fate, Missing, Same, TakeError, TakenClaim, TakenIn, Tense, Wanted};
pub use work::take_in;
