//! A text as words and sentences with numbers for names, so that two texts can be compared quickly.
//!
//! A word is a run of letters and digits, or one sign that is neither. Scripts that write no spaces give one word a letter.
//! Words are equal when their folded letters are (see `model::fold`), whatever their case. Sentences are a
//! rough cut for matching; the reader's sentence selection has rules of its own.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::fold::{fold_into, fold_mark, is_ignored, is_space, is_unspaced, is_word_char};

/// A word of a text: its bytes and its number in the [`Vocabulary`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub start: u32,
    pub end: u32,
    pub id: u32,
    /// Whether it holds letters or digits, as against a lone sign.
    pub is_wordy: bool,
    /// Whether a new paragraph starts with it.
    pub starts_block: bool,
}

/// The words of all texts under comparison.
///
/// A word is known by a 64-bit hash of its folded letters, not by the letters: ten million words then need no strings.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<u64, u32>,
    counts: Vec<u32>,
    wordy: Vec<bool>,
    weights: Vec<f32>,
    total: u32,
}

impl Vocabulary {
    fn id(&mut self, hash: u64, is_wordy: bool) -> u32 {
        let next = self.counts.len() as u32;
        let id = *self.ids.entry(hash).or_insert(next);
        if id == next {
            self.counts.push(0);
            self.wordy.push(is_wordy);
        }
        self.counts[id as usize] += 1;
        self.total += 1;
        id
    }

    /// How often the texts have this word.
    pub fn count(&self, id: u32) -> u32 {
        self.counts[id as usize]
    }

    /// How many different words there are.
    pub fn len(&self) -> u32 {
        self.counts.len() as u32
    }

    /// How much it says that two passages share this word, near 0 for the commonest and at most 1.
    pub fn weight(&self, id: u32) -> f32 {
        self.weights[id as usize]
    }

    fn weigh(&mut self) {
        let total = (self.total.max(20) as f32).ln();
        let rarity = |count: u32| (total - (count.max(1) as f32).ln()) / total;
        let weight =
            |(count, is_wordy): (&u32, &bool)| if *is_wordy { 0.08 + 0.92 * rarity(*count).powi(2) } else { 0.05 };
        self.weights = self.counts.iter().zip(&self.wordy).map(weight).collect();
    }
}

/// A text cut into words and sentences.
#[derive(Debug)]
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub words: Vec<Word>,
    /// Ranges of words; each word is in exactly one.
    pub sentences: Vec<Range<u32>>,
}

/// A word cut in two by a hyphen at the end of a line: where it would be joined, and the hash of the whole.
struct LineEndHyphen {
    word: usize,
    joined: u64,
}

/// Cuts two texts, with one vocabulary for both.
pub(super) fn cut_both<'a>(old: &'a str, new: &'a str) -> (Words<'a>, Words<'a>, Vocabulary) {
    let mut vocabulary = Vocabulary::default();
    let (old_words, old_hyphens) = Cutter::new(old, &mut vocabulary).cut();
    let (new_words, new_hyphens) = Cutter::new(new, &mut vocabulary).cut();
    let old_words = join_hyphens(old_words, old_hyphens, &mut vocabulary);
    let new_words = join_hyphens(new_words, new_hyphens, &mut vocabulary);
    vocabulary.weigh();
    (Words::new(old, old_words), Words::new(new, new_words), vocabulary)
}

/// Cuts one text, and gives each word's hash: equal words of any two texts have the same.
pub(super) fn cut_one(text: &str) -> (Words<'_>, Vec<u64>) {
    let (words, _, vocabulary) = cut_both(text, "");
    let mut hashes = vec![0; vocabulary.counts.len()];
    for (hash, id) in &vocabulary.ids {
        hashes[*id as usize] = *hash;
    }
    let hashes = words.words.iter().map(|word| hashes[word.id as usize]).collect();
    (words, hashes)
}

/// The hashes of a text's words.
pub(super) fn word_hashes(text: &str) -> Vec<u64> {
    cut_one(text).1
}

impl<'a> Words<'a> {
    fn new(text: &'a str, words: Vec<Word>) -> Self {
        let sentences = sentences(text, &words);
        Self { text, words, sentences }
    }

