//! What signing asks for, whose check it is, and the numbers of claims.

use crate::support::{Driver, introduce, signed_by_ann};
use claimdesk::{
    app::{
        Command, Intent,
        intent::{Answer, ClaimIntent, SourceIntent},
        table::{Change, Target},
        view::Screen,
    },
    model::{ClaimField, Covered, Edit, Signature, Source, SourceId, Standing, Status},
    store,
};

/// Ann has signed a claim; then Ben sits here.
fn signed_before_ben() -> Driver {
    let mut driver = signed_by_ann();
    introduce(&mut driver, "Ben Roe", "BR");
    driver
}

fn signer(driver: &Driver) -> String {
    let claim = driver.claim();
    let by = claim.signed.as_ref().and_then(|signed| signed.by.as_ref());
    by.and_then(|id| driver.project().reviewer(id)).map(|reviewer| reviewer.initials.clone()).unwrap_or_default()
}

fn told(driver: &Driver) -> &str {
    driver.session.notices.last().map(|notice| notice.text.as_str()).unwrap_or_default()
}

#[test]
fn without_a_verdict_signing_is_refused_in_a_sentence() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    driver.send(Command::SignChecked);
    assert_eq!(told(&driver), "Could not sign claim 1: it has no verdict. Give a verdict first.");
    assert_eq!((driver.claim().status, driver.claim().signed.is_none()), (Status::Unchecked, true));
}

#[test]
fn without_a_source_it_asks_once_and_a_change_in_between_asks_again() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    driver.digit(2);
    driver.send(Command::SignChecked);
    assert_eq!(told(&driver), "Sign claim 1 without a source? Sign once more to do so.");
    assert_eq!(driver.claim().status, Status::InProgress);
    driver.digit(1);
    driver.send(Command::SignChecked);
    assert_eq!(driver.claim().status, Status::InProgress, "it was asked of another state");
    driver.send(Command::SignChecked);
    assert_eq!((driver.claim().status, told(&driver)), (Status::Checked, "Claim 1 signed"));
}

#[test]
fn with_an_open_query_it_asks_and_with_a_source_it_does_not() {
    let signed = signed_before_ben();
    assert_eq!((signed.claim().status, signer(&signed).as_str()), (Status::Checked, "AL"));
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    driver.send(Intent::Paste("https://example.org/count".into()));
    driver.digit(1);
    driver.send(Intent::Claim(ClaimIntent::AddQuery(driver.claim().id.clone())));
    driver.send(Command::SignChecked);
    assert_eq!(told(&driver), "Sign claim 1 with an open query? Sign once more to do so.");
}

#[test]
fn signing_a_signed_claim_keeps_who_signed() {
    let mut driver = signed_before_ben();
    let before = driver.project().clone();
    driver.send(Command::SignChecked);
    assert_eq!(driver.project(), &before);
    assert_eq!(told(&driver), "AL has signed it; it is “Checked” already. Nothing was changed.");
    let close = ClaimIntent::Status(driver.claim().id.clone(), Status::Closed);
    driver.send(Intent::Claim(close));
    assert_eq!(
        (driver.claim().status, signer(&driver).as_str()),
        (Status::Closed, "AL"),
        "who closes it checks nothing"
    );
}

#[test]
fn a_claim_that_was_checked_twice_stays_so_when_it_is_signed_once_more() {
    let mut driver = signed_before_ben();
    let (claim, verdict) = (driver.claim().id.clone(), driver.claim().verdict.clone());
    driver.send(Intent::Claim(ClaimIntent::Second(claim.clone(), verdict)));
    assert_eq!(driver.claim().status, Status::SecondChecked);
    driver.mark("nine months");
    driver.digit(1);
    let other = driver.claim().id.clone();
    driver.send(Intent::Claim(ClaimIntent::Go(claim.clone())));
    let before = driver.project().clone();
    driver.send(Command::SignChecked);
    assert_eq!(driver.project(), &before);
    assert_eq!(told(&driver), "AL has signed it; it is “Second-checked” already. Nothing was changed.");
    // Among many too: the one is signed, the other is left as it is.
    driver.send(Command::ShowClaims);
    driver.send(Command::SelectAll);
    driver.send(Command::SignChecked);
    driver.send(Command::SignChecked);
    let status = |driver: &Driver, id| driver.project().claim(id).unwrap().status;
    assert_eq!((status(&driver, &claim), status(&driver, &other)), (Status::SecondChecked, Status::Checked));
    driver.send(Command::SelectAll);
    driver.send(Command::SignChecked);
    assert_eq!(told(&driver), "Nothing to sign: all selected claims are signed already.");
}

