//! The whole behaviour of the program, without a window: intents in, effects out.
//!
//! The parts of it stand beside: [`claims`](super::claims) (mark, rate, tie to sources), [`opening`](super::opening),
//! [`saving`](super::saving) and [`moving`](super::moving) (going from place to place).

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    model::{Edit, Project, Reviewer, Signature},
    store::StateDir,
};

use super::{
    command::{Command, DIGITS, PASTE},
    coverage::ExaminedJob,
    document::Document,
    effect::{ClipboardUse, Effect, EffectResult, Job, JobResult, Pick, TheirsFor},
    faces::Faces,
    ids::Ids,
    incoming::Incoming,
    intent::{Answer, ArticleIntent, Intent, KeysIntent, SourceIntent},
    keymap::Keymap,
    notice::{About, Dialog, Notice, NoticeKind, Then},
    opening::{Opening, Preview},
    prefs::Prefs,
    text_view::{Side, TextView},
    tour::Tour,
    view::{Overlay, Screen},
};

/// One running program: at most one open project, the person's settings, and what lies over them.
#[derive(Debug)]
pub struct Session {
    /// The open project.
    pub document: Option<Document>,
    /// The article that is shown before it comes in.
    pub preview: Option<Preview>,
    /// The file of another tool that is shown before its claims come in.
    pub incoming: Option<Incoming>,
    /// The article that is being fetched or read.
    pub opening: Option<Opening>,
    /// The person's settings.
    pub prefs: Prefs,
    /// The face to read in, and those to choose from.
    pub faces: Faces,
    /// The keys of the commands.
    pub keys: Arc<Keymap>,
    /// What has to be answered before going on.
    pub dialog: Option<Dialog>,
    /// The guided tour, while it is taken.
    pub tour: Option<Tour>,
    /// The page of the user guide.
    pub guide_page: &'static str,
    /// Palette or help.
    pub overlay: Option<Overlay>,
    /// Messages, the oldest first.
    pub notices: Vec<Notice>,
    /// Whether to ask who the reviewer is.
    pub asks_reviewer: bool,
    /// How many jobs are under way that the reviewer waits for.
    pub jobs_waiting: usize,
    /// What happens once the running save has succeeded.
    pub(super) after_save: Option<Then>,
    pub(super) ids: Ids,
    pub(super) now: Moment,
    pub(super) effects: Vec<Effect>,
    /// Where journals and history are kept; `None` keeps none.
    pub state: Option<StateDir>,
    /// The machine, as others are told who has a project open.
    pub machine: String,
    /// Where the reviewer is, as clocks go: times are shown as of there.
    pub zone: TimeZone,
    pub(super) watched: Option<std::path::PathBuf>,
    next_notice: u64,
    /// How often the clipboard was asked for and has not answered.
    pub(super) clipboard_reads: usize,
}

/// A moment, as the outside tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock, for what is written down.
    pub time: Timestamp,
    /// Time since some fixed moment, for pauses.
    pub elapsed: Duration,
}

impl Session {
    /// A program without an open project. `seed` should come from the machine's randomness.
    pub fn new(prefs: Prefs, seed: u64, now: Moment) -> Self {
        Self {
            document: None,
            preview: None,
            incoming: None,
            opening: None,
            keys: Arc::new(Keymap::of(&prefs.keys)),
            prefs: prefs.clamped(),
            faces: Faces::default(),
            dialog: None,
            tour: None,
            guide_page: super::guide::PAGES[0].id,
            overlay: None,
            notices: Vec::new(),
            asks_reviewer: false,
            jobs_waiting: 0,
            after_save: None,
            ids: Ids::new(seed),
            now,
            effects: Vec::new(),
            state: None,
            machine: String::new(),
            zone: TimeZone::UTC,
            watched: None,
            next_notice: 0,
            clipboard_reads: 0,
        }
    }

