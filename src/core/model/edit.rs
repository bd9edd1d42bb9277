//! Every change of a project, as data.
//!
//! An [`Edit`] is the only way to change a [`Project`]. It carries all that it needs (ids and times included), so that the
//! same edits applied to the same project always give the same project: the journal relies on it.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    Article, ArticleId, ArticleMeta, Claim, ClaimField, ClaimId, ClaimView, Credibility, Dismissal, EarlierCheck,
    Evidence, EvidenceId, FirstPass, Mark, Project, ProjectParts, Region, Reviewer, ReviewerId, RuleId, Scale,
    Settings, Signature, Source, SourceId, Span, SpanError, Stance, Subject, Version, VersionId, Waiver,
    numbers::Taken, signing::unsigned,
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
    /// A change with who makes it and when; the claims that it changes keep it in their log.
    Signed {
        /// Who and when.
        signature: Signature,
        /// The change.
        edit: Box<Self>,
    },
    /// Renames the project.
    SetTitle(String),
    /// Replaces the settings.
    SetSettings(Arc<Settings>),
    /// Adds a scale or replaces the one with its id.
    PutScale(Arc<Scale>),
    /// Adds a reviewer or replaces the one with the same id.
    PutReviewer(Arc<Reviewer>),
    /// Removes a reviewer whose name stands nowhere.
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
    /// Puts the passages of many claims elsewhere, as a new draft does.
    SetMarks(Vec<(ClaimId, Vec<Mark>)>),
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
    /// Dismisses a sentence, or changes the reason.
    Dismiss(Arc<Dismissal>),
    /// Takes back the dismissal of a sentence.
    Reopen {
        /// The draft.
        version: VersionId,
        /// The sentence.
        span: Span,
    },
    /// Lets a finding of the readiness check pass, or changes the reason.
    Waive(Arc<Waiver>),
    /// Takes back that a finding may pass.
    Unwaive {
        /// The rule.
        rule: RuleId,
        /// What the finding speaks of.
        subject: Subject,
    },
    /// Adds a source, or replaces what is known of the one with its id; that keeps the document it has.
    PutSource(Arc<Source>),
    /// Removes a source that no claim uses.
    RemoveSource(SourceId),
    /// Adds a version of a source's document behind the newest one.
    AddDocument {
        /// The source.
        source: SourceId,
        /// The version.
        version: Arc<Version>,
    },
    /// Makes one source of several that are the same: what is known of any of them, their documents and copies, and the
    /// evidence that uses them.
    MergeSources {
        /// The one that stays.
        into: SourceId,
        /// Those that go.
        from: Vec<SourceId>,
    },
    /// Keeps a view of the claim table, or changes the one of that name.
    PutView(Arc<ClaimView>),
    /// Gives a view another name.
    RenameView {
        /// Its name.
        from: String,
        /// Its new name, which no other view has.
        to: String,
    },
    /// Forgets the view of this name.
    RemoveView(String),
    /// Settles what is open between two people's work.
    Settle {
        /// What it is about.
        subject: Subject,
        /// Its name within that: "verdict".
        name: String,
        /// What puts the value that was chosen; nothing where the one that stands there stays.
        edits: Vec<Self>,
        /// The places of the values that hold; none where what stands there stays.
        #[serde(default)]
        chosen: Vec<usize>,
        /// Why, in the words of whoever settles it.
        #[serde(default)]
        reason: String,
    },
    /// Gives out a first pass, or keeps what came back of it.
    PutPass(Arc<FirstPass>),
    /// Puts another state in the place of everything: an earlier version, or the result of a merge.
    Replace {
        /// What the undo menu calls it.
        label: String,
        /// The state.
        parts: Box<ProjectParts>,
    },
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
    Mark(Option<Mark>),
    Region(Option<Region>),
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
    /// A document came without words.
    #[error("Could not keep the document: it has no text")]
    NoDocumentText,
    /// A claim came without a passage.
    #[error("Could not mark the claim: no words are selected")]
    NoPassage,
    /// A passage is not of its text.
    #[error("Could not mark the claim: {0}")]
    Span(#[from] SpanError),
    /// The part of a picture lies on none of the source.
    #[error("Could not mark the part of the picture: its source does not keep that picture")]
    NoPicture,
    /// Whoever gave the first check would give the second.
    #[error("Could not note the second check: you made the first. Another reviewer has to give it")]
    OwnSecondCheck,
    /// There is nothing to check a second time.
    #[error("Could not note the second check: there is no first one yet. Give the verdict itself")]
    NoFirstCheck,
    /// Nobody can tell whether it is somebody else's.
    #[error("Could not note the second check: it needs a name. Say who you are first")]
    NamelessSecondCheck,
    /// Nobody can tell whether whoever gave the first would give the second.
    #[error(
        "Could not note the second check: nobody has put their name to the first, so that it may be yours. Whoever made it has to \
         sign it"
    )]
    NamelessFirstCheck,
    /// Two people's work differs in it, and nobody has said which holds.
    #[error("Could not sign the claim: two people's work on it differs. Settle that first")]
    Unsettled,
    /// The quote is not what stands under the span.
    #[error("Could not mark the claim: its quote differs from the text")]
    QuoteDiffers,
    /// Somebody's name stands under what they did.
    #[error("Could not remove {0}: their name stands under what they did here")]
    HasSigned(String),
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
            Self::Signed { edit, .. } => edit.label(),
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
            Self::SetMarks(_) => "change passages",
            Self::AddEvidence { .. } => "add evidence",
            Self::RemoveEvidence { .. } => "remove evidence",
            Self::SetEvidence { field, .. } => field.label(),
            Self::Dismiss(_) => "dismiss sentence",
            Self::Reopen { .. } => "reopen sentence",
            Self::Waive(_) => "waive finding",
            Self::Unwaive { .. } => "take back waiver",
            Self::PutSource(_) => "change source",
            Self::RemoveSource(_) => "remove source",
            Self::AddDocument { .. } => "open source document",
            Self::MergeSources { .. } => "merge sources",
            Self::PutView(_) => "save view",
            Self::RenameView { .. } => "rename view",
            Self::RemoveView(_) => "delete view",
            Self::Settle { .. } => "settle difference",
            Self::PutPass(_) => "give out a first pass",
        }
    }

    /// Whether it changes something of claims that are there already.
    pub fn changes_claims(&self) -> bool {
        match self {
            Self::Batch { edits, .. } => edits.iter().any(Self::changes_claims),
            // Who settled what is kept, whatever was chosen.
            Self::Settle { .. } => true,
            Self::SetClaim { .. }
            | Self::AddEvidence { .. }
            | Self::RemoveEvidence { .. }
            | Self::SetEvidence { .. } => true,
            _ => false,
        }
    }

    /// What two edits in a row must share for undo to take them as one: typing in one field. `None`: stands alone.
    pub fn typing_key(&self) -> Option<String> {
        Some(match self {
            Self::Signed { edit, .. } => return edit.typing_key(),
            Self::SetTitle(_) => "title".to_owned(),
            Self::SetSettings(_) => "settings".to_owned(),
            Self::PutScale(scale) => scale.id.to_string(),
            Self::PutReviewer(reviewer) => reviewer.id.to_string(),
            Self::SetArticleMeta { article, .. } => article.to_string(),
            Self::PutSource(source) => source.id.to_string(),
            Self::SetClaim { claim, field } => format!("{claim} {}", field.typing_key()?),
            Self::SetEvidence { claim, evidence, field } => format!("{claim} {evidence} {}", field.typing_key()?),
            Self::Waive(waiver) => format!("waive {} {:?}", waiver.rule, waiver.subject),
            _ => return None,
        })
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
            Self::Mark(_) => "mark evidence",
            Self::Region(_) => "mark part of picture",
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
        self.apply_by(edit, None)
    }

    /// Makes a change that somebody has signed for. What it changes under a signature is open again.
    pub(super) fn apply_by(&mut self, edit: &Edit, by: Option<&Signature>) -> Result<(), EditError> {
        match edit {
            Edit::Batch { edits, .. } => {
                let before = self.clone();
                self.apply_all(edits, by).inspect_err(|_| *self = before)
            }
            Edit::Signed { signature, edit } => self.apply_signed(signature, edit),
            Edit::SetClaim { claim, field } => self.set_claim(claim, field, 0, by).map(drop),
            Edit::Reopen { version, span } => self.reopen(version, *span, by),
            Edit::Settle { subject, name, edits, chosen, reason } => {
                let before = self.clone();
                self.settle(subject, name, edits, (chosen, reason), by).inspect_err(|_| *self = before)
            }
            _ => {
                let before = self.before(edit);
                self.make(edit)?;
                self.open_changed(&before, by);
                Ok(())
            }
        }
    }

    /// Makes one change, whatever signatures it leaves behind.
    fn make(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Batch { .. } | Edit::Signed { .. } | Edit::SetClaim { .. } | Edit::Settle { .. } => self.apply(edit),
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
            Edit::AddClaim(claim) => self.add_claim(claim, None),
            Edit::RemoveClaim(claim_id) => self.remove_claim(claim_id),
            Edit::SetMarks(all) => self.set_all_marks(all),
            Edit::AddEvidence { claim, evidence } => self.add_evidence(claim, evidence),
            Edit::RemoveEvidence { claim, evidence } => self.remove_evidence(claim, evidence),
            Edit::SetEvidence { claim, evidence, field } => self.set_evidence(claim, evidence, field),
            Edit::Dismiss(dismissal) => self.dismiss(dismissal),
            Edit::Reopen { version, span } => self.reopen(version, *span, None),
            Edit::Waive(waiver) => self.waive(waiver),
            Edit::Unwaive { rule, subject } => {
                self.unwaive(rule, subject);
                Ok(())
            }
            Edit::PutSource(source) => {
                self.put_source(source);
                Ok(())
            }
            Edit::RemoveSource(source_id) => self.remove_source(source_id),
            Edit::AddDocument { source, version } => self.add_document(source, version),
            Edit::MergeSources { into, from } => self.merge_sources(into, from),
            Edit::PutView(view) => {
                self.put_view(view);
                Ok(())
            }
            Edit::RenameView { from, to } => self.rename_view(from, to),
            Edit::RemoveView(name) => self.take_view(name).map(drop),
            Edit::PutPass(pass) => self.put_pass(pass),
            Edit::Replace { parts, .. } => {
                let before = std::mem::replace(self, Self::from_parts(parts.as_ref().clone()));
                self.parts.retired_number = self.parts.retired_number.max(before.parts.retired_number);
                self.retire(&before.parts.claims);
                Ok(())
            }
        }
    }

    /// Edits in order. A change of many claims comes in document order: each is looked for behind the one before. Many that are
    /// added are told apart by what is known of the others, which is gathered once.
    fn apply_all(&mut self, edits: &[Edit], by: Option<&Signature>) -> Result<(), EditError> {
        let mut near = 0;
        let mut known: Option<Taken> = None;
        for edit in edits {
            match edit {
                Edit::SetClaim { claim, field } => near = self.set_claim(claim, field, near, by)?,
                Edit::AddClaim(claim) => {
                    let taken = known.get_or_insert_with(|| Taken::by(self.claims()));
                    self.add_claim(claim, Some(taken))?;
                }
                other => {
                    if !leaves_ids_and_numbers(other) {
                        known = None;
                    }
                    self.apply_by(other, by)?;
                }
            }
        }
        Ok(())
    }

    fn set_settings(&mut self, settings: &Arc<Settings>) -> Result<(), EditError> {
        if !self.parts.scales.iter().any(|scale| scale.id == settings.scale) {
            return Err(missing("scale", &settings.scale));
        }
        self.parts.settings = settings.clone();
        Ok(())
    }

    fn remove_reviewer(&mut self, reviewer_id: &ReviewerId) -> Result<(), EditError> {
        let parts = &self.parts;
        let is_named =
            |signed: &Option<Signature>| signed.as_ref().is_some_and(|it| it.by.as_ref() == Some(reviewer_id));
        let names = |claim: &Claim| claim.people().any(|id| id == reviewer_id);
        if parts.claims.iter().any(|claim| names(claim))
            || parts.dismissals.iter().any(|made| is_named(&made.signed))
            || parts.waivers.iter().any(|waiver| is_named(&waiver.signed))
            || self.is_named_in_passes(reviewer_id)
        {
            let who = self.reviewer(reviewer_id).map_or_else(|| reviewer_id.to_string(), |reviewer| reviewer.whole());
            return Err(EditError::HasSigned(who));
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
        let (gone, left) = std::mem::take(&mut self.parts.claims).into_iter().partition(|c| c.article == *article_id);
        self.parts.claims = left;
        self.retire(&gone);
        self.drop_orphans();
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

    fn add_claim(&mut self, claim: &Arc<Claim>, taken: Option<&mut Taken>) -> Result<(), EditError> {
        let is_there = match &taken {
            Some(taken) => taken.has(&claim.id),
            None => self.claim(&claim.id).is_some(),
        };
        if is_there {
            return Err(exists("claim", &claim.id));
        }
        self.check_marks(&claim.article, &claim.marks)?;
        claim.evidence.iter().try_for_each(|evidence| self.check_evidence(evidence))?;
        self.check_drafts(&claim.article, &claim.earlier_checks)?;
        let claim = self.numbered(&unsigned(claim), taken.as_deref());
        if let Some(taken) = taken {
            taken.add(&claim);
        }
        self.insert_claim(claim);
        Ok(())
    }

    fn remove_claim(&mut self, claim_id: &ClaimId) -> Result<(), EditError> {
        let gone = take(&mut self.parts.claims, |claim| claim.id == *claim_id);
        self.retire(&[gone.ok_or_else(|| missing("claim", claim_id))?]);
        self.drop_orphans();
        Ok(())
    }

    /// Changes a field of a claim that is probably at `near` or just behind. Returns where it was.
    fn set_claim(
        &mut self,
        claim_id: &ClaimId,
        field: &ClaimField,
        near: usize,
        by: Option<&Signature>,
    ) -> Result<usize, EditError> {
        if let Some(verdict_id) = field.verdicts().into_iter().find(|verdict_id| self.verdict(verdict_id).is_none()) {
            return Err(missing("verdict", verdict_id));
        }
        let here = |at: &usize| self.parts.claims.get(*at).is_some_and(|claim| claim.id == *claim_id);
        let found = [near, near + 1].into_iter().find(here).or_else(|| self.claim_index(claim_id));
        let at = found.ok_or_else(|| missing("claim", claim_id))?;
        let old = Arc::clone(&self.parts.claims[at]);
        if matches!(field, ClaimField::Status(standing) if standing.status.is_done()) && self.is_unsettled(&old) {
            return Err(EditError::Unsettled);
        }
        match field {
            ClaimField::Marks(marks) => {
                let slot = self.set_marks(at, marks)?;
                self.open_if_changed(slot, &old, None, by);
            }
            ClaimField::EarlierCheck(checks) => self.keep_checks(at, checks)?,
            ClaimField::Status(standing) => self.stand(at, standing.clone(), by),
            ClaimField::Second(second) => self.stand_second(at, second.clone(), by)?,
            field => {
                field.clone().put_into(Arc::make_mut(&mut self.parts.claims[at]));
                if field.is_covered() {
                    self.open_if_changed(at, &old, None, by);
                }
            }
        }
        Ok(at)
    }

    /// A new passage can move the claim in document order.
    fn set_marks(&mut self, at: usize, marks: &[Mark]) -> Result<usize, EditError> {
        self.check_marks(&self.parts.claims[at].article, marks)?;
        let mut claim = self.parts.claims.remove(at);
        Arc::make_mut(&mut claim).marks = marks.to_vec();
        Ok(self.insert_claim(claim))
    }

    /// Adds checks that were kept, as older programs did. One that was kept is never forgotten; what somebody had before them is
    /// written down when their check ends, and nobody says it for them.
    fn keep_checks(&mut self, at: usize, checks: &[EarlierCheck]) -> Result<(), EditError> {
        let claim = &self.parts.claims[at];
        self.check_drafts(&claim.article, checks)?;
        let is_told = |check: &&EarlierCheck| check.values.is_some() && !claim.earlier_checks.contains(check);
        if checks.iter().any(|check| is_told(&check)) {
            return Err(EditError::Missing("the check that is to be kept".into()));
        }
        let claim = Arc::make_mut(&mut self.parts.claims[at]);
        let new: Vec<_> = checks.iter().filter(|check| !claim.earlier_checks.contains(check)).cloned().collect();
        claim.earlier_checks.extend(new);
        Ok(())
    }

    /// Holds that the drafts of which checks were made are there.
    fn check_drafts(&self, article_id: &ArticleId, checks: &[EarlierCheck]) -> Result<(), EditError> {
        let article = self.article(article_id);
        let is_known = |check: &&EarlierCheck| article.is_some_and(|article| article.version(&check.version).is_some());
        checks.iter().find(|check| !is_known(check)).map_or(Ok(()), |check| Err(missing("draft", &check.version)))
    }

    pub(super) fn check_marks(&self, article_id: &ArticleId, marks: &[Mark]) -> Result<(), EditError> {
        let article = self.article(article_id).ok_or_else(|| missing("article", article_id))?;
        if marks.is_empty() {
            return Err(EditError::NoPassage);
        }
        check_anchors(marks, |version_id| article.version(version_id))
    }

    /// Many claims at once: each is looked up by its id, and the order is made anew only once.
    fn set_all_marks(&mut self, all: &[(ClaimId, Vec<Mark>)]) -> Result<(), EditError> {
        let indices: HashMap<ClaimId, usize> =
            self.parts.claims.iter().enumerate().map(|(index, claim)| (claim.id.clone(), index)).collect();
        let mut found = Vec::with_capacity(all.len());
        for (claim_id, marks) in all {
            let index = *indices.get(claim_id).ok_or_else(|| missing("claim", claim_id))?;
            self.check_marks(&self.parts.claims[index].article, marks)?;
            found.push(index);
        }
        for (index, (_, marks)) in found.into_iter().zip(all) {
            let claim = &mut self.parts.claims[index];
            Arc::make_mut(claim).marks = marks.clone();
            sort_marks(claim);
        }
        self.sort_claims();
        Ok(())
    }

    /// Returns where it came to stand.
    fn insert_claim(&mut self, mut claim: Arc<Claim>) -> usize {
        sort_marks(&mut claim);
        let slot = self.claim_slot(&claim);
        self.parts.claims.insert(slot, claim);
        slot
    }

    fn add_evidence(&mut self, claim_id: &ClaimId, evidence: &Evidence) -> Result<(), EditError> {
        self.check_evidence(evidence)?;
        self.check_region(evidence)?;
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

    fn remove_source(&mut self, source_id: &SourceId) -> Result<(), EditError> {
        let uses = self.claims_using(source_id).count();
        if uses > 0 {
            return Err(EditError::InUse { what: format!("source {source_id}"), uses });
        }
        take(&mut self.parts.sources, |source| source.id == *source_id).ok_or_else(|| missing("source", source_id))?;
        self.drop_orphans();
        Ok(())
    }

    pub(super) fn claim_mut(&mut self, claim_id: &ClaimId) -> Result<&mut Claim, EditError> {
        let found = self.parts.claims.iter_mut().find(|claim| claim.id == *claim_id);
        found.map(Arc::make_mut).ok_or_else(|| missing("claim", claim_id))
    }
}

/// Holds that marks stand where they say, in the versions of one text.
pub(super) fn check_anchors<'a>(
    marks: &[Mark],
    version: impl Fn(&VersionId) -> Option<&'a Arc<Version>>,
) -> Result<(), EditError> {
    for anchor in marks.iter().flat_map(|mark| mark.earlier.iter().chain([&mark.anchor])) {
        let version = version(&anchor.version).ok_or_else(|| missing("draft", &anchor.version))?;
        anchor.span.check(version.text())?;
        if anchor.span.of(version.text()) != anchor.quote {
            return Err(EditError::QuoteDiffers);
        }
    }
    Ok(())
}

/// Brings a claim's passages into text order.
/// Whether a change adds and takes away no claim, and none of its numbers.
fn leaves_ids_and_numbers(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::PutSource(_)
            | Edit::PutReviewer(_)
            | Edit::AddEvidence { .. }
            | Edit::SetEvidence { .. }
            | Edit::AddDocument { .. }
    )
}

fn sort_marks(claim: &mut Arc<Claim>) {
    if !claim.marks.is_sorted_by_key(|mark| mark.anchor.span) {
        Arc::make_mut(claim).marks.sort_by_key(|mark| mark.anchor.span);
    }
}

pub(super) fn missing(kind: &str, id: &impl std::fmt::Display) -> EditError {
    EditError::Missing(format!("{kind} {id}"))
}

pub(super) fn exists(kind: &str, id: &impl std::fmt::Display) -> EditError {
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
