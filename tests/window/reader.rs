//! The window, driven by pointer, keys and labels. No display, no graphics card.

use crate::support::window::{Window, click, drag, paste, press, press_with, quotes, selected, session, window};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Intent, Prefs, Session, view::Screen},
    model::{Degree, Status},
};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Rect};
use egui_kittest::kittest::Queryable;

/// A window in which the article of the tests is open.
fn with_article(driver: &crate::support::Driver) -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    let path = driver.write("article.txt", crate::support::ARTICLE);
    crate::support::window::send(&mut window, Intent::OpenPath(path));
    window.get_by_label("Open the article").click();
    window.run_ok();
    assert!(session(&window).document.is_some());
    // Far enough in time from the click on the button not to make the next one a double click.
    window.run_steps(60);
    window
}

/// Where the block with these words stands.
fn block(window: &Window, words: &str) -> Rect {
    window.get_by_label_contains(words).rect()
}

/// A place in the first row of a block, `x` points from its left.
fn first_row(rect: Rect, x: f32) -> Pos2 {
    rect.left_top() + egui::vec2(x, 14.0)
}

#[test]
fn the_whole_path_from_the_start_screen_to_the_reopened_project() {
    let driver = crate::support::Driver::new();
    let mut window = window(Session::new(Prefs::default(), 5, crate::support::moment(std::time::Duration::ZERO)));
    window.run_ok();
    let article = driver.write("article.txt", crate::support::ARTICLE);
    window.state_mut().picks.push(article);
    window.get_by_label("Open an article").click();
    window.run_ok();
    press(&mut window, Key::Enter);
    assert!(session(&window).document.is_some(), "Enter accepts the preview");

    let (first, second) = (block(&window, "The old bridge over"), block(&window, "“We will not take"));
    drag(&mut window, &[first_row(first, 40.0), first_row(first, 200.0), first_row(second, 120.0)], Modifiers::NONE);
    let words = selected(&window);
    assert!(words.contains("\n\n“We will"), "{words}");
    press(&mut window, Key::C);
    assert_eq!(quotes(&window), std::slice::from_ref(&words));
    paste(&mut window, "https://example.org/report");
    press(&mut window, Key::Num3);
    assert!(
        session(&window).document.as_ref().unwrap().claim().unwrap().verdict.is_none(),
        "it is asked first who signs"
    );
    window.get_by_label("Who sits here?");
    window.get_by_role_and_label(Role::Button, "Sign without a name").click();
    window.run_ok();
    press(&mut window, Key::Num1);
    let claim = session(&window).document.as_ref().unwrap().claim().unwrap().clone();
    assert_eq!(claim.verdict.as_ref().unwrap().as_str(), "wrong");
    assert_eq!(claim.confidence.as_ref().unwrap().degree, Degree::Low);
    assert_eq!((claim.evidence.len(), claim.status), (1, Status::InProgress));

    let path = driver.path("review.ron");
    window.state_mut().picks.push(path.clone());
    press_with(&mut window, Modifiers::COMMAND, Key::S);
    let project = session(&window).document.as_ref().unwrap().project().clone();
    assert!(session(&window).document.as_ref().unwrap().is_saved());
    press_with(&mut window, Modifiers::COMMAND, Key::W);
    assert!(session(&window).document.is_none());
    crate::support::window::send(&mut window, Intent::OpenPath(path));
    assert_eq!(session(&window).document.as_ref().unwrap().project(), &project);
    assert_eq!(quotes(&window), [words]);
}

#[test]
fn double_click_takes_a_word_and_triple_click_a_sentence() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    click(&mut window, first_row(rect, 45.0), 2, Modifiers::NONE);
    assert_eq!(selected(&window), "old");
    click(&mut window, first_row(rect, 45.0), 3, Modifiers::NONE);
    assert_eq!(selected(&window), "The old bridge over the river was closed on Monday.");
}

#[test]
fn shift_and_click_extends_the_selection() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    click(&mut window, first_row(rect, 45.0), 2, Modifiers::NONE);
    click(&mut window, first_row(rect, 330.0), 1, Modifiers::SHIFT);
    assert!(selected(&window).starts_with("old bridge over the river"), "{}", selected(&window));
}

#[test]
fn a_click_takes_the_smallest_claim_under_it() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    click(&mut window, first_row(rect, 45.0), 3, Modifiers::NONE);
    press(&mut window, Key::C);
    click(&mut window, first_row(rect, 45.0), 2, Modifiers::NONE);
    press(&mut window, Key::Enter);
    assert_eq!(quotes(&window).len(), 2);
    let chosen = |window: &Window| session(window).document.as_ref().unwrap().claim().map(|claim| claim.quote());
    click(&mut window, first_row(rect, 200.0), 1, Modifiers::NONE);
    assert_eq!(chosen(&window).as_deref(), Some("The old bridge over the river was closed on Monday."));
    click(&mut window, first_row(rect, 45.0), 1, Modifiers::NONE);
    assert_eq!(chosen(&window).as_deref(), Some("old"));
    press(&mut window, Key::O);
    assert_eq!(chosen(&window).as_deref(), Some("The old bridge over the river was closed on Monday."));
}

