//! Short lines that are headings though they are hardly larger than running text and not bold: set in another face, in capitals, with a
//! number, in the middle of the column, or with more space above them than paragraphs have. No language's words are looked at.

use std::collections::HashMap;

use super::{
    columns::Column,
    lines::Line,
    paragraphs::{Usual, is_caption, is_near, paragraphs, starts_list},
    thresholds as set,
};

/// How a short line differs from running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Style {
    /// In halves of a point.
    size: i32,
    face: u32,
    is_bold: bool,
    is_centred: bool,
}

/// A paragraph and what stands around it on its page.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    pub column: &'a Column,
    pub lines: &'a [Line],
    above: Option<&'a [Line]>,
    below: Option<(&'a Column, &'a [Line])>,
}

/// The paragraphs of a page in reading order. A gap parts columns, so that the text below a heading may be of another one.
pub fn stretches<'a>(columns: &'a [Column], usual: &Usual) -> Vec<Stretch<'a>> {
    let parts =
        columns.iter().flat_map(|column| paragraphs(column, usual).into_iter().map(move |lines| (column, lines)));
    let parts: Vec<(&Column, &[Line])> = parts.collect();
    let around = |at: usize| {
        let (column, lines) = parts[at];
        let above = at.checked_sub(1).map(|above| parts[above].1);
        Stretch { column, lines, above, below: parts.get(at + 1).copied() }
    };
    (0..parts.len()).map(around).collect()
}

/// The styles in which a document sets its headings.
#[derive(Debug, Clone, Default)]
pub struct Styles(HashMap<Style, usize>);

impl Styles {
    /// Counts the styles of short lines over running text; one that stands there once may be a byline.
    pub fn of<'a>(stretches: impl Iterator<Item = &'a Stretch<'a>>, usual: &Usual) -> Self {
        let mut styles: HashMap<Style, usize> = HashMap::new();
        for (style, is_set_off) in stretches.filter_map(|stretch| style(stretch, usual)) {
            *styles.entry(style).or_default() += usize::from(is_set_off || style.is_marked(usual));
        }
        Self(styles)
    }

    /// Whether a paragraph is a heading.
    pub fn has(&self, stretch: &Stretch<'_>, usual: &Usual) -> bool {
        let Some((style, is_set_off)) = style(stretch, usual) else { return false };
        let text = stretch.lines.first().map_or("", |line| line.text.as_str());
        let is_known = || self.0.get(&style).is_some_and(|&count| count > 1);
        // The last of numbered points stands over text too.
        let is_deep = text.split(' ').next().is_some_and(|number| number.trim_end_matches('.').contains('.'));
        let is_in_list = || stretch.above.and_then(<[Line]>::first).is_some_and(|above| is_numbered(&above.text));
        is_capitals(stretch.lines)
            || is_numbered(text) && (is_deep || !is_in_list())
            || (is_set_off || style.is_marked(usual)) && is_known()
    }
}

impl Style {
    /// Whether it is another than that of running text.
    fn is_marked(self, usual: &Usual) -> bool {
        let is_larger = self.size > half_points(usual.size * set::MARKED_SIZE);
        self.face != usual.face || self.is_bold != usual.is_bold || self.is_centred || is_larger
    }
}

