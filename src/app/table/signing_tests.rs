//! What is done to many claims at once, and what two people bring together, obey the rule of signatures: every [`Change`] is made, and
//! a new one does not compile until it is made here too. The rule itself is held in `claimdesk_core::model`.

use std::{collections::HashMap, sync::Arc};

use crate::{
    SAMPLE,
    join::join,
    model::{
        Checked, Claim, ClaimField, ClaimId, ClaimKind, Degree, Edit, Priority, Project, Reviewer, ReviewerId,
        SecondCheck, Signature, Status,
    },
    store,
};

use super::Change;

macro_rules! kinds {
    ($($variant:ident)+) => {
        /// The variants of [`Change`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Of { $($variant),+ }

        impl Of {
            const ALL: &[Self] = &[$(Self::$variant),+];

            fn kind(change: &Change) -> Self {
                match change { $(Change::$variant { .. } => Self::$variant),+ }
            }
        }
    };
}

kinds!(Verdict Confidence Status Assign Priority Kind AddTag RemoveTag Delete);

const PEOPLE: [&str; 3] = ["r-1", "r-2", "r-3"];

fn reviewer(person: usize) -> ReviewerId {
    ReviewerId::new(PEOPLE[person % 3]).unwrap()
}

fn by(person: usize, second: i64) -> Signature {
    Signature { by: Some(reviewer(person)), at: jiff::Timestamp::from_second(1_800_000_000 + second).unwrap() }
}

fn base() -> Project {
    let mut project = store::decode(SAMPLE.as_bytes()).unwrap().project;
    let known = project.reviewers().to_vec();
    for name in PEOPLE.iter().filter(|name| known.iter().all(|reviewer| reviewer.id.as_str() != **name)) {
        let id = ReviewerId::new(name).unwrap();
        let edit = Edit::PutReviewer(Arc::new(Reviewer { id, name: (*name).into(), initials: (*name).into() }));
        project.apply(&edit).unwrap();
    }
    project
}

fn change(project: &Project, kind: Of, number: usize) -> Change {
    let verdicts = &project.scale().verdicts;
    let verdict = verdicts[number % verdicts.len()].id.clone();
    let change = match kind {
        Of::Verdict => Change::Verdict((number > 0).then_some(verdict)),
        Of::Confidence => Change::Confidence((number > 0).then(|| Degree::LEVELS[number % 3])),
        Of::Status => Change::Status(Status::ALL[number % Status::ALL.len()]),
        Of::Assign => Change::Assign((number > 0).then(|| reviewer(number))),
        Of::Priority => Change::Priority(Priority::ALL[number % 4]),
        Of::Kind => Change::Kind((number > 0).then(|| ClaimKind::ALL[number])),
        Of::AddTag => Change::AddTag(format!("t{number}")),
        Of::RemoveTag => Change::RemoveTag(format!("t{number}")),
        Of::Delete => Change::Delete,
    };
    assert_eq!(Of::kind(&change), kind);
    change
}

/// What each signature stood beside when it was given.
#[derive(Default, Clone)]
struct Shadow(HashMap<(ClaimId, bool, String), Checked>);

impl Shadow {
    fn signatures(project: &Project, claim: &Claim) -> Vec<(bool, Signature, Checked)> {
        let first = claim.signed.clone().filter(|_| claim.status.is_done());
        let first = first.map(|signed| (false, signed, project.checked(claim)));
        let second = claim.second.as_ref();
        let second = second.map(|second| (true, second.signed.clone(), project.checked_second(claim, second)));
        first.into_iter().chain(second).collect()
    }

    /// Notes those that this person has just given, or all.
    fn note(&mut self, project: &Project, by: Option<&Signature>) {
        for claim in project.claims() {
            for (is_second, signed, values) in Self::signatures(project, claim) {
                if by.is_none_or(|by| *by == signed) {
                    self.0.entry((claim.id.clone(), is_second, format!("{signed:?}"))).or_insert(values);
                }
            }
        }
    }

