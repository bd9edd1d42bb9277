//! `claimdesk list --sources`: the sources of a project.

use serde_json::{Value, json};

use crate::model::{Claim, Project, Reliability, Source, SourceLevel};

use super::{Failure, output};

/// Prints the sources: number, id, grade, how many claims use each, title.
pub fn run(project: &Project, as_json: bool) -> Result<(), Failure> {
    let sources = project.sources().iter().enumerate();
    let used = project.claims_by_source();
    let claims = |source: &Source| used.get(&source.id).map(Vec::as_slice).unwrap_or_default();
    if as_json {
        return Ok(output::pretty_list(sources.map(|(index, source)| value(index + 1, source, claims(source))))?);
    }
    for (index, source) in sources {
        let grade = source.reliability.map_or("–", Reliability::label);
        let uses = claims(source).len();
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
fn value(number: usize, source: &Source, claims: &[&Claim]) -> Value {
    let seals = source
        .seals
        .iter()
        .map(|seal| json!({ "sha256": seal.sha256, "at": seal.at.to_string(), "url": seal.url, "name": seal.name }));
    let versions = source.versions.iter().map(|version| {
        let origin = &version.origin;
        let opened_at = origin.opened_at.map(|at| at.to_string());
        json!({ "id": version.id.as_str(), "file": origin.file, "url": origin.url, "sha256": origin.sha256, "opened_at": opened_at,
            "captured": origin.captured.as_ref().map(|page| json!({ "url": page.url, "at": page.at.map(|at| at.to_string()) })) })
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
        "claims": claims.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(),
        "versions": versions.collect::<Vec<_>>(),
        "seals": seals.collect::<Vec<_>>(),
    })
}
