//! Other tools' annotation files become claims of a project.
//!
//! One format is one file here with one entry in [`READERS`]. A reader only says what the file says ([`Note`]s: words, places,
//! labels); [`place()`] finds the words in the project's articles, with the quote as judge: nothing is attached on a guess. What
//! comes of it is a [`Plan`] that can be looked at before it is made, and one undoable [`Edit`](crate::model::Edit).

mod annotations;
mod brat;
mod doccano;
mod labelstudio;
mod own;
mod place;
mod plan;
pub mod sources;

use thiserror::Error;

pub use place::{Found, How, place};
pub use plan::{Ids, Plan, Settings, plan};

/// One format that can be taken in.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Its stable name; the exporter's, where there is one.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How its files end, without the dot.
    pub extensions: &'static [&'static str],
    /// Whether a file looks like this format.
    recognises: fn(&str) -> bool,
    read: fn(&str) -> Result<Vec<Note>, ReadError>,
}

/// Every format that can be taken in; the more telling ones are asked first.
pub static READERS: &[Reader] =
    &[annotations::READER, labelstudio::READER, own::JSON_READER, doccano::READER, own::CSV_READER, brat::READER];

/// Why a file cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No format is known that the file could be.
    #[error("Could not import: the file is in none of the formats that can be imported. Name one with --from")]
    Unknown,
    /// No reader has this name.
    #[error("Could not import: there is no format called “{0}”")]
    NoReader(String),
    /// It is not UTF-8.
    #[error("Could not import: the file is not UTF-8")]
    NotText,
    /// It is not what the format says.
    #[error("Could not import: {0}")]
    Damaged(String),
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// What a file says about some words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The words, in text order; several are passages of one claim.
    pub passages: Vec<Passage>,
    /// The label that the other tool gave: it becomes the verdict of that name, else a tag.
    pub label: String,
    /// The statement as checked.
    pub statement: String,
    /// Words of the annotator.
    pub comment: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Sources: address and title.
    pub links: Vec<Link>,
    /// The wording asked for.
    pub suggestion: String,
}

/// A source as another tool names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// The words of the source.
    pub quote: String,
}

/// Words, and where the file says that they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words themselves; without them nothing is attached.
    pub quote: String,
    /// The words before.
    pub prefix: String,
    /// The words after.
    pub suffix: String,
    /// Start and end in [`unit`](Self::unit)s, if the file says.
    pub range: Option<(usize, usize)>,
    /// What the range counts, as the format has it.
    pub unit: Unit,
}

/// What a position counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// Code points.
    #[default]
    Chars,
    /// UTF-16 units.
    Utf16,
    /// UTF-8 bytes.
    Bytes,
}

/// Reads a file in the format named, or in the one that it looks like.
///
/// # Errors
/// Every [`ReadError`].
pub fn read(bytes: &[u8], format: Option<&str>) -> Result<(&'static Reader, Vec<Note>), ReadError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
    let reader = match format {
        Some(id) => READERS.iter().find(|reader| reader.id == id).ok_or_else(|| ReadError::NoReader(id.to_owned()))?,
        None => READERS.iter().find(|reader| (reader.recognises)(text)).ok_or(ReadError::Unknown)?,
    };
    Ok((reader, (reader.read)(text)?))
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

/// The two ends of a range in a JSON value.
fn range(start: &serde_json::Value, end: &serde_json::Value) -> Option<(usize, usize)> {
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64()?).ok();
    Some((number(start)?, number(end)?))
}
