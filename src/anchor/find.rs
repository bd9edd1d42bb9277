//! Finds a passage of which only the words and what surrounds them are known, as annotations of other tools give it.
//!
//! Looks for the words letter for letter, then folded, then with edits. Whatever is found must be the best place by a margin, and the
//! less the words say by themselves, the more of the surroundings must be there too. When the text that the passage was
//! taken from is at hand, [`Follow`](super::Follow) knows more.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::exact::places;
use super::fold::fold_into;
use super::myers::{Ending, Pattern};
use super::words::{Words, cut_one, word_hashes};
use super::{Description, Found, Placement, Reason};
use crate::model::Span;

/// Words that say enough by themselves when they stand once.
const TELLING_WORDS: usize = 6;
/// The share of the surroundings that fewer words need.
const CONTEXT_FLOOR: f32 = 0.4;
/// The most edits, as a share of the letters.
const EDITS_MAX: f32 = 0.3;
/// By how much a place must be better than the next.
const MARGIN: f32 = 0.1;
/// How many words of the surroundings count on either side.
const CONTEXT_WORDS: usize = 8;
/// How much of a place's score comes from its words; the rest comes from the surroundings.
const QUOTE_SHARE: f32 = 0.6;

/// A text made ready for finding passages in it.
#[derive(Debug)]
pub struct Finder<'a> {
    words: Words<'a>,
    hashes: Vec<u64>,
    /// Where each word stands.
    postings: FxHashMap<u64, Vec<u32>>,
    folded: Folded,
}

/// The words' folded letters with single spaces between them, and where each word starts.
#[derive(Debug, Default)]
struct Folded {
    letters: String,
    starts: Vec<u32>,
}

/// A place where a passage may be.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    span: Span,
    /// How much the words are the same, from 0 to 1.
    likeness: f32,
    /// How much of the surroundings is there, from 0 to 1.
    context: f32,
}

/// Finds one passage in a text. For several, make a [`Finder`].
pub fn find(text: &str, description: &Description, hint: Option<usize>) -> Found {
    Finder::new(text).find(description, hint)
}

impl<'a> Finder<'a> {
    /// Reads a text.
    pub fn new(text: &'a str) -> Self {
        let (words, hashes) = cut_one(text);
        let mut postings: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (i, hash) in hashes.iter().enumerate() {
            postings.entry(*hash).or_default().push(i as u32);
        }
        let folded = Folded::of(&words);
        Self { words, hashes, postings, folded }
    }

    /// Finds the passage. `hint`, the byte where it is thought to start, only decides between places that are equal.
    pub fn find(&self, description: &Description, hint: Option<usize>) -> Found {
        let around = Surroundings::of(description);
        let judge = |(span, likeness)| Candidate { span, likeness, context: self.context(span, &around) };
        let exact: Vec<Candidate> =
            places(self.words.text, &description.quote).map(|span| judge((span, 1.0))).collect();
        if !exact.is_empty() {
            return choose(exact, &around, Reason::Same, hint);
        }
        let folded: Vec<Candidate> = self.folded_places(&description.quote).map(|span| judge((span, 1.0))).collect();
        if !folded.is_empty() {
            return choose(folded, &around, Reason::Typography, hint);
        }
        let edited: Vec<Candidate> = self.edited_places(&description.quote).into_iter().map(judge).collect();
        choose(edited, &around, Reason::Edited, hint)
    }

    /// Where the same folded words stand in a row.
    fn folded_places(&self, quote: &str) -> impl Iterator<Item = Span> + '_ {
        let wanted = word_hashes(quote);
        let rarest = (0..wanted.len()).min_by_key(|i| self.postings.get(&wanted[*i]).map_or(0, Vec::len));
        let postings = rarest.and_then(|i| self.postings.get(&wanted[i]));
        postings.into_iter().flatten().filter_map(move |at| {
            let start = (*at as usize).checked_sub(rarest?)?;
            let is_there = self.hashes.get(start..start + wanted.len())? == wanted;
            is_there.then(|| self.span(start..start + wanted.len()))?
        })
    }

    /// Where nearly the same letters stand, with their likeness.
    fn edited_places(&self, quote: &str) -> Vec<(Span, f32)> {
        let quote = Folded::of(&cut_one(quote).0).letters;
        let most = (quote.len() as f32 * EDITS_MAX) as usize;
        if most == 0 {
            return Vec::new();
        }
        let text = self.folded.letters.as_bytes();
        let backwards = Pattern::new(quote.bytes().rev().collect::<Vec<_>>().into_iter());
        let endings = Pattern::new(quote.bytes().collect::<Vec<_>>().into_iter()).endings(text.iter().copied(), most);
        let place = |Ending { end, edits }: Ending| {
            let from = end.saturating_sub(quote.len() + edits);
            let start = end - backwards.best(text[from..end].iter().rev().copied())?.end;
            let span = self.span(self.folded.words_in(start..end))?;
            Some((span, 1.0 - edits as f32 / quote.len() as f32))
        };
        keep_best(endings, quote.len()).into_iter().filter_map(place).collect()
    }

    fn span(&self, words: Range<usize>) -> Option<Span> {
        let (first, last) = (self.words.words.get(words.start)?, self.words.words.get(words.end.checked_sub(1)?)?);
        Span::snapped(self.words.text, first.start as usize, last.end as usize)
    }

    /// How much of the surroundings stands around `span`, from 0 to 1.
    fn context(&self, span: Span, around: &Surroundings) -> f32 {
        let words = self.words.covering(span.range());
        let before = self.hashes[..words.start].iter().rev().take(around.before.len() + 2).copied().collect::<Vec<_>>();
        let behind = &self.hashes[words.end..self.hashes.len().min(words.end + around.behind.len() + 2)];
        let all = around.before.len() + around.behind.len();
        let shared = shared(&around.before, &before) + shared(&around.behind, behind);
        if all == 0 { 0.0 } else { shared / all as f32 }
    }
}

