//! The bar that looks for words in the article.

use egui::{Frame, Margin, Panel, TextEdit, Ui};

use crate::app::{Intent, Session, find::Find, intent::FindIntent};

use super::{
    theme,
    widgets::{FIELD, faint, hint_text, name_for_screen_readers},
};

/// Draws the bar while it is open.
pub fn ui(ui: &mut Ui, session: &Session, take_focus: bool, out: &mut Vec<Intent>) {
    let Some(document) = &session.document else { return };
    let Some(find) = &document.view.find else { return };
    let words = Bar { id: "find", hint: "Find in the article", take_focus };
    bar(ui, find, &words, |intent| out.push(Intent::Find(intent)));
}

/// What tells one bar from another.
pub struct Bar {
    /// Its name among panels.
    pub id: &'static str,
    /// What stands in the empty field.
    pub hint: &'static str,
    /// Whether the field takes the keyboard.
    pub take_focus: bool,
}

/// Draws a bar for one text.
pub fn bar(ui: &mut Ui, find: &Find, bar: &Bar, mut tell: impl FnMut(FindIntent)) {
    let frame = Frame::new().fill(theme::tokens(ui).panel).inner_margin(Margin::symmetric(14, 6));
    Panel::top(bar.id).exact_size(42.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let mut query = find.query.clone();
            let field = TextEdit::singleline(&mut query).hint_text(hint_text(ui, bar.hint));
            let response = ui.add(field.desired_width((ui.available_width() - 210.0).clamp(90.0, 280.0)).margin(FIELD));
            name_for_screen_readers(&response, bar.hint);
            if bar.take_focus {
                response.request_focus();
            }
            if response.changed() {
                tell(FindIntent::Query(query));
            }
            if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                let by = if ui.input(|input| input.modifiers.shift) { -1 } else { 1 };
                tell(FindIntent::Step(by));
                response.request_focus();
            }
            let is_some = !find.matches.is_empty();
            if ui.add_enabled(is_some, egui::Button::new("↑")).on_hover_text("Previous match (Shift F3)").clicked() {
                tell(FindIntent::Step(-1));
            }
            if ui.add_enabled(is_some, egui::Button::new("↓")).on_hover_text("Next match (F3)").clicked() {
                tell(FindIntent::Step(1));
            }
            let words = match (find.query.trim().is_empty(), find.matches.len()) {
                (true, _) => String::new(),
                (_, 0) => "Not found".to_owned(),
                (_, count) => format!("{} of {count}", find.current + 1),
            };
            faint(ui, words);
            super::widgets::right(ui, |ui| {
                if ui.button("Done").on_hover_text("Esc. The match becomes the selection.").clicked() {
                    tell(FindIntent::Close);
                }
            });
        });
    });
}
