//! What still stands between a project and its publication.
//!
//! A rule is one entry in [`CHECKS`]: a stable id, how much it weighs, and a function that finds where it is broken. A project
//! is *ready* when nothing blocks. Any finding can be waived with a reason; it is then listed as waived and blocks nothing.
//! What is found is a reading of the project: nothing is kept but the waivers.

mod claims;
mod evidence;
mod project;
mod sources;
mod work;

use std::collections::{HashMap, HashSet};

use crate::model::{
    Article, ArticleId, Claim, ClaimId, Coverage, KNOWN_TO_THE_DESK, Project, ProjectIndex, RuleId, Source, SourceId,
    Span, Subject, Tone,
};

pub use evidence::quotations;
pub use work::UNSETTLED;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It must not go out like this.
    Block,
    /// Somebody should look at it again.
    Warn,
    /// Good to know.
    Note,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Block, Self::Warn, Self::Note];

    /// The word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Warn => "warn",
            Self::Note => "note",
        }
    }
}

/// One rule.
#[derive(Debug)]
pub struct Check {
    /// Its stable id.
    pub id: RuleId,
    /// What it weighs.
    pub severity: Severity,
    /// What is amiss where it is broken, as a heading over its findings.
    pub title: &'static str,
    /// What to do about it, in a sentence.
    pub hint: &'static str,
    /// Finds where it is broken.
    find: fn(&Survey<'_>, &mut Breaches),
}

/// Every rule, the order in which findings are told.
pub static CHECKS: &[&[Check]] = &[work::CHECKS, claims::CHECKS, evidence::CHECKS, sources::CHECKS, project::CHECKS];

/// Every rule, one after the other.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().flat_map(|group| group.iter())
}

/// The rule with this id.
pub fn check_by_id(id: &RuleId) -> Option<&'static Check> {
    checks().find(|check| check.id == *id)
}

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: RuleId,
    /// What it weighs.
    pub severity: Severity,
    /// What it speaks of: the key of a waiver.
    pub subject: Subject,
    /// Where to go for it, where that is more than the subject.
    pub span: Option<Span>,
    /// What is amiss, in a sentence.
    pub message: String,
    /// Why it may pass, where it was waived.
    pub waived: Option<String>,
}

impl Finding {
    /// Whether it keeps the project from going out.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Block && self.waived.is_none()
    }
}

/// Whether a project can go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// So many things block it.
    Blocked(usize),
    /// Nothing blocks it, but this work is not done.
    Unfinished(Vec<&'static str>),
    /// Nothing blocks it, and the work is done.
    Ready,
}

impl Readiness {
    /// What the findings come to, of which `hidden` speak of claims whose first check is hidden ([`without_hidden`]).
    pub fn of(findings: &[Finding], hidden: usize) -> Self {
        let blocking = findings.iter().filter(|finding| finding.blocks()).count();
        let is_left = |rule: &RuleId| findings.iter().any(|found| found.rule == *rule && found.waived.is_none());
        let mut left: Vec<_> = UNFINISHED.iter().filter(|(rule, _)| is_left(rule)).map(|(_, words)| *words).collect();
        if hidden > 0 {
            left.push("claims wait for your own check");
        }
        match (blocking, left.is_empty()) {
            (0, true) => Self::Ready,
            (0, false) => Self::Unfinished(left),
            (count, _) => Self::Blocked(count),
        }
    }

    /// In a sentence without its full stop.
    pub fn words(&self) -> String {
        match self {
            Self::Blocked(1) => "Not ready: one thing blocks publication".to_owned(),
            Self::Blocked(count) => format!("Not ready: {count} things block publication"),
            Self::Unfinished(left) => format!("Not finished: nothing blocks publication, but {}", left.join(" and ")),
            Self::Ready => "Ready to publish".to_owned(),
        }
    }
}

/// Findings that keep a project from being ready although they do not block: work that nobody has done. In words, to follow "but".
const UNFINISHED: [(RuleId, &str); 2] =
    [(project::OPEN_SENTENCES, "sentences are open"), (work::NOT_SIGNED, "claims are not signed")];

/// The findings as somebody is told them who is not to know the first check of these claims: that it is theirs to give a check, and
/// nothing else. The project is the one that they are shown.
pub fn without_hidden(findings: Vec<Finding>, project: &Project, hidden: &HashSet<ClaimId>) -> Vec<Finding> {
    if hidden.is_empty() {
        return findings;
    }
    let speaks_of_hidden = |finding: &Finding| matches!(&finding.subject, Subject::Claim(id) if hidden.contains(id));
    let waiting = project.claims().iter().filter(|claim| hidden.contains(&claim.id) && claim.second.is_none());
    let waits = waiting.map(|claim| Finding {
        rule: work::NO_SECOND_CHECK,
        severity: Severity::Warn,
        subject: Subject::Claim(claim.id.clone()),
        span: None,
        message: "It waits for your check, and is hidden until then.".to_owned(),
        waived: None,
    });
    let rest = findings.into_iter().filter(|finding| !speaks_of_hidden(finding));
    let (before, after): (Vec<_>, Vec<_>) =
        rest.partition(|finding| place_of(&finding.rule) <= place_of(&work::NO_SECOND_CHECK));
    before.into_iter().chain(waits).chain(after).collect()
}

