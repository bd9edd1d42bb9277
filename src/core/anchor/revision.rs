//! What was done to a text as a whole, for showing two drafts side by side.
//!
//! It is read off the alignment that places passages, so what the eye sees and where claims went always agree.

use super::align::{Alignment, NONE};
use super::follow::Follow;
use super::words::Words;
use crate::model::Span;

/// The words that went and came between two texts, and which places belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// Stretches of the old text that are not in the new one, in text order.
    pub gone: Vec<Span>,
    /// Stretches of the new text that are not in the old one, in text order.
    pub come: Vec<Span>,
    /// Bytes of the old text and of the new one that belong together, by the old.
    pairs: Vec<(u32, u32)>,
}

impl Revision {
    /// Where the new text goes on from about the place of an old byte.
    pub fn new_from_old(&self, byte: usize) -> usize {
        let behind = self.pairs.partition_point(|(old, _)| *old as usize <= byte);
        let pair = self.pairs.get(behind.saturating_sub(1));
        pair.map_or(0, |(_, new)| *new as usize)
    }

    /// The byte of the new text that stands beside one of the old, for scrolling both together.
    pub fn beside_old(&self, byte: usize) -> usize {
        let behind = self.pairs.partition_point(|(old, _)| *old as usize <= byte);
        let pair = behind.checked_sub(1).and_then(|at| self.pairs.get(at));
        pair.map_or(0, |(old, new)| *new as usize + (byte - *old as usize))
    }

    /// The byte of the old text that stands beside one of the new. Sentences may have changed places, so every place is
    /// looked at.
    pub fn beside_new(&self, byte: usize) -> usize {
        let before = self.pairs.iter().filter(|(_, new)| *new as usize <= byte);
        before.max_by_key(|(_, new)| *new).map_or(0, |(old, new)| *old as usize + (byte - *new as usize))
    }
}

impl Follow<'_> {
    /// What was done to the text.
    pub fn revision(&self) -> Revision {
        let Alignment { old, new, to_new, to_old, .. } = self.alignment();
        let (mut a, mut b) = (String::new(), String::new());
        let mut is_kept = |i: usize, j: u32| {
            j != NONE && {
                old.spell(i, &mut a);
                new.spell(j as usize, &mut b);
                a == b
            }
        };
        let old_kept: Vec<bool> = to_new.iter().enumerate().map(|(i, j)| is_kept(i, *j)).collect();
        let new_kept: Vec<bool> = to_old.iter().map(|i| *i != NONE && old_kept[*i as usize]).collect();
        let pairs = (0..old.sentences.len()).filter_map(|sentence| {
            let word = old.sentence(sentence).find(|word| to_new[*word] != NONE)?;
            Some((old.words[word].start, new.words[to_new[word] as usize].start))
        });
        Revision { gone: stretches(old, &old_kept), come: stretches(new, &new_kept), pairs: pairs.collect() }
    }
}

/// The words that were not kept, those in a row together; a stretch never runs into the next paragraph.
fn stretches(words: &Words<'_>, kept: &[bool]) -> Vec<Span> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    let mut goes_on = false;
    for (word, is_kept) in words.words.iter().zip(kept) {
        if !is_kept {
            match stretches.last_mut().filter(|_| goes_on && !word.starts_block) {
                Some(last) => last.1 = word.end as usize,
                None => stretches.push((word.start as usize, word.end as usize)),
            }
        }
        goes_on = !is_kept;
    }
    stretches.into_iter().filter_map(|(start, end)| Span::snapped(words.text, start, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, gone: &[&str], come: &[&str]) -> Revision {
        let revision = Follow::new(old, new).revision();
        assert_eq!(revision.gone.iter().map(|span| span.of(old)).collect::<Vec<_>>(), gone);
        assert_eq!(revision.come.iter().map(|span| span.of(new)).collect::<Vec<_>>(), come);
        revision
    }

    #[test]
    fn shows_the_words_that_went_and_came() {
        check(
            "The bridge cost 12 million euros. It opened in May.",
            "The bridge cost 14 million euros. It opened again in May.",
            &["12"],
            &["14", "again"],
        );
        check("\"It's fine\", she said.", "“It’s fine”, she said.", &[], &[]);
    }

    #[test]
    fn a_stretch_ends_with_its_paragraph() {
        let new = "Taxes rose in May.\n\nA wholly other thing.\n\nNobody knows why yet.\n\nRents fell in June.";
        check(
            "Taxes rose in May.\n\nRents fell in June.",
            new,
            &[],
            &["A wholly other thing.", "Nobody knows why yet."],
        );
    }

    #[test]
    fn a_moved_sentence_neither_went_nor_came() {
        let old = "The mayor resigned on Monday.\n\nThe town has 4,000 people and two schools.\n\nBuses run hourly.";
        let new = "The town has 4,000 people and two schools.\n\nBuses run hourly.\n\nThe mayor resigned on Monday.";
        check(old, new, &[], &[]);
    }

    #[test]
    fn a_place_in_the_old_text_has_one_in_the_new() {
        let old = "Taxes rose in May. He left the party. Rents fell in June.";
        let new = "A new start of it all. Taxes rose in May. Rents fell in June.";
        let revision = check(old, new, &["He left the party."], &["A new start of it all."]);
        assert_eq!(revision.new_from_old(old.find("Rents").unwrap() + 3), new.find("Rents").unwrap());
        assert_eq!(revision.new_from_old(old.find("party").unwrap()), new.find("Taxes").unwrap());
        assert_eq!(Follow::new("", "abc").revision().new_from_old(7), 0);
    }
}
