//! The blocks of a page in reading order, each with what its place in the page tells.

use scraper::{ElementRef, Html, Node};

use crate::model::BlockKind;

use super::super::{DraftBlock, LeftOut};

/// A block and what is known of its place.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The block, left out already where it stands in a part that is never the article.
    pub draft: DraftBlock,
    /// How many of its bytes are the words of links.
    pub link_bytes: usize,
    /// The number of the element that it stands in; pieces of one group are children of one element.
    pub group: usize,
    /// What an element around it is called by the page, where that tells.
    pub hint: Option<LeftOut>,
}

impl Piece {
    /// The share of its text that is links.
    pub fn link_density(&self) -> f32 {
        self.link_bytes as f32 / self.draft.block.text.len().max(1) as f32
    }
}

/// Deeper elements are one block each: no article nests so deep, and each level takes stack.
const MAX_DEPTH: usize = 150;

/// Every block of a page in reading order. Navigation and the like are left out with a reason.
pub fn pieces(page: &Html) -> Vec<Piece> {
    let place = Surroundings {
        kind: BlockKind::Paragraph,
        level: 0,
        why: None,
        in_pre: false,
        group: 0,
        hint: None,
        in_link: false,
        depth: 0,
    };
    let mut walker = Walker::default();
    walker.element(page.root_element(), place);
    walker.flush(place);
    walker.pieces
}

/// White space folded to single spaces.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What the text at a place in the page becomes.
#[derive(Debug, Clone, Copy)]
struct Surroundings {
    kind: BlockKind,
    level: u8,
    why: Option<LeftOut>,
    in_pre: bool,
    group: usize,
    hint: Option<LeftOut>,
    in_link: bool,
    depth: usize,
}

#[derive(Debug, Default)]
struct Walker {
    pieces: Vec<Piece>,
    text: String,
    link_bytes: usize,
    elements: usize,
}

impl Walker {
    fn element(&mut self, element: ElementRef<'_>, outer: Surroundings) {
        let name = element.value().name();
        if is_unseen(element) {
            return;
        }
        if name == "br" {
            return self.text.push('\n');
        }
        if name == "table" {
            return self.table(element, outer);
        }
        let place = inner_place(element, outer);
        if place.depth > MAX_DEPTH {
            return element.text().for_each(|text| self.words(text, place));
        }
        if !is_block(name) {
            return self.children(element, place);
        }
        self.flush(outer);
        self.elements += 1;
        let group = self.elements;
        self.children(element, Surroundings { group: if is_leaf(name) { place.group } else { group }, ..place });
        self.flush(Surroundings { group: if is_leaf(name) { outer.group } else { group }, ..place });
    }

    fn children(&mut self, element: ElementRef<'_>, place: Surroundings) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text, place),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, place);
                    }
                }
                _ => {}
            }
        }
    }

    /// A table is one block: a row a line, cells parted by tabs. A table that only lays out the page is walked through.
    fn table(&mut self, table: ElementRef<'_>, outer: Surroundings) {
        let rows: Vec<ElementRef<'_>> = rows_of(table);
        let is_data = rows.len() > 1
            && rows.iter().all(|row| {
                let mut cells = row.child_elements().peekable();
                row.child_elements().count() > 1
                    && cells.all(|cell| cell.text().map(str::len).sum::<usize>() < 300 && rows_of(cell).is_empty())
            });
        self.flush(outer);
        let place = inner_place(table, outer);
        if is_data {
            let line = |row: &ElementRef<'_>| {
                let cells: Vec<String> =
                    row.child_elements().map(|cell| folded(&cell.text().collect::<String>())).collect();
                cells.join("\t")
            };
            self.text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            self.flush(Surroundings { kind: BlockKind::Table, in_pre: true, ..place });
        } else {
            for child in table.child_elements() {
                self.element(child, place);
            }
            self.flush(place);
        }
    }

    fn words(&mut self, text: &str, place: Surroundings) {
        let before = self.text.len();
        if place.in_pre {
            self.text.push_str(text);
        } else {
            for char in text.chars() {
                if !char.is_whitespace() || char == '\u{a0}' {
                    self.text.push(char);
                } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            }
        }
        if place.in_link {
            self.link_bytes += self.text.len() - before;
        }
    }

    /// Ends a block. Two line breaks in a row end a paragraph as well.
    fn flush(&mut self, place: Surroundings) {
        let text = std::mem::take(&mut self.text);
        let link_bytes = std::mem::take(&mut self.link_bytes);
        let whole = text.trim();
        if whole.chars().all(is_blank) {
            return;
        }
        let parts: Vec<String> = if place.in_pre { vec![whole.to_owned()] } else { paragraphs(whole) };
        for part in parts {
            let share = link_bytes * part.len() / whole.len();
            let mut draft = DraftBlock::kept(place.kind, part);
            draft.block.level = place.level;
            if let Some(why) = place.why {
                draft.drop(why);
            }
            let Surroundings { group, hint, .. } = place;
            self.pieces.push(Piece { draft, link_bytes: share, group, hint });
        }
    }
}

