//! doccano's JSON Lines: `label` (or `entities`) beside the text that it counts in, in code points. The words are taken from that
//! text and then looked for in the article like any quote.

use serde_json::Value;

use super::{Note, Passage, ReadError, Reader, Unit, range, string, values};

pub(super) const READER: Reader = Reader {
    id: "doccano",
    name: "doccano",
    extensions: &["jsonl", "json"],
    recognises: |text| text.contains("\"text\"") && (text.contains("\"label\"") || text.contains("\"entities\"")),
    read,
};

/// How many characters of the text are taken on either side of a passage.
const AROUND: usize = 40;

fn read(text: &str) -> Result<Vec<Note>, ReadError> {
    Ok(values(text)?.iter().flat_map(line).collect())
}

fn line(value: &Value) -> Vec<Note> {
    let text: Vec<char> = value["text"].as_str().unwrap_or_default().chars().collect();
    let lists = ["label", "labels", "entities"].into_iter().filter_map(|key| value[key].as_array());
    let label = |label: &Value| {
        let (start, end, name) = match label {
            Value::Array(parts) => (parts.first()?, parts.get(1)?, parts.get(2)?),
            label => (&label["start_offset"], &label["end_offset"], &label["label"]),
        };
        let (start, end) = range(start, end)?;
        let words = |range: std::ops::Range<usize>| text.get(range).map(|chars| chars.iter().collect::<String>());
        let passage = Passage {
            quote: words(start..end)?,
            prefix: words(start.saturating_sub(AROUND)..start)?,
            suffix: words(end..(end + AROUND).min(text.len()))?,
            range: Some((start, end)),
            unit: Unit::Chars,
        };
        Some(Note { passages: vec![passage], label: string(name), ..Note::default() })
    };
    lists.flatten().filter_map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_are_read_and_ranges_outside_the_text_are_not() {
        let text = "{\"text\": \"👍 tax rose\", \"label\": [[2, 5, \"Wrong\"], [5, 99, \"Far\"]]}\n\
                    {\"text\": \"a tax\", \"entities\": [{\"start_offset\": 2, \"end_offset\": 5, \"label\": \"Money\"}]}";
        let notes = read(text).unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.passages[0].quote.as_str(), note.label.as_str())).collect();
        assert_eq!(told, [("tax", "Wrong"), ("tax", "Money")]);
        assert_eq!((notes[0].passages[0].prefix.as_str(), notes[0].passages[0].suffix.as_str()), ("👍 ", " rose"));
    }
}
