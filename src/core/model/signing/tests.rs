//! Over any edits by several people, no signature stands beside a value that its owner did not have before them.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::model::*;

const PEOPLE: [&str; 3] = ["r-1", "r-2", "r-3"];

fn id<T>(make: fn(&str) -> Result<T, IdError>, text: &str) -> T {
    make(text).unwrap()
}

fn by(person: usize, second: i64) -> Signature {
    let at = jiff::Timestamp::from_second(1_700_000_000 + second).unwrap();
    Signature { by: Some(id(ReviewerId::new, PEOPLE[person])), at }
}

fn version(name: &str, text: &str) -> Arc<Version> {
    let blocks = [BlockText::new(BlockKind::Paragraph, text)];
    Arc::new(Version::new(id(VersionId::new, name), Origin::default(), blocks))
}

fn mark(version: &Version, quote: &str) -> Mark {
    let at = version.text().find(quote).unwrap();
    let span = Span::in_text(version.text(), at, at + quote.len()).unwrap();
    let (prefix, suffix) = (String::new(), String::new());
    Mark::new(Anchor { version: version.id.clone(), span, quote: quote.into(), prefix, suffix })
}

/// The first draft, one that differs in typography alone, and one with another number; each with the words of the two claims.
const DRAFTS: [(&str, [&str; 2]); 3] = [
    ("It cost \"412 million\" in all. The bridge is closed.", ["\"412 million\"", "The bridge is closed"]),
    ("It cost “412\u{a0}million” in all. The bridge  is closed.", ["“412\u{a0}million”", "The bridge  is closed"]),
    ("It cost “438 million” in all. The bridge is not closed.", ["“438 million”", "The bridge is not closed"]),
];

fn project() -> Project {
    let mut project = Project::new("t");
    let drafts: Vec<_> = DRAFTS.iter().enumerate().map(|(at, (text, _))| version(&format!("v-{at}"), text)).collect();
    let article_id = id(ArticleId::new, "a-1");
    let article = Article { id: article_id.clone(), meta: ArticleMeta::default(), versions: drafts.clone() };
    let person = |name: &str| Reviewer { id: id(ReviewerId::new, name), name: name.into(), initials: name.into() };
    let mut edits = vec![Edit::AddArticle { article: Arc::new(article), at: 0 }];
    edits.extend(PEOPLE.iter().map(|name| Edit::PutReviewer(Arc::new(person(name)))));
    edits.extend(["s-1", "s-2"].map(|name| Edit::PutSource(Arc::new(Source::new(id(SourceId::new, name))))));
    edits.extend((0..2).map(|at| {
        let marks = vec![mark(&drafts[0], DRAFTS[0].1[at])];
        Edit::AddClaim(Arc::new(Claim::new(claim_id(at), article_id.clone(), marks)))
    }));
    edits.push(Edit::PutScale(Arc::new(Scale::politifact())));
    edits.iter().for_each(|edit| project.apply(edit).unwrap());
    project
}

fn claim_id(at: usize) -> ClaimId {
    id(ClaimId::new, &format!("c-{at}"))
}

/// What somebody does: what, to which claim, and two numbers that say how.
type Act = (usize, usize, usize, usize);

const ACTS: usize = 22;

