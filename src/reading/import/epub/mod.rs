//! EPUB books, 2 and 3 (W3C EPUB 3.3): every chapter's blocks in the order of the spine, chapter by chapter; what stands before and
//! behind the text proper is proposed to stay out.

mod chapter;
mod contents;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MetaField, Warning,
    draft::Chapter,
    html,
    package::{self, Package},
    word_processing,
    xml::{Piece, Xml},
};
use crate::model::BlockKind;

use contents::Contents;

pub(super) const IMPORTER: Importer = Importer {
    id: "epub",
    name: "EPUB book",
    extensions: &["epub"],
    has_lines: false,
    sniff: |bytes| package::sniff(bytes, "application/epub+zip", CONTAINER),
    open,
};

const CONTAINER: &str = "META-INF/container.xml";

/// Of a book with more documents the rest is left out.
const MAX_DOCUMENTS: usize = 2_000;

/// Of a book with more blocks the rest is left out.
const MAX_BLOCKS: usize = 100_000;

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut package = Package::open(input.bytes)?;
    let book_name = book_part(&mut package).ok_or_else(|| package.why_unread("the book"))?;
    let text = package.text(&book_name).ok_or_else(|| package.why_unread("the book"))?;
    let book = Book::read(&text, &book_name);
    let contents = Contents::read(&book, &mut package);
    let mut draft = Draft { format: IMPORTER.id, media_type: "application/epub+zip".into(), ..Draft::default() };
    set_meta(&book, &mut draft);
    let locked = encrypted(&mut package);
    if !book.spine.is_empty() && book.spine.iter().all(|item| locked.contains(&item.name)) {
        return Err(ImportError::LockedBySeller);
    }
    let (mut unread, mut held) = (0, 0);
    let documents = book.spine.len().min(MAX_DOCUMENTS);
    for (at, item) in book.spine.iter().take(documents).enumerate() {
        if locked.contains(&item.name) || draft.blocks.len() > MAX_BLOCKS || held > word_processing::MAX_TEXT {
            unread += 1;
            continue;
        }
        match package.text(&item.name) {
            Some(page) => {
                let before = draft.blocks.len();
                add_chapter(&page, item, &contents, &mut draft);
                held += draft.blocks[before..].iter().map(|block| block.block.text.len()).sum::<usize>();
            }
            None => unread += 1,
        }
        input.steps.tell(at + 1, documents);
    }
    if unread > 0 || book.spine.len() > MAX_DOCUMENTS {
        let count = unread + book.spine.len().saturating_sub(MAX_DOCUMENTS);
        draft.warnings.push(Warning::new(format!(
            "{count} of the book's {} parts could not be read: missing, damaged, too large, or locked by its seller.",
            book.spine.len()
        )));
    }
    draft.warnings.append(&mut package.warnings);
    if !draft.blocks.iter().any(|block| block.keep) {
        draft.blocks.iter_mut().for_each(|block| block.keep = true);
    }
    place_headline(&mut draft);
    Ok(draft)
}

/// The part that describes the book.
fn book_part(package: &mut Package<'_>) -> Option<String> {
    let container = package.text(CONTAINER);
    let named = container.and_then(|container| {
        let mut xml = Xml::new(&container, &[]);
        while let Some(piece) = xml.next() {
            if let Piece::Start(tag) = piece
                && tag.local() == "rootfile"
                && let Some(path) = tag.attr("full-path")
            {
                return Some(package::resolve("", path));
            }
        }
        None
    });
    named.or_else(|| package.names("", ".opf").into_iter().next())
}

/// Parts that are locked (fonts are, in books that are not).
fn encrypted(package: &mut Package<'_>) -> Vec<String> {
    let Some(text) = package.text("META-INF/encryption.xml") else { return Vec::new() };
    let mut xml = Xml::new(&text, &[]);
    let mut names = Vec::new();
    while let Some(piece) = xml.next() {
        if let Piece::Start(tag) = piece
            && tag.local() == "CipherReference"
            && let Some(name) = tag.attr("URI")
        {
            names.push(package::resolve("", name));
        }
    }
    names
}

/// What the book's own description says.
#[derive(Debug, Default)]
pub struct Book {
    title: String,
    authors: Vec<(String, String)>,
    /// The role of each creator, by its id.
    roles: Vec<(String, String)>,
    publisher: String,
    date: String,
    language: String,
    /// Every part: its id, name and properties.
    manifest: Vec<(String, String, String)>,
    spine: Vec<SpineItem>,
    /// The table of contents of EPUB 2.
    ncx: Option<String>,
    /// What a part is, as EPUB 2 says it: its name and its kind.
    guide: Vec<(String, String)>,
}

/// A document of the book, in reading order.
#[derive(Debug, Clone)]
pub struct SpineItem {
    /// The part.
    name: String,
    /// Whether it is read in its turn rather than opened from elsewhere.
    is_linear: bool,
}

