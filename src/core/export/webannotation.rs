//! W3C Web Annotations as JSON-LD: every claim, its evidence, queries and change request, tied to the words.
//!
//! Follows the Web Annotation Data Model (2017): a TextQuoteSelector, and a TextPositionSelector that counts code points from 0
//! in the text of the draft (or UTF-16 units, for tools that count so against the model). Claims are `assessing` (`highlighting` while no verdict may be said of these words), evidence `linking`, queries
//! `questioning`, change requests `editing`, notes `commenting`.

use std::cell::Cell;

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Anchor, Claim, Evidence, Span, VersionId};

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, json,
    lookup::{Passage, Text, lost_warning},
    told,
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "webannotation",
    name: "Web Annotations (W3C)",
    about: "For annotation tools on the web: each claim, its evidence, queries and changes, tied to the words.",
    family: Family::Web,
    leaves_out: "the article’s text, older drafts, confidence, source grades.",
    extension: "json",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[Choice::Utf16Positions],
    export,
};

fn export(lookup: &Lookup, options: &Options) -> Exported {
    let texts = lookup.texts();
    let total = Cell::new(0);
    let claims = texts.iter().flat_map(|text| annotations(lookup, options, text));
    let items = claims.flatten().inspect(|_| total.set(total.get() + 1));
    let collection = Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        first: Page {
            id: "urn:claimdesk:annotations:1",
            items: json::stream(items),
            part_of: "urn:claimdesk:annotations",
            start_index: 0,
            kind: "AnnotationPage",
        },
        id: "urn:claimdesk:annotations",
        label: lookup.project.title(),
        total: &total,
        kind: "AnnotationCollection",
    };
    // Each annotation on a line.
    Exported::from(json::pretty_to(3, &collection)).warn(lost_warning(&texts))
}

#[derive(Serialize)]
struct Collection<'a, I> {
    #[serde(rename = "@context")]
    context: &'a str,
    first: Page<'a, I>,
    id: &'a str,
    label: &'a str,
    /// Counted while the first page is written.
    total: &'a Cell<usize>,
    #[serde(rename = "type")]
    kind: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a, I> {
    id: &'a str,
    items: I,
    part_of: &'a str,
    start_index: usize,
    #[serde(rename = "type")]
    kind: &'a str,
}

/// The annotations of each claim in a text.
fn annotations<'t>(lookup: &'t Lookup, options: &'t Options, text: &'t Text) -> impl Iterator<Item = Vec<Value>> + 't {
    let source = if text.article.meta.url.is_empty() {
        format!("urn:claimdesk:article:{}", text.article.id)
    } else {
        text.article.meta.url.clone()
    };
    text.claims().into_iter().map(move |(_, claim, passages)| {
        let mut all = Vec::new();
        let targets: Vec<_> = passages.iter().map(|passage| target(lookup, options, text, &source, passage)).collect();
        let target = if let [only] = targets.as_slice() { only.clone() } else { Value::from(targets) };
        all.push(assessing(lookup, claim, &target));
        let id = |kind: &str, part: &str| format!("urn:claimdesk:{kind}:{}:{part}", claim.id);
        for evidence in &claim.evidence {
            all.push(annotation(
                &id("evidence", evidence.id.as_str()),
                "linking",
                vec![link(lookup, options, evidence)],
                &target,
            ));
        }
        for query in claim.queries.iter().filter(|query| !query.question.is_empty()) {
            let body = words("questioning", &query.question);
            all.push(annotation(&id("query", query.id.as_str()), "questioning", vec![body], &target));
        }
        if let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) {
            let problem = (!change.problem.is_empty()).then(|| words("commenting", &change.problem));
            let suggestion = (!change.suggestion.is_empty()).then(|| words("editing", &change.suggestion));
            let bodies = suggestion.into_iter().chain(problem).collect();
            all.push(annotation(&id("change", "1"), "editing", bodies, &target));
        }
        all
    })
}

fn target(lookup: &Lookup, options: &Options, text: &Text, source: &str, passage: &Passage) -> Value {
    let anchor = passage.claim.marks.get(passage.mark).map(|mark| &mark.anchor);
    let anchor = anchor.filter(|anchor| anchor.version == text.version.id);
    let selectors = selectors(lookup, options, passage.quote, anchor, &text.version.id, passage.span);
    json!({ "type": "SpecificResource", "source": source, "selector": selectors })
}

