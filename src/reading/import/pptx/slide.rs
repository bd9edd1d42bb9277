//! One slide: its titles as headings, its texts as paragraphs and list items, its tables.

use crate::{
    import::{
        DraftBlock, LeftOut,
        package::Relation,
        references::{self, Marks},
        run::{Beside, Look, Shift},
        word_processing,
        xml::{Piece, Tag, Xml},
    },
    model::{BlockKind, Link, Span},
};

use super::NAMESPACES;

/// A slide.
#[derive(Debug, Default)]
pub struct Slide {
    /// Its blocks in the order in which they are drawn.
    pub blocks: Vec<DraftBlock>,
    /// Whether it is passed over when the presentation is shown.
    pub is_hidden: bool,
    /// Whether the reading ended before the slide did.
    pub is_damaged: bool,
}

/// What a shape is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Holder {
    /// A box of text.
    #[default]
    Box,
    Title,
    Subtitle,
    /// The text of the slide, in items.
    Body,
    /// Date, foot, or the slide's number.
    Foot,
    /// What only stands in for a picture.
    Picture,
}

impl Holder {
    fn of(kind: &str) -> Self {
        match kind {
            "title" | "ctrTitle" => Self::Title,
            "subTitle" => Self::Subtitle,
            "" | "obj" | "body" => Self::Body,
            "dt" | "ftr" | "sldNum" | "hdr" => Self::Foot,
            "sldImg" => Self::Picture,
            _ => Self::Box,
        }
    }
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    level: u8,
    /// Whether it says of itself that it has a bullet, or none.
    has_bullet: Option<bool>,
    beside: Beside,
    links: Vec<(usize, usize, String)>,
}

/// A run that is being read.
#[derive(Debug, Default)]
struct Run {
    look: Look,
    link: Option<String>,
}

/// A reader of a slide.
#[derive(Default)]
struct Reader<'a> {
    slide: Slide,
    relations: &'a [Relation],
    holder: Holder,
    paragraph: Paragraph,
    run: Run,
    in_text: bool,
    /// The rows of the table that is being read: cells, and the paragraphs of each.
    table: Option<Vec<Vec<Vec<DraftBlock>>>>,
}

/// Reads a slide, or the notes of one.
pub fn read(text: &str, relations: &[Relation]) -> Slide {
    let mut xml = Xml::new(text, NAMESPACES);
    let mut reader = Reader { relations, ..Reader::default() };
    while let Some(piece) = xml.next() {
        match piece {
            // What other programs show instead of the choice before.
            Piece::Start(tag) if tag.name == "mc:Fallback" => xml.skip(),
            Piece::Start(tag) => reader.start(&tag),
            Piece::End(name) => reader.end(&name),
            Piece::Text(words) if reader.in_text => reader.words(&words),
            Piece::Text(_) => {}
        }
    }
    reader.slide.is_damaged = xml.is_damaged();
    reader.slide
}

/// The paragraphs of a drawing's part.
pub fn paragraphs(text: &str, kind: BlockKind) -> Vec<DraftBlock> {
    let mut blocks = read(text, &[]).blocks;
    for block in blocks.iter_mut().filter(|block| block.keep) {
        (block.block.kind, block.block.level) = (kind, u8::from(kind == BlockKind::ListItem));
    }
    blocks
}

