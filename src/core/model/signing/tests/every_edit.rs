//! Over any edits by several people, no signature stands beside a value that its owner did not have before them.
//!
//! Every kind of edit, of field of a claim and of field of evidence is made: a new one does not compile until it is made here too.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// The variants of a type as values, each with no more than its name.
macro_rules! kinds {
    ($name:ident of $of:ident: $($variant:ident)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        enum $name { $($variant),+ }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),+];

            fn of(it: &$of) -> Self {
                match it { $($of::$variant { .. } => Self::$variant),+ }
            }
        }
    };
}

kinds!(EditKind of Edit: Batch Signed SetTitle SetSettings PutScale PutReviewer RemoveReviewer AddArticle RemoveArticle
    MoveArticle SetArticleMeta AddVersion AddClaim RemoveClaim SetClaim SetMarks AddEvidence RemoveEvidence SetEvidence Dismiss
    Reopen Waive Unwaive PutSource RemoveSource AddDocument MergeSources PutView RenameView RemoveView Settle PutPass Replace);

kinds!(FieldKind of ClaimField: Marks Statement Kind Claimant Priority Tags Verdict Confidence Status EarlierCheck Assigned
    Queries Change Created Second Corrections CheckedBefore Notes);

kinds!(EvidenceKind of EvidenceField: Source Stance Quote Locator Note Credibility Mark Region);

impl EditKind {
    /// Whether it can change nothing that a signature covers, nor take a claim away.
    fn is_beside_checks(self) -> bool {
        match self {
            Self::SetTitle | Self::PutReviewer | Self::RemoveReviewer | Self::AddArticle | Self::MoveArticle => true,
            Self::SetArticleMeta | Self::AddVersion | Self::AddClaim | Self::Dismiss | Self::Reopen => true,
            Self::Waive | Self::Unwaive | Self::RemoveSource => true,
            Self::PutView | Self::RenameView | Self::RemoveView | Self::PutPass => true,
            Self::Batch | Self::Signed | Self::SetSettings | Self::PutScale | Self::RemoveArticle => false,
            Self::RemoveClaim | Self::SetClaim | Self::SetMarks | Self::Settle | Self::Replace => false,
            Self::AddEvidence | Self::RemoveEvidence | Self::SetEvidence => false,
            Self::PutSource | Self::AddDocument | Self::MergeSources => false,
        }
    }
}

impl FieldKind {
    fn is_beside_checks(self) -> bool {
        match self {
            Self::Priority | Self::Tags | Self::Assigned | Self::Queries | Self::Change | Self::Created => true,
            Self::Corrections | Self::CheckedBefore | Self::Notes | Self::EarlierCheck => true,
            Self::Marks | Self::Statement | Self::Kind | Self::Claimant | Self::Verdict | Self::Confidence => false,
            Self::Status | Self::Second => false,
        }
    }
}

fn picture(number: usize) -> StoredFile {
    let (name, media_type) = ("a.png".into(), "image/png".into());
    StoredFile { name, sha256: format!("{number:064}"), media_type, has_exif: false }
}

impl EvidenceKind {
    fn is_beside_checks(self) -> bool {
        match self {
            Self::Note | Self::Credibility => true,
            Self::Source | Self::Stance | Self::Quote | Self::Locator | Self::Mark | Self::Region => false,
        }
    }
}

/// Whether an edit leaves every check as it is, by the list of the issue: notes, tags, priority, assignment, queries, change
/// requests and all that is not of a claim.
fn is_beside_checks(edit: &Edit) -> bool {
    match edit {
        Edit::Signed { edit, .. } => is_beside_checks(edit),
        Edit::Batch { edits, .. } | Edit::Settle { edits, .. } => edits.iter().all(is_beside_checks),
        Edit::SetClaim { field, .. } => FieldKind::of(field).is_beside_checks(),
        Edit::SetEvidence { field, .. } => EvidenceKind::of(field).is_beside_checks(),
        _ => EditKind::of(edit).is_beside_checks(),
    }
}

/// What somebody does: to which claim, with which fields, and two numbers that say how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    kind: EditKind,
    field: FieldKind,
    of_evidence: EvidenceKind,
    claim: usize,
    a: usize,
    b: usize,
}

/// Who does it, to what, and what there has been before.
pub(crate) struct Stage<'a> {
    pub project: &'a Project,
    pub past: &'a [Project],
    pub signature: &'a Signature,
}

