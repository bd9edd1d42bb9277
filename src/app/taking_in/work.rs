//! The taking in itself: what both have is joined, what one alone has comes in, and what was signed stays signed as it was.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    join,
    model::{
        Claim, ClaimField, ClaimId, Difference, Edit, LogEntry, LogField, Opinion, Project, SecondCheck, Status,
        Subject, Value,
    },
};

use super::{
    brought::{self, Brought},
    first_pass, told,
    values::{TakeError, TakenIn, Wanted},
};

/// Works out what comes of taking a project in. Nothing is changed in either.
///
/// # Errors
/// Each of [`TakeError`], but `Hidden`.
pub fn take_in(wanted: Wanted<'_>) -> Result<TakenIn, TakeError> {
    let pass = first_pass::pass_of(&wanted)?;
    let brought = Brought::new(&wanted, pass.is_some())?;
    let mut work = Work { ours: wanted.ours, brought, seconds: HashMap::new(), extents: Vec::new() };
    work.find_second_checks(pass.is_none());
    let base = work.base();
    let theirs = work.theirs();
    let signed = work.brought.as_signed();
    let joined = join::join_taken(&base, wanted.ours, &theirs, &signed).project;
    let mut project = work.shown(joined);
    let mut parts = project.parts().clone();
    if let Some(pass) = &pass {
        first_pass::keep(&mut parts, pass, &work.brought, wanted.at);
    }
    parts.differences = with(parts.differences, std::mem::take(&mut work.extents));
    if pass.is_some() {
        let open = first_pass::marked_by_some(&parts, wanted.ours);
        parts.differences = with(parts.differences, open);
    }
    project = Project::from_parts(parts);
    // What came in is open between people: nobody's signature stands there meanwhile.
    project.open_unsigned_mixtures([wanted.ours, &signed]);
    project = work.logged(work.with_second_checks(project), &wanted);
    Ok(told::tell(&wanted, work.brought, project, pass.map(|pass| pass.id)))
}

/// What is on the way in.
struct Work<'a> {
    ours: &'a Project,
    brought: Brought<'a>,
    /// The claims of ours that get a second check.
    seconds: HashMap<ClaimId, SecondCheck>,
    /// What is open of passages that lie differently.
    extents: Vec<Difference>,
}

