//! Pairs sentences that are similar but not equal.
//!
//! The words of two sentences are compared as bags, rare words counting more. A pair must be the best choice of both its
//! sentences; when it stands elsewhere in the text it must also be better than the next choice by a margin, since two
//! look-alikes say nothing about which of them is meant.

use imara_diff::Token;
use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{Alignment, NONE};
use super::diff::common;
use super::sentences::{Gaps, Pairs};
use super::words::Words;

/// A sentence as a bag: its words by number, each with its count.
struct Bag {
    sentence: usize,
    counts: Vec<(u32, u16)>,
    weight: f32,
}

/// A possible pair of unpaired sentences.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    old: usize,
    new: usize,
    similarity: f32,
}

/// How many unpaired sentences may share a word for it to suggest pairs.
const POSTINGS_MAX: usize = 60;
/// Up to how many unpaired sentences every word suggests pairs.
const SMALL: usize = 200;
/// In rows of more words than this …
const LONG_ROW: usize = 20_000;
/// … of which each occurs so often on average, runs of words are compared instead: where no word is rare, a diff of single words
/// takes the square of their number.
const OFTEN: usize = 60;
/// So many words are a run.
const RUN: usize = 4;
/// How many candidates a sentence keeps.
const CANDIDATES_MAX: usize = 12;

/// Pairs what is similar, marks it in `pairs` and returns the new pairs.
pub(super) fn pair_similar(alignment: &Alignment, pairs: &mut Pairs, gaps: &Gaps) -> Vec<(usize, usize)> {
    let candidates = candidates(alignment, pairs);
    let mut found = Vec::new();
    for pass in &PASSES {
        pass.run(&candidates, pairs, gaps, &mut found);
    }
    found
}

/// One round of pairing: how similar sentences must be, depending on where they stand.
struct Pass {
    floor_in_gap: f32,
    floor_beside_pair: f32,
    floor_elsewhere: f32,
    margin: f32,
}

const PASSES: [Pass; 2] = [
    Pass { floor_in_gap: 0.55, floor_beside_pair: 0.5, floor_elsewhere: 0.65, margin: 0.1 },
    Pass { floor_in_gap: 0.3, floor_beside_pair: 0.3, floor_elsewhere: 0.5, margin: 0.1 },
];

impl Pass {
    fn run(&self, candidates: &[Candidate], pairs: &mut Pairs, gaps: &Gaps, found: &mut Vec<(usize, usize)>) {
        let ranked = Ranked::new(candidates, pairs, gaps);
        for (i, (score, candidate)) in ranked.order.iter().enumerate() {
            let nearness = Nearness::of(candidate, pairs, gaps);
            if candidate.similarity < self.floor(nearness) || !candidate.is_free(pairs) {
                continue;
            }
            if nearness != Nearness::Elsewhere || score - ranked.rival(i, pairs) >= self.margin {
                pairs.link(candidate.old, candidate.new);
                found.push((candidate.old, candidate.new));
            }
        }
    }

    fn floor(&self, nearness: Nearness) -> f32 {
        match nearness {
            Nearness::BesidePair => self.floor_beside_pair,
            Nearness::InGap => self.floor_in_gap,
            Nearness::Elsewhere => self.floor_elsewhere,
        }
    }
}

/// Candidates, best first, and for each sentence its own.
struct Ranked {
    order: Vec<(f32, Candidate)>,
    by_old: FxHashMap<usize, Vec<usize>>,
    by_new: FxHashMap<usize, Vec<usize>>,
}

