//! What a crawler captured: one pass over the records, in which the pages are found that can be opened, with their titles. Pictures, scripts
//! and styles are passed over, and so is what no record says about a page itself.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::model::Capture;

use super::{
    super::{Input, encoding, html, plain_fallback},
    answer::Answer,
    fields::Fields,
    records::{Place, Record, Records},
    stream::Stream,
};

/// How much of a record is looked at to find the title.
const LOOKED_AT: usize = 64 << 10;

/// A title is cut behind so many characters.
const MAX_TITLE: usize = 300;

/// Titles are looked for in so many pages.
const MAX_TITLES: usize = 5000;

/// An address that is longer is none of a page.
const MAX_ADDRESS: usize = 8 << 10;

/// So many steps are followed from an address to the one that it leads to.
const MAX_REDIRECTS: usize = 8;

/// What a page is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Html,
    Pdf,
    Text,
}

/// A page that was captured.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its address, and when.
    pub capture: Capture,
    /// What it is made of.
    pub kind: Kind,
    /// Its title; empty where it has none.
    pub title: String,
    /// The file of the archive in which it stands.
    pub file: usize,
    /// Where in the file.
    pub place: Place,
    /// Whether it was shown inside another page.
    pub is_part: bool,
    digest: Option<String>,
}

/// All that was captured, in the order of the records.
#[derive(Debug, Default)]
pub struct Captures {
    /// The pages.
    pub pages: Vec<Found>,
    /// The program that wrote the archive.
    pub crawler: String,
    /// How many records or members are damaged.
    pub broken: usize,
    /// Whether there is more than is read of any archive.
    pub is_cut: bool,
    /// How many captures say only that a page was as before, where the archive does not have that page.
    pub without_page: usize,
    redirects: HashMap<String, String>,
    unchanged: Vec<Unchanged>,
    parts: HashSet<String>,
    documents: HashSet<String>,
}

/// A capture of which only is said that the page was as in another one.
#[derive(Debug)]
struct Unchanged {
    capture: Capture,
    digest: Option<String>,
    of: Option<String>,
    /// Whether its head says that it is a page; without one it may be a picture.
    is_surely: bool,
}

impl Captures {
    /// Looks through one file of the archive.
    pub fn look_through(&mut self, file: usize, bytes: &[u8], input: &Input<'_>) {
        let mut records = Records::new(Stream::new(bytes, 0, input.steps), LOOKED_AT);
        while let Some(record) = records.next() {
            self.broken += usize::from(!record.is_whole);
            self.take(file, &record);
        }
        self.broken += records.stream.broken;
        self.is_cut |= records.stream.is_cut;
    }

    fn take(&mut self, file: usize, record: &Record) {
        match record.fields.get("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "response" => self.take_answer(file, record, Answer::of(&record.block)),
            "resource" => {
                let named = record.fields.get("content-type").unwrap_or_default();
                self.take_answer(file, record, Some(Answer::bare(&record.block, named)));
            }
            "revisit" => self.take_unchanged(record),
            "request" => self.take_request(record),
            "metadata" => self.take_metadata(record),
            "warcinfo" if self.crawler.is_empty() => {
                let said = lines(&record.block);
                self.crawler = said.get("software").unwrap_or_default().chars().take(120).collect();
            }
            _ => {}
        }
    }

    fn take_answer(&mut self, file: usize, record: &Record, answer: Option<Answer<'_>>) {
        let (Some(answer), Some(capture)) = (answer, capture(&record.fields)) else { return };
        if let (300..=399, Some(to)) = (answer.status, answer.fields.get("location")) {
            let to = url::Url::parse(&capture.url).and_then(|base| base.join(to));
            if let Ok(to) = to {
                self.redirects.insert(key(&capture.url), to.into());
            }
            return;
        }
        let Some(kind) = kind(&answer).filter(|_| answer.status == 200) else { return };
        let has_room = self.pages.len() < MAX_TITLES;
        let title = if has_room && kind == Kind::Html { title(&answer) } else { String::new() };
        let digest = record.fields.get("warc-payload-digest").map(str::to_owned);
        let place = record.place;
        self.pages.push(Found { capture, kind, title, file, place, is_part: false, digest });
    }

    fn take_unchanged(&mut self, record: &Record) {
        let Some(capture) = capture(&record.fields) else { return };
        let of = record.fields.get("warc-refers-to-target-uri").map(|of| key(trimmed(of)));
        let digest = record.fields.get("warc-payload-digest").map(str::to_owned);
        let answer = Answer::of(&record.block);
        let named = answer.filter(|answer| !answer.media_type().is_empty());
        let is_surely = named.as_ref().is_some_and(|answer| kind(answer).is_some());
        if named.is_none() || is_surely {
            self.unchanged.push(Unchanged { capture, digest, of, is_surely });
        }
    }

    /// A browser says whether it asked for a page or for what is shown inside of one.
    fn take_request(&mut self, record: &Record) {
        let (Some(capture), Some(request)) = (capture(&record.fields), request(&record.block)) else { return };
        match request.get("sec-fetch-dest") {
            Some("iframe" | "frame" | "embed" | "object" | "fencedframe") => self.parts.insert(key(&capture.url)),
            Some("document") => self.documents.insert(key(&capture.url)),
            _ => false,
        };
    }

    /// A crawler says by which steps it came: the last one of a part is E (embedded) or X (perhaps embedded).
    fn take_metadata(&mut self, record: &Record) {
        let said = lines(&record.block);
        if let (Some(capture), Some(hops)) = (capture(&record.fields), said.get("hopsfromseed")) {
            let of = if hops.ends_with(['E', 'X']) { &mut self.parts } else { &mut self.documents };
            of.insert(key(&capture.url));
        }
    }

