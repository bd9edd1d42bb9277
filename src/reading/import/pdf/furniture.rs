//! What stands on a page besides the text: running heads and feet, page numbers.
//!
//! Only rows at the top and bottom edge can be furniture, each only when all rows farther out are.

use std::collections::HashMap;

use crate::import::LeftOut;

use super::{lines::Line, thresholds as set};

/// The lines of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageLines {
    /// Its number, from 1.
    pub number: u32,
    /// How high it is.
    pub height: f32,
    /// Its lines, in no order.
    pub lines: Vec<Line>,
}

/// A row that is no part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Furniture {
    /// The number of its page.
    pub page: u32,
    /// Its words.
    pub text: String,
    /// Why it is taken for furniture.
    pub why: LeftOut,
}

const REPEATED: LeftOut = LeftOut::RepeatedRow;
const PAGE_NUMBER: LeftOut = LeftOut::PageNumber;
const ALONE: LeftOut = LeftOut::LoneRow;

/// Takes the furniture out of the pages. `body_size` is the font size of the running text.
pub fn remove(pages: &mut [PageLines], body_size: f32) -> Vec<Furniture> {
    let edges: Vec<[Vec<Row>; 2]> =
        pages.iter().map(|page| [Edge::Top, Edge::Bottom].map(|edge| rows(page, edge))).collect();
    let seen = repetitions(&edges);
    let mut out = Vec::new();
    for (page, edges) in pages.iter_mut().zip(&edges) {
        let mut taken: Vec<usize> = Vec::new();
        for (edge, rows) in edges.iter().enumerate() {
            for (row, why) in furniture(rows, edge, &seen, body_size) {
                taken.extend(&row.lines);
                out.push(Furniture { page: page.number, text: row.text.clone(), why });
            }
        }
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !taken.contains(&(at - 1))
        });
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

/// The lines of one height.
#[derive(Debug, Clone)]
struct Row {
    lines: Vec<usize>,
    text: String,
    size: f32,
    /// How far from the edge, as a share of the page.
    depth: f32,
    /// How far to the next row inward, in points; endless for the last row.
    gap: f32,
}

/// The first rows from an edge inward.
fn rows(page: &PageLines, edge: Edge) -> Vec<Row> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].y.total_cmp(&page.lines[b].y));
    if edge == Edge::Bottom {
        order.reverse();
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let line = &page.lines[at];
        let count = groups.len();
        match groups.last_mut() {
            Some(group) if (page.lines[group[0]].y - line.y).abs() <= line.size * set::EDGE_LEVEL => group.push(at),
            _ if count > set::EDGE_ROWS => break,
            _ => groups.push(vec![at]),
        }
    }
    let y = |group: &[usize]| page.lines[group[0]].y;
    let mut rows = Vec::new();
    for (nth, group) in groups.iter().enumerate() {
        let mut lines = group.clone();
        lines.sort_by(|&a, &b| page.lines[a].x0.total_cmp(&page.lines[b].x0));
        let text = lines.iter().map(|&at| page.lines[at].text.as_str()).collect::<Vec<_>>().join(" ");
        let size = lines.iter().map(|&at| page.lines[at].size).fold(0.0, f32::max);
        let share = y(group) / page.height.max(1.0);
        let depth = if edge == Edge::Top { share } else { 1.0 - share };
        let gap = groups.get(nth + 1).map_or(f32::MAX, |next| (y(next) - y(group)).abs());
        rows.push(Row { lines, text, size, depth, gap });
    }
    rows
}

type Seen = HashMap<(usize, String, i32), usize>;

/// On how many pages a row of this pattern stands at this place.
fn repetitions(edges: &[[Vec<Row>; 2]]) -> Seen {
    let mut seen = Seen::new();
    for page in edges {
        for (edge, rows) in page.iter().enumerate() {
            for row in rows.iter().filter(|row| row.depth <= set::ZONE) {
                *seen.entry((edge, pattern(&row.text), level(row))).or_default() += 1;
            }
        }
    }
    seen
}

fn level(row: &Row) -> i32 {
    (row.depth * set::SAME_DEPTH).round() as i32
}

/// A row's text with every number the same.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars().filter(|char| !char.is_whitespace()) {
        match char {
            _ if char.is_numeric() && out.ends_with('#') => {}
            _ if char.is_numeric() => out.push('#'),
            _ => out.extend(char.to_lowercase()),
        }
    }
    out
}

