//! Bytes become an article: its text in blocks, what is known about it, and warnings about what could not be had.
//!
//! One format is one file here with one entry in [`IMPORTERS`]. Nothing here touches the disk or the network, and nothing is
//! decided for good: a [`Draft`] is what the preview shows, with every block that was left out at hand.

mod direction;
mod docx;
mod draft;
mod eml;
mod encoding;
mod epub;
mod flowed;
mod html;
mod left_out;
mod mail;
mod markdown;
mod mhtml;
mod odt;
pub(crate) mod package;
mod pdf;
mod plain_fallback;
mod plain_text;
mod pptx;
mod raised;
mod recognition;
mod references;
#[cfg(test)]
mod references_tests;
mod rtf;
mod run;
mod sheets;
mod site_tail;
mod speech;
#[cfg(test)]
mod variants;
mod watch;
pub mod web;
mod web_archive;
mod word_processing;
pub(crate) mod xml;

use thiserror::Error;

pub use draft::{ArchivedPage, Chapter, Draft, DraftBlock, FieldOrigin, FormatId, MetaField, Warning};
pub use html::typed_day;
pub use left_out::LeftOut;
pub use pdf::{DrawError, DrawnPage};
pub use recognition::{Engine, RecogniseError, RecognisedPage, Recogniser, add_recognised, language_name};
pub use watch::{AllPasses, Progress, Stage, Steps, Watch};
pub use web_archive::capture_choice;

use crate::media::Media;

/// What is to be opened, and what the reviewer has said about how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Its name without folder; empty for pasted text.
    pub name: &'a str,
    /// Where it was fetched from.
    pub url: Option<&'a str>,
    /// The charset that the server named when it was fetched.
    pub charset: Option<&'a str>,
    /// The reviewer's choice of encoding, by a WHATWG label; else it is recognised.
    pub encoding: Option<&'a str>,
    /// How line ends of plain text are read.
    pub lines: LineMode,
    /// The reviewer's choice of format, by its id; else it is recognised.
    pub format: Option<&'a str>,
    /// The reviewer's choice of a page of a web archive: its number from 1 in the list, or its address.
    pub page: Option<&'a str>,
    /// Where it is told how far a long file has been read.
    pub steps: Steps<'a>,
}

/// How line ends of plain text are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LineMode {
    /// As the text suggests.
    #[default]
    Auto,
    /// Every line is a paragraph.
    Keep,
    /// Only a blank line ends a paragraph.
    Join,
}

/// One format that can be opened.
#[derive(Debug, Clone, Copy)]
pub struct Importer {
    /// Its stable name.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How its files end, without the dot.
    pub extensions: &'static [&'static str],
    /// Whether lines may or may not end paragraphs in it, so that the reviewer is asked.
    pub has_lines: bool,
    /// Whether the bytes look like it, whatever the name.
    sniff: fn(&[u8]) -> bool,
    open: fn(&Input<'_>) -> Result<Draft, ImportError>,
}

/// Every format that can be opened, surest signs first.
pub static IMPORTERS: &[Importer] = &[
    docx::IMPORTER,
    sheets::XLSX,
    pptx::IMPORTER,
    sheets::ODS,
    odt::SLIDES,
    odt::IMPORTER,
    sheets::BINARY,
    epub::IMPORTER,
    web_archive::WACZ,
    web_archive::WARC,
    rtf::IMPORTER,
    pdf::IMPORTER,
    mhtml::IMPORTER,
    eml::IMPORTER,
    html::IMPORTER,
    speech::VTT,
    speech::SRT,
    speech::SBV,
    speech::JSON3,
    speech::WHISPER,
    speech::TELEGRAM,
    speech::WHATSAPP,
    markdown::IMPORTER,
    sheets::DELIMITED,
    plain_text::IMPORTER,
];

