//! The second reviewer's verdict, given beside the first and never over it.

use crate::model::{ClaimField, ClaimId, Edit, SecondCheck, Status, VerdictId};

use super::{notice::NoticeKind, session::Session};

impl Session {
    /// Notes the second reviewer's verdict, or takes it back. Where both agree on a claim that is signed as checked, it is
    /// second-checked in the same step.
    pub(super) fn second_check(&mut self, claim_id: &ClaimId, verdict: Option<VerdictId>) {
        let Some(claim) = self.document.as_ref().and_then(|document| document.project().claim(claim_id)).cloned()
        else {
            return;
        };
        let (signature, introduction) = self.sign();
        let first = claim.signed.as_ref().and_then(|signed| signed.by.as_ref());
        if verdict.is_some() && claim.status.is_done() && first.is_some() && first == signature.by.as_ref() {
            let text = "Could not note the second check: you made the first. Another reviewer has to give it.";
            return self.tell(NoticeKind::Warning, text, None);
        }
        let set = |field| Edit::SetClaim { claim: claim_id.clone(), field };
        let status = match (&verdict, claim.status) {
            (Some(second), Status::Checked) if claim.verdict.as_ref() == Some(second) => Some(Status::SecondChecked),
            (None, Status::SecondChecked) => Some(Status::Checked),
            _ => None,
        };
        // Who made the first check stays on record: the second one is signed in its own field.
        let status = status.map(|status| set(ClaimField::Status { status, signed: claim.signed.clone() }));
        let second = verdict.map(|verdict| SecondCheck { signed: signature, verdict, confidence: None });
        let edits = introduction.into_iter().chain([set(ClaimField::Second(second))]).chain(status).collect();
        self.edit(&Edit::Batch { label: "second check".into(), edits });
    }
}
