//! A picture beside the article, through the window: by label and role.

use crate::support::{
    Driver, sample_png,
    window::{Window, drag, press, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::intent::{ClaimIntent, PaneIntent},
    model::{Area, Evidence, Stance},
};
use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable;

/// A window on a claim with a picture beside the article.
fn desk() -> (Window, tempfile::TempDir) {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Photograph".into() });
    let source = driver.claim().evidence[0].source.clone();
    let path = driver.write("pier.png", sample_png());
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source));
    let Driver { session, folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    (window, folder)
}

fn evidence(window: &Window) -> Vec<Evidence> {
    session(window).document.as_ref().unwrap().claim().unwrap().evidence.clone()
}

#[test]
fn a_part_of_a_picture_is_taken_by_keyboard() {
    let (mut window, _folder) = desk();
    window
        .get_by_role_and_label(Role::Image, "Picture, PNG, 40 × 20 pixels. Arrow keys select a part, Enter takes it")
        .focus();
    window.run_ok();
    press(&mut window, Key::ArrowRight);
    window.get_by_label("Selected: 26–76 % from the left, 25–75 % from the top");
    // The key that deletes a claim lets go of the part, and of no claim.
    press(&mut window, Key::Backspace);
    assert!(window.query_by_label_contains("Selected: ").is_none());
    assert_eq!(session(&window).document.as_ref().unwrap().project().claims().len(), 1);
    press(&mut window, Key::ArrowRight);
    window.get_by_label("Refutes").click();
    window.run_ok();
    let taken = &evidence(&window)[0];
    assert_eq!(taken.region.as_ref().unwrap().area, Area::new(2_600, 2_500, 5_000, 5_000).unwrap());
    assert_eq!(taken.stance, Stance::Refutes);
    window.get_by_label("Claim 1: Refutes, 26–76 % from the left, 25–75 % from the top");
}

#[test]
fn a_drag_over_a_picture_selects_a_part_and_a_click_on_evidence_chooses_it() {
    let (mut window, _folder) = desk();
    let rect = window.get_by_role(Role::Image).rect();
    drag(
        &mut window,
        &[rect.min + rect.size() * 0.5, rect.center() + vec2(9.0, 9.0), rect.min + rect.size() * 0.75],
        Modifiers::NONE,
    );
    window.get_by_label("Supports").click();
    window.run_ok();
    let taken = &evidence(&window)[0];
    let [from, to] = taken.region.as_ref().unwrap().area.corners();
    assert!((from[0] - 0.5).abs() < 0.02 && (to[0] - 0.75).abs() < 0.02, "{from:?} {to:?}");
    window.get_by_label_contains("Claim 1: Supports").click();
    window.run_ok();
    let document = session(&window).document.as_ref().unwrap();
    assert_eq!(document.pane_evidence().map(|evidence| &evidence.id), Some(&taken.id));
}
