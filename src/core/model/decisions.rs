//! The desk's own changes of a project: sentences dismissed, findings waived, and the log that every signed change leaves.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Claim, ClaimId, ClaimView, Dismissal, Edit, EditError, LogEntry, LogField, Mark, Project, RuleId, Signature, Span,
    Subject, VersionId, Waiver,
};

/// How long one person's changes of one field are one entry of the log, in seconds.
const ONE_ENTRY_SECS: i64 = 10 * 60;

impl Project {
    pub(super) fn dismiss(&mut self, dismissal: &Arc<Dismissal>) -> Result<(), EditError> {
        self.check_marks(&dismissal.article, &[Mark::new(dismissal.anchor.clone())])?;
        let (version, span) = (&dismissal.anchor.version, dismissal.anchor.span);
        let by = |made: &Dismissal| made.signed.as_ref().and_then(|signed| signed.by.clone());
        // Who works independently decides for themselves, and writes over nobody.
        let keeps_others = self.settings().independent_check;
        let is_replaced = |made: &Dismissal| {
            let is_there = made.anchor.version == *version && made.anchor.span == span;
            is_there && !(keeps_others && by(made) != by(dismissal))
        };
        self.parts.dismissals.retain(|made| !is_replaced(made));
        let key = |made: &Dismissal| (made.article.clone(), made.anchor.version.clone(), made.anchor.span);
        let at = self.parts.dismissals.partition_point(|made| key(made) < key(dismissal));
        self.parts.dismissals.insert(at, dismissal.clone());
        Ok(())
    }

    /// Takes back every dismissal that holds for a sentence: those on its words in its draft, and those with its very words
    /// in older drafts.
    pub(super) fn reopen(
        &mut self,
        version_id: &VersionId,
        span: Span,
        by: Option<&Signature>,
    ) -> Result<(), EditError> {
        let version = self.version(version_id).cloned();
        let version = version.ok_or_else(|| EditError::Missing(format!("draft {version_id}")))?;
        let words = span.of(version.text());
        let holds = |made: &Dismissal| {
            let is_here = made.anchor.version == *version_id;
            if is_here { made.anchor.span.overlaps(span) } else { made.anchor.quote == words }
        };
        let keeps_others = self.settings().independent_check;
        let is_own = |made: &Dismissal| {
            let made = made.signed.as_ref().and_then(|signed| signed.by.as_ref());
            made == by.and_then(|by| by.by.as_ref())
        };
        self.parts.dismissals.retain(|made| !holds(made) || keeps_others && !is_own(made));
        Ok(())
    }

    pub(super) fn waive(&mut self, waiver: &Arc<Waiver>) -> Result<(), EditError> {
        if !self.has_subject(&waiver.subject) {
            return Err(EditError::Missing("what the finding speaks of".into()));
        }
        self.unwaive(&waiver.rule, &waiver.subject);
        let key = |waiver: &Waiver| (waiver.subject.clone(), waiver.rule.clone());
        let at = self.parts.waivers.partition_point(|other| key(other) < key(waiver));
        self.parts.waivers.insert(at, waiver.clone());
        Ok(())
    }

    pub(super) fn unwaive(&mut self, rule: &RuleId, subject: &Subject) {
        self.parts.waivers.retain(|waiver| waiver.rule != *rule || waiver.subject != *subject);
    }

    /// Views stand by name.
    pub(super) fn put_view(&mut self, view: &Arc<ClaimView>) {
        let views = &mut self.parts.views;
        views.retain(|other| other.name != view.name);
        let at = views.partition_point(|other| other.name < view.name);
        views.insert(at, view.clone());
    }

    pub(super) fn take_view(&mut self, name: &str) -> Result<Arc<ClaimView>, EditError> {
        let at = self.parts.views.iter().position(|view| view.name == name);
        let at = at.ok_or_else(|| EditError::Missing(format!("view “{name}”")))?;
        Ok(self.parts.views.remove(at))
    }

    pub(super) fn rename_view(&mut self, from: &str, to: &str) -> Result<(), EditError> {
        if self.parts.views.iter().any(|view| view.name == to) {
            return Err(EditError::Exists(format!("a view “{to}”")));
        }
        let view = self.take_view(from)?;
        self.put_view(&Arc::new(ClaimView { name: to.to_owned(), query: view.query.clone() }));
        Ok(())
    }

