//! The open project with its undo history and its place on the disk.

use std::{
    cell::RefCell,
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;

use crate::{
    anchor::Comparison,
    check::{self, Finding},
    history::{DEPTH, History, State},
    model::{
        Article, Claim, Difference, Edit, EditError, Evidence, Project, ReviewerId, SecondCheckWay, Span, Version,
        VersionId,
    },
    store::{
        Access, Anew, BaseCopy, Fingerprint, ProjectLock, UnsavedState,
        journal::{Base, Record},
    },
};

use super::{
    cached::Cached,
    coverage::{Coverages, Examination, ExamineJob, Examined, ExaminedJob, ToExamine},
    draft_following::Following,
    looks::Looks,
    state_id::StateId,
    table,
    text_view::{Side, TextView},
    veil::Veil,
    view::{Focus, Screen, Shows, View, Wish},
};

static SERIAL: AtomicU64 = AtomicU64::new(1);

type Travel = fn(&mut History<Focus>, &mut State<Focus>) -> Option<String>;

/// The open project.
#[derive(Debug)]
pub struct Document {
    state: State<Focus>,
    examination: RefCell<Examination>,
    pub(super) table: RefCell<table::Cache>,
    /// What is open of claims, in the order of the page that settles it.
    pub(super) differing: RefCell<Cached<StateId, Arc<[Arc<Difference>]>>>,
    history: History<Focus>,
    next_revision: u64,
    /// Distinguishes it from every other project of this run.
    serial: u64,
    /// Its file; `None` until it is saved for the first time.
    pub path: Option<PathBuf>,
    /// Whether its file may be written.
    pub access: Access,
    /// What was last read from or written to the file.
    pub on_disk: Option<OnDisk>,
    /// What somebody else has put in the place of the file since.
    pub theirs: Option<Theirs>,
    /// The message that says so.
    pub(super) theirs_told: Option<u64>,
    /// The state that is being written now.
    pub saving: Option<u64>,
    /// What is shown and not saved.
    pub view: View,
    /// The new draft into which claims are being followed.
    pub following: Option<Following>,
    /// Originals that are not on the disk yet, by SHA-256.
    pub originals: HashMap<String, Arc<[u8]>>,
    /// Pages and pictures that were drawn.
    pub(super) looks: Looks,
    /// Its file without links and relative parts, by which journal and history are found.
    pub canonical: Option<PathBuf>,
    /// The right to write its file.
    pub lock: Option<ProjectLock>,
    /// What a blind second check hides from the reviewer.
    pub(super) veil: Option<Veil>,
    /// To whom it is shown.
    pub(super) reader: Option<ReviewerId>,
    /// To whom, and in which way of second checks, the veil was drawn last, and the number of that.
    pub(super) shown_to: (SecondCheckWay, Option<ReviewerId>),
    pub(super) audience: u64,
    /// What has happened and is not in the journal yet.
    pub(super) journal: Outbox,
}

/// What has happened and is not in the journal yet.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    /// The journal's name, once it is written.
    pub name: Option<String>,
    /// A journal that was found and is gone on with at the next change: its name, and how many bytes of it are whole.
    pub resume: Option<(String, u64)>,
    /// From which state a new journal begins.
    pub base: Option<Base>,
    /// What happened, in order.
    pub records: Vec<Record>,
    /// Originals that the journal has already.
    pub originals: std::collections::HashSet<String>,
    /// Whether the journal is to begin anew with the state as it is.
    pub anew: Option<BeginAnew>,
    /// How many steps of undo and of redo the journal can play back: those before it began anew are in memory alone.
    pub steps: (usize, usize),
    /// The changes that no file holds.
    pub unsaved: Unsaved,
    /// Those of them that were made since the running save began.
    pub unsaved_since_saving: Option<Unsaved>,
}

/// When a journal begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BeginAnew {
    /// As soon as nothing is being saved.
    WhenQuiet,
    /// At once: what has happened cannot be told by a record.
    Now,
}

/// Changes that no file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Unsaved {
    /// How many.
    pub count: usize,
    /// What they were called, each once.
    pub labels: Vec<String>,
}

impl Unsaved {
    fn add(&mut self, label: &str) {
        self.count += 1;
        if !self.labels.iter().any(|known| known == label) {
            self.labels.push(label.to_owned());
        }
    }
}

