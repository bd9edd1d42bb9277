//! The article: only what is in view is laid out; claims are rectangles painted under the words.
//!
//! Scrolling is its own: the position is a piece and an offset into it, so that nothing jumps when a width or an estimate
//! above changes. It takes no keyboard focus; keys reach it while no field has them.

mod article;
mod caret;
mod cells;
mod columns;
mod coverage;
mod geometry;
mod heights;
mod paint;
mod pieces;
mod pointer;
mod references;
mod spans;
mod strip;
mod turned;
mod visible;

use egui::{Pos2, Rect, Sense, Vec2};

use crate::{
    app::{
        Intent,
        intent::ReaderIntent,
        view::{Reveal, Scroll},
    },
    model::{ClaimId, Span, VersionId},
    ui::theme::{self, Tokens},
};

use pieces::Piece;
use visible::{Column, Visible};

pub use article::{Article, Changes};
pub use heights::Heights;
pub use spans::{Entry, SpanIndex};

/// Room between the window's edge and the first line, in points.
const TOP: f32 = 26.0;

/// What the reader remembers between frames.
#[derive(Debug, Default)]
pub struct ReaderWidget {
    /// For which draft and setting the rest holds.
    key: Option<(VersionId, usize, u32, u32, u32)>,
    pieces: Vec<Piece>,
    heights: Heights,
    scroll: Scroll,
    drag: Option<Drag>,
    /// The claim whose end is being dragged, and the text in which it was taken hold of.
    taken: Option<(ClaimId, VersionId)>,
    marks: strip::Marks,
    /// The x to which the caret wants to return while it moves up and down.
    wanted_x: Option<f32>,
}

/// What the pointer is dragging.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Drag {
    /// A selection from these bytes, which it keeps: none, or a word from right to left.
    Select { from: (usize, usize) },
    /// One end of a passage: the claim, its passage, the end that stays, where the other is now.
    Resize { claim: usize, mark: usize, fixed: usize, moving: usize },
    /// The view of the strip.
    Strip,
}

/// What was clicked or hovered, and where things are, for whoever draws cards and menus over the article.
pub struct ReaderOutput {
    /// What happened.
    pub intents: Vec<Intent>,
    /// The claim under the pointer, after it has rested there.
    pub hovered: Option<(usize, Rect)>,
    /// The claim for which a context menu was opened, and the response that carries it.
    pub response: egui::Response,
    /// Where the end of the selection is on the screen, once the pointer has let go of it.
    pub selection_end: Option<Pos2>,
    /// The area of the article.
    pub rect: Rect,
}

