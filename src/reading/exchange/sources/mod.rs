//! Lists of sources as reference managers write them: RIS, BibTeX and CSL-JSON become [`Source`]s of a project.
//!
//! A reader only says what the file says; which of its sources the project knows already is for whoever takes them in. The mapping is that
//! of the exporters, read backwards, and wider where other programs write more.

mod bibtex;
mod csl;
mod ris;

use crate::model::{Source, SourceId, SourceKind};

use super::ReadError;

/// One format of source lists.
#[derive(Debug, Clone, Copy)]
pub struct SourceReader {
    /// Its stable name, that of the exporter.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How its files end, without the dot.
    pub extensions: &'static [&'static str],
    /// Whether a file looks like this format.
    recognises: fn(&str) -> bool,
    read: fn(&str) -> Result<Vec<Source>, ReadError>,
}

/// Every format of source lists.
pub static SOURCE_READERS: &[SourceReader] = &[ris::READER, bibtex::READER, csl::READER];

/// The reader that a file looks like.
pub fn recognise(bytes: &[u8]) -> Option<&'static SourceReader> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    SOURCE_READERS.iter().find(|reader| (reader.recognises)(text))
}

/// Reads a list in the format named, or in the one that it looks like. The ids of the sources are only numbers in the list.
///
/// # Errors
/// Every [`ReadError`]; [`ReadError::Damaged`] for a list without a source, too.
pub fn read(bytes: &[u8], format: Option<&str>) -> Result<(&'static SourceReader, Vec<Source>), ReadError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
    let reader = match format {
        Some(id) => {
            SOURCE_READERS.iter().find(|reader| reader.id == id).ok_or_else(|| ReadError::NoReader(id.to_owned()))?
        }
        None => SOURCE_READERS.iter().find(|reader| (reader.recognises)(text)).ok_or(ReadError::NoList)?,
    };
    let mut sources = (reader.read)(text)?;
    sources.retain(|source| !source.title.is_empty() || !source.url.is_empty());
    if sources.is_empty() {
        return Err(ReadError::Damaged("there is no source with a title or an address in the file".to_owned()));
    }
    for (number, source) in (0..).zip(&mut sources) {
        source.id = SourceId::from_random(number);
    }
    Ok((reader, sources))
}

/// A source of which the list has said nothing yet.
fn blank() -> Source {
    Source { kind: SourceKind::Other, ..Source::new(SourceId::from_random(0)) }
}

/// An address for what has only a DOI.
fn doi_address(doi: &str) -> String {
    let doi = doi.trim();
    let bare = ["https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "doi:", "DOI:"]
        .iter()
        .find_map(|start| doi.strip_prefix(start))
        .unwrap_or(doi)
        .trim();
    if bare.is_empty() { String::new() } else { format!("https://doi.org/{bare}") }
}

/// A date in parts as ISO 8601, as far as the parts go; empty where there is no year.
fn iso_date(year: &str, month: &str, day: &str) -> String {
    let number = |text: &str, range: std::ops::RangeInclusive<u32>| {
        text.trim().parse::<u32>().ok().filter(|number| range.contains(number))
    };
    let Some(year) = number(year, 1..=9999) else { return String::new() };
    match (number(month, 1..=12), number(day, 1..=31)) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    }
}

/// Runs of white space as single spaces.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_known_by_what_it_looks_like() {
        let id = |text: &str| recognise(text.as_bytes()).map(|reader| reader.id);
        assert_eq!(id("\u{feff}\r\nTY  - NEWS\r\nTI  - A\r\nER  - \r\n"), Some("ris"));
        assert_eq!(id("% a comment\n@online{a, title = {B}}"), Some("bibtex"));
        assert_eq!(id(r#"[{"id": "a", "type": "webpage", "title": "A"}]"#), Some("csl"));
        assert_eq!(id(r#"[{"text": "a", "label": []}]"#), None);
        assert_eq!(id("plain words"), None);
        assert!(matches!(read(b"plain words", None), Err(ReadError::NoList)));
        assert!(matches!(read(b"TY  - NEWS\nER  - \n", None), Err(ReadError::Damaged(_))));
    }

    #[test]
    fn addresses_and_dates_come_out_whole() {
        assert_eq!(doi_address("doi:10.1000/182"), "https://doi.org/10.1000/182");
        assert_eq!(doi_address(""), "");
        assert_eq!(iso_date("2025", "2", "3"), "2025-02-03");
        assert_eq!(iso_date("2025", "13", "3"), "2025");
        assert_eq!(iso_date("soon", "1", "1"), "");
    }
}
