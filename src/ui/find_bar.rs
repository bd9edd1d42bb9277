//! The bar that looks for words in a text.

use egui::{Frame, Label, Margin, Panel, RichText, TextEdit, Ui};

use crate::app::{
    Intent, Opened, Side,
    find::Find,
    intent::{FindIntent, PaneIntent},
};

use super::{
    theme,
    widgets::{FIELD, faint, hint_text, keyed, name_for_screen_readers},
};

/// Draws the bar of a text while it is open.
pub fn ui(ui: &mut Ui, session: Opened<'_>, side: Side, take_focus: bool, out: &mut Vec<Intent>) {
    let find = session.document.text(side).and_then(|text| text.find.as_ref());
    let Some(find) = find else { return };
    let (id, hint) = match side {
        Side::Article => ("find", "Find in the article"),
        Side::Pane => ("pane find", "Find in the document"),
    };
    bar(ui, find, &Bar { id, hint, take_focus }, |intent| {
        out.push(match side {
            Side::Article => Intent::Find(intent),
            Side::Pane => PaneIntent::Find(intent).into(),
        });
    });
}

/// What tells one bar from another.
struct Bar {
    id: &'static str,
    hint: &'static str,
    take_focus: bool,
}

fn bar(ui: &mut Ui, find: &Find, bar: &Bar, mut tell: impl FnMut(FindIntent)) {
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
            if ui
                .add_enabled(is_some, egui::Button::new("↑"))
                .on_hover_text(keyed(ui, "Previous match ({find-previous})"))
                .clicked()
            {
                tell(FindIntent::Step(-1));
            }
            if ui
                .add_enabled(is_some, egui::Button::new("↓"))
                .on_hover_text(keyed(ui, "Next match ({find-next})"))
                .clicked()
            {
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
                if let Some(note) = find.found().and_then(|found| found.in_note.as_deref()) {
                    let words = RichText::new(note).size(12.0).color(theme::tokens(ui).muted);
                    ui.add(Label::new(words).truncate()).on_hover_text(note);
                }
            });
        });
    });
}
