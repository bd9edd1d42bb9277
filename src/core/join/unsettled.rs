//! What was open already when two people's work is joined: what one has settled is settled, what one has opened is open, and a third value
//! comes beside the two.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Difference, Opinion, Project, ProjectParts, Source, Subject, Value};

use super::Found;

/// Joins what is open in the three states with what was found now. The parts show what was there before.
pub(super) fn join_open(parts: &mut ProjectParts, states: [&ProjectParts; 3], found: &mut Found) {
    let mut open: BTreeMap<(Subject, String), Vec<Opinion>> = BTreeMap::new();
    for difference in std::mem::take(&mut found.differences) {
        open.entry((difference.subject.clone(), difference.name())).or_default().extend(difference.values);
    }
    if states.iter().any(|state| !state.differences.is_empty()) {
        join_known(parts, states, &mut open);
    }
    let differences = open.into_iter().map(|((subject, _), values)| Difference::new(subject, values));
    let is_there = |open: &Difference| match &open.subject {
        Subject::Project => true,
        Subject::Claim(id) => parts.claims.iter().any(|claim| claim.id == *id),
        Subject::Article(id) => parts.articles.iter().any(|article| article.id == *id),
        Subject::Source(id) => parts.sources.iter().any(|source| source.id == *id),
    };
    let differences: Vec<_> =
        differences.filter(|open| open.values.len() > 1 && is_there(open)).map(Arc::new).collect();
    parts.differences = differences;
}

fn join_known(
    parts: &mut ProjectParts,
    states: [&ProjectParts; 3],
    open: &mut BTreeMap<(Subject, String), Vec<Opinion>>,
) {
    let mut known: BTreeMap<(Subject, String), [Option<&Arc<Difference>>; 3]> = BTreeMap::new();
    for (side, state) in states.iter().enumerate() {
        for difference in &state.differences {
            known.entry((difference.subject.clone(), difference.name())).or_default()[side] = Some(difference);
        }
    }
    let projects = states.map(|state| Project::from_parts(state.clone()));
    for (key, sides) in known {
        let [base, ours, theirs] = sides;
        let Some(any) = ours.or(theirs).or(base) else { continue };
        let now = |side: usize| projects[side].value_of(any);
        let values = |side: Option<&Arc<Difference>>| side.map(|open| open.values.clone()).unwrap_or_default();
        let is_same =
            |a: Option<&Arc<Difference>>, b: Option<&Arc<Difference>>| a.map(|it| &it.values) == b.map(|it| &it.values);
        // A side on which it is not open says one thing.
        let said = |side: usize| sides[side].map_or_else(|| vec![Opinion::of(now(side))], |open| open.values.clone());
        let mut found = match () {
            () if is_same(ours, theirs) => values(ours),
            () if is_same(ours, base) && base.is_some() => values(theirs),
            () if is_same(theirs, base) && base.is_some() => values(ours),
            // One has opened it; what the other made of it meanwhile is a further value.
            () if is_same(ours, base) && now(1) == now(0) => values(theirs),
            () if is_same(theirs, base) && now(2) == now(0) => values(ours),
            () => said(1).into_iter().chain(said(2)).collect(),
        };
        if found.is_empty() {
            continue;
        }
        let is_clash =
            open.contains_key(&key) || !sides[1..].iter().any(|side| side.is_some_and(|it| it.values == found));
        found.extend(open.remove(&key).unwrap_or_default());
        if is_clash {
            put(parts, &key.0, &now(0));
        }
        open.insert(key, found);
    }
}

/// Has the parts show a value.
fn put(parts: &mut ProjectParts, subject: &Subject, value: &Value) {
    match (value, subject) {
        (Value::Claim(field), Subject::Claim(id)) => {
            if let Some(claim) = parts.claims.iter_mut().find(|claim| claim.id == *id) {
                field.clone().put_into(Arc::make_mut(claim));
            }
        }
        (Value::Evidence(evidence), Subject::Claim(id)) => {
            let claim = parts.claims.iter_mut().find(|claim| claim.id == *id);
            let found =
                claim.and_then(|claim| Arc::make_mut(claim).evidence.iter_mut().find(|it| it.id == evidence.id));
            if let Some(there) = found {
                there.clone_from(evidence);
            }
        }
        (Value::Article(meta), Subject::Article(id)) => {
            if let Some(article) = parts.articles.iter_mut().find(|article| article.id == *id) {
                Arc::make_mut(article).meta = meta.clone();
            }
        }
        (Value::Source(source), Subject::Source(id)) => {
            if let Some(there) = parts.sources.iter_mut().find(|there| there.id == *id) {
                let (seals, versions) = (there.seals.clone(), there.versions.clone());
                *there = Arc::new(Source { seals, versions, ..source.as_ref().clone() });
            }
        }
        (Value::Title(title), _) => parts.title.clone_from(title),
        (Value::Settings(settings), _) => parts.settings.clone_from(settings),
        _ => {}
    }
}
