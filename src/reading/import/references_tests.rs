//! Two hundred documents with links, notes and comments, written here in four formats: each note and each link is held to the sentence in
//! which it was written.

use super::{Input, open, package::testing::zipped};
use crate::model::NoteKind;

/// So many texts, each in every format.
const TEXTS: usize = 50;

/// What a sentence has behind or in it.
#[derive(Clone, Copy, PartialEq)]
enum With {
    Nothing,
    Link,
    Footnote,
    Endnote,
    Comment,
}

/// A sentence: its words, and what stands in it at the words in its midst, which stand before and behind these as well.
struct Sentence {
    before: String,
    words: String,
    after: String,
    with: With,
    number: usize,
}

impl Sentence {
    fn note(&self) -> String {
        format!("Source {}: report of the office, p. {}.", self.number, self.number + 3)
    }

    fn url(&self) -> String {
        format!("https://source{}.example/a?b={}", self.number, self.number)
    }

    fn text(&self) -> String {
        format!("{}{}{}", self.before, self.words, self.after)
    }
}

/// Paragraphs of a document, different for each seed.
fn paragraphs(seed: usize) -> Vec<Vec<Sentence>> {
    let mut state = seed * 7919 + 17;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut number = seed * 100;
    let words = ["café", "the harbour wall", "4,000 boats", "Zoë’s report", "a “new” light", "32 per cent", "Łódź"];
    (0..2 + seed % 4)
        .map(|_| {
            (0..1 + next(4))
                .map(|_| {
                    number += 1;
                    let with = [With::Nothing, With::Link, With::Footnote, With::Endnote, With::Comment][next(5)];
                    let words = words[next(words.len())].to_owned();
                    let before = format!("In part {number} they said of {words} that ");
                    let after = [", which nobody had seen before.", " was lost in the storm of May."][next(2)];
                    Sentence { before, after: format!(" or {words}{after}"), words, with, number }
                })
                .collect()
        })
        .collect()
}

#[test]
fn every_note_stands_in_its_sentence() {
    let mut documents = 0;
    for seed in 0..TEXTS {
        let paragraphs = paragraphs(seed);
        for (name, bytes) in [
            ("a.docx", docx(&paragraphs)),
            ("a.odt", odt(&paragraphs)),
            ("a.html", html(&paragraphs)),
            ("a.md", markdown(&paragraphs)),
        ] {
            check(name, &bytes, &paragraphs);
            documents += 1;
        }
    }
    assert_eq!(documents, 200);
}

