//! The article as a page hands it to programs: `articleBody`, and the data of frameworks (`__NEXT_DATA__` and the like). It comes in where
//! the page shows much less: behind a wall, or drawn by scripts.

use std::borrow::Cow;

use scraper::Html;
use serde_json::Value;
use url::Url;

use crate::{
    import::{Draft, DraftBlock, LeftOut, Warning},
    model::BlockKind,
};

use super::{
    Piece,
    data::{Data, unescape},
    folded, pieces,
    rules::low_words,
    seen, thresholds as set,
};

/// Of so many blocks of the page the links are looked for in the data's text.
const MAX_LINKED: usize = 500;

/// Shorter words stand in any text.
const LEAST_LINKED: usize = 40;

/// The paragraphs that only the page's data hold, with their links. `None` where the page shows most of them itself. Lines of the page that
/// are among them are left out.
pub fn more_than_body(
    data: &Data,
    scripts: &[&str],
    pieces: &mut [Piece],
    address: Option<&Url>,
) -> Option<Vec<DraftBlock>> {
    let is_body = |piece: &&Piece| {
        piece.draft.keep
            && !matches!(piece.draft.block.kind, BlockKind::Headline | BlockKind::Caption | BlockKind::Standfirst)
    };
    let shown: usize = pieces.iter().filter(is_body).map(|piece| length(&piece.draft.block.text)).sum();
    if shown > set::FULL_BODY {
        return None;
    }
    let stated = data.bodies().map(|text| paragraphs(text, address));
    let in_scripts = scripts.iter().filter_map(|script| serde_json::from_str(script).ok());
    let in_scripts = in_scripts.filter_map(|value: Value| longest_text(&value, address));
    let mut found = stated.chain(in_scripts).max_by_key(|text| total(text))?;
    if total(&found) < set::DATA_LEAST || total(&found) < shown * set::DATA_TIMES {
        return None;
    }
    tie_links(&mut found, pieces);
    let words = low_words(&joined(&found, " "));
    for piece in pieces.iter_mut().filter(|piece| piece.draft.keep && piece.draft.block.kind != BlockKind::Headline) {
        let line = low_words(&piece.draft.block.text);
        let why = if words.contains(&line) { LeftOut::InData } else { LeftOut::Outside };
        if matches!(piece.draft.block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote) {
            piece.draft.drop(why);
        }
    }
    Some(found)
}

/// Puts the paragraphs behind the headline, with a warning.
pub fn bring_in(paragraphs: Vec<DraftBlock>, draft: &mut Draft) {
    let is_top =
        |block: &DraftBlock| block.keep && matches!(block.block.kind, BlockKind::Headline | BlockKind::Standfirst);
    let at = draft.blocks.iter().rposition(is_top).map_or(0, |at| at + 1);
    draft.blocks.splice(at..at, paragraphs);
    draft.warnings.push(Warning::new(
        "The page shows little of the article; the text was taken from the data that the page gives to programs. Compare it with the page as published.",
    ));
}

fn joined(paragraphs: &[DraftBlock], by: &str) -> String {
    paragraphs.iter().map(|paragraph| paragraph.block.text.as_str()).collect::<Vec<_>>().join(by)
}

/// Where the page shows a part of the text with links, the text has them too, unless it has links of its own.
fn tie_links(paragraphs: &mut [DraftBlock], pieces: &[Piece]) {
    if paragraphs.iter().any(|paragraph| paragraph.marks.urls().next().is_some()) {
        return;
    }
    let text = joined(paragraphs, "\n");
    let starts: Vec<usize> = (paragraphs.iter())
        .scan(0, |at, paragraph| {
            let start = *at;
            *at += paragraph.block.text.len() + 1;
            Some(start)
        })
        .collect();
    let is_linked =
        |piece: &&Piece| piece.draft.block.text.len() >= LEAST_LINKED && piece.draft.marks.urls().next().is_some();
    for piece in pieces.iter().filter(is_linked).take(MAX_LINKED) {
        let Some(at) = text.find(&piece.draft.block.text) else { continue };
        let paragraph = starts.partition_point(|start| *start <= at) - 1;
        paragraphs[paragraph].marks.append(piece.draft.marks.links_alone(), at - starts[paragraph]);
    }
}

