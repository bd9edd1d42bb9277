//! The caret by keyboard: letters, words, lines, blocks, pages; Shift extends.

use egui::{Key, Modifiers, Pos2};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    app::{Intent, intent::ReaderIntent, view::Selection},
    model::position::{ceil_grapheme, floor_grapheme},
    ui::theme::Tokens,
};

use super::{
    ReaderWidget,
    article::Article,
    geometry,
    visible::{Column, Visible},
};

impl ReaderWidget {
    /// Moves the caret, or scrolls where there is none.
    pub(super) fn keys(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        column: &Column,
        visible: &[Visible],
        tokens: &Tokens,
        intents: &mut Vec<Intent>,
    ) {
        const KEYS: [Key; 9] = [
            Key::ArrowLeft,
            Key::ArrowRight,
            Key::ArrowUp,
            Key::ArrowDown,
            Key::Home,
            Key::End,
            Key::PageUp,
            Key::PageDown,
            Key::Space,
        ];
        let pressed: Vec<(Key, Modifiers)> = ui.input(|input| {
            let pressed = input.events.iter().filter_map(|event| match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } if KEYS.contains(key) => {
                    Some((*key, *modifiers))
                }
                _ => None,
            });
            pressed.collect()
        });
        for (key, modifiers) in pressed {
            if modifiers.alt {
                continue;
            }
            match key {
                Key::PageUp | Key::PageDown | Key::Space => {
                    let forward = key == Key::PageDown || key == Key::Space && !modifiers.shift;
                    let page = (column.rect.height() - 40.0) * if forward { 1.0 } else { -1.0 };
                    self.scroll_by(ui, article, column, page);
                    ui.request_repaint();
                }
                _ => self.move_caret(ui, article, column, visible, tokens, key, modifiers, intents),
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "where the caret is, and everything it can move over")]
    fn move_caret(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        column: &Column,
        visible: &[Visible],
        tokens: &Tokens,
        key: Key,
        modifiers: Modifiers,
        intents: &mut Vec<Intent>,
    ) {
        let text = article.version.text();
        let Some(selection) = article.selection else {
            // The first arrow puts the caret where the reader's eye is.
            let first = visible.iter().find(|piece| piece.origin.y >= column.rect.top()).or(visible.first());
            let at = first.map_or(0, |piece| piece.range.start);
            return intents.push(Intent::Reader(ReaderIntent::Select(Selection::caret(at))));
        };
        let by_word = modifiers.ctrl || modifiers.mac_cmd || modifiers.command;
        let (low, high) = (selection.anchor.min(selection.head), selection.anchor.max(selection.head));
        let is_collapsing = low != high && !modifiers.shift && !by_word;
        let head = match key {
            Key::ArrowLeft if is_collapsing => low,
            Key::ArrowRight if is_collapsing => high,
            Key::ArrowLeft => back(text, selection.head, by_word),
            Key::ArrowRight => forward(text, selection.head, by_word),
            Key::Home if by_word => 0,
            Key::End if by_word => text.len(),
            Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => {
                self.by_line(ui, article, column, tokens, selection.head, key).unwrap_or(selection.head)
            }
            _ => selection.head,
        };
        if !matches!(key, Key::ArrowUp | Key::ArrowDown) {
            self.wanted_x = None;
        }
        let head = into_block(article, head, head >= selection.head);
        let moved = Selection { anchor: if modifiers.shift { selection.anchor } else { head }, head };
        intents.push(Intent::Reader(ReaderIntent::Select(moved)));
        if let Some(span) = crate::model::Span::snapped(text, head.saturating_sub(1), (head + 1).min(text.len())) {
            self.reveal_words(ui, article, column, tokens, span);
        }
    }

    /// The line above or below, or an end of the line.
    fn by_line(
        &mut self,
        ui: &egui::Ui,
        article: &Article<'_>,
        column: &Column,
        tokens: &Tokens,
        head: usize,
        key: Key,
    ) -> Option<usize> {
        let index = self.piece_at(head)?;
        let words_of =
            |reader: &Self, index: usize| article.version.text()[reader.pieces[index].range.clone()].to_owned();
        let lay_out = |reader: &Self, index: usize| {
            reader.pieces[index].layout(ui, article.version.text(), &article.reading, column.width, tokens)
        };
        let (galley, words) = (lay_out(self, index), words_of(self, index));
        let range = self.pieces[index].range.clone();
        let caret = geometry::caret(&galley, &words, head.min(range.end) - range.start, Pos2::ZERO);
        let y = caret.center().y;
        let at = |pos: Pos2| range.start + geometry::byte_at(&galley, &words, Pos2::ZERO, pos);
        let row = geometry::row_at(&galley, &words, Pos2::ZERO, y);
        match key {
            Key::Home => return Some(range.start + row.start),
            Key::End => return Some(range.start + row.end),
            _ => {}
        }
        let x = *self.wanted_x.get_or_insert(caret.center().x);
        let is_up = key == Key::ArrowUp;
        let line = caret.height();
        let target = if is_up { y - line } else { y + line };
        if target > 0.0 && target < galley.size().y {
            return Some(at(Pos2::new(x, target)));
        }
        let next = if is_up { index.checked_sub(1)? } else { index + 1 };
        if next >= self.pieces.len() {
            return Some(range.end);
        }
        let (galley, words) = (lay_out(self, next), words_of(self, next));
        let y = if is_up { galley.size().y - 2.0 } else { 2.0 };
        Some(self.pieces[next].range.start + geometry::byte_at(&galley, &words, Pos2::ZERO, Pos2::new(x, y)))
    }
}

/// Between two blocks there is nothing to stand on: the caret goes on to the next, or back to the one before.
fn into_block(article: &Article<'_>, byte: usize, is_forward: bool) -> usize {
    let blocks = article.version.blocks();
    let Some(index) = article.version.block_at(byte) else { return 0 };
    let block = blocks[index].span;
    match blocks.get(index + 1) {
        Some(next) if byte > block.end() && is_forward => next.span.start(),
        _ => byte.min(block.end()),
    }
}

/// The letter or word boundary before `byte`.
pub fn back(text: &str, byte: usize, by_word: bool) -> usize {
    if !by_word {
        return if byte == 0 { 0 } else { floor_grapheme(text, byte - 1) };
    }
    let start = text.floor_char_boundary(byte.saturating_sub(400));
    let words: Vec<_> = text[start..byte].unicode_word_indices().collect();
    words.last().map_or(start, |(offset, _)| start + offset)
}

/// The letter or word boundary after `byte`.
pub fn forward(text: &str, byte: usize, by_word: bool) -> usize {
    if !by_word {
        return if byte >= text.len() { text.len() } else { ceil_grapheme(text, byte + 1) };
    }
    let end = text.ceil_char_boundary((byte + 400).min(text.len()));
    let first = text[byte..end].unicode_word_indices().next();
    first.map_or(end, |(offset, word)| byte + offset + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_by_letters_and_words() {
        let text = "One “two” 👩‍👩‍👧‍👦é, don’t.";
        let family = text.find('é').unwrap();
        assert_eq!(forward(text, 0, true), 3);
        assert_eq!(&text[3..forward(text, 3, true)], " “two");
        assert_eq!(back(text, family, false), text.find('👩').unwrap());
        assert_eq!(&text[back(text, text.len(), true)..], "don’t.");
        assert_eq!((back(text, 0, false), back(text, 0, true)), (0, 0));
        assert_eq!(forward(text, text.len(), false), text.len());
    }
}
