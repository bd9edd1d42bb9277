//! Between bytes of a piece and places on the screen.
//!
//! egui counts characters and draws one glyph for each, but in right-to-left rows it may have more glyphs than characters;
//! so every index is clamped, and a position always ends on a grapheme boundary.

use std::ops::Range;

use egui::{Galley, Pos2, Rect, text::CCursor};

use crate::model::position::{floor_grapheme, is_grapheme_boundary};

/// The rectangles, one a row, under a range of bytes of a piece's own text. `origin` is where the galley is drawn.
pub fn rects(galley: &Galley, words: &str, range: Range<usize>, origin: Pos2) -> Vec<Rect> {
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

/// The byte of a piece's own text nearest to a place on the screen, on a grapheme boundary.
pub fn byte_at(galley: &Galley, words: &str, origin: Pos2, pos: Pos2) -> usize {
    let cursor = galley.cursor_from_pos(pos - origin);
    let byte = byte_from_char(words, cursor.index.0);
    if is_grapheme_boundary(words, byte) { byte } else { floor_grapheme(words, byte) }
}

/// Where a caret before `byte` stands.
pub fn caret(galley: &Galley, words: &str, byte: usize, origin: Pos2) -> Rect {
    let cursor = CCursor::new(char_from_byte(words, byte));
    galley.pos_from_cursor(cursor).translate(origin.to_vec2())
}

fn char_from_byte(words: &str, byte: usize) -> usize {
    words[..words.floor_char_boundary(byte)].chars().count()
}

fn byte_from_char(words: &str, char: usize) -> usize {
    words.char_indices().nth(char).map_or(words.len(), |(byte, _)| byte)
}
