//! CSL-JSON: an array of items, as citation processors read it.

use serde_json::Value;

use crate::model::{Source, SourceKind};

use super::{ReadError, SourceReader, blank, doi_address, iso_date, tidy};

pub(super) const READER: SourceReader = SourceReader {
    id: "csl",
    name: "CSL-JSON",
    extensions: &["json"],
    recognises: |text| items(text).is_ok_and(|items| !items.is_empty() && items.iter().all(is_item)),
    read: |text| Ok(items(text)?.iter().map(source).collect()),
};

/// An array, or an object that holds one under `items`.
fn items(text: &str) -> Result<Vec<Value>, ReadError> {
    let value: Value = serde_json::from_str(text)?;
    let items = match value {
        Value::Object(mut object) => object.remove("items").unwrap_or_default(),
        value => value,
    };
    match items {
        Value::Array(items) => Ok(items),
        _ => Err(ReadError::Damaged("it is no list of items".to_owned())),
    }
}

fn is_item(item: &Value) -> bool {
    let has = |key: &str| item.get(key).is_some();
    item.get("type").is_some_and(Value::is_string) && has("id") && (has("title") || has("URL") || has("author"))
}

fn source(item: &Value) -> Source {
    let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
    let mut source = blank();
    source.kind = match text("type").as_str() {
        "webpage" | "post-weblog" | "website" => SourceKind::WebPage,
        "article-newspaper" | "article-magazine" | "broadcast" => SourceKind::News,
        "report" | "pamphlet" => SourceKind::Report,
        "legislation" | "legal_case" | "bill" | "regulation" | "treaty" | "standard" | "patent" | "hearing" => {
            SourceKind::Record
        }
        "dataset" => SourceKind::Dataset,
        "article-journal" | "article" | "paper-conference" | "thesis" => SourceKind::Paper,
        "book" | "chapter" | "entry-encyclopedia" => SourceKind::Book,
        "interview" | "personal_communication" => SourceKind::Person,
        "graphic" | "map" | "figure" => SourceKind::Picture,
        "motion_picture" | "song" | "speech" => SourceKind::Recording,
        "post" => SourceKind::Post,
        "manuscript" => SourceKind::Unpublished,
        _ => SourceKind::Other,
    };
    source.title = tidy(&text("title"));
    source.creators =
        ["author", "editor"].iter().map(|key| people(&item[*key])).find(|names| !names.is_empty()).unwrap_or_default();
    source.publisher =
        [text("container-title"), text("publisher")].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    source.published = date(&item["issued"]);
    source.accessed = date(&item["accessed"]);
    source.url = Some(text("URL")).filter(|url| !url.is_empty()).unwrap_or_else(|| doi_address(&text("DOI")));
    source.archived_url = Some(text("archive_location")).filter(|index| index.starts_with("http")).unwrap_or_default();
    source.notes = text("note");
    source
}

fn people(value: &Value) -> Vec<String> {
    let name = |person: &Value| {
        let part = |key: &str| person.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let family = tidy(&format!("{} {}", part("non-dropping-particle"), part("family")));
        match (part("literal"), family.as_str(), part("given")) {
            ("", "", given) => given.to_owned(),
            ("", family, "") => family.to_owned(),
            ("", family, given) => format!("{family}, {given}"),
            (literal, ..) => literal.to_owned(),
        }
    };
    value.as_array().into_iter().flatten().map(name).filter(|name| !name.is_empty()).collect()
}

/// `date-parts`, else words that are a date.
fn date(value: &Value) -> String {
    let parts = &value["date-parts"][0];
    let part = |index: usize| match &parts[index] {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    let whole = iso_date(&part(0), &part(1), &part(2));
    let words = ["raw", "literal"].iter().find_map(|key| value[*key].as_str());
    if whole.is_empty() { words.unwrap_or_default().trim().to_owned() } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_become_sources() {
        let text = r#"[
            {"id": "a", "type": "article-newspaper", "title": "A  count", "author": [{"family": "Lee", "given": "Ann"}, {"literal": "City of Bridge"}],
             "container-title": "Courier", "issued": {"date-parts": [[2025, 2, 3]]}, "URL": "https://example.org/a", "note": "Ask."},
            {"id": "b", "type": "report", "title": "Piers", "issued": {"date-parts": [["2019"]]}, "DOI": "10.1000/182", "publisher": "Survey"},
            {"id": 3, "type": "odd", "title": "Odd", "issued": {"literal": "last week"}, "author": [{"given": "Bo"}]}
        ]"#;
        let sources = (READER.read)(text).unwrap();
        let told: Vec<_> =
            sources.iter().map(|s| (s.kind, s.title.as_str(), s.published.as_str(), s.publisher.as_str())).collect();
        assert_eq!(
            told,
            [
                (SourceKind::News, "A count", "2025-02-03", "Courier"),
                (SourceKind::Report, "Piers", "2019", "Survey"),
                (SourceKind::Other, "Odd", "last week", ""),
            ]
        );
        assert_eq!(sources[0].creators, ["Lee, Ann", "City of Bridge"]);
        assert_eq!((sources[1].url.as_str(), sources[2].creators[0].as_str()), ("https://doi.org/10.1000/182", "Bo"));
        assert!((READER.read)("{}").is_err());
    }
}
