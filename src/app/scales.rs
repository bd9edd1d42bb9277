//! The verdict scale of a project: another one, with a mapping of the verdicts that were given, and one of the desk's own.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::model::{
    Claim, ClaimField, Edit, Project, Scale, ScaleId, SecondCheck, Settings, Settlement, Tone, Verdict, VerdictId,
};

use super::{
    notice::Dialog,
    workbench::{Scales, Workbench},
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
        let place = |id: &VerdictId| old.verdicts.iter().position(|verdict| verdict.id == *id).unwrap_or(usize::MAX);
        let mut rows: Vec<_> = uses(project)
            .into_iter()
            .filter_map(|(id, count)| {
                let verdict = project.verdict(id)?;
                let becomes = nearest(&old, &verdict, scale);
                Some((verdict, count, becomes))
            })
            .collect();
        rows.sort_by_key(|(verdict, ..)| place(&verdict.id));
        Self { scale: Arc::clone(scale), rows }
    }
}

fn nearest(old: &Scale, verdict: &Verdict, scale: &Scale) -> Option<VerdictId> {
    let same = scale.verdicts.iter().find(|new| new.label.to_lowercase() == verdict.label.to_lowercase());
    let place = |scale: &Scale, id: &VerdictId| {
        let of_tone: Vec<_> = scale.verdicts.iter().filter(|other| other.tone == verdict.tone).collect();
        let at = of_tone.iter().position(|other| other.id == *id)?;
        Some(at as f32 / (of_tone.len().max(2) - 1) as f32)
    };
    let here = place(old, &verdict.id).unwrap_or_default();
    let of_tone = scale.verdicts.iter().filter(|new| new.tone == verdict.tone);
    let away = |new: &&Verdict| (place(scale, &new.id).unwrap_or_default() - here).abs();
    same.or_else(|| of_tone.min_by(|a, b| away(a).total_cmp(&away(b)))).map(|new| new.id.clone())
}

