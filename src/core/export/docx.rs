//! The articles as a Word document with a comment at each claim, and change requests as tracked changes.
//!
//! A change request becomes a tracked change where it has a suggestion, the claim has one passage inside one block, and no other
//! tracked change stands on the same words; its wording is in the comment in any case.

use std::collections::BTreeMap;

use crate::model::{Block, BlockKind, Claim, Span};

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Passage, Text, lost_warning},
    wordml::{self, Comment},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "docx",
    name: "Word document with comments",
    about: "For writers and editors: the article with a comment at each claim, and the wording asked for as tracked changes.",
    family: Family::People,
    leaves_out: "older drafts, the sources’ details, the log of the check.",
    extension: "docx",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let (mut body, mut comments) = (String::new(), Vec::new());
    let mut revision = 0;
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            body.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        }
        article(lookup, text, &mut body, &mut comments, &mut revision);
    }
    Exported { bytes: wordml::document(lookup.project.title(), &body, &comments), warnings: lost_warning(&texts) }
}

fn article(lookup: &Lookup, text: &Text, body: &mut String, comments: &mut Vec<Comment>, revision: &mut usize) {
    let has_headline = text.version.blocks().first().is_some_and(|block| block.kind == BlockKind::Headline);
    if !has_headline {
        let title = text.article.display_title();
        body.push_str(&wordml::paragraph("Title", title, &wordml::run(title, "")));
    }
    let events = events(lookup, text, comments, revision);
    let mut open = Vec::new();
    for block in text.version.blocks() {
        let words = text.version.block_text(block);
        let runs = runs(text, block, &events, &mut open);
        body.push_str(&wordml::paragraph(style(block), words, &runs));
    }
}

fn style(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Headline => "Title",
        BlockKind::Standfirst => "Subtitle",
        BlockKind::Heading => match block.level {
            0..=2 => "Heading1",
            3 => "Heading2",
            _ => "Heading3",
        },
        BlockKind::ListItem => "ListParagraph",
        BlockKind::Quote => "Quote",
        BlockKind::Caption => "Caption",
        BlockKind::Footnote => "Footnote",
        BlockKind::Code => "Code",
        BlockKind::Paragraph | BlockKind::Table => "",
    }
}

/// What begins and ends at a byte of the text.
#[derive(Default)]
struct Event {
    /// Marks of comments that begin here.
    starts: String,
    /// Marks of comments that end here.
    ends: String,
    /// A tracked change whose words begin here.
    change: Option<Change>,
}

struct Change {
    span: Span,
    /// `w:id`, author and date of the deletion and of the insertion.
    attributes: [String; 2],
    suggestion: String,
}

fn events(lookup: &Lookup, text: &Text, comments: &mut Vec<Comment>, revision: &mut usize) -> BTreeMap<usize, Event> {
    let mut events: BTreeMap<usize, Event> = BTreeMap::new();
    let mut free_from = 0;
    for passage in &text.passages {
        let id = comments.len();
        comments.push(comment(lookup, passage));
        let start = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        let end = format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:commentReference \
             w:id=\"{id}\"/></w:r>"
        );
        let (from, to) = in_blocks(text, passage.span);
        events.entry(from).or_default().starts.push_str(&start);
        events.entry(to).or_default().ends.push_str(&end);
        if passage.span.start() < free_from {
            continue;
        }
        if let Some(change) = change(lookup, text, passage, revision) {
            free_from = passage.span.end();
            events.entry(passage.span.start()).or_default().change = Some(change);
        }
    }
    events
}

/// The ends of a span, brought out of the gaps between blocks, where no run stands.
fn in_blocks(text: &Text, span: Span) -> (usize, usize) {
    let blocks = text.version.blocks();
    let next = blocks.partition_point(|block| block.span.end() <= span.start());
    let start = blocks.get(next).map_or(span.start(), |block| block.span.start().max(span.start()));
    let last = text.version.block_at(span.end()).and_then(|index| blocks.get(index));
    let end = last.map_or(span.end(), |block| block.span.end().min(span.end()));
    (start.min(end), end)
}

fn change(lookup: &Lookup, text: &Text, passage: &Passage, revision: &mut usize) -> Option<Change> {
    let claim = passage.claim;
    let suggestion = claim.change.as_ref().map(|change| change.suggestion.clone()).filter(|words| !words.is_empty())?;
    let block = text.version.blocks().get(text.version.block_at(passage.span.start())?)?;
    if claim.marks.len() > 1 || !block.span.encloses(passage.span) {
        return None;
    }
    let by = by(lookup, claim);
    let mut attributes = || {
        *revision += 1;
        format!(
            "w:id=\"{}\" w:author=\"{}\"{}",
            100_000 + *revision,
            super::xml::attribute(&by.author),
            wordml::date(&by.date)
        )
    };
    Some(Change { span: passage.span, attributes: [attributes(), attributes()], suggestion })
}

/// Who speaks, in a comment without words yet.
fn by(lookup: &Lookup, claim: &Claim) -> Comment {
    let (reviewer, signature) = lookup.hand(claim);
    let name = reviewer.map_or("", |reviewer| {
        [&reviewer.name, &reviewer.initials].into_iter().find(|n| !n.is_empty()).map_or("", |n| n)
    });
    Comment {
        author: if name.is_empty() { "Claimdesk".to_owned() } else { name.to_owned() },
        initials: reviewer
            .map(|reviewer| reviewer.initials.clone())
            .filter(|i| !i.is_empty())
            .unwrap_or_else(|| "CD".to_owned()),
        date: signature.map(|signature| signature.at.to_string()).unwrap_or_default(),
        lines: Vec::new(),
    }
}

