//! What a page says about itself. Each value notes where it was found; "unknown" is an answer.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node, Selector};

use crate::model::BlockKind;

use super::{
    super::{Draft, MetaField, Warning},
    Piece, authors,
    data::{Data, names_of, text_of},
    elements, folded, published, rules, thresholds,
};

/// Reads publisher, title, language and address: JSON-LD, then OpenGraph, then citation and Dublin Core, then the page's own
/// elements.
pub fn name(page: &Html, data: &Data, draft: &mut Draft) {
    let article = data.article();
    let publisher = first(&[
        (article.and_then(|node| names_of(&node["publisher"]).into_iter().next()), "JSON-LD"),
        (data.meta(&["og:site_name", "application-name"]), "OpenGraph"),
        (data.meta(&["citation_publisher", "dc.publisher"]), "citation data"),
    ]);
    set(draft, MetaField::Publisher, publisher, |draft, value| draft.meta.publisher = value);

    let title = title(page, data, &draft.meta.publisher);
    set(draft, MetaField::Title, title, |draft, value| draft.meta.title = value);

    let language = first(&[
        (attribute(page, "html[lang]", "lang"), "page"),
        (data.meta(&["og:locale"]).map(|locale| locale.replace('_', "-")), "OpenGraph"),
    ]);
    set(draft, MetaField::Language, language, |draft, value| draft.meta.language = value);

    let is_address = |url: &String| url.starts_with("http");
    let url = first(&[
        (attribute(page, "link[rel=canonical]", "href").filter(is_address), "canonical link"),
        (data.meta(&["og:url"]).filter(is_address), "OpenGraph"),
    ]);
    set(draft, MetaField::Url, url, |draft, value| draft.meta.url = value);
}

/// Reads the day and the authors, for which it looks around the headline.
pub fn attribute_to(page: &Html, data: &Data, pieces: &[Piece], draft: &mut Draft) {
    let published = published::find(page, data, pieces, &draft.meta);
    let published = published.map(|(day, found_in)| (day.to_string(), found_in));
    set(draft, MetaField::Published, published, |draft, value| draft.meta.published = value);

    if draft.meta.published.is_empty()
        && let Some(day) = published::unsure(page, data, pieces, &draft.meta)
    {
        draft.warnings.push(Warning::new(format!(
            "The day of publication is unsure: only the page's data name one, {day}. Enter it if it holds."
        )));
    }

    if let Some((authors, found_in)) = authors::find(page, data, pieces, draft) {
        draft.meta.authors = authors;
        draft.note(MetaField::Authors, found_in);
    }
}

