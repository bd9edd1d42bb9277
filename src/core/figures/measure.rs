//! What follows a number: percent, a currency, an age, a unit; and what goes before it: "$", "aged", "percent of".

use std::borrow::Cow;

use super::{
    Dimension, Figure, Kind,
    money::{money_after, money_first},
    numbers::{self, Number},
    physical::{measure, per},
    reader::bare,
    token::Tokens,
    tongue::Tongue,
};

/// A figure, and the token after it.
pub(super) struct Made {
    pub figure: Figure,
    pub first: usize,
    pub next: usize,
    /// The number was written without scale or unit: it can take those of the other end of a range.
    pub is_bare: bool,
    pub scale: f64,
}

impl Made {
    pub fn new(
        tokens: &Tokens<'_>,
        number: &Number,
        kind: Kind,
        unit: impl Into<Cow<'static, str>>,
        factor: f64,
        next: usize,
    ) -> Self {
        let figure = bare(tokens, number, kind, unit.into(), factor, next);
        Self {
            figure,
            first: number.first,
            next,
            is_bare: kind == Kind::Number && number.scale == 1.0,
            scale: number.scale,
        }
    }
}

/// A figure that begins with its unit.
pub(super) fn prefixed(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    money_first(tokens, i).or_else(|| percent_first(tokens, i)).or_else(|| age_first(tokens, i))
}

/// "percent of 10".
fn percent_first(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    let at = tokens.phrase(i, "percent of").or_else(|| tokens.phrase(i, "per cent of"))?;
    let mut number = numbers::number(tokens, at)
        .filter(|number| !number.is_ordinal && !number.is_words && number.is_plain && !tokens.is_word(number.next))?;
    let start = tokens.start(at);
    number.first = i;
    let mut made = Made::new(tokens, &number, Kind::Percent, "percent", 1.0, number.next);
    made.figure.numbers = std::iter::once(start..number.end).collect();
    Some(made)
}

/// "aged 45", "age 87", "im Alter von 45 Jahren", "âgée de 45 ans".
fn age_first(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    if !tokens.is_any(i, "aged age") || tokens.lexicon.tongue != Tongue::English {
        return None;
    }
    let at = i + 1 + usize::from(tokens.is_any(i + 1, "of about around just only"));
    let mut number = numbers::number(tokens, at)
        .filter(|number| !number.is_ordinal && number.value > 0.0 && number.value < 130.0)?;
    let start = tokens.start(at);
    let unit = tokens.roles(number.next).unit.filter(|unit| unit.dimension == Dimension::Duration);
    let next = number.next + usize::from(unit.is_some());
    number.first = i;
    let mut made = Made::new(tokens, &number, Kind::Age, unit.map_or("year", |unit| unit.name), 1.0, next);
    made.figure.numbers = std::iter::once(start..number.end).collect();
    Some(made)
}

/// The number with what follows it.
pub(super) fn of(tokens: &Tokens<'_>, number: Number) -> Made {
    let mut number = number;
    tolerance(tokens, &mut number);
    let i = number.next;
    if !number.is_ordinal && is_german_ordinal(tokens, &number) {
        number.is_ordinal = true;
        (number.end, number.next) = (tokens.all[i].end, i + 1);
        return Made::new(tokens, &number, Kind::Ordinal, "", 1.0, i + 1);
    }
    if number.is_ordinal {
        return Made::new(tokens, &number, Kind::Ordinal, "", 1.0, i);
    }
    if !tokens.begins_line(i) {
        let made = percent(tokens, &number).or_else(|| age(tokens, &number)).or_else(|| temperature(tokens, &number));
        if let Some(made) = made.or_else(|| money_after(tokens, &mut number)).or_else(|| measure(tokens, &number)) {
            return made;
        }
    }
    if tokens.is_glued(i) && tokens.is_any(i, "m") && number.value < 1e4 && number.scale == 1.0 {
        number.multiply(1e6);
        number.end = tokens.all[i].end;
        number.next += 1;
    }
    let kind = if is_year(tokens, &number) { Kind::Year } else { Kind::Number };
    let mut made = Made::new(tokens, &number, kind, "", 1.0, number.next);
    if kind == Kind::Number && !number.is_share {
        per(tokens, &mut made);
    }
    made
}

