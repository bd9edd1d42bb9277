//! The project file: RON in and out, and the protocol by which it reaches the disk.
//!
//! It works through the [`Files`] trait and never touches the disk itself.

mod conflict;
mod copies;
mod error;
mod files;
pub mod journal;
mod keeper;
mod landing;
mod leftovers;
mod lock;
mod migrate;
mod originals;
mod ron_file;
mod salvage;
mod save;
mod state;
mod versions;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use crate::model::bounds::{self, Excess, fits};
pub use conflict::{Parted, part};
pub use copies::{ConflictedCopy, conflicted_copy};
pub use error::{LinePosition, SaveError, StoreError, describe_io};
pub use files::{FileKind, Files, Folder, Guard, Metadata, OpenFile, Refused, Rename, Stages, Unkept};
pub use keeper::{
    AT_SAVE, Anew, BaseCopy, Discarded, JournalNews, Keeper, Op, RETRY_AFTER, SYNC_AFTER, UnsavedState, WHILE_OPEN,
    journal_originals,
};
pub use landing::{
    Asking, Landing, LandingError, LandingFile, Occupant, PROJECT_ENDINGS, has_project_ending, landing, occupant,
};
pub use leftovers::{clear_all_temporaries, clear_leftovers};
pub use lock::{Holder, Locked, ProjectLock, holder_elsewhere, lock, name_holder};
pub use migrate::back_up;
pub use originals::{Originals, names as original_names};
pub use ron_file::{Access, FORMAT, Loaded, MAX_BYTES, check_encoded, decode, encode};
pub use salvage::{Salvaged, salvage};
pub use save::{Over, Written, save, save_private, whole_path, write, write_anew};
pub use state::{StateDir, UNSAVED, project_key};
pub use versions::{Kind as VersionKind, NewVersion, Version as KeptVersion, Versions};

/// By which a change of a file is noticed: SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }

    /// Its beginning, for file names.
    pub(crate) fn short(&self) -> String {
        self.0.chars().filter(char::is_ascii_hexdigit).take(16).collect()
    }
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(dead_code, reason = "tests/session/saving.rs uses the rest")]
mod testing;
