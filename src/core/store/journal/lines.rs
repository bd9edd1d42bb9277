//! Records as lines, and lines as records.
//!
//! A line is the length of its JSON in hexadecimal, the first 64 bits of its SHA-256, and the JSON. A long text in an edit that
//! differs little from one that was written whole before is written as that difference, with the hash of what it starts from:
//! a key into a long note costs a hundred bytes, and playing back is exact. Each difference starts from a whole text, never
//! from another difference, so that a damaged line costs itself alone.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{super::sha256, Journal, Record};

/// From how many bytes on a text is long.
const LONG: usize = 512;

/// How many bytes a difference may put between what stays at the start and at the end.
const MAX_MIDDLE: usize = 4096;

/// How many long texts are kept to start from, on both sides the same.
const KEPT_TEXTS: usize = 32;

/// How many bytes they may have together. The newest is kept whatever its size.
const KEPT_BYTES: usize = 32 << 20;

/// What stands before the JSON: length, blank, checksum, blank.
const HEAD: usize = 26;

/// Writes records as lines of one journal, in order.
#[derive(Debug, Default)]
pub struct Encoder {
    texts: Texts,
}

/// A record whose long texts are written as differences.
#[derive(Serialize, Deserialize)]
struct Short {
    /// The record, with an empty text in the place of each.
    record: Value,
    texts: Vec<Difference>,
}

/// The line of a [`Short`], told apart from a record by its name.
#[derive(Serialize, Deserialize)]
enum ShortLine {
    Short(Short),
}

/// A text as what differs from another.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Difference {
    /// Where it stands in the record, as a JSON pointer (RFC 6901).
    at: String,
    /// By what the other is known.
    base: String,
    /// How many bytes of its start are the same.
    prefix: usize,
    /// How many bytes of its end are the same.
    suffix: usize,
    /// What stands between.
    words: String,
}

/// The long texts that were written whole lately.
#[derive(Debug, Default)]
struct Texts {
    list: VecDeque<Text>,
    bytes: usize,
}

#[derive(Debug)]
struct Text {
    /// Of what it is the text, for the side that writes.
    path: String,
    hash: String,
    text: String,
}

impl Texts {
    fn push(&mut self, path: String, text: String) {
        self.bytes += text.len();
        self.list.push_back(Text { path, hash: hash(&text), text });
        while self.list.len() > KEPT_TEXTS || self.bytes > KEPT_BYTES && self.list.len() > 1 {
            self.bytes -= self.list.pop_front().map_or(0, |text| text.text.len());
        }
    }

    fn of(&self, path: &str) -> Option<&Text> {
        self.list.iter().rev().find(|text| text.path == path)
    }

    fn with_hash(&self, hash: &str) -> Option<&Text> {
        self.list.iter().rev().find(|text| text.hash == hash)
    }
}

fn hash(text: &str) -> String {
    sha256(text.as_bytes())[..32].to_owned()
}

impl Encoder {
    /// A record as its line.
    ///
    /// # Panics
    /// Never: JSON can hold every record.
    pub fn line(&mut self, record: &Record) -> Vec<u8> {
        let json = serde_json::to_string(record).expect("JSON holds every record");
        match record {
            Record::Edit { edit, .. } if json.len() > LONG => {
                let of = edit.typing_key().unwrap_or_else(|| edit.label().to_owned());
                line_of(&self.shorten(&json, &of).unwrap_or(json))
            }
            _ => line_of(&json),
        }
    }

    /// The JSON with differences in it; `None`: no text has one. Texts that stay whole are kept to start from.
    fn shorten(&mut self, json: &str, of: &str) -> Option<String> {
        let mut record: Value = serde_json::from_str(json).ok()?;
        let (mut texts, mut whole) = (Vec::new(), Vec::new());
        each_long_text(&mut record, &mut String::new(), &mut |at, text| {
            let path = format!("{of}{at}");
            let base = self.texts.of(&path);
            match base.and_then(|base| Difference::between(base, text, at)) {
                Some(difference) => {
                    texts.push(difference);
                    text.clear();
                }
                None => whole.push((path, text.clone())),
            }
        });
        whole.into_iter().for_each(|(path, text)| self.texts.push(path, text));
        let short = ShortLine::Short(Short { record, texts });
        let ShortLine::Short(Short { texts, .. }) = &short;
        if texts.is_empty() { None } else { serde_json::to_string(&short).ok() }
    }
}

impl Difference {
    /// `None`: the whole text is as good.
    fn between(base: &Text, text: &str, at: &str) -> Option<Self> {
        let (old, new) = (base.text.as_bytes(), text.as_bytes());
        let mut prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        while !text.is_char_boundary(prefix) || !base.text.is_char_boundary(prefix) {
            prefix -= 1;
        }
        let rest = old.len().min(new.len()) - prefix;
        let mut suffix = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        while !text.is_char_boundary(new.len() - suffix) || !base.text.is_char_boundary(old.len() - suffix) {
            suffix -= 1;
        }
        let words = &text[prefix..new.len() - suffix];
        let is_short = words.len() <= MAX_MIDDLE && words.len() <= new.len() / 2;
        let at = at.to_owned();
        is_short.then(|| Self { at, base: base.hash.clone(), prefix, suffix, words: words.to_owned() })
    }

