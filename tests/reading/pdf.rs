//! The sample PDFs, each with what opening it gives beside it: NAME.pdf and NAME.json, as `claimdesk text --json` prints it.

use std::{path::Path, process::Command};

use serde_json::Value;

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import/pdf");
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_claimdesk"))
        .args(["text", "--json", &format!("{name}.pdf")])
        .current_dir(&folder)
        .env("CLAIMDESK_HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let given: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.json"))).unwrap()).unwrap();
    for key in ["title", "authors", "published", "language", "origin", "blocks", "dropped", "warnings"] {
        assert_eq!(given[key], expected[key], "{name}: {key}");
    }
}

#[test]
fn one_column_with_an_inset_box_and_a_list() {
    check("one-column");
}

#[test]
fn two_columns() {
    check("two-columns");
}

#[test]
fn three_columns_with_an_inset_box() {
    check("three-columns");
}

#[test]
fn scripts_from_both_sides_as_an_office_program_prints_them() {
    check("scripts");
}
