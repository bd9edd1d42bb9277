//! Follows passages from one text into another.
//!
//! The two texts are aligned once, word by word; a passage is then where its words went. How much of it and of its sentences is still
//! the same is its score, and below the floor it is Lost: a claim on the wrong words does more harm than one that asks to
//! be placed by hand.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::align::{Alignment, NONE};
use super::ends::{ends, ends_of_space};
use super::locate::{Location, locate};
use super::verbatim::verbatim;
use super::{FoundAgain, Placement, Reason};
use crate::model::Span;

/// The least score of a passage that stayed in its place.
const FLOOR: f32 = 0.5;
/// The least score of one whose surroundings stayed on both sides.
const FLOOR_BETWEEN: f32 = 0.42;
/// The least score of one that moved, which has less to speak for it.
const FLOOR_MOVED: f32 = 0.55;
/// How many words on either side are its surroundings.
const SURROUNDINGS: usize = 12;
/// The part of the score that comes from the passage itself; the rest comes from its sentences.
const PASSAGE_SHARE: f32 = 0.7;
/// The likeness of a passage below which its words may as well have gone elsewhere.
const DOUBTFUL: f32 = 0.5;
/// The least weight at which words found elsewhere put a replaced passage in doubt.
const RIVAL_WEIGHT: f32 = 0.6;
/// How many places are looked at for that, a word.
const RIVALS_MAX: usize = 1000;

