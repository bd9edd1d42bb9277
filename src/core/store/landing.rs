//! Where an output may land: never on a project. Every verb and dialog that writes something other than the project itself
//! asks here, and writes through the [`Landing`] that it gets.
//!
//! A project is what begins like one, what has the ending of one and is not empty, the files that were read, and whatever
//! somebody has locked, by whatever path, link or second name; so are the files that are kept beside it. No switch changes
//! that. Another file is written over only when the reviewer said so.

use std::{fmt, io, path::Path};

use thiserror::Error;

use super::{
    Files, Fingerprint, MAX_BYTES, Metadata, Over, SaveError, Written, describe_io, lock,
    originals::is_hash,
    ron_file::begins_like_project,
    salvage,
    save::{Pending, whole_path},
    write_anew,
};

/// By which endings a project is known: the one place that says so.
pub const PROJECT_ENDINGS: [&str; 2] = ["ron", "claimdesk"];

/// How much of a file is read to know what it is.
const START: u64 = 64 << 10;

/// What stands in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occupant {
    /// A project, with its title where it can be read.
    Project(Option<String>),
    /// A file that is kept beside a project.
    Kept,
    /// A file of another kind, in words: "a picture".
    Other(&'static str),
}

impl fmt::Display for Occupant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(Some(title)) if !title.trim().is_empty() => write!(f, "the project “{}”", title.trim()),
            Self::Project(_) => f.write_str("a project"),
            Self::Kept => f.write_str("a file that is kept beside a project"),
            Self::Other(kind) => f.write_str(kind),
        }
    }
}

/// Why an output is not written.
#[derive(Debug, Error)]
pub enum LandingError {
    /// Something stands there that no output takes the place of.
    #[error(
        "Could not write there: {0} stands in that place, and nothing but saving writes over it. Choose another name."
    )]
    Project(Occupant),
    /// It is locked.
    #[error("Could not write there: somebody has it open as a project. Choose another name.")]
    InUse,
    /// Another file stands there, and nobody said that it may be written over.
    #[error("Could not write there: {0} stands in that place.")]
    Occupied(Occupant),
    /// It cannot be looked at.
    #[error("Could not write there: {}.", describe_io(.0))]
    Io(io::Error),
    /// Writing failed.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// What is to be thought of when a place is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asking<'a> {
    /// The files from which the output is made.
    pub inputs: &'a [&'a Path],
    /// Whether a file that is no project may be written over.
    pub may_replace: bool,
}

/// A place where an output may land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing<'a> {
    path: &'a Path,
    over: Over,
}

/// Looks whether an output may land at `path`.
///
/// # Errors
/// Every [`LandingError`] but `Save`.
pub fn landing<'a>(files: &dyn Files, path: &'a Path, asking: Asking<'_>) -> Result<Landing<'a>, LandingError> {
    if whole_path(files, path).is_some_and(|whole| lock::is_locked(files, &whole)) {
        return Err(LandingError::InUse);
    }
    let Some((occupant, found)) = occupant(files, path).map_err(LandingError::Io)? else {
        return Ok(Landing { path, over: Over::Nothing });
    };
    let is_input = asking.inputs.iter().any(|input| is_same(files, path, &found, input));
    match occupant {
        Occupant::Other(_) if is_input => Err(LandingError::Project(Occupant::Project(None))),
        Occupant::Other(_) if asking.may_replace => Ok(Landing { path, over: seen(files, path)? }),
        Occupant::Other(_) => Err(LandingError::Occupied(occupant)),
        _ => Err(LandingError::Project(occupant)),
    }
}

impl Landing<'_> {
    /// The place.
    pub fn path(&self) -> &Path {
        self.path
    }

    /// Begins an output that is written piece by piece. It comes into its place when it is finished.
    ///
    /// # Errors
    /// [`LandingError::Save`].
    pub fn begin(&self, files: &dyn Files) -> Result<LandingFile, LandingError> {
        let pending = Pending::begin(files, self.path).map_err(LandingError::Save)?;
        Ok(LandingFile { pending, over: self.over.clone() })
    }

    /// Writes the output. What came into its place since it was looked at stays there.
    ///
    /// # Errors
    /// [`LandingError::Save`].
    pub fn write(&self, files: &dyn Files, bytes: &[u8]) -> Result<Written, LandingError> {
        Ok(write_anew(files, self.path, bytes, &self.over)?)
    }
}

