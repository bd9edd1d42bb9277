//! Opens every page of a folder as the program does, one after another in one thread, and writes what the scorers of body text and
//! metadata read.
//!
//! Usage: `cargo run --release --example extract_pages FOLDER SCORES.json`. The id of a page is its name without `.html`. The times
//! of the pages are printed at the end.

#![allow(clippy::print_stderr, reason = "an example tells its figures")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use claimdesk::import::{self, Draft, Input};
use claimdesk::model::BlockKind;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (folder, scores) = args.next().zip(args.next()).context("usage: extract_pages FOLDER SCORES.json")?;
    let mut given: BTreeMap<String, Value> = BTreeMap::new();
    let mut times: Vec<f64> = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(&folder).context(folder)?.collect::<Result<_, _>>()?;
    paths.sort_by_key(fs::DirEntry::path);
    for path in paths {
        let bytes = fs::read(path.path())?;
        let name = path.file_name().to_string_lossy().into_owned();
        let start = Instant::now();
        let draft = import::open(&Input { bytes: &bytes, name: &name, format: Some("html"), ..Input::default() });
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let id = name.strip_suffix(".html").unwrap_or(&name);
        given.insert(id.to_owned(), draft.map_or(Value::Null, |draft| scored(&draft)));
    }
    fs::write(Path::new(&scores), serde_json::to_string(&given)?)?;
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    eprintln!("{} pages; ms a page: median {:.1?}, p90 {:.1?}, longest {:.1?}", times.len(), at(50), at(90), at(100));
    Ok(())
}

/// What the scorers compare: the body without headline, standfirst, captions, tables and footnotes; title, authors, date.
fn scored(draft: &Draft) -> Value {
    use BlockKind::{Caption, Footnote, Headline, Standfirst, Table};
    let outside = |kind| matches!(kind, Headline | Standfirst | Caption | Table | Footnote);
    let body: Vec<&str> = draft
        .blocks
        .iter()
        .filter(|block| block.keep && !outside(block.block.kind))
        .map(|block| block.block.text.as_str())
        .collect();
    let meta = &draft.meta;
    let day: String = meta.published.chars().take(10).collect();
    json!({ "articleBody": body.join("\n"), "title": meta.title, "author": meta.authors, "date": day })
}
