//! The text of a Word document: paragraphs, tables, notes, tracked changes.

use std::collections::HashSet;

use crate::{
    import::{
        DraftBlock, LeftOut, Steps,
        references::{self, Marks},
        run::{Beside, Look, Shift},
        word_processing::{self, Besides, CommentFrom, Flow, Role},
        xml::{Piece, Tag, Xml},
    },
    model::BlockKind,
};

use super::{
    Links, NAMESPACES, Notes,
    styles::{self, Styles},
};

/// Elements that are passed over: what was deleted or moved away, what something was before a change, the second
/// drawing of a box for older programs, the reading signs over ideographs.
const PASSED_OVER: &[&str] = &[
    "w:del",
    "w:moveFrom",
    "w:delText",
    "w:delInstrText",
    "w:pPrChange",
    "w:rPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:tcPrChange",
    "w:trPrChange",
    "w:numberingChange",
    "w:sectPr",
    "w:rt",
    "mc:Fallback",
];

/// Boxes in boxes are followed so far; the text of deeper ones is read where it stands.
const MAX_BOXES: usize = 32;

/// Letters that are raised by less (in half points) are only set a little higher.
const LEAST_SHIFT: i32 = 4;

/// Rows in rows are followed so far.
const MAX_ROWS: usize = 1_000;

/// A reader of one part.
pub struct Body<'a> {
    styles: &'a Styles,
    footnotes: &'a Notes,
    endnotes: &'a Notes,
    comments: &'a Notes,
    links: Option<&'a Links>,
    /// The fields that are open.
    fields: Vec<Field>,
    flow: Flow,
    paragraph: Paragraph,
    /// Paragraphs around the box that is being read, with what was gathered beside them.
    outer: Vec<(Paragraph, Flow)>,
    /// Boxes that are open beyond [`MAX_BOXES`].
    boxes_too_deep: usize,
    /// Endnotes in the order of their references.
    at_end: Vec<DraftBlock>,
    told: HashSet<String>,
    /// Comments whose words were marked.
    ranged: HashSet<String>,
    /// Where the reader is, as far as it matters.
    within: Within,
    rows: Vec<Row>,
    besides: Besides,
}

/// What the innermost elements mean.
#[derive(Debug, Default)]
struct Within {
    in_text: bool,
    keeps_space: bool,
    in_paragraph_properties: bool,
    in_row_properties: bool,
    in_placeholder: bool,
    is_hidden: bool,
    look: Look,
    is_note_sign: bool,
}

/// A field: its code, and whether its words lead somewhere.
#[derive(Debug, Default)]
struct Field {
    code: String,
    is_link: bool,
}

/// Fields in fields are followed so far.
const MAX_FIELDS: usize = 32;

/// Longer codes say nothing that is needed.
const MAX_CODE: usize = 16 << 10;

/// The row that is being read.
#[derive(Debug, Default)]
struct Row {
    is_deleted: bool,
    span: usize,
    before: usize,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: String,
    outline: Option<u8>,
    list: Option<u8>,
    /// Whether its end was deleted, so that the next paragraph continues it.
    continues: bool,
    has_change: bool,
    has_hidden: bool,
    beside: Beside,
    marks: Marks,
}

impl<'a> Body<'a> {
    /// A reader that knows the notes.
    pub fn new(styles: &'a Styles, footnotes: &'a Notes, endnotes: &'a Notes, comments: &'a Notes) -> Self {
        Self {
            styles,
            footnotes,
            endnotes,
            comments,
            links: None,
            fields: Vec::new(),
            flow: Flow::default(),
            paragraph: Paragraph::default(),
            outer: Vec::new(),
            boxes_too_deep: 0,
            at_end: Vec::new(),
            told: HashSet::new(),
            ranged: HashSet::new(),
            within: Within::default(),
            rows: Vec::new(),
            besides: Besides::default(),
        }
    }

