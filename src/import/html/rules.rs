//! Which pieces of a page are the article.

use crate::model::BlockKind;

use super::{
    Piece, folded,
    vote::{self, Lines, Vote},
};

const OUTSIDE: &str = "outside the article's body";

/// Ticks the pieces of the article; every other piece gets its reason.
pub fn choose(page: &str, pieces: &mut [Piece], title: &str) {
    let readability = vote::readability(page).unwrap_or_default();
    let rules = vote::rules(page).unwrap_or_default();
    let votes: Vec<Vote> = pieces
        .iter()
        .map(|piece| {
            let text = &piece.draft.block.text;
            Vote { readability: readability.has(text), rules: rules.has(text) }
        })
        .collect();
    for (piece, vote) in pieces.iter_mut().zip(&votes) {
        let keep = if rules.is_empty() { vote.readability } else if readability.is_empty() { vote.rules } else { vote.readability && vote.rules };
        if !keep && piece.draft.keep {
            piece.draft.drop(OUTSIDE);
        }
    }
    headline(pieces, title);
    if std::env::var("DUMP").is_ok() {
        for (piece, vote) in pieces.iter().zip(&votes) {
            eprintln!("{}{}{} {} g{} {:.2} {:?} {:?} | {}", if piece.draft.keep {'K'} else {'-'}, if vote.readability {'s'} else {'.'}, if vote.rules {'t'} else {'.'},
                piece.draft.block.kind.slug(), piece.group, piece.link_density(), piece.hint, piece.draft.why, piece.draft.block.text);
        }
    }
}

/// The heading that repeats the title is the headline.
fn headline(pieces: &mut [Piece], title: &str) {
    let title = folded(title);
    if title.is_empty() {
        return;
    }
    let is_title = |piece: &Piece| {
        let text = folded(&piece.draft.block.text);
        piece.draft.block.kind == BlockKind::Heading && !text.is_empty() && (title.contains(&text) || text.contains(&title))
    };
    if let Some(piece) = pieces.iter_mut().find(|piece| is_title(piece)) {
        piece.draft.block.kind = BlockKind::Headline;
        piece.draft.keep = true;
        piece.draft.why = None;
    }
}
