//! Money: its signs, codes and words before or after a number, with its parts and scales.

use super::{
    Kind,
    lexicon::Class,
    measure::Made,
    numbers::{self, Number},
    physical::per,
    token::{Sort, Tokens},
    tongue::Tongue,
    units::{self, Currency},
};

/// A word that is no number can begin a figure here: "US$5", "USD 5", "aged 45", "minus 5".
pub(super) fn may_lead(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    match tokens.sort(i + 1) {
        Some(Sort::Digits) => word.len() <= 8,
        Some(Sort::Mark(mark)) if word.len() <= 10 => {
            matches!(mark, '.' | '-' | '−') || units::SIGNS.iter().any(|(sign, _)| *sign == mark)
        }
        Some(Sort::Word) => {
            let leads = "minus negative percent per age aged moins menos";
            tokens.is_any(i, leads) || tokens.roles(i + 1).term.is_some() && code(word).is_some()
        }
        _ => false,
    }
}

fn whose(tokens: &Tokens<'_>, i: usize) -> Option<&'static str> {
    let word = tokens.word(i);
    if !(1..=12).contains(&word.len()) {
        return None;
    }
    units::WHOSE.iter().find_map(|(name, code)| tokens.is(i, name).then_some(*code))
}

/// The word is an ISO code of a currency.
pub(super) fn is_money_code(word: &str) -> bool {
    code(word).is_some()
}

/// A currency's code in capitals, or in small letters those few that are no other word; "MEUR" is a million of it.
fn code(word: &str) -> Option<(&'static Currency, f64)> {
    if word == "DM" {
        return units::currency("DEM").map(|currency| (currency, 1.0));
    }
    let common = "usd eur gbp rmb cny chf jpy cad aud";
    let upper =
        word.len() == 3 && (word.bytes().all(|b| b.is_ascii_uppercase()) || common.split(' ').any(|one| one == word));
    let find = |code: &str| {
        units::CURRENCIES.iter().find(|currency| currency.words.split(' ').any(|one| one.eq_ignore_ascii_case(code)))
    };
    if upper {
        return find(word).map(|currency| (currency, 1.0));
    }
    let (scale, rest) = match word.as_bytes() {
        [b'M', _, _, _] => (1e6, &word[1..]),
        [b'T' | b'K' | b'k', b'E', b'U', b'R'] => (1e3, &word[1..]),
        _ => return None,
    };
    (rest.bytes().all(|b| b.is_ascii_uppercase())).then(|| find(rest)).flatten().map(|currency| (currency, scale))
}

/// "$ 75 million", "US$5", "c $ 16.4 million", "USD 200", "MAUD 60", "dollar 22.5 million", "-$3", "($99.99)".
pub(super) fn money_first(tokens: &Tokens<'_>, i: usize) -> Option<Made> {
    let minus = usize::from(
        matches!(tokens.mark(i), Some('-' | '−'))
            && tokens.is_glued(i + 1)
            && (!tokens.is_glued(i) || tokens.mark(i.wrapping_sub(1)) == Some('(')),
    );
    let at = i + minus;
    let sign = |at: usize| {
        tokens
            .mark(at)
            .and_then(|mark| units::SIGNS.iter().find(|(sign, _)| *sign == mark))
            .and_then(|(_, code)| units::currency(code))
    };
    let (currency, scale, from) = if let Some(currency) = sign(at) {
        (currency, 1.0, at + 1)
    } else if let Some(owner) = whose(tokens, at)
        .filter(|_| sign(at + 1).is_some_and(|currency| matches!(currency.code, "dollar" | "pound" | "JPY")))
    {
        let is_spaced_a = tokens.is_any(at, "a s r") && !tokens.is_glued(at + 1);
        if is_spaced_a {
            return None;
        }
        (units::currency(owner)?, 1.0, at + 2)
    } else if tokens.is_word(at) {
        let word = tokens.word(at);
        let lone = |name: &str| tokens.is(at, name) && tokens.sort(at + 1) == Some(Sort::Digits);
        let found = code(word).or_else(|| {
            (lone("dollar") || lone("sen") || lone("rs") || lone("rp") || lone("rm"))
                .then(|| (named(tokens.word(at)), 1.0))
                .and_then(|(currency, scale)| currency.map(|currency| (currency, scale)))
        });
        let (currency, scale) = found?;
        let dot = usize::from(tokens.mark(at + 1) == Some('.') && tokens.is(at, "rs"));
        (currency, scale, at + 1 + dot)
    } else {
        return None;
    };
    if tokens.begins_line(from) || tokens.roles(from).term.is_some_and(|term| term.class == Class::Article) {
        return None;
    }
    let inner_minus = usize::from(tokens.mark(from) == Some('-') && tokens.is_glued(from + 1) && tokens.is_glued(from));
    let mut number = numbers::number(tokens, from + inner_minus).filter(|number| {
        !number.is_ordinal && (tokens.sort(from + inner_minus) != Some(Sort::Word) || number.value >= 2.0)
    })?;
    if tokens.is_word(from) && sign(from - 1).is_none() {
        return None;
    }
    money_scale(tokens, &mut number);
    let accounts = i > 0
        && tokens.mark(i - 1) == Some('(')
        && tokens.is_glued(i)
        && tokens.mark(number.next) == Some(')')
        && tokens.is_glued(number.next)
        && number.step < 1.0
        && number.scale == 1.0
        && minus + inner_minus == 0;
    let looks_back = accounts
        && !tokens.is_any(i.wrapping_sub(2), "million billion percent")
        && tokens.is_any(i.wrapping_sub(2), "is was of loss revenue income profit");
    if minus + inner_minus > 0 && number.value > 0.0 || looks_back {
        number.value = -number.value;
    }
    number.multiply(scale);
    number.first = i;
    let mut made = Made::new(tokens, &number, Kind::Money, currency.code, currency.part, number.next);
    made.figure.numbers = std::iter::once(tokens.start(from + inner_minus)..number.end).collect();
    made.is_bare = false;
    made.scale = number.scale;
    per(tokens, &mut made);
    Some(made)
}

fn named(word: &str) -> Option<&'static Currency> {
    let code = match word.to_ascii_lowercase().as_str() {
        "dollar" => "dollar",
        "sen" => return units::currency("sen").map(|_| &SEN),
        "rs" => "rupee",
        "rp" => "IDR",
        "rm" => "MYR",
        _ => return None,
    };
    units::currency(code)
}

