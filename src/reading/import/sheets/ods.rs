//! OpenDocument spreadsheets (ISO/IEC 26300), packed or flat. Each cell holds what is seen of it beside its value, so that is what comes in.

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use crate::{
    import::{
        Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Steps, Warning,
        package::{self, Package},
        word_processing, xml,
    },
    model::BlockKind,
};

use super::{
    grid::{Grid, Room},
    set_title,
    stream::{Piece, Stream, attr},
};

pub(in crate::import) const IMPORTER: Importer = Importer {
    id: "ods",
    name: "OpenDocument spreadsheet",
    extensions: &["ods", "ots", "fods"],
    has_lines: false,
    sniff: |bytes| {
        package::sniff(bytes, MEDIA_TYPE, "content.xml") && is_spreadsheet(bytes) || package::is_flat(bytes, MEDIA_TYPE)
    },
    open,
};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Columns of a sheet, and rows of one that are made of one in the file.
const MAX_COLUMNS: u32 = 16_384;
const MAX_ROWS: u32 = 1_048_576;

/// Without a `mimetype` part a package is a spreadsheet when its content says so.
fn is_spreadsheet(bytes: &[u8]) -> bool {
    let Ok(mut package) = Package::open(bytes) else { return false };
    package.has("mimetype")
        || package.large_text("content.xml").is_some_and(|text| text.contains("<office:spreadsheet"))
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut draft = Draft { format: IMPORTER.id, media_type: MEDIA_TYPE.into(), ..Draft::default() };
    let (content, meta);
    if package::is_flat(input.bytes, MEDIA_TYPE) {
        draft.media_type.push_str("-flat-xml");
        content = xml::decode(input.bytes)?;
        meta = content.clone();
    } else {
        let mut package = Package::open(input.bytes)?;
        if package.text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
            return Err(ImportError::Locked("the workbook"));
        }
        content = package.large_text("content.xml").ok_or_else(|| package.why_unread("the workbook"))?;
        meta = package.text("meta.xml").unwrap_or_default();
        draft.warnings.append(&mut package.warnings);
    }
    let mut room = Room::default();
    let mut reader = BookReader { stream: Stream::new(&content, input.steps), room: &mut room, draft: &mut draft };
    reader.read();
    if reader.stream.is_damaged {
        draft.warnings.push(Warning::new("The workbook is damaged; it was read as far as possible."));
    }
    room.warn(&mut draft);
    properties(&meta, input.name, &mut draft);
    Ok(draft)
}

/// A reader of a workbook.
struct BookReader<'a, 'b> {
    stream: Stream<'a>,
    room: &'b mut Room,
    draft: &'b mut Draft,
}

/// A cell as it stands in the file.
#[derive(Default)]
struct Cell {
    words: String,
    comments: Vec<(String, String)>,
    links: Vec<String>,
    /// The formula of a cell without a result.
    formula: Option<String>,
}

impl BookReader<'_, '_> {
    fn read(&mut self) {
        let mut hidden: HashSet<String> = HashSet::new();
        let mut style = String::new();
        while let Some(piece) = self.stream.next() {
            let Piece::Start(start) = piece else { continue };
            match start.local_name().as_ref() {
                "style" => style = attr(&start, "name").unwrap_or_default().into_owned(),
                "table-properties" if attr(&start, "display").as_deref() == Some("false") => {
                    hidden.insert(style.clone());
                }
                // Changes that are tracked hold what cells were before.
                "tracked-changes" | "dde-links" | "content-validations" => self.stream.skip(),
                "table" => {
                    let name = attr(&start, "name").unwrap_or_default();
                    let is_hidden = attr(&start, "style-name").is_some_and(|style| hidden.contains(style.as_ref()));
                    let mut grid = Grid::new(&name, is_hidden);
                    let drawn = self.sheet(&mut grid);
                    grid.finish(self.draft);
                    self.draft.blocks.extend(drawn);
                }
                _ => {}
            }
        }
    }

    /// Reads the sheet that has just begun. Returns the words of its drawings, left out.
    fn sheet(&mut self, grid: &mut Grid) -> Vec<DraftBlock> {
        let mut drawn = Vec::new();
        let (mut depth, mut row, mut column, mut columns) = (1usize, 0u32, 0u32, 0u32);
        let mut repeated_rows = 1;
        while depth > 0 {
            match self.stream.next() {
                Some(Piece::End(name)) => {
                    depth -= 1;
                    if name == "table-row" {
                        row = row.saturating_add(repeated_rows - 1);
                    }
                }
                Some(Piece::Text(_)) => {}
                None => break,
                Some(Piece::Start(start)) => match start.local_name().as_ref() {
                    "table-column" => {
                        let count = repeated(&start, "number-columns-repeated", MAX_COLUMNS);
                        if is_hidden(&start) {
                            grid.hide_columns(columns.saturating_add(1), columns.saturating_add(count));
                        }
                        columns = columns.saturating_add(count);
                        depth += 1;
                    }
                    "table-row" => {
                        repeated_rows = repeated(&start, "number-rows-repeated", MAX_ROWS);
                        (row, column) = (row.saturating_add(1), 0);
                        if is_hidden(&start) {
                            grid.hide_rows(row, row.saturating_add(repeated_rows - 1));
                        }
                        depth += 1;
                    }
                    "table-cell" | "covered-table-cell" => {
                        let count = repeated(&start, "number-columns-repeated", MAX_COLUMNS);
                        let cell = self.cell(&start);
                        self.put(grid, &cell, (row, repeated_rows), (column, count));
                        column = column.saturating_add(count);
                    }
                    "shapes" => drawn.extend(self.drawing()),
                    "forms" | "title" | "desc" | "table-source" | "scenario" => self.stream.skip(),
                    _ => depth += 1,
                },
            }
        }
        drawn
    }

