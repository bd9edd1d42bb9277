//! JSON Lines: one flat row a claim (or a piece of evidence), which data engines read at any size; or the whole project, a
//! part a line, which opens again.
//!
//! The rows have the columns of the CSV table; what is not known is null, numbers are numbers, tags are a list.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::model::{ProjectParts, bounds::Tally};

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, Table, json,
    reading::told_excess,
    rows::{self, Cell, Rows},
    whole::{Whole, told},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "jsonl",
    name: "JSON Lines",
    about: "For data engines: a flat row a claim, over as many projects as you like; or the whole project, a part a line.",
    family: Family::Programs,
    leaves_out: "in the flat rows: the article’s text, drafts, the places of passages after the first. The whole project \
                 leaves out nothing.",
    extension: "jsonl",
    opens_again: true,
    tables: &[Table::Claims, Table::Evidence, Table::Everything],
    forms: &[],
    choices: &[Choice::Private],
    export,
};

fn export(lookup: &Lookup, options: &Options) -> Exported {
    let mut text = String::new();
    match options.table {
        Table::Claims => objects(rows::claims(lookup, &options.file_name)).for_each(|row| line(&mut text, &row)),
        Table::Evidence => objects(rows::evidence(lookup, &options.file_name)).for_each(|row| line(&mut text, &row)),
        Table::Everything => everything(lookup, &mut text),
    }
    text.into()
}

fn line(text: &mut String, value: &impl Serialize) {
    text.push_str(&json::compact(value));
    text.push('\n');
}

fn objects(table: Rows<'_>) -> impl Iterator<Item = Value> {
    let Rows { names, rows } = table;
    rows.map(move |row| object(&names, row))
}

fn object(columns: &[&str], row: Vec<Cell>) -> Value {
    let fields = columns.iter().zip(row).map(|(name, cell)| {
        let value = match cell {
            Cell::Text(text) => Value::from(text),
            Cell::Number(number) => Value::from(number),
            Cell::List(items) => Value::from(items),
            Cell::Empty => Value::Null,
        };
        ((*name).to_owned(), value)
    });
    Value::Object(fields.collect())
}

/// The first line.
#[derive(Serialize)]
struct Head<'a> {
    format: u32,
    kind: &'static str,
    project: Whole<'a>,
}

/// Every further line.
#[derive(Serialize)]
struct FurtherLine<'a, T> {
    part: &'a str,
    value: T,
}

/// The first line names the project; every further one is `{"part": …, "value": …}`.
fn everything(lookup: &Lookup, text: &mut String) {
    let project = lookup.project;
    line(text, &Head { format: 1, kind: MARK, project: Whole { lookup, without: &PARTS } });
    let [reviewers, scales, articles, sources, claims] = PARTS;
    project.reviewers().iter().for_each(|value| line(text, &FurtherLine { part: reviewers, value }));
    project.scales().iter().for_each(|value| line(text, &FurtherLine { part: scales, value }));
    project.articles().iter().for_each(|value| line(text, &FurtherLine { part: articles, value: told(lookup, value) }));
    project.sources().iter().for_each(|value| line(text, &FurtherLine { part: sources, value: told(lookup, value) }));
    project.claims().iter().for_each(|value| line(text, &FurtherLine { part: claims, value: told(lookup, value) }));
}

const PARTS: [&str; 5] = ["reviewers", "scales", "articles", "sources", "claims"];

/// What the first line says, by which such a file is known.
pub(super) const MARK: &str = "claimdesk-project-lines";

/// Reads the whole project back.
pub(super) fn read(text: &str) -> Result<ProjectParts, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut tally = Tally::of_json();
    let (_, head) = lines.next().ok_or("it is empty")?;
    tally.add(head, 0).map_err(told_excess)?;
    let mut parts = parsed::<HeadIn>(head).map_err(|error| format!("line 1: {error}"))?.project;
    for (index, line) in lines {
        tally.add_entry(line).map_err(told_excess)?;
        read_part(line, &mut parts).map_err(|error| match error {
            None => format!("line {} does not say which part it is", index + 1),
            Some(error) => format!("line {}: {error}", index + 1),
        })?;
    }
    Ok(parts)
}

#[derive(Deserialize)]
struct HeadIn {
    project: ProjectParts,
}

/// Which part a line holds.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    part: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Valued<T> {
    value: T,
}

/// Adds the part of a line. The error is `None` where it does not say which it is.
fn read_part(line: &str, parts: &mut ProjectParts) -> Result<(), Option<String>> {
    fn add<T: DeserializeOwned>(line: &str, list: &mut Vec<T>) -> Result<(), Option<String>> {
        list.push(parsed::<Valued<T>>(line)?.value);
        Ok(())
    }
    let [reviewers, scales, articles, sources, claims] = PARTS;
    match parsed::<Named<'_>>(line)?.part {
        part if part == reviewers => add(line, &mut parts.reviewers),
        part if part == scales => add(line, &mut parts.scales),
        part if part == articles => add(line, &mut parts.articles),
        part if part == sources => add(line, &mut parts.sources),
        part if part == claims => add(line, &mut parts.claims),
        _ => Err(None),
    }
}

fn parsed<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::testing::tricky, *};
    use crate::model::Project;

    #[test]
    fn the_whole_project_comes_back() {
        let project = tricky();
        let options = Options { table: Table::Everything, ..Options::default() };
        let exported = export(&Lookup::new(&project), &options);
        let text = String::from_utf8(exported.bytes).unwrap();
        assert_eq!(text.lines().count(), 1 + 1 + 1 + 1 + 1 + project.claims().len());
        assert_eq!(Project::from_parts(read(&text).unwrap()), project);
    }

    #[test]
    fn rows_are_flat_with_numbers_and_nulls() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options { file_name: "a.ron".into(), ..Options::default() });
        let text = String::from_utf8(exported.bytes).unwrap();
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), project.claims().len());
        assert_eq!(
            (&rows[1]["number"], &rows[1]["verdict"], &rows[1]["quote"]),
            (&json!(2), &json!(null), &json!("+49 30"))
        );
        assert_eq!((&rows[0]["tags"], &rows[0]["project_file"]), (&json!(["=tag", "b;c"]), &json!("a.ron")));
        let columns = rows::claims(&Lookup::new(&project), "").names.len();
        assert!(rows.iter().all(|row| row.as_object().unwrap().len() == columns));
    }

    #[test]
    fn a_broken_line_is_named() {
        let broken = format!("{{\"kind\":\"{MARK}\",\"project\":{{}}}}\n{{\"part\":\"claims\"");
        assert!(read(&broken).unwrap_err().starts_with("line 2: "));
        let strange = format!("{{\"kind\":\"{MARK}\",\"project\":{{}}}}\n{{\"part\":\"dreams\"}}");
        assert_eq!(read(&strange).unwrap_err(), "line 2 does not say which part it is");
    }
}
