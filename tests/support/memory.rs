//! The disk in memory of `src/store/testing.rs`, for sessions.
#![allow(dead_code, reason = "the store's own tests use the rest")]

use claimdesk::store::{FileKind, Files, Guard, Metadata, OpenFile};

#[path = "../../src/store/testing.rs"]
mod testing;

pub use testing::{MemoryFiles, Trouble};
