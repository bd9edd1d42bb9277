//! The rooms of the open project. The work on it has parts, and each part is a room, a folder of its own: its methods stand on a
//! workbench of its own kind (`Workbench<'_, Claims>`), see the document and what lies [`Around`] it, and cannot call those of another
//! room. Rooms reach each other through the [`Document`] alone.
//!
//! [`Session::at`](super::Session::at) opens a room, and asks whether a project is open: nobody else does.

mod articles;
mod claim_table;
mod claims;
pub mod earlier;
pub mod keeping;
mod pictures;
pub mod reading;
mod sources;
pub mod surroundings;
mod whole;

use std::{marker::PhantomData, path::PathBuf, sync::Arc};

use jiff::tz::TimeZone;

use crate::import::Watch;
use crate::model::{
    Claim, ClaimField, Edit, EditError, EvidenceId, Reviewer, SecondCheckWay, Signature, Standing, Status,
};
use crate::store::{StateDir, journal::LeftBehind};

use super::{
    Command,
    desk_library::Library,
    document::Document,
    effect::{Clip, ClipboardUse, Effect, ImportJob, Job, Pick, Purpose},
    faces::Faces,
    ids::Ids,
    incoming::Incoming,
    incoming_project::IncomingProject,
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
    document: &'a mut Document,
    around: &'a mut Around,
    part: PhantomData<Part>,
}

/// What lies around the open project, and is there without one: who sits here, what they are told and asked, what is wished for.
#[derive(Debug)]
pub struct Around {
    /// The article that is shown before it comes in.
    pub preview: Option<Preview>,
    /// The file of another tool that is shown before its claims come in.
    pub incoming: Option<Incoming>,
    /// The project that is shown before it comes in.
    pub incoming_project: Option<IncomingProject>,
    /// The article that is being fetched or read.
    pub opening: Option<Opening>,
    /// The person's settings.
    pub prefs: Prefs,
    /// The face to read in, and those to choose from.
    pub faces: Faces,
    /// What the desk has checked before.
    pub library: Library,
    /// What has to be answered before going on.
    pub dialog: Option<Dialog>,
    /// Palette or help.
    pub overlay: Option<Overlay>,
    /// Messages, the oldest first.
    pub notices: Notices,
    /// Whether to ask who the reviewer is.
    pub asks_reviewer: bool,
    /// How many jobs are under way that the reviewer waits for.
    pub jobs_waiting: usize,
    /// Where journals and history are kept; `None` keeps none.
    pub state: Option<StateDir>,
    /// The machine, as others are told who has a project open.
    pub machine: String,
    /// Unsaved work that waits to be brought back.
    pub left: Vec<LeftBehind>,
    /// Of the projects opened before those that are not where they were.
    pub gone: Vec<PathBuf>,
    /// Where the reviewer is, as clocks go: times are shown as of there.
    pub zone: TimeZone,
    pub(crate) now: Moment,
    /// What has to be done by the outside.
    pub(crate) effects: Vec<Effect>,
    /// Where the reviewer goes once the running save has succeeded.
    pub(crate) after_save: Option<Then>,
    /// Where the reviewer goes now: the room is left for it.
    pub(crate) leaves: Option<Then>,
    /// The project that is open from now on, once the room is left.
    pub(crate) arrives: Option<Box<Document>>,
    /// Which project is open.
    pub(crate) project: Option<StateId>,
    ids: Ids,
    /// How often the clipboard was asked for and has not answered.
    clipboard_reads: usize,
}

/// Marking, rating, signing and checking claims.
pub struct Claims;
/// The article and the source beside it: going from claim to claim, past sentences that need no check, words that are taken over.
pub struct Reading;
/// Pages and pictures beside the article, as they look, and parts of them as evidence.
pub struct Pictures;
/// The articles, their new drafts with the review of those, and claims for them from a file of another tool.
pub struct Articles;
/// Sources with their documents and seals.
pub struct Sources;
/// What was checked before and is like a claim of the project.
pub struct Earlier;
/// The claim table.
pub struct Table;
/// What concerns the project as a whole: undo, the verdict scale, what still blocks publication, its reviewers, what comes back into it.
pub struct Whole;
/// The file and the journal of the project.
pub struct Keeping;

impl Around {
    /// Nothing is open, told or asked. `seed` should come from the machine's randomness.
    pub(crate) fn new(prefs: Prefs, seed: u64, now: Moment) -> Self {
        Self {
            preview: None,
            incoming: None,
            incoming_project: None,
            opening: None,
            prefs,
            faces: Faces::default(),
            library: Library::default(),
            dialog: None,
            overlay: None,
            notices: Notices::default(),
            asks_reviewer: false,
            jobs_waiting: 0,
            state: None,
            machine: String::new(),
            left: Vec::new(),
            gone: Vec::new(),
            zone: TimeZone::UTC,
            now,
            effects: Vec::new(),
            after_save: None,
            leaves: None,
            arrives: None,
            project: None,
            ids: Ids::new(seed),
            clipboard_reads: 0,
        }
    }

