//! Bounds a page before a tree is built of it: tree builders take quadratic time on deep nesting and on tags with thousands
//! of attributes.

use super::{formula, thresholds as set};

/// How deep elements may be nested. Deeper tags are left out, their text is kept.
pub const MAX_DEPTH: usize = 512;

/// How many attributes a tag may have; the rest is left out.
pub const MAX_ATTRIBUTES: usize = 500;

/// How many start tags a page may have; the text of the rest is kept without them.
pub const MAX_TAGS: usize = 150_000;

/// How many elements for bold, italics and the like may be open. A tree builder opens all of them anew in every paragraph.
const MAX_FORMATTING: usize = 8;

/// So many scripts with data are kept in mind.
const MAX_SCRIPTS: usize = 50;

/// Tags longer than this are looked through for files written into them.
const LONG_TAG: usize = 2048;

/// A page within bounds.
pub struct Bounded<'a> {
    /// Its source.
    pub text: String,
    /// Whether something had to be left out.
    pub is_cut: bool,
    /// How deep its elements are nested at most.
    pub deepest: usize,
    /// How many start tags it has.
    pub tags: usize,
    /// The data that it holds for its own scripts, as they stand in the source.
    pub scripts: Vec<&'a str>,
    /// How long its scripts are, in bytes; one in a file of its own counts as a long one.
    pub script_bytes: usize,
}

/// Returns the page within bounds, and whether something had to be left out. Comments, scripts, styles and files written into
/// attributes never come through: nothing that reads the page needs them, and they are most of its bytes.
pub fn bounded(page: &str) -> Bounded<'_> {
    let mut out = String::with_capacity(page.len() / 2);
    let mut open = Open::default();
    let mut tags = 0;
    let mut endless = Vec::new();
    let mut scripts = Vec::new();
    let mut script_bytes = 0;
    let mut is_cut = false;
    let mut plain = 0;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = comment_end(rest) {
            rest = &rest[end..];
            continue;
        }
        let Some(tag) = Tag::at_start_of(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let source = &rest[..tag.len];
        rest = &rest[tag.len..];
        if let Some(name) = tag.drawing() {
            let is_closed = Tag::is_closed(source);
            let end = if is_closed { 0 } else { find_end(rest, name, &mut endless).unwrap_or(0) };
            push_drawing(&mut out, name, source, &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        if tag.is_end {
            open.close(&tag);
            out.push_str(source);
            continue;
        }
        let is_deep = tag.nests() && open.depth >= MAX_DEPTH;
        let is_many = tags >= MAX_TAGS;
        let is_formatted = tag.is_formatting() && open.formatting >= MAX_FORMATTING;
        if is_deep || is_many || is_formatted {
            // Sloppy pages forget to close a few dozen; that changes nothing and is not worth a word.
            plain += usize::from(is_formatted);
            is_cut |= is_deep || is_many || plain > MAX_DEPTH;
            out.push_str(if is_many { " " } else { "" });
            continue;
        }
        open.push(&tag);
        tags += 1;
        is_cut |= tag.push_to(&mut out, source);
        if let Some(end) = tag.raw_text().and_then(|name| find_end(rest, name, &mut endless)) {
            tag.push_raw_text_to(&mut out, source, &rest[..end]);
            if tag.is("script") {
                script_bytes += if source.contains("ld+json") { 0 } else { end };
                script_bytes += if source.contains("src=") { set::SCRIPT_FILE } else { 0 };
                scripts.extend(data_of(source, &rest[..end]).filter(|_| scripts.len() < MAX_SCRIPTS));
            }
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    Bounded { text: out, is_cut, deepest: open.deepest, tags, scripts, script_bytes }
}

/// The elements that a tree builder has open, or more: what an end tag closes for sure is all that it closes here.
#[derive(Default)]
struct Open<'a> {
    names: Vec<&'a str>,
    formatting: usize,
    depth: usize,
    deepest: usize,
}

impl<'a> Open<'a> {
    fn push(&mut self, tag: &Tag<'a>) {
        if tag.nests() {
            self.names.push(tag.name);
            self.formatting += usize::from(tag.is_formatting());
            self.depth += levels(tag.name);
            self.deepest = self.deepest.max(self.depth);
        }
    }

    /// An end tag closes the last element of its name and all within it. One that is no part of the page's structure closes nothing
    /// through one that is (HTML standard, 13.2.6.4.7, "any other end tag"), and none closes anything outside of its table or object.
    fn close(&mut self, tag: &Tag<'_>) {
        const WALLS: &[&str] = &["table", "object", "template", "marquee", "applet"];
        let is_wall = |name: &str| WALLS.iter().any(|wall| name.eq_ignore_ascii_case(wall));
        for at in (0..self.names.len()).rev() {
            let name = self.names[at];
            if name.eq_ignore_ascii_case(tag.name) {
                for name in self.names.drain(at..) {
                    self.formatting -= usize::from(is_formatting(name));
                    self.depth -= levels(name);
                }
                return;
            }
            if is_wall(name) || is_structure(name) && !is_structure(tag.name) {
                return;
            }
        }
    }
}

/// How many levels an element opens with the parts that it comes with: a table has a body, rows and cells, a list items. Their ends
/// may be implied.
fn levels(name: &str) -> usize {
    match name.to_ascii_lowercase().as_str() {
        "table" => 4,
        "ul" | "ol" | "dl" | "menu" | "dir" | "select" => 2,
        _ => 1,
    }
}

/// Whether an element is part of a page's structure ("special" in the HTML standard), not of a line of text.
fn is_structure(name: &str) -> bool {
    const STRUCTURE: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "button",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "iframe",
        "listing",
        "main",
        "menu",
        "nav",
        "noembed",
        "noframes",
        "noscript",
        "ol",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "ul",
        "xmp",
        "object",
        "template",
        "marquee",
        "applet",
    ];
    STRUCTURE.iter().any(|structure| name.eq_ignore_ascii_case(structure))
}

fn is_formatting(name: &str) -> bool {
    const FORMATTING: &[&str] =
        &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    FORMATTING.iter().any(|formatting| name.eq_ignore_ascii_case(formatting))
}

/// A start or end tag.
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub is_end: bool,
    len: usize,
    /// Where its first attribute beyond those allowed begins.
    too_many: Option<usize>,
}

