//! Units after a number: length, mass, time and the rest, with powers, halves and "per".

use std::borrow::Cow;

use super::{
    Dimension, Kind,
    measure::Made,
    numbers::{self, Number},
    token::{Sort, Tokens},
    tongue::Tongue,
    units::{self, Unit},
};

/// A unit after the number: "3-inch", "5 ft 2 in", "10 1/2 miles", "500,000 barrels a day", `20 [kg]`.
pub(super) fn measure(tokens: &Tokens<'_>, number: &Number) -> Option<Made> {
    let mut i = number.next;
    let opened = matches!(tokens.mark(i), Some('[' | '<'))
        && tokens.is_glued(i + 1)
        && matches!(tokens.mark(i + 2), Some(']' | '>'));
    i += usize::from(opened || tokens.is_hyphen(i) && (tokens.is_glued(i + 1) || !tokens.is_glued(i)));
    i += usize::from(
        number.scale >= 1e6
            && tokens.is_any(i, "de d")
            && matches!(tokens.lexicon.tongue, Tongue::French | Tongue::Spanish),
    );
    i += usize::from(number.scale >= 1e6 && matches!(tokens.mark(i), Some('\'' | '’')));
    let (unit, name, factor, next) = unit_at(tokens, i, number)?;
    let period = unit == Dimension::Duration
        && tokens.is_any(number.first.wrapping_sub(1), "first last final ersten letzten")
        && tokens.is_any(next, "of des dieses");
    let kind = if period { Kind::Date } else { Kind::Measure(unit) };
    let mut made = Made::new(tokens, number, kind, name, factor, next + usize::from(opened));
    made.is_bare = false;
    half_more(tokens, &mut made);
    feet_and_inches(tokens, &mut made);
    per(tokens, &mut made);
    Some(made)
}

