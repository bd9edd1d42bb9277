//! The system's file dialogs. They block, so they are asked from a thread of their own.

use std::path::PathBuf;

/// What a dialog asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The dialog's title.
    pub title: String,
    /// Whether the path is to be written rather than read.
    pub is_for_writing: bool,
    /// Whether a folder is asked for.
    pub is_folder: bool,
    /// The file name to start from, for writing.
    pub suggested: String,
    /// Kinds of files to offer: a name and its endings.
    pub filters: Vec<(String, Vec<String>)>,
}

/// Shows the dialog and waits for it. `None`: nothing was chosen, or this desktop has no dialogs; the two look the same.
pub fn ask(ask: Ask) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new().set_title(ask.title);
    for (name, endings) in &ask.filters {
        dialog = dialog.add_filter(name, endings);
    }
    if ask.is_folder {
        return dialog.pick_folder();
    }
    if ask.is_for_writing { dialog.set_file_name(ask.suggested).save_file() } else { dialog.pick_file() }
}
