//! Footnotes of a page: small paragraphs at its foot that begin with a number, and the raised numbers in its text that lead to them.
//!
//! Only what is certain is tied together: the numbers at the foot run on, and each stands raised exactly once in the larger text above, where it
//! cannot be a power or belong to a unit. Everything else stays what it is, 300¹ too.

use std::ops::Range;

use crate::{
    import::{
        raised,
        references::{Marks, NoteOf},
    },
    model::cleaning::Woven,
};

use super::{paragraphs::Paragraph, thresholds as set};

/// A raised number in a paragraph.
struct Sign {
    paragraph: usize,
    at: Range<usize>,
    number: u32,
}

/// A paragraph that begins with a number, and those that go on with it.
struct Foot {
    paragraphs: Range<usize>,
    number: u32,
}

/// Ties the footnotes of each page to the places of their numbers, which are taken out of the text. `size` is that of running text.
pub fn tie(paragraphs: &mut [Paragraph], size: f32) {
    let mut start = 0;
    while start < paragraphs.len() {
        let page = paragraphs[start].page;
        let len = paragraphs[start..].iter().take_while(|paragraph| paragraph.page == page).count();
        // A paragraph that began on the page before may have its end here.
        let before = paragraphs[..start].iter().rposition(|paragraph| !is_small(paragraph, size));
        tie_page(paragraphs, before, start..start + len, size);
        start += len;
    }
}

fn is_small(paragraph: &Paragraph, size: f32) -> bool {
    paragraph.size <= size * set::NOTE_SIZE
}

fn tie_page(paragraphs: &mut [Paragraph], before: Option<usize>, page: Range<usize>, size: f32) {
    let feet = feet(paragraphs, page.clone(), size);
    if feet.is_empty() {
        return;
    }
    let texts = before.into_iter().chain(page).filter(|&at| !is_small(&paragraphs[at], size));
    let mut signs: Vec<Sign> = texts.flat_map(|at| signs(at, &paragraphs[at].text)).collect();
    signs.retain(|sign| feet.iter().any(|foot| foot.number == sign.number));
    let numbers: Vec<u32> = signs.iter().map(|sign| sign.number).collect();
    if numbers != feet.iter().map(|foot| foot.number).collect::<Vec<_>>() {
        return;
    }
    let number = paragraphs[feet[0].paragraphs.start].page;
    for signs in signs.chunk_by(|a, b| a.paragraph == b.paragraph) {
        take_out(&mut paragraphs[signs[0].paragraph], signs, number);
    }
    for foot in &feet {
        for paragraph in &mut paragraphs[foot.paragraphs.clone()] {
            paragraph.note = Some(NoteOf { key: key(number, foot.number), is_sure: true, ..NoteOf::default() });
        }
    }
}

/// The name of a footnote.
fn key(page: u32, number: u32) -> String {
    format!("foot {page} {number}")
}

/// The footnotes of a page. None where their numbers do not run on.
fn feet(paragraphs: &[Paragraph], page: Range<usize>, size: f32) -> Vec<Foot> {
    let mut feet: Vec<Foot> = Vec::new();
    for at in page {
        if !is_small(&paragraphs[at], size) {
            continue;
        }
        match (number_of(&paragraphs[at].text), feet.last_mut()) {
            (Some(number), last) => {
                if last.is_some_and(|last| last.number + 1 != number) {
                    return Vec::new();
                }
                feet.push(Foot { paragraphs: at..at + 1, number });
            }
            (None, Some(last)) if last.paragraphs.end == at => last.paragraphs.end = at + 1,
            _ => {}
        }
    }
    feet
}

/// The number with which a footnote begins, raised or not, with its words behind it.
fn number_of(text: &str) -> Option<u32> {
    let (number, rest) = match raised::raised_number(text) {
        Some(number) => (number, text.trim_start_matches(RAISED)),
        None => {
            let digits = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
            let rest = text[digits..].strip_prefix(['.', ')']).unwrap_or(&text[digits..]);
            (text[..digits].to_owned(), rest.strip_prefix(' ')?)
        }
    };
    let has_words = rest.trim_start().starts_with(|char: char| char.is_alphabetic() || "“”„«‘\"([".contains(char));
    number.parse().ok().filter(|number| has_words && (1..=999).contains(number))
}

/// The raised figures.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The raised numbers of a text that can be signs of notes.
fn signs(paragraph: usize, text: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(RAISED) {
        let start = at + found;
        let end = text[start..].find(|char: char| !RAISED.contains(&char)).map_or(text.len(), |len| start + len);
        let number = raised::raised_number(&text[start..end]).and_then(|number| number.parse().ok());
        if let Some(number) = number.filter(|_| may_be_sign(&text[..start], &text[end..])) {
            signs.push(Sign { paragraph, at: start..end, number });
        }
        at = end;
    }
    signs
}

