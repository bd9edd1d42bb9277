//! Links of a page: places on it that lead to an address (PDF 32000, 12.5.6.5), tied to the letters that stand there.

use std::collections::HashMap;

use hayro_interpret::{
    hayro_syntax::{
        object::{Array, Dict, Name, Rect, String as PdfString},
        page::Page,
    },
    kurbo::{Affine, Point},
};

use crate::import::references;

use super::{glyphs::Glyph, meta, thresholds as set};

/// The most links of a page.
const MAX_LINKS: usize = 5_000;
/// The most places of one link: one for each of its lines.
const MAX_PLACES: usize = 50;
/// The most addresses of a file, in bytes.
const MAX_ADDRESSES: usize = 8 << 20;
/// A page is cut into so many rows, so that a letter is held against the places beside it alone.
const ROWS: usize = 60;
/// The most places that are looked at in a row.
const MAX_IN_ROW: usize = 100;

/// The addresses that the letters of a file lead to. A letter knows its own by its number, from 1.
#[derive(Debug, Default)]
pub struct Addresses {
    all: Vec<String>,
    numbers: HashMap<String, u32>,
    bytes: usize,
}

impl Addresses {
    /// The address of a number.
    pub fn get(&self, number: u32) -> Option<&str> {
        self.all.get(usize::try_from(number).ok()?.checked_sub(1)?).map(String::as_str)
    }

    fn number(&mut self, address: String) -> Option<u32> {
        if let Some(number) = self.numbers.get(&address) {
            return Some(*number);
        }
        self.bytes += address.len();
        let number = u32::try_from(self.all.len() + 1).ok().filter(|_| self.bytes <= MAX_ADDRESSES)?;
        self.all.push(address.clone());
        self.numbers.insert(address, number);
        Some(number)
    }
}

/// A place on the page that leads to an address.
#[derive(Debug, Clone, Copy)]
struct Place {
    x0: f64,
    x1: f64,
    y0: f64,
    y1: f64,
    number: u32,
}

impl Place {
    fn size(&self) -> f64 {
        (self.x1 - self.x0) * (self.y1 - self.y0)
    }
}

/// Notes at each letter of a page where it leads.
pub fn mark(page: &Page<'_>, letters: &mut [Glyph], addresses: &mut Addresses) {
    let places = places(page, addresses);
    if places.is_empty() {
        return;
    }
    let height = f64::from(page.render_dimensions().1).max(1.0);
    let row = |y: f64| ((y / height * ROWS as f64) as usize).min(ROWS - 1);
    let mut rows: Vec<Vec<Place>> = vec![Vec::new(); ROWS];
    for place in places {
        for there in &mut rows[row(place.y0)..=row(place.y1)] {
            if there.len() < MAX_IN_ROW {
                there.push(place);
            }
        }
    }
    for letter in letters {
        let x = f64::from(letter.x0 + letter.x1) / 2.0;
        let y = f64::from(letter.y - letter.size * set::LETTER_MIDDLE);
        let is_in = |place: &&Place| (place.x0..=place.x1).contains(&x) && (place.y0..=place.y1).contains(&y);
        let around = rows[row(y)].iter().filter(is_in);
        letter.link = around.min_by(|a, b| a.size().total_cmp(&b.size())).map_or(0, |place| place.number);
    }
}

fn places(page: &Page<'_>, addresses: &mut Addresses) -> Vec<Place> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    let to_page = Affine::new(page.initial_transform(true).as_coeffs());
    let mut places = Vec::new();
    for annotation in annotations.iter::<Dict<'_>>().take(MAX_LINKS) {
        let Some(number) = address(&annotation).and_then(|address| addresses.number(address)) else { continue };
        for corners in corners(&annotation) {
            let [a, b] = corners.map(|corner| to_page * corner);
            let (x0, x1, y0, y1) = (a.x.min(b.x), a.x.max(b.x), a.y.min(b.y), a.y.max(b.y));
            places.push(Place { x0, x1, y0, y1, number });
        }
    }
    places
}

/// Where a link leads, if out of the file.
fn address(annotation: &Dict<'_>) -> Option<String> {
    let is_link = annotation.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Link");
    let action = annotation.get::<Dict<'_>>("A").filter(|_| is_link)?;
    let uri = action.get::<PdfString<'_>>("URI")?;
    let bytes = uri.as_bytes();
    let text = std::str::from_utf8(bytes).map_or_else(|_| meta::decoded(bytes), str::to_owned);
    references::address(&text, None)
}

