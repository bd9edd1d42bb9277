//! Marks that stand in an older text than the newest: followed through every text behind theirs.
//!
//! A new draft brings its claims along when it comes in. Here is what was left behind: by joining two people's drafts, by a program
//! that knew less, by hand. A mark is put where its words are, moved, changed or lost, as a new draft does it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
    sync::Arc,
};

use crate::{
    anchor::{self, Follow, FoundAgain},
    model::{
        Anchor, Article, ArticleId, Claim, ClaimId, Edit, Evidence, EvidenceField, Mark, Placement, Project, Reason,
        Source, Span, Trace, Version, VersionId,
    },
};

/// A mark on these words of a text.
pub fn mark_at(version: &Version, span: Span) -> Mark {
    let text = version.text();
    let described = anchor::describe(text, span);
    Mark::new(Anchor {
        version: version.id.clone(),
        span,
        quote: described.quote,
        prefix: described.prefix,
        suffix: described.suffix,
    })
}

/// A passage that a reviewer took out of the article is not put back by a machine.
pub fn is_let_go(mark: &Mark) -> bool {
    mark.trace.is_some_and(|trace| trace.reason == Reason::LetGo)
}

/// Where one mark is in a new text, with its score. `comparisons` are with the texts in which marks stood.
pub fn follow_mark(mark: &Mark, version: &Version, comparisons: &HashMap<&VersionId, Follow<'_>>) -> (Mark, f32) {
    let comparison = comparisons.get(&mark.anchor.version).filter(|_| !is_let_go(mark));
    let found = found_in(mark, comparison);
    (moved(mark, &found, version), found.score)
}

fn found_in(mark: &Mark, comparison: Option<&Follow<'_>>) -> FoundAgain {
    match comparison {
        Some(follow) => follow.place(mark.anchor.span),
        None => FoundAgain::lost(mark.trace.map_or(Reason::Gone, |trace| trace.reason), 0.0),
    }
}

/// A mark with what became of it.
fn moved(mark: &Mark, found: &FoundAgain, version: &Version) -> Mark {
    let trace = Some(Trace { score: per_cent(found.score), reason: found.reason, is_seen: false });
    let Some(span) = found.span else {
        // What was lost before and is not found now either has been looked at, or has not.
        let known = mark.trace.filter(|_| mark.placement == Placement::Lost);
        return Mark { placement: Placement::Lost, trace: known.or(trace), ..mark.clone() };
    };
    let mut moved = mark_at(version, span);
    moved.placement = found.placement;
    moved.trace = trace;
    moved.earlier = mark.earlier.iter().chain([&mark.anchor]).cloned().collect();
    moved
}

/// A score in whole per cent; 100 only for all.
fn per_cent(score: f32) -> u8 {
    (score.clamp(0.0, 1.0) * 100.0 + 0.001).floor() as u8
}

/// The texts of one article or source, oldest first, through which marks are followed. Two are compared once.
pub(super) struct Texts<'a> {
    versions: &'a [Arc<Version>],
    comparisons: RefCell<HashMap<(usize, usize), Rc<Follow<'a>>>>,
}

impl<'a> Texts<'a> {
    pub fn new(versions: &'a [Arc<Version>]) -> Self {
        Self { versions, comparisons: RefCell::default() }
    }

    /// The place of a text.
    pub fn index(&self, version: &VersionId) -> Option<usize> {
        self.versions.iter().position(|other| other.id == *version)
    }

    /// Whether a mark is not where it could be, if it was looked for in the texts up to `looked` already.
    fn is_behind(&self, mark: &Mark, looked: usize) -> bool {
        let Some(at) = self.index(&mark.anchor.version) else { return false };
        let last = self.versions.len().saturating_sub(1);
        let is_known_as_lost = mark.placement == Placement::Lost && looked >= last;
        at < last && !is_known_as_lost && !is_let_go(mark)
    }

    /// A mark in the newest text. `looked`: up to which text one that is lost was looked for already.
    pub fn follow(&self, mark: &Mark, looked: usize) -> Mark {
        let Some(at) = self.index(&mark.anchor.version).filter(|_| self.is_behind(mark, looked)) else {
            return mark.clone();
        };
        let from = if mark.placement == Placement::Lost { looked.max(at) } else { at };
        let mut mark = mark.clone();
        for (index, version) in self.versions.iter().enumerate().skip(from + 1) {
            let stood = self.index(&mark.anchor.version).unwrap_or(at);
            let found = found_in(&mark, Some(&self.compared(stood, index)));
            mark = moved(&mark, &found, version);
        }
        mark
    }

