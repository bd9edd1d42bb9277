//! Names in a text: runs of capitals that are no beginnings of sentences, where each stands, and where it is first told in full with its role.

use std::ops::Range;

use super::{
    cues,
    quotes::{Quote, inside},
};
use crate::figures::{token::Tokens, tongue::Tongue};

/// A name at one place, by its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub first: usize,
    /// The token after it.
    pub end: usize,
}

/// Small words within names.
const PARTICLES: &str = "de del della di da du van von der den la le el bin al ben ter zu y";

/// Words with a capital that are no name by themselves.
const NO_NAMES: &str = "the a an in on at to for of from by with and but or as if when while after before since this that these those he she it they we i you his her its their our my there here what who how why where no not now then so yet one two three four five many most some all both each last next first \
    mr mrs ms dr sir according asked speaking during despite although because however meanwhile also even just still only other others such another once about over under between among against into out up down is are was were be been has have had will would could should can may might do did does \
    der die das ein eine einen einem einer im am um auf aus bei mit nach seit von vom vor zu zum zur und oder aber als wenn während nachdem bevor es er sie wir ich ihr man auch noch nur so dann dort hier was wer wie warum wo laut für gegen ohne über unter \
    le la les un une des du au aux en dans sur pour par avec et ou mais quand si après avant depuis il elle ils elles on nous vous je ce cette ces selon pour contre sans sous chez c l d n s j qu \
    el los las una unos unas al y o pero cuando si tras antes desde él ella ellos ellas nosotros yo este esta estos según para por con sin sobre entre hasta lo su sus se no";

/// All names outside quotations, in their order.
pub(super) fn find(tokens: &Tokens<'_>, quotes: &[Quote]) -> Vec<Name> {
    let quoted = inside(tokens, quotes);
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        let run = name_at(tokens, at, tokens.all.len());
        match run.filter(|_| !quoted[at]) {
            Some(end) => {
                names.push(Name { first: at, end });
                at = end;
            }
            None => at += 1,
        }
    }
    names
}

/// The end of the name that begins here: capitals, with particles, initials and hyphens between.
pub(super) fn name_at(tokens: &Tokens<'_>, i: usize, limit: usize) -> Option<usize> {
    if !tokens.is_word(i)
        || !tokens.is_capital(i)
        || tokens.roles(i).calendar.is_some() && tokens.word(i).len() > 3
        || is_function_word(tokens, i)
    {
        return None;
    }
    let german = tokens.lexicon.tongue == Tongue::German;
    if german && is_role(tokens, i) {
        return None;
    }
    let mut end = i + 1;
    while end < limit && !tokens.begins_line(end) {
        let step = step_of_name(tokens, end);
        if step == 0 {
            break;
        }
        end += step;
    }
    Some(end)
}

/// How many tokens further a name goes on: a capital, an initial with its full stop, what a hyphen or an apostrophe joins, a particle before a
/// capital. 0 where it ends.
fn step_of_name(tokens: &Tokens<'_>, end: usize) -> usize {
    let goes_on = tokens.is_word(end)
        && tokens.is_capital(end)
        && tokens.roles(end).calendar.is_none()
        && !is_function_word(tokens, end);
    let is_particle = tokens.is_any(end, PARTICLES)
        && (end + 1..end + 3).any(|ahead| {
            tokens.is_word(ahead)
                && tokens.is_capital(ahead)
                && (end + 1..ahead).all(|between| tokens.is_any(between, PARTICLES))
        });
    let is_initial = tokens.mark(end) == Some('.')
        && tokens.is_glued(end)
        && (tokens.word(end - 1).len() <= 2
            || tokens.is_any(end - 1, "mr mrs ms dr gen sen rep gov lt col sgt prof st jr sr"))
        && tokens.is_word(end + 1)
        && tokens.is_capital(end + 1);
    let is_joined = (tokens.is_hyphen(end) || matches!(tokens.mark(end), Some('\'' | '’')))
        && tokens.is_glued(end)
        && tokens.is_glued(end + 1)
        && tokens.is_capital(end + 1);
    match () {
        () if goes_on => 1,
        () if is_initial || is_joined => 2,
        () if is_particle => 1,
        () => 0,
    }
}

fn is_function_word(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.word(i).len() <= 10 && tokens.is_any(i, NO_NAMES)
}

pub(super) fn is_role(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    let small = word.to_lowercase();
    word.len() <= 24 && cues::words(&cues::ROLES, tokens.lexicon.tongue).any(|role| role == small)
}

/// The name's last word, by which it is known again.
pub(super) fn surname<'a>(tokens: &Tokens<'a>, name: Name) -> &'a str {
    (name.first..name.end)
        .rev()
        .map(|i| tokens.word(i))
        .find(|word| word.len() > 2 && !matches!(*word, "Jr" | "Sr" | "III"))
        .unwrap_or("")
}

/// Where the person of this name is first told in full, with the role before or behind the name.
pub(super) fn introduced(tokens: &Tokens<'_>, people: &[Name], name: Name) -> Range<usize> {
    let known = surname(tokens, name);
    let full = people
        .iter()
        .find(|other| surname(tokens, **other) == known && other.end - other.first >= 2)
        .or_else(|| people.iter().find(|other| surname(tokens, **other) == known))
        .copied()
        .unwrap_or(name);
    let mut first = full.first;
    while first > 0 && !tokens.begins_line(first) && tokens.is_word(first - 1) && (is_role(tokens, first - 1) || tokens.is_any(first - 1, "former deputy vice prime foreign finance interior defence defense senior chief ehemalige ehemaliger ancien ancienne exministro")) {
        first -= 1;
    }
    let mut end = full.end;
    if first == full.first && tokens.mark(end) == Some(',') && !tokens.begins_line(end) {
        let aside = (end + 1..end + 14).find(|i| {
            tokens.begins_line(*i)
                || tokens.mark(*i).is_some_and(|mark| matches!(mark, ',' | '.' | ';' | '"' | '“' | '”' | '('))
        });
        if let Some(close) =
            aside.filter(|close| tokens.mark(*close) == Some(',') && (end + 1..*close).any(|i| is_role(tokens, i)))
        {
            end = close;
        }
    }
    tokens.start(first)..tokens.end_before(end)
}
