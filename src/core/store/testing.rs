//! A file system in memory with a volatile and a durable layer, whose every operation can be made to fail. `tests/session/saving.rs`
//! takes it in as well.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{FileKind, Files, Guard, Metadata, OpenFile};

/// The disk: what programs see, and what a power cut would leave.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles(Arc<Mutex<State>>);

/// An operation that is to fail.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub step: usize,
    pub kind: io::ErrorKind,
}

/// In which way an operation goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It fails with this number of the system.
    Once(i32),
    /// It and all that follow fail with this number of the system.
    ForGood(i32),
    /// The program is killed in the middle of it: nothing that follows happens.
    Kill,
}

/// An inode's bytes in both layers, and its protection.
#[derive(Debug, Clone, Default)]
struct Inode {
    volatile: Vec<u8>,
    durable: Vec<u8>,
    is_read_only: bool,
}

#[derive(Debug, Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    operations: usize,
    writes: usize,
    fault: Option<Fault>,
    power_cut_at: Option<usize>,
    trouble: Option<(usize, Trouble)>,
    has_broken: bool,
    /// Renames over this file fail so many times, with this number.
    held: Option<(PathBuf, Option<i32>, usize)>,
    waited: Duration,
    can_be_held: bool,
    locks: std::collections::BTreeSet<PathBuf>,
    folders: std::collections::BTreeSet<PathBuf>,
}

impl MemoryFiles {
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let mut state = self.0.lock().unwrap();
        state.inodes.push(Inode { volatile: bytes.to_vec(), durable: bytes.to_vec(), is_read_only: false });
        let inode = state.inodes.len() - 1;
        state.names.insert(path.into(), inode);
        state.durable_names.insert(path.into(), inode);
    }

    pub fn protect(&self, path: &str) {
        let mut state = self.0.lock().unwrap();
        let inode = state.names[Path::new(path)];
        state.inodes[inode].is_read_only = true;
    }

    pub fn fail_at(&self, fault: Fault) {
        self.0.lock().unwrap().fault = Some(fault);
    }

    pub fn cut_power_at(&self, step: usize) {
        self.0.lock().unwrap().power_cut_at = Some(step);
    }

    /// Another program holds a file: so many renames over it fail.
    pub fn hold(&self, path: &str, number: Option<i32>, times: usize) {
        let mut state = self.0.lock().unwrap();
        (state.held, state.can_be_held) = (Some((path.into(), number, times)), true);
    }

    pub fn waited(&self) -> Duration {
        self.0.lock().unwrap().waited
    }

    /// As on a system where a rename minds nobody.
    pub fn let_nobody_wait(&self) {
        self.0.lock().unwrap().can_be_held = false;
    }

    /// So many operations from now on, something goes wrong.
    pub fn break_in(&self, steps: usize, trouble: Trouble) {
        let mut state = self.0.lock().unwrap();
        (state.trouble, state.has_broken) = (Some((state.operations + steps, trouble)), false);
    }

    /// Whether what [`break_in`](Self::break_in) asked for has happened.
    pub fn has_broken(&self) -> bool {
        self.0.lock().unwrap().has_broken
    }

    /// A copy that goes its own way.
    pub fn fork(&self) -> Self {
        Self(Arc::new(Mutex::new(self.0.lock().unwrap().clone())))
    }

    pub fn heal(&self) {
        self.0.lock().unwrap().trouble = None;
    }

    /// The killed program is started again: what it wrote is there, its locks are free.
    pub fn start_again(&self) {
        let mut state = self.0.lock().unwrap();
        state.trouble = None;
        state.locks.clear();
    }

    /// All files, as programs see them.
    pub fn names(&self) -> Vec<PathBuf> {
        self.0.lock().unwrap().names.keys().cloned().collect()
    }

    /// Power comes back: what was not durable is gone, and so are the locks.
    pub fn restart(&self) {
        let mut state = self.0.lock().unwrap();
        (state.fault, state.power_cut_at, state.trouble) = (None, None, None);
        state.locks.clear();
        let names = state.durable_names.clone();
        state.names = names;
        for inode in &mut state.inodes {
            inode.volatile.clone_from(&inode.durable);
        }
    }

    pub fn operations(&self) -> usize {
        self.0.lock().unwrap().operations
    }

    pub fn writes(&self) -> usize {
        self.0.lock().unwrap().writes
    }

    pub fn volatile(&self, path: &str) -> Option<Vec<u8>> {
        let state = self.0.lock().unwrap();
        Some(state.inodes[*state.names.get(Path::new(path))?].volatile.clone())
    }

    pub fn durable(&self, path: &str) -> Option<Vec<u8>> {
        let state = self.0.lock().unwrap();
        Some(state.inodes[*state.durable_names.get(Path::new(path))?].durable.clone())
    }
}

