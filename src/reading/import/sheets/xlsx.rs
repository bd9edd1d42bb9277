//! Workbooks of Excel since 2007 (ECMA-376 SpreadsheetML).
//!
//! They are read here and not by calamine, which the older kinds go through: it tells neither which rows and columns are hidden, nor
//! comments, nor formulas without a result; a string without words moves all strings behind it to other cells; one value that it does not know
//! ends the sheet; and it takes memory for as many strings as a file says that it has.

use std::collections::HashMap;

use crate::{
    import::{
        Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Steps, Warning,
        package::{self, Package, Relation},
        word_processing,
    },
    model::BlockKind,
};

use super::{
    grid::{Grid, Room},
    number_format::Format,
    set_title,
    stream::{Piece, Stream, attr, is_on},
};

pub(in crate::import) const IMPORTER: Importer = Importer {
    id: "xlsx",
    name: "Excel workbook",
    extensions: &["xlsx", "xlsm", "xltx", "xltm"],
    has_lines: false,
    sniff,
    open,
};

/// Where nearly everybody puts the workbook.
const WORKBOOK: &str = "xl/workbook.xml";

/// A workbook has no more formats than Excel knows; of one with more the rest is not looked at.
const MAX_FORMATS: usize = 66_000;

/// Sheets of a workbook; the rest is left out.
const MAX_SHEETS: usize = 1_000;

fn sniff(bytes: &[u8]) -> bool {
    const MAIN: [&str; 4] = [
        "spreadsheetml.sheet.main+xml",
        "spreadsheetml.template.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
        "ms-excel.template.macroEnabled.main+xml",
    ];
    package::sniff(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml", WORKBOOK)
        || package::content_types(bytes).is_some_and(|types| MAIN.iter().any(|main| types.contains(main)))
}

/// What the cells of all sheets refer to.
struct Book {
    strings: Vec<String>,
    formats: Vec<Format>,
    is_1904: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    id: String,
    is_hidden: bool,
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut package = Package::open(input.bytes)?;
    let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| WORKBOOK.to_owned(), |relation| relation.target);
    let workbook = package.text(&main).ok_or_else(|| package.why_unread("the workbook"))?;
    let relations = package.relations(&main);
    let (sheets, is_1904) = listed(&workbook);
    let part =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str());
    let strings =
        part("sharedStrings").and_then(|name| package.large_text(name)).map(|text| strings(&text, input.steps));
    let formats = part("styles").and_then(|name| package.text(name)).map(|text| formats(&text));
    let book = Book { strings: strings.unwrap_or_default(), formats: formats.unwrap_or_default(), is_1904 };
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let mut draft = Draft { format: IMPORTER.id, media_type: media_type.into(), ..Draft::default() };
    let mut room = Room::default();
    if sheets.len() > MAX_SHEETS {
        draft
            .warnings
            .push(Warning::new(format!("The workbook has more than {MAX_SHEETS} sheets; the rest was left out.")));
    }
    for sheet in sheets.into_iter().take(MAX_SHEETS) {
        let relation = relations.iter().find(|relation| relation.id == sheet.id);
        match relation {
            Some(relation) if relation.kind == "worksheet" => {
                read_sheet(&mut package, &book, &sheet, &relation.target, input.steps, &mut room, &mut draft);
            }
            Some(relation) => {
                let message = format!("The sheet “{}” holds no cells but a chart or a dialog.", sheet.name);
                draft.warnings.push(Warning::new(message));
                let parts = package.relations(&relation.target);
                drawings(&mut package, parts, &mut draft.blocks);
            }
            None => draft.warnings.push(Warning::new(format!("The sheet “{}” is not in the file.", sheet.name))),
        }
    }
    room.warn(&mut draft);
    properties(&mut package, input.name, &mut draft);
    draft.warnings.append(&mut package.warnings);
    Ok(draft)
}

/// The sheets in their order, and whether days are counted from 1904.
fn listed(workbook: &str) -> (Vec<Listed>, bool) {
    let mut stream = Stream::new(workbook, Steps::default());
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    while let Some(piece) = stream.next() {
        let Piece::Start(start) = piece else { continue };
        match start.local_name().as_ref() {
            "workbookPr" => is_1904 |= is_on(&start, "date1904"),
            "sheet" => sheets.push(Listed {
                name: attr(&start, "name").unwrap_or_default().into_owned(),
                id: attr(&start, "id").unwrap_or_default().into_owned(),
                is_hidden: matches!(attr(&start, "state").as_deref(), Some("hidden" | "veryHidden")),
            }),
            _ => {}
        }
    }
    (sheets, is_1904)
}

