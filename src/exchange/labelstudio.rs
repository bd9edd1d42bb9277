//! Label Studio's JSON export: regions of a text with labels; positions in UTF-16 units.

use serde_json::Value;

use super::{Note, Passage, ReadError, Reader, Unit, range, string, values};

pub(super) const READER: Reader = Reader {
    id: "labelstudio",
    name: "Label Studio",
    extensions: &["json"],
    recognises: |text| text.contains("\"annotations\"") && text.contains("\"from_name\""),
    read,
};

fn read(text: &str) -> Result<Vec<Note>, ReadError> {
    let tasks = values(text)?;
    Ok(tasks.iter().flat_map(|task| list(&task["annotations"])).flat_map(annotation).collect())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The notes of one annotation. Regions named "claim.1", "claim.2" … by our own export are passages of one claim.
fn annotation(annotation: &Value) -> Vec<Note> {
    let mut notes: Vec<(String, Note)> = Vec::new();
    for region in list(&annotation["result"]) {
        let value = &region["value"];
        let id = string(&region["id"]);
        let claim = id
            .rsplit_once('.')
            .filter(|(_, part)| part.parse::<usize>().is_ok())
            .map_or(id.as_str(), |(claim, _)| claim);
        let place = notes.iter().position(|(of, _)| of == claim && !claim.is_empty());
        match region["type"].as_str().unwrap_or_default() {
            "labels" | "hypertextlabels" => {
                let passage = Passage {
                    quote: string(&value["text"]),
                    range: range(&value["start"], &value["end"]),
                    unit: Unit::Utf16,
                    ..Passage::default()
                };
                let labels: Vec<_> =
                    list(&value["labels"]).iter().chain(list(&value["hypertextlabels"])).map(string).collect();
                let place = place.unwrap_or_else(|| {
                    notes.push((claim.to_owned(), Note::default()));
                    notes.len() - 1
                });
                let note = &mut notes[place].1;
                note.passages.push(passage);
                let mut labels = labels.into_iter();
                if note.label.is_empty() {
                    note.label = labels.next().unwrap_or_default();
                }
                note.tags.extend(labels.filter(|label| *label != note.label));
            }
            "textarea" => {
                if let Some(place) = place {
                    let words = list(&value["text"]).iter().map(string).collect::<Vec<_>>().join("\n");
                    let note = &mut notes[place].1;
                    if region["from_name"] == "statement" { note.statement = words } else { note.comment = words }
                }
            }
            _ => {}
        }
    }
    notes.into_iter().map(|(_, note)| note).collect()
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
            Passage { quote: "👍".into(), range: Some((0, 2)), unit: Unit::Utf16, ..Passage::default() }
        );
        assert_eq!((notes[0].label.as_str(), notes[0].statement.as_str()), ("Wrong", "The tax rose"));
        assert_eq!(notes[0].tags, ["Money"]);
    }
}
