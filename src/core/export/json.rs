//! The whole project as JSON, for programs, and back again without loss.
//!
//! The keys are those of the project file (`docs/format.md`), with a few more for readers that do not want to count: each
//! claim's `quote`, what may be said of it (`standing`, and the `checked_words` where they are others), each passage's `start` and
//! `end` in code points, each draft's whole `text`. Reading passes over them.

use std::{cell::Cell, io};

use serde::{Serialize, Serializer, de::IgnoredAny};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::model::ProjectParts;

use super::{Choice, Exported, Exporter, Family, Lookup, Options, reading, whole::Whole};

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

/// The file.
#[derive(Serialize)]
struct FileOut<'a> {
    format: u32,
    kind: &'static str,
    project: Whole<'a>,
}

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let file = FileOut { format: 1, kind: MARK, project: whole(lookup) };
    Exported::from(pretty(&file))
}

/// JSON on one line.
pub(super) fn compact(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON holds every value of the model")
}

/// JSON on many lines, with a line end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("JSON holds every value of the model");
    text.push('\n');
    text
}

/// JSON on many lines, what lies deeper than so many brackets on one: a list of two million parts takes half the space.
pub(super) fn pretty_to(depth: usize, value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let formatter = PrettyTo { depth, at: 0, pretty: PrettyFormatter::new() };
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    value.serialize(&mut serializer).expect("JSON holds every value of the model");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// As [`PrettyFormatter`] down to a depth.
struct PrettyTo {
    depth: usize,
    at: usize,
    pretty: PrettyFormatter<'static>,
}

/// A method of the formatter: as the pretty one down to the depth, as the compact one below. What opens goes deeper first.
macro_rules! down_to_the_depth {
    ($($method:ident($($opens:literal)?$(, $first:ident)?)),+ $(,)?) => {$(
        fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $first: bool)?) -> io::Result<()> {
            $(self.at += $opens;)?
            match self.at <= self.depth {
                true => self.pretty.$method(writer $(, $first)?),
                false => CompactFormatter.$method(writer $(, $first)?),
            }
        }
    )+};
}

impl Formatter for PrettyTo {
    down_to_the_depth! {
        begin_array(1), begin_array_value(, first), end_array_value(),
        begin_object(1), begin_object_key(, first), begin_object_value(), end_object_value(),
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.at -= 1;
        if self.at < self.depth { self.pretty.end_array(writer) } else { CompactFormatter.end_array(writer) }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.at -= 1;
        if self.at < self.depth { self.pretty.end_object(writer) } else { CompactFormatter.end_object(writer) }
    }
}

/// Values that are written as they come, so that never all of them are in memory. They come once.
pub(super) struct Stream<I>(Cell<Option<I>>);

/// Writes values as they come.
pub(super) fn stream<I: Iterator>(values: I) -> Stream<I> {
    Stream(Cell::new(Some(values)))
}

impl<I: Iterator<Item: Serialize>> Serialize for Stream<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.take().into_iter().flatten())
    }
}

/// Writes JSON on one line as it may stand in a script element of a page, which nothing but this character could end.
pub(super) fn write_in_script(value: &impl Serialize, page: &mut String) {
    let mut bytes = std::mem::take(page).into_bytes();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, InScript);
    value.serialize(&mut serializer).expect("JSON holds every value of the model");
    *page = String::from_utf8(bytes).expect("JSON is UTF-8");
}

struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut parts = fragment.split('<');
        writer.write_all(parts.next().unwrap_or_default().as_bytes())?;
        parts.try_for_each(|part| {
            writer.write_all(b"\\u003c")?;
            writer.write_all(part.as_bytes())
        })
    }
}

/// The whole project, with what readers would otherwise have to count.
pub(super) fn whole<'a>(lookup: &'a Lookup<'a>) -> Whole<'a> {
    Whole { lookup, without: &[] }
}

/// Reads an export back.
pub(super) fn read(text: &str) -> Result<ProjectParts, String> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| error.to_string())?;
    reading::parts(reading::member(text, 1, "project").ok_or("it holds no project")?)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::testing::tricky, *};

    #[test]
    fn what_lies_deep_is_on_one_line() {
        let value = json!({ "a": { "items": [{ "b": [1, {}], "c": [] }, 2, []] }, "d": {} });
        let text = pretty_to(3, &value);
        let expected = "{\n  \"a\": {\n    \"items\": [\n      {\"b\":[1,{}],\"c\":[]},\n      2,\n      []\n    ]\n  },\n  \"d\": {}\n}\n";
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

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
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/claimdesk.schema.json");
        let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        let current = format!("{:#}\n", schema());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &current).unwrap();
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