impl Book {
    fn read(text: &str, name: &str) -> Self {
        let mut book = Self::default();
        let mut xml = Xml::new(text, &[("http://www.idpf.org/2007/opf", "opf")]);
        let mut ncx_id = String::new();
        let mut order: Vec<(String, bool)> = Vec::new();
        while let Some(piece) = xml.next() {
            let Piece::Start(tag) = piece else { continue };
            let attr = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
            match tag.local() {
                "title" if book.title.is_empty() => book.title = xml.text(),
                "creator" => {
                    let role = tag.attr("opf:role").unwrap_or_default().to_owned();
                    let id = attr("id");
                    if !role.is_empty() {
                        book.roles.push((id.clone(), role));
                    }
                    book.authors.push((id, xml.text()));
                }
                "publisher" if book.publisher.is_empty() => book.publisher = xml.text(),
                "language" if book.language.is_empty() => book.language = xml.text(),
                "date" => book.take_date(&attr("opf:event"), xml.text()),
                "meta" if tag.attr("property") == Some("role") => {
                    let id = attr("refines").trim_start_matches('#').to_owned();
                    book.roles.push((id, xml.text()));
                }
                "item" => {
                    let part = package::resolve(name, tag.attr("href").unwrap_or_default());
                    book.manifest.push((attr("id"), part, attr("properties")));
                }
                "spine" => ncx_id = attr("toc"),
                "itemref" => order.push((attr("idref"), tag.attr("linear") != Some("no"))),
                "reference" => book.guide.push((package::resolve(name, &attr("href")), attr("type"))),
                _ => {}
            }
        }
        let part = |id: &str| book.manifest.iter().find(|(found, ..)| found == id).map(|(_, name, _)| name.clone());
        book.ncx = part(&ncx_id);
        let spine =
            order.iter().filter_map(|(id, is_linear)| Some(SpineItem { name: part(id)?, is_linear: *is_linear }));
        book.spine = spine.collect();
        book
    }

    /// The date of publication; those of changes and of the file are others.
    fn take_date(&mut self, event: &str, text: String) {
        let is_publication = matches!(event, "publication" | "original-publication");
        if is_publication || event.is_empty() && self.date.is_empty() {
            self.date = text;
        }
    }
}

fn set_meta(book: &Book, draft: &mut Draft) {
    const FOUND_IN: &str = "book's own data";
    let mut put = |field: MetaField, value: String, to: fn(&mut Draft, String)| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            to(draft, value);
            draft.note(field, FOUND_IN);
        }
    };
    put(MetaField::Title, book.title.clone(), |draft, value| draft.meta.title = value);
    put(MetaField::Publisher, book.publisher.clone(), |draft, value| draft.meta.publisher = value);
    let date = html::iso_date(&book.date).filter(|date| !date.starts_with("0101") && !date.starts_with("0000"));
    put(MetaField::Published, date.unwrap_or_default(), |draft, value| draft.meta.published = value);
    // Translators and illustrators are creators too.
    let is_author =
        |id: &str| book.roles.iter().find(|(of, _)| of == id && !id.is_empty()).is_none_or(|(_, role)| role == "aut");
    let authors: Vec<&str> = book
        .authors
        .iter()
        .filter(|(id, _)| is_author(id))
        .map(|(_, name)| name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    if !authors.is_empty() {
        draft.meta.authors = authors.into_iter().map(str::to_owned).collect();
        draft.note(MetaField::Authors, FOUND_IN);
    }
    word_processing::set_language(draft, &book.language, FOUND_IN);
}

fn add_chapter(page: &str, item: &SpineItem, contents: &Contents, draft: &mut Draft) {
    let mut read = chapter::read(page, &item.name);
    if read.blocks.is_empty() {
        return;
    }
    let heading = read.blocks.iter().find(|block| block.block.kind == BlockKind::Heading);
    let heading = heading.map(|block| block.block.text.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = contents.title_of(&item.name).map(str::to_owned).or(heading).filter(|title| !title.is_empty());
    let is_notes = read.blocks.iter().all(|block| matches!(block.block.kind, BlockKind::Footnote | BlockKind::Heading));
    let why = contents::aside(&item.name, title.as_deref(), read.section.as_deref(), contents)
        .or((!item.is_linear && !is_notes).then_some(LeftOut::BesideReadingOrder));
    if let Some(why) = why {
        read.blocks.iter_mut().for_each(|block| block.drop(why));
    }
    if read.is_damaged {
        let message = "A chapter is damaged; it was read as well as possible.";
        draft.warnings.push(Warning { message: message.to_owned(), locator: title.clone() });
    }
    let start = draft.blocks.len();
    draft.blocks.append(&mut read.blocks);
    let name = item.name.rsplit('/').next().unwrap_or_default();
    draft.chapters.push(Chapter {
        title: title
            .unwrap_or_else(|| why.map_or_else(|| format!("Untitled ({name})"), |why| capitalised(why.label()))),
        blocks: start..draft.blocks.len(),
    });
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The book's title comes in as headline: as the heading that repeats it where one does and comes in, else as a block of its own.
fn place_headline(draft: &mut Draft) {
    let title = draft.meta.title.clone();
    if title.is_empty() {
        return;
    }
    let repeats = |kind| matches!(kind, BlockKind::Heading | BlockKind::Paragraph);
    let is_title = |block: &DraftBlock| block.keep && repeats(block.block.kind) && block.block.text == title;
    let first = draft.blocks.iter().position(|block| block.keep).unwrap_or(0);
    match draft.blocks.get_mut(first).filter(|block| is_title(block)) {
        Some(block) => (block.block.kind, block.block.level) = (BlockKind::Headline, 0),
        None => {
            draft.blocks.insert(0, DraftBlock::kept(BlockKind::Headline, title));
            for chapter in &mut draft.chapters {
                chapter.blocks = chapter.blocks.start + 1..chapter.blocks.end + 1;
            }
        }
    }
}
