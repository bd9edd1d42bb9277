//! The article as a page hands it to programs: `articleBody`, and the data of frameworks (`__NEXT_DATA__` and the like). It comes in where
//! the page shows much less: behind a wall, or drawn by scripts.

use scraper::Html;
use serde_json::Value;

use crate::{
    import::{Draft, DraftBlock, LeftOut, Warning},
    model::BlockKind,
};

use super::{Piece, data::Data, folded, pieces, rules::low_words, seen, thresholds as set};

/// The paragraphs that only the page's data hold. `None` where the page shows most of them itself. Lines of the page that are among them
/// are left out.
pub fn more_than_body(data: &Data, scripts: &[&str], pieces: &mut [Piece]) -> Option<Vec<String>> {
    let is_body = |piece: &&Piece| {
        piece.draft.keep
            && !matches!(piece.draft.block.kind, BlockKind::Headline | BlockKind::Caption | BlockKind::Standfirst)
    };
    let shown: usize = pieces.iter().filter(is_body).map(|piece| length(&piece.draft.block.text)).sum();
    if shown > set::FULL_BODY {
        return None;
    }
    let stated = data.of_article("articleBody").chain(data.of_page("articleBody")).map(|text| paragraphs(&text));
    let in_scripts = scripts.iter().filter_map(|script| serde_json::from_str(script).ok());
    let in_scripts = in_scripts.filter_map(|value: Value| longest_text(&value));
    let found = stated.chain(in_scripts).max_by_key(|text| total(text))?;
    if total(&found) < set::DATA_LEAST || total(&found) < shown * set::DATA_TIMES {
        return None;
    }
    let words = low_words(&found.join(" "));
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
pub fn bring_in(paragraphs: Vec<String>, draft: &mut Draft) {
    let is_top =
        |block: &DraftBlock| block.keep && matches!(block.block.kind, BlockKind::Headline | BlockKind::Standfirst);
    let at = draft.blocks.iter().rposition(is_top).map_or(0, |at| at + 1);
    let blocks = paragraphs.into_iter().map(|text| DraftBlock::kept(BlockKind::Paragraph, text));
    draft.blocks.splice(at..at, blocks);
    draft.warnings.push(Warning::new(
        "The page shows little of the article; the text was taken from the data that the page gives to programs. Compare it with the page as published.",
    ));
}

/// Letters and figures, so that scripts without spaces count as others do.
fn length(text: &str) -> usize {
    text.chars().filter(|char| char.is_alphanumeric()).count()
}

fn total(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|text| length(text)).sum()
}

/// A text of the data as paragraphs: markup is read, lines are paragraphs.
fn paragraphs(text: &str) -> Vec<String> {
    if text.contains("</p>") || text.contains("<br") || text.contains("</div>") {
        let mut page = Html::parse_fragment(&super::guard::bounded(text).text);
        seen::as_seen(&mut page);
        let kept = pieces::pieces(&page).into_iter().filter(|piece| piece.draft.keep);
        return kept.map(|piece| piece.draft.block.text).collect();
    }
    text.lines().map(folded).filter(|line| !line.is_empty()).collect()
}

/// The texts of one place of the data that are longest together: a body in one text, or a list of paragraphs.
fn longest_text(value: &Value) -> Option<Vec<String>> {
    let mut best: Vec<String> = Vec::new();
    // Lists hold bodies; a list of lists of other articles is longer than any, so a list counts by its own members alone.
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > set::DATA_DEPTH {
            continue;
        }
        match value {
            Value::String(text) if length(text) >= set::DATA_LEAST => {
                let found = paragraphs(text);
                if total(&found) > total(&best) {
                    best = found;
                }
            }
            Value::Array(members) => {
                let found: Vec<String> =
                    members.iter().filter_map(member_text).flat_map(|text| paragraphs(&text)).collect();
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
                Value::Array(runs) => runs.iter().filter_map(run_text).collect(),
                Value::Object(inner) => NAMES.iter().find_map(|name| inner.get(*name)?.as_str())?.to_owned(),
                _ => return None,
            }
        }
        _ => return None,
    };
    is_prose(&text).then_some(text)
}

/// A run of a paragraph in its own object: bold words, a link.
fn run_text(run: &Value) -> Option<String> {
    run.as_str().or_else(|| run.get("text")?.as_str()).or_else(|| run.get("value")?.as_str()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_data_is_a_text_or_a_list_of_paragraphs() {
        let sentence = "The bridge over the river was closed on Monday after divers had found cracks in two of its piers, the city said. ";
        let list = serde_json::json!({"a": {"body": [{"type": "p", "text": sentence}, {"type": "p", "text": [{"text": sentence}, {"text": "More."}]}],
            "other": [{"url": "/x", "text": sentence}, {"url": "/y", "text": sentence}, {"url": "/z", "text": sentence}]}});
        let found = longest_text(&list).unwrap();
        assert_eq!(found, [sentence.trim(), format!("{sentence}More.").as_str()]);
        let html = format!("<p>{sentence}</p><p>{sentence}</p><p>{sentence}</p>");
        assert_eq!(longest_text(&serde_json::json!({"b": html})).unwrap().len(), 3);
        assert_eq!(longest_text(&serde_json::json!({"b": "/a/b", "c": [1, 2]})), None);
    }
}