impl ReaderWidget {
    /// Draws the article into all the room there is.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        article: &Article<'_>,
        claim_id: &dyn Fn(usize) -> Option<ClaimId>,
    ) -> ReaderOutput {
        let tokens = theme::tokens(ui);
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Document, true, article.name));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.painter().rect_filled(rect, 0.0, tokens.paper);

        let column = Column::new(rect, article);
        self.prepare(article, column.width, crate::ui::fonts::changes(ui.ctx()));
        let before = self.scroll;
        self.follow_wheel(ui, &response, article, &column);
        self.reveal(ui, article, &column, tokens);
        let visible = self.lay_out(ui, article, &column, tokens);

        let mut intents = Vec::new();
        let hits = paint::article(ui, self, article, &column, &visible, tokens);
        expose(ui, self, article, &visible, response.id);
        cells::tell(ui, article, &visible, response.id);
        references::tell(ui, article, &visible, response.id);
        let strip = strip::ui(ui, self, article, rect, tokens);
        self.pointer(ui, &response, article, claim_id, &visible, &hits, strip, &mut intents);
        if article.takes_keys {
            self.keys(ui, article, &column, &visible, tokens, &mut intents);
        }
        if self.scroll != before || article.reveal.is_some() {
            intents.push(Intent::Reader(ReaderIntent::Scrolled(self.scroll)));
        }
        let hovered = self.hovered(ui, &response, &hits);
        let selection_end = self.selection_end(article, &visible, rect);
        ReaderOutput { intents, hovered, response, selection_end, rect }
    }

    /// Makes the pieces and guesses their heights, when another draft is shown or it is set in another way.
    fn prepare(&mut self, article: &Article<'_>, width: f32, face: u32) {
        let setting = (article.reading.size * 100.0) as u32 ^ ((article.reading.line_height * 1000.0) as u32) << 16;
        let key = (article.version.id.clone(), article.version.text().len(), width.round() as u32, setting, face);
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let is_same_text = self.key.as_ref().is_some_and(|(id, len, ..)| *id == key.0 && *len == key.1);
        if !is_same_text {
            self.pieces = pieces::pieces(article.version);
            self.scroll = Scroll::default();
            self.drag = None;
        }
        self.marks = strip::Marks::default();
        self.heights = Heights::new(self.pieces.iter().map(|piece| piece.estimate(&article.reading, width)).collect());
        self.key = Some(key);
    }

    fn follow_wheel(&mut self, ui: &egui::Ui, response: &egui::Response, article: &Article<'_>, column: &Column) {
        if !response.contains_pointer() {
            return;
        }
        let delta = ui.input(|input| input.smooth_scroll_delta().y);
        if delta != 0.0 {
            self.scroll_by(ui, article, column, -delta);
        }
    }

    /// Scrolls by points, measuring what comes into view above.
    fn scroll_by(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column, by: f32) {
        self.scroll.offset += by;
        self.settle(ui, article, column);
    }

    /// Brings the offset into its piece, and the position to where the article is.
    fn settle(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column) {
        let tokens = theme::tokens(ui);
        self.scroll.block = self.scroll.block.min(self.pieces.len().saturating_sub(1));
        while self.scroll.offset < 0.0 && self.scroll.block > 0 {
            self.scroll.block -= 1;
            self.measure(ui, article, column, tokens, self.scroll.block);
            self.scroll.offset += self.heights.get(self.scroll.block);
        }
        if self.scroll.block == 0 {
            self.scroll.offset = self.scroll.offset.max(-TOP);
        }
        loop {
            let height = self.measure(ui, article, column, tokens, self.scroll.block);
            if self.scroll.offset < height || self.scroll.block + 1 >= self.pieces.len() {
                break;
            }
            self.scroll.offset -= height;
            self.scroll.block += 1;
        }
    }

    fn measure(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column, tokens: &Tokens, index: usize) -> f32 {
        let Some(piece) = self.pieces.get(index) else { return 0.0 };
        let galley = piece.layout(ui, article.version.text(), &article.reading, column.width, tokens);
        let height = self.height_of(index, &galley, article);
        self.heights.set(index, height);
        height
    }

    fn height_of(&self, index: usize, galley: &turned::Laid, article: &Article<'_>) -> f32 {
        let setting = self.pieces[index].setting(&article.reading);
        setting.above + galley.size().y + setting.below + self.byline_room(index, article)
    }

    /// The byline stands under the headline, or above the first block where there is none.
    fn byline_room(&self, index: usize, article: &Article<'_>) -> f32 {
        match (index, article.byline.is_empty()) {
            (0, false) => 30.0,
            (0, true) if self.pieces[0].kind == crate::model::BlockKind::Headline => 8.0,
            _ => 0.0,
        }
    }

    fn reveal(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column, tokens: &Tokens) {
        match article.reveal {
            Some(Reveal::Position(scroll)) => {
                self.scroll = if scroll == Scroll::default() { Scroll { block: 0, offset: -TOP } } else { scroll };
                self.settle(ui, article, column);
            }
            Some(Reveal::Words(span)) => self.reveal_words(ui, article, column, tokens, span),
            None => {
                if self.scroll == Scroll::default() {
                    self.scroll.offset = -TOP;
                }
            }
        }
    }

    /// Brings words into view, a third down the window unless they are in view already.
    fn reveal_words(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column, tokens: &Tokens, span: Span) {
        let Some(index) = self.piece_at(span.start()) else { return };
        let piece = &self.pieces[index];
        let galley = piece.layout(ui, article.version.text(), &article.reading, column.width, tokens);
        let words = &article.version.text()[piece.range.clone()];
        let start = span.start().saturating_sub(piece.range.start);
        let end = (span.end() - piece.range.start.min(span.end())).min(words.len());
        let setting = piece.setting(&article.reading);
        let top = setting.above + geometry::caret(&galley, words, start, Pos2::ZERO).top();
        let bottom = setting.above + geometry::end_caret(&galley, words, end, Pos2::ZERO).bottom();
        let piece_top = (self.heights.sum(index) - self.heights.sum(self.scroll.block)) as f32 - self.scroll.offset;
        let room = column.rect.height();
        let is_in_view = piece_top + top >= 8.0 && piece_top + bottom <= room - 24.0;
        let is_near = index.abs_diff(self.scroll.block) < 40;
        if !(is_in_view && is_near) {
            self.scroll = Scroll { block: index, offset: top - room / 3.0 };
            self.settle(ui, article, column);
        }
    }

    /// The byte at the upper edge, as near as the height of its piece says.
    pub fn top(&self) -> usize {
        let Some(piece) = self.pieces.get(self.scroll.block) else { return 0 };
        let share = (self.scroll.offset / self.heights.get(self.scroll.block).max(1.0)).clamp(0.0, 1.0);
        piece.range.start + (piece.range.len() as f32 * share) as usize
    }

    /// Brings a byte to the upper edge in the next frame, as [`Self::top`] counts.
    pub fn bring_to_top(&mut self, byte: usize) {
        let Some(block) = self.piece_at(byte) else { return self.scroll = Scroll { block: 0, offset: -TOP } };
        let range = &self.pieces[block].range;
        let share = (byte - range.start).min(range.len()) as f32 / range.len().max(1) as f32;
        let above = if block == 0 && share == 0.0 { -TOP } else { 0.0 };
        self.scroll = Scroll { block, offset: self.heights.get(block) * share + above };
    }

    /// The piece that holds a byte, or the one before the gap in which it lies.
    fn piece_at(&self, byte: usize) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.range.start <= byte).checked_sub(1)
    }

    /// Lays out what is in view, and corrects the position when the end of the article would leave the window empty.
    fn lay_out(&mut self, ui: &egui::Ui, article: &Article<'_>, column: &Column, tokens: &Tokens) -> Vec<Visible> {
        let (visible, bottom) = self.lay_out_once(ui, article, column, tokens);
        let is_end = visible.last().is_none_or(|last| last.index + 1 == self.pieces.len());
        let empty = column.rect.bottom() - 48.0 - bottom;
        let can_go_back = self.scroll.block > 0 || self.scroll.offset > -TOP;
        if is_end && empty > 0.5 && can_go_back {
            self.scroll_by(ui, article, column, -empty);
            return self.lay_out_once(ui, article, column, tokens).0;
        }
        visible
    }

    fn lay_out_once(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        column: &Column,
        tokens: &Tokens,
    ) -> (Vec<Visible>, f32) {
        let mut visible = Vec::new();
        let mut y = column.rect.top() - self.scroll.offset;
        for index in self.scroll.block..self.pieces.len() {
            if y > column.rect.bottom() {
                break;
            }
            let piece = &self.pieces[index];
            let setting = piece.setting(&article.reading);
            let galley = piece.layout(ui, article.version.text(), &article.reading, column.width, tokens);
            let range = piece.range.clone();
            let height = self.height_of(index, &galley, article);
            self.heights.set(index, height);
            let rect = Rect::from_min_size(Pos2::new(column.left, y), Vec2::new(column.width, height));
            // A first block that is no headline has the byline above it.
            let is_headline = self.pieces[index].kind == crate::model::BlockKind::Headline;
            let above = setting.above + if is_headline { 0.0 } else { self.byline_room(index, article) };
            let origin = Pos2::new(column.left + setting.indent, y + above);
            visible.push(Visible { index, range, galley, origin, rect });
            y += height;
        }
        (visible, y)
    }

    /// Where the end of a finished selection is.
    fn selection_end(&self, article: &Article<'_>, visible: &[Visible], rect: Rect) -> Option<Pos2> {
        if self.drag.is_some() || !article.is_editable {
            return None;
        }
        let span = article.selection?.span(article.version.text())?;
        let piece = visible.iter().find(|piece| piece.range.start <= span.end() && span.end() <= piece.range.end)?;
        let words = &article.version.text()[piece.range.clone()];
        let caret = geometry::end_caret(&piece.galley, words, span.end() - piece.range.start, piece.origin);
        let pos = caret.right_bottom();
        rect.shrink(8.0).contains(pos).then_some(pos)
    }
}

/// Gives a screen reader (and a test) the words of what is in view.
fn expose(ui: &egui::Ui, reader: &ReaderWidget, article: &Article<'_>, visible: &[Visible], id: egui::Id) {
    for piece in visible {
        let response = ui.interact(piece.rect, id.with(piece.index), Sense::hover());
        let words = &article.version.text()[piece.range.clone()];
        let speech = &reader.pieces[piece.index].speech;
        let heard = if speech.is_empty() { words.to_owned() } else { format!("{speech}: {words}") };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &heard));
    }
}
