//! The review of a new draft: which claims need a look, and what a reviewer decides about each.

use std::{fmt, sync::Arc};

use crate::{
    anchor::Revision,
    model::{Anchor, Claim, ClaimId, Edit, Mark, Placement, Project, Reason, Trace, Version},
};

use super::{
    document::Document,
    draft_following::put_mark,
    effect::Job,
    marks::mark_at,
    notice::NoticeKind,
    text_view::Side,
    view::{Compared, Screen},
    workbench::{Articles, Workbench},
};

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

impl Workbench<'_, Articles> {
    /// Puts the last two drafts side by side, at the first claim that needs a look.
    pub(super) fn show_review(&mut self) {
        if self.document.is_reviewing() {
            return self.show(Screen::Article);
        }
        self.show(Screen::Review);
        let document = &mut *self.document;
        let text = &mut document.focus_mut().text;
        (text.find, text.version, text.selection) = (None, None, None);

        let is_at_item = self.document.review_item().is_some_and(|(claim, mark)| claim.marks[mark].needs_look());
        if !is_at_item {
            let first = self.document.review_items().into_iter().next();
            self.document.select_claim(first.map(|item| item.claim));
        }
    }

    /// Goes `by` claims on in the list of those that need a look, around the end.
    pub(super) fn step_review(&mut self, by: isize) {
        let document = &*self.document;
        let mut claims: Vec<ClaimId> = document.review_items().into_iter().map(|item| item.claim).collect();
        claims.dedup();
        let at = document.focus().claim.as_ref().and_then(|id| claims.iter().position(|claim| claim == id));
        let next = match at {
            Some(at) => (at as isize + by).rem_euclid(claims.len() as isize) as usize,
            None if by > 0 => 0,
            None => claims.len().saturating_sub(1),
        };
        if let Some(claim) = claims.into_iter().nth(next) {
            self.document.select_claim(Some(claim));
            self.document.focus_mut().text.selection = None;
        }
    }

    /// Agrees with where a passage is, or that it is lost.
    pub(super) fn accept_placement(&mut self) {
        self.decide("accept passage", |_, claim, index, _| {
            let mut marks = claim.marks.clone();
            let trace = marks.get_mut(index)?.trace.as_mut()?;
            trace.is_seen = true;
            let field = crate::model::ClaimField::Marks(marks);
            Some(vec![Edit::SetClaim { claim: claim.id.clone(), field }])
        });
    }

    /// Puts a passage on the words that are selected in the newest draft.
    pub(super) fn reattach(&mut self) {
        let span = self.document.selected_span(Side::Article);
        let Some(span) = span else { return };
        self.decide("re-attach passage", |project, claim, index, newest| {
            let old = claim.marks.get(index)?;
            let mut mark = mark_at(newest, span);
            mark.trace = Some(Trace { score: 100, reason: Reason::ByHand, is_seen: true });
            mark.earlier.clone_from(&old.earlier);
            if old.anchor.version != newest.id {
                mark.earlier.push(old.anchor.clone());
            }
            Some(put_mark(project, claim, index, mark))
        });
        self.document.focus_mut().text.selection = None;
    }

    /// Takes a passage off the newest draft. It keeps its old words.
    pub(super) fn let_go(&mut self) {
        self.decide("let passage go", |project, claim, index, newest| {
            let mut mark = claim.marks.get(index)?.clone();
            if mark.anchor.version == newest.id {
                mark.anchor = mark.earlier.pop()?;
            }
            mark.placement = Placement::Lost;
            let score = mark.trace.map_or(0, |trace| trace.score);
            mark.trace = Some(Trace { score, reason: Reason::LetGo, is_seen: true });
            Some(put_mark(project, claim, index, mark))
        });
    }
}

impl Workbench<'_, Articles> {
    /// Makes a decision about the passage under review, and goes on to the next claim that needs a look.
    fn decide(&mut self, label: &str, edits: impl FnOnce(&Project, &Claim, usize, &Version) -> Option<Vec<Edit>>) {
        let document = &*self.document;
        let (Some((claim, mark)), Some(article)) = (document.review_item(), document.article()) else { return };
        let Some(edits) = edits(document.project(), claim, mark, article.latest()) else { return };
        let items = document.review_items();
        let at = items.iter().position(|item| item.claim == claim.id && item.mark == mark);
        let next = at.and_then(|at| items.get(at + 1).or(items.first().filter(|_| at > 0)));
        let next = next.map(|item| item.claim.clone());
        if !self.edit(&Edit::Batch { label: label.into(), edits }) || !self.document.is_reviewing() {
            return;
        }
        match next {
            Some(next) => self.document.select_claim(Some(next)),
            None => {
                let is_done = self.document.review_items().is_empty();
                if is_done {
                    self.tell(NoticeKind::Done, "Every claim has been looked at.", None);
                }
            }
        }
    }

    /// Asks for the comparison of the two drafts that stand side by side, unless it is known or under way.
    pub(super) fn compare_drafts(&mut self) {
        if !self.document.is_reviewing() {
            return;
        }
        let document = &mut *self.document;
        let Some((old, new)) = document.review_drafts() else { return };
        let (old, new) = (Arc::clone(old), Arc::clone(new));
        let wanted = Some((old.id.clone(), new.id.clone()));
        if document.view.asked != wanted {
            document.view.asked = wanted;
            self.run(Job::Compare { old, new });
        }
    }

    pub(super) fn compared(&mut self, old: &Version, new: &Version, revision: Revision) {
        let document = &mut *self.document;
        if document.view.asked == Some((old.id.clone(), new.id.clone())) {
            let revision = Arc::new(revision);
            document.view.compared = Some(Compared { old: old.id.clone(), new: new.id.clone(), revision });
        }
    }
}
