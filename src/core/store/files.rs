//! What the store needs of a file system, one method an operation, so that a test can break each.
//!
//! Two kinds of paths: those that a person gave are followed wherever they lead ([`Files`]); everything that the program
//! keeps on its own, beside a project or in the user's folder, is reached through an open [`Folder`] by a plain name, and
//! never through a link. Whoever cloned a folder from somebody else is not to be led out of it.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// A file system.
///
/// # Errors
/// Every method fails as the operation of the system that it names.
pub trait Files: Send + Sync {
    /// Reads a whole file of at most `max_bytes`; a larger one is [`io::ErrorKind::FileTooLarge`]. Follows links: the path is
    /// one that a person gave.
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>>;

    /// Reads the first bytes of a file, as many as there are up to `bytes`.
    fn read_start(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>>;

    /// Asks about a path, following symbolic links.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// Resolves symbolic links and relative parts of a path that exists.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Opens a folder. The empty path is the present folder.
    fn folder(&self, path: &Path) -> io::Result<Box<dyn Folder>>;

    /// Creates a folder and the folders above it.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// The number of the user that this process acts for, where the system has them.
    fn user(&self) -> Option<u32>;

    /// What git keeps of a file whose merge is not finished. Nothing where there is no repository, or nobody to ask.
    fn stages(&self, _path: &Path) -> Stages {
        Stages::default()
    }

    /// As [`Folder::sync`].
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.folder(path)?.sync()
    }

    /// As [`Folder::remove`].
    fn remove(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = parts(path)?;
        self.folder(folder)?.remove(name)
    }

    /// Removes an empty folder, where the system has folders.
    fn remove_dir(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// As [`Folder::rename`], over what has the name; both in one folder.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let ((folder, from), (_, to)) = (parts(from)?, parts(to)?);
        self.folder(folder)?.rename(from, to, Rename::Over)
    }

    /// As [`Folder::list`], the names as text.
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let names = self.folder(path)?.list()?;
        Ok(names.iter().map(|name| name.to_string_lossy().into_owned()).collect())
    }

    /// As [`Folder::open_append`].
    fn open_append(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let (folder, name) = parts(path)?;
        self.folder(folder)?.open_append(name, keep)
    }

    /// As [`Folder::try_lock`].
    fn try_lock(&self, path: &Path, details: Option<&Path>) -> io::Result<Option<Box<dyn Guard>>> {
        let (folder, name) = parts(path)?;
        self.folder(folder)?.try_lock(name, None, details.and_then(Path::file_name))
    }
}

/// The states of a file that git keeps while its merge is not finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stages {
    /// What both began with.
    pub base: Option<Vec<u8>>,
    /// One side.
    pub ours: Option<Vec<u8>>,
    /// The other.
    pub theirs: Option<Vec<u8>>,
}

/// The folder that a path lies in, and its name there.
pub(super) fn parts(path: &Path) -> io::Result<(&Path, &OsStr)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    Ok((path.parent().unwrap_or(Path::new("")), name))
}

/// An open folder. Whatever is done in it is done to a plain name in it: a link there is never followed, and a device or pipe
/// never opened ([`Refused`]).
///
/// # Errors
/// Every method fails as the operation of the system that it names; with [`io::ErrorKind::InvalidFilename`] for a name with
/// more than one part.
pub trait Folder: Send + Sync {
    /// Reads a whole file of at most `max_bytes`; a larger one is [`io::ErrorKind::FileTooLarge`].
    fn read(&self, name: &OsStr, max_bytes: u64) -> io::Result<Vec<u8>>;

    /// Asks about what has this name, a link itself.
    fn metadata(&self, name: &OsStr) -> io::Result<Metadata>;

    /// Asks about the folder.
    fn about(&self) -> io::Result<Metadata>;

    /// Creates a file that must not exist yet, with these permission bits less those that the user withholds from new files.
    fn create_new(&self, name: &OsStr, mode: u32) -> io::Result<Box<dyn OpenFile>>;

    /// Opens a file for writing behind its first `keep` bytes; what stood behind them is cut off. A file that is not there is
    /// made, readable by its owner alone. One with a second name elsewhere is refused.
    fn open_append(&self, name: &OsStr, keep: u64) -> io::Result<Box<dyn OpenFile>>;

    /// Gives a file of this folder another name in it, in one step.
    fn rename(&self, from: &OsStr, to: &OsStr, how: Rename) -> io::Result<()>;

