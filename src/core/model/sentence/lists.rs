//! Lists inside running text: `1) Bread 2) Milk`, `a. Bread b. Milk`, `• Bread • Milk`, or one short item a line.
//!
//! A marker counts only in company: at the start of its block (or behind a colon), with the next one of its kind behind it.
//! So `the 2. division`, `rose to 3. Then` and `in group b. Later` stay whole.

use std::ops::Range;

/// Signs that only stand before items.
const BULLETS: [char; 6] = ['•', '⁃', '◦', '▪', '‣', '●'];

/// The longest line that may be an item of a list without markers, in bytes.
const LONGEST_ITEM: usize = 60;

/// Words after which a number ends a sentence and starts no item.
const LEADS_TO_FIGURE: [&str; 30] = [
    "to", "of", "in", "by", "at", "from", "than", "was", "were", "is", "are", "no", "number", "chapter", "section",
    "part", "page", "figure", "table", "about", "over", "under", "and", "or", "the", "least", "most", "between", "on",
    "group",
];

/// How items are marked. Markers of one list are of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullet,
    /// `1)` and `1.)`
    Bracketed,
    /// `1.`
    Number,
    /// `a.` and `a)`
    Letter,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Marker {
    kind: Kind,
    value: u32,
    /// From its first byte to the first byte of the item.
    range: Range<usize>,
}

/// The markers of every list in a block, each from its first byte to the first byte of its item. `has_ordinals`: the
/// language writes "2nd" as "2.", so that a figure with a full stop may stand anywhere.
pub(super) fn markers(words: &str, has_ordinals: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut list: Vec<Marker> = Vec::new();
    for marker in candidates(words) {
        let goes_on = list.last().is_some_and(|last| follows(words, last, &marker, has_ordinals));
        if goes_on {
            list.push(marker);
        } else if starts_list(words, &marker) {
            close(&mut list, &mut found);
            list.push(marker);
        }
    }
    close(&mut list, &mut found);
    found
}

/// Where the items of a list without markers start: three lines or more, all short, none of them ending as a sentence does.
pub(super) fn short_lines(words: &str) -> Vec<usize> {
    let is_item = |line: &str| {
        let line = line.trim();
        line.len() <= LONGEST_ITEM && line.chars().last().is_none_or(|last| last.is_alphanumeric() || last == ')')
    };
    if words.lines().count() < 3 || !words.lines().all(is_item) {
        return Vec::new();
    }
    words.match_indices('\n').map(|(at, _)| at + 1).collect()
}

/// A list of one is a list only at the very start, where its number belongs to what follows.
fn close(list: &mut Vec<Marker>, found: &mut Vec<Range<usize>>) {
    if list.len() > 1 || list.first().is_some_and(|only| only.range.start == 0) {
        found.extend(list.iter().map(|marker| marker.range.clone()));
    }
    list.clear();
}

fn starts_list(words: &str, marker: &Marker) -> bool {
    let before = words[..marker.range.start].trim_end();
    let is_behind_colon = before.ends_with(':') && marker.value <= 1;
    before.is_empty() || is_behind_colon
}

fn follows(words: &str, last: &Marker, marker: &Marker, has_ordinals: bool) -> bool {
    if marker.kind != last.kind || marker.kind != Kind::Bullet && marker.value != last.value + 1 {
        return false;
    }
    let before = words[last.range.end..marker.range.start].trim_end();
    let is_behind_end =
        before.ends_with(['.', '!', '?', ';', '…', ',', ':']) || words[..marker.range.start].ends_with('\n');
    match marker.kind {
        Kind::Bullet | Kind::Bracketed => true,
        _ if is_behind_end => true,
        Kind::Number if has_ordinals => false,
        Kind::Number | Kind::Letter => {
            let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
            !LEADS_TO_FIGURE.contains(&word.as_str())
        }
    }
}

/// Everything that looks like a marker: at a word's start, with white space (or nothing) before the item.
fn candidates(words: &str) -> impl Iterator<Item = Marker> + '_ {
    let mut was_space = true;
    words.char_indices().filter_map(move |(at, char)| {
        let may_start = was_space;
        was_space = char.is_whitespace();
        (may_start && !was_space).then(|| marker_at(words, at, char)).flatten()
    })
}

fn marker_at(words: &str, at: usize, first: char) -> Option<Marker> {
    let rest = &words[at..];
    if BULLETS.contains(&first) {
        let inside = rest[first.len_utf8()..].trim_start();
        let item = numbered(inside).map_or(inside, |(_, _, len)| inside[len..].trim_start());
        let end = words.len() - item.len();
        return Some(Marker { kind: Kind::Bullet, value: 0, range: at..end });
    }
    let (kind, value, len) = numbered(rest).or_else(|| lettered(rest))?;
    let item = rest[len..].trim_start();
    let has_space = item.len() < rest.len() - len;
    (has_space && !item.is_empty()).then(|| Marker { kind, value, range: at..words.len() - item.len() })
}

/// `1.`, `1)` or `1.)` at the start: its kind, value and length.
fn numbered(text: &str) -> Option<(Kind, u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..digits].parse().ok().filter(|_| (1..=3).contains(&digits))?;
    let tail = &text[digits..];
    if tail.starts_with(".)") {
        Some((Kind::Bracketed, value, digits + 2))
    } else if tail.starts_with(')') {
        Some((Kind::Bracketed, value, digits + 1))
    } else {
        tail.starts_with('.').then_some((Kind::Number, value, digits + 1))
    }
}

/// `a.` or `a)` at the start, in either case.
fn lettered(text: &str) -> Option<(Kind, u32, usize)> {
    let [letter, b'.' | b')', ..] = text.as_bytes() else { return None };
    letter.is_ascii_lowercase().then(|| (Kind::Letter, u32::from(letter - b'a') + 1, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &[&str]) {
        let found: Vec<_> = markers(words, false).into_iter().map(|range| words[range].trim()).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn finds_markers_in_company_and_no_others() {
        check("1) Bread 2) Milk 3) Eggs", &["1)", "2)", "3)"]);
        check("They want: 1. Bread 2. Milk", &["1.", "2."]);
        check("a. Bread b. Milk", &["a.", "b."]);
        check("• 9. Bread • 10. Milk", &["• 9.", "• 10."]);
        check("4. The bridge was closed.", &["4."]);
        check("The share rose to 3. Then 4. Later it fell.", &[]);
        check("2. The share rose to 3. Then it fell.", &["2."]);
        check("Mon • Tue • Wed", &[]);
        check("Vitamin a. Later b. All in all.", &[]);
        check("It cost 1.5 million.", &[]);
    }

    #[test]
    fn a_figure_with_a_full_stop_is_an_ordinal_where_the_language_has_them() {
        let words = "1. FC Linden spielt in der 2. Bundesliga.";
        assert_eq!(markers(words, true).len(), 1);
    }

    #[test]
    fn short_lines_without_full_stops_are_items() {
        assert_eq!(short_lines("bread\nmilk, eggs\nsalt"), [6, 17]);
        assert_eq!(short_lines("They bought bread\nand milk, then\nwent home."), [0; 0]);
        assert_eq!(short_lines("bread\nmilk"), [0; 0]);
    }
}
