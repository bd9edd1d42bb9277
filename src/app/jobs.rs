//! Does the work that takes time or the disk. Runs away from the window and knows nothing of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    anchor::Follow,
    export,
    foreign::{self, ForeignReader, InProcess, List},
    import::{
        self, Draft, DraftBlock, Input, MetaField, Progress, Stage,
        web::{Ask, FetchError, Fetched, Web, address_in},
    },
    model::{Source, StoredFile},
    store::{
        self, Access, Asking, Excess, Files, Fingerprint, Holder, Loaded, Locked, NewVersion, Originals, Over,
        ProjectLock, StateDir, VersionKind, Versions, Written, bounds::MAX_FIELD, journal::Journal,
    },
};

use super::{
    claim_link,
    draft_following::follow_claims,
    effect::{
        ExportJob, ImportFrom, ImportJob, Imported, Job, JobResult, OpenError, OpenJob, OpenedProject, Purpose, Remote,
        SaveJob, Saved, SealFrom, Sealed,
    },
    recovery::{self, Found},
    source_following::follow_evidence,
};

/// The largest article or source file that is read, in bytes.
pub const MAX_INPUT: u64 = 256 << 20;

/// What jobs have of the outside.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The disk.
    pub files: &'a dyn Files,
    /// What reads articles.
    pub reader: &'a dyn ForeignReader,
    /// The web.
    pub web: &'a dyn Web,
}

impl<'a> Reach<'a> {
    /// A disk alone: articles are read in this process, and there is no web.
    pub fn disk(files: &'a dyn Files) -> Self {
        Self { files, reader: &InProcess, web: &Offline }
    }
}

struct Offline;

impl Web for Offline {
    fn fetch(&self, _ask: &Ask, _watch: &import::Watch) -> Result<Fetched, FetchError> {
        Err(FetchError::Broken("there is no connection".to_owned()))
    }
}

/// Does a job with a disk alone.
pub fn run(files: &dyn Files, job: Job) -> JobResult {
    run_in(&Reach::disk(files), job)
}

/// Does a job. A panic ends the job and nothing else.
pub fn run_in(reach: &Reach<'_>, job: Job) -> JobResult {
    catch_unwind(AssertUnwindSafe(|| run_unguarded(reach, job)))
        .unwrap_or_else(|panic| JobResult::Panicked(panic_message(panic.as_ref())))
}

fn run_unguarded(reach: &Reach<'_>, job: Job) -> JobResult {
    let files = reach.files;
    match job {
        Job::For(project, job) => JobResult::For(project, Box::new(run_in(reach, *job))),
        Job::OpenProject(mut job) => {
            let claim;
            (job.path, claim) = claim_link::resolve(files, job.path);
            let opened = open_to_work(files, &job).map(|opened| Box::new(OpenedProject { claim, ..opened }));
            JobResult::Opened(job.path, opened)
        }
        Job::Import(job) => {
            if let (ImportFrom::Path(path), Purpose::NewProject) = (&job.from, &job.purpose)
                && let Some(opened) = open_export(files, path)
            {
                return JobResult::Opened(path.clone(), opened.map(Box::new));
            }
            let imported = catch_unwind(AssertUnwindSafe(|| import_article(reach, &job)))
                .unwrap_or_else(|panic| Err(OpenError::Panicked(panic_message(panic.as_ref()))));
            JobResult::Imported(job, imported.map(Box::new))
        }
        Job::Save(mut job) => {
            let saved = save(files, &job);
            if matches!(saved, Err(store::SaveError::NotDurable(_))) {
                job.expected = Some(Fingerprint::of(store::encode(&job.project).as_bytes()));
            }
            JobResult::Saved(job, saved)
        }
        Job::Export(job) => {
            let written = export_to(files, &job);
            JobResult::Exported(job, written)
        }
        Job::ReadIncoming(job) => super::read_incoming::run(reach, *job),
        Job::ReadSourceFile(path, claim) => {
            let read = read_source_file(files, &path);
            JobResult::SourceFile(path, claim, read)
        }
        Job::Follow(job) => {
            let followed = follow_claims(&job.article, &job.claims, &job.version, &job.watch);
            JobResult::Followed(Box::new(job), followed)
        }
        Job::FollowSource(job) => {
            let followed = follow_evidence(&job.source, &job.claims, &job.version, &job.watch);
            JobResult::FollowedSource(job, followed)
        }
        Job::Seal(job) => {
            let sealed = read_copy(reach, &job.from);
            JobResult::Sealed(job, sealed)
        }
        Job::ReadSources(path, watch) => {
            let read = read_sources(reach, &path, &watch);
            JobResult::SourcesRead(path, watch, read)
        }
        Job::ReadTheirs(path, purpose) => super::theirs::run(files, path, purpose),
        Job::NameHolder(canonical, state, holder) => {
            store::name_holder(files, &canonical, state.as_ref(), &holder);
            JobResult::HolderNamed
        }
        Job::Examine(job) => JobResult::Examined(Box::new(job.run())),
        Job::Compare { old, new } => {
            let revision = Follow::new(old.text(), new.text()).revision();
            JobResult::Compared { old, new, revision }
        }
        job @ (Job::LookForLeftBehind(_)
        | Job::ResumeUnsaved(..)
        | Job::LookAtDamaged(..)
        | Job::TakeWork { .. }
        | Job::PutAside(..)
        | Job::Forget(..)) => super::left_behind::run(files, job),
        other => super::safety::run(files, other),
    }
}

