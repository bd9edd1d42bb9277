//! The jobs that look for something in the library.

use crate::{
    effect::JobResult,
    library::{Query, Reach},
};

use super::desk_library::{RepeatsJob, SearchJob};

/// How many hits are listed.
const HITS_MAX: usize = 100;

/// How many earlier claims are kept of those that are like one.
const LIKE_MAX: usize = 10;

pub(crate) fn search(job: SearchJob) -> JobResult {
    let found = job.index.search(&Query::parse(&job.query), Reach::Desk, HITS_MAX);
    JobResult::LibrarySearched(job.query, Box::new(found))
}

pub(crate) fn repeats(job: RepeatsJob) -> JobResult {
    let found = job.index.like(&job.words, job.except.as_deref(), LIKE_MAX);
    JobResult::RepeatsFound(job, found)
}
