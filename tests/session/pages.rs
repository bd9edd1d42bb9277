//! The pages of a PDF as they look, beside their text: which one is shown, what is drawn, and parts of them as evidence.

use crate::support::{
    Driver,
    files::{made, report_pdf},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Intent, Side,
        intent::{ClaimIntent, LookIntent, PaneIntent, PictureIntent, PreviewIntent, ReaderIntent},
        view::{Reveal, Selection, Shows, Wish},
    },
    export,
    model::{Area, Edit, Evidence, EvidenceField, SourceId, Stance},
};

/// A claim with a source, whose document is a PDF of five pages.
fn desk() -> (Driver, SourceId) {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Report".into() });
    let source = evidence(&driver)[0].source.clone();
    open(&mut driver, &source, "report.pdf", &report_pdf(5));
    (driver, source)
}

fn open(driver: &mut Driver, source: &SourceId, name: &str, bytes: &[u8]) {
    let path = driver.write(name, bytes);
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source.clone()));
}

fn evidence(driver: &Driver) -> Vec<Evidence> {
    driver.document().claim().unwrap().evidence.clone()
}

/// The page that is drawn, how many there are, and how many pixels its longer side has.
fn drawn(driver: &Driver) -> Option<(u32, u32, u32)> {
    let view = driver.document().picture()?;
    let picture = view.drawn.as_ref()?.as_ref().ok()?;
    Some((view.key.page?, picture.about.frames, picture.drawn.as_ref().ok()?.height))
}

fn page(driver: &Driver) -> Option<u32> {
    driver.document().look_key()?.page
}

fn select(driver: &mut Driver, words: &str) {
    let text = driver.document().version_in(Side::Pane).unwrap().text().clone();
    let at = text.find(words).unwrap();
    driver.send(PaneIntent::Reader(ReaderIntent::Select(Selection { anchor: at, head: at + words.len() })));
}

#[test]
fn from_the_words_to_their_page_and_back() {
    let (mut driver, _) = desk();
    assert_eq!(driver.document().pane_shows(), Some(Shows::Text));
    select(&mut driver, "Page 3 begins here");
    driver.send(Command::SwitchLook);
    assert_eq!(driver.document().pane_shows(), Some(Shows::Pages));
    assert_eq!(drawn(&driver), Some((3, 5, 1448)));
    assert!(driver.document().version_in(Side::Pane).is_none(), "no words are before the reviewer");
    driver.send(Command::NextPage);
    driver.send(Command::NextPage);
    assert_eq!(page(&driver), Some(5));
    assert!(!driver.session.can(Command::NextPage), "there is no page behind the last");
    driver.send(Command::PreviousPage);
    driver.wishes.clear();
    driver.send(Command::SwitchLook);
    assert_eq!(driver.document().pane_shows(), Some(Shows::Text));
    let text = driver.document().version_in(Side::Pane).unwrap().text().clone();
    let revealed = driver.wishes.iter().find_map(|wish| match wish {
        Wish::Reveal(Side::Pane, Reveal::Words(span)) => Some(span.of(&text).to_owned()),
        _ => None,
    });
    assert!(revealed.unwrap().starts_with("Page 4 begins here"));
}

#[test]
fn the_page_of_the_chosen_evidence_is_shown() {
    let (mut driver, source) = desk();
    select(&mut driver, "Page 4 begins here");
    driver.send(Command::TakeWords);
    driver.send(PaneIntent::Close);
    driver.send(PaneIntent::Open(source));
    driver.send(PaneIntent::Show(Shows::Pages));
    assert_eq!(page(&driver), Some(4));
    driver.send(PaneIntent::Look(LookIntent::Turn(1)));
    assert_eq!(page(&driver), Some(1));
    // Whoever looks at pages goes on doing so.
    let (claim, evidence) = (driver.claim().id.clone(), evidence(&driver)[0].id.clone());
    driver.send(PaneIntent::ShowEvidence { claim, evidence });
    assert_eq!((driver.document().pane_shows(), page(&driver)), (Some(Shows::Pages), Some(4)));
}

#[test]
fn a_page_is_drawn_as_sharply_as_it_is_seen_and_its_neighbours_ahead() {
    let (mut driver, _) = desk();
    driver.send(Command::SwitchLook);
    driver.send(PaneIntent::Look(LookIntent::Sharpen(2048)));
    assert_eq!(drawn(&driver), Some((1, 5, 2048)));
    // The project is gone from the disk: what was drawn ahead is there all the same.
    driver.save_as("review.ron");
    std::fs::remove_dir_all(driver.path("review.files")).unwrap();
    driver.send(Command::NextPage);
    assert_eq!(drawn(&driver), Some((2, 5, 2048)));
    driver.send(Command::NextPage);
    let why = driver.document().picture().unwrap().drawn.clone().unwrap().unwrap_err();
    assert!(why.starts_with("Could not show the page: it cannot be read beside the project"), "{why}");
    driver.send(Command::PreviousPage);
    assert_eq!(drawn(&driver), Some((2, 5, 2048)));
}

