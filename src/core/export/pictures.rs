//! Pictures that are kept with sources, in what is handed on: untouched, so that their seals hold, and only when asked for, since they may
//! say when, where and by whom they were taken.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Project, Source, StoredFile};

use super::Options;

/// The bytes of pictures, by their SHA-256.
pub type Pictures = BTreeMap<String, Arc<[u8]>>;

/// The pictures of a project that may be handed on: none of a confidential source.
pub fn pictures_of(project: &Project) -> impl Iterator<Item = &StoredFile> {
    project.sources().iter().filter(|source| !source.is_confidential).filter_map(|source| picture_of(source))
}

/// The picture that a source is kept as.
pub(super) fn picture_of(source: &Source) -> Option<&StoredFile> {
    source.file.as_ref().filter(|file| file.is_picture())
}

/// Whether the picture goes along.
pub(super) fn bytes_of<'a>(file: &StoredFile, options: &'a Options) -> Option<&'a [u8]> {
    options.with_pictures.then(|| options.pictures.get(&file.sha256)).flatten().map(AsRef::as_ref)
}

/// What a list of sources says of a picture: its name and seal, and whether it goes along.
pub(super) fn told(file: &StoredFile, is_along: bool) -> String {
    let exif = if file.has_exif { ", with EXIF" } else { "" };
    let along = if is_along { "Untouched in this file." } else { "Not in this file." };
    format!("Picture {}{exif}, SHA-256 {}. {along}", file.name, file.sha256)
}

/// What is said of the pictures that stay behind.
pub(super) fn warnings(project: &Project, can_hold: bool, options: &Options) -> Vec<String> {
    let behind: Vec<_> = pictures_of(project).filter(|file| !can_hold || bytes_of(file, options).is_none()).collect();
    let with_exif = behind.iter().filter(|file| file.has_exif).count();
    let why = match (can_hold, options.with_pictures) {
        (true, true) => " They could not be read beside the project.",
        (true, false) => " They go along untouched when asked for (--with-pictures).",
        (false, _) => "",
    };
    let exif = match with_exif {
        0 => String::new(),
        count => format!(" ({count} with EXIF)"),
    };
    match behind.len() {
        0 => Vec::new(),
        1 => vec![format!(
            "1 picture{exif} is not in the export.{}",
            why.replace("They go", "It goes").replace("They", "It")
        )],
        count => vec![format!("{count} pictures{exif} are not in the export.{why}")],
    }
}

#[cfg(test)]
mod tests {
    use super::{super::export, *};
    use crate::model::{Edit, SourceId};

    fn with_picture(is_confidential: bool) -> Project {
        let mut project = Project::new("A review");
        let mut source = Source::new(SourceId::new("s-1").unwrap());
        source.title = "The pier".into();
        source.is_confidential = is_confidential;
        let (name, sha256, media_type) = ("pier.jpg".into(), "ab".repeat(32), "image/jpeg".into());
        source.file = Some(StoredFile { name, sha256, media_type, has_exif: true });
        project.apply(&Edit::PutSource(Arc::new(source))).unwrap();
        project
    }

    fn exported(project: &Project, format: &str, with_pictures: bool) -> (String, Vec<String>) {
        let pictures = [("ab".repeat(32), Arc::from(&b"\xFF\xD8 as it came"[..]))].into();
        let options = Options { with_pictures, pictures, ..Options::default() };
        let exported = export(project, format, &options).unwrap();
        (String::from_utf8_lossy(&exported.bytes).into_owned(), exported.warnings)
    }

    #[test]
    fn a_picture_goes_along_untouched_only_when_asked_for_and_the_list_says_so() {
        let project = with_picture(false);
        let (page, warnings) = exported(&project, "html", false);
        assert!(!page.contains("data:image") && page.contains("with EXIF") && page.contains("Not in this file."));
        assert_eq!(
            warnings,
            ["1 picture (1 with EXIF) is not in the export. It goes along untouched when asked for (--with-pictures)."]
        );
        let (page, warnings) = exported(&project, "html", true);
        assert!(page.contains("src=\"data:image/jpeg;base64,/9ggYXMgaXQgY2FtZQ==\""), "{page}");
        assert!(page.contains("Untouched in this file.") && page.contains("img-src data:"));
        assert_eq!(warnings, Vec::<String>::new());
        let (list, warnings) = exported(&project, "markdown", true);
        assert!(list.contains("Not in this file"), "{list}");
        assert_eq!(warnings, ["1 picture (1 with EXIF) is not in the export."]);
    }

    #[test]
    fn a_picture_of_a_confidential_source_never_goes_along() {
        for format in ["html", "markdown"] {
            let (page, _) = exported(&with_picture(true), format, true);
            assert!(!page.contains("data:image") && !page.contains("pier.jpg") && !page.contains(&"ab".repeat(32)));
        }
    }
}
