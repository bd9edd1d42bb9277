//! The words around a byte by which a selection grows and shrinks: word, phrase, sentence, paragraph.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Span, Version, sentence};

/// Whether `unit` holds `current` and more.
pub(crate) fn grows(unit: Span, current: Span) -> bool {
    unit.encloses(current) && unit != current
}

/// The word, phrase, sentence and paragraph at `byte`, smallest first.
pub fn units(version: &Version, language: &str, byte: usize) -> Vec<Span> {
    let Some(block) = version.block_at(byte).map(|index| &version.blocks()[index]) else { return Vec::new() };
    let sentence = sentence::sentence_at(version, language, byte);
    let phrase = sentence.and_then(|sentence| phrase_at(version.text(), sentence, byte));
    [word_at(version, byte), phrase, sentence, Some(block.span)].into_iter().flatten().collect()
}

/// The words around `byte` between two marks that part a sentence: commas, semicolons, colons, dashes, brackets, quotes. A
/// mark within a number or a time parts nothing.
fn phrase_at(text: &str, sentence: Span, byte: usize) -> Option<Span> {
    let parts = |at: usize, mark: char| {
        let behind = &text[at + mark.len_utf8()..];
        let is_joined = text[..at].ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric);
        match mark {
            ',' | ';' | ':' => !is_joined,
            '-' => text[..at].ends_with(' ') && behind.starts_with(' '),
            _ => "–—()[]“”„«»\"".contains(mark) && !is_joined,
        }
    };
    let marks = sentence.of(text).char_indices().map(|(offset, mark)| (sentence.start() + offset, mark));
    let (mut start, mut end) = (sentence.start(), sentence.end());
    for (at, mark) in marks.filter(|(at, mark)| parts(*at, *mark)) {
        if at >= byte {
            end = at;
            break;
        }
        start = at + mark.len_utf8();
    }
    let words = text.get(start..end)?;
    let start = start + words.len() - words.trim_start().len();
    Span::snapped(text, start, start + words.trim().len()).filter(|span| span.start() <= byte && byte <= span.end())
}

/// The word at `byte`, or the one that ends there.
pub fn word_at(version: &Version, byte: usize) -> Option<Span> {
    let block = &version.blocks()[version.block_at(byte)?];
    let start = block.span.start();
    let words: Vec<_> = block.span.of(version.text()).unicode_word_indices().collect();
    let behind = words.partition_point(|(offset, _)| start + offset <= byte);
    let (offset, word) = *words.get(behind.checked_sub(1)?)?;
    Span::snapped(version.text(), start + offset, start + offset + word.len()).filter(|word| byte <= word.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_ends_where_the_sentence_is_parted() {
        let check = |text: &str, at: &str, expected: &str| {
            let sentence = Span::snapped(text, 0, text.len()).unwrap();
            let byte = text.find(at).unwrap();
            assert_eq!(phrase_at(text, sentence, byte).map(|span| span.of(text)), Some(expected), "{text}");
        };
        check("The bridge, which 4,000 cars cross, was closed at 12:30.", "cars", "which 4,000 cars cross");
        check("The bridge, which 4,000 cars cross, was closed at 12:30.", "at", "was closed at 12:30.");
        check("“We will not take any risk,” the engineer wrote.", "not", "We will not take any risk");
        check("The long-term plan – a new bridge – costs more.", "new", "a new bridge");
        check("The long-term plan - a new bridge - costs more.", "term", "The long-term plan");
        check("Nobody was hurt.", "was", "Nobody was hurt.");
        check("桥, 关闭了", "关", "关闭了");
    }
}