#[test]
fn a_part_of_a_page_is_evidence_that_is_cited_and_found_again() {
    let (mut driver, source) = desk();
    driver.send(Command::SwitchLook);
    driver.send(Command::NextPage);
    let area = Area::new(1_000, 2_000, 3_000, 4_000).unwrap();
    driver.send(PaneIntent::Picture(PictureIntent::Select(Some(area))));
    driver.send(PaneIntent::Picture(PictureIntent::Take(Some(Stance::Refutes))));
    let taken = evidence(&driver);
    let region = taken[0].region.clone().unwrap();
    assert_eq!((taken.len(), region.page, region.area), (1, Some(2), area));
    assert_eq!(taken[0].locator, "page 2, 10–40 % from the left, 20–60 % from the top");
    let key = driver.document().look_key().unwrap();
    assert_eq!(driver.document().regions_on(&key).len(), 1);
    driver.send(PaneIntent::Look(LookIntent::Turn(3)));
    assert_eq!(driver.document().regions_on(&driver.document().look_key().unwrap()), []);
    driver.send(PaneIntent::Picture(PictureIntent::Take(None)));
    assert_eq!(evidence(&driver)[1].locator, "the whole of page 3");
    // Closed, and shown again at its place.
    driver.send(PaneIntent::Close);
    driver.save_as("review.ron");
    let claim = driver.claim().id.clone();
    driver.send(PaneIntent::ShowEvidence { claim, evidence: taken[0].id.clone() });
    assert_eq!((driver.document().pane_shows(), page(&driver)), (Some(Shows::Pages), Some(2)));
    for format in ["markdown", "html"] {
        let exported = export::export(driver.document().project(), format, &export::Options::default()).unwrap();
        let text = String::from_utf8(exported.bytes).unwrap();
        assert!(text.contains("page 2, 10–40 % from the left"), "{format}");
    }
    // On the PDF that it lies on, also when the source has got another one.
    open(&mut driver, &source, "new.pdf", &report_pdf(2));
    let claim = driver.claim().id.clone();
    driver.send(PaneIntent::ShowEvidence { claim, evidence: taken[0].id.clone() });
    assert_eq!(driver.document().look_key().map(|key| (key.sha256, key.page)), Some((region.sha256, Some(2))));
    driver.send(PaneIntent::Version(1));
    assert_eq!(page(&driver), Some(1));
    assert_eq!(driver.document().page_count(), Some(2));
}

#[test]
fn a_place_that_was_typed_is_not_told_twice() {
    let (mut driver, _) = desk();
    let (claim, first) = (driver.claim().id.clone(), evidence(&driver)[0].id.clone());
    let field = EvidenceField::Locator("page 1".into());
    driver.send(Edit::SetEvidence { claim, evidence: first, field });
    driver.send(Command::SwitchLook);
    driver.send(PaneIntent::Picture(PictureIntent::Select(Area::new(0, 0, 500, 500).ok())));
    driver.send(PaneIntent::Picture(PictureIntent::Take(None)));
    assert_eq!(evidence(&driver)[0].locator, "page 1, 0–5 % from the left, 0–5 % from the top");
}

#[test]
fn an_article_has_its_own_pages_beside_it_which_go_along() {
    let mut driver = Driver::new();
    let path = driver.write("paper.pdf", report_pdf(4));
    driver.send(Intent::OpenPath(path));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    let text = driver.document().version().unwrap().text().clone();
    let caret = |driver: &mut Driver, words: &str| {
        let at = text.find(words).unwrap();
        driver.send(Intent::Reader(ReaderIntent::Select(Selection::caret(at))));
    };
    caret(&mut driver, "Page 3 begins");
    driver.send(Command::SwitchLook);
    assert_eq!(drawn(&driver), Some((3, 4, 1448)));
    caret(&mut driver, "Page 2 begins");
    assert_eq!(page(&driver), Some(2));
    driver.wishes.clear();
    driver.send(PaneIntent::Look(LookIntent::Turn(4)));
    assert_eq!(page(&driver), Some(4));
    assert!(matches!(driver.wishes[..], [Wish::Reveal(Side::Article, Reveal::Words(_))]), "{:?}", driver.wishes);
    assert!(!driver.document().can_take_region(), "an article is no source");
    driver.send(Command::SwitchLook);
    assert_eq!(page(&driver), None);
    driver.send(Command::SwitchLook);
    driver.send(Command::Back);
    driver.send(Command::Back);
    assert!(driver.document().own_pages().is_none());
}

#[test]
fn where_there_are_no_pages_there_is_nothing_to_switch_to() {
    let mut driver = Driver::with_article();
    assert!(!driver.session.can(Command::SwitchLook) && !driver.session.can(Command::NextPage));
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Report".into() });
    let source = evidence(&driver)[0].source.clone();
    open(&mut driver, &source, "report.txt", b"Words that are no page.");
    assert!(!driver.session.can(Command::SwitchLook));
}

#[test]
fn a_scan_given_to_a_source_is_kept_and_shown_as_pages() {
    let (mut driver, _) = desk();
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Scan".into() });
    let source = evidence(&driver)[1].source.clone();
    let grey = made::stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[90],
    );
    let page = b"600 0 0 800 0 0 cm /I Do".to_vec();
    let scan = made::pages(&[page.clone(), page], &[grey], "/XObject <</I 4 0 R>>");
    open(&mut driver, &source, "scan.pdf", &scan);
    let kept = driver.document().project().source(&source).unwrap().clone();
    let file = kept.file.as_ref().unwrap();
    assert_eq!((file.media_type.as_str(), kept.seals.len(), kept.versions.len()), ("application/pdf", 1, 0));
    assert_eq!(drawn(&driver), Some((1, 2, 1448)));
    assert!(driver.document().can_recognise());
    let told: Vec<_> = driver.session.notices.iter().map(|notice| notice.text.as_str()).collect();
    assert!(told.iter().any(|text| text.starts_with("The PDF is kept beside the project as it is")), "{told:?}");
    // Without a program that recognises, its package is named.
    driver.send(PaneIntent::Look(LookIntent::Recognise));
    let told = &driver.session.notices.last().unwrap().text;
    assert!(told.starts_with("Text recognition needs the program tesseract. "), "{told}");
    driver.send(PaneIntent::OpenFile);
    assert_eq!(driver.opened, [("scan.pdf".to_owned(), scan)]);
}
