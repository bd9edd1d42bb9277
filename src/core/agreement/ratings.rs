//! What raters said of units, and what comes of comparing it.

/// Who put which unit into which category. A cell may be empty.
///
/// ```
/// use claimdesk_core::agreement::{Ratings, Weights};
///
/// // 50 units, rated yes (0) or no (1) by two.
/// let mut ratings = Ratings::new(2, vec![0.0, 1.0]);
/// for (first, second, units) in [(0, 0, 20), (0, 1, 5), (1, 0, 10), (1, 1, 15)] {
///     ratings.push_many(&[Some(first), Some(second)], units);
/// }
/// let kappa = ratings.cohen([0, 1], Weights::Plain);
/// assert!((kappa.value.unwrap() - 0.4).abs() < 1e-12);
/// assert_eq!((kappa.units, kappa.missing), (50, 0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    pub(super) raters: usize,
    /// What each category counts for where values are measured, in the order of the scale.
    pub(super) values: Vec<f64>,
    /// Row by row, a cell for each rater.
    cells: Vec<Option<usize>>,
    /// How many units are rated as each row says.
    times: Vec<usize>,
}

impl Ratings {
    /// No unit yet. A category is a place in `values`, which holds what it counts for at the levels interval and ratio; the order of
    /// the categories is that of the scale, and is what weights and the level ordinal go by.
    pub fn new(raters: usize, values: Vec<f64>) -> Self {
        Self { raters, values, cells: Vec::new(), times: Vec::new() }
    }

    /// Adds a unit: the category that each rater gave it, in the order of the raters. Raters that are not in the list gave it none,
    /// and a category that does not exist is none.
    pub fn push(&mut self, unit: &[Option<usize>]) {
        self.push_many(unit, 1);
    }

    /// Adds so many units that were all rated alike.
    pub fn push_many(&mut self, unit: &[Option<usize>], times: usize) {
        let known = |cell: Option<usize>| cell.filter(|category| *category < self.values.len());
        let row = (0..self.raters).map(|rater| known(unit.get(rater).copied().flatten()));
        self.cells.extend(row);
        self.times.push(times);
    }

    /// How many units there are, rated or not.
    pub fn units(&self) -> usize {
        self.times.iter().sum()
    }

    /// How many cells are empty.
    pub fn missing(&self) -> usize {
        self.rows().map(|(row, times)| row.iter().filter(|cell| cell.is_none()).count() * times).sum()
    }

    /// Each row with how many units it stands for.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[Option<usize>], usize)> {
        self.cells.chunks(self.raters.max(1)).zip(self.times.iter().copied())
    }

    /// The ratings of each row that has at least two, with how many units it stands for: those that can be compared.
    pub(super) fn pairable(&self) -> impl Iterator<Item = (Vec<usize>, usize)> {
        let given =
            |(row, times): (&[Option<usize>], usize)| (row.iter().copied().flatten().collect::<Vec<_>>(), times);
        self.rows().map(given).filter(|(row, times)| row.len() > 1 && *times > 0)
    }
}

/// A coefficient of agreement, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Its value, or why it has none.
    pub value: Result<f64, NotComputable>,
    /// The units that it is computed from: n.
    pub units: usize,
    /// The empty cells in the table of units and raters that it was to be computed from.
    pub missing: usize,
}

/// Why a coefficient does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// No unit was rated by as many as it takes.
    NoPairs,
    /// Only one category occurs, so that chance alone would agree as well.
    OneCategory,
    /// Values below zero have no ratio.
    NoRatio,
}

impl NotComputable {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::NoPairs, Self::OneCategory, Self::NoRatio];

    /// A short name that stays, for other programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::NoPairs => "no-pairs",
            Self::OneCategory => "one-category",
            Self::NoRatio => "no-ratio",
        }
    }

    /// Why, for people: goes on after "not computable: ".
    pub fn words(self) -> &'static str {
        match self {
            Self::NoPairs => "nothing was rated by two",
            Self::OneCategory => "only one category occurs",
            Self::NoRatio => "values below zero have no ratio",
        }
    }
}
