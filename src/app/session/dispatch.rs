//! What comes to the session and where it goes: jobs that are done, paths that were picked, answers, what is brought back, and who sits
//! down. Each is done by a room, or by what lies around them.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a room is tied to one lifetime, the closure is not"
)]

use std::path::PathBuf;

use super::{
    super::{
        command::{Command, DIGITS},
        effect::{
            Clip, ClipboardUse, Effect, ImportJob, Imported, Job, JobResult, OpenError, OpenJob, Pick, Purpose,
            TheirsFor,
        },
        intent::{Answer, ClaimIntent, CompareIntent, FindingIntent, Intent, KeptIntent, PaneIntent, PreviewIntent},
        notice::{Dialog, NoticeKind, Then},
        reach,
        rooms::keeping::history_key,
        rooms::{Articles, Claims, Earlier, Keeping, Pictures, Reading, Sources, Whole},
        state_id::StateId,
        table::Change,
    },
    Session,
};
use crate::{
    model::{ClaimField, Edit, Project, Reviewer, ReviewerId},
    store::{Holder, KeptVersion, UNSAVED},
};

impl Session {
    pub(super) fn job_done(&mut self, result: JobResult) {
        if result.is_stopped() {
            return;
        }
        let result = match result {
            // Nobody waits for it.
            JobResult::Examined(done) => return self.examined(*done),
            JobResult::Noted => return,
            JobResult::LibraryGathered(job, gathered) => return self.around().library_gathered(&job, *gathered),
            JobResult::LibrarySearched(query, found) => return self.around().library_searched(query, *found),
            JobResult::For(project, result)
                if matches!(
                    *result,
                    JobResult::LookedBack(..) | JobResult::HolderSeen(_) | JobResult::RepeatsFound(..)
                ) =>
            {
                if self.is_open(project) {
                    match *result {
                        JobResult::RepeatsFound(job, found) => self.at(Earlier, |it| it.repeats_found(job, found)),
                        result => self.at(Keeping, |it| it.seen_around(result)),
                    }
                }
                return;
            }
            other => other,
        };
        self.jobs_waiting = self.jobs_waiting.saturating_sub(1);
        match result {
            JobResult::For(project, result) if self.is_open(project) => self.job_taken(*result),
            JobResult::For(_, result) => self.around().tell_of_closed(*result),
            result => self.job_taken(result),
        }
    }

    /// The clipboard has answered.
    pub(super) fn clipboard_read(&mut self, purpose: ClipboardUse, clip: Clip) {
        self.clipboard_answered();
        match purpose {
            ClipboardUse::For(project, purpose) if self.is_open(project) => self.take_clip(*purpose, clip),
            ClipboardUse::For(..) => {
                let text =
                    "Nothing was taken from the clipboard: the project for which it was asked was closed meanwhile.";
                self.tell(NoticeKind::Warning, text, None);
            }
            purpose => self.take_clip(purpose, clip),
        }
    }

    fn take_clip(&mut self, purpose: ClipboardUse, clip: Clip) {
        match purpose {
            ClipboardUse::Article => self.around().open_clipboard(clip),
            ClipboardUse::Evidence(claim_id) => self.at(Claims, |it| it.evidence_pasted(&claim_id, clip)),
            ClipboardUse::Document(source_id) => {
                self.at(Sources, |it| it.document_from_clipboard(source_id, clip));
            }
            ClipboardUse::Draft(article_id) => self.at(Articles, |it| it.draft_from_clipboard(article_id, clip)),
            ClipboardUse::For(..) => {}
        }
    }

    /// What happened in the pane beside the article, by the room whose affair it is.
    pub(super) fn beside(&mut self, intent: PaneIntent) {
        match intent {
            PaneIntent::Show(shows) => self.at(Pictures, |it| it.show_as(shows)),
            PaneIntent::Look(intent) => self.at(Pictures, |it| it.look_intent(intent)),
            PaneIntent::Picture(intent) => self.at(Pictures, |it| it.picture_intent(intent)),
            PaneIntent::OpenFile => self.at(Pictures, |it| it.open_file()),
            intent => self.at(Reading, |it| it.pane_intent(intent)),
        }
    }