/// People without a name come last.
pub(crate) fn person(person: usize, second: i64) -> Signature {
    match person {
        3 => Signature { by: None, ..by(0, second) },
        named => by(named, second),
    }
}

fn drafts() -> Vec<Arc<Version>> {
    DRAFTS.iter().enumerate().map(|(at, (text, _))| version(&format!("v-{at}"), text)).collect()
}

impl Stage<'_> {
    fn now(&self, act: Act) -> Option<&Arc<Claim>> {
        self.project.claim(&claim_id(act.claim))
    }

    fn earlier(&self, act: Act) -> &Project {
        &self.past[(act.a * 6 + act.b) % self.past.len()]
    }

    fn source_id(act: Act) -> SourceId {
        id(SourceId::new, ["s-1", "s-2"][act.b % 2])
    }

    fn source(&self, act: Act) -> Source {
        let source_id = Self::source_id(act);
        self.project.source(&source_id).map_or_else(|| Source::new(source_id.clone()), |source| (**source).clone())
    }

    /// Whose name somebody writes under a check: now and then another's, that of a check which has ended, or one made up.
    fn signed(&self, act: Act) -> Signature {
        let ended = self.now(act).and_then(|claim| claim.earlier_checks.last()?.signed.clone());
        match act.b % 4 {
            0 => by(act.a % 3, 1),
            1 => ended.unwrap_or_else(|| self.signature.clone()),
            _ => self.signature.clone(),
        }
    }

    pub(crate) fn edit(&self, act: Act) -> Edit {
        let Act { kind, claim, a, b, .. } = act;
        let claim_id = claim_id(claim);
        let (word, source_id) = (format!("w{a}"), Self::source_id(act));
        let evidence_id = id(EvidenceId::new, &format!("e-{}", a % 2));
        let articles = ["a-1", "a-2"].map(|name| id(ArticleId::new, name));
        let article_id = articles[usize::from(a > 0)].clone();
        let reviewer_id = id(ReviewerId::new, ["r-1", "r-2", "r-3", "r-9"][a % 4]);
        let view = |name: &str| Arc::new(ClaimView { name: name.into(), query: ClaimQuery::default() });
        let anchor = || mark(&drafts()[0], ["It cost", "closed"][b % 2]).anchor;
        let edit = match kind {
            EditKind::Batch => {
                let first =
                    Act { kind: EditKind::SetClaim, field: FieldKind::ALL[(a * 6 + b) % FieldKind::ALL.len()], ..act };
                let first = Some(first).filter(|first| !matches!(first.field, FieldKind::Status | FieldKind::Second));
                let last = Act { kind: EditKind::SetClaim, ..act };
                let edits = first.into_iter().chain([last]).map(|act| self.edit(act)).collect();
                Edit::Batch { label: word, edits }
            }
            EditKind::Signed => {
                let edit = Box::new(self.edit(Act { kind: EditKind::SetClaim, ..act }));
                Edit::Signed { signature: self.signature.clone(), edit }
            }
            EditKind::SetTitle => Edit::SetTitle(word),
            EditKind::SetSettings => {
                let scale = self.project.scales()[a % 2].id.clone();
                Edit::SetSettings(Arc::new(Settings { scale, ..self.project.settings().clone() }))
            }
            EditKind::PutScale => {
                let mut scale = Scale::desk();
                scale.verdicts[a % 3].label = word.clone();
                scale.verdicts[b % 3].meaning = word;
                Edit::PutScale(Arc::new(scale))
            }
            EditKind::PutReviewer => {
                Edit::PutReviewer(Arc::new(Reviewer { id: reviewer_id, name: word.clone(), initials: word }))
            }
            EditKind::RemoveReviewer => Edit::RemoveReviewer(reviewer_id),
            EditKind::AddArticle => {
                let known = self.earlier(act).article(&article_id).or_else(|| self.past[0].article(&article_id));
                Edit::AddArticle { article: Arc::clone(known.unwrap()), at: b }
            }
            EditKind::RemoveArticle => Edit::RemoveArticle(article_id),
            EditKind::MoveArticle => Edit::MoveArticle { article: article_id, to: b },
            EditKind::SetArticleMeta => {
                let meta = ArticleMeta { title: word, ..ArticleMeta::default() };
                Edit::SetArticleMeta { article: article_id, meta }
            }
            EditKind::AddVersion => {
                let version = version(&format!("v-n{a}"), DRAFTS[b % 3].0);
                Edit::AddVersion { article: articles[0].clone(), version }
            }
            // A new one, one as it was once, or one that bears another's name.
            EditKind::AddClaim => {
                let new = || Claim::new(claim_id.clone(), articles[0].clone(), vec![mark(&drafts()[0], "in all")]);
                let known = [self.earlier(act), self.project][b % 2].claims();
                let known = known.get(a % known.len().max(1)).filter(|_| a > 0);
                let claim = known.map_or_else(new, |known| Claim { id: claim_id.clone(), ..(**known).clone() });
                Edit::AddClaim(Arc::new(claim))
            }
            EditKind::RemoveClaim => Edit::RemoveClaim(claim_id),
            EditKind::SetClaim => Edit::SetClaim { claim: claim_id, field: self.field(act) },
            EditKind::SetMarks => {
                let to = a % 3;
                let marks = (0..2).map(|at| (self::claim_id(at), vec![mark(&drafts()[to], DRAFTS[to].1[at])]));
                Edit::SetMarks(marks.collect())
            }
            EditKind::AddEvidence => {
                Edit::AddEvidence { claim: claim_id, evidence: Evidence::new(evidence_id, source_id) }
            }
            EditKind::RemoveEvidence => Edit::RemoveEvidence { claim: claim_id, evidence: evidence_id },
            EditKind::SetEvidence => {
                Edit::SetEvidence { claim: claim_id, evidence: evidence_id, field: self.of_evidence(act) }
            }
            EditKind::Dismiss => {
                let (article, anchor, reason) = (articles[0].clone(), anchor(), DismissReason::ALL[a % 4]);
                let signed = Some(self.signature.clone());
                Edit::Dismiss(Arc::new(Dismissal { article, anchor, reason, signed }))
            }
            EditKind::Reopen => Edit::Reopen { version: anchor().version, span: anchor().span },
            EditKind::Waive => {
                let (rule, subject) = (RuleId::fixed("no-copy"), Subject::Claim(claim_id));
                Edit::Waive(Arc::new(Waiver { rule, subject, reason: word, signed: Some(self.signature.clone()) }))
            }
            EditKind::Unwaive => Edit::Unwaive { rule: RuleId::fixed("no-copy"), subject: Subject::Claim(claim_id) },
            EditKind::PutSource => {
                let mut source = self.source(act);
                match a % 6 {
                    0 => source.title = word,
                    1 => source.url = word,
                    2 => source.archived_url = word,
                    3 => source.reliability = Some(Reliability::ALL[b % 3]),
                    4 => source.file = Some(picture(b)),
                    _ => source.notes = word,
                }
                Edit::put_source(&source)
            }
            EditKind::RemoveSource => Edit::RemoveSource(source_id),
            EditKind::AddDocument => {
                Edit::AddDocument { source: source_id, version: version(&format!("v-d{a}"), "They said so.") }
            }
            EditKind::MergeSources => {
                Edit::MergeSources { into: source_id, from: vec![id(SourceId::new, ["s-2", "s-1"][b % 2])] }
            }
            EditKind::PutView => Edit::PutView(view(["one", "two"][a % 2])),
            EditKind::RenameView => Edit::RenameView { from: "one".into(), to: "two".into() },
            EditKind::RemoveView => Edit::RemoveView(["one", "two"][a % 2].into()),
            EditKind::Settle => {
                let claim = self::claim_id(2);
                let field = ClaimField::Notes(word);
                let edits = vec![Edit::SetClaim { claim: claim.clone(), field }];
                let (subject, name) = (Subject::Claim(claim), "notes".into());
                Edit::Settle { subject, name, edits, chosen: vec![a % 2], reason: format!("because {b}") }
            }
            EditKind::PutPass => {
                let opinion = |claim: &Arc<Claim>| FirstOpinion::of(claim, String::new());
                let returned = (b > 1).then_some(self.signature.at);
                Edit::PutPass(Arc::new(FirstPass {
                    id: id(PassId::new, ["p-1", "p-2"][a % 2]),
                    reviewer: id(ReviewerId::new, PEOPLE[a % 3]),
                    given: Some(by(a % 3, 1)),
                    articles: self.project.articles().iter().map(|article| article.id.clone()).collect(),
                    returned,
                    opinions: self.now(act).filter(|_| returned.is_some()).into_iter().map(opinion).collect(),
                }))
            }
            EditKind::Replace => {
                Edit::Replace { label: "earlier version".into(), parts: Box::new(self.earlier(act).parts().clone()) }
            }
        };
        assert_eq!(EditKind::of(&edit), kind);
        edit
    }

    fn field(&self, act: Act) -> ClaimField {
        let Act { field: kind, a, b, .. } = act;
        let word = format!("w{a}");
        let verdict = Scale::desk().verdicts[a % 3].id.clone();
        let field = match kind {
            FieldKind::Marks => ClaimField::Marks(vec![mark(&drafts()[0], ["cost", "in all"][a % 2])]),
            FieldKind::Statement => ClaimField::Statement((a > 0).then_some(word)),
            FieldKind::Kind => ClaimField::Kind((a > 0).then(|| ClaimKind::ALL[a % 3])),
            FieldKind::Claimant => ClaimField::Claimant(Claimant { name: word, ..Claimant::default() }),
            FieldKind::Priority => ClaimField::Priority(Priority::ALL[a % 4]),
            FieldKind::Tags => ClaimField::Tags(vec![word]),
            FieldKind::Verdict => ClaimField::Verdict((a > 0).then_some(verdict)),
            FieldKind::Confidence => {
                ClaimField::Confidence(Some(Confidence { degree: Degree::Percent(a as u8), reason: word }))
            }
            FieldKind::Status => {
                let status = [Status::Checked, Status::SecondChecked, Status::Closed, Status::QueryOut][a % 4];
                ClaimField::Status(Standing { status, signed: Some(self.signed(act)) })
            }
            // As an older program kept one, or one that somebody has made up.
            FieldKind::EarlierCheck => {
                let (signed, version) = (Some(by(a % 3, 1)), id(VersionId::new, "v-0"));
                let values = self.now(act).filter(|_| b % 2 == 0).map(|claim| Box::new(self.project.checked(claim)));
                let second = None;
                let check = EarlierCheck { version, status: Status::Checked, signed, second, values };
                ClaimField::EarlierCheck((a > 0).then_some(check).into_iter().collect())
            }
            FieldKind::Assigned => ClaimField::Assigned((a > 0).then(|| id(ReviewerId::new, PEOPLE[a % 3]))),
            FieldKind::Queries => ClaimField::Queries(vec![Query::new(id(QueryId::new, "q-1"))]),
            FieldKind::Change => ClaimField::Change(Some(ChangeRequest { suggestion: word, ..Default::default() })),
            FieldKind::Created => ClaimField::Created(Some(by(a % 3, 1))),
            FieldKind::Second => {
                let confidence = (b > 2).then(|| Confidence::new(Degree::Percent(b as u8)));
                let second = SecondCheck { confidence, ..SecondCheck::new(self.signed(act), verdict.clone()) };
                // Some only change what is there, or settle it, and leave the other's name under it.
                let kept = self.now(act).and_then(|claim| claim.second.clone());
                let second = match (kept, b % 3) {
                    (Some(kept), 0) => SecondCheck { verdict, ..kept },
                    (Some(kept), 1) => {
                        let (first, reason, first_confidence) = (kept.verdict.clone(), word, None);
                        let signed = by(a % 3, 1);
                        let settled = Some(Settlement { signed, first, first_confidence, verdict, reason });
                        SecondCheck { settled, ..kept }
                    }
                    _ => second,
                };
                ClaimField::Second((a > 0).then_some(second))
            }
            FieldKind::CheckedBefore => {
                let answer = Likeness::ALL[a % 3];
                ClaimField::CheckedBefore(vec![CheckedBefore { id: word, from: String::new(), number: 1, answer }])
            }
            FieldKind::Corrections => ClaimField::Corrections(vec![Correction { date: String::new(), text: word }]),
            FieldKind::Notes => ClaimField::Notes(word),
        };
        assert_eq!(FieldKind::of(&field), kind);
        field
    }

    fn of_evidence(&self, act: Act) -> EvidenceField {
        let Act { of_evidence: kind, a, .. } = act;
        let word = format!("w{a}");
        let field = match kind {
            EvidenceKind::Source => EvidenceField::Source(Self::source_id(act)),
            EvidenceKind::Stance => EvidenceField::Stance(Stance::ALL[a % 4]),
            EvidenceKind::Quote => EvidenceField::Quote(word),
            EvidenceKind::Locator => EvidenceField::Locator(word),
            EvidenceKind::Note => EvidenceField::Note(word),
            EvidenceKind::Credibility => EvidenceField::Credibility(Some(Credibility::ALL[a % 3])),
            EvidenceKind::Mark => {
                let document = self.source(act).latest().cloned();
                EvidenceField::Mark(document.map(|document| mark(&document, ["said", "They"][a % 2])))
            }
            EvidenceKind::Region => {
                let sha256 = self.source(act).file.map(|file| file.sha256);
                EvidenceField::Region(sha256.map(|sha256| Region {
                    sha256,
                    page: None,
                    area: Area::WHOLE.grown(-100 * a as i32, 0),
                }))
            }
        };
        assert_eq!(EvidenceKind::of(&field), kind);
        field
    }
}

