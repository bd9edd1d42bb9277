//! PDF. A page is a picture of text: letters with places. From the places come lines, columns, paragraphs.
//!
//! `guard` bounds what the file may unpack to, `glyphs` reads what a page shows, `lines` finds words and lines, `furniture` takes
//! running heads away, `columns` finds the order in which lines are read, `paragraphs` and `hyphens` make text of them; `links` and `notes` tie
//! addresses and footnotes to their words. What
//! is not done: tables of words keep their words but not their cells, formulas are read as they stand, and pictures of text need
//! text recognition. `drawn` shows a page as it looks.

mod columns;
mod drawn;
mod fields;
mod furniture;
mod glyphs;
mod guard;
mod headings;
mod hyphens;
mod letters;
mod lines;
mod links;
#[cfg(test)]
pub(super) mod made;
mod meta;
mod notes;
mod paragraphs;
mod shifted;
mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod thresholds;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use hayro_interpret::{
    InterpreterCache,
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData, object::Array, page::Page},
};

use crate::model::BlockKind;

use self::{
    columns::Column,
    furniture::{Furniture, PageLines},
    glyphs::{PageGlyphs, SLANTED},
    headings::Styles,
    lines::Line,
    links::Addresses,
    paragraphs::{Known, Paragraph, Usual},
};

pub use drawn::{DrawError, DrawnPage, draw};
pub(super) use hyphens::Words;

use super::{Draft, DraftBlock, ImportError, Importer, Input, MetaField, Steps, Warning};

pub(super) const IMPORTER: Importer =
    Importer { id: "pdf", name: "PDF", extensions: &["pdf"], has_lines: false, sniff, open };

/// The most pages that are read.
pub(super) const MAX_PAGES: usize = 5000;
/// The most that the pages of one file draw in all, in bytes.
const MAX_DRAWN: usize = 768 << 20;
/// How much of what pages draw is held at a time, in bytes.
const HELD: usize = 96 << 20;
/// The most characters of a whole document.
const MAX_CHARS: usize = 40_000_000;

fn sniff(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    let Some(at) = memchr::memmem::find(start, b"%PDF-") else { return false };
    // Some programs put a few lines of their own before the header.
    at == 0 || memchr::memmem::find(bytes, b"endobj").is_some() && !start[..at].contains(&b'<')
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    catch_unwind(AssertUnwindSafe(|| open_unguarded(input))).unwrap_or(Err(ImportError::Damaged("the PDF")))
}

fn open_unguarded(input: &Input<'_>) -> Result<Draft, ImportError> {
    let guarded = guard::guarded(input.bytes);
    let mut draft = Draft { format: IMPORTER.id, media_type: "application/pdf".into(), ..Draft::default() };
    let data: PdfData = Arc::new(guarded.bytes).into();
    meta::read(&load(data.clone())?, &mut draft);
    let mut addresses = Addresses::default();
    let mut pages = read_pages(&data, guarded.largest, input.steps, &mut addresses, &mut draft)?;
    if guarded.bombs > 0 {
        draft.warnings.push(Warning::new("Parts of the PDF unpack to far more than any text; they were left out."));
    }
    let body_size = paragraphs::body_size(pages.iter().flat_map(|page| &page.main.lines));
    let mut mains: Vec<PageLines> = pages.iter_mut().map(|page| std::mem::take(&mut page.main)).collect();
    let furniture = furniture::remove(&mut mains, body_size);
    let columns: Vec<(u32, Vec<Column>)> =
        mains.into_iter().zip(pages).map(|(main, page)| in_order(main, page)).collect();
    draft.blocks = blocks(&columns, furniture, &addresses, &mut draft);
    Ok(draft)
}

fn load(data: PdfData) -> Result<Pdf, ImportError> {
    Pdf::new(data).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ImportError::Locked("the PDF"),
        LoadPdfError::Decryption(_) => ImportError::Locked("the PDF"),
        LoadPdfError::Invalid => ImportError::Damaged("the PDF"),
    })
}

/// What is read of a page before the whole document is known.
#[derive(Debug, Default)]
struct ReadPage {
    main: PageLines,
    /// Lines that run in other directions, each direction for itself.
    turned: Vec<Vec<Line>>,
}

