//! W3C Web Annotations and what Hypothesis exports: quotes with their surroundings, positions in code points.
//!
//! Annotations on the same words are one claim: the assessment gives the label, a link a source, an edit the wording asked for.

use serde_json::Value;

use super::{Link, Note, Passage, ReadError, Reader, Unit, range, string, values};

pub(super) const READER: Reader = Reader {
    id: "webannotation",
    name: "Web Annotations (W3C), Hypothesis",
    extensions: &["json", "jsonld"],
    recognises: |text| text.contains("TextQuoteSelector") && !text.contains("urn:claimdesk:terms#"),
    read,
};

fn read(text: &str) -> Result<Vec<Note>, ReadError> {
    let mut found = Vec::new();
    let values = values(text)?;
    values.iter().for_each(|value| collect(value, &mut found));
    let mut notes: Vec<Note> = Vec::new();
    for annotation in found {
        let passages = passages(annotation);
        if passages.is_empty() {
            continue;
        }
        let place = notes.iter().position(|note| note.passages == passages);
        let place = place.unwrap_or_else(|| {
            notes.push(Note { passages, ..Note::default() });
            notes.len() - 1
        });
        say(annotation, &mut notes[place]);
    }
    Ok(notes)
}

/// Every annotation in a value: itself, the items of a page or collection, or the rows of Hypothesis' answer.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    if value.get("target").is_some() {
        return found.push(value);
    }
    for key in ["items", "first", "rows", "annotations", "@graph"] {
        if let Some(inner) = value.get(key) {
            collect(inner, found);
        }
    }
    value.as_array().into_iter().flatten().for_each(|item| collect(item, found));
}

fn many(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn passages(annotation: &Value) -> Vec<Passage> {
    let passage = |target: &Value| {
        let mut passage = Passage { unit: Unit::Chars, ..Passage::default() };
        for selector in many(&target["selector"]) {
            match selector["type"].as_str().unwrap_or_default() {
                "TextQuoteSelector" => {
                    passage.quote = string(&selector["exact"]);
                    passage.prefix = string(&selector["prefix"]);
                    passage.suffix = string(&selector["suffix"]);
                }
                "TextPositionSelector" => passage.range = range(&selector["start"], &selector["end"]),
                _ => {}
            }
        }
        (!passage.quote.is_empty()).then_some(passage)
    };
    many(&annotation["target"]).iter().filter_map(passage).collect()
}

/// Adds what an annotation says.
fn say(annotation: &Value, note: &mut Note) {
    let add = |field: &mut String, words: &str| {
        if !words.is_empty() {
            let gap = if field.is_empty() { "" } else { "\n" };
            *field += &format!("{gap}{words}");
        }
    };
    // Hypothesis.
    add(&mut note.comment, &string(&annotation["text"]));
    note.tags.extend(many(&annotation["tags"]).iter().map(string));
    let motivation = string(&annotation["motivation"]);
    for body in many(&annotation["body"]).iter().chain(many(&annotation["bodyValue"])) {
        let purpose = body["purpose"].as_str().unwrap_or(&motivation);
        let words = body["value"].as_str().or(body.as_str()).unwrap_or_default();
        match purpose {
            "assessing" | "classifying" => note.label = words.to_owned(),
            "describing" => note.statement = words.to_owned(),
            "tagging" => note.tags.push(words.to_owned()),
            "editing" => note.suggestion = words.to_owned(),
            "linking" => {
                let url = body["source"].as_str().or(body["id"].as_str()).unwrap_or(words);
                let quote =
                    many(&body["selector"]).first().map(|selector| string(&selector["exact"])).unwrap_or_default();
                if url.contains("://") {
                    note.links.push(Link { url: url.to_owned(), quote });
                } else {
                    add(&mut note.comment, url);
                }
            }
            _ => add(&mut note.comment, words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_on_the_same_words_are_one_note() {
        let target = r#"{"source": "https://example.org/a", "selector": [
            {"type": "TextQuoteSelector", "exact": "4,000 cars", "prefix": "About "}, {"type": "TextPositionSelector", "start": 6, "end": 16}]}"#;
        let text = format!(
            r#"{{"type": "AnnotationCollection", "first": {{"items": [
            {{"motivation": "assessing", "body": [{{"purpose": "assessing", "value": "Wrong"}}, {{"purpose": "tagging", "value": "cars"}}], "target": {target}}},
            {{"motivation": "linking", "body": [{{"source": "https://example.org/count", "selector": {{"exact": "4,100"}}}}], "target": [{target}]}},
            {{"motivation": "commenting", "bodyValue": "Ask again", "target": {target}}}]}}}}"#
        );
        let expected = Note {
            passages: vec![Passage {
                quote: "4,000 cars".into(),
                prefix: "About ".into(),
                range: Some((6, 16)),
                ..Passage::default()
            }],
            label: "Wrong".into(),
            comment: "Ask again".into(),
            tags: vec!["cars".into()],
            links: vec![Link { url: "https://example.org/count".into(), quote: "4,100".into() }],
            ..Note::default()
        };
        assert_eq!(read(&text).unwrap(), [expected]);
    }

    #[test]
    fn reads_what_hypothesis_exports() {
        let text = r#"{"total": 1, "rows": [{"uri": "https://example.org/a", "text": "Is it so?", "tags": ["cars", "Wrong"],
            "target": [{"source": "https://example.org/a", "selector": [{"type": "RangeSelector", "startOffset": 3},
            {"type": "TextQuoteSelector", "exact": "cars"}]}]}]}"#;
        let notes = read(text).unwrap();
        assert_eq!((notes[0].passages[0].quote.as_str(), notes[0].comment.as_str()), ("cars", "Is it so?"));
        assert_eq!(notes[0].tags, ["cars", "Wrong"]);
    }
}
