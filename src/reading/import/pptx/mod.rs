//! Presentations of PowerPoint since 2007 (ECMA-376 PresentationML): slide by slide, in the order in which they are shown.

mod chart;
mod slide;

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Warning,
    package::{self, Package, Relation},
    word_processing,
    xml::{Namespaces, Piece, Xml},
};

pub(super) const IMPORTER: Importer = Importer {
    id: "pptx",
    name: "PowerPoint presentation",
    extensions: &["pptx", "pptm", "ppsx", "potx"],
    has_lines: false,
    sniff,
    open,
};

/// Where nearly everybody puts the order of the slides.
const PRESENTATION: &str = "ppt/presentation.xml";

/// Slides of a presentation; the rest is left out.
const MAX_SLIDES: usize = 5_000;

/// The transitional and the strict names.
const NAMESPACES: Namespaces = &[
    ("http://schemas.openxmlformats.org/presentationml/2006/main", "p"),
    ("http://purl.oclc.org/ooxml/presentationml/main", "p"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
];

fn sniff(bytes: &[u8]) -> bool {
    const MAIN: [&str; 4] = [
        "presentationml.presentation.main+xml",
        "presentationml.slideshow.main+xml",
        "presentationml.template.main+xml",
        "ms-powerpoint.presentation.macroEnabled.main+xml",
    ];
    package::sniff(bytes, "application/vnd.openxmlformats-officedocument.presentationml", PRESENTATION)
        || package::content_types(bytes).is_some_and(|types| MAIN.iter().any(|main| types.contains(main)))
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut package = Package::open(input.bytes)?;
    let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| PRESENTATION.to_owned(), |relation| relation.target);
    let presentation = package.text(&main).ok_or_else(|| package.why_unread("the presentation"))?;
    let relations = package.relations(&main);
    let authors = authors(&mut package, &relations);
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "application/vnd.openxmlformats-officedocument.presentationml.presentation".into(),
        ..Draft::default()
    };
    let mut slides = order(&presentation);
    if slides.len() > MAX_SLIDES {
        draft
            .warnings
            .push(Warning::new(format!("The presentation has more than {MAX_SLIDES} slides; the rest was left out.")));
        slides.truncate(MAX_SLIDES);
    }
    let mut hidden = Vec::new();
    let mut room = word_processing::MAX_TEXT;
    for (number, id) in (1..).zip(&slides) {
        input.steps.tell(number as usize, slides.len());
        let part = relations.iter().find(|relation| relation.id == *id).map(|relation| relation.target.as_str());
        let Some((part, text)) = part.and_then(|part| Some((part, package.text(part)?))) else {
            let message = format!("Slide {number} is not in the file or cannot be read.");
            draft.warnings.push(Warning::new(message));
            continue;
        };
        let slide = one_slide(&mut package, part, &text, &authors);
        if slide.is_damaged {
            draft.warnings.push(Warning::new(format!("Slide {number} is damaged; it was read as far as possible.")));
        }
        if slide.is_hidden {
            hidden.push(number.to_string());
        }
        if !push_slide(slide.blocks, number, slide.is_hidden, &mut room, &mut draft) {
            break;
        }
    }
    warn_of_hidden(&hidden, &mut draft);
    properties(&mut package, &mut draft);
    draft.warnings.append(&mut package.warnings);
    Ok(draft)
}

/// Adds a slide to a draft, as far as there is room, in bytes. Returns whether all of it came in.
pub(super) fn push_slide(
    blocks: Vec<DraftBlock>,
    number: u32,
    is_hidden: bool,
    room: &mut usize,
    draft: &mut Draft,
) -> bool {
    for mut block in blocks {
        let Some(left) = room.checked_sub(block.block.text.len()) else {
            let message = format!(
                "The presentation holds more than can be read; on slide {number} and behind it text was left out."
            );
            draft.warnings.push(Warning::new(message));
            return false;
        };
        *room = left;
        block.block.page = Some(number);
        if is_hidden && block.keep {
            block.drop(LeftOut::HiddenSlide);
        }
        draft.blocks.push(block);
    }
    true
}

