//! Krippendorff's α: for any number of raters, at four levels of measurement, with empty cells.

use super::{
    kappa::beyond_chance,
    ratings::{Coefficient, NotComputable, Ratings},
};

/// What the differences between two categories mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are other words; no two are closer than two others.
    Nominal,
    /// They have an order.
    Ordinal,
    /// Their values can be subtracted.
    Interval,
    /// Their values can be divided: 0 is none.
    Ratio,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 4] = [Self::Nominal, Self::Ordinal, Self::Interval, Self::Ratio];

    /// The word for people and for other programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
            Self::Ratio => "ratio",
        }
    }
}

/// The squared difference of two categories (Krippendorff's δ²).
struct Distance<'a> {
    level: Level,
    values: &'a [f64],
    /// How often each category occurs in ratings that can be compared.
    used: &'a [f64],
    /// How often those before it occur, the half of itself included: the middle of its ranks.
    ranks: Vec<f64>,
}

impl<'a> Distance<'a> {
    fn new(level: Level, values: &'a [f64], used: &'a [f64]) -> Self {
        let mut before = 0.0;
        let middle = |count: &f64| {
            let middle = before + count / 2.0;
            before += count;
            middle
        };
        Self { level, values, used, ranks: used.iter().map(middle).collect() }
    }

    fn between(&self, a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        let difference = match self.level {
            Level::Nominal => 1.0,
            // The ratings from the one to the other, less half of each end: how far the middles of their ranks lie apart.
            Level::Ordinal => self.ranks[a] - self.ranks[b],
            Level::Interval => self.values[a] - self.values[b],
            Level::Ratio if self.values[a] == self.values[b] => 0.0,
            Level::Ratio => (self.values[a] - self.values[b]) / (self.values[a] + self.values[b]),
        };
        difference * difference
    }

    /// Whether every value that occurs can be measured so.
    fn is_measured(&self) -> bool {
        let occurring = self.values.iter().zip(self.used).filter(|(_, count)| **count > 0.0);
        self.level != Level::Ratio || occurring.into_iter().all(|(value, _)| *value >= 0.0)
    }
}

impl Ratings {
    /// Krippendorff's α over the units with at least two ratings; the others have nothing to be compared with. Empty cells are all
    /// those of the table.
    pub fn alpha(&self, level: Level) -> Coefficient {
        let mut used = vec![0.0; self.values.len()];
        let mut units = 0;
        for (row, times) in self.pairable() {
            units += times;
            row.iter().for_each(|category| used[*category] += times as f64);
        }
        let distance = Distance::new(level, &self.values, &used);
        let value = if distance.is_measured() {
            beyond_chance(units, self.observed(&distance), expected(&distance))
        } else {
            Err(NotComputable::NoRatio)
        };
        Coefficient { value, units, missing: self.missing() }
    }

    /// The differences within units: each rating of a unit against each other one of it, weighed so that a unit counts for as many
    /// ratings as it has.
    fn observed(&self, distance: &Distance<'_>) -> f64 {
        let within = |(row, times): (Vec<usize>, usize)| {
            let all = row.iter().flat_map(|a| row.iter().map(|b| distance.between(*a, *b)));
            all.sum::<f64>() * times as f64 / (row.len() - 1) as f64
        };
        self.pairable().map(within).sum()
    }
}

/// The differences that there would be if the same ratings had come to the units by chance.
fn expected(distance: &Distance<'_>) -> f64 {
    let used = || distance.used.iter().enumerate().filter(|(_, count)| **count > 0.0);
    let all: f64 = distance.used.iter().sum();
    let of =
        |(a, count): (usize, &f64)| -> f64 { used().map(|(b, other)| count * other * distance.between(a, b)).sum() };
    used().map(of).sum::<f64>() / (all - 1.0).max(1.0)
}
