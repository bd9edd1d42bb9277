//! Workbooks and tables: XLSX, ODS, the older kinds (XLS, XLSB), CSV and TSV. Rows come in with the address of their cells, values as a
//! person sees them in the spreadsheet; where a format is not known a number stands as it is stored, never as another one.

mod binary;
mod delimited;
mod grid;
mod number;
mod number_format;
mod ods;
mod stream;
#[cfg(test)]
mod tests;
mod xlsx;

pub(super) use binary::IMPORTER as BINARY;
pub(super) use delimited::IMPORTER as DELIMITED;
pub(super) use ods::IMPORTER as ODS;
pub(super) use xlsx::IMPORTER as XLSX;

use super::{Draft, MetaField};

/// The title: what the workbook's properties say, else the file's name without its ending. Sheets have no headline of their own.
fn set_title(draft: &mut Draft, properties: &str, file: &str) {
    let (title, found_in) = match properties.trim() {
        "" => (stem(file), "file name"),
        title => (title, "document properties"),
    };
    if !title.is_empty() {
        draft.meta.title = title.to_owned();
        draft.note(MetaField::Title, found_in);
    }
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).trim()
}
