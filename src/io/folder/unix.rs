//! By the descriptor of the folder: whatever is put in the place of the folder or of a file in it meanwhile, nothing outside
//! is reached.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, Permissions},
    io::{self, Seek, Write},
    os::{
        fd::OwnedFd,
        unix::{
            ffi::OsStrExt,
            fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt},
        },
    },
    path::Path,
    sync::Arc,
};

use rustix::{
    fs::{AtFlags, Gid, Mode, OFlags, Uid, fchown, fgetxattr, flistxattr, fremovexattr, fsetxattr},
    io::Errno,
};

use crate::{
    io::disk::read_whole,
    store::{FileKind, Folder, Guard, Metadata, OpenFile, Refused, Rename, Unkept},
};

use super::{TRIES, lock, plain, restless};

/// Under which name Linux shows the access list of a file.
const ACCESS_LIST: &[u8] = b"system.posix_acl_access";

/// A folder by its descriptor.
#[derive(Debug, Clone)]
pub struct DiskFolder(Arc<OwnedFd>);

/// Opens a folder by a path that a person gave.
pub fn open(path: &Path) -> io::Result<DiskFolder> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(DiskFolder(Arc::new(rustix::fs::open(path, flags, Mode::empty())?)))
}

/// For whom this process acts.
#[allow(clippy::unnecessary_wraps, reason = "other systems have no such number")]
pub fn user() -> Option<u32> {
    Some(rustix::process::geteuid().as_raw())
}

/// So that opening a pipe that nobody writes does not wait for ever.
pub fn without_waiting(options: &mut fs::OpenOptions) {
    options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
}

/// What stands at a path, behind links.
pub fn about(path: &Path) -> io::Result<Metadata> {
    fs::metadata(path).map(|found| of(&found))
}

/// What the system says of an open file.
pub fn described(file: &File) -> io::Result<Metadata> {
    file.metadata().map(|found| of(&found))
}

fn of(found: &fs::Metadata) -> Metadata {
    let kind = match found.file_type() {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        kind if kind.is_symlink() => FileKind::Link,
        kind => {
            debug_assert!(kind.is_fifo() || kind.is_socket() || kind.is_char_device() || kind.is_block_device());
            FileKind::Other
        }
    };
    Metadata {
        kind,
        len: found.len(),
        is_read_only: found.permissions().readonly(),
        mode: Some(found.mode() & 0o7777),
        owner: Some((found.uid(), found.gid())),
        names: found.nlink(),
        id: Some((found.dev(), found.ino())),
        modified: nanoseconds(found.mtime(), found.mtime_nsec()),
    }
}

/// A time of the system in nanoseconds since 1970.
fn nanoseconds(seconds: i64, rest: i64) -> Option<i64> {
    seconds.checked_mul(1_000_000_000)?.checked_add(rest)
}

