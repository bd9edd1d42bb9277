//! Finds a passage of which only the words and what surrounds them are known, as annotations of other tools give it.
//!
//! Looks for the words letter for letter, then folded, then with edits. Whatever is found must be the best place by a margin, and the
//! less the words say by themselves, the more of the surroundings must be there too. When the text that the passage was
//! taken from is at hand, [`Follow`](super::Follow) knows more.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::myers::{Ending, Pattern};
use super::words::{Words, cut_one, word_hashes};
use super::{Description, FoundAgain, Placement, Reason};
use crate::model::Span;
use crate::model::fold::fold_into;

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
/// In how many places words may stand to be told apart by a part of their surroundings.
const OCCURRENCES_MAX: usize = 1_000;
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
pub fn find(text: &str, description: &Description, hint: Option<usize>) -> FoundAgain {
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
    pub fn find(&self, description: &Description, hint: Option<usize>) -> FoundAgain {
        let around = Surroundings::of(description);
        self.same(description, &around, hint).unwrap_or_else(|| {
            let judge = |(span, likeness)| Candidate { span, likeness, context: self.context(span, &around) };
            let edited: Vec<Candidate> = self.edited_places(&description.quote).into_iter().map(judge).collect();
            choose(edited, &around, Reason::Edited, hint)
        })
    }

    /// Finds the passage only where its own words stand, letter for letter or folded. Words that stand in more than
    /// a thousand places without their surroundings are not told apart.
    pub fn find_same(&self, description: &Description) -> FoundAgain {
        let is_everywhere = || occurrences(self.words.text, &description.quote).nth(OCCURRENCES_MAX).is_some();
        let found = self.whole(description).or_else(|| {
            let is_lost = is_everywhere().then(|| FoundAgain::lost(Reason::Ambiguous, 1.0));
            is_lost.or_else(|| self.same(description, &Surroundings::of(description), None))
        });
        found.unwrap_or_else(|| FoundAgain::lost(Reason::Gone, 0.0))
    }

    /// The place where the words stand with all of their surroundings, letter for letter, by the rarest word in them. `None`: there
    /// is none, or too few words to look by.
    fn whole(&self, description: &Description) -> Option<FoundAgain> {
        let Description { quote, prefix, suffix } = description;
        if prefix.is_empty() && suffix.is_empty() {
            return None;
        }
        let whole = format!("{prefix}{quote}{suffix}");
        let (words, hashes) = cut_one(&whole);
        // Those at the edges may be cut.
        let inner = 2..words.words.len().checked_sub(2)?;
        let rarest = inner.min_by_key(|i| self.postings.get(&hashes[*i]).map_or(0, Vec::len))?;
        let lead = words.words[rarest].start as usize;
        let starts = self.postings.get(&hashes[rarest])?.iter().filter_map(|at| {
            let start = (self.words.words[*at as usize].start as usize).checked_sub(lead)?;
            self.words.text.get(start..start + whole.len()).is_some_and(|text| text == whole).then_some(start)
        });
        let mut spans = starts.filter_map(|start| {
            let start = start + prefix.len();
            Span::in_text(self.words.text, start, start + quote.len()).ok()
        });
        match (spans.next()?, spans.next()) {
            (span, None) => Some(FoundAgain {
                span: Some(span),
                placement: Placement::Placed,
                score: 1.0,
                reason: Reason::Surroundings,
            }),
            _ => Some(FoundAgain::lost(Reason::Ambiguous, 1.0)),
        }
    }

    /// The place of the same words; `None` where they stand nowhere.
    fn same(&self, description: &Description, around: &Surroundings, hint: Option<usize>) -> Option<FoundAgain> {
        let judge = |span| Candidate { span, likeness: 1.0, context: self.context(span, around) };
        let exact: Vec<Candidate> = occurrences(self.words.text, &description.quote).map(judge).collect();
        if !exact.is_empty() {
            return Some(choose(exact, around, Reason::Same, hint));
        }
        let folded: Vec<Candidate> = self.folded_places(&description.quote).map(judge).collect();
        (!folded.is_empty()).then(|| choose(folded, around, Reason::Typography, hint))
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
        let candidate = |Ending { end, edits }: Ending| {
            let from = end.saturating_sub(quote.len() + edits);
            let start = end - backwards.best(text[from..end].iter().rev().copied())?.end;
            let span = self.span(self.folded.words_in(start..end))?;
            Some((span, 1.0 - edits as f32 / quote.len() as f32))
        };
        keep_best(endings, quote.len()).into_iter().filter_map(candidate).collect()
    }

    fn span(&self, words: Range<usize>) -> Option<Span> {
        let (first, last) = (self.words.words.get(words.start)?, self.words.words.get(words.end.checked_sub(1)?)?);
        Span::snapped(self.words.text, first.start as usize, last.end as usize)
    }

    /// How much of the surroundings stands around `span`, from 0 to 1.
    fn context(&self, span: Span, around: &Surroundings) -> f32 {
        let text = self.words.text;
        let start = text.floor_char_boundary(span.start().saturating_sub(around.bytes.0));
        let end = text.ceil_char_boundary((span.end() + around.bytes.1).min(text.len()));
        let mut before = word_hashes(&text[start..span.start()]);
        before.reverse();
        let behind = word_hashes(&text[span.end()..end]);
        let all = around.before.len() + around.behind.len();
        let shared = shared(&around.before, &before) + shared(&around.behind, &behind);
        if all == 0 { 0.0 } else { shared / all as f32 }
    }
}

