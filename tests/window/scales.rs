//! The verdict scale in the settings: another one with a mapping, and one of the desk's own.

use claimdesk::app::Unveiled as _;
use claimdesk::app::{Command, Intent, Session};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::{
    Driver, moment,
    window::{Window, send, session, window},
};

fn words(window: &Window) -> Vec<String> {
    let project = session(window).document.as_ref().unwrap().project();
    project.claims().iter().map(|claim| project.verdict(claim.verdict.as_ref().unwrap()).unwrap().label).collect()
}

#[test]
fn another_scale_asks_what_becomes_of_each_verdict_and_ones_own_takes_new_words() {
    let mut driver = Driver::with_article();
    for (words, digit) in [("4,000 cars", 1), ("nine months", 3)] {
        driver.mark(words);
        driver.digit(digit);
    }
    let path = driver.save_as("review.ron");
    let mut window = window(Session::new(Default::default(), 1, moment(Default::default())));
    send(&mut window, Intent::OpenPath(path));
    send(&mut window, Command::ShowSettings);
    let pick = |window: &mut Window, list: &str, word: &str| {
        window.get_by_role_and_label(Role::ComboBox, list).scroll_to_me();
        window.run_ok();
        window.get_by_role_and_label(Role::ComboBox, list).click();
        window.run_ok();
        window.get_by_label(word).click();
        window.run_ok();
    };
    pick(&mut window, "Scale", "PolitiFact");
    pick(&mut window, "What Wrong becomes", "✕✕ Pants on fire");
    assert_eq!(words(&window), ["Confirmed", "Wrong"], "not before it is said");
    crate::screen_reader::check(&window, "the mapping of a scale");
    window.get_by_label("Change the scale").click();
    window.run_ok();
    assert_eq!(words(&window), ["True", "Pants on fire"]);
    window.get_by_label("Make a scale of your own from it").click();
    window.run_ok();
    window.get_by_role_and_label(Role::TextInput, "Word of verdict 1").focus();
    window.run_ok();
    window.get_by_role_and_label(Role::TextInput, "Word of verdict 1").type_text("ly so");
    window.run_ok();
    assert_eq!(words(&window), ["Truely so", "Pants on fire"]);
    crate::screen_reader::check(&window, "a scale of one's own");
    let remove = window.get_by_label("Remove verdict 1");
    assert!(remove.accesskit_node().is_disabled(), "a claim has it");
    window.get_by_label("Add a verdict").click();
    window.run_ok();
    let count = session(&window).document.as_ref().unwrap().project().scale().verdicts.len();
    let name = format!("Word of verdict {count}");
    window.get_by_role_and_label(Role::TextInput, &name).type_text("Satire");
    window.run_ok();
    let scale = session(&window).document.as_ref().unwrap().project().scale();
    assert_eq!(scale.verdicts[count - 1].label, "Satire", "what is typed takes the place of its first name");
}