fn percent(tokens: &Tokens<'_>, number: &Number) -> Option<Made> {
    let i = number.next + usize::from(tokens.is_hyphen(number.next) && tokens.is_glued(number.next + 1));
    let points = [
        "percentage point",
        "percentage points",
        "per cent points",
        "percent points",
        "prozentpunkt",
        "prozentpunkte",
        "prozentpunkten",
        "point de pourcentage",
        "points de pourcentage",
        "punto porcentual",
        "puntos porcentuales",
        "% points",
        "percentage - point",
    ];
    if let Some(next) = points.iter().find_map(|phrase| tokens.phrase(i, phrase)) {
        return Some(Made::new(tokens, number, Kind::Points, "percentage points", 1.0, next));
    }
    if tokens.is(i, "percentage") && tokens.is_hyphen(i + 1) && tokens.is_any(i + 2, "point points") {
        return Some(Made::new(tokens, number, Kind::Points, "percentage points", 1.0, i + 3));
    }
    if tokens.is(i, "basis") && tokens.is_any(i + 1, "point points") || tokens.is_any(i, "basispunkte basispunkten bps")
    {
        let next = i + 1 + usize::from(tokens.is(i, "basis"));
        return Some(Made::new(tokens, number, Kind::Points, "basis points", 0.01, next));
    }
    let percents = [
        "percent",
        "per cent",
        "percents",
        "percentage",
        "pct",
        "prozent",
        "pour cent",
        "por ciento",
        "pourcent",
        "p.c",
        "prozents",
    ];
    let mark = matches!(tokens.mark(i), Some('%' | '％'));
    let per_mille = tokens.mark(i) == Some('‰') || tokens.is(i, "promille");
    let next =
        if mark || per_mille { Some(i + 1) } else { percents.iter().find_map(|phrase| tokens.phrase(i, phrase)) };
    let pc = tokens.is(i, "pc") && tokens.lexicon.tongue == Tongue::English;
    let next = next.or(pc.then_some(i + 1))?;
    let next = if mark && tokens.is_hyphen(next) && tokens.is_any(next + 1, "points point punkte punkten") {
        next + 2
    } else {
        next
    };
    if mark && (next > i + 1 || tokens.is_any(next, "punkte punkten")) {
        return Some(Made::new(tokens, number, Kind::Points, "percentage points", 1.0, next));
    }
    Some(Made::new(
        tokens,
        number,
        if per_mille { Kind::Measure(Dimension::Other) } else { Kind::Percent },
        if per_mille { "per mille" } else { "percent" },
        if per_mille { 0.1 } else { 1.0 },
        next,
    ))
}

