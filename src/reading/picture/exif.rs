//! What a picture says of itself, in words.

use std::{
    fmt::{self, Write as _},
    io::Cursor,
};

use exif::{In, Reader, Tag};

/// The lines that are told of one picture, at most.
const MAX_LINES: usize = 200;

/// The characters that are told of one value, at most.
const MAX_VALUE: usize = 200;

/// What says how the pixels of a TIFF are kept, which every one has and which tells nothing of the picture.
const OF_THE_FILE: &[Tag] = &[
    Tag::ImageWidth,
    Tag::ImageLength,
    Tag::BitsPerSample,
    Tag::Compression,
    Tag::PhotometricInterpretation,
    Tag::StripOffsets,
    Tag::SamplesPerPixel,
    Tag::RowsPerStrip,
    Tag::StripByteCounts,
    Tag::PlanarConfiguration,
    Tag::XResolution,
    Tag::YResolution,
    Tag::ResolutionUnit,
    Tag::TileOffsets,
    Tag::TileByteCounts,
    Tag::JPEGInterchangeFormat,
    Tag::JPEGInterchangeFormatLength,
];

/// TIFF's own way of keeping pixels, for which the crate has no names: kind of page, order of bits, tiles, prediction, colours.
const NAMELESS: &[u16] = &[0xFE, 0xFF, 0x10A, 0x118, 0x119, 0x13D, 0x140, 0x142, 0x143, 0x152, 0x153, 0x15B];

/// Names and values of what a picture says of itself, in its order; of the picture alone, not of its small preview.
pub(super) fn lines(bytes: &[u8]) -> Vec<(String, String)> {
    let read = Reader::new().continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
    let Ok(read) = read.or_else(|error| error.distill_partial_result(|_| {})) else { return Vec::new() };
    let told = read.fields().filter(|field| field.ifd_num == In::PRIMARY && tells_something(field.tag));
    let lines = told.take(MAX_LINES).map(|field| {
        let mut value = Bounded::default();
        // Stops where the value is longer than what is told of it.
        let _ = write!(value, "{}", field.display_value().with_unit(&read));
        (name_of(field.tag), value.told())
    });
    lines.filter(|(_, value)| !value.is_empty()).collect()
}

fn tells_something(tag: Tag) -> bool {
    let is_nameless = tag.context() == exif::Context::Tiff && NAMELESS.contains(&tag.number());
    !OF_THE_FILE.contains(&tag) && !is_nameless
}

/// "GPS latitude" for `GPSLatitude`.
fn name_of(tag: Tag) -> String {
    let name = tag.to_string();
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let is_upper = |at: usize| letters.get(at).is_some_and(char::is_ascii_uppercase);
        let begins_word = at > 0 && is_upper(at) && (!is_upper(at - 1) || !is_upper(at + 1) && at + 1 < letters.len());
        if begins_word {
            words.push(' ');
        }
        let is_capital_of_word = begins_word && !is_upper(at + 1);
        words.push(if is_capital_of_word { letter.to_ascii_lowercase() } else { *letter });
    }
    words
}

/// Takes so many characters and no more, each of which can be shown in a line.
#[derive(Default)]
struct Bounded {
    text: String,
    len: usize,
}

impl Bounded {
    fn told(&self) -> String {
        let text = self.text.trim().trim_matches('"').trim();
        if self.len < MAX_VALUE { text.to_owned() } else { format!("{text} …") }
    }
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            if self.len >= MAX_VALUE {
                return Err(fmt::Error);
            }
            self.text.push(if letter.is_control() { ' ' } else { letter });
            self.len += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        let names = [Tag::GPSLatitudeRef, Tag::DateTimeOriginal, Tag::Model, Tag::FNumber, Tag::ISOSpeed].map(name_of);
        assert_eq!(names, ["GPS latitude ref", "Date time original", "Model", "F number", "ISO speed"]);
    }
}
