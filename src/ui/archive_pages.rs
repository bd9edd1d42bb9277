//! The pages of a web archive, of which one is to be opened.

use egui::{RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::{
    app::{Intent, PageChoice, intent::Answer},
    import::ArchivedPage,
};

use super::{
    theme,
    widgets::{self, FIELD, faint, hint_text, muted, name_for_screen_readers, title},
};

/// From so many pages on there is a field to search them.
const SEARCHED: usize = 10;

/// Height of a page in the list, in points.
const ROW: f32 = 52.0;

/// Draws the list: a click or Enter opens a page, Enter in the field the first that is found.
pub fn ui(ui: &mut Ui, choice: &PageChoice, search: &mut String, out: &mut Vec<Intent>) {
    ui.set_width(560.0);
    title(ui, "Which page of the web archive?");
    muted(ui, format!("It holds {} pages. One opens at a time; the archive is kept whole.", choice.pages.len()));
    let has_search = choice.pages.len() > SEARCHED;
    let is_entered = has_search && search_field(ui, search);
    let wanted = search.trim().to_lowercase();
    let found: Vec<usize> = (0..choice.pages.len()).filter(|at| is_found(&choice.pages[*at], &wanted)).collect();
    if let Some(first) = found.first().filter(|_| is_entered) {
        out.push(Intent::Answer(Answer::Page(*first)));
    }
    if found.is_empty() {
        faint(ui, "No page has these words in its title or address.");
    }
    let height = (ui.ctx().content_rect().height() - 240.0).clamp(120.0, 420.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_rows(ui, ROW, found.len(), |ui, rows| {
        for at in rows {
            let response = row(ui, &choice.pages[found[at]]);
            if at == 0 && !has_search && ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            if response.clicked() {
                out.push(Intent::Answer(Answer::Page(found[at])));
            }
        }
    });
    widgets::right(ui, |ui| {
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// Returns whether Enter was pressed in it.
fn search_field(ui: &mut Ui, search: &mut String) -> bool {
    let field = TextEdit::singleline(search).hint_text(hint_text(ui, "Title or address")).desired_width(f32::INFINITY);
    let response = ui.add(field.margin(FIELD));
    name_for_screen_readers(&response, "Search the pages");
    // Asked before the field takes the keyboard back: Enter has just made it give the keyboard up.
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    is_entered
}

fn is_found(page: &ArchivedPage, wanted: &str) -> bool {
    wanted
        .split_whitespace()
        .all(|word| page.title.to_lowercase().contains(word) || page.capture.url.to_lowercase().contains(word))
}

fn row(ui: &mut Ui, page: &ArchivedPage) -> egui::Response {
    let tokens = theme::tokens(ui);
    let ArchivedPage { title, capture } = page;
    let title = if title.is_empty() { &capture.url } else { title };
    let response =
        ui.allocate_response(vec2(ui.available_width(), ROW - ui.spacing().item_spacing.y), egui::Sense::click());
    let when = format!("{} · {}", capture.when(), capture.url);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{title}, captured {when}")));
    let rect = response.rect;
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.panel);
    }
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(vec2(8.0, 3.0))));
    inside.spacing_mut().item_spacing.y = 1.0;
    let words = RichText::new(title).font(egui::FontId::new(13.0, theme::bold()));
    inside.add(egui::Label::new(words).truncate().selectable(false));
    let words = RichText::new(when).size(12.0).color(tokens.faint);
    inside.add(egui::Label::new(words).truncate().selectable(false));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