/// The edit of an act, and whether it signs the claim, or the second check of it.
fn edit(project: &Project, (what, claim, a, b): Act, signature: &Signature, past: &[Project]) -> (Edit, bool, bool) {
    let claim_id = claim_id(claim);
    let now = project.claim(&claim_id);
    let set = |field| Edit::SetClaim { claim: claim_id.clone(), field };
    let scale = Scale::desk();
    let verdict = scale.verdicts[a % 3].id.clone();
    let drafts = &project.articles()[0].versions;
    let evidence_id = id(EvidenceId::new, &format!("e-{}", a % 2));
    let source_id = id(SourceId::new, ["s-1", "s-2"][b % 2]);
    // Now and then somebody tries to sign for another.
    let signed = if b % 3 == 0 { by(a % 3, 1) } else { signature.clone() };
    let put_source = |change: &dyn Fn(&mut Source)| {
        let mut source = project.source(&source_id).map_or_else(|| Source::new(source_id.clone()), |s| (**s).clone());
        change(&mut source);
        Edit::put_source(&source)
    };
    let word = format!("w{a}");
    let edit = match what {
        0 => set(ClaimField::Verdict((a > 0).then_some(verdict))),
        1 => set(ClaimField::Confidence(Some(Confidence { degree: Degree::Percent(a as u8), reason: word }))),
        2 => set(ClaimField::Statement((a > 0).then_some(word))),
        3 => set(ClaimField::Kind(Some(ClaimKind::ALL[a % 3]))),
        4 => set(ClaimField::Claimant(Claimant { name: word, ..Claimant::default() })),
        5 => set(ClaimField::Marks(vec![mark(&drafts[0], ["cost", "in all"][a % 2])])),
        6 => {
            let to = a % 3;
            let marks = (0..2).map(|at| (self::claim_id(at), vec![mark(&drafts[to], DRAFTS[to].1[at])]));
            Edit::SetMarks(marks.collect())
        }
        7 => Edit::AddEvidence { claim: claim_id.clone(), evidence: Evidence::new(evidence_id, source_id) },
        8 => Edit::RemoveEvidence { claim: claim_id.clone(), evidence: evidence_id },
        9 => {
            let document = project.source(&source_id).and_then(|source| source.latest().cloned());
            let field = match b % 6 {
                0 => EvidenceField::Stance(Stance::ALL[a % 4]),
                1 => EvidenceField::Quote(word),
                2 => EvidenceField::Locator(word),
                3 => EvidenceField::Note(word),
                4 => EvidenceField::Source(source_id),
                _ => EvidenceField::Mark(document.map(|document| mark(&document, "said"))),
            };
            Edit::SetEvidence { claim: claim_id.clone(), evidence: evidence_id, field }
        }
        10 => match a % 5 {
            0 => put_source(&|source| source.title = word.clone()),
            1 => put_source(&|source| source.url = word.clone()),
            2 => put_source(&|source| source.archived_url = word.clone()),
            3 => put_source(&|source| source.reliability = Some(Reliability::ALL[b % 3])),
            _ => put_source(&|source| source.notes = word.clone()),
        },
        11 => Edit::AddDocument { source: source_id, version: version(&format!("v-d{a}"), "They said so.") },
        12 => Edit::MergeSources { into: source_id, from: vec![id(SourceId::new, ["s-2", "s-1"][b % 2])] },
        13 => Edit::RemoveSource(source_id),
        14 => {
            let mut scale = scale;
            scale.verdicts[a % 3].label = word.clone();
            scale.verdicts[b % 3].meaning = word;
            Edit::PutScale(Arc::new(scale))
        }
        15 => {
            let scale = project.scales()[a % 2].id.clone();
            Edit::SetSettings(Arc::new(Settings { scale, ..project.settings().clone() }))
        }
        16 => set([ClaimField::Notes(word), ClaimField::Tags(vec![format!("t{a}")])][b % 2].clone()),
        17 | 18 => {
            let status = [Status::Checked, Status::SecondChecked, Status::Closed, Status::QueryOut][a % 4];
            set(ClaimField::Status(Standing { status, signed: Some(signed) }))
        }
        19 => {
            let confidence = (b > 2).then(|| Confidence::new(Degree::Percent(b as u8)));
            let second = SecondCheck { confidence, ..SecondCheck::new(signed, verdict) };
            // Some only change what is there, and leave the other's name under it.
            let kept = now.and_then(|claim| claim.second.clone()).filter(|_| b % 2 == 0);
            let second = kept.map_or(second.clone(), |kept| SecondCheck { verdict: second.verdict, ..kept });
            set(ClaimField::Second((a > 0).then_some(second)))
        }
        20 => set(ClaimField::EarlierCheck(Vec::new())),
        _ => {
            let parts = past[a % past.len()].parts().clone();
            Edit::Replace { label: "earlier version".into(), parts: Box::new(parts) }
        }
    };
    (edit, matches!(what, 17 | 18), what == 19)
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
        let Evidence { id, source, stance, quote, locator, mark, .. } = evidence;
        let place = mark.as_ref().map(|mark| (&mark.anchor.version, mark.anchor.span));
        out.push(format!("{id} {source} {stance:?} {quote} {locator} {place:?}"));
        let source = project.source(source).unwrap();
        let Source { title, url, archived_url, reliability, .. } = source.as_ref();
        out.push(format!("{title} {url} {archived_url} {reliability:?}"));
    }
    out
}

