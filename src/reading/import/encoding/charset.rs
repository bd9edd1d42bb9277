//! The ways from bytes to characters: those of the web (WHATWG Encoding), those of DOS, and the Korean one of mail (RFC 1557).

use encoding_rs::{EUC_KR, Encoding, REPLACEMENT};
use oem_cp::code_table;

/// A way from bytes to characters.
#[derive(Debug, Clone, Copy)]
pub enum Charset {
    /// One that browsers know.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static Page),
    /// ISO-2022-KR: seven bits, Korean between two control characters.
    Korean7,
}

/// A code page of DOS: its number, name and the characters of its upper half.
#[derive(Debug)]
pub struct Page {
    number: u16,
    name: &'static str,
    upper: &'static [char; 128],
}

/// The code pages of DOS that browsers do not know.
static PAGES: &[Page] = &[
    Page { number: 437, name: "IBM437", upper: &code_table::DECODING_TABLE_CP437 },
    Page { number: 850, name: "IBM850", upper: &code_table::DECODING_TABLE_CP850 },
    Page { number: 852, name: "IBM852", upper: &code_table::DECODING_TABLE_CP852 },
    Page { number: 855, name: "IBM855", upper: &code_table::DECODING_TABLE_CP855 },
    Page { number: 858, name: "IBM858", upper: &code_table::DECODING_TABLE_CP858 },
    Page { number: 737, name: "IBM737", upper: &code_table::DECODING_TABLE_CP737 },
    Page { number: 775, name: "IBM775", upper: &code_table::DECODING_TABLE_CP775 },
    Page { number: 860, name: "IBM860", upper: &code_table::DECODING_TABLE_CP860 },
    Page { number: 861, name: "IBM861", upper: &code_table::DECODING_TABLE_CP861 },
    Page { number: 862, name: "IBM862", upper: &code_table::DECODING_TABLE_CP862 },
    Page { number: 863, name: "IBM863", upper: &code_table::DECODING_TABLE_CP863 },
    Page { number: 865, name: "IBM865", upper: &code_table::DECODING_TABLE_CP865 },
    Page { number: 869, name: "IBM869", upper: &code_table::DECODING_TABLE_CP869 },
];

/// What the Korean seven-bit text begins with.
pub const KOREAN_SIGN: &[u8] = b"\x1B$)C";

impl Charset {
    /// Whether each byte is a character.
    pub fn is_single_byte(self) -> bool {
        match self {
            Self::Web(encoding) => encoding.is_single_byte(),
            Self::Dos(_) => true,
            Self::Korean7 => false,
        }
    }

    /// The charset of a name: a WHATWG label, `cp850` and its like, or `iso-2022-kr`.
    pub fn for_label(label: &str) -> Option<Self> {
        let label = label.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        if matches!(label.as_str(), "iso-2022-kr" | "csiso2022kr") {
            return Some(Self::Korean7);
        }
        if let Some(encoding) = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT) {
            return Some(Self::Web(encoding));
        }
        let number = ["cspc", "ibm-", "ibm", "cp-", "cp", "dos-", ""].iter().find_map(|start| {
            let rest = label.strip_prefix(start)?;
            rest.parse().ok()
        })?;
        Self::of_dos(number)
    }

    /// A code page of DOS by its number.
    pub fn of_dos(number: u16) -> Option<Self> {
        PAGES.iter().find(|page| page.number == number).map(Self::Dos)
    }

    /// Its name, which [`Self::for_label`] knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos(page) => page.name,
            Self::Korean7 => "ISO-2022-KR",
        }
    }

    /// The characters, without a byte order mark, and whether some bytes stand for none.
    pub fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Web(encoding) => {
                let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
                (text.into_owned(), has_errors)
            }
            Self::Dos(page) => (bytes.iter().map(|byte| page.char(*byte)).collect(), false),
            Self::Korean7 => decode_korean(bytes),
        }
    }
}

impl Page {
    fn char(&self, byte: u8) -> char {
        if byte < 0x80 { char::from(byte) } else { self.upper[usize::from(byte - 0x80)] }
    }
}

/// Between shift out and shift in, and to the end of the line at most, each byte is one of EUC-KR without its highest bit.
fn decode_korean(bytes: &[u8]) -> (String, bool) {
    let mut eight_bits = Vec::with_capacity(bytes.len());
    let mut is_korean = false;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            0x1B if after.starts_with(&KOREAN_SIGN[1..]) => rest = &after[KOREAN_SIGN.len() - 1..],
            0x0E => is_korean = true,
            0x0F => is_korean = false,
            b'\n' => {
                is_korean = false;
                eight_bits.push(byte);
            }
            0x21..=0x7E if is_korean => eight_bits.push(byte | 0x80),
            _ => eight_bits.push(byte),
        }
    }
    let (text, has_errors) = EUC_KR.decode_without_bom_handling(&eight_bits);
    (text.into_owned(), has_errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names_of_mail_and_of_dos() {
        let check = |label, name| assert_eq!(Charset::for_label(label).map(Charset::name), name, "{label}");
        check("UTF-8", Some("UTF-8"));
        check("gb2312", Some("GBK"));
        check("cp850", Some("IBM850"));
        check("IBM437", Some("IBM437"));
        check("cspc850multilingual", None);
        check("866", Some("IBM866"));
        check("\"ISO-2022-KR\"", Some("ISO-2022-KR"));
        check("hz-gb-2312", None);
        check("klingon", None);
        for page in PAGES {
            check(page.name, Some(page.name));
        }
    }

    #[test]
    fn reads_seven_bit_korean() {
        let bytes = b"\x1B$)C\x0E4k82\x0F and \x0E4k82\nplain again";
        assert_eq!(Charset::Korean7.decode(bytes), ("대림 and 대림\nplain again".to_owned(), false));
    }
}