/// What stands on a claim, written down without the code under test; typography and white space left out of the words.
fn on_claim(project: &Project, claim: &Claim, is_second: bool) -> Vec<String> {
    let (verdict, confidence) = match (&claim.second, is_second) {
        (Some(second), true) => (Some(&second.verdict), &second.confidence),
        _ => (claim.verdict.as_ref(), &claim.confidence),
    };
    let known = verdict.and_then(|id| project.verdict(id));
    let words = claim.marks.iter().map(|mark| mark.anchor.quote.chars().filter(|c| c.is_alphanumeric()).collect());
    let mut out = vec![
        format!("{verdict:?} {:?}", known.map(|verdict| (verdict.label, verdict.meaning))),
        format!("{confidence:?}"),
        words.collect::<Vec<String>>().join("|"),
        format!("{:?} {:?} {:?}", claim.statement, claim.kind, claim.claimant),
    ];
    for evidence in &claim.evidence {
        let Evidence { id, source, stance, quote, locator, mark, region, .. } = evidence;
        let passage = mark.as_ref().map(|mark| (&mark.anchor.version, mark.anchor.span));
        out.push(format!("{id} {source} {stance:?} {quote} {locator} {passage:?} {region:?}"));
        let source = project.source(source).unwrap();
        let Source { title, url, archived_url, reliability, .. } = source.as_ref();
        out.push(format!("{title} {url} {archived_url} {reliability:?}"));
    }
    out
}

