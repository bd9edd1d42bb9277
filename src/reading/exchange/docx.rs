//! The comments of a Word document, with the words to which each is tied.
//!
//! A document that went out and came back may hold tracked changes. The words are looked for as they stood before the changes,
//! which is what the project's article says, then as they stand with every change made. Our own comments ("Claim 3: Wrong ·
//! Checked") give back what they say; those of others are notes.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    import::{
        package::Package,
        xml::{Namespaces, Piece, Xml},
    },
    model::{Stance, Status},
};

use super::{ClaimReader, FromPackage, Link, Note, Notes, Passage, ReadError, Sink, note::confidence};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "docx",
    name: "Word document with comments",
    extensions: &["docx", "docm"],
    text: None,
    packed: Some(FromPackage { recognises: |package| package.names(DOCUMENT, "").len() == 1, read }),
};

const DOCUMENT: &str = "word/document.xml";

const NAMESPACES: Namespaces = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
];

/// What is no text: field codes, what something was before a change of its look, the second drawing of a box.
const PASSED_OVER: &[&str] = &[
    "w:instrText",
    "w:delInstrText",
    "w:pPrChange",
    "w:rPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:sectPr",
    "mc:Fallback",
];

fn read(package: &mut Package<'_>) -> Notes {
    let damaged = |what: &str| ReadError::Damaged(format!("{what} of the Word document is damaged or cut off"));
    let document = package.text(DOCUMENT).ok_or_else(|| damaged("the text"))?;
    let Some(comments) = package.text("word/comments.xml") else {
        return Err(ReadError::Damaged("the Word document has no comments".to_owned()));
    };
    let comments = read_comments(&comments).ok_or_else(|| damaged("a comment"))?;
    let text = Text::read(&document).ok_or_else(|| damaged("the text"))?;
    notes(&comments, &text)
}

/// A comment: who, and its paragraphs.
struct Comment {
    id: String,
    author: String,
    lines: Vec<String>,
}

fn read_comments(text: &str) -> Option<Vec<Comment>> {
    let mut xml = Xml::new(text, NAMESPACES);
    let mut comments: Vec<Comment> = Vec::new();
    let mut is_in_text = false;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) => match tag.name.as_str() {
                "w:comment" => {
                    let attr = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
                    comments.push(Comment { id: attr("w:id"), author: attr("w:author"), lines: Vec::new() });
                }
                "w:p" => comments.iter_mut().last()?.lines.push(String::new()),
                "w:t" => is_in_text = true,
                "w:tab" | "w:br" | "w:cr" => push_to(&mut comments, if tag.name == "w:tab" { "\t" } else { "\n" }),
                name if PASSED_OVER.contains(&name) || name == "w:del" => xml.skip(),
                _ => {}
            },
            Piece::End(name) if name == "w:t" => is_in_text = false,
            Piece::Text(words) if is_in_text => push_to(&mut comments, &words),
            _ => {}
        }
    }
    (!xml.is_damaged()).then_some(comments)
}

fn push_to(comments: &mut [Comment], words: &str) {
    if let Some(line) = comments.last_mut().and_then(|comment| comment.lines.last_mut()) {
        line.push_str(words);
    }
}

/// The text of a document before and after its tracked changes, and where each comment stands in both.
#[derive(Default)]
struct Text {
    before: String,
    after: String,
    /// By the comment's id, the bytes in both where it starts and, once it has ended, ends.
    ranges: HashMap<String, (Ends, Option<Ends>)>,
}

/// A place in the text before and after the changes.
type Ends = (usize, usize);

impl Text {
    fn read(document: &str) -> Option<Self> {
        let mut xml = Xml::new(document, NAMESPACES);
        let mut text = Self::default();
        let (mut inserted, mut deleted, mut properties, mut is_in_text) = (0usize, 0usize, 0usize, false);
        let mut has_words = false;
        while let Some(piece) = xml.next() {
            match piece {
                Piece::Start(tag) => match tag.name.as_str() {
                    "w:p" if has_words => {
                        text.push("\n\n", true, true);
                        has_words = false;
                    }
                    "w:pPr" | "w:trPr" | "w:rPr" => properties += 1,
                    "w:ins" | "w:moveTo" if properties == 0 => inserted += 1,
                    "w:del" | "w:moveFrom" if properties == 0 => deleted += 1,
                    "w:t" | "w:delText" => is_in_text = true,
                    "w:commentRangeStart" => text.start(tag.attr("w:id").unwrap_or_default()),
                    "w:commentRangeEnd" => text.end(tag.attr("w:id").unwrap_or_default()),
                    name if PASSED_OVER.contains(&name) => xml.skip(),
                    name if properties == 0 => {
                        if let Some(words) = sign(name) {
                            text.push(words, inserted == 0, deleted == 0);
                            has_words = true;
                        }
                    }
                    _ => {}
                },
                Piece::End(name) => match name.as_str() {
                    "w:pPr" | "w:trPr" | "w:rPr" => properties = properties.saturating_sub(1),
                    "w:ins" | "w:moveTo" if properties == 0 => inserted = inserted.saturating_sub(1),
                    "w:del" | "w:moveFrom" if properties == 0 => deleted = deleted.saturating_sub(1),
                    "w:t" | "w:delText" => is_in_text = false,
                    _ => {}
                },
                Piece::Text(words) if is_in_text => {
                    text.push(&words, inserted == 0, deleted == 0);
                    has_words = true;
                }
                Piece::Text(_) => {}
            }
        }
        (!xml.is_damaged()).then_some(text)
    }

