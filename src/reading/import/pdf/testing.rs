//! Makes PDFs for the tests and opens them.

use crate::import::{Draft, ImportError, Input};

pub use super::made::*;

pub fn open(bytes: &[u8]) -> Result<Draft, ImportError> {
    crate::import::open(&Input { bytes, name: "a.pdf", ..Input::default() })
}

/// The blocks that come in, each with its kind and page.
pub fn kept(draft: &Draft) -> Vec<String> {
    let kept = draft.blocks.iter().filter(|block| block.keep).map(|block| &block.block);
    kept.map(|block| format!("{}@{} {}", block.kind.slug(), block.page.unwrap_or(0), block.text)).collect()
}
