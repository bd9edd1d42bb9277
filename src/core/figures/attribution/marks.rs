//! Cues, and the remarks: sources without a name, hedges, superlatives.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashMap;

use super::{Reason, Remark, cues, quotes::Quote};
use crate::figures::token::Tokens;

/// What a word is in attribution.
#[derive(Clone, Copy, Default)]
struct Part {
    says: bool,
    unsure: bool,
    noun: bool,
    hedge: bool,
    superlative: bool,
}

fn part(tokens: &Tokens<'_>, i: usize, lower: &mut String) -> Part {
    static ALL: LazyLock<[FxHashMap<&'static str, Part>; 4]> = LazyLock::new(|| {
        let mut all: [FxHashMap<&'static str, Part>; 4] = Default::default();
        for (index, map) in all.iter_mut().enumerate() {
            for word in cues::SAYING[index].split_whitespace() {
                map.entry(word).or_default().says = true;
            }
            for word in cues::UNSURE[index].split_whitespace() {
                map.entry(word).or_default().unsure = true;
            }
            for word in cues::NOUNS[index].split_whitespace() {
                map.entry(word).or_default().noun = true;
            }
            for word in cues::HEDGES[index].split_whitespace() {
                map.entry(word).or_default().hedge = true;
            }
            for word in cues::SUPERLATIVES[index].split_whitespace() {
                map.entry(word).or_default().superlative = true;
            }
        }
        all
    });
    lower.clear();
    lower.extend(tokens.word(i).chars().flat_map(char::to_lowercase));
    ALL[tokens.lexicon.tongue as usize].get(lower.as_str()).copied().unwrap_or_default()
}

/// Which tokens attribute.
pub(super) fn cue_flags(tokens: &Tokens<'_>, quotes: &[Quote]) -> Vec<bool> {
    let mut flags = vec![false; tokens.all.len()];
    let mut lower = String::new();
    let near_quote = quote_edges(tokens, quotes);
    for i in 0..tokens.all.len() {
        if !tokens.is_word(i) {
            continue;
        }
        let part = part(tokens, i, &mut lower);
        if part.says && !is_no_cue(tokens, i)
            || (part.unsure || part.noun) && has_clause(tokens, i, &near_quote, part.noun)
        {
            flags[i] = true;
        }
        if let Some(end) =
            cues::PHRASES[tokens.lexicon.tongue as usize].iter().find_map(|phrase| tokens.phrase(i, phrase))
        {
            flags[i..end].fill(true);
        }
    }
    flags
}

/// Tokens within three of the edge of a quotation.
fn quote_edges(tokens: &Tokens<'_>, quotes: &[Quote]) -> Vec<bool> {
    let mut near = vec![false; tokens.all.len()];
    for quote in quotes.iter().filter(|quote| quote.words >= 3) {
        let (from, to) = (quote.open.saturating_sub(3), (quote.end + 4).min(near.len()));
        near[from..quote.open].fill(true);
        near[quote.end.min(to)..to].fill(true);
    }
    near
}

/// Words that look like a cue and are none: "so-called", "the named", "called off".
fn is_no_cue(tokens: &Tokens<'_>, i: usize) -> bool {
    let (before, next) = (i.wrapping_sub(1), i + 1);
    let hyphen = tokens.is_hyphen(before) && tokens.is_glued(i)
        || tokens.is_hyphen(next) && tokens.is_glued(next) && tokens.is_glued(next + 1);
    let phrase = tokens.is_any(i, "called calling") && tokens.is_any(next, "off up in out it")
        || tokens.is_any(i, "pointed pointing") && !tokens.is_any(next, "out to")
        || tokens
            .is_any(i, "noted added described reported expected proposed claimed posted requested quoted named known")
            && tokens.is_any(before, "the a an its his her their most")
        || tokens.is_any(i, "asked") && tokens.is_any(before, "frequently")
        || tokens.is_any(i, "known") && !tokens.is_any(before, "is are was were been also better best")
        || tokens.is_any(i, "saying posts comments estimates notes states claims reports fears hopes")
            && tokens.is_any(before, "the a an of these those two several many")
        || tokens.is_any(i, "told") && tokens.is_any(before, "all");
    hyphen || phrase
}

/// A clause or a quotation follows, or somebody stands before it.
fn has_clause(tokens: &Tokens<'_>, i: usize, near_quote: &[bool], is_noun: bool) -> bool {
    let next = i + 1;
    let that = tokens.is_any(next, "that dass que qu if whether")
        || tokens.mark(next) == Some(',') && tokens.is_any(next + 1, "dass");
    let pronoun = !is_noun
        && tokens.is_any(i.wrapping_sub(1), "he she they i we er sie wir il elle ils elles nous él ella ellos who");
    let object = tokens.is_any(next, "he she they it the his her their there this a in") && pronoun;
    that || object || near_quote.get(i).copied().unwrap_or(false) && (!is_noun || tokens.mark(next).is_some())
}

/// The cues: neighbouring words of one are one.
pub(super) fn spans(tokens: &Tokens<'_>, flags: &[bool]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut last = usize::MAX;
    for i in (0..flags.len()).filter(|i| flags[*i]) {
        let token = &tokens.all[i];
        match spans.last_mut().filter(|_| last != usize::MAX && i == last + 1 && !token.begins_line) {
            Some(span) => span.end = token.end,
            None => spans.push(token.start..token.end),
        }
        last = i;
    }
    spans
}

/// Sources without a name, hedges and superlatives.
pub(super) fn remarks(tokens: &Tokens<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut lower = String::new();
    let mut at = 0;
    while at < tokens.all.len() {
        if !tokens.is_word(at) {
            at += 1;
            continue;
        }
        let anonymous =
            cues::ANONYMOUS[tokens.lexicon.tongue as usize].iter().filter_map(|phrase| tokens.phrase(at, phrase)).max();
        if let Some(end) = anonymous.filter(|_| {
            !tokens.is_any(at.wrapping_sub(1), "open news water energy food income light power revenue data")
        }) {
            remarks.push(Remark { span: tokens.start(at)..tokens.end_before(end), reason: Reason::Anonymous });
            at = end;
            continue;
        }
        let part = part(tokens, at, &mut lower);
        let month = tokens.is(at, "may") && tokens.is_capital(at) && !tokens.begins_line(at);
        let ordinary = tokens.is_any(at, "first last")
            && !tokens.is_any(at + 1, "time ever of to in woman man country person president")
            || tokens.is(at, "most") && tokens.is_any(at + 1, "of likely recent recently")
            || tokens.is(at, "first") && tokens.is_any(at + 1, "of lady")
            || tokens.is(at, "best") && tokens.is_any(at + 1, "to known")
            || tokens.is(at, "only") && !tokens.is_any(at.wrapping_sub(1), "the its his her their")
            || tokens.is(at, "all") && !tokens.is_any(at + 1, "of the")
            || tokens.is_any(at, "last all every often could") && tokens.is_any(at.wrapping_sub(1), "at not");
        if part.hedge && !month {
            remarks.push(Remark { span: tokens.start(at)..tokens.end_before(at + 1), reason: Reason::Hedge });
        } else if part.superlative && !ordinary {
            remarks.push(Remark { span: tokens.start(at)..tokens.end_before(at + 1), reason: Reason::Superlative });
        }
        at += 1;
    }
    remarks
}
