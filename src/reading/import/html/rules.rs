//! Which pieces of a page are the article: what two extractors agree on, what they lost between, and what they should not have
//! taken. Each rule looks at lines and their places, never at a site; `docs/import.md` tells what each gains.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use crate::{import::LeftOut, model::BlockKind};

use super::{
    Piece, boxes, cues, folded,
    guard::Bounded,
    middle,
    pieces::Holder,
    thresholds as set,
    vote::{self, Lines, Vote},
};

/// The page while the rules go over it.
pub(super) struct Page<'a> {
    pub pieces: &'a mut [Piece],
    pub holders: &'a [Holder],
    pub lines: Vec<Line>,
    /// The page's own summary of itself, in lower case, words only.
    pub description: &'a str,
}

/// What the rules know of a piece.
pub(super) struct Line {
    pub low: String,
    pub words: usize,
    pub link_density: f32,
    pub vote: Vote,
    pub keep: bool,
    /// Whether its place says that it belongs to the article, however it reads: no rule on words drops it.
    pub is_held: bool,
    pub why: Option<LeftOut>,
}

const OUTSIDE: LeftOut = LeftOut::Outside;
/// Pages with more tags or levels than these are shown whole: no article has them, and the extractors would take too long, or run
/// out of stack.
const MAX_TAGS: usize = 50_000;
const MAX_DEPTH: usize = 200;

/// On pages with more words, in bytes, or more tags, the element with most of the words is the body, and where there is none the
/// readability score votes alone: the text rules take a second for them.
const MAX_WORDS: usize = 250_000;
const LONG_TAGS: usize = 10_000;

const POINTER: LeftOut = LeftOut::Pointer;

/// The rules in their order.
const RULES: &[fn(&mut Page<'_>)] = &[
    agreement,
    broad_names,
    lost_between,
    middle::more_containers,
    middle::between,
    middle::first_heading,
    middle::announced_lists,
    middle::entry_heads,
    middle::source_lists,
    lead,
    tables_and_captions,
    named_places,
    share_bars,
    site_speaking,
    boxes::called,
    boxes::of_site,
    pointers,
    link_lines,
    boxes::lists_behind,
    top_lines,
    repeated_title,
    other_items,
    tail,
    last_lines,
    offers,
    self_portrait,
    middle::standfirst,
];

/// Ticks the pieces of the article; every other piece gets its reason.
pub fn choose(page: &Bounded<'_>, pieces: &mut [Piece], holders: &[Holder], description: &str) {
    let lines = read(page, pieces);
    let mut page = Page { pieces, holders, lines, description };
    for rule in RULES {
        rule(&mut page);
    }
    for (piece, line) in page.pieces.iter_mut().zip(&page.lines) {
        let is_headline = piece.draft.block.kind == BlockKind::Headline;
        if (line.keep || is_headline) && piece.draft.keep {
            continue;
        }
        if piece.draft.keep {
            piece.draft.drop(line.why.or(piece.hint).unwrap_or(OUTSIDE));
        }
    }
}

/// Words by their spaces; in scripts that part no words two characters count as one.
pub(super) fn count_words(low: &str) -> usize {
    let is_unparted =
        |char: &char| matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}');
    let words = low.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().filter(is_unparted).count().div_ceil(2).max(1)).sum()
}

fn read(page: &Bounded<'_>, pieces: &mut [Piece]) -> Vec<Line> {
    let is_readable = page.tags <= MAX_TAGS && page.deepest <= MAX_DEPTH;
    let words: usize = pieces.iter().map(|piece| piece.draft.block.text.len()).sum();
    let is_long = words > MAX_WORDS || page.tags > LONG_TAGS;
    let book = if is_long { book(pieces) } else { None };
    let has_votes = is_readable && book.is_none();
    let readability = if has_votes { vote::readability(&page.text) } else { Lines::default() };
    let rules = if has_votes && !is_long { vote::rules(&page.text, &readability) } else { Lines::default() };
    let line = |(at, piece): (usize, &mut Piece)| {
        let text = &piece.draft.block.text;
        let low = cues::low(text);
        let is_in_book = || book.as_ref().is_some_and(|book| book.contains(&at)) && piece.hint.is_none();
        let vote = Vote {
            readability: readability.has(text) || is_in_book() && piece.link_density() < set::BOOK_LINKS,
            rules: rules.has(text),
        };
        let words = count_words(&low);
        if piece.draft.block.kind == BlockKind::Paragraph && words < set::CREDIT && cues::is_credit(&low) {
            piece.draft.block.kind = BlockKind::Caption;
        }
        Line { low, words, link_density: piece.link_density(), vote, keep: false, is_held: false, why: None }
    };
    pieces.iter_mut().enumerate().map(line).collect()
}

