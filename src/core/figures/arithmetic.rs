//! Sums with figures, said as arithmetic, and set beside what is printed within rounding.
//!
//! Every input is worth what it says, give or take half of its last written place; a result is the range that follows. Whether a printed figure
//! fits is whether the two ranges meet. Nothing here says which of the figures is wrong.

use std::borrow::Cow;

use super::{Day, Figure, Kind, Qualifier, calendar_days as days};

/// What is done with figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// All added.
    Sum,
    /// The first less the second.
    Difference,
    /// All but the last added, as percent of the last.
    Share,
    /// The first divided by the second.
    Ratio,
    /// From the first to the second, in percent of the first.
    PercentChange,
    /// From the first percentage to the second, in percentage points.
    Points,
    /// The first divided among the second.
    PerHead,
    /// Days from the first date to the second.
    DaysBetween,
    /// Whole years from the first date, of birth, to the second.
    AgeOn,
    /// The weekday of a date, from 1 (Monday).
    Weekday,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The result of the values as they are written.
    pub value: f64,
    /// The least that it can be within the rounding of the inputs.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// Its unit: "percent", "percentage points", "day", "year", or that of the inputs.
    pub unit: Cow<'static, str>,
    /// The sum as arithmetic: "(300 + 2,700) ÷ 11,000 = 27.3 %".
    pub shown: String,
}

/// Why figures cannot be put into a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SumError {
    /// Too few or too many.
    #[error("the sum needs another number of figures")]
    Count,
    /// Metres and kilograms, euros and dollars.
    #[error("the figures have units that do not go together")]
    Units,
    /// Division by nothing.
    #[error("nothing can be divided by zero")]
    Zero,
    /// A date without day, month or year.
    #[error("the date is not complete")]
    Date,
}

/// How a printed figure stands beside an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// They agree within rounding, or the bound holds.
    Fits,
    /// They do not.
    Differs,
    /// They have units that cannot be compared.
    Unlike,
}

/// A value with its least and most.
#[derive(Clone, Copy)]
struct Span {
    value: f64,
    low: f64,
    high: f64,
}

impl Span {
    fn of(figure: &Figure) -> Self {
        let half = figure.step.abs() / 2.0;
        let high = figure.high.unwrap_or(figure.value);
        let middle = figure.high.map_or(figure.value, |high| f64::midpoint(figure.value, high));
        Self { value: middle, low: figure.value.min(high) - half, high: figure.value.max(high) + half }
    }

    fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }

    fn plus(self, other: Self) -> Self {
        Self { value: self.value + other.value, low: self.low + other.low, high: self.high + other.high }
    }

    fn minus(self, other: Self) -> Self {
        Self { value: self.value - other.value, low: self.low - other.high, high: self.high - other.low }
    }

    fn over(self, other: Self) -> Result<Self, SumError> {
        if other.low <= 0.0 && other.high >= 0.0 {
            return Err(SumError::Zero);
        }
        let ends = [self.low / other.low, self.low / other.high, self.high / other.low, self.high / other.high];
        Ok(Self {
            value: self.value / other.value,
            low: ends.iter().copied().fold(f64::INFINITY, f64::min),
            high: ends.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}

/// Does the sum.
///
/// # Errors
/// When the figures cannot be put into it; see [`SumError`].
pub fn compute(operation: Operation, figures: &[&Figure]) -> Result<Outcome, SumError> {
    match operation {
        Operation::DaysBetween | Operation::AgeOn | Operation::Weekday => return with_dates(operation, figures),
        Operation::Sum | Operation::Share if figures.len() < 2 => return Err(SumError::Count),
        Operation::Sum | Operation::Share => {}
        _ if figures.len() != 2 => return Err(SumError::Count),
        _ => {}
    }
    let [.., last] = figures else { return Err(SumError::Count) };
    let parts = &figures[..figures.len() - 1];
    if operation != Operation::PerHead && !figures.iter().all(|figure| like(figure, last)) {
        return Err(SumError::Units);
    }
    let unit = last.unit.clone();
    let added = |figures: &[&Figure]| {
        figures.iter().map(|figure| in_unit(figure, last)).reduce(Span::plus).ok_or(SumError::Count)
    };
    let names: Vec<String> = figures.iter().map(|figure| printed(figure)).collect();
    let [heads @ .., tail] = names.as_slice() else { return Err(SumError::Count) };
    let sum = heads.join(" + ");
    let grouped = if heads.len() > 1 { format!("({sum})") } else { sum };
    let (span, unit, left) = match operation {
        Operation::Sum => (added(figures)?, unit, names.join(" + ")),
        Operation::Difference => (added(parts)?.minus(Span::of(last)), unit, format!("{grouped} − {tail}")),
        Operation::Share => {
            (added(parts)?.over(Span::of(last))?.scaled(100.0), Cow::Borrowed("percent"), format!("{grouped} ÷ {tail}"))
        }
        Operation::Ratio => (added(parts)?.over(Span::of(last))?, Cow::Borrowed(""), format!("{grouped} ÷ {tail}")),
        Operation::PerHead => {
            (Span::of(parts[0]).over(Span::of(last))?, parts[0].unit.clone(), format!("{grouped} ÷ {tail}"))
        }
        Operation::PercentChange => {
            let (from, to) = (added(parts)?, Span::of(last));
            let change = to.over(from)?;
            let less = Span { value: change.value - 1.0, low: change.low - 1.0, high: change.high - 1.0 };
            (less.scaled(100.0), Cow::Borrowed("percent"), format!("({tail} − {grouped}) ÷ {grouped}"))
        }
        _ => (Span::of(last).minus(added(parts)?), Cow::Borrowed("percentage points"), format!("{tail} − {grouped}")),
    };
    let shown = format!("{left} = {}", with_unit(&number(span.value), &unit));
    Ok(Outcome { value: span.value, low: span.low, high: span.high, unit, shown })
}

fn with_dates(operation: Operation, figures: &[&Figure]) -> Result<Outcome, SumError> {
    let wanted = if operation == Operation::Weekday { 1 } else { 2 };
    if figures.len() != wanted {
        return Err(SumError::Count);
    }
    let day = |figure: &Figure| figure.date.and_then(days::number).ok_or(SumError::Date);
    let iso = |figure: &Figure| figure.date.map_or_else(String::new, days::iso);
    let first = day(figures[0])?;
    let (value, unit, left) = match operation {
        Operation::Weekday => (f64::from(days::weekday(first)), Cow::Borrowed(""), iso(figures[0])),
        Operation::DaysBetween => (
            f64::from(day(figures[1])? - first),
            Cow::Borrowed("day"),
            format!("{} to {}", iso(figures[0]), iso(figures[1])),
        ),
        _ => (
            f64::from(days::age(figures[0].date, figures[1].date).ok_or(SumError::Date)?),
            Cow::Borrowed("year"),
            format!("born {}, on {}", iso(figures[0]), iso(figures[1])),
        ),
    };
    let right = if operation == Operation::Weekday {
        days::weekday_name(days::weekday(first)).to_owned()
    } else {
        with_unit(&number(value), &unit)
    };
    Ok(Outcome { value, low: value, high: value, unit, shown: format!("{left} = {right}") })
}

/// The two can be added.
#[must_use]
pub fn like(a: &Figure, b: &Figure) -> bool {
    let count = |kind: Kind| matches!(kind, Kind::Number | Kind::Year);
    let measure =
        matches!(a.kind, Kind::Measure(_)) && a.kind == b.kind && (a.unit == b.unit || !a.unit.contains(" per "));
    count(a.kind) && count(b.kind) || a.kind == b.kind && a.unit == b.unit || measure
}

/// The figure in the unit of another.
fn in_unit(figure: &Figure, other: &Figure) -> Span {
    let factor = if figure.unit == other.unit || other.factor == 0.0 { 1.0 } else { figure.factor / other.factor };
    Span::of(figure).scaled(factor)
}

/// Sets what is printed beside an outcome.
#[must_use]
pub fn fit(outcome: &Outcome, printed: &Figure) -> Fit {
    let unlike = match (outcome.unit.as_ref(), printed.kind) {
        ("percent", kind) => kind != Kind::Percent && !(kind == Kind::Number && printed.is_share),
        ("percentage points", kind) => !matches!(kind, Kind::Points | Kind::Percent),
        (unit, _) => unit != printed.unit && !(unit == "year" && printed.kind == Kind::Age),
    };
    if unlike {
        return Fit::Unlike;
    }
    let scale = if outcome.unit == "percent" && printed.kind == Kind::Number { 100.0 } else { 1.0 };
    let span = Span::of(printed).scaled(scale);
    let slack = 1e-9 * outcome.value.abs().max(1.0);
    let meets = match printed.qualifier.as_ref().map(|(qualifier, _)| *qualifier) {
        Some(Qualifier::MoreThan | Qualifier::AtLeast) => outcome.high + slack >= span.low,
        Some(Qualifier::LessThan | Qualifier::AtMost) => outcome.low - slack <= span.high,
        Some(Qualifier::About) => {
            outcome.low - slack <= span.high + span.value.abs() * 0.05
                && outcome.high + slack >= span.low - span.value.abs() * 0.05
        }
        None => outcome.low - slack <= span.high && outcome.high + slack >= span.low,
    };
    if meets { Fit::Fits } else { Fit::Differs }
}

/// The sum with what the text says: "(300 + 2,700) ÷ 11,000 = 27.3 %; the text says up to 50 %".
#[must_use]
pub fn beside(outcome: &Outcome, figure: &Figure, text: &str) -> String {
    let start = figure.qualifier.as_ref().map_or(figure.span.start, |(_, range)| range.start.min(figure.span.start));
    let end = figure.qualifier.as_ref().map_or(figure.span.end, |(_, range)| range.end.max(figure.span.end));
    let said = text.get(start..end).unwrap_or_default();
    format!("{}; the text says {said}", outcome.shown)
}

/// The figure as it goes into a sum.
fn printed(figure: &Figure) -> String {
    let value =
        figure.high.map_or_else(|| number(figure.value), |high| format!("{}–{}", number(figure.value), number(high)));
    if matches!(figure.kind, Kind::Number | Kind::Year) { value } else { with_unit(&value, &figure.unit) }
}

fn with_unit(value: &str, unit: &str) -> String {
    match unit {
        "" => value.to_owned(),
        "percent" => format!("{value} %"),
        _ => format!(
            "{value} {unit}{}",
            if value != "1" && !unit.chars().any(char::is_uppercase) && !unit.ends_with('s') && !unit.contains(' ') {
                "s"
            } else {
                ""
            }
        ),
    }
}

/// A number with thousands apart, and no more places than tell something.
#[must_use]
pub fn number(value: f64) -> String {
    let places = match value.abs() {
        v if v.fract() == 0.0 || v >= 10_000.0 => 0,
        v if v >= 1.0 => 1,
        v if v >= 0.1 => 2,
        _ => 4,
    };
    let exact = (value * 1e4).round() / 1e4;
    let short = format!("{value:.places$}");
    let shown = if (exact - value).abs() < 1e-12
        && value.abs() < 10_000.0
        && places < 2
        && (value * 100.0).fract().abs() < 1e-9
        && value.abs() < 100.0
    {
        format!("{exact}")
    } else {
        short
    };
    let (whole, fraction) =
        shown.split_once('.').map_or((shown.as_str(), ""), |(whole, fraction)| (whole, fraction.trim_end_matches('0')));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// The day, when it is whole.
#[must_use]
pub fn is_whole(day: Day) -> bool {
    days::number(day).is_some()
}
