//! The reading order of a page: lines become columns, and columns are read one after the other.
//!
//! Lines that stand under each other are a column. Which column comes first follows Breuel, "High performance document
//! layout analysis" (2003): what stands above comes first where two overlap in width; otherwise what stands left, unless
//! something that spans both lies between them.

use super::{lines::Line, thresholds as set};

/// Lines under each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Its left end.
    pub x0: f32,
    /// Its right end.
    pub x1: f32,
}

impl Column {
    fn new(line: Line) -> Self {
        Self { x0: line.x0, x1: line.x1, lines: vec![line] }
    }

    fn push(&mut self, line: Line) {
        self.x0 = self.x0.min(line.x0);
        self.x1 = self.x1.max(line.x1);
        self.lines.push(line);
    }

    fn is_rtl(&self) -> bool {
        self.lines.iter().filter(|line| line.is_rtl).count() * 2 > self.lines.len()
    }

    fn top(&self) -> f32 {
        self.lines.first().map_or(0.0, |line| line.y - line.size * set::CAPITAL)
    }

    fn bottom(&self) -> f32 {
        self.lines.last().map_or(0.0, |line| line.y + line.size * set::DESCENT)
    }
}

/// With more columns than this a page is a table or a drawing; then they are read as they were drawn.
const MAX_COLUMNS: usize = 250;

/// The columns of a page in reading order.
pub fn in_reading_order(lines: Vec<Line>) -> Vec<Column> {
    let columns = stacked(lines);
    let order = order(&columns);
    let mut columns: Vec<Option<Column>> = columns.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| columns[at].take()).collect()
}

/// Puts lines under each other.
fn stacked(mut lines: Vec<Line>) -> Vec<Column> {
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let spans: Vec<(f32, f32, f32)> = lines.iter().map(|line| (line.y, line.x0, line.x1)).collect();
    let mut columns: Vec<Column> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        open.retain(|&column| columns[column].lines.last().is_some_and(|last| line.y - last.y <= reach(last, &line)));
        let above: Vec<usize> = open
            .iter()
            .copied()
            .filter(|&column| overlap(&columns[column], &line) > line.size * set::COLUMN_SHARED)
            .collect();
        match above[..] {
            [column] if goes_on(&columns[column], &line) && !has_neighbour(&spans, at, &columns[column], &line) => {
                columns[column].push(line);
            }
            _ => {
                // What stands under the line is under it, and no longer under what it covers.
                open.retain(|column| !above.contains(column));
                open.push(columns.len());
                columns.push(Column::new(line));
            }
        }
    }
    columns
}

/// How far below a line the next may stand.
fn reach(last: &Line, line: &Line) -> f32 {
    last.size.max(line.size) * set::COLUMN_STEP
}

fn overlap(column: &Column, line: &Line) -> f32 {
    column.x1.min(line.x1) - column.x0.max(line.x0)
}

fn goes_on(column: &Column, line: &Line) -> bool {
    let Some(last) = column.lines.last() else { return false };
    if last.is_table || line.is_table {
        return false;
    }
    let ratio = last.size.max(line.size) / last.size.min(line.size);
    ratio < set::COLUMN_SIZES && line.y - last.y > last.size.min(line.size) * set::COLUMN_STEP_LEAST
}

/// Whether another line of the same height stands under the same column, so that the column parts there.
fn has_neighbour(spans: &[(f32, f32, f32)], at: usize, column: &Column, line: &Line) -> bool {
    let near = |(y, ..): &(f32, f32, f32)| (y - line.y).abs() < line.size * set::NEIGHBOUR_LEVEL;
    let after = spans[at + 1..].iter().take_while(|span| near(span));
    let before = spans[..at].iter().rev().take_while(|span| near(span));
    before.chain(after).any(|&(_, x0, x1)| column.x1.min(x1) - column.x0.max(x0) > line.size * set::NEIGHBOUR_SHARED)
}

fn order(columns: &[Column]) -> Vec<usize> {
    let mut by_place: Vec<usize> = (0..columns.len()).collect();
    if columns.len() > MAX_COLUMNS {
        by_place.sort_by_key(|&at| columns[at].lines.first().map_or(0, |line| line.order));
        return by_place;
    }
    by_place
        .sort_by(|&a, &b| columns[a].top().total_cmp(&columns[b].top()).then(columns[a].x0.total_cmp(&columns[b].x0)));
    let mut out = Vec::with_capacity(columns.len());
    let mut is_seen = vec![false; columns.len()];
    for &at in &by_place {
        visit(at, columns, &by_place, &mut is_seen, &mut out);
    }
    out
}

/// Reads what comes before a column, then the column. No deeper than there are columns.
fn visit(at: usize, columns: &[Column], by_place: &[usize], is_seen: &mut [bool], out: &mut Vec<usize>) {
    if std::mem::replace(&mut is_seen[at], true) {
        return;
    }
    for &other in by_place {
        if !is_seen[other] && is_before(columns, other, at) {
            visit(other, columns, by_place, is_seen, out);
        }
    }
    out.push(at);
}

fn is_before(columns: &[Column], first: usize, second: usize) -> bool {
    let (a, b) = (&columns[first], &columns[second]);
    // Lines of the two directions begin at different edges of one column.
    if shares_width(a, b) || a.is_rtl() != b.is_rtl() {
        return a.top() < b.top();
    }
    if (a.x0 > b.x0) != a.is_rtl() {
        return false;
    }
    !columns.iter().enumerate().any(|(at, between)| {
        at != first
            && at != second
            && shares_width(between, a)
            && shares_width(between, b)
            && (a.bottom() <= between.top() && between.bottom() <= b.top()
                || b.bottom() <= between.top() && between.bottom() <= a.top())
    })
}

fn shares_width(a: &Column, b: &Column) -> bool {
    let shared = a.x1.min(b.x1) - a.x0.max(b.x0);
    shared > (a.x1 - a.x0).min(b.x1 - b.x0) * set::STACKED && shared > 0.0
}
