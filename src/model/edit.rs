//! Every change of a project, as data.
//!
//! An [`Edit`] is the only way to change a [`Project`]. It carries all that it needs (ids and times included), so that the
//! same edits applied to the same project always give the same project: the journal relies on it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    Article, ArticleId, ArticleMeta, ChangeRequest, Claim, ClaimId, ClaimKind, Claimant, Confidence, Credibility,
    Evidence, EvidenceId, Mark, Priority, Project, ProjectParts, Query, Reviewer, ReviewerId, Scale, Settings,
    Signature, Source, SourceId, SpanError, Stance, Status, VerdictId, Version,
};

/// A change of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Several changes that are one for the reviewer. None of them happens unless all do.
    Batch {
        /// What the undo menu calls it.
        label: String,
        /// The changes, in order.
        edits: Vec<Self>,
    },
    /// Renames the project.
    SetTitle(String),
    /// Replaces the settings.
    SetSettings(Arc<Settings>),
    /// Adds a scale or replaces the one with its id.
    PutScale(Arc<Scale>),
    /// Adds a reviewer or replaces the one with the same id.
    PutReviewer(Arc<Reviewer>),
    /// Removes a reviewer whom no claim names.
    RemoveReviewer(ReviewerId),
    /// Adds an article before the one at `at` (at the end when there is none).
    AddArticle {
        /// The article, with at least one draft.
        article: Arc<Article>,
        /// Its place.
        at: usize,
    },
    /// Removes an article with its claims.
    RemoveArticle(ArticleId),
    /// Moves an article to another place.
    MoveArticle {
        /// The article.
        article: ArticleId,
        /// Its new place.
        to: usize,
    },
    /// Replaces what is known about an article.
    SetArticleMeta {
        /// The article.
        article: ArticleId,
        /// What is known.
        meta: ArticleMeta,
    },
    /// Adds a draft behind the newest one.
    AddVersion {
        /// The article.
        article: ArticleId,
        /// The draft.
        version: Arc<Version>,
    },
    /// Adds a claim.
    AddClaim(Arc<Claim>),
    /// Removes a claim.
    RemoveClaim(ClaimId),
    /// Changes one field of a claim.
    SetClaim {
        /// The claim.
        claim: ClaimId,
        /// The field with its new value.
        field: ClaimField,
    },
    /// Adds evidence at the end of a claim's list.
    AddEvidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: Evidence,
    },
    /// Removes evidence.
    RemoveEvidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: EvidenceId,
    },
    /// Changes one field of a piece of evidence.
    SetEvidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: EvidenceId,
        /// The field with its new value.
        field: EvidenceField,
    },
    /// Adds a source or replaces the one with its id.
    PutSource(Arc<Source>),
    /// Removes a source that no claim uses.
    RemoveSource(SourceId),
    /// Puts another state in the place of everything: an earlier version, or the result of a merge.
    Replace {
        /// What the undo menu calls it.
        label: String,
        /// The state.
        parts: Box<ProjectParts>,
    },
}

/// A field of a claim with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of Claim with the same name")]
pub enum ClaimField {
    Marks(Vec<Mark>),
    Statement(Option<String>),
    Kind(Option<ClaimKind>),
    Claimant(Claimant),
    Priority(Priority),
    Tags(Vec<String>),
    Verdict(Option<VerdictId>),
    Confidence(Option<Confidence>),
    Status { status: Status, signed: Option<Signature> },
    Assigned(Option<ReviewerId>),
    Queries(Vec<Query>),
    Change(Option<ChangeRequest>),
    Notes(String),
    Created(Option<Signature>),
}

/// A field of a piece of evidence with its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of Evidence with the same name")]
pub enum EvidenceField {
    Source(SourceId),
    Stance(Stance),
    Quote(String),
    Locator(String),
    Note(String),
    Credibility(Option<Credibility>),
}