/// The words on either side of a passage, from the nearest outwards.
struct Surroundings {
    before: Vec<u64>,
    behind: Vec<u64>,
    /// How long the text is on either side that holds them.
    bytes: (usize, usize),
    /// How many words the passage itself has.
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
        let bytes = (description.prefix.len(), description.suffix.len());
        Self { before, behind, bytes, words: word_hashes(&description.quote).len() }
    }
}

/// Every place of `quote` in `text` that cuts no character, overlapping ones included.
fn occurrences<'a>(text: &'a str, quote: &'a str) -> impl Iterator<Item = Span> + 'a {
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(quote)?;
        from = at + step;
        Some(at)
    })
    .filter_map(move |at| Span::in_text(text, at, at + quote.len()).ok())
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
fn choose(candidates: Vec<Candidate>, around: &Surroundings, reason: Reason, hint: Option<usize>) -> FoundAgain {
    let distance = |c: &Candidate| hint.map_or(0, |hint| c.span.start().abs_diff(hint));
    let score = |c: &Candidate| c.score(around);
    let rank = |a: &&Candidate, b: &&Candidate| score(b).total_cmp(&score(a)).then(distance(a).cmp(&distance(b)));
    let Some(best) = candidates.iter().min_by(rank) else { return FoundAgain::lost(Reason::Gone, 0.0) };
    let next = candidates.iter().filter(|other| other.span != best.span).min_by(rank);
    let is_clear = next.is_none_or(|next| {
        let lead = score(best) - score(next);
        let is_whole = best.context >= 1.0 && lead > 0.0;
        let is_nearest = lead <= 0.0 && distance(best) < distance(next);
        is_whole || is_nearest || lead >= MARGIN
    });
    if !is_clear {
        return FoundAgain::lost(Reason::Ambiguous, score(best));
    }
    if best.context < around.floor(best, next.is_none()) {
        return FoundAgain::lost(Reason::TooDifferent, score(best));
    }
    let placement = if reason == Reason::Edited { Placement::Changed } else { Placement::Placed };
    let reason = if next.is_none() || reason == Reason::Edited { reason } else { Reason::Surroundings };
    FoundAgain { span: Some(best.span), placement, score: score(best), reason }
}

impl Candidate {
    fn score(&self, around: &Surroundings) -> f32 {
        if around.is_empty() {
            return self.likeness;
        }
        QUOTE_SHARE * self.likeness + (1.0 - QUOTE_SHARE) * self.context
    }
}

