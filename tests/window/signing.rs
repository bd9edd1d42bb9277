//! What the window says of a check that no longer stands, and the one number of a claim wherever it is shown.

use crate::support::{
    Driver, introduce, signed_by_ann,
    window::{Window, press, quotes, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Dialog, Intent, intent::ClaimIntent, view::Screen},
    model::Status,
};
use egui::{Event, Key, Shape, accesskit::Role};
use egui_kittest::kittest::Queryable;

#[test]
fn the_inspector_says_in_one_line_what_changed_and_signs_again() {
    let mut driver = signed_by_ann();
    introduce(&mut driver, "Ben Roe", "BR");
    let mut window = window(driver.session);
    window.run_ok();
    assert!(window.query_by_role_and_label(Role::Button, "Sign again").is_none(), "the check stands");
    send(&mut window, Intent::Digit { digit: 3, with_shift: false });
    let lines: Vec<_> = window.query_all_by_label_contains("since then").collect();
    assert_eq!(lines.len(), 1);
    let line = lines[0].rect();
    window.get_by_label_contains("Checked by AL on ");
    window.get_by_label_contains("; since then the verdict changed.");
    let button = window.get_by_role_and_label(Role::Button, "Sign again");
    assert!((button.rect().top() - line.bottom()).abs() < 40.0, "beside what it says");
    button.click();
    window.run_ok();
    let claim = session(&window).document.as_ref().unwrap().claim().unwrap().clone();
    let project = session(&window).document.as_ref().unwrap().project();
    let by = claim.signed.as_ref().and_then(|signed| project.reviewer(signed.by.as_ref()?)).unwrap();
    assert_eq!((claim.status, by.initials.as_str(), claim.earlier_checks.len()), (Status::Checked, "BR", 1));
    assert!(window.query_by_role_and_label(Role::Button, "Sign again").is_none());
}

/// All that is painted as words, each galley by itself.
fn painted(window: &Window) -> Vec<String> {
    fn words(shape: &Shape, out: &mut Vec<String>) {
        match shape {
            Shape::Text(text) => out.push(text.galley.text().to_owned()),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| words(shape, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    window.output().shapes.iter().for_each(|clipped| words(&clipped.shape, &mut out));
    out
}

#[test]
fn a_claim_has_its_number_in_list_table_inspector_and_margin() {
    let mut driver = Driver::with_article();
    // The first in the article is the second that was marked.
    for words in ["nine months", "closed on Monday", "4,000 cars"] {
        driver.mark(words);
    }
    let mut window = window(driver.session);
    send(&mut window, Command::PreviousClaim);
    send(&mut window, Command::DeleteClaim);
    assert_eq!(quotes(&window), ["4,000 cars", "nine months"]);
    let first = session(&window).document.as_ref().unwrap().project().claims()[0].id.clone();
    send(&mut window, ClaimIntent::Go(first));
    let project = session(&window).document.as_ref().unwrap().project();
    let number = project.claims()[0].number;
    assert_eq!((number, project.claims()[1].number), (3, 1), "not its place, which is the first");
    assert!(window.query_all_by_label("Claim 3").count() > 0, "in the inspector");
    let told = painted(&window);
    assert!(told.iter().any(|words| words == "3"), "in the list: {told:?}");
    assert!(told.iter().any(|words| words == "3 ○"), "in the margin: {told:?}");
    assert!(!told.iter().any(|words| ["2 ○", "Claim 2"].contains(&words.as_str())), "{told:?}");
    send(&mut window, Intent::Show(Screen::Claims));
    window.get_by_label("Go to claim 3");
    window.get_by_label("Go to claim 1");
    assert!(window.query_by_label("Go to claim 2").is_none());
}

#[test]
fn who_sits_here_is_typed_and_entered_without_the_pointer() {
    let mut window = window(Driver::with_article().session);
    window.run_ok();
    send(&mut window, Command::ChoosePerson);
    press(&mut window, Key::Enter);
    assert!(matches!(session(&window).dialog, Some(Dialog::Person(_))), "nothing is typed yet");
    window.event(Event::Text("Ann Lee".into()));
    window.run_ok();
    press(&mut window, Key::Enter);
    assert!(session(&window).dialog.is_none());
    assert_eq!(session(&window).person().map(|person| person.initials.as_str()), Some("AL"));
    send(&mut window, Command::RenameMyself);
    window.event(Event::Text(" Ford".into()));
    window.run_ok();
    press(&mut window, Key::Enter);
    assert_eq!(session(&window).person().map(|person| person.name.as_str()), Some("Ann Lee Ford"));
}
