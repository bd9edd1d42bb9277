//! Whether bytes are text at all: sound, pictures, databases and programs are full of characters that nobody writes.

/// So much is looked at in one place, in bytes.
const WINDOW: usize = 1024;

/// In so many places, from the beginning to the end.
const SAMPLES: usize = 32;

/// A place with this share of control characters is no text: bytes at random have one in ten, text has none.
const SHARE: usize = 100;

/// Fewer are a slip (a zero left in a text).
const FEW: usize = 3;

/// Whether text was read out of bytes that are none: its beginning is full of control characters, or a quarter of it is.
pub fn is_not_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_strange = |start: usize| {
        let window = &bytes[start..bytes.len().min(start + WINDOW)];
        let controls = window.iter().filter(|byte| is_control(**byte)).count() + strangers(window);
        controls > FEW && controls * SHARE > window.len()
    };
    let samples = SAMPLES.min(bytes.len().div_ceil(WINDOW));
    let last = bytes.len().saturating_sub(WINDOW);
    let start = |index: usize| if samples > 1 { last / (samples - 1) * index } else { 0 };
    is_strange(0) || (0..samples).filter(|index| is_strange(start(*index))).count() * 4 > samples
}

/// Control characters but for those of lines and pages, of typewriters, of terminals, of ISO 2022, and the end of a file of DOS.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=7 | 0x10..=0x19 | 0x1C..=0x1F | 0x7F)
}

/// Characters of the private area, which UTF-16 has many of when it is none.
fn strangers(window: &[u8]) -> usize {
    window.windows(2).filter(|pair| matches!(pair, [0xEE, 0x80..=0xBF] | [0xEF, 0x80..=0xA3])).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern.
    fn noise(len: usize) -> Vec<u8> {
        let mut state = 1u32;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..len).map(next).collect()
    }

    #[test]
    fn noise_is_no_text_in_whatever_charset() {
        for len in [300, 1000, 100_000] {
            let bytes = noise(len);
            for charset in [encoding_rs::WINDOWS_1252, encoding_rs::UTF_16LE, encoding_rs::GBK, encoding_rs::UTF_8] {
                assert!(is_not_text(&charset.decode_without_bom_handling(&bytes).0), "{len} {}", charset.name());
            }
        }
    }

    #[test]
    fn text_with_a_few_odd_signs_is_text() {
        assert!(!is_not_text("One\0two"));
        assert!(!is_not_text("\u{1b}[31mred\u{1b}[0m and \u{8}\u{8}overstruck\u{c}\n\u{1a}"));
        assert!(!is_not_text(&format!("{}{}", "Words of a report. ".repeat(500), "\0".repeat(2000))));
        assert!(!is_not_text(""));
        assert!(!is_not_text("\u{e000}\u{e001} signs of a script's own"));
    }
}
