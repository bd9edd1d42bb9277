//! The job that saves a project: what it may take the place of, what is kept of that, and the originals beside it.

use std::path::{Path, PathBuf};

use crate::store::{
    self, Files, Fingerprint, Holder, Locked, NewVersion, Originals, Over, ProjectLock, StateDir, VersionKind,
    Versions, Written, journal::Journal,
};

use super::{
    changes,
    effect::{SaveJob, Saved},
    journal_replay,
    reach::MAX_INPUT,
};

/// Writes a project and, first, the originals that it names, and a copy of what it replaces where that is of an older format.
///
/// # Errors
/// Every [`store::SaveError`].
pub fn save(files: &dyn Files, job: &SaveJob) -> Result<Saved, store::SaveError> {
    let whole = store::whole_path(files, &job.path);
    let open_file = job.open_file.as_ref().filter(|(canonical, _)| whole.as_ref() == Some(canonical));
    let (lock, lock_trouble) = match &job.holder {
        Some(holder) if open_file.is_none() => take_lock(files, job, holder)?,
        _ => (None, None),
    };
    let before = what_is_there(files, &job.path)?;
    let over = what_may_go(files, job, open_file, before.as_deref())?;
    let replaces_another = job.replaces_journal && open_file.is_none();
    let backup = put_beside(files, job, before.as_deref()).map_err(store::SaveError::of_a_file_before)?;
    let text = store::encode(&job.project);
    store::check_encoded(&job.project, &text)?;
    let before_kept =
        job.state.as_ref().map_or(Ok(()), |state| keep_before(files, state, job, before.as_deref(), &text));
    let before_kept = match before_kept {
        Err(error) if replaces_another => return Err(store::SaveError::NotKept(Box::new(error))),
        kept => kept,
    };
    let write = if job.is_anew { store::write_anew } else { store::write };
    let Written { fingerprint, unkept } = write(files, &job.path, text.as_bytes(), &over)?;
    let canonical = files.canonicalize(&job.path).unwrap_or_else(|_| job.path.clone());
    let (mut put_aside, mut kept) = (None, before_kept);
    if let Some(state) = &job.state {
        if replaces_another {
            put_aside = put_journal_aside(files, state, &canonical, before.as_deref(), job.at);
        }
        kept = kept.and(keep_version(files, state, &canonical, job, text.as_bytes()));
    }
    // The file is safe already, so a history that cannot be written does not fail the save.
    let not_kept = kept.err().map(|error| error.reason());
    Ok(Saved { fingerprint, canonical, lock, lock_trouble, unkept, backup, put_aside, not_kept })
}

/// What the project may take the place of. A file whose place was chosen without knowing of it stays.
fn what_may_go(
    files: &dyn Files,
    job: &SaveJob,
    open_file: Option<&(PathBuf, Option<Fingerprint>)>,
    before: Option<&[u8]>,
) -> Result<Over, store::SaveError> {
    let now = before.map(Fingerprint::of);
    if let Some((_, expected)) = open_file {
        return Ok(expected.clone().map_or(Over::Anything, Over::Holding));
    }
    if !job.is_new_place {
        // What is there now goes into the history, so nothing that comes later may go.
        return Ok(job.expected.clone().or(now).map_or(Over::Anything, Over::Holding));
    }
    match store::occupant(files, &job.path) {
        Ok(Some((what, _))) => Err(store::SaveError::Occupied { what, holds: now }),
        // A folder or device: the save itself tells.
        Ok(None) | Err(_) => Ok(Over::Nothing),
    }
}

/// What has to lie beside the project before it is written. Returns where a file of an older format is kept.
fn put_beside(files: &dyn Files, job: &SaveJob, before: Option<&[u8]>) -> Result<Option<PathBuf>, store::SaveError> {
    let originals = Originals::beside(files, &job.path);
    for bytes in &job.originals {
        originals.put(files, bytes)?;
    }
    if let Some(from) = &job.originals_from {
        originals.copy_from(files, &Originals::beside(files, from), &job.project)?;
    }
    before.map_or(Ok(None), |before| store::back_up(files, &job.path, before))
}

