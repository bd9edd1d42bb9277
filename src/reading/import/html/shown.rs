//! What a page shows, walked by itself: no code of the importer is used here, so that it can be held to it. Compiled for tests alone.
//!
//! Shown is the text of the tree but for script, style, templates without `shadowrootmode`, `noscript`, the head, `hidden`, inline
//! `display:none` and `visibility:hidden`. A formula shows its `alttext` where it has one; a page in a frame shows what its `srcdoc` does.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};
use unicode_normalization::UnicodeNormalization as _;

/// What a page shows and no text holds: words, and letters or figures that the texts have less often than the page.
pub fn missing(page: &str, texts: &[&str]) -> Vec<String> {
    let mut shown = Vec::new();
    walk(&Html::parse_document(page), &mut shown);
    let had: String = texts.iter().map(|text| squashed(text)).collect::<Vec<_>>().join("\n");
    let words = shown.iter().flat_map(|text| text.split_whitespace()).map(squashed);
    let mut missing: Vec<String> = words.filter(|word| !had.contains(word.as_str())).collect();
    let seen: String = shown.iter().map(|text| squashed(text)).collect();
    let mut letters: Vec<char> = seen.chars().collect();
    letters.sort_unstable();
    for run in letters.chunk_by(|a, b| a == b) {
        let there = had.chars().filter(|char| *char == run[0]).count();
        if there < run.len() {
            missing.push(format!("{} of {} “{}”", run.len() - there, run.len(), run[0]));
        }
    }
    missing
}

/// Letters and figures alone, raised ones as plain ones.
fn squashed(text: &str) -> String {
    text.nfkc().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn walk(page: &Html, shown: &mut Vec<String>) {
    let mut unseen = 0;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(_) if unseen == 0 => {
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    let (is_open, instead) = look(element);
                    unseen += usize::from(!is_open);
                    if let Some(frame) = element.attr("srcdoc").filter(|_| element.value().name() == "iframe") {
                        walk(&Html::parse_document(frame), shown);
                    }
                    shown.extend(instead);
                }
                Node::Element(_) => unseen += 1,
                Node::Text(text) if unseen == 0 => shown.push(text.to_string()),
                _ => {}
            },
            Edge::Close(node) => unseen -= usize::from(unseen > 0 && node.value().is_element()),
        }
    }
}

/// Whether what is in an element is shown, and what is shown in its place.
fn look(element: ElementRef<'_>) -> (bool, Option<String>) {
    let name = element.value().name();
    let style: String = element.attr("style").unwrap_or_default().to_lowercase().split_whitespace().collect();
    let is_hidden = element.attr("hidden").is_some()
        || style.split(';').any(|rule| {
            let rule = rule.trim_end_matches("!important");
            rule == "display:none" || rule == "visibility:hidden"
        });
    if is_hidden {
        return (false, None);
    }
    match name {
        "math" => match element.attr("alttext").filter(|text| !text.trim().is_empty()) {
            Some(text) => (false, Some(text.to_owned())),
            None => (true, None),
        },
        "template" => (element.attr("shadowrootmode").is_some(), None),
        // What stands in a frame's element is shown by no browser of today; notes to a formula are for programs.
        "script" | "style" | "noscript" | "head" | "iframe" | "annotation" | "annotation-xml" | "metadata" => {
            (false, None)
        }
        _ => (true, None),
    }
}

/// Elements of every kind, for pages made of bytes.
const ELEMENTS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "aside",
    "nav",
    "footer",
    "header",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "span",
    "em",
    "strong",
    "a href=/x",
    "a href=#y",
    "sup",
    "sub",
    "del",
    "s",
    "ins",
    "q",
    "button",
    "label",
    "form",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "ruby",
    "rt",
    "time",
    "code",
    "dialog",
    "template",
    "template shadowrootmode=open",
    "p hidden",
    "p style=display:none",
    "span style='display: none'",
    "div style=visibility:hidden",
    "p aria-hidden=true",
    "div class=newsletter",
    "div class=share-bar",
    "div class=related",
    "div class=caption",
    "div id=onetrust-banner",
    "p class=standfirst",
    "textarea",
    "select",
    "option",
    "object",
    "video",
    "audio",
    "canvas",
    "address",
    "small",
    "mark",
    "cite",
    "abbr",
    "main",
    "center",
    "font",
    "fieldset",
    "legend",
    "output",
    "meter",
    "big",
];

/// A page made of bytes: well-formed elements of every kind in any order, each word of its own.
pub fn page_of(bytes: &[u8]) -> String {
    const LINES: &[&str] = &[
        "Share this",
        "Subscribe to the newsletter",
        "Read more:",
        "1",
        "2,300",
        "10",
        "©",
        "Advertisement",
        "By",
        "Photo:",
        "Comments",
        "The European Commission said on Monday that the bridge over the river would be closed for repairs until the spring of",
        "Updated on 5 February 2025",
        "Related",
        "Follow us",
        "¶",
        "[1]",
        "*",
    ];
    let mut page = String::from("<!doctype html><html lang=en><head><title>Head</title></head><body><h1>Head</h1>");
    let mut open: Vec<&str> = Vec::new();
    let mut table = 0;
    for (count, byte) in bytes.iter().enumerate() {
        let byte = usize::from(*byte);
        match byte {
            0..=99 => {
                let element = ELEMENTS[byte % ELEMENTS.len()];
                page.push_str(&format!("<{element}>"));
                open.push(element.split(' ').next().unwrap_or(element));
            }
            100..=149 => page.extend(open.pop().map(|name| format!("</{name}>"))),
            150..=169 => page.push_str(&format!("{} w{count}x ", LINES[byte % LINES.len()])),
            170..=179 => {
                table += 1;
                let span = ["", " rowspan=2", " colspan=2", " colspan=2 rowspan=2"][byte % 4];
                page.push_str(&format!(
                    "<table><caption>c{count}x</caption><tr><th>a{count}x<th{span}>b{count}x</tr><tr><td>{table}<td>d{count}x</tr></table>"
                ));
            }
            180..=184 => page.push_str("<br>"),
            185..=187 => page.push_str(&format!("<iframe srcdoc='<p>f{count}x</p>'></iframe>")),
            188..=190 => page.push_str(&format!("<math alttext='m{count}x'><mi>n{count}x</mi></math>")),
            191..=192 => page.push_str(&format!("<svg><title>t{count}x</title><g><text>s{count}x</text></g></svg>")),
            193..=194 => page.push_str(&format!("<math><msup><mi>m{count}x</mi><mn>{count}</mn></msup></math>")),
            195 => page.push_str("<noscript><p>Unseen</p></noscript>"),
            _ => page.push_str(&format!("w{count}x ")),
        }
    }
    open.iter().rev().for_each(|name| page.push_str(&format!("</{name}>")));
    page + "</body></html>"
}
