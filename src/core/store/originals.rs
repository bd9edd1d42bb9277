//! The files beside a project: originals and given documents in `NAME.files/`, named by SHA-256.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::model::Project;

use super::{Files, MAX_BYTES, SaveError, save, save::no_folder, sha256};

/// The folder beside a project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Originals {
    folder: PathBuf,
}

impl Originals {
    /// The folder of a project: `review.ron` has `review.files`.
    pub fn beside(project_path: &Path) -> Self {
        Self { folder: project_path.with_extension("files") }
    }

    /// Keeps these bytes and returns their name.
    ///
    /// # Errors
    /// Every [`SaveError`].
    pub fn put(&self, files: &dyn Files, bytes: &[u8]) -> Result<String, SaveError> {
        // A folder that has vanished is not made anew: the reviewer has to know.
        let above = self.folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files.metadata(above).map_err(no_folder)?;
        files.create_dir_all(&self.folder).map_err(SaveError::Io)?;
        let name = sha256(bytes);
        save(files, &self.folder.join(&name), bytes, None)?;
        Ok(name)
    }

    /// The bytes of this name.
    ///
    /// # Errors
    /// As reading a file; [`io::ErrorKind::InvalidFilename`] for a name that is no SHA-256, so that a name in a hostile
    /// project cannot lead out of the folder.
    pub fn get(&self, files: &dyn Files, name: &str) -> io::Result<Vec<u8>> {
        files.read(&self.path(name)?, MAX_BYTES)
    }

    /// Copies what the project names from another folder. What is not there is passed over.
    ///
    /// # Errors
    /// Every [`SaveError`], from writing.
    pub fn copy_from(&self, files: &dyn Files, other: &Self, project: &Project) -> Result<(), SaveError> {
        for name in names(project) {
            if let Ok(bytes) = other.get(files, name) {
                self.put(files, &bytes)?;
            }
        }
        Ok(())
    }

    fn path(&self, name: &str) -> io::Result<PathBuf> {
        let is_hash = name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_hash { Ok(self.folder.join(name)) } else { Err(io::ErrorKind::InvalidFilename.into()) }
    }
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
        let originals = Originals::beside(Path::new("/desk/review.ron"));
        let name = originals.put(&disk, b"words").unwrap();
        assert_eq!(originals.get(&disk, &name).unwrap(), b"words");
        for hostile in ["../review.ron", "/etc/passwd", "", "x"] {
            assert_eq!(originals.get(&disk, hostile).unwrap_err().kind(), io::ErrorKind::InvalidFilename);
        }
    }
}
