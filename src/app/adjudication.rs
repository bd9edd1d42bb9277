//! What is to be settled on the page of what differs: of claims in document order, with what each person found and brought; then the rest.

use std::sync::Arc;

use crate::{
    join::{Choice, choices},
    model::{
        Claim, ClaimId, Confidence, Difference, Evidence, FirstOpinion, FirstPass, Project, SettledDifference, Subject,
    },
};

/// What is open: of claims in document order, of one claim whether it stays, then its passages, then its verdict; last what is not of a
/// claim.
pub fn open(project: &Project) -> Vec<Arc<Difference>> {
    let place = |open: &Arc<Difference>| claim_of(open).and_then(|id| project.claim_index(id)).unwrap_or(usize::MAX);
    let rank = |name: &str| ["existence", "passages", "statement", "verdict"].iter().position(|it| *it == name);
    let mut found: Vec<_> = project
        .differences()
        .iter()
        .filter(|open| !goes_with_verdict(project, open))
        .map(|open| ((place(open), rank(&open.name()).unwrap_or(4), &open.subject, open.name()), open))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, open)| Arc::clone(open)).collect()
}

/// How sure people were is settled with their verdicts, where these differ too.
fn goes_with_verdict(project: &Project, open: &Difference) -> bool {
    open.name() == "confidence" && project.difference(&open.subject, "verdict").is_some()
}

/// What the third key of a difference takes: both together, else the third value, else what stands there where that is neither.
pub fn third(project: &Project, open: &Difference) -> Option<Choice> {
    let choices = choices(project, open);
    [Choice::Both, Choice::Value(2), Choice::AsItStands].into_iter().find(|choice| choices.contains(choice))
}

/// The claim of a difference; nothing where it is of a source, an article or the project.
pub fn claim_of(open: &Difference) -> Option<&ClaimId> {
    match &open.subject {
        Subject::Claim(id) => Some(id),
        _ => None,
    }
}

/// What one person found of a claim at first.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Their first pass.
    pub pass: &'a FirstPass,
    /// What they found; nothing where they did not mark it.
    pub opinion: Option<&'a FirstOpinion>,
}

/// What each of those who made a first pass of its article found of a claim.
pub fn views<'a>(project: &'a Project, claim: &Claim) -> Vec<View<'a>> {
    let back = project.passes().iter().filter(|pass| pass.is_back() && pass.articles.contains(&claim.article));
    back.map(|pass| View { pass, opinion: project.first_opinion(pass, claim) }).collect()
}

impl View<'_> {
    /// The verdict with how sure they were of it, in words.
    pub fn verdict(&self) -> String {
        let Some(opinion) = self.opinion else { return "Not marked".to_owned() };
        let sure = |confidence: &Confidence| format!(" · {}", confidence.degree.label());
        match opinion.label.as_str() {
            "" => "No verdict".to_owned(),
            label => format!("{label}{}", opinion.confidence.as_ref().map(sure).unwrap_or_default()),
        }
    }

    /// How sure they were; nothing where they did not say.
    pub fn confidence(&self) -> String {
        let confidence = self.opinion.and_then(|opinion| opinion.confidence.as_ref());
        confidence.map(|it| format!("Confidence: {}", it.degree.label())).unwrap_or_default()
    }

    /// Why they were so sure.
    pub fn reason(&self) -> &str {
        self.opinion.and_then(|it| it.confidence.as_ref()).map_or("", |confidence| confidence.reason.as_str())
    }

    /// The evidence that they had brought, as the claim has it now.
    pub fn evidence<'c>(&self, claim: &'c Claim) -> Vec<&'c Evidence> {
        let ids = self.opinion.map(|opinion| opinion.evidence.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| claim.evidence_by_id(id)).collect()
    }
}

/// What was settled, the last first.
pub fn settled(project: &Project) -> impl Iterator<Item = &Arc<SettledDifference>> {
    project.settled().iter().rev()
}