/// The heading that the page's data repeat; without one, the data, less the name of the site.
fn title(page: &Html, data: &Data, publisher: &str) -> Option<(String, &'static str)> {
    let article = data.article();
    let stated = first(&[
        (article.and_then(|node| text_of(&node["headline"])), "JSON-LD"),
        (data.meta(&["og:title", "twitter:title"]), "OpenGraph"),
        (data.meta(&["citation_title", "dc.title", "dcterms.title"]), "citation data"),
        (element_text(page, "head title"), "page title"),
        (element_text(page, "title"), "page title"),
    ]);
    let all: Vec<String> = [
        data.meta(&["og:title"]),
        data.meta(&["twitter:title"]),
        element_text(page, "head title"),
        stated.as_ref().map(|found| found.0.clone()),
    ]
    .into_iter()
    .flatten()
    .map(|title| rules::low_words(&title))
    .collect();
    let headings = |name: &str| -> Vec<String> {
        let query = selector(name);
        let found = page.select(&query).map(heading_text);
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
    if let Some(heading) =
        seconds.iter().take(thresholds::SECOND_HEADINGS).filter(is_repeated).max_by_key(|text| text.len())
    {
        return Some((heading.clone(), "heading"));
    }
    // The only main heading of a page with few words in common is still its title.
    if let [only] = &firsts[..]
        && only.split_whitespace().count() >= thresholds::ONLY_HEADING
        && !is_site(only)
    {
        return Some((only.clone(), "first heading"));
    }
    stated
        .map(|(title, found_in)| (without_site(&title, publisher), found_in))
        .or_else(|| firsts.into_iter().next().map(|heading| (heading, "first heading")))
}

/// The words of a heading without the line above or below them that stands in the same element: "Coast: The lighthouse stays dark".
fn heading_text(heading: ElementRef<'_>) -> String {
    let words = |node: NodeRef<'_, Node>| -> String {
        let texts = node.descendants().filter_map(|inner| match inner.value() {
            Node::Text(text) => Some(text.to_string()),
            Node::Element(element) if element.name() == "br" || elements::is_block(element.name()) => {
                Some(" ".to_owned())
            }
            _ => None,
        });
        folded(&joined(texts))
    };
    let mut inner = heading;
    let mut parts: Vec<NodeRef<'_, Node>>;
    loop {
        parts = inner.children().filter(|child| !words(*child).is_empty()).collect();
        match parts[..] {
            [only] if let Some(only) = ElementRef::wrap(only) => inner = only,
            _ => break,
        }
    }
    let is_beside = |part: &NodeRef<'_, Node>| {
        let is_short = words(*part).split_whitespace().count() <= thresholds::KICKER;
        ElementRef::wrap(*part).is_some_and(|element| is_short && is_called_kicker(element))
    };
    if parts.first().is_some_and(is_beside) {
        parts.remove(0);
    } else if parts.last().is_some_and(is_beside) {
        parts.pop();
    }
    let is_whole = parts.len() == inner.children().filter(|child| !words(*child).is_empty()).count();
    let text =
        if is_whole { words(*inner) } else { folded(&parts.into_iter().map(words).collect::<Vec<_>>().join(" ")) };
    let text = text.trim_start_matches([':', '|', '–', '-', '•']).trim_start();
    let is_title = text.split_whitespace().count() > 1;
    if is_title { text.to_owned() } else { words(*heading) }
}

