//! The real disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::store::{FileKind, Files, Metadata, OpenFile};

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
        retry_while_held(|| fs::rename(from, to))
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

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
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

/// On Windows a virus scanner or sync client may hold the file for a moment; two seconds are given to it.
fn retry_while_held(mut rename: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    let mut wait = std::time::Duration::from_millis(10);
    while cfg!(windows) && wait < std::time::Duration::from_secs(1) {
        match rename() {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => std::thread::sleep(wait),
            done => return done,
        }
        wait *= 2;
    }
    rename()
}
