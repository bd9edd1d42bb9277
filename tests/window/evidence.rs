//! Evidence beside the article, through the window: by label and role.

use crate::support::{
    Driver,
    window::{Window, press, press_with, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Side, intent::PaneIntent},
    model::{Placement, Stance},
};
use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable};

const REPORT: &str = "\
Survey of the old bridge
The survey looked at nine piers in January.
Divers found cracks in two of the piers. They are wider than 3 millimetres.
“We will take no risk at all,” the engineer wrote to the council.
";

/// A window on a claim with a source without a document.
fn desk() -> (Window, tempfile::TempDir) {
    let mut driver = Driver::with_article();
    driver.mark("“We will not take any risk,” the engineer wrote");
    let claim = driver.claim().id.clone();
    driver.send(claimdesk::app::intent::ClaimIntent::AddEvidence { claim, text: "Survey report".into() });
    let Driver { session, folder, .. } = driver;
    let mut window = window(session);
    window.run_ok();
    (window, folder)
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_ok();
}

fn evidence(window: &Window) -> claimdesk::model::Evidence {
    session(window).document.as_ref().unwrap().claim().unwrap().evidence[0].clone()
}

/// The words that are selected in the source.
fn selected(window: &Window) -> String {
    let session = session(window);
    let text = session.document.as_ref().unwrap().version_in(Side::Pane).unwrap().text().clone();
    session
        .document
        .as_ref()
        .unwrap()
        .selected_span(Side::Pane)
        .map(|span| span.of(&text).to_owned())
        .unwrap_or_default()
}

#[test]
fn the_list_of_places_says_why_and_goes_there() {
    let (mut window, folder) = desk();
    click(&mut window, "Open beside");
    let path = folder.path().join("report.txt");
    std::fs::write(&path, REPORT).unwrap();
    window.state_mut().picks.push(path);
    click(&mut window, "Open a file…");
    press_with(&mut window, egui::Modifiers::SHIFT, Key::L);
    let quote = "“We will take no risk at all,” the engineer wrote to the council.";
    let place = window.get_by_label_contains("Place 1: ");
    let name = place.accesskit_node().label().unwrap();
    assert!(name.contains("% into the document") && name.ends_with(quote), "{name}");
    // The keyboard goes there as the pointer does.
    place.focus();
    window.run_ok();
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window), quote);
    assert_eq!(evidence(&window).mark, None, "a place is no evidence");
    click(&mut window, "Close the list of places");
    assert!(window.query_by_label_contains("Place 1").is_none());
}

#[test]
fn a_source_is_opened_marked_compared_and_followed() {
    let (mut window, folder) = desk();
    // From the card of the evidence to the empty pane, and from there to a file.
    click(&mut window, "Open beside");
    window.get_by_label("No document yet");
    let path = folder.path().join("report.txt");
    std::fs::write(&path, REPORT).unwrap();
    window.state_mut().picks.push(path);
    click(&mut window, "Open a file…");
    window.get_by_role_and_label(egui::accesskit::Role::Document, "Source");
    window.get_by_role_and_label(egui::accesskit::Role::Document, "Article");
    // The words are found with the pane's own find bar; the match becomes the selection.
    click(&mut window, "Find");
    window.get_by_label("Find in the document").focus();
    window.run_ok();
    window.get_by_label("Find in the document").type_text("“We will take no risk at all,” the engineer wrote");
    window.run_ok();
    press(&mut window, Key::Escape);
    assert_eq!(selected(&window), "“We will take no risk at all,” the engineer wrote");
    // One click says which way they point.
    click(&mut window, "Refutes");
    let taken = evidence(&window);
    assert_eq!(
        (taken.quote.as_str(), taken.stance),
        ("“We will take no risk at all,” the engineer wrote", Stance::Refutes)
    );
    assert_eq!(taken.locator, "paragraph 3");
    // The quotation in the article is compared with the source.
    window.get_by_label_contains("The quotation differs");
    window.get_by_label("Before: We will take no risk Now: We will not take any risk,");
    // Undo and redo take the words as one step.
    press_with(&mut window, egui::Modifiers::COMMAND, Key::Z);
    assert_eq!(evidence(&window).mark, None);
    press_with(&mut window, egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::Z);
    assert_eq!(evidence(&window), taken);
    // The pane closes, and a click on the evidence leads back to its words.
    click(&mut window, "Close the source");
    assert!(window.query_by_role_and_label(egui::accesskit::Role::Document, "Source").is_none());
    click(&mut window, "Evidence: “We will take no risk at all,” the engineer wrote");
    let document = session(&window).document.as_ref().unwrap();
    assert_eq!(document.pane_evidence().map(|evidence| &evidence.id), Some(&taken.id));
    // A newer version of the document: the evidence follows and says what changed.
    let source = taken.source.clone();
    let path = folder.path().join("report-2.txt");
    std::fs::write(&path, REPORT.replace("no risk at all", "no risk whatever")).unwrap();
    window.state_mut().picks.push(path);
    send(&mut window, PaneIntent::File(source));
    assert_eq!(evidence(&window).mark.unwrap().placement, Placement::Changed);
    window.get_by_label("Version 2 of 2");
    // It stands on the card and under the document.
    window.get_all_by_label("Take the new words").last().unwrap().click();
    window.run_ok();
    assert_eq!(evidence(&window).quote, "“We will take no risk whatever,” the engineer wrote");
}

#[test]
fn the_keyboard_alone_marks_words_in_the_source() {
    let (mut window, folder) = desk();
    press(&mut window, Key::B);
    let source = evidence(&window).source.clone();
    let path = folder.path().join("report.txt");
    std::fs::write(&path, REPORT).unwrap();
    window.state_mut().picks.push(path);
    send(&mut window, PaneIntent::File(source));
    press(&mut window, Key::F6);
    press(&mut window, Key::ArrowRight);
    press_with(&mut window, egui::Modifiers::SHIFT, Key::End);
    assert_eq!(selected(&window), "Survey of the old bridge");
    press(&mut window, Key::Q);
    assert_eq!(evidence(&window).quote, "Survey of the old bridge");
    assert_eq!(evidence(&window).locator, "headline");
    press(&mut window, Key::Escape);
    assert!(session(&window).document.as_ref().unwrap().pane().is_none());
}

#[test]
fn the_page_of_sources_seals_merges_and_opens() {
    let (mut window, folder) = desk();
    send(&mut window, Command::ShowSources);
    window.get_by_label("○ Neither archived nor sealed: pages change.");
    let path = folder.path().join("annex.bin");
    std::fs::write(&path, b"figures").unwrap();
    window.state_mut().picks.push(path);
    click(&mut window, "Seal a file…");
    window.get_by_label_contains("annex.bin");
    let sources = session(&window).document.as_ref().unwrap().project().sources().to_vec();
    let mut other = claimdesk::model::Source::new("s-other".to_owned().try_into().unwrap());
    other.title = "Survey Report".into();
    send(&mut window, claimdesk::model::Edit::put_source(&other));
    window.get_by_label("2 sources seem to be one");
    click(&mut window, "Make them one");
    assert_eq!(session(&window).document.as_ref().unwrap().project().sources().len(), sources.len());
    click(&mut window, "Open beside the article");
    window.get_by_label("No document yet");
}
