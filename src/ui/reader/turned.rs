//! Pieces with letters written from right to left.
//!
//! egui shapes such letters but leaves the words in the order in which they are stored, and may draw more glyphs than there
//! are characters (emilk/egui 8576, 8577). So such a piece is laid out in parts that are shaped alone, the parts of each row
//! are put in the order in which they are read (Unicode Standard Annex 9, rules L1, L2 and L4), and where each stands is
//! kept. A part ends at a boundary of words (Annex 29), where the direction changes, and between letters that are written
//! from right to left and others. Places of single letters inside a part from right to left are estimates.

use std::{ops::Range, sync::Arc};

use egui::{Galley, Pos2, Rect, Vec2, text::LayoutJob};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

/// egui forgets to which section a glyph belongs, but keeps the height of its line: neighbouring sections differ in it by
/// this many points, far less than a pixel, in a cycle of [`CYCLE`].
const STEP: f32 = 1.0 / 1024.0;
const CYCLE: usize = 8;

/// Words that are shaped alone: one section of the galley.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    bytes: Range<usize>,
    /// The whole word it belongs to, where that holds letters from right to left.
    word: Option<Range<usize>>,
    level: Level,
    /// Level of its paragraph.
    base: Level,
}

/// Where a part stands in a row of the galley, in points from the galley's corner.
#[derive(Debug, Clone)]
struct Spot {
    row: usize,
    bytes: Range<usize>,
    word: Option<Range<usize>>,
    is_turned: bool,
    /// Space at which the row was wrapped; it stands beyond the column.
    hangs: bool,
    left: f32,
    right: f32,
    /// The left of each character, where each has its own glyph.
    letters: Option<Vec<f32>>,
}

/// Where the words of a piece stand that has letters from right to left.
#[derive(Debug, Clone, Default)]
pub struct Turned {
    spots: Vec<Spot>,
    rows: Vec<Rect>,
}

/// Whether some of the words are written from right to left.
pub fn is_turned(words: &str) -> bool {
    !words.is_ascii() && words.chars().any(is_turned_letter)
}

fn is_turned_letter(letter: char) -> bool {
    letter >= '\u{590}' && matches!(bidi_class(letter), BidiClass::R | BidiClass::AL)
}

/// Lays out words of which some are written from right to left. `job` is what would lay out others: of one section.
pub fn layout(job: &LayoutJob, lay_out: impl FnOnce(LayoutJob) -> Arc<Galley>) -> (Arc<Galley>, Turned) {
    let parts = parts(&job.text);
    let mut job = job.clone();
    let format = job.sections[0].format.clone();
    let line = format.line_height.unwrap_or(format.font_id.size);
    job.sections = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let mut format = format.clone();
        format.line_height = Some(line + STEP * (index % CYCLE) as f32);
        job.sections.push(egui::text::LayoutSection {
            leading_space: 0.0,
            byte_range: egui::text::ByteIndex(part.bytes.start)..egui::text::ByteIndex(part.bytes.end),
            format,
        });
    }
    job.text = mirrored(&job.text, &parts);
    let words = job.text.clone();
    let mut galley = Arc::unwrap_or_clone(lay_out(job));
    let turned = turn(&mut galley, &words, &parts, line);
    (Arc::new(galley), turned)
}

fn parts(words: &str) -> Vec<Stretch> {
    let info = BidiInfo::new(words, None);
    let mut paragraphs = info.paragraphs.iter().peekable();
    let mut parts = Vec::new();
    for (start, segment) in words.split_word_bound_indices() {
        while paragraphs.peek().is_some_and(|paragraph| paragraph.range.end <= start) {
            paragraphs.next();
        }
        let base = paragraphs.peek().map_or(Level::ltr(), |paragraph| paragraph.level);
        let word = start..start + segment.len();
        let word = segment.chars().any(is_turned_letter).then_some(word);
        let mut last = None;
        for (offset, letter) in segment.grapheme_indices(true) {
            let bytes = start + offset..start + offset + letter.len();
            let key = (info.levels[bytes.start], letter.chars().any(is_turned_letter), letter == "\t");
            // The shaper takes Arabic digits with their separators for words from right to left.
            let is_digit = letter.chars().any(|letter| bidi_class(letter) == BidiClass::AN);
            match parts.last_mut() {
                Some(Stretch { bytes: before, .. }) if last == Some(key) && !is_digit => before.end = bytes.end,
                _ => parts.push(Stretch { bytes, word: word.clone(), level: key.0, base }),
            }
            last = Some(key);
        }
    }
    parts
}

