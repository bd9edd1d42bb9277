//! Bytes to characters: byte order mark, strict UTF-8, UTF-16 by its pattern, a declared charset, else a guess. What is no text is told.

mod charset;
mod guess;
mod letters;

use encoding_rs::{Encoding, UTF_8};

use super::{ImportError, Input, Warning};

pub use charset::Charset;

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
/// [`ImportError::UnknownEncoding`] for a reviewer's choice that no encoding has, [`ImportError::NotText`] for bytes that are none.
pub fn decode(input: &Input<'_>, declared: Option<&str>) -> Result<Decoded, ImportError> {
    let decoded = match input.encoding {
        Some(label) => {
            let charset = Charset::for_label(label);
            let charset = charset.ok_or_else(|| ImportError::UnknownEncoding(label.to_owned()))?;
            decode_as(input.bytes, charset, None)
        }
        // What the server says goes before what the file says of itself.
        None => decode_unasked(input.bytes, input.charset.or(declared))?,
    };
    if letters::is_not_text(&decoded.text) { Err(NO_TEXT) } else { Ok(decoded) }
}

const NO_TEXT: ImportError = ImportError::NotText("no text: sound, a picture, a database, a program or the like");

/// The charset that bytes show goes before the one that is said of them, since that is often wrong.
fn decode_unasked(bytes: &[u8], said: Option<&str>) -> Result<Decoded, ImportError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(bytes, Charset::Web(encoding), None));
    }
    if let Some(charset) = guess::seven_bit(bytes) {
        return Ok(decode_as(bytes, charset, None));
    }
    let said = said.and_then(Charset::for_label);
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
    {
        return Ok(decode_utf8(text, said));
    }
    if let Some(encoding) = guess::utf16_pattern(bytes) {
        return Ok(decode_as(bytes, Charset::Web(encoding), None));
    }
    match said {
        Some(charset) if fits(bytes, charset) => Ok(decode_as(bytes, charset, None)),
        said => decode_guessed(bytes, said),
    }
}

/// Bytes that are UTF-8 are hardly ever anything else, whatever is said of them.
fn decode_utf8(text: &str, said: Option<Charset>) -> Decoded {
    let is_other = |said: &Charset| !text.is_ascii() && said.name() != UTF_8.name();
    let warning = said.filter(is_other).map(|said| otherwise(said, UTF_8.name()));
    Decoded { text: text.to_owned(), encoding: UTF_8.name(), warning }
}

/// Whether bytes can be in a charset: few of them stand for nothing in it.
fn fits(bytes: &[u8], charset: Charset) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (text, has_errors) = charset.decode(sample);
    if !has_errors {
        return true;
    }
    let beyond = text.chars().filter(|char| !char.is_ascii());
    let (wrong, all) = beyond.fold((0, 0), |(wrong, all), char| (wrong + usize::from(char == '\u{fffd}'), all + 1));
    wrong * 2 < all
}

/// So much tells whether a charset fits, in bytes.
const SAMPLE: usize = 1 << 20;

fn decode_guessed(bytes: &[u8], said: Option<Charset>) -> Result<Decoded, ImportError> {
    let charset = guess::guess(bytes);
    let warning = match said {
        Some(said) if said.name() != charset.name() => otherwise(said, charset.name()),
        _ => Warning::new(format!(
            "The encoding is not stated; it was read as {}. Choose another if letters look wrong.",
            charset.name()
        )),
    };
    let decoded = decode_as(bytes, charset, Some(warning));
    if charset.is_single_byte() && guess::is_noise(&decoded.text) { Err(NO_TEXT) } else { Ok(decoded) }
}

fn otherwise(said: Charset, read: &str) -> Warning {
    Warning::new(format!(
        "The encoding is said to be {}, which it is not; it was read as {read}. Choose another if letters look wrong.",
        said.name()
    ))
}

fn decode_as(bytes: &[u8], charset: Charset, warning: Option<Warning>) -> Decoded {
    let (text, has_errors) = charset.decode(bytes);
    let damaged = || {
        let message = format!(
            "Some bytes are not {}; they stand as �. Choose another encoding if letters look wrong.",
            charset.name()
        );
        Warning::new(message)
    };
    let warning = if has_errors { Some(damaged()) } else { warning };
    Decoded { text, encoding: charset.name(), warning }
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
    fn what_is_said_of_bytes_counts_only_where_it_can_be_so() {
        let check = |bytes: &[u8], said, text: &str, encoding, is_told: bool| {
            let decoded = decode(&Input { bytes, ..Input::default() }, Some(said)).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding), "{said}");
            assert_eq!(decoded.warning.is_some(), is_told, "{said}: {:?}", decoded.warning);
        };
        check("防波堤的费用".as_bytes(), "gb2312", "防波堤的费用", "UTF-8", true);
        check(b"caf\xE9 cr\xE8me", "utf-8", "café crème", "windows-1252", true);
        check(b"Stra\xE1e", "cp850", "Straße", "IBM850", false);
        check(b"\x1B$BF|K\\\x1B(B", "us-ascii", "日本", "ISO-2022-JP", false);
        check(b"plain", "klingon", "plain", "UTF-8", false);
        // One damaged byte does not make another encoding.
        check(b"\xC3\xA9\xC3\xA9\xFF", "utf-8", "éé\u{fffd}", "UTF-8", true);
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"[..], b"ID3\x04\0\0\0\0\x0f\x76TALB\0\0\0"] {
            let read = decode(&Input { bytes, ..Input::default() }, None);
            assert!(matches!(read, Err(ImportError::NotText(_))), "{read:?}");
        }
    }

    #[test]
    fn the_reviewer_decides() {
        let input = Input { bytes: b"\xE9", encoding: Some("iso-8859-2"), ..Input::default() };
        assert_eq!(decode(&input, None).unwrap().text, "é");
        let input = Input { encoding: Some("klingon"), ..input };
        assert_eq!(decode(&input, None), Err(ImportError::UnknownEncoding("klingon".into())));
    }
}
