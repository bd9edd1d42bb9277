//! The copy of a source that is to be sealed: from where, and what came.

use std::{path::PathBuf, sync::Arc};

use crate::model::SourceId;

/// Getting the copy of a source that is to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealJob {
    /// The source.
    pub source: SourceId,
    /// Where the copy comes from.
    pub from: SealFrom,
}

/// Where the copy of a source comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealFrom {
    /// A file.
    Path(PathBuf),
    /// The web.
    Web {
        /// The address.
        address: String,
        /// Whether it may lead into a private network.
        allow_private: bool,
    },
}

impl SealFrom {
    /// The path or address, to show.
    pub fn path_or_address(&self) -> Option<String> {
        Some(match self {
            Self::Path(path) => path.display().to_string(),
            Self::Web { address, .. } => address.clone(),
        })
    }
}

/// The copy of a source that is to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The name that a file of it has.
    pub name: String,
    /// The address it was fetched from, if it was.
    pub url: String,
    /// Its bytes as they came.
    pub bytes: Arc<[u8]>,
}
