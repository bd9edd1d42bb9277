//! The walk through a text: at every token a date, money, or a number with what follows it; then what stands around it.

use std::borrow::Cow;

use super::{
    Figure, Kind, around, calendar,
    lexicon::{Class, Lexicon},
    measure::{self, Made},
    money,
    numbers::{self, Number},
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// Every figure of a text, in its order, none within another. `language` is a tag such as "de-AT"; when it is empty or of another language, the
/// text's words tell. Takes about a second for 20 MB.
#[must_use]
pub fn read(text: &str, language: &str) -> Vec<Figure> {
    let tongue = Tongue::of_tag(language).unwrap_or_else(|| Tongue::guess(text));
    let tokens = Tokens::of(text, Lexicon::of(tongue));
    let mut read: Vec<Made> = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        if let Some(next) = address(&tokens, at) {
            at = next;
            continue;
        }
        let Some((made, next)) = figure_at(&tokens, at) else {
            at += 1;
            continue;
        };
        at = next.max(at + 1);
        let Some(made) = made else { continue };
        let joined = read.last_mut().is_some_and(|last| around::join(&tokens, last, &made));
        if !joined {
            read.push(made);
        }
    }
    read.into_iter().map(|made| around::finish(&tokens, made)).collect()
}

/// What begins here: a figure and the token after it, or only how far to go on.
fn figure_at(tokens: &Tokens<'_>, at: usize) -> Option<(Option<Made>, usize)> {
    let token = &tokens.all[at];
    let may_begin = match token.sort {
        Sort::Digits => true,
        Sort::Word => {
            token.roles.term.is_some()
                || token.roles.calendar.is_some()
                || token.roles.money.is_some()
                || money::may_lead(tokens, at)
        }
        Sort::Mark(mark) => !matches!(mark, ',' | ';' | ':' | '!' | '?' | '"' | '“' | '”' | ')' | '/'),
    };
    if !may_begin {
        return None;
    }
    if token.sort == Sort::Digits && is_label(tokens, at) {
        return Some((None, label_end(tokens, at)));
    }
    if let Some(made) = calendar::date(tokens, at).or_else(|| calendar::time(tokens, at)) {
        let next = made.next;
        return Some((Some(made), next));
    }
    if let Some(made) = measure::prefixed(tokens, at) {
        let next = made.next;
        return Some((Some(made), next));
    }
    let number = numbers::number(tokens, at)?;
    if is_no_number(tokens, &number) {
        return Some((None, number.next));
    }
    let made = measure::of(tokens, number);
    let next = made.next;
    Some((Some(made), next))
}

/// Digits of a name: "AK-47", "A320", "Covid-19", "v2", or of a telephone.
fn is_label(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| tokens.is_glued(at)) else { return false };
    match tokens.sort(before) {
        Some(Sort::Word) => {
            let word = tokens.word(before);
            tokens.roles(before).calendar.is_none()
                && tokens.roles(before).money.is_none()
                && !word.chars().all(|c| c == 'x')
                && !(word.len() <= 5 && money::is_money_code(word))
        }
        Some(Sort::Mark('_' | '#' | '@')) => true,
        Some(Sort::Mark(_))
            if tokens.is_hyphen(before) && tokens.is_glued(before) && tokens.is_word(before.wrapping_sub(1)) =>
        {
            let word = tokens.word(before - 1);
            let prefix = matches!(
                word.to_ascii_lowercase().as_str(),
                "mid" | "pre" | "post" | "early" | "late" | "non" | "under" | "over" | "top" | "sub"
            );
            let term = tokens.roles(before - 1).term.is_some() || tokens.roles(before - 1).unit.is_some();
            !prefix
                && !term
                && tokens.roles(before - 1).calendar.is_none()
                && (tokens.is_capital(before - 1) || word.len() <= 4)
        }
        _ => false,
    }
}

/// Where a label's glued letters and digits end.
fn label_end(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = at + 1;
    while tokens.is_glued(next) && matches!(tokens.sort(next), Some(Sort::Word | Sort::Digits)) {
        next += 1;
    }
    next
}

/// An address of the web or of mail begins here; the token after it.
fn address(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.is_glued(at) || !tokens.is_word(at) {
        return None;
    }
    let web = tokens.mark(at + 1) == Some(':') && tokens.mark(at + 2) == Some('/') && tokens.is_glued(at + 2)
        || tokens.is(at, "www") && tokens.mark(at + 1) == Some('.');
    if !web {
        return None;
    }
    let mut next = at + 1;
    while tokens.is_glued(next) {
        next += 1;
    }
    Some(next)
}

