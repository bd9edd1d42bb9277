//! Looks through a PDF before it is read: what unpacks without bounds is blanked in a copy, so that no small file fills
//! the memory. Pictures are blanked as well, since nobody looks at them here.
//!
//! This works on the bytes and knows nothing of the document. A stream in a locked PDF cannot be measured.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;

/// The most that one stream may unpack to, in bytes.
const MAX_STREAM: usize = 48 << 20;
/// The most that all streams may unpack to, in bytes.
const MAX_TOTAL: usize = 384 << 20;
/// How far before its data the description of a stream is looked for.
const MAX_DICT: usize = 4096;
/// Run lengths grow a stream at most so many times (a pair of bytes to 128), as LZW does a short one.
const RUN_LENGTH_GROWS: usize = 64;
/// LZW grows a stream of more bytes than this …
const LZW_SHORT: usize = 4096;
/// … so many times, on average, where it is one long run of a byte.
const LZW_GROWS: usize = 1400;
/// The longest name of a packing, in bytes.
const FILTER_NAME: usize = 20;
/// More packings than anybody needs only serve to hide.
const MOST_PACKINGS: usize = 4;

/// A PDF whose streams have known bounds.
#[derive(Debug)]
pub struct Guarded {
    /// The file, with some streams blanked.
    pub bytes: Vec<u8>,
    /// How many streams were blanked because they unpack to too much.
    pub bombs: usize,
    /// The most that one stream unpacks to, in bytes.
    pub largest: usize,
}

/// Blanks what is too large to be unpacked, and every picture.
pub fn guarded(bytes: &[u8]) -> Guarded {
    bounded(bytes, Pictures::Blanked)
}

/// Blanks what is too large to be unpacked. Pictures stay as they are: only those that are drawn are unpacked, and what they take is
/// bounded by the memory of the process.
pub fn guarded_with_pictures(bytes: &[u8]) -> Guarded {
    bounded(bytes, Pictures::Kept)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pictures {
    Blanked,
    Kept,
}

fn bounded(bytes: &[u8], pictures: Pictures) -> Guarded {
    let mut out = Guarded { bytes: bytes.to_vec(), bombs: 0, largest: 0 };
    let mut total = 0;
    for stream in streams(bytes) {
        let data = &bytes[stream.start..stream.end];
        if is_picture(stream.dict) {
            if pictures == Pictures::Blanked {
                blank(&mut out.bytes[stream.start..stream.end]);
            }
            continue;
        }
        let size = unpacked(data, stream.dict, MAX_STREAM.min(MAX_TOTAL - total));
        match size {
            Some(size) => {
                total += size;
                out.largest = out.largest.max(size);
            }
            None => {
                blank(&mut out.bytes[stream.start..stream.end]);
                out.bombs += 1;
            }
        }
    }
    out
}

struct Stream<'a> {
    dict: &'a [u8],
    start: usize,
    end: usize,
}

/// The streams of a file, by the words around them.
fn streams(bytes: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    let finder = memmem::Finder::new(b"stream");
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let word = at + finder.find(&bytes[at..])?;
            at = word + 6;
            if bytes[..word].ends_with(b"end") {
                continue;
            }
            let start = match bytes.get(at..at + 2) {
                Some(b"\r\n") => at + 2,
                Some([b'\n' | b'\r', _]) => at + 1,
                _ => continue,
            };
            let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |length| start + length);
            let before = &bytes[word.saturating_sub(MAX_DICT)..word];
            let dict = memmem::rfind(before, b" obj").map_or(before, |from| &before[from..]);
            // The next word is looked for inside the data too: where a stream really ends, only its length says.
            return Some(Stream { dict, start, end });
        }
    })
}

fn is_picture(dict: &[u8]) -> bool {
    value_of(dict, b"/Subtype").is_some_and(|value| value.starts_with(b"/Image"))
}

/// What follows a key, without the space between.
fn value_of<'a>(dict: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let after = &dict[memmem::find(dict, key)? + key.len()..];
    Some(after.trim_ascii_start())
}

/// How much a stream unpacks to; nothing when that is more than `limit`.
fn unpacked(data: &[u8], dict: &[u8], limit: usize) -> Option<usize> {
    let mut size = data.len();
    let packings = packings(dict);
    let mut unpacked: Option<Vec<u8>> = None;
    for at in 0..packings.len() {
        let is_last = at + 1 == packings.len();
        let input = unpacked.as_deref().unwrap_or(data);
        match packings[at] {
            Packing::Deflate => {
                let inner = inflate(input, limit, !is_last)?;
                size = inner.size;
                unpacked = inner.kept;
            }
            Packing::RunLength => size = size.saturating_mul(RUN_LENGTH_GROWS),
            Packing::Lzw => size = size.saturating_mul(if size > LZW_SHORT { LZW_GROWS } else { RUN_LENGTH_GROWS }),
            Packing::Other => {}
        }
        if size > limit {
            return None;
        }
    }
    Some(size)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Deflate,
    Lzw,
    RunLength,
    Other,
}

