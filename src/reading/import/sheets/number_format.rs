//! Number formats of workbooks (ECMA-376, 18.8.30 and 18.8.31): what a person sees of a number. Points and commas are those of the English
//! interface, whatever the reader's; a format that is not known in full gives nothing, so that the number stands as it is stored.

use jiff::{ToSpan as _, civil};

use super::number::{Decimal, general};

/// A longer format is not looked at.
const MAX_CODE: usize = 500;

/// A number format.
#[derive(Debug, Clone, PartialEq)]
pub enum Format {
    /// As the number is.
    General,
    /// For numbers from zero on, for negative ones, for zero, as far as they are given.
    Sections(Vec<Section>),
    /// One that is not known here.
    Unknown,
}

/// A part of a format, for some of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Section {
    /// The number itself.
    General,
    /// Words only.
    Words(String),
    /// Digits between words.
    Number(Digits),
    /// A date or time.
    Moment(Vec<Part>),
    /// A date or time as the reader's system writes it, or in words of another language: it stands by the ISO standard.
    IsoMoment,
}

/// How digits stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Digits {
    before: String,
    after: String,
    whole: usize,
    /// How many decimals there are at least, and at most.
    decimals: (usize, usize),
    is_grouped: bool,
    /// The power of ten by which the number is multiplied.
    tens: i32,
    /// How many digits the exponent has at least, where there is one, and whether a plus is written.
    exponent: Option<(usize, bool)>,
}

/// A part of a date or time.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Words.
    Words(String),
    /// Year, month, day, hour, second, or minute (`n`), with how many letters.
    Of(char, usize),
    /// Hours, minutes (`n`) or seconds that have passed, with how many digits at least.
    Passed(char, usize),
    /// So many decimals of a second.
    Decimals(usize),
    /// AM or PM, or their first letters.
    Half(bool),
}

impl Format {
    /// Of a number that a workbook has for it without saying more.
    pub fn built_in(id: u32) -> Self {
        let code = match id {
            0 => return Self::General,
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            5 => "$#,##0_);($#,##0)",
            6 => "$#,##0_);[Red]($#,##0)",
            7 => "$#,##0.00_);($#,##0.00)",
            8 => "$#,##0.00_);[Red]($#,##0.00)",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            37 => "#,##0_);(#,##0)",
            38 => "#,##0_);[Red](#,##0)",
            39 => "#,##0.00_);(#,##0.00)",
            40 => "#,##0.00_);[Red](#,##0.00)",
            41 => "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
            42 => "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)",
            43 => "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
            44 => "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mmss.0",
            49 => "@",
            // Days and times as the system of whoever looks at them writes them.
            14 | 22 | 27..=36 | 50..=58 => return Self::Sections(vec![Section::IsoMoment]),
            _ => return Self::Unknown,
        };
        Self::parse(code)
    }

    /// Of a format's code.
    pub fn parse(code: &str) -> Self {
        if code.is_empty() || code.eq_ignore_ascii_case("general") {
            return Self::General;
        }
        if code.len() > MAX_CODE {
            return Self::Unknown;
        }
        let sections: Option<Vec<Section>> = split(code).into_iter().take(3).map(section).collect();
        sections.map_or(Self::Unknown, Self::Sections)
    }

    /// What is seen of a number. `None` where that is not known.
    pub fn show(&self, value: f64, is_1904: bool) -> Option<String> {
        let sections = match self {
            Self::General => return Some(general(value)),
            Self::Unknown => return None,
            Self::Sections(sections) => sections,
        };
        let (at, is_signed) = match sections.len() {
            3 if value == 0.0 => (2, false),
            2 | 3 if value < 0.0 => (1, false),
            _ => (0, value < 0.0),
        };
        let sign = if is_signed { "-" } else { "" };
        let shown = match sections.get(at)? {
            Section::General => return Some(general(if is_signed { value } else { value.abs() })),
            // Words instead of a number would hide it; zero is often a dash.
            Section::Words(words) => (value == 0.0).then(|| words.clone())?,
            Section::Number(digits) => format!("{sign}{}", digits.show(value)?),
            Section::Moment(parts) => Moment::of(value, is_1904, parts)?.show(parts),
            Section::IsoMoment => Moment::of(value, is_1904, &[])?.iso(),
        };
        Some(shown.trim().to_owned()).filter(|shown| !shown.is_empty())
    }
}

