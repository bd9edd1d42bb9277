//! Whether words in quotation marks are what their source says, word by word.
//!
//! A quotation may leave words out (`…`, `...`, `[…]`) and put words of the writer in brackets; both are what a reader expects of it. Letters
//! that only look otherwise (quotation marks, dashes, case at the start, `[T]he`) are the same, and so are signs at its very ends.
//! Whatever else differs is told. Whether the passage is a quotation of this source at all is decided by how
//! much of it stands there.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Span;
use crate::model::fold::fold_into;

/// Fewer words than this are a turn of phrase rather than a quotation.
const WORDS_MIN: usize = 3;
/// The share of its words that a source must have for a quotation to be of it.
const SHARE_MIN: f32 = 0.6;
/// How many words of the source an insertion in brackets may stand for.
const INSERTION_MAX: usize = 8;
/// The largest comparison, in cells: words of the quotation times words of the source.
const CELLS_MAX: usize = 4_000_000;

/// A quotation beside what its source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The quotation as printed, without its marks.
    pub printed: String,
    /// The source's words, with what the quotation rightly leaves out or puts in brackets as it is printed. Where both are the
    /// same, the quotation is right.
    pub said: String,
    /// Where these words stand in the source.
    pub span: Span,
    /// Whether nothing but elisions, insertions and typography differs.
    pub is_same: bool,
}

/// The stretches of `text` in quotation marks, without the marks, that are long enough to be quotations.
///
/// Quotation marks of other languages count („…“, «…»); single ones only where they cannot be apostrophes.
pub fn quotations(text: &str) -> Vec<Span> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (start, open) = chars[at];
        at += 1;
        let before = at.checked_sub(2).map(|i| chars[i].1);
        let Some(close) = closing(open, before) else { continue };
        let Some(end) = (at..chars.len()).find(|end| close.contains(&chars[*end].1) && is_end(&chars, *end)) else {
            continue;
        };
        let words = start + open.len_utf8()..chars[end].0;
        if tokens(&text[words.clone()]).iter().filter(|token| matches!(token.kind, Kind::Word(_))).count() >= WORDS_MIN
        {
            found.extend(Span::snapped(text, words.start, words.end));
        }
        at = end + 1;
    }
    found
}

/// What closes a quotation that this sign opens.
fn closing(open: char, before: Option<char>) -> Option<&'static [char]> {
    let is_inside_word = before.is_some_and(char::is_alphanumeric);
    Some(match open {
        '“' => &['”', '“'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '"' => &['"'],
        '「' => &['」'],
        '‘' if !is_inside_word => &['’'],
        _ => return None,
    })
}

/// An apostrophe ends nothing: a letter follows it.
fn is_end(chars: &[(usize, char)], at: usize) -> bool {
    chars[at].1 != '’' || chars.get(at + 1).is_none_or(|(_, next)| !next.is_alphanumeric())
}

/// Compares a quotation with the part of `source` that is most like it. `None`: too little of it stands there for it to be a
/// quotation of this source.
pub fn compare_quotation(quotation: &str, source: &str) -> Option<Comparison> {
    if let Some(span) = verbatim(quotation, source) {
        let printed = quotation.trim().to_owned();
        return Some(Comparison { said: printed.clone(), printed, span, is_same: true });
    }
    let pattern = tokens(quotation);
    let text: Vec<Token> = words(source).collect();
    let wanted = pattern.iter().filter(|token| matches!(token.kind, Kind::Word(_))).count();
    if wanted == 0 || text.is_empty() || pattern.len() * text.len() > CELLS_MAX {
        return None;
    }
    let path = align(&pattern, &text);
    let same = path.iter().filter(|step| matches!(step, Step::Same(..))).count();
    if (same as f32) < wanted as f32 * SHARE_MIN {
        return None;
    }
    let taken: Vec<usize> = path.iter().filter_map(Step::of_source).collect();
    let (first, last) = (*taken.first()?, *taken.last()?);
    let span = Span::snapped(source, text[first].start, text[last].end)?;
    let is_same = path.iter().all(|step| matches!(step, Step::Same(..) | Step::Elided(_) | Step::Own(_)));
    let said = if is_same { quotation.trim().to_owned() } else { said(quotation, source, &pattern, &text, &path) };
    Some(Comparison { printed: quotation.trim().to_owned(), said, span, is_same })
}

/// Where the quotation stands letter for letter, but for the signs at its ends: the common case, which needs no alignment.
fn verbatim(quotation: &str, source: &str) -> Option<Span> {
    let words = quotation.trim_matches(|c: char| !c.is_alphanumeric());
    let is_inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut occurrences = source.match_indices(words).map(|(start, _)| (start, start + words.len()));
    let (start, end) = occurrences.find(|(start, end)| {
        !is_inside_word(source[..*start].chars().next_back()) && !is_inside_word(source[*end..].chars().next())
    })?;
    Span::in_text(source, start, end).ok().filter(|_| !words.is_empty())
}

/// A word, an elision or an insertion, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// Its folded letters.
    Word(String),
    /// Words were left out.
    Elision,
    /// Words of the writer.
    Insertion,
}

