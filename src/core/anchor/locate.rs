//! Where a passage went, word by word: which new words its first and last word became.

use std::ops::Range;

use super::align::{Alignment, NONE};

/// A passage in the new text, in words.
#[derive(Debug, Clone)]
pub(super) struct Location {
    /// The new words; never empty.
    pub new: Range<usize>,
    /// Whether none of the old words is left, so that only the neighbours tell the place.
    pub is_replaced: bool,
}

/// How far a neighbour may be to show where a replaced edge is, in words.
const NEIGHBOUR_MAX: usize = 60;

/// An old word and its partner.
type Link = (usize, usize);

/// Finds what the old words `words` became; `None` when nothing speaks for any place.
pub(super) fn locate(alignment: &Alignment, words: Range<usize>) -> Option<Location> {
    let Some((first, last)) = heaviest_chain(alignment, words.clone()) else {
        return between_neighbours(alignment, &words);
    };
    let new = left_edge(alignment, &words, first)..right_edge(alignment, &words, last);
    (!new.is_empty()).then_some(Location { new, is_replaced: false })
}

/// The first and the last link of the heaviest run of partners that stay together.
fn heaviest_chain(alignment: &Alignment, words: Range<usize>) -> Option<(Link, Link)> {
    let links = words.filter(|i| alignment.to_new[*i] != NONE).map(|i| (i, alignment.to_new[i] as usize));
    let mut chains: Vec<(Link, Link, f32)> = Vec::new();
    for link in links {
        let weight = alignment.vocabulary.weight(alignment.old.words[link.0].id);
        match chains.last_mut() {
            Some((_, last, sum)) if stays_close(*last, link) => (*last, *sum) = (link, *sum + weight),
            _ => chains.push((link, link, weight)),
        }
    }
    let heaviest = chains.into_iter().max_by(|a, b| a.2.total_cmp(&b.2))?;
    Some((heaviest.0, heaviest.1))
}

/// Whether a link goes on where the last one ended, with room for inserted words.
fn stays_close(last: Link, next: Link) -> bool {
    next.1 > last.1 && next.1 - last.1 <= 12 + 3 * (next.0 - last.0)
}

/// The first new word of a passage whose first linked word is `first`.
fn left_edge(alignment: &Alignment, words: &Range<usize>, first: Link) -> usize {
    if first.0 == words.start {
        return first.1;
    }
    let sentence = alignment.new.sentence(alignment.new.sentence_of(first.1));
    let is_free = |i: &usize| alignment.to_old[*i] == NONE || words.contains(&(alignment.to_old[*i] as usize));
    let free = (sentence.start..first.1).rev().take_while(is_free).count();
    let old_sentence = alignment.old.sentence(alignment.old.sentence_of(first.0));
    let begin = old_sentence.start.max(words.start.saturating_sub(NEIGHBOUR_MAX));
    let outside = (begin..words.start).rev().take_while(|i| alignment.to_new[*i] == NONE).count();
    first.1 - share(free, first.0 - words.start, outside)
}

/// One past the last new word of a passage whose last linked word is `last`.
fn right_edge(alignment: &Alignment, words: &Range<usize>, last: Link) -> usize {
    if last.0 + 1 == words.end {
        return last.1 + 1;
    }
    let sentence = alignment.new.sentence(alignment.new.sentence_of(last.1));
    let is_free = |i: &usize| alignment.to_old[*i] == NONE || words.contains(&(alignment.to_old[*i] as usize));
    let free = (last.1 + 1..sentence.end).take_while(is_free).count();
    let old_sentence = alignment.old.sentence(alignment.old.sentence_of(last.0));
    let end = old_sentence.end.min(words.end + NEIGHBOUR_MAX);
    let outside = (words.end..end).take_while(|i| alignment.to_new[*i] == NONE).count();
    last.1 + 1 + share(free, words.end - last.0 - 1, outside)
}

/// How many of `free` new words fall to the passage, when a run of replaced words lies partly in it and partly outside.
fn share(free: usize, inside: usize, outside: usize) -> usize {
    (free * inside + (inside + outside) / 2) / (inside + outside)
}

/// A passage none of whose words is left: what stands between its neighbours, when they stayed and that is short.
fn between_neighbours(alignment: &Alignment, words: &Range<usize>) -> Option<Location> {
    if words.is_empty() {
        return None;
    }
    let sentence = alignment.old.sentence(alignment.old.sentence_of(words.start));
    let left = words.start.checked_sub(1).filter(|i| *i >= sentence.start)?;
    let before = Some(alignment.to_new[left]).filter(|new| *new != NONE)? as usize;
    let new_sentence = alignment.new.sentence(alignment.new.sentence_of(before));
    let end = if words.end == sentence.end {
        new_sentence.end
    } else {
        Some(*alignment.to_new.get(words.end)?).filter(|new| *new != NONE)? as usize
    };
    let new = before + 1..end;
    let is_free = new.len() <= 2 * words.len() + 2 && new.clone().all(|i| alignment.to_old[i] == NONE);
    (!new.is_empty() && is_free).then_some(Location { new, is_replaced: true })
}
