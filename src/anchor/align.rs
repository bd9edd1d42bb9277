//! Which word of the old text became which word of the new one.
//!
//! Authors edit sentences, so sentences are paired first and words only inside pairs: a deleted sentence then cannot leave
//! its claims on stray words of another. In order of trust:
//!
//! 1. sentences that are equal, in order: a histogram diff over sentences;
//! 2. equal sentences elsewhere, when there is only one on either side: moves;
//! 3. similar sentences, each the other's best partner by a margin, first in the same gap and then anywhere;
//! 4. word by word inside the pairs, and in what is left between two neighbours that are aligned.
//!
//! Every word has at most one partner. What finds none has none: nothing is aligned for want of better.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token};
use rustc_hash::FxHashMap;

use super::order::moved;
use super::pairing::pair_similar;
use super::runs::link_runs;
use super::weave::weave;
use super::words::{Vocabulary, Words, cut_both};

/// Stands for "no partner".
pub(super) const NONE: u32 = u32::MAX;

/// Two texts and the partners of their words.
#[derive(Debug)]
pub(super) struct Alignment<'a> {
    pub old: Words<'a>,
    pub new: Words<'a>,
    pub vocabulary: Vocabulary,
    /// For each old word its new one, or [`NONE`].
    pub to_new: Vec<u32>,
    /// For each new word its old one, or [`NONE`].
    pub to_old: Vec<u32>,
    /// For each old sentence the new one that it became, or [`NONE`].
    pub partners: Vec<u32>,
    /// For each old sentence whether it left its place among the others.
    pub moved: Vec<bool>,
}

impl<'a> Alignment<'a> {
    /// Aligns two texts.
    pub fn new(old: &'a str, new: &'a str) -> Self {
        let mut alignment = Self::unlinked(old, new);
        alignment.align_sentences();
        link_runs(&mut alignment);
        alignment.find_moved();
        alignment
    }

    /// Two texts, cut into words, without partners.
    pub fn unlinked(old: &'a str, new: &'a str) -> Self {
        let (old, new, vocabulary) = cut_both(old, new);
        let (to_new, to_old) = (vec![NONE; old.words.len()], vec![NONE; new.words.len()]);
        let (partners, moved) = (vec![NONE; old.sentences.len()], vec![false; old.sentences.len()]);
        Self { old, new, vocabulary, to_new, to_old, partners, moved }
    }

    fn align_sentences(&mut self) {
        let alignment = self;
        let mut sentences = Pairs::of(alignment);
        sentences.pair_in_order();
        let gaps = sentences.gaps();
        sentences.pair_moved(alignment);
        for (old_sentence, new_sentence) in sentences.iter() {
            alignment.link_equal(old_sentence, new_sentence);
        }
        for (old_sentence, new_sentence) in pair_similar(alignment, &mut sentences, &gaps) {
            alignment.partners[old_sentence] = new_sentence as u32;
            weave(alignment, old_sentence, new_sentence);
        }
    }

    /// Marks the sentences that moved. One without a partner counts with the place of its first word that has one.
    fn find_moved(&mut self) {
        let place = |i: usize| match self.partners[i] {
            NONE => {
                let first = self.old.sentence(i).find(|word| self.to_new[*word] != NONE);
                first.map_or(NONE, |word| self.new.sentence_of(self.to_new[word] as usize) as u32)
            }
            partner => partner,
        };
        let places: Vec<u32> = (0..self.partners.len()).map(place).collect();
        let weights: Vec<u32> = self.old.sentences.iter().map(|sentence| sentence.end - sentence.start).collect();
        self.moved = moved(&places, &weights, self.new.sentences.len());
    }

    /// Makes two words partners.
    pub fn link(&mut self, old_word: usize, new_word: usize) {
        self.to_new[old_word] = new_word as u32;
        self.to_old[new_word] = old_word as u32;
    }

    fn link_equal(&mut self, old_sentence: usize, new_sentence: usize) {
        self.partners[old_sentence] = new_sentence as u32;
        let pairs: Vec<_> = self.old.sentence(old_sentence).zip(self.new.sentence(new_sentence)).collect();
        for (old_word, new_word) in pairs {
            self.link(old_word, new_word);
        }
    }

    /// The summed weight of old words.
    pub fn old_weight(&self, words: Range<usize>) -> f32 {
        words.map(|i| self.vocabulary.weight(self.old.words[i].id)).sum()
    }

    /// The summed weight of new words.
    pub fn new_weight(&self, words: Range<usize>) -> f32 {
        words.map(|i| self.vocabulary.weight(self.new.words[i].id)).sum()
    }
}

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
    fn of(alignment: &Alignment) -> Self {
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

    pub fn link(&mut self, old_sentence: usize, new_sentence: usize) {
        self.to_new[old_sentence] = new_sentence as u32;
        self.to_old[new_sentence] = old_sentence as u32;
    }

    /// The pairs, in the order of the old text.
    fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.to_new.iter().enumerate().filter(|(_, new)| **new != NONE).map(|(old, new)| (old, *new as usize))
    }

    fn pair_in_order(&mut self) {
        for (old, new) in common(&self.old_keys, &self.new_keys, self.keys) {
            self.link(old, new);
        }
    }

    /// Numbers the gaps between the pairs so far, which all are in order.
    fn gaps(&self) -> Gaps {
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
    fn pair_moved(&mut self, alignment: &Alignment) {
        const LEAST_WEIGHT: f32 = 1.2;
        let mut places: FxHashMap<u32, [(u32, u32); 2]> = FxHashMap::default();
        for (side, (keys, partners)) in
            [(&self.old_keys, &self.to_new), (&self.new_keys, &self.to_old)].into_iter().enumerate()
        {
            for (i, key) in keys.iter().enumerate().filter(|(i, _)| partners[*i] == NONE) {
                let place = &mut places.entry(key.0).or_default()[side];
                *place = (place.0 + 1, i as u32);
            }
        }
        let mut moved: Vec<(usize, usize)> = places
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

/// The pairs of equal tokens that a histogram diff leaves unchanged, in order.
pub(super) fn common(old: &[Token], new: &[Token], tokens: u32) -> Vec<(usize, usize)> {
    // What stands on one side only cannot be paired, and the diff is slow on texts that have little in common.
    let (old_at, old) = only_shared(old, new, tokens);
    let (new_at, new) = only_shared(new, &old, tokens);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &old, &new, tokens);
    let mut pairs = Vec::with_capacity(old.len());
    let (mut i, mut j) = (0, 0);
    let ends = diff.hunks().map(|hunk| (hunk.before, hunk.after));
    let len = (old.len() as u32, new.len() as u32);
    for (before, after) in ends.chain([(len.0..len.0, len.1..len.1)]) {
        pairs.extend((i..before.start as usize).zip(j..after.start as usize).map(|(i, j)| (old_at[i], new_at[j])));
        (i, j) = (before.end as usize, after.end as usize);
    }
    pairs
}

/// The tokens of `side` that `other` has too, and where they stand.
fn only_shared(side: &[Token], other: &[Token], tokens: u32) -> (Vec<usize>, Vec<Token>) {
    let mut is_shared = vec![false; tokens as usize];
    for token in other {
        is_shared[token.0 as usize] = true;
    }
    side.iter().enumerate().filter(|(_, token)| is_shared[token.0 as usize]).map(|(at, token)| (at, *token)).unzip()
}