/// Says which slides are not shown.
pub(super) fn warn_of_hidden(hidden: &[String], draft: &mut Draft) {
    if hidden.is_empty() {
        return;
    }
    let (what, are) = if hidden.len() == 1 { ("Slide", "is") } else { ("Slides", "are") };
    let message = format!("{what} {} {are} hidden in the presentation and left out.", hidden.join(", "));
    draft.warnings.push(Warning::new(message));
}

/// The slides in their order, by the names of their relations.
fn order(presentation: &str) -> Vec<String> {
    let mut xml = Xml::new(presentation, NAMESPACES);
    let mut slides = Vec::new();
    while let Some(piece) = xml.next() {
        if let Piece::Start(tag) = piece
            && tag.name == "p:sldId"
            && let Some(id) = tag.attr("r:id")
        {
            slides.push(id.to_owned());
        }
    }
    slides
}

/// Who comments, by the number or name that comments give.
fn authors(package: &mut Package<'_>, relations: &[Relation]) -> Vec<(String, String)> {
    let mut authors = Vec::new();
    for relation in relations.iter().filter(|relation| matches!(relation.kind.as_str(), "commentAuthors" | "authors")) {
        let Some(text) = package.text(&relation.target) else { continue };
        let mut xml = Xml::new(&text, NAMESPACES);
        while let Some(piece) = xml.next() {
            if let Piece::Start(tag) = piece
                && matches!(tag.local(), "cmAuthor" | "author")
                && let (Some(id), Some(name)) = (tag.attr("id"), tag.attr("name"))
            {
                authors.push((id.to_owned(), name.to_owned()));
            }
        }
    }
    authors
}

/// A slide with its notes, its comments, and the words of what is drawn on it.
fn one_slide(package: &mut Package<'_>, part: &str, text: &str, authors: &[(String, String)]) -> slide::Slide {
    let relations = package.relations(part);
    let mut slide = slide::read(text, &relations);
    for relation in &relations {
        let why = match relation.kind.as_str() {
            "notesSlide" => LeftOut::SpeakerNotes,
            "comments" | "chart" | "chartEx" | "diagramData" => LeftOut::Drawing,
            _ => continue,
        };
        let Some(text) = package.text(&relation.target).filter(|_| !relation.is_external) else { continue };
        match relation.kind.as_str() {
            "notesSlide" => {
                let notes = slide::read(&text, &[]).blocks.into_iter();
                // A picture of the slide, its number and the like are no notes.
                let said = notes.filter(|block| block.keep || block.why == Some(LeftOut::Struck));
                slide.blocks.extend(said.map(|mut block| {
                    block.drop(why);
                    block
                }));
            }
            "comments" => slide.blocks.extend(comments(&text, authors)),
            "chart" | "chartEx" => slide.blocks.extend(chart::read(&text)),
            _ => slide.blocks.extend(slide::paragraphs(&text, BlockKind::ListItem)),
        }
    }
    slide
}

/// Comments of both kinds: one by one, and in threads.
fn comments(text: &str, authors: &[(String, String)]) -> Vec<DraftBlock> {
    let mut xml = Xml::new(text, NAMESPACES);
    let (mut blocks, mut author) = (Vec::new(), String::new());
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        if let Some(id) = tag.attr("authorId") {
            author = authors.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone()).unwrap_or_default();
        }
        if matches!(tag.local(), "text" | "txBody") {
            let words = xml.text();
            if !words.is_empty() {
                let words = if author.is_empty() { words } else { format!("{author}: {words}") };
                let mut block = DraftBlock::kept(BlockKind::Footnote, words);
                block.drop(LeftOut::LooseComment);
                blocks.push(block);
            }
        }
    }
    blocks
}

