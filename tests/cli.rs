//! The command line, as a script or a person at a terminal meets it.

mod support;

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

/// Runs the program in a folder of its own, with its settings there too and no display.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_claimdesk"))
        .args(arguments)
        .current_dir(folder)
        .env("CLAIMDESK_HOME", folder.join("home"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn failure(output: &Output, status: i32) -> String {
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&out(output)).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bridge.txt"), support::ARTICLE).unwrap();
    std::fs::write(folder.path().join("ferry.md"), "# Ferry runs again\n\nThe *ferry* runs.").unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/kursk-withdrawal.ron");
    std::fs::copy(sample, folder.path().join("sample.ron")).unwrap();
    folder
}

#[test]
fn new_starts_a_project_and_add_goes_on() {
    let folder = folder();
    out(&run(folder.path(), &["new", "review.ron", "bridge.txt"]));
    out(&run(folder.path(), &["add", "review.ron", "ferry.md"]));
    let project = claimdesk::store::decode(&std::fs::read(folder.path().join("review.ron")).unwrap()).unwrap().project;
    let titles: Vec<_> = project.articles().iter().map(|article| article.display_title()).collect();
    assert_eq!(titles, ["Bridge closed after divers find cracks", "Ferry runs again"]);
    let original = folder.path().join("review.files").join(&project.articles()[0].versions[0].origin.sha256);
    assert_eq!(std::fs::read_to_string(original).unwrap(), support::ARTICLE);
}

#[test]
fn new_never_writes_over_a_file() {
    let folder = folder();
    let told = failure(&run(folder.path(), &["new", "sample.ron", "bridge.txt"]), 1);
    assert!(told.contains("the file exists already"), "{told}");
    assert!(out(&run(folder.path(), &["list", "sample.ron"])).lines().count() > 12);
}

#[test]
fn text_prints_what_opening_would_give() {
    let folder = folder();
    let text = out(&run(folder.path(), &["text", "bridge.txt"]));
    assert!(text.starts_with("Bridge closed after divers find cracks\n\nThe old bridge"));
    assert!(!text.contains("No comments"));
    let value = json(&run(folder.path(), &["text", "bridge.txt", "--json", "--url", "https://example.org/a"]));
    assert_eq!((value["file"].as_str(), value["url"].as_str()), (Some("bridge.txt"), Some("https://example.org/a")));
    assert_eq!((value["published"].clone(), value["origin"]["title"].as_str()), (Value::Null, Some("first line")));
    assert_eq!(value["dropped"].as_array().unwrap().len(), 2);
    let chars: Vec<char> = value["text"].as_str().unwrap().chars().collect();
    for block in value["blocks"].as_array().unwrap() {
        let at = |key: &str| block[key].as_u64().unwrap() as usize;
        assert_eq!(chars[at("start")..at("end")].iter().collect::<String>(), block["text"].as_str().unwrap());
    }
    let sentences: Vec<String> = value["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|range| {
            let at = |index: usize| range[index].as_u64().unwrap() as usize;
            chars[at(0)..at(1)].iter().collect()
        })
        .collect();
    assert!(sentences.contains(&"Dr. Lee of the U.S. survey found cracks in two piers.".to_owned()), "{sentences:?}");
}

#[test]
fn several_texts_are_one_a_line_and_one_that_fails_does_not_stop_the_rest() {
    let folder = folder();
    let output = run(folder.path(), &["text", "--json", "bridge.txt", "gone.txt", "ferry.md"]);
    assert_eq!(String::from_utf8(output.stdout.clone()).unwrap().lines().count(), 2);
    let told = failure(&output, 1);
    assert!(told.contains("there is no such file or folder\ngone.txt"), "{told}");
}

#[test]
fn list_prints_the_claims() {
    let folder = folder();
    let value = json(&run(folder.path(), &["list", "sample.ron", "--json"]));
    let claims = value.as_array().unwrap();
    assert!(claims.len() >= 12);
    let wrong = claims.iter().find(|claim| claim["verdict"]["label"] == "Wrong").unwrap();
    assert_eq!(wrong["confidence"]["level"], "High");
    assert_eq!(wrong["evidence"][0]["stance"], "Refutes");
    assert!(wrong["spans"][0]["quote"].as_str().unwrap().contains("50 per cent"));
    assert!(claims.iter().any(|claim| claim["verdict"].is_null()));
}

