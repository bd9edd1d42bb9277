//! Does the work that takes time or the disk. Runs away from the window and knows nothing of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use crate::{
    anchor::Follow,
    export,
    foreign::{self, List},
    import::{
        Input, MetaField, Progress, Stage, Watch,
        web::{Ask, Fetched},
    },
    media::Media,
    model::{Source, StoredFile},
    store::{self, Asking, Files, Fingerprint},
};

use super::{
    claim_link,
    draft_following::follow_claims,
    effect::{
        ExportJob, ImportFrom, ImportJob, Imported, Job, JobResult, OpenError, Purpose, Remote, SealFrom, Sealed,
    },
    open_job::{open_export, open_to_work},
    reach::{read, too_long},
    recognition,
    source_following::follow_evidence,
};

pub use super::{
    open_job::open_project,
    reach::{MAX_INPUT, NoRecogniser, Reach, file_name, is_project_path, must_fit, with_project_extension},
    save_job::save,
};

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
            let opened = open_to_work(files, &job).map(|mut opened| {
                opened.news.claim = claim;
                Box::new(opened)
            });
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
        Job::LookForRecogniser(job) => {
            let found = reach.recogniser.engine();
            JobResult::RecogniserFound(job, found)
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
        Job::ReadTheirs(path, purpose) => super::rooms::keeping::look_at_theirs(files, path, purpose),
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
        | Job::Forget(..)) => super::rooms::surroundings::look_for_work(files, job),
        other => super::rooms::surroundings::bring_back(files, other),
    }
}

/// Reads an article, from the web when its address is asked for.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Fetch`], [`OpenError::Import`] and [`OpenError::Recognise`].
pub fn import_article(reach: &Reach<'_>, job: &ImportJob) -> Result<Imported, OpenError> {
    let (name, bytes, remote) = load(reach, job)?;
    let input = Input {
        bytes: &bytes,
        name: &name,
        url: remote.as_ref().map(|remote| remote.address.as_str()),
        charset: remote.as_ref().and_then(|remote| remote.charset.as_deref()),
        encoding: Some(job.encoding.as_str()).filter(|encoding| !encoding.is_empty()),
        lines: job.lines,
        page: job.page.as_deref(),
        ..Input::default()
    };
    job.watch.tell(Progress { stage: Stage::Reading, ..Progress::default() });
    let mut draft = match &job.recognise {
        None => foreign::open_guarded(reach.reader, &input, &job.watch)?,
        Some(languages) => recognition::open(reach, &input, languages, &job.watch)?,
    };
    if let Some(excess) = too_long(&draft) {
        return Err(OpenError::TooMuch { what: "Could not open the article", excess });
    }
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
            let Fetched { address, name, bytes, .. } = reach.web.fetch(&ask, &Watch::default())?;
            Ok(Sealed { name, url: address, bytes: bytes.into() })
        }
    }
}

/// Reads a list of sources that a reference manager wrote.
///
/// # Errors
/// [`OpenError::Io`] and [`OpenError::Import`].
pub fn read_sources(reach: &Reach<'_>, path: &Path, watch: &Watch) -> Result<Vec<Source>, OpenError> {
    let bytes = read(reach.files, path, "Could not import the sources")?;
    let list = List { bytes: &bytes, ..List::default() };
    let sources = foreign::read_sources(reach.reader, list, watch)?.items;
    must_fit("Could not import the sources", &sources)?;
    Ok(sources)
}

fn read_source_file(files: &dyn Files, path: &Path) -> Result<(StoredFile, Arc<[u8]>), OpenError> {
    let bytes = read(files, path, "Could not add the file as evidence")?;
    let media_type = Media::of(&bytes).and_then(Media::kept_as).unwrap_or_default().to_owned();
    let file = StoredFile { name: file_name(path), sha256: store::sha256(&bytes), media_type, has_exif: false };
    Ok((file, bytes.into()))
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
