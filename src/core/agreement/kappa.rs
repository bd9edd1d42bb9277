//! Raw agreement, and the coefficients that take from it what chance would give: Cohen's κ for two raters, Fleiss' κ for several.

use super::ratings::{Coefficient, NotComputable, Ratings};

/// How much two categories that differ are held to differ (Cohen 1968).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// All alike.
    Plain,
    /// By how many places of the scale lie between them.
    Linear,
    /// By the square of that.
    Quadratic,
}

impl Weights {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Linear, Self::Quadratic];

    /// The disagreement of two categories, by their places on the scale.
    fn between(self, a: usize, b: usize) -> f64 {
        let apart = a.abs_diff(b) as f64;
        match self {
            Self::Plain => apart.min(1.0),
            Self::Linear => apart,
            Self::Quadratic => apart * apart,
        }
    }
}

impl Ratings {
    /// Of all pairs of ratings that the same unit got, the share that name the same category. Units with fewer than two ratings
    /// have no pair.
    pub fn raw(&self) -> Coefficient {
        let (mut units, mut pairs, mut alike) = (0, 0.0, 0.0);
        for (row, times) in self.pairable() {
            units += times;
            for (at, a) in row.iter().enumerate() {
                for b in &row[at + 1..] {
                    pairs += times as f64;
                    alike += if a == b { times as f64 } else { 0.0 };
                }
            }
        }
        let value = if units == 0 { Err(NotComputable::NoPairs) } else { Ok(alike / pairs) };
        Coefficient { value, units, missing: self.missing() }
    }

    /// Cohen's κ of two raters, over the units that both rated: 1 less the disagreement that is there, divided by that which chance
    /// would give if each rater used the categories as often as here. Empty cells are those of the two.
    pub fn cohen(&self, [first, second]: [usize; 2], weights: Weights) -> Coefficient {
        let cell = |row: &[Option<usize>], rater: usize| row.get(rater).copied().flatten();
        let (mut units, mut missing, mut observed) = (0, 0, 0.0);
        let mut used = [vec![0.0; self.values.len()], vec![0.0; self.values.len()]];
        for (row, times) in self.rows() {
            let cells = [cell(row, first), cell(row, second)];
            missing += cells.iter().filter(|cell| cell.is_none()).count() * times;
            let [Some(a), Some(b)] = cells else { continue };
            units += times;
            observed += weights.between(a, b) * times as f64;
            used[0][a] += times as f64;
            used[1][b] += times as f64;
        }
        let by_chance = |(a, count): (usize, &f64)| -> f64 {
            if *count == 0.0 {
                return 0.0;
            }
            used[1].iter().enumerate().map(|(b, other)| count * other * weights.between(a, b)).sum()
        };
        let expected = used[0].iter().enumerate().map(by_chance).sum::<f64>() / (units as f64).max(1.0);
        Coefficient { value: beyond_chance(units, observed, expected), units, missing }
    }

    /// Fleiss' κ over the units that every rater rated. Which rater gave which rating does not count.
    pub fn fleiss(&self) -> Coefficient {
        let raters = self.raters as f64;
        let (mut units, mut differing) = (0, 0.0);
        let mut used = vec![0.0; self.values.len()];
        for (row, times) in self.pairable().filter(|(row, _)| row.len() == self.raters) {
            units += times;
            row.iter().for_each(|category| used[*category] += times as f64);
            let unlike = row.iter().flat_map(|a| row.iter().map(move |b| a != b)).filter(|differ| *differ).count();
            differing += (unlike * times) as f64;
        }
        // The same as (P̄ − P̄e) / (1 − P̄e), as disagreement: what everybody agrees on comes out as 1 to the last digit.
        let ratings = units as f64 * raters;
        let observed = differing / (ratings * (raters - 1.0)).max(1.0);
        let expected = used.iter().map(|count| count * (ratings - count)).sum::<f64>() / (ratings * ratings).max(1.0);
        Coefficient { value: beyond_chance(units, observed, expected), units, missing: self.missing() }
    }
}

/// 1 less the disagreement that is there as a share of that which chance would give.
pub(super) fn beyond_chance(units: usize, observed: f64, expected: f64) -> Result<f64, NotComputable> {
    match (units, expected) {
        (0, _) => Err(NotComputable::NoPairs),
        (_, 0.0) => Err(NotComputable::OneCategory),
        _ => Ok(1.0 - observed / expected),
    }
}
