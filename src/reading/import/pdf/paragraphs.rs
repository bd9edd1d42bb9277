//! Columns of lines become blocks: paragraphs, headings, list items.

use std::collections::HashMap;

use crate::{
    import::{
        raised,
        references::{Marks, NoteOf},
    },
    model::{BlockKind, cleaning::Woven},
};

use super::{
    columns::Column,
    headings::{self, Stretch, Styles},
    hyphens::Words,
    lines::Line,
    links::Addresses,
    thresholds as set,
};

/// A block with where it began.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// What it is.
    pub kind: BlockKind,
    /// Its font size.
    pub size: f32,
    /// Whether it is a heading that neither size nor weight tells: no headline.
    pub is_marked: bool,
    /// Number of the page on which it begins.
    pub page: u32,
    /// Its words.
    pub text: String,
    /// What stands at them.
    pub marks: Marks,
    /// The footnote that it is, or a part of.
    pub note: Option<NoteOf>,
    /// Whether its last line reaches the right edge, so that it may go on elsewhere.
    is_full: bool,
    /// Whether it is read from right to left.
    is_rtl: bool,
}

/// What is usual in a document.
#[derive(Debug, Clone, Default)]
pub struct Usual {
    /// Font size of running text.
    pub size: f32,
    /// Whether running text is bold.
    pub is_bold: bool,
    /// The face of running text.
    pub face: u32,
    /// From one baseline to the next, in font sizes.
    pub leading: f32,
    /// From the last line of a paragraph to the first of the next, in font sizes.
    pub gap: f32,
    /// Whether paragraphs begin with an indent.
    pub is_indented: bool,
}

const BULLETS: &[char] = &['•', '▪', '◦', '‣', '●', '■', '○', '◆', '➢', '✓', '\u{f0b7}'];

impl Usual {
    /// Measures lines of a whole document, column by column.
    pub fn of<'a>(columns: impl Iterator<Item = &'a Column> + Clone) -> Self {
        let mut usual = Self { leading: set::LEADING, ..Self::default() };
        let lines = columns.clone().flat_map(|column| &column.lines);
        usual.size = body_size(lines.clone());
        let own: Vec<&Line> = lines.filter(|line| is_near(line.size, usual.size)).collect();
        let bold: usize = own.iter().filter(|line| line.is_bold).map(|line| line.text.len()).sum();
        usual.is_bold = bold * 2 > own.iter().map(|line| line.text.len()).sum();
        usual.face = most_of(own.iter().map(|line| (line.face, line.text.len())));
        let (mut leadings, mut indents) = (Vec::new(), 0);
        for column in columns {
            for pair in column.lines.windows(2).filter(|pair| pair.iter().all(|line| is_near(line.size, usual.size))) {
                leadings.push((pair[1].y - pair[0].y) / usual.size);
            }
            for lines in column.lines.windows(3).filter(|lines| lines.iter().all(|line| is_near(line.size, usual.size)))
            {
                let indent = |line: &Line| (line.x0 - lines[0].x0) / usual.size;
                indents += usize::from(
                    (set::INDENT..set::INDENT_MOST).contains(&indent(&lines[1]))
                        && indent(&lines[2]).abs() < set::FLUSH,
                );
            }
        }
        if !leadings.is_empty() {
            // Gaps between paragraphs are wider and fewer.
            let middle = leadings.len() * set::LEADING_FIFTHS / 5;
            usual.leading = *leadings.select_nth_unstable_by(middle, f32::total_cmp).1;
            leadings.retain(|gap| *gap > usual.leading * set::PARAGRAPH_GAP);
        }
        usual.gap = match leadings.len() {
            0 => usual.leading,
            gaps => *leadings.select_nth_unstable_by(gaps / 2, f32::total_cmp).1,
        };
        usual.is_indented = indents >= set::INDENTS;
        usual
    }
}

/// The font size in which most characters are set.
pub fn body_size<'a>(lines: impl Iterator<Item = &'a Line>) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in lines {
        let size = (line.size * set::SIZE_STEPS).round() as i32;
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, count)) => *count += line.text.len(),
            None => sizes.push((size, line.text.len())),
        }
    }
    sizes.into_iter().max_by_key(|&(_, count)| count).map_or(set::USUAL_SIZE, |(size, _)| size as f32 / set::SIZE_STEPS)
}

/// The face with most letters.
fn most_of(faces: impl Iterator<Item = (u32, usize)>) -> u32 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    faces.for_each(|(face, letters)| *counts.entry(face).or_default() += letters);
    counts.into_iter().max_by_key(|&(_, letters)| letters).map_or(0, |(face, _)| face)
}

pub fn is_near(size: f32, other: f32) -> bool {
    (size - other).abs() <= other * set::SAME_SIZE
}

