//! Reads the sources and keeps the layers apart: `model` ← {agreement, anchor, check, exchange, history, import, export, store} ← `app` ← {`ui`, `cli`}.
//! Only `io` touches the disk, the network, other processes, the clock and the desktop; only `ui` knows egui.
//!
//! Between crates the compiler keeps this already; within a crate only this test does. It follows every path through modules, `super`,
//! imports, their groups and new names (`layers/paths.rs`), so that no spelling goes past it.

#[path = "layers/paths.rs"]
mod paths;
#[path = "layers/shape.rs"]
mod shape;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use paths::{Steps, Tree};

/// A room and the rooms that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("agreement", &[]),
    ("anchor", &["model"]),
    ("check", &["model", "anchor"]),
    ("history", &["model"]),
    ("join", &["model", "anchor"]),
    ("figures", &["model"]),
    ("meaning", &["recall"]),
    ("recall", &["model"]),
    ("library", &["model", "recall"]),
    ("media", &[]),
    ("picture", &["media"]),
    ("import", &["model", "media", "picture"]),
    ("exchange", &["model", "anchor", "import"]),
    ("foreign", &["model", "exchange", "import", "picture"]),
    ("export", &["model", "anchor", "check"]),
    ("store", &["model"]),
    ("io", &["model", "store", "import", "foreign", "picture"]),
    (
        "app",
        &[
            "model",
            "agreement",
            "anchor",
            "check",
            "exchange",
            "foreign",
            "history",
            "join",
            "library",
            "figures",
            "recall",
            "import",
            "export",
            "store",
            "media",
            "picture",
        ],
    ),
    (
        "ui",
        &[
            "model",
            "agreement",
            "anchor",
            "check",
            "join",
            "library",
            "recall",
            "exchange",
            "import",
            "export",
            "store",
            "io",
            "app",
            "media",
            "picture",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "agreement",
            "check",
            "exchange",
            "foreign",
            "join",
            "library",
            "import",
            "export",
            "store",
            "io",
            "app",
            "ui",
            "media",
            "picture",
        ],
    ),
    ("main", &["io", "cli", "ui"]),
];

/// What only some rooms may touch.
const KEPT: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("egui_extras", &["ui"]),
    ("std::fs", &["io"]),
    ("std::net", &["io"]),
    ("std::process::Command", &["io"]),
    ("ureq", &["io"]),
    ("std::time::SystemTime", &["io"]),
    ("std::time::Instant::now", &["io"]),
    ("jiff::Timestamp::now", &["io"]),
    ("jiff::Zoned::now", &["io"]),
    ("getrandom", &["io"]),
    ("rfd", &["io"]),
    ("arboard", &["io"]),
    // What a blind second check hides must not be drawn: `document.shown()` leaves it out.
    ("claimdesk_app::Unveiled", &["app"]),
    ("std::env", &["io", "main", "ui"]),
    ("std::thread::spawn", &["io", "ui"]),
    ("std::thread::Builder", &["io", "ui"]),
];

/// Our crates: the name in code, the first file.
const CRATES: &[(&str, &str)] = &[
    ("claimdesk_core", "src/core/lib.rs"),
    ("claimdesk_reading", "src/reading/lib.rs"),
    ("claimdesk_app", "src/app/lib.rs"),
    ("claimdesk", "src/lib.rs"),
    ("claimdesk_main", "src/main.rs"),
    ("build_script", "src/build.rs"),
    ("claimdesk_meaning", "src/meaning/lib.rs"),
    ("justext", "src/justext/lib.rs"),
];

/// The room to which a path of one of our crates leads; `None` for the crate as a whole.
fn room(path: &[String]) -> Option<&str> {
    match path.first().map(String::as_str) {
        Some("claimdesk_app") => Some("app"),
        Some("claimdesk_main") => Some("main"),
        Some("claimdesk_meaning") => Some("meaning"),
        _ => path.get(1).map(String::as_str),
    }
}

fn is_ours(path: &[String]) -> bool {
    path.first().is_some_and(|name| CRATES.iter().any(|(ours, _)| ours == name))
}

