//! Cells of a workbook, and how they are called.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a table stands in a workbook: its first cell. In the file, and as importers make it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cells {
    /// The name of the sheet; empty where it has none.
    pub sheet: String,
    /// The column of the first cell, counted from 1.
    pub column: u32,
    /// The row of the first cell, counted from 1.
    pub row: u32,
}

/// One cell of a sheet. Written as spreadsheets do: `Budget!B4`, `'My sheet'!B4`, `B4` where the sheet has no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The name of the sheet; empty where it has none.
    pub sheet: &'a str,
    /// Counted from 1.
    pub column: u32,
    /// Counted from 1.
    pub row: u32,
}

impl Cell<'_> {
    /// The cell without its sheet: `B4`.
    pub fn address(self) -> String {
        format!("{}{}", column_letters(self.column), self.row.max(1))
    }

    /// The cells from this one to another, by the corners of the rectangle that holds both: `Budget!B4:C6`. Where they are in two
    /// sheets both ends are named.
    pub fn up_to(self, last: Self) -> String {
        if self == last {
            return self.to_string();
        }
        if self.sheet != last.sheet {
            return format!("{self} to {last}");
        }
        let corner = |pick: fn(u32, u32) -> u32| Self {
            column: pick(self.column, last.column),
            row: pick(self.row, last.row),
            ..self
        };
        format!("{}:{}", corner(u32::min), corner(u32::max).address())
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "{}!", quoted(self.sheet))?;
        }
        f.write_str(&self.address())
    }
}

/// The letters of a column, counted from 1: A to Z, AA, and so on.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.max(1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The name of a sheet as spreadsheets write it before a cell: in quotation marks unless it is one plain word that is no address.
fn quoted(name: &str) -> String {
    let is_plain = name.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '.'));
    let starts_with_digit = name.starts_with(|char: char| char.is_numeric());
    if is_plain && !starts_with_digit && !is_address(name) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// Whether a name could be taken for a cell (`FY24`) or for a place by row and column (`R1C1`).
fn is_address(name: &str) -> bool {
    let rest = name.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    let is_cell = (1..=3).contains(&(name.len() - rest.len())) && rest.chars().all(|char| char.is_ascii_digit());
    let is_row_and_column = name
        .to_ascii_uppercase()
        .strip_prefix(['R', 'C'])
        .is_some_and(|rest| rest.split('C').all(|number| number.chars().all(|char| char.is_ascii_digit())));
    is_cell && !rest.is_empty() || is_row_and_column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(sheet: &str, column: u32, row: u32) -> Cell<'_> {
        Cell { sheet, column, row }
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [1, 26, 27, 52, 703, 16_384, u32::MAX].map(column_letters),
            ["A", "Z", "AA", "AZ", "AAA", "XFD", "MWLQKWU"]
        );
    }

    #[test]
    fn names_of_sheets_are_quoted_as_spreadsheets_do() {
        let name = |sheet| cell(sheet, 2, 4).to_string();
        assert_eq!(name("Budget"), "Budget!B4");
        assert_eq!(name("Übersicht_1"), "Übersicht_1!B4");
        assert_eq!(name("My sheet"), "'My sheet'!B4");
        assert_eq!(name("Bob's"), "'Bob''s'!B4");
        assert_eq!(name("2024"), "'2024'!B4");
        assert_eq!(name("FY24"), "'FY24'!B4");
        assert_eq!(name("RC"), "'RC'!B4");
        assert_eq!(name("Rates"), "Rates!B4");
        assert_eq!(name(""), "B4");
    }

    #[test]
    fn a_range_is_named_by_its_corners() {
        assert_eq!(cell("Budget", 2, 4).up_to(cell("Budget", 3, 6)), "Budget!B4:C6");
        assert_eq!(cell("Budget", 3, 4).up_to(cell("Budget", 2, 6)), "Budget!B4:C6");
        assert_eq!(cell("Budget", 2, 4).up_to(cell("Budget", 2, 4)), "Budget!B4");
        assert_eq!(cell("A b", 2, 4).up_to(cell("Costs", 1, 1)), "'A b'!B4 to Costs!A1");
    }
}
