//! The guided tour and the user guide: as the session has them, and in the window.

use crate::support::{
    Driver,
    window::{Window, paste, press, press_with, send, session, window},
};
use claimdesk::{
    app::{
        Command, Dialog, Intent, Prefs, Session, guide,
        intent::{ClaimIntent, ReaderIntent},
        tour::{STEPS, TourIntent},
        view::{Overlay, Screen, Selection},
    },
    model::Span,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable;

/// Words of the sample that are under no claim.
const FREE: &str = "The share it names";

fn is_done(driver: &Driver) -> bool {
    driver.session.tour.as_ref().unwrap().is_done()
}

fn select(driver: &mut Driver) {
    let at = driver.document().version().unwrap().text().find(FREE).unwrap();
    let span = Span::new(at, at + FREE.len()).unwrap();
    driver.send(Intent::Reader(ReaderIntent::Select(Selection::of(span))));
}

#[test]
fn each_step_notices_when_it_was_done_and_not_before() {
    let mut driver = Driver::new();
    driver.send(Command::Tour);
    assert!(driver.document().path.is_none(), "the sample is a copy without a file");
    let done: [fn(&mut Driver); 9] = [
        |driver| driver.send(Command::NextClaim),
        select,
        |driver| {
            select(driver);
            driver.send(Command::MarkClaim);
        },
        |driver| driver.send(Intent::Paste("https://example.org/report".into())),
        |driver| {
            driver.digit(1);
            assert!(!is_done(driver), "the confidence is still to come");
            driver.digit(2);
        },
        |driver| driver.send(Command::SignChecked),
        |driver| {
            driver.send(Command::NextOpenSentence);
            driver.send(Command::DismissSentence);
        },
        |driver| driver.send(Command::ShowReadiness),
        |driver| driver.send(Command::Export),
    ];
    assert_eq!(done.len() + 1, STEPS.len(), "every step but the last is something to do");
    for (step, act) in done.into_iter().enumerate() {
        assert_eq!(driver.session.tour.as_ref().unwrap().step, step);
        assert!(!is_done(&driver), "step {step} is done before anything was");
        act(&mut driver);
        assert!(is_done(&driver), "step {step}: {}", STEPS[step].title);
        if driver.session.dialog == Some(Dialog::Export) {
            driver.send(Command::Back);
        }
        driver.send(TourIntent::Next);
    }
    assert!(driver.session.tour.as_ref().unwrap().is_at_end() && driver.session.tour.as_ref().unwrap().is_done());
    driver.send(TourIntent::Next);
    assert_eq!(driver.session.tour, None);
}

#[test]
fn steps_can_be_passed_over_gone_back_to_and_left() {
    let mut driver = Driver::new();
    driver.send(Command::Tour);
    driver.send(TourIntent::Back);
    assert_eq!(driver.session.tour.as_ref().unwrap().step, 0);
    driver.send(TourIntent::Next);
    driver.send(TourIntent::Next);
    driver.send(TourIntent::Back);
    assert_eq!(driver.session.tour.as_ref().unwrap().step, 1);
    let before = driver.project().clone();
    driver.send(TourIntent::Leave);
    assert_eq!((driver.session.tour.clone(), driver.project()), (None, &before), "the sample stays open as it is");
    driver.send(Command::Tour);
    driver.send(Command::CloseProject);
    driver.send(Intent::Answer(claimdesk::app::intent::Answer::Discard));
    assert_eq!(driver.session.tour, None, "the tour goes with its project");
}

#[test]
fn the_tour_asks_about_unsaved_work_before_it_begins() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let mine = driver.project().clone();
    driver.send(Command::Tour);
    assert!(matches!(driver.session.dialog, Some(Dialog::Unsaved(_))) && driver.session.tour.is_none());
    driver.send(Command::Back);
    assert_eq!((driver.project(), driver.session.tour.is_none()), (&mine, true));
}

#[test]
fn the_sample_itself_stays_as_it_is() {
    let mut driver = Driver::new();
    driver.send(Command::Tour);
    let first = driver.project().clone();
    driver.send(Command::NextClaim);
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::Delete(claim));
    driver.send(Command::Tour);
    driver.send(Intent::Answer(claimdesk::app::intent::Answer::Discard));
    assert_eq!(driver.project(), &first);
}