fn properties(package: &mut Package<'_>, draft: &mut Draft) {
    const FOUND_IN: &str = "document properties";
    let core = package.relations("").into_iter().find(|relation| relation.kind == "core-properties");
    let text = core.and_then(|core| package.text(&core.target)).unwrap_or_default();
    let mut xml = Xml::new(&text, NAMESPACES);
    let [mut title, mut authors, mut language] = [const { String::new() }; 3];
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        match tag.name.as_str() {
            "dc:title" => title = xml.text(),
            "dc:creator" => authors = xml.text(),
            "dc:language" => language = xml.text(),
            _ => {}
        }
    }
    // What PowerPoint calls a presentation without a title, in whatever language, is hardly ever one.
    if title.to_lowercase().contains("powerpoint") {
        title.clear();
    }
    word_processing::settle_title(draft, &title, FOUND_IN);
    word_processing::set_authors(draft, &authors, FOUND_IN);
    word_processing::set_language(draft, &language, FOUND_IN);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{open, package::testing::zipped};

    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// A presentation of one slide, which leads to one address as `r1`.
    fn opened(slide: &str) -> Result<Draft, ImportError> {
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let main = "xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main'";
        let parts = [
            ("[Content_Types].xml", "<Types/>".to_owned()),
            (PRESENTATION, format!("<p:presentation {main} xmlns:r='{OFFICE}'><p:sldId r:id='r1'/></p:presentation>")),
            (
                "ppt/_rels/presentation.xml.rels",
                format!(
                    "<Relationships xmlns='{package}'><Relationship Id='r1' Type='{OFFICE}/slide' Target='slide.xml'/></Relationships>"
                ),
            ),
            (
                "ppt/_rels/slide.xml.rels",
                format!(
                    "<Relationships xmlns='{package}'><Relationship Id='r1' Type='{OFFICE}/hyperlink' Target='https://a.example/' TargetMode='External'/></Relationships>"
                ),
            ),
            (
                "ppt/slide.xml",
                format!(
                    "<p:sld {main} xmlns:r='{OFFICE}' xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>{slide}</p:sld>"
                ),
            ),
        ];
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        open(&Input { bytes: &zipped(&parts), name: "a.pptx", ..Input::default() })
    }

    #[test]
    fn of_a_slide_that_holds_too_much_comes_in_what_there_is_room_for() {
        let words: String = (0..150_000).map(|number| format!("{number} ")).collect();
        let paragraph = format!("<a:p><a:r><a:t>{words}</a:t></a:r></a:p>");
        let draft = opened(&format!("<p:sp>{}</p:sp>", paragraph.repeat(10))).unwrap();
        assert_eq!(draft.blocks.len(), word_processing::MAX_TEXT / words.len());
        assert!(draft.warnings[0].message.contains("on slide 1 and behind it"), "{:?}", draft.warnings);
    }

    #[test]
    fn a_damaged_presentation_is_not_called_empty() {
        let error = opened("<p:grpSp><p:grpSp>").unwrap_err().to_string();
        assert!(
            error.ends_with(
                "there is no text in what was read of it. Slide 1 is damaged; it was read as far as possible."
            ),
            "{error}"
        );
        assert_eq!(opened("<p:sp/>"), Err(ImportError::NoText));
    }

    #[test]
    fn links_of_cells_stand_at_their_words() {
        let cell = |words: &str| format!("<a:tc><a:p><a:r><a:t>{words}</a:t></a:r></a:p></a:tc>");
        let linked = "<a:tc><a:p><a:r><a:t>see  </a:t></a:r></a:p><a:p><a:r><a:rPr><a:hlinkClick r:id='r1'/></a:rPr><a:t>Rent</a:t></a:r></a:p></a:tc>";
        let rows = format!("<a:tr>{}{}</a:tr><a:tr>{linked}{}</a:tr>", cell("Rent"), cell(""), cell("500"));
        let draft = opened(&format!("<a:tbl>{rows}</a:tbl>")).unwrap();
        let block = &draft.blocks[0].block;
        assert_eq!((block.kind, block.text.as_str()), (BlockKind::Table, "Rent\nsee Rent\t500"));
        let links: Vec<_> = block.links.iter().map(|link| (link.span.start(), link.span.of(&block.text))).collect();
        assert_eq!(links, [(9, "Rent")]);
    }
}
