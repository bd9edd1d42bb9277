//! Small files of which words once vanished or changed: what must be in the article that comes out of each, and what must not.

use std::{collections::BTreeMap, path::Path};

use claimdesk::import::{self, Input};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    must: Vec<String>,
    not: Vec<String>,
}

#[test]
fn nothing_vanishes_or_changes_in_small_files_that_once_went_wrong() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import/cases");
    let cases = std::fs::read(folder.join("expected.json")).unwrap();
    let cases: BTreeMap<String, Case> = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    for (name, case) in cases {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        let text = match import::open(&Input { bytes: &bytes, name: &name, ..Input::default() }) {
            Ok(draft) => {
                let kept = draft.blocks.iter().filter(|block| block.keep);
                kept.map(|block| block.block.text.as_str()).collect::<Vec<_>>().join("\n")
            }
            Err(error) => format!("ERROR {error}"),
        };
        wrong.extend(case.must.iter().filter(|must| !text.contains(*must)).map(|must| format!("{name}: no {must:?}")));
        wrong.extend(case.not.iter().filter(|not| text.contains(*not)).map(|not| format!("{name}: still {not:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