fn place_of(rule: &RuleId) -> Option<usize> {
    checks().position(|check| check.id == *rule)
}

/// For whom findings are put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever works on the project.
    Desk,
    /// Whoever is handed what is printed: a confidential source goes by no name there, and what only it says is not said.
    Others,
}

/// What is found in a project, by rule and within a rule in document order. `coverage` says how far the sentences of each
/// article are decided.
pub fn findings(project: &Project, coverage: &HashMap<ArticleId, Coverage>) -> Vec<Finding> {
    findings_for(Audience::Desk, project, coverage)
}

/// The same findings, in words for these people.
pub fn findings_for(audience: Audience, project: &Project, coverage: &HashMap<ArticleId, Coverage>) -> Vec<Finding> {
    let survey = Survey { audience, ..Survey::new(project, coverage) };
    let waivers: HashMap<(&RuleId, &Subject), &str> = (project.parts().waivers.iter())
        .map(|waiver| ((&waiver.rule, &waiver.subject), waiver.reason.as_str()))
        .collect();
    let mut findings = Vec::new();
    for check in checks() {
        let mut found = Breaches::default();
        (check.find)(&survey, &mut found);
        findings.extend(found.0.into_iter().map(|(subject, span, message)| {
            let waived = waivers.get(&(&check.id, &subject)).map(|reason| (*reason).to_owned());
            Finding { rule: check.id.clone(), severity: check.severity, subject, span, message, waived }
        }));
    }
    findings
}

/// What a rule found: what it speaks of, the place, the message.
#[derive(Default)]
struct Breaches(Vec<(Subject, Option<Span>, String)>);

impl Breaches {
    fn claim(&mut self, claim: &Claim, message: impl Into<String>) {
        self.0.push((Subject::Claim(claim.id.clone()), None, message.into()));
    }

    fn article(&mut self, article: &Article, span: Option<Span>, message: impl Into<String>) {
        self.0.push((Subject::Article(article.id.clone()), span, message.into()));
    }

    fn source(&mut self, source: &Source, message: impl Into<String>) {
        self.0.push((Subject::Source(source.id.clone()), None, message.into()));
    }

    fn project(&mut self, message: impl Into<String>) {
        self.0.push((Subject::Project, None, message.into()));
    }
}

/// A project with what rules ask of it again and again.
struct Survey<'a> {
    index: ProjectIndex<'a>,
    coverage: &'a HashMap<ArticleId, Coverage>,
    audience: Audience,
}

impl<'a> Survey<'a> {
    fn new(project: &'a Project, coverage: &'a HashMap<ArticleId, Coverage>) -> Self {
        Self { index: ProjectIndex::new(project), coverage, audience: Audience::Desk }
    }

    /// Whether a source goes by no name.
    fn hides(&self, source: &Source) -> bool {
        source.is_confidential && self.audience == Audience::Others
    }

    /// What a source is called.
    fn name_of(&self, source: &'a Source) -> &'a str {
        if self.hides(source) { KNOWN_TO_THE_DESK } else { source.display_title() }
    }

    /// The claims that have a verdict, with its tone and its word.
    fn rated(&self) -> impl Iterator<Item = (&'a Claim, Tone, &str)> {
        self.claims().filter_map(|claim| {
            let verdict = self.index.verdict(claim.verdict.as_ref()?)?;
            Some((claim, verdict.tone, verdict.label.as_str()))
        })
    }

    fn claims(&self) -> impl Iterator<Item = &'a Claim> {
        self.index.project.claims().iter().map(AsRef::as_ref)
    }

    /// The sources of a claim's evidence, each once.
    fn sources_of(&self, claim: &Claim) -> Vec<&'a Source> {
        let mut seen = HashSet::new();
        let sources = claim.evidence.iter().filter_map(|evidence| self.index.source(&evidence.source));
        sources.filter(|source| seen.insert(&source.id)).collect()
    }

    /// The sources that a claim uses, in their order.
    fn used_sources(&self) -> impl Iterator<Item = &'a Source> {
        let used: HashSet<&SourceId> =
            self.claims().flat_map(|claim| &claim.evidence).map(|evidence| &evidence.source).collect();
        self.index.project.sources().iter().map(AsRef::as_ref).filter(move |source| used.contains(&source.id))
    }
}

/// Whether the tone says that the words cannot stay as they are.
fn is_contested(tone: Tone) -> bool {
    matches!(tone, Tone::Wrong | Tone::Change)
}

#[cfg(test)]
mod tests;
