//! Numbers in digits: grouped by the custom of the language, decimals, exponents, fractions, and the letters that stand for thousands and millions.

use super::{
    numbers::Number,
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// The number in digits that begins at token `i`, without sign.
pub(super) fn literal(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let text = tokens.text;
    let start = tokens.get(i)?.start;
    let (value, step, end) = match tokens.sort(i)? {
        Sort::Digits => digits(text, start, tokens.lexicon.tongue)?,
        Sort::Mark('.') if tokens.is_glued(i + 1) && !tokens.is_glued(i) => leading_point(text, start)?,
        Sort::Mark(mark) => {
            let value = vulgar(mark)?;
            (value, 0.0, start + mark.len_utf8())
        }
        Sort::Word => return None,
    };
    let mut number = Number {
        first: i,
        next: tokens.at_byte(i, end),
        end,
        value,
        step,
        is_words: false,
        is_plain: value.fract() == 0.0,
        scale: 1.0,
        ..Number::default()
    };
    number.is_plain &= text[start..end].bytes().all(|b| b.is_ascii_digit());
    powers(tokens, &mut number);
    fraction(tokens, &mut number);
    letters(tokens, &mut number);
    Some(number)
}

fn run(text: &str, at: usize) -> &str {
    let end = text[at..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |more| at + more);
    &text[at..end]
}

fn leading_point(text: &str, start: usize) -> Option<(f64, f64, usize)> {
    let decimals = run(text, start + 1);
    let value = format!("0.{decimals}").parse().ok()?;
    (!decimals.is_empty()).then(|| (value, step_of(decimals.len()), start + 1 + decimals.len()))
}

fn step_of(decimals: usize) -> f64 {
    10_f64.powi(-i32::try_from(decimals).unwrap_or(300).min(300))
}

/// Value, step and end of digits with their groups and decimals.
fn digits(text: &str, start: usize, tongue: Tongue) -> Option<(f64, f64, usize)> {
    let head = run(text, start);
    let mut parts = vec![head];
    let mut separators: Vec<char> = Vec::new();
    let mut end = start + head.len();
    while let Some(separator) = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
    {
        let next = run(text, end + separator.len_utf8());
        let is_space = !matches!(separator, ',' | '.');
        if next.is_empty()
            || is_space
                && (next.len() != 3
                    || parts.last()?.len() > 3
                    || separators.last().is_some_and(|last| *last != separator))
        {
            break;
        }
        if is_space
            && (head.starts_with('0')
                || text[end + separator.len_utf8() + 3..].starts_with([',', '.'])
                    && separator == ' '
                    && tongue == Tongue::English)
        {
            break;
        }
        parts.push(next);
        separators.push(separator);
        end += separator.len_utf8() + next.len();
    }
    let listed = text[..start].ends_with(',') && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
    if listed {
        return Some((head.parse().ok()?, 1.0, start + head.len()));
    }
    settle(start, &parts, &separators, tongue)
}

/// Which of the separators group, which is the decimal one, and where the number ends when the rest does not belong to it.
fn settle(start: usize, parts: &[&str], separators: &[char], tongue: Tongue) -> Option<(f64, f64, usize)> {
    let head = parts[0];
    let whole = |count: usize| -> usize {
        parts[..count].iter().map(|part| part.len()).sum::<usize>()
            + separators[..count - 1].iter().map(|c| c.len_utf8()).sum::<usize>()
    };
    let Some(&first) = separators.first() else { return Some((head.parse().ok()?, 1.0, start + head.len())) };
    let decimal = if tongue == Tongue::English { '.' } else { ',' };
    let same = separators.iter().take_while(|c| **c == first).count();
    let mut grouped = 0;
    if (1..=3).contains(&head.len()) && !(head.starts_with('0')) {
        grouped = (0..same).take_while(|i| parts[i + 1].len() == 3).count();
        if grouped == 0 && first == ',' && tongue == Tongue::English && head.len() <= 2 && same >= 2 {
            let pairs = (0..same).take_while(|i| parts[i + 1].len() == 2).count();
            grouped = if pairs > 0 && parts.get(pairs + 1).is_some_and(|part| part.len() == 3) { pairs + 1 } else { 0 };
        }
    }
    if grouped == 1 && first == decimal && parts.len() == 2 {
        grouped = 0;
    }
    let mut value: String = parts[..=grouped].concat();
    let mut used = grouped + 1;
    let mut step = 1.0;
    if let Some(&point) = separators.get(grouped) {
        let rest = separators.len() - grouped;
        let fits = matches!(point, '.' | ',')
            && (grouped == 0 || point != first)
            && (rest == 1 || point == decimal && separators.get(grouped + 1) != Some(&point));
        if fits {
            let decimals = parts[grouped + 1];
            value.push('.');
            value.push_str(decimals);
            step = step_of(decimals.len());
            used += 1;
        }
    }
    Some((value.parse().ok()?, step, start + whole(used)))
}

/// ½ and its like.
pub(super) fn vulgar(mark: char) -> Option<f64> {
    Some(match mark {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// "1e-3", "1.3x10^6", "1.1^23".
fn powers(tokens: &Tokens<'_>, number: &mut Number) {
    let text = tokens.text;
    let signed = |at: usize| -> Option<(f64, usize)> {
        let rest = text.get(at..)?;
        let signs = rest.len() - rest.trim_start_matches(['+', '-', '−']).len();
        let figures = run(text, at + signs);
        let power: f64 = figures.parse().ok()?;
        (figures.len() <= 3 && !rest[..signs].contains("++")).then(|| {
            (
                if rest[..signs].starts_with(['-', '−']) && signs != 2 { -power } else { power },
                at + signs + figures.len(),
            )
        })
    };
    let rest = &text[number.end..];
    let times =
        ["x10^", "×10^", "x10", "×10", " x 10^", " × 10^", "*10^"].into_iter().find(|times| rest.starts_with(times));
    let done = if rest.starts_with(['e', 'E']) {
        signed(number.end + 1)
            .filter(|(_, end)| !text[*end..].starts_with(char::is_alphabetic))
            .map(|(power, end)| (number.value * 10_f64.powf(power), end))
    } else if let Some(times) = times.filter(|times| times.ends_with('^')) {
        signed(number.end + times.len()).map(|(power, end)| (number.value * 10_f64.powf(power), end))
    } else if rest.starts_with("x2^") {
        signed(number.end + 3).map(|(power, end)| (number.value * 2_f64.powf(power), end))
    } else if rest.starts_with('^') {
        let double = rest.starts_with("^--");
        signed(number.end + 1).map(|(power, end)| (number.value.powf(if double { power.abs() } else { power }), end))
    } else {
        None
    };
    if let Some((value, end)) = done.filter(|(value, _)| value.is_finite()) {
        number.step *= if number.value == 0.0 { 1.0 } else { (value / number.value).abs() };
        (number.value, number.end, number.is_plain) = (value, end, false);
        number.next = tokens.at_byte(number.next, end);
    }
}

/// "10 1/2", "1/4", "2½".
fn fraction(tokens: &Tokens<'_>, number: &mut Number) {
    let i = number.next;
    if let Some(part) = tokens.mark(i).and_then(vulgar).filter(|_| number.is_plain && number.first != i) {
        (number.value, number.step, number.is_plain) = (number.value + part, 0.0, false);
        (number.end, number.next) = (tokens.all[i].end, i + 1);
        return;
    }
    let ratio = |i: usize| -> Option<(f64, usize)> {
        let slash = tokens.mark(i + 1).is_some_and(|mark| matches!(mark, '/' | '⁄'))
            && tokens.is_glued(i + 1)
            && tokens.is_glued(i + 2);
        if !slash
            || tokens.sort(i) != Some(Sort::Digits)
            || tokens.sort(i + 2) != Some(Sort::Digits)
            || tokens.mark(i + 3) == Some('/')
        {
            return None;
        }
        let (over, under): (f64, f64) = (tokens.word(i).parse().ok()?, tokens.word(i + 2).parse().ok()?);
        let usual = matches!(
            tokens.word(i + 2),
            "2" | "3" | "4" | "5" | "6" | "8" | "10" | "12" | "16" | "20" | "32" | "64" | "100"
        );
        (usual && over < under && over > 0.0).then_some((over / under, i + 3))
    };
    let found = if number.next == number.first + 1 { ratio(number.first) } else { None };
    let found = found.or_else(|| {
        let follows = number.is_plain && !tokens.is_glued(i) && !tokens.begins_line(i) && number.next == i;
        if follows { ratio(i).map(|(part, next)| (number.value + part, next)) } else { None }
    });
    if let Some((value, next)) = found {
        (number.value, number.step, number.is_plain) = (value, 0.0, false);
        (number.end, number.next) = (tokens.all[next - 1].end, next);
    }
}

/// "3.4m", "10k", "£2bn", "1,674,200.5 M". Whether a glued "m" is a million or a metre is settled where units are read.
fn letters(tokens: &Tokens<'_>, number: &mut Number) {
    let (i, word) = (number.next, tokens.word(number.next));
    if !tokens.is_word(i) || tokens.is_glued(i + 1) && tokens.is_word(i + 1) {
        return;
    }
    let glued = tokens.is_glued(i);
    let scale = match word {
        "k" | "K" if glued => 1e3,
        "k" if tokens.lexicon.tongue == Tongue::English && number.value < 1e4 => 1e3,
        "M" if !glued && number.value >= 1e3 => 1e6,
        "bn" | "Bn" | "BN" | "bln" => 1e9,
        "b" | "B" if glued && number.value < 1e4 && !tokens.near(i, 8, "byte bytes bit bits") => 1e9,
        "tn" | "trn" | "tln" => 1e12,
        "mil" | "mn" | "mln" | "mio" | "Mio" | "Mill" | "MM" | "mm"
            if word != "mm" && (glued || word != "mil" || tokens.lexicon.tongue == Tongue::English) =>
        {
            1e6
        }
        "mrd" | "Mrd" | "Mia" => 1e9,
        "Bio" => 1e12,
        "Tsd" | "tsd" => 1e3,
        "G" if glued && number.value >= 10.0 => 1e9,
        _ => return,
    };
    number.multiply(scale);
    (number.end, number.next) = (tokens.all[i].end, i + 1);
    number.is_plain = false;
    if matches!(word, "Mio" | "Mrd" | "mio" | "mrd" | "Bio" | "Tsd" | "Mill")
        && tokens.mark(i + 1) == Some('.')
        && tokens.is_glued(i + 1)
    {
        (number.end, number.next) = (tokens.all[i + 1].end, i + 2);
    }
}
