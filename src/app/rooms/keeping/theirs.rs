//! What others make of the open project's file: change it, move it, empty it, put something else in its place.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    adjudication,
    join::Joined,
    model::{Edit, Project},
    store::{self, Files, Fingerprint, StoreError, describe_io},
};

use crate::{
    Command, changes,
    document::{Document, OnDisk, Theirs},
    effect::{Job, JobResult, NoTheirs, OpenError, Pick, TheirsFor},
    intent::{Intent, KeptIntent},
    notice::{Dialog, NoticeKind},
    reach,
    rooms::{Keeping, Workbench},
    unjoined::{self, Before, Unjoined},
    view::{JoinedFrom, Joining},
};

impl Theirs {
    fn words(&self) -> String {
        const HERE: &str = "Everything is still here.";
        match self {
            Self::Project => "Another program has changed the file of this project. Nothing here is lost.".to_owned(),
            Self::Gone => format!(
                "The file of this project is not there any more: it was moved, renamed or deleted. {HERE} Save to write it again."
            ),
            Self::Folder => {
                format!("A folder stands in the place of this project’s file. {HERE} Save under another name.")
            }
            Self::Unreadable(why) => {
                format!("The file of this project cannot be read any more: {why}. {HERE} Save it in another place.")
            }
            Self::Rubbish(_, what) => format!(
                "Another program has changed the file of this project: it {what}. {HERE} Save to write it again; “Earlier versions…” \
                 keeps what stands there now."
            ),
        }
    }

    fn action(&self) -> (&'static str, Intent) {
        match self {
            Self::Project => ("What to do…", KeptIntent::AskAboutOutside.into()),
            Self::Gone | Self::Rubbish(..) => ("Save", Command::Save.into()),
            Self::Folder | Self::Unreadable(_) => ("Save as…", Command::SaveAs.into()),
        }
    }
}

impl NoTheirs {
    fn found(&self) -> Theirs {
        match (&self.error, &self.fingerprint) {
            (
                OpenError::Store(
                    StoreError::Newer(_)
                    | StoreError::ConflictMarkers(_)
                    | StoreError::BrokenMarks
                    | StoreError::DamagedSide { .. }
                    | StoreError::NotJoined(_),
                ),
                _,
            ) => Theirs::Project,
            (OpenError::Store(error), Some(fingerprint)) => {
                let what = match error {
                    StoreError::Empty => "is empty now",
                    StoreError::ZeroFilled(_) => "holds zero bytes now, as after a crash or a failed copy",
                    StoreError::Truncated(_) => "ends in the middle of an entry now, as after a failed copy",
                    StoreError::Damaged { .. } => "is damaged now",
                    _ => "is no project any more",
                };
                Theirs::Rubbish(fingerprint.clone(), what)
            }
            (OpenError::Io { error, .. }, _) => match error.kind() {
                std::io::ErrorKind::NotFound => Theirs::Gone,
                std::io::ErrorKind::IsADirectory => Theirs::Folder,
                _ => Theirs::Unreadable(describe_io(error)),
            },
            (error, _) => Theirs::Unreadable(error.to_string()),
        }
    }
}

/// Reads what another program has made of a project's file.
pub(crate) fn run(files: &dyn Files, path: PathBuf, purpose: TheirsFor) -> JobResult {
    let read = || {
        let unread = |error| NoTheirs { error, fingerprint: None };
        let bytes = reach::read(files, &path, "Could not read the project's file").map_err(unread)?;
        let fingerprint = Fingerprint::of(&bytes);
        match store::decode(&bytes) {
            Ok(loaded) => Ok((loaded.project, fingerprint)),
            // What another program has put into one file is two people's work.
            Err(StoreError::ConflictMarkers(_)) => match unjoined::read_marked(files, &path, &bytes, None) {
                Ok(found) => Ok((found.joined.project, fingerprint)),
                Err(error) => Err(NoTheirs { error, fingerprint: Some(fingerprint) }),
            },
            Err(error) => Err(NoTheirs { error: error.into(), fingerprint: Some(fingerprint) }),
        }
    };
    let read = read();
    JobResult::Theirs(path, purpose, read)
}

