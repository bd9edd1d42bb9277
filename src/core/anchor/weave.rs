//! Aligns the words of two short passages: the best total weight of partners in order.
//!
//! Equal words count by their rarity, words that nearly agree count less, and partners in a row count a little more than
//! scattered ones. Passages too long for the full table are first cut by a histogram diff; what is still too long stays
//! unaligned.

use std::ops::Range;

use imara_diff::Token;
use rustc_hash::FxHashMap;

use super::align::Alignment;
use super::diff::common;
use super::words::Words;
use crate::model::fold::fold_into;

/// The largest table, in cells; it bounds time and memory.
const CELLS_MAX: usize = 1 << 18;
/// What two partners next to each other are worth beyond their own weight.
const IN_A_ROW: f32 = 0.1;

/// A word of the old text and one of the new.
type Link = (usize, usize);

/// Aligns the words of two paired sentences.
pub(super) fn weave(alignment: &mut Alignment, old_sentence: usize, new_sentence: usize) {
    let (old, new) = (alignment.old.sentence(old_sentence), alignment.new.sentence(new_sentence));
    for (old, new) in links(alignment, old, new) {
        alignment.link(old, new);
    }
}

/// The best partners for two passages, in order.
pub(super) fn links(alignment: &Alignment, old: Range<usize>, new: Range<usize>) -> Vec<Link> {
    if old.len() * new.len() <= CELLS_MAX {
        return Table::fill(alignment, old, new).trace();
    }
    let mut local: FxHashMap<u32, u32> = FxHashMap::default();
    let mut token = |id: u32| {
        let next = local.len() as u32;
        Token(*local.entry(id).or_insert(next))
    };
    let old_tokens: Vec<Token> = alignment.old.words[old.clone()].iter().map(|word| token(word.id)).collect();
    let new_tokens: Vec<Token> = alignment.new.words[new.clone()].iter().map(|word| token(word.id)).collect();
    let mut links = Vec::new();
    let (mut old_at, mut new_at) = (old.start, new.start);
    let common = common(&old_tokens, &new_tokens, local.len() as u32);
    let ends = common.into_iter().map(|(i, j)| (old.start + i, new.start + j));
    for (i, j) in ends.chain([(old.end, new.end)]) {
        if (1..=CELLS_MAX).contains(&((i - old_at) * (j - new_at))) {
            links.extend(Table::fill(alignment, old_at..i, new_at..j).trace());
        }
        if i < old.end {
            links.push((i, j));
        }
        (old_at, new_at) = (i + 1, j + 1);
    }
    links
}

/// The table of best scores for every pair of beginnings.
struct Table {
    old: Range<usize>,
    new: Range<usize>,
    /// The best score of the first `i` old and `j` new words.
    best: Vec<f32>,
    /// The best score that ends with these two words as partners.
    ending: Vec<f32>,
}

impl Table {
    fn fill(alignment: &Alignment, old: Range<usize>, new: Range<usize>) -> Self {
        let width = new.len() + 1;
        let cells = (old.len() + 1) * width;
        let mut table =
            Self { old: old.clone(), new: new.clone(), best: vec![0.0; cells], ending: vec![f32::MIN; cells] };
        let likeness = Likeness::new(alignment, &old, &new);
        for i in 1..=old.len() {
            for j in 1..=new.len() {
                let (at, corner) = (i * width + j, (i - 1) * width + j - 1);
                let value = likeness.of(i - 1, j - 1);
                if value > 0.0 {
                    table.ending[at] = value + table.best[corner].max(table.ending[corner] + IN_A_ROW);
                }
                table.best[at] = table.ending[at].max(table.best[at - 1]).max(table.best[at - width]);
            }
        }
        table
    }

    fn trace(&self) -> Vec<Link> {
        let width = self.new.len() + 1;
        let (mut i, mut j) = (self.old.len(), self.new.len());
        let mut links = Vec::new();
        let mut is_in_row = false;
        while i > 0 && j > 0 {
            let (at, corner) = (i * width + j, (i - 1) * width + j - 1);
            if is_in_row || self.ending[at] > self.best[at - 1].max(self.best[at - width]) {
                links.push((self.old.start + i - 1, self.new.start + j - 1));
                is_in_row = self.ending[corner] + IN_A_ROW > self.best[corner];
                (i, j) = (i - 1, j - 1);
            } else if self.best[at - 1] >= self.best[at - width] {
                j -= 1;
            } else {
                i -= 1;
            }
        }
        links.reverse();
        links
    }
}

/// What it is worth to make two words partners.
struct Likeness<'t, 'a> {
    alignment: &'t Alignment<'a>,
    old: Range<usize>,
    new: Range<usize>,
    old_letters: Vec<Vec<char>>,
    new_letters: Vec<Vec<char>>,
}

/// How much of two words must agree for them to be partners.
const LIKENESS_MIN: f32 = 0.6;

impl<'t, 'a> Likeness<'t, 'a> {
    fn new(alignment: &'t Alignment<'a>, old: &Range<usize>, new: &Range<usize>) -> Self {
        let mut folded = String::new();
        let mut letters = |words: &Words, range: &Range<usize>| -> Vec<Vec<char>> {
            let mut fold = |i: usize| {
                fold_into(words.letters(i), true, &mut folded);
                folded.chars().collect()
            };
            range.clone().map(|i| if words.words[i].is_wordy { fold(i) } else { Vec::new() }).collect()
        };
        let (old_letters, new_letters) = (letters(&alignment.old, old), letters(&alignment.new, new));
        Self { alignment, old: old.clone(), new: new.clone(), old_letters, new_letters }
    }

    /// The worth of word `i` of the old passage and word `j` of the new one; 0 when they have too little in common.
    fn of(&self, i: usize, j: usize) -> f32 {
        let (old, new) = (self.alignment.old.words[self.old.start + i], self.alignment.new.words[self.new.start + j]);
        let weight = self.alignment.vocabulary.weight(old.id);
        if old.id == new.id {
            return weight;
        }
        let likeness = likeness(&self.old_letters[i], &self.new_letters[j]);
        if likeness < LIKENESS_MIN { 0.0 } else { 0.6 * likeness * weight }
    }
}

/// How much two words agree, from 0 to 1: the letters they share at their beginning and end.
fn likeness(a: &[char], b: &[char]) -> f32 {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if (short.len() as f32) < LIKENESS_MIN * long.len() as f32 || short.is_empty() {
        return 0.0;
    }
    let front = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let back = short[front..].iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    (front + back) as f32 / long.len() as f32
}