fn comment(lookup: &Lookup, passage: &Passage) -> Comment {
    let claim = passage.claim;
    let verdict = lookup.verdict_label(claim);
    let verdict = if verdict.is_empty() { "No verdict yet" } else { &verdict };
    let confidence =
        claim.confidence.as_ref().map(|confidence| format!(" · confidence: {}", confidence.degree.label()));
    let mut lines = vec![format!(
        "Claim {}: {verdict}{} · {}",
        passage.number,
        confidence.unwrap_or_default(),
        claim.status.label()
    )];
    if passage.mark > 0 {
        lines.push(format!("Passage {} of {}.", passage.mark + 1, claim.marks.len()));
        return Comment { lines, ..by(lookup, claim) };
    }
    lines.extend(claim.statement.as_ref().map(|statement| format!("As checked: {statement}")));
    if let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) {
        lines.extend(Some(&change.problem).filter(|p| !p.is_empty()).map(|problem| format!("Problem: {problem}")));
        lines.extend(Some(&change.suggestion).filter(|s| !s.is_empty()).map(|words| format!("Please print: {words}")));
    }
    for evidence in &claim.evidence {
        let url = lookup.source(&evidence.source).map_or("", |source| &source.url);
        let title = lookup.source_title(&evidence.source);
        let details = [url, &evidence.locator].into_iter().filter(|part| !part.is_empty() && *part != title);
        let details: String = details.map(|part| format!(", {part}")).collect();
        lines.push(format!("{}: {title}{details}", evidence.stance.label()));
    }
    lines.extend(
        claim
            .queries
            .iter()
            .filter(|query| query.is_open() && !query.question.is_empty())
            .map(|query| format!("Query: {}", query.question)),
    );
    Comment { lines, ..by(lookup, claim) }
}

/// The runs of a block: its words cut where something begins or ends. `open` is the tracked change that is being written.
fn runs<'e>(text: &Text, block: &Block, events: &'e BTreeMap<usize, Event>, open: &mut Vec<&'e Change>) -> String {
    let words = text.version.text();
    let (mut out, mut at) = (String::new(), block.span.start());
    // A passage that ends at this block's start ended with the block before; one in the gap between is seen there too.
    for (byte, event) in events.range(block.span.start()..=block.span.end()) {
        write_words(&words[at..*byte], open.last().copied(), &mut out);
        at = *byte;
        if let Some(done) = open.pop_if(|change| change.span.end() <= at) {
            let suggestion = wordml::run(&done.suggestion, "");
            out.push_str(&format!("<w:ins {}>{suggestion}</w:ins>", done.attributes[1]));
        }
        out.push_str(&event.ends);
        out.push_str(&event.starts);
        open.extend(&event.change);
    }
    write_words(&words[at..block.span.end()], open.last().copied(), &mut out);
    out
}

fn write_words(words: &str, change: Option<&Change>, out: &mut String) {
    if words.is_empty() {
        return;
    }
    match change {
        Some(change) => {
            let id = &change.attributes[0];
            out.push_str(&format!("<w:del {id}>{}</w:del>", wordml::deleted_run(words)));
        }
        None => out.push_str(&wordml::run(words, "")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        super::{testing::tricky, zipped::unzipped},
        *,
    };
    use crate::model::{ChangeRequest, Project};

    fn parts(project: &Project) -> (String, String) {
        let files = unzipped(&export(&Lookup::new(project), &Options::default()).bytes);
        let part = |name: &str| String::from_utf8(files.iter().find(|(n, _)| n == name).unwrap().1.clone()).unwrap();
        (part("word/document.xml"), part("word/comments.xml"))
    }

    #[test]
    fn each_claim_has_a_comment_with_its_hand() {
        let project = tricky();
        let (document, comments) = parts(&project);
        for id in 0..project.claims().len() {
            for mark in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
                assert_eq!(document.matches(&format!("<w:{mark} w:id=\"{id}\"/>")).count(), 1, "{mark} {id}");
            }
        }
        assert!(
            comments.contains(
                "<w:comment w:id=\"0\" w:author=\"Ann Lee\" w:initials=\"AL\" w:date=\"2025-02-05T10:00:00Z\">"
            )
        );
        assert!(comments.contains("Claim 1: Confirmed · confidence: High · Checked"));
    }

    #[test]
    fn a_suggestion_is_a_tracked_change() {
        let mut parts_of = tricky().parts().clone();
        let change = ChangeRequest { problem: "Wrong sign".into(), suggestion: "49 <30>".into() };
        Arc::make_mut(&mut parts_of.claims[1]).change = Some(change);
        let (document, _) = parts(&Project::from_parts(parts_of));
        let expected = "<w:commentRangeStart w:id=\"1\"/><w:del w:id=\"100001\" w:author=\"Claimdesk\"><w:r><w:delText xml:space=\"preserve\">+49 30\
                        </w:delText></w:r></w:del><w:ins w:id=\"100002\" w:author=\"Claimdesk\"><w:r><w:t xml:space=\"preserve\">49 &lt;30&gt;</w:t>\
                        </w:r></w:ins><w:commentRangeEnd w:id=\"1\"/>";
        assert!(document.contains(expected), "{document}");
    }
}
