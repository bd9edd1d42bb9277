//! The index of a project with its texts and the passages in them: built once for an export.

use std::{collections::HashMap, ops::Deref};

use crate::model::{
    Anchor, Article, ArticleId, Claim, PositionMap, Project, ProjectIndex, Reviewer, ReviewerId, Scale, Signature,
    Source, SourceId, Span, Verdict, VerdictId, Version, VersionId, Vouched,
};

/// A project with its parts at hand, and what writers ask of them.
pub(super) struct Lookup<'a> {
    index: ProjectIndex<'a>,
    maps: HashMap<&'a VersionId, PositionMap<'a>>,
}

impl<'a> Deref for Lookup<'a> {
    type Target = ProjectIndex<'a>;

    fn deref(&self) -> &Self::Target {
        &self.index
    }
}

impl<'a> Lookup<'a> {
    pub fn new(project: &'a Project) -> Self {
        let drafts = project.articles().iter().flat_map(|article| &article.versions);
        let versions = drafts.chain(project.sources().iter().flat_map(|source| &source.versions));
        let maps = versions.map(|version| (&version.id, PositionMap::new(version.text()))).collect();
        Self { index: ProjectIndex::new(project), maps }
    }

    pub fn source_title(&self, id: &SourceId) -> &'a str {
        self.source(id).map_or("Unknown source", Source::display_title)
    }

    /// What may be said of a claim. Whatever an exporter says of a verdict, it asks here first.
    pub fn vouched<'c>(&self, claim: &'c Claim) -> Vouched<'c> {
        claim.vouched(self.article(&claim.article))
    }

    /// What stands where a reader looks for the verdict: the word for it, or what keeps it from being said.
    pub fn heading(&self, claim: &Claim) -> String {
        self.vouched(claim).heading(&self.verdict_label(claim))
    }

    /// The heading as the only label that a tool has room for.
    pub fn tool_label(&self, claim: &Claim) -> String {
        match self.vouched(claim) {
            Vouched::Open if claim.verdict.is_none() => "Open".to_owned(),
            _ => self.heading(claim),
        }
    }

    /// The word for a claim's verdict where it stands beside the status: empty where it is of other words.
    pub fn label_beside_status(&self, claim: &Claim) -> String {
        if self.is_of_these_words(claim) { self.verdict_label(claim) } else { String::new() }
    }

    /// Whether the verdict of a claim may stand beside its status: it is of the words that stand there, signed or not.
    pub fn is_of_these_words(&self, claim: &Claim) -> bool {
        matches!(self.vouched(claim), Vouched::Checked(_) | Vouched::Open)
    }

    /// Who wrote down what a claim says: who signed it, or who marked it while it says nothing else. A verdict without a signature
    /// is nobody's.
    pub fn hand(&self, claim: &'a Claim) -> (Option<&'a Reviewer>, Option<&'a Signature>) {
        let marked = claim.created.as_ref().filter(|_| claim.verdict.is_none());
        let signature = self.vouched(claim).signature().or(marked);
        (self.reviewer(signature.and_then(|signature| signature.by.as_ref())), signature)
    }

    /// The initials or name of a reviewer; empty when nobody is meant.
    pub fn reviewer_name(&self, id: Option<&ReviewerId>) -> String {
        self.reviewer(id).map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
    }

    pub fn verdict(&self, claim: &Claim) -> Option<&Verdict> {
        self.index.verdict(claim.verdict.as_ref()?)
    }

    /// The scale that a claim's verdict is a value of.
    pub fn scale_of(&self, claim: &Claim) -> Option<&Scale> {
        self.index.scale_of(claim.verdict.as_ref()?)
    }

    /// The word for a verdict; its id where no scale knows it.
    pub fn label<'l>(&'l self, id: &'l VerdictId) -> &'l str {
        self.index.verdict(id).map_or(id.as_str(), |verdict| &verdict.label)
    }

    /// The word for a claim's verdict; its id where no scale knows it; empty while there is none.
    pub fn verdict_label(&self, claim: &Claim) -> String {
        claim.verdict.as_ref().map(|id| self.label(id).to_owned()).unwrap_or_default()
    }

    /// Converts positions in a draft.
    pub fn map(&self, version: &VersionId) -> Option<&PositionMap<'a>> {
        self.maps.get(version)
    }

    /// Where an anchor stands in its draft, in code points.
    pub fn chars(&self, anchor: &Anchor) -> Option<std::ops::Range<usize>> {
        let article_text = self.map(&anchor.version)?;
        let range = article_text.chars_from_span(anchor.span);
        (range.len() == anchor.quote.chars().count()).then_some(range)
    }

    /// Every article's newest draft with the passages that stand in it, in reading order.
    pub fn texts(&self) -> Vec<Text<'a>> {
        let mut passages: HashMap<&ArticleId, Vec<Passage<'a>>> = HashMap::new();
        let mut lost: HashMap<&ArticleId, Vec<Lost<'a>>> = HashMap::new();
        for (claim_index, claim) in self.project.claims().iter().enumerate() {
            let Some(article) = self.article(&claim.article) else { continue };
            let Some(version) = article.versions.last() else { continue };
            for (mark_index, mark) in claim.marks.iter().enumerate() {
                let span = mark.span_in(&version.id).filter(|span| span.end() <= version.text().len());
                match span.filter(|span| version.text().get(span.range()).is_some()) {
                    Some(span) => passages.entry(&article.id).or_default().push(Passage {
                        number: claim.number,
                        claim_index,
                        claim,
                        mark: mark_index,
                        span,
                        quote: span.of(version.text()),
                    }),
                    None => lost.entry(&article.id).or_default().push(Lost { claim, mark: mark_index }),
                }
            }
        }
        let text_of = |article: &'a Article| {
            let version = article.versions.last()?;
            let mut passages = passages.remove(&article.id).unwrap_or_default();
            passages.sort_by_key(|passage| (passage.span.start(), std::cmp::Reverse(passage.span.end())));
            Some(Text { article, version, passages, lost: lost.remove(&article.id).unwrap_or_default() })
        };
        self.project.articles().iter().map(AsRef::as_ref).filter_map(text_of).collect()
    }
}

