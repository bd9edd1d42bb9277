//! REFI-QDA projects (`.qdpx`), as QualCoder, ATLAS.ti, MAXQDA, NVivo and others exchange them: a ZIP with `project.qde` and the
//! sources. Codes become labels; positions are code points of the source's plain text, from which the words are taken.
//!
//! Programs count line ends and characters outside the first plane in their own ways. Where a selection is named after its words,
//! the name judges: the way of counting is taken that gives those words.

use std::collections::HashMap;

use crate::{
    import::{
        package::Package,
        xml::{Namespaces, Piece, Tag, Xml},
    },
    model::PositionMap,
};

use super::{ClaimReader, FromPackage, Note, Notes, Passage, ReadError, Sink, Unit};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "qdpx",
    name: "REFI-QDA project (QualCoder and others)",
    extensions: &["qdpx"],
    text: None,
    packed: Some(FromPackage { recognises: |package| package.names("", PROJECT).len() == 1, read }),
};

const PROJECT: &str = "project.qde";

const NAMESPACES: Namespaces = &[("urn:QDA-XML:project:1.0", "q")];

/// Codes in codes are followed so far for their names.
const MAX_CODES: usize = 100_000;

/// What `project.qde` says.
#[derive(Default)]
struct Project {
    codes: HashMap<String, String>,
    notes: HashMap<String, String>,
    sources: Vec<Source>,
}

#[derive(Default)]
struct Source {
    name: String,
    path: String,
    content: String,
    selections: Vec<Selection>,
}

#[derive(Default)]
struct Selection {
    range: Option<(usize, usize)>,
    name: String,
    description: String,
    codes: Vec<String>,
    notes: Vec<String>,
}

fn read(package: &mut Package<'_>) -> Notes {
    let name = package.names("", PROJECT).into_iter().next();
    let name = name.ok_or_else(|| ReadError::Damaged("the archive has no project.qde".to_owned()))?;
    let text = package.text(&name).unwrap_or_default();
    let project = parse(&text)?;
    let mut notes = Sink::default();
    for source in &project.sources {
        let words = source_text(package, source);
        notes.extend(source.selections.iter().map(|selection| note(&project, source, &words, selection)))?;
    }
    Ok(notes.into_notes())
}

fn note(project: &Project, source: &Source, words: &Ways, selection: &Selection) -> Note {
    let passage = selection.range.map(|range| words.passage(range, &selection.name)).unwrap_or_default();
    let mut note = Note { document: source.name.clone(), ..Note::on(passage) };
    for code in &selection.codes {
        note.add_label(project.codes.get(code).cloned().unwrap_or_default());
    }
    note.add_comment(&selection.description);
    for id in &selection.notes {
        note.add_comment(project.notes.get(id).map(String::as_str).unwrap_or_default());
    }
    note
}

/// The plain text of a source, in the ways in which programs count it.
struct Ways {
    /// As it is, and with single characters for line ends.
    texts: Vec<String>,
}

impl Ways {
    fn passage(&self, range: (usize, usize), name: &str) -> Passage {
        let units = [Unit::Chars, Unit::Utf16, Unit::Bytes];
        let candidates = || {
            let texts = self.texts.iter();
            texts.flat_map(|text| {
                let map = PositionMap::new(text);
                units.map(|unit| Passage::in_map(text, &map, range, unit))
            })
        };
        // The name may be cut off, and is no quote at all in many programs.
        let name = name.trim_end_matches(['…', '.']).trim();
        let is_meant = |passage: &Passage| {
            let quote = passage.quote.trim();
            !name.is_empty()
                && !quote.is_empty()
                && (quote == name || name.chars().count() > 8 && quote.starts_with(name))
        };
        let first = candidates().next().unwrap_or_default();
        if is_meant(&first) || name.is_empty() { first } else { candidates().find(is_meant).unwrap_or(first) }
    }
}

fn source_text(package: &mut Package<'_>, source: &Source) -> Ways {
    let stored = source.path.rsplit(['/', ':']).next().filter(|name| !name.is_empty());
    let part =
        stored.and_then(|name| package.names("", name).into_iter().find(|part| part.rsplit('/').next() == Some(name)));
    let text = part.and_then(|part| package.text(&part)).unwrap_or_else(|| source.content.clone());
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let mut texts = vec![text];
    if texts[0].contains('\r') {
        texts.push(texts[0].replace("\r\n", "\n").replace('\r', "\n"));
    } else if texts[0].contains('\n') {
        texts.push(texts[0].replace('\n', "\r\n"));
    }
    Ways { texts }
}