    /// Forgets dismissals, waivers and open differences of what is not there any more.
    pub(super) fn drop_orphans(&mut self) {
        let mut dismissals = std::mem::take(&mut self.parts.dismissals);
        dismissals.retain(|made| self.article(&made.article).is_some());
        self.parts.dismissals = dismissals;
        let mut waivers = std::mem::take(&mut self.parts.waivers);
        waivers.retain(|waiver| self.has_subject(&waiver.subject));
        self.parts.waivers = waivers;
        let mut differences = std::mem::take(&mut self.parts.differences);
        differences.retain(|open| self.has_subject(&open.subject));
        self.parts.differences = differences;
    }

    pub(super) fn has_subject(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Project => true,
            Subject::Article(article_id) => self.article(article_id).is_some(),
            Subject::Claim(claim_id) => self.claim(claim_id).is_some(),
            Subject::Source(source_id) => self.source(source_id).is_some(),
        }
    }

    /// Makes a change and writes into the log of each claim what it changed there: of those that it names, and of those whose
    /// check it ended.
    pub(super) fn apply_signed(&mut self, signature: &Signature, edit: &Edit) -> Result<(), EditError> {
        let mut touched = BTreeSet::new();
        collect_claims(edit, &mut touched);
        let before = self.parts.claims.clone();
        self.apply_by(edit, Some(signature))?;
        // Most edits leave every claim in its place.
        let mut indices: Option<HashMap<&ClaimId, usize>> = None;
        let mut was = |at: usize, id: &ClaimId| match before.get(at).filter(|claim| claim.id == *id) {
            Some(same) => Some(same),
            None => {
                let all = || before.iter().enumerate().map(|(index, claim)| (&claim.id, index)).collect();
                indices.get_or_insert_with(all).get(id).map(|index| &before[*index])
            }
        };
        for at in 0..self.parts.claims.len() {
            let new = &self.parts.claims[at];
            let Some(old) = was(at, &new.id) else { continue };
            let is_ended = || (old.status, &old.second) != (new.status, &new.second);
            if Arc::ptr_eq(old, new) || !touched.contains(&new.id) && !is_ended() {
                continue;
            }
            let changes = self.changes(old, new);
            if !changes.is_empty() {
                let claim = Arc::make_mut(&mut self.parts.claims[at]);
                changes.into_iter().for_each(|change| note(&mut claim.log, signature, change));
            }
        }
        Ok(())
    }

    /// What differs between two states of a claim: the field, what it was, what it is.
    fn changes(&self, old: &Claim, new: &Claim) -> Vec<Change> {
        let told = old.told(self).into_iter().zip(new.told(self));
        told.filter(|((_, from), (_, to))| from != to)
            .map(|((what, from), (_, to))| Change { what, from, to })
            .collect()
    }
}

/// A change before it is signed.
struct Change {
    what: LogField,
    from: String,
    to: String,
}

/// Adds a change to a log. One person's changes of one field within a few minutes are one entry, and none when they end where
/// they began: typing would fill the log otherwise.
fn note(log: &mut Vec<LogEntry>, signature: &Signature, change: Change) {
    let recent = log.iter().rposition(|entry| entry.what == change.what).filter(|at| {
        let entry = &log[*at];
        let age = signature.at.as_second() - entry.at.as_second();
        entry.by == signature.by && (0..ONE_ENTRY_SECS).contains(&age)
    });
    match recent {
        Some(at) if log[at].from == change.to => drop(log.remove(at)),
        Some(at) => {
            let mut entry = log.remove(at);
            (entry.at, entry.to) = (signature.at, change.to);
            log.push(entry);
        }
        None => log.push(LogEntry {
            at: signature.at,
            by: signature.by.clone(),
            what: change.what,
            from: change.from,
            to: change.to,
        }),
    }
}

fn collect_claims(edit: &Edit, found: &mut BTreeSet<ClaimId>) {
    match edit {
        Edit::Batch { edits, .. } | Edit::Settle { edits, .. } => {
            edits.iter().for_each(|edit| collect_claims(edit, found));
        }
        Edit::Signed { edit, .. } => collect_claims(edit, found),
        Edit::SetClaim { claim, .. }
        | Edit::AddEvidence { claim, .. }
        | Edit::RemoveEvidence { claim, .. }
        | Edit::SetEvidence { claim, .. } => {
            found.insert(claim.clone());
        }
        _ => {}
    }
}