impl Outbox {
    fn has_changed(&mut self, label: &str) {
        self.unsaved.add(label);
        if let Some(unsaved) = &mut self.unsaved_since_saving {
            unsaved.add(label);
        }
    }

    fn has_edited(&mut self, is_new_step: bool) {
        self.steps = ((self.steps.0 + usize::from(is_new_step)).min(DEPTH), 0);
    }

    /// Counts a step of undo or redo. Returns whether the journal can play it back.
    fn travels(&mut self, record: &Record) -> bool {
        let (undo, redo) = self.steps;
        let (label, can_play) = match record {
            Record::Undo => ("undo", undo > 0),
            _ => ("redo", redo > 0),
        };
        self.has_changed(label);
        self.steps = match record {
            Record::Undo => (undo.saturating_sub(1), redo + 1),
            _ => (undo + 1, redo.saturating_sub(1)),
        };
        can_play
    }
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct OnDisk {
    /// Which of the session's states.
    pub revision: u64,
    /// By which a change from outside is noticed.
    pub fingerprint: Option<Fingerprint>,
    /// The project that it holds: what both sides of a merge come from.
    pub(crate) project: Project,
    /// When it was written in this session.
    pub saved_at: Option<Timestamp>,
}

/// What was found in the place of the file that was read or written last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Theirs {
    /// A project in another state, or one that cannot be taken in by itself: what to do is asked before anything is written.
    Project,
    /// Nothing.
    Gone,
    /// A folder.
    Folder,
    /// Something that cannot be read, and why.
    Unreadable(String),
    /// Something that is no project, by its hash, and what it is, to follow "the file".
    Rubbish(Fingerprint, &'static str),
}

impl Theirs {
    /// Whether no file holds the project any more.
    pub fn is_lost(&self) -> bool {
        *self != Self::Project
    }
}

impl OnDisk {
    /// The revision of a file that holds none of the session's states for certain.
    pub const NO_STATE: u64 = u64::MAX;
}

impl Document {
    /// A project that has no file yet.
    pub fn unsaved(project: Project) -> Self {
        let article = project.articles().first().map(|article| article.id.clone());
        let focus = Focus { article, ..Focus::default() };
        Self {
            state: State { project, focus, revision: 0 },
            examination: RefCell::default(),
            table: RefCell::default(),
            differing: RefCell::default(),
            history: History::default(),
            next_revision: 1,
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            path: None,
            access: Access::Editable,
            on_disk: None,
            theirs: None,
            theirs_told: None,
            saving: None,
            view: View::default(),
            following: None,
            originals: HashMap::new(),
            looks: Looks::default(),
            canonical: None,
            lock: None,
            veil: None,
            reader: None,
            shown_to: (SecondCheckWay::Open, None),
            audience: 0,
            journal: Outbox::default(),
        }
    }

    /// A project as read from a file.
    pub fn opened(project: Project, path: PathBuf, access: Access, fingerprint: Fingerprint) -> Self {
        let on_disk = OnDisk { revision: 0, fingerprint: Some(fingerprint), project: project.clone(), saved_at: None };
        Self { path: Some(path), access, on_disk: Some(on_disk), ..Self::unsaved(project) }
    }

    /// To whom the project is shown.
    pub fn reader(&self) -> Option<&ReviewerId> {
        self.reader.as_ref()
    }

    /// The project.
    pub(crate) fn project(&self) -> &Project {
        &self.state.project
    }

    /// Where the reviewer is.
    pub fn focus(&self) -> &Focus {
        &self.state.focus
    }

    /// Where the reviewer is, to go elsewhere.
    pub fn focus_mut(&mut self) -> &mut Focus {
        &mut self.state.focus
    }

    /// Which of the session's states this is: equal numbers mean equal projects.
    pub fn revision(&self) -> u64 {
        self.state.revision
    }

    /// Which state of which project this is.
    pub fn state_id(&self) -> StateId {
        StateId { project: self.serial, revision: self.state.revision, veil: 0, audience: 0 }
    }

    /// Whether the file holds what is shown, as far as is known.
    pub fn is_saved(&self) -> bool {
        let is_there = !self.theirs.as_ref().is_some_and(Theirs::is_lost);
        is_there && self.on_disk.as_ref().is_some_and(|on_disk| on_disk.revision == self.state.revision)
    }

