//! The head of the table: it stays while the rows scroll. A click sorts, an edge drags a column wider.

use egui::{Align2, CursorIcon, FontId, Rect, Sense, Stroke, Ui};

use crate::{
    app::{Intent, TableLook, table::TableIntent},
    model::{ClaimColumn, ClaimQuery, ClaimSort},
    ui::{theme, widgets::fit},
};

use super::page::{Page, TableContents, ask, tick};

/// Room for the box that selects a row.
pub const BOX: f32 = 30.0;

/// The height of the head.
pub const HEIGHT: f32 = 28.0;

/// The stretch that a column takes, in points from the left of the table.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpan {
    pub column: ClaimColumn,
    pub left: f32,
    pub width: f32,
}

impl ColumnSpan {
    pub fn right(&self) -> f32 {
        self.left + self.width
    }
}

/// Whether figures stand in a column, which end at the right.
pub fn is_figure(column: ClaimColumn) -> bool {
    matches!(column, ClaimColumn::Number | ClaimColumn::Evidence | ClaimColumn::Queries)
}

fn usual_width(column: ClaimColumn) -> f32 {
    match column {
        ClaimColumn::Number => 46.0,
        ClaimColumn::Statement | ClaimColumn::Quote => 230.0,
        ClaimColumn::Article => 136.0,
        ClaimColumn::Notes => 160.0,
        ClaimColumn::Verdict | ClaimColumn::Second => 136.0,
        ClaimColumn::Claimant | ClaimColumn::Tags | ClaimColumn::Kind | ClaimColumn::Changed => 130.0,
        ClaimColumn::Status => 122.0,
        ClaimColumn::Queries => 104.0,
        ClaimColumn::Evidence => 78.0,
        ClaimColumn::Confidence
        | ClaimColumn::Assigned
        | ClaimColumn::CheckedBy
        | ClaimColumn::Placement
        | ClaimColumn::Priority
        | ClaimColumn::Marked => 98.0,
    }
}

/// Where each column stands. What is left of the room goes to the statement, or else to the words.
pub fn column_spans(query: &ClaimQuery, look: &TableLook, page: &Page, room: f32) -> Vec<ColumnSpan> {
    let width = |column: ClaimColumn| {
        let dragged = page.dragged.filter(|(dragged, _)| *dragged == column).map(|(_, width)| width);
        dragged.or(look.widths.get(&column).copied()).unwrap_or_else(|| usual_width(column))
    };
    let total: f32 = query.columns.iter().map(|column| width(*column)).sum::<f32>() + BOX;
    let wide = [ClaimColumn::Statement, ClaimColumn::Quote].into_iter().find(|wide| query.columns.contains(wide));
    let mut left = BOX;
    let mut spans = Vec::with_capacity(query.columns.len());
    for column in query.columns.iter().copied() {
        let rest = if wide == Some(column) { (room - total).max(0.0) } else { 0.0 };
        let width = width(column) + rest;
        spans.push(ColumnSpan { column, left, width });
        left += width;
    }
    spans
}

/// Draws the head in its place.
pub fn ui(
    ui: &mut Ui,
    shown: &TableContents<'_>,
    page: &mut Page,
    rect: Rect,
    spans: &[ColumnSpan],
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    ui.painter().rect_filled(rect, 0.0, tokens.panel);
    for x in [rect.top() + 0.5, rect.bottom() - 0.5] {
        ui.painter().hline(rect.x_range(), x, Stroke::new(1.0, tokens.line));
    }
    select_all(ui, shown, rect, out);
    for span in spans {
        let cell =
            Rect::from_min_size(egui::pos2(rect.left() + span.left, rect.top()), egui::vec2(span.width, rect.height()));
        heading(ui, shown, cell, span.column, out);
        edge(ui, page, cell, span, out);
    }
}

fn select_all(ui: &mut Ui, shown: &TableContents<'_>, rect: Rect, out: &mut Vec<Intent>) {
    let cell = Rect::from_min_size(rect.min, egui::vec2(BOX, rect.height()));
    let count = shown.document.view.table.selected.len();
    let is_on = count > 0 && count == shown.lines.rows.len();
    let response = ui.interact(cell, ui.scope_id().with("select all"), Sense::click());
    let word = if is_on { "Select none" } else { "Select all" };
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_on, word));
    tick(ui, cell, is_on, count > 0 || response.hovered() || response.has_focus());
    if response.on_hover_text(word).clicked() {
        out.push(if is_on { TableIntent::SelectNone.into() } else { crate::app::Command::SelectAll.into() });
    }
}

fn heading(ui: &mut Ui, shown: &TableContents<'_>, cell: Rect, column: ClaimColumn, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let sorted = shown.query.sort.filter(|sort| sort.column == column);
    let response = ui.interact(cell, ui.scope_id().with(("head", column)), Sense::click());
    let ink = if sorted.is_some() || response.hovered() || response.has_focus() { tokens.text } else { tokens.faint };
    let arrow = match sorted {
        Some(sort) if sort.is_descending => "↓",
        Some(_) => "↑",
        None => "",
    };
    let words = [column.label(), arrow].join(" ");
    let galley = fit(ui, words.trim(), theme::label_font(), ink, cell.width() - 16.0);
    let align = if is_figure(column) { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let inner = cell.shrink2(egui::vec2(10.0, 0.0));
    let at = align.align_size_within_rect(galley.size(), inner);
    ui.painter().with_clip_rect(cell.intersect(ui.clip_rect())).galley(at.min, galley, ink);
    let told = match sorted {
        Some(sort) if sort.is_descending => format!("{}, sorted downwards", column.label()),
        Some(_) => format!("{}, sorted upwards", column.label()),
        None => column.label().to_owned(),
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &told));
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        let sort = match sorted {
            None => Some(ClaimSort { column, is_descending: false }),
            Some(sort) if !sort.is_descending => Some(ClaimSort { column, is_descending: true }),
            Some(_) => None,
        };
        out.push(ask(ClaimQuery { sort, ..shown.query.clone() }));
    }
}

/// The right edge of a column, to drag.
fn edge(ui: &mut Ui, page: &mut Page, cell: Rect, span: &ColumnSpan, out: &mut Vec<Intent>) {
    let grip =
        Rect::from_min_max(egui::pos2(cell.right() - 4.0, cell.top()), egui::pos2(cell.right() + 3.0, cell.bottom()));
    let response = ui.interact(grip, ui.scope_id().with(("edge", span.column)), Sense::drag());
    let tokens = theme::tokens(ui);
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        ui.painter().vline(cell.right() - 0.5, cell.y_range(), Stroke::new(2.0, tokens.accent.ink));
    } else {
        let short = cell.y_range().shrink(8.0);
        ui.painter().vline(cell.right() - 0.5, short, Stroke::new(1.0, tokens.line));
    }
    if response.dragged() {
        let width = page.dragged.map_or(span.width, |(_, width)| width) + response.drag_delta().x;
        page.dragged = Some((span.column, width.clamp(48.0, 900.0)));
    }
    if response.drag_stopped()
        && let Some((column, width)) = page.dragged.take()
    {
        out.push(TableIntent::Width(column, width.round()).into());
    }
}

/// The font of cells.
pub fn font() -> FontId {
    FontId::proportional(13.0)
}
