//! brat's annotation file (`.ann`): text-bound annotations with their words, attributes and notes; positions in code points.

use std::collections::BTreeMap;

use super::{Note, Passage, ReadError, Reader, Unit};

pub(super) const READER: Reader = Reader {
    id: "brat",
    name: "brat standoff",
    extensions: &["ann"],
    recognises: |text| text.lines().next().is_some_and(|line| fragments(line).is_some()),
    read,
};

fn read(text: &str) -> Result<Vec<Note>, ReadError> {
    let mut notes: BTreeMap<&str, Note> = BTreeMap::new();
    let mut order = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('T')) {
        let (id, kind, passages) =
            fragments(line).ok_or_else(|| ReadError::Damaged(format!("this line is not as brat writes it: {line}")))?;
        order.push(id);
        notes.insert(id, Note { passages, label: kind.to_owned(), ..Note::default() });
    }
    for line in text.lines() {
        let mut columns = line.splitn(3, '\t');
        let (Some(id), Some(about)) = (columns.next(), columns.next()) else { continue };
        let mut words = about.split(' ');
        let (kind, Some(of)) = (words.next().unwrap_or_default(), words.next()) else { continue };
        let Some(note) = notes.get_mut(of) else { continue };
        match id.chars().next() {
            Some('A' | 'M') if kind.eq_ignore_ascii_case("verdict") => note.label = words.collect::<Vec<_>>().join(" "),
            Some('#') => note.comment = columns.next().unwrap_or_default().to_owned(),
            _ => {}
        }
    }
    Ok(order.iter().filter_map(|id| notes.remove(id)).collect())
}

/// The id, type and fragments of a text-bound annotation. The words of the fragments stand behind them with spaces between.
fn fragments(line: &str) -> Option<(&str, &str, Vec<Passage>)> {
    let mut columns = line.splitn(3, '\t');
    let (id, about, words) = (columns.next()?, columns.next()?, columns.next()?);
    let (kind, places) = about.split_once(' ')?;
    if !id.strip_prefix('T')?.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let words: Vec<char> = words.chars().collect();
    let mut passages: Vec<Passage> = Vec::new();
    let mut at = 0;
    for place in places.split(';') {
        let (start, end) = place.split_once(' ')?;
        let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
        let len = end.checked_sub(start)?;
        let quote: String = words.get(at..at + len)?.iter().collect();
        at += len + 1;
        passages.push(Passage { quote, range: Some((start, end)), unit: Unit::Chars, ..Passage::default() });
    }
    Some((id, kind, joined(passages)))
}

/// Fragments that only a line end or a blank line parts were one passage.
fn joined(passages: Vec<Passage>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    for passage in passages {
        let (Some(last), Some((start, end))) = (out.last_mut(), passage.range) else {
            out.push(passage);
            continue;
        };
        match last.range {
            Some((first, until)) if (1..=2).contains(&start.saturating_sub(until)) => {
                last.quote = format!("{}{}{}", last.quote, "\n".repeat(start - until), passage.quote);
                last.range = Some((first, end));
            }
            _ => out.push(passage),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_come_with_their_verdict_and_note() {
        let text = "T1\tClaim 0 5;7 10;20 22\tabout the 👍x\nA1\tVerdict T1 wrong\n#1\tAnnotatorNotes T1\tc-1 · Wrong\nT2\tMoney 30 33\ttax\n";
        let notes = read(text).unwrap();
        let quotes: Vec<_> = notes[0].passages.iter().map(|passage| passage.quote.as_str()).collect();
        assert_eq!((quotes, notes[0].label.as_str()), (vec!["about\n\nthe", "👍x"], "wrong"));
        assert_eq!((notes[0].comment.as_str(), notes[1].label.as_str()), ("c-1 · Wrong", "Money"));
    }

    #[test]
    fn a_line_that_is_not_brats_is_named() {
        assert!(matches!(read("T1\tClaim x y\twords"), Err(ReadError::Damaged(told)) if told.ends_with("words")));
    }
}
