//! The menus under a right click. Each begins with what it acts on: what is under the pointer, which the click has chosen before.

use egui::{RichText, Ui};

use crate::{
    app::{Command, Document, Intent, Opened, Session, Side, intent::ReaderIntent},
    model::{Claim, Decision, Source},
};

use super::{
    theme,
    widgets::{command_button, faint},
};

/// What can be done with a claim in the article.
const CLAIM: &[&[Command]] = &[
    &[Command::EditStatement, Command::AddEvidence, Command::OpenBeside, Command::SignChecked],
    &[Command::AcceptPlacement, Command::LetGo, Command::NextOverlapping],
    &[Command::CopyClaimLink, Command::RemovePassage, Command::DeleteClaim],
];

/// What can be done with selected words.
const WORDS: &[&[Command]] = &[
    &[Command::MarkClaim, Command::AddPassage, Command::Reattach, Command::DismissSentence],
    &[Command::CopyText, Command::Find, Command::SwitchLook],
];

/// What can be done with a sentence.
const SENTENCE: &[&[Command]] = &[
    &[Command::DismissSentence, Command::ReopenSentence],
    &[Command::GrowSelection, Command::Find, Command::SelectAll, Command::SwitchLook],
];

/// What can be done with the document beside the article.
const PANE: &[&[Command]] = &[
    &[Command::TakeWords, Command::LikelyWords, Command::ListLikely],
    &[Command::CopyText, Command::Find, Command::SwitchLook],
];

/// What can be done with the claims of the table.
const ROWS: &[&[Command]] = &[
    &[Command::GoToClaim, Command::EditStatement, Command::OpenBeside],
    &[Command::SignChecked, Command::ClearVerdict],
    &[Command::CopyClaimLink, Command::DeleteClaim],
];

/// The menu of the article.
pub fn article(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let document = session.document;
    if let Some(words) = selected_words(document, Side::Article) {
        let more = document.shown_claim().filter(|_| session.can(Command::AddPassage)).map(|claim| name(claim));
        let more = more.map_or_else(String::new, |claim| format!(" · passages go to {}", claim.to_lowercase()));
        head(ui, &format!("{words}{more}"));
        commands(ui, &session, WORDS, out);
        ui.separator();
        if ui.button("Clear the selection").clicked() {
            out.push(Intent::Reader(ReaderIntent::Deselect));
        }
        return;
    }
    let under = document.shown_claim().and_then(|claim| Some((claim, document.passage_at_caret(claim)?)));
    if let Some((claim, passage)) = under {
        let of = match claim.marks.len() {
            0 | 1 => String::new(),
            count => format!(" · passage {} of {count}", passage + 1),
        };
        head(ui, &format!("{}{of}", name(claim)));
        return commands(ui, &session, CLAIM, out);
    }
    if let Some((number, count, _, decision)) = document.sentence_at_caret() {
        let decided = match decision {
            Decision::Open => "open",
            Decision::OpenClaim => "under an open claim",
            Decision::Claim => "under a claim",
            Decision::Dismissed(reason) => reason.label(),
        };
        head(ui, &format!("Sentence {number} of {count} · {}", decided.to_lowercase()));
    }
    commands(ui, &session, SENTENCE, out);
}

/// The menu of the document beside the article.
pub fn pane(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let document = session.document;
    let words = selected_words(document, Side::Pane);
    let of = document.shown_claim().filter(|_| words.is_some()).map(|claim| format!(" · for {}", name(claim)));
    let source = document.pane().map(|(_, source)| source.display_title().to_owned());
    head(ui, &words.map(|words| words + &of.unwrap_or_default().to_lowercase()).or(source).unwrap_or_default());
    commands(ui, &session, PANE, out);
}

/// The menu of a row of the list under the article.
pub fn claim(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let Some(claim) = session.document.shown_claim() else { return };
    head(ui, &name(claim));
    commands(ui, &session, CLAIM, out);
}

/// The menu of a row of the claim table: of all that are selected when it is one of them.
pub fn rows(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let document = session.document;
    let claims = document.claims_here();
    match claims.as_slice() {
        [claim] => head(ui, &name(claim)),
        _ => head(ui, &format!("{} selected claims", claims.len())),
    }
    commands(ui, &session, ROWS, out);
}

/// The menu of a row of the list of sources.
pub fn source(ui: &mut Ui, session: &Session, source: &Source, out: &mut Vec<Intent>) {
    head(ui, source.display_title());
    if ui.button("Open beside the article").clicked() {
        out.push(crate::app::intent::PaneIntent::Open(source.id.clone()).into());
    }
    if !source.url.is_empty() && ui.button("Open the link").clicked() {
        out.push(Intent::OpenLink(source.url.clone()));
    }
    ui.separator();
    commands(ui, session, &[&[Command::RemoveSource]], out);
}

/// "Claim 4".
fn name(claim: &Claim) -> String {
    format!("Claim {}", claim.number)
}

/// The selected words, cut short.
fn selected_words(document: &Document, side: Side) -> Option<String> {
    let span = document.selected_span(side)?;
    let words = span.of(document.version_in(side)?.text());
    let short: String = words.chars().take(32).collect();
    let end = if short.len() < words.len() { "…" } else { "" };
    Some(format!("“{}{end}”", short.trim_end().replace('\n', " ")))
}

fn head(ui: &mut Ui, words: &str) {
    ui.set_min_width(220.0);
    let words = RichText::new(words).font(theme::label_font()).color(theme::tokens(ui).muted);
    ui.add(egui::Label::new(words).truncate().selectable(false));
}

/// The commands that make sense now, in groups.
fn commands(ui: &mut Ui, session: &Session, groups: &[&[Command]], out: &mut Vec<Intent>) {
    let possible = |group: &&[Command]| group.iter().copied().filter(|it| session.can(*it)).collect::<Vec<_>>();
    let groups: Vec<_> = groups.iter().map(possible).filter(|group| !group.is_empty()).collect();
    if groups.is_empty() {
        faint(ui, "Nothing can be done here.");
    }
    for (index, group) in groups.into_iter().enumerate() {
        if index > 0 {
            ui.separator();
        }
        for command in group {
            command_button(ui, command, true, session.prefs.key_caps, out);
        }
    }
}
