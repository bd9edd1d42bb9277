//! What is brought back: the history, what a crash has left, and what is whole of a damaged file.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a room is tied to one lifetime, the closure is not"
)]

use std::path::{Path, PathBuf};

use crate::{
    model::{Edit, Project},
    store::{self, Access, Files, Fingerprint, KeptVersion, UNSAVED, Versions},
};

use super::{
    document::Document,
    effect::{Effect, Job, JobResult, OpenError, OpenJob},
    intent::SafetyIntent,
    journal_replay::{Resumed, count_of_changes},
    journalling::history_key,
    notice::{Dialog, NoticeKind, Then},
    reach,
    session::Session,
    workbench::Keeping,
};

impl Session {
    pub(super) fn open_project(&mut self, path: PathBuf) {
        if self.document.as_ref().is_some_and(|document| document.path.as_ref() == Some(&path)) {
            // The same file again: our own lock must not stand in the way.
            self.at(Keeping, |it| it.close_journal());
            self.with_document(|document| document.lock = None);
        }
        let (state, holder) = (self.state.clone(), self.holder());
        self.run(Job::OpenProject(OpenJob { path, state, holder }));
    }

    /// Under which name the history of the open project is kept, or of those without a file.
    fn history_key(&self) -> String {
        self.document.as_ref().map_or_else(|| UNSAVED.to_owned(), history_key)
    }

