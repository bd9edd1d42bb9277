//! Web archives: WARC files, packed or not, and WACZ packages, which hold WARC files and a list of pages. One page is opened, as the format that
//! it is; the archive stays the original, and the draft says at which address and when the page was captured.
//!
//! No page is drawn or replayed: what scripts would have fetched stays in the archive.

mod answer;
mod captures;
mod digests;
mod fields;
mod listed;
mod records;
mod stream;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use flate2::bufread::GzDecoder;

use super::{
    ArchivedPage, Draft, FieldOrigin, ImportError, Importer, Input, MetaField, Warning, html, markdown,
    package::{self, Package},
    pdf, plain_text,
};

use crate::model::Capture;

use answer::{Answer, Body};
use captures::{Captures, Found, Kind};
use digests::Checksums;
use records::{Record, Records};
use stream::{GZIP, Stream};

pub(super) const WARC: Importer = Importer {
    id: "warc",
    name: "Web archive (WARC)",
    extensions: &["warc", "warc.gz"],
    has_lines: false,
    sniff: is_warc,
    open: open_warc,
};

pub(super) const WACZ: Importer = Importer {
    id: "wacz",
    name: "Web archive (WACZ)",
    extensions: &["wacz"],
    has_lines: false,
    sniff: is_wacz,
    open: open_wacz,
};

/// How a WARC file begins.
const SIGN: &[u8] = b"WARC/";

/// So many pages are listed; others are opened by their address.
const MAX_PAGES: usize = 5000;

/// The largest page that is read out of an archive, in bytes: as it was sent, and unpacked.
const MAX_PAGE: usize = 96 << 20;

/// So many files of a package are read.
const MAX_FILES: usize = 1000;

/// The folder of a package in which its WARC files stand.
const ARCHIVE: &str = "archive/";

/// Every package says what it holds in a part of this name.
const DESCRIPTION: &str = "datapackage.json";

fn is_warc(bytes: &[u8]) -> bool {
    use std::io::Read;
    let mut start = [0; SIGN.len()];
    bytes.starts_with(SIGN)
        || bytes.starts_with(GZIP) && GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start == SIGN
}

fn is_wacz(bytes: &[u8]) -> bool {
    package::sniff(bytes, "application/wacz", DESCRIPTION)
        && Package::open(bytes).is_ok_and(|package| !package.names(ARCHIVE, "").is_empty())
}

fn open_warc(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (archive, files) = warc(input);
    archive.open(input, files)
}

fn open_wacz(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (archive, files) = wacz(input)?;
    archive.open(input, files)
}

/// The page that was chosen, as a file of its own. `None` where the bytes are no web archive.
pub(super) fn page_of(input: &Input<'_>) -> Option<Result<Vec<u8>, ImportError>> {
    let looked_through = if is_warc(input.bytes) {
        Ok(warc(input))
    } else if is_wacz(input.bytes) {
        wacz(input)
    } else {
        return None;
    };
    Some(looked_through.and_then(|(archive, files)| {
        let chosen = archive.chosen(input)?.ok_or(ImportError::NoPages)?;
        Ok(archive.take(&archive.captures.pages[chosen], input, files)?.bytes)
    }))
}

/// What chooses this capture and no other at its address, as [`Input::page`]. An address has no space.
pub fn capture_choice(capture: &Capture) -> String {
    capture.at.map_or(capture.url.clone(), |at| format!("{} {at}", capture.url))
}

fn warc<'a>(input: &Input<'a>) -> (Archive, Files<'a>) {
    let mut captures = Captures::default();
    captures.look_through(0, input.bytes, input);
    captures.settle();
    let listed = (0..captures.pages.len()).map(|at| (at, captures.pages[at].title.clone())).collect();
    let media_type = if input.bytes.starts_with(GZIP) { "application/gzip" } else { "application/warc" };
    (Archive { format: WARC.id, media_type, captures, listed, warnings: Vec::new() }, Files::Whole(input.bytes))
}

