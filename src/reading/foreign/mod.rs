//! Foreign bytes are read where neither a mistake nor a hostile file can do harm: in another process, which has nothing but the
//! file and its pipes.
//!
//! A thread can neither be stopped nor survive an abort, a stack overflow or running out of memory; a process can be ended, and
//! be closed in. Which process and how is the outside's affair ([`ForeignReader`]); what is said to it is in [`pipe`].

pub mod pipe;

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    exchange::{
        self, Note,
        checks::{self, Check},
        sources,
    },
    import::{self, Draft, DrawError, DrawnPage, ImportError, Input, Watch},
    model::Source,
    picture::{self, Look, Picture, PictureError},
};

/// Something that reads foreign bytes.
pub trait ForeignReader: Send + Sync {
    /// Reads what is asked for.
    ///
    /// # Errors
    /// Every [`ReadError`] but `Import`.
    fn read(&self, ask: &Ask<'_>, watch: &Watch) -> Result<Brought, ReadError>;
}

/// What is to be read, and as what.
#[derive(Debug, Clone, Copy)]
pub enum Ask<'a> {
    /// An article.
    Article(Input<'a>),
    /// Claims that another tool marked.
    Claims(List<'a>),
    /// A list of sources.
    Sources(List<'a>),
    /// A list of sources where the file looks like one, else claims.
    Either(List<'a>),
    /// Fact-checks that others have published.
    Checks(&'a [u8]),
    /// A page of a PDF as it looks.
    Page(PageOf<'a>),
    /// A picture, as it looks.
    Picture(Look<'a>),
    /// Nothing: something that whoever reads must not be able to do is tried, for the tests of its walls.
    Forbidden(&'a Attempt),
}

impl<'a> Ask<'a> {
    /// The file.
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Article(input) => input.bytes,
            Self::Claims(list) | Self::Sources(list) | Self::Either(list) => list.bytes,
            Self::Checks(bytes) => bytes,
            Self::Page(page) => page.bytes,
            Self::Picture(look) => look.bytes,
            Self::Forbidden(_) => &[],
        }
    }

    /// Whether nothing is told of progress on the way.
    pub fn is_one_step(&self) -> bool {
        matches!(self, Self::Page(_) | Self::Picture(_))
    }
}

/// A page of a PDF.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageOf<'a> {
    /// The PDF, or a web archive that holds it.
    pub bytes: &'a [u8],
    /// Which page of the web archive the PDF is, as [`Input::page`].
    pub archived: Option<&'a str>,
    /// The page, counted from 1.
    pub page: u32,
    /// How many pixels its longer side is to have, within [`picture::MAX_DRAWN`].
    pub longest: u32,
}

/// A file of another tool.
#[derive(Debug, Clone, Copy, Default)]
pub struct List<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Its format, by its id; else it is recognised.
    pub format: Option<&'a str>,
}

/// What a file of another tool holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// Its format, by its id.
    pub format: String,
    /// What it holds, in its order.
    pub items: Vec<T>,
}

/// What whoever reads foreign bytes must not be able to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attempt {
    /// Read a file.
    Read(PathBuf),
    /// Make or write a file.
    Write(PathBuf),
    /// Connect to a port of this machine.
    Connect(u16),
    /// Start a program.
    Start(PathBuf),
    /// See a variable of the environment.
    Variable(String),
    /// Compute for so many seconds without a word.
    Compute(u64),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and nearly always a draft")]
pub enum Brought {
    /// An article.
    Article(Draft),
    /// Claims.
    Claims(Listed<Note>),
    /// Sources.
    Sources(Listed<Source>),
    /// Fact-checks that others have published.
    Checks(Vec<Check>),
    /// A page as it looks.
    Page(DrawnPage),
    /// A picture as it looks.
    Picture(Picture),
    /// An attempt: whether it was refused, and how.
    Attempted(Result<(), String>),
}

/// Reads in this process, without any guard: for tests and benches.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl ForeignReader for InProcess {
    fn read(&self, ask: &Ask<'_>, _watch: &Watch) -> Result<Brought, ReadError> {
        answer(ask, |_| Err("nothing is tried in this process".to_owned()))
    }
}

/// Reads what is asked for, here and now. What must not be possible is tried by `attempt`: the outside's affair, too.
///
/// # Errors
/// [`ReadError::Import`], [`ReadError::Exchange`], [`ReadError::Draw`] and [`ReadError::Picture`].
pub fn answer(ask: &Ask<'_>, attempt: impl Fn(&Attempt) -> Result<(), String>) -> Result<Brought, ReadError> {
    Ok(match ask {
        Ask::Article(input) => Brought::Article(import::open(input)?),
        Ask::Claims(list) => {
            let (reader, items) = exchange::read(list.bytes, list.format)?;
            Brought::Claims(Listed { format: reader.id.to_owned(), items })
        }
        Ask::Sources(list) => {
            let (reader, items) = sources::read(list.bytes, list.format)?;
            Brought::Sources(Listed { format: reader.id.to_owned(), items })
        }
        Ask::Either(list) => {
            let is_sources = match list.format {
                Some(id) => sources::SOURCE_READERS.iter().any(|reader| reader.id == id),
                None => sources::recognise(list.bytes).is_some(),
            };
            return answer(&if is_sources { Ask::Sources(*list) } else { Ask::Claims(*list) }, attempt);
        }
        Ask::Checks(bytes) => Brought::Checks(checks::read(bytes)?),
        Ask::Page(PageOf { bytes, archived, page, longest }) => {
            Brought::Page(import::draw_page(bytes, *archived, *page, *longest)?)
        }
        Ask::Picture(look) => Brought::Picture(picture::look(look)?),
        Ask::Forbidden(what) => Brought::Attempted(attempt(what)),
    })
}

impl ReadError {
    /// Whether text recognition may read it.
    pub fn is_of_pictures(&self) -> bool {
        match self {
            Self::OnlyPictures(_) => true,
            Self::Import(error) => error.is_of_pictures(),
            _ => false,
        }
    }
}

/// Why foreign bytes were not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It is no article that can be read.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It is no file of another tool that can be taken in.
    #[error(transparent)]
    Exchange(#[from] exchange::ReadError),
    /// It is no page that can be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// It is no picture that can be looked at.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// It cannot be read, as the other process put it in words.
    #[error("{0}")]
    Refused(String),
    /// It holds letters only in pictures, which text recognition may read, as the other process put it in words.
    #[error("{0}")]
    OnlyPictures(String),
    /// The reviewer stopped it.
    #[error("Stopped reading the file.")]
    Stopped,
    /// The other process did not come to an end that can be used.
    #[error("Could not open the article: {0}. Save it as plain text or PDF in its own program and open that.")]
    Failed(Failure),
    /// The other process did not come to an end that can be used, reading a file of another tool.
    #[error("Could not import: {0}. The project is as it was")]
    NotTakenIn(Failure),
    /// The other process did not come to an end that can be used, drawing a page.
    #[error("Could not show the page: {0}. Open the PDF in its own program")]
    NotShown(Failure),
    /// The other process did not come to an end that can be used, drawing a picture.
    #[error("Could not show the picture: {0}. Open it with the system's program.")]
    NotDrawn(Failure),
}

/// How the process that reads failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// It took too long.
    #[error("reading it took longer than {} seconds without an end in sight", .0.as_secs())]
    TooSlow(Duration),
    /// It needs too much memory.
    #[error("reading it needs more than {} MB of memory", .0 >> 20)]
    TooMuchMemory(u64),
    /// It is nested deeper than the stack.
    #[error("its parts are nested too deeply")]
    TooDeep,
    /// It ended for another reason.
    #[error("the part of Claimdesk that reads files stopped ({0})")]
    Ended(String),
    /// It could not be started.
    #[error("the part of Claimdesk that reads files could not be started ({0})")]
    NotStarted(String),
    /// It brought something else than what was asked for.
    #[error("the part of Claimdesk that reads files did not answer what it was asked")]
    Astray,
}

/// Opens an article: plain text here, everything else through `reader`. When that fails for a text of any kind, its plain
/// text is opened with a warning instead.
///
/// # Errors
/// Every [`ReadError`].
pub fn open_guarded(reader: &dyn ForeignReader, input: &Input<'_>, watch: &Watch) -> Result<Draft, ReadError> {
    if import::is_plain(input) {
        return Ok(import::open(input)?);
    }
    let failure = match reader.read(&Ask::Article(*input), watch) {
        Ok(Brought::Article(draft)) => return Ok(draft),
        Ok(_) => Failure::Astray,
        Err(ReadError::Failed(failure)) => failure,
        Err(other) => return Err(other),
    };
    import::open_plain(input, &failure.to_string()).ok_or(ReadError::Failed(failure))
}

/// Reads claims, sources, or whichever of them a file of another tool holds, as `ask` says.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_guarded(reader: &dyn ForeignReader, ask: &Ask<'_>, watch: &Watch) -> Result<Brought, ReadError> {
    let failure = match (reader.read(ask, watch), ask) {
        (Ok(brought @ Brought::Claims(_)), Ask::Claims(_) | Ask::Either(_))
        | (Ok(brought @ Brought::Sources(_)), Ask::Sources(_) | Ask::Either(_)) => return Ok(brought),
        (Ok(_), _) => Failure::Astray,
        (Err(ReadError::Failed(failure)), _) => failure,
        (Err(other), _) => return Err(other),
    };
    Err(ReadError::NotTakenIn(failure))
}

