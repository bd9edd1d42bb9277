//! What a file says about some words, before anything is looked for in an article.

use serde::{Deserialize, Serialize};

use crate::model::{
    ClaimKind, Claimant, Confidence, Credibility, Degree, PositionMap, Priority, Query, QueryId, Source, Stance,
    Status, Vouched,
};

/// What a file says about some words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The words, in text order; several are passages of one claim.
    pub passages: Vec<Passage>,
    /// Other words for the same place, looked for when those are not found.
    pub otherwise: Vec<Passage>,
    /// The text in which they stand, as the file names it: an address, an id, a title. Empty: it does not say.
    pub document: String,
    /// The labels that the other tool gave, the main one first: each becomes a verdict or a tag, as the mapping says.
    pub labels: Vec<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// The statement as checked.
    pub statement: String,
    /// Words of the annotator.
    pub comment: String,
    /// What it was checked against.
    pub links: Vec<Link>,
    /// What is wrong with the words as printed.
    pub problem: String,
    /// The wording asked for.
    pub suggestion: String,
    /// Questions sent out.
    pub queries: Vec<Query>,
    /// Who said it.
    pub claimant: Claimant,
    /// What sort of statement it is.
    pub kind: Option<ClaimKind>,
    /// How much it needs checking.
    pub priority: Priority,
    /// How far the work has come.
    pub status: Status,
    /// How sure the annotator is.
    pub confidence: Option<Confidence>,
}

impl Note {
    /// A note on one passage.
    pub fn on(passage: Passage) -> Self {
        Self { passages: vec![passage], ..Self::default() }
    }

    /// The words, to show.
    pub fn quote(&self) -> String {
        self.passages.iter().map(|passage| passage.quote.as_str()).collect::<Vec<_>>().join(" … ")
    }

    /// Adds a label unless it is empty or there already.
    pub(super) fn add_label(&mut self, label: impl Into<String>) {
        // Our own exports say beside the verdict what keeps it from being said.
        let label = Vouched::verdict_in(&label.into()).to_owned();
        if !label.is_empty() && !self.labels.contains(&label) {
            self.labels.push(label);
        }
    }

    /// Adds a question sent out.
    pub(super) fn add_query(&mut self, question: &str) {
        if !question.is_empty() {
            // The name only has to differ within one claim.
            let mut query = Query::new(QueryId::from_random(self.queries.len() as u32 + 1));
            query.question = question.to_owned();
            self.queries.push(query);
        }
    }

    /// Adds words of the annotator on a line of their own.
    pub(super) fn add_comment(&mut self, words: &str) {
        if !words.is_empty() {
            let gap = if self.comment.is_empty() { "" } else { "\n" };
            self.comment += &format!("{gap}{words}");
        }
    }
}

/// A source as another tool names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// All that is known of it, where the file has it from a project.
    pub details: Option<Box<Source>>,
    /// Which way it points.
    pub stance: Stance,
    /// The words of the source.
    pub quote: String,
    /// Where in the source.
    pub locator: String,
    /// What the annotator makes of it.
    pub note: String,
    /// How credible it is.
    pub credibility: Option<Credibility>,
}

/// Words, and where the file says that they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// The words themselves; without them nothing is attached.
    pub quote: String,
    /// The words before.
    pub prefix: String,
    /// The words after.
    pub suffix: String,
    /// Start and end in [`unit`](Self::unit)s, if the file says.
    pub range: Option<(usize, usize)>,
    /// What the range counts, as the format has it.
    pub unit: Unit,
}

/// What a position counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Code points.
    #[default]
    Chars,
    /// UTF-16 units.
    Utf16,
    /// UTF-8 bytes.
    Bytes,
}

/// How many bytes of a text are taken on either side of a passage, at least.
const AROUND: usize = 48;

impl Passage {
    /// A quote alone.
    pub fn words(quote: impl Into<String>) -> Self {
        Self { quote: quote.into(), ..Self::default() }
    }

    /// The words in a range of another program's text, with those around. Without words where the range does not fit that text.
    pub(super) fn in_map(text: &str, map: &PositionMap, range: (usize, usize), unit: Unit) -> Self {
        let byte = |position| match unit {
            Unit::Chars => map.byte_from_char(position),
            Unit::Utf16 => map.byte_from_utf16(position),
            Unit::Bytes => Some(position),
        };
        let bytes = byte(range.0).zip(byte(range.1)).filter(|(start, end)| start <= end);
        let passage = bytes.and_then(|(start, end)| Self::in_text(text, start..end)).unwrap_or_default();
        Self { range: Some(range), unit, ..passage }
    }

    /// The words in a range of bytes of a text, with those around. `None` where the range does not fit the text.
    pub(super) fn in_text(text: &str, bytes: std::ops::Range<usize>) -> Option<Self> {
        let quote = text.get(bytes.clone())?;
        let before = text.floor_char_boundary(bytes.start.saturating_sub(AROUND));
        let behind = text.ceil_char_boundary((bytes.end + AROUND).min(text.len()));
        Some(Self {
            quote: quote.to_owned(),
            prefix: text[before..bytes.start].to_owned(),
            suffix: text[bytes.end..behind].to_owned(),
            ..Self::default()
        })
    }
}

/// A degree of confidence by the word or figure for people.
pub(super) fn degree(label: &str) -> Option<Degree> {
    let figure = label.trim().strip_suffix('%').and_then(|figure| figure.trim().parse().ok());
    let level = Degree::LEVELS.into_iter().find(|level| level.label().eq_ignore_ascii_case(label));
    level.or(figure.filter(|percent| *percent <= 100).map(Degree::Percent))
}

/// Confidence of this degree, if it is one.
pub(super) fn confidence(label: &str) -> Option<Confidence> {
    degree(label).map(Confidence::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_words_or_figures() {
        assert_eq!(
            [degree("high"), degree("55 %"), degree("55%")],
            [Some(Degree::High), Some(Degree::Percent(55)), Some(Degree::Percent(55))]
        );
        assert_eq!([degree("101 %"), degree("sure")], [None, None]);
    }

    #[test]
    fn a_passage_takes_what_stands_around_it() {
        let passage = Passage::in_text("é👍 tax é", 7..10).unwrap();
        assert_eq!((passage.prefix.as_str(), passage.quote.as_str(), passage.suffix.as_str()), ("é👍 ", "tax", " é"));
        assert_eq!(Passage::in_text("é", 1..2), None);
        let long = "é".repeat(100);
        assert_eq!(Passage::in_text(&long, 100..102).unwrap().prefix.chars().count(), 24);
    }
}
