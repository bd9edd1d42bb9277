//! What changed between the old words of a passage and the new ones, in terms that matter to a checker.
//!
//! Numbers, names and negations decide whether a claim is still the one that was checked. This file says whether
//! they changed, and gives the words that went and came for display. It does not judge whether the meaning changed.

use std::ops::Range;

use super::align::Alignment;
use super::lexicon::{are_opposites, is_negation, is_number, is_opener};
use super::weave::links;
use super::words::Words;
use crate::model::fold::fold_into;

/// The difference between two wordings of a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// The old and the new wording in one row, in reading order.
    pub runs: Vec<DiffRun>,
    /// Whether a number, an order of size, a per cent or a currency sign went, came or changed places.
    pub numbers: bool,
    /// Whether a name went or came: a capitalised word that does not merely start a sentence. In scripts without capitals, any
    /// word, since nothing tells a name there.
    pub names: bool,
    /// Whether a negation went or came.
    pub negation: bool,
}

impl Difference {
    /// Whether the claim must be checked again.
    pub fn matters(&self) -> bool {
        self.numbers || self.names || self.negation
    }
}

/// A stretch of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRun {
    /// What happened to it.
    pub kind: DiffKind,
    /// Its bytes in the old wording; empty when it came.
    pub old: Range<usize>,
    /// Its bytes in the new wording; empty when it went.
    pub new: Range<usize>,
}

/// What happened to a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiffKind {
    /// It stands in both wordings.
    Same,
    /// It went.
    Removed,
    /// It came.
    Added,
}

/// Compares two wordings word by word. Quotation marks, dashes and white space that merely look otherwise are the same.
///
/// All `old` ranges in a row make up the old wording, all `new` ranges the new one.
pub fn difference(old: &str, new: &str) -> Difference {
    let alignment = Alignment::unlinked(old, new);
    let (old, new) = (&alignment.old, &alignment.new);
    let links = links(&alignment, 0..old.words.len(), 0..new.words.len());
    let same: Vec<(usize, usize)> = links.into_iter().filter(|(i, j)| spelling(old, *i) == spelling(new, *j)).collect();
    let mut difference = Difference { runs: runs(old, new, &same), ..Difference::default() };
    for (gone, come) in hunks(&same, old.words.len(), new.words.len()) {
        let (gone, come) = (Hunk::of(old, gone), Hunk::of(new, come));
        difference.numbers |= gone.numbers != come.numbers;
        difference.names |= gone.names_differ(&come);
        difference.negation |= gone.negations != come.negations || gone.denies(&come);
    }
    difference
}

/// The words between two links, on one side.
#[derive(Debug, Default)]
struct Hunk {
    words: Vec<String>,
    numbers: Vec<String>,
    names: Vec<String>,
    /// Capitalised words that may be so only because they start a sentence.
    openers: Vec<String>,
    negations: usize,
}

impl Hunk {
    fn of(words: &Words, range: Range<usize>) -> Self {
        let mut hunk = Self::default();
        for i in range {
            let (word, spelt) = (folded(words, i), spelling(words, i));
            hunk.negations += usize::from(is_negation(&word));
            if is_number(&word) {
                hunk.numbers.push(word.clone());
            }
            if words.words[i].is_wordy {
                match kind_of(&spelt, &word, starts_sentence(words, i)) {
                    Capital::Name => hunk.names.push(word.clone()),
                    Capital::Opener => hunk.openers.push(word.clone()),
                    Capital::None => {}
                }
                hunk.words.push(word);
            }
        }
        hunk.names.sort();
        hunk.numbers.sort();
        hunk
    }

    /// Whether a name stands on one side only. A word that starts a sentence counts when another such word took its place.
    fn names_differ(&self, other: &Self) -> bool {
        let lacks = |words: &[String], name: &String| !words.contains(name);
        let is_gone = |a: &Self, b: &Self| a.names.iter().any(|name| lacks(&b.names, name) && lacks(&b.openers, name));
        let is_exchanged = self.openers.iter().any(|name| lacks(&other.words, name))
            && other.openers.iter().any(|name| lacks(&self.words, name));
        is_gone(self, other) || is_gone(other, self) || is_exchanged
    }

    /// Whether a word became its opposite.
    fn denies(&self, other: &Self) -> bool {
        self.words.iter().any(|a| other.words.iter().any(|b| are_opposites(a, b)))
    }
}

/// What the letters of a word say about its being a name.
enum Capital {
    Name,
    Opener,
    None,
}

fn kind_of(spelt: &str, folded: &str, starts_sentence: bool) -> Capital {
    let mut letters = spelt.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Capital::None };
    let has_case = first.is_lowercase() || first.is_uppercase();
    let is_shouted = letters.clone().next().is_some() && letters.all(char::is_uppercase);
    match first.is_uppercase() {
        _ if !has_case => Capital::Name,
        false => Capital::None,
        true if is_shouted || !starts_sentence => {
            if folded == "i" {
                Capital::None
            } else {
                Capital::Name
            }
        }
        true if is_opener(folded) => Capital::None,
        true => Capital::Opener,
    }
}

fn starts_sentence(words: &Words, i: usize) -> bool {
    let sentence = words.sentence(words.sentence_of(i));
    words.words[sentence.start..i].iter().all(|word| !word.is_wordy)
}

fn spelling(words: &Words, i: usize) -> String {
    let mut out = String::new();
    words.spell(i, &mut out);
    out
}

fn folded(words: &Words, i: usize) -> String {
    let mut out = String::new();
    fold_into(words.letters(i), true, &mut out);
    out
}

