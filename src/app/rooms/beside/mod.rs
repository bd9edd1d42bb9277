//! The source beside the article, and the words that are taken from it.

mod likely;
mod pane;
