//! The blind second check to the byte, and the independent one: what the first reviewer has found, or marked, changes nothing that
//! the second one sees, and nothing that the second one does changes it.

use std::{sync::Arc, time::Duration};

use crate::support::{
    Driver, moment,
    window::{Window, send, window},
};
use claimdesk::{
    app::{
        COMMANDS, Command, Document, Intent, Prefs, Session,
        intent::{Answer, ClaimIntent},
        view::Screen,
    },
    model::{
        ChangeRequest, ClaimField, ClaimId, ClaimKind, Claimant, Confidence, Correction, Degree, DismissReason, Edit,
        Evidence, EvidenceId, Priority, Project, Query, QueryId, Reviewer, ReviewerId, RuleId, SecondCheckWay,
        Signature, Source, SourceId, Stance, Standing, Status, Subject, VerdictId, Waiver,
    },
    store,
    ui::{
        Shell,
        shot::{self, Look},
    },
};
use egui_kittest::kittest::NodeT;

const WORDS: &str = "4,000 cars";

fn introduce(driver: &mut Driver, name: &str, initials: &str) {
    driver.send(Intent::Answer(Answer::Reviewer { name: name.into(), initials: initials.into() }));
}

fn set_way(driver: &mut Driver, way: SecondCheckWay) {
    let settings = driver.project().settings().with_second_check_way(way);
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
}

fn reviewer(project: &Project, initials: &str) -> Reviewer {
    project.reviewers().iter().find(|reviewer| reviewer.initials == initials).unwrap().as_ref().clone()
}

/// Ann has marked words, and Ben others, with the same statement and a verdict.
fn marked(way: SecondCheckWay) -> Project {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    set_way(&mut driver, way);
    driver.mark(WORDS);
    introduce(&mut driver, "Ben Roe", "BR");
    driver.mark("nine months");
    let claim = driver.claim().id.clone();
    let statement = ClaimField::Statement(Some(WORDS.into()));
    driver.send(Edit::SetClaim { claim, field: statement });
    driver.digit(1);
    let mut source = Source::new(SourceId::from_random(1));
    source.title = "The count of the city".into();
    driver.send(Edit::put_source(&source));
    driver.project().clone()
}

/// What the first checker may have written about a claim, another thing for each verdict of the scale.
fn first_check(project: &Project, claim: &ClaimId, by: Option<ReviewerId>, place: usize) -> Vec<Edit> {
    let verdicts = &project.scale().verdicts;
    let verdict = |place: usize| Some(verdicts[place % verdicts.len()].id.clone());
    let at = "2025-02-06T10:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let at = at.checked_add(jiff::SignedDuration::from_mins(11 * place as i64)).unwrap();
    let signature = Signature { by, at };
    let mut evidence = Evidence::new(EvidenceId::from_random(place as u32), SourceId::from_random(1));
    evidence.stance = Stance::ALL[place % Stance::ALL.len()];
    (evidence.quote, evidence.note) = (format!("Quote {place}"), format!("Note of evidence {place}"));
    let mut query = Query::new(QueryId::from_random(place as u32));
    (query.to, query.question) = (format!("Person {place}"), "Is it so?".into());
    let confidence = Confidence { degree: Degree::LEVELS[place % 3], reason: format!("Reason {place}") };
    let status = [Status::Checked, Status::InProgress, Status::QueryOut][place % 3];
    let standing = |status| ClaimField::Status(Standing { status, signed: Some(signature.clone()) });
    let mut fields = vec![
        ClaimField::Verdict(verdict(place + 1)),
        standing(Status::Checked),
        ClaimField::Verdict(verdict(place)),
        ClaimField::Confidence(Some(confidence)),
        ClaimField::Statement(Some(format!("Statement {place}"))),
        ClaimField::Kind(Some(ClaimKind::ALL[place])),
        ClaimField::Priority(Priority::ALL[(place + 2) % 4]),
        ClaimField::Claimant(Claimant { name: format!("Claimant {place}"), ..Claimant::default() }),
        ClaimField::Change(Some(ChangeRequest { problem: String::new(), suggestion: format!("Words {place}") })),
        ClaimField::Notes(format!("Notes {place}")),
        ClaimField::Tags(vec![format!("tag-{place}")]),
        ClaimField::Corrections(vec![Correction { date: String::new(), text: format!("Correction {place}") }]),
    ];
    if place.is_multiple_of(2) {
        fields.push(ClaimField::Queries(vec![query]));
    }
    fields.push(standing(status));
    let set = |field| Edit::SetClaim { claim: claim.clone(), field };
    let waiver = Waiver {
        rule: RuleId::fixed("no-second-check"),
        subject: Subject::Claim(claim.clone()),
        reason: format!("Waived {place}"),
        signed: Some(signature.clone()),
    };
    let edits = fields
        .into_iter()
        .map(set)
        .chain([Edit::AddEvidence { claim: claim.clone(), evidence }, Edit::Waive(Arc::new(waiver))]);
    edits.map(|edit| Edit::Signed { signature: signature.clone(), edit: Box::new(edit) }).collect()
}