/// Why a file cannot be opened as an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// Nothing to read in it.
    #[error("Could not open the article: there is no text in it.")]
    NoText,
    /// Nothing to read in that part of it which could be read, and what is told of the rest.
    #[error("Could not open the article: there is no text in what was read of it. {0}")]
    NoTextRead(String),
    /// It is a format that is not read.
    #[error(
        "Could not open the article: it is {0}, which cannot be read as text. Open it in its own program and copy the text."
    )]
    NotText(&'static str),
    /// It is a picture or a recording, which can be kept as it is.
    #[error(
        "Could not open the article: it is {0}, which has no text to read. Keep it as the document of a source: drop it on a claim, or open \
         it there."
    )]
    Kept(&'static str),
    /// A file that needs a password.
    #[error(
        "Could not open the article: {0} is locked with a password. Open it in its own program and save it without one."
    )]
    Locked(&'static str),
    /// A book that only the programs of the shop where it was bought can read.
    #[error(
        "Could not open the article: the book is locked by its seller. Paste the passages that matter, or ask the publisher."
    )]
    LockedBySeller,
    /// A file that breaks the rules of its format.
    #[error(
        "Could not open the article: {0} is damaged. Ask for it again, or open it in its own program and copy the text."
    )]
    Damaged(&'static str),
    /// Scanned pages.
    #[error(
        "Could not open the article: the pages hold only pictures of text. Run text recognition first, or paste the text."
    )]
    OnlyPictures,
    /// Letters of which the file does not say which they are.
    #[error(
        "Could not open the article: the PDF does not say which letters it shows. Run text recognition first, or paste the text."
    )]
    UnknownLetters,
    /// A page that holds scripts and no words.
    #[error(
        "Could not open the article: the page is drawn by scripts and holds no text itself. Open it in a browser, then save or copy it from there."
    )]
    OnlyScripts,
    /// More parts than a project can keep.
    #[error(
        "Could not open the article: it holds more than {1} {0}, and no project could be saved with that. Split it first."
    )]
    TooMany(&'static str, usize),
    /// A web archive without anything to read.
    #[error(
        "Could not open the article: the web archive holds no page that can be read (a web page, a PDF or plain text, captured whole)."
    )]
    NoPages,
    /// A page that a web archive does not have.
    #[error(
        "Could not open the article: the web archive has no page “{0}”. Its pages are listed when none is asked for."
    )]
    NoSuchPage(String),
    /// Archives in an archive.
    #[error("Could not open the article: the web archive holds other archives. Unpack it and open one of those.")]
    NestedArchive,
    /// A page that was sent in a way which is not read.
    #[error(
        "Could not open the article: the page is packed in a way that is not read ({0}). Open it in a browser, then save or copy it from there."
    )]
    UnknownPacking(String),
    /// A name that no encoding has.
    #[error("Could not open the article: there is no encoding called “{0}”.")]
    UnknownEncoding(String),
    /// A name that no format has.
    #[error("Could not open the article: there is no format called “{0}”.")]
    UnknownFormat(String),
}

/// Opens an article: by the reviewer's choice of format, else by its bytes, else by its name, else as plain text.
///
/// # Errors
/// Every [`ImportError`].
pub fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let importer = match input.format {
        Some(id) => find(id).ok_or_else(|| ImportError::UnknownFormat(id.to_owned()))?,
        None => recognise(input)?,
    };
    // Also where the reviewer says what it is: a document of today that is locked is a box of the old kind.
    if let Some(locked @ ImportError::Locked(_)) = known_binary(input.bytes) {
        return Err(locked);
    }
    let mut draft = (importer.open)(input)?;
    if draft.waits_for_choice() {
        return Ok(draft);
    }
    references::settle(&mut draft.blocks);
    speech::transcript::recognise(&mut draft);
    direction::warn(&mut draft);
    draft.warn_of_struck();
    draft.warn_of_little();
    // What is captured of a scan may still be recognised.
    if draft.captured.is_some() && !draft.unread.is_empty() {
        return Ok(draft);
    }
    // The name of a sheet that holds nothing is no text.
    if draft.blocks.iter().any(|block| block.why != Some(LeftOut::EmptySheet) && has_visible_text(block)) {
        return Ok(draft);
    }
    let told = draft.warnings.into_iter().next();
    Err(told.map_or(ImportError::NoText, |warning| ImportError::NoTextRead(warning.message)))
}

impl ImportError {
    /// Whether it holds pictures of letters, which text recognition may read.
    pub fn is_of_pictures(&self) -> bool {
        let is_picture = |words: &str| words == Media::Picture("").in_words();
        matches!(self, Self::OnlyPictures | Self::UnknownLetters)
            || matches!(self, Self::Kept(words) if is_picture(words))
    }
}

/// Whether bytes are a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    (pdf::IMPORTER.sniff)(bytes)
}

