//! Where sentences end. Sentences never cross blocks.
//!
//! The crate sentencex knows abbreviations and quotations; own rules around it part lists inside running text, rows of tables,
//! and quotations that open a sentence.

mod lists;

use super::{Block, BlockKind, Span, Version};

/// The sentences of a draft in text order, without white space at their ends. `language` is a BCP 47 tag; English where it
/// is empty or not known.
pub fn sentences(version: &Version, language: &str) -> Vec<Span> {
    version.blocks().iter().flat_map(|block| in_block(version, block, language)).collect()
}

/// The sentence at `byte`: the one that holds it, or whose trailing space does.
pub fn sentence_at(version: &Version, language: &str, byte: usize) -> Option<Span> {
    let block = &version.blocks()[version.block_at(byte)?];
    let mut sentences = in_block(version, block, language);
    let next = sentences.iter().position(|sentence| sentence.start() > byte).unwrap_or(sentences.len());
    Some(sentences.swap_remove(next.checked_sub(1)?))
}

fn in_block(version: &Version, block: &Block, language: &str) -> Vec<Span> {
    let text = version.text();
    let words = block.span.of(text);
    let code = language.split('-').next().filter(|code| !code.is_empty()).unwrap_or("en").to_ascii_lowercase();
    let mut starts = starts(words, block.kind, &code);
    starts.push(words.len());
    let trimmed = |ends: &[usize]| {
        let piece = words.get(ends[0]..ends[1])?;
        let from = block.span.start() + ends[0] + (piece.len() - piece.trim_start().len());
        Span::snapped(text, from, from + piece.trim().len()).filter(|_| !piece.trim().is_empty())
    };
    starts.windows(2).filter_map(trimmed).collect()
}

