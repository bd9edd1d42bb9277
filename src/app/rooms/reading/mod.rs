//! Going from claim to claim in a text, past the sentences that need no check, and to the source beside; words that are taken from it.

mod likely;
mod pane;
mod sentences;

pub use likely::LikelyList;

use std::sync::Arc;

use crate::{
    document::Document,
    effect::Effect,
    model::{Claim, Span},
    notice::NoticeKind,
    rooms::{Reading, Workbench},
};

impl Workbench<'_, Reading> {
    pub(crate) fn copy_selection(&mut self) {
        let document = &*self.document;
        let side = document.keys_side();
        let Some((span, version)) = document.selected_span(side).zip(document.version_in(side)) else { return };
        self.around.effects.push(Effect::Copy(span.of(version.text()).to_owned()));
    }

    /// Goes `by` claims on among those that `is_wanted`, around the end; from the caret when no claim is selected.
    pub(crate) fn step_claim(&mut self, by: isize, is_wanted: impl Fn(&Claim) -> bool) {
        let document = &*self.document;
        let claims = document.shown().claims();
        let len = claims.len() as isize;
        let start = match document.focus().claim.as_ref().and_then(|id| document.shown().claim_index(id)) {
            Some(index) => index as isize,
            None => first_claim_behind_caret(document) as isize - isize::from(by > 0),
        };
        let next = (1..=len).map(|step| (start + step * by).rem_euclid(len) as usize).find(|&i| is_wanted(&claims[i]));
        match next.map(|index| claims[index].id.clone()) {
            Some(claim_id) => self.document.go_to_claim(&claim_id),
            None => self.around.tell(NoticeKind::Hint, "There is no other such claim.", None),
        }
    }

    /// Goes through the claims that share words with the one in the inspector, the smallest first.
    pub(crate) fn next_overlapping(&mut self) {
        let Some(claim) = self.document.claim_here() else { return };
        let document = &*self.document;
        let Some(version) = document.version() else { return };
        let spans: Vec<Span> = claim.spans_in(&version.id).map(|(_, span)| span).collect();
        let overlapping = |other: &&Arc<Claim>| {
            other.spans_in(&version.id).any(|(_, span)| spans.iter().any(|mine| mine.overlaps(span)))
        };
        let mut group: Vec<_> = document.shown().claims().iter().filter(overlapping).collect();
        group.sort_by_key(|other| other.marks.iter().map(|mark| mark.anchor.span.len()).sum::<usize>());
        let Some(index) = group.iter().position(|other| other.id == claim.id) else { return };
        let next = group[(index + 1) % group.len()].id.clone();
        self.document.go_to_claim(&next);
    }
}

fn first_claim_behind_caret(document: &Document) -> usize {
    let Some(article_id) = &document.focus().article else { return 0 };
    let caret = document.focus().text.selection.map_or(0, |selection| selection.head);
    let behind = |claim: &Claim| claim.marks.first().is_some_and(|mark| mark.anchor.span.start() >= caret);
    let found = document.shown().claims_of(article_id).find(|(_, claim)| behind(claim));
    found.map_or(0, |(index, _)| index)
}
