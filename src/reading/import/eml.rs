//! Mails (RFC 5322): subject, sender and date from the headers, the body as it was meant to be read. Attachments are named, not
//! opened.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MetaField, Warning,
    encoding::Decoded,
    flowed::{self, Line},
    html, mail, plain_text,
};
use crate::model::BlockKind;

pub(super) const IMPORTER: Importer =
    Importer { id: "eml", name: "Mail", extensions: &["eml"], has_lines: false, sniff, open };

const FOUND_IN: &str = "mail header";

/// A signature has no more lines, its sign among them.
const MAX_SIGNATURE: usize = 15;

/// A body in more pieces is read so far.
const MAX_BODIES: usize = 50;

/// So many parts that were not opened are named.
const MAX_NAMES: usize = 20;

fn sniff(bytes: &[u8]) -> bool {
    let headers = mail::headers(bytes);
    let has = |field| mail::has(&headers, field);
    let is_mail =
        ["received", "message-id", "mime-version", "return-path", "delivered-to", "x-mailer"].into_iter().any(has);
    has("from") && (has("date") || has("subject")) && (is_mail || has("to") && has("date"))
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let message = MessageParser::default().parse(input.bytes).ok_or(ImportError::Damaged("the mail"))?;
    let mut draft = Draft { format: IMPORTER.id, media_type: "message/rfc822".into(), ..Draft::default() };
    read_headers(&message, &mut draft);
    let read = read_body(&message, input, &mut draft);
    warn_of_unopened(&message, &read, &mut draft);
    if !draft.blocks.is_empty() && !draft.meta.title.is_empty() {
        draft.blocks.insert(0, DraftBlock::kept(BlockKind::Headline, draft.meta.title.clone()));
    }
    Ok(draft)
}

fn read_headers(message: &Message<'_>, draft: &mut Draft) {
    if let Some(subject) = message.subject().map(str::trim).filter(|subject| !subject.is_empty()) {
        draft.meta.title = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        draft.note(MetaField::Title, FOUND_IN);
    }
    let from = message.from().into_iter().flat_map(|from| from.iter());
    let names = from.filter_map(|address| address.name().or(address.address()));
    draft.meta.authors = names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if !draft.meta.authors.is_empty() {
        draft.note(MetaField::Authors, FOUND_IN);
    }
    // The day on which it was sent, where it was sent.
    if let Some(date) = message.date().filter(|date| date.year > 1970 && date.is_valid()) {
        draft.meta.published = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        draft.note(MetaField::Published, FOUND_IN);
    }
    if let Some(language) = message.root_part().content_language().as_text() {
        super::word_processing::set_language(draft, language, FOUND_IN);
    }
}

/// The formatted body where there is one, since it has headings and lists; else the plain one. Returns the parts that were read.
fn read_body(message: &Message<'_>, input: &Input<'_>, draft: &mut Draft) -> Vec<u32> {
    let mut read = read_parts(message, &message.html_body, input, draft);
    if !draft.blocks.iter().any(|block| block.keep) {
        draft.blocks.clear();
        let of_text = |id: &&u32| message.part(**id).is_some_and(|part| matches!(part.body, PartType::Text(_)));
        let plain: Vec<u32> = message.text_body.iter().filter(of_text).copied().collect();
        read.extend(read_parts(message, &plain, input, draft));
    }
    read
}

fn read_parts(message: &Message<'_>, ids: &[u32], input: &Input<'_>, draft: &mut Draft) -> Vec<u32> {
    let mut read = Vec::new();
    for (at, id) in ids.iter().enumerate().take(MAX_BODIES) {
        input.steps.tell(at, ids.len());
        let Some(part) = message.part(*id) else { continue };
        let Some(words) = words_of(message, part, draft) else { continue };
        match part.body {
            PartType::Html(_) => draft.blocks.extend(html::whole(&words)),
            _ => plain_blocks(lines_of(&words, part), input, draft),
        }
        read.push(*id);
    }
    read
}

fn words_of(message: &Message<'_>, part: &MessagePart<'_>, draft: &mut Draft) -> Option<String> {
    let Decoded { text, warning, .. } = mail::text_of(message, part)?;
    draft.warnings.extend(warning.filter(|warning| !draft.warnings.contains(warning)));
    Some(text)
}