fn half_points(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// The style of a short line over running text, and whether there is more space above it than over paragraphs. Every other line has none.
fn style(stretch: &Stretch<'_>, usual: &Usual) -> Option<(Style, bool)> {
    let (first, last) = (stretch.lines.first()?, stretch.lines.last()?);
    let (column, below) = stretch.below?;
    let (left, right) = (stretch.column.x0.min(column.x0), stretch.column.x1.max(column.x1));
    let width = right - left;
    if !is_like_heading(stretch.lines, width) || first.size < usual.size * set::CAPTION || !is_text(below, width, usual)
    {
        return None;
    }
    let gap_below = below.first()?.y - last.y;
    let gap_above = stretch.above.and_then(<[Line]>::last).map(|above| first.y - above.y).filter(|gap| *gap > 0.0);
    // What hangs below a term is said of it.
    let hangs = below.len() > 1 && below.iter().all(|line| line.x0 - first.x0 > usual.size * set::INDENT);
    if hangs || gap_below <= 0.0 || gap_above.is_some_and(|gap| gap + usual.size * set::MARKED_LEVEL < gap_below) {
        return None;
    }
    let (before, after) = (first.x0 - left, right - first.x1);
    let style = Style {
        size: half_points(first.size),
        face: first.face,
        is_bold: first.is_bold,
        is_centred: before > usual.size * set::CENTRED && (before - after).abs() < usual.size,
    };
    let is_set_off = gap_above.is_some_and(|gap| gap > usual.gap * usual.size * set::SET_OFF && gap > gap_below);
    Some((style, is_set_off))
}

/// Whether lines are short and end as no sentence does.
fn is_like_heading(lines: &[Line], width: f32) -> bool {
    let Some((first, last)) = lines.first().zip(lines.last()) else { return false };
    let text = &first.text;
    let is_chapter = is_numbered(text) && last.text.ends_with('.') && first.is_bold;
    let ends = last.text.ends_with(['.', ',', ';', ':', '-', '\u{ad}']) && !is_chapter;
    let length: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let letters: usize = lines.iter().map(|line| line.text.chars().filter(|char| char.is_alphabetic()).count()).sum();
    let is_short = lines.len() <= set::MARKED_LINES
        && (set::HEADING_LETTERS..=set::MARKED_CHARS).contains(&length)
        && letters * 3 > length
        && last.width() < width * set::MARKED_WIDTH;
    // Lines of programs, addresses, terms and captions stand over text too.
    let is_open = text
        .trim_start_matches(['"', '“', '„', '«', '‘', '¿', '¡', '§', '[', '…', ' '])
        .starts_with(|char: char| char.is_alphanumeric() && !char.is_lowercase());
    let is_code = || lines.iter().any(|line| line.text.contains(['_', '<', '>', '=', '@', '{', '}', '|', '\\']));
    let is_else = first.is_table || starts_list(text) || is_caption(text) || !is_open || is_code();
    is_short && !ends && !is_else
}

/// Whether lines begin running text. Of a list of numbered lines each has the next below it.
fn is_text(lines: &[Line], width: f32, usual: &Usual) -> bool {
    lines.first().is_some_and(|line| {
        is_near(line.size, usual.size)
            && line.face == usual.face
            && line.is_bold == usual.is_bold
            && line.width() > width * set::TEXT_WIDTH
            && !is_numbered(&line.text)
            && !starts_list(&line.text)
    })
}

/// Whether there are capitals and no small letters, in more than a word's worth of letters.
fn is_capitals(lines: &[Line]) -> bool {
    let letters = || lines.iter().flat_map(|line| line.text.chars());
    letters().filter(|char| char.is_uppercase()).count() >= set::CAPITALS && !letters().any(char::is_lowercase)
}

/// Whether a line begins with a number of chapters: "2.3.1 Lamps", "4 Lamps", "IV. Lamps", "§ 12 Lamps".
fn is_numbered(text: &str) -> bool {
    let Some((number, rest)) = text.trim_start_matches(['§', ' ']).split_once(' ') else { return false };
    let number = number.trim_end_matches(['.', ')']);
    let is_part =
        |part: &str| (1..=set::CHAPTER_DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman =
        !number.is_empty() && number.len() <= set::ROMAN_DIGITS && number.bytes().all(|byte| b"IVXL".contains(&byte));
    let is_number = number.split('.').all(is_part) || is_roman && text.as_bytes().get(number.len()) == Some(&b'.');
    is_number && rest.trim_start().starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;

    const TEXT: [&str; 3] = [
        "The lamp was built in 1911, and the only workshop that kept parts for it closed nine",
        "years ago after a fire in which most of the drawings were lost. Since then the island",
        "has asked four times for a new one, as it says.",
    ];

    /// What comes in of two headings over text, each drawn so.
    fn headings(draw: &str, first: &str, second: &str) -> Vec<String> {
        let mut content = Vec::new();
        let mut y = 740;
        for heading in [None, Some(first), Some(second)] {
            if let Some(heading) = heading {
                y -= 26;
                content.extend(format!("BT {} Tm ({heading}) Tj ET\n", draw.replace("Y", &y.to_string())).bytes());
                y -= 2;
            }
            for line in TEXT {
                y -= 12;
                content.extend(format!("BT /F 10 Tf 1 0 0 1 50 {y} Tm ({line}) Tj ET\n").bytes());
            }
        }
        let italic = b"<</Type /Font /Subtype /Type1 /BaseFont /Times-Italic>>".to_vec();
        let read = kept(&open(&pages(&[content], &[italic], "/Font <</F 3 0 R /I 4 0 R>>")).unwrap());
        assert!(read.iter().any(|block| block.starts_with("paragraph@1 The lamp was")), "{read:?}");
        read.into_iter().filter_map(|block| block.strip_prefix("heading@1 ").map(str::to_owned)).collect()
    }

    #[test]
    fn lines_in_another_face_over_text_are_headings_where_there_are_several() {
        let italic = "/I 10 Tf 1 0 0 1 50 Y";
        assert_eq!(
            headings(italic, "The lamp nobody can mend", "What the papers say"),
            ["The lamp nobody can mend", "What the papers say"]
        );
        let none: [&str; 0] = [];
        assert_eq!(headings(italic, "The lamp nobody can mend", "by those who could."), none);
        assert_eq!(headings(italic, "print_lamp = true", "-l, --lamp"), none);
        assert_eq!(headings(italic, "Table 1: Lamps", "Figure 2: The tower"), none);
    }

    #[test]
    fn larger_and_centred_lines_are_headings_where_there_are_several() {
        for draw in ["/F 10.6 Tf 1 0 0 1 50 Y", "/F 10 Tf 1 0 0 1 201 Y"] {
            assert_eq!(headings(draw, "The lamp of Brenholm", "A lamp for Brenholm").len(), 2, "{draw}");
        }
        assert!(headings("/F 10 Tf 1 0 0 1 50 Y", "Brenholm, in May", "and so it went on,").is_empty());
    }

    #[test]
    fn one_line_in_capitals_or_with_a_chapters_number_is_a_heading() {
        let plain = "/F 10 Tf 1 0 0 1 50 Y";
        for heading in ["THE LAMP OF BRENHOLM", "2 Lamps of the coast", "2.3.1 Lamps", "IV. Lamps"] {
            assert_eq!(headings(plain, heading, "and so it went on,"), [heading]);
        }
        for line in ["2019 was a dark year", "12 lamps", "USA", "3. Lamps and towers.", "1.5 million Kronen,"] {
            assert!(headings(plain, line, "and so it went on,").is_empty(), "{line}");
        }
    }
}
