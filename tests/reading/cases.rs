//! Web pages of our own making, each with words that must come in and words that must not: lines that only look like a site's, tables,
//! raised signs, parts of a page that are easily lost.

use std::{collections::BTreeMap, fs, path::Path};

use claimdesk::import::{self, Input};

#[test]
fn every_page_gives_its_words_and_no_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases/html");
    let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: BTreeMap<String, BTreeMap<String, Vec<String>>> = serde_json::from_str(&expected).unwrap();
    let mut wrong = Vec::new();
    for (name, case) in &expected {
        let bytes = fs::read(folder.join(name)).unwrap();
        let draft = import::open(&Input { bytes: &bytes, name, ..Input::default() }).unwrap();
        let kept = draft.blocks.iter().filter(|block| block.keep).map(|block| block.block.text.as_str());
        let text = format!("{}\npublished={}\n", kept.collect::<Vec<_>>().join("\n"), draft.meta.published);
        let text = text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
        wrong.extend(
            case["must"]
                .iter()
                .filter(|must| !text.contains(must.as_str()))
                .map(|must| format!("{name}: not there: {must}")),
        );
        wrong.extend(
            case["not"].iter().filter(|not| text.contains(not.as_str())).map(|not| format!("{name}: there: {not}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
