//! The open project with what the work on it needs. The work has parts, and each part is a room: its methods stand on a workbench of its
//! own kind (`Workbench<'_, Claims>`), see the document and what lies around it, and cannot call those of another room. Rooms reach each
//! other through the [`Document`] alone.
//!
//! [`Session::at`](super::Session::at) opens a room, and asks whether a project is open: nobody else does.

use std::{marker::PhantomData, path::PathBuf, sync::Arc};

use crate::import::Watch;
use crate::model::{
    Claim, ClaimField, Edit, EditError, EvidenceId, Reviewer, SecondCheckWay, Signature, Standing, Status,
};
use crate::store::{StateDir, journal::LeftBehind};

use super::{
    Command,
    document::Document,
    effect::{Clip, ClipboardUse, Effect, ImportJob, Job, Pick, Purpose},
    faces::Faces,
    ids::Ids,
    incoming::Incoming,
    intent::Intent,
    moment::Moment,
    notice::{About, Dialog, NoticeKind, Notices, Then},
    prefs::Prefs,
    preview::{Opening, Preview, clip_job},
    state_id::StateId,
    view::{Overlay, Screen},
};

/// The open project, for one part of the work.
pub struct Workbench<'a, Part> {
    pub(super) document: &'a mut Document,
    pub(super) around: Around<'a>,
    part: PhantomData<Part>,
}

/// What lies around the open project, and is there without one: who sits here, what they are told and asked, what is wished for.
pub struct Around<'a> {
    pub(super) ids: &'a mut Ids,
    pub(super) now: Moment,
    pub(super) prefs: &'a mut Prefs,
    pub(super) notices: &'a mut Notices,
    pub(super) effects: &'a mut Vec<Effect>,
    pub(super) dialog: &'a mut Option<Dialog>,
    pub(super) overlay: &'a mut Option<Overlay>,
    pub(super) opening: &'a mut Option<Opening>,
    pub(super) preview: &'a mut Option<Preview>,
    pub(super) incoming: &'a mut Option<Incoming>,
    pub(super) asks_reviewer: &'a mut bool,
    pub(super) jobs_waiting: &'a mut usize,
    pub(super) faces: &'a mut Faces,
    pub(super) clipboard_reads: &'a mut usize,
    /// Where the reviewer goes once the running save has succeeded.
    pub(super) after_save: &'a mut Option<Then>,
    /// Where the reviewer goes now: the room is left for it.
    pub(super) leaves: &'a mut Option<Then>,
    /// The project that is open from now on, once the room is left.
    pub(super) arrives: &'a mut Option<Box<Document>>,
    /// Unsaved work that waits to be brought back.
    pub(super) left: &'a mut Vec<LeftBehind>,
    /// Of the projects opened before those that are not where they were.
    pub(super) gone: &'a mut Vec<PathBuf>,
    /// Where journals and history are kept; `None` keeps none.
    pub(super) state: Option<&'a StateDir>,
    pub(super) machine: &'a str,
    /// The open project.
    pub(super) project: Option<StateId>,
}

/// Marking, rating and checking claims (`claims.rs`, `second_check.rs`, `table/change.rs`).
pub struct Claims;
/// Going from claim to claim in a text, and past the sentences that need no check (`navigation.rs`, `sentences.rs`).
pub struct Reading;
/// The source beside the article, and the words that are taken from it (`pane.rs`, `likely.rs`).
pub struct Beside;
/// The articles, their new drafts and the review of those (`articles.rs`, `new_draft.rs`, `review.rs`).
pub struct Articles;
/// Sources with their documents and seals (`source_document.rs`, `source_library.rs`).
pub struct Sources;
/// The claim table (`table/`).
pub struct Table;
/// What concerns the project as a whole: undo, the verdict scale, what still blocks publication, its reviewers (`undoing.rs`,
/// `rooms/scales.rs`, `readiness.rs`, `person.rs`).
pub struct Whole;
/// Claims from a file of another tool (`incoming.rs`).
pub struct ClaimFile;
/// The file and the journal of the project, and what is brought back of it (`saving.rs`, `journalling.rs`, `theirs.rs`,
/// `bringing_back.rs`).
pub struct Keeping;