/// The sections of a code, parted by semicolons outside of words.
fn split(code: &str) -> Vec<&str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    let (mut in_words, mut is_escaped) = (false, false);
    for (at, char) in code.char_indices() {
        match char {
            _ if is_escaped => is_escaped = false,
            '"' => in_words = !in_words,
            '\\' if !in_words => is_escaped = true,
            ';' if !in_words => {
                parts.push(&code[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&code[from..]);
    parts
}

/// A sign of a section: one that stands for itself, or one that stands for something.
#[derive(Debug, Clone, PartialEq)]
enum Sign {
    Word(String),
    Code(char),
    Bracket(String),
}

fn signs(section: &str) -> Option<Vec<Sign>> {
    let mut signs = Vec::new();
    let mut chars = section.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => signs.push(Sign::Word(chars.by_ref().take_while(|char| *char != '"').collect())),
            '\\' => signs.push(Sign::Word(chars.next()?.to_string())),
            '_' => {
                chars.next();
                signs.push(Sign::Word(" ".into()));
            }
            '*' => drop(chars.next()),
            '[' => signs.push(Sign::Bracket(chars.by_ref().take_while(|char| *char != ']').collect())),
            _ => signs.push(Sign::Code(char)),
        }
    }
    Some(signs)
}

/// A section of a format. `None`: it is not known here.
fn section(text: &str) -> Option<Section> {
    const COLOURS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    let signs = signs(text)?;
    let mut plain: Vec<Sign> = Vec::new();
    let mut is_foreign = false;
    for sign in signs {
        let Sign::Bracket(inner) = &sign else {
            plain.push(sign);
            continue;
        };
        let lower = inner.to_lowercase();
        if let Some(currency) = inner.strip_prefix('$') {
            let (symbol, language) = currency.split_once('-').unwrap_or((currency, ""));
            is_foreign |= !is_english(language);
            plain.push(Sign::Word(symbol.to_owned()));
        } else if !lower.is_empty() && (["h", "m", "s"].iter().any(|one| lower.replace(one, "").is_empty())) {
            plain.push(sign);
        } else if !COLOURS.contains(&lower.as_str()) && !lower.starts_with("color") {
            return None;
        }
    }
    let code: String = plain.iter().map(|sign| if let Sign::Code(char) = sign { *char } else { ' ' }).collect();
    let lower = code.to_lowercase();
    if lower.trim() == "general" {
        let has_words = plain.iter().any(|sign| matches!(sign, Sign::Word(word) if !word.trim().is_empty()));
        return (!has_words).then_some(Section::General);
    }
    if code.contains('@') {
        return Some(Section::General);
    }
    let has_passed = plain.iter().any(|sign| matches!(sign, Sign::Bracket(_)));
    if has_passed || lower.contains(['y', 'm', 'd', 'h', 's']) {
        return moment(&plain, is_foreign);
    }
    digits(&plain)
}

/// Whether a language by its Windows number writes months in English; one that is not named is the reader's.
fn is_english(language: &str) -> bool {
    language.is_empty() || u32::from_str_radix(language, 16).is_ok_and(|number| number & 0x3ff == 9)
}

fn moment(signs: &[Sign], is_foreign: bool) -> Option<Section> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        at += 1;
        match sign {
            Sign::Word(word) => parts.push(Part::Words(word.clone())),
            Sign::Bracket(inner) => {
                let unit = inner.chars().next()?.to_ascii_lowercase();
                parts.push(Part::Passed(if unit == 'm' { 'n' } else { unit }, inner.len()));
            }
            Sign::Code(char) => {
                let unit = char.to_ascii_lowercase();
                let run = |from: usize, is_it: &dyn Fn(char) -> bool| {
                    signs[from..].iter().take_while(|sign| matches!(sign, Sign::Code(char) if is_it(*char))).count()
                };
                match unit {
                    'y' | 'm' | 'd' | 'h' | 's' => {
                        let more = run(at, &|next| next.eq_ignore_ascii_case(char));
                        at += more;
                        parts.push(Part::Of(unit, more + 1));
                    }
                    'a' => {
                        let rest: String = signs[at..]
                            .iter()
                            .map_while(|sign| if let Sign::Code(char) = sign { Some(*char) } else { None })
                            .collect();
                        let rest = rest.to_ascii_lowercase();
                        let is_long = rest.starts_with("m/pm");
                        if !is_long && !rest.starts_with("/p") {
                            return None;
                        }
                        at += if is_long { 4 } else { 2 };
                        parts.push(Part::Half(is_long));
                    }
                    '.' if run(at, &|next| next == '0') > 0 => {
                        let count = run(at, &|next| next == '0');
                        at += count;
                        parts.push(Part::Decimals(count));
                    }
                    'e' | 'g' | 'b' | '0' | '#' | '?' => return None,
                    _ => parts.push(Part::Words(char.to_string())),
                }
            }
        }
    }
    tell_minutes(&mut parts);
    let has_names = parts.iter().any(|part| matches!(part, Part::Of('m' | 'd', 3..)));
    Some(if is_foreign && has_names { Section::IsoMoment } else { Section::Moment(parts) })
}

