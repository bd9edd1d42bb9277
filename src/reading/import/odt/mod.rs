//! OpenDocument text (ISO/IEC 26300), in a package or as one flat XML file: text as if every tracked change were accepted, links,
//! notes and comments at the words where they stand.

mod body;
mod slides;
mod styles;

use std::rc::Rc;

use super::{
    Draft, ImportError, Importer, Input, Steps,
    package::{self, Package},
    word_processing::{self, Besides},
    xml::{self, Namespaces, Piece, Xml},
};

use body::Body;
use styles::Styles;

pub(super) use slides::IMPORTER as SLIDES;

pub(super) const IMPORTER: Importer = Importer {
    id: "odt",
    name: "OpenDocument text",
    extensions: &["odt", "ott", "fodt"],
    has_lines: false,
    sniff: |bytes| package::sniff(bytes, MEDIA_TYPE, "content.xml") || package::is_flat(bytes, MEDIA_TYPE),
    open,
};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

const NAMESPACES: Namespaces = &[
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "presentation"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "meta"),
    ("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "fo"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://www.w3.org/1999/xlink", "xlink"),
];

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut draft = Draft { format: IMPORTER.id, ..Draft::default() };
    let Parts { content, styles, meta } = Parts::of(input, MEDIA_TYPE, "the document", &mut draft)?;
    read([&content, &styles, &meta], input.steps, &mut draft);
    Ok(draft)
}

/// The parts of a document that are read. Those of a flat file are all the same.
struct Parts {
    content: Rc<str>,
    styles: Rc<str>,
    meta: Rc<str>,
}

impl Parts {
    /// Reads them; what could not be read as it should is told in the draft.
    fn of(input: &Input<'_>, media_type: &str, what: &'static str, draft: &mut Draft) -> Result<Self, ImportError> {
        draft.media_type = media_type.to_owned();
        if package::is_flat(input.bytes, media_type) {
            draft.media_type.push_str("-flat-xml");
            let whole: Rc<str> = xml::decode(input.bytes)?.into();
            return Ok(Self { content: Rc::clone(&whole), styles: Rc::clone(&whole), meta: whole });
        }
        let mut package = Package::open(input.bytes)?;
        if package.text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
            return Err(ImportError::Locked(what));
        }
        let content = package.text("content.xml").ok_or_else(|| package.why_unread(what))?.into();
        let [styles, meta] = ["styles.xml", "meta.xml"].map(|name| package.text(name).unwrap_or_default().into());
        draft.warnings.append(&mut package.warnings);
        Ok(Self { content, styles, meta })
    }
}

/// Reads the parts with the text, the styles and the properties.
fn read([content, styles_text, meta]: [&str; 3], steps: Steps<'_>, draft: &mut Draft) {
    let mut styles = Styles::default();
    styles.read(styles_text);
    styles.read(content);
    let mut heads = body::running(styles_text, &styles, "style:header");
    let mut body = Body::new(&styles);
    body.read(content, steps);
    let (blocks, besides) = body.finish();
    heads.extend(blocks);
    heads.extend(body::running(styles_text, &styles, "style:footer"));
    draft.blocks = heads;
    read_properties(meta, &styles, draft);
    let mut counted: Besides = besides;
    counted.changes = changed_regions(content);
    counted.warn(draft);
}

/// How many changes the document tracks.
fn changed_regions(content: &str) -> usize {
    let mut xml = Xml::new(content, NAMESPACES);
    let mut count = 0;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if tag.name == "text:changed-region" => count += 1,
            Piece::End(name) if name == "text:tracked-changes" => break,
            _ => {}
        }
    }
    count
}

fn read_properties(meta: &str, styles: &Styles, draft: &mut Draft) {
    const FOUND_IN: &str = "document properties";
    let [mut title, mut author, mut editor, mut language] = [const { String::new() }; 4];
    let mut xml = Xml::new(meta, NAMESPACES);
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) => match tag.name.as_str() {
                "dc:title" => title = xml.text(),
                "meta:initial-creator" => author = xml.text(),
                "dc:creator" => editor = xml.text(),
                "dc:language" => language = xml.text(),
                "office:body" => break,
                _ => {}
            },
            Piece::End(name) if name == "office:meta" => break,
            _ => {}
        }
    }
    word_processing::settle_title(draft, &title, FOUND_IN);
    word_processing::set_authors(draft, if author.is_empty() { &editor } else { &author }, FOUND_IN);
    word_processing::set_language(draft, &language, FOUND_IN);
    if draft.meta.language.is_empty() {
        word_processing::set_language(draft, &styles.language, "document's proofing language");
    }
}