/// Two corners of each place of a link: its lines where it names them, else the whole.
fn corners(annotation: &Dict<'_>) -> Vec<[Point; 2]> {
    let quads: Vec<f64> = annotation
        .get::<Array<'_>>("QuadPoints")
        .map(|quads| quads.iter::<f32>().take(MAX_PLACES * 8).map(f64::from).collect())
        .unwrap_or_default();
    if quads.len() >= 8 {
        let of = |quad: &[f64]| {
            let (xs, ys) = (quad.iter().copied().step_by(2), quad.iter().copied().skip(1).step_by(2));
            let corner = |pick: fn(f64, f64) -> f64, start: f64| {
                Point::new(xs.clone().fold(start, pick), ys.clone().fold(start, pick))
            };
            [corner(f64::min, f64::MAX), corner(f64::max, f64::MIN)]
        };
        return quads.chunks_exact(8).map(of).collect();
    }
    let whole = annotation.get::<Rect>("Rect");
    whole.map(|place| [Point::new(place.x0, place.y0), Point::new(place.x1, place.y1)]).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{kept, open, pages, text};

    #[test]
    fn links_stand_at_their_words_over_the_end_of_a_line() {
        let link = |place: &str, to: &str| format!("<</Type /Annot /Subtype /Link {place} {to}>>").into_bytes();
        let report = "/A <</S /URI /URI (https://a.example/r?b=1)>>";
        let annotations = [
            link("/Rect [154 697 300 710]", report),
            link("/Rect [49 685 99.5 697]", report),
            // Both lines of one link, and one within the file.
            link(
                "/Rect [0 0 600 800] /QuadPoints [49 664 300 664 49 676 300 676 49 652 300 652 49 664 300 664]",
                "/A <</S /URI /URI (https://b.example/)>>",
            ),
            link("/Rect [99.5 685 300 697]", "/Dest [1 0 R /Fit]"),
        ];
        let lines = text(&[
            (50.0, 102.0, 10.0, "The office published its har-"),
            (50.0, 114.0, 10.0, "bour report in May."),
            (50.0, 134.0, 10.0, "All of this line and"),
            (50.0, 146.0, 10.0, "of the next."),
        ]);
        let bytes = pages(&[lines], &annotations, "");
        let page = String::from_utf8_lossy(&bytes)
            .replace("/Contents 9 0 R", "/Annots [4 0 R 5 0 R 6 0 R 7 0 R] /Contents 9 0 R");
        let draft = open(page.as_bytes()).unwrap();
        assert_eq!(
            kept(&draft),
            [
                "paragraph@1 The office published its harbour report in May.",
                "paragraph@1 All of this line and of the next."
            ]
        );
        let links: Vec<_> = draft
            .blocks
            .iter()
            .flat_map(|block| block.block.links.iter().map(|link| (link.span.of(&block.block.text), link.url.as_str())))
            .collect();
        let expected = [
            ("harbour report", "https://a.example/r?b=1"),
            ("All of this line and of the next.", "https://b.example/"),
        ];
        assert_eq!(links, expected);
    }

    #[test]
    fn links_in_cells_of_a_table_stand_at_their_words() {
        let mut drawn = vec![(50.0, 90.0, 10.0, "The costs of the bridge in millions:")];
        let rows = [["Year", "Planned", "Spent"], ["2023", "9", "12.0"], ["2024", "10", "14.5"]];
        for (y, row) in [110.0, 124.0, 138.0].into_iter().zip(rows) {
            drawn.extend([60.0, 150.0, 240.0].into_iter().zip(row).map(|(x, cell)| (x, y, 10.0, cell)));
        }
        let link =
            b"<</Type /Annot /Subtype /Link /Rect [238 660 280 671] /A <</S /URI /URI (https://a.example/2024)>>>>"
                .to_vec();
        let bytes = pages(&[text(&drawn)], &[link], "");
        let page = String::from_utf8_lossy(&bytes).replace("/Contents 6 0 R", "/Annots [4 0 R] /Contents 6 0 R");
        let draft = open(page.as_bytes()).unwrap();
        let table = draft.blocks.iter().find(|block| block.block.text.contains('\t')).unwrap();
        assert_eq!(table.block.text, "Year\tPlanned\tSpent\n2023\t9\t12.0\n2024\t10\t14.5");
        let links: Vec<_> =
            table.block.links.iter().map(|link| (link.span.of(&table.block.text), link.url.as_str())).collect();
        assert_eq!(links, [("14.5", "https://a.example/2024")]);
    }
}