/// An `m` behind hours or before seconds is of minutes.
fn tell_minutes(parts: &mut [Part]) {
    let units: Vec<usize> =
        (0..parts.len()).filter(|at| matches!(parts[*at], Part::Of(..) | Part::Passed(..))).collect();
    for (index, &at) in units.iter().enumerate() {
        let is_after_hours = index
            .checked_sub(1)
            .is_some_and(|before| matches!(parts[units[before]], Part::Of('h', _) | Part::Passed('h', _)));
        let is_before_seconds =
            units.get(index + 1).is_some_and(|next| matches!(parts[*next], Part::Of('s', _) | Part::Passed('s', _)));
        if let Part::Of(unit @ 'm', _) = &mut parts[at]
            && (is_after_hours || is_before_seconds)
        {
            *unit = 'n';
        }
    }
}

fn digits(signs: &[Sign]) -> Option<Section> {
    let mut found = Digits::default();
    // Whether digits have begun, are over, and are behind the point.
    let (mut has_begun, mut is_over, mut is_behind) = (false, false, false);
    let mut commas = 0;
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        at += 1;
        let char = match sign {
            Sign::Word(word) => {
                is_over = has_begun;
                if has_begun {
                    found.after.push_str(word);
                } else {
                    found.before.push_str(word);
                };
                continue;
            }
            Sign::Bracket(_) => return None,
            Sign::Code(char) => *char,
        };
        match char {
            '0' | '#' | '?' if is_over => return None,
            '0' | '#' | '?' => {
                has_begun = true;
                found.is_grouped |= commas > 0 && !is_behind;
                commas = 0;
                let counted = if is_behind { &mut found.decimals.0 } else { &mut found.whole };
                *counted += usize::from(char == '0');
                found.decimals.1 += usize::from(is_behind);
            }
            '.' if is_over || is_behind => return None,
            '.' => (has_begun, is_behind) = (true, true),
            ',' if has_begun && !is_over => commas += 1,
            'E' | 'e' if has_begun && !is_over => {
                let has_plus = signs.get(at) == Some(&Sign::Code('+'));
                if !has_plus && signs.get(at) != Some(&Sign::Code('-')) {
                    return None;
                }
                let count = signs[at + 1..].iter().take_while(|sign| **sign == Sign::Code('0')).count();
                found.exponent = Some((count, has_plus)).filter(|_| count > 0 && found.whole == 1 && !found.is_grouped);
                found.exponent?;
                at += 1 + count;
                is_over = true;
            }
            _ => {
                if char.is_ascii_alphabetic() || char == '/' && has_begun {
                    return None;
                }
                found.tens += if char == '%' { 2 } else { 0 };
                is_over = has_begun;
                if has_begun {
                    found.after.push(char);
                } else {
                    found.before.push(char);
                };
            }
        }
    }
    found.tens -= 3 * commas;
    Some(if has_begun { Section::Number(found) } else { Section::Words(found.before) })
}

