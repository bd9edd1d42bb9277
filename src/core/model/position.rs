//! Positions in a text, and the only place where one unit becomes another.
//!
//! Inside Claimdesk a position is a count of UTF-8 **bytes** from the start of a version's text. A [`Span`] is half open,
//! never empty, and both ends stand on grapheme boundaries, so no highlight ever cuts a letter from its accent or an
//! emoji family in two:
//!
//! ```text
//! text     T h e y   s a i d   ‘ n o ’
//! byte     0 1 2 3 4 5 6 7 8 9 10  13 14 15   18
//! char     0 1 2 3 4 5 6 7 8 9 10  11 12 13   14
//! span               [5, 9) = "said"
//! ```
//!
//! Code points leave through [`PositionMap::char_from_byte`] (W3C annotations, brat, doccano, our own JSON), UTF-16 units
//! through [`PositionMap::utf16_from_byte`] (UIMA XMI, Label Studio).

use std::ops::Range;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete};

/// A half-open, non-empty range of UTF-8 bytes in a version's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    start: u32,
    end: u32,
}

/// Why two numbers are not a span of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SpanError {
    /// `start` is not before `end`.
    #[error("the passage {0}–{1} is empty")]
    Empty(usize, usize),
    /// `end` lies behind the end of the text.
    #[error("the passage {0}–{1} ends outside the text of {2} bytes")]
    OutOfText(usize, usize, usize),
    /// An end lies inside a character as the reader sees it.
    #[error("the passage {0}–{1} cuts through a character")]
    InsideCharacter(usize, usize),
}

