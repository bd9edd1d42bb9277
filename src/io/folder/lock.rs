//! A lock: a file that one holds at a time, and that goes with its holder.

use std::{
    ffi::{OsStr, OsString},
    fs::{File, TryLockError},
    io,
};

use crate::store::{Folder, Guard};

use super::{DiskFolder, TRIES, restless};

/// Locks the file that `open` gives, when it still has its name then. `None`: somebody else has it.
pub(super) fn try_lock(
    folder: &DiskFolder,
    name: &OsStr,
    details: Option<&OsStr>,
    open: impl Fn() -> io::Result<Option<File>>,
) -> io::Result<Option<Box<dyn Guard>>> {
    for _ in 0..TRIES {
        let Some(file) = open()? else { return Ok(None) };
        match file.try_lock() {
            Ok(()) if folder.is_still(&file, name)? => {
                let (name, details) = (name.to_owned(), details.map(OsStr::to_owned));
                return Ok(Some(Box::new(DiskGuard { file, folder: folder.clone(), name, details })));
            }
            // The holder before us has just taken the file away; whoever comes next would lock another one.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(restless())
}

/// A locked file. The system gives it free when the process ends, however that happens.
#[derive(Debug)]
struct DiskGuard {
    file: File,
    folder: DiskFolder,
    name: OsString,
    details: Option<OsString>,
}

impl Guard for DiskGuard {}

impl Drop for DiskGuard {
    /// None is left lying about. An open file may lose its name on Windows, too, since everybody opens it so that it may.
    fn drop(&mut self) {
        if self.folder.is_still(&self.file, &self.name).unwrap_or(false) {
            if let Some(details) = &self.details {
                let _ = self.folder.remove(details);
            }
            let _ = self.folder.remove(&self.name);
        }
        let _ = self.file.unlock();
    }
}
