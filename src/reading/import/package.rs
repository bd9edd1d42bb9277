//! Documents that are ZIP archives. Parts are read into memory by name, within bounds; no name is ever a path on the disk.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::{
    ImportError, Warning,
    xml::{Piece, Xml},
};

/// An archive with more entries is refused: no document has as many.
const MAX_ENTRIES: usize = 10_000;

/// The most that is inflated of one part.
const MAX_PART: u64 = 64 << 20;

/// The most that is inflated of all parts together.
const MAX_TOTAL: u64 = 128 << 20;

/// The most that is inflated of one large part, such as a sheet of a workbook.
const MAX_LARGE: u64 = 256 << 20;

/// The most that is inflated of all large parts together.
const MAX_LARGE_TOTAL: u64 = 768 << 20;

/// A part that grows by more than this while it is inflated is a bomb; small parts may.
const MAX_RATIO: u64 = 200;

/// Up to this size a part may grow as it likes.
const SMALL: u64 = 4 << 20;

/// How a ZIP archive begins.
const SIGN: &[u8] = b"PK\x03\x04";

/// How each entry of an archive's directory begins.
const ENTRY_SIGN: &[u8] = b"PK\x01\x02";

/// A part, or an address, that a part of an Office document refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name in the part.
    pub id: String,
    /// What it is: the last word of the relation's type.
    pub kind: String,
    /// The part's name, or the address.
    pub target: String,
    /// Whether it is an address.
    pub is_external: bool,
}

/// A document in parts.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The folder that everything stands in, with its slash, where somebody packed the folder and not what is in it.
    root: String,
    left: u64,
    /// The same for large parts.
    left_large: u64,
    /// Whether a part is locked with a password.
    pub is_locked: bool,
    /// What could not be read as it should.
    pub warnings: Vec<Warning>,
}

/// Whether the bytes are an archive of which `is_it` says, by its `mimetype` part, wherever and however that is packed, or by the
/// names in it, that it is the format. In a cut-off archive, which has no directory any more, names are looked for wherever they
/// stand.
pub fn sniff(bytes: &[u8], media_type: &str, name: &str) -> bool {
    if !bytes.starts_with(SIGN) {
        return false;
    }
    // The part that names the format comes first and uncompressed in most: 30 bytes of header, its name, its content.
    let is_stored = bytes.get(8..10) == Some(&[0, 0]);
    if is_stored && bytes.get(30..38) == Some(b"mimetype") && bytes.get(28..30) == Some(&[0, 0]) {
        let said = String::from_utf8_lossy(&bytes[38..bytes.len().min(38 + 120)]);
        return said.starts_with(media_type);
    }
    let Ok(mut package) = Package::open(bytes) else {
        return bytes.windows(name.len()).take(MAX_PART as usize).any(|window| window == name.as_bytes());
    };
    match package.text("mimetype") {
        Some(said) => said.trim().starts_with(media_type),
        None => package.index(name).is_some(),
    }
}

/// Whether the bytes are an archive whose first part is locked with a password.
pub fn is_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGN) && bytes.get(6).is_some_and(|flags| flags & 1 == 1)
}

/// The content types that an Office document names, if the bytes are one.
pub fn content_types(bytes: &[u8]) -> Option<String> {
    bytes.starts_with(SIGN).then(|| Package::open(bytes).ok())??.text("[Content_Types].xml")
}

/// Whether the bytes are an OpenDocument file that is one XML text rather than an archive, and its root says that it is the format.
pub fn is_flat(bytes: &[u8], media_type: &str) -> bool {
    const START: usize = 8192;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    if !bytes.starts_with(b"<") {
        return false;
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START)]);
    start.contains("<office:document") && start.contains(&format!("office:mimetype=\"{media_type}\""))
}

fn open_archive(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ImportError> {
    // The directory is read as a whole; its size is known only from what it says itself.
    if signs(bytes, ENTRY_SIGN).nth(MAX_ENTRIES).is_some() {
        return Err(ImportError::NotText("an archive with more parts than any document has"));
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Damaged("the file"))
}

/// Parts by which a document is known; where they stand is its root.
const MARKS: [&str; 5] =
    ["[Content_Types].xml", "mimetype", "META-INF/container.xml", "content.xml", "datapackage.json"];

/// The one folder that all parts of a document stand in. What systems add beside it does not count.
fn common_folder(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let mut names = archive.file_names().flatten().filter(|name| {
        let is_added = name.starts_with("__MACOSX/") || name.ends_with(".DS_Store");
        !is_added
    });
    let first = names.next()?;
    let folder = &first[..=first.find('/')?];
    let is_root = MARKS.iter().any(|mark| archive.index_for_name(&format!("{folder}{mark}")).is_some());
    (is_root && names.all(|name| name.starts_with(folder))).then(|| folder.to_owned())
}

fn signs<'a>(bytes: &'a [u8], sign: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = sign[0];
    let starts = bytes.iter().enumerate().filter(move |(_, byte)| **byte == first).map(|(at, _)| at);
    starts.filter(move |&at| bytes[at..].starts_with(sign))
}