fn parse(text: &str) -> Result<Project, ReadError> {
    let mut xml = Xml::new(text, NAMESPACES);
    let mut project = Project::default();
    let mut note_id = String::new();
    let mut depth = 0i64;
    // The source of the text, and the selection in it, that is being read.
    let (mut source, mut selection): (Option<Source>, Option<Selection>) = (None, None);
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) => {
                depth += 1;
                let attr = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
                match tag.local() {
                    "Code" if project.codes.len() < MAX_CODES => drop(project.codes.insert(attr("guid"), attr("name"))),
                    "TextSource" => {
                        source = Some(Source { name: attr("name"), path: attr("plainTextPath"), ..Source::default() });
                    }
                    "Note" => note_id = attr("guid"),
                    "PlainTextSelection" => {
                        selection = Some(Selection { range: range(&tag), name: attr("name"), ..Selection::default() });
                    }
                    "CodeRef" => selection.iter_mut().for_each(|selection| selection.codes.push(attr("targetGUID"))),
                    "NoteRef" => selection.iter_mut().for_each(|selection| selection.notes.push(attr("targetGUID"))),
                    "Description" | "PlainTextContent" => {
                        let is_content = tag.local() == "PlainTextContent";
                        let words = if is_content { whole_text(&mut xml) } else { xml.text() };
                        depth -= 1;
                        match (&mut selection, &mut source) {
                            (Some(selection), _) => selection.description = words,
                            (None, Some(source)) if is_content => source.content = words,
                            (None, None) if !note_id.is_empty() => drop(project.notes.insert(note_id.clone(), words)),
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
            Piece::End(name) => {
                depth -= 1;
                match name.rsplit(':').next().unwrap_or_default() {
                    "PlainTextSelection" => {
                        if let (Some(source), Some(selection)) = (&mut source, selection.take()) {
                            source.selections.push(selection);
                        }
                    }
                    "TextSource" => project.sources.extend(source.take()),
                    "Note" => note_id.clear(),
                    _ => {}
                }
            }
            Piece::Text(_) => {}
        }
    }
    if xml.is_damaged() || depth != 0 {
        return Err(ReadError::Damaged("project.qde is damaged or cut off".to_owned()));
    }
    Ok(project)
}

fn range(tag: &Tag<'_>) -> Option<(usize, usize)> {
    let number = |name: &str| tag.attr(name)?.parse().ok();
    Some((number("startPosition")?, number("endPosition")?))
}

/// The characters of an element with the white space at their ends, since positions count it.
fn whole_text(xml: &mut Xml<'_>) -> String {
    let (mut text, mut depth) = (String::new(), 1usize);
    while depth > 0 {
        match xml.next() {
            Some(Piece::Start(_)) => depth += 1,
            Some(Piece::End(_)) => depth -= 1,
            Some(Piece::Text(words)) => text.push_str(&words),
            None => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::testing::zipped;

    fn project(sources: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><Project name=\"p\" xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes>\
             <Code guid=\"k1\" name=\"Money\"><Description>of all sorts</Description><Code guid=\"k2\" name=\"Tax\"/></Code></Codes></CodeBook>\
             <Sources>{sources}</Sources><Notes><Note guid=\"n1\"><PlainTextContent>Ask again</PlainTextContent></Note></Notes></Project>"
        )
    }

    fn selection(start: usize, end: usize, name: &str, codes: &str) -> String {
        format!(
            "<PlainTextSelection guid=\"s\" startPosition=\"{start}\" endPosition=\"{end}\" name=\"{name}\">{codes}</PlainTextSelection>"
        )
    }

    fn check(text: &str, selections: &str, expected: &[(&str, &str)]) -> Vec<Note> {
        let source = format!(
            "<TextSource guid=\"t\" name=\"story\" plainTextPath=\"internal://t.txt\">{selections}</TextSource>"
        );
        let bytes = zipped(&[("project.qde", project(&source).as_bytes()), ("sources/t.txt", text.as_bytes())]);
        let (reader, notes) = super::super::read(&bytes, None).unwrap();
        assert_eq!(reader.id, "qdpx");
        let told: Vec<_> = notes.iter().map(|note| (note.quote(), note.labels.join("|"))).collect();
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(told, expected);
        notes
    }

    const CODED: &str = "<Coding guid=\"c\"><CodeRef targetGUID=\"k2\"/><NoteRef targetGUID=\"n1\"/></Coding><Coding guid=\"d\"><CodeRef targetGUID=\"k1\"/></Coding>";

    #[test]
    fn codes_become_labels_and_positions_are_code_points() {
        let notes = check("\u{feff}👍 tax rose", &selection(2, 5, "", CODED), &[("tax", "Tax|Money")]);
        assert_eq!((notes[0].comment.as_str(), notes[0].document.as_str()), ("Ask again", "story"));
        assert_eq!(notes[0].passages[0].prefix, "👍 ");
    }

    #[test]
    fn a_name_judges_how_the_program_counts() {
        check("👍 tax rose", &selection(3, 6, "tax", CODED), &[("tax", "Tax|Money")]);
        check("a\r\nb\r\ntax rose", &selection(4, 7, "tax", CODED), &[("tax", "Tax|Money")]);
        check("a\nb\ntax rose", &selection(6, 9, "tax", CODED), &[("tax", "Tax|Money")]);
        // A name that is no quote has no say.
        check("👍 tax rose", &selection(2, 5, "selection 1", CODED), &[("tax", "Tax|Money")]);
    }

    #[test]
    fn text_may_stand_in_the_project_itself() {
        let inside = format!(
            "<TextSource guid=\"t\" name=\"story\"><PlainTextContent> the tax</PlainTextContent>{}</TextSource>",
            selection(5, 8, "", CODED)
        );
        let bytes = zipped(&[("project.qde", project(&inside).as_bytes())]);
        assert_eq!(super::super::read(&bytes, None).unwrap().1[0].quote(), "tax");
    }

    #[test]
    fn a_cut_project_is_told() {
        let whole = project("");
        let bytes = zipped(&[("project.qde", &whole.as_bytes()[..whole.len() - 20])]);
        let told = super::super::read(&bytes, None).unwrap_err().to_string();
        assert_eq!(told, "Could not import: project.qde is damaged or cut off");
    }
}
