//! Answers a file of articles with the words that attribute and the speakers of quotations of five words and more, as the program reads them.
//!
//! Usage: `cargo run --release --example read_attribution ARTICLES.jsonl ANSWERS.jsonl`. A line of the first is `{id, text}`, one of the second
//! `{id, cues: [[start, end]], speakers: [{quote, speaker}]}` in code points, `end` exclusive.

use std::{fmt::Write as _, fs, ops::Range};

use anyhow::{Context, Result};
use claimdesk::figures;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (articles, answers) =
        args.next().zip(args.next()).context("usage: read_attribution ARTICLES.jsonl ANSWERS.jsonl")?;
    let mut answered = String::new();
    for line in fs::read_to_string(&articles).context(articles)?.lines().filter(|line| !line.trim().is_empty()) {
        let article: Value = serde_json::from_str(line)?;
        let text = article["text"].as_str().unwrap_or_default();
        let found = figures::attribution(text, article["language"].as_str().unwrap_or_default());
        let points = Points::of(text);
        let cues: Vec<Value> = found.cues.iter().map(|cue| points.range(cue)).collect();
        let speakers: Vec<Value> = found
            .quotations
            .iter()
            .filter(|quotation| quotation.words >= 5)
            .filter_map(|quotation| {
                quotation.speaker.as_ref().map(
                    |speaker| json!({"quote": points.range(&quotation.span), "speaker": points.range(&speaker.span)}),
                )
            })
            .collect();
        writeln!(answered, "{}", json!({"id": article["id"], "cues": cues, "speakers": speakers}))?;
    }
    fs::write(&answers, answered).context(answers)
}

/// Where each character of a text begins.
struct Points(Vec<usize>);

impl Points {
    fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(byte, _)| byte).collect())
    }

    fn range(&self, range: &Range<usize>) -> Value {
        let point = |byte: usize| self.0.partition_point(|start| *start < byte);
        json!([point(range.start), point(range.end)])
    }
}
