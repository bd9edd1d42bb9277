//! Holds the sentence rules to their floor on published golden rules.
//!
//! The rules are not part of the product. They are read from `CLAIMDESK_DATA`, or from `../shared/data` beside the source
//! tree or one of the folders above it, and the test passes without them, saying so.

use std::path::{Path, PathBuf};

use claimdesk::model::{BlockKind, BlockText, Origin, Version, VersionId, sentence};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: u32,
    rule: String,
    text: String,
    sentences: Vec<String>,
}

fn cases() -> Option<Vec<Case>> {
    let given = std::env::var_os("CLAIMDESK_DATA").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let file = given.into_iter().chain(above).map(|folder| folder.join("sentences/golden_en.json"));
    let text = std::fs::read_to_string(file.into_iter().find(|file| file.exists())?).ok()?;
    serde_json::from_str(&text).ok()
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
#[expect(clippy::print_stderr, reason = "says why nothing was measured, and which rules are missed")]
fn keeps_to_the_english_golden_rules() {
    let Some(cases) = cases() else {
        eprintln!("skipped: no golden rules (set CLAIMDESK_DATA to a folder with sentences/golden_en.json)");
        return;
    };
    let mut right = 0;
    for case in &cases {
        let block = BlockText::new(BlockKind::Paragraph, case.text.as_str());
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), [block]);
        let found: Vec<_> =
            sentence::sentences(&version, "en").into_iter().map(|span| fold(span.of(version.text()))).collect();
        let expected: Vec<_> = case.sentences.iter().map(|sentence| fold(sentence)).collect();
        if found == expected {
            right += 1;
        } else {
            eprintln!("{} {}: {found:?}", case.id, case.rule);
        }
    }
    eprintln!("{right} of {}", cases.len());
    assert!(right >= 48, "{right} of {}", cases.len());
}