impl Reader<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "p:sld" => self.slide.is_hidden = matches!(tag.attr("show"), Some("0" | "false")),
            "p:sp" => self.holder = Holder::Box,
            "p:ph" => self.holder = Holder::of(tag.attr("type").unwrap_or_default()),
            "a:tbl" => self.table = Some(Vec::new()),
            "a:tr" => {
                if let Some(rows) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            "a:tc" => {
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(Vec::new());
                }
            }
            "a:p" => self.paragraph = Paragraph::default(),
            "a:pPr" => {
                let level = tag.attr("lvl").and_then(|level| level.parse::<u8>().ok()).unwrap_or(0);
                self.paragraph.level = level.min(8);
            }
            "a:buNone" => self.paragraph.has_bullet = Some(false),
            "a:buChar" | "a:buAutoNum" | "a:buBlip" => self.paragraph.has_bullet = Some(true),
            "a:r" | "a:fld" => self.run = Run::default(),
            "a:rPr" => {
                let raised = tag.attr("baseline").and_then(|share| share.trim_end_matches('%').parse::<f32>().ok());
                let is_struck = matches!(tag.attr("strike"), Some("sngStrike" | "dblStrike"));
                self.run.look = Look { shift: Shift::by(raised.unwrap_or(0.0) as i32), is_struck };
            }
            "a:hlinkClick" => {
                let id = tag.attr("r:id").unwrap_or_default();
                let target = self.relations.iter().find(|relation| relation.is_external && relation.id == id);
                self.run.link = target.and_then(|relation| references::address(&relation.target, None));
            }
            "a:br" => self.paragraph.text.push('\n'),
            "a:tab" => {}
            "a:t" => self.in_text = true,
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        let from = self.paragraph.text.len();
        self.paragraph.beside.push(&mut self.paragraph.text, &words.replace('\u{b}', "\n"), self.run.look);
        if let Some(url) = &self.run.link {
            self.paragraph.links.push((from, self.paragraph.text.len(), url.clone()));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a:t" => self.in_text = false,
            "a:p" => self.end_paragraph(),
            "a:tbl" => self.end_table(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Paragraph { text, level, has_bullet, beside, links } = std::mem::take(&mut self.paragraph);
        self.slide.blocks.extend(beside.into_blocks());
        if let Some(rows) = &mut self.table {
            if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                let mut block = DraftBlock::kept(BlockKind::Paragraph, text);
                links.into_iter().for_each(|(start, end, url)| block.marks.link(start..end, url));
                cell.push(block);
            }
            return;
        }
        if text.trim().is_empty() || self.holder == Holder::Picture {
            return;
        }
        let mut block = match self.holder {
            Holder::Title => word_processing::block(BlockKind::Heading, 1, text.replace('\n', " ")),
            Holder::Subtitle => DraftBlock::kept(BlockKind::Paragraph, text),
            Holder::Body if has_bullet != Some(false) => word_processing::block(BlockKind::ListItem, level + 1, text),
            _ if has_bullet == Some(true) => word_processing::block(BlockKind::ListItem, level + 1, text),
            _ => DraftBlock::kept(BlockKind::Paragraph, text),
        };
        let links =
            links.into_iter().filter_map(|(start, end, url)| Some(Link { span: Span::new(start, end).ok()?, url }));
        block.block.links = links.collect();
        if self.holder == Holder::Foot {
            let is_number = block.block.text.chars().all(|char| !char.is_alphabetic());
            block.drop(if is_number { LeftOut::PageNumber } else { LeftOut::RunningHead });
        }
        self.slide.blocks.push(block);
    }

    /// A table: a row a line. A cell over several columns is followed by empty ones in the file itself.
    fn end_table(&mut self) {
        let rows = self.table.take().unwrap_or_default();
        let (mut text, mut marks) = (String::new(), Marks::default());
        let has_words =
            |row: &&Vec<Vec<DraftBlock>>| row.iter().flatten().any(|words| !words.block.text.trim().is_empty());
        for row in rows.iter().filter(has_words) {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            for (at, cell) in row.iter().enumerate() {
                text.push_str(if at > 0 { "\t" } else { "" });
                word_processing::push_cell(cell, &mut text, &mut marks);
            }
            text.truncate(text.trim_end_matches('\t').len());
        }
        if !text.is_empty() {
            let mut table = DraftBlock::kept(BlockKind::Table, text);
            table.marks = marks;
            self.slide.blocks.push(table);
        }
    }
}