/// Reads every page. The file is opened again whenever too much of it is held unpacked.
fn read_pages(
    data: &PdfData,
    largest: usize,
    steps: Steps<'_>,
    addresses: &mut Addresses,
    draft: &mut Draft,
) -> Result<Vec<ReadPage>, ImportError> {
    let mut out = Vec::new();
    let mut notes = Notes::default();
    let mut drawn = 0;
    let mut chars = 0;
    loop {
        let pdf = load(data.clone())?;
        let all = pdf.pages();
        let cache = InterpreterCache::new();
        let mut held = 0;
        let count = all.len().min(MAX_PAGES);
        while out.len() < count && held < HELD && drawn < MAX_DRAWN && chars < MAX_CHARS {
            let page = &all[out.len()];
            let number = out.len() as u32 + 1;
            let size = content_size(page, largest);
            let mut shown = match size {
                Some(size) => {
                    (held, drawn) = (held + size, drawn + size);
                    glyphs::read(page, &cache, max_forms(largest))
                }
                None => PageGlyphs { is_cut: true, ..PageGlyphs::default() },
            };
            links::mark(page, &mut shown.by_direction[0], addresses);
            notes.page(number, &shown);
            chars += shown.by_direction.iter().map(Vec::len).sum::<usize>();
            out.push(lines_of(number, &shown));
            steps.tell(out.len(), count);
        }
        if out.len() < count && drawn < MAX_DRAWN && chars < MAX_CHARS {
            continue;
        }
        if out.len() < all.len() {
            let message = format!("Only the first {} of {} pages were read.", out.len(), all.len());
            draft.warnings.push(Warning::new(message));
        }
        break;
    }
    draft.unread.clone_from(&notes.pictures);
    notes.warn(draft, out.len())?;
    Ok(out)
}

/// How much a page draws, in bytes; nothing when it is put together from more parts than fit.
fn content_size(page: &Page<'_>, largest: usize) -> Option<usize> {
    let parts = page.raw().get::<Array<'_>>("Contents").map_or(1, |parts| parts.raw_iter().take(100_000).count());
    if parts > 64 && parts.saturating_mul(largest) > 1 << 30 {
        return None;
    }
    Some(page.page_stream().map_or(0, <[u8]>::len))
}

/// How often a page may draw a part again: the larger the parts, the less often.
fn max_forms(largest: usize) -> usize {
    ((4 << 30) / largest.max(1)).clamp(100, 20_000)
}

/// What was noticed while pages were read.
#[derive(Debug, Default)]
struct Notes {
    pictures: Vec<u32>,
    empty: usize,
    unreadable: Vec<u32>,
    cut: Vec<u32>,
    letters: usize,
    unknown: usize,
}

impl Notes {
    fn page(&mut self, number: u32, shown: &PageGlyphs) {
        let letters: usize = shown.by_direction.iter().map(Vec::len).sum();
        self.letters += letters;
        self.unknown += shown.unknown;
        if shown.is_cut {
            self.cut.push(number);
        } else if letters == 0 && shown.has_picture {
            self.pictures.push(number);
        } else if letters == 0 {
            self.empty += 1;
        }
        if shown.unknown * 20 > letters && shown.unknown > 3 {
            self.unreadable.push(number);
        }
    }

    fn warn(self, draft: &mut Draft, pages: usize) -> Result<(), ImportError> {
        if !self.pictures.is_empty() && self.pictures.len() + self.empty == pages {
            return Err(ImportError::OnlyPictures);
        }
        if self.unknown * 2 > self.letters {
            return Err(ImportError::UnknownLetters);
        }
        let mut warn = |pages: &[u32], message: &str| {
            if !pages.is_empty() {
                draft.warnings.push(Warning { message: message.to_owned(), locator: page_list(pages) });
            }
        };
        warn(&self.pictures, NO_TEXT_LAYER);
        warn(&self.unreadable, "The PDF does not say which letters these are; they stand as �.");
        warn(&self.cut, "A page could not be read to its end.");
        Ok(())
    }
}

/// What is said of pages that are pictures.
pub(super) const NO_TEXT_LAYER: &str =
    "A page without a text layer: it holds only a picture. Run text recognition, or type what it says.";

/// "page 3", "pages 3, 5–9"; nothing for none.
pub(super) fn page_list(pages: &[u32]) -> Option<String> {
    (!pages.is_empty()).then(|| listed(pages))
}

fn listed(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => ranges.push((page, page)),
        }
    }
    let shown = ranges.iter().take(20).map(
        |&(first, last)| {
            if first == last { first.to_string() } else { format!("{first}–{last}") }
        },
    );
    let more = if ranges.len() > 20 { " …" } else { "" };
    let word = if pages.len() == 1 { "page" } else { "pages" };
    format!("{word} {}{more}", shown.collect::<Vec<_>>().join(", "))
}

