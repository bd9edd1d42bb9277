//! Where in a document some words stand, as people cite it: the cell of a sheet, the time code, else the page, else the paragraph.

use std::{ops::RangeInclusive, sync::LazyLock};

use regex::Regex;

use crate::{
    import::page_word,
    model::{Block, BlockKind, Span, Version},
};

/// A time code at the start of a line of a transcript: `[00:12:31]`, `(12:31)`, or bare with hours.
static TIME_CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"^\s*(?:[\[(](?<in>\d{1,2}(?::\d{2}){1,2})(?:[.,]\d{1,3})?[\])]|(?<bare>\d{1,2}:\d{2}:\d{2})(?:[.,]\d{1,3})?\b)";
    Regex::new(pattern).ok()
});

/// The place of `span` in a document.
///
/// In a transcript it is the moment in which the words are heard, in a chat when the message was sent. In other texts a time code is that
/// of the block in which the words start, or of the nearest block before it in the same speech. A page
/// is where the words start, with the last one where they go over several. Paragraphs are counted from 1, without
/// headlines, headings and captions, as a reader counts them. In a sheet it is the cell, or the cells from the first to the last that
/// hold any of the words.
pub fn locator(version: &Version, span: Span) -> String {
    let blocks = version.blocks();
    let Some(first) = version.block_at(span.start()) else { return String::new() };
    let last = version.block_at(span.end().saturating_sub(1)).unwrap_or(first);
    if let Some(cells) = cells(version, span, first..=last) {
        return cells;
    }
    if let Some(time) = spoken_at(version, span) {
        return time;
    }
    if let Some(code) = blocks[..=first].iter().rev().take(4).find_map(|block| time_code(version.block_text(block))) {
        return code.to_owned();
    }
    if let Some(from) = blocks[first].page {
        let to = blocks[last].page.unwrap_or(from);
        let page = page_word(&version.origin.format);
        return if to > from { format!("{page}s {from}–{to}") } else { format!("{page} {from}") };
    }
    let number = |index: usize| blocks[..=index].iter().filter(|block| counts(block)).count();
    match (number(first), number(last)) {
        (0, _) => blocks[first].kind.label().to_lowercase(),
        (from, to) if to > from => format!("paragraphs {from}–{to}"),
        (from, _) => format!("paragraph {from}"),
    }
}

/// The cells that hold words of `span`, whose blocks are these.
fn cells(version: &Version, span: Span, blocks: RangeInclusive<usize>) -> Option<String> {
    let mut in_sheets = version.blocks()[blocks].iter().filter(|block| block.cells.is_some());
    let first = in_sheets.next()?;
    let last = in_sheets.next_back().unwrap_or(first);
    let start = span.start().max(first.span.start());
    let words = version.text().get(start..span.end().min(last.span.end()))?;
    let from = start + (words.len() - words.trim_start().len());
    let to = (start + words.trim_end().len()).saturating_sub(1).max(from);
    Some(version.cell_at(from)?.up_to(version.cell_at(to)?))
}

/// When the words of a transcript or chat at the start of `span` were said. `None` where that is not known, or the words are of another kind.
pub fn spoken_at(version: &Version, span: Span) -> Option<String> {
    let block = &version.blocks()[version.block_at(span.start())?];
    let time = block.speech.as_ref()?.locator_at(span.start() - block.span.start());
    Some(time).filter(|time| !time.is_empty())
}

fn counts(block: &Block) -> bool {
    use BlockKind::{Caption, Footnote, Heading, Headline};
    !matches!(block.kind, Headline | Heading | Caption | Footnote)
}