/// The newest versions of the documents of the sources that a claim cites, and their files.
fn documents(project: &Project, claim: &Claim) -> Vec<Option<String>> {
    let sources = claim.evidence.iter().map(|evidence| project.source(&evidence.source).unwrap());
    let of = |source: &Arc<Source>| {
        let file = source.file.as_ref().map(|file| file.sha256.clone());
        [source.latest().map(|version| version.id.to_string()), file]
    };
    sources.flat_map(of).collect()
}

type Seen = (Vec<String>, Vec<Option<String>>);

/// What each person had before them when they signed.
#[derive(Default)]
struct Shadow(HashMap<(ClaimId, bool, String), Seen>);

impl Shadow {
    fn key(claim: &Claim, is_second: bool, signed: &Signature) -> (ClaimId, bool, String) {
        (claim.id.clone(), is_second, format!("{signed:?}"))
    }

    fn note(&mut self, project: &Project, claim: &Claim, is_second: bool, signed: &Signature) {
        let seen = (on_claim(project, claim, is_second), documents(project, claim));
        self.0.entry(Self::key(claim, is_second, signed)).or_insert(seen);
    }

    /// Whoever signed with this act has what stands there now before them.
    fn note_act(&mut self, project: &Project, act: Act, signature: &Signature) {
        let is_of_claim = matches!(act.kind, EditKind::SetClaim | EditKind::Signed | EditKind::Batch);
        let Some(claim) = project.claim(&claim_id(act.claim)).filter(|_| is_of_claim) else { return };
        match act.field {
            FieldKind::Status => self.note(project, claim, false, signature),
            FieldKind::Second => self.note(project, claim, true, signature),
            _ => {}
        }
    }

