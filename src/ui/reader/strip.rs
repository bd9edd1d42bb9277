//! The strip at the right edge: scroll bar and overview in one. Every claim is a mark at its height, open ones hollow; a thin
//! line runs along the sentences that are still open.

use egui::{Pos2, Rect, Sense, Stroke, StrokeKind};

use crate::{
    app::{StateId, view::Scroll},
    model::Tone,
    ui::theme::Tokens,
};

use super::{Drag, ReaderWidget, article::Article, coverage};

/// Its width in points.
const WIDTH: f32 = 12.0;

/// Draws the strip and moves the article when it is clicked or dragged. Returns whether the pointer is on it.
pub fn ui(ui: &egui::Ui, reader: &mut ReaderWidget, article: &Article<'_>, area: Rect, tokens: &Tokens) -> bool {
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

/// The claims as marks: where each stands and in which colours, kept while claims and heights stay nearly the same. Working
/// them out for ten thousand claims in every frame would cost more than drawing the article.
#[derive(Debug, Default)]
pub struct Marks {
    /// Of which state of the project, at which height of strip and article.
    key: ((StateId, StateId), f32, f64),
    at: Vec<(f32, Option<Tone>)>,
    /// Stretches of open sentences, from the top of the strip.
    open: Vec<(f32, f32)>,
}

/// By how much of itself the article's height may change before the marks are worked out anew.
const SLACK: f64 = 0.004;

impl Marks {
    fn fits(&self, state: (StateId, StateId), height: f32, total: f64) -> bool {
        let (old_state, old_height, old_total) = self.key;
        let is_near = (old_total - total).abs() <= total * SLACK && old_total > 0.0;
        old_state == state && (old_height - height).abs() < 0.5 && is_near
    }
}

fn marks(
    ui: &egui::Ui,
    reader: &mut ReaderWidget,
    article: &Article<'_>,
    strip: Rect,
    y_of: &dyn Fn(f64) -> f32,
    tokens: &Tokens,
) {
    let total = reader.heights.total();
    if !reader.marks.fits(article.state, strip.height(), total) {
        let at = positions(reader, article, y_of).into_iter().map(|(y, tone)| (y - strip.top(), tone)).collect();
        let open = coverage::open_stretches(reader, article, &|height| y_of(height) - strip.top());
        reader.marks = Marks { key: (article.state, strip.height(), total), at, open };
    }
    for (from, to) in &reader.marks.open {
        let rect = Rect::from_min_max(
            Pos2::new(strip.left() + 1.5, strip.top() + from),
            Pos2::new(strip.left() + 3.5, strip.top() + to),
        );
        ui.painter().rect_filled(rect, 1.0, tokens.faint);
    }
    for (y, tone) in &reader.marks.at {
        let y = strip.top() + y;
        let rect = Rect::from_min_max(Pos2::new(strip.left() + 2.0, y - 1.5), Pos2::new(strip.right() - 2.0, y + 1.5));
        let ink = tokens.tone(*tone).ink;
        if tone.is_some() {
            ui.painter().rect_filled(rect, 1.5, ink);
        } else {
            ui.painter().rect_stroke(rect, 1.5, Stroke::new(1.0, ink), StrokeKind::Inside);
        }
    }
}

/// Where the claims stand. Ten thousand of them share a few hundred places, of which each gets one mark.
fn positions(reader: &ReaderWidget, article: &Article<'_>, y_of: &dyn Fn(f64) -> f32) -> Vec<(f32, Option<Tone>)> {
    let mut found: Vec<(f32, Option<Tone>)> = Vec::new();
    for entry in article.spans.entries() {
        let Some(index) = reader.piece_at(entry.span.start()) else { continue };
        let piece = &reader.pieces[index];
        let within = (entry.span.start() - piece.range.start) as f32 / piece.range.len().max(1) as f32;
        let y = y_of(reader.heights.sum(index) + f64::from(reader.heights.get(index) * within)).round();
        // An open claim shows through: it is what is left to do.
        match found.last_mut().filter(|last| last.0 + 2.0 > y) {
            Some(last) if entry.tone.is_none() => last.1 = None,
            Some(_) => {}
            None => found.push((y, entry.tone)),
        }
    }
    found
}