fn lines_of(number: u32, shown: &PageGlyphs) -> ReadPage {
    let counts: Vec<usize> = shown.by_direction.iter().map(Vec::len).collect();
    let main = (0..SLANTED).max_by_key(|&at| (counts[at], SLANTED - at)).unwrap_or(0);
    let height = if main % 2 == 0 { shown.size.1 } else { shown.size.0 };
    let turned =
        (0..=SLANTED).filter(|&at| at != main && counts[at] > 0).map(|at| lines::lines(&shown.by_direction[at]));
    let turned = turned.collect();
    let mut lines = lines::lines(&shown.by_direction[main]);
    lines::place_initials(&mut lines);
    tables::join(&mut lines);
    ReadPage { main: PageLines { number, height, lines }, turned }
}

fn in_order(main: PageLines, page: ReadPage) -> (u32, Vec<Column>) {
    let mut columns = columns::in_reading_order(main.lines);
    for lines in page.turned {
        columns.extend(columns::in_reading_order(lines));
    }
    (main.number, columns)
}

fn blocks(
    pages: &[(u32, Vec<Column>)],
    furniture: Vec<Furniture>,
    addresses: &Addresses,
    draft: &mut Draft,
) -> Vec<DraftBlock> {
    let columns = pages.iter().flat_map(|(_, columns)| columns);
    let usual = Usual::of(columns.clone());
    let words = Words::of(columns.flat_map(|column| &column.lines).map(|line| line.text.as_str()));
    let mut paragraphs = Vec::new();
    let stretches: Vec<_> = pages.iter().flat_map(|(_, columns)| headings::stretches(columns, &usual)).collect();
    let styles = Styles::of(stretches.iter(), &usual);
    let known = Known { usual: &usual, styles: &styles, words: &words, addresses };
    for (page, columns) in pages {
        paragraphs::add_page(&mut paragraphs, *page, columns, known);
    }
    take_headline(&mut paragraphs, draft);
    notes::tie(&mut paragraphs, usual.size);
    let sizes = heading_sizes(&paragraphs);
    let mut out: Vec<DraftBlock> = paragraphs.into_iter().map(|paragraph| block(paragraph, &sizes)).collect();
    for row in furniture {
        let at = out.iter().position(|block| block.block.page > Some(row.page)).unwrap_or(out.len());
        let mut block = DraftBlock::kept(BlockKind::Paragraph, row.text);
        block.block.page = Some(row.page);
        block.drop(row.why);
        out.insert(at, block);
    }
    out
}

/// The title stands in the largest letters of the first page, or is the one that the file names.
fn take_headline(paragraphs: &mut [Paragraph], draft: &mut Draft) {
    let Some(first_page) = paragraphs.first().map(|block| block.page) else { return };
    let known = folded(&draft.meta.title);
    let on_first = || (0..paragraphs.len().min(40)).filter(|&at| paragraphs[at].page == first_page);
    let is_known = |at: &usize| {
        let text = folded(&paragraphs[*at].text);
        !known.is_empty() && !text.is_empty() && text == known
    };
    let headings = || on_first().filter(|&at| paragraphs[at].kind == BlockKind::Heading && !paragraphs[at].is_marked);
    let largest = headings().map(|at| paragraphs[at].size).fold(0.0, f32::max);
    let by_size = headings().find(|&at| paragraphs[at].size >= largest);
    let Some(at) = on_first().find(is_known).or(by_size) else { return };
    paragraphs[at].kind = BlockKind::Headline;
    if draft.meta.title.is_empty() {
        draft.meta.title.clone_from(&paragraphs[at].text);
        draft.note(MetaField::Title, "largest heading on the first page");
    }
}

fn folded(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Points within which two headings are of one level: sizes are rounded when a page is written.
const SAME_SIZE: f32 = 0.5;

/// The sizes of headings, largest first.
fn heading_sizes(paragraphs: &[Paragraph]) -> Vec<f32> {
    let headings = paragraphs.iter().filter(|block| block.kind == BlockKind::Heading);
    let mut sizes: Vec<f32> = headings.map(|block| block.size).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|a, b| (*a - *b).abs() < SAME_SIZE);
    sizes
}

fn block(paragraph: Paragraph, sizes: &[f32]) -> DraftBlock {
    let Paragraph { kind, size, page, text, marks, note, .. } = paragraph;
    let level = match kind {
        BlockKind::Heading => sizes.iter().position(|&known| known <= size + 0.5).map_or(2, |at| (at + 2).min(6) as u8),
        _ => 0,
    };
    let mut block = DraftBlock::kept(kind, text);
    (block.block.level, block.block.page) = (level, Some(page));
    (block.marks, block.note) = (marks, note.map(Box::new));
    block
}
