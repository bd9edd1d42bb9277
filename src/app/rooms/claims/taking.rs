//! Taking what the draft names as evidence.

use std::sync::Arc;

use crate::{
    marks::several,
    model::{ClaimId, Edit, Evidence, Source},
    notice::NoticeKind,
    offers::{Offer, is_same_source, offers},
    rooms::{Claims, Workbench},
};

impl Workbench<'_, Claims> {
    /// Takes the first source that the draft names for the claim here and that is none of its evidence yet.
    pub(crate) fn take_from_draft(&mut self) {
        let Some(claim) = self.document.claim_here() else { return };
        match offers(self.document.project(), &claim).first() {
            Some(offer) => self.take_offer(&claim.id, offer),
            None => self.around.tell(
                NoticeKind::Hint,
                "The draft names no further source here: no link, note or comment stands at the words of the claim.",
                None,
            ),
        }
    }

    /// Makes a source that the draft names evidence of a claim, in one step: a source of the project where it has this one, with page or
    /// time, and the words of the note.
    pub(super) fn take_offer(&mut self, claim_id: &ClaimId, offer: &Offer) {
        let document = &*self.document;
        let Some(claim) = document.project().claim(claim_id).cloned() else { return };
        let known = document.project().sources().iter().find(|source| is_same_source(source, offer));
        let mut edits = Vec::new();
        let source_id = match known {
            Some(source) => source.id.clone(),
            None => {
                let mut source = Source::new(self.around.ids.source(document.project()));
                offer.fill(&mut source);
                let source_id = source.id.clone();
                edits.push(Edit::PutSource(Arc::new(source)));
                source_id
            }
        };
        let mut evidence = Evidence::new(self.around.evidence_id_for(&claim), source_id);
        evidence.locator.clone_from(&offer.locator);
        evidence.note.clone_from(&offer.note);
        edits.push(Edit::AddEvidence { claim: claim_id.clone(), evidence });
        edits.extend(self.started(&claim));
        if self.edit(&several("take a source from the draft", edits)) {
            self.around.tell(NoticeKind::Hint, format!("Taken as evidence from the draft: {}", offer.label()), None);
        }
    }
}
