//! Looks for words in texts to the letter, as far as that goes in a moment: a hundred thousand words that are nowhere in a long
//! text would take hours.

use std::ops::Range;

/// Looks for words in many places of many texts.
#[derive(Debug)]
pub struct Search {
    /// How many bytes are still looked at in all, beside those near the places.
    left: usize,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// They stand here.
    At(usize),
    /// They stand nowhere in the text.
    Nowhere,
    /// They do not stand near the place; the rest was not looked at any more.
    NotNear,
}

impl Default for Search {
    fn default() -> Self {
        Self { left: 2 << 30 }
    }
}

/// How far around its place words are looked for in any case, in bytes.
const NEAR: usize = 4 << 10;

impl Search {
    /// Where `words` stand in the text, of several places the one nearest to `byte`. Empty words stand nowhere.
    pub fn nearest(&mut self, text: &str, words: &str, byte: usize) -> Looked {
        if words.is_empty() {
            return Looked::Nowhere;
        }
        let byte = byte.min(text.len());
        let start = text.floor_char_boundary(byte.saturating_sub(NEAR));
        let end = text.ceil_char_boundary((byte + words.len() + NEAR).min(text.len()));
        if let Some(at) = within(text, start..end, words, byte) {
            return Looked::At(at);
        }
        match self.left.checked_sub(text.len()) {
            None => Looked::NotNear,
            Some(left) => {
                self.left = left;
                within(text, 0..text.len(), words, byte).map_or(Looked::Nowhere, Looked::At)
            }
        }
    }
}

fn within(text: &str, range: Range<usize>, words: &str, byte: usize) -> Option<usize> {
    let occurrences = text[range.clone()].match_indices(words).map(|(at, _)| range.start + at);
    occurrences.min_by_key(|at| at.abs_diff(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_places_the_nearest_is_found() {
        let text = format!("one two one {} one", "ö".repeat(NEAR));
        let nearest = |words, byte| Search::default().nearest(&text, words, byte);
        assert_eq!((nearest("one", 0), nearest("one", 7)), (Looked::At(0), Looked::At(8)));
        assert_eq!(nearest("one", usize::MAX), Looked::At(text.len() - 3));
        assert_eq!((nearest("two", text.len() - 4), nearest("three", 0)), (Looked::At(4), Looked::Nowhere));
        assert_eq!(nearest("", 0), Looked::Nowhere);
    }

    #[test]
    fn what_is_looked_at_in_all_is_bounded() {
        let text = format!("one {}two", " ".repeat(3 * NEAR));
        let mut search = Search { left: 2 * text.len() };
        assert_eq!(search.nearest(&text, "two", 0), Looked::At(text.len() - 3));
        assert_eq!(search.nearest(&text, "three", 0), Looked::Nowhere);
        assert_eq!(
            (search.nearest(&text, "two", 0), search.nearest(&text, "one", 0)),
            (Looked::NotNear, Looked::At(0))
        );
    }
}
