//! The plain text of a page or document that could not be read as what it is: one pass over the bytes, no tree, no nesting,
//! so that nothing in it can make this slow. Tags are taken out, block tags part paragraphs.

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, Input, Warning,
    encoding::{self, Decoded},
};

/// How much of the text is taken, in bytes.
const MAX_TEXT: usize = 16 << 20;

/// How many paragraphs are taken.
const MAX_BLOCKS: usize = 50_000;

/// The input's words, with a warning that says why they are all there is. `None` where the input is no text.
pub(super) fn open(input: &Input<'_>, why: &str) -> Option<Draft> {
    if !is_text(input.bytes) {
        return None;
    }
    let cut = Input { bytes: &input.bytes[..input.bytes.len().min(MAX_TEXT)], ..*input };
    let Decoded { text, encoding, warning } = encoding::decode(&cut, input.charset).ok()?;
    let is_markup = text.contains("</") || text.contains("/>");
    let words = if is_markup { without_tags(&text) } else { text };
    let mut blocks: Vec<DraftBlock> = words
        .split("\n\n")
        .map(str::trim)
        .filter(|words| words.chars().any(char::is_alphanumeric))
        .take(MAX_BLOCKS)
        .map(|words| DraftBlock::kept(BlockKind::Paragraph, words))
        .collect();
    if blocks.is_empty() {
        return None;
    }
    blocks.shrink_to_fit();
    let mut warnings = vec![Warning::new(format!(
        "Only the plain text is shown, with what the site put around the article: {why}. Untick what does not belong."
    ))];
    if input.bytes.len() > MAX_TEXT || blocks.len() == MAX_BLOCKS {
        warnings.push(Warning::new("The file is very long; only its beginning is shown."));
    }
    warnings.extend(warning);
    Some(Draft {
        format: "text",
        media_type: if is_markup { "text/html" } else { "text/plain" }.into(),
        encoding: encoding.into(),
        blocks,
        warnings,
        ..Draft::default()
    })
}

/// Whether bytes are text of any kind: nothing that only programs write stands at their beginning.
fn is_text(bytes: &[u8]) -> bool {
    const OTHERS: &[&[u8]] = &[b"%PDF-", b"PK", b"\xD0\xCF\x11\xE0", b"{\\rtf"];
    let start = &bytes[..bytes.len().min(4096)];
    let is_utf16 = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    !OTHERS.iter().any(|sign| start.starts_with(sign)) && (is_utf16 || !start.contains(&0))
}

/// A page without its tags, scripts and styles. Character references that are common become characters.
fn without_tags(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 2);
    let mut rest = page;
    let mut endless = Vec::new();
    while let Some(at) = rest.find(['<', '&', '\n', '\r', '\t', ' ']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'<' => tag(rest, &mut endless, &mut out),
            b'&' => reference(rest, &mut out),
            _ => {
                space(&mut out);
                1
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}

/// Passes over a tag, a comment, or an element whose content is no text. Returns how long it is. `endless` are elements of
/// which no end tag follows: looking for it again at each of their tags would take quadratic time.
fn tag(rest: &str, endless: &mut Vec<String>, out: &mut String) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |at| at + 3);
    }
    let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
    let name = name.to_ascii_lowercase();
    let is_tag = !name.is_empty() || rest.starts_with("</") || rest.starts_with("<!") || rest.starts_with("<?");
    if !is_tag {
        out.push('<');
        return 1;
    }
    let end = rest.find('>').map_or(rest.len(), |at| at + 1);
    if matches!(name.as_str(), "script" | "style" | "template" | "svg" | "noscript" | "head") {
        let after = if endless.contains(&name) { None } else { after_end_tag(rest, &name) };
        return after.unwrap_or_else(|| {
            if !endless.contains(&name) {
                endless.push(name);
            }
            end
        });
    }
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong",
        "sub", "sup", "time", "u", "wbr",
    ];
    let name = if name.is_empty() { rest[1..].trim_start_matches('/') } else { &name };
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    if !INLINE.contains(&name.to_ascii_lowercase().as_str()) && !out.ends_with("\n\n") {
        out.truncate(out.trim_end_matches(' ').len());
        out.push_str("\n\n");
    }
    end
}

/// Where the text goes on behind the end tag of an element.
fn after_end_tag(rest: &str, name: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let is_end = |at: &usize| {
        bytes[*at..].starts_with(b"</")
            && bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let at = (1..bytes.len()).find(is_end)?;
    Some(rest[at..].find('>').map_or(rest.len(), |end| at + end + 1))
}

/// Words with their character references read.
pub(super) fn without_references(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let length = reference(&rest[at..], &mut out);
        rest = &rest[at + length..];
    }
    out + rest
}

/// A character reference. Returns how long it is.
pub(super) fn reference(rest: &str, out: &mut String) -> usize {
    let end = rest.bytes().take(12).position(|byte| byte == b';');
    let Some(end) = end else {
        out.push('&');
        return 1;
    };
    let char = match &rest[1..end] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "lrm" => Some('\u{200e}'),
        "rlm" => Some('\u{200f}'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "hellip" => Some('…'),
        number => number.strip_prefix('#').and_then(|number| {
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)
        }),
    };
    match char {
        Some(char) => {
            out.push(char);
            end + 1
        }
        None => {
            out.push('&');
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_out_tags_and_keeps_words() {
        let page = "<head><title>no</title></head><p>One <b>bold</b>\n word.</p><!-- <p>no --><script>if (a</b) x;</SCRIPT >\
                    <div>Two &lt; three, A&#x26;B &unknown; &<br>1 < 2</div><p>cut off <a href='";
        assert_eq!(without_tags(page).trim(), "One bold word.\n\nTwo < three, A&B &unknown; &\n\n1 < 2\n\ncut off");
    }

    #[test]
    fn hostile_pages_take_one_pass() {
        for page in ["<script>".repeat(200_000), "<".repeat(2_000_000), "&".repeat(2_000_000), "<!--".repeat(500_000)] {
            let page = format!("<p>Words</p>{page}");
            let draft = open(&Input { bytes: page.as_bytes(), ..Input::default() }, "too deep").unwrap();
            assert_eq!(draft.blocks[0].block.text, "Words");
        }
    }
}