/// The strings that cells share, each at its number: one without words counts too.
fn strings(text: &str, steps: Steps<'_>) -> Vec<String> {
    let mut stream = Stream::new(text, steps);
    let mut strings = Vec::new();
    while let Some(piece) = stream.next() {
        if matches!(&piece, Piece::Start(start) if start.local_name().as_ref() == "si") {
            strings.push(rich_text(&mut stream));
        }
    }
    strings
}

/// The words of the element that has just begun; how they are read aloud is no part of them.
fn rich_text(stream: &mut Stream<'_>) -> String {
    unescaped(stream.text_but(&["rPh", "phoneticPr"]))
}

/// Characters that XML cannot hold are written `_x000D_`.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut parts = text.split("_x");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..5).and_then(|code| code.strip_suffix('_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(char) => {
                plain.push(char);
                plain.push_str(&part[5..]);
            }
            None => {
                plain.push_str("_x");
                plain.push_str(part);
            }
        }
    }
    plain
}

/// The number format of each style of cells.
fn formats(styles: &str) -> Vec<Format> {
    let mut stream = Stream::new(styles, Steps::default());
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut is_cells = false;
    while let Some(piece) = stream.next() {
        match piece {
            Piece::Start(start) => match start.local_name().as_ref() {
                "cellXfs" => is_cells = true,
                "numFmt" if codes.len() < MAX_FORMATS => {
                    if let Some((id, code)) = number(&start, "numFmtId").zip(attr(&start, "formatCode")) {
                        codes.insert(id, Format::parse(&code));
                    }
                }
                "xf" if is_cells && formats.len() < MAX_FORMATS => {
                    let id = number(&start, "numFmtId").unwrap_or(0);
                    formats.push(codes.get(&id).cloned().unwrap_or_else(|| Format::built_in(id)));
                }
                _ => {}
            },
            Piece::End(name) => is_cells &= name != "cellXfs",
            Piece::Text(_) => {}
        }
    }
    formats
}

