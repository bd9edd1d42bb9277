//! What stands in which of many short texts, and how much a claim has in common with each.
//!
//! Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), over stems and over runs of letters. Only the
//! words of a text are kept; stems and runs lead to the words that have them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    tongues::Tongue,
    words::{Gram, Word, each_word, grams, is_number},
};

/// How fast a word that comes again counts less.
const K1: f32 = 1.0;
/// How much a longer text counts less.
const B: f32 = 0.5;
/// What runs of letters count beside words: a word has one stem and a dozen runs.
const RUNS: f32 = 0.1;
/// How much steeper than its logarithm rarity counts.
const STEEP: f32 = 1.2;

/// Which words stand in which texts.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) tongue: Option<&'static Tongue>,
    silent: FxHashSet<&'static str>,
    /// The number of each word, by its folded letters; none for function words.
    numbers: FxHashMap<String, Option<u32>>,
    words: Vec<Posted>,
    stems: FxHashMap<String, Vec<u32>>,
    grams: FxHashMap<Gram, Vec<u32>>,
    /// How many words and how many runs each text has, and all of them.
    lengths: Vec<[f32; 2]>,
    sums: [f32; 2],
}

/// A word with the texts in which it stands and how often.
#[derive(Debug)]
struct Posted {
    runs: f32,
    texts: Vec<(u32, f32)>,
}

/// What is counted.
#[derive(Clone, Copy)]
enum Kind {
    Words,
    Runs,
}

impl Index {
    pub(super) fn new<'a>(tongue: Option<&'static Tongue>, texts: impl Iterator<Item = &'a str>) -> Self {
        let silent = tongue.map(Tongue::function_words).unwrap_or_default();
        let mut index = Self {
            tongue,
            silent,
            numbers: FxHashMap::default(),
            words: Vec::new(),
            stems: FxHashMap::default(),
            grams: FxHashMap::default(),
            lengths: Vec::new(),
            sums: [0.0; 2],
        };
        texts.for_each(|text| index.push(text));
        index
    }

    fn push(&mut self, text: &str) {
        let at = self.lengths.len() as u32;
        let mut lengths = [0.0, 0.0];
        each_word(text, |_, folded| {
            let known = self.numbers.get(folded).copied();
            let Some(number) = known.unwrap_or_else(|| self.learn(folded)) else { return };
            let word = &mut self.words[number as usize];
            lengths[0] += 1.0;
            lengths[1] += word.runs;
            match word.texts.last_mut() {
                Some((last, times)) if *last == at => *times += 1.0,
                _ => word.texts.push((at, 1.0)),
            }
        });
        self.lengths.push(lengths);
        self.sums.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length);
    }

    fn learn(&mut self, folded: &str) -> Option<u32> {
        let number = (!self.silent.contains(folded)).then_some(self.words.len() as u32);
        self.numbers.insert(folded.to_owned(), number);
        let number = number?;
        let stem = Word::new(folded.to_owned(), self.tongue).stem;
        self.stems.entry(stem).or_default().push(number);
        let mut runs = Vec::new();
        grams(folded, &mut runs);
        runs.iter().for_each(|run| self.grams.entry(*run).or_default().push(number));
        self.words.push(Posted { runs: runs.len() as f32, texts: Vec::new() });
        Some(number)
    }

    /// How much each text has in common with these words. Numbers count `numbers` times as much as words.
    pub(super) fn scores(&self, wanted: &[Word], numbers: f32) -> Vec<f32> {
        let mut counting = Counting::new(self.lengths.len());
        let mut seen = FxHashSet::default();
        let mut seen_runs = FxHashSet::default();
        let mut runs = Vec::new();
        for word in wanted {
            let weight = if is_number(&word.folded) { numbers } else { 1.0 };
            if let Some(words) = self.stems.get(&word.stem).filter(|_| seen.insert(&word.stem)) {
                counting.add(self, words, Kind::Words, weight);
            }
            grams(&word.folded, &mut runs);
            for run in &runs {
                if let Some(words) = self.grams.get(run).filter(|_| seen_runs.insert(*run)) {
                    counting.add(self, words, Kind::Runs, weight * RUNS);
                }
            }
        }
        counting.scores
    }

    /// A word of a text as it is compared; `None` for a function word, or one that stands in no text.
    pub(super) fn word(&self, folded: &str) -> Option<Word> {
        let known = self.numbers.get(folded).copied().flatten();
        known.map(|_| Word::new(folded.to_owned(), self.tongue))
    }

    /// How rare a stem is among the texts.
    pub(super) fn rarity(&self, stem: &str) -> f32 {
        let texts = self.stems.get(stem).into_iter().flatten().map(|word| self.words[*word as usize].texts.len());
        rarity(self.lengths.len(), texts.max().unwrap_or(0))
    }
}

fn rarity(texts: usize, with: usize) -> f32 {
    (1.0 + (texts.saturating_sub(with) as f32 + 0.5) / (with as f32 + 0.5)).ln()
}

/// The scores, and how often what is counted just now stands in each text.
struct Counting {
    scores: Vec<f32>,
    times: Vec<f32>,
    touched: Vec<u32>,
}

impl Counting {
    fn new(texts: usize) -> Self {
        Self { scores: vec![0.0; texts], times: vec![0.0; texts], touched: Vec::new() }
    }

    fn add(&mut self, index: &Index, words: &[u32], kind: Kind, weight: f32) {
        for (text, times) in words.iter().flat_map(|word| &index.words[*word as usize].texts) {
            let sum = &mut self.times[*text as usize];
            if *sum == 0.0 {
                self.touched.push(*text);
            }
            *sum += times;
        }
        let weight = weight * rarity(self.scores.len(), self.touched.len()).powf(STEEP) * (K1 + 1.0);
        let mean = (index.sums[kind as usize] / index.lengths.len() as f32).max(1.0);
        for text in self.touched.drain(..) {
            let at = text as usize;
            let times = std::mem::take(&mut self.times[at]);
            let length = index.lengths[at][kind as usize] / mean;
            self.scores[at] += weight * times / (times + K1 * (1.0 - B + B * length));
        }
    }
}
