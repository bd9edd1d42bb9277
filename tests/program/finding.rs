//! `claimdesk find`.

use std::{fs, path::Path, process::Output};

use serde_json::Value;

use super::cli::run;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/kursk-withdrawal.ron");
    fs::create_dir(folder.path().join("desk")).unwrap();
    fs::copy(sample, folder.path().join("desk/kursk.ron")).unwrap();
    folder
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn words_are_found_in_the_folders_named() {
    let folder = folder();
    let (status, out, error) = told(&run(folder.path(), &["find", "DRONE", "--library", "desk"]));
    assert_eq!((status, error.lines().count() <= 1), (Some(0), true), "{error}");
    let first = out.lines().next().unwrap();
    assert!(first.contains("kursk.ron") && !out.contains('\u{1b}'), "{out}");
    assert!(out.to_lowercase().contains("drones"), "{out}");
    let (status, out, _) = told(&run(folder.path(), &["find", "zebracrossing", "--library", "desk"]));
    assert_eq!((status, out.as_str()), (Some(1), ""));
}

#[test]
fn json_says_where_each_word_stands() {
    let folder = folder();
    let (status, out, _) =
        told(&run(folder.path(), &["find", "drones", "--library", "desk", "--json", "--limit", "2"]));
    let found: Value = serde_json::from_str(&out).unwrap();
    let hits = found["hits"].as_array().unwrap();
    assert_eq!((status, hits.len() <= 2, found["partly"].as_bool()), (Some(0), true, Some(false)));
    let lit = &hits[0]["lit"][0];
    let (start, end) = (lit["spans"][0][0].as_u64().unwrap() as usize, lit["spans"][0][1].as_u64().unwrap() as usize);
    let word: String = lit["text"].as_str().unwrap().chars().skip(start).take(end - start).collect();
    assert!(word.to_lowercase().starts_with("drone"), "{word}");
    let (status, out, _) = told(&run(folder.path(), &["find", "zebracrossing", "--library", "desk", "--json"]));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, found["total"].as_u64()), (Some(1), Some(0)));
}

#[test]
fn filters_with_spaces_come_through_the_shell() {
    let folder = folder();
    let (status, out, _) = told(&run(folder.path(), &["find", "verdict:needs change", "--library", "desk"]));
    assert_eq!(status, Some(0));
    assert!(out.contains("Needs change") || out.contains("Checked in an older wording"), "{out}");
}

#[test]
fn broken_files_are_told_and_the_rest_is_found() {
    let folder = folder();
    fs::write(folder.path().join("desk/broken.ron"), "(format: 1, project:").unwrap();
    let (status, out, error) = told(&run(folder.path(), &["find", "drones", "--library", "desk"]));
    assert_eq!(status, Some(0), "{out}");
    assert!(error.contains("Not looked into") && error.contains("broken.ron"), "{error}");
}

#[test]
fn what_cannot_be_looked_for_is_told_with_status_2() {
    let folder = folder();
    let check = |arguments: &[&str], expected: &str| {
        let (status, _, error) = told(&run(folder.path(), arguments));
        assert_eq!((status, error.contains(expected)), (Some(2), true), "{error}");
    };
    check(&["find", "drones"], "no folder is chosen for the library");
    check(&["find", "verdict:", "--library", "desk"], "there are no words");
    check(&["find", "drones", "--library", "gone"], "there is no such file or folder");
    check(&["find"], "WORDS");
}

#[test]
fn the_folders_of_the_settings_and_the_last_projects_are_looked_into() {
    let folder = folder();
    fs::create_dir(folder.path().join("home")).unwrap();
    let desk = folder.path().join("desk").display().to_string().replace('\\', "/");
    fs::write(folder.path().join("home/settings.ron"), format!("(library_folders: [\"{desk}\"])")).unwrap();
    assert_eq!(told(&run(folder.path(), &["find", "drones"])).0, Some(0));
    let recent = format!("(recent: [(path: \"{desk}/kursk.ron\", title: \"\", done: 0, claims: 0)])");
    fs::write(folder.path().join("home/settings.ron"), recent).unwrap();
    assert_eq!(told(&run(folder.path(), &["find", "drones"])).0, Some(0));
}

#[test]
fn what_others_have_published_is_told_as_theirs() {
    let folder = folder();
    let rows = "{\"claim\": \"A shark swam on the motorway\", \"rating\": \"Pants on Fire!\", \"publisher\": \"Sample Facts\", \
                \"url\": \"https://example.org/shark\", \"date\": \"2017-08-28\"}\n";
    fs::write(folder.path().join("desk/theirs.jsonl"), rows).unwrap();
    let (status, out, error) = told(&run(folder.path(), &["find", "shark", "verdict:pants", "--library", "desk"]));
    assert_eq!(status, Some(0), "{error}");
    assert!(
        out.lines().next().unwrap().ends_with("Pants on Fire! · Sample Facts · 2017-08-28 · https://example.org/shark"),
        "{out}"
    );
}
