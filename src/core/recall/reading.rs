//! Words as this engine compares them, for what else looks through texts.

use std::{cell::RefCell, ops::Range};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    tongues::Tongue,
    words::{self, Word},
};

/// How many words are remembered with their stems.
const REMEMBERED: usize = 100_000;

thread_local! {
    /// Stems by the tag of the language and the word: the same words come in one project after the other, and cutting endings off is slow.
    static STEMS: RefCell<FxHashMap<&'static str, FxHashMap<String, String>>> = RefCell::default();
}

/// A language of which the function words and endings are known, or none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Language(Option<&'static Tongue>);

impl Language {
    /// The language of a text, by its function words; where they do not tell, by the tag.
    pub(crate) fn of(text: &str, tag: &str) -> Self {
        Self(Tongue::of(text, tag))
    }

    /// The language with this tag.
    pub(crate) fn tagged(tag: &str) -> Self {
        Self(Tongue::tagged(tag))
    }

    /// Its tag; empty for none.
    pub(crate) fn tag(self) -> &'static str {
        self.0.map_or("", Tongue::tag)
    }

    /// A folded word without its ending. Numbers have none.
    pub(crate) fn stem(self, folded: &str) -> String {
        STEMS.with_borrow_mut(|stems| {
            let stems = stems.entry(self.tag()).or_default();
            if let Some(stem) = stems.get(folded) {
                return stem.clone();
            }
            if stems.len() >= REMEMBERED {
                stems.clear();
            }
            let stem = Word::new(folded.to_owned(), self.0).stem;
            stems.insert(folded.to_owned(), stem.clone());
            stem
        })
    }

    /// Words that say nothing of what a sentence is about.
    pub(crate) fn function_words(self) -> FxHashSet<&'static str> {
        self.0.map(Tongue::function_words).unwrap_or_default()
    }
}

/// Calls back with each word of a text: where it stands, and folded. A word that is written as several comes several times.
pub(crate) fn each_word(text: &str, mut is: impl FnMut(Range<usize>, &str)) {
    words::each_word(text, |written, folded| {
        let start = (written.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        is(start..start + written.len(), folded);
    });
}

/// A text in lower case, without accents.
pub(crate) fn folded(text: &str) -> String {
    words::folded(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_their_places() {
        let text = "«L’école» coûte 12.500 €";
        let mut found = Vec::new();
        each_word(text, |place, folded| found.push((text[place].to_owned(), folded.to_owned())));
        let expected = [("L’école", "l"), ("L’école", "ecole"), ("coûte", "coute"), ("12.500", "12500")];
        assert_eq!(found, expected.map(|(written, folded)| (written.to_owned(), folded.to_owned())));
        assert_eq!(Language::tagged("en").stem("bridges"), Language::tagged("en").stem("bridge"));
        assert_eq!((Language::tagged("xx").tag(), Language::tagged("de").tag()), ("", "de"));
    }
}