/// From the first to the last paragraph of the one element that holds most of a long page's words. No extractor is needed there.
fn book(pieces: &[Piece]) -> Option<RangeInclusive<usize>> {
    let mut bytes: HashMap<usize, usize> = HashMap::new();
    for piece in pieces {
        *bytes.entry(piece.group).or_default() += piece.draft.block.text.len();
    }
    let all: usize = bytes.values().sum();
    let (group, most) = bytes.into_iter().max_by_key(|(_, bytes)| *bytes)?;
    let is_in = |piece: &Piece| piece.group == group && piece.draft.keep;
    let (first, last) = (pieces.iter().position(is_in)?, pieces.iter().rposition(is_in)?);
    (most * 100 >= all * set::BOOK).then_some(first..=last)
}

impl Page<'_> {
    pub(super) fn kind(&self, at: usize) -> BlockKind {
        self.pieces[at].draft.block.kind
    }

    pub(super) fn is_body(&self, at: usize) -> bool {
        use BlockKind::{Caption, Footnote, Headline, Standfirst, Table};
        !matches!(self.kind(at), Headline | Standfirst | Caption | Table | Footnote)
    }

    /// A piece that may come in though not both extractors took it.
    pub(super) fn may_join(&self, at: usize, max_links: f32) -> bool {
        use BlockKind::{Heading, ListItem, Paragraph, Quote};
        let piece = &self.pieces[at];
        piece.draft.keep
            && piece.hint.is_none()
            && self.lines[at].link_density <= max_links
            && matches!(self.kind(at), Paragraph | Quote | ListItem | Heading)
    }

    pub(super) fn kept(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|&at| self.lines[at].keep && self.is_body(at)).collect()
    }

    /// The first and the last line of the body that are more than a few words.
    pub(super) fn ends(&self) -> Option<(usize, usize)> {
        let long: Vec<usize> = self.kept().into_iter().filter(|&at| self.lines[at].words >= set::END_LINE).collect();
        Some((*long.first()?, *long.last()?))
    }

    /// A sentence with a source: most of it is a link, and its end, or some words of it, is not.
    pub(super) fn is_linked_sentence(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let text = &self.pieces[at].draft.block.text;
        let outside = text.len().saturating_sub(self.pieces[at].link_bytes);
        ends_like_sentence(text)
            && (set::LINKED_SENTENCE..=set::LONGEST_LINKED_SENTENCE).contains(&line.words)
            && outside >= set::OUTSIDE_LINK
            && !cues::is_pointer(&line.low)
            && (outside > text.len() / set::OUTSIDE_PART || self.is_amid(at))
    }

    /// Whether the lines above and below it are of the body; other sentences with links do not part it from them.
    fn is_amid(&self, at: usize) -> bool {
        let is_passed_over = |&other: &usize| {
            let (line, piece) = (&self.lines[other], &self.pieces[other]);
            let is_sentence = piece.link_bytes > 0
                && line.words >= set::LINKED_SENTENCE
                && ends_like_sentence(&piece.draft.block.text);
            let is_label = line.words < set::SAID && piece.group != self.pieces[at].group;
            !line.keep && (is_sentence || is_label)
        };
        let above = (0..at).rev().take(set::LINKED_TOGETHER).find(|other| !is_passed_over(other));
        let below = (at + 1..self.lines.len()).take(set::LINKED_TOGETHER).find(|other| !is_passed_over(other));
        [above, below].into_iter().all(|at| at.is_some_and(|at| self.lines[at].keep))
    }

    /// An item of a list that says something about what it links to: "Ansby: mended in 2022".
    pub(super) fn is_linked_item(&self, at: usize) -> bool {
        let (piece, line) = (&self.pieces[at], &self.lines[at]);
        let text = &piece.draft.block.text;
        let outside = text.len().saturating_sub(piece.link_bytes);
        piece.draft.block.kind == BlockKind::ListItem
            && outside * 100 >= text.len() * set::OUTSIDE_ITEM
            && !cues::has_date(&line.low)
            && !cues::is_pointer(&line.low)
    }

    /// Whether the words of a line may be taken for a site's: it carries a link, a field or a button, or stands apart from the body.
    fn may_be_cue(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let is_near_control = piece.has_control || self.holders[piece.group].has_control;
        self.lines[at].link_density > 0.0 || is_near_control || piece.hint.is_some() || self.is_apart(at)
    }

    /// Whether no line of the body stands in the same element.
    fn is_apart(&self, at: usize) -> bool {
        let group = self.pieces[at].group;
        let vote = self.lines[at].vote;
        let has_sibling = |other: usize| other != at && self.lines[other].keep && self.pieces[other].group == group;
        !(vote.readability && vote.rules && self.is_amid(at) || (0..self.lines.len()).any(has_sibling))
    }

    /// Whether what follows a line is links, or nothing of the body.
    fn leads_to_links(&self, at: usize) -> bool {
        self.lines.get(at + 1).is_none_or(|line| {
            let next = at + 1;
            !line.keep
                || line.words < set::END_LINE
                || line.link_density > set::POINTER_LINKS && !self.is_linked_sentence(next)
        })
    }

    pub(super) fn drop(&mut self, at: usize, why: LeftOut) {
        self.lines[at].keep = false;
        self.lines[at].why = Some(why);
    }

    pub(super) fn drop_where(&mut self, why: LeftOut, is_it: impl Fn(&Self, usize) -> bool) {
        for at in self.kept() {
            if !self.lines[at].is_held && is_it(self, at) {
                self.drop(at, why);
            }
        }
    }
}

