//! Turns a page's tree into what its readers see: shadow roots that stand in the source, signs that a browser adds or raises, buttons
//! in running text. What is struck out or read aloud beside the words gets a place of its own among the blocks, left out.

use ego_tree::{NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::{ElementRef, Html, Node, node::Text};

use crate::import::raised;

use super::{cues, thresholds as set};

/// The name given to raised signs of notes.
pub const NOTE_SIGN: &str = "claimdesk-note-sign";
/// The name given to a sign that leads to the heading it stands in.
pub const ANCHOR_SIGN: &str = "claimdesk-anchor-sign";

/// Elements whose words stand beside the text and not in it.
pub const BESIDE_TEXT: &[&str] = &["del", "s", "strike", "rt", "rp", "rtc", "svg", NOTE_SIGN, ANCHOR_SIGN];

/// Brings the tree into the form in which it is seen. Returns whether anything was changed that the extractors have to know.
pub fn as_seen(page: &mut Html) -> bool {
    let found = PlacesSeen::of(page);
    let is_changed = !found.is_empty() || found.has_beside;
    found.templates.iter().for_each(|&id| open_shadow_root(page, id));
    found.buttons.iter().for_each(|&id| rename(page, id, "span"));
    found.quotes.iter().for_each(|&id| quote(page, id));
    for (id, shift) in found.shifted {
        match shift {
            Shift::Note => rename(page, id, NOTE_SIGN),
            Shift::Up => change_text(page, id, raised::raised),
            Shift::Down => change_text(page, id, raised::lowered),
        }
    }
    found.anchors.iter().for_each(|&id| rename(page, id, ANCHOR_SIGN));
    found.gaps.iter().for_each(|&id| space_before(page, id));
    found.glued_signs.iter().for_each(|&id| space_after(page, id));
    is_changed
}

/// Takes out what stands beside the text, and boxes that ask for consent, before the extractors read the page.
pub fn without_beside(page: &mut Html) {
    let is_it = |node: &NodeRef<'_, Node>| {
        let name = node.value().as_element().map(scraper::node::Element::name);
        name.is_some_and(|name| BESIDE_TEXT.contains(&name)) || ElementRef::wrap(*node).is_some_and(is_consent_box)
    };
    let ids: Vec<NodeId> = page.tree.nodes().filter(is_it).map(|node| node.id()).collect();
    for id in ids {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
}

/// Whether an element is called what programs that ask for consent call their boxes.
pub fn is_consent_box(element: ElementRef<'_>) -> bool {
    const BOXES: &[&str] = &[
        "onetrust",
        "didomi",
        "usercentrics",
        "cookiebot",
        "cybotcookiebot",
        "sp_message_container",
        "qc-cmp",
        "cmpbox",
        "truste",
        "cookie-notice",
        "cookie-banner",
        "cookie-consent",
        "cookie-law",
        "cookieconsent",
        "consent-banner",
        "gdpr-consent",
    ];
    let is_outer = matches!(element.value().name(), "html" | "body" | "main" | "article");
    let is_called = |name: &str| {
        let low = name.to_ascii_lowercase();
        BOXES.iter().any(|start| low.starts_with(start))
    };
    !is_outer
        && (element.attr("id").is_some_and(is_called)
            || element.attr("class").is_some_and(|names| names.split_ascii_whitespace().any(is_called)))
}

#[derive(Default)]
struct PlacesSeen {
    templates: Vec<NodeId>,
    buttons: Vec<NodeId>,
    quotes: Vec<NodeId>,
    shifted: Vec<(NodeId, Shift)>,
    anchors: Vec<NodeId>,
    gaps: Vec<NodeId>,
    glued_signs: Vec<NodeId>,
    has_beside: bool,
}

#[derive(Clone, Copy)]
enum Shift {
    Note,
    Up,
    Down,
}

impl PlacesSeen {
    fn of(page: &Html) -> Self {
        let mut found = Self::default();
        let mut notes = None;
        for element in page.tree.nodes().filter_map(ElementRef::wrap) {
            let id = element.id();
            match element.value().name() {
                "template" if shadow_root(element) => found.templates.push(id),
                "button" if is_in_running_text(element) => found.buttons.push(id),
                "q" => found.quotes.push(id),
                "sup" if is_short(element) => {
                    let numbers = notes.get_or_insert_with(|| note_numbers(page));
                    let is_note = is_note_sign(element, numbers);
                    found.shifted.push((id, if is_note { Shift::Note } else { Shift::Up }));
                }
                "sub" if is_short(element) => found.shifted.push((id, Shift::Down)),
                "a" if is_anchor_sign(element) => found.anchors.push(id),
                "a" if is_glued_sign(element) => found.glued_signs.push(id),
                "span" if is_glued(element) => found.gaps.push(id),
                "del" | "s" | "strike" | "rt" | "rp" | "rtc" | "svg" => found.has_beside = true,
                _ => found.has_beside |= is_consent_box(element),
            }
        }
        found
    }

    fn is_empty(&self) -> bool {
        let Self { templates, buttons, quotes, anchors, gaps, glued_signs, .. } = self;
        let lists = [templates, buttons, quotes, anchors, gaps, glued_signs];
        self.shifted.is_empty() && lists.iter().all(|list| list.is_empty())
    }
}

fn shadow_root(element: ElementRef<'_>) -> bool {
    ["shadowrootmode", "shadowroot"].iter().any(|name| element.attr(name).is_some())
}

/// A declarative shadow root is shown where it stands.
fn open_shadow_root(page: &mut Html, id: NodeId) {
    rename(page, id, "div");
    let Some(template) = page.tree.get(id) else { return };
    let fragments: Vec<NodeId> =
        template.children().filter(|child| child.value().is_fragment()).map(|child| child.id()).collect();
    for fragment in fragments {
        if let Some(mut template) = page.tree.get_mut(id) {
            template.reparent_from_id_append(fragment);
        }
        if let Some(mut fragment) = page.tree.get_mut(fragment) {
            fragment.detach();
        }
    }
}

fn rename(page: &mut Html, id: NodeId, name: &str) {
    if let Some(mut node) = page.tree.get_mut(id)
        && let Node::Element(element) = node.value()
    {
        element.name.local = name.into();
    }
}

/// A browser puts quotation marks around `q`, by the page's language.
fn quote(page: &mut Html, id: NodeId) {
    let Some(element) = page.tree.get(id).and_then(ElementRef::wrap) else { return };
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let language = around.filter_map(|outer| outer.attr("lang")).next().unwrap_or_default().to_ascii_lowercase();
    let is_inner = element.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "q");
    let text: String = element.text().collect();
    if text.trim().is_empty() || text.trim_start().starts_with(['"', '“', '„', '«', '»', '‘', '‚', '「', '”'])
    {
        return;
    }
    let (open, close) = marks(&language, is_inner);
    if let Some(mut node) = page.tree.get_mut(id) {
        node.prepend(Node::Text(Text { text: open.into() }));
        node.append(Node::Text(Text { text: close.into() }));
    }
}

