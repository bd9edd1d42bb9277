//! What a page shows: every character with its place, in the order in which the page draws them.
//!
//! Nothing is painted. Pictures are only counted, so that a page without letters can be named.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask,
    font::{Glyph as FontGlyph, GlyphRun},
    hayro_cmap::WritingMode,
    hayro_syntax::{
        object::{Dict, String as PdfString},
        page::Page,
    },
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};

use super::{fields, letters::Letters, meta, thresholds as set};

/// The most characters that are read from one page.
const MAX_GLYPHS: usize = 300_000;

/// Points of which a letter has to be larger to be read by anybody.
const TOO_SMALL: f32 = 0.5;

/// Points up to which a letter is one: what is larger than any page is a drawing.
const LARGEST: f32 = 2000.0;
/// Nothing stands or reaches farther from the corner of its page, in points: 350 m. No number that is reckoned from it overflows.
const FARTHEST: f32 = 1.0e6;

/// Points around the page within which letters still count as on it …
const OUTSIDE: f32 = 1.0;
/// … and below it: a last line may hang over a page that was cut.
const OUTSIDE_BELOW: f32 = 20.0;

/// The most bytes of a text that stands for drawn letters: longer ones describe a figure.
const MAX_ACTUAL_TEXT: usize = 1000;

/// The weight from which on a face is bold (OpenType, `usWeightClass`: semi-bold).
const SEMI_BOLD: u32 = 600;

/// Units of a glyph's space to a font size (PDF 32000, 9.2.4).
const EM: f64 = 1000.0;

/// The width that a letter has where its font names none.
const HALF_EM: f32 = 500.0;

/// Points within which two letters stand in one place: below the width of the narrowest letter of a text.
const SAME_PLACE: f32 = 1.0;

/// One character on the page. Points, from the top left corner as the page is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; a ligature is several.
    pub char: char,
    /// Where it starts.
    pub x0: f32,
    /// Where the next would start.
    pub x1: f32,
    /// Its baseline, from the top.
    pub y: f32,
    /// Its font size.
    pub size: f32,
    /// Whether its font is bold.
    pub is_bold: bool,
    /// The face of its font, by name; 0 where it has none.
    pub face: u32,
    /// The number of the address that it leads to; 0 where it leads nowhere.
    pub link: u32,
}

/// How text runs on the page: quarter turns clockwise from left to right.
pub const DIRECTIONS: usize = 5;
/// The slot of [`PageGlyphs::by_direction`] for text that stands at no quarter turn, as a watermark does.
pub const SLANTED: usize = 4;

/// What a page shows.
#[derive(Debug, Clone, Default)]
pub struct PageGlyphs {
    /// Width and height as the page is read.
    pub size: (f32, f32),
    /// Characters by the direction in which they run, each turned so that it runs from left to right.
    pub by_direction: [Vec<Glyph>; DIRECTIONS],
    /// How many letters have no known character.
    pub unknown: usize,
    /// Whether there is a picture on it.
    pub has_picture: bool,
    /// Whether reading it was stopped because it draws without end, or by a fault.
    pub is_cut: bool,
}

/// Reads a page. `max_forms` bounds how often parts of the page are drawn again.
pub fn read<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>, max_forms: usize) -> PageGlyphs {
    let size = page.render_dimensions();
    let mut reader = GlyphReader {
        out: PageGlyphs { size, ..PageGlyphs::default() },
        forms_left: max_forms,
        is_vertical: false,
        is_on_page: false,
        marks: Vec::new(),
        letters: Letters::of(page),
        bitmap_sizes: HashMap::new(),
    };
    let finished = catch_unwind(AssertUnwindSafe(|| {
        let turned = Affine::new(page.initial_transform(true).as_coeffs());
        let bounds = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
        let mut context = Context::new(turned, bounds, cache, page.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut reader);
    }));
    reader.out.is_cut |= finished.is_err();
    let values = catch_unwind(AssertUnwindSafe(|| fields::values(page))).unwrap_or_default();
    reader.out.by_direction[0].extend(values);
    reader.out
}

/// Whether a place or a length is one that a page can have.
pub fn is_within_reach(value: f32) -> bool {
    value.abs() <= FARTHEST
}

/// Thrown, without a message, to leave a page that draws without end.
struct Stopped;

struct GlyphReader {
    out: PageGlyphs,
    forms_left: usize,
    is_vertical: bool,
    /// Whether a letter of the run stood on the page.
    is_on_page: bool,
    /// The open marked contents, each with the text that stands for it and how far each direction was filled.
    marks: Vec<Option<(String, [usize; DIRECTIONS])>>,
    letters: Letters,
    /// The sizes of bitmap fonts that are measured in dots rather than in their own size, by the size that they name.
    bitmap_sizes: HashMap<u32, f32>,
}

