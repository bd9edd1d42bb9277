//! What a web server answered (RFC 9112): its head, and its body out of the ways in which it was sent. Crawlers often keep the head as it
//! came and the body unpacked; what does not look packed is taken as it is.

use std::io::Read;

use flate2::{
    Status,
    bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder},
};

use super::fields::Fields;

/// A longer head is none.
const MAX_HEAD: usize = 256 << 10;

/// So many ways of packing lie one in the other.
const MAX_CODINGS: usize = 4;

/// An answer.
pub struct Answer<'a> {
    /// What became of the request: 200 where it was fulfilled.
    pub status: u16,
    /// The head.
    pub fields: Fields,
    packed: &'a [u8],
}

/// The body of an answer.
pub struct Body {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether all of it could be unpacked.
    pub is_whole: bool,
}

impl<'a> Answer<'a> {
    /// Reads the block of a record. `None` where it is no answer.
    pub fn of(block: &'a [u8]) -> Option<Self> {
        let (head, packed) = parted(block)?;
        let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let first = String::from_utf8_lossy(lines.next()?);
        let status = first.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
        let mut fields = Fields::default();
        lines.for_each(|line| fields.take(line));
        Some(Self { status, fields, packed })
    }

    /// What it holds without being an answer: a record of a thing itself.
    pub fn bare(block: &'a [u8], content_type: &str) -> Self {
        let mut fields = Fields::default();
        fields.take(format!("content-type: {content_type}").as_bytes());
        Self { status: 200, fields, packed: block }
    }

    /// The media type, in lower case, without parameters.
    pub fn media_type(&self) -> String {
        let named = self.fields.get("content-type").unwrap_or_default();
        named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The charset that the server named.
    pub fn charset(&self) -> Option<String> {
        let parameters = self.fields.get("content-type")?.split(';').skip(1);
        let mut named = parameters.filter_map(|parameter| parameter.split_once('='));
        let (_, name) = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
        Some(name.trim().trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
    }

    /// What was sent behind the head, as it was sent.
    pub fn sent(&self) -> &'a [u8] {
        self.packed
    }

    /// The same out of its chunks, where it was sent in such.
    pub fn without_chunks(&self) -> Option<Vec<u8>> {
        without_chunks(self.packed).map(|body| body.bytes)
    }

    /// The body, no more of it than `most` bytes.
    ///
    /// # Errors
    /// The way of packing that is not read.
    pub fn body(&self, most: usize) -> Result<Body, String> {
        let sent = |name| self.fields.all(name).flat_map(|value: &str| value.split(','));
        let mut body = Body { bytes: self.packed.to_vec(), is_whole: true };
        if sent("transfer-encoding").any(|way| way.trim().eq_ignore_ascii_case("chunked")) {
            body = without_chunks(&body.bytes).unwrap_or(body);
        }
        let codings: Vec<String> = sent("content-encoding").map(|way| way.trim().to_ascii_lowercase()).collect();
        for coding in codings.iter().rev().take(MAX_CODINGS) {
            let is_whole = body.is_whole;
            body = unpacked(body.bytes, coding, most)?;
            body.is_whole &= is_whole;
        }
        if body.bytes.len() > most {
            body.bytes.truncate(most);
            body.is_whole = false;
        }
        Ok(body)
    }
}

/// Head and body, which an empty line parts.
fn parted(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = &block[..block.len().min(MAX_HEAD)];
    let ends = memchr::memchr_iter(b'\n', start);
    for end in ends {
        let rest = &block[end + 1..];
        if let Some(body) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
            return Some((&block[..end], body));
        }
    }
    // A head alone.
    (block.len() <= MAX_HEAD).then_some((block, &[]))
}

/// A body out of its chunks (RFC 9112, 7.1). `None`: it has none.
fn without_chunks(body: &[u8]) -> Option<Body> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            return (!is_first).then_some(Body { bytes, is_whole: false });
        };
        is_first = false;
        if size == 0 {
            return Some(Body { bytes, is_whole: true });
        }
        let Some(chunk) = after.get(..size) else {
            bytes.extend_from_slice(after);
            return Some(Body { bytes, is_whole: false });
        };
        bytes.extend_from_slice(chunk);
        let after = &after[size..];
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    }
}

/// How long the next chunk is, and what follows.
fn chunk_size(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(1 << 10)])?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    Some((usize::from_str_radix(digits, 16).ok()?, &rest[end + 1..]))
}

/// A body out of one way of packing; as it is where it is not packed so.
fn unpacked(body: Vec<u8>, coding: &str, most: usize) -> Result<Body, String> {
    let as_it_is = |bytes| Ok(Body { bytes, is_whole: true });
    match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => Ok(read(MultiGzDecoder::new(&body[..]), most)),
        "deflate" if is_zlib(&body) => Ok(read(ZlibDecoder::new(&body[..]), most)),
        "deflate" if is_deflated(&body) => Ok(read(DeflateDecoder::new(&body[..]), most)),
        "br" => {
            let unpacked = read(brotli_decompressor::Decompressor::new(&body[..], 4096), most);
            // Brotli has no sign by which it is known: what is text as it stands was not packed.
            if unpacked.bytes.is_empty() && !body.is_empty() {
                return if is_text(&body) { as_it_is(body) } else { Err("Brotli, which is damaged here".to_owned()) };
            }
            Ok(unpacked)
        }
        "zstd" if body.starts_with(b"\x28\xB5\x2F\xFD") => Err("Zstandard".to_owned()),
        "compress" | "x-compress" if body.starts_with(b"\x1F\x9D") => Err("compress".to_owned()),
        _ => as_it_is(body),
    }
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Whether bytes are text as they stand.
fn is_text(body: &[u8]) -> bool {
    let start = &body[..body.len().min(4096)];
    !start.iter().any(|byte| *byte < b' ' && !b"\t\n\r\x0C".contains(byte))
}

/// Whether bytes are deflated: some of them can be unpacked, and they are no text.
fn is_deflated(body: &[u8]) -> bool {
    let mut out = [0; 64];
    let read = flate2::Decompress::new(false).decompress(body, &mut out, flate2::FlushDecompress::None);
    !is_text(body) && matches!(read, Ok(Status::Ok | Status::StreamEnd))
}

/// As much as can be read.
fn read(packed: impl Read, most: usize) -> Body {
    let mut bytes = Vec::new();
    let is_read = packed.take(most as u64 + 1).read_to_end(&mut bytes).is_ok();
    Body { bytes, is_whole: is_read }
}
