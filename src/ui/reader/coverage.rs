//! What is left of the article: a thin line beside open sentences, and ink taken out of dismissed ones.

use egui::{Color32, Painter, Pos2, Rect};

use crate::{model::Decision, ui::theme::Tokens};

use super::{
    ReaderWidget,
    article::Article,
    paint,
    visible::{Column, Visible},
};

/// Paints what is decided over and beside the words of a piece.
pub fn paint(painter: &Painter, article: &Article<'_>, column: &Column, piece: &Visible, tokens: &Tokens) {
    let Some(coverage) = article.coverage else { return };
    for (_, span, decision) in coverage.within(piece.range.clone()) {
        match decision {
            Decision::OpenClaim | Decision::Claim => {}
            Decision::Open => {
                for row in paint::rects(article, piece, span.range()) {
                    let left = column.left - 7.0;
                    let line = Rect::from_min_max(Pos2::new(left, row.top()), Pos2::new(left + 2.0, row.bottom()));
                    painter.rect_filled(line, 0.0, tokens.line);
                }
            }
            Decision::Dismissed(_) => {
                for row in paint::rects(article, piece, span.range()) {
                    painter.rect_filled(row, 0.0, veil(tokens));
                }
            }
        }
    }
}

/// The paper over words so that they look as quiet as the faint ink, and no quieter.
pub fn veil(tokens: &Tokens) -> Color32 {
    let share =
        |text: u8, faint: u8, paper: u8| (f32::from(faint) - f32::from(text)) / (f32::from(paper) - f32::from(text));
    let (text, faint, paper) = (tokens.text, tokens.faint, tokens.paper);
    let shares = [
        share(text.r(), faint.r(), paper.r()),
        share(text.g(), faint.g(), paper.g()),
        share(text.b(), faint.b(), paper.b()),
    ];
    paper.gamma_multiply(shares.into_iter().fold(1.0, f32::min))
}

/// The stretches of open sentences on the strip, joined where they would touch.
pub fn open_stretches(reader: &ReaderWidget, article: &Article<'_>, y_of: &dyn Fn(f64) -> f32) -> Vec<(f32, f32)> {
    let mut found: Vec<(f32, f32)> = Vec::new();
    let Some(coverage) = article.coverage else { return found };
    let height_at = |byte: usize, index: usize| {
        let piece = &reader.pieces[index];
        let within = byte.saturating_sub(piece.range.start) as f32 / piece.range.len().max(1) as f32;
        y_of(reader.heights.sum(index) + f64::from(reader.heights.get(index) * within.min(1.0)))
    };
    for (span, _) in coverage.iter().filter(|(_, decision)| *decision == Decision::Open) {
        let Some(index) = reader.piece_at(span.start()) else { continue };
        let (from, to) = (height_at(span.start(), index), height_at(span.end(), index));
        match found.last_mut().filter(|last| from - last.1 < 2.0) {
            Some(last) => last.1 = last.1.max(to),
            None => found.push((from, to.max(from + 1.5))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{DARK, LIGHT, contrast};

    #[test]
    fn dismissed_words_stay_readable() {
        for tokens in [LIGHT, DARK] {
            let veil = veil(&tokens);
            let opaque = f32::from(veil.a()) / 255.0;
            let blend = |text: u8, veil: u8| (f32::from(text) * (1.0 - opaque) + f32::from(veil)).round() as u8;
            let ink = Color32::from_rgb(
                blend(tokens.text.r(), veil.r()),
                blend(tokens.text.g(), veil.g()),
                blend(tokens.text.b(), veil.b()),
            );
            let ratio = contrast(ink, tokens.paper);
            assert!((4.5..9.0).contains(&ratio), "{ratio}");
        }
    }
}