impl GlyphReader {
    fn lengths(&self) -> [usize; DIRECTIONS] {
        std::array::from_fn(|at| self.out.by_direction[at].len())
    }

    fn stop(&mut self) -> ! {
        self.out.is_cut = true;
        resume_unwind(Box::new(Stopped))
    }

    fn add(&mut self, glyph: &FontGlyph<'_>, transform: Affine, (face, is_bold): (u32, bool)) {
        let advance = match glyph {
            FontGlyph::Outline(outline) => outline.advance_width(),
            FontGlyph::Type3(glyph) => glyph.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(EM, 0.0) - origin;
        let up = transform * Point::new(0.0, EM) - origin;
        let size = up.hypot() as f32;
        let width = (along.hypot() * f64::from(advance.unwrap_or(HALF_EM)) / EM) as f32;
        let size = self.true_size(glyph, size, width);
        let (direction, x, y) = if self.is_vertical {
            // Columns of upright characters from right to left are lines from left to right, seen from the right.
            (1, origin.y as f32 - size, self.out.size.0 - origin.x as f32)
        } else {
            self.turned(along.x as f32, along.y as f32, origin)
        };
        let width = if self.is_vertical { size } else { width };
        if ![x, y, size, width].into_iter().all(is_within_reach) || size <= TOO_SMALL || size > LARGEST {
            return;
        }
        // A line that begins on the page and goes on beyond its edge is read to its end.
        let seen = if direction == SLANTED { (origin.x as f32, origin.y as f32) } else { (x, y) };
        if !self.is_on_page && self.is_outside(direction, seen.0, seen.1, width) {
            return;
        }
        self.is_on_page = true;
        let text = self.letters.text(glyph);
        self.out.unknown += usize::from(text.is_none());
        self.push(
            direction,
            text.as_deref().unwrap_or("\u{fffd}"),
            Glyph { char: ' ', x0: x, x1: x + width, y, size, is_bold, face, link: 0 },
        );
    }

    /// The size of a letter. A bitmap font may be measured in dots, so that its letters are many times as wide as they are large; then the
    /// first of them tells.
    fn true_size(&mut self, glyph: &FontGlyph<'_>, size: f32, width: f32) -> f32 {
        if matches!(glyph, FontGlyph::Outline(_)) || width < size * set::BITMAP_WIDTH {
            return self
                .bitmap_sizes
                .get(&size.to_bits())
                .copied()
                .filter(|_| matches!(glyph, FontGlyph::Type3(_)))
                .unwrap_or(size);
        }
        *self.bitmap_sizes.entry(size.to_bits()).or_insert(width * set::BITMAP_SIZE)
    }

    /// The direction of text whose next letter stands at (dx, dy), and its start in a page turned by it.
    fn turned(&self, dx: f32, dy: f32, origin: Point) -> (usize, f32, f32) {
        let (x, y) = (origin.x as f32, origin.y as f32);
        let (width, height) = self.out.size;
        let is_straight = |long: f32, short: f32| short.abs() <= long.abs() * set::STRAIGHT;
        match (dx, dy) {
            _ if is_straight(dx, dy) && dx >= 0.0 => (0, x, y),
            _ if is_straight(dx, dy) => (2, width - x, height - y),
            _ if is_straight(dy, dx) && dy > 0.0 => (1, y, width - x),
            _ if is_straight(dy, dx) => (3, height - y, x),
            // Turned by its own angle, so that its letters stand on one line.
            _ => {
                let long = dx.hypot(dy);
                let (along, across) = (dx / long, dy / long);
                (SLANTED, x * along + y * across, y * along - x * across)
            }
        }
    }

    fn is_outside(&self, direction: usize, x: f32, y: f32, width: f32) -> bool {
        let (page_width, page_height) = self.out.size;
        let (long, high) =
            if matches!(direction, 1 | 3) { (page_height, page_width) } else { (page_width, page_height) };
        x + width < -OUTSIDE || x > long + OUTSIDE || y < -OUTSIDE || y > high + OUTSIDE_BELOW
    }

    /// Adds a text over the width of `place`, a glyph a character.
    fn push(&mut self, direction: usize, text: &str, whole: Glyph) {
        let glyphs = &mut self.out.by_direction[direction];
        let chars = text.chars().flat_map(expanded);
        let count = chars.clone().count().max(1) as f32;
        for (at, char) in chars.enumerate() {
            let share = |at: f32| whole.x0 + (whole.x1 - whole.x0) * at / count;
            glyphs.push(Glyph { char, x0: share(at as f32), x1: share(at as f32 + 1.0), ..whole });
        }
    }

    /// Puts the text that a marked content stands for in the place of its letters.
    fn replace(&mut self, text: &str, starts: [usize; DIRECTIONS]) {
        let ends = self.lengths();
        let mut drawn = (0..DIRECTIONS).filter(|&at| ends[at] > starts[at]);
        let Some(direction) = drawn.next() else { return };
        let run = &self.out.by_direction[direction][starts[direction]..];
        let Some(first) = run.first().copied() else { return };
        // A text over several lines has no one place.
        if drawn.next().is_some() || run.iter().any(|glyph| (glyph.y - first.y).abs() > first.size * set::ONE_LINE) {
            return;
        }
        let x0 = run.iter().map(|glyph| glyph.x0).fold(f32::MAX, f32::min);
        let x1 = run.iter().map(|glyph| glyph.x1).fold(f32::MIN, f32::max);
        self.out.by_direction[direction].truncate(starts[direction]);
        self.push(direction, text, Glyph { x0, x1, ..first });
    }
}

impl<'a> Device<'a> for GlyphReader {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    /// Every part of a page that is drawn again comes by here.
    fn push_clip_path(&mut self, _: &ClipPath) {
        match self.forms_left.checked_sub(1) {
            Some(left) => self.forms_left = left,
            None => self.stop(),
        }
    }