/// Why a change cannot be made. The project is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The part that it speaks of is not there.
    #[error("Could not make the change: {0} is not in the project")]
    Missing(String),
    /// A part with this id is there already.
    #[error("Could not make the change: the project has {0} already")]
    Exists(String),
    /// An article came without a draft.
    #[error("Could not add the article: it has no text")]
    NoText,
    /// A claim came without a passage.
    #[error("Could not mark the claim: no words are selected")]
    NoPassage,
    /// A passage is not of its text.
    #[error("Could not mark the claim: {0}")]
    Span(#[from] SpanError),
    /// The quote is not what stands under the span.
    #[error("Could not mark the claim: its quote differs from the text")]
    QuoteDiffers,
    /// The part is in use.
    #[error("Could not remove {what}: {uses} claims use it")]
    InUse {
        /// The part.
        what: String,
        /// How many claims.
        uses: usize,
    },
}

impl Edit {
    /// What the undo menu calls it, to follow "Undo": "set verdict".
    pub fn label(&self) -> &str {
        match self {
            Self::Batch { label, .. } | Self::Replace { label, .. } => label,
            Self::SetTitle(_) => "rename project",
            Self::SetSettings(_) => "change project settings",
            Self::PutScale(_) => "change scale",
            Self::PutReviewer(_) => "change reviewer",
            Self::RemoveReviewer(_) => "remove reviewer",
            Self::AddArticle { .. } => "add article",
            Self::RemoveArticle(_) => "remove article",
            Self::MoveArticle { .. } => "move article",
            Self::SetArticleMeta { .. } => "change article details",
            Self::AddVersion { .. } => "add draft",
            Self::AddClaim(_) => "mark claim",
            Self::RemoveClaim(_) => "delete claim",
            Self::SetClaim { field, .. } => field.label(),
            Self::AddEvidence { .. } => "add evidence",
            Self::RemoveEvidence { .. } => "remove evidence",
            Self::SetEvidence { field, .. } => field.label(),
            Self::PutSource(_) => "change source",
            Self::RemoveSource(_) => "remove source",
        }
    }

    /// What two edits in a row must share for undo to take them as one: typing in one field. `None`: stands alone.
    pub fn typing_key(&self) -> Option<String> {
        Some(match self {
            Self::SetTitle(_) => "title".to_owned(),
            Self::SetSettings(_) => "settings".to_owned(),
            Self::PutReviewer(reviewer) => reviewer.id.to_string(),
            Self::SetArticleMeta { article, .. } => article.to_string(),
            Self::PutSource(source) => source.id.to_string(),
            Self::SetClaim { claim, field } => format!("{claim} {}", field.typing_key()?),
            Self::SetEvidence { claim, evidence, field } => format!("{claim} {evidence} {}", field.typing_key()?),
            _ => return None,
        })
    }
}

impl ClaimField {
    fn label(&self) -> &'static str {
        match self {
            Self::Marks(_) => "change passage",
            Self::Statement(_) => "change statement",
            Self::Kind(_) => "set type",
            Self::Claimant(_) => "change claimant",
            Self::Priority(_) => "set priority",
            Self::Tags(_) => "change tags",
            Self::Verdict(_) => "set verdict",
            Self::Confidence(_) => "set confidence",
            Self::Status { .. } => "set status",
            Self::Assigned(_) => "assign claim",
            Self::Queries(_) => "change queries",
            Self::Change(_) => "change request",
            Self::Notes(_) => "change notes",
            Self::Created(_) => "sign claim",
        }
    }

    fn typing_key(&self) -> Option<&'static str> {
        match self {
            Self::Statement(_) | Self::Claimant(_) | Self::Queries(_) | Self::Change(_) | Self::Notes(_) => {
                Some(self.label())
            }
            Self::Confidence(Some(_)) => Some(self.label()),
            _ => None,
        }
    }
}

impl EvidenceField {
    fn label(&self) -> &'static str {
        match self {
            Self::Source(_) => "change evidence source",
            Self::Stance(_) => "set stance",
            Self::Quote(_) => "change evidence quote",
            Self::Locator(_) => "change locator",
            Self::Note(_) => "change evidence note",
            Self::Credibility(_) => "set credibility",
        }
    }

    fn typing_key(&self) -> Option<&'static str> {
        matches!(self, Self::Quote(_) | Self::Locator(_) | Self::Note(_)).then(|| self.label())
    }
}

