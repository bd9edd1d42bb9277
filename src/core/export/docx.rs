//! The articles as a Word document with a comment at each claim, and change requests as tracked changes.
//!
//! A change request becomes tracked changes where it has a suggestion, the claim has one passage inside one block, and no other
//! tracked change stands on the same words: one for each stretch that differs, so that the words that stay are untouched. Its
//! wording is in the comment in any case. A passage that the newest draft has not stands under the article, with its comment.

use std::collections::BTreeMap;

use crate::model::{Block, BlockKind, Claim, Span};

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Lost, Passage, Text, listed_warning},
    told,
    tracked::{Replaced, replaced},
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
    Exported { bytes: wordml::document(lookup.project.title(), &body, &comments), warnings: listed_warning(&texts) }
}

fn article(lookup: &Lookup, text: &Text, body: &mut String, comments: &mut Vec<Comment>, revision: &mut usize) {
    let has_headline = text.version.blocks().first().is_some_and(|block| block.kind == BlockKind::Headline);
    if !has_headline {
        let title = text.article.display_title();
        body.push_str(&wordml::paragraph("Title", title, &wordml::run(title, "")));
    }
    if let Some(warning) = told::recognised_text(text.version) {
        body.push_str(&wordml::paragraph("Caption", &warning, &wordml::run(&warning, "")));
    }
    let events = events(lookup, text, comments, revision);
    let mut open = Vec::new();
    for (index, block) in text.version.blocks().iter().enumerate() {
        let speech = text.version.heading_of_speech(index);
        if !speech.is_empty() {
            body.push_str(&wordml::paragraph("Caption", &speech, &wordml::run(&speech, "")));
        }
        let words = text.version.block_text(block);
        let runs = runs(text, block, &events, &mut open);
        body.push_str(&wordml::paragraph(style(block), words, &runs));
    }
    lost(lookup, text, body, comments);
}

/// The passages that the newest draft has not: under the article, so that no claim is missing in what is handed on.
fn lost(lookup: &Lookup, text: &Text, body: &mut String, comments: &mut Vec<Comment>) {
    if text.lost.is_empty() {
        return;
    }
    body.push_str(&wordml::paragraph("Heading1", LOST, &wordml::run(LOST, "")));
    for Lost { claim, mark } in &text.lost {
        let (start, end) = comment_marks(comments.len());
        comments.push(comment(lookup, claim, *mark));
        let words = &claim.marks[*mark].anchor.quote;
        body.push_str(&wordml::paragraph("Quote", words, &format!("{start}{}{end}", wordml::run(words, ""))));
    }
}

/// Over the passages that the article has no longer.
const LOST: &str = "Claims whose words are not in the newest draft";

/// The marks in the text between which a comment is.
fn comment_marks(id: usize) -> (String, String) {
    let start = format!("<w:commentRangeStart w:id=\"{id}\"/>");
    let end = format!(
        "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:commentReference \
         w:id=\"{id}\"/></w:r>"
    );
    (start, end)
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
    /// A tracked change that begins here, under the comments that begin here.
    change: Option<Change>,
    /// Words that come in before the comments that end here.
    last: String,
}

/// A stretch that gives way to another.
struct Change {
    /// The byte at which the words that go end; where it begins when none go.
    end: usize,
    /// `w:id`, author and date of the deletion.
    deletion: String,
    /// The words that come, as they stand in the document.
    insertion: String,
}

