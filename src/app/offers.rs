//! What a draft leads to from the words of a claim: its links, notes and comments, offered as evidence. Nothing of it is evidence before the
//! reviewer takes it.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    document::Document,
    links::site_of,
    model::{Block, Claim, Evidence, Link, Note, NoteKind, Project, Source, SourceKind, Span, Version, sentence},
};

/// So many are offered for one claim.
const MOST: usize = 20;

/// The title of a source that only a note names is no longer than this, in characters.
const LONGEST_TITLE: usize = 160;

/// Pages as people cite them in several languages. “S.” and “p.” need their full stop, so that no word is taken for them.
static PAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?i:\b(?:pages?|seiten?|página|páginas|strony?|sidan?|pp?\.|págs?\.|str\.|sid\.)|\bS\.|\bs\.)\s*(?<from>\d{1,5})(?:\s*[-–—]\s*(?<to>\d{1,5}))?";
    Regex::new(pattern).ok()
});

/// A moment of a recording.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b\d{1,2}:\d{2}(?::\d{2})?\b").ok());

/// An address among words.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\b(?:https?://|www\.)[^\s<>"“”]+"#).ok());

/// A source that the draft names for the words of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its address; empty where the draft has none.
    pub url: String,
    /// What it is called where it has no address, and on the screen.
    pub title: String,
    /// Page or time.
    pub locator: String,
    /// What the draft says of it, as a note of the evidence.
    pub note: String,
}

/// What the newest draft leads to from the words of a claim and is none of its evidence yet. A note counts for the sentence at whose end
/// it stands.
pub fn offers(project: &Project, claim: &Claim) -> Vec<Offer> {
    let Some(article) = project.article(&claim.article) else { return Vec::new() };
    let version = article.latest();
    if version.links().is_empty() && version.notes().is_empty() {
        return Vec::new();
    }
    let language = &article.meta.language;
    let spans: Vec<Span> = claim.spans_in(&version.id).map(|(_, span)| span).collect();
    let links = spans.iter().flat_map(|span| {
        let of_blocks = blocks_of(version, *span).iter().flat_map(|block| version.links_of(block));
        of_blocks.filter(|link| span.overlaps(link.span)).map(of_link)
    });
    let notes = spans.iter().flat_map(|span| notes_of(version, language, *span)).flat_map(of_note);
    let mut offers: Vec<Offer> = Vec::new();
    for offer in links.chain(notes) {
        let is_taken = claim.evidence.iter().any(|evidence| is_of(project, evidence, &offer));
        if !is_taken && !offers.contains(&offer) && offers.len() < MOST {
            offers.push(offer);
        }
    }
    offers
}

impl Document {
    /// What the draft names for the words of a claim and is none of its evidence yet.
    pub fn offers(&self, claim: &Claim) -> Vec<Offer> {
        offers(self.project(), claim)
    }
}

/// The blocks that a span touches. The inspector asks in each frame, so no other block is looked at.
fn blocks_of(version: &Version, span: Span) -> &[Block] {
    let first = version.block_at(span.start()).unwrap_or_default();
    let last = version.block_at(span.end()).unwrap_or_default();
    version.blocks().get(first..=last).unwrap_or_default()
}

/// The notes and comments at words of the span, and the notes behind it in the sentence in which it begins.
fn notes_of<'v>(version: &'v Version, language: &str, span: Span) -> Vec<&'v Note> {
    let blocks = blocks_of(version, span);
    let is_behind = |note: &Note| note.kind == NoteKind::Note && note.span.start() >= span.end();
    let behind = blocks.first().is_some_and(|block| version.notes_of(block).iter().any(is_behind));
    let sentence = behind.then(|| sentence::sentence_at(version, language, span.start())).flatten();
    let reaches = |note: &&Note| {
        span.overlaps(note.span) || is_behind(note) && sentence.is_some_and(|sentence| sentence.overlaps(note.span))
    };
    blocks.iter().flat_map(|block| version.notes_of(block)).filter(reaches).collect()
}

fn is_of(project: &Project, evidence: &Evidence, offer: &Offer) -> bool {
    project.source(&evidence.source).is_some_and(|source| is_same_source(source, offer))
        && (offer.note.is_empty() || evidence.note == offer.note)
}

/// Whether a source is what the draft names: by its address, else by its title.
pub(crate) fn is_same_source(source: &Source, offer: &Offer) -> bool {
    let plain = |url: &str| {
        let url = url.trim().trim_end_matches('/');
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.strip_prefix("www.").unwrap_or(url).to_owned()
    };
    if offer.url.is_empty() {
        source.url.is_empty() && source.title == offer.title
    } else {
        !source.url.is_empty() && plain(&source.url) == plain(&offer.url)
    }
}

