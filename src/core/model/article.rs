//! The text under check: an article, its drafts, and their blocks.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{ArticleId, Span, Speech, VersionId, is_default};

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
}

impl Version {
    /// Joins blocks into a draft. Texts are brought to NFC with LF line ends; blocks without visible text are left out.
    pub fn new(id: VersionId, origin: Origin, blocks: impl IntoIterator<Item = BlockText>) -> Self {
        let mut text = String::new();
        let mut table = Vec::new();
        for block in blocks {
            let words = clean(&block.text);
            if words.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(BLOCK_BREAK);
            }
            let start = text.len();
            text.push_str(&words);
            let Ok(span) = Span::new(start, text.len()) else { continue };
            let speech = block.speech.tidied(&words, |place| place_in_clean(&block.text, &words, place));
            let speech = (!speech.is_empty()).then(|| Arc::new(speech));
            table.push(Block { kind: block.kind, level: block.level, page: block.page, speech, span });
        }
        Self { id, origin, text: text.into(), blocks: table }
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
        let Block { kind, level, page, speech, span: _ } = block;
        let speech = speech.as_deref().cloned().unwrap_or_default();
        BlockText { kind: *kind, level: *level, page: *page, speech, text: self.block_text(block).to_owned() }
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

    /// The index of the block that holds `byte`, or of the one before the gap in which it lies.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        self.blocks.partition_point(|block| block.span.start() <= byte).checked_sub(1)
    }
}

/// NFC, LF line ends, no BOM, no NUL or other control character but tab and line end, no white space at the edges.
pub(super) fn clean(text: &str) -> String {
    let needs_work = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}';
    let mut text = if text.contains(needs_work) {
        text.replace("\r\n", "\n").replace('\r', "\n").replace(needs_work, "")
    } else {
        text.to_owned()
    };
    if is_nfc_quick(text.chars()) != IsNormalized::Yes {
        text = text.nfc().collect();
    }
    let trimmed = text.trim();
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}

/// Where a place in a text stands when it is [`clean`]ed to `words`.
fn place_in_clean(text: &str, words: &str, place: usize) -> usize {
    if text.len() == words.len() {
        return place;
    }
    let before = clean(&format!("|{}|", &text[..text.floor_char_boundary(place)]));
    let before = before[1..before.len() - 1].trim_start();
    before.len().min(words.len())
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
    /// Who speaks in it and when, where that is known.
    pub speech: Option<Arc<Speech>>,
    /// Where it stands.
    pub span: Span,
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
    /// See [`Block::speech`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub speech: Speech,
    /// The words.
    pub text: String,
}

impl BlockText {
    /// A block without level, page and speech.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
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
        if let Some(at) = blocks.iter().position(|block| clean(&block.text) != block.text || block.text.is_empty()) {
            return Err(format!(
                "block {} of draft {id} is not as Claimdesk writes it (empty, not in NFC, or with control characters)",
                at + 1
            ));
        }
        let is_untidy = |block: &BlockText| block.speech.clone().tidied(&block.text, |place| place) != block.speech;
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
    use super::*;

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
