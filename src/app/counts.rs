//! How far the work has come, counted once for each state of a project: at ten thousand claims, counting costs more than
//! drawing.

use std::collections::HashMap;

use crate::model::{ArticleId, Project, VerdictId};

use super::{coverage::Coverages, filter::QuickList, visible::Visible};

/// What is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims.
    pub claims: usize,
    /// Claims that are checked: somebody stands for what they say now.
    pub done: usize,
    /// Claims without a verdict.
    pub open: usize,
    /// Claims whose first check is hidden: neither done nor open, as far as it is known here.
    pub hidden: usize,
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
    /// Claims whose first check is hidden.
    pub hidden: usize,
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
    pub fn of<'a>(visible: impl Into<Visible<'a>>, coverage: &Coverages) -> Self {
        let visible = visible.into();
        let project = visible.project;
        let mut counts = Self { claims: project.claims().len(), ..Self::default() };
        for claim in project.claims() {
            let is_hidden = visible.is_hidden(&claim.id);
            counts.done += usize::from(project.vouched(claim).is_checked());
            counts.open += usize::from(claim.is_open() && !is_hidden);
            counts.hidden += usize::from(is_hidden);
            for (list, count) in QuickList::ALL.iter().zip(&mut counts.lists) {
                *count += usize::from(visible.is_on(*list, claim));
            }
            let article = counts.articles.entry(claim.article.clone()).or_default();
            article.claims += 1;
            match &claim.verdict {
                None if is_hidden => article.hidden += 1,
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

    /// How many claims are checked, of those of which that is known: "2 of 3 claims checked, 1 hidden".
    pub fn checked_words(&self, what: &str) -> String {
        let words = format!("{} of {} {what}checked", self.done, self.claims - self.hidden);
        if self.hidden == 0 { words } else { format!("{words}, {} hidden", self.hidden) }
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
