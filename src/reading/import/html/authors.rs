//! Who wrote a page. A publisher named as its own author is no author.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html};

use super::{
    super::Draft,
    Piece, cues,
    cues::regex,
    data::{Data, names_of},
    dates::day_in,
    folded,
    meta::{headline_place, selector},
    rules::low_words,
    thresholds as set,
};

/// The authors and where they were found.
pub fn find(page: &Html, data: &Data, pieces: &[Piece], draft: &Draft) -> Option<(Vec<String>, &'static str)> {
    const NAMES: &[&str] = &[
        "author",
        "article:author",
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
    ];
    let site = low_words(&draft.meta.publisher);
    let people = |text: &str| names(text, &site);
    let at = |found_in: &'static str, names: Option<Vec<String>>| {
        names.filter(|names| !names.is_empty()).map(|names| (names, found_in))
    };
    let stated = data.article().map(|node| names_of(&node["author"]).iter().flat_map(|name| people(name)).collect());
    at("JSON-LD", stated)
        .or_else(|| at("page data", data.meta(NAMES).map(|text| people(&text))))
        .or_else(|| at("marked name", named_in(page, MARKED, &people)))
        .or_else(|| at("line near the headline", near_headline(pieces, &draft.meta.title, &people)))
        .or_else(|| at("byline", named_in(page, BYLINES, &people)))
}

const MARKED: &str = "[rel~=author], [itemprop~=author] [itemprop~=name], [itemprop~=author], .p-author";

const BYLINES: &str = ".byline, .author-name, .author, [class*=author], [class*=Author], [class*=autor], \
    [class*=byline], [id*=author], a[href*=\"/author/\"], a[href*=\"/autor/\"], a[href*=\"/authors/\"]";

fn named_in(page: &Html, query: &str, people: &dyn Fn(&str) -> Vec<String>) -> Option<Vec<String>> {
    let query = selector(query);
    let elements = page.select(&query).filter(|element| !is_aside(*element));
    elements.take(set::NAMED_ELEMENTS).find_map(|element| {
        let text = match element.attr("content") {
            Some(content) => content.to_owned(),
            None => folded(&element.text().collect::<Vec<_>>().join(" ")),
        };
        let is_short = (1..=set::AUTHORS).contains(&text.split_whitespace().count());
        Some(people(&text)).filter(|names| is_short && !names.is_empty())
    })
}

fn is_aside(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        let names = [outer.attr("class"), outer.attr("id")];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
        matches!(outer.value().name(), "aside" | "footer" | "nav")
            || !matches!(outer.value().name(), "body" | "html" | "main" | "article")
                && ["comment", "related", "teaser", "sidebar", "recommend"].iter().any(|sign| names.contains(sign))
    })
}

/// "By Ann Lee" in a short line under the headline.
fn near_headline(pieces: &[Piece], title: &str, people: &dyn Fn(&str) -> Vec<String>) -> Option<Vec<String>> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[\s|·•,])(?i:by:?|von:?|par|por|autor(?:in)?:|autoren:?|author:|text:|di)\s+(\p{Lu}[^|·•\n0-9]{2,100})|^By(\p{Lu}[^|·•\n0-9]{2,60})",
        )
    });
    let at = headline_place(pieces, title)?;
    let around =
        pieces.iter().skip(at + 1).take(set::LINES_BELOW).chain(pieces[..at].iter().rev().take(set::BYLINE_ABOVE));
    around.filter(|piece| piece.draft.block.text.split_whitespace().count() <= set::DATE_LINE).find_map(|piece| {
        let text = folded(&piece.draft.block.text);
        let parts = BY.captures(&text);
        let name = match &parts {
            Some(parts) => parts.get(1).or_else(|| parts.get(2))?.as_str(),
            None => beside_date(&text)?,
        };
        // Agencies stand beside the names of people.
        let named = people(name).into_iter().filter(|name| !is_agency(name)).collect::<Vec<_>>();
        Some(named).filter(|names| !names.is_empty() && names.iter().all(|name| is_name(name)))
    })
}