fn check(name: &str, bytes: &[u8], paragraphs: &[Vec<Sentence>]) {
    let draft = open(&Input { bytes, name, ..Input::default() }).unwrap();
    let has_comments = matches!(name, "a.docx" | "a.odt");
    for sentence in paragraphs.iter().flatten() {
        let text = sentence.text();
        let found = draft.blocks.iter().find(|block| block.keep && block.block.text.contains(&text));
        let block = &found.unwrap_or_else(|| panic!("{name}: {text} in {:#?}", draft.blocks)).block;
        let start = block.text.find(&text).unwrap();
        let inside = |span: crate::model::Span| start <= span.start() && span.end() <= start + text.len();
        match sentence.with {
            With::Nothing => assert!(!block.notes.iter().any(|note| inside(note.span)), "{name}: {text}"),
            With::Link => {
                let link = block.links.iter().find(|link| inside(link.span)).unwrap();
                let known = (link.span.of(&block.text), link.span.start() - start, link.url.as_str());
                assert_eq!(known, (sentence.words.as_str(), sentence.before.len(), sentence.url().as_str()));
            }
            With::Comment if !has_comments => {}
            with => {
                let note = block
                    .notes
                    .iter()
                    .find(|note| inside(note.span))
                    .unwrap_or_else(|| panic!("{name}: {text} {:?}", block.notes));
                assert_eq!(note.text, sentence.note(), "{name}");
                if with == With::Comment {
                    let known = (note.kind, note.span.of(&block.text), note.author.as_str(), note.date.as_str());
                    assert_eq!(known, (NoteKind::Comment, sentence.words.as_str(), "Ann Lee", "2025-03-04"), "{name}");
                    assert_eq!(note.span.start() - start, sentence.before.len(), "{name}");
                }
            }
        }
    }
    // None of their words is prose of the article.
    let prose = draft.blocks.iter().filter(|block| block.keep).any(|block| block.block.text.contains("Source "));
    assert!(!prose, "{name}: {:#?}", draft.blocks);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A Word document; the links of every second one are fields.
fn docx(paragraphs: &[Vec<Sentence>]) -> Vec<u8> {
    const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let run = |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text));
    let (mut body, mut footnotes, mut endnotes, mut comments, mut relations) = Default::default();
    let add = |to: &mut String, text: &str| to.push_str(text);
    for sentences in paragraphs {
        add(&mut body, "<w:p>");
        for sentence in sentences {
            let id = sentence.number;
            let note = format!("<w:p>{}</w:p>", run(&sentence.note()));
            add(&mut body, &run(&sentence.before));
            let words = run(&sentence.words);
            match sentence.with {
                With::Link if id % 2 == 0 => {
                    add(&mut body, &format!(r#"<w:hyperlink r:id="r{id}">{words}</w:hyperlink>"#));
                    add(
                        &mut relations,
                        &format!(
                            r#"<Relationship Id="r{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{}" TargetMode="External"/>"#,
                            escaped(&sentence.url())
                        ),
                    );
                }
                With::Link => add(
                    &mut body,
                    &format!(
                        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "{}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{words}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
                        escaped(&sentence.url())
                    ),
                ),
                With::Comment => {
                    add(
                        &mut body,
                        &format!(
                            r#"<w:commentRangeStart w:id="{id}"/>{words}<w:commentRangeEnd w:id="{id}"/><w:r><w:commentReference w:id="{id}"/></w:r>"#
                        ),
                    );
                    add(
                        &mut comments,
                        &format!(
                            r#"<w:comment w:id="{id}" w:author="Ann Lee" w:date="2025-03-04T10:00:00Z">{note}</w:comment>"#
                        ),
                    );
                }
                _ => add(&mut body, &words),
            }
            add(&mut body, &run(&sentence.after));
            match sentence.with {
                With::Footnote => {
                    add(&mut body, &format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#));
                    add(&mut footnotes, &format!(r#"<w:footnote w:id="{id}">{note}</w:footnote>"#));
                }
                With::Endnote => {
                    add(&mut body, &format!(r#"<w:r><w:endnoteReference w:id="{id}"/></w:r>"#));
                    add(&mut endnotes, &format!(r#"<w:endnote w:id="{id}">{note}</w:endnote>"#));
                }
                _ => {}
            }
            add(&mut body, &run(" "));
        }
        add(&mut body, "</w:p>");
    }
    let part = |name: &str, inside: &str| format!("<w:{name} {NAMES}>{inside}</w:{name}>");
    zipped(&[
        ("[Content_Types].xml", br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#.as_slice()),
        ("word/document.xml", part("document", &format!("<w:body>{body}</w:body>")).as_bytes()),
        ("word/footnotes.xml", part("footnotes", &footnotes).as_bytes()),
        ("word/endnotes.xml", part("endnotes", &endnotes).as_bytes()),
        ("word/comments.xml", part("comments", &comments).as_bytes()),
        ("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes()),
    ])
}

fn odt(paragraphs: &[Vec<Sentence>]) -> Vec<u8> {
    let mut body = String::new();
    for sentences in paragraphs {
        body.push_str("<text:p>");
        for sentence in sentences {
            let id = sentence.number;
            let (words, note) = (escaped(&sentence.words), format!("<text:p>{}</text:p>", escaped(&sentence.note())));
            body.push_str(&escaped(&sentence.before));
            body.push_str(&match sentence.with {
                With::Link => format!(r#"<text:a xlink:type="simple" xlink:href="{}"><text:span>{words}</text:span></text:a>"#, escaped(&sentence.url())),
                With::Comment => format!(
                    r#"<office:annotation office:name="{id}"><dc:creator>Ann Lee</dc:creator><dc:date>2025-03-04T10:00:00</dc:date>{note}</office:annotation>{words}<office:annotation-end office:name="{id}"/>"#
                ),
                _ => words,
            });
            body.push_str(&escaped(&sentence.after));
            let class = if sentence.with == With::Endnote { "endnote" } else { "footnote" };
            if matches!(sentence.with, With::Footnote | With::Endnote) {
                body.push_str(&format!(
                    r#"<text:note text:note-class="{class}"><text:note-citation>{id}</text:note-citation><text:note-body>{note}</text:note-body></text:note>"#
                ));
            }
            body.push(' ');
        }
        body.push_str("</text:p>");
    }
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()), ("content.xml", content.as_bytes())])
}

/// A page with its notes at the end; those of every second one are led to in another way.
fn html(paragraphs: &[Vec<Sentence>]) -> Vec<u8> {
    let (mut body, mut notes) = (String::new(), String::new());
    for sentences in paragraphs {
        body.push_str("<p>");
        for sentence in sentences {
            let id = sentence.number;
            body.push_str(&escaped(&sentence.before));
            match sentence.with {
                With::Link => body.push_str(&format!(
                    r#"<a href="{}">{}</a>"#,
                    escaped(&sentence.url()),
                    escaped(&sentence.words)
                )),
                _ => body.push_str(&escaped(&sentence.words)),
            }
            body.push_str(&escaped(&sentence.after));
            if matches!(sentence.with, With::Footnote | With::Endnote) {
                let sign = id % 100;
                body.push_str(&if id % 2 == 0 {
                    format!(r##"<sup id="r{id}"><a href="#fn{id}">{sign}</a></sup>"##)
                } else {
                    format!(r##"<a href="#fn{id}" id="r{id}" class="footnote-ref" role="doc-noteref"><sup>{sign}</sup></a>"##)
                });
                notes.push_str(&if id % 2 == 0 {
                    format!(r##"<p id="fn{id}"><sup>{sign}</sup> {}</p>"##, escaped(&sentence.note()))
                } else {
                    format!(
                        r##"<p><a href="#r{id}" id="fn{id}">{sign}</a> {} <a href="#r{id}">↩︎</a></p>"##,
                        escaped(&sentence.note())
                    )
                });
            }
            body.push(' ');
        }
        body.push_str("</p>\n");
    }
    format!("<!doctype html><html><head><meta charset=utf-8><title>T</title></head><body><article>{body}<hr>{notes}</article></body></html>").into_bytes()
}

fn markdown(paragraphs: &[Vec<Sentence>]) -> Vec<u8> {
    let (mut body, mut notes) = (String::new(), String::new());
    for sentences in paragraphs {
        for sentence in sentences {
            let id = sentence.number;
            body.push_str(&sentence.before);
            match sentence.with {
                With::Link if id % 2 == 0 => body.push_str(&format!("[{}]({})", sentence.words, sentence.url())),
                With::Link => {
                    body.push_str(&format!("[*{}*][l{id}]", sentence.words));
                    notes.push_str(&format!("[l{id}]: {}\n\n", sentence.url()));
                }
                _ => body.push_str(&sentence.words),
            }
            body.push_str(&sentence.after);
            if matches!(sentence.with, With::Footnote | With::Endnote) {
                body.push_str(&format!("[^{id}]"));
                notes.push_str(&format!("[^{id}]: {}\n\n", sentence.note()));
            }
            body.push(' ');
        }
        body.push_str("\n\n");
    }
    (body + &notes).into_bytes()
}