/// Whether a text ends as a sentence does.
fn ends_like_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', '“', ')']).ends_with(['.', '!', '?', '。', ':', ';'])
}

/// The heading that repeats the title is the headline.
pub fn headline(pieces: &mut [Piece], title: &str) {
    let title = folded(title);
    if title.is_empty() {
        return;
    }
    // Whoever marks up parts of a title leaves gaps between them or none.
    let letters = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).collect::<String>();
    let whole = letters(&title);
    let is_title = |piece: &Piece| {
        let text = folded(&piece.draft.block.text);
        piece.draft.block.kind == BlockKind::Heading
            && piece.draft.keep
            && !text.is_empty()
            && (text == title
                || !whole.is_empty() && letters(&text) == whole
                || text.contains(&title)
                || title.contains(&text) && text.len() * set::TITLE_SHARE > title.len())
    };
    if let Some(piece) = pieces.iter_mut().find(|piece| is_title(piece)) {
        piece.draft.block.kind = BlockKind::Headline;
    }
}

/// The body is what both extractors take. Where they agree on little, or one has nothing, either is believed.
fn agreement(page: &mut Page<'_>) {
    let words = |is_in: fn(Vote) -> bool| -> usize {
        let there = (0..page.lines.len()).filter(|&at| page.pieces[at].draft.keep && page.is_body(at));
        there.map(|at| &page.lines[at]).filter(|line| is_in(line.vote)).map(|line| line.words).sum()
    };
    let both = words(|vote| vote.readability && vote.rules);
    let (readability, rules) = (words(|vote| vote.readability), words(|vote| vote.rules));
    let agree = readability > 0 && rules > 0 && both * 100 >= readability.max(rules) * set::AGREE;
    for (line, piece) in page.lines.iter_mut().zip(page.pieces.iter()) {
        let vote = line.vote;
        let is_in = if agree { vote.readability && vote.rules } else { vote.readability || vote.rules };
        line.keep = is_in && piece.draft.keep;
    }
}

/// A name that most of the body stands under tells nothing: themes call the whole article so.
fn broad_names(page: &mut Page<'_>) {
    let mut words: HashMap<LeftOut, usize> = HashMap::new();
    let mut all = 0;
    for at in page.kept() {
        all += page.lines[at].words;
        if let Some(hint) = page.pieces[at].hint {
            *words.entry(hint).or_default() += page.lines[at].words;
        }
    }
    let broad: Vec<LeftOut> =
        words.into_iter().filter(|(_, words)| words * 100 > all * set::BROAD).map(|(hint, _)| hint).collect();
    for piece in page.pieces.iter_mut() {
        if piece.hint.is_some_and(|hint| broad.contains(&hint)) {
            piece.hint = None;
        }
    }
}

