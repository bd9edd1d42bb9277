//! Figures of a text: every number with its unit, what kind it is, how exactly it is said, what bounds it and what it counts.
//!
//! [`read`] finds them by rules and word lists in English, German, French and Spanish. Nothing is learned and nothing is looked up, so the
//! same words give the same figures everywhere. `docs/figures.md` has what it reaches, and on what.
//!
//! It says what is written. It does not say that a figure is right, nor what it means.

pub mod arithmetic;
mod around;
mod attribution;
mod calendar;
mod calendar_days;
mod hints;
mod lexicon;
mod literal;
mod measure;
mod money;
mod number_words;
mod numbers;
mod physical;
mod reader;
mod token;
mod tongue;
mod units;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, ops::Range};

pub use attribution::{Attribution, Quotation, Reason, Remark, Speaker, attribution};
pub use hints::{Hint, Shape, hints};
pub use reader::read;
pub use tongue::Tongue;
pub use units::{Currency, Dimension};

/// A figure of a text. All positions are bytes, half open.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The figure with its unit: "between 40 and 52 million euros" from "40" to "euros".
    pub span: Range<usize>,
    /// Each number, without unit: one, or the two ends of a range.
    pub numbers: Vec<Range<usize>>,
    /// What kind of figure it is.
    pub kind: Kind,
    /// The value, or the lower end of a range. For a [`Kind::Date`] with a year, that year.
    pub value: f64,
    /// The other end of a range.
    pub high: Option<f64>,
    /// What the last written place is worth: 100,000 for "3.4 million". 0 for a fraction ("a third") and for a date.
    pub step: f64,
    /// The unit, in English and the singular, and the currency's code: "square kilometre", "EUR", "percent". Empty for a bare number.
    pub unit: Cow<'static, str>,
    /// How many base units of its dimension the unit is; 1 for what has none.
    pub factor: f64,
    /// What the words around it say of its exactness, and where they stand.
    pub qualifier: Option<(Qualifier, Range<usize>)>,
    /// What it counts: "wounded soldiers" of "2,700 wounded soldiers". Empty where nothing is counted.
    pub counts: Option<Range<usize>>,
    /// The day, for a date.
    pub date: Option<Day>,
    /// It is written in words.
    pub is_words: bool,
    /// It is a share said by two numbers: "two in five".
    pub is_share: bool,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A count, or a number that nothing says more of.
    Number,
    /// A share in percent.
    Percent,
    /// A difference of two percentages, in percentage points.
    Points,
    /// Money.
    Money,
    /// A temperature.
    Temperature,
    /// How old somebody or something is.
    Age,
    /// A place in an order: "third".
    Ordinal,
    /// A day, a month with its year, a weekday, a decade.
    Date,
    /// A time of day.
    Time,
    /// A year of the calendar.
    Year,
    /// A length, a weight, a span of time, …
    Measure(Dimension),
}

impl Kind {
    /// One small word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Points => "percentage points",
            Self::Money => "money",
            Self::Temperature => "temperature",
            Self::Age => "age",
            Self::Ordinal => "ordinal",
            Self::Date => "date",
            Self::Time => "time",
            Self::Year => "year",
            Self::Measure(dimension) => dimension.word(),
        }
    }
}

/// How exactly a figure is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// "about", "nearly", "some".
    About,
    /// "more than", "over".
    MoreThan,
    /// "at least".
    AtLeast,
    /// "less than", "under".
    LessThan,
    /// "at most", "up to".
    AtMost,
}

/// A day as far as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Day {
    /// The year, of four digits or completed from two.
    pub year: Option<i16>,
    /// From 1 to 12.
    pub month: Option<i8>,
    /// From 1 to 31.
    pub day: Option<i8>,
    /// From 1 (Monday) to 7.
    pub weekday: Option<i8>,
}

impl Figure {
    /// The value in base units, to be set beside that of another unit of the same dimension.
    #[must_use]
    pub fn base(&self) -> f64 {
        self.value * self.factor
    }

    /// The words of the figure.
    #[must_use]
    pub fn words<'a>(&self, text: &'a str) -> &'a str {
        &text[self.span.clone()]
    }
}