    /// A reader that knows where the links of the part lead.
    pub fn with_links(self, links: &'a Links) -> Self {
        Self { links: Some(links), ..self }
    }

    /// Reads a whole part.
    pub fn read(&mut self, text: &str, steps: Steps<'_>) {
        let mut xml = Xml::told(text, NAMESPACES, steps);
        while let Some(piece) = xml.next() {
            self.take(piece, &mut xml);
        }
        self.besides.is_damaged |= xml.is_damaged();
    }

    /// The blocks and what else was found.
    pub fn finish(mut self) -> (Vec<DraftBlock>, Besides) {
        self.end_paragraph();
        self.boxes_too_deep = 0;
        while self.close_box() {}
        self.besides.is_damaged |= self.flow.is_full();
        let mut blocks = self.flow.finish();
        blocks.extend(self.at_end);
        (blocks, self.besides)
    }

    fn take(&mut self, piece: Piece<'_>, xml: &mut Xml<'_>) {
        match piece {
            Piece::Start(tag) if self.is_passed_over(&tag) => xml.skip(),
            Piece::Start(tag) if tag.name == "w:instrText" => self.field_code(&xml.text()),
            Piece::Start(tag) => self.start(&tag),
            Piece::End(name) => self.end(&name),
            Piece::Text(text) if self.within.in_text => self.words(&text),
            Piece::Text(_) => {}
        }
    }

    /// Counts what is passed over as a change where it is one.
    fn is_passed_over(&mut self, tag: &Tag<'_>) -> bool {
        let name = tag.name.as_str();
        // In the properties of a paragraph or a row it says that its end, or the row, was deleted.
        let is_mark = self.within.in_paragraph_properties || self.within.in_row_properties;
        if is_mark && matches!(name, "w:del" | "w:moveFrom" | "w:ins" | "w:moveTo") {
            return false;
        }
        if matches!(name, "w:del" | "w:moveFrom" | "w:ins" | "w:moveTo") {
            self.note_change();
        }
        PASSED_OVER.contains(&name)
    }

