//! Where the rules on a page's lines draw the line: lengths in words, shares of links from 0 to 1, shares of words in percent.
//!
//! The rules were made on the 93 pages with known bodies and the 488 with known passages of `docs/import.md`; with these values body F1
//! is .9810 and passages F1 .9336 there. Each group names the row of "What each rule is worth" that says what its rule gains: who moves
//! a threshold measures that row again, half of the sites at a time. Where no row is named, the bound follows what a line of that kind
//! looks like.

/// Runs of words by which two choices of lines are compared, as the scorer of bodies does.
pub const RUN: usize = 4;
/// From this share of common runs on the fallback of the text rules changed no page's score.
pub const CLOSE: f32 = 0.7;
/// From this share of its runs on a line is one of an extractor's.
pub const LINE_RUNS: usize = 80;

// Row `agreement`: -.011 body F1 where either vote is enough.
/// From this share of common words on the body is what both extractors take.
pub const AGREE: usize = 60;

/// An element with this share of a long page's words is its body: a page as long as a book.
pub const BOOK: usize = 60;
/// A line with more links than this is no line of that body.
pub const BOOK_LINKS: f32 = 0.5;

// Rows on captions: -.002 body F1 without what the page calls them, -.0005 without the credits at a line's end.
/// A credit has fewer words.
pub const CREDIT: usize = 60;

/// The body begins and ends with a line of so many words: shorter ones are labels.
pub const END_LINE: usize = 8;

// Row `broad_names`.
/// A name over more than this share of the body's words tells nothing.
pub const BROAD: usize = 50;

// Row `lost_between`: 16 pages worse without it.
/// Siblings of the body stand in an element with so many words of it …
pub const SIBLING_WORDS: usize = 20;
/// … that are this share of all.
pub const SIBLING_SHARE: usize = 15;
/// The least words of a line that one extractor took among siblings.
pub const VOTED_SIBLING: usize = 3;
/// … between two lines of the body.
pub const VOTED_BETWEEN: usize = 8;
/// … anywhere else in the body.
pub const VOTED: usize = 15;
/// The least words of a sibling that no extractor took.
pub const SIBLING: usize = 6;
/// Lines with more links do not join the body.
pub const JOIN_LINKS: f32 = 0.3;

// Rows `top_lines` and `lead`: 21 pages worse without them.
/// How many lines above the body a lead is looked for, without a headline.
pub const LEAD_LINES: usize = 4;
/// … and under one.
pub const LEAD_LINES_UNDER_HEADLINE: usize = 12;
/// The least words of a lead that an extractor took.
pub const VOTED_LEAD: usize = 15;
/// The least words of another.
pub const LEAD: usize = 22;
/// A lead has no more links.
pub const LEAD_LINKS: f32 = 0.2;
/// A day among so many first characters makes a date line of it.
pub const DATE_CHARS: usize = 30;
/// How many words a page's own summary of itself may have: leads that repeat it are no part of the known bodies.
pub const SUMMARY: usize = 45;
/// A summary is told by so many first characters …
pub const SUMMARY_START: usize = 40;
/// … of a line of more bytes than this.
pub const SUMMARY_LEAST: usize = 20;
/// A line of so many words that is not mostly links is the body's first.
pub const FIRST_LINE: usize = 15;
/// … with fewer links than this.
pub const FIRST_LINE_LINKS: f32 = 0.5;
/// A category is a link of fewer words …
pub const CATEGORY: usize = 12;
/// … and hardly anything else.
pub const CATEGORY_LINKS: f32 = 0.85;
/// A date line has no more words.
pub const DATE_LINE: usize = 14;
/// A byline has no more words.
pub const BYLINE: usize = 8;

/// Tables and captions among paragraphs have fewer links.
pub const TABLE_LINKS: f32 = 0.5;

// Row `named_places`.
/// A place that is named as something else has more links.
pub const NAMED_LINKS: f32 = 0.3;

// Row `site_speaking`: 9 pages worse without it.
/// The longest line in which a site speaks.
pub const SPEAKING: usize = 30;

// Rows `pointers` (13 pages worse without it) and `link_lines` (5).
/// A pointer has more links …
pub const POINTER_LINKS: f32 = 0.4;
/// … or opens a list in no more words.
pub const POINTER: usize = 8;
/// A line that is one link has a larger share of it …
pub const LINK_LINE: f32 = 0.75;
/// … and no fewer words.
pub const LINK_LINE_LEAST: usize = 3;

// Row `repeated_title`.
/// Among so many first lines a headline is repeated.
pub const TITLE_LINES: usize = 3;
/// A heading is the headline when this many times its length is more than the title's.
pub const TITLE_SHARE: usize = 3;

// Row `other_items`: one page, one short text and six others.
/// The longest heading over other items.
pub const OTHER_HEADING: usize = 8;
/// The least words of the article above it.
pub const OTHER_ABOVE: usize = 60;

