//! Answers a file of sentences with the figures of each, as the program reads them.
//!
//! Usage: `cargo run --release --example read_quantities CASES.json ANSWERS.json [--middle]`. The first is a list of `{Input}` or `{req}`; the second
//! holds a list a case of `{start, end, kind, value, unit}` in code points, `end` exclusive. A range gives an entry for each end; with `--middle`
//! one, of its middle, as some collections have it. What has no value (a weekday) is left out. With `--speed TEXT` it says how fast a text is read.

use std::{fs, io::Write as _, time::Instant};

use anyhow::{Context, Result};
use claimdesk::figures::{self, Figure, Kind};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [cases, answers, rest @ ..] = args.as_slice() else {
        anyhow::bail!("usage: read_quantities CASES.json ANSWERS.json [--middle], or read_quantities --speed TEXT");
    };
    if cases == "--speed" {
        return speed(answers);
    }
    let is_middle = rest.iter().any(|arg| arg == "--middle");
    let text = fs::read_to_string(cases).context(cases.clone())?;
    let list: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let answered: Vec<Value> = list.iter().map(|case| answer(case, is_middle)).collect();
    fs::write(answers, serde_json::to_string(&answered)?).context(answers.clone())
}

fn answer(case: &Value, is_middle: bool) -> Value {
    let text = ["Input", "req", "text"].iter().find_map(|key| case[*key].as_str()).unwrap_or_default();
    figures::read(text, case["language"].as_str().unwrap_or_default())
        .iter()
        .filter(|figure| {
            figure.kind != Kind::Date || figure.date.is_none_or(|day| day.year.or(day.day.map(i16::from)).is_some())
        })
        .flat_map(|figure| entries(text, figure, is_middle))
        .collect()
}

fn entries(text: &str, figure: &Figure, is_middle: bool) -> Vec<Value> {
    let points = |byte: usize| text[..byte].chars().count();
    let kind = if figure.kind == Kind::Points { "percent" } else { figure.kind.word() };
    let entry = |start: usize, end: usize, value: f64| json!({"start": points(start), "end": points(end), "kind": kind, "value": value, "unit": figure.unit});
    match (figure.high, figure.numbers.as_slice()) {
        (Some(high), _) if is_middle => {
            vec![entry(figure.span.start, figure.span.end, f64::midpoint(figure.value, high))]
        }
        (Some(high), [low, other, ..]) => {
            vec![entry(low.start, low.end, figure.value), entry(other.start, figure.span.end, high)]
        }
        _ => vec![entry(figure.span.start, figure.span.end, figure.value)],
    }
}

fn speed(path: &str) -> Result<()> {
    let text = fs::read_to_string(path).context(path.to_owned())?;
    let start = Instant::now();
    let found = figures::read(&text, "").len();
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = text.len() as f64 / 1e6;
    let said = format!("{megabytes:.1} MB, {found} figures, {seconds:.2} s, {:.1} MB/s\n", megabytes / seconds);
    std::io::stdout().write_all(said.as_bytes()).context("stdout")
}
