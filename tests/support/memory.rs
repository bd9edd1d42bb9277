//! The disk in memory of `src/store/testing.rs`, for sessions.

use claimdesk::store::{FileKind, Files, Guard, Metadata, OpenFile};

#[path = "../../src/store/testing.rs"]
mod testing;

pub use testing::{MemoryFiles, Trouble};
