//! The dialog that asks who is to make an independent first pass.

use egui::{TextEdit, Ui};

use crate::app::{Intent, Opened, intent::Answer};

use super::widgets::{self, FIELD, faint, field_label, hint_text, muted, name_for_screen_readers, primary, title};

/// Who is chosen.
#[derive(Debug, Default)]
pub struct Chosen {
    people: Vec<String>,
    others: String,
}

/// Draws the dialog.
pub fn ui(ui: &mut Ui, session: Opened<'_>, chosen: &mut Chosen, out: &mut Vec<Intent>) {
    let project = session.document.shown();
    title(ui, "Give out first passes");
    muted(
        ui,
        "Each reviewer gets a file beside the project with the articles, the scale and the settings, and nothing that anybody marked or found. \
         Import the files when they come back.",
    );
    for reviewer in project.reviewers() {
        let id = reviewer.id.to_string();
        let mut is_on = chosen.people.contains(&id);
        let out = project.passes().iter().any(|pass| pass.reviewer == reviewer.id && !pass.is_back());
        let words = if out { format!("{} (one is out)", reviewer.whole()) } else { reviewer.whole() };
        if ui.checkbox(&mut is_on, words).changed() {
            if is_on {
                chosen.people.push(id);
            } else {
                chosen.people.retain(|known| *known != id);
            }
        }
    }
    field_label(ui, "Others, by name");
    let hint = hint_text(ui, "Bea Lund, Cleo Park");
    let field = TextEdit::singleline(&mut chosen.others).hint_text(hint).desired_width(f32::INFINITY).margin(FIELD);
    name_for_screen_readers(&ui.add(field), "Others, by name");
    if session.document.path.is_none() {
        faint(ui, "Save the project first: the files go beside it.");
    }
    let others = chosen.others.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let people: Vec<String> = chosen.people.iter().cloned().chain(others).collect();
    widgets::right(ui, |ui| {
        let words = match people.len() {
            0 => "Write the files".to_owned(),
            1 => "Write 1 file".to_owned(),
            count => format!("Write {count} files"),
        };
        let can = !people.is_empty() && session.document.path.is_some();
        if ui.add_enabled_ui(can, |ui| primary(ui, &words)).inner.clicked() {
            out.push(Intent::Answer(Answer::GiveOut(people)));
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}