impl<'a> Tag<'a> {
    fn at_start_of(text: &'a str) -> Option<Self> {
        let is_end = text[1..].starts_with('/');
        let start = 1 + usize::from(is_end);
        let after = &text[start..];
        if !after.starts_with(|char: char| char.is_ascii_alphabetic()) {
            return None;
        }
        // A name ends only here: `<p"x>` is an element of its own, not a paragraph.
        let name_len = after.find(|char: char| char.is_ascii_whitespace() || char == '/' || char == '>');
        let name_len = name_len.unwrap_or(after.len());
        let (len, too_many) = attributes_end(text, start + name_len);
        Some(Self { name: &after[..name_len], is_end, len, too_many })
    }

    /// Writes the tag within bounds. Returns whether attributes were left out.
    fn push_to(&self, out: &mut String, source: &str) -> bool {
        let within = self.too_many.map_or(source, |at| &source[..at]);
        if within.len() > LONG_TAG {
            push_without_files(out, within);
        } else {
            out.push_str(within);
        }
        if self.too_many.is_some() {
            out.push('>');
        }
        self.too_many.is_some()
    }

    /// Writes what stands in the tag and is not markup, so that it can be none for any parser.
    fn push_raw_text_to(&self, out: &mut String, source: &str, text: &str) {
        if self.is("script") && source.contains("ld+json") {
            out.push_str(&text.replace('<', "\\u003c"));
        } else if !self.is("script") && !self.is("style") {
            out.push_str(&text.replace('<', "&lt;"));
        }
    }

    /// A drawing or formula that it opens. Tags nest by rules of their own in them: only their words go on.
    fn drawing(&self) -> Option<&'static str> {
        ["svg", "math"].into_iter().find(|name| !self.is_end && self.is(name))
    }

    /// Whether nothing can be in it: a drawing may be closed by its own tag.
    fn is_closed(source: &str) -> bool {
        source.ends_with("/>")
    }

    /// Whether it opens or closes a level. Elements without an end, or whose end is implied by the next, do not.
    fn nests(&self) -> bool {
        const FLAT: &[&str] = &[
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head",
            "body",
        ];
        !FLAT.iter().any(|flat| self.name.eq_ignore_ascii_case(flat))
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether a tree builder opens it anew in every paragraph until it is closed. Links are not counted: a link closes the one
    /// before it.
    fn is_formatting(&self) -> bool {
        is_formatting(self.name)
    }

    /// The element that it opens, where what is in it is not markup.
    fn raw_text(&self) -> Option<&'static str> {
        ["script", "style", "textarea", "title", "xmp"].into_iter().find(|name| !self.is_end && self.is(name))
    }
}

