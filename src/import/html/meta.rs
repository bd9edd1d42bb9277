//! What a page says about itself. Each value notes where it was found; "unknown" is an answer.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::model::BlockKind;

use super::{
    super::{Draft, MetaField},
    Piece, authors,
    dates::{day_in, iso_date},
    folded, rules,
};

/// Reads title, authors, publisher, date, language and address: JSON-LD, then OpenGraph and `article:`, then citation and
/// Dublin Core, then the page's own elements.
pub fn read(page: &Html, pieces: &[Piece], draft: &mut Draft) {
    let json = json_ld(page);
    let article = json.iter().find(|node| is_article(node));

    let publisher = first(&[
        (article.and_then(|node| names_of(&node["publisher"]).into_iter().next()), "JSON-LD"),
        (meta_content(page, &["og:site_name", "application-name"]), "OpenGraph"),
        (meta_content(page, &["citation_publisher", "dc.publisher"]), "citation data"),
    ]);
    set(draft, MetaField::Publisher, publisher, |draft, value| draft.meta.publisher = value);

    let title = title(page, article, &draft.meta.publisher);
    set(draft, MetaField::Title, title, |draft, value| draft.meta.title = value);

    let language = first(&[
        (attribute(page, "html[lang]", "lang"), "page"),
        (meta_content(page, &["og:locale"]).map(|locale| locale.replace('_', "-")), "OpenGraph"),
    ]);
    set(draft, MetaField::Language, language, |draft, value| draft.meta.language = value);

    let is_american = draft.meta.language.eq_ignore_ascii_case("en-us");
    let published = published(page, &json, pieces, &draft.meta.title, is_american);
    set(draft, MetaField::Published, published, |draft, value| draft.meta.published = value);

    if let Some((authors, place)) = authors::find(page, article, pieces, draft) {
        draft.meta.authors = authors;
        draft.note(MetaField::Authors, place);
    }

    let is_address = |url: &String| url.starts_with("http");
    let url = first(&[
        (attribute(page, "link[rel=canonical]", "href").filter(is_address), "canonical link"),
        (meta_content(page, &["og:url"]).filter(is_address), "OpenGraph"),
    ]);
    set(draft, MetaField::Url, url, |draft, value| draft.meta.url = value);
}

/// What the page says it is about, in lower case, words only.
pub fn description(page: &Html) -> String {
    const NAMES: &[&str] = &["description", "og:description", "twitter:description", "dc.description"];
    let all: Vec<String> = NAMES.iter().filter_map(|name| meta_content(page, &[name])).collect();
    rules::low_words(&unescape(&all.join(" | ")))
}

/// The heading that the page's data repeat; without one, the data, less the name of the site.
fn title(page: &Html, article: Option<&Value>, publisher: &str) -> Option<(String, &'static str)> {
    let stated = first(&[
        (article.and_then(|node| text_of(&node["headline"])), "JSON-LD"),
        (meta_content(page, &["og:title", "twitter:title"]), "OpenGraph"),
        (meta_content(page, &["citation_title", "dc.title", "dcterms.title"]), "citation data"),
        (element_text(page, "head title"), "page title"),
        (element_text(page, "title"), "page title"),
    ]);
    let all: Vec<String> = [
        meta_content(page, &["og:title"]),
        meta_content(page, &["twitter:title"]),
        element_text(page, "head title"),
        stated.as_ref().map(|found| found.0.clone()),
    ]
    .into_iter()
    .flatten()
    .map(|title| rules::low_words(&title))
    .collect();
    let headings = |name: &str| -> Vec<String> {
        let query = selector(name);
        let found = page.select(&query).map(|heading| folded(&heading.text().collect::<Vec<_>>().join(" ")));
        found.filter(|text| !text.is_empty()).collect()
    };
    let firsts = headings("h1");
    let is_site = |text: &str| !publisher.is_empty() && rules::low_words(text) == rules::low_words(publisher);
    let is_repeated = |text: &&String| {
        let words = rules::low_words(text);
        words.contains(' ') && !is_site(text) && all.iter().any(|title| title.contains(&words))
    };
    if let Some(heading) = firsts.iter().filter(is_repeated).max_by_key(|text| text.len()) {
        return Some((heading.clone(), "first heading"));
    }
    let seconds = headings("h2");
    if let Some(heading) = seconds.iter().take(3).filter(is_repeated).max_by_key(|text| text.len()) {
        return Some((heading.clone(), "heading"));
    }
    // The only main heading of a page with few words in common is still its title.
    if let [only] = &firsts[..]
        && only.split_whitespace().count() >= 3
        && !is_site(only)
    {
        return Some((only.clone(), "first heading"));
    }
    stated
        .map(|(title, place)| (without_site(&title, publisher), place))
        .or_else(|| firsts.into_iter().next().map(|heading| (heading, "first heading")))
}