/// Paragraphs lost between others: siblings of the body's own, or long ones that one extractor took.
fn lost_between(page: &mut Page<'_>) {
    let mut groups: HashMap<usize, usize> = HashMap::new();
    for at in 0..page.lines.len() {
        if page.lines[at].keep {
            *groups.entry(page.pieces[at].group).or_default() += page.lines[at].words;
        }
    }
    let all: usize = groups.values().sum();
    let Some((first, last)) = page.ends() else { return };
    for at in first..=last {
        let Line { words, vote, .. } = page.lines[at];
        let is_sibling = groups
            .get(&page.pieces[at].group)
            .is_some_and(|&words| words >= set::SIBLING_WORDS && words * 100 >= all * set::SIBLING_SHARE);
        let has_vote = vote.readability || vote.rules;
        let is_kept = |at: usize| page.lines[at].keep && page.is_body(at);
        let is_between = first < at && at < last && is_kept(at - 1) && is_kept(at + 1);
        let is_among_siblings = is_between && page.pieces[at - 1].group == page.pieces[at + 1].group;
        let enough = match (has_vote, is_sibling || is_among_siblings, is_between) {
            (true, true, _) => set::VOTED_SIBLING,
            (true, false, true) => set::VOTED_BETWEEN,
            (true, false, false) => set::VOTED,
            (false, ..) => set::SIBLING,
        };
        if (is_sibling || has_vote) && words >= enough && page.may_join(at, set::JOIN_LINKS) {
            page.lines[at].keep = true;
        }
    }
}

/// What stands between headline and body. The page's own summary of itself is the standfirst; another paragraph is the first.
fn lead(page: &mut Page<'_>) {
    let Some((first, _)) = page.ends() else { return };
    let headline = (0..first).rev().find(|&at| page.kind(at) == BlockKind::Headline);
    let start = headline.map_or(first.saturating_sub(set::LEAD_LINES), |at| at + 1);
    let start = start.max(first.saturating_sub(set::LEAD_LINES_UNDER_HEADLINE));
    for at in start..first {
        let Line { words, vote, link_density, keep, ref low, .. } = page.lines[at];
        let has_vote = vote.readability || vote.rules;
        let is_named = page.pieces[at].hint.is_some_and(|hint| {
            hint == LeftOut::Teaser && !has_vote
                || NAMED.contains(&hint)
                || matches!(hint, LeftOut::Caption | LeftOut::Navigation | LeftOut::Author)
        });
        let is_text = matches!(page.kind(at), BlockKind::Paragraph | BlockKind::Heading | BlockKind::Quote);
        let starts_with_date = cues::has_date(&low.chars().take(set::DATE_CHARS).collect::<String>());
        let is_open = !keep && page.pieces[at].draft.keep && !is_named && is_text && link_density <= set::LEAD_LINKS;
        let enough = if has_vote { set::VOTED_LEAD } else { set::LEAD };
        if is_open && !starts_with_date && words >= enough && (has_vote || headline.is_some()) {
            page.lines[at].keep = true;
            // A summary stands apart from the text and is short; another lead is its first paragraph.
            let is_apart = words <= set::SUMMARY && page.pieces[at].group != page.pieces[first].group;
            if is_apart && is_summary(&low_words(&page.lines[at].low), page.description) {
                page.pieces[at].draft.block.kind = BlockKind::Standfirst;
                page.pieces[at].draft.block.level = 0;
            }
        }
    }
}

/// Tables and captions among the body's paragraphs, whoever took them.
fn tables_and_captions(page: &mut Page<'_>) {
    let Some((first, last)) = page.ends() else { return };
    for at in first..=last {
        let is_one = matches!(page.kind(at), BlockKind::Table | BlockKind::Caption);
        if is_one && page.pieces[at].draft.keep && page.lines[at].link_density < set::TABLE_LINKS {
            page.lines[at].keep = true;
        }
    }
}

