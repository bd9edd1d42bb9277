//! The command line, as a script or a person at a terminal meets it.

use std::{
    path::Path,
    process::{Command, Output},
    sync::Arc,
};

use claimdesk::{
    export,
    model::{ClaimField, Edit},
    store,
};

use serde_json::Value;

/// Runs the program in a folder of its own, with its settings there too and no display.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
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
    std::fs::write(folder.path().join("bridge.txt"), crate::support::ARTICLE).unwrap();
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
    let project = store::decode(&std::fs::read(folder.path().join("review.ron")).unwrap()).unwrap().project;
    let titles: Vec<_> = project.articles().iter().map(|article| article.display_title()).collect();
    assert_eq!(titles, ["Bridge closed after divers find cracks", "Ferry runs again"]);
    let original = folder.path().join("review.files").join(&project.articles()[0].versions[0].origin.sha256);
    assert_eq!(std::fs::read_to_string(original).unwrap(), crate::support::ARTICLE);
}

#[test]
fn new_never_writes_over_a_file() {
    let folder = folder();
    let told = failure(&run(folder.path(), &["new", "sample.ron", "bridge.txt"]), 1);
    assert!(told.contains("the file exists already"), "{told}");
    assert!(out(&run(folder.path(), &["list", "sample.ron"])).lines().count() > 12);
}

/// A page of which nearly nothing comes in: its words stand in what is never the article.
const LITTLE: &str = "<!doctype html><title>Bridge</title><body><article><h1>Bridge</h1><p>The bridge is closed.</p></article>\
    <nav><ul><li><a href=/a>The ferry across the river runs every ten minutes until the work on the bridge is done</a></li>\
    <li><a href=/b>Divers will look at the other piers in March, and the council votes on the money in April</a></li>\
    <li><a href=/c>The last repair took nine months and cost more than had been planned, as the auditors noted</a></li></ul></nav>";

