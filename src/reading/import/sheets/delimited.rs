//! Tables as text: cells parted by commas, semicolons, tabs or bars (CSV after RFC 4180 and its relatives, TSV). The file's ending says that it
//! is one, and its text must bear that out: running text that is called a table comes in as text.

use std::borrow::Cow;

use crate::import::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Warning,
    encoding::{self, Decoded},
    plain_text,
};
use crate::model::BlockKind;

use super::{
    grid::{Grid, Room},
    set_title,
};

pub(in crate::import) const IMPORTER: Importer = Importer {
    id: "csv",
    name: "table of cells parted by commas, semicolons or tabs",
    extensions: &["csv", "tsv", "tab"],
    has_lines: false,
    sniff: |_| false,
    open,
};

/// What may part cells. Of those that fit equally well the first counts: a comma is also in numbers.
const DELIMITERS: [char; 4] = ['\t', ';', '|', ','];

/// So many rows tell how a table is written, as far as they stand in so many bytes.
const SAMPLE: usize = 500;
const SAMPLE_BYTES: usize = 1 << 20;

/// After so many cells it is told how far the reading is.
const TOLD_OF: usize = 100_000;

/// A single column of longer lines is running text, in characters on average.
const LONG_LINE: usize = 60;

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let Decoded { text, encoding, warning } = encoding::decode(input, None)?;
    let (mark, said, body) = split_mark(&text);
    let Some(delimiter) = said.or_else(|| delimiter(body)) else {
        let mut draft = plain_text::open(input)?;
        let message =
            "The file is called a table, but its cells are not parted like those of one; it was read as text.";
        draft.warnings.push(Warning::new(message));
        return Ok(draft);
    };
    let media_type = if delimiter == Some('\t') { "text/tab-separated-values" } else { "text/csv" };
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: media_type.into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    if !mark.is_empty() {
        let mut block = DraftBlock::kept(BlockKind::Paragraph, mark);
        block.drop(LeftOut::TableMark);
        draft.blocks.push(block);
    }
    set_title(&mut draft, "", input.name);
    let mut grid = Grid::new("", false);
    let mut room = Room::default();
    let mut records = Records::new(body, delimiter);
    let (mut row, mut column) = (1, 1);
    for read in 1_usize.. {
        let Some((cell, ends_row)) = records.next() else { break };
        if read.is_multiple_of(TOLD_OF) {
            input.steps.tell(records.at, body.len());
        }
        if !grid.push(row, column, &cell, &mut room) {
            break;
        }
        (row, column) = if ends_row { (row + 1, 1) } else { (row, column + 1) };
    }
    if let Some(row) = records.open_quote {
        let message = "A quotation mark that opens a cell is not closed; it was read as a part of the cell.";
        draft.warnings.push(Warning { message: message.into(), locator: Some(format!("row {row}")) });
    }
    grid.name = super::stem(input.name).to_owned();
    grid.finish_unnamed(&mut draft);
    room.warn(&mut draft);
    Ok(draft)
}

/// The first line where it is `sep=;`, what it says, and the rest.
fn split_mark(text: &str) -> (&str, Option<Option<char>>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r');
    let said = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP=")).and_then(|sign| {
        let mut signs = sign.chars();
        signs.next().filter(|_| signs.next().is_none())
    });
    match said {
        Some(sign) => (line, Some(Some(sign)), rest),
        None => ("", None, text),
    }
}

