//! Cues become turns: what one person says until another speaks, a pause is made or a paragraph is full, with the moment of each cue.
//!
//! A sentence over several cues stays in one block. Where nobody has set full stops (speech recognition), pauses and length alone part
//! the words.

use crate::{
    import::DraftBlock,
    model::{BlockKind, Moment},
};

use super::Cue;

/// A pause behind a sentence that ends a paragraph, in milliseconds.
const PAUSE: u64 = 2_500;
/// A pause that ends a paragraph amid a sentence.
const LONG_PAUSE: u64 = 15_000;
/// A paragraph ends at the next sentence from this length on, in bytes.
const FULL: usize = 500;
/// Without full stops it ends at the next caption from this length on.
const FULL_UNSTOPPED: usize = 700;
/// No paragraph of captions is longer, full stops or not.
const MOST: usize = 6_000;
/// Fewer sentences than one in so many bytes: nobody has set full stops.
const FEW_STOPS: usize = 600;

/// The blocks of cues, with what is left out behind the turn in which it stands (each with the number of cues before it).
pub fn blocks(cues: Vec<Cue>, left_out: Vec<(usize, DraftBlock)>) -> Vec<DraftBlock> {
    let has_stops = has_stops(&cues);
    let mut out = Vec::new();
    let mut turn: Option<Turn> = None;
    let mut left_out = left_out.into_iter().peekable();
    for (at, cue) in cues.into_iter().enumerate() {
        if cue.text.trim().is_empty() {
            continue;
        }
        let passages = passages(&cue.text);
        // Of several speakers in one cue none is known to be the one before.
        let is_alone = passages.len() == 1;
        for words in passages {
            let goes_on = is_alone && turn.as_ref().is_some_and(|turn| turn.goes_on(&cue, has_stops));
            if !goes_on {
                out.extend(turn.take().map(Turn::into_block));
                while let Some((_, block)) = left_out.next_if(|(before, _)| *before <= at) {
                    out.push(block);
                }
                turn = Some(Turn::new(&cue.speaker));
            }
            if let Some(turn) = &mut turn {
                turn.add(&words, &cue);
            }
        }
    }
    out.extend(turn.map(Turn::into_block));
    out.extend(left_out.map(|(_, block)| block));
    out
}

/// A turn that is being made.
struct Turn {
    block: DraftBlock,
    end: Option<u64>,
}

impl Turn {
    fn new(speaker: &str) -> Self {
        let mut block = DraftBlock::kept(BlockKind::Paragraph, "");
        speaker.clone_into(&mut block.block.speech.speaker);
        Self { block, end: None }
    }

    /// Whether a cue belongs to this turn.
    fn goes_on(&self, cue: &Cue, has_stops: bool) -> bool {
        let text = &self.block.block.text;
        if cue.is_other || self.block.block.speech.speaker != cue.speaker || text.len() >= MOST {
            return false;
        }
        let pause = self.end.zip(cue.start).map_or(0, |(end, start)| start.saturating_sub(end));
        match (has_stops, ends_sentence(text)) {
            (_, true) => pause < PAUSE && text.len() < FULL,
            (true, false) => pause < LONG_PAUSE,
            (false, false) => pause < PAUSE && text.len() < FULL_UNSTOPPED,
        }
    }

    fn add(&mut self, words: &str, cue: &Cue) {
        let block = &mut self.block.block;
        if !block.text.is_empty() && needs_space(&block.text, words) {
            block.text.push(' ');
        }
        if let (Some(ms), Ok(at)) = (cue.start, u32::try_from(block.text.len())) {
            block.speech.times.push(Moment { at, ms });
        }
        block.text.push_str(words);
        self.end = cue.end.or(cue.start);
    }

    fn into_block(self) -> DraftBlock {
        self.block
    }
}

/// Whether people have set full stops in these cues.
fn has_stops(cues: &[Cue]) -> bool {
    let len: usize = cues.iter().map(|cue| cue.text.len()).sum();
    let stops = cues.iter().filter(|cue| ends_sentence(&cue.text)).count();
    stops * FEW_STOPS >= len
}

/// Whether a sentence is over with these words.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|char: char| {
        char.is_whitespace() || matches!(char, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '」' | '』' | '♪')
    });
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '።'])
}