/// The grip at the lower right corner of the last word of a claim that ends about a hundred points into a row.
fn grip_at_end(window: &mut Window, rect: Rect) -> Pos2 {
    for x in 95..125 {
        let place = rect.left_top() + egui::vec2(x as f32, 25.0);
        window.hover_at(place);
        window.step();
        if window.output().platform_output.cursor_icon == egui::CursorIcon::ResizeHorizontal {
            return place + egui::vec2(2.0, 0.0);
        }
    }
    panic!("the selected claim has a grip at its end")
}

#[test]
fn a_drag_goes_to_no_other_claim_when_its_own_is_deleted_meanwhile() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    let repair = first_row(block(&window, "The last repair"), 45.0);
    click(&mut window, repair, 2, Modifiers::NONE);
    press(&mut window, Key::C);
    let other = quotes(&window)[0].clone();
    drag(&mut window, &[first_row(rect, 0.0), first_row(rect, 100.0), first_row(rect, 110.0)], Modifiers::NONE);
    press(&mut window, Key::C);
    assert_eq!(quotes(&window).len(), 2);
    let grip = grip_at_end(&mut window, rect);
    let button = |pos, pressed| {
        let button = egui::PointerButton::Primary;
        egui::Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
    };
    window.event(button(grip, true));
    window.step();
    let end = first_row(rect, 300.0);
    for at in [first_row(rect, 250.0), end] {
        window.event(egui::Event::PointerMoved(at));
        window.step();
    }
    press(&mut window, Key::Delete);
    assert_eq!(quotes(&window), [other.as_str()]);
    window.event(button(end, false));
    window.run_ok();
    assert_eq!(quotes(&window), [other.as_str()]);
}

#[test]
fn an_end_of_a_claim_can_be_dragged() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    drag(&mut window, &[first_row(rect, 0.0), first_row(rect, 100.0), first_row(rect, 110.0)], Modifiers::NONE);
    press(&mut window, Key::C);
    let before = quotes(&window)[0].clone();
    let grip = grip_at_end(&mut window, rect);
    drag(&mut window, &[grip, first_row(rect, 250.0), first_row(rect, 300.0)], Modifiers::NONE);
    let after = quotes(&window)[0].clone();
    assert!(after.len() > before.len() && after.starts_with(&before), "{before:?} became {after:?}");
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(quotes(&window)[0], before);
}

#[test]
fn letters_typed_into_a_field_stay_there() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    click(&mut window, first_row(rect, 45.0), 2, Modifiers::NONE);
    press(&mut window, Key::C);
    press(&mut window, Key::E);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Statement as checked");
    assert!(field.is_focused(), "e puts the caret into the statement");
    field.type_text("cn1 p");
    window.run_ok();
    let claim = session(&window).document.as_ref().unwrap().claim().unwrap().clone();
    assert_eq!(claim.statement.as_deref(), Some("cn1 p"));
    assert_eq!((claim.verdict.clone(), quotes(&window).len()), (None, 1));
}

#[test]
fn every_command_is_in_the_palette() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    let field = window.get_by_role_and_label(Role::TextInput, "Find a command or a claim");
    field.type_text("sourc");
    window.run_ok();
    press(&mut window, Key::Enter);
    let document = session(&window).document.as_ref().unwrap();
    assert_eq!(document.view.screen, Screen::Sources);
    assert_eq!(session(&window).overlay, None);
}

#[test]
fn escape_is_a_ladder() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let rect = block(&window, "The old bridge over");
    click(&mut window, first_row(rect, 45.0), 2, Modifiers::NONE);
    press(&mut window, Key::C);
    click(&mut window, first_row(rect, 200.0), 2, Modifiers::NONE);
    press(&mut window, Key::F1);
    let state = |window: &Window| {
        let document = session(window).document.as_ref().unwrap();
        (session(window).overlay.is_some(), document.focus().text.selection.is_some(), document.focus().claim.is_some())
    };
    let mut seen = vec![state(&window)];
    for _ in 0..3 {
        press(&mut window, Key::Escape);
        seen.push(state(&window));
    }
    assert_eq!(seen, [(true, true, true), (false, true, true), (false, false, true), (false, false, false)]);
}

#[test]
fn a_claim_without_the_mouse() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    let words = selected(&window);
    assert_eq!(words.split_whitespace().count(), 2, "{words}");
    press(&mut window, Key::CloseBracket);
    assert!(selected(&window).len() > words.len());
    press(&mut window, Key::Enter);
    assert_eq!(quotes(&window).len(), 1);
}

