//! Bringing a text into the form in which it is kept, with everything that stands at its words going along. All that an importer does
//! to a text after it has noted a place in it is done here.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::position::{ceil_grapheme, floor_grapheme};

/// A text that is put together of stretches of another one.
#[derive(Debug, Clone, Default)]
pub struct Woven {
    /// The text.
    pub text: String,
    runs: Vec<Run>,
}

/// A stretch of the old text and where it stands in the new one.
#[derive(Debug, Clone, Copy)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
}

impl Woven {
    /// Adds a stretch of the old text. Stretches come in the old text's order.
    pub fn keep(&mut self, old_text: &str, stretch: Range<usize>) {
        let Some(words) = old_text.get(stretch.clone()).filter(|words| !words.is_empty()) else { return };
        match self.runs.last_mut() {
            Some(last) if last.old + last.len == stretch.start && last.new + last.len == self.text.len() => {
                last.len += words.len();
            }
            _ => self.runs.push(Run { old: stretch.start, new: self.text.len(), len: words.len() }),
        }
        self.text.push_str(words);
    }

    /// Adds what the old text does not have.
    pub fn add(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Where what stood at a range of the old text stands now: empty where nothing of it is kept, `None` where none of it and nothing
    /// around it is.
    pub fn range(&self, old: Range<usize>) -> Option<Range<usize>> {
        let next = self.runs.partition_point(|run| run.old + run.len <= old.start);
        let before = self.runs.partition_point(|run| run.old < old.end).checked_sub(1);
        let start = self.runs.get(next).map(|run| run.new + old.start.saturating_sub(run.old));
        let end = before.and_then(|at| self.runs.get(at)).map(|run| run.new + run.len.min(old.end - run.old));
        match (start, end) {
            (Some(start), Some(end)) if start < end => Some(start..end),
            (_, Some(end)) => Some(end..end),
            (Some(start), None) => Some(start..start),
            (None, None) => None,
        }
    }

    /// Whether something of a range of the old text, or of what touches it, is kept.
    pub fn holds(&self, old: &Range<usize>) -> bool {
        self.runs.iter().any(|run| run.old <= old.end && old.start <= run.old + run.len)
    }
}

/// NFC, LF line ends, no BOM, no NUL or other control character but tab and line end, no white space at the edges.
pub fn clean(text: &str) -> String {
    cleaned(text, &mut [])
}

/// A text as [`clean`] makes it; ranges of it go along.
pub fn cleaned(text: &str, ranges: &mut [Range<usize>]) -> String {
    trimmed_by(text, str::trim, ranges)
}

/// A table as [`clean`] makes it, but for the tabs before its first cell that holds anything: each stands for a column. Ranges go along.
pub fn cleaned_table(text: &str, ranges: &mut [Range<usize>]) -> String {
    trimmed_by(text, trim_table, ranges)
}

/// A table from its first row that holds anything.
fn trim_table(text: &str) -> &str {
    let text = text.trim_end();
    let edge = &text[..text.len() - text.trim_start().len()];
    let is_edge = |char: char| char != '\t' && char.is_whitespace();
    text[edge.rfind('\n').map_or(0, |at| at + 1)..].trim_start_matches(is_edge)
}

fn trimmed_by(text: &str, trim: fn(&str) -> &str, ranges: &mut [Range<usize>]) -> String {
    let needs_work = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}';
    let mut text = text.to_owned();
    if !text.chars().all(is_plain) {
        if text.contains(needs_work) {
            text = without_signs(&text, needs_work, ranges);
        }
        if is_nfc_quick(text.chars()) != IsNormalized::Yes {
            text = composed(&text, ranges);
        }
    }
    let trimmed = trim(&text);
    if trimmed.len() == text.len() {
        return text;
    }
    let before = text.trim_end().len() - trimmed.len();
    for range in ranges {
        range.start = range.start.saturating_sub(before).min(trimmed.len());
        range.end = range.end.saturating_sub(before).min(trimmed.len());
    }
    trimmed.to_owned()
}

