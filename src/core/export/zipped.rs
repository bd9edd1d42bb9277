//! Several files in one ZIP, without times, so that the same project gives the same bytes.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Packs files in this order.
pub(super) fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3))
        .last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        writer.start_file(name, options).expect("names are distinct and memory takes them");
        writer.write_all(bytes).expect("writing to memory does not fail");
    }
    writer.finish().expect("writing to memory does not fail").into_inner()
}

/// What names the files of one article: its number among the articles and its id.
pub(super) fn article_file_name(index: usize, id: &crate::model::ArticleId) -> String {
    format!("{:02}-{id}", index + 1)
}

/// The files in a ZIP of ours, for tests and for the preview.
pub(super) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let Ok(mut file) = archive.by_index(index) else { continue };
        let Ok(name) = file.name().map(std::borrow::Cow::into_owned) else { continue };
        let mut contents = Vec::new();
        if std::io::Read::read_to_end(&mut file, &mut contents).is_ok() {
            files.push((name, contents));
        }
    }
    files
}
