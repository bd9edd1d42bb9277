//! What was spoken or sent: captions of recordings, what speech recognition writes, chats and transcripts. Each format is one file that
//! reads cues or messages; [`turns`] makes blocks of cues, one for all formats.
//!
//! What is no speech (notes, styles, what a chat program says, words whose time cannot be read) is left out with a reason.

mod cue_text;
mod json;
mod json3;
mod labels;
mod lines;
mod rolling;
mod sbv;
mod srt;
mod telegram;
pub(super) mod transcript;
mod transcript_line;
mod turns;
mod vtt;
#[cfg(test)]
mod webvtt_py;
mod whatsapp;
mod whatsapp_date;
mod whisper;

use crate::model::BlockKind;

use super::{Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MetaField, Steps, Warning, encoding};

/// Every format of speech, surest signs first.
pub(super) const VTT: Importer = vtt::IMPORTER;
pub(super) const SRT: Importer = srt::IMPORTER;
pub(super) const SBV: Importer = sbv::IMPORTER;
pub(super) const JSON3: Importer = json3::IMPORTER;
pub(super) const WHISPER: Importer = whisper::IMPORTER;
pub(super) const TELEGRAM: Importer = telegram::IMPORTER;
pub(super) const WHATSAPP: Importer = whatsapp::IMPORTER;

/// More captions or messages are not read: a project could not be saved with the times of all. So many are two weeks of speech.
const MAX_CUES: usize = 400_000;

/// The latest moment, in milliseconds: ten digits of hours, as the readers of captions have it.
const MAX_MS: u64 = 10_000_000_000 * 3_600_000 - 1;

/// What is left out and stands together is listed together, up to about so many bytes.
const MAX_LISTED: usize = 32 << 10;

/// Words that are shown together, and when they are heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cue {
    /// When they begin, in milliseconds.
    start: Option<u64>,
    /// When they end.
    end: Option<u64>,
    /// Who speaks; empty where it is not said.
    speaker: String,
    /// The words, in lines as shown.
    text: String,
    /// Whether it is said that another speaks from here on, without a name.
    is_other: bool,
}

/// What was read of captions.
#[derive(Debug, Default)]
struct Captions<'a> {
    told: Told<'a>,
    cues: Vec<Cue>,
    /// What is left out, each with the number of cues before it.
    left_out: Vec<(usize, DraftBlock)>,
    /// Captions that have no words.
    empty: usize,
}

/// Tells how many captions or messages have been read.
#[derive(Debug, Default)]
struct Told<'a> {
    steps: Steps<'a>,
    read: usize,
}

/// It is told of each so many captions or messages.
const TOLD_OF: usize = 256;

impl<'a> Told<'a> {
    /// None is read yet.
    fn to(steps: Steps<'a>) -> Self {
        Self { steps, read: 0 }
    }

    /// One more is read.
    fn one(&mut self) {
        self.read += 1;
        if self.read.is_multiple_of(TOLD_OF) {
            self.tell();
        }
    }

    /// All that was read has been gone through once more.
    fn pass(&mut self) {
        self.read += TOLD_OF;
        self.tell();
    }

    fn tell(&self) {
        let done = self.read / TOLD_OF;
        self.steps.tell(done, done);
    }
}

impl<'a> Captions<'a> {
    /// No captions yet.
    fn told(steps: Steps<'a>) -> Self {
        Self { told: Told::to(steps), ..Self::default() }
    }

    /// Takes the words of a caption as they are written in the file, with its markup.
    fn add(&mut self, start: u64, end: u64, words: &str) -> Result<(), ImportError> {
        let read = cue_text::read(words, || self.told.one());
        if !read.readings.is_empty() {
            self.leave_out(&read.readings.join(" "), LeftOut::Reading);
        }
        if !read.unknown.is_empty() {
            self.leave_out(&read.unknown.join(" "), LeftOut::CaptionMarkup);
        }
        if read.parts.is_empty() {
            self.told.one();
            self.empty += 1;
        }
        for (speaker, text) in read.parts {
            self.push(Cue { start: Some(start), end: Some(end), speaker, text, is_other: false })?;
        }
        Ok(())
    }

