//! Web pages. A readability score picks the article's body; every other block of the page is there too, left out with a
//! reason, so that the reviewer can bring it back.

mod authors;
mod boxes;
mod cues;
mod data;
mod data_text;
mod dates;
mod elements;
mod formula;
mod guard;
#[cfg(test)]
mod kept_links_tests;
mod meta;
mod middle;
mod pieces;
mod published;
mod rules;
mod seen;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod shown_tests;
mod table;
mod thresholds;
mod vote;

use scraper::Html;

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Warning,
    encoding::{self, Decoded},
};

use data::Data;
pub use dates::{iso_date, typed_day};
use pieces::{Piece, folded};

pub(super) const IMPORTER: Importer =
    Importer { id: "html", name: "Web page", extensions: &["html", "htm", "xhtml"], has_lines: false, sniff, open };

/// The largest page of which a tree is built, in bytes.
const MAX_PAGE: usize = 32 << 20;

fn sniff(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(thresholds::SNIFFED)]).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let start = if start.starts_with("<!--") {
        start.split_once("-->").map_or(start, |(_, rest)| rest.trim_start())
    } else {
        start
    };
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| start.starts_with(sign))
        || start.starts_with("<?xml") && start.contains("<html")
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let Decoded { text, encoding, warning } = encoding::decode(input, declared_charset(input.bytes).as_deref())?;
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "text/html".into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    let text = if text.len() > MAX_PAGE {
        draft.warnings.push(Warning::new("The page is larger than 32 MB; the rest was left out."));
        text[..text.floor_char_boundary(MAX_PAGE)].to_owned()
    } else {
        text
    };
    let mut bounded = guard::bounded(&text);
    if bounded.is_cut {
        draft.warnings.push(Warning::new(
            "The page is nested deeper, or has tags with more attributes, than any article; it was flattened.",
        ));
    }
    let mut page = Html::parse_document(&bounded.text);
    let is_changed = seen::as_seen(&mut page);
    let address = pieces::address_of(&page, input.url);
    let (all, holders) = pieces::pieces_and_holders(&page, 0, address.clone());
    // What stands beside the words of a block is listed, and no rule looks at it.
    let is_beside: Vec<bool> = all.iter().map(Piece::is_beside_text).collect();
    let (beside, mut pieces): (Vec<Piece>, Vec<Piece>) = all.into_iter().partition(Piece::is_beside_text);
    if is_changed {
        // The extractors get the page as it is seen.
        seen::without_beside(&mut page);
        bounded.text = page.html();
    }
    let data = Data::of(&page);
    meta::name(&page, &data, &mut draft);
    rules::headline(&mut pieces, &draft.meta.title);
    // Somebody who pastes has chosen already, unless the whole page was taken with its navigation.
    let is_chosen = input.name.is_empty() && input.url.is_none() && pieces.iter().all(|piece| piece.draft.keep);
    if !is_chosen {
        rules::choose(&bounded, &mut pieces, &holders, &data.description());
    }
    meta::attribute_to(&page, &data, &pieces, &mut draft);
    let hidden = match is_chosen {
        true => None,
        false => data_text::more_than_body(&data, &bounded.scripts, &mut pieces, address.as_ref()),
    };
    let (mut text, mut beside) = (pieces.into_iter(), beside.into_iter());
    let in_order = is_beside.iter().filter_map(|is_beside| if *is_beside { beside.next() } else { text.next() });
    draft.blocks = in_order.map(|piece| piece.draft).collect();
    place_headline(&mut draft);
    if let Some(hidden) = hidden {
        data_text::bring_in(hidden, &mut draft);
    } else if bounded.script_bytes > 0 {
        look_for_scripts(bounded.script_bytes, &mut draft)?;
    }
    if !draft.blocks.iter().any(|block| block.keep) {
        let is_text = |block: &&mut DraftBlock| !block.why.is_some_and(LeftOut::is_beside_text);
        draft.blocks.iter_mut().filter(is_text).for_each(|block| block.keep = true);
        draft
            .warnings
            .push(Warning::new("The article could not be told from the rest of the page; everything is shown."));
    }
    Ok(draft)
}