/// "45 years old", "ten months of age", "87 yo", "a 45-year-old", "45 Jahre alt", "45-Jährige", "45 ans" after "âgé de", "45 años de edad".
fn age(tokens: &Tokens<'_>, number: &Number) -> Option<Made> {
    let hyphen = usize::from(tokens.is_hyphen(number.next));
    let i = number.next + hyphen;
    let made = |unit: &'static str, next: usize| Some(Made::new(tokens, number, Kind::Age, unit, 1.0, next));
    if tokens.is_any(i, "yo yrs-old") || tokens.is(i, "y") && tokens.mark(i + 1) == Some('/') && tokens.is(i + 2, "o") {
        return made("year", i + if tokens.is(i, "yo") { 1 } else { 3 });
    }
    if tokens.lexicon.tongue == Tongue::German {
        let adjective = tokens.word(i).to_lowercase();
        if adjective.starts_with("jährige") || adjective == "jährig" {
            return made("year", i + 1);
        }
    }
    let unit = tokens.roles(i).unit.filter(|unit| unit.dimension == Dimension::Duration)?;
    let after = i + 1;
    let before = |words: &str| tokens.is_any(number.first.wrapping_sub(1), words);
    let next = match tokens.lexicon.tongue {
        Tongue::English => {
            let hyphen = usize::from(tokens.is_hyphen(after));
            if tokens.is_any(after + hyphen, "old olds") {
                Some(after + hyphen + 1)
            } else {
                tokens.phrase(after, "of age")
            }
        }
        Tongue::German => tokens.is_any(after, "alt alten alte alter altes").then_some(after + 1).or_else(|| {
            (tokens.phrase_before(number.first, "im alter von").is_some()
                || before("mit")
                    && tokens.is_any(i, "jahren")
                    && !tokens.is_any(
                        after,
                        "haft gefängnis freiheitsstrafe verspätung bewährung laufzeit garantie erfahrung",
                    ))
            .then_some(after)
        }),
        Tongue::French => {
            let of = before("de") && unit.name == "year" || before("d de") && unit.name != "day";
            let who = tokens.is_any(
                number.first.wrapping_sub(2),
                "âgé âgée âgés âgées homme femme garçon fille fillette adolescent adolescente enfant l'âge âge suspect retraité étudiant étudiante jeune fils conducteur joueur quadragénaire individu victime",
            );
            let aside = tokens.mark(number.first.wrapping_sub(1)) == Some(',')
                && tokens.mark(after) == Some(',')
                && unit.name == "year";
            ((of && who) || aside).then_some(after)
        }
        Tongue::Spanish => {
            let aged = tokens.phrase(after, "de edad");
            let who = before("de")
                && tokens.is_any(
                    number.first.wrapping_sub(2),
                    "hombre mujer joven niño niña menor anciano anciana edad adolescente chico chica hijo hija conductor estudiante vecino vecina jubilado bebé persona varón futbolista",
                );
            let aside = tokens.mark(number.first.wrapping_sub(1)) == Some(',')
                && tokens.mark(after) == Some(',')
                && unit.name == "year";
            let aged_of = tokens.mark(number.first.wrapping_sub(2)) == Some(',')
                && before("de")
                && tokens.mark(after) == Some(',')
                && unit.name == "year";
            aged.or_else(|| {
                (who && unit.name == "year"
                    || before("con") && unit.name == "year" && number.value > 5.0 && !tokens.is_any(after, "de")
                    || aside
                    || aged_of)
                    .then_some(after)
            })
        }
    }?;
    made(unit.name, next)
}

/// "98.6 degrees F", "20 °C", "minus 5 Grad", "30 C" where it is warm.
fn temperature(tokens: &Tokens<'_>, number: &Number) -> Option<Made> {
    let i = number.next + usize::from(tokens.is_hyphen(number.next));
    let scale = |at: usize| -> Option<&'static str> {
        if tokens.is_any(at, "celsius celcius centigrade centigrate") {
            return Some("degree Celsius");
        }
        if tokens.is_any(at, "fahrenheit farenheit") {
            return Some("degree Fahrenheit");
        }
        match tokens.word(at) {
            "C" | "c" => Some("degree Celsius"),
            "F" | "f" => Some("degree Fahrenheit"),
            "K" => Some("kelvin"),
            _ => None,
        }
    };
    let made = |unit: &'static str, next: usize| {
        let below = [
            "below zero",
            "unter null",
            "unter dem gefrierpunkt",
            "sous zéro",
            "en dessous de zéro",
            "au - dessous de zéro",
            "bajo cero",
        ];
        let cold = below.iter().find_map(|phrase| tokens.phrase(next, phrase));
        let mut made = Made::new(tokens, number, Kind::Temperature, unit, 1.0, cold.unwrap_or(next));
        if cold.is_some() {
            made.figure.value = -made.figure.value.abs();
        }
        Some(made)
    };
    let degree = tokens.is_any(i, "degrees degree deg grad degrés degré grados grado");
    let mark = matches!(tokens.mark(i), Some('°' | 'º' | '˚'));
    if matches!(tokens.mark(i), Some('℃' | '℉')) {
        return made(if tokens.mark(i) == Some('℃') { "degree Celsius" } else { "degree Fahrenheit" }, i + 1);
    }
    if degree || mark {
        let dot = usize::from(tokens.is(i, "deg") && tokens.mark(i + 1) == Some('.'));
        let after = i + 1 + dot;
        if let Some(unit) = scale(after).filter(|_| {
            !(tokens.word(after).len() == 1 && !mark && tokens.is_glued(after + 1) && tokens.is_word(after + 1))
        }) {
            return made(unit, after + 1);
        }
        let turned = "rotate rotated turn turned angle angles latitude longitude north south east west tilt tilted slope winkel gedreht breite länge virage angle ángulo latitud longitud nördlicher gradient axis camera view panoramic";
        let turned = tokens.near(i, 10, turned);
        return if turned {
            Some(Made::new(
                tokens,
                number,
                Kind::Measure(Dimension::Angle),
                "degree",
                std::f64::consts::PI / 180.0,
                after,
            ))
        } else {
            made("degree", after)
        };
    }
    if tokens.word(i).len() > 1 {
        return scale(i).and_then(|unit| made(unit, i + 1));
    }
    let warm = "temperature temperatures weather heat hot cold cool warm outside degrees oven boil boils freezing temp thermometer celsius";
    let unit = scale(i).filter(|unit| {
        tokens.is_capital(i) && *unit != "kelvin" && number.value.abs() < 2000.0 && number.scale == 1.0
    })?;
    tokens.near(i, 14, warm).then(|| made(unit, i + 1)).flatten()
}

