//! Writing a file so that at every moment the old one or the new one is there, whole.
//!
//! Temporary file in the same folder, write, fsync, keep the mode, rename over the target, fsync of the folder. A failed
//! fsync fails the save: the kernel may have dropped the pages, so trying again would report success for lost data.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::{FileKind, Files, Fingerprint, MAX_BYTES, Metadata, SaveError, StateDir, project_key};

/// How temporary files end, so that leftovers of a crash can be told from the reviewer's files.
pub const TEMP_SUFFIX: &str = ".claimdesk-tmp";

/// Writes `bytes` to `path`. Nothing is written when they are what is `expected` and the file holds them.
///
/// # Errors
/// [`SaveError::ChangedOutside`] when `expected` is given and the file holds something else; the others as they say. Unless
/// the error is [`SaveError::NotDurable`], the file is as it was.
pub fn save(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Fingerprint>,
) -> Result<Fingerprint, SaveError> {
    let is_there =
        |target: &Path| Ok(expected == Some(&Fingerprint::of(bytes)) && holds(files, target, &Fingerprint::of(bytes))?);
    let (target, old) = resolve(files, path)?;
    // Only when it is known to hold them for good: after a failed fsync it may hold them and forget them yet.
    if old.is_some_and(|old| old.kind == FileKind::File) && is_there(&target)? {
        return Ok(Fingerprint::of(bytes));
    }
    save_anew(files, path, bytes, expected)
}

/// Writes `bytes` to `path` even when the file seems to hold them: an fsync that failed before may have lost them.
///
/// # Errors
/// As [`save`].
pub fn save_anew(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Fingerprint>,
) -> Result<Fingerprint, SaveError> {
    save_with_mode(files, path, bytes, expected, 0o644)
}

/// Writes `bytes` to `path`, readable by nobody else, whoever could read the file before.
///
/// # Errors
/// As [`save`].
pub fn save_private(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<Fingerprint, SaveError> {
    write_over(files, path, bytes, None, |_| 0o600)
}

/// `mode` is for a file that is not there yet; one that is keeps its own.
fn save_with_mode(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Fingerprint>,
    mode: u32,
) -> Result<Fingerprint, SaveError> {
    write_over(files, path, bytes, expected, |old| old.unwrap_or(mode))
}

/// `mode` says from the old file's what the new one's is.
fn write_over(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Fingerprint>,
    mode: impl Fn(Option<u32>) -> u32,
) -> Result<Fingerprint, SaveError> {
    let fingerprint = Fingerprint::of(bytes);
    let (target, old) = resolve(files, path)?;
    if let Some(old) = &old {
        if old.kind != FileKind::File {
            return Err(SaveError::NotAFile);
        }
        if old.is_read_only {
            return Err(SaveError::ReadOnly);
        }
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    let temp = temp_path(&folder, &target);
    let mode = mode(old.and_then(|old| old.mode));
    let written = write_temp(files, &temp, bytes, mode).and_then(|()| {
        guard(files, &target, expected)?;
        rename(files, &temp, &target).map_err(SaveError::Io)
    });
    if let Err(error) = written {
        // Best effort: a leftover is cleared at the next start.
        let _ = files.remove(&temp);
        return Err(error);
    }
    files.sync_dir(&folder).map_err(SaveError::NotDurable)?;
    Ok(fingerprint)
}

/// How long a file that another program holds is waited for.
const HELD_FOR: Duration = Duration::from_secs(2);

/// Tries again, less and less often, while another program holds the file.
fn rename(files: &dyn Files, from: &Path, to: &Path) -> io::Result<()> {
    let (mut waited, mut pause) = (Duration::ZERO, Duration::from_millis(10));
    loop {
        let error = match files.rename(from, to) {
            Err(error) if is_held(&error) => error,
            done => return done,
        };
        if waited >= HELD_FOR {
            let why = "another program, such as a virus scanner or a sync client, has held the file for two seconds";
            return Err(io::Error::other(why));
        }
        let next = pause.min(HELD_FOR - waited);
        if !files.wait_for_holder(next) {
            return Err(error);
        }
        (waited, pause) = (waited + next, pause * 2);
    }
}

/// Whether a rename failed as it does when another program has the file open: Windows calls it access denied, a sharing
/// violation (32) or a lock violation (33).
fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied || matches!(error.raw_os_error(), Some(32 | 33))
}

/// Where the file really is (behind symbolic links) and what stands there.
fn resolve(files: &dyn Files, path: &Path) -> Result<(PathBuf, Option<Metadata>), SaveError> {
    match files.metadata(path) {
        Ok(old) => Ok((files.canonicalize(path).map_err(SaveError::Io)?, Some(old))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let folder = files.canonicalize(folder).map_err(no_folder)?;
            let name = path.file_name().ok_or(SaveError::NotAFile)?;
            Ok((folder.join(name), None))
        }
        Err(error) => Err(SaveError::Io(error)),
    }
}

/// A vanished folder is told apart from other trouble.
pub(super) fn no_folder(error: io::Error) -> SaveError {
    if error.kind() == io::ErrorKind::NotFound { SaveError::NoFolder } else { SaveError::Io(error) }
}

fn holds(files: &dyn Files, target: &Path, fingerprint: &Fingerprint) -> Result<bool, SaveError> {
    match files.read(target, MAX_BYTES) {
        Ok(bytes) => Ok(Fingerprint::of(&bytes) == *fingerprint),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(false),
        Err(error) => Err(SaveError::Io(error)),
    }
}

/// As late as possible, so that the time in which somebody else's change could be missed is short.
fn guard(files: &dyn Files, target: &Path, expected: Option<&Fingerprint>) -> Result<(), SaveError> {
    let Some(expected) = expected else { return Ok(()) };
    match files.metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(SaveError::Io(error)),
        Ok(_) if holds(files, target, expected)? => Ok(()),
        Ok(_) => Err(SaveError::ChangedOutside),
    }
}