type Found = (Dimension, Cow<'static, str>, f64, usize);

/// The unit that begins here, with "square" and "cubic" before or after it.
fn unit_at(tokens: &Tokens<'_>, i: usize, number: &Number) -> Option<Found> {
    if let Some(found) = prime(tokens, i, number) {
        return Some(found);
    }
    if tokens.is_any(i, "square sq cubic cu") {
        let dot = usize::from(tokens.mark(i + 1) == Some('.'));
        let base = tokens
            .roles(i + 1 + dot)
            .unit
            .filter(|unit| unit.dimension == Dimension::Length)
            .or_else(|| units::by_sign(tokens.word(i + 1 + dot)))?;
        let next = i + 2 + dot;
        return Some(powered(base, tokens.is_any(i, "square sq"), next));
    }
    let metric = usize::from(tokens.is_any(i, "metric short long") && tokens.is_any(i + 1, "ton tons tonnes tonne"));
    for (phrase, dimension, name, factor) in PHRASES {
        if let Some(next) = tokens.phrase(i, phrase) {
            return Some((*dimension, Cow::Borrowed(name), *factor, next));
        }
    }
    let at = i + metric;
    let unit = unit_word(tokens, at, number)?;
    let mut next = at + 1;
    let glued_power = tokens.is_glued(next) && matches!(tokens.word(next), "2" | "3") && !tokens.is_glued(next + 1);
    let power_mark = tokens.mark(next).filter(|mark| matches!(mark, '²' | '³') && tokens.is_glued(next));
    let hat = tokens.mark(next) == Some('^') && matches!(tokens.word(next + 1), "2" | "3");
    if unit.dimension == Dimension::Length {
        if let Some(mark) = power_mark {
            return Some(powered(unit, mark == '²', next + 1));
        }
        if glued_power || hat {
            let digit = next + usize::from(hat);
            return Some(powered(unit, tokens.word(digit) == "2", digit + 1));
        }
        if tokens.is_any(next, "squared carré carrés cuadrado cuadrados") {
            return Some(powered(unit, true, next + 1));
        }
        if tokens.is_any(next, "cubed cube cubes cúbico cúbicos") {
            return Some(powered(unit, false, next + 1));
        }
    }
    if unit.name == "foot" && tokens.lexicon.tongue == Tongue::English && tokens.is_any(next, "ball") {
        return None;
    }
    if metric == 0 && tokens.is_any(next, "hour hours") && unit.dimension == Dimension::Power {
        next += 1;
        return Some((Dimension::Energy, Cow::Owned(format!("{} hour", unit.name)), unit.factor * 3600.0, next));
    }
    let dot = tokens.mark(next) == Some('.')
        && tokens.is_glued(next)
        && matches!(tokens.word(at), "ft" | "lb" | "lbs" | "oz" | "mi" | "hrs" | "mins" | "Std")
        && tokens.word(next + 1).chars().next().is_some_and(char::is_lowercase);
    Some((unit.dimension, Cow::Borrowed(unit.name), unit.factor, next + usize::from(dot)))
}

const PHRASES: &[(&str, Dimension, &str, f64)] = &[
    ("nautical miles", Dimension::Length, "nautical mile", 1852.0),
    ("nautical mile", Dimension::Length, "nautical mile", 1852.0),
    ("light years", Dimension::Length, "light year", 9.4607e15),
    ("british thermal units", Dimension::Energy, "british thermal unit", 1055.06),
    ("fluid ounces", Dimension::Volume, "fluid ounce", 2.95735e-5),
    ("fl oz", Dimension::Volume, "fluid ounce", 2.95735e-5),
    ("acre feet", Dimension::Volume, "acre-foot", 1233.48),
    ("horse power", Dimension::Power, "horsepower", 745.7),
    ("km / h", Dimension::Speed, "kilometre per hour", 0.277_777_777_8),
    ("parts per million", Dimension::Other, "part per million", 1e-6),
    ("chevaux", Dimension::Power, "horsepower", 735.5),
];

/// A square or cubic unit of a length.
fn powered(base: &'static Unit, is_square: bool, next: usize) -> Found {
    let (word, dimension, power) =
        if is_square { ("square", Dimension::Area, 2) } else { ("cubic", Dimension::Volume, 3) };
    (dimension, Cow::Owned(format!("{word} {}", base.name)), base.factor.powi(power), next)
}

/// 5' and 2", after digits.
fn prime(tokens: &Tokens<'_>, i: usize, number: &Number) -> Option<Found> {
    let mark = tokens.mark(i)?;
    let glued = tokens.is_glued(i);
    let quoted = || {
        tokens.text[..tokens.start(number.first)]
            .chars()
            .rev()
            .take_while(|c| *c != '\n')
            .take(400)
            .filter(|c| *c == '"')
            .count()
            % 2
            == 1
    };
    let arc = tokens.near(i, 12, "field arc telescope sky moon hubble latitude");
    match mark {
        '"' | '″' if !number.is_words && (mark == '″' || !quoted()) => Some(if arc {
            (Dimension::Angle, "second of arc".into(), 4.848e-6, i + 1)
        } else {
            (Dimension::Length, "inch".into(), 0.0254, i + 1)
        }),
        '\'' | '′' if glued && !number.is_words && arc => {
            Some((Dimension::Angle, "minute of arc".into(), 2.909e-4, i + 1))
        }
        '\'' | '′'
            if glued
                && !number.is_words
                && tokens.sort(i + 1) == Some(Sort::Digits)
                && matches!(tokens.mark(i + 2), Some('"' | '″')) =>
        {
            Some((Dimension::Length, "foot".into(), 0.3048, i + 1))
        }
        _ => None,
    }
}

/// The unit that this word is after this number.
fn unit_word(tokens: &Tokens<'_>, i: usize, number: &Number) -> Option<&'static Unit> {
    if !tokens.is_word(i) {
        return None;
    }
    let word = tokens.word(i);
    let glued_on = tokens.is_glued(i + 1) && tokens.is_word(i + 1);
    let digits = !number.is_words;
    if glued_on || matches!(word, "Mo" | "To" | "Go") && tokens.lexicon.tongue != Tongue::French {
        return None;
    }
    if word.chars().count() == 1 {
        if tokens.is_glued(i + 1)
            && (tokens.is_hyphen(i + 1)
                || tokens.sort(i + 1) == Some(Sort::Digits) && !matches!(tokens.word(i + 1), "2" | "3"))
        {
            return None;
        }
        let usual = matches!(word, "m" | "g" | "l" | "L" | "t" | "h" | "s" | "V" | "W" | "b")
            || matches!(word, "A" | "J" | "N" | "B" | "K") && tokens.is_glued(i);
        let million = word == "m" && tokens.is_glued(i) && is_count_after(tokens, i + 1);
        let bare = word == "b" && !tokens.near(i, 8, "package byte bits transmit")
            || word == "s"
                && number.is_plain
                && number.value >= 10.0
                && tokens.is_glued(i)
                && number.value % 10.0 == 0.0;
        let hours = word == "h"
            && tokens.lexicon.tongue == Tongue::French
            && number.is_plain
            && number.value <= 24.0
            && tokens.is_any(number.first.wrapping_sub(1), "à vers dès avant après jusqu'à");
        return if digits && usual && !million && !bare && !hours { units::by_sign(word) } else { None };
    }
    if matches!(
        word,
        "in" | "am"
            | "pm"
            | "as"
            | "an"
            | "hp"
            | "ac"
            | "Ma"
            | "mi"
            | "gal"
            | "ma"
            | "ha"
            | "ct"
            | "cal"
            | "ms"
            | "mb"
            | "bar"
            | "lei"
            | "Pa"
            | "pa"
    ) || word.len() == 2 && word == "ns"
    {
        return short_unit(tokens, i, number);
    }
    let exact = units::by_sign(word).filter(|_| digits || word.len() > 2 || matches!(word, "kb"));
    let folded = tokens.roles(i).unit.filter(|unit| {
        let is_sign = unit.signs.split(' ').any(|sign| sign.eq_ignore_ascii_case(word));
        !is_sign
            || digits
                && (word.len() > 2 || word.chars().all(char::is_uppercase) || word.chars().all(char::is_lowercase))
    });
    let unit = exact.or(folded).or_else(|| others(tokens, i, number))?;
    let excluded = tokens.is_any(i, "quarter score night bit stone turn once onces livre pied pie fass real")
        && number.is_words
        && number.value <= 1.0;
    let lone_night = unit.name == "night" && number.value == 1.0;
    (!excluded && !lone_night).then_some(unit)
}

/// Units that are rarely one: stone, turns, bar, units of a few words.
fn others(tokens: &Tokens<'_>, i: usize, number: &Number) -> Option<&'static Unit> {
    let named = |name: &str| units::all().iter().find(|unit| unit.name == name);
    if tokens.is_any(i, "turns revolutions") && tokens.near(i, 4, "rotate turn spins full") {
        return named("turn");
    }
    if tokens.is(i, "stone") && number.value < 40.0 && tokens.near(i, 8, "weighed weighs weight lost weigh") {
        return named("stone");
    }
    None
}

/// Signs that are words as well: "2 in." is an inch, "two in my car" is not.
fn short_unit(tokens: &Tokens<'_>, i: usize, number: &Number) -> Option<&'static Unit> {
    if number.is_words {
        return None;
    }
    let word = tokens.word(i);
    let next = i + 1;
    let says = match word {
        "in" => {
            !tokens.is_word(next)
                && tokens.sort(next) != Some(Sort::Digits)
                && tokens.mark(next) != Some('"')
                && number.value < 1000.0
                || tokens.is_any(next, "thick long wide tall high deep x of by")
                    && number.is_plain
                    && number.value < 200.0
                || tokens.is_any(number.first.wrapping_sub(1), "ft feet")
        }
        "am" | "pm" => {
            number.value.fract() != 0.0
                && number.step < 0.1 + 1e-9
                && (tokens.near(i, 8, "grid size nano wavelength") || number.step < 0.01)
        }
        "Ma" => tokens.is(next, "ago") || number.value > 1.0,
        "ha" => true,
        "hp" | "ac" | "mi" | "gal" | "ct" | "cal" | "ms" | "Pa" => true,
        "mb" => number.value < 1100.0,
        "ns" => true,
        "bar" => {
            !tokens.near(i, 6, "chocolate")
                && tokens.lexicon.tongue != Tongue::Spanish
                && number.value < 1000.0
                && tokens.near(i, 6, "pressure druck pression reifendruck")
        }
        _ => false,
    };
    let sign = if word == "mb" { "MB" } else { word };
    if word == "mb" && tokens.near(i, 8, "pressure storm hurricane cyclone") {
        return units::by_sign("mb");
    }
    says.then(|| units::by_sign(sign)).flatten()
}

/// "1m people": the noun that follows says that it is counted.
fn is_count_after(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    tokens.is_word(i)
        && !tokens.begins_line(i)
        && (word.ends_with('s') && word.len() > 3 || tokens.is_any(i, "people children men women more jobs of"))
        && !tokens.is_any(i, "across less always was is has this freestyle hurdles metres of")
}

/// "deux heures et demie", "dos horas y media": a half of the unit more.
fn half_more(tokens: &Tokens<'_>, made: &mut Made) {
    let halves = ["and a half", "et demie", "et demi", "y media", "y medio"];
    if let Some(next) =
        halves.iter().find_map(|phrase| tokens.phrase(made.next, phrase)).filter(|_| !tokens.begins_line(made.next))
    {
        made.figure.value += 0.5;
        made.figure.step = 0.0;
        made.next = next;
        made.figure.span.end = tokens.end_before(next);
    }
}

/// "5 ft 2 in", "5 feet and 2 inches", "5' 2\"".
fn feet_and_inches(tokens: &Tokens<'_>, made: &mut Made) {
    if made.figure.unit != "foot" {
        return;
    }
    let and = usize::from(tokens.is(made.next, "and"));
    let Some(inches) = numbers::number(tokens, made.next + and).filter(|inches| {
        inches.value >= 0.0 && inches.value < 12.0 && !inches.is_ordinal && !tokens.begins_line(inches.first)
    }) else {
        return;
    };
    let mark = matches!(tokens.mark(inches.next), Some('"' | '″'));
    let dot = usize::from(tokens.is_hyphen(inches.next));
    if mark || tokens.is_any(inches.next + dot, "in inch inches ins") {
        made.figure.value += inches.value / 12.0;
        made.figure.step = 1.0 / 12.0;
        made.next = inches.next + dot + 1;
        made.figure.span.end = tokens.end_before(made.next);
    }
}

/// "a day", "per kg", "/s", "pro Tag", "par jour", "al día": the unit is said of another.
pub(super) fn per(tokens: &Tokens<'_>, made: &mut Made) {
    if !matches!(made.figure.kind, Kind::Measure(_)) {
        return;
    }
    let i = made.next;
    let slash = tokens.mark(i) == Some('/');
    let per = slash
        || tokens.is_any(i, "per pro par por")
        || tokens.is_any(i, "a an al") && made.figure.kind != Kind::Measure(Dimension::Duration);
    let sign = if slash || tokens.is(i, "per") { units::by_sign(tokens.word(i + 1)) } else { None };
    let Some(unit) =
        sign.or(tokens.roles(i + 1).unit).filter(|_| per && tokens.is_word(i + 1) && !tokens.begins_line(i + 1))
    else {
        return;
    };
    let squared = tokens.word(i + 1).len() <= 2 && slash && tokens.is_glued(i + 2) && tokens.word(i + 2) == "2";
    made.next = i + 2 + usize::from(squared);
    made.figure.span.end = tokens.end_before(made.next);
    let speed = made.figure.kind == Kind::Measure(Dimension::Length) && unit.dimension == Dimension::Duration;
    made.figure.unit = Cow::Owned(format!("{} per {}", made.figure.unit, unit.name));
    made.figure.factor /= unit.factor;
    made.figure.kind = Kind::Measure(if speed { Dimension::Speed } else { Dimension::Other });
}
