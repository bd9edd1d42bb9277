//! How far the work has come, counted once for each state of a project: at ten thousand claims, counting costs more than
//! drawing.

use std::collections::HashMap;

use crate::model::{ArticleId, Project, VerdictId};

use super::{coverage::Coverages, filter::QuickList};

/// What is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims.
    pub claims: usize,
    /// Claims whose check is done.
    pub done: usize,
    /// Claims without a verdict.
    pub open: usize,
    /// Claims on each ready-made list, in the order of [`QuickList::ALL`].
    pub lists: [usize; QuickList::ALL.len()],
    /// By article.
    pub articles: HashMap<ArticleId, ArticleCounts>,
}

/// What is counted of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// Claims.
    pub claims: usize,
    /// Claims without a verdict.
    pub open: usize,
    /// Claims with each verdict.
    pub verdicts: HashMap<VerdictId, usize>,
    /// Its sentences; `None` until they are counted.
    pub sentences: Option<SentenceCounts>,
}

/// What is counted of the sentences of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentenceCounts {
    /// All of them.
    pub all: usize,
    /// Those that are dismissed, or under claims that are all decided.
    pub decided: usize,
}

impl Counts {
    /// Counts a project.
    pub fn of(project: &Project, coverage: &Coverages) -> Self {
        let mut counts = Self { claims: project.claims().len(), ..Self::default() };
        for claim in project.claims() {
            counts.done += usize::from(claim.status.is_done());
            counts.open += usize::from(claim.is_open());
            for (list, count) in QuickList::ALL.iter().zip(&mut counts.lists) {
                *count += usize::from(list.holds(claim));
            }
            let article = counts.articles.entry(claim.article.clone()).or_default();
            article.claims += 1;
            match &claim.verdict {
                Some(verdict) => *article.verdicts.entry(verdict.clone()).or_default() += 1,
                None => article.open += 1,
            }
        }
        for (article_id, coverage) in coverage {
            let article = counts.articles.entry(article_id.clone()).or_default();
            article.sentences = Some(SentenceCounts { all: coverage.total(), decided: coverage.decided() });
        }
        counts
    }

    /// The sentences of all articles of a project; `None` until all are counted.
    pub fn sentences(&self, project: &Project) -> Option<SentenceCounts> {
        project.articles().iter().try_fold(SentenceCounts::default(), |sum, article| {
            let SentenceCounts { all, decided } = self.articles.get(&article.id)?.sentences?;
            Some(SentenceCounts { all: sum.all + all, decided: sum.decided + decided })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn every_claim_is_counted_once() {
        let project = store::decode(super::super::SAMPLE.as_bytes()).unwrap().project;
        let counts = Counts::of(&project, &super::super::coverage(&project));
        assert_eq!(counts.claims, project.claims().len());
        assert_eq!(counts.articles.values().map(|article| article.claims).sum::<usize>(), counts.claims);
        let rated: usize = counts.articles.values().flat_map(|article| article.verdicts.values()).sum();
        assert_eq!(rated + counts.open, counts.claims);
        assert_eq!((counts.lists[0], counts.lists[1]), (counts.claims, counts.open));
    }
}
