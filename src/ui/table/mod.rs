//! The claim table: a bar over it, the chips of its filter, a head that stays, rows of which only those in view are drawn,
//! and a bar under it while claims are selected.

mod bar;
mod bulk;
mod cells;
mod chips;
mod head;
mod keys;
mod page;
mod rows;

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::app::{Command, Intent, Opened, Scene};

use self::page::{TableContents, ask, unfiltered};

use super::{
    theme,
    widgets::{keyed, muted, quiet},
};

pub use self::page::Page;

/// What the page is to do once.
#[derive(Debug, Clone, Copy)]
pub struct TableOnce {
    /// The search field takes the keyboard.
    pub focus_search: bool,
    /// The cursor is brought into view.
    pub reveal_cursor: bool,
}

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, page: &mut Page, once: TableOnce, out: &mut Vec<Intent>) {
    let document = session.document;
    let shown = TableContents {
        session,
        document,
        query: &document.view.table.query,
        lines: document.table_lines(),
        me: session.prefs.reviewer.as_ref(),
    };
    if super::keyboard::has_keys(ui, &session, Scene::Table) {
        keys::keys(ui, page, out);
    }
    bar::ui(ui, &shown, page, once.focus_search, out);
    chips::ui(ui, &shown, page, out);
    if !document.view.table.selected.is_empty() {
        let tokens = theme::tokens(ui);
        let frame = Frame::new().fill(tokens.raised).inner_margin(Margin::symmetric(14, 6));
        Panel::bottom("table bulk").exact_size(44.0).frame(frame).show(ui, |ui| bulk::ui(ui, &shown, page, out));
    }
    if shown.lines.rows.is_empty() {
        return nothing(ui, &shown, out);
    }
    rows::ui(ui, &shown, page, &session.prefs.table, once.reveal_cursor, out);
}

/// What to do where no claim is shown.
fn nothing(ui: &mut Ui, shown: &TableContents<'_>, out: &mut Vec<Intent>) {
    let is_new = shown.document.shown().claims().is_empty();
    let (title, words) = match is_new {
        true => ("No claims yet", "Read an article, select a statement that can be checked, and press {mark}."),
        false => ("No claim passes the filter", "Take a condition away, or show all claims."),
    };
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new(title).font(theme::heading_font()));
        muted(ui, keyed(ui, words));
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
