//! The few questions that have to be answered before going on.

use std::path::{Path, PathBuf};

use egui::{Modal, RichText, TextEdit, Ui};

use crate::app::{Command, Dialog, Intent, effect::Pick, intent::Answer};

use super::{
    desk::Desk,
    export_dialog, theme,
    widgets::{self, FIELD, faint, hint_text, muted, name_for_screen_readers, primary},
};

/// Draws the question, if there is one.
pub fn ui(ui: &mut Ui, desk: &mut Desk, out: &mut Vec<Intent>) {
    let Some(dialog) = desk.session.dialog.clone() else { return };
    let modal = Modal::new(egui::Id::unique("dialog"))
        .frame(super::overlays::sheet(ui).inner_margin(egui::Margin::same(20)))
        .show(ui.ctx(), |ui| {
            ui.set_width(if matches!(dialog, Dialog::Export) { export_dialog::width(ui) } else { 440.0 });
            ui.spacing_mut().item_spacing.y = 8.0;
            match dialog {
                Dialog::Unsaved(_) => unsaved(ui, desk, out),
                Dialog::Dropped(path) => dropped(ui, &path, out),
                Dialog::TypePath(pick) => type_path(ui, &mut desk.drafts.path, &pick, out),
                Dialog::Export => export_dialog::ui(ui, desk, out),
                Dialog::ChangedOutside(path) => changed_outside(ui, &path, out),
            }
        });
    if modal.should_close() && out.is_empty() {
        out.push(Intent::Answer(Answer::Cancel));
    }
}

pub(super) fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading_font()));
}

/// Buttons at the right, the main one last in reading order.
fn buttons(ui: &mut Ui, main: &str, others: &[(&str, Answer)], answer: Answer, out: &mut Vec<Intent>) {
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if primary(ui, main).clicked() {
            out.push(Intent::Answer(answer));
        }
        for (text, answer) in others {
            if ui.button(*text).clicked() {
                out.push(Intent::Answer(answer.clone()));
            }
        }
    });
}

fn unsaved(ui: &mut Ui, desk: &Desk, out: &mut Vec<Intent>) {
    let name = desk.session.document.as_ref().map(crate::app::Document::name).unwrap_or_default();
    title(ui, "Save your work first?");
    muted(ui, format!("“{name}” has changes that are not saved. Without saving they are lost."));
    buttons(ui, "Save", &[("Discard", Answer::Discard), ("Cancel", Answer::Cancel)], Answer::SaveFirst, out);
}

fn dropped(ui: &mut Ui, path: &Path, out: &mut Vec<Intent>) {
    title(ui, "What is this file?");
    faint(ui, path.display().to_string());
    let choices = [
        ("An article", "It is opened into this project, beside the others.", Answer::DroppedArticle),
        ("Evidence", "It becomes a source, tied to the selected claim if there is one.", Answer::DroppedEvidence),
        ("Another project", "This project is closed first.", Answer::DroppedProject),
    ];
    for (name, words, answer) in choices {
        if ui.add(egui::Button::new(name).min_size(egui::vec2(140.0, 28.0))).clicked() {
            out.push(Intent::Answer(answer));
        }
        faint(ui, words);
    }
    widgets::right(ui, |ui| {
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn type_path(ui: &mut Ui, path: &mut String, pick: &Pick, out: &mut Vec<Intent>) {
    title(ui, pick.title());
    muted(ui, "No file was chosen. If this desktop has no file dialogs, type the path here.");
    let field =
        TextEdit::singleline(path).hint_text(hint_text(ui, "/home/…")).desired_width(f32::INFINITY).margin(FIELD);
    let response = ui.add(field);
    name_for_screen_readers(&response, "Path");
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        let words = if pick.is_for_writing() { "Write" } else { "Open" };
        if (primary(ui, words).clicked() || is_entered) && !path.trim().is_empty() {
            let typed = typed_path(path);
            // A folder is not enough to write to: the suggested name goes into it.
            let is_folder = path.trim().ends_with(['/', '\\']);
            let typed = if is_folder && pick.is_for_writing() { typed.join(pick.suggested()) } else { typed };
            path.clear();
            out.push(Intent::Answer(Answer::Path(typed)));
        }
        if ui.button("Cancel").clicked() {
            path.clear();
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// A typed path: quotes around it and a `file://` before it are taken off.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim().trim_matches(['"', '\'']);
    PathBuf::from(text.strip_prefix("file://").unwrap_or(text))
}

fn changed_outside(ui: &mut Ui, path: &Path, out: &mut Vec<Intent>) {
    title(ui, "The file has changed on the disk");
    muted(
        ui,
        "Another program has changed the project since it was opened here. Saving over it would lose those changes.",
    );
    faint(ui, path.display().to_string());
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if primary(ui, "Save under another name…").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
            out.push(Command::SaveAs.into());
        }
        if ui.button("Reload, lose mine").clicked() {
            out.push(Intent::Answer(Answer::Reload));
        }
        if ui.button("Save over it").clicked() {
            out.push(Intent::Answer(Answer::Overwrite));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths_may_be_quoted_or_copied_from_a_file_manager() {
        for text in ["/tmp/a b.txt", " \"/tmp/a b.txt\" ", "'/tmp/a b.txt'", "file:///tmp/a b.txt"] {
            assert_eq!(typed_path(text), Path::new("/tmp/a b.txt"), "{text}");
        }
    }
}
