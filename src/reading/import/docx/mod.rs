//! Word documents (ECMA-376 WordprocessingML): text as if every tracked change were accepted, links, notes and comments at the words
//! where they stand.

mod body;
mod styles;

use std::collections::HashMap;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, Steps,
    package::{self, Package},
    word_processing::{self, Besides},
    xml::{Namespaces, Piece, Xml},
};

use body::Body;
pub use body::hyperlink;
use styles::Styles;

pub(super) const IMPORTER: Importer = Importer {
    id: "docx",
    name: "Word document",
    extensions: &["docx", "docm", "dotx", "dotm"],
    has_lines: false,
    sniff,
    open,
};

/// The part where most put the text, else a part that the package calls the text of a document, wherever it stands.
fn sniff(bytes: &[u8]) -> bool {
    const MAIN: [&str; 4] = [
        "wordprocessingml.document.main+xml",
        "wordprocessingml.template.main+xml",
        "ms-word.document.macroEnabled.main+xml",
        "ms-word.template.macroEnabledTemplate.main+xml",
    ];
    package::sniff(bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml", DOCUMENT)
        || package::content_types(bytes).is_some_and(|types| MAIN.iter().any(|main| types.contains(main)))
}

/// Where Word and nearly everybody else puts the text.
const DOCUMENT: &str = "word/document.xml";

/// The transitional and the strict names.
const NAMESPACES: Namespaces = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
];

/// Where the links of a part lead, by the names of its relations.
type Links = HashMap<String, String>;

/// Notes or comments by their ids.
type Notes = HashMap<String, Vec<DraftBlock>>;

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut package = Package::open(input.bytes)?;
    let main = related(&mut package, "", "officeDocument").into_iter().next().unwrap_or_else(|| DOCUMENT.to_owned());
    let document = package.text(&main).ok_or_else(|| package.why_unread("the Word document"))?;
    let styles = part(&mut package, &main, "styles").map(|text| Styles::read(&text)).unwrap_or_default();
    let mut besides = Besides::default();
    let mut notes = |package: &mut Package<'_>, kind: &str| {
        let name = part_name(package, &main, kind);
        let links = links_of(package, &name);
        package.text(&name).map(|text| body::notes(&text, &styles, &links, &mut besides)).unwrap_or_default()
    };
    let footnotes = notes(&mut package, "footnotes");
    let endnotes = notes(&mut package, "endnotes");
    let comments = notes(&mut package, "comments");
    let links = links_of(&mut package, &main);
    let mut body = Body::new(&styles, &footnotes, &endnotes, &comments).with_links(&links);
    body.read(&document, input.steps);
    let (blocks, found) = body.finish();
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
        ..Draft::default()
    };
    draft.blocks = running(&mut package, &main, "header", &styles);
    draft.blocks.extend(blocks);
    draft.blocks.extend(running(&mut package, &main, "footer", &styles));
    read_properties(&mut package, &styles, &mut draft);
    draft.warnings.append(&mut package.warnings);
    besides.changes += found.changes;
    Besides { changes: besides.changes, ..found }.warn(&mut draft);
    Ok(draft)
}

/// Where a part leads outside of the package.
fn links_of(package: &mut Package<'_>, of: &str) -> Links {
    let Some(relations) = relations(package, of) else { return Links::new() };
    let mut xml = Xml::new(&relations, NAMESPACES);
    let mut links = Links::new();
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        if tag.attr("TargetMode") == Some("External")
            && let (Some(id), Some(target)) = (tag.attr("Id"), tag.attr("Target"))
        {
            links.insert(id.to_owned(), target.to_owned());
        }
    }
    links
}

fn relations(package: &mut Package<'_>, of: &str) -> Option<String> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    package.text(package::resolve("", &format!("{folder}/_rels/{name}.rels")).as_str())
}

/// The parts of a kind that a part (or the package, under no name) names in its relations.
fn related(package: &mut Package<'_>, of: &str, kind: &str) -> Vec<String> {
    let Some(relations) = relations(package, of) else { return Vec::new() };
    let mut xml = Xml::new(&relations, NAMESPACES);
    let mut parts = Vec::new();
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        let is_kind = tag.attr("Type").is_some_and(|found| found.rsplit('/').next() == Some(kind));
        if is_kind
            && tag.attr("TargetMode") != Some("External")
            && let Some(target) = tag.attr("Target")
        {
            parts.push(package::resolve(of, target));
        }
    }
    parts
}

/// The text of the part of a kind.
fn part(package: &mut Package<'_>, main: &str, kind: &str) -> Option<String> {
    let name = part_name(package, main, kind);
    package.text(&name)
}

/// The part of a kind: the one that the main part names, else the one where most put it.
fn part_name(package: &mut Package<'_>, main: &str, kind: &str) -> String {
    let named = related(package, main, kind).into_iter().next();
    named.unwrap_or_else(|| package::resolve(main, &format!("{kind}.xml")))
}

/// Heads and feet of pages, left out. Those that repeat each other are one.
fn running(package: &mut Package<'_>, main: &str, kind: &str, styles: &Styles) -> Vec<DraftBlock> {
    let mut blocks: Vec<DraftBlock> = Vec::new();
    let none = Notes::new();
    let mut names = related(package, main, kind);
    if names.is_empty() {
        names = package.names(&package::resolve(main, kind), ".xml");
    }
    for name in names {
        let Some(text) = package.text(&name) else { continue };
        let mut body = Body::new(styles, &none, &none, &none);
        body.read(&text, Steps::default());
        for mut block in body.finish().0 {
            block.drop(word_processing::RUNNING_HEAD);
            let is_number = block.block.text.chars().all(|char| !char.is_alphabetic());
            if !is_number && !blocks.iter().any(|other| other.block.text == block.block.text) {
                blocks.push(block);
            }
        }
    }
    blocks
}

fn read_properties(package: &mut Package<'_>, styles: &Styles, draft: &mut Draft) {
    const FOUND_IN: &str = "document properties";
    let (mut title, mut authors, mut language) = (String::new(), String::new(), String::new());
    let core = related(package, "", "core-properties").into_iter().next();
    if let Some(core) = package.text(core.as_deref().unwrap_or("docProps/core.xml")) {
        let mut xml = Xml::new(&core, NAMESPACES);
        while let Some(piece) = xml.next() {
            let Piece::Start(tag) = piece else { continue };
            match tag.name.as_str() {
                "dc:title" => title = xml.text(),
                "dc:creator" => authors = xml.text(),
                "dc:language" => language = xml.text(),
                _ => {}
            }
        }
    }
    word_processing::settle_title(draft, &title, FOUND_IN);
    word_processing::set_authors(draft, &authors, FOUND_IN);
    word_processing::set_language(draft, &language, FOUND_IN);
    if draft.meta.language.is_empty() {
        word_processing::set_language(draft, &styles.language, "document's proofing language");
    }
}
