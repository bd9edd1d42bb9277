//! What a person chose of two values that are open, as one change.

use std::sync::Arc;

use crate::model::{
    Claim, ClaimField, Confidence, Difference, Edit, Entry, Evidence, EvidenceField, Mark, Opinion, Project, Query,
    Source, Subject, Value,
};

use super::{follow::Texts, scales};

/// What is chosen of what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the values, by its place.
    Value(usize),
    /// All of them together.
    Both,
    /// What stands in the project now.
    AsItStands,
}

/// What can be chosen: each value, all of them where that has a meaning, and what stands there where that is none of them.
pub fn choices(project: &Project, difference: &Difference) -> Vec<Choice> {
    let mut choices: Vec<Choice> = (0..difference.values.len()).map(Choice::Value).collect();
    choices.extend(together(difference).map(|_| Choice::Both));
    let now = project.value_of(difference);
    if !difference.values.iter().any(|opinion| opinion.value == now) {
        choices.push(Choice::AsItStands);
    }
    choices
}

/// The change that settles a difference so. `None`: there is no such choice.
pub fn settle(project: &Project, difference: &Difference, choice: Choice) -> Option<Edit> {
    let value = match choice {
        Choice::Value(at) => Some(difference.values.get(at)?.value.clone()),
        Choice::Both => Some(together(difference)?),
        Choice::AsItStands => None,
    };
    let mut edits = value.map(|value| edits(project, difference, &value)).unwrap_or_default();
    if is_about_scale(difference) {
        let mut after = project.clone();
        let is_made = edits.iter().all(|edit| after.apply(edit).is_ok());
        edits.extend(is_made.then(|| scales::into_scale(&after)).into_iter().flatten());
    }
    let (subject, name) = (difference.subject.clone(), difference.name());
    let chosen = match choice {
        Choice::Value(at) => vec![at],
        Choice::Both => (0..difference.values.len()).collect(),
        Choice::AsItStands => Vec::new(),
    };
    let settled = |edits: &[Edit]| Edit::Settle {
        subject: subject.clone(),
        name: name.clone(),
        edits: edits.to_vec(),
        chosen: chosen.clone(),
        reason: String::new(),
    };
    // A check that was made of what is chosen holds again.
    if let Subject::Claim(id) = &subject {
        let mut after = project.clone();
        if after.apply(&settled(&edits)).is_ok()
            && after.differences_of(id).next().is_none()
            && let Some(claim) = after.claim(id)
        {
            let given_back = after.checks_to_give_back(claim);
            edits.extend(given_back.into_iter().map(|field| Edit::SetClaim { claim: id.clone(), field }));
        }
    }
    Some(settled(&edits))
}

/// Whether it is open which scale is used.
fn is_about_scale(difference: &Difference) -> bool {
    let scale = |opinion: &Opinion| match &opinion.value {
        Value::Settings(settings) => Some(settings.scale.clone()),
        _ => None,
    };
    let mut scales = difference.values.iter().map(scale);
    let first = scales.next().flatten();
    first.is_some() && scales.any(|other| other != first)
}