#[test]
fn what_is_counted_as_checked_is_what_somebody_stands_for() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-state.ron");
    let project = store::decode(&std::fs::read(path).unwrap()).unwrap().project;
    let coverage = claimdesk::app::coverage(&project);
    // One is done with and bears no signature, another's words are lost, a third was checked in an older wording.
    let done = project.claims().iter().filter(|claim| claim.status.is_done()).count();
    let counted = claimdesk::app::Counts::of(&project, &coverage).done;
    assert_eq!((done, counted), (8, 6), "as the report says");
    let findings = claimdesk::check::findings(&project, &coverage);
    let unsigned = findings.iter().filter(|finding| finding.message.contains("and nobody has signed it."));
    let of: Vec<_> = unsigned.map(|finding| (finding.rule.as_str(), finding.subject.clone())).collect();
    let claim = project.claims().iter().find(|claim| claim.number == 11).unwrap();
    assert_eq!(of, [("not-signed", claimdesk::model::Subject::Claim(claim.id.clone()))]);
}

#[test]
fn nobody_is_removed_whose_name_stands_under_something() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark("4,000 cars");
    introduce(&mut driver, "Ben Roe", "BR");
    driver.select("The last repair took nine months");
    driver.send(Command::DismissSentence);
    for (place, who) in ["Ann Lee (AL)", "Ben Roe (BR)"].into_iter().enumerate() {
        let id = driver.project().reviewers()[place].id.clone();
        driver.send(Edit::RemoveReviewer(id));
        assert_eq!(driver.project().reviewers().len(), 2);
        let refused = format!("Could not remove {who}: their name stands under what they did here.");
        assert_eq!(told(&driver), refused);
    }
}

#[test]
fn nobody_says_that_a_claim_was_checked_twice_when_it_was_not() {
    let mut driver = signed_before_ben();
    let before = driver.project().clone();
    let claim = driver.claim().id.clone();
    let status = || ClaimIntent::Status(claim.clone(), Status::SecondChecked);
    driver.send(Intent::Claim(status()));
    assert_eq!(driver.project(), &before);
    let refused = "Could not set claim 1 to second-checked: it has no second check that agrees. Another reviewer gives it, under \
                   “Second check”.";
    assert_eq!(told(&driver), refused);
    driver.send(Command::ShowClaims);
    driver.send(Command::SelectAll);
    let change = Change::Status(Status::SecondChecked);
    driver.send(Intent::Claim(ClaimIntent::Change(Target::Selected, change)));
    assert_eq!(driver.project(), &before);
    // Nor does the model take it, by whatever way.
    let signature = Signature { by: Some(driver.project().reviewers()[0].id.clone()), at: jiff::Timestamp::UNIX_EPOCH };
    let standing = Standing { status: Status::SecondChecked, signed: Some(signature.clone()) };
    let edit = Box::new(Edit::SetClaim { claim: claim.clone(), field: ClaimField::Status(standing) });
    let mut project = before;
    project.apply(&Edit::Signed { signature, edit }).unwrap();
    assert_eq!(project.claim(&claim).unwrap().status, Status::Checked);
}

