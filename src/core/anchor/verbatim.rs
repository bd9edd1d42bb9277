//! The plain case: the passage and what surrounds it stand in the new text letter for letter.
//!
//! The alignment says where to look; the letters decide. This rests less on the alignment of single words, which in text
//! that repeats itself may be off by a few.

use rustc_hash::FxHashMap;

use super::align::{Alignment, NONE};
use super::describe::CONTEXT_MIN;
use crate::model::Span;

/// How many places of a word without a partner are looked at.
const OCCURRENCES_MAX: usize = 16;

/// Where `span` stands with [`CONTEXT_MIN`] characters on either side unchanged. `unclaimed` holds the places of new words
/// without a partner.
pub(super) fn verbatim(alignment: &Alignment, unclaimed: &FxHashMap<u32, Vec<u32>>, span: Span) -> Option<Span> {
    let (old, new) = (&alignment.old, &alignment.new);
    let start = old.text[..span.start()].char_indices().rev().nth(CONTEXT_MIN - 1).map_or(0, |(at, _)| at);
    let behind = old.text[span.end()..].char_indices().nth(CONTEXT_MIN);
    let end = behind.map_or(old.text.len(), |(at, _)| span.end() + at);
    let window = &old.text[start..end];
    let at_shift = |shift: isize| {
        let is_there = new.text.get(start.checked_add_signed(shift)?..end.checked_add_signed(shift)?)? == window;
        let found = is_there.then(|| span.start().wrapping_add_signed(shift)..span.end().wrapping_add_signed(shift))?;
        Span::in_text(new.text, found.start, found.end).ok()
    };
    let shift = |i: usize, j: usize| new.words[j].start as isize - old.words[i].start as isize;
    let words = old.covering(span.range());
    let window_words = old.covering(start..end);
    let linked = words.clone().chain(window_words.clone()).filter(|i| alignment.to_new[*i] != NONE);
    let mut shifts: Vec<isize> = linked.map(|i| shift(i, alignment.to_new[i] as usize)).collect();
    shifts.dedup();
    let rarest = || {
        let lone = window_words.filter(|i| alignment.to_new[*i] == NONE);
        let (occurrences, i) = lone
            .filter_map(|i| Some((unclaimed.get(&old.words[i].id)?, i)))
            .min_by_key(|(occurrences, _)| occurrences.len())?;
        let mut found = occurrences.iter().take(OCCURRENCES_MAX).filter_map(|j| at_shift(shift(i, *j as usize)));
        found.next().filter(|_| occurrences.len() <= OCCURRENCES_MAX && found.next().is_none())
    };
    shifts.into_iter().find_map(at_shift).or_else(rarest)
}