    /// Does what a widget wants and returns what the outside has to do for it.
    pub fn handle(&mut self, intent: Intent, now: Moment) -> Vec<Effect> {
        self.now = now;
        match intent {
            Intent::Command(command) => self.command(command),
            Intent::Edit(edit) if self.overrides_hidden(&edit) => self.tell_hidden(),
            Intent::Edit(edit) => {
                self.edit(&edit);
            }
            Intent::Scale(intent) => self.scale_intent(intent),
            Intent::Face(intent) => self.face_intent(intent),
            Intent::Guide(page) => self.open_guide(page),
            Intent::Tour(intent) => self.tour_intent(intent),
            Intent::Keys(intent) => self.keys_intent(intent),
            Intent::LeaveField => self.with_document(Document::leave_field),
            Intent::Reader(intent) => self.reader(Side::Article, intent),
            Intent::Claim(intent) => self.claim_intent(intent),
            Intent::DismissFor(reason) => self.dismiss_sentences(|_| reason),
            Intent::Sentence(article_id, span) => self.select_sentence(&article_id, span),
            Intent::Finding(intent) => self.finding_intent(intent),
            Intent::Source(intent) => self.source_intent(intent),
            Intent::Pane(intent) => self.pane_intent(intent),
            Intent::Article(intent) => self.article_intent(intent),
            Intent::Preview(intent) => self.preview_intent(intent),
            Intent::Find(intent) => self.find_intent(Side::Article, intent),
            Intent::Verdict(place) => self.set_verdict(place),
            Intent::Digit { digit, with_shift } if self.fits(&DIGITS) => self.digit(digit, with_shift),
            Intent::Paste(text) if self.fits(&PASTE) => self.paste(&text),
            Intent::Digit { .. } | Intent::Paste(_) => {}
            Intent::OpenPath(path) => self.open_path(path),
            Intent::Drop(paths) => self.dropped(paths),
            Intent::Answer(answer) => self.answer(answer),
            Intent::ReadDraft(place) => self.read_draft(place),
            Intent::StopFollowing => self.stop_following(),
            Intent::Filter(filter) => self.with_document(|document| document.view.filter = filter),
            Intent::Table(intent) => self.table_intent(intent),
            Intent::Show(screen) => self.show(screen),
            Intent::Prefs(prefs) => self.set_prefs(prefs),
            Intent::Layout(layout) => self.change_prefs(|prefs| prefs.layout = layout),
            Intent::Export { format, options } => self.pick_export(format, options),
            Intent::Import(intent) => self.import_intent(intent),
            Intent::OpenLink(url) => self.open_link(&url),
            Intent::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Intent::Forget(path) => self.change_prefs(|prefs| prefs.forget(&path)),
            Intent::StopOpening => {
                self.stop_opening();
            }
            Intent::Close => self.leave_for(Then::Quit),
            Intent::Safety(intent) => self.safety(intent),
        }
        self.settle_down();
        self.take_effects()
    }

    /// Takes what came back from the outside and returns what the outside has to do next.
    pub fn receive(&mut self, result: EffectResult, now: Moment) -> Vec<Effect> {
        self.now = now;
        if matches!(result, EffectResult::Clipboard(..)) {
            self.clipboard_reads = self.clipboard_reads.saturating_sub(1);
        }
        match result {
            EffectResult::Picked(pick, Some(path)) => self.picked(pick, path),
            EffectResult::Picked(pick, None) => self.dialog = Some(Dialog::TypePath(pick)),
            EffectResult::Clipboard(ClipboardUse::Article, clip) => self.open_clipboard(clip),
            EffectResult::Clipboard(ClipboardUse::Evidence(claim_id), clip) => {
                self.evidence_pasted(&claim_id, clip.text);
            }
            EffectResult::Clipboard(ClipboardUse::Document, clip) => self.document_from_clipboard(clip),
            EffectResult::Clipboard(ClipboardUse::Draft, clip) => self.draft_from_clipboard(clip),
            EffectResult::Done(result) => self.job_done(result),
            EffectResult::JournalFailed(reason) => self.journal_failed(&reason),
            EffectResult::Face(answer) => self.face_answered(answer),
            EffectResult::FileTouched(path) => self.file_touched(path),
        }
        self.settle_down();
        self.take_effects()
    }

    /// What follows from whatever has just happened.
    fn settle_down(&mut self) {
        self.compare_drafts();
        self.follow_tour();
        self.draw_veil();
        self.settle_table();
    }

    /// Hides what a blind second check hides from whoever sits here: before each frame, and after whatever happens.
    pub fn draw_veil(&mut self) {
        if let Some(document) = &mut self.document {
            document.draw_veil(self.prefs.reviewer.as_ref().map(|reviewer| &reviewer.id));
        }
    }

