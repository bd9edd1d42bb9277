//! The whole behaviour of the program, without a window: intents in, effects out.
//!
//! It knows who sits here, which stage this is, what is told and asked, and sends each intent to the room that does it
//! ([`Workbench`]); what comes back, answers and who sits down go their way in `session/dispatch.rs`. Whether a project is open is
//! asked here and nowhere else.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a room is tied to one lifetime, the closure is not"
)]

mod dispatch;

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use crate::{
    model::{ClaimId, Edit, Project, Reviewer, ReviewerId},
    store::JournalNews,
};

use super::{
    command::{Command, DIGITS, Fits, Needs, PASTE},
    command_work::WORK,
    coverage::ExaminedJob,
    document::{BeginAnew, Document},
    done,
    effect::{Clip, Effect, EffectResult, Job, Pick},
    guide,
    intent::{BeforeIntent, FindIntent, Intent, KeysIntent, ReaderIntent},
    keymap::Keymap,
    keys::Shortcut,
    links,
    moment::Moment,
    notice::{About, Dialog, NoticeKind, Then},
    prefs::Prefs,
    rooms::{
        Around, Articles, Claims, Earlier, Keeping, Pictures, Reading, Sources, Table, Whole, Workbench,
        surroundings::person,
    },
    scene::Scene,
    table::TableIntent,
    text_view::Side,
    tour::{Seen, Tour, TourIntent},
    view::{Field, Overlay, Screen},
};

/// One running program: at most one open project, the person's settings, and what lies over them.
#[derive(Debug)]
pub struct Session {
    /// The open project.
    pub document: Option<Document>,
    /// What lies around the project; it is read as the session's own.
    around: Around,
    /// The keys of the commands.
    pub keys: Arc<Keymap>,
    /// The guided tour, while it is taken.
    pub tour: Option<Tour>,
    /// The page of the user guide.
    pub guide_page: &'static str,
    watched: Option<std::path::PathBuf>,
}

/// The session while a project is open, for what is drawn then: there is always a document.
#[derive(Debug, Clone, Copy)]
pub struct Opened<'a> {
    session: &'a Session,
    /// The open project.
    pub document: &'a Document,
}

impl Deref for Opened<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
    }
}

impl Deref for Session {
    type Target = Around;

    fn deref(&self) -> &Around {
        &self.around
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Around {
        &mut self.around
    }
}

impl Session {
    /// A program without an open project. `seed` should come from the machine's randomness.
    pub fn new(prefs: Prefs, seed: u64, now: Moment) -> Self {
        Self {
            document: None,
            keys: Arc::new(Keymap::of(&prefs.keys)),
            around: Around::new(prefs.clamped(), seed, now),
            tour: None,
            guide_page: guide::PAGES[0].id,
            watched: None,
        }
    }

    /// The session while a project is open.
    pub fn opened(&self) -> Option<Opened<'_>> {
        self.document.as_ref().map(|document| Opened { session: self, document })
    }

