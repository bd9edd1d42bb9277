//! Independent first passes: what each of several people marked and found in the same articles before they saw the work of the others,
//! kept as they gave it; and how what two people's work said differently was settled.
//!
//! Both are records. What is settled about a claim changes the claim; what somebody found at first does not change with it, so that the
//! agreement of the first passes can be computed whenever it is asked for.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Anchor, ArticleId, Claim, ClaimId, Confidence, Edit, EditError, EvidenceId, LogEntry, LogField, Opinion, PassId,
    Project, ReviewerId, Signature, Subject, VerdictId, is_default,
};

/// What a project is that was given out for an independent first pass: of which project, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Assignment {
    /// Its name in the project that it is of.
    pub id: PassId,
    /// The name of that project, for people.
    #[serde(default, skip_serializing_if = "is_default")]
    pub of: String,
    /// Who is to work on it.
    pub reviewer: ReviewerId,
}

/// A first pass that was given out, with what came back of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FirstPass {
    /// Its name.
    pub id: PassId,
    /// Who is to work on it.
    pub reviewer: ReviewerId,
    /// Who gave it out, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub given: Option<Signature>,
    /// The articles.
    pub articles: Vec<ArticleId>,
    /// When it came back; nothing while it is out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub returned: Option<Timestamp>,
    /// What they had marked and found, in document order. It stays as it came.
    #[serde(default, skip_serializing_if = "is_default")]
    pub opinions: Vec<FirstOpinion>,
}

/// A claim of a first pass, as it came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FirstOpinion {
    /// The claim of the project to which it is tied. That may be gone by now.
    pub claim: ClaimId,
    /// The article.
    pub article: ArticleId,
    /// The passages.
    pub passages: Vec<Anchor>,
    /// The statement, where it differed from the words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub statement: Option<String>,
    /// The verdict.
    #[serde(default, skip_serializing_if = "is_default")]
    pub verdict: Option<VerdictId>,
    /// Its word for people.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: String,
    /// How sure they were of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// Their signature, where they had signed it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
    /// The evidence of the claim that they had brought.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Vec<EvidenceId>,
}

/// How something that two people's work said differently was settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SettledDifference {
    /// The part of the project that it was about. It may be gone by now.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Subject,
    /// What it was about, within its subject: "verdict".
    pub what: String,
    /// The same for people: "the verdict of claim 12".
    pub about: String,
    /// What was said of it.
    pub values: Vec<Opinion>,
    /// The places of the values that hold: one, all of them together, or none where what stood in the project stays.
    #[serde(default, skip_serializing_if = "is_default")]
    pub chosen: Vec<usize>,
    /// Who settled it, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

impl FirstPass {
    /// Whether it came back.
    pub fn is_back(&self) -> bool {
        self.returned.is_some()
    }

    /// What was found of a claim.
    pub fn opinion_of(&self, claim_id: &ClaimId) -> Option<&FirstOpinion> {
        self.opinions.iter().find(|opinion| opinion.claim == *claim_id)
    }
}

impl Project {
    /// What somebody found at first of a claim: tied to it, or on its words and tied to one that is gone.
    pub fn first_opinion<'a>(&self, pass: &'a FirstPass, claim: &Claim) -> Option<&'a FirstOpinion> {
        let lies_here = |opinion: &&FirstOpinion| {
            let marks = || claim.marks.iter().map(|mark| &mark.anchor);
            let overlaps = |anchor: &Anchor| {
                marks().any(|other| other.version == anchor.version && other.span.overlaps(anchor.span))
            };
            self.claim(&opinion.claim).is_none() && opinion.passages.iter().any(overlaps)
        };
        pass.opinion_of(&claim.id).or_else(|| pass.opinions.iter().find(lies_here))
    }
}

impl SettledDifference {
    /// What holds, for people.
    pub fn outcome(&self, project: &Project) -> String {
        let open = super::Difference { subject: self.subject.clone(), values: self.values.clone() };
        let words = |at: &usize| self.values.get(*at).map(|opinion| open.words(project, opinion));
        match self.chosen.as_slice() {
            [] => "what stood there".to_owned(),
            chosen => chosen.iter().filter_map(words).collect::<Vec<_>>().join(" + "),
        }
    }
}

impl Project {
    /// The first passes that were given out, in the order in which they were.
    pub fn passes(&self) -> &[Arc<FirstPass>] {
        &self.parts.passes
    }

    /// Of which project this is an assignment, if it is one.
    pub fn assignment(&self) -> Option<&Assignment> {
        self.parts.assignment.as_deref()
    }

    /// How what people's work said differently was settled, oldest first.
    pub fn settled(&self) -> &[Arc<SettledDifference>] {
        &self.parts.settled
    }

    pub(super) fn put_pass(&mut self, pass: &Arc<FirstPass>) -> Result<(), EditError> {
        if self.reviewer(&pass.reviewer).is_none() {
            return Err(EditError::Missing(format!("reviewer {}", pass.reviewer)));
        }
        match self.parts.passes.iter_mut().find(|known| known.id == pass.id) {
            Some(known) => *known = Arc::clone(pass),
            None => self.parts.passes.push(Arc::clone(pass)),
        }
        Ok(())
    }

    /// Keeps how a difference was settled: in a list of its own, and in the log of the claim. `about` is what it was called.
    pub(super) fn note_settled(&mut self, record: SettledDifference) {
        let outcome = record.outcome(self);
        let words = if record.reason.is_empty() { outcome } else { format!("{outcome}: {}", record.reason) };
        if let (Subject::Claim(claim), Some(signed)) = (&record.subject, &record.signed)
            && let Ok(claim) = self.claim_mut(claim)
        {
            let (at, by) = (signed.at, signed.by.clone());
            claim.log.push(LogEntry { at, by, what: LogField::Settled, from: record.what.clone(), to: words });
        }
        self.parts.settled.push(Arc::new(record));
    }

