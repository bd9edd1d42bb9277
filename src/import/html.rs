//! Web pages. A readability score picks the article's body; every other block of the page is there too, left out with a
//! reason, so that the reviewer can bring it back.

use std::collections::HashSet;

use dom_smoothie::Readability;
use scraper::{ElementRef, Html, Node};

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, Warning,
    encoding::{self, Decoded},
    html_guard, html_meta, tail,
};

pub(super) const IMPORTER: Importer =
    Importer { id: "html", name: "Web page", extensions: &["html", "htm", "xhtml"], sniff, open };

/// The largest page of which a tree is built, in bytes.
const MAX_PAGE: usize = 32 << 20;

fn sniff(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let start = if start.starts_with("<!--") {
        start.split_once("-->").map_or(start, |(_, rest)| rest.trim_start())
    } else {
        start
    };
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| start.starts_with(sign))
        || start.starts_with("<?xml") && start.contains("<html")
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let Decoded { text, encoding, warning } = encoding::decode(input, declared_charset(input.bytes).as_deref())?;
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "text/html".into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    let text = if text.len() > MAX_PAGE {
        draft.warnings.push(Warning::new("The page is larger than 32 MB; the rest was left out."));
        text[..text.floor_char_boundary(MAX_PAGE)].to_owned()
    } else {
        text
    };
    let (page_text, is_cut) = html_guard::bounded(&text);
    if is_cut {
        draft.warnings.push(Warning::new(
            "The page is nested deeper, or has tags with more attributes, than any article; it was flattened.",
        ));
    }
    let page = Html::parse_document(&page_text);
    html_meta::read(&page, &mut draft);
    let mut blocks = blocks_of(&page);
    // Somebody who pastes has chosen already, unless the whole page was taken with its navigation.
    let is_chosen = input.name.is_empty() && blocks.iter().all(|block| block.why.is_none());
    if is_chosen {
        blocks.iter_mut().for_each(|block| block.keep = true);
    } else {
        choose_body(&page_text, &mut blocks);
    }
    place_headline(&mut blocks, &draft);
    tail::propose_among_kept(&mut blocks);
    draft.blocks = blocks;
    if !draft.blocks.iter().any(|block| block.keep) {
        draft.blocks.iter_mut().for_each(|block| block.keep = true);
        draft
            .warnings
            .push(Warning::new("The article could not be told from the rest of the page; everything is shown."));
    }
    Ok(draft)
}

/// The charset that a page names in its first bytes.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = start.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let end = after.find(|char: char| !char.is_ascii_alphanumeric() && !"-_:".contains(char)).unwrap_or(after.len());
    Some(after[..end].to_owned()).filter(|name| !name.is_empty())
}

/// Every block of a page that is read as a whole: a mail, a chapter.
pub(super) fn whole(page: &str) -> Vec<DraftBlock> {
    let page = &page[..page.floor_char_boundary(MAX_PAGE)];
    let mut blocks = blocks_of(&Html::parse_document(&html_guard::bounded(page).0));
    for block in &mut blocks {
        (block.keep, block.why) = (true, None);
    }
    blocks
}

/// Keeps the blocks that the readability score takes for the article.
fn choose_body(page: &str, blocks: &mut [DraftBlock]) {
    let article = Readability::new(page, None, None).and_then(|mut readability| readability.parse());
    let Ok(article) = article else {
        return blocks.iter_mut().filter(|block| block.why.is_none()).for_each(|block| block.keep = true);
    };
    let body: HashSet<String> =
        blocks_of(&Html::parse_fragment(&article.content)).iter().map(|block| folded(&block.block.text)).collect();
    for block in blocks {
        let is_body = body.contains(&folded(&block.block.text));
        block.keep = is_body && block.why.is_none_or(|why| why == OUTSIDE);
        if block.keep {
            block.why = None;
        } else if block.why.is_none() {
            block.why = Some(OUTSIDE);
        }
    }
}