    /// Puts a cell wherever it stands; the row and the column in which it is repeated come with how often.
    fn put(&mut self, grid: &mut Grid, cell: &Cell, (row, rows): (u32, u32), (before, columns): (u32, u32)) {
        let first = (row, before.saturating_add(1));
        for (author, text) in &cell.comments {
            grid.comment(first.0, first.1, author, text);
        }
        cell.links.iter().for_each(|url| grid.link(first.0, first.1, url));
        let text = cell.formula.as_deref().unwrap_or(&cell.words);
        if text.trim().is_empty() {
            return;
        }
        for row in row..row.saturating_add(rows) {
            for column in first.1..first.1.saturating_add(columns) {
                if cell.formula.is_some() {
                    grid.uncomputed(row, column);
                }
                if !grid.push(row, column, text, self.room) {
                    return;
                }
            }
        }
    }

    /// The cell that has just begun.
    fn cell(&mut self, start: &BytesStart<'_>) -> Cell {
        let mut cell = Cell::default();
        let kind = attr(start, "value-type").unwrap_or_default().into_owned();
        let stored = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        let stored = stored.iter().find_map(|name| attr(start, name)).unwrap_or_default().into_owned();
        let formula = attr(start, "formula").map(std::borrow::Cow::into_owned);
        let mut depth = 1usize;
        while depth > 0 {
            match self.stream.next() {
                None => break,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                Some(Piece::Start(start)) => match start.local_name().as_ref() {
                    "p" => {
                        if !cell.words.is_empty() {
                            cell.words.push(' ');
                        }
                        self.paragraph(&mut cell);
                    }
                    "annotation" => {
                        let comment = self.annotation();
                        cell.comments.push(comment);
                    }
                    "detective" | "desc" | "title" => self.stream.skip(),
                    _ => depth += 1,
                },
            }
        }
        if cell.words.is_empty() {
            cell.words = match (kind.as_str(), stored.as_str()) {
                ("boolean", "true") => "TRUE".to_owned(),
                ("boolean", "false") => "FALSE".to_owned(),
                _ => stored,
            };
            cell.formula = formula.filter(|_| cell.words.is_empty() && kind != "string").map(|formula| {
                format!("={}", formula.split_once('=').map_or(formula.as_str(), |(_, formula)| formula))
            });
        }
        cell
    }

    /// The paragraph of a cell that has just begun.
    fn paragraph(&mut self, cell: &mut Cell) {
        let mut depth = 1usize;
        while depth > 0 {
            match self.stream.next() {
                None => break,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(words)) => cell.words.push_str(&words),
                Some(Piece::Start(start)) => {
                    depth += 1;
                    match start.local_name().as_ref() {
                        "s" => {
                            let count = repeated(&start, "c", 64) as usize;
                            cell.words.push_str(&" ".repeat(count));
                        }
                        "tab" | "line-break" => cell.words.push(' '),
                        "a" => cell.links.extend(attr(&start, "href").map(std::borrow::Cow::into_owned)),
                        "ruby-text" => {
                            depth -= 1;
                            self.stream.skip();
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Author and words of the comment that has just begun.
    fn annotation(&mut self) -> (String, String) {
        let (mut author, mut words) = (String::new(), Vec::new());
        let mut depth = 1usize;
        while depth > 0 {
            match self.stream.next() {
                None => break,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                Some(Piece::Start(start)) => match start.local_name().as_ref() {
                    "creator" => author = self.stream.text_but(&[]),
                    "date" | "date-string" | "creator-initials" => self.stream.skip(),
                    "p" => words.push(self.stream.text_but(&[])),
                    _ => depth += 1,
                },
            }
        }
        (author, words.join("\n"))
    }

    /// The paragraphs of the drawings that have just begun, left out.
    fn drawing(&mut self) -> Vec<DraftBlock> {
        let mut blocks = Vec::new();
        let mut depth = 1usize;
        while depth > 0 {
            match self.stream.next() {
                None => break,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                Some(Piece::Start(start)) if start.local_name().as_ref() == "p" => {
                    let words = self.stream.text_but(&[]);
                    if !words.trim().is_empty() {
                        let mut block = DraftBlock::kept(BlockKind::Paragraph, words.trim());
                        block.drop(LeftOut::Drawing);
                        blocks.push(block);
                    }
                }
                Some(Piece::Start(_)) => depth += 1,
            }
        }
        blocks
    }
}

fn repeated(start: &BytesStart<'_>, name: &str, most: u32) -> u32 {
    attr(start, name).and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, most)
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    matches!(attr(start, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn properties(meta: &str, file: &str, draft: &mut Draft) {
    let mut stream = Stream::new(meta, Steps::default());
    let [mut title, mut author, mut editor] = [const { String::new() }; 3];
    while let Some(piece) = stream.next() {
        match piece {
            Piece::Start(start) => match start.local_name().as_ref() {
                "title" => title = stream.text_but(&[]),
                "initial-creator" => author = stream.text_but(&[]),
                "creator" => editor = stream.text_but(&[]),
                "body" => break,
                _ => {}
            },
            Piece::End(name) if name == "meta" => break,
            _ => {}
        }
    }
    set_title(draft, &title, file);
    word_processing::set_authors(draft, if author.is_empty() { &editor } else { &author }, "document properties");
}
