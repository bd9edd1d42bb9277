//! The cells of a sheet as blocks: its name, then its rows in tables of some rows each, and what stands at cells.

use std::{borrow::Cow, collections::BTreeMap};

use crate::{
    import::{Draft, DraftBlock, LeftOut, Warning, references, word_processing},
    model::{BlockKind, BlockText, Cell, Cells, Link, Note, NoteKind, Span, column_letters},
};

/// So many rows are one table, as far as they fit into [`BLOCK_BYTES`]: few enough to be laid out in a moment.
const BLOCK_ROWS: usize = 50;

/// A table goes on in the next one after so many bytes.
const BLOCK_BYTES: usize = 6 << 10;

/// Bytes of text that are kept of a workbook, tabs included.
const MAX_TEXT: usize = 32 << 20;

/// Cells that are kept of a workbook.
const MAX_CELLS: usize = 4_000_000;

/// Cells that are marked in some way are listed one by one so far.
const MAX_LISTED: usize = 20_000;

/// What a workbook may still hold.
#[derive(Debug)]
pub struct Room {
    text: usize,
    cells: usize,
    /// Where it was full first.
    full_at: Option<String>,
}

impl Default for Room {
    fn default() -> Self {
        Self { text: MAX_TEXT, cells: MAX_CELLS, full_at: None }
    }
}

impl Room {
    /// Says so where not all came in.
    pub fn warn(self, draft: &mut Draft) {
        if let Some(locator) = self.full_at {
            let message = "The workbook holds more than can be read; what comes after this cell was left out.";
            draft.warnings.push(Warning { message: message.into(), locator: Some(locator) });
        }
    }
}

/// A row's cells from its first one that holds anything.
#[derive(Debug)]
struct Row {
    number: u32,
    first: u32,
    last: u32,
    text: String,
}

/// What stands at a cell.
#[derive(Debug)]
enum Beside {
    Comment { author: String, text: String },
    Link(String),
}

/// A sheet that is being read. Rows and columns are counted from 1.
#[derive(Debug, Default)]
pub struct Grid {
    /// Its name; empty where it has none.
    pub name: String,
    /// Whether the workbook does not show it.
    pub is_hidden: bool,
    rows: Vec<Row>,
    is_unordered: bool,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    beside: BTreeMap<(u32, u32), Vec<Beside>>,
    uncomputed: Counted,
    as_stored: Counted,
}

/// How many cells something is said of, and the first.
#[derive(Debug, Default)]
struct Counted {
    count: usize,
    first: Option<(u32, u32)>,
}

impl Counted {
    fn add(&mut self, at: (u32, u32)) {
        self.count += 1;
        self.first.get_or_insert(at);
    }
}

impl Grid {
    /// A sheet of this name.
    pub fn new(name: &str, is_hidden: bool) -> Self {
        Self { name: one_line(name).into_owned(), is_hidden, ..Self::default() }
    }

    /// Adds a cell. What is empty is none. Returns whether there is room for more.
    pub fn push(&mut self, row: u32, column: u32, text: &str, room: &mut Room) -> bool {
        let text = one_line(text);
        if text.is_empty() {
            return room.full_at.is_none();
        }
        let before = self.rows.last().filter(|last| last.number == row).map_or(0, |last| column.abs_diff(last.last));
        let bytes = text.len() + before as usize + 1;
        if room.full_at.is_some() || room.cells == 0 || room.text < bytes {
            room.full_at.get_or_insert_with(|| Cell { sheet: &self.name, column, row }.to_string());
            return false;
        }
        room.cells -= 1;
        room.text -= bytes;
        self.place(row, column, &text);
        true
    }

    /// Puts a cell's words behind those that came before.
    fn place(&mut self, row: u32, column: u32, text: &str) {
        match self.rows.last_mut() {
            Some(last) if last.number == row && last.last < column => {
                last.text.extend(std::iter::repeat_n('\t', (column - last.last) as usize));
                last.text.push_str(text);
                last.last = column;
            }
            last => {
                self.is_unordered |= last.is_some_and(|last| last.number >= row);
                self.rows.push(Row { number: row, first: column, last: column, text: text.to_owned() });
            }
        }
    }

