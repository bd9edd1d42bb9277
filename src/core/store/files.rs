//! What the store needs of a file system, one method an operation, so that a test can break each.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// A file system.
///
/// # Errors
/// Every method fails as the operation of the system that it names.
pub trait Files: Send + Sync {
    /// Reads a whole file of at most `max_bytes`; a larger one is [`io::ErrorKind::FileTooLarge`].
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>>;

    /// Asks about a path, following symbolic links.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// Resolves symbolic links and relative parts of a path that exists.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Creates a file that must not exist yet, readable by its owner alone, and opens it for writing.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;

    /// Creates a folder and the folders above it.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Renames a file over another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits for another program to let go of a file that it holds against a rename. `false`, at once: on this system none can.
    fn wait_for_holder(&self, _pause: Duration) -> bool {
        false
    }

    /// Makes renames in a folder survive a power cut. Does nothing where the system has no such call.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder, where the system has folders.
    fn remove_dir(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// The names in a folder, in no order.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;

    /// Opens a file for writing behind its first `keep` bytes; what stood behind them is cut off. A file that is not there is
    /// made, readable by its owner alone.
    fn open_append(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>>;

    /// Locks a file, made for the purpose, until the guard is dropped or the process ends in whatever way. `None`: somebody
    /// else holds it. A dropped guard takes the lock file and `details` away, where the system lets it.
    fn try_lock(&self, path: &Path, details: Option<&Path>) -> io::Result<Option<Box<dyn Guard>>>;
}

/// Holds a lock until it is dropped.
pub trait Guard: Send + Sync + std::fmt::Debug {}

/// A file that is being written.
///
/// # Errors
/// Every method fails as the operation of the system that it names.
pub trait OpenFile: Send {
    /// Writes all of it behind what was written before.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Brings all that was written to the disk.
    fn sync(&mut self) -> io::Result<()>;

    /// Brings the bytes to the disk, and of what is known about the file only its length.
    fn sync_data(&mut self) -> io::Result<()> {
        self.sync()
    }

    /// Sets the permission bits (only where the system has them).
    fn set_mode(&mut self, mode: u32) -> io::Result<()>;
}

/// What is known about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: FileKind,
    /// Its length in bytes.
    pub len: u64,
    /// Whether its permissions forbid writing.
    pub is_read_only: bool,
    /// Unix permission bits, where the system has them.
    pub mode: Option<u32>,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A device, pipe or socket.
    Other,
}
