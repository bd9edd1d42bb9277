//! What a new draft asks of its reviewer: which claims need a look, and how many passages are where.

use std::{fmt, sync::Arc};

use crate::model::{Anchor, Claim, ClaimId, Mark, Placement, Version};

use super::document::Document;

/// A passage of a claim under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// The claim.
    pub claim: ClaimId,
    /// Its place in the project.
    pub index: usize,
    /// Which of its passages.
    pub mark: usize,
}

/// How many passages were placed, moved, changed and lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the number of passages with that placement")]
pub struct Tally {
    pub placed: usize,
    pub moved: usize,
    pub changed: usize,
    pub lost: usize,
}

impl Tally {
    /// Counts passages.
    pub fn of<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Self {
        let mut tally = Self::default();
        for mark in marks {
            *match mark.placement {
                Placement::Placed => &mut tally.placed,
                Placement::Moved => &mut tally.moved,
                Placement::Changed => &mut tally.changed,
                Placement::Lost => &mut tally.lost,
            } += 1;
        }
        tally
    }

    /// How many there are.
    pub fn all(self) -> usize {
        self.placed + self.moved + self.changed + self.lost
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [(self.placed, "placed"), (self.moved, "moved"), (self.changed, "changed"), (self.lost, "lost")];
        let told: Vec<_> =
            all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        f.write_str(&told.join(", "))
    }
}

impl Document {
    /// The passages of the article that is shown that need a look, in document order.
    pub fn review_items(&self) -> Vec<ReviewItem> {
        let Some(article_id) = &self.focus().article else { return Vec::new() };
        let claims = self.shown().claims_of(article_id);
        let of_claim = |(index, claim): (usize, &Arc<Claim>)| {
            let item = |mark| ReviewItem { claim: claim.id.clone(), index, mark };
            let unseen = claim.marks.iter().enumerate().filter(|(_, mark)| mark.needs_look());
            unseen.map(|(mark, _)| item(mark)).collect::<Vec<_>>()
        };
        claims.flat_map(of_claim).collect()
    }

    /// The passage of the claim in the inspector that the review is about: one that needs a look, else one that did not
    /// simply stay.
    pub fn review_item(&self) -> Option<(&Arc<Claim>, usize)> {
        let claim = self.shown_claim().filter(|claim| self.focus().article.as_ref() == Some(&claim.article))?;
        let unseen = claim.marks.iter().position(Mark::needs_look);
        let other = || claim.marks.iter().position(|mark| mark.placement != Placement::Placed);
        Some((claim, unseen.or_else(other)?))
    }

    /// The two drafts that stand side by side in the review: the newest, and the one from which the claim came.
    pub fn review_drafts(&self) -> Option<(&Arc<Version>, &Arc<Version>)> {
        let article = self.article().filter(|article| article.versions.len() > 1)?;
        let new = article.latest();
        let of_claim = self.review_item().and_then(|(claim, mark)| {
            let mark = &claim.marks[mark];
            article.version(&before(mark, new)?.version)
        });
        let previous = article.versions.get(article.versions.len() - 2)?;
        Some((of_claim.unwrap_or(previous), new))
    }

    /// How the passages of the article that is shown came into its newest draft.
    pub fn tally(&self) -> Tally {
        let article = self.focus().article.as_ref();
        let claims = article.into_iter().flat_map(|id| self.shown().claims_of(id));
        Tally::of(claims.flat_map(|(_, claim)| &claim.marks))
    }
}

/// Where a passage stood before the newest draft.
pub fn before<'a>(mark: &'a Mark, newest: &Version) -> Option<&'a Anchor> {
    if mark.anchor.version == newest.id { mark.earlier.last() } else { Some(&mark.anchor) }
}
