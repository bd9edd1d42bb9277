//! Drag, click, double click, triple click; ends of claims; the card under a resting pointer.

use egui::{CursorIcon, Pos2, Rect};

use crate::{
    app::{Intent, intent::ReaderIntent, view::Selection, word_at},
    model::{ClaimId, sentence},
};

use super::{
    Article, Drag, ReaderWidget, Visible, geometry,
    paint::{Grip, Hits},
};

/// How near to a grip the pointer has to be, in points.
const GRIP_REACH: f32 = 8.0;
/// How near to the edge a drag scrolls.
const EDGE: f32 = 28.0;
/// How long the pointer rests before a card is shown, in seconds.
const REST: f32 = 0.35;

impl ReaderWidget {
    #[expect(clippy::too_many_arguments, reason = "everything a pointer can be over")]
    pub(super) fn pointer(
        &mut self,
        ui: &egui::Ui,
        response: &egui::Response,
        article: &Article<'_>,
        claim_id: &dyn Fn(usize) -> Option<ClaimId>,
        visible: &[Visible],
        hits: &Hits,
        is_on_strip: bool,
        intents: &mut Vec<Intent>,
    ) {
        let Some(pos) = response.interact_pointer_pos().or(response.hover_pos()) else { return };
        let byte = byte_at(article, visible, pos);
        show_cursor(ui, response, hits, visible, is_on_strip, pos);
        if is_on_strip || self.drag == Some(Drag::Strip) {
            return;
        }
        let press = ui.input(|input| input.pointer.press_origin()).unwrap_or(pos);
        if response.drag_started() && ui.input(|input| input.pointer.primary_down()) {
            self.begin_drag(ui, article, claim_id, visible, hits, press, intents);
        } else if response.dragged() {
            let taken = taken_at(article, visible, pos);
            self.go_on_dragging(ui, article, taken, pos, response.rect, intents);
        }
        if response.drag_stopped() {
            self.end_drag(article, claim_id, intents);
        } else if response.clicked() {
            self.wanted_x = None;
            clicked(ui, response, article, claim_id, visible, hits, pos, byte, intents);
        } else if let Some(byte) = byte.filter(|_| response.secondary_clicked()) {
            meant(article, claim_id, hits, pos, byte, intents);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "everything a drag can begin on")]
    fn begin_drag(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        claim_id: &dyn Fn(usize) -> Option<ClaimId>,
        visible: &[Visible],
        hits: &Hits,
        press: Pos2,
        intents: &mut Vec<Intent>,
    ) {
        self.wanted_x = None;
        let Some(taken) = taken_at(article, visible, press) else { return };
        if let Some(grip) = grip_at(hits, press) {
            let Grip { claim, mark, fixed, .. } = grip;
            let moving = reach((fixed, fixed), taken).head;
            self.drag = Some(Drag::Resize { claim, mark, fixed, moving });
            self.taken = claim_id(claim).map(|claim_id| (claim_id, article.version.id.clone()));
            return;
        }
        let is_extending = ui.input(|input| input.modifiers.shift);
        let extended = article.selection.filter(|_| is_extending);
        let from = extended.map_or(taken, |selection| (selection.anchor, selection.anchor));
        self.drag = Some(Drag::Select { from });
        intents.push(Intent::Reader(ReaderIntent::Select(reach(from, taken))));
    }

