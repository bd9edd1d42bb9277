//! Days as people and programs write them. A date that could be read two ways by its numbers is read as day, month, year unless
//! the page's language is American English.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

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

/// A day as people type it, in the form that is kept: "5 Feb 2025", "Feb 5, 2025", "5.2.2025", "5 Feb" (the last one there was), "Feb 2025",
/// "today", "yesterday". `None` for what is kept as it is: ISO dates, and what could mean two days, as "5/2/2025".
pub fn typed_day(text: &str, today: Date) -> Option<String> {
    static SLASHES: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})[/-](\d{1,2})[/-]\d{4}$"));
    static WITHOUT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
        with_words(r"(?i)^(?:(\d{1,2})(?:\.|st|nd|rd|th)? (?:of |de )?(WORD)\.?|(WORD)\.? (\d{1,2})(?:st|nd|rd|th)?)$")
    });
    static MONTH: LazyLock<Regex> = LazyLock::new(|| with_words(r"(?i)^(WORD)\.?,? ((?:19|20)\d\d)$"));
    let text = text.trim();
    if iso_date(text).is_some() {
        return None;
    }
    let day = match text.to_lowercase().as_str() {
        "today" | "heute" | "hoy" | "oggi" | "aujourd’hui" | "aujourd'hui" => Some(today),
        "yesterday" | "gestern" | "ayer" | "ieri" | "hier" => today.yesterday().ok(),
        _ => None,
    };
    if day.is_some() {
        return day.map(|day| day.to_string());
    }
    if let Some(parts) = MONTH.captures(text) {
        let number: u8 = month(&parts[1])?.parse().ok()?;
        return Some(format!("{}-{number:02}", &parts[2]));
    }
    if let Some(parts) = WITHOUT_YEAR.captures(text) {
        let group =
            |one: usize, other: usize| parts.get(one).or_else(|| parts.get(other)).map_or("", |part| part.as_str());
        let (name, number) = (month(group(2, 3))?, group(1, 4));
        let years = [today.year(), today.year() - 1];
        let day = years.into_iter().filter_map(|year| date(year, name, number)).find(|day| *day <= today)?;
        return Some(day.to_string());
    }
    // Which number is the month is known only where one can be none.
    let is_unclear = SLASHES.captures(text).is_some_and(|parts| {
        let is_month = |part: &str| part.parse().is_ok_and(|number: u8| number <= 12);
        is_month(&parts[1]) && is_month(&parts[2]) && parts[1] != parts[2]
    });
    if is_unclear || text.split_whitespace().count() > 5 {
        return None;
    }
    short_day_in(text, false).map(|day| day.to_string())
}

/// The first full day in a text: ISO, `4.2.2025`, `4/2/2025`, `4. Februar 2025`, `February 4, 2025`, `4 de febrero de 2025`,
/// `2025年2月4日`.
pub fn day_in(text: &str, is_american: bool) -> Option<Date> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = [year_first(text), numbers(text, is_american), day_first(text), month_first(text)];
    found.into_iter().flatten().min_by_key(|(at, _)| *at).map(|(_, day)| day)
}

/// As [`day_in`], and `4.2.25` too: for lines where a date is to be expected.
pub fn short_day_in(text: &str, is_american: bool) -> Option<Date> {
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[^0-9.,])(\d{1,2})\. ?(\d{1,2})\. ?(\d\d)(?:$|[^0-9.])"));
    day_in(text, is_american).or_else(|| {
        let parts = SHORT.captures(text)?;
        let year = parts[3].parse::<i16>().ok()?;
        date(if year < 70 { 2000 + year } else { 1900 + year }, &parts[2], &parts[1])
    })
}

/// The day in the path of an address: `/2025/02/04/`, `/2025-02/04/`, `/2025-02-04-`, `/20250204/`, `/04-02-2025`.
pub fn day_in_address(address: &str) -> Option<Date> {
    static YEAR_FIRST: LazyLock<Regex> =
        LazyLock::new(|| regex(r"/((?:19|20)\d\d)([-/]?)(\d\d)[-/]?(\d\d)(?:$|[^0-9])"));
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| regex(r"[/-](\d\d)-(\d\d)-((?:19|20)\d\d)(?:$|[^0-9])"));
    let of = |pattern: &Regex, [year, month, day]: [usize; 3]| {
        let parts = pattern.captures(address)?;
        date(parts[year].parse().ok()?, &parts[month], &parts[day])
    };
    of(&YEAR_FIRST, [1, 3, 4]).or_else(|| of(&DAY_FIRST, [3, 2, 1]))
}

/// A day and where it stands.
type DayAt = Option<(usize, Date)>;

