//! What is changed in the table: one claim or all that are selected, in one step of undo.

use crate::{
    marks::several,
    model::{
        Claim, ClaimField, ClaimId, ClaimKind, Confidence, Degree, Edit, Priority, ReviewerId, Signature, Standing,
        Status, VerdictId,
    },
    notice::NoticeKind,
    signing::{has_already, signer},
    view::DigitStage,
    workbench::{Claims, Workbench},
};

/// A change that can be made to many claims at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Gives a verdict, or takes it back.
    Verdict(Option<VerdictId>),
    /// Sets how sure the reviewer is; the reason stays.
    Confidence(Option<Degree>),
    /// Sets the status, signed.
    Status(Status),
    /// Sets who is to check it.
    Assign(Option<ReviewerId>),
    /// Sets how much it needs checking.
    Priority(Priority),
    /// Sets what sort of statement it is.
    Kind(Option<ClaimKind>),
    /// Adds a tag where it is missing.
    AddTag(String),
    /// Removes a tag where it is.
    RemoveTag(String),
    /// Deletes the claim.
    Delete,
}

impl Change {
    fn label(&self) -> &'static str {
        match self {
            Self::Verdict(Some(_)) => "set verdict",
            Self::Verdict(None) => "clear verdict",
            Self::Confidence(_) => "set confidence",
            Self::Status(_) => "set status",
            Self::Assign(_) => "assign",
            Self::Priority(_) => "set priority",
            Self::Kind(_) => "set type",
            Self::AddTag(_) => "add tag",
            Self::RemoveTag(_) => "remove tag",
            Self::Delete => "delete",
        }
    }

    /// Whether it changes what a first check may have found or rests on. Who is to check a claim is the desk's business.
    fn is_of_the_check(&self) -> bool {
        !matches!(self, Self::Assign(_))
    }

    /// The edits that make it of a claim; none where it is so already.
    fn edits(&self, claim: &Claim, signature: &Signature) -> Vec<Edit> {
        let set = |field| Edit::SetClaim { claim: claim.id.clone(), field };
        let signed = |status| {
            let signed = Some(signer(claim, status, signature.clone()));
            ClaimField::Status(Standing { status, signed })
        };
        let started = || (claim.status == Status::Unchecked).then(|| set(signed(Status::InProgress)));
        match self {
            Self::Delete => vec![Edit::RemoveClaim(claim.id.clone())],
            Self::Verdict(verdict) if claim.verdict == *verdict => Vec::new(),
            Self::Verdict(None) => vec![set(ClaimField::Verdict(None))],
            Self::Verdict(verdict) => {
                std::iter::once(set(ClaimField::Verdict(verdict.clone()))).chain(started()).collect()
            }
            Self::Confidence(degree) if claim.confidence.as_ref().map(|c| c.degree) == *degree => Vec::new(),
            Self::Confidence(degree) => {
                let reason = claim.confidence.as_ref().map(|c| c.reason.clone()).unwrap_or_default();
                let confidence = degree.map(|degree| Confidence { degree, reason });
                std::iter::once(set(ClaimField::Confidence(confidence))).chain(started()).collect()
            }
            // Who set it first stays on record.
            Self::Status(status) if has_already(claim, *status) => Vec::new(),
            Self::Status(status) => vec![set(signed(*status))],
            Self::Assign(reviewer) if claim.assigned == *reviewer => Vec::new(),
            Self::Assign(reviewer) => vec![set(ClaimField::Assigned(reviewer.clone()))],
            Self::Priority(priority) if claim.priority == *priority => Vec::new(),
            Self::Priority(priority) => vec![set(ClaimField::Priority(*priority))],
            Self::Kind(kind) if claim.kind == *kind => Vec::new(),
            Self::Kind(kind) => vec![set(ClaimField::Kind(*kind))],
            Self::AddTag(tag) if claim.tags.contains(tag) || tag.is_empty() => Vec::new(),
            Self::AddTag(tag) => {
                vec![set(ClaimField::Tags(claim.tags.iter().chain([tag]).cloned().collect()))]
            }
            Self::RemoveTag(tag) if !claim.tags.contains(tag) => Vec::new(),
            Self::RemoveTag(tag) => {
                vec![set(ClaimField::Tags(claim.tags.iter().filter(|other| *other != tag).cloned().collect()))]
            }
        }
    }
}

/// Which claims a change is made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// This one.
    Claim(ClaimId),
    /// Those that are selected in the table.
    Selected,
}

impl Workbench<'_, Claims> {
    /// Makes a change of the selected claims of the table, if there are any. Says whether there are.
    pub(crate) fn changes_selected(&mut self, change: &Change) -> bool {
        let has_any = !self.document.selected_claims().is_empty();
        if has_any {
            self.change_claims(&Target::Selected, change);
        }
        has_any
    }

    /// Verdict and confidence of a claim whose first check is hidden are those of the second check. It is given claim by claim: says
    /// whether nothing is left to change.
    fn is_second_check(&mut self, target: &Target, change: &Change) -> bool {
        match (target, change) {
            (Target::Claim(id), Change::Verdict(verdict)) if self.document.is_hidden(id) => {
                self.second_check(id, verdict.clone());
            }
            (Target::Claim(id), Change::Confidence(degree)) if self.document.is_hidden(id) => {
                let confidence = degree.map(|degree| Confidence { degree, reason: String::new() });
                self.second_confidence(id, confidence);
            }
            (Target::Selected, change) if change.is_of_the_check() => {
                let selected = self.document.selected_claims();
                let hidden = selected.iter().filter(|claim| self.document.is_hidden(&claim.id)).count();
                if hidden > 0 {
                    let of = if hidden == 1 { "1 claim waits".into() } else { format!("{hidden} claims wait") };
                    let text = format!("{of} for a blind second check, which is given claim by claim.");
                    self.tell(NoticeKind::Hint, text, None);
                }
                return hidden == selected.len();
            }
            _ => return false,
        }
        true
    }

    /// Makes a change of claims in one step of undo.
    pub(crate) fn change_claims(&mut self, target: &Target, change: &Change) {
        let mut claims = match target {
            Target::Selected => self.document.selected_claims(),
            Target::Claim(id) => self.document.project().claim(id).cloned().into_iter().collect(),
        };
        if self.is_second_check(target, change) {
            return;
        }
        if change.is_of_the_check() {
            claims.retain(|claim| !self.document.is_hidden(&claim.id));
        }
        if let Change::Status(status) = change
            && status.is_done()
        {
            let unsigned: Vec<&Claim> =
                claims.iter().map(AsRef::as_ref).filter(|claim| !claim.status.is_done()).collect();
            if !unsigned.is_empty() && !self.may_sign(&unsigned) {
                return;
            }
        }
        let (signature, introduction) = self.sign();
        let changed: Vec<Vec<Edit>> =
            claims.iter().map(|claim| change.edits(claim, &signature)).filter(|edits| !edits.is_empty()).collect();
        let count = changed.len();
        if count == 0 {
            if claims.len() > 1 {
                self.tell(NoticeKind::Done, "Nothing to change: all selected claims have it already.", None);
            }
            return;
        }
        let of = if count == 1 { "claim".to_owned() } else { format!("{count} claims") };
        let edits = introduction.into_iter().chain(changed.into_iter().flatten()).collect();
        if self.edit(&several(&format!("{} of {of}", change.label()), edits)) {
            self.document.view.stage = DigitStage::Verdict;
        }
    }
}