impl Around<'_> {
    /// Whether what comes in goes to an open project, or begins one.
    pub(crate) fn has_project(&self) -> bool {
        self.project.is_some()
    }

    /// Goes somewhere else, after asking what to do with unsaved work.
    pub(crate) fn leave_for(&mut self, then: Then) {
        *self.leaves = Some(then);
    }

    /// Clears what stood before the reviewer, for another project.
    fn make_room(&mut self) {
        self.stop_opening();
        for about in [About::Saving, About::Lock] {
            self.notices.settle(about);
        }
        (*self.preview, *self.dialog, *self.overlay, *self.after_save) = (None, None, None, None);
    }

    /// Another project takes the place of the open one.
    pub(crate) fn arrive(&mut self, document: Document) {
        self.make_room();
        *self.arrives = Some(Box::new(document));
    }

    /// Adds a message.
    pub(crate) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>, place: Option<String>) {
        self.notices.tell(kind, text, place, None);
    }

    /// Adds a message with something to do about it.
    pub(crate) fn tell_with(
        &mut self,
        kind: NoticeKind,
        text: impl Into<String>,
        place: Option<String>,
        action: Option<(&'static str, Intent)>,
    ) {
        self.notices.tell(kind, text, place, action);
    }

    /// Has the system ask for a path.
    pub(crate) fn pick(&mut self, pick: Pick) {
        self.effects.push(Effect::Pick(pick));
    }

    /// Has a job run for which the reviewer waits.
    pub(crate) fn run(&mut self, job: Job) {
        *self.jobs_waiting += 1;
        self.effects.push(Effect::Run(job.of_open(self.project)));
    }

    /// Asks for what is on the clipboard.
    pub(crate) fn read_clipboard(&mut self, purpose: ClipboardUse) {
        *self.clipboard_reads += 1;
        self.effects.push(Effect::ReadClipboard(purpose));
    }

    /// Reads an article or a document by a job that nobody has asked to stop yet.
    pub(crate) fn import(&mut self, job: ImportJob) {
        let watch = self.begin_reading("Opening an article", job.from.place().unwrap_or_default());
        self.run(Job::Import(ImportJob { watch, ..job }));
    }

    /// Only one foreign file is read at a time: the one asked for last. Returns what tells of it, and stops it.
    pub(crate) fn begin_reading(&mut self, what: &'static str, place: String) -> Watch {
        self.stop_opening();
        let watch = Watch::default();
        *self.opening = Some(Opening { what, place, watch: watch.clone(), since: self.now.elapsed });
        watch
    }

    /// Reads what is on the clipboard: an address, rich text or plain text.
    pub(crate) fn import_clip(&mut self, clip: Clip, purpose: Purpose) {
        match clip_job(clip, purpose) {
            Some(job) => self.import(job),
            None => {
                let text = "Could not open the clipboard: there is no text on it.";
                self.notices.tell(NoticeKind::Warning, text, None, None);
            }
        }
    }

    /// Lets the file go that is being opened. Returns whether there was one.
    pub(crate) fn stop_opening(&mut self) -> bool {
        let Some(opening) = self.opening.take() else { return false };
        opening.watch.stop();
        *self.jobs_waiting = self.jobs_waiting.saturating_sub(1);
        true
    }

    /// An id for a piece of evidence of a claim.
    pub(crate) fn evidence_id_for(&mut self, claim: &Claim) -> EvidenceId {
        loop {
            let evidence_id = self.ids.evidence();
            if claim.evidence_by_id(&evidence_id).is_none() {
                return evidence_id;
            }
        }
    }

    /// Changes the person's settings.
    pub(crate) fn change_prefs(&mut self, change: impl FnOnce(&mut Prefs)) {
        let mut prefs = self.prefs.clone();
        change(&mut prefs);
        let prefs = prefs.clamped();
        if prefs != *self.prefs {
            self.prefs.clone_from(&prefs);
            self.effects.push(Effect::SavePrefs(prefs));
        }
    }
}

impl<'a, Part> Workbench<'a, Part> {
    pub(crate) fn new(document: &'a mut Document, around: Around<'a>) -> Self {
        Self { document, around, part: PhantomData }
    }

    /// Changes the project, or says why not. What is hidden from whoever sits here is not changed.
    pub(crate) fn edit(&mut self, edit: &Edit) -> bool {
        if let Some(refusal) = self.renames_another(edit) {
            self.tell(NoticeKind::Warning, refusal, None);
            return false;
        }
        if self.document.changes_hidden(edit) {
            self.tell_hidden();
            return false;
        }
        self.make(edit)
    }

    /// Why a reviewer is not renamed: their name stands under what they have done, and nobody signs for another.
    fn renames_another(&self, edit: &Edit) -> Option<String> {
        let Edit::PutReviewer(renamed) = edit else { return None };
        let project = self.document.project();
        let old = project.reviewer(&renamed.id).filter(|old| *old != renamed)?;
        let is_own = self.around.prefs.reviewer.as_ref().is_some_and(|own| own.id == renamed.id);
        let has_signed = project.claims().iter().any(|claim| claim.people().any(|person| *person == renamed.id));
        (!is_own && has_signed).then(|| {
            format!(
                "Could not rename {}: they have signed in this project, and only they rename themselves.",
                old.short()
            )
        })
    }

