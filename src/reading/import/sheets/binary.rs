//! Workbooks of the older kinds, read by the crate calamine: Excel 97 to 2003 (XLS), and those that are packed but not XML (XLSB).
//!
//! calamine tells days and times from numbers, and no other number format: numbers stand as they are stored, and the draft says so.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb};

use crate::import::{
    Draft, ImportError, Importer, Input, Warning,
    package::{self, Package},
};

use super::{
    grid::{Grid, Room},
    number::general,
    number_format::Format,
    set_title,
};

pub(in crate::import) const IMPORTER: Importer = Importer {
    id: "xls",
    name: "Excel workbook of an older or binary kind",
    extensions: &["xls", "xlt", "xlsb"],
    has_lines: false,
    sniff: |bytes| is_old(bytes) || package::sniff(bytes, "-", "xl/workbook.bin"),
    open,
};

/// More is not unpacked of a workbook: calamine unpacks its parts itself, so they are measured before.
const MAX_UNPACKED: u64 = 256 << 20;

/// How the boxes of older documents begin.
const BOX: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether it is a box with a part that is called as a workbook's, and no document or presentation that holds a workbook.
fn is_old(bytes: &[u8]) -> bool {
    let has = |name: &str| {
        let name: Vec<u8> = format!("{name}\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    bytes.starts_with(BOX) && (has("Workbook") || has("Book")) && !has("WordDocument") && !has("PowerPoint Document")
}

/// calamine reads broken files, and may fail in ways of its own.
fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let damaged = || Err(ImportError::Damaged("the workbook"));
    catch_unwind(AssertUnwindSafe(|| open_unguarded(input))).unwrap_or_else(|_| damaged())
}

fn open_unguarded(input: &Input<'_>) -> Result<Draft, ImportError> {
    const WHAT: &str = "the workbook";
    let mut draft = Draft { format: IMPORTER.id, media_type: "application/vnd.ms-excel".into(), ..Draft::default() };
    let cursor = Cursor::new(input.bytes);
    if input.bytes.starts_with(BOX) {
        let mut book: Xls<_> = Xls::new(cursor).map_err(|error| match error {
            XlsError::Password => ImportError::Locked(WHAT),
            _ => ImportError::Damaged(WHAT),
        })?;
        let is_1904 = book.has_1904_epoch();
        read(&mut book, is_1904, &mut draft);
        let title = book.workbook_properties().ok().and_then(|properties| properties.title).unwrap_or_default();
        set_title(&mut draft, &title, input.name);
    } else {
        if Package::open(input.bytes)?.measure(MAX_UNPACKED) > MAX_UNPACKED {
            return Err(ImportError::NotText("a workbook larger than any should be"));
        }
        let mut book: Xlsb<_> = Xlsb::new(cursor).map_err(|_| ImportError::Damaged(WHAT))?;
        draft.media_type = "application/vnd.ms-excel.sheet.binary.macroEnabled.12".into();
        let is_1904 = book.has_1904_epoch();
        read(&mut book, is_1904, &mut draft);
        let title = book.workbook_properties().ok().and_then(|properties| properties.title).unwrap_or_default();
        set_title(&mut draft, &title, input.name);
    }
    Ok(draft)
}

fn read<'a, R: Reader<Cursor<&'a [u8]>>>(book: &mut R, is_1904: bool, draft: &mut Draft) {
    let mut room = Room::default();
    let mut has_numbers = false;
    for sheet in book.sheets_metadata().to_vec() {
        if !matches!(sheet.typ, SheetType::WorkSheet) {
            let message = format!("The sheet “{}” holds no cells but a chart, a macro or a dialog.", sheet.name);
            draft.warnings.push(Warning::new(message));
            continue;
        }
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            draft.warnings.push(Warning::new(format!("The sheet “{}” is damaged and was left out.", sheet.name)));
            continue;
        };
        let mut grid = Grid::new(&sheet.name, sheet.visible != SheetVisible::Visible);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            has_numbers |= matches!(value, Data::Float(_) | Data::Int(_));
            let (row, column) = (top + row as u32 + 1, left + column as u32 + 1);
            if !grid.push(row, column, &shown(value, is_1904), &mut room) {
                break;
            }
        }
        grid.finish(draft);
    }
    room.warn(draft);
    let numbers =
        if has_numbers { "Numbers stand as they are stored (25 % as 0.25), days by the ISO standard. " } else { "" };
    draft.warnings.push(Warning::new(format!(
        "This is a workbook in a binary format (XLS or XLSB). {numbers}Which rows and columns are hidden, comments and drawings are not read: save it as XLSX to have them."
    )));
}

fn shown(value: &Data, is_1904: bool) -> String {
    match value {
        Data::Float(number) => general(*number),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => moment_shown(*moment, is_1904),
        Data::Empty => String::new(),
        Data::String(words) => words.clone(),
        other => other.to_string(),
    }
}

fn moment_shown(moment: ExcelDateTime, is_1904: bool) -> String {
    let value = moment.as_f64();
    let format = if moment.is_duration() { Format::parse("[h]:mm:ss") } else { Format::built_in(22) };
    format.show(value, is_1904).unwrap_or_else(|| general(value))
}