/// Quotation marks of a language, as browsers set them (CLDR).
fn marks(language: &str, is_inner: bool) -> (&'static str, &'static str) {
    let outer_and_inner = match language.split('-').next().unwrap_or_default() {
        "de" | "cs" | "sk" | "sl" | "hr" | "bg" | "et" | "lt" | "is" => [("„", "“"), ("‚", "‘")],
        "pl" | "hu" | "ro" => [("„", "”"), ("«", "»")],
        "fr" => [("« ", " »"), ("« ", " »")],
        "es" | "it" | "pt" | "no" | "nb" | "nn" | "uk" | "ru" | "el" | "ca" => [("«", "»"), ("“", "”")],
        "sv" | "fi" => [("”", "”"), ("’", "’")],
        "ja" | "zh" => [("「", "」"), ("『", "』")],
        _ => [("“", "”"), ("‘", "’")],
    };
    outer_and_inner[usize::from(is_inner)]
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn is_short(element: ElementRef<'_>) -> bool {
    let has_block = element.descendent_elements().any(|inner| matches!(inner.value().name(), "p" | "div" | "li"));
    !has_block && text_of(element).trim().chars().count() <= raised::LONGEST_RAISED
}

fn change_text(page: &mut Html, id: NodeId, change: fn(&str) -> String) {
    let Some(node) = page.tree.get(id) else { return };
    let texts: Vec<NodeId> =
        node.descendants().filter(|inner| inner.value().is_text()).map(|inner| inner.id()).collect();
    // Letters of a word stay letters also where they are marked up one by one.
    let whole: String = ElementRef::wrap(node).map(text_of).unwrap_or_default();
    if change(&whole) == whole {
        return;
    }
    for id in texts {
        if let Some(mut node) = page.tree.get_mut(id)
            && let Node::Text(text) = node.value()
        {
            text.text = change(&text.text).into();
        }
    }
}

/// Raised text is a note's sign only where it leads to a note, is called one, or the page has a note of that number.
fn is_note_sign(sup: ElementRef<'_>, numbers: &FxHashSet<String>) -> bool {
    let text = text_of(sup);
    if !raised::is_note_sign(&text)
        && !text.trim().split([',', ' ']).all(|part| part.is_empty() || raised::is_note_sign(part))
    {
        return false;
    }
    let inner = sup.descendent_elements();
    let outer = sup.ancestors().filter_map(ElementRef::wrap).take(2).filter(|outer| is_inline_link(*outer, sup));
    let mut around = inner.chain(outer);
    let is_linked = around.any(|element| {
        is_called_note(element)
            || element.value().name() == "a" && element.attr("href").is_some_and(|href| leads_to_note(href, &text))
    });
    let sign = text.trim().trim_matches(['[', ']', '(', ')']);
    is_linked || numbers.contains(sign) && !opens_block(sup)
}

fn is_inline_link(outer: ElementRef<'_>, sup: ElementRef<'_>) -> bool {
    matches!(outer.value().name(), "a" | "span") && text_of(outer).trim() == text_of(sup).trim()
}

fn is_called_note(element: ElementRef<'_>) -> bool {
    const WORDS: &[&str] =
        &["note", "noteref", "footnote", "fnref", "fn", "cite", "citation", "reference", "ref", "endnote"];
    let names = [element.attr("class"), element.attr("id"), element.attr("role"), element.attr("data-type")];
    names.into_iter().flatten().any(|names| {
        let mut words = names.split(|char: char| !char.is_alphabetic());
        words.any(|word| {
            WORDS.contains(&word.to_ascii_lowercase().as_str()) || word.to_ascii_lowercase().contains("footnote")
        })
    })
}

/// A link inside the page whose aim is called a note, or ends in the number of the sign.
fn leads_to_note(href: &str, text: &str) -> bool {
    let Some((_, aim)) = href.split_once('#') else { return false };
    let low = aim.to_ascii_lowercase();
    let sign: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    ["fn", "note", "cite", "ref", "sdfoot", "sdend", "edn", "ftn", "cmnt"].iter().any(|word| low.contains(word))
        || href.starts_with('#') && !sign.is_empty() && low.ends_with(&sign.to_ascii_lowercase())
}

/// What the links in a page lead to that are short enough for signs of notes.
pub fn aims(page: &Html) -> FxHashSet<String> {
    let links = page.tree.nodes().filter_map(ElementRef::wrap).filter(|element| element.value().name() == "a");
    links.filter_map(|link| sign_and_aim(link).or_else(|| raised_sign_and_aim(link))).map(|(_, aim)| aim).collect()
}

/// The name by which a link leads to an element.
pub fn target_name(element: ElementRef<'_>) -> Option<&str> {
    element.attr("id").or_else(|| element.attr("name").filter(|_| element.value().name() == "a"))
}

/// The elements that hold all paragraphs of a note and nothing else, with the note's name: a link leads to a place at the start of the first
/// paragraph, to no other in the element, and all are made alike.
pub fn note_boxes(page: &Html, aims: &FxHashSet<String>) -> FxHashMap<NodeId, String> {
    let is_aim = |element: &ElementRef<'_>| target_name(*element).is_some_and(|name| aims.contains(name));
    let elements = || page.tree.nodes().filter_map(ElementRef::wrap);
    let (mut boxes, mut seen) = (FxHashMap::default(), FxHashSet::default());
    for target in elements().filter(|element| element.value().name() == "a" && is_aim(element)) {
        let Some(first) = target.ancestors().filter_map(ElementRef::wrap).find(|outer| outer.value().name() == "p")
        else {
            continue;
        };
        let Some(holder) = first.parent().and_then(ElementRef::wrap) else { continue };
        if !seen.insert(holder.id()) {
            continue;
        }
        let is_alike =
            |child: ElementRef<'_>| child.value().name() == "p" && child.attr("class") == first.attr("class");
        let is_box = matches!(holder.value().name(), "div" | "li" | "dd" | "aside")
            && holder.child_elements().next() == Some(first)
            && holder.child_elements().all(is_alike)
            && opens_block(target)
            && holder.descendent_elements().filter(is_aim).count() == 1;
        if is_box && let Some(name) = target_name(target) {
            boxes.insert(holder.id(), name.to_owned());
        }
    }
    boxes
}

/// The sign and the aim of a link that leads to a note in its page: it is called one, or stands in brackets.
pub fn sign_and_aim(link: ElementRef<'_>) -> Option<(String, String)> {
    let found = raised_sign_and_aim(link)?;
    (found.0.trim().starts_with(['[', '(']) || is_called_note(link)).then_some(found)
}

/// The same for a link in or around a raised sign, which needs no other mark.
fn raised_sign_and_aim(link: ElementRef<'_>) -> Option<(String, String)> {
    let (page, aim) = link.attr("href")?.split_once('#')?;
    if aim.is_empty() || page.contains("://") {
        return None;
    }
    let text = text_of(link);
    raised::is_note_sign(&text).then(|| (text, crate::import::package::percent_decoded(aim)))
}

/// The signs and aims of the links in a sign, or around it.
pub fn aims_of_sign(sign: ElementRef<'_>) -> Vec<(String, String)> {
    let inner: Vec<_> = sign.descendent_elements().filter_map(raised_sign_and_aim).collect();
    if !inner.is_empty() {
        return inner;
    }
    let outer = sign.ancestors().filter_map(ElementRef::wrap).take(2);
    outer.filter(|outer| is_inline_link(*outer, sign)).filter_map(raised_sign_and_aim).collect()
}

/// Whether the sign is the first of its block: then it stands at the note, not at the word.
fn opens_block(sup: ElementRef<'_>) -> bool {
    let mut node = *sup;
    loop {
        let is_first = node.prev_siblings().all(|before| match before.value() {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(_) => ElementRef::wrap(before).is_none_or(|before| text_of(before).trim().is_empty()),
            _ => true,
        });
        if !is_first {
            return false;
        }
        let Some(parent) = node.parent() else { return true };
        let name = parent.value().as_element().map(scraper::node::Element::name).unwrap_or_default();
        if !matches!(name, "a" | "span" | "em" | "strong" | "b" | "i" | "small" | "font") {
            return true;
        }
        node = parent;
    }
}

/// The numbers of the notes that a page has: blocks that begin with a raised number, and blocks called notes that begin with one.
fn note_numbers(page: &Html) -> FxHashSet<String> {
    let mut numbers = FxHashSet::default();
    for element in page.tree.nodes().filter_map(ElementRef::wrap) {
        match element.value().name() {
            "sup" if opens_block(element) && raised::is_note_sign(&text_of(element)) => {
                numbers.insert(text_of(element).trim().trim_matches(['[', ']', '(', ')']).to_owned());
            }
            "p" | "li" | "div" | "dd" | "aside" if is_called_note(element) => {
                let text = text_of(element);
                let first: String = text.trim_start().chars().take_while(char::is_ascii_digit).collect();
                let rest = text.trim_start()[first.len()..].starts_with(['.', ')', ' ', ':', '\u{a0}']);
                if !first.is_empty() && rest {
                    numbers.insert(first);
                }
            }
            _ => {}
        }
    }
    numbers
}

/// A button among the words of a sentence: what it stands in has words of its own.
fn is_in_running_text(button: ElementRef<'_>) -> bool {
    let holder = button.ancestors().filter_map(ElementRef::wrap).find(|outer| {
        !matches!(outer.value().name(), "span" | "em" | "strong" | "b" | "i" | "a" | "mark" | "abbr" | "dfn")
    });
    let Some(holder) = holder else { return false };
    let is_text_holder = matches!(
        holder.value().name(),
        "p" | "li" | "td" | "th" | "dd" | "dt" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption"
    );
    let own = holder.children().filter_map(|child| match child.value() {
        Node::Text(text) => {
            Some(text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count())
        }
        Node::Element(element) if matches!(element.name(), "em" | "strong" | "b" | "i" | "a" | "span") => {
            ElementRef::wrap(child).map(|inner| text_of(inner).split_whitespace().count())
        }
        _ => None,
    });
    is_text_holder && own.sum::<usize>() >= set::RUNNING_WORDS && !cues::is_share_bar(&cues::low(&text_of(button)))
}

/// A sign that leads to the heading in which it stands: "¶".
fn is_anchor_sign(link: ElementRef<'_>) -> bool {
    let text = text_of(link);
    let text = text.trim();
    link.attr("href").is_some_and(|href| href.starts_with('#'))
        && (1..=2).contains(&text.chars().count())
        && text.chars().all(|char| "¶#§🔗∞⚓\u{fe0f}".contains(char))
}

/// A figure and its label that stand in two elements of their own with nothing between them: a page's style parts them.
fn is_glued(span: ElementRef<'_>) -> bool {
    let Some(before) = span.prev_sibling().and_then(ElementRef::wrap) else { return false };
    if before.value().name() != "span" || span.attr("class").is_none() || before.attr("class").is_none() {
        return false;
    }
    let (left, right) = (text_of(before).chars().next_back(), text_of(span).chars().next());
    let (Some(left), Some(right)) = (left, right) else { return false };
    let is_label = text_of(span).chars().take_while(|char| char.is_alphabetic()).count() >= set::LABEL;
    let is_edge = left.is_numeric() && (is_label || right.is_numeric()) || left.is_alphabetic() && right.is_numeric();
    let is_alone = span.parent().is_some_and(|parent| {
        parent.children().all(|child| child.value().as_text().is_none_or(|text| text.trim().is_empty()))
    });
    is_edge && is_alone
}

/// The sign of a note at the note itself, which leads back, with its first word right behind it: a page's style parts them.
fn is_glued_sign(link: ElementRef<'_>) -> bool {
    let leads_back = link.attr("href").is_some_and(|href| href.starts_with('#')) && target_name(link).is_some();
    let next = link.next_sibling().and_then(|next| match next.value() {
        Node::Text(text) => text.chars().next(),
        _ => ElementRef::wrap(next).and_then(|next| text_of(next).chars().next()),
    });
    leads_back && next.is_some_and(char::is_alphanumeric) && raised::is_note_sign(&text_of(link)) && opens_block(link)
}

fn space_after(page: &mut Html, id: NodeId) {
    if let Some(mut node) = page.tree.get_mut(id) {
        node.insert_after(Node::Text(Text { text: " ".into() }));
    }
}

fn space_before(page: &mut Html, id: NodeId) {
    if let Some(mut node) = page.tree.get_mut(id) {
        node.insert_before(Node::Text(Text { text: " ".into() }));
    }
}