/// The data that a script holds, where it is nothing but data: of the type `application/json`, or set to a name of the window.
fn data_of<'a>(source: &str, script: &'a str) -> Option<&'a str> {
    let script = script.trim();
    if source.contains("application/json") {
        return Some(script);
    }
    let value =
        script.strip_prefix("window.")?.split_once('=').filter(|(name, _)| name.len() < set::DATA_NAME)?.1.trim();
    value.starts_with(['{', '[']).then(|| value.trim_end_matches(';').trim_end())
}

/// Writes the words of a drawing or formula, without its tags.
fn push_drawing(out: &mut String, name: &str, source: &str, inside: &str) {
    if name == "math" {
        out.push_str(&formula::line(source, inside).replace('<', "&lt;"));
        return;
    }
    let words = words_of_drawing(inside);
    if !words.trim().is_empty() {
        out.push_str("<svg>");
        out.push_str(&words.replace('<', "&lt;"));
        out.push_str("</svg>");
    }
}

/// The words of a drawing: its lines of text, title and description.
fn words_of_drawing(inside: &str) -> String {
    let mut words = String::new();
    let mut unseen: Option<&str> = None;
    for piece in Pieces(inside) {
        match piece {
            Piece::Text(text) if unseen.is_none() => words.push_str(text),
            Piece::Text(_) => {}
            Piece::Tag(tag, source) => {
                let is_unseen = ["style", "script", "metadata"].into_iter().find(|name| tag.is(name));
                match (is_unseen, tag.is_end) {
                    (Some(name), false) if !Tag::is_closed(source) => unseen = unseen.or(Some(name)),
                    (Some(name), true) if unseen == Some(name) => unseen = None,
                    _ if !tag.is("tspan") && !words.ends_with(' ') => words.push(' '),
                    _ => {}
                }
            }
        }
    }
    words
}

/// A piece of markup.
pub(super) enum Piece<'a> {
    Text(&'a str),
    Tag(Tag<'a>, &'a str),
}

/// Markup as text and tags.
pub(super) struct Pieces<'a>(pub &'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while let Some(end) = comment_end(self.0) {
            self.0 = &self.0[end..];
        }
        if let Some(tag) = self.0.starts_with('<').then(|| Tag::at_start_of(self.0)).flatten() {
            let (source, rest) = self.0.split_at(tag.len);
            self.0 = rest;
            return Some(Piece::Tag(tag, source));
        }
        let first = self.0.chars().next()?.len_utf8();
        let end = self.0[first..].find('<').map_or(self.0.len(), |at| first + at);
        let (text, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(Piece::Text(text))
    }
}

/// Where the next end tag of a name begins. Names without one are remembered, so that no page is searched to its end over and over.
fn find_end(rest: &str, name: &'static str, endless: &mut Vec<&'static str>) -> Option<usize> {
    if endless.contains(&name) {
        return None;
    }
    let end = end_tag(rest, name);
    if end.is_none() {
        endless.push(name);
    }
    end
}

/// Where an end tag begins.
fn end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_it = |at: usize| {
        bytes[at..].starts_with(b"</")
            && bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices('<').map(|(at, _)| at).find(|&at| is_it(at))
}

/// Where a tag ends whose name ends at `start`, as tokenisers see it (HTML standard, 13.2.5.32 to 39): a quote opens a value only
/// right behind its `=`. Without a `>` it is the whole rest. Also where the first attribute beyond those allowed begins.
fn attributes_end(text: &str, start: usize) -> (usize, Option<usize>) {
    #[derive(Clone, Copy)]
    enum In {
        BeforeName,
        Name,
        AfterName,
        BeforeValue,
        Value,
        Quoted(u8),
    }
    let (mut state, mut count, mut too_many) = (In::BeforeName, 0, None);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        let is_space = byte.is_ascii_whitespace();
        state = match (state, byte) {
            (In::Quoted(quote), _) => {
                if quote == byte {
                    In::BeforeName
                } else {
                    state
                }
            }
            (_, b'>') => return (at + 1, too_many),
            (In::Name | In::AfterName, b'=') => In::BeforeValue,
            (In::BeforeName | In::Name | In::AfterName, b'/') => In::BeforeName,
            (In::Name, _) if is_space => In::AfterName,
            (In::Value, _) if is_space => In::BeforeName,
            (In::BeforeName | In::AfterName | In::BeforeValue, _) if is_space => state,
            (In::BeforeName | In::AfterName, _) => {
                count += 1;
                if count > MAX_ATTRIBUTES && too_many.is_none() {
                    too_many = Some(at);
                }
                In::Name
            }
            (In::BeforeValue, b'"' | b'\'') => In::Quoted(byte),
            (In::BeforeValue | In::Value, _) => In::Value,
            (In::Name, _) => In::Name,
        };
    }
    (text.len(), too_many)
}

