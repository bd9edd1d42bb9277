//! The rows: those in view are drawn, however many there are.

use egui::{Rect, ScrollArea, Sense, Stroke, Ui};

use crate::{
    app::{
        Intent, TableLook,
        intent::ClaimIntent,
        table::{Group, Line, Pick, TableIntent},
    },
    model::{Claim, ClaimColumn},
    ui::{
        menus, theme,
        widgets::{fit, name_for_screen_readers},
    },
};

use super::{
    cells,
    head::{self, BOX, ColumnSpan},
    page::{Page, TableContents, tick},
};

/// Height of a row in points.
pub const ROW: f32 = 30.0;

/// Draws head and rows.
pub fn ui(
    ui: &mut Ui,
    shown: &TableContents<'_>,
    page: &mut Page,
    look: &TableLook,
    reveal_cursor: bool,
    out: &mut Vec<Intent>,
) {
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    ui.spacing_mut().scroll.fade.strength = 0.0;
    let room = ui.available_width();
    let spans = head::column_spans(shown.query, look, page, room);
    let width = spans.last().map_or(BOX, ColumnSpan::right).max(room);
    let (head_rect, _) = ui.allocate_exact_size(egui::vec2(room, head::HEIGHT), Sense::hover());
    let cursor = shown.document.table_cursor();
    let mut area = ScrollArea::both().id_salt("claim table").auto_shrink(false);
    if let Some(offset) = cursor.filter(|_| reveal_cursor).and_then(|line| page.offset_for(line)) {
        area = area.vertical_scroll_offset(offset);
    }
    let lines = &shown.lines.lines;
    let output = area.show_viewport(ui, |ui, viewport| {
        ui.set_width(width);
        ui.set_height(lines.len() as f32 * ROW);
        let origin = ui.max_rect().min;
        let first = ((viewport.top() / ROW).floor().max(0.0) as usize).min(lines.len());
        let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(lines.len());
        if shown.document.view.table.in_view != Some(first..last) {
            out.push(TableIntent::InView(first..last).into());
        }
        for (line, what) in lines.iter().enumerate().take(last).skip(first) {
            let at = egui::pos2(origin.x, origin.y + line as f32 * ROW);
            let rect = Rect::from_min_size(at, egui::vec2(width, ROW));
            match what {
                Line::Group(group) => {
                    let left = viewport.left();
                    group_ui(ui, shown, &shown.lines.groups[*group], rect, left, out);
                }
                Line::Claim(index) => {
                    let row = Row { line, index: *index, is_cursor: cursor == Some(line) };
                    row_ui(ui, shown, page, row, rect, &spans, out);
                }
            }
        }
    });
    let offset = output.state.clamped_offset();
    (page.scrolled, page.height) = (offset.y, output.inner_rect.height());
    let moved = head_rect.translate(egui::vec2(-offset.x, 0.0));
    let moved = Rect::from_min_size(moved.min, egui::vec2(width, head_rect.height()));
    ui.scope(|ui| {
        ui.set_clip_rect(head_rect.intersect(ui.clip_rect()));
        head::ui(ui, shown, page, moved, &spans, out);
    });
}

impl Page {
    /// Where to scroll for a line to be in view; `None` where it is already, or before the first frame.
    fn offset_for(&self, line: usize) -> Option<f32> {
        let (top, bottom) = (line as f32 * ROW, (line + 1) as f32 * ROW);
        if self.height <= 0.0 {
            return Some(line.saturating_sub(8) as f32 * ROW);
        }
        if top < self.scrolled {
            Some(top)
        } else if bottom > self.scrolled + self.height {
            Some(bottom - self.height)
        } else {
            None
        }
    }
}

/// A line with a claim.
#[derive(Clone, Copy)]
struct Row {
    line: usize,
    index: usize,
    is_cursor: bool,
}

fn row_ui(
    ui: &mut Ui,
    shown: &TableContents<'_>,
    page: &mut Page,
    row: Row,
    rect: Rect,
    spans: &[ColumnSpan],
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    let claim = &shown.document.shown().claims()[row.index];
    let table = &shown.document.view.table;
    let is_selected = table.selected.contains(&claim.id);
    let response = ui.interact(rect, ui.scope_id().with(("row", row.line)), Sense::click());
    let fill = match (is_selected, row.is_cursor || response.contains_pointer()) {
        (true, _) => Some(tokens.accent.fill),
        (false, true) => Some(tokens.panel),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if row.is_cursor {
        ui.painter().vline(rect.left() + 1.5, rect.y_range(), Stroke::new(3.0, tokens.accent.ink));
    }
    let number = claim.number;
    let told = || format!("Claim {number}: {}", words_of(claim));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Row, true, is_selected || row.is_cursor, told()));
    check_box(ui, row, claim.number, rect, is_selected, response.contains_pointer(), out);
    let clip = ui.clip_rect();
    for span in spans {
        let cell = Rect::from_min_size(egui::pos2(rect.left() + span.left, rect.top()), egui::vec2(span.width, ROW));
        if !cell.intersects(clip) {
            continue;
        }
        let is_written = span.column == ClaimColumn::Statement && table.editing.as_ref() == Some(&claim.id);
        if is_written && row.is_cursor {
            write(ui, page, claim, cell, out);
        } else {
            cells::ui(ui, shown, &cells::Cell { line: row.line, claim, rect: cell }, span.column, out);
        }
    }
    clicks(ui, &response, row, claim, rect, spans, out);
    // Of one that is selected, the menu is about all that are.
    if response.secondary_clicked() && !is_selected {
        out.push(TableIntent::Pick(row.line, Pick::Only).into());
    }
    response.context_menu(|ui| menus::rows(ui, shown.session, out));
}

