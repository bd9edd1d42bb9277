//! What a program that joins files line by line may have mixed of two people's work.

use std::sync::Arc;

use crate::model::{Claim, EarlierCheck, LogEntry, Project, Status};

/// Opens each claim on which both sides have worked, of a project whose sides had been joined line by line before: nobody can tell any more
/// which values stood beside which signature. Returns what it did in a sentence; `None`: there is no such claim.
pub fn open_where_both_worked(project: &Project, ours: &Project, theirs: &Project) -> Option<(Project, String)> {
    let mut parts = project.parts().clone();
    let mut opened = Vec::new();
    for claim in &mut parts.claims {
        let Some((ours, theirs)) = ours.claim(&claim.id).zip(theirs.claim(&claim.id)) else { continue };
        if has_more(&ours.log, &theirs.log) && has_more(&theirs.log, &ours.log) && is_signed(claim) {
            opened.push(claim.number.to_string());
            let claim = Arc::make_mut(claim);
            if claim.status.is_done() {
                (claim.status, claim.signed) = (Status::InProgress, None);
            }
            if let Some((second, version)) =
                claim.second.take().zip(claim.marks.first().map(|mark| mark.anchor.version.clone()))
            {
                let signed = Some(second.signed.clone());
                let check =
                    EarlierCheck { version, status: Status::SecondChecked, signed, second: Some(second), values: None };
                claim.earlier_checks.push(check);
            }
        }
    }
    let sentence = match opened.as_slice() {
        [] => return None,
        [one] => format!("Both had worked on claim {one}: it waits to be signed again."),
        several => format!("Both had worked on claims {}: they wait to be signed again.", several.join(", ")),
    };
    Some((Project::from_parts(parts), sentence))
}

fn is_signed(claim: &Claim) -> bool {
    claim.status.is_done() || claim.second.is_some()
}

/// Whether the first has anything that the second has not.
fn has_more(one: &[LogEntry], other: &[LogEntry]) -> bool {
    one.iter().any(|entry| !other.contains(entry))
}
