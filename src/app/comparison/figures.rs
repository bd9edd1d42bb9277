//! The coefficients of a comparison: what was found, as ratings of units.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    agreement::{Level, Ratings, Weights},
    model::Span,
};

use super::values::{Category, ComparedText, PairFigures, PassageMatches, Unit, UnitKind, VerdictFigures};

/// The verdicts as ratings of the units: all of them, and those alone that have an order.
pub(super) struct Verdicts {
    all: Ratings,
    ordered: Ratings,
}

impl Verdicts {
    /// The ratings of these units by so many projects.
    pub fn new<'a>(projects: usize, categories: &[Category], units: impl Iterator<Item = &'a Unit>) -> Self {
        let mut all = Ratings::new(projects, (0..categories.len()).map(|at| at as f64).collect());
        // The values are the places on the scale, from 1.
        let ranked = categories.iter().filter_map(|category| category.rank).count();
        let mut ordered = Ratings::new(projects, (1..=ranked).map(|rank| rank as f64).collect());
        let rank = |verdict: usize| Some(categories[verdict].rank? - 1);
        for unit in units {
            let row: Vec<_> = unit.claims.iter().map(|claim| claim.as_ref()?.verdict).collect();
            all.push(&row);
            ordered.push(&row.iter().map(|verdict| verdict.and_then(rank)).collect::<Vec<_>>());
        }
        Self { all, ordered }
    }

    /// What all projects together agree on.
    pub fn figures(&self) -> VerdictFigures {
        let alpha = Level::ALL.map(|level| match level {
            Level::Nominal => self.all.alpha(level),
            level => self.ordered.alpha(level),
        });
        VerdictFigures { raw: self.all.raw(), fleiss: self.all.fleiss(), alpha }
    }
}

/// The figures of two projects.
pub(super) fn pair(
    of: [usize; 2],
    categories: &[Category],
    texts: &[ComparedText],
    units: &[Unit],
    passages: PassageMatches,
) -> PairFigures {
    let [a, b] = of;
    let common = |unit: &&Unit| texts[unit.text].is_in[a] && texts[unit.text].is_in[b];
    let concerned = |unit: &&Unit| unit.claims[a].is_some() || unit.claims[b].is_some();
    let units: Vec<&Unit> = units.iter().filter(common).filter(concerned).collect();
    let (mut same, mut overlapping, mut only) = (0, 0, [0, 0]);
    let size = categories.len() + 2;
    let mut table = vec![vec![0; size]; size];
    for unit in &units {
        match (&unit.claims[a], &unit.claims[b]) {
            (Some(one), Some(other)) if one.spans == other.spans => same += 1,
            (Some(_), Some(_)) => overlapping += 1,
            (Some(_), None) => only[0] += 1,
            (None, _) => only[1] += 1,
        }
        let place = |project: usize| match &unit.claims[project] {
            Some(claim) => claim.verdict.unwrap_or(categories.len()),
            None => categories.len() + 1,
        };
        table[place(a)][place(b)] += 1;
    }
    let two: Vec<Unit> = (units.iter())
        .map(|unit| Unit {
            text: unit.text,
            kind: UnitKind::Same,
            claims: of.iter().map(|project| unit.claims[*project].clone()).collect(),
        })
        .collect();
    let verdicts = Verdicts::new(2, categories, two.iter());
    let cohen = Weights::ALL.map(|weights| match weights {
        Weights::Plain => verdicts.all.cohen([0, 1], weights),
        weights => verdicts.ordered.cohen([0, 1], weights),
    });
    PairFigures { of, same, overlapping, only, passages, table, raw: verdicts.all.raw(), cohen }
}

/// Adds the words of a text to the ratings of words: whether a claim of each project covers them; of one that does not have the
/// text there is no rating. Returns how many words there are. Words are those of UAX 29 with a letter or a digit.
pub(super) fn rate_words(text: &str, covered: &[Option<Vec<Span>>], ratings: &mut Ratings) -> usize {
    let mut at = vec![0; covered.len()];
    let mut counts: HashMap<Vec<Option<usize>>, usize> = HashMap::new();
    let mut row = Vec::with_capacity(covered.len());
    let mut words = 0;
    for (start, word) in text.unicode_word_indices() {
        words += 1;
        row.clear();
        for (at, spans) in at.iter_mut().zip(covered) {
            row.push(spans.as_ref().map(|spans| {
                *at += spans[*at..].iter().take_while(|span| span.end() <= start).count();
                usize::from(spans.get(*at).is_some_and(|span| span.start() < start + word.len()))
            }));
        }
        match counts.get_mut(&row) {
            Some(count) => *count += 1,
            None => drop(counts.insert(row.clone(), 1)),
        }
    }
    counts.iter().for_each(|(row, times)| ratings.push_many(row, *times));
    words
}
