//! The sentences of a document that have most in common with a claim.

use crate::model::{Span, Version, sentence};

use super::{
    index::Index,
    meaning::{Languages, Meaning, Side, reordered},
    pairs::with_pairs,
    posts::plain,
    shared::shared,
    tongues::Tongue,
    words::{Word, telling},
};

/// What the sentence before counts, since it often names what this one is about.
const BEFORE: f32 = 0.25;
/// What the sentence behind counts: what bears on a claim often stands together.
const BEHIND: f32 = 0.2;
/// What a number counts beside a word.
const NUMBER: f32 = 1.75;

/// What meaning counts beside words, where there is a model.
const MEANING: f32 = 1.0;

/// The sentences of one document, ready to be searched. It holds no position of anything that could change: a version never does.
#[derive(Debug)]
pub struct Passages {
    spans: Vec<Span>,
    index: Index,
}

/// A place to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The sentence.
    pub span: Span,
    /// Its words that the claim has too, or one like it, as they are written there; the rarest first. Where it has none, it stands
    /// beside a sentence that does.
    pub shared: Vec<String>,
}

impl Passages {
    /// Prepares a document; `language` is its BCP 47 tag, where it is known.
    pub fn new(version: &Version, language: &str) -> Self {
        let spans = sentence::sentences(version, language);
        let tongue = Tongue::of(version.text(), language);
        let index = Index::new(tongue, spans.iter().map(|span| span.of(version.text())));
        Self { spans, index }
    }

    /// The sentences of the document that have most in common with a claim, the best first; at most `count`. `version` is the one that
    /// was prepared. Those that have nothing in common with it are left out, and no others.
    pub fn like(&self, claim: &str, version: &Version, count: usize) -> Vec<Passage> {
        let text = |at: usize| self.spans[at].of(version.text());
        let (order, scores, wanted) = ranked(claim, "", &self.index, text, None);
        let found = order.into_iter().filter(|at| scores[*at] > 0.0).take(count);
        found
            .map(|at| {
                let span = self.spans[at];
                Passage { span, shared: shared(&wanted, span.of(version.text()), &self.index) }
            })
            .collect()
    }

    /// All sentences of a list, the best first, by their place in it. `language` is a BCP 47 tag, where it is known; `meaning` a sentence
    /// model, where there is one.
    pub fn rank(claim: &str, sentences: &[&str], language: &str, meaning: Option<&dyn Meaning>) -> Vec<usize> {
        let tongue = Tongue::of(&sentences.join(" "), language);
        let index = Index::new(tongue, sentences.iter().copied());
        ranked(claim, language, &index, |at| sentences[at], meaning).0
    }
}

/// The places of all sentences, the best first, what each scores by words, and the words of the claim.
fn ranked<'a>(
    claim: &str,
    language: &str,
    index: &Index,
    text: impl Fn(usize) -> &'a str,
    meaning: Option<&dyn Meaning>,
) -> (Vec<usize>, Vec<f32>, Vec<Word>) {
    let claim = plain(claim);
    let tongue = tongue_of(&claim, language, index);
    let (scores, wanted) = scores(&claim, tongue, index);
    let mut order = best(&scores);
    if let Some(meaning) = meaning {
        let languages = Languages { claim: tongue.map(Tongue::tag), texts: index.tongue.map(Tongue::tag) };
        reordered(&mut order, &scores, (&claim, text), languages, (meaning, Side::Text, MEANING));
    }
    (order, scores, wanted)
}

/// The language of a claim. A tag speaks of the document as a rule; a claim of which the document has hardly a word may be in another.
fn tongue_of(claim: &str, language: &str, index: &Index) -> Option<&'static Tongue> {
    let told = Tongue::of(claim, language).or(index.tongue);
    let free = Tongue::of(claim, "");
    if told.map(Tongue::tag) == free.map(Tongue::tag) || told.is_some_and(|tongue| tongue.count(claim) > 0) {
        return told;
    }
    let words = telling(claim, free);
    let unknown = words.iter().filter(|word| index.word(&word.folded).is_none()).count();
    if 2 * unknown >= words.len() { free.or(told) } else { told }
}

