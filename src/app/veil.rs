//! The blind second check: what a second reviewer is not to see yet.
//!
//! With the project's setting on, verdict and confidence of a first check are taken out of what the window shows to everybody
//! but who made it, until they have given their own. The window draws [`Document::shown`], so no part of it can give them
//! away; what is saved and exported is the project itself. This keeps a judgement independent, it is no secret: the file can
//! be read by anyone.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use ref_cast::RefCast;

use crate::{
    check::{Finding, Tells},
    model::{Claim, ClaimId, LogField, Project, ReviewerId, Status, Subject},
};

use super::{cached::Cached, document::Document, state_id::StateId};

static SERIAL: AtomicU64 = AtomicU64::new(1);

/// What is worked out for the reviewer who sits here.
#[derive(Debug)]
pub(super) struct Veil {
    /// The state, the reviewer and their wishes for which it holds.
    key: Key,
    /// Tells it from every other veil of this run.
    pub serial: u64,
    /// The project without what is hidden.
    project: Project,
    /// The claims with something hidden: as they are, and as they are shown.
    claims: HashMap<ClaimId, (Arc<Claim>, Arc<Claim>)>,
    /// Those findings that are shown, of all in a state.
    findings: RefCell<Cached<StateId, Findings>>,
}

/// The project as it is shown to whoever sits here: without what a blind second check hides from them. All that the window
/// draws comes out of it.
#[derive(Debug, PartialEq, RefCast)]
#[repr(transparent)]
pub struct Shown(Project);

impl Deref for Shown {
    type Target = Project;

    fn deref(&self) -> &Project {
        &self.0
    }
}

impl PartialEq<Project> for Shown {
    fn eq(&self, other: &Project) -> bool {
        self.0 == *other
    }
}

/// The project as it is, with what a blind second check hides. It is for what keeps, writes or compares a project. The window,
/// which draws for somebody who is not to know all of it, does not bring this into scope and so has no way to it.
pub trait Unveiled {
    /// The project.
    fn project(&self) -> &Project;

    /// The claim in the inspector.
    fn claim(&self) -> Option<&Arc<Claim>>;
}

impl Unveiled for Document {
    fn project(&self) -> &Project {
        Self::project(self)
    }

    fn claim(&self) -> Option<&Arc<Claim>> {
        Self::claim(self)
    }
}

type Findings = Arc<Vec<Finding>>;

type Key = (StateId, Option<ReviewerId>, HashSet<ClaimId>);

impl Document {
    /// The project as the window shows it: without what a blind second check hides.
    pub fn shown(&self) -> &Shown {
        Shown::ref_cast(self.veil.as_ref().map_or(self.project(), |veil| &veil.project))
    }

    /// The claim in the inspector, as the window shows it.
    pub fn shown_claim(&self) -> Option<&Arc<Claim>> {
        self.shown().claim(self.focus().claim.as_ref()?)
    }

    /// Whether verdict and confidence of the first check are hidden.
    pub fn is_hidden(&self, claim_id: &ClaimId) -> bool {
        self.veil.as_ref().is_some_and(|veil| veil.claims.contains_key(claim_id))
    }

    /// Whether the first check of any claim is hidden.
    pub fn hides_checks(&self) -> bool {
        self.veil.as_ref().is_some_and(|veil| !veil.claims.is_empty())
    }

    /// Which state is shown, and to whom.
    pub fn shown_state(&self) -> StateId {
        StateId { veil: self.veil.as_ref().map_or(0, |veil| veil.serial), ..self.state_id() }
    }

    /// The findings without those that give a hidden verdict away.
    pub fn shown_findings(&self) -> Arc<Vec<Finding>> {
        let all = self.examined();
        let Some(veil) = self.veil.as_ref().filter(|veil| !veil.claims.is_empty()) else { return all.findings };
        let is_shown = |finding: &&Finding| match &finding.subject {
            Subject::Claim(_) if finding.tells == Tells::OtherVerdicts => false,
            Subject::Claim(claim_id) => !self.is_hidden(claim_id) || finding.tells == Tells::Work,
            _ => true,
        };
        let mut known = veil.findings.borrow_mut();
        Arc::clone(known.of(all.state, || Arc::new(all.findings.iter().filter(is_shown).cloned().collect())))
    }

    /// Works out anew what is hidden from this reviewer, where anything has changed.
    pub(super) fn draw_veil(&mut self, reader: Option<&ReviewerId>) {
        if !self.project().settings().blind_second_check {
            self.veil = None;
            return;
        }
        let key = (self.state_id(), reader.cloned(), self.view.compared_checks.clone());
        if self.veil.as_ref().is_some_and(|veil| veil.key == key) {
            return;
        }
        let known = self.veil.take().map(|veil| veil.claims).unwrap_or_default();
        let mut claims = HashMap::new();
        for claim in self.project().claims().iter().filter(|claim| is_hidden(claim, reader, &key.2)) {
            let shown = known.get(&claim.id).filter(|(real, _)| Arc::ptr_eq(real, claim));
            let shown = shown.map_or_else(|| Arc::new(veiled(claim)), |(_, shown)| Arc::clone(shown));
            claims.insert(claim.id.clone(), (Arc::clone(claim), shown));
        }
        let mut parts = self.project().parts().clone();
        for claim in &mut parts.claims {
            if let Some((_, shown)) = claims.get(&claim.id) {
                *claim = Arc::clone(shown);
            }
        }
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        self.veil =
            Some(Veil { key, serial, project: Project::from_parts(parts), claims, findings: RefCell::default() });
    }
}

/// Whether a reviewer is still to give the second check of what another has decided.
fn is_hidden(claim: &Claim, reader: Option<&ReviewerId>, compared: &HashSet<ClaimId>) -> bool {
    let is_decided = claim.verdict.is_some() || claim.confidence.is_some();
    let first = claim.first_checker();
    if !is_decided || first.is_none() || first == reader || claim.status == Status::Closed {
        return false;
    }
    match &claim.second {
        None => claim.status != Status::SecondChecked,
        // Who has given a verdict gives a confidence too before they see the other's, or says that they will not.
        Some(second) => {
            let is_theirs = reader.is_some() && second.signed.by.as_ref() == reader;
            is_theirs && second.confidence.is_none() && second.settled.is_none() && !compared.contains(&claim.id)
        }
    }
}

/// The claim as somebody sees it who is not to know the first check.
fn veiled(claim: &Claim) -> Claim {
    let mut shown = claim.clone();
    (shown.verdict, shown.confidence) = (None, None);
    shown.earlier_checks.clear();
    shown.log.retain(|entry| ![LogField::Verdict, LogField::Confidence].contains(&entry.what));
    shown
}
