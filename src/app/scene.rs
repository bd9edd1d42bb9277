//! Where the reviewer is, as far as it decides what a key, a command or pasted text does.
//!
//! [`Session::scene`] alone looks at what is shown and what lies over it. Each command names the scenes in which it works
//! ([`COMMANDS`](super::COMMANDS)); keys, digits, pasted text, menus and hints all ask [`Session::fits`]. What they change are the
//! claims that are drawn there and no others: [`Session::claims_here`].

use std::sync::Arc;

use crate::model::{Claim, Mark, Placement, Source};

use super::{
    command::{Command, Fits, Needs},
    document::Document,
    keys::Shortcut,
    session::Session,
    text_view::Side,
    view::{Overlay, Screen},
};

/// What the reviewer has before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scene {
    /// No project is open.
    Start,
    /// The article, with the claim in the inspector.
    Article,
    /// The article, while the source beside it has the keys.
    Pane,
    /// Two drafts side by side, with the passage in question.
    Review,
    /// The claim table.
    Table,
    /// The project's sources.
    Sources,
    /// A page without a selection of its own: overview, readiness, settings.
    Page,
    /// A page of help lies over all this.
    Sheet,
    /// An article that is not in the project yet.
    Preview,
    /// A question that has to be answered first.
    Dialog,
}

impl Scene {
    /// Every scene.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Article,
        Self::Pane,
        Self::Review,
        Self::Table,
        Self::Sources,
        Self::Page,
        Self::Sheet,
        Self::Preview,
        Self::Dialog,
    ];
}

impl Document {
    /// The source that the page of sources shows: the one that was chosen, else the first.
    pub fn shown_source(&self) -> Option<&Arc<Source>> {
        let chosen = self.view.source.as_ref().and_then(|id| self.project().source(id));
        chosen.or(self.project().sources().first())
    }
}

impl Session {
    /// What the reviewer has before them. The palette lies over it without changing it: what is chosen there acts beneath.
    pub fn scene(&self) -> Scene {
        if self.dialog.is_some() {
            return Scene::Dialog;
        }
        if matches!(self.overlay, Some(Overlay::Help | Overlay::Guide)) {
            return Scene::Sheet;
        }
        if self.preview.is_some() {
            return Scene::Preview;
        }
        let Some(document) = &self.document else { return Scene::Start };
        match document.view.screen {
            Screen::Article if document.pane_has_keys() => Scene::Pane,
            Screen::Article => Scene::Article,
            Screen::Review => Scene::Review,
            Screen::Claims => Scene::Table,
            Screen::Sources => Scene::Sources,
            Screen::Overview | Screen::Readiness | Screen::Settings => Scene::Page,
        }
    }

    /// The command that a key means where the reviewer is, and the key as it stands on it.
    pub fn command_of_key(&self, is: impl Fn(Shortcut) -> bool) -> Option<(Command, Shortcut)> {
        self.keys.find(self.scene(), is)
    }

    /// Whether something makes sense where the reviewer is.
    pub fn fits(&self, fits: &Fits) -> bool {
        fits.scenes.contains(&self.scene()) && self.has(fits.needs)
    }

    fn has(&self, needs: Needs) -> bool {
        let document = self.document.as_ref();
        match needs {
            Needs::Nothing => true,
            Needs::Project => document.is_some(),
            Needs::Text => self.is_in_table() || document.is_some_and(|document| document.version().is_some()),
            Needs::Words => document.is_some_and(|document| document.selected_span(document.keys_side()).is_some()),
            Needs::Claim => self.has_claim_here(),
            Needs::Source => document.is_some_and(|document| document.shown_source().is_some()),
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
        let document = self.document.as_ref().filter(|_| self.dialog.is_none() && self.preview.is_none())?;
        match document.view.screen {
            Screen::Article => document.claim(),
            Screen::Review => document.review_item().map(|(claim, _)| claim),
            Screen::Claims => document.table_cursor().and_then(|_| document.claim()),
            Screen::Sources | Screen::Overview | Screen::Readiness | Screen::Settings => None,
        }
        .cloned()
    }

    /// Whether the clipboard was asked for and has not answered: a field may appear and take the keyboard once it has.
    pub fn awaits_clipboard(&self) -> bool {
        self.clipboard_reads > 0
    }

    fn has_claim_here(&self) -> bool {
        self.has_selected_claims() || self.claim_here().is_some()
    }

    /// Whether a command makes sense now. Menus and palette grey out the others.
    pub fn can(&self, command: Command) -> bool {
        if !self.fits(&command.entry().fits) {
            return false;
        }
        let Some(document) = &self.document else { return true };
        match command {
            Command::Undo => document.undo_label().is_some(),
            Command::Redo => document.redo_label().is_some(),
            Command::FindNext | Command::FindPrevious => {
                document.text(document.keys_side()).is_some_and(|text| text.find.is_some())
            }
            Command::OpenBeside => self.claim_here().is_some_and(|claim| !claim.evidence.is_empty()),
            Command::TakeWords => self.can_take_words(),
            Command::LikelyWords | Command::SwitchPane => document.version_in(Side::Pane).is_some(),
            Command::MarkClaim => document.is_at_newest(Side::Article),
            Command::AddPassage => document.claim().is_some() && document.is_at_newest(Side::Article),
            Command::RemovePassage => document.claim().is_some_and(|claim| claim.marks.len() > 1),
            Command::NewDraft | Command::PasteDraft | Command::FetchDraft => {
                document.article().is_some() && document.following.is_none()
            }
            Command::ReviewDraft => self.has_drafts(),
            Command::OlderDraft => self.has_drafts() && !self.is_at_oldest(),
            Command::NewerDraft => self.has_drafts() && !document.is_at_newest(Side::Article),
            Command::AcceptPlacement => self.mark_in_question().is_some_and(Mark::needs_look),
            Command::Reattach => self.mark_in_question().is_some() && document.selected_span(Side::Article).is_some(),
            Command::LetGo => self.mark_in_question().is_some_and(can_be_let_go),
            _ => true,
        }
    }

    fn has_drafts(&self) -> bool {
        let article = self.document.as_ref().and_then(Document::article);
        article.is_some_and(|article| article.versions.len() > 1)
    }

    fn is_at_oldest(&self) -> bool {
        let document = self.document.as_ref();
        let oldest = document.and_then(Document::article).and_then(|article| article.versions.first());
        document.and_then(Document::version).zip(oldest).is_some_and(|(shown, oldest)| shown.id == oldest.id)
    }

    /// The passage that the review is about, while the newest draft is read.
    fn mark_in_question(&self) -> Option<&Mark> {
        let document = self.document.as_ref().filter(|document| document.is_at_newest(Side::Article))?;
        let (claim, mark) = document.review_item()?;
        claim.marks.get(mark)
    }
}

/// Whether a passage is on words of the newest draft that it had come to from others, or waits for a look.
fn can_be_let_go(mark: &Mark) -> bool {
    mark.needs_look() || mark.placement != Placement::Lost && !mark.earlier.is_empty()
}