impl Ranked {
    fn new(candidates: &[Candidate], pairs: &Pairs, gaps: &Gaps) -> Self {
        let free = candidates.iter().filter(|candidate| candidate.is_free(pairs));
        let score = |candidate: &Candidate| candidate.similarity + Nearness::of(candidate, pairs, gaps).bonus();
        let mut order: Vec<(f32, Candidate)> = free.map(|candidate| (score(candidate), *candidate)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.old.cmp(&b.1.old)));
        let (mut by_old, mut by_new) = (FxHashMap::<_, Vec<_>>::default(), FxHashMap::<_, Vec<_>>::default());
        for (i, (_, candidate)) in order.iter().enumerate() {
            by_old.entry(candidate.old).or_default().push(i);
            by_new.entry(candidate.new).or_default().push(i);
        }
        Self { order, by_old, by_new }
    }

    /// The best score of another candidate for either sentence of number `i` that is still free.
    fn rival(&self, i: usize, pairs: &Pairs) -> f32 {
        let (_, candidate) = self.order[i];
        let best = |others: &[usize]| {
            let behind = &others[others.partition_point(|other| *other <= i)..];
            behind
                .iter()
                .map(|other| self.order[*other])
                .find(|(_, other)| other.is_free(pairs))
                .map_or(0.0, |(score, _)| score)
        };
        best(&self.by_old[&candidate.old]).max(best(&self.by_new[&candidate.new]))
    }
}

impl Candidate {
    fn is_free(&self, pairs: &Pairs) -> bool {
        pairs.to_new[self.old] == NONE && pairs.to_old[self.new] == NONE
    }
}

/// Where a candidate's new sentence stands, seen from its old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    BesidePair,
    InGap,
    Elsewhere,
}

impl Nearness {
    fn of(candidate: &Candidate, pairs: &Pairs, gaps: &Gaps) -> Self {
        let Candidate { old, new, .. } = *candidate;
        let follows = old > 0 && new > 0 && pairs.to_new[old - 1] as usize == new - 1;
        let precedes = pairs.to_new.get(old + 1).is_some_and(|partner| *partner as usize == new + 1);
        match () {
            () if follows || precedes => Self::BesidePair,
            () if gaps.old[old] == gaps.new[new] => Self::InGap,
            () => Self::Elsewhere,
        }
    }

    /// What the place adds to the similarity when candidates are ranked.
    fn bonus(self) -> f32 {
        match self {
            Self::BesidePair => 0.2,
            Self::InGap => 0.1,
            Self::Elsewhere => 0.0,
        }
    }
}

/// Pairs worth a look: sentences that share rare words, and, where those are too many to tell, what a word diff pairs.
fn candidates(alignment: &Alignment, pairs: &Pairs) -> Vec<Candidate> {
    let old = bags(alignment, &alignment.old, &pairs.to_new);
    let new = bags(alignment, &alignment.new, &pairs.to_old);
    let mut suggested = suggested_by_words(alignment, &old, &new);
    if new.len() > SMALL {
        suggested.extend(suggested_by_diff(alignment, &old, &new));
        suggested.sort_unstable();
        suggested.dedup();
    }
    suggested.into_iter().map(|(i, j)| candidate(alignment, &old[i], &new[j])).collect()
}

/// For each old bag the new ones that share the most weight with it.
fn suggested_by_words(alignment: &Alignment, old: &[Bag], new: &[Bag]) -> Vec<(usize, usize)> {
    let mut postings: FxHashMap<u32, Vec<(u32, u16)>> = FxHashMap::default();
    for (i, bag) in new.iter().enumerate() {
        for (id, count) in &bag.counts {
            postings.entry(*id).or_default().push((i as u32, *count));
        }
    }
    postings.retain(|_, places| new.len() <= SMALL || places.len() <= POSTINGS_MAX);
    let mut suggested = Vec::new();
    let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
    for (i, bag) in old.iter().enumerate() {
        shared.clear();
        for (id, count) in &bag.counts {
            let weight = alignment.vocabulary.weight(*id);
            for (at, other) in postings.get(id).into_iter().flatten() {
                *shared.entry(*at).or_default() += weight * f32::from(*count.min(other));
            }
        }
        let share = |j: u32, weight: f32| 2.0 * weight / (bag.weight + new[j as usize].weight);
        let mut best: Vec<(f32, u32)> = shared.iter().map(|(j, weight)| (share(*j, *weight), *j)).collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        suggested.extend(best.into_iter().take(CANDIDATES_MAX).map(|(_, j)| (i, j as usize)));
    }
    suggested
}

