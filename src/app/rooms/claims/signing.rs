//! Signing a check: what it asks for.

use crate::{
    intent::ClaimIntent,
    marks::several,
    model::{Claim, ClaimField, ClaimId, Edit, Standing, Status},
    notice::NoticeKind,
    rooms::{Claims, Workbench},
    signing::{Asked, doubts, has_already, signer},
    table::{Change, Target},
};

impl Workbench<'_, Claims> {
    pub(super) fn set_status(&mut self, claim_id: &ClaimId, status: Status) {
        let Some(claim) = self.document.project().claim(claim_id).cloned() else { return };
        if status.is_done() && self.document.is_hidden(claim_id) {
            return self.tell_hidden();
        }
        if has_already(&claim, status) {
            return self.tell_signed_already(&claim);
        }
        if status.is_done() && !self.may_sign(&[&claim]) {
            return;
        }
        let (signature, introduction) = self.sign();
        let standing = Standing { status, signed: Some(signer(&claim, status, signature)) };
        let set = Edit::SetClaim { claim: claim_id.clone(), field: ClaimField::Status(standing) };
        self.edit(&several("set status", introduction.into_iter().chain([set]).collect()));
    }

    fn tell_signed_already(&mut self, claim: &Claim) {
        if !claim.status.is_done() {
            return;
        }
        let by = claim.signed.as_ref().and_then(|signed| signed.by.as_ref());
        let by = by.and_then(|id| self.document.project().reviewer(id).cloned());
        let by = by.map_or_else(|| "It".to_owned(), |reviewer| format!("{} has signed it; it", reviewer.short()));
        let text = format!("{by} is “{}” already. Nothing was changed.", claim.status.label());
        self.around.tell(NoticeKind::Hint, text, None);
    }

    /// Whether claims may be signed. Without a verdict there is nothing to sign; of whatever else is missing the reviewer is asked
    /// once: signing again says yes.
    pub(super) fn may_sign(&mut self, claims: &[&Claim]) -> bool {
        let unrated = claims.iter().filter(|claim| claim.verdict.is_none()).count();
        if unrated > 0 {
            let what = match (claims.len(), unrated) {
                (1, _) => format!("claim {}: it has no verdict", claims[0].number),
                (all, 1) => format!("the {all} claims: 1 of them has no verdict"),
                (all, count) => format!("the {all} claims: {count} of them have no verdict"),
            };
            self.around.tell(NoticeKind::Warning, format!("Could not sign {what}. Give a verdict first."), None);
            return false;
        }
        let doubtful: Vec<_> = claims.iter().filter_map(|claim| Some((claim, doubts(claim)?))).collect();
        let Some((first, doubt)) = doubtful.first() else { return true };
        let question = match doubtful.len() {
            1 => format!("Sign claim {} {doubt}? Sign once more to do so.", first.number),
            count => format!("Sign {count} claims {doubt} or with something else open? Sign once more to do so."),
        };
        let claims = claims.iter().map(|claim| claim.id.clone()).collect();
        let asked = Asked { claims, state: self.document.state_id(), question: question.clone() };
        let before = self.document.view.asked_to_sign.replace(asked.clone());
        if before.as_ref() == Some(&asked) {
            self.document.view.asked_to_sign = None;
            self.around.notices.retain(|notice| notice.text != question);
            return true;
        }
        let sign = ClaimIntent::Change(Target::Named(asked.claims), Change::Status(Status::Checked));
        self.around.tell_with(NoticeKind::Warning, question, None, Some(("Sign all the same", sign.into())));
        false
    }
}