    fn hold(&self, project: &Project) -> Result<(), TestCaseError> {
        for claim in project.claims() {
            let is_second_checked = claim.status == Status::SecondChecked;
            prop_assert!(!is_second_checked || claim.has_second_check_that_agrees(), "by nobody: {:?}", claim);
            let first = claim.signed.as_ref().filter(|_| claim.status.is_done()).map(|signed| (false, signed));
            let second = claim.second.as_ref().map(|second| (true, &second.signed));
            for (is_second, signed) in first.into_iter().chain(second).filter(|(_, signed)| signed.by.is_some()) {
                let seen = self.0.get(&Self::key(claim, is_second, signed));
                let Some((values, versions)) = seen else {
                    return Err(TestCaseError::fail(format!("nobody signed this: {signed:?} on {claim:?}")));
                };
                prop_assert_eq!(values, &on_claim(project, claim, is_second));
                for (then, now) in versions.iter().zip(documents(project, claim)) {
                    prop_assert!(then.is_none() || *then == now, "another document than was cited");
                }
            }
        }
        Ok(())
    }
}

/// A check that no longer stands is kept, while its claim is there.
fn nothing_is_forgotten(before: &Project, after: &Project) -> Result<(), TestCaseError> {
    for old in before.claims().iter().filter(|old| old.status.is_done()) {
        let Some(new) = after.claim(&old.id) else { continue };
        let stands = new.status.is_done() && new.signed == old.signed;
        let is_kept = new.earlier_checks.iter().any(|check| check.signed == old.signed && check.second.is_none());
        prop_assert!(stands || is_kept, "{old:?} became {new:?}");
        prop_assert!(stands || new.status.is_done() || new.status == Status::InProgress || new.reopened().is_some());
    }
    Ok(())
}

