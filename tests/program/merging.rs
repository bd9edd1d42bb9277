//! `claimdesk merge`, `diff` and `git-setup`, as two people at a terminal use them, and through git itself.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use claimdesk::{join, model::Edit, store};
use serde_json::Value;

use crate::cli::run;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn merges() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/merges")
}

/// A folder with the three states of a case.
fn case(number: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut found = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(number);
    let from = found.find(is_it).unwrap();
    std::fs::copy(merges().join("base.ron"), folder.path().join("base.ron")).unwrap();
    for side in ["ours.ron", "theirs.ron"] {
        std::fs::copy(from.join(side), folder.path().join(side)).unwrap();
    }
    folder
}

fn merge(folder: &Path, more: &[&str]) -> Output {
    run(folder, &[&["merge", "base.ron", "ours.ron", "theirs.ron", "-o", "out.ron"], more].concat())
}

fn is_whole(folder: &Path, name: &str) {
    let loaded = store::decode(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    assert_eq!((loaded.access, loaded.problems), (store::Access::Editable, Vec::new()));
}

#[test]
fn every_afternoon_is_joined_with_a_status_that_says_whether_something_is_open() {
    let cases = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut count = 0;
    for path in cases {
        let number = path.file_name().unwrap().to_string_lossy()[..2].to_owned();
        let folder = case(&number);
        let output = merge(folder.path(), &["--json"]);
        let expected = i32::from(["05", "10"].contains(&number.as_str()));
        assert_eq!(output.status.code(), Some(expected), "{number}: {}", text(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["differences"].as_array().unwrap().len(), expected as usize, "{number}: {told}");
        is_whole(folder.path(), "out.ron");
        count += 1;
    }
    assert_eq!(count, 17);
}

#[test]
fn what_is_open_is_named_by_number_and_words_and_blocks_publication() {
    let folder = case("05");
    let told = text(&merge(folder.path(), &[]).stdout);
    assert!(
        told.contains("Open: the verdict of claim ") && told.contains("“Confirmed” (") && told.contains("“Wrong” ("),
        "{told}"
    );
    let check = run(folder.path(), &["check", "out.ron"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(text(&check.stdout).contains("(unsettled)"), "{}", text(&check.stdout));
    let json = run(folder.path(), &["merge", "base.ron", "theirs.ron", "ours.ron", "-o", "other.ron", "--json"]);
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    let open = &told["differences"][0];
    assert_eq!((&open["name"], &open["values"][0]["value"]), (&"verdict".into(), &"Confirmed".into()));
    assert!(open["number"].is_u64() && open["claim"].is_string());
    let [one, other] = ["out.ron", "other.ron"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    assert_eq!(one, other, "the same whoever joins");
}

#[test]
fn nothing_is_written_over_a_file_and_of_a_damaged_one() {
    let folder = case("01");
    std::fs::write(folder.path().join("out.ron"), "mine").unwrap();
    let output = merge(folder.path(), &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("the file exists already"));
    let damaged =
        text(&std::fs::read(folder.path().join("theirs.ron")).unwrap()).replace("scale:", "<<<<<<< x\nscale:");
    std::fs::write(folder.path().join("theirs.ron"), damaged).unwrap();
    std::fs::remove_file(folder.path().join("out.ron")).unwrap();
    let output = merge(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("out.ron").exists());
}

#[test]
fn without_a_state_from_before_it_is_said() {
    let folder = case("07");
    std::fs::write(folder.path().join("base.ron"), "").unwrap();
    let output = merge(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("There is no state from before"));
    let project = store::decode(&std::fs::read(folder.path().join("out.ron")).unwrap()).unwrap().project;
    let titles: Vec<_> = project.sources().iter().map(|source| source.display_title()).collect();
    assert!(titles.contains(&"Report by A") && titles.contains(&"Report by B"), "{titles:?}");
}

#[test]
fn what_changed_is_told_in_words() {
    let folder = case("05");
    let told = text(&run(folder.path(), &["diff", "base.ron", "ours.ron"]).stdout);
    assert!(told.contains("Changed: Claim ") && told.contains("  verdict: nothing → Confirmed"), "{told}");
    assert!(!told.contains("Changed: Source"), "{told}");
    let same = text(&run(folder.path(), &["diff", "base.ron", "base.ron"]).stdout);
    assert_eq!(same, "No change.\n");
    let whole = text(&run(folder.path(), &["diff", "ours.ron"]).stdout);
    assert!(whole.lines().any(|line| line.starts_with("Claim ")) && whole.contains("  verdict: Confirmed"), "{whole}");
}

/// Runs git with nobody's configuration; `None` where there is no git.
/// As a program that knew less left it: a new draft is there, and the claims still stand in the old one.
#[test]
fn what_was_left_in_an_older_draft_is_followed_for_every_verb_and_told() {
    let folder = case("16");
    let read = |name: &str| store::decode(&std::fs::read(folder.path().join(name)).unwrap()).unwrap().project;
    let (mut behind, ours) = (read("base.ron"), read("ours.ron"));
    let article = behind.articles()[0].id.clone();
    let version = ours.article(&article).unwrap().latest().clone();
    behind.apply(&Edit::AddVersion { article, version }).unwrap();
    let mut followed = behind.clone();
    followed.apply(&join::left_behind(&behind).unwrap().edit).unwrap();
    let bytes = store::encode(&behind);
    std::fs::write(folder.path().join("behind.ron"), &bytes).unwrap();
    std::fs::write(folder.path().join("followed.ron"), store::encode(&followed)).unwrap();
    for verb in
        [&["list", "--json"][..], &["check", "--json"], &["export", "--to", "jsonl"], &["export", "--to", "html"]]
    {
        let of = |name: &str| run(folder.path(), &[&verb[..1], &[name], &verb[1..]].concat());
        let (there, expected) = (of("behind.ron"), of("followed.ron"));
        let named = |output: &Output| text(&output.stdout).replace("behind.ron", "followed.ron");
        assert_eq!(named(&there), named(&expected), "{verb:?}");
        assert!(text(&there.stderr).contains("stood in an older draft and were looked for in the newest"), "{verb:?}");
        assert!(!text(&expected.stderr).contains("older draft"), "{verb:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("behind.ron")).unwrap(), bytes, "reading changes no file");
    std::fs::write(folder.path().join("other.txt"), "Another article.\n\nIt has two paragraphs and some words.")
        .unwrap();
    let added = run(folder.path(), &["add", "behind.ron", "other.txt"]);
    assert!(added.status.success() && text(&added.stderr).contains("It is saved so"), "{}", text(&added.stderr));
    assert_eq!(join::left_behind(&read("behind.ron")), None);
    is_whole(folder.path(), "behind.ron");
}

fn git(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let output = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("CLAIMDESK_HOME", folder.join(".git/claimdesk-home"))
        .output();
    output.ok()
}

fn made(folder: &Path, arguments: &[&str]) {
    let output = git(folder, arguments).unwrap();
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
}

/// A repository in which two people have worked on the same project, each on a branch.
#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
fn repository(number: &str) -> Option<tempfile::TempDir> {
    let states = case(number);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    if git(root, &["init", "-q"]).is_none_or(|output| !output.status.success()) {
        println!("skipped: git is not installed");
        return None;
    }
    let put = |name: &str| std::fs::copy(states.path().join(name), root.join("review.ron")).map(drop).unwrap();
    let set_up = run(root, &["git-setup"]);
    assert_eq!(set_up.status.code(), Some(0), "{}", text(&set_up.stderr));
    let commit = |message: &str| {
        made(root, &["add", "review.ron", ".gitattributes", ".gitignore"]);
        made(root, &["commit", "-q", "-m", message]);
    };
    put("base.ron");
    commit("base");
    made(root, &["checkout", "-q", "-b", "theirs"]);
    put("theirs.ron");
    commit("theirs");
    made(root, &["checkout", "-q", "main"]);
    put("ours.ron");
    commit("ours");
    Some(folder)
}

#[test]
fn git_joins_projects_and_hands_on_what_is_open() {
    for (number, is_open) in [("01", false), ("14", false), ("16", false), ("20", false), ("05", true)] {
        let Some(folder) = repository(number) else { return };
        let root = folder.path();
        let output = git(root, &["merge", "-q", "--no-edit", "theirs"]).unwrap();
        assert_eq!(output.status.success(), !is_open, "{number}: {}{}", text(&output.stdout), text(&output.stderr));
        is_whole(root, "review.ron");
        let project = store::decode(&std::fs::read(root.join("review.ron")).unwrap()).unwrap().project;
        assert_eq!(project.differences().len(), usize::from(is_open), "{number}");
    }
}

#[test]
fn git_setup_is_done_once_and_git_tells_changes_in_words() {
    let Some(folder) = repository("05") else { return };
    let root = folder.path();
    let attributes = std::fs::read_to_string(root.join(".gitattributes")).unwrap();
    assert!(attributes.contains("*.ron ") && attributes.contains("*.claimdesk "), "{attributes}");
    let ignored = std::fs::read_to_string(root.join(".gitignore")).unwrap();
    assert!(ignored.contains(".*.ron.lock\n") && ignored.contains(".*.claimdesk.holder\n"), "{ignored}");
    assert_eq!(run(root, &["git-setup"]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(root.join(".gitattributes")).unwrap(), attributes);
    let told = text(&git(root, &["diff", "main", "theirs", "--", "review.ron"]).unwrap().stdout);
    assert!(told.contains("-  verdict: Confirmed") && told.contains("+  verdict: Wrong"), "{told}");
    let outside = tempfile::tempdir().unwrap();
    let output = run(outside.path(), &["git-setup"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("Could not set git up: "), "{}", text(&output.stderr));
}

/// Joins the three files of a case with git alone, line by line. `None`: there is no git, or nothing clashed.
fn clashed(folder: &Path, style: &[&str]) -> Option<Vec<u8>> {
    let arguments = [&["merge-file", "-p"], style, &["ours.ron", "base.ron", "theirs.ron"]].concat();
    let output = git(folder, &arguments)?;
    output.stdout.windows(8).any(|bytes| bytes == b"<<<<<<< ").then_some(output.stdout)
}

/// Every name that a project has: of claims, evidence, sources, reviewers, drafts, questions.
fn names(project: &claimdesk::model::Project) -> std::collections::BTreeSet<String> {
    let claims = project.claims().iter().map(|claim| claim.id.to_string());
    let of_claims = project.claims().iter().flat_map(|claim| {
        let evidence = claim.evidence.iter().map(|evidence| evidence.id.to_string());
        evidence.chain(claim.queries.iter().map(|query| query.id.to_string())).collect::<Vec<_>>()
    });
    let sources = project.sources().iter().map(|source| source.id.to_string());
    let people = project.reviewers().iter().map(|reviewer| reviewer.id.to_string());
    claims.chain(of_claims).chain(sources).chain(people).collect()
}

fn read_project(path: PathBuf) -> claimdesk::model::Project {
    store::decode(&std::fs::read(path).unwrap()).unwrap().project
}

/// Nothing of either side is missing but what one of them has removed.
fn has_all(folder: &Path, joined: &str, number: &str) {
    let [base, ours, theirs, out] =
        ["base.ron", "ours.ron", "theirs.ron", joined].map(|name| read_project(folder.join(name)));
    let (known, there) = (names(&base), names(&out));
    for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let removed = |name: &String| known.contains(name) && !names(other).contains(name);
        let missing: Vec<_> = names(side).into_iter().filter(|name| !there.contains(name) && !removed(name)).collect();
        assert!(missing.is_empty(), "{number}: {missing:?}");
        for claim in side.claims() {
            let Some(now) = out.claim(&claim.id) else { continue };
            let lost: Vec<_> = claim.log.iter().filter(|entry| !now.log.contains(entry)).collect();
            assert!(lost.is_empty(), "{number} {}: {lost:?}", claim.id);
        }
    }
}

#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
#[test]
fn files_in_which_a_merge_has_left_its_marks_are_joined_without_a_repository() {
    let cases = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut tried = 0;
    for path in cases {
        let number = path.file_name().unwrap().to_string_lossy()[..2].to_owned();
        for (style, windows) in [("--diff3", false), ("--zdiff3", false), ("--diff3", true), ("", false)] {
            let folder = case(&number);
            let style: &[&str] = if style.is_empty() { &[] } else { &[style] };
            if git(folder.path(), &["--version"]).is_none() {
                println!("skipped: git is not installed");
                return;
            }
            let Some(mut marked) = clashed(folder.path(), style) else { continue };
            if windows {
                marked = text(&marked).replace('\n', "\r\n").into_bytes();
            }
            std::fs::write(folder.path().join("review.ron"), &marked).unwrap();
            let output = run(folder.path(), &["merge", "review.ron", "-o", "review.ron", "--json"]);
            let said = format!("{number} {style:?}: {}{}", text(&output.stdout), text(&output.stderr));
            println!("{number} {style:?} {windows}: {:?} {}", output.status.code(), text(&output.stderr));
            assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
            let told: Value = serde_json::from_slice(&output.stdout).unwrap();
            is_whole(folder.path(), "review.ron");
            has_all(folder.path(), "review.ron", &number);
            if !style.is_empty() {
                let open = told["differences"].as_array().unwrap();
                let expected = usize::from(["05", "10"].contains(&number.as_str()));
                assert_eq!(open.len(), expected, "{said}");
            }
            tried += 1;
        }
    }
    println!("{tried} conflicted files");
    assert!(tried > 20, "{tried}");
}