/// What stands beside a day, where the line has nothing else: "Ann Lee, 4 Feb 2025".
fn beside_date(text: &str) -> Option<&str> {
    static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            &r"^(NAME) ?[,|·•–—-] ?(?:[0-9][^|]{5,24})$|^[0-9][0-9./-]{5,9} ?[,|·•–—-] ?(NAME)$"
                .replace("NAME", r"LETTER{2,}(?: LETTER[LETTER.’'-]+){1,3}")
                .replace("[LETTER", r"[A-Za-z\x{AA}-\x{1FFF}")
                .replace("LETTER", r"[A-Za-z\x{AA}-\x{1FFF}]"),
        )
    });
    let parts = BESIDE.captures(text)?;
    day_in(text, false)?;
    let name = parts.get(1).or_else(|| parts.get(2))?.as_str();
    name.split(' ').all(|word| word.starts_with(char::is_uppercase)).then_some(name)
}

/// The short name of an agency or a house: "dpa", "NDR".
fn is_agency(name: &str) -> bool {
    const SMALL: &[&str] = &["dpa", "afp", "ap", "apa", "epd", "kna", "sda", "sid", "reuters", "efe", "ansa", "pap"];
    let is_capitals = name.len() <= AGENCY && name.bytes().all(|byte| byte.is_ascii_uppercase());
    is_capitals || SMALL.contains(&cues::low(name).as_str())
}

/// The longest short name of a house.
const AGENCY: usize = 5;

/// Two to five words that begin with capitals.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    set::NAME.contains(&words.len()) && words.iter().filter(|word| word.starts_with(char::is_uppercase)).count() >= 2
}

/// What agencies of pictures and buttons beside a name say.
const NO_NAMES: &[&str] = &[
    "getty images",
    "shutterstock",
    "istock",
    "see full bio",
    "full bio",
    "view profile",
    "view bio",
    "read bio",
    "see all",
    "view all",
    "zum profil",
    "alle artikel",
    "read more",
    "contact author",
    "follow",
    "photograph:",
    "pexels",
    "unsplash",
    "pixabay",
];

/// Sections of papers, which stand where an author does.
const SECTIONS: &[&str] = &[
    "politik",
    "politics",
    "wirtschaft",
    "business",
    "sport",
    "sports",
    "news",
    "kultur",
    "culture",
    "panorama",
    "opinion",
    "meinung",
    "world",
    "ausland",
    "inland",
    "lokales",
    "local",
    "technik",
    "technology",
    "tech",
    "wissen",
    "science",
    "gesellschaft",
    "reise",
    "travel",
    "politique",
    "économie",
    "política",
    "economía",
    "economia",
    "cultura",
    "deportes",
    "mundo",
];