/// Words only, single spaces.
pub fn low_words(low: &str) -> String {
    folded(&low.to_lowercase().replace(|char: char| !char.is_alphanumeric(), " "))
}

/// Whether the page's own summary of itself begins so.
pub fn is_summary(words: &str, description: &str) -> bool {
    let start: String = words.chars().take(set::SUMMARY_START).collect();
    words.len() > set::SUMMARY_LEAST && description.contains(&start)
}

const NAMED: &[LeftOut] = &[
    LeftOut::Related,
    LeftOut::ShareBar,
    LeftOut::Newsletter,
    LeftOut::CookieNotice,
    LeftOut::Comments,
    LeftOut::Advertisement,
];

/// Links in places that the page itself names as something else.
fn named_places(page: &mut Page<'_>) {
    for at in page.kept() {
        if let Some(hint) = page.pieces[at].hint
            && page.lines[at].link_density > set::NAMED_LINKS
            && (NAMED.contains(&hint) || hint == LeftOut::Teaser)
        {
            page.drop(at, hint);
        }
    }
}

fn share_bars(page: &mut Page<'_>) {
    page.drop_where(LeftOut::ShareBar, |page, at| cues::is_share_bar(&page.lines[at].low));
}

/// Lines in which the site speaks of the page and not of what the article is about.
fn site_speaking(page: &mut Page<'_>) {
    page.drop_where(LeftOut::SiteSpeaking, |page, at| {
        let Line { words, low, .. } = &page.lines[at];
        let is_sure = *words <= set::SPEAKING && cues::is_site_speaking(low);
        let is_likely = || {
            *words <= set::SPEAKING
                && (cues::may_be_site_speaking(low) || cues::is_site_speaking(low))
                && page.may_be_cue(at)
        };
        page.kind(at) != BlockKind::Quote && (is_sure || is_likely())
    });
}

/// "Read more: …" with a link, or as a short line or heading over links.
fn pointers(page: &mut Page<'_>) {
    page.drop_where(POINTER, |page, at| {
        let line = &page.lines[at];
        let is_heading = page.kind(at) == BlockKind::Heading;
        let opens =
            line.words <= set::POINTER && (line.low.ends_with([':', '…', '!']) || cues::is_whole_pointer(&line.low));
        cues::is_pointer(&line.low)
            && (line.link_density > set::POINTER_LINKS || opens || is_heading && page.leads_to_links(at))
    });
}

/// A line that is one link, unless it stands among siblings of the body.
fn link_lines(page: &mut Page<'_>) {
    page.drop_where(POINTER, |page, at| {
        let line = &page.lines[at];
        let is_sibling = |other: Option<usize>| {
            other.is_some_and(|other| {
                page.lines.get(other).is_some_and(|line| line.keep) && page.pieces[other].group == page.pieces[at].group
            })
        };
        let is_among = is_sibling(at.checked_sub(1)) && is_sibling(Some(at + 1));
        let is_text = matches!(page.kind(at), BlockKind::Paragraph | BlockKind::Heading);
        line.link_density > set::LINK_LINE
            && line.words >= set::LINK_LINE_LEAST
            && is_text
            && !is_among
            && !page.is_linked_sentence(at)
    });
}

/// Date, byline and category above the first paragraph.
fn top_lines(page: &mut Page<'_>) {
    for at in page.kept() {
        let line = &page.lines[at];
        let is_text = line.link_density < set::FIRST_LINE_LINKS || page.is_linked_sentence(at);
        if line.words >= set::FIRST_LINE && is_text {
            break;
        }
        let is_link = line.link_density > set::CATEGORY_LINKS && line.words < set::CATEGORY;
        let is_dated =
            line.words <= set::DATE_LINE && cues::is_date_line(&line.low) && !middle::is_entry_time(page, at);
        let is_byline = line.words <= set::BYLINE && cues::is_byline(&page.pieces[at].draft.block.text);
        if is_link || is_dated || is_byline {
            page.drop(at, LeftOut::AboutArticle);
        }
    }
}

fn repeated_title(page: &mut Page<'_>) {
    let titles: Vec<String> = (0..page.lines.len())
        .filter(|&at| page.kind(at) == BlockKind::Headline)
        .map(|at| page.lines[at].low.clone())
        .collect();
    for at in page.kept().into_iter().take(set::TITLE_LINES) {
        if titles.contains(&page.lines[at].low) {
            page.drop(at, LeftOut::RepeatsHeadline);
        }
    }
}

