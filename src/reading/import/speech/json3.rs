//! YouTube's captions as its player loads them (`fmt=json3`): events with segments. Automatic captions come word by word; an event with
//! `aAppend` only begins a new line.

use serde::Deserialize;

use super::{Captions, Cue, Draft, ImportError, Importer, Input, json};

pub(super) const IMPORTER: Importer =
    Importer { id: "json3", name: "YouTube captions (JSON3)", extensions: &["json3"], has_lines: false, sniff, open };

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default)]
    t_start_ms: Option<f64>,
    #[serde(default)]
    d_duration_ms: Option<f64>,
    #[serde(default)]
    segs: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    utf8: String,
}

fn sniff(bytes: &[u8]) -> bool {
    json::has(bytes, &["events", "segs", "utf8"]) && json::has(bytes, &["tStartMs"])
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, draft) = super::decoded(input, IMPORTER.id, "application/json")?;
    let file: File = json::read(&text, "the file of captions")?;
    let mut captions = Captions::told(input.steps);
    for event in file.events {
        let text: String = event.segs.into_iter().map(|segment| segment.utf8).collect();
        // A line end alone is how a line ends, no caption.
        if text.trim().is_empty() {
            continue;
        }
        let start = event.t_start_ms.and_then(|ms| super::ms_from_secs(ms / 1000.0));
        let length = event.d_duration_ms.and_then(|ms| super::ms_from_secs(ms / 1000.0));
        // Automatic captions stay on the screen while the next ones are spoken.
        let end = start.zip(length).map(|(start, length)| start.saturating_add(length));
        captions.push(Cue { start, end, text, ..Cue::default() })?;
    }
    Ok(captions.into_draft(draft))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    #[test]
    fn words_of_automatic_captions_are_sentences() {
        let text = r#"{"wireMagic": "pb3", "pens": [{}], "events": [
            {"tStartMs": 0, "dDurationMs": 90000, "id": 1, "wpWinPosId": 1},
            {"tStartMs": 750000, "dDurationMs": 4000, "wWinId": 1, "segs": [{"utf8": "the"}, {"utf8": " town", "tOffsetMs": 320}]},
            {"tStartMs": 752000, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            {"tStartMs": 752010, "dDurationMs": 3000, "segs": [{"utf8": "has paid"}, {"utf8": "\nfor it."}]},
            {"tStartMs": -5, "dDurationMs": 1e300, "segs": [{"utf8": ">> Why?"}]}]}"#;
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.json", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "json3");
        let blocks: Vec<_> =
            draft.blocks.iter().map(|block| (block.block.text.as_str(), block.block.speech.locator_at(0))).collect();
        assert_eq!(blocks, [("the town has paid for it.", "00:12:30".to_owned()), ("Why?", String::new())]);
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let bytes = br#"{"events": [{"tStartMs": 1, "segs": [{"utf8": "a"}"#;
        let refused = open(&Input { bytes, name: "a.json3", ..Input::default() });
        assert_eq!(refused, Err(ImportError::Damaged("the file of captions")));
    }
}
