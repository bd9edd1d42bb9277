//! Which claims pass, and in which order.

use std::{borrow::Cow, cmp::Ordering, collections::HashSet};

use regex::{Regex, RegexBuilder};

use crate::{
    Visible,
    model::{Claim, ClaimColumn, ClaimQuery, Test},
};

use super::columns::{self, Cells, SortKey};

/// The places in [`Project::claims`](crate::model::Project::claims) of the claims that a query shows, in its order.
pub fn rows<'a>(visible: impl Into<Visible<'a>>, query: &ClaimQuery) -> Vec<usize> {
    let visible = visible.into();
    let cells = Cells::new(visible);
    let asked = asked(&cells, query);
    let claims = visible.project.claims();
    let mut rows: Vec<usize> =
        (0..claims.len()).filter(|&index| asked.iter().all(|holds| holds(&claims[index]))).collect();
    if let Some(sort) = query.sort {
        let key = |index: usize| cells.sort_key(&claims[index], sort.column);
        let mut keyed: Vec<(Option<SortKey>, usize)> = rows.iter().map(|&index| (key(index), index)).collect();
        keyed.sort_by(|(a, _), (b, _)| compare(a.as_ref(), b.as_ref(), sort.is_descending));
        rows = keyed.into_iter().map(|(_, index)| index).collect();
    }
    rows
}

/// Claims without a value come last either way.
fn compare(a: Option<&SortKey>, b: Option<&SortKey>, is_descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        _ => a.is_none().cmp(&b.is_none()),
    }
}

type Asked<'a> = Box<dyn Fn(&'a Claim) -> bool + 'a>;

/// All that a query asks, made ready once.
fn asked<'a>(cells: &'a Cells<'a>, query: &'a ClaimQuery) -> Vec<Asked<'a>> {
    let mut asked: Vec<Asked<'a>> = vec![Box::new(|claim| cells.visible.is_on(query.list, claim))];
    if let Some(needle) = Needle::new(&query.text) {
        asked.push(Box::new(move |claim| needle.is_in_claim(claim)));
    }
    let tests = query.conditions.iter().filter(|condition| !condition.test.is_blank());
    asked.extend(tests.map(|condition| asked_of(cells, condition.column, &condition.test)));
    asked
}

fn asked_of<'a>(cells: &'a Cells<'a>, column: ClaimColumn, test: &'a Test) -> Asked<'a> {
    match test {
        Test::Contains(words) => contains(cells, column, words, true),
        Test::Lacks(words) => contains(cells, column, words, false),
        Test::Is(wanted) => is_one_of(cells, column, wanted, true),
        Test::IsNot(unwanted) => is_one_of(cells, column, unwanted, false),
        Test::IsEmpty => Box::new(move |claim| cells.text(claim, column).is_empty()),
        Test::IsFilled => Box::new(move |claim| !cells.text(claim, column).is_empty()),
        Test::Between { from, to } => match column {
            ClaimColumn::Changed | ClaimColumn::Marked => Box::new(move |claim| {
                cells.date(claim, column).is_some_and(|at| is_between(&columns::day(at), from.trim(), to.trim()))
            }),
            _ => {
                // What is no number yet bounds nothing.
                let (from, to): (Option<i64>, Option<i64>) = (from.trim().parse().ok(), to.trim().parse().ok());
                Box::new(move |claim| {
                    let number = cells.number(claim, column);
                    number.is_some_and(|n| from.is_none_or(|from| from <= n) && to.is_none_or(|to| n <= to))
                })
            }
        },
    }
}

/// Whether a day lies between two days, each of which may be only a year or a month, or empty.
fn is_between(day: &str, from: &str, to: &str) -> bool {
    let part = |bound: &str| day.get(..bound.len()).unwrap_or(day).to_owned();
    (from.is_empty() || *from <= *part(from)) && (to.is_empty() || *part(to) <= *to)
}

fn contains<'a>(cells: &'a Cells<'a>, column: ClaimColumn, words: &str, wanted: bool) -> Asked<'a> {
    let Some(needle) = Needle::new(words) else { return Box::new(|_| true) };
    Box::new(move |claim| needle.is_in(&cells.text(claim, column)) == wanted)
}

fn is_one_of<'a>(cells: &'a Cells<'a>, column: ClaimColumn, keys: &'a [String], wanted: bool) -> Asked<'a> {
    let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
    Box::new(move |claim| {
        let found = columns::keys(cells.visible, claim, column);
        found.iter().any(|key: &Cow<'_, str>| keys.contains(key.as_ref())) == wanted
    })
}

/// Words that are looked for in any letter case.
struct Needle(Regex);

impl Needle {
    /// `None` for no words at all.
    fn new(words: &str) -> Option<Self> {
        let words = words.trim();
        let regex = RegexBuilder::new(&regex::escape(words)).case_insensitive(true).build();
        regex.ok().filter(|_| !words.is_empty()).map(Self)
    }

    fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// Whether a claim's quote, statement, claimant, tags or notes hold them.
    fn is_in_claim(&self, claim: &Claim) -> bool {
        claim.marks.iter().any(|mark| self.is_in(&mark.anchor.quote))
            || claim.statement.as_deref().is_some_and(|statement| self.is_in(statement))
            || self.is_in(&claim.claimant.name)
            || claim.tags.iter().any(|tag| self.is_in(tag))
            || self.is_in(&claim.notes)
    }
}
