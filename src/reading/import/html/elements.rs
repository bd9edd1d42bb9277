//! What an element is by its name, its role and what the page calls it.

use scraper::ElementRef;

use super::{super::LeftOut, seen, thresholds};

/// Why the words of an element stand beside the text.
pub fn beside_text(name: &str) -> Option<LeftOut> {
    match name {
        "del" | "s" | "strike" => Some(LeftOut::Struck),
        "rt" | "rp" | "rtc" => Some(LeftOut::Reading),
        seen::NOTE_SIGN | seen::ANCHOR_SIGN => Some(LeftOut::NoteSign),
        "button" | "select" | "datalist" | "textarea" | "input" => Some(LeftOut::Control),
        "svg" => Some(LeftOut::Drawing),
        "iframe" => Some(LeftOut::Embedded),
        "object" | "video" | "audio" | "canvas" => Some(LeftOut::Fallback),
        _ => None,
    }
}

/// Whether somebody can type in a control.
pub fn is_field(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "textarea" => true,
        "input" => element.attr("type").is_none_or(|kind| matches!(kind, "text" | "email" | "tel" | "password")),
        _ => false,
    }
}

/// Whether the parts of an element are words of their own.
pub fn name_parts(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "select" | "datalist" | "object" | "video" | "audio" | "button")
}

/// Whether the words of an element are listed beside the text, or not shown at all.
pub fn is_apart(element: ElementRef<'_>) -> bool {
    is_unseen(element) || beside_text(element.value().name()).is_some()
}

/// A link to another page. A link inside the page is no sign of anything.
pub fn leads_out(element: ElementRef<'_>) -> bool {
    element.value().name() == "a" && element.attr("href").is_none_or(|to| !to.starts_with('#') || to == "#")
}

/// Parts of a page that are never the article.
pub fn furniture(element: ElementRef<'_>) -> Option<LeftOut> {
    match element.value().name() {
        "nav" => Some(LeftOut::Navigation),
        "footer" => Some(LeftOut::Foot),
        "dialog" => Some(LeftOut::Overlay),
        _ => match element.attr("role") {
            Some("navigation") => Some(LeftOut::Navigation),
            Some("dialog" | "alertdialog") => Some(LeftOut::Overlay),
            _ => seen::is_consent_box(element).then_some(LeftOut::CookieNotice),
        },
    }
}

/// What the page calls an element, where that tells what is in it.
pub fn hint(element: ElementRef<'_>) -> Option<LeftOut> {
    const HINTS: &[(&str, LeftOut)] = &[
        ("related", LeftOut::Related),
        ("recommend", LeftOut::Related),
        ("teaser", LeftOut::Teaser),
        ("promo", LeftOut::Advertisement),
        ("advert", LeftOut::Advertisement),
        ("sponsor", LeftOut::Advertisement),
        ("newsletter", LeftOut::Newsletter),
        ("subscribe", LeftOut::Newsletter),
        ("signup", LeftOut::Newsletter),
        ("share", LeftOut::ShareBar),
        ("sharing", LeftOut::ShareBar),
        ("social", LeftOut::ShareBar),
        ("comment", LeftOut::Comments),
        ("disqus", LeftOut::Comments),
        ("cookie", LeftOut::CookieNotice),
        ("consent", LeftOut::CookieNotice),
        ("breadcrumb", LeftOut::Navigation),
        ("sidebar", LeftOut::Beside),
        ("byline", LeftOut::Author),
        ("author", LeftOut::Author),
        ("bio", LeftOut::Author),
        ("caption", LeftOut::Caption),
        ("credit", LeftOut::Caption),
        ("disclaimer", LeftOut::Disclaimer),
        ("copyright", LeftOut::Disclaimer),
        ("tags", LeftOut::Keywords),
        ("meta", LeftOut::AboutArticle),
        ("footer", LeftOut::Foot),
    ];
    if matches!(element.value().name(), "html" | "body" | "main" | "article") {
        return None;
    }
    if element.value().name() == "aside" {
        return Some(LeftOut::Beside);
    }
    let names = [element.attr("class"), element.attr("id")];
    let words = names.into_iter().flatten().flat_map(words_of);
    words.filter_map(|word| HINTS.iter().find(|(sign, _)| word.eq_ignore_ascii_case(sign)).map(|found| found.1)).next()
}

/// Whether the page calls an element a standfirst.
pub fn is_called_lead(element: ElementRef<'_>) -> bool {
    const WORDS: &[&str] = &[
        "standfirst",
        "subtitle",
        "subhead",
        "subheadline",
        "subheading",
        "subline",
        "dek",
        "deck",
        "lede",
        "lead",
        "intro",
        "introduction",
        "summary",
        "abstract",
        "chapo",
        "chapeau",
        "vorspann",
        "sommario",
        "occhiello",
        "bajada",
        "ingress",
        "excerpt",
        "subtitulo",
        "entradilla",
        "sottotitolo",
        "preamble",
        "manchet",
        "perex",
        "alaotsikko",
        "description",
        "highlights",
        "keypoints",
        "underrubrik",
        "manchette",
        "bajante",
        "catenaccio",
        "lid",
        "leadin",
        "leadtext",
    ];
    if matches!(element.value().name(), "html" | "body" | "main" | "article" | "section") {
        return false;
    }
    let is_name = |attribute: &str| matches!(attribute, "class" | "id" | "itemprop") || attribute.starts_with("data-");
    let names = element.value().attrs().filter(|(name, value)| is_name(name) && value.len() <= thresholds::DATA_NAME);
    names
        .map(|(_, value)| value)
        .flat_map(words_of)
        .any(|word| WORDS.iter().any(|lead| word.eq_ignore_ascii_case(lead)))
}

/// The words of a class list or id: `relatedItems`, `related-items` and `related_items` are two words each.
pub fn words_of(names: &str) -> impl Iterator<Item = &str> {
    let bytes = names.as_bytes();
    let is_edge = move |at: usize| {
        at == 0
            || !bytes[at].is_ascii_alphanumeric()
            || bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= names.len() {
            return None;
        }
        let start = at;
        at += 1;
        while at < names.len() && !is_edge(at) {
            at += 1;
        }
        Some(names.get(start..at).unwrap_or_default().trim_matches(|char: char| !char.is_alphanumeric()))
    })
}

/// Parts of the tree of which nothing is shown.
pub fn is_unseen(element: ElementRef<'_>) -> bool {
    const UNSEEN: &[&str] = &["script", "style", "noscript", "template", "head"];
    UNSEEN.contains(&element.value().name()) || element.attr("hidden").is_some()
}

/// Blocks that stand for themselves: their siblings are of one group with them.
pub fn is_leaf(name: &str) -> bool {
    matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre")
}

/// Whether an element ends the line before it.
pub fn is_block(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "source",
        "button",
        "input",
        "svg",
        "rb",
        "rtc",
        seen::NOTE_SIGN,
        seen::ANCHOR_SIGN,
    ];
    !INLINE.contains(&name)
}
