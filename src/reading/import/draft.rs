//! What comes out of an importer, for the reviewer to look at and correct.

use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::model::{
    ArticleMeta, BlockKind, BlockText, Capture, Origin, Recognised, Version, VersionId, cleaning::Woven,
};

use super::{
    IMPORTERS, LeftOut,
    references::{Marks, NoteOf},
};

/// The id of a format that can be opened. (Under a name of its own, since serde would borrow a plain `&'static str` from what it
/// reads.)
pub type FormatId = &'static str;

/// Reads the id of a format, which is one of those in [`IMPORTERS`], or none.
fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FormatId, D::Error> {
    let id = String::deserialize(deserializer)?;
    let known = IMPORTERS.iter().map(|importer| importer.id).chain([""]).find(|known| *known == id);
    known.ok_or_else(|| D::Error::custom(format!("there is no format “{id}”")))
}

/// An article before it is accepted. It can be sent from one process to another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Id of the format that opened it.
    #[serde(deserialize_with = "known_format")]
    pub format: FormatId,
    /// IANA media type of the original.
    pub media_type: String,
    /// The encoding it was read in, by its WHATWG name; empty where the format leaves no choice.
    pub encoding: String,
    /// What is known about it.
    pub meta: ArticleMeta,
    /// Where each value was found.
    pub found: Vec<FieldOrigin>,
    /// Its blocks in reading order, those that are left out too.
    pub blocks: Vec<DraftBlock>,
    /// The chapters of a book, in reading order; empty for everything else.
    pub chapters: Vec<Chapter>,
    /// What could not be had, or was changed on the way in.
    pub warnings: Vec<Warning>,
    /// The pages that hold only pictures, ascending.
    #[serde(default)]
    pub unread: Vec<u32>,
    /// How its letters were recognised, where they are those of pictures.
    #[serde(default)]
    pub recognised: Option<Recognised>,
    /// Whether hard line breaks were joined into paragraphs.
    pub joined_lines: bool,
    /// Whether nearly nothing of what was there comes in.
    #[serde(default)]
    pub is_little: bool,
    /// The pages of a web archive, of which one is opened; empty for everything else.
    #[serde(default)]
    pub pages: Vec<ArchivedPage>,
    /// The one of them that it is. Without it a draft that has pages waits for the reviewer's choice, and holds nothing else.
    #[serde(default)]
    pub captured: Option<Capture>,
}

/// A page of a web archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedPage {
    /// Its title; empty where it has none.
    pub title: String,
    /// Its address, and when it was captured.
    pub capture: Capture,
}

/// Fewer letters than this are no article where much more was left out.
const LITTLE: usize = 150;
/// So many times the letters that come in.
const MUCH_MORE: usize = 4;

/// A chapter of a book, which comes in or stays out as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// Its place among the blocks.
    pub blocks: Range<usize>,
}

/// A block that may come in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftBlock {
    /// The block.
    pub block: BlockText,
    /// Whether it comes in.
    pub keep: bool,
    /// Why it is proposed to stay out.
    pub why: Option<LeftOut>,
    /// What stands at its words, until the whole is read.
    #[serde(skip)]
    pub(super) marks: Marks,
    /// The note of which it is, until the whole is read.
    #[serde(skip)]
    pub(super) note: Option<Box<NoteOf>>,
}

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOrigin {
    /// The value.
    pub field: MetaField,
    /// Where, in a few words.
    pub found_in: Cow<'static, str>,
}

/// A value of [`ArticleMeta`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of ArticleMeta with the same name")]
pub enum MetaField {
    Title,
    Authors,
    Publisher,
    Published,
    Language,
    Url,
}

impl MetaField {
    /// The word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Publisher => "publisher",
            Self::Published => "published",
            Self::Language => "language",
            Self::Url => "url",
        }
    }
}

/// Something the reviewer should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What, in a sentence.
    pub message: String,
    /// Where in the original, where that can be said.
    pub locator: Option<String>,
}

impl Warning {
    /// A warning about the whole.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), locator: None }
    }
}

impl DraftBlock {
    /// A block that comes in.
    pub fn kept(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { block: BlockText::new(kind, text), keep: true, ..Self::default() }
    }

    /// With the words that are kept of it; what stands at them goes along.
    pub(super) fn rewoven(&mut self, woven: Woven) {
        self.marks = self.marks.through(&woven);
        self.block.text = woven.text;
    }

    /// Proposes to leave the block out.
    pub fn drop(&mut self, why: LeftOut) {
        self.keep = false;
        self.why = Some(why);
    }
}

impl Draft {
    /// The ticked blocks as a draft of an article.
    pub fn to_version(&self, version_id: VersionId, origin: Origin) -> Version {
        let kept = self.blocks.iter().filter(|block| block.keep).map(|block| block.block.clone());
        Version::new(version_id, origin, kept)
    }

    /// Whether it is a web archive of which the reviewer is to choose a page.
    pub fn waits_for_choice(&self) -> bool {
        self.captured.is_none() && !self.pages.is_empty()
    }

    /// What is struck out is left out and said so.
    pub(super) fn warn_of_struck(&mut self) {
        let struck = self.blocks.iter().filter(|block| block.why == Some(LeftOut::Struck)).count();
        if struck > 0 {
            let what = if struck == 1 { "One passage is".to_owned() } else { format!("{struck} passages are") };
            self.warnings.push(Warning::new(format!("{what} struck out in the article and left out.")));
        }
    }

    /// Says so where nearly nothing comes in, compared to what was left out.
    pub(super) fn warn_of_little(&mut self) {
        let letters = |is_it: &dyn Fn(&&DraftBlock) -> bool| -> usize {
            let texts = self.blocks.iter().filter(is_it).map(|block| block.block.text.as_str());
            texts.map(|text| text.chars().filter(|char| char.is_alphanumeric()).count()).sum()
        };
        let comes_in = letters(&|block| block.keep && block.block.kind != BlockKind::Headline);
        let left_out = letters(&|block| !block.keep && block.why != Some(LeftOut::Note));
        if comes_in < LITTLE && left_out > LITTLE && left_out > comes_in * MUCH_MORE {
            self.is_little = true;
            self.warnings.push(Warning::new(
                "Nearly nothing came in: most of the text was left out. Look through what was left out, or paste the article.",
            ));
        }
    }

    /// Notes a value's origin.
    pub fn note(&mut self, field: MetaField, found_in: &'static str) {
        self.found.push(FieldOrigin { field, found_in: found_in.into() });
    }
}
