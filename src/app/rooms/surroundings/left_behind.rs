//! Unsaved work without its window: what a crash has left, whose file is gone or stands elsewhere now, and forgetting all that is
//! kept of a project.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::store::{
    self, Files, KeptVersion, StateDir, UNSAVED, VersionKind, Versions, describe_io,
    journal::{self, LeftBehind},
    journal_originals,
};

use crate::{
    effect::{Job, JobResult, LookJob, LookedFor, OpenJob, Recovered, Work},
    gather,
    intent::{Forget, Intent, KeptIntent},
    journal_replay::{self, Resumed, count_of_changes},
    notice::{Dialog, NoticeKind, Then},
    open_job, reach,
    rooms::Around,
};

impl Around {
    /// Looks for unsaved work, to list it on the first screen.
    pub(crate) fn look_for_work(&mut self, opens: bool) {
        if let Some(state) = self.state.clone() {
            let recent = self.prefs.recent.iter().map(|recent| recent.path.clone()).collect();
            self.run(Job::LookForLeftBehind(LookJob { state, at: self.now.time, recent, opens }));
        }
    }

    /// After a crash the work is there again: the newest is opened at once, the others are offered. Work whose file is gone
    /// waits to be asked for.
    pub(super) fn left_behind(&mut self, found: LookedFor) {
        let LookedFor { left, gone, opens } = found;
        (self.left, self.gone) = (left.clone(), gone);
        if !opens {
            return;
        }
        for (index, left) in left.into_iter().enumerate() {
            let is_free = index == 0 && !self.has_project() && self.preview.is_none();
            let LeftBehind { name, path, is_gone, changes, .. } = left;
            if is_free && !is_gone {
                self.leave(path.map_or(Then::Resume(name), Then::Open));
                continue;
            }
            let intent = match &path {
                Some(path) if !is_gone => Intent::OpenPath(path.clone()),
                _ => KeptIntent::ResumeUnsaved(name).into(),
            };
            let why = if is_gone {
                format!(
                    "There is unsaved work ({}) of a project whose file is not there any more.",
                    count_of_changes(changes)
                )
            } else {
                "Claimdesk did not close in good order, and another project has changes that are in no file yet."
                    .to_owned()
            };
            let path_shown = path.map_or("It was never saved.".to_owned(), |path| path.display().to_string());
            self.tell_with(NoticeKind::Warning, why, Some(path_shown), Some(("Open it", intent)));
        }
    }

    /// Work without a file is open, or could not be had.
    pub(super) fn unsaved_resumed(&mut self, resumed: Option<Box<Resumed>>) {
        match resumed {
            Some(resumed) => {
                let document = self.take_resumed(*resumed, None);
                self.arrive(document);
            }
            None => {
                let text = "Could not bring the work back: the state that it starts from is not kept any more.";
                self.tell(NoticeKind::Error, text, None);
            }
        }
    }

    /// What can be had of a project that is damaged or gone.
    pub(super) fn offer_what_is_left(&mut self, path: &Path, found: Recovered) {
        let path_shown = Some(path.display().to_string());
        if let Some(left) = found.left {
            let text = format!(
                "The journal of this project is kept, with {} that no file has. It opens as a project without a file.",
                count_of_changes(left.changes)
            );
            let action = Some(("Bring it back", KeptIntent::ResumeUnsaved(left.name).into()));
            self.tell_with(NoticeKind::Warning, text, path_shown.clone(), action);
        }
        if let Some((key, version)) = found.version {
            let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
            let stays = if found.is_gone { "" } else { "; the damaged file stays as it is" };
            let text = format!(
                "There is a good version of {at} with {} claims. It opens as a new project{stays}.",
                version.claims
            );
            let action = Some(("Open that version", KeptIntent::OpenVersion(key, version).into()));
            self.tell_with(NoticeKind::Warning, text, path_shown.clone(), action);
        }
        if let Some(rest) = found.rest {
            let text = format!("Parts of the damaged file can be read: {rest}. They open for reading only.");
            let action = Some(("Open what can be read", KeptIntent::OpenRest(path.to_owned()).into()));
            self.tell_with(NoticeKind::Warning, text, path_shown, action);
        }
    }

    pub(crate) fn forget_project(&mut self) {
        if let Some(Dialog::Forget(what)) = self.dialog.take()
            && let Some(state) = self.state.clone()
        {
            self.run(Job::Forget(state, what));
        }
    }

