//! What a page tells programs: JSON-LD, and the names and contents of its `meta` elements.

use std::borrow::Cow;

use scraper::{Html, Selector};
use serde_json::Value;

use super::{meta::selector, rules};

/// The data of a page.
#[derive(Debug, Default)]
pub struct Data {
    /// Every node of its JSON-LD, `@graph` and lists opened.
    nodes: Vec<Value>,
    /// JSON-LD that cannot be read even after mending.
    broken: Vec<String>,
    /// The names of `meta` elements in lower case, with what they hold.
    metas: Vec<(String, String)>,
}

impl Data {
    /// Reads the data of a page.
    pub fn of(page: &Html) -> Self {
        let mut data = Self::default();
        data.read_json(page, &selector("script[type=\"application/ld+json\"]"));
        for meta in page.select(&selector("meta[content]")) {
            let content = meta.attr("content").unwrap_or_default();
            let names = ["property", "name", "itemprop"].into_iter().filter_map(|name| meta.attr(name));
            if !content.trim().is_empty() {
                data.metas.extend(names.map(|name| (name.to_ascii_lowercase(), content.to_owned())));
            }
        }
        data
    }

    fn read_json(&mut self, page: &Html, scripts: &Selector) {
        for script in page.select(scripts) {
            let text: String = script.text().collect();
            match serde_json::from_str(text.trim()).or_else(|_| serde_json::from_str(&mended(&text))) {
                Ok(value) => open_nodes(value, &mut self.nodes),
                Err(_) => self.broken.push(text),
            }
        }
    }

    /// The content of the first name that the page has.
    pub fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let found = self.metas.iter().find(|(there, _)| there == name)?;
            Some(found.1.clone())
        })
    }

    /// Whether the page has a name that begins so.
    pub fn has_meta(&self, start: &str) -> bool {
        self.metas.iter().any(|(name, _)| name.starts_with(start))
    }

    /// The node that is about an article.
    pub fn article(&self) -> Option<&Value> {
        self.nodes.iter().find(|node| is_article(node))
    }

    /// A text of the nodes that are about an article.
    pub fn of_article(&self, key: &str) -> impl Iterator<Item = String> {
        self.nodes.iter().filter(|node| is_article(node)).filter_map(move |node| text_of(&node[key]))
    }

    /// The bodies of articles as they stand in the data, with markup where they have any: those of the article's nodes first.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        let article = self.nodes.iter().filter(|node| is_article(node)).filter_map(|node| node["articleBody"].as_str());
        let page = self.nodes.iter().filter(|node| !is_part(node)).filter_map(|node| node["articleBody"].as_str());
        article.chain(page)
    }

    /// A text of the nodes that are about the page as a whole.
    pub fn of_page(&self, key: &str) -> impl Iterator<Item = String> {
        self.nodes.iter().filter(|node| !is_part(node)).filter_map(move |node| text_of(&node[key]))
    }

    /// A text out of JSON-LD that cannot be parsed.
    pub fn of_broken(&self, key: &str) -> Option<String> {
        self.broken.iter().find_map(|text| {
            let after = text.split_once(&format!("\"{key}\""))?.1.trim_start().strip_prefix(':')?.trim_start();
            after.strip_prefix('"')?.split_once('"').map(|(value, _)| value.to_owned())
        })
    }

    /// What the page says it is about, in lower case, words only.
    pub fn description(&self) -> String {
        const NAMES: &[&str] = &["description", "og:description", "twitter:description", "dc.description"];
        let all: Vec<String> = NAMES.iter().filter_map(|name| self.meta(&[name])).collect();
        rules::low_words(&unescape(&all.join(" | ")))
    }
}

/// JSON without what editors leave in it: line ends inside texts, a comma behind the last value, a wrapping.
fn mended(text: &str) -> String {
    let start = text.find(['{', '[']).unwrap_or(0);
    let end = text.rfind(['}', ']']).map_or(text.len(), |end| end + 1);
    let mut out = String::with_capacity(text.len());
    for char in text.get(start..end).unwrap_or_default().chars() {
        if matches!(char, '}' | ']') && out.trim_end().ends_with(',') {
            out.truncate(out.trim_end().len() - 1);
        }
        out.push(if char.is_control() { ' ' } else { char });
    }
    out
}

fn open_nodes(value: Value, nodes: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| open_nodes(value, nodes)),
        Value::Object(mut object) => {
            for inner in ["@graph", "mainEntity"] {
                if let Some(inner) = object.remove(inner) {
                    open_nodes(inner, nodes);
                }
            }
            nodes.push(Value::Object(object));
        }
        _ => {}
    }
}

/// The types of a node, without the address of the vocabulary.
fn types(node: &Value) -> Vec<&str> {
    let names = match &node["@type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect::<Vec<_>>(),
    };
    names.into_iter().map(|name| name.rsplit(['/', ':']).next().unwrap_or(name)).collect()
}

fn is_article(node: &Value) -> bool {
    types(node).iter().any(|name| {
        name.ends_with("Article")
            || matches!(
                *name,
                "BlogPosting" | "Report" | "LiveBlogPosting" | "DiscussionForumPosting" | "HowTo" | "Recipe"
            )
    })
}

/// Whether a node is about a picture, a video or a reader's words on the page.
fn is_part(node: &Value) -> bool {
    types(node).iter().any(|name| {
        name.ends_with("Object") || matches!(*name, "Comment" | "Review" | "Event" | "Product" | "PodcastEpisode")
    })
}

/// The text of a value.
pub fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(|text| unescape(text).into_owned())
}

/// The names of a person or organisation, or of a list of them.
pub fn names_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) if !name.starts_with("http") => vec![unescape(name).into_owned()],
        Value::Object(object) => object.get("name").map(names_of).unwrap_or_default(),
        Value::Array(values) => values.iter().flat_map(names_of).collect(),
        _ => Vec::new(),
    }
}

/// JSON-LD often holds text that was escaped for HTML.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains('&') { Html::parse_fragment(text).root_element().text().collect() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json_as_editors_leave_it() {
        let check = |json: &str, expected: &str| {
            let page = Html::parse_document(&format!("<script type=\"application/ld+json\">{json}</script>"));
            let data = Data::of(&page);
            let headline = data.of_article("headline").next().or_else(|| data.of_broken("headline"));
            assert_eq!(headline.as_deref(), Some(expected), "{json}");
        };
        check(r#"{"@type":"NewsArticle","headline":"Bridge"}"#, "Bridge");
        check(r#"[{"@graph":[{"@type":["WebPage","http://schema.org/Article"],"headline":"Bridge"}]}]"#, "Bridge");
        check(r#"{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","headline":"Bridge"}}"#, "Bridge");
        check("{\"@type\":\"Article\",\"headline\":\"Bridge\nclosed\",}", "Bridge closed");
        check("/*<![CDATA[*/{\"@type\":\"Article\",\"headline\":\"Bridge\"}/*]]>*/", "Bridge");
        check(r#"{"@type":"Article","headline":"Bridge","about":"a "quote""}"#, "Bridge");
    }

    #[test]
    fn what_is_about_a_picture_is_not_about_the_page() {
        let page =
            r#"<script type="application/ld+json">[{"@type":"ImageObject","datePublished":"2020-01-01"}]</script>"#;
        assert_eq!(Data::of(&Html::parse_document(page)).of_page("datePublished").next(), None);
    }
}