    /// The letters of word number `i`.
    pub fn letters(&self, i: usize) -> &'a str {
        let word = self.words[i];
        &self.text[word.start as usize..word.end as usize]
    }

    /// Writes the folded letters of word number `i`, capitals kept, to `out`: what a change of spelling changes.
    pub fn spell(&self, i: usize, out: &mut String) {
        fold_into(self.letters(i), false, out);
        if out.contains('\n') {
            out.retain(|c| !is_space(c) && c != '-');
        }
        if out.chars().all(|c| fold_mark(c) == '-') {
            "-".clone_into(out);
        }
    }

    /// The words that share a byte with `bytes`.
    pub fn covering(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.end as usize <= bytes.start);
        let end = self.words.partition_point(|word| (word.start as usize) < bytes.end);
        first..end.max(first)
    }

    /// The number of the sentence that holds word number `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end as usize <= i)
    }

    /// The words of all sentences that hold a word of `words`, which is not empty.
    pub fn whole_sentences(&self, words: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.sentence_of(words.start), self.sentence_of(words.end - 1));
        self.sentence(first).start..self.sentence(last).end
    }

    /// The words of sentence number `i`.
    pub fn sentence(&self, i: usize) -> Range<usize> {
        self.sentences[i].start as usize..self.sentences[i].end as usize
    }
}

/// Walks a text and cuts it into words.
struct Cutter<'a, 'v> {
    text: &'a str,
    vocabulary: &'v mut Vocabulary,
    words: Vec<Word>,
    hyphens: Vec<LineEndHyphen>,
    folded: String,
    starts_block: bool,
}

impl<'a, 'v> Cutter<'a, 'v> {
    fn new(text: &'a str, vocabulary: &'v mut Vocabulary) -> Self {
        let words = Vec::with_capacity(text.len() / 5);
        Self { text, vocabulary, words, hyphens: Vec::new(), folded: String::new(), starts_block: true }
    }

    fn cut(mut self) -> (Vec<Word>, Vec<LineEndHyphen>) {
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            at = if is_space(c) {
                self.skip_space(at)
            } else if is_ignored(c) {
                at + c.len_utf8()
            } else if is_word_char(c) {
                self.take_word(at)
            } else {
                self.take_sign(at, c)
            };
        }
        (self.words, self.hyphens)
    }

    fn skip_space(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let len = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
        let lines = rest[..len].bytes().filter(|b| *b == b'\n').count();
        self.starts_block |= lines > 1 || rest[..len].contains('\u{2029}');
        at + len
    }

    fn take_word(&mut self, at: usize) -> usize {
        let end = word_end(self.text, at);
        self.push(at, end, true);
        if let Some(next) = line_end_hyphen(self.text, end) {
            let tail = word_end(self.text, next);
            let halves = format!("{}{}", &self.text[at..end], &self.text[next..tail]);
            self.hyphens.push(LineEndHyphen { word: self.words.len() - 1, joined: hash(&halves, &mut self.folded) });
        }
        end
    }

    fn take_sign(&mut self, at: usize, c: char) -> usize {
        let rest = &self.text[at..];
        let len = match fold_mark(c) {
            '-' => rest.find(|c| fold_mark(c) != '-').unwrap_or(rest.len()),
            '.' => rest.find(|c| c != '.').unwrap_or(rest.len()),
            c if c.is_ascii() => rest.chars().next().map_or(1, char::len_utf8),
            _ => rest.graphemes(true).next().map_or(1, str::len),
        };
        self.push(at, at + len, is_unspaced(c));
        at + len
    }

    fn push(&mut self, start: usize, end: usize, is_wordy: bool) {
        let letters = &self.text[start..end];
        let sign = (!is_wordy).then(|| letters.chars().next()).flatten().map(fold_mark);
        let hash = match sign {
            Some('-') => hash("-", &mut self.folded),
            Some('…') => hash("...", &mut self.folded),
            _ => hash(letters, &mut self.folded),
        };
        let id = self.vocabulary.id(hash, is_wordy);
        let starts_block = std::mem::take(&mut self.starts_block);
        self.words.push(Word { start: start as u32, end: end as u32, id, is_wordy, starts_block });
    }
}

/// Where the word that starts at `at` ends. An apostrophe between letters and a point between digits belong to it.
fn word_end(text: &str, at: usize) -> usize {
    let mut end = at;
    loop {
        let rest = &text[end..];
        end += rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
        let mut behind = text[end..].chars();
        let (Some(sign), Some(next)) = (behind.next(), behind.next()) else { return end };
        let last = text[at..end].chars().next_back().unwrap_or(' ');
        let joins = match fold_mark(sign) {
            '\'' => last.is_alphabetic() && next.is_alphabetic(),
            '.' | ',' => last.is_numeric() && next.is_numeric(),
            _ => false,
        };
        if !joins {
            return end;
        }
        end += sign.len_utf8();
    }
}

/// When a hyphen and a line break stand at `at` and a small letter follows: where that letter is.
fn line_end_hyphen(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(['-', '‐', '\u{ad}'])?;
    let rest = rest.trim_start_matches([' ', '\r']).strip_prefix('\n')?.trim_start_matches([' ', '\t']);
    rest.starts_with(char::is_lowercase).then_some(text.len() - rest.len())
}

