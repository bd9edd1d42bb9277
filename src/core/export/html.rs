//! The dossier: one web page that stands alone, with the article, its claims and their evidence, and the whole project inside.
//!
//! There is no script and nothing is fetched: the content security policy allows the page's own style, by its hash, and nothing
//! else. Words of the project are text everywhere and links lead to `http` and `https` only. The whole project is in it as a
//! JSON-LD graph ([`super::jsonld`]), from which the page opens again as a project.

use std::{collections::HashSet, fmt::Write, ops::RangeInclusive};

use sha2::{Digest, Sha256};

use crate::model::{Block, BlockKind, Claim, ProjectParts, Span, StoredFile, Tone};

use super::{
    Choice, Exported, Exporter, Family, Lookup, Options, json, jsonld,
    lookup::{Passage, Text, listed_warning},
    markdown::line,
    pictures,
    told::{self, Tally},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "html",
    name: "Web page (dossier), complete",
    about: "For readers: one file with the article, its claims and their evidence, to read, print or put online. Can be opened \
            again as a project.",
    family: Family::People,
    leaves_out: "",
    extension: "html",
    opens_again: true,
    tables: &[],
    forms: &[],
    choices: &[Choice::Private, Choice::Pictures],
    export,
};

/// What the head says, by which such a page is known.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"Claimdesk dossier\">";

const CSS: &str = include_str!("html.css");

/// The start of the element that holds the whole project.
const DATA: &str = "<script type=\"application/ld+json\" id=\"claimdesk\">";

fn export(lookup: &Lookup, options: &Options) -> Exported {
    let texts = lookup.texts();
    let mut page = page_start(&text(lookup.project.title()), MARK, CSS);
    if options.with_pictures {
        page = page.replacen("; base-uri", "; img-src data:; base-uri", 1);
    }
    head(lookup, &mut page);
    for (index, text) in texts.iter().enumerate() {
        page.push_str("<div class=\"desk\">\n");
        article(lookup, index, text, &mut page);
        cards(lookup, index, text, &mut page);
        page.push_str("</div>\n");
    }
    sources(lookup, options, &mut page);
    for text in &texts {
        let name = if texts.len() > 1 { format!(": {}", text.article.display_title()) } else { String::new() };
        listed(&format!("Sentences that need no check{name}"), told::dismissed(lookup, text.article), &mut page);
    }
    listed("Findings that may pass", told::waived(lookup), &mut page);
    page.push_str(
        "<footer>Written by Claimdesk. This page holds the whole review: Claimdesk opens it as a project.</footer>\n",
    );
    page.push_str(DATA);
    json::write_in_script(&jsonld::Document(lookup), &mut page);
    page.push_str("</script>\n");
    page.push_str(PAGE_END);
    Exported::from(page).warn(listed_warning(&texts))
}

/// The start of a page with a style of its own and nothing from elsewhere. [`PAGE_END`] ends it.
pub(super) fn page_start(title: &str, head: &str, css: &str) -> String {
    let hash = base64(&Sha256::digest(css.as_bytes()));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{head}\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
         <style>{css}</style>\n</head>\n<body>\n"
    )
}

/// What ends a page.
pub(super) const PAGE_END: &str = "</body>\n</html>\n";

/// Words as text of a page or of an attribute between double quotes.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, index| bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0)));
        for index in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * index)) as usize & 63];
            out.push(if index <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// A link where the address is one of the web, else the words alone.
fn link(address: &str, words: &str) -> String {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
    if is_web {
        format!("<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>", text(address), text(words))
    } else {
        text(words)
    }
}

/// A claim's verdict: the name of its colours, its sign and its word. Nothing has the colours of a verdict for which nobody
/// stands.
fn verdict(lookup: &Lookup, claim: &Claim) -> (&'static str, String, String) {
    let heading = lookup.heading(claim);
    match lookup.verdict(claim).filter(|_| lookup.vouched(claim).is_checked()) {
        Some(verdict) => (tone(verdict.tone), verdict.sign.clone(), heading),
        None => ("open", OPEN.to_owned(), heading),
    }
}

/// The sign of what is open.
const OPEN: &str = "○";

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Right => "right",
        Tone::Change => "change",
        Tone::Wrong => "wrong",
        Tone::Unverifiable => "unverifiable",
        Tone::Opinion => "opinion",
    }
}

