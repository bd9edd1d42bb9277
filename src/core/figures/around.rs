//! What stands around a figure: the other end of a range, how exactly it is meant, what it counts, and an age between commas.

use super::{
    Figure, Kind, Qualifier,
    measure::Made,
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// Makes one range of two figures that are its ends: "40 to 52 million", "16–24", "between 44 mg and 50 mg". `false` when they are none.
pub(super) fn join(tokens: &Tokens<'_>, low: &mut Made, high: &Made) -> bool {
    let (a, b) = (&low.figure, &high.figure);
    let same_kind = a.kind == b.kind && a.unit == b.unit;
    let hours = b.kind == Kind::Time && a.value <= 24.0 && a.step == 1.0;
    let bare =
        low.is_bare && (hours || !matches!(b.kind, Kind::Ordinal | Kind::Date | Kind::Time | Kind::Age | Kind::Year));
    let age = low.is_bare && b.kind == Kind::Age
        || a.kind == Kind::Age && high.is_bare && b.kind == Kind::Number && b.value < 120.0;
    if a.high.is_some()
        || b.high.is_some()
        || !(same_kind || bare || age)
        || matches!(a.kind, Kind::Ordinal | Kind::Date)
        || a.is_share
        || b.is_share
        || tokens.begins_line(low.next)
    {
        return false;
    }
    let gap = high.first.wrapping_sub(low.next);
    let dash = gap == 1
        && (matches!(tokens.mark(low.next), Some('–' | '—' | '~'))
            || tokens.is_hyphen(low.next) && tokens.is_glued(low.next) && tokens.is_glued(high.first));
    let dash = dash || gap == 0 && a.value >= 0.0 && b.value < 0.0 && tokens.is_glued(high.first) && low.is_bare;
    let to: &str = ["to until through or", "bis oder", "à ou", "a o"][tokens.lexicon.tongue as usize];
    let to =
        gap == 1 && tokens.is_any(low.next, to) && !(a.is_words && !b.is_words && tokens.is_any(low.next, "or a o"));
    let and = gap == 1 && tokens.is_any(low.next, "and und et y") && between(tokens, low.first);
    let dash_words = dash && b.value.abs() >= a.value.abs() && (a.kind != Kind::Year || b.value - a.value < 300.0);
    let (value, step, factor) = if bare || age {
        let scale = if high.scale > 1.0 && a.value < (b.value / high.scale).abs() { high.scale } else { 1.0 };
        (a.value * scale, a.step * scale, b.factor)
    } else {
        (a.value, a.step, a.factor)
    };
    if to && from(tokens, low.first) && changes(tokens, low.first) {
        if bare {
            low.figure = Figure { value, step, factor, kind: b.kind, unit: b.unit.clone(), ..a.clone() };
        }
        return false;
    }
    let rising = value < b.value.abs() || value < b.value;
    let or = tokens.is_any(low.next, "or oder ou o");
    let from_to = to && same_kind && from(tokens, low.first);
    if !(dash_words || and || to)
        || !(rising || from_to)
        || or && (b.value > 2.5 * value || same_kind && low.scale != high.scale)
    {
        return false;
    }
    if dash
        && high.figure.kind == Kind::Number
        && (b.value > 4000.0 * value.max(1.0)
            || tokens.is_hyphen(high.next)
                && tokens.is_glued(high.next)
                && tokens.sort(high.next + 1) == Some(Sort::Digits))
    {
        return false;
    }
    let upper = if gap == 0 { -b.value } else { b.value };
    let figure = Figure {
        span: a.span.start..b.span.end,
        numbers: a.numbers.iter().chain(&b.numbers).cloned().collect(),
        value,
        high: Some(upper),
        step: step.max(b.step),
        factor,
        kind: if age { Kind::Age } else { b.kind },
        unit: if a.kind == Kind::Age { a.unit.clone() } else { b.unit.clone() },
        ..a.clone()
    };
    *low = Made { figure, first: low.first, next: high.next, is_bare: false, scale: high.scale };
    true
}

fn between(tokens: &Tokens<'_>, i: usize) -> bool {
    (1..=2).any(|back| i.checked_sub(back).is_some_and(|at| tokens.is_any(at, "between zwischen entre")))
}

fn from(tokens: &Tokens<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|at| tokens.is_any(at, "from von de"))
}

