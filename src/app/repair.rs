//! Mends a project whose parts do not fit together. Nothing of the reviewer's is dropped without a word: each step is named.

use std::{collections::HashSet, sync::Arc};

use crate::{
    model::{
        Anchor, Article, Claim, ClaimId, ClaimProblem, Evidence, Mark, Placement, Problem, Project, ProjectParts,
        Source, Span, Version,
    },
    store::{self, StoreError},
};

use super::ids::Ids;

/// A mended project.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The project.
    pub project: Project,
    /// What was done, a sentence each, in order. Empty: nothing had to be.
    pub steps: Vec<String>,
}

/// Reads what can be read of a project file and mends what does not fit together. `seed` is for new ids.
///
/// # Errors
/// The [`StoreError`] of reading, when nothing in the file can be read.
pub fn repair(bytes: &[u8], seed: u64) -> Result<Repaired, StoreError> {
    let (project, mut steps) = match store::decode(bytes) {
        Ok(loaded) => {
            let lost = match &loaded.access {
                store::Access::UnknownFields(fields) => {
                    fields.iter().map(|field| format!("Left out the field {field}, which is not known here.")).collect()
                }
                _ => Vec::new(),
            };
            (loaded.project, lost)
        }
        Err(error) => {
            let salvaged = store::salvage(bytes);
            if salvaged.found().is_none() {
                return Err(error);
            }
            (salvaged.project, salvaged.lost.iter().map(|lost| format!("Left out: {lost}")).collect())
        }
    };
    let mut parts = project.parts().clone();
    mend_doubles(&mut parts, &mut Ids::new(seed), &mut steps);
    parts.articles.retain(|article| {
        let has_text = !article.versions.is_empty();
        if !has_text {
            steps.push(format!("Left out article {}, which has no text.", article.id));
        }
        has_text
    });
    mend_claims(&mut parts, &mut steps);
    Ok(Repaired { project: Project::from_parts(parts), steps })
}

/// The second of two entries with one id gets a new one.
fn mend_doubles(parts: &mut ProjectParts, ids: &mut Ids, steps: &mut Vec<String>) {
    let project = Project::from_parts(parts.clone());
    let mut seen = HashSet::new();
    let mut told =
        |old: &str, new: &str| steps.push(format!("Two entries carried the id {old}; the second is {new} now."));
    for article in &mut parts.articles {
        if !seen.insert(article.id.to_string()) {
            let new = ids.article(&project);
            told(article.id.as_str(), new.as_str());
            Arc::make_mut(article).id = new;
        }
        let is_double = article.versions.iter().any(|version| seen.contains(version.id.as_str()));
        if is_double {
            for version in &mut Arc::make_mut(article).versions {
                if seen.contains(version.id.as_str()) {
                    let new = ids.version(&project);
                    told(version.id.as_str(), new.as_str());
                    Arc::make_mut(version).id = new;
                }
            }
        }
        seen.extend(article.versions.iter().map(|version| version.id.to_string()));
    }
    for source in &mut parts.sources {
        if !seen.insert(source.id.to_string()) {
            let new = ids.source(&project);
            told(source.id.as_str(), new.as_str());
            Arc::make_mut(source).id = new;
        }
    }
    for claim in &mut parts.claims {
        if !seen.insert(claim.id.to_string()) {
            let new = ids.claim(&project);
            told(claim.id.as_str(), new.as_str());
            Arc::make_mut(claim).id = new;
        }
    }
    for source in &mut parts.sources {
        if source.versions.iter().any(|version| seen.contains(version.id.as_str())) {
            for version in &mut Arc::make_mut(source).versions {
                if seen.contains(version.id.as_str()) {
                    let new = ids.version(&project);
                    told(version.id.as_str(), new.as_str());
                    Arc::make_mut(version).id = new;
                }
            }
        }
        seen.extend(source.versions.iter().map(|version| version.id.to_string()));
    }
    for reviewer in &mut parts.reviewers {
        if !seen.insert(reviewer.id.to_string()) {
            let new = ids.reviewer(&project);
            told(reviewer.id.as_str(), new.as_str());
            Arc::make_mut(reviewer).id = new;
        }
    }
}