    fn compared(&self, old: usize, new: usize) -> Rc<Follow<'a>> {
        let compare = || Rc::new(Follow::new(self.versions[old].text(), self.versions[new].text()));
        Rc::clone(self.comparisons.borrow_mut().entry((old, new)).or_insert_with(compare))
    }
}

/// What was followed, in one change.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// What puts every mark where it is.
    pub edit: Edit,
    /// How many passages of claims came where: each placement with its number.
    pub passages: BTreeMap<Placement, usize>,
    /// The claims.
    pub claims: Vec<ClaimId>,
    /// How many pieces of evidence were followed into a newer version of their source's document.
    pub evidence: usize,
}

impl Followed {
    /// What was done, in a sentence.
    pub fn sentence(&self) -> String {
        let places =
            self.passages.iter().map(|(placement, count)| format!("{count} {}", placement.label().to_lowercase()));
        let passages: usize = self.passages.values().sum();
        let mut told = Vec::new();
        if passages > 0 {
            let (noun, verb) = if passages == 1 { ("passage", "was") } else { ("passages", "were") };
            let places = places.collect::<Vec<_>>().join(", ");
            told.push(format!(
                "{passages} {noun} stood in an older draft and {verb} looked for in the newest: {places}."
            ));
        }
        if self.evidence > 0 {
            let (noun, verb) = if self.evidence == 1 { ("piece", "was") } else { ("pieces", "were") };
            told.push(format!(
                "{} {noun} of evidence {verb} followed into a newer version of the document.",
                self.evidence
            ));
        }
        told.join(" ")
    }
}

/// What follows every mark of a project that stands in an older text than the newest, and that nobody has said is lost. `None`: there is none.
pub fn left_behind(project: &Project) -> Option<Followed> {
    left_behind_of(project, |_, newest| newest, |_, _, newest| newest)
}

/// The same, of a project in which the marks of a claim, or of evidence, were looked for up to a text that may not be the newest. Both
/// are given the place of the newest, and say that of the last one looked at. Evidence that was taken from an older version is left there.
pub(super) fn left_behind_of(
    project: &Project,
    looked: impl Fn(&Claim, usize) -> usize,
    evidence_looked: impl Fn(&Claim, &Evidence, usize) -> usize,
) -> Option<Followed> {
    let articles: HashMap<&ArticleId, Texts<'_>> =
        with_several(project.articles(), |it: &Article| (&it.id, &it.versions));
    let sources = with_several(project.sources(), |it: &Source| (&it.id, &it.versions));
    let mut marks = Vec::new();
    let mut edits = Vec::new();
    let mut followed =
        Followed { edit: Edit::SetMarks(Vec::new()), passages: BTreeMap::new(), claims: Vec::new(), evidence: 0 };
    for claim in project.claims() {
        if let Some(texts) = articles.get(&claim.article) {
            let looked = looked(claim, texts.versions.len() - 1);
            if claim.marks.iter().any(|mark| texts.is_behind(mark, looked)) {
                let after: Vec<Mark> = claim.marks.iter().map(|mark| texts.follow(mark, looked)).collect();
                for (_, after) in claim.marks.iter().zip(&after).filter(|(mark, _)| texts.is_behind(mark, looked)) {
                    *followed.passages.entry(after.placement).or_default() += 1;
                }
                followed.claims.push(claim.id.clone());
                marks.push((claim.id.clone(), after));
            }
        }
        for evidence in &claim.evidence {
            let (Some(mark), Some(texts)) = (&evidence.mark, sources.get(&evidence.source)) else { continue };
            let looked = evidence_looked(claim, evidence, texts.versions.len() - 1);
            let is_older = mark.placement != Placement::Lost && texts.index(&mark.anchor.version) < Some(looked);
            if texts.is_behind(mark, looked) && !is_older {
                let field = EvidenceField::Mark(Some(texts.follow(mark, looked)));
                edits.push(Edit::SetEvidence { claim: claim.id.clone(), evidence: evidence.id.clone(), field });
                followed.evidence += 1;
            }
        }
    }
    if !marks.is_empty() {
        edits.insert(0, Edit::SetMarks(marks));
    }
    followed.edit = Edit::Batch { label: "follow passages".into(), edits };
    (!followed.claims.is_empty() || followed.evidence > 0).then_some(followed)
}

/// The texts of what has several.
fn with_several<'a, T, I: std::hash::Hash + Eq>(
    parts: &'a [Arc<T>],
    texts: impl Fn(&'a T) -> (I, &'a Vec<Arc<Version>>),
) -> HashMap<I, Texts<'a>> {
    let all = parts.iter().map(|part| texts(part)).filter(|(_, versions)| versions.len() > 1);
    all.map(|(id, versions)| (id, Texts::new(versions))).collect()
}
