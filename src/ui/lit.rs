//! Words that were found, lit in the text in which they stand.

use std::ops::Range;

use egui::{
    FontId, Ui,
    text::{LayoutJob, TextFormat, TextWrapping},
};

use super::theme;

/// How a text with lit words looks.
#[derive(Debug, Clone)]
pub struct Looks {
    /// Its letters.
    pub font: FontId,
    /// How wide it may be, in points.
    pub width: f32,
    /// In how many lines it is cut off.
    pub rows: usize,
}

/// A text in which some words, in order and without overlap, are lit by a ground and a line under them.
pub fn job(ui: &Ui, text: &str, lit: &[Range<usize>], looks: &Looks) -> LayoutJob {
    let tokens = theme::tokens(ui);
    let mut job = LayoutJob {
        wrap: TextWrapping { max_width: looks.width, max_rows: looks.rows, ..TextWrapping::default() },
        ..LayoutJob::default()
    };
    let plain = TextFormat { font_id: looks.font.clone(), color: tokens.text, ..TextFormat::default() };
    let found = TextFormat {
        background: tokens.selection,
        underline: egui::Stroke::new(1.0, tokens.accent.ink),
        ..plain.clone()
    };
    let mut add = |range: Range<usize>, format: &TextFormat| {
        if let Some(words) = text.get(range).filter(|words| !words.is_empty()) {
            job.append(&words.replace('\n', " "), 0.0, format.clone());
        }
    };
    let mut from = 0;
    for place in lit {
        add(from..place.start, &plain);
        add(place.clone(), &found);
        from = place.end;
    }
    add(from..text.len(), &plain);
    job
}
