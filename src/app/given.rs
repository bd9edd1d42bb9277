//! Files that come with a source as they are, and those that lie beside the project.

use std::{path::PathBuf, sync::Arc};

use crate::{model::StoredFile, picture::Raster};

use super::view::LookKey;

/// A file that is to be kept with a source, as it comes.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenFrom {
    /// From the disk.
    Path(PathBuf),
    /// A picture from the clipboard, which is kept as PNG.
    Pixels(Arc<Raster>),
}

impl GivenFrom {
    /// Where it comes from, for a message.
    pub fn path(&self) -> Option<String> {
        match self {
            Self::Path(path) => Some(path.display().to_string()),
            Self::Pixels(_) => None,
        }
    }
}

/// A file that is to be kept with a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenFile {
    /// Its name and what it is.
    pub file: StoredFile,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// The address it was fetched from, if it was.
    pub url: String,
}

/// A file that is kept beside the project, or will be once that is saved.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptFile {
    /// What is wanted.
    pub key: LookKey,
    /// How many pixels its longer side is to have, where it is to be drawn.
    pub longest: u32,
    /// Its bytes, where they are not on the disk yet.
    pub bytes: Option<Arc<[u8]>>,
    /// The project's file.
    pub project: Option<PathBuf>,
}
