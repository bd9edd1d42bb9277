//! What goes through the pipes between the program and the process that reads files for it.
//!
//! A frame is a tag, a length (four bytes, little endian) and so many bytes. A request is a head (JSON) and the file; its
//! answers are steps, any number of them, and then one outcome, behind which come the pixels of a picture.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::{
    import::{Input, LineMode, Steps},
    model::bounds,
    picture::{Look, Raster},
};

use super::{Ask, Attempt, Brought, List, PageOf};

/// The longest frame that is read.
const MAX_FRAME: u32 = 768 << 20;

const HEAD: u8 = b'h';
const FILE: u8 = b'f';
const STEP: u8 = b's';
const OUTCOME: u8 = b'o';
const READY: u8 = b'r';
const PIXELS: u8 = b'p';

/// A file to read, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    kind: Kind,
    /// How many seconds of processor time it may take.
    pub processor_secs: u64,
    #[serde(skip)]
    bytes: Vec<u8>,
}

/// As what it is to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kind {
    Article {
        name: String,
        url: Option<String>,
        charset: Option<String>,
        encoding: Option<String>,
        lines: LineMode,
        format: Option<String>,
        page: Option<String>,
    },
    Claims(Option<String>),
    Sources(Option<String>),
    Either(Option<String>),
    Checks,
    Page {
        archived: Option<String>,
        page: u32,
        longest: u32,
    },
    Picture(u32),
    Forbidden(Attempt),
}

impl Kind {
    fn of(ask: &Ask<'_>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        match ask {
            Ask::Article(input) => {
                let Input { bytes: _, name, url, charset, encoding, lines, format, page, steps: _ } = input;
                Self::Article {
                    name: (*name).to_owned(),
                    url: owned(*url),
                    charset: owned(*charset),
                    encoding: owned(*encoding),
                    lines: *lines,
                    format: owned(*format),
                    page: owned(*page),
                }
            }
            Ask::Claims(list) => Self::Claims(owned(list.format)),
            Ask::Sources(list) => Self::Sources(owned(list.format)),
            Ask::Either(list) => Self::Either(owned(list.format)),
            Ask::Checks(_) => Self::Checks,
            Ask::Page(PageOf { bytes: _, archived, page, longest }) => {
                Self::Page { archived: owned(*archived), page: *page, longest: *longest }
            }
            Ask::Picture(look) => Self::Picture(look.longest),
            Ask::Forbidden(attempt) => Self::Forbidden((*attempt).clone()),
        }
    }
}

impl Request {
    /// What is asked.
    pub fn ask<'a>(&'a self, steps: Steps<'a>) -> Ask<'a> {
        let bytes = self.bytes.as_slice();
        let list = |format: &'a Option<String>| List { bytes, format: format.as_deref() };
        match &self.kind {
            Kind::Article { name, url, charset, encoding, lines, format, page } => Ask::Article(Input {
                bytes,
                name,
                url: url.as_deref(),
                charset: charset.as_deref(),
                encoding: encoding.as_deref(),
                lines: *lines,
                format: format.as_deref(),
                page: page.as_deref(),
                steps,
            }),
            Kind::Claims(format) => Ask::Claims(list(format)),
            Kind::Sources(format) => Ask::Sources(list(format)),
            Kind::Either(format) => Ask::Either(list(format)),
            Kind::Checks => Ask::Checks(bytes),
            Kind::Page { archived, page, longest } => {
                Ask::Page(PageOf { bytes, archived: archived.as_deref(), page: *page, longest: *longest })
            }
            Kind::Picture(longest) => Ask::Picture(Look { bytes, longest: *longest }),
            Kind::Forbidden(attempt) => Ask::Forbidden(attempt),
        }
    }
}

/// What comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The process is closed in, but for what this system does not offer, in words for people. Comes first, and once.
    Ready {
        /// What does not hold it.
        missing: Vec<String>,
    },
    /// So many parts of so many are read.
    Step {
        /// Parts that are read.
        done: u64,
        /// All parts.
        total: u64,
    },
    /// It is read, or it is not.
    Outcome(Box<Outcome>),
}