/// The words on either side of a passage, from the nearest outwards.
struct Surroundings {
    before: Vec<u64>,
    behind: Vec<u64>,
    words: usize,
}

impl Surroundings {
    fn of(description: &Description) -> Self {
        let mut before = word_hashes(&description.prefix);
        before.reverse();
        let mut behind = word_hashes(&description.suffix);
        for side in [&mut before, &mut behind] {
            // The outermost word may be cut in two.
            side.truncate(CONTEXT_WORDS.min(side.len().saturating_sub(1).max(1)));
        }
        Self { before, behind, words: word_hashes(&description.quote).len() }
    }
}

/// How many words two sides share: half for each that stands in both, half more for each in an unbroken row from the nearest.
fn shared(wanted: &[u64], found: &[u64]) -> f32 {
    let row = wanted.iter().zip(found).take_while(|(a, b)| a == b).count();
    let both = wanted.iter().filter(|hash| found.contains(hash)).count();
    0.5 * (row + both) as f32
}

/// The best of endings that overlap, by edits; `len` is the length of the pattern.
fn keep_best(mut endings: Vec<Ending>, len: usize) -> Vec<Ending> {
    const KEPT: usize = 32;
    endings.sort_by_key(|ending| (ending.edits, ending.end));
    let mut kept: Vec<Ending> = Vec::new();
    for ending in endings {
        if kept.len() < KEPT && kept.iter().all(|other| other.end.abs_diff(ending.end) >= len / 2) {
            kept.push(ending);
        }
    }
    kept
}

/// The best candidate, when it is good enough and clearly the best.
fn choose(candidates: Vec<Candidate>, around: &Surroundings, reason: Reason, hint: Option<usize>) -> Found {
    let score = |c: &Candidate| {
        if around.is_empty() { c.likeness } else { QUOTE_SHARE * c.likeness + (1.0 - QUOTE_SHARE) * c.context }
    };
    let distance = |c: &Candidate| hint.map_or(0, |hint| c.span.start().abs_diff(hint));
    let rank = |a: &Candidate, b: &Candidate| score(b).total_cmp(&score(a)).then(distance(a).cmp(&distance(b)));
    let Some(best) = candidates.iter().min_by(|a, b| rank(a, b)) else { return Found::lost(Reason::Gone, 0.0) };
    let others = candidates.iter().filter(|other| other.span != best.span);
    let next = others.clone().map(score).fold(0.0, f32::max);
    let is_alone = others.clone().next().is_none();
    let is_nearest = hint.is_some() && others.clone().all(|other| distance(best) < distance(other));
    let is_equal = score(best) - next < f32::EPSILON;
    let is_whole = best.context >= 1.0 && !is_equal;
    let is_clear = is_alone || is_whole || score(best) - next >= MARGIN * best.likeness || (is_equal && is_nearest);
    if !is_clear {
        return Found::lost(Reason::Ambiguous, score(best));
    }
    if !around.is_enough(best, is_alone) {
        return Found::lost(Reason::TooDifferent, score(best));
    }
    let placement = if reason == Reason::Edited { Placement::Changed } else { Placement::Placed };
    let reason = if is_alone || reason == Reason::Edited { reason } else { Reason::Surroundings };
    Found { span: Some(best.span), placement, score: score(best), reason }
}

impl Surroundings {
    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.behind.is_empty()
    }

    /// Whether words and surroundings together say enough. Surroundings that are not known cannot be asked for.
    fn is_enough(&self, candidate: &Candidate, is_alone: bool) -> bool {
        let is_telling = self.words >= TELLING_WORDS || self.is_empty();
        let floor = match candidate.likeness >= 1.0 {
            true if is_telling && is_alone => 0.0,
            true => CONTEXT_FLOOR,
            false if is_telling => CONTEXT_FLOOR / 2.0,
            false => 1.5 * CONTEXT_FLOOR,
        };
        candidate.context >= floor
    }
}

impl Folded {
    fn of(words: &Words) -> Self {
        let mut folded = Self::default();
        let mut letters = String::new();
        for (i, word) in words.words.iter().enumerate() {
            if i > 0 && words.words[i - 1].end < word.start {
                folded.letters.push(' ');
            }
            folded.starts.push(folded.letters.len() as u32);
            fold_into(words.letters(i), true, &mut letters);
            folded.letters.push_str(&letters);
        }
        folded
    }

    /// The words of which more than the edge lies in `bytes` of the folded letters.
    fn words_in(&self, bytes: Range<usize>) -> Range<usize> {
        let middle = |i: &usize| {
            let end = self.starts.get(i + 1).map_or(self.letters.len(), |start| *start as usize);
            usize::midpoint(self.starts[*i] as usize, end)
        };
        let near = self.starts.partition_point(|start| (*start as usize) <= bytes.start).saturating_sub(1);
        let first = (near..self.starts.len()).find(|i| middle(i) >= bytes.start).unwrap_or(self.starts.len());
        let end = (first..self.starts.len()).find(|i| middle(i) >= bytes.end).unwrap_or(self.starts.len());
        first..end
    }
}