/// The lines of a cue as one text, or several where each line begins with the dash of another speaker.
fn passages(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.iter().filter(|line| has_dash(line)).count() < 2 {
        return vec![joined(&lines)];
    }
    let mut passages: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        match passages.last_mut().filter(|_| !has_dash(line)) {
            Some(last) => last.push(line),
            None => passages.push(vec![line]),
        }
    }
    passages.iter().map(|lines| joined(lines)).collect()
}

/// Whether a line begins with the dash of another speaker.
pub fn has_dash(line: &str) -> bool {
    line.starts_with(['-', '–', '—', '‐']) && !line.starts_with("--")
}

/// Lines as one, with single spaces.
fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let mut first = true;
        for word in line.split_whitespace() {
            if !text.is_empty() && (!first || needs_space(&text, word)) {
                text.push(' ');
            }
            text.push_str(word);
            first = false;
        }
    }
    text
}

/// Whether words are parted by a space: not in scripts that have none.
pub fn needs_space(before: &str, after: &str) -> bool {
    let has_none = |char: char| matches!(char as u32, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x2_0000..=0x3_FFFF);
    !(before.chars().next_back().is_some_and(has_none) && after.chars().next().is_some_and(has_none))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cues of `(start in seconds, speaker, words)`, each two seconds long.
    fn check(cues: &[(u64, &str, &str)], expected: &[(&str, &str)]) {
        let cues = cues.iter().map(|(start, speaker, text)| Cue {
            start: Some(start * 1000),
            end: Some(start * 1000 + 2000),
            speaker: (*speaker).to_owned(),
            text: (*text).to_owned(),
            is_other: false,
        });
        let blocks = blocks(cues.collect(), Vec::new());
        let found: Vec<_> =
            blocks.iter().map(|block| (block.block.speech.speaker.as_str(), block.block.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_turn_ends_with_its_speaker_or_a_pause() {
        let cues = [
            (0, "Ann", "We closed"),
            (2, "Ann", "it. Then"),
            (9, "Ann", "we waited."),
            (11, "Bo", "Why?"),
            (13, "Bo", "Tell me."),
            (30, "Bo", "Well?"),
        ];
        check(&cues, &[("Ann", "We closed it. Then we waited."), ("Bo", "Why? Tell me."), ("Bo", "Well?")]);
    }

    #[test]
    fn two_dashes_are_two_speakers() {
        check(&[(0, "", "- Is it warm?\n- It is\nnot.")], &[("", "- Is it warm?"), ("", "- It is not.")]);
        check(&[(0, "", "- A list\nof one")], &[("", "- A list of one")]);
    }

    #[test]
    fn a_long_speech_has_paragraphs_that_end_with_a_sentence() {
        let cues = (0..60).map(|at| Cue {
            start: Some(at * 2000),
            end: Some(at * 2000 + 2000),
            text: if at % 2 == 0 { "The town has paid for the bridge".into() } else { "and will pay again.".into() },
            ..Cue::default()
        });
        let blocks = blocks(cues.collect(), Vec::new());
        assert!(blocks.len() > 2);
        assert!(blocks.iter().all(|block| block.block.text.ends_with("again.") && block.block.text.len() < FULL + 100));
        let speech = &blocks[1].block.speech;
        assert_eq!(speech.times[1].ms - speech.times[0].ms, 2000);
        assert!(blocks[1].block.text[speech.times[1].at as usize..].starts_with("and will"));
    }

    #[test]
    fn words_without_full_stops_are_parted_all_the_same() {
        let cue = |at: u64| Cue {
            start: Some(at * 2000),
            end: Some(at * 2000 + 2000),
            text: "and so it goes on".into(),
            ..Cue::default()
        };
        let blocks = blocks((0..200).map(cue).collect(), Vec::new());
        assert!(blocks.len() > 3 && blocks.iter().all(|block| block.block.text.len() < FULL_UNSTOPPED + 100));
    }

    #[test]
    fn scripts_without_spaces_get_none() {
        check(&[(0, "", "橋は\n安全"), (2, "", "ではない。")], &[("", "橋は安全ではない。")]);
    }
}
