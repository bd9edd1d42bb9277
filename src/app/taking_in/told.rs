//! What came of taking a project in, claim by claim.

use std::{collections::HashMap, sync::Arc};

use crate::model::{Claim, Difference, PassId, Project, Subject};

use super::{
    brought::Brought,
    values::{Fate, Missing, TakenClaim, TakenIn, Wanted},
};

/// Whether nothing came to a claim but entries of the log, and checks in another order.
pub(super) fn says_the_same(ours: &Claim, now: &Claim) -> bool {
    let no_check_is_new = now.earlier_checks.iter().all(|check| ours.earlier_checks.contains(check));
    let (log, earlier_checks) = (ours.log.clone(), ours.earlier_checks.clone());
    no_check_is_new && Claim { log, earlier_checks, number: ours.number, ..now.clone() } == *ours
}

/// Tells what came of it.
pub(super) fn tell(wanted: &Wanted<'_>, brought: Brought<'_>, project: Project, pass: Option<PassId>) -> TakenIn {
    let ours = wanted.ours;
    let known: HashMap<_, _> = ours.differences().iter().map(|open| ((&open.subject, open.name()), open)).collect();
    let is_new = |open: &&Arc<Difference>| known.get(&(&open.subject, open.name())).is_none_or(|known| known != open);
    let mut opened: HashMap<&Subject, Vec<String>> = HashMap::new();
    for open in project.differences().iter().filter(is_new) {
        opened.entry(&open.subject).or_default().push(open.name());
    }
    let mut claims = Vec::new();
    for item in &brought.items {
        let almost = item.beside.as_ref().filter(|beside| !beside.is_exact).and_then(|beside| {
            let claim = ours.claim(&beside.claim)?;
            Some((claim.id.clone(), claim.number, claim.quote()))
        });
        let mut what = Vec::new();
        let fate = match &item.into {
            Err(Missing::Settled) => {
                what.push(Missing::Settled.words().to_owned());
                Fate::Known
            }
            Err(missing) => Fate::Missing(*missing),
            Ok(id) => match (ours.claim(id), project.claim(id)) {
                (Some(before), Some(now)) => {
                    what.extend(opened.get(&Subject::Claim(id.clone())).cloned().unwrap_or_default());
                    match () {
                        () if !what.is_empty() => Fate::Open,
                        () if before.second.is_none() && now.second.is_some() => Fate::Second,
                        () if says_the_same(before, now) => Fate::Known,
                        () => {
                            what = more(before, now);
                            Fate::More
                        }
                    }
                }
                _ if almost.is_some() => Fate::Almost,
                _ => Fate::New,
            },
        };
        let into = item.into.as_ref().ok().cloned();
        claims.push(TakenClaim { id: item.claim.id.clone(), quote: item.claim.quote(), fate, into, almost, what });
    }
    let opened = opened.values().map(Vec::len).sum();
    let sources = project.sources().len() - ours.sources().len();
    TakenIn { project, claims, sources, tagged: brought.tagged.into_iter().collect(), pass, opened }
}

/// What a claim has now that it had not.
fn more(before: &Claim, now: &Claim) -> Vec<String> {
    let count = now.evidence.len().saturating_sub(before.evidence.len());
    let evidence = match count {
        0 => (now.evidence != before.evidence).then(|| "notes on evidence".to_owned()),
        1 => Some("1 piece of evidence".to_owned()),
        count => Some(format!("{count} pieces of evidence")),
    };
    let fields = [
        (now.verdict != before.verdict, "verdict"),
        (now.statement != before.statement, "statement"),
        (now.notes != before.notes, "notes"),
        (now.tags != before.tags, "tags"),
        (now.queries != before.queries, "queries"),
        (now.change != before.change, "change request"),
        (now.earlier_checks.len() > before.earlier_checks.len(), "an earlier check"),
    ];
    let fields = fields.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word.to_owned());
    evidence.into_iter().chain(fields).collect()
}
