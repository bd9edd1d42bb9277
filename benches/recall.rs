//! What it takes to find the likely passages of a report of 500 pages, and of one of more than 4 MB: preparing it once, beside the window,
//! and then asking for the places to look at for a claim. Fixed seed, own text; prints the median and the 99th percentile in milliseconds of
//! CPU time (of wall time on Windows).
//!
//! `cargo bench --bench recall`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{hint::black_box, time::Duration};

use claimdesk::{
    model::{BlockKind, BlockText, Origin, Version, VersionId},
    recall::Passages,
};
use support::{random, timed};

/// How many different words there are.
const WORDS: u64 = 20_000;

fn main() {
    println!("{:<44} {:>9} {:>9}", "likely passages", "p50 ms", "p99 ms");
    for (name, pages) in [("500 pages", 500), ("2,000 pages", 2_000)] {
        let version = report(pages);
        println!("{name}: {:.1} MB", version.text().len() as f64 / 1e6);
        let preparing = (0..5).map(|_| timed(&mut || drop(black_box(Passages::new(&version, ""))))).collect();
        print("preparing it, once, beside the window", preparing);
        let passages = Passages::new(&version, "");
        let asking = (0..200).map(|n| {
            let claim = sentence(1_000_000 + n * 31, 24);
            timed(&mut || drop(black_box(passages.like(&claim, &version, 20))))
        });
        print("twenty places for a claim of 24 words", asking.collect());
    }
}

/// A report of so many pages with eight paragraphs of five sentences each.
fn report(pages: u64) -> Version {
    let paragraphs = (0..pages * 8).map(|at| {
        let sentences: Vec<String> = (0..5).map(|n| sentence(at * 1000 + n * 100, 10 + random(at + n) % 12)).collect();
        let page = u32::try_from(at / 8 + 1).ok();
        BlockText { page, ..BlockText::new(BlockKind::Paragraph, sentences.join(" ")) }
    });
    Version::new(VersionId::new("v-report").expect("an id"), Origin::default(), paragraphs)
}

/// A sentence of words that are rarer the higher their number, as in a language.
fn sentence(seed: u64, words: u64) -> String {
    let word = |at: u64| {
        let share = (random(seed + at) % 1_000_000) as f64 / 1e6;
        let number = ((WORDS as f64).powf(share) - 1.0) as u64;
        if number < 8 {
            ["the", "of", "and", "in", "to", "is", "a", "for"][number as usize].to_owned()
        } else {
            spelled(number)
        }
    };
    let words: Vec<String> = (0..words).map(word).collect();
    format!("The {}.", words.join(" "))
}

/// A word of five to nine letters for a number.
fn spelled(number: u64) -> String {
    let syllables =
        ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "dra", "fle", "gro", "pli", "stu", "tra"];
    let mut rest = random(number);
    let mut word = String::new();
    for _ in 0..3 + number % 2 {
        word.push_str(syllables[(rest % 16) as usize]);
        rest /= 16;
    }
    word
}

fn print(name: &str, mut times: Vec<Duration>) {
    println!("{name:<44} {:>9.2} {:>9.2}", support::at(&mut times, 0.5), support::at(&mut times, 0.99));
}