fn lines_of(words: &str, part: &MessagePart<'_>) -> Vec<Line> {
    let kind = part.content_type();
    let has = |name, value: &str| {
        kind.and_then(|kind| kind.attribute(name)).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    };
    if has("format", "flowed") { flowed::flowed(words, has("delsp", "yes")) } else { flowed::fixed(words) }
}

/// Plain text, parted where earlier mails are quoted with `>`. What follows the line `-- ` is a signature.
fn plain_blocks(lines: Vec<Line>, input: &Input<'_>, draft: &mut Draft) {
    // Mail programs may have taken the space away.
    let is_sign = |at: &usize| lines[*at].text.trim_end() == "--" && lines.len() - at <= MAX_SIGNATURE;
    let (body, signature) = lines.split_at((0..lines.len()).find(is_sign).unwrap_or(lines.len()));
    let text = |lines: &[Line]| lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    for run in body.chunk_by(|a, b| (a.depth > 0) == (b.depth > 0)) {
        let kind = if run[0].depth > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
        add_plain(&text(run), kind, None, input, draft);
    }
    let signature = text(signature.get(1..).unwrap_or_default());
    add_plain(&signature, BlockKind::Paragraph, Some(LeftOut::MailSignature), input, draft);
}

fn add_plain(words: &str, kind: BlockKind, why: Option<LeftOut>, input: &Input<'_>, draft: &mut Draft) {
    let plain = Input { bytes: words.as_bytes(), encoding: Some("utf-8"), format: None, ..*input };
    let Ok(read) = (plain_text::IMPORTER.open)(&plain) else { return };
    draft.joined_lines |= read.joined_lines;
    for warning in read.warnings {
        if !draft.warnings.contains(&warning) {
            draft.warnings.push(warning);
        }
    }
    draft.blocks.extend(read.blocks.into_iter().map(|mut block| {
        block.block.kind = kind;
        if let Some(why) = why {
            block.drop(why);
        }
        block
    }));
}

/// Names every part of which nothing was read.
fn warn_of_unopened(message: &Message<'_>, read: &[u32], draft: &mut Draft) {
    let is_body = |id: u32| message.html_body.contains(&id) || message.text_body.contains(&id);
    let parts = (0u32..).zip(&message.parts).filter(|(id, part)| {
        // A text that was sent in two forms is read in one.
        let is_other_form = is_body(*id) && part.is_text() && !draft.blocks.is_empty();
        !part.is_multipart() && !read.contains(id) && !is_other_form
    });
    let mut names: Vec<String> = parts.map(|(_, part)| named(part)).collect();
    let more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    if !names.is_empty() {
        draft.warnings.push(Warning::new(format!(
            "The mail has attachments that were not opened: {}. Save those that matter and open them by themselves.",
            names.join(", ")
        )));
    }
}

/// A part as it is called, else what it is.
fn named(part: &MessagePart<'_>) -> String {
    if let PartType::Message(message) = &part.body {
        return format!("the mail “{}”", message.subject().unwrap_or("without subject"));
    }
    if let Some(name) = part.attachment_name() {
        return name.to_owned();
    }
    let kind = part.content_type().map(|kind| match kind.subtype() {
        Some(sub) => format!("{}/{sub}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    kind.map_or_else(|| "a part without a name".to_owned(), |kind| format!("a part without a name ({kind})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_is_not_read_is_named() {
        let part = |kind: &str, body: &str| format!("--b\r\nContent-Type: {kind}\r\n\r\n{body}\r\n");
        let mail = format!(
            "From: a@example.org\r\nTo: b@example.org\r\nSubject: Bridge\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}{}{}{}--b--\r\n",
            part("text/plain", "The bridge is closed."),
            part("application/pdf", "%PDF"),
            part("image/png", "x"),
            part("text/plain; name=\"log.txt\"\r\nContent-Disposition: attachment", "\u{0}\u{1}\u{2}"),
        );
        let draft = open(&Input { bytes: mail.as_bytes(), ..Input::default() }).unwrap();
        let said = draft.warnings.iter().map(|warning| warning.message.as_str()).collect::<Vec<_>>().join("\n");
        for name in ["application/pdf", "image/png", "log.txt"] {
            assert!(said.contains(name), "{name}: {said}");
        }
    }
}
