//! A number in digits, in words or in both: cardinals, fractions, ordinals, shares ("two in five"), with its sign.

use super::{
    lexicon::{Class, Term},
    literal::literal,
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// A number and where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Number {
    /// Its first token.
    pub first: usize,
    /// The token after it.
    pub next: usize,
    /// Its last byte's end; the start is that of the first token.
    pub end: usize,
    pub value: f64,
    /// What the last written place is worth; 0 for a fraction.
    pub step: f64,
    pub is_words: bool,
    /// Digits alone: it can be a year, a day or a label.
    pub is_plain: bool,
    pub is_ordinal: bool,
    /// Two numbers said as a share: "two in five".
    pub is_share: bool,
    /// The scale that was said last: "3.4 million" has a million.
    pub scale: f64,
}

impl Number {
    pub fn multiply(&mut self, scale: f64) {
        self.value *= scale;
        self.step *= scale;
        self.scale *= scale;
        self.is_plain = false;
    }
}

/// The number that begins at token `i`, with its sign.
pub(super) fn number(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    if let Some(skip) = sign(tokens, i) {
        let mut number = unsigned(tokens, i + skip)?;
        if number.is_ordinal {
            return None;
        }
        number.value = -number.value;
        number.first = i;
        number.is_plain = false;
        return Some(number);
    }
    unsigned(tokens, i)
}

/// How many tokens a minus takes here.
fn sign(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    if tokens.is_any(i, "minus negative moins menos") {
        let after_comparison = tokens.lexicon.tongue != Tongue::English && !tokens.is(i, "minus");
        let says = !after_comparison
            || tokens.sort(i + 1) == Some(Sort::Digits)
                && !tokens.is_any(i.wrapping_sub(1), "de du al por au à en y el lo le");
        return (says && is_number_start(tokens, i + 1)).then_some(1);
    }
    let minus = matches!(tokens.mark(i)?, '-' | '−' | '–');
    let free = i == 0 || !tokens.is_glued(i) || matches!(tokens.mark(i - 1), Some('(' | '[' | '"' | '“' | '~'));
    let glued = tokens.is_glued(i + 1) || i == 0 && tokens.mark(i) == Some('-');
    let starts = matches!(tokens.sort(i + 1), Some(Sort::Digits)) || tokens.mark(i + 1) == Some('.');
    (minus && free && glued && starts && (tokens.mark(i) != Some('–') || tokens.is_glued(i + 1))).then_some(1)
}

fn is_number_start(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.sort(i) == Some(Sort::Digits) || tokens.roles(i).term.is_some()
}

fn unsigned(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let term = tokens.roles(i).term;
    let found = if let Some(term) = term {
        worded(tokens, i, term)
    } else {
        literal(tokens, i).map(|number| digits_with_words(tokens, number))
    }?;
    Some(share(tokens, found))
}

