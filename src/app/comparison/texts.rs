//! Which articles of several projects are the same, and where the claims of each stand in the draft that is compared.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    anchor::Follow,
    draft_following::is_let_go,
    import::Watch,
    model::{Article, ArticleId, Claim, Mark, Project, Span, Version, VersionId},
};

/// An article that several projects have.
pub(crate) struct Common<'a> {
    /// The article of each project that has it.
    pub articles: Vec<Option<&'a Article>>,
    /// The draft in which passages are compared.
    pub version: &'a Arc<Version>,
}

/// A claim with its passages in the draft that is compared, in text order; those that overlap are one.
pub(crate) struct Placed<'a> {
    pub claim: &'a Arc<Claim>,
    pub spans: Vec<Span>,
}

/// What tells that two articles are the same, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Likeness<'a> {
    Id(&'a ArticleId),
    Text(&'a str),
    Address(&'a str),
}

/// The articles that at least two of the projects have, in the order of the first that has them.
pub(crate) fn in_common<'a>(projects: &[&'a Project]) -> Vec<Common<'a>> {
    let mut groups: Vec<Vec<Option<&Article>>> = Vec::new();
    let mut known: HashMap<Likeness<'_>, usize> = HashMap::new();
    for (at, project) in projects.iter().enumerate() {
        for article in project.articles().iter().filter(|article| !article.versions.is_empty()) {
            let texts = article.versions.iter().rev().map(|version| Likeness::Text(version.text()));
            let address = Some(Likeness::Address(&article.meta.url)).filter(|_| !article.meta.url.is_empty());
            let signs: Vec<_> = [Likeness::Id(&article.id)].into_iter().chain(texts).chain(address).collect();
            // A project has an article once, so that two of its own are never taken for one.
            let mut found = signs.iter().filter_map(|sign| known.get(sign).copied());
            let group = found.find(|group| groups[*group][at].is_none()).unwrap_or_else(|| {
                groups.push(vec![None; projects.len()]);
                groups.len() - 1
            });
            groups[group][at] = Some(article);
            for sign in signs {
                known.entry(sign).or_insert(group);
            }
        }
    }
    groups.into_iter().filter_map(common).collect()
}

fn common(articles: Vec<Option<&Article>>) -> Option<Common<'_>> {
    let all: Vec<&Article> = articles.iter().copied().flatten().collect();
    let (first, others) = all.split_first().filter(|(_, others)| !others.is_empty())?;
    let has = |article: &Article, text: &str| article.versions.iter().any(|version| **version.text() == *text);
    let mut newest_first = first.versions.iter().rev();
    let shared = newest_first.find(|version| others.iter().all(|article| has(article, version.text())));
    let version = shared.or(first.versions.last())?;
    Some(Common { articles, version })
}

impl<'a> Common<'a> {
    /// The claims of a project with their passages in the draft; those that have none there come without. `None` when it was stopped.
    pub fn place(&self, at: usize, project: &'a Project, watch: &Watch) -> Option<Vec<Placed<'a>>> {
        let Some(article) = self.articles[at] else { return Some(Vec::new()) };
        let text = self.version.text();
        let has_text = |version: &&Arc<Version>| version.text() == text;
        let same: HashSet<&VersionId> = article.versions.iter().filter(has_text).map(|version| &version.id).collect();
        let mut comparisons: HashMap<&VersionId, Follow<'_>> = HashMap::new();
        let mut placed = Vec::new();
        for (_, claim) in project.claims_of(&article.id) {
            if watch.is_stopped() {
                return None;
            }
            let spans = claim.marks.iter().filter_map(|mark| {
                let marked = stands_in(mark, &same).filter(|span| span.check(text).is_ok());
                marked.or_else(|| self.follow(mark, article, &mut comparisons))
            });
            placed.push(Placed { claim, spans: joined(spans.collect()) });
        }
        Some(placed)
    }

    /// Where a passage that stands in another draft is in this one.
    fn follow(
        &self,
        mark: &'a Mark,
        article: &'a Article,
        comparisons: &mut HashMap<&'a VersionId, Follow<'a>>,
    ) -> Option<Span> {
        // What a reviewer took out of the text is not put back by a machine.
        let old = article.version(&mark.anchor.version).filter(|_| !is_let_go(mark))?;
        let follow = comparisons.entry(&old.id).or_insert_with(|| Follow::new(old.text(), self.version.text()));
        follow.place(mark.anchor.span).span
    }
}

/// Where a passage stood in one of these drafts.
fn stands_in(mark: &Mark, drafts: &HashSet<&VersionId>) -> Option<Span> {
    let anchors = [&mark.anchor].into_iter().chain(mark.earlier.iter().rev());
    anchors.into_iter().find(|anchor| drafts.contains(&anchor.version)).map(|anchor| anchor.span)
}

/// Passages in text order; those that overlap become one.
pub(crate) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.start(), span.end()));
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut().filter(|last| last.overlaps(span)) {
            Some(last) => *last = Span::new(last.start(), last.end().max(span.end())).unwrap_or(*last),
            None => joined.push(span),
        }
    }
    joined
}
