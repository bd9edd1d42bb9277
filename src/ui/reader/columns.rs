//! The columns of a table: cells begin under each other, and figures end under each other. A row of a table that is wider than the page goes
//! on in the next lines, every row at the same columns.

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

/// A table whose cells stand in columns. `None` where there are none.
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
    let widest = widest(&rows);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(80.0);
    let Some(widths) = widths(&widest, gap, width) else {
        let page = job.wrap.max_width;
        let wrapped = Wrapped::of(&widest, gap, page)?;
        rows.iter().for_each(|row| wrapped.row(row, &mut job, &format, page));
        return Some(job);
    };
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
    Some(job)
}

/// Columns of a table that is wider than the page: where each begins in its line, and whether it begins one.
struct Wrapped {
    columns: Vec<(f32, bool)>,
    gap: f32,
}

impl Wrapped {
    /// As many columns in a line as fit. `None` where there is only one.
    fn of(widest: &[f32], gap: f32, page: f32) -> Option<Self> {
        let mut left = 0.0;
        let mut columns = Vec::with_capacity(widest.len());
        for (column, width) in widest.iter().enumerate() {
            let begins_line = column > 0 && left + width + gap > page;
            if begins_line {
                left = 0.0;
            }
            columns.push((left, begins_line));
            left += width + gap;
        }
        (widest.len() > 1).then_some(Self { columns, gap })
    }

    /// Adds a row. What is moved by the width of the page can stand in no line but the next one, where it begins: behind the tab that is the last
    /// place at which the line may end.
    fn row(&self, row: &[Cell<'_>], job: &mut LayoutJob, format: &TextFormat, page: f32) {
        let mut add = |text: &str, space: f32| {
            if !text.is_empty() {
                job.append(text, space, format.clone());
            }
        };
        // How far the line has come, and whether another begins with what is added next.
        let (mut at, mut is_new) = (0.0_f32, false);
        for (cell, (left, begins_line)) in row.iter().zip(&self.columns) {
            let is_first = *left == 0.0 && !begins_line;
            if *begins_line {
                add("\t", if is_new { page } else { 0.0 });
                (at, is_new) = (0.0, true);
            } else if !is_first {
                let space = if is_new { page } else { (left - at - self.gap).max(0.0) };
                add("\t", space);
                at = if is_new { self.gap } else { at + space + self.gap };
                is_new = false;
            }
            if !cell.text.is_empty() {
                let space = if is_new { page } else { (left - at).max(0.0) };
                add(cell.text, space);
                at = if is_new { cell.width } else { at + space + cell.width };
                is_new = false;
            }
        }
    }
}

/// The width of the widest cell of each column.
fn widest(rows: &[Vec<Cell<'_>>]) -> Vec<f32> {
    let mut widest: Vec<f32> = Vec::new();
    for row in rows {
        widest.resize(widest.len().max(row.len()), 0.0);
        for (most, cell) in widest.iter_mut().zip(row) {
            *most = most.max(cell.width);
        }
    }
    widest
}

/// The widths of the columns: those of their widest cells, as far as the page is wide enough for them. `None`: it is not wide enough even for
/// narrow ones.
fn widths(widest: &[f32], gap: f32, page: f32) -> Option<Vec<f32>> {
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
        let rows = widest(&rows);
        assert_eq!(rows, [50.0, 300.0, 90.0]);
        assert_eq!(widths(&rows, 10.0, 500.0), Some(vec![50.0, 240.0, 90.0]));
        assert_eq!(widths(&rows, 10.0, 340.0), Some(vec![50.0, 160.0, 90.0]));
        assert_eq!(widths(&rows, 10.0, 200.0), Some(vec![50.0, 56.0, 56.0]));
        assert_eq!((widths(&rows, 10.0, 150.0), widths(&[9.0], 10.0, 150.0)), (None, None));
    }

    #[test]
    fn columns_that_do_not_fit_go_on_in_the_next_lines() {
        let wrapped = Wrapped::of(&[50.0, 30.0, 40.0, 300.0, 30.0], 10.0, 120.0).unwrap();
        assert_eq!(wrapped.columns, [(0.0, false), (60.0, false), (0.0, true), (0.0, true), (0.0, true)]);
        assert!(Wrapped::of(&[500.0], 10.0, 120.0).is_none());
    }

    #[test]
    fn figures_are_told_from_words() {
        assert!(["1,234.50", "(5)", "25.6%", "€ 3", "-2"].iter().all(|text| is_figure(text)));
        assert!(["", "–", "2024-01-02 Mon", "A4", "n/a"].iter().all(|text| !is_figure(text)));
    }
}
