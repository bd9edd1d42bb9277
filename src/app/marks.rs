//! Marks on words of a text, and edits that belong together.

use crate::{
    anchor,
    model::{Anchor, Edit, Mark, Span, Version},
};

/// A mark on these words of a draft.
pub fn mark_at(version: &Version, span: Span) -> Mark {
    let text = version.text();
    let described = anchor::describe(text, span);
    Mark::new(Anchor {
        version: version.id.clone(),
        span,
        quote: described.quote,
        prefix: described.prefix,
        suffix: described.suffix,
    })
}

/// Several edits under one label.
pub(crate) fn several(label: &str, edits: Vec<Edit>) -> Edit {
    Edit::Batch { label: label.into(), edits }
}