/// What is wrong with one path that a room names, followed to its end.
fn violation(own: &str, steps: &Steps) -> Option<String> {
    let may_use = MAY_USE.iter().find(|(name, _)| *name == own).map_or(&[][..], |(_, may_use)| may_use);
    // Behind the first step into another room, the other room answers for what it uses.
    for step in steps.iter().filter(|step| is_ours(step)) {
        match room(step) {
            Some("*") | None => return Some(format!("{own} takes in the whole of {}", step[0])),
            Some(other) if other == own => {}
            Some(other) if may_use.contains(&other) => break,
            Some(other) if MAY_USE.iter().any(|(name, _)| *name == other) => {
                return Some(format!("{own} uses {other}: {}", step.join("::")));
            }
            // A step that is only on its way: a name that a crate's first file hands on.
            Some(_) => {}
        }
    }
    let touches = |kept: &str| {
        let kept: Vec<&str> = kept.split("::").collect();
        steps.iter().any(|step| match step.strip_suffix(&["*".to_owned()]) {
            Some(whole) => {
                kept.len() > whole.len() && kept[..whole.len()] == *whole || whole.starts_with(&owned(&kept))
            }
            None => step.starts_with(&owned(&kept)),
        })
    };
    let (what, rooms) = KEPT.iter().find(|(what, rooms)| !rooms.contains(&own) && touches(what))?;
    Some(format!("{own} touches {what} (only {rooms:?} may)"))
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|segment| (*segment).to_owned()).collect()
}

/// What is wrong in all rooms: file, breach.
fn violations(tree: &Tree) -> BTreeSet<(PathBuf, String)> {
    let mut found = BTreeSet::new();
    for (module, file, ways) in tree.named() {
        // The first file of a crate with several rooms says what they are called outside.
        let Some(own) = room(module) else { continue };
        found.extend(ways.iter().filter_map(|steps| Some((file.to_owned(), violation(own, steps)?))));
    }
    found
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn our_tree() -> Tree {
    let mut tree = Tree::default();
    for (name, file) in CRATES {
        tree.add_crate(name, &home().join(file));
    }
    tree
}

/// Every source file below a folder.
fn sources(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(path);
        }
    }
}

fn all_sources() -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    sources(&home().join("src"), &mut found);
    found
}

#[test]
fn every_room_keeps_to_its_layer() {
    assert_eq!(violations(&our_tree()), BTreeSet::new());
}

#[test]
fn every_file_is_part_of_a_crate_says_what_it_is_and_stays_readable() {
    let sources = all_sources();
    assert_eq!(our_tree().files(), sources.iter().map(PathBuf::as_path).collect());
    for path in sources {
        let (source, place) = (fs::read_to_string(&path).unwrap(), path.display());
        assert!(source.starts_with("//! "), "{place} has no head comment");
        assert!(source.lines().count() <= 800, "{place} has {} lines", source.lines().count());
    }
}

/// Files that lead to each other in a circle can only be understood together. `cargo test --test layers shape -- --nocapture` prints the
/// figures.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are for whoever asks for them")]
fn the_shape_of_the_house() {
    let tree = our_tree();
    let circle_of = |folder: &str| {
        let imports = shape::imports(&tree, &home().join(folder));
        let circle = shape::largest_circle(&imports);
        let names: Vec<_> = circle.iter().filter_map(|file| file.strip_prefix(home()).ok()).collect();
        println!("{folder}: largest circle {} files {names:?}", circle.len());
        circle.len()
    };
    for folder in ["src/core", "src/reading", "src/io", "src/cli"] {
        circle_of(folder);
    }
    // The document and what a blind check hides of it.
    assert_eq!(circle_of("src/app"), 2);
    // The reader and what it is painted by.
    assert_eq!(circle_of("src/ui"), 6);
    for folder in ["src/core", "src/reading", "src/app", "src/io", "src/ui", "src/cli"] {
        let mut files = BTreeSet::new();
        sources(&home().join(folder), &mut files);
        let types = shape::functions_of_types(&files);
        let largest = types.iter().max_by_key(|(_, count)| **count);
        let (longest, doors) = (shape::longest_function(&files), shape::doors(&files));
        println!("{folder}: largest type {largest:?}, longest function {longest:?}, doors {doors}");
        let rooms = types.iter().filter(|(name, _)| name.starts_with("the room "));
        for (name, count) in rooms.chain(types.get_key_value("Session")) {
            println!("{name}: {count} functions");
            assert!(name == "Session" || *count <= 40, "{name} has more than one job");
        }
    }
}

/// The rooms as modules of one crate, with code of a room's own.
fn with_code(room: &str, code: &str) -> BTreeSet<(PathBuf, String)> {
    let mut tree = Tree::default();
    let rooms = MAY_USE.iter().map(|(name, _)| *name);
    let modules: String =
        rooms.filter(|name| *name != room).map(|name| format!("pub mod {name} {{ pub mod inner {{}} }}\n")).collect();
    let source = format!("{modules}\npub mod {room} {{ {code} }}");
    tree.add_source(vec!["claimdesk".to_owned()], Path::new("lib.rs"), &source, false);
    violations(&tree)
}

