//! Which characters letters are that the file does not name: by the characters that their font has for them, and in bitmap fonts of TeX
//! by their numbers.

use std::collections::HashMap;

use hayro_interpret::{
    font::{Glyph, OutlineGlyph},
    hayro_cmap::BfString,
    hayro_syntax::{
        object::{Array, Dict, Name, Object},
        page::Page,
    },
};
use skrifa::{FontRef, MetadataProvider};

/// The letters of a page.
#[derive(Debug, Default)]
pub struct Letters {
    /// Characters by the numbers of glyphs, for each font that was asked.
    fonts: HashMap<u128, HashMap<u32, char>>,
    /// Whether every bitmap font of the page numbers its letters as TeX does.
    is_tex: bool,
}

impl Letters {
    /// What is known of a page's letters before they are seen.
    pub fn of(page: &Page<'_>) -> Self {
        Self { fonts: HashMap::new(), is_tex: is_tex(&page.resources().fonts) }
    }

    /// The characters of a letter; none when nothing tells.
    pub fn text(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let named = match glyph.as_unicode() {
            Some(BfString::Char(char)) => Some(char.to_string()),
            Some(BfString::String(text)) => Some(text),
            None => None,
        };
        let named = named.filter(|text| !text.chars().all(|char| char.is_control() && !char.is_whitespace()));
        named.or_else(|| match glyph {
            Glyph::Outline(outline) => self.by_font(outline).map(String::from),
            Glyph::Type3(_) if self.is_tex => tex(glyph.char_code()).map(String::from),
            Glyph::Type3(_) => None,
        })
    }

    fn by_font(&mut self, outline: &OutlineGlyph) -> Option<char> {
        let data = outline.font_data()?;
        let font = self.fonts.entry(data.cache_key).or_insert_with(|| chars_of((*data.data).as_ref()));
        font.get(&outline.glyph_id().to_u32()).copied()
    }
}

/// The character of each glyph of a font; the first where it has several.
fn chars_of(bytes: &[u8]) -> HashMap<u32, char> {
    let Ok(font) = FontRef::new(bytes) else { return HashMap::new() };
    let mut chars = HashMap::new();
    for (code, glyph) in font.charmap().mappings() {
        let char = char::from_u32(code).filter(|char| !char.is_control() && !('\u{e000}'..='\u{f8ff}').contains(char));
        if let Some(char) = char {
            chars.entry(glyph.to_u32()).or_insert(char);
        }
    }
    chars
}

/// Whether all bitmap fonts that name no characters call their letters `a65` and the like by their own numbers, as dvips does.
fn is_tex(fonts: &Dict<'_>) -> bool {
    let fonts = fonts.keys().filter_map(|name| fonts.get::<Dict<'_>>(name));
    let mut unnamed = fonts.filter(|font| {
        font.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Type3") && !font.contains_key("ToUnicode")
    });
    unnamed.all(|font| {
        let encoding = font.get::<Dict<'_>>("Encoding").and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
        encoding.is_some_and(|names| are_numbers(&names))
    })
}

fn are_numbers(names: &Array<'_>) -> bool {
    let mut next = None;
    names.iter::<Object<'_>>().all(|entry| match entry {
        Object::Number(number) => {
            next = Some(number.as_i64());
            true
        }
        Object::Name(name) => {
            let is_own = next.is_some_and(|code| name.as_str() == format!("a{code}"));
            next = next.map(|code| code + 1);
            is_own
        }
        _ => false,
    })
}

/// The characters of TeX's text fonts (OT1) by their numbers.
fn tex(code: u32) -> Option<&'static str> {
    const LOW: [&str; 6] = ["ff", "fi", "fl", "ffi", "ffl", "ı"];
    const ASCII: &str =
        "!”#$%&’()*+,-./0123456789:;¡=¿?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[“]^_‘abcdefghijklmnopqrstuvwxyz–—˝~";
    match code {
        11..=16 => LOW.get(code as usize - 11).copied(),
        25 => Some("ß"),
        26 => Some("æ"),
        27 => Some("œ"),
        28 => Some("ø"),
        29 => Some("Æ"),
        30 => Some("Œ"),
        31 => Some("Ø"),
        33..=126 => {
            let (start, char) = ASCII.char_indices().nth(code as usize - 33)?;
            ASCII.get(start..start + char.len_utf8())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_tex_have_their_numbers() {
        assert_eq!(tex(65), Some("A"));
        assert_eq!(tex(12), Some("fi"));
        assert_eq!(tex(39), Some("’"));
        assert_eq!(tex(123), Some("–"));
        assert_eq!(tex(126), Some("~"));
        assert_eq!(tex(200), None);
    }

    #[test]
    fn what_is_no_font_has_no_characters() {
        assert!(chars_of(b"none").is_empty());
    }
}