/// Reads the claims in a file of another tool.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_claims(reader: &dyn ForeignReader, list: List<'_>, watch: &Watch) -> Result<Listed<Note>, ReadError> {
    match read_guarded(reader, &Ask::Claims(list), watch)? {
        Brought::Claims(notes) => Ok(notes),
        _ => Err(ReadError::NotTakenIn(Failure::Astray)),
    }
}

/// Reads a list of sources.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_sources(reader: &dyn ForeignReader, list: List<'_>, watch: &Watch) -> Result<Listed<Source>, ReadError> {
    match read_guarded(reader, &Ask::Sources(list), watch)? {
        Brought::Sources(sources) => Ok(sources),
        _ => Err(ReadError::NotTakenIn(Failure::Astray)),
    }
}

/// Reads what a file has of fact-checks that others have published.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_checks(reader: &dyn ForeignReader, bytes: &[u8], watch: &Watch) -> Result<Vec<Check>, ReadError> {
    match reader.read(&Ask::Checks(bytes), watch) {
        Ok(Brought::Checks(checks)) => Ok(checks),
        Ok(_) => Err(ReadError::NotTakenIn(Failure::Astray)),
        Err(ReadError::Failed(failure)) => Err(ReadError::NotTakenIn(failure)),
        Err(other) => Err(other),
    }
}