/// The newest draft of an article with what is marked in it.
pub(super) struct Text<'a> {
    pub article: &'a Article,
    pub version: &'a Version,
    /// In reading order, of two that start together the longer first.
    pub passages: Vec<Passage<'a>>,
    /// The passages that do not stand in this draft, in document order.
    pub lost: Vec<Lost<'a>>,
}

/// A passage that the newest draft has not.
#[derive(Clone, Copy)]
pub(super) struct Lost<'a> {
    pub claim: &'a Claim,
    /// Which of the claim's passages.
    pub mark: usize,
}

impl<'a> Text<'a> {
    /// The claims with a passage here, in document order, each with its passages in text order.
    pub fn claims(&self) -> Vec<(u32, &'a Claim, Vec<&Passage<'a>>)> {
        let mut by_claim: std::collections::BTreeMap<usize, Vec<&Passage<'a>>> = std::collections::BTreeMap::new();
        for passage in &self.passages {
            by_claim.entry(passage.claim_index).or_default().push(passage);
        }
        by_claim.into_values().map(|passages| (passages[0].number, passages[0].claim, passages)).collect()
    }
}

/// A warning for passages that a format for one text cannot show.
pub(super) fn lost_warning(texts: &[Text]) -> Vec<String> {
    match texts.iter().map(|text| text.lost.len()).sum::<usize>() {
        0 => Vec::new(),
        1 => vec!["1 passage does not stand in the newest draft and was left out.".to_owned()],
        count => vec![format!("{count} passages do not stand in the newest draft and were left out.")],
    }
}

/// What the reviewer is told of the passages under the articles.
pub(super) fn listed_warning(texts: &[Text]) -> Vec<String> {
    match texts.iter().map(|text| text.lost.len()).sum::<usize>() {
        0 => Vec::new(),
        1 => vec!["1 passage does not stand in the newest draft: it is listed under its article.".to_owned()],
        count => {
            vec![format!("{count} passages do not stand in the newest draft: they are listed under their article.")]
        }
    }
}

/// One passage of a claim in a draft.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    /// The claim's number for people.
    pub number: u32,
    /// The claim's place in document order.
    pub claim_index: usize,
    pub claim: &'a Claim,
    /// Which of the claim's passages.
    pub mark: usize,
    pub span: Span,
    pub quote: &'a str,
}
