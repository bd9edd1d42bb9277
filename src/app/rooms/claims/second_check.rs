//! The second reviewer's verdict, given beside the first and never over it, and how the two come together.

use std::sync::Arc;

use crate::model::{
    Claim, ClaimField, ClaimId, Confidence, Edit, SecondCheck, Settlement, Standing, Status, VerdictId,
};

use crate::{
    notice::NoticeKind,
    rooms::{Claims, Workbench},
};

impl Workbench<'_, Claims> {
    /// Notes the second reviewer's verdict, or takes it back. Where both agree on a claim that is signed as checked, it is
    /// second-checked in the same step.
    pub(super) fn second_check(&mut self, claim_id: &ClaimId, verdict: Option<VerdictId>) {
        let Some(claim) = self.claim_by_id(claim_id) else { return };
        let (signature, introduction) = self.sign();
        let by = |signed: &crate::model::Signature| signed.by == signature.by;
        // Another verdict of the same reviewer keeps what they said of their confidence; a settlement spoke of the old one.
        let confidence = claim.second.as_ref().filter(|second| by(&second.signed)).and_then(|s| s.confidence.clone());
        let second = verdict.map(|verdict| SecondCheck { confidence, ..SecondCheck::new(signature, verdict) });
        let status = match &second {
            Some(second) => together(&claim, second, claim.verdict.as_ref()),
            None if claim.status == Status::SecondChecked => Some(Status::Checked),
            None => None,
        };
        let edits = introduction.into_iter().chain(edits(&claim, second, status)).collect();
        self.make(&Edit::Batch { label: "second check".into(), edits });
    }

    /// Notes how sure the second reviewer is of the verdict that they gave.
    pub(super) fn second_confidence(&mut self, claim_id: &ClaimId, confidence: Option<Confidence>) {
        let Some(claim) = self.claim_by_id(claim_id) else { return };
        let Some(second) = &claim.second else {
            return self.around.tell(NoticeKind::Warning, "Give a verdict first, then how sure you are of it.", None);
        };
        // Whoever says how sure they are has the verdict before them: it is theirs now.
        let (signed, introduction) = self.sign();
        let second = SecondCheck { confidence, signed, ..second.clone() };
        let label = "second check".into();
        let edits = introduction.into_iter().chain(edits(&claim, Some(second), None)).collect();
        self.make(&Edit::Batch { label, edits });
    }

    /// Brings two checks that differ to one verdict. What both had said stays on record.
    pub(super) fn settle_checks(&mut self, claim_id: &ClaimId, verdict: VerdictId, reason: &str) {
        let Some(claim) = self.claim_by_id(claim_id) else { return };
        let Some((second, first)) = claim.second.clone().zip(claim.verdict.clone()) else { return };
        let (signed, introduction) = self.sign();
        let (first, first_confidence) = match second.settled.clone() {
            Some(earlier) => (earlier.first, earlier.first_confidence),
            None => (first, claim.confidence.clone()),
        };
        let confidence = if verdict == first { first_confidence.clone() } else { second.confidence.clone() };
        let reason = reason.trim().to_owned();
        let settled = Settlement { signed, first, first_confidence, verdict: verdict.clone(), reason };
        let second = SecondCheck { settled: Some(settled), ..second };
        let status = together(&claim, &second, Some(&verdict));
        let decided = [ClaimField::Verdict(Some(verdict)), ClaimField::Confidence(confidence)];
        let decided = decided.into_iter().map(|field| Edit::SetClaim { claim: claim_id.clone(), field });
        let edits = introduction.into_iter().chain(decided).chain(edits(&claim, Some(second), status)).collect();
        self.make(&Edit::Batch { label: "settle the checks".into(), edits });
    }

    /// Opens a settled difference again: the claim has the verdict of the first check.
    pub(super) fn unsettle_checks(&mut self, claim_id: &ClaimId) {
        let Some(claim) = self.claim_by_id(claim_id) else { return };
        let Some(mut second) = claim.second.clone() else { return };
        let Some(settled) = second.settled.take() else { return };
        let set = |field| Edit::SetClaim { claim: claim.id.clone(), field };
        let before = [ClaimField::Verdict(Some(settled.first)), ClaimField::Confidence(settled.first_confidence)];
        let mut edits: Vec<Edit> = before.into_iter().chain([ClaimField::Second(Some(second))]).map(set).collect();
        // The first check is as it was, and so is its signature.
        let mut after = self.document.project().clone();
        if edits.iter().all(|edit| after.apply(edit).is_ok())
            && let Some(claim) = after.claim(claim_id)
        {
            edits.extend(after.checks_to_give_back(claim).into_iter().map(set));
        }
        self.make(&Edit::Batch { label: "open the difference again".into(), edits });
    }

    /// Puts the name of whoever sits here under a first check that bears none.
    pub(super) fn own_check(&mut self, claim_id: &ClaimId) {
        let Some(claim) = self.claim_by_id(claim_id).filter(|claim| claim.first_checker().is_none()) else { return };
        let (signed, introduction) = self.sign();
        let standing = Standing { status: claim.status, signed: Some(signed) };
        let set = Edit::SetClaim { claim: claim_id.clone(), field: ClaimField::Status(standing) };
        let edits = introduction.into_iter().chain([set]).collect();
        self.make(&Edit::Batch { label: "sign the first check".into(), edits });
    }

    fn claim_by_id(&self, claim_id: &ClaimId) -> Option<Arc<Claim>> {
        self.document.project().claim(claim_id).filter(|claim| self.document.is_there(&claim.id)).cloned()
    }
}

/// The status of a claim that is signed as checked, now that both checks come to `verdict`.
fn together(claim: &Claim, second: &SecondCheck, verdict: Option<&VerdictId>) -> Option<Status> {
    let is_settled = second.settled.as_ref().is_some_and(|settled| Some(&settled.verdict) == verdict);
    match claim.status {
        Status::Checked if is_settled || verdict == Some(&second.verdict) => Some(Status::SecondChecked),
        Status::SecondChecked if !is_settled && verdict != Some(&second.verdict) => Some(Status::Checked),
        _ => None,
    }
}

/// Who made the first check stays on record: the second one is signed in its own field.
fn edits(claim: &Claim, second: Option<SecondCheck>, status: Option<Status>) -> impl Iterator<Item = Edit> {
    let status = status.map(|status| ClaimField::Status(Standing { status, signed: claim.signed.clone() }));
    let fields = [ClaimField::Second(second)].into_iter().chain(status);
    fields.map(|field| Edit::SetClaim { claim: claim.id.clone(), field })
}