    /// What can be told once all records are known: which page is a part of another, and which one is as before.
    pub fn settle(&mut self) {
        let by_digest: HashMap<&str, usize> =
            self.pages.iter().enumerate().filter_map(|(at, page)| Some((page.digest.as_deref()?, at))).collect();
        let by_address: HashMap<String, usize> =
            self.pages.iter().enumerate().map(|(at, page)| (key(&page.capture.url), at)).collect();
        let mut more = Vec::new();
        for Unchanged { capture, digest, of, is_surely } in &self.unchanged {
            let same = digest.as_deref().and_then(|digest| by_digest.get(digest));
            let same = same.or_else(|| by_address.get(of.as_ref().unwrap_or(&key(&capture.url))));
            match same {
                Some(same) => more.push(Found { capture: capture.clone(), ..self.pages[*same].clone() }),
                None => self.without_page += usize::from(*is_surely),
            }
        }
        self.pages.extend(more);
        for page in &mut self.pages {
            let key = key(&page.capture.url);
            page.is_part = self.parts.contains(&key) && !self.documents.contains(&key);
        }
        self.pages.sort_by_key(|page| (page.is_part, page.capture.at.is_none(), page.capture.at));
    }

    /// The captures at each address.
    pub fn by_address(&self) -> HashMap<String, Vec<usize>> {
        let mut by_address: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, page) in self.pages.iter().enumerate() {
            by_address.entry(key(&page.capture.url)).or_default().push(at);
        }
        by_address
    }

    /// The captures at an address, or at the one that it led to when it was captured.
    pub fn lead<'a>(&self, by_address: &'a HashMap<String, Vec<usize>>, address: &str) -> &'a [usize] {
        let mut wanted = key(address);
        for _ in 0..=MAX_REDIRECTS {
            if let Some(found) = by_address.get(&wanted) {
                return found;
            }
            let Some(next) = self.redirects.get(&wanted) else { break };
            wanted = key(next);
        }
        &[]
    }
}

/// The address without what a browser keeps to itself, and without what makes no other page of it.
fn key(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default().trim();
    address.strip_suffix('/').unwrap_or(address).to_owned()
}

/// Some programs write addresses in angle brackets.
fn trimmed(address: &str) -> &str {
    address.trim_matches(['<', '>'])
}

/// The address on the web and the time of a record.
fn capture(fields: &Fields) -> Option<Capture> {
    let url = trimmed(fields.get("warc-target-uri")?);
    let is_web = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
    let is_one = is_web && url.len() <= MAX_ADDRESS && !url.contains(char::is_control);
    let at = fields.get("warc-date").and_then(|date| date.parse::<Timestamp>().ok());
    is_one.then(|| Capture { url: url.to_owned(), at })
}

/// “name: value” lines, as crawlers write them of themselves.
fn lines(block: &[u8]) -> Fields {
    let mut fields = Fields::default();
    block.split(|byte| *byte == b'\n').for_each(|line| fields.take(line.strip_suffix(b"\r").unwrap_or(line)));
    fields
}

/// The head of what was asked for.
fn request(block: &[u8]) -> Option<Fields> {
    let start = memchr::memchr(b'\n', block)?;
    let head = &block[start + 1..];
    let end = memchr::memmem::find(head, b"\n\r\n").unwrap_or(head.len());
    Some(lines(&head[..end]))
}

fn kind(answer: &Answer<'_>) -> Option<Kind> {
    match answer.media_type().as_str() {
        "text/html" | "application/xhtml+xml" => Some(Kind::Html),
        "application/pdf" | "application/x-pdf" => Some(Kind::Pdf),
        "text/plain" | "text/markdown" => Some(Kind::Text),
        "" | "application/octet-stream" => {
            let start = answer.body(LOOKED_AT).ok()?.bytes;
            let is_html = start.starts_with(b"<") && (html::IMPORTER.sniff)(&start);
            if start.starts_with(b"%PDF-") { Some(Kind::Pdf) } else { is_html.then_some(Kind::Html) }
        }
        _ => None,
    }
}

/// The title of a page, as far as its beginning tells.
fn title(answer: &Answer<'_>) -> String {
    let Ok(body) = answer.body(LOOKED_AT) else { return String::new() };
    let charset = answer.charset();
    let input = Input { bytes: &body.bytes, charset: charset.as_deref(), ..Input::default() };
    let declared = html::declared_charset(&body.bytes);
    encoding::decode(&input, declared.as_deref()).map(|page| title_in(&page.text)).unwrap_or_default()
}

fn title_in(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title").and_then(|at| Some(at + lower[at..].find('>')? + 1));
    let Some(start) = start else { return String::new() };
    let end = lower[start..].find("</title").map_or(page.len(), |end| start + end);
    one_line(&plain_fallback::without_references(&page[start..end]))
}

/// A title on one line, cut where it is longer than any.
pub fn one_line(title: &str) -> String {
    let line: Vec<&str> = title.split_whitespace().collect();
    line.join(" ").chars().filter(|char| !char.is_control()).take(MAX_TITLE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_without_building_a_page() {
        let check = |page: &str, title: &str| assert_eq!(title_in(page), title);
        check("<html><head><TITLE lang=en>A &amp; B\n  &#8211; C</Title>", "A & B – C");
        check("<p>No title", "");
        check("<title>Never ends", "Never ends");
    }

    #[test]
    fn addresses_are_the_same_without_fragment_and_last_slash() {
        assert_eq!(key("https://example.org/a/#b"), key("https://example.org/a"));
        assert_ne!(key("https://example.org/a?b"), key("https://example.org/a"));
    }
}
