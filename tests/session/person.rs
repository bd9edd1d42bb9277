//! Who sits here: chosen, asked before the first act that signs, the same in lock and signature, and never typed over another.

use crate::support::{Driver, introduce, signed_by_ann};
use claimdesk::{
    app::{
        Command, Dialog, Intent,
        intent::{Answer, ClaimIntent, SourceIntent},
    },
    model::{ClaimField, Edit, Reviewer, ReviewerId, SecondCheckWay, Status},
    store::Access,
};

fn id(driver: &Driver, initials: &str) -> ReviewerId {
    driver.project().reviewers().iter().find(|reviewer| reviewer.initials == initials).unwrap().id.clone()
}

fn signer(driver: &Driver) -> String {
    let claim = driver.claim();
    let by = claim.signed.as_ref().and_then(|signed| signed.by.as_ref());
    by.and_then(|id| driver.project().reviewer(id)).map(|reviewer| reviewer.initials.clone()).unwrap_or_default()
}

/// Ann and Ben have each marked a claim; the project is saved and opened again, and Ann sat here last.
fn desk(way: SecondCheckWay) -> Driver {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ben Roe", "BR");
    driver.mark("nine months");
    introduce(&mut driver, "Ann Lee", "AL");
    let settings = driver.project().settings().with_second_check_way(way);
    driver.send(Edit::SetSettings(settings.into()));
    driver.mark("4,000 cars");
    driver.digit(3);
    let path = driver.save_as("review.ron");
    driver.send(Command::CloseProject);
    driver.send(Intent::OpenPath(path));
    driver
}

fn go(driver: &mut Driver, words: &str) {
    let claim = driver.project().claims().iter().find(|claim| claim.quote() == words).unwrap().id.clone();
    driver.send(ClaimIntent::Go(claim));
}

#[test]
fn the_first_rating_in_a_project_of_several_asks_who_it_is_and_is_then_theirs() {
    let mut driver = desk(SecondCheckWay::Open);
    go(&mut driver, "nine months");
    driver.digit(2);
    assert!(matches!(driver.session.dialog, Some(Dialog::Person(Some(_)))));
    assert_eq!(driver.claim().verdict, None, "it waits for the answer");
    let ben = id(&driver, "BR");
    driver.send(Intent::Answer(Answer::Person(ben)));
    assert_eq!((driver.claim().verdict.is_some(), signer(&driver).as_str()), (true, "BR"));
    assert_eq!(driver.session.person().unwrap().initials, "BR");
    driver.digit(1);
    assert!(driver.session.dialog.is_none(), "it asks once");
    driver.send(Command::ChoosePerson);
    assert!(matches!(driver.session.dialog, Some(Dialog::Person(None))));
}

#[test]
fn who_does_not_say_who_they_are_has_done_nothing() {
    let mut driver = desk(SecondCheckWay::Open);
    go(&mut driver, "nine months");
    let before = driver.project().clone();
    driver.digit(2);
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.project(), &before);
    driver.send(Command::SignChecked);
    assert!(matches!(driver.session.dialog, Some(Dialog::Person(Some(_)))), "it asks again");
}

#[test]
fn somebody_alone_with_their_project_is_not_asked() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark("4,000 cars");
    let path = driver.save_as("review.ron");
    driver.send(Command::CloseProject);
    driver.send(Intent::OpenPath(path));
    go(&mut driver, "4,000 cars");
    driver.digit(1);
    assert!(driver.session.dialog.is_none() && driver.claim().verdict.is_some());
}

#[test]
fn a_signature_says_in_its_message_whose_it_is() {
    let mut driver = signed_by_ann();
    assert_eq!((driver.claim().status, driver.notices().last()), (Status::Checked, Some(&"Claim 1 signed as AL")));
    let notes = ClaimField::Kind(Some(claimdesk::model::ClaimKind::Statistic));
    driver.send(Edit::SetClaim { claim: driver.claim().id.clone(), field: notes });
    introduce(&mut driver, "Ben Roe", "BR");
    driver.send(ClaimIntent::SignAgain(driver.claim().id.clone()));
    assert_eq!(driver.notices().last(), Some(&"Claim 1 signed as BR"));
}