/// What each sentence has in common with a claim, by itself and by those around it.
fn scores(claim: &str, tongue: Option<&'static Tongue>, index: &Index) -> (Vec<f32>, Vec<Word>) {
    let wanted = with_pairs(telling(claim, tongue), tongue, index.tongue);
    let own = index.scores(&wanted, NUMBER);
    let of = |at: Option<usize>| at.and_then(|at| own.get(at)).copied().unwrap_or(0.0);
    let scores = (0..own.len()).map(|at| own[at] + of(at.checked_sub(1)) * BEFORE + of(Some(at + 1)) * BEHIND);
    (scores.collect(), wanted)
}

/// Places by their score, the best first; the earlier one where two are as good.
fn best(scores: &[f32]) -> Vec<usize> {
    let mut best: Vec<usize> = (0..scores.len()).collect();
    best.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    best
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

    const BERICHT: &[&str] = &[
        "Die Prüfung der Impfstoffe dauerte drei Jahre. Die Forscher fanden keine schweren Nebenwirkungen.",
        "Die Studienergebnisse wurden 2021 veröffentlicht. Danach wurde es still.",
    ];

    fn version(blocks: &[&str]) -> Version {
        let blocks = blocks.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text));
        Version::new(VersionId::new("v").unwrap(), Origin::default(), blocks)
    }

    fn check(blocks: &[&str], claim: &str, expected: Option<(&str, &str)>) {
        let version = version(blocks);
        let found = Passages::new(&version, "").like(claim, &version, 3);
        let first = found.first().map(|passage| (passage.span.of(version.text()), passage.shared.join(" ")));
        assert_eq!(first.as_ref().map(|(words, shared)| (*words, shared.as_str())), expected, "{claim}");
    }

    #[test]
    fn the_sentence_that_shares_the_rare_words_comes_first_and_says_which() {
        let cracks = "Divers found cracks in two of them.";
        let spent = "It spent 12.500 euros on the survey and on the divers who looked at the bridge.";
        check(REPORT, "A diver has found a crack in the bridge’s piers", Some((cracks, "found cracks Divers")));
        check(REPORT, "The survey cost 12,500 euros", Some((spent, "12.500 euros survey")));
        check(REPORT, "Some 12500 were spent in all", Some((spent, "spent 12.500")));
        check(
            REPORT,
            "cracks wider than 3 millimetres",
            Some(("They are wider than 3 millimetres.", "wider 3 millimetres")),
        );
    }

    #[test]
    fn one_shared_word_is_enough_and_none_is_not() {
        check(REPORT, "bridge", Some(("Cars cross the bridge every day.", "bridge")));
        check(REPORT, "The mayor flew to Lisbon with his family", None);
        check(REPORT, "", None);
    }

    #[test]
    fn compounds_and_other_languages_are_seen_by_their_letters() {
        let results = "Die Studienergebnisse wurden 2021 veröffentlicht.";
        check(BERICHT, "Ergebnisse der Studien", Some((results, "Studienergebnisse")));
        check(BERICHT, "The study was published in 2021", Some((results, "2021 Studienergebnisse")));
    }

    #[test]
    fn a_claim_in_german_finds_its_english_words() {
        let sentences =
            ["Nothing is said here.", "Vaccination caused no cancer in the trial.", "The weather was good in Vienna."];
        let first = |claim: &str, tag: &str| Passages::rank(claim, &sentences, tag, None)[0];
        assert_eq!(first("Impfungen verursachen Krebs", "de"), 1);
        assert_eq!(first("Hilft Impfung gegen Krebs?", "en"), 1);
    }

    #[test]
    fn a_sentence_stands_before_its_like_when_those_around_it_speak_of_the_claim() {
        let sentences = ["The road is long.", "Nothing here.", "The pier has cracks.", "The road is long."];
        assert_eq!(Passages::rank("road by the pier with cracks", &sentences, "en", None)[..2], [2, 3]);
    }
}