/// Draws a page of a PDF, or of one in a web archive: `archived` is the choice there, as [`Input::page`].
///
/// # Errors
/// Every [`DrawError`].
pub fn draw_page(bytes: &[u8], archived: Option<&str>, page: u32, longest: u32) -> Result<DrawnPage, DrawError> {
    match web_archive::page_of(&Input { bytes, page: archived, ..Input::default() }) {
        None => pdf::draw(bytes, page, longest),
        Some(captured) => pdf::draw(&captured.map_err(|_| DrawError::Damaged)?, page, longest),
    }
}

/// Whether something of a block is left when it comes in: control characters do not.
fn has_visible_text(block: &DraftBlock) -> bool {
    block.block.text.chars().any(|char| !char.is_whitespace() && !char.is_control() && char != '\u{feff}')
}

/// Whether an input is plain text (or nothing that can be read), which no hostile file can make dangerous to read.
pub fn is_plain(input: &Input<'_>) -> bool {
    match input.format {
        Some(id) => id == plain_text::IMPORTER.id,
        None => recognise(input).is_ok_and(|importer| importer.id == plain_text::IMPORTER.id),
    }
}

/// What the pages of a format are called, by its id.
pub fn page_word(format: &str) -> &'static str {
    if [pptx::IMPORTER.id, odt::SLIDES.id].contains(&format) { "slide" } else { "page" }
}

/// The words of an input whose format cannot be read, with a warning that says why. `None` where it is no text.
pub fn open_plain(input: &Input<'_>, why: &str) -> Option<Draft> {
    plain_fallback::open(input, why)
}

fn find(id: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.id == id)
}

fn recognise(input: &Input<'_>) -> Result<&'static Importer, ImportError> {
    if input.bytes.is_empty() {
        return Err(ImportError::NoText);
    }
    let by_bytes = IMPORTERS.iter().find(|importer| (importer.sniff)(input.bytes));
    if let Some(error) = by_bytes.is_none().then(|| known_binary(input.bytes)).flatten() {
        return Err(error);
    }
    let extension =
        input.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let by_name = IMPORTERS.iter().find(|importer| importer.extensions.contains(&extension.as_str()));
    Ok(by_bytes.or(by_name).unwrap_or(&plain_text::IMPORTER))
}

/// Well-known formats that are not text, by how they begin. What is not among them is known by its control characters.
fn known_binary(bytes: &[u8]) -> Option<ImportError> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(old_office(bytes));
    }
    if package::is_locked(bytes) {
        return Some(ImportError::Locked("the file"));
    }
    Media::of(bytes).map(|media| match media.kept_as() {
        Some(_) => ImportError::Kept(media.in_words()),
        None => ImportError::NotText(media.in_words()),
    })
}

/// An office document of today that is locked lies in a box of the old kind, under a name of its own.
fn old_office(bytes: &[u8]) -> ImportError {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return ImportError::Locked("the document");
    }
    ImportError::NotText("an office document of an old kind")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(name: &str, bytes: &[u8], format: &str) {
        let draft = open(&Input { bytes, name, ..Input::default() }).unwrap();
        assert_eq!(draft.format, format, "{name}");
    }

    #[test]
    fn looks_at_the_bytes_before_the_name() {
        check("a.txt", b"<!doctype html><p>Words of the page.</p>", "html");
        check("a.html", b"<p>Words", "html");
        check("a.md", b"# Words", "markdown");
        check("a.xyz", b"Words", "text");
        check("", b"Words", "text");
    }

    #[test]
    fn says_what_it_cannot_read() {
        let open = |bytes| open(&Input { bytes, name: "a.txt", ..Input::default() });
        assert_eq!(open(b"%PDF-1.7"), Err(ImportError::Damaged("the PDF")));
        assert_eq!(open(b"GIF89a"), Err(ImportError::Kept("a picture")));
        assert_eq!(open(b""), Err(ImportError::NoText));
        assert_eq!(open(b" \n\n "), Err(ImportError::NoText));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn never_panics_on_random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for importer in IMPORTERS {
                let _ = open(&Input { bytes: &bytes, name: "x", format: Some(importer.id), ..Input::default() });
            }
        }

        #[test]
        fn never_panics_on_random_markup(text in "[<>/a-c \"'=&;#*_\\-\\n|`é]{0,300}") {
            for importer in IMPORTERS {
                let _ = open(&Input { bytes: text.as_bytes(), name: "x", format: Some(importer.id), ..Input::default() });
            }
        }
    }
}
