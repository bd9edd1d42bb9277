//! The links, notes and comments of a draft: a dotted line under their words, a small sign behind those of a note, and what they say under
//! the pointer and for screen readers. Words of which text recognition was unsure have a broken line.

use egui::{Painter, Pos2, Rect, Sense, Shape, Stroke};

use crate::{
    model::{Note, NoteKind, Span, Version},
    ui::theme::Tokens,
};

use super::{article::Article, paint::rects, visible::Visible};

/// So many are marked in one piece: where more stand nobody could tell them apart.
const MOST: usize = 300;

/// Longer notes are cut under the pointer, in characters.
const LONGEST_TIP: usize = 1_500;

/// What stands at words of the draft.
enum Reference<'a> {
    Link(&'a str),
    Note(&'a Note),
    Unsure,
}

/// What stands at the words of a piece, in the order of the words.
fn of_piece<'a>(version: &'a Version, piece: &Visible) -> Vec<(Span, Reference<'a>)> {
    let Some(block) = version.block_at(piece.range.start).and_then(|index| version.blocks().get(index)) else {
        return Vec::new();
    };
    let links = version.links_of(block).iter().map(|link| (link.span, Reference::Link(&link.url)));
    let notes = version.notes_of(block).iter().map(|note| (note.span, Reference::Note(note)));
    let unsure = version.unsure_in(block).iter().map(|span| (*span, Reference::Unsure));
    let is_here = |(span, _): &(Span, Reference<'_>)| span.start() < piece.range.end && span.end() > piece.range.start;
    let mut found: Vec<_> = links.chain(notes).chain(unsure).filter(is_here).take(MOST).collect();
    found.sort_by_key(|(span, _)| span.start());
    found
}

/// Paints the lines and signs of a piece.
pub fn paint(painter: &Painter, article: &Article<'_>, piece: &Visible, tokens: &Tokens) {
    // Beside another draft the marks tell what changed.
    if article.changes.is_some() {
        return;
    }
    for (span, reference) in of_piece(article.version, piece) {
        let rects = rects(article, piece, span.range());
        for row in &rects {
            let y = row.bottom() - (row.height() * 0.1).min(3.0);
            let line = [Pos2::new(row.left(), y), Pos2::new(row.right(), y)];
            match reference {
                Reference::Unsure => {
                    painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, tokens.change.ink), 4.0, 3.0));
                }
                _ => painter.extend(Shape::dotted_line(&line, tokens.faint, 3.0, 0.75)),
            }
        }
        let ends_here = span.end() <= piece.range.end;
        if let (Reference::Note(note), Some(last), true) = (&reference, rects.last(), ends_here) {
            sign(painter, *last, note.kind, tokens);
        }
    }
}

/// A dot for a note, a ring for a comment, behind the word and above the line.
fn sign(painter: &Painter, row: Rect, kind: NoteKind, tokens: &Tokens) {
    let at = Pos2::new(row.right() + 2.0, row.top() + row.height() * 0.24);
    match kind {
        NoteKind::Note => painter.circle_filled(at, 2.0, tokens.accent.ink),
        NoteKind::Comment => painter.circle_stroke(at, 2.0, Stroke::new(1.0, tokens.accent.ink)),
    };
}

/// Says what stands at the words under the pointer, and tells screen readers of each.
pub fn tell(ui: &egui::Ui, article: &Article<'_>, visible: &[Visible], id: egui::Id) {
    for piece in visible {
        for (index, (span, reference)) in of_piece(article.version, piece).into_iter().enumerate() {
            let rects = rects(article, piece, span.range());
            let Some(first) = rects.first() else { continue };
            let whole = rects.iter().fold(*first, |whole, row| whole.union(*row));
            // Words over several rows are known by the first one.
            let rect = if rects.len() > 1 { *first } else { whole };
            let told = words(&reference);
            let response = ui.interact(rect, id.with((span.start(), index, "reference")), Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, told.as_str()));
            response.on_hover_text(told.as_str());
        }
    }
}

fn words(reference: &Reference<'_>) -> String {
    match reference {
        Reference::Link(url) => format!("Link: {url}"),
        Reference::Unsure => {
            "The program that recognised this word was unsure of it: compare it with the page.".to_owned()
        }
        Reference::Note(note) => {
            let Note { kind, text, urls, author, date, .. } = note;
            let from = [author.as_str(), date.as_str()].into_iter().filter(|part| !part.is_empty());
            let from = from.map(|part| format!(" {part}")).collect::<Vec<_>>().join(",");
            let to: String = urls.iter().map(|url| format!("\n{url}")).collect();
            let whole = format!("{}{from}: {text}{to}", kind.label());
            let end = whole.char_indices().nth(LONGEST_TIP).map_or(whole.len(), |(at, _)| at);
            if end < whole.len() { format!("{}…", &whole[..end]) } else { whole }
        }
    }
}
