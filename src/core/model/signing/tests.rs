//! What becomes of a check, case by case; over any edits by anybody in `every_edit`.

use super::*;
use crate::model::*;

pub(crate) mod every_edit;

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