    fn job_done(&mut self, result: JobResult) {
        if matches!(&result, JobResult::Imported(job, _) if job.watch.is_stopped()) {
            return;
        }
        let result = match result {
            // Nobody waits for it.
            JobResult::Examined(done) => return self.examined(*done),
            other => other,
        };
        self.jobs_waiting = self.jobs_waiting.saturating_sub(1);
        match result {
            JobResult::Opened(path, opened) => self.project_opened(path, opened),
            JobResult::Imported(job, imported) => self.article_imported(job, imported),
            JobResult::Saved(job, saved) => self.project_saved(*job, saved),
            JobResult::Exported(job, written) => self.exported(job, written),
            JobResult::IncomingRead(path, read) => self.incoming_read(&path, read),
            JobResult::SourceFile(path, claim_id, read) => self.source_file_read(&path, claim_id, read),
            JobResult::Followed(job, followed) => self.followed(*job, followed),
            JobResult::FollowedSource(job, followed) => self.source_followed(*job, followed),
            JobResult::Sealed(job, sealed) => self.sealed(&job, sealed),
            JobResult::SourcesRead(path, read) => self.sources_read(&path, read),
            JobResult::Compared { old, new, revision } => self.compared(&old, &new, revision),
            JobResult::Theirs(path, purpose, read) => self.theirs_read(&path, purpose, read),
            JobResult::Panicked(reason) => self.job_panicked(&reason),
            other => self.safety_job_done(other),
        }
    }

    /// What the window needs to be worked out for what it shows: called with each frame.
    pub fn examine(&mut self) -> Vec<Effect> {
        let job = self.document.as_ref().and_then(Document::ask_examination);
        job.into_iter().map(|job| Effect::Run(Job::Examine(Box::new(job)))).collect()
    }

    fn examined(&mut self, done: ExaminedJob) {
        if let Some(document) = self.document.as_ref().filter(|document| done.is_of(document.state_id())) {
            document.take_examined(Some(done));
        }
    }

    fn job_panicked(&mut self, reason: &str) {
        self.after_save = None;
        self.with_document(|document| {
            (document.saving, document.following) = (None, None);
            document.take_examined(None);
        });
        let text = format!(
            "Could not finish the work: a mistake in Claimdesk stopped it ({reason}). Your project is unharmed; save it now."
        );
        self.tell(NoticeKind::Error, text, None);
    }

    fn command(&mut self, command: Command) {
        if self.can(command) {
            (command.entry().run)(self, self.scene());
        }
    }

    /// Changes the project, or says why not.
    pub(super) fn edit(&mut self, edit: &Edit) -> bool {
        let Some(document) = &self.document else { return false };
        if !document.access.is_editable() {
            self.tell_read_only();
            return false;
        }
        let is_typing = edit.typing_key().is_some();
        let signed = self.signed(edit);
        let Some(document) = &mut self.document else { return false };
        match document.apply(signed.as_ref().unwrap_or(edit), self.now.elapsed) {
            Ok(()) => true,
            // A field that shows a part which undo has just removed may still send a last keystroke.
            Err(crate::model::EditError::Missing(_)) if is_typing => false,
            Err(error) => {
                self.tell(NoticeKind::Error, format!("{error}."), None);
                false
            }
        }
    }

    pub(super) fn undo(&mut self) {
        self.time_travel(Document::undo);
    }

    pub(super) fn redo(&mut self) {
        self.time_travel(Document::redo);
    }

    fn time_travel(&mut self, travel: fn(&mut Document) -> Option<String>) {
        let Some(document) = &mut self.document else { return };
        if travel(document).is_some() {
            let text = &mut document.focus_mut().text;
            text.reveal = Some(super::view::Reveal::Position(text.scroll));
            document.view.stage = super::view::DigitStage::Verdict;
            self.with_text(Side::Article, TextView::search_again);
        }
    }

    pub(super) fn source_intent(&mut self, intent: SourceIntent) {
        match intent {
            SourceIntent::Add => self.add_source(),
            SourceIntent::Go(source_id) => self.with_document(|document| {
                document.view.screen = Screen::Sources;
                document.view.source = Some(source_id);
            }),
            SourceIntent::Remove(source_id) => self.ask_to_remove_source(source_id),
            SourceIntent::SealPage(source_id) => self.seal_page(&source_id),
            SourceIntent::SealFile(source_id) => self.seal_file(source_id),
            SourceIntent::Merge { into, from } => self.merge_sources(into, from),
        }
    }

    fn article_intent(&mut self, intent: ArticleIntent) {
        match intent {
            ArticleIntent::Go(article_id) => self.go_to_article(&article_id),
            ArticleIntent::Move(article, to) => {
                self.edit(&Edit::MoveArticle { article, to });
            }
            ArticleIntent::Remove(article_id) => self.remove_article(&article_id),
        }
    }

    fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Reviewer { name, initials } => return self.reviewer_given(name, initials),
            Answer::NoReviewer => return self.reviewer_declined(),
            _ => {}
        }
        match (self.dialog.take(), answer) {
            (Some(Dialog::Unsaved(then)), Answer::SaveFirst) => {
                self.after_save = Some(then);
                self.save();
            }
            (Some(Dialog::Unsaved(then)), Answer::Discard) => {
                self.discard_work();
                self.go(then);
            }
            (Some(Dialog::Dropped(path)), Answer::DroppedArticle) => self.import_path(path, false),
            (Some(Dialog::Dropped(path)), Answer::DroppedDraft) => self.import_draft(path),
            (Some(Dialog::Dropped(path)), Answer::DroppedEvidence) => self.read_source_file(path),
            (Some(Dialog::Dropped(path)), Answer::DroppedClaims) => self.read_incoming(path),
            (Some(Dialog::Dropped(path)), Answer::DroppedProject) => self.leave_for(Then::Open(path)),
            (Some(Dialog::TypePath(pick)), Answer::Path(path)) => self.picked(pick, path),
            (Some(Dialog::TypeAddress), Answer::Path(path)) => self.import_path(path, false),
            (Some(Dialog::PrivateAddress(job)), Answer::OpenPrivate) => self.import_private(*job),
            (Some(Dialog::SaveOver { path, holds, .. }), Answer::Overwrite) => self.save_over_other(path, holds),
            (Some(Dialog::SaveOver { .. }), Answer::KeepBoth) => self.save_as(),
            (Some(Dialog::ExportOver(job, _)), Answer::Overwrite) => self.export_over(job),
            (Some(Dialog::ExportOver(job, _)), Answer::KeepBoth) => self.pick_export(job.format, job.options),
            (Some(Dialog::ChangedOutside(_)), Answer::Overwrite) => self.save_over(),
            (Some(Dialog::ChangedOutside(path)), Answer::Reload) => {
                self.discard_work();
                self.go(Then::Open(path));
            }
            (Some(Dialog::ChangedOutside(path)), Answer::Merge) => self.read_theirs(path, TheirsFor::Merging),
            (Some(Dialog::ChangedOutside(path)), Answer::KeepBoth) => self.save_beside(&path),
            (Some(Dialog::RemoveSource(source_id)), Answer::RemoveSource) => self.remove_source(&source_id),
            (Some(Dialog::Import), _) => self.close_import(),
            _ => self.after_save = None,
        }
    }

    fn reviewer_given(&mut self, name: String, initials: String) {
        let (name, initials) = (name.trim().to_owned(), initials.trim().to_owned());
        if name.is_empty() && initials.is_empty() {
            return self.reviewer_declined();
        }
        self.asks_reviewer = false;
        let empty = Project::new("");
        let project = self.document.as_ref().map_or(&empty, Document::project);
        let reviewer = Reviewer { id: self.ids.reviewer(project), name, initials };
        self.change_prefs(|prefs| {
            prefs.reviewer = Some(reviewer);
            prefs.reviewer_asked = true;
        });
        self.sign_first_claims();
    }

    fn reviewer_declined(&mut self) {
        self.asks_reviewer = false;
        self.change_prefs(|prefs| prefs.reviewer_asked = true);
    }

    /// Who does something now, with the edit that makes them known to the project where it does not know them yet.
    pub(super) fn sign(&self) -> (Signature, Option<Edit>) {
        let reviewer = self.prefs.reviewer.as_ref();
        let signature = Signature { by: reviewer.map(|reviewer| reviewer.id.clone()), at: self.now.time };
        let is_known = |reviewer: &Reviewer| {
            self.document.as_ref().is_some_and(|document| document.project().reviewer(&reviewer.id).is_some())
        };
        let introduction = reviewer.filter(|reviewer| !is_known(reviewer)).cloned();
        (signature, introduction.map(|reviewer| Edit::PutReviewer(Arc::new(reviewer))))
    }

    /// An edit of a claim with who makes it and when, for the claim's log; `None` where no log is kept.
    fn signed(&self, edit: &Edit) -> Option<Edit> {
        if !edit.changes_claims() {
            return None;
        }
        let (signature, introduction) = self.sign();
        let edit = match introduction {
            Some(introduction) if !matches!(edit, Edit::Batch { .. }) => {
                Edit::Batch { label: edit.label().to_owned(), edits: vec![introduction, edit.clone()] }
            }
            _ => edit.clone(),
        };
        Some(Edit::Signed { signature, edit: Box::new(edit) })
    }

    pub(super) fn keys_side(&self) -> Side {
        self.document.as_ref().map_or(Side::Article, Document::keys_side)
    }

    fn set_prefs(&mut self, prefs: Prefs) {
        self.change_prefs(|old| *old = prefs);
    }

    pub(super) fn change_prefs(&mut self, change: impl FnOnce(&mut Prefs)) {
        let mut prefs = self.prefs.clone();
        change(&mut prefs);
        let prefs = prefs.clamped();
        if prefs != self.prefs {
            self.prefs = prefs.clone();
            self.effects.push(Effect::SavePrefs(prefs));
        }
    }

    fn keys_intent(&mut self, intent: KeysIntent) {
        let mut keys = (*self.keys).clone();
        let changed = match intent {
            KeysIntent::Change(command) => {
                self.dialog = Some(Dialog::BindKey(command, None));
                return;
            }
            KeysIntent::Bind(command, shortcut) => (command, keys.bind(command, shortcut)),
            KeysIntent::Reset(command) => (command, keys.reset(command)),
        };
        self.dialog = match changed {
            (command, Err(refusal)) => Some(Dialog::BindKey(command, Some(refusal))),
            (_, Ok(())) => None,
        };
        self.change_prefs(|prefs| prefs.keys = keys.to_prefs());
        self.keys = Arc::new(keys);
    }

    /// Opens the link when it is one of those that cannot do harm.
    fn open_link(&mut self, url: &str) {
        // Marks that turn the direction of writing could make an address read as what it is not.
        let is_plain = !url.chars().any(|char| char.is_control() || char.is_whitespace() || is_direction_mark(char));
        let lower = url.trim().to_ascii_lowercase();
        if is_plain && ["http://", "https://", "mailto:", "doi:"].iter().any(|scheme| lower.starts_with(scheme)) {
            let target = match lower.strip_prefix("doi:") {
                Some(doi) => format!("https://doi.org/{doi}"),
                None => url.trim().to_owned(),
            };
            self.dialog = Some(Dialog::Link(target));
        } else {
            let text = "Could not open the link: only http, https, mailto and doi links without spaces are opened.";
            self.tell(NoticeKind::Error, text, Some(url.to_owned()));
        }
    }

    /// Adds a message.
    pub(super) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>, place: Option<String>) {
        self.tell_with(kind, text, place, None);
    }

    /// Adds a message with something to do about it.
    pub(super) fn tell_with(
        &mut self,
        kind: NoticeKind,
        text: impl Into<String>,
        place: Option<String>,
        action: Option<(&'static str, Intent)>,
    ) {
        let notice = Notice { id: self.next_notice, kind, text: text.into(), place, action, about: None };
        self.next_notice += 1;
        // The same message twice is one message.
        self.notices.retain(|old| (&old.text, &old.place) != (&notice.text, &notice.place));
        self.notices.push(notice);
    }

    /// Of a message that was just told: it takes the place of an older one about the same.
    pub(super) fn last_is_about(&mut self, about: About) {
        let Some(mut last) = self.notices.pop() else { return };
        self.settled(about);
        last.about = Some(about);
        self.notices.push(last);
    }

    /// What was told about this holds no longer.
    pub(super) fn settled(&mut self, about: About) {
        self.notices.retain(|notice| notice.about != Some(about));
    }

    pub(super) fn tell_read_only(&mut self) {
        let Some(reason) = self.document.as_ref().and_then(|document| document.access.reason()) else { return };
        let text = format!("Could not change the project: {reason} Save it under another name to go on.");
        self.tell_with(NoticeKind::Warning, text, None, Some(("Save as…", Command::SaveAs.into())));
    }

    pub(super) fn read_clipboard(&mut self, purpose: ClipboardUse) {
        self.clipboard_reads += 1;
        self.effects.push(Effect::ReadClipboard(purpose));
    }

    pub(super) fn pick(&mut self, pick: Pick) {
        self.effects.push(Effect::Pick(pick));
    }

    pub(super) fn with_document(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(document) = &mut self.document {
            change(document);
        }
    }
}

/// Whether a character turns the direction of writing, or joins and parts words without being seen.
fn is_direction_mark(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
