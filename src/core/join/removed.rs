//! What one person removed and the other worked on: it stays until somebody says otherwise, with all that went with it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::model::{
    ArticleId, Claim, ClaimId, Difference, Entry, KNOWN_TO_THE_DESK, Opinion, ProjectParts, ReviewerId, SourceId,
    Subject, Value, Version, VersionId,
};

use super::{
    Found,
    claim::{by_id, is_changed_by_hand, who_worked_on},
    drafts,
};

/// Gives a side back what it removed while the other worked on it, and keeps that as open.
pub(super) fn give_back(base: &ProjectParts, side: &mut ProjectParts, other: &ProjectParts, found: &mut Found) {
    let mut subjects = Vec::new();
    articles(base, side, other, &mut subjects);
    claims(base, side, other, &mut subjects);
    sources(base, side, other, &mut subjects);
    for (subject, kept) in subjects {
        for waiver in base.waivers.iter().filter(|waiver| waiver.subject == subject) {
            if !side.waivers.iter().any(|known| known.rule == waiver.rule && known.subject == waiver.subject) {
                side.waivers.push(Arc::clone(waiver));
            }
        }
        found.differences.push(Difference::new(subject, [Opinion::of(Value::Gone), kept]));
    }
}

/// Whether a side lets a finding of a part pass that nobody had before, or for another reason: that is work on it.
fn is_waived_anew(base: &ProjectParts, side: &ProjectParts, subject: &Subject) -> bool {
    side.waivers.iter().filter(|waiver| waiver.subject == *subject).any(|waiver| !base.waivers.contains(waiver))
}

/// Whether something of a part is open already.
fn is_open(parts: &ProjectParts, subject: &Subject) -> bool {
    parts.differences.iter().any(|open| open.subject == *subject)
}

fn articles(base: &ProjectParts, side: &mut ProjectParts, other: &ProjectParts, found: &mut Vec<(Subject, Opinion)>) {
    let gone: Vec<_> = base.articles.iter().filter(|it| !side.articles.iter().any(|left| left.id == it.id)).collect();
    for article in gone {
        let Some(theirs) = other.articles.iter().find(|it| it.id == article.id) else { continue };
        let old = by_id(&base.claims);
        let is_work = |claim: &&Arc<Claim>| {
            let is_changed = old.get(&claim.id).is_none_or(|old| is_changed_by_hand(old, claim));
            let subject = Subject::Claim(claim.id.clone());
            let is_work = is_changed || is_open(other, &subject) || is_waived_anew(base, other, &subject);
            claim.article == article.id && is_work
        };
        let worked = other.claims.iter().find(is_work);
        let decides = |parts: &ProjectParts| -> Vec<_> {
            parts.dismissals.iter().filter(|made| made.article == article.id).cloned().collect()
        };
        let subject = Subject::Article(article.id.clone());
        let is_open = is_open(other, &subject) || is_waived_anew(base, other, &subject);
        if theirs == article && worked.is_none() && !is_open && decides(base) == decides(other) {
            continue;
        }
        side.articles.push(Arc::clone(article));
        let known: HashSet<ClaimId> = side.claims.iter().map(|claim| claim.id.clone()).collect();
        let back: Vec<_> = base
            .claims
            .iter()
            .filter(|claim| claim.article == article.id && !known.contains(&claim.id))
            .cloned()
            .collect();
        for claim in &back {
            let is_of = |waiver: &&Arc<crate::model::Waiver>| waiver.subject == Subject::Claim(claim.id.clone());
            side.waivers.extend(base.waivers.iter().filter(is_of).cloned());
        }
        side.claims.extend(back);
        side.dismissals.extend(decides(base));
        let blank = |claim: &Claim| Claim::new(claim.id.clone(), claim.article.clone(), Vec::new());
        let kept = worked.map(|claim| match old.get(&claim.id) {
            Some(old) => who_worked_on(old, claim),
            None => who_worked_on(&blank(claim), claim),
        });
        found.push((Subject::Article(article.id.clone()), kept.unwrap_or_else(|| Opinion::of(Value::Kept))));
    }
}

