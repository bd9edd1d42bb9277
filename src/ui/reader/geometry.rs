//! Between bytes of a piece and places on the screen.
//!
//! egui counts characters and draws one glyph for each, except in words from right to left: pieces that have such words are
//! mapped by [`super::turned`]. Every index is clamped, and a position always ends on a grapheme boundary.

use std::ops::Range;

use egui::{Pos2, Rect, text::CCursor};

use crate::model::position::{floor_grapheme, is_grapheme_boundary};

use super::turned::Laid;

/// The rectangles, one a row, under a range of bytes of a piece's own text. `origin` is where the galley is drawn.
pub fn rects(laid: &Laid, words: &str, range: Range<usize>, origin: Pos2) -> Vec<Rect> {
    let Laid { galley, turned } = laid;
    if let Some(turned) = turned {
        return turned.rects(words, range, origin);
    }
    let first = char_from_byte(words, range.start);
    let last = first + words.get(range).map_or(0, |words| words.chars().count());
    let mut rects = Vec::new();
    let mut row_start = 0;
    for row in &galley.rows {
        let glyphs = row.glyphs.len();
        let row_end = row_start + glyphs + usize::from(row.ends_with_newline);
        if row_end > first && row_start < last && glyphs > 0 {
            let from = first.saturating_sub(row_start).min(glyphs);
            // The space at which a row was wrapped stands beyond the column.
            let wrapped = !row.ends_with_newline && last > row_end;
            let spaces = row.glyphs.iter().rev().take_while(|glyph| wrapped && glyph.chr.is_whitespace()).count();
            let to = (last - row_start).min(glyphs - spaces).max(from);
            let (a, b) = (row.x_offset(from.into()), row.x_offset(to.into()));
            let rect = row.rect();
            let (left, right) = (rect.left() + a.min(b), rect.left() + a.max(b));
            if right > left {
                rects.push(
                    Rect::from_min_max(Pos2::new(left, rect.top()), Pos2::new(right, rect.bottom()))
                        .translate(origin.to_vec2()),
                );
            }
        }
        row_start = row_end;
        if row_start >= last {
            break;
        }
    }
    rects
}

/// The byte of a piece's own text nearest to a place on the screen, on a grapheme boundary; beside a word from right to left
/// one of the word's ends.
pub fn byte_at(laid: &Laid, words: &str, origin: Pos2, pos: Pos2) -> usize {
    let byte = match &laid.turned {
        Some(turned) => turned.byte_at(words, pos - origin.to_vec2()),
        None => byte_from_char(words, laid.galley.cursor_from_pos(pos - origin).index.0),
    };
    if is_grapheme_boundary(words, byte) { byte } else { floor_grapheme(words, byte) }
}

/// The bytes that a drag over a place takes: a word from right to left as a whole, else none, at [`byte_at`].
pub fn taken_at(laid: &Laid, words: &str, origin: Pos2, pos: Pos2) -> Range<usize> {
    let word = laid.turned.as_ref().and_then(|turned| turned.word_under(pos - origin.to_vec2()));
    word.unwrap_or_else(|| {
        let byte = byte_at(laid, words, origin, pos);
        byte..byte
    })
}

/// The bytes of the row at a height.
pub fn row_at(laid: &Laid, words: &str, origin: Pos2, y: f32) -> Range<usize> {
    match &laid.turned {
        Some(turned) => turned.row_at(y - origin.y),
        None => {
            let at = |x: f32| byte_at(laid, words, origin, Pos2::new(x, y));
            at(origin.x - 1.0)..at(f32::MAX / 4.0)
        }
    }
}

/// Where a caret before `byte` stands.
pub fn caret(laid: &Laid, words: &str, byte: usize, origin: Pos2) -> Rect {
    edge(laid, words, byte, false, origin)
}

/// Where a caret after the words that end at `byte` stands: elsewhere than before those that follow where the direction
/// changes.
pub fn end_caret(laid: &Laid, words: &str, byte: usize, origin: Pos2) -> Rect {
    edge(laid, words, byte, true, origin)
}

fn edge(laid: &Laid, words: &str, byte: usize, is_after: bool, origin: Pos2) -> Rect {
    let turned = laid.turned.as_ref().and_then(|turned| turned.caret(words, byte, is_after));
    let rect = turned.unwrap_or_else(|| {
        let cursor = CCursor::new(char_from_byte(words, byte));
        laid.galley.pos_from_cursor(cursor)
    });
    rect.translate(origin.to_vec2())
}

fn char_from_byte(words: &str, byte: usize) -> usize {
    words[..words.floor_char_boundary(byte)].chars().count()
}

fn byte_from_char(words: &str, char: usize) -> usize {
    words.char_indices().nth(char).map_or(words.len(), |(byte, _)| byte)
}
