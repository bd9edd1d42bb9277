//! Little memory (`RLIMIT_AS`): whatever the system gives, the project is the one before or the one after, nothing is left that keeps
//! the next run from its work, and what could not be done does not end as if it were.

use std::{
    path::Path,
    process::{Command, Output},
};

use claimdesk::store;

const PROGRAM: &str = env!("CARGO_BIN_EXE_claimdesk");
/// From what the program cannot begin with to what is plenty, in megabytes.
const LIMITS: [u32; 8] = [24, 64, 96, 128, 192, 384, 768, 4096];

fn run(folder: &Path, megabytes: Option<u32>, arguments: &[&str]) -> Output {
    let limit = megabytes.map_or("unlimited".to_owned(), |megabytes| (megabytes * 1024).to_string());
    Command::new("/bin/sh")
        .args(["-c", "ulimit -v \"$0\"; exec \"$@\"", &limit, PROGRAM])
        .args(arguments)
        .current_dir(folder)
        .env("CLAIMDESK_HOME", folder.join("home"))
        .output()
        .unwrap()
}

fn sentence(number: usize) -> String {
    format!("In the year {number} the bridge carried {} cars a day.", number * 7 + 1)
}

/// A folder with a project of four hundred claims, and what each verb takes in.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let text = |numbers: std::ops::Range<usize>| numbers.map(sentence).collect::<Vec<_>>().join("\n\n");
    let quotes = |numbers: std::ops::Range<usize>| {
        numbers.fold("quote\n".to_owned(), |list, number| list + &sentence(number).replace(',', "") + "\n")
    };
    write("a.txt", &text(1000..2500));
    write("b.txt", &text(1100..2600));
    write("claims.csv", &quotes(1000..1400));
    write("more.csv", &quotes(1400..1800));
    for arguments in [["new", "k.ron", "a.txt"], ["import", "k.ron", "claims.csv"]] {
        let output = run(folder.path(), None, &arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    folder
}

#[test]
fn a_project_is_the_one_before_or_the_one_after_in_whatever_memory() {
    let folder = desk();
    let path = folder.path().join("k.ron");
    let before = std::fs::read(&path).unwrap();
    let verbs: [(&str, &[&str]); 3] = [
        ("import", &["import", "k.ron", "more.csv"]),
        ("update", &["update", "k.ron", "1", "b.txt"]),
        ("add", &["add", "k.ron", "b.txt"]),
    ];
    let state = |bytes: &[u8]| {
        let project = store::decode(bytes).unwrap().project;
        let drafts: usize = project.articles().iter().map(|article| article.versions.len()).sum();
        (project.claims().len(), drafts)
    };
    assert_eq!(state(&before), (400, 1));
    for ((verb, arguments), after) in verbs.into_iter().zip([(800, 1), (400, 2), (400, 2)]) {
        let (mut failed, mut done) = (0, 0);
        for megabytes in LIMITS {
            std::fs::write(&path, &before).unwrap();
            let output = run(folder.path(), Some(megabytes), arguments);
            let bytes = std::fs::read(&path).unwrap();
            let what =
                format!("{verb} in {megabytes} MB: {} {}", output.status, String::from_utf8_lossy(&output.stderr));
            match output.status.success() {
                true => assert_eq!(state(&bytes), after, "{what}"),
                false => assert!(bytes == before || state(&bytes) == after, "{what}"),
            }
            (failed, done) = (failed + usize::from(bytes == before), done + usize::from(bytes != before));
            std::fs::write(&path, &before).unwrap();
            let again = run(folder.path(), None, arguments);
            assert!(again.status.success(), "after {what}: {}", String::from_utf8_lossy(&again.stderr));
            assert_eq!(state(&std::fs::read(&path).unwrap()), after, "after {what}");
        }
        assert!(failed > 0 && done > 0, "{verb}: {failed} failed, {done} done");
    }
    std::fs::write(&path, &before).unwrap();
    for arguments in
        [&["check", "k.ron"][..], &["list", "k.ron"], &["export", "k.ron", "--to", "html", "-o", "out.html", "--force"]]
    {
        for megabytes in LIMITS {
            let output = run(folder.path(), Some(megabytes), arguments);
            let told = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
            // The system may end it without a word, as before it has begun.
            let is_told = output.status.code().is_none() || !told.trim().is_empty();
            assert!(output.status.success() || is_told, "{arguments:?} in {megabytes} MB: {}", output.status);
            assert!(std::fs::read(&path).unwrap() == before, "{arguments:?} in {megabytes} MB");
            if let Ok(page) = std::fs::read_to_string(folder.path().join("out.html")) {
                assert!(page.trim_end().ends_with("</html>"), "{arguments:?} in {megabytes} MB: half a page");
            }
        }
    }
}
