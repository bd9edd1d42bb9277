//! schema.org ClaimReview: as a page or a fact-check database publishes it. One review, a list, an `@graph`, a `DataFeed` or an
//! `ItemList`, as JSON-LD or inside a web page.
//!
//! A review says where its claim appeared, not at which words: the claim is looked for as printed (`itemReviewed.text`), then as
//! reviewed (`claimReviewed`). What is worded in another way than the article has it is not found, and listed.

use serde_json::Value;

use crate::model::{Claimant, Stance};

use super::{ClaimReader, FromText, Link, Note, Notes, Passage, ReadError, Sink, json_ld_of, many, string, values};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "claimreview",
    name: "ClaimReview (schema.org)",
    extensions: &["json", "jsonld", "html"],
    text: Some(FromText { recognises: |text| text.contains("ClaimReview") && text.contains("claimReviewed"), read }),
    packed: None,
};

/// Lists in lists are followed so far.
pub(super) const MAX_DEPTH: usize = 16;

fn read(text: &str) -> Notes {
    let mut notes = Sink::default();
    let is_page = text.trim_start().starts_with('<');
    let parts: Vec<&str> = if is_page { json_ld_of(text).collect() } else { vec![text] };
    for part in parts {
        let values = values(part)?;
        values.iter().try_for_each(|value| collect(value, MAX_DEPTH, &mut notes))?;
    }
    Ok(notes.into_notes())
}

fn collect(value: &Value, depth: usize, notes: &mut Sink) -> Result<(), ReadError> {
    if is_a(value, "ClaimReview") {
        return notes.push(note(value)).map(drop);
    }
    if depth == 0 {
        return Ok(());
    }
    value.as_array().into_iter().flatten().try_for_each(|item| collect(item, depth - 1, notes))?;
    for key in ["@graph", "dataFeedElement", "itemListElement", "item", "mainEntity", "review"] {
        if let Some(inner) = value.get(key) {
            collect(inner, depth - 1, notes)?;
        }
    }
    Ok(())
}

/// Whether a node is of a type; the type may be one of several, and may be written out.
pub(super) fn is_a(value: &Value, kind: &str) -> bool {
    many(&value["@type"]).iter().filter_map(Value::as_str).any(|name| name.rsplit(['/', ':']).next() == Some(kind))
}

fn note(review: &Value) -> Note {
    let item = many(&review["itemReviewed"]).first().unwrap_or(&Value::Null);
    let reviewed = text(&review["claimReviewed"]);
    let printed = text(&item["text"]);
    let statement = if printed.is_empty() { String::new() } else { reviewed.clone() };
    let mut note = Note {
        passages: vec![Passage::words(if printed.is_empty() { &reviewed } else { &printed })],
        otherwise: if printed.is_empty() { Vec::new() } else { vec![Passage::words(&reviewed)] },
        document: appearance(item),
        statement,
        claimant: claimant(item),
        ..Note::default()
    };
    let rating = many(&review["reviewRating"]).first().unwrap_or(&Value::Null);
    note.add_label(rating_label(rating));
    note.add_comment(&text(&rating["ratingExplanation"]));
    let citations = many(&review["citation"]).iter().filter_map(citation);
    note.links.extend(citations);
    // A review by somebody else is evidence by itself.
    let by = name(many(&review["author"]).first().unwrap_or(&Value::Null));
    if let Some(url) = Some(text(&review["url"])).filter(|url| url.contains("://")) {
        let title = if by.is_empty() { String::new() } else { format!("Fact check by {by}") };
        note.links.push(Link { url, title, stance: Stance::Context, ..Link::default() });
    }
    note
}

/// The word for the rating; where there is none, its figure.
pub(super) fn rating_label(rating: &Value) -> String {
    let word = [&rating["alternateName"], &rating["name"]].into_iter().map(text).find(|word| !word.is_empty());
    let figure = || {
        let (value, best) = (text(&rating["ratingValue"]), text(&rating["bestRating"]));
        if value.is_empty() || best.is_empty() { value } else { format!("{value} of {best}") }
    };
    word.unwrap_or_else(figure)
}

/// Where the claim appeared.
fn appearance(item: &Value) -> String {
    let works = [&item["appearance"], &item["firstAppearance"]].into_iter().flat_map(many);
    let address = |work: &Value| work.as_str().map(str::to_owned).or(work["url"].as_str().map(str::to_owned));
    works.filter_map(address).find(|url| !url.is_empty()).unwrap_or_default()
}

