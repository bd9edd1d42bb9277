//! Mends a project whose parts do not fit together. Nothing of the reviewer's is dropped without a word: each step is named.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    anchor::{Looked, Search},
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
    /// Whether something of the reviewer's had to be left out.
    pub has_losses: bool,
    /// What could not be mended, a sentence each.
    pub left: Vec<String>,
}

/// What was done so far.
#[derive(Debug, Default)]
struct Steps {
    told: Vec<String>,
    has_losses: bool,
}

impl Steps {
    /// Something was mended.
    fn push(&mut self, step: String) {
        self.told.push(step);
    }

    /// Something had to be left out.
    fn lost(&mut self, step: String) {
        self.has_losses = true;
        self.told.push(step);
    }
}

/// How often what was mended is looked at anew: mending one thing can bring another to light.
const ROUNDS: usize = 4;

/// Reads what can be read of a project file and mends what does not fit together. What came of it is read back as a file and
/// looked at like any other. `seed` is for new ids.
///
/// # Errors
/// The [`StoreError`] of reading, when nothing in the file can be read.
pub fn repair(bytes: &[u8], seed: u64) -> Result<Repaired, StoreError> {
    let mut steps = Steps::default();
    let project = match store::decode(bytes) {
        Ok(loaded) => {
            if let store::Access::UnknownFields(fields) = &loaded.access {
                let told = |field| format!("Left out the field {field}, which is not known here.");
                fields.iter().for_each(|field| steps.lost(told(field)));
            }
            loaded.project
        }
        Err(error) => {
            let salvaged = store::salvage(bytes);
            // What is more than a project may be is not mended by reading it in pieces.
            if salvaged.found().is_none() || store::bounds::check_parts(salvaged.project.parts()).is_err() {
                return Err(error);
            }
            salvaged.lost.iter().for_each(|lost| steps.lost(format!("Left out: {lost}")));
            salvaged.project
        }
    };
    let mut parts = project.parts().clone();
    let mut ids = Ids::new(seed);
    for _ in 0..ROUNDS {
        if Project::from_parts(parts.clone()).problems().is_empty() {
            break;
        }
        super::doubles::mend(&mut parts, &mut ids, &mut |step| steps.push(step));
        parts.articles.retain(|article| {
            let has_text = !article.versions.is_empty();
            if !has_text {
                steps.lost(format!("Left out article {}, which has no text.", article.id));
            }
            has_text
        });
        mend_claims(&mut parts, &mut steps);
        mend_differences(&mut parts, &mut steps);
        mend_passes(&mut parts, &mut steps);
    }
    let project = Project::from_parts(parts);
    let left = what_is_left(&project);
    Ok(Repaired { project, steps: steps.told, has_losses: steps.has_losses, left })
}

/// What is still wrong with the project as a file.
fn what_is_left(project: &Project) -> Vec<String> {
    match store::decode(store::encode(project).as_bytes()) {
        Ok(again) if again.project == *project => again.problems.iter().map(ToString::to_string).collect(),
        Ok(_) => vec!["Read again, the mended project is not the same.".to_owned()],
        Err(error) => vec![format!("Read again, the mended project cannot be opened. {error}")],
    }
}

/// Leaves out what first passes say of words that do not stand where they say.
fn mend_passes(parts: &mut ProjectParts, steps: &mut Steps) {
    for problem in Project::from_parts(parts.clone()).problems() {
        let Problem::FirstPass(pass, claim) = problem else { continue };
        for pass in parts.passes.iter_mut().filter(|known| known.id == pass) {
            Arc::make_mut(pass).opinions.retain(|opinion| opinion.claim != claim);
        }
        steps.lost(format!("Left out what first pass {pass} says of claim {claim}: its words do not stand there."));
    }
}

/// Leaves out what is open of nothing that is there.
fn mend_differences(parts: &mut ProjectParts, steps: &mut Steps) {
    let project = Project::from_parts(parts.clone());
    parts.differences.retain(|open| {
        let can_settle = project.can_settle(open);
        if !can_settle {
            steps.lost(format!("Left out an open difference of the {}: what it is about is gone.", open.name()));
        }
        can_settle
    });
}

