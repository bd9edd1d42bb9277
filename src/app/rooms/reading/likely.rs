//! Passages of the source beside the article that could speak of the claim: they are selected one after the other, and nothing is taken
//! by itself.

use std::sync::Arc;

use crate::{
    model::{Claim, Version},
    recall::Passages,
};

use crate::{
    document::Document,
    effect::Job,
    notice::NoticeKind,
    rooms::{Reading, Workbench},
    text_view::Side,
    view::Likely,
};

/// How many likely passages are kept.
const LIKELY_MAX: usize = 10;

/// Longer documents are prepared beside the window, in bytes.
const AT_ONCE_MAX: usize = 200_000;

impl Document {
    /// The likely passages, while they are of the claim in the inspector and one of them is selected.
    pub fn likely(&self) -> Option<&Likely> {
        let (pane, _) = self.pane()?;
        let likely = pane.likely.as_ref().filter(|likely| self.focus().claim.as_ref() == Some(&likely.claim))?;
        let span = likely.passages.get(likely.current)?.span;
        let version = self.version_in(Side::Pane).filter(|version| version.id == likely.version)?;
        (pane.text.selected_span(version) == Some(span)).then_some(likely)
    }
}

impl Workbench<'_, Reading> {
    /// Selects the passage of the source that is most like the claim; asked again, the next one.
    pub(crate) fn likely_words(&mut self) {
        let document = &*self.document;
        let Some(claim) = document.claim().cloned() else { return };
        if let Some(next) = document.likely().map(|likely| (likely.current + 1) % likely.passages.len()) {
            return self.show_likely(next);
        }
        match self.find_likely(&claim) {
            Some(true) => {}
            Some(false) => self.tell_nothing_is_like(),
            None => {
                self.around.tell(NoticeKind::Hint, "Looking through the document for words like the claim’s.", None);
            }
        }
    }

    /// Looks for them and selects the likeliest. Says whether there is one; `None` while a long document is being prepared.
    pub(super) fn find_likely(&mut self, claim: &Claim) -> Option<bool> {
        let Some(version) = self.document.version_in(Side::Pane).map(Arc::clone) else {
            return Some(false);
        };
        let kept = self.document.view.prepared.as_ref().filter(|(id, _)| *id == version.id);
        let passages = match kept {
            Some((_, passages)) => Arc::clone(passages),
            None if version.text().len() > AT_ONCE_MAX => {
                let is_under_way = self.document.view.preparing.as_ref().is_some_and(|(_, id)| *id == version.id);
                self.document.view.preparing = Some((claim.id.clone(), version.id.clone()));
                if !is_under_way {
                    self.around.run(Job::Prepare(version));
                }
                return None;
            }
            None => Arc::new(Passages::new(&version, "")),
        };
        self.document.view.prepared = Some((version.id.clone(), Arc::clone(&passages)));
        let passages = passages.like(&claim_words(claim), &version, LIKELY_MAX);
        if passages.is_empty() {
            return Some(false);
        }
        let likely = Likely { claim: claim.id.clone(), version: version.id.clone(), passages, current: 0 };
        self.document.with_pane(|pane| pane.likely = Some(likely));
        self.show_likely(0);
        Some(true)
    }

    /// A long document can be searched now. Where the claim for which that was asked is still open beside it, it is.
    pub(crate) fn prepared(&mut self, version: &Version, passages: Arc<Passages>) {
        let Some((claim_id, _)) = self.document.view.preparing.take_if(|(_, id)| *id == version.id) else { return };
        self.document.view.prepared = Some((version.id.clone(), passages));
        let claim = self.document.claim().filter(|claim| claim.id == claim_id).cloned();
        let is_shown = self.document.version_in(Side::Pane).is_some_and(|shown| shown.id == version.id);
        let has_selection = self.document.selected_span(Side::Pane).is_some();
        if let Some(claim) = claim.filter(|_| is_shown && !has_selection)
            && self.find_likely(&claim) == Some(false)
        {
            self.tell_nothing_is_like();
        }
    }

    fn tell_nothing_is_like(&mut self) {
        self.around.tell(NoticeKind::Hint, "Nothing in this document is like the words of the claim.", None);
    }

    fn show_likely(&mut self, at: usize) {
        self.document.with_pane(|pane| {
            let Some(likely) = &mut pane.likely else { return };
            let Some(span) = likely.passages.get(at).map(|passage| passage.span) else { return };
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