    fn note_change(&mut self) {
        self.besides.changes += 1;
        self.paragraph.has_change = true;
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let value = || tag.attr("w:val");
        let is_on = || styles::is_on(tag);
        let is_of_run = !self.within.in_paragraph_properties;
        match tag.name.as_str() {
            "w:p" => self.start_paragraph(),
            "w:pPr" => self.within.in_paragraph_properties = true,
            "w:trPr" => self.within.in_row_properties = true,
            "w:r" => self.end_run(),
            "w:rStyle" if is_of_run => {
                let style = value().unwrap_or_default();
                self.within.look = self.within.look.within(self.styles.look(style));
                self.within.is_note_sign = self.styles.is_note_sign(style);
            }
            "w:vertAlign" if is_of_run => self.within.look.shift = styles::shift(tag),
            "w:position" if is_of_run && self.within.look.shift == Shift::None => {
                let by: i32 = value().and_then(|by| by.parse().ok()).unwrap_or(0);
                self.within.look.shift = if by.abs() < LEAST_SHIFT { Shift::None } else { Shift::by(by) };
            }
            "w:strike" | "w:dstrike" if is_of_run => {
                self.within.look.is_struck = is_on() || tag.name == "w:dstrike" && self.within.look.is_struck;
            }
            "w:vanish" if !self.within.in_paragraph_properties => self.within.is_hidden = is_on(),
            "w:pStyle" => self.paragraph.style = value().unwrap_or_default().to_owned(),
            "w:outlineLvl" => self.paragraph.outline = value().and_then(|level| level.parse().ok()),
            "w:numId" => {
                let is_none = value() == Some("0");
                self.paragraph.list = Some(if is_none { 0 } else { self.paragraph.list.unwrap_or(0).max(1) });
            }
            "w:ilvl" => self.paragraph.list = value().and_then(|level| level.parse::<u8>().ok()?.checked_add(1)),
            "w:del" | "w:moveFrom" => self.deleted_mark(),
            "w:showingPlcHdr" => self.within.in_placeholder = true,
            "w:t" | "m:t" => {
                self.within.in_text = !self.within.in_placeholder;
                self.within.keeps_space = tag.attr("xml:space") == Some("preserve");
            }
            "w:tab" | "w:ptab" if !self.within.in_paragraph_properties => self.words("\t"),
            "w:br" if matches!(tag.attr("w:type"), Some("page" | "column")) => {}
            "w:br" | "w:cr" => self.line_end(),
            "w:noBreakHyphen" => self.words("\u{2011}"),
            "w:sym" => self.symbol(tag),
            "w:hyperlink" => {
                let target = tag.attr("r:id").and_then(|id| self.links?.get(id)).cloned().unwrap_or_default();
                self.open_link(&target);
            }
            "w:fldSimple" => self.open_link(&hyperlink(tag.attr("w:instr").unwrap_or_default())),
            "w:fldChar" => self.field(tag.attr("w:fldCharType").unwrap_or_default()),
            "w:commentRangeStart" => {
                let key = comment_key(tag.attr("w:id").unwrap_or_default());
                self.paragraph.marks.open_comment(self.paragraph.text.len(), key);
            }
            "w:commentRangeEnd" => {
                let key = comment_key(tag.attr("w:id").unwrap_or_default());
                self.paragraph.marks.close_comment(self.paragraph.text.len(), &key);
                self.ranged.insert(key);
            }
            "w:footnoteReference" => self.footnote(tag),
            "w:endnoteReference" => self.endnote(tag),
            "w:commentReference" => self.comment(tag),
            "w:txbxContent" => self.open_box(),
            "w:tbl" => self.flow.open_table(),
            "w:tr" => {
                self.flow.open_row();
                if self.rows.len() < MAX_ROWS {
                    self.rows.push(Row::default());
                }
            }
            "w:gridBefore" => self.on_row(|row| row.before = count(tag)),
            "w:tc" => {
                let before = self.rows.last_mut().map(|row| std::mem::take(&mut row.before)).unwrap_or(0);
                self.on_row(|row| row.span = 1);
                self.flow.open_cell(before);
            }
            "w:gridSpan" => self.on_row(|row| row.span = count(tag)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:p" => self.end_paragraph(),
            "w:pPr" => self.within.in_paragraph_properties = false,
            "w:trPr" => self.within.in_row_properties = false,
            "w:r" => self.end_run(),
            "w:t" | "m:t" => self.within.in_text = false,
            "w:hyperlink" | "w:fldSimple" => self.paragraph.marks.close_link(self.paragraph.text.len()),
            "w:sdt" => self.within.in_placeholder = false,
            "w:txbxContent" => drop(self.close_box()),
            "w:tc" => {
                self.end_paragraph();
                let span = self.rows.last().map_or(1, |row| row.span);
                self.flow.close_cell(span);
            }
            "w:tr" => self.end_row(),
            "w:tbl" => self.flow.close_table(),
            _ => {}
        }
    }

    fn end_run(&mut self) {
        self.within.is_hidden = false;
        self.within.is_note_sign = false;
        self.within.look = Look::default();
    }

    fn on_row(&mut self, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.last_mut() {
            change(row);
        }
    }

    fn end_row(&mut self) {
        if self.rows.pop().is_some_and(|row| row.is_deleted) {
            self.flow.drop_row();
        }
    }

    fn deleted_mark(&mut self) {
        if self.within.in_row_properties {
            self.besides.changes += 1;
            self.on_row(|row| row.is_deleted = true);
        } else {
            self.paragraph.continues = true;
            self.note_change();
        }
    }

    fn words(&mut self, text: &str) {
        if self.within.is_hidden {
            self.paragraph.has_hidden |= !text.trim().is_empty();
        } else if self.within.in_text && !self.within.keeps_space && text.contains(['\n', '\r']) {
            // Line ends in the file are only how it was written down.
            self.run(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        } else {
            self.run(text);
        }
    }

    fn run(&mut self, text: &str) {
        let Paragraph { text: line, beside, .. } = &mut self.paragraph;
        // A sign that its writer chose for a note.
        if self.within.is_note_sign && !text.trim().is_empty() {
            beside.take(LeftOut::NoteSign, line.len(), text);
        } else {
            beside.push(line, text, self.within.look);
        }
    }

    fn line_end(&mut self) {
        if !self.within.is_hidden {
            self.paragraph.text.push('\n');
        }
    }

    /// A sign of a symbol font. Those in the private area are only drawings.
    fn symbol(&mut self, tag: &Tag<'_>) {
        let code = tag.attr("w:char").and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(sign) = code.and_then(char::from_u32).filter(|sign| !('\u{e000}'..='\u{f8ff}').contains(sign)) {
            self.words(sign.encode_utf8(&mut [0; 4]));
        }
    }

    /// Words begin that lead somewhere; an empty address is that of a place in the document.
    fn open_link(&mut self, target: &str) {
        let address = references::address(target, None).unwrap_or_default();
        self.paragraph.marks.open_link(self.paragraph.text.len(), address);
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" if self.fields.len() < MAX_FIELDS => self.fields.push(Field::default()),
            "separate" => {
                let target = self.fields.last().map(|field| hyperlink(&field.code)).filter(|target| !target.is_empty());
                if let Some(target) = target {
                    self.open_link(&target);
                    self.fields.last_mut().into_iter().for_each(|field| field.is_link = true);
                }
            }
            "end" if self.fields.pop().is_some_and(|field| field.is_link) => {
                self.paragraph.marks.close_link(self.paragraph.text.len());
            }
            _ => {}
        }
    }

    fn field_code(&mut self, code: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.code.len() < MAX_CODE) {
            field.code.push_str(code);
        }
    }