/// What is known of a document as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub usual: &'a Usual,
    pub styles: &'a Styles,
    pub words: &'a Words,
    pub addresses: &'a Addresses,
}

/// Adds the blocks of a page.
pub fn add_page(out: &mut Vec<Paragraph>, page: u32, columns: &[Column], known: Known<'_>) {
    headings::stretches(columns, known.usual).iter().for_each(|stretch| add(out, page, stretch, known));
}

fn add(out: &mut Vec<Paragraph>, page: u32, stretch: &Stretch<'_>, known: Known<'_>) {
    let Stretch { column, lines, .. } = *stretch;
    let Some((first, last)) = lines.first().zip(lines.last()) else { return };
    let Known { usual, styles, .. } = known;
    let kind = kind(lines, usual);
    let is_marked = kind == BlockKind::Paragraph && styles.has(stretch, usual);
    let kind = if is_marked { BlockKind::Heading } else { kind };
    let is_full = last.x1 >= column.x1 - last.size * set::FULL_LINE;
    let open = (kind == BlockKind::Paragraph).then(|| unfinished(out, first, column, usual)).flatten();
    let block = match open {
        Some(at) => &mut out[at],
        None => {
            let (size, is_rtl) = (first.size, first.is_rtl);
            out.push(Paragraph { kind, size, is_marked, page, is_full, is_rtl, ..Paragraph::default() });
            let Some(block) = out.last_mut() else { return };
            block
        }
    };
    if kind == BlockKind::Table {
        block.text.clone_from(&first.text);
        block.marks = marks_of(first, known);
    } else {
        lines.iter().for_each(|line| block.go_on(line, known));
    }
    block.is_full = is_full;
    if kind == BlockKind::ListItem {
        let mut woven = Woven::default();
        let rest = block.text.trim_start_matches(BULLETS).trim_start();
        woven.keep(&block.text, block.text.len() - rest.len()..block.text.len());
        (block.marks, block.text) = (block.marks.through(&woven), woven.text);
    }
}

impl Paragraph {
    /// Adds a line, and where its words lead.
    fn go_on(&mut self, line: &Line, known: Known<'_>) {
        known.words.join(&mut self.text, &line.text);
        let behind = self.text.len() - line.text.trim().len();
        self.marks.go_on(marks_of(line, known), behind);
    }
}

/// Where the words of a line lead.
fn marks_of(line: &Line, known: Known<'_>) -> Marks {
    let mut marks = Marks::default();
    for (words, number) in &line.links {
        if let Some(address) = known.addresses.get(*number) {
            marks.link(words.clone(), address.to_owned());
        }
    }
    marks
}

/// The paragraph that goes on with a line at the top of another column or page.
fn unfinished(out: &[Paragraph], line: &Line, column: &Column, usual: &Usual) -> Option<usize> {
    // Only the first lines of a column go on with something.
    if column.lines.first().is_none_or(|first| first != line) {
        return None;
    }
    let is_lowercase = line.text.starts_with(char::is_lowercase);
    let is_same = |block: &Paragraph| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
            && is_near(block.size, line.size)
            && block.is_rtl == line.is_rtl
    };
    let near = out.iter().enumerate().rev().take(set::OPEN_BLOCKS).filter(|(_, block)| is_same(block));
    let is_indented = column.lines.get(1).is_some_and(|next| line.x0 - next.x0 > line.size * set::INDENT);
    for (distance, (at, block)) in near.enumerate() {
        let is_open = !ends_sentence(&block.text);
        let goes_on = match (is_open, is_lowercase) {
            (true, true) => true,
            (true, false) => distance == 0 && block.is_full && !is_indented && !starts_list(&line.text),
            (false, true) => false,
            (false, false) => {
                distance == 0 && block.is_full && !is_indented && usual.is_indented && column.lines.len() > 1
            }
        };
        if goes_on {
            return Some(at);
        }
        if !is_lowercase {
            return None;
        }
    }
    None
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '\'', '’', '»', '«', '“', ')', ']']);
    // A raised number of a note stands behind the full stop; where it is as large as the text, it is a figure like others.
    let text = text.trim_end_matches(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    let unmarked = text.trim_end_matches(|char: char| char.is_ascii_digit());
    let text = if unmarked.len() < text.len() && unmarked.ends_with('.') {
        let before = unmarked.trim_end_matches('.');
        if before.ends_with(char::is_alphabetic) { unmarked } else { text }
    } else {
        text
    };
    text.ends_with(['.', '!', '?', ':', '…', '。', '！', '？'])
}

