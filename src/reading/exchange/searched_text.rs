//! Finds the words of a passage in a text, with the quote as judge.
//!
//! The range is tried in the unit that the format has, then in the others, since tools get theirs wrong around emoji; a range
//! counts only when the quoted words stand there. Else the words are looked for, letter for letter or with other spaces, quotation
//! marks and dashes; where they stand several times their surroundings decide. Edited words are not found: that would be a guess.

use crate::{
    anchor::{Description, Finder, Reason},
    model::{PositionMap, Span},
};

use super::{Note, Passage, Unit};

/// How a passage was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Where the file says.
    Placed,
    /// Where the file says, counted in another unit than the format has.
    OtherUnit,
    /// Not there, but the words stand in one other place.
    Moved,
}

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundPassage {
    /// Where.
    pub span: Span,
    /// How.
    pub how: How,
}

/// Why a passage was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The words do not stand in the text.
    Gone,
    /// They stand in several places, and nothing tells which is meant.
    Ambiguous,
}

/// A text in which passages are looked for.
#[derive(Debug)]
pub struct SearchedText<'a> {
    text: &'a str,
    map: PositionMap<'a>,
    finder: Finder<'a>,
}

impl<'a> SearchedText<'a> {
    /// Reads a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, map: PositionMap::new(text), finder: Finder::new(text) }
    }

    /// The places of all passages of a note, in text order.
    ///
    /// # Errors
    /// [`Missing`] unless each of them is found.
    pub fn note(&self, note: &Note) -> Result<Vec<FoundPassage>, Missing> {
        let all = |passages: &[Passage]| -> Result<Vec<FoundPassage>, Missing> {
            let found: Result<Vec<_>, _> = passages.iter().map(|passage| self.passage(passage)).collect();
            let mut found = found?;
            found.sort_by_key(|found| found.span);
            found.dedup_by_key(|found| found.span);
            if found.is_empty() { Err(Missing::Gone) } else { Ok(found) }
        };
        all(&note.passages)
            .or_else(|missing| match note.passages.as_slice() {
                [only] if only.range.is_none() && only.quote.contains(JOINT) => all(&parts(only)).map_err(|_| missing),
                _ => Err(missing),
            })
            .or_else(
                |missing| {
                    if note.otherwise.is_empty() { Err(missing) } else { all(&note.otherwise).map_err(|_| missing) }
                },
            )
    }

    /// The place of a passage.
    ///
    /// # Errors
    /// [`Missing::Gone`] where the words are not there, [`Missing::Ambiguous`] where nothing tells which of several places is meant.
    pub fn passage(&self, passage: &Passage) -> Result<FoundPassage, Missing> {
        if passage.quote.trim().is_empty() {
            return Err(Missing::Gone);
        }
        let others = [Unit::Chars, Unit::Utf16, Unit::Bytes].into_iter().filter(|unit| *unit != passage.unit);
        for (index, unit) in std::iter::once(passage.unit).chain(others).enumerate() {
            let Some(span) = self.span(passage.range, unit).filter(|span| span.of(self.text) == passage.quote) else {
                continue;
            };
            // In another unit the words could stand there by chance; their neighbours, where known, have to agree.
            if index == 0 || self.agrees(span, passage) {
                return Ok(FoundPassage { span, how: if index == 0 { How::Placed } else { How::OtherUnit } });
            }
        }
        let description = Description {
            quote: passage.quote.clone(),
            prefix: passage.prefix.clone(),
            suffix: passage.suffix.clone(),
        };
        let found = self.finder.find_same(&description);
        let how = if passage.range.is_some() { How::Moved } else { How::Placed };
        match (found.span, found.reason) {
            (Some(span), _) => Ok(FoundPassage { span, how }),
            (None, Reason::Gone) => Err(Missing::Gone),
            (None, _) => Err(Missing::Ambiguous),
        }
    }

    fn span(&self, range: Option<(usize, usize)>, unit: Unit) -> Option<Span> {
        let (start, end) = range?;
        let byte = |position| match unit {
            Unit::Chars => self.map.byte_from_char(position),
            Unit::Utf16 => self.map.byte_from_utf16(position),
            Unit::Bytes => Some(position),
        };
        Span::in_text(self.text, byte(start)?, byte(end)?).ok()
    }

    fn agrees(&self, span: Span, passage: &Passage) -> bool {
        let is_only_one = self.text.matches(passage.quote.as_str()).nth(1).is_none();
        let has_context = !passage.prefix.is_empty() || !passage.suffix.is_empty();
        let before = self.text[..span.start()].ends_with(passage.prefix.as_str());
        let behind = self.text[span.end()..].starts_with(passage.suffix.as_str());
        is_only_one || has_context && before && behind
    }
}

/// What stands between the passages of a claim where they are written as one quote.
const JOINT: &str = " … ";

fn parts(passage: &Passage) -> Vec<Passage> {
    passage.quote.split(JOINT).map(Passage::words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places a quote in a text; the answer is its bytes and how.
    fn check(text: &str, quote: &str, range: Option<(usize, usize)>, expected: Result<(usize, How), Missing>) {
        let passage = Passage { quote: quote.into(), range, ..Passage::default() };
        let found = SearchedText::new(text).passage(&passage);
        assert_eq!(found.map(|found| (found.span.start(), found.how)), expected, "{quote} in {text}");
        assert!(found.is_err() || found.is_ok_and(|found| found.span.of(text) == quote));
    }

    #[test]
    fn the_quote_judges_the_range() {
        check("a 👍🏽 the tax rose", "tax", Some((9, 12)), Ok((15, How::Placed)));
        check("a 👍🏽 the tax rose", "tax", Some((11, 14)), Ok((15, How::OtherUnit)));
        check("a 👍🏽 the tax rose", "tax", Some((15, 18)), Ok((15, How::OtherUnit)));
        check("a long word that the unemployment rate has", "unemployment rate", Some((0, 17)), Ok((21, How::Moved)));
    }

    #[test]
    fn nothing_is_attached_on_a_guess() {
        check("yes or yes", "yes", None, Err(Missing::Ambiguous));
        check("yes or yes", "no", Some((0, 3)), Err(Missing::Gone));
        check("the unemployment rate rose", "the unemployment rates fell", Some((0, 21)), Err(Missing::Gone));
        check("some text", " ", Some((4, 5)), Err(Missing::Gone));
        // By chance the words stand at the same number of another unit, twice in the text.
        check("👍 tax and tax and", "tax", Some((3, 6)), Err(Missing::Ambiguous));
    }

    #[test]
    fn a_quote_of_several_passages_is_taken_apart() {
        let text = "one two three";
        let check = |note: &Note, expected: &[&str]| {
            let found = SearchedText::new(text).note(note).unwrap_or_default();
            assert_eq!(found.iter().map(|found| found.span.of(text)).collect::<Vec<_>>(), expected);
        };
        check(&Note::on(Passage::words("three … one")), &["one", "three"]);
        check(&Note::on(Passage::words("three … four")), &[]);
        let otherwise = vec![Passage::words("two")];
        check(&Note { otherwise, ..Note::on(Passage::words("zwei")) }, &["two"]);
    }
}
