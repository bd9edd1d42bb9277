//! The library and what was checked before, through the window: by label and role.

use crate::support::{
    Driver,
    window::{Window, press, press_with, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Intent,
        intent::{ClaimIntent, PreviewIntent},
        view::Screen,
    },
    model::Likeness,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable};

const WORDS: &str = "found cracks in two piers";

/// A window on a new project, with an earlier one in which the same words were signed.
fn desk() -> (Window, tempfile::TempDir) {
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
    driver.mark(WORDS);
    let Driver { session, folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    (window, folder)
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_ok();
}

fn claim(window: &Window) -> claimdesk::model::Claim {
    (**session(window).document.as_ref().unwrap().claim().unwrap()).clone()
}

#[test]
fn a_repeat_is_answered_and_its_source_taken_by_clicks() {
    let (mut window, _folder) = desk();
    window.get_by_label("Checked before?");
    let name = window.get_by_label_contains("Same: ").accesskit_node().label().unwrap();
    click(&mut window, &name);
    assert_eq!(claim(&window).checked_before[0].answer, Likeness::Same);
    click(&mut window, "Take over its source");
    assert_eq!(claim(&window).evidence.len(), 1);
    assert_eq!(claim(&window).verdict, None, "the verdict stays the reviewer’s");
}

#[test]
fn the_library_is_searched_and_a_hit_read_beside() {
    let (mut window, _folder) = desk();
    press_with(&mut window, Modifiers::COMMAND, Key::Num9);
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Library);
    window.get_by_role_and_label(Role::TextInput, "Search the library").type_text("piers");
    window.run_ok();
    let hit = window
        .get_all_by_role(Role::Button)
        .filter(|it| it.accesskit_node().label().is_some_and(|it| it.starts_with(WORDS)));
    assert!(hit.count() >= 1);
    window.get_by_label("Open its project");
    press(&mut window, Key::Escape);
    // In the palette too, below what is here.
    send(&mut window, Command::ReadArticle);
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.get_by_label("Find a command or a claim").type_text("piers");
    window.run_ok();
    window.get_all_by_label_contains("library").next().expect("a hit of the library");
}

#[test]
fn enter_opens_the_project_of_the_chosen_hit_and_asks_about_unsaved_work_first() {
    let (mut window, _folder) = desk();
    press_with(&mut window, Modifiers::COMMAND, Key::Num9);
    window.get_by_role_and_label(Role::TextInput, "Search the library").type_text("piers");
    window.run_ok();
    press(&mut window, Key::Enter);
    assert!(session(&window).dialog.is_some(), "what is not saved is asked about");
    press(&mut window, Key::Escape);
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Library);
}