/// Whether nothing is seen of a character.
fn is_blank(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Text parted at empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.split('\n').map(str::trim) {
        if line.is_empty() {
            is_open = false;
        } else if is_open && let Some(last) = out.last_mut() {
            last.push('\n');
            last.push_str(line);
        } else {
            out.push(line.to_owned());
            is_open = true;
        }
    }
    out
}

/// The rows of a table, those of tables in its cells left out.
fn rows_of(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut rows = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => rows.extend(child.child_elements().filter(|row| row.value().name() == "tr")),
            _ => {}
        }
    }
    rows
}

fn inner_place(element: ElementRef<'_>, outer: Surroundings) -> Surroundings {
    let name = element.value().name();
    let (kind, level) = match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (BlockKind::Heading, name.as_bytes()[1] - b'0'),
        "li" => (BlockKind::ListItem, if outer.kind == BlockKind::ListItem { outer.level + 1 } else { 1 }),
        "blockquote" => (BlockKind::Quote, 0),
        "figcaption" | "caption" => (BlockKind::Caption, 0),
        "pre" => (BlockKind::Code, 0),
        "p" | "div" | "dd" | "span" if hint(element) == Some(LeftOut::Caption) => (BlockKind::Caption, 0),
        _ => (outer.kind, outer.level),
    };
    Surroundings {
        kind,
        level: level.min(9),
        why: outer.why.or_else(|| furniture(element)),
        in_pre: outer.in_pre || name == "pre",
        group: outer.group,
        hint: hint(element).or(outer.hint),
        in_link: outer.in_link || name == "a",
        depth: outer.depth + 1,
    }
}

/// Parts of a page that are never the article.
fn furniture(element: ElementRef<'_>) -> Option<LeftOut> {
    match element.value().name() {
        "nav" => Some(LeftOut::Navigation),
        "footer" => Some(LeftOut::Foot),
        "dialog" => Some(LeftOut::Overlay),
        _ => match element.attr("role") {
            Some("navigation") => Some(LeftOut::Navigation),
            Some("dialog" | "alertdialog") => Some(LeftOut::Overlay),
            _ => None,
        },
    }
}

/// What the page calls an element, where that tells what is in it.
fn hint(element: ElementRef<'_>) -> Option<LeftOut> {
    const HINTS: &[(&str, LeftOut)] = &[
        ("related", LeftOut::Related),
        ("recommend", LeftOut::Related),
        ("teaser", LeftOut::Teaser),
        ("promo", LeftOut::Advertisement),
        ("advert", LeftOut::Advertisement),
        ("sponsor", LeftOut::Advertisement),
        ("newsletter", LeftOut::Newsletter),
        ("subscribe", LeftOut::Newsletter),
        ("signup", LeftOut::Newsletter),
        ("share", LeftOut::ShareBar),
        ("sharing", LeftOut::ShareBar),
        ("social", LeftOut::ShareBar),
        ("comment", LeftOut::Comments),
        ("disqus", LeftOut::Comments),
        ("cookie", LeftOut::CookieNotice),
        ("consent", LeftOut::CookieNotice),
        ("breadcrumb", LeftOut::Navigation),
        ("sidebar", LeftOut::Beside),
        ("byline", LeftOut::Author),
        ("author", LeftOut::Author),
        ("bio", LeftOut::Author),
        ("caption", LeftOut::Caption),
        ("credit", LeftOut::Caption),
        ("disclaimer", LeftOut::Disclaimer),
        ("copyright", LeftOut::Disclaimer),
        ("tags", LeftOut::Keywords),
        ("meta", LeftOut::AboutArticle),
        ("footer", LeftOut::Foot),
    ];
    if matches!(element.value().name(), "html" | "body" | "main" | "article") {
        return None;
    }
    if element.value().name() == "aside" {
        return Some(LeftOut::Beside);
    }
    let names = [element.attr("class"), element.attr("id")];
    let words = names.into_iter().flatten().flat_map(words_of);
    words.filter_map(|word| HINTS.iter().find(|(sign, _)| word.eq_ignore_ascii_case(sign)).map(|found| found.1)).next()
}

/// The words of a class list or id: `relatedItems`, `related-items` and `related_items` are two words each.
fn words_of(names: &str) -> impl Iterator<Item = &str> {
    let bytes = names.as_bytes();
    let is_edge = move |at: usize| {
        at == 0
            || !bytes[at].is_ascii_alphanumeric()
            || bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= names.len() {
            return None;
        }
        let start = at;
        at += 1;
        while at < names.len() && !is_edge(at) {
            at += 1;
        }
        Some(names.get(start..at).unwrap_or_default().trim_matches(|char: char| !char.is_alphanumeric()))
    })
}

fn is_unseen(element: ElementRef<'_>) -> bool {
    const UNSEEN: &[&str] = &[
        "script", "style", "noscript", "template", "svg", "head", "button", "select", "textarea", "iframe", "object",
        "video", "audio", "canvas", "math",
    ];
    UNSEEN.contains(&element.value().name())
        || element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
}

/// Blocks that stand for themselves: their siblings are of one group with them.
fn is_leaf(name: &str) -> bool {
    matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre")
}

fn is_block(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source",
    ];
    !INLINE.contains(&name)
}
