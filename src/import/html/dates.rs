//! Days as people and programs write them. A date that could be read two ways by its numbers is read as day, month, year unless
//! the page's language is American English.

use std::sync::LazyLock;

use regex::Regex;

use super::cues::regex;

/// The day of an ISO 8601 date or time, or the month or year alone: `2025-02-04T10:00Z` gives `2025-02-04`.
pub fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let year = digits(0..4)?;
    let number = |part: &str| part.parse::<u8>().ok();
    let (rest, month) = (text.get(4..).unwrap_or_default(), digits(5..7));
    if rest.is_empty() {
        return Some(year.to_owned());
    }
    let month = month.filter(|month| number(month).is_some_and(|month| (1..=12).contains(&month)))?;
    match rest.get(3..).unwrap_or_default() {
        "" => Some(format!("{year}-{month}")),
        _ => {
            let day = digits(8..10).filter(|day| number(day).is_some_and(|day| (1..=31).contains(&day)))?;
            let ends = text.get(10..).is_none_or(|rest| !rest.starts_with(|char: char| char.is_ascii_digit()));
            ends.then(|| format!("{year}-{month}-{day}"))
        }
    }
}

/// The first full day in a text: ISO, `4.2.2025`, `4/2/2025`, `4. Februar 2025`, `February 4, 2025`, `4 de febrero de 2025`.
pub fn day_in(text: &str, is_american: bool) -> Option<String> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| regex(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T)"));
    static NUMBERS: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(\d{1,2})([./-]) ?(\d{1,2})[./-] ?((?:19|20)\d\d)\b"));
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)\b(\d{1,2})(?:\.|º|er|st|nd|rd|th)?,? *(?:de |of )?-?(\p{L}{3,12})\.?,?-? *(?:de |del )?((?:19|20)\d\d)\b",
        )
    });
    static MONTH_FIRST: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?i)\b(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? *((?:19|20)\d\d)\b"));
    static CHINESE: LazyLock<Regex> = LazyLock::new(|| regex(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日"));

    let mut found: Vec<(usize, String)> = Vec::new();
    for pattern in [&*ISO, &*CHINESE] {
        if let Some(parts) = pattern.captures(text) {
            found.extend(
                day(&parts[1], &parts[2], &parts[3])
                    .map(|day| (parts.get(0).map_or(0, |found| found.range().start), day)),
            );
        }
    }
    if let Some(parts) = NUMBERS.captures(text) {
        let american = is_american && &parts[2] == "/";
        let first = if american { (&parts[1], &parts[3]) } else { (&parts[3], &parts[1]) };
        let read = day(&parts[4], first.0, first.1).or_else(|| day(&parts[4], first.1, first.0));
        found.extend(read.map(|day| (parts.get(0).map_or(0, |found| found.range().start), day)));
    }
    for parts in DAY_FIRST.captures_iter(text) {
        let read = month(&parts[2]).and_then(|month| day(&parts[3], month, &parts[1]));
        found.extend(read.map(|day| (parts.get(0).map_or(0, |found| found.range().start), day)));
    }
    for parts in MONTH_FIRST.captures_iter(text) {
        let read = month(&parts[1]).and_then(|month| day(&parts[3], month, &parts[2]));
        found.extend(read.map(|day| (parts.get(0).map_or(0, |found| found.range().start), day)));
    }
    found.into_iter().min().map(|(_, day)| day)
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    let date: (i16, i8, i8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let date = jiff::civil::Date::new(date.0, date.1, date.2).ok()?;
    Some(date.to_string())
}

/// The number of a month by its name in eight languages.
fn month(name: &str) -> Option<&'static str> {
    const MONTHS: &[(&str, &[&str])] = &[
        ("1", &["jan", "jän", "ene", "gen", "sty"]),
        ("2", &["feb", "fév", "fev", "lut"]),
        ("3", &["mar", "mär", "mrz", "maa"]),
        ("4", &["apr", "avr", "abr", "kwi"]),
        ("5", &["may", "mai", "mag", "maj", "mei"]),
        ("6", &["jun", "juin", "giu", "cze"]),
        ("7", &["jul", "juil", "lug", "lip"]),
        ("8", &["aug", "aoû", "aou", "ago", "sie"]),
        ("9", &["sep", "set", "wrz"]),
        ("10", &["oct", "okt", "out", "ott", "paź"]),
        ("11", &["nov", "lis"]),
        ("12", &["dec", "dez", "déc", "dic", "gru"]),
    ];
    let name = name.to_lowercase();
    MONTHS.iter().find(|(_, starts)| starts.iter().any(|start| name.starts_with(start))).map(|found| found.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years() {
        assert_eq!(iso_date("2025-02-04T10:00:00+01:00").as_deref(), Some("2025-02-04"));
        assert_eq!(iso_date("2025-02").as_deref(), Some("2025-02"));
        assert_eq!(iso_date("2025").as_deref(), Some("2025"));
        for not_a_date in ["", "yesterday", "2025-13-01", "2025-02-40", "04.02.2025", "2025-02-041"] {
            assert_eq!(iso_date(not_a_date), None, "{not_a_date}");
        }
    }

    #[test]
    fn reads_days_as_people_write_them() {
        for text in [
            "4.2.2025, 10 Uhr",
            "Stand: 04.02.2025",
            "4. Februar 2025",
            "Feb. 4, 2025",
            "4th of February 2025",
            "4 de febrero de 2025",
            "4 février 2025",
            "4 lutego 2025",
            "2025-02-04T10:00",
            "2025/2/4",
            "2025年2月4日",
            "04/02/2025",
        ] {
            assert_eq!(day_in(text, false).as_deref(), Some("2025-02-04"), "{text}");
        }
        assert_eq!(day_in("02/04/2025", true).as_deref(), Some("2025-02-04"));
        for text in ["In 2025", "31.02.2025", "10:30", "version 1.2.3", "page 12 of 2025"] {
            assert_eq!(day_in(text, false), None, "{text}");
        }
    }
}