    /// Does what a widget wants and returns what the outside has to do for it.
    pub fn handle(&mut self, intent: Intent, now: Moment) -> Vec<Effect> {
        self.now = now;
        if self.asks_first(&intent) {
            self.settle_down();
            return self.take_effects();
        }
        let told =
            done::is_told(&intent).then(|| self.document.as_ref().map(|it| (it.state_id(), it.project().clone())));
        match intent {
            Intent::Command(command) => self.command(command),
            Intent::Edit(edit) => self.edit(&edit),
            Intent::Scale(intent) => self.at(Whole, |it| it.scale_intent(intent)),
            Intent::Face(intent) => self.around().face_intent(intent),
            Intent::Guide(page) => self.open_guide(page),
            Intent::Tour(intent) => self.tour_intent(intent),
            Intent::Keys(intent) => self.keys_intent(intent),
            Intent::LeaveField => self.with_document(Document::leave_field),
            Intent::Reader(ReaderIntent::Resize { claim, mark, span }) => {
                self.at(Claims, |it| it.resize_mark(&claim, mark, span));
            }
            Intent::Reader(intent) => self.with_document(|document| document.read(Side::Article, intent)),
            Intent::Claim(intent) => self.at(Claims, |it| it.claim_intent(intent)),
            Intent::DismissFor(reason) => self.at(Reading, |it| it.dismiss_sentences(|_| reason)),
            Intent::Sentence(article_id, span) => {
                self.with_document(|document| document.select_sentence(&article_id, span));
            }
            Intent::Finding(intent) => self.at(Whole, |it| it.finding_intent(intent)),
            Intent::Settle { subject, name, choice } => self.at(Whole, |it| it.settle(&subject, &name, choice)),
            Intent::Source(intent) => self.at(Sources, |it| it.source_intent(intent)),
            Intent::Pane(intent) => self.beside(intent),
            Intent::Article(intent) => self.at(Articles, |it| it.article_intent(intent)),
            Intent::Preview(intent) => self.preview_intent(intent),
            Intent::Find(intent) => self.with_document(|document| document.find_intent(Side::Article, intent)),
            Intent::Verdict(index) if self.fits(&DIGITS) => self.at(Claims, |it| it.set_verdict(index)),
            Intent::Verdict(_) => self.bring_cursor_back(&DIGITS),
            Intent::Digit { digit, with_shift } if self.fits(&DIGITS) => {
                self.at(Claims, |it| it.digit(digit, with_shift));
            }
            Intent::Digit { .. } => self.bring_cursor_back(&DIGITS),
            Intent::Paste(text) if self.fits(&PASTE) && self.document.is_none() => {
                self.around().open_clipboard(Clip { text: Some(text), ..Clip::default() });
            }
            Intent::Paste(text) if self.fits(&PASTE) => self.at(Claims, |it| it.paste(&text)),
            Intent::Paste(_) => {}
            Intent::PastePicture(raster) if self.fits(&PASTE) && self.document.is_some() => {
                self.at(Claims, |it| it.paste_picture(raster));
            }
            Intent::PastePicture(_) => {}
            Intent::Recognise(job) => self.around().look_for_recogniser(*job),
            Intent::OpenPath(path) => self.around().open_path(path),
            Intent::Drop(paths) => {
                let claim = self.drawn_claim();
                self.around().dropped(paths, claim);
            }
            Intent::Answer(answer) => self.answer(answer),
            Intent::ReadDraft(index) => self.at(Articles, |it| it.read_draft(index)),
            Intent::StopFollowing => self.at(Articles, |it| it.stop_following()),
            Intent::Filter(filter) => self.with_document(|document| document.view.filter = filter),
            Intent::Table(intent) => self.at(Table, |it| it.table_intent(intent)),
            Intent::Show(screen) => self.show(screen),
            Intent::Prefs(prefs) => self.change_prefs(|old| *old = prefs),
            Intent::Layout(layout) => self.change_prefs(|prefs| prefs.layout = layout),
            Intent::Export { format, options } => self.at(Keeping, |it| it.pick_export(format, options)),
            Intent::Import(intent) => self.at(Articles, |it| it.import_intent(intent)),
            Intent::Adjudication(intent) => self.at(Whole, |it| it.adjudication_intent(intent)),
            Intent::Compare(intent) => self.at(Whole, |it| it.compare_intent(intent)),
            Intent::Library(intent) => self.around().library_intent(intent),
            Intent::Before(intent) => self.checked_before(intent),
            Intent::OpenLink(url) => self.open_link(&url),
            Intent::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Intent::Forget(path) => self.change_prefs(|prefs| prefs.forget(&path)),
            Intent::StopOpening => drop(self.around().stop_opening()),
            Intent::Close => self.leave_for(Then::Quit),
            Intent::Kept(intent) => self.kept(intent),
        }
        self.follow_the_room();
        if let Some((state, before)) = told.flatten()
            && self.document.as_ref().is_some_and(|document| document.state_id().of_project() == state.of_project())
        {
            self.tell_done(&before);
        }
        self.settle_down();
        self.take_effects()
    }

    /// Tells what has become of claims and sentences since `before`, with the way back. It takes the place of what was told so last.
    fn tell_done(&mut self, before: &Project) {
        let Some(text) = self.document.as_ref().and_then(|it| done::done(before, it.project())) else { return };
        self.notices.retain(|notice| notice.kind != NoticeKind::Done || notice.undoes.is_none());
        self.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
    }

    /// Takes what came back from the outside and returns what the outside has to do next.
    pub fn receive(&mut self, result: EffectResult, now: Moment) -> Vec<Effect> {
        self.now = now;
        match result {
            EffectResult::Picked(pick, Some(path)) => self.picked(pick, path),
            EffectResult::Picked(pick, None) if self.dialog.is_none() && self.is_wanted(&pick) => {
                self.dialog = Some(Dialog::TypePath(pick));
            }
            // Another question was put, or the project closed.
            EffectResult::Picked(_, None) => {}
            EffectResult::Clipboard(purpose, clip) => self.clipboard_read(purpose, clip),
            EffectResult::Done(result) => self.job_done(result),
            EffectResult::Journal(news) => self.journal_news(news),
            EffectResult::PrefsNotSaved(why) => {
                let text = format!("Could not save the settings: {why}. They hold until you quit.");
                self.tell(NoticeKind::Warning, text, None);
            }
            EffectResult::Face(answer) => self.around().face_answered(answer),
            EffectResult::FileTouched(path) => self.at(Keeping, |it| it.file_touched(path)),
            EffectResult::NotOpened(name, why) => {
                let text = format!("Could not open the file with the system's program: {why}.");
                self.tell(NoticeKind::Error, text, Some(name));
            }
            EffectResult::NotClosedIn(what) => self.tell(NoticeKind::Warning, what, None),
        }
        self.follow_the_room();
        self.settle_down();
        self.take_effects()
    }

