//! Another project shown before it comes in, first passes given out, and the page that goes through what differs, by their words and keys.

use claimdesk::app::{Command, Intent, Prefs, Session, Unveiled as _, intent::Answer, view::Screen};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable;

use crate::{
    screen_reader::check,
    support::{
        Driver, introduce,
        window::{Window, send, session, window},
    },
};

fn opened(path: std::path::PathBuf) -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    window.set_size(egui::vec2(1280.0, 1400.0));
    send(&mut window, Intent::OpenPath(path));
    window
}

fn project(window: &Window) -> &claimdesk::model::Project {
    session(window).document.as_ref().unwrap().project()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_ok();
    window.run_ok();
}

#[test]
fn a_project_is_shown_claim_by_claim_and_almost_the_same_is_ticked() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark("About 4,000 cars");
    driver.digit(1);
    driver.mark("nine months");
    driver.digit(3);
    let ann = driver.save_as("ann.ron");
    for _ in 0..4 {
        driver.send(Command::Undo);
    }
    introduce(&mut driver, "Bea Lund", "BL");
    driver.mark("4,000 cars");
    driver.digit(3);
    driver.mark("Monday");
    let bea = driver.save_as("bea.ron");
    let mut window = opened(ann);
    window.state_mut().picks.push(bea);
    send(&mut window, Command::Import);
    window.run_ok();
    check(&window, "a project is shown");
    window.get_by_label_contains("Almost the same. 4,000 cars. Comes in as a claim of its own · almost claim 1");
    window.get_by_label_contains("+ New. Monday.");
    click(&mut window, "The same claim: 4,000 cars");
    window.get_by_label_contains("To settle. 4,000 cars. Differs in passages, verdict");
    click(&mut window, "Import");
    assert_eq!((project(&window).claims().len(), project(&window).differences().len()), (3, 2));
    window.get_by_label_contains("1 claim came in; 1 differs from what was found here");
    click(&mut window, "Settle them…");
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Adjudication);
    check(&window, "what differs");
}

#[test]
fn two_first_passes_are_given_out_and_settled_by_keys_with_a_reason() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Chris Hale", "CH");
    let desk = driver.save_as("desk.ron");
    driver.send(Intent::Answer(Answer::Cancel));
    let mut window = opened(desk);
    send(&mut window, Command::ShowAdjudication);
    check(&window, "nothing was given out");
    click(&mut window, "Give out first passes…");
    check(&window, "who is to make one");
    window.get_by_role_and_label(Role::TextInput, "Others, by name").focus();
    window.run_ok();
    window.get_by_role_and_label(Role::TextInput, "Others, by name").type_text("Ann Lee, Bea Lund");
    window.run_ok();
    click(&mut window, "Write 2 files");
    window.get_by_label_contains("Given out: desk-al.ron for Ann Lee (AL), desk-bl.ron for Bea Lund (BL)");
    send(&mut window, Command::Save);
    for (file, digit, words) in [("desk-al.ron", 1, "nine months"), ("desk-bl.ron", 3, "Monday")] {
        driver.send(Intent::OpenPath(driver.path(file)));
        let own = driver.project().reviewers()[0].as_ref().clone();
        driver.session.sit_down(Some(own));
        driver.mark("4,000 cars");
        driver.digit(digit);
        driver.mark(words);
        driver.send(Command::Save);
    }
    for file in ["desk-al.ron", "desk-bl.ron"] {
        window.state_mut().picks.push(driver.path(file));
        send(&mut window, Command::Import);
        window.run_ok();
        // The dialog has come to its place once the pointer moves.
        window.event(egui::Event::PointerMoved(egui::pos2(10.0, 10.0)));
        window.run_ok();
        click(&mut window, "Import");
        assert_eq!(session(&window).dialog, None);
    }
    send(&mut window, Command::ShowAdjudication);
    check(&window, "three differ");
    window.get_by_label("1 of 3 open");
    window.get_by_label("First passes: Ann Lee (AL): 2 claims · Bea Lund (BL): 2 claims");
    // Bea alone marked Monday: it is no claim.
    window.get_by_label("Claim 3, Only some marked it: Monday");
    // A key does nothing to what has been scrolled away but bring it back.
    let state = project(&window).clone();
    let size = egui::vec2(1280.0, 330.0);
    window.set_size(size);
    window.run_ok();
    window.event(egui::Event::PointerMoved(egui::pos2(700.0, 200.0)));
    let delta = egui::vec2(0.0, -900.0);
    let (unit, phase, modifiers) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move, Modifiers::NONE);
    let source = egui::MouseWheelSource::Unknown;
    window.event(egui::Event::MouseWheel { unit, phase, delta, modifiers, source });
    for _ in 0..30 {
        window.step();
    }
    window.run_ok();
    let is_away = |window: &Window| session(window).document.as_ref().unwrap().view.adjudication.is_away;
    assert!(is_away(&window));
    window.key_press_modifiers(Modifiers::ALT, Key::Num1);
    window.run_ok();
    assert!(!is_away(&window) && *project(&window) == state);
    window.set_size(egui::vec2(1280.0, 1400.0));
    window.run_ok();
    window.get_by_label("Why").focus();
    window.run_ok();
    window.get_by_label("Why").type_text("Said by nobody.");
    window.run_ok();
    let order: Vec<_> = project(&window).differences().iter().map(|open| open.name()).collect();
    assert_eq!(order.len(), 3, "{order:?}");
    let keep = project(&window).settled().len();
    window.key_press_modifiers(Modifiers::ALT, Key::Num2);
    window.run_ok();
    assert_eq!((project(&window).settled().len(), keep), (1, 0));
    let settled = project(&window).settled()[0].clone();
    assert_eq!((settled.what.as_str(), settled.reason.as_str()), ("existence", "Said by nobody."));
    window.get_by_label("1 of 2 open · 1 settled");
    window.get_by_label_contains("Whether claim 3 (“Monday”) stays · Said by nobody.: ");
    click(&mut window, "Next");
    window.get_by_label("2 of 2 open · 1 settled");
    click(&mut window, "How far they agree…");
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Compare);
    check(&window, "the first passes compared");
}