/// The Malaysian and Indonesian sen, of which a text names whole numbers.
static SEN: Currency = Currency { code: "sen", words: "", part: 1.0 };

/// "m" and "t" glued to a number after a currency.
fn money_scale(tokens: &Tokens<'_>, number: &mut Number) {
    let scale = match tokens.word(number.next) {
        "m" | "M" => 1e6,
        "T" | "t" if tokens.is_glued(number.next) => 1e12,
        _ => return,
    };
    if number.scale == 1.0 && !(tokens.is_glued(number.next + 1) && tokens.is_word(number.next + 1)) {
        number.multiply(scale);
        number.end = tokens.all[number.next].end;
        number.next += 1;
    }
}

/// A currency after the number, with its parts: "13 dollars and 45 cents", "15 dollars 50", "75 USD million", "120 MEUR".
pub(super) fn money_after(tokens: &Tokens<'_>, number: &mut Number) -> Option<Made> {
    let (mut currency, mut scale, mut at) = currency_after(tokens, number)?;
    if let Some(term) =
        tokens.roles(at).term.filter(|term| term.class == Class::Scale && term.value >= 1e6 && number.scale == 1.0)
    {
        scale *= term.value;
        at += 1;
    }
    let first_part = currency.part;
    number.multiply(scale);
    let and = usize::from(tokens.is_any(at, "and und et y con"));
    if let Some(part) = numbers::number(tokens, at + and).filter(|part| {
        !part.is_ordinal
            && part.value > 0.0
            && part.value < 100.0
            && part.value.fract() == 0.0
            && part.scale == 1.0
            && first_part == 1.0
            && number.scale == 1.0
            && !tokens.begins_line(at + and)
    }) {
        let after = tokens.roles(part.next).money;
        let share = |currency: &Currency| if currency.code == "CNY jiao" { 0.1 } else { 0.01 };
        let ends = !tokens.is_word(part.next) && !tokens.is_glued(part.next + 1)
            || !tokens.is_glued(part.next) && tokens.is_any(part.next, "more less each per a for and");
        let symbol = tokens
            .mark(part.next)
            .is_some_and(|mark| units::SIGNS.iter().any(|(sign, _)| *sign == mark) || mark == '%' || mark == '-');
        if let Some(small) = after.filter(|small| small.part < 1.0) {
            number.value += part.value * share(small);
            at = part.next + 1;
            if let Some(more) = numbers::number(tokens, at).filter(|more| small.code == "CNY jiao" && more.value < 10.0)
            {
                number.value += more.value * 0.01;
                at = more.next;
            }
            number.step = 0.01;
        } else if and == 0
            && after.is_none()
            && ends
            && !symbol
            && part.value >= 5.0
            && tokens.mark(at).is_none()
            && code(tokens.word(part.next)).is_none()
        {
            number.value += part.value * 0.01;
            number.step = 0.01;
            at = part.next;
        }
    }
    if currency.code == "pound" && tokens.is(at, "sterling") {
        at += 1;
        currency = units::currency("GBP")?;
    }
    let mut made = Made::new(tokens, number, Kind::Money, currency.code, currency.part, at);
    made.is_bare = false;
    per(tokens, &mut made);
    Some(made)
}

