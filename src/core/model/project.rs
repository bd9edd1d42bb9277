//! The whole of a review, and the rules that hold between its parts.
//!
//! A [`Project`] is cheap to copy (its parts are shared), changes only through [`Project::apply`](super::Edit), and never
//! refuses to hold what a file said: what is wrong with it is told by [`Project::problems`].

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Article, ArticleId, Assignment, Claim, ClaimId, ClaimView, Difference, Dismissal, EvidenceId, FirstPass, PassId,
    ProjectIndex, Reviewer, ReviewerId, Scale, ScaleId, Settings, SettledDifference, Source, SourceId, Verdict,
    VerdictId, Version, Waiver, is_default, parts::Parts,
};

/// A review project: articles, what was marked in them, and what it was checked against.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    pub(super) parts: Parts,
}

/// The parts of a project as a file lists them, in no particular order of claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProjectParts {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: String,
    /// What holds for the whole project.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settings: Arc<Settings>,
    /// The people who work on it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewers: Vec<Arc<Reviewer>>,
    /// The scales that it carries; the one in use is named by the settings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scales: Vec<Arc<Scale>>,
    /// The texts under check, in the order of the reviewer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub articles: Vec<Arc<Article>>,
    /// What claims are checked against, in the order in which they were added.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sources: Vec<Arc<Source>>,
    /// The claims.
    #[serde(default, skip_serializing_if = "is_default")]
    pub claims: Vec<Arc<Claim>>,
    /// The highest number of a claim that is gone, while no claim has a higher one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired_number: u32,
    /// The sentences that need no check, by article, draft and place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dismissals: Vec<Arc<Dismissal>>,
    /// The findings of the readiness check that may pass, by what they speak of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub waivers: Vec<Arc<Waiver>>,
    /// The views of the claim table that were given a name, by name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub views: Vec<Arc<ClaimView>>,
    /// What two people's work says differently, by what it is about, until a person settles it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub differences: Vec<Arc<Difference>>,
    /// What was settled of what two people's work said differently, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settled: Vec<Arc<SettledDifference>>,
    /// The first passes that were given out, with what came back of each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub passes: Vec<Arc<FirstPass>>,
    /// Of which project this is an assignment, if it is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assignment: Option<Arc<Assignment>>,
}

impl Project {
    /// An empty project with the desk scale.
    pub fn new(title: impl Into<String>) -> Self {
        let scale = Scale::desk();
        let settings = Settings { scale: scale.id.clone(), ..Settings::default() };
        Self {
            parts: Parts::new(ProjectParts {
                title: title.into(),
                settings: Arc::new(settings),
                reviewers: Vec::new(),
                scales: vec![Arc::new(scale)],
                articles: Vec::new(),
                sources: Vec::new(),
                claims: Vec::new(),
                retired_number: 0,
                dismissals: Vec::new(),
                waivers: Vec::new(),
                views: Vec::new(),
                differences: Vec::new(),
                settled: Vec::new(),
                passes: Vec::new(),
                assignment: None,
            }),
        }
    }

    /// Takes parts as they are, brings the claims into document order and gives each a number.
    pub fn from_parts(parts: ProjectParts) -> Self {
        let mut project = Self { parts: Parts::new(parts) };
        project.sort_claims();
        project.give_numbers();
        project
    }

    /// The parts, claims in document order.
    pub fn parts(&self) -> &ProjectParts {
        &self.parts
    }

    /// The name for people.
    pub fn title(&self) -> &str {
        &self.parts.title
    }

    /// What holds for the whole project.
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// The people who work on it.
    pub fn reviewers(&self) -> &[Arc<Reviewer>] {
        &self.parts.reviewers
    }

    /// The scales that it carries.
    pub fn scales(&self) -> &[Arc<Scale>] {
        &self.parts.scales
    }

