//! What goes through the pipes between the program and the process that reads files for it.
//!
//! A frame is a tag, a length (four bytes, little endian) and so many bytes. A request is a head (JSON) and the file; its
//! answers are steps, any number of them, and then one outcome.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{Draft, Input, LineMode, Steps};

/// The longest frame that is read.
const MAX_FRAME: u32 = 768 << 20;

const HEAD: u8 = b'h';
const FILE: u8 = b'f';
const STEP: u8 = b's';
const OUTCOME: u8 = b'o';

/// A file to read, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    name: String,
    url: Option<String>,
    charset: Option<String>,
    encoding: Option<String>,
    lines: LineMode,
    format: Option<String>,
    #[serde(skip)]
    bytes: Vec<u8>,
}

impl Request {
    /// The request as an input.
    pub fn input<'a>(&'a self, steps: Steps<'a>) -> Input<'a> {
        Input {
            bytes: &self.bytes,
            name: &self.name,
            url: self.url.as_deref(),
            charset: self.charset.as_deref(),
            encoding: self.encoding.as_deref(),
            lines: self.lines,
            format: self.format.as_deref(),
            steps,
        }
    }
}

/// What comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
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
    Read(Draft),
    /// It cannot be read; why, in words for people.
    Refused(String),
    /// A mistake of the program ended it; what it said.
    Panicked(String),
}

/// Sends a request.
///
/// # Errors
/// When the other side is gone.
pub fn write_request(mut to: impl Write, input: &Input<'_>) -> io::Result<()> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let head = Request {
        name: input.name.to_owned(),
        url: owned(input.url),
        charset: owned(input.charset),
        encoding: owned(input.encoding),
        lines: input.lines,
        format: owned(input.format),
        bytes: Vec::new(),
    };
    write_frame(&mut to, HEAD, &serde_json::to_vec(&head)?)?;
    write_frame(&mut to, FILE, input.bytes)?;
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
        Answer::Step { done, total } => write_frame(&mut to, STEP, &[done.to_le_bytes(), total.to_le_bytes()].concat()),
        Answer::Outcome(outcome) => write_frame(&mut to, OUTCOME, &serde_json::to_vec(outcome)?),
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
        Some((STEP, bytes)) => Ok(Some(Answer::Step { done: number(&bytes, 0), total: number(&bytes, 8) })),
        Some((OUTCOME, bytes)) => Ok(Some(Answer::Outcome(Box::new(serde_json::from_slice(&bytes)?)))),
        Some(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn write_frame(to: &mut impl Write, tag: u8, bytes: &[u8]) -> io::Result<()> {
    let len = u32::try_from(bytes.len()).ok().filter(|len| *len <= MAX_FRAME).ok_or(io::ErrorKind::FileTooLarge)?;
    to.write_all(&[tag])?;
    to.write_all(&len.to_le_bytes())?;
    to.write_all(bytes)
}

fn read_frame(from: &mut impl Read) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut tag = [0];
    if from.read(&mut tag)? == 0 {
        return Ok(None);
    }
    let mut len = [0; 4];
    from.read_exact(&mut len)?;
    let len = u32::from_le_bytes(len);
    if len > MAX_FRAME {
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
    use crate::{import, model::BlockKind};

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
        write_request(&mut pipe, &input).unwrap();
        let mut pipe = pipe.as_slice();
        let request = read_request(&mut pipe).unwrap().unwrap();
        let arrived = request.input(Steps::default());
        assert_eq!(format!("{arrived:?}"), format!("{input:?}"));
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
        write_answer(&mut pipe, &Answer::Outcome(Box::new(Outcome::Read(draft.clone())))).unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read_answer(&mut pipe).unwrap(), Some(Answer::Step { done: 2, total: 7 }));
        assert_eq!(read_answer(&mut pipe).unwrap(), Some(Answer::Outcome(Box::new(Outcome::Read(draft)))));
        assert_eq!(read_answer(pipe).unwrap(), None);
    }

    #[test]
    fn a_frame_that_is_cut_off_or_too_long_is_an_error() {
        assert!(read_answer(&b"s\x10\0\0\0short"[..]).is_err());
        assert!(read_answer(&b"s\xff\xff\xff\xff"[..]).is_err());
        assert!(read_answer(&b"?\0\0\0\0"[..]).is_err());
    }

    proptest! {
        #[test]
        fn never_panics_on_random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = read_answer(bytes.as_slice());
            let _ = read_request(bytes.as_slice());
        }
    }
}
