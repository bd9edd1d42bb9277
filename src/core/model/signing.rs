//! What a signature covers, and what becomes of a check when that changes.
//!
//! Whoever signs vouches for values that they had before them ([`Checked`]). When one of these changes, by whatever edit, the
//! check goes to the claim's [`EarlierCheck`]s and the claim is open again. Every edit goes through
//! [`Project::apply`](super::Edit), which comes here; no way leads round it. Two wordings of marked words that differ only in
//! typography and white space are the same.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{
    Claim, ClaimField, ClaimId, ClaimKind, Claimant, Confidence, Edit, EditError, Evidence, EvidenceId, Project,
    Region, Reliability, SecondCheck, Signature, Source, SourceId, Span, Stance, Standing, Status, VerdictId,
    VersionId, claim::choices, fold::are_same_words, is_default,
};

/// What a checker had before them: all that their signature covers, and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Checked {
    /// The verdict.
    #[serde(skip_serializing_if = "is_default")]
    pub verdict: Option<VerdictId>,
    /// Its word for people.
    #[serde(skip_serializing_if = "is_default")]
    pub label: String,
    /// What it says.
    #[serde(skip_serializing_if = "is_default")]
    pub meaning: String,
    /// How sure they were, and why.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// The marked words, a passage each.
    #[serde(skip_serializing_if = "is_default")]
    pub words: Vec<String>,
    /// The statement, where it differed from the words.
    #[serde(skip_serializing_if = "is_default")]
    pub statement: Option<String>,
    /// What sort of statement it was.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: Option<ClaimKind>,
    /// Who said it.
    #[serde(skip_serializing_if = "is_default")]
    pub claimant: Claimant,
    /// What it was checked against.
    #[serde(skip_serializing_if = "is_default")]
    pub evidence: Vec<CheckedEvidence>,
    /// The sources that were cited, each once.
    #[serde(skip_serializing_if = "is_default")]
    pub sources: Vec<CheckedSource>,
}

/// A piece of evidence as a signature covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckedEvidence {
    /// Its name in the claim.
    pub id: EvidenceId,
    /// The source.
    pub source: SourceId,
    /// Which way it pointed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stance: Stance,
    /// The words of the source.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quote: String,
    /// Where in the source.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locator: String,
    /// Where the words stood in the source's document.
    #[serde(rename = "place", default, skip_serializing_if = "is_default")]
    pub passage: Option<CheckedPassage>,
    /// The part of a picture that it lay on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub region: Option<Region>,
}

/// A place in a version of a source's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckedPassage {
    /// The version.
    pub version: VersionId,
    /// The bytes.
    pub span: Span,
}

/// A cited source as a signature covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckedSource {
    /// The source.
    pub id: SourceId,
    /// Its title.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub url: String,
    /// Where a copy was kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived_url: String,
    /// Its grade.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reliability: Option<Reliability>,
    /// The newest version of its document; nothing where none was opened.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: Option<VersionId>,
    /// SHA-256 of the file that it was given as; nothing where it was none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: String,
}

choices! {
    /// Something that a signature covers. The label is the word for it in a sentence.
    Covered {
        /// The verdict, its word or its meaning.
        Verdict => "the verdict",
        /// The confidence or its reason.
        Confidence => "the confidence",
        /// The marked words.
        Words => "the marked words",
        /// The statement as checked.
        Statement => "the statement",
        /// Who said it.
        Claimant => "the claimant",
        /// The sort of statement.
        Kind => "the type",
        /// Which evidence there is, or what it says.
        Evidence => "the evidence",
        /// A cited source.
        Source => "a source",
    }
}

