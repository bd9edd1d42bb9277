//! The passage in question: old and new words in one row, why it is where it is, and what can be done about it.

use egui::{Button, RichText, ScrollArea, Stroke, Ui};

use crate::{
    app::{Command, Document, Intent, Session},
    model::{Claim, Placement},
    ui::{
        theme,
        widgets::{IS_MAC, command_button, faint, keyed, muted, pill, shortcut_of},
        wording::{self, placement_colors, placement_words, reason_words},
    },
};

/// Room for the buttons at the right.
const ACTIONS: f32 = 250.0;

/// Draws the card.
pub fn ui(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Intent>) {
    let Some((claim, mark)) = document.review_item() else { return nothing(ui, document) };
    let size = ui.available_size();
    let room = egui::vec2((size.x - ACTIONS).max(200.0), size.y);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(room);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| words(ui, document, claim, mark));
        });
        ui.vertical(|ui| actions(ui, session, claim, mark, out));
    });
}

fn nothing(ui: &mut Ui, document: &Document) {
    ui.add_space(8.0);
    let words = if document.review_items().is_empty() {
        "Nothing is left to decide. {back} goes back to the article; undo takes the whole draft back."
    } else {
        "Choose a claim at the left, or press {next}."
    };
    muted(ui, keyed(ui, words));
}

fn words(ui: &mut Ui, document: &Document, claim: &Claim, index: usize) {
    let tokens = theme::tokens(ui);
    let mark = &claim.marks[index];
    let number = claim.number;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Claim {number}")).font(theme::heading_font()));
        pill(ui, &placement_words(mark.placement), placement_colors(tokens, mark.placement));
        muted(ui, reason_words(mark));
    });
    ui.add_space(2.0);
    ui.set_max_width(ui.available_width().min(720.0));
    match mark.earlier.last().filter(|_| mark.placement != Placement::Lost) {
        Some(old) => wording::ui(ui, &old.quote, &mark.anchor.quote, 15.0),
        None => wording::ui(ui, &mark.anchor.quote, "", 15.0),
    };
    ui.add_space(4.0);
    let shown = document.shown();
    let verdict = shown.claim(&claim.id).and_then(|claim| shown.verdict(claim.verdict.as_ref()?));
    ui.horizontal_wrapped(|ui| {
        match &verdict {
            Some(verdict) => pill(ui, &format!("{} {}", verdict.sign, verdict.label), tokens.tone(Some(verdict.tone))),
            None if document.is_hidden(&claim.id) => pill(ui, "○ Hidden", tokens.open),
            None => pill(ui, "○ Open", tokens.open),
        };
        faint(ui, claim.status.label());
    });
    if claim.reopened().is_some() {
        let words = "To be checked again: verdict, confidence and evidence were given for the old words.";
        ui.label(RichText::new(words).size(12.0).color(tokens.change.ink));
    }
}

fn actions(ui: &mut Ui, session: &Session, claim: &Claim, index: usize, out: &mut Vec<Intent>) {
    ui.spacing_mut().item_spacing.y = 6.0;
    let key_caps = session.prefs.key_caps;
    ui.set_max_width(ACTIONS - 12.0);
    ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
        let is_lost = claim.marks[index].placement == Placement::Lost;
        let accept = if is_lost { "Agree that it is lost" } else { "Accept the passage" };
        main_button(ui, session, accept, out);
        command_button(ui, Command::Reattach, session.can(Command::Reattach), key_caps, out);
        if !is_lost {
            command_button(ui, Command::LetGo, session.can(Command::LetGo), key_caps, out);
        }
        if !session.can(Command::Reattach) {
            faint(ui, "To re-attach, select the right words in the new draft.");
        }
    });
}

fn main_button(ui: &mut Ui, session: &Session, words: &str, out: &mut Vec<Intent>) {
    let (command, tokens) = (Command::AcceptPlacement, theme::tokens(ui));
    let mut button = Button::new(RichText::new(words).color(tokens.paper))
        .fill(tokens.accent.ink)
        .stroke(Stroke::new(1.0, tokens.accent.ink));
    if let Some(shortcut) = shortcut_of(ui, command).filter(|_| session.prefs.key_caps) {
        let key = RichText::new(shortcut.label(IS_MAC)).monospace().size(11.0).color(tokens.paper);
        button = button.shortcut_text(key);
    }
    if ui.add_enabled(session.can(command), button).on_hover_text(command.entry().help).clicked() {
        out.push(command.into());
    }
}