#[test]
fn renaming_oneself_is_not_signing_as_another() {
    let mut driver = desk(SecondCheckWay::Open);
    let ann = id(&driver, "AL");
    driver.send(Command::RenameMyself);
    assert_eq!(driver.session.dialog, Some(Dialog::Rename));
    driver.send(Intent::Answer(Answer::Renamed { name: "Ann Roe".into(), initials: "AR".into() }));
    assert_eq!(driver.project().reviewer(&ann).unwrap().name, "Ann Roe");
    assert_eq!(driver.session.person().unwrap().id, ann);
    // Ben sits down: nobody renames Ann under his hand.
    driver.send(Intent::Answer(Answer::Person(id(&driver, "BR"))));
    let renamed = Reviewer { id: ann.clone(), name: "Ben Roe".into(), initials: "BR".into() };
    driver.send(Edit::PutReviewer(renamed.into()));
    assert_eq!(driver.project().reviewer(&ann).unwrap().name, "Ann Roe");
    assert!(driver.notices().last().unwrap().starts_with("Could not rename AR: they have signed"));
    introduce(&mut driver, "Ann Roe", "AR");
    assert_eq!(driver.session.person().unwrap().id, ann, "who is called like a reviewer is that one");
}

#[test]
fn with_two_people_on_one_machine_the_veil_follows_at_once() {
    let mut driver = desk(SecondCheckWay::Blind);
    assert_eq!(driver.session.dialog, Some(Dialog::Person(None)), "who sits here decides what is shown");
    let claim = driver.project().claims().iter().find(|claim| claim.quote() == "4,000 cars").unwrap().id.clone();
    assert!(driver.document().is_hidden(&claim), "nobody has said who they are");
    let (ann, ben) = (id(&driver, "AL"), id(&driver, "BR"));
    driver.send(Intent::Answer(Answer::Person(ann.clone())));
    assert!(!driver.document().is_hidden(&claim));
    driver.send(ClaimIntent::Go(claim.clone()));
    driver.digit(2);
    driver.send(Intent::Answer(Answer::Person(ben)));
    assert!(driver.document().is_hidden(&claim));
    assert!(!driver.notices().iter().any(|text| text.contains("Claim")), "nor does a message tell what Ann did");
    // Nor does he take back what she did.
    assert_eq!(driver.document().undo_label(), None);
    let before = driver.project().clone();
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &before);
    driver.digit(1);
    driver.digit(1);
    assert!(driver.claim().second.is_some() && !driver.document().is_hidden(&claim));
    driver.send(Intent::Answer(Answer::Person(ann)));
    driver.send(Intent::Source(SourceIntent::Add));
    assert!(!driver.document().is_hidden(&claim));
}

#[test]
fn the_lock_names_who_signs() {
    let mut driver = Driver::safe(tempfile::tempdir().unwrap(), std::sync::Arc::new(claimdesk::io::Disk));
    let article = driver.write("article.txt", crate::support::ARTICLE);
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(claimdesk::app::intent::PreviewIntent::Accept));
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark("4,000 cars");
    let path = driver.save_as("review.ron");
    let holder = || {
        let mut second = Driver::safe(tempfile::tempdir().unwrap(), std::sync::Arc::new(claimdesk::io::Disk));
        second.send(Intent::OpenPath(path.clone()));
        let Access::InUse(Some(holder)) = &second.document().access else { panic!("somebody has it open") };
        holder.name.clone()
    };
    assert_eq!(holder(), "Ann Lee");
    introduce(&mut driver, "Ben Roe", "BR");
    assert_eq!(holder(), "Ben Roe");
    driver.send(Command::RenameMyself);
    driver.send(Intent::Answer(Answer::Renamed { name: "Ben Lee".into(), initials: "BL".into() }));
    assert_eq!(holder(), "Ben Lee");
}
