//! A Word document (Office Open XML, transitional): the parts that every document of ours needs, and the words in it.
//!
//! The package names no author, no company and no path: `docProps` says only the title and that Claimdesk wrote it.

use std::fmt::Write;

use super::{xml, zipped::zipped};

/// The namespace of all that is in a document.
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A comment in the margin.
pub(super) struct Comment {
    pub author: String,
    pub initials: String,
    /// RFC 3339, or empty.
    pub date: String,
    /// Each a line of its own.
    pub lines: Vec<String>,
}

/// Packs a document: its title, the paragraphs as WordprocessingML, its comments in the order of their ids from 0.
pub(super) fn document(title: &str, body: &str, comments: &[Comment]) -> Vec<u8> {
    let document = format!(
        "{XML}<w:document {W}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" \
         w:bottom=\"1418\" w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    let core = format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>Claimdesk</dc:creator>\
         </cp:coreProperties>",
        xml::text(title)
    );
    let files = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles()),
        ("word/comments.xml", comments_part(comments)),
    ];
    zipped(&files.map(|(name, text)| (name.to_owned(), text.into_bytes())))
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
    ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
    ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override \
    PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    <Override PartName=\"/word/comments.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/><Override \
    PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
    Target=\"docProps/core.xml\"/></Relationships>";

const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship \
    Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" \
    Target=\"comments.xml\"/></Relationships>";

/// Each style: id, name, style after it, paragraph and run properties.
const STYLES: &[(&str, &str, &str)] = &[
    ("Title", "<w:spacing w:after=\"120\"/>", "<w:b/><w:sz w:val=\"40\"/>"),
    ("Subtitle", "<w:spacing w:after=\"240\"/>", "<w:sz w:val=\"26\"/>"),
    (
        "Heading1",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"30\"/>",
    ),
    (
        "Heading2",
        "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"26\"/>",
    ),
    ("Heading3", "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>", "<w:b/>"),
    ("ListParagraph", "<w:ind w:left=\"425\"/>", ""),
    ("Quote", "<w:ind w:left=\"567\" w:right=\"567\"/>", "<w:i/>"),
    ("Caption", "", "<w:sz w:val=\"19\"/>"),
    ("Code", "", "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\"/>"),
    ("Footnote", "", "<w:sz w:val=\"19\"/>"),
    ("CommentText", "", "<w:sz w:val=\"20\"/>"),
];

fn styles() -> String {
    let mut out = format!(
        "{XML}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Georgia\" w:hAnsi=\"Georgia\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"22\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"160\" w:line=\"300\" w:lineRule=\"auto\"/>\
         </w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name \
         w:val=\"Normal\"/></w:style>"
    );
    for (id, paragraph, run) in STYLES {
        let name = match *id {
            "Heading1" => "heading 1",
            "Heading2" => "heading 2",
            "Heading3" => "heading 3",
            "ListParagraph" => "List Paragraph",
            "Caption" => "caption",
            "CommentText" => "annotation text",
            other => other,
        };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:pPr>{paragraph}\
             </w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    out + "<w:style w:type=\"character\" w:styleId=\"CommentReference\"><w:name w:val=\"annotation reference\"/><w:rPr><w:sz \
           w:val=\"16\"/></w:rPr></w:style></w:styles>"
}

fn comments_part(comments: &[Comment]) -> String {
    let mut out = format!("{XML}<w:comments {W}>");
    for (id, comment) in comments.iter().enumerate() {
        let _ = write!(
            out,
            "<w:comment w:id=\"{id}\" w:author=\"{}\" w:initials=\"{}\"{}>",
            xml::attribute(&comment.author),
            xml::attribute(&comment.initials),
            date(&comment.date)
        );
        for line in &comment.lines {
            let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"CommentText\"/></w:pPr>{}</w:p>", run(line, ""));
        }
        out.push_str("</w:comment>");
    }
    out + "</w:comments>"
}

/// A date as an attribute; nothing where it is not known. Word reads whole seconds.
pub(super) fn date(timestamp: &str) -> String {
    let Some(second) = timestamp.get(..19) else { return String::new() };
    format!(" w:date=\"{second}Z\"")
}

/// A paragraph in a style, around runs. One that reads from right to left is set so.
pub(super) fn paragraph(style: &str, words: &str, runs: &str) -> String {
    let direction = if is_right_to_left(words) { "<w:bidi/>" } else { "" };
    let style = if style.is_empty() { String::new() } else { format!("<w:pStyle w:val=\"{style}\"/>") };
    format!("<w:p><w:pPr>{style}{direction}</w:pPr>{runs}</w:p>")
}

/// A run of words, with run properties. Tabs and line ends become Word's own.
pub(super) fn run(words: &str, properties: &str) -> String {
    run_of(words, properties, "t")
}

/// A run of words that a tracked change takes out.
pub(super) fn deleted_run(words: &str) -> String {
    run_of(words, "", "delText")
}

fn run_of(words: &str, properties: &str, element: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let mut out = format!("<w:r>{properties}");
    let mut rest = words;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
        if end > 0 {
            let _ = write!(out, "<w:{element} xml:space=\"preserve\">{}</w:{element}>", xml::text(&rest[..end]));
        }
        let Some(char) = rest[end..].chars().next() else { break };
        out.push_str(if char == '\t' { "<w:tab/>" } else { "<w:br/>" });
        let len = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[end + len..];
    }
    out + "</w:r>"
}

/// Whether the first letter that has a direction is Hebrew, Arabic or of another script from right to left.
pub(super) fn is_right_to_left(words: &str) -> bool {
    let is_rtl = |char: char| matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    words.chars().find(|char| char.is_alphabetic()).is_some_and(is_rtl)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_line_ends_are_words_own() {
        let expected = "<w:r><w:t xml:space=\"preserve\"> a&lt;</w:t><w:tab/><w:t xml:space=\"preserve\">b</w:t><w:br/><w:br/></w:r>";
        assert_eq!(run(" a<\tb\r\n\n", ""), expected);
        assert_eq!(run("", ""), "");
    }

    #[test]
    fn direction_is_that_of_the_first_letter() {
        assert!(is_right_to_left("“שלום” hello") && is_right_to_left("1. مرحبا"));
        assert!(!is_right_to_left("hello שלום") && !is_right_to_left("123"));
    }
}
