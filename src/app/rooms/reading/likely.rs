//! Passages of the source beside the article that could speak of the claim: they are selected one after the other, and nothing is taken
//! by itself.

use std::sync::Arc;

use crate::{anchor, model::Claim};

use crate::{
    document::Document,
    notice::NoticeKind,
    rooms::{Reading, Workbench},
    text_view::Side,
    view::Likely,
};

/// How many likely passages are kept.
const LIKELY_MAX: usize = 8;

impl Document {
    /// The likely passages, while they are of the claim in the inspector and one of them is selected.
    pub fn likely(&self) -> Option<&Likely> {
        let (pane, _) = self.pane()?;
        let likely = pane.likely.as_ref().filter(|likely| self.focus().claim.as_ref() == Some(&likely.claim))?;
        let span = likely.spans.get(likely.current)?;
        let version = self.version_in(Side::Pane).filter(|version| version.id == likely.version)?;
        (pane.text.selected_span(version) == Some(*span)).then_some(likely)
    }
}

impl Workbench<'_, Reading> {
    /// Selects the passage of the source that is most like the claim; asked again, the next one.
    pub(crate) fn likely_words(&mut self) {
        let document = &*self.document;
        let Some(claim) = document.claim().cloned() else { return };
        let next = document.likely().map(|likely| (likely.current + 1) % likely.spans.len());
        let is_found = match next {
            Some(next) => {
                self.show_likely(next);
                true
            }
            None => self.find_likely(&claim),
        };
        if !is_found {
            let version = self.document.version_in(Side::Pane);
            let is_long = version.is_some_and(|version| version.text().len() > anchor::LIKENESS_MAX);
            let text = if is_long {
                "The document is too long to be searched for words like the claim’s. Find takes you to single words."
            } else {
                "Nothing in this document is like the words of the claim."
            };
            self.around.tell(NoticeKind::Hint, text, None);
        }
    }

    /// Looks for them and selects the likeliest. Says whether there is one.
    pub(super) fn find_likely(&mut self, claim: &Claim) -> bool {
        let Some(version) = self.document.version_in(Side::Pane).map(Arc::clone) else {
            return false;
        };
        let words = claim_words(claim);
        let spans = anchor::passages_like(&words, &version, "", LIKELY_MAX);
        if spans.is_empty() {
            return false;
        }
        let likely = Likely { claim: claim.id.clone(), version: version.id.clone(), spans, current: 0 };
        self.document.with_pane(|pane| pane.likely = Some(likely));
        self.show_likely(0);
        true
    }

    fn show_likely(&mut self, at: usize) {
        self.document.with_pane(|pane| {
            let Some(likely) = &mut pane.likely else { return };
            let Some(span) = likely.spans.get(at).copied() else { return };
            likely.current = at;
            pane.text.show(span);
        });
    }
}

/// The statement and the words of a claim.
fn claim_words(claim: &Claim) -> String {
    let marks = claim.marks.iter().map(|mark| mark.anchor.quote.as_str());
    claim.statement.as_deref().into_iter().chain(marks).collect::<Vec<_>>().join(" ")
}