fn claims(base: &ProjectParts, side: &mut ProjectParts, other: &ProjectParts, found: &mut Vec<(Subject, Opinion)>) {
    let (mine, theirs) = (by_id(&side.claims), by_id(&other.claims));
    let mut back = Vec::new();
    for old in base.claims.iter().filter(|claim| !mine.contains_key(&claim.id)) {
        let subject = Subject::Claim(old.id.clone());
        let is_work = |claim: &&&Arc<Claim>| {
            is_changed_by_hand(old, claim) || is_open(other, &subject) || is_waived_anew(base, other, &subject)
        };
        let Some(claim) = theirs.get(&old.id).filter(is_work) else { continue };
        found.push((subject.clone(), who_worked_on(old, claim)));
        back.push(Arc::clone(old));
    }
    side.claims.extend(back);
}

fn sources(base: &ProjectParts, side: &mut ProjectParts, other: &ProjectParts, found: &mut Vec<(Subject, Opinion)>) {
    let merged = merged_away(base, side);
    let gone: Vec<_> = base.sources.iter().filter(|it| !side.sources.iter().any(|left| left.id == it.id)).collect();
    for source in gone.into_iter().filter(|source| !merged.contains_key(&source.id)) {
        let Some(theirs) = other.sources.iter().find(|it| it.id == source.id) else { continue };
        let is_same = theirs.differing(source).is_empty()
            && (&theirs.seals, &theirs.versions) == (&source.seals, &source.versions)
            && !is_open(other, &Subject::Source(source.id.clone()))
            && !is_waived_anew(base, other, &Subject::Source(source.id.clone()));
        if !is_same {
            side.sources.push(Arc::clone(source));
            found.push((Subject::Source(source.id.clone()), Opinion::of(Value::Kept)));
        }
    }
}

/// The sources from before that a side has merged into others: those into which their evidence or their documents went.
pub(super) fn merged_away(base: &ProjectParts, side: &ProjectParts) -> HashMap<SourceId, SourceId> {
    let left: HashSet<&SourceId> = side.sources.iter().map(|source| &source.id).collect();
    let gone: HashMap<&SourceId, _> =
        base.sources.iter().filter(|it| !left.contains(&it.id)).map(|source| (&source.id, source)).collect();
    let mut merged = HashMap::new();
    if gone.is_empty() {
        return merged;
    }
    let now = by_id(&side.claims);
    for claim in &base.claims {
        for evidence in claim.evidence.iter().filter(|evidence| gone.contains_key(&evidence.source)) {
            let moved = now.get(&claim.id).and_then(|claim| claim.evidence_by_id(&evidence.id));
            if let Some(moved) = moved.filter(|moved| moved.source != evidence.source) {
                merged.entry(evidence.source.clone()).or_insert_with(|| moved.source.clone());
            }
        }
    }
    for source in gone.into_values().filter(|source| !source.versions.is_empty()) {
        let holds = |other: &&Arc<crate::model::Source>| {
            source.versions.iter().all(|version| other.version(&version.id).is_some())
        };
        if let Some(into) = side.sources.iter().find(holds) {
            merged.entry(source.id.clone()).or_insert_with(|| into.id.clone());
        }
    }
    merged
}

/// What one side removed and the other has come to use stays: an article of a claim, a source of evidence, the scale of a verdict, who
/// has signed.
pub(super) fn keep_what_is_used(parts: &mut ProjectParts, states: [&ProjectParts; 3], found: &mut Found) {
    let [base, ours, theirs] = states;
    let all = || [ours, theirs, base].into_iter();
    let known: HashSet<ArticleId> = parts.articles.iter().map(|article| article.id.clone()).collect();
    let needed = parts.claims.iter().map(|claim| &claim.article).filter(|id| !known.contains(id));
    let needed: std::collections::BTreeSet<ArticleId> = needed.cloned().collect();
    for id in needed {
        parts.articles.extend(all().find_map(|state| state.articles.iter().find(|it| it.id == id)).cloned());
    }
    let known: HashSet<SourceId> = parts.sources.iter().map(|source| source.id.clone()).collect();
    let open = parts.differences.iter().flat_map(|open| &open.values).filter_map(|opinion| match &opinion.value {
        Value::Evidence(evidence) => Some(&evidence.source),
        _ => None,
    });
    let used = parts.claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| &evidence.source);
    let needed: std::collections::BTreeSet<SourceId> =
        used.chain(open).filter(|id| !known.contains(id)).cloned().collect();
    for id in needed {
        let source = all().find_map(|state| state.sources.iter().find(|it| it.id == id));
        if let Some(source) = source {
            // What is said of it is printed, and handed on.
            let title = if source.is_confidential { KNOWN_TO_THE_DESK } else { source.display_title() };
            found.say(format!("The source “{title}” was removed on one side and is used on the other: it stays."));
            parts.sources.push(Arc::clone(source));
        }
    }
    keep_texts(parts, states);
    keep_people(parts, states);
    keep_verdicts(parts, states);
}

