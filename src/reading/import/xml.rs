//! XML as a stream of pieces, for documents from anywhere: nothing is expanded but the characters that XML itself names, nothing
//! is nested in memory, and a mistake ends the reading with what was read up to it.
//!
//! Names come with the prefixes by which the formats are known, whatever prefixes the file chose at its root.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{ImportError, Input, Steps, encoding};

/// Of a tag with more attributes the rest is not looked at.
const MAX_ATTRIBUTES: usize = 500;

/// Prefixes that the root gives to known namespaces are heeded so far.
const MAX_PREFIXES: usize = 16;

/// After so many bytes it is told how much is read.
const STEP: usize = 1 << 20;

/// A namespace and the prefix it goes by here.
pub type Namespaces = &'static [(&'static str, &'static str)];

/// A stream of [`Piece`]s.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    known: Namespaces,
    /// The prefixes of the file's root and those they stand for.
    prefixes: Vec<(String, &'static str)>,
    has_root: bool,
    is_damaged: bool,
    progress: ReadSoFar<'a>,
}

/// Where it is told how much of a long text is read.
#[derive(Default)]
pub struct ReadSoFar<'a> {
    steps: Steps<'a>,
    len: usize,
    told: usize,
}

/// A piece of a document. An empty element is a start and an end.
#[derive(Debug)]
pub enum Piece<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// An element ends.
    End(String),
    /// Characters.
    Text(Cow<'a, str>),
}

/// The start of an element.
#[derive(Debug)]
pub struct Tag<'a> {
    /// Its name, as `w:p`.
    pub name: String,
    attributes: Vec<(String, Cow<'a, str>)>,
}

impl Tag<'_> {
    /// The value of an attribute, by its name with prefix.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_ref())
    }

    /// Every attribute: its name with prefix, and its value.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    /// The name without prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The characters of an XML file: by byte order mark, as UTF-8, or as its declaration says.
///
/// # Errors
/// [`ImportError::NotText`] for bytes that are no text.
pub fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = start.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split_once(quote).map(|(name, _)| name.to_owned())
    });
    Ok(encoding::decode(&Input { bytes, ..Input::default() }, declared.as_deref())?.text)
}

impl<'a> ReadSoFar<'a> {
    /// Nothing is read yet of so many bytes.
    pub fn new(len: usize, steps: Steps<'a>) -> Self {
        Self { steps, len, told: 0 }
    }

    /// So many bytes are read. Most calls say nothing.
    pub fn tell(&mut self, read: usize) {
        if self.len > 0 && read >= self.told + STEP {
            self.told = read;
            self.steps.tell(read / STEP, self.len.div_ceil(STEP));
        }
    }
}

/// A reader that goes on where a lone `&` stands, and gives an empty element a start and an end.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    reader
}

impl<'a> Xml<'a> {
    /// Reads `text`, naming the elements of the `known` namespaces by their prefixes there.
    pub fn new(text: &'a str, known: Namespaces) -> Self {
        let reader = reader(text);
        Self { reader, known, prefixes: Vec::new(), has_root: false, is_damaged: false, progress: ReadSoFar::default() }
    }

    /// The same, telling how far it has come.
    pub fn told(text: &'a str, known: Namespaces, steps: Steps<'a>) -> Self {
        Self { progress: ReadSoFar::new(text.len(), steps), ..Self::new(text, known) }
    }

