//! Everything as one JSON-LD graph: schema.org for articles, claims, reviews and sources, Web Annotation for the places, and
//! words of our own for confidence, stance and status. Opens again without loss.
//!
//! The nodes are for readers of linked data. What makes it whole is the `cd:project` of the first node: a JSON literal with the
//! complete project. Reading looks only there.

use serde::{
    Serialize, Serializer,
    de::IgnoredAny,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::{Value, json};

use crate::model::{Claim, Evidence, ProjectParts, Source, Vouched};

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, claimreview, json, lookup::Text, reading, whole::Whole,
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "jsonld",
    name: "JSON-LD graph, complete",
    about: "For linked data: claims, reviews, sources and places in the text, tied together. Can be opened again as a project.",
    family: Family::Web,
    leaves_out: "",
    extension: "jsonld",
    opens_again: true,
    tables: &[],
    forms: &[],
    choices: &[Choice::Private],
    export,
};

/// The name of our own words, by which such a file is known.
pub(super) const MARK: &str = "urn:claimdesk:terms#";

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let mut text = json::compact(&Document(lookup));
    text.push('\n');
    text.into()
}

/// The whole graph, written node by node.
pub(super) struct Document<'a>(pub &'a Lookup<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(Some(2))?;
        document.serialize_entry("@context", &context())?;
        document.serialize_entry("@graph", &Graph(self.0))?;
        document.end()
    }
}

struct Graph<'a>(&'a Lookup<'a>);

impl Serialize for Graph<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut nodes = serializer.serialize_seq(None)?;
        nodes.serialize_element(&project_node(self.0))?;
        graph(self.0, &mut |node| nodes.serialize_element(&node))?;
        nodes.end()
    }
}

/// The first node, which holds everything.
#[derive(Serialize)]
struct ProjectNode<'a> {
    #[serde(rename = "@id")]
    id: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(rename = "cd:project")]
    project: Whole<'a>,
}

fn project_node<'a>(lookup: &'a Lookup<'a>) -> ProjectNode<'a> {
    let name = lookup.project.title();
    ProjectNode { id: "urn:claimdesk:project", kind: "cd:Project", name, project: json::whole(lookup) }
}

fn context() -> Value {
    let reference = |id: &str| json!({ "@id": id, "@type": "@id" });
    json!({
        "@version": 1.1,
        "@vocab": "https://schema.org/",
        "cd": MARK,
        "oa": "http://www.w3.org/ns/oa#",
        "url": reference("https://schema.org/url"),
        "cd:project": { "@id": "cd:project", "@type": "@json" },
        "cd:claim": reference("cd:claim"),
        "cd:source": reference("cd:source"),
        "cd:reviewer": reference("cd:reviewer"),
        "oa:motivatedBy": reference("oa:motivatedBy"),
        "oa:hasSource": reference("oa:hasSource"),
        "oa:hasBody": reference("oa:hasBody"),
    })
}

fn id(kind: &str, id: impl std::fmt::Display) -> String {
    format!("urn:claimdesk:{kind}:{id}")
}

/// Gives every other node to `put`, one at a time.
fn graph<E>(lookup: &Lookup, put: &mut impl FnMut(Value) -> Result<(), E>) -> Result<(), E> {
    let project = lookup.project;
    for article in project.articles() {
        let mut node = claimreview::article(article);
        node["@id"] = id("article", &article.id).into();
        put(node)?;
    }
    for reviewer in project.reviewers() {
        put(json!({
            "@id": id("reviewer", &reviewer.id),
            "@type": "Person",
            "name": reviewer.name,
            "alternateName": reviewer.initials,
        }))?;
    }
    project.sources().iter().try_for_each(|source| put(source_node(source)))?;
    project.claims().iter().try_for_each(|claim| claim_nodes(lookup, claim, put))?;
    lookup.texts().iter().try_for_each(|text| annotations(lookup, text, put))
}

fn source_node(source: &Source) -> Value {
    let mut node = claimreview::source(source);
    node["@id"] = id("source", &source.id).into();
    if let Some(grade) = source.reliability {
        node["cd:reliability"] = grade.label().into();
    }
    if let Some(level) = source.level {
        node["cd:level"] = level.label().into();
    }
    node
}

