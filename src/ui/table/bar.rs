//! The bar over the table: which view, how many claims, search, filter, groups, columns.

use egui::{Button, RichText, TextEdit, Ui, containers::menu::MenuButton};

use crate::{
    app::{
        Intent,
        table::{TableIntent, columns},
    },
    model::{ClaimColumn, ClaimQuery, Test},
    ui::{
        theme,
        widgets::{FIELD, chevron, faint, hint_text, name_for_screen_readers, quiet, right},
    },
};

use super::page::{Page, Shown, ask, close_together, column_name, entries, staying};

/// Draws the bar.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page, focus_search: bool, out: &mut Vec<Intent>) {
    let size = egui::vec2(ui.available_width(), 48.0);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_size(size);
        ui.add_space(14.0);
        // What comes and goes here must not take the keyboard or an open menu from what stands at the right.
        ui.scope(|ui| {
            views(ui, shown, page, out);
            save(ui, shown, page, out);
            // What stands at the right needs the room of a narrow window.
            if size.x > 640.0 {
                faint(ui, count(shown));
            }
        });
        right(ui, |ui| {
            ui.add_space(14.0);
            columns_menu(ui, shown, out);
            group_menu(ui, shown, out);
            filter_menu(ui, shown, page, out);
            search(ui, shown, focus_search, out);
        });
    });
}

fn count(shown: &Shown<'_>) -> String {
    let (passing, all) = (shown.lines.rows.len(), shown.document.shown().claims().len());
    match (passing, all) {
        (1, 1) => "1 claim".to_owned(),
        _ if passing == all => format!("{all} claims"),
        _ => format!("{passing} of {all} claims"),
    }
}

fn views(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page, out: &mut Vec<Intent>) {
    let open = shown.document.table_view();
    let name = open.map_or("All claims", |(view, _)| view.name.as_str());
    let name = match name.char_indices().nth(38) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    };
    // Room behind the name for the arrow.
    let words = RichText::new(format!("{name}     ")).font(theme::heading_font());
    let button = Button::new(words).frame_when_inactive(false);
    let (response, _) = MenuButton::from_button(button).config(staying()).ui(ui, |ui| {
        ui.set_min_width(240.0);
        let mut row = |ui: &mut Ui, name: &str, is_on: bool, view: Option<String>| {
            if ui.selectable_label(is_on, name).clicked() {
                out.push(TableIntent::OpenView(view).into());
                ui.close();
            }
        };
        row(ui, "All claims", open.is_none(), None);
        for view in shown.document.shown().views() {
            let is_on = open.is_some_and(|(open, _)| open.name == view.name);
            row(ui, &view.name, is_on, Some(view.name.clone()));
        }
        if let Some((view, _)) = open.filter(|_| shown.document.access.is_editable()) {
            ui.separator();
            ui.horizontal(|ui| {
                name_field(ui, page, "New name of the view", &view.name);
                if ui.button("Rename").clicked() {
                    out.push(TableIntent::RenameView(std::mem::take(&mut page.name)).into());
                    ui.close();
                }
            });
            let words = RichText::new("Delete the view").color(theme::tokens(ui).wrong.ink);
            if ui.button(words).on_hover_text("The claims stay").clicked() {
                out.push(TableIntent::DeleteView.into());
                ui.close();
            }
        }
    });
    name_for_screen_readers(&response, &format!("View: {name}"));
    let at = egui::pos2(response.rect.right() - 16.0, response.rect.center().y);
    let arrow = egui::Rect::from_center_size(at, egui::vec2(10.0, 10.0));
    chevron(ui, arrow, &ui.visuals().widgets.inactive, false);
    if response.clicked() {
        page.name = open.map(|(view, _)| view.name.clone()).unwrap_or_default();
    }
}

/// Keeps what is shown: into the view that is open, or under a new name.
fn save(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page, out: &mut Vec<Intent>) {
    if !shown.document.access.is_editable() {
        return;
    }
    let open = shown.document.table_view();
    let plain = ClaimQuery { columns: shown.query.columns.clone(), ..ClaimQuery::default() };
    let is_new = match open {
        Some((_, has_changed)) => has_changed,
        None => *shown.query != plain,
    };
    if !is_new {
        return;
    }
    if let Some((view, _)) = open
        && quiet(ui, "Update view").on_hover_text("Keep what is shown under this name").clicked()
    {
        out.push(TableIntent::SaveView(view.name.clone()).into());
    }
    let button = Button::new(RichText::new("Save view…").color(theme::tokens(ui).muted)).frame_when_inactive(false);
    let (response, _) = MenuButton::from_button(button).config(staying()).ui(ui, |ui| {
        ui.set_min_width(240.0);
        faint(ui, "Filter, order, groups and columns, for everybody who opens the project.");
        ui.horizontal(|ui| {
            let is_entered = name_field(ui, page, "Name of the view", "Such as: mine, still open");
            let name = page.name.trim();
            let is_taken = shown.document.shown().views().iter().any(|view| view.name == name);
            let word = if is_taken { "Replace" } else { "Save" };
            let is_clicked = ui.add_enabled(!name.is_empty(), Button::new(word)).clicked();
            if !name.is_empty() && (is_clicked || is_entered && !is_taken) {
                out.push(TableIntent::SaveView(std::mem::take(&mut page.name)).into());
                ui.close();
            }
        });
    });
    if response.clicked() {
        page.name.clear();
    }
}

