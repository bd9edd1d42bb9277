//! Reads the sources and keeps the layers apart: `model` ← {anchor, check, exchange, history, import, export, store} ← `app` ← {`ui`, `cli`}.
//! Only `io` touches the disk, the network, other processes, the clock and the desktop; only `ui` knows egui.

use std::{fs, path::Path};

/// A room and the rooms that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("anchor", &["model"]),
    ("check", &["model", "anchor"]),
    ("history", &["model"]),
    ("import", &["model"]),
    ("exchange", &["model", "anchor", "import"]),
    ("foreign", &["model", "exchange", "import"]),
    ("export", &["model"]),
    ("store", &["model"]),
    ("io", &["model", "store", "import", "foreign"]),
    ("app", &["model", "anchor", "check", "exchange", "foreign", "history", "import", "export", "store"]),
    ("ui", &["model", "anchor", "check", "exchange", "import", "export", "store", "io", "app"]),
    ("cli", &["model", "check", "exchange", "foreign", "import", "export", "store", "io", "app", "ui"]),
];

/// What only some rooms may touch.
const KEPT: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("std::fs", &["io"]),
    ("std::net", &["io"]),
    ("Command::new", &["io"]),
    ("ureq::", &["io"]),
    ("SystemTime", &["io"]),
    ("Instant::now", &["io"]),
    ("Timestamp::now", &["io"]),
    ("getrandom::", &["io"]),
    ("rfd::", &["io"]),
    ("arboard::", &["io"]),
    ("std::env::", &["io", "main", "ui"]),
    ("thread::spawn", &["io", "ui"]),
];

/// What is wrong with a source file of a room.
fn violations(room: &str, source: &str) -> Vec<String> {
    // Tests stand at the end of a file and may use what they need.
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.map(|line| format!("{line}\n")).collect();
    let mut found = Vec::new();
    if let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == room) {
        for (other, _) in MAY_USE.iter().filter(|(other, _)| *other != room && !may_use.contains(other)) {
            if uses(&code, other) {
                found.push(format!("{room} uses {other}"));
            }
        }
    }
    // What a blind second check hides must not be drawn.
    let is_drawn = room == "ui" && !source.contains("// Shows the project as it is.");
    if is_drawn && code.contains("document.project()") {
        found.push("ui draws document.project() (document.shown() leaves out what is hidden)".into());
    }
    for (word, rooms) in KEPT.iter().filter(|(word, rooms)| !rooms.contains(&room) && code.contains(word)) {
        let whole =
            code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        if whole {
            found.push(format!("{room} touches {word} (only {rooms:?} may)"));
        }
    }
    found
}

/// Whether code names a room of this crate: `crate::room`, or inside `use crate::{…}`.
fn uses(code: &str, room: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let direct = code.match_indices(&format!("crate::{room}")).any(|(at, found)| is_end(&code[at + found.len()..]));
    let grouped = code.split("use crate::{").skip(1).any(|rest| {
        let group = rest.split(";").next().unwrap_or_default();
        top_level(group).iter().any(|name| name == room)
    });
    direct || grouped
}

/// The first names of the entries of a `use` group.
fn top_level(group: &str) -> Vec<String> {
    let (mut depth, mut name, mut names) = (0, String::new(), Vec::new());
    for char in group.chars() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            _ if depth == 0 => name.push(char),
            _ => {}
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().split(':').next().unwrap_or_default().trim().to_owned()).collect()
}

fn sources(folder: &Path, found: &mut Vec<(String, String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
            let place = path.strip_prefix(&src).unwrap();
            let mut names = place.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
            // A crate's folder is no room of its own, but for `app`, which is both.
            let room = names.find(|name| name != "core" && name != "reading").unwrap();
            let room = room.trim_end_matches(".rs").to_owned();
            found.push((room, place.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn all_sources() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 40);
    found
}

#[test]
fn every_room_keeps_to_its_layer() {
    let test_only = |place: &str| place.ends_with("testing.rs");
    let found: Vec<_> = all_sources()
        .iter()
        .filter(|(_, place, _)| !test_only(place))
        .flat_map(|(room, place, source)| {
            violations(room, source).into_iter().map(move |what| format!("{place}: {what}"))
        })
        .collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    for (_, place, source) in all_sources() {
        assert!(source.starts_with("//! "), "{place} has no head comment");
        assert!(source.lines().count() <= 800, "{place} has {} lines", source.lines().count());
    }
}

#[test]
fn a_breach_is_found_and_lawful_code_is_not() {
    let check = |room: &str, source: &str, expected: usize| {
        assert_eq!(violations(room, source).len(), expected, "{room}: {source} {:?}", violations(room, source));
    };
    check("model", "use crate::store::Files;", 1);
    check("ui", "let project = document.project();", 1);
    check("app", "let project = document.project();", 0);
    check("import", "use crate::{model::Span, export::{self, Options}};", 1);
    check("import", "use crate::{model::{Span, store}, import::x};", 0);
    check("app", "let now = Instant::now();", 1);
    check("app", "use egui::Ui;", 1);
    check("ui", "use egui::Ui; use crate::app::Intent;", 0);
    check("store", "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }", 0);
    check("store", "// std::fs is for io\nuse std::fs;", 1);
    check("io", "use std::fs; use crate::store::Files;", 0);
    check("io", "use crate::app::Session;", 1);
}