    fn footnote(&mut self, tag: &Tag<'_>) {
        let Some(id) = tag.attr("w:id") else { return };
        let key = format!("footnote {id}");
        self.paragraph.marks.sign(self.paragraph.text.len(), key.clone(), "");
        if self.told.insert(key.clone()) {
            let blocks = self.footnotes.get(id).cloned().unwrap_or_default();
            let comments = self.comments_on(&blocks);
            self.flow.after(word_processing::as_footnotes(blocks, &key));
            self.flow.after(comments);
        }
    }

    fn endnote(&mut self, tag: &Tag<'_>) {
        let Some(id) = tag.attr("w:id") else { return };
        let key = format!("endnote {id}");
        self.paragraph.marks.sign(self.paragraph.text.len(), key.clone(), "");
        if self.told.insert(key.clone()) {
            let blocks = self.endnotes.get(id).cloned().unwrap_or_default();
            let comments = self.comments_on(&blocks);
            self.at_end.extend(word_processing::as_footnotes(blocks, &key));
            self.at_end.extend(comments);
        }
    }

    /// The comments on a note.
    fn comments_on(&mut self, note: &[DraftBlock]) -> Vec<DraftBlock> {
        let keys = note.iter().flat_map(|block| block.marks.keys());
        let ids = keys.filter_map(|key| key.strip_prefix("comment "));
        let new: Vec<&str> = ids.filter(|id| self.told.insert(comment_key(id))).collect();
        self.besides.comments += new.len();
        new.into_iter().filter_map(|id| self.comments.get(id)).flatten().cloned().collect()
    }

    fn comment(&mut self, tag: &Tag<'_>) {
        let key = comment_key(tag.attr("w:id").unwrap_or_default());
        let Some(id) = tag.attr("w:id").filter(|_| self.told.insert(key.clone())) else { return };
        if !self.ranged.contains(&key) && !self.paragraph.marks.has_sign(&key) {
            self.paragraph.marks.sign(self.paragraph.text.len(), key, "");
        }
        let blocks = self.comments.get(id).cloned().unwrap_or_default();
        self.besides.comments += usize::from(!blocks.is_empty());
        self.flow.after(blocks);
    }

