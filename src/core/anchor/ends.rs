//! From words to bytes: the exact ends of a passage.
//!
//! A passage may start or end inside a word, or take in the white space beside one; its counterpart then does the same. Where
//! the new word is another one, the whole word is taken.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::align::{Alignment, NONE};
use super::locate::Location;
use crate::model::Span;
use crate::model::fold::fold_into;

/// The bytes of a location of the passage `span`, whose words are `words`; on grapheme boundaries.
pub(super) fn ends(alignment: &Alignment, span: Span, words: &Range<usize>, location: &Location) -> Option<Span> {
    let (old, new) = (&alignment.old, &alignment.new);
    let (first, last) = (location.new.start, location.new.end - 1);
    let mut start = new.words[first].start as usize;
    let mut end = new.words[last].end as usize;
    if alignment.to_new[words.start] == first as u32 {
        let word = old.words[words.start];
        start = match span.start().checked_sub(word.start as usize) {
            Some(cut) => start + same_cut(old.letters(words.start), cut, new.letters(first)).unwrap_or(0),
            None => start - same_tail(&old.text[span.start()..word.start as usize], &new.text[..start]),
        };
    }
    if alignment.to_new[words.end - 1] == last as u32 {
        let word = old.words[words.end - 1];
        end = match (word.end as usize).checked_sub(span.end()) {
            Some(cut) => {
                let letters = old.letters(words.end - 1);
                let kept = same_cut(letters, letters.len() - cut, new.letters(last));
                kept.map_or(end, |kept| new.words[last].start as usize + kept)
            }
            None => end + same_head(&old.text[word.end as usize..span.end()], &new.text[end..]),
        };
    }
    Span::snapped(new.text, start, end)
}

/// The bytes of a passage that holds no word, before word number `next`: a stretch of white space.
pub(super) fn ends_of_space(alignment: &Alignment, span: Span, next: usize) -> Option<Span> {
    let (old, new) = (&alignment.old, &alignment.new);
    let before = next.checked_sub(1).map(|i| (old.words[i].end, alignment.to_new[i]));
    let behind = old.words.get(next).map(|word| (word.start, alignment.to_new[next]));
    let is_known = |side: Option<(u32, u32)>| side.is_none_or(|(_, partner)| partner != NONE);
    if !is_known(before) || !is_known(behind) {
        return None;
    }
    let new_before = before.map_or(0, |(_, partner)| new.words[partner as usize].end as usize);
    let new_behind = behind.map_or(new.text.len(), |(_, partner)| new.words[partner as usize].start as usize);
    let old_gap = before.map_or(0, |(end, _)| end as usize)..behind.map_or(old.text.len(), |(start, _)| start as usize);
    let new_gap = new.text.get(new_before..new_behind)?;
    if *new_gap == old.text[old_gap.clone()] {
        let shift = new_before as isize - old_gap.start as isize;
        return Span::snapped(new.text, span.start().checked_add_signed(shift)?, span.end().checked_add_signed(shift)?);
    }
    let is_space = new.covering(new_before..new_behind).is_empty();
    is_space.then(|| Span::snapped(new.text, new_before, new_behind))?
}

/// Where `new` is cut after the same letters as `old` at byte `cut`; `None` when it starts otherwise.
fn same_cut(old: &str, cut: usize, new: &str) -> Option<usize> {
    if old == new {
        return Some(cut);
    }
    let (mut wanted, mut letters) = (String::new(), String::new());
    fold_into(old.get(..cut)?, true, &mut wanted);
    let cuts = std::iter::once(0).chain(new.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len()));
    cuts.into_iter().find(|at| {
        fold_into(&new[..*at], true, &mut letters);
        letters == wanted
    })
}

/// How many bytes at the end of `text` are those at the end of `wanted`, which holds no word.
fn same_tail(wanted: &str, text: &str) -> usize {
    let same = text.chars().rev().zip(wanted.chars().rev()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// How many bytes at the start of `text` are those at the start of `wanted`, which holds no word.
fn same_head(wanted: &str, text: &str) -> usize {
    let same = text.chars().zip(wanted.chars()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}
