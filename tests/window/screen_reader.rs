//! What a screen reader is told: a name for every control of every screen, the words of the article, the claim one comes to.

use crate::support::window::{Window, press, send, session, window};
use claimdesk::app::{Command, Dialog, Intent, Prefs, Session, guide, view::Screen};
use egui::{
    Key,
    accesskit::{Action, Live, Role},
};
use egui_kittest::kittest::{NodeT, Queryable};

fn open(sample: bool) -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    window.run_ok();
    if sample {
        send(&mut window, Command::OpenSample);
    }
    window
}

const CONTROLS: &[Role] = &[
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::MenuItem,
    Role::MultilineTextInput,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::TextInput,
];

/// The controls that have no name, with what is known of them.
fn nameless(window: &Window) -> Vec<String> {
    let is_nameless = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        let is_control = CONTROLS.contains(&node.role());
        is_control && node.label().is_none_or(|label| label.trim().is_empty())
    };
    let tell = |node: egui_kittest::Node<'_>| {
        let inner = node.accesskit_node();
        format!("{:?} {:?} at {:?}", inner.role(), inner.value(), node.rect())
    };
    window.root().children_recursive().filter(is_nameless).map(tell).collect()
}

/// Every control of what the window shows has a name.
pub fn check(window: &Window, what: &str) {
    let controls = window.root().children_recursive();
    let count = controls.filter(|node| CONTROLS.contains(&node.accesskit_node().role())).count();
    assert!(count > 2, "{what}: {count} controls");
    assert_eq!(nameless(window), [""; 0], "{what}");
}

#[test]
fn every_control_of_every_screen_has_a_name() {
    let mut window = open(false);
    check(&window, "start");
    for sample in [true, false] {
        if sample {
            send(&mut window, Command::OpenSample);
        } else {
            send(&mut window, Command::CloseProject);
            let empty = claimdesk::store::encode(&claimdesk::model::Project::new("Empty"));
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("empty.ron");
            std::fs::write(&path, empty).unwrap();
            send(&mut window, Intent::OpenPath(path));
        }
        assert!(session(&window).document.is_some());
        let over = [
            Command::Palette,
            Command::Help,
            Command::Guide,
            Command::Export,
            Command::OpenAddress,
            Command::ReadArticle,
            Command::NextClaim,
            Command::OpenBeside,
        ];
        let screens = Screen::ALL.map(Intent::Show).into_iter();
        for intent in screens.chain(over.map(Intent::from)) {
            let what = format!("{intent:?}, sample: {sample}");
            send(&mut window, intent);
            check(&window, &what);
            if session(&window).overlay.is_some() || session(&window).dialog.is_some() {
                send(&mut window, Command::Back);
            }
        }
    }
}

#[test]
fn every_part_of_a_claim_has_names_when_it_is_unfolded() {
    let mut window = open(true);
    window.set_size(egui::vec2(1280.0, 2400.0));
    press(&mut window, Key::N);
    for part in
        ["Type, priority, tags", "Claimant", "Queries", "Change request", "Second check", "Corrections", "Notes"]
    {
        let Some(head) = window.query_all_by_label_contains(part).next() else { panic!("no {part}") };
        head.click_accesskit();
        window.run_ok();
    }
    check(&window, "the claim, unfolded");
}

#[test]
fn what_comes_in_and_what_was_kept_have_names() {
    let mut driver = crate::support::Driver::with_article();
    driver.mark("4,000 cars");
    let claims = driver.write("claims.csv", "quote,label\n\"two piers\",Wrong\n\"no such words\",urgent\n");
    let path = driver.save_as("review.ron");
    let mut window = open(false);
    send(&mut window, Intent::OpenPath(path));
    window.state_mut().picks.push(claims);
    send(&mut window, Command::Import);
    assert!(matches!(session(&window).dialog, Some(Dialog::Import)), "{:?}", session(&window).notices);
    check(&window, "the import of claims");
    send(&mut window, Command::Back);
    send(&mut window, Command::FileVersions);
    assert!(matches!(session(&window).dialog, Some(Dialog::Versions(_))));
    let names = window.root().children_recursive().filter(|node| node.accesskit_node().role() == Role::Button);
    assert!(names.count() > 0);
    assert_eq!(nameless(&window), [""; 0]);
}

#[test]
fn the_tour_and_the_guide_have_names() {
    let mut window = open(false);
    send(&mut window, Command::Tour);
    check(&window, "tour");
    for page in guide::PAGES {
        send(&mut window, Intent::Guide(page.id));
        check(&window, page.id);
    }
}

/// Nothing that can be clicked is without a name, whatever its role.
#[test]
fn what_can_be_clicked_has_a_name() {
    let mut window = open(true);
    press(&mut window, Key::N);
    let is_mute = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        // Bars and the cells of tables are egui's own; the words in a cell are a label of their own.
        let is_egui = matches!(node.role(), Role::GenericContainer | Role::ScrollBar);
        let is_clickable = !is_egui && node.data().supports_action(Action::Click);
        is_clickable && node.label().or_else(|| node.value()).is_none_or(|name| name.trim().is_empty())
    };
    let found: Vec<_> = window
        .root()
        .children_recursive()
        .filter(is_mute)
        .map(|node| format!("{:?} {:?}", node.accesskit_node().role(), node.rect()))
        .collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn blocks_in_view_are_told_word_by_word() {
    let window = open(true);
    let document = session(&window).document.as_ref().unwrap();
    let version = document.version().unwrap();
    let told: Vec<String> = (window.root().children_recursive())
        .filter(|node| node.accesskit_node().role() == Role::Label)
        .filter_map(|node| node.accesskit_node().value())
        .collect();
    for block in &version.blocks()[..3] {
        assert!(told.iter().any(|words| words == version.block_text(block)), "{}", version.block_text(block));
    }
}

fn announced(window: &Window) -> String {
    let live = window.root().children_recursive().find(|node| node.accesskit_node().live() == Live::Polite);
    live.unwrap().accesskit_node().value().unwrap_or_default()
}

#[test]
fn the_claim_that_one_comes_to_is_announced() {
    let mut window = open(true);
    assert_eq!(announced(&window), "");
    press(&mut window, Key::N);
    let first = announced(&window);
    assert!(first.starts_with("Claim 1 of ") && first.contains("300 dead and 2,700 wounded"), "{first}");
    press(&mut window, Key::N);
    let second = announced(&window);
    assert!(second.starts_with("Claim 2 of ") && second.contains("Confirmed, Second-checked"), "{second}");
    press(&mut window, Key::P);
    assert_eq!(announced(&window), first);
}