/// "Bridge closed | The Ferry" without the site's name: the last part after a bar or dash, when it is short or the publisher.
fn without_site(title: &str, publisher: &str) -> String {
    for sign in [" | ", " – ", " — ", " - ", " » ", " :: ", " • "] {
        if let Some((rest, last)) = title.rsplit_once(sign) {
            let is_site = last.eq_ignore_ascii_case(publisher) || last.split_whitespace().count() <= 4;
            if is_site && rest.split_whitespace().count() >= 2 {
                return rest.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// When the article was published, by the page's data, else by a date near its headline.
fn published(
    page: &Html,
    json: &[Value],
    pieces: &[Piece],
    title: &str,
    is_american: bool,
) -> Option<(String, &'static str)> {
    const STATED: &[&str] = &[
        "article:published_time",
        "og:article:published_time",
        "article:published",
        "og:published_time",
        "og:pubdate",
    ];
    const CITED: &[&str] = &[
        "citation_publication_date",
        "citation_date",
        "dc.date.issued",
        "dcterms.issued",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "published",
        "datepublished",
        "sailthru.date",
        "parsely-pub-date",
        "cxenseparse:recs:publishtime",
        "article.published",
        "article_date_original",
        "originalpublicationdate",
    ];
    /// These often hold when the page was made or changed: a date that readers see goes before.
    const VAGUE: &[&str] =
        &["dc.date", "dc.date.created", "dcterms.date", "dcterms.created", "date", "datecreated", "pub_date"];
    let date = |value: Option<String>| {
        value.and_then(|value| iso_date(&value).filter(|day| day.len() == 10).or_else(|| day_in(&value, is_american)))
    };
    let of = |is_it: fn(&Value) -> bool, key: &str| {
        json.iter().filter(|node| is_it(node)).find_map(|node| date(text_of(&node[key])))
    };
    let stated = |key: &str| of(is_article, key).or_else(|| of(|node| !is_part(node), key));
    first(&[
        (stated("datePublished"), "JSON-LD"),
        (date(meta_content(page, STATED)), "OpenGraph"),
        (date(meta_content(page, CITED)), "citation data"),
        (broken_json(page, "datePublished").and_then(|text| date(Some(text))), "JSON-LD"),
        (marked_date(page, is_american), "page data"),
        (near_headline(pieces, title, is_american), "line near the headline"),
        (time_element(page, is_american), "time element"),
        (stated("dateCreated").or_else(|| stated("uploadDate")), "JSON-LD"),
        (date(meta_content(page, VAGUE)), "page data"),
        (named_date(page, is_american), "date line"),
        (in_address(page), "address"),
        (element_text(page, "head title").and_then(|title| day_in(&title, is_american)), "page title"),
    ])
    .filter(|(day, _)| day.as_str() > "1990")
}

/// Whether a node is about a picture, a video or a reader's words on the page.
fn is_part(node: &Value) -> bool {
    let name = node["@type"].as_str().unwrap_or_default();
    name.ends_with("Object") || matches!(name, "Comment" | "Review" | "Event" | "Product" | "PodcastEpisode")
}

/// A value out of JSON-LD that cannot be parsed.
fn broken_json(page: &Html, key: &str) -> Option<String> {
    page.select(&selector("script[type=\"application/ld+json\"]")).find_map(|script| {
        let text: String = script.text().collect();
        let after = text.split_once(&format!("\"{key}\""))?.1.trim_start().strip_prefix(':')?.trim_start();
        after.strip_prefix('"')?.split_once('"').map(|(value, _)| value.to_owned())
    })
}

/// Microdata and microformats.
fn marked_date(page: &Html, is_american: bool) -> Option<String> {
    const PLACES: &str = "[itemprop~=datePublished], abbr.published, .dt-published, time[pubdate], time.published";
    page.select(&selector(PLACES))
        .filter(|element| !is_aside(*element))
        .find_map(|element| moment(element, is_american))
}

fn moment(element: ElementRef<'_>, is_american: bool) -> Option<String> {
    let values = ["content", "datetime", "title"].into_iter().filter_map(|name| element.attr(name));
    let text: String = element.text().collect();
    values.chain([text.as_str()]).find_map(|value| day_in(value, is_american))
}

/// The first `time` element that is not beside the article, or the only one.
fn time_element(page: &Html, is_american: bool) -> Option<String> {
    let query = selector("time");
    let mut times = page.select(&query).filter(|element| !is_aside(*element));
    times.find_map(|element| moment(element, is_american)).or_else(|| {
        // One day alone is the page's, if it is not that of its foot.
        let in_foot = |element: &ElementRef<'_>| {
            element.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "footer")
        };
        let times = page.select(&query).filter(|element| !in_foot(element));
        let mut days: Vec<String> = times.filter_map(|element| moment(element, is_american)).collect();
        days.dedup();
        if days.len() == 1 { days.pop() } else { None }
    })
}

/// An element that is called a date.
fn named_date(page: &Html, is_american: bool) -> Option<String> {
    const PLACES: &str = "[class*=date], [class*=Date], [class*=datum], [class*=publish], [class*=timestamp], [class*=-time], [class*=created], [id*=date]";
    let query = selector(PLACES);
    let named = page.select(&query).filter(|element| !is_aside(*element));
    named.take(20).find_map(|element| {
        let text: String = element.text().collect();
        let text = folded(&text);
        day_in(&text, is_american).filter(|_| text.split_whitespace().count() <= 12)
    })
}

/// A day that the page's own address is made of: `/2025/02/04/`.
fn in_address(page: &Html) -> Option<String> {
    let address = attribute(page, "link[rel=canonical]", "href").or_else(|| meta_content(page, &["og:url"]))?;
    let parts: Vec<&str> = address.split('/').collect();
    let is_number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |parts: &&[&str]| is_number(parts[0], 4) && is_number(parts[1], 2) && is_number(parts[2], 2);
    let day = parts.windows(3).find(is_day)?;
    day_in(&day.join("-"), false)
}

fn is_aside(element: ElementRef<'_>) -> bool {
    let named = |element: &ElementRef<'_>| {
        let names = [element.attr("class"), element.attr("id")];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
        ["related", "teaser", "sidebar", "comment", "recommend"].iter().any(|sign| names.contains(sign))
    };
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        matches!(outer.value().name(), "aside" | "footer" | "nav")
            || !matches!(outer.value().name(), "body" | "html" | "main" | "article") && named(&outer)
    })
}