fn head(lookup: &Lookup, out: &mut String) {
    let project = lookup.project;
    let tally = Tally::of(lookup);
    let settings = project.settings();
    out.push_str("<a class=\"skip\" href=\"#article-1\">To the article</a>\n<header>\n");
    let _ = writeln!(out, "<h1 dir=\"auto\">{}</h1>", text(project.title()));
    if !settings.organisation.is_empty() {
        let date = if settings.publication_date.is_empty() {
            String::new()
        } else {
            format!(", {}", text(&settings.publication_date))
        };
        let _ = writeln!(out, "<p>{}{date}</p>", link(&settings.organisation_url, &settings.organisation));
    }
    let claims = project.claims().len();
    let _ = writeln!(
        out,
        "<p>{claims} claims, {} checked.</p>\n<ul class=\"legend\" aria-label=\"Verdicts\">",
        tally.checked
    );
    for (verdict, count) in &tally.verdicts {
        legend(out, tone(verdict.tone), &verdict.sign, &verdict.label, *count, &verdict.meaning);
    }
    for (name, count) in &tally.others {
        legend(out, "open", OPEN, name, *count, "");
    }
    out.push_str("</ul>\n</header>\n<main>\n");
}

fn legend(out: &mut String, tone: &str, sign: &str, label: &str, count: usize, meaning: &str) {
    let title = if meaning.is_empty() { String::new() } else { format!(" title=\"{}\"", text(meaning)) };
    let _ =
        writeln!(out, "<li{title}><span class=\"pill t-{tone}\">{} {}</span> {count}</li>", text(sign), text(label));
}

fn article(lookup: &Lookup, index: usize, of: &Text, out: &mut String) {
    let meta = &of.article.meta;
    let language = if meta.language.is_empty() { String::new() } else { format!(" lang=\"{}\"", text(&meta.language)) };
    let _ = writeln!(out, "<article id=\"article-{}\"{language}>", index + 1);
    let has_headline = of.version.blocks().first().is_some_and(|block| block.kind == BlockKind::Headline);
    if !has_headline {
        let _ = writeln!(out, "<h2 dir=\"auto\">{}</h2>", text(of.article.display_title()));
    }
    let known = [meta.authors.join(", "), meta.publisher.clone(), meta.published.clone()];
    let mut known: Vec<_> = known.iter().filter(|value| !value.is_empty()).map(|value| text(value)).collect();
    known.extend(Some(&meta.url).filter(|url| !url.is_empty()).map(|url| link(url, url)));
    if !known.is_empty() {
        let _ = writeln!(out, "<p class=\"by\" dir=\"auto\">{}</p>", known.join(" · "));
    }
    if let Some(warning) = told::recognised_text(of.version) {
        let _ = writeln!(out, "<p class=\"by\">{}</p>", text(&warning));
    }
    let (mut here, mut gap) = (Here::default(), 0);
    for (index, block) in of.version.blocks().iter().enumerate() {
        let speech = of.version.heading_of_speech(index);
        if !speech.is_empty() {
            let _ = writeln!(out, "<p class=\"who\" dir=\"auto\">{}</p>", text(&speech));
        }
        let (tag, class) = element(block);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(out, "<{tag}{class} dir=\"auto\">");
        here.go_to(&of.passages, block.span);
        words(lookup, of, block, gap, &here.passages, out);
        gap = block.span.end();
        let _ = writeln!(out, "</{tag}>");
    }
    for (number, note) in (1..).zip(of.version.notes()) {
        let at = text(note.span.of(of.version.text()));
        let _ = writeln!(out, "<p class=\"footnote\" dir=\"auto\">[{number}] “{at}” {}</p>", text(&note.text));
    }
    out.push_str("</article>\n");
}

fn element(block: &Block) -> (&'static str, &'static str) {
    match block.kind {
        BlockKind::Headline => ("h2", ""),
        BlockKind::Standfirst => ("p", "standfirst"),
        BlockKind::Heading if block.level <= 2 => ("h3", ""),
        BlockKind::Heading => ("h4", ""),
        BlockKind::Paragraph => ("p", ""),
        BlockKind::ListItem => ("p", "item"),
        BlockKind::Quote => ("blockquote", ""),
        BlockKind::Caption => ("p", "caption"),
        BlockKind::Table => ("div", "table"),
        BlockKind::Footnote => ("p", "footnote"),
        BlockKind::Code => ("div", "code"),
    }
}

/// The passages that stand in a block, of one block after the other: none is looked at in a block that it does not touch.
#[derive(Default)]
struct Here<'t, 'a> {
    passages: Vec<&'t Passage<'a>>,
    next: usize,
}

