//! The text under check: an article, its drafts, and their blocks.

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    ArticleId, Cell, Cells, Link, Note, Recognised, Span, Speech, VersionId,
    cleaning::{clean, cleaned, cleaned_table},
    is_default, reference,
};

/// What parts two blocks in a version's text.
pub const BLOCK_BREAK: &str = "\n\n";

/// A text under check, after schema.org Article. Its drafts are immutable; a correction is a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Article {
    /// Its name in the project.
    pub id: ArticleId,
    /// What it is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meta: ArticleMeta,
    /// The drafts, oldest first; never empty.
    pub versions: Vec<Arc<Version>>,
}

/// What is known about an article. An empty string means "unknown".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ArticleMeta {
    /// The headline, or the name that the desk gives it.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// The people who wrote it, in the order of the byline.
    #[serde(skip_serializing_if = "is_default")]
    pub authors: Vec<String>,
    /// The site, paper or agency.
    #[serde(skip_serializing_if = "is_default")]
    pub publisher: String,
    /// ISO 8601 date, possibly only a year or a month.
    #[serde(skip_serializing_if = "is_default")]
    pub published: String,
    /// BCP 47 tag.
    #[serde(skip_serializing_if = "is_default")]
    pub language: String,
    /// Where it was published.
    #[serde(skip_serializing_if = "is_default")]
    pub url: String,
}

impl Article {
    /// The draft under check: the newest.
    ///
    /// # Panics
    /// Never for an article that went through [`Project::apply`](super::Project::apply), which refuses one without a draft.
    pub fn latest(&self) -> &Arc<Version> {
        self.versions.last().expect("an article has a version")
    }

    /// The draft with this id.
    pub fn version(&self, version_id: &VersionId) -> Option<&Arc<Version>> {
        self.versions.iter().find(|version| version.id == *version_id)
    }

    /// The title, or words to show when it has none.
    pub fn display_title(&self) -> &str {
        if self.meta.title.trim().is_empty() { "Untitled article" } else { &self.meta.title }
    }
}

/// One draft of an article. Immutable: the text was cleaned once when it was opened and never changes after.
///
/// The text is its blocks joined by [`BLOCK_BREAK`], so that blocks alone are written to the file. The document of a source
/// is kept in the same form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "VersionRecord", into = "VersionRecord")]
pub struct Version {
    /// Its name in the project.
    pub id: VersionId,
    /// Where it came from.
    pub origin: Origin,
    text: Arc<str>,
    blocks: Vec<Block>,
    /// The names of the sheets that blocks stand in, a name for each run of blocks in one sheet.
    sheets: Vec<String>,
    /// Block by block.
    links: Vec<Link>,
    /// Block by block.
    notes: Vec<Note>,
    /// In order.
    unsure: Vec<Span>,
}

impl Version {
    /// Joins blocks into a draft. Texts are brought to NFC with LF line ends, and what stands at their words goes along; blocks without
    /// visible text are left out.
    pub fn new(id: VersionId, origin: Origin, blocks: impl IntoIterator<Item = BlockText>) -> Self {
        let mut text = String::new();
        let (mut table, mut links, mut notes, mut unsure) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut sheets: Vec<String> = Vec::new();
        for mut block in blocks {
            block.clean();
            if block.text.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(BLOCK_BREAK);
            }
            let start = text.len();
            text.push_str(&block.text);
            let Ok(span) = Span::new(start, text.len()) else { continue };
            let cells = block.cells.map(|Cells { sheet, column, row }| {
                if sheets.last() != Some(&sheet) {
                    sheets.push(sheet);
                }
                FirstCell { sheet: sheets.len() - 1, column, row }
            });
            let speech = (!block.speech.is_empty()).then(|| Arc::new(block.speech));
            table.push(Block { kind: block.kind, level: block.level, page: block.page, cells, speech, span });
            links.extend(block.links.into_iter().map(|link| Link { span: link.span.behind(start), ..link }));
            notes.extend(block.notes.into_iter().map(|note| Note { span: note.span.behind(start), ..note }));
            unsure.extend(block.unsure.into_iter().map(|span| span.behind(start)));
        }
        Self { id, origin, text: text.into(), blocks: table, sheets, links, notes, unsure }
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The blocks in reading order; their spans do not touch.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// A block as the file holds it.
    pub fn to_block_text(&self, block: &Block) -> BlockText {
        let Block { kind, level, page, cells, speech, span } = block;
        let links = self.links_of(block).iter().cloned();
        let notes = self.notes_of(block).iter().cloned();
        let sheet = |first: &FirstCell| self.sheets.get(first.sheet).cloned().unwrap_or_default();
        let cells = cells.as_ref().map(|first| Cells { sheet: sheet(first), column: first.column, row: first.row });
        BlockText {
            kind: *kind,
            level: *level,
            page: *page,
            cells,
            speech: speech.as_deref().cloned().unwrap_or_default(),
            text: self.block_text(block).to_owned(),
            links: links.map(|link| Link { span: link.span.before(span.start()), ..link }).collect(),
            notes: notes.map(|note| Note { span: note.span.before(span.start()), ..note }).collect(),
            unsure: self.unsure_in(block).iter().map(|unsure| unsure.before(span.start())).collect(),
        }
    }