impl Digits {
    fn show(&self, value: f64) -> Option<String> {
        let mut decimal = Decimal::of(value)?.shifted(self.tens);
        let mut exponent = decimal.exponent();
        if self.exponent.is_some() {
            let shifted = decimal.clone().shifted(-exponent);
            // Rounding may give one digit more.
            exponent += i32::from(shifted.rounded(self.decimals.1).0.len() > 1);
            decimal = decimal.shifted(-exponent);
        }
        let (whole, behind) = decimal.rounded(self.decimals.1);
        let mut whole = format!("{}{whole}", "0".repeat(self.whole.saturating_sub(whole.len())));
        if self.is_grouped {
            whole = grouped(&whole);
        }
        let wanted = behind.trim_end_matches('0').len().max(self.decimals.0);
        let behind = &behind[..wanted.min(behind.len())];
        let mut shown = format!("{}{whole}", self.before);
        if !behind.is_empty() {
            shown.push('.');
            shown.push_str(behind);
        }
        if let Some((count, has_plus)) = self.exponent {
            let sign = if exponent < 0 {
                "-"
            } else if has_plus {
                "+"
            } else {
                ""
            };
            shown.push_str(&format!("E{sign}{:0count$}", exponent.unsigned_abs()));
        }
        shown.push_str(&self.after);
        Some(shown)
    }
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut shown = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A day and time, as a workbook counts them.
struct Moment {
    day: Option<civil::Date>,
    /// Units of [`Self::UNITS`] in the day.
    time: i64,
    /// The same since the start of counting.
    passed: i64,
}

impl Moment {
    /// The smallest part of a second that is told.
    const UNITS: i64 = 1000;

    /// The last day that has four digits for its year.
    const LAST: f64 = 2_958_466.0;

    /// Rounded to the smallest part that is shown. `None` outside of what a spreadsheet can show.
    fn of(value: f64, is_1904: bool, parts: &[Part]) -> Option<Self> {
        if !(0.0..Self::LAST).contains(&value) {
            return None;
        }
        let has_decimals = parts.iter().any(|part| matches!(part, Part::Decimals(_)));
        let unit = if has_decimals { 1 } else { Self::UNITS };
        let in_day = 86_400 * Self::UNITS;
        let passed = (value * in_day as f64 / unit as f64).round() as i64 * unit;
        let serial = passed / in_day;
        // Day 60 of 1900 was a 29th of February that never was.
        let (start, days) = match (is_1904, serial) {
            (true, _) => (civil::date(1904, 1, 1), Some(serial)),
            (false, 0 | 60) => (civil::date(1899, 12, 30), None),
            (false, ..60) => (civil::date(1899, 12, 31), Some(serial)),
            (false, _) => (civil::date(1899, 12, 30), Some(serial)),
        };
        let day = days.and_then(|days| start.checked_add(days.days()).ok());
        Some(Self { day, time: passed % in_day, passed })
    }

    fn seconds(&self) -> i64 {
        self.time / Self::UNITS
    }

    fn show(&self, parts: &[Part]) -> String {
        let has_halves = parts.iter().any(|part| matches!(part, Part::Half(_)));
        let needs_day = parts.iter().any(|part| matches!(part, Part::Of('y' | 'm' | 'd', _)));
        if needs_day && self.day.is_none() {
            return self.iso();
        }
        parts.iter().map(|part| self.part(part, has_halves)).collect()
    }

    fn part(&self, part: &Part, has_halves: bool) -> String {
        let day = self.day.unwrap_or(civil::date(1900, 1, 1));
        let hour = self.seconds() / 3600;
        match part {
            Part::Words(words) => words.clone(),
            Part::Half(is_long) => {
                let half = if hour < 12 { "AM" } else { "PM" };
                half[..if *is_long { 2 } else { 1 }].to_owned()
            }
            Part::Decimals(count) => {
                let digits = format!("{:03}", self.time % Self::UNITS);
                format!(".{:0<count$}", &digits[..(*count).min(3)])
            }
            Part::Passed(unit, count) => {
                let seconds = self.passed / Self::UNITS;
                let units = match unit {
                    'h' => seconds / 3600,
                    'n' => seconds / 60,
                    _ => seconds,
                };
                format!("{units:0count$}")
            }
            Part::Of('y', count) if *count > 2 => format!("{:04}", day.year()),
            Part::Of('y', _) => format!("{:02}", day.year() % 100),
            Part::Of('m', 3) => day.strftime("%b").to_string(),
            Part::Of('m', 4) => day.strftime("%B").to_string(),
            Part::Of('m', 5..) => day.strftime("%B").to_string().chars().take(1).collect(),
            Part::Of('d', 3) => day.strftime("%a").to_string(),
            Part::Of('d', 4..) => day.strftime("%A").to_string(),
            Part::Of(unit, count) => {
                let number = match unit {
                    'm' => i64::from(day.month()),
                    'd' => i64::from(day.day()),
                    'h' if has_halves => (hour + 11) % 12 + 1,
                    'h' => hour,
                    'n' => self.seconds() / 60 % 60,
                    _ => self.seconds() % 60,
                };
                if *count > 1 { format!("{number:02}") } else { number.to_string() }
            }
        }
    }