pub(super) fn claimant(item: &Value) -> Claimant {
    let author = many(&item["author"]).first().unwrap_or(&Value::Null);
    let is_organisation = is_a(author, "Organization");
    let (name, organisation) =
        if is_organisation { (String::new(), name(author)) } else { (name(author), name(&author["affiliation"])) };
    Claimant {
        role: text(&author["jobTitle"]),
        url: text(&author["url"]),
        said_on: if name.is_empty() && organisation.is_empty() { String::new() } else { text(&item["datePublished"]) },
        name,
        organisation,
        said_at: String::new(),
    }
}

fn citation(work: &Value) -> Option<Link> {
    if let Some(words) = work.as_str() {
        let (url, title) = if words.contains("://") { (words, "") } else { ("", words) };
        return Some(Link { url: url.to_owned(), title: title.to_owned(), stance: Stance::Context, ..Link::default() });
    }
    let (url, title) = (text(&work["url"]), name(work));
    let title = if title == url { String::new() } else { title };
    (!url.is_empty() || !title.is_empty()).then(|| Link { url, title, stance: Stance::Context, ..Link::default() })
}

pub(super) fn name(value: &Value) -> String {
    let named = [&value["name"], &value["headline"]].into_iter().map(text).find(|name| !name.is_empty());
    named.unwrap_or_else(|| value.as_str().unwrap_or_default().to_owned())
}

/// Text, a figure, the first of several, or a value with its language.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.first().map(text).unwrap_or_default(),
        Value::Object(fields) => fields.get("@value").map(string).unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVIEW: &str = r#"{"@context": "https://schema.org", "@type": ["Review", "ClaimReview"], "url": "https://example.org/check#1",
        "claimReviewed": "The earth is flat", "author": {"@type": "Organization", "name": "Sample Desk"},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"},
        "citation": ["https://example.org/globe", {"@type": "Report", "name": "Round", "url": "https://example.org/round"}],
        "itemReviewed": {"@type": "Claim", "text": "earth is flat", "datePublished": "2025-01-02",
            "author": {"@type": "Person", "name": "Ann Lee", "jobTitle": "Mayor", "affiliation": {"name": "City"}},
            "appearance": [{"@type": "Article", "url": "https://example.org/story"}]}}"#;

    fn check(text: &str, quotes: &[&str]) -> Vec<Note> {
        let notes = read(text).unwrap();
        assert_eq!(notes.iter().map(Note::quote).collect::<Vec<_>>(), quotes);
        notes
    }

    #[test]
    fn a_review_becomes_a_note() {
        let note = &check(REVIEW, &["earth is flat"])[0];
        assert_eq!(
            (note.otherwise[0].quote.as_str(), note.statement.as_str()),
            ("The earth is flat", "The earth is flat")
        );
        assert_eq!((note.labels[0].as_str(), note.document.as_str()), ("False", "https://example.org/story"));
        let claimant = &note.claimant;
        let told = [&claimant.name, &claimant.role, &claimant.organisation, &claimant.said_on];
        assert_eq!(told, ["Ann Lee", "Mayor", "City", "2025-01-02"]);
        let links: Vec<_> = note.links.iter().map(|link| (link.title.as_str(), link.url.as_str())).collect();
        let expected = [
            ("", "https://example.org/globe"),
            ("Round", "https://example.org/round"),
            ("Fact check by Sample Desk", "https://example.org/check#1"),
        ];
        assert_eq!(links, expected);
    }

    #[test]
    fn reviews_are_found_in_lists_feeds_graphs_and_pages() {
        check(&format!("[{REVIEW}, {REVIEW}]"), &["earth is flat"; 2]);
        check(&format!("{{\"@graph\": [{{\"@type\": \"WebPage\"}}, {REVIEW}]}}"), &["earth is flat"]);
        let feed =
            format!(r#"{{"@type": "DataFeed", "dataFeedElement": [{{"@type": "DataFeedItem", "item": [{REVIEW}]}}]}}"#);
        check(&feed, &["earth is flat"]);
        check(&format!("<html><script type=\"application/ld+json\">{REVIEW}</script></html>"), &["earth is flat"]);
    }

    #[test]
    fn a_review_with_little_in_it_is_taken_as_it_is() {
        let bare = r#"{"@type": "https://schema.org/ClaimReview", "claimReviewed": {"@value": "It rose", "@language": "en"}, "reviewRating": [{"ratingValue": "2", "bestRating": "5"}]}"#;
        let note = &check(bare, &["It rose"])[0];
        assert_eq!((note.labels[0].as_str(), note.links.len(), note.statement.as_str()), ("2 of 5", 0, ""));
    }

    #[test]
    fn lists_without_end_are_not_followed() {
        let deep = format!("{}{REVIEW}{}", "[".repeat(40), "]".repeat(40));
        check(&deep, &[]);
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
