//! Sources on the command line: their documents, lists of them, and whether their copies are as they were.

use std::{
    path::Path,
    process::{Command, Output},
};

use claimdesk::{model::Seal, store};
use serde_json::Value;

const REPORT: &str =
    "Survey of the old bridge\nDivers found cracks in two of the piers. They are wider than 3 millimetres.\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimdesk"));
    command.args(arguments).current_dir(folder).env("CLAIMDESK_HOME", folder.join("home"));
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/kursk-withdrawal.ron");
    std::fs::copy(sample, folder.path().join("sample.ron")).unwrap();
    folder
}

fn project(folder: &Path, name: &str) -> claimdesk::model::Project {
    store::decode(&std::fs::read(folder.join(name)).unwrap()).unwrap().project
}

#[test]
fn a_document_is_kept_and_its_evidence_follows_the_next_one() {
    let folder = sample();
    let folder = folder.path();
    std::fs::write(folder.join("report.txt"), REPORT).unwrap();
    let told = out(&run(folder, &["add", "sample.ron", "report.txt", "--source", "new"]));
    assert!(told.contains("is kept."), "{told}");
    let sources = project(folder, "sample.ron").sources().to_vec();
    let added = sources.last().unwrap();
    assert_eq!((added.title.as_str(), added.versions.len()), ("Survey of the old bridge", 1));
    assert!(folder.join("sample.files").join(&added.versions[0].origin.sha256).is_file());
    // A new version of a document with evidence.
    let brief = sources[0].latest().unwrap().text().replace("About 300 dead", "About 320 dead");
    std::fs::write(folder.join("brief.txt"), brief.replace("\n\n", "\n")).unwrap();
    let told = out(&run(folder, &["add", "sample.ron", "brief.txt", "--source", "1"]));
    assert!(told.contains("Changed  claim 1, e-seoul-1: About 300 dead and about 2,700 injured."), "{told}");
    let listed: Value = serde_json::from_str(&out(&run(folder, &["list", "sample.ron", "--json"]))).unwrap();
    let evidence = &listed[0]["evidence"][0];
    assert_eq!(evidence["quote"], "About 300 dead and about 2,700 injured.");
    assert_eq!(evidence["place"]["quote"], "About 320 dead and about 2,700 injured.");
    assert_eq!(evidence["place"]["placement"], "Changed");
    let same = run(folder, &["add", "sample.ron", "brief.txt", "--source", "s-brief"]);
    assert!(String::from_utf8_lossy(&same.stderr).contains("the same as the one that is kept"));
    let unknown = run(folder, &["add", "sample.ron", "brief.txt", "--source", "99"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("the project has no source 99"));
}

#[test]
fn evidence_is_listed_with_its_words_and_their_place() {
    let folder = sample();
    let told = out(&run(folder.path(), &["list", "sample.ron"]));
    let line = "      Supports · Briefing to lawmakers, 13 January (sample) · page 2 · “About 300 dead and about 2,700 injured.”\n";
    assert!(told.contains(line), "{told}");
    let sources: Value =
        serde_json::from_str(&out(&run(folder.path(), &["list", "sample.ron", "--sources", "--json"]))).unwrap();
    assert_eq!((&sources[0]["id"], &sources[0]["number"]), (&"s-brief".into(), &1.into()));
    assert!(sources[0].get("contact").is_none());
    assert!(out(&run(folder.path(), &["list", "sample.ron", "--sources"])).contains("document"));
}

#[test]
fn what_is_exported_for_reference_managers_comes_back() {
    let folder = sample();
    let folder = folder.path();
    std::fs::write(folder.join("bridge.txt"), crate::support::ARTICLE).unwrap();
    out(&run(folder, &["new", "other.ron", "bridge.txt"]));
    for (format, file) in [("ris", "sources.ris"), ("bibtex", "sources.bib"), ("csl", "sources.json")] {
        out(&run(folder, &["export", "sample.ron", "--to", format, "-o", file]));
        let dry = out(&run(folder, &["import", "other.ron", file, "--dry-run", "--json"]));
        let dry: Value = serde_json::from_str(&dry).unwrap();
        let expected = if format == "ris" { (9, 0) } else { (0, 9) };
        assert_eq!((dry["added"].as_u64(), dry["known"].as_u64()), (Some(expected.0), Some(expected.1)), "{format}");
        out(&run(folder, &["import", "other.ron", file]));
        let there = project(folder, "other.ron");
        assert_eq!(there.sources().len(), 9, "{format}");
        let here = project(folder, "sample.ron");
        let (ours, theirs) = (&here.sources()[1], &there.sources()[1]);
        assert_eq!(
            (&theirs.title, &theirs.url, &theirs.published, &theirs.publisher, theirs.kind),
            (&ours.title, &ours.url, &ours.published, &ours.publisher, ours.kind)
        );
    }
}

#[test]
fn a_sealed_copy_that_was_changed_is_named() {
    let folder = sample();
    let folder = folder.path();
    std::fs::write(folder.join("bridge.txt"), crate::support::ARTICLE).unwrap();
    out(&run(folder, &["new", "review.ron", "bridge.txt"]));
    out(&run(folder, &["add", "review.ron", "bridge.txt", "--source", "new"]));
    let mut project = project(folder, "review.ron");
    let mut source = project.sources()[0].as_ref().clone();
    let sha256 = store::sha256(b"figures");
    let at = "2025-02-05T09:00:00Z".parse().unwrap();
    source.seals.push(Seal { sha256: sha256.clone(), at, name: "annex.bin".into(), url: String::new() });
    project.apply(&claimdesk::model::Edit::put_source(&source)).unwrap();
    std::fs::write(folder.join("review.ron"), store::encode(&project)).unwrap();
    let kept = folder.join("review.files").join(&sha256);
    std::fs::write(&kept, b"figures").unwrap();
    assert_eq!(out(&run(folder, &["verify", "review.ron"])), "The project is whole.\n");
    std::fs::write(&kept, b"other figures").unwrap();
    let output = run(folder, &["verify", "review.ron"]);
    let told = String::from_utf8_lossy(&output.stdout);
    let expected =
        "The copy of “Bridge closed after divers find cracks” that was sealed on 2025-02-05 09:00 UTC was changed";
    assert!(told.contains(expected), "{told}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn no_verb_names_a_confidential_source() {
    let folder = sample();
    let folder = folder.path();
    std::fs::write(folder.join("secret.txt"), "Deep Throat speaks\nRing twice under the plant.\n").unwrap();
    out(&run(folder, &["add", "sample.ron", "secret.txt", "--source", "s-brief"]));
    let mut project = project(folder, "sample.ron");
    let mut source = project.source(&claimdesk::model::SourceId::new("s-brief").unwrap()).unwrap().as_ref().clone();
    (source.title, source.url, source.is_confidential) =
        ("Deep Throat".into(), "https://garage.example.org/a".into(), true);
    source.level = Some(claimdesk::model::SourceLevel::Secondary);
    let hash = source.versions.last().unwrap().origin.sha256.clone();
    project.apply(&claimdesk::model::Edit::put_source(&source)).unwrap();
    std::fs::write(folder.join("sample.ron"), store::encode(&project)).unwrap();
    std::fs::write(folder.join("sample.files").join(&hash), "changed").unwrap();
    let secrets = ["Deep Throat", "garage.example.org", "Ring twice", &hash];
    for verb in
        [&["check"][..], &["check", "--json"], &["verify"], &["verify", "--json"], &["list"], &["list", "--sources"]]
    {
        let mut arguments = verb.to_vec();
        arguments.insert(1, "sample.ron");
        let output = run(folder, &arguments);
        let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        for secret in secrets {
            assert!(!told.contains(secret), "{verb:?}: {secret}\n{told}");
        }
        assert!(told.contains("A source known to the desk"), "{verb:?}: {told}");
    }
    let told = run(folder, &["verify", "sample.ron"]).stdout;
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("A kept copy of “A source known to the desk” (source 1) was changed"), "{told}");
}

#[test]
fn evidence_that_does_not_stand_in_its_source_is_named_and_mended() {
    let folder = sample();
    let folder = folder.path();
    let text = std::fs::read_to_string(folder.join("sample.ron")).unwrap();
    let claim = &project(folder, "sample.ron").claims()[0].clone();
    let mark = claim.evidence[0].mark.clone().unwrap();
    let (start, end) = (mark.anchor.span.start(), mark.anchor.span.end());
    let bad = text.replacen(&format!("span: ({start}, {end})"), &format!("span: ({}, {})", start + 1, end + 1), 1);
    assert_ne!(bad, text);
    std::fs::write(folder.join("bad.ron"), bad).unwrap();
    let told = run(folder, &["verify", "bad.ron"]);
    let expected = "the words of its evidence e-seoul-1 do not stand where they should";
    assert!(String::from_utf8_lossy(&told.stdout).contains(expected));
    let steps = out(&run(folder, &["repair", "bad.ron", "-o", "mended.ron"]));
    assert!(steps.contains("put evidence e-seoul-1 where its words"), "{steps}");
    let mended = store::decode(&std::fs::read(folder.join("mended.ron")).unwrap()).unwrap();
    assert_eq!((mended.problems, mended.project.claims()[0].evidence[0].mark.as_ref()), (vec![], Some(&mark)));
}

#[test]
fn a_picture_is_kept_told_and_handed_on_untouched_only_when_asked_for() {
    let folder = sample();
    let folder = folder.path();
    let raster = claimdesk::picture::Raster { width: 2, height: 1, pixels: vec![7; 8] };
    let png = claimdesk::picture::to_png(&raster);
    std::fs::write(folder.join("pier.png"), &png).unwrap();
    let told = run(folder, &["text", "pier.png"]);
    let words = String::from_utf8_lossy(&told.stderr);
    assert_eq!(told.status.code(), Some(1));
    assert!(
        words.contains("it is a picture") && words.contains("PNG, 2 × 1 pixels") && words.contains("--source new"),
        "{words}"
    );
    out(&run(folder, &["add", "sample.ron", "pier.png", "--source", "new"]));
    let source = project(folder, "sample.ron").sources().last().unwrap().clone();
    let file = source.file.clone().unwrap();
    assert_eq!((source.title.as_str(), file.media_type.as_str(), file.has_exif), ("pier", "image/png", false));
    let kept = folder.join("sample.files").join(&file.sha256);
    assert_eq!(std::fs::read(&kept).unwrap(), png);
    let page = run(folder, &["export", "sample.ron", "--to", "html"]);
    assert!(String::from_utf8_lossy(&page.stderr).contains("1 picture is not in the export."));
    assert!(out(&page).contains("Not in this file.") && !out(&page).contains("data:image"));
    assert!(
        out(&run(folder, &["export", "sample.ron", "--to", "html", "--with-pictures"]))
            .contains("data:image/png;base64,")
    );
    std::fs::write(&kept, b"another").unwrap();
    let verified = run(folder, &["verify", "sample.ron"]);
    assert!(String::from_utf8_lossy(&verified.stdout).contains("was changed"));
}
