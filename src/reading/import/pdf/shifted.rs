//! Raised and lowered letters by their size and baseline, so that a number stays the number that is printed: 10⁶, never 106.

use crate::import::raised;

use super::{glyphs::Glyph, thresholds as set};

/// How a letter stands to those of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shift {
    Level,
    Up,
    Down,
}

/// The characters of a word on a line of this size and baseline. What stands in its place is a character of its own, where there is one.
pub fn word(letters: &[(char, Glyph)], size: f32, baseline: f32) -> String {
    let shift = |(_, glyph): &(char, Glyph)| shift(glyph, size, baseline);
    let parts = letters.chunk_by(|a, b| shift(a) == shift(b));
    let part = |part: &[(char, Glyph)]| {
        let text: String = part.iter().map(|(char, _)| *char).collect();
        match shift(&part[0]) {
            Shift::Level => text,
            Shift::Up => raised::raised(&text),
            Shift::Down => raised::lowered(&text),
        }
    };
    parts.map(part).collect()
}

fn shift(glyph: &Glyph, size: f32, baseline: f32) -> Shift {
    let rise = (baseline - glyph.y) / size;
    match rise {
        _ if glyph.size >= size * set::MARK => Shift::Level,
        _ if rise > set::RAISED => Shift::Up,
        _ if rise < -set::LOWERED => Shift::Down,
        _ => Shift::Level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: &[(&str, f32, f32)], expected: &str) {
        let letter = |&(text, size, y): &(&str, f32, f32)| {
            let glyph = Glyph { char: ' ', x0: 0.0, x1: 1.0, y, size, is_bold: false, face: 0, link: 0 };
            text.chars().map(|char| (char, glyph)).collect::<Vec<_>>()
        };
        let letters: Vec<_> = parts.iter().flat_map(letter).collect();
        assert_eq!(word(&letters, 10.0, 100.0), expected);
    }

    #[test]
    fn small_letters_off_the_baseline_are_characters_of_their_own() {
        check(&[("10", 10.0, 100.0), ("6", 7.0, 96.5)], "10⁶");
        check(&[("300", 10.0, 100.0), ("12", 6.5, 96.7)], "300¹²");
        check(&[("CO", 10.0, 100.0), ("2", 7.0, 101.5)], "CO₂");
        check(&[("m", 10.0, 100.0), ("2", 8.0, 97.0), (",", 10.0, 100.0)], "m²,");
        check(&[("1", 10.0, 100.0), ("st", 7.0, 96.5)], "1st");
    }

    #[test]
    fn small_letters_on_the_baseline_and_large_ones_above_it_stay() {
        check(&[("M", 10.0, 100.0), ("AYOR", 8.0, 100.0)], "MAYOR");
        check(&[("10", 10.0, 100.0), ("6", 10.0, 97.0)], "106");
    }
}