impl DiskFolder {
    /// Opens what has this name, and nothing else: not what a link of this name leads to.
    fn open_at(&self, name: &OsStr, flags: OFlags, mode: Mode) -> io::Result<File> {
        let name = plain(name)?;
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let opened = self.open_beneath(name, flags, mode).unwrap_or_else(|| {
            // A plain name that is not followed stays in the folder by itself.
            rustix::fs::openat(&*self.0, name, flags, mode)
        });
        match opened {
            Ok(fd) => Ok(fd.into()),
            Err(Errno::LOOP | Errno::MLINK) => Err(Refused::LINK.into()),
            // A pipe that nobody reads, a socket, a device without its driver.
            Err(Errno::NXIO | Errno::NODEV) => Err(Refused::NO_FILE.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// As the kernel itself keeps it inside; `None` where it is too old for that, or a sandbox around it does not know the call.
    #[cfg(target_os = "linux")]
    fn open_beneath(&self, name: &OsStr, flags: OFlags, mode: Mode) -> Option<rustix::io::Result<OwnedFd>> {
        use rustix::fs::ResolveFlags;
        let inside = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match rustix::fs::openat2(&*self.0, name, flags, mode, inside) {
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => None,
            opened => Some(opened),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn open_beneath(&self, _name: &OsStr, _flags: OFlags, _mode: Mode) -> Option<rustix::io::Result<OwnedFd>> {
        None
    }

    /// Opens a file that is there. What it is is asked before, so that no device is woken, and after.
    fn open_file(&self, name: &OsStr, flags: OFlags) -> io::Result<File> {
        self.metadata(name)?.must_be_a_file()?;
        let file = self.open_at(name, flags, Mode::empty())?;
        described(&file)?.must_be_a_file()?;
        Ok(file)
    }

    /// Opens the file that is to be locked, or makes it. `None`: it is there and not to be opened.
    fn open_lock(&self, name: &OsStr, like: Option<&Metadata>) -> io::Result<Option<File>> {
        for _ in 0..TRIES {
            match self.open_file(name, OFlags::RDWR) {
                Err(error) if is_forbidden(&error) => match self.open_file(name, OFlags::RDONLY) {
                    Err(error) if is_forbidden(&error) => return Ok(None),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    opened => return opened.map(Some),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL;
                    match self.open_at(name, flags, Mode::RUSR | Mode::WUSR) {
                        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                        made => {
                            let made = made?;
                            // Where this fails, others take it for somebody else's, which it is.
                            let _ = like.map_or(Ok(()), |like| take_access(&made, like));
                            return Ok(Some(made));
                        }
                    }
                }
                opened => return opened.map(Some),
            }
        }
        Err(restless())
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

impl Folder for DiskFolder {
    fn read(&self, name: &OsStr, max_bytes: u64) -> io::Result<Vec<u8>> {
        read_whole(self.open_file(name, OFlags::RDONLY)?, max_bytes)
    }

    fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        let found = rustix::fs::statat(&*self.0, plain(name)?, AtFlags::SYMLINK_NOFOLLOW)?;
        let kind = match rustix::fs::FileType::from_raw_mode(found.st_mode) {
            rustix::fs::FileType::RegularFile => FileKind::File,
            rustix::fs::FileType::Directory => FileKind::Folder,
            rustix::fs::FileType::Symlink => FileKind::Link,
            _ => FileKind::Other,
        };
        let mode: u32 = wide(Mode::from_raw_mode(found.st_mode).bits());
        Ok(Metadata {
            kind,
            len: u64::try_from(found.st_size).unwrap_or_default(),
            is_read_only: mode & 0o222 == 0,
            mode: Some(mode & 0o7777),
            owner: Some((found.st_uid, found.st_gid)),
            names: found.st_nlink as u64,
            id: Some((found.st_dev as u64, found.st_ino as u64)),
            modified: nanoseconds(found.st_mtime as i64, found.st_mtime_nsec as i64),
        })
    }

    fn about(&self) -> io::Result<Metadata> {
        described(&File::from(self.0.try_clone()?))
    }

    fn create_new(&self, name: &OsStr, mode: u32) -> io::Result<Box<dyn OpenFile>> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let file = self.open_at(name, flags, Mode::from_bits_truncate(mode as rustix::fs::RawMode))?;
        Ok(Box::new(DiskFile { file, folder: self.clone() }))
    }

    fn open_append(&self, name: &OsStr, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut file = match self.open_file(name, OFlags::WRONLY) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
                self.open_at(name, flags, Mode::RUSR | Mode::WUSR)?
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
        Ok(Box::new(DiskFile { file, folder: self.clone() }))
    }

    fn rename(&self, from: &OsStr, to: &OsStr, how: Rename) -> io::Result<()> {
        let (from, to) = (plain(from)?, plain(to)?);
        match how {
            Rename::Over => Ok(rustix::fs::renameat(&*self.0, from, &*self.0, to)?),
            Rename::New => self.rename_new(from, to),
            Rename::Exchange => self.exchange(from, to),
        }
    }

    fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&*self.0, plain(name)?, AtFlags::empty())?)
    }

    /// Not by the standard library, which ends the program when closing a folder fails.
    fn list(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&*self.0)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name != "." && name != ".." {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&*self.0)?)
    }

    fn folder(&self, name: &OsStr) -> io::Result<Box<dyn Folder>> {
        match self.metadata(name)?.kind {
            FileKind::Folder => {}
            FileKind::Link => return Err(Refused::LINK.into()),
            FileKind::File | FileKind::Other => return Err(Refused::NO_FOLDER.into()),
        }
        let opened = self.open_at(name, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty())?;
        Ok(Box::new(Self(Arc::new(opened.into()))))
    }

    fn make_folder(&self, name: &OsStr, mode: Option<u32>) -> io::Result<()> {
        rustix::fs::mkdirat(&*self.0, plain(name)?, Mode::RWXU | Mode::RWXG | Mode::RWXO)?;
        if let Some(mode) = mode {
            let made = self.open_at(name, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty())?;
            // The bit by which what is made in it gets its group comes from the folder around it.
            let inherited = made.metadata()?.mode() & 0o2000;
            made.set_permissions(Permissions::from_mode(mode & 0o777 | inherited))?;
        }
        Ok(())
    }

    fn try_lock(
        &self,
        name: &OsStr,
        like: Option<&Metadata>,
        details: Option<&OsStr>,
    ) -> io::Result<Option<Box<dyn Guard>>> {
        lock::try_lock(self, name, details, || self.open_lock(name, like))
    }
}