impl<'t, 'a> Here<'t, 'a> {
    /// `all` are sorted by where they start.
    fn go_to(&mut self, all: &'t [Passage<'a>], block: Span) {
        self.passages.retain(|passage| passage.span.end() > block.start());
        while let Some(passage) = all.get(self.next).filter(|passage| passage.span.start() < block.end()) {
            self.next += 1;
            if passage.span.end() > block.start() {
                self.passages.push(passage);
            }
        }
    }
}

/// The words of a block, each stretch under the same claims a link to the innermost of them. `here` are the passages in it, in
/// reading order, and `gap` is where the block before ended: a passage that starts between the two begins with this block.
fn words(lookup: &Lookup, of: &Text, block: &Block, gap: usize, here: &[&Passage], out: &mut String) {
    let mut edges: Vec<_> = here.iter().flat_map(|passage| [passage.span.start(), passage.span.end()]).collect();
    edges.extend([block.span.start(), block.span.end()]);
    edges.retain(|edge| (block.span.start()..=block.span.end()).contains(edge));
    edges.sort_unstable();
    edges.dedup();
    let (mut under, mut next): (Vec<&Passage>, usize) = (Vec::new(), 0);
    for pair in edges.windows(2) {
        let stretch = &of.version.text()[pair[0]..pair[1]];
        under.retain(|passage| passage.span.end() > pair[0]);
        while let Some(passage) = here.get(next).filter(|passage| passage.span.start() <= pair[0]) {
            under.push(passage);
            next += 1;
        }
        match under.iter().min_by_key(|passage| passage.span.len()) {
            Some(inner) => {
                let from = if pair[0] == block.span.start() { gap } else { pair[0] };
                highlight(lookup, &under, inner, from..=pair[0], stretch, out);
            }
            None => out.push_str(&text(stretch)),
        }
        for passage in under.iter().filter(|passage| passage.span.end() == pair[1]) {
            let (_, sign, label) = verdict(lookup, passage.claim);
            let number = passage.number;
            let name = text(&format!("Claim {number}: {label}"));
            let _ = write!(
                out,
                "<a class=\"n\" href=\"#claim-{number}\" aria-label=\"{name}\" title=\"{name}\">{number}{}</a>",
                text(&sign)
            );
        }
    }
}

/// How many claims a stretch of words names at most, of those that lie over one another.
const MOST_NAMED: usize = 64;

fn highlight(
    lookup: &Lookup,
    under: &[&Passage],
    inner: &Passage,
    starts: RangeInclusive<usize>,
    stretch: &str,
    out: &mut String,
) {
    let (tone, ..) = verdict(lookup, inner.claim);
    // The ones that begin last are the inner ones.
    let named = &under[under.len().saturating_sub(MOST_NAMED)..];
    let numbers: Vec<_> = named.iter().map(|passage| format!("{}.{}", passage.number, passage.mark + 1)).collect();
    let begins: Vec<_> = under.iter().filter(|passage| starts.contains(&passage.span.start())).collect();
    let number = inner.number;
    // A passage has one place to go back to: where it begins. Others that begin here have theirs on empty elements.
    let own = begins.iter().any(|passage| passage.number == number && passage.mark == inner.mark);
    for passage in begins.iter().filter(|passage| passage.number != number || passage.mark != inner.mark) {
        let _ = write!(out, "<span id=\"words-{}.{}\"></span>", passage.number, passage.mark + 1);
    }
    let id = if own { format!(" id=\"words-{number}.{}\"", inner.mark + 1) } else { String::new() };
    let _ = write!(
        out,
        "<a class=\"m t-{tone}\"{id} href=\"#claim-{number}\" data-claims=\"{}\">{}</a>",
        numbers.join(" "),
        text(stretch)
    );
}

fn cards(lookup: &Lookup, index: usize, of: &Text, out: &mut String) {
    let _ = writeln!(out, "<aside aria-label=\"Claims of article {}\">\n<h2>Claims</h2>", index + 1);
    let there: HashSet<_> =
        of.passages.iter().filter(|passage| passage.mark == 0).map(|passage| passage.number).collect();
    for (number, claim) in lookup.project.claims_of(&of.article.id).map(|(_, claim)| (claim.number, claim)) {
        let name = if there.contains(&number) {
            format!("<a href=\"#words-{number}.1\">Claim {number}</a>")
        } else {
            format!("Claim {number}")
        };
        card(lookup, number, &name, claim, out);
    }
    out.push_str("</aside>\n");
}