    /// Adds a comment to a cell.
    pub fn comment(&mut self, row: u32, column: u32, author: &str, text: &str) {
        let text = text.trim().to_owned();
        if !text.is_empty() && self.beside.len() < MAX_LISTED {
            self.beside
                .entry((row, column))
                .or_default()
                .push(Beside::Comment { author: one_line(author).into_owned(), text });
        }
    }

    /// Adds a link to a cell.
    pub fn link(&mut self, row: u32, column: u32, url: &str) {
        if let Some(url) = references::address(url.trim(), None).filter(|_| self.beside.len() < MAX_LISTED) {
            self.beside.entry((row, column)).or_default().push(Beside::Link(url));
        }
    }

    /// Notes rows that are not shown.
    pub fn hide_rows(&mut self, first: u32, last: u32) {
        let is_full = self.hidden_rows.len() >= MAX_CELLS;
        match self.hidden_rows.last_mut() {
            Some(before) if before.1.checked_add(1) == Some(first) => before.1 = last,
            _ if !is_full => self.hidden_rows.push((first, last)),
            _ => {}
        }
    }

    /// Notes columns that are not shown.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        if self.hidden_columns.len() < MAX_LISTED {
            self.hidden_columns.push((first, last));
        }
    }

    /// Notes a formula whose result the file does not have.
    pub fn uncomputed(&mut self, row: u32, column: u32) {
        self.uncomputed.add((row, column));
    }

    /// Notes a number that stands as it is stored, since what is seen of it is not known.
    pub fn as_stored(&mut self, row: u32, column: u32) {
        self.as_stored.add((row, column));
    }

    /// Adds the sheet to a draft, under its name.
    pub fn finish(self, draft: &mut Draft) {
        let heading = word_processing::block(BlockKind::Heading, 2, self.name.as_str());
        self.finish_under(Some(heading).filter(|heading| !heading.block.text.is_empty()), draft);
    }

    /// Adds a table that is the whole file to a draft: its name is the file's, and no words of it.
    pub fn finish_unnamed(self, draft: &mut Draft) {
        self.finish_under(None, draft);
    }

    fn finish_under(mut self, heading: Option<DraftBlock>, draft: &mut Draft) {
        if self.is_unordered {
            self.put_in_order();
        }
        self.warn(draft);
        let mut blocks: Vec<DraftBlock> = heading.into_iter().collect();
        let left = self.first_column();
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            blocks.iter_mut().for_each(|block| block.drop(LeftOut::EmptySheet));
        }
        // Where the cells of most rows stand far from the left edge of all, each table begins at its own.
        let is_wide = rows.iter().map(|row| (row.first - left) as usize).sum::<usize>() > MAX_TEXT / 4;
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let (these, others) = rest.split_at(table_len(rest, left));
            let own = these.iter().map(|row| row.first).min().unwrap_or(left);
            blocks.push(self.table(these, if is_wide { own } else { left }));
            rest = others;
        }
        // What stands at cells that hold nothing.
        for (at, beside) in &self.beside {
            let address = Cell { sheet: &self.name, column: at.1, row: at.0 };
            for one in beside {
                let text = match one {
                    Beside::Comment { author, text } if author.is_empty() => text.clone(),
                    Beside::Comment { author, text } => format!("{author}: {text}"),
                    Beside::Link(url) => url.clone(),
                };
                let mut block = DraftBlock::kept(BlockKind::Footnote, format!("{address}: {text}"));
                block.drop(LeftOut::LooseComment);
                blocks.push(block);
            }
        }
        if self.is_hidden {
            blocks.iter_mut().filter(|block| block.keep).for_each(|block| block.drop(LeftOut::HiddenSheet));
        }
        draft.blocks.append(&mut blocks);
    }

    /// The column of the first cell that holds anything in any row that does.
    fn first_column(&self) -> u32 {
        self.rows.iter().map(|row| row.first).min().unwrap_or(1)
    }

    /// Some rows under each other as a table.
    fn table(&mut self, rows: &[Row], left: u32) -> DraftBlock {
        let mut block = BlockText::new(BlockKind::Table, "");
        let first = rows.first().map_or(1, |row| row.number);
        block.cells = Some(Cells { sheet: self.name.clone(), column: left, row: first });
        for row in rows {
            if row.number != first {
                block.text.push('\n');
            }
            block.text.extend(std::iter::repeat_n('\t', (row.first - left) as usize));
            let mut start = block.text.len();
            block.text.push_str(&row.text);
            let mut beside = self.beside.range((row.number, 0)..=(row.number, u32::MAX)).map(|(at, _)| *at).peekable();
            if beside.peek().is_none() {
                continue;
            }
            let wanted: Vec<_> = beside.collect();
            for (column, cell) in (row.first..).zip(row.text.split('\t')) {
                let span = Span::new(start, start + cell.len());
                start += cell.len() + 1;
                if let Ok(span) = span
                    && wanted.contains(&(row.number, column))
                {
                    attach(&mut block, span, self.beside.remove(&(row.number, column)).unwrap_or_default());
                }
            }
        }
        DraftBlock { block, ..DraftBlock::kept(BlockKind::Table, "") }
    }

    /// Brings cells that came in another order into that of the sheet. Of two at one place the later counts.
    fn put_in_order(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let mut cells: Vec<(u32, u32, &str)> = Vec::new();
        for row in &rows {
            let own = (row.first..).zip(row.text.split('\t')).filter(|(_, text)| !text.is_empty());
            cells.extend(own.map(|(column, text)| (row.number, column, text)));
        }
        // Those of one place stay in the order in which they came.
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        self.is_unordered = false;
        for (at, (row, column, text)) in cells.iter().enumerate() {
            let is_last = cells.get(at + 1).is_none_or(|next| (next.0, next.1) != (*row, *column));
            if is_last {
                self.place(*row, *column, text);
            }
        }
    }

    fn warn(&mut self, draft: &mut Draft) {
        let name = if self.name.is_empty() { "the table".to_owned() } else { format!("“{}”", self.name) };
        let mut say = |message: String, at: Option<(u32, u32)>| {
            let locator = at.map(|(row, column)| Cell { sheet: &self.name, column, row }.to_string());
            draft.warnings.push(Warning { message, locator });
        };
        if self.is_hidden {
            say(format!("The sheet {name} is hidden in the workbook and was left out."), None);
        }
        // Of the hidden rows those that hold anything.
        let at = |number: u32| self.rows.partition_point(|row| row.number < number);
        let held = self.hidden_rows.iter().flat_map(|(first, last)| &self.rows[at(*first)..at(last.saturating_add(1))]);
        let ranges = ranges(held.map(|row| row.number));
        if !ranges.is_empty() {
            say(
                format!(
                    "{} hidden in the workbook: {name}. What stands there came in.",
                    named("Row", &ranges, u32::to_string)
                ),
                None,
            );
        }
        let last = self.rows.iter().map(|row| row.last).max().unwrap_or(0);
        let first = self.first_column();
        self.hidden_columns.retain(|(from, to)| *from <= last && *to >= first);
        if !self.hidden_columns.is_empty() {
            let columns: Vec<_> = self.hidden_columns.iter().map(|(from, to)| (*from, (*to).min(last))).collect();
            let letters = |column: &u32| column_letters(*column);
            say(
                format!(
                    "{} hidden in the workbook: {name}. What stands there came in.",
                    named("Column", &columns, letters)
                ),
                None,
            );
        }
        if self.uncomputed.count > 0 {
            let count = self.uncomputed.count;
            let what = if count == 1 {
                "One formula has no result".to_owned()
            } else {
                format!("{count} formulas have no results")
            };
            say(
                format!(
                    "{what} in the file, so the formula stands in the cell. Open the workbook in a spreadsheet program and save it there."
                ),
                self.uncomputed.first,
            );
        }
        if self.as_stored.count > 0 {
            let count = self.as_stored.count;
            let what = if count == 1 { "One number stands".to_owned() } else { format!("{count} numbers stand") };
            say(
                format!("{what} as stored: the workbook shows them in a format that is not known here."),
                self.as_stored.first,
            );
        }
    }
}