impl Checked {
    /// What differs in the values that are there now. A source's first document changes nothing that was cited.
    pub fn changes(&self, now: &Self) -> Vec<Covered> {
        // Names every value, so that a new one cannot be forgotten here.
        let Self { verdict, label, meaning, confidence, words, statement, kind, claimant, evidence, sources } = self;
        let is_same = |covered: Covered| match covered {
            Covered::Verdict => (verdict, label, meaning) == (&now.verdict, &now.label, &now.meaning),
            Covered::Confidence => *confidence == now.confidence,
            Covered::Words => {
                words.len() == now.words.len() && words.iter().zip(&now.words).all(|(a, b)| are_same_words(a, b))
            }
            Covered::Statement => *statement == now.statement,
            Covered::Claimant => *claimant == now.claimant,
            Covered::Kind => *kind == now.kind,
            Covered::Evidence => *evidence == now.evidence,
            Covered::Source => sources.iter().all(|source| {
                now.sources.iter().filter(|other| other.id == source.id).all(|other| source.is_still(other))
            }),
        };
        Covered::ALL.iter().copied().filter(|covered| !is_same(*covered)).collect()
    }

    /// Whether nothing that matters differs.
    pub fn still_holds(&self, now: &Self) -> bool {
        self.changes(now).is_empty()
    }
}

impl CheckedSource {
    fn of(source: &Source) -> Self {
        Self {
            id: source.id.clone(),
            title: source.title.clone(),
            url: source.url.clone(),
            archived_url: source.archived_url.clone(),
            reliability: source.reliability,
            version: source.latest().map(|version| version.id.clone()),
            file: source.file.as_ref().map(|file| file.sha256.clone()).unwrap_or_default(),
        }
    }

    fn is_still(&self, now: &Self) -> bool {
        let Self { id: _, title, url, archived_url, reliability, version, file } = self;
        (title, url, archived_url, reliability) == (&now.title, &now.url, &now.archived_url, &now.reliability)
            && (version.is_none() || *version == now.version)
            && (file.is_empty() || *file == now.file)
    }
}

impl From<&Evidence> for CheckedEvidence {
    fn from(evidence: &Evidence) -> Self {
        let passage = evidence
            .mark
            .as_ref()
            .map(|mark| CheckedPassage { version: mark.anchor.version.clone(), span: mark.anchor.span });
        Self {
            id: evidence.id.clone(),
            source: evidence.source.clone(),
            stance: evidence.stance,
            quote: evidence.quote.clone(),
            locator: evidence.locator.clone(),
            passage,
            region: evidence.region.clone(),
        }
    }
}

/// A check that holds no longer, since something that it covered was changed, or that another took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EarlierCheck {
    /// The draft in which the words stood.
    pub version: VersionId,
    /// How far the check had come.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: Status,
    /// Whose check it was, and when they signed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
    /// The second check, where it was one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub second: Option<SecondCheck>,
    /// What they had before them; not known of a check that an older program kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub values: Option<Box<Checked>>,
}

impl EarlierCheck {
    /// Whether the marked words of its claim are those that it was made of, where that is known.
    pub fn words_are_those_of(&self, claim: &Claim) -> bool {
        self.values.as_ref().is_some_and(|values| {
            let words = claim.marks.iter().map(|mark| mark.anchor.quote.as_str());
            values.words.len() == claim.marks.len() && values.words.iter().zip(words).all(|(a, b)| are_same_words(a, b))
        })
    }
}

/// Reads the earlier checks of a claim. Older programs kept one at most, which is not in a list.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EarlierCheck>, D::Error> {
    struct Visitor;
    impl<'de> de::Visitor<'de> for Visitor {
        type Value = Vec<EarlierCheck>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of earlier checks")
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(de::value::SeqAccessDeserializer::new(seq))
        }

        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            EarlierCheck::deserialize(de::value::MapAccessDeserializer::new(map)).map(|check| vec![check])
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }
    }
    deserializer.deserialize_any(Visitor)
}

impl Claim {
    /// The check that was made before something that it covered was changed, while the claim waits to be signed again.
    pub fn reopened(&self) -> Option<&EarlierCheck> {
        let check = self.earlier_checks.iter().rev().find(|check| check.second.is_none());
        // Work on other words that nobody had signed is to be looked at while the words are others.
        check.filter(|check| !self.status.is_done() && (check.status.is_done() || !check.words_are_those_of(self)))
    }

    /// The draft in which its words stand.
    fn draft(&self) -> Option<&VersionId> {
        self.marks.first().map(|mark| &mark.anchor.version)
    }

