//! Our own exports, taken into the articles of another project: the CSV table, and the complete ones (JSON, the JSON-LD graph, the
//! HTML dossier).

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::{Claim, ClaimKind, Claimant, Priority, Source, Stance, Status};

use super::{
    ClaimReader, FromText, Link, Note, Notes, Passage, ReadError, Sink, Unit, json_ld_of, note::confidence, range,
    string,
};

pub(super) const CSV_READER: ClaimReader = ClaimReader {
    id: "csv",
    name: "CSV table of claims",
    extensions: &["csv"],
    text: Some(FromText {
        recognises: |text| {
            let header = text.lines().next().unwrap_or_default();
            header.split(',').any(|name| name.trim_matches('"') == "quote")
        },
        read: read_csv,
    }),
    packed: None,
};

pub(super) const JSON_READER: ClaimReader = ClaimReader {
    id: "json",
    name: "Claimdesk’s complete exports",
    extensions: &["json", "jsonld", "html"],
    text: Some(FromText {
        recognises: |text| text.contains("\"claimdesk-project\"") || text.contains(TERMS),
        read: read_complete,
    }),
    packed: None,
};

/// The name of our own words in JSON-LD.
const TERMS: &str = "urn:claimdesk:terms#";

/// The columns are known by their names; only `quote` has to be there.
fn read_csv(text: &str) -> Notes {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let damaged = |error: csv::Error| ReadError::Damaged(error.to_string());
    let header = reader.headers().map_err(damaged)?.clone();
    let column = |name: &str| header.iter().position(|other| other == name);
    if column("quote").is_none() {
        return Err(ReadError::Damaged("the table has no column “quote”".to_owned()));
    }
    let rows = reader.records().map(|row| row.map_err(damaged));
    rows.map(|row| {
        let row = row?;
        Ok(row_note(|name| column(name).and_then(|index| row.get(index)).map(unsafe_cell).unwrap_or_default()))
    })
    .collect()
}

fn row_note(cell: impl Fn(&str) -> String) -> Note {
    let list =
        |name: &str| cell(name).split("; ").filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let first = cell("start").parse().ok().zip(cell("end").parse().ok());
    let spans: Option<Vec<_>> = list("spans").iter().map(|span| ends(span)).collect();
    let document = [cell("article_url"), cell("article")].into_iter().find(|name| !name.is_empty());
    let mut confidence = confidence(&cell("confidence"));
    if let Some(confidence) = &mut confidence {
        confidence.reason = cell("confidence_reason");
    }
    let mut note = Note {
        passages: passages(&cell("quote"), first, &spans.unwrap_or_default()),
        document: document.unwrap_or_default(),
        statement: cell("statement"),
        comment: cell("notes"),
        tags: list("tags"),
        problem: cell("change_problem"),
        suggestion: cell("change_suggestion"),
        claimant: Claimant {
            name: cell("claimant"),
            role: cell("claimant_role"),
            organisation: cell("claimant_organisation"),
            said_on: cell("said_on"),
            said_at: cell("said_at"),
            ..Claimant::default()
        },
        kind: ClaimKind::from_label(&cell("type")),
        priority: Priority::from_label(&cell("priority")).unwrap_or_default(),
        status: Status::from_label(&cell("status")).unwrap_or_default(),
        confidence,
        links: evidence(&cell("evidence")),
        ..Note::default()
    };
    note.add_label(cell("verdict"));
    note.add_query(&cell("queries"));
    note
}

