//! Links of running text on the published pages, where these are there: a walk of the tree by itself, with no code of the importer, says
//! which there are; how many are kept at their words is held against it.

use std::{fs, io::Read as _, path::Path};

use scraper::{ElementRef, Html};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    import::{Input, open},
    model::BlockKind,
};

/// Of a hundred links as many are kept.
const BAR: usize = 98;

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for whoever asks for them")]
fn links_of_running_text_stay_at_their_words() {
    let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(files) =
        around.map(|folder| folder.join("shared/data/articles/html")).find_map(|folder| fs::read_dir(folder).ok())
    else {
        println!("skipped: the published pages are not there");
        return;
    };
    let (mut all, mut kept, mut lost) = (0, 0, Vec::new());
    for file in files.flatten() {
        let mut page = Vec::new();
        flate2::read::GzDecoder::new(fs::File::open(file.path()).unwrap()).read_to_end(&mut page).unwrap();
        let draft = open(&Input { bytes: &page, name: "a.html", ..Input::default() }).unwrap();
        let running = [BlockKind::Paragraph, BlockKind::ListItem, BlockKind::Quote, BlockKind::Standfirst];
        let blocks: Vec<_> =
            draft.blocks.iter().filter(|block| block.keep && running.contains(&block.block.kind)).collect();
        let texts: Vec<String> = blocks.iter().map(|block| squashed(&block.block.text)).collect();
        for (words, href, around) in links(&String::from_utf8_lossy(&page)) {
            // A word of a menu stands in many a paragraph: only what is as long as a sentence is known by its words alone.
            let is_long = |text: &str| text.chars().count() >= 40;
            let holds = |text: &String| {
                let is_in =
                    text.contains(&around) && is_long(&around) || around.contains(text.as_str()) && is_long(text);
                text.contains(&words) && (is_in || *text == around)
            };
            if !texts.iter().any(holds) {
                continue;
            }
            all += 1;
            let tail = href.trim_start_matches(['/', '.']).split('#').next().unwrap_or_default().to_owned();
            // Where the same words stand in several blocks, any of them.
            let indices = texts.iter().enumerate().filter(|(_, text)| holds(text)).map(|(index, _)| index);
            let is_kept = indices.into_iter().any(|index| {
                blocks[index].block.links.iter().any(|link| {
                    squashed(link.span.of(&blocks[index].block.text)) == words
                        && decoded(&link.url).contains(&decoded(&tail))
                })
            });
            kept += usize::from(is_kept);
            if !is_kept {
                lost.push(format!("{}: {words} -> {href}", file.file_name().to_string_lossy()));
            }
        }
    }
    println!("{kept} of {all} links of running text are kept at their words");
    lost.iter().for_each(|lost| println!("{lost}"));
    assert!(all > 0 && kept * 100 >= all * BAR, "{kept} of {all}");
}

/// Every link with words that leads out of the page: its words, where it leads, and the words of the block around it.
fn links(page: &str) -> Vec<(String, String, String)> {
    let page = Html::parse_document(page);
    let elements = page.tree.nodes().filter_map(ElementRef::wrap).filter(|element| element.value().name() == "a");
    let links = elements.filter_map(|link| {
        let href = link.attr("href")?.trim();
        let words = squashed(&link.text().collect::<String>());
        let is_out = !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript:");
        let is_block =
            |name: &str| matches!(name, "p" | "li" | "blockquote" | "div" | "dd" | "td" | "section" | "article");
        let around = link.ancestors().filter_map(ElementRef::wrap).find(|outer| is_block(outer.value().name()))?;
        let around = squashed(&around.text().collect::<String>());
        (is_out && !words.is_empty()).then(|| (words, href.to_owned(), around))
    });
    links.collect()
}

/// Letters and figures alone.
fn squashed(text: &str) -> String {
    text.nfkc().filter(|char| char.is_alphanumeric()).collect()
}

/// An address without what writers of addresses do differently.
fn decoded(url: &str) -> String {
    let bytes = crate::import::package::percent_decoded(url);
    bytes.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