fn wacz<'a>(input: &Input<'a>) -> Result<(Archive, Files<'a>), ImportError> {
    let mut package = Package::open(input.bytes)?;
    let names = package.names(ARCHIVE, "");
    if package.names("", ".wacz").len() + package.names(ARCHIVE, ".zip").len() > 0 {
        return Err(ImportError::NestedArchive);
    }
    let is_warc = |name: &String| name.ends_with(".warc") || name.ends_with(".warc.gz");
    let names: Vec<String> = names.into_iter().filter(is_warc).take(MAX_FILES).collect();
    let mut captures = Captures::default();
    let mut checksums = Checksums::of(&mut package, DESCRIPTION);
    for (file, name) in names.iter().enumerate() {
        let warnings = package.warnings.len();
        if let Some(bytes) = package.large_bytes(name) {
            // One that is not read whole is told of already.
            if package.warnings.len() == warnings {
                checksums.check(name, &bytes);
            }
            captures.look_through(file, &bytes, input);
        }
    }
    captures.settle();
    let mut listed = listed::pages(&mut package, &captures);
    if listed.is_empty() {
        listed = (0..captures.pages.len()).map(|at| (at, captures.pages[at].title.clone())).collect();
    }
    let mut warnings = std::mem::take(&mut package.warnings);
    warnings.extend(checksums.warnings());
    let archive = Archive { format: WACZ.id, media_type: "application/wacz", captures, listed, warnings };
    Ok((archive, Files::Packed(Box::new(package), names)))
}

/// The files of an archive with the records.
enum Files<'a> {
    /// The archive is one.
    Whole(&'a [u8]),
    /// They stand in a package, under these names.
    Packed(Box<Package<'a>>, Vec<String>),
}

impl<'a> Files<'a> {
    /// One of them, by its number.
    fn read(self, at: usize) -> Option<Cow<'a, [u8]>> {
        match self {
            Self::Whole(bytes) => Some(Cow::Borrowed(bytes)),
            Self::Packed(mut package, names) => package.large_bytes(names.get(at)?).map(Cow::Owned),
        }
    }
}

/// A page that was taken out of an archive.
struct Taken {
    record: Record,
    /// What it is, unpacked.
    bytes: Vec<u8>,
    is_whole: bool,
    charset: Option<String>,
    importer: Importer,
    /// That it is not as it was captured.
    changed: Option<Warning>,
}

/// An archive that was looked through.
struct Archive {
    format: &'static str,
    media_type: &'static str,
    captures: Captures,
    /// The pages to choose from, by their number among all captures, with their titles.
    listed: Vec<(usize, String)>,
    warnings: Vec<Warning>,
}

impl Archive {
    /// Opens the page that was chosen, or the only one; else only tells which there are.
    fn open(mut self, input: &Input<'_>, files: Files<'_>) -> Result<Draft, ImportError> {
        let chosen = self.chosen(input)?;
        self.tell_damage();
        let listed = self.listed.iter().take(MAX_PAGES);
        let pages: Vec<ArchivedPage> = listed
            .map(|(at, title)| ArchivedPage { title: title.clone(), capture: self.captures.pages[*at].capture.clone() })
            .collect();
        let mut draft = match chosen {
            Some(at) => self.read(&self.captures.pages[at], input, files)?,
            None => Draft::default(),
        };
        self.warnings.append(&mut draft.warnings);
        (draft.format, draft.media_type) = (self.format, self.media_type.to_owned());
        (draft.warnings, draft.pages) = (self.warnings, pages);
        Ok(draft)
    }

    /// The page that was chosen, or the only one. `None`: there are several.
    fn chosen(&self, input: &Input<'_>) -> Result<Option<usize>, ImportError> {
        if self.captures.pages.is_empty() {
            let is_damaged = self.captures.broken > 0;
            return Err(if is_damaged { ImportError::Damaged("the web archive") } else { ImportError::NoPages });
        }
        match input.page {
            Some(page) => self.find(page).map(Some),
            None => Ok(self.only()),
        }
    }

    /// The page that is opened without a question: the only one that is not part of another.
    fn only(&self) -> Option<usize> {
        let mut whole = self.listed.iter().filter(|(at, _)| !self.captures.pages[*at].is_part);
        match (whole.next(), whole.next(), self.listed.as_slice()) {
            (Some((at, _)), None, _) | (None, _, [(at, _)]) => Some(*at),
            _ => None,
        }
    }

    /// The page of a number from 1 in the list, one capture (see [`capture_choice`]), or the newest one at an address.
    fn find(&self, page: &str) -> Result<usize, ImportError> {
        let page = page.trim();
        if let Ok(number) = page.parse::<usize>() {
            let found = number.checked_sub(1).and_then(|at| self.listed.get(at));
            return found.map(|(at, _)| *at).ok_or_else(|| ImportError::NoSuchPage(page.to_owned()));
        }
        if let Some((url, at)) = page.rsplit_once(' ')
            && let Some(at) = (0..self.captures.pages.len()).find(|found| {
                let capture = &self.captures.pages[*found].capture;
                capture.url == url && capture.at.is_some_and(|time| time.to_string() == at)
            })
        {
            return Ok(at);
        }
        let by_address = self.captures.by_address();
        let found = self.captures.lead(&by_address, page).iter().copied();
        let found = found.max_by_key(|at| self.captures.pages[*at].capture.at);
        found.ok_or_else(|| ImportError::NoSuchPage(page.to_owned()))
    }

