//! Who speaks in a block of a version, and when: what transcripts, captions and chats add to words.

use serde::{Deserialize, Serialize};

use super::{Claimant, Span, Version, is_default};

/// Who speaks in a block, and when. Empty fields mean "unknown"; a block of prose has them all empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Speech {
    /// Who speaks or writes, by the name in the original.
    #[serde(skip_serializing_if = "is_default")]
    pub speaker: String,
    /// When a message was sent: ISO 8601 date, with the time of day where it is known, by the sender's or the reader's clock as the original
    /// has it.
    #[serde(skip_serializing_if = "is_default")]
    pub sent: String,
    /// When words are heard in a recording, in the order of the words.
    #[serde(skip_serializing_if = "is_default")]
    pub times: Vec<Moment>,
}

/// The words from a place on are heard from a moment on. In the file a pair of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "(u32, u64)", into = "(u32, u64)")]
pub struct Moment {
    /// Where the words begin, in bytes of the block's text.
    pub at: u32,
    /// Milliseconds from the start of the recording.
    pub ms: u64,
}

impl From<(u32, u64)> for Moment {
    fn from((at, ms): (u32, u64)) -> Self {
        Self { at, ms }
    }
}

impl From<Moment> for (u32, u64) {
    fn from(moment: Moment) -> Self {
        (moment.at, moment.ms)
    }
}

impl Speech {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// When the words at `offset` of the block are heard, in milliseconds from the start of the recording.
    pub fn time_at(&self, offset: usize) -> Option<u64> {
        let before = self.times.partition_point(|moment| moment.at as usize <= offset);
        before.checked_sub(1).map(|index| self.times[index].ms)
    }

    /// When the words at `offset` of the block were said, as people cite it: the moment of the recording, else when the message was sent.
    /// Empty where neither is known.
    pub fn locator_at(&self, offset: usize) -> String {
        self.time_at(offset).map_or_else(|| self.sent.replace('T', " "), time_code)
    }

    /// What stands quietly before the block: who speaks, and when it begins; nothing where both are as in the block before.
    pub fn heading(&self, before: Option<&Self>) -> String {
        let parts = [self.speaker.clone(), self.locator_at(0)];
        if before.is_some_and(|before| [before.speaker.clone(), before.locator_at(0)] == parts) {
            return String::new();
        }
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// As a version holds it beside `words`: names on one line, places within the words, each once and in their order. `moved` tells where
    /// a place of the block as it was given stands in `words`.
    pub(super) fn tidied(self, words: &str, moved: impl Fn(usize) -> usize) -> Self {
        let one_line = |text: &str| super::cleaning::clean(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut times: Vec<Moment> = self
            .times
            .into_iter()
            .filter_map(|moment| {
                let at = u32::try_from(words.floor_char_boundary(moved(moment.at as usize))).ok()?;
                Some(Moment { at, ..moment })
            })
            .filter(|moment| (moment.at as usize) < words.len())
            .collect();
        times.sort_by_key(|moment| moment.at);
        times.dedup_by_key(|moment| moment.at);
        Self { speaker: one_line(&self.speaker), sent: one_line(&self.sent), times }
    }
}

/// Who said the words at a place of a version, and when: the speaker of a transcript or the sender of a message, the moment as where it was
/// said, the day of the message. Words of several speakers have no name. Empty for prose.
pub fn claimant_at(version: &Version, span: Span) -> Claimant {
    let first = version.block_at(span.start()).unwrap_or(0);
    let here = version.blocks()[first.min(version.blocks().len())..]
        .iter()
        .take_while(|block| block.span.start() < span.end());
    let speaks: Vec<&str> = here.map(super::Block::speaker).collect();
    let Some(block) = version.blocks().get(first) else { return Claimant::default() };
    let Some(speech) = &block.speech else { return Claimant::default() };
    let is_one = speaks.iter().all(|speaker| *speaker == speech.speaker);
    let (said_on, clock) = speech.sent.split_once('T').unwrap_or((&speech.sent, ""));
    let time = speech.time_at(span.start().saturating_sub(block.span.start()));
    Claimant {
        name: if is_one { speech.speaker.clone() } else { String::new() },
        said_on: said_on.to_owned(),
        said_at: time.map_or_else(|| clock.to_owned(), time_code),
        ..Claimant::default()
    }
}

/// A moment of a recording as people write it: hours, minutes, seconds.
///
/// ```
/// assert_eq!(claimdesk_core::model::time_code(750_999), "00:12:30");
/// ```
pub fn time_code(ms: u64) -> String {
    let secs = ms / 1000;
    format!("{:02}:{:02}:{:02}", secs / 3600, secs / 60 % 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_words_is_who_speaks_there() {
        use crate::model::{BlockKind, BlockText, Origin, VersionId};
        let turn = |speaker: &str, times: Vec<Moment>, sent: &str, text: &str| BlockText {
            speech: Speech { speaker: speaker.into(), sent: sent.into(), times },
            ..BlockText::new(BlockKind::Paragraph, text)
        };
        let times = vec![Moment { at: 0, ms: 750_000 }, Moment { at: 5, ms: 752_000 }];
        let blocks = [
            turn("Ann", times, "", "Yes. It was."),
            turn("Bo", Vec::new(), "2024-03-05T14:32", "No."),
            BlockText::new(BlockKind::Paragraph, "Prose."),
        ];
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let said = |words: &str| {
            let at = version.text().find(words).unwrap();
            let found = claimant_at(&version, Span::new(at, at + words.len()).unwrap());
            [found.name, found.said_on, found.said_at]
        };
        assert_eq!(said("It was"), ["Ann", "", "00:12:32"]);
        assert_eq!(said("No"), ["Bo", "2024-03-05", "14:32"]);
        assert_eq!(said("was.\n\nNo."), ["", "", "00:12:32"]);
        assert_eq!(said("Prose"), ["", "", ""]);
        let [ann, bo] = [0, 1].map(|at| version.blocks()[at].speech.clone().unwrap());
        assert_eq!(
            (bo.heading(Some(&ann)), bo.heading(Some(&bo))),
            ("Bo · 2024-03-05 14:32".to_owned(), String::new())
        );
    }

    #[test]
    fn words_in_the_midst_of_a_turn_have_a_time_of_their_own() {
        let times = vec![Moment { at: 0, ms: 12_500 }, Moment { at: 40, ms: 15_000 }];
        let speech = Speech { times, ..Speech::default() };
        assert_eq!([0, 39, 40, 900].map(|at| speech.time_at(at)), [12_500, 12_500, 15_000, 15_000].map(Some));
        assert_eq!(Speech::default().time_at(3), None);
    }
}
