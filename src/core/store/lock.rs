//! One window writes a project; another that opens it meanwhile reads.
//!
//! The lock lies on a file beside the project (one on the project itself would go with the rename of a save), and who holds
//! it since when in a second one, since a locked file cannot be read everywhere. A dead holder does not block: the system
//! gives its lock free. Whoever may read the project may read both files; whoever may not even open the lock knows that it
//! is somebody else's.

use std::{ffi::OsString, io, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Files, Folder, Guard, Metadata, Over, Refused, StateDir, describe_io,
    files::parts,
    save::{Access, put},
    state::project_key,
};

/// The longest name that is shown of who has a project open, in characters.
const LONGEST_NAME: usize = 60;

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

    /// As a file says it, of which everybody may be the author: each name one short line without marks that are not seen.
    fn read(bytes: &[u8]) -> Option<Self> {
        let Self { name, machine, process, since } = serde_json::from_slice(bytes).ok()?;
        Some(Self { name: short(&name), machine: short(&machine), process, since })
    }
}

/// The first words of a name.
fn short(name: &str) -> String {
    let is_hidden = |char: &char| {
        char.is_control()
            || matches!(char, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let line = name.trim().lines().next().unwrap_or_default();
    let mut chars = line.chars().filter(|char| !is_hidden(char));
    let short: String = chars.by_ref().take(LONGEST_NAME).collect();
    if chars.next().is_some() { format!("{}…", short.trim_end()) } else { short.trim_end().to_owned() }
}

/// The right to write a project, until it is dropped.
#[derive(Debug)]
pub struct ProjectLock(#[expect(dead_code, reason = "it is there to be dropped")] Box<dyn Guard>);

/// What came of trying to lock a project.
#[derive(Debug)]
pub enum Locked {
    /// It is ours. With why it keeps out only other windows of this user, where that is so.
    Mine(ProjectLock, Option<String>),
    /// Somebody has it; `None` where it is not known who.
    Theirs(Option<Holder>),
    /// There is no lock, and why; a change from outside is still noticed before each save.
    Unavailable(String),
}

/// Tries to lock a project.
pub fn lock(files: &dyn Files, canonical: &Path, state: Option<&StateDir>, holder: &Holder) -> Locked {
    let beside = match lock_beside(files, canonical, holder) {
        Ok(locked) => return locked,
        Err(error) => error,
    };
    let trouble = Refused::of(&beside).map(|_| trouble(canonical, &beside));
    if trouble.is_none() && !is_protected(&beside) {
        return Locked::Unavailable(self::trouble(canonical, &beside));
    }
    let own = state.map(|state| lock_apart(files, canonical, state, holder));
    match own {
        Some(Ok(Locked::Mine(lock, _))) => Locked::Mine(lock, trouble),
        Some(Ok(locked)) => locked,
        Some(Err(error)) => Locked::Unavailable(trouble.unwrap_or_else(|| self::trouble(canonical, &error))),
        None => Locked::Unavailable(trouble.unwrap_or_else(|| self::trouble(canonical, &beside))),
    }
}

/// Who has the project open on another machine, as the file says that a synchronised folder has brought from there. A lock does not reach
/// so far: nobody knows for certain whether they still have it open.
pub fn holder_elsewhere(files: &dyn Files, canonical: &Path, machine: &str) -> Option<Holder> {
    let (folder, _, details) = beside(files, canonical).ok()?;
    let found = folder.metadata(&details).ok()?;
    found.must_be_a_file().ok()?;
    let holder = Holder::read(&folder.read(&details, 1 << 16).ok()?)?;
    (!holder.machine.is_empty() && holder.machine != machine).then_some(holder)
}

/// Whether somebody has the project at this path open. Nothing is made to find out.
pub(super) fn is_locked(files: &dyn Files, canonical: &Path) -> bool {
    let Some((folder, lock, _)) = beside(files, canonical).ok() else { return false };
    folder.metadata(&lock).is_ok() && matches!(folder.try_lock(&lock, None, None), Ok(None))
}

/// The folder of a project, and how lock and holder are called in it.
fn beside(files: &dyn Files, canonical: &Path) -> io::Result<(Box<dyn Folder>, OsString, OsString)> {
    let (folder, name) = parts(canonical)?;
    let named = |ending: &str| {
        let mut whole = OsString::from(".");
        whole.push(name);
        whole.push(ending);
        whole
    };
    Ok((files.folder(folder)?, named(".lock"), named(".holder")))
}

fn lock_beside(files: &dyn Files, canonical: &Path, holder: &Holder) -> io::Result<Locked> {
    let (folder, lock, details) = beside(files, canonical)?;
    let about = folder.about()?;
    let project = files.metadata(canonical).ok();
    let owner = project.unwrap_or(about);
    let is_ours = |found: &Metadata| is_of_the_project(found, &owner, &about, files.user());
    match folder.metadata(&lock) {
        Ok(found) => {
            found.must_be_a_file()?;
            if !is_ours(&found) {
                return Err(Refused::FOREIGN.into());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    match folder.try_lock(&lock, project.as_ref(), Some(&details))? {
        Some(guard) => {
            let access = project.as_ref().map_or(Access::Usual, Access::Like);
            Ok(locked(folder.as_ref(), guard, &details, holder, access))
        }
        None => {
            let told = folder.metadata(&details).is_ok_and(|found| is_ours(&found));
            let read = folder.read(&details, 1 << 16).ok().filter(|_| told);
            Ok(Locked::Theirs(read.and_then(|bytes| Holder::read(&bytes))))
        }
    }
}

/// In the user's own folder, where that of the project cannot be used.
fn lock_apart(files: &dyn Files, canonical: &Path, state: &StateDir, holder: &Holder) -> io::Result<Locked> {
    let path = state.lock(&project_key(canonical));
    let (folder, lock) = parts(&path)?;
    files.create_dir_all(folder)?;
    let folder = files.folder(folder)?;
    let details = Path::new(lock).with_extension("holder").into_os_string();
    match folder.try_lock(lock, None, Some(&details))? {
        Some(guard) => Ok(locked(folder.as_ref(), guard, &details, holder, Access::Private)),
        None => {
            let read = folder.read(&details, 1 << 16).ok();
            Ok(Locked::Theirs(read.and_then(|bytes| Holder::read(&bytes))))
        }
    }
}

fn locked(
    folder: &dyn Folder,
    guard: Box<dyn Guard>,
    details: &OsString,
    holder: &Holder,
    access: Access<'_>,
) -> Locked {
    tell_holder(folder, details, holder, access);
    Locked::Mine(ProjectLock(guard), None)
}

fn tell_holder(folder: &dyn Folder, details: &OsString, holder: &Holder, access: Access<'_>) {
    if let Ok(json) = serde_json::to_vec(holder) {
        // What a crash has left would keep its own permissions.
        let _ = folder.remove(details);
        // Without the details the lock holds all the same.
        let _ = put(folder, details, &json, &Over::Anything, access);
    }
}

/// Says anew who has a project open whose lock is ours: somebody else sits there now.
pub fn name_holder(files: &dyn Files, canonical: &Path, state: Option<&StateDir>, holder: &Holder) {
    if is_locked(files, canonical) {
        if let Ok((folder, _, details)) = beside(files, canonical) {
            let project = files.metadata(canonical).ok();
            let access = project.as_ref().map_or(Access::Usual, Access::Like);
            tell_holder(folder.as_ref(), &details, holder, access);
        }
    } else if let Some(path) = state.map(|state| state.lock(&project_key(canonical)))
        && let Ok((folder, lock)) = parts(&path)
        && let Ok(folder) = files.folder(folder)
    {
        let details = Path::new(lock).with_extension("holder").into_os_string();
        tell_holder(folder.as_ref(), &details, holder, Access::Private);
    }
}

/// Whether a file beside a project is one that we or those who work on the project have put there: whoever may only write in
/// the folder, as everybody may in `/tmp`, cannot keep others out.
fn is_of_the_project(found: &Metadata, project: &Metadata, folder: &Metadata, user: Option<u32>) -> bool {
    let (Some((of, _)), Some((owner, group))) = (found.owner, project.owner) else { return true };
    let may_group_write = folder.mode.is_some_and(|mode| mode & 0o020 != 0)
        && folder.owner.is_some_and(|(_, of_folder)| of_folder == group);
    user == Some(of) || of == owner || may_group_write
}

fn is_protected(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Why others are not kept out, in words.
fn trouble(canonical: &Path, error: &io::Error) -> String {
    let name = canonical.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let why = match Refused::of(error) {
        Some(Refused(what)) => format!(".{name}.lock beside it {what}. Remove it, then open the project again."),
        None => format!("of .{name}.lock beside it, {}.", describe_io(error)),
    };
    format!("Could not keep others from writing this project at the same time: {why}")
}

#[cfg(test)]
mod tests {
    use super::{super::FileKind, *};

    fn at(kind: FileKind, mode: u32, owner: (u32, u32)) -> Metadata {
        Metadata {
            kind,
            len: 0,
            is_read_only: false,
            mode: Some(mode),
            owner: Some(owner),
            names: 1,
            id: None,
            modified: None,
        }
    }

    #[test]
    fn only_those_who_work_on_a_project_can_lock_it() {
        let (ann, ben, eve, desk, all) = (1, 2, 3, 10, 20);
        let project = at(FileKind::File, 0o664, (ann, desk));
        let lock_of = |user| at(FileKind::File, 0o664, (user, desk));
        let check = |lock_of_whom, folder: (u32, u32, u32), expected: bool| {
            let folder = at(FileKind::Folder, folder.0, (folder.1, folder.2));
            assert_eq!(is_of_the_project(&lock_of(lock_of_whom), &project, &folder, Some(ben)), expected);
        };
        // A folder of the desk: whoever has put it there is of the desk.
        check(eve, (0o2775, ann, desk), true);
        check(ben, (0o1777, 0, 0), true);
        check(ann, (0o1777, 0, 0), true);
        check(eve, (0o1777, 0, 0), false);
        check(eve, (0o755, ann, desk), false);
        check(eve, (0o775, ann, all), false);
    }

    #[test]
    fn a_name_out_of_a_file_is_one_short_line() {
        let holder = |name: &str| {
            let holder =
                Holder { name: name.into(), machine: "desk\u{7}-3".into(), process: 1, since: Timestamp::UNIX_EPOCH };
            Holder::read(&serde_json::to_vec(&holder).unwrap()).unwrap().who()
        };
        assert_eq!(holder("Ann Lee"), "Ann Lee on desk-3");
        assert_eq!(holder("Ann\u{202e} Lee\u{1b}[2J\nSaved. All is well"), "Ann Lee[2J on desk-3");
        assert_eq!(holder(&"x".repeat(5000)), format!("{}… on desk-3", "x".repeat(60)));
        assert_eq!(holder("\n \u{200b}"), "another window on desk-3");
        assert_eq!(Holder::read(b"{}"), None);
    }
}
