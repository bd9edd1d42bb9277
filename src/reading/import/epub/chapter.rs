//! A chapter of a book: XHTML read as a stream. A page that is no well-formed XML is read as a web page.

use crate::{
    import::{
        DraftBlock, LeftOut, html, package,
        references::{self, Marks, NoteOf},
        run::{Beside, Look, Shift},
        word_processing::{self, Flow},
        xml::{Piece, Tag, Xml},
    },
    model::BlockKind,
};

/// Of a page that has to be mended so much is read, in bytes.
const MAX_MENDED: usize = 4 << 20;

/// A chapter.
#[derive(Debug, Default)]
pub struct Chapter {
    /// Its blocks, all of which come in.
    pub blocks: Vec<DraftBlock>,
    /// What the page says it is, in words of `epub:type`.
    pub section: Option<String>,
    /// Whether it had to be mended.
    pub is_damaged: bool,
}

/// Reads a page, which is the part of this name.
pub fn read(page: &str, name: &str) -> Chapter {
    let mut xml = Xml::new(page, &[("http://www.w3.org/1999/xhtml", "")]);
    let mut reader = ChapterReader { name: name.to_owned(), ..ChapterReader::default() };
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if is_unseen(&tag) => xml.skip(),
            Piece::Start(tag) if tag.local() == "math" => reader.words(&formula(&tag, &mut xml)),
            Piece::Start(tag) if let Some(why) = beside(&tag) => {
                let words = if why == LeftOut::Navigation { listed(&mut xml) } else { xml.text() };
                if let Some(key) = tag.attr("href").filter(|_| why == LeftOut::NoteSign).and_then(|to| reader.key(to)) {
                    reader.marks.sign(reader.text.len(), key, &words);
                }
                reader.beside.take(why, reader.text.len(), &words);
            }
            Piece::Start(tag) => reader.start(&tag),
            Piece::End(name) => reader.end(name.trim_start_matches(':')),
            Piece::Text(text) => reader.words(&text),
        }
    }
    if xml.is_damaged() {
        let blocks = html::whole(&page[..page.floor_char_boundary(MAX_MENDED)]);
        return Chapter { blocks, section: reader.section, is_damaged: true };
    }
    reader.flush();
    let is_damaged = reader.flow.is_full();
    Chapter { blocks: reader.flow.finish(), section: reader.section, is_damaged }
}

fn is_unseen(tag: &Tag<'_>) -> bool {
    matches!(tag.local(), "head" | "script" | "style" | "template" | "noscript") || tag.attr("hidden").is_some()
}

/// Why the words of an element stand beside the text.
fn beside(tag: &Tag<'_>) -> Option<LeftOut> {
    let kind = tag.attr("epub:type").unwrap_or_default();
    // Page numbers of the printed book, and the signs that lead to and from notes.
    let is_sign = kind.split_whitespace().any(|kind| matches!(kind, "pagebreak" | "noteref" | "backlink"));
    let is_sign = is_sign || matches!(tag.attr("role"), Some("doc-pagebreak" | "doc-noteref" | "doc-backlink"));
    match tag.local() {
        _ if is_sign => Some(LeftOut::NoteSign),
        "svg" => Some(LeftOut::Drawing),
        "audio" | "video" | "object" | "canvas" => Some(LeftOut::Fallback),
        "iframe" => Some(LeftOut::Embedded),
        "nav" => Some(LeftOut::Navigation),
        "rt" | "rp" | "rtc" => Some(LeftOut::Reading),
        _ => None,
    }
}

