//! What saved pages (MHTML) and mails (EML) share: the headers of RFC 5322 and the parts of RFC 2045.

use encoding_rs::UTF_8;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::{
    Input,
    encoding::{self, Decoded},
};

/// Headers are looked for in so many bytes.
const MAX_HEADERS: usize = 64 << 10;

/// The headers with which the bytes begin, in lower case, folded lines joined. Empty when they do not begin with headers.
pub fn headers(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(MAX_HEADERS)];
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let text = String::from_utf8_lossy(start).replace("\r\n", "\n");
    let mut headers = String::new();
    for line in text.split('\n').take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            headers.push_str(line);
        } else if is_header(line) || headers.is_empty() && line.starts_with("From ") {
            headers.push('\n');
            headers.push_str(line);
        } else {
            return String::new();
        }
    }
    headers.to_ascii_lowercase()
}

fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Whether the headers have a field.
pub fn has(headers: &str, field: &str) -> bool {
    headers.contains(&format!("\n{field}:"))
}

/// Whether the headers are those of a saved page rather than of a mail.
pub fn is_saved_page(headers: &str) -> bool {
    let is_related = headers.contains("multipart/related") || headers.contains("\ncontent-type: text/html");
    let is_saved = has(headers, "snapshot-content-location")
        || headers.contains("\nfrom: <saved by ")
        || headers.contains("\nfrom: \"saved by ")
        || has(headers, "content-location")
        || has(headers, "x-maf");
    let is_sent = ["to", "received", "message-id"].iter().any(|field| has(headers, field));
    is_related && (is_saved || !is_sent)
}

/// The characters of a text part, as its bytes show, else in the charset that it names, else as its bytes suggest.
pub fn text_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Decoded> {
    let (PartType::Text(read) | PartType::Html(read)) = &part.body else { return None };
    let read = || Decoded { text: read.to_string(), encoding: UTF_8.name(), warning: None };
    let Some(bytes) = bytes_of(message, part) else { return Some(read()) };
    let named = part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_owned);
    let declared = named.or_else(|| super::html::declared_charset(&bytes));
    encoding::decode(&Input { bytes: &bytes, ..Input::default() }, declared.as_deref()).ok()
}

/// The bytes of a part, out of the way they were sent in.
fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => mail_parser::decoders::quoted_printable::quoted_printable_decode(raw),
        Encoding::Base64 => mail_parser::decoders::base64::base64_decode(raw),
    }
}