impl Surroundings {
    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.behind.is_empty()
    }

    /// How much of the surroundings must be there, the less the words say by themselves. Surroundings that are not known
    /// cannot be asked for.
    fn floor(&self, candidate: &Candidate, is_alone: bool) -> f32 {
        let is_telling = self.words >= TELLING_WORDS;
        match candidate.likeness >= 1.0 {
            true if self.is_empty() || (is_telling && is_alone) => 0.0,
            true => CONTEXT_FLOOR,
            false if is_telling => CONTEXT_FLOOR / 2.0,
            false => 1.5 * CONTEXT_FLOOR,
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::anchor::describe;
    use crate::anchor::tests::{HARD, unmark};

    /// Describes the passage in brackets and finds it in a text with brackets around the expected answer.
    fn check(old: &str, new: &str, placement: Placement, reason: Reason) {
        let (old, span) = unmark(old);
        let (new, expected) = unmark(new);
        let found = find(&new, &describe(&old, span.expect("a passage")), None);
        assert_eq!((found.span, found.placement, found.reason), (expected, placement, reason), "{found:?}");
    }

    #[test]
    fn finds_words_letter_for_letter_first() {
        check(
            "The tax rose. [The tax] fell in 2019.",
            "The tax was new. The tax rose. [The tax] fell in 2019.",
            Placement::Placed,
            Reason::Surroundings,
        );
    }

    #[test]
    fn finds_folded_words() {
        check(
            "He said \"[it's the final] word\" and left.",
            "Then he said “[it’s the\u{a0}ﬁnal] word” and left.",
            Placement::Placed,
            Reason::Typography,
        );
    }

    #[test]
    fn finds_edited_words() {
        check(
            "In March [the unemployment rate fell to 4.1 percent] in the north.",
            "A new start. In March [the unemployment rates fall to 4.2 percent] in the north.",
            Placement::Changed,
            Reason::Edited,
        );
    }

    #[test]
    fn does_not_take_a_short_word_elsewhere_for_the_passage() {
        check(
            "They discussed the [tax] on second homes.",
            "Another tax was raised.",
            Placement::Lost,
            Reason::TooDifferent,
        );
    }

    #[test]
    fn does_not_guess_between_equal_places() {
        let description = Description { quote: "yes".into(), ..Description::default() };
        assert_eq!(find("yes or yes", &description, None).reason, Reason::Ambiguous);
        assert_eq!(find("yes or yes", &description, Some(6)).span, Span::new(7, 10).ok());
    }

    #[test]
    fn the_same_words_are_told_apart_by_all_that_is_around_them() {
        let text: String = (0..3_000).map(|number| format!("In year {number} it was about a tax here. ")).collect();
        let check = |prefix: &str, suffix: &str, expected: Result<usize, Reason>| {
            let description = Description { quote: "a tax".into(), prefix: prefix.into(), suffix: suffix.into() };
            let found = Finder::new(&text).find_same(&description);
            let span = found.span.map(Span::start).ok_or(found.reason);
            assert_eq!(span, expected, "{prefix} {suffix}");
        };
        let at = text.find("a tax here. In year 1771").unwrap();
        check("year 1770 it was about ", " here. In year 17", Ok(at));
        check("it was about ", " here. In", Err(Reason::Ambiguous));
        check("it was not about ", " there", Err(Reason::Ambiguous));
        check("", "", Err(Reason::Ambiguous));
    }

    #[test]
    fn finds_nothing_for_an_empty_quote() {
        assert_eq!(find("some text", &Description::default(), None), FoundAgain::lost(Reason::Gone, 0.0));
    }

    proptest! {
        #[test]
        fn find_inverts_describe(text in HARD, a in 0usize..400, b in 0usize..400) {
            let Some(span) = Span::snapped(&text, a.min(b), a.max(b)) else { return Ok(()) };
            let found = find(&text, &describe(&text, span), Some(span.start()));
            prop_assert_eq!((found.span, found.placement), (Some(span), Placement::Placed), "{:?}", found);
        }
    }
}