/// The newest versions of the documents of the sources that a claim cites.
fn documents(project: &Project, claim: &Claim) -> Vec<Option<VersionId>> {
    let sources = claim.evidence.iter().map(|evidence| project.source(&evidence.source).unwrap());
    sources.map(|source| source.latest().map(|version| version.id.clone())).collect()
}

type Seen = (Vec<String>, Vec<Option<VersionId>>);

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

    fn hold(&self, project: &Project) -> Result<(), TestCaseError> {
        for claim in project.claims() {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No signature ever stands beside a value that it covers and that its owner did not have before them when signing.
    #[test]
    fn a_signature_stands_only_beside_what_was_signed(
        acts in proptest::collection::vec((0usize..3, (0..ACTS, 0usize..2, 0usize..6, 0usize..6), 0usize..4), 1..60)
    ) {
        let mut project = project();
        let mut shadow = Shadow::default();
        let mut past = vec![project.clone()];
        for (step, (person, act, how)) in acts.into_iter().enumerate() {
            let signature = by(person, 10 + step as i64);
            let (edit, signs, seconds) = edit(&project, act, &signature, &past);
            let edit = match how {
                // By a code path that tells nobody's name.
                0 if !signs && !seconds => edit,
                1 => Edit::Signed { signature: signature.clone(), edit: Box::new(Edit::Batch { label: "b".into(), edits: vec![edit] }) },
                _ => Edit::Signed { signature: signature.clone(), edit: Box::new(edit) },
            };
            let before = project.clone();
            if project.apply(&edit).is_err() {
                prop_assert_eq!(&project, &before);
                continue;
            }
            if let Some(claim) = project.claim(&claim_id(act.1)).filter(|_| signs) {
                shadow.note(&project, claim, false, &signature);
            }
            if let Some(claim) = project.claim(&claim_id(act.1)).filter(|_| seconds) {
                shadow.note(&project, claim, true, &signature);
            }
            shadow.hold(&project)?;
            if act.0 != 21 {
                nothing_is_forgotten(&before, &project)?;
            }
            if act.0 == 16 {
                let standing = |project: &Project| {
                    project.claims().iter().map(|c| (c.status, c.signed.clone(), c.second.clone())).collect::<Vec<_>>()
                };
                prop_assert_eq!(standing(&before), standing(&project), "notes and tags end no check");
            }
            past.push(project.clone());
        }
        prop_assert_eq!(project.problems(), []);
    }
}

/// A check that no longer stands is kept.
fn nothing_is_forgotten(before: &Project, after: &Project) -> Result<(), TestCaseError> {
    for old in before.claims().iter().filter(|old| old.status.is_done()) {
        let new = after.claim(&old.id).unwrap();
        let stands = new.status.is_done() && new.signed == old.signed;
        let is_kept = new.earlier_checks.iter().any(|check| check.signed == old.signed && check.second.is_none());
        prop_assert!(stands || is_kept, "{old:?} became {new:?}");
        prop_assert!(stands || new.status.is_done() || new.status == Status::InProgress || new.reopened().is_some());
    }
    Ok(())
}

fn signed_claim() -> Project {
    let mut project = project();
    let claim = claim_id(0);
    let set = |field| Edit::SetClaim { claim: claim.clone(), field };
    let evidence = Evidence::new(id(EvidenceId::new, "e-1"), id(SourceId::new, "s-1"));
    let standing = Standing { status: Status::Checked, signed: Some(by(0, 1)) };
    let edits = vec![
        set(ClaimField::Verdict(Some(id(VerdictId::new, "confirmed")))),
        Edit::AddEvidence { claim: claim.clone(), evidence },
        set(ClaimField::Status(standing)),
    ];
    let edit = Box::new(Edit::Batch { label: "sign".into(), edits });
    project.apply(&Edit::Signed { signature: by(0, 1), edit }).unwrap();
    project
}

#[test]
fn a_verdict_changed_by_another_opens_the_claim_and_keeps_the_check() {
    let mut project = signed_claim();
    let field = ClaimField::Verdict(Some(id(VerdictId::new, "wrong")));
    let edit = Box::new(Edit::SetClaim { claim: claim_id(0), field });
    project.apply(&Edit::Signed { signature: by(1, 2), edit }).unwrap();
    let claim = project.claim(&claim_id(0)).unwrap();
    assert_eq!((claim.status, claim.signed.clone()), (Status::InProgress, Some(by(1, 2))));
    let check = claim.reopened().unwrap();
    assert_eq!((check.signed.clone(), check.status), (Some(by(0, 1)), Status::Checked));
    assert_eq!(check.values.as_ref().unwrap().label, "Confirmed");
    assert_eq!(project.changes_since(claim, check), [Covered::Verdict]);
    let told: Vec<_> = claim.log.iter().map(|entry| (entry.what.label(), entry.to.as_str())).collect();
    assert!(told.ends_with(&[("Verdict", "Wrong"), ("Status", "In progress")]), "{told:?}");
}

#[test]
fn a_source_that_is_edited_elsewhere_opens_every_claim_that_cites_it_and_the_log_tells_who() {
    let mut project = signed_claim();
    let mut source = project.sources()[0].as_ref().clone();
    source.notes = "Called again.".into();
    project.apply(&Edit::put_source(&source)).unwrap();
    assert_eq!(project.claims()[0].status, Status::Checked, "notes are not covered");
    source.title = "Another report".into();
    let edit = Edit::put_source(&source);
    assert!(project.opens_again(&edit));
    project.apply(&Edit::Signed { signature: by(2, 3), edit: Box::new(edit) }).unwrap();
    let claim = project.claim(&claim_id(0)).unwrap();
    assert_eq!((claim.status, claim.log.last().unwrap().by.clone()), (Status::InProgress, by(2, 3).by));
    assert_eq!(project.changes_since(claim, claim.reopened().unwrap()), [Covered::Source]);
    assert_eq!(project.claim(&claim_id(1)).unwrap().status, Status::Unchecked);
}

#[test]
fn a_draft_opens_a_claim_by_more_than_typography() {
    let mut project = signed_claim();
    let drafts = project.articles()[0].versions.clone();
    let to = |at: usize| Edit::SetMarks(vec![(claim_id(0), vec![mark(&drafts[at], DRAFTS[at].1[0])])]);
    project.apply(&to(1)).unwrap();
    assert_eq!(project.claim(&claim_id(0)).unwrap().status, Status::Checked);
    project.apply(&to(2)).unwrap();
    let claim = project.claim(&claim_id(0)).unwrap();
    assert_eq!(
        (claim.status, claim.reopened().unwrap().values.as_ref().unwrap().words[0].as_str()),
        (Status::InProgress, "“412\u{a0}million”")
    );
    project.apply(&to(0)).unwrap();
    let claim = Arc::clone(project.claim(&claim_id(0)).unwrap());
    assert_eq!(claim.status, Status::InProgress, "only who signs, or undoes, closes it");
    for field in project.checks_to_give_back(&claim) {
        project.apply(&Edit::SetClaim { claim: claim_id(0), field }).unwrap();
    }
    let claim = project.claim(&claim_id(0)).unwrap();
    assert_eq!((claim.status, claim.signed.clone(), claim.earlier_checks.len()), (Status::Checked, Some(by(0, 1)), 0));
}

#[test]
fn nobody_signs_for_another_and_a_second_signature_keeps_the_first() {
    let mut project = signed_claim();
    let sign = |status, signed| Edit::SetClaim {
        claim: claim_id(0),
        field: ClaimField::Status(Standing { status, signed: Some(signed) }),
    };
    let forged = Box::new(sign(Status::Checked, by(2, 1)));
    project.apply(&Edit::Signed { signature: by(1, 2), edit: forged }).unwrap();
    let claim = project.claim(&claim_id(0)).unwrap();
    assert_eq!(claim.signed, Some(by(1, 2)));
    assert_eq!(claim.earlier_checks[0].signed, Some(by(0, 1)), "who had signed is on record");
}

#[test]
fn an_earlier_check_of_an_older_file_is_read() {
    let old: Claim = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str("(id: \"c-1\", article: \"a-1\", marks: [], earlier_check: (version: \"v-1\", status: Checked))")
        .unwrap();
    assert_eq!((old.earlier_checks.len(), old.earlier_checks[0].status), (1, Status::Checked));
    let json: Claim = serde_json::from_str(
        r#"{"id":"c-1","article":"a-1","marks":[],"earlier_check":{"version":"v-1","status":"Checked"}}"#,
    )
    .unwrap();
    assert_eq!(json, old);
}
