//! What was just done to claims and sentences, in a few words with the way back: a key that changes the record says so.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::model::{Claim, Dismissal, Project};

use super::{
    command::Command,
    document::Document,
    intent::{ClaimIntent, FindingIntent, Intent},
};

/// Whether what an intent does is to be told: it is asked for by a key or a click, and no field shows each letter of it.
pub(crate) fn is_told(intent: &Intent) -> bool {
    match intent {
        // What they took back is told by themselves.
        Intent::Command(Command::Undo | Command::Redo) => false,
        Intent::Command(_) | Intent::Digit { .. } | Intent::Verdict(_) | Intent::DismissFor(_) => true,
        Intent::Finding(intent) => matches!(intent, FindingIntent::Waive { .. } | FindingIntent::Unwaive { .. }),
        Intent::Claim(intent) => matches!(
            intent,
            ClaimIntent::Change(..)
                | ClaimIntent::Status(..)
                | ClaimIntent::Second(..)
                | ClaimIntent::SecondConfidence(..)
                | ClaimIntent::SignAgain(_)
                | ClaimIntent::OwnCheck(_)
                | ClaimIntent::Settle { .. }
                | ClaimIntent::Unsettle(_)
                | ClaimIntent::Delete(_)
        ),
        _ => false,
    }
}

/// What undo or redo did to claims that are not drawn; `None`: it is seen.
pub(crate) fn travelled(before: &Project, document: &Document, did: &str, label: &str) -> Option<String> {
    let (numbers, touched) = touched(before, document.project());
    let drawn: HashSet<_> = document.claims_here().iter().map(|claim| claim.id.clone()).collect();
    let is_unseen = touched.iter().any(|claim| !drawn.contains(&claim.id));
    is_unseen.then(|| format!("{did}: {label}, {}.", lower(&name(&numbers))))
}

/// The claims of `before` that are another now or gone, and all their numbers.
fn touched<'a>(before: &'a Project, after: &Project) -> (Vec<u32>, Vec<&'a Arc<Claim>>) {
    let is_same =
        |claim: &Arc<Claim>| after.claim(&claim.id).is_some_and(|now| Arc::ptr_eq(now, claim) || now == claim);
    before.claims().iter().filter(|claim| !is_same(claim)).map(|claim| (claim.number, claim)).unzip()
}

/// "Claim 4", "3 claims".
fn name(numbers: &[u32]) -> String {
    match numbers {
        [number] => format!("Claim {number}"),
        _ => format!("{} claims", numbers.len()),
    }
}

fn lower(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// What has become of claims and sentences, in a few words.
pub(crate) fn done(before: &Project, after: &Project) -> Option<String> {
    let (numbers, claims) = touched(before, after);
    if claims.is_empty() {
        return sentences(before, after);
    }
    let who = name(&numbers);
    let now: Vec<&Arc<Claim>> = claims.iter().filter_map(|claim| after.claim(&claim.id)).collect();
    let Some(first) = now.first() else {
        let are = if numbers.len() == 1 { "is" } else { "are" };
        return Some(format!("{who} {are} deleted."));
    };
    // Where claims differ in what was set, the first that did change speaks for them: one change sets one value.
    let pairs = || claims.iter().filter_map(|old| Some((*old, after.claim(&old.id)?)));
    let changed =
        |differs: fn(&Claim, &Claim) -> bool| pairs().find(|(old, new)| differs(old, new)).map(|(_, new)| new);
    let label = |id: &Option<crate::model::VerdictId>| {
        id.as_ref().map_or("no verdict".to_owned(), |id| {
            after.verdict(id).map_or_else(|| id.to_string(), |verdict| verdict.label)
        })
    };
    let degree = |confidence: &Option<crate::model::Confidence>| {
        let degree = confidence.as_ref().map(|confidence| confidence.degree.label());
        format!("confidence {}", degree.unwrap_or_else(|| "not set".into()))
    };
    if let Some(claim) = changed(|old, new| old.verdict != new.verdict) {
        return Some(format!("{who}: {}", label(&claim.verdict)));
    }
    if let Some(claim) = changed(|old, new| {
        old.second.as_ref().map(|second| &second.verdict) != new.second.as_ref().map(|second| &second.verdict)
    }) {
        let verdict = claim.second.as_ref().map(|second| second.verdict.clone());
        return Some(format!("{who}: second check {}", label(&verdict)));
    }
    if let Some(claim) = changed(|old, new| old.confidence != new.confidence) {
        return Some(format!("{who}: {}", degree(&claim.confidence)));
    }
    if let Some(claim) = changed(|old, new| old.second != new.second) {
        let confidence = claim.second.as_ref().and_then(|second| second.confidence.clone());
        return Some(format!("{who}: second check, {}", degree(&confidence)));
    }
    if let Some(claim) = changed(|old, new| {
        let by = |claim: &Claim| claim.signed.as_ref().and_then(|signed| signed.by.clone());
        old.status == new.status && !new.status.is_done() && by(old) != by(new)
    }) {
        return Some(format!("{who}: first check{}", signer(after, claim)));
    }
    let is_signed = first.status.is_done();
    let changed = changed(|old, new| old.status != new.status || old.signed != new.signed)?;
    Some(match is_signed {
        true => format!("{who} signed{}", signer(after, changed)),
        false => format!("{who}: {}", changed.status.label()),
    })
}

/// " as AL"; nothing where nobody gave a name.
fn signer(project: &Project, claim: &Claim) -> String {
    let by = claim.signed.as_ref().and_then(|signed| project.reviewer(signed.by.as_ref()?));
    by.map_or_else(String::new, |by| format!(" as {}", by.short()))
}

/// What has become of the sentences that no claim is about, and of findings that may pass.
fn sentences(before: &Project, after: &Project) -> Option<String> {
    let (old, new) = (&before.parts().dismissals, &after.parts().dismissals);
    let count = |count: usize| if count == 1 { "Sentence".to_owned() } else { format!("{count} sentences") };
    let fresh = not_in(new, old);
    if let Some(made) = fresh.first() {
        return Some(format!("{} dismissed: {}", count(fresh.len()), lower(made.reason.label())));
    }
    let gone = not_in(old, new).len();
    if gone > 0 {
        return Some(format!("{} reopened", count(gone)));
    }
    let (old, new) = (&before.parts().waivers, &after.parts().waivers);
    match old.len().cmp(&new.len()) {
        Ordering::Less => Some("The finding may pass".to_owned()),
        Ordering::Greater => Some("The finding counts again".to_owned()),
        Ordering::Equal => None,
    }
}

/// The dismissals that others are not. It is asked after every command, of lists of ten thousands.
fn not_in<'a>(some: &'a [Arc<Dismissal>], others: &[Arc<Dismissal>]) -> Vec<&'a Arc<Dismissal>> {
    let passage = |made: &Arc<Dismissal>| (made.anchor.version.clone(), made.anchor.span);
    let others: HashMap<_, _> = others.iter().map(|made| (passage(made), made)).collect();
    some.iter().filter(|made| others.get(&passage(made)).is_none_or(|other| other != made)).collect()
}