    /// The words of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }

    /// What stands quietly before the block of this index; see [`Speech::heading`]. Empty for prose.
    pub fn heading_of_speech(&self, index: usize) -> String {
        let speech = |index: usize| self.blocks.get(index)?.speech.as_deref();
        speech(index).map(|own| own.heading(index.checked_sub(1).and_then(speech))).unwrap_or_default()
    }

    /// The cell of a workbook that holds the character at `byte`; a tab belongs to the cell before it. `None` outside of sheets.
    pub fn cell_at(&self, byte: usize) -> Option<Cell<'_>> {
        let block = &self.blocks[self.block_at(byte)?];
        let first = block.cells?;
        let before = &self.text.as_bytes()[block.span.start()..byte.clamp(block.span.start(), block.span.end())];
        let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let count = |bytes: &[u8], sign: u8| bytes.iter().filter(|byte| **byte == sign).count() as u32;
        Some(Cell {
            sheet: self.sheets.get(first.sheet)?,
            column: first.column.saturating_add(count(&before[line..], b'\t')),
            row: first.row.saturating_add(count(&before[..line], b'\n')),
        })
    }

    /// What stands over a cell in the first row of its sheet that holds anything: most often the name of its column. `None` for the cells of that
    /// row, and where nothing stands there.
    pub fn head_of(&self, cell: &Cell<'_>) -> Option<&str> {
        let is_of_sheet = |block: &&Block| {
            let sheet = block.cells.and_then(|first| self.sheets.get(first.sheet));
            sheet.is_some_and(|sheet| sheet == cell.sheet)
        };
        let block = self.blocks.iter().find(is_of_sheet)?;
        let first = block.cells.filter(|first| first.row < cell.row)?;
        let row = block.span.of(&self.text).lines().next()?;
        let head = row.split('\t').nth(cell.column.checked_sub(first.column)? as usize)?.trim();
        (!head.is_empty()).then_some(head)
    }

    /// The links of the text, block by block.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The notes and comments of the text, block by block.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The links of a block.
    pub fn links_of(&self, block: &Block) -> &[Link] {
        let before = |at: usize| self.links.partition_point(|link| link.span.start() < at);
        &self.links[before(block.span.start())..before(block.span.end())]
    }

    /// The notes and comments at the words of a block.
    pub fn notes_of(&self, block: &Block) -> &[Note] {
        let before = |at: usize| self.notes.partition_point(|note| note.span.start() < at);
        &self.notes[before(block.span.start())..before(block.span.end())]
    }

    /// The words of a block of which the program that recognised them was unsure.
    pub fn unsure_in(&self, block: &Block) -> &[Span] {
        let before = |at: usize| self.unsure.partition_point(|span| span.start() < at);
        &self.unsure[before(block.span.start())..before(block.span.end())]
    }

    /// The draft with those of its links and notes that are to stay.
    pub fn with_references(
        &self,
        mut keeps_link: impl FnMut(&Link) -> bool,
        mut keeps_note: impl FnMut(&mut Note) -> bool,
    ) -> Self {
        let mut version = self.clone();
        version.links.retain(&mut keeps_link);
        version.notes.retain_mut(&mut keeps_note);
        version
    }

    /// The index of the block that holds `byte`, or of the one before the gap in which it lies.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        self.blocks.partition_point(|block| block.span.start() <= byte).checked_sub(1)
    }
}