/// Letters and figures, so that scripts without spaces count as others do.
fn length(text: &str) -> usize {
    text.chars().filter(|char| char.is_alphanumeric()).count()
}

fn total(paragraphs: &[DraftBlock]) -> usize {
    paragraphs.iter().map(|paragraph| length(&paragraph.block.text)).sum()
}

/// A text of the data as paragraphs: markup is read with its links, lines are paragraphs.
fn paragraphs(text: &str, address: Option<&Url>) -> Vec<DraftBlock> {
    let has_markup = |text: &str| text.contains("</") || text.contains("<br");
    // Data often hold text that was escaped for HTML, markup and all.
    let text = if text.contains('<') { Cow::Borrowed(text) } else { unescape(text) };
    if has_markup(&text) {
        let mut page = Html::parse_fragment(&super::guard::bounded(&text).text);
        seen::as_seen(&mut page);
        let (all, _) = pieces::pieces_and_holders(&page, 0, address.cloned());
        let kept = all.into_iter().filter(|piece| piece.draft.keep);
        return kept
            .map(|piece| DraftBlock {
                marks: piece.draft.marks.links_alone(),
                ..DraftBlock::kept(BlockKind::Paragraph, piece.draft.block.text)
            })
            .collect();
    }
    let lines = text.lines().map(folded).filter(|line| !line.is_empty());
    lines.map(|line| DraftBlock::kept(BlockKind::Paragraph, line)).collect()
}

