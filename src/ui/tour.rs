//! The card of the guided tour: a strip above the foot of the window, which covers nothing.

use egui::{FontId, Frame, Margin, Panel, RichText, Stroke, Ui};

use crate::app::{
    Intent, Session,
    tour::{STEPS, Tour, TourIntent},
};

use super::{
    markdown, theme,
    widgets::{IS_MAC, faint, pill, primary, quiet, right},
};

/// Draws the step that is shown, while the tour is taken.
pub fn ui(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let Some(tour) = &session.tour else { return };
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.accent.ink))
        .corner_radius(8.0)
        .outer_margin(Margin::symmetric(10, 8))
        .inner_margin(Margin::symmetric(14, 10));
    let strip = Panel::bottom("tour").resizable(false).frame(Frame::new().fill(tokens.panel));
    strip.show(ui, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                title(ui, tour);
                right(ui, |ui| buttons(ui, tour, out));
            });
            let text = session.keys.named_in(tour.current().text, |key| format!("`{}`", key.label(IS_MAC)));
            markdown::line(ui, &text);
        });
    });
}

fn title(ui: &mut Ui, tour: &Tour) {
    let tokens = theme::tokens(ui);
    ui.label(RichText::new(tour.current().title).font(FontId::new(14.0, theme::bold())));
    faint(ui, format!("Step {} of {}", tour.step + 1, STEPS.len()));
    if tour.is_done() && !tour.is_at_end() {
        pill(ui, "✓ Done", tokens.right);
    }
}

/// From the right: on, back, leave. What was done is gone on from; what was not can be passed over.
fn buttons(ui: &mut Ui, tour: &Tour, out: &mut Vec<Intent>) {
    let words = if tour.is_at_end() { "Finish" } else { "Next" };
    let response = if tour.is_done() { primary(ui, words) } else { ui.button(words) };
    if response.clicked() {
        out.push(TourIntent::Next.into());
    }
    if ui.add_enabled(tour.step > 0, egui::Button::new("Back")).clicked() {
        out.push(TourIntent::Back.into());
    }
    if !tour.is_at_end() && quiet(ui, "Leave the tour").clicked() {
        out.push(TourIntent::Leave.into());
    }
}