impl Span {
    /// Makes a span of two byte positions, without a text to check them against.
    ///
    /// # Errors
    /// [`SpanError::Empty`] unless `start < end`; [`SpanError::OutOfText`] from 4 GiB on.
    pub fn new(start: usize, end: usize) -> Result<Self, SpanError> {
        if start >= end {
            return Err(SpanError::Empty(start, end));
        }
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) => Ok(Self { start, end }),
            _ => Err(SpanError::OutOfText(start, end, u32::MAX as usize)),
        }
    }

    /// Makes a span of `text`: not empty, inside the text, on grapheme boundaries.
    ///
    /// # Errors
    /// Every [`SpanError`].
    pub fn in_text(text: &str, start: usize, end: usize) -> Result<Self, SpanError> {
        let span = Self::new(start, end)?;
        span.check(text)?;
        Ok(span)
    }

    /// Widens `start..end` to the grapheme boundaries around it; `None` when nothing is left inside the text.
    pub fn snapped(text: &str, start: usize, end: usize) -> Option<Self> {
        let start = floor_grapheme(text, start.min(text.len()));
        let end = ceil_grapheme(text, end.min(text.len()));
        Self::new(start, end).ok()
    }

    /// Checks this span against a text.
    ///
    /// # Errors
    /// [`SpanError::OutOfText`] and [`SpanError::InsideCharacter`].
    pub fn check(self, text: &str) -> Result<(), SpanError> {
        let (start, end) = (self.start(), self.end());
        if end > text.len() {
            return Err(SpanError::OutOfText(start, end, text.len()));
        }
        if !is_grapheme_boundary(text, start) || !is_grapheme_boundary(text, end) {
            return Err(SpanError::InsideCharacter(start, end));
        }
        Ok(())
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes; never 0.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// As a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether the byte at `position` lies inside.
    pub fn contains(self, position: usize) -> bool {
        self.range().contains(&position)
    }

    /// Whether `other` lies wholly inside (or is equal).
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span in a text that has so many bytes more before it.
    pub fn behind(self, bytes: usize) -> Self {
        let moved = |at: usize| u32::try_from(at + bytes).unwrap_or(u32::MAX);
        Self { start: moved(self.start()), end: moved(self.end()) }
    }

    /// The span counted from a byte at or before its start.
    pub fn before(self, byte: usize) -> Self {
        let moved = |at: usize| u32::try_from(at.saturating_sub(byte)).unwrap_or(u32::MAX);
        Self { start: moved(self.start()), end: moved(self.end()) }
    }

    /// The words under the span; empty when the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = SpanError;
    fn try_from((start, end): (u32, u32)) -> Result<Self, SpanError> {
        Self::new(start as usize, end as usize)
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Whether `byte` stands between two user-perceived characters of `text` (or at an end of it).
pub fn is_grapheme_boundary(text: &str, byte: usize) -> bool {
    if !text.is_char_boundary(byte) {
        return false;
    }
    // Almost every boundary stands between two ASCII characters; the full rules cost a walk back in flags and scripts.
    let bytes = text.as_bytes();
    if byte == 0 || byte == bytes.len() {
        return true;
    }
    if bytes[byte - 1].is_ascii() && bytes[byte].is_ascii() {
        return !(bytes[byte - 1] == b'\r' && bytes[byte] == b'\n');
    }
    match GraphemeCursor::new(byte, text.len(), true).is_boundary(text, 0) {
        Ok(is_boundary) => is_boundary,
        Err(GraphemeIncomplete::InvalidOffset) => false,
        Err(_) => true,
    }
}

/// The nearest grapheme boundary at or before `byte`.
pub fn floor_grapheme(text: &str, byte: usize) -> usize {
    let mut byte = text.floor_char_boundary(byte);
    while !is_grapheme_boundary(text, byte) {
        byte = text.floor_char_boundary(byte - 1);
    }
    byte
}

/// The nearest grapheme boundary at or after `byte`; the text's end for a position beyond it.
pub fn ceil_grapheme(text: &str, byte: usize) -> usize {
    let mut byte = text.ceil_char_boundary(byte.min(text.len()));
    while !is_grapheme_boundary(text, byte) {
        byte = text.ceil_char_boundary(byte + 1);
    }
    byte
}

/// Converts between bytes, code points and UTF-16 units of one text.
///
/// Counts are kept every [`STRIDE`](Self::STRIDE) bytes, so a conversion looks at no more than that many.
#[derive(Debug, Clone)]
pub struct PositionMap<'a> {
    text: &'a str,
    /// (byte, char, utf16) at character boundaries, about one a stride.
    marks: Vec<(usize, usize, usize)>,
}

impl<'a> PositionMap<'a> {
    /// How many bytes lie between two kept counts.
    pub const STRIDE: usize = 1024;

    /// Walks the text once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = vec![(0, 0, 0)];
        let (mut byte, mut chars, mut utf16) = (0, 0, 0);
        while byte < text.len() {
            let next = text.ceil_char_boundary((byte + Self::STRIDE).min(text.len()));
            let (c, u) = count(&text[byte..next]);
            (byte, chars, utf16) = (next, chars + c, utf16 + u);
            marks.push((byte, chars, utf16));
        }
        Self { text, marks }
    }

    /// The number of code points before `byte`. A byte inside a character counts as its start; beyond the text, as its end.
    pub fn char_from_byte(&self, byte: usize) -> usize {
        let (at, chars, _) = self.mark_before(byte);
        chars + count(&self.text[at..self.text.floor_char_boundary(byte)]).0
    }

    /// The number of UTF-16 units before `byte`, with the same edges as [`char_from_byte`](Self::char_from_byte).
    pub fn utf16_from_byte(&self, byte: usize) -> usize {
        let (at, _, utf16) = self.mark_before(byte);
        utf16 + count(&self.text[at..self.text.floor_char_boundary(byte)]).1
    }

    /// The byte at which code point number `char` starts; `None` beyond the end (the end itself is allowed).
    pub fn byte_from_char(&self, char: usize) -> Option<usize> {
        let i = self.marks.partition_point(|&(_, chars, _)| chars <= char) - 1;
        let (mut byte, mut chars, _) = self.marks[i];
        let mut rest = self.text[byte..].chars();
        while chars < char {
            byte += rest.next()?.len_utf8();
            chars += 1;
        }
        Some(byte)
    }

    /// The byte at UTF-16 unit `unit`; `None` beyond the end and between the halves of a surrogate pair.
    pub fn byte_from_utf16(&self, unit: usize) -> Option<usize> {
        let i = self.marks.partition_point(|&(_, _, utf16)| utf16 <= unit) - 1;
        let (mut byte, _, mut utf16) = self.marks[i];
        let mut rest = self.text[byte..].chars();
        while utf16 < unit {
            let next = rest.next()?;
            byte += next.len_utf8();
            utf16 += next.len_utf16();
        }
        (utf16 == unit).then_some(byte)
    }

    /// A span's ends in code points.
    pub fn chars_from_span(&self, span: Span) -> Range<usize> {
        self.char_from_byte(span.start())..self.char_from_byte(span.end())
    }

    fn mark_before(&self, byte: usize) -> (usize, usize, usize) {
        self.marks[self.marks.partition_point(|&(at, _, _)| at <= byte.min(self.text.len())) - 1]
    }
}

