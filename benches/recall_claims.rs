//! Answers a file of new claims with the twenty earlier ones that have most in common with each, as the program finds them.
//!
//! Usage: `cargo run --release --example recall_claims DOCS.jsonl QUERIES.tsv RANKED.tsv`. A line of the first is `{id, claim, title, date}`, one of
//! the second the id and the text of a new claim, under a head line. RANKED has query, doc, and in `shown` whether it would be shown unasked.
//! With `CLAIMDESK_MODEL` set to a folder with a sentence model, by words and meaning.

#[path = "support/model.rs"]
mod model;

use std::{fmt::Write as _, fs};

use anyhow::{Context, Result};
use claimdesk::recall::{Earlier, EarlierClaim, Meaning};
use serde::Deserialize;

#[derive(Deserialize)]
struct Doc {
    id: String,
    #[serde(default)]
    claim: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    date: String,
}

impl Doc {
    fn claim(&self) -> EarlierClaim<'_> {
        let Self { claim, title, date, .. } = self;
        EarlierClaim { statement: claim, title, date }
    }
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().context("usage: recall_claims DOCS.jsonl QUERIES.tsv RANKED.tsv");
    let (docs, queries, ranked) = (next()?, next()?, next()?);
    let docs = fs::read_to_string(&docs).context(docs)?;
    let docs = docs.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str::<Doc>);
    let docs = docs.collect::<Result<Vec<_>, _>>()?;
    let earlier = Earlier::new(docs.iter().map(Doc::claim));
    let model = model::named()?;
    let meaning = model.as_ref().map(|model| model as &dyn Meaning);
    let mut answers = String::from("query\tdoc\tshown\n");
    for line in fs::read_to_string(&queries).context(queries)?.lines().skip(1) {
        let Some((id, text)) = line.split_once('\t') else { continue };
        for found in earlier.recall_by(text, 20, |_| true, meaning) {
            writeln!(answers, "{id}\t{}\t{}", docs[found.at].id, u8::from(found.is_shown))?;
        }
    }
    fs::write(&ranked, answers).context(ranked)
}
