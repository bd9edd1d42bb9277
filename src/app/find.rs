//! Looking for words in a text, and in the notes and comments at its words.

use regex::{Regex, RegexBuilder};

use crate::model::{Note, NoteKind, Span, Version, position};

/// More matches than this are not listed: nobody steps through them.
pub const MAX_MATCHES: usize = 10_000;

/// So much of a note is told on each side of what was found in it, in bytes.
const AROUND: usize = 48;

/// What is looked for, and where it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// What the reviewer typed.
    pub query: String,
    /// Where it stands, in text order, at most [`MAX_MATCHES`] of the text. What stands in a note is found at the words of the note.
    pub matches: Vec<Match>,
    /// The match that is shown now.
    pub current: usize,
}

/// A place where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The words of the text that are shown.
    pub span: Span,
    /// Where it was found in a note at these words: which note it is, and what it says there.
    pub in_note: Option<String>,
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
    /// Looks again in a text and takes the first match at or behind `from`.
    pub fn search(&mut self, version: &Version, from: usize) {
        let Some(pattern) = pattern(self.query.trim()) else {
            self.matches.clear();
            return;
        };
        let in_text = spans(version.text(), &pattern).map(|span| Match { span, in_note: None });
        let in_notes = version.notes().iter().filter_map(|note| in_note(note, &pattern));
        self.matches = in_text.chain(in_notes.take(MAX_MATCHES)).collect();
        self.matches.sort_by_key(|found| found.span.start());
        let next = self.matches.partition_point(|found| found.span.start() < from);
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
        self.found().map(|found| found.span)
    }

    /// What was found there.
    pub fn found(&self) -> Option<&Match> {
        self.matches.get(self.current)
    }
}

/// What is found in a note or comment: its words, who wrote it, or where it leads.
fn in_note(note: &Note, pattern: &Regex) -> Option<Match> {
    let Note { span, kind, text, urls, author, date: _ } = note;
    let mut parts = [text, author].into_iter().chain(urls);
    let (part, at) = parts.find_map(|part| Some((part, pattern.find(part)?.range())))?;
    let from = position::floor_grapheme(part, at.start.saturating_sub(AROUND));
    let to = position::ceil_grapheme(part, (at.end + AROUND).min(part.len()));
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < part.len() { "…" } else { "" });
    let words = part[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
    let whose = if *kind == NoteKind::Comment && !author.is_empty() { format!(" by {author}") } else { String::new() };
    Some(Match { span: *span, in_note: Some(format!("{}{whose}: {before}{words}{after}", kind.label())) })
}

/// Every place where `query` stands in `text`, whatever the letter case, the shape of quotes and dashes and the white space.
pub fn matches(text: &str, query: &str) -> Vec<Span> {
    pattern(query.trim()).map(|pattern| spans(text, &pattern).collect()).unwrap_or_default()
}

fn spans(text: &str, pattern: &Regex) -> impl Iterator<Item = Span> {
    let found = pattern.find_iter(text).filter_map(|found| Span::snapped(text, found.start(), found.end()));
    found.take(MAX_MATCHES)
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
    use crate::model::{BlockKind, BlockText, Origin, VersionId};

    fn version(text: &str, notes: Vec<Note>) -> Version {
        let mut block = BlockText::new(BlockKind::Paragraph, text);
        block.notes = notes;
        Version::new(VersionId::from_random(1), Origin::default(), [block])
    }

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
        find.search(&version("a b a b a", Vec::new()), 3);
        assert_eq!((find.matches.len(), find.current), (3, 1));
        find.step(2);
        assert_eq!(find.current, 0);
        find.step(-1);
        assert_eq!(find.current, 2);
    }

    #[test]
    fn what_stands_in_a_note_is_found_at_the_words_of_the_note() {
        let note = |start, end, kind, text: &str, author: &str| Note {
            span: Span::new(start, end).unwrap(),
            kind,
            text: text.into(),
            urls: vec!["https://a.example/ledger".into()],
            author: author.into(),
            date: String::new(),
        };
        let notes = vec![
            note(4, 10, NoteKind::Note, "Budget of the town, page 12.", ""),
            note(0, 21, NoteKind::Comment, "Where does the budget say so?", "Ann"),
        ];
        let version = version("The bridge cost more. The budget was 3 million.", notes);
        let found = |query: &str, from: usize| {
            let mut find = Find { query: query.into(), ..Find::default() };
            find.search(&version, from);
            let one =
                |found: &Match| (found.span.of(version.text()).to_owned(), found.in_note.clone().unwrap_or_default());
            (find.matches.iter().map(one).collect::<Vec<_>>(), find.current)
        };
        let at = |words: &str, note: &str| (words.to_owned(), note.to_owned());
        let expected = [
            at("The bridge cost more.", "Comment by Ann: Where does the budget say so?"),
            at("bridge", "Note: Budget of the town, page 12."),
            at("budget", ""),
        ];
        assert_eq!(found("budget", 5), (expected.to_vec(), 2));
        assert_eq!(found("ann", 0).0, [at("The bridge cost more.", "Comment by Ann: Ann")]);
        assert_eq!(found("ledger", 0).0.len(), 2);
        assert!(found(" ", 0).0.is_empty());
        let long = note(0, 3, NoteKind::Note, &format!("{}the wall{}", "a é ".repeat(40), " b".repeat(60)), "");
        let told = in_note(&long, &pattern("the wall").unwrap()).and_then(|found| found.in_note).unwrap();
        assert!(
            told.starts_with("Note: …") && told.ends_with("b…") && told.contains("the wall") && told.len() < 160,
            "{told}"
        );
    }
}
