//! The strip at the right edge: scroll bar and overview in one. Every claim is a mark at its height, open ones hollow.

use egui::{Pos2, Rect, Sense, Stroke, StrokeKind};

use crate::ui::theme::Tokens;

use super::{Article, Drag, Reader};
use crate::app::view::Scroll;

/// Its width in points.
const WIDTH: f32 = 12.0;

/// Draws the strip and moves the article when it is clicked or dragged. Returns whether the pointer is on it.
pub fn ui(ui: &egui::Ui, reader: &mut Reader, article: &Article<'_>, area: Rect, tokens: &Tokens) -> bool {
    let strip = Rect::from_min_max(
        Pos2::new(area.right() - WIDTH - 4.0, area.top() + 8.0),
        Pos2::new(area.right() - 4.0, area.bottom() - 8.0),
    );
    let total = reader.heights.total().max(1.0);
    let first = reader.heights.sum(reader.scroll.block) + f64::from(reader.scroll.offset);
    let room = f64::from(area.height());
    if total <= room && article.spans.entries().is_empty() {
        return false;
    }
    let painter = ui.painter();
    painter.rect(strip, 6.0, tokens.panel, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    let y_of = |height: f64| strip.top() + 3.0 + (strip.height() - 6.0) * (height / total).clamp(0.0, 1.0) as f32;
    marks(ui, reader, article, strip, &y_of, tokens);
    let view = Rect::from_min_max(
        Pos2::new(strip.left() - 1.0, y_of(first)),
        Pos2::new(strip.right() + 1.0, y_of(first + room).max(y_of(first) + 14.0)),
    );
    if total > room {
        painter.rect_stroke(view, 5.0, Stroke::new(1.5, tokens.faint), StrokeKind::Inside);
    }
    let response =
        ui.interact(strip.expand2(egui::vec2(4.0, 8.0)), ui.scope_id().with("strip"), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ScrollBar, true, "Overview of the article"));
    if let Some(pos) =
        response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked())
    {
        reader.drag = Some(Drag::Strip);
        let share = f64::from((pos.y - strip.top() - 3.0) / (strip.height() - 6.0)).clamp(0.0, 1.0);
        let (block, offset) = reader.heights.find((share * total - room / 2.0).clamp(0.0, (total - room).max(0.0)));
        reader.scroll = Scroll { block, offset };
        ui.request_repaint();
    } else if reader.drag == Some(Drag::Strip) {
        reader.drag = None;
    }
    response.hovered() || response.dragged()
}

fn marks(
    ui: &egui::Ui,
    reader: &Reader,
    article: &Article<'_>,
    strip: Rect,
    y_of: &dyn Fn(f64) -> f32,
    tokens: &Tokens,
) {
    let mut last = (f32::NEG_INFINITY, None);
    for entry in article.spans.entries() {
        let Some(index) = reader.piece_at(entry.span.start()) else { continue };
        let piece = &reader.pieces[index];
        let within = (entry.span.start() - piece.range.start) as f32 / piece.range.len().max(1) as f32;
        let y = y_of(reader.heights.sum(index) + f64::from(reader.heights.get(index) * within)).round();
        // Ten thousand claims share a few hundred places: one mark each is enough.
        if last == (y, entry.tone) {
            continue;
        }
        last = (y, entry.tone);
        let rect = Rect::from_min_max(Pos2::new(strip.left() + 2.0, y - 1.5), Pos2::new(strip.right() - 2.0, y + 1.5));
        let ink = tokens.tone(entry.tone).ink;
        if entry.tone.is_some() {
            ui.painter().rect_filled(rect, 1.5, ink);
        } else {
            ui.painter().rect_stroke(rect, 1.5, Stroke::new(1.0, ink), StrokeKind::Inside);
        }
    }
}
