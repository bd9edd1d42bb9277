//! One change of one claim, or of all that are selected in the table, in one step of undo.

use crate::{
    marks::several,
    model::{Claim, Confidence, Edit},
    notice::NoticeKind,
    rooms::{Claims, Workbench},
    table::{Change, Target},
    view::DigitStage,
};

impl Workbench<'_, Claims> {
    /// Makes a change of the selected claims of the table, if there are any. Says whether there are.
    pub(super) fn changes_selected(&mut self, change: &Change) -> bool {
        let has_any = !self.document.selected_claims().is_empty();
        if has_any {
            self.change_claims(&Target::Selected, change);
        }
        has_any
    }

    /// Verdict and confidence of a claim whose first check is hidden are those of the second check. It is given claim by claim: says
    /// whether nothing is left to change.
    pub(super) fn is_second_check(&mut self, target: &Target, change: &Change) -> bool {
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
                    self.around.tell(NoticeKind::Hint, text, None);
                }
                return hidden == selected.len();
            }
            _ => return false,
        }
        true
    }

    /// Makes a change of claims in one step of undo.
    pub(super) fn change_claims(&mut self, target: &Target, change: &Change) {
        let mut claims = match target {
            Target::Selected => self.document.selected_claims(),
            Target::Claim(id) => self.document.project().claim(id).cloned().into_iter().collect(),
            Target::Named(ids) => ids.iter().filter_map(|id| self.document.project().claim(id)).cloned().collect(),
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
            let all: Vec<&Claim> = claims.iter().map(AsRef::as_ref).collect();
            if !self.may_be_second_checked(&all, *status) {
                return;
            }
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
                self.around.tell(NoticeKind::Done, "Nothing to change: all selected claims have it already.", None);
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
