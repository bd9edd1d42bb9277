//! Small files of our own making of which words once vanished or changed: what must be in the article that comes out of each, and what
//! must not. `published=` is its date, `ERROR` stands for a file that is refused.

use std::{collections::BTreeMap, fs, path::Path};

use claimdesk::import::{self, Input};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    must: Vec<String>,
    not: Vec<String>,
}

#[test]
fn every_file_gives_its_words_and_no_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases");
    let cases = fs::read(folder.join("expected.json")).unwrap();
    let cases: BTreeMap<String, Case> = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    for (name, case) in cases {
        let text = text(&folder, &name);
        wrong.extend(
            case.must.iter().filter(|must| !text.contains(*must)).map(|must| format!("{name}: not there: {must:?}")),
        );
        wrong.extend(case.not.iter().filter(|not| text.contains(*not)).map(|not| format!("{name}: there: {not:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What comes in of a file, without the kinds of spaces.
fn text(folder: &Path, name: &str) -> String {
    let bytes = fs::read(folder.join(name)).unwrap();
    let draft = match import::open(&Input { bytes: &bytes, name, ..Input::default() }) {
        Ok(draft) => draft,
        Err(error) => return format!("ERROR {error}"),
    };
    let kept = draft.blocks.iter().filter(|block| block.keep).map(|block| block.block.text.as_str());
    let text = format!("{}\npublished={}\n", kept.collect::<Vec<_>>().join("\n"), draft.meta.published);
    text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
}
