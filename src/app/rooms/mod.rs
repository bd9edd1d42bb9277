//! The rooms of the open project that act on values of their own: each file holds the methods of one part of the work
//! (`workbench.rs`), and no other room names it.

mod claim_file;
mod claim_table;
mod many_claims;
mod reading_face;
mod scales;
mod signing;
