//! Where quotations begin and end: the marks of four languages, quotations of several paragraphs, marks that are none.

use crate::figures::token::{Sort, Tokens};

/// A quotation by its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The token after the closing mark, or after the last of its paragraph.
    pub end: usize,
    /// It has a closing mark.
    pub is_closed: bool,
    /// It goes on where the one before it, at the end of a paragraph, was not closed.
    pub goes_on: bool,
    /// Words in it.
    pub words: usize,
}

/// The mark that closes what this one opens, and others that do.
fn closers(open: char) -> &'static [char] {
    match open {
        '"' => &['"'],
        '“' => &['”', '“', '"'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«'],
        '‘' => &['’'],
        '‹' => &['›'],
        '›' => &['‹'],
        _ => &[],
    }
}

/// All quotations, none within another.
pub(super) fn find(tokens: &Tokens<'_>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        let Some(open) = opens(tokens, at) else {
            at += 1;
            continue;
        };
        let (end, is_closed) = close(tokens, at, open);
        let words = (at + 1..end)
            .filter(|i| {
                tokens.is_word(*i) && !tokens.is_glued(*i)
                    || tokens.sort(*i) == Some(Sort::Digits) && !tokens.is_glued(*i)
            })
            .count();
        let words = words + usize::from(tokens.is_glued(at + 1));
        let single = open == '‘' && (!is_closed || words < 3);
        if single || end <= at + 1 {
            at += 1;
            continue;
        }
        let first_of_line = tokens.begins_line(at);
        let goes_on = first_of_line && quotes.last().is_some_and(|last| !last.is_closed && last.end == at);
        quotes.push(Quote { open: at, end, is_closed, goes_on, words });
        at = end;
    }
    quotes
}

/// The mark that opens a quotation here.
fn opens(tokens: &Tokens<'_>, i: usize) -> Option<char> {
    let mark = tokens.mark(i)?;
    if closers(mark).is_empty() || tokens.begins_line(i + 1) {
        return None;
    }
    let after_word = tokens.is_glued(i)
        && i > 0
        && !tokens.begins_line(i)
        && !matches!(tokens.mark(i - 1), Some('(' | '[' | '—' | '–' | '-' | ':' | '\'' | '’' | '‘' | '…'));
    match mark {
        '"' | '‘' | '“' => (!after_word && (tokens.is_glued(i + 1) || mark != '‘')).then_some(mark),
        '»' => tokens.is_glued(i + 1).then_some(mark).filter(|_| !after_word),
        '›' | '‹' => (tokens.is_glued(i + 1) && !after_word).then_some(mark),
        _ => Some(mark),
    }
}

/// The token after the closing mark, or after the paragraph.
fn close(tokens: &Tokens<'_>, open: usize, mark: char) -> (usize, bool) {
    let ends = closers(mark);
    let mut at = open + 1;
    let mut depth = 0;
    while at < tokens.all.len() && !tokens.begins_line(at) {
        if let Some(found) = tokens.mark(at) {
            if found == mark && !ends.contains(&found) {
                depth += 1;
            } else if ends.contains(&found) {
                let apostrophe =
                    found == '’' && tokens.is_glued(at) && tokens.is_glued(at + 1) && tokens.is_word(at + 1);
                let reopened = found == '"'
                    && !tokens.is_glued(at)
                    && tokens.is_glued(at + 1)
                    && tokens.is_word(at + 1)
                    && at > open + 1;
                if !apostrophe && !reopened {
                    if depth == 0 {
                        return (at + 1, true);
                    }
                    depth -= 1;
                }
            }
        }
        at += 1;
    }
    (at, false)
}

/// Which tokens stand within quotations.
pub(super) fn inside(tokens: &Tokens<'_>, quotes: &[Quote]) -> Vec<bool> {
    let mut inside = vec![false; tokens.all.len()];
    for quote in quotes.iter().filter(|quote| quote.words >= 2) {
        inside[quote.open..quote.end].fill(true);
    }
    inside
}
