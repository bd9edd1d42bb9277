//! JSON Lines: one flat row a claim (or a piece of evidence), which data engines read at any size; or the whole project, a
//! part a line, which opens again.
//!
//! The rows have the columns of the CSV table; what is not known is null, numbers are numbers, tags are a list.

use serde_json::{Map, Value, json};

use crate::model::ProjectParts;

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, Table, json,
    rows::{self, Cell, Rows},
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
    let mut line = |value: &Value| {
        text.push_str(&json::compact(value));
        text.push('\n');
    };
    match options.table {
        Table::Claims => objects(rows::claims(lookup, &options.file_name)).for_each(|row| line(&row)),
        Table::Evidence => objects(rows::evidence(lookup, &options.file_name)).for_each(|row| line(&row)),
        Table::Everything => parts(lookup).iter().for_each(line),
    }
    text.into()
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

/// The first line names the project; every further one is `{"part": …, "value": …}`.
fn parts(lookup: &Lookup) -> Vec<Value> {
    let Value::Object(mut project) = json::value(lookup) else { return Vec::new() };
    let mut lists = Vec::new();
    for part in PARTS {
        let Some(Value::Array(values)) = project.remove(part) else { continue };
        lists.extend(values.into_iter().map(|value| json!({ "part": part, "value": value })));
    }
    let head = json!({ "kind": MARK, "format": 1, "project": project });
    std::iter::once(head).chain(lists).collect()
}

const PARTS: [&str; 5] = ["reviewers", "scales", "articles", "sources", "claims"];

/// What the first line says, by which such a file is known.
pub(super) const MARK: &str = "claimdesk-project-lines";

/// Reads the whole project back.
pub(super) fn read(text: &str) -> Result<ProjectParts, String> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    let parse = |(index, line): (usize, &str)| {
        serde_json::from_str::<Value>(line).map_err(|error| format!("line {}: {error}", index + 1))
    };
    let mut head = parse(lines.next().ok_or("it is empty")?)?;
    let mut project = head.get_mut("project").map(Value::take).unwrap_or_default();
    let fields: &mut Map<String, Value> = project.as_object_mut().ok_or("its first line holds no project")?;
    for line in lines {
        let number = line.0 + 1;
        let mut value = parse(line)?;
        let part = value["part"].as_str().filter(|part| PARTS.contains(part)).map(str::to_owned);
        let part = part.ok_or_else(|| format!("line {number} does not say which part it is"))?;
        let list = fields.entry(part).or_insert_with(|| Value::Array(Vec::new()));
        if let Some(list) = list.as_array_mut() {
            list.push(value["value"].take());
        }
    }
    serde_json::from_value(project).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
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