/// Whether a raised number behind one text and before another can be a note's sign: it stands behind a sign of punctuation, a word that
/// is no unit, or a year.
fn may_be_sign(before: &str, after: &str) -> bool {
    let word = before.rsplit(|char: char| char.is_whitespace()).next().unwrap_or_default();
    let Some(last) = word.chars().next_back() else { return false };
    let letters = word.chars().rev().take_while(|char| char.is_alphabetic()).count();
    let digits = word.chars().rev().take_while(char::is_ascii_digit).count();
    let is_year = digits == 4 && letters == 0 && word.len() == digits;
    let is_word = letters >= set::NOTE_WORD;
    let is_punctuation = ".,;:!?”\"’»)]…。，".contains(last);
    let goes_on = after.starts_with(|char: char| char.is_alphanumeric() || "⁺⁻⁼⁽".contains(char));
    (is_word || is_year || is_punctuation) && !goes_on
}

/// Takes signs out of a paragraph and notes where they stood.
fn take_out(paragraph: &mut Paragraph, signs: &[Sign], page: u32) {
    let text = std::mem::take(&mut paragraph.text);
    let mut woven = Woven::default();
    let mut at = 0;
    let mut places = Vec::new();
    for sign in signs {
        woven.keep(&text, at..sign.at.start);
        places.push((woven.text.len(), sign.number));
        at = sign.at.end;
    }
    woven.keep(&text, at..text.len());
    let mut marks: Marks = paragraph.marks.through(&woven);
    places.into_iter().for_each(|(at, number)| marks.sign(at, key(page, number), &number.to_string()));
    (paragraph.text, paragraph.marks) = (woven.text, marks);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{kept, open, pages};

    /// Draws lines at heights from the foot of the page, each in one size; what stands between `^` is raised.
    fn drawn(lines: &[(f32, f32, &str)]) -> Vec<u8> {
        let line = |&(y, size, text): &(f32, f32, &str)| {
            let part = |(at, part): (usize, &str)| match at % 2 {
                0 => format!("/F {size} Tf 0 Ts ({part}) Tj "),
                _ => format!("/F {} Tf {} Ts ({part}) Tj ", size * 0.65, size * 0.35),
            };
            let parts: String = text.split('^').enumerate().map(part).collect();
            format!("BT 1 0 0 1 50 {y} Tm {parts}ET\n")
        };
        pages(&[lines.iter().map(line).collect::<String>().into_bytes()], &[], "")
    }

    const TEXT: [(f32, f32, &str); 3] = [
        (700.0, 10.0, "The wall of the harbour cost four million crowns in the year 2019^1^, said the office,"),
        (688.0, 10.0, "and the report^2^ of last spring lists 10^6^ stones and 40 m^2^ of sand for the whole of"),
        (676.0, 10.0, "it, which nobody had counted before."),
    ];

    #[test]
    fn footnotes_are_tied_to_their_places_and_no_power_is_taken_for_a_sign() {
        let foot = [
            (110.0, 8.0, "^1^ Budget of the town, page 12."),
            (
                100.0,
                8.0,
                "^2^ Report of the harbour police, which was written in a hurry after the storm of last May, second",
            ),
            (90.0, 8.0, "edition."),
        ];
        let draft = open(&drawn(&[TEXT.as_slice(), &foot].concat())).unwrap();
        assert_eq!(
            kept(&draft),
            [
                "paragraph@1 The wall of the harbour cost four million crowns in the year 2019, said the office, and the report of last \
              spring lists 10⁶ stones and 40 m² of sand for the whole of it, which nobody had counted before."
            ]
        );
        let block = &draft.blocks[0].block;
        let notes: Vec<_> = block.notes.iter().map(|note| (note.span.of(&block.text), note.text.as_str())).collect();
        let second =
            "Report of the harbour police, which was written in a hurry after the storm of last May, second edition.";
        assert_eq!(notes, [("2019", "Budget of the town, page 12."), ("report", second)]);
    }

    #[test]
    fn nothing_is_dropped_where_it_is_not_certain() {
        let unclear: [&[(f32, f32, &str)]; 4] = [
            // Numbers that do not run on; one that no text leads to; as large as the text; none at all.
            &[(110.0, 8.0, "^1^ Budget of the town."), (100.0, 8.0, "^3^ Report of the police.")],
            &[(110.0, 8.0, "^1^ Budget of the town."), (100.0, 8.0, "^2^ Report."), (90.0, 8.0, "^3^ Letter of May.")],
            &[(110.0, 10.0, "^1^ Budget of the town."), (80.0, 10.0, "^2^ Report of the police.")],
            &[],
        ];
        for foot in unclear {
            let draft = open(&drawn(&[TEXT.as_slice(), foot].concat())).unwrap();
            let read = kept(&draft).join("\n");
            assert!(read.contains("2019¹, said") && read.contains("report² of") && read.contains("10⁶"), "{read}");
            assert!(foot.iter().all(|(_, _, line)| read.contains(&line[4..])), "{read}");
            assert!(draft.blocks.iter().all(|block| block.block.notes.is_empty()), "{read}");
        }
    }
}