/// Reads a project with what its journal holds, and takes the lock.
pub(super) fn open_to_work(files: &dyn Files, job: &OpenJob) -> Result<OpenedProject, OpenError> {
    let mut opened = open_project(files, &job.path)?;
    let (Some(state), Some(holder)) = (&job.state, &job.holder) else { return Ok(opened) };
    if !opened.is_project_file {
        return Ok(opened);
    }
    match store::lock(files, &opened.canonical, Some(state), holder) {
        Locked::Mine(lock, trouble) => (opened.lock, opened.lock_trouble) = (Some(lock), trouble),
        Locked::Theirs(holder) => opened.loaded.access = Access::InUse(holder),
        Locked::Unavailable(trouble) => opened.lock_trouble = Some(trouble),
    }
    if opened.loaded.access.is_editable() {
        opened.has_cut_short = store::clear_leftovers(files, &opened.canonical, Some(state), holder.since);
        let key = store::project_key(&opened.canonical);
        clear_where_it_went(files, state, &key, holder);
        opened.kept_aside = put_kept_aside(files, state, &key, holder.since);
        take_back(files, state, &mut opened, holder.since);
        opened.elsewhere = store::journal::left_elsewhere(files, state, &key, &opened.fingerprint);
    }
    Ok(opened)
}

