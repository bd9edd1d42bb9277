//! `claimdesk import` of a list of sources: RIS, BibTeX, CSL-JSON.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    app::{
        Ids,
        source_library::{SourcesPlan, plan_sources},
    },
    exchange::sources::SOURCE_READERS,
    foreign::Listed,
    io::random,
    model::Source,
};

use super::{Failure, Opened, new, output};

/// How a list is taken in.
pub struct How {
    /// Only say what would come in.
    pub dry_run: bool,
    /// Print JSON.
    pub json: bool,
}

/// Takes a list in and saves the project in place.
pub fn run(path: PathBuf, mut opened: Opened, list: &Listed<Source>, how: &How) -> Result<(), Failure> {
    let reader = SOURCE_READERS.iter().find(|reader| reader.id == list.format);
    let format = reader.map_or(list.format.as_str(), |reader| reader.name);
    let SourcesPlan { added, known, edit } = plan_sources(&opened.project, &list.items, &mut Ids::new(random::seed()));
    if let Some(edit) = edit.filter(|_| !how.dry_run) {
        opened.project.apply(&edit)?;
        new::save(path, opened.project, Vec::new(), None, Some(opened.held))?;
    }
    if how.json {
        output::json(&json!({ "format": format, "added": added, "known": known }))?;
    } else {
        output::line(&format!("{format}: {added} sources added, {known} known already"))?;
    }
    Ok(())
}
