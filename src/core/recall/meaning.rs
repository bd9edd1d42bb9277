//! What a sentence model adds, where the reader has one: the best by words are put in order by words and meaning together.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::model::fold::fold_into;

/// How many of the best by words are looked at again.
const BEST: usize = 30;
/// How many where claim and texts are of two languages: words hardly choose there.
const BEST_BETWEEN: usize = 120;
/// So many vectors are remembered.
const REMEMBERED: usize = 60_000;

/// What makes texts to vectors that are close where they mean the same.
pub trait Meaning: Send + Sync {
    /// A vector of length 1 for each text. A caller takes fewer of them, or vectors of another length, as none.
    fn vectors(&self, texts: &[&str], side: Side) -> Vec<Vec<f32>>;

    /// Whether it was taught this language (a BCP 47 tag).
    fn knows(&self, language: &str) -> bool;
}

/// Which part a text plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What is searched for.
    Claim,
    /// Where it is searched.
    Text,
}

/// Remembers the vectors that were made, so that a text is read once.
pub struct Remembering<M> {
    inner: M,
    known: Mutex<FxHashMap<(Side, String), Vec<f32>>>,
}

impl<M: Meaning> Remembering<M> {
    /// Remembers what `inner` makes, within a bound.
    pub fn new(inner: M) -> Self {
        Self { inner, known: Mutex::default() }
    }
}

impl<M> std::fmt::Debug for Remembering<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembering").finish_non_exhaustive()
    }
}

impl<M: Meaning> Meaning for Remembering<M> {
    fn vectors(&self, texts: &[&str], side: Side) -> Vec<Vec<f32>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = |text: &str| (side, text.to_owned());
        let mut new: Vec<&str> = Vec::new();
        {
            let known = lock();
            new.extend(texts.iter().filter(|text| !known.contains_key(&key(text))));
        }
        new.sort_unstable();
        new.dedup();
        let made = self.inner.vectors(&new, side);
        let mut known = lock();
        let found = |known: &FxHashMap<(Side, String), Vec<f32>>| {
            texts.iter().map_while(|text| known.get(&key(text)).cloned()).collect::<Vec<_>>()
        };
        if made.len() != new.len() {
            return Vec::new();
        }
        known.extend(new.into_iter().map(key).zip(made));
        let found = found(&known);
        if known.len() > REMEMBERED {
            known.clear();
        }
        found
    }

    fn knows(&self, language: &str) -> bool {
        self.inner.knows(language)
    }
}

/// Claim and texts are of these languages, where they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Languages {
    pub(super) claim: Option<&'static str>,
    pub(super) texts: Option<&'static str>,
}