/// The words of a plain text.
fn words(text: &str) -> impl Iterator<Item = Token> + '_ {
    text.unicode_word_indices().map(|(start, word)| {
        let mut folded = String::new();
        fold_into(word, true, &mut folded);
        Token { kind: Kind::Word(folded), start, end: start + word.len() }
    })
}

/// The words of a quotation, its elisions and insertions.
fn tokens(quotation: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = 0;
    while rest < quotation.len() {
        let special = next_special(quotation, rest);
        let until = special.as_ref().map_or(quotation.len(), |token| token.start);
        let plain = words(&quotation[rest..until]);
        tokens.extend(plain.map(|token| Token { start: token.start + rest, end: token.end + rest, ..token }));
        let Some(special) = special else { break };
        rest = special.end;
        tokens.push(special);
    }
    tokens
}

/// The next elision or pair of brackets. Brackets round letters of a word (`[T]he`) change its spelling alone: such a word is one.
fn next_special(text: &str, from: usize) -> Option<Token> {
    let at = text[from..].find(['…', '[', '.']).map(|offset| from + offset)?;
    let rest = &text[at..];
    let token = |kind, len: usize| Some(Token { kind, start: at, end: at + len });
    if rest.starts_with('…') {
        return token(Kind::Elision, '…'.len_utf8());
    }
    if rest.starts_with("...") {
        return token(Kind::Elision, rest.len() - rest.trim_start_matches('.').len());
    }
    if rest.starts_with(". . .") {
        return token(Kind::Elision, 5);
    }
    if let Some(len) = rest.strip_prefix('[').and_then(|inner| inner.find(']')) {
        let inner = &rest[1..=len];
        let end = len + 2;
        let is_dots = inner.chars().all(|c| matches!(c, '.' | '…' | ' '));
        let tail = rest[end..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        if is_dots {
            return token(Kind::Elision, end);
        }
        if tail > 0 && inner.chars().all(char::is_alphanumeric) {
            let mut folded = String::new();
            fold_into(&format!("{inner}{}", &rest[end..end + tail]), true, &mut folded);
            return token(Kind::Word(folded), end + tail);
        }
        return token(Kind::Insertion, end);
    }
    next_special(text, at + 1)
}

/// One step of an alignment, in tokens of the quotation and words of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The same word.
    Same(usize, usize),
    /// Another word in its place.
    Other(usize, usize),
    /// A word that the source does not have.
    Added(usize),
    /// A word that the quotation does not have and says nothing of.
    Missing(usize),
    /// A word that the quotation says it leaves out, or for which it puts its own.
    Left(usize),
    /// The elision itself.
    Elided(usize),
    /// The insertion itself.
    Own(usize),
}

impl Step {
    /// The word of the source that counts for where the quotation stands.
    fn of_source(&self) -> Option<usize> {
        match self {
            Self::Same(_, j) | Self::Other(_, j) | Self::Missing(j) => Some(*j),
            _ => None,
        }
    }
}

/// The best alignment of all of the pattern with some stretch of the text (Smith and Waterman's on one side, Needleman and
/// Wunsch's on the other). Steps over what was rightly left out are taken away.
fn align(pattern: &[Token], text: &[Token]) -> Vec<Step> {
    const SAME: i32 = 3;
    const EDIT: i32 = -1;
    let width = text.len() + 1;
    let mut score = vec![0i32; (pattern.len() + 1) * width];
    let mut from = vec![0u8; score.len()];
    for (i, token) in pattern.iter().enumerate() {
        let (above, row) = (i * width, (i + 1) * width);
        for j in 0..width {
            let own = match token.kind {
                Kind::Word(_) => score[above + j] + EDIT,
                _ => score[above + j],
            };
            let mut best = (own, 1u8);
            if j > 0 {
                let is_same = token.kind == text[j - 1].kind;
                let both = score[above + j - 1] + if is_same { SAME } else { EDIT };
                if matches!(token.kind, Kind::Word(_)) && (both > best.0 || both == best.0 && is_same) {
                    best = (both, 2);
                }
                let stays = match token.kind {
                    Kind::Word(_) => score[row + j - 1] + EDIT,
                    Kind::Elision => score[row + j - 1],
                    Kind::Insertion if run(&from, row, j - 1) < INSERTION_MAX => score[row + j - 1],
                    Kind::Insertion => score[row + j - 1] + EDIT,
                };
                if stays > best.0 {
                    best = (stays, 3);
                }
            }
            (score[row + j], from[row + j]) = best;
        }
    }
    let last = pattern.len() * width;
    let mut j = (0..width).max_by_key(|j| (score[last + j], std::cmp::Reverse(*j))).unwrap_or(0);
    let mut i = pattern.len();
    let mut steps = Vec::new();
    while i > 0 {
        let token = &pattern[i - 1];
        match (from[i * width + j], &token.kind) {
            (2, kind) if *kind == text[j - 1].kind => steps.push(Step::Same(i - 1, j - 1)),
            (2, _) => steps.push(Step::Other(i - 1, j - 1)),
            (3, Kind::Word(_)) => steps.push(Step::Missing(j - 1)),
            (3, _) => steps.push(Step::Left(j - 1)),
            (_, Kind::Word(_)) => steps.push(Step::Added(i - 1)),
            (_, Kind::Elision) => steps.push(Step::Elided(i - 1)),
            (_, Kind::Insertion) => steps.push(Step::Own(i - 1)),
        }
        match from[i * width + j] {
            2 => (i, j) = (i - 1, j - 1),
            3 => j -= 1,
            _ => i -= 1,
        }
    }
    steps.reverse();
    steps.retain(|step| !matches!(step, Step::Left(_)));
    steps
}

