//! Files of the library in which others have published what they checked.

use std::path::Path;

use crate::{
    import::Watch,
    library::{Shelf, Stamp},
};

use super::reach::{Reach, file_name};

/// How such files end.
const ENDINGS: [&str; 5] = ["json", "jsonld", "jsonl", "html", "htm"];

/// Whether a file could be one.
pub(crate) fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// What others have checked, as a file says it. Empty: it says nothing of the kind.
pub(crate) fn shelf(
    _reach: &Reach<'_>,
    path: &Path,
    _bytes: &[u8],
    stamp: Stamp,
    _watch: &Watch,
) -> Result<Shelf, String> {
    Ok(Shelf::of_neighbours(path, &file_name(path), &[], stamp))
}