#[test]
fn what_was_left_out_is_told_and_little_is_not_saved_unasked() {
    let folder = folder();
    std::fs::write(folder.path().join("little.html"), LITTLE).unwrap();
    let told = failure(&run(folder.path(), &["new", "little.ron", "little.html"]), 1);
    assert!(told.contains("Nearly nothing came in") && told.contains("--accept-little"), "{told}");
    assert!(told.contains("navigation: The ferry across the river"), "{told}");
    assert!(!folder.path().join("little.ron").exists());

    out(&run(folder.path(), &["new", "review.ron", "bridge.txt"]));
    let before = std::fs::read(folder.path().join("review.ron")).unwrap();
    for verb in [
        ["add", "review.ron", "little.html"].as_slice(),
        &["add", "review.ron", "little.html", "--source", "new"],
        &["update", "review.ron", "1", "little.html"],
    ] {
        failure(&run(folder.path(), verb), 1);
        assert_eq!(std::fs::read(folder.path().join("review.ron")).unwrap(), before, "{verb:?}");
    }
    let accepted = run(folder.path(), &["add", "review.ron", "little.html", "--accept-little"]);
    out(&accepted);
    assert!(String::from_utf8_lossy(&accepted.stderr).contains("Left out: 3 passages"), "{accepted:?}");
    assert_eq!(json(&run(folder.path(), &["text", "little.html", "--json"]))["dropped"][0]["why"], "navigation");
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
fn list_says_what_may_be_said_of_each_claim() {
    let folder = folder();
    let states = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-state.ron");
    std::fs::copy(states, folder.path().join("states.ron")).unwrap();
    let value = json(&run(folder.path(), &["list", "states.ron", "--json"]));
    let claim = |number: u64| value.as_array().unwrap().iter().find(|claim| claim["number"] == number).unwrap();
    assert_eq!(claim(1)["standing"], "Checked in an older wording");
    assert_eq!(
        (&claim(1)["checked_words"], &claim(1)["signed"]),
        (&"cost 412 million euros in all".into(), &Value::Null)
    );
    assert_eq!((&claim(2)["signed"]["by"], &claim(2)["checked_words"]), (&"AL".into(), &Value::Null));
    // A lost claim keeps the positions of the draft in which its words last stood.
    assert_eq!((&claim(5)["standing"], claim(5)["spans"][0]["start"].is_u64()), (&"Lost".into(), true));
    let told = out(&run(folder.path(), &["list", "states.ron"]));
    let line = |words: &str| {
        told.lines().find(|line| line.ends_with(words)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("438 million euros in all"), "1 ✓ Confirmed Older wording cost 438 million euros in all");
    assert_eq!(line("five languages"), "11 ✓ Confirmed Not signed five languages");
    assert_eq!(line("closed in 2021"), "5 ✕ Wrong Lost The tunnel beside it was closed in 2021");
}

/// A project with one claim, made through the session, and a corrected text of its article.
fn project_with_a_claim(folder: &Path, words: &str) {
    let mut driver = crate::support::Driver::with_article();
    driver.mark(words);
    driver.digit(1);
    driver.sign();
    std::fs::copy(driver.save_as("claims.ron"), folder.join("claims.ron")).unwrap();
    let text = crate::support::ARTICLE.replace("4,000", "4,500").replace("The old bridge", "👩‍👩‍👧‍👦 The old bridge");
    std::fs::write(folder.join("new.txt"), text).unwrap();
}

#[test]
fn update_says_where_each_claim_went_and_saves() {
    let folder = folder();
    project_with_a_claim(folder.path(), "About 4,000 cars");
    let before = std::fs::read(folder.path().join("claims.ron")).unwrap();
    let dry = json(&run(folder.path(), &["update", "claims.ron", "1", "new.txt", "--json", "--dry-run"]));
    assert_eq!(std::fs::read(folder.path().join("claims.ron")).unwrap(), before, "a dry run saves nothing");
    let project = store::decode(&before).unwrap().project;
    let id = project.articles()[0].id.to_string();
    let value = json(&run(folder.path(), &["update", "claims.ron", &id, "new.txt", "--json"]));
    assert_eq!(value, dry);
    let claim = &value[0];
    assert_eq!(claim["claim"], project.claims()[0].id.as_str());
    assert_eq!(claim["changed"], serde_json::json!(["numbers"]));
    let span = &claim["spans"][0];
    assert_eq!((span["placement"].as_str(), span["reason"].as_str()), (Some("Changed"), Some("edited")));
    assert!(span["score"].as_f64().is_some_and(|score| score > 0.5 && score < 1.0));
    let project = store::decode(&std::fs::read(folder.path().join("claims.ron")).unwrap()).unwrap().project;
    let text = project.articles()[0].latest().text().to_string();
    let at = |key: &str, end: usize| span[key][end].as_u64().unwrap() as usize;
    assert_eq!(&text[at("new_bytes", 0)..at("new_bytes", 1)], "About 4,500 cars");
    let chars: String = text.chars().skip(at("new", 0)).take(at("new", 1) - at("new", 0)).collect();
    assert_eq!(chars, "About 4,500 cars");
    assert!(at("new", 0) < at("new_bytes", 0), "code points and bytes differ behind the family of emoji");
    assert_eq!(project.claims()[0].status, claimdesk::model::Status::InProgress);
    let told = out(&run(folder.path(), &["list", "claims.ron"]));
    assert!(told.contains("Older wording") && told.contains("About 4,500 cars"), "{told}");
}

#[test]
fn update_with_the_same_text_places_everything_and_adds_nothing() {
    let folder = folder();
    project_with_a_claim(folder.path(), "4,000 cars cross");
    let before = std::fs::read(folder.path().join("claims.ron")).unwrap();
    let value = json(&run(folder.path(), &["update", "claims.ron", "1", "bridge.txt", "--json"]));
    let span = &value[0]["spans"][0];
    assert_eq!((span["placement"].as_str(), span["score"].as_f64()), (Some("Placed"), Some(1.0)));
    assert_eq!((&span["old"], &span["old_bytes"]), (&span["new"], &span["new_bytes"]));
    assert_eq!(std::fs::read(folder.path().join("claims.ron")).unwrap(), before);
}

#[test]
fn update_tells_lost_claims_and_unknown_articles() {
    let folder = folder();
    project_with_a_claim(folder.path(), "The last repair took nine months");
    std::fs::write(folder.path().join("short.txt"), "Bridge closed\n\nThe old bridge over the river was closed.\n")
        .unwrap();
    let value = json(&run(folder.path(), &["update", "claims.ron", "1", "short.txt", "--json", "--dry-run"]));
    let span = &value[0]["spans"][0];
    assert_eq!(
        (span["placement"].as_str(), &span["new"], &span["new_bytes"]),
        (Some("Lost"), &Value::Null, &Value::Null)
    );
    let told = out(&run(folder.path(), &["update", "claims.ron", "1", "short.txt"]));
    assert!(told.contains("The last repair took nine months") && told.ends_with("1 lost\n"), "{told}");
    let told = failure(&run(folder.path(), &["update", "claims.ron", "7", "short.txt"]), 1);
    assert!(told.contains("Could not find the article"), "{told}");
    failure(&run(folder.path(), &["update", "claims.ron", "1", "gone.txt"]), 1);
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
    for exporter in export::EXPORTERS {
        let output = run(folder.path(), &["export", "sample.ron", "--to", exporter.id]);
        let bytes = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{}", exporter.id);
        assert!(!bytes.contains(&folder.path().display().to_string()), "{}", exporter.id);
    }
}

/// A project with the sample's articles and none of its claims.
fn without_claims(folder: &Path) {
    let mut parts = store::decode(&std::fs::read(folder.join("sample.ron")).unwrap()).unwrap().project.parts().clone();
    parts.claims.clear();
    let project = claimdesk::model::Project::from_parts(parts);
    std::fs::write(folder.join("empty.ron"), store::encode(&project)).unwrap();
}

#[test]
fn claims_come_back_from_every_tool_at_their_words() {
    let folder = folder();
    let listed = json(&run(folder.path(), &["list", "sample.ron", "--json"]));
    let main: Vec<Value> =
        listed.as_array().unwrap().iter().filter(|claim| claim["article"] == "a-main").cloned().collect();
    for format in ["webannotation", "labelstudio", "doccano", "csv", "json"] {
        without_claims(folder.path());
        out(&run(folder.path(), &["export", "sample.ron", "--to", format, "-o", "claims.out", "--force"]));
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
fn check_names_what_blocks_and_ends_with_status_1() {
    let folder = folder();
    let found = run(folder.path(), &["check", "sample.ron", "--json"]);
    assert_eq!(found.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    let found = found.as_array().unwrap();
    assert!(found.iter().any(|finding| finding["severity"] == "block" && finding["claim"].is_string()));
    assert!(found.iter().all(|finding| finding["rule"].is_string() && finding["message"].is_string()));
    let told = run(folder.path(), &["check", "sample.ron"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("(no-verdict)") && told.contains("Not ready: "), "{told}");
}

#[test]
fn check_and_list_for_a_person_hide_the_first_check_that_a_blind_project_hides_from_them() {
    let folder = folder();
    let sample = std::fs::read_to_string(folder.path().join("sample.ron")).unwrap();
    let project = store::decode(sample.as_bytes()).unwrap().project;
    let settings = project.settings().with_second_check_way(claimdesk::model::SecondCheckWay::Blind);
    let is_rated = |claim: &&Arc<claimdesk::model::Claim>| claim.verdict.is_some() && claim.second.is_none();
    let claim = project.claims().iter().find(is_rated).unwrap().id.clone();
    let new = claimdesk::model::Reviewer {
        id: claimdesk::model::ReviewerId::new("r-new").unwrap(),
        name: "Ben Roe".into(),
        initials: "BR".into(),
    };
    let write = |name: &str, verdict: usize| {
        let mut project = project.clone();
        let verdict = project.scale().verdicts[verdict].id.clone();
        let edits = [
            Edit::SetSettings(settings.clone().into()),
            Edit::PutReviewer(new.clone().into()),
            Edit::SetClaim { claim: claim.clone(), field: ClaimField::Verdict(Some(verdict)) },
        ];
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        std::fs::write(folder.path().join(name), store::encode(&project)).unwrap();
    };
    let files: Vec<String> = (0..project.scale().verdicts.len()).map(|verdict| format!("{verdict}.ron")).collect();
    files.iter().enumerate().for_each(|(verdict, file)| write(file, verdict));
    assert_eq!(files.len(), 5);
    let exports: Vec<[&str; 3]> = export::EXPORTERS.iter().map(|exporter| ["export", "--to", exporter.id]).collect();
    let lists = [&["check", "--json"][..], &["check"], &["list", "--json"], &["list"], &["list", "--sources"]];
    for verb in lists.into_iter().chain(exports.iter().map(|verb| &verb[..])) {
        let told = |file: &str, person: &[&str]| {
            let arguments = [&verb[..1], &[file], &verb[1..], person].concat();
            String::from_utf8_lossy(&run(folder.path(), &arguments).stdout).replace(file, "it.ron")
        };
        if [["check", "--json"].as_slice(), &["list"], &["list", "--json"], &["export", "--to", "csv"]].contains(&verb)
        {
            assert!(told(&files[0], &[]) != told(&files[2], &[]), "{verb:?} without a person");
        }
        let first = told(&files[0], &["--for", "BR"]);
        assert!(!first.is_empty(), "{verb:?}");
        for file in &files[1..] {
            assert!(told(file, &["--for", "BR"]) == first, "{verb:?} tells {file} from the first");
        }
    }
    let all = json(&run(folder.path(), &["list", "0.ron", "--json", "--for", "BR"]));
    let hidden = all.as_array().unwrap().iter().find(|value| value["id"] == claim.as_str()).unwrap();
    assert_eq!((&hidden["hidden"], &hidden["verdict"]), (&true.into(), &Value::Null));
    assert_eq!([&hidden["status"], &hidden["standing"]], ["Hidden", "Hidden"]);
    let line = out(&run(folder.path(), &["list", "0.ron", "--for", "BR"]));
    let number = format!("{:>4}  ○ Hidden ", hidden["number"].as_u64().unwrap());
    assert!(line.lines().any(|line| line.starts_with(&number)), "{line}");
    let nobody = failure(&run(folder.path(), &["check", "0.ron", "--for", "XY"]), 1);
    assert!(nobody.contains("No reviewer of the project is called XY"), "{nobody}");
}

/// Runs the program while nobody reads what it prints.
fn run_unread(folder: &Path, arguments: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimdesk"));
    command.args(arguments).current_dir(folder).env("CLAIMDESK_HOME", folder.join("home")).stdout(writer);
    command.stderr(std::process::Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
}

#[test]
fn a_reader_that_goes_is_no_failure_and_keeps_no_verb_from_its_work() {
    let folder = folder();
    let folder = folder.path();
    let damaged = std::fs::read_to_string(folder.join("sample.ron")).unwrap().replacen(
        "source: \"s-brief\"",
        "source: \"s-none\"",
        1,
    );
    std::fs::write(folder.join("damaged.ron"), damaged).unwrap();
    out(&run(folder, &["export", "sample.ron", "--to", "ris", "-o", "list.ris"]));
    out(&run(folder, &["new", "review.ron", "bridge.txt"]));
    let verbs: &[&[&str]] = &[
        &["text", "bridge.txt"],
        &["text", "bridge.txt", "--json"],
        &["list", "sample.ron"],
        &["list", "sample.ron", "--json"],
        &["list", "sample.ron", "--sources"],
        &["check", "sample.ron"],
        &["check", "sample.ron", "--json"],
        &["verify", "sample.ron"],
        &["verify", "damaged.ron"],
        &["export", "sample.ron", "--to", "csv"],
        &["export", "sample.ron", "--to", "docx"],
        &["formats"],
        &["import", "review.ron", "list.ris"],
        &["add", "review.ron", "ferry.md", "--source", "new"],
        &["update", "review.ron", "1", "ferry.md"],
        &["repair", "damaged.ron", "-o", "mended.ron"],
        &["--help"],
    ];
    for verb in verbs {
        let unread = run_unread(folder, verb);
        let told = String::from_utf8_lossy(&unread.stderr);
        let is_done = matches!(unread.status.code(), Some(0)) || verb[0] == "check" || verb.contains(&"damaged.ron");
        assert!(is_done, "{verb:?}: {:?} {told}", unread.status);
        assert!(!told.contains("pipe") && !told.contains("panicked"), "{verb:?}: {told}");
    }
    // What printed first has done the rest all the same.
    assert!(out(&run(folder, &["list", "review.ron", "--sources"])).lines().count() >= 10);
    assert!(folder.join("mended.ron").is_file());
}

#[test]
fn a_text_that_no_project_could_be_saved_with_is_told_before_anything_is_written() {
    let folder = folder();
    let folder = folder.path();
    out(&run(folder, &["new", "review.ron", "bridge.txt"]));
    let before = std::fs::read(folder.join("review.ron")).unwrap();
    std::fs::write(folder.join("long.txt"), "word ".repeat((16 << 20) / 5 + 9)).unwrap();
    std::fs::write(
        folder.join("long.ris"),
        format!("TY  - BOOK\nTI  - A title\nN1  - {}\nER  - \n", "word ".repeat((16 << 20) / 5 + 9)),
    )
    .unwrap();
    let why = "a text of more than 16 MB in one field, and no project could be saved with that";
    for (verb, what) in [
        (&["new", "long.ron", "long.txt"][..], "Could not open the article"),
        (&["add", "review.ron", "long.txt"], "Could not open the article"),
        (&["update", "review.ron", "1", "long.txt"], "Could not open the article"),
        (&["text", "long.txt"], "Could not open the article"),
        (&["import", "review.ron", "long.ris"], "Could not"),
    ] {
        let told = failure(&run(folder, verb), 1);
        assert!(told.starts_with(what) && told.contains(why), "{verb:?}: {told}");
    }
    assert!(!folder.join("long.ron").exists());
    assert_eq!(std::fs::read(folder.join("review.ron")).unwrap(), before);
}

#[test]
fn shot_draws_the_window_without_a_display() {
    let folder = folder();
    for view in ["article", "sources", "overview", "readiness", "help"] {
        out(&run(
            folder.path(),
            &["shot", "sample.ron", "-o", "a.png", "--size", "900x600", "--view", view, "--claim", "3", "--force"],
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
    for verb in
        ["new", "add", "text", "list", "check", "compare", "export", "update", "formats", "verify", "repair", "shot"]
    {
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

#[test]
fn verify_names_what_is_wrong_and_repair_mends_it_into_a_new_file() {
    let folder = folder();
    assert_eq!(out(&run(folder.path(), &["new", "review.ron", "bridge.txt"])), "");
    assert_eq!(out(&run(folder.path(), &["verify", "review.ron"])), "The project is whole.\n");
    let kept = std::fs::read_dir(folder.path().join("review.files")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&kept, "other words").unwrap();
    let output = run(folder.path(), &["verify", "review.ron"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("does not match its hash any more"));
    failure(&output, 1);

    let text = std::fs::read_to_string(folder.path().join("sample.ron")).unwrap();
    let project = store::decode(text.as_bytes()).unwrap().project;
    let claim = &project.claims()[0];
    let quote = format!("quote: {:?}", claim.marks[0].anchor.quote);
    let source = &claim.evidence[0].source;
    let bad = text
        .replacen(&quote, "quote: \"words that stand nowhere\"", 1)
        .replace(&format!("source: \"{source}\""), "source: \"s-gone\"");
    assert_ne!(bad, text);
    std::fs::write(folder.path().join("bad.ron"), &bad).unwrap();
    let output = run(folder.path(), &["verify", "bad.ron", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<_> = found.as_array().unwrap().iter().map(|f| f["message"].as_str().unwrap().to_owned()).collect();
    assert!(found.iter().any(|words| words.contains("its quote differs from the text")), "{found:?}");
    assert!(found.iter().any(|words| words.contains("its source s-gone is not in the project")), "{found:?}");
    let steps = out(&run(folder.path(), &["repair", "bad.ron", "-o", "mended.ron"]));
    assert!(steps.contains("put an empty source in the place of s-gone"), "{steps}");
    assert!(steps.contains("it stands at the beginning as lost"), "{steps}");
    let mended = store::decode(&std::fs::read(folder.path().join("mended.ron")).unwrap()).unwrap();
    assert_eq!((mended.problems.clone(), mended.project.claims().len()), (vec![], project.claims().len()));
    assert_eq!(std::fs::read_to_string(folder.path().join("bad.ron")).unwrap(), bad, "the old file stays as it is");
    assert!(failure(&run(folder.path(), &["repair", "bad.ron", "-o", "mended.ron"]), 1).contains("exists already"));
}

#[test]
fn repair_takes_what_is_whole_out_of_a_cut_file() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join("sample.ron")).unwrap();
    let claims = store::decode(text.as_bytes()).unwrap().project.claims().len();
    std::fs::write(folder.path().join("cut.ron"), &text[..text.len() - 1500]).unwrap();
    failure(&run(folder.path(), &["verify", "cut.ron"]), 1);
    let output = run(folder.path(), &["repair", "cut.ron", "-o", "mended.ron"]);
    assert!(failure(&output, 1).contains("parts of the old one could not be taken over"));
    let steps = String::from_utf8_lossy(&output.stdout);
    assert!(steps.contains("Left out: Claim "), "{steps}");
    let mended = store::decode(&std::fs::read(folder.path().join("mended.ron")).unwrap()).unwrap();
    assert!(mended.access.is_editable() && mended.project.claims().len() + 4 > claims);
}

#[test]
fn the_command_line_says_when_the_window_has_unsaved_changes_and_does_not_write_what_it_has_open() {
    use claimdesk::{
        io::Disk,
        store::{self, Holder, Locked, StateDir, journal},
    };
    let folder = folder();
    let project = folder.path().join("sample.ron").canonicalize().unwrap();
    let bytes = std::fs::read(&project).unwrap();
    let state = StateDir(folder.path().join("home"));
    let at = jiff::Timestamp::UNIX_EPOCH;
    let base = journal::Base::File(store::Fingerprint::of(&bytes));
    let edit = Edit::SetTitle("New".into());
    let records = [journal::Record::Begin { at, path: None, base }, journal::Record::Edit { edit, at_ms: 0 }];
    let lines: Vec<u8> = records.iter().flat_map(journal::encode).collect();
    std::fs::create_dir_all(state.journals()).unwrap();
    std::fs::write(state.journal(&store::project_key(&project)), lines).unwrap();
    let output = run(folder.path(), &["list", "sample.ron"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("changes of this project that are not saved"));

    let holder = Holder { name: "Ann Lee".into(), machine: "desk-3".into(), process: 1, since: at };
    let Locked::Mine(_lock, _) = store::lock(&Disk, &project, Some(&state), &holder) else { panic!("it is free") };
    // Before anything else is done: the file of another tool is not even there.
    for verb in [
        &["add", "sample.ron", "ferry.md"][..],
        &["import", "sample.ron", "none.json"],
        &["update", "sample.ron", "1", "none"],
    ] {
        let told = failure(&run(folder.path(), verb), 1);
        assert!(told.contains("Ann Lee on desk-3 has the project open"), "{told}");
    }
    let dry = failure(&run(folder.path(), &["import", "sample.ron", "none.json", "--dry-run"]), 1);
    assert!(dry.contains("there is no such file"), "what only reads needs no lock: {dry}");
    assert!(run(folder.path(), &["list", "sample.ron"]).status.success());
    assert!(run(folder.path(), &["export", "sample.ron", "--to", "csv"]).status.success());
    assert_eq!(std::fs::read(&project).unwrap(), bytes);
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

/// Whatever the file says: no verb lets it steer the terminal or begin a line of its own.
#[test]
fn no_verb_prints_what_steers_a_terminal() {
    let folder = folder();
    let hostile = "x\\u{1b}[2J\\u{9b}31m\\u{202e}\\u{2066}\\u{7}\\u{7f}\\u{200f}\\nReady: nothing blocks. 0 to block";
    let sample = std::fs::read_to_string(folder.path().join("sample.ron")).unwrap();
    // Titles, reasons, notes, labels and names: every string but ids, quotes, texts and what has a form of its own.
    let kept = [
        "id", "quote", "text", "prefix", "suffix", "article", "version", "source", "by", "at", "scale", "verdict",
        "sha256", "format",
    ];
    let lines = sample.lines().map(|line| {
        let name = line.trim_start().split(':').next().unwrap_or_default();
        let is_dated = line.contains("\"20");
        match line.split_once(": \"") {
            Some((start, _)) if !kept.contains(&name) && !is_dated && line.ends_with("\",") => {
                format!("{start}: \"{hostile}\",")
            }
            _ => line.to_owned(),
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    assert!(text.matches("Ready: nothing").count() > 20);
    std::fs::write(folder.path().join("hostile.ron"), &text).unwrap();
    let article = "Title \u{1b}[2J\u{9b}31m\u{202e}here\n\nWords \u{202e}and \u{2066}more \u{1b}]0;x\u{7} words of a long paragraph.\n";
    std::fs::write(folder.path().join("hostile.md"), article).unwrap();
    let verbs: [&[&str]; 12] = [
        &["list", "hostile.ron"],
        &["list", "hostile.ron", "--json"],
        &["check", "hostile.ron"],
        &["check", "hostile.ron", "--json"],
        &["verify", "hostile.ron"],
        &["verify", "hostile.ron", "--json"],
        &["repair", "hostile.ron", "-o", "mended.ron"],
        &["update", "hostile.ron", "1", "hostile.md", "--dry-run"],
        &["update", "hostile.ron", "1", "hostile.md", "--dry-run", "--json"],
        &["text", "hostile.md"],
        &["text", "hostile.md", "--json"],
        &["list", "hostile\u{1b}[2J.ron"],
    ];
    for verb in verbs {
        let output = run(folder.path(), verb);
        for printed in [output.stdout, output.stderr] {
            let printed = String::from_utf8(printed).unwrap();
            let steers = |char: char| {
                char.is_control() && char != '\n'
                    || matches!(char, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
            };
            assert!(!printed.contains(steers), "{verb:?}: {printed:?}");
            let begins = printed.lines().filter(|line| line.starts_with("Ready: nothing blocks. 0 to block")).count();
            assert_eq!(begins, 0, "{verb:?}: {printed}");
        }
    }
}

#[test]
fn a_page_of_a_web_archive_is_named_or_the_pages_are_listed() {
    let folder = folder();
    std::fs::write(folder.path().join("crawl.warc"), crate::support::archive::two_pages()).unwrap();
    let listed = run(folder.path(), &["text", "crawl.warc"]);
    assert_eq!(listed.status.code(), Some(2), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap();
    let expected = "   1  2024-05-03T10:04:00Z  https://example.org/bridge  The bridge\n   \
                    2  2024-05-04T08:00:00Z  https://example.org/ferry  The ferry\n";
    assert_eq!(listed, expected);
    let listed = run(folder.path(), &["text", "--json", "crawl.warc"]);
    assert_eq!(listed.status.code(), Some(2));
    let value: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(
        (&value["pages"][1]["url"], &value["pages"][1]["number"]),
        (&"https://example.org/ferry".into(), &2.into())
    );
    for page in ["2", "https://example.org/ferry"] {
        let value = json(&run(folder.path(), &["text", "--json", "--page", page, "crawl.warc"]));
        assert_eq!(value["captured"]["at"], "2024-05-04T08:00:00Z");
        assert!(value["text"].as_str().unwrap().contains("480 cars"));
    }
    let told = failure(&run(folder.path(), &["new", "review.ron", "crawl.warc"]), 2);
    assert!(
        told.contains("holds 2 pages. Choose one with --page") && told.contains("https://example.org/ferry"),
        "{told}"
    );
    assert!(!folder.path().join("review.ron").exists());
    assert!(failure(&run(folder.path(), &["text", "--page", "7", "crawl.warc"]), 1).contains("no page “7”"));
    out(&run(folder.path(), &["new", "review.ron", "crawl.warc", "--page", "1"]));
    out(&run(folder.path(), &["add", "review.ron", "crawl.warc", "--page", "2", "--source", "new"]));
    let project = store::decode(&std::fs::read(folder.path().join("review.ron")).unwrap()).unwrap().project;
    assert_eq!(project.articles()[0].meta.url, "https://example.org/bridge");
    let source = &project.sources()[0];
    assert_eq!((source.url.as_str(), source.accessed.as_str()), ("https://example.org/ferry", "2024-05-04"));
    let sources = json(&run(folder.path(), &["list", "review.ron", "--sources", "--json"]));
    assert_eq!(sources[0]["versions"][0]["captured"]["url"], "https://example.org/ferry");
}
