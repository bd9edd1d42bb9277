//! The records of a WARC file (ISO 28500, versions 1.0 and 1.1), one after the other. What stands between two of them is passed over,
//! and so is what is left of one that is damaged.

use super::{
    fields::Fields,
    stream::{Gap, Stream},
};

/// A longer line is none of a record's head.
const MAX_LINE: usize = 64 << 10;

/// So many records are read.
pub const MAX_RECORDS: usize = 500_000;

/// A record of an archive.
pub struct Record {
    /// Its head.
    pub fields: Fields,
    /// What it holds, as far as it was asked for.
    pub block: Vec<u8>,
    /// Where it is found again.
    pub place: Place,
    /// Whether all of it is there that its head promises.
    pub is_whole: bool,
}

/// Where a record stands: where reading begins in the file, and how many records are passed over from there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Byte in the file.
    pub start: usize,
    /// Records to pass over.
    pub nth: usize,
}

/// The records of a file.
pub struct Records<'a> {
    /// Its bytes.
    pub stream: Stream<'a>,
    /// How much is kept of the block of each, in bytes.
    kept: usize,
    last: Option<Place>,
    count: usize,
}

impl<'a> Records<'a> {
    /// Reads records from a stream.
    pub fn new(stream: Stream<'a>, kept: usize) -> Self {
        Self { stream, kept, last: None, count: 0 }
    }

    /// The next record; `None` at the end.
    pub fn next(&mut self) -> Option<Record> {
        let (fields, start) = loop {
            let before = self.stream.place();
            match self.line() {
                Ok(Some(line)) if line.starts_with(b"WARC/") => {
                    let start = if self.stream.is_packed() { self.stream.place() } else { before };
                    if let Ok(fields) = self.fields() {
                        break (fields, start);
                    }
                }
                Ok(Some(_)) | Err(Gap) => {}
                Ok(None) => return None,
            }
        };
        self.count += 1;
        if self.count > MAX_RECORDS {
            self.stream.is_cut = true;
            return None;
        }
        let nth = self.last.filter(|last| last.start == start).map_or(0, |last| last.nth + 1);
        let place = Place { start, nth };
        self.last = Some(place);
        let length = fields.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let (block, is_whole) = self.block(length);
        Some(Record { fields, block, place, is_whole })
    }

    /// A line without its end; `None` at the end of the file. Of a longer one than any head has, a piece.
    fn line(&mut self) -> Result<Option<Vec<u8>>, Gap> {
        let mut line = Vec::new();
        loop {
            let bytes = self.stream.fill()?;
            if bytes.is_empty() {
                return Ok(Some(line).filter(|line| !line.is_empty()));
            }
            let end = memchr::memchr(b'\n', bytes);
            let count = end.unwrap_or(bytes.len()).min(MAX_LINE - line.len().min(MAX_LINE));
            line.extend_from_slice(&bytes[..count]);
            let is_end = end == Some(count);
            self.stream.consume(count + usize::from(is_end));
            if is_end || line.len() >= MAX_LINE {
                if line.ends_with(b"\r") {
                    line.pop();
                }
                return Ok(Some(line));
            }
        }
    }

    fn fields(&mut self) -> Result<Fields, Gap> {
        let mut fields = Fields::default();
        while let Some(line) = self.line()? {
            if line.is_empty() {
                break;
            }
            fields.take(&line);
        }
        Ok(fields)
    }

    /// What a record holds, and whether that is all of it.
    fn block(&mut self, length: u64) -> (Vec<u8>, bool) {
        let (mut block, mut left) = (Vec::new(), length);
        while left > 0 {
            let Ok(bytes) = self.stream.fill() else { return (block, false) };
            if bytes.is_empty() {
                return (block, false);
            }
            let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let room = self.kept.saturating_sub(block.len()).min(count);
            block.extend_from_slice(&bytes[..room]);
            self.stream.consume(count);
            left -= count as u64;
        }
        (block, true)
    }
}
