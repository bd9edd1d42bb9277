//! The files beside a project: originals and given documents in `NAME.files/`, named by SHA-256.
//!
//! Whoever made the folder may have put anything into it: nothing in it is reached through a link, and bytes are believed
//! by their hash alone.

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
};

use crate::model::Project;

use super::{
    Files, Folder, MAX_BYTES, Metadata, Over, Refused, SaveError,
    files::parts,
    save::{Access, no_folder, put, whole_path},
    sha256,
};

/// The folder beside a project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Originals {
    /// The project without links: where a link to it lies does not matter.
    project: PathBuf,
    folder: PathBuf,
}

impl Originals {
    /// The folder of a project: `review.ron` has `review.files`. Of a link it is the folder beside the file that it leads to.
    pub fn beside(files: &dyn Files, project_path: &Path) -> Self {
        let project = whole_path(files, project_path).unwrap_or_else(|| project_path.to_owned());
        let folder = project.with_extension("files");
        Self { project, folder }
    }

    /// Keeps these bytes and returns their name. They can be read by whoever can read the project.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn put(&self, files: &dyn Files, bytes: &[u8]) -> Result<String, SaveError> {
        let name = sha256(bytes);
        let project = files.metadata(&self.project).ok();
        let folder = self.make(files, project.as_ref())?;
        let access = project.as_ref().map_or(Access::Usual, Access::Like);
        put(folder.as_ref(), OsStr::new(&name), bytes, &Over::Anything, access)?;
        Ok(name)
    }

    /// The bytes of this name.
    ///
    /// # Errors
    /// As reading a file; [`io::ErrorKind::InvalidFilename`] for a name that is no SHA-256, so that a name in a hostile
    /// project cannot lead out of the folder; [`io::ErrorKind::InvalidData`] for bytes that are not those of the name.
    pub fn get(&self, files: &dyn Files, name: &str) -> io::Result<Vec<u8>> {
        if !is_hash(name) {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        let (above, own) = parts(&self.folder)?;
        let bytes = files.folder(above)?.folder(own)?.read(OsStr::new(name), MAX_BYTES)?;
        if sha256(&bytes) == name { Ok(bytes) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Copies what the project names from another folder. What is not there, or is not what it is called, is passed over.
    ///
    /// # Errors
    /// Every [`SaveError`], from writing.
    pub fn copy_from(&self, files: &dyn Files, other: &Self, project: &Project) -> Result<(), SaveError> {
        if self == other {
            return Ok(());
        }
        for name in names(project) {
            if let Ok(bytes) = other.get(files, name) {
                self.put(files, &bytes)?;
            }
        }
        Ok(())
    }

    /// The open folder. A folder around it that has vanished is not made anew: the reviewer has to know.
    fn make(&self, files: &dyn Files, project: Option<&Metadata>) -> Result<Box<dyn Folder>, SaveError> {
        let (above, own) = parts(&self.folder).map_err(SaveError::Io)?;
        let above = files.folder(above).map_err(no_folder)?;
        // Whoever may read or write the project may look into its folder, or put something there.
        let mode = project.and_then(|project| project.mode).map(|mode| mode & 0o666 | (mode & 0o444) >> 2);
        match above.make_folder(own, mode) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(SaveError::Io(error)),
            _ => {}
        }
        above.folder(own).map_err(|error| match Refused::of(&error) {
            Some(why) => SaveError::Beside { name: own.to_string_lossy().into_owned(), why },
            None => SaveError::Io(error),
        })
    }
}

/// Whether a name is one that an original can have.
pub(super) fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The originals that a project names.
pub fn names(project: &Project) -> impl Iterator<Item = &str> {
    let versions = project.articles().iter().flat_map(|article| &article.versions);
    let opened = versions.map(|version| version.origin.sha256.as_str());
    let copies = project.sources().iter().flat_map(|source| source.copies());
    opened.chain(copies).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{super::testing::MemoryFiles, *};

    #[test]
    fn keeps_bytes_by_their_hash_and_nothing_outside_its_folder() {
        let disk = MemoryFiles::default();
        disk.put("/desk/review.files/x", b"");
        let originals = Originals::beside(&disk, Path::new("/desk/review.ron"));
        let name = originals.put(&disk, b"words").unwrap();
        assert_eq!(originals.get(&disk, &name).unwrap(), b"words");
        for hostile in ["../review.ron", "/etc/passwd", "", "x"] {
            assert_eq!(originals.get(&disk, hostile).unwrap_err().kind(), io::ErrorKind::InvalidFilename);
        }
    }

    #[test]
    fn bytes_are_believed_by_their_hash_alone() {
        let disk = MemoryFiles::default();
        let name = sha256(b"words");
        disk.put("/desk/review.ron", b"");
        disk.put(&format!("/desk/review.files/{name}"), b"a secret");
        let originals = Originals::beside(&disk, Path::new("/desk/review.ron"));
        assert_eq!(originals.get(&disk, &name).unwrap_err().kind(), io::ErrorKind::InvalidData);
        originals.put(&disk, b"words").unwrap();
        assert_eq!(originals.get(&disk, &name).unwrap(), b"words");
    }
}