impl Workbench<'_, Keeping> {
    /// The watched file was written by somebody, or is gone.
    pub(crate) fn file_touched(&mut self, path: PathBuf) {
        let document = &*self.document;
        if document.path.as_ref() == Some(&path) && document.saving.is_none() {
            self.read_theirs(path, TheirsFor::Looking);
            self.look_for_holder();
        }
    }

    pub(crate) fn read_theirs(&mut self, path: PathBuf, purpose: TheirsFor) {
        self.around.run(Job::ReadTheirs(path, purpose));
    }

    /// Mine goes into a file beside theirs.
    pub(crate) fn save_beside(&mut self, path: &Path) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        self.around.pick(Pick::SaveAs { suggested: format!("{stem}-mine.ron") });
    }

    pub(crate) fn theirs_read(
        &mut self,
        path: &Path,
        purpose: TheirsFor,
        read: Result<(Project, Fingerprint), NoTheirs>,
    ) {
        let document = &*self.document;
        if document.path.as_deref() != Some(path) {
            return;
        }
        match (purpose, read) {
            (TheirsFor::Merging, Ok((project, fingerprint))) => self.merge_theirs(project, fingerprint),
            (TheirsFor::Merging, Err(no)) => {
                self.around.tell(NoticeKind::Error, no.error.to_string(), Some(path.display().to_string()));
            }
            (TheirsFor::Looking, read) => self.theirs_found(path, &read),
            (TheirsFor::Saving, read) => {
                self.theirs_found(path, &read);
                self.save_what_was_saved(path);
            }
        }
    }

    /// Holds what was found in the place of the file, and tells it once.
    fn theirs_found(&mut self, path: &Path, read: &Result<(Project, Fingerprint), NoTheirs>) {
        let document = &mut *self.document;
        let known = document.on_disk.as_ref().and_then(|on_disk| on_disk.fingerprint.as_ref());
        let found = match read {
            // What is being written comes to its own end.
            _ if document.saving.is_some() => return,
            Ok((_, fingerprint)) if Some(fingerprint) == known => None,
            Err(NoTheirs { fingerprint: Some(fingerprint), .. }) if Some(fingerprint) == known => None,
            Ok(_) => Some(Theirs::Project),
            Err(no) => Some(no.found()),
        };
        if found == document.theirs {
            return;
        }
        self.outside_is_settled();
        let Some(found) = found else { return };
        let (words, action) = (found.words(), found.action());
        self.around.tell_with(NoticeKind::Warning, words, Some(path.display().to_string()), Some(action));
        let told = self.around.notices.last().map(|notice| notice.id);
        (self.document.theirs, self.document.theirs_told) = (Some(found), told);
    }

    /// Saving was asked for when all was saved: it is, unless somebody has touched the file in the meantime.
    fn save_what_was_saved(&mut self, path: &Path) {
        let document = &*self.document;
        match &document.theirs {
            None if document.is_saved() => self.around.tell(NoticeKind::Done, "Everything is saved already.", None),
            Some(Theirs::Project) => self.around.dialog = Some(Dialog::ChangedOutside(path.to_owned())),
            _ => self.save_to(path.to_owned()),
        }
    }

    fn merge_theirs(&mut self, theirs: Project, fingerprint: Fingerprint) {
        let document = &mut *self.document;
        let Some(on_disk) = &document.on_disk else { return };
        let base = Some(on_disk.project.clone());
        let sides = [(document.project().clone(), "here".to_owned()), (theirs.clone(), "in the file".to_owned())];
        let found = Unjoined::new(base, Before::Here, sides);
        let joined = found.joined.clone();
        let what = changes::describe(document.project(), &joined.project);
        let edit = Edit::Replace { label: "merge".to_owned(), parts: Box::new(joined.project.parts().clone()) };
        if !self.edit(&edit) {
            return;
        }
        if let Some(on_disk) = &mut self.document.on_disk {
            // No state of this session is what the file holds.
            (on_disk.revision, on_disk.fingerprint, on_disk.project) = (OnDisk::NO_STATE, Some(fingerprint), theirs);
        }
        self.outside_is_settled();
        let told = told_of_joining(&joined, self.document.shown());
        let text = format!("Both versions are joined ({what}). {told}Save to keep the result.");
        let kind = if joined.project.differences().is_empty() { NoticeKind::Done } else { NoticeKind::Warning };
        self.around.tell_with(kind, text, None, Some(("Undo", Command::Undo.into())));
        self.document.view.joining = Some(Joining { found: Arc::new(found), from: JoinedFrom::Outside });
    }

    /// What was told of a change from outside has been answered, or is so no more.
    pub(crate) fn outside_is_settled(&mut self) {
        self.document.theirs = None;
        let told = self.document.theirs_told.take();
        self.around.notices.retain(|notice| Some(notice.id) != told);
    }
}

/// What there is to say of two people's work that was joined, as it is shown, with a space behind it.
pub(crate) fn told_of_joining(joined: &Joined, shown: &Project) -> String {
    let project = shown;
    let open: Vec<String> = project.differences().iter().map(|open| open.title(project)).collect();
    let of_claims = project.differences().iter().any(|open| adjudication::claim_of(open).is_some());
    let page = if of_claims { "Adjudication" } else { "Readiness" };
    let open = match open.as_slice() {
        [] => None,
        [only] => Some(format!("It differs in {only}: settle that under “{page}”.")),
        several => {
            Some(format!("{} differences are open: {}. Settle them under “{page}”.", several.len(), several.join("; ")))
        }
    };
    joined.told.iter().cloned().chain(open).map(|sentence| sentence + " ").collect()
}

impl Document {
    /// What its file should hold when it is written over.
    pub(super) fn expected(&self) -> Option<Fingerprint> {
        match &self.theirs {
            // It was told, and it goes into the history.
            Some(Theirs::Rubbish(fingerprint, _)) => Some(fingerprint.clone()),
            _ => self.on_disk.as_ref()?.fingerprint.clone(),
        }
    }
}