impl Work<'_> {
    /// Finds what may stand as a second check: a signed check of another person that covers just what stands there.
    fn find_second_checks(&mut self, may: bool) {
        let signed = self.brought.as_signed();
        for (id, claim) in self.brought.tied() {
            let (Some(ours), Some(theirs)) = (self.ours.claim(id), signed.claim(id)) else { continue };
            let person = claim.signed.as_ref().and_then(|signed| signed.by.as_ref());
            let first = ours.first_checker();
            let is_another = person.is_some() && first.is_some() && person != first;
            let is_free = ours.second.is_none() && self.ours.differences_of(id).next().is_none();
            let (Some(verdict), Some(by)) = (claim.verdict.clone(), claim.signed.clone()) else { continue };
            if !may || !claim.status.is_done() || !is_another || !is_free || !ours.has_first_check() {
                continue;
            }
            let second = SecondCheck { confidence: claim.confidence.clone(), ..SecondCheck::new(by, verdict) };
            if signed.checked(theirs).still_holds(&self.ours.checked_second(ours, &second)) {
                self.seconds.insert(id.clone(), second);
            }
        }
        for id in self.seconds.keys() {
            self.brought.clear_check(id);
        }
    }

    /// Ours as it is to be taken for what both began with: of claims that both have, nothing that either found.
    fn base(&self) -> Project {
        let mut parts = self.ours.parts().clone();
        for claim in &mut parts.claims {
            if self.brought.is_tied(&claim.id) {
                *claim = Arc::new(blank(claim));
            }
        }
        Project::from_parts(parts)
    }

    /// Ours with their work in it.
    fn theirs(&mut self) -> Project {
        let mut parts = self.ours.parts().clone();
        for claim in &mut parts.claims {
            let Some(theirs) = self.brought.claim(&claim.id) else { continue };
            let mut merged = brought::merged(claim, theirs);
            // How sure somebody was goes with their verdict and is never put beside that of another.
            let differs = claim.verdict.is_some() && theirs.verdict.is_some() && claim.verdict != theirs.verdict;
            if differs && claim.confidence != theirs.confidence {
                let opinion = |of: &Claim| who(of, Value::Claim(ClaimField::Confidence(of.confidence.clone())));
                let values = [opinion(claim), opinion(theirs)];
                self.extents.push(Difference::new(Subject::Claim(claim.id.clone()), values));
                merged.confidence.clone_from(&claim.confidence);
            }
            if self.brought.lies_otherwise(&claim.id) {
                let opinion = |of: &Claim| who(of, Value::Claim(ClaimField::Marks(of.marks.clone())));
                let values = [opinion(claim), opinion(theirs)];
                self.extents.push(Difference::new(Subject::Claim(claim.id.clone()), values));
            }
            *claim = Arc::new(merged);
        }
        self.brought.add_to(&mut parts);
        Project::from_parts(parts)
    }

    /// The joined project, in which what stood in ours is shown where something is open.
    fn shown(&self, joined: Project) -> Project {
        let key = |open: &Difference| (open.subject.clone(), open.name());
        let known: HashMap<_, &Arc<Difference>> =
            self.ours.differences().iter().map(|open| (key(open), open)).collect();
        let is_new = |open: &Arc<Difference>| known.get(&key(open)).is_none_or(|known| *known != open);
        let mut project = joined;
        let mut decided = HashSet::new();
        let mut shown = Vec::new();
        for open in project.differences() {
            let Subject::Claim(id) = &open.subject else { continue };
            let Some(ours) = self.ours.claim(id).filter(|_| self.brought.is_tied(id)) else { continue };
            let field = open.values.iter().find_map(|opinion| match &opinion.value {
                Value::Claim(field) => ClaimField::of(ours, field.word()),
                _ => None,
            });
            // Who was asked about the very same before is not asked again; nor how far on a claim is of which the verdict is open.
            let is_status = matches!(field, Some(ClaimField::Status(_)));
            if is_new(open) && (is_settled(self.ours, open) || is_status) {
                decided.insert(key(open));
            }
            let at = project.claim_index(id);
            shown.extend(field.map(|field| (at, Edit::SetClaim { claim: id.clone(), field })));
        }
        // In document order each is found behind the one before.
        shown.sort_by_key(|(at, _)| *at);
        let edits = shown.into_iter().map(|(_, edit)| edit).collect();
        // There are such claims, and what ours has of them can be put.
        let _ = project.apply(&Edit::Batch { label: String::new(), edits });
        let mut parts = project.parts().clone();
        parts.differences.retain(|open| !decided.contains(&key(open)));
        for open in parts.differences.iter_mut().filter(|open| is_new(open)) {
            *open = Arc::new(self.named(open));
        }
        Project::from_parts(parts)
    }

    /// What is open, with whose each value is where the log does not tell.
    fn named(&self, open: &Difference) -> Difference {
        let Subject::Claim(id) = &open.subject else { return open.clone() };
        let sides = [self.ours.claim(id).map(AsRef::as_ref), self.brought.claim(id)];
        let values = open.values.iter().map(|opinion| {
            let of = |claim: &&Claim| match &opinion.value {
                Value::Claim(field) => field.is_in(claim),
                _ => false,
            };
            match sides.iter().flatten().find(|claim| of(claim)) {
                Some(claim) if opinion.by.is_none() => who(claim, opinion.value.clone()),
                _ => opinion.clone(),
            }
        });
        Difference::new(open.subject.clone(), values.collect::<Vec<_>>())
    }

    /// Every claim that came in, or to which something came, has it in its log; one to which nothing came is as it was.
    fn logged(&self, project: Project, wanted: &Wanted<'_>) -> Project {
        let came: HashSet<&ClaimId> = self.brought.items.iter().filter_map(|item| item.into.as_ref().ok()).collect();
        let before: HashMap<_, _> =
            (self.ours.differences().iter()).map(|open| ((open.subject.clone(), open.name()), open)).collect();
        let asked: HashSet<Subject> = (project.differences().iter())
            .filter(|open| before.get(&(open.subject.clone(), open.name())).is_none_or(|known| known != open))
            .map(|open| open.subject.clone())
            .collect();
        let mut parts = project.parts().clone();
        for claim in parts.claims.iter_mut().filter(|claim| came.contains(&claim.id)) {
            let is_asked = asked.contains(&Subject::Claim(claim.id.clone()));
            if let Some(ours) = self.ours.claim(&claim.id).filter(|ours| !is_asked && told::says_the_same(ours, claim))
            {
                *claim = Arc::clone(ours);
                continue;
            }
            let (what, from, to) = (LogField::Imported, String::new(), wanted.from.clone());
            Arc::make_mut(claim).log.push(LogEntry { at: wanted.at, by: wanted.by.clone(), what, from, to });
        }
        Project::from_parts(parts)
    }

    fn with_second_checks(&self, project: Project) -> Project {
        let mut parts = project.parts().clone();
        for claim in &mut parts.claims {
            if let Some(second) = self.seconds.get(&claim.id) {
                let claim = Arc::make_mut(claim);
                claim.second = Some(second.clone());
                // Both have signed the same of the same.
                if claim.status == Status::Checked && !claim.checks_differ() {
                    claim.status = Status::SecondChecked;
                }
            }
        }
        Project::from_parts(parts)
    }
}