    /// Makes a change that undo can take back.
    ///
    /// # Errors
    /// As [`Project::apply`]; nothing has changed then.
    pub fn apply(&mut self, edit: &Edit, now: Duration) -> Result<(), EditError> {
        let before = self.marked_state();
        self.state.project.apply(edit)?;
        self.journal.has_changed(edit.label());
        self.keep(Record::Edit { edit: edit.clone(), at_ms: now.as_millis() as u64 }, &before);
        let is_new_step = self.history.record(edit.label(), edit.typing_key(), now, before);
        self.journal.has_edited(is_new_step);
        self.state.revision = self.next_revision;
        self.next_revision += 1;
        self.draw_veil();
        Ok(())
    }

    /// Takes the last change back and returns what it was called.
    pub fn undo(&mut self) -> Option<String> {
        self.travel(History::undo, Record::Undo)
    }

    /// Makes the change again that was taken back last and returns what it was called.
    pub fn redo(&mut self) -> Option<String> {
        self.travel(History::redo, Record::Redo)
    }

    fn travel(&mut self, travel: Travel, record: Record) -> Option<String> {
        let before = self.marked_state();
        let mut text = self.state.focus.text.clone();
        let label = travel(&mut self.history, &mut self.state)?;
        text.go_back_to(std::mem::take(&mut self.state.focus.text));
        self.state.focus.text = text;
        let can_be_told = self.journal.travels(&record);
        if can_be_told {
            self.keep(record, &before);
        } else {
            self.begin_anew();
        }
        self.drop_dangling_focus();
        self.draw_veil();
        Some(label)
    }

    /// The state as undo keeps it.
    fn marked_state(&self) -> State<Focus> {
        let State { project, focus, revision } = &self.state;
        State { project: project.clone(), focus: focus.bookmark(), revision: *revision }
    }

    /// What the window is to do once, as it has come up since this was asked last.
    pub(crate) fn take_wishes(&mut self) -> Vec<Wish> {
        let reveals = [Side::Article, Side::Pane]
            .into_iter()
            .filter_map(|side| Some(Wish::Reveal(side, self.text_mut(side)?.reveal.take()?)));
        let mut wishes: Vec<_> = reveals.collect();
        wishes.extend(std::mem::take(&mut self.view.table.reveals).then_some(Wish::RevealCursor));
        wishes.extend(self.view.focus.take().map(Wish::Focus));
        wishes
    }

    /// Ends the current typing step of undo.
    pub fn leave_field(&mut self) {
        if self.history.seal() && self.has_journal() {
            self.journal.records.push(Record::LeaveField);
        }
    }

    /// Has a record written; the first one with the state that it starts from.
    fn keep(&mut self, record: Record, before: &State<Focus>) {
        if !self.has_journal() {
            self.begin_journal(before.revision, &before.project);
        }
        self.journal.records.push(record);
    }

    fn has_journal(&self) -> bool {
        self.journal.name.is_some() || self.journal.resume.is_some() || self.journal.base.is_some()
    }

    /// Has a journal begun, from a state that the file holds or that no file does.
    fn begin_journal(&mut self, revision: u64, project: &Project) {
        let on_disk = self.on_disk.as_ref().filter(|on_disk| on_disk.revision == revision);
        let fingerprint = on_disk.and_then(|on_disk| on_disk.fingerprint.clone());
        self.journal.base =
            Some(fingerprint.map_or_else(|| Base::Project(Box::new(project.parts().clone())), Base::File));
    }

    /// Has the journal begin anew at once, with the state as it is: no record can tell how it came about.
    pub(crate) fn begin_anew(&mut self) {
        self.journal.anew = Some(BeginAnew::Now);
    }

    /// With what the journal of this name begins anew.
    pub(crate) fn anew(&mut self, name: String, now: Timestamp) -> Anew {
        // Typing that goes on is a new step: the journal does not know the one that it would belong to.
        self.history.seal();
        self.journal.steps = (0, 0);
        let at = now;
        let path = self.whole_path().map(|path| path.display().to_string());
        let on_disk = self.on_disk.as_ref().and_then(|on_disk| Some((on_disk, on_disk.fingerprint.clone()?)));
        let (Some((on_disk, fingerprint)), Some(base)) = (on_disk, self.base_copy(now)) else {
            let base = Base::Project(Box::new(self.project().parts().clone()));
            return Anew { name, begin: Record::Begin { at, path, base }, base: None, state: None };
        };
        let state = (on_disk.revision != self.revision()).then(|| UnsavedState {
            project: self.project().clone(),
            at,
            changes: self.journal.unsaved.count.max(1),
            labels: self.journal.unsaved.labels.clone(),
        });
        Anew { name, begin: Record::Begin { at, path, base: Base::File(fingerprint) }, base: Some(base), state }
    }