/// Joins words cut at a line end when the whole is a word of the texts, or when a half is not.
fn join_hyphens(words: Vec<Word>, hyphens: Vec<LineEndHyphen>, vocabulary: &mut Vocabulary) -> Vec<Word> {
    if hyphens.is_empty() {
        return words;
    }
    let mut joined = Vec::with_capacity(words.len());
    let mut from = 0;
    for LineEndHyphen { word: at, joined: hash } in hyphens {
        // With a soft hyphen, the sign itself is no word.
        let Some(tail) = (at + 1..words.len().min(at + 3)).find(|i| words[*i].is_wordy) else { continue };
        let is_known = vocabulary.ids.contains_key(&hash);
        let are_halves_known = [at, tail].iter().all(|i| vocabulary.count(words[*i].id) > 1);
        if at < from || (are_halves_known && !is_known) {
            continue;
        }
        joined.extend_from_slice(&words[from..at]);
        joined.push(Word { end: words[tail].end, id: vocabulary.id(hash, true), ..words[at] });
        from = tail + 1;
    }
    joined.extend_from_slice(&words[from..]);
    joined
}

fn hash(letters: &str, folded: &mut String) -> u64 {
    fold_into(letters, true, folded);
    let mut hasher = FxHasher::default();
    hasher.write(folded.as_bytes());
    hasher.finish()
}

fn sentences(text: &str, words: &[Word]) -> Vec<Range<u32>> {
    let mut sentences = Vec::with_capacity(words.len() / 16);
    let mut start = 0;
    for i in 1..words.len() {
        if words[i].starts_block || ends_sentence(text, words, i) || is_cut(text, words, start, i) {
            sentences.push(start as u32..i as u32);
            start = i;
        }
    }
    if start < words.len() {
        sentences.push(start as u32..words.len() as u32);
    }
    sentences
}

/// Whether a stretch of words without an end, as in transcripts and tables, is cut before word number `i`. The words decide
/// where, not their count, so that both texts are cut alike.
fn is_cut(text: &str, words: &[Word], start: usize, i: usize) -> bool {
    let is_line_end = || text[words[i - 1].end as usize..words[i].start as usize].contains('\n');
    let is_chosen = || words[i - 1].id.wrapping_mul(0x9E37_79B1) >> 28 == 0;
    match i - start {
        0..60 => false,
        60..120 => is_line_end(),
        120..200 => is_line_end() || !words[i - 1].is_wordy,
        200..400 => is_line_end() || !words[i - 1].is_wordy || is_chosen(),
        _ => true,
    }
}

/// Whether a sentence ends before word number `i`.
fn ends_sentence(text: &str, words: &[Word], i: usize) -> bool {
    let previous = words[i - 1];
    if previous.is_wordy {
        return false;
    }
    let letters = |word: Word| &text[word.start as usize..word.end as usize];
    let next = letters(words[i]).chars().next().unwrap_or(' ');
    let is_closing = |word: &&Word| {
        !word.is_wordy && letters(**word).starts_with(['"', '”', '’', '\'', ')', ']', '»', '」', '』', '*', '_'])
    };
    let Some(last) = words[..i].iter().rev().take(4).find(|word| !is_closing(word)) else { return false };
    match letters(*last).chars().next() {
        Some('。' | '！' | '？' | '｡') => !matches!(next, '」' | '』' | '”' | '）'),
        Some('.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '։' | '።') => {
            previous.end < words[i].start && !next.is_lowercase()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `text` between bars, sentences parted by a double bar.
    fn check(text: &str, expected: &str) {
        let (words, ..) = cut_both(text, "");
        let sentence = |range: &Range<u32>| -> Vec<&str> { range.clone().map(|i| words.letters(i as usize)).collect() };
        let sentences: Vec<String> = words.sentences.iter().map(|range| sentence(range).join("|")).collect();
        assert_eq!(sentences.join("||"), expected);
    }

    #[test]
    fn cuts_words_and_sentences() {
        check("It’s 3.5 km. Don't -- stop!", "It’s|3.5|km|.||Don't|--|stop|!");
        check("“Go.” He went.\n\nTitle\n\nText", "“|Go|.|”||He|went|.||Title||Text");
        check("approx. two", "approx|.|two");
    }

    #[test]
    fn cuts_scripts_without_spaces() {
        check("中文。好！", "中|文|。||好|！");
        check("ราคา", "ร|า|ค|า");
        check("👩‍👩‍👧‍👦🇺🇦 שלום", "👩‍👩‍👧‍👦|🇺🇦|שלום");
    }

    #[test]
    fn joins_words_cut_at_a_line_end() {
        check("It requ-\nires a re-\nply", "It|requ-\nires|a|re-\nply");
        check("well known. A well-\nknown one, known well", "well|known|.||A|well|-|known|one|,|known|well");
    }
}