/// The unsaved changes of the project that was here before go from its journal into the history. What cannot be brought
/// there stays where it is, and the journal that takes its place keeps a copy.
fn put_journal_aside(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    before: Option<&[u8]>,
    at: jiff::Timestamp,
) -> Option<String> {
    let journal = store::journal::read(files, state, &store::project_key(canonical)).ok()??;
    // It is older than what is saved in its place, and not older than what its file held.
    let at = at - jiff::SignedDuration::from_millis(1);
    put_aside(files, state, canonical, &journal, before, at)
}

pub(crate) fn put_aside(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    journal: &Journal,
    before: Option<&[u8]>,
    at: jiff::Timestamp,
) -> Option<String> {
    let key = store::project_key(canonical);
    let changes = put_into_history(files, state, &key, journal, before, at)?;
    // When it stays, it is kept beside the one that takes its place.
    let _ = files.remove(&state.journal(&key));
    Some(changes)
}

/// Keeps the state with the changes that only a journal has. Returns these in words; `None`: there are none, or they cannot
/// be kept.
pub(crate) fn put_into_history(
    files: &dyn Files,
    state: &StateDir,
    key: &str,
    journal: &Journal,
    on_file: Option<&[u8]>,
    at: jiff::Timestamp,
) -> Option<String> {
    let (project, changes) = journal_replay::unsaved_state(files, state, key, journal, on_file)?;
    let (text, claims) = (store::encode(&project), project.claims().len());
    let kind = VersionKind::Discarded;
    let version = NewVersion { at, kind, claims, what: &changes, bytes: text.as_bytes() };
    Versions::of(state, key).put(files, &version).ok()?;
    Some(changes)
}

/// A lock, and why it does not keep others out, where that is so.
type Lock = (Option<ProjectLock>, Option<String>);

fn take_lock(files: &dyn Files, job: &SaveJob, holder: &Holder) -> Result<Lock, store::SaveError> {
    // A folder that is not there is told by the save itself.
    let Some(canonical) = store::whole_path(files, &job.path) else { return Ok((None, None)) };
    match store::lock(files, &canonical, job.state.as_ref(), holder) {
        Locked::Mine(lock, trouble) => {
            store::clear_leftovers(files, &canonical, job.state.as_ref(), holder.since);
            Ok((Some(lock), trouble))
        }
        Locked::Theirs(holder) => Err(store::SaveError::InUse(holder)),
        Locked::Unavailable(trouble) => Ok((None, Some(trouble))),
    }
}

/// What will be replaced. A file that cannot be read is not written over: the history could not keep it.
fn what_is_there(files: &dyn Files, path: &Path) -> Result<Option<Vec<u8>>, store::SaveError> {
    use std::io::ErrorKind::{FileTooLarge, IsADirectory, NotFound, Other};
    match files.read(path, MAX_INPUT) {
        Ok(bytes) => Ok(Some(bytes)),
        // Nothing, no project, or no file at all: the save itself tells what is wrong with that.
        Err(error) if matches!(error.kind(), NotFound | FileTooLarge | IsADirectory | Other) => Ok(None),
        Err(error) => Err(store::SaveError::Io(error)),
    }
}

/// What is about to be written over goes into the history, unless that has it.
fn keep_before(
    files: &dyn Files,
    state: &StateDir,
    job: &SaveJob,
    before: Option<&[u8]>,
    now: &str,
) -> Result<(), store::SaveError> {
    let Some(before) = before.filter(|before| *before != now.as_bytes()) else { return Ok(()) };
    let canonical = files.canonicalize(&job.path).unwrap_or_else(|_| job.path.clone());
    let claims = store::decode(before).map_or(0, |loaded| loaded.project.claims().len());
    let (what, kind) = ("the file as it was before", VersionKind::Opened);
    let at = job.at - jiff::SignedDuration::from_millis(2);
    let version = NewVersion { at, kind, claims, what, bytes: before };
    Versions::of(state, &store::project_key(&canonical)).keep(files, &version)
}

/// What was written goes into the history.
fn keep_version(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    job: &SaveJob,
    now: &[u8],
) -> Result<(), store::SaveError> {
    let claims = job.project.claims().len();
    let what = job.what.clone().unwrap_or_else(|| match &job.before {
        Some(before) => changes::describe(before, &job.project),
        None => "saved for the first time".to_owned(),
    });
    let version = NewVersion { at: job.at, kind: VersionKind::Saved, claims, what: &what, bytes: now };
    Versions::of(state, &store::project_key(canonical)).put(files, &version)
}
