//! A passage's own words and the words around it: what is written down so that it can be found again.
//!
//! The selectors are those of the W3C Web Annotation Data Model, section 4.2.4 (Text Quote Selector). This file only
//! describes; finding is the work of [`find`](super::find()) and [`Follow`](super::Follow).

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Span;
use crate::model::position::{ceil_grapheme, floor_grapheme, is_grapheme_boundary};

/// The fewest characters of context on either side, where the text has that many.
pub const CONTEXT_MIN: usize = 32;
/// The most characters of context on either side.
pub const CONTEXT_MAX: usize = 64;

/// A passage in words: enough to find it again without its position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// The passage itself, as printed.
    pub quote: String,
    /// The text right before it, empty at the start of the text.
    pub prefix: String,
    /// The text right behind it, empty at the end of the text.
    pub suffix: String,
}

/// Describes the passage under `span`.
///
/// Prefix and suffix hold [`CONTEXT_MIN`] to [`CONTEXT_MAX`] characters (code points), fewer at the edges of the text. They are
/// as long as whole words allow, and where no word ends between the two bounds they end between two graphemes. A span
/// that does not fit the text is first brought onto it, as [`Span::snapped`] does.
pub fn describe(text: &str, span: Span) -> Description {
    let Some(span) = Span::snapped(text, span.start(), span.end()) else { return Description::default() };
    Description {
        quote: span.of(text).to_owned(),
        prefix: text[prefix_start(text, span.start())..span.start()].to_owned(),
        suffix: text[span.end()..suffix_end(text, span.end())].to_owned(),
    }
}

fn prefix_start(text: &str, end: usize) -> usize {
    let before = &text[..end];
    let Some((longest, _)) = before.char_indices().rev().nth(CONTEXT_MAX - 1) else { return 0 };
    let shortest = before.char_indices().rev().nth(CONTEXT_MIN - 1).map_or(longest, |(at, _)| at);
    // Word segmentation reads from the left, so it starts a little before the window to see the word that is cut.
    let from = floor_grapheme(text, longest.saturating_sub(CONTEXT_MAX));
    let word = word_edges(text, from, end).find(|at| (longest..=shortest).contains(at));
    word.unwrap_or_else(|| ceil_grapheme(text, longest).min(end))
}

fn suffix_end(text: &str, start: usize) -> usize {
    let behind = &text[start..];
    let Some((longest, _)) = behind.char_indices().nth(CONTEXT_MAX) else { return text.len() };
    let longest = start + longest;
    let shortest = start + behind.char_indices().nth(CONTEXT_MIN).map_or(0, |(at, _)| at);
    let until = ceil_grapheme(text, longest + CONTEXT_MAX);
    let word = word_edges(text, start, until).filter(|at| (shortest..=longest).contains(at)).last();
    word.unwrap_or_else(|| floor_grapheme(text, longest).max(start))
}

/// The grapheme boundaries in `from..until` at which a word or a run of white space starts.
fn word_edges(text: &str, from: usize, until: usize) -> impl Iterator<Item = usize> {
    let edges = text[from..until].split_word_bound_indices().map(move |(at, _)| from + at);
    edges.filter(|at| is_grapheme_boundary(text, *at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(before: &str, quote: &str, behind: &str) -> Description {
        let text = format!("{before}{quote}{behind}");
        let span = Span::in_text(&text, before.len(), before.len() + quote.len()).expect("a span");
        describe(&text, span)
    }

    #[test]
    fn keeps_all_context_of_a_short_text() {
        let found = check("They said ", "no", " twice.");
        assert_eq!((found.prefix.as_str(), found.suffix.as_str()), ("They said ", " twice."));
    }

    #[test]
    fn cuts_context_between_words() {
        let found = check(&"counting ".repeat(20), "sheep", &" beautifully".repeat(20));
        assert_eq!(found.prefix, format!(" {}", "counting ".repeat(7)));
        assert_eq!(found.suffix, format!("{} ", " beautifully".repeat(5)));
    }

    #[test]
    fn cuts_inside_a_word_longer_than_the_context() {
        let found = check(&"a".repeat(200), "b", &"c".repeat(200));
        assert_eq!((found.prefix.len(), found.suffix.len()), (CONTEXT_MAX, CONTEXT_MAX));
    }

    #[test]
    fn never_cuts_a_family_of_emoji() {
        let found = check(&"👩‍👩‍👧‍👦".repeat(30), "x", &"👩‍👩‍👧‍👦".repeat(30));
        assert_eq!(found.prefix, "👩‍👩‍👧‍👦".repeat(9));
        assert_eq!(found.suffix, "👩‍👩‍👧‍👦".repeat(9));
    }

    proptest! {
        #[test]
        fn context_stays_in_bounds_and_whole(text in "([a-zé中👩\u{301} .]{0,9}[\n ]){0,60}", a in 0usize..600, b in 0usize..600) {
            let Some(span) = Span::snapped(&text, a.min(b), a.max(b)) else { return Ok(()) };
            let found = describe(&text, span);
            let start = span.start() - found.prefix.len();
            let end = span.end() + found.suffix.len();
            prop_assert!(is_grapheme_boundary(&text, start) && is_grapheme_boundary(&text, end));
            prop_assert_eq!(&text[start..end], format!("{}{}{}", found.prefix, found.quote, found.suffix));
            for (side, at_edge) in [(&found.prefix, start == 0), (&found.suffix, end == text.len())] {
                let chars = side.chars().count();
                prop_assert!(chars <= CONTEXT_MAX && (at_edge || chars + 40 >= CONTEXT_MIN), "{}", chars);
            }
        }
    }
}