fn number(start: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<u32> {
    attr(start, name)?.parse().ok()
}

fn read_sheet(
    package: &mut Package<'_>,
    book: &Book,
    listed: &Listed,
    part: &str,
    steps: Steps<'_>,
    room: &mut Room,
    draft: &mut Draft,
) {
    let mut grid = Grid::new(&listed.name, listed.is_hidden);
    let relations = package.relations(part);
    let Some(text) = package.large_text(part) else {
        let message = format!("The sheet “{}” is not in the file or cannot be read.", listed.name);
        draft.warnings.push(Warning::new(message));
        return;
    };
    let mut reader = SheetReader { stream: Stream::new(&text, steps), book, grid: &mut grid, room, row: 0, column: 0 };
    let running = reader.read(&relations);
    if reader.stream.is_damaged {
        let message = format!("The sheet “{}” is damaged; it was read as far as possible.", listed.name);
        draft.warnings.push(Warning::new(message));
    }
    drop(text);
    comments(package, &relations, &mut grid);
    grid.finish(draft);
    for words in running {
        let mut block = DraftBlock::kept(BlockKind::Paragraph, words);
        block.drop(LeftOut::RunningHead);
        draft.blocks.push(block);
    }
    drawings(package, relations, &mut draft.blocks);
}

/// A reader of one sheet.
struct SheetReader<'a, 'b> {
    stream: Stream<'a>,
    book: &'b Book,
    grid: &'b mut Grid,
    room: &'b mut Room,
    row: u32,
    column: u32,
}

impl SheetReader<'_, '_> {
    /// Reads the cells. Returns the heads and feet of printed pages.
    fn read(&mut self, relations: &[Relation]) -> Vec<String> {
        let mut running = Vec::new();
        while let Some(piece) = self.stream.next() {
            let Piece::Start(start) = piece else { continue };
            match start.local_name().as_ref() {
                "row" => {
                    self.row = number(&start, "r").unwrap_or(self.row.saturating_add(1));
                    self.column = 0;
                    if is_on(&start, "hidden") {
                        self.grid.hide_rows(self.row, self.row);
                    }
                }
                "c" => {
                    let (row, column) = attr(&start, "r")
                        .and_then(|address| cell_of(&address))
                        .unwrap_or((self.row, self.column.saturating_add(1)));
                    (self.row, self.column) = (row, column);
                    let kind = attr(&start, "t").unwrap_or_default().into_owned();
                    let style = number(&start, "s").unwrap_or(0) as usize;
                    if !self.cell(&kind, style) {
                        break;
                    }
                }
                "col" if is_on(&start, "hidden") => {
                    if let Some((first, last)) = number(&start, "min").zip(number(&start, "max")) {
                        self.grid.hide_columns(first, last);
                    }
                }
                "hyperlink" => {
                    let id = attr(&start, "id");
                    let target = relations
                        .iter()
                        .find(|relation| relation.is_external && Some(relation.id.as_str()) == id.as_deref());
                    let cell = attr(&start, "ref").and_then(|cells| cell_of(cells.split(':').next()?));
                    if let Some((relation, (row, column))) = target.zip(cell) {
                        self.grid.link(row, column, &relation.target);
                    }
                }
                "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                    running.push(self.stream.text_but(&[]));
                }
                _ => {}
            }
        }
        running
    }

    /// The cell that has just begun. Returns whether there is room for more.
    fn cell(&mut self, kind: &str, style: usize) -> bool {
        let (mut value, mut formula) = (None, None);
        while let Some(piece) = self.stream.next() {
            match piece {
                Piece::Start(start) => match start.local_name().as_ref() {
                    "v" => value = value.or(Some(self.stream.text_but(&[]))),
                    "is" => value = Some(rich_text(&mut self.stream)),
                    "f" => formula = Some(self.stream.text_but(&[])),
                    _ => self.stream.skip(),
                },
                Piece::End(_) => break,
                Piece::Text(_) => {}
            }
        }
        let value = value.filter(|value| !value.is_empty());
        let (row, column) = (self.row, self.column);
        let shown = match (value, formula) {
            (Some(value), _) => self.shown(&value, kind, style),
            // A formula may well come to nothing: then its cell is of words.
            (None, Some(formula)) if kind != "str" => {
                self.grid.uncomputed(row, column);
                format!("={}", if formula.is_empty() { "…" } else { &formula })
            }
            (None, _) => return true,
        };
        self.grid.push(row, column, &shown, self.room)
    }

    /// What is seen of a value.
    fn shown(&mut self, value: &str, kind: &str, style: usize) -> String {
        match kind {
            "s" => {
                let at = value.trim().parse::<usize>().ok();
                at.and_then(|at| self.book.strings.get(at)).cloned().unwrap_or_else(|| "\u{fffd}".to_owned())
            }
            "str" => unescaped(value.to_owned()),
            "inlineStr" => value.to_owned(),
            "b" => match value.trim() {
                "1" | "true" => "TRUE".to_owned(),
                "0" | "false" => "FALSE".to_owned(),
                other => other.to_owned(),
            },
            "" | "n" => self.number(value.trim(), style),
            // Errors and days by the ISO standard are what they are.
            _ => value.to_owned(),
        }
    }

    fn number(&mut self, value: &str, style: usize) -> String {
        let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
        let format = self.book.formats.get(style).unwrap_or(&Format::General);
        format.show(number, self.book.is_1904).unwrap_or_else(|| {
            self.grid.as_stored(self.row, self.column);
            value.to_owned()
        })
    }
}

/// Row and column of an address such as `B4`, counted from 1.
fn cell_of(address: &str) -> Option<(u32, u32)> {
    let address = address.trim();
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=4).contains(&letters) {
        return None;
    }
    let column = address[..letters]
        .bytes()
        .fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = address[letters..].parse().ok().filter(|row| *row > 0)?;
    Some((row, column))
}

