//! Days, months with a year, weekdays, decades and times of day.

use super::{
    Day, Kind,
    lexicon::{Calendar, Class},
    measure::Made,
    numbers::{self, Number},
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// The date that begins at this token.
pub(super) fn date(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    let weekday = weekday(tokens, i);
    let after = weekday.map_or(i, |(_, next)| next);
    let found = day_month(tokens, after)
        .or_else(|| numeric(tokens, after))
        .or_else(|| weekday.and_then(|_| day_after_weekday(tokens, after)));
    if let Some((mut day, next)) = found {
        day.weekday = weekday.map(|(day, _)| day);
        return Some(made(tokens, i, next, day));
    }
    if let Some((weekday, next)) = weekday {
        return Some(made(tokens, i, next, Day { weekday: Some(weekday), ..Day::default() }));
    }
    decade(tokens, i)
}

fn made(tokens: &Tokens<'_>, i: usize, next: usize, day: Day) -> Made {
    let value = day.year.or(day.day.map(i16::from)).unwrap_or(0);
    let number = Number {
        first: i,
        next,
        end: tokens.end_before(next),
        value: f64::from(value),
        scale: 1.0,
        ..Number::default()
    };
    let mut made = Made::new(tokens, &number, Kind::Date, "", 1.0, next);
    made.figure.date = Some(day);
    made.is_bare = false;
    made
}

/// A weekday and the token after it, with its comma when a day follows.
fn weekday(tokens: &Tokens<'_>, i: usize) -> Option<(i8, usize)> {
    let Some(Calendar::Weekday(day)) = tokens.roles(i).calendar else { return None };
    let word = tokens.word(i);
    let short = word.len() <= 3 || matches!(word, "mars");
    let mut next = i + 1;
    let dot =
        tokens.mark(next) == Some('.') && tokens.is_glued(next) && (short || matches!(word, "Tues" | "tues" | "Thurs"));
    next += usize::from(dot);
    if short
        && !(tokens.is_capital(i) && !tokens.begins_line(i)
            || tokens.sort(next) == Some(Sort::Digits)
            || month(tokens, next).is_some())
        || tokens.is(i, "sun") && !dot && tokens.sort(next) != Some(Sort::Digits) && month(tokens, next).is_none()
    {
        return None;
    }
    let mut ahead = next;
    ahead += usize::from(tokens.mark(ahead) == Some(','));
    ahead += usize::from(tokens.is_any(ahead, "the den dem le el"));
    let follows = day_month(tokens, ahead).is_some()
        || numeric(tokens, ahead).is_some()
        || tokens.is_any(ahead.wrapping_sub(1), "the le") && day_number(tokens, ahead).is_some();
    Some((day, if follows { ahead } else { next }))
}

/// "Saturday the 2nd", "Friday the fifteen".
fn day_after_weekday(tokens: &Tokens<'_>, i: usize) -> Option<(Day, usize)> {
    if !tokens.is_any(i.wrapping_sub(1), "the le") {
        return None;
    }
    let (day, next) = day_number(tokens, i)?;
    Some((Day { day: Some(day), ..Day::default() }, next))
}

fn month(tokens: &Tokens<'_>, i: usize) -> Option<i8> {
    match tokens.roles(i).calendar {
        Some(Calendar::Month(month)) => {
            let risky = tokens.is_any(i, "may march mar mars sept dec jan jun nov avr ene mai ago mär oct");
            (!risky
                || tokens.is_capital(i)
                || !matches!(tokens.lexicon.tongue, Tongue::English | Tongue::German)
                || near_day(tokens, i))
            .then_some(month)
        }
        _ => None,
    }
}

fn near_day(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.sort(i + 1) == Some(Sort::Digits)
        || tokens.sort(i.wrapping_sub(1)) == Some(Sort::Digits)
        || tokens.is_any(i.wrapping_sub(1), "of th st nd rd")
        || tokens.roles(i + 1).term.is_some_and(|term| !matches!(term.class, Class::Article))
        || tokens.is(i + 1, "the")
}

/// A day of a month in digits or words, with "th", "." or "er".
fn day_number(tokens: &Tokens<'_>, i: usize) -> Option<(i8, usize)> {
    if tokens.sort(i) == Some(Sort::Digits) {
        let word = tokens.word(i);
        let day: i8 = word.parse().ok().filter(|day| (1..=31).contains(day) && word.len() <= 2)?;
        let mut next = i + 1;
        if tokens.is_glued(next) {
            let ending = tokens.is_any(next, "st nd rd th er º °")
                || tokens.lexicon.tongue == Tongue::German && tokens.mark(next) == Some('.')
                || matches!(tokens.mark(next), Some('º' | '°'));
            next += usize::from(ending);
        }
        return Some((day, next));
    }
    let ordinal = tokens.roles(i).term.is_some_and(|term| term.class == Class::Ordinal);
    tokens
        .roles(i)
        .term
        .filter(|term| term.class != Class::Article && (ordinal || tokens.lexicon.tongue == Tongue::English))?;
    let number = numbers::number(tokens, i).filter(|number| {
        number.value.fract() == 0.0 && (1.0..=31.0).contains(&number.value) && number.is_words && !number.is_share
    })?;
    #[allow(clippy::cast_possible_truncation)]
    Some((number.value as i8, number.next))
}

/// Day and month in either order, with a year when one follows; a month with its year.
fn day_month(tokens: &Tokens<'_>, i: usize) -> Option<(Day, usize)> {
    if let Some(month) = month(tokens, i) {
        return month_first(tokens, i, month);
    }
    let (day, next) = day_number(tokens, i)?;
    if tokens.sort(i) != Some(Sort::Digits)
        && tokens.lexicon.tongue == Tongue::German
        && !tokens.roles(i).term.is_some_and(|term| term.class == Class::Ordinal)
    {
        return None;
    }
    let mut at = next;
    at += usize::from(tokens.is_any(at, "of de day") || tokens.is_hyphen(at) && tokens.is_glued(at));
    at += usize::from(tokens.is(at, "of"));
    let month = month(tokens, at)?;
    if tokens.begins_line(at) {
        return None;
    }
    let dot = usize::from(
        tokens.mark(at + 1) == Some('.')
            && tokens.is_glued(at + 1)
            && tokens.word(at).chars().count() <= 5
            && (tokens.sort(at + 2) == Some(Sort::Digits)
                || tokens.lexicon.tongue != Tongue::English
                    && tokens.word(at).chars().count() <= 4
                    && !tokens.is_any(at, "märz mai juni juli mars juin août mayo")),
    );
    let month_end = at + 1 + dot;
    let day = Day { month: Some(month), day: Some(day), ..Day::default() };
    Some(with_year(tokens, day, month_end))
}

fn month_first(tokens: &Tokens<'_>, i: usize, month: i8) -> Option<(Day, usize)> {
    let short = tokens.word(i).chars().count() <= 5;
    let mut at = i + 1;
    at += usize::from(tokens.mark(at) == Some('.') && tokens.is_glued(at) && short);
    if tokens.begins_line(at) {
        return None;
    }
    let of = usize::from(tokens.is_any(at, "de of"));
    if let Some((year, next)) = year(tokens, at + of) {
        return Some((Day { month: Some(month), year: Some(year), ..Day::default() }, next));
    }
    if tokens.mark(at) == Some(',')
        && let Some((year, next)) = year(tokens, at + 1).filter(|(year, _)| (1900..2100).contains(year))
    {
        return Some((Day { month: Some(month), year: Some(year), ..Day::default() }, next));
    }
    if tokens.lexicon.tongue != Tongue::English {
        return None;
    }
    at += usize::from(
        tokens.is(at, "the")
            || tokens.is_hyphen(at) && tokens.is_glued(at)
            || tokens.mark(at) == Some('/') && tokens.is_glued(at),
    );
    let (day, next) = day_number(tokens, at)?;
    let unit_follows = tokens.roles(next).unit.is_some()
        || matches!(tokens.mark(next), Some('%'))
        || tokens.is_any(next, "percent million people per")
        || tokens.sort(at) == Some(Sort::Word)
            && (tokens.roles(next).term.is_some() && !tokens.is_any(next, "nineteen two twenty")
                || tokens.is_word(next)
                    && tokens.roles(at).term.is_some_and(|term| term.value < 10.0 && term.class == Class::Digit))
        || tokens.mark(next) == Some(':');
    let clock = tokens.mark(next) == Some('.')
        && tokens.is_glued(next)
        && tokens.sort(next + 1) == Some(Sort::Digits)
        && tokens.is_glued(next + 1);
    if unit_follows
        || clock
        || tokens.is(i, "may")
            && !tokens.is_capital(i)
            && tokens.sort(at) == Some(Sort::Word)
            && !tokens.is(at.wrapping_sub(1), "the")
            && tokens.roles(at).term.is_none_or(|term| term.class == Class::Digit)
    {
        return None;
    }
    Some(with_year(tokens, Day { month: Some(month), day: Some(day), ..Day::default() }, next))
}

/// The year after a day and month, with its comma.
fn with_year(tokens: &Tokens<'_>, day: Day, next: usize) -> (Day, usize) {
    if tokens.begins_line(next) {
        return (day, next);
    }
    let skip = usize::from(tokens.mark(next) == Some(',') || tokens.is_any(next, "de del of"));
    match year(tokens, next + skip) {
        Some((year, end)) if !tokens.begins_line(next + skip) => (Day { year: Some(year), ..day }, end),
        _ => (day, next),
    }
}

/// A year in digits or said in pairs.
fn year(tokens: &Tokens<'_>, i: usize) -> Option<(i16, usize)> {
    if tokens.sort(i) == Some(Sort::Digits) {
        let year: i16 = tokens.word(i).parse().ok()?;
        let decimals = matches!(tokens.mark(i + 1), Some('.' | ','))
            && tokens.is_glued(i + 1)
            && tokens.is_glued(i + 2)
            && tokens.sort(i + 2) == Some(Sort::Digits);
        let unit = matches!(tokens.mark(i + 1), Some('%' | '€' | ':'));
        return (tokens.word(i).len() == 4 && (1000..2200).contains(&year) && !decimals && !unit)
            .then_some((year, i + 1));
    }
    if tokens.lexicon.tongue != Tongue::English || !tokens.is_any(i, "nineteen two twenty eighteen") {
        return None;
    }
    let first = numbers::cardinal(tokens, i)?;
    if (1000.0..2200.0).contains(&first.value) {
        #[allow(clippy::cast_possible_truncation)]
        return Some((first.value as i16, first.next));
    }
    let second = numbers::cardinal(tokens, first.next)
        .filter(|second| second.value < 100.0 && (18.0..=20.0).contains(&first.value))?;
    #[allow(clippy::cast_possible_truncation)]
    Some((first.value as i16 * 100 + second.value as i16, second.next))
}

/// "21/04/2016", "2016-04-21", "21.4.2016", "9-18-15".
fn numeric(tokens: &Tokens<'_>, i: usize) -> Option<(Day, usize)> {
    if tokens.sort(i) != Some(Sort::Digits)
        || tokens.is_glued(i) && !matches!(tokens.mark(i.wrapping_sub(1)), Some('(' | '[' | '"'))
    {
        return None;
    }
    let mark = tokens.mark(i + 1).filter(|mark| matches!(mark, '/' | '-' | '.'))?;
    let part = |at: usize| -> Option<i16> {
        (tokens.sort(at) == Some(Sort::Digits) && tokens.word(at).len() <= 4)
            .then(|| tokens.word(at).parse().ok())
            .flatten()
    };
    let spaced = mark == '.' && tokens.lexicon.tongue == Tongue::German;
    let glued = |at: usize| spaced || tokens.is_glued(at);
    if !tokens.is_glued(i + 1) || !glued(i + 2) {
        return None;
    }
    let (a, b) = (part(i)?, part(i + 2)?);
    let third = (tokens.mark(i + 3) == Some(mark) && tokens.is_glued(i + 3))
        .then(|| part(i + 4).filter(|_| glued(i + 4)))
        .flatten();
    let Some(c) = third else {
        let german = mark == '.'
            && tokens.lexicon.tongue == Tongue::German
            && tokens.mark(i + 3) == Some('.')
            && tokens.is_glued(i + 3)
            && tokens.is_any(i.wrapping_sub(1), "am vom bis zum ab seit der dem den");
        return (german && (1..=31).contains(&a) && (1..=12).contains(&b))
            .then_some((Day { day: small(a), month: small(b), ..Day::default() }, i + 4));
    };
    if tokens.is_glued(i + 5) && matches!(tokens.mark(i + 5), Some('-' | '/')) {
        return None;
    }
    let (year, month, day) = if tokens.word(i).len() == 4 {
        (a, b, c)
    } else if b > 12 || mark == '/' && tokens.lexicon.tongue == Tongue::English && a <= 12 && american(tokens, i) {
        (c, a, b)
    } else {
        (c, b, a)
    };
    let length = if tokens.word(i).len() == 4 { 4 } else { tokens.word(i + 4).len() };
    let year = if length == 2 { if year < 40 { 2000 + year } else { 1900 + year } } else { year };
    let valid = matches!(length, 2 | 4)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (1000..2200).contains(&year)
        && !(length == 2 && mark == '-' && tokens.word(i).len() > 2);
    valid.then(|| (Day { year: Some(year), month: small(month), day: small(day), weekday: None }, i + 5))
}

/// Month before day: other days of the text are written so.
fn american(tokens: &Tokens<'_>, i: usize) -> bool {
    let near = tokens.text.floor_char_boundary(tokens.start(i).saturating_sub(2000))
        ..tokens.text.ceil_char_boundary(tokens.start(i) + 2000);
    tokens.text[near].contains('$')
}

fn small(value: i16) -> Option<i8> {
    i8::try_from(value).ok()
}

/// "the 1990s", "1980er Jahre", "les années 1990", "los años 90".
fn decade(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    let word = tokens.word(i);
    if tokens.sort(i) != Some(Sort::Digits) || !(word.len() == 4 || word.len() == 2) || !word.ends_with('0') {
        return None;
    }
    let year: i16 = word.parse().ok().filter(|year| word.len() == 2 || (1000..2100).contains(year))?;
    let apostrophe =
        usize::from(matches!(tokens.mark(i + 1), Some('\'' | '’')) && tokens.is(i + 2, "s") && tokens.is_glued(i + 2));
    let suffix = i + 1 + apostrophe;
    let english = tokens.is(suffix, "s") && tokens.is_glued(suffix) && word.len() == 4
        || word.len() == 2
            && tokens.is(suffix, "s")
            && tokens.is_glued(suffix)
            && matches!(tokens.mark(i.wrapping_sub(1)), Some('\'' | '’' | '‘'));
    let german = tokens.is_any(suffix, "er ern")
        && (tokens.is_hyphen(suffix + 1) && tokens.is_any(suffix + 2, "jahre jahren")
            || tokens.is_any(suffix + 1, "jahre jahren")
            || tokens.is_glued(suffix) && word.len() == 4);
    let led = word.len() == 2
        && (tokens.phrase_before(i, "les années").is_some()
            || tokens.phrase_before(i, "des années").is_some()
            || tokens.phrase_before(i, "los años").is_some());
    if !english && !german && !led {
        return None;
    }
    let years = |at: usize| tokens.is_any(at, "jahre jahren");
    let next = if german {
        suffix
            + if years(suffix + 1) {
                2
            } else if tokens.is_hyphen(suffix + 1) && years(suffix + 2) {
                3
            } else {
                1
            }
    } else if led {
        i + 1
    } else {
        suffix + 1
    };
    let year = if word.len() == 2 { 1900 + year } else { year };
    let mut made = made(tokens, i, next, Day { year: Some(year), ..Day::default() });
    made.figure.unit = "decade".into();
    Some(made)
}

/// "3:30 pm", "6pm", "15.30 Uhr", "20 h 30", "a las 8 de la tarde".
pub(super) fn time(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    if tokens.sort(i) != Some(Sort::Digits) || tokens.word(i).len() > 2 {
        return worded_time(tokens, i);
    }
    let hour: f64 = tokens.word(i).parse().ok().filter(|hour| *hour <= 24.0)?;
    let mut next = i + 1;
    let mut minutes = None;
    let separator = tokens.mark(next).filter(|_| {
        tokens.is_glued(next)
            && tokens.is_glued(next + 1)
            && tokens.word(next + 1).len() == 2
            && tokens.sort(next + 1) == Some(Sort::Digits)
    });
    let minute =
        |at: usize| tokens.word(at).parse::<f64>().ok().filter(|minute| *minute < 60.0 && tokens.word(at).len() == 2);
    let mut says = false;
    if separator.is_some_and(|mark| mark == ':' || mark == '.') && minute(next + 1).is_some() {
        minutes = minute(next + 1);
        says = separator == Some(':');
        next += 2;
        let seconds = tokens.mark(next) == Some(':') && minute(next + 1).is_some() && tokens.is_glued(next + 1);
        next += 2 * usize::from(seconds);
    }
    let tongue = tokens.lexicon.tongue;
    if let Some(end) = half_day(tokens, next).filter(|_| hour <= 12.0 && hour > 0.0) {
        return Some(clock(tokens, i, end, hour, minutes));
    }
    if tokens.is(next, "uhr") {
        let end = next + 1;
        let more = if minutes.is_none() { minute(end).filter(|_| !tokens.begins_line(end)) } else { None };
        return Some(clock(tokens, i, end + usize::from(more.is_some()), hour, minutes.or(more)));
    }
    let led = tokens.is_any(i.wrapping_sub(1), "à vers dès avant après jusqu'à entre las la");
    if tongue == Tongue::French && tokens.is(next, "h") && minutes.is_none() {
        let more = minute(next + 1);
        let end = next + 1 + usize::from(more.is_some());
        return (led || more.is_some()).then(|| clock(tokens, i, end, hour, more));
    }
    if tongue == Tongue::French
        && tokens.is_any(next, "heures heure")
        && led
        && minutes.is_none()
        && !tokens.is_any(next + 1, "de")
    {
        let more = minute(next + 1).filter(|_| !tokens.begins_line(next + 1));
        return Some(clock(tokens, i, next + 1 + usize::from(more.is_some()), hour, more));
    }
    if tokens.phrase(next, "o'clock").is_some() || tokens.is(next, "o") && tokens.is(next + 2, "clock") {
        return Some(clock(tokens, i, next + 3, hour, minutes));
    }
    if tongue == Tongue::Spanish && tokens.is_any(i.wrapping_sub(1), "las la") && hour >= 1.0 {
        let part = ["de la mañana", "de la tarde", "de la noche", "de la madrugada", "horas"]
            .iter()
            .find_map(|phrase| tokens.phrase(next, phrase));
        let counted = tokens.is_word(next) && part.is_none() && !tokens.is_any(next, "y de del en a h se el para");
        if !counted && (part.is_some() || minutes.is_some() || tokens.is(i.wrapping_sub(2), "a")) {
            return Some(clock(tokens, i, part.unwrap_or(next), hour, minutes));
        }
    }
    let ratio =
        says && (tokens.is_any(next, "win victory defeat ratio draw loss lead") || tokens.mark(next) == Some(':'));
    (says && !ratio).then(|| clock(tokens, i, next, hour, minutes))
}

fn clock(tokens: &Tokens<'_>, i: usize, next: usize, hour: f64, minutes: Option<f64>) -> Made {
    let number = Number {
        first: i,
        next,
        end: tokens.end_before(next),
        value: hour + minutes.unwrap_or(0.0) / 60.0,
        step: if minutes.is_some() { 1.0 / 60.0 } else { 1.0 },
        scale: 1.0,
        ..Number::default()
    };
    let mut made = Made::new(tokens, &number, Kind::Time, "", 1.0, next);
    made.is_bare = false;
    made
}

/// "pm", "p.m.", after an hour; the token after it.
fn half_day(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.is_any(at, "am pm") && tokens.lexicon.tongue == Tongue::English {
        return Some(at + 1);
    }
    let dotted = tokens.is_any(at, "a p")
        && tokens.mark(at + 1) == Some('.')
        && tokens.is(at + 2, "m")
        && tokens.is_glued(at + 2);
    dotted.then(|| at + 3 + usize::from(tokens.mark(at + 3) == Some('.') && tokens.is_glued(at + 3)))
}

/// "five o'clock", "six pm", "neun Uhr".
fn worded_time(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    let term = tokens.roles(i).term.filter(|term| {
        matches!(term.class, Class::Digit | Class::Teen | Class::Whole) && term.value >= 1.0 && term.value <= 24.0
    })?;
    let next = i + 1;
    let end = half_day(tokens, next)
        .or_else(|| tokens.is(next, "uhr").then_some(next + 1))
        .or_else(|| (tokens.is(next, "o") && tokens.is(next + 2, "clock")).then_some(next + 3))?;
    let mut made = clock(tokens, i, end, term.value, None);
    made.figure.is_words = true;
    Some(made)
}