/// A page that its scripts draw holds hardly any words of its own: it says so, or is refused where it holds none.
fn look_for_scripts(script_bytes: usize, draft: &mut Draft) -> Result<(), ImportError> {
    let shown = draft.blocks.iter().filter(|block| block.block.kind != BlockKind::Headline);
    let shown: usize = shown.map(|block| block.block.text.len()).sum();
    if shown == 0 {
        return Err(ImportError::OnlyScripts);
    }
    if shown < thresholds::PAGE_OF_SCRIPTS && script_bytes > shown * thresholds::SCRIPTS_TIMES {
        draft.is_little = true;
        draft.warnings.push(Warning::new(
            "Nearly nothing came in: the page is drawn by scripts. Open it in a browser, then save or copy it from there.",
        ));
    }
    Ok(())
}

/// Every block of a page that is read as a whole: a mail, a chapter.
pub(super) fn whole(page: &str) -> Vec<DraftBlock> {
    let page = &page[..page.floor_char_boundary(MAX_PAGE)];
    let mut page = Html::parse_document(&guard::bounded(page).text);
    seen::as_seen(&mut page);
    let kept = |piece: Piece| match piece.is_beside_text() {
        true => piece.draft,
        false => DraftBlock { keep: true, why: None, ..piece.draft },
    };
    pieces::pieces(&page).into_iter().map(kept).collect()
}

/// The value of an attribute of a start tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let page = Html::parse_fragment(tag);
    page.root_element().descendent_elements().find_map(|element| element.attr(name).map(str::to_owned))
}

/// A formula (MathML) as a line of text.
pub(super) fn formula_line(inside: &str) -> String {
    formula::line("<math>", inside)
}

/// The charset that a page names in its first bytes.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(thresholds::CHARSET_WITHIN)]).to_ascii_lowercase();
    let after = start.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let end = after.find(|char: char| !char.is_ascii_alphanumeric() && !"-_:".contains(char)).unwrap_or(after.len());
    Some(after[..end].to_owned()).filter(|name| !name.is_empty())
}