fn mend_claims(parts: &mut ProjectParts, steps: &mut Steps) {
    let mut positions = HashMap::new();
    for (at, claim) in parts.claims.iter().enumerate() {
        positions.entry(claim.id.clone()).or_insert(at);
    }
    let mut sources: HashSet<_> = parts.sources.iter().map(|source| source.id.clone()).collect();
    let articles: HashMap<_, _> =
        parts.articles.iter().rev().map(|article| (article.id.clone(), article.clone())).collect();
    let (mut gone, mut has_passages) = (HashSet::new(), HashSet::new());
    let mut search = Search::default();
    for problem in Project::from_parts(parts.clone()).problems() {
        let Problem::Claim { claim: claim_id, what } = problem else { continue };
        let Some(at) = positions.get(&claim_id).copied().filter(|at| !gone.contains(at)) else { continue };
        match what {
            ClaimProblem::UnknownSource(source_id) => {
                if sources.insert(source_id.clone()) {
                    steps.push(format!(
                        "Claim {claim_id}: put an empty source in the place of {source_id}, which is gone."
                    ));
                    let mut source = Source::new(source_id.clone());
                    source.title = format!("Missing source {source_id}");
                    parts.sources.push(Arc::new(source));
                }
                let claim = Arc::make_mut(&mut parts.claims[at]);
                for evidence in claim.evidence.iter_mut().filter(|evidence| evidence.source == source_id) {
                    mend_evidence(&claim_id, evidence, None, &mut search, steps);
                }
            }
            ClaimProblem::EvidenceMark(evidence_id) => {
                let claim = Arc::make_mut(&mut parts.claims[at]);
                let evidence = claim.evidence.iter_mut().find(|evidence| evidence.id == evidence_id);
                let Some(evidence) = evidence else { continue };
                let source = parts.sources.iter().find(|source| source.id == evidence.source);
                mend_evidence(&claim_id, evidence, source.map(AsRef::as_ref), &mut search, steps);
            }
            ClaimProblem::UnknownVerdict(verdict) => {
                steps
                    .push(format!("Claim {claim_id}: took the verdict {verdict}, which no scale has, into its notes."));
                let claim = Arc::make_mut(&mut parts.claims[at]);
                claim.verdict = None;
                note(claim, &format!("Verdict before the repair: {verdict}"));
            }
            ClaimProblem::UnknownArticle(article_id) => {
                let words = parts.claims[at].checked_statement();
                gone.insert(at);
                steps.lost(format!("Left out claim {claim_id} (“{words}”), whose article {article_id} is gone."));
            }
            ClaimProblem::NoPassage
            | ClaimProblem::Span(_)
            | ClaimProblem::QuoteDiffers
            | ClaimProblem::UnknownVersion(_) => {
                // All of them at once, however many there are.
                if !has_passages.insert(at) {
                    continue;
                }
                let claim = parts.claims[at].clone();
                let Some(article) = articles.get(&claim.article) else { continue };
                parts.claims[at] = Arc::new(mend_passages(&claim, article, &mut search, steps));
            }
        }
    }
    let mut at = 0..;
    parts.claims.retain(|_| at.next().is_none_or(|at| !gone.contains(&at)));
}

fn note(claim: &mut Claim, words: &str) {
    if !claim.notes.is_empty() {
        claim.notes.push('\n');
    }
    claim.notes.push_str(words);
}

/// Each passage goes where its words stand. Words that stand nowhere go into the notes, and the passage to the beginning of
/// the article, marked as lost.
fn mend_passages(claim: &Claim, article: &Article, search: &mut Search, steps: &mut Steps) -> Claim {
    let mut mended = claim.clone();
    mended.marks = claim.marks.iter().filter_map(|mark| mend_mark(claim, mark, article, search, steps)).collect();
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
        steps.push(format!(
            "Claim {}: its words are not where they should be in the article; it stands at the beginning as lost.",
            claim.id
        ));
    }
    mended
}

/// The words of evidence go where they stand in the source's document; words that stand nowhere there stay as a quote alone.
fn mend_evidence(
    claim: &ClaimId,
    evidence: &mut Evidence,
    source: Option<&Source>,
    search: &mut Search,
    steps: &mut Steps,
) {
    let Some(mark) = &evidence.mark else { return };
    let quote = &mark.anchor.quote;
    let versions = source.map(|source| source.versions.as_slice()).unwrap_or_default();
    let own = versions.iter().find(|version| version.id == mark.anchor.version);
    let found = own.into_iter().chain(versions.iter().rev()).find_map(|version| {
        let at = found_at(search, version, &mark.anchor)?;
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

/// Where the words of a passage stand in a text, nearest to where they should. Among too many that are nowhere, words far from
/// their place count as gone; they are kept all the same.
fn found_at(search: &mut Search, version: &Version, anchor: &Anchor) -> Option<usize> {
    match search.nearest(version.text(), &anchor.quote, anchor.span.start()) {
        Looked::At(at) => Some(at),
        Looked::Nowhere | Looked::NotNear => None,
    }
}

fn mend_mark(claim: &Claim, mark: &Mark, article: &Article, search: &mut Search, steps: &mut Steps) -> Option<Mark> {
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
    let at = found_at(search, version, &mark.anchor)?;
    let span = Span::in_text(version.text(), at, at + mark.anchor.quote.len()).ok()?;
    steps.push(format!("Claim {}: put the passage where its words “{}” stand.", claim.id, mark.anchor.quote));
    mended.anchor = anchor_at(version, span);
    Some(mended)
}

pub(crate) fn stands(anchor: &Anchor, version: &Version) -> bool {
    anchor.span.check(version.text()).is_ok() && anchor.span.of(version.text()) == anchor.quote
}

fn anchor_at(version: &Version, span: Span) -> Anchor {
    super::mark_at(version, span).anchor
}
