//! Another scale, or another wording of the one in use.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    document::Document,
    model::{Edit, Scale, ScaleId, Verdict, VerdictId},
    notice::{Dialog, NoticeKind},
    rooms::{Whole, Workbench},
    scales::{MAX_VERDICTS, ScaleIntent, ScaleMapping, is_own, use_scale, uses},
};

impl Document {
    /// How many claims name each verdict, whoever may know of it: one that is used cannot be taken off its scale.
    pub fn verdict_uses(&self) -> BTreeMap<&VerdictId, usize> {
        uses(self.project())
    }
}

impl Workbench<'_, Whole> {
    /// Changes the scale, or asks what becomes of the verdicts that were given.
    pub(crate) fn scale_intent(&mut self, intent: ScaleIntent) {
        // Which verdicts may go tells which were given.
        if self.document.hides_anything() {
            self.around.dialog.take_if(|dialog| matches!(dialog, Dialog::MapScale(_)));
            let text =
                "Could not change the scale: checks that are hidden from you were made with it. Give yours first.";
            return self.around.tell(NoticeKind::Warning, text, None);
        }
        let document = &*self.document;
        let project = document.project();
        match intent {
            ScaleIntent::Choose(scale) => {
                let mapping = ScaleMapping::new(project, &scale);
                if mapping.rows.is_empty() {
                    let edit = use_scale(project, &mapping);
                    self.edit(&edit);
                } else {
                    self.around.dialog = Some(Dialog::MapScale(mapping));
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
    use crate::{
        Intent, Moment, Prefs, Session,
        model::{Claim, ClaimField, Project, SecondCheck, Signature},
        scales::new_verdict,
        store,
    };

    fn session() -> (Session, Moment) {
        let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: std::time::Duration::ZERO };
        let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 3, now);
        let mut sample = store::decode(crate::SAMPLE.as_bytes()).unwrap().project;
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
        session.handle(crate::Command::Undo.into(), now);
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