    fn go_on_dragging(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        taken: Option<(usize, usize)>,
        pos: Pos2,
        rect: Rect,
        intents: &mut Vec<Intent>,
    ) {
        let Some(taken) = taken else { return };
        match &mut self.drag {
            Some(Drag::Select { from }) => {
                let selection = reach(*from, taken);
                if article.selection != Some(selection) {
                    intents.push(Intent::Reader(ReaderIntent::Select(selection)));
                }
            }
            Some(Drag::Resize { fixed, moving, .. }) => {
                let head = reach((*fixed, *fixed), taken).head;
                if head != *fixed {
                    *moving = head;
                }
            }
            _ => {}
        }
        let above = (rect.top() + EDGE - pos.y).max(0.0);
        let below = (pos.y - rect.bottom() + EDGE).max(0.0);
        if above + below > 0.0 && self.drag.is_some() {
            // Points a second, faster the further outside.
            let speed = (below - above) * 12.0;
            let dt = ui.input(|input| input.stable_dt).min(0.05);
            let column = super::Column::new(rect, article);
            self.scroll_by(ui, article, &column, speed * dt);
            ui.request_repaint();
        }
    }

    fn end_drag(
        &mut self,
        article: &Article<'_>,
        claim_id: &dyn Fn(usize) -> Option<ClaimId>,
        intents: &mut Vec<Intent>,
    ) {
        let Some(Drag::Resize { claim, mark, fixed, moving }) = self.drag.take() else { return };
        // Meanwhile a key may have deleted the claim, or shown another text.
        let taken = self
            .taken
            .take()
            .filter(|(id, version)| claim_id(claim).as_ref() == Some(id) && *version == article.version.id);
        let selection = Selection { anchor: fixed, head: moving };
        if let (Some((claim, _)), Some(span)) = (taken, selection.span(article.version.text())) {
            intents.push(Intent::Reader(ReaderIntent::Resize { claim, mark, span }));
        }
    }

    /// The claim under a pointer that has rested.
    pub(super) fn hovered(&self, ui: &egui::Ui, response: &egui::Response, hits: &Hits) -> Option<(usize, Rect)> {
        if self.drag.is_some() || response.context_menu_opened() {
            return None;
        }
        let pos = response.hover_pos()?;
        let claim = smallest(hits, pos)?;
        let hit = hits.passages.iter().find(|hit| hit.entry.claim == claim && hit.rect.contains(pos))?;
        let rested = ui.input(|input| input.pointer.time_since_last_movement());
        if rested < REST {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(REST - rested + 0.01));
            return None;
        }
        Some((claim, hit.rect))
    }
}

#[expect(clippy::too_many_arguments, reason = "everything a click can be on")]
fn clicked(
    ui: &egui::Ui,
    response: &egui::Response,
    article: &Article<'_>,
    claim_id: &dyn Fn(usize) -> Option<ClaimId>,
    visible: &[Visible],
    hits: &Hits,
    pos: Pos2,
    byte: Option<usize>,
    intents: &mut Vec<Intent>,
) {
    let Some(byte) = byte else { return };
    let mut select = |selection| intents.push(Intent::Reader(ReaderIntent::Select(selection)));
    if response.triple_clicked() {
        let under = byte_under(article, visible, pos).unwrap_or(byte);
        if let Some(span) = sentence::sentence_at(article.version, article.language, under) {
            select(Selection::of(span));
        }
    } else if response.double_clicked() {
        let under = byte_under(article, visible, pos).unwrap_or(byte);
        if let Some(span) = word_at(article.version, under) {
            select(Selection::of(span));
        }
    } else if ui.input(|input| input.modifiers.shift) {
        let anchor = article.selection.map_or(byte, |selection| selection.anchor);
        select(Selection { anchor, head: byte });
    } else {
        select(Selection::caret(byte));
        if let Some(claim) = smallest(hits, pos).and_then(claim_id) {
            intents.push(Intent::Reader(ReaderIntent::Claim(claim)));
        }
    }
}

/// What a right click is about is chosen first: the selected words when it is on them, else the claim or the sentence there.
fn meant(
    article: &Article<'_>,
    claim_id: &dyn Fn(usize) -> Option<ClaimId>,
    hits: &Hits,
    pos: Pos2,
    byte: usize,
    intents: &mut Vec<Intent>,
) {
    let holds = |selection: &Selection| {
        let words = selection.span(article.version.text());
        words.is_some_and(|words| words.start() <= byte && byte <= words.end())
    };
    let selected = article.selection.filter(holds);
    intents.push(Intent::Reader(ReaderIntent::Select(selected.unwrap_or(Selection::caret(byte)))));
    if selected.is_none()
        && let Some(claim) = smallest(hits, pos).and_then(claim_id)
    {
        intents.push(Intent::Reader(ReaderIntent::Claim(claim)));
    }
}