    /// Its file, as it is named where it has to be found again: a relative path leads elsewhere next time.
    pub(crate) fn whole_path(&self) -> Option<&std::path::Path> {
        let path = self.path.as_deref();
        path.filter(|path| path.is_absolute()).or(self.canonical.as_deref().filter(|_| path.is_some())).or(path)
    }

    /// Where the state can be had that its file holds.
    pub(crate) fn base_copy(&self, at: Timestamp) -> Option<BaseCopy> {
        let (path, on_disk) = self.path.clone().zip(self.on_disk.as_ref())?;
        Some(BaseCopy { path, project: on_disk.project.clone(), at })
    }

    /// How many steps lead back, and how many forward.
    pub(crate) fn steps(&self) -> (usize, usize) {
        self.history.steps()
    }

    /// Goes on from a state to which no step leads.
    pub(crate) fn start_from(&mut self, project: Project) {
        self.state.project = project;
        self.state.revision = self.next_revision;
        self.next_revision += 1;
        self.history = History::default();
        self.journal.steps = (0, 0);
        self.drop_dangling_focus();
        self.draw_veil();
    }

    /// Has a journal begun although nothing was changed yet: the project as it is has no file.
    pub(crate) fn journal_at_once(&mut self) {
        let state = self.state.clone();
        self.begin_journal(state.revision, &state.project);
    }

    /// Notes that the state as it is now is being written to its file, or to another one.
    pub(crate) fn journal_saving(&mut self, to: &std::path::Path) {
        self.journal.unsaved_since_saving = Some(Unsaved::default());
        if self.has_journal() {
            let is_same_file = self.path.as_deref() == Some(to);
            let to = || Record::SavingTo { path: to.display().to_string() };
            self.journal.records.push(if is_same_file { Record::Saving } else { to() });
        }
    }

    /// "Undo set verdict", or nothing to undo. What would change a hidden check is not offered.
    pub fn undo_label(&self) -> Option<String> {
        let step = self.history.next_undo().filter(|(_, before)| !self.would_change_hidden(before));
        step.map(|(label, _)| format!("Undo {label}"))
    }

    /// "Redo set verdict", or nothing to redo.
    pub fn redo_label(&self) -> Option<String> {
        let step = self.history.next_redo().filter(|(_, after)| !self.would_change_hidden(after));
        step.map(|(label, _)| format!("Redo {label}"))
    }

    /// The article in the reader.
    pub fn article(&self) -> Option<&Arc<Article>> {
        self.project().article(self.focus().article.as_ref()?)
    }

    /// The draft in the reader: the newest, unless an older one is being read.
    pub fn version(&self) -> Option<&Arc<Version>> {
        self.version_in(Side::Article)
    }

    /// How the article is read, or the document in the pane while that is open.
    pub fn text(&self, side: Side) -> Option<&TextView> {
        match side {
            Side::Article => Some(&self.focus().text),
            Side::Pane => self.pane().map(|(pane, _)| &pane.text),
        }
    }

    /// How a text is read, to read it in another way.
    pub fn text_mut(&mut self, side: Side) -> Option<&mut TextView> {
        match side {
            Side::Article => Some(&mut self.state.focus.text),
            Side::Pane => self.view.pane.as_mut().map(|pane| &mut pane.text),
        }
    }

    /// The version that is read of a text.
    pub fn version_in(&self, side: Side) -> Option<&Arc<Version>> {
        if side == Side::Pane && self.pane_shows() != Some(Shows::Text) {
            // The file is shown as it looks, and no text of it is before the reviewer.
            return None;
        }
        self.text(side)?.version_of(self.versions_in(side))
    }

    /// Whether the newest version of a text is read: only there are words marked and moved.
    pub fn is_at_newest(&self, side: Side) -> bool {
        let newest = self.versions_in(side).last();
        self.version_in(side).zip(newest).is_some_and(|(version, newest)| version.id == newest.id)
    }

