//! The review of a new draft: which claims need a look, and what a reviewer decides about each.

use std::sync::Arc;

use crate::{
    anchor::Revision,
    model::{Claim, ClaimId, Edit, Placement, Project, Reason, Trace, Version},
};

use crate::{
    draft_following::put_mark,
    effect::Job,
    marks::mark_at,
    notice::NoticeKind,
    rooms::{Articles, Workbench},
    text_view::Side,
    view::{Compared, Screen},
};

impl Workbench<'_, Articles> {
    /// Puts the last two drafts side by side, at the first claim that needs a look.
    pub(crate) fn show_review(&mut self) {
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
    pub(crate) fn step_review(&mut self, by: isize) {
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
    pub(crate) fn accept_placement(&mut self) {
        self.decide("accept passage", |_, claim, index, _| {
            let mut marks = claim.marks.clone();
            let trace = marks.get_mut(index)?.trace.as_mut()?;
            trace.is_seen = true;
            let field = crate::model::ClaimField::Marks(marks);
            Some(vec![Edit::SetClaim { claim: claim.id.clone(), field }])
        });
    }

    /// Puts a passage on the words that are selected in the newest draft.
    pub(crate) fn reattach(&mut self) {
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
    pub(crate) fn let_go(&mut self) {
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
                    self.around.tell(NoticeKind::Done, "Every claim has been looked at.", None);
                }
            }
        }
    }

    /// Asks for the comparison of the two drafts that stand side by side, unless it is known or under way.
    pub(crate) fn compare_drafts(&mut self) {
        if !self.document.is_reviewing() {
            return;
        }
        let document = &mut *self.document;
        let Some((old, new)) = document.review_drafts() else { return };
        let (old, new) = (Arc::clone(old), Arc::clone(new));
        let wanted = Some((old.id.clone(), new.id.clone()));
        if document.view.asked != wanted {
            document.view.asked = wanted;
            self.around.run(Job::Compare { old, new });
        }
    }

    pub(crate) fn compared(&mut self, old: &Version, new: &Version, revision: Revision) {
        let document = &mut *self.document;
        if document.view.asked == Some((old.id.clone(), new.id.clone())) {
            let revision = Arc::new(revision);
            document.view.compared = Some(Compared { old: old.id.clone(), new: new.id.clone(), revision });
        }
    }
}