    fn is_worked_on(&self) -> bool {
        self.status != Status::Unchecked
            || self.verdict.is_some()
            || self.confidence.is_some()
            || !self.evidence.is_empty()
    }

    /// Keeps a check that holds no longer.
    fn keep(&mut self, check: EarlierCheck) {
        let is_known = |known: &EarlierCheck| {
            let is_bare = known.values.is_none() || known.values == check.values;
            is_bare && (&known.signed, known.status, &known.second) == (&check.signed, check.status, &check.second)
        };
        self.earlier_checks.retain(|known| !is_known(known));
        self.earlier_checks.push(check);
    }
}

/// Claims as they were before an edit.
pub(super) enum Before {
    /// The edit changes nothing but these.
    Claims(Vec<Arc<Claim>>),
    /// The edit changes what claims refer to.
    Project(Box<Project>),
}

impl Project {
    /// What a signature under the claim covers as it stands now.
    pub fn checked(&self, claim: &Claim) -> Checked {
        self.checked_with(claim, claim.verdict.as_ref(), claim.confidence.as_ref())
    }

    /// What the signature under a second check covers as it stands now.
    pub fn checked_second(&self, claim: &Claim, second: &SecondCheck) -> Checked {
        self.checked_with(claim, Some(&second.verdict), second.confidence.as_ref())
    }

    fn checked_with(&self, claim: &Claim, verdict: Option<&VerdictId>, confidence: Option<&Confidence>) -> Checked {
        let known = verdict.and_then(|id| self.verdict(id));
        let mut sources: Vec<CheckedSource> = Vec::new();
        for evidence in &claim.evidence {
            if sources.iter().all(|source| source.id != evidence.source) {
                sources.extend(self.source(&evidence.source).map(|source| CheckedSource::of(source)));
            }
        }
        Checked {
            verdict: verdict.cloned(),
            label: known.as_ref().map(|verdict| verdict.label.clone()).unwrap_or_default(),
            meaning: known.map(|verdict| verdict.meaning).unwrap_or_default(),
            confidence: confidence.cloned(),
            words: claim.marks.iter().map(|mark| mark.anchor.quote.clone()).collect(),
            statement: claim.statement.clone(),
            kind: claim.kind,
            claimant: claim.claimant.clone(),
            evidence: claim.evidence.iter().map(CheckedEvidence::from).collect(),
            sources,
        }
    }

    /// What has changed since a check was made.
    pub fn changes_since(&self, claim: &Claim, check: &EarlierCheck) -> Vec<Covered> {
        let now = match &check.second {
            Some(second) => self.checked_second(claim, second),
            None => self.checked(claim),
        };
        // An older program kept checks for no other reason.
        check.values.as_ref().map_or_else(|| vec![Covered::Words], |values| values.changes(&now))
    }

    /// What gives a claim back the checks that it had, where all that they covered is as it was.
    pub fn checks_to_give_back(&self, claim: &Claim) -> Vec<ClaimField> {
        let holds = |check: &&EarlierCheck, now: &Checked| {
            check.status.is_done() && check.values.as_ref().is_some_and(|values| values.still_holds(now))
        };
        let now = self.checked(claim);
        let mut kept = claim.earlier_checks.iter().rev();
        let first = kept.find(|check| check.second.is_none() && holds(check, &now));
        let Some(first) = first.filter(|_| !claim.status.is_done()) else { return Vec::new() };
        let seconds = claim.earlier_checks.iter().rev().filter(|_| claim.second.is_none());
        let second = seconds.filter(|check| {
            check.second.as_ref().is_some_and(|second| holds(check, &self.checked_second(claim, second)))
        });
        let second = second.map(|check| ClaimField::Second(check.second.clone())).next();
        let standing = Standing { status: first.status, signed: first.signed.clone() };
        second.into_iter().chain([ClaimField::Status(standing)]).collect()
    }

