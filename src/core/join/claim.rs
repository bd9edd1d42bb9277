//! One claim as two people made it: field by field, its passages through the drafts of both, its evidence piece by piece.

use std::{cmp::Ordering, sync::Arc};

use crate::model::{
    Claim, ClaimField, Difference, EarlierCheck, Entry, Evidence, Join, LogEntry, LogField, Mark, Opinion, Query,
    Reason, Signature, Standing, Status, Subject, Value, three_way,
};

use super::{
    Found, Joiner,
    follow::Texts,
    order::{joined_order, joined_values},
};

/// Which of the three states something is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Base,
    Ours,
    Theirs,
}

/// The texts in which marks stand, and up to which of them each state had looked.
pub(super) struct Seen<'a> {
    pub texts: Texts<'a>,
    pub newest: [usize; 3],
}

impl Seen<'_> {
    pub fn newest(&self, side: Side) -> usize {
        self.newest[side as usize]
    }
}

/// One claim that all three states may have.
pub(super) fn join_claim(
    joiner: &Joiner<'_>,
    base: Option<&Claim>,
    ours: &Claim,
    theirs: &Claim,
    found: &mut Found,
) -> Claim {
    let blank = Claim::new(ours.id.clone(), ours.article.clone(), Vec::new());
    let base = base.filter(|base| base.article == ours.article).unwrap_or(&blank);
    let mut joined = ours.clone();
    joined.number =
        *three_way(&base.number, &ours.number, &theirs.number).unwrap_or_else(|| (&ours.number).min(&theirs.number));
    joined.aliases = joined_values([&base.aliases, &ours.aliases, &theirs.aliases], |alias| *alias);
    for number in [ours.number, theirs.number] {
        if number != joined.number && number != base.number && !joined.aliases.contains(&number) {
            joined.aliases.push(number);
        }
    }
    let mut fields = Fields { joiner, claims: [base, ours, theirs], found: &mut *found };
    joined.join_fields(base, theirs, &mut fields);
    joined.log = joined_values([&base.log, &ours.log, &theirs.log], log_order);
    joined.evidence = join_evidence(joiner, [base, ours, theirs], found);
    joined
}

fn log_order(entry: &LogEntry) -> (jiff::Timestamp, String) {
    (entry.at, format!("{entry:?}"))
}

/// Whether a person changed a claim, and not only a new draft that moved it.
pub(super) fn is_changed_by_hand(base: &Claim, claim: &Claim) -> bool {
    if !are_followed(&base.marks, &claim.marks) {
        return true;
    }
    let mut same = Claim { marks: base.marks.clone(), log: base.log.clone(), number: base.number, ..claim.clone() };
    same.aliases.clone_from(&base.aliases);
    if base.marks != claim.marks {
        // A draft that changed its words has opened it again.
        (same.status, same.signed) = (base.status, base.signed.clone());
        same.earlier_checks.clone_from(&base.earlier_checks);
        if same.second.is_none() {
            same.second.clone_from(&base.second);
        }
    }
    same != *base
}

/// Whether marks are those from before, where a machine has put them in newer texts.
fn are_followed(base: &[Mark], marks: &[Mark]) -> bool {
    base.len() == marks.len() && base.iter().zip(marks).all(|(base, mark)| is_followed(base, mark))
}

fn is_followed(base: &Mark, mark: &Mark) -> bool {
    let by_hand = |mark: &Mark| mark.trace.is_none_or(|trace| matches!(trace.reason, Reason::ByHand | Reason::LetGo));
    if base.anchor == mark.anchor {
        let seen = |mark: &Mark| mark.trace.map(|trace| (trace.score, trace.reason));
        return base.placement == mark.placement && seen(base) == seen(mark) || !by_hand(mark);
    }
    let stood =
        |anchor: &crate::model::Anchor| anchor.version == base.anchor.version && anchor.span == base.anchor.span;
    mark.earlier.iter().any(stood) && !by_hand(mark)
}

/// What three states of marks come to.
enum Marks {
    One(Vec<Mark>),
    /// Both put them elsewhere: before, ours, theirs.
    Several([Vec<Mark>; 3]),
}