/// The comments at cells: those in threads, and notes of the older kind that do not only repeat them.
fn comments(package: &mut Package<'_>, relations: &[Relation], grid: &mut Grid) {
    let part =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str());
    if let Some(text) = part("threadedComment").and_then(|name| package.text(name)) {
        let people = package.names("xl/persons/", ".xml");
        let people: HashMap<String, String> =
            people.iter().filter_map(|name| package.text(name)).flat_map(|text| names_of_people(&text)).collect();
        read_comments(&text, "threadedComment", grid, |start, _| {
            attr(start, "personId").and_then(|id| people.get(id.as_ref()).cloned()).unwrap_or_default()
        });
    }
    if let Some(text) = part("comments").and_then(|name| package.text(name)) {
        read_comments(&text, "comment", grid, |start, authors| {
            number(start, "authorId").and_then(|at| authors.get(at as usize).cloned()).unwrap_or_default()
        });
    }
}

fn names_of_people(text: &str) -> Vec<(String, String)> {
    let mut stream = Stream::new(text, Steps::default());
    let mut people = Vec::new();
    while let Some(piece) = stream.next() {
        if let Piece::Start(start) = piece
            && start.local_name().as_ref() == "person"
            && let Some((id, name)) = attr(&start, "id").zip(attr(&start, "displayName"))
        {
            people.push((id.into_owned(), name.into_owned()));
        }
    }
    people
}

fn read_comments(
    text: &str,
    element: &str,
    grid: &mut Grid,
    author: impl Fn(&quick_xml::events::BytesStart<'_>, &[String]) -> String,
) {
    let mut stream = Stream::new(text, Steps::default());
    let mut authors = Vec::new();
    while let Some(piece) = stream.next() {
        let Piece::Start(start) = piece else { continue };
        let name = start.local_name().as_ref().to_owned();
        if name == "author" {
            authors.push(stream.text_but(&[]));
        } else if name == element {
            let cell = attr(&start, "ref").and_then(|address| cell_of(&address));
            let author = author(&start, &authors);
            // What else stands in it says how its box is drawn.
            let besides = ["rPh", "phoneticPr", "commentPr", "AlternateContent", "mentions", "extLst"];
            let words = unescaped(stream.text_but(&besides));
            // The older programs get a copy of a thread.
            if let Some((row, column)) = cell.filter(|_| !words.starts_with("[Threaded comment]")) {
                grid.comment(row, column, &author, &words);
            }
        }
    }
}

/// The words of drawings and charts that a sheet shows, left out.
fn drawings(package: &mut Package<'_>, relations: Vec<Relation>, blocks: &mut Vec<DraftBlock>) {
    for drawing in relations.into_iter().filter(|relation| relation.kind == "drawing") {
        let charts = package.relations(&drawing.target);
        let charts =
            charts.into_iter().filter(|relation| matches!(relation.kind.as_str(), "chart" | "chartEx" | "diagramData"));
        for part in [drawing.target].into_iter().chain(charts.map(|relation| relation.target)) {
            let Some(text) = package.text(&part) else { continue };
            for words in paragraphs(&text) {
                let mut block = DraftBlock::kept(BlockKind::Paragraph, words);
                block.drop(LeftOut::Drawing);
                blocks.push(block);
            }
        }
    }
}

/// The paragraphs of a drawing.
fn paragraphs(text: &str) -> Vec<String> {
    let mut stream = Stream::new(text, Steps::default());
    let mut paragraphs = Vec::new();
    while let Some(piece) = stream.next() {
        if matches!(&piece, Piece::Start(start) if start.local_name().as_ref() == "p") {
            let words = stream.text_but(&[]);
            if !words.trim().is_empty() {
                paragraphs.push(words.trim().to_owned());
            }
        }
    }
    paragraphs
}

fn properties(package: &mut Package<'_>, file: &str, draft: &mut Draft) {
    let core = package.relations("").into_iter().find(|relation| relation.kind == "core-properties");
    let text = core.and_then(|core| package.text(&core.target)).unwrap_or_default();
    let mut stream = Stream::new(&text, Steps::default());
    let (mut title, mut authors) = (String::new(), String::new());
    while let Some(piece) = stream.next() {
        let Piece::Start(start) = piece else { continue };
        match start.local_name().as_ref() {
            "title" => title = stream.text_but(&[]),
            "creator" => authors = stream.text_but(&[]),
            _ => {}
        }
    }
    set_title(draft, &title, file);
    word_processing::set_authors(draft, &authors, "document properties");
}
