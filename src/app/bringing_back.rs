//! What is brought back: the history, what a crash has left, and what is whole of a damaged file.

use std::path::{Path, PathBuf};

use crate::{
    model::{Edit, Project},
    store::{self, Access, Files, Fingerprint, KeptVersion, UNSAVED, Versions, journal::LeftBehind},
};

use super::{
    changes,
    command::Command,
    document::Document,
    effect::{Job, JobResult, OpenError, OpenedNews, Work},
    intent::{Intent, SafetyIntent},
    journal_replay::{Resumed, count_of_changes},
    left_behind::name_of,
    merge::merge,
    notice::{Dialog, NoticeKind},
    reach,
    workbench::{Around, Keeping, Workbench},
};

impl Around<'_> {
    /// Lists what was saved before under a name; without an open project, of those that have no file.
    pub(super) fn list_versions(&mut self, key: Option<String>) {
        match self.state.cloned() {
            Some(state) => self.run(Job::ListVersions(state, key.unwrap_or_else(|| UNSAVED.to_owned()))),
            None => *self.dialog = Some(Dialog::Versions(Vec::new())),
        }
    }

    pub(super) fn read_version(&mut self, key: String, version: KeptVersion) {
        *self.dialog = None;
        if let Some(state) = self.state.cloned() {
            self.run(Job::ReadVersion(state, key, version));
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

    /// A version of another project than the open one opens as a new one.
    pub(super) fn show_version(&mut self, version: &KeptVersion, project: Project) {
        let mut document = Document::unsaved(project);
        document.journal_at_once();
        self.arrive(document);
        let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
        let text = format!("The version of {at} is open as a new project. Save it to keep it.");
        self.tell(NoticeKind::Warning, text, None);
    }

    /// Takes what came back from the jobs that look for work.
    pub(super) fn brought_back(&mut self, result: JobResult) {
        match result {
            JobResult::Versions(versions) => *self.dialog = Some(Dialog::Versions(versions)),
            JobResult::LeftBehind(left) => self.left_behind(left),
            JobResult::ResumedUnsaved(resumed) => self.unsaved_resumed(resumed),
            JobResult::Damaged(path, found) => self.offer_what_is_left(&path, found),
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

    fn rest_read(&mut self, path: PathBuf, rest: Result<Box<(store::Salvaged, Fingerprint)>, OpenError>) {
        match rest {
            Ok(rest) => {
                let (salvaged, fingerprint) = *rest;
                let place = Some(path.display().to_string());
                self.arrive(Document::opened(salvaged.project, path, Access::Partial, fingerprint));
                let lost = salvaged.lost.join(" ");
                let text = format!("This is what could be read. Missing: {lost} Save it under another name to go on.");
                let action = Some(("Save as…", Command::SaveAs.into()));
                self.tell_with(NoticeKind::Warning, text, place, action);
            }
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string())),
        }
    }
}

impl Workbench<'_, Keeping> {
    /// The open project goes back to a version of itself.
    pub(super) fn go_back_to(&mut self, project: &Project) {
        let parts = Box::new(project.parts().clone());
        let label = "go back to an earlier version".to_owned();
        if self.edit(&Edit::Replace { label, parts }) {
            let text = "The earlier version is back. Save to keep it, or undo.";
            self.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }

    /// Says what there is to say of the project that was just opened. Returns the number of the claim to go to.
    pub(super) fn tell_opened(&mut self, news: OpenedNews, older: Option<u32>) -> Option<u32> {
        let OpenedNews { lock_trouble, claim, no_journal, put_aside, kept_aside, has_cut_short, elsewhere } = news;
        self.remember_recent();
        self.tell_lock_trouble(lock_trouble);
        self.tell_put_aside(put_aside);
        self.tell_kept_aside(kept_aside);
        self.tell_cut_short(has_cut_short);
        self.tell_no_journal(no_journal);
        self.offer_work_from_elsewhere(elsewhere);
        self.tell_older(older);
        self.tell_reading_only();
        claim
    }

    fn tell_kept_aside(&mut self, changes: Option<String>) {
        if let Some(changes) = changes {
            let text = format!(
                "This project had {changes}, in no file, that could not be brought back before. “Earlier versions…” has it with them now."
            );
            let action = Some(("Earlier versions…", Command::FileVersions.into()));
            let place = self.place();
            self.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    fn tell_cut_short(&mut self, has_cut_short: bool) {
        if has_cut_short {
            let text =
                "A save of this project was cut short. “Earlier versions…” keeps what it had left beside the file.";
            let action = Some(("Earlier versions…", Command::FileVersions.into()));
            let place = self.place();
            self.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    fn tell_no_journal(&mut self, reason: Option<String>) {
        if let Some(reason) = reason {
            let text = format!(
                "Could not look for unsaved work of this project: its journal cannot be read ({reason}). It is kept as it is; a new one \
                 begins with the next change."
            );
            let place = self.place();
            self.tell(NoticeKind::Warning, text, place);
        }
    }

    fn tell_older(&mut self, format: Option<u32>) {
        if let Some(format) = format {
            let text = format!(
                "The project is in an older format ({format}). When it is saved, it is kept as it is beside the new file."
            );
            let place = self.place();
            self.tell(NoticeKind::Warning, text, place);
        }
    }

    fn tell_reading_only(&mut self) {
        if let Some(reason) = self.document.access.reason() {
            let is_in_use = matches!(self.document.access, Access::InUse(_));
            let text = format!("The project is open for reading only: {reason}");
            let again = self.document.path.clone().filter(|_| is_in_use);
            let place = self.place();
            self.tell_with(NoticeKind::Warning, text, place, again.map(|path| ("Try again", Intent::OpenPath(path))));
        }
    }

    /// The file, as it is shown under a message.
    fn place(&self) -> Option<String> {
        self.document.path.as_ref().map(|path| path.display().to_string())
    }

    /// Offers the unsaved work of other files that starts from what the opened one holds. It is never taken unasked: the
    /// opened one may be a copy.
    fn offer_work_from_elsewhere(&mut self, elsewhere: Vec<LeftBehind>) {
        for left in elsewhere {
            let text = format!(
                "There is unsaved work of “{}” that starts from what this file holds: {}. Perhaps the file was moved here.",
                name_of(&left),
                count_of_changes(left.changes)
            );
            let place = left.path.as_ref().map(|path| path.display().to_string());
            let action = Some(("Take it in", SafetyIntent::TakeWork(left.name).into()));
            self.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    pub(super) fn ask_for_work(&mut self, name: String) {
        if let Some((state, path)) = self.around.state.cloned().zip(self.document.path.clone()) {
            self.run(Job::TakeWork { state, name, path });
        }
    }

    /// The work of another file comes into the open project as one change that undo takes back.
    pub(super) fn take_work(&mut self, name: String, work: Option<Box<Work>>) {
        let Some(Work { project, changes, originals }) = work.map(|work| *work) else {
            let text = "Could not take the work in: it is open in another window, or what it starts from is not kept any more.";
            return self.tell(NoticeKind::Error, text, None);
        };
        let document = &*self.document;
        let Some(on_disk) = &document.on_disk else { return };
        let merged = merge(&on_disk.project, document.project(), &project);
        let parts = Box::new(merged.project.parts().clone());
        let what = changes::describe(document.project(), &merged.project);
        if !self.edit(&Edit::Replace { label: "take in unsaved work".to_owned(), parts }) {
            return;
        }
        self.document.originals.extend(originals);
        if let Some(state) = self.around.state.cloned() {
            self.run(Job::PutAside(state, name));
        }
        let text = match merged.conflicts.as_slice() {
            [] => format!("Taken in are {changes}: {what}. Save to keep them."),
            conflicts => format!(
                "Taken in are {changes}: {what}. Both had changed {}: yours is kept. Look at it, then save.",
                conflicts.join(", ")
            ),
        };
        self.tell_with(NoticeKind::Warning, text, None, Some(("Undo", Command::Undo.into())));
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