/// A date in a short line, or at the start of a line, around the headline.
fn near_headline(pieces: &[Piece], title: &str, is_american: bool) -> Option<String> {
    let at = headline_place(pieces, title)?;
    let after = pieces.iter().skip(at + 1).take(8);
    let before = pieces[..at].iter().rev().take(5);
    after.chain(before).find_map(|piece| {
        let text = &piece.draft.block.text;
        let start: String = text.chars().take(if text.split_whitespace().count() <= 16 { 200 } else { 40 }).collect();
        day_in(&start, is_american)
    })
}

/// The heading that is the title, or most of it.
pub(super) fn headline_place(pieces: &[Piece], title: &str) -> Option<usize> {
    let title = rules::low_words(title);
    let headings = || pieces.iter().enumerate().filter(|(_, piece)| piece.draft.block.kind == BlockKind::Heading);
    let is_close = |words: &str| {
        words.len() * 3 > title.len() && words.len() > 8 && (title.contains(words) || words.contains(&title))
    };
    let exact = headings().find(|(_, piece)| rules::low_words(&piece.draft.block.text) == title);
    let found = exact.or_else(|| headings().find(|(_, piece)| is_close(&rules::low_words(&piece.draft.block.text))));
    found.filter(|_| !title.is_empty()).map(|(at, _)| at)
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
pub(super) fn names_of(value: &Value) -> Vec<String> {
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

pub(super) fn meta_content(page: &Html, names: &[&str]) -> Option<String> {
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

pub(super) fn selector(query: &str) -> Selector {
    Selector::parse(query).expect("the selectors of this program are well formed")
}

#[cfg(test)]
mod tests {
    use super::{super::pieces, *};

    fn read_all(page: &str, draft: &mut Draft) {
        let page = Html::parse_document(page);
        read(&page, &pieces::pieces(&page), draft);
    }

    #[test]
    fn says_where_each_value_was_found() {
        let page = r#"<html lang="en"><title>Site | Words</title><meta property="og:title" content="Words">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"name":"Ann Lee"}],"datePublished":"2025-02-04"}]}</script>
            <link rel=canonical href="https://example.org/a"></html>"#;
        let mut draft = Draft::default();
        read_all(page, &mut draft);
        assert_eq!((draft.meta.title.as_str(), draft.meta.published.as_str()), ("Words", "2025-02-04"));
        assert_eq!(draft.meta.authors, ["Ann Lee"]);
        assert_eq!(draft.meta.url, "https://example.org/a");
        let places: Vec<_> = draft.found.iter().map(|found| (found.field.slug(), found.place)).collect();
        let expected = [
            ("title", "OpenGraph"),
            ("language", "page"),
            ("published", "JSON-LD"),
            ("authors", "JSON-LD"),
            ("url", "canonical link"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn an_undated_page_has_no_date() {
        let mut draft = Draft::default();
        read_all("<p>© 2021</p><footer><time datetime='2020-01-01'></time></footer>", &mut draft);
        assert_eq!(draft.meta.published, "");
    }
}
