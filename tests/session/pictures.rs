//! Pictures and recordings as the documents of sources: kept, sealed, looked at, and parts of them as evidence. Through the session.

use std::sync::Arc;

use crate::support::{Driver, introduce, sample_png};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Document, Intent, NoticeKind,
        intent::{Answer, ClaimIntent, PaneIntent, PictureIntent},
    },
    model::{Area, Evidence, Project, Source, SourceId, SourceKind, Stance},
    picture::Raster,
    store,
};

fn document(driver: &Driver) -> &Document {
    driver.session.document.as_ref().unwrap()
}

fn project(driver: &Driver) -> &Project {
    document(driver).project()
}

fn evidence(driver: &Driver) -> Vec<Evidence> {
    document(driver).claim().unwrap().evidence.clone()
}

fn source<'a>(driver: &'a Driver, source_id: &SourceId) -> &'a Source {
    project(driver).source(source_id).unwrap()
}

/// A claim with a source that has no document, and what is not yet in it.
fn with_source() -> (Driver, SourceId) {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: String::new() });
    let source = evidence(&driver)[0].source.clone();
    (driver, source)
}

fn open(driver: &mut Driver, source: &SourceId, name: &str, bytes: &[u8]) {
    let path = driver.write(name, bytes);
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source.clone()));
}