/// A verb of change stands before "from": its two figures are then and now, and no range.
fn changes(tokens: &Tokens<'_>, i: usize) -> bool {
    let verbs = "rose rise rises risen rising fell fall falls fallen falling grew grow grown growing grows increase increased increasing increases decreased decrease dropped drop drops climbed jumped went up down cut raised raise reduced lowered declined surged doubled tripled soared slipped shrank changed moved improved gone expanded plunged stieg stiegen steigt steigen gestiegen sank sanken sinkt gesunken fiel fielen wuchs erhöht erhöhte kletterte ging gingen senkte gesenkt verringert reduziert passe passé passée passés passer passent grimpe augmenté chuté tombé baissé monté progressé reculé pasó pasa pasado pasaron subió subido sube bajó bajado baja creció cayó aumentó aumentado pasar pasando";
    (2..=5).any(|back| i.checked_sub(back).is_some_and(|at| tokens.is_any(at, verbs)))
}

/// Reads what stands around a figure.
pub(super) fn finish(tokens: &Tokens<'_>, made: Made) -> Figure {
    let Made { mut figure, first, next, .. } = made;
    if matches!(figure.kind, Kind::Date | Kind::Ordinal | Kind::Year) {
        return figure;
    }
    if figure.kind == Kind::Number && is_age_aside(tokens, first, next, &figure) {
        (figure.kind, figure.unit) = (Kind::Age, "year".into());
        return figure;
    }
    figure.qualifier = after(tokens, next).or_else(|| before(tokens, first));
    if matches!(figure.kind, Kind::Number | Kind::Percent | Kind::Points) {
        figure.counts = counted(tokens, next, &figure);
    }
    figure
}

/// "Mary Smith, 45, said"; "Karl Maier (45)".
fn is_age_aside(tokens: &Tokens<'_>, first: usize, next: usize, figure: &Figure) -> bool {
    let whole =
        figure.value >= 1.0 && figure.value < 111.0 && figure.high.is_none() && figure.step == 1.0 && !figure.is_words;
    let name = first >= 3
        && tokens.is_capital(first - 2)
        && tokens.is_capital(first - 3)
        && tokens.roles(first - 2).calendar.is_none();
    let comma = first > 0 && tokens.mark(first - 1) == Some(',') && matches!(tokens.mark(next), Some(',' | '.'));
    let parens = first > 0
        && tokens.mark(first - 1) == Some('(')
        && tokens.mark(next) == Some(')')
        && figure.value >= 10.0
        && tokens.is_glued(first);
    whole && name && (comma && tokens.mark(next) == Some(',') || parens)
}