/// A paragraph, heading or the like: a piece of a version's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// 1–6 for headings, the depth from 1 for list items, else 0.
    pub level: u8,
    /// The page on which it starts, counted from 1, where the original has pages.
    pub page: Option<u32>,
    /// Its first cell, where it is a part of a sheet: a row a line, cells parted by tabs, none left out.
    pub cells: Option<FirstCell>,
    /// Who speaks in it and when, where that is known.
    pub speech: Option<Arc<Speech>>,
    /// Where it stands.
    pub span: Span,
}

/// The first cell of a block, counted from 1. [`Version::cell_at`] gives it the name of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstCell {
    /// The place of the sheet's name in its version.
    sheet: usize,
    /// Its column.
    pub column: u32,
    /// Its row.
    pub row: u32,
}

impl Block {
    /// Who speaks in it; empty where that is not known.
    pub fn speaker(&self) -> &str {
        self.speech.as_deref().map_or("", |speech| &speech.speaker)
    }
}

/// A block before it has a place: what importers make and what the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BlockText {
    /// What it is.
    pub kind: BlockKind,
    /// See [`Block::level`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: u8,
    /// See [`Block::page`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub page: Option<u32>,
    /// See [`Block::cells`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub cells: Option<Cells>,
    /// See [`Block::speech`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub speech: Speech,
    /// The words.
    pub text: String,
    /// The links of its words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub links: Vec<Link>,
    /// The notes and comments at its words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: Vec<Note>,
    /// The words of which the program that recognised them was unsure.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unsure: Vec<Span>,
}

impl BlockText {
    /// A block without level, page and speech.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
    }

    /// How many bytes its text has, and each address and note.
    pub fn lens(&self) -> impl Iterator<Item = usize> {
        let links = self.links.iter().map(|link| link.url.len());
        [self.text.len()].into_iter().chain(links).chain(self.notes.iter().map(Note::len_in_bytes))
    }

    /// Brings its text into the form in which it is kept. A link whose words are gone goes with them; a note stands at the word before.
    fn clean(&mut self) {
        let references = self.links.iter().map(|link| link.span).chain(self.notes.iter().map(|note| note.span));
        let spans = references.chain(self.unsure.iter().copied());
        let moments: Vec<usize> = self.speech.times.iter().map(|moment| moment.at as usize).collect();
        let mut ranges: Vec<_> = spans.map(Span::range).chain(moments.iter().map(|&at| at..at)).collect();
        self.text = self.kind.cleaned(&self.text, &mut ranges);
        let mut ranges = ranges.into_iter();
        let mut next = || ranges.next().unwrap_or_default();
        self.links.retain_mut(|link| {
            link.url = clean(&link.url);
            reference::words_of(&self.text, next()).is_some_and(|span| {
                link.span = span;
                !link.url.is_empty()
            })
        });
        self.notes.retain_mut(|note| {
            for words in [&mut note.text, &mut note.author, &mut note.date].into_iter().chain(&mut note.urls) {
                *words = clean(words);
            }
            reference::words_at(&self.text, next()).is_some_and(|span| {
                note.span = span;
                !note.text.is_empty()
            })
        });
        let unsure = std::mem::take(&mut self.unsure).into_iter();
        self.unsure = unsure.filter_map(|_| reference::words_of(&self.text, next())).collect();
        let mut ends: Vec<_> = moments.into_iter().zip(ranges.map(|range| range.start)).collect();
        ends.sort_unstable();
        let moved = |old| ends.binary_search_by_key(&old, |(at, _)| *at).map_or(old, |index| ends[index].1);
        self.speech = std::mem::take(&mut self.speech).tidied(&self.text, moved);
        self.links.sort_by_key(|link| link.span.start());
        self.notes.sort_by_key(|note| note.span.start());
        self.unsure.sort_by_key(|span| span.start());
        self.unsure.dedup();
    }

    /// Whether it is as [`Version::new`] would make it.
    fn is_clean(&self) -> bool {
        if self.kind.cleaned(&self.text, &mut []) != self.text || self.text.is_empty() {
            return false;
        }
        if self.links.is_empty() && self.notes.is_empty() && self.unsure.is_empty() {
            return true;
        }
        let mut cleaned = self.clone();
        cleaned.clean();
        cleaned == *self
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum BlockKind {
    /// The article's title.
    Headline,
    /// The summary under the headline.
    Standfirst,
    /// A heading inside the article.
    Heading,
    /// Running text.
    #[default]
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// The words under a picture or a table.
    Caption,
    /// A table: a row a line, cells parted by tabs.
    Table,
    /// A footnote or endnote.
    Footnote,
    /// Preformatted text.
    Code,
}

impl BlockKind {
    /// A text of this kind as it is kept; ranges of it go along.
    fn cleaned(self, text: &str, ranges: &mut [Range<usize>]) -> String {
        if self == Self::Table { cleaned_table(text, ranges) } else { cleaned(text, ranges) }
    }

    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Headline,
        Self::Standfirst,
        Self::Heading,
        Self::Paragraph,
        Self::ListItem,
        Self::Quote,
        Self::Caption,
        Self::Table,
        Self::Footnote,
        Self::Code,
    ];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Headline => "Headline",
            Self::Standfirst => "Standfirst",
            Self::Heading => "Heading",
            Self::Paragraph => "Paragraph",
            Self::ListItem => "List item",
            Self::Quote => "Quote",
            Self::Caption => "Caption",
            Self::Table => "Table",
            Self::Footnote => "Footnote",
            Self::Code => "Code",
        }
    }

    /// The word for programs, as `claimdesk text --json` prints it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::Caption => "caption",
            Self::Table => "table",
            Self::Footnote => "footnote",
            Self::Code => "code",
        }
    }
}

