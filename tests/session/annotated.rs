//! A draft that names its sources: they are offered as evidence, and nothing is taken unasked.

use crate::support::Driver;
use claimdesk::{
    app::{
        Command, Intent,
        intent::PreviewIntent,
        offers::{Offer, offers},
    },
    model::{Placement, SourceKind},
};

const DRAFT: &str = "\
# Bridge closed

The old bridge was closed on Monday, [the city](https://city.example/closed?a=1) said.[^1] About 4,000 cars cross it every day.[^2]

Nobody was hurt.

[^1]: Press office, <https://city.example/press>, p. 12.

[^2]: Traffic count of 2023, pp. 3-4.
";

fn annotated() -> Driver {
    let mut driver = Driver::new();
    open(&mut driver, "draft.md", DRAFT);
    driver
}

fn open(driver: &mut Driver, name: &str, text: &str) {
    let path = driver.write(name, text);
    driver.send(Intent::OpenPath(path));
    driver.send(Intent::Preview(PreviewIntent::Accept));
}

fn offered(driver: &Driver) -> Vec<Offer> {
    offers(driver.project(), driver.claim())
}

#[test]
fn what_the_draft_names_is_taken_with_one_key_and_never_by_itself() {
    let mut driver = annotated();
    driver.mark("closed on Monday, the city");
    let labels: Vec<String> = offered(&driver).iter().map(Offer::label).collect();
    let expected = ["https://city.example/closed?a=1", "https://city.example/press · page 12"];
    assert_eq!(labels, expected, "a note counts for the sentence at whose end it stands");
    assert!(driver.claim().evidence.is_empty() && driver.project().sources().is_empty());
    driver.send(Command::TakeFromDraft);
    driver.send(Command::TakeFromDraft);
    let taken: Vec<_> = driver.claim().evidence.iter().map(|one| (one.locator.as_str(), one.note.as_str())).collect();
    assert_eq!(taken, [("", ""), ("page 12", "Press office, https://city.example/press, p. 12.")]);
    assert_eq!(driver.project().sources()[1].url, "https://city.example/press");
    assert!(offered(&driver).is_empty());
    assert!(
        driver
            .notices()
            .iter()
            .any(|told| told.contains("Taken as evidence from the draft: https://city.example/press · page 12"))
    );
    driver.send(Command::TakeFromDraft);
    assert!(driver.notices().iter().any(|told| told.contains("The draft names no further source here")));
    driver.send(Command::Undo);
    assert_eq!((driver.claim().evidence.len(), driver.project().sources().len()), (1, 1), "one step took it");
}

#[test]
fn a_source_without_an_address_is_named_by_its_note_and_used_again() {
    let mut driver = annotated();
    driver.mark("About 4,000 cars cross it every day.");
    driver.send(Command::TakeFromDraft);
    let source = driver.project().sources()[0].clone();
    assert_eq!((source.title.as_str(), source.kind), ("Traffic count of 2023", SourceKind::Other));
    assert_eq!(driver.claim().evidence[0].locator, "pages 3–4");
    driver.mark("4,000 cars");
    driver.send(Command::TakeFromDraft);
    assert_eq!(driver.project().sources().len(), 1);
    driver.mark("Nobody was hurt");
    assert!(offered(&driver).is_empty());
}

#[test]
fn links_and_notes_live_in_the_file_and_through_new_drafts() {
    let mut driver = annotated();
    driver.mark("closed on Monday");
    let path = driver.write("new.md", DRAFT.replace("4,000", "4,500").replace("p. 12", "p. 13"));
    driver.picks.push_back(path);
    driver.send(Command::NewDraft);
    driver.send(Intent::Preview(PreviewIntent::Accept));
    assert_eq!(driver.claim().marks[0].placement, Placement::Placed);
    let article = &driver.project().articles()[0];
    let notes: Vec<_> = article.versions.iter().map(|version| version.notes()[0].text.clone()).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].ends_with("p. 12.") && notes[1].ends_with("p. 13."), "{notes:?}");
    let latest = article.latest();
    assert_eq!(latest.links()[0].span.of(latest.text()), "the city");
    let saved = driver.save_as("review.ron");
    let text = std::fs::read_to_string(&saved).unwrap();
    assert!(text.contains("links: [(span: (") && text.contains("notes: [(span: ("), "{text}");
    assert!(offered(&driver).iter().any(|offer| offer.locator == "page 13"));
}
