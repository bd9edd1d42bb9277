//! How far a job has come, seen from the window while the job runs elsewhere, and the wish to stop it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::model::ArticleId;

/// Shared by a job and whoever waits for it. Two are equal when they are of the same job.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    done: AtomicUsize,
    all: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Progress {
    /// Says how much there is to do.
    pub fn expect(&self, all: usize) {
        self.0.all.store(all, Ordering::Relaxed);
    }

    /// Says that one more piece is done. Returns whether to go on.
    pub fn step(&self) -> bool {
        self.0.done.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }

    /// How much is done and how much there is; `None` before that is known.
    pub fn so_far(&self) -> Option<(usize, usize)> {
        let (done, all) = (self.0.done.load(Ordering::Relaxed), self.0.all.load(Ordering::Relaxed));
        (all > 0).then_some((done.min(all), all))
    }

    /// Asks the job to end.
    pub fn stop(&self) {
        self.0.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to end.
    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Ordering::Relaxed)
    }
}

impl PartialEq for Progress {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A new draft into which claims are being followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Following {
    /// The article.
    pub article: ArticleId,
    /// How far it has come.
    pub progress: Progress,
}
