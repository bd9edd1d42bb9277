//! What was checked before: earlier claims beside the one in the inspector, and the page of the library. Through the session, without a window.

use std::time::Duration;

use claimdesk::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent,
        effect::Job,
        intent::{Answer, BeforeIntent, ClaimIntent, LibraryIntent, PreviewIntent},
        jobs, name_of,
        view::Screen,
    },
    model::{ClaimField, Edit, Likeness, Reviewer, ReviewerId, Status},
};

use crate::support::{Driver, moment};

const WORDS: &str = "found cracks in two piers";

/// An earlier project with a signed claim and its source, and a new one in which the same words are not marked yet.
fn desk() -> Driver {
    let mut driver = Driver::with_article();
    driver.mark(WORDS);
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "https://example.org/survey".into() });
    driver.digit(3);
    driver.sign();
    driver.save_as("earlier.ron");
    driver.send(Command::CloseProject);
    let path = driver.path("article.txt");
    driver.send(Intent::OpenPath(path));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.save_as("new.ron");
    driver
}

/// What is shown beside the claim in the inspector: the statements, and what was said of each.
fn shown(driver: &Driver) -> Vec<(String, Option<Likeness>)> {
    let before = driver.document().checked_before();
    before.iter().map(|before| (before.like.entry.statement.clone(), before.answer)).collect()
}

fn earlier(driver: &Driver) -> String {
    name_of(&driver.document().repeats().unwrap().found[0]).to_owned()
}

fn answer(driver: &mut Driver, answer: Likeness) {
    let (claim, earlier) = (driver.claim().id.clone(), earlier(driver));
    driver.send(BeforeIntent::Answer { claim, earlier, answer });
}

#[test]
fn a_repeat_is_shown_when_it_is_marked_and_its_sources_can_be_taken_over() {
    let mut driver = desk();
    driver.mark(WORDS);
    assert_eq!(shown(&driver), [(WORDS.to_owned(), None)]);
    let before = driver.claim().clone();
    assert_eq!((&before.verdict, &before.signed, before.evidence.len()), (&None, &None, 0), "nothing comes by itself");
    // Sources come from what is the same, and from nothing else.
    let take = |driver: &mut Driver| {
        let (claim, earlier) = (driver.claim().id.clone(), earlier(driver));
        driver.send(BeforeIntent::TakeSources { claim, earlier });
    };
    take(&mut driver);
    assert!(driver.claim().evidence.is_empty());
    answer(&mut driver, Likeness::Same);
    assert!(driver.notices().iter().any(|text| text.contains("claim 1 is the same")), "{:?}", driver.notices());
    let said = driver.claim().checked_before[0].clone();
    assert_eq!((said.number, said.answer), (1, Likeness::Same));
    take(&mut driver);
    let claim = driver.claim().clone();
    let source = driver.project().source(&claim.evidence[0].source).unwrap();
    assert_eq!(source.url, "https://example.org/survey");
    assert!(claim.evidence[0].note.ends_with(", claim 1"), "{}", claim.evidence[0].note);
    assert_eq!((claim.verdict, claim.signed.is_some_and(|_| claim.status == Status::Checked)), (None, false));
    // What is there is not taken twice; each act is taken back by itself.
    take(&mut driver);
    assert_eq!(driver.claim().evidence.len(), 1);
    driver.send(Command::Undo);
    assert!(driver.claim().evidence.is_empty());
    assert_eq!(driver.claim().checked_before.len(), 1);
    driver.send(Command::Undo);
    assert!(driver.claim().checked_before.is_empty());
}

#[test]
fn what_was_said_is_remembered_in_the_file_and_not_asked_again() {
    let mut driver = desk();
    driver.mark(WORDS);
    answer(&mut driver, Likeness::No);
    assert!(shown(&driver).is_empty(), "it is not shown unasked any more");
    let path = driver.save_as("new.ron");
    driver.send(Command::CloseProject);
    driver.send(Intent::OpenPath(path));
    let claim = driver.project().claims()[0].id.clone();
    driver.send(ClaimIntent::Go(claim));
    assert!(shown(&driver).is_empty());
    driver.send(Command::CheckedBefore);
    assert_eq!(shown(&driver), [(WORDS.to_owned(), Some(Likeness::No))], "on demand");
    driver.send(Command::CheckedBefore);
    assert!(shown(&driver).is_empty());
}

#[test]
fn another_statement_is_looked_for_anew() {
    let mut driver = desk();
    driver.mark("The last repair took nine months");
    assert!(shown(&driver).is_empty());
    let claim = driver.claim().id.clone();
    let field = ClaimField::Statement(Some("Divers found cracks in two of the piers".into()));
    driver.send(Intent::Edit(Edit::SetClaim { claim, field }));
    assert_eq!(shown(&driver).len(), 1);
}