fn year_first(text: &str) -> DayAt {
    static ISO: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[^0-9])((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[^0-9])"));
    static SIGNS: LazyLock<Regex> = LazyLock::new(|| regex(r"((?:19|20)\d\d)[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]"));
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        with_words(r"(?:^|[^0-9])((?:19|20)\d\d)\.?,? (?:m\. )?(WORD)\.? (?:mėn\. )?(\d{1,2})(?:$|[^0-9])")
    });
    let by_number = [&*ISO, &*SIGNS].into_iter().filter_map(|pattern| {
        let parts = pattern.captures(text)?;
        Some((start(&parts), date(parts[1].parse().ok()?, &parts[2], &parts[3])?))
    });
    let by_name = NAMED
        .captures_iter(text)
        .find_map(|parts| Some((start(&parts), date(parts[1].parse().ok()?, month(&parts[2])?, &parts[3])?)));
    by_number.chain(by_name).min_by_key(|(at, _)| *at)
}

fn numbers(text: &str, is_american: bool) -> DayAt {
    static NUMBERS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[^0-9.])(\d{1,2})([./-]) ?(\d{1,2})[./-] ?((?:19|20)\d\d)(?:(:\d\d)|$|[^0-9])"));
    let parts = NUMBERS.captures(text)?;
    let year: i16 = parts[4].parse().ok()?;
    // "28.09.1912:44" is a day of 2019 and an hour that are printed against each other.
    let is_hour = parts.get(5).is_some() && year % 100 < 24;
    let year = if is_hour { 2000 + year / 100 } else { year };
    let (first, second) = (&parts[1], &parts[3]);
    let (month, day) = if is_american && &parts[2] == "/" { (first, second) } else { (second, first) };
    Some((start(&parts), date(year, month, day).or_else(|| date(year, day, month))?))
}

fn day_first(text: &str) -> DayAt {
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        with_words(
            r"(?i)(?:^|[^0-9])(\d{1,2})(?:\.|º|er|st|nd|rd|th)?,? *(?:de |of |d’|d'|tháng )?-?(WORD|\d\d?)\.?,?-? *(?:de |del )?((?:19|20)\d\d)",
        )
    });
    DAY_FIRST.captures_iter(text).find_map(|parts| {
        let month = if parts[0].to_lowercase().contains("tháng ") { &parts[2] } else { month(&parts[2])? };
        Some((start(&parts), date(parts[3].parse().ok()?, month, &parts[1])?))
    })
}

fn month_first(text: &str) -> DayAt {
    static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        with_words(r"(?i)(?:^|[^A-Za-z\x{AA}-\x{1FFF}])(WORD)\.? (\d{1,2})(?:st|nd|rd|th)?,? *((?:19|20)\d\d)")
    });
    MONTH_FIRST
        .captures_iter(text)
        .find_map(|parts| Some((start(&parts), date(parts[3].parse().ok()?, month(&parts[1])?, &parts[2])?)))
}

/// A pattern in which WORD is a name of a month: letters of the alphabets that have such names, as one range. Unicode's own letters are 600
/// ranges, and twelve of them in a row took longer to make than a page to read.
fn with_words(pattern: &str) -> Regex {
    regex(&pattern.replace("WORD", r"(?-i:[A-Za-z\x{AA}-\x{1FFF}]{3,12})"))
}

fn start(parts: &Captures<'_>) -> usize {
    parts.get(1).map_or(0, |first| first.range().start)
}