fn write_temp(files: &dyn Files, temp: &Path, bytes: &[u8], mode: u32) -> Result<(), SaveError> {
    let write = || -> io::Result<()> {
        let mut file = files.create_new(temp)?;
        file.write_all(bytes)?;
        file.set_mode(mode)?;
        file.sync()
    };
    write().map_err(SaveError::Io)
}

fn temp_path(folder: &Path, target: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder.join(format!(".{name}.{}-{count}{TEMP_SUFFIX}", std::process::id()))
}

/// Clears what a crash in the middle of a save has left: beside the project, among its originals and in its history. To be
/// called by whoever has the project's lock. They were never the only copy of anything, since a save that ended has none.
pub fn clear_leftovers(files: &dyn Files, canonical: &Path, state: Option<&StateDir>) {
    let (Some(folder), Some(name)) = (canonical.parent(), canonical.file_name()) else { return };
    let (name, stem) = (name.to_string_lossy(), canonical.file_stem().unwrap_or_default().to_string_lossy());
    // The project itself, who holds it, and what was kept of an older format.
    for start in [format!(".{name}."), format!("..{name}.holder."), format!(".{stem}.format-")] {
        clear(files, folder, &start);
    }
    clear_all_temporaries(files, &canonical.with_extension("files"));
    if let Some(state) = state {
        let key = project_key(canonical);
        clear_all_temporaries(files, &state.versions(&key));
        clear_temporaries(files, &state.journals(), &key);
        if let Some(folder) = state.lock(&key).parent() {
            clear_temporaries(files, folder, &key);
        }
    }
}

/// Clears the temporary files of a file of this name.
pub(super) fn clear_temporaries(files: &dyn Files, folder: &Path, name: &str) {
    clear(files, folder, &format!(".{name}."));
}

/// Clears the temporary files of a folder in which nobody else writes.
pub fn clear_all_temporaries(files: &dyn Files, folder: &Path) {
    clear(files, folder, ".");
}