    /// Whether a path that was asked for is still of use.
    pub(super) fn is_wanted(&self, pick: &Pick) -> bool {
        !matches!(pick, Pick::For(project, _) if !self.is_open(*project))
    }

    fn is_open(&self, project: StateId) -> bool {
        self.document.as_ref().is_some_and(|open| open.state_id().of_project() == project)
    }

    fn job_taken(&mut self, result: JobResult) {
        match result {
            JobResult::Opened(path, opened) => {
                let Some((mut news, older)) = self.around().project_opened(path, opened) else { return };
                self.enter();
                if let Some(found) = news.unjoined.take() {
                    self.at(Keeping, |it| it.join_marked(*found));
                }
                self.at(Keeping, |it| it.follow_left_behind());
                if let Some(number) = self.at(Keeping, |it| it.tell_opened(news, older)) {
                    self.at(Claims, |it| it.go_to_number(number));
                }
            }
            JobResult::Imported(job, imported) => self.article_imported(job, imported),
            JobResult::RecogniserFound(job, found) => self.around().recogniser_found(job, found),
            JobResult::Saved(job, saved) => self.at(Keeping, |it| it.project_saved(*job, saved)),
            JobResult::Exported(job, written) => self.around().exported(job, written),
            JobResult::IncomingRead(path, _, read) => self.at(Articles, |it| it.incoming_read(&path, read)),
            JobResult::ProjectRead(path, _, read) => self.at(Articles, |it| it.project_read(&path, read)),
            JobResult::GivenOut(job, written) => self.at(Whole, |it| it.given_out(*job, written)),
            JobResult::SourceFile(from, claim_id, read) => {
                self.at(Claims, |it| it.source_file_read(&from, claim_id, read));
            }
            JobResult::DocumentFile(job, given) => {
                self.opening = None;
                if let Purpose::Document(source_id) = job.purpose.clone() {
                    self.at(Sources, |it| it.file_given(&source_id, job, given));
                }
            }
            JobResult::Looked(drawing, drawn) => self.at(Pictures, |it| it.looked(drawing, drawn)),
            JobResult::TakenOut(name, bytes) => self.at(Pictures, |it| it.taken_out(name, bytes)),
            JobResult::Followed(job, followed) => self.at(Articles, |it| it.followed(*job, followed)),
            JobResult::FollowedSource(job, followed) => self.at(Sources, |it| it.source_followed(*job, followed)),
            JobResult::Sealed(job, sealed) => self.at(Sources, |it| it.sealed(&job, sealed)),
            JobResult::SourcesRead(path, _, read) => self.at(Sources, |it| it.sources_read(&path, read)),
            JobResult::Compared { old, new, revision } => self.at(Articles, |it| it.compared(&old, &new, revision)),
            JobResult::Prepared(version, passages) => self.at(Reading, |it| it.prepared(&version, &passages)),
            JobResult::ProjectsCompared(job, found) => self.at(Whole, |it| it.projects_compared(*job, found)),
            JobResult::Theirs(path, purpose, read) => self.at(Keeping, |it| it.theirs_read(&path, purpose, read)),
            JobResult::CopyRead(copy, read) => self.at(Keeping, |it| it.copy_read(copy, read)),
            JobResult::Panicked(reason) => self.job_panicked(&reason),
            JobResult::Version(key, version, read) => self.version_read(&key, &version, read),
            JobResult::Work(name, work) => self.at(Whole, |it| it.take_work(name, work)),
            other => self.around().brought_back(other),
        }
    }

