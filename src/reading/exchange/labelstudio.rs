//! Label Studio's JSON export: regions of a text with labels; positions in UTF-16 units.

use std::collections::HashMap;

use serde_json::Value;

use crate::model::{PositionMap, Status};

use super::{ClaimReader, FromText, Note, Notes, Passage, ReadError, Sink, Unit, range, string, values};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "labelstudio",
    name: "Label Studio",
    extensions: &["json"],
    text: Some(FromText {
        recognises: |text| text.contains("\"annotations\"") && text.contains("\"from_name\""),
        read,
    }),
    packed: None,
};

fn read(text: &str) -> Notes {
    let mut notes = Sink::default();
    values(text)?.iter().enumerate().try_for_each(|(number, task)| task_notes(number, task, &mut notes))?;
    Ok(notes.into_notes())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn task_notes(number: usize, task: &Value, notes: &mut Sink) -> Result<(), ReadError> {
    let data = &task["data"];
    let named =
        ["url", "article", "title"].into_iter().find_map(|key| data[key].as_str().filter(|name| !name.is_empty()));
    let document = named.map_or_else(|| format!("task {number}"), str::to_owned);
    let text = data["text"].as_str().unwrap_or_default();
    let map = PositionMap::new(text);
    for one in list(&task["annotations"]) {
        let found = annotation(one, text, &map)?;
        notes.extend(found.into_iter().map(|note| Note { document: document.clone(), ..note }))?;
    }
    Ok(())
}

/// The notes of one annotation. Regions named "claim.1", "claim.2" … by our own export are passages of one claim.
fn annotation(annotation: &Value, text: &str, map: &PositionMap) -> Notes {
    let mut notes = Sink::default();
    let mut indices: HashMap<String, usize> = HashMap::new();
    for region in list(&annotation["result"]) {
        let value = &region["value"];
        let id = string(&region["id"]);
        let claim = id
            .rsplit_once('.')
            .filter(|(_, part)| part.parse::<usize>().is_ok())
            .map_or(id.as_str(), |(claim, _)| claim);
        let index = indices.get(claim).copied();
        match region["type"].as_str().unwrap_or_default() {
            "labels" | "hypertextlabels" => {
                let index = match index {
                    Some(index) => index,
                    None => notes.push(Note::default())?,
                };
                if !claim.is_empty() {
                    indices.insert(claim.to_owned(), index);
                }
                notes.add_passage(index, passage(value, text, map))?;
                let note = &mut notes[index];
                let labels = list(&value["labels"]).iter().chain(list(&value["hypertextlabels"]));
                labels.for_each(|label| note.add_label(string(label)));
            }
            kind => {
                if let Some(index) = index {
                    say(kind, region, &mut notes[index]);
                }
            }
        }
    }
    Ok(notes.into_notes())
}

/// The words are the region's own; where it has none they are taken from the task's text.
fn passage(value: &Value, text: &str, map: &PositionMap) -> Passage {
    let range = range(&value["start"], &value["end"]);
    let quote = string(&value["text"]);
    let there = range.map(|range| Passage::in_map(text, map, range, Unit::Utf16)).unwrap_or_default();
    if quote.is_empty() || quote == there.quote {
        there
    } else {
        Passage { range, unit: Unit::Utf16, ..Passage::words(quote) }
    }
}

/// Adds what a region says besides its label.
fn say(kind: &str, region: &Value, note: &mut Note) {
    let value = &region["value"];
    match kind {
        "textarea" => {
            let words = list(&value["text"]).iter().map(string).collect::<Vec<_>>().join("\n");
            if region["from_name"] == "statement" { note.statement = words } else { note.add_comment(&words) }
        }
        "choices" => {
            for choice in list(&value["choices"]).iter().map(string) {
                match Status::from_label(&choice).filter(|_| region["from_name"] == "status") {
                    Some(status) => note.status = status,
                    None => note.add_label(choice),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_become_notes() {
        let text = r#"[{"data": {"text": "👍 tax"}, "annotations": [{"result": [
            {"id": "c-1.1", "from_name": "label", "type": "labels", "value": {"start": 3, "end": 6, "text": "tax", "labels": ["Wrong", "Money"]}},
            {"id": "c-1.2", "from_name": "label", "type": "labels", "value": {"start": 0, "end": 2, "text": "👍", "labels": ["Wrong"]}},
            {"id": "c-1.1", "from_name": "statement", "type": "textarea", "value": {"text": ["The tax rose"]}}]}]}]"#;
        let notes = read(text).unwrap();
        assert_eq!(notes.len(), 1);
        assert_eq!(
            notes[0].passages[1],
            Passage {
                quote: "👍".into(),
                suffix: " tax".into(),
                range: Some((0, 2)),
                unit: Unit::Utf16,
                ..Passage::default()
            }
        );
        assert_eq!(notes[0].statement, "The tax rose");
        assert_eq!(notes[0].labels, ["Wrong", "Money"]);
    }
}
