//! What of the article is in view, and where.

use std::ops::Range;

use egui::{Pos2, Rect};

use super::{article::Article, turned};

/// Room at the left for claim numbers.
pub const MARGIN: f32 = 56.0;
/// Room at the right for the strip.
pub const STRIP: f32 = 26.0;

/// A piece that is in view.
pub struct Visible {
    pub index: usize,
    pub range: Range<usize>,
    pub galley: turned::Laid,
    pub origin: Pos2,
    /// The whole room of the piece.
    pub rect: Rect,
}

/// Where the column of text stands.
pub struct Column {
    pub rect: Rect,
    pub left: f32,
    pub width: f32,
}

impl Column {
    /// In the room that the reader has.
    pub fn new(rect: Rect, article: &Article<'_>) -> Self {
        let room = rect.width() - MARGIN - STRIP;
        let width = article.reading.column.min(room - 8.0).max(160.0);
        let left = rect.left() + MARGIN + ((room - width) / 2.0).max(0.0);
        Self { rect, left: left.round(), width: width.round() }
    }
}
