//! From notes to one change of the project: which article, which words, which verdict.

use std::collections::{HashMap, HashSet};

use crate::{
    anchor::{Finder, describe},
    model::{
        Anchor, ArticleId, ChangeRequest, Claim, ClaimId, Edit, Evidence, EvidenceId, Mark, PositionMap, Project,
        Source, SourceId, Span, Stance, VerdictId, Version,
    },
};

use super::{Found, How, Note, place};

/// What the reviewer said about how to take notes in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The article; `None`: the one in which most is found.
    pub article: Option<ArticleId>,
    /// Which label becomes which verdict, before labels of the same name do.
    pub verdicts: Vec<(String, VerdictId)>,
}

/// Where new names come from.
pub struct Ids<'a> {
    /// A claim's.
    pub claim: &'a mut dyn FnMut(&Project) -> ClaimId,
    /// A source's.
    pub source: &'a mut dyn FnMut(&Project) -> SourceId,
    /// A piece of evidence's.
    pub evidence: &'a mut dyn FnMut() -> EvidenceId,
}

/// What taking notes in would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The article.
    pub article: ArticleId,
    /// Notes all of whose words stand where the file says.
    pub placed: usize,
    /// Notes whose positions were counted in another unit, or whose words stand in another place.
    pub moved: usize,
    /// Notes that the project has already: same words, same places.
    pub known: usize,
    /// The words of notes that were not found, or that could be meant in several places.
    pub lost: Vec<String>,
    /// Labels that are no verdict and became tags, each once.
    pub tagged: Vec<String>,
    /// The whole as one change; `None` when nothing came in.
    pub edit: Option<Edit>,
}

/// Says what taking notes in would do. `None`: the project has no article, or not the one named.
pub fn plan(project: &Project, notes: &[Note], settings: &Settings, mut ids: Ids<'_>) -> Option<Plan> {
    let articles =
        project.articles().iter().filter(|article| settings.article.as_ref().is_none_or(|id| article.id == *id));
    let placed = articles.map(|article| (article, found_in(article.latest(), notes)));
    // Of several articles that hold equally much the first one is taken.
    let (article, found) = placed.min_by_key(|(_, found)| notes.len() - found.iter().flatten().count())?;
    let mut plan = Plan {
        article: article.id.clone(),
        placed: 0,
        moved: 0,
        known: 0,
        lost: Vec::new(),
        tagged: Vec::new(),
        edit: None,
    };
    let version = article.latest();
    let mut project = project.clone();
    let mut there: HashSet<_> = project.claims_of(&article.id).map(|(_, claim)| spans(&claim.marks)).collect();
    let mut edits = Vec::new();
    for (note, found) in notes.iter().zip(found) {
        let Some(found) = found else {
            plan.lost.push(note.passages.iter().map(|passage| passage.quote.as_str()).collect::<Vec<_>>().join(" … "));
            continue;
        };
        let marks: Vec<_> = found.iter().map(|found| mark(version, found)).collect();
        if !there.insert(spans(&marks)) {
            plan.known += 1;
            continue;
        }
        if found.iter().all(|found| found.how == How::Placed) {
            plan.placed += 1;
        } else {
            plan.moved += 1;
        }
        let mut claim = Claim::new((ids.claim)(&project), article.id.clone(), marks);
        fill(&mut claim, note, &project, settings, &mut plan.tagged);
        let sources = evidence(&mut claim, note, &project, &mut ids);
        let new =
            sources.into_iter().map(|source| Edit::PutSource(source.into())).chain([Edit::AddClaim(claim.into())]);
        for edit in new {
            // The words were checked against the text, so that nothing is left that could be refused.
            if project.apply(&edit).is_ok() {
                edits.push(edit);
            }
        }
    }
    plan.edit = (!edits.is_empty()).then(|| Edit::Batch { label: "import claims".to_owned(), edits });
    Some(plan)
}

/// For each note the places of its passages in text order, or nothing unless all of them are found.
fn found_in(version: &Version, notes: &[Note]) -> Vec<Option<Vec<Found>>> {
    let text = version.text();
    let (map, finder) = (PositionMap::new(text), Finder::new(text));
    let find = |note: &Note| {
        let found: Option<Vec<_>> = note.passages.iter().map(|passage| place(text, &map, &finder, passage)).collect();
        let mut found = found.filter(|found| !found.is_empty())?;
        found.sort_by_key(|found| found.span);
        found.dedup_by_key(|found| found.span);
        Some(found)
    };
    notes.iter().map(find).collect()
}

fn mark(version: &Version, found: &Found) -> Mark {
    let described = describe(version.text(), found.span);
    Mark::new(Anchor {
        version: version.id.clone(),
        span: found.span,
        quote: described.quote,
        prefix: described.prefix,
        suffix: described.suffix,
    })
}

fn spans(marks: &[Mark]) -> Vec<Span> {
    marks.iter().map(|mark| mark.anchor.span).collect()
}

fn fill(claim: &mut Claim, note: &Note, project: &Project, settings: &Settings, tagged: &mut Vec<String>) {
    claim.verdict = verdict(&note.label, project, settings);
    claim.tags = note.tags.clone();
    if claim.verdict.is_none() && !matches!(note.label.as_str(), "" | "Open" | "Claim") {
        claim.tags.push(note.label.clone());
        if !tagged.contains(&note.label) {
            tagged.push(note.label.clone());
        }
    }
    let mut seen = Vec::new();
    claim.tags.retain(|tag| {
        !tag.is_empty() && !seen.contains(tag) && {
            seen.push(tag.clone());
            true
        }
    });
    claim.statement =
        Some(note.statement.clone()).filter(|statement| !statement.is_empty() && *statement != claim.quote());
    claim.notes.clone_from(&note.comment);
    let change = ChangeRequest { problem: String::new(), suggestion: note.suggestion.clone() };
    claim.change = (!change.is_empty()).then_some(change);
}

fn verdict(label: &str, project: &Project, settings: &Settings) -> Option<VerdictId> {
    let mapped = settings.verdicts.iter().find(|(from, _)| from == label).map(|(_, verdict)| verdict.clone());
    let scale = project.scale();
    let named = || {
        let is_named = |name: &str| !label.is_empty() && name.eq_ignore_ascii_case(label);
        let found = scale.verdicts.iter().find(|verdict| is_named(&verdict.label) || is_named(verdict.id.as_str()));
        found.map(|verdict| verdict.id.clone())
    };
    mapped.or_else(named)
}

/// Adds evidence for the links of a note, and returns the sources that the project does not have yet.
fn evidence(claim: &mut Claim, note: &Note, project: &Project, ids: &mut Ids<'_>) -> Vec<Source> {
    let mut known: HashMap<String, SourceId> =
        project.sources().iter().map(|source| (source.url.clone(), source.id.clone())).collect();
    let mut new: Vec<Source> = Vec::new();
    for link in &note.links {
        let source_id = known.entry(link.url.clone()).or_insert_with(|| {
            let mut id = (ids.source)(project);
            while new.iter().any(|source| source.id == id) {
                id = (ids.source)(project);
            }
            let mut source = Source::new(id.clone());
            source.url.clone_from(&link.url);
            new.push(source);
            id
        });
        let mut evidence = Evidence::new((ids.evidence)(), source_id.clone());
        (evidence.stance, evidence.quote) = (Stance::Context, link.quote.clone());
        claim.evidence.push(evidence);
    }
    new
}