/// All values of a difference as one, where that has a meaning.
fn together(difference: &Difference) -> Option<Value> {
    let fields: Option<Vec<&ClaimField>> = difference
        .values
        .iter()
        .map(|opinion| match &opinion.value {
            Value::Claim(field) => Some(field),
            _ => None,
        })
        .collect();
    let fields = fields?;
    let texts = |text: fn(&ClaimField) -> Option<String>| -> Option<String> {
        let texts: Option<Vec<String>> = fields.iter().map(|field| text(field)).collect();
        Some(texts?.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n"))
    };
    let joined = match fields.first()? {
        ClaimField::Notes(_) => ClaimField::Notes(texts(|field| match field {
            ClaimField::Notes(notes) => Some(notes.clone()),
            _ => None,
        })?),
        ClaimField::Marks(_) => {
            let mut all: Vec<Mark> = Vec::new();
            for mark in fields
                .iter()
                .filter_map(|field| if let ClaimField::Marks(marks) = field { Some(marks) } else { None })
                .flatten()
            {
                if !all.iter().any(|known| known.anchor.span == mark.anchor.span) {
                    all.push(mark.clone());
                }
            }
            ClaimField::Marks(all)
        }
        ClaimField::Queries(_) => ClaimField::Queries(all_queries(&fields)),
        ClaimField::Confidence(_) => return both_reasons(&fields),
        _ => return None,
    };
    Some(Value::Claim(joined))
}

/// The questions of both; where both have worded one, the second becomes one of its own.
fn all_queries(fields: &[&ClaimField]) -> Vec<Query> {
    let mut all: Vec<Query> = Vec::new();
    for queries in fields.iter().filter_map(|field| if let ClaimField::Queries(it) = field { Some(it) } else { None }) {
        for query in queries.iter().filter(|query| !all.contains(query)).cloned().collect::<Vec<_>>() {
            let mut query = query;
            let id = query.id.as_str().to_owned();
            let mut number = 2;
            while all.iter().any(|known| known.id == query.id) {
                let Ok(other) = crate::model::QueryId::new(&format!("{id}-{number}")) else { break };
                (query.id, number) = (other, number + 1);
            }
            all.push(query);
        }
    }
    all
}

/// Where two are as sure for different reasons, both reasons.
fn both_reasons(fields: &[&ClaimField]) -> Option<Value> {
    let given = |field: &&ClaimField| match field {
        ClaimField::Confidence(confidence) => confidence.clone(),
        _ => None,
    };
    let all: Option<Vec<Confidence>> = fields.iter().map(given).collect();
    let all = all?;
    let degree = all.first()?.degree;
    let reasons: Vec<&str> = all.iter().map(|it| it.reason.as_str()).filter(|reason| !reason.is_empty()).collect();
    let is_same = all.iter().all(|confidence| confidence.degree == degree);
    is_same.then(|| Value::Claim(ClaimField::Confidence(Some(Confidence { degree, reason: reasons.join("\n") }))))
}

/// What puts a value in its place. What was changed since by other hands is left as it is.
fn edits(project: &Project, difference: &Difference, value: &Value) -> Vec<Edit> {
    let others: Vec<&Value> =
        difference.values.iter().map(|opinion| &opinion.value).filter(|it| *it != value).collect();
    let set = |claim: &Arc<Claim>, field: ClaimField| Edit::SetClaim { claim: claim.id.clone(), field };
    match (&difference.subject, value) {
        (Subject::Claim(id), Value::Gone) if is_about_evidence(difference) => {
            let evidence = evidence_of(difference)
                .filter(|it| project.claim(id).is_some_and(|c| c.evidence_by_id(&it.id).is_some()));
            evidence.map(|it| Edit::RemoveEvidence { claim: id.clone(), evidence: it.id.clone() }).into_iter().collect()
        }
        (_, Value::Gone) => gone(project, difference),
        (Subject::Claim(id), Value::Claim(ClaimField::Marks(marks))) => {
            let Some(claim) = project.claim(id) else { return Vec::new() };
            vec![set(claim, ClaimField::Marks(in_newest(project, claim, marks)))]
        }
        (Subject::Claim(id), Value::Claim(field)) => {
            project.claim(id).map(|claim| set(claim, field.clone())).into_iter().collect()
        }
        (Subject::Claim(id), Value::Evidence(chosen)) => evidence_edits(project, id, chosen, &others),
        (Subject::Article(id), Value::Article(chosen)) => {
            let Some(article) = project.article(id) else { return Vec::new() };
            let mut meta = article.meta.clone();
            let others = others.iter().filter_map(|it| if let Value::Article(it) = it { Some(it) } else { None });
            meta.take_chosen(chosen, &others.collect::<Vec<_>>());
            vec![Edit::SetArticleMeta { article: id.clone(), meta }]
        }
        (Subject::Source(id), Value::Source(chosen)) => {
            let Some(source) = project.source(id) else { return Vec::new() };
            let mut changed: Source = source.as_ref().clone();
            let others =
                others.iter().filter_map(|it| if let Value::Source(it) = it { Some(it.as_ref()) } else { None });
            changed.take_chosen(chosen, &others.collect::<Vec<_>>());
            vec![Edit::put_source(&changed)]
        }
        (_, Value::Title(title)) => vec![Edit::SetTitle(title.clone())],
        (_, Value::Settings(chosen)) => {
            let mut settings = project.settings().clone();
            let others =
                others.iter().filter_map(|it| if let Value::Settings(it) = it { Some(it.as_ref()) } else { None });
            settings.take_chosen(chosen, &others.collect::<Vec<_>>());
            vec![Edit::SetSettings(Arc::new(settings))]
        }
        (_, Value::Reviewer(reviewer)) => vec![Edit::PutReviewer(Arc::clone(reviewer))],
        (_, Value::Scale(scale)) => vec![Edit::PutScale(Arc::clone(scale))],
        (_, Value::View(view)) => vec![Edit::PutView(Arc::clone(view))],
        (_, Value::Waiver(waiver)) => vec![Edit::Waive(Arc::clone(waiver))],
        _ => Vec::new(),
    }
}

fn evidence_of(difference: &Difference) -> Option<&Evidence> {
    difference.values.iter().find_map(|opinion| match &opinion.value {
        Value::Evidence(evidence) => Some(evidence),
        _ => None,
    })
}

fn is_about_evidence(difference: &Difference) -> bool {
    evidence_of(difference).is_some()
}

/// What removes the part that a difference is about.
fn gone(project: &Project, difference: &Difference) -> Vec<Edit> {
    let shown = difference.values.iter().map(|opinion| &opinion.value).find(|value| **value != Value::Gone);
    if project.value_of(difference) == Value::Gone {
        return Vec::new();
    }
    match (&difference.subject, shown) {
        (_, Some(Value::Waiver(waiver))) => {
            vec![Edit::Unwaive { rule: waiver.rule.clone(), subject: waiver.subject.clone() }]
        }
        (_, Some(Value::View(view))) => vec![Edit::RemoveView(view.name.clone())],
        (_, Some(Value::Reviewer(reviewer))) => vec![Edit::RemoveReviewer(reviewer.id.clone())],
        (Subject::Claim(id), _) => vec![Edit::RemoveClaim(id.clone())],
        (Subject::Article(id), _) => vec![Edit::RemoveArticle(id.clone())],
        (Subject::Source(id), _) => vec![Edit::RemoveSource(id.clone())],
        (Subject::Project, _) => Vec::new(),
    }
}

/// The fields of evidence in which the chosen value differs from the others.
fn evidence_edits(project: &Project, id: &crate::model::ClaimId, chosen: &Evidence, others: &[&Value]) -> Vec<Edit> {
    let Some(now) = project.claim(id).and_then(|claim| claim.evidence_by_id(&chosen.id)) else {
        return vec![Edit::AddEvidence { claim: id.clone(), evidence: chosen.clone() }];
    };
    let mut wanted = now.clone();
    let others: Vec<&Evidence> =
        others.iter().filter_map(|it| if let Value::Evidence(it) = it { Some(it) } else { None }).collect();
    match others.as_slice() {
        [] => wanted = chosen.clone(),
        others => wanted.take_chosen(chosen, others),
    }
    let Evidence { id: _, source, stance, quote, locator, note, credibility, mark, region } = wanted;
    let fields = [
        (source != now.source).then_some(EvidenceField::Source(source)),
        (stance != now.stance).then_some(EvidenceField::Stance(stance)),
        (quote != now.quote).then_some(EvidenceField::Quote(quote)),
        (locator != now.locator).then_some(EvidenceField::Locator(locator)),
        (note != now.note).then_some(EvidenceField::Note(note)),
        (credibility != now.credibility).then_some(EvidenceField::Credibility(credibility)),
        (mark != now.mark).then_some(EvidenceField::Mark(mark)),
        (region != now.region).then_some(EvidenceField::Region(region)),
    ];
    let set = |field| Edit::SetEvidence { claim: id.clone(), evidence: chosen.id.clone(), field };
    fields.into_iter().flatten().map(set).collect()
}

/// Passages in the newest draft: others may have brought one in since.
fn in_newest(project: &Project, claim: &Claim, marks: &[Mark]) -> Vec<Mark> {
    let Some(article) = project.article(&claim.article) else { return marks.to_vec() };
    let texts = Texts::new(&article.versions);
    marks.iter().map(|mark| texts.follow(mark, texts.index(&mark.anchor.version).unwrap_or(usize::MAX))).collect()
}