fn events(lookup: &Lookup, text: &Text, comments: &mut Vec<Comment>, revision: &mut usize) -> BTreeMap<usize, Event> {
    let mut events: BTreeMap<usize, Event> = BTreeMap::new();
    let mut free_from = 0;
    for passage in &text.passages {
        let (start, end) = comment_marks(comments.len());
        comments.push(comment(lookup, passage.claim, passage.mark));
        let (from, to) = in_blocks(text, passage.span);
        events.entry(from).or_default().starts.push_str(&start);
        events.entry(to).or_default().ends.push_str(&end);
        if passage.span.start() < free_from {
            continue;
        }
        for (at, change) in changes(lookup, text, passage, revision) {
            free_from = passage.span.end();
            // The words are cut where they stay again.
            events.entry(change.end).or_default();
            let event = events.entry(at).or_default();
            if change.end == at && at == to {
                event.last = change.insertion;
            } else {
                event.change = Some(change);
            }
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

/// What a suggestion changes in a passage, each with the byte where it begins.
fn changes(lookup: &Lookup, text: &Text, passage: &Passage, revision: &mut usize) -> Vec<(usize, Change)> {
    let claim = passage.claim;
    let suggestion = claim.change.as_ref().map(|change| change.suggestion.as_str()).filter(|words| !words.is_empty());
    let block = text.version.block_at(passage.span.start()).and_then(|index| text.version.blocks().get(index));
    let is_whole = claim.marks.len() == 1 && block.is_some_and(|block| block.span.encloses(passage.span));
    let Some(suggestion) = suggestion.filter(|_| is_whole) else { return Vec::new() };
    let by = by(lookup, claim);
    let mut attributes = || {
        *revision += 1;
        let author = super::xml::attribute(&by.author);
        format!("w:id=\"{}\" w:author=\"{author}\"{}", 100_000 + *revision, wordml::date(&by.date))
    };
    let made = replaced(passage.quote, suggestion).into_iter().map(|Replaced { old, new }| {
        let [start, end] = [old.start, old.end].map(|byte| passage.span.start() + byte);
        let deletion = if old.is_empty() { String::new() } else { attributes() };
        let insertion = match &suggestion[new] {
            "" => String::new(),
            words => format!("<w:ins {}>{}</w:ins>", attributes(), wordml::run(words, "")),
        };
        (start, Change { end, deletion, insertion })
    });
    made.collect()
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

fn comment(lookup: &Lookup, claim: &Claim, mark: usize) -> Comment {
    let confidence = claim.confidence.as_ref().filter(|_| lookup.is_of_these_words(claim));
    let confidence = confidence.map(|confidence| format!(" · confidence: {}", confidence.degree.label()));
    let mut lines = vec![format!(
        "Claim {}: {}{} · {}",
        claim.number,
        lookup.heading(claim),
        confidence.unwrap_or_default(),
        claim.status.label()
    )];
    if mark > 0 {
        lines.push(format!("Passage {} of {}.", mark + 1, claim.marks.len()));
        return Comment { lines, ..by(lookup, claim) };
    }
    let named = |(name, words): (&str, String)| format!("{name}: {words}");
    lines.extend(claim.statement.as_ref().map(|statement| format!("As checked: {statement}")));
    lines.extend(told::remarks(lookup, claim).into_iter().map(named));
    if let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) {
        lines.extend(Some(&change.problem).filter(|p| !p.is_empty()).map(|problem| format!("Problem: {problem}")));
        lines.extend(Some(&change.suggestion).filter(|s| !s.is_empty()).map(|words| format!("Please print: {words}")));
    }
    for evidence in &claim.evidence {
        let url = lookup.source(&evidence.source).map_or("", |source| &source.url);
        let title = lookup.source_title(&evidence.source);
        let details = [url, &evidence.locator].into_iter().filter(|part| !part.is_empty() && *part != title);
        let captured = lookup.source(&evidence.source).and_then(|source| told::captured(source, Some(evidence)));
        let details = details.chain(captured.as_deref());
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
    lines.extend(told::second_check(lookup, claim).into_iter().map(named));
    lines.extend(claim.corrections.iter().map(|made| named(("Correction", told::correction(made)))));
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
        close(open, at, &mut out);
        out.push_str(&event.last);
        out.push_str(&event.ends);
        out.push_str(&event.starts);
        open.extend(&event.change);
        close(open, at, &mut out);
    }
    write_words(&words[at..block.span.end()], open.last().copied(), &mut out);
    out
}

/// Writes what comes in the place of words that have ended.
fn close(open: &mut Vec<&Change>, at: usize, out: &mut String) {
    if let Some(done) = open.pop_if(|change| change.end <= at) {
        out.push_str(&done.insertion);
    }
}

fn write_words(words: &str, change: Option<&Change>, out: &mut String) {
    if words.is_empty() {
        return;
    }
    match change {
        Some(change) => {
            let attributes = &change.deletion;
            out.push_str(&format!("<w:del {attributes}>{}</w:del>", wordml::deleted_run(words)));
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

    /// The words of the first claim's passage as they stand in the document when a suggestion is made: "[-gone-]", "{+come+}", comments
    /// as "(" and ")".
    fn tracked(suggestion: &str) -> String {
        let mut parts_of = tricky().parts().clone();
        let change = ChangeRequest { problem: "Wrong sign".into(), suggestion: suggestion.into() };
        Arc::make_mut(&mut parts_of.claims[4]).change = Some(change);
        let (document, _) = parts(&Project::from_parts(parts_of));
        let paragraph = document.split("<w:p>").find(|paragraph| paragraph.contains("w:id=\"4\"/>")).unwrap();
        let mut out = String::new();
        for tag in paragraph.split('<') {
            let (tag, words) = tag.split_once('>').unwrap_or((tag, ""));
            out.push_str(match tag.split([' ', '/']).next().unwrap_or_default() {
                "w:commentRangeStart" => "(",
                "w:commentRangeEnd" => ")",
                "w:del" => "[-",
                "w:ins" => "{+",
                "w:tab" => "\t",
                "" if tag == "/w:del" => "-]",
                "" if tag == "/w:ins" => "+}",
                _ => words,
            });
        }
        out
    }

    #[test]
    fn only_the_words_that_differ_are_tracked() {
        assert_eq!(tracked("two\tcells"), "(two\tcells)");
        assert_eq!(tracked("three\tcells"), "([-two-]{+three+}\tcells)");
        assert_eq!(tracked("two\tcells more"), "(two\tcells{+ more+})");
        assert_eq!(tracked("about two\tcells"), "({+about +}two\tcells)");
        assert_eq!(tracked("two"), "(two[-\tcells-])");
        assert_eq!(tracked("None"), "([-two\tcells-]{+None+})");
    }

    #[test]
    fn a_tracked_change_names_its_hand() {
        let mut parts_of = tricky().parts().clone();
        let change = ChangeRequest { problem: "Wrong sign".into(), suggestion: "=<3> cells".into() };
        Arc::make_mut(&mut parts_of.claims[0]).change = Some(change);
        let (document, _) = parts(&Project::from_parts(parts_of));
        let by = "w:author=\"Ann Lee\" w:date=\"2025-02-05T10:00:00Z\"";
        assert!(document.contains(&format!("<w:del w:id=\"100001\" {by}>")), "{document}");
        assert!(document.contains("&lt;3&gt;"), "{document}");
        assert_eq!(
            document.matches("<w:ins ").count(),
            document.matches(by).count() - document.matches("<w:del ").count()
        );
    }
}