/// The ranges of old and new words between links.
fn hunks(same: &[(usize, usize)], old_len: usize, new_len: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let ends = same.iter().copied().chain([(old_len, new_len)]);
    let starts = [(0, 0)].into_iter().chain(same.iter().map(|(i, j)| (i + 1, j + 1)));
    let hunks = starts.zip(ends).map(|(start, end)| (start.0..end.0, start.1..end.1));
    hunks.filter(|(gone, come)| !gone.is_empty() || !come.is_empty()).collect()
}

fn runs(old: &Words, new: &Words, same: &[(usize, usize)]) -> Vec<DiffRun> {
    let mut runs = Runs { old, new, runs: Vec::new(), at: (0, 0) };
    let mut next = (0, 0);
    for &(i, j) in same {
        runs.push(DiffKind::Removed, i - next.0, 0);
        runs.push(DiffKind::Added, 0, j - next.1);
        runs.push(DiffKind::Same, 1, 1);
        next = (i + 1, j + 1);
    }
    runs.push(DiffKind::Removed, old.words.len() - next.0, 0);
    runs.push(DiffKind::Added, 0, new.words.len() - next.1);
    runs.finish()
}

/// Collects runs; white space goes with the word before it.
struct Runs<'w, 'a> {
    old: &'w Words<'a>,
    new: &'w Words<'a>,
    runs: Vec<DiffRun>,
    /// The next old and new word.
    at: (usize, usize),
}

impl Runs<'_, '_> {
    fn push(&mut self, kind: DiffKind, old_words: usize, new_words: usize) {
        if old_words + new_words == 0 {
            return;
        }
        let from = self.at;
        self.at = (from.0 + old_words, from.1 + new_words);
        let old = start(self.old, from.0)..start(self.old, self.at.0);
        let new = start(self.new, from.1)..start(self.new, self.at.1);
        match self.runs.last_mut().filter(|run| run.kind == kind) {
            Some(run) => (run.old.end, run.new.end) = (old.end, new.end),
            None => self.runs.push(DiffRun { kind, old, new }),
        }
    }

    fn finish(self) -> Vec<DiffRun> {
        self.runs
    }
}

/// Where word number `i` starts; white space before the first word belongs to it.
fn start(words: &Words, i: usize) -> usize {
    match i {
        0 => 0,
        i => words.words.get(i).map_or(words.text.len(), |word| word.start as usize),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Compares two wordings: `-[gone]` and `+[come]` in the text, then what matters.
    fn check(old: &str, new: &str, expected: &str) {
        let found = difference(old, new);
        let mut shown = String::new();
        for run in &found.runs {
            shown += &match run.kind {
                DiffKind::Same => new[run.new.clone()].to_owned(),
                DiffKind::Removed => format!("-[{}]", &old[run.old.clone()]),
                DiffKind::Added => format!("+[{}]", &new[run.new.clone()]),
            };
        }
        for (matters, name) in [(found.numbers, "numbers"), (found.names, "names"), (found.negation, "negation")] {
            if matters {
                shown += " ! ";
                shown += name;
            }
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn shows_words_that_went_and_came() {
        check("The tax rose fast.", "The tax has risen fast.", "The tax -[rose ]+[has risen ]fast.");
        check("“It’s fine”", "\"It's fine\"", "\"It's fine\"");
        check("", "New.", "+[New.]");
    }

    #[test]
    fn sees_numbers() {
        check("It rose by 4 %.", "It rose by 5 %.", "It rose by -[4 ]+[5 ]%. ! numbers");
        check("some 3 million jobs", "some 3 billion jobs", "some 3 -[million ]+[billion ]jobs ! numbers");
        check("It cost 5 €", "It cost 5 $", "It cost 5 -[€]+[$] ! numbers");
        check("from 4 to 5", "from 5 to 4", "from -[4 to ]5 +[to 4] ! numbers");
    }

    #[test]
    fn sees_names() {
        check("Then Smith left.", "Then Jones left.", "Then -[Smith ]+[Jones ]left. ! names");
        check("Smith left.", "Jones left.", "-[Smith ]+[Jones ]left. ! names");
        check("Taxes rose.", "In May taxes rose.", "-[Taxes ]+[In May taxes ]rose. ! names");
        check("However, they left.", "They left.", "-[However, they ]+[They ]left.");
        check("他说是", "她说是", "-[他]+[她]说是 ! names");
    }

    #[test]
    fn sees_negation() {
        check("It was sold.", "It was not sold.", "It was +[not ]sold. ! negation");
        check("It is legal here.", "It is illegal here.", "It is -[legal ]+[illegal ]here. ! negation");
        check("He does know.", "He doesn’t know.", "He -[does ]+[doesn’t ]know. ! negation");
        check("Das ist ein Fehler.", "Das ist kein Fehler.", "Das ist -[ein ]+[kein ]Fehler. ! negation");
    }

    proptest! {
        #[test]
        fn runs_make_up_both_wordings(old in "([a-c中é1]{0,3}[ .\n]){0,20}", new in "([a-c中é1]{0,3}[ .\n]){0,20}") {
            let runs = difference(&old, &new).runs;
            let join = |text: &str, side: fn(&DiffRun) -> Range<usize>| -> String { runs.iter().map(|run| &text[side(run)]).collect() };
            if runs.iter().any(|run| !run.old.is_empty()) {
                prop_assert_eq!(join(&old, |run| run.old.clone()), old.clone());
            }
            if runs.iter().any(|run| !run.new.is_empty()) {
                prop_assert_eq!(join(&new, |run| run.new.clone()), new.clone());
            }
        }
    }
}
