//! Answers a file of rating tables: the coefficients of agreement of each, as the program gives them.
//!
//! Usage: `cargo run --release --example agreement CASES.json ANSWERS.json`. A case has `ratings` (a list for each rater with a number or
//! null for each unit), `counts` (for each unit how many raters gave each category), or `table` (how many units the first rater put
//! into which category, against the second). Categories are the numbers themselves; whole ones from the least to the greatest are
//! all on the scale, used or not. The answer of a case is an object of coefficients, null where one is not computable; Cohen's κ is of the
//! first two raters. Where a case has `expect`, its keys are those of the answer.

use std::fs;

use anyhow::{Context, Result};
use claimdesk::agreement::{Coefficient, Level, Ratings, Weights};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Case {
    ratings: Vec<Vec<Option<f64>>>,
    counts: Vec<Vec<usize>>,
    table: Vec<Vec<usize>>,
    expect: Option<Map<String, Value>>,
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (cases, answers) = args.next().zip(args.next()).context("usage: agreement CASES.json ANSWERS.json")?;
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(&cases).context(cases)?)?;
    let given: Vec<Value> = cases.iter().map(answer).collect();
    fs::write(&answers, serde_json::to_string(&given)?).context(answers)
}

fn answer(case: &Case) -> Value {
    let ratings = ratings(case);
    let cohen = |weights| ratings.cohen([0, 1], weights);
    let mut found = Map::new();
    let mut put = |key: &str, coefficient: Coefficient| {
        if case.expect.as_ref().is_none_or(|expect| expect.contains_key(key)) {
            found.insert(key.to_owned(), json!(coefficient.value.ok()));
        }
    };
    put("raw", ratings.raw());
    for (key, weights) in ["cohen_plain", "cohen_linear", "cohen_quadratic"].into_iter().zip(Weights::ALL) {
        put(key, cohen(weights));
    }
    put("fleiss", ratings.fleiss());
    for level in Level::ALL {
        put(&format!("alpha_{}", level.word()), ratings.alpha(level));
    }
    Value::Object(found)
}

fn ratings(case: &Case) -> Ratings {
    let values = values(case);
    let place = |value: f64| values.iter().position(|known| *known == value);
    if !case.table.is_empty() {
        let mut ratings = Ratings::new(2, values);
        for (a, row) in case.table.iter().enumerate() {
            row.iter().enumerate().for_each(|(b, units)| ratings.push_many(&[Some(a), Some(b)], *units));
        }
        return ratings;
    }
    if !case.counts.is_empty() {
        let of = |row: &Vec<usize>| row.iter().sum::<usize>();
        let mut ratings = Ratings::new(case.counts.iter().map(of).max().unwrap_or(0), values);
        for row in &case.counts {
            let unit = row.iter().enumerate().flat_map(|(category, count)| vec![Some(category); *count]);
            ratings.push(&unit.collect::<Vec<_>>());
        }
        return ratings;
    }
    let mut ratings = Ratings::new(case.ratings.len(), values.clone());
    for unit in 0..case.ratings.iter().map(Vec::len).max().unwrap_or(0) {
        let cell = |rater: &Vec<Option<f64>>| rater.get(unit).copied().flatten().and_then(place);
        ratings.push(&case.ratings.iter().map(cell).collect::<Vec<_>>());
    }
    ratings
}

/// What each category counts for, in their order.
fn values(case: &Case) -> Vec<f64> {
    let columns = case.table.len().max(case.counts.iter().chain(&case.table).map(Vec::len).max().unwrap_or(0));
    if columns > 0 {
        return (0..columns).map(|at| at as f64).collect();
    }
    let mut used: Vec<f64> = case.ratings.iter().flatten().copied().flatten().collect();
    used.sort_by(f64::total_cmp);
    used.dedup();
    let (Some(least), Some(most)) = (used.first().copied(), used.last().copied()) else { return used };
    let are_whole = used.iter().all(|value| value.fract() == 0.0) && most - least < 10_000.0;
    if are_whole { (0..=(most - least) as usize).map(|at| least + at as f64).collect() } else { used }
}
