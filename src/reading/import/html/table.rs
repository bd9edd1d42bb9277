//! Tables of data: one block, a row a line, cells parted by tabs, every cell under its head. A table that only lays out the page is none.

use scraper::{ElementRef, Node};

use crate::import::references::Marks;

use super::thresholds as set;

/// Words and what stands at them.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Links and signs of notes.
    pub marks: Marks,
}

impl Words {
    /// Adds others, behind what parts them.
    fn add(&mut self, between: &str, other: Self) {
        self.text.push_str(between);
        self.marks.append(other.marks, self.text.len());
        self.text.push_str(&other.text);
    }
}

/// A table of data; `read` gives the words of a cell. `None` where it lays out the page.
pub fn data<'a>(table: ElementRef<'a>, read: &mut impl FnMut(ElementRef<'a>) -> Words) -> Option<Words> {
    let rows = rows_of(table);
    if is_data(table, &rows) { grid(&rows, read) } else { None }
}

/// Whether an element is a table: by its name, or as its author tells programs.
pub fn is_table(element: ElementRef<'_>) -> bool {
    element.value().name() == "table" || matches!(element.attr("role"), Some("table" | "grid" | "treegrid"))
}

/// The rows of a table, those of tables in its cells left out.
pub fn rows_of<'a>(table: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let mut rows = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "thead" | "tbody" | "tfoot" => rows.extend(child.child_elements().filter(|row| is_row(*row))),
            _ if is_row(child) => rows.push(child),
            _ if child.attr("role") == Some("rowgroup") => {
                rows.extend(child.child_elements().filter(|row| is_row(*row)));
            }
            _ => {}
        }
    }
    rows
}

fn is_row(element: ElementRef<'_>) -> bool {
    element.value().name() == "tr" || element.attr("role") == Some("row")
}

fn is_head(cell: ElementRef<'_>) -> bool {
    cell.value().name() == "th" || matches!(cell.attr("role"), Some("columnheader" | "rowheader"))
}

fn is_cell(element: ElementRef<'_>) -> bool {
    element.value().name() == "td" || matches!(element.attr("role"), Some("cell" | "gridcell")) || is_head(element)
}

fn cells_of<'a>(row: &ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    row.child_elements().filter(|cell| is_cell(*cell))
}

fn is_data(table: ElementRef<'_>, rows: &[ElementRef<'_>]) -> bool {
    if matches!(table.attr("role"), Some("presentation" | "none")) || rows.len() < 2 {
        return false;
    }
    // A browser keeps words out of the rows of a `table`; those of other elements may hold any.
    if table.value().name() != "table" && !is_all_in_cells(table) {
        return false;
    }
    let cells: Vec<ElementRef<'_>> = rows.iter().flat_map(cells_of).collect();
    let has_head = table.child_elements().any(|child| matches!(child.value().name(), "caption" | "thead"))
        || cells.iter().any(|cell| is_head(*cell));
    let widest = rows.iter().map(|row| cells_of(row).count()).max().unwrap_or(0);
    if widest < 2 && !has_head || cells.iter().any(|cell| lays_out(*cell)) {
        return false;
    }
    let lengths: Vec<usize> = cells.iter().map(|cell| cell.text().map(str::len).sum()).collect();
    let long = lengths.iter().filter(|&&length| length >= set::LONG_CELL).count();
    let longest = lengths.iter().max().copied().unwrap_or(0);
    let most = if has_head { set::LONGEST_CELL_UNDER_HEAD } else { set::LONGEST_CELL };
    longest < most && long * set::LONG_CELLS <= cells.len()
}

/// Whether each cell is in a row of the table, and each word in a cell.
fn is_all_in_cells(table: ElementRef<'_>) -> bool {
    let counted: usize =
        rows_of(table).iter().flat_map(cells_of).map(|cell| cell.text().map(str::len).sum::<usize>()).sum();
    let blank = |node: &ego_tree::NodeRef<'_, Node>| {
        let is_in_cell = node.ancestors().filter_map(ElementRef::wrap).take_while(|outer| *outer != table).any(is_cell);
        node.value().as_text().filter(|text| !is_in_cell && text.trim().is_empty()).map_or(0, |text| text.len())
    };
    counted + table.descendants().map(|node| blank(&node)).sum::<usize>() == table.text().map(str::len).sum::<usize>()
}

/// Whether a cell holds what only a part of a page does: another table, a heading, a picture with its caption, some paragraphs.
fn lays_out(cell: ElementRef<'_>) -> bool {
    let mut paragraphs = 0;
    cell.descendent_elements().skip(1).any(|inner| {
        let name = inner.value().name();
        paragraphs += usize::from(name == "p" && inner.text().any(|text| !text.trim().is_empty()));
        is_table(inner)
            || matches!(name, "h1" | "h2" | "h3" | "figure" | "form" | "iframe")
            || paragraphs > set::CELL_PARAGRAPHS
    })
}

/// The cells in their columns. A cell over several rows stands in each of them, one over several columns is followed by empty ones.
fn grid<'a>(rows: &[ElementRef<'a>], read: &mut impl FnMut(ElementRef<'a>) -> Words) -> Option<Words> {
    let mut lines: Option<Words> = None;
    let mut bytes = 0;
    // What hangs down into the next rows: for each column how many rows, and the words.
    let mut hanging: Vec<(usize, Words)> = Vec::new();
    for row in rows {
        let mut line: Vec<Words> = Vec::new();
        let fill = |line: &mut Vec<Words>, hanging: &mut Vec<(usize, Words)>| {
            while let Some((rows, words)) = hanging.get_mut(line.len()).filter(|(rows, _)| *rows > 0) {
                *rows -= 1;
                line.push(words.clone());
            }
        };
        for cell in cells_of(row) {
            fill(&mut line, &mut hanging);
            let words = read(cell);
            let (columns, down) = (span(cell, "colspan"), span(cell, "rowspan"));
            for column in 0..columns {
                let words = if column == 0 { words.clone() } else { Words::default() };
                let at = line.len();
                if down > 1 {
                    if hanging.len() <= at {
                        hanging.resize(at + 1, (0, Words::default()));
                    }
                    hanging[at] = (down - 1, words.clone());
                }
                line.push(words);
            }
        }
        while hanging.iter().skip(line.len()).any(|(rows, _)| *rows > 0) {
            let before = line.len();
            fill(&mut line, &mut hanging);
            if line.len() == before {
                line.push(Words::default());
            }
        }
        bytes += line.iter().map(|cell| cell.text.len() + 1).sum::<usize>();
        if bytes > set::GRID_BYTES {
            return None;
        }
        let Some(last) = line.iter().rposition(|cell| !cell.text.is_empty()) else { continue };
        line.truncate(last + 1);
        let mut cells = line.into_iter();
        let mut line = cells.next().unwrap_or_default();
        cells.for_each(|cell| line.add("\t", cell));
        match &mut lines {
            Some(lines) => lines.add("\n", line),
            None => lines = Some(line),
        }
    }
    Some(lines.unwrap_or_default())
}

fn span(cell: ElementRef<'_>, name: &str) -> usize {
    cell.attr(name).and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, set::LARGEST_SPAN)
}