    fn push_clip_rect(&mut self, _: &Rect) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Text that is filled and outlined comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.was_just_drawn(run, &props) {
            return;
        }
        if self.lengths().iter().sum::<usize>() + run.glyphs().len() > MAX_GLYPHS {
            self.stop();
        }
        self.is_vertical = run.writing_mode() == WritingMode::Vertical;
        let face = run.glyphs().first().map_or((0, false), |glyph| (face(glyph), is_bold(glyph)));
        self.is_on_page = false;
        for glyph in run.glyphs() {
            self.add(glyph, props.transform * glyph.transform(), face);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.out.has_picture = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        let text = text.map(|text| meta::decoded(text.as_bytes())).filter(|text| text.len() < MAX_ACTUAL_TEXT);
        let lengths = self.lengths();
        self.marks.push(text.map(|text| (text, lengths)));
    }

    fn end_marked_content(&mut self) {
        if let Some(Some((text, starts))) = self.marks.pop() {
            self.replace(&text, starts);
        }
    }
}

impl GlyphReader {
    fn was_just_drawn(&self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
        let Some(glyph) = run.glyphs().last() else { return true };
        let origin = props.transform * glyph.transform() * Point::ZERO;
        let (x, y) = (origin.x as f32, origin.y as f32);
        self.out.by_direction[0]
            .last()
            .is_some_and(|last| (last.x0 - x).abs() < SAME_PLACE && (last.y - y).abs() < SAME_PLACE)
    }
}

/// A number for the face of a letter, without the letters that mark a subset of it ("ABCDEF+Name").
fn face(glyph: &FontGlyph<'_>) -> u32 {
    use std::hash::{Hash as _, Hasher as _};
    let FontGlyph::Outline(outline) = glyph else { return 0 };
    let name = outline.font_data().and_then(|data| data.postscript_name);
    let Some(name) = name else { return 0 };
    let mut hasher = rustc_hash::FxHasher::default();
    name.rsplit('+').next().unwrap_or_default().hash(&mut hasher);
    hasher.finish() as u32
}

fn is_bold(glyph: &FontGlyph<'_>) -> bool {
    let FontGlyph::Outline(outline) = glyph else { return false };
    let Some(data) = outline.font_data() else { return false };
    data.weight.is_some_and(|weight| weight >= SEMI_BOLD)
        || data.postscript_name.is_some_and(|name| name.contains("Bold") || name.contains("Black"))
}

/// The letters of a ligature; for every other character itself.
fn expanded(char: char) -> impl Iterator<Item = char> + Clone {
    let text = match char {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' => "ſt",
        '\u{fb06}' => "st",
        // Bullets of the usual symbol fonts, which say nothing of what they mean.
        '\u{f0b7}' | '\u{f0a8}' | '\u{f06c}' => "•",
        '\u{f0a7}' | '\u{f06e}' => "▪",
        _ => "",
    };
    let own = text.is_empty().then_some(char);
    text.chars().chain(own)
}
