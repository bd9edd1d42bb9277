//! The day that a text names, as posts and claims end with one.

use jiff::civil::Date;

/// Months by their first letters, in the languages of which the function words are known.
const MONTHS: [&str; 12] = [
    "jan ene gen",
    "feb fev",
    "mar mär maa",
    "apr abr avr",
    "may mai maj mei mag",
    "jun giu juin",
    "jul lug juil",
    "aug ago aoû",
    "sep set",
    "oct okt ott out",
    "nov",
    "dec dez dic déc",
];

/// The last day that is named in a text: `2020-01-14`, `14 January 2020`, `14. Januar 2020`, `January 14, 2020`.
pub(super) fn last_day(text: &str) -> Option<Date> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let parts: Vec<&str> = text.split(|c| !is_part(c)).filter(|part| !part.is_empty()).collect();
    let iso = parts.iter().rev().find_map(|part| part.get(..10)?.parse::<Date>().ok());
    let named = parts.windows(3).rev().find_map(|three| {
        let [a, b, year] = three else { return None };
        let year = year.parse::<i16>().ok().filter(|year| (1000..3000).contains(year))?;
        let (month, day) = month(b).zip(a.parse().ok()).or_else(|| month(a).zip(b.parse().ok()))?;
        Date::new(year, month, day).ok()
    });
    named.or(iso)
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let is_month = |names: &&str| names.split(' ').any(|name| word.starts_with(name));
    let at = MONTHS.iter().position(|names| word.chars().count() >= 3 && is_month(names))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(last_day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        };
        check("— Name (@name) January 14, 2020", Some("2020-01-14"));
        check("26 May 2015", Some("2015-05-26"));
        check("Am 3. März 2021 sagte er", Some("2021-03-03"));
        check("2020-02-29", Some("2020-02-29"));
        check("In May 2015", None);
        check("", None);
    }
}