/// Two texts, compared once, and where passages of the old one are in the new one.
///
/// ```
/// use claimdesk_core::anchor::{Follow, Placement};
/// use claimdesk_core::model::Span;
///
/// let (old, new) = ("The tax rose by 4 %. He left.", "He left. The tax rose by 5 % in May.");
/// let follow = Follow::new(old, new);
/// let found = follow.place(Span::in_text(old, 0, 19)?);
/// assert_eq!(found.placement, Placement::Changed);
/// assert_eq!(found.span.map(|span| span.of(new)), Some("The tax rose by 5 %"));
/// # Ok::<(), claimdesk_core::model::SpanError>(())
/// ```
#[derive(Debug)]
pub struct Follow<'a> {
    alignment: Alignment<'a>,
    /// Where new words stand that have no old partner, by word.
    unclaimed: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Follow<'a> {
    /// Compares two texts. This is the costly part; [`place`](Self::place) is cheap.
    pub fn new(old: &'a str, new: &'a str) -> Self {
        let alignment = Alignment::new(old, new);
        let mut unclaimed: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (i, word) in alignment.new.words.iter().enumerate().filter(|(i, _)| alignment.to_old[*i] == NONE) {
            unclaimed.entry(word.id).or_default().push(i as u32);
        }
        Self { alignment, unclaimed }
    }

    /// The comparison behind it.
    pub(super) fn alignment(&self) -> &Alignment<'a> {
        &self.alignment
    }

    /// Says where a passage of the old text is in the new one. One that lies outside the old text is Lost.
    pub fn place(&self, span: Span) -> FoundAgain {
        if span.check(self.alignment.old.text).is_err() {
            return FoundAgain::lost(Reason::Gone, 0.0);
        }
        let words = self.alignment.old.covering(span.range());
        if let Some(found) = verbatim(&self.alignment, &self.unclaimed, span) {
            return self.place_verbatim(&words, found);
        }
        if words.is_empty() {
            return self.place_space(span, words.start);
        }
        let Some(location) = locate(&self.alignment, words.clone()) else {
            return FoundAgain::lost(Reason::Gone, 0.0);
        };
        self.place_edited(span, &words, &location)
    }

    /// A passage that stands unchanged in unchanged surroundings; only its sentence may still have changed further off.
    fn place_verbatim(&self, words: &Range<usize>, found: Span) -> FoundAgain {
        let location = Location { new: self.alignment.new.covering(found.range()), is_replaced: false };
        if words.is_empty() || location.new.is_empty() {
            return FoundAgain { span: Some(found), placement: Placement::Placed, score: 1.0, reason: Reason::Same };
        }
        let likeness = Likeness { passage: 1.0, ..self.likeness(words, &location) };
        let (placement, reason) = self.verdict(words, &location, true);
        FoundAgain { span: Some(found), placement, score: likeness.score(), reason }
    }

    /// A passage in surroundings that changed: placed when enough of both is left.
    fn place_edited(&self, span: Span, words: &Range<usize>, location: &Location) -> FoundAgain {
        let likeness = self.likeness(words, location);
        if likeness.score() < self.floor(words, location) && !location.is_replaced {
            return FoundAgain::lost(Reason::TooDifferent, likeness.score());
        }
        if likeness.passage < DOUBTFUL && self.stands_elsewhere(words) {
            return FoundAgain::lost(Reason::Ambiguous, likeness.score());
        }
        let Some(found) = ends(&self.alignment, span, words, location) else {
            return FoundAgain::lost(Reason::Gone, likeness.score());
        };
        let is_same = span.of(self.alignment.old.text) == found.of(self.alignment.new.text);
        let (placement, reason) = self.verdict(words, location, is_same);
        FoundAgain { span: Some(found), placement, score: likeness.score(), reason }
    }

    fn floor(&self, words: &Range<usize>, location: &Location) -> f32 {
        match self.has_moved(words, location) {
            true => FLOOR_MOVED,
            false if self.is_between(words, location) => FLOOR_BETWEEN,
            false => FLOOR,
        }
    }

    /// The bytes of the place between the same neighbours, for a passage of white space alone.
    fn place_space(&self, span: Span, next: usize) -> FoundAgain {
        let Some(found) = ends_of_space(&self.alignment, span, next) else {
            return FoundAgain::lost(Reason::Gone, 0.0);
        };
        let is_same = span.of(self.alignment.old.text) == found.of(self.alignment.new.text);
        let (score, reason) = if is_same { (1.0, Reason::Same) } else { (0.5, Reason::Typography) };
        FoundAgain { span: Some(found), placement: Placement::Placed, score, reason }
    }

    fn verdict(&self, words: &Range<usize>, location: &Location, is_same: bool) -> (Placement, Reason) {
        match (is_same, self.has_moved(words, location)) {
            (true, false) => (Placement::Placed, Reason::Same),
            (true, true) => (Placement::Moved, Reason::Elsewhere),
            (false, _) if location.is_replaced => (Placement::Changed, Reason::Replaced),
            (false, false) if self.are_spelt_alike(words, location) => (Placement::Placed, Reason::Typography),
            (false, true) if self.are_spelt_alike(words, location) => (Placement::Moved, Reason::Elsewhere),
            (false, false) => (Placement::Changed, Reason::Edited),
            (false, true) => (Placement::Changed, Reason::EditedElsewhere),
        }
    }

    /// Whether the words are the same to a reader: typography may differ, capitals may not.
    fn are_spelt_alike(&self, words: &Range<usize>, location: &Location) -> bool {
        let Alignment { old, new, .. } = &self.alignment;
        let (mut a, mut b) = (String::new(), String::new());
        let mut is_alike = |(i, j): (usize, usize)| {
            old.spell(i, &mut a);
            new.spell(j, &mut b);
            a == b
        };
        words.len() == location.new.len() && words.clone().zip(location.new.clone()).all(&mut is_alike)
    }

    /// Whether the sentence with the passage's first word that is left was moved.
    fn has_moved(&self, words: &Range<usize>, location: &Location) -> bool {
        let is_kept = |i: &usize| location.new.contains(&(self.alignment.to_new[*i] as usize));
        let first = words.clone().find(is_kept).unwrap_or(words.start);
        self.alignment.moved[self.alignment.old.sentence_of(first)]
    }

    /// Whether the very words of a passage stand where they did not stand before: then they may have gone there.
    fn stands_elsewhere(&self, words: &Range<usize>) -> bool {
        let Alignment { old, new, .. } = &self.alignment;
        if self.alignment.old_weight(words.clone()) < RIVAL_WEIGHT {
            return false;
        }
        let wanted = &old.words[words.clone()];
        let is_at = |at: usize| {
            let candidate = new.words.get(at..at + wanted.len());
            candidate.is_some_and(|candidate| candidate.iter().zip(wanted).all(|(a, b)| a.id == b.id))
        };
        wanted.iter().enumerate().any(|(i, word)| {
            let occurrences = self.unclaimed.get(&word.id).into_iter().flatten().take(RIVALS_MAX);
            occurrences.filter_map(|at| (*at as usize).checked_sub(i)).any(is_at)
        })
    }

    /// Whether most of the words on either side of the passage are still on that side of it.
    fn is_between(&self, words: &Range<usize>, location: &Location) -> bool {
        let old_len = self.alignment.to_new.len();
        let new_len = self.alignment.to_old.len();
        let before = words.start.saturating_sub(SURROUNDINGS)..words.start;
        let behind = words.end..(words.end + SURROUNDINGS).min(old_len);
        let new_before = location.new.start.saturating_sub(2 * SURROUNDINGS)..location.new.start;
        let new_behind = location.new.end..(location.new.end + 2 * SURROUNDINGS).min(new_len);
        [(before, new_before), (behind, new_behind)].iter().all(|(old, new)| {
            let kept: f32 = old.clone().map(|i| self.worth(i, new)).sum();
            old.is_empty() || kept >= 0.5 * self.alignment.old_weight(old.clone())
        })
    }

    fn likeness(&self, words: &Range<usize>, location: &Location) -> Likeness {
        let Alignment { old, new, .. } = &self.alignment;
        let old_sentences = old.whole_sentences(words);
        let new_sentences = new.whole_sentences(&location.new);
        let sentence = self.shared(&old_sentences, &new_sentences);
        let passage = if location.is_replaced { 0.0 } else { self.shared(words, &location.new) };
        Likeness { passage, sentence }
    }

    /// The share of two passages' weight that are partners: Dice's coefficient.
    fn shared(&self, old_words: &Range<usize>, new_words: &Range<usize>) -> f32 {
        let shared: f32 = old_words.clone().map(|i| self.worth(i, new_words)).sum();
        let sum = self.alignment.old_weight(old_words.clone()) + self.alignment.new_weight(new_words.clone());
        (2.0 * shared / sum.max(f32::MIN_POSITIVE)).min(1.0)
    }

    /// The weight of an old word whose partner is in `new_words`; half of it when the two only nearly agree.
    fn worth(&self, old_word: usize, new_words: &Range<usize>) -> f32 {
        let Alignment { old, new, to_new, vocabulary, .. } = &self.alignment;
        let partner = to_new[old_word] as usize;
        if !new_words.contains(&partner) {
            return 0.0;
        }
        let id = old.words[old_word].id;
        vocabulary.weight(id) * if id == new.words[partner].id { 1.0 } else { 0.5 }
    }
}

