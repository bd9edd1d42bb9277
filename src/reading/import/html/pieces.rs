//! The blocks of a page in reading order, each with what its place in the page tells.

use std::hash::{Hash as _, Hasher as _};

use ego_tree::{NodeId, iter::Edge};
use scraper::{ElementRef, Html, Node};

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::model::{BlockKind, NoteKind, cleaning::Woven};

use super::{
    super::{
        DraftBlock, LeftOut, raised,
        references::{self, Marks, NoteOf},
    },
    cues,
    elements::{
        beside_text, furniture, hint, is_apart, is_block, is_called_lead, is_field, is_leaf, is_unseen, leads_out,
        name_parts,
    },
    guard, seen, table, thresholds,
};

/// A block and what is known of its place.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// The block, left out already where it stands in a part that is never the article.
    pub draft: DraftBlock,
    /// How many of its bytes are the words of links that lead out of the page.
    pub link_bytes: usize,
    /// The number of the element that it stands in; pieces of one group are children of one element.
    pub group: usize,
    /// What an element around it is called by the page, where that tells.
    pub hint: Option<LeftOut>,
    /// Whether a field or a button stands in it, or it in a form.
    pub has_control: bool,
    /// Whether it is nothing but a `time` element.
    pub is_time: bool,
    /// Whether the page calls it a standfirst.
    pub is_called_lead: bool,
    /// What its `time` element says; of several the one that tells when the page was published.
    pub moment: Option<Moment>,
}

/// What a `time` element says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// What it states for programs.
    pub stated: Option<String>,
    /// The words that readers see.
    pub printed: String,
    /// Whether another one of its line tells when the page was changed, or this one alone when it was published.
    pub is_chosen: bool,
    role: TimeRole,
}

/// What the page calls a `time` element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum TimeRole {
    Changed,
    #[default]
    Plain,
    Published,
}

impl Piece {
    /// The share of its text that is links.
    pub fn link_density(&self) -> f32 {
        self.link_bytes as f32 / self.draft.block.text.len().max(1) as f32
    }

    /// Whether it was in the article's text, or beside its words, and stays out whatever the article is.
    pub fn is_beside_text(&self) -> bool {
        self.draft.why.is_some_and(LeftOut::is_beside_text)
    }
}

/// An element that holds blocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holder {
    /// The number of the element around it.
    pub parent: usize,
    /// Its name and classes: elements that are made alike have the same.
    pub made: u64,
    /// Whether the page calls it anything.
    pub is_called: bool,
    /// Whether a field or button stands in it.
    pub has_control: bool,
    /// Whether somebody can type in it.
    pub has_field: bool,
    /// Whether a button in it calls to subscribe, to sign in, to show what is not shown.
    pub calls: bool,
}

/// Deeper elements are one block each: no article nests so deep, and each level takes stack.
const MAX_DEPTH: usize = 150;

/// Pages written into a page, in each other.
const MAX_FRAMES: usize = 3;

/// Every block of a page in reading order. Navigation and the like are left out with a reason.
pub fn pieces(page: &Html) -> Vec<Piece> {
    pieces_and_holders(page, 0, address_of(page, None)).0
}

/// Every block of a page, and the elements that hold them by their numbers.
pub fn pieces_and_holders(page: &Html, frames: usize, address: Option<Url>) -> (Vec<Piece>, Vec<Holder>) {
    let aims = seen::aims(page);
    let note_boxes = seen::note_boxes(page, &aims);
    let mut walker =
        Walker { frames, address, aims, note_boxes, holders: vec![Holder::default()], ..Walker::default() };
    let around = Surroundings {
        kind: BlockKind::Paragraph,
        level: 0,
        why: None,
        in_pre: false,
        group: 0,
        hint: None,
        in_link: false,
        in_form: false,
        in_lead: false,
        note: None,
        depth: 0,
    };
    walker.element(page.root_element(), around);
    walker.flush(around);
    (walker.pieces, walker.holders)
}

