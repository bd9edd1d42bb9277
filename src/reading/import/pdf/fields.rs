//! What was filled into a form and is not drawn: programs leave that to whoever shows the file.

use hayro_interpret::{
    hayro_syntax::{
        object::{Array, Dict, Name, Rect, String as PdfString},
        page::Page,
    },
    kurbo::{Affine, Point},
};

use super::{
    glyphs::{Glyph, is_within_reach},
    meta, thresholds as set,
};

/// Fields hang in each other no deeper: deeper is a circle.
const MAX_DEPTH: usize = 16;
/// The most fields of a page.
const MAX_FIELDS: usize = 5_000;
/// The most characters of a field.
const MAX_VALUE: usize = 20_000;
/// The flag of what is not shown (PDF 32000, 12.5.3): hidden, or not to be viewed.
const UNSEEN: u32 = 1 << 1 | 1 << 5;

/// The letters of the values of a page's fields that have no picture of their own, each value on one line in its field.
pub fn values(page: &Page<'_>) -> Vec<Glyph> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    let to_page = Affine::new(page.initial_transform(true).as_coeffs());
    let fields = annotations.iter::<Dict<'_>>().take(MAX_FIELDS).filter(is_undrawn_field);
    fields.filter_map(|field| Some(letters(&value(&field)?, &field.get::<Rect>("Rect")?, to_page))).flatten().collect()
}

fn is_undrawn_field(annotation: &Dict<'_>) -> bool {
    let is_field = annotation.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Widget");
    let is_unseen = annotation.get::<u32>("F").unwrap_or(0) & UNSEEN != 0;
    is_field && !is_unseen && annotation.get::<Dict<'_>>("AP").is_none()
}

/// The text of a field; its value may stand in the field that it belongs to.
fn value(field: &Dict<'_>) -> Option<String> {
    let mut at = field.clone();
    for _ in 0..MAX_DEPTH {
        if let Some(value) = at.get::<PdfString<'_>>("V") {
            let text: String = meta::decoded(value.as_bytes()).chars().take(MAX_VALUE).collect();
            return Some(text).filter(|text| !text.trim().is_empty());
        }
        at = at.get::<Dict<'_>>("Parent")?;
    }
    None
}

fn letters(value: &str, rect: &Rect, to_page: Affine) -> Vec<Glyph> {
    let corners = [Point::new(rect.x0, rect.y0), Point::new(rect.x1, rect.y1)].map(|corner| to_page * corner);
    let (left, right) = (corners[0].x.min(corners[1].x) as f32, corners[0].x.max(corners[1].x) as f32);
    let (top, bottom) = (corners[0].y.min(corners[1].y) as f32, corners[0].y.max(corners[1].y) as f32);
    let lines: Vec<&str> = value.lines().collect();
    let height = (bottom - top) / lines.len().max(1) as f32;
    let size = (height * set::FIELD_LETTER).min(set::USUAL_SIZE);
    let line = |(row, line): (usize, &&str)| {
        let count = line.chars().count().max(1) as f32;
        let width = ((right - left) / count).min(size / 2.0);
        let y = top + height * (row as f32 + set::FIELD_BASELINE);
        let letter = move |(at, char): (usize, char)| {
            let x0 = left + width * at as f32;
            Glyph { char, x0, x1: x0 + width, y, size, is_bold: false, face: 0, link: 0 }
        };
        line.chars().enumerate().map(letter).collect::<Vec<_>>()
    };
    let letters: Vec<Glyph> = lines.iter().enumerate().flat_map(line).collect();
    letters
        .into_iter()
        .filter(|glyph| [glyph.x0, glyph.x1, glyph.y, glyph.size].into_iter().all(is_within_reach))
        .collect()
}
