//! Answers a file of before/after pairs: where each span of the first text is in the second.
//!
//! Usage: `cargo run --release --example anchor_pairs PAIRS.json ANSWERS.json`. Positions in both files are code points. The answers
//! are those of [`Follow`], as the program gives them.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};
use claimdesk::anchor::Follow;
use claimdesk::model::{PositionMap, Span};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Pair {
    id: String,
    before: String,
    after: String,
    spans: Vec<Range>,
}

#[derive(Deserialize)]
struct Range {
    start: usize,
    end: usize,
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (pairs, answers) = args.next().zip(args.next()).context("usage: anchor_pairs PAIRS.json ANSWERS.json")?;
    let pairs: Vec<Pair> = serde_json::from_str(&fs::read_to_string(&pairs).context(pairs)?)?;
    let start = Instant::now();
    let mut given: BTreeMap<String, Value> = pairs.iter().map(|pair| (pair.id.clone(), answer(pair))).collect();
    given.insert("_ms".into(), json!(start.elapsed().as_secs_f64() * 1000.0 / pairs.len().max(1) as f64));
    fs::write(&answers, serde_json::to_string(&given)?).context(answers)
}

fn answer(pair: &Pair) -> Value {
    let (before, after) = (PositionMap::new(&pair.before), PositionMap::new(&pair.after));
    let follow = Follow::new(&pair.before, &pair.after);
    let place = |range: &Range| {
        let span = Span::new(before.byte_from_char(range.start)?, before.byte_from_char(range.end)?).ok()?;
        let found = follow.place(span).span?;
        let chars = after.chars_from_span(found);
        Some([chars.start, chars.end])
    };
    json!(pair.spans.iter().map(place).collect::<Vec<_>>())
}