    /// Whether an edit that names no claim ends a check.
    pub fn opens_again(&self, edit: &Edit) -> bool {
        fn may(edit: &Edit) -> bool {
            match edit {
                Edit::Batch { edits, .. } | Edit::Settle { edits, .. } => edits.iter().any(may),
                Edit::SetMarks(_)
                | Edit::PutSource(_)
                | Edit::AddDocument { .. }
                | Edit::MergeSources { .. }
                | Edit::PutScale(_)
                | Edit::SetSettings(_) => true,
                _ => false,
            }
        }
        let mut after = self.clone();
        if !may(edit) || after.apply(edit).is_err() {
            return false;
        }
        let mut kept: std::collections::HashMap<_, _> =
            self.claims().iter().map(|claim| (&claim.id, claim.earlier_checks.len())).collect();
        after
            .claims()
            .iter()
            .any(|claim| kept.remove(&claim.id).is_some_and(|before| before != claim.earlier_checks.len()))
    }

    /// Keeps what an edit may change of what signatures cover.
    pub(super) fn before(&self, edit: &Edit) -> Before {
        let of = |claim_id: &ClaimId| Before::Claims(self.claim(claim_id).cloned().into_iter().collect());
        match edit {
            Edit::AddEvidence { claim, .. } | Edit::RemoveEvidence { claim, .. } | Edit::SetEvidence { claim, .. } => {
                of(claim)
            }
            Edit::SetMarks(_) => Before::Claims(self.claims().to_vec()),
            // Nothing can rest yet on a source that is new.
            Edit::PutSource(source) if self.source(&source.id).is_none() => Before::Claims(Vec::new()),
            Edit::PutSource(_)
            | Edit::AddDocument { .. }
            | Edit::MergeSources { .. }
            | Edit::PutScale(_)
            | Edit::SetSettings(_) => Before::Project(Box::new(self.clone())),
            _ => Before::Claims(Vec::new()),
        }
    }

    /// Opens what an edit has changed under a signature. `by` is who made the edit, where that is known.
    pub(super) fn open_changed(&mut self, before: &Before, by: Option<&Signature>) {
        let (claims, project) = match before {
            Before::Claims(claims) => (claims.as_slice(), None),
            Before::Project(project) => (project.claims(), Some(project.as_ref())),
        };
        let indices: std::collections::HashMap<ClaimId, usize> = match claims {
            [] => return,
            [only] => self.claim_index(&only.id).map(|at| (only.id.clone(), at)).into_iter().collect(),
            _ => self.claims().iter().enumerate().map(|(at, claim)| (claim.id.clone(), at)).collect(),
        };
        for old in claims {
            let Some(at) = indices.get(&old.id).copied() else { continue };
            if project.is_some() || !Arc::ptr_eq(old, &self.claims()[at]) {
                self.open_if_changed(at, old, project, by);
            }
        }
    }

    /// Opens the claim at this place when something that its signatures cover differs from `old`, which stood in `before` (in
    /// this project, where nothing else was changed).
    pub(super) fn open_if_changed(&mut self, at: usize, old: &Claim, before: Option<&Self>, by: Option<&Signature>) {
        if !old.is_worked_on() && old.second.is_none() {
            return;
        }
        let new = Arc::clone(&self.parts.claims[at]);
        let was = before.unwrap_or(self).checked(old);
        let changes = was.changes(&self.checked(&new));
        let has_new_draft = old.draft() != new.draft() && changes.contains(&Covered::Words) && old.reopened().is_none();
        let first = (old.status.is_done() && !changes.is_empty() || has_new_draft).then(|| self.kept(old, was));
        let second = old.second.as_ref().filter(|_| new.second == old.second).and_then(|second| {
            let was = before.unwrap_or(self).checked_second(old, second);
            let holds = was.still_holds(&self.checked_second(&new, second));
            (!holds).then(|| EarlierCheck { second: Some(second.clone()), ..self.kept(old, was) })
        });
        if first.is_none() && second.is_none() {
            return;
        }
        let claim = Arc::make_mut(&mut self.parts.claims[at]);
        if first.is_some() && claim.status.is_done() {
            (claim.status, claim.signed) = (Status::InProgress, by.cloned());
        }
        if second.is_some() {
            claim.second = None;
        }
        // Whoever came second read the first one's sources and words.
        if second.is_some() && claim.status == Status::SecondChecked {
            claim.status = Status::Checked;
        }
        let second = second.map(|check| EarlierCheck {
            status: Status::SecondChecked,
            signed: check.second.as_ref().map(|second| second.signed.clone()),
            ..check
        });
        first.into_iter().chain(second).for_each(|check| claim.keep(check));
    }

