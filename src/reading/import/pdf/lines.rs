//! Characters become lines: which stand together, where a space is, and in which order they are read.
//!
//! Spaces come from gaps. A space glyph is only a hint, since some programs print one without width inside a word.

use std::{collections::HashMap, ops::Range};

use super::{glyphs::Glyph, shifted, tables::Cell, thresholds as set};

/// A part of one printed line without a wide gap in it, such as a line of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its characters.
    pub text: String,
    /// Its left end.
    pub x0: f32,
    /// Its right end.
    pub x1: f32,
    /// Its baseline, from the top.
    pub y: f32,
    /// Its font size.
    pub size: f32,
    /// Whether most of it is bold.
    pub is_bold: bool,
    /// The face of most of it; 0 where it is mixed.
    pub face: u32,
    /// How wide its first word is.
    pub first_word: f32,
    /// Whether it is read from right to left.
    pub is_rtl: bool,
    /// When it was drawn, among the lines of its page.
    pub order: usize,
    /// Its parts between wide gaps.
    pub cells: Vec<Cell>,
    /// Which of its characters lead where, in bytes, by the number of the address.
    pub links: Vec<(Range<usize>, u32)>,
    /// Whether it is a table, with its rows parted by line ends and its cells by tabs.
    pub is_table: bool,
}

impl Line {
    /// How wide it is.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }
}

/// The lines of a page, in no order.
pub fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let letters = letters(glyphs);
    let has_spaces = letters.iter().filter(|letter| letter.after_space).count() * set::PRINTED_SPACES > letters.len();
    let runs = merged(runs(&letters));
    let parts = at_gutters(runs);
    let mut lines: Vec<Line> = parts.iter().filter_map(|part| line(part, has_spaces)).collect();
    // Where soft hyphens are seen within lines, the font has no other, and those at the ends may be the writer's as well.
    if parts.iter().any(|part| (0..part.len()).any(|at| part[at].glyph.char == SOFT && seen_char(part, at) != SOFT)) {
        for line in lines.iter_mut().filter(|line| line.text.ends_with(SOFT)) {
            line.text.pop();
            line.text.push('-');
        }
    }
    lines
}

/// The soft hyphen.
const SOFT: char = '\u{ad}';

/// A visible character.
#[derive(Debug, Clone, Copy)]
struct Letter {
    glyph: Glyph,
    order: usize,
    after_space: bool,
}

/// Visible characters in the order in which they are drawn, without those that are drawn twice to look bold.
fn letters(glyphs: &[Glyph]) -> Vec<Letter> {
    let mut seen: HashMap<(char, i32, i32), Vec<(f32, f32)>> = HashMap::new();
    let mut letters = Vec::with_capacity(glyphs.len());
    let mut after_space = false;
    for (order, glyph) in glyphs.iter().enumerate() {
        if glyph.char.is_whitespace() || glyph.char.is_control() {
            after_space = true;
            continue;
        }
        let near = glyph.size * set::DOUBLE;
        let cell = |value: f32| (value / set::CELL).round() as i32;
        let (column, row) = (cell(glyph.x0), cell(glyph.y));
        let cells = (column - 1..=column + 1).flat_map(|x| (row - 1..=row + 1).map(move |y| (glyph.char, x, y)));
        let is_same = |&(x, y): &(f32, f32)| (x - glyph.x0).abs() < near && (y - glyph.y).abs() < near;
        let is_double = cells.into_iter().any(|key| seen.get(&key).is_some_and(|others| others.iter().any(is_same)));
        if !is_double {
            seen.entry((glyph.char, column, row)).or_default().push((glyph.x0, glyph.y));
            letters.push(Letter { glyph: *glyph, order, after_space });
        }
        after_space = false;
    }
    letters
}

type Run = Vec<Letter>;

/// Runs of letters that follow each other on one line.
fn runs(letters: &[Letter]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for letter in letters {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| follows(&last.glyph, &letter.glyph)) => run.push(*letter),
            _ => runs.push(vec![*letter]),
        }
    }
    for run in &mut runs {
        if run.iter().any(|letter| is_rtl(letter.glyph.char)) {
            run.sort_by(|a, b| a.glyph.x0.total_cmp(&b.glyph.x0));
        }
    }
    runs
}

