//! The list of pages in a WACZ package (WACZ 1.1.1, 5.2): a JSON object a line with address, title and time.

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    super::package::Package,
    captures::{Captures, one_line},
};

/// The lists, those of pages that somebody chose first.
const LISTS: [&str; 2] = ["pages/pages.jsonl", "pages/extraPages.jsonl"];

/// So many lines are read of a list.
const MAX_LINES: usize = 50_000;

/// A page as the list has it.
#[derive(Deserialize)]
struct Line {
    url: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    ts: Option<String>,
}

/// The pages of the lists that were captured, in their order, with their titles.
pub fn pages(package: &mut Package<'_>, captures: &Captures) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut is_listed = vec![false; captures.pages.len()];
    let at_address = captures.by_address();
    for list in LISTS {
        let Some(text) = package.text(list) else { continue };
        for line in text.lines().take(MAX_LINES) {
            // The first line tells of the list itself.
            let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
            let Some(at) = nearest(captures, captures.lead(&at_address, &line.url), &line) else { continue };
            if std::mem::replace(&mut is_listed[at], true) {
                continue;
            }
            let title = line.title.as_deref().map(one_line).filter(|title| !title.is_empty());
            found.push((at, title.unwrap_or_else(|| captures.pages[at].title.clone())));
        }
    }
    found
}

/// The capture that was made at the time which the list gives, or nearest to it.
fn nearest(captures: &Captures, at: &[usize], line: &Line) -> Option<usize> {
    let time = line.ts.as_deref().and_then(|time| time.parse::<Timestamp>().ok());
    let away = |at: &usize| match (captures.pages[*at].capture.at, time) {
        (Some(at), Some(time)) => at.as_millisecond().abs_diff(time.as_millisecond()),
        _ => u64::MAX,
    };
    at.iter().copied().min_by_key(away)
}
