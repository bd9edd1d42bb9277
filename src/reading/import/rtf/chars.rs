//! The characters of rich text: bytes in the encoding of the font, and `\u` numbers with what stands in for them in old programs.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1258;
use encoding_rs::{BIG5, EUC_KR, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250};
use encoding_rs::{WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257};

use crate::import::encoding::Charset;

/// The encodings of a file: its own, and those of its fonts.
#[derive(Debug)]
pub struct Fonts {
    /// The encoding of text in fonts that name none.
    pub default: Charset,
    fonts: HashMap<i32, Charset>,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { default: Charset::Web(WINDOWS_1252), fonts: HashMap::new() }
    }
}

impl Fonts {
    /// The charset of a font.
    pub fn charset(&self, font: i32) -> Charset {
        self.fonts.get(&font).copied().unwrap_or(self.default)
    }

    /// Notes the `\fcharset` of a font.
    pub fn set_charset(&mut self, font: i32, charset: i32) {
        let encoding = match charset {
            77 => MACINTOSH,
            128 => SHIFT_JIS,
            129 | 130 => EUC_KR,
            134 => GBK,
            136 => BIG5,
            161 => WINDOWS_1253,
            162 => WINDOWS_1254,
            163 => WINDOWS_1258,
            177 => WINDOWS_1255,
            178 => WINDOWS_1256,
            186 => WINDOWS_1257,
            204 => WINDOWS_1251,
            222 => WINDOWS_874,
            238 => WINDOWS_1250,
            _ => return,
        };
        self.fonts.insert(font, Charset::Web(encoding));
    }
}

/// The encoding of a code page, by its number.
pub fn of_code_page(page: i32) -> Option<Charset> {
    Some(Charset::Web(match page {
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => UTF_8,
        page => return Charset::of_dos(u16::try_from(page).ok()?),
    }))
}

/// Bytes and UTF-16 units that wait to become characters.
#[derive(Debug, Default)]
pub struct Pending {
    bytes: Vec<u8>,
    high: Option<u16>,
}

impl Pending {
    /// Takes a byte; it may be half of a character.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// The characters of the bytes that wait.
    pub fn take(&mut self, charset: Charset) -> String {
        if self.bytes.is_empty() {
            return String::new();
        }
        self.high = None;
        let text = charset.decode(&self.bytes).0;
        self.bytes.clear();
        text
    }

    /// The character of a `\u` number. Characters beyond 16 bits come as two.
    pub fn unit(&mut self, number: i32) -> Option<char> {
        // Numbers above 32767 are written as negative ones, by most.
        let unit = u16::try_from(number).unwrap_or((number & 0xffff) as u16);
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return None;
        }
        let units = self.high.take().into_iter().chain([unit]);
        // A symbol font's characters stand in the private area.
        char::decode_utf16(units).flatten().last().filter(|char| !('\u{f000}'..='\u{f0ff}').contains(char))
    }
}
