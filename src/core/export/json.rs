//! The whole project as JSON, for programs, and back again without loss.
//!
//! The keys are those of the project file (`docs/format.md`), with a few more for readers that do not want to count: each
//! claim's `quote`, what may be said of it (`standing`, and the `checked_words` where they are others), each passage's `start` and
//! `end` in code points, each draft's whole `text`. Reading passes over them.

use serde_json::{Value, json};

use crate::model::{Project, ProjectParts};

use super::{Choice, Exported, Exporter, Family, Lookup, Options};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "json",
    name: "JSON, complete",
    about: "For programs. Holds everything and can be opened again as a project.",
    family: Family::Programs,
    leaves_out: "",
    extension: "json",
    opens_again: true,
    tables: &[],
    forms: &[],
    choices: &[Choice::Private],
    export,
};

/// What the first key says, by which an export is known.
pub(super) const MARK: &str = "claimdesk-project";

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let file = json!({ "kind": MARK, "format": 1, "project": value(lookup) });
    let mut bytes = serde_json::to_vec_pretty(&file).expect("JSON holds every value of the model");
    bytes.push(b'\n');
    Exported { bytes, warnings: Vec::new() }
}

/// JSON on one line.
pub(super) fn compact(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON holds every value of the model")
}

/// JSON on many lines, with a line end.
pub(super) fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("JSON holds every value of the model") + "\n"
}

/// The whole project as a value, with what readers would otherwise have to count.
pub(super) fn value(lookup: &Lookup) -> Value {
    let mut value = serde_json::to_value(lookup.project.parts()).expect("JSON holds every value of the model");
    add_positions(lookup, &mut value);
    value
}

fn add_positions(lookup: &Lookup, value: &mut Value) {
    let project: &Project = lookup.project;
    for (article, article_value) in project.articles().iter().zip(list(value, "articles")) {
        for (version, version_value) in article.versions.iter().zip(list(article_value, "versions")) {
            version_value["text"] = Value::from(version.text().as_ref());
        }
    }
    for (source, source_value) in project.sources().iter().zip(list(value, "sources")) {
        for (version, version_value) in source.versions.iter().zip(list(source_value, "versions")) {
            version_value["text"] = Value::from(version.text().as_ref());
        }
    }
    for (claim, claim_value) in project.claims().iter().zip(list(value, "claims")) {
        claim_value["quote"] = Value::from(claim.quote());
        let vouched = lookup.vouched(claim);
        claim_value["standing"] = Value::from(vouched.label());
        if let Some(words) = vouched.older_words() {
            claim_value["checked_words"] = Value::from(words);
        }
        for (mark, mark_value) in claim.marks.iter().zip(list(claim_value, "marks")) {
            let Some(chars) = lookup.chars(&mark.anchor) else { continue };
            mark_value["anchor"]["start"] = Value::from(chars.start);
            mark_value["anchor"]["end"] = Value::from(chars.end);
        }
        for (evidence, evidence_value) in claim.evidence.iter().zip(list(claim_value, "evidence")) {
            let Some(chars) = evidence.mark.as_ref().and_then(|mark| lookup.chars(&mark.anchor)) else { continue };
            evidence_value["mark"]["anchor"]["start"] = Value::from(chars.start);
            evidence_value["mark"]["anchor"]["end"] = Value::from(chars.end);
        }
    }
}

fn list<'a>(value: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Value> {
    value.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Reads an export back.
pub(super) fn read(text: &str) -> Result<ProjectParts, String> {
    #[derive(serde::Deserialize)]
    struct File {
        project: ProjectParts,
    }
    serde_json::from_str::<File>(text).map(|file| file.project).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    /// The schema of an export: what the types say, and what the export adds for readers.
    fn schema() -> Value {
        let mut schema = schemars::schema_for!(ProjectParts).to_value();
        let Some(Value::Object(mut definitions)) = schema.as_object_mut().and_then(|schema| schema.remove("$defs"))
        else {
            panic!("the types refer to each other")
        };
        let dialect = schema.as_object_mut().and_then(|schema| schema.remove("$schema"));
        let added = [
            (
                "Claim",
                "quote",
                json!({ "type": "string", "description": "The words as printed, passages joined by “ … ”. Not read." }),
            ),
            (
                "Claim",
                "standing",
                json!({
                    "enum": crate::model::Vouched::LABELS,
                    "description": "What may be said of it: whether it is checked and of these words. Not read.",
                }),
            ),
            (
                "Claim",
                "checked_words",
                json!({ "type": "string", "description": "The words that were checked, where they are others. Not read." }),
            ),
            (
                "Anchor",
                "start",
                json!({ "type": "integer", "description": "Where it starts, in code points. Not read." }),
            ),
            ("Anchor", "end", json!({ "type": "integer", "description": "Where it ends, in code points. Not read." })),
            ("VersionRecord", "text", json!({ "type": "string", "description": "The whole text. Not read." })),
        ];
        for (part, key, description) in added {
            let name = if definitions.contains_key(part) { part } else { "Version" };
            definitions[name]["properties"][key] = description;
        }
        schema["title"] = "Project".into();
        definitions.insert("Project".to_owned(), schema);
        json!({
            "$schema": dialect,
            "title": "A Claimdesk project as JSON",
            "type": "object",
            "required": ["kind", "format", "project"],
            "properties": {
                "kind": { "const": MARK },
                "format": { "const": 1 },
                "project": { "$ref": "#/$defs/Project" },
            },
            "$defs": definitions,
        })
    }

    #[test]
    fn the_schema_in_the_documentation_is_that_of_the_types() {
        let place = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/claimdesk.schema.json");
        let written = std::fs::read_to_string(&place).unwrap_or_default().replace("\r\n", "\n");
        let current = format!("{:#}\n", schema());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&place, &current).unwrap();
        } else {
            assert!(written == current, "docs/claimdesk.schema.json is old: run the tests once with UPDATE_SCHEMA=1");
        }
    }

    #[test]
    fn positions_are_code_points_of_the_text() {
        let exported = export(&Lookup::new(&tricky()), &Options::default());
        let value: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let text: Vec<char> =
            value["project"]["articles"][0]["versions"][0]["text"].as_str().unwrap().chars().collect();
        for claim in value["project"]["claims"].as_array().unwrap() {
            let anchor = &claim["marks"][0]["anchor"];
            let (start, end) = (anchor["start"].as_u64().unwrap() as usize, anchor["end"].as_u64().unwrap() as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), claim["quote"].as_str().unwrap());
        }
    }
}