impl Project {
    /// Makes a change, or none at all.
    ///
    /// # Errors
    /// Every [`EditError`]; the project is then as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Batch { edits, .. } => {
                let before = self.clone();
                edits.iter().try_for_each(|edit| self.apply(edit)).inspect_err(|_| *self = before)
            }
            Edit::SetTitle(title) => {
                self.parts.title.clone_from(title);
                Ok(())
            }
            Edit::SetSettings(settings) => self.set_settings(settings),
            Edit::PutScale(scale) => {
                put(&mut self.parts.scales, scale, |other| other.id == scale.id);
                Ok(())
            }
            Edit::PutReviewer(reviewer) => {
                put(&mut self.parts.reviewers, reviewer, |other| other.id == reviewer.id);
                Ok(())
            }
            Edit::RemoveReviewer(reviewer_id) => self.remove_reviewer(reviewer_id),
            Edit::AddArticle { article, at } => self.add_article(article, *at),
            Edit::RemoveArticle(article_id) => self.remove_article(article_id),
            Edit::MoveArticle { article, to } => self.move_article(article, *to),
            Edit::SetArticleMeta { article, meta } => {
                self.change_article(article, |article| article.meta = meta.clone())
            }
            Edit::AddVersion { article, version } => self.add_version(article, version),
            Edit::AddClaim(claim) => self.add_claim(claim),
            Edit::RemoveClaim(claim_id) => self.remove_claim(claim_id),
            Edit::SetClaim { claim, field } => self.set_claim(claim, field),
            Edit::AddEvidence { claim, evidence } => self.add_evidence(claim, evidence),
            Edit::RemoveEvidence { claim, evidence } => self.remove_evidence(claim, evidence),
            Edit::SetEvidence { claim, evidence, field } => self.set_evidence(claim, evidence, field),
            Edit::PutSource(source) => {
                put(&mut self.parts.sources, source, |other| other.id == source.id);
                Ok(())
            }
            Edit::RemoveSource(source_id) => self.remove_source(source_id),
            Edit::Replace { parts, .. } => {
                *self = Self::from_parts(parts.as_ref().clone());
                Ok(())
            }
        }
    }

    fn set_settings(&mut self, settings: &Arc<Settings>) -> Result<(), EditError> {
        if !self.parts.scales.iter().any(|scale| scale.id == settings.scale) {
            return Err(missing("scale", &settings.scale));
        }
        self.parts.settings = settings.clone();
        Ok(())
    }

    fn remove_reviewer(&mut self, reviewer_id: &ReviewerId) -> Result<(), EditError> {
        let names = |claim: &Claim| {
            let signed = [&claim.signed, &claim.created].into_iter().flatten().filter_map(|s| s.by.as_ref());
            signed.chain(&claim.assigned).any(|id| id == reviewer_id)
        };
        let uses = self.parts.claims.iter().filter(|claim| names(claim)).count();
        if uses > 0 {
            return Err(EditError::InUse { what: format!("reviewer {reviewer_id}"), uses });
        }
        take(&mut self.parts.reviewers, |reviewer| reviewer.id == *reviewer_id)
            .map(drop)
            .ok_or_else(|| missing("reviewer", reviewer_id))
    }

    fn add_article(&mut self, article: &Arc<Article>, at: usize) -> Result<(), EditError> {
        if article.versions.iter().all(|version| version.blocks().is_empty()) {
            return Err(EditError::NoText);
        }
        if self.article(&article.id).is_some() {
            return Err(exists("article", &article.id));
        }
        let at = at.min(self.parts.articles.len());
        self.parts.articles.insert(at, article.clone());
        self.sort_claims();
        Ok(())
    }

    fn remove_article(&mut self, article_id: &ArticleId) -> Result<(), EditError> {
        take(&mut self.parts.articles, |article| article.id == *article_id)
            .ok_or_else(|| missing("article", article_id))?;
        self.parts.claims.retain(|claim| claim.article != *article_id);
        Ok(())
    }

    fn move_article(&mut self, article_id: &ArticleId, to: usize) -> Result<(), EditError> {
        let article = take(&mut self.parts.articles, |article| article.id == *article_id)
            .ok_or_else(|| missing("article", article_id))?;
        let to = to.min(self.parts.articles.len());
        self.parts.articles.insert(to, article);
        self.sort_claims();
        Ok(())
    }

    fn change_article(&mut self, article_id: &ArticleId, change: impl FnOnce(&mut Article)) -> Result<(), EditError> {
        let found = self.parts.articles.iter_mut().find(|article| article.id == *article_id);
        let article = found.ok_or_else(|| missing("article", article_id))?;
        change(Arc::make_mut(article));
        Ok(())
    }

    fn add_version(&mut self, article_id: &ArticleId, version: &Arc<Version>) -> Result<(), EditError> {
        if version.blocks().is_empty() {
            return Err(EditError::NoText);
        }
        if self.version(&version.id).is_some() {
            return Err(exists("draft", &version.id));
        }
        self.change_article(article_id, |article| article.versions.push(version.clone()))
    }

    fn add_claim(&mut self, claim: &Arc<Claim>) -> Result<(), EditError> {
        if self.claim(&claim.id).is_some() {
            return Err(exists("claim", &claim.id));
        }
        self.check_marks(&claim.article, &claim.marks)?;
        let unknown = claim.evidence.iter().find(|evidence| self.source(&evidence.source).is_none());
        if let Some(evidence) = unknown {
            return Err(missing("source", &evidence.source));
        }
        self.insert_claim(claim.clone());
        Ok(())
    }

    fn remove_claim(&mut self, claim_id: &ClaimId) -> Result<(), EditError> {
        take(&mut self.parts.claims, |claim| claim.id == *claim_id).map(drop).ok_or_else(|| missing("claim", claim_id))
    }

    fn set_claim(&mut self, claim_id: &ClaimId, field: &ClaimField) -> Result<(), EditError> {
        if let ClaimField::Marks(marks) = field {
            return self.set_marks(claim_id, marks);
        }
        if let ClaimField::Verdict(Some(verdict_id)) = field
            && self.verdict(verdict_id).is_none()
        {
            return Err(missing("verdict", verdict_id));
        }
        let claim = self.claim_mut(claim_id)?;
        match field.clone() {
            ClaimField::Marks(_) => {}
            ClaimField::Statement(statement) => claim.statement = statement,
            ClaimField::Kind(kind) => claim.kind = kind,
            ClaimField::Claimant(claimant) => claim.claimant = claimant,
            ClaimField::Priority(priority) => claim.priority = priority,
            ClaimField::Tags(tags) => claim.tags = tags,
            ClaimField::Verdict(verdict) => claim.verdict = verdict,
            ClaimField::Confidence(confidence) => claim.confidence = confidence,
            ClaimField::Status { status, signed } => (claim.status, claim.signed) = (status, signed),
            ClaimField::Assigned(reviewer) => claim.assigned = reviewer,
            ClaimField::Queries(queries) => claim.queries = queries,
            ClaimField::Change(change) => claim.change = change,
            ClaimField::Notes(notes) => claim.notes = notes,
            ClaimField::Created(signature) => claim.created = signature,
        }
        Ok(())
    }

    /// A new passage can move the claim in document order.
    fn set_marks(&mut self, claim_id: &ClaimId, marks: &[Mark]) -> Result<(), EditError> {
        let index = self.claim_index(claim_id).ok_or_else(|| missing("claim", claim_id))?;
        self.check_marks(&self.parts.claims[index].article, marks)?;
        let mut claim = self.parts.claims.remove(index);
        Arc::make_mut(&mut claim).marks = marks.to_vec();
        self.insert_claim(claim);
        Ok(())
    }

    fn check_marks(&self, article_id: &ArticleId, marks: &[Mark]) -> Result<(), EditError> {
        let article = self.article(article_id).ok_or_else(|| missing("article", article_id))?;
        if marks.is_empty() {
            return Err(EditError::NoPassage);
        }
        for anchor in marks.iter().map(|mark| &mark.anchor) {
            let version = article.version(&anchor.version).ok_or_else(|| missing("draft", &anchor.version))?;
            anchor.span.check(version.text())?;
            if anchor.span.of(version.text()) != anchor.quote {
                return Err(EditError::QuoteDiffers);
            }
        }
        Ok(())
    }

    fn insert_claim(&mut self, mut claim: Arc<Claim>) {
        if !claim.marks.is_sorted_by_key(|mark| mark.anchor.span) {
            Arc::make_mut(&mut claim).marks.sort_by_key(|mark| mark.anchor.span);
        }
        let slot = self.claim_slot(&claim);
        self.parts.claims.insert(slot, claim);
    }

    fn add_evidence(&mut self, claim_id: &ClaimId, evidence: &Evidence) -> Result<(), EditError> {
        if self.source(&evidence.source).is_none() {
            return Err(missing("source", &evidence.source));
        }
        let claim = self.claim_mut(claim_id)?;
        if claim.evidence_by_id(&evidence.id).is_some() {
            return Err(exists("evidence", &evidence.id));
        }
        claim.evidence.push(evidence.clone());
        Ok(())
    }

    fn remove_evidence(&mut self, claim_id: &ClaimId, evidence_id: &EvidenceId) -> Result<(), EditError> {
        let claim = self.claim_mut(claim_id)?;
        let at = claim.evidence.iter().position(|evidence| evidence.id == *evidence_id);
        claim.evidence.remove(at.ok_or_else(|| missing("evidence", evidence_id))?);
        Ok(())
    }

    fn set_evidence(&mut self, claim: &ClaimId, evidence: &EvidenceId, field: &EvidenceField) -> Result<(), EditError> {
        if let EvidenceField::Source(source_id) = field
            && self.source(source_id).is_none()
        {
            return Err(missing("source", source_id));
        }
        let found = self.claim_mut(claim)?.evidence.iter_mut().find(|other| other.id == *evidence);
        let evidence = found.ok_or_else(|| missing("evidence", evidence))?;
        match field.clone() {
            EvidenceField::Source(source) => evidence.source = source,
            EvidenceField::Stance(stance) => evidence.stance = stance,
            EvidenceField::Quote(quote) => evidence.quote = quote,
            EvidenceField::Locator(locator) => evidence.locator = locator,
            EvidenceField::Note(note) => evidence.note = note,
            EvidenceField::Credibility(credibility) => evidence.credibility = credibility,
        }
        Ok(())
    }

    fn remove_source(&mut self, source_id: &SourceId) -> Result<(), EditError> {
        let uses = self.claims_using(source_id).count();
        if uses > 0 {
            return Err(EditError::InUse { what: format!("source {source_id}"), uses });
        }
        take(&mut self.parts.sources, |source| source.id == *source_id)
            .map(drop)
            .ok_or_else(|| missing("source", source_id))
    }

    fn claim_mut(&mut self, claim_id: &ClaimId) -> Result<&mut Claim, EditError> {
        let found = self.parts.claims.iter_mut().find(|claim| claim.id == *claim_id);
        found.map(Arc::make_mut).ok_or_else(|| missing("claim", claim_id))
    }
}

fn missing(kind: &str, id: &impl std::fmt::Display) -> EditError {
    EditError::Missing(format!("{kind} {id}"))
}

fn exists(kind: &str, id: &impl std::fmt::Display) -> EditError {
    EditError::Exists(format!("{kind} {id}"))
}

/// Replaces the entry that `is_it` names, or adds one at the end.
fn put<T>(list: &mut Vec<Arc<T>>, entry: &Arc<T>, is_it: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|other| is_it(other)) {
        Some(old) => *old = entry.clone(),
        None => list.push(entry.clone()),
    }
}

fn take<T>(list: &mut Vec<Arc<T>>, is_it: impl Fn(&T) -> bool) -> Option<Arc<T>> {
    let at = list.iter().position(|entry| is_it(entry))?;
    Some(list.remove(at))
}