    /// What a first pass said of claims whose words do not stand where it says.
    pub(super) fn astray_opinions(&self) -> impl Iterator<Item = (&PassId, &FirstOpinion)> {
        let is_astray = |opinion: &FirstOpinion| {
            // Of an article or a draft that is gone nothing can be said.
            let Some(article) = self.article(&opinion.article) else { return false };
            opinion.passages.iter().any(|anchor| {
                let version = article.version(&anchor.version);
                version.is_some_and(|version| {
                    anchor.span.check(version.text()).is_err() || anchor.span.of(version.text()) != anchor.quote
                })
            })
        };
        let all =
            self.parts.passes.iter().flat_map(|pass| pass.opinions.iter().map(move |opinion| (&pass.id, opinion)));
        all.filter(move |(_, opinion)| is_astray(opinion))
    }

    /// Whether a person is named in what was given out or settled.
    pub(super) fn is_named_in_passes(&self, reviewer: &ReviewerId) -> bool {
        let is_by = |signed: &Option<Signature>| signed.as_ref().is_some_and(|it| it.by.as_ref() == Some(reviewer));
        self.parts.passes.iter().any(|pass| pass.reviewer == *reviewer || is_by(&pass.given))
            || self
                .parts
                .settled
                .iter()
                .any(|it| is_by(&it.signed) || it.values.iter().any(|o| o.by.as_ref() == Some(reviewer)))
            || self.parts.assignment.as_ref().is_some_and(|assignment| assignment.reviewer == *reviewer)
    }
}

impl Edit {
    /// The same settling of a difference, with why it was settled so.
    #[must_use]
    pub fn because(mut self, why: &str) -> Self {
        if let Self::Settle { reason, .. } = &mut self {
            why.trim().clone_into(reason);
        }
        self
    }
}

impl FirstOpinion {
    /// What somebody found, as they gave it. `label` is the word for the verdict.
    pub fn of(claim: &Claim, label: String) -> Self {
        Self {
            claim: claim.id.clone(),
            article: claim.article.clone(),
            passages: claim.marks.iter().map(|mark| mark.anchor.clone()).collect(),
            statement: claim.statement.clone(),
            verdict: claim.verdict.clone(),
            label,
            confidence: claim.confidence.clone(),
            signed: claim.signed.clone().filter(|_| claim.status.is_done()),
            evidence: claim.evidence.iter().map(|evidence| evidence.id.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, BlockText, Mark, Origin, Reviewer, Span, Version, VersionId};

    /// A project with an article, a claim in it and a reviewer.
    fn project() -> (Project, Claim) {
        let mut project = Project::new("Bridge");
        let blocks = [BlockText::new(BlockKind::Paragraph, "It cost 4,000.")];
        let version = Arc::new(Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks));
        let article = ArticleId::new("a-1").unwrap();
        let span = Span::in_text(version.text(), 8, 13).unwrap();
        let anchor = Anchor {
            version: version.id.clone(),
            span,
            quote: "4,000".into(),
            prefix: String::new(),
            suffix: String::new(),
        };
        let claim = Claim::new(ClaimId::new("c-1").unwrap(), article.clone(), vec![Mark::new(anchor)]);
        let added = super::super::Article { id: article, meta: Default::default(), versions: vec![version] };
        let id = ReviewerId::new("r-1").unwrap();
        let reviewer = Reviewer { id, name: "Ann Lee".into(), initials: "AL".into() };
        for edit in [
            Edit::AddArticle { article: Arc::new(added), at: 0 },
            Edit::AddClaim(Arc::new(claim.clone())),
            Edit::PutReviewer(Arc::new(reviewer)),
        ] {
            project.apply(&edit).unwrap();
        }
        (project, claim)
    }

    fn pass(claim: &Claim) -> FirstPass {
        FirstPass {
            id: PassId::new("p-1").unwrap(),
            reviewer: ReviewerId::new("r-1").unwrap(),
            given: None,
            articles: vec![claim.article.clone()],
            returned: Some(Timestamp::UNIX_EPOCH),
            opinions: vec![FirstOpinion::of(claim, String::new())],
        }
    }

    #[test]
    fn what_was_found_at_first_outlives_the_claim_and_keeps_its_reviewer() {
        let (mut project, claim) = project();
        project.apply(&Edit::PutPass(Arc::new(pass(&claim)))).unwrap();
        project.apply(&Edit::RemoveClaim(claim.id.clone())).unwrap();
        assert!(project.passes()[0].opinion_of(&claim.id).is_some());
        assert_eq!(project.problems(), []);
        let removed = project.apply(&Edit::RemoveReviewer(ReviewerId::new("r-1").unwrap()));
        assert!(matches!(removed, Err(EditError::HasSigned(_))), "{removed:?}");
        let text = crate::store::encode(&project);
        assert_eq!(crate::store::decode(text.as_bytes()).unwrap().project, project);
        assert_eq!(crate::store::salvage(text.as_bytes()).project.passes(), project.passes());
    }

    #[test]
    fn a_first_pass_of_other_words_than_it_names_is_a_problem() {
        let (mut project, claim) = project();
        let mut astray = pass(&claim);
        astray.opinions[0].passages[0].quote = "5,000".into();
        project.apply(&Edit::PutPass(Arc::new(astray))).unwrap();
        let [super::super::Problem::FirstPass(pass, of)] = &project.problems()[..] else { panic!("it is one") };
        assert_eq!((pass.as_str(), of), ("p-1", &claim.id));
    }
}
