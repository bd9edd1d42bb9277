//! Word documents (ECMA-376 WordprocessingML): text as if every tracked change were accepted, notes and comments after the
//! paragraph to which they belong.

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
use styles::Styles;

pub(super) const IMPORTER: Importer = Importer {
    id: "docx",
    name: "Word document",
    extensions: &["docx", "docm", "dotx", "dotm"],
    has_lines: false,
    sniff: |bytes| package::sniff(bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml", DOCUMENT),
    open,
};

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
];

/// Notes or comments by their ids.
type Notes = HashMap<String, Vec<DraftBlock>>;

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut package = Package::open(input.bytes)?;
    let main = main_part(&mut package);
    let document = package.text(&main).ok_or(ImportError::Damaged("the Word document"))?;
    let part = |name: &str| package::resolve(&main, name);
    let styles = package.text(&part("styles.xml")).map(|text| Styles::read(&text)).unwrap_or_default();
    let mut besides = Besides::default();
    let mut notes = |package: &mut Package<'_>, name: &str| {
        package.text(&part(name)).map(|text| body::notes(&text, &styles, &mut besides)).unwrap_or_default()
    };
    let footnotes = notes(&mut package, "footnotes.xml");
    let endnotes = notes(&mut package, "endnotes.xml");
    let comments = notes(&mut package, "comments.xml");
    let mut body = Body::new(&styles, &footnotes, &endnotes, &comments);
    body.read(&document, input.steps);
    let (blocks, found) = body.finish();
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
        ..Draft::default()
    };
    let folder = part("");
    draft.blocks = running(&mut package, &format!("{folder}/header"), &styles);
    draft.blocks.extend(blocks);
    draft.blocks.extend(running(&mut package, &format!("{folder}/footer"), &styles));
    read_properties(&mut package, &styles, &mut draft);
    draft.warnings.append(&mut package.warnings);
    besides.changes += found.changes;
    Besides { changes: besides.changes, ..found }.warn(&mut draft);
    Ok(draft)
}

/// The part that holds the text, as the package's own relations name it.
fn main_part(package: &mut Package<'_>) -> String {
    let Some(relations) = package.text("_rels/.rels") else { return DOCUMENT.to_owned() };
    let mut xml = Xml::new(&relations, NAMESPACES);
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        if tag.attr("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            && let Some(target) = tag.attr("Target")
        {
            return package::resolve("", target);
        }
    }
    DOCUMENT.to_owned()
}

/// Heads and feet of pages, left out. Those that repeat each other are one.
fn running(package: &mut Package<'_>, start: &str, styles: &Styles) -> Vec<DraftBlock> {
    let mut blocks: Vec<DraftBlock> = Vec::new();
    let none = Notes::new();
    for name in package.names(start, ".xml") {
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
    const PLACE: &str = "document properties";
    let (mut title, mut authors, mut language) = (String::new(), String::new(), String::new());
    if let Some(core) = package.text("docProps/core.xml") {
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
    word_processing::settle_title(draft, &title, PLACE);
    word_processing::set_authors(draft, &authors, PLACE);
    word_processing::set_language(draft, &language, PLACE);
    if draft.meta.language.is_empty() {
        word_processing::set_language(draft, &styles.language, "document's proofing language");
    }
}