    /// Asks for the face of the settings: called once at the start.
    pub fn look_for_face(&mut self) -> Vec<Effect> {
        self.around().load_face();
        std::mem::take(&mut self.effects)
    }

    /// Looks for what a crash has left. To be asked for once, at the start.
    pub fn look_for_left_behind(&mut self) -> Vec<Effect> {
        self.around().look_for_work(true);
        self.take_effects()
    }

    fn open_guide(&mut self, id: &str) {
        if let Some(page) = guide::page(id) {
            (self.guide_page, self.overlay) = (page.id, Some(Overlay::Guide));
        }
    }

    /// Opens the sample and begins the tour.
    fn begin_tour(&mut self) {
        self.around().open_sample();
        self.enter();
        let Some(document) = &self.document else { return };
        self.tour = Some(Tour::begin(document));
        (self.overlay, self.dialog) = (None, None);
    }

    fn tour_intent(&mut self, intent: TourIntent) {
        let tour = self.tour.take().zip(self.document.as_ref());
        self.tour = tour.and_then(|(tour, document)| tour.go(intent, document));
    }

    /// Notices what was done, and ends when another project is opened.
    fn follow_tour(&mut self) {
        let tour = self.tour.take().zip(self.document.as_ref());
        let dialog = self.dialog.as_ref();
        self.tour = tour.and_then(|(tour, document)| tour.follow(&Seen { document, dialog }));
    }

    /// What follows from whatever has just happened.
    fn settle_down(&mut self) {
        self.at(Articles, |it| it.compare_drafts());
        self.at(Pictures, |it| it.look_beside());
        self.at(Reading, |it| it.keep_list());
        if self.around().hide_from_others() {
            self.with_document(|document| document.view.repeats = None);
        }
        self.at(Earlier, |it| it.look_for_repeats());
        self.follow_tour();
        self.draw_veil();
        self.at(Keeping, |it| it.look_around());
        self.at(Table, |it| it.settle_table());
        self.settle_undo();
        let open = self.document.as_ref().map(|document| document.state_id().of_project());
        self.notices.settle_project(open);
    }

    /// The undo of a message takes back the state that its message spoke of; once it would take something else back, it is not
    /// offered any more.
    fn settle_undo(&mut self) {
        let state = self.document.as_ref().map(Document::state_id);
        for notice in self.notices.iter_mut() {
            match (&notice.action, notice.undoes) {
                (Some((_, intent)), None) if *intent == Command::Undo.into() => notice.undoes = state,
                (_, Some(undoes)) if Some(undoes) != state => (notice.undoes, notice.action) = (None, None),
                _ => {}
            }
        }
    }

    /// Who sits here, as the open project names them: the name that stands under what they sign.
    pub fn person(&self) -> Option<&Reviewer> {
        person(&self.prefs, self.document.as_ref().map(Document::project))
    }

    /// To whom the project is shown. Where that decides what is hidden, it is nobody until they have said who they are.
    fn reader(&self) -> Option<ReviewerId> {
        let own = self.prefs.reviewer.as_ref().filter(|_| !self.hides_until_known());
        own.map(|reviewer| reviewer.id.clone())
    }

    fn hides_until_known(&self) -> bool {
        self.document.as_ref().is_some_and(Document::hides_from_some) && self.is_to_be_asked()
    }

    /// Whether it is to be asked who sits here. A tour asks nothing.
    fn is_to_be_asked(&self) -> bool {
        self.tour.is_none() && self.document.as_ref().is_some_and(|it| it.asks_for_person(&self.prefs))
    }

    /// Has a reviewer sit here, for what is shown; nothing is asked and nothing kept.
    pub fn sit_down(&mut self, reviewer: Option<Reviewer>) {
        self.prefs.reviewer = reviewer;
        self.dialog.take_if(|dialog| matches!(dialog, Dialog::Person(_)));
        self.with_document(|document| document.view.person_is_known = true);
        self.draw_veil();
    }