fn card(lookup: &Lookup, number: u32, name: &str, claim: &Claim, out: &mut String) {
    let (tone, sign, label) = verdict(lookup, claim);
    let _ = writeln!(
        out,
        "<section class=\"card e-{tone}\" id=\"claim-{number}\">\n<h3>{name} <span class=\"pill \
         t-{tone}\">{} {}</span></h3>",
        text(&sign),
        text(&label)
    );
    for mark in &claim.marks {
        let _ = writeln!(out, "<blockquote dir=\"auto\">{}</blockquote>", text(&mark.anchor.quote));
    }
    if let Some(statement) = &claim.statement {
        let _ = writeln!(out, "<p dir=\"auto\"><b>As checked:</b> {}</p>", text(statement));
    }
    out.push_str("<dl>");
    for (name, value) in told::facts(lookup, claim) {
        let _ = write!(out, "<dt>{name}</dt><dd dir=\"auto\">{}</dd>", text(&value));
    }
    out.push_str("</dl>\n");
    evidence(lookup, claim, out);
    for query in &claim.queries {
        let answer = if query.is_open() { "no answer yet" } else { &query.answer };
        let to = if query.to.is_empty() { String::new() } else { format!(" to {}", text(&query.to)) };
        let _ = writeln!(
            out,
            "<h4>Query{to}</h4>\n<p dir=\"auto\">{}</p>\n<p dir=\"auto\">{}</p>",
            text(&query.question),
            text(answer)
        );
    }
    if let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) {
        let _ = writeln!(out, "<h4>Change asked for</h4>\n<p dir=\"auto\">{}</p>", text(&change.problem));
        let _ = writeln!(out, "<blockquote dir=\"auto\">{}</blockquote>", text(&change.suggestion));
    }
    if !claim.notes.trim().is_empty() {
        let _ = writeln!(out, "<h4>Notes</h4>\n<p dir=\"auto\">{}</p>", text(&claim.notes));
    }
    out.push_str("</section>\n");
}

