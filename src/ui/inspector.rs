//! The right side: the claim that is being checked, every field of it.

mod before;
mod checks;
mod draft;
mod evidence;
mod more;
mod rating;
mod second_check_and_log;
mod typed;

use egui::{Frame, Margin, RichText, ScrollArea, Stroke, TextEdit, Ui};

use crate::{
    app::{Document, Intent, Opened, Session, command::PASTE_KEY, intent::ClaimIntent, view::Field},
    model::{Claim, ClaimField, Status, Vouched},
};

use super::{
    differences, long_text, theme, who,
    widgets::{self, FIELD, faint, field_label, hint_text, key_cap, keyed, muted, right},
};

pub use self::typed::Typed;

/// Draws the right side. `focus` is the field of it that is to take the keyboard.
pub fn ui(ui: &mut Ui, session: Opened<'_>, typed: &mut Typed, focus: Option<Field>, out: &mut Vec<Intent>) {
    if session.asks_reviewer {
        who::card(ui, &mut typed.person, out);
    }
    let key_caps = session.prefs.key_caps;
    let document = session.document;
    let Some(claim) = document.shown_claim() else { return empty(ui, key_caps, out) };
    let margin = Frame::new().inner_margin(Margin::symmetric(16, 14));
    // Each claim scrolls for itself and starts at its top.
    ScrollArea::vertical().id_salt(claim.id.as_str()).auto_shrink(false).show(ui, |ui| {
        margin.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 5.0;
            if !document.access.is_editable() {
                ui.disable();
            }
            head(ui, document, claim, out);
            quote(ui, document, claim);
            if document.is_hidden(&claim.id) {
                return hidden(ui, &session, document, claim, out);
            }
            differences::of_claim(ui, session, claim, out);
            draft::ui(ui, session, claim, out);
            statement(ui, claim, focus == Some(Field::Statement), out);
            before::ui(ui, document, claim, out);
            rating::ui(ui, document, claim, key_caps, out);
            checks::ui(ui, document, claim, typed, out);
            evidence::ui(ui, document, claim, typed, focus == Some(Field::Evidence), key_caps, out);
            more::ui(ui, &session, document, claim, typed, out);
        });
    });
}

/// A claim whose first check is hidden: what there is to check, and the second check.
fn hidden(ui: &mut Ui, session: &Session, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    if let Some(statement) = &claim.statement {
        field_label(ui, "Statement as checked");
        ui.add(egui::Label::new(statement).wrap());
        ui.add_space(6.0);
    }
    rating::second(ui, session, document, claim, out);
}

fn empty(ui: &mut Ui, key_caps: bool, out: &mut Vec<Intent>) {
    let frame = Frame::new().inner_margin(Margin::symmetric(24, 0));
    frame.show(ui, |ui| {
        ui.add_space(ui.available_height() * 0.28);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new("No claim selected").font(theme::heading_font()));
            ui.add_space(4.0);
            let words =
                "Select words in the article and press {mark} to mark a claim, or click a highlight to open one.";
            muted(ui, keyed(ui, words));
            widgets::how(ui, "How claims are marked", "marking", out);
            ui.add_space(10.0);
        });
        if !key_caps {
            return;
        }
        let steps = [
            ("drag".to_owned(), "Select the words"),
            (keyed(ui, "{mark}"), "Mark the claim"),
            (PASTE_KEY.label(widgets::IS_MAC), "Paste the link of a source"),
            ("1–9".to_owned(), "Verdict"),
            ("1–3".to_owned(), "Confidence"),
        ];
        ui.vertical(|ui| {
            for (key, words) in steps {
                ui.horizontal(|ui| {
                    ui.add_space(36.0);
                    ui.allocate_ui_with_layout(
                        egui::vec2(56.0, 20.0),
                        egui::Layout::right_to_left(egui::Align::Center),
                        |ui| {
                            key_cap(ui, &key);
                        },
                    );
                    faint(ui, words);
                });
            }
        });
    });
}