    /// By ISO 8601: the day, the time, or both, whichever there is.
    fn iso(&self) -> String {
        let seconds = self.seconds();
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let time =
            if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") };
        match self.day {
            Some(day) if seconds == 0 => day.to_string(),
            Some(day) => format!("{day} {time}"),
            None if self.passed < 86_400 * Self::UNITS => time,
            // The day that never was.
            None => "1900-02-29".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, value: f64, expected: &str) {
        assert_eq!(Format::parse(code).show(value, false).as_deref(), Some(expected), "{code} of {value}");
    }

    #[test]
    fn numbers_stand_as_they_are_seen() {
        check("General", 1234.5, "1234.5");
        check("0", 2.5, "3");
        check("0.00", -2.675, "-2.68");
        check("#,##0", 1_234_567.0, "1,234,567");
        check("#,##0.00", 0.5, "0.50");
        check("#.##", 0.5, ".5");
        check("0.0#", 2.0, "2.0");
        check("000", 7.0, "007");
        check("0%", 0.256, "26%");
        check("0.0 %", 0.256, "25.6 %");
        check("#,##0,", 1_234_567.0, "1,235");
        check("0.0,,\"m\"", 1_250_000.0, "1.3m");
        check("0.00E+00", 12_345.0, "1.23E+04");
        check("0.0E+00", 9.99, "1.0E+01");
        check("0.00E+00", 0.000_5, "5.00E-04");
        check("[$€-407] #,##0.00", 1234.5, "€ 1,234.50");
        check("#,##0.00\\ [$€-1]", 1234.5, "1,234.50 €");
        check("\"$\"#,##0_);[Red](\"$\"#,##0)", -1234.0, "($1,234)");
        check("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", 0.0, "-");
        check("0;-0;;@", -3.0, "-3");
        check("@", 12.0, "12");
        check("£#,##0", 1000.0, "£1,000");
    }

    #[test]
    fn days_and_times_stand_as_they_are_seen() {
        check("yyyy-mm-dd", 45_292.0, "2024-01-01");
        check("dd/mm/yyyy", 45_292.0, "01/01/2024");
        check("d mmm yyyy", 45_292.0, "1 Jan 2024");
        check("d. mmmm yy", 45_323.0, "1. February 24");
        check("dddd", 45_292.0, "Monday");
        check("h:mm AM/PM", 0.75, "6:00 PM");
        check("hh:mm:ss", 0.5, "12:00:00");
        check("mm:ss.0", 0.000_5, "00:43.2");
        check("[h]:mm", 1.5, "36:00");
        check("[mm]:ss", 0.5, "720:00");
        check("yyyy", 59.0, "1900");
        check("d.m.yyyy", 59.0, "28.2.1900");
        check("d.m.yyyy", 60.0, "1900-02-29");
        check("d.m.yyyy", 61.0, "1.3.1900");
        check("[$-407]d. mmmm yyyy", 45_292.5, "2024-01-01 12:00");
        check("[$-409]d mmmm yyyy", 45_292.0, "1 January 2024");
        check("[$-407]dd.mm.yyyy", 45_292.0, "01.01.2024");
        assert_eq!(Format::parse("yyyy-mm-dd").show(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(Format::parse("yyyy-mm-dd").show(43_830.0, true).as_deref(), Some("2024-01-01"));
        assert_eq!(Format::built_in(14).show(45_292.0, false).as_deref(), Some("2024-01-01"));
        assert_eq!(Format::built_in(22).show(45_292.562_5, false).as_deref(), Some("2024-01-01 13:30"));
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for code in
            ["# ?/?", "[>100]0;0.00", "[DBNum1]General", "000-00-0000", "0 \"of\" 0", "ge.m.d", "0.0.0", ";;;", "\"x\""]
        {
            assert_eq!(Format::parse(code).show(1234.5, false), None, "{code}");
        }
        assert_eq!(Format::parse("yyyy-mm-dd").show(-1.0, false), None);
        assert_eq!(Format::parse("yyyy-mm-dd").show(1e12, false), None);
        assert_eq!(Format::parse("0").show(f64::NAN, false), None);
        assert_eq!(Format::built_in(12), Format::Unknown);
    }
}