/// How much of a passage is the same as before.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    passage: f32,
    sentence: f32,
}

impl Likeness {
    fn score(self) -> f32 {
        (PASSAGE_SHARE * self.passage + (1.0 - PASSAGE_SHARE) * self.sentence).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::tests::unmark;

    /// Follows the passage in brackets; the new text has brackets around the expected answer, or none when it is Lost.
    fn check(old: &str, new: &str, placement: Placement, reason: Reason) {
        let (old, span) = unmark(old);
        let (new, expected) = unmark(new);
        let found = Follow::new(&old, &new).place(span.expect("a passage"));
        let words = found.span.map(|span| span.of(&new));
        assert_eq!(words, expected.map(|span| span.of(&new)), "{found:?}");
        assert_eq!((found.span, found.placement, found.reason), (expected, placement, reason));
    }

    #[test]
    fn keeps_claim_when_words_are_inserted_above() {
        check(
            "Taxes rose. [Rents fell by 3 %.] He left.",
            "A new first paragraph.\n\nTaxes rose. [Rents fell by 3 %.] He left.",
            Placement::Placed,
            Reason::Same,
        );
    }

    #[test]
    fn keeps_claim_when_its_paragraph_moves() {
        check(
            "The mayor resigned on [Monday].\n\nThe town has 4,000 people and two schools.\n\nBuses run hourly on weekdays.",
            "The town has 4,000 people and two schools.\n\nBuses run hourly on weekdays.\n\nThe mayor resigned on [Monday].",
            Placement::Moved,
            Reason::Elsewhere,
        );
    }

    #[test]
    fn follows_a_number_that_was_changed() {
        check(
            "The ministry said that [unemployment fell to 4.1 percent] in March.",
            "The ministry said that [unemployment fell to 4.3 percent] in March.",
            Placement::Changed,
            Reason::Edited,
        );
        check(
            "The town has [4,000] people and two schools.",
            "The town has [512] people and two schools.",
            Placement::Changed,
            Reason::Replaced,
        );
    }

    #[test]
    fn follows_a_claim_that_was_moved_and_edited() {
        check(
            "[The bridge cost 12 million euros to repair.] It reopened in May.\n\nThe school was closed for a week because of the storm.\n\nNobody was hurt.",
            "The school was closed for a week because of the storm.\n\nNobody was hurt.\n\n[The bridge cost 14 million euros to repair.] It reopened in May.",
            Placement::Changed,
            Reason::EditedElsewhere,
        );
    }

    #[test]
    fn does_not_attach_a_deleted_claim_to_look_alikes() {
        check(
            "The tax rose in 2019. The council met on Monday to discuss the [tax] on second homes. Rents fell.",
            "The tax rose in 2019. Rents fell.",
            Placement::Lost,
            Reason::Gone,
        );
        check(
            "He won the race in 2012. [She won the race in 2016.] Both retired.",
            "He won the race in 2012. Both retired.",
            Placement::Lost,
            Reason::Gone,
        );
    }

    #[test]
    fn does_not_guess_between_a_replacement_and_a_new_place() {
        check(
            "The vote is on [Thursday]. The hall seats 200 people.",
            "The vote is on Friday. The hall seats 200 people. The count follows on Thursday.",
            Placement::Lost,
            Reason::Ambiguous,
        );
    }

    #[test]
    fn sees_through_typography() {
        check(
            "\"It's [the officer's final draft] - really\", she said.",
            "“It’s [the\u{a0}oﬃcer’s\nﬁnal draft] — really”, she said.",
            Placement::Placed,
            Reason::Typography,
        );
        check(
            "This [requires a requirement] today.",
            "This [requ-\nires a requirement] today.",
            Placement::Placed,
            Reason::Typography,
        );
    }

    #[test]
    fn keeps_edges_inside_words_and_white_space() {
        check("An un[believ]able story.", "New. An un[believ]able story.", Placement::Placed, Reason::Same);
        check("One[ two ]three four.", "Zero. One[ two ]three four five.", Placement::Placed, Reason::Same);
        check("One two.[\n\n]Three four.", "New one two.[\n\n]Three four.", Placement::Placed, Reason::Same);
    }

    #[test]
    fn follows_chinese() {
        check(
            "市长周一辞职。[该市有四千居民。]学校关闭一周。",
            "学校关闭一周。市长周一辞职。[该市有五千居民。]",
            Placement::Changed,
            Reason::Edited,
        );
    }

    #[test]
    fn follows_japanese_without_spaces() {
        check(
            "市長は月曜日に辞任した。[人口は四千人である。]学校は休みだった。",
            "新しい段落です。\n\n市長は月曜日に辞任した。[人口は四千人である。]学校は休みだった。",
            Placement::Placed,
            Reason::Same,
        );
    }

    #[test]
    fn follows_arabic_and_hebrew() {
        check(
            "استقال رئيس البلدية يوم الاثنين. [بلغ عدد السكان 4000 نسمة]. أغلقت المدرسة.",
            "خبر جديد. استقال رئيس البلدية يوم الاثنين. [بلغ عدد السكان 4500 نسمة]. أغلقت المدرسة.",
            Placement::Changed,
            Reason::Edited,
        );
        check(
            "ראש העיר [התפטר ביום שני]. בית הספר נסגר.",
            "בית הספר נסגר. ראש העיר [התפטר ביום שני].",
            Placement::Placed,
            Reason::Same,
        );
    }

    #[test]
    fn follows_emoji_whole() {
        check(
            "The family 👩‍👩‍👧‍👦 came to [town 🇺🇦 on] Friday.",
            "Yes! The family 👩‍👩‍👧‍👦 came to [town 🇺🇦 on] Friday.",
            Placement::Placed,
            Reason::Same,
        );
        check("They were glad [👍🏽] about it.", "They all were glad [👍🏽] about it.", Placement::Placed, Reason::Same);
    }

    #[test]
    fn keeps_claim_when_its_sentence_is_split_or_joined() {
        check(
            "The plan was dropped in May, although [the council had approved 3 million euros] for it.",
            "The plan was dropped in May. However, [the council had approved 3 million euros] for it.",
            Placement::Placed,
            Reason::Same,
        );
        check(
            "The plan was dropped in May. [The council had approved 3 million euros] for it.",
            "The plan was dropped in May after [the council had approved 3 million euros] for it.",
            Placement::Changed,
            Reason::Edited,
        );
    }

    #[test]
    fn loses_claim_when_its_sentence_was_written_anew() {
        check(
            "The town has two schools. [Last year the mayor spent more on roads than on teachers.] Buses run hourly.",
            "The town has two schools. A new library opened in spring beside the old station. Buses run hourly.",
            Placement::Lost,
            Reason::Gone,
        );
    }

    #[test]
    fn answers_for_spans_outside_the_text() {
        let found = Follow::new("abc", "abc").place(Span::new(2, 9).expect("a span"));
        assert_eq!(found, FoundAgain::lost(Reason::Gone, 0.0));
    }
}