fn clear(files: &dyn Files, folder: &Path, start: &str) {
    for found in files.list(folder).unwrap_or_default() {
        if found.starts_with(start) && found.ends_with(TEMP_SUFFIX) {
            // Best effort: it is tidying, no more.
            let _ = files.remove(&folder.join(found));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{Fault, MemoryFiles},
        *,
    };

    const OLD: &[u8] = b"old";
    const NEW: &[u8] = b"new words";

    fn disk() -> MemoryFiles {
        let disk = MemoryFiles::default();
        disk.put("/desk/a.ron", OLD);
        disk
    }

    #[test]
    fn replaces_the_file_and_leaves_nothing_behind() {
        let disk = disk();
        let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD))).unwrap();
        assert_eq!(saved, Fingerprint::of(NEW));
        assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(NEW));
        assert_eq!(disk.list(Path::new("/desk")).unwrap(), ["a.ron"]);
    }

    #[test]
    fn writes_nothing_when_nothing_changed() {
        let disk = disk();
        save(&disk, Path::new("/desk/a.ron"), OLD, Some(&Fingerprint::of(OLD))).unwrap();
        assert_eq!(disk.writes(), 0);
    }

    #[test]
    fn notices_a_change_from_outside() {
        let disk = disk();
        let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(b"what was read")));
        assert!(matches!(saved, Err(SaveError::ChangedOutside)));
        assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(OLD));
        assert_eq!(disk.list(Path::new("/desk")).unwrap(), ["a.ron"]);
    }

    #[test]
    fn tells_a_vanished_folder_from_other_trouble() {
        let saved = save(&disk(), Path::new("/gone/a.ron"), NEW, None);
        assert!(matches!(saved, Err(SaveError::NoFolder)));
        let saved = save(&disk(), Path::new("/desk"), NEW, None);
        assert!(matches!(saved, Err(SaveError::NotAFile)));
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let disk = disk();
        disk.protect("/desk/a.ron");
        assert!(matches!(save(&disk, Path::new("/desk/a.ron"), NEW, None), Err(SaveError::ReadOnly)));
    }

    /// Every operation of the protocol fails once, in every way; then the file is the old one or the new one, whole, and
    /// the new one only when the save said so or could not promise that it lasts.
    #[test]
    fn no_fault_at_any_step_tears_the_file() {
        let faults = [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied, io::ErrorKind::QuotaExceeded];
        let steps = {
            let disk = disk();
            save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD))).unwrap();
            disk.operations()
        };
        assert!(steps >= 8, "the protocol has at least eight steps, not {steps}");
        for step in 0..steps {
            for kind in faults {
                let disk = disk();
                disk.fail_at(Fault { step, kind });
                let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD)));
                let held = disk.volatile("/desk/a.ron");
                match saved {
                    Err(SaveError::NotDurable(_)) => assert_eq!(held.as_deref(), Some(NEW), "step {step}"),
                    Err(_) => assert_eq!(held.as_deref(), Some(OLD), "step {step} {kind:?}"),
                    Ok(_) => panic!("a fault at step {step} went unnoticed"),
                }
            }
        }
    }

    #[test]
    fn a_file_that_another_program_holds_is_waited_for_for_two_seconds() {
        for (times, waited) in [(3, 70), (8, 2000), (100, 2000)] {
            for number in [io::Error::from(io::ErrorKind::PermissionDenied), io::Error::from_raw_os_error(32)] {
                let disk = disk();
                disk.hold("/desk/a.ron", number.raw_os_error(), times);
                let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD)));
                assert_eq!(disk.waited(), Duration::from_millis(waited), "{times} times");
                if times == 100 {
                    let told = saved.unwrap_err().to_string();
                    assert!(told.contains("a virus scanner or a sync client, has held the file"), "{told}");
                    assert_eq!(disk.volatile("/desk/a.ron").as_deref(), Some(OLD));
                } else {
                    saved.unwrap();
                    assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(NEW));
                }
                assert_eq!(disk.list(Path::new("/desk")).unwrap(), ["a.ron"]);
            }
        }
    }

    #[test]
    fn where_nobody_can_hold_a_file_a_refused_rename_is_told_at_once() {
        let disk = disk();
        disk.hold("/desk/a.ron", None, 100);
        disk.let_nobody_wait();
        let saved = save(&disk, Path::new("/desk/a.ron"), NEW, None);
        assert!(saved.unwrap_err().to_string().contains("you are not allowed to"));
        assert_eq!(disk.waited(), Duration::ZERO);
    }

    /// The rename is there, its fsync failed: saving the same once more writes it once more.
    #[test]
    fn a_failed_sync_of_the_folder_is_never_taken_for_a_success_by_the_next_save() {
        let disk = disk();
        let steps = {
            let disk = disk.clone();
            save(&disk, Path::new("/desk/a.ron"), b"first", Some(&Fingerprint::of(OLD))).unwrap();
            disk.operations()
        };
        disk.fail_at(Fault { step: 2 * steps - 1, kind: io::ErrorKind::StorageFull });
        let failed = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(b"first")));
        assert!(matches!(failed, Err(SaveError::NotDurable(_))), "{failed:?}");
        assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(&b"first"[..]));
        let writes = disk.writes();
        save(&disk, Path::new("/desk/a.ron"), NEW, None).unwrap();
        assert!(disk.writes() > writes);
        assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(NEW));
    }

    /// Power fails after every operation; what was not synced is gone.
    #[test]
    fn a_power_cut_at_any_step_leaves_the_old_or_the_new_file() {
        for step in 0..40 {
            let disk = disk();
            disk.cut_power_at(step);
            let saved = save(&disk, Path::new("/desk/a.ron"), NEW, None);
            let held = disk.durable("/desk/a.ron").unwrap();
            assert!(held == OLD || held == NEW, "step {step}: {held:?}");
            if saved.is_ok() {
                assert_eq!(held, NEW, "saved means on the disk (step {step})");
            }
        }
    }
}
