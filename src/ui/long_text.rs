//! Fields with paragraphs of any length.
//!
//! egui shapes a paragraph as a whole with every letter that is typed into it, which takes seconds where one has hundreds of
//! thousands of letters. Here a long one is laid out in pieces. A piece ends with a whole row and the next begins with the next row,
//! so that the rows are those of the whole; and egui keeps the pieces that did not change.

use std::sync::Arc;

use egui::{FontId, Galley, TextBuffer, Ui, text::LayoutJob};

/// How many bytes are laid out at once. Shorter paragraphs are left to egui.
const PIECE: usize = 4_000;

/// Whether a text has a paragraph that is laid out in pieces.
pub fn is_long(text: &str) -> bool {
    text.len() > 2 * PIECE && text.split('\n').any(|paragraph| paragraph.len() > 2 * PIECE)
}

/// Lays out the text of a field for several lines: its layouter where [`is_long`] says so.
pub fn lay_out(ui: &Ui, text: &dyn TextBuffer, width: f32) -> Arc<Galley> {
    let job = |text: &str| {
        let font = egui::FontSelection::Default.resolve(ui.style());
        job(ui, text, font, width)
    };
    let whole = job(text.as_str());
    let mut pieces = Vec::new();
    for paragraph in text.as_str().split('\n') {
        if !pieces_of(ui, paragraph, &job, &mut pieces) {
            return ui.fonts_mut(|fonts| fonts.layout_job(whole));
        }
        // Behind the last piece of a paragraph a line ends.
        if let Some((_, ends_line)) = pieces.last_mut() {
            *ends_line = true;
        }
    }
    let galleys: Vec<_> = pieces.iter().map(|(galley, _)| Arc::clone(galley)).collect();
    let mut joined = Galley::concat(Arc::new(whole), &galleys, ui.ctx().pixels_per_point());
    let mut end = 0;
    for (galley, ends_line) in &pieces {
        end += galley.rows.len();
        let is_last = end == joined.rows.len();
        joined.rows[end - 1].ends_with_newline = *ends_line && !is_last;
    }
    Arc::new(joined)
}

fn job(ui: &Ui, text: &str, font: FontId, width: f32) -> LayoutJob {
    let height = ui.fonts_mut(|fonts| fonts.row_height(&font)) + ui.spacing().extra_text_line_spacing;
    let mut job = LayoutJob::simple(text.to_owned(), font, ui.visuals().text_color(), width);
    job.keep_trailing_whitespace = true;
    job.sections.iter_mut().for_each(|section| section.format.line_height = Some(height));
    job
}

/// Lays a paragraph out in pieces of whole rows. Says no where letters and rows cannot be told apart by counting: some faces join
/// letters or leave marks out.
fn pieces_of(ui: &Ui, paragraph: &str, job: &dyn Fn(&str) -> LayoutJob, pieces: &mut Vec<(Arc<Galley>, bool)>) -> bool {
    let (mut start, mut size) = (0, PIECE);
    loop {
        let end = paragraph.ceil_char_boundary((start + size).min(paragraph.len()));
        let text = &paragraph[start..end];
        // Asks for the height of a row, so it is made before the faces are held.
        let piece = job(text);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(piece));
        let letters: usize = galley.rows.iter().map(|row| row.glyphs.len()).sum();
        if letters != text.chars().count() {
            return false;
        }
        if end == paragraph.len() {
            pieces.push((galley, false));
            return true;
        }
        // The last row may go on behind the piece.
        let kept = galley.rows.len() - 1;
        if kept == 0 {
            size *= 2;
            continue;
        }
        let mut whole_rows = Galley::clone(&galley);
        whole_rows.rows.truncate(kept);
        let letters: usize = whole_rows.rows.iter().map(|row| row.glyphs.len()).sum();
        start += text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
        size = PIECE;
        pieces.push((Arc::new(whole_rows), false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(seed: usize, len: usize) -> String {
        const WORDS: [&str; 7] = ["bridge", "the", "4,000", "“closed”", "Übersee", "in", "underestimated"];
        (0..)
            .map(|at: usize| WORDS[(at * at + seed) % 7])
            .scan(0, |sum, word| {
                *sum += word.len() + 1;
                (*sum < len).then_some(word)
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_rows_are_those_of_the_whole() {
        let one = words(1, 3 * PIECE);
        let texts = [one.clone(), format!("{one}\n\nshort\n{}\n", words(2, 4 * PIECE)), "x".repeat(3 * PIECE)];
        let ctx = egui::Context::default();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for (text, width) in texts.iter().flat_map(|text| [90.0, 300.0, 700.0].map(|width| (text, width))) {
                let font = egui::FontSelection::Default.resolve(ui.style());
                let job = job(ui, text, font, width);
                let whole = ui.fonts_mut(|fonts| fonts.layout_job(job));
                let pieces = lay_out(ui, text, width);
                let rows = |galley: &Galley| {
                    galley.rows.iter().map(|row| (row.text(), row.ends_with_newline)).collect::<Vec<_>>()
                };
                assert!(rows(&pieces) == rows(&whole), "at {width}");
                assert!((pieces.rect.height() - whole.rect.height()).abs() < 2.0, "at {width}");
                assert_eq!(pieces.text(), whole.text());
            }
        });
        output.textures_delta.clear();
    }
}
