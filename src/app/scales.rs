//! The verdict scale of a project: another one, with a mapping of the verdicts that were given, and one of the desk's own.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::model::{
    Claim, ClaimField, Edit, Project, Scale, SecondCheck, Settings, Settlement, Tone, Verdict, VerdictId,
};

/// How many verdicts a scale can have: as many as there are digits for them.
pub const MAX_VERDICTS: usize = 9;

/// What happens to the scale.
#[derive(Debug, Clone, PartialEq)]
pub enum ScaleIntent {
    /// Another scale is to be used. Where verdicts were given, it is asked what becomes of them.
    Choose(Arc<Scale>),
    /// In the question: what a verdict becomes; `None`: it stays as it is.
    Map(VerdictId, Option<VerdictId>),
    /// The question is answered.
    Use,
    /// A copy of the scale in use becomes the desk's own, to be changed.
    Own,
    /// The desk's own scale is changed.
    Put(Arc<Scale>),
}

/// What becomes of the verdicts when the scale changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleMapping {
    /// The new scale.
    pub scale: Arc<Scale>,
    /// Each verdict that was given, how often, and what it becomes; `None`: it stays as it is.
    pub rows: Vec<(Verdict, usize, Option<VerdictId>)>,
}

impl ScaleMapping {
    /// Every verdict that a claim has, with the nearest one of the new scale: of the same name, else of the same tone at
    /// about the same place. What has no such one stays as it is.
    pub fn new(project: &Project, scale: &Arc<Scale>) -> Self {
        let old = project.scale();
        let index = |id: &VerdictId| old.verdicts.iter().position(|verdict| verdict.id == *id).unwrap_or(usize::MAX);
        let mut rows: Vec<_> = uses(project)
            .into_iter()
            .filter_map(|(id, count)| {
                let verdict = project.verdict(id)?;
                let becomes = old.nearest(&verdict, scale);
                Some((verdict, count, becomes))
            })
            .collect();
        rows.sort_by_key(|(verdict, ..)| index(&verdict.id));
        Self { scale: Arc::clone(scale), rows }
    }
}

/// Uses a scale, with each verdict as the mapping says, as one change.
pub(crate) fn use_scale(project: &Project, mapping: &ScaleMapping) -> Edit {
    let scale = &mapping.scale;
    let settings = Settings { scale: scale.id.clone(), ..project.settings().clone() };
    let becomes: BTreeMap<_, _> =
        mapping.rows.iter().filter_map(|(verdict, _, new)| Some((&verdict.id, new.as_ref()?))).collect();
    let mut edits = vec![Edit::PutScale(project.scale()), Edit::PutScale(Arc::clone(scale))];
    edits.push(Edit::SetSettings(Arc::new(settings)));
    for claim in project.claims() {
        edits.extend(
            remapped(claim, &becomes).into_iter().map(|field| Edit::SetClaim { claim: claim.id.clone(), field }),
        );
    }
    Edit::Batch { label: "change scale".into(), edits }
}

fn remapped(claim: &Claim, becomes: &BTreeMap<&VerdictId, &VerdictId>) -> Vec<ClaimField> {
    let new = |old: &VerdictId| becomes.get(old).filter(|new| **new != old).map(|new| (*new).clone());
    let first = claim.verdict.as_ref().and_then(new).map(|verdict| ClaimField::Verdict(Some(verdict)));
    let second = claim.second.as_ref().and_then(|second| {
        let mapped = |old: &VerdictId| new(old).unwrap_or_else(|| old.clone());
        let settled = second.settled.clone().map(|settled| Settlement {
            first: mapped(&settled.first),
            verdict: mapped(&settled.verdict),
            ..settled
        });
        let becomes = SecondCheck { verdict: mapped(&second.verdict), settled, ..second.clone() };
        (becomes != *second).then_some(ClaimField::Second(Some(becomes)))
    });
    first.into_iter().chain(second).collect()
}

/// Whether a scale is one of the desk's own, which can be changed: presets stay what their publishers say.
pub fn is_own(scale: &Scale) -> bool {
    Scale::presets().iter().all(|preset| preset.id != scale.id)
}

/// The verdicts that a claim names: of the first check, of the second, and of both before they were settled.
fn given(claim: &Claim) -> impl Iterator<Item = &VerdictId> {
    let second = claim.second.iter().flat_map(|second| {
        let settled = second.settled.iter().flat_map(|settled| [&settled.first, &settled.verdict]);
        settled.chain([&second.verdict])
    });
    claim.verdict.iter().chain(second)
}

pub(crate) fn uses(project: &Project) -> BTreeMap<&VerdictId, usize> {
    let mut counts = BTreeMap::new();
    for claim in project.claims() {
        for verdict in given(claim).collect::<BTreeSet<_>>() {
            *counts.entry(verdict).or_default() += 1;
        }
    }
    counts
}

/// A verdict to add to a scale, with a name that it does not have yet.
pub fn new_verdict(project: &Project, scale: &Scale) -> Option<Verdict> {
    let is_free = |id: &VerdictId| project.verdict(id).is_none() && scale.verdict(id).is_none();
    let id = (1..=99).filter_map(|number| VerdictId::new(&format!("own-{number}")).ok()).find(is_free)?;
    let (label, meaning) = ("New verdict".to_owned(), String::new());
    Some(Verdict { id, label, sign: "•".to_owned(), tone: Tone::Opinion, meaning })
}