    /// The day where the reviewer is.
    pub fn today(&self) -> jiff::civil::Date {
        self.now.time.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Whether the clipboard was asked for and has not answered: a field may appear and take the keyboard once it has.
    pub fn awaits_clipboard(&self) -> bool {
        self.clipboard_reads > 0
    }

    /// The clipboard has answered.
    pub(crate) fn clipboard_answered(&mut self) {
        self.clipboard_reads = self.clipboard_reads.saturating_sub(1);
    }

    /// Whether what comes in goes to an open project, or begins one.
    fn has_project(&self) -> bool {
        self.project.is_some()
    }

    /// Goes somewhere else, after asking what to do with unsaved work.
    fn leave(&mut self, then: Then) {
        self.leaves = Some(then);
    }

    /// Clears what stood before the reviewer, for another project.
    fn make_room(&mut self) {
        self.stop_opening();
        for about in [About::Saving, About::Lock] {
            self.notices.settle(about);
        }
        (self.preview, self.dialog, self.overlay, self.after_save) = (None, None, None, None);
    }

    /// Another project takes the place of the open one.
    fn arrive(&mut self, document: Document) {
        self.make_room();
        self.arrives = Some(Box::new(document));
    }

    /// Adds a message.
    pub(crate) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>, path: Option<String>) {
        self.notices.tell(kind, text, path, None);
    }

    /// Adds a message with something to do about it.
    pub(crate) fn tell_with(
        &mut self,
        kind: NoticeKind,
        text: impl Into<String>,
        path: Option<String>,
        action: Option<(&'static str, Intent)>,
    ) {
        self.notices.tell(kind, text, path, action);
    }

    /// Says what is wrong with the settings.
    pub fn tell_of_prefs(&mut self, text: String, path: Option<String>) {
        self.tell(NoticeKind::Warning, text, path);
    }

    /// Has the system ask for a path.
    pub(crate) fn pick(&mut self, pick: Pick) {
        self.effects.push(Effect::Pick(pick.of_open(self.project)));
    }

    /// Has a job run for which the reviewer waits.
    pub(crate) fn run(&mut self, job: Job) {
        self.jobs_waiting += 1;
        self.effects.push(Effect::Run(job.of_open(self.project)));
    }

    /// Asks for what is on the clipboard.
    pub(crate) fn read_clipboard(&mut self, purpose: ClipboardUse) {
        self.clipboard_reads += 1;
        let purpose = match self.project {
            Some(project) => ClipboardUse::For(project, Box::new(purpose)),
            None => purpose,
        };
        self.effects.push(Effect::ReadClipboard(purpose));
    }

    /// Reads an article or a document by a job that nobody has asked to stop yet.
    fn import(&mut self, job: ImportJob) {
        let watch = self.begin_reading("Opening an article", job.from.path_or_address().unwrap_or_default());
        self.run(Job::Import(ImportJob { watch, ..job }));
    }

    /// Only one foreign file is read at a time: the one asked for last. Returns what tells of it, and stops it.
    pub(crate) fn begin_reading(&mut self, what: &'static str, path: String) -> Watch {
        self.stop_opening();
        let watch = Watch::default();
        self.opening = Some(Opening { what, path, watch: watch.clone(), since: self.now.elapsed });
        watch
    }

    /// Reads what is on the clipboard: an address, rich text or plain text.
    fn import_clip(&mut self, clip: Clip, purpose: Purpose) {
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
        self.jobs_waiting = self.jobs_waiting.saturating_sub(1);
        true
    }

    /// An id for a piece of evidence of a claim.
    fn evidence_id_for(&mut self, claim: &Claim) -> EvidenceId {
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
        if prefs != self.prefs {
            self.prefs.clone_from(&prefs);
            self.effects.push(Effect::SavePrefs(prefs));
        }
    }
}

impl<'a, Part> Workbench<'a, Part> {
    pub(crate) fn new(document: &'a mut Document, around: &'a mut Around) -> Self {
        Self { document, around, part: PhantomData }
    }

    /// Changes the project, or says why not. What is hidden from whoever sits here is not changed.
    pub(crate) fn edit(&mut self, edit: &Edit) -> bool {
        if let Some(refusal) = self.renames_another(edit) {
            self.around.tell(NoticeKind::Warning, refusal, None);
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

    fn tell_hidden(&mut self) {
        let text = match self.document.shown().settings().second_check_way() {
            SecondCheckWay::Independent => {
                "Could not make the change: it would change what another reviewer has done, which is hidden from you."
            }
            _ => "Could not change the first check: it is hidden until you have given your own verdict.",
        };
        self.around.tell(NoticeKind::Warning, text, None);
    }

    /// Changes the project, hidden or not, or says why not: the second check alone goes beside a hidden first one.
    fn make(&mut self, edit: &Edit) -> bool {
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
                self.around.tell(NoticeKind::Error, format!("{error}."), None);
                false
            }
        }
    }

    /// Who does something now, with the edit that makes them known to the project where it does not know them yet.
    fn sign(&self) -> (Signature, Option<Edit>) {
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
    fn started(&self, claim: &Claim) -> Vec<Edit> {
        if claim.status != Status::Unchecked {
            return Vec::new();
        }
        let (signature, introduction) = self.sign();
        let field = ClaimField::Status(Standing { status: Status::InProgress, signed: Some(signature) });
        introduction.into_iter().chain([Edit::SetClaim { claim: claim.id.clone(), field }]).collect()
    }

    /// Says that the project is open for reading only, and why.
    fn tell_read_only(&mut self) {
        let Some(reason) = self.document.access.reason() else { return };
        let text = format!("Could not change the project: {reason} Save it under another name to go on.");
        self.around.tell_with(NoticeKind::Warning, text, None, Some(("Save as…", Command::SaveAs.into())));
    }

    /// Shows a page in the middle, and nothing over it.
    pub(crate) fn show(&mut self, screen: Screen) {
        self.around.overlay = None;
        self.document.show(screen, &self.around.prefs.table);
    }
}