/// Puts the first of a list in order by meaning, within one language by meaning and words. `order` has places by words, the best first;
/// `scores` what each place scores by them. Gives how close those that were looked at are, in their new order.
pub(super) fn reordered<'a>(
    order: &mut [usize],
    scores: &[f32],
    (claim, text): (&str, impl Fn(usize) -> &'a str),
    languages: Languages,
    (meaning, side, weight): (&dyn Meaning, Side, f32),
) -> Vec<f32> {
    let Languages { claim: one, texts: other } = languages;
    if ![one, other].iter().all(|language| meaning.knows(language.unwrap_or_default())) {
        return Vec::new();
    }
    let is_between = one.is_some() && other.is_some() && one != other;
    let count = order.len().min(if is_between { BEST_BETWEEN } else { BEST });
    let first = &mut order[..count];
    let texts: Vec<String> = first.iter().map(|at| quoted_alike(text(*at))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (asked, vectors) = (meaning.vectors(&[&quoted_alike(claim)], Side::Claim), meaning.vectors(&texts, side));
    let Some(asked) = asked.first().filter(|_| vectors.len() == count) else { return Vec::new() };
    let close: Vec<f32> = vectors.iter().map(|vector| vector.iter().zip(asked).map(|(a, b)| a * b).sum()).collect();
    let by_words = evened(&first.iter().map(|at| scores[*at]).collect::<Vec<_>>());
    let by_meaning = evened(&close);
    let both = |at: usize| if is_between { by_meaning[at] } else { by_words[at] + weight * by_meaning[at] };
    let mut ranks: Vec<usize> = (0..count).collect();
    ranks.sort_by(|a, b| both(*b).total_cmp(&both(*a)).then(a.cmp(b)));
    let places: Vec<usize> = ranks.iter().map(|rank| first[*rank]).collect();
    first.copy_from_slice(&places);
    ranks.into_iter().map(|rank| close[rank]).collect()
}

/// A text with one sign for all quotation marks: two that differ in nothing else mean the same.
fn quoted_alike(text: &str) -> String {
    let mut alike = String::new();
    fold_into(text, false, &mut alike);
    alike.replace('"', "'")
}

/// Numbers brought to mean 0 and deviation 1.
fn evened(numbers: &[f32]) -> Vec<f32> {
    let count = numbers.len().max(1) as f32;
    let mean = numbers.iter().sum::<f32>() / count;
    let spread = (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count).sqrt().max(1e-6);
    numbers.iter().map(|x| (x - mean) / spread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::{Earlier, EarlierClaim, Passages};

    /// Knows that a cat and a pet are close, and counts how many texts it was asked for.
    struct Pets {
        is_many: bool,
        asked: Mutex<usize>,
    }

    impl Meaning for Pets {
        fn vectors(&self, texts: &[&str], _: Side) -> Vec<Vec<f32>> {
            *self.asked.lock().unwrap() += texts.len();
            let is_pet = |text: &str| ["cat", "pet", "Katze"].iter().any(|word| text.contains(word));
            texts.iter().map(|text| if is_pet(text) { vec![1.0, 0.0] } else { vec![0.0, 1.0] }).collect()
        }

        fn knows(&self, language: &str) -> bool {
            self.is_many || language == "en"
        }
    }

    fn pets(is_many: bool) -> Pets {
        Pets { is_many, asked: Mutex::new(0) }
    }

    const SENTENCES: [&str; 4] = [
        "The road was long and it was wet.",
        "This is a pet of the house.",
        "The dog of the house was old.",
        "It is the end.",
    ];

    #[test]
    fn meaning_brings_up_what_words_do_not_see() {
        let check = |claim: &str, meaning: Option<&dyn Meaning>, expected: usize| {
            assert_eq!(Passages::rank(claim, &SENTENCES, "", meaning)[0], expected, "{claim}");
        };
        check("The cat is on the road", None, 0);
        check("The cat is in it", Some(&pets(false)), 1);
        check("Die Katze ist auf dem Weg und nicht im Haus", Some(&pets(true)), 1);
        // Nothing is asked of a model that does not know the language.
        let english = pets(false);
        Passages::rank("Die Katze ist auf dem Weg und nicht im Haus", &SENTENCES, "", Some(&english));
        assert_eq!(*english.asked.lock().unwrap(), 0);
    }

    #[test]
    fn a_text_is_read_once_and_a_failing_model_changes_nothing() {
        let remembering = Remembering::new(pets(true));
        let once = remembering.vectors(&["cat", "dog", "cat"], Side::Text);
        assert_eq!(once, [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(remembering.vectors(&["dog"], Side::Text), [[0.0, 1.0]]);
        assert_eq!(*remembering.inner.asked.lock().unwrap(), 2);

        struct Failing;
        impl Meaning for Failing {
            fn vectors(&self, _: &[&str], _: Side) -> Vec<Vec<f32>> {
                Vec::new()
            }

            fn knows(&self, _: &str) -> bool {
                true
            }
        }
        let ranked = |meaning| Passages::rank("The dog is on the road", &SENTENCES, "en", meaning);
        assert_eq!(ranked(Some(&Failing as &dyn Meaning)), ranked(None));
    }

    #[test]
    fn the_same_in_other_quotation_marks_keeps_its_order() {
        let claims = ["The \u{201c}cat\u{201d} is on the road", "The 'cat' is on the road"];
        let earlier = Earlier::new(claims.map(|statement| EarlierClaim { statement, title: "", date: "" }));
        let found = earlier.recall_by("The cat is on the road", 2, |_| true, Some(&pets(true)));
        assert_eq!(found.iter().map(|found| found.at).collect::<Vec<_>>(), [0, 1]);
    }
}
