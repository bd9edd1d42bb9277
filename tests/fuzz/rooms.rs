//! What the targets share.

pub use claimdesk_core::{model, store};
pub use claimdesk_reading::{exchange, import};

/// Opens `bytes` with one importer, and holds what comes in to what the rest of the program relies on.
pub fn open(format: &str, bytes: &[u8]) {
    check(&import::Input { bytes, name: "x", format: Some(format), ..import::Input::default() });
}

/// Opens an article and makes a version of it.
pub fn check(input: &import::Input<'_>) {
    let Ok(draft) = import::open(input) else { return };
    assert!(!draft.blocks.is_empty());
    assert!(draft.chapters.iter().all(|chapter| chapter.blocks.end <= draft.blocks.len()));
    let blocks = draft.blocks.into_iter().filter(|block| block.keep).map(|block| block.block);
    let id = model::VersionId::new("v-1").expect("an id");
    let version = model::Version::new(id, model::Origin::default(), blocks);
    for block in version.blocks() {
        block.span.check(version.text()).expect("a block stands in its text");
    }
}