    /// Takes a caption; one without words is counted.
    fn push(&mut self, cue: Cue) -> Result<(), ImportError> {
        self.told.one();
        if !cue.text.chars().any(|char| !char.is_whitespace() && !char.is_control()) {
            self.empty += 1;
            return Ok(());
        }
        if self.cues.len() == MAX_CUES {
            return Err(ImportError::TooMany("captions", MAX_CUES));
        }
        self.cues.push(cue);
        Ok(())
    }

    /// Lists what is no speech.
    fn leave_out(&mut self, text: &str, why: LeftOut) {
        self.told.one();
        leave_out(&mut self.left_out, self.cues.len(), text, why);
    }

    /// The draft with these captions as turns.
    fn into_draft(mut self, mut draft: Draft) -> Draft {
        if rolling::join(&mut self.cues) {
            draft
                .warnings
                .push(Warning::new("The captions roll: what is shown again in the next one stands here once."));
        }
        self.told.pass();
        labels::take(&mut self.cues);
        self.told.pass();
        if self.empty > 0 {
            let what =
                if self.empty == 1 { "One caption has".to_owned() } else { format!("{} captions have", self.empty) };
            draft.warnings.push(Warning::new(format!("{what} no words.")));
        }
        let untimed = self.left_out.iter().filter(|(_, block)| block.why == Some(LeftOut::Untimed)).count();
        if untimed > 0 {
            draft.warnings.push(Warning::new(
                "Parts of the captions are damaged: words whose time cannot be read are left out. Look through what was left out.",
            ));
        }
        draft.blocks.extend(turns::blocks(self.cues, self.left_out));
        draft
    }
}

/// Lists what is left out behind so many others, together with what stands right before it for the same reason.
fn leave_out(list: &mut Vec<(usize, DraftBlock)>, at: usize, text: &str, why: LeftOut) {
    if text.trim().is_empty() {
        return;
    }
    if let Some((last, block)) = list.last_mut()
        && *last == at
        && block.why == Some(why)
        && block.block.text.len() < MAX_LISTED
    {
        block.block.text.push('\n');
        block.block.text.push_str(text);
        return;
    }
    let mut block = DraftBlock::kept(BlockKind::Paragraph, text);
    block.drop(why);
    list.push((at, block));
}

/// The characters of a text format, and a draft that says how they were read.
fn decoded(input: &Input<'_>, format: &'static str, media_type: &str) -> Result<(String, Draft), ImportError> {
    let encoding::Decoded { text, encoding, warning } = encoding::decode(input, None)?;
    let draft = Draft {
        format,
        media_type: media_type.into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    Ok((text, draft))
}

/// The language that a file names, where it looks like a BCP 47 tag.
fn set_language(draft: &mut Draft, language: &str, found_in: &'static str) {
    let language = language.trim();
    let is_tag = (2..=35).contains(&language.len())
        && language.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()))
        && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_tag {
        draft.meta.language = language.to_owned();
        draft.note(MetaField::Language, found_in);
    }
}