/// The words with brackets the other way round where they are read from right to left, as long as before.
fn mirrored(words: &str, parts: &[Stretch]) -> String {
    let mirror = |letter: char| match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        other => other,
    };
    let turn = |part: &Stretch| -> String {
        let words = words[part.bytes.clone()].chars();
        if part.level.is_rtl() { words.map(mirror).collect() } else { words.collect() }
    };
    parts.iter().map(turn).collect()
}

/// A part's glyphs in one row: before it is moved.
struct Run {
    part: usize,
    glyphs: Range<usize>,
    left: f32,
    right: f32,
}

/// Puts the words of each row in reading order.
fn turn(galley: &mut Galley, words: &str, parts: &[Stretch], line: f32) -> Turned {
    let mut turned = Turned::default();
    let mut part = 0;
    let width = galley.job.wrap.max_width;
    let scale = galley.pixels_per_point;
    let round = |x: f32| (x * scale).round() / scale;
    let mut bounds = Rect::NOTHING;
    for row in 0..galley.rows.len() {
        let placed = &mut galley.rows[row];
        let runs = runs(&placed.row, parts, &mut part, line);
        let is_wrapped = !placed.ends_with_newline && runs.last().is_some_and(|run| run.part + 1 < parts.len());
        if placed.ends_with_newline {
            let newline = parts[part..].iter().position(|part| words[part.bytes.clone()].ends_with('\n'));
            part += newline.map_or(0, |at| at + 1);
        }
        let base = runs.first().map_or(Level::ltr(), |run| parts[run.part].base);
        let is_space = |run: &&Run| words[parts[run.part].bytes.clone()].chars().all(char::is_whitespace);
        let trailing = runs.iter().rev().take_while(is_space).count();
        let levels = row_levels(&runs, words, parts, base);
        let room = |runs: &[Run]| runs.iter().map(|run| run.right - run.left).sum::<f32>();
        let (inner, outer) = runs.split_at(runs.len() - trailing);
        let (inner, outer) = (room(inner), room(outer));
        let mut x = 0.0;
        if base.is_rtl() {
            placed.pos.x = round((width - inner).max(0.0));
            x = -outer;
        }
        let inner_row = Arc::make_mut(&mut placed.row);
        let mut spots: Vec<Option<Spot>> = runs.iter().map(|_| None).collect();
        for index in BidiInfo::reorder_visual(&levels) {
            let run = &runs[index];
            shift(inner_row, run, round(x - run.left));
            let left = placed.pos.x + round(x - run.left) + run.left;
            let here = &parts[run.part];
            let letters = inner_row.glyphs[run.glyphs.clone()].iter().map(|glyph| placed.pos.x + glyph.pos.x);
            let is_turned = levels[index].is_rtl();
            let is_exact = !is_turned && run.glyphs.len() == words[here.bytes.clone()].chars().count();
            spots[index] = Some(Spot {
                row,
                bytes: here.bytes.clone(),
                word: here.word.clone(),
                is_turned,
                hangs: is_wrapped && index >= runs.len() - trailing,
                left,
                right: left + run.right - run.left,
                letters: is_exact.then(|| letters.collect()),
            });
            x += run.right - run.left;
        }
        inner_row.size.x = inner;
        inner_row.visuals.mesh_bounds = inner_row.visuals.mesh.calc_bounds();
        bounds |= inner_row.visuals.mesh_bounds.translate(placed.pos.to_vec2());
        turned.spots.extend(spots.into_iter().flatten());
        turned.rows.push(placed.rect());
        galley.rect |= placed.rect();
    }
    galley.mesh_bounds = bounds;
    turned
}

/// Which glyphs of a row belong to which part; `part` is where the row before ended.
fn runs(row: &egui::epaint::text::Row, parts: &[Stretch], part: &mut usize, line: f32) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, glyph) in row.glyphs.iter().enumerate() {
        let mark = ((glyph.line_height - line) / STEP).round() as usize % CYCLE;
        *part = (*part + (mark + CYCLE - *part % CYCLE) % CYCLE).min(parts.len() - 1);
        match runs.last_mut() {
            Some(run) if run.part == *part => run.glyphs.end = index + 1,
            _ => runs.push(Run { part: *part, glyphs: index..index + 1, left: 0.0, right: 0.0 }),
        }
    }
    let mut right = row.size.x;
    for run in runs.iter_mut().rev() {
        let glyphs = &row.glyphs[run.glyphs.clone()];
        let left =
            |wide: bool| glyphs.iter().filter(move |glyph| !wide || glyph.advance_width > 0.0).map(|glyph| glyph.pos.x);
        // A mark may reach out of its letter.
        let first = left(true).reduce(f32::min).or(left(false).reduce(f32::min));
        run.left = first.unwrap_or(right).min(right);
        run.right = right;
        right = run.left;
    }
    runs
}

