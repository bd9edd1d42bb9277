//! The whole project as JSON, for programs, and back again without loss.
//!
//! The keys are those of the project file (`docs/format.md`), with a few more for readers that do not want to count: each
//! claim's `number` and `quote`, each passage's `start` and `end` in code points, each draft's whole `text`. Reading passes
//! over them.

use serde_json::{Value, json};
use thiserror::Error;

use crate::model::{PositionMap, Project, ProjectParts};

use super::{Exported, Exporter, Options};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "json",
    name: "JSON, complete",
    about: "For programs. Holds everything and can be opened again as a project.",
    extension: "json",
    opens_again: true,
    export,
};

/// What the first key says, by which an export is known.
const MARK: &str = "claimdesk-project";

fn export(project: &Project, options: &Options) -> Exported {
    let (project, left_out) = without_private(project, options);
    let mut value = serde_json::to_value(project.parts()).expect("JSON holds every value of the model");
    add_positions(&project, &mut value);
    let file = json!({ "kind": MARK, "format": 1, "project": value });
    let mut bytes = serde_json::to_vec_pretty(&file).expect("JSON holds every value of the model");
    bytes.push(b'\n');
    let warning = format!("{left_out} private contacts were left out.");
    Exported { bytes, warnings: (left_out > 0).then_some(warning).into_iter().collect() }
}

/// The project without private contacts, unless they are asked for, and how many there were.
fn without_private(project: &Project, options: &Options) -> (Project, usize) {
    let mut parts = project.parts().clone();
    let mut left_out = 0;
    for source in &mut parts.sources {
        if !options.include_private && source.contact_is_private && !source.contact.is_empty() {
            std::sync::Arc::make_mut(source).contact.clear();
            left_out += 1;
        }
    }
    (Project::from_parts(parts), left_out)
}

fn add_positions(project: &Project, value: &mut Value) {
    let versions = project.articles().iter().flat_map(|article| &article.versions);
    let maps: Vec<_> = versions.map(|version| (version.id.as_str(), PositionMap::new(version.text()))).collect();
    let map_of = |version_id: &str| maps.iter().find(|(id, _)| *id == version_id).map(|(_, map)| map);
    for (article, article_value) in project.articles().iter().zip(list(value, "articles")) {
        for (version, version_value) in article.versions.iter().zip(list(article_value, "versions")) {
            version_value["text"] = Value::from(version.text().as_ref());
        }
    }
    for (index, (claim, claim_value)) in project.claims().iter().zip(list(value, "claims")).enumerate() {
        claim_value["number"] = Value::from(index + 1);
        claim_value["quote"] = Value::from(claim.quote());
        for (mark, mark_value) in claim.marks.iter().zip(list(claim_value, "marks")) {
            let Some(map) = map_of(mark.anchor.version.as_str()) else { continue };
            let chars = map.chars_from_span(mark.anchor.span);
            mark_value["anchor"]["start"] = Value::from(chars.start);
            mark_value["anchor"]["end"] = Value::from(chars.end);
        }
    }
}

fn list<'a>(value: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Value> {
    value.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Why a JSON file cannot be opened as a project.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is not what an export holds.
    #[error("Could not open the export: {0}.")]
    Damaged(String),
    /// It does not fit together.
    #[error("Could not open the export: {0}")]
    Problem(String),
}

/// Reads an export back. `None`: the bytes are not one.
pub fn read_if_export(bytes: &[u8]) -> Option<Result<Project, ReadError>> {
    let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let head = String::from_utf8_lossy(&start[..start.len().min(400)]).into_owned();
    (head.trim_start().starts_with('{') && head.contains(MARK)).then(|| read(start))
}

fn read(bytes: &[u8]) -> Result<Project, ReadError> {
    #[derive(serde::Deserialize)]
    struct File {
        project: ProjectParts,
    }
    let file: File = serde_json::from_slice(bytes).map_err(|error| ReadError::Damaged(error.to_string()))?;
    let project = Project::from_parts(file.project);
    match project.problems().first() {
        Some(problem) => Err(ReadError::Problem(problem.to_string())),
        None => Ok(project),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn reads_back_what_it_wrote() {
        let project = tricky();
        let exported = export(&project, &Options { include_private: true, ..Options::default() });
        assert_eq!(exported.warnings, Vec::<String>::new());
        assert_eq!(read_if_export(&exported.bytes).unwrap().unwrap(), project);
    }

    #[test]
    fn private_contacts_stay_at_home() {
        let exported = export(&tricky(), &Options::default());
        assert_eq!(exported.warnings, ["1 private contacts were left out."]);
        assert!(!String::from_utf8(exported.bytes).unwrap().contains("+1 555"));
    }

    #[test]
    fn positions_are_code_points_of_the_text() {
        let exported = export(&tricky(), &Options::default());
        let value: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let text: Vec<char> =
            value["project"]["articles"][0]["versions"][0]["text"].as_str().unwrap().chars().collect();
        for claim in value["project"]["claims"].as_array().unwrap() {
            let anchor = &claim["marks"][0]["anchor"];
            let (start, end) = (anchor["start"].as_u64().unwrap() as usize, anchor["end"].as_u64().unwrap() as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), claim["quote"].as_str().unwrap());
        }
    }

    #[test]
    fn other_files_are_not_taken_for_exports() {
        assert!(read_if_export(b"{\"a\": 1}").is_none());
        assert!(read_if_export(b"claimdesk-project").is_none());
        assert!(read_if_export(b"{\"kind\": \"claimdesk-project\"").unwrap().is_err());
    }
}