/// How reading a file ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and nearly always a draft")]
pub enum Outcome {
    /// It is read.
    Read(Brought),
    /// It cannot be read; why, in words for people.
    Refused(String),
    /// It holds letters only in pictures; that in words for people.
    OnlyPictures(String),
    /// A mistake of the program ended it; what it said.
    Panicked(String),
}

impl Outcome {
    /// The pixels that it brings, which go through the pipe by themselves.
    fn raster(&self) -> Option<&Raster> {
        match self {
            Self::Read(Brought::Picture(picture)) => picture.drawn.as_ref().ok(),
            Self::Read(Brought::Page(page)) => Some(&page.raster),
            _ => None,
        }
    }

    fn raster_mut(&mut self) -> Option<&mut Raster> {
        match self {
            Self::Read(Brought::Picture(picture)) => picture.drawn.as_mut().ok(),
            Self::Read(Brought::Page(page)) => Some(&mut page.raster),
            _ => None,
        }
    }
}

/// Sends a request, which may take so many seconds of processor time.
///
/// # Errors
/// When the other side is gone.
pub fn write_request(mut to: impl Write, ask: &Ask<'_>, processor_secs: u64) -> io::Result<()> {
    let head = Request { kind: Kind::of(ask), processor_secs, bytes: Vec::new() };
    write_frame(&mut to, HEAD, &serde_json::to_vec(&head)?)?;
    write_frame(&mut to, FILE, ask.bytes())?;
    to.flush()
}

/// Takes a request. `None`: the other side is gone, or wants no more.
///
/// # Errors
/// When the pipe breaks or what comes is no request.
pub fn read_request(mut from: impl Read) -> io::Result<Option<Request>> {
    let Some((HEAD, head)) = read_frame(&mut from)? else { return Ok(None) };
    let mut request: Request = serde_json::from_slice(&head)?;
    let Some((FILE, bytes)) = read_frame(&mut from)? else { return Ok(None) };
    request.bytes = bytes;
    Ok(Some(request))
}

/// Sends an answer.
///
/// # Errors
/// When the other side is gone.
pub fn write_answer(mut to: impl Write, answer: &Answer) -> io::Result<()> {
    match answer {
        Answer::Ready { missing } => write_frame(&mut to, READY, &serde_json::to_vec(missing)?),
        Answer::Step { done, total } => write_frame(&mut to, STEP, &[done.to_le_bytes(), total.to_le_bytes()].concat()),
        Answer::Outcome(outcome) => {
            let text = serde_json::to_string(outcome)?;
            match bounds::check_json(&text) {
                Ok(()) => {
                    write_frame(&mut to, OUTCOME, text.as_bytes())?;
                    outcome.raster().map_or(Ok(()), |raster| write_frame(&mut to, PIXELS, &raster.pixels))
                }
                Err(excess) => {
                    let refused = Outcome::Refused(format!(
                        "Could not take in the file: it holds {excess}, and no project could be saved with that. Split it first."
                    ));
                    write_frame(&mut to, OUTCOME, &serde_json::to_vec(&refused)?)
                }
            }
        }
    }?;
    to.flush()
}