/// Whether a glyph goes on in the line of the last one.
fn follows(last: &Glyph, next: &Glyph) -> bool {
    let (small, large) = if last.size < next.size { (last, next) } else { (next, last) };
    if large.size > small.size * set::LARGER {
        return false;
    }
    let is_level = (last.y - next.y).abs() < small.size * set::LEVEL;
    // A raised or lowered figure stands close and is smaller.
    let is_mark = small.size < large.size * set::MARK
        && (last.y - next.y).abs() < large.size * set::MARK_RISE
        && (next.x0 - last.x1).abs() < large.size * set::MARK_GAP;
    if !is_level && !is_mark {
        return false;
    }
    let gap = next.x0 - last.x1;
    if is_rtl(last.char) || is_rtl(next.char) {
        let back = last.x0 - next.x1;
        let is_near = |gap: f32| (set::OVERLAP_RTL..set::GAP).contains(&(gap / large.size));
        return is_near(gap) || is_near(back);
    }
    (set::OVERLAP..set::GAP).contains(&(gap / large.size))
}

/// Runs on one line that stand close are one, whenever they were drawn.
fn merged(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by(|a, b| baseline(a).total_cmp(&baseline(b)));
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let mut runs = runs.into_iter().peekable();
    while let Some(first) = runs.next() {
        let (y, size) = (baseline(&first), size_of(&first));
        let mut row = vec![first];
        while let Some(next) = runs.next_if(|next| baseline(next) - y < size.min(size_of(next)) * set::ROW) {
            row.push(next);
        }
        row.sort_by(|a, b| start(a).total_cmp(&start(b)));
        for run in row {
            match out.last_mut() {
                Some(last) if are_one(last, &run) => last.extend(run),
                _ => out.push(run),
            }
        }
    }
    out
}

fn are_one(left: &Run, right: &Run) -> bool {
    let (small, large) = (size_of(left).min(size_of(right)), size_of(left).max(size_of(right)));
    let gap = start(right) - end(left);
    let is_level = (baseline(left) - baseline(right)).abs() < small * set::LEVEL;
    is_level && large < small * set::LARGER && (set::OVERLAP_APART..set::GAP_APART).contains(&(gap / small))
}

fn baseline(run: &Run) -> f32 {
    let mut sizes: Vec<(f32, f32)> = run.iter().map(|letter| (letter.glyph.size, letter.glyph.y)).collect();
    let middle = sizes.len() / 2;
    sizes.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))).1.1
}

fn size_of(run: &Run) -> f32 {
    let mut sizes: Vec<f32> = run.iter().map(|letter| letter.glyph.size).collect();
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

fn start(run: &Run) -> f32 {
    run.iter().map(|letter| letter.glyph.x0).fold(f32::MAX, f32::min)
}

fn end(run: &Run) -> f32 {
    run.iter().map(|letter| letter.glyph.x1).fold(f32::MIN, f32::max)
}

/// A wide gap in a run, or between two runs of one line.
#[derive(Debug, Clone, Copy)]
struct Gap {
    run: usize,
    /// The letter after it; none between two runs.
    letter: Option<usize>,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    /// Characters on its shorter side.
    beside: usize,
}

/// Parts runs where a gap goes through several lines, one below the other: that is the space between two columns.
fn at_gutters(runs: Vec<Run>) -> Vec<Run> {
    let gaps = gaps(&runs);
    let mut cuts: HashMap<usize, Vec<usize>> = HashMap::new();
    for gap in gutters(&gaps) {
        if let Some(letter) = gap.letter {
            cuts.entry(gap.run).or_default().push(letter);
        }
    }
    let mut out = Vec::with_capacity(runs.len());
    for (at, mut run) in runs.into_iter().enumerate() {
        let mut indices = cuts.remove(&at).unwrap_or_default();
        indices.sort_unstable();
        indices.dedup();
        for index in indices.into_iter().rev() {
            out.push(run.split_off(index));
        }
        out.push(run);
    }
    out
}

fn gaps(runs: &[Run]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let (size, y) = (size_of(run), baseline(run));
        let wide: Vec<usize> = (1..run.len())
            .filter(|&letter| run[letter].glyph.x0 - run[letter - 1].glyph.x1 >= size * set::GUTTER)
            .collect();
        for (nth, &letter) in wide.iter().enumerate() {
            let before = letter - if nth == 0 { 0 } else { wide[nth - 1] };
            let after = wide.get(nth + 1).copied().unwrap_or(run.len()) - letter;
            let (x0, x1) = (run[letter - 1].glyph.x1, run[letter].glyph.x0);
            gaps.push(Gap { run: at, letter: Some(letter), x0, x1, y, size, beside: before.min(after) });
        }
        // Runs stand in rows from left to right.
        if let Some(next) = runs.get(at + 1)
            && (baseline(next) - y).abs() < size * set::LEVEL
            && start(next) - end(run) >= size * set::GUTTER
        {
            let beside = run.len().min(next.len());
            gaps.push(Gap { run: at, letter: None, x0: end(run), x1: start(next), y, size, beside });
        }
    }
    gaps.sort_by(|a, b| a.y.total_cmp(&b.y));
    gaps
}