    /// The articles in the reviewer's order.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.parts.articles
    }

    /// The sources in the order in which they were added.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.parts.sources
    }

    /// The claims in document order: by article, then by where they start; of two that start together the longer first.
    pub fn claims(&self) -> &[Arc<Claim>] {
        &self.parts.claims
    }

    /// The views of the claim table that were given a name, by name.
    pub fn views(&self) -> &[Arc<ClaimView>] {
        &self.parts.views
    }

    /// The article with this id.
    pub fn article(&self, article_id: &ArticleId) -> Option<&Arc<Article>> {
        self.parts.article(article_id).map(|index| &self.parts.articles[index])
    }

    /// The claim with this id.
    pub fn claim(&self, claim_id: &ClaimId) -> Option<&Arc<Claim>> {
        self.claim_index(claim_id).map(|index| &self.parts.claims[index])
    }

    /// The claim's place in [`claims`](Self::claims).
    pub fn claim_index(&self, claim_id: &ClaimId) -> Option<usize> {
        self.parts.claim(claim_id)
    }

    /// The claims of one article, with their places in [`claims`](Self::claims).
    pub fn claims_of<'a>(&'a self, article_id: &'a ArticleId) -> impl Iterator<Item = (usize, &'a Arc<Claim>)> {
        let claims = &self.parts.claims;
        // Claims stand in document order, so those of an article stand together; those of none stand at the end.
        let index = |article_id: &ArticleId| self.parts.article(article_id).unwrap_or(usize::MAX);
        let wanted = index(article_id);
        let first = claims.partition_point(|claim| index(&claim.article) < wanted);
        let rest = claims[first..].iter().take_while(move |claim| index(&claim.article) == wanted);
        (first..).zip(rest).filter(move |(_, claim)| claim.article == *article_id)
    }

    /// The source with this id.
    pub fn source(&self, source_id: &SourceId) -> Option<&Arc<Source>> {
        self.parts.source(source_id).map(|index| &self.parts.sources[index])
    }

    /// The claims that use a source.
    pub fn claims_using<'a>(&'a self, source_id: &'a SourceId) -> impl Iterator<Item = (usize, &'a Arc<Claim>)> {
        let uses = move |claim: &Claim| claim.evidence.iter().any(|evidence| evidence.source == *source_id);
        self.parts.claims.iter().enumerate().filter(move |(_, claim)| uses(claim))
    }

    /// The claims that use each source, in document order, for whoever asks for many sources.
    pub fn claims_by_source(&self) -> HashMap<&SourceId, Vec<&Claim>> {
        let mut used: HashMap<&SourceId, Vec<&Claim>> = HashMap::new();
        for claim in &self.parts.claims {
            for evidence in &claim.evidence {
                let claims = used.entry(&evidence.source).or_default();
                // A claim that uses a source twice comes once.
                if claims.last().is_none_or(|last| !std::ptr::eq(*last, claim.as_ref())) {
                    claims.push(claim);
                }
            }
        }
        used
    }

    /// Who changed a claim last, as its log tells; who marked it, where nobody has changed it since.
    pub fn last_hand(&self, claim: &Claim) -> Option<&Arc<Reviewer>> {
        let marked = || claim.created.as_ref().and_then(|created| created.by.as_ref());
        let by = claim.log.last().map_or_else(marked, |entry| entry.by.as_ref());
        self.reviewer(by?)
    }

    /// The reviewer with this id.
    pub fn reviewer(&self, reviewer_id: &ReviewerId) -> Option<&Arc<Reviewer>> {
        self.parts.reviewer(reviewer_id).map(|index| &self.parts.reviewers[index])
    }

    /// The scale in use. A file that names none it carries gets its first one, or an empty scale.
    pub fn scale(&self) -> Arc<Scale> {
        let in_use = |scale: &&Arc<Scale>| scale.id == self.parts.settings.scale;
        let scales = &self.parts.scales;
        scales.iter().find(in_use).or(scales.first()).cloned().unwrap_or_else(|| Arc::new(Scale::desk()))
    }

    /// A verdict of the scale in use, else of any scale that the project carries.
    pub fn verdict(&self, verdict_id: &VerdictId) -> Option<Verdict> {
        let scale = self.scale();
        scale.verdict(verdict_id).or_else(|| self.parts.scales.iter().find_map(|s| s.verdict(verdict_id))).cloned()
    }

    /// The draft of an article, or the version of a source's document, with this id.
    pub fn version(&self, version_id: &super::VersionId) -> Option<&Arc<Version>> {
        let drafts = self.parts.articles.iter().find_map(|article| article.version(version_id));
        drafts.or_else(|| self.parts.sources.iter().find_map(|source| source.version(version_id)))
    }

    /// What does not fit together. Empty for every project that was only changed through the program.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        self.find_doubles(&mut found);
        for article in &self.parts.articles {
            if article.versions.is_empty() {
                found.push(Problem::ArticleWithoutText(article.id.clone()));
            }
        }
        let index = ProjectIndex::new(self);
        for claim in &self.parts.claims {
            find_claim_problems(&index, claim, &mut found);
        }
        let astray = self.parts.differences.iter().filter(|open| !self.can_settle(open));
        found.extend(astray.map(|open| Problem::Open(open.name())));
        let astray = self.astray_opinions();
        found.extend(astray.map(|(pass, opinion)| Problem::FirstPass(pass.clone(), opinion.claim.clone())));
        found
    }

    fn find_doubles(&self, found: &mut Vec<Problem>) {
        let parts = &self.parts;
        let mut seen = HashSet::new();
        let ids = (parts.articles.iter().map(|article| article.id.as_str()))
            .chain(parts.articles.iter().flat_map(|article| article.versions.iter().map(|version| version.id.as_str())))
            .chain(parts.sources.iter().map(|source| source.id.as_str()))
            .chain(parts.sources.iter().flat_map(|source| source.versions.iter().map(|version| version.id.as_str())))
            .chain(parts.claims.iter().map(|claim| claim.id.as_str()))
            .chain(parts.reviewers.iter().map(|reviewer| reviewer.id.as_str()))
            .chain(parts.scales.iter().map(|scale| scale.id.as_str()));
        found.extend(ids.filter(|id| !seen.insert(*id)).map(|id| Problem::DoubleId(id.to_owned())));
    }

    /// Brings all claims into document order.
    pub(super) fn sort_claims(&mut self) {
        let mut order = HashMap::new();
        for (index, article) in self.parts.articles.iter().enumerate() {
            // Of two with one id the first, as everywhere.
            order.entry(article.id.clone()).or_insert(index);
        }
        let index = |article_id: &ArticleId| order.get(article_id).copied().unwrap_or(usize::MAX);
        self.parts.claims.sort_by_cached_key(|claim| (index(&claim.article), position(claim), claim.id.clone()));
    }

    /// Where a claim belongs among the sorted claims.
    pub(super) fn claim_slot(&self, claim: &Claim) -> usize {
        let index = |article_id: &ArticleId| self.parts.article(article_id).unwrap_or(usize::MAX);
        let key = (index(&claim.article), position(claim), &claim.id);
        self.parts.claims.partition_point(|other| (index(&other.article), position(other), &other.id) < key)
    }
}

