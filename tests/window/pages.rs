//! The pages of a PDF beside the article, through the window: by label and role.

use crate::support::{
    Driver, archive,
    files::{made, report_pdf},
    window::{Window, drag, press, press_with, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Dialog, Intent,
        intent::{Answer, ClaimIntent, PaneIntent, PreviewIntent},
    },
    import::ArchivedPage,
    model::Stance,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};

/// A window on a claim with a PDF beside the article.
fn desk(pdf: &[u8]) -> (Window, tempfile::TempDir) {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Report".into() });
    let source = driver.claim().evidence[0].source.clone();
    let path = driver.write("report.pdf", pdf);
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source));
    let Driver { session, folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    (window, folder)
}

fn page(window: &Window) -> Option<u32> {
    session(window).document.as_ref()?.look_key()?.page
}

#[test]
fn pages_are_turned_by_keys_and_buttons() {
    let (mut window, _folder) = desk(&report_pdf(3));
    assert!(window.query_by_role(Role::Image).is_none(), "the words are shown first");
    press(&mut window, Key::I);
    window.get_by_label_contains("Page 1 of 3");
    press(&mut window, Key::J);
    window.get_by_label_contains("Page 2 of 3");
    window.get_by_label("Next page").click();
    window.run_ok();
    assert_eq!(page(&window), Some(3));
    assert!(window.get_by_label("Next page").accesskit_node().is_disabled());
    press(&mut window, Key::K);
    window.get_by_role(Role::Image).focus();
    window.run_ok();
    press(&mut window, Key::PageUp);
    assert_eq!(page(&window), Some(1));
    let before = window.get_by_role(Role::Image).rect().width();
    window.get_by_label("Larger").click();
    window.run_ok();
    let larger = window.get_by_role(Role::Image).rect().width();
    assert!((larger / before - 1.25).abs() < 0.01, "{before} {larger}");
    window.get_by_role(Role::Image).focus();
    window.run_ok();
    press(&mut window, Key::Minus);
    assert!((window.get_by_role(Role::Image).rect().width() - before).abs() < 0.5);
    window.get_by_role_and_label(Role::Button, "Text").click();
    window.run_ok();
    assert!(window.query_by_role(Role::Image).is_none());
}

#[test]
fn the_number_of_a_page_is_typed_and_is_no_verdict() {
    let (mut window, _folder) = desk(&report_pdf(3));
    press(&mut window, Key::I);
    window.get_by_label("Page, of 3").focus();
    window.run_ok();
    window.get_by_label("Page, of 3").type_text("3");
    press_with(&mut window, Modifiers::NONE, Key::Num3);
    press(&mut window, Key::Enter);
    assert_eq!(page(&window), Some(3));
    assert_eq!(session(&window).document.as_ref().unwrap().claim().unwrap().verdict, None);
}

#[test]
fn a_part_of_a_page_is_dragged_and_taken() {
    let (mut window, _folder) = desk(&report_pdf(3));
    press(&mut window, Key::I);
    press(&mut window, Key::J);
    let rect = window.get_by_role(Role::Image).rect();
    let at = |x: f32, y: f32| rect.min + rect.size() * egui::vec2(x, y);
    drag(&mut window, &[at(0.2, 0.1), at(0.4, 0.2), at(0.6, 0.3)], Modifiers::NONE);
    window.get_by_label("Refutes").click();
    window.run_ok();
    let document = session(&window).document.as_ref().unwrap();
    let taken = &document.claim().unwrap().evidence[0];
    let region = taken.region.as_ref().unwrap();
    let [from, to] = region.area.corners();
    assert!((from[0] - 0.2).abs() < 0.02 && (to[1] - 0.3).abs() < 0.02, "{from:?} {to:?}");
    assert_eq!((region.page, taken.stance), (Some(2), Stance::Refutes));
    window.get_by_label_contains("Claim 1: Refutes, 20–60 % from the left");
    press(&mut window, Key::K);
    assert!(window.query_by_label_contains("Claim 1: Refutes").is_none(), "it lies on another page");
}

#[test]
fn a_page_of_which_no_words_were_read_offers_recognition() {
    let (mut window, _folder) =
        desk(&made::pages(&[made::text(&[(50.0, 90.0, 12.0, "A report of a bridge.")]), Vec::new()], &[], ""));
    press(&mut window, Key::I);
    assert!(window.query_by_label("Recognise its text…").is_none());
    press(&mut window, Key::J);
    window.get_by_label("Recognise its text…").click();
    window.run_ok();
    window.get_by_label_contains("Text recognition needs the program tesseract.");
}

/// Of two captures of one report the one that was chosen is shown, not the newest, and not the archive's first page.
#[test]
fn a_pdf_in_a_web_archive_shows_the_pages_of_the_chosen_capture() {
    let url = "https://example.org/report.pdf";
    let captured = archive::warc_of_files(&[
        ("https://example.org/other.pdf", "2024-05-01T08:00:00Z", "application/pdf", report_pdf(1)),
        (url, "2024-05-02T08:00:00Z", "application/pdf", report_pdf(3)),
        (url, "2024-05-03T08:00:00Z", "application/pdf", report_pdf(2)),
    ]);
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Report".into() });
    let source = driver.claim().evidence[0].source.clone();
    driver.picks.push_back(driver.write("crawl.warc", &captured));
    driver.send(PaneIntent::File(source));
    let Some(Dialog::ChoosePage(choice)) = &driver.session.dialog else { panic!("{:?}", driver.notices()) };
    let of_day = |page: &ArchivedPage| page.capture.at.unwrap().to_string().starts_with("2024-05-02");
    let at = choice.pages.iter().position(of_day).unwrap();
    driver.send(Intent::Answer(Answer::Page(at)));
    let Driver { session, folder: _folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    press(&mut window, Key::I);
    window.get_by_label_contains("Page 1 of 3");
    press(&mut window, Key::J);
    window.get_by_label_contains("Page 2 of 3");
    assert!(window.query_by_label("Open with the system's program").is_none(), "there is no file of it alone");
    let rect = window.get_by_role(Role::Image).rect();
    drag(&mut window, &[rect.min + rect.size() * 0.2, rect.min + rect.size() * 0.4], Modifiers::NONE);
    assert!(window.query_by_label("Refutes").is_none(), "a part would not say of which page of the archive it is");
}

#[test]
fn an_article_shows_its_own_pages_and_puts_them_away() {
    let mut driver = Driver::new();
    let path = driver.write("paper.pdf", report_pdf(2));
    driver.send(Intent::OpenPath(path));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    let Driver { session, folder: _folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    press(&mut window, Key::I);
    window.get_by_label("The article as its PDF looks");
    window.get_by_label_contains("Page 1 of 2");
    window.get_by_label("Close the pages").click();
    window.run_ok();
    assert!(window.query_by_role(Role::Image).is_none());
    press(&mut window, Key::I);
    send(&mut window, PaneIntent::Look(claimdesk::app::intent::LookIntent::CloseOwn));
    assert!(window.query_by_role(Role::Image).is_none());
}
