//! From notes, their places and a mapping to one change of the project.

use std::collections::{HashMap, HashSet};

use crate::{
    anchor::describe,
    model::{
        Anchor, ChangeRequest, Claim, ClaimId, Edit, Evidence, EvidenceId, Mark, Project, Source, SourceId, Version,
        claimant_at,
    },
};

use super::{Becomes, Fate, FoundPassage, Link, Mapping, Note, Placed, Placing};

/// Where new names come from.
pub struct Ids<'a> {
    /// A claim's.
    pub claim: &'a mut dyn FnMut(&Project) -> ClaimId,
    /// A source's.
    pub source: &'a mut dyn FnMut(&Project) -> SourceId,
    /// A piece of evidence's.
    pub evidence: &'a mut dyn FnMut() -> EvidenceId,
}

/// Everything that comes in, as one change; `None` when nothing does.
pub fn plan(project: &Project, notes: &[Note], placing: &Placing, mapping: &Mapping, ids: Ids<'_>) -> Option<Edit> {
    let mut maker = Maker::new(project, mapping, ids);
    let coming = notes.iter().zip(&placing.notes);
    for (note, placed) in coming.filter(|(_, placed)| matches!(placed.fate(), Fate::Placed | Fate::Moved)) {
        maker.take(note, placed);
    }
    (!maker.edits.is_empty()).then(|| Edit::Batch { label: "import claims".to_owned(), edits: maker.edits })
}

/// What makes claims of notes, with what was made so far.
struct Maker<'a, 'i> {
    project: &'a Project,
    becomes: HashMap<(bool, &'a str), &'a Becomes>,
    /// Sources by address, and those without one by title.
    sources: HashMap<String, SourceId>,
    /// Names that are given out already.
    names: HashSet<String>,
    ids: Ids<'i>,
    edits: Vec<Edit>,
}

impl<'a, 'i> Maker<'a, 'i> {
    fn new(project: &'a Project, mapping: &'a Mapping, ids: Ids<'i>) -> Self {
        let key = |source: &Source| key(&source.url, &source.title);
        // Of two sources at the same address the first is meant.
        let sources = project.sources().iter().rev().map(|source| (key(source), source.id.clone())).collect();
        let becomes = mapping.lookup();
        Self { project, becomes, sources, names: HashSet::new(), ids, edits: Vec::new() }
    }

    fn take(&mut self, note: &Note, placed: &Placed) {
        let Some(article) = self.project.article(&placed.article) else { return };
        let Ok(found) = &placed.found else { return };
        let version = article.latest();
        let marks = found.iter().map(|found| mark(version, found)).collect();
        let mut claim_id = (self.ids.claim)(self.project);
        while !self.names.insert(claim_id.to_string()) {
            claim_id = (self.ids.claim)(self.project);
        }
        let mut claim = Claim::new(claim_id, article.id.clone(), marks);
        self.fill(&mut claim, note);
        if let Some(first) = claim.marks.first().filter(|_| claim.claimant.is_empty()) {
            claim.claimant = claimant_at(version, first.anchor.span);
        }
        for link in &note.links {
            let evidence = self.evidence(link, &claim);
            claim.evidence.push(evidence);
        }
        self.edits.push(Edit::AddClaim(claim.into()));
    }

    fn fill(&mut self, claim: &mut Claim, note: &Note) {
        let words = note.labels.iter().map(|label| (false, label)).chain(note.tags.iter().map(|tag| (true, tag)));
        for (is_tag, word) in words {
            match self.becomes.get(&(is_tag, word.as_str())) {
                // Of several verdicts the first counts; a further one stays to be seen as a tag.
                Some(Becomes::Verdict(verdict)) if claim.verdict.is_none() => claim.verdict = Some(verdict.clone()),
                Some(Becomes::Verdict(verdict)) if claim.verdict.as_ref() != Some(verdict) => add_tag(claim, word),
                Some(Becomes::Tag(tag)) => add_tag(claim, tag),
                _ => {}
            }
        }
        let statement = Some(note.statement.clone());
        claim.statement = statement.filter(|statement| !statement.is_empty() && *statement != claim.quote());
        claim.notes.clone_from(&note.comment);
        let change = ChangeRequest { problem: note.problem.clone(), suggestion: note.suggestion.clone() };
        claim.change = (!change.is_empty()).then_some(change);
        claim.claimant.clone_from(&note.claimant);
        claim.confidence.clone_from(&note.confidence);
        (claim.kind, claim.priority, claim.status) = (note.kind, note.priority, note.status);
        claim.queries.clone_from(&note.queries);
    }

    /// Evidence for a link; its source comes in where the project does not have it yet.
    fn evidence(&mut self, link: &Link, claim: &Claim) -> Evidence {
        let key = key(&link.url, &link.title);
        let source_id = match self.sources.get(&key) {
            Some(source_id) => source_id.clone(),
            None => self.new_source(key, link),
        };
        let mut evidence_id = (self.ids.evidence)();
        while claim.evidence_by_id(&evidence_id).is_some() {
            evidence_id = (self.ids.evidence)();
        }
        let mut evidence = Evidence::new(evidence_id, source_id);
        evidence.stance = link.stance;
        evidence.quote.clone_from(&link.quote);
        evidence.locator.clone_from(&link.locator);
        evidence.note.clone_from(&link.note);
        evidence.credibility = link.credibility;
        evidence
    }

    fn new_source(&mut self, key: String, link: &Link) -> SourceId {
        let mut source_id = (self.ids.source)(self.project);
        while !self.names.insert(source_id.to_string()) {
            source_id = (self.ids.source)(self.project);
        }
        let mut source = link.details.as_deref().cloned().unwrap_or_else(|| Source::new(source_id.clone()));
        source.id = source_id.clone();
        // The file lies beside the other project, not beside this one.
        source.file = None;
        source.url.clone_from(&link.url);
        source.title.clone_from(&link.title);
        self.edits.push(Edit::PutSource(source.into()));
        self.sources.insert(key, source_id.clone());
        source_id
    }
}

/// By what a source is known: its address, else its title.
fn key(url: &str, title: &str) -> String {
    if url.is_empty() { format!("title: {title}") } else { url.to_owned() }
}

fn add_tag(claim: &mut Claim, tag: &str) {
    if !tag.is_empty() && !claim.tags.iter().any(|other| other == tag) {
        claim.tags.push(tag.to_owned());
    }
}

fn mark(version: &Version, found: &FoundPassage) -> Mark {
    let described = describe(version.text(), found.span);
    Mark::new(Anchor {
        version: version.id.clone(),
        span: found.span,
        quote: described.quote,
        prefix: described.prefix,
        suffix: described.suffix,
    })
}