/// The texts of one place of the data that are longest together: a body in one text, or a list of paragraphs.
fn longest_text(value: &Value, address: Option<&Url>) -> Option<Vec<DraftBlock>> {
    let mut best: Vec<DraftBlock> = Vec::new();
    // Lists hold bodies; a list of lists of other articles is longer than any, so a list counts by its own members alone.
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > set::DATA_DEPTH {
            continue;
        }
        match value {
            Value::String(text) if length(text) >= set::DATA_LEAST => {
                let found = paragraphs(text, address);
                if total(&found) > total(&best) {
                    best = found;
                }
            }
            Value::Array(members) => {
                let found: Vec<DraftBlock> =
                    members.iter().filter_map(member_text).flat_map(|text| paragraphs(&text, address)).collect();
                if total(&found) > total(&best) {
                    best = found;
                }
                open.extend(members.iter().map(|member| (member, depth + 1)));
            }
            Value::Object(object) => open.extend(object.values().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    (!best.is_empty()).then_some(best)
}

/// The text of one member of a body: a text, or an object that holds one under a name for texts.
fn member_text(member: &Value) -> Option<String> {
    const NAMES: &[&str] = &["text", "content", "html", "value", "body", "paragraph"];
    let is_prose = |text: &str| text.split_whitespace().count() >= set::DATA_WORDS || !text.is_ascii();
    let text = match member {
        Value::String(text) => text.clone(),
        Value::Object(object) => {
            // A member that has an address or a headline of its own is another article.
            if ["url", "headline", "slug", "href"].iter().any(|name| object.contains_key(*name)) {
                return None;
            }
            let named = NAMES.iter().find_map(|name| object.get(*name));
            match named? {
                Value::String(text) => text.clone(),
                Value::Array(runs) => runs_text(runs),
                Value::Object(inner) => NAMES.iter().find_map(|name| inner.get(*name)?.as_str())?.to_owned(),
                _ => return None,
            }
        }
        _ => return None,
    };
    is_prose(&text).then_some(text)
}

/// The runs of a paragraph: bold words, a link. As markup, where one of them is a link.
fn runs_text(runs: &[Value]) -> String {
    let text = |run: &'_ Value| -> Option<String> {
        run.as_str().or_else(|| run.get("text")?.as_str()).or_else(|| run.get("value")?.as_str()).map(str::to_owned)
    };
    let address = |run: &Value| Some(["href", "url"].iter().find_map(|name| run.get(*name)?.as_str())?.to_owned());
    if !runs.iter().any(|run| address(run).is_some() && text(run).is_some()) {
        return runs.iter().filter_map(text).collect();
    }
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let runs = runs.iter().filter_map(|run| {
        let words = escaped(&text(run)?);
        Some(match address(run) {
            Some(url) => format!("<a href=\"{}\">{words}</a>", escaped(&url)),
            None => words,
        })
    });
    format!("<p>{}</p>", runs.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_data_is_a_text_or_a_list_of_paragraphs() {
        let sentence = "The bridge over the river was closed on Monday after divers had found cracks in two of its piers, the city said. ";
        let list = serde_json::json!({"a": {"body": [{"type": "p", "text": sentence}, {"type": "p", "text": [{"text": sentence}, {"text": "More."}]}],
            "other": [{"url": "/x", "text": sentence}, {"url": "/y", "text": sentence}, {"url": "/z", "text": sentence}]}});
        let texts = |value: &Value| {
            let found = longest_text(value, None)?;
            Some(found.into_iter().map(|paragraph| paragraph.block.text).collect::<Vec<_>>())
        };
        assert_eq!(texts(&list).unwrap(), [sentence.trim(), format!("{sentence}More.").as_str()]);
        let html = format!("<p>{sentence}</p><p>{sentence}</p><p>{sentence}</p>");
        assert_eq!(texts(&serde_json::json!({"b": html})).unwrap().len(), 3);
        assert_eq!(texts(&serde_json::json!({"b": "/a/b", "c": [1, 2]})), None);
    }

    const FIRST: &str = "The bridge over the river was closed on Monday after divers had found cracks in two of its piers, the city said.";
    const REST: &str =
        "Nobody knows how long the repair will take, and the ferry will run every ten minutes until the work is done.";

    /// A page that shows so much, with data of an article; the words that have links, and where these lead.
    fn links(shown: &str, data: &str) -> Vec<(String, String)> {
        let page = format!(
            "<!doctype html><html><head><title>Bridge closed</title><link rel=canonical href=https://example.org/news/bridge>\
             {data}</head><body><article><h1>Bridge closed</h1>{shown}</article></body></html>"
        );
        let input = crate::import::Input { bytes: page.as_bytes(), name: "a.html", ..Default::default() };
        let draft = crate::import::open(&input).unwrap();
        assert!(draft.warnings.iter().any(|warning| warning.message.contains("gives to programs")), "{draft:#?}");
        let kept = draft.blocks.iter().filter(|block| block.keep);
        let links = kept.flat_map(|block| block.block.links.iter().map(move |link| (block, link)));
        links.map(|(block, link)| (link.span.of(&block.block.text).to_owned(), link.url.clone())).collect()
    }

    fn stated(body: &str) -> String {
        let node = serde_json::json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge closed", "articleBody": body});
        format!("<script type=\"application/ld+json\">{node}</script>")
    }

    #[test]
    fn links_of_a_body_in_data_are_kept() {
        let rest = REST.replace("the ferry", "<a href=\"/ferry\">the ferry</a>");
        let body = format!("<p>{FIRST}</p><p>{rest}</p><p>{FIRST}</p><p>{REST}</p>");
        let expected = [("the ferry".to_owned(), "https://example.org/ferry".to_owned())];
        assert_eq!(links("<p>Log in to read on.</p>", &stated(&body)), expected);
        // Runs of a paragraph in objects of their own.
        let runs = serde_json::json!([{"text": "Nobody knows, and "}, {"text": "the ferry", "href": "/ferry"}, {"text": " will run every ten minutes until the work is done."}]);
        let paragraph = |text: Value| serde_json::json!({"type": "p", "text": text});
        let list: Vec<_> =
            [FIRST.into(), runs, FIRST.into(), REST.into(), FIRST.into()].into_iter().map(paragraph).collect();
        let data = format!(
            "<script id=__NEXT_DATA__ type=\"application/json\">{}</script>",
            serde_json::json!({"body": list})
        );
        assert_eq!(links("<p>Log in to read on.</p>", &data), expected);
    }

    #[test]
    fn links_that_the_page_shows_at_the_same_words_are_tied_to_them() {
        let shown = format!("<p>{}</p>", FIRST.replace("cracks", "<a href=\"https://example.com/report\">cracks</a>"));
        let body = format!("{FIRST} {REST}\n\n{REST}\n\n{REST} {REST}\n\n{REST}");
        assert_eq!(links(&shown, &stated(&body)), [("cracks".to_owned(), "https://example.com/report".to_owned())]);
    }
}