/// The gaps that stand below each other in enough lines with enough text beside them.
fn gutters(gaps: &[Gap]) -> Vec<Gap> {
    let mut out = Vec::new();
    let mut is_used = vec![false; gaps.len()];
    for first in 0..gaps.len() {
        if is_used[first] {
            continue;
        }
        let mut chain = vec![first];
        let (mut x0, mut x1, mut last) = (gaps[first].x0, gaps[first].x1, gaps[first]);
        for (at, gap) in gaps.iter().enumerate().skip(first + 1) {
            if gap.y - last.y > last.size * set::GUTTER_STEP {
                break;
            }
            let (left, right) = (x0.max(gap.x0), x1.min(gap.x1));
            if gap.y - last.y > last.size * set::GUTTER_STEP_LEAST
                && right - left >= last.size * set::GUTTER_WIDTH
                && !is_used[at]
            {
                chain.push(at);
                (x0, x1, last) = (left, right, *gap);
            }
        }
        let beside: usize = chain.iter().map(|&at| gaps[at].beside).sum();
        if chain.len() >= set::GUTTER_LINES && beside >= chain.len() * set::GUTTER_LETTERS {
            for at in chain {
                is_used[at] = true;
                out.push(gaps[at]);
            }
        }
    }
    out
}

fn line(run: &Run, has_spaces: bool) -> Option<Line> {
    let order = run.iter().map(|letter| letter.order).min()?;
    let size = size_of(run);
    let words = words(run, size, has_spaces);
    let is_rtl = is_mostly_rtl(run.iter().map(|letter| letter.glyph.char));
    let first = if is_rtl { words.last()? } else { words.first()? };
    let first_word = run[first.1 - 1].glyph.x1 - run[first.0].glyph.x0;
    let (text, links) = linked_text_of(run, &words);
    let bold = run.iter().filter(|letter| letter.glyph.is_bold).count();
    Some(Line {
        text,
        x0: start(run),
        x1: end(run),
        y: baseline(run),
        size,
        is_bold: bold * 10 > run.len() * set::BOLD_TENTHS,
        face: face_of(run),
        first_word,
        is_rtl,
        order,
        cells: cells(run, &words, size),
        links,
        is_table: false,
    })
}

/// The face of a run, if it is one.
fn face_of(run: &Run) -> u32 {
    let mut faces: HashMap<u32, usize> = HashMap::new();
    run.iter().for_each(|letter| *faces.entry(letter.glyph.face).or_default() += 1);
    let most = faces.into_iter().max_by_key(|&(_, count)| count);
    most.filter(|&(_, count)| count * 10 > run.len() * set::BOLD_TENTHS).map_or(0, |(face, _)| face)
}

/// The words of a run, parted where the gap is wider than one between words.
fn cells(run: &Run, words: &[(usize, usize)], size: f32) -> Vec<Cell> {
    let is_near =
        |a: &(usize, usize), b: &(usize, usize)| run[b.0].glyph.x0 - run[a.1 - 1].glyph.x1 < size * set::CELL_GAP;
    let cell = |words: &[(usize, usize)]| {
        let (first, last) = words.first().zip(words.last())?;
        let (text, links) = linked_text_of(run, words);
        Some(Cell { x0: run[first.0].glyph.x0, x1: run[last.1 - 1].glyph.x1, text, links })
    };
    words.chunk_by(is_near).filter_map(cell).collect()
}

