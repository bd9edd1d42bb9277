//! Does the work that takes time or the disk. Runs away from the window and knows nothing of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use crate::{
    anchor::Follow,
    export,
    foreign::{self, List, PageOf},
    import::{
        self, DrawnPage, Input, MetaField, Progress, Stage, Watch, capture_choice,
        web::{Ask, Fetched},
    },
    media::{Media, PDF, format_name},
    model::{Project, Source, StoredFile},
    picture::{self, About, Look, Picture},
    recall::Passages,
    store::{self, Asking, Files, Fingerprint, Originals},
};

use super::{
    claim_link,
    draft_following::follow_claims,
    effect::{
        ExportJob, GivenFile, GivenFrom, ImportFrom, ImportJob, Imported, Job, JobResult, KeptFile, OpenError, Purpose,
        Remote, SealFrom, Sealed,
    },
    looks::Drawing,
    open_job::{open_export, open_to_work},
    reach::{read, too_long},
    recognition,
    source_following::follow_evidence,
    unjoined, visits,
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
        Job::Import(job) => import(reach, job),
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
        Job::TakeIn(job) => super::read_project::run(reach, *job),
        Job::GiveOut(job) => super::read_project::give_out(reach, *job),
        Job::ReadSourceFile(from, claim) => {
            let read = read_source_file(reach, &from);
            JobResult::SourceFile(from, claim, read)
        }
        Job::Look(job) => look(reach, job),
        Job::TakeOut(job, name) => JobResult::TakenOut(name, kept_bytes(files, &job)),
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
        Job::CompareProjects(job) => super::read_compared::run(reach, *job),
        Job::GatherLibrary(job) => super::gather::run(reach, job),
        Job::SearchLibrary(job) => super::library_search::search(job),
        Job::LookForRepeats(job) => super::library_search::repeats(job),
        job @ (Job::ReadCopy(_)
        | Job::LookBack(_)
        | Job::KeepVisit(_)
        | Job::LookForHolder(..)
        | Job::NoteJoined(..)) => of_others(files, job),
        Job::ReadTheirs(path, purpose) => super::rooms::keeping::look_at_theirs(files, path, purpose),
        Job::NameHolder(canonical, state, holder) => {
            store::name_holder(files, &canonical, state.as_ref(), &holder);
            JobResult::Noted
        }
        Job::Examine(job) => JobResult::Examined(Box::new(job.run())),
        Job::Prepare(version) => {
            let passages = Arc::new(Passages::new(&version, ""));
            JobResult::Prepared(version, passages)
        }
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

/// What others have made of a project, and what is noted of that.
fn of_others(files: &dyn Files, job: Job) -> JobResult {
    match job {
        Job::ReadCopy(job) => {
            let read = unjoined::read_copy_of(files, &job.path, &job.ours, &job.copy, job.state.as_ref());
            JobResult::CopyRead(job.copy, read.map(Box::new))
        }
        Job::LookBack(job) => {
            let since = visits::look_back(files, &job).map(Box::new);
            JobResult::LookedBack(job.reviewer, since)
        }
        Job::KeepVisit(job) => {
            visits::keep(files, &job);
            JobResult::Noted
        }
        Job::NoteJoined(state, canonical, copy) => {
            unjoined::note_joined(files, &state, &canonical, &copy);
            JobResult::Noted
        }
        Job::LookForHolder(canonical, machine) => {
            JobResult::HolderSeen(store::holder_elsewhere(files, &canonical, &machine))
        }
        _ => JobResult::Noted,
    }
}

/// Opens an export of this program as the project that it is, and reads or keeps any other file.
fn import(reach: &Reach<'_>, job: ImportJob) -> JobResult {
    if let (ImportFrom::Path(path), Purpose::NewProject) = (&job.from, &job.purpose)
        && let Some(opened) = open_export(reach.files, path)
    {
        return JobResult::Opened(path.clone(), opened.map(Box::new));
    }
    let came = catch_unwind(AssertUnwindSafe(|| import_or_keep(reach, &job)))
        .unwrap_or_else(|panic| Err(OpenError::Panicked(panic_message(panic.as_ref()))));
    match came {
        Ok(Came::File(given)) => JobResult::DocumentFile(job, given),
        Ok(Came::Text(imported)) => JobResult::Imported(job, Ok(imported)),
        Err(error) => JobResult::Imported(job, Err(error)),
    }
}

/// Draws what is kept. Another could never be drawn while this one is thought to be under way, so a panic ends it as any mistake does.
fn look(reach: &Reach<'_>, job: KeptFile) -> JobResult {
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(reach, &job)));
    let drawn = drawn.unwrap_or_else(|panic| Err(panic_message(panic.as_ref())));
    JobResult::Looked(Drawing { of: job.key, longest: job.longest }, drawn.map(Box::new))
}

/// Draws a picture, or a page of a PDF, that is kept beside the project.
fn draw(reach: &Reach<'_>, job: &KeptFile) -> Result<Picture, String> {
    let what = if job.key.page.is_some() { "page" } else { "picture" };
    let bytes = kept_bytes(reach.files, job).map_err(|why| format!("Could not show the {what}: {why}."))?;
    let (longest, watch) = (job.longest, Watch::default());
    let drawn = match job.key.page {
        None => foreign::look(reach.reader, Look { bytes: &bytes, longest }, &watch),
        Some(page) => {
            let archived = job.key.archived.as_ref().map(capture_choice);
            let of = PageOf { bytes: &bytes, archived: archived.as_deref(), page, longest };
            let drawn = foreign::draw_guarded(reach.reader, of, &watch);
            drawn.map(|DrawnPage { raster, pages }| {
                let about = About { format: format_name(PDF), frames: pages, ..About::default() };
                Picture { about, drawn: Ok(raster) }
            })
        }
    };
    drawn.map_err(|error| format!("{}.", error.to_string().trim_end_matches('.')))
}

