//! A text as what is compared of it: its words, folded and without endings, and their runs of letters.

use rustc_hash::FxHashSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::fold::{fold_into, is_unspaced};

use super::tongues::Tongue;

/// A run of letters of one word, packed; a space stands for either end of the word.
pub(super) type Gram = u128;

/// How long runs are, in letters.
const RUNS: [usize; 2] = [4, 5];

/// A word of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case, without accents.
    pub(super) folded: String,
    /// Without its ending.
    pub(super) stem: String,
}

impl Word {
    pub(super) fn new(folded: String, tongue: Option<&Tongue>) -> Self {
        let stem = match tongue {
            Some(tongue) if !is_number(&folded) => tongue.stem(&folded),
            _ => folded.clone(),
        };
        Self { folded, stem }
    }
}

/// The words of a claim that say what it is about, each once.
pub(super) fn telling(text: &str, tongue: Option<&Tongue>) -> Vec<Word> {
    let silent = tongue.map(Tongue::function_words).unwrap_or_default();
    let mut seen = FxHashSet::default();
    let mut words = Vec::new();
    each_word(text, |_, folded| {
        if !silent.contains(folded) && seen.insert(folded.to_owned()) {
            words.push(Word::new(folded.to_owned(), tongue));
        }
    });
    words
}

/// Calls back with each word of a text, as it is written and folded. Where letters stand without spaces (Chinese, Thai), each with the next
/// is a word. Numbers come without the signs that group their digits.
pub(super) fn each_word(text: &str, mut is: impl FnMut(&str, &str)) {
    let mut before: Option<usize> = None;
    for (at, token) in text.unicode_word_indices() {
        let end = at + token.len();
        if token.chars().all(is_unspaced) {
            let start = before.take().unwrap_or(at);
            before = Some(at);
            is(&text[start..end], &folded(&text[start..end]));
            continue;
        }
        before = None;
        if token.contains(char::is_numeric) {
            let number: String = folded(token).chars().filter(|c| !matches!(c, '.' | ',' | '\'')).collect();
            is(token, &number);
            continue;
        }
        for part in token.split(['.', ':', '_']) {
            let mut word = folded(part);
            if word.ends_with("'s") {
                word.truncate(word.len() - 2);
            }
            // "l'article" and "don't" are two words, of which one says nothing.
            for piece in word.split('\'').filter(|piece| !piece.is_empty()) {
                is(part, piece);
            }
        }
    }
}

/// A word in lower case, without accents; letters that only some languages have as those that stand for them elsewhere.
pub(super) fn folded(word: &str) -> String {
    let mut lower = String::new();
    fold_into(word, true, &mut lower);
    if lower.is_ascii() {
        return lower;
    }
    let mut folded = String::with_capacity(lower.len());
    for c in lower.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            c => folded.push(c),
        }
    }
    folded
}

pub(super) fn is_number(folded: &str) -> bool {
    folded.contains(char::is_numeric)
}

/// The runs of letters of a folded word.
pub(super) fn grams(folded: &str, grams: &mut Vec<Gram>) {
    grams.clear();
    let letters: Vec<u32> = [' '].into_iter().chain(folded.chars()).chain([' ']).map(u32::from).collect();
    for run in RUNS {
        let pack = |letters: &[u32]| letters.iter().fold(0, |packed, letter| packed << 21 | Gram::from(*letter));
        grams.extend(letters.windows(run).map(pack));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut words = Vec::new();
        each_word(text, |_, folded| words.push(folded.to_owned()));
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn words_are_folded_and_numbers_lose_their_grouping() {
        check("The Council’s 12,500 euros", "the council 12500 euros");
        check("12.500 Übergrößen", "12500 ubergrossen");
        check("İstanbul’da ısı", "istanbul da isi");
        check("l’école b4blaze.in", "l ecole b4blazein");
        check("疫苗安全", "疫 疫苗 苗安 安全");
    }

    #[test]
    fn runs_know_where_a_word_begins_and_ends() {
        let mut runs = Vec::new();
        grams("abc", &mut runs);
        assert_eq!(runs.len(), 3);
        grams("a", &mut runs);
        assert!(runs.is_empty());
    }
}