    pub(crate) fn tell_hidden(&mut self) {
        let text = match self.document.shown().settings().second_check_way() {
            SecondCheckWay::Independent => {
                "Could not make the change: it would change what another reviewer has done, which is hidden from you."
            }
            _ => "Could not change the first check: it is hidden until you have given your own verdict.",
        };
        self.tell(NoticeKind::Warning, text, None);
    }

    /// Changes the project, hidden or not, or says why not: the second check alone goes beside a hidden first one.
    pub(crate) fn make(&mut self, edit: &Edit) -> bool {
        if !self.document.access.is_editable() {
            self.tell_read_only();
            return false;
        }
        let is_typing = edit.typing_key().is_some();
        let signed = self.signed(edit);
        match self.document.apply(signed.as_ref().unwrap_or(edit), self.around.now.elapsed) {
            Ok(()) => true,
            // A field that shows a part which undo has just removed may still send a last keystroke.
            Err(EditError::Missing(_)) if is_typing => false,
            Err(error) => {
                self.tell(NoticeKind::Error, format!("{error}."), None);
                false
            }
        }
    }

    /// Who does something now, with the edit that makes them known to the project where it does not know them yet.
    pub(crate) fn sign(&self) -> (Signature, Option<Edit>) {
        let reviewer = self.around.prefs.reviewer.as_ref();
        let signature = Signature { by: reviewer.map(|reviewer| reviewer.id.clone()), at: self.around.now.time };
        let is_known = |reviewer: &Reviewer| self.document.project().reviewer(&reviewer.id).is_some();
        let introduction = reviewer.filter(|reviewer| !is_known(reviewer)).cloned();
        (signature, introduction.map(|reviewer| Edit::PutReviewer(Arc::new(reviewer))))
    }

    /// An edit of a claim with who makes it and when, for the claim's log; `None` where no log is kept.
    fn signed(&self, edit: &Edit) -> Option<Edit> {
        if !edit.changes_claims() && !self.document.project().opens_again(edit) {
            return None;
        }
        let (signature, introduction) = self.sign();
        let edit = match (introduction, edit.clone()) {
            (None, edit) => edit,
            (Some(introduction), Edit::Batch { label, edits }) if !edits.contains(&introduction) => {
                Edit::Batch { label, edits: [vec![introduction], edits].concat() }
            }
            (Some(_), edit @ Edit::Batch { .. }) => edit,
            (Some(introduction), edit) => {
                Edit::Batch { label: edit.label().to_owned(), edits: vec![introduction, edit] }
            }
        };
        Some(Edit::Signed { signature, edit: Box::new(edit) })
    }

    /// The edits that move an unchecked claim to "In progress".
    pub(crate) fn started(&self, claim: &Claim) -> Vec<Edit> {
        if claim.status != Status::Unchecked {
            return Vec::new();
        }
        let (signature, introduction) = self.sign();
        let field = ClaimField::Status(Standing { status: Status::InProgress, signed: Some(signature) });
        introduction.into_iter().chain([Edit::SetClaim { claim: claim.id.clone(), field }]).collect()
    }

    /// The one claim that the reviewer is at and sees.
    pub(crate) fn claim_here(&self) -> Option<Arc<Claim>> {
        self.document.claim_here()
    }

    /// Adds a message.
    pub(crate) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>, place: Option<String>) {
        self.around.tell(kind, text, place);
    }

    /// Adds a message with something to do about it.
    pub(crate) fn tell_with(
        &mut self,
        kind: NoticeKind,
        text: impl Into<String>,
        place: Option<String>,
        action: Option<(&'static str, Intent)>,
    ) {
        self.around.tell_with(kind, text, place, action);
    }

    /// Says that the project is open for reading only, and why.
    pub(crate) fn tell_read_only(&mut self) {
        let Some(reason) = self.document.access.reason() else { return };
        let text = format!("Could not change the project: {reason} Save it under another name to go on.");
        self.tell_with(NoticeKind::Warning, text, None, Some(("Save as…", Command::SaveAs.into())));
    }

    /// Has a job run for which the reviewer waits.
    pub(crate) fn run(&mut self, job: Job) {
        self.around.run(job);
    }

    /// Has the system ask for a path.
    pub(crate) fn pick(&mut self, pick: Pick) {
        self.around.pick(pick);
    }

    /// Shows a page in the middle, and nothing over it.
    pub(crate) fn show(&mut self, screen: Screen) {
        *self.around.overlay = None;
        self.document.show(screen, &self.around.prefs.table);
    }
}