    fn push(&mut self, words: &str, is_before: bool, is_after: bool) {
        if is_before {
            self.before.push_str(words);
        }
        if is_after {
            self.after.push_str(words);
        }
    }

    fn here(&self) -> Ends {
        (self.before.len(), self.after.len())
    }

    fn start(&mut self, id: &str) {
        let here = self.here();
        self.ranges.entry(id.to_owned()).or_insert((here, None));
    }

    fn end(&mut self, id: &str) {
        let here = self.here();
        if let Some((_, end)) = self.ranges.get_mut(id) {
            end.get_or_insert(here);
        }
    }
}

/// What an element stands for in the text.
fn sign(name: &str) -> Option<&'static str> {
    match name {
        "w:tab" | "w:ptab" => Some("\t"),
        "w:br" | "w:cr" => Some("\n"),
        "w:noBreakHyphen" => Some("\u{2011}"),
        "w:softHyphen" => Some("\u{ad}"),
        _ => None,
    }
}

/// A note a comment; comments of others on the same words are one note, our own on the passages of one claim too.
fn notes(comments: &[Comment], text: &Text) -> Notes {
    let mut notes = Sink::default();
    let mut indices: HashMap<String, usize> = HashMap::new();
    for comment in comments {
        let range = text.ranges.get(&comment.id).and_then(|(start, end)| Some((*start, (*end)?)));
        let passage = |text: &str, start: usize, end: usize| passage(text, start, end).unwrap_or_default();
        let (before, after) = match range {
            Some((start, end)) => (passage(&text.before, start.0, end.0), passage(&text.after, start.1, end.1)),
            None => (Passage::default(), Passage::default()),
        };
        let ours = Ours::read(comment);
        let key = match (&ours, range) {
            (Some(ours), _) => format!("claim {}", ours.number),
            (None, Some(range)) => format!("{range:?}"),
            (None, None) => format!("comment {}", comment.id),
        };
        let index = match indices.entry(key) {
            Entry::Occupied(slot) => *slot.get(),
            Entry::Vacant(slot) => *slot.insert(notes.push(Note::default())?),
        };
        if ours.is_some() || notes[index].passages.is_empty() {
            notes.add_passage(index, before.clone())?;
            // The words after the changes, and once more as what is asked for.
            notes.hold(2 * after.quote.len())?;
            notes[index].otherwise.push(after.clone());
        }
        let note = &mut notes[index];
        match ours {
            Some(ours) => ours.say(comment, note),
            None => {
                let words = comment.lines.join("\n");
                let by = if comment.author.is_empty() { String::new() } else { format!("{}: ", comment.author) };
                note.add_comment(&format!("{by}{}", words.trim()));
                if after.quote != before.quote {
                    note.suggestion = after.quote;
                }
            }
        }
    }
    Ok(notes.into_notes())
}

/// The words between two bytes, without the line ends at their edges.
fn passage(text: &str, start: usize, end: usize) -> Option<Passage> {
    let words = text.get(start..end)?;
    let start = start + (words.len() - words.trim_start_matches('\n').len());
    let words = words.trim_matches('\n');
    Passage::in_text(text, start..start + words.len())
}

/// The first line of a comment of our own: "Claim 3: Wrong · confidence: High · Checked".
struct Ours {
    number: usize,
    verdict: String,
    confidence: String,
    status: Status,
}

impl Ours {
    fn read(comment: &Comment) -> Option<Self> {
        let (number, rest) = comment.lines.first()?.strip_prefix("Claim ")?.split_once(": ")?;
        let (rest, status) = rest.rsplit_once(" · ")?;
        let (verdict, confidence) = rest.split_once(" · confidence: ").unwrap_or((rest, ""));
        Some(Self {
            number: number.parse().ok()?,
            verdict: verdict.to_owned(),
            confidence: confidence.to_owned(),
            status: Status::from_label(status)?,
        })
    }

    fn say(self, comment: &Comment, note: &mut Note) {
        let is_further = comment.lines.get(1).is_some_and(|line| line.starts_with("Passage "));
        if is_further {
            return;
        }
        note.add_label(self.verdict);
        (note.status, note.confidence) = (self.status, confidence(&self.confidence));
        for line in &comment.lines[1..] {
            let (name, words) = line.split_once(": ").unwrap_or(("", line));
            match name {
                "As checked" => note.statement = words.to_owned(),
                "Problem" => note.problem = words.to_owned(),
                "Please print" => note.suggestion = words.to_owned(),
                "Query" => note.add_query(words),
                name => match Stance::from_label(name) {
                    Some(stance) => note.links.push(link(stance, words)),
                    None => note.add_comment(line),
                },
            }
        }
    }
}