/// "By Ann Lee and Bo Ek" as names, without what is no name.
fn names(text: &str, site: &str) -> Vec<String> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)^(?:(?:written|posted|erstellt|eingestellt|rezept|published|veröffentlicht|publiziert|publié|publicado|pubblicato|geschrieben|view all posts|all posts|more posts|alle (?:beiträge|artikel)|zum profil|(?:ein )?(?:artikel|beitrag|gastbeitrag)|text|foto|words|story)\s*)?(?:by|vo[nm]|par|por|di|autor(?:in|en|e)?|author|text|interview)\s*[:\s]\s*",
        )
    });
    static REST: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)\s*(?:(?:^|\s)(?:alle artikel|more by|follow|updated|published|posted|veröffentlicht|illustration(?:en)?|fotos?|on|am|at|um)\b\s.*|\b(?:alle artikel|follow)\b.*|[|·•(].*|\s\d.*|\s(?:le|vor|on|am|um)$|\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b.*|,? (?:chefredakteur|redakteur|reporter|staff writer|contributing writer|editor)(?:in)?)$",
        )
    });
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?i)\s*(?:,|;| and | und | im gespräch mit | in conversation with | & | / | et | y )\s*")
    });
    let text = folded(text);
    let text = LABEL.replace(&text, "");
    let text = REST.replace(&text, "");
    let mut out: Vec<String> = Vec::new();
    for name in PARTS.split(&text).map(|name| name.trim().trim_matches(|char: char| ",.:-–".contains(char))) {
        let low = cues::low(name);
        let is_none = [
            "unknown",
            "admin",
            "administrator",
            "editor",
            "author",
            "autor",
            "anonymous",
            "staff",
            "von",
            "by",
            "por",
            "par",
            "publisher",
            "no author",
            "datum",
            "publiziert",
            "stand",
            "quelle",
            "mehr",
            "vor",
            "germany",
            "deutschland",
            "alle beiträge",
            "phd",
            "md",
            "rd",
            "ms",
        ]
        .contains(&low.as_str());
        let is_label = NO_NAMES.iter().any(|part| low.contains(part)) || SECTIONS.contains(&low.as_str());
        let is_day = !name.chars().any(char::is_alphabetic) || day_in(name, false).is_some();
        let is_none = is_none || is_label || is_day;
        let is_address = low.contains("http") || low.contains("www.") || low.contains('@');
        let is_site = is_site(name, site);
        let length = name.chars().count();
        if set::NAME_CHARS.contains(&length)
            && !is_none
            && !is_address
            && !is_site
            && !out.iter().any(|there| there == name)
        {
            out.push(name.to_owned());
        }
    }
    out
}

/// Whether a name is that of the site: its publisher with or without more words, or an address such as `ferry.example`.
fn is_site(name: &str, publisher: &str) -> bool {
    let words = low_words(name);
    let is_address = !name.contains(' ')
        && name.rsplit_once('.').is_some_and(|(start, end)| {
            start.len() > set::HOST
                && set::TOP_DOMAIN.contains(&end.len())
                && end.bytes().all(|byte| byte.is_ascii_lowercase())
        });
    is_address
        || !publisher.is_empty()
            && (words == publisher || words.starts_with(publisher) && publisher.len() > set::PUBLISHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_name_beside_a_day() {
        assert_eq!(beside_date("Ann Lee, 4. Feb. 2025"), Some("Ann Lee"));
        assert_eq!(beside_date("04.02.2025 - Ann Lee"), Some("Ann Lee"));
        assert_eq!(beside_date("Ferrytown is 4 years old"), None);
        assert_eq!(beside_date("Ann Lee, 12 workers of the city"), None);
    }

    #[test]
    fn takes_names_out_of_bylines() {
        let check = |text: &str, expected: &[&str]| assert_eq!(names(text, "the ferry"), expected, "{text}");
        check("By Ann Lee and Bo Ek", &["Ann Lee", "Bo Ek"]);
        check("Von Ann Lee, Bo Ek", &["Ann Lee", "Bo Ek"]);
        check("Veröffentlicht von Ann Lee am 4. Mai", &["Ann Lee"]);
        check("Ann Lee 11 February 2020", &["Ann Lee"]);
        check("The Ferry", &[]);
        check("Eingestellt von Ann Lee", &["Ann Lee"]);
        check("View all posts by Ann Lee", &["Ann Lee"]);
        check("Ann Lee, PhD", &["Ann Lee"]);
        check("Ann Lee Feb 11", &["Ann Lee"]);
        check("Ann Lee, Chefredakteurin", &["Ann Lee"]);
        check("The Ferry – News of the river", &[]);
        check("ferry.org", &[]);
        check("J.R. Lee", &["J.R. Lee"]);
        check("admin", &[]);
        check("auto-motor.example Redaktion", &["auto-motor.example Redaktion"]);
        check("Ann Lee im Gespräch mit Bo Ek", &["Ann Lee", "Bo Ek"]);
        check("Text von Ann Lee Illustration von Bo Ek", &["Ann Lee"]);
        check("Stand", &[]);
        check("Photograph: Bo Ek", &[]);
        check("https://example.org/ann", &[]);
    }
}
