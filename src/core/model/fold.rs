//! Which letters count as the same when texts are compared.
//!
//! A draft that went through a word processor, a PDF or another site comes back with other quotes, dashes, spaces,
//! ligatures and accents put together differently. None of that is an edit. Folding makes such letters equal; it is only used for
//! comparing, and every position stays a position in the text as it is. It does not fold `²` to `2` or `½` to `1/2`,
//! since a checker cares about those.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{is_combining_mark, is_public_assigned};

/// Writes the folded letters of `text` to `out`, in lower case where `is_lower`. White space is kept as it is.
pub(crate) fn fold_into(text: &str, is_lower: bool, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        if is_lower {
            out.make_ascii_lowercase();
        }
        return;
    }
    let plain = text.chars().filter(|c| !is_ignored(*c)).flat_map(Compat::of).nfc();
    for c in plain {
        let c = fold_mark(c);
        if is_lower { out.extend(c.to_lowercase()) } else { out.push(c) }
    }
}

/// Whether a character shows nothing and parts nothing: soft hyphen, joiners, direction marks, byte order mark.
pub(crate) fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character parts words without being one: white space, and the zero-width space.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200b}'
}

/// One sign for all quotation marks, one for all apostrophes, one for all dashes.
pub(crate) fn fold_mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        'ς' => 'σ',
        c => c,
    }
}

/// Whether the character stands for a word or a piece of one without spaces around it: Han, kana, Thai and its kin.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x2FDF | 0x3005..=0x3007
        | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F
        | 0x20000..=0x3FFFF)
}

/// Whether the character can be part of a spaced word.
pub(crate) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    (c.is_alphanumeric() && !is_unspaced(c)) || is_combining_mark(c) || is_ignored(c)
}

/// The letters that a presentation form stands for; any other character is itself.
enum Compat {
    One(Option<char>),
    Many(std::vec::IntoIter<char>),
}

impl Compat {
    fn of(c: char) -> Self {
        let is_form = matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ffee}');
        if is_form && is_public_assigned(c) {
            return Self::Many(std::iter::once(c).nfkc().collect::<Vec<_>>().into_iter());
        }
        Self::One(Some(c))
    }
}

impl Iterator for Compat {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Many(chars) => chars.next(),
        }
    }
}

/// Whether two wordings differ in nothing but typography and white space. A word that a hyphen cuts at the end of a line is the
/// same word.
pub fn are_same_words(one: &str, other: &str) -> bool {
    let forms = |text: &str| [plain(text, false), plain(text, true)];
    one == other || forms(one).iter().any(|form| forms(other).contains(form))
}

/// The folded words and signs, one space between them. `is_joined`: without the hyphens at the ends of lines.
fn plain(text: &str, is_joined: bool) -> String {
    let mut folded = String::new();
    fold_into(text, false, &mut folded);
    let (mut out, mut before, mut is_line_end) = (String::with_capacity(folded.len()), ' ', false);
    for c in folded.chars() {
        if is_space(c) {
            is_line_end |= c == '\n';
            before = if is_line_end && out.ends_with('-') { '-' } else { ' ' };
            continue;
        }
        if is_line_end && before == '-' && is_word_char(c) {
            if is_joined {
                out.truncate(out.trim_end_matches('-').trim_end().len());
            } else {
                out.push(' ');
            }
        } else if !(out.is_empty() || c == '-' && before == '-' || is_word_char(c) && is_word_char(before)) {
            out.push(' ');
        }
        if !(c == '-' && before == '-') {
            out.push(c);
        }
        (before, is_line_end) = (c, false);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        fold_into(text, true, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn makes_typography_equal() {
        check("“It’s—so”", "\"it's-so\"");
        check("oﬃce of\u{ad}fice", "office office");
        check("e\u{301}t\u{200d}é", "été");
        check("ＡＢＣ１２", "abc12");
    }

    #[test]
    fn keeps_what_a_checker_cares_about() {
        check("10² km, ½ t", "10² km, ½ t");
        check("中文 שלום ﷺ", "中文 שלום صلى الله عليه وسلم");
    }

    #[test]
    fn only_what_is_more_than_typography_makes_other_words() {
        for (one, other) in [
            ("“It’s so”", "\"It's  so\""),
            ("a — b", "a -- b"),
            ("412 million\u{a0}€", "412 million €"),
            ("a requ-\nirement", "a requirement"),
            ("long-\nterm", "long-term"),
            ("« oui »", "«oui»"),
        ] {
            assert!(are_same_words(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("412 million", "438 million"),
            ("a part", "apart"),
            ("10 km", "10² km"),
            ("Bill", "bill"),
            ("not so", "so"),
        ] {
            assert!(!are_same_words(one, other), "{one} / {other}");
        }
    }
}
