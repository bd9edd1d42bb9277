//! The real disk, by the paths that a person gave. What lies beside a project is reached through `io/folder`.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::store::{Files, Folder, Metadata, Stages};

use super::{folder, git};

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
        read_whole(self.open(path)?, max_bytes)
    }

    fn read_start(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        self.open(path)?.take(bytes).read_to_end(&mut start)?;
        Ok(start)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        folder::about(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Box::new(folder::open(path)?))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn stages(&self, path: &Path) -> Stages {
        git::stages(path)
    }

    fn user(&self) -> Option<u32> {
        folder::user()
    }
}

impl Disk {
    /// Opens a file to read. A pipe or a device could keep the reader waiting for ever: it is asked what it is before it is
    /// opened, and once more when it is.
    fn open(self, path: &Path) -> io::Result<File> {
        self.metadata(path)?.must_be_a_file()?;
        let mut options = fs::OpenOptions::new();
        options.read(true);
        folder::without_waiting(&mut options);
        options.open(path)
    }
}

/// Reads an open file of at most so many bytes.
pub(super) fn read_whole(file: File, max_bytes: u64) -> io::Result<Vec<u8>> {
    let found = folder::described(&file)?;
    found.must_be_a_file()?;
    // Before a byte of it is in memory: a sparse file costs its author nothing.
    if found.len > max_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    file.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}