#[test]
fn a_breach_is_found_however_it_is_spelled() {
    let check = |room: &str, code: &str| assert_ne!(with_code(room, code), BTreeSet::new(), "{room}: {code}");
    check("model", "use crate::store::Files;");
    check("model", "mod a { mod b { fn c() { super::super::super::store::open() } } }");
    check("model", "use super::store as other;");
    check("model", "mod a { use super::super::{check::{self, Rule}}; }");
    check("import", "use crate::{model::Span, export::{self, Options}};");
    check("import", "fn a() -> super::export::Options { todo!() }");
    check("import", "fn a() { use super as all; all::export::inner::make() }");
    check("import", "use crate::*;");
    check("import", "fn a() { assert_eq!(crate::export::count(), 1) }");
    check("import", "macro_rules! a { () => { $crate::export::count() } }");
    check("import", "#[derive(Serialize)] struct A { #[serde(with = \"crate::export::words\")] a: u8 }");
    check("app", "use std::time::Instant as Clock; fn a() { Clock::now(); }");
    check("app", "use std::time; mod a { use super::*; fn b() { time::Instant::now(); } }");
    check("app", "type Clock = std::time::Instant; fn a() { <Clock>::now(); }");
    check("app", "use std::{fs, path::Path};");
    check("app", "use std::*;");
    check("app", "fn a() { vec![std::process::Command::new(\"ls\")]; }");
    check("app", "use egui::Ui;");
    check("store", "use std::fs;\n#[cfg(test)] mod tests { use std::net; }");
    check("io", "use crate::app::Session;");
    check("ui", "use claimdesk_app::Unveiled as _;");
}

#[test]
fn lawful_code_is_no_breach() {
    let check = |room: &str, code: &str| assert_eq!(with_code(room, code), BTreeSet::new(), "{room}: {code}");
    check("import", "use crate::{model::{Span, store}, import::x};");
    check("ui", "use egui::Ui; use crate::app::Intent;");
    check("store", "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }");
    check("store", "#[cfg(test)] use std::fs; #[test] fn a() { std::fs::read(\"\"); }");
    check("store", "// std::fs is for io\nfn a() { let fs = 1; b.export::<u8>(fs); }");
    check("store", "/// See [`crate::io::Disk`].\nfn a() { println!(\"use crate::io\"); }");
    check("io", "use std::fs; use crate::store::Files;");
    check("app", "use std::time::Instant; fn a(now: Instant) { crate::store::now(now) }");
    check("model", "pub mod store { pub fn open() {} } fn a() { store::open() } mod b { use super::store::open; }");
}

/// Who speaks for the session as a whole: itself. The rest of `app` stands in rooms (`app/rooms/`), or around them.
#[test]
fn only_the_session_has_methods_of_the_session() {
    let mut files = BTreeSet::new();
    sources(&home().join("src/app"), &mut files);
    let own = [home().join("src/app/session.rs"), home().join("src/app/session/dispatch.rs")];
    let found: Vec<_> = files.into_iter().filter(has_methods_of_the_session).collect();
    assert!(found.contains(&own[0]) && found.iter().all(|path| own.contains(path)), "{found:?}");
}

fn has_methods_of_the_session(path: &PathBuf) -> bool {
    let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    file.items.iter().any(is_of_the_session)
}

fn is_of_the_session(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Impl(item) if is_impl_of(item, "Session"))
}

/// Whether functions of a type of this name stand here.
fn is_impl_of(item: &syn::ItemImpl, name: &str) -> bool {
    let syn::Type::Path(of) = &*item.self_ty else { return false };
    item.trait_.is_none() && of.path.segments.last().is_some_and(|segment| segment.ident == name)
}

/// The session is read as what lies around the project: a function of the same name in both would hide the one or the other.
#[test]
fn the_session_hides_nothing_that_lies_around_it() {
    let functions = |of: &str| -> BTreeSet<String> {
        let items = all_sources()
            .into_iter()
            .flat_map(|path| syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap().items);
        let own = items.filter_map(|item| match item {
            syn::Item::Impl(item) if is_impl_of(&item, of) => Some(item.items),
            _ => None,
        });
        let names = own.flatten().filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        });
        names.filter(|name| name != "new").collect()
    };
    let (session, around) = (functions("Session"), functions("Around"));
    assert!(session.contains("handle") && around.contains("tell"));
    assert_eq!(session.intersection(&around).collect::<Vec<_>>(), Vec::<&String>::new());
}
