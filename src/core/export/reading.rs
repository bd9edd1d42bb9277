//! Complete exports, opened again: each format that holds everything gives back an equal project.

use thiserror::Error;

use crate::model::Project;

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
        let project = Project::from_parts(parts);
        match project.problems().first() {
            Some(problem) => Err(ReadError::Problem(problem.to_string())),
            None => Ok(project),
        }
    }))
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
