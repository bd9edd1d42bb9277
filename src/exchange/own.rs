//! Our own CSV and JSON: claims of a list or another project, taken into articles of this one.

use serde_json::Value;

use super::{Link, Note, Passage, ReadError, Reader, Unit, range, string};

pub(super) const CSV_READER: Reader = Reader {
    id: "csv",
    name: "CSV table of claims",
    extensions: &["csv"],
    recognises: |text| {
        text.lines().next().is_some_and(|header| header.split(',').any(|name| name.trim_matches('"') == "quote"))
    },
    read: read_csv,
};

pub(super) const JSON_READER: Reader = Reader {
    id: "json",
    name: "JSON of Claimdesk",
    extensions: &["json"],
    recognises: |text| text.contains("\"claimdesk-project\""),
    read: read_json,
};

/// The columns are known by their names; only `quote` has to be there.
fn read_csv(text: &str) -> Result<Vec<Note>, ReadError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let damaged = |error: csv::Error| ReadError::Damaged(error.to_string());
    let header = reader.headers().map_err(damaged)?.clone();
    let column = |name: &str| header.iter().position(|other| other == name);
    let quote_column =
        column("quote").ok_or_else(|| ReadError::Damaged("the table has no column “quote”".to_owned()))?;
    let mut notes = Vec::new();
    for row in reader.records() {
        let row = row.map_err(damaged)?;
        let cell = |name: &str| column(name).and_then(|place| row.get(place)).map(unsafe_cell).unwrap_or_default();
        let quote = row.get(quote_column).map(unsafe_cell).unwrap_or_default();
        let places = cell("start").parse().ok().zip(cell("end").parse().ok());
        notes.push(Note {
            passages: passages(&quote, places),
            label: cell("verdict"),
            statement: cell("statement"),
            comment: cell("notes"),
            tags: cell("tags").split("; ").filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            suggestion: cell("change_suggestion"),
            links: Vec::new(),
        });
    }
    Ok(notes)
}

/// The words of several passages stand in one cell with " … " between them; the range is that of the first.
fn passages(quote: &str, range: Option<(usize, usize)>) -> Vec<Passage> {
    let is_one = range.is_none_or(|(start, end)| end.saturating_sub(start) == quote.chars().count());
    let parts: Vec<_> = if is_one { vec![quote] } else { quote.split(" … ").collect() };
    let passage = |(place, quote): (usize, &str)| Passage {
        quote: quote.to_owned(),
        range: range.filter(|_| place == 0),
        unit: Unit::Chars,
        ..Passage::default()
    };
    parts.into_iter().enumerate().map(passage).collect()
}

/// A cell without the apostrophe that keeps it from being a formula.
fn unsafe_cell(cell: &str) -> String {
    let inner = cell
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
    inner.unwrap_or(cell).to_owned()
}

fn read_json(text: &str) -> Result<Vec<Note>, ReadError> {
    let value: Value = serde_json::from_str(text)?;
    let project = &value["project"];
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let sources = list(project, "sources");
    let labels: Vec<Value> = list(project, "scales").iter().flat_map(|scale| list(scale, "verdicts")).collect();
    let note = |claim: &Value| {
        let passages = list(claim, "marks").into_iter().map(|mark| {
            let anchor = &mark["anchor"];
            Passage {
                quote: string(&anchor["quote"]),
                prefix: string(&anchor["prefix"]),
                suffix: string(&anchor["suffix"]),
                range: range(&anchor["start"], &anchor["end"]),
                unit: Unit::Chars,
            }
        });
        let links = list(claim, "evidence")
            .into_iter()
            .filter_map(|evidence| {
                let source = sources.iter().find(|source| source["id"] == evidence["source"])?;
                Some(Link { url: string(&source["url"]), quote: string(&evidence["quote"]) })
                    .filter(|link| !link.url.is_empty())
            })
            .collect();
        let label =
            labels.iter().find(|verdict| verdict["id"] == claim["verdict"]).map(|verdict| string(&verdict["label"]));
        Note {
            passages: passages.collect(),
            label: label.unwrap_or_default(),
            statement: string(&claim["statement"]),
            comment: string(&claim["notes"]),
            tags: list(claim, "tags").iter().map(string).collect(),
            suggestion: string(&claim["change"]["suggestion"]),
            links,
        }
    };
    Ok(list(project, "claims").iter().map(note).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lose_the_apostrophe_that_made_them_safe() {
        let notes =
            read_csv("quote,verdict,start,end,tags\n'=1+2,Wrong,5,9,'=a; b\none … two,,0,3,\n'tis,,,,\n").unwrap();
        assert_eq!((notes[0].passages[0].quote.as_str(), notes[0].passages[0].range), ("=1+2", Some((5, 9))));
        assert_eq!(notes[0].tags, ["=a", "b"]);
        assert_eq!(notes[1].passages.iter().map(|p| p.quote.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(notes[2].passages[0].quote, "'tis");
    }

    #[test]
    fn a_table_without_quotes_is_told() {
        assert_eq!(
            read_csv("a,b\n1,2\n").unwrap_err().to_string(),
            "Could not import: the table has no column “quote”"
        );
    }
}
