//! The body's middle: what the extractors lost of it, told by where it stands. No rule here looks at words alone.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{import::LeftOut, model::BlockKind};

use super::{
    cues,
    rules::{Page, is_summary, low_words},
    thresholds as set,
};

/// What stands between two lines of the body in the element that holds it comes in, unless something speaks against it: a name, links,
/// fields, a cue, words that the body has already.
pub fn between(page: &mut Page<'_>) {
    let Some((first, last)) = page.ends() else { return };
    let Some(container) = container(page) else { return };
    let said: FxHashSet<String> = page.kept().iter().map(|&at| low_words(&page.lines[at].low)).collect();
    let parts = |run: Range<usize>| parted(page, run, container);
    for run in runs(page, first, last).into_iter().flat_map(parts).collect::<Vec<_>>() {
        let is_inside = run.clone().all(|at| is_within(page, page.pieces[at].group, container));
        if is_inside && may_come_in(page, run.clone(), &said) {
            run.filter(|&at| page.pieces[at].draft.keep).for_each(|at| page.lines[at].keep = true);
        }
    }
}

/// A heading right over the first line of the body, beside it in the element that holds both, comes in as one between two lines does.
pub fn first_heading(page: &mut Page<'_>) {
    let Some((first, _)) = page.ends() else { return };
    let Some(at) = first.checked_sub(1) else { return };
    let is_heading = page.kind(at) == BlockKind::Heading && !page.lines[at].keep;
    let is_beside = page.pieces[at].group == page.pieces[first].group && page.lines[at].link_density <= set::JOIN_LINKS;
    let said: FxHashSet<String> = page.kept().iter().map(|&at| low_words(&page.lines[at].low)).collect();
    if is_heading && is_beside && may_come_in(page, at..first, &said) {
        page.lines[at].keep = true;
    }
}

