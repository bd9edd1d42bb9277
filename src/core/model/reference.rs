//! What a draft leads to from its words: links, notes and comments. They are no prose of the article, and each is tied to the words at
//! which it stands.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Span, is_default, position};

/// A longer address is none that a person would follow; programs write pictures and scripts into such.
pub const MAX_ADDRESS: usize = 8 << 10;

/// How far back the word is looked for at which a note stands, in bytes.
const WORD_WITHIN: usize = 200;

/// A link: the words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// Its words: in a block of the file counted from the block's start, in a [`Version`](super::Version) from the text's.
    pub span: Span,
    /// Where it leads.
    pub url: String,
}

/// A note or comment, at the words that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Note {
    /// The words: those that a comment is about, the last before a note's sign. Counted as those of a [`Link`].
    pub span: Span,
    /// What it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: NoteKind,
    /// Its words, a paragraph a line.
    pub text: String,
    /// Where its words lead, in their order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub urls: Vec<String>,
    /// Who commented.
    #[serde(default, skip_serializing_if = "is_default")]
    pub author: String,
    /// The day of the comment, ISO 8601.
    #[serde(default, skip_serializing_if = "is_default")]
    pub date: String,
}

/// What a note is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum NoteKind {
    /// A foot- or endnote: printed with the article.
    #[default]
    Note,
    /// A comment of those who worked on the draft.
    Comment,
}

impl NoteKind {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Comment => "Comment",
        }
    }

    /// The word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Comment => "comment",
        }
    }
}

impl Note {
    /// How many bytes of words and addresses it has.
    pub fn len_in_bytes(&self) -> usize {
        let Self { span: _, kind: _, text, urls, author, date } = self;
        text.len() + author.len() + date.len() + urls.iter().map(String::len).sum::<usize>()
    }
}

/// The words of a range of `text`, without the white space at its edges and with all of every character that it cuts; `None` where
/// there are none.
pub fn words_of(text: &str, range: Range<usize>) -> Option<Span> {
    let span = Span::snapped(text, range.start, range.end.max(range.start))?;
    let words = span.of(text);
    let start = span.start() + (words.len() - words.trim_start().len());
    Span::snapped(text, start, start + words.trim().len())
}

/// The words at which a note stands: those of its range; of a place the last word before it with the signs behind that word, or the
/// first word after it. `None` in a text without words.
pub fn words_at(text: &str, range: Range<usize>) -> Option<Span> {
    if let Some(words) = words_of(text, range.clone()).filter(|_| !range.is_empty()) {
        return Some(words);
    }
    let at_sign = position::floor_grapheme(text, range.start.min(text.len()));
    let from = position::floor_grapheme(text, at_sign.saturating_sub(WORD_WITHIN));
    let before = text[from..at_sign].trim_end();
    if let Some((at, _)) = before.unicode_word_indices().next_back() {
        return words_of(text, from + at..from + before.len());
    }
    let to = position::ceil_grapheme(text, (at_sign + WORD_WITHIN).min(text.len()));
    let after =
        text[at_sign..to].unicode_word_indices().next().map(|(at, word)| at_sign + at..at_sign + at + word.len());
    after.and_then(|word| words_of(text, word)).or_else(|| words_of(text, 0..text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, range: Range<usize>) -> &str {
        words_at(text, range).map_or("", |span| span.of(text))
    }

    #[test]
    fn a_note_stands_at_the_word_before_it() {
        let text = "The wall “fell.” It stood long.";
        assert_eq!(at(text, 20..20), "fell.”");
        assert_eq!(at(text, 16..16), "fell");
        assert_eq!(at(text, 4..9), "wall");
        assert_eq!(at(text, 0..0), "The");
        assert_eq!(at(text, 99..99), "long.");
        assert_eq!(at(" ", 0..1), "");
        assert_eq!(at("…", 0..0), "…");
    }

    #[test]
    fn words_have_no_space_at_their_edges_and_whole_characters() {
        let text = "a  bé c";
        assert_eq!(words_of(text, 1..4).unwrap().of(text), "b");
        assert_eq!(words_of(text, 3..5).unwrap().of(text), "bé");
        assert_eq!(words_of(text, 1..3), None);
    }
}