/// Digits followed by words: "3.4 million", "3 million and a half", "3 dozens", "4 thousand 3 hundred and 21", "21st".
fn digits_with_words(tokens: &Tokens<'_>, number: Number) -> Number {
    if number.is_plain && tokens.is_glued(number.next) {
        let ending = tokens.word(number.next);
        let english = tokens.lexicon.tongue == Tongue::English
            && matches!(ending.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th");
        let french = tokens.lexicon.tongue == Tongue::French
            && matches!(ending, "er" | "re" | "e" | "ème" | "eme" | "ère" | "nd" | "nde");
        let spanish = matches!(tokens.mark(number.next), Some('º' | 'ª' | '°'))
            && tokens.lexicon.tongue == Tongue::Spanish
            && !tokens.is_any(number.next + 1, "c f");
        if english || french || spanish {
            let end = tokens.all[number.next].end;
            return Number { next: number.next + 1, end, is_ordinal: true, is_plain: false, ..number };
        }
    }
    let start = number.first;
    let scaled = tokens.roles(number.next).term.is_some_and(|term| {
        matches!(term.class, Class::Scale | Class::Hundred | Class::Dozen) || is_multiplier(tokens, number.next)
    });
    if !scaled || tokens.begins_line(number.next) || number.scale != 1.0 && tokens.is_glued(number.next) {
        return number;
    }
    match cardinal(tokens, start) {
        Some(cardinal) if cardinal.next > number.next => with_fraction(tokens, cardinal),
        _ => number,
    }
}

/// "cien", "centaines" after a number.
fn is_multiplier(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.roles(i).term.is_some_and(|term| matches!(term.class, Class::Dozen))
}

fn worded(tokens: &Tokens<'_>, i: usize, term: Term) -> Option<Number> {
    if let Some(fraction) = fraction_alone(tokens, i, term) {
        return Some(fraction);
    }
    if term.class == Class::Ordinal {
        return Some(ordinal_at(tokens, i, 0.0, i));
    }
    let number = cardinal(tokens, i)?;
    let next = number.next;
    let hyphen = usize::from(tokens.is_hyphen(next) && tokens.is_glued(next));
    if let Some(last) = tokens.roles(next + hyphen).term.filter(|term| term.class == Class::Ordinal) {
        let room = number.value % 1000.0;
        let fits = hyphen == 1
            || last.value < 10.0 && (20.0..100.0).contains(&(room % 100.0)) && room % 10.0 == 0.0
            || number.value >= 100.0 && number.value % 100.0 == 0.0;
        let scales = last.value >= 100.0;
        if tokens.lexicon.tongue == Tongue::English
            && (fits || scales)
            && number.is_words
            && !(last.value == 2.0 && tokens.is(next, "second") && number.value < 20.0)
        {
            let value = if scales { number.value * last.value } else { number.value + last.value };
            return Some(Number {
                is_ordinal: true,
                value,
                end: tokens.all[next + hyphen].end,
                next: next + hyphen + 1,
                ..number
            });
        }
    }
    Some(with_fraction(tokens, number))
}

fn ordinal_at(tokens: &Tokens<'_>, i: usize, before: f64, first: usize) -> Number {
    let value = tokens.roles(i).term.map_or(0.0, |term| term.value);
    Number {
        first,
        next: i + 1,
        end: tokens.all[i].end,
        value: before + value,
        step: 1.0,
        is_words: true,
        is_ordinal: true,
        scale: 1.0,
        ..Number::default()
    }
}

/// What is being added up.
#[derive(Default)]
struct Sum {
    total: f64,
    group: Option<f64>,
    /// The next addend must be smaller than this.
    room: f64,
    last_scale: f64,
    ends_in_scale: bool,
    step: f64,
    words: bool,
    /// "dix" was last: only seven to nine can follow.
    after_dix: bool,
}

impl Sum {
    fn value(&self) -> f64 {
        self.total + self.group.unwrap_or(0.0)
    }

    fn is_empty(&self) -> bool {
        self.total == 0.0 && self.group.is_none()
    }

    /// Takes a word in; `false` when it cannot follow.
    fn take(&mut self, term: Term) -> bool {
        let before = self.group;
        self.ends_in_scale = false;
        match term.class {
            Class::Digit | Class::Teen | Class::Dix | Class::Ten | Class::Hundreds | Class::Whole | Class::Score
                if self.fits(term) =>
            {
                let multiplied = term.class == Class::Score && before.is_some_and(|group| group % 100.0 == 4.0);
                self.group = Some(if multiplied {
                    before.unwrap_or(0.0) - 4.0 + 80.0
                } else {
                    before.unwrap_or(0.0) + term.value
                });
                self.room = match term.class {
                    Class::Ten | Class::Score => {
                        if matches!(term.value, 60.0) || multiplied {
                            20.0
                        } else {
                            10.0
                        }
                    }
                    Class::Hundreds => 100.0,
                    Class::Dix => 10.0,
                    _ => 1.0,
                };
                self.after_dix = term.class == Class::Dix;
                self.step = 1.0;
            }
            Class::Article if self.is_empty() => {
                self.group = Some(1.0);
                self.room = 0.0;
            }
            Class::Hundred
                if before.is_none_or(|group| group > 0.0 && group < 100.0)
                    && (before.is_some() || self.room > 100.0) =>
            {
                self.group = Some(before.unwrap_or(1.0) * 100.0);
                self.room = 100.0;
                self.step = 1.0;
            }
            Class::Dozen
                if !self.ends_in_scale && before.is_some_and(|group| group <= 1000.0)
                    || term.class == Class::Dozen && self.is_empty() =>
            {
                self.group = Some(before.unwrap_or(1.0) * term.value);
                self.room = 0.0;
                self.ends_in_scale = true;
                self.step = term.value;
                self.last_scale = term.value;
            }
            Class::Scale => return self.scale(term.value),
            _ => return false,
        }
        true
    }

    fn fits(&self, term: Term) -> bool {
        match (self.group, term.class) {
            (None, _) => term.value < self.room,
            (Some(group), Class::Score) => group == 4.0 || group % 100.0 == 4.0 || term.value < self.room,
            (Some(_), Class::Ten) => self.room >= 100.0,
            (Some(_), _) => {
                term.value < self.room
                    && (self.room != 10.0 || term.value < 10.0)
                    && (!self.after_dix || term.value >= 7.0)
            }
        }
    }

    fn scale(&mut self, scale: f64) -> bool {
        match self.group {
            Some(group) if scale < self.last_scale || self.total == 0.0 => self.total += group * scale,
            None if self.total > 0.0 && (self.last_scale < scale || self.total >= 1e3 && scale >= 1e6) => {
                self.total *= scale;
            }
            None if self.total == 0.0 => self.total = scale,
            _ => return false,
        }
        self.step = self.step.max(1e-12) * scale;
        (self.group, self.last_scale, self.room, self.ends_in_scale) = (None, scale, scale, true);
        true
    }
}

/// A whole number in words, or in digits with scales.
pub(super) fn cardinal(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    cardinal_within(tokens, i, usize::MAX)
}

/// The same, of the tokens before `limit` only.
fn cardinal_within(tokens: &Tokens<'_>, i: usize, limit: usize) -> Option<Number> {
    let mut sum = Sum { room: f64::INFINITY, last_scale: f64::INFINITY, step: 1.0, ..Sum::default() };
    let (mut at, mut next, mut kept) = (i, i, None::<Number>);
    let mut after_and = false;
    let made = |sum: &Sum, next: usize| Number {
        first: i,
        next,
        end: tokens.end_before(next),
        value: sum.value(),
        step: sum.step,
        is_words: sum.words,
        scale: if sum.ends_in_scale { sum.last_scale } else { 1.0 },
        ..Number::default()
    };
    while at < limit && (at == i || !tokens.begins_line(at)) {
        let taken = match tokens.roles(at).term {
            Some(term) => {
                let scale_up = term.class == Class::Scale
                    && sum.group.is_some()
                    && sum.total > 0.0
                    && term.value >= sum.last_scale;
                if scale_up {
                    return kept;
                }
                sum.words = true;
                sum.take(term)
            }
            None if tokens.sort(at) == Some(Sort::Digits)
                && (sum.group.is_none() || after_and && sum.room >= 100.0) =>
            {
                match literal(tokens, at) {
                    Some(number) if after_and && sum.group.is_some() && number.value < sum.room => {
                        (sum.group, sum.room, sum.step) =
                            (sum.group.map(|group| group + number.value), 0.0, number.step);
                        at = number.next - 1;
                        true
                    }
                    Some(_) if sum.group.is_some() => false,
                    Some(number) if sum.is_empty() || number.value < sum.last_scale && sum.last_scale.is_finite() => {
                        (sum.group, sum.room, sum.step) = (Some(number.value), 0.0, number.step);
                        at = number.next - 1;
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        if !taken {
            break;
        }
        at += 1;
        next = at;
        let joint = connector(tokens, at, &sum);
        after_and = joint > 0 && !tokens.is_hyphen(at);
        if joint > 0 {
            kept = Some(made(&sum, next));
            at += joint;
        }
    }
    let lone_article = next == i + 1 && tokens.roles(i).term.is_some_and(|term| term.class == Class::Article);
    (next > i && !lone_article).then(|| made(&sum, next))
}

/// How many tokens join the next addend: "and", "-", "et", "y", ", " before hundreds.
fn connector(tokens: &Tokens<'_>, at: usize, sum: &Sum) -> usize {
    let next_term = |skip: usize| tokens.roles(at + skip).term;
    if tokens.is_hyphen(at) {
        let small = next_term(1).is_some_and(|term| {
            term.value < sum.room || matches!(term.class, Class::Hundred | Class::Scale | Class::Score)
        });
        return usize::from(
            small
                && (sum.room > 1.0
                    || next_term(1)
                        .is_some_and(|term| matches!(term.class, Class::Hundred | Class::Scale | Class::Score))),
        );
    }
    let addend = |skip: usize| {
        let limit = if sum.ends_in_scale { sum.last_scale } else { sum.room };
        let class = next_term(skip).map(|term| term.class);
        let digits = tokens.sort(at + skip) == Some(Sort::Digits) && (sum.room >= 100.0);
        digits
            || next_term(skip).is_some_and(|term| term.value < limit.min(1e3))
                && !matches!(class, Some(Class::Article | Class::Part | Class::Ordinal | Class::Scale | Class::Dozen))
    };
    match tokens.lexicon.tongue {
        Tongue::English if tokens.is(at, "and") || tokens.mark(at) == Some('&') => {
            usize::from(sum.words && sum.room >= 10.0 && addend(1))
        }
        Tongue::English if tokens.mark(at) == Some(',') && sum.ends_in_scale && sum.words => {
            let hundreds = next_term(2).is_some_and(|term| term.class == Class::Hundred);
            usize::from(hundreds && next_term(1).is_some_and(|term| term.class == Class::Digit))
        }
        Tongue::French if tokens.is(at, "et") => usize::from(
            sum.words
                && sum.room >= 10.0
                && sum.room <= 20.0
                && next_term(1).is_some_and(|term| matches!(term.value, 1.0 | 11.0)),
        ),
        Tongue::Spanish if tokens.is(at, "y") => {
            usize::from(sum.words && sum.room == 10.0 && next_term(1).is_some_and(|term| term.class == Class::Digit))
        }
        Tongue::German if tokens.is(at, "und") => usize::from(sum.words && sum.ends_in_scale && addend(1)),
        _ => 0,
    }
}

/// "point five", "and a half", "and two thirds" after a number.
fn with_fraction(tokens: &Tokens<'_>, number: Number) -> Number {
    let i = number.next;
    if tokens.begins_line(i) {
        return number;
    }
    let tongue = tokens.lexicon.tongue;
    if number.is_words
        && tokens.is_any(i, ["point", "komma", "virgule", "coma"][tongue as usize])
        && let Some(done) = decimals(tokens, &number)
    {
        return done;
    }
    let and = tokens.is_any(i, ["and &", "und", "et", "y"][tongue as usize]) || tokens.mark(i) == Some('&');
    if and
        && let Some(term) = tokens.roles(i + 1).term
        && let Some(part) = fraction_alone(tokens, i + 1, term)
        && part.value < 1.0_f64.max(part.scale)
        && !part.is_share
    {
        let worth = if part.scale > 1.0 { 1.0 } else { number.scale };
        let stands_alone = number.scale == 1.0 && !number.is_words && number.value > 1e3;
        if !stands_alone && (part.scale == 1.0 || number.scale > part.scale) {
            let scale = number.scale.max(1.0);
            return Number {
                value: number.value + part.value * worth,
                step: 0.0,
                next: part.next,
                end: part.end,
                is_words: true,
                scale,
                ..number
            };
        }
    }
    number
}

/// The digits said after "point".
fn decimals(tokens: &Tokens<'_>, number: &Number) -> Option<Number> {
    let at = number.next + 1;
    let term = tokens.roles(at).term?;
    let (fraction, next, places) = if term.class == Class::Digit {
        let (mut value, mut next, mut place) = (0.0, at, 0);
        while let Some(term) = tokens.roles(next).term.filter(|term| term.class == Class::Digit && place < 12) {
            place += 1;
            value += term.value * 10_f64.powi(-place);
            next += 1;
        }
        (value, next, place)
    } else {
        let rest = cardinal(tokens, at)?;
        if rest.value >= 100.0 {
            return None;
        }
        (rest.value / 100.0, rest.next, 2)
    };
    let mut done = Number {
        value: number.value + fraction,
        step: 10_f64.powi(-places),
        next,
        end: tokens.end_before(next),
        ..number.clone()
    };
    if let Some(scale) = tokens.roles(next).term.filter(|term| term.class == Class::Scale) {
        done.multiply(scale.value);
        (done.next, done.end) = (next + 1, tokens.all[next].end);
    }
    Some(done)
}

/// A fraction in words: "two thirds", "a quarter", "half a million", "one hundred thirty fifths", "deux tiers", "la mitad".
fn fraction_alone(tokens: &Tokens<'_>, i: usize, term: Term) -> Option<Number> {
    let tongue = tokens.lexicon.tongue;
    if term.class == Class::Part {
        return part_alone(tokens, i, term);
    }
    let (mut end, mut last) = (i, None);
    while let Some(term) = tokens.roles(end).term.filter(|_| end == i || !tokens.begins_line(end)) {
        end += 1;
        if matches!(term.class, Class::Part | Class::Ordinal) {
            last = Some((end - 1, term));
            break;
        }
        end += usize::from(tokens.is_hyphen(end));
        if end - i > 24 {
            return None;
        }
        end += and_inside(tokens, i, end);
    }
    let (at, part) = last?;
    if at == i || part.value <= 1.0 && !tokens.is(at, "firsts") {
        return None;
    }
    let is_plural = part.class == Class::Part
        && !matches!(tokens.word(at).to_ascii_lowercase().as_str(), "half" | "quarter" | "halbe" | "demi" | "medio");
    let one = term.value == 1.0 && matches!(term.class, Class::Article | Class::Digit);
    if !is_plural && !one || part.class == Class::Ordinal && (tongue != Tongue::English || part.value == 2.0) {
        return None;
    }
    let (from, whole) = mixed(tokens, i, at);
    let most = if is_plural { at } else { at.min(from + 1 + usize::from(tokens.is_hyphen(from + 1))) };
    let value = (from + 1..=most).find_map(|split| parted(tokens, from, split, at))?;
    if part.class == Class::Ordinal && term.class == Class::Article && at == i + 1 && !may_be_fraction(tokens, at + 1) {
        return None;
    }
    let mut number = Number {
        first: i,
        next: at + 1,
        end: tokens.all[at].end,
        value,
        is_words: true,
        scale: 1.0,
        ..Number::default()
    };
    after_part(tokens, &mut number);
    if let Some(whole) = whole {
        let worth = if number.scale > 1.0 { 1.0 } else { whole.scale.max(1.0) };
        number.value = whole.value + number.value * worth;
    }
    Some(number)
}

/// "and" before the last part of a mixed number: one token.
fn and_inside(tokens: &Tokens<'_>, i: usize, at: usize) -> usize {
    usize::from(
        tokens.is(at, "and")
            && at > i
            && tokens.lexicon.tongue == Tongue::English
            && tokens.roles(at + 1).term.is_some(),
    )
}

/// Where the fraction begins, and the whole number before its "and".
fn mixed(tokens: &Tokens<'_>, i: usize, at: usize) -> (usize, Option<Number>) {
    let Some(and) = (i + 1..at).rev().find(|j| tokens.is(*j, "and")) else { return (i, None) };
    match exact(tokens, i, and) {
        Some(whole) => (and + 1, Some(whole)),
        None => (i, None),
    }
}

/// The words from `i` to `end`, all of them, as a number.
fn exact(tokens: &Tokens<'_>, i: usize, end: usize) -> Option<Number> {
    cardinal_within(tokens, i, end).filter(|number| number.next == end)
}

/// Numerator before `split`, denominator from there to `at`.
fn parted(tokens: &Tokens<'_>, i: usize, split: usize, at: usize) -> Option<f64> {
    let hyphen = tokens.is_hyphen(split - 1);
    let over_end = split - usize::from(hyphen);
    if tokens.is_hyphen(split) || over_end <= i {
        return None;
    }
    let first = tokens.roles(split).term?;
    if split < at && matches!(first.class, Class::Hundred | Class::Scale | Class::Article)
        || split < at && hyphen && tokens.roles(over_end - 1).term?.class == Class::Ten && first.class == Class::Digit
    {
        return None;
    }
    let over = if over_end == i + 1 && tokens.roles(i).term?.class == Class::Article {
        1.0
    } else {
        exact(tokens, i, over_end)?.value
    };
    let last = tokens.roles(at).term?;
    let under = if split == at {
        last.value
    } else {
        let before = at - usize::from(tokens.is_hyphen(at - 1));
        let head = exact(tokens, split, before)?;
        let joins = head.value % 10.0 == 0.0 && head.value % 100.0 >= 20.0 && last.value < 10.0
            || head.value % 100.0 == 0.0 && last.value < 100.0;
        match (joins, last.value >= 100.0) {
            (true, false) => head.value + last.value,
            (_, true) => head.value * last.value,
            _ => return None,
        }
    };
    (under > 0.0).then_some(over / under)
}

/// A third of what: an ordinal after "a" is a fraction only where no noun follows it.
fn may_be_fraction(tokens: &Tokens<'_>, i: usize) -> bool {
    !tokens.is_word(i)
        || tokens.begins_line(i)
        || tokens.is_any(
            i,
            "of to more less as and or in from off on by since over at compared are were was is have had said who that between up down higher lower cheaper faster larger smaller",
        )
}

/// "half", "quarter million", "la moitié", "ein Drittel" without a number before it.
fn part_alone(tokens: &Tokens<'_>, i: usize, term: Term) -> Option<Number> {
    let tongue = tokens.lexicon.tongue;
    let mut number = Number {
        first: i,
        next: i + 1,
        end: tokens.all[i].end,
        value: 1.0 / term.value,
        is_words: true,
        scale: 1.0,
        ..Number::default()
    };
    after_part(tokens, &mut number);
    if number.scale > 1.0 {
        return Some(number);
    }
    let follows = i + 1;
    let says = match tongue {
        Tongue::English => {
            tokens.is(i, "half")
                && (tokens.is_any(follows, "of the a an its their his her that were are have said")
                    || tokens.is_hyphen(follows) && tokens.roles(follows + 1).unit.is_some()
                    || tokens.roles(follows).unit.is_some())
                && !tokens.is_any(i.wrapping_sub(1), "first second other better this that opening")
        }
        Tongue::German => {
            tokens.is(i, "hälfte")
                || tokens.is_any(i, "halbe halben halbes halber") && tokens.roles(follows).unit.is_some()
        }
        Tongue::French => {
            tokens.is_any(i, "moitié tiers quart")
                && (tokens.is_any(i.wrapping_sub(1), "la le"))
                && tokens.is_any(follows, "des de d du seulement")
                || tokens.is(i, "moitié")
                || tokens.is_any(i, "demi demie")
                    && tokens.roles(follows + usize::from(tokens.is_hyphen(follows))).unit.is_some()
        }
        Tongue::Spanish => {
            tokens.is(i, "mitad") || tokens.is_any(i, "medio media") && tokens.roles(follows).unit.is_some()
        }
    };
    says.then_some(number)
}

/// "half a million", "three quarters billion", "medio millón".
fn after_part(tokens: &Tokens<'_>, number: &mut Number) {
    let article = usize::from(
        tokens.is_any(number.next, "a an")
            || tokens.is_any(number.next, "de d") && tokens.lexicon.tongue == Tongue::French,
    );
    let skip = if article == 1 && tokens.mark(number.next + 1).is_some_and(|mark| matches!(mark, '\'' | '’')) {
        2
    } else {
        article
    };
    if let Some(scale) =
        tokens.roles(number.next + skip).term.filter(|term| matches!(term.class, Class::Scale | Class::Dozen))
    {
        number.multiply(scale.value);
        number.step = 0.0;
        number.next += skip + 1;
        number.end = tokens.end_before(number.next);
    }
}

/// "two in five", "one out of three", "1 over three", "zwei von fünf", "deux sur cinq", "dos de cada cinco".
fn share(tokens: &Tokens<'_>, number: Number) -> Number {
    if number.is_ordinal
        || number.value.fract() != 0.0
        || number.value <= 0.0
        || number.value > 1e4
        || number.scale != 1.0
    {
        return number;
    }
    let phrases: &[&str] = [
        &["in", "out of", "over", "in every", "out of every"][..],
        &["von", "aus"],
        &["sur"],
        &["de cada", "por cada"],
    ][tokens.lexicon.tongue as usize];
    let Some((phrase, at)) =
        phrases.iter().find_map(|phrase| tokens.phrase(number.next, phrase).map(|at| (*phrase, at)))
    else {
        return number;
    };
    let term = tokens.roles(at).term;
    let under = match term {
        Some(term)
            if matches!(
                term.class,
                Class::Digit
                    | Class::Teen
                    | Class::Dix
                    | Class::Ten
                    | Class::Score
                    | Class::Hundred
                    | Class::Scale
                    | Class::Hundreds
                    | Class::Article
            ) =>
        {
            cardinal(tokens, at)
        }
        None => literal(tokens, at),
        _ => None,
    };
    let Some(under) = under.filter(|under| under.value.fract() == 0.0 && under.value > 1.0) else { return number };
    let mut less = number.value < under.value && under.value <= 1e6;
    if phrase == "over" {
        less = tokens.sort(under.next) != Some(Sort::Word);
    }
    let is_year = under.is_plain && under.value >= 1000.0 && under.value < 2200.0 && phrase == "in"
        || tokens.roles(under.next).unit.is_some()
        || tokens.roles(under.next).calendar.is_some();
    let unlike = phrase == "in"
        && (!number.is_words && under.is_words
            || under.is_plain
                && !matches!(
                    tokens.word(at),
                    "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "12" | "20" | "50" | "100" | "1000"
                ));
    let unlike = unlike || matches!(phrase, "von" | "aus") && under.value > 1000.0;
    let grouped = tokens.text[tokens.start(at)..under.end].contains(['.', ',']) && phrase == "in";
    if !less
        || is_year && phrase != "out of"
        || unlike && !(number.is_plain && number.value == 1.0 && phrase == "in") && !grouped
    {
        return number;
    }
    Number {
        value: number.value / under.value,
        step: 0.0,
        next: under.next,
        end: under.end,
        is_share: true,
        is_plain: false,
        ..number
    }
}
