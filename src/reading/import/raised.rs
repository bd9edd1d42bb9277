//! Raised and lowered characters as characters of their own, so that a number stays the number that is printed: 10³, never 103.

/// Longer raised text is a passage in small print, not a sign at a word.
pub(super) const LONGEST_RAISED: usize = 24;

/// Superscript characters for the text. Two letters or more ("th", "ème") cannot be taken for part of a number and stay as they are;
/// so does what Unicode has no raised form of.
pub(super) fn raised(text: &str) -> String {
    shifted(text, raised_char)
}

/// Subscript characters for the text, as in CO₂.
pub(super) fn lowered(text: &str) -> String {
    shifted(text, lowered_char)
}

fn shifted(text: &str, of: fn(char) -> Option<char>) -> String {
    let trimmed = text.trim();
    let is_word = trimmed.chars().count() > 1 && trimmed.chars().all(|char| char.is_alphabetic() || char == '.');
    if is_word || trimmed.chars().count() > LONGEST_RAISED {
        return text.to_owned();
    }
    text.chars().map(|char| of(char).unwrap_or(char)).collect()
}

fn raised_char(char: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LETTERS: &[(char, char)] = &[
        ('a', 'ᵃ'),
        ('b', 'ᵇ'),
        ('c', 'ᶜ'),
        ('d', 'ᵈ'),
        ('e', 'ᵉ'),
        ('f', 'ᶠ'),
        ('g', 'ᵍ'),
        ('h', 'ʰ'),
        ('i', 'ⁱ'),
        ('j', 'ʲ'),
        ('k', 'ᵏ'),
        ('l', 'ˡ'),
        ('m', 'ᵐ'),
        ('n', 'ⁿ'),
        ('o', 'ᵒ'),
        ('p', 'ᵖ'),
        ('r', 'ʳ'),
        ('s', 'ˢ'),
        ('t', 'ᵗ'),
        ('u', 'ᵘ'),
        ('v', 'ᵛ'),
        ('w', 'ʷ'),
        ('x', 'ˣ'),
        ('y', 'ʸ'),
        ('z', 'ᶻ'),
    ];
    match char {
        '0'..='9' => Some(DIGITS[char as usize - '0' as usize]),
        '+' => Some('⁺'),
        '-' | '−' | '–' => Some('⁻'),
        '=' => Some('⁼'),
        '(' => Some('⁽'),
        ')' => Some('⁾'),
        _ => LETTERS.iter().find(|(plain, _)| *plain == char).map(|(_, raised)| *raised),
    }
}

fn lowered_char(char: char) -> Option<char> {
    const DIGITS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    match char {
        '0'..='9' => Some(DIGITS[char as usize - '0' as usize]),
        '+' => Some('₊'),
        '-' | '−' | '–' => Some('₋'),
        '=' => Some('₌'),
        '(' => Some('₍'),
        ')' => Some('₎'),
        'a' => Some('ₐ'),
        'e' => Some('ₑ'),
        'i' => Some('ᵢ'),
        'j' => Some('ⱼ'),
        'k' => Some('ₖ'),
        'm' => Some('ₘ'),
        'n' => Some('ₙ'),
        'o' => Some('ₒ'),
        'p' => Some('ₚ'),
        'r' => Some('ᵣ'),
        's' => Some('ₛ'),
        't' => Some('ₜ'),
        'x' => Some('ₓ'),
        _ => None,
    }
}

/// Whether raised text can be the sign of a note: a number of up to three figures, a letter, stars or daggers, in brackets or not.
pub(super) fn is_note_sign(text: &str) -> bool {
    let sign = text.trim().trim_matches(['[', ']', '(', ')']);
    let is_number = (1..=3).contains(&sign.len()) && sign.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = sign.chars().count() == 1 && sign.chars().all(char::is_alphabetic);
    let is_mark = (1..=3).contains(&sign.chars().count()) && sign.chars().all(|char| "*†‡§¶".contains(char));
    let is_roman = (1..=5).contains(&sign.len()) && sign.bytes().all(|byte| b"ivx".contains(&byte));
    is_number || is_letter || is_mark || is_roman
}

/// The number in raised figures with which a text begins: that of a note.
pub(super) fn raised_number(text: &str) -> Option<String> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let of = |char: char| {
        DIGITS.iter().position(|digit| *digit == char).and_then(|digit| char::from_digit(digit as u32, 10))
    };
    let number: String = text.trim_start().chars().map_while(of).collect();
    (1..=3).contains(&number.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_or_a_sign_stays_apart_from_its_number() {
        for (plain, expected) in
            [("6", "⁶"), ("-3", "⁻³"), ("2+", "²⁺"), ("1,2", "¹,²"), ("n", "ⁿ"), ("th", "th"), ("er", "er"), ("®", "®")]
        {
            assert_eq!(raised(plain), expected);
        }
        assert_eq!((lowered("2").as_str(), lowered("max").as_str()), ("₂", "max"));
    }

    #[test]
    fn tells_the_sign_of_a_note() {
        assert!(["1", "[12]", "a", "*", "†", "iv", "(3)"].iter().all(|sign| is_note_sign(sign)));
        assert!(["1234", "th", "2+", "", "m²"].iter().all(|sign| !is_note_sign(sign)));
    }
}