/// The bags between which a histogram diff over their words in order finds pairs.
fn suggested_by_diff(alignment: &Alignment, old: &[Bag], new: &[Bag]) -> Vec<(usize, usize)> {
    let tokens = |words: &Words, bags: &[Bag]| -> (Vec<Token>, Vec<usize>) {
        let of_bag = |(i, bag): (usize, &Bag)| {
            words.words[words.sentence(bag.sentence)].iter().map(move |word| (Token(word.id), i)).collect::<Vec<_>>()
        };
        bags.iter().enumerate().flat_map(of_bag).unzip()
    };
    let (old_tokens, old_bags) = tokens(&alignment.old, old);
    let (new_tokens, new_bags) = tokens(&alignment.new, new);
    let pairs = match have_no_rare_words(&old_tokens) && have_no_rare_words(&new_tokens) {
        true => common_runs(&old_tokens, &new_tokens),
        false => common(&old_tokens, &new_tokens, alignment.vocabulary.len()),
    };
    let mut suggested: Vec<(usize, usize)> = pairs.into_iter().map(|(i, j)| (old_bags[i], new_bags[j])).collect();
    suggested.dedup();
    suggested
}

fn have_no_rare_words(row: &[Token]) -> bool {
    row.len() > LONG_ROW && row.len() > OFTEN * row.iter().map(|token| token.0).collect::<FxHashSet<_>>().len()
}

/// The first words of the runs that both rows have, in order.
fn common_runs(old: &[Token], new: &[Token]) -> Vec<(usize, usize)> {
    let mut numbers: FxHashMap<&[Token], u32> = FxHashMap::default();
    let [old, new] = [old, new].map(|row| {
        let number = |run| {
            let next = numbers.len() as u32;
            Token(*numbers.entry(run).or_insert(next))
        };
        row.windows(RUN).map(number).collect::<Vec<_>>()
    });
    common(&old, &new, numbers.len() as u32)
}

fn candidate(alignment: &Alignment, old: &Bag, new: &Bag) -> Candidate {
    let shared = old.shared(new, alignment);
    let lighter = old.weight.min(new.weight);
    let dice = 2.0 * shared / (old.weight + new.weight);
    // A sentence that was cut down to a part, or grew from one; the less the part says, the less it counts.
    let contained = 0.75 * (shared / lighter) * (lighter / 3.0).min(1.0);
    Candidate { old: old.sentence, new: new.sentence, similarity: dice.max(contained) }
}

impl Bag {
    /// The weight of the words that both have.
    fn shared(&self, other: &Self, alignment: &Alignment) -> f32 {
        let mut others = other.counts.iter().peekable();
        let mut sum = 0.0;
        for (id, count) in &self.counts {
            while others.next_if(|other| other.0 < *id).is_some() {}
            if let Some(other) = others.next_if(|other| other.0 == *id) {
                sum += alignment.vocabulary.weight(*id) * f32::from(*count.min(&other.1));
            }
        }
        sum
    }
}

fn bags(alignment: &Alignment, words: &Words, partners: &[u32]) -> Vec<Bag> {
    let unpaired = (0..words.sentences.len()).filter(|i| partners[*i] == NONE);
    let bag = |sentence: usize| {
        let mut ids: Vec<u32> = words.words[words.sentence(sentence)].iter().map(|word| word.id).collect();
        ids.sort_unstable();
        let counts: Vec<(u32, u16)> =
            ids.chunk_by(|a, b| a == b).map(|run| (run[0], run.len().min(1000) as u16)).collect();
        let weight = counts.iter().map(|(id, count)| alignment.vocabulary.weight(*id) * f32::from(*count)).sum();
        Bag { sentence, counts, weight }
    };
    unpaired.map(bag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_few_words_are_compared_by_their_runs() {
        let number = |at: u32| (at.wrapping_mul(2_654_435_761) >> 11) % 12;
        let row: Vec<Token> = (0..30_000).map(|at| Token(number(at))).collect();
        let mut other = row.clone();
        other.splice(10_000..10_000, [Token(99), Token(98)]);
        assert!(have_no_rare_words(&row) && !have_no_rare_words(&row[..LONG_ROW]));
        let pairs = common_runs(&row, &other);
        assert!(pairs.len() > 29_900, "{}", pairs.len());
        assert!(pairs.iter().all(|(old, new)| *new == if *old < 10_000 { *old } else { old + 2 }));
        let rare: Vec<Token> = (0..30_000).map(|at| Token(at / 2)).collect();
        assert!(!have_no_rare_words(&rare));
    }
}