impl<'a> Package<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// [`ImportError::Damaged`] without a directory, [`ImportError::NotText`] with one too large.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let archive = open_archive(bytes)?;
        let root = common_folder(&archive).unwrap_or_default();
        Ok(Self { archive, root, left: MAX_TOTAL, left_large: MAX_LARGE_TOTAL, is_locked: false, warnings: Vec::new() })
    }

    /// The names of the parts that begin and end so, sorted.
    pub fn names(&self, start: &str, end: &str) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let inside = names.filter_map(|name| name.strip_prefix(self.root.as_str()).map(str::to_owned));
        let mut names: Vec<String> = inside.filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
        names.sort();
        names
    }

    /// The entry of a part, in whatever case and with whatever slashes its name is written.
    fn index(&self, name: &str) -> Option<usize> {
        let whole = format!("{}{name}", self.root);
        self.archive.index_for_name(&whole).or_else(|| {
            let same = |found: &str| found.replace('\\', "/").trim_start_matches("./").eq_ignore_ascii_case(&whole);
            let names = (0..self.archive.len()).map(|at| (at, self.archive.name_for_index(at)));
            names.filter_map(|(at, found)| Some((at, found?.ok()?))).find(|(_, found)| same(found)).map(|(at, _)| at)
        })
    }

    /// The characters of a part. `None`: there is none of this name, or nothing of it can be read. What is cut off or too
    /// large is noted in [`Self::warnings`] and read as far as it goes.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        super::xml::decode(&bytes).ok()
    }

    /// The same of a part that may be large, such as a sheet of a workbook.
    pub fn large_text(&mut self, name: &str) -> Option<String> {
        let bytes = self.large_bytes(name)?;
        String::from_utf8(bytes).or_else(|error| super::xml::decode(error.as_bytes())).ok()
    }

    /// The bytes of a part that may be large.
    pub fn large_bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let limit = MAX_LARGE.min(self.left_large);
        let bytes = self.bytes_within(name, |_| limit)?;
        self.left_large -= bytes.len() as u64;
        Some(bytes)
    }

    /// What all parts come to when they are inflated, as far as `most`; for a reader that inflates them by itself.
    pub fn measure(&mut self, most: u64) -> u64 {
        let mut total = 0;
        for index in 0..self.archive.len() {
            let Ok(part) = self.archive.by_index(index) else { continue };
            total += std::io::copy(&mut part.take(most + 1 - total), &mut std::io::sink()).unwrap_or_default();
            if total > most {
                break;
            }
        }
        total
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// What a part (or the package, under no name) refers to.
    pub fn relations(&mut self, of: &str) -> Vec<Relation> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let Some(text) = self.text(&resolve("", &format!("{folder}/_rels/{name}.rels"))) else { return Vec::new() };
        let mut xml = Xml::new(&text, &[]);
        let mut relations = Vec::new();
        while let Some(piece) = xml.next() {
            let Piece::Start(tag) = piece else { continue };
            let attr = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
            let is_external = tag.attr("TargetMode") == Some("External");
            if let Some(target) = tag.attr("Target") {
                let target = if is_external { target.to_owned() } else { resolve(of, target) };
                let kind = attr("Type").rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id: attr("Id"), kind, target, is_external });
            }
        }
        relations
    }

    fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let left = self.left;
        let limit = |packed: u64| packed.saturating_mul(MAX_RATIO).clamp(SMALL, MAX_PART).min(left);
        let bytes = self.bytes_within(name, limit)?;
        self.left -= bytes.len() as u64;
        Some(bytes)
    }

    /// A part, as far as its limit, which is told by its size as it is packed.
    fn bytes_within(&mut self, name: &str, limit: impl Fn(u64) -> u64) -> Option<Vec<u8>> {
        let index = self.index(name)?;
        let why = self.archive.by_index(index).err();
        self.is_locked |= matches!(why, Some(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)));
        let Ok(mut part) = self.archive.by_index(index) else {
            self.warn("A part of the document could not be read: it is locked or damaged.", name);
            return None;
        };
        let limit = limit(part.compressed_size());
        let mut bytes = Vec::new();
        let read = part.by_ref().take(limit).read_to_end(&mut bytes);
        let is_cut = read.is_ok() && bytes.len() as u64 == limit && part.read(&mut [0]).is_ok_and(|more| more > 0);
        drop(part);
        if read.is_err() {
            self.warn("A part of the document is damaged; it was read as far as possible.", name);
        } else if is_cut {
            self.warn(
                "A part of the document is larger than any document should be; the rest of it was left out.",
                name,
            );
        }
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Why the document has no text: it is locked, or damaged.
    pub fn why_unread(&self, what: &'static str) -> ImportError {
        if self.is_locked { ImportError::Locked(what) } else { ImportError::Damaged(what) }
    }

    fn warn(&mut self, message: &str, name: &str) {
        self.warnings.push(Warning { message: message.to_owned(), locator: Some(format!("{name} in the file")) });
    }
}