/// "12-20", in code points.
fn ends(span: &str) -> Option<(usize, usize)> {
    let (start, end) = span.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// The words of several passages stand in one cell with " … " between them. Where the table has all their places, their lengths
/// tell them apart; else the range is that of the first.
fn passages(quote: &str, first: Option<(usize, usize)>, spans: &[(usize, usize)]) -> Vec<Passage> {
    let passage =
        |quote: String, range: Option<(usize, usize)>| Passage { range, unit: Unit::Chars, ..Passage::words(quote) };
    if let Some(parts) = by_length(quote, spans) {
        return parts.into_iter().zip(spans).map(|(quote, span)| passage(quote, Some(*span))).collect();
    }
    let is_one = first.is_none_or(|(start, end)| end.saturating_sub(start) == quote.chars().count());
    let parts: Vec<_> = if is_one { vec![quote] } else { quote.split(" … ").collect() };
    let parts = parts.into_iter().enumerate();
    parts.map(|(index, quote)| passage(quote.to_owned(), first.filter(|_| index == 0))).collect()
}

fn by_length(quote: &str, spans: &[(usize, usize)]) -> Option<Vec<String>> {
    let mut rest = quote;
    let mut parts = Vec::new();
    for (start, end) in spans {
        if !parts.is_empty() {
            rest = rest.strip_prefix(" … ")?;
        }
        let len = end.checked_sub(*start).filter(|len| *len > 0)?;
        let cut = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(len)?;
        parts.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    (rest.is_empty() && !parts.is_empty()).then_some(parts)
}

/// "Supports: title" with the address in angle brackets; "; " before the next.
fn evidence(cell: &str) -> Vec<Link> {
    let mut entries: Vec<String> = Vec::new();
    for part in cell.split("; ").filter(|part| !part.is_empty()) {
        let begins = part.split_once(": ").is_some_and(|(stance, _)| Stance::from_label(stance).is_some());
        match entries.last_mut() {
            Some(last) if !begins => *last += &format!("; {part}"),
            _ => entries.push(part.to_owned()),
        }
    }
    let link = |entry: &String| {
        let (stance, rest) = entry.split_once(": ")?;
        let stance = Stance::from_label(stance)?;
        let named = rest.strip_suffix('>').and_then(|rest| rest.rsplit_once(" <"));
        let (title, url) =
            named.unwrap_or(if rest.contains("://") && !rest.contains(' ') { ("", rest) } else { (rest, "") });
        Some(Link { url: url.to_owned(), title: title.to_owned(), stance, ..Link::default() })
    };
    entries.iter().filter_map(link).collect()
}

/// A cell without the apostrophe that keeps it from being a formula.
fn unsafe_cell(cell: &str) -> String {
    let inner = cell
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
    inner.unwrap_or(cell).to_owned()
}

/// A part of the model out of JSON: as text, which is read by the code that reads what comes through the pipe; a value would need all of
/// it once more.
fn read_value<T: DeserializeOwned>(value: &Value) -> serde_json::Result<T> {
    serde_json::from_str(&value.to_string())
}

/// The claims of a whole project, each with what is not bound to its people: who signed, assigned or wrote what stays there.
fn read_complete(text: &str) -> Notes {
    let project = project(text)?;
    let list = |key: &str| project[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let sources: Vec<Source> = list("sources").iter().filter_map(|source| read_value(source).ok()).collect();
    let by_id: std::collections::HashMap<_, _> = sources.iter().map(|source| (source.id.clone(), source)).collect();
    let addresses: Vec<(String, String)> =
        list("articles").iter().map(|article| (string(&article["id"]), string(&article["meta"]["url"]))).collect();
    let scales = list("scales");
    let in_use = scales.iter().find(|scale| scale["id"] == project["settings"]["scale"]);
    // A project that keeps to the scale it began with does not write it down.
    let desk = crate::model::Scale::desk();
    let labels = in_use.into_iter().chain(scales).flat_map(|scale| scale["verdicts"].as_array().into_iter().flatten());
    let mut labels: Vec<(String, String)> =
        labels.map(|verdict| (string(&verdict["id"]), string(&verdict["label"]))).collect();
    labels.extend(desk.verdicts.iter().map(|verdict| (verdict.id.to_string(), verdict.label.clone())));
    let note = |(number, value): (usize, &Value)| {
        let claim: Claim = read_value(value)
            .map_err(|error| ReadError::Damaged(format!("claim {} cannot be read: {error}", number + 1)))?;
        let verdict = claim.verdict.as_ref().map(ToString::to_string).unwrap_or_default();
        let label = labels.iter().find(|(id, _)| *id == verdict).map_or(verdict.clone(), |(_, label)| label.clone());
        let address = addresses.iter().find(|(id, _)| id == claim.article.as_str()).map(|(_, url)| url.clone());
        let links = claim.evidence.iter().filter_map(|evidence| {
            let source = by_id.get(&evidence.source)?;
            Some(Link {
                url: source.url.clone(),
                title: source.title.clone(),
                details: Some(Box::new((*source).clone())),
                stance: evidence.stance,
                quote: evidence.quote.clone(),
                locator: evidence.locator.clone(),
                note: evidence.note.clone(),
                credibility: evidence.credibility,
            })
        });
        let mut note = Note {
            passages: json_passages(&claim, value),
            document: address.filter(|url| !url.is_empty()).unwrap_or_else(|| claim.article.to_string()),
            links: links.collect(),
            statement: claim.statement.unwrap_or_default(),
            comment: claim.notes,
            tags: claim.tags,
            problem: claim.change.as_ref().map(|change| change.problem.clone()).unwrap_or_default(),
            suggestion: claim.change.map(|change| change.suggestion).unwrap_or_default(),
            queries: claim.queries,
            claimant: claim.claimant,
            kind: claim.kind,
            priority: claim.priority,
            status: claim.status,
            confidence: claim.confidence,
            ..Note::default()
        };
        note.add_label(label);
        Ok::<_, ReadError>(note)
    };
    let mut notes = Sink::default();
    list("claims").iter().enumerate().try_for_each(|claim| notes.push(note(claim)?).map(drop))?;
    Ok(notes.into_notes())
}

/// Positions are code points where the file has them beside the bytes.
fn json_passages(claim: &Claim, value: &Value) -> Vec<Passage> {
    let passage = |(mark, value): (&crate::model::Mark, &Value)| {
        let anchor = &value["anchor"];
        let chars = range(&anchor["start"], &anchor["end"]);
        Passage {
            quote: mark.anchor.quote.clone(),
            prefix: mark.anchor.prefix.clone(),
            suffix: mark.anchor.suffix.clone(),
            range: chars.or(Some((mark.anchor.span.start(), mark.anchor.span.end()))),
            unit: if chars.is_some() { Unit::Chars } else { Unit::Bytes },
        }
    };
    let marks = value["marks"].as_array().map(Vec::as_slice).unwrap_or_default();
    claim.marks.iter().zip(marks).map(passage).collect()
}

/// The whole project in one of our complete exports.
fn project(text: &str) -> Result<Value, ReadError> {
    let is_page = text.trim_start().starts_with('<');
    let json = if is_page { json_ld_of(text).find(|json| json.contains(TERMS)).unwrap_or_default() } else { text };
    let mut value: Value = serde_json::from_str(json)?;
    let graph = value.get_mut("@graph").and_then(Value::as_array_mut);
    let literal = graph.and_then(|nodes| nodes.iter_mut().find_map(|node| node.get_mut("cd:project").map(Value::take)));
    let whole = literal.or_else(|| value.get_mut("project").map(Value::take));
    whole.ok_or_else(|| ReadError::Damaged("the file does not hold a whole project".to_owned()))
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
    fn what_only_has_the_mark_of_a_whole_project_is_told() {
        for text in ["\"claimdesk-project\"", "[]", "{\"@graph\": 1}", "null"] {
            assert!(matches!(project(text), Err(ReadError::Damaged(_))), "{text}");
        }
    }

    #[test]
    fn the_lengths_of_passages_tell_them_apart() {
        let check = |quote: &str, spans: &[(usize, usize)], expected: Option<Vec<&str>>| {
            let expected = expected.map(|parts| parts.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(by_length(quote, spans), expected, "{quote}");
        };
        check("a … b … 👍", &[(3, 8), (9, 10)], Some(vec!["a … b", "👍"]));
        check("a … b", &[(3, 4), (9, 10)], Some(vec!["a", "b"]));
        check("a … b", &[(3, 4)], None);
        check("a", &[(4, 3)], None);
        check("a", &[], None);
    }

    #[test]
    fn evidence_is_read_out_of_its_cell() {
        let links =
            evidence("Supports: A; b <https://example.org/a>; Refutes: Ann: letters; Context: https://example.org/c");
        let told: Vec<_> = links.iter().map(|l| (l.stance, l.title.as_str(), l.url.as_str())).collect();
        let expected = [
            (Stance::Supports, "A; b", "https://example.org/a"),
            (Stance::Refutes, "Ann: letters", ""),
            (Stance::Context, "", "https://example.org/c"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_table_without_quotes_is_told() {
        assert_eq!(
            read_csv("a,b\n1,2\n").unwrap_err().to_string(),
            "Could not import: the table has no column “quote”"
        );
    }
}
