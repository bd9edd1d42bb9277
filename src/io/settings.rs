//! Writes the settings away from the window, in the order in which they were changed, and reads them.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use crate::store::{Files, describe_io, save_private};

/// How large a settings file may be.
const MAX_BYTES: u64 = 1 << 20;

/// The thread that writes the settings. Dropping it waits until the last are on the disk.
#[derive(Debug)]
pub struct SettingsThread {
    sender: Option<Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

impl SettingsThread {
    /// Writes to this file; `failed` is told why that could not be done, once as long as it is the same.
    pub fn start(files: Arc<dyn Files>, path: PathBuf, failed: impl Fn(String) + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let thread = thread::spawn(move || run(files.as_ref(), &path, &receiver, &failed));
        Self { sender: Some(sender), thread: Some(thread) }
    }

    /// Has settings written, unless later ones come first.
    pub fn write(&self, text: String) {
        if let Some(sender) = &self.sender {
            // The thread only ends when this sender is gone.
            let _ = sender.send(text);
        }
    }
}

impl Drop for SettingsThread {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(files: &dyn Files, path: &Path, receiver: &Receiver<String>, failed: &impl Fn(String)) {
    let mut told = String::new();
    while let Ok(text) = receiver.recv() {
        // Only the latest counts.
        let text = receiver.try_iter().last().unwrap_or(text);
        let why = write(files, path, text.as_bytes()).err().unwrap_or_default();
        if !why.is_empty() && why != told {
            failed(why.clone());
        }
        told = why;
    }
}

fn write(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        files.create_dir_all(folder).map_err(|error| describe_io(&error))?;
    }
    save_private(files, path, bytes).map(drop).map_err(|error| error.to_string())
}

/// Reads the settings; empty where there are none yet.
///
/// # Errors
/// As reading a file.
pub fn read_settings(files: &dyn Files, path: &Path) -> io::Result<Option<Vec<u8>>> {
    match files.read(path, MAX_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps damaged settings beside, as they are, before they are written over. Returns where.
///
/// # Errors
/// In words, why that could not be done.
pub fn keep_damaged(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<PathBuf, String> {
    let kept = path.with_extension("damaged.ron");
    write(files, &kept, bytes).map(|()| kept)
}

#[cfg(test)]
mod tests {
    use super::{super::Disk, *};

    #[test]
    fn the_last_settings_win_and_are_the_users_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config/settings.ron");
        let thread = SettingsThread::start(Arc::new(Disk), path.clone(), |why| panic!("{why}"));
        for n in 0..200 {
            thread.write(format!("settings {n}"));
        }
        drop(thread);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "settings 199");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, PermissionsExt};
            assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
            // Also where an older program had let others read them.
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            write(&Disk, &path, b"again").unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn damaged_settings_are_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        assert_eq!(read_settings(&Disk, &path).unwrap(), None);
        std::fs::write(&path, "rubbish").unwrap();
        let bytes = read_settings(&Disk, &path).unwrap().unwrap();
        let kept = keep_damaged(&Disk, &path, &bytes).unwrap();
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "rubbish");
    }
}
