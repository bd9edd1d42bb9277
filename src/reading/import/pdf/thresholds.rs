//! Where the reading of a PDF draws the line. Lengths are in font sizes, but where another unit is named.
//!
//! With these values the 36 PDFs typeset from known text score .996 in four-word runs in one, two and three columns, with no running head
//! left, and 13 manuals agree with poppler (`docs/import.md`, "PDF"): who moves one measures both again. The groups follow the steps
//! described there.

// Letters on one line (step 3). Printed text is never quite level.
/// Two letters of one line stand no farther apart in height.
pub const LEVEL: f32 = 0.25;
/// Runs of one row.
pub const ROW: f32 = 0.2;
/// A letter more than so many times larger is of another line: an initial, a headline beside text.
pub const LARGER: f32 = 1.9;
/// A raised or lowered mark is smaller than this share of its line's letters …
pub const MARK: f32 = 0.85;
/// … and stands no farther above or below …
pub const MARK_RISE: f32 = 0.6;
/// … is raised if it stands so far above the baseline, in font sizes (TeX raises by a third, Word by a third, others by a fifth) …
pub const RAISED: f32 = 0.15;
/// … lowered if so far below (TeX by a seventh) …
pub const LOWERED: f32 = 0.08;
/// … and no farther away beside.
pub const MARK_GAP: f32 = 0.5;
/// The farthest that two pieces of a line stand apart when they are drawn one after the other.
pub const GAP: f32 = 3.0;
/// The farthest when something else was drawn between them.
pub const GAP_APART: f32 = 0.8;
/// How far letters drawn one after the other may lie over each other: kerning, slanted letters.
pub const OVERLAP: f32 = -0.6;
/// … from right to left.
pub const OVERLAP_RTL: f32 = -0.5;
/// … drawn at other times.
pub const OVERLAP_APART: f32 = -0.3;
/// A letter that stands this close to one like it is drawn twice to look bold.
pub const DOUBLE: f32 = 0.12;

/// A letter of a bitmap font that is wider than so many times its size is measured in dots …
pub const BITMAP_WIDTH: f32 = 3.0;
/// … and its size is so many times its width: a letter is half as wide as it is large, or a little more.
pub const BITMAP_SIZE: f32 = 1.8;

/// Doubles are looked for in cells of so many points: up to 33 points of size they stand nearer than one.
pub const CELL: f32 = 4.0;
/// A text runs along an axis of the page when it leaves it by no more than this share: scans are turned by a degree or two.
pub const STRAIGHT: f32 = 0.1;
/// The letters that one text stands for are in one line when they stand no farther apart in height.
pub const ONE_LINE: f32 = 0.5;
/// A line is bold when more than so many tenths of its letters are: a colon behind a bold word often is not.
pub const BOLD_TENTHS: usize = 8;

// Spaces (step 3). Some programs print a soft hyphen as a space glyph: it needs a gap, but a smaller one.
/// A document prints its spaces when one letter of so many follows one.
pub const PRINTED_SPACES: usize = 25;
/// A gap that is a space where the document prints none.
pub const SPACE: f32 = 0.125;
/// … where it prints them, but not here.
pub const SPACE_UNPRINTED: f32 = 0.2;
/// … where one is printed; letters that stand farther apart than this throughout are spaced out.
pub const SPACE_PRINTED: f32 = 0.06;
/// A line whose printed spaces are narrower than this in the middle has narrow ones throughout …
pub const SPACE_NARROW: f32 = 0.12;
/// … unless they are as narrow as this, so that nothing shows …
pub const SPACE_NONE: f32 = 0.015;
/// … and then so much of the middle one is a space.
pub const SPACE_NARROW_SHARE: f32 = 0.4;
/// In a line without any other space, gaps of more than this part of the widest one are spaces …
pub const SPACE_OF_WIDEST: f32 = 0.5;
/// … if words have fewer letters than this on average with them, and more without.
pub const WORD_LONGEST: usize = 15;
/// A soft hyphen that moves what follows by this is seen, and is a hyphen.
pub const SEEN_HYPHEN: f32 = 0.12;
/// Fewer gaps do not tell whether letters are spaced out.
pub const SPREAD_LEAST: usize = 4;

// Gutters (step 3): a wide gap in one line tells nothing, only several below each other with text on both sides do.
/// A gap that may part two columns.
pub const GUTTER: f32 = 0.9;
/// How many lines in a row a gutter has at least.
pub const GUTTER_LINES: usize = 4;
/// How wide it is through all of them.
pub const GUTTER_WIDTH: f32 = 0.5;
/// The next of its lines is no farther below …
pub const GUTTER_STEP: f32 = 2.2;
/// … and no nearer.
pub const GUTTER_STEP_LEAST: f32 = 0.5;
/// Letters beside it on the shorter side, a line.
pub const GUTTER_LETTERS: usize = 12;

