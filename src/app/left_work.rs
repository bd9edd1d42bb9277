//! What unsaved work is called.

use crate::store::journal::LeftBehind;

use super::{intent::Forget, reach};

impl Forget {
    /// The file's name, to show.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => reach::file_name(path),
            Self::Journal(left) => name_of(left),
        }
    }
}

/// What unsaved work is called: its file's name.
pub fn name_of(left: &LeftBehind) -> String {
    left.path.as_deref().map_or("a project without a file".to_owned(), reach::file_name)
}
