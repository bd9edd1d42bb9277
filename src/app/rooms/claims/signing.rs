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
        if !self.may_be_second_checked(&[&claim], status) {
            return;
        }
        if status.is_done() && !self.may_sign(&[&claim]) {
            return;
        }
        let (signature, introduction) = self.sign();
        let standing = Standing { status, signed: Some(signer(&claim, status, signature)) };
        let set = Edit::SetClaim { claim: claim_id.clone(), field: ClaimField::Status(standing) };
        self.edit(&several("set status", introduction.into_iter().chain([set]).collect()));
    }

    /// Signs what is selected, or the claim that the reviewer is at. What somebody has signed stays as it is: second-checked, closed.
    pub(crate) fn sign_checked(&mut self) {
        let change = Change::Status(Status::Checked);
        let is_signed = |claim: &Claim| claim.status.is_done() && claim.signed.is_some();
        let selected = self.document.selected_claims();
        if selected.is_empty() {
            let Some(claim) = self.document.claim_here() else { return };
            return match is_signed(&claim) && !self.document.is_hidden(&claim.id) {
                true => self.tell_signed_already(&claim),
                false => self.set_status(&claim.id, Status::Checked),
            };
        }
        if self.is_second_check(&Target::Selected, &change) {
            return;
        }
        let seen = selected.iter().filter(|claim| !self.document.is_hidden(&claim.id));
        let unsigned: Vec<_> = seen.filter(|claim| !is_signed(claim)).map(|claim| claim.id.clone()).collect();
        if unsigned.is_empty() {
            let text = "Nothing to sign: all selected claims are signed already.";
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        self.change_claims(&Target::Named(unsigned), &change);
    }

    /// Whether claims may be set to this status as far as second checks go: nobody says of a claim that it was checked twice when it was
    /// not.
    pub(super) fn may_be_second_checked(&mut self, claims: &[&Claim], status: Status) -> bool {
        let count = claims.iter().filter(|claim| !claim.may_become(status)).count();
        if count == 0 {
            return true;
        }
        let what = match claims {
            [only] => format!("claim {} to second-checked: it has no second check that agrees", only.number),
            all => {
                let have = if count == 1 { "1 of them has".to_owned() } else { format!("{count} of them have") };
                format!("the {} claims to second-checked: {have} no second check that agrees", all.len())
            }
        };
        let text = format!("Could not set {what}. Another reviewer gives it, under “Second check”.");
        self.around.tell(NoticeKind::Warning, text, None);
        false
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
