//! What a page says about itself. Each value notes where it was found; "unknown" is an answer.

use scraper::{Html, Selector};
use serde_json::Value;

use super::super::{Draft, MetaField};

/// Reads title, authors, publisher, date, language and address: JSON-LD, then OpenGraph and `article:`, then citation and
/// Dublin Core, then the page's own elements.
pub fn read(page: &Html, draft: &mut Draft) {
    let json = json_ld(page);
    let meta = |names: &[&str]| meta_content(page, names);
    let article = json.iter().find(|node| is_article(node));

    let title = first(&[
        (article.and_then(|node| text_of(&node["headline"])), "JSON-LD"),
        (meta(&["og:title", "twitter:title"]), "OpenGraph"),
        (meta(&["citation_title", "dc.title", "dcterms.title"]), "citation data"),
        (element_text(page, "h1"), "first heading"),
        (element_text(page, "title"), "page title"),
    ]);
    set(draft, MetaField::Title, title, |draft, value| draft.meta.title = value);

    let authors = article.map(|node| names_of(&node["author"])).filter(|names| !names.is_empty());
    let (authors, place) = match authors {
        Some(names) => (names, "JSON-LD"),
        None => {
            let named = meta(&["author", "article:author", "citation_author", "dc.creator", "parsely-author"]);
            let named = named.filter(|name| !name.starts_with("http")).or_else(|| byline(page));
            (named.map(|names| split_names(&names)).unwrap_or_default(), "page data")
        }
    };
    if !authors.is_empty() {
        draft.meta.authors = authors;
        draft.note(MetaField::Authors, place);
    }

    let publisher = first(&[
        (article.and_then(|node| names_of(&node["publisher"]).into_iter().next()), "JSON-LD"),
        (meta(&["og:site_name", "application-name"]), "OpenGraph"),
        (meta(&["citation_publisher", "dc.publisher"]), "citation data"),
    ]);
    set(draft, MetaField::Publisher, publisher, |draft, value| draft.meta.publisher = value);

    let date = |value: Option<String>| value.as_deref().and_then(iso_date);
    let published = first(&[
        (date(article.and_then(|node| text_of(&node["datePublished"]))), "JSON-LD"),
        (date(meta(&["article:published_time", "og:article:published_time"])), "OpenGraph"),
        (
            date(meta(&[
                "citation_publication_date",
                "citation_date",
                "dc.date",
                "dcterms.created",
                "date",
                "pubdate",
            ])),
            "citation data",
        ),
        (date(time_element(page)), "time element"),
    ]);
    set(draft, MetaField::Published, published, |draft, value| draft.meta.published = value);

    let language = first(&[
        (attribute(page, "html[lang]", "lang"), "page"),
        (meta(&["og:locale"]).map(|locale| locale.replace('_', "-")), "OpenGraph"),
    ]);
    set(draft, MetaField::Language, language, |draft, value| draft.meta.language = value);

    let url = first(&[
        (attribute(page, "link[rel=canonical]", "href").filter(|url| url.starts_with("http")), "canonical link"),
        (meta(&["og:url"]).filter(|url| url.starts_with("http")), "OpenGraph"),
    ]);
    set(draft, MetaField::Url, url, |draft, value| draft.meta.url = value);
}