/// Other items under a heading that points to them: each in a place of its own, parted by buttons or links.
fn other_items(page: &mut Page<'_>) {
    let Some((first, last)) = page.ends() else { return };
    for at in first + 1..=last {
        let line = &page.lines[at];
        let low = line.low.trim_end_matches(['.', ':', '!', '…']);
        let is_heading =
            page.kind(at) == BlockKind::Heading && page.pieces[at].hint.is_none() && line.words <= set::OTHER_HEADING;
        if !is_heading || !(cues::is_pointer(low) || cues::opens_tail(low)) {
            continue;
        }
        let (above, below): (Vec<usize>, Vec<usize>) = page.kept().into_iter().partition(|&kept| kept < at);
        let words: usize = above.iter().map(|&at| page.lines[at].words).sum();
        let mut groups: HashSet<usize> = above.iter().map(|&at| page.pieces[at].group).collect();
        let are_apart = below.iter().all(|&at| groups.insert(page.pieces[at].group));
        let are_parted = below.windows(2).all(|pair| pair[0] + 1 < pair[1]);
        if words >= set::OTHER_ABOVE && are_apart && are_parted {
            below.into_iter().for_each(|at| page.drop(at, LeftOut::Related));
            return;
        }
    }
}

/// From a line in the last third that can only open what comes after an article.
fn tail(page: &mut Page<'_>) {
    let kept = page.kept();
    let count = kept.len();
    let from = count.saturating_sub((count / set::TAIL_PARTS).max(set::TAIL_LINES)).max(1);
    for (index, &at) in kept.iter().enumerate().skip(from) {
        let line = &page.lines[at];
        let low = line.low.trim_end_matches(['.', ':', '!', '…']);
        let is_about = || line.words <= set::ABOUT && is_portrayed_below(page, &kept[index..]);
        let is_about = low.starts_with("about ") && page.kind(at) != BlockKind::ListItem && is_about();
        let is_pointer = cues::is_pointer(low) && !line.low.ends_with(['.', '?', '!']);
        let opens = line.words <= set::TAIL_OPENER && (cues::opens_tail(low) || is_about || is_pointer);
        let rest = &kept[index + 1..];
        let is_over = |&at: &usize| {
            let line = &page.lines[at];
            if is_about {
                line.words <= set::ABOUT_LINE || line.link_density >= set::ABOUT_LINKS
            } else {
                line.words < set::TAIL_LINE || line.link_density > set::TAIL_LINKS
            }
        };
        let is_held = rest.iter().any(|&at| page.lines[at].is_held);
        if opens && !is_held && rest.iter().all(is_over) {
            kept[index..].iter().for_each(|&at| page.drop(at, LeftOut::Tail));
            return;
        }
    }
}

/// Whether the line under "About …" says who that is: it begins with the name.
fn is_portrayed_below(page: &Page<'_>, lines: &[usize]) -> bool {
    let [heading, below, ..] = lines else { return false };
    let name = page.lines[*heading].low.trim_start_matches("about ").trim_start_matches("the ");
    let start: String = page.lines[*below].low.chars().take(name.chars().count() + set::PORTRAIT_START).collect();
    name.split_whitespace().next().is_some_and(|word| start.contains(word.trim_end_matches([':', '.'])))
}

/// Rights, credits, dates and headings without text at the very end.
fn last_lines(page: &mut Page<'_>) {
    loop {
        let kept = page.kept();
        let Some(&at) = kept.last().filter(|_| kept.len() >= set::LAST_LINES_LEAST) else { return };
        let line = &page.lines[at];
        let (kind, low) = (page.kind(at), &line.low);
        let has_table = (at..page.lines.len()).any(|at| page.lines[at].keep && page.kind(at) == BlockKind::Table);
        // A heading as long as a sentence, and ending as one, is text that somebody made large.
        let is_sentence = line.words >= set::FIRST_LINE && ends_like_sentence(&page.pieces[at].draft.block.text);
        let is_bare_heading = kind == BlockKind::Heading && !has_table && !is_sentence;
        let is_likely = || cues::may_be_boilerplate(low) && page.may_be_cue(at);
        let is_boilerplate = line.words <= set::BOILERPLATE && (cues::is_boilerplate(low) || is_likely());
        let is_dated = line.words < set::LAST_DATE && cues::is_date_line(low);
        let is_link =
            line.link_density > set::LAST_LINKS && kind != BlockKind::ListItem && !page.is_linked_sentence(at);
        if line.is_held || kind == BlockKind::Quote || !(is_bare_heading || is_boilerplate || is_dated || is_link) {
            return;
        }
        page.drop(at, LeftOut::Tail);
    }
}

