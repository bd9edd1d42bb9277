//! Figures that say of themselves how they belong together, and do not: shown as arithmetic, with no word of right or wrong.
//!
//! Only explicit shapes are looked at ("A of B (P %)", "from A to B, a P % rise", "5 km (3 miles)", a date with its weekday, …); two figures that
//! merely stand near each other never are.

use std::ops::Range;

use super::{
    Day, Dimension, Figure, Kind, Qualifier,
    arithmetic::{Fit, Operation, Outcome, beside, compute, fit, number},
    calendar_days as days,
};

/// Figures whose shape says how they belong together, and whose sum comes out otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// From the first of the figures to the last.
    pub span: Range<usize>,
    /// Which figures, by their place in the list.
    pub figures: Vec<usize>,
    /// Which shape.
    pub shape: Shape,
    /// The sum, and what the text says.
    pub shown: String,
}

/// How figures say that they belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// "A of B (P %)".
    Share,
    /// "from A to B, a P % rise".
    Change,
    /// A total and its parts.
    Total,
    /// "5 km (3 miles)".
    Units,
    /// "Monday, 5 May 2025".
    Weekday,
    /// Born, died, aged.
    Age,
    /// Percent where percentage points are meant.
    Points,
    /// A mean of whole numbers that cannot be.
    Mean,
}

impl Shape {
    /// What is compared, in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Share => "a part, its whole and the percentage",
            Self::Change => "before, after and the change in percent",
            Self::Total => "parts and their total",
            Self::Units => "the same in two units",
            Self::Weekday => "a date and its weekday",
            Self::Age => "birth, death and age",
            Self::Points => "percent and percentage points",
            Self::Mean => "a mean of whole numbers and how many there are",
        }
    }
}

/// Every hint of a text, in its order. `figures` are those that [`read`](super::read) gave for it.
#[must_use]
pub fn hints(text: &str, figures: &[Figure]) -> Vec<Hint> {
    let page = Page { text, figures };
    let mut hints: Vec<Hint> = Vec::new();
    for i in 0..figures.len() {
        let found = [
            page.share(i),
            page.said_twice(i),
            page.change(i),
            page.units(i),
            page.weekday(i),
            page.age(i),
            page.mean(i),
            page.listed(i),
        ];
        hints.extend(found.into_iter().flatten());
    }
    hints.extend(page.columns());
    hints.sort_by_key(|hint| hint.span.start);
    hints
}

struct Page<'a> {
    text: &'a str,
    figures: &'a [Figure],
}