/// A project for each verdict of the scale: they differ in Ann's first check alone.
fn projects(way: SecondCheckWay, named: bool) -> Vec<Project> {
    let base = marked(way);
    let claim = base.claims().iter().find(|claim| claim.quote() == WORDS).unwrap().id.clone();
    let ann = named.then(|| reviewer(&base, "AL").id);
    let with = |place: usize| {
        let mut project = base.clone();
        let edits = first_check(&base, &claim, ann.clone(), place);
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    };
    (0..base.scale().verdicts.len()).map(with).collect()
}

/// Ben sits before a project, at the claim that Ann has marked, if he sees it.
fn before_ben(project: &Project) -> Session {
    let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, moment(Duration::ZERO));
    session.document = Some(Document::unsaved(project.clone()));
    session.sit_down(Some(reviewer(project, "BR")));
    let claim = project.claims().iter().find(|claim| claim.quote() == WORDS).unwrap().id.clone();
    session.handle(ClaimIntent::Go(claim).into(), moment(Duration::ZERO));
    session
}

fn shown(session: &Session) -> String {
    store::encode(session.document.as_ref().unwrap().shown())
}

fn texts(window: &Window) -> Vec<String> {
    let texts = |node: egui_kittest::Node<'_>| [node.accesskit_node().label(), node.accesskit_node().value()];
    window.root().children_recursive().flat_map(texts).flatten().collect()
}

/// What is told on every page, to a screen reader too.
fn told(project: &Project) -> Vec<Vec<String>> {
    let mut window = window(before_ben(project));
    window.run_ok();
    let pages = Screen::ALL.into_iter().map(|screen| {
        send(&mut window, Intent::Show(screen));
        texts(&window)
    });
    pages.collect()
}

fn picture(project: &Project, screen: Screen) -> Vec<u8> {
    let look = Look { size: (1100.0, 700.0), scale: 1.0, is_dark: false };
    shot::take(Shell::new(before_ben(project)), [Intent::Show(screen)], look).to_png()
}

fn are_equal<T: PartialEq>(of: impl Fn(&Project) -> T, projects: &[Project], what: &str) {
    let first = of(&projects[0]);
    for (place, project) in projects.iter().enumerate().skip(1) {
        assert!(of(project) == first, "{what} tells verdict {place} from verdict 0");
    }
}

#[test]
fn no_first_check_changes_a_byte_of_what_the_second_reviewer_is_shown() {
    let projects = projects(SecondCheckWay::Blind, true);
    assert_eq!(projects.len(), 5);
    let session = before_ben(&projects[0]);
    let document = session.document.as_ref().unwrap();
    assert!(document.is_hidden(&document.shown_claim().unwrap().id));
    let claim = document.shown_claim().unwrap();
    assert_eq!((claim.statement.as_ref(), claim.evidence.len(), claim.log.len()), (None, 0, 0));
    assert_eq!(document.shown().sources().len(), 1, "the list of sources stays");
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    are_equal(|project| before_ben(project).document.unwrap().findings(), &projects, "readiness");
    are_equal(told, &projects, "what is told");
}

#[test]
fn no_first_check_changes_a_point_of_the_pictures_that_the_second_reviewer_sees() {
    let projects = projects(SecondCheckWay::Blind, true);
    are_equal(|project| picture(project, Screen::Article), &projects, "the picture of the article");
    for screen in [Screen::Claims, Screen::Overview, Screen::Readiness, Screen::Sources] {
        are_equal(|project| picture(project, screen), &projects[1..3], "a picture");
    }
}

#[test]
fn a_first_check_without_a_name_is_hidden_too_and_nobody_gives_its_second() {
    let projects = projects(SecondCheckWay::Blind, false);
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    let mut driver = Driver::new();
    driver.session = before_ben(&projects[0]);
    let before = driver.claim().clone();
    driver.digit(2);
    assert_eq!(driver.claim(), &before);
    assert!(driver.notices().last().unwrap().contains("nobody has put their name to the first"));
    driver.send(ClaimIntent::OwnCheck(before.id.clone()));
    assert_eq!(driver.document().shown(), driver.project(), "who says that it is theirs sees it");
    driver.send(ClaimIntent::Second(before.id, before.verdict));
    assert_eq!(driver.claim().second, None);
    assert!(driver.notices().last().unwrap().contains("you made the first"));
}