/// The words of a run as ranges of its letters.
fn words(run: &Run, size: f32, has_spaces: bool) -> Vec<(usize, usize)> {
    let gap = |at: usize| run[at].glyph.x0 - run[at - 1].glyph.x1;
    // Spaced-out letters stand apart evenly; so do the dots that lead to a page number, which say nothing of the words.
    let is_letter = |at: &usize| run[*at].glyph.char.is_alphanumeric() && run[*at - 1].glyph.char.is_alphanumeric();
    let mut gaps: Vec<f32> = (1..run.len()).filter(is_letter).map(gap).collect();
    let spread = match gaps.len() {
        0..set::SPREAD_LEAST => 0.0,
        count => *gaps.select_nth_unstable_by(count / 2, f32::total_cmp).1,
    };
    let spread = if spread > size * set::SPACE_PRINTED { spread } else { 0.0 };
    let hinted = spread + narrow_space(run, size).unwrap_or(size * set::SPACE_PRINTED);
    let unhinted = spread + size * if has_spaces { set::SPACE_UNPRINTED } else { set::SPACE };
    let words = parted(run.len(), |at| gap(at) > if run[at].after_space { hinted } else { unhinted });
    if !are_run_together(run, &words) {
        return words;
    }
    let widest = (1..run.len()).map(gap).fold(0.0, f32::max);
    let narrow = parted(run.len(), |at| gap(at) > widest * set::SPACE_OF_WIDEST);
    if widest > size * set::SPACE_NONE && !are_run_together(run, &narrow) { narrow } else { words }
}

/// The ranges between the places at which a run of letters is parted.
fn parted(len: usize, is_parted: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = std::iter::once(0).chain((1..len).filter(|at| is_parted(*at))).collect();
    let ends = starts.iter().skip(1).copied().chain([len]);
    starts.iter().copied().zip(ends).filter(|(start, end)| start < end).collect()
}

/// Whether words are longer than words are, or single letters, in a script that parts them.
fn are_run_together(run: &Run, words: &[(usize, usize)]) -> bool {
    let letters =
        run.iter().filter(|letter| letter.glyph.char.is_alphabetic() && letter.glyph.char < '\u{0e00}').count();
    letters >= set::WORD_LONGEST * 2 && !(2 * words.len()..set::WORD_LONGEST * words.len()).contains(&run.len())
}

/// The least space of a line whose printed spaces are all narrow, as in lines that were pressed together.
fn narrow_space(run: &Run, size: f32) -> Option<f32> {
    let printed = (1..run.len()).filter(|at| run[*at].after_space);
    let mut gaps: Vec<f32> = printed.map(|at| run[at].glyph.x0 - run[at - 1].glyph.x1).collect();
    if gaps.len() < set::SPREAD_LEAST {
        return None;
    }
    let middle = gaps.len() / 2;
    let usual = *gaps.select_nth_unstable_by(middle, f32::total_cmp).1;
    (size * set::SPACE_NONE..size * set::SPACE_NARROW).contains(&usual).then_some(usual * set::SPACE_NARROW_SHARE)
}