/// Keeps drafts, and versions of documents, that one side took back by going to an earlier state and in which something stands. Returns
/// whether there are any.
pub(super) fn keep_texts(parts: &mut ProjectParts, states: [&ProjectParts; 3]) -> bool {
    let articles = parts.articles.iter().flat_map(|article| &article.versions);
    let all = articles.chain(parts.sources.iter().flat_map(|source| &source.versions));
    let known: HashSet<&VersionId> = all.map(|version| &version.id).collect();
    let of_claims = parts.claims.iter().flat_map(|claim| drafts::named(claim));
    let named = of_claims.chain(parts.dismissals.iter().map(|made| &made.anchor.version));
    let missing: HashSet<VersionId> = named.filter(|version| !known.contains(version)).cloned().collect();
    if missing.is_empty() {
        return false;
    }
    let with_missing = |own: &[Arc<Version>], of: [&[Arc<Version>]; 3]| -> Option<Vec<Arc<Version>>> {
        let all = drafts::joined_versions(of);
        let is_kept =
            |version: &Arc<Version>| missing.contains(&version.id) || own.iter().any(|known| known.id == version.id);
        let kept: Vec<_> = all.into_iter().filter(is_kept).collect();
        (kept.len() > own.len()).then_some(kept)
    };
    for article in &mut parts.articles {
        let of = states.map(|state| state.articles.iter().find(|it| it.id == article.id));
        if let Some(versions) = with_missing(&article.versions, of.map(|it| it.map_or(&[][..], |it| &it.versions))) {
            Arc::make_mut(article).versions = versions;
        }
    }
    for source in &mut parts.sources {
        let of = states.map(|state| state.sources.iter().find(|it| it.id == source.id));
        if let Some(versions) = with_missing(&source.versions, of.map(|it| it.map_or(&[][..], |it| &it.versions))) {
            Arc::make_mut(source).versions = versions;
        }
    }
    true
}

fn keep_people(parts: &mut ProjectParts, states: [&ProjectParts; 3]) {
    let signed = |signed: &Option<crate::model::Signature>| signed.as_ref().and_then(|signed| signed.by.clone());
    let mut named: std::collections::BTreeSet<ReviewerId> =
        parts.claims.iter().flat_map(|claim| claim.people()).cloned().collect();
    named.extend(parts.dismissals.iter().filter_map(|made| signed(&made.signed)));
    named.extend(parts.waivers.iter().filter_map(|waiver| signed(&waiver.signed)));
    for id in named {
        if !parts.reviewers.iter().any(|reviewer| reviewer.id == id) {
            let known = states.into_iter().find_map(|state| state.reviewers.iter().find(|it| it.id == id));
            parts.reviewers.extend(known.cloned());
        }
    }
}

fn keep_verdicts(parts: &mut ProjectParts, [base, ours, theirs]: [&ProjectParts; 3]) {
    let states = [ours, theirs, base];
    if !parts.scales.iter().any(|scale| scale.id == parts.settings.scale) {
        let mut all = states.into_iter().flat_map(|state| &state.scales);
        parts.scales.extend(all.find(|scale| scale.id == parts.settings.scale).cloned());
    }
    let known = |parts: &ProjectParts, id: &crate::model::VerdictId| {
        parts.scales.iter().any(|scale| scale.verdict(id).is_some())
    };
    let given: std::collections::BTreeSet<_> = parts.claims.iter().filter_map(|claim| claim.verdict.clone()).collect();
    for id in given {
        if known(parts, &id) {
            continue;
        }
        let Some(scale) = states.into_iter().flat_map(|state| &state.scales).find(|scale| scale.verdict(&id).is_some())
        else {
            continue;
        };
        match parts.scales.iter_mut().find(|other| other.id == scale.id) {
            Some(there) => Arc::make_mut(there).verdicts.extend(scale.verdict(&id).cloned()),
            None => parts.scales.push(Arc::clone(scale)),
        }
    }
}