impl State {
    /// Counts an operation and fails it where the test says so. After a power cut everything fails.
    fn step(&mut self) -> io::Result<()> {
        let step = self.operations;
        self.operations += 1;
        if self.power_cut_at.is_some_and(|at| step >= at) {
            return Err(io::Error::other("the power is off"));
        }
        if let Some((at, trouble)) = self.trouble
            && (step == at || step > at && !matches!(trouble, Trouble::Once(_)))
        {
            self.has_broken = true;
            return Err(match trouble {
                Trouble::Once(number) | Trouble::ForGood(number) => io::Error::from_raw_os_error(number),
                Trouble::Kill => io::Error::other("the program was killed"),
            });
        }
        match self.fault {
            Some(fault) if fault.step == step => Err(fault.kind.into()),
            _ => Ok(()),
        }
    }

    /// Whether the program was killed before the operation that has just been counted.
    fn is_dead(&self) -> bool {
        self.trouble.is_some_and(|(at, trouble)| trouble == Trouble::Kill && self.operations > at + 1)
    }

    fn inode(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_folder(&self, path: &Path) -> bool {
        let above = |name: &PathBuf| name != path && name.starts_with(path);
        self.folders.contains(path) || self.names.keys().any(above)
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        let bytes = state.inodes[state.inode(path)?].volatile.clone();
        if bytes.len() as u64 > max_bytes { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if state.is_folder(path) {
            return Ok(Metadata { kind: FileKind::Folder, len: 0, is_read_only: false, mode: None });
        }
        let inode = &state.inodes[state.inode(path)?];
        let len = inode.volatile.len() as u64;
        Ok(Metadata { kind: FileKind::File, len, is_read_only: inode.is_read_only, mode: Some(0o640) })
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if state.is_folder(path) { Ok(path.to_owned()) } else { state.inode(path).map(|_| path.to_owned()) }
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.inodes.push(Inode::default());
        let inode = state.inodes.len() - 1;
        state.names.insert(path.to_owned(), inode);
        Ok(Box::new(MemoryFile { disk: self.clone(), inode }))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        state.folders.insert(path.to_owned());
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if let Some((path, number, times)) = &mut state.held
            && path == to
            && *times > 0
        {
            *times -= 1;
            let denied = || io::ErrorKind::PermissionDenied.into();
            return Err(number.map_or_else(denied, io::Error::from_raw_os_error));
        }
        let inode = state.inode(from)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), inode);
        Ok(())
    }

    fn wait_for_holder(&self, pause: Duration) -> bool {
        let mut state = self.0.lock().unwrap();
        if state.can_be_held {
            state.waited += pause;
        }
        state.can_be_held
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        let State { names, durable_names, .. } = &mut *state;
        durable_names.retain(|name, _| name.parent() != Some(path));
        durable_names
            .extend(names.iter().filter(|(name, _)| name.parent() == Some(path)).map(|(n, i)| (n.clone(), *i)));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        state.names.remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        let inside = state.names.keys().filter(|name| name.parent() == Some(path));
        Ok(inside.filter_map(|name| Some(name.file_name()?.to_string_lossy().into_owned())).collect())
    }

    fn open_append(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        let inode = state.inode(path).unwrap_or(state.inodes.len());
        if inode == state.inodes.len() {
            state.inodes.push(Inode::default());
            state.names.insert(path.to_owned(), inode);
        }
        state.inodes[inode].volatile.truncate(keep as usize);
        Ok(Box::new(MemoryFile { disk: self.clone(), inode }))
    }

    fn try_lock(&self, path: &Path, _details: Option<&Path>) -> io::Result<Option<Box<dyn Guard>>> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        let is_free = state.locks.insert(path.to_owned());
        Ok(is_free.then(|| Box::new(MemoryGuard { disk: self.clone(), path: path.to_owned() }) as Box<dyn Guard>))
    }
}

#[derive(Debug)]
struct MemoryGuard {
    disk: MemoryFiles,
    path: PathBuf,
}

impl Guard for MemoryGuard {}

impl Drop for MemoryGuard {
    fn drop(&mut self) {
        self.disk.0.lock().unwrap().locks.remove(&self.path);
    }
}

struct MemoryFile {
    disk: MemoryFiles,
    inode: usize,
}

impl OpenFile for MemoryFile {
    /// Half of the bytes arrive before a fault: writes are not atomic.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.writes += 1;
        let step = state.step();
        let half = if state.is_dead() { 0 } else { bytes.len() / 2 };
        let arrived = if step.is_ok() { bytes } else { &bytes[..half] };
        state.inodes[self.inode].volatile.extend_from_slice(arrived);
        step
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let inode = &mut state.inodes[self.inode];
        inode.durable.clone_from(&inode.volatile);
        Ok(())
    }

    fn set_mode(&mut self, _mode: u32) -> io::Result<()> {
        self.disk.0.lock().unwrap().step()
    }
}