/// The address to which those in a page are relative: what the page says, else where it was fetched from.
pub fn address_of(page: &Html, url: Option<&str>) -> Option<Url> {
    let whole = |text: &str| Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let mut elements = page.tree.nodes().filter_map(ElementRef::wrap);
    let (mut base, mut canonical) = (None, None);
    // All of them stand in the head.
    for element in elements.by_ref().take_while(|element| element.value().name() != "p") {
        match element.value().name() {
            "base" if base.is_none() => base = element.attr("href"),
            "link" if canonical.is_none() && element.attr("rel") == Some("canonical") => {
                canonical = element.attr("href").and_then(whole);
            }
            "meta" if canonical.is_none() && element.attr("property") == Some("og:url") => {
                canonical = element.attr("content").and_then(whole);
            }
            _ => {}
        }
    }
    let address = url.and_then(whole).or(canonical);
    match base {
        Some(base) => whole(base).or_else(|| address.as_ref()?.join(base).ok()).or(address),
        None => address,
    }
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
    in_form: bool,
    in_lead: bool,
    /// Which of the walker's notes it is part of.
    note: Option<usize>,
    depth: usize,
}

#[derive(Debug, Default)]
struct Walker {
    /// The address of the page.
    address: Option<Url>,
    /// What links in the page lead to.
    aims: FxHashSet<String>,
    /// The elements that hold all of such a note, and its name.
    note_boxes: FxHashMap<NodeId, String>,
    /// What was found of them, by its name.
    notes: Vec<String>,
    /// The note that the block being read is.
    note: Option<usize>,
    /// What stands at the words of the block.
    marks: Marks,
    pieces: Vec<Piece>,
    holders: Vec<Holder>,
    text: String,
    link_bytes: usize,
    time_bytes: usize,
    moment: Option<Moment>,
    has_control: bool,
    /// Words that stand beside the text of the block, with the reason.
    beside: Vec<(LeftOut, String)>,
    frames: usize,
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
        if let Some(why) = beside_text(name) {
            if name == seen::NOTE_SIGN {
                self.note_sign(element);
            }
            return self.beside(element, why, outer);
        }
        if table::is_table(element) {
            return self.table(element, outer);
        }
        let mut around = inner(element, outer);
        if around.depth > MAX_DEPTH {
            return element.text().for_each(|text| self.words(text, around));
        }
        if let Some(note) = self.note_called(element) {
            if is_block(name) {
                around.note = Some(note);
            } else if self.text.trim().is_empty() || self.text.ends_with('\n') {
                // Notes may be lines of one paragraph.
                self.flush(outer);
                self.note = Some(note);
            }
        }
        if !is_block(name) {
            let before = self.text.len();
            self.inline(element, around);
            if name == "time" {
                let printed = self.text.get(before..).unwrap_or_default().to_owned();
                self.time_bytes += printed.len();
                self.time(element, printed);
            }
            return;
        }
        self.flush(outer);
        let group = self.hold(element, outer);
        self.children(element, Surroundings { group: if is_leaf(name) { around.group } else { group }, ..around });
        self.flush(Surroundings { group: if is_leaf(name) { outer.group } else { group }, ..around });
    }

    /// An element in a line; where it is a link its words keep the address.
    fn inline(&mut self, element: ElementRef<'_>, around: Surroundings) {
        let Some(address) = self.address(element) else {
            self.link_sign(element);
            return self.children(element, around);
        };
        self.marks.open_link(self.text.len(), address);
        self.children(element, around);
        self.marks.close_link(self.text.len());
    }

    /// Where a link leads, if out of the page.
    fn address(&self, element: ElementRef<'_>) -> Option<String> {
        let href = element.attr("href").filter(|_| element.value().name() == "a")?;
        references::address(href, self.address.as_ref())
    }

    /// A link to a note in the page is its sign.
    fn link_sign(&mut self, element: ElementRef<'_>) {
        let is_link = element.value().name() == "a";
        if let Some((sign, aim)) = is_link.then(|| seen::sign_and_aim(element)).flatten() {
            self.marks.sign(self.text.len(), format!("#{aim}"), &sign);
        }
    }

    /// The sign of a note, which is none of the words: it leads to the note, or has its number.
    fn note_sign(&mut self, sign: ElementRef<'_>) {
        let at = self.text.len();
        // A sign may lead right to the source: then the word before it does.
        let word = self.text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
        for href in sign.descendent_elements().filter_map(|link| link.attr("href")) {
            if let Some(address) = references::address(href, self.address.as_ref()) {
                self.marks.link(word..at, address);
            }
        }
        let aims = seen::aims_of_sign(sign);
        if !aims.is_empty() {
            aims.into_iter().for_each(|(text, aim)| self.marks.sign(at, format!("#{aim}"), &text));
            return;
        }
        let text: String = sign.text().collect();
        for number in text.split([',', ' ']).map(bare_sign).filter(|number| !number.is_empty()) {
            self.marks.sign(at, format!("sign {number}"), number);
        }
    }

    /// The note that an element is, if a link in the page leads to it.
    fn note_called(&mut self, element: ElementRef<'_>) -> Option<usize> {
        if self.aims.is_empty() {
            return None;
        }
        let named = || seen::target_name(element).filter(|name| self.aims.contains(*name));
        let name = self.note_boxes.get(&element.id()).map(String::as_str).or_else(named);
        name.map(|name| {
            self.notes.push(format!("#{name}"));
            self.notes.len() - 1
        })
    }

    /// Notes a `time` element where no other of the line says more of when the page was published.
    fn time(&mut self, element: ElementRef<'_>, printed: String) {
        let role = time_role(element);
        let stated = element.attr("datetime").map(str::to_owned);
        let is_chosen = self.moment.as_ref().is_some_and(|there| there.role != role);
        match &mut self.moment {
            Some(there) if there.role > role || there.role == role && there.stated.is_some() => {
                there.is_chosen |= is_chosen;
            }
            there => *there = Some(Moment { stated, printed, is_chosen, role }),
        }
    }

    fn hold(&mut self, element: ElementRef<'_>, outer: Surroundings) -> usize {
        let mut hasher = rustc_hash::FxHasher::default();
        let classes = element.attr("class").unwrap_or_default();
        let data = element.attr("data-component").or_else(|| element.attr("data-testid"));
        (element.value().name(), classes, data).hash(&mut hasher);
        self.holders.push(Holder {
            parent: outer.group,
            made: hasher.finish(),
            is_called: !classes.is_empty() || data.is_some(),
            ..Holder::default()
        });
        self.holders.len() - 1
    }

    fn children(&mut self, element: ElementRef<'_>, around: Surroundings) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text, around),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, around);
                    }
                }
                _ => {}
            }
        }
    }

    /// Words that are shown but are none of the text: they are listed behind their block.
    fn beside(&mut self, element: ElementRef<'_>, why: LeftOut, around: Surroundings) {
        if why == LeftOut::Control {
            self.has_control = true;
            let holder = &mut self.holders[around.group];
            holder.has_control = true;
            holder.has_field |= is_field(element);
            holder.calls |= cues::is_call(&cues::low(&element.text().collect::<String>()));
        }
        if self.frames < MAX_FRAMES {
            for frame in element.descendent_elements().filter_map(|inner| inner.attr("srcdoc")) {
                self.frame(frame);
            }
        }
        let words = folded(&element.text().collect::<Vec<_>>().join(if name_parts(element) { " " } else { "" }));
        if words.chars().all(is_blank) {
            return;
        }
        match self.beside.last_mut().filter(|(there, _)| *there == why && why.is_small()) {
            Some((_, before)) => {
                before.push(' ');
                before.push_str(&words);
            }
            None => self.beside.push((why, words)),
        }
    }

    /// The words of a page within the page.
    fn frame(&mut self, source: &str) {
        let mut page = Html::parse_document(&guard::bounded(source).text);
        seen::as_seen(&mut page);
        let pieces = pieces_and_holders(&page, self.frames + 1, self.address.clone()).0;
        self.beside.extend(pieces.into_iter().map(|piece| (LeftOut::Embedded, piece.draft.block.text)));
    }

    /// A table of data is one block, its caption another before it. A table that only lays out the page is walked through.
    fn table(&mut self, table: ElementRef<'_>, outer: Surroundings) {
        self.flush(outer);
        let around = inner(table, outer);
        let Some(words) = table::data(table, &mut |cell| self.cell(cell)) else {
            self.children(table, around);
            return self.flush(around);
        };
        for child in table.child_elements().filter(|child| child.value().name() == "caption") {
            self.element(child, around);
        }
        self.link_bytes = table
            .descendent_elements()
            .filter(|inner| leads_out(*inner))
            .flat_map(|link| link.text())
            .map(str::len)
            .sum();
        (self.text, self.marks) = (words.text, words.marks);
        let apart = table.descendent_elements().filter(|inner| inner.value().name() != "caption");
        for inner in apart.filter(|inner| beside_text(inner.value().name()).is_some() && !is_unseen(*inner)) {
            self.beside(inner, beside_text(inner.value().name()).unwrap_or(LeftOut::Control), around);
        }
        self.flush(Surroundings { kind: BlockKind::Table, in_pre: true, ..around });
    }

    /// The words of a cell in one line, its blocks and lines parted by spaces, and what stands at them.
    fn cell(&mut self, cell: ElementRef<'_>) -> table::Words {
        let outer = (std::mem::take(&mut self.text), std::mem::take(&mut self.marks));
        let mut apart = 0;
        for edge in cell.traverse() {
            let (Edge::Open(node) | Edge::Close(node)) = edge;
            let (is_open, element) = (matches!(edge, Edge::Open(_)), ElementRef::wrap(node));
            match (node.value(), element) {
                (Node::Text(words), _) if is_open && apart == 0 => self.text.push_str(words),
                (_, Some(inner)) if inner != cell && is_apart(inner) => {
                    if is_open && inner.value().name() == seen::NOTE_SIGN && apart == 0 {
                        self.note_sign(inner);
                    }
                    apart = if is_open { apart + 1 } else { apart - 1 };
                }
                (_, Some(inner)) if apart == 0 && is_open => self.cell_part(inner),
                (_, Some(inner)) if apart == 0 && self.address(inner).is_some() => {
                    self.marks.close_link(self.text.len());
                }
                _ => {}
            }
        }
        let (text, marks) = (std::mem::replace(&mut self.text, outer.0), std::mem::replace(&mut self.marks, outer.1));
        let woven = one_line(&text);
        table::Words { marks: marks.through(&woven), text: woven.text }
    }

    /// An element in a cell begins.
    fn cell_part(&mut self, inner: ElementRef<'_>) {
        let name = inner.value().name();
        if is_block(name) || name == "br" {
            self.text.push(' ');
        }
        match self.address(inner) {
            Some(address) => self.marks.open_link(self.text.len(), address),
            None => self.link_sign(inner),
        }
    }

    fn words(&mut self, text: &str, around: Surroundings) {
        let before = self.text.len();
        if around.in_pre {
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
        if around.in_link {
            self.link_bytes += self.text.len() - before;
        }
    }

    /// Ends a block. Two line breaks in a row end a paragraph as well.
    fn flush(&mut self, around: Surroundings) {
        let text = std::mem::take(&mut self.text);
        let link_bytes = std::mem::take(&mut self.link_bytes);
        let time_bytes = std::mem::take(&mut self.time_bytes);
        let moment = self.moment.take();
        let has_control = std::mem::take(&mut self.has_control) || around.in_form;
        let marks = self.marks.end_line(text.len());
        let note = self.note.take().or(around.note);
        let whole = text.trim();
        let is_time = time_bytes >= whole.len();
        if !whole.chars().all(is_blank) {
            let parts = match around.kind {
                BlockKind::Table => vec![table_rows(&text)],
                _ if around.in_pre => vec![trimmed(&text)],
                _ => paragraphs(&text),
            };
            let starts: Vec<usize> = parts.iter().map(|(start, _)| *start).collect();
            for ((_, part), marks) in parts.into_iter().zip(marks.parted(&starts)) {
                let share = link_bytes * part.text.len() / whole.len();
                let mut draft = DraftBlock::kept(around.kind, "");
                draft.marks = marks;
                draft.rewoven(part);
                draft.note = self.note_of(note, &draft.block.text);
                draft.block.level = around.level;
                if let Some(why) = around.why {
                    draft.drop(why);
                }
                let Surroundings { group, hint, in_lead, .. } = around;
                let is_called_lead = in_lead;
                self.pieces.push(Piece {
                    draft,
                    link_bytes: share,
                    group,
                    hint,
                    has_control,
                    is_time,
                    is_called_lead,
                    moment: moment.clone(),
                });
            }
        }
        for (why, words) in std::mem::take(&mut self.beside) {
            let mut draft = DraftBlock::kept(BlockKind::Paragraph, words);
            draft.drop(why);
            let Surroundings { group, hint, .. } = around;
            self.pieces.push(Piece { draft, group, hint, ..Piece::default() });
        }
    }
}