    fn start_paragraph(&mut self) {
        if self.paragraph.continues {
            let Paragraph { text, has_change, has_hidden, beside, marks, .. } = std::mem::take(&mut self.paragraph);
            self.paragraph = Paragraph { text, has_change, has_hidden, beside, marks, ..Paragraph::default() };
        } else {
            self.flush();
        }
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.continues {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let mut paragraph = std::mem::take(&mut self.paragraph);
        let marks = paragraph.marks.end_line(paragraph.text.len());
        // What is open goes on in the next paragraph.
        self.paragraph.marks = paragraph.marks.clone();
        if paragraph.has_change && self.besides.first_change.is_empty() {
            self.besides.first_change.clone_from(&paragraph.text);
        }
        self.besides.hidden += usize::from(paragraph.has_hidden);
        let role = self.role(&paragraph);
        self.flow.after(paragraph.beside.into_blocks());
        let mut block = word_processing::in_role(role, paragraph.text);
        block.marks = marks;
        self.flow.push(block);
    }

    fn role(&self, paragraph: &Paragraph) -> Option<Role> {
        let by_style = self.styles.role(&paragraph.style).or_else(|| {
            // Without styles.xml the style's id is all there is: “Heading1”.
            let id = paragraph.style.trim_end_matches(|char: char| char.is_ascii_digit());
            word_processing::role_of_style(&format!("{id} {}", &paragraph.style[id.len()..]))
        });
        if matches!(by_style, Some(Role::Kind(kind, _)) if kind != BlockKind::ListItem)
            || by_style == Some(Role::Contents)
        {
            return by_style;
        }
        if let Some(level) = paragraph.outline.filter(|level| *level < 9) {
            return Some(styles::heading(level));
        }
        match paragraph.list.unwrap_or_else(|| self.styles.list(&paragraph.style)) {
            0 => by_style.filter(|_| paragraph.list != Some(0)),
            level => Some(Role::Kind(BlockKind::ListItem, level)),
        }
    }

    /// What stands in a box comes after the paragraph to which the box is tied.
    fn open_box(&mut self) {
        if self.outer.len() >= MAX_BOXES {
            self.boxes_too_deep += 1;
            return;
        }
        self.outer.push((std::mem::take(&mut self.paragraph), std::mem::take(&mut self.flow)));
        self.within = Within::default();
    }

    fn close_box(&mut self) -> bool {
        if self.boxes_too_deep > 0 {
            self.boxes_too_deep -= 1;
            return true;
        }
        let Some((paragraph, flow)) = self.outer.pop() else { return false };
        self.flush();
        let inner = std::mem::replace(&mut self.flow, flow).finish();
        self.paragraph = paragraph;
        self.flow.after(inner);
        true
    }
}

fn comment_key(id: &str) -> String {
    format!("comment {id}")
}

/// The address in the code of a field (ECMA-376 part 1, 17.16.5.25), a place in it included; empty where it leads to none outside.
pub fn hyperlink(code: &str) -> String {
    let Some(rest) =
        code.trim_start().strip_prefix("HYPERLINK").or_else(|| code.trim_start().strip_prefix("hyperlink"))
    else {
        return String::new();
    };
    let mut words: Vec<String> = Vec::new();
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    let target = words.first().filter(|word| !word.starts_with('\\')).cloned().unwrap_or_default();
    match words.iter().position(|word| word == "\\l").and_then(|at| words.get(at + 1)) {
        Some(within) if !target.is_empty() => format!("{target}#{within}"),
        _ => target,
    }
}

fn count(tag: &Tag<'_>) -> usize {
    tag.attr("w:val").and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// Reads the footnotes, endnotes or comments of a document. Lines that only part notes from the text are left out.
pub fn notes(text: &str, styles: &Styles, links: &Links, besides: &mut Besides) -> Notes {
    let none = Notes::new();
    let mut notes = Notes::new();
    let mut xml = Xml::new(text, NAMESPACES);
    // Its id, who wrote it and when where it is a comment, its words.
    type Current<'a> = (String, Option<(String, String)>, Body<'a>);
    let mut current: Option<Current<'_>> = None;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if matches!(tag.name.as_str(), "w:footnote" | "w:endnote" | "w:comment") => {
                if tag.attr("w:type").is_some_and(|kind| kind != "normal") {
                    xml.skip();
                    continue;
                }
                let said = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
                let author = (tag.name == "w:comment").then(|| (said("w:author"), said("w:date")));
                let id = tag.attr("w:id").unwrap_or_default().to_owned();
                current = Some((id, author, Body::new(styles, &none, &none, &none).with_links(links)));
            }
            Piece::End(name) if matches!(name.as_str(), "w:footnote" | "w:endnote" | "w:comment") => {
                let Some((id, author, body)) = current.take() else { continue };
                let (mut blocks, found) = body.finish();
                besides.changes += found.changes;
                if let Some((author, date)) = author {
                    let from = CommentFrom { key: &comment_key(&id), author: &author, date: &date };
                    blocks = vec![word_processing::comment(from, &blocks)];
                }
                notes.insert(id, blocks);
            }
            piece => {
                if let Some((_, _, body)) = &mut current {
                    body.take(piece, &mut xml);
                }
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:style w:styleId="Up"><w:name w:val="Power"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
        <w:style w:styleId="Sign"><w:name w:val="footnote reference"/></w:style></w:styles>"#;

    fn check(runs: &str, expected: &[&str]) {
        let (styles, none) = (Styles::read(STYLES), Notes::new());
        let mut body = Body::new(&styles, &none, &none, &none);
        let document = format!(
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{runs}</w:p></w:body></w:document>"#
        );
        body.read(&document, Steps::default());
        let told = body.finish().0.into_iter().map(|block| match block.why {
            Some(why) => format!("{}: {}", why.label(), block.block.text),
            None => block.block.text,
        });
        assert_eq!(told.collect::<Vec<_>>(), expected, "{runs}");
    }

    fn run(properties: &str, text: &str) -> String {
        format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
    }

    #[test]
    fn a_raised_number_never_joins_the_one_before_it() {
        let up = r#"<w:vertAlign w:val="superscript"/>"#;
        check(&format!("{}{}", run("", "It cost 300"), run(up, "1")), &["It cost 300¹"]);
        check(
            &format!("{}{}{}", run("", "10"), run(r#"<w:rStyle w:val="Up"/>"#, "6"), run("", " a year")),
            &["10⁶ a year"],
        );
        check(&format!("{}{}", run("", "CO"), run(r#"<w:vertAlign w:val="subscript"/>"#, "2")), &["CO₂"]);
        check(&format!("{}{}", run("", "m"), run(r#"<w:position w:val="8"/>"#, "2")), &["m²"]);
        check(&format!("{}{}", run("", "m"), run(r#"<w:position w:val="1"/>"#, "2")), &["m2"]);
    }

    #[test]
    fn struck_words_and_signs_of_notes_are_listed_beside_the_text() {
        let text =
            [run("", "It cost "), run("<w:strike/>", "3"), run("<w:strike/>", "00 "), run("", "400 euros")].concat();
        check(&text, &["It cost 400 euros", "struck out: 300"]);
        check(&run(r#"<w:strike w:val="0"/>"#, "400"), &["400"]);
        let sign = run("", "300") + &run(r#"<w:rStyle w:val="Sign"/>"#, "1");
        check(&sign, &["300", "the sign of a note or a link to its own place: 1"]);
    }
}
