//! What comes of a job whose project was closed before it was done. It is never taken into the project that is open by then, and what
//! could not be done is told all the same.

use std::path::Path;

use crate::store::SaveError;

use crate::{
    effect::{JobResult, SaveJob, Saved},
    notice::{About, NoticeKind},
    reach,
    rooms::Around,
    rooms::keeping::news_of_saving,
};

/// What is told, and the path or address that it speaks of.
type Told = (NoticeKind, String, Option<String>);

impl Around {
    /// Tells what has become of a job for a project that is not open any more.
    pub(crate) fn tell_of_closed(&mut self, result: JobResult) {
        if matches!(
            result,
            JobResult::Imported(..)
                | JobResult::DocumentFile(..)
                | JobResult::IncomingRead(..)
                | JobResult::ProjectRead(..)
                | JobResult::SourcesRead(..)
                | JobResult::ProjectsCompared(..)
        ) {
            // One file is read at a time, and this was it.
            self.opening = None;
        }
        if let Some((kind, text, path)) = told(result) {
            self.notices.tell(kind, text, path, None);
        }
    }
}

fn told(result: JobResult) -> Option<Told> {
    match result {
        JobResult::Saved(job, saved) => Some(of_save(&job, saved)),
        JobResult::Imported(job, Ok(_)) => Some(too_late(job.from.path_or_address())),
        JobResult::Imported(job, Err(error)) => Some(failed(error.sentence(), job.from.path_or_address())),
        JobResult::IncomingRead(path, _, read) => {
            Some(of_file(&path, read.map(drop).map_err(|error| error.sentence())))
        }
        JobResult::ProjectRead(path, _, read) => Some(of_file(&path, read.map(drop))),
        JobResult::GivenOut(_, Some((why, path))) => Some(failed(why, Some(path.display().to_string()))),
        JobResult::SourcesRead(path, _, read) => Some(of_file(&path, read.map(drop).map_err(|error| error.sentence()))),
        JobResult::ProjectsCompared(_, Err(error)) => {
            Some(failed(error.text, error.path.map(|path| path.display().to_string())))
        }
        JobResult::SourceFile(from, _, Ok(_)) => Some(too_late(from.path())),
        JobResult::SourceFile(from, _, Err(error)) => Some(failed(error.sentence(), from.path())),
        JobResult::DocumentFile(job, _) => Some(too_late(job.from.path_or_address())),
        JobResult::Sealed(job, Ok(_)) => Some(too_late(job.from.path_or_address())),
        JobResult::Sealed(job, Err(error)) => {
            Some(failed(error.in_words("Could not seal the source"), job.from.path_or_address()))
        }
        JobResult::Followed(job, followed) => followed.map(|_| too_late(Some(job.version.origin.file.clone()))),
        JobResult::FollowedSource(job, followed) => followed.map(|_| too_late(Some(job.version.origin.file.clone()))),
        JobResult::Panicked(reason) => {
            let text = format!(
                "Could not finish the work on a project that was closed meanwhile: a mistake in Claimdesk stopped it ({reason})."
            );
            Some(failed(text, None))
        }
        // What they were to show is not shown any more.
        _ => None,
    }
}

fn of_save(job: &SaveJob, saved: Result<Saved, SaveError>) -> Told {
    let (name, path) = (reach::file_name(&job.path), Some(job.path.display().to_string()));
    match saved {
        Ok(saved) => {
            let remarks: Vec<_> = news_of_saving(&saved, &job.path)
                .into_iter()
                // Nobody holds it open any more.
                .filter(|told| told.about != Some(About::Lock))
                .map(|told| told.text)
                .collect();
            let text = format!("“{name}”, which was closed meanwhile, is saved.");
            match remarks.as_slice() {
                [] => (NoticeKind::Done, text, path),
                remarks => (NoticeKind::Warning, format!("{text} {}", remarks.join(" ")), path),
            }
        }
        Err(error) => {
            let kept = if job.state.is_some() { " “Earlier versions…” has what was let go of it." } else { "" };
            let why = error.reason();
            failed(format!("Could not save “{name}”, which was closed meanwhile: {why}.{kept}"), path)
        }
    }
}

/// A file that was read for a project.
fn of_file(path: &Path, read: Result<(), String>) -> Told {
    let path = Some(path.display().to_string());
    match read {
        Ok(()) => too_late(path),
        Err(text) => failed(text, path),
    }
}

fn too_late(path: Option<String>) -> Told {
    let text = "Nothing came in: the project that it was read for was closed meanwhile. Open the project and read it once more.";
    (NoticeKind::Warning, text.to_owned(), path.filter(|path| !path.is_empty()))
}

fn failed(text: String, path: Option<String>) -> Told {
    (NoticeKind::Error, text, path)
}
