//! What stands under and around the words: highlights, underlines, the selection, claim numbers.

use std::ops::Range;

use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use crate::{
    app::Highlight,
    model::BlockKind,
    ui::theme::{self, Tokens},
};

use super::{
    Drag, Entry, ReaderWidget,
    article::{Article, Changes},
    coverage, geometry,
    pieces::SPEECH,
    references,
    visible::{Column, Visible},
};

/// A passage of a claim on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub rect: Rect,
    pub entry: Entry,
}

/// A grip at one end of a passage of the selected claim.
#[derive(Debug, Clone, Copy)]
pub struct Grip {
    pub at: Pos2,
    pub claim: usize,
    pub mark: usize,
    /// The end that stays when this one is dragged.
    pub fixed: usize,
}

/// What can be clicked.
#[derive(Debug, Default)]
pub struct Hits {
    pub passages: Vec<Hit>,
    pub grips: Vec<Grip>,
}

/// Paints the article and says where its claims are.
pub fn article(
    ui: &egui::Ui,
    reader: &ReaderWidget,
    article: &Article<'_>,
    column: &Column,
    visible: &[Visible],
    tokens: &Tokens,
) -> Hits {
    let painter = ui.painter();
    let mut hits = Hits::default();
    let mut numbers = Vec::new();
    for piece in visible {
        decoration(painter, reader, article, piece, tokens);
        speech(painter, &reader.pieces[piece.index].speech, piece, tokens);
        let placed = grounds(painter, reader, article, piece, tokens, &mut hits);
        changes(painter, article, piece, tokens);
        found(painter, article, piece, tokens);
        selection(painter, article, piece, tokens);
        claims(painter, article, piece, &placed, tokens, &mut hits, &mut numbers);
        references::paint(painter, article, piece, tokens);
        painter.galley(piece.origin, piece.galley.galley.clone(), tokens.text);
        coverage::paint(painter, article, column, piece, tokens);
        struck(painter, article, piece, tokens);
        caret(ui, article, piece, tokens);
        if piece.index == 0 {
            byline(painter, reader, article, piece, tokens);
        }
    }
    margin(painter, column, &numbers, tokens);
    grips(painter, &hits.grips, tokens);
    hits
}

/// The byte range of `range` inside a piece, counted from the piece's start.
fn local(piece: &Visible, range: Range<usize>) -> Option<Range<usize>> {
    let start = range.start.max(piece.range.start);
    let end = range.end.min(piece.range.end);
    (start < end).then(|| start - piece.range.start..end - piece.range.start)
}

pub(super) fn rects(article: &Article<'_>, piece: &Visible, range: Range<usize>) -> Vec<Rect> {
    let words = &article.version.text()[piece.range.clone()];
    local(piece, range).map(|range| geometry::rects(&piece.galley, words, range, piece.origin)).unwrap_or_default()
}