fn date(year: i16, month: &str, day: &str) -> Option<Date> {
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The number of a month by how its name begins. Where two beginnings fit, the longer is meant: Czech June is `červen`, July
/// `červenec`.
fn month(name: &str) -> Option<&'static str> {
    const MONTHS: &[(&str, &str)] = &[
        ("1", "jan jän ene gen sty ιαν янв січ ocak ianuarie tammi leden ledna يناير"),
        ("2", "feb fév fev lut φεβ фев лют şubat helmi únor فبراير"),
        ("3", "mar mär mrz maa μαρ мар бер břez març مارس"),
        ("4", "apr avr abr ápr kwi απρ апр кві nisan huhti dub أبريل"),
        ("5", "may mai mag maj máj mei μαϊ μαΐ мая май тра mayıs touko květ مايو"),
        ("6", "jun jún juin giu cze ιουν июн чер haziran kesä červ červen iunie يونيو"),
        ("7", "jul júl juil lug lip ιουλ июл лип temmuz heinä červenec července iulie يوليو"),
        ("8", "aug aoû aou ago sie αυγ авг сер ağustos agustus elok srp أغسطس"),
        ("9", "sep set wrz szept σεπ сен вер eylül syys září سبتمبر"),
        ("10", "oct okt out ott paź ουκ οκτ окт жов ekim loka říj أكتوبر"),
        ("11", "nov noi lis νοε ноя лис kasım marras نوفمبر"),
        ("12", "dec des dez déc dic gru δεκ дек гру aralık joulu pros ديسمبر"),
    ];
    let name = name.to_lowercase();
    let fits = MONTHS.iter().flat_map(|(number, starts)| starts.split(' ').map(move |start| (start, *number)));
    fits.filter(|(start, _)| name.starts_with(start)).max_by_key(|(start, _)| start.len()).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_kept_in_one_form_however_they_are_typed() {
        let today = Date::constant(2025, 2, 5);
        for (typed, kept) in [
            ("5 Feb 2025", Some("2025-02-05")),
            ("Feb 5, 2025", Some("2025-02-05")),
            ("5. Februar 2025", Some("2025-02-05")),
            ("5.2.2025", Some("2025-02-05")),
            ("5.2.25", Some("2025-02-05")),
            ("25/2/2025", Some("2025-02-25")),
            ("5/2/2025", None),
            ("Feb 2025", Some("2025-02")),
            ("4 Feb", Some("2025-02-04")),
            ("6 February", Some("2024-02-06")),
            ("Today", Some("2025-02-05")),
            ("yesterday", Some("2025-02-04")),
            ("2025-02-05", None),
            ("2025-02", None),
            ("2025", None),
            ("spring of 2025", None),
            ("31 Feb 2025", None),
            ("", None),
        ] {
            assert_eq!(typed_day(typed, today).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn dates_are_days_months_or_years() {
        assert_eq!(iso_date("2025-02-04T10:00:00+01:00").as_deref(), Some("2025-02-04"));
        assert_eq!(iso_date("2025-02").as_deref(), Some("2025-02"));
        assert_eq!(iso_date("2025").as_deref(), Some("2025"));
        for not_a_date in ["", "yesterday", "2025-13-01", "2025-02-40", "04.02.2025", "2025-02-041"] {
            assert_eq!(iso_date(not_a_date), None, "{not_a_date}");
        }
    }

    fn check(texts: &[&str], read: impl Fn(&str) -> Option<Date>, expected: Option<&str>) {
        for text in texts {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn reads_days_as_people_write_them() {
        let texts = [
            "4.2.2025, 10 Uhr",
            "Stand: 04.02.2025",
            "Erstellt am04.02.2025",
            "4. Februar 2025",
            "4. Februar 20254. Februar 2025",
            "Feb. 4, 2025",
            "4th of February 2025",
            "4 de febrero de 2025",
            "4 février 2025",
            "4 lutego 2025",
            "2025-02-04T10:00",
            "2025/2/4",
            "2025年2月4日",
            "2025년 2월 4일",
            "04/02/2025",
            "4 tháng 2, 2025",
            "4 Şubat 2025",
            "4 февраля 2025 г.",
            "4 лютого 2025",
            "4 Φεβρουαρίου 2025",
            "4. helmikuuta 2025",
            "4. února 2025",
            "2025. február 4.",
        ];
        check(&texts, |text| day_in(text, false), Some("2025-02-04"));
        check(&["4.2.2012:44", "am 04.02.2000:01"], |text| day_in(text, false), Some("2020-02-04"));
        check(&["4.2.2012 12:44", "4.2.2012:"], |text| day_in(text, false), Some("2012-02-04"));
        check(&["02/04/2025"], |text| day_in(text, true), Some("2025-02-04"));
        check(&["4. července 2025"], |text| day_in(text, false), Some("2025-07-04"));
        check(&["4. června 2025"], |text| day_in(text, false), Some("2025-06-04"));
        let none = ["In 2025", "31.02.2025", "10:30", "version 1.2.3", "page 12 of 2025", "4.2.25", "1.4.2.2025"];
        check(&none, |text| day_in(text, false), None);
    }

    #[test]
    fn reads_short_years_where_a_date_is_expected() {
        let short = |text: &str| short_day_in(text, false);
        check(&["04.02.25", "News, 4.2.25, 10 Uhr", "4. 2. 25"], short, Some("2025-02-04"));
        check(&["04.02.98"], short, Some("1998-02-04"));
        check(&["version 1.2.25.7", "1.234.25", "40.02.25", "4.2"], short, None);
    }

    #[test]
    fn reads_the_day_in_an_address() {
        let paths = ["/2025/02/04/a", "/2025-02/04/a", "/news/2025-02-04-a", "/20250204/a", "/news/04-02-2025"];
        check(&paths, day_in_address, Some("2025-02-04"));
        check(&["/2025/02/a", "/20250204123456/a", "/2025/13/04/", "/a-20250204"], day_in_address, None);
    }
}