fn join_marks(seen: Option<&Seen<'_>>, [base, ours, theirs]: [&[Mark]; 3]) -> Marks {
    let follow = |marks: &[Mark], side: Side| -> Vec<Mark> {
        let Some(seen) = seen else { return marks.to_vec() };
        marks.iter().map(|mark| seen.texts.follow(mark, seen.newest(side))).collect()
    };
    if ours == theirs {
        return Marks::One(ours.to_vec());
    }
    match (are_followed(base, ours), are_followed(base, theirs)) {
        (true, true) => Marks::One(ours.iter().zip(theirs).map(|(ours, theirs)| further(seen, ours, theirs)).collect()),
        (false, true) => Marks::One(follow(ours, Side::Ours)),
        (true, false) => Marks::One(follow(theirs, Side::Theirs)),
        (false, false) => {
            let (ours, theirs) = (follow(ours, Side::Ours), follow(theirs, Side::Theirs));
            let places = |marks: &[Mark]| -> Vec<_> {
                marks.iter().map(|mark| (mark.anchor.version.clone(), mark.anchor.span)).collect()
            };
            if places(&ours) == places(&theirs) {
                return Marks::One(
                    ours.iter().zip(&theirs).map(|(ours, theirs)| further(seen, ours, theirs)).collect(),
                );
            }
            let shown = match base {
                // There is no state from before: any of the two, if only it is the same whoever joins.
                [] if format!("{ours:?}") <= format!("{theirs:?}") => ours.clone(),
                [] => theirs.clone(),
                base => follow(base, Side::Base),
            };
            Marks::Several([shown, ours, theirs])
        }
    }
}

/// Of a mark that both followed, the one in the newest text, with where it stood in the drafts of the other.
fn further(seen: Option<&Seen<'_>>, ours: &Mark, theirs: &Mark) -> Mark {
    let newest = |side: Side| seen.map_or(0, |seen| seen.newest(side));
    let rank = |mark: &Mark, side: Side| {
        let score = mark.trace.map_or(101, |trace| trace.score);
        let place = seen.and_then(|seen| seen.texts.index(&mark.anchor.version));
        (place, newest(side), std::cmp::Reverse(mark.placement), score, std::cmp::Reverse(mark.anchor.span))
    };
    // Of two in one place, the one that was put nearest to it; of two like that either, if only it is the same whoever joins.
    let told = |mark: &Mark| (mark.earlier.len(), format!("{mark:?}"));
    let is_ours = match rank(ours, Side::Ours).cmp(&rank(theirs, Side::Theirs)) {
        Ordering::Equal => ours == theirs || told(ours) <= told(theirs),
        other => other.is_gt(),
    };
    let (best, other) = if is_ours { (ours, theirs) } else { (theirs, ours) };
    let mut joined = best.clone();
    if let (Some(trace), Some(other_trace)) = (&mut joined.trace, other.trace)
        && other.anchor == best.anchor
        && other.placement == best.placement
    {
        trace.is_seen |= other_trace.is_seen;
    }
    let known = |joined: &Mark, version: &crate::model::VersionId| joined.anchor_in(version).is_some();
    for anchor in other.earlier.iter().chain([&other.anchor]) {
        if !known(&joined, &anchor.version) {
            joined.earlier.push(anchor.clone());
        }
    }
    if let Some(seen) = seen {
        joined.earlier.sort_by_key(|anchor| seen.texts.index(&anchor.version));
    }
    joined
}

/// Joins the fields of one claim.
struct Fields<'a, 'b> {
    joiner: &'a Joiner<'b>,
    claims: [&'a Claim; 3],
    found: &'a mut Found,
}

impl Fields<'_, '_> {
    /// Keeps both values of a field.
    fn differ(&mut self, ours: ClaimField, theirs: ClaimField) {
        let [base, our_claim, their_claim] = self.claims;
        let opinion = |claim: &Claim, field: ClaimField| {
            let (by, at) = who_changed(base, claim, field.logged());
            Opinion { by, at, value: Value::Claim(field) }
        };
        let values = [opinion(our_claim, ours), opinion(their_claim, theirs)];
        self.found.differences.push(Difference::new(Subject::Claim(base.id.clone()), values));
    }
}

/// Who changed something of a claim last, and when, as its log tells.
fn who_changed(
    base: &Claim,
    claim: &Claim,
    what: &[LogField],
) -> (Option<crate::model::ReviewerId>, Option<jiff::Timestamp>) {
    let entry = claim.log.iter().rev().find(|entry| what.contains(&entry.what) && !base.log.contains(entry));
    entry.map_or((None, None), |entry| (entry.by.clone(), Some(entry.at)))
}

/// Whoever changed a claim last since it was as before.
pub(super) fn who_worked_on(base: &Claim, claim: &Claim) -> Opinion {
    let entry = claim.log.iter().rev().find(|entry| !base.log.contains(entry));
    Opinion { by: entry.and_then(|it| it.by.clone()), at: entry.map(|it| it.at), value: Value::Kept }
}

impl Join for Fields<'_, '_> {
    fn whole<T: PartialEq + Clone>(&mut self, [base, ours, theirs]: [&T; 3], field: fn(T) -> ClaimField) -> T {
        if let Some(value) = three_way(base, ours, theirs) {
            return value.clone();
        }
        self.differ(field(ours.clone()), field(theirs.clone()));
        base.clone()
    }