/// Takes what the project's journal has.
fn take_back(files: &dyn Files, state: &StateDir, opened: &mut OpenedProject, at: jiff::Timestamp) {
    match recovery::resume(files, state, &opened.canonical, &opened.loaded.project, &opened.fingerprint) {
        Ok(Found::Nothing) => {}
        Ok(Found::Back(resumed)) => opened.resumed = Some(*resumed),
        Ok(Found::Another(journal)) => {
            opened.put_aside = put_aside(files, state, &opened.canonical, &journal, None, at);
        }
        Err(error) => opened.no_journal = Some(store::describe_io(&error)),
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
fn open_export(files: &dyn Files, path: &Path) -> Option<Result<OpenedProject, OpenError>> {
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
        lock_trouble: None,
        resumed: None,
        claim: None,
        no_journal: None,
        put_aside: None,
        kept_aside: None,
        has_cut_short: false,
        elsewhere: Vec::new(),
    }
}

/// Reads an article, from the web when its address is asked for.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Fetch`] and [`OpenError::Import`].
pub fn import_article(reach: &Reach<'_>, job: &ImportJob) -> Result<Imported, OpenError> {
    let (name, bytes, remote) = load(reach, job)?;
    let input = Input {
        bytes: &bytes,
        name: &name,
        url: remote.as_ref().map(|remote| remote.address.as_str()),
        charset: remote.as_ref().and_then(|remote| remote.charset.as_deref()),
        encoding: Some(job.encoding.as_str()).filter(|encoding| !encoding.is_empty()),
        lines: job.lines,
        ..Input::default()
    };
    job.watch.tell(Progress { stage: Stage::Reading, ..Progress::default() });
    let mut draft = foreign::open_guarded(reach.reader, &input, &job.watch)?;
    if let Some(excess) = too_long(&draft) {
        return Err(OpenError::TooMuch { what: "Could not open the article", excess });
    }
    if let Some(remote) = remote.as_ref().filter(|_| draft.meta.url.is_empty()) {
        draft.meta.url.clone_from(&remote.address);
        draft.note(MetaField::Url, "where it was fetched");
    }
    Ok(Imported { draft, name, bytes, remote })
}

/// What a project may not hold of the blocks that are to come in.
pub(super) fn too_long(draft: &Draft) -> Option<Excess> {
    // A character that the file has to escape is written with ten signs at most.
    let may_be = |block: &&DraftBlock| block.keep && block.block.text.len() > MAX_FIELD / 10;
    draft.blocks.iter().filter(may_be).find_map(|block| store::fits(&block.block.text).err())
}

/// Whether a project could be saved with what came from another tool.
///
/// # Errors
/// [`OpenError::TooMuch`].
pub fn must_fit<T: serde::Serialize>(what: &'static str, items: &[T]) -> Result<(), OpenError> {
    items.iter().try_for_each(|item| store::fits(item)).map_err(|excess| OpenError::TooMuch { what, excess })
}

/// An article's file: its name, its bytes, and from where it was fetched.
type Original = (String, Arc<[u8]>, Option<Remote>);

fn load(reach: &Reach<'_>, job: &ImportJob) -> Result<Original, OpenError> {
    Ok(match &job.from {
        ImportFrom::Path(path) => {
            (file_name(path), read(reach.files, path, "Could not open the article")?.into(), None)
        }
        ImportFrom::Bytes { name, bytes } => (name.clone(), Arc::clone(bytes), None),
        ImportFrom::Fetched { from, name, bytes } => (name.clone(), Arc::clone(bytes), Some(from.clone())),
        ImportFrom::Web { address, allow_private } => {
            let ask = Ask { address: address.clone(), allow_private: *allow_private };
            let Fetched { address, name, charset, bytes } = reach.web.fetch(&ask, &job.watch)?;
            (name, bytes.into(), Some(Remote { address, charset }))
        }
    })
}

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
    store::check_encoded(&text)?;
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

fn put_aside(
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
fn put_into_history(
    files: &dyn Files,
    state: &StateDir,
    key: &str,
    journal: &Journal,
    on_file: Option<&[u8]>,
    at: jiff::Timestamp,
) -> Option<String> {
    let (project, changes) = recovery::unsaved_state(files, state, key, journal, on_file)?;
    let (text, claims) = (store::encode(&project), project.claims().len());
    let kind = VersionKind::Discarded;
    let version = NewVersion { at, kind, claims, what: &changes, bytes: text.as_bytes() };
    Versions::of(state, key).put(files, &version).ok()?;
    Some(changes)
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

/// A crash in the middle of writing to another file has left something there, which nobody would open to find it.
pub(super) fn clear_where_it_went(files: &dyn Files, state: &StateDir, name: &str, holder: &Holder) {
    let Ok(Some(journal)) = store::journal::read(files, state, name) else { return };
    if let Some(canonical) = journal.written_to().and_then(|path| store::whole_path(files, path))
        && let Locked::Mine(_lock, _) = store::lock(files, &canonical, Some(state), holder)
    {
        store::clear_leftovers(files, &canonical, Some(state), holder.since);
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
        Some(before) => super::changes::describe(before, &job.project),
        None => "saved for the first time".to_owned(),
    });
    let version = NewVersion { at: job.at, kind: VersionKind::Saved, claims, what: &what, bytes: now };
    Versions::of(state, &store::project_key(canonical)).put(files, &version)
}

/// Writes an export and returns what it could not hold.
///
/// # Errors
/// [`OpenError::Landing`] and [`OpenError::Export`].
pub fn export_to(files: &dyn Files, job: &ExportJob) -> Result<Vec<String>, OpenError> {
    let inputs: Vec<&Path> = job.of.as_deref().into_iter().collect();
    let asking = Asking { inputs: &inputs, may_replace: job.may_replace };
    let landing = store::landing(files, &job.path, asking)?;
    let exported = export::export(&job.project, job.format, &job.options);
    let exported = exported.map_err(|error| OpenError::Export(error.to_string()))?;
    landing.write(files, &exported.bytes)?;
    Ok(exported.warnings)
}

/// Gets the copy of a source that is to be sealed.
///
/// # Errors
/// [`OpenError::Io`] and [`OpenError::Fetch`].
pub fn read_copy(reach: &Reach<'_>, from: &SealFrom) -> Result<Sealed, OpenError> {
    match from {
        SealFrom::Path(path) => {
            let bytes = read(reach.files, path, "Could not seal the source")?;
            Ok(Sealed { name: file_name(path), url: String::new(), bytes: bytes.into() })
        }
        SealFrom::Web { address, allow_private } => {
            let ask = Ask { address: address.clone(), allow_private: *allow_private };
            let Fetched { address, name, bytes, .. } = reach.web.fetch(&ask, &import::Watch::default())?;
            Ok(Sealed { name, url: address, bytes: bytes.into() })
        }
    }
}

/// Reads a list of sources that a reference manager wrote.
///
/// # Errors
/// [`OpenError::Io`] and [`OpenError::Import`].
pub fn read_sources(reach: &Reach<'_>, path: &Path, watch: &import::Watch) -> Result<Vec<Source>, OpenError> {
    let bytes = read(reach.files, path, "Could not import the sources")?;
    let list = List { bytes: &bytes, ..List::default() };
    let sources = foreign::read_sources(reach.reader, list, watch)?.items;
    must_fit("Could not import the sources", &sources)?;
    Ok(sources)
}

fn read_source_file(files: &dyn Files, path: &Path) -> Result<(StoredFile, Arc<[u8]>), OpenError> {
    let bytes = read(files, path, "Could not add the file as evidence")?;
    Ok((StoredFile { name: file_name(path), sha256: store::sha256(&bytes) }, bytes.into()))
}

pub(super) fn read(files: &dyn Files, path: &Path, what: &'static str) -> Result<Vec<u8>, OpenError> {
    files.read(path, MAX_INPUT).map_err(|error| OpenError::Io { what, error })
}

/// The last part of a path, as text.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a path names a project rather than an article: by its ending, since a project opens without a preview.
pub fn is_project_path(path: &Path) -> bool {
    let is_address = path.to_str().is_some_and(|text| address_in(text).is_some());
    let linked = claim_link::parts(path).map(|(file, _)| file);
    !is_address && store::has_project_ending(linked.as_deref().unwrap_or(path))
}

/// `path` with `.ron` at its end when it has no ending.
pub fn with_project_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_none() { path.with_extension("ron") } else { path }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
