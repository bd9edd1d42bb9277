//! Tells text that is written from right to left.

use super::{Draft, Warning};

/// How much of a text is looked at, in characters.
const SAMPLE: usize = 20_000;

/// Warns when a good part of a draft is written from right to left: the article is shown in reading order, but what egui lays
/// out elsewhere is not (emilk/egui 8576), and a drag takes whole words.
pub(super) fn warn(draft: &mut Draft) {
    let kept = draft.blocks.iter().filter(|block| block.keep);
    let letters = kept.flat_map(|block| block.block.text.chars()).take(SAMPLE).filter(|char| char.is_alphabetic());
    let (all, turned) = letters
        .fold((0usize, 0usize), |(all, turned), letter| (all + 1, turned + usize::from(is_right_to_left(letter))));
    if turned * 10 > all {
        draft.warnings.push(Warning::new(
            "Much of the text is written from right to left. In the article a drag takes whole words; in lists and fields \
             the words of a line stand in the opposite order.",
        ));
    }
}

/// Letters of Hebrew, Arabic, Syriac, Thaana, NKo and their relatives.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use crate::import::{Input, open};

    #[test]
    fn text_from_right_to_left_is_told() {
        let is_told = |text: &str| {
            let draft = open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap();
            draft.warnings.iter().any(|warning| warning.message.contains("right to left"))
        };
        assert!(is_told("הגשר נסגר ביום שני\nהעירייה אמרה"));
        assert!(is_told("أُغلق الجسر يوم الاثنين، قالت المدينة"));
        assert!(!is_told("The word שלום stands alone in a long English sentence about other things."));
    }
}
