//! Bounds a page before a tree is built of it: tree builders take quadratic time on deep nesting and on tags with thousands
//! of attributes.

/// How deep elements may be nested. Deeper tags are left out, their text is kept.
pub const MAX_DEPTH: usize = 512;

/// How many attributes a tag may have; the rest is left out.
pub const MAX_ATTRIBUTES: usize = 500;

/// Returns the page within bounds, and whether something had to be left out.
pub fn bounded(page: &str) -> (String, bool) {
    let mut out = String::with_capacity(page.len());
    let mut depth = 0usize;
    let mut is_cut = false;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = comment_end(rest) {
            out.push_str(&rest[..end]);
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
        if tag.is_end {
            // End tags beyond the depth that was let in find nothing to close; parsers pass over them.
            depth = depth.saturating_sub(usize::from(tag.nests()));
            out.push_str(source);
        } else if tag.nests() && depth >= MAX_DEPTH {
            depth += 1;
            is_cut = true;
        } else {
            depth += usize::from(tag.nests());
            let within = first_attributes(source);
            is_cut |= within.len() < source.len();
            out.push_str(within);
            if within.len() < source.len() {
                out.push('>');
            }
        }
        if let Some(end) = tag.raw_text_end(rest) {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    (out, is_cut)
}

/// A start or end tag.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    is_closed: bool,
    len: usize,
}

impl<'a> Tag<'a> {
    fn at_start_of(text: &'a str) -> Option<Self> {
        let is_end = text[1..].starts_with('/');
        let after = &text[1 + usize::from(is_end)..];
        let name_len = after.find(|char: char| !char.is_ascii_alphanumeric() && char != '-').unwrap_or(after.len());
        let name = &after[..name_len];
        if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
            return None;
        }
        let len = tag_len(text);
        Some(Self { name, is_end, is_closed: text[..len].ends_with("/>"), len })
    }

    /// Whether it opens or closes a level. Elements without an end, or whose end is implied by the next, do not.
    fn nests(&self) -> bool {
        const FLAT: &[&str] = &[
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head",
            "body",
        ];
        !self.is_closed && !FLAT.iter().any(|flat| self.name.eq_ignore_ascii_case(flat))
    }

    /// Where the end tag of an element stands whose content is not markup.
    fn raw_text_end(&self, rest: &str) -> Option<usize> {
        const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];
        let name = RAW.iter().find(|raw| !self.is_end && self.name.eq_ignore_ascii_case(raw))?;
        let bytes = rest.as_bytes();
        let is_end = |at: usize| {
            bytes[at..].starts_with(b"</")
                && bytes
                    .get(at + 2..at + 2 + name.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        memchr_iter(bytes).find(|&at| is_end(at))
    }
}

fn memchr_iter(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at)
}

/// The length of a tag up to its `>`, quotes respected; the whole rest when it has none.
fn tag_len(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn comment_end(text: &str) -> Option<usize> {
    text.starts_with("<!--").then(|| text[4..].find("-->").map_or(text.len(), |at| at + 7))
}

/// The tag up to its 500th attribute.
fn first_attributes(tag: &str) -> &str {
    let mut count = 0;
    let mut quote = None;
    let mut was_space = false;
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) => quote = (open != byte).then_some(open),
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {
                let starts = was_space && !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/');
                count += usize::from(starts);
                if count > MAX_ATTRIBUTES {
                    return &tag[..at];
                }
                was_space = byte.is_ascii_whitespace() || byte == b'/';
            }
        }
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_ordinary_pages_alone() {
        let page = "<!-- <div> --><html><p class='a>b'>One<br/>two<script>if (a<b) '<div>'</script> 1 < 2";
        assert_eq!(bounded(page), (page.to_owned(), false));
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
    fn cuts_thousands_of_attributes() {
        let page = format!("<p {}>words", "a=1 ".repeat(200_000));
        let (within, is_cut) = bounded(&page);
        assert!(is_cut);
        assert!(within.len() < 3000 && within.ends_with(">words"), "{}", within.len());
    }
}