type Phrases = &'static [(Qualifier, &'static [&'static str])];

use Qualifier::{About, AtLeast, AtMost, LessThan, MoreThan};

const BEFORE: [Phrases; 4] = [
    &[
        (
            MoreThan,
            &[
                "more than",
                "greater than",
                "higher than",
                "over",
                "above",
                "exceeding",
                "upwards of",
                "in excess of",
                "well over",
                "just over",
                "north of",
                "topped",
                "exceeded",
                "surpassed",
                "beyond",
            ],
        ),
        (
            AtLeast,
            &["at least", "no fewer than", "no less than", "not less than", "a minimum of", "minimum", "starting at"],
        ),
        (
            LessThan,
            &["less than", "fewer than", "lower than", "under", "below", "just under", "well under", "short of"],
        ),
        (
            AtMost,
            &[
                "at most",
                "up to",
                "no more than",
                "not more than",
                "as many as",
                "as much as",
                "as high as",
                "a maximum of",
                "maximum",
                "at the most",
            ],
        ),
        (
            About,
            &[
                "about",
                "around",
                "roughly",
                "approximately",
                "nearly",
                "almost",
                "some",
                "an estimated",
                "estimated",
                "close to",
                "circa",
                "ca .",
                "c .",
                "approx .",
                "approx",
                "~",
                "≈",
                "a reported",
                "more or less",
            ],
        ),
        (MoreThan, &[">"]),
        (LessThan, &["<"]),
    ],
    &[
        (MoreThan, &["mehr als", "über", "gut", "höher als", "größer als", "oberhalb von"]),
        (AtLeast, &["mindestens", "wenigstens", "zumindest", "nicht weniger als", "ab"]),
        (LessThan, &["weniger als", "unter", "knapp unter", "niedriger als", "keine"]),
        (AtMost, &["höchstens", "maximal", "bis zu", "nicht mehr als", "bis"]),
        (
            About,
            &[
                "rund",
                "etwa",
                "circa",
                "ca .",
                "ca",
                "ungefähr",
                "knapp",
                "fast",
                "nahezu",
                "schätzungsweise",
                "annähernd",
                "um die",
                "beinahe",
                "zirka",
                "geschätzt",
                "an die",
            ],
        ),
    ],
    &[
        (MoreThan, &["plus de", "plus d '", "plus d ’", "supérieur à", "au-delà de", "au - delà de", "dépassant"]),
        (AtLeast, &["au moins", "pas moins de", "au minimum", "à partir de"]),
        (LessThan, &["moins de", "moins d '", "moins d ’", "inférieur à", "en dessous de"]),
        (AtMost, &["au plus", "au maximum", "jusqu ' à", "jusqu ’ à", "pas plus de", "maximum"]),
        (
            About,
            &[
                "environ",
                "près de",
                "quelque",
                "presque",
                "autour de",
                "à peu près",
                "approximativement",
                "une",
                "aux alentours de",
            ],
        ),
    ],
    &[
        (MoreThan, &["más de", "más que", "superior a", "por encima de", "más del", "superan los"]),
        (AtLeast, &["al menos", "por lo menos", "como mínimo", "no menos de", "a partir de", "mínimo"]),
        (LessThan, &["menos de", "menos del", "inferior a", "por debajo de", "por debajo del"]),
        (AtMost, &["como máximo", "hasta", "a lo sumo", "no más de", "máximo", "hasta un", "hasta el"]),
        (
            About,
            &[
                "unos",
                "unas",
                "alrededor de",
                "cerca de",
                "casi",
                "aproximadamente",
                "en torno a",
                "cerca del",
                "alrededor del",
                "casi un",
                "casi el",
                "en torno al",
            ],
        ),
    ],
];

const AFTER: [Phrases; 4] = [
    &[
        (AtLeast, &["or more", "or above", "or over", "or older", "and over", "and above", "and older", "+"]),
        (AtMost, &["or less", "or fewer", "or under", "or younger", "at most", "or below"]),
        (About, &["or so", "or thereabouts"]),
    ],
    &[(AtLeast, &["oder mehr", "oder älter", "und mehr", "plus"]), (AtMost, &["oder weniger", "und weniger"])],
    &[
        (AtLeast, &["ou plus", "et plus", "au moins", "minimum"]),
        (AtMost, &["ou moins", "au plus", "au maximum"]),
        (About, &["environ"]),
    ],
    &[
        (AtLeast, &["o más", "y más", "como mínimo"]),
        (AtMost, &["o menos", "como máximo"]),
        (About, &["aproximadamente"]),
    ],
];

/// The words before it, nearest and longest first; an article between is passed.
fn before(tokens: &Tokens<'_>, first: usize) -> Option<(Qualifier, std::ops::Range<usize>)> {
    let lead = first.checked_sub(1)?;
    let skip =
        usize::from(tokens.is_any(lead, "a an the den dem die der le la les un el los las des einem einer eine lo"));
    let mut best: Option<(usize, Qualifier, usize)> = None;
    for at in [first, first - skip] {
        for (qualifier, phrases) in BEFORE[tokens.lexicon.tongue as usize] {
            for phrase in *phrases {
                if let Some(from) =
                    tokens.phrase_before(at, phrase).filter(|from| best.is_none_or(|(known, ..)| *from < known))
                {
                    best = Some((from, *qualifier, at));
                }
            }
        }
        if best.is_some() {
            break;
        }
    }
    let (from, qualifier, at) = best?;
    let crosses = tokens.begins_line(at) || (from..at).skip(1).any(|i| tokens.begins_line(i));
    (!crosses).then(|| (qualifier, tokens.start(from)..tokens.end_before(at)))
}

fn after(tokens: &Tokens<'_>, next: usize) -> Option<(Qualifier, std::ops::Range<usize>)> {
    if tokens.begins_line(next) {
        return None;
    }
    AFTER[tokens.lexicon.tongue as usize].iter().find_map(|(qualifier, phrases)| {
        let end = phrases.iter().find_map(|phrase| tokens.phrase(next, phrase))?;
        Some((*qualifier, tokens.start(next)..tokens.end_before(end)))
    })
}

/// The words that a number counts: up to four, to the next word that ends a noun phrase; after "of" for a share.
fn counted(tokens: &Tokens<'_>, next: usize, figure: &Figure) -> Option<std::ops::Range<usize>> {
    let mut from = next;
    let of: &str = ["of", "der des aller von", "des de d du", "de del"][tokens.lexicon.tongue as usize];
    if tokens.is_any(from, of) && !tokens.begins_line(from) {
        from += 1;
        from += usize::from(matches!(tokens.mark(from), Some('\'' | '’')));
        while tokens.is_any(
            from,
            "the all its their his her our these those les la le los las el todos todas den dem der allen",
        ) {
            from += 1;
        }
    } else if figure.kind != Kind::Number && tokens.lexicon.tongue != Tongue::German {
        return None;
    }
    let stops: &str = match tokens.lexicon.tongue {
        Tongue::English => {
            "of in on at to from for by with and or but as than that who which were was are is have has had will would could can may might the a an after before since during per over under into he she it they we i you this said says when while if because between about more not out up down did do does died killed ago so each every through against times across among without where last so there"
        }
        Tongue::German => {
            "von der die das in im an am auf zu zum zur mit und oder aber als dass sind ist war waren wurden haben hat hatte für bei nach vor seit pro über unter aus den dem des ein eine sich werden wird gegen um bis wie er sie es mehr weniger auch noch durch gestiegen steigen stieg sagte zwischen"
        }
        Tongue::French => {
            "de d du des à au aux en dans sur pour par avec et ou mais que qui sont est ont a le la les un une depuis après avant contre il elle ils elles se ne plus moins étaient était avaient avait selon sans fois soit chez cette ce dont"
        }
        Tongue::Spanish => {
            "de del a al en con por para y o pero que son es han ha el la los las un una desde hasta contra se no más menos fueron fue era eran según sin veces sobre entre durante tras este esta"
        }
    };
    let mut to = from;
    while to - from < 4
        && tokens.is_word(to)
        && !(to > next && tokens.begins_line(to))
        && !tokens.is_any(to, stops)
        && tokens.roles(to).calendar.is_none()
    {
        let noun = tokens.lexicon.tongue == Tongue::German && tokens.is_capital(to);
        to += 1;
        let hyphen = tokens.is_hyphen(to) && tokens.is_glued(to) && tokens.is_glued(to + 1) && tokens.is_word(to + 1);
        to += 2 * usize::from(hyphen);
        if noun && !tokens.is_capital(to) {
            break;
        }
    }
    let noun = tokens.lexicon.tongue != Tongue::German || (from..to).any(|at| tokens.is_capital(at));
    (to > from && noun && !is_label(tokens, next) && !tokens.begins_line(from))
        .then(|| tokens.start(from)..tokens.end_before(to))
        .filter(|range| range.len() > 1)
}

/// "Figure 3", "Route 99", "Artikel 5": the number names, and counts nothing.
fn is_label(tokens: &Tokens<'_>, next: usize) -> bool {
    let labels = "figure fig table section article chapter page no number room flight route highway act resolution phase version volume apollo abbildung tabelle artikel kapitel seite nummer absatz paragraph figura tabla artículo capítulo página número tableau chapitre numéro level grade type top boeing airbus group";
    next.checked_sub(2).is_some_and(|at| tokens.is_any(at, labels))
}
