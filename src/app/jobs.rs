//! Does the work that takes time or the disk. Runs away from the window and knows nothing of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    export,
    import::{self, Input},
    model::{Project, StoredFile},
    store::{self, Access, Files, Fingerprint, Loaded, Originals},
};

use super::effect::{ImportFrom, ImportJob, Imported, Job, JobResult, OpenError, OpenedProject, Purpose, SaveJob};

/// The largest article or source file that is read, in bytes.
pub const MAX_INPUT: u64 = 256 << 20;

/// Does a job. A panic ends the job and nothing else.
pub fn run(files: &dyn Files, job: Job) -> JobResult {
    catch_unwind(AssertUnwindSafe(|| run_unguarded(files, job)))
        .unwrap_or_else(|panic| JobResult::Panicked(panic_message(panic.as_ref())))
}

fn run_unguarded(files: &dyn Files, job: Job) -> JobResult {
    match job {
        Job::OpenProject(path) => {
            let opened = open_project(files, &path).map(Box::new);
            JobResult::Opened(path, opened)
        }
        Job::Import(job) => {
            if let (ImportFrom::Path(path), Purpose::NewProject) = (&job.from, job.purpose)
                && let Some(opened) = open_export(files, path)
            {
                return JobResult::Opened(path.clone(), opened.map(Box::new));
            }
            let imported = import_article(files, &job).map(Box::new);
            JobResult::Imported(job, imported)
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
    }
}

/// Reads a project file, or a complete export, from which a new project begins.
///
/// # Errors
/// Every [`OpenError`] but `Import`.
pub fn open_project(files: &dyn Files, path: &Path) -> Result<OpenedProject, OpenError> {
    let bytes = read(files, path, "Could not open the project")?;
    if let Some(opened) = opened_export(&bytes) {
        return opened;
    }
    Ok(OpenedProject { loaded: store::decode(&bytes)?, fingerprint: Fingerprint::of(&bytes), is_project_file: true })
}

/// Opens a complete export (a dossier opened as if it were an article). `None`: the file is not one, or cannot be read.
fn open_export(files: &dyn Files, path: &Path) -> Option<Result<OpenedProject, OpenError>> {
    opened_export(&files.read(path, MAX_INPUT).ok()?)
}

fn opened_export(bytes: &[u8]) -> Option<Result<OpenedProject, OpenError>> {
    let project = export::read_if_export(bytes)?.map_err(|error| OpenError::Export(error.to_string()));
    Some(project.map(|project| {
        let loaded = Loaded { project, access: Access::Editable, problems: Vec::new() };
        OpenedProject { loaded, fingerprint: Fingerprint::of(bytes), is_project_file: false }
    }))
}

/// Reads an article.
///
/// # Errors
/// [`OpenError::Io`] and [`OpenError::Import`].
pub fn import_article(files: &dyn Files, job: &ImportJob) -> Result<Imported, OpenError> {
    let (name, bytes) = match &job.from {
        ImportFrom::Path(path) => (file_name(path), read(files, path, "Could not open the article")?.into()),
        ImportFrom::Bytes { name, bytes } => (name.clone(), Arc::clone(bytes)),
    };
    let input = Input {
        bytes: &bytes,
        name: &name,
        encoding: Some(job.encoding.as_str()).filter(|encoding| !encoding.is_empty()),
        lines: job.lines,
        ..Input::default()
    };
    let draft = import::open(&input)?;
    Ok(Imported { draft, name, bytes })
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
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

/// `path` with `.ron` at its end when it has no ending.
pub fn with_project_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_none() { path.with_extension("ron") } else { path }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