/// Where a comment ends. `<!-->` and `<!--->` are whole ones.
fn comment_end(text: &str) -> Option<usize> {
    let body = text.strip_prefix("<!--")?;
    let empty = [">", "->"].iter().find(|end| body.starts_with(*end));
    Some(empty.map_or_else(|| body.find("-->").map_or(text.len(), |at| at + 7), |end| 4 + end.len()))
}

/// A tag without the files that are written into it as `data:` addresses.
fn push_without_files(out: &mut String, tag: &str) {
    let mut rest = tag;
    while let Some(at) = rest.find("data:") {
        let before = rest[..at].chars().next_back();
        let end = match before {
            Some(quote @ ('"' | '\'')) => rest[at..].find(quote),
            Some('(') => rest[at..].find([')', '"']),
            _ => Some(5),
        };
        let end = at + end.unwrap_or(rest.len() - at);
        out.push_str(&rest[..at]);
        if end == at + 5 {
            out.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounded(page: &str) -> (String, bool) {
        let within = super::bounded(page);
        (within.text, within.is_cut)
    }

    #[test]
    fn leaves_ordinary_pages_alone() {
        let page = "<html><title>a &amp; b</title><p class='a>b'>One<br/>two <b>three</b> 1 < 2";
        assert_eq!(bounded(page), (page.to_owned(), false));
    }

    #[test]
    fn leaves_out_what_is_not_read() {
        let check = |page: &str, expected: &str| assert_eq!(bounded(page), (expected.to_owned(), false), "{page}");
        check("<!-- <div> -->a<!-->b<!--->c", "abc");
        check("<script>if (a<b) '<div>'</script>a<style>p{}</style>", "<script></script>a<style></style>");
        let json = "<script type=\"application/ld+json\">{\"a\":1}</script>";
        check(json, json);
        let file = "A".repeat(5000);
        check(&format!("<img alt='x' src=\"data:image/png;base64,{file}\">y"), "<img alt='x' src=\"\">y");
    }

    #[test]
    fn opens_only_some_formatting_at_a_time() {
        let page: String = (0..1000).map(|count| format!("<p><b a={count}>word</p>")).collect();
        assert_eq!(bounded(&page).0.matches("<b ").count(), MAX_FORMATTING);
    }

    #[test]
    fn keeps_the_words_of_a_page_with_too_many_tags() {
        let (within, is_cut) = bounded(&"<p>word".repeat(MAX_TAGS + 10));
        assert!(is_cut);
        assert_eq!((within.matches("<p>").count(), within.matches("word").count()), (MAX_TAGS, MAX_TAGS + 10));
    }

    #[test]
    fn flattens_deep_nesting_and_keeps_the_text() {
        let page = format!("{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let (within, is_cut) = bounded(&page);
        assert!(is_cut);
        assert_eq!(within.matches("<div>").count(), MAX_DEPTH);
        assert!(within.contains("deep"));
    }

    #[test]
    fn no_spelling_of_a_tag_slips_past_the_depth() {
        for opening in [
            "<div/>",
            "<p\"x>",
            "<div a=b\">",
            "<div =\">",
            "<svg><td>",
            "<svg><title><div>",
            "<DIV\n>",
            "<li/x><b>",
            "<div></foo>",
            "<foo><div></foo>",
            "<b><div></b>",
            "<table><tr><td><div></table></td>",
        ] {
            let (within, _) = bounded(&opening.repeat(5000));
            let page = scraper::Html::parse_document(&within);
            let deepest = page.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or_default();
            assert!(deepest < 2 * MAX_DEPTH, "{opening}: {deepest}");
        }
    }

    #[test]
    fn tags_without_an_end_are_not_searched_for_over_and_over() {
        for name in ["svg", "title", "script", "math"] {
            let (within, _) = bounded(&format!("<{name}>word ").repeat(100_000));
            assert_eq!(within.matches("word").count(), 100_000, "{name}");
        }
    }

    #[test]
    fn cuts_thousands_of_attributes() {
        let page = format!("<p {}>words", "a=1 ".repeat(200_000));
        let (within, is_cut) = bounded(&page);
        assert!(is_cut);
        assert!(within.len() < 3000 && within.ends_with(">words"), "{}", within.len());
    }
}
