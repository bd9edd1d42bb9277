//! Web pages saved whole with everything in them (RFC 2557): the page itself goes the way of every web page, what it shows is not
//! looked at.

use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Draft, ImportError, Importer, Input, LeftOut, MetaField, encoding::Decoded, html, mail};

pub(super) const IMPORTER: Importer = Importer {
    id: "mhtml",
    name: "Saved web page",
    extensions: &["mhtml", "mht"],
    has_lines: false,
    sniff: |bytes| {
        let headers = mail::headers(bytes);
        mail::has(&headers, "content-type") && mail::is_saved_page(&headers)
    },
    open,
};

/// So many pages in the page are listed.
const MAX_FRAMES: usize = 50;

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let message = MessageParser::default().parse(input.bytes).ok_or(ImportError::Damaged("the saved page"))?;
    let root = message.root_part();
    let start = root.content_type().and_then(|kind| kind.attribute("start")).map(|id| id.trim_matches(['<', '>']));
    let is_page = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let named = message.parts.iter().filter(is_page).find(|part| start.is_some() && part.content_id() == start);
    let part = named.or_else(|| message.parts.iter().find(is_page)).ok_or(ImportError::NoText)?;
    let Decoded { text: page, warning, .. } =
        mail::text_of(&message, part).ok_or(ImportError::Damaged("the saved page"))?;
    let saved_from = message.header_raw("Snapshot-Content-Location").or_else(|| part.content_location());
    let saved_from = saved_from.map(str::trim).filter(|url| url.starts_with("http")).map(str::to_owned);
    let url = input.url.or(saved_from.as_deref());
    let page_input = Input { bytes: page.as_bytes(), url, encoding: Some("utf-8"), format: None, ..*input };
    let mut draft = (html::IMPORTER.open)(&page_input)?;
    draft.warnings.extend(warning);
    // Pages shown in the page are parts of their own.
    let others = message.parts.iter().filter(is_page).filter(|other| !std::ptr::eq(*other, part)).take(MAX_FRAMES);
    for Decoded { text, .. } in others.filter_map(|other| mail::text_of(&message, other)) {
        draft.blocks.extend(html::whole(&text).into_iter().map(|mut block| {
            block.drop(LeftOut::Embedded);
            block
        }));
    }
    (draft.format, draft.media_type, draft.encoding) = (IMPORTER.id, "multipart/related".into(), String::new());
    if draft.meta.url.is_empty()
        && let Some(url) = saved_from
    {
        draft.meta.url = url;
        draft.note(MetaField::Url, "where it was saved from");
    }
    Ok(draft)
}
