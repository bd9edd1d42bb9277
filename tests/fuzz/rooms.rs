//! What the targets share.

pub use claimdesk_core::{export, figures, model, store};
pub use claimdesk_reading::{exchange, foreign, import};

/// Opens `bytes` with one importer, and holds what comes in to what the rest of the program relies on.
pub fn open(format: &str, bytes: &[u8]) {
    check(&import::Input { bytes, name: "x", format: Some(format), ..import::Input::default() });
}

/// Opens an article and makes a version of it.
pub fn check(input: &import::Input<'_>) {
    let Ok(draft) = import::open(input) else { return };
    assert_eq!(draft.blocks.is_empty(), draft.waits_for_choice() || !draft.unread.is_empty() && draft.captured.is_some());
    assert!(draft.chapters.iter().all(|chapter| chapter.blocks.end <= draft.blocks.len()));
    let blocks = draft.blocks.into_iter().filter(|block| block.keep).map(|block| block.block);
    let id = model::VersionId::new("v-1").expect("an id");
    let version = model::Version::new(id, model::Origin::default(), blocks);
    for block in version.blocks() {
        block.span.check(version.text()).expect("a block stands in its text");
    }
}

/// Reads claims of other tools with one reader.
pub fn claims(format: &str, bytes: &[u8]) {
    if let Ok((reader, notes)) = exchange::read(bytes, Some(format)) {
        assert_eq!(reader.id, format);
        // What was read goes through the pipe to the program.
        let text = serde_json::to_string(&notes).expect("notes are JSON");
        let again: Vec<exchange::Note> = serde_json::from_str(&text).expect("what was written can be read");
        assert_eq!(again, notes);
    }
}

/// Reads a list of sources with one reader.
pub fn sources(format: &str, bytes: &[u8]) {
    if let Ok((reader, sources)) = exchange::sources::read(bytes, Some(format)) {
        assert_eq!(reader.id, format);
        assert!(!sources.is_empty());
    }
}

/// What a project holds is written and read again as the same.
pub fn check_project(project: &model::Project) {
    let text = store::encode(project);
    let again = store::decode(text.as_bytes()).expect("what was written can be read");
    assert_eq!(&again.project, project);
    assert_eq!(store::encode(&again.project), text);
}

/// An archive of these parts.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("names are distinct");
        std::io::Write::write_all(&mut writer, bytes).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}