/// A field for a name. Says whether Enter was pressed in it.
fn name_field(ui: &mut Ui, page: &mut Page, name: &str, hint: &str) -> bool {
    let field = TextEdit::singleline(&mut page.name).hint_text(hint_text(ui, hint)).desired_width(180.0).margin(FIELD);
    let response = ui.add(field);
    name_for_screen_readers(&response, name);
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

fn search(ui: &mut Ui, shown: &Shown<'_>, take_focus: bool, out: &mut Vec<Intent>) {
    let mut text = shown.query.text.clone();
    let field = TextEdit::singleline(&mut text).hint_text(hint_text(ui, "Search claims")).desired_width(180.0);
    let response = ui.add(field.margin(FIELD));
    name_for_screen_readers(&response, "Search claims");
    if take_focus {
        response.request_focus();
    }
    if response.changed() {
        out.push(ask(ClaimQuery { text, ..shown.query.clone() }));
    }
}

fn filter_menu(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page, out: &mut Vec<Intent>) {
    ui.menu_button("Filter", |ui| {
        ui.set_min_width(160.0);
        let free = ClaimColumn::ALL.iter().copied().filter(|column| shown.query.condition(*column).is_none());
        let chosen = entries(ui, |ui| free.filter(|column| ui.button(column_name(*column)).clicked()).last());
        if let Some(column) = chosen {
            let mut query = shown.query.clone();
            query.put_condition(column, Some(blank(shown, column)));
            page.opens = Some(column);
            out.push(ask(query));
            ui.close();
        }
    })
    .response
    .on_hover_text("Show only claims that meet a condition");
}

/// A condition that asks for nothing yet.
fn blank(shown: &Shown<'_>, column: ClaimColumn) -> Test {
    match columns::kind(shown.document.shown(), column) {
        columns::ColumnKind::Text => Test::Contains(String::new()),
        columns::ColumnKind::Choice => Test::Is(Vec::new()),
        columns::ColumnKind::Number | columns::ColumnKind::Date => {
            Test::Between { from: String::new(), to: String::new() }
        }
    }
}

fn group_menu(ui: &mut Ui, shown: &Shown<'_>, out: &mut Vec<Intent>) {
    let current = shown.query.group;
    let words = current.map_or("Group".to_owned(), |column| format!("Group: {}", column.label()));
    ui.menu_button(words, |ui| {
        ui.set_min_width(160.0);
        let offered = ClaimColumn::ALL.iter().copied().filter(|column| columns::groups(*column)).map(Some);
        close_together(ui);
        for column in std::iter::once(None).chain(offered) {
            let word = column.map_or("No groups", ClaimColumn::label);
            if ui.selectable_label(column == current, word).clicked() {
                out.push(ask(ClaimQuery { group: column, ..shown.query.clone() }));
                ui.close();
            }
        }
        if current.is_some() {
            ui.separator();
            for (word, is_folded) in [("Fold all", true), ("Unfold all", false)] {
                if ui.button(word).clicked() {
                    out.push(TableIntent::FoldAll(is_folded).into());
                    ui.close();
                }
            }
        }
    });
}

fn columns_menu(ui: &mut Ui, shown: &Shown<'_>, out: &mut Vec<Intent>) {
    let button = Button::new("Columns");
    MenuButton::from_button(button).config(staying()).ui(ui, |ui| {
        ui.set_min_width(170.0);
        entries(ui, |ui| {
            for column in ClaimColumn::ALL.iter().copied() {
                let mut is_on = shown.query.columns.contains(&column);
                let is_last = is_on && shown.query.columns.len() == 1;
                if ui.add_enabled(!is_last, egui::Checkbox::new(&mut is_on, column_name(column))).changed() {
                    let columns = toggled(&shown.query.columns, column);
                    out.push(ask(ClaimQuery { columns, ..shown.query.clone() }));
                }
            }
        });
        ui.separator();
        if ui.button("Usual columns").clicked() {
            out.push(ask(ClaimQuery { columns: ClaimQuery::COLUMNS.to_vec(), ..shown.query.clone() }));
        }
    });
}

/// Without the column, or with it at its usual place.
fn toggled(columns: &[ClaimColumn], column: ClaimColumn) -> Vec<ClaimColumn> {
    let mut columns = columns.to_vec();
    match columns.iter().position(|other| *other == column) {
        Some(at) => drop(columns.remove(at)),
        None => {
            let at = columns.iter().position(|other| *other > column).unwrap_or(columns.len());
            columns.insert(at, column);
        }
    }
    columns
}
