//! Pages of kinds of which words once vanished: pieces of text in several pages made differently, in several languages, and what must be in
//! the article that comes out of each and what must not.
//!
//! The files of `tests/data/kinds` are read by lines. `@@ NAME` begins a page with `{}` where a piece goes; `== WHAT | NAME, NAME` begins a
//! piece and names its pages; `+` and `-` say what must be in the article and what must not (`standfirst: …` with the kind of its block,
//! `\t` between cells).

use std::{collections::BTreeMap, fs, path::Path};

use claimdesk::import::{self, Input};

#[derive(Default)]
struct Piece {
    what: String,
    pages: Vec<String>,
    html: String,
    must: Vec<String>,
    not: Vec<String>,
}

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kinds").join(file);
    let (pages, pieces) = read(&fs::read_to_string(path).unwrap());
    let mut wrong = Vec::new();
    for piece in &pieces {
        for name in &piece.pages {
            let text = text(&pages[name].replace("{}", &piece.html));
            let tell = |how: &str, words: &String| format!("{} [{name}]: {how}: {words:?}", piece.what);
            wrong.extend(piece.must.iter().filter(|must| !text.contains(*must)).map(|must| tell("not there", must)));
            wrong.extend(piece.not.iter().filter(|not| text.contains(*not)).map(|not| tell("there", not)));
        }
    }
    assert!(!pieces.is_empty() && wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read(text: &str) -> (BTreeMap<String, String>, Vec<Piece>) {
    let (mut pages, mut pieces) = (BTreeMap::<String, String>::new(), Vec::<Piece>::new());
    let mut page = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("@@ ") {
            page = Some(name.to_owned());
        } else if let Some((what, names)) = line.strip_prefix("== ").and_then(|line| line.split_once(" | ")) {
            page = None;
            let pages = names.split(", ").map(str::to_owned).collect();
            pieces.push(Piece { what: what.to_owned(), pages, ..Piece::default() });
        } else if let Some(name) = &page {
            let html = pages.entry(name.clone()).or_default();
            html.push_str(line);
            html.push('\n');
        } else if let Some(piece) = pieces.last_mut() {
            match (line.strip_prefix("+ "), line.strip_prefix("- ")) {
                (Some(must), _) => piece.must.push(must.replace("\\t", "\t")),
                (_, Some(not)) => piece.not.push(not.replace("\\t", "\t")),
                _ => piece.html.push_str(line),
            }
        }
    }
    (pages, pieces)
}

/// What comes in of a page, each block once alone and once behind the name of its kind.
fn text(page: &str) -> String {
    let draft = import::open(&Input { bytes: page.as_bytes(), name: "page.html", ..Input::default() }).unwrap();
    let kept = draft.blocks.iter().filter(|block| block.keep).map(|block| &block.block);
    let lines = kept.map(|block| format!("{}\n{}: {}\n", block.text, block.kind.slug(), block.text));
    lines.collect::<String>().replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
}

#[test]
fn no_rule_drops_running_text_for_a_word_in_it() {
    check("cues.txt");
}

#[test]
fn a_table_is_a_table_and_numbers_are_text() {
    check("tables.txt");
}

#[test]
fn the_bodys_middle_and_its_end_come_in() {
    check("middle.txt");
}

#[test]
fn publishers_pages_come_in_without_the_boxes_of_the_site() {
    check("publishers.txt");
}

#[test]
fn standfirsts_come_in_wherever_they_stand() {
    check("standfirsts.txt");
}