/// Levels of the parts of a row: space at its end and before a tab has that of the paragraph (rule L1).
fn row_levels(runs: &[Run], words: &str, parts: &[Stretch], base: Level) -> Vec<Level> {
    let mut levels: Vec<Level> = runs.iter().map(|run| parts[run.part].level).collect();
    let mut is_at_end = true;
    for (index, run) in runs.iter().enumerate().rev() {
        let text = &words[parts[run.part].bytes.clone()];
        is_at_end = text == "\t" || is_at_end && text.chars().all(char::is_whitespace);
        if is_at_end {
            levels[index] = base;
        }
    }
    levels
}

fn shift(row: &mut egui::epaint::text::Row, run: &Run, by: f32) {
    let drawn =
        |glyphs: &[egui::epaint::text::Glyph]| glyphs.iter().filter(|glyph| !glyph.uv_rect.is_nothing()).count();
    let first = row.visuals.glyph_vertex_range.start + 4 * drawn(&row.glyphs[..run.glyphs.start]);
    let count = 4 * drawn(&row.glyphs[run.glyphs.clone()]);
    row.glyphs[run.glyphs.clone()].iter_mut().for_each(|glyph| glyph.pos.x += by);
    let vertices = row.visuals.mesh.vertices.iter_mut().skip(first).take(count);
    vertices.for_each(|vertex| vertex.pos.x += by);
}

