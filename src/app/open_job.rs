//! The job that opens a project: its file, what its journal has, and the lock.

use std::path::Path;

use crate::{
    export,
    store::{self, Access, Files, Fingerprint, Holder, Loaded, Locked, StateDir, StoreError},
};

use super::{
    effect::{OpenError, OpenJob, OpenedNews, OpenedProject},
    journal_replay::{self, FromJournal},
    reach::{MAX_INPUT, read},
    save_job::{put_aside, put_into_history},
    unjoined,
};

/// Reads a project with what its journal holds, and takes the lock.
pub(crate) fn open_to_work(files: &dyn Files, job: &OpenJob) -> Result<OpenedProject, OpenError> {
    let mut opened = match open_project(files, &job.path) {
        Err(OpenError::Store(StoreError::ConflictMarkers(_))) => open_marked(files, &job.path, job.state.as_ref())?,
        opened => opened?,
    };
    let (Some(state), Some(holder)) = (&job.state, &job.holder) else { return Ok(opened) };
    if !opened.is_project_file {
        return Ok(opened);
    }
    opened.news.also_open = store::holder_elsewhere(files, &opened.canonical, &holder.machine);
    match store::lock(files, &opened.canonical, Some(state), holder) {
        Locked::Mine(lock, trouble) => (opened.lock, opened.news.lock_trouble) = (Some(lock), trouble),
        Locked::Theirs(holder) => opened.loaded.access = Access::InUse(holder),
        Locked::Unavailable(trouble) => opened.news.lock_trouble = Some(trouble),
    }
    if opened.loaded.access.is_editable() {
        opened.news.has_cut_short = store::clear_leftovers(files, &opened.canonical, Some(state), holder.since);
        let key = store::project_key(&opened.canonical);
        clear_where_it_went(files, state, &key, holder);
        opened.news.kept_aside = put_kept_aside(files, state, &key, holder.since);
        take_back(files, state, &mut opened, holder.since);
        opened.news.elsewhere = store::journal::left_elsewhere(files, state, &key, &opened.fingerprint);
        opened.news.copies = unjoined::copies_beside(files, state, &opened.canonical, &opened.loaded.project);
        opened.news.copy_of = unjoined::original_beside(files, &opened.canonical, &opened.loaded.project);
    }
    Ok(opened)
}

/// Reads a file in which a merge has left both sides: the first of them, with what becomes of both.
fn open_marked(files: &dyn Files, path: &Path, state: Option<&StateDir>) -> Result<OpenedProject, OpenError> {
    let bytes = read(files, path, "Could not open the project")?;
    let found = unjoined::read_marked(files, path, &bytes, state)?;
    let project = found.sides[0].project.clone();
    let loaded = Loaded { project, access: found.access(), problems: Vec::new(), older: None };
    let mut opened = opened(files, path, loaded, &bytes, true);
    opened.news.unjoined = Some(Box::new(found));
    Ok(opened)
}

/// Takes what the project's journal has.
fn take_back(files: &dyn Files, state: &StateDir, opened: &mut OpenedProject, at: jiff::Timestamp) {
    match journal_replay::resume(files, state, &opened.canonical, &opened.loaded.project, &opened.fingerprint) {
        Ok(FromJournal::Nothing) => {}
        Ok(FromJournal::Back(resumed)) => opened.resumed = Some(*resumed),
        Ok(FromJournal::Another(journal)) => {
            opened.news.put_aside = put_aside(files, state, &opened.canonical, &journal, None, at);
        }
        Err(error) => opened.news.no_journal = Some(store::describe_io(&error)),
    }
}

/// Reads a project file, or a complete export, from which a new project begins.
///
/// # Errors
/// Every [`OpenError`] but `Import`.
pub fn open_project(files: &dyn Files, path: &Path) -> Result<OpenedProject, OpenError> {
    let bytes = read(files, path, "Could not open the project")?;
    if let Some(opened) = opened_export(files, path, &bytes) {
        return opened;
    }
    Ok(opened(files, path, store::decode(&bytes)?, &bytes, true))
}

/// Opens a complete export (a dossier opened as if it were an article). `None`: the file is not one, or cannot be read.
pub(crate) fn open_export(files: &dyn Files, path: &Path) -> Option<Result<OpenedProject, OpenError>> {
    opened_export(files, path, &files.read(path, MAX_INPUT).ok()?)
}

fn opened_export(files: &dyn Files, path: &Path, bytes: &[u8]) -> Option<Result<OpenedProject, OpenError>> {
    let project = export::read_if_export(bytes)?.map_err(|error| OpenError::Export(error.to_string()));
    Some(project.map(|project| {
        let loaded = Loaded { project, access: Access::Editable, problems: Vec::new(), older: None };
        opened(files, path, loaded, bytes, false)
    }))
}

fn opened(files: &dyn Files, path: &Path, loaded: Loaded, bytes: &[u8], is_project_file: bool) -> OpenedProject {
    OpenedProject {
        loaded,
        fingerprint: Fingerprint::of(bytes),
        is_project_file,
        canonical: files.canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        lock: None,
        resumed: None,
        news: OpenedNews::default(),
    }
}

/// Journals that had to be set aside, since the history could not be written or they could not be read then, go there now.
/// Returns what the last one had, in words.
fn put_kept_aside(files: &dyn Files, state: &StateDir, key: &str, at: jiff::Timestamp) -> Option<String> {
    let mut changes = None;
    for path in store::journal::kept(files, state, key) {
        let Ok(bytes) = files.read(&path, MAX_INPUT) else { continue };
        let journal = store::journal::decode(&bytes);
        // What is damaged stays as it is: what can be read of it was brought back.
        if journal.damaged == 0
            && !journal.is_foreign
            && let Some(kept) = put_into_history(files, state, key, &journal, None, at)
        {
            changes = Some(kept);
            // When it stays, it is put there once more, where the same twice is kept once.
            let _ = files.remove(&path);
        }
    }
    changes
}

/// A crash in the middle of writing to another file has left something there, which nobody would open to find it.
pub(crate) fn clear_where_it_went(files: &dyn Files, state: &StateDir, name: &str, holder: &Holder) {
    let Ok(Some(journal)) = store::journal::read(files, state, name) else { return };
    if let Some(canonical) = journal.written_to().and_then(|path| store::whole_path(files, path))
        && let Locked::Mine(_lock, _) = store::lock(files, &canonical, Some(state), holder)
    {
        store::clear_leftovers(files, &canonical, Some(state), holder.since);
    }
}