fn furniture<'a>(rows: &'a [Row], edge: usize, seen: &Seen, body_size: f32) -> Vec<(&'a Row, LeftOut)> {
    let mut out = Vec::new();
    // The outermost rows up to the first wide gap, where there is text behind it.
    let is_gap = |row: &Row| row.gap >= body_size * set::ALONE_GAP;
    let alone = rows
        .iter()
        .take(set::ALONE_ROWS)
        .position(is_gap)
        .filter(|&last| last + 1 < rows.len())
        .map_or(0, |last| last + 1);
    for (nth, row) in rows.iter().enumerate() {
        let same_level = |off: i32| seen.get(&(edge, pattern(&row.text), level(row) + off)).copied().unwrap_or(0);
        let count: usize = (-1..=1).map(same_level).sum();
        let why = if row.depth > set::ZONE {
            break;
        } else if is_page_number(&row.text) && (row.gap >= body_size * set::NUMBER_GAP || count >= set::REPEATS) {
            PAGE_NUMBER
        } else if count >= set::REPEATS && row.text.chars().count() <= set::REPEATED_CHARS {
            REPEATED
        } else if nth < alone && is_alone(row, body_size) {
            ALONE
        } else {
            break;
        };
        out.push((row, why));
    }
    out
}

fn is_alone(row: &Row, body_size: f32) -> bool {
    row.depth <= set::ALONE_ZONE
        && row.size <= body_size * set::ALONE_SIZE
        && row.text.chars().count() <= set::ALONE_CHARS
}

/// "12", "- 12 -", "xii", "Page 3 of 9", "3/9".
fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    let words: Vec<&str> = bare.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    const AROUND: &[&str] =
        &["page", "p", "pg", "of", "seite", "von", "página", "de", "pagina", "di", "van", "sur", "s"];
    let is_number = |word: &str| word.len() <= set::NUMBER_DIGITS && word.chars().all(|char| char.is_ascii_digit());
    let is_roman = |word: &str| word.len() <= set::ROMAN_DIGITS && word.chars().all(|char| "ivxl".contains(char));
    match words[..] {
        [] => false,
        [word] => is_number(word) || is_roman(word),
        _ => {
            words.len() <= set::NUMBER_WORDS
                && words.iter().any(|word| is_number(word))
                && words.iter().all(|word| is_number(word) || AROUND.contains(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, rows: &[(f32, &str)]) -> PageLines {
        let line = |&(y, text): &(f32, &str)| Line {
            text: text.into(),
            x0: 50.0,
            x1: 300.0,
            y,
            size: 10.0,
            ..Line::default()
        };
        PageLines { number, height: 800.0, lines: rows.iter().map(line).collect() }
    }

    fn check(pages: &[&[(f32, &str)]], dropped: &[&str]) {
        let mut pages: Vec<_> = pages.iter().zip(1..).map(|(rows, number)| page(number, rows)).collect();
        let rows: usize = pages.iter().map(|page| page.lines.len()).sum();
        let out = remove(&mut pages, 10.0);
        assert_eq!(out.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), dropped);
        assert_eq!(pages.iter().map(|page| page.lines.len()).sum::<usize>(), rows - dropped.len());
    }

    #[test]
    fn drops_what_repeats_with_other_numbers() {
        check(
            &[
                &[(80.0, "The Sample, issue 1"), (100.0, "One."), (112.0, "More.")],
                &[(80.0, "The Sample, issue 1"), (100.0, "Two."), (112.0, "More.")],
            ],
            &["The Sample, issue 1", "The Sample, issue 1"],
        );
        check(&[&[(100.0, "One."), (112.0, "Two."), (760.0, "– 1 –")]], &["– 1 –"]);
    }

    #[test]
    fn drops_a_lone_row_at_the_very_edge_of_a_single_page() {
        check(
            &[&[(30.0, "THE SAMPLE"), (100.0, "One."), (112.0, "Two."), (780.0, "Free to copy")]],
            &["THE SAMPLE", "Free to copy"],
        );
    }

    #[test]
    fn keeps_text_that_reaches_the_edge() {
        check(&[&[(30.0, "One line"), (42.0, "and the next."), (54.0, "More.")]], &[]);
        check(&[&[(400.0, "The only line.")]], &[]);
        check(&[&[(300.0, "One."), (380.0, "1984")]], &[]);
    }

    #[test]
    fn knows_page_numbers() {
        for text in ["12", "- 3 -", "xii", "Page 3 of 9", "3/9", "Seite 4"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["12 dead", "2024 was a year", "", "12345", "Mix"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