/// Bullets, quote bars and grounds of tables and code.
fn decoration(painter: &Painter, reader: &ReaderWidget, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let shape = &reader.pieces[piece.index];
    let setting = shape.setting(&article.reading);
    let body = Rect::from_min_size(piece.origin, piece.galley.size());
    match shape.kind {
        BlockKind::ListItem if !shape.is_continued => {
            let bullet = Pos2::new(piece.origin.x - 12.0, piece.origin.y + setting.line / 2.0);
            painter.circle_filled(bullet, 2.25, tokens.muted);
        }
        BlockKind::Quote => {
            let bar =
                Rect::from_min_max(body.left_top() - egui::vec2(14.0, 0.0), body.left_bottom() - egui::vec2(11.0, 0.0));
            painter.rect_filled(bar, 1.5, tokens.line);
        }
        BlockKind::Table | BlockKind::Code => {
            let ground = Rect::from_min_max(
                Pos2::new(piece.rect.left(), body.top() - 6.0),
                Pos2::new(piece.rect.right(), body.bottom() + 6.0),
            );
            painter.rect(ground, 6.0, tokens.panel, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
            if shape.kind == BlockKind::Table {
                between_rows(painter, piece, ground, tokens);
            }
        }
        _ => {}
    }
}

/// Lines between the rows of a table whose rows go on over several lines.
fn between_rows(painter: &Painter, piece: &Visible, ground: Rect, tokens: &Tokens) {
    let rows = &piece.galley.galley.rows;
    let ends: Vec<f32> = rows.iter().filter(|row| row.ends_with_newline).map(|row| row.rect().bottom()).collect();
    if ends.len() + 1 < rows.len() {
        let x = ground.x_range().shrink(1.0);
        ends.into_iter().for_each(|end| {
            painter.hline(x, piece.origin.y + end, Stroke::new(1.0, tokens.line));
        });
    }
}

/// Who speaks and when, above the turn.
fn speech(painter: &Painter, told: &str, piece: &Visible, tokens: &Tokens) {
    if told.is_empty() {
        return;
    }
    let row = Rect::from_min_max(
        Pos2::new(piece.rect.left(), piece.origin.y - SPEECH),
        Pos2::new(piece.rect.right(), piece.origin.y),
    );
    let painter = painter.with_clip_rect(row.intersect(painter.clip_rect()));
    painter.text(row.left_center(), Align2::LEFT_CENTER, told, FontId::proportional(12.5), tokens.muted);
}

/// Numbers of claims to show in the margin: the row's top, its height, the words and their colour.
struct Number {
    top: f32,
    height: f32,
    text: String,
    color: Color32,
}

/// How many rows of passages are painted on a piece, beside those of the selected claim: where more lie over one another nobody could
/// tell them apart, and a file of a stranger may have a hundred thousand on the same words.
const MOST_PAINTED: usize = 1_000;

/// The grounds of the claims on a piece, and where each claim stands in it.
fn grounds(
    painter: &Painter,
    reader: &ReaderWidget,
    article: &Article<'_>,
    piece: &Visible,
    tokens: &Tokens,
    hits: &mut Hits,
) -> Vec<(Entry, Vec<Rect>)> {
    let mut placed: Vec<(Entry, Vec<Rect>)> = Vec::new();
    let mut rows_left = MOST_PAINTED;
    for entry in article.spans.within(piece.range.clone()) {
        if rows_left > 0 || article.selected == Some(entry.claim) {
            let entry = resized(reader, *entry);
            let rects = rects(article, piece, entry.span.range());
            rows_left = rows_left.saturating_sub(rects.len().max(1));
            placed.push((entry, rects));
        }
    }
    for (entry, rects) in &placed {
        // Beside another draft colour tells what changed; a verdict's would be taken for it.
        let is_selected = article.selected == Some(entry.claim);
        let tone = tokens.tone(entry.tone);
        let style = article.reading.highlight;
        let fill = match (article.changes, is_selected) {
            (None, _) if style == Highlight::Underline => Color32::TRANSPARENT,
            (None, _) => tone.fill,
            (Some(_), true) => tokens.accent.fill,
            (Some(_), false) => Color32::TRANSPARENT,
        };
        for rect in rects {
            painter.rect_filled(band(*rect), CornerRadius::same(2), fill);
            if style == Highlight::Background && article.changes.is_none() {
                // A pale ground alone does not stand out from the paper.
                let edge = Stroke::new(1.0, tone.ink.gamma_multiply(0.75));
                painter.rect_stroke(band(*rect), CornerRadius::same(2), edge, StrokeKind::Inside);
            }
            hits.passages.push(Hit { rect: *rect, entry: *entry });
        }
    }
    placed
}

/// Lines, ends and numbers of the claims on a piece: over the selection, which hides their grounds.
fn claims(
    painter: &Painter,
    article: &Article<'_>,
    piece: &Visible,
    placed: &[(Entry, Vec<Rect>)],
    tokens: &Tokens,
    hits: &mut Hits,
    numbers: &mut Vec<Number>,
) {
    for (entry, rects) in placed {
        let ink = if article.changes.is_some() { tokens.faint } else { tokens.tone(entry.tone).ink };
        let width = if article.changes.is_some() { 1.0 } else { 2.0 };
        if article.changes.is_some() || article.reading.highlight != Highlight::Background {
            rects.iter().for_each(|rect| underline(painter, *rect, *entry, Stroke::new(width, ink)));
        }
        if article.selected == Some(entry.claim) {
            rects.iter().for_each(|rect| outline(painter, *rect, tokens));
            end_grips(article, piece, *entry, rects, hits);
        }
        let starts_here = piece.range.contains(&entry.span.start()) && entry.mark == 0;
        if let Some(first) = rects.first().filter(|_| starts_here) {
            let (text, color) = ((article.signs)(entry.claim), ink);
            numbers.push(Number { top: first.top(), height: first.height(), text, color });
        }
    }
}

/// A passage whose end is being dragged is shown where it would be.
fn resized(reader: &ReaderWidget, mut entry: Entry) -> Entry {
    if let Some(Drag::Resize { claim, mark, fixed, moving }) = reader.drag
        && (claim, mark) == (entry.claim, entry.mark)
        && let Ok(span) = crate::model::Span::new(fixed.min(moving), fixed.max(moving))
    {
        entry.span = span;
    }
    entry
}

/// The part of a row behind its words, a little less high than the row.
fn band(row: Rect) -> Rect {
    let inset = (row.height() * 0.06).min(3.0);
    Rect::from_min_max(row.min + egui::vec2(-1.0, inset), row.max + egui::vec2(1.0, -inset))
}

fn underline(painter: &Painter, row: Rect, entry: Entry, stroke: Stroke) {
    let y = band(row).bottom() - 1.0 + 3.0 * f32::from(entry.lane);
    let line = [Pos2::new(row.left() - 1.0, y), Pos2::new(row.right() + 1.0, y)];
    if entry.tone.is_some() {
        painter.line_segment(line, stroke);
    } else {
        painter.extend(Shape::dashed_line(&line, stroke, 5.0, 3.0));
    }
}

fn outline(painter: &Painter, row: Rect, tokens: &Tokens) {
    painter.rect_stroke(
        band(row).expand2(egui::vec2(1.0, 1.0)),
        3.0,
        Stroke::new(1.5, tokens.accent.ink),
        StrokeKind::Outside,
    );
}

fn end_grips(article: &Article<'_>, piece: &Visible, entry: Entry, rects: &[Rect], hits: &mut Hits) {
    if !article.is_editable {
        return;
    }
    let (start, end) = (entry.span.start(), entry.span.end());
    let grip = |at: Pos2, fixed: usize| Grip { at, claim: entry.claim, mark: entry.mark, fixed };
    let words = &article.version.text()[piece.range.clone()];
    let is_turned = piece.galley.turned.is_some();
    if let Some(first) = rects.first().filter(|_| piece.range.contains(&start)) {
        let caret = geometry::caret(&piece.galley, words, start - piece.range.start, piece.origin);
        let x = if is_turned { outside(rects, *first, caret.left()) } else { first.left() - 3.0 };
        hits.grips.push(grip(Pos2::new(x, band(*first).top()), end));
    }
    if let Some(last) = rects.last().filter(|_| piece.range.contains(&(end - 1))) {
        let caret = geometry::end_caret(&piece.galley, words, end - piece.range.start, piece.origin);
        let x = if is_turned { outside(rects, *last, caret.left()) } else { last.right() + 3.0 };
        hits.grips.push(grip(Pos2::new(x, band(*last).bottom()), start));
    }
}

/// A little outside of the rectangle of a row that begins or ends at `x`.
fn outside(rects: &[Rect], row: Rect, x: f32) -> f32 {
    let begins = rects.iter().any(|rect| rect.top() == row.top() && (rect.left() - x).abs() < 1.5);
    if begins { x - 3.0 } else { x + 3.0 }
}

fn grips(painter: &Painter, grips: &[Grip], tokens: &Tokens) {
    for grip in grips {
        painter.circle(grip.at, 4.0, tokens.paper, Stroke::new(1.5, tokens.accent.ink));
    }
}

/// Grounds of the words that only this draft has.
fn changes(painter: &Painter, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let Some(Changes { is_old, .. }) = article.changes else { return };
    let fill = if is_old { tokens.wrong.fill } else { tokens.right.fill };
    for rect in changed(article, piece) {
        painter.rect_filled(band(rect), CornerRadius::same(2), fill);
    }
}

/// A line through words that went, one under words that came: colour never tells alone.
fn struck(painter: &Painter, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let Some(Changes { is_old, .. }) = article.changes else { return };
    for rect in changed(article, piece) {
        let (y, ink) = if is_old {
            (rect.center().y + 1.0, tokens.wrong.ink)
        } else {
            (band(rect).bottom() - 2.0, tokens.right.ink)
        };
        painter.hline(rect.x_range(), y, Stroke::new(1.25, ink));
    }
}

fn changed(article: &Article<'_>, piece: &Visible) -> Vec<Rect> {
    let words = article.changes.map_or(&[][..], |changes| changes.words);
    let first = words.partition_point(|span| span.end() <= piece.range.start);
    let here = words[first..].iter().take_while(|span| span.start() < piece.range.end);
    here.flat_map(|span| rects(article, piece, span.range())).collect()
}

fn found(painter: &Painter, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let (matches, current) = article.matches;
    // Those of notes may reach over others, so that where they end says nothing of the ones before.
    let behind = matches.partition_point(|found| found.span.start() < piece.range.end);
    let here = matches[..behind].iter().enumerate().filter(|(_, found)| found.span.end() > piece.range.start);
    for (index, found) in here {
        for rect in rects(article, piece, found.span.range()) {
            let stroke = Stroke::new(if index == current { 2.0 } else { 1.0 }, tokens.change.ink);
            let fill = if index == current { tokens.change.fill } else { Color32::TRANSPARENT };
            painter.rect(band(rect), 2.0, fill, stroke, StrokeKind::Outside);
        }
    }
}

fn selection(painter: &Painter, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let Some(selection) = article.selection else { return };
    let (start, end) = (selection.anchor.min(selection.head), selection.anchor.max(selection.head));
    for rect in rects(article, piece, start..end) {
        painter.rect_filled(rect, 0.0, tokens.selection);
    }
}

fn caret(ui: &egui::Ui, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    let Some(selection) = article.selection.filter(|selection| selection.anchor == selection.head) else { return };
    let at = selection.head;
    if at < piece.range.start || at > piece.range.end {
        return;
    }
    let words = &article.version.text()[piece.range.clone()];
    let rect = geometry::caret(&piece.galley, words, at - piece.range.start, piece.origin);
    let line = [rect.center_top() + egui::vec2(0.0, 3.0), rect.center_bottom() - egui::vec2(0.0, 3.0)];
    ui.painter().line_segment(line, Stroke::new(1.5, tokens.accent.ink));
}

fn byline(painter: &Painter, reader: &ReaderWidget, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    if article.byline.is_empty() {
        return;
    }
    let is_headline = reader.pieces.first().is_some_and(|first| first.kind == BlockKind::Headline);
    let y = if is_headline { piece.origin.y + piece.galley.size().y + 2.0 } else { piece.rect.top() };
    let galley =
        painter.layout(article.byline.to_owned(), FontId::proportional(13.0), tokens.muted, piece.rect.width());
    painter.with_clip_rect(piece.rect.intersect(painter.clip_rect())).galley(
        Pos2::new(piece.rect.left(), y),
        galley,
        tokens.muted,
    );
}

/// Claim numbers at the left of the row in which they start. Two find room on a row; more are counted.
fn margin(painter: &Painter, column: &Column, numbers: &[Number], tokens: &Tokens) {
    let font = FontId::new(11.0, theme::bold());
    let right = column.left - 12.0;
    let mut rest = numbers;
    while let Some(first) = rest.first() {
        let same_row = rest.iter().take_while(|number| (number.top - first.top).abs() < 2.0).count();
        let (row, others) = rest.split_at(same_row);
        rest = others;
        let centre = first.top + first.height / 2.0;
        let put = |y: f32, text: &str, color: Color32| {
            painter.text(Pos2::new(right, y), Align2::RIGHT_CENTER, text, font.clone(), color);
        };
        match row {
            [only] => put(centre, &only.text, only.color),
            [a, b] => {
                put(centre - 6.5, &a.text, a.color);
                put(centre + 6.5, &b.text, b.color);
            }
            [a, others @ ..] => {
                put(centre - 6.5, &a.text, a.color);
                put(centre + 6.5, &format!("+{}", others.len()), tokens.faint);
            }
            [] => {}
        }
    }
}
