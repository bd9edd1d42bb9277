//! The sources as CSL-JSON, which citation processors and reference managers read.

use serde_json::{Map, Value, json};

use crate::model::{Source, SourceKind};

use super::{Exported, Exporter, Family, Lookup, Options};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "csl",
    name: "Sources as CSL-JSON",
    about: "For citation processors and reference managers (Zotero, pandoc): the sources.",
    family: Family::Sources,
    leaves_out: "the claims, source grades, contacts.",
    extension: "json",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let items: Vec<_> = lookup.project.sources().iter().map(|source| item(source)).collect();
    super::json::pretty(&items).into()
}

fn item(source: &Source) -> Value {
    let kind = match source.kind {
        SourceKind::WebPage | SourceKind::Other => "webpage",
        SourceKind::News => "article-newspaper",
        SourceKind::Report => "report",
        SourceKind::Record => "legislation",
        SourceKind::Dataset => "dataset",
        SourceKind::Paper => "article-journal",
        SourceKind::Book => "book",
        SourceKind::Person => "interview",
        SourceKind::Picture => "graphic",
        SourceKind::Recording => "motion_picture",
        SourceKind::Post => "post",
        SourceKind::Unpublished => "manuscript",
    };
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| drop(item.insert(key.to_owned(), value));
    set("id", source.id.as_str().into());
    set("type", kind.into());
    set("title", source.display_title().into());
    if !source.creators.is_empty() {
        set("author", source.creators.iter().map(|name| person(name)).collect::<Vec<_>>().into());
    }
    let container = matches!(source.kind, SourceKind::News | SourceKind::Paper | SourceKind::WebPage);
    for (key, text) in [
        (if container { "container-title" } else { "publisher" }, &source.publisher),
        ("URL", &source.url),
        ("archive_location", &source.archived_url),
        ("note", &super::told::notes(source)),
    ] {
        if !text.is_empty() {
            set(key, text.clone().into());
        }
    }
    for (key, text) in [("issued", &source.published), ("accessed", &source.accessed)] {
        if let Some(date) = date(text) {
            set(key, date);
        }
    }
    Value::Object(item)
}

/// "Lee, Ann" has parts; any other order differs by country, and so the name stays whole.
fn person(name: &str) -> Value {
    match name.split_once(',') {
        Some((family, given)) => json!({ "family": family.trim(), "given": given.trim() }),
        None => json!({ "literal": name }),
    }
}

/// An ISO date as its parts; words that are no date stay words.
fn date(text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let day = text.split('T').next().unwrap_or_default();
    let parts: Option<Vec<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    Some(match parts {
        Some(parts) if parts.len() <= 3 => json!({ "date-parts": [parts] }),
        _ => json!({ "literal": text }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;

    #[test]
    fn names_and_dates_are_taken_apart_only_where_they_say_how() {
        let mut source = Source::new(SourceId::new("s-1").unwrap());
        (source.title, source.published, source.accessed) = ("Count".into(), "2025-02".into(), "last week".into());
        source.creators = vec!["Lee, Ann".into(), "City of Bridge".into()];
        insta::assert_snapshot!(item(&source), @r#"{"accessed":{"literal":"last week"},"author":[{"family":"Lee","given":"Ann"},{"literal":"City of Bridge"}],"id":"s-1","issued":{"date-parts":[[2025,2]]},"title":"Count","type":"webpage"}"#);
    }
}
