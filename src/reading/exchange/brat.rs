//! brat's annotation file (`.ann`): text-bound annotations with their words, attributes and notes; positions in code points. Several in a
//! ZIP, each with its text beside it, as brat and our own export pack them.

use std::collections::HashMap;

use crate::{
    import::package::Package,
    model::{PositionMap, Status},
};

use super::{ClaimReader, FromPackage, FromText, Note, Notes, Passage, ReadError, Sink, Unit, note::confidence};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "brat",
    name: "brat standoff",
    extensions: &["ann", "zip"],
    text: Some(FromText { recognises: |text| text.lines().next().is_some_and(|line| fragments(line).is_some()), read }),
    packed: Some(FromPackage { recognises: |package| !package.names("", ".ann").is_empty(), read: read_package }),
};

fn read_package(package: &mut Package<'_>) -> Notes {
    let mut all = Sink::default();
    for name in package.names("", ".ann") {
        let annotations = package.text(&name).unwrap_or_default();
        let stem = name.trim_end_matches(".ann");
        let text = package.text(&format!("{stem}.txt")).unwrap_or_default();
        let map = PositionMap::new(&text);
        let mut notes = read(&annotations)?;
        for note in &mut notes {
            note.document = document(stem);
            note.passages.iter_mut().for_each(|passage| surround(passage, &text, &map));
        }
        all.extend(notes)?;
    }
    Ok(all.into_notes())
}

/// The document that a file is named after: without folder and without the number that our own export puts first.
pub(super) fn document(stem: &str) -> String {
    let name = stem.rsplit('/').next().unwrap_or_default();
    let unnumbered = name.split_once('-').filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    unnumbered.map_or(name, |(_, rest)| rest).to_owned()
}

/// Adds what stands around a passage in the text beside, where the words do stand there.
fn surround(passage: &mut Passage, text: &str, map: &PositionMap) {
    let Some(range) = passage.range else { return };
    let there = Passage::in_map(text, map, range, Unit::Chars);
    if there.quote == passage.quote {
        *passage = there;
    }
}

fn read(text: &str) -> Notes {
    let mut notes = Sink::default();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    for line in text.lines().filter(|line| line.starts_with('T')) {
        let (id, kind, passages) =
            fragments(line).ok_or_else(|| ReadError::Damaged(format!("this line is not as brat writes it: {line}")))?;
        indices.insert(id, notes.push(Note { passages, labels: vec![kind.to_owned()], ..Note::default() })?);
    }
    for line in text.lines() {
        let mut columns = line.splitn(3, '\t');
        let (Some(id), Some(about)) = (columns.next(), columns.next()) else { continue };
        let mut words = about.split(' ');
        let (kind, Some(of)) = (words.next().unwrap_or_default(), words.next()) else { continue };
        let Some(note) = indices.get(of).map(|index| &mut notes[*index]) else { continue };
        match id.chars().next() {
            Some('A' | 'M') => attribute(note, kind, &words.collect::<Vec<_>>().join(" ")),
            Some('#') => remark(note, kind, columns.next().unwrap_or_default()),
            _ => {}
        }
    }
    Ok(notes.into_notes())
}

/// An attribute: a verdict takes the place of the type, others that are not our own become labels beside it.
fn attribute(note: &mut Note, kind: &str, value: &str) {
    match kind {
        "Verdict" => note.labels = vec![value.to_owned()],
        "Confidence" if note.confidence.is_none() => note.confidence = confidence(value),
        "Confidence" => {}
        "Status" => note.status = status(value),
        // What our own export says beside the status.
        "Standing" => {}
        kind if value.is_empty() => note.add_label(kind),
        kind => note.add_label(format!("{kind}: {value}")),
    }
}

/// A status as brat can write it: without spaces.
fn status(value: &str) -> Status {
    Status::ALL.iter().copied().find(|status| status.label().replace(' ', "-") == value).unwrap_or_default()
}

fn remark(note: &mut Note, kind: &str, words: &str) {
    match kind {
        "Statement" => note.statement = words.to_owned(),
        "Confidence" => note.confidence = confidence(words),
        _ => note.add_comment(words),
    }
}

/// The id, type and fragments of a text-bound annotation. The words of the fragments stand behind them with spaces between.
fn fragments(line: &str) -> Option<(&str, &str, Vec<Passage>)> {
    let mut columns = line.splitn(3, '\t');
    let (id, about, words) = (columns.next()?, columns.next()?, columns.next()?);
    let (kind, offsets) = about.split_once(' ')?;
    if !id.strip_prefix('T')?.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let words: Vec<char> = words.chars().collect();
    let mut passages: Vec<Passage> = Vec::new();
    let mut at = 0;
    for range in offsets.split(';') {
        let (start, end) = range.split_once(' ')?;
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
        let text = "T1\tClaim 0 5;7 10;20 22\tabout the 👍x\nA1\tVerdict T1 wrong\nA2\tStatus T1 In-progress\nA3\tConfidence T1 Percent\n\
                    #1\tAnnotatorNotes T1\tNot so\n#2\tStatement T1\tIt fell\n#3\tConfidence T1\t55 %\nT2\tMoney 30 33\ttax\n";
        let notes = read(text).unwrap();
        let quotes: Vec<_> = notes[0].passages.iter().map(|passage| passage.quote.as_str()).collect();
        assert_eq!(
            (quotes, notes[0].labels.as_slice()),
            (vec!["about\n\nthe", "👍x"], ["wrong".to_owned()].as_slice())
        );
        assert_eq!(
            (notes[0].comment.as_str(), notes[1].labels.as_slice()),
            ("Not so", ["Money".to_owned()].as_slice())
        );
        assert_eq!((notes[0].statement.as_str(), notes[0].status), ("It fell", Status::InProgress));
        assert_eq!(notes[0].confidence, confidence("55 %"));
    }

    #[test]
    fn the_text_beside_tells_what_stands_around() {
        let files: [(&str, &[u8]); 2] = [("01-a-x.ann", b"T1\tMoney 2 5\ttax\n"), ("01-a-x.txt", b"a tax rose")];
        let notes = super::super::read(&crate::import::package::testing::zipped(&files), None).unwrap().1;
        let passage = &notes[0].passages[0];
        assert_eq!(
            (passage.prefix.as_str(), passage.suffix.as_str(), notes[0].document.as_str()),
            ("a ", " rose", "a-x")
        );
    }

    #[test]
    fn a_line_that_is_not_brats_is_named() {
        assert!(matches!(read("T1\tClaim x y\twords"), Err(ReadError::Damaged(told)) if told.ends_with("words")));
    }
}