    pub(super) fn forgotten(&mut self, what: &Forget, done: io::Result<()>) {
        let path = match what {
            Forget::Path(path) => Some(path.clone()),
            Forget::Journal(left) => left.path.clone(),
        };
        let path_shown = path.as_ref().map(|path| path.display().to_string());
        match done {
            Ok(()) => {
                if let Some(path) = path {
                    self.change_prefs(|prefs| prefs.forget(&path));
                }
                self.look_for_work(false);
                self.tell(NoticeKind::Done, format!("Nothing is kept of “{}” any more.", what.name()), path_shown);
            }
            Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                let text = "Could not forget the project: it is open in another window. Close it there first.";
                self.tell(NoticeKind::Error, text, path_shown);
            }
            Err(error) => {
                let text = format!("Could not forget the project: {}.", describe_io(&error));
                self.tell(NoticeKind::Error, text, path_shown);
            }
        }
    }
}

/// Does the jobs of this file.
pub(crate) fn run(files: &dyn Files, job: Job) -> JobResult {
    match job {
        Job::LookForLeftBehind(job) => JobResult::LeftBehind(look(files, job)),
        Job::ResumeUnsaved(state, name, holder) => {
            // The file may have come back since the work was listed.
            let path =
                journal::read(files, &state, &name).ok().flatten().and_then(|journal| Some(journal.path()?.to_owned()));
            let open = |path: PathBuf| {
                let job = OpenJob { path: path.clone(), state: Some(state.clone()), holder: Some(holder.clone()) };
                Some((path, open_job::open_to_work(files, &job).ok()?))
            };
            if let Some((path, opened)) = path.and_then(open) {
                return JobResult::Opened(path, Ok(Box::new(opened)));
            }
            open_job::clear_where_it_went(files, &state, &name, &holder);
            JobResult::ResumedUnsaved(journal_replay::resume_unsaved(files, &state, &name).map(Box::new))
        }
        Job::LookAtDamaged(path, state) => {
            let found = look_at_damaged(files, &path, state.as_ref());
            JobResult::Damaged(path, found)
        }
        Job::TakeWork { state, name, path } => {
            let work = work_of(files, &state, &name, &path).map(Box::new);
            JobResult::Work(name, work)
        }
        Job::PutAside(state, name) => JobResult::PutAside(journal::put_aside(files, &state, &name)),
        Job::Forget(state, what) => {
            let name = match &what {
                Forget::Path(path) => store::project_key(&whole(files, path)),
                Forget::Journal(left) => left.name.clone(),
            };
            let done = journal::forget(files, &state, &name);
            gather::forget(files, &state.library(), &name);
            JobResult::Forgotten(what, done)
        }
        _ => JobResult::Panicked("a job that nobody does".to_owned()),
    }
}

fn look(files: &dyn Files, job: LookJob) -> LookedFor {
    let LookJob { state, at, recent, opens } = job;
    if opens {
        store::clear_all_temporaries(files, &state.versions(UNSAVED));
        journal::clear_old(files, &state, at);
    }
    let is_gone =
        |path: &PathBuf| matches!(files.metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound);
    let gone = recent.into_iter().filter(is_gone).collect();
    LookedFor { left: journal::left_behind(files, &state), gone, opens }
}

/// A path without links and relative parts, as far as it can be had.
fn whole(files: &dyn Files, path: &Path) -> PathBuf {
    store::whole_path(files, path).unwrap_or_else(|| path.to_owned())
}

fn look_at_damaged(files: &dyn Files, path: &Path, state: Option<&StateDir>) -> Recovered {
    let key = store::project_key(&whole(files, path));
    let is_good = |version: &KeptVersion| {
        let read = state.and_then(|state| Versions::of(state, &key).read(files, version).ok());
        version.kind != VersionKind::Discarded && read.is_some_and(|bytes| store::decode(&bytes).is_ok())
    };
    let versions = state.map(|state| Versions::of(state, &key).list(files)).unwrap_or_default();
    let version = versions.into_iter().find(is_good);
    let bytes = files.read(path, reach::MAX_INPUT);
    let is_gone = matches!(&bytes, Err(error) if error.kind() == io::ErrorKind::NotFound);
    Recovered {
        rest: bytes.ok().and_then(|bytes| store::salvage(&bytes).found()),
        left: state.and_then(|state| journal::left_of(files, state, &key)),
        version: version.map(|version| (key, version)),
        is_gone,
    }
}

/// The work of a journal, on what the opened file holds.
fn work_of(files: &dyn Files, state: &StateDir, name: &str, path: &Path) -> Option<Work> {
    journal::left_of(files, state, name)?;
    let journal = journal::read(files, state, name).ok()??;
    let on_file = files.read(path, reach::MAX_INPUT).ok();
    let (project, changes) = journal_replay::unsaved_state(files, state, name, &journal, on_file.as_deref())?;
    Some(Work { project, changes, originals: journal_originals(files, state, name) })
}
