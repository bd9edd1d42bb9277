//! Files of the library in which others have published what they checked: they are read by the process that reads foreign files, and only read.

use std::path::Path;

use crate::{
    exchange::checks::{Check, could_be},
    export, foreign,
    import::Watch,
    library::{Entry, Shelf, Stamp},
    model::Project,
};

use super::reach::{Reach, file_name};

/// How such files end.
const ENDINGS: [&str; 6] = ["json", "jsonld", "jsonl", "csv", "html", "htm"];

/// Whether a file could be one.
pub(crate) fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// What others have checked, as a file says it. Empty: it says nothing of the kind.
pub(crate) fn shelf(
    reach: &Reach<'_>,
    path: &Path,
    bytes: &[u8],
    stamp: Stamp,
    watch: &Watch,
) -> Result<Shelf, String> {
    let entries = match export::read_if_export(bytes) {
        Some(project) => of_export(&project.map_err(|error| error.to_string())?),
        None if could_be(bytes) => {
            let checks = foreign::read_checks(reach.reader, bytes, &watch.part());
            checks.map_err(|error| error.to_string())?.into_iter().map(of_check).collect()
        }
        None => Vec::new(),
    };
    Ok(Shelf::of_neighbours(path, &file_name(path), &entries, stamp))
}

/// The checked claims of a whole project that another desk has handed on.
fn of_export(project: &Project) -> Vec<Entry> {
    let organisation = project.settings().organisation.trim();
    let publisher = if organisation.is_empty() { project.title() } else { organisation };
    let checked = project.claims().iter().map(|claim| Entry::of_claim(project, claim, false));
    let checked = checked.filter(|entry| !entry.verdict.is_empty());
    // Theirs are of another numbering.
    let as_theirs = |entry: Entry| Entry { number: 0, id: String::new(), publisher: publisher.to_owned(), ..entry };
    checked.map(as_theirs).collect()
}

fn of_check(check: Check) -> Entry {
    let Check { claim, title, rating, publisher, url, date, claimant } = check;
    Entry {
        statement: claim,
        article: title,
        heading: rating.clone(),
        verdict: rating,
        publisher,
        address: url,
        date,
        claimant,
        ..Entry::default()
    }
}