fn mend_claims(parts: &mut ProjectParts, steps: &mut Vec<String>) {
    for problem in Project::from_parts(parts.clone()).problems() {
        let Problem::Claim { claim: claim_id, what } = problem else { continue };
        let Some(at) = parts.claims.iter().position(|claim| claim.id == claim_id) else { continue };
        match what {
            ClaimProblem::UnknownSource(source_id) => {
                if parts.sources.iter().all(|source| source.id != source_id) {
                    steps.push(format!(
                        "Claim {claim_id}: put an empty source in the place of {source_id}, which is gone."
                    ));
                    let mut source = Source::new(source_id.clone());
                    source.title = format!("Missing source {source_id}");
                    parts.sources.push(Arc::new(source));
                }
                let claim = Arc::make_mut(&mut parts.claims[at]);
                for evidence in claim.evidence.iter_mut().filter(|evidence| evidence.source == source_id) {
                    mend_evidence(&claim_id, evidence, None, steps);
                }
            }
            ClaimProblem::EvidencePlace(evidence_id) => {
                let sources = parts.sources.clone();
                let claim = Arc::make_mut(&mut parts.claims[at]);
                let evidence = claim.evidence.iter_mut().find(|evidence| evidence.id == evidence_id);
                let Some(evidence) = evidence else { continue };
                let source = sources.iter().find(|source| source.id == evidence.source);
                mend_evidence(&claim_id, evidence, source.map(AsRef::as_ref), steps);
            }
            ClaimProblem::UnknownVerdict(verdict) => {
                steps
                    .push(format!("Claim {claim_id}: took the verdict {verdict}, which no scale has, into its notes."));
                let claim = Arc::make_mut(&mut parts.claims[at]);
                claim.verdict = None;
                note(claim, &format!("Verdict before the repair: {verdict}"));
            }
            ClaimProblem::UnknownArticle(article_id) => {
                let claim = parts.claims.remove(at);
                let words = claim.checked_statement();
                steps.push(format!("Left out claim {claim_id} (“{words}”), whose article {article_id} is gone."));
            }
            ClaimProblem::NoPassage
            | ClaimProblem::Span(_)
            | ClaimProblem::QuoteDiffers
            | ClaimProblem::UnknownVersion(_) => {
                let claim = parts.claims[at].clone();
                let Some(article) = parts.articles.iter().find(|article| article.id == claim.article) else { continue };
                parts.claims[at] = Arc::new(mend_passages(&claim, article, steps));
            }
        }
    }
}

fn note(claim: &mut Claim, words: &str) {
    if !claim.notes.is_empty() {
        claim.notes.push('\n');
    }
    claim.notes.push_str(words);
}

/// Each passage goes where its words stand. Words that stand nowhere go into the notes, and the passage to the beginning of
/// the article, marked as lost.
fn mend_passages(claim: &Claim, article: &Article, steps: &mut Vec<String>) -> Claim {
    let mut mended = claim.clone();
    mended.marks = claim.marks.iter().filter_map(|mark| mend_mark(claim, mark, article, steps)).collect();
    let words: Vec<&str> = claim.marks.iter().map(|mark| mark.anchor.quote.as_str()).collect();
    if mended.marks.is_empty() {
        let version = article.latest();
        let Some(block) = version.blocks().first() else { return mended };
        let anchor = anchor_at(version, block.span);
        let mark = Mark { placement: Placement::Lost, ..Mark::new(anchor) };
        mended.marks.push(mark);
        if mended.statement.is_none() && !words.is_empty() {
            mended.statement = Some(words.join(" … "));
        }
        steps
            .push(format!("Claim {}: its words are not in the article; it stands at the beginning as lost.", claim.id));
    }
    mended
}

/// The words of evidence go where they stand in the source's document; words that stand nowhere there stay as a quote alone.
fn mend_evidence(claim: &ClaimId, evidence: &mut Evidence, source: Option<&Source>, steps: &mut Vec<String>) {
    let Some(mark) = &evidence.mark else { return };
    let quote = &mark.anchor.quote;
    let versions = source.map(|source| source.versions.as_slice()).unwrap_or_default();
    let own = versions.iter().find(|version| version.id == mark.anchor.version);
    let found = own.into_iter().chain(versions.iter().rev()).find_map(|version| {
        let at = nearest(version.text(), quote, mark.anchor.span.start())?;
        Some((version, Span::in_text(version.text(), at, at + quote.len()).ok()?))
    });
    let id = &evidence.id;
    match found {
        Some((version, span)) => {
            steps.push(format!("Claim {claim}: put evidence {id} where its words “{quote}” stand in the source."));
            evidence.mark = Some(super::mark_at(version, span));
        }
        None => {
            steps.push(format!("Claim {claim}: evidence {id} has no place any more; “{quote}” is not in the source."));
            if evidence.quote.trim().is_empty() {
                evidence.quote.clone_from(quote);
            }
            evidence.mark = None;
        }
    }
}

fn mend_mark(claim: &Claim, mark: &Mark, article: &Article, steps: &mut Vec<String>) -> Option<Mark> {
    let mut mended = mark.clone();
    let before = mended.earlier.len();
    mended.earlier.retain(|anchor| article.version(&anchor.version).is_some_and(|version| stands(anchor, version)));
    if mended.earlier.len() < before {
        steps.push(format!("Claim {}: left out where it stood in an earlier draft, which does not fit.", claim.id));
    }
    let version = article.version(&mark.anchor.version).unwrap_or_else(|| article.latest());
    if version.id == mark.anchor.version && stands(&mark.anchor, version) {
        return Some(mended);
    }
    let at = nearest(version.text(), &mark.anchor.quote, mark.anchor.span.start())?;
    let span = Span::in_text(version.text(), at, at + mark.anchor.quote.len()).ok()?;
    steps.push(format!("Claim {}: put the passage where its words “{}” stand.", claim.id, mark.anchor.quote));
    mended.anchor = anchor_at(version, span);
    Some(mended)
}

fn stands(anchor: &Anchor, version: &Version) -> bool {
    anchor.span.check(version.text()).is_ok() && anchor.span.of(version.text()) == anchor.quote
}

/// Where `quote` stands in the text, of several places the one nearest to `byte`.
fn nearest(text: &str, quote: &str, byte: usize) -> Option<usize> {
    if quote.is_empty() {
        return None;
    }
    text.match_indices(quote).map(|(at, _)| at).min_by_key(|at| at.abs_diff(byte))
}

fn anchor_at(version: &Version, span: Span) -> Anchor {
    super::mark_at(version, span).anchor
}
