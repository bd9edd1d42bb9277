//! What every part of the page draws from, what it keeps, and what several parts draw alike.

use std::sync::Arc;

use egui::{PopupCloseBehavior, Rect, ScrollArea, Stroke, Ui, containers::menu::MenuConfig};

use crate::{
    app::{
        Document, Intent, Opened,
        table::{Lines, TableIntent},
    },
    model::{ClaimColumn, ClaimId, ClaimQuery},
    ui::theme,
};

/// What the page keeps from frame to frame.
#[derive(Debug, Default)]
pub struct Page {
    /// The statement that is being written: a field that was emptied stays empty while it has the keyboard.
    pub(super) draft: Option<(ClaimId, String)>,
    /// The name for a view.
    pub(super) name: String,
    /// The tag to give.
    pub(super) tag: String,
    /// The condition that was just added: its chip opens.
    pub(super) opens: Option<ClaimColumn>,
    /// The column that is being dragged wider, and how wide it is by now.
    pub(super) dragged: Option<(ClaimColumn, f32)>,
    /// How far the rows are scrolled, and how high their window is.
    pub(super) scrolled: f32,
    pub(super) height: f32,
}

/// What every part of the page draws from.
pub(super) struct TableContents<'a> {
    pub(super) session: Opened<'a>,
    pub(super) document: &'a Document,
    pub(super) query: &'a ClaimQuery,
    pub(super) lines: Arc<Lines>,
    /// Whoever sits here.
    pub(super) me: Option<&'a crate::model::Reviewer>,
}

/// Entries without gaps.
pub(super) fn close_together(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().button_padding.x = 8.0;
}

/// A box to tick; a quiet one shows only while it is needed.
pub(super) fn tick(ui: &Ui, cell: Rect, is_on: bool, is_shown: bool) {
    if !is_on && !is_shown {
        return;
    }
    let tokens = theme::tokens(ui);
    let rect = Rect::from_center_size(egui::pos2(cell.left() + 19.0, cell.center().y), egui::vec2(15.0, 15.0));
    if !is_on {
        ui.painter().rect(rect, 4.0, tokens.raised, Stroke::new(1.0, tokens.faint), egui::StrokeKind::Inside);
        return;
    }
    ui.painter().rect_filled(rect, 4.0, tokens.accent.ink);
    let at = |x: f32, y: f32| rect.min + egui::vec2(x, y);
    ui.painter().line(vec![at(3.5, 7.8), at(6.4, 10.6), at(11.4, 4.8)], Stroke::new(1.7, tokens.paper));
}

/// The same columns, order and groups without a filter.
pub(super) fn unfiltered(query: &ClaimQuery) -> ClaimQuery {
    let ClaimQuery { sort, group, columns, .. } = query.clone();
    ClaimQuery { sort, group, columns, ..ClaimQuery::default() }
}

/// The entries of a menu close together; they scroll where the window is low.
pub(super) fn entries<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (ui.ctx().content_rect().height() - 180.0).max(120.0);
    close_together(ui);
    ScrollArea::vertical().max_height(height).show(ui, contents).inner
}

/// What a column is called in a menu.
pub(super) fn column_name(column: ClaimColumn) -> &'static str {
    if column == ClaimColumn::Number { "Number" } else { column.label() }
}

/// A menu that stays open while something in it is changed.
pub(super) fn staying() -> MenuConfig {
    MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside)
}

pub(super) fn ask(query: ClaimQuery) -> Intent {
    TableIntent::Query(Box::new(query)).into()
}
