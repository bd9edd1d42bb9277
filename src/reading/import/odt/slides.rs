//! OpenDocument presentations: slide by slide, in the order in which they are shown. Their texts are read as those of a document.

use crate::{
    import::{
        Draft, DraftBlock, ImportError, Importer, Input, LeftOut, Steps, package, pptx,
        word_processing::{self, Besides},
        xml::{Piece, Tag, Xml},
    },
    model::BlockKind,
};

use super::{NAMESPACES, Parts, body::Body, read_properties, styles::Styles};

pub(in crate::import) const IMPORTER: Importer = Importer {
    id: "odp",
    name: "OpenDocument presentation",
    extensions: &["odp", "otp", "fodp"],
    has_lines: false,
    sniff: |bytes| package::sniff(bytes, MEDIA_TYPE, "-") || package::is_flat(bytes, MEDIA_TYPE),
    open,
};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.presentation";

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let mut draft = Draft { format: IMPORTER.id, ..Draft::default() };
    let Parts { content, styles: styles_text, meta } = Parts::of(input, MEDIA_TYPE, "the presentation", &mut draft)?;
    let mut styles = Styles::default();
    styles.read(&styles_text);
    styles.read(&content);
    let besides = read(&content, &styles, input.steps, &mut draft);
    read_properties(&meta, &styles, &mut draft);
    besides.warn(&mut draft);
    Ok(draft)
}

/// Reads the slides, and what the file says of the feet of them all.
fn read(content: &str, styles: &Styles, steps: Steps<'_>, draft: &mut Draft) -> Besides {
    let mut xml = Xml::told(content, NAMESPACES, steps);
    let (mut besides, mut hidden, mut number) = (Besides::default(), Vec::new(), 0);
    let mut room = word_processing::MAX_TEXT;
    while let Some(piece) = xml.next() {
        let Piece::Start(tag) = piece else { continue };
        match tag.name.as_str() {
            "presentation:header-decl" | "presentation:footer-decl" | "presentation:date-time-decl" => {
                let mut block = DraftBlock::kept(BlockKind::Paragraph, xml.text());
                block.drop(LeftOut::RunningHead);
                draft.blocks.extend(Some(block).filter(|block| !block.block.text.is_empty()));
            }
            "draw:page" => {
                number += 1;
                let is_hidden = tag.attr("draw:style-name").is_some_and(|style| styles.is_hidden(style));
                let (blocks, found) = slide(&mut xml, styles);
                besides.add(found);
                if is_hidden {
                    hidden.push(number.to_string());
                }
                if !pptx::push_slide(blocks, number, is_hidden, &mut room, draft) {
                    break;
                }
            }
            _ => {}
        }
    }
    besides.is_damaged |= xml.is_damaged();
    pptx::warn_of_hidden(&hidden, draft);
    besides
}

/// The slide that has just begun, with its speaker's notes.
fn slide(xml: &mut Xml<'_>, styles: &Styles) -> (Vec<DraftBlock>, Besides) {
    let mut body = Body::of_slide(styles);
    body.read_element(xml);
    let notes = body.take_speaker_notes();
    let (mut blocks, besides) = body.finish();
    blocks.extend(notes.into_iter().filter(|block| block.keep || block.why == Some(LeftOut::Struck)).map(
        |mut block| {
            block.drop(LeftOut::SpeakerNotes);
            block
        },
    ));
    (blocks, besides)
}

/// What a frame of a slide is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The title of the slide.
    Title,
    /// The line under it.
    Subtitle,
    /// Foot, date or number, and on a page of notes everything but the notes.
    Foot,
}

impl Frame {
    /// By what the file says of it. `None`: a text like others.
    pub fn of(tag: &Tag<'_>) -> Option<Self> {
        match tag.attr("presentation:class")? {
            "title" => Some(Self::Title),
            "subtitle" => Some(Self::Subtitle),
            "header" | "footer" | "date-time" | "page-number" | "page" | "handout" => Some(Self::Foot),
            _ => None,
        }
    }