/// What is said of the checks of each claim that was there before.
fn standing(of: &Project, before: &Project) -> Vec<(ClaimId, Status, Option<Signature>, Option<SecondCheck>)> {
    let known = of.claims().iter().filter(|claim| before.claim(&claim.id).is_some());
    let mut all: Vec<_> =
        known.map(|claim| (claim.id.clone(), claim.status, claim.signed.clone(), claim.second.clone())).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

/// The project of the other tests, with a second article and somebody whom nobody names.
pub(crate) fn stage() -> Project {
    let mut project = project();
    let (ferry, id_of) = (version("v-f", "The ferry runs."), id(ArticleId::new, "a-2"));
    let article = Article { id: id_of.clone(), meta: ArticleMeta::default(), versions: vec![ferry.clone()] };
    let reviewer = Reviewer { id: id(ReviewerId::new, "r-9"), name: String::new(), initials: "RN".into() };
    let edits = [
        Edit::AddArticle { article: Arc::new(article), at: 9 },
        Edit::PutReviewer(Arc::new(reviewer)),
        Edit::AddClaim(Arc::new(Claim::new(claim_id(2), id_of, vec![mark(&ferry, "ferry")]))),
    ];
    edits.iter().for_each(|edit| project.apply(edit).unwrap());
    let note = |words: &str| Opinion::of(Value::Claim(ClaimField::Notes(words.into())));
    let open = Difference::new(Subject::Claim(claim_id(2)), [note("Ask."), note("Asked.")]);
    let differences = vec![Arc::new(open)];
    Project::from_parts(ProjectParts { differences, ..project.parts().clone() })
}

/// Any act; every second one on a field of a claim, since there signatures come and go.
pub(crate) fn acts() -> impl Strategy<Value = Act> {
    acts_of(prop_oneof![
        Just(EditKind::SetClaim),
        proptest::sample::select(EditKind::ALL),
        proptest::sample::select(&[EditKind::AddEvidence, EditKind::SetEvidence, EditKind::PutSource][..]),
    ])
}

/// Acts on what a claim stands in and is rated by: drafts and documents, passages, the scale.
pub(crate) fn acts_around_claims() -> impl Strategy<Value = Act> {
    use EditKind::{AddDocument, AddVersion, MergeSources, PutScale, SetMarks, SetSettings};
    let kinds = &[AddVersion, AddVersion, SetMarks, SetMarks, AddDocument, SetSettings, PutScale, MergeSources][..];
    acts_of(proptest::sample::select(kinds))
}

fn acts_of(kind: impl Strategy<Value = EditKind>) -> impl Strategy<Value = Act> {
    let signing = [FieldKind::Status, FieldKind::Second, FieldKind::Verdict];
    let field = prop_oneof![proptest::sample::select(FieldKind::ALL), proptest::sample::select(signing.to_vec())];
    let numbers = (0usize..4, 0usize..6, 0usize..6);
    (kind, field, proptest::sample::select(EvidenceKind::ALL), numbers).prop_map(
        |(kind, field, of_evidence, (claim, a, b))| {
            // Of the article of most claims seldom is none left.
            let a = if kind == EditKind::RemoveArticle && b > 0 { a.max(1) } else { a };
            Act { kind, field, of_evidence, claim, a, b }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// No signature ever stands beside a value that it covers and that its owner did not have before them when signing.
    #[test]
    fn a_signature_stands_only_beside_what_was_signed(
        acts in proptest::collection::vec((0usize..4, acts(), 0usize..4), 1..60)
    ) {
        let mut project = stage();
        let mut shadow = Shadow::default();
        let mut past = vec![project.clone()];
        for (step, (who, act, how)) in acts.into_iter().enumerate() {
            let signature = person(who, 10 + step as i64);
            let edit = Stage { project: &project, past: &past, signature: &signature }.edit(act);
            let signs = matches!(act.field, FieldKind::Status | FieldKind::Second);
            let signed = |edit| Edit::Signed { signature: signature.clone(), edit: Box::new(edit) };
            let edit = match how {
                // By a code path that tells nobody's name.
                0 if !signs => edit,
                1 => signed(Edit::Batch { label: "b".into(), edits: vec![edit] }),
                _ => signed(edit),
            };
            let before = project.clone();
            if project.apply(&edit).is_err() {
                prop_assert_eq!(&project, &before);
                continue;
            }
            shadow.note_act(&project, act, &signature);
            shadow.hold(&project)?;
            if act.kind != EditKind::Replace {
                nothing_is_forgotten(&before, &project)?;
            }
            if is_beside_checks(&edit) {
                prop_assert_eq!(standing(&before, &before), standing(&project, &before), "{:?} ends no check", edit);
            }
            past.push(project.clone());
        }
        prop_assert_eq!(project.problems(), []);
    }
}

/// That the property speaks of every kind: each can be made of a project at work, and not only refused.
#[test]
fn every_kind_of_edit_is_made() {
    let mut project = stage();
    for source in ["s-1", "s-2"] {
        let mut source = (**project.source(&id(SourceId::new, source)).unwrap()).clone();
        source.file = Some(picture(0));
        project.apply(&Edit::put_source(&source)).unwrap();
    }
    let mut past = vec![project.clone()];
    let signature = by(0, 5);
    let act = |kind, field, of_evidence, claim, a, b| Act { kind, field, of_evidence, claim, a, b };
    let numbers = || (0..4).flat_map(|claim| (0..6).flat_map(move |a| (0..6).map(move |b| (claim, a, b))));
    let mut make = |kind, field, of_evidence| {
        numbers().any(|(claim, a, b)| {
            let made = Stage { project: &project, past: &past, signature: &signature };
            let edit = made.edit(act(kind, field, of_evidence, claim, a, b));
            let mut after = project.clone();
            let is_made = after.apply(&Edit::Signed { signature: signature.clone(), edit: Box::new(edit) }).is_ok();
            if is_made && !matches!(kind, EditKind::RemoveArticle | EditKind::RemoveClaim | EditKind::MergeSources) {
                past.push(std::mem::replace(&mut project, after));
            }
            is_made
        })
    };
    // What others need comes first.
    make(EditKind::AddDocument, FieldKind::Notes, EvidenceKind::Note);
    make(EditKind::AddEvidence, FieldKind::Notes, EvidenceKind::Note);
    for field in FieldKind::ALL {
        assert!(make(EditKind::SetClaim, *field, EvidenceKind::Note), "{field:?}");
    }
    for of_evidence in EvidenceKind::ALL {
        assert!(make(EditKind::SetEvidence, FieldKind::Notes, *of_evidence), "{of_evidence:?}");
    }
    make(EditKind::RemoveArticle, FieldKind::Notes, EvidenceKind::Note);
    for kind in EditKind::ALL.iter().filter(|kind| !matches!(kind, EditKind::AddArticle | EditKind::RemoveSource)) {
        assert!(make(*kind, FieldKind::Notes, EvidenceKind::Note), "{kind:?}");
    }
    // Nothing is left that uses the source, and the second article is gone.
    for (removal, kind) in [
        (Edit::RemoveArticle(id(ArticleId::new, "a-2")), EditKind::AddArticle),
        (Edit::RemoveArticle(id(ArticleId::new, "a-1")), EditKind::RemoveSource),
    ] {
        let mut without = stage();
        without.apply(&removal).unwrap();
        let past = [stage()];
        let made = Stage { project: &without, past: &past, signature: &signature };
        let edit = made.edit(act(kind, FieldKind::Notes, EvidenceKind::Note, 0, 1, 0));
        without.clone().apply(&edit).unwrap();
    }
}