/// Where a version's text came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Origin {
    /// The file's name without its folder; empty for pasted text.
    #[serde(skip_serializing_if = "is_default")]
    pub file: String,
    /// The address it was fetched from, if it was.
    #[serde(skip_serializing_if = "is_default")]
    pub url: String,
    /// The id of the format that opened it (`text`, `markdown`, `html` …).
    #[serde(skip_serializing_if = "is_default")]
    pub format: String,
    /// IANA media type of the original, if known.
    #[serde(skip_serializing_if = "is_default")]
    pub media_type: String,
    /// The character encoding it was read in, by its WHATWG name; empty where the format leaves no choice.
    #[serde(skip_serializing_if = "is_default")]
    pub encoding: String,
    /// SHA-256 of the original bytes, in hexadecimal; names the copy in `NAME.files/`.
    #[serde(skip_serializing_if = "is_default")]
    pub sha256: String,
    /// When it was opened, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub opened_at: Option<jiff::Timestamp>,
    /// The page of a web archive that it is, where the original is an archive.
    #[serde(skip_serializing_if = "is_default")]
    pub captured: Option<Capture>,
    /// How its letters were recognised, where they are those of pictures.
    #[serde(skip_serializing_if = "is_default")]
    pub recognised: Option<Recognised>,
}

/// A page as a crawler found it on the web, kept in a web archive (ISO 28500).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Capture {
    /// Its address.
    pub url: String,
    /// When it was captured, RFC 3339 in UTC; `None` where the archive does not say so in a way that can be read.
    #[serde(default, skip_serializing_if = "is_default")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub at: Option<jiff::Timestamp>,
}

impl Capture {
    /// When it was captured, for people: "3 May 2024, 10:04 UTC"; "at an unknown time" where that is not known.
    pub fn when(&self) -> String {
        self.at.map_or_else(|| "at an unknown time".to_owned(), |at| at.strftime("%-d %B %Y, %H:%M UTC").to_string())
    }
}

/// How a version stands in the file.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct VersionRecord {
    id: VersionId,
    #[serde(default, skip_serializing_if = "is_default")]
    origin: Origin,
    blocks: Vec<BlockText>,
}

impl From<Version> for VersionRecord {
    fn from(version: Version) -> Self {
        let blocks = version.blocks.iter().map(|block| version.to_block_text(block)).collect();
        Self { id: version.id, origin: version.origin, blocks }
    }
}

