//! Two people's work on one project in the window: what differs is settled, what was left in an older draft is followed.

use std::path::PathBuf;

use claimdesk::{
    app::{Command, Intent, intent::FindingIntent, view::Screen},
    check::UNSETTLED,
    join::{Choice, join},
    model::{ClaimField, Edit, Project, Status, Subject},
    store,
};

use super::reliability::notice;
use crate::support::Driver;

fn merges() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/merges")
}

fn project(name: &str) -> Project {
    let mut folder = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path());
    let (case, file) = name.split_once('/').unwrap_or(("", name));
    let is_it = |path: &PathBuf| !case.is_empty() && path.file_name().unwrap().to_string_lossy().starts_with(case);
    let path = folder.find(is_it).unwrap_or_else(merges).join(file);
    store::decode(&std::fs::read(path).unwrap()).unwrap().project
}

/// A window with this project open from its file.
fn opened(project: &Project) -> Driver {
    let mut driver = Driver::new();
    let path = driver.write("review.ron", store::encode(project));
    driver.send(Intent::OpenPath(path));
    assert!(driver.document().access.is_editable(), "{:?}", driver.notices());
    driver
}

/// Two verdicts of one claim, joined, with the claim in the inspector.
fn with_two_verdicts() -> Driver {
    let joined = join(Some(&project("base.ron")), &project("05/ours.ron"), &project("05/theirs.ron")).project;
    let mut driver = opened(&joined);
    let Subject::Claim(claim) = joined.differences()[0].subject.clone() else { panic!("a claim") };
    driver.send(claimdesk::app::intent::ClaimIntent::Go(claim));
    driver
}

fn verdict(driver: &Driver) -> Option<String> {
    driver.claim().verdict.as_ref().map(|verdict| verdict.as_str().to_owned())
}

#[test]
fn an_open_difference_is_settled_by_a_key_and_taken_back_by_undo() {
    let mut driver = with_two_verdicts();
    assert_eq!((verdict(&driver), driver.project().differences().len()), (None, 1));
    driver.send(Command::SettleSecond);
    assert_eq!((verdict(&driver).as_deref(), driver.project().differences().len()), (Some("wrong"), 0));
    notice(&driver, "Settled: the verdict of claim");
    driver.send(Command::Undo);
    assert_eq!((verdict(&driver), driver.project().differences().len()), (None, 1));
    driver.send(Command::SettleFirst);
    assert_eq!(verdict(&driver).as_deref(), Some("confirmed"));
    let last = driver.claim().log.last().unwrap();
    assert_eq!((last.what.label(), last.to.as_str()), ("Verdict", "Confirmed"));
    driver.send(Command::SettleFirst);
    notice(&driver, "Nothing is open between two people’s work on this claim");
}

#[test]
fn nobody_signs_a_claim_while_it_is_open() {
    let mut driver = with_two_verdicts();
    driver.send(Command::SettleBoth);
    notice(&driver, "These two do not go together");
    driver.digit(4);
    // Without a source it is asked once more.
    (0..2).for_each(|_| driver.send(Command::SignChecked));
    assert_ne!(driver.claim().status, Status::Checked);
    notice(&driver, "two people's work on it differs");
    // What was said meanwhile can stay.
    let open = driver.project().differences()[0].clone();
    let (subject, name) = (open.subject.clone(), open.name());
    driver.send(Intent::Settle { subject, name, choice: Choice::AsItStands });
    assert_eq!((verdict(&driver).as_deref(), driver.project().differences().len()), (Some("unverifiable"), 0));
    (0..2).for_each(|_| driver.send(Command::SignChecked));
    assert_eq!(driver.claim().status, Status::Checked);
}

#[test]
fn what_is_open_is_saved_with_the_project_and_blocks_it() {
    let mut driver = with_two_verdicts();
    let note = Intent::set(driver.claim(), ClaimField::Notes("Asked.".into()));
    driver.send(note);
    driver.send(Command::Save);
    let read = store::decode(&std::fs::read(driver.path("review.ron")).unwrap()).unwrap();
    assert_eq!((&read.project, read.access), (driver.project(), store::Access::Editable));
    let rules: Vec<_> = driver.document().findings().iter().map(|it| (it.rule.to_string(), it.blocks())).collect();
    assert!(rules.contains(&("unsettled".to_owned(), true)), "{rules:?}");
}

/// As a program that knew less left it: a new draft is there, and the claims still stand in the old one.
#[test]
fn a_passage_in_an_older_draft_is_followed_on_opening_and_told() {
    let (base, ours) = (project("base.ron"), project("16/ours.ron"));
    let article = &base.articles()[0];
    let draft = ours.article(&article.id).unwrap().latest().clone();
    let mut behind = base.clone();
    behind.apply(&Edit::AddVersion { article: article.id.clone(), version: draft.clone() }).unwrap();
    let mut driver = opened(&behind);
    notice(&driver, "stood in an older draft and were looked for in the newest");
    let standing = |project: &Project| {
        let claims = project.claims().iter().filter(|claim| claim.article == article.id);
        claims.filter(|claim| claim.marks.iter().all(|mark| mark.anchor.version == draft.id)).count()
    };
    assert_eq!(standing(driver.project()), standing(&ours), "as if the draft had come in here");
    assert!(!driver.document().is_saved());
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &behind);
}

/// What is not of a claim comes last on the page that settles, and has the same keys.
#[test]
fn what_is_open_of_sources_and_the_project_is_settled_by_keys_on_the_same_page() {
    let base = project("base.ron");
    let changed = |publisher: &str, title: &str| {
        let mut project = base.clone();
        let mut source = (*base.sources()[0]).clone();
        source.publisher = publisher.into();
        project.apply(&Edit::PutSource(source.into())).unwrap();
        project.apply(&Edit::SetTitle(title.into())).unwrap();
        project
    };
    let joined = join(Some(&base), &changed("Port office", "Of Ann"), &changed("Town office", "Of Bob")).project;
    let mut driver = opened(&joined);
    assert_eq!(driver.project().differences().len(), 2);
    // On other pages, where nothing of it is drawn, the keys settle nothing.
    driver.send(Command::ShowReadiness);
    driver.send(Command::SettleFirst);
    assert_eq!(driver.project(), &joined);
    let findings = driver.document().findings();
    let of_source =
        findings.iter().find(|it| it.rule == UNSETTLED && matches!(it.subject, Subject::Source(_))).unwrap();
    driver.send(Intent::Finding(FindingIntent::Go(Box::new(of_source.clone()))));
    assert_eq!(driver.document().view.screen, Screen::Adjudication);
    assert!(matches!(driver.document().difference_here().unwrap().subject, Subject::Source(_)));
    driver.send(Command::SettleSecond);
    assert_eq!(driver.project().sources()[0].publisher, "Town office");
    notice(&driver, "Settled: the publisher of source");
    driver.send(Command::SettleFirst);
    assert_eq!((driver.project().title(), driver.project().differences().len()), ("Of Ann", 0));
    driver.send(Command::SettleFirst);
    driver.send(Command::Undo);
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &joined);
}