    /// A paragraph of it.
    pub fn settle(self, block: &mut DraftBlock) {
        match self {
            Self::Title => (block.block.kind, block.block.level) = (BlockKind::Heading, 1),
            Self::Subtitle => (block.block.kind, block.block.level) = (BlockKind::Paragraph, 0),
            Self::Foot => {
                let is_number = block.block.text.chars().all(|char| !char.is_alphabetic());
                block.drop(if is_number { LeftOut::PageNumber } else { LeftOut::RunningHead });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{open, package::testing::zipped};

    /// A presentation, packed and flat.
    fn opened(automatic: &str, slides: &str) -> [Draft; 2] {
        let names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
            xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
            xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:xlink='http://www.w3.org/1999/xlink' \
            xmlns:p='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0'";
        let slides = slides.replace("presentation:", "p:");
        let automatic = automatic.replace("presentation:", "p:");
        let inside = format!(
            "<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:presentation>{slides}</office:presentation></office:body>"
        );
        let content = format!("<office:document-content {names}>{inside}</office:document-content>");
        let packed = zipped(&[("mimetype", MEDIA_TYPE.as_bytes()), ("content.xml", content.as_bytes())]);
        let flat = format!("<office:document {names} office:mimetype=\"{MEDIA_TYPE}\">{inside}</office:document>");
        [packed.as_slice(), flat.as_bytes()]
            .map(|bytes| open(&Input { bytes, name: "a.bin", ..Input::default() }).unwrap())
    }

    fn told(draft: &Draft) -> Vec<String> {
        let one = |block: &DraftBlock| {
            let kind = block.why.map_or(block.block.kind.slug(), LeftOut::label);
            format!("{} {kind}: {}", block.block.page.unwrap_or(0), block.block.text)
        };
        draft.blocks.iter().map(one).collect()
    }

    #[test]
    fn slides_come_in_their_order_with_titles_items_tables_and_links() {
        let frame = |class: &str, inside: &str| {
            format!("<draw:frame presentation:class='{class}'><draw:text-box>{inside}</draw:text-box></draw:frame>")
        };
        let slides = [
            "<presentation:footer-decl presentation:name='f'>Council 2024</presentation:footer-decl>".to_owned(),
            format!(
                "<draw:page draw:name='p1'>{}{}{}<presentation:notes><draw:page-thumbnail/>{}{}</presentation:notes></draw:page>",
                frame("title", "<text:p>The bridge</text:p>"),
                frame(
                    "outline",
                    "<text:list><text:list-item><text:p>It cost <text:a xlink:href='https://a.example/'>300</text:a> million.</text:p></text:list-item></text:list>"
                ),
                frame("page-number", "<text:p><text:page-number>1</text:page-number></text:p>"),
                frame("notes", "<text:p>Say it slowly.</text:p>"),
                frame("page-number", "<text:p>1</text:p>"),
            ),
            format!(
                "<draw:page draw:style-name='dp2'>{}</draw:page><draw:page>{}<draw:frame><table:table>{}</table:table></draw:frame><draw:custom-shape><text:p>A box.</text:p></draw:custom-shape></draw:page>",
                frame("title", "<text:p>Not shown</text:p>"),
                frame("subtitle", "<text:p>Costs</text:p>"),
                [
                    "Year</text:p></table:table-cell><table:table-cell><text:p>Cost",
                    "2024</text:p></table:table-cell><table:table-cell><text:p>7"
                ]
                .map(|cells| format!(
                    "<table:table-row><table:table-cell><text:p>{cells}</text:p></table:table-cell></table:table-row>"
                ))
                .concat(),
            ),
        ];
        let hidden = "<style:style style:name='dp2' style:family='drawing-page'><style:drawing-page-properties presentation:visibility='hidden'/></style:style>";
        for draft in opened(hidden, &slides.concat()) {
            let expected = [
                "0 head or foot of every page: Council 2024",
                "1 headline: The bridge",
                "1 list-item: It cost 300 million.",
                "1 page number: 1",
                "1 the speaker's notes, not on the slide: Say it slowly.",
                "2 on a slide that is hidden in the presentation: Not shown",
                "3 paragraph: Costs",
                "3 table: Year\tCost\n2024\t7",
                "3 paragraph: A box.",
            ];
            assert_eq!(told(&draft), expected);
            let links: Vec<_> =
                draft.blocks.iter().flat_map(|block| &block.block.links).map(|link| link.url.as_str()).collect();
            assert_eq!((draft.format, links), ("odp", vec!["https://a.example/"]));
            assert_eq!(draft.warnings[0].message, "Slide 2 is hidden in the presentation and left out.");
        }
    }

    #[test]
    fn notes_in_notes_end() {
        let deep = "<presentation:notes>".repeat(50_000);
        let [draft, _] = opened(
            "",
            &format!(
                "<draw:page><draw:frame><draw:text-box><text:p>Words.</text:p></draw:text-box></draw:frame>{deep}"
            ),
        );
        assert_eq!(draft.blocks[0].block.text, "Words.");
    }
}
