//! Other tools' annotation files become claims of a project.
//!
//! One format is one file here with one entry in [`READERS`]. A reader only says what the file says ([`Note`]s: words, places,
//! labels). [`Placing`] finds the words in the project's articles, with the quote as judge: nothing is attached on a guess.
//! [`Mapping`] says which label becomes which verdict or tag. [`plan()`] makes one undoable [`Edit`](crate::model::Edit) of the three.
//!
//! Packed files and XML are read by the bounded readers of [`import`](crate::import): what they refuse is refused here.

mod annotations;
mod brat;
pub mod checks;
mod claimreview;
mod doccano;
mod docx;
mod labelstudio;
mod mapping;
mod note;
mod own;
mod placing;
mod plan;
mod qdpx;
mod searched_text;
mod sink;
pub mod sources;
mod xmi;

use thiserror::Error;

use crate::import::{ImportError, package::Package};

pub use mapping::{Becomes, Mapping, Row};
pub use note::{Link, Note, Passage, Unit};
pub use placing::{Fate, Placed, Placing, Tally};
pub use plan::{Ids, plan};
pub use searched_text::{FoundPassage, How, Missing, SearchedText};
use sink::Sink;

/// One format that can be taken in.
#[derive(Debug, Clone, Copy)]
pub struct ClaimReader {
    /// Its stable name; the exporter's, where there is one.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How its files end, without the dot.
    pub extensions: &'static [&'static str],
    /// How it is read where the file is one text.
    text: Option<FromText>,
    /// How it is read where the file is a ZIP archive.
    packed: Option<FromPackage>,
}

type Notes = Result<Vec<Note>, ReadError>;

#[derive(Debug, Clone, Copy)]
struct FromText {
    /// Whether a text looks like this format.
    recognises: fn(&str) -> bool,
    read: fn(&str) -> Notes,
}

#[derive(Debug, Clone, Copy)]
struct FromPackage {
    /// Whether an archive looks like this format, by the names of its parts.
    recognises: fn(&Package<'_>) -> bool,
    read: fn(&mut Package<'_>) -> Notes,
}

/// Every format that can be taken in; the more telling ones are asked first.
pub static READERS: &[ClaimReader] = &[
    own::JSON_READER,
    annotations::READER,
    labelstudio::READER,
    claimreview::READER,
    doccano::READER,
    own::CSV_READER,
    brat::READER,
    xmi::READER,
    docx::READER,
    qdpx::READER,
];

/// Why a file cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No format is known that the file could be.
    #[error("Could not import: the file is in none of the formats that can be imported")]
    Unknown,
    /// No format of source lists is known that the file could be.
    #[error("Could not import: the file is neither RIS nor BibTeX nor CSL-JSON")]
    NoList,
    /// No reader has this name.
    #[error("Could not import: there is no format called “{0}”")]
    NoReader(String),
    /// It is neither UTF-8 nor an archive.
    #[error("Could not import: the file is neither text in UTF-8 nor an archive that can be imported")]
    NotText,
    /// It is not what the format named is.
    #[error("Could not import: the file is not in the format “{0}”")]
    NotThis(&'static str),
    /// What it says would be many times what it holds.
    #[error(
        "Could not import: its claims hold more than {} MB of words. Take them from the other tool in several files",
        sink::MAX_HELD >> 20
    )]
    TooMuch,
    /// It is not what the format says.
    #[error("Could not import: {0}")]
    Damaged(String),
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<ImportError> for ReadError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::NotText(what) | ImportError::Kept(what) => Self::Damaged(format!("the file is {what}")),
            ImportError::Damaged(what) => Self::Damaged(format!("{what} is damaged or cut off")),
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// The format with this id.
pub fn reader(id: &str) -> Option<&'static ClaimReader> {
    READERS.iter().find(|reader| reader.id == id)
}