/// The currency after a number, a scale that its code holds, and the token after it.
fn currency_after(tokens: &Tokens<'_>, number: &mut Number) -> Option<(&'static Currency, f64, usize)> {
    let mut i = number.next;
    let joined = tokens.is_hyphen(i) && tokens.is_glued(i + 1);
    i += usize::from(joined);
    i += usize::from(
        !joined && number.scale >= 1e6 && tokens.is_any(i, "de d of") && tokens.lexicon.tongue != Tongue::German,
    );
    i += usize::from(matches!(tokens.mark(i), Some('\'' | '’')) && number.scale >= 1e6);
    if tokens.is(i, "m")
        && tokens.is_glued(i)
        && number.scale == 1.0
        && (tokens.roles(i + 1).money.is_some()
            || whose(tokens, i + 1).is_some() && tokens.roles(i + 2).money.is_some())
        || matches!(tokens.word(i), "M" | "Md" | "Mds")
            && (tokens.mark(i + 1).is_some_and(|c| c == '€' || c == '$') || tokens.roles(i + 1).money.is_some())
    {
        number.multiply(if tokens.word(i).starts_with("Md") { 1e9 } else { 1e6 });
        number.next = i + 1;
        number.end = tokens.all[i].end;
        i += 1;
    }
    if let Some(code) =
        tokens.mark(i).and_then(|mark| units::SIGNS.iter().find_map(|(sign, code)| (*sign == mark).then_some(*code)))
    {
        let belongs_on = tokens.is_glued(i + 1) && tokens.sort(i + 1) == Some(Sort::Digits) && !(tokens.is_glued(i));
        return (!belongs_on).then(|| units::currency(code).map(|currency| (currency, 1.0, i + 1))).flatten();
    }
    if let Some((currency, scale)) = code(tokens.word(i)) {
        return Some((currency, scale, i + 1));
    }
    let owner = whose(tokens, i).filter(|_| tokens.roles(i + 1).money.is_some() && tokens.word(i).len() > 1);
    let at = i + usize::from(owner.is_some());
    let currency = tokens.roles(at).money?;
    let word = tokens.word(at);
    if word.len() == 3
        && code(word).is_none()
        && currency.words.split(' ').any(|one| one.len() == 3 && one.eq_ignore_ascii_case(word))
        && currency.code.len() == 3
        && !matches!(currency.code, "RON" | "KRW" | "JPY" | "LAK" | "IDR")
    {
        return None;
    }
    if matches!(
        word.to_ascii_lowercase().as_str(),
        "real" | "sterling" | "won" | "ether" | "corona" | "sen" | "livre" | "livres"
    ) && (number.value < 100.0 || tokens.lexicon.tongue == Tongue::Spanish && word == "real")
    {
        return None;
    }
    if matches!(currency.code, "pound") && !is_sterling(tokens, number, at) {
        return None;
    }
    let after = tokens.word(at + 1).to_lowercase();
    let adjective =
        AFTER_CURRENCY.iter().find_map(|(word, code)| (*word == after && !tokens.begins_line(at + 1)).then_some(*code));
    if let Some(owned) = adjective.and_then(units::currency) {
        return Some((owned, 1.0, at + 2));
    }
    let owned = owner.and_then(units::currency).filter(|_| currency.part == 1.0);
    Some((owned.unwrap_or(currency), 1.0, at + 1))
}

/// Adjectives behind a currency, of French and Spanish.
const AFTER_CURRENCY: &[(&str, &str)] = &[
    ("suisses", "CHF"),
    ("suizos", "CHF"),
    ("canadiens", "CAD"),
    ("canadienses", "CAD"),
    ("américains", "USD"),
    ("estadounidenses", "USD"),
    ("australiens", "AUD"),
    ("australianos", "AUD"),
    ("mexicanos", "MXN"),
    ("argentinos", "ARS"),
    ("chilenos", "CLP"),
    ("colombianos", "COP"),
    ("britanniques", "GBP"),
    ("esterlinas", "GBP"),
    ("dominicanos", "DOP"),
    ("brasileños", "BRL"),
];

/// Pounds of money rather than of weight.
fn is_sterling(tokens: &Tokens<'_>, number: &Number, at: usize) -> bool {
    if tokens.lexicon.tongue == Tongue::German && tokens.is(at, "pfund") && number.scale < 1e6 {
        return tokens.near(
            at,
            12,
            "kostet kosten kostete preis london britische britischen zahlen zahlte wert gehalt strafe",
        );
    }
    let money = "spent spend cost costs paid pay price priced worth budget fund funds invest invested bank salary tax revenue fined fine earn earned sterling debt loan profit loss sold buy bought donated raised bill bills million billion wage prize livres dollars money vendu coûte cuesta";
    number.scale >= 1e6
        || tokens.is(at + 1, "sterling")
        || tokens.is(at + 1, "esterlinas")
        || tokens.near(at, 12, money)
}