// Initials.
/// An initial is larger than so many times the line that it begins …
pub const INITIAL: f32 = 1.7;
/// … and stands this near before it.
pub const INITIAL_GAP: std::ops::Range<f32> = -0.3..1.2;
/// The height of a capital over the baseline.
pub const CAPITAL: f32 = 0.8;
/// How far below the baseline letters reach.
pub const DESCENT: f32 = 0.2;
/// How far below an initial's baseline its line may stand.
pub const INITIAL_DROP: f32 = 0.3;

// Columns (step 5), after Breuel (2003).
/// The next line of a column is no farther below.
pub const COLUMN_STEP: f32 = 2.0;
/// … and no nearer.
pub const COLUMN_STEP_LEAST: f32 = 0.3;
/// A line stands under a column when they share more width.
pub const COLUMN_SHARED: f32 = 0.5;
/// Lines whose sizes differ by more than this factor are of two columns.
pub const COLUMN_SIZES: f32 = 1.25;
/// Another line of the same height is as level as this …
pub const NEIGHBOUR_LEVEL: f32 = 0.5;
/// … and shares more width with the column.
pub const NEIGHBOUR_SHARED: f32 = 1.0;
/// Two columns stand under each other when they share more than this part of the narrower one.
pub const STACKED: f32 = 0.1;

// Running text.
/// Steps of a point to which font sizes are rounded when they are counted.
pub const SIZE_STEPS: f32 = 4.0;
/// The size of a document without any line.
pub const USUAL_SIZE: f32 = 10.0;
/// The leading of a document of single lines.
pub const LEADING: f32 = 1.2;
/// Sizes this near, as a share, are one: programs round them.
pub const SAME_SIZE: f32 = 0.06;
/// The place among sorted steps from line to line that is the usual one, in fifths: gaps between paragraphs are wider and fewer.
pub const LEADING_FIFTHS: usize = 2;
/// Fewer steps do not tell a column's leading.
pub const LEADING_LEAST: usize = 4;
/// A first line is set in by so much …
pub const INDENT: f32 = 0.7;
/// … and no more.
pub const INDENT_MOST: f32 = 4.0;
/// Lines that begin this near are set alike.
pub const FLUSH: f32 = 0.3;
/// So many indents make a document that indents.
pub const INDENTS: usize = 2;

// Paragraphs (step 6). The line before a paragraph ends early, or the gap is wide, or the size changes.
/// A gap of more than so many leadings.
pub const PARAGRAPH_GAP: f32 = 1.25;
/// A change of size by more than this factor.
pub const PARAGRAPH_SIZES: f32 = 1.1;
/// Lines around one, on each side, that show where its column begins and ends.
pub const AROUND: usize = 3;
/// A space between words, when asking whether the next would have fitted.
pub const WORD_SPACE: f32 = 0.25;
/// How much a line may fall short of the edge and still be full.
pub const RAGGED: f32 = 0.3;
/// The line before an indent begins no farther in.
pub const BEFORE_INDENT: f32 = 0.4;
/// The line after a hanging first line is set in by more.
pub const HANGING: f32 = 0.5;
/// A line shorter than this share of its column ends a paragraph without a full stop.
pub const SHORT_LINE: f32 = 0.6;
/// A last line that reaches so near to the edge may go on elsewhere.
pub const FULL_LINE: f32 = 1.5;
/// Among so many last blocks a paragraph goes on.
pub const OPEN_BLOCKS: usize = 4;

// Headings and captions (step 6).
/// A font size larger than running text by this factor is a heading's.
pub const HEADING: f32 = 1.13;
/// … even where the line ends like a sentence.
pub const LARGE_HEADING: f32 = 1.3;
/// The longest heading, in characters.
pub const HEADING_CHARS: usize = 200;
/// The most lines of a bold heading.
pub const HEADING_LINES: usize = 3;
/// The least letters of a heading.
pub const HEADING_LETTERS: usize = 2;
/// A caption is smaller than this factor of running text …
pub const CAPTION: f32 = 0.95;
/// … and shorter, in characters.
pub const CAPTION_CHARS: usize = 600;