// Row `tail`.
/// The tail begins in the last part of this many …
pub const TAIL_PARTS: usize = 3;
/// … or in so many last lines.
pub const TAIL_LINES: usize = 8;
/// The longest line that opens it.
pub const TAIL_OPENER: usize = 10;
/// "About …" has no more words.
pub const ABOUT: usize = 4;
/// The longest line under "About …" without links.
pub const ABOUT_LINE: usize = 80;
/// From this share of links on a line under "About …" may be longer.
pub const ABOUT_LINKS: f32 = 0.1;
/// The name stands so many characters after the start of the portrait.
pub const PORTRAIT_START: usize = 12;
/// Lines of a tail have fewer words …
pub const TAIL_LINE: usize = 12;
/// … or more links.
pub const TAIL_LINKS: f32 = 0.25;

// Row `last_lines`: exact bodies .516 without it.
/// A body of fewer lines has no last ones to drop.
pub const LAST_LINES_LEAST: usize = 3;
/// The longest notice of rights or credits.
pub const BOILERPLATE: usize = 70;
/// A date at the end has fewer words.
pub const LAST_DATE: usize = 8;
/// A last line of links has a larger share of them.
pub const LAST_LINKS: f32 = 0.6;

// Row `offers`.
/// Offers stand in so many first lines.
pub const OFFER_LINES: usize = 2;
/// The longest offer.
pub const OFFER: usize = 60;

// Row `self_portrait`: two press releases of one site.
/// The least lines above a portrait, and the most that it has.
pub const PORTRAIT_LINES: usize = 3;
/// Words of a name up to this many bytes are articles and the like.
pub const NAME_WORD: usize = 3;

// Tables: what a table of data looks like. No row; tables count in neither set.
/// A cell of so many bytes is a long one …
pub const LONG_CELL: usize = 300;
/// … of which one in so many cells may be: a column of remarks has one in three or four.
pub const LONG_CELLS: usize = 3;
/// A cell of more bytes is a part of the page and no cell of data …
pub const LONGEST_CELL: usize = 1_000;
/// … or, in a table that has heads, of more than this.
pub const LONGEST_CELL_UNDER_HEAD: usize = 3_000;
/// A cell of data has no more paragraphs.
pub const CELL_PARAGRAPHS: usize = 3;
/// No table of an article has wider spans.
pub const LARGEST_SPAN: usize = 100;
/// A table that would be larger, in bytes, is walked through: cells that hang down into thousands of rows.
pub const GRID_BYTES: usize = 4 << 20;

/// Words that a line has beside a button that stands in a sentence.
pub const RUNNING_WORDS: usize = 3;

// Rows `between`, `more_containers`, `announced_lists`, `entry_heads` and `standfirst`.
/// The innermost element with this share of the body's words holds the body.
pub const CONTAINER: usize = 80;
/// What stands between lines of the body has no larger share of links, in percent: related items have.
pub const BETWEEN_LINKS: usize = 15;
/// A line of so many words that the body has as well is a quotation pulled out of it; shorter ones repeat by chance.
pub const SAID: usize = 4;
/// How many levels above the element that holds the body another one made alike is looked for: grids wrap each part in four.
pub const NEAR_LEVELS: usize = 6;
/// The least words of a line in another container.
pub const MORE: usize = 3;
/// The least words of a line that announces a list.
pub const ANNOUNCEMENT: usize = 4;
/// So many elements made alike with a time or heading of their own are the entries of a live blog.
pub const ENTRIES: usize = 2;
/// The most lines above an entry's text.
pub const ENTRY_HEADS: usize = 4;
/// Between headline and body stand no more lines where there is a standfirst.
pub const STANDFIRST_LINES: usize = 25;
/// The least words of a standfirst …
pub const STANDFIRST_LEAST: usize = 5;
/// … of one that the page calls so …
pub const CALLED_LEAD: usize = 3;
/// … and the most.
pub const STANDFIRST: usize = 80;

// Cues. Sentences of articles hold the same words: a cue alone says little in the midst of a body.
/// So many words beside a day make a sentence of a line that ends in a full stop.
pub const BESIDE_DAY: usize = 3;
/// Of a sentence so many bytes stand outside of its link, its full stop at least.
pub const OUTSIDE_LINK: usize = 1;
/// … or, where it does not stand amid the body, more than one byte of so many.
pub const OUTSIDE_PART: usize = 10;
/// … and it has no fewer in all.
pub const LINKED_SENTENCE: usize = 5;
/// … and no more: a longer line of links is a list of other articles.
pub const LONGEST_LINKED_SENTENCE: usize = 40;
/// So many sentences with links may stand together amid the body.
pub const LINKED_TOGETHER: usize = 8;
/// An item of a list that says something beside its link has so much of its text outside, in percent.
pub const OUTSIDE_ITEM: usize = 30;
/// A call to subscribe or to sign in has no more words …
pub const CALL: usize = 6;
/// … and the box that it stands in no more lines …
pub const BOX_LINES: usize = 3;
/// … no more words …
pub const BOX: usize = 60;
/// … and no larger share of the body's, in percent.
pub const BOX_SHARE: usize = 30;
/// A box of the site's own with a field or a button has no more words: consent to what is not shown takes up to eighty.
pub const SITE_BOX: usize = 100;
/// … and no more lines.
pub const SITE_BOX_LINES: usize = 5;
/// An item of a list behind the body that is more than this share of link says nothing but where it leads.
pub const LIST_BEHIND: f32 = 0.9;
/// A line beside a day has no more letters: labels, an hour, a name.
pub const DATE_LETTERS: usize = 30;
/// The heading of a list of sources has no more words.
pub const SOURCES: usize = 4;
/// A row of buttons has fewer words …
pub const SHARE_BAR: usize = 15;
/// … and one of more bytes than this among them: shorter ones stand in every sentence.
pub const BUTTON: usize = 2;
/// A label under a figure has so many letters; a unit has fewer and is printed against its figure ("31g").
pub const LABEL: usize = 3;