fn find_claim_problems(index: &ProjectIndex<'_>, claim: &Claim, found: &mut Vec<Problem>) {
    let mut problem = |what| found.push(Problem::Claim { claim: claim.id.clone(), what });
    let Some(article) = index.article(&claim.article) else {
        return problem(ClaimProblem::UnknownArticle(claim.article.clone()));
    };
    if claim.marks.is_empty() {
        problem(ClaimProblem::NoPassage);
    }
    for anchor in claim.marks.iter().flat_map(|mark| mark.earlier.iter().chain([&mark.anchor])) {
        let Some(version) = article.version(&anchor.version) else {
            problem(ClaimProblem::UnknownVersion(anchor.version.to_string()));
            continue;
        };
        if let Err(error) = anchor.span.check(version.text()) {
            problem(ClaimProblem::Span(error));
        } else if anchor.span.of(version.text()) != anchor.quote {
            problem(ClaimProblem::QuoteDiffers);
        }
    }
    for check in claim.earlier_checks.iter().filter(|check| article.version(&check.version).is_none()) {
        problem(ClaimProblem::UnknownVersion(check.version.to_string()));
    }
    for evidence in &claim.evidence {
        match index.source(&evidence.source) {
            None => problem(ClaimProblem::UnknownSource(evidence.source.clone())),
            Some(source) if super::documents::fits(evidence, source) => {}
            Some(_) => problem(ClaimProblem::EvidenceMark(evidence.id.clone())),
        }
    }
    if let Some(verdict_id) = claim.verdict.as_ref().filter(|id| index.verdict(id).is_none()) {
        problem(ClaimProblem::UnknownVerdict(verdict_id.clone()));
    }
}