/// What parts the cells; `Some(None)` where there is one column. `None`: it is no table.
fn delimiter(text: &str) -> Option<Option<char>> {
    let best = DELIMITERS
        .iter()
        .filter_map(|&sign| Some((fit(text, sign)?, sign)))
        // The first of equals.
        .fold(
            None,
            |best: Option<(f32, char)>, next| if best.is_some_and(|best| best.0 >= next.0) { best } else { Some(next) },
        );
    if let Some((_, sign)) = best {
        return Some(Some(sign));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(SAMPLE).collect();
    let letters: usize = lines.iter().map(|line| line.chars().count()).sum();
    let sentences = lines.iter().filter(|line| line.ends_with(['.', '!', '?', '…', ':']) && line.contains(' ')).count();
    let is_column = letters <= lines.len() * LONG_LINE && sentences * 4 <= lines.len();
    (is_column && !lines.is_empty()).then_some(None)
}

/// How well a table fits that is parted by a sign. `None`: it is none.
fn fit(text: &str, sign: char) -> Option<f32> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let mut records = Records::new(sample, Some(sign));
    let (mut widths, mut row) = (Vec::new(), Shape::default());
    let (mut all, mut empty) = (Shape::default(), 0);
    while let Some((cell, ends_row)) = records.next() {
        row.add(&cell);
        if !ends_row {
            continue;
        }
        let row = std::mem::take(&mut row);
        if !row.has_words {
            empty += usize::from(row.cells > 1);
            continue;
        }
        widths.push(row.cells);
        all.spaced += row.spaced;
        all.long += row.long;
        if widths.len() == SAMPLE {
            break;
        }
    }
    let rows = widths.len();
    if rows == 0 {
        // Signs that part cells and nothing else: a table that holds nothing.
        return (empty > 0).then_some(0.0);
    }
    let parted: usize = widths.iter().map(|width| width - 1).sum();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for width in widths.into_iter().filter(|width| *width > 1) {
        match counts.iter_mut().find(|(found, _)| *found == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    let (width, count) = counts.into_iter().max_by_key(|(width, count)| (*count, *width))?;
    let share = count as f32 / rows as f32;
    // In running text a sign is followed by a space and stands as often as it will, and what it parts is long.
    let is_prose = all.spaced * 5 >= parted * 4 && (share < 0.9 || all.long * 3 >= rows) || rows == 1 && all.long > 0;
    if is_prose || share < 0.3 {
        return None;
    }
    // Rows of one width count most, then how many columns there are.
    Some((share * 10.0).round() * 100.0 + (width.min(50) as f32))
}

/// What the cells of a row, or of several, look like.
#[derive(Default)]
struct Shape {
    cells: usize,
    has_words: bool,
    /// Cells behind the first that begin with a space.
    spaced: usize,
    /// Cells of as many words as a sentence.
    long: usize,
}

impl Shape {
    fn add(&mut self, cell: &str) {
        self.spaced += usize::from(self.cells > 0 && cell.starts_with(' '));
        self.cells += 1;
        self.has_words |= !cell.trim().is_empty();
        self.long += usize::from(cell.split_whitespace().nth(7).is_some());
    }
}

/// The cells of a table, one after the other: a row may have more of them than fit into memory. A cell in quotation marks may hold
/// anything, two marks standing for one.
struct Records<'a> {
    text: &'a str,
    at: usize,
    delimiter: Option<char>,
    row: usize,
    /// The first row with a quotation mark that is not closed.
    open_quote: Option<usize>,
    /// Whether a mark is known to stay open up to the end.
    is_open: bool,
    /// Whether the last cell ended with a sign that parts cells: one more follows, empty at the end of the text.
    is_within: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: Option<char>) -> Self {
        Self { text, at: 0, delimiter, row: 1, open_quote: None, is_open: false, is_within: false }
    }

    /// The next cell, and whether it ends its row. `None`: there is none.
    fn next(&mut self) -> Option<(Cow<'a, str>, bool)> {
        if self.at >= self.text.len() && !self.is_within {
            return None;
        }
        let mut words = None;
        if let Some(inner) = self.text[self.at..].strip_prefix('"').filter(|_| !self.is_open) {
            words = quoted(inner);
            match &words {
                Some((_, len)) => self.at += 1 + len,
                None => {
                    self.open_quote.get_or_insert(self.row);
                    self.is_open = true;
                }
            }
        }
        let rest = &self.text[self.at..];
        let is_end = |char: char| matches!(char, '\n' | '\r') || Some(char) == self.delimiter;
        let end = rest.find(is_end).unwrap_or(rest.len());
        let cell = match words {
            None => Cow::Borrowed(&rest[..end]),
            Some((words, _)) if end == 0 => words,
            Some((words, _)) => Cow::Owned(words.into_owned() + &rest[..end]),
        };
        let sign = rest[end..].chars().next();
        self.at += end + sign.map_or(0, char::len_utf8);
        if sign == Some('\r') && self.text[self.at..].starts_with('\n') {
            self.at += 1;
        }
        self.is_within = sign.is_some() && sign == self.delimiter;
        self.row += usize::from(!self.is_within);
        Some((cell, !self.is_within))
    }
}

