//! Marking, rating and checking claims.

mod many_claims;
mod marking;
mod second_check;
mod signing;
mod taking;
