//! Verdicts where one person has taken another scale: those of the other become values of it, as those from before did.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Claim, ProjectParts, Scale, ScaleId, SecondCheck, Settlement, VerdictId};

use super::{Found, claim::by_id};

/// What verdicts of the old scale are in the new one.
type Becomes = BTreeMap<VerdictId, VerdictId>;

/// Where one side alone has taken another scale, gives the other, and what was there before, its verdicts.
pub(super) fn map_verdicts(
    base: &mut ProjectParts,
    ours: &mut ProjectParts,
    theirs: &mut ProjectParts,
    found: &mut Found,
) {
    let scale = |parts: &ProjectParts| parts.settings.scale.clone();
    let (old, one, other) = (scale(base), scale(ours), scale(theirs));
    let (taker, left, new) = match (one != old, other != old) {
        (true, false) => (ours, theirs, one),
        (false, true) => (theirs, ours, other),
        _ => return,
    };
    let Some(new) = taker.scales.iter().find(|scale| scale.id == new).cloned() else { return };
    let becomes = Becoming { seen: observed(base, taker, &new), old: find(left, &old), new: &new };
    let changed = becomes.map(left);
    becomes.map(base);
    if changed > 0 {
        found.say(format!(
            "The scale was changed to “{}” on one side; the verdicts of the other became its values.",
            new.name
        ));
    }
}

fn find(parts: &ProjectParts, id: &ScaleId) -> Option<Arc<Scale>> {
    parts.scales.iter().find(|scale| scale.id == *id).cloned()
}

/// What became of the verdicts from before on the side that has the new scale: of each what it became most often.
fn observed(base: &ProjectParts, taker: &ProjectParts, new: &Scale) -> Becomes {
    let now = by_id(&taker.claims);
    let mut votes: BTreeMap<(VerdictId, VerdictId), usize> = BTreeMap::new();
    for claim in &base.claims {
        let pair = claim.verdict.clone().zip(now.get(&claim.id).and_then(|claim| claim.verdict.clone()));
        if let Some((old, became)) = pair.filter(|(_, became)| new.verdict(became).is_some()) {
            *votes.entry((old, became)).or_default() += 1;
        }
    }
    let mut best: BTreeMap<VerdictId, (usize, VerdictId)> = BTreeMap::new();
    for ((old, became), count) in votes {
        let known = best.get(&old).map_or(0, |(count, _)| *count);
        if count > known {
            best.insert(old, (count, became));
        }
    }
    best.into_iter().map(|(old, (_, became))| (old, became)).collect()
}

struct Becoming<'a> {
    seen: Becomes,
    old: Option<Arc<Scale>>,
    new: &'a Scale,
}

impl Becoming<'_> {
    fn of(&self, verdict: &VerdictId) -> VerdictId {
        let nearest = || {
            let old = self.old.as_ref()?;
            old.nearest(old.verdict(verdict)?, self.new)
        };
        let known = self.seen.get(verdict).cloned();
        let is_there = self.new.verdict(verdict).map(|verdict| verdict.id.clone());
        known.or(is_there).or_else(nearest).unwrap_or_else(|| verdict.clone())
    }

    /// Gives all claims of a state the new verdicts; returns how many got another one.
    fn map(&self, parts: &mut ProjectParts) -> usize {
        let mut changed = 0;
        for claim in &mut parts.claims {
            let mapped = self.mapped(claim);
            if (&mapped.0, &mapped.1) != (&claim.verdict, &claim.second) {
                let claim = Arc::make_mut(claim);
                (claim.verdict, claim.second) = mapped;
                changed += 1;
            }
        }
        changed
    }

    fn mapped(&self, claim: &Claim) -> (Option<VerdictId>, Option<SecondCheck>) {
        let second = claim.second.as_ref().map(|second| SecondCheck {
            verdict: self.of(&second.verdict),
            settled: second.settled.as_ref().map(|settled| Settlement {
                first: self.of(&settled.first),
                verdict: self.of(&settled.verdict),
                ..settled.clone()
            }),
            ..second.clone()
        });
        (claim.verdict.as_ref().map(|verdict| self.of(verdict)), second)
    }
}