impl Page<'_> {
    fn get(&self, i: usize) -> Option<&Figure> {
        self.figures.get(i)
    }

    /// The text between two figures.
    fn between(&self, a: usize, b: usize) -> &str {
        match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => self.text.get(a.span.end..b.span.start).unwrap_or("\n"),
            _ => "\n",
        }
    }

    fn before(&self, i: usize, reach: usize) -> &str {
        let Some(figure) = self.get(i) else { return "" };
        let from = i
            .checked_sub(1)
            .map_or(0, |last| self.figures[last].span.end)
            .max(self.text.floor_char_boundary(figure.span.start.saturating_sub(reach)));
        let part = self.text.get(from..figure.span.start).unwrap_or("");
        part.rsplit('\n').next().unwrap_or("")
    }

    fn after(&self, i: usize, reach: usize) -> &str {
        let Some(figure) = self.get(i) else { return "" };
        let to = self.text.ceil_char_boundary((figure.span.end + reach).min(self.text.len()));
        self.text.get(figure.span.end..to).unwrap_or("").split('\n').next().unwrap_or("")
    }

    fn hint(&self, figures: Vec<usize>, shape: Shape, shown: String) -> Hint {
        let start = figures.iter().map(|i| self.figures[*i].span.start).min().unwrap_or(0);
        let end = figures.iter().map(|i| self.figures[*i].span.end).max().unwrap_or(0);
        Hint { span: start..end, figures, shape, shown }
    }

    /// "300 of 1,100 workers (27 %)", "27 % (300 of 1,100)".
    fn share(&self, i: usize) -> Option<Hint> {
        let first = self.get(i)?;
        let percent_first = first.kind == Kind::Percent;
        let (a, b, p) = if percent_first { (i + 1, i + 2, i) } else { (i, i + 1, i + 2) };
        let (part, whole, percent) = (self.get(a)?, self.get(b)?, self.get(p)?);
        let of = link(
            self.between(a, b),
            &[
                "of",
                "out of",
                "of the",
                "of its",
                "of all",
                "of their",
                "of a total of",
                "out of the",
                "out of a total of",
                "of the total",
                "von",
                "von den",
                "der",
                "von insgesamt",
                "sur",
                "sur les",
                "des",
                "sur un total de",
                "de",
                "de los",
                "de las",
                "de un total de",
                "/",
            ],
        );
        let of = of || part.counts.as_ref().is_some_and(|_| link_behind_noun(self.between(a, b)));
        if !of || percent.kind != Kind::Percent || !plain_pair(part, whole) || part.value > whole.value {
            return None;
        }
        let bracket = if percent_first {
            self.between(p, a).trim() == "(" && self.after(b, 40).trim_start().contains(')')
        } else {
            self.between(b, p).ends_with('(')
                && short(self.between(b, p), 48)
                && self.after(p, 3).starts_with([')', ',', ';'])
        };
        let or = !percent_first
            && short(self.between(b, p), 30)
            && [", or ", ", oder ", ", soit ", ", o el ", ", o un ", " – or ", ", das sind ", ", das entspricht "]
                .iter()
                .any(|end| self.between(b, p).ends_with(end));
        if !bracket && !or {
            return None;
        }
        let outcome = compute(Operation::Share, &[part, whole]).ok()?;
        self.unless_fits(&outcome, percent, vec![a, b, p], Shape::Share)
    }

    /// "two in five (40 %)", "a third, or 33 %".
    fn said_twice(&self, i: usize) -> Option<Hint> {
        let (share, percent) = (self.get(i)?, self.get(i + 1)?);
        let fraction = share.kind == Kind::Number
            && share.is_words
            && share.step == 0.0
            && share.high.is_none()
            && share.value > 0.0
            && share.value < 1.0
            || share.is_share;
        let direct = matches!(self.between(i, i + 1).trim_start(), "(" | ", or " | ", oder ");
        if !fraction || !direct || percent.kind != Kind::Percent || percent.high.is_some() {
            return None;
        }
        let value = share.value * 100.0;
        let loose = 2.5;
        let outcome = Outcome {
            value,
            low: value - loose,
            high: value + loose,
            unit: "percent".into(),
            shown: format!("{} = {} %", self.text.get(share.span.clone())?, number(value)),
        };
        if share.qualifier.is_some() {
            return None;
        }
        self.unless_fits(&outcome, percent, vec![i, i + 1], Shape::Share)
    }

    /// "from 40 to 52, a 30 % rise"; "rose 30 % from 40 to 52"; "rose by 30 % to 52 from 40".
    fn change(&self, i: usize) -> Option<Hint> {
        let from_words = [" from ", " von ", " de ", " desde "];
        let to_words = ["to", "auf", "à", "a", "bis"];
        let first = self.get(i)?;
        let lead = format!(" {}", self.before(i, 12));
        let starts = from_words.iter().any(|word| lead.to_lowercase().ends_with(word));
        let (a, b, p) = if first.kind == Kind::Percent && !starts {
            let to_first = link(self.between(i, i + 1), &["to", "auf"])
                && link(self.between(i + 1, i + 2), &["from", "von", "a year earlier from"]);
            let from_first = link(self.between(i, i + 1), &["from", "von", "de", "desde"])
                && link(self.between(i + 1, i + 2), &to_words);
            if to_first {
                (i + 2, i + 1, i)
            } else if from_first {
                (i + 1, i + 2, i)
            } else {
                return None;
            }
        } else if starts && self.is_to(i, &to_words) {
            (i, i + 1, i + 2)
        } else {
            return None;
        };
        let (old, new, percent) = (self.get(a)?, self.get(b)?, self.get(p)?);
        if !plain_pair(old, new) || percent.kind != Kind::Percent || percent.high.is_some() || old.value == 0.0 {
            return None;
        }
        let told = if p > b { self.between(b, p) } else { self.before(p, 40) };
        let behind = if p > b { self.after(p, 26) } else { "" };
        if p > b && !(short(told, 26) && told.starts_with([',', ' ', '(', '–'])) {
            return None;
        }
        let direction = direction(told).or_else(|| direction(behind))?;
        if old.kind == Kind::Percent {
            return self.points(a, b, p);
        }
        let outcome = compute(Operation::PercentChange, &[old, new]).ok()?;
        let opposite = outcome.value * direction < 0.0;
        let outcome = if direction < 0.0 {
            Outcome { value: -outcome.value, low: -outcome.high, high: -outcome.low, ..outcome }
        } else {
            outcome
        };
        if opposite {
            return Some(self.hint(vec![a, b, p], Shape::Change, beside(&outcome, percent, self.text)));
        }
        self.unless_fits(&outcome, percent, vec![a, b, p], Shape::Change)
    }

    fn is_to(&self, i: usize, words: &[&str]) -> bool {
        link(self.between(i, i + 1), words)
            || self.get(i).is_some_and(|figure| figure.counts.is_some())
                && short(self.between(i, i + 1), 30)
                && words.iter().any(|word| self.between(i, i + 1).trim_end().ends_with(&format!(" {word}")))
    }

    /// "from 4 % to 6 %, up 2 %": points are meant.
    fn points(&self, a: usize, b: usize, p: usize) -> Option<Hint> {
        let (old, new, percent) = (self.get(a)?, self.get(b)?, self.get(p)?);
        let difference = compute(Operation::Points, &[old, new]).ok()?;
        let relative = compute(Operation::PercentChange, &[old, new]).ok()?;
        let said = percent.value;
        let meets = |outcome: &Outcome| {
            let (low, high) =
                if outcome.value < 0.0 { (-outcome.high, -outcome.low) } else { (outcome.low, outcome.high) };
            said + percent.step / 2.0 >= low - 1e-9 && said - percent.step / 2.0 <= high + 1e-9
        };
        if percent.qualifier.is_some() || meets(&relative) {
            return None;
        }
        let shape = if meets(&difference) { Shape::Points } else { Shape::Change };
        let shown = format!(
            "{}, or {} %; the text says {}",
            difference.shown,
            number(relative.value),
            percent.words(self.text)
        );
        Some(self.hint(vec![a, b, p], shape, shown))
    }

    /// "5 km (3 miles)", "20 °C (68 °F)".
    fn units(&self, i: usize) -> Option<Hint> {
        let (a, b) = (self.get(i)?, self.get(i + 1)?);
        let between = self.between(i, i + 1);
        let closed = self.after(i + 1, 12).starts_with(')');
        if !matches!(between, " (" | "(" | " [")
            || !closed && !self.after(i + 1, 2).starts_with(']')
            || a.kind != b.kind
            || a.unit == b.unit
            || a.high.is_some() != b.high.is_some()
        {
            return None;
        }
        if a.kind == Kind::Temperature {
            return self.temperatures(i);
        }
        let Kind::Measure(dimension) = a.kind else { return None };
        if matches!(
            dimension,
            Dimension::Other
                | Dimension::Electric
                | Dimension::Radiation
                | Dimension::Temperature
                | Dimension::Duration
                | Dimension::Data
        ) || a.factor <= 0.0
            || b.factor <= 0.0
            || a.value <= 0.0
        {
            return None;
        }
        let factor = a.factor / b.factor;
        let pairs = [(a.value, b.value), (a.high.unwrap_or(a.value), b.high.unwrap_or(b.value))];
        let about = if a.qualifier.is_some() || b.qualifier.is_some() { 0.1 } else { 0.015 };
        let fits = pairs.iter().all(|(from, to)| {
            let (low, high) =
                ((from - coarse(*from, a.step) / 2.0) * factor, (from + coarse(*from, a.step) / 2.0) * factor);
            let half = coarse(*to, b.step) / 2.0;
            to + half >= low * (1.0 - about) && to - half <= high * (1.0 + about)
        });
        let bushel_or_ton = a.unit.contains("gallon")
            || b.unit.contains("gallon")
            || a.unit.ends_with("ton")
            || b.unit.ends_with("ton")
            || a.unit == "mile" && b.unit == "nautical mile";
        let loose = bushel_or_ton && (pairs[0].1 / (pairs[0].0 * factor) - 1.0).abs() < 0.25;
        let shown = format!(
            "{} {} = {} {}; the text says {}",
            number(a.value),
            a.unit,
            number(a.value * factor),
            b.unit,
            b.words(self.text)
        );
        (!fits && !loose).then(|| self.hint(vec![i, i + 1], Shape::Units, shown))
    }

    fn temperatures(&self, i: usize) -> Option<Hint> {
        let (a, b) = (self.get(i)?, self.get(i + 1)?);
        let (to_celsius, to_fahrenheit) = (|f: f64| (f - 32.0) / 1.8, |c: f64| c * 1.8 + 32.0);
        let (exact, factor) = match (a.unit.as_ref(), b.unit.as_ref()) {
            ("degree Celsius" | "degree", "degree Fahrenheit") => (to_fahrenheit(a.value), 1.8),
            ("degree Fahrenheit" | "degree", "degree Celsius") => (to_celsius(a.value), 1.0 / 1.8),
            _ => return None,
        };
        let about = if a.qualifier.is_some() || b.qualifier.is_some() { 3.0 } else { 1.0 };
        let room = coarse(a.value, a.step).min(5.0) / 2.0 * factor + coarse(b.value, b.step).min(5.0) / 2.0 + about;
        let difference = a.value * factor;
        let fits = (b.value - exact).abs() <= room || (b.value - difference).abs() <= room;
        let shown = format!(
            "{} {} = {} {}; the text says {}",
            number(a.value),
            a.unit,
            number(exact),
            b.unit,
            b.words(self.text)
        );
        (!fits && a.high.is_none()).then(|| self.hint(vec![i, i + 1], Shape::Units, shown))
    }

    fn weekday(&self, i: usize) -> Option<Hint> {
        let figure = self.get(i)?;
        let day = figure.date.filter(|day| {
            figure.kind == Kind::Date && day.weekday.is_some() && day.year.is_some_and(|year| year > 1800)
        })?;
        let is = days::weekday(days::number(day)?);
        let numeric = figure.words(self.text).matches(['/', '.']).count() >= 2 && day.day.is_some_and(|day| day <= 12);
        let swapped = days::number(Day { month: day.day, day: day.month, ..day })
            .is_some_and(|other| numeric && days::weekday(other) == i32::from(day.weekday.unwrap_or(0)));
        let shown =
            format!("{} = {}; the text says {}", days::iso(day), days::weekday_name(is), figure.words(self.text));
        (is != i32::from(day.weekday?) && !swapped).then(|| self.hint(vec![i], Shape::Weekday, shown))
    }

    /// "born in 1950 … died in 2001 aged 50"; "(4 March 1931 – 5 May 2001) … aged 70" in one sentence.
    fn age(&self, i: usize) -> Option<Hint> {
        let born = self.get(i).filter(|figure| matches!(figure.kind, Kind::Date | Kind::Year))?;
        let lead = self.before(i, 24).to_lowercase();
        let says_born = [
            "born",
            "born on",
            "born in",
            "geboren am",
            "geboren",
            "née le",
            "né le",
            "né en",
            "née en",
            "nació el",
            "nacido el",
            "nació en",
            "nacida el",
        ]
        .iter()
        .any(|word| lead.trim_end().ends_with(word));
        if !says_born {
            return None;
        }
        let (died, age) = (self.get(i + 1)?, self.get(i + 2)?);
        let told = format!("{}{}", self.between(i, i + 1), self.before(i + 1, 30)).to_lowercase();
        let says_died = ["died", "starb", "gestorben", "mort le", "morte le", "décédé", "décédée", "murió", "falleció"]
            .iter()
            .any(|word| told.contains(word));
        let one_sentence = |words: &str| !words.contains(['.', '\n', ';']) && words.len() < 90;
        if !says_died
            || age.kind != Kind::Age
            || age.unit != "year"
            || !matches!(died.kind, Kind::Date | Kind::Year)
            || !one_sentence(self.between(i, i + 1))
            || !one_sentence(self.between(i + 1, i + 2))
        {
            return None;
        }
        let year = |figure: &Figure| {
            figure
                .date
                .map_or_else(|| (figure.kind == Kind::Year).then_some(figure.value), |day| day.year.map(f64::from))
        };
        let (from, to) = (year(born)?, year(died)?);
        let exact = days::age(born.date, died.date).map(f64::from);
        let possible = exact.map_or_else(|| vec![to - from - 1.0, to - from], |age| vec![age]);
        let fits = possible.iter().any(|years| (years - age.value).abs() < 0.5) || age.qualifier.is_some();
        let shown = format!(
            "from {} to {} = {} years; the text says {}",
            born.words(self.text),
            died.words(self.text),
            possible.iter().map(|years| number(*years)).collect::<Vec<_>>().join(" or "),
            age.words(self.text)
        );
        (!fits && to >= from && to - from < 125.0).then(|| self.hint(vec![i, i + 1, i + 2], Shape::Age, shown))
    }

    /// "M = 3.48, n = 25", "a mean of 3.48 (n = 25)": whole numbers of that count cannot have it (GRIM).
    fn mean(&self, i: usize) -> Option<Hint> {
        let (mean, count) = (self.get(i)?, self.get(i + 1)?);
        let lead = self.before(i, 16);
        let says_mean = lead.ends_with("M = ")
            || lead.ends_with("M=")
            || lead.to_lowercase().trim_end().ends_with("mean of")
            || lead.to_lowercase().trim_end().ends_with("mean =")
            || lead.to_lowercase().trim_end().ends_with("mean was");
        let between = self.between(i, i + 1);
        let says_count =
            ["n = ", "n=", "N = ", "N=", "n = ", "N = "].iter().any(|end| between.ends_with(end)) && short(between, 16);
        let cases = count.value;
        if !says_mean
            || !says_count
            || mean.kind != Kind::Number
            || mean.step <= 0.0
            || mean.step >= 1.0
            || cases < 2.0
            || cases.fract() != 0.0
            || cases * mean.step >= 1.0
        {
            return None;
        }
        let sum = (mean.value * cases).round();
        let fits =
            [sum - 1.0, sum, sum + 1.0].iter().any(|sum| (sum / cases - mean.value).abs() <= mean.step / 2.0 + 1e-9);
        let places = usize::try_from((-mean.step.log10()).round().max(0.0) as i64).unwrap_or(2);
        let shown = format!(
            "{sum} ÷ {cases} = {:.places$}, {} ÷ {cases} = {:.places$}; the text says {}",
            sum / cases,
            sum + 1.0,
            (sum + 1.0) / cases,
            mean.words(self.text)
        );
        (!fits).then(|| self.hint(vec![i, i + 1], Shape::Mean, shown))
    }

    /// "12 people: seven men and five women", "12 people (seven men and five women)".
    fn listed(&self, i: usize) -> Option<Hint> {
        let total = self.get(i)?;
        let opened = self.between(i, i + 1);
        let bracket =
            opened.ends_with('(') || opened.ends_with(": ") || opened.ends_with("– ") || opened.ends_with("— ");
        if !whole_count(total) || !bracket || !short(opened, 30) {
            return None;
        }
        let mut parts = vec![i + 1];
        loop {
            let last = *parts.last()?;
            let between = self.between(last, last + 1);
            let and = [" and ", " und ", " et ", " y "].iter().any(|and| between.ends_with(and));
            let comma = between.ends_with(", ");
            if self.get(last + 1).is_none()
                || !short(between, 34)
                || !(and || comma)
                || between.matches(',').count() > 1
            {
                return None;
            }
            parts.push(last + 1);
            if and {
                break;
            }
        }
        let last = *parts.last()?;
        let rest = self.after(last, 30);
        let ends = rest.find([')', '.', '–', '—', ',', ';']).or((rest.len() < 30).then_some(rest.len()))?;
        let named = parts.iter().all(|part| {
            self.get(*part)
                .is_some_and(|figure| whole_count(figure) && figure.counts.is_some() && figure.value < total.value)
        });
        let closes = !opened.ends_with('(') || rest[ends..].starts_with(')');
        let people = "men women boys girls children adults civilians soldiers males females männer frauen kinder jungen mädchen hommes femmes enfants garçons filles hombres mujeres niños niñas";
        let known = parts
            .iter()
            .filter(|part| {
                self.get(**part).and_then(|figure| figure.counts.clone()).is_some_and(|range| {
                    self.text[range].split(' ').any(|word| people.split(' ').any(|one| one == word.to_lowercase()))
                })
            })
            .count();
        if !named || !closes || known < 2 || rest[..ends].contains(" and ") {
            return None;
        }
        let figures: Vec<&Figure> = parts.iter().filter_map(|part| self.get(*part)).collect();
        let outcome = compute(Operation::Sum, &figures).ok()?;
        let mut all = vec![i];
        all.extend(parts);
        (fit(&outcome, total) == Fit::Differs || (outcome.value - total.value).abs() > 0.5)
            .then(|| self.hint(all, Shape::Total, beside(&outcome, total, self.text)))
    }

    /// Tables: lines of cells parted by tabs, the last of which begins with a word for a total.
    fn columns(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        let mut start = 0;
        let mut rows: Vec<(usize, &str)> = Vec::new();
        for line in self.text.split_inclusive('\n').chain(["\n"]) {
            let cells = line.matches('\t').count();
            let same = rows.first().is_some_and(|(_, first)| first.matches('\t').count() == cells);
            if cells > 0 && (rows.is_empty() || same) {
                rows.push((start, line));
            } else {
                hints.extend(self.table(&rows));
                rows = if cells > 0 { vec![(start, line)] } else { Vec::new() };
            }
            start += line.len();
        }
        hints
    }

    fn table(&self, rows: &[(usize, &str)]) -> Vec<Hint> {
        let totals = ["total", "sum", "gesamt", "insgesamt", "summe", "all", "totaux", "ensemble", "suma"];
        let (Some((last, above)), true) = (rows.split_last(), rows.len() >= 4) else { return Vec::new() };
        let head = last.1.split('\t').next().unwrap_or("").trim().to_lowercase();
        if !totals.contains(&head.trim_end_matches(':')) {
            return Vec::new();
        }
        let cells = last.1.matches('\t').count();
        (1..=cells).filter_map(|column| self.column(column, above, *last)).collect()
    }

    fn column(&self, column: usize, above: &[(usize, &str)], last: (usize, &str)) -> Option<Hint> {
        let total = self.cell(last, column)?;
        let parts: Vec<Option<usize>> = above.iter().map(|row| self.cell(*row, column)).collect();
        let from = parts.iter().position(Option::is_some)?;
        let parts: Vec<usize> = parts[from..].iter().copied().collect::<Option<Vec<usize>>>()?;
        let figures: Vec<&Figure> = parts.iter().filter_map(|part| self.get(*part)).collect();
        let whole = self.get(total)?;
        let clean = |figure: &Figure| {
            figure.high.is_none() && figure.qualifier.is_none() && matches!(figure.kind, Kind::Number | Kind::Money)
        };
        if figures.len() < 2 || !figures.iter().all(|figure| clean(figure)) || !clean(whole) {
            return None;
        }
        let outcome = compute(Operation::Sum, &figures).ok()?;
        let near = (outcome.value / whole.value.max(1e-9) - 1.0).abs() < 0.5;
        let mut all = parts;
        all.push(total);
        (near && fit(&outcome, whole) == Fit::Differs)
            .then(|| self.hint(all, Shape::Total, beside(&outcome, whole, self.text)))
    }

    /// The one figure that fills a cell.
    fn cell(&self, row: (usize, &str), column: usize) -> Option<usize> {
        let cell = row.1.split('\t').nth(column)?;
        let offset = row.0 + (cell.as_ptr() as usize - row.1.as_ptr() as usize);
        let at = self.figures.partition_point(|figure| figure.span.start < offset);
        let figure = self.get(at)?;
        let rest = cell.trim();
        (self.text.get(figure.span.clone()) == Some(rest)).then_some(at)
    }

    fn unless_fits(&self, outcome: &Outcome, said: &Figure, figures: Vec<usize>, shape: Shape) -> Option<Hint> {
        (fit(outcome, said) == Fit::Differs && said.high.is_none())
            .then(|| self.hint(figures, shape, beside(outcome, said, self.text)))
    }
}