/// The claim with the fewest words under a place.
fn smallest(hits: &Hits, pos: Pos2) -> Option<usize> {
    let under = hits.passages.iter().filter(|hit| hit.rect.contains(pos));
    under.min_by_key(|hit| hit.entry.span.len()).map(|hit| hit.entry.claim)
}

fn grip_at(hits: &Hits, pos: Pos2) -> Option<Grip> {
    hits.grips.iter().copied().find(|grip| grip.at.distance(pos) <= GRIP_REACH)
}

/// The piece at a height: the one there, or the nearest.
fn piece_at(visible: &[Visible], pos: Pos2) -> Option<&Visible> {
    visible.iter().find(|piece| pos.y < piece.rect.bottom()).or(visible.last())
}

/// The boundary between two letters nearest to a place.
fn byte_at(article: &Article<'_>, visible: &[Visible], pos: Pos2) -> Option<usize> {
    let piece = piece_at(visible, pos)?;
    let words = &article.version.text()[piece.range.clone()];
    Some(piece.range.start + geometry::byte_at(&piece.galley, words, piece.origin, pos))
}

/// What a drag over a place takes: nothing, between two letters, or a whole word from right to left.
fn taken_at(article: &Article<'_>, visible: &[Visible], pos: Pos2) -> Option<(usize, usize)> {
    let piece = piece_at(visible, pos)?;
    let words = &article.version.text()[piece.range.clone()];
    let taken = geometry::taken_at(&piece.galley, words, piece.origin, pos);
    Some((piece.range.start + taken.start, piece.range.start + taken.end))
}

/// The selection that holds both, ending with the second.
fn reach(from: (usize, usize), to: (usize, usize)) -> Selection {
    if from.0 <= to.0 {
        Selection { anchor: from.0, head: to.1.max(from.1) }
    } else {
        Selection { anchor: from.1, head: to.0 }
    }
}

/// The start of the letter under a place, which is the boundary nearest to it or the one before.
fn byte_under(article: &Article<'_>, visible: &[Visible], pos: Pos2) -> Option<usize> {
    let piece = piece_at(visible, pos)?;
    let words = &article.version.text()[piece.range.clone()];
    let taken = geometry::taken_at(&piece.galley, words, piece.origin, pos);
    if !taken.is_empty() {
        return Some(piece.range.start + taken.start);
    }
    let near = taken.start;
    let before = crate::model::position::floor_grapheme(words, near.saturating_sub(1));
    let holds = |range: std::ops::Range<usize>| {
        geometry::rects(&piece.galley, words, range, piece.origin).iter().any(|rect| rect.contains(pos))
    };
    let under = if before < near && holds(before..near) { before } else { near };
    Some(piece.range.start + under)
}

fn show_cursor(
    ui: &egui::Ui,
    response: &egui::Response,
    hits: &Hits,
    visible: &[Visible],
    is_on_strip: bool,
    pos: Pos2,
) {
    if !response.hovered() && !response.dragged() {
        return;
    }
    let is_on_text = visible.iter().any(|piece| {
        let words = Rect::from_min_size(piece.origin, piece.galley.size());
        words.expand2(egui::vec2(12.0, 4.0)).contains(pos)
    });
    let icon = if is_on_strip {
        CursorIcon::Default
    } else if grip_at(hits, pos).is_some() {
        CursorIcon::ResizeHorizontal
    } else if is_on_text {
        CursorIcon::Text
    } else {
        CursorIcon::Default
    };
    ui.ctx().set_cursor_icon(icon);
}