    fn listed<T: PartialEq + Clone + std::fmt::Debug>(
        &mut self,
        [base, ours, theirs]: [&Vec<T>; 3],
        _field: fn(Vec<T>) -> ClaimField,
    ) -> Vec<T> {
        joined_values([base, ours, theirs], |value| format!("{value:?}"))
    }

    fn passages(&mut self, [base, ours, theirs]: [&Vec<Mark>; 3], field: fn(Vec<Mark>) -> ClaimField) -> Vec<Mark> {
        let seen = self.joiner.articles.get(&self.claims[1].article);
        match join_marks(seen, [base, ours, theirs]) {
            Marks::One(marks) => marks,
            Marks::Several([shown, ours, theirs]) => {
                self.differ(field(ours), field(theirs));
                shown
            }
        }
    }

    /// Whoever says that somebody is at it says less than who says how far it has come; two who signed the same both have.
    fn standing(&mut self, [base, ours, theirs]: [&Standing; 3], field: fn(Standing) -> ClaimField) -> Standing {
        if let Some(standing) = three_way(base, ours, theirs) {
            return standing.clone();
        }
        let is_begun = |standing: &Standing| matches!(standing.status, Status::Unchecked | Status::InProgress);
        let when = |standing: &Standing| {
            let signed = standing.signed.as_ref();
            (signed.map(|signed| signed.at), signed.and_then(|signed| signed.by.clone()))
        };
        let by_status = |standing: &Standing| (standing.status, when(standing));
        let (first, last) = if when(ours) <= when(theirs) { (ours, theirs) } else { (theirs, ours) };
        match (is_begun(ours), is_begun(theirs)) {
            (true, true) if by_status(ours) >= by_status(theirs) => ours.clone(),
            (true, true) => theirs.clone(),
            (true, false) => theirs.clone(),
            (false, true) => ours.clone(),
            // The check that was first stands, the other is kept beside it.
            (false, false) if ours.status == theirs.status && ours.status.is_done() => first.clone(),
            (false, false) if ours.status == theirs.status => last.clone(),
            (false, false) => {
                let opinion = |standing: &Standing| {
                    let Signature { by, at } =
                        standing.signed.clone().unwrap_or(Signature { by: None, at: jiff::Timestamp::UNIX_EPOCH });
                    let at = standing.signed.as_ref().map(|_| at);
                    Opinion { by, at, value: Value::Claim(field(standing.clone())) }
                };
                let subject = Subject::Claim(self.claims[0].id.clone());
                self.found.differences.push(Difference::new(subject, [opinion(ours), opinion(theirs)]));
                base.clone()
            }
        }
    }

    fn queries(&mut self, [base, ours, theirs]: [&Vec<Query>; 3], field: fn(Vec<Query>) -> ClaimField) -> Vec<Query> {
        let ids = |queries: &[Query]| queries.iter().map(|query| query.id.clone()).collect::<Vec<_>>();
        let [mut shown, mut our_list, mut their_list] = [Vec::new(), Vec::new(), Vec::new()];
        let get = |list: &[Query], id| list.iter().find(|query| query.id == id).cloned();
        for id in joined_order(&ids(base), &ids(ours), &ids(theirs)) {
            let (old, one, other) = (get(base, id.clone()), get(ours, id.clone()), get(theirs, id.clone()));
            match (old, one, other) {
                (old, Some(one), Some(other)) => {
                    let old = old.unwrap_or_else(|| Query::new(id));
                    let joining = Query::joined(&old, &one, &other);
                    shown.push(joining.shown);
                    our_list.push(joining.ours);
                    their_list.push(joining.theirs);
                }
                (None, one, other) => {
                    for list in [&mut shown, &mut our_list, &mut their_list] {
                        list.extend(one.clone());
                        list.extend(other.clone());
                    }
                }
                // One took it out: it goes, unless the other has changed it.
                (Some(old), Some(one), None) if one != old => {
                    shown.push(old);
                    our_list.push(one);
                }
                (Some(old), None, Some(other)) if other != old => {
                    shown.push(old);
                    their_list.push(other);
                }
                (Some(_), _, _) => {}
            }
        }
        if our_list != their_list {
            self.differ(field(our_list), field(their_list));
        }
        shown
    }