/// Uses a scale, with each verdict as the mapping says, as one change.
fn use_scale(project: &Project, mapping: &ScaleMapping) -> Edit {
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

/// How many claims name each verdict.
pub fn uses(project: &Project) -> BTreeMap<&VerdictId, usize> {
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

impl Workbench<'_, Scales> {
    /// Changes the scale, or asks what becomes of the verdicts that were given.
    pub(super) fn scale_intent(&mut self, intent: ScaleIntent) {
        let document = &*self.document;
        let project = document.project();
        match intent {
            ScaleIntent::Choose(scale) => {
                let mapping = ScaleMapping::new(project, &scale);
                if mapping.rows.is_empty() {
                    let edit = use_scale(project, &mapping);
                    self.edit(&edit);
                } else {
                    *self.around.dialog = Some(Dialog::MapScale(mapping));
                }
            }
            ScaleIntent::Map(verdict, becomes) => {
                if let Some(Dialog::MapScale(mapping)) = &mut self.around.dialog
                    && let Some(row) = mapping.rows.iter_mut().find(|(old, ..)| old.id == verdict)
                {
                    row.2 = becomes;
                }
            }
            ScaleIntent::Use => {
                if let Some(Dialog::MapScale(mapping)) = self.around.dialog.take() {
                    let edit = use_scale(project, &mapping);
                    self.edit(&edit);
                }
            }
            ScaleIntent::Own => {
                let scale = project.scale();
                let is_free = |id: &ScaleId| project.scales().iter().all(|other| other.id != *id);
                let ids = (1..=99).filter_map(|number| ScaleId::new(&format!("own-{number}")).ok());
                let Some(id) = ids.into_iter().find(is_free) else { return };
                let own = Scale { id, name: format!("{}, our own", scale.name), verdicts: scale.verdicts.clone() };
                let rows = Vec::new();
                let edit = use_scale(project, &ScaleMapping { scale: Arc::new(own), rows });
                self.edit(&edit);
            }
            ScaleIntent::Put(scale) => {
                let uses = uses(project);
                let may_go =
                    |verdict: &Verdict| scale.verdict(&verdict.id).is_some() || !uses.contains_key(&verdict.id);
                let is_whole = project.scale().verdicts.iter().all(may_go) || scale.id != project.scale().id;
                if is_own(&scale) && is_whole && (1..=MAX_VERDICTS).contains(&scale.verdicts.len()) {
                    self.edit(&Edit::PutScale(scale));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Intent, Moment, Prefs, Session, model::Signature, store};

    fn session() -> (Session, Moment) {
        let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: std::time::Duration::ZERO };
        let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 3, now);
        let mut sample = store::decode(super::super::SAMPLE.as_bytes()).unwrap().project;
        let is_confirmed = |claim: &&Arc<Claim>| claim.verdict.as_ref().is_some_and(|id| id.as_str() == "confirmed");
        let claim = sample.claims().iter().find(is_confirmed).unwrap();
        let signed = Signature { by: None, at: jiff::Timestamp::UNIX_EPOCH };
        let second = SecondCheck::new(signed, claim.verdict.clone().unwrap());
        let edit = Edit::SetClaim { claim: claim.id.clone(), field: ClaimField::Second(Some(second)) };
        sample.apply(&edit).unwrap();
        session.document = Some(Document::unsaved(sample));
        (session, now)
    }

    fn project(session: &Session) -> &Project {
        session.document.as_ref().unwrap().project()
    }

    fn labels(session: &Session) -> Vec<Option<String>> {
        let label = |claim: &Arc<Claim>| project(session).verdict(claim.verdict.as_ref()?).map(|verdict| verdict.label);
        project(session).claims().iter().map(label).collect()
    }

    #[test]
    fn verdicts_become_those_of_the_new_scale_as_the_reviewer_says_in_one_step() {
        let (mut session, now) = session();
        let before = (project(&session).clone(), labels(&session));
        let send = |session: &mut Session, intent: ScaleIntent| drop(session.handle(Intent::Scale(intent), now));
        send(&mut session, ScaleIntent::Choose(Arc::new(Scale::politifact())));
        let Some(Dialog::MapScale(mapping)) = session.dialog.clone() else { panic!("{:?}", session.dialog) };
        let proposed: Vec<_> = mapping
            .rows
            .iter()
            .map(|(old, _, new)| (old.label.as_str(), new.as_ref().map(VerdictId::as_str)))
            .collect();
        assert_eq!(
            proposed,
            [
                ("Confirmed", Some("true")),
                ("Needs change", Some("half-true")),
                ("Wrong", Some("false")),
                ("Unverifiable", None),
                ("Writer’s opinion", None)
            ]
        );
        assert_eq!(*project(&session), before.0, "nothing has changed yet");
        let id = |text: &str| VerdictId::new(text).unwrap();
        send(&mut session, ScaleIntent::Map(id("wrong"), Some(id("pants-on-fire"))));
        send(&mut session, ScaleIntent::Use);
        for (old, new) in before.1.iter().zip(labels(&session)) {
            let expected = match old.as_deref() {
                Some("Confirmed") => Some("True"),
                Some("Needs change") => Some("Half true"),
                Some("Wrong") => Some("Pants on fire"),
                other => other,
            };
            assert_eq!(new.as_deref(), expected);
        }
        assert_eq!(project(&session).scale().name, "PolitiFact");
        let seconds = project(&session).claims().iter().filter_map(|claim| claim.second.as_ref());
        assert!(seconds.map(|second| &second.verdict).any(|verdict| *verdict == id("true")));
        session.handle(super::super::Command::Undo.into(), now);
        assert_eq!(project(&session).claims(), before.0.claims());
    }

    #[test]
    fn the_desks_own_scale_starts_as_a_copy_and_keeps_verdicts_that_are_in_use() {
        let (mut session, now) = session();
        let before = labels(&session);
        let send = |session: &mut Session, intent: ScaleIntent| drop(session.handle(Intent::Scale(intent), now));
        send(&mut session, ScaleIntent::Put(Arc::new(Scale { name: "Mine".into(), ..Scale::desk() })));
        assert_eq!(project(&session).scale().name, "Desk", "presets stay what they are");
        send(&mut session, ScaleIntent::Own);
        let own = project(&session).scale();
        assert!(is_own(&own) && own.name == "Desk, our own");
        assert_eq!(labels(&session), before);
        let mut fewer = (*own).clone();
        fewer.verdicts.remove(0);
        send(&mut session, ScaleIntent::Put(Arc::new(fewer)));
        assert_eq!(project(&session).scale(), own, "a verdict in use is not taken away");
        let mut more = (*own).clone();
        more.verdicts.push(new_verdict(project(&session), &own).unwrap());
        more.verdicts[0].label = "Holds".into();
        send(&mut session, ScaleIntent::Put(Arc::new(more.clone())));
        assert_eq!(*project(&session).scale(), more);
        assert!(labels(&session).contains(&Some("Holds".to_owned())));
        while more.verdicts.len() <= MAX_VERDICTS {
            more.verdicts.push(new_verdict(project(&session), &more).unwrap());
        }
        send(&mut session, ScaleIntent::Put(Arc::new(more)));
        assert_eq!(project(&session).scale().verdicts.len(), 6, "every verdict has a digit");
    }
}