/// Two single figures that can be set beside each other, with no word that makes them inexact.
fn plain_pair(a: &Figure, b: &Figure) -> bool {
    let exact = |figure: &Figure| {
        figure.high.is_none()
            && !figure.is_share
            && matches!(figure.qualifier, None | Some((Qualifier::About, _)))
            && figure.qualifier.is_none()
    };
    let kinds = matches!(a.kind, Kind::Number | Kind::Money | Kind::Percent | Kind::Measure(_)) && a.kind == b.kind;
    let scales = a.kind != Kind::Money || a.unit == b.unit;
    exact(a) && exact(b) && kinds && scales && (a.unit == b.unit || a.factor != 1.0)
}

fn whole_count(figure: &Figure) -> bool {
    figure.kind == Kind::Number
        && figure.high.is_none()
        && figure.qualifier.is_none()
        && figure.step == 1.0
        && figure.value >= 1.0
        && figure.value < 1e5
        && !figure.is_share
}

/// The words between are one of these, and nothing else.
fn link(between: &str, words: &[&str]) -> bool {
    let between = between.trim().to_lowercase();
    !between.contains('\n') && words.contains(&between.as_str())
}

/// "workers of", "people out of": a noun or two, then the link.
fn link_behind_noun(between: &str) -> bool {
    short(between, 30)
        && !between.contains([',', '(', ')'])
        && [" of the ", " of ", " out of ", " von ", " der ", " sur ", " de "].iter().any(|end| between.ends_with(end))
        && between.split_whitespace().count() <= 3
}

