//! The real disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::store::{FileKind, Files, Guard, Metadata, OpenFile};

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
        let Metadata { kind, len, .. } = self.metadata(path)?;
        // A pipe or a device could keep the reader waiting for ever.
        match kind {
            FileKind::File => {}
            FileKind::Folder => return Err(io::ErrorKind::IsADirectory.into()),
            FileKind::Other => return Err(io::Error::other("it is not a file but a device, pipe or socket")),
        }
        // Before a byte of it is in memory: a sparse file costs its author nothing.
        if len > max_bytes {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(max_bytes + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max_bytes { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let found = fs::metadata(path)?;
        let kind = match found.file_type() {
            file_type if file_type.is_file() => FileKind::File,
            file_type if file_type.is_dir() => FileKind::Folder,
            _ => FileKind::Other,
        };
        let is_read_only = found.permissions().readonly();
        Ok(Metadata { kind, len: found.len(), is_read_only, mode: mode_of(&found) })
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(DiskFile(options.open(path)?)))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// On Windows a virus scanner or sync client may hold a file for a moment; elsewhere a rename does not mind.
    fn wait_for_holder(&self, pause: Duration) -> bool {
        if cfg!(windows) {
            std::thread::sleep(pause);
        }
        cfg!(windows)
    }

    #[cfg(unix)]
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync_dir(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn open_append(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        if file.metadata()?.len() > keep {
            file.set_len(keep)?;
        }
        file.seek(io::SeekFrom::End(0))?;
        Ok(Box::new(DiskFile(file)))
    }

    fn try_lock(&self, path: &Path, details: Option<&Path>) -> io::Result<Option<Box<dyn Guard>>> {
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = options.open(path)?;
            match file.try_lock() {
                Ok(()) if is_still(&file, path) => {
                    let details = details.map(Path::to_owned);
                    return Ok(Some(Box::new(DiskGuard { file, path: path.to_owned(), details })));
                }
                // The holder before us has just taken the file away; whoever comes next would lock another one.
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// A locked file. The system gives it free when the process ends, however that happens.
#[derive(Debug)]
struct DiskGuard {
    file: File,
    path: PathBuf,
    details: Option<PathBuf>,
}

impl Guard for DiskGuard {}

impl Drop for DiskGuard {
    /// Where a file can be removed while it is locked, none is left lying about.
    fn drop(&mut self) {
        if let Some(details) = &self.details {
            let _ = fs::remove_file(details);
        }
        if cfg!(unix) && is_still(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// Whether the path still leads to this open file.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = |found: &fs::Metadata| (found.dev(), found.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(mine), Ok(there)) if inode(&mine) == inode(&there))
}

#[cfg(not(unix))]
fn is_still(_file: &File, _path: &Path) -> bool {
    true
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

    #[cfg(unix)]
    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        self.0.set_permissions(fs::Permissions::from_mode(mode & 0o7777))
    }

    #[cfg(not(unix))]
    fn set_mode(&mut self, _mode: u32) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
fn mode_of(found: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(found.permissions().mode())
}

#[cfg(not(unix))]
fn mode_of(_found: &fs::Metadata) -> Option<u32> {
    None
}
