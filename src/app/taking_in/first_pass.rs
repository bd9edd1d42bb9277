//! Independent first passes: given out to each of several people with nothing of what others found, and brought back.

use std::{collections::HashSet, path::Path, sync::Arc};

use crate::{
    comparison::Side,
    ids::Ids,
    model::{
        Anchor, Article, Assignment, Claim, ClaimId, Difference, FirstOpinion, FirstPass, Mark, Opinion, Project,
        ProjectParts, Reviewer, Signature, Subject, Value,
    },
};

use super::{
    brought::{Brought, Item},
    values::{TakeError, Wanted},
};

/// Gives a first pass out to a person: what the project keeps of it, and the project that goes to them.
pub fn give_out(project: &Project, reviewer: &Reviewer, given: Signature, ids: &mut Ids) -> (FirstPass, Project) {
    let id = ids.pass(project);
    let pass = FirstPass {
        id: id.clone(),
        reviewer: reviewer.id.clone(),
        given: Some(given),
        articles: project.articles().iter().map(|article| article.id.clone()).collect(),
        returned: None,
        opinions: Vec::new(),
    };
    let assignment = Assignment { id, of: project.title().to_owned(), reviewer: reviewer.id.clone() };
    (pass, self::assignment(project, reviewer, assignment))
}

/// What goes out: articles, scales and settings, and who is to work on it. Nothing that anybody marked, found, asked, dismissed or wrote is
/// in it, nor that there was any.
pub fn assignment(project: &Project, reviewer: &Reviewer, assignment: Assignment) -> Project {
    let parts = project.parts();
    Project::from_parts(ProjectParts {
        title: parts.title.clone(),
        settings: Arc::clone(&parts.settings),
        reviewers: vec![Arc::new(reviewer.clone())],
        scales: parts.scales.clone(),
        articles: parts.articles.iter().map(|article| Arc::new(Article::clone(article))).collect(),
        assignment: Some(Arc::new(assignment)),
        ..ProjectParts::clone(Project::new("").parts())
    })
}

/// The reviewer whom these words name: by id, name or initials; else somebody new of this name. `None`: no word.
pub fn person(project: &Project, words: &str, ids: &mut Ids) -> Option<Reviewer> {
    let words = words.trim();
    let is_id = |known: &&Arc<Reviewer>| known.id.as_str() == words;
    let is_named = |known: &&Arc<Reviewer>| {
        let names = [&known.name, &known.initials].into_iter().map(|name| name.trim().to_lowercase());
        names.filter(|name| !name.is_empty()).any(|name| name == words.to_lowercase())
    };
    let people = project.reviewers();
    if let Some(known) = people.iter().find(is_id).or_else(|| people.iter().find(is_named)) {
        return Some(known.as_ref().clone());
    }
    let new = || Reviewer { id: ids.reviewer(project), name: words.to_owned(), initials: Reviewer::initials_of(words) };
    (!words.is_empty()).then(new)
}

/// How the file for a person is called, beside that of the project.
pub fn file_name(project: &Path, reviewer: &Reviewer) -> String {
    let stem = project.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let who = if reviewer.initials.trim().is_empty() { &reviewer.name } else { &reviewer.initials };
    let plain = |c: char| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' };
    let who: String = who.trim().chars().map(plain).collect();
    let who = if who.is_empty() { reviewer.id.to_string() } else { who };
    format!("{stem}-{who}.ron")
}

/// The first passes that came back, each as a project of its own, as they were given. Where anything is hidden from whoever sees the
/// project, what others found of that is not in their passes, and so nothing can be said of how far these agree.
pub fn sides_of_passes(seen: &Side) -> Vec<Side> {
    let (project, unseen) = (&seen.project, seen.unseen + seen.hidden.len());
    let mut sides: Vec<Side> = Vec::new();
    for pass in project.passes().iter().filter(|pass| pass.is_back()) {
        let claims = pass.opinions.iter().map(|opinion| Arc::new(as_claim(project, opinion))).collect();
        let alone = ProjectParts {
            claims,
            differences: Vec::new(),
            passes: Vec::new(),
            settled: Vec::new(),
            ..project.parts().clone()
        };
        let who = project.reviewer(&pass.reviewer).map_or_else(|| pass.reviewer.to_string(), |it| it.whole());
        let before = sides.iter().filter(|side| side.name == who || side.name.starts_with(&format!("{who} ("))).count();
        let name = if before == 0 { who } else { format!("{who} ({})", before + 1) };
        sides.push(Side { name, project: Project::from_parts(alone), hidden: HashSet::new(), unseen });
    }
    sides
}