/// So many bytes at most, and no end of a sentence or line.
fn short(between: &str, most: usize) -> bool {
    between.len() <= most && !between.contains(['\n', ';', '!', '?']) && !between.contains(". ")
}

/// Up or down, by the words.
fn direction(words: &str) -> Option<f64> {
    let small = words.to_lowercase();
    let has = |list: &str| list.split(' ').any(|word| small.split(|c: char| !c.is_alphabetic()).any(|one| one == word));
    let up = has(
        "rise rose increase increased up gain growth jump jumped grew surge higher more anstieg plus gestiegen stieg zuwachs hausse augmentation aumento subida subió incremento",
    );
    let down = has(
        "fall fell drop dropped decrease decreased decline declined down cut lower less reduction loss slump rückgang minus gesunken sank fiel baisse recul chute diminution caída descenso bajada bajó",
    );
    match (up, down) {
        (true, false) => Some(1.0),
        (false, true) => Some(-1.0),
        _ => None,
    }
}

/// What the last place that is no nought is worth: 100 for 500.
fn coarse(value: f64, step: f64) -> f64 {
    if step < 1.0 || value == 0.0 {
        return step;
    }
    let mut coarse = step.max(1.0);
    while coarse < 1e15 && (value / (coarse * 10.0)).fract().abs() < 1e-9 {
        coarse *= 10.0;
    }
    coarse
}