    /// Whether the reading ended before the document did.
    pub fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// The next piece. `None`: the document is over, or cannot be read any further.
    pub fn next(&mut self) -> Option<Piece<'a>> {
        self.progress.tell(self.reader.buffer_position() as usize);
        loop {
            let Ok(event) = self.reader.read_event() else {
                self.is_damaged = true;
                return None;
            };
            match event {
                Event::Start(start) | Event::Empty(start) => return Some(Piece::Start(self.tag(&start))),
                Event::End(end) => {
                    let name = end.name().as_ref().to_owned();
                    return Some(Piece::End(self.canonical(name)));
                }
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
        let mut depth = 1usize;
        while depth > 0 {
            match self.next() {
                Some(Piece::Start(_)) => depth += 1,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                None => return,
            }
        }
    }

    /// The characters of the element that has just begun, its children's too.
    pub fn text(&mut self) -> String {
        let mut text = String::new();
        let mut depth = 1usize;
        while depth > 0 {
            match self.next() {
                Some(Piece::Start(_)) => depth += 1,
                Some(Piece::End(_)) => depth -= 1,
                Some(Piece::Text(words)) => text.push_str(&words),
                None => break,
            }
        }
        text.trim().to_owned()
    }

    fn tag(&mut self, start: &BytesStart<'_>) -> Tag<'a> {
        let mut attributes: Vec<(String, Cow<'a, str>)> = Vec::new();
        for attribute in start.attributes().with_checks(false).take(MAX_ATTRIBUTES).flatten() {
            let name = attribute.key.as_ref().to_owned();
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .unwrap_or_else(|_| attribute.value.clone())
                .into_owned();
            attributes.push((name, value.into()));
        }
        if !self.has_root {
            self.has_root = true;
            self.learn_prefixes(&attributes);
        }
        for (name, _) in &mut attributes {
            if name.contains(':') {
                *name = self.canonical(std::mem::take(name));
            }
        }
        let name = start.name().as_ref().to_owned();
        Tag { name: self.canonical(name), attributes }
    }

    fn learn_prefixes(&mut self, attributes: &[(String, Cow<'_, str>)]) {
        for (name, uri) in attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => rest.trim_start_matches(':'),
                None => continue,
            };
            if self.prefixes.len() < MAX_PREFIXES
                && let Some((_, known)) = self.known.iter().find(|(known, _)| *known == uri)
                && prefix != *known
            {
                self.prefixes.push((prefix.to_owned(), known));
            }
        }
    }

    /// The name with the prefix by which its namespace is known here.
    fn canonical(&self, name: String) -> String {
        if self.prefixes.is_empty() {
            return name;
        }
        let (prefix, rest) = name.split_once(':').unwrap_or(("", &name));
        match self.prefixes.iter().find(|(found, _)| found == prefix) {
            Some((_, known)) => format!("{known}:{rest}"),
            None => name,
        }
    }
}

/// The character of a reference. One that the file defines itself stands as it is written: definitions are not followed, so
/// none can grow.
pub(super) fn resolved<'a>(reference: &BytesRef<'_>) -> Cow<'a, str> {
    if let Ok(Some(char)) = reference.resolve_char_ref() {
        return Cow::Owned(char.to_string());
    }
    let name: &str = reference;
    if let Some(text) = resolve_predefined_entity(name) {
        return Cow::Borrowed(text);
    }
    // A name that HTML does not know stays as it is.
    let written = format!("&{name};");
    Cow::Owned(html_escape::decode_html_entities(&written).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Namespaces = &[("urn:words", "w")];

    fn pieces(text: &str) -> (Vec<String>, bool) {
        let mut xml = Xml::new(text, KNOWN);
        let mut found = Vec::new();
        while let Some(piece) = xml.next() {
            found.push(match piece {
                Piece::Start(tag) => {
                    format!("<{}{}", tag.name, tag.attr("w:a").map(|a| format!(" {a}")).unwrap_or_default())
                }
                Piece::End(name) => format!("/{name}"),
                Piece::Text(text) => text.into_owned(),
            });
        }
        (found, xml.is_damaged())
    }

    #[test]
    fn names_by_namespace_whatever_the_prefix() {
        let expected = (["<w:p 1 < 2", "a", "&", "b", "<w:t", "/w:t", "/w:p"].map(str::to_owned).to_vec(), false);
        assert_eq!(pieces("<w:p w:a='1 &lt; 2'>a&amp;b<w:t/></w:p>"), expected);
        assert_eq!(pieces("<x:p xmlns:x='urn:words' x:a='1 &lt; 2'>a&#38;b<x:t/></x:p>"), expected);
    }

    #[test]
    fn entities_of_the_file_are_not_followed() {
        let mut bomb = String::from("<!DOCTYPE a [<!ENTITY x0 \"ha\">");
        for at in 1..40 {
            bomb.push_str(&format!("<!ENTITY x{at} \"&x{0};&x{0};\">", at - 1));
        }
        bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]><a>&x39; &file; &eacute;</a>");
        let (found, is_damaged) = pieces(&bomb);
        assert!(!is_damaged);
        assert_eq!(found.concat(), "<a&x39; &file; é/a");
    }

    #[test]
    fn a_cut_document_gives_what_stands_before() {
        let (found, is_damaged) = pieces("<a><b>words</c>");
        assert_eq!((found.join(" ").as_str(), is_damaged), ("<a <b words", true));
        let deep = format!("{}words", "<a>".repeat(200_000));
        assert_eq!(pieces(&deep).0.len(), 200_001);
    }

    #[test]
    fn thousands_of_attributes_are_not_looked_at() {
        let wide = format!("<a {} w:a='1'>words</a>", "a='1' ".repeat(200_000));
        assert_eq!(pieces(&wide).0, ["<a", "words", "/a"]);
    }
}
