//! Holds the anchoring engine to its floors on real revisions with known answers.
//!
//! The pairs are not part of the product. They are read from `CLAIMDESK_DATA`, or from `../shared/data` beside the source
//! tree, and the test passes without them, saying so.

use std::collections::BTreeMap;
use std::path::PathBuf;

use claimdesk::anchor::Follow;
use claimdesk::model::{PositionMap, Span};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    before: String,
    after: String,
    origin: String,
    spans: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    start: usize,
    end: usize,
    truth_class: String,
    truth: Option<(usize, usize)>,
}

/// How many of a group were right and wrong; the rest were Lost or only partly right.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    all: usize,
}

#[test]
#[expect(clippy::print_stderr, reason = "says why nothing was measured")]
fn reaches_its_floors_on_real_revisions() {
    let Some(pairs) = read_pairs() else {
        eprintln!("skipped: there is no anchoring/pairs.json in CLAIMDESK_DATA or ../shared/data");
        return;
    };
    let mut groups: BTreeMap<String, Count> = BTreeMap::new();
    for pair in &pairs {
        let (before, after) = (PositionMap::new(&pair.before), PositionMap::new(&pair.after));
        let follow = Follow::new(&pair.before, &pair.after);
        for known in &pair.spans {
            let bytes = |char| before.byte_from_char(char).expect("a position in the text");
            let span = Span::new(bytes(known.start), bytes(known.end)).expect("a span");
            let answer =
                follow.place(span).span.map(|span| after.chars_from_span(span)).map(|chars| (chars.start, chars.end));
            let class = known.truth_class.split("-ligature").next().unwrap_or_default();
            let class = if class.starts_with("reimport") { "reimport" } else { class };
            let natural = (pair.origin == "natural").then_some("natural");
            for group in [Some(class), natural].into_iter().flatten() {
                groups.entry(group.to_owned()).or_default().add(known.truth, answer, class);
            }
        }
    }
    for (group, floor) in [
        ("natural", 97.8),
        ("edited", 88.0),
        ("moved", 98.0),
        ("moved-edited", 78.0),
        ("reimport", 98.0),
        ("deleted", 99.0),
        ("deleted-decoy", 90.0),
    ] {
        let count = &groups[group];
        let right = 100.0 * count.right as f64 / count.all as f64;
        assert!(right >= floor, "{group}: {right:.2} per cent right, {} wrong of {}", count.wrong, count.all);
    }
    let natural = &groups["natural"];
    assert!(100.0 * natural.wrong as f64 / natural.all as f64 <= 0.06, "{} wrong of {}", natural.wrong, natural.all);
}

fn read_pairs() -> Option<Vec<Pair>> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("CLAIMDESK_DATA").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(data.join("anchoring/pairs.json")).ok()?;
    Some(serde_json::from_str(&text).expect("pairs as documented"))
}

impl Count {
    /// Counts an answer as right when it overlaps the truth enough: 0.95 of the union where the words are the same, else 0.75.
    fn add(&mut self, truth: Option<(usize, usize)>, answer: Option<(usize, usize)>, class: &str) {
        self.all += 1;
        let enough = if ["same", "repeated", "moved"].contains(&class) { 0.95 } else { 0.75 };
        match (truth, answer) {
            (None, None) => self.right += 1,
            (None, Some(_)) => self.wrong += 1,
            (Some(_), None) => {}
            (Some(truth), Some(answer)) => {
                let shared = truth.1.min(answer.1).saturating_sub(truth.0.max(answer.0));
                let union = truth.1.max(answer.1) - truth.0.min(answer.0);
                self.wrong += usize::from(shared == 0);
                self.right += usize::from(shared > 0 && shared as f64 >= enough * union as f64);
            }
        }
    }
}