fn evidence(lookup: &Lookup, claim: &Claim, out: &mut String) {
    if claim.evidence.is_empty() {
        return;
    }
    out.push_str("<h4>Evidence</h4>\n<ul>\n");
    for evidence in &claim.evidence {
        let title = lookup.source_title(&evidence.source);
        let url = lookup.source(&evidence.source).map_or("", |source| &source.url);
        let _ = write!(out, "<li dir=\"auto\"><b>{}</b>: {}", evidence.stance.label(), link(url, &line(title)));
        if let Some(captured) =
            lookup.source(&evidence.source).and_then(|source| told::captured(source, Some(evidence)))
        {
            let _ = write!(out, ", {}", text(&line(&captured)));
        }
        for detail in [&evidence.locator, &evidence.note].into_iter().filter(|detail| !detail.trim().is_empty()) {
            let _ = write!(out, ". {}", text(line(detail).trim_end_matches('.')));
        }
        if !evidence.quote.trim().is_empty() {
            let _ = write!(out, "<blockquote dir=\"auto\">{}</blockquote>", text(&evidence.quote));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn sources(lookup: &Lookup, options: &Options, out: &mut String) {
    out.push_str("</main>\n");
    if lookup.project.sources().is_empty() {
        return;
    }
    out.push_str("<section class=\"sources\">\n<h2>Sources</h2>\n<ol>\n");
    for source in lookup.project.sources() {
        let captured = told::captured(source, None).unwrap_or_default();
        let details = [source.creators.join(", "), source.publisher.clone(), source.published.clone(), captured];
        let details: String =
            details.iter().filter(|value| !value.is_empty()).map(|value| format!(". {}", text(&line(value)))).collect();
        let grade = source.reliability.map(|grade| format!(" (reliability {})", grade.label())).unwrap_or_default();
        let _ = write!(out, "<li dir=\"auto\">{}{details}{grade}", link(&source.url, &line(source.display_title())));
        if let Some(file) = pictures::picture_of(source) {
            picture(file, pictures::bytes_of(file, options), out);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</section>\n");
}

/// A kept picture, as it came, or that it stays behind.
fn picture(file: &StoredFile, bytes: Option<&[u8]>, out: &mut String) {
    let _ = write!(out, "<p dir=\"auto\">{}</p>", text(&line(&pictures::told(file, bytes.is_some()))));
    if let Some(bytes) = bytes {
        let (kind, data) = (text(&file.media_type), base64(bytes));
        let _ = write!(out, "<img alt=\"{}\" src=\"data:{kind};base64,{data}\">", text(&line(&file.name)));
    }
}

/// Things with a reason each under a heading; nothing where there are none.
fn listed(heading: &str, all: Vec<(String, String)>, out: &mut String) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "<section class=\"sources\">\n<h2 dir=\"auto\">{}</h2>\n<ul>", text(heading));
    for (what, why) in all {
        let _ = writeln!(out, "<li dir=\"auto\">{}<br><span class=\"why\">{}</span></li>", text(&what), text(&why));
    }
    out.push_str("</ul>\n</section>\n");
}

/// Reads the whole project out of the page.
pub(super) fn read(page: &str) -> Result<ProjectParts, String> {
    // The last one: words of the project cannot hold this element, but come first.
    let (_, rest) = page.rsplit_once(DATA).ok_or("it does not hold the project any more")?;
    let (data, _) = rest.split_once("</script>").ok_or("it is cut off")?;
    jsonld::read(data)
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::{super::testing::tricky, *};

    fn dossier() -> String {
        String::from_utf8(export(&Lookup::new(&tricky()), &Options::default()).bytes).unwrap()
    }

    #[test]
    fn a_browser_reads_back_the_words_of_every_claim() {
        let project = tricky();
        let page = Html::parse_document(&dossier());
        for claim in project.claims() {
            let highlights = Selector::parse(&format!("a.m[data-claims~=\"{}.1\"]", claim.number)).unwrap();
            let words: String = page.select(&highlights).flat_map(|element| element.text()).collect();
            assert_eq!(words, claim.quote());
        }
    }

    #[test]
    fn no_word_of_the_project_becomes_markup_and_every_link_leads_somewhere() {
        let text = dossier();
        let page = Html::parse_document(&text);
        let select = |selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!((select("script"), select("style"), select("img, iframe, form, object, link")), (1, 1, 0));
        let ids: Vec<_> =
            page.select(&Selector::parse("[id]").unwrap()).filter_map(|element| element.attr("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<std::collections::BTreeSet<_>>().len(), "ids are distinct");
        for link in page.select(&Selector::parse("a").unwrap()).filter_map(|element| element.attr("href")) {
            let leads = link.strip_prefix('#').map_or(link.starts_with("https://"), |id| ids.contains(&id));
            assert!(leads, "{link}");
        }
    }

    /// A page of claims that all lie over one another in one paragraph of many.
    fn nested(count: usize) -> String {
        let (text, blocks) = ("word ".repeat(count), "(kind: Paragraph, text: \"More words.\"),".repeat(count));
        let claim = |number: usize| {
            let (start, end) = (number, text.len() - 1 - number);
            format!(
                "(id: \"c{number}\", article: \"a\", marks: [(anchor: (version: \"v\", span: ({start}, {end}), quote: \"{}\"))]),",
                &text[start..end]
            )
        };
        let claims: String = (0..count).map(claim).collect();
        let file = format!(
            "#![enable(implicit_some)] (format: 1, project: (articles: [(id: \"a\", versions: [(id: \"v\", blocks: \
             [(kind: Paragraph, text: \"{}\"), {blocks}])])], claims: [{claims}]))",
            text.trim_end()
        );
        let project = crate::store::decode(file.as_bytes()).unwrap().project;
        String::from_utf8(export(&Lookup::new(&project), &Options::default()).bytes).unwrap()
    }

    #[test]
    fn claims_over_one_another_make_a_page_that_grows_as_they_do() {
        let names = |page: &str| -> usize {
            page.split("data-claims=\"").skip(1).map(|rest| rest.split('"').next().unwrap().split(' ').count()).sum()
        };
        let (few, many) = (nested(200), nested(800));
        assert!(names(&many) <= 5 * names(&few), "{} and {}", names(&few), names(&many));
        let page = Html::parse_document(&nested(5));
        let highlights = Selector::parse("a.m[data-claims~=\"1.1\"]").unwrap();
        let words: String = page.select(&highlights).flat_map(|element| element.text()).collect();
        assert_eq!(words, "word word word word word");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(link("javascript:alert(1)", "a<b"), "a&lt;b");
        assert_eq!(
            link("HTTPS://example.org/\"", "a"),
            "<a href=\"HTTPS://example.org/&quot;\" rel=\"noopener noreferrer\">a</a>"
        );
    }

    #[test]
    fn hashes_are_written_as_the_policy_wants_them() {
        assert_eq!(
            [base64(b""), base64(b"f"), base64(b"fo"), base64(b"foo"), base64(b"foob")],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }
}