    /// A check of a claim as it stood.
    fn kept(&self, claim: &Claim, values: Checked) -> EarlierCheck {
        let first = || self.article(&claim.article).and_then(|article| article.versions.first());
        let version = claim.draft().cloned().or_else(|| first().map(|version| version.id.clone()));
        EarlierCheck {
            version: version.unwrap_or_else(|| VersionId::from_random(0)),
            status: claim.status,
            signed: claim.signed.clone(),
            second: None,
            values: Some(Box::new(values)),
        }
    }

    /// Sets how far a claim has come. Nobody signs for another: a signature is that of who makes the edit, or of a check that is
    /// given back since all that it covered is as it was. Nor is a claim second-checked because somebody says so: there is a second
    /// check that agrees, or it is checked. A check that ends is kept.
    pub(super) fn stand(&mut self, at: usize, mut standing: Standing, by: Option<&Signature>) {
        let old = Arc::clone(&self.parts.claims[at]);
        let now = self.checked(&old);
        let is_signed = old.status.is_done();
        let person = |signed: &Option<Signature>| signed.as_ref().and_then(|signed| signed.by.clone());
        let mut given_back = None;
        if standing.status.is_done() && !(is_signed && standing.signed == old.signed) {
            let is_it = |check: &EarlierCheck| {
                let holds = check.values.as_ref().is_some_and(|values| values.still_holds(&now));
                check.second.is_none() && check.signed == standing.signed && holds
            };
            given_back = old.earlier_checks.iter().rposition(is_it);
            match by {
                // The same person again: the check stays as they signed it.
                _ if is_signed && old.signed.is_some() && person(&standing.signed) == person(&old.signed) => {
                    standing.signed.clone_from(&old.signed);
                }
                Some(by) if given_back.is_none() => standing.signed = Some(by.clone()),
                _ => {}
            }
        }
        let had_second = old.earlier_checks.iter().any(|check| check.second.is_some());
        let was_so = given_back.is_some_and(|at| old.earlier_checks[at].status == Status::SecondChecked) && !had_second;
        if !old.may_become(standing.status) && !was_so && (by.is_some() || given_back.is_some()) {
            standing.status = Status::Checked;
        }
        let ends = is_signed && (!standing.status.is_done() || standing.signed != old.signed);
        let ended = ends.then(|| self.kept(&old, now));
        let claim = Arc::make_mut(&mut self.parts.claims[at]);
        if let Some(given_back) = given_back {
            claim.earlier_checks.remove(given_back);
        }
        (claim.status, claim.signed) = standing.into();
        ended.into_iter().for_each(|check| claim.keep(check));
    }