#[test]
fn exports_go_to_a_file_or_to_standard_output() {
    let folder = folder();
    let csv = out(&run(folder.path(), &["export", "sample.ron", "--to", "csv"]));
    assert!(csv.starts_with("number,id,article,"));
    let evidence = out(&run(folder.path(), &["export", "sample.ron", "--to", "csv", "--table", "evidence"]));
    assert!(evidence.starts_with("claim_number,claim_id,"));
    out(&run(folder.path(), &["export", "sample.ron", "--to", "markdown", "-o", "report.md"]));
    assert!(std::fs::read_to_string(folder.path().join("report.md")).unwrap().contains("### Claim 1"));
}

#[test]
fn a_complete_export_becomes_the_same_project_again() {
    let folder = folder();
    out(&run(folder.path(), &["export", "sample.ron", "--to", "json", "--private", "-o", "all.json"]));
    out(&run(folder.path(), &["new", "again.ron", "all.json"]));
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(bytes("again.ron"), bytes("sample.ron"));
}

#[test]
fn many_projects_become_one_stream_of_rows() {
    let folder = folder();
    out(&run(folder.path(), &["new", "bridge.ron", "bridge.txt"]));
    std::fs::copy(folder.path().join("sample.ron"), folder.path().join("copy.ron")).unwrap();
    let claims = json(&run(folder.path(), &["list", "sample.ron", "--json"])).as_array().unwrap().len();
    let three = ["sample.ron", "bridge.ron", "copy.ron"];
    let csv = out(&run(folder.path(), &[&["export", "--to", "csv"], &three[..]].concat()));
    assert_eq!(csv.matches("number,id,article,").count(), 1);
    let lines = out(&run(folder.path(), &[&["export", "--to", "jsonl"], &three[..]].concat()));
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2 * claims);
    assert_eq!((&rows[0]["project_file"], &rows[claims]["project_file"]), (&"sample.ron".into(), &"copy.ron".into()));
    let output =
        run(folder.path(), &["export", "sample.ron", "gone.ron", "copy.ron", "--to", "jsonl", "-o", "all.jsonl"]);
    assert!(failure(&output, 1).contains("1 of 3 projects could not be read"));
    assert_eq!(std::fs::read_to_string(folder.path().join("all.jsonl")).unwrap().lines().count(), 2 * claims);
    assert!(!folder.path().join(".all.jsonl.part").exists());
    let told = failure(&run(folder.path(), &["export", "sample.ron", "copy.ron", "--to", "html"]), 1);
    assert!(told.contains("--to csv or --to jsonl"), "{told}");
}

#[test]
fn every_complete_format_becomes_the_same_project_again() {
    let folder = folder();
    for (format, table) in [("html", "claims"), ("jsonld", "claims"), ("jsonl", "all")] {
        let (file, again) = (format!("all.{format}"), format!("{format}.ron"));
        out(&run(folder.path(), &["export", "sample.ron", "--to", format, "--table", table, "--private", "-o", &file]));
        out(&run(folder.path(), &["new", &again, &file]));
        let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        assert_eq!(bytes(&again), bytes("sample.ron"), "{format}");
    }
}

#[test]
fn no_export_names_this_machine() {
    let folder = folder();
    for exporter in claimdesk::export::EXPORTERS {
        let output = run(folder.path(), &["export", "sample.ron", "--to", exporter.id]);
        let bytes = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{}", exporter.id);
        assert!(!bytes.contains(&folder.path().display().to_string()), "{}", exporter.id);
    }
}

/// A project with the sample's articles and none of its claims.
fn without_claims(folder: &Path) {
    let mut parts =
        claimdesk::store::decode(&std::fs::read(folder.join("sample.ron")).unwrap()).unwrap().project.parts().clone();
    parts.claims.clear();
    let project = claimdesk::model::Project::from_parts(parts);
    std::fs::write(folder.join("empty.ron"), claimdesk::store::encode(&project)).unwrap();
}