fn kind(lines: &[Line], usual: &Usual) -> BlockKind {
    let first = &lines[0];
    if first.is_table {
        return BlockKind::Table;
    }
    if starts_list(&first.text) {
        return BlockKind::ListItem;
    }
    let length: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let ends = lines.last().is_some_and(|line| line.text.ends_with(['.', ',', ';']));
    let letters = lines.iter().flat_map(|line| line.text.chars()).filter(|char| char.is_alphabetic()).count();
    let is_large = first.size >= usual.size * set::HEADING && (!ends || first.size >= usual.size * set::LARGE_HEADING);
    let is_bold = !usual.is_bold && lines.iter().all(|line| line.is_bold) && lines.len() <= set::HEADING_LINES && !ends;
    if (is_large || is_bold) && length <= set::HEADING_CHARS && letters >= set::HEADING_LETTERS {
        return BlockKind::Heading;
    }
    if first.size < usual.size * set::CAPTION && is_caption(&first.text) && length < set::CAPTION_CHARS {
        BlockKind::Caption
    } else {
        BlockKind::Paragraph
    }
}

pub fn starts_list(text: &str) -> bool {
    text.strip_prefix(BULLETS).is_some_and(|rest| !rest.is_empty())
}

pub fn is_caption(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "figure",
        "fig",
        "table",
        "photo",
        "picture",
        "image",
        "source",
        "abbildung",
        "abb",
        "tabelle",
        "foto",
        "quelle",
        "bild",
    ];
    let word = text.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    WORDS.contains(&word.as_str())
}

/// The paragraphs of a column as parts of its lines.
pub fn paragraphs<'a>(column: &'a Column, usual: &Usual) -> Vec<&'a [Line]> {
    let lines = &column.lines;
    let leading = leading(lines, usual);
    let extents: Vec<(f32, f32)> = lines.iter().map(extent).collect();
    let mut out = Vec::new();
    let mut begin = 0;
    for at in 1..lines.len() {
        if parts(lines, &extents, at, begin, leading, usual) {
            out.push(&lines[begin..at]);
            begin = at;
        }
    }
    if begin < lines.len() {
        out.push(&lines[begin..]);
    }
    out
}

/// Where a line begins and ends, in the direction in which it is read.
fn extent(line: &Line) -> (f32, f32) {
    if line.is_rtl { (-line.x1, -line.x0) } else { (line.x0, line.x1) }
}

/// The usual distance of lines in a column, in points.
fn leading(lines: &[Line], usual: &Usual) -> f32 {
    let mut steps: Vec<f32> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    if steps.len() < set::LEADING_LEAST {
        let size = lines.first().map_or(usual.size, |line| line.size);
        return usual.leading * size;
    }
    let middle = steps.len() * set::LEADING_FIFTHS / 5;
    *steps.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Whether a new paragraph begins with a line.
fn parts(lines: &[Line], extents: &[(f32, f32)], at: usize, begin: usize, leading: f32, usual: &Usual) -> bool {
    let (last, line) = (&lines[at - 1], &lines[at]);
    let size = line.size;
    if starts_list(&line.text) || line.y - last.y > leading * set::PARAGRAPH_GAP {
        return true;
    }
    if size <= usual.size * set::NOTE_SIZE && raised::raised_number(&line.text).is_some() {
        return true;
    }
    if last.size.max(size) > last.size.min(size) * set::PARAGRAPH_SIZES || last.is_rtl != line.is_rtl {
        return true;
    }
    let around = &extents[at.saturating_sub(set::AROUND)..(at + set::AROUND).min(lines.len())];
    let left = around.iter().map(|extent| extent.0).fold(f32::MAX, f32::min);
    let right = around.iter().map(|extent| extent.1).fold(f32::MIN, f32::max);
    // The next word would have stood in the last line, had the paragraph gone on.
    let is_short = extents[at - 1].1 + size * set::WORD_SPACE + line.first_word < right - size * set::RAGGED;
    let is_other_face = last.face != line.face && last.face != 0 && line.face != 0;
    if (last.is_bold != line.is_bold || is_other_face) && (is_short || ends_sentence(&last.text)) {
        return true;
    }
    let goes_on = line.text.starts_with(char::is_lowercase) || last.text.ends_with(['-', '\u{ad}', '\u{2010}']);
    let indent_of = |at: usize| (extents[at].0 - left) / size;
    let (indent, last_indent) = (indent_of(at), indent_of(at - 1));
    if indent > set::INDENT && last_indent < set::BEFORE_INDENT && !starts_list(&lines[begin].text) {
        let next_is_back = at + 1 >= lines.len() || indent_of(at + 1) < indent - set::BEFORE_INDENT;
        if next_is_back || is_short && !goes_on {
            return !goes_on || is_short;
        }
    }
    let is_hanging =
        at >= begin + 2 && last_indent - indent > set::INDENT && indent_of(begin) < last_indent - set::HANGING;
    if is_hanging && !goes_on {
        return true;
    }
    let is_running = size < usual.size * set::HEADING;
    is_short && is_running && !goes_on && (ends_sentence(&last.text) || last.width() < (right - left) * set::SHORT_LINE)
}
