//! Old and new words in one row: what went is struck through, what came is underlined.

use egui::{
    FontId, Label, Response, Stroke, Ui,
    text::{LayoutJob, TextFormat},
};

use crate::{
    app::{DiffKind, difference},
    model::{Mark, Placement},
};

use super::theme::{self, Tokens};

/// Draws the difference between two wordings in the reading face.
pub fn ui(ui: &mut Ui, old: &str, new: &str, size: f32) -> Response {
    let job = job(theme::tokens(ui), old, new, size);
    let words = heard(old, new);
    let response = ui.add(Label::new(job).wrap());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    response
}

fn job(tokens: &Tokens, old: &str, new: &str, size: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat {
        line_height: Some((size * 1.5).round()),
        ..TextFormat::simple(FontId::new(size, theme::serif()), tokens.text)
    };
    let gone = TextFormat {
        color: tokens.wrong.ink,
        background: tokens.wrong.fill,
        strikethrough: Stroke::new(1.25, tokens.wrong.ink),
        ..plain.clone()
    };
    let come = TextFormat {
        color: tokens.right.ink,
        background: tokens.right.fill,
        underline: Stroke::new(1.25, tokens.right.ink),
        ..plain.clone()
    };
    for run in difference(old, new).runs {
        let (words, format) = match run.kind {
            DiffKind::Same => (&new[run.new], &plain),
            DiffKind::Removed => (&old[run.old], &gone),
            DiffKind::Added => (&new[run.new], &come),
        };
        // The space behind a word is not part of what changed.
        let bare = words.trim_end();
        job.append(bare, 0.0, format.clone());
        job.append(&words[bare.len()..], 0.0, plain.clone());
    }
    job
}

/// The difference for a screen reader, which hears neither line.
fn heard(old: &str, new: &str) -> String {
    if old == new { new.to_owned() } else { format!("Before: {old} Now: {new}") }
}

/// The sign and the word of a placement.
pub fn placement_words(placement: Placement) -> String {
    format!("{} {}", placement_sign(placement), placement.label())
}

/// The sign of a placement.
pub fn placement_sign(placement: Placement) -> &'static str {
    match placement {
        Placement::Placed => "✓",
        Placement::Moved => "→",
        Placement::Changed => "≠",
        Placement::Lost => "×",
    }
}

/// The colours of a placement.
pub fn placement_colors(tokens: &Tokens, placement: Placement) -> theme::Pair {
    match placement {
        Placement::Placed => tokens.right,
        Placement::Moved => tokens.accent,
        Placement::Changed => tokens.change,
        Placement::Lost => tokens.wrong,
    }
}

/// Why a passage is where it is, and how sure that is.
pub fn reason_words(mark: &Mark) -> String {
    use crate::model::Reason;
    let Some(trace) = mark.trace else { return String::new() };
    match trace.reason {
        Reason::ByHand | Reason::LetGo => trace.reason.label().to_owned(),
        reason => format!("{} {} % alike.", reason.label(), trace.score),
    }
}