fn told(driver: &Driver) -> String {
    driver.session.notices.iter().last().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn select(driver: &mut Driver, area: Area) {
    driver.send(PaneIntent::Picture(PictureIntent::Select(Some(area))));
}

#[test]
fn a_picture_is_kept_sealed_and_shown_in_one_step() {
    let (mut driver, source_id) = with_source();
    let png = sample_png();
    open(&mut driver, &source_id, "The pier.png", &png);
    let kept = source(&driver, &source_id);
    let file = kept.file.as_ref().unwrap();
    assert_eq!((file.sha256.as_str(), file.media_type.as_str()), (store::sha256(&png).as_str(), "image/png"));
    assert_eq!((kept.seals.len(), kept.seals[0].sha256 == file.sha256), (1, true));
    assert_eq!((kept.kind, kept.title.as_str()), (SourceKind::Picture, "The pier"));
    let is_told = |words: &str| driver.session.notices.iter().any(|notice| notice.text.starts_with(words));
    assert!(is_told("The picture is kept"), "{}", told(&driver));
    let shown = document(&driver).pane_picture().unwrap().drawn.clone().unwrap().unwrap();
    assert_eq!(shown.about.size, Some([40, 20]));
    // Beside the project once that is saved, and looked at from there.
    driver.save_as("review.ron");
    assert_eq!(std::fs::read(driver.path("review.files").join(store::sha256(&png))).unwrap(), png);
    driver.send(PaneIntent::Close);
    driver.send(PaneIntent::Open(source_id.clone()));
    assert!(matches!(document(&driver).pane_picture().unwrap().drawn, Some(Ok(_))));
    driver.send(Command::Undo);
    assert_eq!(source(&driver, &source_id).file, None);
}

#[test]
fn a_picture_that_was_changed_beside_the_project_is_not_shown_as_the_sealed_one() {
    let (mut driver, source_id) = with_source();
    open(&mut driver, &source_id, "a.png", &sample_png());
    driver.save_as("review.ron");
    let kept = driver.path("review.files").join(store::sha256(&sample_png()));
    std::fs::write(&kept, b"\x89PNG another").unwrap();
    driver.send(PaneIntent::Close);
    driver.send(PaneIntent::Open(source_id));
    let why = document(&driver).pane_picture().unwrap().drawn.clone().unwrap().unwrap_err();
    assert!(why.contains("was changed"), "{why}");
}

#[test]
fn a_part_of_a_picture_becomes_evidence_and_moves() {
    let (mut driver, source_id) = with_source();
    open(&mut driver, &source_id, "a.png", &sample_png());
    let area = Area::new(1_000, 2_000, 3_000, 4_000).unwrap();
    select(&mut driver, area);
    driver.send(PaneIntent::Picture(PictureIntent::Take(Some(Stance::Refutes))));
    let taken = evidence(&driver);
    assert_eq!(taken.len(), 1, "it goes to the evidence that had no place");
    assert_eq!((taken[0].region.as_ref().unwrap().area, taken[0].stance), (area, Stance::Refutes));
    assert_eq!(taken[0].locator, "10–40 % from the left, 20–60 % from the top");
    let next = Area::new(0, 0, 500, 500).unwrap();
    select(&mut driver, next);
    driver.send(PaneIntent::Picture(PictureIntent::Move));
    let moved = &evidence(&driver)[0];
    assert_eq!(
        (moved.region.as_ref().unwrap().area, moved.locator.as_str()),
        (next, "0–5 % from the left, 0–5 % from the top")
    );
    // Nothing selected: the whole, as a second piece of evidence.
    driver.send(PaneIntent::Picture(PictureIntent::Take(Some(Stance::Supports))));
    assert_eq!(evidence(&driver)[1].locator, "the whole picture");
    driver.send(Command::Undo);
    assert_eq!(evidence(&driver).len(), 1);
}

#[test]
fn what_was_cited_of_a_picture_is_under_the_signature() {
    let (mut driver, source_id) = with_source();
    introduce(&mut driver, "Ann Lee", "AL");
    open(&mut driver, &source_id, "a.png", &sample_png());
    driver.send(PaneIntent::Picture(PictureIntent::Take(Some(Stance::Supports))));
    driver.digit(1);
    driver.sign();
    assert!(driver.claim().status.is_done());
    select(&mut driver, Area::new(0, 0, 500, 500).unwrap());
    driver.send(PaneIntent::Picture(PictureIntent::Move));
    assert!(!driver.claim().status.is_done() && driver.claim().reopened().is_some());
    driver.send(Command::Undo);
    let another = claimdesk::picture::to_png(&Raster { width: 1, height: 1, pixels: vec![9; 4] });
    open(&mut driver, &source_id, "b.png", &another);
    assert!(!driver.claim().status.is_done(), "its source is another picture now");
    let kept = source(&driver, &source_id);
    assert!(kept.copies().any(|copy| copy == store::sha256(&sample_png())), "the one that was cited is still kept");
}

#[test]
fn a_pasted_picture_is_evidence_of_the_open_claim_and_of_no_other() {
    let mut driver = Driver::with_article();
    let raster = Arc::new(Raster { width: 2, height: 1, pixels: vec![7; 8] });
    driver.send(Intent::PastePicture(Arc::clone(&raster)));
    assert!(told(&driver).contains("no claim open"), "{}", told(&driver));
    assert_eq!(project(&driver).sources().len(), 0);
    driver.mark("4,000 cars");
    driver.send(Intent::PastePicture(raster));
    let pasted = evidence(&driver);
    let kept = source(&driver, &pasted[0].source);
    assert_eq!((kept.kind, kept.title.as_str(), kept.seals.len()), (SourceKind::Picture, "Pasted picture", 1));
    assert!(told(&driver).starts_with("The picture is evidence of claim 1"), "{}", told(&driver));
    driver.send(Command::Undo);
    assert_eq!((evidence(&driver).len(), project(&driver).sources().len()), (0, 0));
}

#[test]
fn a_recording_is_kept_and_opened_by_the_system_under_the_ending_of_what_it_is() {
    let (mut driver, source_id) = with_source();
    let wav = b"RIFF\x24\0\0\0WAVEfmt ";
    open(&mut driver, &source_id, "run me.exe", wav);
    let kept = source(&driver, &source_id);
    assert_eq!((kept.kind, kept.title.as_str()), (SourceKind::Recording, "run me"));
    assert!(told(&driver).starts_with("The recording is kept"));
    driver.send(PaneIntent::OpenFile);
    assert_eq!(driver.opened, [("run-me.wav".to_owned(), wav.to_vec())]);
    // Its place is a time, as for any evidence.
    assert_eq!(evidence(&driver)[0].region, None);
}

#[test]
fn a_picture_opened_as_an_article_says_where_it_goes() {
    let mut driver = Driver::with_article();
    let path = driver.write("a.png", sample_png());
    driver.send(Intent::Drop(vec![path]));
    driver.send(Intent::Answer(Answer::DroppedArticle));
    let notice = driver.session.notices.iter().last().unwrap();
    assert_eq!(notice.kind, NoticeKind::Error);
    assert!(notice.text.contains("document of a source"), "{}", notice.text);
}
