//! Boxes of the site's own amid the body or behind it, told by what stands in them: fields, calls, lines that only a site writes.

use std::collections::{HashMap, HashSet};

use crate::{import::LeftOut, model::BlockKind};

use super::{cues, middle, rules::Page, thresholds as set};

/// A box in which the site offers or asks something: short lines in a place of their own, with a button or a link that calls to
/// subscribe, to sign in, to show what is not shown.
pub fn called(page: &mut Page<'_>) {
    let mut words: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut all = 0;
    for at in page.kept() {
        let (lines, there) = words.entry(page.pieces[at].group).or_default();
        *lines += 1;
        *there += page.lines[at].words;
        all += page.lines[at].words;
    }
    let calls = |at: usize| {
        let line = &page.lines[at];
        line.link_density > set::CATEGORY_LINKS && line.words <= set::CALL && cues::is_call(&line.low)
    };
    let called: HashSet<usize> =
        (0..page.lines.len()).filter(|&at| calls(at)).map(|at| page.pieces[at].group).collect();
    let is_box = |group: usize, (lines, there): (usize, usize)| {
        lines <= set::BOX_LINES
            && there <= set::BOX
            && there * 100 <= all * set::BOX_SHARE
            && (called.contains(&group) || page.holders[group].has_control)
    };
    let boxes: HashSet<usize> =
        words.into_iter().filter(|(group, counts)| is_box(*group, *counts)).map(|(group, _)| group).collect();
    page.drop_where(LeftOut::SiteSpeaking, |page, at| {
        let group = page.pieces[at].group;
        let text = &page.pieces[at].draft.block.text;
        boxes.contains(&group) && (called.contains(&group) || cues::speaks_to_reader(text))
    });
}

/// What stands in an element and in those within it.
#[derive(Clone, Default)]
struct Inside {
    lines: usize,
    words: usize,
    has_control: bool,
    has_field: bool,
    calls: bool,
    speaks: bool,
}

/// A small box with a field, or with a button and a line that only a site writes: letters to order, consent to give, readers to sign in. A
/// button alone opens what is folded up.
pub fn of_site(page: &mut Page<'_>) {
    let mut inside: Vec<Inside> = page
        .holders
        .iter()
        .map(|holder| Inside {
            has_control: holder.has_control,
            has_field: holder.has_field,
            calls: holder.calls,
            ..Inside::default()
        })
        .collect();
    for at in 0..page.lines.len() {
        let (line, there) = (&page.lines[at], &mut inside[page.pieces[at].group]);
        there.lines += usize::from(line.keep);
        there.words += if line.keep { line.words } else { 0 };
        // A link alone in its line does what a button does.
        there.has_control |= line.link_density > set::CATEGORY_LINKS && line.words <= set::CALL;
        let is_speaking = cues::is_site_speaking(&line.low) || cues::is_letter(&line.low);
        there.speaks |= is_speaking && line.words <= set::SPEAKING && page.kind(at) != BlockKind::Quote;
    }
    for at in (1..inside.len()).rev() {
        let Inside { lines, words, has_control, has_field, calls, speaks } = inside[at].clone();
        let outer = &mut inside[page.holders[at].parent];
        outer.lines += lines;
        outer.words += words;
        outer.has_control |= has_control;
        outer.has_field |= has_field;
        outer.calls |= calls;
        outer.speaks |= speaks;
    }
    let all = inside[0].words;
    let Some((first, last)) = page.ends() else { return };
    // What holds the headline, or the start of the body as both extractors see it, is no box.
    let headline = (0..page.lines.len()).find(|&at| page.kind(at) == BlockKind::Headline);
    let is_sure = |at: &usize| page.lines[*at].vote.readability && page.lines[*at].vote.rules;
    let starts = headline.into_iter().chain(Some(first).filter(is_sure));
    let of_body: HashSet<usize> = starts.flat_map(|at| middle::around(page, page.pieces[at].group)).collect();
    page.drop_where(LeftOut::SiteSpeaking, |page, at| {
        let line = &page.lines[at];
        let to_reader = cues::speaks_to_reader(&page.pieces[at].draft.block.text);
        let is_said = line.words >= set::FIRST_LINE && !to_reader && !cues::may_be_site_speaking(&line.low);
        let is_amid = first < at && at < last;
        // Items of the body's own lists are told to the reader as often as not.
        let is_item = page.kind(at) == BlockKind::ListItem && is_amid && line.vote.readability && line.vote.rules;
        if is_said || is_item {
            return false;
        }
        middle::around(page, page.pieces[at].group).take_while(|holder| *holder > 0 && !of_body.contains(holder)).any(
            |holder| {
                let Inside { lines, words, has_control, has_field, calls, speaks } = inside[holder];
                let is_small = words <= set::SITE_BOX && words * 2 < all && lines <= set::SITE_BOX_LINES;
                is_small && (has_control && speaks || (is_amid || at > last && to_reader) && (has_field || calls))
            },
        )
    });
}

/// Items of lists behind the body that are nothing but links, in a place in which the body is not: what else there is to read.
pub fn lists_behind(page: &mut Page<'_>) {
    let Some(container) = middle::container(page) else { return };
    while let Some(&at) = page.kept().last() {
        let line = &page.lines[at];
        let is_link = page.kind(at) == BlockKind::ListItem && line.link_density > set::LIST_BEHIND;
        if !is_link || line.is_held || middle::is_within(page, page.pieces[at].group, container) {
            return;
        }
        page.drop(at, LeftOut::Related);
    }
}
