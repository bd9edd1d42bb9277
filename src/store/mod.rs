//! The project file: RON in and out, and the protocol by which it reaches the disk.
//!
//! It works through the [`Files`] trait and never touches the disk itself.

mod error;
mod files;
mod originals;
mod ron_file;
mod save;

use sha2::{Digest, Sha256};

pub use error::{Place, SaveError, StoreError, describe_io};
pub use files::{FileKind, Files, Metadata, OpenFile};
pub use originals::{Originals, names as original_names};
pub use ron_file::{Access, FORMAT, Loaded, MAX_BYTES, decode, encode};
pub use save::save;

/// By which a change of a file is noticed: SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod testing;