/// A newsletter or a commission offered in the first two lines.
fn offers(page: &mut Page<'_>) {
    for at in page.kept().into_iter().take(set::OFFER_LINES) {
        let low = &page.lines[at].low;
        let is_offer = cues::is_offer(low) || cues::may_be_offer(low) && page.may_be_cue(at);
        if page.lines[at].words <= set::OFFER && is_offer {
            page.drop(at, LeftOut::Newsletter);
        }
    }
}

/// Last paragraphs in a place of their own that say who somebody of the headline is: "The Ferry is a company that …".
fn self_portrait(page: &mut Page<'_>) {
    let kept = page.kept();
    let Some(&last) = kept.last() else { return };
    let group = page.pieces[last].group;
    let start = kept.iter().rposition(|&at| page.pieces[at].group != group).map_or(0, |index| index + 1);
    let (above, below) = kept.split_at(start);
    let is_apart = above.len() >= set::PORTRAIT_LINES && above.iter().all(|&at| page.pieces[at].group != group);
    let headline = (0..page.lines.len()).find(|&at| page.kind(at) == BlockKind::Headline);
    let (Some(&first), Some(headline)) = (below.first(), headline) else { return };
    let Some(name) = cues::portrayed(&page.lines[first].low) else { return };
    let headline = &page.lines[headline].low;
    let is_named = name
        .split(' ')
        .any(|word| word.len() > set::NAME_WORD && headline.split_whitespace().any(|there| there == word));
    if is_apart && is_named && below.len() <= set::PORTRAIT_LINES {
        below.iter().for_each(|&at| page.drop(at, LeftOut::Publisher));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::IMPORTER, *};
    use crate::import::{DraftBlock, Input};

    const ONE: &str = "<p>The old bridge over the river was closed on Monday, the city said, after divers had found cracks in two of its piers.</p>";
    const TWO: &str = "<p>About 4,000 cars cross it every day, according to a count that the city made in 2023, and the ferry will run every ten minutes until the work is done.</p>";
    const THREE: &str = "<p>The last repair, twelve years ago, took nine months and cost more than had been planned, as the auditors noted then.</p>";

    fn blocks(body: &str) -> Vec<DraftBlock> {
        let page = format!(
            "<!doctype html><html lang=en><title>Bridge closed</title><body><nav><a href=/>Home</a></nav><main><h1>Bridge closed</h1>{body}</main></body></html>"
        );
        (IMPORTER.open)(&Input { bytes: page.as_bytes(), name: "a.html", ..Input::default() }).unwrap().blocks
    }

    fn check(body: &str, start: &str, keep: bool, kind: BlockKind) {
        let blocks = blocks(body);
        let found = blocks.iter().find(|block| block.block.text.starts_with(start));
        let found = found.unwrap_or_else(|| panic!("{start}: {blocks:#?}"));
        assert_eq!((found.keep, found.block.kind), (keep, kind), "{blocks:#?}");
        let text = blocks.iter().find(|block| block.block.text.starts_with("The old bridge")).unwrap();
        assert!(text.keep, "{blocks:#?}");
    }

    #[test]
    fn a_name_around_the_whole_article_tells_nothing() {
        let linked = "<p><a href=/report>The report of the divers is long</a> and can be read in the town hall by everybody.</p>";
        let body = format!("<div class=newsletter-page>{ONE}{TWO}{linked}{THREE}</div>");
        check(&body, "The report of the divers", true, BlockKind::Paragraph);
    }

    #[test]
    fn a_short_line_that_one_extractor_took_between_paragraphs_comes_in() {
        let both = Vote { readability: true, rules: true };
        let one = Vote { readability: true, rules: false };
        // Words, group, vote of each line; the second stands between siblings, the fourth between lines of other places.
        let given = [(30, 1, both), (4, 2, one), (30, 1, both), (9, 3, one), (30, 4, both), (4, 5, one), (30, 6, both)];
        let piece = |group| Piece {
            draft: DraftBlock::kept(BlockKind::Paragraph, "Words"),
            link_bytes: 0,
            group,
            hint: None,
            ..Piece::default()
        };
        let line = |words, vote| Line {
            low: "words".into(),
            words,
            link_density: 0.0,
            vote,
            keep: vote == both,
            is_held: false,
            why: None,
        };
        let mut pieces: Vec<Piece> = given.iter().map(|(_, group, _)| piece(*group)).collect();
        let lines = given.iter().map(|(words, _, vote)| line(*words, *vote)).collect();
        let holders = [Holder::default(); 7];
        let mut page = Page { pieces: &mut pieces, holders: &holders, lines, description: "" };
        lost_between(&mut page);
        let kept: Vec<bool> = page.lines.iter().map(|line| line.keep).collect();
        assert_eq!(kept, [true, true, true, true, true, false, true]);
    }

    #[test]
    fn a_line_called_a_caption_is_one() {
        let picture = "<div><img src=x><p class=wp-caption-text>The bridge in winter, seen from the ferry in the harbour.</p></div>";
        check(&format!("{ONE}{picture}{TWO}{THREE}"), "The bridge in winter", true, BlockKind::Caption);
        let credited = "<p>The bridge in winter, seen from the harbour (Photo: Ann Lee)</p>";
        check(&format!("{ONE}{credited}{TWO}{THREE}"), "The bridge in winter", true, BlockKind::Caption);
    }

    #[test]
    fn a_block_of_signs_that_nobody_sees_is_none() {
        let blocks = blocks(&format!("{ONE}<p>\u{200b}</p>{TWO}{THREE}"));
        assert!(blocks.iter().all(|block| block.block.text != "\u{200b}"), "{blocks:#?}");
    }

    #[test]
    fn other_items_under_their_heading_stay_out() {
        let share = "<div class=share><a href=/f>Facebook</a> <a href=/x>X</a></div>";
        let card = |text: &str| format!("<div class=item>{share}<div>{text}</div></div>");
        let other = "<p>In the harbour the new crane stands idle, since nobody had thought of the power that it needs to lift a container.</p>";
        let text = format!("{ONE}{TWO}{THREE}");
        let body = format!("<div>{text}<h2>You may also like</h2>{}{}</div>", card(other), card(other));
        check(&body, "In the harbour", false, BlockKind::Paragraph);
    }

    #[test]
    fn the_site_speaking_to_its_readers_stays_out_wherever_it_stands() {
        for line in [
            "Sign up to our newsletter, it is free and good.",
            "Log in to write a comment on this.",
            "Story continues below",
        ] {
            check(&format!("{ONE}<p>{line}</p>{TWO}{THREE}"), line, false, BlockKind::Paragraph);
        }
    }

    #[test]
    fn who_sent_the_news_is_not_part_of_them() {
        let about = "<div><p>Bridge is a company that builds and mends bridges all over the country and has 300 workers.</p></div>";
        let body = format!("<div>{ONE}{TWO}{THREE}</div>{about}");
        check(&body, "Bridge is a company", false, BlockKind::Paragraph);
        let body = body.replace("Bridge is a", "Ferry is a");
        check(&body, "Ferry is a company", true, BlockKind::Paragraph);
    }

    #[test]
    fn a_long_lead_is_the_first_paragraph_whatever_the_page_says_of_itself() {
        let lead = "The city closed the old bridge over the river today, and nobody can say for how long the ferry will have to carry all the cars that cross it, or what it will cost, or who is going to pay for the work that has to be done on the piers before winter comes again";
        let body = format!(
            "<meta name=description content='{lead}'><header><p>{lead}.</p></header><div>{ONE}{TWO}{THREE}</div>"
        );
        check(&body, "The city closed", true, BlockKind::Paragraph);
        let short = lead.split(", or what").next().unwrap();
        check(&body.replace(lead, short), "The city closed", true, BlockKind::Standfirst);
    }
}
