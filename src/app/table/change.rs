//! What can be done to many claims at once: as edits of each of them.

use crate::{
    model::{
        Claim, ClaimField, ClaimId, ClaimKind, Confidence, Degree, Edit, Priority, ReviewerId, Signature, Standing,
        Status, VerdictId,
    },
    signing::{has_already, signer},
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
    pub(crate) fn label(&self) -> &'static str {
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
    pub(crate) fn is_of_the_check(&self) -> bool {
        !matches!(self, Self::Assign(_))
    }

    /// The edits that make it of a claim; none where it is so already.
    pub(crate) fn edits(&self, claim: &Claim, signature: &Signature) -> Vec<Edit> {
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
    /// These, which a question has named.
    Named(Vec<ClaimId>),
}