impl DiskFolder {
    fn rename_new(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        match rustix::fs::renameat_with(&*self.0, from, &*self.0, to, rustix::fs::RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
        match rustix::fs::linkat(&*self.0, from, &*self.0, to, AtFlags::empty()) {
            Ok(()) => self.remove(from),
            // No second names here either: what is left is a look.
            Err(Errno::PERM | Errno::NOTSUP | Errno::NOSYS) => match self.metadata(to) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.rename(from, to, Rename::Over),
                Err(error) => Err(error),
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn exchange(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        match rustix::fs::renameat_with(&*self.0, from, &*self.0, to, rustix::fs::RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(io::ErrorKind::Unsupported.into()),
            done => Ok(done?),
        }
    }

    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    fn exchange(&self, _from: &OsStr, _to: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Whether the name still leads to this open file.
    pub(super) fn is_still(&self, file: &File, name: &OsStr) -> io::Result<bool> {
        let mine = described(file)?.id;
        match self.metadata(name) {
            Ok(there) => Ok(there.id == mine),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// A number of the system, whose width differs between systems.
fn wide(number: impl Into<u32>) -> u32 {
    number.into()
}

struct DiskFile {
    file: File,
    folder: DiskFolder,
}

impl OpenFile for DiskFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn set_access(&mut self, like: &Metadata) -> io::Result<()> {
        take_access(&self.file, like)
    }

    fn inherit(&mut self, name: &OsStr) -> io::Result<Vec<Unkept>> {
        let old = self.folder.metadata(name)?;
        take_owner(&self.file, &old);
        let now = described(&self.file)?.owner;
        let has_group = now.map(|(_, group)| group) == old.owner.map(|(_, group)| group);
        let mut unkept = Vec::new();
        if now.map(|(user, _)| user) != old.owner.map(|(user, _)| user) {
            unkept.push(Unkept::Owner);
        }
        if !has_group {
            unkept.push(Unkept::Group);
        }
        let mode = old.mode.unwrap_or(0o600);
        // An access list of a folder's default, which the old file had not.
        let _ = fremovexattr(&self.file, ACCESS_LIST);
        self.file.set_permissions(Permissions::from_mode(if has_group {
            mode & 0o777
        } else {
            without_group(mode)
        }))?;
        match self.folder.open_file(name, OFlags::RDONLY) {
            Ok(source) => unkept.extend(copy_attributes(&source, &self.file, has_group)),
            Err(_) => unkept.push(Unkept::Attributes),
        }
        Ok(unkept)
    }
}

/// Gives a file owner and group of another as far as the system lets us.
fn take_owner(file: &File, old: &Metadata) {
    let Some((user, group)) = old.owner else { return };
    let (user, group) = (Uid::from_raw(user), Gid::from_raw(group));
    if fchown(file, Some(user), Some(group)).is_err() {
        // Where not even that is allowed, the caller sees it.
        let _ = fchown(file, None, Some(group));
    }
}

/// A group that is not the one they were meant for gets no more than everybody.
fn without_group(mode: u32) -> u32 {
    let others = mode & 0o007;
    mode & 0o700 | mode & (others << 3) | others
}

/// Group and permissions of another file, without leave to run it.
fn take_access(file: &File, like: &Metadata) -> io::Result<()> {
    let (Some(mode), Some((_, group))) = (like.mode, like.owner) else { return Ok(()) };
    let has_group = file.metadata()?.gid() == group || fchown(file, None, Some(Gid::from_raw(group))).is_ok();
    let mode = if has_group { mode } else { without_group(mode) };
    file.set_permissions(Permissions::from_mode(mode & 0o666))
}

/// Copies extended attributes, among them the access list. The system's own labels are the system's to give.
fn copy_attributes(from: &File, to: &File, with_access_list: bool) -> Vec<Unkept> {
    let mut unkept = Vec::new();
    for name in attribute_names(from) {
        let is_access_list = name == ACCESS_LIST;
        if !is_access_list && [&b"system."[..], b"security.", b"trusted."].iter().any(|own| name.starts_with(own)) {
            continue;
        }
        let is_kept = (!is_access_list || with_access_list) && copy_attribute(from, to, &name).is_ok();
        if !is_kept {
            unkept.push(if is_access_list { Unkept::AccessList } else { Unkept::Attributes });
        }
    }
    unkept.dedup();
    unkept
}

/// A file system without them has none.
fn attribute_names(file: &File) -> Vec<Vec<u8>> {
    let mut list = vec![0; 64 << 10];
    let len = flistxattr(file, &mut list[..]).unwrap_or(0);
    list[..len].split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect()
}

fn copy_attribute(from: &File, to: &File, name: &[u8]) -> rustix::io::Result<()> {
    let mut value = vec![0; 64 << 10];
    let len = fgetxattr(from, name, &mut value[..])?;
    fsetxattr(to, name, &value[..len], rustix::fs::XattrFlags::empty())
}
