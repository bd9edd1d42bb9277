//! What is on the clipboard, and what its text is for.

use crate::{
    model::{ArticleId, ClaimId, SourceId},
    picture::Raster,
};

use super::state_id::StateId;

/// What is on the clipboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clip {
    /// As plain text, if it can be had so.
    pub text: Option<String>,
    /// As HTML, if it can be had so.
    pub html: Option<String>,
    /// As a picture, where there is no text.
    pub picture: Option<Raster>,
}

/// What the text on the clipboard is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClipboardUse {
    /// It is an article.
    Article,
    /// It is a new draft of this article.
    Draft(ArticleId),
    /// It is evidence for this claim.
    Evidence(ClaimId),
    /// It is the document of this source.
    Document(SourceId),
    /// For this project and no other: it may be closed before the clipboard answers.
    For(StateId, Box<ClipboardUse>),
}