fn words_of(claim: &Claim) -> String {
    claim.checked_statement().replace('\n', " ")
}

/// A click puts the cursor there, with Ctrl and Shift it selects; a double click on the statement writes it, elsewhere it goes
/// to the claim.
fn clicks(
    ui: &Ui,
    response: &egui::Response,
    row: Row,
    claim: &Claim,
    rect: Rect,
    spans: &[ColumnSpan],
    out: &mut Vec<Intent>,
) {
    let at = response.interact_pointer_pos().map(|at| at.x - rect.left());
    let column = at.and_then(|x| spans.iter().find(|span| span.left <= x && x < span.right()));
    if response.double_clicked() {
        out.push(match column.map(|span| span.column) {
            Some(ClaimColumn::Statement) => TableIntent::Write(Some(claim.id.clone())).into(),
            _ => ClaimIntent::Go(claim.id.clone()).into(),
        });
    } else if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        let pick = match (modifiers.shift, modifiers.command) {
            (true, _) => Pick::Range,
            (false, true) => Pick::Toggle,
            (false, false) => Pick::Only,
        };
        out.push(TableIntent::Pick(row.line, pick).into());
    }
}

fn check_box(ui: &mut Ui, row: Row, number: u32, rect: Rect, is_on: bool, is_near: bool, out: &mut Vec<Intent>) {
    let cell = Rect::from_min_size(rect.min, egui::vec2(BOX, ROW));
    let response = ui.interact(cell, ui.scope_id().with(("box", row.line)), Sense::click());
    let name = format!("Select claim {number}");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_on, &name));
    tick(ui, cell, is_on, is_near || response.hovered() || response.has_focus());
    if response.clicked() {
        let pick = if ui.input(|input| input.modifiers.shift) { Pick::Range } else { Pick::Toggle };
        out.push(TableIntent::Pick(row.line, pick).into());
    }
}

/// The field for a statement, in its cell.
fn write(ui: &mut Ui, page: &mut Page, claim: &Claim, cell: Rect, out: &mut Vec<Intent>) {
    let is_new = page.draft.as_ref().is_none_or(|(id, _)| *id != claim.id);
    if is_new {
        page.draft = Some((claim.id.clone(), words_of(claim)));
    }
    let Some((_, text)) = &mut page.draft else { return };
    let field = egui::TextEdit::singleline(text).margin(egui::Margin::symmetric(7, 4)).desired_width(cell.width());
    let response = ui.put(cell.shrink2(egui::vec2(3.0, 2.0)), field);
    name_for_screen_readers(&response, "Statement as checked");
    if is_new {
        response.request_focus();
    }
    if response.changed() {
        let words = text.trim();
        let is_printed = words.is_empty() || words == claim.quote().replace('\n', " ");
        let statement = (!is_printed).then(|| words.to_owned());
        out.push(Intent::set(claim, crate::model::ClaimField::Statement(statement)));
    }
    if response.lost_focus() {
        page.draft = None;
        out.push(TableIntent::Write(None).into());
    }
}

/// The head of a group, which stays at the left while columns scroll.
fn group_ui(ui: &mut Ui, shown: &TableContents<'_>, group: &Group, rect: Rect, scrolled: f32, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(("group", &group.key)), Sense::click());
    let is_lit = response.hovered() || response.has_focus();
    ui.painter().rect_filled(rect, 0.0, if is_lit { tokens.line } else { tokens.panel });
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    let left = rect.left() + scrolled + 14.0;
    let ink = match shown.query.group {
        Some(ClaimColumn::Verdict | ClaimColumn::Second) => cells::verdict_ink(shown, &group.key, tokens),
        _ => tokens.text,
    };
    let middle = |galley: &egui::Galley| rect.center().y - galley.size().y / 2.0;
    fold_arrow(ui, egui::pos2(left + 6.0, rect.center().y), group.is_folded);
    let label = fit(ui, &group.label, egui::FontId::new(13.0, theme::bold()), ink, 560.0);
    let end = left + 24.0 + label.size().x;
    ui.painter().galley(egui::pos2(left + 24.0, middle(&label)), label, ink);
    let count = fit(ui, &group.count.to_string(), egui::FontId::proportional(12.0), tokens.faint, 80.0);
    ui.painter().galley(egui::pos2(end + 10.0, middle(&count)), count, tokens.faint);
    let state = if group.is_folded { "folded" } else { "unfolded" };
    let told = format!("{}, {} claims, {state}", group.label, group.count);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        out.push(TableIntent::Fold(group.key.clone()).into());
    }
}

/// Points down while a group is open, and to the right while it is folded.
fn fold_arrow(ui: &Ui, at: egui::Pos2, is_folded: bool) {
    let turned = |x: f32, y: f32| at + if is_folded { egui::vec2(y, x) } else { egui::vec2(x, y) };
    let points = vec![turned(-3.5, -1.75), turned(0.0, 1.75), turned(3.5, -1.75)];
    ui.painter().line(points, Stroke::new(1.5, theme::tokens(ui).muted));
}