const OUTSIDE: &str = "outside the article's body";

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The block that repeats the title becomes the headline; without one, the title comes in as a block of its own.
fn place_headline(blocks: &mut Vec<DraftBlock>, draft: &Draft) {
    let title = folded(&draft.meta.title);
    let is_title = |block: &DraftBlock| {
        let text = folded(&block.block.text);
        block.block.kind == BlockKind::Heading && !text.is_empty() && (title.contains(&text) || text.contains(&title))
    };
    if title.is_empty() {
        return;
    }
    match blocks.iter_mut().find(|block| is_title(block)) {
        Some(block) => {
            *block = DraftBlock::kept(BlockKind::Headline, block.block.text.clone());
        }
        None => {
            let first = blocks.iter().position(|block| block.keep).unwrap_or(0);
            blocks.insert(first, DraftBlock::kept(BlockKind::Headline, title));
        }
    }
}

/// Every block of a page in reading order. Navigation and the like are marked with a reason.
fn blocks_of(page: &Html) -> Vec<DraftBlock> {
    let mut walker = Walker::default();
    walker.element(page.root_element(), Place { kind: BlockKind::Paragraph, level: 0, why: None, in_pre: false });
    walker.flush(Place { kind: BlockKind::Paragraph, level: 0, why: None, in_pre: false });
    walker.blocks
}

/// What the text at a place in the page becomes.
#[derive(Debug, Clone, Copy)]
struct Place {
    kind: BlockKind,
    level: u8,
    why: Option<&'static str>,
    in_pre: bool,
}

#[derive(Debug, Default)]
struct Walker {
    blocks: Vec<DraftBlock>,
    text: String,
}

impl Walker {
    fn element(&mut self, element: ElementRef<'_>, outer: Place) {
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
        let is_block = is_block(name);
        if is_block {
            self.flush(outer);
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text, place.in_pre),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, place);
                    }
                }
                _ => {}
            }
        }
        if is_block {
            self.flush(place);
        }
    }

    /// A table is one block: a row a line, cells parted by tabs. A table that only lays out the page is walked through.
    fn table(&mut self, table: ElementRef<'_>, outer: Place) {
        let tr = html_meta::selector("tr");
        let rows: Vec<Vec<String>> = table
            .select(&tr)
            .map(|row| row.child_elements().map(|cell| folded(&cell.text().collect::<String>())).collect())
            .collect();
        let is_data = rows.len() > 1 && rows.iter().all(|row| row.len() > 1 && row.iter().all(|cell| cell.len() < 300));
        self.flush(outer);
        if is_data {
            self.text = rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n");
            self.flush(Place { kind: BlockKind::Table, in_pre: true, ..outer });
        } else {
            for child in table.child_elements() {
                self.element(child, outer);
            }
            self.flush(outer);
        }
    }

    fn words(&mut self, text: &str, in_pre: bool) {
        if in_pre {
            return self.text.push_str(text);
        }
        for char in text.chars() {
            if !char.is_whitespace() || char == '\u{a0}' {
                self.text.push(char);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn flush(&mut self, place: Place) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let mut block = DraftBlock::kept(place.kind, text);
        block.block.level = place.level;
        if let Some(why) = place.why {
            block.drop(why);
        }
        self.blocks.push(block);
    }
}

fn inner_place(element: ElementRef<'_>, outer: Place) -> Place {
    let kind_level = match element.value().name() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (BlockKind::Heading, element.value().name().as_bytes()[1] - b'0'),
        "li" => (BlockKind::ListItem, if outer.kind == BlockKind::ListItem { outer.level + 1 } else { 1 }),
        "blockquote" => (BlockKind::Quote, 0),
        "figcaption" | "caption" => (BlockKind::Caption, 0),
        "pre" => (BlockKind::Code, 0),
        _ => (outer.kind, outer.level),
    };
    let why = outer.why.or_else(|| furniture(element));
    let in_pre = outer.in_pre || element.value().name() == "pre";
    Place { kind: kind_level.0, level: kind_level.1.min(9), why, in_pre }
}

