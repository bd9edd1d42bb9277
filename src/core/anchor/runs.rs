//! Finds words that kept together although their sentence did not: sentences split, joined or turned round.
//!
//! Looks at what is still without a partner on both sides. A run near the place where its neighbours went needs little
//! weight; one that stands elsewhere must be long, and the only one of its kind.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::align::{Alignment, NONE};
use super::words::Word;

/// The shortest run, in words and signs.
const WORDS_MIN: usize = 3;
/// The least weight of a run near its neighbours.
const WEIGHT_NEAR: f32 = 0.8;
/// The least weight of a run elsewhere.
const WEIGHT_FAR: f32 = 4.0;
/// How many places of the same three words are looked at.
const OCCURRENCES_MAX: usize = 16;

/// Words in a row that both texts share.
#[derive(Debug, Clone, Copy)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
    weight: f32,
    is_near: bool,
}

/// Links the runs that are left, heaviest first.
pub(super) fn link_runs(alignment: &mut Alignment) {
    let mut runs = runs(alignment);
    runs.sort_by(|a, b| (b.is_near, b.weight).partial_cmp(&(a.is_near, a.weight)).unwrap_or(std::cmp::Ordering::Equal));
    for run in runs {
        let is_free = |i: usize| alignment.to_new[run.old + i] == NONE && alignment.to_old[run.new + i] == NONE;
        if (0..run.len).all(is_free) {
            for i in 0..run.len {
                alignment.link(run.old + i, run.new + i);
            }
        }
    }
}

fn runs(alignment: &Alignment) -> Vec<Run> {
    let mut occurrences: FxHashMap<[u32; WORDS_MIN], Vec<u32>> = FxHashMap::default();
    for at in free_starts(&alignment.to_old) {
        occurrences.entry(key(&alignment.new.words, at)).or_default().push(at as u32);
    }
    let mut runs: Vec<Run> = Vec::new();
    for old in free_starts(&alignment.to_new) {
        let Some(occurrences) = occurrences.get(&key(&alignment.old.words, old)) else { continue };
        if occurrences.len() > OCCURRENCES_MAX {
            continue;
        }
        // A run that also goes on to the left was seen from its first word.
        let starts = occurrences.iter().map(|new| *new as usize).filter(|new| !extends_left(alignment, old, *new));
        runs.extend(starts.map(|new| run(alignment, old, new)).filter(|run| match run.is_near {
            true => run.weight >= WEIGHT_NEAR,
            false => occurrences.len() == 1 && run.weight >= WEIGHT_FAR,
        }));
    }
    runs
}

/// Where runs of unlinked words are long enough to start.
fn free_starts(partners: &[u32]) -> impl Iterator<Item = usize> + '_ {
    partners.windows(WORDS_MIN).enumerate().filter(|(_, window)| window.iter().all(|p| *p == NONE)).map(|(at, _)| at)
}

fn key(words: &[Word], at: usize) -> [u32; WORDS_MIN] {
    std::array::from_fn(|i| words[at + i].id)
}

fn is_pair(alignment: &Alignment, old: usize, new: usize) -> bool {
    let are_free = alignment.to_new.get(old) == Some(&NONE) && alignment.to_old.get(new) == Some(&NONE);
    are_free && alignment.old.words[old].id == alignment.new.words[new].id
}

fn extends_left(alignment: &Alignment, old: usize, new: usize) -> bool {
    old > 0 && new > 0 && is_pair(alignment, old - 1, new - 1)
}

fn run(alignment: &Alignment, old: usize, new: usize) -> Run {
    let len = (0..).take_while(|i| is_pair(alignment, old + i, new + i)).count();
    let weight = alignment.old_weight(old..old + len);
    Run { old, new, len, weight, is_near: is_near(alignment, old, new) }
}

/// Whether the new place lies beside or inside the sentence that the old one's sentence, or a neighbour of it, became.
fn is_near(alignment: &Alignment, old: usize, new: usize) -> bool {
    let sentence = alignment.old.sentence_of(old);
    let target = alignment.new.sentence_of(new);
    let neighbours: Range<usize> = sentence.saturating_sub(1)..(sentence + 2).min(alignment.partners.len());
    neighbours
        .filter(|i| alignment.partners[*i] != NONE)
        .any(|i| (alignment.partners[i] as usize).abs_diff(target) <= 1)
}
