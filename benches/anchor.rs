//! How long it takes to follow claims into a new draft.
//!
//! `cargo bench --bench anchor` builds articles from a fixed seed, edits one sentence in twenty, moves and deletes paragraphs, and
//! prints the median and the 99th percentile of comparing both drafts and placing every claim, on one core.

use std::hint::black_box;
use std::time::{Duration, Instant};

use claimdesk::anchor::{Finder, Follow, describe};
use claimdesk::model::Span;

fn main() {
    report("300 claims, 45 kB", 200, 45_000, 300);
    report("300 claims, 45 kB, typography changed", 200, 45_000, -300);
    report("10,000 claims, 10 MB", 5, 10_000_000, 10_000);
    report_search("one description, 45 kB", 200, 45_000);
    report_search("one description, 10 MB", 10, 10_000_000);
}

#[expect(clippy::print_stdout, reason = "a bench prints its figures")]
fn report(name: &str, rounds: usize, bytes: usize, claims: isize) {
    let mut dice = Dice(0x5eed);
    let paragraphs = article(&mut dice, bytes);
    let old = paragraphs.join("\n\n");
    let mut new = redraft(&mut dice, paragraphs).join("\n\n");
    if claims < 0 {
        new = new.replace(' ', "\u{a0}").replace('\'', "’");
    }
    let spans = spans(&mut dice, &old, claims.unsigned_abs());
    let times = measure(rounds, || {
        let follow = Follow::new(&old, &new);
        spans.iter().filter(|span| follow.place(**span).span.is_some()).count()
    });
    println!("{name}: p50 {:.2?}, p99 {:.2?}", times.0, times.1);
}

#[expect(clippy::print_stdout, reason = "a bench prints its figures")]
fn report_search(name: &str, rounds: usize, bytes: usize) {
    let mut dice = Dice(0x5eed);
    let paragraphs = article(&mut dice, bytes);
    let old = paragraphs.join("\n\n");
    let new = redraft(&mut dice, paragraphs).join("\n\n");
    let finder = Finder::new(&new);
    let descriptions: Vec<_> = spans(&mut dice, &old, rounds).into_iter().map(|span| describe(&old, span)).collect();
    let mut next = descriptions.iter().cycle();
    let times = measure(rounds, || usize::from(next.next().is_some_and(|it| finder.find(it, None).span.is_some())));
    println!("{name}: p50 {:.2?}, p99 {:.2?}", times.0, times.1);
}

fn measure(rounds: usize, mut run: impl FnMut() -> usize) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[rounds / 2], times[(rounds * 99 / 100).min(rounds - 1)])
}

/// A small generator of numbers with a fixed course (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    /// A word; a few are common and most are rare, as in prose.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ta", "re", "on", "mi", "es", "lo", "ver", "and", "ing", "pro", "con", "ter", "de", "al", "un", "so"];
        let rank = self.below(200) * self.below(200) / 4;
        let (mut word, mut rest) = (String::new(), rank + 3);
        while rest > 0 {
            word.push_str(SYLLABLES[rest % 16]);
            rest /= 16;
        }
        word
    }

    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..6 + self.below(20)).map(|_| self.word()).collect();
        let mut sentence = words.join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence + "."
    }
}

fn article(dice: &mut Dice, bytes: usize) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut len = 0;
    while len < bytes {
        let sentences: Vec<String> = (0..2 + dice.below(6)).map(|_| dice.sentence()).collect();
        let paragraph = sentences.join(" ");
        len += paragraph.len() + 2;
        paragraphs.push(paragraph);
    }
    paragraphs
}

/// One sentence in twenty gets other words, one paragraph in fifty goes, one in fifty is moved.
fn redraft(dice: &mut Dice, paragraphs: Vec<String>) -> Vec<String> {
    let mut new: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        match dice.below(50) {
            0 => {}
            1 => new.insert(new.len().saturating_sub(dice.below(20)), paragraph),
            _ => new.push(edit(dice, &paragraph)),
        }
    }
    new
}

fn edit(dice: &mut Dice, paragraph: &str) -> String {
    let sentences = paragraph.split_inclusive(". ").map(|sentence| {
        let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
        if dice.below(20) == 0 {
            let at = dice.below(words.len());
            words[at] = dice.word();
            words.insert(dice.below(words.len()), dice.word());
        }
        words.join(" ")
    });
    sentences.collect()
}

fn spans(dice: &mut Dice, text: &str, count: usize) -> Vec<Span> {
    let span = |_| {
        let start = dice.below(text.len() - 400);
        let start = start + text[start..].find(' ').unwrap_or(0) + 1;
        let len = 5 + dice.below(150);
        let end = start + len + text[start + len..].find([' ', '.']).unwrap_or(0);
        Span::snapped(text, start, end)
    };
    (0..count).filter_map(span).collect()
}
