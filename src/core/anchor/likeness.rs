//! Where a source speaks of a claim: the sentences that share most with it.
//!
//! Words count by how rare they are in the source (inverse document frequency), numbers twice; endings are cut off, and the
//! sentence before counts for half, since it often names what the sentence is about. It finds places to look at, not answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use crate::model::fold::fold_into;
use crate::model::{Span, Version, sentence};

/// The share of the claim's weight that a sentence must have.
const SHARE_MIN: f32 = 0.15;
/// Fewer shared words are chance, unless one is a number.
const SHARED_MIN: usize = 2;
/// What the words of the sentence before count.
const BEFORE: f32 = 0.5;
/// What a number counts.
const NUMBER: f32 = 2.0;
/// Letters of a word that count, and of a long one; the rest is its ending.
const STEM: usize = 5;
const LONG_STEM: usize = 7;
/// Longer documents are not searched, in bytes: it is done between two frames.
pub const LIKENESS_MAX: usize = 4_000_000;

/// The sentences of a source that share most with `words`, best first; at most `count`. `language` is that of the source, as a
/// BCP 47 tag. A version of more than
/// [`LIKENESS_MAX`] gives none.
pub fn passages_like(words: &str, version: &Version, language: &str, count: usize) -> Vec<Span> {
    let wanted: BTreeSet<String> = terms(words).collect();
    if wanted.is_empty() || version.text().len() > LIKENESS_MAX {
        return Vec::new();
    }
    let sentences = sentence::sentences(version, language);
    let indices: HashMap<&str, usize> = wanted.iter().enumerate().map(|(at, term)| (term.as_str(), at)).collect();
    let held: Vec<BTreeSet<usize>> = sentences.iter().map(|span| found(span.of(version.text()), &indices)).collect();
    let mut frequency: BTreeMap<usize, usize> = BTreeMap::new();
    for index in held.iter().flatten() {
        *frequency.entry(*index).or_default() += 1;
    }
    let numbers: BTreeSet<usize> =
        wanted.iter().enumerate().filter(|(_, term)| term.contains(char::is_numeric)).map(|(at, _)| at).collect();
    let weight = |index: usize| {
        let rarity = ((sentences.len() + 1) as f32 / (frequency.get(&index).copied().unwrap_or(0) + 1) as f32).ln_1p();
        if numbers.contains(&index) { rarity * NUMBER } else { rarity }
    };
    let weights: Vec<f32> = (0..wanted.len()).map(weight).collect();
    let all: f32 = weights.iter().sum();
    let share = |at: usize| {
        let own: f32 = held[at].iter().map(|index| weights[*index]).sum();
        let before = at.checked_sub(1).map(|before| held[before].difference(&held[at]));
        let before: f32 = before.into_iter().flatten().map(|index| weights[*index]).sum();
        (own + before * BEFORE) / all
    };
    let is_enough = |at: &usize| held[*at].len() >= SHARED_MIN || !held[*at].is_disjoint(&numbers);
    let mut best: Vec<(usize, f32)> = (0..held.len()).filter(is_enough).map(|at| (at, share(at))).collect();
    best.retain(|(_, share)| *share >= SHARE_MIN);
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.into_iter().take(count).map(|(at, _)| sentences[at]).collect()
}

/// Which of the wanted terms stand in a text.
fn found(text: &str, indices: &HashMap<&str, usize>) -> BTreeSet<usize> {
    terms(text).filter_map(|term| indices.get(term.as_str()).copied()).collect()
}

/// The words of a text without their endings, and its numbers without the signs that group their digits. Words of one or two
/// letters say too little, unless letters are words (Chinese).
fn terms(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut folded = String::new();
    text.unicode_words().filter_map(move |word| {
        fold_into(word, true, &mut folded);
        if folded.contains(char::is_numeric) {
            return Some(folded.chars().filter(|c| !matches!(c, ',' | '.' | '\'')).collect());
        }
        let letters = folded.chars().count();
        let says_something = letters > 2 || !folded.is_ascii();
        let stem = if letters < LONG_STEM + 3 { STEM } else { LONG_STEM };
        says_something.then(|| folded.chars().take(stem).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, BlockText, Origin, VersionId};

    const REPORT: &[&str] = &[
        "Survey of the old bridge",
        "The survey looked at nine piers in January. Divers found cracks in two of them. They are wider than 3 millimetres.",
        "The council met on Friday. It spent 12.500 euros on the survey and on the divers who looked at the bridge.",
        "Cars cross the bridge every day. The road above was not surveyed.",
    ];

    fn check(claim: &str, expected: Option<&str>) {
        let blocks = REPORT.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text));
        let version = Version::new(VersionId::new("v").unwrap(), Origin::default(), blocks);
        let found = passages_like(claim, &version, "en", 2);
        assert_eq!(found.first().map(|span| span.of(version.text())), expected, "{claim}");
    }

    #[test]
    fn the_sentence_that_shares_the_rare_words_comes_first() {
        check("A diver has found a crack in the bridge’s piers", Some("Divers found cracks in two of them."));
        check(
            "The survey cost 12,500 euros",
            Some("It spent 12.500 euros on the survey and on the divers who looked at the bridge."),
        );
        check(
            "Some 12500 were spent in all",
            Some("It spent 12.500 euros on the survey and on the divers who looked at the bridge."),
        );
        check("cracks wider than 3 millimetres", Some("They are wider than 3 millimetres."));
    }

    #[test]
    fn what_the_source_does_not_speak_of_is_not_found() {
        check("The mayor flew to Lisbon with his family", None);
        check("bridge", None);
        check("", None);
    }
}