    /// Sets the second check, by the same rule. Only another than who gave the first may give it: of one who may not, it is refused;
    /// where they only change what is under another's name, as with another scale, it ends.
    pub(super) fn stand_second(
        &mut self,
        at: usize,
        mut new: Option<SecondCheck>,
        by: Option<&Signature>,
    ) -> Result<(), EditError> {
        let old = Arc::clone(&self.parts.claims[at]);
        let mut given_back = None;
        let mut ends_here = false;
        if let Some(second) = &mut new {
            let now = self.checked_second(&old, second);
            let is_it = |check: &EarlierCheck| {
                let kept = check.second.as_ref();
                let is_same = kept.is_some_and(|kept| says_the_same(kept, second) && kept.signed == second.signed);
                is_same && check.values.as_ref().is_some_and(|values| values.still_holds(&now))
            };
            given_back = old.earlier_checks.iter().rposition(is_it);
            let is_untouched =
                old.second.as_ref().is_some_and(|old| says_the_same(old, second) && old.signed == second.signed);
            let refusal = may_check_second(&old, second, by).err().filter(|_| !is_untouched && given_back.is_none());
            if let Some(refusal) = refusal {
                if old.second.as_ref().is_none_or(|old| old.signed != second.signed) {
                    return Err(refusal);
                }
                ends_here = true;
            } else if !is_untouched && given_back.is_none() {
                match by {
                    Some(by) => second.signed = by.clone(),
                    // Nobody knows who changed what another had signed.
                    None if old.second.as_ref().is_some_and(|old| old.signed == second.signed) => {
                        second.signed.by = None;
                    }
                    None => {}
                }
            }
            settle_by(old.second.as_ref(), second, by);
        }
        let new = new.filter(|_| !ends_here);
        let ends = old.second.as_ref().filter(|old| !new.as_ref().is_some_and(|new| completes(old, new)));
        let ended = ends.map(|second| EarlierCheck {
            status: Status::SecondChecked,
            signed: Some(second.signed.clone()),
            second: Some(second.clone()),
            ..self.kept(&old, self.checked_second(&old, second))
        });
        let claim = Arc::make_mut(&mut self.parts.claims[at]);
        if let Some(given_back) = given_back {
            claim.earlier_checks.remove(given_back);
        }
        claim.second = new;
        let agrees = claim.second.is_some() && !claim.checks_differ();
        if claim.status == Status::SecondChecked && old.second.is_some() && !agrees {
            claim.status = Status::Checked;
        }
        ended.into_iter().for_each(|check| claim.keep(check));
        Ok(())
    }

    /// After two states were joined: opens what neither of them had signed so.
    pub fn open_unsigned_mixtures(&mut self, states: [&Self; 2]) {
        let unsettled: std::collections::HashSet<ClaimId> = (self.differences().iter())
            .filter_map(|open| if let super::Subject::Claim(id) = &open.subject { Some(id.clone()) } else { None })
            .collect();
        for at in 0..self.parts.claims.len() {
            let claim = Arc::clone(&self.parts.claims[at]);
            let now = self.checked(&claim);
            let had = |is_it: &dyn Fn(&Claim) -> bool| {
                let found = states.iter().filter_map(|state| Some((*state, state.claim(&claim.id)?)));
                found
                    .filter(|(_, other)| is_it(other))
                    .map(|(state, other)| (state, Arc::clone(other)))
                    .collect::<Vec<_>>()
            };
            // Work on other words that nobody had signed is kept with them, as a new draft does.
            let is_of_one = states.iter().any(|state| state.claim(&claim.id) == Some(&claim));
            let unsigned = had(&|other| {
                let has_new_draft = !is_of_one && other.draft() != claim.draft() && other.reopened().is_none();
                has_new_draft && !other.status.is_done() && other.is_worked_on()
            });
            for (state, other) in in_order(unsigned) {
                let check = state.kept(&other, state.checked(&other));
                if !check.words_are_those_of(&claim) {
                    Arc::make_mut(&mut self.parts.claims[at]).keep(check);
                }
            }
            let signers = had(&|other| other.status.is_done() && other.signed == claim.signed);
            let stands = |(state, other): &(&Self, Arc<Claim>)| state.checked(other).still_holds(&now);
            let is_unsettled = unsettled.contains(&claim.id);
            if claim.status.is_done() && (is_unsettled || !signers.iter().any(stands)) {
                let claim = Arc::make_mut(&mut self.parts.claims[at]);
                (claim.status, claim.signed) = (Status::InProgress, None);
            }
            // A check of either side that does not stand any more is kept.
            let now = Arc::clone(&self.parts.claims[at]);
            let ended = had(&|other| other.status.is_done() && !(now.status.is_done() && now.signed == other.signed));
            for (state, other) in in_order(ended) {
                let check = state.kept(&other, state.checked(&other));
                Arc::make_mut(&mut self.parts.claims[at]).keep(check);
            }
            let Some(second) = &claim.second else { continue };
            let now = self.checked_second(&claim, second);
            let signers = in_order(had(&|other| other.second.as_ref() == Some(second)));
            let stands = |(state, other): &(&Self, Arc<Claim>)| state.checked_second(other, second).still_holds(&now);
            if !signers.iter().any(stands) {
                let kept = signers.first().map(|(state, other)| EarlierCheck {
                    status: Status::SecondChecked,
                    signed: Some(second.signed.clone()),
                    second: Some(second.clone()),
                    ..state.kept(other, state.checked_second(other, second))
                });
                let claim = Arc::make_mut(&mut self.parts.claims[at]);
                claim.second = None;
                if claim.status == Status::SecondChecked {
                    claim.status = Status::Checked;
                }
                kept.into_iter().for_each(|check| claim.keep(check));
            }
        }
    }
}