    pub(super) fn safety(&mut self, intent: SafetyIntent) {
        match intent {
            SafetyIntent::ThrowAwayRecovered => self.throw_away_recovered(),
            SafetyIntent::AskAboutOutside => {
                let path = self.document.as_ref().and_then(|document| document.path.clone());
                self.dialog = path.map(Dialog::ChangedOutside);
            }
            SafetyIntent::Restore(version) => {
                let key = self.history_key();
                self.read_version(key, version);
            }
            SafetyIntent::OpenVersion(key, version) => self.leave_for(Then::Version(key, version)),
            SafetyIntent::OpenRest(path) => self.leave_for(Then::Rest(path)),
            SafetyIntent::ResumeUnsaved(name) => self.leave_for(Then::Resume(name)),
            SafetyIntent::TakeWork(name) => self.ask_for_work(name),
            SafetyIntent::AskToForget(what) => self.dialog = Some(Dialog::Forget(what)),
            SafetyIntent::Forget => self.forget_project(),
            SafetyIntent::FollowLink(url) => {
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

    pub(super) fn read_version(&mut self, key: String, version: KeptVersion) {
        self.dialog = None;
        if let Some(state) = self.state.clone() {
            self.run(Job::ReadVersion(state, key, version));
        }
    }

    pub(super) fn list_versions(&mut self) {
        match self.state.clone() {
            Some(state) => self.run(Job::ListVersions(state, self.history_key())),
            None => self.dialog = Some(Dialog::Versions(Vec::new())),
        }
    }

    pub(super) fn resume(&mut self, name: String) {
        if let Some((state, holder)) = self.state.clone().zip(self.holder()) {
            self.run(Job::ResumeUnsaved(state, name, holder));
        }
    }

    /// The project as the journal gave it back, with a message that says what came back.
    pub(super) fn take_resumed(&mut self, resumed: Resumed, path: Option<&Path>) -> Document {
        let Resumed { mut document, unsaved, failed, damaged } = resumed;
        document.path = path.map(Path::to_owned);
        let place = path.map(|path| path.display().to_string());
        if let Some(unsaved) = unsaved {
            let text =
                format!("Claimdesk did not close in good order. Back are {unsaved}. They are not in a file yet.");
            let action = Some(("Throw them away", SafetyIntent::ThrowAwayRecovered.into()));
            self.tell_with(NoticeKind::Warning, text, place.clone(), action);
        }
        if damaged > 0 {
            let text = "The journal of this project is damaged: a part of what was not saved could not be read, and all that could be is \
                        back. Look at what is missing. A copy of the journal is kept as it is.";
            self.tell(NoticeKind::Warning, text, place.clone());
        }
        if failed > 0 {
            let text = format!(
                "{} could not be made again, since the file is another one than before. Look at what is missing.",
                count_of_changes(failed)
            );
            self.tell(NoticeKind::Warning, text, place);
        }
        document
    }

    /// Takes what came back from the jobs of this file.
    pub(super) fn safety_job_done(&mut self, result: JobResult) {
        match result {
            JobResult::Versions(versions) => self.dialog = Some(Dialog::Versions(versions)),
            JobResult::Version(key, version, read) => self.version_read(&key, &version, read),
            JobResult::LeftBehind(left) => self.left_behind(left),
            JobResult::ResumedUnsaved(resumed) => self.unsaved_resumed(resumed),
            JobResult::Damaged(path, found) => self.offer_what_is_left(&path, found),
            JobResult::Work(name, work) => self.take_work(name, work),
            JobResult::Forgotten(what, done) => self.forgotten(&what, done),
            JobResult::PutAside(Err(error)) => {
                let text = format!(
                    "Could not put the journal of the other file away: {}. Its work will be offered again.",
                    store::describe_io(&error)
                );
                self.tell(NoticeKind::Warning, text, None);
            }
            JobResult::Rest(path, rest) => self.rest_read(path, rest),
            _ => {}
        }
    }

    fn version_read(&mut self, key: &str, version: &KeptVersion, read: Result<Project, OpenError>) {
        let is_of_open = self.history_key() == key;
        let may_change = self.document.as_ref().is_some_and(|document| document.access.is_editable());
        match read {
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
            Ok(project) if is_of_open && may_change => {
                let parts = Box::new(project.parts().clone());
                let label = "go back to an earlier version".to_owned();
                if self.edit(&Edit::Replace { label, parts }) {
                    let text = "The earlier version is back. Save to keep it, or undo.";
                    self.tell_with(NoticeKind::Done, text, None, Some(("Undo", super::Command::Undo.into())));
                }
            }
            Ok(project) => {
                let mut document = Document::unsaved(project);
                document.journal_at_once();
                self.show_document(document);
                let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
                let text = format!("The version of {at} is open as a new project. Save it to keep it.");
                self.tell(NoticeKind::Warning, text, None);
            }
        }
    }

    fn rest_read(&mut self, path: PathBuf, rest: Result<Box<(store::Salvaged, Fingerprint)>, OpenError>) {
        match rest {
            Ok(rest) => {
                let (salvaged, fingerprint) = *rest;
                let place = Some(path.display().to_string());
                self.show_document(Document::opened(salvaged.project, path, Access::Partial, fingerprint));
                let lost = salvaged.lost.join(" ");
                let text = format!("This is what could be read. Missing: {lost} Save it under another name to go on.");
                let action = Some(("Save as…", super::Command::SaveAs.into()));
                self.tell_with(NoticeKind::Warning, text, place, action);
            }
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string())),
        }
    }
}

/// Does the jobs of this file.
pub(super) fn run(files: &dyn Files, job: Job) -> JobResult {
    match job {
        Job::ListVersions(state, key) => JobResult::Versions(Versions::of(&state, &key).list(files)),
        Job::ReadVersion(state, key, version) => {
            let read = Versions::of(&state, &key).read(files, &version);
            let read = read.map_err(|error| OpenError::Io { what: "Could not open the earlier version", error });
            let project = read.and_then(|bytes| Ok(store::decode(&bytes)?.project));
            JobResult::Version(key, version, project)
        }
        Job::OpenRest(path) => {
            let rest = read_rest(files, &path).map(Box::new);
            JobResult::Rest(path, rest)
        }
        _ => JobResult::Panicked("a job that nobody does".to_owned()),
    }
}

fn read_rest(files: &dyn Files, path: &Path) -> Result<(store::Salvaged, Fingerprint), OpenError> {
    let bytes = reach::read(files, path, "Could not open the project")?;
    Ok((store::salvage(&bytes), Fingerprint::of(&bytes)))
}
