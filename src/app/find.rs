//! Looking for words in the article.

use regex::{Regex, RegexBuilder};

use crate::model::Span;

/// More matches than this are not listed: nobody steps through them.
pub const MAX_MATCHES: usize = 10_000;

/// What is looked for, and where it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// What the reviewer typed.
    pub query: String,
    /// Where it stands, in text order, at most [`MAX_MATCHES`].
    pub matches: Vec<Span>,
    /// The match that is shown now.
    pub current: usize,
}

/// What happened in the find bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindIntent {
    /// The bar is wanted.
    Open,
    /// Other words are looked for.
    Query(String),
    /// Some matches on (or back).
    Step(isize),
    /// The bar is closed.
    Close,
}

impl Find {
    /// Looks again in `text` and takes the first match at or behind `from`.
    pub fn search(&mut self, text: &str, from: usize) {
        self.matches = matches(text, &self.query);
        let next = self.matches.partition_point(|span| span.start() < from);
        self.current = if next < self.matches.len() { next } else { 0 };
    }

    /// Goes `by` matches on, around the end.
    pub fn step(&mut self, by: isize) {
        if !self.matches.is_empty() {
            self.current = (self.current as isize + by).rem_euclid(self.matches.len() as isize) as usize;
        }
    }

    /// The match that is shown now.
    pub fn span(&self) -> Option<Span> {
        self.matches.get(self.current).copied()
    }
}

/// Every place where `query` stands in `text`, whatever the letter case, the shape of quotes and dashes and the white space.
pub fn matches(text: &str, query: &str) -> Vec<Span> {
    let Some(pattern) = pattern(query.trim()) else { return Vec::new() };
    let found = pattern.find_iter(text).filter_map(|found| Span::snapped(text, found.start(), found.end()));
    found.take(MAX_MATCHES).collect()
}

fn pattern(query: &str) -> Option<Regex> {
    if query.is_empty() {
        return None;
    }
    let mut pattern = String::new();
    let mut in_space = false;
    for char in query.chars() {
        if char.is_whitespace() {
            if !in_space {
                pattern.push_str(r"\s+");
            }
            in_space = true;
            continue;
        }
        in_space = false;
        match char {
            '\'' | '’' | '‘' => pattern.push_str("['’‘]"),
            '"' | '“' | '”' | '„' => pattern.push_str("[\"“”„]"),
            '-' | '‐' | '‑' | '–' | '—' | '−' => pattern.push_str("[-‐‑–—−]"),
            other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    RegexBuilder::new(&pattern).case_insensitive(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, query: &str, expected: &[&str]) {
        let found: Vec<_> = matches(text, query).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{query:?} in {text:?}");
    }

    #[test]
    fn finds_words_as_a_person_types_them() {
        check("Russia’s war, russia's WAR", "russia's war", &["Russia’s war", "russia's WAR"]);
        check("mid-January and mid–january", "mid-january", &["mid-January", "mid–january"]);
        check("two\n\nlines and two lines", "two  lines", &["two\n\nlines", "two lines"]);
        check("a+b (c) a+b", "a+b", &["a+b", "a+b"]);
        check("anything", "  ", &[]);
        check("ÄRGER", "ärger", &["ÄRGER"]);
    }

    #[test]
    fn steps_around_the_end() {
        let mut find = Find { query: "a".into(), ..Find::default() };
        find.search("a b a b a", 3);
        assert_eq!((find.matches.len(), find.current), (3, 1));
        find.step(2);
        assert_eq!(find.current, 0);
        find.step(-1);
        assert_eq!(find.current, 2);
    }
}
