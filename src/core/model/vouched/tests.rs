//! What may be said of claims in every state.

use std::sync::Arc;

use super::*;
use crate::model::*;

fn id<T>(make: fn(&str) -> Result<T, IdError>, text: &str) -> T {
    make(text).unwrap()
}

fn signature(day: i8) -> Signature {
    let at = format!("2025-02-{day:02}T10:00:00Z").parse().unwrap();
    Signature { by: Some(id(ReviewerId::new, "r-1")), at }
}

/// A draft that was opened on a day.
fn draft(name: &str, day: i8, text: &str) -> Arc<Version> {
    let origin = Origin { opened_at: Some(signature(day).at), ..Origin::default() };
    Arc::new(Version::new(id(VersionId::new, name), origin, [BlockText::new(BlockKind::Paragraph, text)]))
}

fn anchor(version: &Version, quote: &str) -> Anchor {
    let at = version.text().find(quote).unwrap();
    let span = Span::in_text(version.text(), at, at + quote.len()).unwrap();
    let (prefix, suffix) = (String::new(), String::new());
    Anchor { version: version.id.clone(), span, quote: quote.into(), prefix, suffix }
}

/// A claim that was signed on the third, of an article whose second draft of the fifth has other words.
fn signed_claim() -> (Project, [Arc<Version>; 2]) {
    let drafts = [draft("v-1", 1, "It cost 412 million."), draft("v-2", 5, "It cost 438 million.")];
    let mut project = Project::new("t");
    let article =
        Article { id: id(ArticleId::new, "a-1"), meta: ArticleMeta::default(), versions: vec![drafts[0].clone()] };
    let mut claim =
        Claim::new(id(ClaimId::new, "c-1"), article.id.clone(), vec![Mark::new(anchor(&drafts[0], "412 million"))]);
    claim.verdict = Some(Scale::desk().verdicts[0].id.clone());
    let standing = Standing { status: Status::Checked, signed: Some(signature(3)) };
    let sign = Edit::SetClaim { claim: claim.id.clone(), field: ClaimField::Status(standing) };
    let reviewer = Reviewer { id: id(ReviewerId::new, "r-1"), name: "Ann Lee".into(), initials: "AL".into() };
    project.apply(&Edit::PutReviewer(Arc::new(reviewer))).unwrap();
    project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).unwrap();
    project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
    project.apply(&sign).unwrap();
    (project, drafts)
}

fn moved(version: &Version, quote: &str, placement: Placement, before: &Version) -> Vec<Mark> {
    let earlier = vec![anchor(before, "412 million")];
    vec![Mark { placement, earlier, ..Mark::new(anchor(version, quote)) }]
}

fn with_draft(project: &mut Project, drafts: &[Arc<Version>; 2], marks: Vec<Mark>) {
    let article = id(ArticleId::new, "a-1");
    project.apply(&Edit::AddVersion { article, version: drafts[1].clone() }).unwrap();
    project.apply(&Edit::SetMarks(vec![(id(ClaimId::new, "c-1"), marks)])).unwrap();
}

#[test]
fn a_verdict_is_said_of_the_words_that_were_signed_and_of_no_others() {
    let (mut project, drafts) = signed_claim();
    let signed = signature(3);
    assert_eq!(project.vouched(&project.claims()[0]), Vouched::Checked(&signed));
    with_draft(&mut project, &drafts, moved(&drafts[1], "438 million", Placement::Changed, &drafts[0]));
    let claim = project.claims()[0].clone();
    let Vouched::Older(check) = project.vouched(&claim) else { panic!("{:?}", project.vouched(&claim)) };
    assert_eq!((check.words.as_ref(), check.label, check.signed), ("412 million", "Confirmed", &signed));
    assert_eq!(project.vouched(&claim).signature(), None);
    assert_eq!(project.vouched(&claim).heading("Confirmed"), "Checked in an older wording");
    let standing = Standing { status: Status::Checked, signed: Some(signature(6)) };
    project.apply(&Edit::SetClaim { claim: claim.id.clone(), field: ClaimField::Status(standing) }).unwrap();
    assert_eq!(project.vouched(&project.claims()[0]), Vouched::Checked(&signature(6)));
}

#[test]
fn what_an_older_program_left_signed_over_changed_words_is_of_the_old_ones() {
    let (project, drafts) = signed_claim();
    let mut parts = project.parts().clone();
    Arc::make_mut(&mut parts.articles[0]).versions.push(drafts[1].clone());
    Arc::make_mut(&mut parts.claims[0]).marks = moved(&drafts[1], "438 million", Placement::Changed, &drafts[0]);
    let project = Project::from_parts(parts.clone());
    assert_eq!(project.vouched(&project.claims()[0]).older_words(), Some("412 million"));
    // Whoever signs after the draft has read its words.
    Arc::make_mut(&mut parts.claims[0]).signed = Some(signature(6));
    let project = Project::from_parts(parts.clone());
    assert!(project.vouched(&project.claims()[0]).is_checked());
    // And what such a program opened again says in which draft the check was, and no more.
    let claim = Arc::make_mut(&mut parts.claims[0]);
    let signed = Some(signature(3));
    let check =
        EarlierCheck { version: drafts[0].id.clone(), status: Status::Checked, signed, second: None, values: None };
    (claim.status, claim.signed, claim.earlier_checks) = (Status::Unchecked, None, vec![check]);
    let project = Project::from_parts(parts);
    let Vouched::Older(check) = project.vouched(&project.claims()[0]) else { panic!("the words differ") };
    assert_eq!((check.words.as_ref(), check.verdict), ("412 million", None));
}

#[test]
fn a_claim_that_the_newest_draft_lost_is_lost_whoever_signed_it() {
    let (mut project, drafts) = signed_claim();
    let marks = vec![Mark { placement: Placement::Lost, ..Mark::new(anchor(&drafts[0], "412 million")) }];
    with_draft(&mut project, &drafts, marks);
    let claim = &project.claims()[0];
    assert_eq!(project.vouched(claim), Vouched::Lost(Some(&signature(3))));
    assert_eq!(claim.placement_in(project.articles().first().map(AsRef::as_ref)), Placement::Lost);
}

#[test]
fn what_nobody_signed_is_open() {
    let (project, _) = signed_claim();
    let check = |change: &dyn Fn(&mut Claim), heading: &str| {
        let mut claim = (*project.claims()[0]).clone();
        change(&mut claim);
        assert_eq!(project.vouched(&claim), Vouched::Open);
        let word = claim.verdict.as_ref().map_or("", |_| "Confirmed");
        assert_eq!(project.vouched(&claim).heading(word), heading);
        assert_eq!(Vouched::verdict_in(heading), word);
    };
    check(&|claim| claim.status = Status::InProgress, "Confirmed, not signed");
    check(&|claim| claim.signed = None, "Confirmed, not signed");
    check(&|claim| claim.verdict = None, "No verdict yet");
}