/// Where sentences start in a block, in order and without doubles; 0 comes first.
fn starts(words: &str, kind: BlockKind, code: &str) -> Vec<usize> {
    // A row of a table and a line of code have no sentences inside.
    if matches!(kind, BlockKind::Table | BlockKind::Code) {
        return [0].into_iter().chain(words.match_indices('\n').map(|(at, _)| at + 1)).collect();
    }
    let mut starts: Vec<usize> =
        plain_starts(words, code).into_iter().filter_map(|start| behind_signs(words, start)).collect();
    starts.push(0);
    starts.extend(quotation_starts(words, code));
    let has_ordinals = !matches!(code, "en" | "fr" | "es" | "it" | "pt");
    for marker in lists::markers(words, has_ordinals) {
        starts.retain(|start| !(marker.start < *start && *start <= marker.end));
        starts.push(marker.start);
    }
    if !matches!(kind, BlockKind::Headline | BlockKind::Heading | BlockKind::Standfirst) {
        starts.extend(lists::short_lines(words));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The start of a sentence, behind the raised figures that stand at the end of the one before: "It costs 300.¹ The town pays."
fn behind_signs(words: &str, start: usize) -> Option<usize> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let (before, rest) = words.split_at(start);
    let next = rest.trim_start_matches(RAISED);
    if next.len() == rest.len() || before.ends_with(char::is_whitespace) {
        return Some(start);
    }
    let next = next.trim_start();
    (!before.is_empty() && !next.is_empty()).then_some(words.len() - next.len())
}

/// How much text sentencex is given at once, in bytes: its time grows with the square of the quotation marks in it.
const PIECE: usize = 16_384;

/// How much of it lies too near its end to be believed: a quotation may be open there.
const MARGIN: usize = 2_048;

/// Where sentencex sees sentences start. A long block goes through it piece by piece, each from the start of a sentence near the end
/// of the last one; a sentence of more than a piece is cut.
fn plain_starts(words: &str, code: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    loop {
        let to = words.floor_char_boundary((from + PIECE).min(words.len()));
        let boundaries = sentencex::get_sentence_boundaries(code, &words[from..to]);
        starts.extend(boundaries.iter().map(|boundary| from + boundary.start_byte));
        if to == words.len() {
            return starts;
        }
        while starts.pop_if(|last| *last > to - MARGIN).is_some() {}
        let last = starts.pop_if(|last| *last > from);
        from = last.or_else(|| Some(from + words[from..to].rfind(' ')? + 1)).unwrap_or(to);
    }
}

/// How much of the text before and behind a place decides whether a sentence ends there, in bytes.
const CONTEXT: usize = 96;

/// Quotations that start a sentence, which sentencex joins with the sentence before: `He said so. “It holds,” she said.`
/// Whether the words before end a sentence is asked again without the quotation mark, so that abbreviations stay whole.
fn quotation_starts<'a>(words: &'a str, code: &'a str) -> impl Iterator<Item = usize> + 'a {
    let ends = |char: char| matches!(char, '.' | '!' | '?' | '…');
    let is_quotation = move |at: &usize| {
        let (before, rest) = words.split_at(*at);
        let stop = before.trim_end();
        let mut behind = rest.chars().skip(1);
        let last = stop.trim_end_matches(['”', '’', '"', '»', ')']);
        stop.len() < before.len()
            && last.ends_with(ends)
            && behind.find(|char| !char.is_whitespace()).is_some_and(char::is_uppercase)
    };
    let starts_sentence = move |at: &usize| {
        let from = words.floor_char_boundary(at.saturating_sub(CONTEXT));
        let mark = words[*at..].chars().next().map_or(1, char::len_utf8);
        let to = words.ceil_char_boundary((at + mark + CONTEXT).min(words.len()));
        let before = words[from..*at].trim_end().trim_end_matches(['”', '’', '"', '»', ')']);
        let behind = words[at + mark..to].split(['”', '’', '"', '«', '»']).next().unwrap_or_default();
        let asked = format!("{before} {behind}");
        let boundaries = sentencex::get_sentence_boundaries(code, &asked);
        boundaries.iter().any(|boundary| boundary.start_byte.abs_diff(before.len() + 1) <= 1)
    };
    // Most bytes of a text begin none of the marks.
    let may_be_marks = memchr::memchr3_iter(b'"', 0xC2, 0xE2, words.as_bytes());
    let is_mark = |at: &usize| words.get(*at..).is_some_and(|rest| rest.starts_with(['“', '"', '„', '«', '‘']));
    may_be_marks.filter(is_mark).filter(is_quotation).filter(starts_sentence)
}

#[cfg(test)]
mod tests {
    use super::super::{BlockText, Origin, VersionId};
    use super::*;

    fn version(blocks: &[&str]) -> Version {
        let blocks = blocks.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text));
        Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks)
    }

    #[test]
    fn abbreviations_do_not_end_sentences_and_blocks_do() {
        let version = version(&["Dr. Lee of the U.S. Navy said so. It is 3.5 m.", "A heading", "One. Two."]);
        let found: Vec<_> = sentences(&version, "en").into_iter().map(|span| span.of(version.text())).collect();
        let expected = ["Dr. Lee of the U.S. Navy said so.", "It is 3.5 m.", "A heading", "One.", "Two."];
        assert_eq!(found, expected);
    }

    fn check(block: &str, expected: &[&str]) {
        let version = version(&[block]);
        let found: Vec<_> = sentences(&version, "en").into_iter().map(|span| span.of(version.text())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_quotation_opens_a_sentence_behind_a_full_stop() {
        check("The survey said so. “It is 3.5 m,” she said.", &["The survey said so.", "“It is 3.5 m,” she said."]);
        check("It held! \"We knew,\" he said.", &["It held!", "\"We knew,\" he said."]);
        check("“No,” he said. “We left. It rained.”", &["“No,” he said.", "“We left. It rained.”"]);
        check("“It fell.” “Who saw it?”", &["“It fell.”", "“Who saw it?”"]);
        check("They met Dr. “Bones” Lee.", &["They met Dr. “Bones” Lee."]);
        check("He called it a “Great Step” and left.", &["He called it a “Great Step” and left."]);
    }

    #[test]
    fn raised_figures_belong_to_the_sentence_that_they_stand_at() {
        check("It costs 300.¹ The town pays.¹²", &["It costs 300.¹", "The town pays.¹²"]);
        check("It has 10⁶ parts. Nobody counts m².", &["It has 10⁶ parts.", "Nobody counts m²."]);
    }

    #[test]
    fn items_of_a_list_in_running_text_are_sentences() {
        check("They ask for: 1. More trains 2. Lower fares", &["They ask for:", "1. More trains", "2. Lower fares"]);
        check("1. The bridge is old. It was closed.", &["1. The bridge is old.", "It was closed."]);
        check("bread\nmilk\nsalt", &["bread", "milk", "salt"]);
        check("It was a cold\nnight.", &["It was a cold\nnight."]);
    }

    #[test]
    fn a_long_block_has_the_same_sentences_as_short_ones() {
        let sentence = |at: usize| match at % 3 {
            0 => format!("Dr. Lee of the U.S. Navy counted {at} cars."),
            1 => format!("“It is {at}.5 m,” she said."),
            _ => format!("They asked: “Who saw number {at}?”"),
        };
        let expected: Vec<_> = (0..4_000).map(sentence).collect();
        let version = version(&[&expected.join(" ")]);
        let found: Vec<_> = sentences(&version, "en").into_iter().map(|span| span.of(version.text())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_block_without_an_end_of_a_sentence_is_cut_between_words() {
        for (text, count) in [("word ".repeat(10_000), 4), ("本".repeat(20_000), 4)] {
            let version = version(&[text.trim()]);
            let found = sentences(&version, "en");
            assert_eq!(found.len(), count);
            let together: String = found.iter().map(|span| span.of(version.text())).collect();
            assert_eq!(together.replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn a_row_of_a_table_is_one() {
        let id = VersionId::new("v-1").unwrap();
        let table = BlockText::new(BlockKind::Table, "Year\tNo. of cars\n2024\t4,000. Est.");
        let version = Version::new(id, Origin::default(), [table]);
        assert_eq!(sentences(&version, "").len(), 2);
    }

    #[test]
    fn the_sentence_at_a_byte_is_the_one_that_holds_it() {
        let version = version(&["One. Two three. Four."]);
        let at = |byte| sentence_at(&version, "", byte).map(|span| span.of(version.text()));
        assert_eq!(
            [at(0), at(4), at(5), at(14), at(15), at(20)],
            ["One.", "One.", "Two three.", "Two three.", "Two three.", "Four."].map(Some)
        );
    }
}
