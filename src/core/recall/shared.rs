//! Which words led to a text: those that it shares with a claim, and those that are like one of the claim.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    index::Index,
    words::{Gram, Word, each_word, grams, is_number},
};

/// Words whose runs of letters are alike by this share or more are told as shared.
const ALIKE: f32 = 0.4;

/// The words of a text that a claim has too, or one like it, as they are written there: the rarest first, each once.
pub(super) fn shared(wanted: &[Word], text: &str, index: &Index) -> Vec<String> {
    let of_claim: Vec<(&Word, FxHashSet<Gram>)> = wanted.iter().map(|word| (word, runs(&word.folded))).collect();
    let mut seen = FxHashSet::default();
    let mut found: Vec<(f32, String)> = Vec::new();
    each_word(text, |written, folded| {
        let Some(word) = index.word(folded) else { return };
        let is_alike = || {
            let own = runs(folded);
            of_claim.iter().any(|(other, runs)| {
                let common = own.intersection(runs).count() as f32;
                !is_number(&other.folded) && 2.0 * common >= ALIKE * (own.len() + runs.len()) as f32 && common > 0.0
            })
        };
        let is_shared = wanted.iter().any(|other| other.stem == word.stem);
        if (is_shared || !is_number(folded) && is_alike()) && seen.insert(word.stem.clone()) {
            let rank = index.rarity(&word.stem) * if is_shared { 2.0 } else { 1.0 };
            found.push((rank, written.to_owned()));
        }
    });
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, written)| written).collect()
}

/// Where in a text some of its words stand, as they are written there: bytes, in order, without overlap.
pub fn places(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    each_word(text, |written, _| {
        if words.iter().any(|word| word == written) {
            // It is a part of the text, so how far it lies behind its beginning is its place.
            let at = written.as_ptr() as usize - text.as_ptr() as usize;
            match places.last_mut() {
                Some(last) if at < last.end => last.end = last.end.max(at + written.len()),
                _ => places.push(at..at + written.len()),
            }
        }
    });
    places
}

fn runs(folded: &str) -> FxHashSet<Gram> {
    let mut found = Vec::new();
    grams(folded, &mut found);
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_are_found_where_they_stand() {
        let check = |text: &str, words: &[&str], expected: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let found: Vec<&str> = places(text, &words).into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Cracks in piers, cracks", &["cracks", "piers"], &["piers", "cracks"]);
        check("l’école und Größe", &["Größe", "l’école"], &["l’école", "Größe"]);
        check("疫苗安全", &["疫苗", "苗安"], &["疫苗安"]);
        check("cracked", &["crack"], &[]);
    }
}