fn as_claim(project: &Project, opinion: &FirstOpinion) -> Claim {
    let marks = opinion.passages.iter().cloned().map(Mark::new).collect();
    let number = project.claim(&opinion.claim).map_or(0, |claim| claim.number);
    Claim {
        number,
        statement: opinion.statement.clone(),
        verdict: opinion.verdict.clone(),
        confidence: opinion.confidence.clone(),
        ..Claim::new(opinion.claim.clone(), opinion.article.clone(), marks)
    }
}

/// The first pass that comes back with a project, if it is one that did not come back before.
pub(super) fn pass_of(wanted: &Wanted<'_>) -> Result<Option<FirstPass>, TakeError> {
    let Some(assignment) = wanted.theirs.assignment() else { return Ok(None) };
    let known = wanted.ours.passes().iter().find(|pass| pass.id == assignment.id);
    if let Some(known) = known {
        return Ok((!known.is_back()).then(|| known.as_ref().clone()));
    }
    // A copy of the project from before it was given out knows it by its articles.
    let articles: Vec<_> = wanted.theirs.articles().iter().map(|article| article.id.clone()).collect();
    let is_of_ours = articles.iter().any(|id| wanted.ours.article(id).is_some());
    if !is_of_ours || wanted.ours.assignment().is_some() {
        return Err(TakeError::OtherProject(assignment.of.clone()));
    }
    let (id, reviewer) = (assignment.id.clone(), assignment.reviewer.clone());
    Ok(Some(FirstPass { id, reviewer, given: None, articles, returned: None, opinions: Vec::new() }))
}

/// Keeps what came back of a first pass, as it was given.
pub(super) fn keep(parts: &mut ProjectParts, pass: &FirstPass, brought: &Brought<'_>, at: jiff::Timestamp) {
    let opinion = |item: &Item<'_>| {
        let claim = brought.claim(item.into.as_ref().ok()?)?;
        let label = brought.label(item.claim);
        let mut opinion = FirstOpinion::of(claim, label);
        opinion.signed = item.claim.signed.clone().filter(|_| item.claim.status.is_done());
        Some(opinion)
    };
    let mut opinions: Vec<FirstOpinion> = brought.items.iter().filter_map(opinion).collect();
    let place = |anchors: &[Anchor]| anchors.first().map(|anchor| (anchor.span.start(), anchor.span.end()));
    opinions.sort_by_key(|opinion| (opinion.article.clone(), place(&opinion.passages), opinion.claim.clone()));
    let back = Arc::new(FirstPass { returned: Some(at), opinions, ..pass.clone() });
    match parts.passes.iter_mut().find(|known| known.id == pass.id) {
        Some(known) => *known = back,
        None => parts.passes.push(back),
    }
}

/// Whether a claim stays that some of those who made a first pass marked, and others did not.
pub(super) fn marked_by_some(parts: &ProjectParts, ours: &Project) -> Vec<Difference> {
    let mut open = Vec::new();
    let back: Vec<&Arc<FirstPass>> = parts.passes.iter().filter(|pass| pass.is_back()).collect();
    let is_decided = |id: &ClaimId| {
        let is_it = |subject: &Subject, what: &str| what == "existence" && *subject == Subject::Claim(id.clone());
        ours.settled().iter().any(|settled| is_it(&settled.subject, &settled.what))
    };
    let marked: Vec<HashSet<&ClaimId>> =
        back.iter().map(|pass| pass.opinions.iter().map(|opinion| &opinion.claim).collect()).collect();
    let now = Project::from_parts(parts.clone());
    let there: HashSet<&ClaimId> = parts.claims.iter().map(|claim| &claim.id).collect();
    let with_gone: HashSet<_> = (back.iter())
        .filter(|pass| pass.opinions.iter().any(|opinion| !there.contains(&opinion.claim)))
        .map(|pass| &pass.id)
        .collect();
    let has_gone = |pass: &FirstPass| with_gone.contains(&pass.id);
    for claim in &parts.claims {
        let concerned: Vec<_> =
            back.iter().zip(&marked).filter(|(pass, _)| pass.articles.contains(&claim.article)).collect();
        let marks = |(pass, marked): &(&Arc<FirstPass>, &HashSet<&ClaimId>)| {
            marked.contains(&claim.id) || has_gone(pass) && now.first_opinion(pass, claim).is_some()
        };
        let marked = concerned.iter().filter(|(pass, marked)| marks(&(*pass, *marked))).count();
        if marked == 0 || marked == concerned.len() || is_decided(&claim.id) {
            continue;
        }
        let opinion = |it: &(&Arc<FirstPass>, &HashSet<&ClaimId>)| Opinion {
            by: Some(it.0.reviewer.clone()),
            at: it.0.returned,
            value: if marks(it) { Value::Kept } else { Value::Gone },
        };
        let values: Vec<Opinion> = concerned.iter().map(|(pass, marked)| opinion(&(*pass, *marked))).collect();
        open.push(Difference::new(Subject::Claim(claim.id.clone()), values));
    }
    open
}