/// The order of claims inside one article.
fn position(claim: &Claim) -> (usize, Reverse<usize>) {
    claim.marks.first().map_or((usize::MAX, Reverse(0)), |mark| {
        let span = mark.anchor.span;
        (span.start(), Reverse(span.end()))
    })
}

/// Something in a project that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Two parts carry one id.
    DoubleId(String),
    /// An article without a draft.
    ArticleWithoutText(ArticleId),
    /// Something about a claim.
    Claim {
        /// The claim.
        claim: ClaimId,
        /// What.
        what: ClaimProblem,
    },
    /// What is open is about something that is not there, or says nothing differently: its name.
    Open(String),
    /// What a first pass said of a claim is not of the words that it names.
    FirstPass(PassId, ClaimId),
    /// The settings name a scale that is not there.
    UnknownScale(ScaleId),
}

/// What can be wrong with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimProblem {
    /// Its article is not in the project.
    UnknownArticle(ArticleId),
    /// A passage stands in a draft that is not in the project.
    UnknownVersion(String),
    /// It has no passage.
    NoPassage,
    /// A passage is not of its text.
    Span(super::SpanError),
    /// The kept quote is not what stands in the text.
    QuoteDiffers,
    /// Evidence refers to a source that is not in the project.
    UnknownSource(SourceId),
    /// The words of its evidence do not stand where they should in the source's document.
    EvidenceMark(EvidenceId),
    /// No scale of the project has its verdict.
    UnknownVerdict(VerdictId),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoubleId(id) => write!(f, "Two entries carry the id {id}."),
            Self::ArticleWithoutText(id) => write!(f, "Article {id} has no text."),
            Self::Open(name) => write!(f, "An open difference of the {name} has nothing to be settled."),
            Self::FirstPass(pass, claim) => {
                write!(f, "First pass {pass}: the words of claim {claim} do not stand where it says.")
            }
            Self::UnknownScale(id) => write!(f, "The settings name scale {id}, which the project does not carry."),
            Self::Claim { claim, what } => write!(f, "Claim {claim}: {what}."),
        }
    }
}

impl fmt::Display for ClaimProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownArticle(id) => write!(f, "its article {id} is not in the project"),
            Self::UnknownVersion(id) => write!(f, "its draft {id} is not in the project"),
            Self::NoPassage => f.write_str("it has no passage"),
            Self::Span(error) => write!(f, "{error}"),
            Self::QuoteDiffers => f.write_str("its quote differs from the text"),
            Self::UnknownSource(id) => write!(f, "its source {id} is not in the project"),
            Self::EvidenceMark(id) => {
                write!(f, "the words of its evidence {id} do not stand where they should in the source’s document")
            }
            Self::UnknownVerdict(id) => write!(f, "no scale of the project has its verdict {id}"),
        }
    }
}