    fn tell_damage(&mut self) {
        let Captures { broken, is_cut, without_page, .. } = self.captures;
        let mut warn = |is_so: bool, text: String| self.warnings.extend(is_so.then(|| Warning::new(text)));
        let records = if broken == 1 { "A record".to_owned() } else { format!("{broken} records") };
        warn(
            broken > 0,
            format!(
                "{records} of the web archive could not be read whole: it is damaged or cut off. Pages may be missing."
            ),
        );
        warn(
            is_cut,
            "The web archive holds more than is read of one; pages behind that are not listed. Unpack it, and open a part of it.".into(),
        );
        warn(
            without_page > 0,
            format!("{without_page} captures say that a page was as before, and the archive does not hold that page."),
        );
        warn(
            self.listed.len() > MAX_PAGES,
            format!(
                "The first {MAX_PAGES} of {} pages are listed; any other is opened by its address.",
                self.listed.len()
            ),
        );
    }

    /// Takes a page out of the archive.
    fn take(&self, page: &Found, input: &Input<'_>, files: Files<'_>) -> Result<Taken, ImportError> {
        let damaged = || ImportError::Damaged("the web archive");
        let bytes = files.read(page.file).ok_or_else(damaged)?;
        let mut records = Records::new(Stream::new(&bytes, page.place.start, input.steps), MAX_PAGE);
        let record = std::iter::from_fn(|| records.next()).nth(page.place.nth).ok_or_else(damaged)?;
        let named = record.fields.get("content-type").unwrap_or_default();
        let answer = Answer::of(&record.block).unwrap_or_else(|| Answer::bare(&record.block, named));
        let Body { bytes, is_whole } = answer.body(MAX_PAGE).map_err(ImportError::UnknownPacking)?;
        let (charset, importer) = (answer.charset(), importer(page.kind, &answer));
        let changed = digests::warn_of_record(&record, &answer, &bytes);
        Ok(Taken { record, bytes, is_whole, charset, importer, changed })
    }

    /// Reads a page as what it is.
    fn read(&self, page: &Found, input: &Input<'_>, files: Files<'_>) -> Result<Draft, ImportError> {
        let Taken { record, bytes, is_whole, charset, importer, changed } = self.take(page, input, files)?;
        let url = page.capture.url.as_str();
        let inner = Input {
            bytes: &bytes,
            name: "page",
            url: Some(url),
            charset: charset.as_deref(),
            format: None,
            page: None,
            ..*input
        };
        let mut draft = match (importer.open)(&inner) {
            Err(error) if error.is_of_pictures() => scan(&bytes, error)?,
            read => read?,
        };
        draft.warnings.splice(0..0, changed);
        if !is_whole || !record.is_whole || record.fields.get("warc-truncated").is_some() || is_segment(&record) {
            draft
                .warnings
                .push(Warning::new("The archive does not hold all of the page; it was read as far as it goes."));
        }
        draft.meta.url = url.to_owned();
        draft.found.retain(|found| found.field != MetaField::Url);
        let by = Some(&self.captures.crawler).filter(|crawler| !crawler.is_empty());
        let place = by.map_or_else(|| "in the web archive".into(), |by| format!("in the web archive, by {by}").into());
        draft.found.push(FieldOrigin { field: MetaField::Url, found_in: place });
        draft.captured = Some(page.capture.clone());
        Ok(draft)
    }
}

/// A PDF whose letters are only pictures: nothing of it comes in before it is recognised, and then with address and time of the capture.
fn scan(bytes: &[u8], error: ImportError) -> Result<Draft, ImportError> {
    let pages = pdf::draw(bytes, 1, 1).map_err(|_| error)?.pages.min(pdf::MAX_PAGES as u32);
    let unread: Vec<u32> = (1..=pages).collect();
    let warning = Warning { message: pdf::NO_TEXT_LAYER.to_owned(), locator: pdf::page_list(&unread) };
    Ok(Draft { unread, is_little: true, warnings: vec![warning], ..Draft::default() })
}

/// Whether a record is one piece of several: the others stand in records of their own, which are not joined.
fn is_segment(record: &Record) -> bool {
    record.fields.get("warc-segment-number").is_some()
}

fn importer(kind: Kind, answer: &Answer<'_>) -> Importer {
    match kind {
        Kind::Html => html::IMPORTER,
        Kind::Pdf => pdf::IMPORTER,
        Kind::Text if answer.media_type() == "text/markdown" => markdown::IMPORTER,
        Kind::Text => plain_text::IMPORTER,
    }
}