fn start() -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    window.run_ok();
    window
}

fn next(window: &mut Window) {
    window.get_by_label("✓ Done");
    window.get_by_role_and_label(Role::Button, "Next").click();
    window.run_ok();
    window.run_steps(60);
}

#[test]
fn the_whole_tour_in_the_window_by_keys() {
    let mut window = start();
    window.get_by_label("Take the guided tour").click();
    window.run_ok();
    window.get_by_label("Step 1 of 10");
    let card = window.get_by_label("Step 1 of 10").rect();
    let article = window.get_by_role_and_label(Role::Document, "Article").rect();
    assert!(!article.intersects(card), "the card covers no word of the article");
    press(&mut window, Key::N);
    next(&mut window);
    let at = window.get_by_label_contains(FREE).rect();
    crate::support::window::click(&mut window, at.left_top() + egui::vec2(40.0, 14.0), 2, Modifiers::NONE);
    next(&mut window);
    press(&mut window, Key::C);
    next(&mut window);
    paste(&mut window, "https://example.org/report");
    next(&mut window);
    press(&mut window, Key::Num1);
    press(&mut window, Key::Num2);
    next(&mut window);
    press(&mut window, Key::S);
    next(&mut window);
    press(&mut window, Key::G);
    press(&mut window, Key::D);
    next(&mut window);
    press_with(&mut window, Modifiers::COMMAND, Key::Num4);
    next(&mut window);
    press_with(&mut window, Modifiers::COMMAND, Key::E);
    press(&mut window, Key::Escape);
    next(&mut window);
    window.get_by_label("That is all");
    window.get_by_role_and_label(Role::Button, "Finish").click();
    window.run_ok();
    assert_eq!(session(&window).tour, None);
}

#[test]
fn the_guide_opens_anywhere_searches_and_leads_on() {
    let mut window = start();
    window.get_by_label("User guide").click();
    window.run_ok();
    assert_eq!(session(&window).overlay, Some(Overlay::Guide));
    window.get_by_role_and_label(Role::Button, "Check together").click();
    window.run_ok();
    assert_eq!(session(&window).guide_page, "together");
    window.get_by_label("Independent");
    send(&mut window, Intent::Guide("first-claim"));
    window.get_by_role_and_label(Role::Link, "marking claims").click_accesskit();
    window.run_ok();
    assert_eq!(session(&window).guide_page, "marking");
    let field = |window: &Window| window.get_by_role_and_label(Role::TextInput, "Find in the guide").rect().center();
    let at = field(&window);
    crate::support::window::click(&mut window, at, 1, Modifiers::NONE);
    window.get_by_role_and_label(Role::TextInput, "Find in the guide").type_text("crash");
    window.run_ok();
    assert!(window.query_by_role_and_label(Role::Button, "Check together").is_none());
    window.get_by_role_and_label(Role::Button, "Saving, undo, and after a crash").click();
    window.run_ok();
    assert_eq!(session(&window).guide_page, "safety");
    window.get_by_role_and_label(Role::Button, "Close").click();
    window.run_ok();
    assert_eq!(session(&window).overlay, None);
}

#[test]
fn a_link_of_the_guide_gives_its_command() {
    let mut window = start();
    send(&mut window, Command::OpenSample);
    send(&mut window, Intent::Guide("verdicts"));
    window.get_by_role_and_label(Role::Link, "settings").click_accesskit();
    window.run_ok();
    let view = &session(&window).document.as_ref().unwrap().view;
    assert_eq!((view.screen, session(&window).overlay), (Screen::Settings, None));
}

#[test]
fn every_page_of_the_guide_can_be_drawn() {
    let mut window = start();
    for page in guide::PAGES {
        send(&mut window, Intent::Guide(page.id));
        assert!(window.query_all_by_label(page.title()).count() >= 1, "{}", page.id);
        assert!(window.query_by_label_contains("{").is_none(), "{}: a key was left as its name", page.id);
    }
}