/// The words with what surrounds them, and their place.
fn selectors(
    lookup: &Lookup,
    options: &Options,
    exact: &str,
    anchor: Option<&Anchor>,
    version: &VersionId,
    span: Span,
) -> Value {
    let mut quote = json!({ "type": "TextQuoteSelector", "exact": exact });
    for (key, words) in [("prefix", anchor.map(|a| &a.prefix)), ("suffix", anchor.map(|a| &a.suffix))] {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            quote[key] = words.clone().into();
        }
    }
    let mut selectors = vec![quote];
    if let Some(map) = lookup.map(version) {
        let (from, to) = (span.start(), span.end());
        let (start, end) = if options.utf16_positions {
            (map.utf16_from_byte(from), map.utf16_from_byte(to))
        } else {
            (map.char_from_byte(from), map.char_from_byte(to))
        };
        selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
    }
    selectors.into()
}

fn assessing(lookup: &Lookup, claim: &Claim, target: &Value) -> Value {
    let vouched = lookup.vouched(claim);
    let is_open = claim.verdict.is_none() || !lookup.is_of_these_words(claim);
    let mut bodies = Vec::new();
    if !is_open {
        bodies.push(words("assessing", &lookup.heading(claim)));
    }
    // Some readers fail on an annotation without a body, so that the statement is always there.
    bodies.push(words("describing", &claim.checked_statement()));
    bodies.extend(claim.tags.iter().map(|tag| words("tagging", tag)));
    let remarks = told::remarks(lookup, claim);
    bodies.extend(remarks.iter().map(|(name, remark)| words("commenting", &format!("{name}: {remark}"))));
    if !claim.notes.is_empty() {
        bodies.push(words("commenting", &claim.notes));
    }
    let motivation = if is_open { "highlighting" } else { "assessing" };
    let mut value = annotation(&format!("urn:claimdesk:claim:{}", claim.id), motivation, bodies, target);
    if let Some(created) = &claim.created {
        value["created"] = created.at.to_string().into();
    }
    if let Some(signed) = vouched.signature() {
        value["modified"] = signed.at.to_string().into();
    }
    let (reviewer, _) = lookup.hand(claim);
    if let Some(reviewer) = reviewer {
        let id = format!("urn:claimdesk:reviewer:{}", reviewer.id);
        value["creator"] = json!({ "id": id, "type": "Person", "name": reviewer.short() });
    }
    value
}

/// A source as the body of a link; with the words of the source where they are known.
/// The source, with the words of it that count.
fn link(lookup: &Lookup, options: &Options, evidence: &Evidence) -> Value {
    let url = lookup.source(&evidence.source).map_or("", |source| source.url.as_str());
    if url.is_empty() {
        let title = lookup.source_title(&evidence.source);
        return words("linking", &format!("{}: {title}", evidence.stance.label()));
    }
    let mut body = json!({ "type": "SpecificResource", "purpose": "linking", "source": url });
    if let Some(anchor) = evidence.mark.as_ref().map(|mark| &mark.anchor) {
        body["selector"] = selectors(lookup, options, &anchor.quote, Some(anchor), &anchor.version, anchor.span);
    } else if !evidence.quote.is_empty() {
        body["selector"] = json!({ "type": "TextQuoteSelector", "exact": evidence.quote });
    }
    body
}

fn words(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain" })
}

fn annotation(id: &str, motivation: &str, bodies: Vec<Value>, target: &Value) -> Value {
    let mut value = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "Annotation",
        "motivation": motivation,
        "target": target,
    });
    if !bodies.is_empty() {
        value["body"] = bodies.into();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn selectors_give_back_the_words_in_code_points() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options::default());
        let value: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let text: Vec<char> = project.articles()[0].latest().text().chars().collect();
        let items = value["first"]["items"].as_array().unwrap();
        assert_eq!(value["total"], items.len());
        let motivations: Vec<_> = items.iter().map(|item| item["motivation"].as_str().unwrap()).collect();
        assert_eq!(motivations[..4], ["assessing", "linking", "highlighting", "assessing"]);
        for item in items {
            let [quote, position] = item["target"]["selector"].as_array().unwrap().as_slice() else { panic!("{item}") };
            let at = |key: &str| position[key].as_u64().unwrap() as usize;
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(quote["exact"], words);
        }
    }

    #[test]
    fn the_words_of_evidence_are_told_in_their_source() {
        let exported = super::super::export(&tricky(), "webannotation", &Options::default()).unwrap();
        let value: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let items = value["first"]["items"].as_array().unwrap();
        let linking = items.iter().find(|item| item["motivation"] == "linking").unwrap();
        let body = linking["body"].as_array().map_or(&linking["body"], |bodies| &bodies[0]);
        let expected = json!([
            { "type": "TextQuoteSelector", "exact": "*no* “way”", "prefix": "said: ", "suffix": " </script>" },
            { "type": "TextPositionSelector", "start": 14, "end": 24 },
        ]);
        assert_eq!((&body["source"], &body["selector"]), (&json!("https://example.org/a?b=(c)"), &expected));
    }
}