/// How many words an insertion has taken so far.
fn run(from: &[u8], row: usize, j: usize) -> usize {
    (0..=j).rev().take_while(|j| from[row + j] == 3).count()
}

/// The source's words as the quotation would print them.
fn said(quotation: &str, source: &str, pattern: &[Token], text: &[Token], path: &[Step]) -> String {
    let mut said = String::new();
    let mut last: Option<usize> = None;
    for step in path {
        match *step {
            Step::Same(_, j) | Step::Other(_, j) | Step::Missing(j) => {
                match last {
                    // What stands between two words of the source that follow each other stays.
                    Some(i) if i + 1 == j => said.push_str(&source[text[i].end..text[j].start]),
                    _ if !said.is_empty() && !said.ends_with(char::is_whitespace) => said.push(' '),
                    _ => {}
                }
                said.push_str(&source[text[j].start..text[j].end]);
                last = Some(j);
            }
            Step::Elided(i) | Step::Own(i) => {
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(&quotation[pattern[i].start..pattern[i].end]);
                last = None;
            }
            Step::Added(_) | Step::Left(_) => {}
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "The minister spoke at noon. “We closed the old bridge on Monday because divers had found cracks \
                          in two piers,” she said. It will not open before May.";

    /// Whether the quotation is right; else what the source says.
    fn check(quotation: &str, expected: Result<(), &str>) {
        let found = compare_quotation(quotation, SOURCE).expect("it is a quotation of this source");
        assert_eq!(found.is_same, expected.is_ok(), "{quotation}: {found:?}");
        if let Err(said) = expected {
            assert_eq!(found.said, said, "{quotation}");
        }
    }

    #[test]
    fn finds_words_in_quotation_marks() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(quotations(text).iter().map(|span| span.of(text)).collect::<Vec<_>>(), expected, "{text}");
        };
        check(
            "He said: “It is all fine.” Then \"they all went home\" to eat.",
            &["It is all fine.", "they all went home"],
        );
        check("Er sagte: „Das ist alles gut.“", &["Das ist alles gut."]);
        check("Il dit: « Tout va très bien »", &[" Tout va très bien "]);
        check("The ‘don’t walk here’ sign of the 1970’s.", &["don’t walk here"]);
        check("The so-called “reform” of it.", &[]);
        check("It doesn’t end, and ‘neither does this one.", &[]);
        check("An open “quotation without an end", &[]);
    }

    #[test]
    fn elisions_insertions_and_typography_are_allowed() {
        for right in [
            "We closed the old bridge on Monday",
            "we closed the old bridge … because divers had found cracks",
            "We closed the old bridge [...] because divers had found cracks in two piers,",
            "[The city] closed the old bridge on Monday",
            "[D]ivers had found cracks in two piers.",
            "We closed the old bridge on Monday because [they] had found cracks",
            "It will not ... open before May",
        ] {
            check(right, Ok(()));
        }
    }

    #[test]
    fn other_words_are_told() {
        check("We closed the new bridge on Monday", Err("We closed the old bridge on Monday"));
        check("We closed the bridge on Monday", Err("We closed the old bridge on Monday"));
        check("We have closed the old bridge on Monday", Err("We closed the old bridge on Monday"));
        check(
            "We closed the old bridge … because divers found cracks",
            Err("We closed the old bridge … because divers had found cracks"),
        );
        check("It will open before May", Err("It will not open before May"));
    }

    #[test]
    fn what_is_no_quotation_of_the_source_is_left_alone() {
        assert_eq!(compare_quotation("Nobody could have known of it", SOURCE), None);
        assert_eq!(compare_quotation("", SOURCE), None);
        assert_eq!(compare_quotation("We closed the old bridge", ""), None);
    }

    #[test]
    fn says_where_the_words_stand() {
        let found = compare_quotation("divers had … two piers", SOURCE).unwrap();
        assert_eq!(found.span.of(SOURCE), "divers had found cracks in two piers");
    }

    #[test]
    fn never_panics_on_odd_signs() {
        for odd in ["[", "]", "[]", "…", "....", "[…", "a [b", "é[è]e 👩‍👩‍👧‍👦 … [", ". . .", "«»"]
        {
            assert!(compare_quotation(odd, SOURCE).is_none_or(|found| !found.printed.is_empty()));
            let _ = quotations(odd);
        }
    }
}
