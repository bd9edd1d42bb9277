//! Aligns the words of two short passages: the best total weight of partners in order.
//!
//! Equal words count by their rarity, words that nearly agree count less, and partners in a row count a little more than
//! scattered ones. Passages too long for the full table are first cut by a histogram diff.

use std::ops::Range;

use imara_diff::Token;
use rustc_hash::FxHashMap;

use super::align::{Alignment, NONE, common_runs};
use super::fold::fold_into;

/// The largest table, in cells; it bounds time and memory.
const CELLS_MAX: usize = 1 << 18;
/// What two partners next to each other are worth beyond their own weight.
const IN_A_ROW: f32 = 0.1;
/// The least share of a passage's weight that must find partners in a gap between pairs.
const GAP_SUPPORT: f32 = 0.4;

/// A word of the old text and one of the new.
type Link = (usize, usize);

/// Aligns the words of two paired sentences.
pub(super) fn weave(alignment: &mut Alignment, old_sentence: usize, new_sentence: usize) {
    let (old, new) = (alignment.old.sentence(old_sentence), alignment.new.sentence(new_sentence));
    for (old, new) in links(alignment, old, new) {
        alignment.link(old, new);
    }
}

/// Aligns what is left over between words that are aligned: sentences that were split, joined or rewritten.
pub(super) fn fill_gaps(alignment: &mut Alignment) {
    for (old, new) in open_gaps(alignment) {
        let links = links(alignment, old.clone(), new.clone());
        for (old, new) in supported(alignment, links, &old, &new) {
            alignment.link(old, new);
        }
    }
}

/// Pairs of unaligned runs with aligned, adjoining words before and behind them (or the text's edge).
fn open_gaps(alignment: &Alignment) -> Vec<(Range<usize>, Range<usize>)> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while at < alignment.to_new.len() {
        if alignment.to_new[at] != NONE {
            at += 1;
            continue;
        }
        let end = at + alignment.to_new[at..].iter().take_while(|partner| **partner == NONE).count();
        let left = if at == 0 { 0 } else { alignment.to_new[at - 1] as usize + 1 };
        let right = alignment.to_new.get(end).map_or(alignment.to_old.len(), |partner| *partner as usize);
        let run = alignment.to_old[left..].iter().take_while(|partner| **partner == NONE).count();
        if run > 0 && left + run == right {
            gaps.push((at..end, left..right));
        }
        at = end;
    }
    gaps
}

/// Keeps the links between those pieces of sentences that share enough to be the same statement.
fn supported(alignment: &Alignment, links: Vec<Link>, old: &Range<usize>, new: &Range<usize>) -> Vec<Link> {
    let piece = |link: &Link| (alignment.old.sentence_of(link.0), alignment.new.sentence_of(link.1));
    let mut shared: FxHashMap<(usize, usize), f32> = FxHashMap::default();
    for link in &links {
        *shared.entry(piece(link)).or_default() += alignment.vocabulary.weight(alignment.old.words[link.0].id);
    }
    let is_supported = |link: &Link| {
        let (old_sentence, new_sentence) = piece(link);
        let old_weight = alignment.old_weight(overlap(alignment.old.sentence(old_sentence), old));
        let new_weight = alignment.new_weight(overlap(alignment.new.sentence(new_sentence), new));
        shared[&(old_sentence, new_sentence)] >= GAP_SUPPORT * old_weight.min(new_weight).max(1.0)
    };
    links.iter().copied().filter(is_supported).collect()
}

fn overlap(a: Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.max(b.start)..a.end.min(b.end)
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
    let runs = common_runs(&old_tokens, &new_tokens, local.len() as u32);
    let mut links = Vec::new();
    let (mut old_at, mut new_at) = (old.start, new.start);
    for (old_run, new_run) in runs {
        let (old_run, new_run) = (shift(old_run, old.start), shift(new_run, new.start));
        if (old_run.start - old_at) * (new_run.start - new_at) <= CELLS_MAX {
            links.extend(Table::fill(alignment, old_at..old_run.start, new_at..new_run.start).trace());
        }
        links.extend(old_run.clone().zip(new_run.clone()));
        (old_at, new_at) = (old_run.end, new_run.end);
    }
    links
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
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
        let mut likeness = Likeness::new(alignment);
        for i in 1..=old.len() {
            for j in 1..=new.len() {
                let (at, corner) = (i * width + j, (i - 1) * width + j - 1);
                let value = likeness.of(old.start + i - 1, new.start + j - 1);
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
    known: FxHashMap<(u32, u32), f32>,
}

impl<'t, 'a> Likeness<'t, 'a> {
    fn new(alignment: &'t Alignment<'a>) -> Self {
        Self { alignment, known: FxHashMap::default() }
    }

    fn of(&mut self, old: usize, new: usize) -> f32 {
        let (a, b) = (self.alignment.old.words[old], self.alignment.new.words[new]);
        if a.id == b.id {
            return self.alignment.vocabulary.weight(a.id);
        }
        if !a.is_wordy || !b.is_wordy {
            return 0.0;
        }
        let alignment = self.alignment;
        *self.known.entry((a.id, b.id)).or_insert_with(|| {
            let likeness = likeness(alignment.old.letters(old), alignment.new.letters(new));
            if likeness < 0.6 { 0.0 } else { 0.6 * likeness * alignment.vocabulary.weight(a.id) }
        })
    }
}

/// How much two words agree, from 0 to 1: the letters they share at their beginning and end.
fn likeness(old: &str, new: &str) -> f32 {
    let (mut a, mut b) = (String::new(), String::new());
    fold_into(old, true, &mut a);
    fold_into(new, true, &mut b);
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    (front + back) as f32 / a.len().max(b.len()).max(1) as f32
}
