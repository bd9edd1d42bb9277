//! `claimdesk list`: the claims of a project.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use serde_json::{Value, json};

use crate::{
    app::table::columns::HIDDEN,
    export,
    model::{Claim, ClaimId, Degree, Evidence, PositionMap, Project, VersionId, Vouched},
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project.
    project: PathBuf,
    /// Print the sources instead.
    #[arg(long)]
    sources: bool,
    #[command(flatten)]
    reader: super::SeenAs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    // What is listed is read by other programs: a confidential source goes by no name there either.
    let seen = arguments.reader.see(super::open(&arguments.project)?.project)?;
    let project = export::discreet(&seen.project);
    if arguments.sources {
        return super::list_sources::run(&project, arguments.json);
    }
    if arguments.json {
        return Ok(output::pretty_list(as_json(&project, &seen.hidden))?);
    }
    for claim in project.claims() {
        output::line(&as_line(&project, claim, seen.hidden.contains(&claim.id)))?;
        for evidence in &claim.evidence {
            output::line(&evidence_line(&project, evidence))?;
        }
    }
    Ok(())
}

/// Number, sign and word of the verdict, how far it is checked, the words. What is hidden is said to be so.
fn as_line(project: &Project, claim: &Claim, is_hidden: bool) -> String {
    let number = claim.number;
    let verdict = claim.verdict.as_ref().and_then(|id| project.verdict(id));
    let verdict = verdict.map_or("○ –".to_owned(), |verdict| format!("{} {}", verdict.sign, verdict.label));
    let words = claim.quote().split_whitespace().collect::<Vec<_>>().join(" ");
    let vouched = project.vouched(claim);
    let verdict = if is_hidden { format!("○ {HIDDEN}") } else { verdict };
    let standing = match &vouched {
        _ if is_hidden => HIDDEN,
        Vouched::Older(_) => "Older wording",
        Vouched::Open if claim.status.is_done() => "Not signed",
        Vouched::Checked(_) | Vouched::Open => claim.status.label(),
        Vouched::Lost(_) => vouched.label(),
    };
    format!("{number:>4}  {verdict:<18}  {standing:<15}  {words}")
}

/// The stance, the source, the place and the words of it.
fn evidence_line(project: &Project, evidence: &Evidence) -> String {
    let title = project.source(&evidence.source).map_or("Unknown source", |source| source.display_title());
    let words = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = if words.is_empty() { words } else { format!("“{words}”") };
    let parts = [evidence.stance.label(), title, &evidence.locator, &quote];
    format!("      {}", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

/// The places in every text of a project, by its version.
type Maps<'a> = HashMap<&'a VersionId, PositionMap<'a>>;

fn as_json(project: &Project, hidden: &HashSet<ClaimId>) -> impl Iterator<Item = Value> {
    let drafts = project.articles().iter().flat_map(|article| &article.versions);
    let versions = drafts.chain(project.sources().iter().flat_map(|source| &source.versions));
    let maps: Maps = versions.map(|version| (&version.id, PositionMap::new(version.text()))).collect();
    project.claims().iter().map(move |claim| {
        let mut value = claim_json(project, &maps, claim);
        let is_hidden = hidden.contains(&claim.id);
        value["hidden"] = is_hidden.into();
        if is_hidden {
            (value["status"], value["standing"]) = (HIDDEN.into(), HIDDEN.into());
        }
        value
    })
}

fn claim_json(project: &Project, maps: &Maps<'_>, claim: &Claim) -> Value {
    let spans: Vec<Value> = claim
        .marks
        .iter()
        .map(|mark| {
            let anchor = &mark.anchor;
            let chars = maps.get(&anchor.version).map(|map| map.chars_from_span(anchor.span));
            let (start, end) = chars.map(|chars| (chars.start, chars.end)).unzip();
            json!({ "start": start, "end": end, "quote": anchor.quote, "placement": mark.placement.label() })
        })
        .collect();
    let verdict = claim
        .verdict
        .as_ref()
        .map(|id| json!({ "id": id.as_str(), "label": project.verdict(id).map(|verdict| verdict.label) }));
    let confidence = claim.confidence.as_ref().map(|confidence| match confidence.degree {
        Degree::Percent(percent) => json!({ "percent": percent, "reason": confidence.reason }),
        level => json!({ "level": level.label(), "reason": confidence.reason }),
    });
    let evidence: Vec<Value> = claim
        .evidence
        .iter()
        .map(|evidence| {
            let anchor = evidence.mark.as_ref().map(|mark| &mark.anchor);
            let mark = anchor.and_then(|anchor| {
                let chars = maps.get(&anchor.version)?.chars_from_span(anchor.span);
                let placement = evidence.mark.as_ref().map(|mark| mark.placement.label());
                Some(json!({
                    "version": anchor.version.as_str(), "start": chars.start, "end": chars.end, "quote": anchor.quote,
                    "placement": placement,
                }))
            });
            json!({
                "id": evidence.id.as_str(),
                "place": mark,
                "source": evidence.source.as_str(),
                "title": project.source(&evidence.source).map(|source| source.display_title().to_owned()),
                "stance": evidence.stance.label(),
                "quote": evidence.quote,
                "locator": evidence.locator,
            })
        })
        .collect();
    let vouched = project.vouched(claim);
    let signed = vouched.signature().map(|signature| {
        let by = signature.by.as_ref().and_then(|id| project.reviewer(id)).map(|reviewer| reviewer.short().to_owned());
        json!({ "by": by, "at": signature.at.to_string() })
    });
    json!({
        "number": claim.number,
        "id": claim.id.as_str(),
        "article": claim.article.as_str(),
        "spans": spans,
        "statement": claim.checked_statement(),
        "type": claim.kind.map(crate::model::ClaimKind::label),
        "verdict": verdict,
        "confidence": confidence,
        "status": claim.status.label(),
        "claimant": claim.claimant.name,
        "said_at": claim.claimant.said_at,
        "evidence": evidence,
        "tags": claim.tags,
        "standing": vouched.label(),
        "checked_words": vouched.older_words(),
        "signed": signed,
    })
}
