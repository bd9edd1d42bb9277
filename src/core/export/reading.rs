//! Complete exports, opened again: each format that holds everything gives back an equal project.

use thiserror::Error;

use crate::model::{
    Project, ProjectParts,
    bounds::{self, Excess, Tally},
};

use super::{html, json, jsonl, jsonld};

/// Why an export cannot be opened as a project.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is not what an export holds.
    #[error("Could not open the export: {0}.")]
    Damaged(String),
    /// It does not fit together.
    #[error("Could not open the export: {0}")]
    Problem(String),
}

/// Reads a complete export back: JSON, JSON Lines, JSON-LD or the HTML dossier. `None`: the bytes are not one.
pub fn read_if_export(bytes: &[u8]) -> Option<Result<Project, ReadError>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(600)]).into_owned();
    let is_json = head.trim_start().starts_with('{');
    // The longer mark holds the shorter one.
    let read = if is_json && head.contains(jsonl::MARK) {
        jsonl::read
    } else if is_json && head.contains(json::MARK) {
        json::read
    } else if is_json && head.contains(jsonld::MARK) {
        jsonld::read
    } else if head.contains(html::MARK) {
        html::read
    } else {
        return None;
    };
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Damaged("it is not UTF-8".to_owned()));
    Some(text.and_then(|text| read(text).map_err(ReadError::Damaged)).and_then(|parts| {
        bounds::check_parts(&parts).map_err(|excess| ReadError::Damaged(told_excess(excess)))?;
        let project = Project::from_parts(parts);
        match project.problems().first() {
            Some(problem) => Err(ReadError::Problem(problem.to_string())),
            None => Ok(project),
        }
    }))
}

/// Decodes the parts of a project, as far as a project may go.
pub(super) fn parts(project: &str) -> Result<ProjectParts, String> {
    Tally::of_json().add(project, PROJECT_DEPTH).map_err(told_excess)?;
    serde_json::from_str(project).map_err(|error| error.to_string())
}

/// How deep a project stands in a file of ours, where the parts are counted.
const PROJECT_DEPTH: usize = 1;

pub(super) fn told_excess(excess: Excess) -> String {
    format!("it has {excess}")
}

/// The value of the first member of this name in an object so deep in a JSON text, as it stands there. Nothing is decoded, so
/// that what it holds can be counted first.
pub(super) fn member<'a>(text: &'a str, depth: usize, name: &str) -> Option<&'a str> {
    let bytes = text.as_bytes();
    let (mut at, mut level) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at)?;
                let colon = end + spaces(bytes.get(end..)?);
                let is_key = level == depth && bytes.get(colon) == Some(&b':');
                // A name may be written with escapes.
                if is_key && serde_json::from_str::<String>(&text[at..end]).is_ok_and(|key| key == name) {
                    return value(text, colon + 1);
                }
                at = end;
                continue;
            }
            b'{' | b'[' => level += 1,
            b'}' | b']' => level = level.checked_sub(1)?,
            _ => {}
        }
        at += 1;
    }
    None
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The value that begins at `start`.
fn value(text: &str, start: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let (mut at, mut level) = (start, 0usize);
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'{' | b'[' => level += 1,
            b'}' | b']' | b',' if level == 0 => return text.get(start..at),
            b'}' | b']' => level -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// Behind the quotation mark that closes the text that opens at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += 1;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{EXPORTERS, Options, Table, export, testing::tricky},
        *,
    };

    #[test]
    fn every_format_that_says_so_gives_back_an_equal_project() {
        let project = tricky();
        let options = Options { include_private: true, table: Table::Everything, ..Options::default() };
        let complete: Vec<_> = EXPORTERS.iter().filter(|exporter| exporter.opens_again).collect();
        assert_eq!(
            complete.iter().map(|exporter| exporter.id).collect::<Vec<_>>(),
            ["html", "json", "jsonl", "jsonld"]
        );
        for exporter in complete {
            let exported = export(&project, exporter.id, &options).unwrap();
            assert_eq!(exported.warnings, [""; 0], "{}", exporter.id);
            let read = read_if_export(&exported.bytes).unwrap_or_else(|| panic!("{} is not known", exporter.id));
            assert_eq!(read.unwrap(), project, "{}", exporter.id);
        }
    }

    #[test]
    fn other_files_are_not_taken_for_exports() {
        for other in ["{\"a\": 1}", "claimdesk-project", "<!doctype html><title>claimdesk</title>", ""] {
            assert!(read_if_export(other.as_bytes()).is_none(), "{other}");
        }
        assert!(read_if_export(b"{\"kind\": \"claimdesk-project\"").unwrap().is_err());
    }

    #[test]
    fn an_export_holds_no_more_than_a_project_may_however_its_names_are_written() {
        let source = |number: usize| format!("{{\"id\":\"s{number}\",\"title\":\"t\"}}");
        let many: Vec<String> = (0..=bounds::MAX_ENTRIES).map(source).collect();
        let project = format!("{{\"title\":\"a\",\"sources\":[{}]}}", many.join(","));
        let lines: Vec<String> =
            many.iter().map(|source| format!("{{\"part\":\"sources\",\"value\":{source}}}")).collect();
        let files = [
            format!("{{\"format\":1,\"kind\":\"{}\",\"project\":{project}}}", json::MARK),
            format!("{{\"kind\":\"{}\",\"project\":{{}}}}\n{}", jsonl::MARK, lines.join("\n")),
            format!("{{\"@context\":\"{}\",\"@graph\":[{{\"cd\\u003aproject\":{project}}}]}}", jsonld::MARK),
        ];
        for file in files {
            let told = read_if_export(file.as_bytes()).unwrap().unwrap_err().to_string();
            let start = format!("Could not open the export: it has more than {} articles", bounds::MAX_ENTRIES);
            assert!(told.starts_with(&start), "{told}");
        }
    }

    #[test]
    fn a_member_is_found_where_it_stands_and_nowhere_else() {
        let text = r#"{"a": "\"b\": 1", "c": [{"b": 2}], "b" : {"x": ["}", 1]}, "d": 3}"#;
        assert_eq!(member(text, 1, "b"), Some(r#" {"x": ["}", 1]}"#));
        assert_eq!(member(text, 3, "b"), Some(" 2"));
        assert_eq!((member(text, 1, "d"), member(text, 1, "e"), member("{\"a\": [", 1, "a")), (Some(" 3"), None, None));
    }

    #[test]
    fn a_cut_export_is_an_error_and_no_panic() {
        let project = tricky();
        let options = Options { table: Table::Everything, ..Options::default() };
        for exporter in EXPORTERS.iter().filter(|exporter| exporter.opens_again) {
            let bytes = export(&project, exporter.id, &options).unwrap().bytes;
            for cut in (700..bytes.len() * 3 / 4).step_by(97) {
                assert!(read_if_export(&bytes[..cut]).is_none_or(|read| read.is_err()), "{} {cut}", exporter.id);
            }
        }
    }
}
