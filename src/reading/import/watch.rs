//! Progress of work that runs elsewhere (a download, an import, following into a new text) on one side, a way to stop it on the other.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed},
};

/// How far some work has come, and whether it is still wanted. Its clones all tell of the same work; equal are only those.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_stopped: Arc<AtomicBool>,
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
}

/// What the work is busy with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is told yet.
    #[default]
    Starting,
    /// Bytes are coming from the network.
    Fetching,
    /// The file is being read.
    Reading,
    /// What it says is being looked for in the project.
    Placing,
    /// What was marked is being followed into a new text.
    Following,
    /// Letters of pictures are being recognised.
    Recognising,
}

/// How far some work has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is busy with.
    pub stage: Stage,
    /// Bytes that have come, or pages or parts that have been read.
    pub done: u64,
    /// How many there will be; 0 where that is unknown.
    pub total: u64,
}

impl Progress {
    /// The share that is done, where that is known.
    pub fn share(self) -> Option<f32> {
        (self.total > 0).then(|| (self.done as f32 / self.total as f32).min(1.0))
    }
}

impl Watch {
    /// For a part of the work that tells of itself: it stops with the whole, and its progress is not that of the whole.
    pub fn part(&self) -> Self {
        Self(Arc::new(State { is_stopped: Arc::clone(&self.0.is_stopped), ..State::default() }))
    }

    /// Asks the work to end. It may take a moment.
    pub fn stop(&self) {
        self.0.is_stopped.store(true, Relaxed);
    }

    /// Whether the work is no longer wanted.
    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Relaxed)
    }

    /// Says how far the work has come.
    pub fn tell(&self, progress: Progress) {
        let Progress { stage, done, total } = progress;
        self.0.stage.store(stage as u8, Relaxed);
        self.0.done.store(done, Relaxed);
        self.0.total.store(total, Relaxed);
    }

    /// Says how far the work has come. Returns whether to go on.
    #[must_use]
    pub fn go_on(&self, progress: Progress) -> bool {
        self.tell(progress);
        !self.is_stopped()
    }

    /// How far the work has come.
    pub fn progress(&self) -> Progress {
        let stage = match self.0.stage.load(Relaxed) {
            0 => Stage::Starting,
            1 => Stage::Fetching,
            2 => Stage::Reading,
            3 => Stage::Placing,
            5 => Stage::Recognising,
            _ => Stage::Following,
        };
        Progress { stage, done: self.0.done.load(Relaxed), total: self.0.total.load(Relaxed) }
    }
}

impl PartialEq for Watch {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Where an importer says how far it has come, so that a long file is not taken for a hostile one.
#[derive(Clone, Copy, Default)]
pub struct Steps<'a>(Option<&'a (dyn Fn(u64, u64) + Sync)>);

impl<'a> Steps<'a> {
    /// Told with the parts that are done and how many there are.
    pub fn to(tell: &'a (dyn Fn(u64, u64) + Sync)) -> Self {
        Self(Some(tell))
    }

    /// Says that `done` of `total` parts (pages, chapters) are read.
    pub fn tell(&self, done: usize, total: usize) {
        if let Some(tell) = self.0 {
            tell(done as u64, total as u64);
        }
    }
}

/// Progress over several passes, each of which counts from the beginning: what is told of all of them only grows, since whoever listens
/// takes anything else for standing still.
#[derive(Debug, Default)]
pub struct AllPasses(Mutex<(u64, u64)>);

impl AllPasses {
    /// What is done and what there is of all passes so far, by what is told of this one.
    pub fn so_far(&self, done: u64, total: u64) -> (u64, u64) {
        let mut passes = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (before, last) = &mut *passes;
        if done < *last {
            *before += *last;
        }
        *last = done;
        (*before + done, *before + total.max(done))
    }
}

impl std::fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Steps(told)" } else { "Steps" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_that_count_anew_only_grow_together() {
        let passes = AllPasses::default();
        let told = [(1, 4), (4, 4), (1, 9), (2, 9), (9, 9), (3, 0)].map(|(done, total)| passes.so_far(done, total));
        assert_eq!(told, [(1, 4), (4, 4), (5, 13), (6, 13), (13, 13), (16, 16)]);
    }

    #[test]
    fn clones_tell_of_the_same_work() {
        let watch = Watch::default();
        let other = watch.clone();
        let progress = Progress { stage: Stage::Fetching, done: 3, total: 12 };
        watch.tell(progress);
        other.stop();
        assert_eq!((other.progress(), progress.share()), (progress, Some(0.25)));
        assert!(watch.is_stopped() && watch == other && watch != Watch::default());
        assert!(!watch.go_on(progress) && Watch::default().go_on(progress));
    }
}