/// Draws a page of a PDF.
///
/// # Errors
/// Every [`ReadError`].
pub fn draw_guarded(reader: &dyn ForeignReader, page: PageOf<'_>, watch: &Watch) -> Result<DrawnPage, ReadError> {
    match reader.read(&Ask::Page(page), watch) {
        Ok(Brought::Page(drawn)) => Ok(drawn),
        Ok(_) => Err(ReadError::NotShown(Failure::Astray)),
        Err(ReadError::Failed(failure)) => Err(ReadError::NotShown(failure)),
        Err(other) => Err(other),
    }
}

/// Looks at a picture.
///
/// # Errors
/// Every [`ReadError`].
pub fn look(reader: &dyn ForeignReader, look: Look<'_>, watch: &Watch) -> Result<Picture, ReadError> {
    match reader.read(&Ask::Picture(look), watch) {
        Ok(Brought::Picture(picture)) => Ok(picture),
        Ok(_) => Err(ReadError::NotDrawn(Failure::Astray)),
        Err(ReadError::Failed(failure)) => Err(ReadError::NotDrawn(failure)),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(Failure);

    impl ForeignReader for Failing {
        fn read(&self, _ask: &Ask<'_>, _watch: &Watch) -> Result<Brought, ReadError> {
            Err(ReadError::Failed(self.0.clone()))
        }
    }

    fn failing() -> Failing {
        Failing(Failure::TooSlow(Duration::from_secs(8)))
    }

    fn open_failing(bytes: &[u8], name: &str) -> Result<Draft, ReadError> {
        open_guarded(&failing(), &Input { bytes, name, ..Input::default() }, &Watch::default())
    }

    #[test]
    fn plain_text_needs_no_other_process() {
        assert_eq!(open_failing(b"One.\n\nTwo.", "a.txt").unwrap().warnings, []);
    }

    #[test]
    fn a_page_that_cannot_be_read_as_one_comes_in_as_plain_text_with_a_warning() {
        let draft = open_failing(b"<html><body><h1>Title</h1><p>Words &amp; more</p></body>", "a.html").unwrap();
        let texts: Vec<_> = draft.blocks.iter().map(|block| block.block.text.as_str()).collect();
        assert_eq!(texts, ["Title", "Words & more"]);
        let warning = &draft.warnings[0].message;
        assert!(warning.contains("took longer than 8 seconds") && warning.contains("plain text"), "{warning}");
    }

    #[test]
    fn what_is_no_text_is_a_clear_error() {
        let error = open_failing(b"\x89HDF\0\0\0\x01<html>\xFF\0\0", "a.html").unwrap_err();
        assert!(error.to_string().starts_with("Could not open the article: reading it took longer"), "{error}");
    }

    #[test]
    fn claims_and_sources_say_what_they_could_not() {
        let list = List { bytes: b"quote\nwords\n", ..List::default() };
        let error = read_claims(&failing(), list, &Watch::default()).unwrap_err().to_string();
        assert!(error.starts_with("Could not import: reading it took longer than 8 seconds"), "{error}");
        let notes = read_claims(&InProcess, list, &Watch::default()).unwrap();
        assert_eq!((notes.format.as_str(), notes.items.len()), ("csv", 1));
    }

    #[test]
    fn a_file_is_sources_where_it_looks_like_them_else_claims() {
        let either = |bytes: &[u8]| {
            read_guarded(&InProcess, &Ask::Either(List { bytes, ..List::default() }), &Watch::default()).unwrap()
        };
        assert!(matches!(either(b"@book{a, title = {One}}"), Brought::Sources(read) if read.format == "bibtex"));
        assert!(matches!(either(b"quote\nwords\n"), Brought::Claims(read) if read.format == "csv"));
    }
}
