//! Has the system's own program open a picture or recording.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use super::random;

/// Copies of files that were opened, in folders of their own that nobody else may look into. They are gone with this value.
#[derive(Debug, Default)]
pub struct OpenedFiles(Vec<PathBuf>);

impl OpenedFiles {
    /// Writes a copy and has it opened. Its name's ending says what is done with it.
    ///
    /// # Errors
    /// As writing a file or starting a program.
    pub fn open(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = std::env::temp_dir().join(format!("claimdesk-{:016x}", random::seed()));
        private_folder(&folder)?;
        self.0.push(folder.clone());
        let path = folder.join(Path::new(name).file_name().ok_or(io::ErrorKind::InvalidFilename)?);
        OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(bytes)?;
        let program = if cfg!(windows) {
            "explorer"
        } else if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        };
        let nothing = Stdio::null;
        let mut child =
            Command::new(program).arg(&path).stdin(nothing()).stdout(nothing()).stderr(nothing()).spawn()?;
        // It may stay as long as what it opened.
        thread::spawn(move || child.wait());
        Ok(())
    }
}

impl Drop for OpenedFiles {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Where a program still has it open, the system clears its own folder.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::DirBuilderExt::mode(&mut DirBuilder::new(), 0o700).create(folder);
    // The folder for what is temporary is the user's own there.
    #[cfg(not(unix))]
    DirBuilder::new().create(folder)
}
