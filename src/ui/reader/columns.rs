//! The columns of a table: cells begin under each other, and figures end under each other, as far as the table is no wider than the page.

use egui::{
    Color32,
    epaint::text::FontsView,
    text::{LayoutJob, TextFormat},
};

use super::pieces::Setting;

/// A wider cell moves what stands behind it in its row, in points. A table that is wider than the page has narrower columns, so that most
/// of its rows still stand under each other.
const MAX_COLUMNS: [f32; 5] = [240.0, 160.0, 110.0, 80.0, 56.0];

/// A cell with its width.
struct Cell<'a> {
    text: &'a str,
    width: f32,
    is_figure: bool,
}

/// A table whose cells stand in columns. `None` where even narrow ones would be wider than the page: then its rows are wrapped as they are.
pub fn job(fonts: &mut FontsView<'_>, words: &str, setting: &Setting, color: Color32, width: f32) -> Option<LayoutJob> {
    let mut format = TextFormat::simple(setting.font.clone(), color);
    format.line_height = Some(setting.line);
    format.valign = egui::Align::Center;
    // What parts two columns.
    let gap = fonts.glyph_width(&setting.font, '\t');
    let rows: Vec<Vec<Cell<'_>>> = words
        .split_inclusive('\n')
        .map(|line| line.split('\t').map(|text| cell(fonts, setting, text)).collect())
        .collect();
    let widths = widths(&rows, gap, width)?;
    let mut job = LayoutJob::default();
    for row in &rows {
        // Where the column begins, and how far the row has come.
        let (mut left, mut at) = (0.0f32, 0.0f32);
        for (column, cell) in row.iter().enumerate() {
            let tab = if column == 0 { 0.0 } else { gap };
            let start = left + if cell.is_figure { widths[column] - cell.width } else { 0.0 };
            let space = (start - at - tab).max(0.0);
            let text = if column == 0 { cell.text.to_owned() } else { format!("\t{}", cell.text) };
            job.append(&text, space, format.clone());
            at += space + tab + cell.width;
            left += widths[column] + gap;
        }
    }
    job.wrap.max_width = width.max(80.0);
    Some(job)
}

/// The widths of the columns: those of their widest cells, as far as the page is wide enough for them.
fn widths(rows: &[Vec<Cell<'_>>], gap: f32, page: f32) -> Option<Vec<f32>> {
    let mut widest: Vec<f32> = Vec::new();
    for row in rows {
        widest.resize(widest.len().max(row.len()), 0.0);
        for (most, cell) in widest.iter_mut().zip(row) {
            *most = most.max(cell.width);
        }
    }
    let fitted = MAX_COLUMNS.map(|most| widest.iter().map(|width| width.min(most)).collect::<Vec<_>>());
    let fits = |widths: &Vec<f32>| widths.len() > 1 && widths.iter().map(|width| width + gap).sum::<f32>() <= page;
    fitted.into_iter().find(fits)
}

fn cell<'a>(fonts: &mut FontsView<'_>, setting: &Setting, text: &'a str) -> Cell<'a> {
    let shown = text.trim_end_matches('\n');
    let width = shown.chars().map(|char| fonts.glyph_width(&setting.font, char)).sum();
    Cell { text, width, is_figure: is_figure(shown) }
}

/// Whether a cell holds a number, with what stands beside numbers.
fn is_figure(text: &str) -> bool {
    let is_sign = |char: char| char.is_ascii_digit() || " .,+-−–%()€$£¥'\u{a0}\u{202f}".contains(char);
    text.contains(|char: char| char.is_ascii_digit()) && text.chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_wide_table_are_narrower() {
        let cell = |width| Cell { text: "", width, is_figure: false };
        let rows = [vec![cell(40.0), cell(300.0), cell(90.0)], vec![cell(50.0), cell(20.0)]];
        assert_eq!(widths(&rows, 10.0, 500.0), Some(vec![50.0, 240.0, 90.0]));
        assert_eq!(widths(&rows, 10.0, 340.0), Some(vec![50.0, 160.0, 90.0]));
        assert_eq!(widths(&rows, 10.0, 200.0), Some(vec![50.0, 56.0, 56.0]));
        assert_eq!((widths(&rows, 10.0, 150.0), widths(&[vec![cell(9.0)]], 10.0, 150.0)), (None, None));
    }

    #[test]
    fn figures_are_told_from_words() {
        assert!(["1,234.50", "(5)", "25.6%", "€ 3", "-2"].iter().all(|text| is_figure(text)));
        assert!(["", "–", "2024-01-02 Mon", "A4", "n/a"].iter().all(|text| !is_figure(text)));
    }
}