/// Reads a file in the format named, or in the one that it looks like.
///
/// # Errors
/// Every [`ReadError`].
pub fn read(bytes: &[u8], format: Option<&str>) -> Result<(&'static ClaimReader, Vec<Note>), ReadError> {
    let named = match format {
        Some(id) => Some(reader(id).ok_or_else(|| ReadError::NoReader(id.to_owned()))?),
        None => None,
    };
    if bytes.starts_with(b"PK\x03\x04") {
        return read_package(bytes, named);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
    let recognised = || READERS.iter().find(|reader| reader.text.is_some_and(|way| (way.recognises)(text)));
    let reader = named.or_else(recognised).ok_or(ReadError::Unknown)?;
    let way = reader.text.ok_or(ReadError::NotThis(reader.name))?;
    Ok((reader, sink::weigh((way.read)(text)?)?))
}

fn read_package(
    bytes: &[u8],
    named: Option<&'static ClaimReader>,
) -> Result<(&'static ClaimReader, Vec<Note>), ReadError> {
    let mut package = Package::open(bytes)?;
    let recognised = || READERS.iter().find(|reader| reader.packed.is_some_and(|way| (way.recognises)(&package)));
    let reader = named.or_else(recognised).ok_or(ReadError::Unknown)?;
    let way = reader.packed.ok_or(ReadError::NotThis(reader.name))?;
    let notes = sink::weigh((way.read)(&mut package)?)?;
    // Half of a file is not taken for the whole: claims would be missing without a word.
    match package.warnings.first() {
        None => Ok((reader, notes)),
        Some(warning) => {
            let locator = warning.locator.as_ref().map(|locator| format!(" ({locator})")).unwrap_or_default();
            let message = warning.message.trim_end_matches('.');
            let mut letters = message.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
            Err(ReadError::Damaged(format!("{first}{}{locator}", letters.as_str())))
        }
    }
}

/// The values of a JSON file: an array's items, or one a line.
fn values(text: &str) -> Result<Vec<serde_json::Value>, ReadError> {
    if text.trim_start().starts_with('[') {
        return Ok(serde_json::from_str(text)?);
    }
    let stream = serde_json::Deserializer::from_str(text).into_iter();
    stream.map(|value| value.map_err(ReadError::from)).collect()
}

/// A text of a JSON value; empty where there is none.
fn string(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The items of a JSON array; of anything else but null itself.
fn many(value: &serde_json::Value) -> &[serde_json::Value] {
    match value {
        serde_json::Value::Array(items) => items,
        serde_json::Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// The two ends of a range in a JSON value.
fn range(start: &serde_json::Value, end: &serde_json::Value) -> Option<(usize, usize)> {
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64()?).ok();
    Some((number(start)?, number(end)?))
}

/// The JSON-LD in a web page: what stands in its `script` elements of that type.
fn json_ld_of(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (tag, rest) = rest.split_once('>')?;
        tag.contains("application/ld+json").then(|| rest.split("</script").next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::testing::zipped;

    #[test]
    fn what_cannot_be_read_is_told_in_words() {
        let check = |bytes: &[u8], format: Option<&str>, expected: &str| {
            let error = read(bytes, format).map(|_| ()).unwrap_err().to_string();
            assert_eq!(error, format!("Could not import: {expected}"));
        };
        check(b"words", None, "the file is in none of the formats that can be imported");
        check(b"words", Some("docx"), "the file is not in the format “Word document with comments”");
        check(b"words", Some("none"), "there is no format called “none”");
        check(b"\xff\xfe\x00", None, "the file is neither text in UTF-8 nor an archive that can be imported");
        check(b"PK\x03\x04 and no more", None, "the file is damaged or cut off");
        check(&zipped(&[("a.txt", b"words")]), None, "the file is in none of the formats that can be imported");
        check(&zipped(&[("a.txt", b"words")]), Some("qdpx"), "the archive has no project.qde");
        let bomb = vec![b' '; 40 << 20];
        check(
            &zipped(&[("word/document.xml", bomb.as_slice()), ("word/comments.xml", b"<w:comments/>")]),
            None,
            "a part of the document is larger than any document should be; the rest of it was left out (word/document.xml in the file)",
        );
    }

    #[test]
    fn json_in_a_page_is_found() {
        let page = "<p>a</p><script>x</script><script type=\"application/ld+json\">{\"a\": 1}</script>";
        assert_eq!(json_ld_of(page).collect::<Vec<_>>(), ["{\"a\": 1}"]);
    }
}
