//! By its path, since Windows has no calls relative to an open folder: each name is opened with the flag that opens a link (or
//! junction) itself, and the open file is asked what it is. A folder that is exchanged in that moment is not noticed. Owner,
//! access list and attributes are those that the system gives to a new file.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, OpenOptions},
    io::{self, Seek, Write},
    os::windows::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use winapi_util::file::information;
use windows_sys::Win32::Storage::FileSystem::{FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT};

use crate::{
    io::disk::read_whole,
    store::{FileKind, Folder, Guard, Metadata, OpenFile, Refused, Rename, Unkept},
};

use super::{TRIES, lock, plain, restless};

/// A folder by its path.
#[derive(Debug, Clone)]
pub struct DiskFolder(PathBuf);

/// Opens a folder by a path that a person gave.
pub fn open(path: &Path) -> io::Result<DiskFolder> {
    // A link that a person gave is followed once, here.
    let path = fs::canonicalize(path)?;
    if path.is_dir() { Ok(DiskFolder(path)) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

/// Users have no numbers here.
pub fn user() -> Option<u32> {
    None
}

/// Nothing waits here.
pub fn without_waiting(_options: &mut OpenOptions) {}

/// What stands at a path, behind links.
pub fn about(path: &Path) -> io::Result<Metadata> {
    described(&looked_at(path, FILE_FLAG_BACKUP_SEMANTICS)?)
}

/// What the system says of an open file.
pub fn described(file: &File) -> io::Result<Metadata> {
    let found = file.metadata()?;
    let kind = match found.file_type() {
        // Junctions as well.
        kind if kind.is_symlink() => FileKind::Link,
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        _ => FileKind::Other,
    };
    let is_read_only = found.permissions().readonly();
    // A disk that numbers no files says so with an error; its files are told apart by their paths.
    let (names, id) = match information(file) {
        Ok(found) => (found.number_of_links(), Some((found.volume_serial_number(), found.file_index()))),
        Err(_) => (1, None),
    };
    let since = found.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
    Ok(Metadata { kind, len: found.len(), is_read_only, mode: None, owner: None, names, id, modified })
}

/// Opens what stands at a path without reading or writing it, whoever else has it open.
fn looked_at(path: &Path, flags: u32) -> io::Result<File> {
    OpenOptions::new().access_mode(0).custom_flags(flags).open(path)
}

/// So that a link is opened itself.
fn unfollowed() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
    options
}

impl DiskFolder {
    fn path(&self, name: &OsStr) -> io::Result<PathBuf> {
        Ok(self.0.join(plain(name)?))
    }

    fn open_file(&self, name: &OsStr, options: &OpenOptions) -> io::Result<File> {
        // A folder cannot be opened so; what it is says more than what the system answers.
        self.metadata(name)?.must_be_a_file()?;
        let file = options.open(self.path(name)?)?;
        described(&file)?.must_be_a_file()?;
        Ok(file)
    }

    /// Whether the name still leads to this open file. Where files have no numbers, the name is all that is known.
    pub(super) fn is_still(&self, file: &File, name: &OsStr) -> io::Result<bool> {
        let mine = described(file)?.id;
        match self.metadata(name) {
            Ok(there) => Ok(there.id == mine),
            // Its name is going, as soon as the last who has it open closes it.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    fn open_lock(&self, name: &OsStr) -> io::Result<File> {
        for _ in 0..TRIES {
            match self.open_file(name, unfollowed().read(true).write(true)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                opened => return opened,
            }
            match unfollowed().read(true).write(true).create_new(true).open(self.path(name)?) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made,
            }
        }
        Err(restless())
    }
}

impl Folder for DiskFolder {
    fn read(&self, name: &OsStr, max_bytes: u64) -> io::Result<Vec<u8>> {
        read_whole(self.open_file(name, unfollowed().read(true))?, max_bytes)
    }

    fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        described(&looked_at(&self.path(name)?, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT)?)
    }

    fn about(&self) -> io::Result<Metadata> {
        about(&self.0)
    }

    fn create_new(&self, name: &OsStr, _mode: u32) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(DiskFile(unfollowed().write(true).create_new(true).open(self.path(name)?)?)))
    }

    fn open_append(&self, name: &OsStr, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut file = match self.open_file(name, unfollowed().write(true)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                unfollowed().write(true).create_new(true).open(self.path(name)?)?
            }
            opened => opened?,
        };
        let found = described(&file)?;
        if found.names > 1 {
            return Err(Refused::HARD_LINK.into());
        }
        if found.len > keep {
            file.set_len(keep)?;
        }
        file.seek(io::SeekFrom::End(0))?;
        Ok(Box::new(DiskFile(file)))
    }

    fn rename(&self, from: &OsStr, to: &OsStr, how: Rename) -> io::Result<()> {
        let (from, to) = (self.path(from)?, self.path(to)?);
        match how {
            Rename::Over => fs::rename(from, to),
            Rename::New => match fs::hard_link(&from, &to) {
                Ok(()) => fs::remove_file(from),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
                // No second names on this disk: what is left is a look.
                Err(_) if fs::symlink_metadata(&to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
                Err(_) => fs::rename(from, to),
            },
            Rename::Exchange => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// A virus scanner or sync client may hold a file for a moment.
    fn wait_for_holder(&self, pause: Duration) -> bool {
        std::thread::sleep(pause);
        true
    }

    fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.path(name)?)
    }

    fn list(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// The system has no such call.
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn folder(&self, name: &OsStr) -> io::Result<Box<dyn Folder>> {
        match self.metadata(name)?.kind {
            FileKind::Folder => Ok(Box::new(Self(self.path(name)?))),
            FileKind::Link => Err(Refused::LINK.into()),
            FileKind::File | FileKind::Other => Err(Refused::NO_FOLDER.into()),
        }
    }

    fn make_folder(&self, name: &OsStr, _mode: Option<u32>) -> io::Result<()> {
        fs::create_dir(self.path(name)?)
    }

    fn try_lock(
        &self,
        name: &OsStr,
        _like: Option<&Metadata>,
        details: Option<&OsStr>,
    ) -> io::Result<Option<Box<dyn Guard>>> {
        lock::try_lock(self, name, details, || self.open_lock(name).map(Some))
    }
}

struct DiskFile(File);

impl OpenFile for DiskFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn set_access(&mut self, _like: &Metadata) -> io::Result<()> {
        Ok(())
    }

    fn inherit(&mut self, _name: &OsStr) -> io::Result<Vec<Unkept>> {
        Ok(Vec::new())
    }
}
