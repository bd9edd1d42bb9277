//! `claimdesk list --sources`: the sources of a project.

use serde_json::{Value, json};

use crate::model::{Project, Reliability, Source, SourceLevel};

use super::{Failure, output};

/// Prints the sources: number, id, grade, how many claims use each, title.
pub fn run(project: &Project, as_json: bool) -> Result<(), Failure> {
    let sources = project.sources().iter().enumerate();
    if as_json {
        return Ok(output::pretty_json(&sources.map(|(index, source)| value(project, index + 1, source)).collect())?);
    }
    for (index, source) in sources {
        let grade = source.reliability.map_or("–", Reliability::label);
        let uses = project.claims_using(&source.id).count();
        let document = if source.latest().is_some() { "document" } else { "" };
        let seal = if source.has_copy() { "sealed" } else { "" };
        let title = source.display_title();
        output::line(&format!(
            "{:>4}  {:<12}  {grade}  {uses:>3}  {document:<8}  {seal:<6}  {title}",
            index + 1,
            source.id
        ))?;
    }
    Ok(())
}

/// Everything but the contact.
fn value(project: &Project, number: usize, source: &Source) -> Value {
    let seals = source
        .seals
        .iter()
        .map(|seal| json!({ "sha256": seal.sha256, "at": seal.at.to_string(), "url": seal.url, "name": seal.name }));
    let versions = source.versions.iter().map(|version| {
        let origin = &version.origin;
        let opened_at = origin.opened_at.map(|at| at.to_string());
        json!({ "id": version.id.as_str(), "file": origin.file, "url": origin.url, "sha256": origin.sha256, "opened_at": opened_at })
    });
    json!({
        "number": number,
        "id": source.id.as_str(),
        "type": source.kind.label(),
        "level": source.level.map(SourceLevel::label),
        "title": source.title,
        "creators": source.creators,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "archived_url": source.archived_url,
        "accessed": source.accessed,
        "reliability": source.reliability.map(Reliability::label),
        "claims": project.claims_using(&source.id).map(|(_, claim)| claim.id.as_str()).collect::<Vec<_>>(),
        "versions": versions.collect::<Vec<_>>(),
        "seals": seals.collect::<Vec<_>>(),
    })
}