fn head(ui: &mut Ui, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let number = claim.number;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Claim {number}")).font(theme::heading_font()));
        if let Some(kind) = claim.kind {
            let tokens = theme::tokens(ui);
            widgets::pill(ui, kind.label(), tokens.opinion);
        }
        right(ui, |ui| match document.is_hidden(&claim.id) {
            true => drop(widgets::pill(ui, "Waits for your check", theme::tokens(ui).open)),
            false => status(ui, document, claim, out),
        });
    });
}

/// The status as a pill that opens a list. Whoever chooses signs.
fn status(ui: &mut Ui, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    // A name stands only beside what it was put to.
    let is_of_others = claim.status.is_done() && matches!(document.shown().vouched(claim), Vouched::Older(_));
    let signed = claim.signed.as_ref().filter(|_| !is_of_others);
    let by = signed.and_then(|signature| document.shown().reviewer(signature.by.as_ref()?));
    let by = by.map(|reviewer| format!(" · {}", reviewer.short())).unwrap_or_default();
    let by = if is_of_others { ", older wording".to_owned() } else { by };
    let colors = match claim.status {
        status if status.is_done() => tokens.right,
        Status::QueryOut => tokens.change,
        Status::InProgress => tokens.accent,
        _ => tokens.open,
    };
    let words = RichText::new(format!("{}{by} ▾", claim.status.label())).size(12.0).color(colors.ink);
    let response =
        ui.add(egui::Button::new(words).fill(colors.fill).stroke(Stroke::NONE).min_size(egui::vec2(0.0, 22.0)));
    let when = claim.signed.as_ref().map(|signature| signature.at.strftime("%-d %B %Y, %H:%M UTC").to_string());
    let response = response.on_hover_text(when.unwrap_or_else(|| "Nobody has signed yet.".to_owned()));
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Status: {}", claim.status.label()))
    });
    egui::Popup::menu(&response).show(|ui| {
        for status in Status::ALL.iter().copied().filter(|status| claim.may_become(*status)) {
            if ui.selectable_label(status == claim.status, status.label()).clicked() {
                out.push(ClaimIntent::Status(claim.id.clone(), status).into());
                ui.close();
            }
        }
    });
}

/// The words as printed, in the reading face; each passage by itself.
fn quote(ui: &mut Ui, document: &Document, claim: &Claim) {
    let tokens = theme::tokens(ui);
    let tone = claim.verdict.as_ref().and_then(|id| document.shown().verdict(id)).map(|verdict| verdict.tone);
    let bar = tokens.tone(tone).ink;
    for mark in &claim.marks {
        let words =
            RichText::new(&mark.anchor.quote).font(egui::FontId::new(14.0, theme::serif())).line_height(Some(21.0));
        let response = ui
            .horizontal(|ui| {
                ui.add_space(12.0);
                ui.add(egui::Label::new(words).wrap());
            })
            .response;
        let at = response.rect.left() + 1.5;
        ui.painter().vline(at, response.rect.y_range(), Stroke::new(3.0, bar));
    }
    ui.add_space(6.0);
}

fn statement(ui: &mut Ui, claim: &Claim, take_focus: bool, out: &mut Vec<Intent>) {
    let name = field_label(ui, "Statement as checked");
    let mut text = claim.statement.clone().unwrap_or_default();
    let hint = hint_text(ui, "As printed. Reword it here where the quote does not stand alone.");
    let (is_long, mut lay_out) = (long_text::is_long(&text), long_text::lay_out);
    let mut edit =
        TextEdit::multiline(&mut text).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY).margin(FIELD);
    if is_long {
        edit = edit.layouter(&mut lay_out);
    }
    let response = ui.add(edit).labelled_by(name.id);
    if take_focus {
        response.request_focus();
    }
    if response.changed() {
        let statement = Some(text).filter(|text| !text.trim().is_empty());
        out.push(Intent::set(claim, ClaimField::Statement(statement)));
    }
    if response.lost_focus() {
        out.push(Intent::LeaveField);
    }
    ui.add_space(6.0);
}
