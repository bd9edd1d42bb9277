//! What the open project has where the reviewer is: the scene, the claims that are drawn there, and whether a command finds what it
//! works on.

use std::sync::Arc;

use crate::{
    join::Choice,
    model::{Claim, Difference, Mark, Placement, Source},
};

use super::{
    adjudication::{self, claim_of},
    command::{Command, Needs},
    document::Document,
    scene::Scene,
    text_view::Side,
    view::Screen,
};

impl Document {
    /// The source that the page of sources shows: the one that was chosen, else the first.
    pub fn shown_source(&self) -> Option<&Arc<Source>> {
        let chosen = self.view.source.as_ref().and_then(|id| self.project().source(id));
        chosen.or(self.project().sources().first())
    }

    /// What the reviewer has before them while nothing lies over the project.
    pub(crate) fn scene(&self) -> Scene {
        match self.view.screen {
            Screen::Article if self.pane_has_keys() => Scene::Pane,
            Screen::Article => Scene::Article,
            Screen::Review => Scene::Review,
            Screen::Claims => Scene::Table,
            Screen::Sources => Scene::Sources,
            Screen::Adjudication => Scene::Settling,
            Screen::Overview
            | Screen::Readiness
            | Screen::Compare
            | Screen::Changes
            | Screen::Library
            | Screen::Settings => Scene::Page,
        }
    }

    /// Whether the project has what something needs.
    pub(crate) fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing | Needs::Project => true,
            Needs::Text => self.is_in_table() || self.version().is_some(),
            Needs::Words => self.selected_span(self.keys_side()).is_some(),
            Needs::Claim => self.is_selection_in_view().unwrap_or_else(|| self.claim_here().is_some()),
            Needs::Source => self.shown_source().is_some(),
            Needs::Difference if self.view.screen == Screen::Adjudication => self.difference_here().is_some(),
            Needs::Difference => self.has(Needs::Claim),
        }
    }

    /// The claims that a key or a command changes: the claim in the inspector beside the article, the passage in question of a
    /// review, the selected rows of the table or else the one at its cursor. On every other page none is drawn, and none is changed.
    pub fn claims_here(&self) -> Vec<Arc<Claim>> {
        let selected = self.selected_claims();
        if selected.is_empty() { self.claim_here().into_iter().collect() } else { selected }
    }

    /// The one claim of [`Self::claims_here`] that the reviewer is at, whatever else is selected.
    pub fn claim_here(&self) -> Option<Arc<Claim>> {
        match self.view.screen {
            Screen::Article => self.claim(),
            Screen::Review => self.review_item().map(|(claim, _)| claim),
            Screen::Claims => self.claim().filter(|_| self.is_cursor_in_view()),
            Screen::Adjudication => self.difference_here().and_then(|open| self.project().claim(claim_of(&open)?)),
            Screen::Sources
            | Screen::Overview
            | Screen::Readiness
            | Screen::Compare
            | Screen::Changes
            | Screen::Library
            | Screen::Settings => None,
        }
        .cloned()
    }

    /// What is open, in the order of the page that settles it.
    pub fn differing(&self) -> Arc<[Arc<Difference>]> {
        let mut kept = self.differing.borrow_mut();
        Arc::clone(kept.of(self.shown_state(), || adjudication::open(self.shown()).into()))
    }

    /// What the page of what differs is at.
    pub fn difference_here(&self) -> Option<Arc<Difference>> {
        let open = self.differing();
        open.get(self.view.adjudication.at.min(open.len().saturating_sub(1))).cloned()
    }

    /// What the third key settles there.
    pub fn third_choice(&self) -> Option<Choice> {
        adjudication::third(self.shown(), &*self.difference_here()?)
    }

    /// Which passage of a claim the caret in the article is in.
    pub fn passage_at_caret(&self, claim: &Claim) -> Option<usize> {
        let at = self.focus().text.selection?.head;
        let spans = claim.spans_in(&self.version()?.id);
        spans.into_iter().find(|(_, span)| span.start() <= at && at <= span.end()).map(|(index, _)| index)
    }

    /// Whether a command that fits the scene finds what it works on.
    pub(crate) fn allows(&self, command: Command) -> bool {
        match command {
            Command::Undo => self.undo_label().is_some(),
            Command::Redo => self.redo_label().is_some(),
            Command::FindNext | Command::FindPrevious => {
                self.text(self.keys_side()).is_some_and(|text| text.find.is_some())
            }
            Command::ShowChanges => self.view.joining.is_some() || self.view.since.is_some(),
            Command::OpenBeside => {
                let shown = self.claim_here().and_then(|claim| self.shown().claim(&claim.id));
                shown.is_some_and(|claim| !claim.evidence.is_empty())
            }
            Command::TakeWords => self.can_take_words(),
            // The key means the part of the picture that is selected, which lets go of it.
            Command::DeleteClaim => self.pane_picture().is_none_or(|picture| picture.selected.is_none()),
            Command::SwitchLook => self.can_switch_look(),
            Command::NextPage => self.can_turn(1),
            Command::PreviousPage => self.can_turn(-1),
            Command::NextClaim | Command::PreviousClaim if self.view.screen == Screen::Adjudication => {
                self.differing().len() > 1
            }
            Command::LikelyWords | Command::ListLikely | Command::SwitchPane => self.version_in(Side::Pane).is_some(),
            Command::MarkClaim => self.is_at_newest(Side::Article),
            Command::AddPassage => self.claim().is_some() && self.is_at_newest(Side::Article),
            Command::RemovePassage => self.claim().is_some_and(|claim| claim.marks.len() > 1),
            Command::NewDraft | Command::PasteDraft | Command::FetchDraft => {
                self.article().is_some() && self.following.is_none()
            }
            Command::ReviewDraft => self.has_drafts(),
            Command::OlderDraft => self.has_drafts() && !self.is_at_oldest(),
            Command::NewerDraft => self.has_drafts() && !self.is_at_newest(Side::Article),
            Command::AcceptPlacement => self.mark_in_question().is_some_and(Mark::needs_look),
            Command::Reattach => self.mark_in_question().is_some() && self.selected_span(Side::Article).is_some(),
            Command::LetGo => self.mark_in_question().is_some_and(can_be_let_go),
            _ => true,
        }
    }

    fn has_drafts(&self) -> bool {
        self.article().is_some_and(|article| article.versions.len() > 1)
    }

    fn is_at_oldest(&self) -> bool {
        let oldest = self.article().and_then(|article| article.versions.first());
        self.version().zip(oldest).is_some_and(|(shown, oldest)| shown.id == oldest.id)
    }

    /// The passage that the review is about, while the newest draft is read.
    fn mark_in_question(&self) -> Option<&Mark> {
        let (claim, mark) = self.review_item().filter(|_| self.is_at_newest(Side::Article))?;
        claim.marks.get(mark)
    }
}

/// Whether a passage is on words of the newest draft that it had come to from others, or waits for a look.
fn can_be_let_go(mark: &Mark) -> bool {
    mark.needs_look() || mark.placement != Placement::Lost && !mark.earlier.is_empty()
}
