//! Which words led to a text: those that it shares with a claim, and those that are like one of the claim.

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

fn runs(folded: &str) -> FxHashSet<Gram> {
    let mut found = Vec::new();
    grams(folded, &mut found);
    found.into_iter().collect()
}