/// What came of reading a file.
#[derive(Debug)]
pub enum Came {
    /// Its text.
    Text(Box<Imported>),
    /// It has none and can be kept as it is.
    File(GivenFile),
}

/// Reads an article or the document of a source, from the web when its address is asked for. A picture, a recording or a scan that is to
/// be a document comes as it is.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Fetch`] and [`OpenError::Import`].
pub fn import_or_keep(reach: &Reach<'_>, job: &ImportJob) -> Result<Came, OpenError> {
    let original = load(reach, job)?;
    let (name, bytes, remote) = original.clone();
    let can_be_kept = matches!(job.purpose, Purpose::Document(_)) && job.recognise.is_none();
    let keep = || {
        let url = remote.map(|remote| remote.address).unwrap_or_default();
        Ok(Came::File(given(reach, name, Arc::clone(&bytes), url)))
    };
    if can_be_kept && Media::of(&bytes).and_then(Media::kept_as).is_some() {
        return keep();
    }
    match read_article(reach, job, original) {
        // Its pages can be looked at, and be recognised.
        Err(error) if can_be_kept && error.is_of_pictures() && import::is_pdf(&bytes) => keep(),
        read => read.map(|imported| Came::Text(Box::new(imported))),
    }
}

/// Reads an article, from the web when its address is asked for.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Fetch`], [`OpenError::Import`] and [`OpenError::Recognise`].
pub fn import_article(reach: &Reach<'_>, job: &ImportJob) -> Result<Imported, OpenError> {
    read_article(reach, job, load(reach, job)?)
}

fn read_article(reach: &Reach<'_>, job: &ImportJob, (name, bytes, remote): Original) -> Result<Imported, OpenError> {
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
        ImportFrom::Kept { from, name, file } => {
            let bytes = kept_bytes(reach.files, file).map_err(OpenError::NotKept)?;
            (name.clone(), bytes, from.clone())
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
    let mut options = job.options.clone();
    if let Some(of) = &job.of {
        read_pictures(files, of, &job.project, &mut options);
    }
    let exported = export::export(&job.project, job.format, &options);
    let exported = exported.map_err(|error| OpenError::Export(error.to_string()))?;
    landing.write(files, &exported.bytes)?;
    Ok(exported.warnings)
}

/// Reads the pictures that are wanted in an export and not at hand. Those that are not there, or are not what was sealed, stay away.
pub fn read_pictures(files: &dyn Files, project_path: &Path, project: &Project, options: &mut export::Options) {
    if !options.with_pictures {
        return;
    }
    let originals = Originals::beside(files, project_path);
    for file in export::pictures_of(project) {
        if !options.pictures.contains_key(&file.sha256)
            && let Ok(bytes) = originals.get(files, &file.sha256)
        {
            options.pictures.insert(file.sha256.clone(), bytes.into());
        }
    }
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

fn read_source_file(reach: &Reach<'_>, from: &GivenFrom) -> Result<GivenFile, OpenError> {
    let (name, bytes) = match from {
        GivenFrom::Path(path) => {
            let bytes = read(reach.files, path, "Could not add the file as evidence")?;
            (file_name(path), bytes)
        }
        GivenFrom::Pixels(raster) => ("Pasted picture.png".to_owned(), picture::to_png(raster)),
    };
    Ok(given(reach, name, bytes.into(), String::new()))
}

/// A file as it is kept with a source: what its bytes are, and whether they say when and where they were made.
fn given(reach: &Reach<'_>, name: String, bytes: Arc<[u8]>, url: String) -> GivenFile {
    let media = Media::of(&bytes);
    let pdf = import::is_pdf(&bytes).then_some(PDF);
    let media_type = media.and_then(Media::kept_as).or(pdf).unwrap_or_default().to_owned();
    let has_exif = matches!(media, Some(Media::Picture(_))) && {
        let about = foreign::look(reach.reader, Look { bytes: &bytes, longest: 0 }, &Watch::default());
        // Of one that cannot be looked at nobody knows what it says.
        about.map_or(true, |picture| !picture.about.exif.is_empty())
    };
    GivenFile { file: StoredFile { name, sha256: store::sha256(&bytes), media_type, has_exif }, bytes, url }
}

/// The bytes of what is kept beside the project, or why they cannot be had.
fn kept_bytes(files: &dyn Files, job: &KeptFile) -> Result<Arc<[u8]>, String> {
    if let Some(bytes) = &job.bytes {
        return Ok(Arc::clone(bytes));
    }
    let project = job.project.as_deref().ok_or("it is not kept beside the project")?;
    match Originals::beside(files, project).get(files, &job.key.sha256) {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Err("it was changed beside the project, and is not what was sealed any more".to_owned())
        }
        Err(error) => Err(format!("it cannot be read beside the project: {}", store::describe_io(&error))),
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