    /// Waits for another program to let go of a file that it holds against a rename. `false`, at once: on this system none can.
    fn wait_for_holder(&self, _pause: Duration) -> bool {
        false
    }

    /// Removes a file, or a link itself.
    fn remove(&self, name: &OsStr) -> io::Result<()>;

    /// The names in it, in no order.
    fn list(&self) -> io::Result<Vec<OsString>>;

    /// Makes renames in it survive a power cut. Does nothing where the system has no such call.
    fn sync(&self) -> io::Result<()>;

    /// Opens a folder in it.
    fn folder(&self, name: &OsStr) -> io::Result<Box<dyn Folder>>;

    /// Makes a folder in it, with these permission bits, or those that the user gives to new folders.
    fn make_folder(&self, name: &OsStr, mode: Option<u32>) -> io::Result<()>;

    /// Locks a file, made for the purpose, until the guard is dropped or the process ends in whatever way. `None`: somebody
    /// else holds it, or it cannot even be opened, so that it is somebody else's. A new file gets group and permissions as
    /// `like` has them. A dropped guard takes the lock file and `details` away, where the system lets it.
    fn try_lock(
        &self,
        name: &OsStr,
        like: Option<&Metadata>,
        details: Option<&OsStr>,
    ) -> io::Result<Option<Box<dyn Guard>>>;
}

/// What a rename does with a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rename {
    /// Takes its place.
    Over,
    /// Fails with [`io::ErrorKind::AlreadyExists`].
    New,
    /// Gives it the other name. [`io::ErrorKind::Unsupported`] where the system cannot.
    Exchange,
}

/// Why something beside a project is not touched: "is a link".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it {0}")]
pub struct Refused(pub &'static str);

impl Refused {
    /// It is a link.
    pub const LINK: Self = Self("is a link");
    /// It is a folder where a file should be.
    pub const FOLDER: Self = Self("is a folder");
    /// It is neither file nor folder.
    pub const NO_FILE: Self = Self("is not a file but a device, pipe or socket");
    /// It is a file where a folder should be.
    pub const NO_FOLDER: Self = Self("is not a folder");
    /// It has a second name.
    pub const HARD_LINK: Self = Self("has a second name elsewhere (a hard link)");
    /// It is neither ours nor the owner's of the project, and their group may not write in the folder.
    pub const FOREIGN: Self = Self("belongs to somebody who has no part in the project");

    /// What an error says of this, if it does.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::other(refused)
    }
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

    /// Gives it group and permission bits of another file.
    fn set_access(&mut self, like: &Metadata) -> io::Result<()>;

    /// Takes owner, group, permissions, access list and extended attributes of the file of this name in the same folder, in
    /// whose place it is to come. Returns what could not be taken. What would open it to others than before is left out.
    fn inherit(&mut self, name: &OsStr) -> io::Result<Vec<Unkept>>;
}

/// What a file had that the one in its place has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// Its owner.
    Owner,
    /// Its group.
    Group,
    /// Its access list.
    AccessList,
    /// Extended attributes.
    Attributes,
    /// Its second name, which still leads to the old file.
    HardLink,
}

impl Unkept {
    /// In a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Owner => "The file belonged to another user; now it belongs to you.",
            Self::Group => "The file belonged to another group, which may not open it any more.",
            Self::AccessList => "The access list of the file could not be kept: look at who may open it.",
            Self::Attributes => "Extended attributes of the file could not be kept.",
            Self::HardLink => "The file had a second name (a hard link), under which the old one is still found.",
        }
    }
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
    /// User and group, where the system has them.
    pub owner: Option<(u32, u32)>,
    /// How many names it has.
    pub names: u64,
    /// By which two paths are known to lead to one file, where the system says so.
    pub id: Option<(u64, u64)>,
    /// When it was written last, in nanoseconds since 1970, where the system says.
    pub modified: Option<i64>,
}

impl Metadata {
    /// That it is a file.
    ///
    /// # Errors
    /// [`Refused`] as what it is.
    pub fn must_be_a_file(&self) -> io::Result<()> {
        match self.kind {
            FileKind::File => Ok(()),
            FileKind::Folder => Err(io::ErrorKind::IsADirectory.into()),
            FileKind::Link => Err(Refused::LINK.into()),
            FileKind::Other => Err(Refused::NO_FILE.into()),
        }
    }
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link; only where links are not followed.
    Link,
    /// A device, pipe or socket.
    Other,
}