#[test]
fn another_verdict_opens_the_claim_and_signing_again_is_in_ones_own_name() {
    let mut driver = signed_before_ben();
    driver.digit(3);
    assert_eq!((driver.claim().status, signer(&driver).as_str()), (Status::InProgress, "BR"));
    assert_eq!(driver.claim().reopened().unwrap().values.as_ref().unwrap().label, "Confirmed");
    driver.send(Command::SignChecked);
    assert_eq!((driver.claim().status, signer(&driver).as_str()), (Status::Checked, "BR"));
    assert_eq!(driver.claim().earlier_checks.len(), 1);
    driver.send(Command::Undo);
    driver.send(Command::Undo);
    assert_eq!(
        (driver.claim().status, signer(&driver).as_str()),
        (Status::Checked, "AL"),
        "undo brings the check back"
    );
}

#[test]
fn a_source_that_is_edited_on_its_own_page_opens_the_claims_that_cite_it() {
    let mut driver = signed_before_ben();
    let mut source = driver.project().sources()[0].as_ref().clone();
    source.title = "A count".into();
    driver.send(Edit::put_source(&source));
    assert_eq!((driver.claim().status, signer(&driver).as_str()), (Status::InProgress, "BR"));
    let entry = driver.claim().log.last().unwrap().clone();
    assert_eq!((entry.what.label(), entry.to.as_str()), ("Status", "In progress"));
    assert_eq!(store::decode(store::encode(driver.project()).as_bytes()).unwrap().project, *driver.project());
}

#[test]
fn notes_and_tags_are_not_signed() {
    let mut driver = signed_before_ben();
    let claim = driver.claim().id.clone();
    for field in [ClaimField::Notes("Ask.".into()), ClaimField::Tags(vec!["law".into()])] {
        driver.send(Edit::SetClaim { claim: claim.clone(), field });
    }
    assert_eq!((driver.claim().status, signer(&driver).as_str()), (Status::Checked, "AL"));
}

#[test]
fn a_source_that_is_joined_with_another_elsewhere_opens_the_claims_that_cite_it() {
    let mut driver = signed_before_ben();
    let cited = driver.project().sources()[0].id.clone();
    let mut other = Source::new(SourceId::from_random(9));
    other.title = "The count of the city".into();
    driver.send(Edit::put_source(&other));
    assert_eq!(
        (driver.claim().status, signer(&driver).as_str()),
        (Status::Checked, "AL"),
        "another source is none of it"
    );
    driver.send(SourceIntent::Merge { into: other.id.clone(), from: vec![cited.clone()] });
    assert!(driver.project().source(&cited).is_none());
    let claim = driver.project().claims()[0].clone();
    assert_eq!((claim.status, claim.evidence[0].source.clone()), (Status::InProgress, other.id));
    let check = claim.reopened().unwrap();
    assert_eq!(check.values.as_ref().unwrap().sources[0].id, cited);
    assert_eq!((check.status, signer(&driver).as_str()), (Status::Checked, "BR"));
    assert_eq!(driver.project().changes_since(&claim, check), [Covered::Evidence]);
}

#[test]
fn a_source_that_is_deleted_elsewhere_opens_the_claims_that_cite_it() {
    let mut driver = signed_before_ben();
    let cited = driver.project().sources()[0].id.clone();
    driver.send(Intent::Show(Screen::Sources));
    driver.send(SourceIntent::Remove(cited.clone()));
    driver.send(Intent::Answer(Answer::RemoveSource));
    assert_eq!(driver.project().sources().len(), 0);
    let claim = driver.project().claims()[0].clone();
    assert_eq!((claim.status, claim.evidence.len()), (Status::InProgress, 0));
    let check = claim.reopened().unwrap();
    assert_eq!(
        (check.status, check.values.as_ref().unwrap().sources[0].url.as_str()),
        (Status::Checked, "https://example.org/count")
    );
    driver.send(Command::Undo);
    let claim = &driver.project().claims()[0];
    assert_eq!((claim.status, claim.evidence.len()), (Status::Checked, 1), "undo brings the check back");
}

mod numbers {
    use std::sync::Arc;

    use super::*;
    use claimdesk::model::Project;

