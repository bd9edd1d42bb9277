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
    store::{self, Access, Files, Fingerprint, Loaded, Originals},
};

use super::effect::{ImportFrom, ImportJob, Imported, Job, JobResult, OpenError, OpenedProject, Remote, SaveJob};
use super::following::follow_claims;

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
        Job::OpenProject(path) => {
            let opened = open_project(files, &path).map(Box::new);
            JobResult::Opened(path, opened)
        }
        Job::Import(job) => {
            let imported = catch_unwind(AssertUnwindSafe(|| import_article(reach, &job)))
                .unwrap_or_else(|panic| Err(OpenError::Panicked(panic_message(panic.as_ref()))));
            JobResult::Imported(job, imported.map(Box::new))
        }
        Job::Save(job) => {
            let saved = save(files, &job);
            JobResult::Saved(Box::new(job), saved)
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
        Job::Compare { old, new } => {
            let revision = Follow::new(old.text(), new.text()).revision();
            JobResult::Compared { old, new, revision }
        }
    }
}

/// Reads a project file, or a complete export, from which a new project begins.
///
/// # Errors
/// Every [`OpenError`] but `Import`.
pub fn open_project(files: &dyn Files, path: &Path) -> Result<OpenedProject, OpenError> {
    let bytes = read(files, path, "Could not open the project")?;
    let fingerprint = Fingerprint::of(&bytes);
    if let Some(project) = export::json::read_if_export(&bytes) {
        let project = project.map_err(|error| OpenError::Export(error.to_string()))?;
        let loaded = Loaded { project, access: Access::Editable, problems: Vec::new() };
        return Ok(OpenedProject { loaded, fingerprint, is_project_file: false });
    }
    Ok(OpenedProject { loaded: store::decode(&bytes)?, fingerprint, is_project_file: true })
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

fn load(reach: &Reach<'_>, job: &ImportJob) -> Result<(String, Arc<[u8]>, Option<Remote>), OpenError> {
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
pub fn save(files: &dyn Files, job: &SaveJob) -> Result<Fingerprint, store::SaveError> {
    let originals = Originals::beside(&job.path);
    for bytes in &job.originals {
        originals.put(files, bytes)?;
    }
    if let Some(from) = &job.originals_from {
        originals.copy_from(files, &Originals::beside(from), &job.project)?;
    }
    let text = store::encode(&job.project);
    store::save(files, &job.path, text.as_bytes(), job.expected.as_ref())
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

fn read(files: &dyn Files, path: &Path, what: &'static str) -> Result<Vec<u8>, OpenError> {
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
