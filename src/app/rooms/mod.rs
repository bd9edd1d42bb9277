//! The rooms of the open project: each folder or file holds the methods of one part of the work (`workbench.rs`), and no other room names
//! it.

mod articles;
mod beside;
mod claim_file;
mod claim_table;
mod claims;
pub mod keeping;
mod reading;
mod sources;
mod whole;