/// Claims of two states in the order in which they were signed, so that it does not matter whose state comes first.
fn in_order(mut of_states: Vec<(&Project, Arc<Claim>)>) -> Vec<(&Project, Arc<Claim>)> {
    if of_states.len() > 1 {
        of_states.sort_by_cached_key(|(state, claim)| {
            let at = claim.signed.as_ref().map(|signed| signed.at);
            (at, format!("{:?} {:?}", claim, state.checked(claim)))
        });
    }
    of_states
}

/// A claim as it comes in whole: with no check that stands, since nothing tells what its signers had before them. That there were
/// checks is kept.
pub(super) fn unsigned(claim: &Arc<Claim>) -> Arc<Claim> {
    if !claim.status.is_done() && claim.second.is_none() {
        return Arc::clone(claim);
    }
    let mut claim = claim.as_ref().clone();
    let version = claim.draft().cloned().unwrap_or_else(|| VersionId::from_random(0));
    let kept = |status, signed, second| EarlierCheck { version: version.clone(), status, signed, second, values: None };
    let (first, second) = (claim.signed.clone().filter(|_| claim.status.is_done()), claim.second.take());
    let first = first.map(|signed| kept(claim.status, Some(signed), None));
    let second = second.map(|second| kept(Status::SecondChecked, Some(second.signed.clone()), Some(second)));
    if claim.status.is_done() {
        (claim.status, claim.signed) = (Status::InProgress, None);
    }
    first.into_iter().chain(second).for_each(|check| claim.keep(check));
    Arc::new(claim)
}

/// Whether somebody may give a second check: nobody checks their own work, signed or not. Who has given it may go on with it.
fn may_check_second(claim: &Claim, second: &SecondCheck, by: Option<&Signature>) -> Result<(), EditError> {
    let person = by.map_or(&second.signed, |by| by).by.as_ref();
    let goes_on = claim.second.as_ref().is_some_and(|old| old.signed.by.as_ref() == person);
    let first = claim.first_checker();
    let is_own = person.is_some() && first == person;
    match by {
        _ if goes_on => Ok(()),
        _ if is_own => Err(EditError::OwnSecondCheck),
        // What comes from elsewhere says for itself who has checked what.
        None => Ok(()),
        Some(_) if !claim.has_first_check() => Err(EditError::NoFirstCheck),
        Some(_) if person.is_none() => Err(EditError::NamelessSecondCheck),
        Some(_) if first.is_none() => Err(EditError::NamelessFirstCheck),
        Some(_) => Ok(()),
    }
}

fn says_the_same(one: &SecondCheck, other: &SecondCheck) -> bool {
    (&one.verdict, &one.confidence) == (&other.verdict, &other.confidence)
}

/// Whether a second check only goes on with the one before: as it was, or the same verdict with a confidence beside it.
fn completes(old: &SecondCheck, new: &SecondCheck) -> bool {
    let is_same = old.confidence == new.confidence || old.confidence.is_none();
    old.verdict == new.verdict && is_same && old.signed.by == new.signed.by
}

/// A settlement is signed by who settles.
fn settle_by(old: Option<&SecondCheck>, new: &mut SecondCheck, by: Option<&Signature>) {
    let Some(settled) = &mut new.settled else { return };
    let old = old.and_then(|old| old.settled.as_ref());
    if old == Some(settled) {
        return;
    }
    match by {
        Some(by) => settled.signed = by.clone(),
        None if old.is_some_and(|old| old.signed == settled.signed) => settled.signed.by = None,
        None => {}
    }
}

#[cfg(test)]
pub(super) mod tests;