fn claim_nodes<E>(lookup: &Lookup, claim: &Claim, put: &mut impl FnMut(Value) -> Result<(), E>) -> Result<(), E> {
    let claim_id = id("claim", &claim.id);
    let mut node = json!({
        "@id": claim_id,
        "@type": "Claim",
        "text": claim.checked_statement(),
        "appearance": { "@id": id("article", &claim.article) },
        "cd:number": claim.number,
        "cd:status": claim.status.label(),
        "cd:priority": claim.priority.label(),
    });
    let vouched = lookup.vouched(claim);
    node["cd:standing"] = vouched.label().into();
    if let Some(verdict) = claim.verdict.as_ref().filter(|_| lookup.is_of_these_words(claim)) {
        node["cd:verdict"] = lookup.label(verdict).into();
    }
    if let Vouched::Older(check) = &vouched {
        node["cd:checkedWords"] = check.words.as_ref().into();
        node["cd:checkedVerdict"] = lookup.older_label(check).into();
    }
    if let Some(author) = claimreview::author(&claim.claimant) {
        node["author"] = author;
    }
    if let Some(kind) = claim.kind {
        node["cd:kind"] = kind.label().into();
    }
    if !claim.tags.is_empty() {
        node["keywords"] = claim.tags.clone().into();
    }
    if let Some(confidence) = claim.confidence.as_ref().filter(|_| lookup.is_of_these_words(claim)) {
        node["cd:confidence"] = confidence.degree.label().into();
        node["cd:confidenceReason"] = confidence.reason.clone().into();
    }
    if let Some(signed) = vouched.signature() {
        node["cd:signedAt"] = signed.at.to_string().into();
        if let Some(by) = &signed.by {
            node["cd:reviewer"] = id("reviewer", by).into();
        }
    }
    put(node)?;
    if let Some(mut review) = claimreview::review(lookup, claim) {
        review.remove("@context");
        let sources: Vec<_> =
            claimreview::cited_once(claim).map(|source_id| json!({ "@id": id("source", source_id) })).collect();
        review.insert("@id".to_owned(), id("review", &claim.id).into());
        review.insert("itemReviewed".to_owned(), json!({ "@id": claim_id }));
        review.insert("citation".to_owned(), sources.into());
        put(Value::Object(review))?;
    }
    claim.evidence.iter().try_for_each(|evidence| put(evidence_node(lookup, claim, evidence)))
}

fn evidence_node(lookup: &Lookup, claim: &Claim, evidence: &Evidence) -> Value {
    let mut node = json!({
        "@id": id("evidence", format!("{}:{}", claim.id, evidence.id)),
        "@type": "cd:Evidence",
        "cd:claim": id("claim", &claim.id),
        "cd:source": id("source", &evidence.source),
        "cd:stance": evidence.stance.label(),
    });
    for (key, text) in [("cd:quote", &evidence.quote), ("cd:locator", &evidence.locator), ("cd:note", &evidence.note)] {
        if !text.is_empty() {
            node[key] = text.clone().into();
        }
    }
    if let Some(credibility) = evidence.credibility {
        node["cd:credibility"] = credibility.label().into();
    }
    if let Some(anchor) = evidence.mark.as_ref().map(|mark| &mark.anchor)
        && let Some(chars) = lookup.chars(anchor)
    {
        node["oa:hasSelector"] = json!([
            {
                "@type": "oa:TextQuoteSelector",
                "oa:exact": anchor.quote,
                "oa:prefix": anchor.prefix,
                "oa:suffix": anchor.suffix,
            },
            { "@type": "oa:TextPositionSelector", "oa:start": chars.start, "oa:end": chars.end },
        ]);
    }
    node
}

fn annotations<E>(lookup: &Lookup, text: &Text, put: &mut impl FnMut(Value) -> Result<(), E>) -> Result<(), E> {
    let Some(map) = lookup.map(&text.version.id) else { return Ok(()) };
    let target = |passage: &super::lookup::Passage| {
        let chars = map.chars_from_span(passage.span);
        json!({
            "oa:hasSource": id("article", &text.article.id),
            "oa:hasSelector": [
                { "@type": "oa:TextQuoteSelector", "oa:exact": passage.quote },
                { "@type": "oa:TextPositionSelector", "oa:start": chars.start, "oa:end": chars.end },
            ],
        })
    };
    let node = |(_, claim, passages): (u32, &Claim, Vec<&super::lookup::Passage>)| {
        json!({
            "@id": id("annotation", &claim.id),
            "@type": "oa:Annotation",
            "oa:motivatedBy": "oa:assessing",
            "oa:hasBody": id("claim", &claim.id),
            "oa:hasTarget": passages.into_iter().map(target).collect::<Vec<_>>(),
        })
    };
    text.claims().into_iter().try_for_each(|claim| put(node(claim)))
}

/// How deep the fields of a node stand: the document, the graph, the node.
const NODE_DEPTH: usize = 3;

/// Reads the whole project out of the graph.
pub(super) fn read(text: &str) -> Result<ProjectParts, String> {
    // Nothing of the rest is looked at, but that it is there.
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| error.to_string())?;
    let project = reading::member(text, NODE_DEPTH, "cd:project").ok_or("no node of it holds the project")?;
    reading::parts(project)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{super::testing::tricky, *};

    /// Every `urn:claimdesk:` that is named anywhere.
    fn names(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::String(text) if text.starts_with("urn:claimdesk:") => drop(found.insert(text.clone())),
            Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            Value::Object(fields) => {
                fields.iter().filter(|(key, _)| *key != "cd:project").for_each(|(_, value)| names(value, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_node_that_is_named_is_there() {
        let project = tricky();
        let document = serde_json::to_value(Document(&Lookup::new(&project))).unwrap();
        let nodes = document["@graph"].as_array().unwrap();
        let there: BTreeSet<_> = nodes.iter().map(|node| node["@id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(there.len(), nodes.len(), "ids are distinct");
        let mut named = BTreeSet::new();
        nodes.iter().for_each(|node| names(node, &mut named));
        assert_eq!(named.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}
