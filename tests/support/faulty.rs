//! The real disk, of which any one operation can be made to fail.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use claimdesk::{
    io::Disk,
    store::{Files, Guard, Metadata, OpenFile},
};

/// Counts operations on paths that contain `only`, and fails one of them.
#[derive(Clone, Default)]
pub struct Faulty(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    only: String,
    count: usize,
    fail_at: Option<usize>,
    /// Every operation from the failing one on fails.
    for_good: bool,
    error: i32,
}

/// What Linux calls them, with their numbers on this system.
pub const ERRORS: [(&str, i32); 5] = if cfg!(windows) {
    [("ENOSPC", 112), ("EIO", 1117), ("EDQUOT", 1295), ("EACCES", 5), ("EINTR", 10004)]
} else {
    [("ENOSPC", 28), ("EIO", 5), ("EDQUOT", 122), ("EACCES", 13), ("EINTR", 4)]
};

/// The number of a full disk.
pub const DISK_FULL: i32 = ERRORS[0].1;

impl Faulty {
    /// Counts anew, on paths that contain `only`.
    pub fn count(&self, only: &str) {
        *self.0.lock().unwrap() = State { only: only.to_owned(), ..State::default() };
    }

    /// How many operations there were.
    pub fn counted(&self) -> usize {
        self.0.lock().unwrap().count
    }

    /// The operation of this number fails, on paths that contain `only`.
    pub fn fail_at(&self, only: &str, step: usize, error: i32, for_good: bool) {
        let only = only.to_owned();
        *self.0.lock().unwrap() = State { only, count: 0, fail_at: Some(step), for_good, error };
    }

    pub fn heal(&self) {
        self.0.lock().unwrap().fail_at = None;
    }

    fn step(&self, path: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        if !path.to_string_lossy().contains(&state.only) {
            return Ok(());
        }
        let step = state.count;
        state.count += 1;
        match state.fail_at {
            Some(at) if step == at || state.for_good && step > at => Err(io::Error::from_raw_os_error(state.error)),
            _ => Ok(()),
        }
    }
}

impl Files for Faulty {
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
        self.step(path).and_then(|()| Disk.read(path, max_bytes))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.step(path).and_then(|()| Disk.metadata(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.step(path).and_then(|()| Disk.canonicalize(path))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.step(path)?;
        Ok(Box::new(FaultyFile { faulty: self.clone(), path: path.to_owned(), file: Disk.create_new(path)? }))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.step(path).and_then(|()| Disk.create_dir_all(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(to).and_then(|()| Disk.rename(from, to))
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step(path).and_then(|()| Disk.sync_dir(path))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(path).and_then(|()| Disk.remove(path))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.step(path).and_then(|()| Disk.list(path))
    }

    fn open_append(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        self.step(path)?;
        Ok(Box::new(FaultyFile { faulty: self.clone(), path: path.to_owned(), file: Disk.open_append(path, keep)? }))
    }

    fn try_lock(&self, path: &Path, details: Option<&Path>) -> io::Result<Option<Box<dyn Guard>>> {
        Disk.try_lock(path, details)
    }
}

struct FaultyFile {
    faulty: Faulty,
    path: PathBuf,
    file: Box<dyn OpenFile>,
}

impl OpenFile for FaultyFile {
    /// Half of the bytes arrive before a fault.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let step = self.faulty.step(&self.path);
        let arrived = if step.is_ok() { bytes.len() } else { bytes.len() / 2 };
        self.file.write_all(&bytes[..arrived]).and(step)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.faulty.step(&self.path).and_then(|()| self.file.sync())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.faulty.step(&self.path).and_then(|()| self.file.sync_data())
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        self.faulty.step(&self.path).and_then(|()| self.file.set_mode(mode))
    }
}