/// Without a heading that repeats the title, the title comes in as a block of its own.
fn place_headline(draft: &mut Draft) {
    let title = folded(&draft.meta.title);
    if title.is_empty() || draft.blocks.iter().any(|block| block.block.kind == BlockKind::Headline) {
        return;
    }
    let first = draft.blocks.iter().position(|block| block.keep).unwrap_or(0);
    draft.blocks.insert(first, DraftBlock::kept(BlockKind::Headline, title));
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed | The Ferry</title>
        <meta property="og:site_name" content="The Ferry"><script>var a = "<p>no</p>";</script></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
        <article><h1>Bridge closed</h1>
        <p>The old bridge over the river was closed on Monday, the city said, after divers had found cracks in two of its piers.</p>
        <p>About 4,000 cars cross it every day, according to a count that the city made in 2023, and the ferry will run every
        ten minutes until the work is done.</p>
        <blockquote><p>We will not take any risk with it, and we ask everybody for some patience, the engineer wrote.</p></blockquote>
        <figure><img src="x.png"><figcaption>The bridge in winter, seen from the ferry.</figcaption></figure>
        <h2>What comes next</h2>
        <ul><li>Divers will look at the other piers in March, the city said in its report.</li><li>The council votes in April on the money for the repair.</li></ul>
        <table><tr><th>Year</th><th>Cars</th></tr><tr><td>2013</td><td>3,100</td></tr><tr><td>2023</td><td>4,000</td></tr></table>
        <p>The last repair, twelve years ago, took nine months and cost more than had been planned, as the auditors noted then.</p>
        </article><footer><p>© The Ferry</p></footer></body></html>"#;

    fn kept(page: &str) -> Vec<(BlockKind, String)> {
        let draft = open(&Input { bytes: page.as_bytes(), name: "a.html", ..Input::default() }).unwrap();
        draft.blocks.into_iter().filter(|b| b.keep).map(|b| (b.block.kind, b.block.text)).collect()
    }

    #[test]
    fn takes_the_article_with_its_parts_and_leaves_the_furniture() {
        let blocks = kept(PAGE);
        let kinds: Vec<_> = blocks.iter().map(|(kind, _)| *kind).collect();
        use BlockKind::{Caption, Heading, Headline, ListItem, Paragraph, Quote, Table};
        assert_eq!(
            kinds,
            [Headline, Paragraph, Paragraph, Quote, Caption, Heading, ListItem, ListItem, Table, Paragraph],
            "{blocks:#?}"
        );
        assert_eq!(blocks[0].1, "Bridge closed");
        assert_eq!(blocks[8].1, "Year\tCars\n2013\t3,100\n2023\t4,000");
        assert!(!blocks.iter().any(|(_, text)| text.contains("Home") || text.contains('©')));
    }

    #[test]
    fn what_is_left_out_can_be_brought_back() {
        let draft = open(&Input { bytes: PAGE.as_bytes(), ..Input::default() }).unwrap();
        let home = draft.blocks.iter().find(|block| block.block.text == "Home").unwrap();
        assert_eq!((home.keep, home.why), (false, Some(LeftOut::Navigation)));
    }

    #[test]
    fn reads_the_charset_that_the_page_names() {
        let page = b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\"></head><body><p>\xB1</p></body>";
        let draft = open(&Input { bytes: page, ..Input::default() }).unwrap();
        assert_eq!((draft.encoding.as_str(), draft.blocks[0].block.text.as_str()), ("ISO-8859-2", "ą"));
    }

    #[test]
    fn a_page_of_scripts_says_so() {
        let open = |page: &str| open(&Input { bytes: page.as_bytes(), name: "a.html", ..Input::default() });
        let script = format!("<script>{}</script>", "window.a(1);".repeat(300));
        let only = format!(
            "<!doctype html><title>The bridge</title><body><div id=root></div>{script}<script src=/app.js></script>"
        );
        assert_eq!(open(&only), Err(ImportError::OnlyScripts));
        let little = open(&only.replace("</div>", "<p>Loading the article…</p></div>")).unwrap();
        assert!(little.is_little && little.warnings[0].message.contains("drawn by scripts"), "{little:?}");
        assert!(!open(&PAGE.replace("<body>", &format!("<body>{script}"))).unwrap().is_little);
    }

    #[test]
    fn hostile_pages_end_in_time() {
        let deep = format!("<html><body>{}<p>Words in the deep</p>", "<div>".repeat(100_000));
        assert!(kept(&deep).iter().any(|(_, text)| text == "Words in the deep"));
        let wide = format!("<html><body><p {}>Words after many attributes</p>", "a=1 ".repeat(200_000));
        assert!(kept(&wide).iter().any(|(_, text)| text == "Words after many attributes"));
        let reopened: String = (0..20_000).map(|count| format!("<p><b a={count}>word {count}")).collect();
        assert!(kept(&reopened).iter().any(|(_, text)| text.contains("word 19999")));
        for name in ["b", "span", "table><tr><td", "ul><li", "blockquote", "a href=x><p", "article", "font"] {
            let deep = format!("<html><body>{}Words in the deep", format!("<{name}>").repeat(20_000));
            assert!(kept(&deep).iter().any(|(_, text)| text.contains("Words in the deep")), "{name}");
        }
    }

    #[test]
    fn a_page_as_long_as_a_book_keeps_its_text_without_the_furniture() {
        let paragraph = |count: usize| {
            format!(
                "<p>In year {count} the ferry crossed the river every day, the city said, and nobody missed the old bridge.</p>"
            )
        };
        let text: String = (0..3_000).map(paragraph).collect();
        let blocks = kept(&PAGE.replace("<h2>What comes next</h2>", &text));
        assert_eq!(blocks.iter().filter(|(_, text)| text.starts_with("In year ")).count(), 3_000);
        assert!(blocks.iter().any(|(kind, text)| *kind == BlockKind::ListItem && text.starts_with("Divers")));
        assert!(!blocks.iter().any(|(_, text)| text.contains("Home") || text.contains('©')));
    }

    #[test]
    fn the_pages_own_summary_is_the_standfirst() {
        let summary = "The old bridge is closed, and nobody knows for how long the ferry will have to carry all the cars that cross the river.";
        let page = PAGE.replace("<head>", &format!("<head><meta name=description content=\"{summary}\">"));
        let top = format!("<header><h1>Bridge closed</h1><p>{summary}</p></header><article>");
        let page = page.replace("<h1>Bridge closed</h1>", "").replace("<article>", &top);
        let blocks = kept(&page);
        assert_eq!((blocks[1].0, blocks[1].1.as_str()), (BlockKind::Standfirst, summary), "{blocks:#?}");
    }

    #[test]
    fn a_line_that_only_points_elsewhere_stays_out_with_its_reason() {
        let line = "<p><a href=/x>Read more: Ferry fares rise again in spring</a></p><h2>What comes next</h2>";
        let page = PAGE.replace("<h2>What comes next</h2>", line);
        let draft = open(&Input { bytes: page.as_bytes(), ..Input::default() }).unwrap();
        let found = draft.blocks.iter().find(|block| block.block.text.starts_with("Read more")).unwrap();
        assert!(!found.keep && found.why.is_some(), "{found:?}");
        assert!(draft.blocks.iter().any(|block| block.keep && block.block.text == "What comes next"));
    }
}