    /// Hides what a blind second check hides from whoever sits here: before each frame, and after whatever happens.
    pub fn draw_veil(&mut self) {
        let reader = self.reader();
        self.with_document(|document| document.show_to(reader.as_ref()));
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

    /// Goes somewhere else, after asking what to do with unsaved work.
    pub(crate) fn leave_for(&mut self, then: Then) {
        let is_unsaved = self.document.as_ref().is_some_and(Document::has_unsaved_work);
        if is_unsaved {
            self.dialog = Some(Dialog::Unsaved(then));
        } else {
            self.go(then);
        }
    }

    /// Goes somewhere else without asking.
    fn go(&mut self, then: Then) {
        self.dialog = None;
        self.after_save = None;
        match then {
            Then::Quit => {
                self.at(Keeping, |it| it.close_journal());
                self.document = None;
                self.effects.push(Effect::Quit);
            }
            Then::CloseProject => {
                self.at(Keeping, |it| it.close_journal());
                self.document = None;
                self.overlay = None;
                self.around().look_for_work(false);
            }
            Then::Open(path) => self.open_project(path),
            Then::Resume(name) => self.resume(name),
            Then::Version(key, version) => self.around().read_version(key, version),
            Then::Rest(path) => self.around().run(Job::OpenRest(path)),
            Then::PickProject => self.pick(Pick::Project),
            Then::PickArticle => self.pick(Pick::NewFromArticle),
            Then::NewFrom(path) => self.around().import_path(path, true),
            Then::Sample => self.around().open_sample(),
            Then::Tour => self.begin_tour(),
        }
    }

    /// The effects so far, with what has to go into the journal.
    fn take_effects(&mut self) -> Vec<Effect> {
        let ops = self.at(Keeping, |it| it.journal_ops());
        // Before everything else but the journal: a job that follows must find in it what happened before.
        let is_journal = |effect: &Effect| matches!(effect, Effect::Journal(_));
        let at = self.effects.iter().rposition(is_journal).map_or(0, |last| last + 1);
        self.effects.splice(at..at, ops.into_iter().map(Effect::Journal));
        let path = self.document.as_ref().and_then(|document| document.path.clone());
        if path != self.watched {
            self.watched.clone_from(&path);
            self.effects.push(Effect::Watch(path));
        }
        let wishes = self.document.as_mut().map(Document::take_wishes).unwrap_or_default();
        self.effects.extend(wishes.into_iter().map(Effect::Wish));
        std::mem::take(&mut self.effects)
    }

    /// The thread that writes the journal has something to say.
    fn journal_news(&mut self, news: JournalNews) {
        match news {
            JournalNews::Failed(reason) => {
                let text = format!(
                    "Could not keep a safety copy of what you do: {reason}. It is tried again every second; save the project now."
                );
                self.tell_with(NoticeKind::Error, text, None, Some(("Save", Command::Save.into())));
                self.notices.last_is_about(About::Journal);
            }
            JournalNews::Well => self.notices.settle(About::Journal),
            JournalNews::Grown => self.with_document(|document| {
                document.journal.anew.get_or_insert(BeginAnew::WhenQuiet);
            }),
            JournalNews::Lost(reason) => {
                self.with_document(Document::begin_anew);
                let text = format!(
                    "A mistake in Claimdesk stopped the safety copy of what you do ({reason}). It was begun anew with everything in it."
                );
                self.tell(NoticeKind::Warning, text, None);
            }
        }
    }

    /// Whether what is saved over is kept.
    pub fn keeps_history(&self) -> bool {
        self.state.is_some()
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
            WORK[command as usize](self, self.scene());
        } else {
            self.bring_cursor_back(&command.entry().fits);
        }
    }