/// Whether a character stays as it is whatever stands beside it: most of every text in Latin letters, told without the tables of Unicode.
/// Below U+0300 nothing combines and all is composed; of the general punctuation, so are the dashes, quotation marks and dots.
fn is_plain(char: char) -> bool {
    matches!(char, ' '..='~' | '\n' | '\t' | '\u{a0}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '€')
}

fn without_signs(text: &str, is_sign: impl Fn(char) -> bool, ranges: &mut [Range<usize>]) -> String {
    let mut woven = Woven::default();
    let mut from = 0;
    for (at, sign) in text.char_indices().filter(|(_, char)| is_sign(*char)) {
        woven.keep(text, from..at);
        from = at + sign.len_utf8();
        if sign == '\r' && !text[from..].starts_with('\n') {
            woven.add("\n");
        }
    }
    woven.keep(text, from..text.len());
    for range in ranges {
        *range = woven.range(range.clone()).unwrap_or(0..0);
    }
    woven.text
}

/// NFC. It composes nothing across the edges of characters as they are seen, so places there are known by what comes before them.
fn composed(text: &str, ranges: &mut [Range<usize>]) -> String {
    let whole: String = text.nfc().collect();
    let mut ends: Vec<usize> = Vec::new();
    for range in ranges.iter_mut() {
        *range = floor_grapheme(text, range.start)..ceil_grapheme(text, range.end);
        ends.extend([range.start, range.end]);
    }
    ends.sort_unstable();
    ends.dedup();
    let (mut from, mut len) = (0, 0);
    let composed: Vec<usize> = ends
        .iter()
        .map(|&end| {
            len += text[from..end].nfc().map(char::len_utf8).sum::<usize>();
            from = end;
            len.min(whole.len())
        })
        .collect();
    let new = |old: usize| ends.binary_search(&old).map_or(whole.len(), |at| composed[at]);
    for range in ranges {
        *range = floor_grapheme(&whole, new(range.start))..ceil_grapheme(&whole, new(range.end));
    }
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_go_along_with_their_words() {
        let text = "\u{feff} e\u{301}a\u{301} the\0 wall\r\nfell\r ";
        let start = text.find("the").unwrap();
        let end = text.find("fell").unwrap() + 4;
        let mut ranges = [start..end, 3..5, 0..text.len()];
        let clean = cleaned(text, &mut ranges);
        assert_eq!(clean, "éá the wall\nfell");
        assert_eq!(ranges.map(|range| clean[range].to_owned()), ["the wall\nfell", "é", "éá the wall\nfell"]);
    }

    #[test]
    fn what_is_plain_needs_no_cleaning() {
        for char in ('\0'..=char::MAX).filter(|char| is_plain(*char)) {
            assert_eq!(is_nfc_quick([char].into_iter()), IsNormalized::Yes, "{char:?}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(char), 0, "{char:?}");
            assert!(!char.is_control() || matches!(char, '\n' | '\t'), "{char:?}");
        }
    }

    #[test]
    fn what_is_woven_keeps_its_words() {
        let text = "one  two three";
        let mut woven = Woven::default();
        woven.keep(text, 0..3);
        woven.add(" / ");
        woven.keep(text, 5..8);
        assert_eq!(woven.text, "one / two");
        assert_eq!(woven.range(1..6), Some(1..7));
        assert_eq!(woven.range(3..5), Some(3..3));
        assert_eq!(woven.range(9..14), Some(9..9));
        assert!(woven.holds(&(0..1)) && !woven.holds(&(9..14)));
    }

    proptest! {
        /// A marked word is one of its own after cleaning as it was before.
        #[test]
        fn a_word_keeps_its_letters(
            before in "[a e\u{301}\u{1100}\u{1161}가\0\r\n\u{feff}👩\u{200d}é]{0,12}",
            word in "[b-d]{1,4}",
            after in "[a\u{301} \u{1161}\0\r\n\u{feff}é]{0,12}",
        ) {
            let text = format!("{before}{word}{after}");
            let mut range = before.len()..before.len() + word.len();
            let text = cleaned(&text, std::slice::from_mut(&mut range));
            prop_assert_eq!(&clean(&text), &text);
            let found = &text[range];
            let letters: String = found.nfd().filter(char::is_ascii_lowercase).collect();
            // An accent behind the word's last letter is of that letter.
            prop_assert_eq!(letters, word);
        }
    }
}