/// A claim of which nothing was found: what both began with. What is put together by hand stays as it is in ours.
fn blank(claim: &Claim) -> Claim {
    Claim {
        number: claim.number,
        aliases: claim.aliases.clone(),
        priority: claim.priority,
        tags: claim.tags.clone(),
        assigned: claim.assigned.clone(),
        evidence: claim.evidence.clone(),
        queries: claim.queries.clone(),
        corrections: claim.corrections.clone(),
        notes: claim.notes.clone(),
        created: claim.created.clone(),
        ..Claim::new(claim.id.clone(), claim.article.clone(), claim.marks.clone())
    }
}

/// A value of a claim with whose it is: who checked it, else who marked it.
fn who(claim: &Claim, value: Value) -> Opinion {
    let signed = claim.signed.as_ref().filter(|signed| signed.by.is_some());
    let signed = signed.or(claim.created.as_ref());
    let by = claim.first_checker().or_else(|| signed.and_then(|signed| signed.by.as_ref())).cloned();
    let said = claim.log.iter().rev().find(|entry| entry.by == by && !claim.log.is_empty()).map(|entry| entry.at);
    Opinion { by, at: said.or_else(|| signed.map(|signed| signed.at)), value }
}

/// Whether a question was settled between these very values before.
fn is_settled(project: &Project, open: &Difference) -> bool {
    project.settled().iter().any(|settled| {
        let is_known = |opinion: &Opinion| {
            let is_it = |known: &Opinion| known.value == opinion.value;
            settled.values.iter().any(is_it) || project.value_of(open) == opinion.value
        };
        settled.subject == open.subject && settled.what == open.name() && open.values.iter().all(is_known)
    })
}

/// What is open with more of it: one difference of each thing.
fn with(mut open: Vec<Arc<Difference>>, more: Vec<Difference>) -> Vec<Arc<Difference>> {
    for new in more {
        match open.iter_mut().find(|known| known.subject == new.subject && known.name() == new.name()) {
            Some(known) => {
                let values = known.values.iter().cloned().chain(new.values);
                *known = Arc::new(Difference::new(new.subject, values.collect::<Vec<_>>()));
            }
            None => open.push(Arc::new(new)),
        }
    }
    open.sort_by_cached_key(|open| (open.subject.clone(), open.name()));
    open
}
