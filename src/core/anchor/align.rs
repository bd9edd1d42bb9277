//! Which word of the old text became which word of the new one.
//!
//! Authors edit sentences, so sentences are paired first and words only inside pairs: a deleted sentence then cannot leave
//! its claims on stray words of another. In order of trust:
//!
//! 1. sentences that are equal, in order: a histogram diff over sentences;
//! 2. equal sentences elsewhere, when there is only one on either side: moves;
//! 3. similar sentences, each the other's best partner by a margin, first in the same gap and then anywhere;
//! 4. word by word inside the pairs;
//! 5. runs of words that are left on both sides, where sentences were split, joined or turned round.
//!
//! Every word has at most one partner. What finds none has none: nothing is aligned for want of better.

use std::ops::Range;

use super::order::moved;
use super::pairing::pair_similar;
use super::runs::link_runs;
use super::sentences::Pairs;
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
        let mut sentences = Pairs::of(self);
        sentences.pair_in_order();
        let gaps = sentences.gaps();
        sentences.pair_moved(self);
        for (old_sentence, new_sentence) in sentences.iter() {
            self.link_equal(old_sentence, new_sentence);
        }
        for (old_sentence, new_sentence) in pair_similar(self, &mut sentences, &gaps) {
            self.partners[old_sentence] = new_sentence as u32;
            weave(self, old_sentence, new_sentence);
        }
    }

    /// Marks the sentences that moved. One without a partner counts with the place of its first word that has one.
    fn find_moved(&mut self) {
        let partner_of = |i: usize| match self.partners[i] {
            NONE => {
                let first = self.old.sentence(i).find(|word| self.to_new[*word] != NONE);
                first.map_or(NONE, |word| self.new.sentence_of(self.to_new[word] as usize) as u32)
            }
            partner => partner,
        };
        let partners: Vec<u32> = (0..self.partners.len()).map(partner_of).collect();
        let weights: Vec<u32> = self.old.sentences.iter().map(|sentence| sentence.end - sentence.start).collect();
        self.moved = moved(&partners, &weights, self.new.sentences.len());
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
