//! What an archive says of its own bytes: the checksums of a record (ISO 28500, 5.8 and 5.9) and those of the files of a package (WACZ 1.1.1,
//! 5.1). One that differs says that bytes were damaged or changed since; one that fits proves nothing, since whoever changes bytes
//! can write a checksum as well.

use std::collections::HashMap;

use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::{
    super::{Warning, package::Package},
    answer::Answer,
    is_segment,
    records::Record,
};

/// So many files of a description are looked at.
const MAX_FILES: usize = 10_000;

/// The part that says which checksum the description has.
const OF_DESCRIPTION: &str = "datapackage-digest.json";

/// Whether a checksum, as `sha1:` or `sha256:` with hexadecimal or base 32 digits, is that of one of these. `None`: of another kind, which
/// is not looked at.
fn fits<'a>(said: &str, candidates: impl IntoIterator<Item = &'a [u8]>) -> Option<bool> {
    let (kind, digits) = said.split_once(':')?;
    let digest: fn(&[u8]) -> Vec<u8> = match kind.trim().to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => |bytes| Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => |bytes| Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    let digits = digits.trim().trim_end_matches('=');
    let is_it = |bytes| {
        let digest = digest(bytes);
        [hexadecimal(&digest), base_32(&digest)].iter().any(|written| written.eq_ignore_ascii_case(digits))
    };
    Some(candidates.into_iter().any(is_it))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 4648, 6, without the signs that fill up the end.
fn base_32(bytes: &[u8]) -> String {
    let digit = |five: &[u8]| {
        let group = five.iter().fold(0_u64, |group, byte| group << 8 | u64::from(*byte)) << (8 * (5 - five.len()));
        let count = (five.len() * 8).div_ceil(5);
        (0..count)
            .map(move |at| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(group >> (35 - 5 * at) & 31) as usize]))
    };
    bytes.chunks(5).flat_map(digit).collect()
}

/// What is said of a page whose record has other checksums than its head says. Nothing where the record is not read whole.
pub fn warn_of_record(record: &Record, answer: &Answer<'_>, body: &[u8]) -> Option<Warning> {
    let length = record.fields.get("content-length").and_then(|length| length.parse::<usize>().ok());
    if !record.is_whole || length != Some(record.block.len()) {
        return None;
    }
    let block = record.fields.get("warc-block-digest").and_then(|said| fits(said, [record.block.as_slice()]));
    // Programs do not agree whether the payload is what was sent, what that was in without chunks, or what it unpacks to.
    let without_chunks = answer.without_chunks();
    let payload = [Some(answer.sent()), without_chunks.as_deref(), Some(body)];
    let payload = record
        .fields
        .get("warc-payload-digest")
        .filter(|_| !is_segment(record))
        .and_then(|said| fits(said, payload.into_iter().flatten()));
    let is_other = block == Some(false) || payload == Some(false);
    is_other.then(|| {
        Warning::new(
            "The page is not as it was captured: the checksum that the web archive has of it differs. It was damaged or changed since.",
        )
    })
}

/// The checksums that a package has of its files, by their names.
#[derive(Debug, Default)]
pub struct Checksums {
    files: HashMap<String, String>,
    /// The files that have another.
    others: Vec<String>,
}

/// What the description of a package says of its files.
#[derive(Default, Deserialize)]
struct Description {
    #[serde(default)]
    resources: Vec<File>,
}

#[derive(Default, Deserialize)]
struct File {
    #[serde(default)]
    path: String,
    #[serde(default)]
    hash: String,
}

impl Checksums {
    /// Reads the description, and holds it against its own checksum.
    pub fn of(package: &mut Package<'_>, description: &str) -> Self {
        let bytes = package.large_bytes(description).unwrap_or_default();
        let read: Description = serde_json::from_slice(&bytes).unwrap_or_default();
        let files = read.resources.into_iter().take(MAX_FILES).map(|File { path, hash }| (path, hash)).collect();
        let mut checksums = Self { files, others: Vec::new() };
        if package.has(OF_DESCRIPTION)
            && let Some(File { path, hash }) =
                package.text(OF_DESCRIPTION).and_then(|own| serde_json::from_str(&own).ok())
            && (path.is_empty() || path == description)
        {
            checksums.files.insert(description.to_owned(), hash);
            checksums.check(description, &bytes);
        }
        checksums
    }

    /// Holds a file that was read whole against its checksum.
    pub fn check(&mut self, name: &str, bytes: &[u8]) {
        let said = self.files.get(name);
        if said.and_then(|said| fits(said, [bytes])) == Some(false) {
            self.others.push(name.to_owned());
        }
    }

    /// A warning for each file that is another.
    pub fn warnings(self) -> impl Iterator<Item = Warning> {
        self.others.into_iter().map(|name| Warning {
            message: "A part of the web archive is not as it was packed: the checksum that the archive has of it differs. It was damaged or changed since.".into(),
            locator: Some(name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_read_in_hexadecimal_and_base_32() {
        // RFC 3174, 7.3; the same digest in base 32.
        for said in [
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "SHA-1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====",
        ] {
            assert_eq!(fits(said, [b"abc".as_slice()]), Some(true), "{said}");
            assert_eq!(fits(said, [b"abd".as_slice()]), Some(false), "{said}");
            assert_eq!(fits(said, [b"".as_slice(), b"abc"]), Some(true), "{said}");
        }
        assert_eq!(fits("md5:900150983cd24fb0d6963f7d28e17f72", [b"abd".as_slice()]), None);
        assert_eq!(fits("sha1:A", [b"abc".as_slice()]), Some(false));
    }

    #[test]
    fn base_32_is_that_of_the_standard() {
        let all = [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")];
        all.iter().for_each(|(words, written)| assert_eq!(base_32(words.as_bytes()), *written));
    }
}
