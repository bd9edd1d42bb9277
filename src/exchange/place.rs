//! Finds the words of a passage in a text, with the quote as judge.
//!
//! The range is tried in the unit that the format has, then in the others, since tools get theirs wrong around emoji; a range
//! counts only when the quoted words stand there. Else the words are looked for, and the range only decides between equal places
//! that its surroundings do not tell apart.

use crate::{
    anchor::{Description, Finder, Reason},
    model::{PositionMap, Span},
};

use super::{Passage, Unit};

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
pub struct Found {
    /// Where.
    pub span: Span,
    /// How.
    pub how: How,
}

/// Finds a passage. `None`: the words are not there, or nothing tells which of several places is meant.
pub fn place(text: &str, map: &PositionMap, finder: &Finder, passage: &Passage) -> Option<Found> {
    if passage.quote.trim().is_empty() {
        return None;
    }
    let others = [Unit::Chars, Unit::Utf16, Unit::Bytes].into_iter().filter(|unit| *unit != passage.unit);
    for (index, unit) in std::iter::once(passage.unit).chain(others).enumerate() {
        let Some(span) = span(text, map, passage.range, unit).filter(|span| span.of(text) == passage.quote) else {
            continue;
        };
        // In another unit the words could stand there by chance; their neighbours, where known, have to agree.
        if index == 0 || agrees(text, span, passage) {
            return Some(Found { span, how: if index == 0 { How::Placed } else { How::OtherUnit } });
        }
    }
    let description =
        Description { quote: passage.quote.clone(), prefix: passage.prefix.clone(), suffix: passage.suffix.clone() };
    let found = finder.find(&description, None);
    let is_same = matches!(found.reason, Reason::Same | Reason::Typography | Reason::Elsewhere | Reason::Surroundings);
    let how = if passage.range.is_some() { How::Moved } else { How::Placed };
    found.span.filter(|_| is_same).map(|span| Found { span, how })
}

fn span(text: &str, map: &PositionMap, range: Option<(usize, usize)>, unit: Unit) -> Option<Span> {
    let (start, end) = range?;
    let byte = |position| match unit {
        Unit::Chars => map.byte_from_char(position),
        Unit::Utf16 => map.byte_from_utf16(position),
        Unit::Bytes => Some(position),
    };
    Span::in_text(text, byte(start)?, byte(end)?).ok()
}

fn agrees(text: &str, span: Span, passage: &Passage) -> bool {
    let is_only_one = text.matches(passage.quote.as_str()).nth(1).is_none();
    let has_context = !passage.prefix.is_empty() || !passage.suffix.is_empty();
    let before = text[..span.start()].ends_with(passage.prefix.as_str());
    let behind = text[span.end()..].starts_with(passage.suffix.as_str());
    is_only_one || has_context && before && behind
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places a quote in a text; the answer is its bytes and how.
    fn check(text: &str, quote: &str, range: Option<(usize, usize)>, expected: Option<(usize, How)>) {
        let passage = Passage { quote: quote.into(), range, ..Passage::default() };
        let found = place(text, &PositionMap::new(text), &Finder::new(text), &passage);
        assert_eq!(found.map(|found| (found.span.start(), found.how)), expected, "{quote} in {text}");
        assert!(found.is_none_or(|found| found.span.of(text) == quote));
    }

    #[test]
    fn the_quote_judges_the_range() {
        check("a 👍🏽 the tax rose", "tax", Some((9, 12)), Some((15, How::Placed)));
        check("a 👍🏽 the tax rose", "tax", Some((11, 14)), Some((15, How::OtherUnit)));
        check("a 👍🏽 the tax rose", "tax", Some((15, 18)), Some((15, How::OtherUnit)));
        check("a long word that the unemployment rate has", "unemployment rate", Some((0, 17)), Some((21, How::Moved)));
    }

    #[test]
    fn nothing_is_attached_on_a_guess() {
        check("yes or yes", "yes", None, None);
        check("yes or yes", "no", Some((0, 3)), None);
        check("the unemployment rate rose", "the unemployment rates fell", Some((0, 21)), None);
        check("some text", " ", Some((4, 5)), None);
        // By chance the words stand at the same number of another unit, twice in the text.
        check("👍 tax and tax and", "tax", Some((3, 6)), None);
    }
}