    fn earlier(
        &mut self,
        [base, ours, theirs]: [&Vec<EarlierCheck>; 3],
        _field: fn(Vec<EarlierCheck>) -> ClaimField,
    ) -> Vec<EarlierCheck> {
        joined_values([base, ours, theirs], |check| {
            (check.signed.as_ref().map(|signed| signed.at), format!("{check:?}"))
        })
    }
}

/// The evidence of a claim, piece by piece.
fn join_evidence(joiner: &Joiner<'_>, claims: [&Claim; 3], found: &mut Found) -> Vec<Evidence> {
    let [base, ours, theirs] = claims;
    let lists = claims.map(|claim| claim.evidence.iter().map(|evidence| evidence.id.clone()).collect::<Vec<_>>());
    let mut joined = Vec::new();
    let logged = [LogField::Evidence];
    let opinion = |claim: &Claim, value: Value| {
        let (by, at) = who_changed(base, claim, &logged);
        Opinion { by, at, value }
    };
    for id in joined_order(&lists[0], &lists[1], &lists[2]) {
        let [old, one, other] = claims.map(|claim| claim.evidence_by_id(&id));
        let mut differ = |values: [Opinion; 2]| {
            found.differences.push(Difference::new(Subject::Claim(base.id.clone()), values));
        };
        match (old, one, other) {
            // Two pieces that bear one id by chance.
            (None, Some(one), Some(other)) if one.source != other.source => {
                let (first, second) = if one.source <= other.source { (one, other) } else { (other, one) };
                joined.push(first.clone());
                joined.push(Evidence { id: free_id(&id, claims), ..second.clone() });
            }
            (old, Some(one), Some(other)) => {
                let (shown, values) = join_piece(joiner, old, one, other);
                if let Some([one, other]) = values {
                    differ([opinion(ours, Value::Evidence(one)), opinion(theirs, Value::Evidence(other))]);
                }
                joined.push(shown);
            }
            (None, one, other) => joined.extend(one.or(other).cloned()),
            (Some(old), Some(changed), None) if is_other(old, changed) => {
                differ([opinion(ours, Value::Evidence(changed.clone())), opinion(theirs, Value::Gone)]);
                joined.push(old.clone());
            }
            (Some(old), None, Some(changed)) if is_other(old, changed) => {
                differ([opinion(ours, Value::Gone), opinion(theirs, Value::Evidence(changed.clone()))]);
                joined.push(old.clone());
            }
            (Some(_), _, _) => {}
        }
    }
    joined
}

/// An id that no evidence of the claim has.
fn free_id(id: &crate::model::EvidenceId, claims: [&Claim; 3]) -> crate::model::EvidenceId {
    let short = &id.as_str()[..id.as_str().len().min(50)];
    let mut names = (2u32..).filter_map(|number| crate::model::EvidenceId::new(&format!("{short}-{number}")).ok());
    let is_free = |id: &crate::model::EvidenceId| claims.iter().all(|claim| claim.evidence_by_id(id).is_none());
    names.find(is_free).expect("there are more numbers than evidence")
}

/// Whether a person changed a piece of evidence, and not only a newer version of its document that moved its words.
fn is_other(old: &Evidence, new: &Evidence) -> bool {
    let is_moved = match (&old.mark, &new.mark) {
        (Some(old), Some(new)) => is_followed(old, new),
        (old, new) => old == new,
    };
    !is_moved || Evidence { mark: old.mark.clone(), ..new.clone() } != *old
}

fn join_piece(
    joiner: &Joiner<'_>,
    old: Option<&Evidence>,
    one: &Evidence,
    other: &Evidence,
) -> (Evidence, Option<[Evidence; 2]>) {
    let blank = Evidence::new(one.id.clone(), one.source.clone());
    let (mut old, mut one, mut other) = (old.unwrap_or(&blank).clone(), one.clone(), other.clone());
    if let ([Some(before), Some(ours), Some(theirs)], true) =
        ([&old.mark, &one.mark, &other.mark], one.source == other.source)
    {
        let seen = joiner.sources.get(&one.source);
        let marks = [before, ours, theirs].map(std::slice::from_ref);
        if let Marks::One(marks) = join_marks(seen, marks) {
            let mark = marks.into_iter().next();
            (old.mark, one.mark, other.mark) = (mark.clone(), mark.clone(), mark);
        }
    }
    let joining = Evidence::joined(&old, &one, &other);
    let values = (!joining.fields.is_empty()).then_some([joining.ours, joining.theirs]);
    let mut shown = joining.shown;
    // Words stand in the document of their source, or nowhere.
    let is_kept = shown.source == one.source || shown.source == other.source || shown.source == old.source;
    if !is_kept || joiner.is_astray(&shown) {
        (shown.mark, shown.region) = (None, None);
    }
    (shown, values)
}

/// Whether claims of both with one id are two: who marked them, and when, tells.
pub(super) fn are_two(ours: &Claim, theirs: &Claim) -> bool {
    ours.created != theirs.created
}

/// The claim of this id in a list.
pub(super) fn by_id(claims: &[Arc<Claim>]) -> std::collections::HashMap<&crate::model::ClaimId, &Arc<Claim>> {
    claims.iter().map(|claim| (&claim.id, claim)).collect()
}
