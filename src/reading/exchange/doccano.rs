//! doccano's JSON Lines: `label` (or `entities`) beside the text that it counts in, in code points. The words are taken from that
//! text and then looked for in the article like any quote.

use serde_json::Value;

use crate::model::PositionMap;

use super::{ClaimReader, FromText, Note, Notes, Passage, ReadError, Sink, Unit, range, string, values};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "doccano",
    name: "doccano",
    extensions: &["jsonl", "json"],
    text: Some(FromText {
        recognises: |text| text.contains("\"text\"") && (text.contains("\"label\"") || text.contains("\"entities\"")),
        read,
    }),
    packed: None,
};

fn read(text: &str) -> Notes {
    let mut notes = Sink::default();
    values(text)?.iter().enumerate().try_for_each(|(number, value)| line(number, value, &mut notes))?;
    Ok(notes.into_notes())
}

fn line(number: usize, value: &Value, notes: &mut Sink) -> Result<(), ReadError> {
    let text = value["text"].as_str().unwrap_or_default();
    let map = PositionMap::new(text);
    let lists = ["label", "labels", "entities"].into_iter().filter_map(|key| value[key].as_array());
    let document =
        value["article"].as_str().or(value["title"].as_str()).map_or_else(|| format!("line {number}"), str::to_owned);
    let label = |label: &Value| {
        let (start, end, name) = match label {
            Value::Array(parts) => (parts.first()?, parts.get(1)?, parts.get(2)?),
            label => (&label["start_offset"], &label["end_offset"], &label["label"]),
        };
        let passage = Passage::in_map(text, &map, range(start, end)?, Unit::Chars);
        let mut note = Note { document: document.clone(), ..Note::on(passage) };
        note.add_label(string(name));
        Some(note)
    };
    notes.extend(lists.flatten().filter_map(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_are_read_and_ranges_outside_the_text_have_no_words() {
        let text = "{\"text\": \"👍 tax rose\", \"label\": [[2, 5, \"Wrong\"], [5, 99, \"Far\"]]}\n\
                    {\"text\": \"a tax\", \"entities\": [{\"start_offset\": 2, \"end_offset\": 5, \"label\": \"Money\"}]}";
        let notes = read(text).unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.quote(), note.labels[0].as_str())).collect();
        assert_eq!(told, [("tax".to_owned(), "Wrong"), (String::new(), "Far"), ("tax".to_owned(), "Money")]);
        assert_eq!((notes[0].passages[0].prefix.as_str(), notes[0].passages[0].suffix.as_str()), ("👍 ", " rose"));
    }
}