/// Parts of a page that are never the article.
fn furniture(element: ElementRef<'_>) -> Option<&'static str> {
    match element.value().name() {
        "nav" => Some("navigation"),
        "footer" => Some("foot of the page"),
        "form" => Some("a form"),
        "dialog" => Some("a box over the page"),
        "aside" => Some("beside the article"),
        _ => None,
    }
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

fn is_block(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source",
    ];
    !INLINE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed | The Ferry</title>
        <meta property="og:site_name" content="The Ferry"><script>var a = "<p>no</p>";</script></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
        <article><h1>Bridge closed</h1>
        <p>The old bridge over the river was closed on Monday, the city said, after divers had found cracks in two of its piers.</p>
        <p>About 4,000 cars cross it every day, according to a count that the city made in 2023, and the ferry will run every
        ten minutes until the work is done.</p>
        <blockquote><p>We will not take any risk with it, and we ask everybody for some patience, the engineer wrote.</p></blockquote>
        <figure><img src="x.png"><figcaption>The bridge in winter, seen from the ferry.</figcaption></figure>
        <h2>What comes next</h2>
        <ul><li>Divers will look at the other piers in March, the city said in its report.</li><li>The council votes in April on the money for the repair.</li></ul>
        <table><tr><th>Year</th><th>Cars</th></tr><tr><td>2013</td><td>3,100</td></tr><tr><td>2023</td><td>4,000</td></tr></table>
        <p>The last repair, twelve years ago, took nine months and cost more than had been planned, as the auditors noted then.</p>
        </article><footer><p>© The Ferry</p></footer></body></html>"#;

    fn kept(page: &str) -> Vec<(BlockKind, String)> {
        let draft = open(&Input { bytes: page.as_bytes(), name: "a.html", ..Input::default() }).unwrap();
        draft.blocks.into_iter().filter(|b| b.keep).map(|b| (b.block.kind, b.block.text)).collect()
    }

    #[test]
    fn takes_the_article_with_its_parts_and_leaves_the_furniture() {
        let blocks = kept(PAGE);
        let kinds: Vec<_> = blocks.iter().map(|(kind, _)| *kind).collect();
        use BlockKind::{Caption, Heading, Headline, ListItem, Paragraph, Quote, Table};
        assert_eq!(
            kinds,
            [Headline, Paragraph, Paragraph, Quote, Caption, Heading, ListItem, ListItem, Table, Paragraph],
            "{blocks:#?}"
        );
        assert_eq!(blocks[0].1, "Bridge closed");
        assert_eq!(blocks[8].1, "Year\tCars\n2013\t3,100\n2023\t4,000");
        assert!(!blocks.iter().any(|(_, text)| text.contains("Home") || text.contains('©')));
    }

    #[test]
    fn what_is_left_out_can_be_brought_back() {
        let draft = open(&Input { bytes: PAGE.as_bytes(), ..Input::default() }).unwrap();
        let home = draft.blocks.iter().find(|block| block.block.text == "Home").unwrap();
        assert_eq!((home.keep, home.why), (false, Some("navigation")));
    }

    #[test]
    fn reads_the_charset_that_the_page_names() {
        let page = b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\"></head><body><p>\xB1</p></body>";
        let draft = open(&Input { bytes: page, ..Input::default() }).unwrap();
        assert_eq!((draft.encoding.as_str(), draft.blocks[0].block.text.as_str()), ("ISO-8859-2", "ą"));
    }

    #[test]
    fn hostile_pages_end_in_time() {
        let deep = format!("<html><body>{}<p>Words in the deep</p>", "<div>".repeat(100_000));
        assert!(kept(&deep).iter().any(|(_, text)| text == "Words in the deep"));
        let wide = format!("<html><body><p {}>Words after many attributes</p>", "a=1 ".repeat(200_000));
        assert!(kept(&wide).iter().any(|(_, text)| text == "Words after many attributes"));
    }
}