    pub(super) fn picked(&mut self, pick: Pick, path: PathBuf) {
        match pick {
            Pick::For(project, pick) if self.is_open(project) => self.picked(*pick, path),
            Pick::For(..) => {
                let text = "Nothing was done with the file: the project for which it was chosen was closed meanwhile.";
                self.tell(NoticeKind::Warning, text, Some(path.display().to_string()));
            }
            Pick::NewFromArticle if reach::is_project_path(&path) => self.open_project(path),
            Pick::NewFromArticle => self.around().import_path(path, true),
            Pick::Article => self.around().import_path(path, false),
            Pick::Draft(article_id) => self.at(Articles, |it| it.import_draft(article_id, path)),
            Pick::Document(source_id) => self.at(Sources, |it| it.document_picked(source_id, path)),
            Pick::SealFile(source_id) => self.at(Sources, |it| it.seal_picked(source_id, path)),
            Pick::Sources => {
                let around = self.around();
                let watch = around.begin_reading("Importing sources", path.display().to_string());
                around.run(Job::ReadSources(path, watch));
            }
            Pick::Project => self.open_project(path),
            Pick::LibraryFolder => self.around().add_folder(path),
            Pick::SaveAs { .. } => self.at(Keeping, |it| it.save_to(reach::with_project_extension(path))),
            Pick::Compared => self.at(Whole, |it| it.compare_intent(CompareIntent::With(path))),
            Pick::Claims => self.at(Articles, |it| it.read_incoming(path)),
            Pick::Export { format, options, .. } => self.at(Keeping, |it| it.export(path, format, options)),
        }
    }

    fn article_imported(&mut self, job: ImportJob, imported: Result<Box<Imported>, OpenError>) {
        self.opening = None;
        let imported = match imported {
            Ok(imported) if imported.draft.waits_for_choice() => return self.around().ask_for_page(&job, *imported),
            imported => imported,
        };
        match job.purpose.clone() {
            Purpose::Document(source_id) => self.at(Sources, |it| it.document_answered(&source_id, &job, imported)),
            _ => self.around().show_imported(job, imported),
        }
    }