/// A number of seconds as milliseconds; nothing for one that is no moment of a recording.
fn ms_from_secs(secs: f64) -> Option<u64> {
    let ms = (secs * 1000.0).round();
    (ms.is_finite() && ms >= 0.0 && ms <= MAX_MS as f64).then_some(ms as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    #[test]
    fn more_captions_than_a_project_holds_are_refused() {
        let mut captions = Captions::default();
        let cue = Cue { text: "a".into(), ..Cue::default() };
        let refused = (0..=MAX_CUES).find_map(|_| captions.push(cue.clone()).err());
        assert_eq!(refused, Some(ImportError::TooMany("captions", MAX_CUES)));
    }

    #[test]
    fn hundreds_of_thousands_of_empty_captions_are_counted_and_no_more() {
        let text =
            format!("WEBVTT\n\n{}00:01.000 --> 00:02.000\nWords.\n", "00:00.000 --> 00:00.000\n\n".repeat(200_000));
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.vtt", ..Input::default() }).unwrap();
        assert_eq!(draft.blocks.len(), 1);
        assert_eq!(draft.warnings[0].message, "200000 captions have no words.");
    }

    #[test]
    fn a_transcript_of_many_captions_comes_in_whole_and_tells_how_far_it_is() {
        use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
        const COUNT: usize = 20_000;
        let time = |at: usize| format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60);
        let many = |one: &dyn Fn(usize) -> String| (0..COUNT).map(one).collect::<Vec<_>>();
        let shown =
            |at: usize, sign: &str| format!("{}{sign}000 --> {}{sign}000\nWord {at}.\n\n", time(at), time(at + 1));
        let vtt = format!("WEBVTT\n\n{}", many(&|at| shown(at, ".")).concat());
        let srt = many(&|at| format!("{}\n{}", at + 1, shown(at, ","))).concat();
        let sbv = many(&|at| format!("{}.000,{}.000\nWord {at}.\n\n", time(at), time(at + 1))).concat();
        let event =
            |at| format!(r#"{{"tStartMs": 1{at:05}000, "dDurationMs": 900, "segs": [{{"utf8": "Word {at}."}}]}}"#);
        let json3 = format!(r#"{{"wireMagic": "pb3", "events": [{}]}}"#, many(&event).join(","));
        let segment = |at| format!(r#"{{"start": {at}.0, "end": {at}.9, "text": "Word {at}."}}"#);
        let whisper = format!(r#"{{"segments": [{}]}}"#, many(&segment).join(","));
        let message = |at| {
            format!(
                r#"{{"id": {at}, "type": "message", "date": "2025-02-03T10:00:00", "from": "Ann", "text": "Word {at}."}}"#
            )
        };
        let telegram = format!(
            r#"{{"name": "Desk", "type": "personal_chat", "id": 1, "messages": [{}]}}"#,
            many(&message).join(",")
        );
        let whatsapp = many(&|at| format!("[13/02/2025, 10:00:00] Ann: Word {at}.\n")).concat();
        let files = [
            ("vtt", vtt),
            ("srt", srt),
            ("sbv", sbv),
            ("json3", json3),
            ("whisper", whisper),
            ("telegram", telegram),
            ("whatsapp", whatsapp),
        ];
        for (name, text) in files {
            let (calls, last) = (AtomicU64::new(0), AtomicU64::new(0));
            let tell = |done: u64, total: u64| {
                assert!(total == 0 || total >= done, "{name}");
                calls.fetch_add(u64::from(last.swap(done, Relaxed) != done), Relaxed);
            };
            let steps = Steps::to(&tell);
            let input = Input { bytes: text.as_bytes(), name: "a", format: Some(name), steps, ..Input::default() };
            let draft = open(&input).unwrap();
            let words: String =
                draft.blocks.iter().filter(|block| block.keep).map(|block| format!("{} ", block.block.text)).collect();
            assert!((0..COUNT).step_by(997).all(|at| words.contains(&format!("Word {at}. "))), "{name}");
            assert!(calls.load(Relaxed) >= (COUNT / TOLD_OF) as u64, "{name}: {}", calls.load(Relaxed));
        }
    }

    #[test]
    fn times_that_run_backward_or_beyond_all_bounds_leave_the_words() {
        let text = "1\n99:59:59,999 --> 00:00:00,000\nOne.\n\n2\n00:00:00,000 --> 9999999999:00:00,000\nTwo.\n\n3\n99999999999999999999:00:00,000 --> 00:00:01,000\nThree.\n";
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.srt", ..Input::default() }).unwrap();
        let words: Vec<_> = draft.blocks.iter().map(|block| (block.keep, block.block.text.as_str())).collect();
        assert_eq!(words, [(true, "One. Two."), (false, "3\n99999999999999999999:00:00,000 --> 00:00:01,000\nThree.")]);
        assert_eq!([f64::NAN, -1.0, 1e300, 1.5].map(ms_from_secs), [None, None, None, Some(1500)]);
    }

    #[test]
    fn captions_that_are_all_one_word_are_read_in_a_moment() {
        let cue = |at: usize| format!("{at}\n00:00:01,000 --> 00:00:02,000\n{}\n\n", "a ".repeat(40));
        let text: String = (1..5_000).map(cue).collect();
        assert!(open(&Input { bytes: text.as_bytes(), name: "a.srt", ..Input::default() }).is_ok());
    }
}