/// The characters in the order in which they are read, and which of them lead where.
fn linked_text_of(run: &Run, words: &[(usize, usize)]) -> (String, Vec<(Range<usize>, u32)>) {
    let mut chars: Vec<(char, u32)> = Vec::with_capacity(run.len() + words.len());
    let (size, baseline) = (size_of(run), baseline(run));
    for &(begin, end) in words {
        let first = run[begin].glyph.link;
        if let Some(&(_, last)) = chars.last() {
            chars.push((' ', if last == first { first } else { 0 }));
        }
        let letters: Vec<(char, Glyph)> = (begin..end).map(|at| (seen_char(run, at), run[at].glyph)).collect();
        let links = letters.iter().map(|(_, glyph)| glyph.link);
        chars.extend(shifted::word(&letters, size, baseline).chars().zip(links));
    }
    if chars.iter().any(|&(char, _)| is_rtl(char)) {
        to_reading_order(&mut chars);
    }
    // A soft hyphen inside a line shows nothing.
    let last = chars.len().saturating_sub(1);
    let shown = chars.iter().enumerate().filter(|(at, (char, _))| *char != SOFT || *at == last);
    let (mut text, mut links): (String, Vec<(Range<usize>, u32)>) = Default::default();
    for (_, &(char, link)) in shown {
        let start = text.len();
        text.push(char);
        match links.last_mut() {
            Some((range, there)) if *there == link && range.end == start => range.end = text.len(),
            _ if link > 0 => links.push((start..text.len(), link)),
            _ => {}
        }
    }
    (text, links)
}

/// The character of a letter. A soft hyphen within a line that takes its place is one that is seen.
fn seen_char(run: &Run, at: usize) -> char {
    let Glyph { char, x0, size, .. } = run[at].glyph;
    let moves = |next: &Letter| next.glyph.x0 - x0 > size * set::SEEN_HYPHEN;
    if char == SOFT && run.get(at + 1).is_some_and(moves) { '-' } else { char }
}

/// Turns characters from left to right into the order in which they are read. A simple form of the rules: the direction of
/// most letters is that of the line; words of the other direction are turned back.
fn to_reading_order(chars: &mut [(char, u32)]) {
    let is_line_rtl = is_mostly_rtl(chars.iter().map(|(char, _)| *char));
    if is_line_rtl {
        chars.reverse();
    }
    let is_other = |char: char| if is_line_rtl { char.is_alphanumeric() && !is_rtl(char) } else { is_rtl(char) };
    let is_own = |char: char| if is_line_rtl { is_rtl(char) } else { char.is_alphanumeric() && !is_rtl(char) };
    let mut at = 0;
    while at < chars.len() {
        if !is_other(chars[at].0) {
            at += 1;
            continue;
        }
        let stop = (at..chars.len()).find(|&end| is_own(chars[end].0)).unwrap_or(chars.len());
        let end = (at..stop).rev().find(|&end| is_other(chars[end].0)).unwrap_or(at) + 1;
        chars[at..end].reverse();
        at = end;
    }
}

fn is_mostly_rtl(chars: impl Iterator<Item = char>) -> bool {
    let letters = chars.filter(|char| char.is_alphabetic());
    let (rtl, ltr): (Vec<char>, Vec<char>) = letters.partition(|&char| is_rtl(char));
    !rtl.is_empty() && rtl.len() >= ltr.len()
}

/// Hebrew, Arabic and their neighbours.
fn is_rtl(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !char.is_numeric()
}

/// Puts a large first letter before the line that it begins.
pub fn place_initials(lines: &mut Vec<Line>) {
    let mut at = 0;
    while at < lines.len() {
        let is_initial = lines[at].text.chars().count() <= 2 && lines[at].text.chars().all(char::is_alphabetic);
        let target = if is_initial { line_beside(lines, at) } else { None };
        let Some(target) = target else {
            at += 1;
            continue;
        };
        let initial = lines[at].clone();
        let line = &mut lines[target];
        line.text.insert_str(0, &initial.text);
        for (range, _) in &mut line.links {
            *range = range.start + initial.text.len()..range.end + initial.text.len();
        }
        line.first_word += line.x0 - initial.x0;
        lines.remove(at);
    }
}

/// The topmost of the lines that stand to the right of a large letter and are as high.
fn line_beside(lines: &[Line], initial: usize) -> Option<usize> {
    let letter = &lines[initial];
    let top = letter.y - letter.size * set::CAPITAL;
    let is_beside = |line: &Line| {
        letter.size > line.size * set::INITIAL
            && set::INITIAL_GAP.contains(&((line.x0 - letter.x1) / line.size))
            && line.y > top
            && line.y <= letter.y + line.size * set::INITIAL_DROP
    };
    let beside = (0..lines.len()).filter(|&at| at != initial && is_beside(&lines[at]));
    beside.min_by(|&a, &b| lines[a].y.total_cmp(&lines[b].y))
}
