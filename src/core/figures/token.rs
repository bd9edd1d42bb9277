//! A text cut into words, runs of digits and single marks, each word with the parts it can play in a figure. Positions are bytes.

use super::lexicon::{Lexicon, Roles};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Digits,
    Mark(char),
}

/// A word, a run of ASCII digits or one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub sort: Sort,
    /// Nothing stands between it and the token before it.
    pub is_glued: bool,
    /// A line begins here.
    pub begins_line: bool,
    pub roles: Roles,
}

/// The text with its tokens: every reader of a kind of figure asks this.
pub(super) struct Tokens<'a> {
    pub text: &'a str,
    pub all: Vec<Token>,
    pub lexicon: &'static Lexicon,
}

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str, lexicon: &'static Lexicon) -> Self {
        let mut all: Vec<Token> = Vec::with_capacity(text.len() / 5);
        let mut lower = String::new();
        let (mut at, mut last_end, mut line) = (0, usize::MAX, true);
        while let Some(first) = text[at..].chars().next() {
            let start = at;
            at += first.len_utf8();
            if first.is_whitespace() || first == '\u{feff}' {
                line |= first == '\n';
                continue;
            }
            let sort = if first.is_ascii_digit() {
                at += run(&text[at..], |c| c.is_ascii_digit());
                Sort::Digits
            } else if is_letter(first) {
                at += run(&text[at..], is_letter);
                Sort::Word
            } else {
                Sort::Mark(first)
            };
            let roles = if sort == Sort::Word { lexicon.roles(&text[start..at], &mut lower) } else { Roles::default() };
            all.push(Token { start, end: at, sort, is_glued: last_end == start, begins_line: line, roles });
            (last_end, line) = (at, false);
        }
        Self { text, all, lexicon }
    }

    pub fn get(&self, i: usize) -> Option<&Token> {
        self.all.get(i)
    }

    pub fn sort(&self, i: usize) -> Option<Sort> {
        self.get(i).map(|token| token.sort)
    }

    pub fn word(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The word, whatever its case, is this one, written small.
    pub fn is(&self, i: usize, small: &str) -> bool {
        same(self.word(i), small)
    }

    /// The word is one of these, which single spaces part.
    pub fn is_any(&self, i: usize, small: &str) -> bool {
        let word = self.word(i);
        !word.is_empty() && small.split(' ').any(|one| same(word, one))
    }

    /// The words from here are these, parted by single spaces in `phrase`; where they end.
    pub fn phrase(&self, i: usize, phrase: &str) -> Option<usize> {
        let mut at = i;
        for word in phrase.split(' ') {
            if !self.is(at, word) || at > i && self.all[at].begins_line {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The words that end before here are these; where they begin.
    pub fn phrase_before(&self, i: usize, phrase: &str) -> Option<usize> {
        let from = i.checked_sub(1 + phrase.bytes().filter(|b| *b == b' ').count())?;
        (self.phrase(from, phrase) == Some(i)).then_some(from)
    }

    pub fn mark(&self, i: usize) -> Option<char> {
        match self.sort(i)? {
            Sort::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.mark(i), Some('-' | '‐' | '‑'))
    }

    pub fn is_glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|token| token.is_glued)
    }

    pub fn roles(&self, i: usize) -> Roles {
        self.get(i).map(|token| token.roles).unwrap_or_default()
    }

    pub fn start(&self, i: usize) -> usize {
        self.get(i).map_or(self.text.len(), |token| token.start)
    }

    /// The end of the token before this one.
    pub fn end_before(&self, i: usize) -> usize {
        i.checked_sub(1).and_then(|i| self.get(i)).map_or(0, |token| token.end)
    }

    /// The first token that begins at this byte or after it, looked for from `i` on.
    pub fn at_byte(&self, i: usize, byte: usize) -> usize {
        let mut at = i;
        while self.get(at).is_some_and(|token| token.start < byte) {
            at += 1;
        }
        at
    }

    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.sort(i) == Some(Sort::Word)
    }

    pub fn begins_line(&self, i: usize) -> bool {
        self.get(i).is_none_or(|token| token.begins_line)
    }

    /// One of these words stands within so many tokens of here, in the same line.
    pub fn near(&self, i: usize, reach: usize, small: &str) -> bool {
        let mut from = i;
        while from > 0 && i - from < reach && !self.all.get(from).is_none_or(|token| token.begins_line) {
            from -= 1;
        }
        (from..i + reach)
            .take_while(|at| *at <= i || !self.begins_line(*at))
            .any(|at| self.is_word(at) && self.is_any(at, small))
    }
}

fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || !c.is_ascii() && (c.is_alphabetic() && !matches!(c, 'º' | 'ª') || ('\u{300}'..='\u{36f}').contains(&c))
}

fn same(word: &str, small: &str) -> bool {
    if word.len() == small.len() && word.is_ascii() {
        return word.eq_ignore_ascii_case(small);
    }
    !small.is_ascii() && word.chars().flat_map(char::to_lowercase).eq(small.chars())
}
