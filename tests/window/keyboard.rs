//! Thirty claims by keyboard alone: not one pointer event.

use crate::support::window::{Window, paste, press, press_with, quotes, selected, send, session, window};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Dialog, Intent, Prefs, Session, intent::KeysIntent, view::Screen},
    model::Status,
    store,
};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;

/// An article of forty sentences in ten paragraphs.
fn article() -> String {
    const WHAT: [&str; 4] = [
        "Pier {n} was built in 19{n}, the survey says.",
        "About {n},000 cars cross it every day; nobody counted them in May.",
        "The engineer wrote that “pier {n} is safe” and left.",
        "Repairs of pier {n} took {n} months, twice as long as planned.",
    ];
    let sentence = |at: usize| WHAT[at % 4].replace("{n}", &(at + 10).to_string());
    let paragraph = |at: usize| (0..4).map(|n| sentence(at * 4 + n)).collect::<Vec<_>>().join(" ");
    (0..10).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn typed(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_ok();
}

fn claim(window: &Window) -> &claimdesk::model::Claim {
    session(window).document.as_ref().unwrap().claim().expect("a claim is chosen")
}

#[test]
fn thirty_claims_are_marked_checked_and_saved_by_keys() {
    let driver = crate::support::Driver::new();
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    let path = driver.write("article.txt", article());
    send(&mut window, Intent::OpenPath(path));
    press(&mut window, Key::Enter);

    for number in 0..30 {
        // The next open sentence; every third time a phrase of it, every fifth a few words by the caret.
        press(&mut window, Key::G);
        let sentence = selected(&window);
        match number {
            n if n % 3 == 1 => {
                press(&mut window, Key::OpenBracket);
                assert!(selected(&window).len() < sentence.len(), "{sentence}");
            }
            n if n % 5 == 2 => {
                press(&mut window, Key::ArrowLeft);
                for _ in 0..3 {
                    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
                }
                assert!(sentence.starts_with(selected(&window).trim_end()), "{sentence}");
            }
            _ => {}
        }
        press(&mut window, if number % 2 == 0 { Key::C } else { Key::Enter });
        assert_eq!(quotes(&window).len(), number + 1);
        paste(&mut window, &format!("https://example.org/report-{}", number % 4));
        press(&mut window, [Key::Num1, Key::Num2, Key::Num3, Key::Num4][number % 4]);
        press(&mut window, [Key::Num1, Key::Num2, Key::Num3][number % 3]);
        if number % 10 == 4 {
            press(&mut window, Key::E);
            typed(&mut window, "As checked.");
            press(&mut window, Key::Escape);
        }
        press(&mut window, Key::S);
        assert!(session(&window).document.as_ref().unwrap().claim().is_some(), "claim {number} is chosen");
        let claim = claim(&window);
        assert!(claim.verdict.is_some() && claim.confidence.is_some() && claim.evidence.len() == 1, "claim {number}");
        assert_eq!(claim.status, Status::Checked, "claim {number}");
        press(&mut window, Key::Escape);
    }

    // Back and forth, one away and back again.
    press(&mut window, Key::N);
    let first = claim(&window).id.clone();
    press(&mut window, Key::N);
    press(&mut window, Key::P);
    assert_eq!(claim(&window).id, first);
    press(&mut window, Key::Delete);
    assert_eq!(quotes(&window).len(), 29);
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(quotes(&window).len(), 30);

    let path = driver.path("review.ron");
    window.state_mut().picks.push(path.clone());
    press_with(&mut window, Modifiers::COMMAND, Key::S);
    let saved = store::decode(&std::fs::read(path).unwrap()).unwrap().project;
    assert_eq!(saved.claims(), session(&window).document.as_ref().unwrap().project().claims());
    assert_eq!(saved.sources().len(), 4);
    assert_eq!(saved.claims().iter().filter(|claim| claim.checked_statement().contains("As checked.")).count(), 3);
}

#[test]
fn a_key_is_changed_in_the_help_and_a_conflict_is_refused_with_its_reason() {
    let driver = crate::support::Driver::new();
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    let path = driver.write("article.txt", article());
    send(&mut window, Intent::OpenPath(path));
    press(&mut window, Key::Enter);

    press(&mut window, Key::F1);
    window
        .get_by_role_and_label(egui::accesskit::Role::Button, "Change the key of Next open sentence")
        .click_accesskit();
    window.run_ok();
    press(&mut window, Key::N);
    assert!(window.query_by_label("n is the key of “Next claim”. Give that another key first.").is_some());
    press(&mut window, Key::F8);
    assert_eq!(session(&window).dialog, None);
    assert_eq!(session(&window).prefs.keys.get("next-sentence").map(String::as_str), Some("F8"));
    press(&mut window, Key::Escape);

    press(&mut window, Key::G);
    assert_eq!(selected(&window), "", "g is free now");
    press(&mut window, Key::F8);
    assert!(!selected(&window).is_empty());

    // It is still so after the next start, and the key it came with can be had again.
    let mut later = Session::new(session(&window).prefs.clone(), 5, crate::support::moment(std::time::Duration::ZERO));
    let label = |session: &Session| session.keys.shown(Command::NextOpenSentence).map(|key| key.label(false));
    assert_eq!(label(&later).as_deref(), Some("F8"));
    let now = crate::support::moment(std::time::Duration::ZERO);
    later.handle(
        KeysIntent::Bind(Command::SignChecked, Some(claimdesk::app::keys::key(claimdesk::app::keys::Key::Char('g'))))
            .into(),
        now,
    );
    later.handle(KeysIntent::Reset(Command::NextOpenSentence).into(), now);
    assert!(matches!(&later.dialog, Some(Dialog::BindKey(_, Some(why))) if why.contains("Sign")), "{:?}", later.dialog);
    later.handle(KeysIntent::Reset(Command::SignChecked).into(), now);
    later.handle(KeysIntent::Reset(Command::NextOpenSentence).into(), now);
    assert_eq!(label(&later).as_deref(), Some("g"));
    assert!(later.prefs.keys.is_empty());
}

mod in_one_frame {
    //! Everything that was pressed while the program did not draw, as it comes after a stop: in one frame.

    use std::{collections::BTreeSet, path::Path};

    use egui_kittest::kittest::NodeT as _;

    use super::*;

    const NONE: Modifiers = Modifiers::NONE;

    fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
        let event = |pressed| Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
        vec![event(true), event(false)]
    }

    /// Keys as a desktop sends them: down, what it types, up.
    fn keys(text: &str) -> Vec<Event> {
        let of = |char: char| {
            let name = char.to_ascii_uppercase().to_string();
            let name = match char {
                ' ' => "Space",
                '.' => "Period",
                _ => &name,
            };
            let modifiers = if char.is_uppercase() { Modifiers::SHIFT } else { NONE };
            let [down, up] = key(Key::from_name(name).unwrap(), modifiers).try_into().unwrap();
            [down, Event::Text(char.to_string()), up]
        };
        text.chars().flat_map(of).collect()
    }

    fn click(pos: egui::Pos2) -> Vec<Event> {
        let button =
            |pressed| Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: NONE };
        vec![Event::PointerMoved(pos), button(true), button(false)]
    }

    /// All of it comes in one frame; then frames are drawn until nothing more happens.
    fn at_once(window: &mut Window, events: impl IntoIterator<Item = Vec<Event>>) {
        window.input_mut().events.extend(events.into_iter().flatten());
        for _ in 0..20 {
            window.run_ok();
        }
    }

    fn opened() -> (crate::support::Driver, Window) {
        let driver = crate::support::Driver::new();
        let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
        let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
        let path = driver.write("article.txt", article());
        send(&mut window, Intent::OpenPath(path));
        press(&mut window, Key::Enter);
        (driver, window)
    }

    fn project(window: &Window) -> &claimdesk::model::Project {
        session(window).document.as_ref().unwrap().project()
    }

    #[test]
    fn a_whole_claim_is_marked_worded_rated_and_signed() {
        let (_driver, mut window) = opened();
        at_once(
            &mut window,
            [keys("gc"), keys("e"), keys("As a desk says it."), key(Key::Escape, NONE), keys("32ss"), keys("gd")],
        );
        assert_eq!(project(&window).claims().len(), 1);
        let claim = &project(&window).claims()[0];
        assert_eq!(claim.statement.as_deref(), Some("As a desk says it."));
        assert!(claim.verdict.is_some() && claim.confidence.is_some());
        assert_eq!(claim.status, Status::Checked);
        assert_eq!(project(&window).parts().dismissals.len(), 1, "the sentence after it, by g and d");
    }

    #[test]
    fn letters_before_escape_go_into_their_field_and_nowhere_else() {
        let (_driver, mut window) = opened();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        press(&mut window, Key::E);
        at_once(&mut window, [keys("cds"), key(Key::Escape, NONE), keys("n")]);
        assert_eq!(project(&window).claims().len(), 1);
        let claim = claim(&window);
        assert_eq!((claim.statement.as_deref(), claim.status), (Some("cds"), Status::Unchecked));
        assert!(project(&window).parts().dismissals.is_empty());
    }

    #[test]
    fn letters_before_ctrl_s_are_in_the_file() {
        let (driver, mut window) = opened();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        let path = driver.path("review.ron");
        window.state_mut().picks.push(path.clone());
        press_with(&mut window, Modifiers::COMMAND, Key::S);
        press(&mut window, Key::E);
        at_once(&mut window, [keys("last words"), key(Key::S, Modifiers::COMMAND)]);
        let saved = store::decode(&std::fs::read(path).unwrap()).unwrap().project;
        assert_eq!(saved.claims()[0].statement.as_deref(), Some("last words"));
        assert!(session(&window).document.as_ref().unwrap().is_saved());
    }

    #[test]
    fn letters_before_closing_are_asked_about() {
        for closes in [Key::W, Key::Q] {
            let (_driver, mut window) = opened();
            press(&mut window, Key::G);
            press(&mut window, Key::C);
            press(&mut window, Key::E);
            at_once(&mut window, [keys("last words"), key(closes, Modifiers::COMMAND)]);
            assert!(matches!(session(&window).dialog, Some(Dialog::Unsaved(_))));
            assert_eq!(claim(&window).statement.as_deref(), Some("last words"));
        }
    }

    /// The buttons of the window's code that add something with a field of its own.
    fn buttons_that_add() -> BTreeSet<String> {
        fn read(folder: &Path, found: &mut BTreeSet<String>) {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    read(&path, found);
                    continue;
                }
                let code = std::fs::read_to_string(&path).unwrap();
                let calls =
                    ["button(\"Add ", "Button::new(\"Add "].into_iter().flat_map(|call| code.split(call).skip(1));
                let named = calls.filter_map(|rest| rest.split_once("\")"));
                // Behind an ellipsis comes a dialog of the system.
                let of_here = named.filter(|(name, _)| !name.ends_with('…'));
                found.extend(of_here.map(|(name, _)| format!("Add {name}")));
            }
        }
        let mut found = BTreeSet::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut found);
        found
    }

    #[test]
    fn what_is_added_has_the_keyboard_at_once() {
        let (_driver, mut window) = opened();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        send(&mut window, claimdesk::app::scales::ScaleIntent::Own);
        let mut seen = BTreeSet::new();
        for screen in Screen::ALL {
            send(&mut window, Intent::Show(screen));
            let folded = ["Queries", "Corrections"].map(|part| window.query_by_label(part).is_some().then_some(part));
            for part in folded.into_iter().flatten() {
                window.get_by_label(part).click_accesskit();
                window.run_ok();
            }
            let adds = |window: &Window| -> BTreeSet<String> {
                let named = window.query_all_by_role(egui::accesskit::Role::Button);
                named.filter_map(|node| node.accesskit_node().label()).filter(|name| name.starts_with("Add ")).collect()
            };
            for name in adds(&window) {
                for time in ["first", "second"] {
                    let word = format!("{time}{}", char::from(b'a' + seen.len() as u8));
                    let button = window.query_all_by_label(&name).last().unwrap();
                    if button.accesskit_node().is_disabled() {
                        // There is no room for another.
                        assert_eq!(time, "second");
                        continue;
                    }
                    button.scroll_to_me();
                    window.run_ok();
                    let button = window.query_all_by_label(&name).last().unwrap().rect().center();
                    at_once(&mut window, [click(button), keys(&word), key(Key::Escape, NONE), keys("n")]);
                    let text = store::encode(project(&window));
                    assert!(text.contains(&word), "{name} for the {time} time");
                }
                send(&mut window, Command::Undo);
                send(&mut window, Command::Undo);
                seen.insert(name);
            }
        }
        assert_eq!(seen, buttons_that_add());
        assert_eq!(project(&window).claims().len(), 1);
    }

    /// What is pressed, typed by an input method and pasted on a page.
    fn everything() -> Vec<Vec<Event>> {
        let composed = vec![Event::Ime(egui::ImeEvent::Commit("s".into())), Event::Text("3".into())];
        let pasted = vec![Event::Paste("https://example.org/pasted".into())];
        vec![keys("cea"), key(Key::Num3, NONE), keys("s"), keys("s"), key(Key::Delete, NONE), composed, pasted]
    }

    #[test]
    fn what_follows_a_change_of_page_leaves_the_hidden_claim_alone() {
        for page in [Key::Num2, Key::Num3, Key::Num4, Key::Comma] {
            let (_driver, mut window) = opened();
            press(&mut window, Key::G);
            press(&mut window, Key::C);
            let before = project(&window).clone();
            at_once(&mut window, [vec![key(page, Modifiers::COMMAND)], everything()].concat());
            assert!(before == *project(&window), "{page:?}");
        }
    }

    #[test]
    fn a_key_that_is_held_down_rates_and_signs_once() {
        let (_driver, mut window) = opened();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        for held in [Key::Num3, Key::S, Key::D] {
            for repeat in [false, true, true, true] {
                let event = Event::Key { key: held, physical_key: Some(held), pressed: true, repeat, modifiers: NONE };
                window.input_mut().events.push(event);
                window.run_ok();
            }
        }
        let claim = claim(&window);
        assert!(claim.verdict.is_some() && claim.confidence.is_none());
        assert_eq!(claim.status, Status::InProgress, "it was asked, and nobody has said yes");
    }

    #[test]
    fn a_menu_that_is_open_has_the_keys() {
        let (_driver, mut window) = opened();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        let before = project(&window).clone();
        window.get_by_role_and_label(egui::accesskit::Role::Button, "Status: Unchecked").click_accesskit();
        window.run_ok();
        assert!(egui::Popup::is_any_open(&window.ctx));
        at_once(&mut window, everything());
        assert!(before == *project(&window));
        press(&mut window, Key::Escape);
        assert!(!egui::Popup::is_any_open(&window.ctx));
        press(&mut window, Key::Num3);
        assert!(claim(&window).verdict.is_some());
    }
}
