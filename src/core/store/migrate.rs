//! Older formats: each is read as what it was and brought forward, step by step, in types.
//!
//! Reading changes no file. The first save over a file of an older format keeps that file beside first ([`back_up`]).

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::model::ProjectParts;

use super::{
    FORMAT, Files, Fingerprint, Folder, MAX_BYTES, Over, SaveError, StoreError,
    ron_file::{File, parse, probe, text_of},
    save::{Access, no_folder, put, whole_path},
};

/// How a file of an older format is read and brought to the present one. Also returns the fields in it that nobody reads.
type Migration = fn(&str) -> Result<(File, Vec<String>), StoreError>;

/// One for each older format, by its number: raising [`FORMAT`] does not compile without a new one.
pub(super) const OLDER: [Migration; FORMAT as usize] = [from_0];

/// The parts of format 0, in the order in which they stand there.
const PARTS_0: [&str; 9] =
    ["title", "settings", "reviewers", "scales", "articles", "sources", "claims", "dismissals", "waivers"];

/// Format 0: the parts stand in the file itself, before there was a number of the format. It may be given as 0.
fn from_0(text: &str) -> Result<(File, Vec<String>), StoreError> {
    let (parts, mut unknown) = parse::<ProjectParts>(text)?;
    unknown.retain(|field| field != "format");
    Ok((File::from(parts), unknown))
}

/// Whether a file without a number begins as one of format 0 does. `first` is the name of its first field.
pub(super) fn is_format_0(first: &str) -> bool {
    PARTS_0.contains(&first)
}

/// Keeps a file of an older format beside, before it is saved over: `review.ron` as `review.format-0.ron`. Returns where, or
/// `None` when the file is of the present format, or none of ours.
///
/// # Errors
/// [`SaveError::Newer`] for a file of a newer format, which is never saved over; the others from writing.
pub fn back_up(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<Option<PathBuf>, SaveError> {
    let format = text_of(bytes).ok().and_then(probe);
    match format {
        Some(newer) if newer > FORMAT => Err(SaveError::Newer(newer)),
        Some(older) if older < FORMAT => {
            let path = whole_path(files, path).ok_or(SaveError::NoFolder)?;
            let like = files.metadata(&path).map_err(SaveError::Io)?;
            let folder = files.folder(path.parent().unwrap_or(Path::new(""))).map_err(no_folder)?;
            let name = free_name(folder.as_ref(), &path, older, bytes);
            // Anew even when it is there: a sync that failed before may have lost it.
            let over = Over::Holding(Fingerprint::of(bytes));
            put(folder.as_ref(), OsStr::new(&name), bytes, &over, Access::Like(&like))?;
            Ok(Some(path.with_file_name(name)))
        }
        _ => Ok(None),
    }
}

/// A name beside that nothing has yet, or that holds these bytes.
fn free_name(folder: &dyn Folder, path: &Path, format: u32, bytes: &[u8]) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = |number: u32| match number {
        1 => format!("{stem}.format-{format}.ron"),
        _ => format!("{stem}.format-{format}-{number}.ron"),
    };
    let is_free = |name: &String| match folder.read(OsStr::new(name), MAX_BYTES) {
        Ok(held) => held == bytes,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    // Whatever stands under the last name stays: saving there asks that it is these bytes.
    (1..=99).map(name).find(is_free).unwrap_or_else(|| name(100))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Access, decode, encode, testing::MemoryFiles},
        *,
    };

    /// A file of format 0, as it is described in `docs/format.md`.
    const OLD: &str = include_str!("../../../tests/data/store/format-0.ron");

    #[test]
    fn a_file_of_format_0_opens_whole_and_is_written_in_the_present_format() {
        let loaded = decode(OLD.as_bytes()).unwrap();
        assert_eq!((loaded.access, loaded.older), (Access::Editable, Some(0)));
        assert_eq!(loaded.problems, []);
        let project = loaded.project;
        assert_eq!(project.title(), "Ferry timetable");
        assert_eq!((project.articles().len(), project.sources().len(), project.claims().len()), (1, 1, 2));
        assert_eq!(project.claims()[1].quote(), "200 passengers");
        let again = decode(encode(&project).as_bytes()).unwrap();
        assert_eq!((again.older, again.project), (None, project));
    }

    #[test]
    fn the_number_0_may_be_given_and_what_is_unknown_is_named() {
        let numbered = OLD.replacen("title:", "format: 0,\n  title:", 1);
        assert_eq!(decode(numbered.as_bytes()).unwrap(), decode(OLD.as_bytes()).unwrap());
        let unknown = OLD.replacen("title:", "title: \"Ferry\",\n  mood:", 1);
        assert_eq!(decode(unknown.as_bytes()).unwrap().access, Access::UnknownFields(vec!["mood".into()]));
    }

    #[test]
    fn an_older_file_is_kept_beside_and_nothing_there_is_written_over() {
        let disk = MemoryFiles::default();
        let keep = |bytes: &str| back_up(&disk, Path::new("/desk/review.ron"), bytes.as_bytes());
        disk.put("/desk/review.ron", OLD.as_bytes());
        let first = PathBuf::from("/desk/review.format-0.ron");
        assert_eq!(keep(OLD).unwrap(), Some(first.clone()));
        assert_eq!(disk.durable("/desk/review.format-0.ron").as_deref(), Some(OLD.as_bytes()));
        assert_eq!(keep(OLD).unwrap(), Some(first), "the same twice is kept once");
        let other = OLD.replace("Ferry", "Boat");
        assert_eq!(keep(&other).unwrap(), Some("/desk/review.format-0-2.ron".into()));
        assert_eq!(disk.durable("/desk/review.format-0.ron").as_deref(), Some(OLD.as_bytes()));
    }

    #[test]
    fn a_newer_file_is_never_saved_over_and_one_of_the_present_format_needs_no_copy() {
        let disk = MemoryFiles::default();
        let keep = |bytes: &str| back_up(&disk, Path::new("/desk/review.ron"), bytes.as_bytes());
        disk.put("/desk/review.ron", b"");
        assert!(matches!(keep("(format: 7, all_new: [])"), Err(SaveError::Newer(7))));
        assert_eq!(keep("(format: 1, project: (title: \"x\"))").unwrap(), None);
        assert_eq!(keep("Dear editor").unwrap(), None);
        assert_eq!(disk.writes(), 0);
    }
}