    fn hold(&self, project: &Project, what: &str) {
        for claim in project.claims() {
            for (is_second, signed, values) in Self::signatures(project, claim) {
                let seen = self.0.get(&(claim.id.clone(), is_second, format!("{signed:?}")));
                let seen = seen.unwrap_or_else(|| panic!("{what}: nobody signed {signed:?} of {}", claim.id));
                assert_eq!(seen.changes(&values), [], "{what}: {signed:?} of {}", claim.id);
            }
        }
    }
}

type Act = (usize, usize, usize, usize);

/// What somebody does to a few claims at once, in one step.
fn act(project: &mut Project, (who, what, number, first): Act, step: i64, shadow: &mut Shadow) {
    let signature = by(who, step);
    let few: Vec<Arc<Claim>> = project.claims().iter().skip(first * 5).take(4).cloned().collect();
    let edits: Vec<Edit> = match what.checked_sub(Of::ALL.len()) {
        None => {
            let change = change(project, Of::ALL[what], number);
            few.iter().flat_map(|claim| change.edits(claim, &signature)).collect()
        }
        Some(0) => {
            let source = project.sources()[number % project.sources().len()].as_ref().clone();
            vec![Edit::put_source(&crate::model::Source { title: format!("Title {number}"), ..source })]
        }
        Some(1) => {
            let verdict = project.scale().verdicts[number % 5].id.clone();
            let second = ClaimField::Second(Some(SecondCheck::new(signature.clone(), verdict)));
            let set = |claim: &Arc<Claim>| Edit::SetClaim { claim: claim.id.clone(), field: second.clone() };
            few.first().map(set).into_iter().collect()
        }
        Some(_) => few.first().map(|claim| change(project, Of::Status, 3).edits(claim, &signature)).unwrap_or_default(),
    };
    let edit = Box::new(Edit::Batch { label: "many".into(), edits });
    // What is refused changes nothing.
    if project.apply(&Edit::Signed { signature: signature.clone(), edit }).is_ok() {
        shadow.note(project, Some(&signature));
    }
}

/// Numbers that look drawn by lot and are the same each time (a linear congruence after Knuth).
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn act(&mut self) -> Act {
        (self.draw(3), self.draw(Of::ALL.len() + 4), self.draw(7), self.draw(4))
    }
}

#[test]
fn no_change_of_many_claims_and_no_merge_leaves_a_signature_beside_what_was_not_signed() {
    let sample = base();
    let mut opened = 0;
    for seed in 0..150 {
        let mut lot = Lot(seed);
        let mut shadow = Shadow::default();
        shadow.note(&sample, None);
        let mut step = 0;
        let mut run = |mut project: Project| {
            for _ in 0..lot.draw(12) + 1 {
                step += 1;
                act(&mut project, lot.act(), step, &mut shadow);
                shadow.hold(&project, &format!("seed {seed}, step {step}"));
            }
            project
        };
        let before = run(sample.clone());
        let (one, other) = (run(before.clone()), run(before.clone()));
        for (mine, theirs) in [(&one, &other), (&other, &one)] {
            let merged = join(Some(&before), mine, theirs).project;
            shadow.hold(&merged, &format!("seed {seed}, merged"));
            opened += merged.claims().iter().filter(|claim| !claim.earlier_checks.is_empty()).count();
        }
    }
    assert!(opened > 0, "checks have ended, or nothing was held");
}

#[test]
fn every_change_of_many_claims_is_made_somewhere() {
    let project = base();
    for kind in Of::ALL {
        let makes = |number| {
            let change = change(&project, *kind, number);
            project.claims().iter().any(|claim| {
                let mut project = project.clone();
                // A tag has to be there before it can be taken away.
                let tag = Change::AddTag(format!("t{number}"));
                let tag = if *kind == Of::RemoveTag { change_edits(&tag, claim) } else { Vec::new() };
                tag.iter().for_each(|edit| project.apply(edit).unwrap());
                let claim = project.claim(&claim.id).unwrap().clone();
                let edits = change_edits(&change, &claim);
                !edits.is_empty() && edits.iter().all(|edit| project.apply(edit).is_ok())
            })
        };
        assert!((0..7).any(makes), "{kind:?}");
    }
}

fn change_edits(change: &Change, claim: &Claim) -> Vec<Edit> {
    change.edits(claim, &by(0, 0))
}
