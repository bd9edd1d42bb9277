//! What speech recognition writes as JSON: OpenAI's Whisper and its relatives (`segments`), whisperX with who speaks each word, whisper.cpp
//! (`transcription`).

use serde::Deserialize;

use crate::import::plain_text;

use super::{Captions, Cue, Draft, ImportError, Importer, Input, json};

pub(super) const IMPORTER: Importer = Importer {
    id: "whisper",
    name: "Speech recognition (Whisper JSON)",
    extensions: &["json"],
    has_lines: false,
    sniff,
    open,
};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    segments: Vec<Segment>,
    #[serde(default)]
    transcription: Vec<CppSegment>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    result: Option<CppResult>,
}

#[derive(Deserialize)]
struct CppResult {
    #[serde(default)]
    language: Option<String>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    start: Option<f64>,
    #[serde(default)]
    end: Option<f64>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default)]
    start: Option<f64>,
    #[serde(default)]
    end: Option<f64>,
    #[serde(default, alias = "text")]
    word: String,
    #[serde(default)]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct CppSegment {
    offsets: CppOffsets,
    #[serde(default)]
    text: String,
    #[serde(default)]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct CppOffsets {
    from: f64,
    to: f64,
}

fn sniff(bytes: &[u8]) -> bool {
    json::has(bytes, &["segments", "start", "end", "text"]) || json::has(bytes, &["transcription", "offsets", "text"])
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    // Its ending tells no more than that it is JSON of any kind.
    if input.format.is_none() && !sniff(input.bytes) {
        return (plain_text::IMPORTER.open)(input);
    }
    let (text, mut draft) = super::decoded(input, IMPORTER.id, "application/json")?;
    let file: File = json::read(&text, "the file of speech recognition")?;
    let language = file.language.or(file.result.and_then(|result| result.language)).unwrap_or_default();
    super::set_language(&mut draft, &language, "speech recognition");
    let mut captions = Captions::told(input.steps);
    for segment in file.segments {
        spoken(segment).into_iter().try_for_each(|cue| captions.push(cue))?;
    }
    for CppSegment { offsets, text, speaker } in file.transcription {
        let [start, end] = [offsets.from, offsets.to].map(|ms| super::ms_from_secs(ms / 1000.0));
        captions.push(Cue { start, end, text, speaker: speaker.unwrap_or_default(), is_other: false })?;
    }
    Ok(captions.into_draft(draft))
}

/// The words of a segment, parted where another speaks.
fn spoken(segment: Segment) -> Vec<Cue> {
    let Segment { start, end, text, speaker, words } = segment;
    let whole = speaker.clone().unwrap_or_default();
    let speaks = |word: &Word| word.speaker.clone().unwrap_or_else(|| whole.clone());
    let is_one = words.windows(2).all(|pair| speaks(&pair[0]) == speaks(&pair[1]));
    let ms = |secs: Option<f64>| secs.and_then(super::ms_from_secs);
    if is_one {
        let speaker = speaker.unwrap_or_else(|| words.first().map(&speaks).unwrap_or_default());
        return vec![Cue { start: ms(start), end: ms(end), speaker, text, is_other: false }];
    }
    let mut cues: Vec<Cue> = Vec::new();
    for word in &words {
        let speaker = speaks(word);
        match cues.last_mut().filter(|last| last.speaker == speaker) {
            Some(last) => {
                if !word.word.starts_with(' ') && super::turns::needs_space(&last.text, &word.word) {
                    last.text.push(' ');
                }
                last.text.push_str(&word.word);
                last.end = ms(word.end).or(last.end);
            }
            None => cues.push(Cue {
                start: ms(word.start).or(if cues.is_empty() { ms(start) } else { None }),
                end: ms(word.end),
                speaker,
                text: word.word.clone(),
                is_other: false,
            }),
        }
    }
    cues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    fn check(text: &str, expected: &[(&str, &str, &str)]) -> Draft {
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.json", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "whisper");
        let told = draft.blocks.iter().map(|block| &block.block);
        let told: Vec<_> = told
            .map(|block| (block.speech.speaker.as_str(), block.speech.locator_at(0), block.text.as_str()))
            .collect();
        let told: Vec<_> = told.iter().map(|(speaker, time, text)| (*speaker, time.as_str(), *text)).collect();
        assert_eq!(told, expected);
        draft
    }

    #[test]
    fn segments_become_turns() {
        let draft = check(
            r#"{"text": " We closed it. Why?", "segments": [
                {"id": 0, "start": 750.0, "end": 752.5, "text": " We closed", "avg_logprob": NaN, "tokens": [1]},
                {"id": 1, "start": 752.5, "end": 754.0, "text": " it."}], "language": "en"}"#,
            &[("", "00:12:30", "We closed it.")],
        );
        assert_eq!(draft.meta.language, "en");
        assert_eq!(draft.blocks[0].block.speech.times[1].ms, 752_500);
    }

    #[test]
    fn who_speaks_each_word_parts_a_segment() {
        check(
            r#"{"segments": [{"start": 1.0, "end": 3.0, "text": " Is it? It is.", "speaker": "SPEAKER_00", "words": [
                {"word": "Is", "start": 1.0, "end": 1.2, "speaker": "SPEAKER_00"}, {"word": "it?", "speaker": "SPEAKER_00"},
                {"word": "It", "start": 2.0, "end": 2.2, "speaker": "SPEAKER_01"}, {"word": "is.", "speaker": "SPEAKER_01"}]}],
                "word_segments": []}"#,
            &[("SPEAKER_00", "00:00:01", "Is it?"), ("SPEAKER_01", "00:00:02", "It is.")],
        );
    }

    #[test]
    fn other_json_is_a_text() {
        let draft = open(&Input { bytes: b"{\"a\": 1}", name: "a.json", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "text");
    }

    #[test]
    fn whisper_cpp_is_read() {
        check(
            r#"{"result": {"language": "de"}, "transcription": [{"timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"},
                "offsets": {"from": 1000, "to": 2000}, "text": " Ja."}]}"#,
            &[("", "00:00:01", "Ja.")],
        );
    }
}