/// A bare whole number that is a year.
fn is_year(tokens: &Tokens<'_>, number: &Number) -> bool {
    if !number.is_plain || !(1000.0..2200.0).contains(&number.value) || tokens.word(number.first).len() != 4 {
        return false;
    }
    let (before, next) = (number.first.wrapping_sub(1), number.next);
    let leads = "in since by until till during before after year early late mid from between spring summer autumn winter fall im jahr jahre seit bis ab vor nach en depuis dès avant après année desde hasta año antes circa anno jahres nel of and to through sommer herbst frühjahr frühling été hiver automne printemps verano otoño invierno primavera du de fin début ende anfang mitte finales principios und et y";
    let german = tokens.lexicon.tongue == Tongue::German;
    let noun = tokens.is_word(next)
        && !tokens.begins_line(next)
        && if german {
            tokens.is_capital(next) && tokens.word(next).len() > 3
        } else {
            tokens.word(next).chars().all(char::is_lowercase)
                && tokens.word(next).ends_with('s')
                && tokens.word(next).len() > 4
        };
    let led = tokens.is_any(before, leads);
    if number.value >= 1900.0 && number.value < 2100.0 {
        let counted = noun && !led && !german;
        return !counted && !tokens.is_any(before, "about some nearly over than least rund etwa environ unos unas");
    }
    let small = "in by to and y et von durch in im mit als auf bis und par à dans por en el la le the der die das ein eine zum zur nach sich he she it when aux con";
    let is_definite =
        tokens.is_any(before, "jahr jahre jahres year année año im in since seit en depuis desde born circa");
    let bracketed = matches!(tokens.mark(before), Some('(' | '–' | '-' | '*' | '†'))
        && matches!(tokens.mark(next), Some(')' | '–' | '-'));
    number.value < 2100.0
        && (is_definite && !noun || led && !tokens.is_word(next) || bracketed || tokens.is_any(next, small) && !noun)
}

/// "±0.01", "+/- 1e-5": how far off the number may be is no figure of its own.
fn tolerance(tokens: &Tokens<'_>, number: &mut Number) {
    let i = number.next;
    let skip = if tokens.mark(i) == Some('±') {
        1
    } else if tokens.mark(i) == Some('+')
        && tokens.mark(i + 1) == Some('/')
        && matches!(tokens.mark(i + 2), Some('-' | '−'))
    {
        3
    } else {
        return;
    };
    if let Some(more) = numbers::number(tokens, i + skip)
        .filter(|more| !more.is_words && !more.is_ordinal && !tokens.begins_line(i + skip))
    {
        (number.step, number.end, number.next, number.is_plain) = (more.value.abs() * 2.0, more.end, more.next, false);
    }
}

/// "im 20. Jahrhundert", "der 3. Platz": digits with a point after an article.
fn is_german_ordinal(tokens: &Tokens<'_>, number: &Number) -> bool {
    let i = number.next;
    if tokens.lexicon.tongue != Tongue::German
        || !number.is_plain
        || number.value > 200.0
        || tokens.mark(i) != Some('.')
        || !tokens.is_glued(i)
    {
        return false;
    }
    let led = "der die das dem den des im am zum zur vom beim ihr ihren sein seinen seinem ihrem und ein auf";
    tokens.is_any(number.first.wrapping_sub(1), led)
        && tokens.is_word(i + 1)
        && !tokens.begins_line(i + 1)
        && tokens.roles(i + 1).calendar.is_none()
}