/// An output that is being written.
pub struct LandingFile {
    pending: Pending,
    over: Over,
}

impl LandingFile {
    /// Writes all of it behind what was written before.
    ///
    /// # Errors
    /// As writing a file.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.pending.write(bytes)
    }

    /// Brings it into its place. What came there since it was looked at stays.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn finish(self) -> Result<Written, SaveError> {
        self.pending.finish(&self.over)
    }
}

/// What stands at a path, and what is known about it. `None`: nothing.
///
/// # Errors
/// As reading it; a folder or device is an error.
pub fn occupant(files: &dyn Files, path: &Path) -> io::Result<Option<(Occupant, Metadata)>> {
    let found = match files.metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    found.must_be_a_file()?;
    let start = files.read_start(path, START)?;
    let whole = whole_path(files, path);
    let occupant = match whole.as_deref().unwrap_or(path) {
        _ if begins_like_project(&start) => Occupant::Project(salvage::title(&String::from_utf8_lossy(&start))),
        whole if found.len > 0 && (has_project_ending(whole) || has_project_ending(path)) => Occupant::Project(None),
        whole if is_kept_beside(whole) => Occupant::Kept,
        _ => Occupant::Other(kind_of(&start)),
    };
    Ok(Some((occupant, found)))
}

/// What is there is what may be replaced, and nothing that comes meanwhile.
fn seen(files: &dyn Files, path: &Path) -> Result<Over, LandingError> {
    match files.read(path, MAX_BYTES) {
        Ok(bytes) => Ok(Over::Holding(Fingerprint::of(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(Over::Anything),
        Err(error) => Err(LandingError::Io(error)),
    }
}

fn is_same(files: &dyn Files, path: &Path, found: &Metadata, input: &Path) -> bool {
    let is_one_file = found.id.is_some() && files.metadata(input).is_ok_and(|input| input.id == found.id);
    is_one_file || whole_path(files, path).is_some_and(|path| Some(path) == whole_path(files, input))
}

/// Whether a path has the ending of a project.
pub fn has_project_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| PROJECT_ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// Whether a file is named as an original or the lock of a project.
fn is_kept_beside(path: &Path) -> bool {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let (name, folder) = (text(path.file_name()), text(path.parent().and_then(Path::file_name)));
    let of_lock = name.strip_suffix(".lock").or_else(|| name.strip_suffix(".holder"));
    let is_lock =
        of_lock.and_then(|rest| rest.strip_prefix('.')).is_some_and(|project| has_project_ending(project.as_ref()));
    is_lock || is_hash(&name) && folder.ends_with(".files")
}

/// What a file is, by how it begins.
fn kind_of(start: &[u8]) -> &'static str {
    let text = std::str::from_utf8(start).map_or_else(|error| error.valid_up_to() + 4 > start.len(), |_| true);
    match start {
        [] => "an empty file",
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => "a picture",
        [b'%', b'P', b'D', b'F', ..] => "a PDF file",
        [b'P', b'K', 3, 4, ..] => "a document or archive",
        [b'{' | b'[', ..] if text => "a file of data",
        [b'<', ..] if text => "a page or a file of data",
        _ if text && !start.contains(&0) => "a text file",
        _ => "a file of another kind",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::MemoryFiles, *};

    const PROJECT: &[u8] = b"(\n  format: 1,\n  project: (\n    title: \"Ferry\",\n  ),\n)\n";

    fn check(disk: &MemoryFiles, path: &str, may_replace: bool) -> String {
        let input = Path::new("/desk/a.ron");
        let landed = landing(disk, Path::new(path), Asking { inputs: &[input], may_replace });
        match landed.and_then(|landing| landing.write(disk, b"output")) {
            Ok(_) => "written".to_owned(),
            Err(LandingError::Project(what) | LandingError::Occupied(what)) => what.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn no_output_lands_on_a_project_whatever_it_is_called() {
        let disk = MemoryFiles::default();
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(PROJECT.iter().flat_map(|byte| [*byte, 0])).collect();
        disk.put("/desk/a.ron", b"rubbish where the input was");
        disk.put("/desk/b.csv", PROJECT);
        disk.put("/desk/c.csv", &[b"\xef\xbb\xbf// comment\n", PROJECT].concat());
        disk.put("/desk/d.csv", b"<<<<<<< ours\n(\n  format: 1,\n=======\n(\n  format: 2,\n>>>>>>> theirs\n");
        disk.put("/desk/e.csv", &utf16);
        disk.put("/desk/f.RON", b"damaged");
        disk.put("/desk/g.claimdesk", b"\0\0\0\0");
        disk.put("/desk/h.csv", b"(format: 99, all_new: [])");
        for may_replace in [false, true] {
            for name in ["a.ron", "d.csv", "e.csv", "f.RON", "g.claimdesk", "h.csv"] {
                assert_eq!(check(&disk, &format!("/desk/{name}"), may_replace), "a project", "{name}");
            }
            for name in ["b.csv", "c.csv"] {
                assert_eq!(check(&disk, &format!("/desk/{name}"), may_replace), "the project “Ferry”");
            }
        }
        assert_eq!(disk.writes(), 0);
    }

    #[test]
    fn nor_on_what_is_kept_beside_one() {
        let disk = MemoryFiles::default();
        let original = format!("/desk/a.files/{}", super::super::sha256(b"words"));
        for path in [original.as_str(), "/desk/.a.ron.lock", "/desk/.a.ron.holder"] {
            disk.put(path, b"words");
            assert_eq!(check(&disk, path, true), "a file that is kept beside a project", "{path}");
        }
        disk.put("/desk/Cargo.lock", b"words");
        assert_eq!(check(&disk, "/desk/Cargo.lock", true), "written");
    }

    #[test]
    fn a_place_that_somebody_has_locked_is_a_project_even_when_its_file_is_gone() {
        let disk = MemoryFiles::default();
        disk.put("/desk/.k.ron.lock", b"");
        let folder = disk.folder(Path::new("/desk")).unwrap();
        let _theirs = folder.try_lock(".k.ron.lock".as_ref(), None, None).unwrap().unwrap();
        assert!(check(&disk, "/desk/k.ron", true).contains("somebody has it open"));
    }

    #[test]
    fn another_file_is_written_over_only_when_it_is_said() {
        let disk = MemoryFiles::default();
        for (bytes, kind) in [
            (&b""[..], "an empty file"),
            (b"\x89PNG\r\n", "a picture"),
            (b"%PDF-1.7", "a PDF file"),
            (b"PK\x03\x04", "a document or archive"),
            (b"number,statement", "a text file"),
            (b"\0\x01", "a file of another kind"),
        ] {
            disk.put("/desk/out", bytes);
            assert_eq!(check(&disk, "/desk/out", false), kind);
            assert_eq!(check(&disk, "/desk/out", true), "written");
            assert_eq!(disk.durable("/desk/out").as_deref(), Some(&b"output"[..]));
        }
        assert_eq!(check(&disk, "/desk/new.csv", false), "written");
    }

    #[test]
    fn what_came_meanwhile_stays() {
        let disk = MemoryFiles::default();
        disk.put("/desk/out.csv", b"old");
        let path = Path::new("/desk/out.csv");
        let landed = landing(&disk, path, Asking { inputs: &[], may_replace: true }).unwrap();
        disk.write_in_the_gap(PROJECT);
        assert!(matches!(landed.write(&disk, b"output"), Err(LandingError::Save(SaveError::ChangedOutside))));
        assert_eq!(disk.volatile("/desk/out.csv").as_deref(), Some(PROJECT));
        let free = landing(&disk, Path::new("/desk/free.csv"), Asking::default()).unwrap();
        disk.put("/desk/free.csv", b"theirs");
        assert!(matches!(free.write(&disk, b"output"), Err(LandingError::Save(SaveError::Exists))));
    }
}