#[test]
fn find_goes_through_the_matches() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    press_with(&mut window, Modifiers::COMMAND, Key::F);
    let field = window.get_by_role_and_label(Role::TextInput, "Find in the article");
    assert!(field.is_focused());
    field.type_text("cracks");
    window.run_ok();
    assert!(window.query_by_label("1 of 2").is_some());
    press(&mut window, Key::F3);
    assert!(window.query_by_label("2 of 2").is_some());
    press(&mut window, Key::Escape);
    assert_eq!(selected(&window), "cracks");
}

#[test]
fn closing_with_unsaved_work_asks() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    press_with(&mut window, Modifiers::COMMAND, Key::W);
    window.get_by_label("Cancel").click();
    window.run_ok();
    assert!(session(&window).document.is_some());
    press_with(&mut window, Modifiers::COMMAND, Key::W);
    window.get_by_label("Discard").click();
    window.run_ok();
    assert!(session(&window).document.is_none());
}

#[test]
fn every_page_can_be_drawn_in_both_themes() {
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        let mut window = window(Session::new(Prefs::default(), 5, crate::support::moment(std::time::Duration::ZERO)));
        window.ctx.set_theme(theme);
        window.run_ok();
        crate::support::window::send(&mut window, Command::OpenSample);
        crate::support::window::send(&mut window, Command::NextClaim);
        for screen in Screen::ALL {
            crate::support::window::send(&mut window, Intent::Show(screen));
        }
        let pages = [
            Command::ReadArticle,
            Command::Help,
            Command::Back,
            Command::Palette,
            Command::Back,
            Command::Find,
            Command::Back,
            Command::Export,
        ];
        for page in pages {
            crate::support::window::send(&mut window, page);
        }
        assert!(window.query_by_label("Export the claims").is_some());
    }
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let mut window = window(Session::new(Prefs::default(), 5, crate::support::moment(std::time::Duration::ZERO)));
    crate::support::window::send(&mut window, Command::OpenSample);
    crate::support::window::send(&mut window, Command::NextClaim);
    window.run_steps(30);
    window.step();
    let delay = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay > std::time::Duration::from_secs(1), "the next frame is wanted in {delay:?}");
}

#[test]
fn panels_come_back_as_wide_as_they_were_left() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    let before = session(&window).prefs.layout;
    let edge = Pos2::new(1280.0 - before.inspector, 300.0);
    drag(&mut window, &[edge, edge - egui::vec2(30.0, 0.0), edge - egui::vec2(60.0, 0.0)], Modifiers::NONE);
    let prefs = session(&window).prefs.clone();
    assert!((40.0..=60.0).contains(&(prefs.layout.inspector - before.inspector)), "{:?}", prefs.layout);

    let mut reopened = crate::support::window::window(Session::new(
        prefs.clone(),
        5,
        crate::support::moment(std::time::Duration::ZERO),
    ));
    crate::support::window::send(&mut reopened, Command::OpenSample);
    reopened.run_ok();
    assert_eq!(session(&reopened).prefs.layout, prefs.layout);
}

#[test]
fn claims_of_another_tool_are_mapped_and_taken_in_by_label_and_role() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.csv");
    std::fs::write(&path, "quote,verdict\nstaggering,FALSE\nwords that nobody wrote,FALSE\n").unwrap();
    let mut window = window(Session::new(Prefs::default(), 5, crate::support::moment(std::time::Duration::ZERO)));
    crate::support::window::send(&mut window, Command::OpenSample);
    let before = quotes(&window).len();
    window.state_mut().picks.push(path);
    crate::support::window::send(&mut window, Command::Import);
    assert!(window.query_by_label("Import claims").is_some());
    window.get_by_label("What “FALSE” becomes").click();
    window.run_ok();
    let offered = window.get_all_by_label("✕ Wrong").last().unwrap();
    offered.click();
    window.run_ok();
    window.get_by_role_and_label(Role::RadioButton, "Lost 1").click();
    window.run_ok();
    window.get_by_label("words that nobody wrote. These words do not stand in the article · FALSE");
    window.get_by_role_and_label(Role::Button, "Import 1 claim").click();
    window.run_ok();
    let project = session(&window).document.as_ref().unwrap().project();
    assert_eq!(project.claims().len(), before + 1);
    let claim = project.claims().iter().find(|claim| claim.quote() == "staggering").unwrap();
    assert_eq!(claim.verdict.as_ref().unwrap().as_str(), "wrong");
}

#[test]
fn where_the_desktop_has_no_file_dialogs_the_path_is_typed_at_once() {
    let driver = crate::support::Driver::new();
    let mut window = with_article(&driver);
    press_with(&mut window, Modifiers::COMMAND, Key::S);
    let path = driver.path("typed.ron");
    paste(&mut window, path.to_str().unwrap());
    press(&mut window, Key::Enter);
    assert!(path.exists(), "the field has the keyboard");
    assert_eq!(session(&window).document.as_ref().unwrap().path.as_deref(), Some(path.as_path()));
}
