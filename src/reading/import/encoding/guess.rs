//! Which charset bytes are in when nothing says so.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, MACINTOSH, UTF_16BE, UTF_16LE};

use super::charset::{Charset, KOREAN_SIGN};

/// Bytes that are enough to guess by, from the first that is not ASCII.
const SAMPLE: usize = 1 << 20;

/// Characters that are enough to tell whether a guess gives words.
const JUDGED: usize = 20_000;

/// The code pages of DOS that are tried where browsers' charsets give no words: in America, Western and Central Europe.
const DOS: [u16; 3] = [437, 850, 852];

/// The charset that bytes are most likely in.
pub fn guess(bytes: &[u8]) -> Charset {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    // The letters before it tell the language.
    let sample = &bytes[first.saturating_sub(256)..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    // A part may look like UTF-8 where the whole is not.
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let modern = detector.guess(None, if is_utf8 { Utf8Detection::Allow } else { Utf8Detection::Deny });
    if modern.is_single_byte() { older(sample, Charset::Web(modern)) } else { Charset::Web(modern) }
}

/// A charset of old machines where the words are much better in it.
fn older(sample: &[u8], modern: Charset) -> Charset {
    let score = |charset: Charset| plausibility(&charset.decode(sample).0);
    let (found, judged) = score(modern);
    // A guess with a few odd signs stays.
    if found * 2 >= judged {
        return modern;
    }
    let old = [Charset::Web(MACINTOSH)].into_iter().chain(DOS.into_iter().filter_map(Charset::of_dos));
    let tried = old.map(|charset| (score(charset).0, charset));
    let best = tried.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.filter(|(points, _)| *points > found + judged / 4).map_or(modern, |(_, charset)| charset)
}

/// How well the characters beyond ASCII stand among the others, and how many were looked at: a letter in a word counts 1 for it, a
/// capital within a word, a sign between letters and a control character 2 or more against it.
fn plausibility(text: &str) -> (i64, i64) {
    let chars: Vec<char> = text.chars().take(JUDGED).collect();
    let beyond = (0..chars.len()).filter(|at| !chars[*at].is_ascii());
    let points = beyond.map(|at| {
        let before = at.checked_sub(1).map_or(' ', |at| chars[at]);
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        points(before, chars[at], after)
    });
    points.fold((0, 0), |(sum, count), points| (sum + points, count + 1))
}

/// Whether what a guess gives is no language: many characters beyond ASCII, and of these many signs that stand for themselves or
/// capitals within words.
pub fn is_noise(text: &str) -> bool {
    let (mut all, mut beyond, mut strange, mut before) = (0, 0, 0, ' ');
    for char in text.chars().take(JUDGED) {
        all += 1;
        beyond += usize::from(!char.is_ascii());
        let is_within = char.is_uppercase() && before.is_lowercase() || matches!(char, 'ƒ' | 'ª' | 'º' | 'µ');
        let is_sign = !char.is_alphanumeric() && !is_written(char) || is_within;
        strange += usize::from(!char.is_ascii() && is_sign);
        before = char;
    }
    beyond > FEW && beyond * BEYOND > all && strange * STRANGE > beyond
}

/// So few characters beyond ASCII tell nothing.
const FEW: usize = 4;
/// One in so many characters is beyond ASCII in noise …
const BEYOND: usize = 4;
/// … and one in so many of these is strange.
const STRANGE: usize = 5;

/// Signs that are written among words, and the lines of boxes.
fn is_written(char: char) -> bool {
    matches!(
        char,
        '\u{a0}'
            | '’'
            | '‘'
            | '‚'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '–'
            | '—'
            | '…'
            | '•'
            | '·'
            | '\u{ad}'
    ) || matches!(char, '\u{2500}'..='\u{259f}' | '¿' | '¡' | '°')
}

fn points(before: char, char: char, after: char) -> i64 {
    let is_letter = char.is_alphabetic() && !matches!(char, 'ƒ' | 'ª' | 'º' | 'µ');
    match char {
        '\u{fffd}' | '\u{80}'..='\u{9f}' => -3,
        _ if is_letter && char.is_uppercase() && before.is_lowercase() => -2,
        _ if is_letter && (before.is_alphabetic() || after.is_alphabetic()) => 1,
        _ if is_letter => 0,
        '’' | '‘' | '·' | '\u{ad}' | '-' => 1,
        _ if before.is_alphabetic() && after.is_alphabetic() => -2,
        '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' | '•' | '€' | '£' | '§' | '°' | '\u{a0}' => {
            1
        }
        _ => 0,
    }
}

/// The charset that seven-bit text with the signs of ISO 2022 is in.
pub fn seven_bit(bytes: &[u8]) -> Option<Charset> {
    if !bytes.contains(&0x1B) || !bytes.is_ascii() {
        return None;
    }
    let has = |sign: &[u8]| bytes.windows(sign.len()).any(|window| window == sign);
    if has(KOREAN_SIGN) {
        return Some(Charset::Korean7);
    }
    (has(b"\x1B$B") || has(b"\x1B$@")).then_some(Charset::Web(ISO_2022_JP))
}

/// UTF-16 without a byte order mark: in most scripts with spaces and line ends, every other byte is often 0.
pub fn utf16_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    if sample.len() < 4 || !sample.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    match (even * 10 > pairs, odd * 10 > pairs) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str) {
        let charset = guess(bytes);
        assert_eq!(charset.name(), name, "{}", charset.decode(bytes).0);
    }

    #[test]
    fn words_of_old_machines_are_told_from_those_of_today() {
        check(b"Das Geb\x8Aude f\x9Fr die Stra\xA7e ist sch\x9An, sagte M\x9Fller.", "macintosh");
        check(b"L'\x8Ecole a \x8Et\x8E ferm\x8Ee apr\x8Fs l'\x8Et\x8E, d\x8Ej\x88 trop chaud.", "macintosh");
        check(b"Das Geb\x84ude f\x81r die Stra\xE1e ist sch\x94n, sagte M\x81ller.", "IBM437");
        check(b"Das Geb\xE4ude f\xFCr die Stra\xDFe ist sch\xF6n, sagte M\xFCller.", "windows-1252");
        check(b"The caf\xE9 \x93wall\x94 costs \x8040 \x96 more.", "windows-1252");
        check(b"One \xB0 only.", "windows-1252");
    }

    #[test]
    fn a_guess_that_gives_no_language_is_told() {
        assert!(is_noise("zÐ›ž¬g)&ªÏ£x}¾¶®>WMaÑ¦"));
        assert!(is_noise("Ñ¢ô°à¤àò¢”žýíäéíüª²Ð¶ŽÛÒÐ§é–\u{ad}ÄÐÁÚ\u{ad}ß±ðýô™œ„³ª¯ð¹"));
        for text in [
            "Das „Gebäude“ für 40 € ist schön – sagte sie.",
            "Деньги – «у города», сказал он…",
            "┌──┐\n│ é│\n└──┘",
            "€ § © ®",
        ] {
            assert!(!is_noise(text), "{text}");
        }
    }

    #[test]
    fn seven_bits_are_known_by_their_signs() {
        assert_eq!(seven_bit(b"plain \x1B[31mred").map(Charset::name), None);
        assert_eq!(seven_bit(b"\x1B$BF|K\\\x1B(B").map(Charset::name), Some("ISO-2022-JP"));
        assert_eq!(seven_bit(b"\x1B$)C\x0E4k82\x0F").map(Charset::name), Some("ISO-2022-KR"));
    }
}
