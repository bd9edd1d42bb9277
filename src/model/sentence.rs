//! Where sentences end. Sentences never cross blocks.

use super::{Span, Version};

/// The sentences of a draft in text order, without white space at their ends. `language` is a BCP 47 tag; English where it
/// is empty or not known.
pub fn sentences(version: &Version, language: &str) -> Vec<Span> {
    version.blocks().iter().flat_map(|block| in_block(version.text(), block.span, language)).collect()
}

/// The sentence at `byte`: the one that holds it, or whose trailing space does.
pub fn sentence_at(version: &Version, language: &str, byte: usize) -> Option<Span> {
    let block = &version.blocks()[version.block_at(byte)?];
    let mut sentences = in_block(version.text(), block.span, language);
    let next = sentences.iter().position(|sentence| sentence.start() > byte).unwrap_or(sentences.len());
    Some(sentences.swap_remove(next.checked_sub(1)?))
}

fn in_block(text: &str, block: Span, language: &str) -> Vec<Span> {
    let words = block.of(text);
    let code = language.split('-').next().filter(|code| !code.is_empty()).unwrap_or("en").to_ascii_lowercase();
    let boundaries = sentencex::get_sentence_boundaries(&code, words);
    let trimmed = |start: usize, end: usize| {
        let piece = words.get(start..end)?;
        let lead = piece.len() - piece.trim_start().len();
        let from = block.start() + start + lead;
        Span::snapped(text, from, from + piece.trim().len()).filter(|_| !piece.trim().is_empty())
    };
    boundaries.iter().filter_map(|boundary| trimmed(boundary.start_byte, boundary.end_byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, BlockText, Origin, VersionId};
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