/// A name of a part, as another part refers to it: relative to that part's folder, without fragment, percent signs decoded.
pub fn resolve(base: &str, reference: &str) -> String {
    let path = reference.split(['#', '?']).next().unwrap_or_default();
    let path = percent_decoded(path);
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match path.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex.filter(|_| byte == b'%') {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
pub mod testing {
    //! Archives made in memory.

    use std::io::{Cursor, Write};

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    /// An archive of these parts. The first is stored if it is called `mimetype`.
    pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::{testing::zipped, *};

    #[test]
    fn names_are_resolved_inside_the_archive() {
        let check = |base, reference, expected: &str| assert_eq!(resolve(base, reference), expected);
        check("OEBPS/content.opf", "text/ch%201.xhtml#note", "OEBPS/text/ch 1.xhtml");
        check("OEBPS/text/a.xhtml", "../b.xhtml", "OEBPS/b.xhtml");
        check("content.opf", "../../../etc/passwd", "etc/passwd");
        check("OEBPS/content.opf", "/a%2", "a%2");
    }

    #[test]
    fn a_part_that_grows_without_end_is_cut() {
        let bytes = zipped(&[("bomb.xml", &vec![b' '; 40 << 20]), ("small.xml", b"<a/>")]);
        assert!(bytes.len() < 100_000);
        let mut package = Package::open(&bytes).unwrap();
        assert!(package.bytes("bomb.xml").unwrap().len() < 10 << 20);
        assert!(package.warnings[0].message.contains("larger"), "{:?}", package.warnings);
        assert_eq!(package.text("small.xml").as_deref(), Some("<a/>"));
        assert_eq!(package.text("none.xml"), None);
    }

    #[test]
    fn all_parts_together_are_bounded() {
        // Little is gained by squeezing this, so the ratio does not catch it.
        let part: Vec<u8> = (0..20u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x1f).collect();
        let bytes = zipped(&[("a", part.as_slice())]);
        let mut package = Package::open(&bytes).unwrap();
        let read: usize = (0..10).filter_map(|_| package.bytes("a")).map(|part| part.len()).sum();
        assert_eq!(read as u64, MAX_TOTAL);
    }

    #[test]
    fn an_archive_is_known_however_it_was_packed() {
        let (kind, container) = ("application/epub+zip", "META-INF/container.xml");
        let check =
            |parts: &[(&str, &[u8])], is_it| assert_eq!(sniff(&zipped(parts), kind, container), is_it, "{parts:?}");
        check(&[("META-INF/container.xml", b"<a/>"), ("mimetype", b"application/epub+zip\n")], true);
        check(&[("book/META-INF/container.xml", b"<a/>"), ("book/a.xhtml", b"<p/>"), ("__MACOSX/x", b"")], true);
        check(&[("meta-inf\\Container.xml", b"<a/>"), ("a", b"")], true);
        check(&[("META-INF/container.xml", b"<a/>"), ("mimetype", b"application/vnd.oasis.opendocument.text")], false);
        check(&[("one/a", b""), ("two/b", b"")], false);
        let bytes = zipped(&[("book/content.xml", b"<a/>"), ("book/b/c.xml", b"<c/>")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.names("b/", ".xml"), ["b/c.xml"]);
        assert_eq!(package.text("B/c.xml").as_deref(), Some("<c/>"));
    }

    #[test]
    fn a_cut_archive_is_damaged_and_still_known_by_its_names() {
        let bytes = zipped(&[("word/document.xml", b"<w:document/>")]);
        assert!(sniff(&bytes, "-", "word/document.xml"));
        let cut = &bytes[..60];
        assert!(sniff(cut, "-", "word/document.xml"));
        assert_eq!(Package::open(cut).err(), Some(ImportError::Damaged("the file")));
        let media_type = zipped(&[("mimetype", b"application/epub+zip")]);
        assert!(sniff(&media_type, "application/epub+zip", "-"));
    }

    #[test]
    fn an_archive_of_countless_parts_is_refused() {
        let names: Vec<String> = (0..=MAX_ENTRIES).map(|at| format!("{at}")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert!(matches!(Package::open(&zipped(&parts)).err(), Some(ImportError::NotText(_))));
    }
}