#[test]
fn claims_come_back_from_every_tool_at_their_words() {
    let folder = folder();
    let listed = json(&run(folder.path(), &["list", "sample.ron", "--json"]));
    let main: Vec<Value> =
        listed.as_array().unwrap().iter().filter(|claim| claim["article"] == "a-main").cloned().collect();
    for format in ["webannotation", "labelstudio", "doccano", "csv", "json"] {
        without_claims(folder.path());
        out(&run(folder.path(), &["export", "sample.ron", "--to", format, "-o", "claims.out"]));
        let output = run(folder.path(), &["import", "empty.ron", "claims.out", "--article", "1", "--json"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["moved"], 0, "{format}: {told}");
        let again = json(&run(folder.path(), &["list", "empty.ron", "--json"]));
        let spans = |claims: &[Value]| {
            let mut spans: Vec<_> =
                claims.iter().flat_map(|claim| claim["spans"].as_array().unwrap()).map(Value::to_string).collect();
            spans.sort_unstable();
            spans
        };
        assert_eq!(spans(again.as_array().unwrap()), spans(&main), "{format}");
        let wrong = |claims: &[Value]| claims.iter().filter(|claim| claim["verdict"]["id"] == "wrong").count();
        assert!(wrong(again.as_array().unwrap()) >= wrong(&main), "{format}: verdicts come too");
    }
}

#[test]
fn an_import_says_what_is_lost_and_brings_nothing_twice() {
    let folder = folder();
    without_claims(folder.path());
    let table = "quote,verdict\nfrom the Kursk region,FALSE\nwords that nobody wrote,Wrong\n";
    std::fs::write(folder.path().join("claims.csv"), table.replace("from the Kursk region", "staggering")).unwrap();
    let arguments = ["import", "empty.ron", "claims.csv", "--map", "FALSE=wrong"];
    let first = run(folder.path(), &arguments);
    let told = failure(&first, 1);
    assert!(told.contains("1 could not be placed"), "{told}");
    assert!(String::from_utf8_lossy(&first.stdout).contains("1 placed, 0 moved, 0 known already, 1 lost"));
    let listed = json(&run(folder.path(), &["list", "empty.ron", "--json"]));
    assert_eq!((listed.as_array().unwrap().len(), listed[0]["verdict"]["id"].as_str()), (1, Some("wrong")));
    let second = run(folder.path(), &arguments);
    assert!(String::from_utf8_lossy(&second.stdout).contains("0 placed, 0 moved, 1 known already"));
    std::fs::write(folder.path().join("strange.txt"), "nothing known").unwrap();
    assert!(failure(&run(folder.path(), &["import", "empty.ron", "strange.txt"]), 1).contains("none of the formats"));
}

#[test]
fn formats_say_what_can_be_done_with_each() {
    let folder = folder();
    let value = json(&run(folder.path(), &["formats", "--json"]));
    let of = |id: &str| value.as_array().unwrap().iter().find(|format| format["id"] == id).unwrap().clone();
    assert_eq!((of("text")["open"].clone(), of("text")["export"].clone()), (true.into(), false.into()));
    assert_eq!((of("json")["open"].clone(), of("json")["export"].clone()), (true.into(), true.into()));
}

#[test]
fn shot_draws_the_window_without_a_display() {
    let folder = folder();
    for view in ["article", "sources", "help"] {
        out(&run(
            folder.path(),
            &["shot", "sample.ron", "-o", "a.png", "--size", "900x600", "--view", view, "--claim", "3"],
        ));
    }
    let bytes = std::fs::read(folder.path().join("a.png")).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (900, 600));
    failure(&run(folder.path(), &["shot", "sample.ron", "-o", "b.png", "--size", "huge"]), 1);
}

#[test]
fn wrong_use_is_status_2_and_help_is_0() {
    let folder = folder();
    failure(&run(folder.path(), &["export", "sample.ron", "--to", "papyrus"]), 2);
    failure(&run(folder.path(), &["new"]), 2);
    for verb in ["new", "add", "text", "list", "export", "formats", "shot"] {
        assert!(out(&run(folder.path(), &[verb, "--help"])).contains("Usage: claimdesk"), "{verb}");
    }
}

#[test]
fn a_damaged_project_is_told_with_line_and_words() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join("sample.ron")).unwrap();
    std::fs::write(folder.path().join("bad.ron"), text.replacen("stance: Supports", "stance: Bakes", 1)).unwrap();
    let told = failure(&run(folder.path(), &["list", "bad.ron"]), 1);
    assert!(told.contains("“Bakes”") && told.contains("Line ") && told.trim_end().ends_with("bad.ron"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_the_window_says_what_is_missing_and_what_works() {
    let folder = folder();
    let told = failure(&run(folder.path(), &["sample.ron"]), 1);
    for words in ["there is no display", "libxkbcommon-x11-0", "libgl1", "claimdesk new, add, text, list"] {
        assert!(told.contains(words), "{told}");
    }
}
