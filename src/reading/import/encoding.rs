//! Bytes to characters: byte order mark, strict UTF-8, UTF-16 by its pattern, a declared charset, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{ImportError, Input, Warning};

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// The encoding's WHATWG name.
    pub encoding: &'static str,
    /// What the reviewer should know about the decoding.
    pub warning: Option<Warning>,
}

/// Decodes an input. `declared` is the charset that the file itself names.
///
/// # Errors
/// [`ImportError::UnknownEncoding`] for a reviewer's choice that no encoding has.
pub fn decode(input: &Input<'_>, declared: Option<&str>) -> Result<Decoded, ImportError> {
    if let Some(label) = input.encoding {
        let encoding = Encoding::for_label(label.as_bytes());
        let encoding = encoding.ok_or_else(|| ImportError::UnknownEncoding(label.to_owned()))?;
        return Ok(decode_as(input.bytes, encoding, None));
    }
    if let Some((encoding, _)) = Encoding::for_bom(input.bytes) {
        return Ok(decode_as(input.bytes, encoding, None));
    }
    if let Ok(text) = std::str::from_utf8(input.bytes)
        && !input.bytes.contains(&0)
    {
        return Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name(), warning: None });
    }
    if let Some(encoding) = utf16_pattern(input.bytes) {
        return Ok(decode_as(input.bytes, encoding, None));
    }
    // What the server says goes before what the file says of itself.
    if let Some(encoding) = input.charset.or(declared).and_then(|label| Encoding::for_label(label.as_bytes())) {
        return Ok(decode_as(input.bytes, encoding, None));
    }
    let encoding = guess(input.bytes);
    let message = format!(
        "The encoding is not stated; it was read as {}. Choose another if letters look wrong.",
        encoding.name()
    );
    Ok(decode_as(input.bytes, encoding, Some(Warning::new(message))))
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding, warning: Option<Warning>) -> Decoded {
    let (text, encoding, has_errors) = encoding.decode(bytes);
    let damaged = || {
        let message = format!(
            "Some bytes are not {}; they stand as �. Choose another encoding if letters look wrong.",
            encoding.name()
        );
        Warning::new(message)
    };
    let warning = if has_errors { Some(damaged()) } else { warning };
    Decoded { text: text.into_owned(), encoding: encoding.name(), warning }
}

/// Bytes that are enough to guess an encoding by, from the first that is not ASCII.
const SAMPLE: usize = 1 << 20;

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    // The letters before it tell the language.
    let sample = &bytes[first.saturating_sub(256)..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    // A part may look like UTF-8 where the whole is not.
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    detector.guess(None, if is_utf8 { Utf8Detection::Allow } else { Utf8Detection::Deny })
}

/// UTF-16 without a byte order mark: in most scripts with spaces and line ends, every other byte is often 0.
fn utf16_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
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

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(&Input { bytes, ..Input::default() }, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    }

    #[test]
    fn recognises_encodings() {
        check("“Ürün”".as_bytes(), "“Ürün”", "UTF-8");
        check(b"\xEF\xBB\xBFwords", "words", "UTF-8");
        check(b"\xFF\xFEw\0o\0", "wo", "UTF-16LE");
        let utf16: Vec<u8> = "Words, and more words.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&utf16, "Words, and more words.", "UTF-16BE");
        let mut late = vec![b'a'; 2 << 20];
        late.extend(b" Er sagte: \x84Fr\xFCher war mehr Lametta\x93.");
        assert_eq!(decode(&Input { bytes: &late, ..Input::default() }, None).unwrap().encoding, "windows-1252");
        check(b"Er sagte: \x84Fr\xFCher war mehr Lametta\x93.", "Er sagte: „Früher war mehr Lametta“.", "windows-1252");
    }

    #[test]
    fn the_reviewer_decides() {
        let input = Input { bytes: b"\xE9", encoding: Some("iso-8859-2"), ..Input::default() };
        assert_eq!(decode(&input, None).unwrap().text, "é");
        let input = Input { encoding: Some("klingon"), ..input };
        assert_eq!(decode(&input, None), Err(ImportError::UnknownEncoding("klingon".into())));
    }
}