    fn numbers(driver: &Driver) -> Vec<(u32, String)> {
        driver.project().claims().iter().map(|claim| (claim.number, claim.quote())).collect()
    }

    #[test]
    fn a_claim_keeps_its_number_and_a_number_is_given_once() {
        let mut driver = Driver::with_article();
        driver.mark("nine months");
        driver.mark("4,000 cars");
        assert_eq!(numbers(&driver), [(2, "4,000 cars".to_owned()), (1, "nine months".to_owned())]);
        driver.send(Command::DeleteClaim);
        driver.mark("closed on Monday");
        assert_eq!(numbers(&driver), [(3, "closed on Monday".to_owned()), (1, "nine months".to_owned())]);
    }

    #[test]
    fn a_link_opens_the_project_at_the_claim() {
        let mut driver = Driver::with_article();
        driver.mark("nine months");
        driver.mark("4,000 cars");
        driver.send(Command::CopyClaimLink);
        assert!(told(&driver).starts_with("Could not copy the link: the project has no file yet."));
        let path = driver.save_as("review.ron");
        driver.send(Command::CopyClaimLink);
        let link = driver.copied.last().unwrap().clone();
        assert!(link.ends_with("review.ron#2"), "{link}");
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(link.into()));
        assert_eq!(driver.claim().quote(), "4,000 cars");
        assert!(driver.document().path.as_ref().is_some_and(|path| path.ends_with("review.ron")));
        driver.send(Command::CloseProject);
        let other = path.with_file_name("review.ron#2");
        std::fs::copy(&path, &other).unwrap();
        driver.send(Intent::OpenPath(other.clone()));
        assert_eq!(driver.document().path, Some(other), "a file of that very name wins");
    }

    #[test]
    fn a_link_with_the_number_from_before_a_merge_leads_to_its_claim() {
        let mut driver = Driver::with_article();
        driver.mark("nine months");
        driver.mark("4,000 cars");
        driver.save_as("review.ron");
        let mut parts = driver.project().parts().clone();
        parts.claims.iter_mut().for_each(|claim| Arc::make_mut(claim).number = 7);
        let mut joined = Project::from_parts(parts);
        let with = |project: &Project, number| {
            project.claims().iter().find(|claim| claim.number == number).map(|claim| (claim.id.clone(), claim.quote()))
        };
        let ((elder, kept), (_, moved)) = (with(&joined, 7).unwrap(), with(&joined, 8).unwrap());
        driver.send(Command::CloseProject);
        let mut opens = |project: &Project, link: &str, words: &str| {
            std::fs::write(driver.path("joined.ron"), store::encode(project)).unwrap();
            driver.send(Intent::OpenPath(driver.path(link)));
            assert_eq!(driver.claim().quote(), words, "{link}");
            driver.send(Command::CloseProject);
        };
        opens(&joined, "joined.ron#7", &kept);
        opens(&joined, "joined.ron#8", &moved);
        joined.apply(&Edit::RemoveClaim(elder)).unwrap();
        opens(&joined, "joined.ron#7", &moved);
    }

    #[test]
    fn an_old_file_is_numbered_without_becoming_unsaved() {
        let mut driver = Driver::with_article();
        driver.mark("nine months");
        driver.mark("4,000 cars");
        let path = driver.save_as("old.ron");
        driver.send(Command::CloseProject);
        let lines: Vec<_> = std::fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
        let old: Vec<_> = lines.into_iter().filter(|line| !line.trim_start().starts_with("number:")).collect();
        std::fs::write(&path, old.join("\n") + "\n").unwrap();
        let before = std::fs::read(&path).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        assert!(!driver.document().has_unsaved_work());
        assert_eq!(driver.project().claims().iter().map(|claim| claim.number).max(), Some(2));
        driver.send(Command::Save);
        assert_eq!(std::fs::read(&path).unwrap(), before, "nothing was changed, so nothing is written");
        driver.mark("closed on Monday");
        driver.send(Command::Save);
        assert_eq!(std::fs::read_to_string(&path).unwrap().matches("number: ").count(), 3);
    }
}
