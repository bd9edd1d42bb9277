//! What is shown before an article comes in, and while it is on its way. No display, no network.

use std::time::Duration;

use crate::support::window::{Window, press, send, session, window};
use claimdesk::app::{Command, Intent, Prefs, Session};
use egui::Key;
use egui_kittest::kittest::Queryable;

const PAGE: &str = "<html lang=en><head><title>Bridge closed</title><meta property=\"og:site_name\" content=\"The Ferry\"></head><body>\
    <nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul></nav><article><h1>Bridge closed</h1>\
    <p>The old bridge over the river was closed on Monday, the city said, after divers had found cracks in two of its piers.</p>\
    <p>About 4,000 cars cross it every day, according to a count that the city made in 2023, and the ferry runs more often \
    until the work is done.</p></article></body></html>";

fn start() -> Session {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    Session::new(prefs, 5, crate::support::moment(Duration::ZERO))
}

fn with_page(driver: &crate::support::Driver) -> Window {
    let mut window = window(start());
    send(&mut window, Intent::OpenPath(driver.write("bridge.html", PAGE)));
    window
}

fn text(window: &Window) -> String {
    session(window).document.as_ref().expect("the article came in").version().unwrap().text().to_string()
}

#[test]
fn cuts_are_folded_into_a_row_and_can_be_brought_back() {
    let driver = crate::support::Driver::new();
    let mut window = with_page(&driver);
    assert!(window.query_by_label("List item: Home").is_none());
    window.get_by_label("Show: 2 blocks left out").click();
    window.run_ok();
    assert!(window.query_by_label("List item: Home").is_some());
    window.get_by_label("Bring all back").click();
    window.run_ok();
    window.get_by_label("List item: News").click();
    window.run_ok();
    press(&mut window, Key::Enter);
    let text = text(&window);
    assert!(text.contains("Home") && !text.contains("News") && text.contains("4,000 cars"), "{text}");
}

#[test]
fn a_block_that_the_reviewer_unticks_stays_in_sight() {
    let driver = crate::support::Driver::new();
    let mut window = with_page(&driver);
    let label = "Paragraph: About 4,000 cars cross it";
    window.get_by_label_contains(label).click();
    window.run_ok();
    assert!(window.query_by_label_contains(label).is_some());
    press(&mut window, Key::Enter);
    assert!(!text(&window).contains("4,000 cars"));
}

#[test]
fn a_corrected_detail_comes_in_and_says_where_it_was_found() {
    let driver = crate::support::Driver::new();
    let mut window = with_page(&driver);
    let field = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Publisher");
    field.focus();
    window.run_ok();
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Publisher").type_text(" Weekly");
    window.run_ok();
    press(&mut window, Key::Enter);
    let document = session(&window).document.as_ref().expect("Enter in a field accepts, too");
    let publisher = &document.article().unwrap().meta.publisher;
    assert!(publisher.contains("The Ferry") && publisher.contains("Weekly"), "{publisher}");
}

#[test]
fn a_day_is_kept_in_one_form_however_it_was_typed() {
    let driver = crate::support::Driver::new();
    let mut window = with_page(&driver);
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Published").focus();
    window.run_ok();
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Published").type_text("5 Feb 2024");
    window.run_ok();
    press(&mut window, Key::Tab);
    window.run_ok();
    assert_eq!(session(&window).preview.as_ref().unwrap().draft.meta.published, "2024-02-05");
}

#[test]
fn an_article_on_its_way_shows_how_far_it_is_and_can_be_stopped() {
    let driver = crate::support::Driver::new();
    let mut session_there = start();
    let effects =
        session_there.handle(Intent::OpenPath(driver.path("long.pdf")), crate::support::moment(Duration::ZERO));
    assert_eq!(effects.len(), 1);
    let watch = session_there.opening.as_ref().unwrap().watch.clone();
    watch.tell(claimdesk::import::Progress { stage: claimdesk::import::Stage::Reading, done: 12, total: 500 });
    let mut window = window(session_there);
    window.step();
    window.step();
    assert!(window.query_by_label("Reading: 12 of 500").is_some());
    window.get_by_label("Stop").click();
    window.step();
    window.step();
    assert!(session(&window).opening.is_none() && watch.is_stopped());
    assert!(window.query_by_label("Stop").is_none());
}

#[test]
fn a_typed_address_is_asked_for_and_a_failure_can_be_tried_again() {
    let mut window = window(start());
    send(&mut window, Command::OpenAddress);
    let field = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Web address");
    assert!(field.is_focused());
    field.type_text("example.org/news");
    window.run_ok();
    press(&mut window, Key::Enter);
    let notice = &session(&window).notices[0];
    assert_eq!(notice.path.as_deref(), Some("https://example.org/news"));
    assert!(notice.text.starts_with("Could not open the address: there is no connection"), "{}", notice.text);
    assert_eq!(notice.action.as_ref().unwrap().0, "Try again");
}

#[test]
fn a_page_of_an_archive_is_chosen_by_click_or_keys() {
    let driver = crate::support::Driver::new();
    let mut window = window(start());
    send(&mut window, Intent::OpenPath(driver.write("crawl.warc", crate::support::archive::two_pages())));
    window.run_ok();
    press(&mut window, Key::Enter);
    assert_eq!(session(&window).preview.as_ref().expect("Enter opens the first").draft.meta.title, "The bridge");
    window.get_by_label("Another of 2 pages…").click();
    window.run_ok();
    window.get_by_label_contains("The ferry, captured 4 May 2024, 08:00 UTC").click();
    window.run_ok();
    assert_eq!(session(&window).preview.as_ref().unwrap().draft.meta.title, "The ferry");
}

#[test]
fn a_long_list_of_pages_is_searched() {
    let driver = crate::support::Driver::new();
    let mut window = window(start());
    let titles: Vec<(String, String)> =
        (0..30).map(|at| (format!("https://example.org/{at}"), format!("Page no. {at}"))).collect();
    let pages: Vec<_> = titles
        .iter()
        .map(|(url, title)| (url.as_str(), "2024-05-03T10:04:00Z", title.as_str(), "The ferry carries 480 cars a day."))
        .collect();
    send(&mut window, Intent::OpenPath(driver.write("crawl.warc", crate::support::archive::warc(&pages))));
    window.run_ok();
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Search the pages").type_text("no. 17");
    window.run_ok();
    assert!(window.query_by_label_contains("Page no. 3, captured").is_none());
    press(&mut window, Key::Enter);
    assert_eq!(session(&window).preview.as_ref().expect("Enter opens what was found").draft.meta.title, "Page no. 17");
}