// The text in a page's data. No row: the pages of both sets show their articles.
/// A body of more letters and figures is whole enough: what a page's data add is then another wording or another page.
pub const FULL_BODY: usize = 4_000;
/// A text in the data has no fewer letters and figures …
pub const DATA_LEAST: usize = 240;
/// … and so many times those of the page's body.
pub const DATA_TIMES: usize = 2;
/// A paragraph in the data has so many words: shorter texts are labels and addresses.
pub const DATA_WORDS: usize = 3;
/// Data are looked through no deeper.
pub const DATA_DEPTH: usize = 60;

// Details (`docs/import.md`, "Why the details are read here"): .833 of the titles and .650 of the authors right on the 488 pages,
// 50 of 158 pages without an author given one.
/// Among so many second-level headings a title is looked for: the ones below are of the text.
pub const SECOND_HEADINGS: usize = 3;
/// The only main heading is the title, whatever the data say, when it has so many words: fewer are the name of a section.
pub const ONLY_HEADING: usize = 3;
/// What stands behind a title's last bar or dash is the site's name when it has no more words.
pub const SITE_NAME: usize = 4;
/// The line above a title in the title's own element has no more words.
pub const KICKER: usize = 8;
/// A heading of no more bytes is too short to be most of a title.
pub const TITLE_LEAST: usize = 8;
/// Of so many elements that are called an author's the names are looked at: teasers of others follow.
pub const NAMED_ELEMENTS: usize = 12;
/// An element that names authors has no more words.
pub const AUTHORS: usize = 10;
/// So many lines under the headline are looked through for a byline or a date.
pub const LINES_BELOW: usize = 8;
/// … and so many above it for a byline.
pub const BYLINE_ABOVE: usize = 2;
/// Words of a name in running text, where nothing else says that it is one.
pub const NAME: std::ops::RangeInclusive<usize> = 2..=5;
/// Characters of a name.
pub const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=60;
/// An address without a path has more bytes before its last stop …
pub const HOST: usize = 2;
/// … and so many behind it.
pub const TOP_DOMAIN: std::ops::RangeInclusive<usize> = 2..=4;
/// A publisher of no more bytes begins with what a person may be called.
pub const PUBLISHER: usize = 4;

// "When a page was published": .887 of the days right on 381 dated pages, 14 of 60 undated ones given one.
/// No page is older: an earlier year is what the article is about.
pub const BEFORE_THE_WEB: i16 = 1990;
/// A line of fewer bytes may be about the page; longer ones are its text.
pub const SHORT_TEXT: usize = 300;
/// Of so many elements that are called a date the days are looked at.
pub const NAMED_DATES: usize = 20;
/// … if they have no more words.
pub const NAMED_DATE: usize = 12;
/// Without a headline the body begins with a paragraph of so many words …
pub const BODY_STARTS: usize = 20;
/// … and behind so many such paragraphs no date of the page is expected.
pub const TEXTS_BELOW: usize = 2;
/// So many lines above the headline are looked through for a date.
pub const DATE_ABOVE: usize = 5;
/// Row "sentences are no date lines": a line of so many words is none …
pub const DAY_LINE: usize = 6;
/// … nor is one of so many that does not end like one.
pub const DAY_LINE_OPEN: usize = 16;
/// "Berlin, 4. Februar 2025 – …": place and day stand in so many first characters …
pub const DATELINE_CHARS: usize = 40;
/// … and the place has no more words.
pub const DATELINE_PLACE: usize = 3;
/// Row "lines right under the text": how many.
pub const UNDER_BODY: usize = 2;

// How pages are written.
/// A page shows in so many first bytes that it is one: the HTML standard looks through 1,445.
pub const SNIFFED: usize = 1_024;
/// … and in so many names its charset: the standard asks for it in the first 1,024, some pages are late.
pub const CHARSET_WITHIN: usize = 4_096;
/// Levels of lists and headings that are told apart.
pub const LEVELS: u8 = 9;
/// The name that a script gives to its data is shorter, in bytes.
pub const DATA_NAME: usize = 60;

// A page that its scripts draw (`mod.rs`).

/// Fewer bytes of words than this, …
pub const PAGE_OF_SCRIPTS: usize = 300;
/// … and so many times as many of scripts, are a page of scripts.
pub const SCRIPTS_TIMES: usize = 10;
/// A script in a file of its own counts as so many bytes.
pub const SCRIPT_FILE: usize = 10_000;
