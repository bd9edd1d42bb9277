//! A formula (MathML) as a line of text: what its author wrote for those who cannot see it, else its letters, powers raised.

use crate::import::raised::{lowered, raised};

use super::guard::{Piece, Pieces};

/// Formulas nested deeper are read without regard to what stands above what.
const MAX_LEVELS: usize = 64;

/// The line for a formula, by its start tag and what is in it.
pub fn line(tag: &str, inside: &str) -> String {
    match attribute(tag, "alttext") {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        _ => letters(inside),
    }
}

/// The value of an attribute as it stands in the source.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(&format!(" {name}="))?;
    let value = tag.get(at + name.len() + 2..)?;
    let quote = value.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value)
}

/// An element of a formula that is open.
struct Level<'a> {
    name: &'a str,
    /// Where its text begins.
    start: usize,
    /// How many parts it has had.
    parts: usize,
}

fn letters(inside: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<Level<'_>> = Vec::new();
    for piece in Pieces(inside) {
        match piece {
            Piece::Text(text) => {
                let is_unseen = open.iter().any(|level| level.name.to_ascii_lowercase().starts_with("annotation"));
                if !is_unseen {
                    out.push_str(text.trim_matches(|char: char| char.is_ascii_whitespace()));
                }
            }
            Piece::Tag(tag, source) if !tag.is_end => {
                if let Some(outer) = open.last_mut() {
                    outer.parts += 1;
                    if outer.name.eq_ignore_ascii_case("mfrac") && outer.parts == 2 {
                        out.push('/');
                    }
                }
                if !source.ends_with("/>") && open.len() < MAX_LEVELS {
                    open.push(Level { name: tag.name, start: out.len(), parts: 0 });
                }
            }
            Piece::Tag(tag, _) => {
                let Some(at) = open.iter().rposition(|level| level.name.eq_ignore_ascii_case(tag.name)) else {
                    continue;
                };
                let start = open[at].start;
                open.truncate(at);
                if tag.name.eq_ignore_ascii_case("msqrt") {
                    out.insert_str(start, "√(");
                    out.push(')');
                }
                if let Some(outer) = open.last() {
                    shift(&mut out, start, &outer.name.to_ascii_lowercase(), outer.parts);
                }
            }
        }
    }
    out
}

/// Raises or lowers what stands above or below in its element.
fn shift(out: &mut String, start: usize, outer: &str, part: usize) {
    let (change, sign): (fn(&str) -> String, char) = match (outer, part) {
        ("msup" | "mover", 2) | ("msubsup" | "munderover", 3) => (raised, '^'),
        ("msub" | "munder" | "msubsup" | "munderover", 2) => (lowered, '_'),
        _ => return,
    };
    let text = out.split_off(start);
    let changed = change(&text);
    let is_whole = changed.chars().zip(text.chars()).all(|(new, old)| new != old);
    if text.is_empty() || is_whole {
        out.push_str(&changed);
    } else {
        out.push_str(&format!("{sign}({text})"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_a_line_and_its_powers_stay_powers() {
        let check = |tag: &str, inside: &str, expected: &str| assert_eq!(line(tag, inside), expected, "{inside}");
        check("<math>", "<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E=mc²");
        check("<math>", "<msup><mn>10</mn><mrow><mo>-</mo><mn>6</mn></mrow></msup>", "10⁻⁶");
        check("<math>", "<msup><mn>2</mn><mi>kl</mi></msup>", "2^(kl)");
        check("<math>", "<mfrac><mn>1</mn><mn>3</mn></mfrac>", "1/3");
        check("<math>", "<semantics><mi>x</mi><annotation encoding=tex>x^2</annotation></semantics>", "x");
        check("<math alttext=\"x squared\">", "<mi>x</mi>", "x squared");
        check("<math>", "<mi>a</mo></mi></math", "a");
    }
}
