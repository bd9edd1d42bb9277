//! The number words of the four languages, and German numbers written as one word.

use super::{
    lexicon::{Class, Term},
    tongue::Tongue,
};

/// Words with their value, by how they combine. A value stands before its words.
type Row = (f64, &'static str);

struct Words {
    articles: &'static str,
    digits: &'static [Row],
    teens: &'static [Row],
    tens: &'static [Row],
    hundreds: &'static [Row],
    scales: &'static [Row],
    dozens: &'static [Row],
    parts: &'static [Row],
    ordinals: &'static [Row],
}

#[rustfmt::skip]
const ENGLISH: Words = Words {
    articles: "a an",
    digits: &[
        (0.0, "zero nought naught nil"), (1.0, "one"), (2.0, "two"), (3.0, "three"), (4.0, "four"), (5.0, "five"), (6.0, "six"), (7.0, "seven"), (8.0, "eight"),
        (9.0, "nine"),
    ],
    teens: &[
        (10.0, "ten"), (11.0, "eleven"), (12.0, "twelve"), (13.0, "thirteen"), (14.0, "fourteen"), (15.0, "fifteen"), (16.0, "sixteen"), (17.0, "seventeen"),
        (18.0, "eighteen"), (19.0, "nineteen"),
    ],
    tens: &[
        (20.0, "twenty"), (30.0, "thirty"), (40.0, "forty fourty"), (50.0, "fifty"), (60.0, "sixty"), (70.0, "seventy"), (80.0, "eighty"), (90.0, "ninety"),
    ],
    hundreds: &[(100.0, "hundred")],
    scales: &[
        (1e3, "thousand"), (1e6, "million mln"), (1e9, "billion bln bn"), (1e12, "trillion tln trn"), (1e15, "quadrillion"), (1e5, "lakh lac"), (1e7, "crore"),
    ],
    dozens: &[(12.0, "dozen dozens doz dozs"), (20.0, "score")],
    parts: &[
        (2.0, "half halves"), (4.0, "quarter quarters"), (3.0, "thirds"), (4.0, "fourths"), (5.0, "fifths"), (6.0, "sixths"), (7.0, "sevenths"), (8.0, "eighths"),
        (9.0, "ninths"), (10.0, "tenths"), (11.0, "elevenths"), (12.0, "twelfths"), (13.0, "thirteenths"), (14.0, "fourteenths"), (15.0, "fifteenths"),
        (16.0, "sixteenths"), (17.0, "seventeenths"), (18.0, "eighteenths"), (19.0, "nineteenths"), (20.0, "twentieths"), (30.0, "thirtieths"),
        (40.0, "fortieths"), (50.0, "fiftieths"), (60.0, "sixtieths"), (70.0, "seventieths"), (80.0, "eightieths"), (90.0, "ninetieths"), (100.0, "hundredths"),
        (1e3, "thousandths"), (1e6, "millionths"), (1e9, "billionths"), (1e12, "trillionths"), (1.0, "firsts"),
    ],
    ordinals: &[
        (1.0, "first"), (2.0, "second"), (3.0, "third"), (4.0, "fourth"), (5.0, "fifth"), (6.0, "sixth"), (7.0, "seventh"), (8.0, "eighth"), (9.0, "ninth nineth"),
        (10.0, "tenth"), (11.0, "eleventh"), (12.0, "twelfth"), (13.0, "thirteenth"), (14.0, "fourteenth"), (15.0, "fifteenth"), (16.0, "sixteenth"),
        (17.0, "seventeenth"), (18.0, "eighteenth"), (19.0, "nineteenth"), (20.0, "twentieth"), (30.0, "thirtieth"), (40.0, "fortieth"), (50.0, "fiftieth"),
        (60.0, "sixtieth"), (70.0, "seventieth"), (80.0, "eightieth"), (90.0, "ninetieth"), (100.0, "hundredth"), (1e3, "thousandth"), (1e6, "millionth"),
        (1e9, "billionth"), (1e12, "trillionth"),
    ],
};

#[rustfmt::skip]
const GERMAN: Words = Words {
    articles: "",
    digits: &[
        (0.0, "null"), (1.0, "ein eine einen einem einer eines eins"), (2.0, "zwei zwo zweier"), (3.0, "drei dreier"), (4.0, "vier"), (5.0, "fünf"), (6.0, "sechs"), (7.0, "sieben"),
        (8.0, "acht"), (9.0, "neun"),
    ],
    teens: &[
        (10.0, "zehn"), (11.0, "elf"), (12.0, "zwölf"), (13.0, "dreizehn"), (14.0, "vierzehn"), (15.0, "fünfzehn"), (16.0, "sechzehn"), (17.0, "siebzehn"),
        (18.0, "achtzehn"), (19.0, "neunzehn"),
    ],
    tens: &[
        (20.0, "zwanzig"), (30.0, "dreißig dreissig"), (40.0, "vierzig"), (50.0, "fünfzig"), (60.0, "sechzig"), (70.0, "siebzig"), (80.0, "achtzig"), (90.0, "neunzig"),
    ],
    hundreds: &[(100.0, "hundert")],
    scales: &[
        (1e3, "tausend"), (1e6, "million millionen"), (1e9, "milliarde milliarden"), (1e12, "billion billionen"), (1e15, "billiarde billiarden"),
    ],
    dozens: &[(12.0, "dutzend")],
    parts: &[
        (2.0, "hälfte halbe halben halbes halber"), (3.0, "drittel dritteln"), (4.0, "viertel vierteln"), (5.0, "fünftel fünfteln"), (6.0, "sechstel"), (7.0, "siebtel"), (8.0, "achtel"),
        (9.0, "neuntel"), (10.0, "zehntel zehnteln"), (20.0, "zwanzigstel"), (100.0, "hundertstel"), (1e3, "tausendstel"),
    ],
    ordinals: &[
        (1.0, "erste ersten erster erstes erstem"), (2.0, "zweite zweiten zweiter zweites zweitem"), (3.0, "dritte dritten dritter drittes drittem"),
        (4.0, "vierte vierten vierter viertes viertem"), (5.0, "fünfte fünften fünfter fünftes"), (6.0, "sechste sechsten sechster sechstes"),
        (7.0, "siebte siebten siebter siebtes siebente"), (8.0, "achte achten achter achtes"), (9.0, "neunte neunten neunter neuntes"),
        (10.0, "zehnte zehnten zehnter zehntes"), (11.0, "elfte elften elfter elftes"), (12.0, "zwölfte zwölften zwölfter zwölftes"),
        (20.0, "zwanzigste zwanzigsten zwanzigster"), (30.0, "dreißigste dreißigsten"), (50.0, "fünfzigste fünfzigsten"), (100.0, "hundertste hundertsten"),
        (13.0, "dreizehnte dreizehnten"), (14.0, "vierzehnte vierzehnten"), (15.0, "fünfzehnte fünfzehnten"), (16.0, "sechzehnte sechzehnten"),
        (17.0, "siebzehnte siebzehnten"), (18.0, "achtzehnte achtzehnten"), (19.0, "neunzehnte neunzehnten"), (1e3, "tausendste tausendsten"),
    ],
};

#[rustfmt::skip]
const FRENCH: Words = Words {
    articles: "",
    digits: &[
        (0.0, "zéro"), (1.0, "un une"), (2.0, "deux"), (3.0, "trois"), (4.0, "quatre"), (5.0, "cinq"), (6.0, "six"), (7.0, "sept"), (8.0, "huit"), (9.0, "neuf"),
    ],
    teens: &[
        (11.0, "onze"), (12.0, "douze"), (13.0, "treize"), (14.0, "quatorze"), (15.0, "quinze"), (16.0, "seize"),
    ],
    tens: &[
        (30.0, "trente"), (40.0, "quarante"), (50.0, "cinquante"), (60.0, "soixante"), (70.0, "septante"), (80.0, "huitante octante"), (90.0, "nonante"),
    ],
    hundreds: &[(100.0, "cent cents")],
    scales: &[
        (1e3, "mille milliers millier"), (1e6, "million millions"), (1e9, "milliard milliards mds"), (1e12, "billion billions"),
    ],
    dozens: &[
        (12.0, "douzaine douzaines"), (10.0, "dizaine dizaines"), (15.0, "quinzaine"), (20.0, "vingtaine"), (30.0, "trentaine"), (40.0, "quarantaine"), (50.0, "cinquantaine"),
        (60.0, "soixantaine"), (100.0, "centaine centaines"),
    ],
    parts: &[
        (2.0, "demi demie moitié"), (3.0, "tiers"), (4.0, "quart quarts"), (5.0, "cinquièmes"), (6.0, "sixièmes"), (7.0, "septièmes"), (8.0, "huitièmes"), (9.0, "neuvièmes"),
        (10.0, "dixièmes"), (100.0, "centièmes"), (1e3, "millièmes"),
    ],
    ordinals: &[
        (1.0, "premier première premiers premières"), (2.0, "deuxième second seconde deuxièmes"), (3.0, "troisième troisièmes"), (4.0, "quatrième"), (5.0, "cinquième"), (6.0, "sixième"),
        (7.0, "septième"), (8.0, "huitième"), (9.0, "neuvième"), (10.0, "dixième"), (11.0, "onzième"), (12.0, "douzième"), (13.0, "treizième"), (14.0, "quatorzième"),
        (15.0, "quinzième"), (16.0, "seizième"), (20.0, "vingtième"), (30.0, "trentième"), (40.0, "quarantième"), (50.0, "cinquantième"), (60.0, "soixantième"),
        (100.0, "centième"), (1e3, "millième"),
    ],
};

#[rustfmt::skip]
const SPANISH: Words = Words {
    articles: "",
    digits: &[
        (0.0, "cero"), (1.0, "un una uno"), (2.0, "dos"), (3.0, "tres"), (4.0, "cuatro"), (5.0, "cinco"), (6.0, "seis"), (7.0, "siete"), (8.0, "ocho"), (9.0, "nueve"),
    ],
    teens: &[
        (10.0, "diez"), (11.0, "once"), (12.0, "doce"), (13.0, "trece"), (14.0, "catorce"), (15.0, "quince"), (16.0, "dieciséis"), (17.0, "diecisiete"), (18.0, "dieciocho"),
        (19.0, "diecinueve"), (21.0, "veintiuno veintiún veintiuna"), (22.0, "veintidós"), (23.0, "veintitrés"), (24.0, "veinticuatro"), (25.0, "veinticinco"),
        (26.0, "veintiséis"), (27.0, "veintisiete"), (28.0, "veintiocho"), (29.0, "veintinueve"),
    ],
    tens: &[
        (20.0, "veinte"), (30.0, "treinta"), (40.0, "cuarenta"), (50.0, "cincuenta"), (60.0, "sesenta"), (70.0, "setenta"), (80.0, "ochenta"), (90.0, "noventa"),
    ],
    hundreds: &[],
    scales: &[(1e3, "mil miles"), (1e6, "millón millones"), (1e12, "billón billones"), (1e9, "millardo millardos")],
    dozens: &[(12.0, "docena docenas"), (10.0, "decena decenas"), (15.0, "quincena"), (20.0, "veintena"), (100.0, "centenar centenares centena")],
    parts: &[
        (2.0, "medio media mitad"), (3.0, "tercio tercios"), (4.0, "cuartos"), (5.0, "quintos"), (6.0, "sextos"), (8.0, "octavos"), (10.0, "décimas décimos"),
        (100.0, "centésimas"),
    ],
    ordinals: &[
        (1.0, "primero primera primer primeros primeras"), (2.0, "segundo segunda"), (3.0, "tercero tercera tercer"), (4.0, "cuarto cuarta"), (5.0, "quinto quinta"),
        (6.0, "sexto sexta"), (7.0, "séptimo séptima"), (8.0, "octavo octava"), (9.0, "noveno novena"), (10.0, "décimo décima"), (11.0, "undécimo undécima"),
        (12.0, "duodécimo duodécima"), (20.0, "vigésimo vigésima"), (30.0, "trigésimo"), (40.0, "cuadragésimo"), (50.0, "quincuagésimo"), (100.0, "centésimo centésima"),
    ],
};

/// Every number word of a language.
pub(super) fn terms(tongue: Tongue) -> Vec<(String, Term)> {
    let words = [&ENGLISH, &GERMAN, &FRENCH, &SPANISH][tongue as usize];
    let mut terms = Vec::new();
    let mut put = |rows: &[Row], class| {
        for (value, row) in rows {
            terms.extend(row.split_whitespace().map(|word| (word.to_owned(), Term { value: *value, class })));
        }
    };
    put(&[(1.0, words.articles)], Class::Article);
    put(words.digits, Class::Digit);
    put(words.teens, Class::Teen);
    put(words.tens, Class::Ten);
    put(words.hundreds, Class::Hundred);
    put(words.scales, Class::Scale);
    put(words.dozens, Class::Dozen);
    put(words.parts, Class::Part);
    put(words.ordinals, Class::Ordinal);
    if tongue == Tongue::French {
        put(&[(20.0, "vingt vingts")], Class::Score);
        put(&[(10.0, "dix")], Class::Dix);
    }
    if tongue == Tongue::Spanish {
        put(
            &[
                (100.0, "cien ciento"),
                (200.0, "doscientos doscientas"),
                (300.0, "trescientos trescientas"),
                (400.0, "cuatrocientos cuatrocientas"),
                (500.0, "quinientos quinientas"),
                (600.0, "seiscientos seiscientas"),
                (700.0, "setecientos setecientas"),
                (800.0, "ochocientos ochocientas"),
                (900.0, "novecientos novecientas"),
            ],
            Class::Hundreds,
        );
    }
    terms
}

/// A German number in one word: "dreihundertfünfundzwanzig", "zweieinhalb", "anderthalb", "fünfundzwanzigste".
pub(super) fn german(word: &str) -> Option<Term> {
    const HEADS: [&str; 16] = [
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieb",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "hundert",
        "tausend",
        "anderthalb",
        "sech",
    ];
    if word.len() < 6 || !HEADS.iter().any(|head| word.starts_with(head)) {
        return None;
    }
    if matches!(word, "anderthalb" | "anderthalbe") {
        return Some(Term { value: 1.5, class: Class::Whole });
    }
    if matches!(word, "dreiviertel") {
        return Some(Term { value: 0.75, class: Class::Whole });
    }
    if let Some(whole) = word.strip_suffix("einhalb") {
        return german_below_million(whole).map(|value| Term { value: value + 0.5, class: Class::Whole });
    }
    if let Some(value) = german_below_million(word) {
        return Some(Term { value, class: Class::Whole });
    }
    let stem = ["sten", "ster", "stes", "stem", "ste", "ten", "ter", "te"]
        .into_iter()
        .find_map(|end| word.strip_suffix(end).and_then(german_below_million));
    stem.filter(|value| *value > 12.0).map(|value| Term { value, class: Class::Ordinal })
}

fn german_below_million(word: &str) -> Option<f64> {
    if let Some((thousands, rest)) = word.split_once("tausend") {
        let thousands = if thousands.is_empty() { 1.0 } else { german_below_thousand(thousands)? };
        let rest = rest.strip_prefix("und").unwrap_or(rest);
        return Some(thousands * 1e3 + if rest.is_empty() { 0.0 } else { german_below_thousand(rest)? });
    }
    german_below_thousand(word)
}

fn german_below_thousand(word: &str) -> Option<f64> {
    if let Some((hundreds, rest)) = word.split_once("hundert") {
        let hundreds = if hundreds.is_empty() { 1.0 } else { german_below_hundred(hundreds)? };
        let rest = rest.strip_prefix("und").unwrap_or(rest);
        return Some(hundreds * 100.0 + if rest.is_empty() { 0.0 } else { german_below_hundred(rest)? });
    }
    german_below_hundred(word)
}

fn german_below_hundred(word: &str) -> Option<f64> {
    let of = |rows: &[Row], word: &str| {
        rows.iter().find_map(|(value, words)| words.split(' ').any(|one| one == word).then_some(*value))
    };
    if let Some(value) = of(GERMAN.digits, word).or_else(|| of(GERMAN.teens, word)).or_else(|| of(GERMAN.tens, word)) {
        return Some(value);
    }
    let (ones, tens) = word.split_once("und")?;
    Some(of(GERMAN.digits, ones)? + of(GERMAN.tens, tens)?)
}
