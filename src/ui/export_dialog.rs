//! The export dialog: formats at the left; at the right what the chosen one is for, what it leaves out, its options, and its
//! first lines.

use egui::{Checkbox, FontId, Frame, Margin, RichText, ScrollArea, Stroke, Ui};

use crate::{
    app::{Cached, Intent, Opened, StateId, intent::Answer},
    export::{self, Choice, EXPORTERS, Exporter, Options},
};

use super::{
    theme,
    widgets::{self, faint, muted, primary, row, section, title},
};

/// What is chosen in the dialog so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// Index of the format among the exporters.
    format: usize,
    /// How.
    options: Options,
    /// The first lines of the export, with what they were made of.
    preview: Cached<Key, String>,
}

type Key = (StateId, usize, Options);

/// Width of the list of formats.
const LIST: f32 = 236.0;

/// How wide the dialog is: as wide as it likes, or as the window lets it.
pub fn width(ui: &Ui) -> f32 {
    (ui.ctx().content_rect().width() - 96.0).clamp(360.0, 840.0)
}

/// Draws the dialog.
pub fn ui(ui: &mut Ui, session: Opened<'_>, draft: &mut Draft, out: &mut Vec<Intent>) {
    title(ui, "Export the claims");
    let height = (ui.ctx().content_rect().height() - 190.0).clamp(200.0, 520.0);
    let is_wide = ui.available_width() > 560.0;
    if is_wide {
        ui.horizontal_top(|ui| {
            let down = egui::Layout::top_down(egui::Align::Min);
            let list = egui::vec2(LIST, height);
            ui.allocate_ui_with_layout(list, down, |ui| formats(ui, draft, height));
            ui.add_space(14.0);
            let rest = egui::vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(rest, down, |ui| chosen(ui, session, draft, height));
        });
    } else {
        formats(ui, draft, height * 0.4);
        chosen(ui, session, draft, height * 0.6);
    }
    ui.add_space(6.0);
    let exporter = &EXPORTERS[draft.format];
    widgets::right(ui, |ui| {
        if primary(ui, "Choose where…").clicked() {
            out.push(Intent::Export { format: exporter.id, options: options_for(exporter, &draft.options) });
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn formats(ui: &mut Ui, draft: &mut Draft, height: f32) {
    ScrollArea::vertical().id_salt("formats").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.set_width(ui.available_width() - 8.0);
        let mut family = None;
        for (index, exporter) in EXPORTERS.iter().enumerate() {
            if family != Some(exporter.family) {
                family = Some(exporter.family);
                section(ui, exporter.family.label());
            }
            if row(ui, exporter.name, "", index == draft.format).clicked() {
                draft.format = index;
            }
        }
    });
}

fn chosen(ui: &mut Ui, session: Opened<'_>, draft: &mut Draft, height: f32) {
    let bottom = ui.cursor().top() + height;
    let exporter = &EXPORTERS[draft.format];
    ui.label(RichText::new(exporter.name).font(FontId::new(14.0, theme::bold())));
    muted(ui, exporter.about);
    if exporter.leaves_out.is_empty() {
        faint(ui, "Leaves out nothing.");
    } else {
        faint(ui, format!("Leaves out: {}", exporter.leaves_out));
    }
    ui.add_space(2.0);
    options(ui, exporter, &mut draft.options);
    section(ui, "The first lines");
    if session.document.hides_anything() {
        faint(ui, "What is hidden from you is left out of what you export. The project’s own file holds it.");
    }
    let Some(text) = preview(session, draft) else {
        muted(ui, "There is nothing to show yet.");
        return;
    };
    let tokens = theme::tokens(ui);
    let room = (bottom - ui.cursor().top() - 14.0).max(60.0);
    Frame::new()
        .fill(tokens.paper)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(6.0)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ScrollArea::both().id_salt("preview").max_height(room - 16.0).auto_shrink([false, false]).show(ui, |ui| {
                let words = RichText::new(text).font(FontId::monospace(11.0)).color(tokens.muted);
                ui.add(egui::Label::new(words).wrap_mode(egui::TextWrapMode::Extend));
            });
        });
}

fn options(ui: &mut Ui, exporter: &Exporter, options: &mut Options) {
    let tables = exporter.tables;
    if !tables.is_empty() {
        if !tables.contains(&options.table) {
            options.table = tables[0];
        }
        ui.horizontal_wrapped(|ui| {
            for table in tables {
                ui.radio_value(&mut options.table, *table, table.label());
            }
        });
    }
    if !exporter.forms.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for form in exporter.forms {
                ui.radio_value(&mut options.letter, *form, form.label());
            }
        });
    }
    for choice in exporter.choices {
        let (is_so, words, more) = match choice {
            Choice::RawCells => (
                &mut options.raw_cells,
                "Cells exactly as they are",
                "Otherwise a cell that a spreadsheet would take for a formula gets an apostrophe before it.",
            ),
            Choice::ByteOrderMark => (
                &mut options.byte_order_mark,
                "Begin with a byte order mark",
                "Old spreadsheets need it to see that the file is UTF-8.",
            ),
            Choice::Utf16Positions => (
                &mut options.utf16_positions,
                "Count positions in UTF-16 units",
                "As Recogito and other tools written in JavaScript do. The standard counts code points.",
            ),
            Choice::Private => (
                &mut options.include_private,
                "With private contacts and addresses of this machine and its network",
                "Only for your own copies: whoever gets the file can read them.",
            ),
            Choice::Pictures => (
                &mut options.with_pictures,
                "With the pictures of sources, untouched",
                "As they are sealed, with all that they say of when, where and by whom they were taken.",
            ),
        };
        ui.add(Checkbox::new(is_so, words)).on_hover_text(more);
    }
}

/// The options as the format offers them: what was ticked for another format has no say.
fn options_for(exporter: &Exporter, options: &Options) -> Options {
    let mut options = options.clone();
    options.include_private &= exporter.choices.contains(&Choice::Private);
    options.with_pictures &= exporter.choices.contains(&Choice::Pictures);
    options
}

/// The first lines of the export; made anew when the project, the format or an option changes.
fn preview<'a>(session: Opened<'_>, draft: &'a mut Draft) -> Option<&'a str> {
    let document = session.document;
    let exporter = &EXPORTERS[draft.format];
    let options = options_for(exporter, &draft.options);
    let key = (document.shown_state(), draft.format, options.clone());
    let text = draft.preview.of(key, || export::preview(document.shown(), exporter.id, &options).unwrap_or_default());
    Some(text.as_str()).filter(|text| !text.trim().is_empty())
}
