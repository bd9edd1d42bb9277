//! What a new draft did to the claim: where its passages went, how their words changed, and what its check is still worth.

use egui::{RichText, Ui};

use crate::{
    app::{Command, Document, Intent, Opened, Session, intent::ClaimIntent},
    model::{Claim, Covered, EarlierCheck, Mark, Placement},
    ui::{
        dates::long_date,
        theme,
        widgets::{self, faint, muted, pill},
        wording::{self, placement_colors, placement_words, reason_words},
    },
};

/// Draws a card for each passage that did not simply stay, and one for a check of older words.
pub fn ui(ui: &mut Ui, session: Opened<'_>, claim: &Claim, out: &mut Vec<Intent>) {
    let document = session.document;
    let reopened = claim.reopened();
    if let Some(check) = reopened {
        earlier_check(ui, document, claim, check, out);
    }
    let item = document.review_item().map(|(_, mark)| mark);
    for (index, mark) in claim.marks.iter().enumerate().filter(|(_, mark)| is_worth_a_card(mark)) {
        passage(ui, &session, document, mark, item == Some(index), reopened.is_some(), out);
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
    let index =
        document.article().and_then(|article| article.versions.iter().position(|v| v.id == mark.anchor.version));
    let Some(index) = index else { return };
    let is_shown = document.version().is_some_and(|version| version.id == mark.anchor.version);
    if is_shown {
        faint(ui, format!("stands in draft {}", index + 1));
    } else if widgets::quiet(ui, &format!("Read it in draft {}", index + 1)).clicked() {
        out.push(Intent::ReadDraft(index));
    }
}

/// What has changed since the check, in one line, with the way to sign again.
fn earlier_check(ui: &mut Ui, document: &Document, claim: &Claim, check: &EarlierCheck, out: &mut Vec<Intent>) {
    widgets::card(ui, |ui| {
        let tokens = theme::tokens(ui);
        let words = RichText::new(changed_words(document, claim, check));
        ui.label(words.font(theme::label_font()).color(tokens.change.ink));
        let old = claim.quote_in(&check.version);
        if old != claim.quote() {
            wording::ui(ui, &old, &claim.quote(), 13.5);
        }
        let hint = "Signs the claim as it stands now, in your name. The earlier check stays on record.";
        if check.status.is_done() && ui.button("Sign again").on_hover_text(hint).clicked() {
            out.push(ClaimIntent::SignAgain(claim.id.clone()).into());
        }
    });
}

/// "Checked by AL on 4 February 2025; since then the verdict and a source changed."
fn changed_words(document: &Document, claim: &Claim, check: &EarlierCheck) -> String {
    if !check.status.is_done() {
        return "Verdict, confidence and evidence were given for other words.".to_owned();
    }
    let reviewer = |id| document.shown().reviewer(id).map(|reviewer| reviewer.short().to_owned());
    let by = check.signed.as_ref().and_then(|signed| signed.by.as_ref()).and_then(reviewer);
    let by = by.map(|name| format!(" by {name}")).unwrap_or_default();
    let day = check.signed.as_ref().map(|signed| long_date(&signed.at.strftime("%Y-%m-%d").to_string()));
    let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
    let changed: Vec<&str> = document.shown().changes_since(claim, check).into_iter().map(Covered::label).collect();
    let since = match changed.as_slice() {
        [] => "opened again since.".to_owned(),
        [only] => format!("since then {only} changed."),
        [all @ .., last] => format!("since then {} and {last} changed.", all.join(", ")),
    };
    format!("{}{by}{day}; {since}", check.status.label())
}
