//! The index of a project with its texts and the passages in them: built once for an export.

use std::{collections::HashMap, ops::Deref};

use crate::model::{
    Anchor, Article, ArticleId, Claim, PositionMap, Project, ProjectIndex, Reviewer, ReviewerId, Signature, Source,
    SourceId, Span, Verdict, Version, VersionId,
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

    /// Who wrote down what a claim says: who signed it, else who marked it.
    pub fn hand(&self, claim: &'a Claim) -> (Option<&'a Reviewer>, Option<&'a Signature>) {
        let signature = claim.signed.as_ref().or(claim.created.as_ref());
        let by = [&claim.signed, &claim.created].into_iter().flatten().find_map(|signature| signature.by.as_ref());
        (self.reviewer(by.or(claim.assigned.as_ref())), signature)
    }

    /// The initials or name of a reviewer; empty when nobody is meant.
    pub fn reviewer_name(&self, id: Option<&ReviewerId>) -> String {
        self.reviewer(id).map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
    }

    pub fn verdict(&self, claim: &Claim) -> Option<&Verdict> {
        self.index.verdict(claim.verdict.as_ref()?)
    }

    /// The word for a claim's verdict; its id where no scale knows it; empty while there is none.
    pub fn verdict_label(&self, claim: &Claim) -> String {
        let id = claim.verdict.as_ref().map(ToString::to_string).unwrap_or_default();
        self.verdict(claim).map_or(id, |verdict| verdict.label.clone())
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
        let mut lost: HashMap<&ArticleId, usize> = HashMap::new();
        for (place, claim) in self.project.claims().iter().enumerate() {
            let Some(article) = self.article(&claim.article) else { continue };
            let Some(version) = article.versions.last() else { continue };
            for (mark_index, mark) in claim.marks.iter().enumerate() {
                let span = mark.span_in(&version.id).filter(|span| span.end() <= version.text().len());
                match span.filter(|span| version.text().get(span.range()).is_some()) {
                    Some(span) => passages.entry(&article.id).or_default().push(Passage {
                        number: claim.number,
                        place,
                        claim,
                        mark: mark_index,
                        span,
                        quote: span.of(version.text()),
                    }),
                    None => *lost.entry(&article.id).or_default() += 1,
                }
            }
        }
        let text_of = |article: &'a Article| {
            let version = article.versions.last()?;
            let mut passages = passages.remove(&article.id).unwrap_or_default();
            passages.sort_by_key(|passage| (passage.span.start(), std::cmp::Reverse(passage.span.end())));
            Some(Text { article, version, passages, lost: lost.get(&article.id).copied().unwrap_or(0) })
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
    /// How many passages do not stand in this draft.
    pub lost: usize,
}

impl<'a> Text<'a> {
    /// The claims with a passage here, in document order, each with its passages in text order.
    pub fn claims(&self) -> Vec<(u32, &'a Claim, Vec<&Passage<'a>>)> {
        let mut by_place: std::collections::BTreeMap<usize, Vec<&Passage<'a>>> = std::collections::BTreeMap::new();
        for passage in &self.passages {
            by_place.entry(passage.place).or_default().push(passage);
        }
        by_place.into_values().map(|passages| (passages[0].number, passages[0].claim, passages)).collect()
    }
}

/// A warning for passages that a format for one text cannot show.
pub(super) fn lost_warning(texts: &[Text]) -> Vec<String> {
    match texts.iter().map(|text| text.lost).sum::<usize>() {
        0 => Vec::new(),
        1 => vec!["1 passage does not stand in the newest draft and was left out.".to_owned()],
        count => vec![format!("{count} passages do not stand in the newest draft and were left out.")],
    }
}

/// One passage of a claim in a draft.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    /// The claim's number for people.
    pub number: u32,
    /// The claim's place in document order.
    pub place: usize,
    pub claim: &'a Claim,
    /// Which of the claim's passages.
    pub mark: usize,
    pub span: Span,
    pub quote: &'a str,
}
