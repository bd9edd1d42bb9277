//! The table of contents of a book, and what it says of each part: its title, and whether it belongs to the text proper.

use std::collections::HashMap;

use crate::import::{
    LeftOut,
    package::{self, Package},
    xml::{Piece, Xml},
};

use super::Book;

/// Titles and kinds of the parts.
#[derive(Debug, Default)]
pub struct Contents {
    titles: HashMap<String, String>,
    /// The kind of a part, by its name: `cover`, `toc`, `copyright-page` …
    kinds: HashMap<String, String>,
}

impl Contents {
    /// Reads the navigation of EPUB 3, else that of EPUB 2.
    pub fn read(book: &Book, package: &mut Package<'_>) -> Self {
        let mut contents = Self::default();
        contents.kinds.extend(book.guide.iter().cloned());
        let nav = book.manifest.iter().find(|(_, _, properties)| properties.split(' ').any(|word| word == "nav"));
        if let Some((_, name, _)) = nav {
            contents.kinds.insert(name.clone(), "toc".into());
            if let Some(text) = package.text(name) {
                contents.read_nav(&text, name);
            }
        }
        if contents.titles.is_empty()
            && let Some(name) = &book.ncx
            && let Some(text) = package.text(name)
        {
            contents.read_ncx(&text, name);
        }
        contents
    }

    /// The title of a part.
    pub fn title_of(&self, name: &str) -> Option<&str> {
        self.titles.get(name).map(String::as_str)
    }

    fn add(&mut self, base: &str, reference: &str, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            // The first entry of a part names it; later ones are sections in it.
            self.titles.entry(package::resolve(base, reference)).or_insert(title);
        }
    }

    fn read_nav(&mut self, text: &str, base: &str) {
        let mut xml = Xml::new(text, &[]);
        let mut is_landmarks = false;
        let mut is_pages = false;
        while let Some(piece) = xml.next() {
            let Piece::Start(tag) = piece else { continue };
            match tag.local() {
                "nav" => {
                    let kind = tag.attr("epub:type").unwrap_or_default();
                    (is_landmarks, is_pages) = (kind == "landmarks", kind == "page-list");
                }
                "a" => {
                    let Some(reference) = tag.attr("href").map(str::to_owned) else { continue };
                    let kind = tag.attr("epub:type").unwrap_or_default().to_owned();
                    let title = xml.text();
                    if is_landmarks {
                        self.kinds.entry(package::resolve(base, &reference)).or_insert(kind);
                    } else if !is_pages {
                        self.add(base, &reference, &title);
                    }
                }
                _ => {}
            }
        }
    }

    fn read_ncx(&mut self, text: &str, base: &str) {
        let mut xml = Xml::new(text, &[]);
        let mut label = String::new();
        while let Some(piece) = xml.next() {
            let Piece::Start(tag) = piece else { continue };
            match tag.local() {
                "text" => label = xml.text(),
                "content" => self.add(base, tag.attr("src").unwrap_or_default(), &label),
                "pageList" => return,
                _ => {}
            }
        }
    }
}

/// Why a part does not belong to the text proper, by what the book calls it, else by its title. Forewords, introductions,
/// appendices and notes do belong to it.
pub fn aside(name: &str, title: Option<&str>, section: Option<&str>, contents: &Contents) -> Option<LeftOut> {
    let listed = contents.kinds.get(name).map(String::as_str);
    let named = [section, listed].into_iter().flatten().flat_map(str::split_whitespace).find_map(by_kind);
    named.or_else(|| by_title(title?))
}

fn by_kind(kind: &str) -> Option<LeftOut> {
    Some(match kind.trim_start_matches("doc-").trim_start_matches("other.") {
        "cover" => LeftOut::Cover,
        "title-page" | "titlepage" | "halftitlepage" | "halftitle" => LeftOut::TitlePage,
        "copyright-page" | "copyright" | "imprint" | "imprimatur" | "colophon" => LeftOut::Imprint,
        "toc" | "loi" | "lot" | "loa" | "landmarks" => LeftOut::Contents,
        "dedication" => LeftOut::Dedication,
        "acknowledgments" | "acknowledgements" => LeftOut::Acknowledgments,
        "index" => LeftOut::Index,
        "bibliography" => LeftOut::Bibliography,
        "contributors" | "other-credits" | "credits" => LeftOut::Credits,
        "seriespage" | "ad" | "advertisement" => LeftOut::PublisherAdvertising,
        _ => return None,
    })
}

fn by_title(title: &str) -> Option<LeftOut> {
    Some(match title.trim().trim_end_matches('.').to_lowercase().as_str() {
        "cover" | "cover page" | "couverture" | "umschlag" => LeftOut::Cover,
        "title page" | "half title" | "half-title" | "titelseite" | "titel" | "page de titre" => LeftOut::TitlePage,
        "copyright" | "copyright page" | "copyright notice" | "imprint" | "impressum" | "colophon" => LeftOut::Imprint,
        "contents" | "table of contents" | "inhalt" | "inhaltsverzeichnis" | "table des matières" | "índice" => {
            LeftOut::Contents
        }
        "dedication" | "widmung" => LeftOut::Dedication,
        "acknowledgments" | "acknowledgements" | "dank" | "danksagung" | "remerciements" => LeftOut::Acknowledgments,
        "index" | "register" => LeftOut::Index,
        "bibliography" | "works cited" | "literaturverzeichnis" | "bibliographie" => LeftOut::Bibliography,
        "about the author" | "about the authors" | "about the publisher" | "über den autor" | "über die autorin" => {
            LeftOut::AuthorOrPublisher
        }
        title if title.starts_with("also by ") || title.starts_with("other books by ") => LeftOut::PublisherAdvertising,
        _ => return None,
    })
}