/// What stands in quotation marks, and how many bytes it takes with the mark that closes it. `None`: none does.
fn quoted(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut words = Cow::Borrowed("");
    let mut from = 0;
    loop {
        let at = from + text[from..].find('"')?;
        if words.is_empty() {
            words = Cow::Borrowed(&text[from..at]);
        } else {
            words.to_mut().push_str(&text[from..at]);
        }
        if !text[at + 1..].starts_with('"') {
            return Some((words, at + 1));
        }
        words.to_mut().push('"');
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(name: &str, text: &str) -> Draft {
        open(&Input { bytes: text.as_bytes(), name, ..Input::default() }).unwrap()
    }

    fn check(text: &str, expected: &str) {
        let draft = opened("a.csv", text);
        let tables: Vec<_> =
            draft.blocks.iter().filter(|block| block.keep).map(|block| block.block.text.as_str()).collect();
        assert_eq!((draft.format, tables.join("|").as_str()), ("csv", expected), "{text}");
    }

    #[test]
    fn cells_are_parted_by_what_parts_them() {
        check("town,year,cost\nAda,2023,1.5\nBell,2024,2.5\n", "town\tyear\tcost\nAda\t2023\t1.5\nBell\t2024\t2.5");
        check("town;cost\nAda;1,5\nBell;2,5\n", "town\tcost\nAda\t1,5\nBell\t2,5");
        check("cost;rate\n1,5;2,5\n3,5;4,5\n", "cost\trate\n1,5\t2,5\n3,5\t4,5");
        check("a\tb\n1,5\t2\n", "a\tb\n1,5\t2");
        check("a|b|c\n1|2|3\n", "a\tb\tc\n1\t2\t3");
        check("sep=;\na;b\n1;2,5\n", "a\tb\n1\t2,5");
        check("names\nAda\nBell\n", "names\nAda\nBell");
    }

    #[test]
    fn quotation_marks_hold_anything() {
        check("a,b\n\"x, y\",\"say \"\"no\"\"\"\n\"two\nlines\",z\r\n", "a\tb\nx, y\tsay \"no\"\ntwo lines\tz");
        check("a,b\n5\" pipe,2\n", "a\tb\n5\" pipe\t2");
        let draft = opened("a.csv", "a,b\n\"open,2\nc,d\n");
        assert_eq!(draft.blocks[0].block.text, "a\tb\n\"open\t2\nc\td");
        assert_eq!(draft.warnings[0].locator.as_deref(), Some("row 2"));
    }

    #[test]
    fn a_row_of_millions_of_cells_is_read_cell_by_cell() {
        use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
        let told = AtomicUsize::new(0);
        let tell = |_, _| {
            told.fetch_add(1, Relaxed);
        };
        let opened = |text: &str| {
            let steps = crate::import::Steps::to(&tell);
            crate::import::open(&Input { bytes: text.as_bytes(), name: "a.csv", steps, ..Input::default() })
        };
        let commas = ",".repeat(2_000_000);
        assert_eq!(opened(&commas), Err(ImportError::NoText));
        assert!(told.load(Relaxed) >= 20);
        let draft = opened(&(commas + "x")).unwrap();
        let cells = draft.blocks[0].block.cells.as_ref().map(|cells| (cells.column, cells.row));
        assert_eq!((draft.blocks[0].block.text.as_str(), cells), ("x", Some((2_000_001, 1))));
    }

    #[test]
    fn rows_may_be_ragged_or_empty_and_keep_their_numbers() {
        let draft = opened("costs.csv", "a,b,c\n1,2\n\n1,2,3,4\n,,5\n");
        let tables: Vec<_> = draft
            .blocks
            .iter()
            .map(|block| (block.block.text.as_str(), block.block.cells.clone().map(|cells| (cells.sheet, cells.row))))
            .collect();
        let at = |row| Some(("costs".to_owned(), row));
        assert_eq!(tables, [("a\tb\tc\n1\t2", at(1)), ("1\t2\t3\t4\n\t\t5", at(4))]);
        assert_eq!(draft.meta.title, "costs");
    }

    #[test]
    fn running_text_is_no_table() {
        let prose = "The mayor, who resigned, said nothing.\nLater, in March, she told the council, at last, that the bridge, \
                     closed since May, will stay so.\nNobody answered.\n";
        let draft = opened("speech.csv", prose);
        assert_eq!(draft.format, "text");
        assert!(draft.warnings[0].message.contains("read as text"));
        assert_eq!(opened("a.csv", "The mayor has resigned and will not come back to the town hall.\n").format, "text");
    }

    #[test]
    fn encodings_are_those_of_every_text() {
        let draft =
            open(&Input { bytes: b"Stra\xDFe;K\xF6ln\nM\xFCller;1,5\n", name: "a.csv", ..Input::default() }).unwrap();
        assert_eq!(
            (draft.blocks[0].block.text.as_str(), draft.encoding.as_str()),
            ("Straße\tKöln\nMüller\t1,5", "windows-1252")
        );
        let utf16: Vec<u8> = "\u{feff}a\tb\n1\t2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let draft = open(&Input { bytes: &utf16, name: "a.csv", ..Input::default() }).unwrap();
        assert_eq!(draft.blocks[0].block.text, "a\tb\n1\t2");
    }
}
