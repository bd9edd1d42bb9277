//! What is left of an article: every sentence is under a claim, dismissed with a reason, or open. A sentence is decided once it is
//! dismissed, or every claim on it is.
//!
//! Only dismissals are kept in the project. Which sentences there are follows from the text, and what covers them from the
//! claims, so the two can never disagree with what is shown.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Anchor, Article, ArticleId, Claim, Project, Signature, Span, Version, VersionId, claim::choices, is_default,
};

/// A sentence that needs no check, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dismissal {
    /// The article it stands in.
    pub article: ArticleId,
    /// Where it stands. In a later draft it holds for the sentence with the same words.
    pub anchor: Anchor,
    /// Why it needs none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: DismissReason,
    /// Who dismissed it, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
}

choices! {
    /// Why a sentence needs no check.
    #[derive(Default)]
    DismissReason {
        /// It judges and states nothing.
        Opinion => "Opinion",
        /// It only leads from one thought to the next.
        Transition => "Transition",
        /// Everybody knows it.
        CommonKnowledge => "Common knowledge",
        /// Nothing could settle it.
        #[default]
        NotCheckable => "Not checkable",
    }
}

/// How far a sentence is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nobody has marked or dismissed it.
    Open,
    /// A claim stands on words of it that nobody has decided.
    OpenClaim,
    /// Claims stand on words of it, and all are decided.
    Claim,
    /// It needs no check.
    Dismissed(DismissReason),
}

/// The sentences of one draft, and how far each is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    version: VersionId,
    sentences: Arc<[Span]>,
    decisions: Vec<Decision>,
    decided: usize,
    open: usize,
}

impl Coverage {
    /// How far `sentences` of the newest draft of an article are decided. `claims` are those of the article.
    pub fn new<'a>(
        project: &Project,
        article: &Article,
        sentences: Arc<[Span]>,
        claims: impl Iterator<Item = &'a Arc<Claim>>,
    ) -> Self {
        let version = article.latest();
        let spans = |claim: &'a Arc<Claim>| {
            claim.spans_in(&version.id).map(|(_, span)| (span, claim.is_decided())).collect::<Vec<_>>()
        };
        let mut marked: Vec<(Span, bool)> = claims.flat_map(spans).collect();
        marked.sort_unstable();
        let dismissed = Dismissed::of(project, article, version);
        let (mut furthest, mut furthest_open) = (0, 0);
        let mut next = 0;
        let decide = |sentence: &Span| {
            while let Some((span, is_decided)) = marked.get(next).filter(|(span, _)| span.start() < sentence.end()) {
                let furthest = if *is_decided { &mut furthest } else { &mut furthest_open };
                *furthest = span.end().max(*furthest);
                next += 1;
            }
            if furthest_open > sentence.start() {
                return Decision::OpenClaim;
            }
            if furthest > sentence.start() {
                return Decision::Claim;
            }
            let made = dismissed.of_sentence(version, *sentence);
            made.map_or(Decision::Open, |made| Decision::Dismissed(made.reason))
        };
        let decisions: Vec<Decision> = sentences.iter().map(decide).collect();
        let count = |is_it: fn(&Decision) -> bool| decisions.iter().filter(|decision| is_it(decision)).count();
        let decided = count(|decision| matches!(decision, Decision::Claim | Decision::Dismissed(_)));
        let open = count(|decision| *decision == Decision::Open);
        Self { version: version.id.clone(), sentences, decisions, decided, open }
    }

    /// The draft whose sentences they are.
    pub fn version(&self) -> &VersionId {
        &self.version
    }

    /// How many sentences there are.
    pub fn total(&self) -> usize {
        self.sentences.len()
    }

    /// How many of them are decided: dismissed, or under claims that are all decided.
    pub fn decided(&self) -> usize {
        self.decided
    }

    /// How many are neither under a claim nor dismissed.
    pub fn open(&self) -> usize {
        self.open
    }

    /// Whether nobody has marked or dismissed anything.
    pub fn is_untouched(&self) -> bool {
        self.open == self.total()
    }

    /// The sentences that were dismissed and are under no claim, each with who dismissed it and why, in text order. `project` and
    /// `article` are those that the coverage was made of.
    pub fn dismissed<'a>(&self, project: &'a Project, article: &Article) -> Vec<(Span, &'a Dismissal)> {
        let version = article.latest();
        let dismissed = Dismissed::of(project, article, version);
        let sentences = self.iter().filter(|(_, decision)| matches!(decision, Decision::Dismissed(_)));
        sentences.filter_map(|(span, _)| Some((span, dismissed.of_sentence(version, span)?))).collect()
    }

    /// Every sentence with its decision, in text order.
    pub fn iter(&self) -> impl Iterator<Item = (Span, Decision)> + '_ {
        self.sentences.iter().copied().zip(self.decisions.iter().copied())
    }

    /// The sentences that share a byte with `range`, each with its decision and its place in the draft.
    pub fn within(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = (usize, Span, Decision)> + '_ {
        let first = self.sentences.partition_point(|sentence| sentence.end() <= range.start);
        let last = self.sentences.partition_point(|sentence| sentence.start() < range.end).max(first);
        (first..last).map(|index| (index, self.sentences[index], self.decisions[index]))
    }

    /// The sentence at `byte`: the one that holds it, or the one before the gap in which it lies.
    pub fn at(&self, byte: usize) -> Option<(usize, Span, Decision)> {
        let behind = self.sentences.partition_point(|sentence| sentence.start() <= byte);
        let index = behind.checked_sub(1)?;
        Some((index, self.sentences[index], self.decisions[index]))
    }

    /// The next open sentence that starts at `byte` or behind it, around the end.
    pub fn next_open(&self, byte: usize) -> Option<Span> {
        let behind = self.sentences.partition_point(|sentence| sentence.start() < byte);
        let indices = (behind..self.total()).chain(0..behind);
        indices.into_iter().find(|index| self.decisions[*index] == Decision::Open).map(|index| self.sentences[index])
    }
}

/// The dismissals of an article, ready to be asked for one sentence after the other.
struct Dismissed<'a> {
    /// Those made in the draft itself, by where they start.
    here: Vec<&'a Dismissal>,
    /// Those made in older drafts, by their words.
    earlier: HashMap<&'a str, &'a Dismissal>,
}

impl<'a> Dismissed<'a> {
    fn of(project: &'a Project, article: &Article, version: &Version) -> Self {
        let all = project.parts().dismissals.iter().map(Arc::as_ref).filter(|made| made.article == article.id);
        let (mut here, earlier): (Vec<_>, Vec<_>) = all.partition(|made| made.anchor.version == version.id);
        here.sort_by_key(|made| made.anchor.span);
        let earlier = earlier.into_iter().map(|made| (made.anchor.quote.as_str(), made)).collect();
        Self { here, earlier }
    }

    /// A dismissal made here holds for the sentence of which it takes the greater part: where sentences end may be known
    /// better one day.
    fn of_sentence(&self, version: &Version, sentence: Span) -> Option<&'a Dismissal> {
        let shared = |span: Span| span.end().min(sentence.end()).saturating_sub(span.start().max(sentence.start()));
        let first = self.here.partition_point(|made| made.anchor.span.start() < sentence.end());
        let near = self.here[..first].iter().rev().take(4);
        let made = near.into_iter().find(|made| shared(made.anchor.span) * 2 > sentence.len());
        made.copied().or_else(|| self.earlier.get(sentence.of(version.text())).copied())
    }
}