/// The stretches of lines that are out between lines that are in.
fn runs(page: &Page<'_>, first: usize, last: usize) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for at in first..=last {
        match (page.lines[at].keep, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// A stretch by the elements of the container: an advertisement in one says nothing of a paragraph in the next.
fn parted(page: &Page<'_>, run: Range<usize>, container: usize) -> Vec<Range<usize>> {
    let child = |at: usize| around(page, page.pieces[at].group).take_while(|&holder| holder != container).last();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for at in run {
        match parts.last_mut().filter(|part| child(part.start) == child(at)) {
            Some(part) => part.end = at + 1,
            None => parts.push(at..at + 1),
        }
    }
    parts
}

/// Whether nothing speaks against the lines of a stretch.
fn may_come_in(page: &Page<'_>, run: Range<usize>, said: &FxHashSet<String>) -> bool {
    use BlockKind::{Code, Heading, ListItem, Paragraph, Quote};
    let (mut bytes, mut links) = (0, 0);
    let groups = [run.start.checked_sub(1), Some(run.end)]
        .map(|at| at.and_then(|at| page.pieces.get(at)).map(|piece| piece.group));
    for at in run {
        let (piece, line) = (&page.pieces[at], &page.lines[at]);
        let is_text = matches!(page.kind(at), Paragraph | Quote | ListItem | Heading | Code);
        let is_cue = cues::is_pointer(&line.low) && line.link_density > 0.0
            || cues::is_site_speaking(&line.low)
            || cues::may_be_site_speaking(&line.low)
            || cues::is_share_bar(&line.low)
            || cues::is_credit(&line.low)
            || line.why.is_some();
        // What stands in a place of its own and speaks to the reader is a box of the site's.
        let is_own_place = !groups.contains(&Some(piece.group));
        let is_cue = is_cue || is_own_place && cues::speaks_to_reader(&piece.draft.block.text);
        let is_said = line.words >= set::SAID && said.iter().any(|there| there.contains(&low_words(&line.low)));
        // A heading that a button folds up is over text that came in.
        let opens = page.kind(at) == Heading && page.lines.get(at + 1).is_some_and(|next| next.keep);
        let has_control = !opens && (piece.has_control || page.holders[piece.group].has_control);
        if !is_text || !piece.draft.keep || piece.hint.is_some() || has_control || is_cue || is_said {
            return false;
        }
        bytes += piece.draft.block.text.len();
        let is_text = page.is_linked_sentence(at) || page.is_linked_item(at) || is_linked_heading(page, at);
        links += if is_text { 0 } else { piece.link_bytes };
    }
    bytes > 0 && links * 100 <= bytes * set::BETWEEN_LINKS
}

/// A heading that is a link, over a paragraph of its own element: one made as those around it, or one that holds the body.
fn is_linked_heading(page: &Page<'_>, at: usize) -> bool {
    let group = page.pieces[at].group;
    let is_paragraph = |next: &super::Piece| next.group == group && next.draft.block.kind == BlockKind::Paragraph;
    let has_text = page.pieces.get(at + 1).is_some_and(is_paragraph)
        && page.lines[at + 1].words >= set::FIRST_LINE
        && page.lines[at + 1].link_density <= set::JOIN_LINKS;
    let is_alike = |other: usize| {
        page.lines[other].keep
            && (page.pieces[other].group == group || make(page, other).is_some_and(|made| make(page, at) == Some(made)))
    };
    let is_among = || (0..at).rev().take(set::LINKED_TOGETHER).any(is_alike);
    page.kind(at) == BlockKind::Heading && has_text && is_among()
}

/// The innermost element that holds most of the body's words.
pub fn container(page: &Page<'_>) -> Option<usize> {
    let mut words: FxHashMap<usize, usize> = FxHashMap::default();
    let mut all = 0;
    for at in page.kept() {
        all += page.lines[at].words;
        for holder in around(page, page.pieces[at].group) {
            *words.entry(holder).or_default() += page.lines[at].words;
        }
    }
    let holds = |(_, words): &(&usize, &usize)| **words * 100 >= all * set::CONTAINER;
    // Elements are numbered as they open: the innermost of those around one body has the highest number.
    words.iter().filter(holds).map(|(holder, _)| *holder).max()
}

/// An element and those around it, innermost first.
pub fn around<'a>(page: &'a Page<'_>, group: usize) -> impl Iterator<Item = usize> + 'a {
    let mut next = Some(group);
    std::iter::from_fn(move || {
        let at = next?;
        next = (at > 0).then(|| page.holders[at].parent);
        Some(at)
    })
}

pub fn is_within(page: &Page<'_>, group: usize, container: usize) -> bool {
    around(page, group).any(|holder| holder == container)
}

/// What the elements around a line are called, as far as that tells elements made alike.
fn make(page: &Page<'_>, at: usize) -> Option<[u64; 3]> {
    let mut made = [0; 3];
    let mut is_called = false;
    for (slot, holder) in made.iter_mut().zip(around(page, page.pieces[at].group)) {
        *slot = page.holders[holder].made;
        is_called |= page.holders[holder].is_called;
    }
    is_called.then_some(made)
}

/// A second container, after an advertisement: lines in elements made as those that hold the body are, near it, below it, without
/// another headline between.
pub fn more_containers(page: &mut Page<'_>) {
    let Some((first, last)) = page.ends() else { return };
    let Some(container) = container(page) else { return };
    let mut words: HashMap<[u64; 3], usize> = HashMap::new();
    let mut all = 0;
    for at in page.kept() {
        all += page.lines[at].words;
        if let Some(made) = make(page, at) {
            *words.entry(made).or_default() += page.lines[at].words;
        }
    }
    let near: FxHashSet<usize> = around(page, container).take(set::NEAR_LEVELS).filter(|&holder| holder > 0).collect();
    let end = (last + 1..page.lines.len()).find(|&at| is_other_headline(page, at)).unwrap_or(page.lines.len());
    let own: FxHashSet<usize> = page.kept().iter().map(|&at| page.pieces[at].group).collect();
    let mut found = Vec::new();
    for at in first..end {
        let is_made_so = make(page, at)
            .and_then(|made| words.get(&made))
            .is_some_and(|&there| there >= set::SIBLING_WORDS && there * 100 >= all * set::SIBLING_SHARE);
        let is_near = || around(page, page.pieces[at].group).any(|holder| near.contains(&holder));
        let is_text = page.lines[at].words >= set::MORE || page.kind(at) == BlockKind::Heading;
        let has_control = page.pieces[at].has_control || page.holders[page.pieces[at].group].has_control;
        let is_note = page.lines[at].link_density > 0.0 && cues::speaks_to_reader(&page.pieces[at].draft.block.text);
        let is_other = !page.lines[at].keep && !is_note && !own.contains(&page.pieces[at].group);
        if is_other && is_made_so && is_text && !has_control && page.may_join(at, set::JOIN_LINKS) && is_near() {
            found.push(at);
        }
    }
    // A container has a paragraph; labels below the body have the same make by chance.
    let has_text = |at: &usize| page.lines[*at].words >= set::FIRST_LINE && page.kind(*at) == BlockKind::Paragraph;
    let end = found.iter().rposition(has_text).map_or(0, |index| index + 1);
    for at in found.into_iter().enumerate().filter(|(index, at)| *at < last || *index < end).map(|(_, at)| at) {
        page.lines[at].keep = true;
    }
}

/// A heading of the first level below the body begins another article.
fn is_other_headline(page: &Page<'_>, at: usize) -> bool {
    let block = &page.pieces[at].draft.block;
    block.kind == BlockKind::Headline || block.kind == BlockKind::Heading && block.level == 1
}

/// A list of links that the body announces: "The papers can be read here:".
pub fn announced_lists(page: &mut Page<'_>) {
    let Some((first, last)) = page.ends() else { return };
    for at in first..=last {
        let line = &page.lines[at];
        let announces = line.keep
            && page.kind(at) == BlockKind::Paragraph
            && line.words >= set::ANNOUNCEMENT
            && line.low.ends_with(':')
            && line.link_density <= set::JOIN_LINKS
            && !cues::is_pointer(&line.low);
        if !announces {
            continue;
        }
        let items =
            (at + 1..page.lines.len()).take_while(|&next| page.kind(next) == BlockKind::ListItem).collect::<Vec<_>>();
        if items.iter().any(|&next| cues::speaks_to_reader(&page.pieces[next].draft.block.text)) {
            continue;
        }
        for next in items {
            page.lines[next].keep |= page.pieces[next].draft.keep && page.pieces[next].hint.is_none();
        }
    }
}

/// Times and headings over the entries of a live blog, the first one's too: elements made alike, each with its own.
pub fn entry_heads(page: &mut Page<'_>) {
    let mut entries: FxHashMap<u64, Vec<(usize, usize)>> = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for (at, piece) in page.pieces.iter().enumerate() {
        let is_head = piece.is_time || piece.draft.block.kind == BlockKind::Heading;
        if piece.group > 0 && is_head && piece.draft.keep && seen.insert(piece.group) {
            let body = (at + 1..page.lines.len())
                .take(set::ENTRY_HEADS)
                .take_while(|&next| page.pieces[next].group == piece.group)
                .find(|&next| page.lines[next].keep && page.is_body(next));
            if let Some(body) = body {
                entries.entry(page.holders[piece.group].made).or_default().push((at, body));
            }
        }
    }
    let alike: Vec<(usize, usize)> =
        entries.into_values().filter(|entries| entries.len() >= set::ENTRIES).flatten().collect();
    for (start, body) in alike {
        for at in start..body {
            let is_head = page.pieces[at].is_time || page.kind(at) == BlockKind::Heading;
            page.lines[at].keep |= is_head && page.pieces[at].draft.keep && page.pieces[at].hint.is_none();
        }
    }
}

/// Whether a line is the time over an entry of a live blog: another one made alike has a time as well.
pub fn is_entry_time(page: &Page<'_>, at: usize) -> bool {
    let Some(made) = make(page, at) else { return false };
    let is_time = |other: usize| {
        let line = &page.lines[other];
        line.keep && line.words <= set::DATE_LINE && cues::is_date_line(&line.low) && make(page, other) == Some(made)
    };
    (at + 1..page.lines.len()).any(is_time)
}

/// A list of sources behind the body, under its heading. What is in it is held: sources are links, names and days.
pub fn source_lists(page: &mut Page<'_>) {
    let Some((first, _)) = page.ends() else { return };
    let Some(container) = container(page) else { return };
    for at in first + 1..page.lines.len() {
        let (piece, line) = (&page.pieces[at], &page.lines[at]);
        let is_heading = matches!(page.kind(at), BlockKind::Heading | BlockKind::Paragraph)
            && line.words <= set::SOURCES
            && line.link_density == 0.0
            && cues::opens_sources(&line.low);
        if !is_heading || !piece.draft.keep || piece.hint.is_some() || !is_within(page, piece.group, container) {
            continue;
        }
        let group = piece.group;
        let is_item = |&next: &usize| {
            let (piece, line) = (&page.pieces[next], &page.lines[next]);
            let is_in_place = page.kind(next) == BlockKind::ListItem
                || piece.group == group && matches!(page.kind(next), BlockKind::Paragraph | BlockKind::Quote);
            let is_site = cues::is_site_speaking(&line.low) || cues::is_share_bar(&line.low) || piece.has_control;
            is_in_place && piece.draft.keep && piece.hint.is_none() && !is_site
        };
        let end = (at + 1..page.lines.len()).take_while(is_item).last();
        for held in end.map(|end| at..=end).into_iter().flatten() {
            page.lines[held].keep = true;
            page.lines[held].is_held = true;
        }
    }
}

/// The standfirst: between headline and body, called so by the page, or its own summary of itself, or right under the headline.
pub fn standfirst(page: &mut Page<'_>) {
    let Some((first, _)) = page.ends() else { return };
    let Some(headline) = (0..first).rev().find(|&at| page.kind(at) == BlockKind::Headline) else { return };
    if first - headline > set::STANDFIRST_LINES
        || (headline..first).any(|at| page.lines[at].keep && page.kind(at) == BlockKind::Standfirst)
    {
        return;
    }
    let is_text = |at: usize| {
        let (piece, line) = (&page.pieces[at], &page.lines[at]);
        let is_kind = matches!(page.kind(at), BlockKind::Paragraph | BlockKind::Heading | BlockKind::ListItem);
        let is_named_else = piece.hint.is_some_and(|hint| hint != LeftOut::Teaser && hint != LeftOut::AboutArticle);
        let is_label = cues::is_byline(&piece.draft.block.text)
            || line.words <= set::DATE_LINE && cues::is_date_line(&line.low)
            || piece.is_time
            || cues::is_site_speaking(&line.low);
        let is_open = !line.keep && piece.draft.keep && !piece.has_control && line.link_density <= set::LEAD_LINKS;
        is_open && is_kind && !is_named_else && !is_label && line.words <= set::STANDFIRST
    };
    let is_own_summary = |at: usize| is_summary(&low_words(&page.lines[at].low), page.description);
    // What stands right under the headline, in an element in which the body is not.
    let is_under = |at: usize| {
        let group = page.pieces[at].group;
        let is_apart = (at + 1..=first).all(|next| !page.lines[next].keep || page.pieces[next].group != group);
        let text = &page.pieces[at].draft.block.text;
        at == headline + 1 && is_apart && !cues::is_site_speaking(&page.lines[at].low) && !cues::speaks_to_reader(text)
    };
    // What the page calls so, or says of itself, goes before a line that only stands in the place of one.
    let is_named = |&at: &usize| {
        let words = page.lines[at].words;
        let is_called = page.pieces[at].is_called_lead && words >= set::CALLED_LEAD;
        is_text(at) && (is_called || words >= set::STANDFIRST_LEAST && is_own_summary(at))
    };
    let is_placed = |&at: &usize| is_text(at) && page.lines[at].words >= set::STANDFIRST_LEAST && is_under(at);
    let between = headline + 1..first;
    let Some(start) = between.clone().find(is_named).or_else(|| between.clone().find(is_placed)) else { return };
    // A list of points, or two headings.
    let made = page.holders[page.pieces[start].group].made;
    let is_more = |&at: &usize| {
        let is_alike = page.kind(at) == page.kind(start) && page.holders[page.pieces[at].group].made == made;
        is_alike && is_text(at) && page.lines[at].words >= set::CALLED_LEAD
    };
    let end = (start + 1..first).take_while(is_more).last().unwrap_or(start);
    for at in start..=end {
        page.lines[at].keep = true;
        page.pieces[at].draft.block.kind = BlockKind::Standfirst;
        page.pieces[at].draft.block.level = 0;
    }
}