/// Takes an answer. `None`: the other side is gone.
///
/// # Errors
/// When the pipe breaks or what comes is no answer.
pub fn read_answer(mut from: impl Read) -> io::Result<Option<Answer>> {
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
    };
    match read_frame(&mut from)? {
        None => Ok(None),
        Some((READY, bytes)) => Ok(Some(Answer::Ready { missing: serde_json::from_slice(&bytes)? })),
        Some((STEP, bytes)) => Ok(Some(Answer::Step { done: number(&bytes, 0), total: number(&bytes, 8) })),
        Some((OUTCOME, bytes)) => {
            let text = std::str::from_utf8(&bytes).map_err(|_| io::ErrorKind::InvalidData)?;
            // Counted before it is decoded: whoever answers has seen the foreign bytes, and may be in their power.
            bounds::check_json(text).map_err(io::Error::other)?;
            let mut outcome: Outcome = serde_json::from_str(text)?;
            if let Some(raster) = outcome.raster_mut() {
                raster.pixels = read_pixels(&mut from, raster)?;
            }
            Ok(Some(Answer::Outcome(Box::new(outcome))))
        }
        Some(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The pixels that follow a picture: as many as it says, and no more than any picture that is drawn.
fn read_pixels(from: &mut impl Read, raster: &Raster) -> io::Result<Vec<u8>> {
    let expected = raster.len_of_pixels().ok_or(io::ErrorKind::InvalidData)?;
    match read_frame_of(from, u32::try_from(expected).unwrap_or(MAX_FRAME))? {
        Some((PIXELS, bytes)) if bytes.len() == expected => Ok(bytes),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn write_frame(to: &mut impl Write, tag: u8, bytes: &[u8]) -> io::Result<()> {
    let len = u32::try_from(bytes.len()).ok().filter(|len| *len <= MAX_FRAME).ok_or(io::ErrorKind::FileTooLarge)?;
    to.write_all(&[tag])?;
    to.write_all(&len.to_le_bytes())?;
    to.write_all(bytes)
}

fn read_frame(from: &mut impl Read) -> io::Result<Option<(u8, Vec<u8>)>> {
    read_frame_of(from, MAX_FRAME)
}

fn read_frame_of(from: &mut impl Read, most: u32) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut tag = [0];
    if from.read(&mut tag)? == 0 {
        return Ok(None);
    }
    let mut len = [0; 4];
    from.read_exact(&mut len)?;
    let len = u32::from_le_bytes(len);
    if len > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    // Grows with what arrives: a length alone takes no memory.
    from.take(u64::from(len)).read_to_end(&mut bytes)?;
    if bytes.len() < len as usize { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Some((tag[0], bytes))) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        foreign::{ForeignReader, InProcess},
        import::{self, Watch},
        model::BlockKind,
        picture::{About, Picture},
    };

    #[test]
    fn a_request_arrives_as_it_was_sent() {
        let input = Input {
            bytes: b"words\0",
            name: "a.html",
            url: Some("https://example.org/a"),
            encoding: Some("KOI8-U"),
            lines: LineMode::Join,
            ..Input::default()
        };
        let mut pipe = Vec::new();
        let list = List { bytes: b"words", format: Some("ris") };
        let attempt = Attempt::Connect(80);
        let asks = [
            Ask::Article(input),
            Ask::Claims(list),
            Ask::Sources(list),
            Ask::Either(List { format: None, ..list }),
            Ask::Checks(b"words"),
            Ask::Page(PageOf { bytes: b"words", archived: Some("2"), page: 3, longest: 900 }),
            Ask::Picture(Look { bytes: b"pixels", longest: 7 }),
            Ask::Forbidden(&attempt),
        ];
        for (ask, secs) in asks.iter().zip(1..) {
            write_request(&mut pipe, ask, secs).unwrap();
        }
        let mut pipe = pipe.as_slice();
        for (ask, secs) in asks.iter().zip(1..) {
            let request = read_request(&mut pipe).unwrap().unwrap();
            assert_eq!(format!("{:?}", request.ask(Steps::default())), format!("{ask:?}"));
            assert_eq!(request.processor_secs, secs);
        }
        assert_eq!(read_request(pipe).unwrap(), None);
    }

    #[test]
    fn a_draft_arrives_as_it_was_read() {
        let page = "# Title\n\nWords with *signs*.\n\n> A quote\n\nNo comments\n";
        let mut draft = import::open(&Input { bytes: page.as_bytes(), name: "a.md", ..Input::default() }).unwrap();
        draft.blocks[1].drop(import::LeftOut::Tail);
        draft.blocks[1].block.page = Some(3);
        assert_eq!(draft.blocks[2].block.kind, BlockKind::Quote);
        let mut pipe = Vec::new();
        write_answer(&mut pipe, &Answer::Step { done: 2, total: 7 }).unwrap();
        write_answer(&mut pipe, &Answer::Outcome(Box::new(Outcome::Read(Brought::Article(draft.clone()))))).unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read_answer(&mut pipe).unwrap(), Some(Answer::Step { done: 2, total: 7 }));
        assert_eq!(
            read_answer(&mut pipe).unwrap(),
            Some(Answer::Outcome(Box::new(Outcome::Read(Brought::Article(draft)))))
        );
        assert_eq!(read_answer(pipe).unwrap(), None);
    }

    #[test]
    fn claims_and_sources_arrive_as_they_were_read() {
        let project = br#"{"kind": "claimdesk-project", "project": {"articles": [], "sources": [{"id": "s-1", "title": "T"}],
            "claims": [{"id": "c-1", "article": "a-1", "marks": [], "evidence": [{"id": "e-1", "source": "s-1", "quote": "q"}]}]}}"#;
        let claims = Ask::Claims(List { bytes: project, ..List::default() });
        let sources = Ask::Sources(List { bytes: b"@book{a, title = {One}, author = {Lee, Ann}}", ..List::default() });
        for ask in [claims, sources] {
            let brought = InProcess.read(&ask, &Watch::default()).unwrap();
            let answer = Answer::Outcome(Box::new(Outcome::Read(brought)));
            let mut pipe = Vec::new();
            write_answer(&mut pipe, &answer).unwrap();
            assert_eq!(read_answer(pipe.as_slice()).unwrap(), Some(answer));
        }
        let ready = Answer::Ready { missing: vec!["no wall".into()] };
        let mut pipe = Vec::new();
        write_answer(&mut pipe, &ready).unwrap();
        assert_eq!(read_answer(pipe.as_slice()).unwrap(), Some(ready));
    }

    #[test]
    fn a_picture_arrives_with_its_pixels_and_with_no_others() {
        let about = About { format: "PNG".into(), size: Some([2, 1]), frames: 1, exif: Vec::new() };
        let raster = |pixels| Ok(Raster { width: 2, height: 1, pixels });
        let send = |drawn| {
            let mut pipe = Vec::new();
            let picture = Brought::Picture(Picture { about: about.clone(), drawn });
            let answer = Answer::Outcome(Box::new(Outcome::Read(picture)));
            write_answer(&mut pipe, &answer).unwrap();
            let mut pipe = pipe.as_slice();
            (read_answer(&mut pipe).ok().flatten().is_some_and(|read| read == answer), pipe.is_empty())
        };
        assert_eq!(send(raster(vec![1, 2, 3, 4, 5, 6, 7, 8])), (true, true));
        assert_eq!(send(Err("it is not drawn".to_owned())), (true, true));
        assert!(!send(raster(vec![1, 2, 3, 4])).0, "fewer than it says");
        assert!(!send(Ok(Raster { width: u32::MAX, height: u32::MAX, pixels: Vec::new() })).0);
    }

    #[test]
    fn a_frame_that_is_cut_off_or_too_long_is_an_error() {
        assert!(read_answer(&b"s\x10\0\0\0short"[..]).is_err());
        assert!(read_answer(&b"s\xff\xff\xff\xff"[..]).is_err());
        assert!(read_answer(&b"?\0\0\0\0"[..]).is_err());
    }

    #[test]
    fn an_answer_that_would_fill_the_memory_is_refused_on_both_sides() {
        let many = "{},".repeat(bounds::MAX_GROUPS + 1);
        let text =
            format!("{{\"Read\":{{\"Claims\":{{\"format\":\"csv\",\"items\":[{}]}}}}}}", many.trim_end_matches(','));
        let mut pipe = Vec::new();
        write_frame(&mut pipe, OUTCOME, text.as_bytes()).unwrap();
        assert!(read_answer(pipe.as_slice()).is_err());
        let long = Outcome::Panicked("a".repeat(bounds::MAX_FIELD + 1));
        let mut pipe = Vec::new();
        write_answer(&mut pipe, &Answer::Outcome(Box::new(long))).unwrap();
        let Some(Answer::Outcome(outcome)) = read_answer(pipe.as_slice()).unwrap() else { panic!("an outcome") };
        assert!(matches!(*outcome, Outcome::Refused(told) if told.contains("more than 16 MB in one field")));
    }

    proptest! {
        #[test]
        fn never_panics_on_random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = read_answer(bytes.as_slice());
            let _ = read_request(bytes.as_slice());
        }
    }
}