/// How many of the rows are one table: they follow each other, and are not too many.
fn table_len(rows: &[Row], left: u32) -> usize {
    let mut bytes = 0;
    let fits = |at: &usize| {
        let row = &rows[*at];
        bytes += row.text.len() + (row.first - left) as usize;
        *at == 0 || bytes <= BLOCK_BYTES && row.number - rows[at - 1].number == 1
    };
    (0..rows.len().min(BLOCK_ROWS)).take_while(fits).count()
}

fn attach(block: &mut BlockText, span: Span, beside: Vec<Beside>) {
    for one in beside {
        match one {
            Beside::Link(url) => block.links.push(Link { span, url }),
            Beside::Comment { author, text } => {
                block.notes.push(Note {
                    span,
                    kind: NoteKind::Comment,
                    text,
                    urls: Vec::new(),
                    author,
                    date: String::new(),
                });
            }
        }
    }
}

/// A cell's text on one line, without tabs.
fn one_line(text: &str) -> Cow<'_, str> {
    let needs_work = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !text.contains(needs_work) {
        return Cow::Borrowed(text.trim());
    }
    let spaced: String = text.chars().map(|char| if needs_work(char) { ' ' } else { char }).collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Numbers that follow each other as ranges.
fn ranges(numbers: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some(last) if last.1.checked_add(1) == Some(number) => last.1 = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

/// “Rows 4–7, 9 and more are”.
fn named(what: &str, ranges: &[(u32, u32)], name: impl Fn(&u32) -> String) -> String {
    const NAMED: usize = 8;
    let mut names: Vec<String> = ranges
        .iter()
        .take(NAMED)
        .map(|(from, to)| if from == to { name(from) } else { format!("{}–{}", name(from), name(to)) })
        .collect();
    if ranges.len() > NAMED {
        names.push("more".into());
    }
    let is_one = matches!(ranges, [(from, to)] if from == to);
    let last = names.pop().unwrap_or_default();
    let list = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    if is_one { format!("{what} {list} is") } else { format!("{what}s {list} are") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(grid: Grid) -> Draft {
        let mut draft = Draft::default();
        grid.finish(&mut draft);
        draft
    }

    fn filled(cells: &[(u32, u32, &str)]) -> Grid {
        let mut grid = Grid::new("Budget", false);
        let mut room = Room::default();
        for (row, column, text) in cells {
            assert!(grid.push(*row, *column, text, &mut room));
        }
        grid
    }

    #[test]
    fn rows_keep_their_addresses_whatever_is_empty() {
        let grid = filled(&[(3, 3, "2023"), (3, 4, "2024"), (4, 2, "Cost"), (4, 4, "5"), (9, 2, "a\tb\nc")]);
        let draft = draft(grid);
        let tables: Vec<_> = draft.blocks[1..]
            .iter()
            .map(|block| (block.block.text.as_str(), block.block.cells.as_ref().map(|cells| (cells.column, cells.row))))
            .collect();
        assert_eq!(tables, [("\t2023\t2024\nCost\t\t5", Some((2, 3))), ("a b c", Some((2, 9)))]);
        assert_eq!(draft.blocks[0].block.text, "Budget");
    }

    #[test]
    fn cells_in_any_order_stand_in_their_places() {
        let grid = filled(&[(2, 1, "c"), (1, 2, "b"), (1, 1, "a"), (2, 1, "d")]);
        assert_eq!(draft(grid).blocks[1].block.text, "a\tb\nd");
    }

    #[test]
    fn long_sheets_are_cut_into_tables() {
        let mut grid = Grid::new("", false);
        let mut room = Room::default();
        for row in 1..=120 {
            grid.push(row, 1, "words", &mut room);
        }
        let draft = draft(grid);
        let firsts: Vec<_> =
            draft.blocks.iter().filter_map(|block| block.block.cells.as_ref().map(|cells| cells.row)).collect();
        assert_eq!(firsts, [1, 51, 101]);
    }

    #[test]
    fn what_stands_at_a_cell_is_kept_at_its_words() {
        let mut grid = filled(&[(1, 2, "Rent"), (1, 3, "500"), (2, 2, "Heat")]);
        grid.comment(1, 3, "Ann", "from the contract");
        grid.link(2, 2, "https://example.org/heat");
        grid.comment(7, 1, "Ann", "missing");
        let draft = draft(grid);
        let block = &draft.blocks[1].block;
        assert_eq!(block.notes[0].span.of(&block.text), "500");
        assert_eq!((block.notes[0].author.as_str(), block.notes[0].text.as_str()), ("Ann", "from the contract"));
        assert_eq!(block.links[0].span.of(&block.text), "Heat");
        assert_eq!((draft.blocks[2].block.text.as_str(), draft.blocks[2].keep), ("Budget!A7: Ann: missing", false));
    }

    #[test]
    fn what_is_hidden_is_said() {
        let mut grid = filled(&[(1, 1, "a"), (2, 2, "b"), (3, 1, "c"), (5, 1, "d")]);
        [(2, 2), (3, 3), (5, 5), (900, 1_048_576)].iter().for_each(|(first, last)| grid.hide_rows(*first, *last));
        grid.hide_columns(2, 16_384);
        grid.uncomputed(5, 1);
        let warnings: Vec<_> =
            draft(grid).warnings.into_iter().map(|warning| (warning.message, warning.locator)).collect();
        assert_eq!(warnings[0].0, "Rows 2–3 and 5 are hidden in the workbook: “Budget”. What stands there came in.");
        assert_eq!(warnings[1].0, "Column B is hidden in the workbook: “Budget”. What stands there came in.");
        assert_eq!(warnings[2].1.as_deref(), Some("Budget!A5"));
        let hidden = Grid { is_hidden: true, ..filled(&[(1, 1, "a")]) };
        assert!(draft(hidden).blocks.iter().all(|block| block.why == Some(LeftOut::HiddenSheet)));
        assert_eq!(draft(Grid::new("Empty", false)).blocks[0].why, Some(LeftOut::EmptySheet));
    }

    #[test]
    fn cells_far_from_all_others_take_no_room_for_what_is_empty() {
        let mut grid = filled(&[(1, 1, "a")]);
        let mut room = Room::default();
        (2..200).for_each(|row| assert!(grid.push(row, 475_254, "far", &mut room)));
        let draft = draft(grid);
        let bytes: usize = draft.blocks.iter().map(|block| block.block.text.len()).sum();
        assert!(bytes < 10_000, "{bytes}");
        let last = draft.blocks.last().and_then(|block| block.block.cells.as_ref());
        assert_eq!(last.map(|cells| (cells.column, cells.row)), Some((475_254, 199)));
    }

    #[test]
    fn what_is_too_much_is_left_out_and_said() {
        let mut grid = Grid::new("S", false);
        let mut room = Room { text: 20, cells: 9, full_at: None };
        assert!(grid.push(1, 1, "twelve chars", &mut room));
        assert!(!grid.push(1, 16_384, "far", &mut room));
        assert!(!grid.push(2, 1, "a", &mut room));
        let mut draft = Draft::default();
        room.warn(&mut draft);
        assert_eq!(draft.warnings[0].locator.as_deref(), Some("S!XFD1"));
    }
}