/// The words of the element that was opened, those of each of its blocks by themselves.
fn listed(xml: &mut Xml<'_>) -> String {
    let mut words = String::new();
    let mut depth = 1usize;
    while depth > 0 {
        let name = match xml.next() {
            Some(Piece::Start(tag)) => {
                depth += 1;
                tag.local().to_owned()
            }
            Some(Piece::End(name)) => {
                depth -= 1;
                crate::import::xml::local(&name).to_owned()
            }
            Some(Piece::Text(text)) => {
                words.push_str(&text);
                continue;
            }
            None => break,
        };
        if !is_inline(&name) {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A formula as a line of text.
fn formula(tag: &Tag<'_>, xml: &mut Xml<'_>) -> String {
    let mut inside = String::new();
    let mut depth = 1usize;
    while depth > 0 {
        match xml.next() {
            Some(Piece::Start(tag)) => {
                depth += 1;
                inside.push_str(&format!("<{}>", tag.local()));
            }
            Some(Piece::End(name)) => {
                depth -= 1;
                inside.push_str(&format!("</{}>", crate::import::xml::local(&name)));
            }
            Some(Piece::Text(words)) => inside.push_str(&words.replace('<', "&lt;")),
            None => break,
        }
    }
    match tag.attr("alttext").filter(|text| !text.trim().is_empty()) {
        Some(text) => text.to_owned(),
        None => html::formula_line(&inside),
    }
}

/// The elements that are open, as far as they matter, and the text of the block that is being read.
#[derive(Debug, Default)]
struct ChapterReader {
    flow: Flow,
    text: String,
    section: Option<String>,
    open: Vec<Opened>,
    lists: u8,
    quotes: usize,
    notes: usize,
    captions: usize,
    code: usize,
    heading: u8,
    spans: Vec<usize>,
    beside: Beside,
    /// The part that is read.
    name: String,
    /// What stands at the words of the block.
    marks: Marks,
    /// What the open elements are called, with the depth of each.
    called: Vec<(usize, String)>,
    /// What the block that is being read is called.
    block_called: Option<String>,
}

/// What an open element has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Opened {
    Inline,
    /// A link inside the book, with the length of the text before it, whether it leads to a note by its name, and to which.
    Link(usize, bool, Option<String>),
    /// A link out of the book.
    Out,
    /// Raised, lowered or struck letters, with the length of the text before them.
    Shifted(usize, Look),
    Block,
    Note,
}

impl ChapterReader {
    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.local();
        self.note_section(tag, name);
        let is_note = is_note(tag);
        let opened = if is_note {
            Opened::Note
        } else if name == "a"
            && let Some(address) = tag.attr("href").and_then(out_of_book)
        {
            self.marks.open_link(self.text.len(), address);
            Opened::Out
        } else if name == "a"
            && let Some(to) = tag.attr("href")
            && let Some((_, aim)) = to.split_once('#')
        {
            Opened::Link(self.text.len(), is_named_note(aim), self.key(to))
        } else if let Some(look) = look(name) {
            Opened::Shifted(self.text.len(), look)
        } else if is_inline(name) {
            Opened::Inline
        } else {
            Opened::Block
        };
        let is_inline = matches!(opened, Opened::Inline | Opened::Link(..) | Opened::Out | Opened::Shifted(..));
        let called = tag.attr("id").map(|id| format!("{}#{id}", self.name));
        self.open.push(opened);
        if is_inline {
            if self.text.trim().is_empty() {
                self.block_called = called.or(self.block_called.take());
            }
            if name == "br" {
                self.text.push('\n');
            }
            return;
        }
        self.flush();
        self.called.extend(called.map(|called| (self.open.len(), called)));
        self.notes += usize::from(is_note);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name.as_bytes()[1] - b'0',
            "ul" | "ol" => self.lists = self.lists.saturating_add(1),
            "blockquote" => self.quotes += 1,
            "figcaption" | "caption" => self.captions += 1,
            "pre" => self.code += 1,
            "table" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "td" | "th" => {
                self.flow.open_cell(0);
                self.spans.push(tag.attr("colspan").and_then(|span| span.parse().ok()).unwrap_or(1));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let opened = self.open.pop().unwrap_or(Opened::Inline);
        match opened {
            Opened::Inline => return,
            Opened::Out => return self.marks.close_link(self.text.len()),
            Opened::Link(start, is_named, key) => {
                let in_raised =
                    self.open.iter().any(|open| matches!(open, Opened::Shifted(_, look) if look.shift == Shift::Up));
                if let Some(words) = self.text.get(start..)
                    && is_note_sign(words)
                    && (is_named
                        || in_raised
                        || words.starts_with(['[', '('])
                        || !words.contains(|char: char| char.is_ascii_digit()))
                {
                    if let Some(key) = key {
                        self.marks.sign(start, key, words);
                    }
                    self.beside.take(LeftOut::NoteSign, start, words);
                    self.text.truncate(start);
                }
                return;
            }
            Opened::Shifted(start, look) => {
                if self.text.is_char_boundary(start.min(self.text.len())) && start < self.text.len() {
                    let words = self.text.split_off(start);
                    self.beside.push(&mut self.text, &words, look);
                }
                return;
            }
            Opened::Block | Opened::Note => {}
        }
        self.flush();
        self.called.pop_if(|(depth, _)| *depth > self.open.len());
        self.notes -= usize::from(opened == Opened::Note && self.notes > 0);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = 0,
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "figcaption" | "caption" => self.captions = self.captions.saturating_sub(1),
            "pre" => self.code = self.code.saturating_sub(1),
            "table" => self.flow.close_table(),
            "td" | "th" => {
                let span = self.spans.pop().unwrap_or(1);
                self.flow.close_cell(span);
            }
            _ => {}
        }
    }

    /// The kind of the page: of its body, or of a section that opens before any word.
    fn note_section(&mut self, tag: &Tag<'_>, name: &str) {
        let can_say = matches!(name, "body" | "section" | "article" | "div");
        if can_say
            && self.section.is_none()
            && self.text.trim().is_empty()
            && let Some(kind) = tag.attr("epub:type").or_else(|| tag.attr("role"))
            && !kind.ends_with("bodymatter")
        {
            self.section = Some(kind.to_owned());
        }
    }

    fn words(&mut self, text: &str) {
        if self.code > 0 {
            self.text.push_str(text);
            return;
        }
        for char in text.chars() {
            if !matches!(char, ' ' | '\n' | '\r' | '\t') {
                self.text.push(char);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// The name of what a link in the book leads to.
    fn key(&self, to: &str) -> Option<String> {
        let (part, aim) = to.split_once('#')?;
        let part = if part.is_empty() { self.name.clone() } else { package::resolve(&self.name, part) };
        Some(format!("{part}#{}", package::percent_decoded(aim)))
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let marks = self.marks.end_line(text.len());
        let called = self.block_called.take().or_else(|| self.called.last().map(|(_, called)| called.clone()));
        if text.trim().is_empty() {
            self.flow.after(std::mem::take(&mut self.beside).into_blocks());
            return;
        }
        let (kind, level) = if self.heading > 0 {
            (BlockKind::Heading, self.heading)
        } else if self.notes > 0 {
            (BlockKind::Footnote, 0)
        } else if self.code > 0 {
            (BlockKind::Code, 0)
        } else if self.captions > 0 {
            (BlockKind::Caption, 0)
        } else if self.lists > 0 {
            (BlockKind::ListItem, self.lists)
        } else if self.quotes > 0 {
            (BlockKind::Quote, 0)
        } else {
            (BlockKind::Paragraph, 0)
        };
        self.flow.after(std::mem::take(&mut self.beside).into_blocks());
        let mut block = word_processing::block(kind, level, text);
        block.marks = marks;
        block.note = called.map(|key| Box::new(NoteOf { key, is_sure: self.notes > 0, ..NoteOf::default() }));
        self.flow.push(block);
    }
}

/// The address of a link that leads out of the book.
fn out_of_book(to: &str) -> Option<String> {
    let is_out = to.contains("://") || to.trim_start().starts_with("mailto:");
    is_out.then(|| references::address(to, None)).flatten()
}

fn is_note(tag: &Tag<'_>) -> bool {
    let kind = tag.attr("epub:type").unwrap_or_default();
    kind.split_whitespace()
        .any(|kind| matches!(kind, "footnote" | "endnote" | "rearnote" | "footnotes" | "endnotes" | "rearnotes"))
        || matches!(tag.attr("role"), Some("doc-footnote" | "doc-endnote" | "doc-endnotes"))
}

/// How an element sets its letters.
fn look(name: &str) -> Option<Look> {
    let look = Look::default();
    match name {
        "sup" => Some(Look { shift: Shift::Up, ..look }),
        "sub" => Some(Look { shift: Shift::Down, ..look }),
        "del" | "s" | "strike" => Some(Look { is_struck: true, ..look }),
        _ => None,
    }
}

/// Whether the aim of a link is called a note.
fn is_named_note(aim: &str) -> bool {
    let aim = aim.to_ascii_lowercase();
    ["fn", "note", "ref", "cite", "edn"].iter().any(|word| aim.contains(word))
}

/// A number or sign that leads to a note, or back from one.
fn is_note_sign(text: &str) -> bool {
    let text = text.trim().trim_matches(['[', ']', '(', ')', '.']);
    let is_raised = |char: char| matches!(char, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let is_sign = |char: char| {
        char.is_ascii_digit() || is_raised(char) || matches!(char, '*' | '†' | '‡' | '§' | '↩' | '↑' | '^' | '\u{fe0e}')
    };
    !text.is_empty() && text.chars().count() <= 4 && text.chars().all(is_sign)
}

fn is_inline(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_navigation_stand_apart() {
        let page = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><h2>Contents</h2><ol><li><a href="a">1 The <i>bridge</i></a></li><li><a
            href="b">2 The river</a></li></ol></nav><p>Words.</p></body></html>"#;
        let blocks = read(page, "a.xhtml").blocks;
        let told: Vec<_> = blocks.iter().map(|block| (block.why, block.block.text.as_str())).collect();
        assert!(told.contains(&(Some(LeftOut::Navigation), "Contents 1 The bridge 2 The river")), "{told:?}");
    }

    #[test]
    fn raised_lowered_and_struck_letters_stay_what_they_are_and_nothing_goes_unsaid() {
        let page = r##"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
            <p>300<sup>1</sup> and 10<sup>6</sup> of CO<sub>2</sub>, <s>50</s> 60 in <math><msup><mi>m</mi><mn>2</mn></msup></math>.<sup><a
            href="#fn3">3</a></sup> See page <a href="#page12">12</a>.<a epub:type="noteref" href="#n4">4</a></p>
            <p>A <ruby>word<rt>reading</rt></ruby><svg><text>Drawn</text></svg></p></body></html>"##;
        let blocks = read(page, "a.xhtml").blocks;
        let told: Vec<_> = blocks.iter().map(|block| (block.why, block.block.text.as_str())).collect();
        let expected = [
            (None, "300¹ and 10⁶ of CO₂, 60 in m². See page 12."),
            (Some(LeftOut::Struck), "50"),
            (Some(LeftOut::NoteSign), "3"),
            (Some(LeftOut::NoteSign), "4"),
            (None, "A word"),
            (Some(LeftOut::Reading), "reading"),
            (Some(LeftOut::Drawing), "Drawn"),
        ];
        assert_eq!(told, expected);
    }
}
