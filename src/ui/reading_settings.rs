//! How the article is set: face, size, width, line height, how claims are marked, with a few lines to see it by.

use egui::{FontId, Frame, Margin, Popup, PopupCloseBehavior, ScrollArea, Slider, Stroke, TextEdit, Ui};

use crate::app::{Highlight, Intent, Prefs, Session, faces::FaceIntent};

use super::{
    theme,
    widgets::{self, FIELD, faint, field_label, hint_text, muted, name_for_screen_readers, row},
};

/// The face that comes with the program.
const BUNDLED: &str = "Noto Serif";

/// Draws the part of the settings. Changes go into `changed`; `needle` is what is looked for among the faces.
pub fn ui(ui: &mut Ui, session: &Session, needle: &mut String, changed: &mut Prefs, out: &mut Vec<Intent>) {
    face(ui, session, needle, out);
    let reading = &mut changed.reading;
    let slider = |ui: &mut Ui, label: &str, slider: Slider<'_>| {
        let name = field_label(ui, label);
        ui.scope(|ui| {
            // The rail is a line on the page; egui would fill it like a field.
            ui.visuals_mut().widgets.inactive.bg_fill = theme::tokens(ui).line;
            ui.spacing_mut().slider_width = (ui.available_width() - 80.0).clamp(80.0, 260.0);
            ui.add(slider.trailing_fill(true)).labelled_by(name.id);
        });
    };
    slider(
        ui,
        "Size of the article’s type, points",
        Slider::new(&mut reading.size, 12.0..=28.0).step_by(0.5).max_decimals(1),
    );
    slider(ui, "Width of the article’s column, points", Slider::new(&mut reading.column, 420.0..=900.0).step_by(4.0));
    slider(ui, "Line height", Slider::new(&mut reading.line_height, 1.2..=2.2).step_by(0.02).max_decimals(2));
    if let Some(style) =
        widgets::choose(ui, "Claims are marked by", reading.highlight, &Highlight::ALL, |style| style.label().into())
    {
        reading.highlight = style;
    }
    ui.add_space(6.0);
    sample(ui, changed);
}

/// The face, with a list to search in.
fn face(ui: &mut Ui, session: &Session, needle: &mut String, out: &mut Vec<Intent>) {
    let name = field_label(ui, "Face of the article");
    let current = &session.prefs.reading_face;
    let shown = if current.is_empty() { BUNDLED } else { current };
    let width = ui.available_width();
    let button = egui::Button::new((shown, egui::Atom::grow())).min_size(egui::vec2(width, 28.0));
    let response = ui.add(button).labelled_by(name.id);
    let at = egui::Rect::from_center_size(response.rect.right_center() - egui::vec2(14.0, 0.0), egui::vec2(8.0, 8.0));
    widgets::chevron(ui, at, &ui.visuals().widgets.inactive, false);
    let popup = Popup::menu(&response).width(width).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        ui.set_width(width - 12.0);
        if faces(ui, session, needle, out) {
            ui.close();
        }
    });
}

/// The list of faces. Returns whether one was chosen.
fn faces(ui: &mut Ui, session: &Session, needle: &mut String, out: &mut Vec<Intent>) -> bool {
    let field = TextEdit::singleline(needle).hint_text(hint_text(ui, "Find a face"));
    let response = ui.add(field.desired_width(f32::INFINITY).margin(FIELD));
    name_for_screen_readers(&response, "Find a face");
    let wanted = needle.trim().to_lowercase();
    let Some(families) = &session.faces.families else {
        out.push(FaceIntent::List.into());
        faint(ui, "Looking for the system’s faces…");
        return false;
    };
    let fits = |family: &&str| wanted.is_empty() || family.to_lowercase().contains(&wanted);
    let bundled = (BUNDLED, "comes with Claimdesk", "");
    let families = families.iter().map(|family| (family.as_str(), "", family.as_str()));
    let found: Vec<_> = std::iter::once(bundled).chain(families).filter(|(name, ..)| fits(name)).collect();
    if found.is_empty() {
        muted(ui, "No face of that name.");
    }
    let mut is_chosen = false;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(240.0).auto_shrink([false, true]).show_rows(
        ui,
        28.0,
        found.len(),
        |ui, range| {
            for (name, side, family) in &found[range] {
                if row(ui, name, side, *family == session.prefs.reading_face).clicked() {
                    out.push(FaceIntent::Choose((*family).to_owned()).into());
                    is_chosen = true;
                }
            }
        },
    );
    if is_chosen {
        needle.clear();
    }
    is_chosen
}

/// A few words as the article sets them.
fn sample(ui: &mut Ui, prefs: &Prefs) {
    let tokens = theme::tokens(ui);
    let reading = prefs.reading;
    let frame = Frame::new().fill(tokens.paper).stroke(Stroke::new(1.0, tokens.line)).corner_radius(8.0);
    frame.inner_margin(Margin::symmetric(16, 12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let font = FontId::new(reading.size, theme::serif());
        let mut job = egui::text::LayoutJob::default();
        job.wrap.max_width = ui.available_width();
        let has_ground = reading.highlight != Highlight::Underline;
        let has_line = reading.highlight != Highlight::Background;
        for (words, is_claim) in [
            ("The old bridge over the river was closed on Monday. ", false),
            ("About 4,000 cars cross it every day", true),
            (", the city said.", false),
        ] {
            let mut format = egui::TextFormat::simple(font.clone(), tokens.text);
            format.line_height = Some(reading.size * reading.line_height);
            if is_claim && has_ground {
                format.background = tokens.right.fill;
            }
            if is_claim && has_line {
                format.underline = Stroke::new(2.0, tokens.right.ink);
            }
            job.append(words, 0.0, format);
        }
        ui.label(job);
    });
}
