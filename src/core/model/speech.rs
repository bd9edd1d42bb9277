//! Who speaks in a block of a version, and when: what transcripts, captions and chats add to words.

use serde::{Deserialize, Serialize};

use super::is_default;

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
    pub fn place_at(&self, offset: usize) -> String {
        self.time_at(offset).map_or_else(|| self.sent.replace('T', " "), time_code)
    }

    /// As a version holds it beside `words`: names on one line, places within the words, each once and in their order. `place` tells where
    /// a place of the block as it was given stands in `words`.
    pub(super) fn tidied(self, words: &str, place: impl Fn(usize) -> usize) -> Self {
        let one_line = |text: &str| super::cleaning::clean(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut times: Vec<Moment> = self
            .times
            .into_iter()
            .filter_map(|moment| {
                let at = u32::try_from(words.floor_char_boundary(place(moment.at as usize))).ok()?;
                Some(Moment { at, ..moment })
            })
            .filter(|moment| (moment.at as usize) < words.len())
            .collect();
        times.sort_by_key(|moment| moment.at);
        times.dedup_by_key(|moment| moment.at);
        Self { speaker: one_line(&self.speaker), sent: one_line(&self.sent), times }
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
    fn words_in_the_midst_of_a_turn_have_a_time_of_their_own() {
        let times = vec![Moment { at: 0, ms: 12_500 }, Moment { at: 40, ms: 15_000 }];
        let speech = Speech { times, ..Speech::default() };
        assert_eq!([0, 39, 40, 900].map(|at| speech.time_at(at)), [12_500, 12_500, 15_000, 15_000].map(Some));
        assert_eq!(Speech::default().time_at(3), None);
    }
}
