//! The jobs that look for something in the library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    effect::JobResult,
    library::{Query, Reach},
};

use super::desk_library::{RepeatsJob, SearchJob};

/// How many hits are listed.
const HITS_MAX: usize = 100;

/// How many earlier claims are kept of those that are like one.
const LIKE_MAX: usize = 10;

// The next is looked for when the answer is there, so that a panic ends one as finding nothing does.

pub(crate) fn search(job: SearchJob) -> JobResult {
    let found = || job.index.search(&Query::parse(&job.query), Reach::Desk, HITS_MAX);
    let found = catch_unwind(AssertUnwindSafe(found)).unwrap_or_default();
    JobResult::LibrarySearched(job.query, Box::new(found))
}

pub(crate) fn repeats(job: RepeatsJob) -> JobResult {
    let found = || job.index.like(&job.words, job.except.as_deref(), LIKE_MAX);
    let found = catch_unwind(AssertUnwindSafe(found)).unwrap_or_default();
    JobResult::RepeatsFound(job, found)
}