    pub(super) fn preview_intent(&mut self, intent: PreviewIntent) {
        if intent != PreviewIntent::Accept {
            return self.around().change_preview(intent);
        }
        let Some(preview) = self.around().accept_preview() else { return };
        match preview.job.purpose.clone() {
            Purpose::NewDraft(article_id) => self.at(Articles, |it| it.accept_draft(&article_id, preview)),
            Purpose::AddArticle if self.document.is_some() => self.at(Articles, |it| it.add_article(preview)),
            _ => self.around().start_project(preview),
        }
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Reviewer { name, initials } => {
                let (document, around) = self.split();
                let somebody = around.somebody(document.map(|it| it.project()), &name, &initials);
                return self.takes_the_seat(somebody);
            }
            Answer::Person(reviewer_id) => return self.sits_here(&reviewer_id),
            Answer::NoReviewer => return self.takes_the_seat(None),
            Answer::Renamed { name, initials } => {
                if self.around().rename_myself(&name, &initials) {
                    self.at(Whole, |it| it.rename_here());
                }
                return;
            }
            _ => {}
        }
        match (self.dialog.take(), answer) {
            (Some(Dialog::Unsaved(then)), Answer::SaveFirst) => {
                self.after_save = Some(then);
                self.at(Keeping, |it| it.save());
            }
            (Some(Dialog::Unsaved(then)), Answer::Discard) => {
                self.at(Keeping, |it| it.discard_work());
                self.go(then);
            }
            (Some(Dialog::Dropped { path, .. }), Answer::DroppedArticle) => self.around().import_path(path, false),
            (Some(Dialog::Dropped { path, .. }), Answer::DroppedDraft) => {
                self.at(Articles, |it| it.import_dropped_draft(path));
            }
            (Some(Dialog::Dropped { path, claim }), Answer::DroppedEvidence) => {
                self.at(Claims, |it| it.read_source_file(path, claim));
            }
            (Some(Dialog::Dropped { path, .. }), Answer::DroppedClaims) => {
                self.at(Articles, |it| it.read_incoming(path));
            }
            (Some(Dialog::Dropped { path, .. }), Answer::DroppedProject) => self.leave_for(Then::Open(path)),
            (Some(Dialog::TypePath(pick)), Answer::Path(path)) => self.picked(pick, path),
            (Some(Dialog::TypeAddress), Answer::Path(path)) => self.around().import_path(path, false),
            (Some(Dialog::ChoosePage(choice)), Answer::Page(at)) => self.around().import_page(choice.job, at),
            (Some(Dialog::Recognise(job, _)), Answer::Recognise(languages)) => self.around().recognise(*job, languages),
            (Some(Dialog::PrivateAddress(job)), Answer::OpenPrivate) => self.around().import_private(*job),
            (Some(Dialog::SaveOver { path, holds, .. }), Answer::Overwrite) => {
                self.at(Keeping, |it| it.save_over_other(path, holds));
            }
            (Some(Dialog::SaveOver { .. }), Answer::KeepBoth) => self.at(Keeping, |it| it.save_as()),
            (Some(Dialog::ExportOver(job, _)), Answer::Overwrite) => self.around().export_over(job),
            (Some(Dialog::ExportOver(job, _)), Answer::KeepBoth) => {
                self.at(Keeping, |it| it.pick_export(job.format, job.options));
            }
            (Some(Dialog::ChangedOutside(_)), Answer::Overwrite) => self.at(Keeping, |it| it.save_over()),
            (Some(Dialog::ChangedOutside(path)), Answer::Reload) => {
                self.at(Keeping, |it| it.discard_work());
                self.go(Then::Open(path));
            }
            (Some(Dialog::ChangedOutside(path)), Answer::Merge) => {
                self.at(Keeping, |it| it.read_theirs(path, TheirsFor::Merging));
            }
            (Some(Dialog::ChangedOutside(path)), Answer::KeepBoth) => self.at(Keeping, |it| it.save_beside(&path)),
            (Some(Dialog::RemoveSource(source_id)), Answer::RemoveSource) => {
                self.at(Sources, |it| it.remove_source(&source_id));
            }
            (Some(Dialog::Import | Dialog::ImportProject), _) => self.at(Articles, |it| it.close_import()),
            (Some(Dialog::GiveOut), Answer::GiveOut(people)) => self.at(Whole, |it| it.give_out(&people)),
            _ => self.after_save = None,
        }
    }

    /// Who this is, as others are told.
    fn holder(&mut self) -> Option<Holder> {
        let (document, around) = self.split();
        around.holder_of(document.map(|document| document.project()))
    }

    pub(super) fn open_project(&mut self, path: PathBuf) {
        // The same file again: our own lock must not stand in the way.
        self.at(Keeping, |it| it.let_go_of(&path));
        let (state, holder) = (self.state.clone(), self.holder());
        self.around().run(Job::OpenProject(OpenJob { path, state, holder }));
    }

    pub(super) fn resume(&mut self, name: String) {
        if let Some((state, holder)) = self.state.clone().zip(self.holder()) {
            self.around().run(Job::ResumeUnsaved(state, name, holder));
        }
    }

    /// Under which name the history of the open project is kept.
    fn history_key(&self) -> Option<String> {
        self.document.as_ref().map(history_key)
    }

    pub(crate) fn list_versions(&mut self) {
        let key = self.history_key();
        self.around().ask_for_versions(key);
    }

    pub(super) fn kept(&mut self, intent: KeptIntent) {
        match intent {
            KeptIntent::ThrowAwayRecovered => self.throw_away_recovered(),
            KeptIntent::AskAboutOutside => {
                let path = self.document.as_ref().and_then(|document| document.path.clone());
                self.dialog = path.map(Dialog::ChangedOutside);
            }
            KeptIntent::Restore(version) => {
                let key = self.history_key().unwrap_or_else(|| UNSAVED.to_owned());
                self.around().read_version(key, version);
            }
            KeptIntent::OpenVersion(key, version) => self.leave_for(Then::Version(key, version)),
            KeptIntent::OpenRest(path) => self.leave_for(Then::Rest(path)),
            KeptIntent::ResumeUnsaved(name) => self.leave_for(Then::Resume(name)),
            KeptIntent::TakeWork(name) => self.at(Whole, |it| it.ask_for_work(name)),
            KeptIntent::AskToForget(what) => self.dialog = Some(Dialog::Forget(what)),
            KeptIntent::Forget => self.around().forget_project(),
            KeptIntent::JoinCopy(copy) => self.at(Keeping, |it| it.read_copy(copy)),
            KeptIntent::FollowLink(url) => {
                self.dialog = None;
                self.effects.push(Effect::OpenLink(url));
            }
        }
    }

    fn throw_away_recovered(&mut self) {
        let path = self.document.as_ref().and_then(|document| document.path.clone());
        self.at(Keeping, |it| it.discard_work());
        self.go(path.map_or(Then::CloseProject, Then::Open));
        self.tell(NoticeKind::Done, "The changes are put away. “Earlier versions…” still has them.", None);
    }

    fn version_read(&mut self, key: &str, version: &KeptVersion, read: Result<Project, OpenError>) {
        let is_of_open = self.history_key().as_deref().unwrap_or(UNSAVED) == key;
        let may_change = self.document.as_ref().is_some_and(|document| document.access.is_editable());
        match read {
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
            Ok(project) if is_of_open && may_change => self.at(Whole, |it| it.go_back_to(&project)),
            Ok(project) => self.around().show_version(version, project),
        }
    }

    /// Asks who sits here before the first act that signs. The act waits for the answer. Says whether it asks.
    pub(super) fn asks_first(&mut self, intent: &Intent) -> bool {
        let asks = self.signs(intent) && self.is_to_be_asked();
        if asks {
            self.dialog = Some(Dialog::Person(Some(Box::new(intent.clone()))));
        }
        asks
    }

    /// Whether an intent rates or signs: whoever has no name yet is asked before that alone, and beside the article at their first mark.
    fn signs(&self, intent: &Intent) -> bool {
        let has_name = self.prefs.reviewer.is_some();
        match intent {
            Intent::Command(Command::SignChecked) => self.can(Command::SignChecked),
            Intent::Command(command @ (Command::MarkClaim | Command::DismissSentence)) => {
                has_name && self.can(*command)
            }
            // Who settled it is kept.
            Intent::Command(command @ (Command::SettleFirst | Command::SettleSecond | Command::SettleBoth)) => {
                self.can(*command)
            }
            Intent::Digit { .. } => self.fits(&DIGITS),
            Intent::Verdict(_) | Intent::Settle { .. } => true,
            Intent::Claim(intent) => matches!(
                intent,
                ClaimIntent::Status(..)
                    | ClaimIntent::Second(..)
                    | ClaimIntent::SecondConfidence(..)
                    | ClaimIntent::Settle { .. }
                    | ClaimIntent::SignAgain(_)
                    | ClaimIntent::OwnCheck(_)
                    | ClaimIntent::Change(_, Change::Verdict(_) | Change::Confidence(_) | Change::Status(_))
            ),
            Intent::Edit(Edit::SetClaim { field: ClaimField::Verdict(_) | ClaimField::Confidence(_), .. }) => true,
            Intent::DismissFor(_) | Intent::Finding(FindingIntent::Waive { .. }) => has_name,
            _ => false,
        }
    }

    /// A reviewer of the project sits here, or who was here last.
    fn sits_here(&mut self, reviewer_id: &ReviewerId) {
        let own = self.prefs.reviewer.as_ref().filter(|own| own.id == *reviewer_id).cloned();
        let known = self.document.as_ref().and_then(|it| it.project().reviewer(reviewer_id));
        if let Some(reviewer) = known.map(|known| known.as_ref().clone()).or(own) {
            self.takes_the_seat(Some(reviewer));
        }
    }

    /// Somebody sits here, with a name or without. What waited for that is done.
    fn takes_the_seat(&mut self, reviewer: Option<Reviewer>) {
        let before = self.prefs.reviewer.as_ref().map(|reviewer| reviewer.id.clone());
        let now = reviewer.as_ref().map(|reviewer| reviewer.id.clone());
        let waiting = self.around().seat(reviewer);
        self.with_document(|document| document.view.person_is_known = true);
        // What was marked before anybody said who they are is theirs.
        if std::mem::take(&mut self.asks_reviewer) && now.is_some() {
            self.at(Claims, |it| it.sign_first_claims());
        }
        if before != now {
            self.notices.retain(|notice| notice.kind != NoticeKind::Done);
            self.at(Whole, |it| it.changes_hands(before.is_some()));
        }
        self.draw_veil();
        if let Some(intent) = waiting {
            let effects = self.handle(intent, self.now);
            self.effects.extend(effects);
        }
    }
}
