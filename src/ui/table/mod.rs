//! The claim table: a bar over it, the chips of its filter, a head that stays, rows of which only those in view are drawn,
//! and a bar under it while claims are selected.

mod bar;
mod bulk;
mod cells;
mod chips;
mod head;
mod keys;
mod rows;

use std::sync::Arc;

use egui::{Frame, Margin, Panel, PopupCloseBehavior, RichText, ScrollArea, Ui, containers::menu::MenuConfig};

use crate::{
    app::{
        Command, Document, Intent, Scene,
        table::{Lines, TableIntent},
    },
    model::{ClaimColumn, ClaimId, ClaimQuery},
};

use super::{
    desk::Desk,
    theme,
    widgets::{muted, quiet},
};

/// What the page keeps from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The statement that is being written: a field that was emptied stays empty while it has the keyboard.
    draft: Option<(ClaimId, String)>,
    /// The name for a view.
    name: String,
    /// The tag to give.
    tag: String,
    /// The condition that was just added: its chip opens.
    opens: Option<ClaimColumn>,
    /// The column that is being dragged wider, and how wide it is by now.
    dragged: Option<(ClaimColumn, f32)>,
    /// How far the rows are scrolled, and how high their window is.
    scrolled: f32,
    height: f32,
}

/// What every part of the page draws from.
struct Shown<'a> {
    document: &'a Document,
    query: &'a ClaimQuery,
    lines: Arc<Lines>,
    /// Whoever sits here.
    me: Option<&'a crate::model::Reviewer>,
}

/// Draws the page.
pub fn ui(ui: &mut Ui, desk: &mut Desk, out: &mut Vec<Intent>) {
    let session = &desk.session;
    let Some(document) = &session.document else { return };
    let shown = Shown {
        document,
        query: &document.view.table.query,
        lines: document.table_lines(),
        me: session.prefs.reviewer.as_ref(),
    };
    let page = &mut desk.table;
    if super::keyboard::has_keys(ui, session, Scene::Table) {
        keys::keys(ui, page, out);
    }
    bar::ui(ui, &shown, page, out);
    chips::ui(ui, &shown, page, out);
    if !document.view.table.selected.is_empty() {
        let tokens = theme::tokens(ui);
        let frame = Frame::new().fill(tokens.raised).inner_margin(Margin::symmetric(14, 6));
        Panel::bottom("table bulk").exact_size(44.0).frame(frame).show(ui, |ui| bulk::ui(ui, &shown, page, out));
    }
    if shown.lines.rows.is_empty() {
        return nothing(ui, &shown, out);
    }
    rows::ui(ui, &shown, page, &session.prefs.table, out);
    if let Some(document) = &mut desk.session.document {
        document.view.table.reveals = false;
    }
}

/// What to do where no claim is shown.
fn nothing(ui: &mut Ui, shown: &Shown<'_>, out: &mut Vec<Intent>) {
    let is_new = shown.document.shown().claims().is_empty();
    let (title, words) = match is_new {
        true => ("No claims yet", "Read an article, select a statement that can be checked, and press c."),
        false => ("No claim passes the filter", "Take a condition away, or show all claims."),
    };
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new(title).font(theme::heading_font()));
        muted(ui, words);
        ui.add_space(8.0);
        if is_new {
            if ui.button("Read the article").clicked() {
                out.push(Command::ReadArticle.into());
            }
            if quiet(ui, "Import claims…").clicked() {
                out.push(Command::Import.into());
            }
        } else if ui.button("Show all claims").clicked() {
            out.push(ask(unfiltered(shown.query)));
        }
    });
}

/// The same columns, order and groups without a filter.
fn unfiltered(query: &ClaimQuery) -> ClaimQuery {
    let ClaimQuery { sort, group, columns, .. } = query.clone();
    ClaimQuery { sort, group, columns, ..ClaimQuery::default() }
}

/// The entries of a menu close together; they scroll where the window is low.
fn entries<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (ui.ctx().content_rect().height() - 180.0).max(120.0);
    bulk::close_together(ui);
    ScrollArea::vertical().max_height(height).show(ui, contents).inner
}

/// What a column is called in a menu.
fn column_name(column: ClaimColumn) -> &'static str {
    if column == ClaimColumn::Number { "Number" } else { column.label() }
}

/// A menu that stays open while something in it is changed.
fn staying() -> MenuConfig {
    MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside)
}

fn ask(query: ClaimQuery) -> Intent {
    TableIntent::Query(Box::new(query)).into()
}
