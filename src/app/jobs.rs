//! Does the work that takes time or the disk. Runs away from the window and knows nothing of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    anchor::Follow,
    export,
    import::{
        self, InProcess, Input, MetaField, Progress, Reader, Stage,
        web::{Ask, FetchError, Fetched, Web, address_in},
    },
    model::{Project, StoredFile},
    store::{
        self, Access, Files, Fingerprint, Holder, Loaded, Locked, NewVersion, Originals, ProjectLock, StateDir,
        VersionKind, Versions,
    },
};

use super::{
    effect::{
        ImportFrom, ImportJob, Imported, Job, JobResult, OpenError, OpenJob, OpenedProject, Purpose, Remote, SaveJob,
        Saved,
    },
    following::follow_claims,
};

/// The largest article or source file that is read, in bytes.
pub const MAX_INPUT: u64 = 256 << 20;

/// What jobs have of the outside.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The disk.
    pub files: &'a dyn Files,
    /// What reads articles.
    pub reader: &'a dyn Reader,
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
        Job::OpenProject(job) => {
            let opened = open_to_work(files, &job).map(Box::new);
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
        Job::Save(job) => {
            let saved = save(files, &job);
            JobResult::Saved(job, saved)
        }
        Job::Export { path, project, format, options } => {
            let written = export_to(files, &path, &project, format, &options);
            JobResult::Exported(path, written)
        }
        Job::ReadSourceFile(path) => {
            let read = read_source_file(files, &path);
            JobResult::SourceFile(path, read)
        }
        Job::Follow(job) => {
            let followed = follow_claims(&job.article, &job.claims, &job.version, &job.progress);
            JobResult::Followed(Box::new(job), followed)
        }
        Job::Examine(job) => JobResult::Examined(Box::new(job.run())),
        Job::Compare { old, new } => {
            let revision = Follow::new(old.text(), new.text()).revision();
            JobResult::Compared { old, new, revision }
        }
        other => super::safety::run(files, other),
    }
}

/// Reads a project with what its journal holds, and takes the lock.
fn open_to_work(files: &dyn Files, job: &OpenJob) -> Result<OpenedProject, OpenError> {
    let mut opened = open_project(files, &job.path)?;
    let (Some(state), Some(holder)) = (&job.state, &job.holder) else { return Ok(opened) };
    if !opened.is_project_file {
        return Ok(opened);
    }
    match store::lock(files, &opened.canonical, Some(state), holder) {
        Locked::Mine(lock) => opened.lock = Some(lock),
        Locked::Theirs(holder) => opened.loaded.access = Access::InUse(holder),
        Locked::Unavailable => {}
    }
    if opened.loaded.access.is_editable() {
        store::clear_leftovers(files, &opened.canonical);
        let project = &opened.loaded.project;
        opened.resumed = super::recovery::resume(files, state, &opened.canonical, project, &opened.fingerprint);
    }
    Ok(opened)
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
        let loaded = Loaded { project, access: Access::Editable, problems: Vec::new() };
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
    let mut draft = import::open_guarded(reach.reader, &input, &job.watch)?;
    if let Some(remote) = remote.as_ref().filter(|_| draft.meta.url.is_empty()) {
        draft.meta.url.clone_from(&remote.address);
        draft.note(MetaField::Url, "where it was fetched");
    }
    Ok(Imported { draft, name, bytes, remote })
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

/// Writes a project and, first, the originals that it names.
///
/// # Errors
/// Every [`store::SaveError`].
pub fn save(files: &dyn Files, job: &SaveJob) -> Result<Saved, store::SaveError> {
    let lock = match &job.holder {
        Some(holder) => take_lock(files, job, holder)?,
        None => None,
    };
    let originals = Originals::beside(&job.path);
    for bytes in &job.originals {
        originals.put(files, bytes)?;
    }
    if let Some(from) = &job.originals_from {
        originals.copy_from(files, &Originals::beside(from), &job.project)?;
    }
    let text = store::encode(&job.project);
    let before = files.read(&job.path, MAX_INPUT).ok();
    let write = if job.is_anew { store::save_anew } else { store::save };
    let fingerprint = write(files, &job.path, text.as_bytes(), job.expected.as_ref())?;
    let canonical = files.canonicalize(&job.path).unwrap_or_else(|_| job.path.clone());
    if let Some(state) = &job.state {
        keep_versions(files, state, &canonical, job, before.as_deref(), text.as_bytes());
    }
    Ok(Saved { fingerprint, canonical, lock })
}

fn take_lock(files: &dyn Files, job: &SaveJob, holder: &Holder) -> Result<Option<ProjectLock>, store::SaveError> {
    let folder = job.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = files.canonicalize(&job.path).or_else(|_| {
        let name = job.path.file_name().unwrap_or_default();
        files.canonicalize(folder).map(|folder| folder.join(name))
    });
    // A folder that is not there is told by the save itself.
    let Ok(canonical) = whole else { return Ok(None) };
    match store::lock(files, &canonical, job.state.as_ref(), holder) {
        Locked::Mine(lock) => Ok(Some(lock)),
        Locked::Theirs(holder) => Err(store::SaveError::InUse(holder)),
        Locked::Unavailable => Ok(None),
    }
}

/// What was in the file and what is in it now go into the history. The file is safe already, so a history that cannot be
/// written does not fail the save.
fn keep_versions(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    job: &SaveJob,
    before: Option<&[u8]>,
    now: &[u8],
) {
    let versions = Versions::of(state, &store::project_key(canonical));
    let is_kept = |bytes: &[u8]| versions.find(files, &Fingerprint::of(bytes)).is_some();
    if let Some(before) = before.filter(|before| *before != now && !is_kept(before)) {
        let claims = store::decode(before).map_or(0, |loaded| loaded.project.claims().len());
        let what = "the file as it was before".to_owned();
        let at = job.at - jiff::SignedDuration::from_millis(1);
        let version = NewVersion { at, kind: VersionKind::Opened, claims, what: &what, bytes: before };
        let _ = versions.put(files, &version);
    }
    let claims = job.project.claims().len();
    let version = NewVersion { at: job.at, kind: VersionKind::Saved, claims, what: &job.what, bytes: now };
    let _ = versions.put(files, &version);
}

/// Writes an export and returns what it could not hold.
///
/// # Errors
/// [`OpenError::Io`] and [`OpenError::Export`].
pub fn export_to(
    files: &dyn Files,
    path: &Path,
    project: &Project,
    format: &str,
    options: &export::Options,
) -> Result<Vec<String>, OpenError> {
    let exported = export::export(project, format, options).map_err(|error| OpenError::Export(error.to_string()))?;
    store::save(files, path, &exported.bytes, None).map_err(|error| OpenError::Export(error.to_string()))?;
    Ok(exported.warnings)
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
    !is_address && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

/// `path` with `.ron` at its end when it has no ending.
pub fn with_project_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_none() { path.with_extension("ron") } else { path }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
