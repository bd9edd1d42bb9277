//! Writing a file so that at every moment the old one or the new one is there, whole.
//!
//! Temporary file in the same folder, write, keep owner and permissions, fsync, take the name of the target, fsync of the
//! folder. A failed fsync fails the save: the kernel may have dropped the pages, so trying again would report success for
//! lost data. Where a file must still hold what was read, the two exchange their names, so that what was replaced can be
//! looked at: a change that came between the last look and the exchange is put back.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{
    FileKind, Files, Fingerprint, Folder, MAX_BYTES, Metadata, OpenFile, Rename, SaveError, Unkept, files::parts,
};

/// How temporary files end, so that leftovers of a crash can be told from the reviewer's files.
pub const TEMP_SUFFIX: &str = ".claimdesk-tmp";

/// What a file that is written may take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// Of nothing: the name has to be free.
    Nothing,
    /// Of a file that still holds this, or is gone.
    Holding(Fingerprint),
    /// Of whatever is there.
    Anything,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it holds.
    pub fingerprint: Fingerprint,
    /// What the file had in whose place it came, and this one has not.
    pub unkept: Vec<Unkept>,
}

/// How a file is written that takes the place of none.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access<'a> {
    /// As the user gives new files.
    Usual,
    /// For its owner alone.
    Private,
    /// As this file.
    Like(&'a Metadata),
}

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
    write(files, path, bytes, &expected.map_or(Over::Anything, |expected| Over::Holding(expected.clone())))
        .map(|written| written.fingerprint)
}

/// Writes `bytes` to `path`. Nothing is written when the file is known to hold them and they are what it should hold.
///
/// # Errors
/// As [`save`]; [`SaveError::Exists`] when the name had to be free.
pub fn write(files: &dyn Files, path: &Path, bytes: &[u8], over: &Over) -> Result<Written, SaveError> {
    let (target, old) = resolve(files, path)?;
    let fingerprint = Fingerprint::of(bytes);
    // Only when it is known to hold them for good: after a failed fsync it may hold them and forget them yet.
    let is_there = old.is_some_and(|old| old.kind == FileKind::File)
        && *over == Over::Holding(fingerprint.clone())
        && holds(files, &target, &fingerprint)?;
    if is_there { Ok(Written { fingerprint, unkept: Vec::new() }) } else { write_anew(files, path, bytes, over) }
}

/// Writes `bytes` to `path` even when the file seems to hold them: an fsync that failed before may have lost them.
///
/// # Errors
/// As [`write()`].
pub fn write_anew(files: &dyn Files, path: &Path, bytes: &[u8], over: &Over) -> Result<Written, SaveError> {
    write_as(files, path, bytes, over, Access::Usual)
}

/// Writes `bytes` to `path`, readable by nobody else, whoever could read the file before.
///
/// # Errors
/// As [`save`].
pub fn save_private(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<Fingerprint, SaveError> {
    write_as(files, path, bytes, &Over::Anything, Access::Private).map(|written| written.fingerprint)
}

fn write_as(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    over: &Over,
    access: Access<'_>,
) -> Result<Written, SaveError> {
    let (target, _) = resolve(files, path)?;
    let (folder, name) = parts(&target).map_err(SaveError::Io)?;
    let folder = files.folder(folder).map_err(no_folder)?;
    put(folder.as_ref(), name, bytes, over, access)
}

/// Writes `bytes` under a plain name of a folder. A link of this name is not followed; the file takes its place.
///
/// # Errors
/// As [`save`].
pub(super) fn put(
    folder: &dyn Folder,
    name: &OsStr,
    bytes: &[u8],
    over: &Over,
    access: Access<'_>,
) -> Result<Written, SaveError> {
    let old = match folder.metadata(name) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(SaveError::Io(error)),
    };
    if old.is_some() && *over == Over::Nothing {
        return Err(SaveError::Exists);
    }
    if old.is_some_and(|old| old.kind == FileKind::Folder) {
        return Err(SaveError::NotAFile);
    }
    let old = old.filter(|old| old.kind == FileKind::File);
    if old.is_some_and(|old| old.is_read_only) {
        return Err(SaveError::ReadOnly);
    }
    // What is for its owner alone is so whoever could read the file before.
    let inherits = old.is_some() && !matches!(access, Access::Private);
    let access = if inherits { Access::Private } else { access };
    let mut temp = OsString::new();
    let written = write_temp(folder, name, bytes, access, inherits, &mut temp).and_then(|unkept| {
        take_place(folder, &temp, name, over)?;
        Ok(unkept)
    });
    let mut unkept = match written {
        Ok(unkept) => unkept,
        Err(error) => {
            if !matches!(error, SaveError::NotDurable(_)) {
                // Best effort: a leftover is cleared at the next start.
                let _ = folder.remove(&temp);
            }
            return Err(error);
        }
    };
    if old.is_some_and(|old| old.names > 1) {
        unkept.push(Unkept::HardLink);
    }
    folder.sync().map_err(SaveError::NotDurable)?;
    Ok(Written { fingerprint: Fingerprint::of(bytes), unkept })
}