impl TryFrom<VersionRecord> for Version {
    type Error = String;
    fn try_from(record: VersionRecord) -> Result<Self, String> {
        let VersionRecord { id, origin, blocks } = record;
        if let Some(at) = blocks.iter().position(|block| !block.is_clean()) {
            return Err(format!(
                "block {} of draft {id} is not as Claimdesk writes it (empty, not in NFC, with control characters, or with a link or note \
                 that does not stand at its words)",
                at + 1
            ));
        }
        let is_untidy = |block: &BlockText| block.speech.clone().tidied(&block.text, |moved| moved) != block.speech;
        if let Some(at) = blocks.iter().position(is_untidy) {
            return Err(format!(
                "the speech of block {} of draft {id} is not as Claimdesk writes it (times outside its words or out of order)",
                at + 1
            ));
        }
        Ok(Self::new(id, origin, blocks))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::NoteKind, *};

    fn version(blocks: &[&str]) -> Version {
        let id = VersionId::new("v-1").unwrap();
        Version::new(id, Origin::default(), blocks.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text)))
    }

    #[test]
    fn joins_blocks_and_finds_them_again() {
        let version = version(&["One.", " ", "Two\r\nlines.", "e\u{301}"]);
        assert_eq!(version.text().as_ref(), "One.\n\nTwo\nlines.\n\né");
        assert_eq!(version.blocks().len(), 3);
        assert_eq!(version.block_text(&version.blocks()[1]), "Two\nlines.");
        assert_eq!([0, 4, 5, 6, 16, 99].map(|byte| version.block_at(byte)), [0, 0, 0, 1, 1, 2].map(Some));
    }

    /// Notes that stand at the words of a span.
    fn note(span: (usize, usize), text: &str) -> Note {
        let span = Span::new(span.0, span.1).unwrap();
        Note { span, kind: NoteKind::Note, text: text.into(), urls: vec![], author: String::new(), date: String::new() }
    }

    #[test]
    fn links_and_notes_stand_at_their_words_in_the_text_and_in_the_file() {
        let link = |span: (usize, usize), url: &str| Link { span: Span::new(span.0, span.1).unwrap(), url: url.into() };
        let first = BlockText {
            links: vec![link((0, 6), "https://example.org/a")],
            notes: vec![note((13, 18), " Page 3.\r\n")],
            ..BlockText::new(BlockKind::Paragraph, "\u{feff}One e\u{301} \0 said.")
        };
        let second =
            BlockText { links: vec![link((1, 4), "b"), link((0, 1), "c")], ..BlockText::new(BlockKind::Quote, " Two") };
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), [first, second]);
        let words = |span: Span| span.of(version.text());
        let links: Vec<_> = version.links().iter().map(|link| (words(link.span), link.url.as_str())).collect();
        assert_eq!(links, [("One", "https://example.org/a"), ("Two", "b")]);
        assert_eq!((words(version.notes()[0].span), version.notes()[0].text.as_str()), ("said.", "Page 3."));
        assert_eq!(version.links_of(&version.blocks()[1]), &version.links()[1..]);
        assert!(version.notes_of(&version.blocks()[1]).is_empty());
        let file = ron::to_string(&version).unwrap();
        let block = r#"(kind:Quote,text:"Two",links:[(span:(0,3),url:"b")])"#;
        assert!(file.contains(block), "{file}");
        assert_eq!(ron::from_str::<Version>(&file).unwrap(), version);
        assert!(ron::from_str::<Version>(&file.replace("(0,3),url:\"b\"", "(0,4),url:\"b\"")).is_err());
        let without = version.with_references(|link| link.url != "b", |_| false);
        assert_eq!((without.links().len(), without.notes().len()), (1, 0));
    }

    #[test]
    fn a_table_keeps_the_columns_of_its_first_row() {
        let id = VersionId::new("v-1").unwrap();
        let table = |text: &str| BlockText::new(BlockKind::Table, text);
        let blocks = [table("\t\n \t2023\t2024\nCost\t1\t2\t\n\t"), table(" \t\n")];
        let version = Version::new(id, Origin::default(), blocks);
        assert_eq!(version.text().as_ref(), "\t2023\t2024\nCost\t1\t2");
        let again = version.blocks().iter().map(|block| version.to_block_text(block));
        assert_eq!(Version::new(version.id.clone(), Origin::default(), again), version);
    }

    #[test]
    fn knows_the_cell_of_a_byte() {
        let sheet = |name: &str, column, row, text: &str| BlockText {
            cells: Some(Cells { sheet: name.into(), column, row }),
            ..BlockText::new(BlockKind::Table, text)
        };
        let heading = BlockText::new(BlockKind::Heading, "Budget");
        let blocks = [heading, sheet("Budget", 2, 4, "\tx\na\tb\tc"), sheet("Costs", 1, 9, "d\tz")];
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let at = |words: &str| version.cell_at(version.text().find(words).unwrap()).map(|cell| cell.to_string());
        assert_eq!(at("Budget"), None);
        assert_eq!(
            ["x", "a", "c", "z"].map(|words| at(words).unwrap()),
            ["Budget!C4", "Budget!B5", "Budget!D5", "Costs!B9"]
        );
        let head = |words: &str| version.cell_at(version.text().find(words)?).and_then(|cell| version.head_of(&cell));
        assert_eq!(["x", "a", "b", "c", "z"].map(head), [None, None, Some("x"), None, None]);
        let records: Vec<_> = version.blocks().iter().map(|block| version.to_block_text(block)).collect();
        assert_eq!(records[1].cells, Some(Cells { sheet: "Budget".into(), column: 2, row: 4 }));
        assert_eq!(Version::new(version.id.clone(), Origin::default(), records), version);
    }

    #[test]
    fn times_stay_at_their_words_when_a_text_is_cleaned() {
        use crate::model::Moment;
        let times =
            vec![Moment { at: 0, ms: 0 }, Moment { at: 10, ms: 5 }, Moment { at: 10, ms: 6 }, Moment { at: 90, ms: 7 }];
        let speech = Speech { speaker: " Ann\nLee ".into(), times, ..Speech::default() };
        let block = BlockText { speech, ..BlockText::new(BlockKind::Paragraph, "  Ne\u{301}e.\r\nTwo.") };
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), [block]);
        let block = &version.blocks()[0];
        let speech = block.speech.as_ref().unwrap();
        assert_eq!(version.text().as_ref(), "Née.\nTwo.");
        assert_eq!(block.speaker(), "Ann Lee");
        assert_eq!(speech.times, [Moment { at: 0, ms: 0 }, Moment { at: 6, ms: 5 }]);
        let record = VersionRecord::from(version.clone());
        assert_eq!(Version::try_from(record).unwrap(), version);
    }

    #[test]
    fn unsure_words_stay_what_they_are_and_where_they_stand() {
        let unsure = vec![Span::new(5, 12).unwrap(), Span::new(0, 4).unwrap()];
        let block = BlockText { unsure, ..BlockText::new(BlockKind::Paragraph, "T\u{0}he rnodern  bridge") };
        let version = Version::new(
            VersionId::new("v-1").unwrap(),
            Origin::default(),
            [BlockText::new(BlockKind::Heading, "One"), block],
        );
        let found: Vec<_> =
            version.unsure_in(&version.blocks()[1]).iter().map(|span| span.of(version.text())).collect();
        assert_eq!(found, ["The", "rnodern"]);
        assert!(version.unsure_in(&version.blocks()[0]).is_empty());
        let written = ron::to_string(&version).unwrap();
        assert_eq!(ron::from_str::<Version>(&written).unwrap(), version);
        assert!(ron::from_str::<Version>(&written.replace("(4,11)", "(4,99)")).is_err(), "{written}");
    }

    #[test]
    fn speech_that_does_not_fit_its_words_is_refused() {
        let block =
            |speech: &str| format!("(id: \"v-1\", blocks: [(kind: Paragraph, speech: {speech}, text: \"One.\")])");
        let read = |speech: &str| ron::from_str::<Version>(&block(speech));
        assert!(read("(speaker: \"Ann\", times: [(0, 1), (2, 9)])").is_ok());
        for speech in ["(times: [(9, 1)])", "(times: [(2, 1), (0, 2)])", "(speaker: \" Ann\")"] {
            assert!(read(speech).is_err(), "{speech}");
        }
    }

    #[test]
    fn removes_what_no_reader_sees() {
        assert_eq!(version(&["\u{feff}a\0b\tc\rd"]).text().as_ref(), "ab\tc\nd");
    }
}