    /// A key that was meant for the claim at the cursor of the table, which is scrolled away, brings it into view instead.
    fn bring_cursor_back(&mut self, fits: &Fits) {
        let is_meant = matches!(fits.needs, Needs::Claim | Needs::Difference) && fits.scenes.contains(&Scene::Table);
        if is_meant && self.scene() == Scene::Table {
            self.at(Table, |it| it.bring_cursor_back());
        }
    }

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
        self.document.as_ref().map_or(Scene::Start, Document::scene)
    }

    /// The command that a key means where the reviewer is, and the key as it stands on it.
    pub fn command_of_key(&self, is: impl Fn(Shortcut) -> bool) -> Option<(Command, Shortcut)> {
        self.keys.find(self.scene(), is)
    }

    /// Whether something makes sense where the reviewer is.
    pub fn fits(&self, fits: &Fits) -> bool {
        let has = |document: &Document| document.has(fits.needs);
        fits.scenes.contains(&self.scene()) && self.document.as_ref().map_or(fits.needs == Needs::Nothing, has)
    }

    /// The claim that is drawn where the reviewer is, with nothing over it.
    fn drawn_claim(&self) -> Option<ClaimId> {
        let document = self.document.as_ref().filter(|_| self.fits(&DIGITS))?;
        document.claim_here().map(|claim| claim.id.clone())
    }

    /// Whether a command makes sense now. Menus and palette grey out the others.
    pub fn can(&self, command: Command) -> bool {
        self.fits(&command.entry().fits) && self.document.as_ref().is_none_or(|document| document.allows(command))
    }

    /// Goes `by` claims on in what is shown: the article, the list of a review, or the table.
    pub(crate) fn go_on(&mut self, scene: Scene, by: isize) {
        match scene {
            Scene::Review => self.at(Articles, |it| it.step_review(by)),
            Scene::Settling => self.at(Whole, |it| it.step_difference(by)),
            Scene::Table => self.at(Table, |it| it.table_intent(TableIntent::Move(by, false))),
            _ => self.at(Reading, |it| it.step_claim(by, |_| true)),
        }
    }

    /// Goes where the room that was left has sent the reviewer.
    fn follow_the_room(&mut self) {
        if let Some(then) = self.leaves.take() {
            self.leave_for(then);
        }
        self.enter();
    }

    /// The project that a room has made ready takes the place of the open one.
    fn enter(&mut self) {
        if let Some(document) = self.arrives.take() {
            self.at(Keeping, |it| it.keep_visit());
            self.at(Keeping, |it| it.outside_is_settled());
            self.document = Some(*document);
            if self.hides_until_known() {
                self.dialog = Some(Dialog::Person(None));
            }
        }
    }

    /// Opens a room of the work on the open project; without one, nothing is done.
    pub(crate) fn at<Part, R: Default>(&mut self, _: Part, work: impl FnOnce(&mut Workbench<'_, Part>) -> R) -> R {
        let (document, around) = self.split();
        document.map(|document| work(&mut Workbench::new(document, around))).unwrap_or_default()
    }

    /// What lies around the project, which is told first whether one is open: of that it is what jobs are begun for.
    pub(crate) fn around(&mut self) -> &mut Around {
        self.split().1
    }

    fn split(&mut self) -> (Option<&mut Document>, &mut Around) {
        self.around.project = self.document.as_ref().map(|document| document.state_id().of_project());
        (self.document.as_mut(), &mut self.around)
    }

    /// Changes the project, or says why not.
    fn edit(&mut self, edit: &Edit) {
        let _is_made: bool = self.at(Whole, |it| it.edit(edit));
    }

    pub(crate) fn show(&mut self, screen: Screen) {
        self.at(Whole, |it| it.show(screen));
        self.overlay = None;
        if screen == Screen::Library {
            self.with_document(|document| document.focus_field(Field::Library));
            self.around().gather_library(false);
        }
    }

    /// What is said of an earlier claim, where the claim is drawn of which it is said.
    fn checked_before(&mut self, intent: BeforeIntent) {
        let is_drawn = matches!(self.scene(), Scene::Article | Scene::Pane);
        let drawn = self.drawn_claim().filter(|_| is_drawn);
        if drawn.is_some_and(|drawn| intent.claim().is_none_or(|claim| *claim == drawn)) {
            self.at(Earlier, |it| it.before_intent(intent));
        }
    }

    pub(crate) fn toggle_overlay(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay == Some(overlay) { None } else { Some(overlay) };
        if self.overlay == Some(Overlay::Palette) {
            self.with_document(|document| document.focus_field(Field::Palette));
        }
    }

    /// Escape as a ladder: what lies over the project goes first.
    pub(crate) fn back(&mut self) {
        if self.dialog.take().is_some() {
            self.after_save = None;
        } else if self.overlay.take().is_none() && !self.around().stop_opening() && self.preview.take().is_none() {
            self.with_document(Document::step_back);
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
        if let Some(target) = links::target(url) {
            self.dialog = Some(Dialog::Link(target));
        } else {
            let text = "Could not open the link: only http, https, doi and mailto links without spaces are opened, and of mail only with subject and body.";
            self.tell(NoticeKind::Error, text, Some(url.to_owned()));
        }
    }

    /// Does what a find bar wants, in the text that has the keys.
    pub(crate) fn find(&mut self, intent: FindIntent) {
        self.with_document(|document| document.find_intent(document.keys_side(), intent));
    }

    pub(crate) fn with_document(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(document) = &mut self.document {
            change(document);
        }
    }
}
