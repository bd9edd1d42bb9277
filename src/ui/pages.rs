//! The pages of a PDF as they look: which one is shown, the way to the others, and the article's own beside it.

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::app::{
    Command, Document, Intent, Opened,
    intent::{LookIntent, PaneIntent},
};

use super::{
    picture::{self, PictureState, zoom_buttons},
    theme,
    widgets::{faint, name_for_screen_readers, quiet, right, with_key},
};

/// Draws the pages of the article's own PDF.
pub fn own(ui: &mut Ui, session: Opened<'_>, state: &mut PictureState, out: &mut Vec<Intent>) {
    let document = session.document;
    let (Some(file), Some(article)) = (document.own_pages(), document.article()) else { return };
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("own pages head").exact_size(50.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            right(ui, |ui| {
                let close = with_key(ui, "Close", Command::Back);
                let close = quiet(ui, "✕").on_hover_text(close);
                name_for_screen_readers(&close, "Close the pages");
                if close.clicked() {
                    out.push(PaneIntent::Look(LookIntent::CloseOwn).into());
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 1.0;
                        ui.add_space(7.0);
                        let title = RichText::new(article.display_title()).font(egui::FontId::new(13.0, theme::bold()));
                        ui.add(egui::Label::new(title).truncate()).on_hover_text(article.display_title());
                        let line = RichText::new("The article as its PDF looks").size(12.0).color(tokens.faint);
                        ui.add(egui::Label::new(line).truncate());
                    });
                });
            });
        });
    });
    picture::ui(ui, session, file, state, out);
}

/// Which page is shown, and the way to the others.
pub fn bar(ui: &mut Ui, session: Opened<'_>, state: &mut PictureState, out: &mut Vec<Intent>) {
    let document = session.document;
    let Some(page) = document.look_key().and_then(|key| key.page) else { return };
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 5));
    Panel::top("page bar").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            // Both halves fit into the narrowest pane.
            (ui.spacing_mut().item_spacing.x, ui.spacing_mut().button_padding.x) = (4.0, 7.0);
            turn(ui, document, ("‹", Command::PreviousPage, -1), out);
            number(ui, document, page, out);
            turn(ui, document, ("›", Command::NextPage, 1), out);
            right(ui, |ui| zoom_buttons(ui, session.document, state, out));
        });
    });
}

fn turn(ui: &mut Ui, document: &Document, (sign, command, by): (&str, Command, i32), out: &mut Vec<Intent>) {
    ui.add_enabled_ui(document.can_turn(by), |ui| {
        let button = quiet(ui, sign).on_hover_text(with_key(ui, command.title(), command));
        name_for_screen_readers(&button, command.title());
        if button.clicked() {
            out.push(command.into());
        }
    });
}

/// The number of the page, to be typed or dragged.
fn number(ui: &mut Ui, document: &Document, page: u32, out: &mut Vec<Intent>) {
    let Some(count) = document.page_count() else {
        faint(ui, format!("Page {page}"));
        return;
    };
    let mut wanted = page;
    let field = egui::DragValue::new(&mut wanted).range(1..=count.max(1)).speed(0.05).update_while_editing(false);
    let field = ui.add(field).on_hover_text("Type the number of a page, or drag");
    name_for_screen_readers(&field, &format!("Page, of {count}"));
    faint(ui, format!("of {count}"));
    if wanted != page {
        out.push(PaneIntent::Look(LookIntent::Turn(wanted)).into());
    }
}

/// Offers to recognise what no words were read of.
pub fn recognise(ui: &mut Ui, page: Option<u32>, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 5));
    Panel::top("recognition").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            right(ui, |ui| {
                let help =
                    "Reads the letters with tesseract, where that is installed. What it reads is marked as recognised.";
                if ui.button("Recognise its text…").on_hover_text(help).clicked() {
                    out.push(PaneIntent::Look(LookIntent::Recognise).into());
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let words = match page {
                        Some(_) => "No words were read of this page.",
                        None => "No words were read of this picture.",
                    };
                    let words = RichText::new(words).size(12.0).color(tokens.faint);
                    ui.add(egui::Label::new(words).truncate());
                });
            });
        });
    });
}
