//! XML of sheets as a stream, read as fast as can be: a workbook may hold millions of cells, and nothing is copied of those that hold
//! nothing. Elements and attributes go by their names without prefix.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::import::{
    Steps,
    xml::{self, ReadSoFar, resolved},
};

/// A piece of a part. An empty element is a start and an end.
pub enum Piece<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// An element ends.
    End(String),
    /// Characters.
    Text(Cow<'a, str>),
}

/// A stream of pieces.
pub struct Stream<'a> {
    reader: Reader<&'a [u8]>,
    progress: ReadSoFar<'a>,
    /// Whether the reading ended before the part did.
    pub is_damaged: bool,
}

impl<'a> Stream<'a> {
    /// Reads a part, telling how far it has come.
    pub fn new(text: &'a str, steps: Steps<'a>) -> Self {
        Self { reader: xml::reader(text), progress: ReadSoFar::new(text.len(), steps), is_damaged: false }
    }

    /// The next piece. `None`: the part is over, or cannot be read any further.
    pub fn next(&mut self) -> Option<Piece<'a>> {
        self.progress.tell(self.reader.buffer_position() as usize);
        loop {
            let Ok(event) = self.reader.read_event() else {
                self.is_damaged = true;
                return None;
            };
            match event {
                Event::Start(start) | Event::Empty(start) => return Some(Piece::Start(start)),
                Event::End(end) => return Some(Piece::End(end.local_name().as_ref().to_owned())),
                Event::Text(text) => return Some(Piece::Text(text.xml10_content())),
                Event::CData(text) => return Some(Piece::Text(text.xml10_content())),
                Event::GeneralRef(reference) => return Some(Piece::Text(resolved(&reference))),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => return None,
            }
        }
    }

    /// Passes over the rest of the element that has just begun.
    pub fn skip(&mut self) {
        self.text_but(&["*"]);
    }

    /// The characters of the element that has just begun, but those of the inner elements named; `*` are all.
    pub fn text_but(&mut self, without: &[&str]) -> String {
        let mut text = String::new();
        // How deep the reading is, and how deep in what is left out.
        let (mut depth, mut out) = (1usize, 0usize);
        while depth > 0 {
            match self.next() {
                Some(Piece::Start(start)) => {
                    depth += 1;
                    out += usize::from(out > 0 || without.contains(&start.local_name().as_ref()));
                }
                Some(Piece::End(_)) => {
                    depth -= 1;
                    out = out.saturating_sub(1);
                }
                Some(Piece::Text(words)) if out == 0 && without != ["*"] => text.push_str(&words),
                Some(Piece::Text(_)) => {}
                None => break,
            }
        }
        text
    }
}

/// The value of an attribute, by its name without prefix.
pub fn attr<'t>(start: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    let found =
        start.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(found.value))
}

/// An attribute that says yes.
pub fn is_on(start: &BytesStart<'_>, name: &str) -> bool {
    matches!(attr(start, name).as_deref(), Some("1" | "true" | "on"))
}