/// A file that is written piece by piece and comes into its place when it is whole.
pub(super) struct Pending {
    folder: Box<dyn Folder>,
    name: OsString,
    temp: OsString,
    /// None once it has its place.
    file: Option<Box<dyn OpenFile>>,
    hash: Sha256,
}

impl Pending {
    /// Begins a file that is to stand at `path`.
    pub(super) fn begin(files: &dyn Files, path: &Path) -> Result<Self, SaveError> {
        let (target, _) = resolve(files, path)?;
        let (folder, name) = parts(&target).map_err(SaveError::Io)?;
        let (folder, name) = (files.folder(folder).map_err(no_folder)?, name.to_owned());
        let mode = if folder.metadata(&name).is_ok() { 0o600 } else { 0o666 };
        let (temp, file) = create_temp(folder.as_ref(), &name, mode).map_err(SaveError::Io)?;
        Ok(Self { folder, name, temp, file: Some(file), hash: Sha256::new() })
    }

    /// Writes all of it behind what was written before.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    /// Brings it into its place.
    pub(super) fn finish(mut self, over: &Over) -> Result<Written, SaveError> {
        let folder = self.folder.as_ref();
        let old = folder.metadata(&self.name).ok();
        let mut unkept = Vec::new();
        if let Some(file) = &mut self.file {
            if old.is_some() {
                unkept = file.inherit(&self.name).map_err(SaveError::Io)?;
            }
            file.sync().map_err(SaveError::Io)?;
        }
        let placed = take_place(folder, &self.temp, &self.name, over);
        if matches!(placed, Ok(()) | Err(SaveError::NotDurable(_))) {
            // What has the temporary name now is not ours.
            self.file = None;
        }
        placed?;
        if old.is_some_and(|old| old.names > 1) {
            unkept.push(Unkept::HardLink);
        }
        self.folder.sync().map_err(SaveError::NotDurable)?;
        let hash = std::mem::take(&mut self.hash).finalize();
        Ok(Written { fingerprint: Fingerprint(super::hexadecimal(&hash)), unkept })
    }
}

impl Drop for Pending {
    /// One that came to no end leaves nothing.
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = self.folder.remove(&self.temp);
        }
    }
}

/// Gives the new file its name, when what has the name is what may be replaced. After [`SaveError::NotDurable`] it has it, and
/// what was replaced has the temporary name.
fn take_place(folder: &dyn Folder, temp: &OsStr, name: &OsStr, over: &Over) -> Result<(), SaveError> {
    let expected = match over {
        Over::Nothing => return rename(folder, temp, name, Rename::New),
        Over::Anything => return rename(folder, temp, name, Rename::Over),
        Over::Holding(expected) => expected,
    };
    match look(folder, name, expected)? {
        Look::Gone => return rename(folder, temp, name, Rename::New),
        Look::Same => {}
        Look::Other => return Err(SaveError::ChangedOutside),
    }
    match folder.rename(temp, name, Rename::Exchange) {
        Ok(()) => {}
        // Here the look before has to do.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return rename(folder, temp, name, Rename::Over),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return rename(folder, temp, name, Rename::New),
        Err(error) => return Err(SaveError::Io(error)),
    }
    match look(folder, temp, expected) {
        Ok(Look::Same | Look::Gone) => {
            // Best effort: a leftover is cleared at the next start.
            let _ = folder.remove(temp);
            Ok(())
        }
        replaced => {
            // Back to its place. Where that fails, the new file is there, and what it replaced stays in the temporary file, which
            // is looked at before it is cleared.
            folder.rename(temp, name, Rename::Exchange).map_err(SaveError::NotDurable)?;
            replaced.and(Err(SaveError::ChangedOutside))
        }
    }
}

/// What a file holds.
enum Look {
    /// There is none.
    Gone,
    /// What is expected.
    Same,
    /// Something else.
    Other,
}

fn look(folder: &dyn Folder, name: &OsStr, expected: &Fingerprint) -> Result<Look, SaveError> {
    match folder.read(name, MAX_BYTES) {
        Ok(bytes) if Fingerprint::of(&bytes) == *expected => Ok(Look::Same),
        Ok(_) => Ok(Look::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Look::Gone),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(Look::Other),
        Err(error) => Err(SaveError::Io(error)),
    }
}

/// How long a file that another program holds is waited for.
const HELD_FOR: Duration = Duration::from_secs(2);

