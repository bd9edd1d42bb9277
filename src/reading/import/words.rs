//! Fixed words of the importers (formats, reasons, places) on their way from one process to another.
//!
//! Importers name them by `&'static str`. What arrives through a pipe is text; each different word is kept once, for good,
//! so that it can be `'static` again. There are a few dozen of them; the bounds hold whatever the other process sends.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Deserializer};

/// How many different words are kept.
const MAX_WORDS: usize = 4096;

/// How long a word may be, in bytes.
const MAX_LEN: usize = 400;

/// What stands for a word beyond the bounds.
const BEYOND: &str = "not told";

static KNOWN: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);

/// The word that reads `text`.
fn word(text: &str) -> &'static str {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if let Some(word) = known.get(text) {
        return word;
    }
    if known.len() >= MAX_WORDS || text.len() > MAX_LEN {
        return BEYOND;
    }
    let word: &'static str = Box::leak(Box::from(text));
    known.insert(word);
    word
}

/// Reads a word.
pub(super) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    Ok(word(&String::deserialize(deserializer)?))
}

/// Reads a word that may be missing.
pub(super) fn maybe_known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static str>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|text| word(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_once_and_a_long_one_not_at_all() {
        assert!(std::ptr::eq(word("navigation"), word(&["navi", "gation"].concat())));
        assert_eq!(word(&"x".repeat(MAX_LEN + 1)), BEYOND);
    }
}