/// (code points, UTF-16 units) of a piece of text.
fn count(text: &str) -> (usize, usize) {
    let chars = text.chars().count();
    // Characters outside the basic plane are exactly those of four bytes in UTF-8.
    let beyond = text.bytes().filter(|b| *b >= 0xF0).count();
    (chars, chars + beyond)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TRICKY: &str = "a👩‍👩‍👧‍👦é 中文 שלום مرحبا e\u{301}🇺🇦\r\nz";

    #[test]
    fn refuses_spans_that_cut_a_character() {
        let family = "👩‍👩‍👧‍👦".len();
        assert!(Span::in_text(TRICKY, 1, 1 + family).is_ok());
        assert_eq!(Span::in_text(TRICKY, 1, 5), Err(SpanError::InsideCharacter(1, 5)));
        assert_eq!(Span::in_text("abc", 2, 2), Err(SpanError::Empty(2, 2)));
        assert_eq!(Span::in_text("abc", 1, 9), Err(SpanError::OutOfText(1, 9, 3)));
    }

    #[test]
    fn snaps_outwards() {
        assert_eq!(Span::snapped("xe\u{301}y", 2, 3), Span::new(1, 4).ok());
        assert_eq!(Span::snapped("abc", 9, 12), None);
    }

    #[test]
    fn counts_each_unit() {
        let map = PositionMap::new("a👩b");
        assert_eq!((map.char_from_byte(5), map.utf16_from_byte(5)), (2, 3));
        assert_eq!((map.byte_from_char(2), map.byte_from_utf16(3)), (Some(5), Some(5)));
        assert_eq!((map.byte_from_utf16(2), map.byte_from_char(4), map.byte_from_char(3)), (None, None, Some(6)));
    }

    proptest! {
        #[test]
        fn conversions_invert(text in "[a-cé中👩\u{301}\n]{0,3000}", at in 0usize..9000) {
            let map = PositionMap::new(&text);
            let byte = text.floor_char_boundary(at.min(text.len()));
            prop_assert_eq!(map.byte_from_char(map.char_from_byte(byte)), Some(byte));
            prop_assert_eq!(map.byte_from_utf16(map.utf16_from_byte(byte)), Some(byte));
            prop_assert_eq!(map.char_from_byte(byte), text[..byte].chars().count());
            prop_assert_eq!(map.utf16_from_byte(byte), text[..byte].encode_utf16().count());
        }

        #[test]
        fn snapped_spans_pass_the_check(text in ".{0,40}", a in 0usize..90, b in 0usize..90) {
            if let Some(span) = Span::snapped(&text, a, b) {
                prop_assert_eq!(span.check(&text), Ok(()));
            }
        }
    }
}