    /// The words that are selected in a text.
    pub fn selected_span(&self, side: Side) -> Option<Span> {
        self.text(side)?.selected_span(self.version_in(side)?)
    }

    /// The text whose the keys are.
    pub fn keys_side(&self) -> Side {
        if self.pane_has_keys() { Side::Pane } else { Side::Article }
    }

    /// Gives the keys to a text.
    pub(crate) fn give_keys(&mut self, side: Side) {
        if let Some(pane) = &mut self.view.pane {
            pane.has_keys = side == Side::Pane;
        }
    }

    /// Changes the view of one text, with the version that is read in it.
    pub(crate) fn with_text(&mut self, side: Side, change: impl FnOnce(&mut TextView, &Version)) {
        let version = self.version_in(side).cloned();
        if let Some((text, version)) = self.text_mut(side).zip(version) {
            change(text, &version);
        }
    }

    /// All versions of a text, the oldest first.
    fn versions_in(&self, side: Side) -> &[Arc<Version>] {
        match side {
            Side::Article => self.article().map_or(&[], |article| &article.versions),
            Side::Pane => self.pane().map_or(&[], |(_, source)| &source.versions),
        }
    }

    /// The claim in the inspector.
    pub(crate) fn claim(&self) -> Option<&Arc<Claim>> {
        self.project().claim(self.focus().claim.as_ref().filter(|id| self.is_there(id))?)
    }

    /// How far the work is decided and what keeps it from going out, as whoever sits here is to know it; `None` until that is known
    /// of a large project.
    pub fn examined(&self) -> Option<Examined> {
        self.examination.borrow_mut().of(&self.to_examine())
    }

    /// The coverage of [`Self::examined`].
    pub fn coverage(&self) -> Arc<Coverages> {
        self.examined().map(|examined| examined.coverage).unwrap_or_default()
    }

    /// The findings of [`Self::examined`].
    pub fn findings(&self) -> Arc<Vec<Finding>> {
        self.examined().map(|examined| examined.findings).unwrap_or_default()
    }

    /// How far the sentences of every article are decided, to act on.
    pub fn coverage_now(&self) -> Arc<Coverages> {
        self.examination.borrow_mut().coverage(&self.to_examine())
    }

    /// What has to be worked out in the background so that coverage and findings are those of now.
    pub(crate) fn ask_examination(&self) -> Option<ExamineJob> {
        self.examination.borrow_mut().ask(&self.to_examine())
    }

    fn to_examine(&self) -> ToExamine<'_> {
        let hidden = self.veil.as_ref().map(|veil| &veil.unjudged);
        ToExamine { project: self.shown(), hidden, state: self.shown_state() }
    }

    /// Takes what was worked out in the background; `None`: it failed.
    pub(crate) fn take_examined(&self, done: Option<ExaminedJob>) {
        let mut examination = self.examination.borrow_mut();
        match done {
            Some(done) => examination.take(done),
            None => examination.failed(),
        }
    }

    /// The quotations in a claim beside what the source says where the words of this evidence stand.
    pub fn quotations(&self, claim: &Claim, evidence: &Evidence) -> Vec<Comparison> {
        check::quotations(self.project(), claim, evidence)
    }

    /// The file's name without folder and ending, else the project's title.
    pub fn name(&self) -> String {
        let title = self.project().title().trim();
        let stem = self.path.as_ref().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        if title.is_empty() { stem.unwrap_or_else(|| "Untitled project".to_owned()) } else { title.to_owned() }
    }

    /// A focus that came back from history may name what is not there any more (or not yet).
    fn drop_dangling_focus(&mut self) {
        let State { project, focus, .. } = &mut self.state;
        if focus.claim.as_ref().is_some_and(|id| project.claim(id).is_none()) {
            focus.claim = None;
        }
        if focus.article.as_ref().is_none_or(|id| project.article(id).is_none()) {
            focus.article = project.articles().first().map(|article| article.id.clone());
            focus.text.selection = None;
        }
        let article = focus.article.as_ref().and_then(|id| project.article(id));
        let is_gone = |id: &VersionId| article.is_none_or(|article| article.version(id).is_none());
        if focus.text.version.as_ref().is_some_and(is_gone) {
            (focus.text.version, focus.text.selection) = (None, None);
        }
        if self.view.screen == Screen::Review && article.is_none_or(|article| article.versions.len() < 2) {
            self.view.screen = Screen::Article;
        }
    }
}
