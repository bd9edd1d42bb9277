//! CSV after RFC 4180: comma, CRLF, quotes doubled, UTF-8, a header row. Spreadsheet-safe unless asked otherwise.

use csv::{Terminator, WriterBuilder};

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, Table,
    rows::{self, Cell, Rows},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "csv",
    name: "CSV table",
    about: "For spreadsheets and data tools: a row a claim, or a row a piece of evidence.",
    family: Family::People,
    leaves_out: "the article’s text, drafts, the sources’ details, answers to queries, second checks, corrections.",
    extension: "csv",
    opens_again: false,
    tables: &[Table::Claims, Table::Evidence],
    forms: &[],
    choices: &[Choice::RawCells, Choice::ByteOrderMark],
    export,
};

fn export(lookup: &Lookup, options: &Options) -> Exported {
    let mut bytes = if options.byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut bytes);
    let Rows { names, rows } = match options.table {
        Table::Claims | Table::Everything => rows::claims(lookup, &options.file_name),
        Table::Evidence => rows::evidence(lookup, &options.file_name),
    };
    let header = (!options.without_header).then(|| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let rows = rows.map(|row| row.into_iter().map(|cell| cell_text(cell, options.raw_cells)).collect());
    for row in header.into_iter().chain(rows) {
        writer
            .write_record(row)
            .expect("writing to memory does not fail, and every row has as many cells as the header");
    }
    writer.flush().expect("writing to memory does not fail");
    drop(writer);
    let is_short = options.table == Table::Everything;
    let warning = is_short.then(|| "CSV cannot hold a whole project; the claims were written.".to_owned());
    Exported { bytes, warnings: Vec::new() }.warn(warning)
}

fn cell_text(cell: Cell, is_raw: bool) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) if is_raw => text,
        Cell::Text(text) => safe(&text),
        Cell::List(items) if is_raw => items.join("; "),
        Cell::List(items) => safe(&items.join("; ")),
        Cell::Empty => String::new(),
    }
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it. Numbers stay
/// as they are.
fn safe(cell: &str) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    fn cells(options: &Options) -> Vec<Vec<String>> {
        let exported = export(&Lookup::new(&tricky()), options);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(exported.bytes.as_slice());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for table in [Table::Claims, Table::Evidence] {
            for row in cells(&Options { table, ..Options::default() }) {
                for cell in row {
                    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!is_formula || cell.parse::<f64>().is_ok(), "{cell:?}");
                }
            }
        }
    }

    #[test]
    fn raw_cells_are_the_words_themselves() {
        let rows = cells(&Options { raw_cells: true, ..Options::default() });
        let quotes: Vec<_> = rows[1..].iter().map(|row| row[4].as_str()).collect();
        assert_eq!(quotes, tricky().claims().iter().map(|claim| claim.quote()).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!([safe("-5"), safe("+3.5"), safe("-5 cells"), safe("12")], ["-5", "+3.5", "'-5 cells", "12"]);
    }

    #[test]
    fn positions_are_code_points_of_the_text() {
        let project = tricky();
        let text: Vec<char> = project.articles()[0].latest().text().chars().collect();
        for row in &cells(&Options { raw_cells: true, ..Options::default() })[1..] {
            let (start, end): (usize, usize) = (row[26].parse().unwrap(), row[27].parse().unwrap());
            assert_eq!(text[start..end].iter().collect::<String>(), row[4]);
        }
    }

    #[test]
    fn lines_end_as_the_standard_says() {
        let options = Options { byte_order_mark: true, ..Options::default() };
        let text = String::from_utf8(export(&Lookup::new(&tricky()), &options).bytes).unwrap();
        assert!(text.starts_with("\u{feff}number,id,article,"));
        assert!(text.ends_with("\r\n"));
    }
}
