//! What each word can be in a figure: a part of a number, a unit, a currency, a month or a weekday, in each of the four languages.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    number_words,
    tongue::Tongue,
    units::{self, Currency, Unit},
};

/// How a number word combines with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// "a": one before a scale or a part, else no number.
    Article,
    Digit,
    Teen,
    /// "dix": ten, after which seven to nine may follow.
    Dix,
    Ten,
    /// "vingt": twenty, or times twenty after four.
    Score,
    /// Hundred: multiplies what stands before it.
    Hundred,
    /// "doscientos": hundreds in one word.
    Hundreds,
    Scale,
    /// Dozen: multiplies, and stands alone only with a number.
    Dozen,
    /// Half, quarter, and plural denominators: "thirds".
    Part,
    /// Third, fifth, 125th: an ordinal, or a denominator after one.
    Ordinal,
    /// A whole German word: "dreiundzwanzig", "zweieinhalb".
    Whole,
}

/// A number word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub value: f64,
    pub class: Class,
}

/// A month or a weekday, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Month(i8),
    Weekday(i8),
}

/// What a word can be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Roles {
    pub term: Option<Term>,
    pub unit: Option<&'static Unit>,
    pub money: Option<&'static Currency>,
    pub calendar: Option<Calendar>,
}

/// The words of one language; units and currencies of all.
pub(super) struct Lexicon {
    pub tongue: Tongue,
    roles: FxHashMap<String, Roles>,
    longest: usize,
}

impl Lexicon {
    pub fn of(tongue: Tongue) -> &'static Self {
        static ALL: LazyLock<[Lexicon; 4]> =
            LazyLock::new(|| [Tongue::English, Tongue::German, Tongue::French, Tongue::Spanish].map(Lexicon::build));
        &ALL[tongue as usize]
    }

    pub fn roles(&self, word: &str, lower: &mut String) -> Roles {
        if word.len() > 64 {
            return Roles::default();
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        let known = if lower.len() <= self.longest { self.roles.get(lower.as_str()).copied() } else { None };
        if known.is_none() && self.tongue == Tongue::German {
            return Roles { term: number_words::german(lower), ..Roles::default() };
        }
        known.unwrap_or_default()
    }

    fn build(tongue: Tongue) -> Self {
        let mut roles = FxHashMap::<String, Roles>::default();
        for (word, term) in number_words::terms(tongue) {
            roles.entry(word).or_default().term = Some(term);
        }
        for (words, at) in MONTHS[tongue as usize].iter().zip(1..) {
            for word in words.split(' ') {
                roles.entry(word.to_owned()).or_default().calendar = Some(Calendar::Month(at));
            }
        }
        for (words, at) in WEEKDAYS[tongue as usize].iter().zip(1..) {
            for word in words.split(' ') {
                roles.entry(word.to_owned()).or_default().calendar = Some(Calendar::Weekday(at));
            }
        }
        for unit in units::all() {
            for word in unit.words(tongue) {
                roles.entry(word).or_default().unit.get_or_insert(unit);
            }
        }
        for currency in units::CURRENCIES {
            for word in currency.words.split_whitespace() {
                roles.entry(word.replace('_', " ")).or_default().money.get_or_insert(currency);
            }
        }
        let longest = roles.keys().map(String::len).max().unwrap_or(0);
        Self { tongue, roles, longest }
    }
}

const MONTHS: [[&str; 12]; 4] = [
    [
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ],
    [
        "januar jänner jan",
        "februar feber feb",
        "märz mär",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "dezember dez",
    ],
    [
        "janvier janv",
        "février févr fév fevrier",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre déc decembre",
    ],
    [
        "enero ene",
        "febrero feb",
        "marzo mar",
        "abril abr",
        "mayo",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sept sep",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ],
];

const WEEKDAYS: [[&str; 7]; 4] = [
    [
        "monday mondays mon",
        "tuesday tuesdays tues tue",
        "wednesday wednesdays wed",
        "thursday thursdays thurs thu",
        "friday fridays fri",
        "saturday saturdays sat",
        "sunday sundays sun",
    ],
    [
        "montag montags montagabend montagmorgen",
        "dienstag dienstags dienstagabend dienstagmorgen",
        "mittwoch mittwochs mittwochabend mittwochmorgen",
        "donnerstag donnerstags donnerstagabend donnerstagmorgen",
        "freitag freitags freitagabend freitagmorgen",
        "samstag samstags sonnabend samstagabend",
        "sonntag sonntags sonntagabend sonntagmorgen",
    ],
    [
        "lundi lundis",
        "mardi mardis",
        "mercredi mercredis",
        "jeudi jeudis",
        "vendredi vendredis",
        "samedi samedis",
        "dimanche dimanches",
    ],
    ["lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sábados sabado", "domingo domingos"],
];
