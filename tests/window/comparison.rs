//! The page that compares projects, by its words: chosen by the button, read by a screen reader, left by a click on a claim.

use claimdesk::app::{Command, Intent, Prefs, Session, view::Screen};
use egui_kittest::kittest::Queryable;

use crate::{
    screen_reader::check,
    support::{
        ann_then_bob,
        window::{send, session, window},
    },
};

#[test]
fn a_colleagues_project_is_chosen_read_and_left() {
    let (mut driver, ann) = ann_then_bob();
    let bob = driver.save_as("bob.ron");
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    window.set_size(egui::vec2(1280.0, 1600.0));
    send(&mut window, Intent::OpenPath(bob));
    send(&mut window, Command::ShowCompare);
    check(&window, "nothing is chosen");
    window.state_mut().picks.push(ann);
    window.get_by_label("Choose a project…").click();
    window.run_ok();
    window.run_ok();
    check(&window, "compared");
    // Every cell of the table of verdicts is heard with what it counts.
    window.get_by_label("bob Confirmed, ann Wrong: 1");
    window.get_by_label_contains("Krippendorff’s α, nominal: ");
    window.get_by_label("Verdicts differ · 1").click();
    window.run_ok();
    assert_eq!(window.query_all_by_label_contains("Same passages, bob: ").count(), 1);
    window.get_by_label_contains("Same passages, bob: 2 Confirmed, ann: 2 Wrong, verdicts differ, nine months").click();
    window.run_ok();
    let document = session(&window).document.as_ref().unwrap();
    assert_eq!(document.view.screen, Screen::Article);
    assert_eq!(document.shown_claim().map(|claim| claim.quote()).as_deref(), Some("nine months"));
}