impl Walker {
    /// The note that a block is: what a link leads to, else what begins with a raised number.
    fn note_of(&self, note: Option<usize>, text: &str) -> Option<Box<NoteOf>> {
        let key = match note.and_then(|note| self.notes.get(note)) {
            Some(key) => key.clone(),
            None => format!("sign {}", raised::raised_number(text)?),
        };
        let kind = if key.starts_with("#cmnt") { NoteKind::Comment } else { NoteKind::Note };
        Some(Box::new(NoteOf { key, kind, ..NoteOf::default() }))
    }
}

/// A sign without its brackets.
fn bare_sign(text: &str) -> &str {
    text.trim().trim_matches(['[', ']', '(', ')'])
}

fn time_role(element: ElementRef<'_>) -> TimeRole {
    let names = [element.attr("itemprop"), element.attr("class")];
    let words: Vec<&str> = names.into_iter().flatten().flat_map(str::split_whitespace).collect();
    let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
    if has(&["datePublished", "published", "dt-published"]) || element.attr("pubdate").is_some() {
        TimeRole::Published
    } else if has(&["dateModified", "updated", "dt-updated", "modified"]) {
        TimeRole::Changed
    } else {
        TimeRole::Plain
    }
}

/// Whether nothing is seen of a character.
fn is_blank(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Text without the white space at its edges, and where it starts.
fn trimmed(text: &str) -> (usize, Woven) {
    let start = text.len() - text.trim_start().len();
    let mut woven = Woven::default();
    woven.keep(text, start..start + text.trim().len());
    (start, woven)
}

/// A table whole: tabs before its first words stand for columns.
fn table_rows(text: &str) -> (usize, Woven) {
    let mut woven = Woven::default();
    woven.keep(text, 0..text.trim_end().len());
    (0, woven)
}

/// Words with single spaces between them.
fn one_line(text: &str) -> Woven {
    let mut woven = Woven::default();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap_or(0);
        if at > 0 {
            woven.add(" ");
        }
        at = start + word.len();
        woven.keep(text, start..at);
    }
    woven
}

/// Text parted at empty lines, and where each part starts.
fn paragraphs(text: &str) -> Vec<(usize, Woven)> {
    let mut out: Vec<(usize, Woven)> = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    for line in text.split('\n') {
        let start = at + line.len() - line.trim_start().len();
        let words = line.trim();
        at += line.len() + 1;
        if words.is_empty() {
            is_open = false;
            continue;
        }
        if !is_open {
            out.push((start, Woven::default()));
        }
        if let Some((_, part)) = out.last_mut() {
            if is_open {
                part.add("\n");
            }
            part.keep(text, start..start + words.len());
        }
        is_open = true;
    }
    out
}

fn inner(element: ElementRef<'_>, outer: Surroundings) -> Surroundings {
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
        level: level.min(thresholds::LEVELS),
        why: outer.why.or_else(|| furniture(element)),
        in_pre: outer.in_pre || name == "pre",
        group: outer.group,
        hint: hint(element).or(outer.hint),
        in_link: outer.in_link || leads_out(element),
        in_form: outer.in_form || name == "form",
        in_lead: outer.in_lead || is_called_lead(element),
        note: outer.note,
        depth: outer.depth + 1,
    }
}
