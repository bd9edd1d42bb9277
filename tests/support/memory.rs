//! The disk in memory of `src/core/store/testing.rs`, for sessions.
#![allow(dead_code, reason = "the store's own tests use the rest")]

use claimdesk::store::{FileKind, Files, Folder, Guard, Metadata, OpenFile, Rename, Unkept};

#[path = "../../src/core/store/testing.rs"]
mod testing;

pub use testing::{MemoryFiles, Trouble};
