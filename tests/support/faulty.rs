//! The real disk, of which any one operation can be made to fail.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use claimdesk::{
    io::Disk,
    store::{Files, Folder, Guard, Metadata, OpenFile, Rename, Unkept},
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

    fn read_start(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        self.step(path).and_then(|()| Disk.read_start(path, bytes))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.step(path).and_then(|()| Disk.metadata(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.step(path).and_then(|()| Disk.canonicalize(path))
    }

    fn folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        let folder = Disk.folder(path)?;
        Ok(Box::new(FaultyFolder { faulty: self.clone(), path: path.to_owned(), folder }))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.step(path).and_then(|()| Disk.create_dir_all(path))
    }

    fn user(&self) -> Option<u32> {
        Disk.user()
    }
}

struct FaultyFolder {
    faulty: Faulty,
    path: PathBuf,
    folder: Box<dyn Folder>,
}

impl FaultyFolder {
    fn step(&self, name: &OsStr) -> io::Result<()> {
        self.faulty.step(&self.path.join(name))
    }

    fn file(&self, name: &OsStr, file: Box<dyn OpenFile>) -> Box<dyn OpenFile> {
        Box::new(FaultyFile { faulty: self.faulty.clone(), path: self.path.join(name), file })
    }
}

impl Folder for FaultyFolder {
    fn read(&self, name: &OsStr, max_bytes: u64) -> io::Result<Vec<u8>> {
        self.step(name).and_then(|()| self.folder.read(name, max_bytes))
    }

    fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        self.step(name).and_then(|()| self.folder.metadata(name))
    }

    fn about(&self) -> io::Result<Metadata> {
        self.faulty.step(&self.path).and_then(|()| self.folder.about())
    }

    fn create_new(&self, name: &OsStr, mode: u32) -> io::Result<Box<dyn OpenFile>> {
        self.step(name)?;
        Ok(self.file(name, self.folder.create_new(name, mode)?))
    }

    fn open_append(&self, name: &OsStr, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        self.step(name)?;
        Ok(self.file(name, self.folder.open_append(name, keep)?))
    }

    fn rename(&self, from: &OsStr, to: &OsStr, how: Rename) -> io::Result<()> {
        self.step(to).and_then(|()| self.folder.rename(from, to, how))
    }

    fn wait_for_holder(&self, pause: Duration) -> bool {
        self.folder.wait_for_holder(pause)
    }

    fn remove(&self, name: &OsStr) -> io::Result<()> {
        self.step(name).and_then(|()| self.folder.remove(name))
    }

    fn list(&self) -> io::Result<Vec<OsString>> {
        self.faulty.step(&self.path).and_then(|()| self.folder.list())
    }

    fn sync(&self) -> io::Result<()> {
        self.faulty.step(&self.path).and_then(|()| self.folder.sync())
    }

    fn folder(&self, name: &OsStr) -> io::Result<Box<dyn Folder>> {
        let folder = self.folder.folder(name)?;
        Ok(Box::new(Self { faulty: self.faulty.clone(), path: self.path.join(name), folder }))
    }

    fn make_folder(&self, name: &OsStr, mode: Option<u32>) -> io::Result<()> {
        self.step(name).and_then(|()| self.folder.make_folder(name, mode))
    }

    fn try_lock(
        &self,
        name: &OsStr,
        like: Option<&Metadata>,
        details: Option<&OsStr>,
    ) -> io::Result<Option<Box<dyn Guard>>> {
        self.folder.try_lock(name, like, details)
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

    fn set_access(&mut self, like: &Metadata) -> io::Result<()> {
        self.faulty.step(&self.path).and_then(|()| self.file.set_access(like))
    }

    fn inherit(&mut self, name: &OsStr) -> io::Result<Vec<Unkept>> {
        self.faulty.step(&self.path).and_then(|()| self.file.inherit(name))
    }
}