// Headings that neither size nor weight tells (`headings.rs`).
/// The most lines of one …
pub const MARKED_LINES: usize = 2;
/// … its most characters …
pub const MARKED_CHARS: usize = 100;
/// … and its width, as a share of the column: a full line is text.
pub const MARKED_WIDTH: f32 = 0.85;
/// The text below it reaches over this share of the column.
pub const TEXT_WIDTH: f32 = 0.6;
/// It is nearer to the text below than to the one above, but for this share of a font size.
pub const MARKED_LEVEL: f32 = 0.1;
/// A size larger than running text by this factor marks it where the document uses it so more than once.
pub const MARKED_SIZE: f32 = 1.04;
/// A line in the middle of its column begins so many font sizes from its edge.
pub const CENTRED: f32 = 2.0;
/// A gap above that is so many times the one between paragraphs.
pub const SET_OFF: f32 = 1.3;
/// The least capitals of a line in capitals: fewer are an abbreviation.
pub const CAPITALS: usize = 5;
/// A chapter's number has no more figures.
pub const CHAPTER_DIGITS: usize = 2;

// Furniture (step 4): no running head left in the 36 files, where poppler leaves 3.1 a file.
/// How far from the edge a repeated row may stand, as a share of the page.
pub const ZONE: f32 = 0.13;
/// How far from the edge a row may stand that is known only by standing alone.
pub const ALONE_ZONE: f32 = 0.075;
/// The gap to the text behind which a row stands alone.
pub const ALONE_GAP: f32 = 2.8;
/// Among so many outermost rows.
pub const ALONE_ROWS: usize = 3;
/// A row alone is no larger than running text by this factor …
pub const ALONE_SIZE: f32 = 1.05;
/// … and no longer, in characters.
pub const ALONE_CHARS: usize = 150;
/// The gap to the text behind which a number is a page's.
pub const NUMBER_GAP: f32 = 1.7;
/// On how many pages a row repeats.
pub const REPEATS: usize = 2;
/// The longest row that repeats, in characters.
pub const REPEATED_CHARS: usize = 200;
/// A page's number has no more figures …
pub const NUMBER_DIGITS: usize = 4;
/// … or, in small Roman numerals, letters: "xxviii" …
pub const ROMAN_DIGITS: usize = 6;
/// … and stands among no more words: "Page 3 of 9".
pub const NUMBER_WORDS: usize = 4;
/// Rows of one place repeat: their depths, as shares of the page, agree in steps of one to so many.
pub const SAME_DEPTH: f32 = 100.0;
/// How many rows are looked at from an edge inward.
pub const EDGE_ROWS: usize = 6;
/// Lines of one row.
pub const EDGE_LEVEL: f32 = 0.35;

// Hyphens (step 7): .9949 to .9958 for the typesetter's own sign on the 36 files.
/// Words are broken when one line of so many ends with a hyphen.
pub const BROKEN_LINES: usize = 33;
/// Parts of a compound up to this many bytes do not stand as words of their own.
pub const PART: usize = 3;

// Details: what programs write into a file unasked is not taken over.
/// Bytes of a language's tag (BCP 47).
pub const LANGUAGE: std::ops::RangeInclusive<usize> = 2..=20;
/// A title has so many letters …
pub const TITLE_LETTERS: usize = 3;
/// … and no more characters.
pub const TITLE_CHARS: usize = 300;
/// A person's name has so many letters …
pub const AUTHOR_LETTERS: usize = 2;
/// … and no more characters.
pub const AUTHOR_CHARS: usize = 100;
/// The most authors that are taken: proceedings name hundreds.
pub const AUTHORS: usize = 50;

// Tables of figures (`tables.rs`).
/// A gap that may part two cells.
pub const CELL_GAP: f32 = 0.6;
/// A table has so many rows …
pub const TABLE_ROWS: usize = 3;
/// … and columns at least.
pub const TABLE_COLUMNS: usize = 3;
/// From one row to the next at most.
pub const TABLE_STEP: f32 = 3.0;
/// A figure has no more bytes …
pub const FIGURE: usize = 16;
/// … and no more letters, as of a unit.
pub const FIGURE_UNIT: usize = 3;

// Links and footnotes (`links.rs`, `notes.rs`).
/// The middle of a letter stands so far over its baseline.
pub const LETTER_MIDDLE: f32 = 0.3;
/// Footnotes are no larger than running text by this factor.
pub const NOTE_SIZE: f32 = 0.95;
/// A raised number behind a word of fewer letters may belong to a unit: m², cm³.
pub const NOTE_WORD: usize = 4;

// Values of forms that nobody drew (`fields.rs`): as large as viewers set them.
/// The share of a line's height that its letters have …
pub const FIELD_LETTER: f32 = 0.7;
/// … and the one at which they stand.
pub const FIELD_BASELINE: f32 = 0.75;