/// Tries again, less and less often, while another program holds the file.
fn rename(folder: &dyn Folder, from: &OsStr, to: &OsStr, how: Rename) -> Result<(), SaveError> {
    let (mut waited, mut pause) = (Duration::ZERO, Duration::from_millis(10));
    loop {
        let error = match folder.rename(from, to, how) {
            Err(error) if is_held(&error) => error,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(SaveError::Exists),
            done => return done.map_err(SaveError::Io),
        };
        if waited >= HELD_FOR {
            let why = "another program, such as a virus scanner or a sync client, has held the file for two seconds";
            return Err(SaveError::Io(io::Error::other(why)));
        }
        let next = pause.min(HELD_FOR - waited);
        if !folder.wait_for_holder(next) {
            return Err(SaveError::Io(error));
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
        Ok(old) if old.kind != FileKind::File => Err(SaveError::NotAFile),
        Ok(old) => Ok((files.canonicalize(path).map_err(SaveError::Io)?, Some(old))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (folder, name) = parts(path).map_err(|_| SaveError::NotAFile)?;
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Ok((files.canonicalize(folder).map_err(no_folder)?.join(name), None))
        }
        Err(error) => Err(SaveError::Io(error)),
    }
}

/// A path without links and relative parts, of a file that may not be there yet. What is kept beside a project lies beside
/// this. `None`: its folder is not there.
pub fn whole_path(files: &dyn Files, path: &Path) -> Option<PathBuf> {
    files.canonicalize(path).ok().or_else(|| {
        let (folder, name) = parts(path).ok()?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Some(files.canonicalize(folder).ok()?.join(name))
    })
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

/// Writes the temporary file, whose name is in `temp` then, whatever comes of it.
fn write_temp(
    folder: &dyn Folder,
    name: &OsStr,
    bytes: &[u8],
    access: Access<'_>,
    inherits: bool,
    temp: &mut OsString,
) -> Result<Vec<Unkept>, SaveError> {
    let mut write = || -> io::Result<Vec<Unkept>> {
        let mode = if matches!(access, Access::Usual) { 0o666 } else { 0o600 };
        let mut file;
        (*temp, file) = create_temp(folder, name, mode)?;
        file.write_all(bytes)?;
        let unkept = if inherits { file.inherit(name)? } else { Vec::new() };
        if let Access::Like(like) = access {
            file.set_access(like)?;
        }
        file.sync()?;
        Ok(unkept)
    };
    write().map_err(SaveError::Io)
}

/// Makes a temporary file for a file of this name, and returns its own.
fn create_temp(folder: &dyn Folder, name: &OsStr, mode: u32) -> io::Result<(OsString, Box<dyn OpenFile>)> {
    loop {
        let temp = temp_name(name);
        match folder.create_new(&temp, mode) {
            // Somebody has put it there, or a crash of a process with our number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((temp, made?)),
        }
    }
}

/// The name of a temporary file of a file, another one each time.
fn temp_name(name: &OsStr) -> OsString {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!(".{}.{}-{count}{TEMP_SUFFIX}", name.to_string_lossy(), std::process::id()).into()
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
        let mut unnoticed = std::collections::BTreeSet::new();
        for step in 0..steps {
            for kind in faults {
                let disk = disk();
                disk.fail_at(Fault { step, kind });
                let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD)));
                let held = disk.volatile("/desk/a.ron");
                match saved {
                    Err(SaveError::NotDurable(_)) => assert_eq!(held.as_deref(), Some(NEW), "step {step}"),
                    Err(_) => assert_eq!(held.as_deref(), Some(OLD), "step {step} {kind:?}"),
                    // Only tidying up may fail in silence.
                    Ok(_) => {
                        assert_eq!(disk.durable("/desk/a.ron").as_deref(), Some(NEW), "step {step} {kind:?}");
                        assert_eq!(disk.list(Path::new("/desk")).unwrap().len(), 2, "step {step} {kind:?}");
                        unnoticed.insert(step);
                    }
                }
            }
        }
        assert_eq!(unnoticed.len(), 1, "{unnoticed:?}");
    }

    #[test]
    fn a_change_between_the_last_look_and_the_exchange_is_put_back() {
        let disk = disk();
        disk.write_in_the_gap(b"theirs");
        let saved = save(&disk, Path::new("/desk/a.ron"), NEW, Some(&Fingerprint::of(OLD)));
        assert!(matches!(saved, Err(SaveError::ChangedOutside)), "{saved:?}");
        assert_eq!(disk.volatile("/desk/a.ron").as_deref(), Some(&b"theirs"[..]));
        assert_eq!(disk.list(Path::new("/desk")).unwrap(), ["a.ron"]);
    }

    #[test]
    fn a_name_that_has_to_be_free_is_never_taken_from_another() {
        let disk = disk();
        let saved = write(&disk, Path::new("/desk/a.ron"), NEW, &Over::Nothing);
        assert!(matches!(saved, Err(SaveError::Exists)), "{saved:?}");
        assert_eq!(disk.volatile("/desk/a.ron").as_deref(), Some(OLD));
        write(&disk, Path::new("/desk/b.ron"), NEW, &Over::Nothing).unwrap();
        assert_eq!(disk.durable("/desk/b.ron").as_deref(), Some(NEW));
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
