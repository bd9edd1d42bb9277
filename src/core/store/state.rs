//! Where journals and history lie in the user's own folder.

use std::path::{Path, PathBuf};

use super::sha256;

/// The folder of journals and history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDir(pub PathBuf);

impl StateDir {
    /// The folder of journals.
    pub fn journals(&self) -> PathBuf {
        self.0.join("journals")
    }

    /// The journal of this name.
    pub fn journal(&self, name: &str) -> PathBuf {
        self.journals().join(format!("{name}.journal"))
    }

    /// The folder of the earlier versions of a project.
    pub fn versions(&self, name: &str) -> PathBuf {
        self.0.join("history").join(name)
    }

    /// The folder of what was worked out of the library's files.
    pub fn library(&self) -> PathBuf {
        self.0.join("library")
    }

    /// The lock of a project whose own folder cannot be written to.
    pub fn lock(&self, name: &str) -> PathBuf {
        self.0.join("locks").join(format!("{name}.lock"))
    }
}

/// Under which name journal and history of a project are kept: from its whole path, without links.
pub fn project_key(canonical: &Path) -> String {
    let name = canonical.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    format!("{plain}-{}", &sha256(canonical.as_os_str().as_encoded_bytes())[..16])
}

/// Under which name the history of projects is kept that never had a file.
pub const UNSAVED: &str = "unsaved";
