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
const LIKELY_MAX: usize = 20;

/// Longer documents are prepared beside the window, in bytes.
const AT_ONCE_MAX: usize = 200_000;

/// How many documents stay prepared.
const PREPARED_MAX: usize = 6;

/// The places in the source that are listed.
#[derive(Debug, Clone, Copy)]
pub enum LikelyList<'a> {
    /// The document is being prepared.
    Underway,
    /// The passages, the likeliest first, in this version of the document.
    Found(&'a Likely, &'a Version),
    /// Nothing in it is like the claim, or no claim is open.
    Nothing,
}

impl Document {
    /// The likely passages, while they are of the claim in the inspector and one of them is selected.
    pub fn likely(&self) -> Option<&Likely> {
        let (likely, version) = self.likely_here()?;
        let span = likely.passages.get(likely.current)?.span;
        let (pane, _) = self.pane()?;
        (pane.text.selected_span(version) == Some(span)).then_some(likely)
    }

    /// The passages that were found for the claim in the inspector in the document beside it.
    fn likely_here(&self) -> Option<(&Likely, &Version)> {
        let (pane, _) = self.pane()?;
        let likely = pane.likely.as_ref().filter(|likely| self.focus().claim.as_ref() == Some(&likely.claim))?;
        let version = self.version_in(Side::Pane).filter(|version| version.id == likely.version)?;
        Some((likely, version))
    }

    /// What the list of likely passages shows, where it is wanted.
    pub fn likely_list(&self) -> Option<LikelyList<'_>> {
        let (pane, _) = self.pane()?;
        let version = self.version_in(Side::Pane).filter(|_| pane.lists_likely)?;
        Some(match self.likely_here() {
            Some((likely, version)) if !likely.passages.is_empty() => LikelyList::Found(likely, version),
            _ if self.view.preparing.as_ref().is_some_and(|(id, _)| *id == version.id) => LikelyList::Underway,
            _ => LikelyList::Nothing,
        })
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

    /// Lists the likely passages, or does not any more. Nothing is selected by that.
    pub(crate) fn list_likely(&mut self) {
        self.document.with_pane(|pane| pane.lists_likely = !pane.lists_likely);
    }

    /// Keeps the list to the claim in the inspector, its words and the document beside it.
    pub(crate) fn keep_list(&mut self) {
        let is_wanted = self.document.pane().is_some_and(|(pane, _)| pane.lists_likely);
        let Some(claim) = self.document.claim().filter(|_| is_wanted).cloned() else { return };
        let words = claim_words(&claim);
        if self.document.likely_here().is_some_and(|(likely, _)| likely.words == words) {
            return;
        }
        let Some(version) = self.document.version_in(Side::Pane).map(Arc::clone) else { return };
        if let Some(passages) = self.passages_of(&version, None) {
            self.keep_found(&claim, words, &version, &passages);
        }
    }

    /// Looks for them and selects the likeliest. Says whether there is one; `None` while a long document is being prepared.
    pub(super) fn find_likely(&mut self, claim: &Claim) -> Option<bool> {
        let Some(version) = self.document.version_in(Side::Pane).map(Arc::clone) else {
            return Some(false);
        };
        let passages = self.passages_of(&version, Some(claim))?;
        let is_found = self.keep_found(claim, claim_words(claim), &version, &passages);
        if is_found {
            self.show_likely(0);
        }
        Some(is_found)
    }

    fn keep_found(&mut self, claim: &Claim, words: String, version: &Version, passages: &Passages) -> bool {
        let found = passages.like(&words, version, LIKELY_MAX);
        let is_found = !found.is_empty();
        let likely =
            Likely { claim: claim.id.clone(), words, version: version.id.clone(), passages: found, current: 0 };
        self.document.with_pane(|pane| pane.likely = Some(likely));
        is_found
    }

    /// A document ready to be searched. A long one is prepared beside the window; `shows`: for this claim the likeliest passage is selected then.
    fn passages_of(&mut self, version: &Arc<Version>, shows: Option<&Claim>) -> Option<Arc<Passages>> {
        let prepared = &mut self.document.view.prepared;
        if let Some(at) = prepared.iter().position(|(id, _)| *id == version.id) {
            let kept = prepared.remove(at);
            let passages = Arc::clone(&kept.1);
            prepared.push(kept);
            return Some(passages);
        }
        if version.text().len() <= AT_ONCE_MAX {
            let passages = Arc::new(Passages::new(version, ""));
            self.keep_prepared(version, &passages);
            return Some(passages);
        }
        let before = self.document.view.preparing.take().filter(|(id, _)| *id == version.id);
        let shows = shows.map(|claim| claim.id.clone());
        match before {
            Some((id, asked)) => self.document.view.preparing = Some((id, shows.or(asked))),
            None => {
                self.document.view.preparing = Some((version.id.clone(), shows));
                self.around.run(Job::Prepare(Arc::clone(version)));
            }
        }
        None
    }

    fn keep_prepared(&mut self, version: &Version, passages: &Arc<Passages>) {
        let prepared = &mut self.document.view.prepared;
        prepared.retain(|(id, _)| *id != version.id);
        if prepared.len() >= PREPARED_MAX {
            prepared.remove(0);
        }
        prepared.push((version.id.clone(), Arc::clone(passages)));
    }

    /// A long document can be searched now. Where the claim for which that was asked is still open beside it, it is.
    pub(crate) fn prepared(&mut self, version: &Version, passages: &Arc<Passages>) {
        let Some((_, shows)) = self.document.view.preparing.take_if(|(id, _)| *id == version.id) else { return };
        self.keep_prepared(version, passages);
        let claim = self.document.claim().filter(|claim| Some(&claim.id) == shows.as_ref()).cloned();
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

    /// Selects one of those that were found.
    pub(super) fn show_likely(&mut self, at: usize) {
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