impl Offer {
    /// The source in a project that does not have it.
    pub(crate) fn fill(&self, source: &mut Source) {
        source.url.clone_from(&self.url);
        if self.url.is_empty() {
            source.title.clone_from(&self.title);
            source.kind = SourceKind::Other;
        } else {
            source.publisher = site_of(&self.url).unwrap_or_default().to_owned();
        }
    }

    /// What is shown of it: the address, else the title; with its page or time.
    pub fn label(&self) -> String {
        let name = if self.url.is_empty() { &self.title } else { &self.url };
        if self.locator.is_empty() { name.clone() } else { format!("{name} · {}", self.locator) }
    }
}

fn of_link(link: &Link) -> Offer {
    Offer { url: link.url.clone(), title: link.url.clone(), locator: String::new(), note: String::new() }
}

/// A source for each address of a note; one by its words where it has none.
fn of_note(note: &Note) -> Vec<Offer> {
    let mut urls = note.urls.clone();
    if let Some(address) = &*ADDRESS {
        for found in address.find_iter(&note.text) {
            let url = found.as_str().trim_end_matches(['.', ',', ';', ':', ')', ']']).to_owned();
            if !urls.contains(&url) {
                urls.push(url);
            }
        }
    }
    let (locator, position) = locator_in(&note.text);
    let words = match note.kind {
        NoteKind::Note => note.text.clone(),
        NoteKind::Comment => {
            let from = [note.author.as_str(), note.date.as_str()].into_iter().filter(|part| !part.is_empty());
            let from = from.collect::<Vec<_>>().join(", ");
            if from.is_empty() { note.text.clone() } else { format!("{from}: {}", note.text) }
        }
    };
    let offer = |url: String, title: String| Offer { url, title, locator: locator.clone(), note: words.clone() };
    if urls.is_empty() {
        let first = note.text.lines().next().unwrap_or_default();
        let named =
            position.filter(|position| *position > 0).and_then(|position| first.get(..position)).unwrap_or(first);
        let title: String =
            named.trim_end_matches([' ', ',', ';', '(', ':', '.']).chars().take(LONGEST_TITLE).collect();
        return vec![offer(String::new(), title)];
    }
    urls.into_iter().map(|url| offer(url.clone(), url)).collect()
}

/// The page or time that a note cites, and where it is told: “page 12”, “pages 3–4”, “00:12:30”. Figures in addresses are none.
fn locator_in(text: &str) -> (String, Option<usize>) {
    let words = match &*ADDRESS {
        Some(address) => {
            address.replace_all(text, |found: &regex::Captures<'_>| " ".repeat(found[0].len())).into_owned()
        }
        None => text.to_owned(),
    };
    if let Some(found) = PAGES.as_ref().and_then(|pages| pages.captures(&words)) {
        let position = found.get(0).map(|whole| whole.start());
        return match found.name("to") {
            Some(to) => (format!("pages {}–{}", &found["from"], to.as_str()), position),
            None => (format!("page {}", &found["from"]), position),
        };
    }
    match TIME.as_ref().and_then(|time| time.find(&words)) {
        Some(time) => (time.as_str().to_owned(), Some(time.start())),
        None => (String::new(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(text: &str) -> Note {
        let span = Span::new(0, 1).unwrap();
        Note { span, kind: NoteKind::Note, text: text.into(), urls: vec![], author: String::new(), date: String::new() }
    }

    #[test]
    fn reads_page_and_time_out_of_a_note() {
        for (text, expected) in [
            ("Budget 2024, p. 12", "page 12"),
            ("Budget, pp. 3-4.", "pages 3–4"),
            ("Haushalt, S. 12", "page 12"),
            ("Report, pages 10 – 12", "pages 10–12"),
            ("Interview, 12:30", "12:30"),
            ("Recording, 00:12:30", "00:12:30"),
            ("https://example.org/p.7/12:30", ""),
            ("Steps. 12 of them", ""),
            ("In 2024", ""),
        ] {
            assert_eq!(locator_in(text).0, expected, "{text}");
        }
    }

    #[test]
    fn a_note_names_its_source_by_address_or_words() {
        let one = of_note(&note("Ministry, report, p. 12."));
        assert_eq!((one[0].title.as_str(), one[0].url.as_str()), ("Ministry, report", ""));
        let two = of_note(&note("See https://a.example/b, and www.c.example."));
        assert_eq!(
            two.iter().map(|offer| offer.url.as_str()).collect::<Vec<_>>(),
            ["https://a.example/b", "www.c.example"]
        );
        let comment =
            Note { kind: NoteKind::Comment, author: "Ann".into(), date: "2025-03-04".into(), ..note("From whom?") };
        assert_eq!(of_note(&comment)[0].note, "Ann, 2025-03-04: From whom?");
    }
}
