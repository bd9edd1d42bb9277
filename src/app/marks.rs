//! Marks on words of a text, and edits that belong together.

use crate::model::Edit;

pub use crate::join::mark_at;

/// Several edits under one label.
pub(crate) fn several(label: &str, edits: Vec<Edit>) -> Edit {
    Edit::Batch { label: label.into(), edits }
}