    /// The text; `None`: what it starts from is not there.
    fn text(&self, texts: &Texts) -> Option<String> {
        let base = &texts.with_hash(&self.base)?.text;
        let start = base.get(..self.prefix)?;
        let end = base.get(base.len().checked_sub(self.suffix)?..)?;
        let is_whole = self.prefix.checked_add(self.suffix)? <= base.len();
        is_whole.then(|| [start, &self.words, end].concat())
    }
}

/// Calls `each` with the place and the text of every long text.
fn each_long_text(value: &mut Value, at: &mut String, each: &mut dyn FnMut(&str, &mut String)) {
    let len = at.len();
    match value {
        Value::String(text) if text.len() >= LONG => each(at, text),
        Value::Array(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                at.push_str(&format!("/{index}"));
                each_long_text(value, at, each);
                at.truncate(len);
            }
        }
        Value::Object(values) => {
            for (name, value) in values.iter_mut() {
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                each_long_text(value, at, each);
                at.truncate(len);
            }
        }
        _ => {}
    }
}

/// A record as its line, without regard to what was written before.
pub fn encode(record: &Record) -> Vec<u8> {
    Encoder::default().line(record)
}

fn line_of(json: &str) -> Vec<u8> {
    format!("{:08x} {} {json}\n", json.len(), checksum(json)).into_bytes()
}

fn checksum(json: &str) -> String {
    sha256(json.as_bytes())[..16].to_owned()
}

/// Reads the records of a journal. A damaged line is passed over, and a tail that was cut is left out; a record of a newer
/// program ends it.
pub fn decode(bytes: &[u8]) -> Journal {
    let mut journal = Journal::default();
    let mut texts = Texts::default();
    let mut at = 0;
    while at < bytes.len() {
        let Some((json, len)) = line(&bytes[at..]) else {
            match next_line(bytes, at) {
                Some(next) => {
                    journal.damaged += 1;
                    at = next;
                    continue;
                }
                None => {
                    // What has no end was being written when the program ended; what has one was whole once.
                    journal.damaged += usize::from(bytes[at..].contains(&b'\n'));
                    break;
                }
            }
        };
        match read(json, &mut texts) {
            Read::Record(record) => {
                journal.records.push(*record);
                if journal.damaged == 0 {
                    journal.valid_len = (at + len) as u64;
                }
            }
            Read::NoBase => journal.damaged += 1,
            Read::Foreign => {
                journal.is_foreign = true;
                break;
            }
        }
        at += len;
    }
    journal
}

enum Read {
    Record(Box<Record>),
    /// What a difference starts from was damaged.
    NoBase,
    /// A newer program wrote it.
    Foreign,
}

fn read(json: &str, texts: &mut Texts) -> Read {
    let record = if json.starts_with("{\"Short\":") {
        let Ok(ShortLine::Short(Short { mut record, texts: differences })) = serde_json::from_str(json) else {
            return Read::Foreign;
        };
        for difference in &differences {
            match (record.pointer_mut(&difference.at), difference.text(texts)) {
                (Some(slot), Some(text)) => *slot = Value::String(text),
                _ => return Read::NoBase,
            }
        }
        remember(&mut record.clone(), &differences, texts);
        // As text, which is read by the code that is there for the other lines; a value would need all of it once more.
        serde_json::from_str(&record.to_string())
    } else {
        let record = serde_json::from_str(json);
        if let (Ok(Record::Edit { .. }), true) = (&record, json.len() > LONG)
            && let Ok(mut value) = serde_json::from_str(json)
        {
            remember(&mut value, &[], texts);
        }
        record
    };
    record.map_or(Read::Foreign, |record| Read::Record(Box::new(record)))
}

/// Keeps the texts that were written whole.
fn remember(record: &mut Value, differences: &[Difference], texts: &mut Texts) {
    each_long_text(record, &mut String::new(), &mut |at, text| {
        if !differences.iter().any(|difference| difference.at == at) {
            texts.push(String::new(), text.clone());
        }
    });
}

/// The JSON of the first line and the line's length, if it is whole. Its last byte is believed unseen: the sum holds the rest.
fn line(bytes: &[u8]) -> Option<(&str, usize)> {
    let head = std::str::from_utf8(bytes.get(..HEAD)?).ok()?;
    let len = usize::from_str_radix(head.get(..8)?, 16).ok()?;
    let json = bytes.get(HEAD..HEAD.checked_add(len)?)?;
    bytes.get(HEAD + len)?;
    let json = std::str::from_utf8(json).ok()?;
    (head.get(9..25)? == checksum(json)).then_some((json, HEAD + 1 + len))
}

/// Where the next whole line begins behind a damaged one: after the end of a line, or after zeros.
fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    let may_begin = |next: &usize| {
        matches!(bytes[next - 1], b'\n' | 0)
            && bytes.get(next + 8) == Some(&b' ')
            && bytes.get(next + 25) == Some(&b' ')
    };
    (at + 1..bytes.len()).filter(may_begin).find(|next| line(&bytes[*next..]).is_some())
}