fn time_code(text: &str) -> Option<&str> {
    let found = TIME_CODE.as_ref()?.captures(text)?;
    Some(found.name("in").or_else(|| found.name("bare"))?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockText, Cells, Moment, Origin, Speech, VersionId};

    fn check(blocks: &[(BlockKind, Option<u32>, &str)], words: &str, expected: &str) {
        let blocks = blocks.iter().map(|(kind, page, text)| BlockText { page: *page, ..BlockText::new(*kind, *text) });
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let at = version.text().find(words).unwrap();
        let span = Span::in_text(version.text(), at, at + words.len()).unwrap();
        assert_eq!(locator(&version, span), expected, "{words}");
    }

    #[test]
    fn a_paragraph_is_counted_as_a_reader_counts() {
        use BlockKind::{Headline, Paragraph};
        let blocks = [(Headline, None, "Bridge closed"), (Paragraph, None, "One."), (Paragraph, None, "Two.")];
        check(&blocks, "Two", "paragraph 2");
        check(&blocks, "One.\n\nTwo", "paragraphs 1–2");
        check(&blocks, "closed", "headline");
    }

    #[test]
    fn words_of_a_transcript_stand_at_their_moment() {
        let of = |words: &str, expected: &str| {
            let times = vec![Moment { at: 0, ms: 750_000 }, Moment { at: 11, ms: 3_754_200 }];
            let turn = BlockText {
                speech: Speech { times, ..Speech::default() },
                ..BlockText::new(BlockKind::Paragraph, "We saw it. It closed.")
            };
            let sent = Speech { sent: "2024-03-05T14:32".into(), ..Speech::default() };
            let message = BlockText { speech: sent, ..BlockText::new(BlockKind::Paragraph, "See you.") };
            let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), [turn, message]);
            let at = version.text().find(words).unwrap();
            assert_eq!(locator(&version, Span::new(at, at + words.len()).unwrap()), expected, "{words}");
        };
        of("We saw", "00:12:30");
        of("It closed", "01:02:34");
        of("See", "2024-03-05 14:32");
    }

    #[test]
    fn a_page_goes_before_a_paragraph() {
        use BlockKind::Paragraph;
        let blocks = [(Paragraph, Some(3), "Three here."), (Paragraph, Some(4), "Four there.")];
        check(&blocks, "here", "page 3");
        check(&blocks, "here.\n\nFour", "pages 3–4");
    }

    #[test]
    fn words_in_a_sheet_have_the_address_of_their_cells() {
        let table = |sheet: &str, row, text: &str| BlockText {
            cells: Some(Cells { sheet: sheet.into(), column: 2, row }),
            ..BlockText::new(BlockKind::Table, text)
        };
        let heading = |text: &str| BlockText::new(BlockKind::Heading, text);
        let blocks = [
            heading("My sheet"),
            table("My sheet", 4, "\tone\ttwo\nthree\tfour\tfive six"),
            table("My sheet", 54, "seven\teight"),
            heading("Costs"),
            table("Costs", 1, "nine"),
        ];
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let check = |words: &str, expected: &str| {
            let at = version.text().find(words).unwrap();
            let span = Span::in_text(version.text(), at, at + words.len()).unwrap();
            assert_eq!(locator(&version, span), expected, "{words}");
        };
        check("one", "'My sheet'!C4");
        check("\tone\t", "'My sheet'!C4");
        check("six", "'My sheet'!D5");
        check("one\ttwo\nthree\tfour", "'My sheet'!C4:C5");
        check("two\nthree\tfour", "'My sheet'!C4:D5");
        check("five six\n\nseven", "'My sheet'!B5:D54");
        check("My sheet\n\n\tone", "'My sheet'!C4");
        check("nine", "Costs!B1");
        check("eight\n\nCosts\n\nnine", "'My sheet'!C54 to Costs!B1");
    }

    #[test]
    fn the_pages_of_a_presentation_are_slides() {
        let block = BlockText { page: Some(3), ..BlockText::new(BlockKind::Paragraph, "Three here.") };
        let origin = Origin { format: "pptx".into(), ..Origin::default() };
        let version = Version::new(VersionId::new("v-1").unwrap(), origin, [block]);
        let span = Span::in_text(version.text(), 0, 5).unwrap();
        assert_eq!(locator(&version, span), "slide 3");
    }

    #[test]
    fn a_time_code_goes_before_all_and_reaches_on() {
        use BlockKind::Paragraph;
        let blocks = [
            (Paragraph, Some(1), "[00:12:31] We closed it."),
            (Paragraph, Some(1), "Nobody was hurt."),
            (Paragraph, Some(1), "(13:02) And then?"),
            (Paragraph, Some(1), "00:13:40,250 We waited."),
        ];
        check(&blocks, "closed", "00:12:31");
        check(&blocks, "Nobody", "00:12:31");
        check(&blocks, "then", "13:02");
        check(&blocks, "waited", "00:13:40");
        check(&[(Paragraph, None, "12:30 is lunch.")], "lunch", "paragraph 1");
    }
}
