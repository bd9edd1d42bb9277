//! Answers a file of claims with the sentences of a document each: which of them have most in common with the claim, as the program finds them.
//!
//! Usage: `cargo run --release --example find_passages CASES.jsonl RANKED.jsonl`. A line of the first is `{id, claim, language, sentences}`, one of
//! the second `{id, ranked}`: the numbers of all sentences from 0, the best first. With `CLAIMDESK_MODEL` set to a folder with a sentence model,
//! by words and meaning.

#[path = "support/model.rs"]
mod model;

use std::{fmt::Write as _, fs};

use anyhow::{Context, Result};
use claimdesk::recall::{Meaning, Passages};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Case {
    id: Value,
    claim: String,
    #[serde(default)]
    language: String,
    sentences: Vec<String>,
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (cases, ranked) = args.next().zip(args.next()).context("usage: find_passages CASES.jsonl RANKED.jsonl")?;
    let model = model::named()?;
    let meaning = model.as_ref().map(|model| model as &dyn Meaning);
    let mut answers = String::new();
    for line in fs::read_to_string(&cases).context(cases)?.lines().filter(|line| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line)?;
        let sentences: Vec<&str> = case.sentences.iter().map(String::as_str).collect();
        let found = Passages::rank(&case.claim, &sentences, &case.language, meaning);
        writeln!(answers, "{}", json!({"id": case.id, "ranked": found}))?;
    }
    fs::write(&ranked, answers).context(ranked)
}
