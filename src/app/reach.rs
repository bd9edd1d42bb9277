//! What jobs have of the outside, how they read a file, and what may come in of it.

use std::path::{Path, PathBuf};

use crate::{
    foreign::{ForeignReader, InProcess},
    import::{
        Draft, DraftBlock, Engine, RecogniseError, Recogniser, Watch,
        web::{Ask, FetchError, Fetched, Web, address_in},
    },
    picture::Raster,
    store::{self, Excess, Files, bounds::MAX_FIELD},
};

use super::{claim_link, effect::OpenError};

/// The largest article or source file that is read, in bytes.
pub const MAX_INPUT: u64 = 256 << 20;

/// What jobs have of the outside.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The disk.
    pub files: &'a dyn Files,
    /// What reads articles.
    pub reader: &'a dyn ForeignReader,
    /// The web.
    pub web: &'a dyn Web,
    /// What recognises letters.
    pub recogniser: &'a dyn Recogniser,
}

impl<'a> Reach<'a> {
    /// A disk alone: articles are read in this process, there is no web, and nothing that recognises letters.
    pub fn disk(files: &'a dyn Files) -> Self {
        Self { files, reader: &InProcess, web: &Offline, recogniser: &NoRecogniser }
    }
}

/// Nothing that recognises letters.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRecogniser;

impl Recogniser for NoRecogniser {
    fn engine(&self) -> Result<Engine, RecogniseError> {
        Err(RecogniseError::Absent)
    }

    fn recognise(&self, _picture: &Raster, _languages: &str, _watch: &Watch) -> Result<String, RecogniseError> {
        Err(RecogniseError::Absent)
    }
}

struct Offline;

impl Web for Offline {
    fn fetch(&self, _ask: &Ask, _watch: &Watch) -> Result<Fetched, FetchError> {
        Err(FetchError::Broken("there is no connection".to_owned()))
    }
}

pub(crate) fn read(files: &dyn Files, path: &Path, what: &'static str) -> Result<Vec<u8>, OpenError> {
    files.read(path, MAX_INPUT).map_err(|error| OpenError::Io { what, error })
}

/// The last part of a path, as text.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a path names a project rather than an article: by its ending, since a project opens without a preview.
pub fn is_project_path(path: &Path) -> bool {
    let is_address = path.to_str().is_some_and(|text| address_in(text).is_some());
    let linked = claim_link::parts(path).map(|(file, _)| file);
    !is_address && store::has_project_ending(linked.as_deref().unwrap_or(path))
}

/// `path` with `.ron` at its end when it has no ending.
pub fn with_project_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_none() { path.with_extension("ron") } else { path }
}

/// What a project may not hold of the blocks that are to come in.
pub(crate) fn too_long(draft: &Draft) -> Option<Excess> {
    // A character that the file has to escape is written with ten signs at most.
    let may_be = |block: &&DraftBlock| block.keep && block.block.text.len() > MAX_FIELD / 10;
    let whole = || draft.blocks.iter().filter(|block| block.keep).flat_map(|block| block.block.lens());
    let field = draft.blocks.iter().filter(may_be).find_map(|block| store::fits(&block.block.text).err());
    field.or_else(|| store::bounds::check_text(whole()).err())
}

/// Whether a project could be saved with what came from another tool.
///
/// # Errors
/// [`OpenError::TooMuch`].
pub fn must_fit<T: serde::Serialize>(what: &'static str, items: &[T]) -> Result<(), OpenError> {
    items.iter().try_for_each(|item| store::fits(item)).map_err(|excess| OpenError::TooMuch { what, excess })
}