#[test]
fn nothing_is_said_of_a_claim_that_is_not_seen() {
    let mut driver = desk();
    driver.mark(WORDS);
    let (claim, earlier) = (driver.claim().id.clone(), earlier(&driver));
    let said = BeforeIntent::Answer { claim, earlier, answer: Likeness::Same };
    driver.send(Command::Export);
    driver.send(said.clone());
    driver.send(Command::Back);
    driver.send(Intent::Show(Screen::Sources));
    driver.send(said.clone());
    driver.send(Intent::Show(Screen::Article));
    assert!(driver.claim().checked_before.is_empty());
    driver.send(said);
    assert_eq!(driver.claim().checked_before.len(), 1);
}

#[test]
fn the_library_is_looked_through_and_a_project_opened_without_losing_work() {
    let mut driver = desk();
    driver.send(Command::ShowLibrary);
    driver.send(LibraryIntent::Query("piers".into()));
    let found = driver.session.library.found().unwrap();
    let at = found.hits.iter().position(|hit| hit.shelf.path.ends_with("earlier.ron") && hit.entry.is_some());
    let at = at.unwrap_or_else(|| panic!("{found:?}"));
    driver.send(LibraryIntent::Choose(at));
    assert_eq!(driver.session.library.chosen().unwrap().entry.as_ref().unwrap().statement, WORDS);
    assert_eq!(driver.document().view.screen, Screen::Library, "reading it opens nothing");
    // What is not saved is asked about first.
    driver.send(Intent::Show(Screen::Article));
    driver.mark("The last repair took nine months");
    driver.send(Command::ShowLibrary);
    driver.send(LibraryIntent::OpenProject(at));
    assert!(matches!(driver.session.dialog, Some(Dialog::Unsaved(_))));
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.quotes().len(), 1);
    driver.send(Command::Save);
    driver.send(LibraryIntent::OpenProject(at));
    assert!(driver.document().path.as_ref().unwrap().ends_with("earlier.ron"));
    assert_eq!(driver.claim().quote(), WORDS, "at the claim that was found");
}

#[test]
fn folders_are_added_and_taken_out_and_broken_files_are_told() {
    let mut driver = desk();
    let folder = driver.path("more");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(driver.path("earlier.ron"), folder.join("copy.ron")).unwrap();
    std::fs::write(folder.join("broken.ron"), "(format: 1, claims: [").unwrap();
    driver.picks.push_back(folder.clone());
    driver.send(LibraryIntent::AddFolder);
    assert_eq!(driver.session.prefs.library_folders, std::slice::from_ref(&folder));
    let library = &driver.session.library;
    let folder_there = folder.canonicalize().unwrap();
    let count = library.count_in(&folder)[0].max(library.count_in(&folder_there)[0]);
    assert_eq!(count, 1, "{:?}", library.index.shelves().iter().map(|shelf| &shelf.path).collect::<Vec<_>>());
    assert!(library.unread.iter().any(|unread| unread.path.ends_with("broken.ron")), "{:?}", library.unread);
    driver.send(LibraryIntent::RemoveFolder(folder.clone()));
    assert!(driver.session.prefs.library_folders.is_empty());
    assert!(folder.join("copy.ron").exists(), "its files stay");
    assert!(driver.session.library.unread.is_empty());
}

#[test]
fn whoever_sits_down_sees_nothing_that_was_found_with_the_eyes_of_another() {
    let mut driver = desk();
    driver.mark(WORDS);
    assert!(!driver.session.library.index.is_empty() && !shown(&driver).is_empty());
    let another = Reviewer { id: ReviewerId::new("r-another").unwrap(), name: "Bo Berg".into(), initials: "BB".into() };
    driver.session.sit_down(Some(another));
    let effects = driver.session.handle(Intent::Show(Screen::Library), moment(Duration::from_secs(9000)));
    assert!(driver.session.library.index.is_empty() && driver.session.library.gathering.is_some());
    assert!(driver.document().repeats().is_none());
    driver.perform(effects);
    assert!(!driver.session.library.index.is_empty(), "it is looked at anew");
}

#[test]
fn a_library_that_was_gathered_for_another_is_not_taken() {
    let mut driver = desk();
    let effects = driver.session.handle(LibraryIntent::Update.into(), moment(Duration::from_secs(9000)));
    let another = Reviewer { id: ReviewerId::new("r-another").unwrap(), name: "Bo Berg".into(), initials: "BB".into() };
    driver.session.sit_down(Some(another));
    let result = effects.into_iter().find_map(|effect| match effect {
        Effect::Run(job @ Job::GatherLibrary(_)) => Some(jobs::run(driver.files.as_ref(), job)),
        _ => None,
    });
    let effects = driver.session.receive(EffectResult::Done(result.unwrap()), moment(Duration::from_secs(9001)));
    assert!(driver.session.library.index.is_empty(), "it was looked at with other eyes");
    driver.perform(effects);
    assert!(!driver.session.library.index.is_empty());
}