/// "title, address, place in it"; the address may be missing, and the title where there is nothing but an address.
fn link(stance: Stance, words: &str) -> Link {
    let is_address = |part: &str| part.contains("://") && !part.contains(char::is_whitespace);
    let parts: Vec<&str> = words.split(", ").collect();
    let Some(at) = parts.iter().position(|part| is_address(part)) else {
        return Link { title: words.to_owned(), stance, ..Link::default() };
    };
    let (title, locator) = (parts[..at].join(", "), parts[at + 1..].join(", "));
    Link { url: parts[at].to_owned(), title, stance, locator, ..Link::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::testing::zipped;

    fn check(body: &str, comments: &str) -> Vec<Note> {
        let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        let document = format!("<w:document {w}><w:body>{body}</w:body></w:document>");
        let comments = format!("<w:comments {w}>{comments}</w:comments>");
        let bytes = zipped(&[("word/document.xml", document.as_bytes()), ("word/comments.xml", comments.as_bytes())]);
        super::super::read(&bytes, None).unwrap().1
    }

    fn run(words: &str) -> String {
        format!("<w:r><w:t>{words}</w:t></w:r>")
    }

    fn range(id: u8, inside: &str) -> String {
        format!(
            "<w:commentRangeStart w:id=\"{id}\"/>{inside}<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        )
    }

    fn comment(id: u8, author: &str, lines: &[&str]) -> String {
        let lines: String = lines.iter().map(|line| format!("<w:p>{}</w:p>", run(line))).collect();
        format!("<w:comment w:id=\"{id}\" w:author=\"{author}\">{lines}</w:comment>")
    }

    #[test]
    fn comments_come_with_their_words_over_paragraphs_and_replies() {
        let inner = format!("{}</w:p><w:p>{}", run("tax"), run("rose"));
        let body = format!("<w:p>{}{}</w:p>", run("The "), range(1, &range(2, &inner)));
        let notes = check(&body, &(comment(1, "Ann", &["Is it so?"]) + &comment(2, "Bo", &["Yes"])));
        assert_eq!(notes.len(), 1);
        assert_eq!((notes[0].quote().as_str(), notes[0].comment.as_str()), ("tax\n\nrose", "Ann: Is it so?\nBo: Yes"));
        assert_eq!(notes[0].passages[0].prefix, "The ");
    }

    #[test]
    fn words_are_those_before_the_changes_and_the_new_ones_are_a_suggestion() {
        let inside = "<w:del><w:r><w:delText>rose</w:delText></w:r></w:del><w:ins><w:r><w:t>fell</w:t></w:r></w:ins>";
        let body =
            format!("<w:p><w:pPr><w:rPr><w:ins w:id=\"9\"/></w:rPr></w:pPr>{}{}</w:p>", run("tax "), range(1, inside));
        let note = &check(&body, &comment(1, "", &["No"]))[0];
        assert_eq!((note.quote().as_str(), note.otherwise[0].quote.as_str()), ("rose", "fell"));
        assert_eq!((note.suggestion.as_str(), note.comment.as_str()), ("fell", "No"));
    }

    #[test]
    fn our_own_comments_give_back_what_they_say() {
        let body = format!("<w:p>{}{}</w:p>", range(0, &run("tax")), range(1, &run("rose")));
        let lines = [
            "Claim 3: Wrong · confidence: High · Query out",
            "As checked: It rose",
            "Please print: fell",
            "Refutes: A, b, https://example.org/a, p. 3",
            "Query: Who?",
        ];
        let further = ["Claim 3: Wrong · confidence: High · Query out", "Passage 2 of 2."];
        let notes = check(&body, &(comment(0, "A", &lines) + &comment(1, "A", &further)));
        assert_eq!(notes.iter().map(Note::quote).collect::<Vec<_>>(), ["tax … rose"]);
        let note = &notes[0];
        assert_eq!(
            (note.labels[0].as_str(), note.statement.as_str(), note.suggestion.as_str()),
            ("Wrong", "It rose", "fell")
        );
        assert_eq!((note.status, note.queries[0].question.as_str()), (Status::QueryOut, "Who?"));
        let link = &note.links[0];
        assert_eq!([&link.title, &link.url, &link.locator], ["A, b", "https://example.org/a", "p. 3"]);
    }

    #[test]
    fn what_is_not_there_is_told() {
        let check = |parts: &[(&str, &[u8])], expected: &str| {
            let told = super::super::read(&zipped(parts), None).unwrap_err().to_string();
            assert_eq!(told, format!("Could not import: {expected}"));
        };
        check(&[("word/document.xml", b"<w:document/>")], "the Word document has no comments");
        let cut: [(&str, &[u8]); 2] =
            [("word/document.xml", b"<w:document><w:p></w:q>"), ("word/comments.xml", b"<w:comments/>")];
        check(&cut, "the text of the Word document is damaged or cut off");
    }
}
