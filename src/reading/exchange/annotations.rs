//! W3C Web Annotations and what Hypothesis exports: quotes with their surroundings, positions in code points.
//!
//! Annotations on the same words are one claim: the assessment gives the label, a link a source, an edit the wording asked for.

use std::collections::{HashMap, hash_map::Entry};

use serde_json::Value;

use crate::model::Stance;

use super::{ClaimReader, FromText, Link, Note, Notes, Passage, Sink, Unit, many, range, string, values};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "webannotation",
    name: "Web Annotations (W3C), Hypothesis",
    extensions: &["json", "jsonld"],
    text: Some(FromText { recognises: |text| text.contains("TextQuoteSelector"), read }),
    packed: None,
};

fn read(text: &str) -> Notes {
    let mut found = Vec::new();
    let values = values(text)?;
    values.iter().for_each(|value| collect(value, &mut found));
    let mut notes = Sink::default();
    let mut indices: HashMap<_, usize> = HashMap::new();
    for annotation in found {
        let passages = passages(annotation);
        if passages.is_empty() {
            continue;
        }
        let document = document(annotation);
        let index = match indices.entry((document.clone(), claim(annotation), passages.clone())) {
            Entry::Occupied(slot) => *slot.get(),
            Entry::Vacant(slot) => *slot.insert(notes.push(Note { passages, document, ..Note::default() })?),
        };
        say(annotation, &mut notes[index]);
    }
    Ok(notes.into_notes())
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

/// The claim that an annotation of our own speaks of, so that two claims on the same words stay two; empty for others.
fn claim(annotation: &Value) -> String {
    let parts: Vec<_> = annotation["id"].as_str().unwrap_or_default().split(':').collect();
    match parts.as_slice() {
        ["urn", "claimdesk", _, claim, ..] => (*claim).to_owned(),
        _ => String::new(),
    }
}

/// The text that is annotated.
fn document(annotation: &Value) -> String {
    let source = |target: &Value| {
        let source = &target["source"];
        source.as_str().or(source["id"].as_str()).map(str::to_owned)
    };
    many(&annotation["target"]).iter().find_map(source).unwrap_or_default()
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
    // Hypothesis.
    note.add_comment(&string(&annotation["text"]));
    note.tags.extend(many(&annotation["tags"]).iter().map(string));
    let motivations = many(&annotation["motivation"]);
    let motivation = motivations.first().and_then(Value::as_str).unwrap_or_default();
    for body in many(&annotation["body"]).iter().chain(many(&annotation["bodyValue"])) {
        let purpose = many(&body["purpose"]).first().and_then(Value::as_str).unwrap_or(motivation);
        let words = body["value"].as_str().or(body.as_str()).unwrap_or_default();
        match purpose {
            "assessing" | "classifying" => note.add_label(words),
            "describing" => note.statement = words.to_owned(),
            "tagging" => note.tags.push(words.to_owned()),
            "editing" => note.suggestion = words.to_owned(),
            "questioning" => note.add_query(words),
            "linking" => link(body, words, note),
            "commenting" if motivation == "editing" => note.problem = words.to_owned(),
            _ => note.add_comment(words),
        }
    }
}

/// A source by its address; one without, as our own export names it: “Supports: its title”.
fn link(body: &Value, words: &str, note: &mut Note) {
    let url = body["source"].as_str().or(body["id"].as_str()).unwrap_or(words);
    let quote = many(&body["selector"]).first().map(|selector| string(&selector["exact"])).unwrap_or_default();
    let named = words.split_once(": ").and_then(|(stance, title)| Some((Stance::from_label(stance)?, title)));
    if let Some((stance, title)) = named {
        note.links.push(Link { title: title.to_owned(), stance, quote, ..Link::default() });
    } else if url.contains("://") {
        note.links.push(Link { url: url.to_owned(), stance: Stance::Context, quote, ..Link::default() });
    } else {
        note.add_comment(url);
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
            document: "https://example.org/a".into(),
            labels: vec!["Wrong".into()],
            comment: "Ask again".into(),
            tags: vec!["cars".into()],
            links: vec![Link {
                url: "https://example.org/count".into(),
                stance: Stance::Context,
                quote: "4,100".into(),
                ..Link::default()
            }],
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
