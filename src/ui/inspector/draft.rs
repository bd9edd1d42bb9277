//! What a new draft did to the claim: where its passages went, how their words changed, and what its check is still worth.

use egui::{RichText, Ui};

use crate::{
    app::{Command, Document, Intent, Session, intent::ClaimIntent},
    model::{Claim, EarlierCheck, Mark, Placement},
    ui::{
        dates::long_date,
        theme,
        widgets::{self, faint, muted, pill},
        wording::{self, placement_colors, placement_words, reason_words},
    },
};

/// Draws a card for each passage that did not simply stay, and one for a check of older words.
pub fn ui(ui: &mut Ui, session: &Session, claim: &Claim, out: &mut Vec<Intent>) {
    let Some(document) = &session.document else { return };
    if let Some(check) = &claim.earlier_check {
        earlier_check(ui, document, claim, check, out);
    }
    let item = document.review_item().map(|(_, mark)| mark);
    for (index, mark) in claim.marks.iter().enumerate().filter(|(_, mark)| is_worth_a_card(mark)) {
        passage(ui, session, document, mark, item == Some(index), claim.earlier_check.is_some(), out);
        ui.add_space(6.0);
    }
}

fn is_worth_a_card(mark: &Mark) -> bool {
    mark.placement == Placement::Lost || mark.needs_look()
}

fn passage(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    mark: &Mark,
    is_item: bool,
    is_shown_above: bool,
    out: &mut Vec<Intent>,
) {
    widgets::card(ui, |ui| {
        let tokens = theme::tokens(ui);
        ui.horizontal(|ui| {
            pill(ui, &placement_words(mark.placement), placement_colors(tokens, mark.placement));
            if mark.placement == Placement::Lost {
                lost_in(ui, document, mark, out);
            }
        });
        muted(ui, reason_words(mark));
        let old = mark.earlier.last().filter(|old| old.quote != mark.anchor.quote && !is_shown_above);
        if let Some(old) = old.filter(|_| mark.placement != Placement::Lost) {
            wording::ui(ui, &old.quote, &mark.anchor.quote, 13.5);
        }
        if mark.placement == Placement::Lost && document.is_at_newest(crate::app::Side::Article) {
            faint(ui, "Select the right words in the article to put it back.");
        }
        if is_item {
            ui.horizontal_wrapped(|ui| {
                action(ui, session, Command::AcceptPlacement, "Accept", out);
                action(ui, session, Command::Reattach, "Re-attach", out);
                action(ui, session, Command::LetGo, "Let go", out);
            });
        }
    });
}

/// A command under a short name, where it makes sense.
fn action(ui: &mut Ui, session: &Session, command: Command, words: &str, out: &mut Vec<Intent>) {
    if !session.can(command) {
        return;
    }
    let mut button = egui::Button::new(words);
    if let Some(shortcut) = widgets::shortcut_of(ui, command).filter(|_| session.prefs.key_caps) {
        button = button.shortcut_text(shortcut.label(widgets::IS_MAC));
    }
    if ui.add(button).on_hover_text(command.entry().help).clicked() {
        out.push(command.into());
    }
}

/// Which draft still has the words.
fn lost_in(ui: &mut Ui, document: &Document, mark: &Mark, out: &mut Vec<Intent>) {
    let place =
        document.article().and_then(|article| article.versions.iter().position(|v| v.id == mark.anchor.version));
    let Some(place) = place else { return };
    let is_shown = document.version().is_some_and(|version| version.id == mark.anchor.version);
    if is_shown {
        faint(ui, format!("stands in draft {}", place + 1));
    } else if widgets::quiet(ui, &format!("Read it in draft {}", place + 1)).clicked() {
        out.push(Intent::ReadDraft(place));
    }
}

/// Verdict, confidence and evidence stay, marked as given for the old words.
fn earlier_check(ui: &mut Ui, document: &Document, claim: &Claim, check: &EarlierCheck, out: &mut Vec<Intent>) {
    widgets::card(ui, |ui| {
        let tokens = theme::tokens(ui);
        ui.label(
            RichText::new("Check again: the words have changed").font(theme::label_font()).color(tokens.change.ink),
        );
        wording::ui(ui, &claim.quote_in(&check.version), &claim.quote(), 13.5);
        muted(ui, "Verdict, confidence and evidence were given for the old words.");
        if let Some(words) = signed_words(document, check) {
            faint(ui, words);
        }
        let stands = ui.button("The check still holds").on_hover_text(
            "Gives the claim back the status that it had. A new verdict or a new signature does the same for the new words.",
        );
        if stands.clicked() {
            out.push(ClaimIntent::CheckStands(claim.id.clone()).into());
        }
    });
}

/// "Checked by AL on 4 February 2025".
fn signed_words(document: &Document, check: &EarlierCheck) -> Option<String> {
    let signed = check.signed.as_ref()?;
    let by = signed.by.as_ref().and_then(|id| document.shown().reviewer(id));
    let by = by.map(|reviewer| format!(" by {}", reviewer.short())).unwrap_or_default();
    let day = long_date(&signed.at.strftime("%Y-%m-%d").to_string());
    Some(format!("It was “{}”{by} on {day}.", check.status.label()))
}
