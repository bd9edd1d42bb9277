//! What is brought back: the history, what a crash has left, and what is whole of a damaged file.

use std::path::{Path, PathBuf};

use crate::{
    model::Project,
    store::{self, Access, Files, Fingerprint, KeptVersion, UNSAVED, Versions},
};

use crate::{
    command::Command,
    document::Document,
    effect::{Job, JobResult, OpenError},
    intent::KeptIntent,
    journal_replay::{Resumed, count_of_changes},
    notice::{Dialog, NoticeKind},
    reach,
    rooms::Around,
};

impl Around {
    /// Lists what was saved before under a name; without an open project, of those that have no file.
    pub(crate) fn ask_for_versions(&mut self, key: Option<String>) {
        match self.state.clone() {
            Some(state) => self.run(Job::ListVersions(state, key.unwrap_or_else(|| UNSAVED.to_owned()))),
            None => self.dialog = Some(Dialog::Versions(Vec::new())),
        }
    }

    pub(crate) fn read_version(&mut self, key: String, version: KeptVersion) {
        self.dialog = None;
        if let Some(state) = self.state.clone() {
            self.run(Job::ReadVersion(state, key, version));
        }
    }

    /// The project as the journal gave it back, with a message that says what came back.
    pub(super) fn take_resumed(&mut self, resumed: Resumed, path: Option<&Path>) -> Document {
        let Resumed { mut document, unsaved, failed, damaged } = resumed;
        document.path = path.map(Path::to_owned);
        let path_shown = path.map(|path| path.display().to_string());
        if let Some(unsaved) = unsaved {
            let text =
                format!("Claimdesk did not close in good order. Back are {unsaved}. They are not in a file yet.");
            let action = Some(("Throw them away", KeptIntent::ThrowAwayRecovered.into()));
            self.tell_with(NoticeKind::Warning, text, path_shown.clone(), action);
        }
        if damaged > 0 {
            let text = "The journal of this project is damaged: a part of what was not saved could not be read, and all that could be is \
                        back. Look at what is missing. A copy of the journal is kept as it is.";
            self.tell(NoticeKind::Warning, text, path_shown.clone());
        }
        if failed > 0 {
            let text = format!(
                "{} could not be made again, since the file is another one than before. Look at what is missing.",
                count_of_changes(failed)
            );
            self.tell(NoticeKind::Warning, text, path_shown);
        }
        document
    }

    /// A version of another project than the open one opens as a new one.
    pub(crate) fn show_version(&mut self, version: &KeptVersion, project: Project) {
        let mut document = Document::unsaved(project);
        document.journal_at_once();
        self.arrive(document);
        let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
        let text = format!("The version of {at} is open as a new project. Save it to keep it.");
        self.tell(NoticeKind::Warning, text, None);
    }

    /// Takes what came back from the jobs that look for work.
    pub(crate) fn brought_back(&mut self, result: JobResult) {
        match result {
            JobResult::Versions(versions) => self.dialog = Some(Dialog::Versions(versions)),
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
                let path_shown = Some(path.display().to_string());
                self.arrive(Document::opened(salvaged.project, path, Access::Partial, fingerprint));
                let lost = salvaged.lost.join(" ");
                let text = format!("This is what could be read. Missing: {lost} Save it under another name to go on.");
                let action = Some(("Save as…", Command::SaveAs.into()));
                self.tell_with(NoticeKind::Warning, text, path_shown, action);
            }
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string())),
        }
    }
}

/// Does the jobs of this file.
pub(crate) fn run(files: &dyn Files, job: Job) -> JobResult {
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