#[test]
fn who_has_rated_and_not_signed_does_not_give_the_second_check() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark(WORDS);
    driver.digit(1);
    let claim = driver.claim().clone();
    assert_eq!(claim.status, Status::InProgress);
    driver.send(ClaimIntent::Second(claim.id.clone(), claim.verdict.clone()));
    assert_eq!(driver.claim().second, None);
    assert_eq!(
        driver.notices().last().unwrap(),
        &"Could not note the second check: you made the first. Another reviewer has to give it."
    );
    // Nor does the model take it by any other way.
    let by = driver.project().reviewers()[0].id.clone();
    let signed = Signature { by: Some(by), at: jiff::Timestamp::UNIX_EPOCH };
    let second = claimdesk::model::SecondCheck::new(signed, claim.verdict.unwrap());
    let mut project = driver.project().clone();
    let edit = Edit::SetClaim { claim: claim.id, field: ClaimField::Second(Some(second)) };
    assert_eq!(project.apply(&edit), Err(claimdesk::model::EditError::OwnSecondCheck));
}

#[test]
fn an_independent_reviewer_sees_the_article_and_none_of_the_others_marks() {
    let projects = projects(SecondCheckWay::Independent, true);
    let session = before_ben(&projects[0]);
    let document = session.document.as_ref().unwrap();
    let quotes: Vec<_> = document.shown().claims().iter().map(|claim| claim.quote()).collect();
    assert_eq!(quotes, ["nine months"], "his own");
    assert_eq!(document.shown_claim(), None);
    assert_eq!(document.shown().sources().len(), 1);
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    are_equal(told, &projects, "what is told");
    let Some(document) = &session.document else { return };
    let (article, coverage) = (document.article().unwrap().id.clone(), document.coverage());
    assert_eq!((coverage[&article].decided(), coverage[&article].open()), (1, coverage[&article].total() - 1));
}

#[test]
fn nothing_that_an_independent_reviewer_does_changes_a_claim_that_is_hidden() {
    let project = projects(SecondCheckWay::Independent, true).remove(2);
    let hidden = project.claims().iter().find(|claim| claim.quote() == WORDS).unwrap().clone();
    let mut driver = Driver::new();
    driver.session = before_ben(&project);
    driver.save_as("review.ron");
    let kept = |driver: &Driver, what: &str| {
        let now = driver.project().claim(&hidden.id);
        assert_eq!(now, Some(&hidden), "{what}");
        assert!(driver.document().shown().claim(&hidden.id).is_none(), "{what}");
    };
    // The very words that are marked already are marked once more, and rated.
    driver.mark(WORDS);
    assert_ne!(driver.claim().id, hidden.id);
    driver.digit(3);
    kept(&driver, "marking");
    let id = hidden.id.clone();
    let evidence = hidden.evidence[0].id.clone();
    let verdict: VerdictId = driver.project().scale().verdicts[0].id.clone();
    let mut source = driver.project().sources()[0].as_ref().clone();
    source.title = "Another title".into();
    let direct: Vec<Intent> = vec![
        ClaimIntent::Go(id.clone()).into(),
        ClaimIntent::Delete(id.clone()).into(),
        ClaimIntent::Status(id.clone(), Status::Unchecked).into(),
        ClaimIntent::Second(id.clone(), Some(verdict.clone())).into(),
        ClaimIntent::RemoveEvidence { claim: id.clone(), evidence }.into(),
        ClaimIntent::AddQuery(id.clone()).into(),
        Edit::SetClaim { claim: id.clone(), field: ClaimField::Verdict(Some(verdict)) }.into(),
        Edit::RemoveClaim(id.clone()).into(),
        Edit::put_source(&source).into(),
        Intent::Article(claimdesk::app::intent::ArticleIntent::Remove(hidden.article.clone())),
    ];
    for intent in direct {
        let words = format!("{intent:?}");
        driver.send(intent);
        driver.send(Intent::Answer(Answer::Cancel));
        kept(&driver, &words);
    }
    let leaves = [Command::Quit, Command::CloseProject, Command::OpenSample, Command::Tour, Command::NewFromArticle];
    for screen in Screen::ALL {
        for entry in COMMANDS.iter().filter(|entry| !leaves.contains(&entry.command)) {
            driver.send(Intent::Show(screen));
            driver.send(Command::SelectAll);
            driver.send(entry.command);
            driver.send(Intent::Answer(Answer::Cancel));
            driver.session.overlay = None;
            if driver.session.document.is_some() {
                kept(&driver, entry.title);
            }
        }
    }
}

#[test]
fn who_works_independently_dismisses_for_themselves() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    set_way(&mut driver, SecondCheckWay::Independent);
    let dismissals = |driver: &Driver| driver.document().shown().parts().dismissals.len();
    driver.select("The last repair took nine months");
    driver.send(Command::DismissSentence);
    assert_eq!(dismissals(&driver), 1);
    introduce(&mut driver, "Ben Roe", "BR");
    assert_eq!(dismissals(&driver), 0, "nor does he see what she has dismissed");
    driver.select("The last repair took nine months");
    driver.send(Intent::DismissFor(DismissReason::Opinion));
    assert_eq!((dismissals(&driver), driver.project().parts().dismissals.len()), (1, 2));
    driver.send(Command::ReopenSentence);
    assert_eq!((dismissals(&driver), driver.project().parts().dismissals.len()), (0, 1));
}
