//! Pairs sentences that are equal: those in order, and those that stand once elsewhere.
//!
//! Sentences that were edited are the work of [`pairing`](super::pairing).

use std::ops::Range;

use imara_diff::Token;
use rustc_hash::FxHashMap;

use super::align::{Alignment, NONE};
use super::diff::common;
use super::words::Words;

/// The least weight of a sentence that is paired far from its place: "He left." says too little.
const LEAST_WEIGHT: f32 = 1.2;

/// Sentences and their partners.
pub(super) struct Pairs {
    old_keys: Vec<Token>,
    new_keys: Vec<Token>,
    keys: u32,
    pub to_new: Vec<u32>,
    pub to_old: Vec<u32>,
}

/// For each sentence, the number of the gap between equal sentences in which it lies.
pub(super) struct Gaps {
    pub old: Vec<u32>,
    pub new: Vec<u32>,
}

impl Pairs {
    /// The sentences of two texts, unpaired.
    pub fn of(alignment: &Alignment) -> Self {
        let mut keys: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let mut key_all = |words: &Words| -> Vec<Token> {
            let ids =
                |range: &Range<u32>| words.words[range.start as usize..range.end as usize].iter().map(|word| word.id);
            let sentences = words.sentences.iter();
            sentences
                .map(|range| {
                    let next = keys.len() as u32;
                    Token(*keys.entry(ids(range).collect()).or_insert(next))
                })
                .collect()
        };
        let (old_keys, new_keys) = (key_all(&alignment.old), key_all(&alignment.new));
        let (to_new, to_old) = (vec![NONE; old_keys.len()], vec![NONE; new_keys.len()]);
        Self { old_keys, new_keys, keys: keys.len() as u32, to_new, to_old }
    }

    /// Makes two sentences partners.
    pub fn link(&mut self, old_sentence: usize, new_sentence: usize) {
        self.to_new[old_sentence] = new_sentence as u32;
        self.to_old[new_sentence] = old_sentence as u32;
    }

    /// The pairs, in the order of the old text.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.to_new.iter().enumerate().filter(|(_, new)| **new != NONE).map(|(old, new)| (old, *new as usize))
    }

    /// Pairs what a histogram diff leaves unchanged.
    pub fn pair_in_order(&mut self) {
        for (old, new) in common(&self.old_keys, &self.new_keys, self.keys) {
            self.link(old, new);
        }
    }

    /// Numbers the gaps between the pairs so far, which all are in order.
    pub fn gaps(&self) -> Gaps {
        let number = |partners: &[u32]| {
            let mut gap = 0;
            let count = |partner: &u32| {
                gap += u32::from(*partner != NONE);
                gap
            };
            partners.iter().map(count).collect()
        };
        Gaps { old: number(&self.to_new), new: number(&self.to_old) }
    }

    /// Pairs equal sentences that stand once among the unpaired of either side, and then their equal neighbours.
    pub fn pair_moved(&mut self, alignment: &Alignment) {
        let mut counts: FxHashMap<u32, [(u32, u32); 2]> = FxHashMap::default();
        for (side, (keys, partners)) in
            [(&self.old_keys, &self.to_new), (&self.new_keys, &self.to_old)].into_iter().enumerate()
        {
            for (i, key) in keys.iter().enumerate().filter(|(i, _)| partners[*i] == NONE) {
                let count = &mut counts.entry(key.0).or_default()[side];
                *count = (count.0 + 1, i as u32);
            }
        }
        let mut moved: Vec<(usize, usize)> = counts
            .into_values()
            .filter(|[old, new]| old.0 == 1 && new.0 == 1)
            .map(|[old, new]| (old.1 as usize, new.1 as usize))
            .filter(|(old, _)| alignment.old_weight(alignment.old.sentence(*old)) >= LEAST_WEIGHT)
            .collect();
        moved.sort_unstable();
        for (old, new) in moved {
            self.link(old, new);
            self.extend(old, new, 1);
            self.extend(old, new, -1);
        }
    }

    fn extend(&mut self, mut old: usize, mut new: usize, step: isize) {
        loop {
            let (Some(next_old), Some(next_new)) = (old.checked_add_signed(step), new.checked_add_signed(step)) else {
                return;
            };
            let is_free = |partners: &[u32], i: usize| partners.get(i) == Some(&NONE);
            let are_free = is_free(&self.to_new, next_old) && is_free(&self.to_old, next_new);
            if !are_free || self.old_keys[next_old] != self.new_keys[next_new] {
                return;
            }
            self.link(next_old, next_new);
            (old, new) = (next_old, next_new);
        }
    }
}