/// The first of several values that is there, with its place.
fn first(values: &[(Option<String>, &'static str)]) -> Option<(String, &'static str)> {
    let tidy = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut there = values.iter().filter_map(|(value, place)| Some((tidy(value.as_ref()?), *place)));
    there.find(|(value, _)| !value.is_empty())
}

fn set(draft: &mut Draft, field: MetaField, value: Option<(String, &'static str)>, put: fn(&mut Draft, String)) {
    if let Some((value, place)) = value {
        put(draft, value);
        draft.note(field, place);
    }
}

/// Every node of every JSON-LD script, `@graph` and lists opened.
fn json_ld(page: &Html) -> Vec<Value> {
    let mut nodes = Vec::new();
    for script in page.select(&selector("script[type=\"application/ld+json\"]")) {
        let text: String = script.text().collect();
        if let Ok(value) = serde_json::from_str(text.trim()) {
            open_nodes(value, &mut nodes);
        }
    }
    nodes
}

fn open_nodes(value: Value, nodes: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| open_nodes(value, nodes)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                open_nodes(graph, nodes);
            }
            nodes.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(node: &Value) -> bool {
    let is_one = |name: &str| name.ends_with("Article") || matches!(name, "BlogPosting" | "Report" | "LiveBlogPosting");
    match &node["@type"] {
        Value::String(name) => is_one(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(unescape)
}

/// The names of a person or organisation, or of a list of them.
fn names_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) if !name.starts_with("http") => vec![unescape(name)],
        Value::Object(object) => object.get("name").map(names_of).unwrap_or_default(),
        Value::Array(values) => values.iter().flat_map(names_of).collect(),
        _ => Vec::new(),
    }
}

/// JSON-LD often holds text that was escaped for HTML.
fn unescape(text: &str) -> String {
    if text.contains('&') { Html::parse_fragment(text).root_element().text().collect() } else { text.to_owned() }
}

fn meta_content(page: &Html, names: &[&str]) -> Option<String> {
    let metas = selector("meta[content]");
    names.iter().find_map(|name| {
        let is_it = |found: Option<&str>| found.is_some_and(|found| found.eq_ignore_ascii_case(name));
        let meta = page
            .select(&metas)
            .find(|meta| is_it(meta.attr("property")) || is_it(meta.attr("name")) || is_it(meta.attr("itemprop")))?;
        meta.attr("content").map(str::to_owned).filter(|content| !content.trim().is_empty())
    })
}

fn element_text(page: &Html, name: &str) -> Option<String> {
    page.select(&selector(name)).next().map(|element| element.text().collect())
}

fn attribute(page: &Html, query: &str, name: &str) -> Option<String> {
    page.select(&selector(query)).next()?.attr(name).map(str::to_owned)
}

fn byline(page: &Html) -> Option<String> {
    const PLACES: &str =
        "[rel=author], [itemprop=author] [itemprop=name], [itemprop=author], .byline, .author-name, .author";
    let text: String = page.select(&selector(PLACES)).next()?.text().collect();
    let words = text.split_whitespace().count();
    (1..=12).contains(&words).then_some(text)
}

/// The date in a `time` element, if the page has just one moment to offer.
fn time_element(page: &Html) -> Option<String> {
    attribute(page, "article time[datetime], header time[datetime], time[pubdate]", "datetime")
}

/// "By Ann Lee and Bo Ek" as names.
fn split_names(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = text.to_ascii_lowercase();
    let text = if lower.starts_with("by ") { &text[3..] } else { &text };
    let names = text.split(", ").flat_map(|part| part.split(" and "));
    names.map(|name| name.trim().trim_matches(',').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The day of an ISO 8601 date or time, or the month or year alone: `2025-02-04T10:00Z` gives `2025-02-04`.
pub fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let year = digits(0..4)?;
    let number = |part: &str| part.parse::<u8>().ok();
    let (rest, month) = (text.get(4..).unwrap_or_default(), digits(5..7));
    if rest.is_empty() {
        return Some(year.to_owned());
    }
    let month = month.filter(|month| number(month).is_some_and(|month| (1..=12).contains(&month)))?;
    match rest.get(3..).unwrap_or_default() {
        "" => Some(format!("{year}-{month}")),
        _ => {
            let day = digits(8..10).filter(|day| number(day).is_some_and(|day| (1..=31).contains(&day)))?;
            let ends = text.get(10..).is_none_or(|rest| !rest.starts_with(|char: char| char.is_ascii_digit()));
            ends.then(|| format!("{year}-{month}-{day}"))
        }
    }
}

pub(super) fn selector(query: &str) -> Selector {
    Selector::parse(query).expect("the selectors of this program are well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years() {
        assert_eq!(iso_date("2025-02-04T10:00:00+01:00").as_deref(), Some("2025-02-04"));
        assert_eq!(iso_date("2025-02").as_deref(), Some("2025-02"));
        assert_eq!(iso_date("2025").as_deref(), Some("2025"));
        for not_a_date in ["", "yesterday", "2025-13-01", "2025-02-40", "04.02.2025", "2025-02-041"] {
            assert_eq!(iso_date(not_a_date), None, "{not_a_date}");
        }
    }

    #[test]
    fn says_where_each_value_was_found() {
        let page = r#"<html lang="en"><title>Site | Words</title><meta property="og:title" content="Words">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"name":"Ann Lee"}],"datePublished":"2025-02-04"}]}</script>
            <link rel=canonical href="https://example.org/a"></html>"#;
        let mut draft = Draft::default();
        read(&Html::parse_document(page), &mut draft);
        assert_eq!((draft.meta.title.as_str(), draft.meta.published.as_str()), ("Words", "2025-02-04"));
        assert_eq!(draft.meta.authors, ["Ann Lee"]);
        assert_eq!(draft.meta.url, "https://example.org/a");
        let places: Vec<_> = draft.found.iter().map(|found| (found.field.slug(), found.place)).collect();
        let expected = [
            ("title", "OpenGraph"),
            ("authors", "JSON-LD"),
            ("published", "JSON-LD"),
            ("language", "page"),
            ("url", "canonical link"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn an_undated_page_has_no_date() {
        let mut draft = Draft::default();
        read(&Html::parse_document("<p>© 2021</p><footer><time datetime='2020-01-01'></time></footer>"), &mut draft);
        assert_eq!(draft.meta.published, "");
    }
}
