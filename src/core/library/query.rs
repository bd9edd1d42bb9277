//! What somebody looks for in a library, as they write it.

use jiff::civil::Date;

/// Words, phrases and filters: `bridge "old town" verdict:wrong person:lee since:2024 before:2025-06 tag:traffic`.
///
/// A filter's value with spaces stands in quotation marks (`verdict:"needs change"`). What is no filter is words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words; all of them are wanted.
    pub words: Vec<String>,
    /// Words that stand one behind the other.
    pub phrases: Vec<String>,
    /// The verdict, its kind, or another desk's rating has one of these words.
    pub verdicts: Vec<String>,
    /// Who decided, published or said it has all of these in the name.
    pub people: Vec<String>,
    /// It has all of these tags.
    pub tags: Vec<String>,
    /// On this day or later.
    pub since: Option<Date>,
    /// Before this day.
    pub before: Option<Date>,
    /// Whether the last word may be the beginning of one, since it is still being written.
    pub is_open: bool,
}

impl Query {
    /// Reads what somebody has written so far.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value, is_quoted) in parts(text) {
            match name.to_lowercase().as_str() {
                "verdict" => query.verdicts.push(value),
                "person" => query.people.push(value),
                "tag" => query.tags.push(value),
                "since" => query.since = days(&value).map(|(first, _)| first).or(query.since),
                "before" => query.before = days(&value).map(|(first, _)| first).or(query.before),
                "date" => {
                    let (first, last) = value.split_once("..").unwrap_or((&value, &value));
                    query.since = days(first).map(|(first, _)| first).or(query.since);
                    query.before = days(last).map(|(_, next)| next).or(query.before);
                }
                _ if is_quoted => query.phrases.push(value),
                _ => query.words.push(value),
            }
        }
        query.is_open = text.chars().next_back().is_some_and(char::is_alphanumeric)
            && query.words.last().is_some_and(|last| text.ends_with(last.as_str()));
        query
    }

    /// Whether this is the name of a filter.
    pub fn is_filter(name: &str) -> bool {
        FILTERS.iter().any(|filter| filter.eq_ignore_ascii_case(name))
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Self { is_open: self.is_open, ..Self::default() }
    }

    /// Whether it only filters, and names no words.
    pub fn is_filter_alone(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && !self.is_empty()
    }

    /// Whether it names a verdict, a person, a tag or a time, which only claims have.
    pub fn has_filter(&self) -> bool {
        !self.verdicts.is_empty()
            || !self.people.is_empty()
            || !self.tags.is_empty()
            || self.since.is_some()
            || self.before.is_some()
    }
}

/// The names of the filters.
const FILTERS: [&str; 6] = ["verdict", "person", "tag", "since", "before", "date"];

/// Filter name (empty for words), value, whether it stood in quotation marks.
fn parts(text: &str) -> Vec<(String, String, bool)> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name = FILTERS.iter().find(|name| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && rest[name.len()..].starts_with(':')
        });
        if let Some(name) = name {
            rest = rest[name.len() + 1..].trim_start();
        }
        let opens = rest.chars().next().filter(|c| is_mark(*c));
        let (value, behind) = match opens {
            Some(mark) => {
                let inner = &rest[mark.len_utf8()..];
                match inner.find(is_mark) {
                    Some(end) => (&inner[..end], &inner[end + inner[end..].chars().next().map_or(1, char::len_utf8)..]),
                    None => (inner, ""),
                }
            }
            None => rest.split_at(rest.find(|c: char| c.is_whitespace() || is_mark(c)).unwrap_or(rest.len())),
        };
        if !value.trim().is_empty() {
            parts.push((name.copied().unwrap_or_default().to_owned(), value.trim().to_owned(), opens.is_some()));
        }
        rest = behind.trim_start();
    }
    parts
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The first day of a year, a month or a day, and the first one behind it.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut numbers = text.trim().splitn(3, '-').map(str::parse::<i16>);
    let year = numbers.next()?.ok()?;
    let month = numbers.next().map(|month| month.ok()?.try_into().ok());
    let day = numbers.next().map(|day| day.ok()?.try_into().ok());
    let span = match (month, day) {
        (None, _) => jiff::Span::new().years(1),
        (Some(_), None) => jiff::Span::new().months(1),
        (Some(_), Some(_)) => jiff::Span::new().days(1),
    };
    let first = Date::new(year, month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?).ok()?;
    Some((first, first.checked_add(span).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_filters_are_told_apart() {
        let query = Query::parse(
            "bridge \"old town\" verdict:\"needs change\" person:Lee tag:traffic since:2024 before:2025-06 Tower",
        );
        assert_eq!(query.words, ["bridge", "Tower"]);
        assert_eq!(query.phrases, ["old town"]);
        assert_eq!(
            (query.verdicts, query.people, query.tags),
            (vec!["needs change".to_owned()], vec!["Lee".to_owned()], vec!["traffic".to_owned()])
        );
        assert_eq!(query.since.map(|day| day.to_string()).as_deref(), Some("2024-01-01"));
        assert_eq!(query.before.map(|day| day.to_string()).as_deref(), Some("2025-06-01"));
        assert!(query.is_open);
    }

    #[test]
    fn a_day_a_month_a_year_and_what_lies_between() {
        let check = |text: &str, expected: [Option<&str>; 2]| {
            let query = Query::parse(text);
            let found = [query.since, query.before].map(|day| day.map(|day| day.to_string()));
            assert_eq!(found.each_ref().map(Option::as_deref), expected, "{text}");
        };
        check("date:2024", [Some("2024-01-01"), Some("2025-01-01")]);
        check("date:2024-02", [Some("2024-02-01"), Some("2024-03-01")]);
        check("date:2024-02-29", [Some("2024-02-29"), Some("2024-03-01")]);
        check("date:2023..2024-02", [Some("2023-01-01"), Some("2024-03-01")]);
        check("date:soon", [None, None]);
        check("date:2024-13", [None, None]);
    }

    #[test]
    fn what_is_half_written_is_read_as_far_as_it_goes() {
        assert!(Query::parse("  ").is_empty());
        assert!(Query::parse("verdict:").is_empty());
        assert_eq!(Query::parse("\"old to").phrases, ["old to"]);
        assert_eq!(Query::parse("“old town” x").phrases, ["old town"]);
        assert!(!Query::parse("bridge ").is_open && Query::parse("bri").is_open);
        assert_eq!(Query::parse("http://example.org/a verdicts:x").words, ["http://example.org/a", "verdicts:x"]);
        assert!(Query::parse("verdict:wrong").is_filter_alone());
    }
}
