//! A file system in memory with a volatile and a durable layer, whose every operation can be made to fail. `tests/session/saving.rs`
//! takes it in as well.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{FileKind, Files, Folder, Guard, Metadata, OpenFile, Rename, Unkept};

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
    /// Somebody writes this into a file between the last look at it and its replacement.
    in_the_gap: Option<Vec<u8>>,
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

    /// Somebody writes this into a file just before it is exchanged for another.
    pub fn write_in_the_gap(&self, bytes: &[u8]) {
        self.0.lock().unwrap().in_the_gap = Some(bytes.to_vec());
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

    fn read_start(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut start = self.read(path, u64::MAX)?;
        start.truncate(bytes as usize);
        Ok(start)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if state.is_folder(path) {
            return Ok(described(FileKind::Folder, 0, false, 0));
        }
        let number = state.inode(path)?;
        let inode = &state.inodes[number];
        Ok(described(FileKind::File, inode.volatile.len() as u64, inode.is_read_only, number))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        if state.is_folder(path) { Ok(path.to_owned()) } else { state.inode(path).map(|_| path.to_owned()) }
    }

    /// The folder is looked for when something is done in it.
    fn folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        Ok(Box::new(MemoryFolder { disk: self.clone(), path: path.to_owned() }))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.step()?;
        state.folders.insert(path.to_owned());
        Ok(())
    }

    fn user(&self) -> Option<u32> {
        None
    }
}

fn described(kind: FileKind, len: u64, is_read_only: bool, inode: usize) -> Metadata {
    let mode = (kind == FileKind::File).then_some(0o640);
    Metadata { kind, len, is_read_only, mode, owner: None, names: 1, id: Some((0, inode as u64)), modified: None }
}

struct MemoryFolder {
    disk: MemoryFiles,
    path: PathBuf,
}

impl Folder for MemoryFolder {
    fn read(&self, name: &OsStr, max_bytes: u64) -> io::Result<Vec<u8>> {
        self.disk.read(&self.path.join(name), max_bytes)
    }

    fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        self.disk.metadata(&self.path.join(name))
    }

    fn about(&self) -> io::Result<Metadata> {
        self.disk.0.lock().unwrap().step()?;
        Ok(described(FileKind::Folder, 0, false, 0))
    }

    fn create_new(&self, name: &OsStr, _mode: u32) -> io::Result<Box<dyn OpenFile>> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let path = self.path.join(name);
        if state.names.contains_key(&path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.inodes.push(Inode::default());
        let inode = state.inodes.len() - 1;
        state.names.insert(path, inode);
        Ok(Box::new(MemoryFile { disk: self.disk.clone(), inode }))
    }

    fn open_append(&self, name: &OsStr, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let path = self.path.join(name);
        let inode = state.inode(&path).unwrap_or(state.inodes.len());
        if inode == state.inodes.len() {
            state.inodes.push(Inode::default());
            state.names.insert(path, inode);
        }
        state.inodes[inode].volatile.truncate(keep as usize);
        Ok(Box::new(MemoryFile { disk: self.disk.clone(), inode }))
    }

    fn rename(&self, from: &OsStr, to: &OsStr, how: Rename) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let (from, to) = (self.path.join(from), self.path.join(to));
        if let Some((path, number, times)) = &mut state.held
            && *path == to
            && *times > 0
        {
            if how == Rename::Exchange {
                return Err(io::ErrorKind::Unsupported.into());
            }
            *times -= 1;
            let denied = || io::ErrorKind::PermissionDenied.into();
            return Err(number.map_or_else(denied, io::Error::from_raw_os_error));
        }
        let inode = state.inode(&from)?;
        match (how, state.names.get(&to).copied()) {
            (Rename::New, Some(_)) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Rename::Exchange, None) => return Err(io::ErrorKind::NotFound.into()),
            (Rename::Exchange, Some(other)) => {
                if let Some(bytes) = state.in_the_gap.take() {
                    state.inodes[other].volatile = bytes;
                }
                state.names.insert(from, other);
            }
            (Rename::Over | Rename::New, _) => drop(state.names.remove(&from)),
        }
        state.names.insert(to, inode);
        Ok(())
    }

    fn wait_for_holder(&self, pause: Duration) -> bool {
        let mut state = self.disk.0.lock().unwrap();
        if state.can_be_held {
            state.waited += pause;
        }
        state.can_be_held
    }

    fn remove(&self, name: &OsStr) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        state.names.remove(&self.path.join(name)).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self) -> io::Result<Vec<OsString>> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let inside = state.names.keys().filter(|name| name.parent() == Some(&self.path));
        Ok(inside.filter_map(|name| Some(name.file_name()?.to_owned())).collect())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let State { names, durable_names, .. } = &mut *state;
        let is_inside = |name: &Path| name.parent() == Some(&self.path);
        durable_names.retain(|name, _| !is_inside(name));
        durable_names.extend(names.iter().filter(|(name, _)| is_inside(name)).map(|(n, i)| (n.clone(), *i)));
        Ok(())
    }

    fn folder(&self, name: &OsStr) -> io::Result<Box<dyn Folder>> {
        self.disk.folder(&self.path.join(name))
    }

    fn make_folder(&self, name: &OsStr, _mode: Option<u32>) -> io::Result<()> {
        self.disk.create_dir_all(&self.path.join(name))
    }

    fn try_lock(
        &self,
        name: &OsStr,
        _like: Option<&Metadata>,
        _details: Option<&OsStr>,
    ) -> io::Result<Option<Box<dyn Guard>>> {
        let mut state = self.disk.0.lock().unwrap();
        state.step()?;
        let path = self.path.join(name);
        let is_free = state.locks.insert(path.clone());
        Ok(is_free.then(|| Box::new(MemoryGuard { disk: self.disk.clone(), path }) as Box<dyn Guard>))
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

    fn set_access(&mut self, _like: &Metadata) -> io::Result<()> {
        self.disk.0.lock().unwrap().step()
    }

    fn inherit(&mut self, _name: &OsStr) -> io::Result<Vec<Unkept>> {
        self.disk.0.lock().unwrap().step().map(|()| Vec::new())
    }
}