/// Number words that are none here: pronouns, articles, "a", "second" and the halves of a match.
fn is_no_number(tokens: &Tokens<'_>, number: &Number) -> bool {
    if !number.is_words {
        return false;
    }
    let (first, next) = (number.first, number.next);
    let several = "several few many mehrere einige plusieurs quelques varios varias";
    if tokens.is_any(first.wrapping_sub(1), several) && number.scale >= 1e3
        || tokens.is_any(first.wrapping_sub(1), several) && number.value == 100.0
    {
        return true;
    }
    let Some(term) = tokens.roles(first).term else { return false };
    let unit = tokens.roles(next).unit.is_some() || tokens.roles(next).money.is_some();
    if next == first + 1 && number.value == 1.0 && term.class == Class::Digit {
        return match tokens.lexicon.tongue {
            Tongue::English => is_pronoun_one(tokens, first),
            Tongue::German => {
                !(tokens.is(first, "eins")
                    || tokens.is_any(first, "ein eine einen einem einer eines") && is_german_one(tokens, next))
            }
            Tongue::French => {
                !tokens.is_any(next, "seul seule")
                    && !tokens.is_any(next, "kilomètre euro mètre litre kilo hectare dollar minute heure")
            }
            Tongue::Spanish => {
                !tokens.is(first, "uno") && !tokens.is_any(next, "solo sola kilómetro euro metro litro kilo dólar")
            }
        };
    }
    if number.is_ordinal && next == first + 1 && number.value == 2.0 && tokens.lexicon.tongue == Tongue::English {
        return tokens.is_any(first.wrapping_sub(1), "a per each every split")
            && !tokens.is_any(next, "time term place");
    }
    if tokens.lexicon.tongue == Tongue::French && tokens.is_any(first, "neuf") && next == first + 1 {
        return tokens.is_any(first.wrapping_sub(1), "de du quoi un tout") && !unit;
    }
    if tokens.lexicon.tongue == Tongue::German && number.value == 8.0 && next == first + 1 {
        return tokens.is_any(next, "nehmen auf")
            || tokens.is_capital(first) && !tokens.begins_line(first) && !tokens.is_word(next);
    }
    let said = tokens.word(first);
    tokens.lexicon.tongue != Tongue::German
        && matches!(said, "Six" | "Nil" | "Null" | "Once" | "Elf")
        && tokens.is_capital(next)
        && !unit
        || tokens.lexicon.tongue == Tongue::Spanish && number.value < 1.0 && tokens.is_any(first, "media") && !unit
}

fn is_pronoun_one(tokens: &Tokens<'_>, first: usize) -> bool {
    let before = first.wrapping_sub(1);
    let article = tokens.is_any(
        before,
        "this that the each which no any every some another next last first other good bad new big right only wrong old",
    );
    let of = tokens.is_any(first + 1, "of s another can could would should may might must is was day who has to by")
        && !tokens.is_any(first + 1, "day");
    let end = !tokens.is_word(first + 1)
        && !tokens.is_hyphen(first + 1)
        && first > 0
        && tokens.is_word(before)
        && !tokens.is_any(before, "negative minus version is number");
    article
        || of
        || end
        || tokens.word(first + 1).ends_with("ing")
        || tokens.mark(first + 1).is_some_and(|c| matches!(c, '\'' | '’'))
}

/// "ein Prozent", "eine Million" is a number; "ein Mann" is an article.
fn is_german_one(tokens: &Tokens<'_>, next: usize) -> bool {
    tokens.is_any(
        next,
        "prozent prozentpunkt euro kilometer meter liter hektar kilogramm kilo gramm tonne dollar megawatt gigawatt cent grad einziger einzige einziges",
    )
}

/// The figure of what was read, before its surroundings are looked at.
pub(super) fn bare(
    tokens: &Tokens<'_>,
    number: &Number,
    kind: Kind,
    unit: Cow<'static, str>,
    factor: f64,
    next: usize,
) -> Figure {
    let start = tokens.start(number.first);
    let end = if next > number.next { tokens.end_before(next) } else { number.end };
    Figure {
        span: start..end.max(number.end),
        numbers: std::iter::once(start..number.end).collect(),
        kind,
        value: number.value,
        high: None,
        step: number.step,
        unit,
        factor,
        qualifier: None,
        counts: None,
        date: None,
        is_words: number.is_words,
        is_share: number.is_share,
    }
}
