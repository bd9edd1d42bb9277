//! Tables of figures: rows whose cells stand under each other become one block, a row a line, cells parted by tabs.
//!
//! What makes a table are its figures: columns of prose stand in rows as well. Tables of words, and those whose cells have several lines,
//! stay lines.

use std::ops::Range;

use super::{lines::Line, thresholds as set};

/// A cell, and where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Its left end.
    pub x0: f32,
    /// Its right end.
    pub x1: f32,
    /// Its words.
    pub text: String,
    /// Which of its characters lead where, as those of a [`Line`].
    pub links: Vec<(Range<usize>, u32)>,
}

/// Puts the rows of each table of a page into one line, which stands where its first row does.
pub fn join(lines: &mut Vec<Line>) {
    if lines.iter().any(|line| line.is_rtl) {
        return;
    }
    let mut all = std::mem::take(lines);
    all.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let rows = rows(&all);
    let mut is_taken = vec![false; all.len()];
    let mut at = 0;
    while at < rows.len() {
        let (end, columns) = table_from(&all, &rows, at);
        if end - at < set::TABLE_ROWS {
            at += 1;
            continue;
        }
        lines.push(table(&all, &rows[at..end], &columns));
        rows[at..end].iter().flat_map(Clone::clone).for_each(|line| is_taken[line] = true);
        at = end;
    }
    let others = all.into_iter().zip(is_taken).filter(|(_, is_taken)| !is_taken).map(|(line, _)| line);
    lines.extend(others);
}

/// Ranges of lines that stand at one height.
fn rows(lines: &[Line]) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if (line.y - lines[row.start].y).abs() < line.size * set::LEVEL => row.end = at + 1,
            _ => rows.push(at..at + 1),
        }
    }
    rows
}

fn cells<'a>(lines: &'a [Line], row: &Range<usize>) -> Vec<&'a Cell> {
    let mut cells: Vec<&Cell> = lines[row.clone()].iter().flat_map(|line| &line.cells).collect();
    cells.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    cells
}

/// Where the table that begins with a row ends, and its columns. It ends at once where there is none.
fn table_from(lines: &[Line], rows: &[Range<usize>], from: usize) -> (usize, Vec<(f32, f32)>) {
    let first = cells(lines, &rows[from]);
    let mut columns: Vec<(f32, f32)> = first.iter().map(|cell| (cell.x0, cell.x1)).collect();
    if columns.len() < set::TABLE_COLUMNS {
        return (from, columns);
    }
    // Only the first row may be without figures.
    let mut end = from + 1;
    while end < rows.len() {
        let (line, above) = (&lines[rows[end].start], &lines[rows[end - 1].start]);
        let row = cells(lines, &rows[end]);
        let is_near = line.y - above.y < line.size * set::TABLE_STEP;
        if !is_near || !is_of_figures(&row) {
            break;
        }
        let Some(wider) = with_row(&columns, &row) else { break };
        columns = wider;
        end += 1;
    }
    (end, columns)
}

/// Whether all cells behind the first are figures, or signs that there is none.
fn is_of_figures(row: &[&Cell]) -> bool {
    let behind = row.get(1..).unwrap_or_default();
    row.len() >= set::TABLE_COLUMNS && behind.iter().all(|cell| is_figure(&cell.text))
}

fn is_figure(text: &str) -> bool {
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    let is_none = matches!(text, "-" | "–" | "—" | "…" | "n/a" | "n.a." | "." | "x");
    is_none
        || text.chars().any(|char| char.is_ascii_digit()) && text.len() <= set::FIGURE && letters <= set::FIGURE_UNIT
}

/// The columns with a row in them. `None` where a cell stands under two of them or two under one.
fn with_row(columns: &[(f32, f32)], row: &[&Cell]) -> Option<Vec<(f32, f32)>> {
    if row.len() != columns.len() {
        return None;
    }
    let wider: Vec<(f32, f32)> =
        columns.iter().zip(row).map(|(&(x0, x1), cell)| (x0.min(cell.x0), x1.max(cell.x1))).collect();
    let shares = columns.iter().zip(row).all(|(&(x0, x1), cell)| cell.x0 < x1 && x0 < cell.x1);
    let are_apart = wider.windows(2).all(|pair| pair[0].1 < pair[1].0);
    (shares && are_apart).then_some(wider)
}

fn table(lines: &[Line], rows: &[Range<usize>], columns: &[(f32, f32)]) -> Line {
    let first = &lines[rows[0].start];
    let (mut text, mut links) = (String::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        text.push_str(if at > 0 { "\n" } else { "" });
        for (at, cell) in cells(lines, row).iter().enumerate() {
            text.push_str(if at > 0 { "\t" } else { "" });
            let behind = text.len();
            links.extend(cell.links.iter().map(|(at, number)| (at.start + behind..at.end + behind, *number)));
            text.push_str(&cell.text);
        }
    }
    let order = rows.iter().flat_map(|row| &lines[row.clone()]).map(|line| line.order).min().unwrap_or(first.order);
    Line {
        text,
        x0: columns.first().map_or(first.x0, |column| column.0),
        x1: columns.last().map_or(first.x1, |column| column.1),
        is_table: true,
        is_bold: false,
        face: 0,
        cells: Vec::new(),
        links,
        order,
        ..first.clone()
    }
}
