//! One window writes a project; another that opens it meanwhile reads.
//!
//! The lock lies on a file beside the project (one on the project itself would go with the rename of a save), and who holds
//! it since when in a second one, since a locked file cannot be read everywhere. A dead holder does not block: the system
//! gives its lock free.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Files, Guard, StateDir, save::save_private, state::project_key};

/// Who has a project open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The reviewer's name, empty where they did not give one.
    pub name: String,
    /// The machine, empty where it is not known.
    pub machine: String,
    /// The number of the process there.
    pub process: u32,
    /// Since when.
    pub since: Timestamp,
}

impl Holder {
    /// In words: "Ann Lee on desk-3".
    pub fn who(&self) -> String {
        let name = if self.name.trim().is_empty() { "another window" } else { self.name.trim() };
        let machine = if self.machine.is_empty() { String::new() } else { format!(" on {}", self.machine) };
        format!("{name}{machine}")
    }
}

/// The right to write a project, until it is dropped.
#[derive(Debug)]
pub struct ProjectLock(#[expect(dead_code, reason = "it is there to be dropped")] Box<dyn Guard>);

/// What came of trying to lock a project.
#[derive(Debug)]
pub enum Locked {
    /// It is ours.
    Mine(ProjectLock),
    /// Somebody has it; `None` where it is not known who.
    Theirs(Option<Holder>),
    /// This file system has no locks; a change from outside is still noticed before each save.
    Unavailable,
}

/// Tries to lock a project.
pub fn lock(files: &dyn Files, canonical: &Path, state: Option<&StateDir>, holder: &Holder) -> Locked {
    let own = state.map(|state| state.lock(&project_key(canonical)));
    for path in [Some(beside(canonical, "lock")), own.clone()].into_iter().flatten() {
        if own.as_ref() == Some(&path)
            && let Some(folder) = path.parent()
        {
            // Without the folder the lock fails below, and that is told.
            let _ = files.create_dir_all(folder);
        }
        let details = path.with_extension("holder");
        match files.try_lock(&path, Some(&details)) {
            Ok(Some(guard)) => {
                if let Ok(json) = serde_json::to_vec(holder) {
                    // Without the details the lock holds all the same.
                    let _ = save_private(files, &details, &json);
                }
                return Locked::Mine(ProjectLock(guard));
            }
            Ok(None) => {
                let read = files.read(&details, 1 << 16).ok();
                return Locked::Theirs(read.and_then(|bytes| serde_json::from_slice(&bytes).ok()));
            }
            Err(error) if is_protected(&error) => {}
            Err(_) => return Locked::Unavailable,
        }
    }
    Locked::Unavailable
}

fn is_protected(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

fn beside(canonical: &Path, ending: &str) -> PathBuf {
    let name = canonical.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    canonical.with_file_name(format!(".{name}.{ending}"))
}
