//! spaCy's `Doc` as JSON, an article a line: `Doc(nlp.vocab).from_json(line)` has the claims as a span group.
//!
//! The tokens are words, cut further wherever a passage begins or ends, so that every passage stands on token boundaries and no
//! character is lost. Positions are code points.

use serde::Serialize;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Text, lost_warning},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "spacy",
    name: "spaCy JSON Lines",
    about: "For spaCy: an article a line as a Doc, with the claims as the span group “claims”.",
    family: Family::Tools,
    leaves_out: "white space at the ends of a passage, statements, evidence, sources, queries, changes, older drafts.",
    extension: "jsonl",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let lines: String = texts.iter().map(|text| format!("{}\n", doc(lookup, text))).collect();
    Exported::from(lines).warn(lost_warning(&texts))
}

fn doc(lookup: &Lookup, text: &Text) -> String {
    let words = text.version.text();
    let spans = text.passages.iter().filter_map(|passage| {
        let mut chars = lookup.map(&text.version.id)?.chars_from_span(passage.span);
        // White space is no token of its own, so that no span can begin or end inside it.
        let blank = |words: &str| words.chars().count();
        chars.start += blank(passage.quote) - blank(passage.quote.trim_start());
        chars.end -= blank(passage.quote) - blank(passage.quote.trim_end());
        if chars.is_empty() {
            return None;
        }
        let label = lookup.tool_label(passage.claim);
        // The knowledge base is the project: a span's entry there is its claim.
        Some(json!({ "start": chars.start, "end": chars.end, "label": label, "kb_id": passage.claim.id.as_str() }))
    });
    let spans: Vec<_> = spans.collect();
    let edges: Vec<_> = text.passages.iter().flat_map(|passage| [passage.span.start(), passage.span.end()]).collect();
    let doc = Doc { text: words, ents: [], spans: json!({ "claims": spans }), tokens: tokens(words, &edges) };
    super::json::compact(&doc)
}

/// Words, and the white space between them but for one space behind a word, which spaCy takes as part of it. White space is
/// one token a run: spaCy reads it so.
fn tokens(text: &str, edges: &[usize]) -> Vec<Token> {
    let mut cuts: Vec<_> = text.split_word_bound_indices().map(|(at, _)| at).chain(edges.iter().copied()).collect();
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    for pair in cuts.windows(2) {
        let piece = &text[pair[0]..pair[1]];
        let end = start + piece.chars().count();
        let is_space = piece.chars().all(char::is_whitespace);
        let id = tokens.len();
        match tokens.last_mut() {
            Some(last) if is_space && last.is_space && last.end == start => last.end = end,
            Some(last) if is_space && !last.is_space && last.end == start && piece.starts_with(' ') => {
                if end > start + 1 {
                    tokens.push(Token { id, start: start + 1, end, is_space });
                }
            }
            _ => tokens.push(Token { id, start, end, is_space }),
        }
        start = end;
    }
    tokens
}

/// A token in code points.
#[derive(Serialize)]
struct Token {
    id: usize,
    start: usize,
    end: usize,
    #[serde(skip)]
    is_space: bool,
}

/// An article, with the keys of spaCy's own `Doc.to_json`.
#[derive(Serialize)]
struct Doc<'a> {
    text: &'a str,
    ents: [Value; 0],
    spans: Value,
    tokens: Vec<Token>,
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    /// The tokens as words; a space that belongs to the word before is not seen.
    fn check(text: &str, edges: &[usize], expected: &[&str]) {
        let chars: Vec<char> = text.chars().collect();
        let words = tokens(text, edges)
            .iter()
            .map(|token| chars[token.start..token.end].iter().collect::<String>())
            .collect::<Vec<_>>();
        assert_eq!(words, expected);
    }

    #[test]
    fn tokens_cover_the_text_and_stand_on_the_edges_of_passages() {
        check("One two.", &[], &["One", "two", "."]);
        check("One  two", &[], &["One", " ", "two"]);
        check("One two", &[1, 3], &["O", "ne", "two"]);
        check(" a\n\nb", &[], &[" ", "a", "\n\n", "b"]);
        check("One  two", &[4], &["One", " ", "two"]);
        check("a \n b\u{a0}c", &[2], &["a", "\n ", "b", "\u{a0}", "c"]);
    }

    #[test]
    fn spans_are_code_points_of_the_text() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options::default());
        let doc: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let text: Vec<char> = doc["text"].as_str().unwrap().chars().collect();
        let spans = doc["spans"]["claims"].as_array().unwrap();
        for (span, claim) in spans.iter().zip(project.claims()) {
            let at = |key: &str| span[key].as_u64().unwrap() as usize;
            assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), claim.quote());
        }
    }
}