/// The packings of a stream, in the order in which they are undone. Without a description all that could be is assumed.
fn packings(dict: &[u8]) -> Vec<Packing> {
    // An escaped name hides what it is.
    let filters = value_of(dict, b"/Filter").or_else(|| value_of(dict, b"/F "));
    let Some(filters) = filters.filter(|_| !dict.contains(&b'#')) else { return vec![Packing::Deflate] };
    let list = match filters.strip_prefix(b"[") {
        Some(rest) => &rest[..memchr::memchr(b']', rest).unwrap_or(rest.len())],
        None => &filters[..filters.len().min(FILTER_NAME)],
    };
    if !filters.starts_with(b"[") && !filters.starts_with(b"/") {
        return vec![Packing::Deflate];
    }
    let names = list.split(|&byte| byte == b'/').skip(1);
    let names = names.map(|name| match name.trim_ascii_end() {
        name if name.starts_with(b"Fl") => Packing::Deflate,
        name if name.starts_with(b"LZW") => Packing::Lzw,
        name if name.starts_with(b"R") => Packing::RunLength,
        _ => Packing::Other,
    });
    let names: Vec<_> = if filters.starts_with(b"[") { names.collect() } else { names.take(1).collect() };
    if names.len() > MOST_PACKINGS { vec![Packing::Lzw; 2 * MOST_PACKINGS] } else { names }
}

struct Inflated {
    size: usize,
    kept: Option<Vec<u8>>,
}

/// Unpacks a stream up to a limit, as the reader will: with a header, or else without.
fn inflate(data: &[u8], limit: usize, keeps: bool) -> Option<Inflated> {
    let with_header = measure(ZlibDecoder::new(data), limit, keeps)?;
    if with_header.size > 0 {
        return Some(with_header);
    }
    measure(DeflateDecoder::new(data), limit, keeps)
}

fn measure(mut reader: impl Read, limit: usize, keeps: bool) -> Option<Inflated> {
    let mut buffer = [0; 16 << 10];
    let mut out = Inflated { size: 0, kept: keeps.then(Vec::new) };
    loop {
        // Damage ends a stream; what came before it counts.
        let Ok(count @ 1..) = reader.read(&mut buffer) else { return Some(out) };
        out.size += count;
        if out.size > limit {
            return None;
        }
        if let Some(kept) = &mut out.kept {
            kept.extend_from_slice(&buffer[..count]);
        }
    }
}

/// Spaces unpack to nothing, whatever they are taken for.
fn blank(data: &mut [u8]) {
    data.fill(b' ');
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(dict: &str, data: &[u8]) -> Vec<u8> {
        [format!("1 0 obj\n<<{dict}>>\nstream\n").as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    fn bombs(dict: &str, data: &[u8]) -> usize {
        guarded(&file(dict, data)).bombs
    }

    #[test]
    fn leaves_what_is_of_usual_size() {
        let text = packed(&b"(words) Tj ".repeat(1000));
        let whole = file("/Filter /FlateDecode", &text);
        let guarded = guarded(&whole);
        assert_eq!((guarded.bombs, guarded.bytes == whole), (0, true));
    }

    #[test]
    fn blanks_a_stream_that_unpacks_to_more_than_anybody_wrote() {
        let bomb = packed(&vec![b' '; MAX_STREAM + 1]);
        assert!(bomb.len() < 100_000);
        assert_eq!(bombs("/Filter /FlateDecode", &bomb), 1);
        assert_eq!(bombs("/Filter[/FlateDecode]", &bomb), 1);
        assert_eq!(bombs("/Filter /Fl#61teDecode", &bomb), 1);
        assert_eq!(bombs("/Filter 9 0 R", &bomb), 1);
        assert_eq!(bombs("", &bomb), 1);
        assert_eq!(bombs("/Filter [/FlateDecode /FlateDecode]", &packed(&bomb)), 1);
    }

    #[test]
    fn blanks_pictures_without_a_word() {
        let whole = file("/Type /XObject /Subtype /Image /Filter /FlateDecode", b"picture");
        let guarded = guarded(&whole);
        assert_eq!(guarded.bombs, 0);
        assert!(!guarded.bytes.windows(7).any(|part| part == b"picture"));
    }

    #[test]
    fn many_streams_share_one_bound() {
        let part = file("/Filter /FlateDecode", &packed(&vec![b' '; 40 << 20]));
        assert!(guarded(&part.repeat(12)).bombs >= 2);
    }
}