/// The words of elements that follow each other. Those of two stand apart even where only a page's style parts them, but a sign stays at its word,
/// and scripts that part no words have no gaps.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let is_word = |char: char| char.is_alphanumeric() && !('\u{2e80}'..='\u{9fff}').contains(&char);
    let mut out = String::new();
    for text in texts {
        let gap = out.chars().next_back().zip(text.chars().next());
        if gap.is_some_and(|(left, right)| is_word(left) && is_word(right)) {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

/// Whether a part of a heading is called a line above or below the title.
fn is_called_kicker(element: ElementRef<'_>) -> bool {
    const WORDS: &[&str] = &[
        "kicker",
        "roofline",
        "toptitle",
        "topline",
        "dachzeile",
        "spitzmarke",
        "overline",
        "eyebrow",
        "supertitle",
        "surtitle",
        "surtitre",
        "pretitle",
        "preheadline",
        "antetitulo",
        "antetítulo",
        "volanta",
        "occhiello",
        "subheadline",
        "subheading",
        "subtitle",
        "label",
        "topic",
        "category",
        "section",
        "rubrik",
    ];
    if matches!(element.value().name(), "small" | "time") || element.first_child().is_some_and(|child| is_time(&child))
    {
        return true;
    }
    let names = [element.attr("class"), element.attr("itemprop"), element.attr("data-testid")];
    let mut words = names.into_iter().flatten().flat_map(elements::words_of);
    words.any(|word| WORDS.iter().any(|kicker| word.eq_ignore_ascii_case(kicker)))
}

fn is_time(node: &NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == "time")
}

/// "Bridge closed | The Ferry" without the site's name: the last part after a bar or dash, when it is short or the publisher.
fn without_site(title: &str, publisher: &str) -> String {
    for sign in [" | ", " – ", " — ", " - ", " » ", " :: ", " • "] {
        if let Some((rest, last)) = title.rsplit_once(sign) {
            let is_site =
                last.eq_ignore_ascii_case(publisher) || last.split_whitespace().count() <= thresholds::SITE_NAME;
            if is_site && rest.split_whitespace().count() >= 2 {
                return rest.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// The heading that is the title, or most of it.
pub(super) fn headline_place(pieces: &[Piece], title: &str) -> Option<usize> {
    let title = rules::low_words(title);
    let is_heading = |piece: &Piece| matches!(piece.draft.block.kind, BlockKind::Heading | BlockKind::Headline);
    let headings = || pieces.iter().enumerate().filter(|(_, piece)| is_heading(piece));
    let is_close = |words: &str| {
        words.len() * thresholds::TITLE_SHARE > title.len()
            && words.len() > thresholds::TITLE_LEAST
            && (title.contains(words) || words.contains(&title))
    };
    let exact = headings().find(|(_, piece)| rules::low_words(&piece.draft.block.text) == title);
    let found = exact.or_else(|| headings().find(|(_, piece)| is_close(&rules::low_words(&piece.draft.block.text))));
    found.filter(|_| !title.is_empty()).map(|(at, _)| at)
}

/// The first of several values that is there, with its place.
fn first(values: &[(Option<String>, &'static str)]) -> Option<(String, &'static str)> {
    let tidy = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut there = values.iter().filter_map(|(value, found_in)| Some((tidy(value.as_ref()?), *found_in)));
    there.find(|(value, _)| !value.is_empty())
}

fn set(draft: &mut Draft, field: MetaField, value: Option<(String, &'static str)>, put: fn(&mut Draft, String)) {
    if let Some((value, found_in)) = value {
        put(draft, value);
        draft.note(field, found_in);
    }
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
        let data = Data::of(&page);
        name(&page, &data, draft);
        attribute_to(&page, &data, &pieces::pieces(&page), draft);
    }

    #[test]
    fn the_line_above_a_title_is_none_of_it() {
        let check = |heading: &str, title: &str| {
            let page = Html::parse_document(heading);
            let found = page.select(&selector("h1")).next().map(heading_text);
            assert_eq!(found.as_deref(), Some(title), "{heading}");
        };
        let title = "The lighthouse stays dark";
        check(
            "<h1><span class=a__kicker>Coast</span><span class=unseen>: </span><span>The lighthouse stays dark</span></h1>",
            title,
        );
        check("<h1> <small>Coast</small><br> The lighthouse stays dark </h1>", title);
        check("<h1><div class=topic-label>Coast</div> The lighthouse stays dark</h1>", title);
        check("<h1><a href=/a><span class='label blue'>Coast</span> The lighthouse stays dark</a></h1>", title);
        check(
            "<h1><span class=headline--topline>Coast</span><span class=headline>The lighthouse stays dark</span></h1>",
            title,
        );
        check("<h1><span>The lighthouse stays dark</span> <small class=sub>A winter without light</small></h1>", title);
        check("<h1>The <em>lighthouse</em> stays <b>dark</b></h1>", title);
        check("<h1><span>The lighthouse</span> <span>stays dark</span></h1>", title);
        check("<h1><small>Coast</small> Dark</h1>", "Coast Dark");
        check("<h1><a name=a></a><font>The lighthouse<br>stays</font> <i>dark</i>.</h1>", "The lighthouse stays dark.");
        check("<h1><font>灯塔</font>2<font>座</font></h1>", "灯塔2座");
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
        let told: Vec<_> = draft.found.iter().map(|found| (found.field.slug(), found.found_in.as_ref())).collect();
        let expected = [
            ("title", "OpenGraph"),
            ("language", "page"),
            ("url", "canonical link"),
            ("published", "JSON-LD"),
            ("authors", "JSON-LD"),
        ];
        assert_eq!(told, expected);
    }
}