impl Turned {
    /// See [`super::geometry::rects`].
    pub fn rects(&self, words: &str, range: Range<usize>, origin: Pos2) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        for (row, rect) in self.rows.iter().enumerate() {
            let covered = self.row(row).iter().filter(|spot| !spot.hangs);
            let covered = covered.filter(|spot| spot.bytes.start < range.end && range.start < spot.bytes.end);
            let mut covered: Vec<(f32, f32)> = covered
                .map(|spot| {
                    let (a, b) = (spot.x(words, range.start), spot.x(words, range.end));
                    (a.min(b), a.max(b))
                })
                .collect();
            covered.sort_by(|a, b| a.0.total_cmp(&b.0));
            let before = rects.len();
            for (left, right) in covered.into_iter().filter(|(left, right)| left < right) {
                match rects[before..].last_mut() {
                    Some(last) if left <= last.right() - origin.x + 1.0 => {
                        last.max.x = last.max.x.max(right + origin.x);
                    }
                    _ => rects.push(Rect::from_x_y_ranges(left..=right, rect.y_range()).translate(origin.to_vec2())),
                }
            }
        }
        rects
    }

    /// The byte nearest to a place: between letters, or at the end of a word from right to left.
    pub fn byte_at(&self, words: &str, pos: Pos2) -> usize {
        let Some(spot) = self.spot_at(pos) else { return 0 };
        if let Some(letters) = &spot.letters {
            let edges = letters.iter().copied().chain([spot.right]);
            let near = edges.enumerate().min_by(|a, b| (a.1 - pos.x).abs().total_cmp(&(b.1 - pos.x).abs()));
            let nth = words[spot.bytes.clone()].char_indices().nth(near.map_or(0, |(index, _)| index));
            return nth.map_or(spot.bytes.end, |(offset, _)| spot.bytes.start + offset);
        }
        let bytes = spot.word.as_ref().unwrap_or(&spot.bytes);
        let same = self.row(spot.row).iter().filter(|other| bytes.contains(&other.bytes.start));
        let (left, right) =
            same.fold((spot.left, spot.right), |(left, right), other| (left.min(other.left), right.max(other.right)));
        let is_at_left = pos.x < f32::midpoint(left, right);
        if is_at_left == spot.is_turned { bytes.end } else { bytes.start }
    }

    /// The word from right to left under a place.
    pub fn word_under(&self, pos: Pos2) -> Option<Range<usize>> {
        let spot = self.spot_at(pos)?;
        let is_over = (spot.left..=spot.right).contains(&pos.x) && self.rows[spot.row].y_range().contains(pos.y);
        spot.word.clone().filter(|_| is_over)
    }

    /// Where a caret before `byte`, or after what ends there, stands.
    pub fn caret(&self, words: &str, byte: usize, is_after: bool) -> Option<Rect> {
        let holds = |spot: &&Spot| spot.bytes.contains(&byte);
        let ends = |spot: &&Spot| spot.bytes.end == byte;
        let (before, after) = (self.spots.iter().rfind(ends), self.spots.iter().find(holds));
        let spot = if is_after { before.or(after) } else { after.or(before) }.or(self.spots.last())?;
        let x = spot.x(words, byte);
        Some(Rect::from_x_y_ranges(x..=x, self.rows[spot.row].y_range()))
    }

    /// The bytes of the row at a height.
    pub fn row_at(&self, y: f32) -> Range<usize> {
        let spots = self.row(self.row_index(y));
        let last = spots.iter().rfind(|spot| !spot.hangs);
        spots.first().map_or(0, |spot| spot.bytes.start)..last.map_or(0, |spot| spot.bytes.end)
    }

    fn row_index(&self, y: f32) -> usize {
        self.rows.iter().position(|row| y < row.bottom()).unwrap_or(self.rows.len().saturating_sub(1))
    }

    fn row(&self, row: usize) -> &[Spot] {
        let start = self.spots.partition_point(|spot| spot.row < row);
        &self.spots[start..self.spots.partition_point(|spot| spot.row <= row)]
    }

    fn spot_at(&self, pos: Pos2) -> Option<&Spot> {
        let away = |spot: &Spot| (spot.left - pos.x).max(pos.x - spot.right).max(0.0);
        self.row(self.row_index(pos.y)).iter().min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

impl Spot {
    /// Where the boundary at `byte` stands, or the end that is nearer to it.
    fn x(&self, words: &str, byte: usize) -> f32 {
        let byte = byte.clamp(self.bytes.start, self.bytes.end);
        let text = &words[self.bytes.clone()];
        let (before, _) = text.split_at(text.floor_char_boundary(byte - self.bytes.start));
        if let Some(letters) = &self.letters {
            return letters.get(before.chars().count()).copied().unwrap_or(self.right);
        }
        let share = before.graphemes(true).count() as f32 / text.graphemes(true).count().max(1) as f32;
        let along = share * (self.right - self.left);
        if self.is_turned { self.right - along } else { self.left + along }
    }
}

/// A piece as it is drawn, and where its words stand if some are from right to left.
#[derive(Debug, Clone)]
pub struct Laid {
    /// What is drawn.
    pub galley: Arc<Galley>,
    /// See [`Turned`].
    pub turned: Option<Arc<Turned>>,
}

impl Laid {
    /// Width and height.
    pub fn size(&self) -> Vec2 {
        self.galley.size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::reader::geometry;

    const HEBREW: &str = "עיריית תל אביב הודיעה כי הגשר ייסגר ב-12 בינואר 2026 (לשלושה חודשים). דובר צה\"ל אמר: \"לא\", והחברה \
                          Acme Bridges Ltd. תקבל 3.5 מיליון 👩‍👩‍👧 בְּרֵאשִׁית בית־לחם.";
    const ARABIC: &str = "أعلنت بلدية المدينة أن الجسر القديم سيُغلق لمدة ثلاثة أشهر، وقال Acme Bridges إن الإصلاحات ستكلف ٣٫٥ \
                          مليون دولار (أو 12,400 طن) 🌉 لا غير.";
    const MIXED: &str = "The Hebrew words שלום עולם stand, with the Arabic word الجسر too, in English that wraps.";

    fn laid(words: &str, width: f32) -> Laid {
        let ctx = egui::Context::default();
        crate::ui::theme::install(&ctx);
        let mut laid = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let mut format =
                egui::TextFormat::simple(egui::FontId::new(16.5, crate::ui::theme::serif()), egui::Color32::BLACK);
            format.line_height = Some(27.0);
            let mut job = LayoutJob::single_section(words.to_owned(), format);
            job.wrap.max_width = width;
            let (galley, turned) = layout(&job, |job| ui.fonts_mut(|fonts| fonts.layout_job(job)));
            laid = Some(Laid { galley, turned: Some(Arc::new(turned)) });
        });
        output.textures_delta.clear();
        laid.unwrap()
    }

    /// The words of a row as they stand from left to right.
    fn from_left(words: &str, laid: &Laid, row: usize) -> Vec<String> {
        let mut spots: Vec<Spot> = laid.turned.as_ref().unwrap().row(row).to_vec();
        spots.sort_by(|a, b| a.left.total_cmp(&b.left));
        let here = spots.iter().map(|spot| words[spot.bytes.clone()].to_owned());
        here.filter(|word| !word.trim().is_empty()).collect()
    }

    #[test]
    fn words_from_right_to_left_stand_in_the_order_in_which_they_are_read() {
        let check = |words: &str, expected: &[&str]| {
            assert_eq!(from_left(words, &laid(words, 2000.0), 0), expected, "{words}");
        };
        check("אבג דהו 12 (abc).", &[".", ")", "abc", "(", "12", "דהו", "אבג"]);
        check("say שלום עולם now", &["say", "עולם", "שלום", "now"]);
        check("דובר צה\"ל, 3.5", &["3.5", ",", "ל", "\"", "צה", "דובר"]);
        check("مليون ٣٫٥ abc de", &["abc", "de", "٣", "٫", "٥", "مليون"]);
        check("אב\tגד", &["גד", "אב"]);
    }

    #[test]
    fn every_word_is_found_where_it_is_drawn_and_lit_there() {
        for (words, width) in
            [HEBREW, ARABIC, MIXED].into_iter().flat_map(|words| [90.0, 300.0, 604.0].map(|w| (words, w)))
        {
            let laid = laid(words, width);
            let origin = Pos2::new(70.0, 40.0);
            let mut lit: Vec<(Rect, &str)> = Vec::new();
            for (start, word) in words.unicode_word_indices() {
                let range = start..start + word.len();
                let rects = geometry::rects(&laid, words, range.clone(), origin);
                assert!(!rects.is_empty(), "{word} in {words}");
                for rect in rects {
                    let taken = geometry::taken_at(&laid, words, origin, rect.center());
                    if word.chars().any(is_turned_letter) {
                        assert_eq!(taken, range, "{word} in {words}");
                    } else {
                        assert!(range.start <= taken.start && taken.end <= range.end, "{word} in {words}");
                    }
                    assert!(rect.left() >= origin.x - 1.0 && rect.right() <= origin.x + width.max(rect.width()) + 1.0);
                    let other = lit.iter().find(|(other, _)| other.shrink(1.0).intersects(rect.shrink(1.0)));
                    assert!(other.is_none(), "{word} lies on {other:?}");
                    lit.push((rect, word));
                }
            }
        }
    }

    #[test]
    fn the_whole_piece_is_covered_whatever_its_glyphs() {
        for words in [HEBREW, ARABIC, MIXED, "\u{5b0}\u{5b0} ב\u{200d}\n\nג", "א\r\nב"] {
            let laid = laid(words, 300.0);
            let spots = &laid.turned.as_ref().unwrap().spots;
            let covered: String = spots.iter().map(|spot| &words[spot.bytes.clone()]).collect();
            let is_drawn = |char: &char| !char.is_whitespace() && !('\u{5b0}'..='\u{5c7}').contains(char);
            let drawn = |text: &str| text.chars().filter(is_drawn).collect::<String>();
            assert_eq!(drawn(&covered), drawn(words));
            for byte in (0..=words.len()).filter(|byte| words.is_char_boundary(*byte)) {
                assert!(geometry::caret(&laid, words, byte, Pos2::ZERO).left().is_finite());
            }
        }
    }

    #[test]
    fn carets_stand_at_the_right_of_what_follows_and_at_the_left_of_what_came() {
        let words = "אבג דהו";
        let laid = laid(words, 400.0);
        let [first, second] = [0..6, 7..13].map(|range| geometry::rects(&laid, words, range, Pos2::ZERO)[0]);
        assert_eq!(geometry::caret(&laid, words, 0, Pos2::ZERO).left(), first.right());
        assert_eq!(geometry::caret(&laid, words, 7, Pos2::ZERO).left(), second.right());
        assert_eq!(geometry::end_caret(&laid, words, 6, Pos2::ZERO).left(), first.left());
        assert!((first.right() - 400.0).abs() < 1.0, "the row begins at the right edge of the column");
        assert_eq!(geometry::row_at(&laid, words, Pos2::ZERO, 10.0), 0..words.len());
    }
}
