//! A new draft in the window: update, review, accept, re-attach, let go, undo, save, open again.

use crate::support::window::{Window, click, press, press_with, quotes, selected, send, session, window};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Intent, Prefs, Session, view::Screen},
    model::{Placement, Project, Reason},
};
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::Queryable;

const NEW: &str = "\
Bridge closed after divers find cracks
The old bridge over the river was closed on Monday. About 4,500 cars cross it every day, the city said.
“We will not take any risk,” the engineer wrote. Dr. Lee of the U.S. survey found cracks in two piers.
No comments
Thanks for reading, come again.
";

/// A window on an article with three claims.
fn with_claims(driver: &crate::support::Driver) -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    let path = driver.write("article.txt", crate::support::ARTICLE);
    send(&mut window, Intent::OpenPath(path));
    press(&mut window, Key::Enter);
    for words in ["4,000 cars", "found cracks in two piers", "The last repair took nine months"] {
        let text = session(&window).document.as_ref().unwrap().version().unwrap().text().clone();
        let at = text.find(words).unwrap();
        let selection = claimdesk::app::view::Selection { anchor: at, head: at + words.len() };
        send(&mut window, Intent::Reader(claimdesk::app::intent::ReaderIntent::Select(selection)));
        press(&mut window, Key::C);
        press(&mut window, Key::Num1);
        press(&mut window, Key::Num3);
        press(&mut window, Key::S);
    }
    assert_eq!(quotes(&window).len(), 3);
    window
}

fn project(window: &Window) -> &Project {
    session(window).document.as_ref().unwrap().project()
}

fn update(window: &mut Window, driver: &crate::support::Driver, text: &str) {
    let path = driver.write("new.txt", text);
    window.state_mut().picks.push(path);
    press_with(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    window.get_by_label("Add the draft").click();
    window.run_ok();
    window.run_steps(60);
}

/// The right one of the two blocks with these words: the new draft's.
fn in_new_draft(window: &Window, words: &str) -> Rect {
    let blocks = window.get_all_by_label_contains(words).map(|node| node.rect());
    blocks.max_by(|a, b| a.left().total_cmp(&b.left())).expect("the words are in view")
}

#[test]
fn the_whole_way_from_the_new_draft_to_the_reopened_project() {
    let driver = crate::support::Driver::new();
    let mut window = with_claims(&driver);
    let before = project(&window).clone();
    update(&mut window, &driver, NEW);
    assert_eq!(project(&window).articles()[0].versions.len(), 2);
    assert!(window.query_by_label_contains("Its claims: 1 placed, 1 changed, 1 lost.").is_some());
    assert!(window.query_by_label("Review 2 claims").is_some());

    press(&mut window, Key::W);
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Review);
    window.get_by_label_contains("≠ Changed").click();
    window.run_ok();
    assert!(window.query_by_label("Before: 4,000 cars Now: 4,500 cars").is_some(), "the difference is shown and heard");
    press(&mut window, Key::Y);
    let lost = session(&window).document.as_ref().unwrap().claim().unwrap().clone();
    assert_eq!(lost.marks[0].placement, Placement::Lost, "the next that needs a look");

    window.run_steps(60);
    let rect = in_new_draft(&window, "“We will not take");
    click(&mut window, rect.left_top() + egui::vec2(60.0, 12.0), 3, Modifiers::NONE);
    let words = selected(&window);
    assert!(words.contains("will not take any risk"), "{words}");
    press(&mut window, Key::R);
    assert!(quotes(&window).contains(&words), "{:?}", quotes(&window));
    assert!(window.query_by_label("Nothing left to look at").is_some());

    press(&mut window, Key::Escape);
    assert_eq!(session(&window).document.as_ref().unwrap().view.screen, Screen::Article);
    for _ in 0..2 {
        press_with(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&window).articles()[0].versions.len(), 2);
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(project(&window), &before, "the draft with all that it did is one step");
    for _ in 0..3 {
        press_with(&mut window, Modifiers::COMMAND, Key::Y);
    }
    let after = project(&window).clone();
    assert!(quotes(&window).contains(&words));

    let path = driver.path("review.ron");
    window.state_mut().picks.push(path.clone());
    press_with(&mut window, Modifiers::COMMAND, Key::S);
    press_with(&mut window, Modifiers::COMMAND, Key::W);
    assert!(session(&window).document.is_none());
    send(&mut window, Intent::OpenPath(path));
    assert_eq!(project(&window), &after);
}

#[test]
fn letting_go_leaves_the_claim_in_the_list_with_its_old_words() {
    let driver = crate::support::Driver::new();
    let mut window = with_claims(&driver);
    update(&mut window, &driver, NEW);
    press(&mut window, Key::W);
    crate::screen_reader::check(&window, "the review of drafts");
    window.get_by_label_contains("≠ Changed").click();
    window.run_ok();
    press(&mut window, Key::X);
    let claim = project(&window).claims().iter().find(|claim| claim.quote() == "4,000 cars").unwrap().clone();
    assert_eq!(claim.marks[0].trace.unwrap().reason, Reason::LetGo);
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("Lost 2").is_some(), "lost claims can be listed by themselves");
    window.get_by_label("Lost 2").click();
    window.run_ok();
    assert!(window.query_by_label("2 of 3 claims").is_some());
    let document = session(&window).document.as_ref().unwrap();
    let rows = document.view.filter.rows(document.project());
    let listed: Vec<_> = rows.into_iter().map(|row| document.project().claims()[row].quote()).collect();
    assert_eq!(listed, ["4,000 cars", "The last repair took nine months"]);
    for words in ["4,000 cars", "The last repair took nine months"] {
        let label = format!("× Lost · {words}");
        let row = window.query_by_role_and_label(egui::accesskit::Role::Cell, &label);
        assert!(row.is_some(), "{words}");
    }
}

#[test]
fn the_slider_goes_through_the_drafts() {
    let driver = crate::support::Driver::new();
    let mut window = with_claims(&driver);
    update(&mut window, &driver, NEW);
    assert!(window.query_by_label("Draft 2 of 2").is_some());
    press(&mut window, Key::Comma);
    assert!(window.query_by_label("Draft 1 of 2").is_some());
    assert!(window.query_by_label_contains("cost twice what had been planned").is_some());
    press(&mut window, Key::Period);
    assert!(window.query_by_label("Draft 2 of 2").is_some());
    let slider = window.get_by_role_and_label(egui::accesskit::Role::Slider, "Draft");
    slider.focus();
    window.run_ok();
    press(&mut window, Key::ArrowLeft);
    assert!(window.query_by_label("Draft 1 of 2").is_some());
    window.get_by_label("To the newest draft").click();
    window.run_ok();
    assert!(window.query_by_label("Draft 2 of 2").is_some());
}

#[test]
fn the_review_is_drawn_in_both_themes_and_comes_to_rest() {
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        let driver = crate::support::Driver::new();
        let mut window = with_claims(&driver);
        window.ctx.set_theme(theme);
        update(&mut window, &driver, NEW);
        send(&mut window, Command::ReviewDraft);
        assert!(window.query_by_label("Review of the new draft").is_some());
        window.run_steps(60);
        window.step();
        let delay = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
        assert!(delay > std::time::Duration::from_secs(1), "the next frame is wanted in {delay:?}");
    }
}

#[test]
fn the_other_draft_goes_along_when_one_is_scrolled() {
    let driver = crate::support::Driver::new();
    let long = |number: &str| -> String {
        let paragraph =
            |at: usize| format!("Paragraph {at} tells of pier {at}, of its stones, and of what the divers saw.\n");
        format!("Bridge closed\n{number} cars cross it.\n") + &(0..120).map(paragraph).collect::<String>()
    };
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    let path = driver.write("article.txt", long("4,000"));
    send(&mut window, Intent::OpenPath(path));
    press(&mut window, Key::Enter);
    update(&mut window, &driver, &long("4,500 or more"));
    press(&mut window, Key::W);
    let tops = |window: &Window| {
        let first = |is_old: bool| {
            let blocks = window.get_all_by_label_contains("tells of pier").filter(|node| {
                let rect = node.rect();
                rect.top() > 100.0 && (rect.left() < 760.0) == is_old
            });
            let first = blocks.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).expect("a block is in view");
            {
                use egui_kittest::kittest::NodeT as _;
                first.accesskit_node().value().unwrap_or_default()
            }
        };
        (first(true), first(false))
    };
    for (x, times) in [(500.0, 8), (1_000.0, 12), (500.0, 3)] {
        let before = tops(&window);
        for _ in 0..times {
            window.event(egui::Event::PointerMoved(egui::pos2(x, 300.0)));
            window.event(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, -90.0),
                phase: egui::TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Unknown,
            });
            window.run_steps(20);
        }
        let (old, new) = tops(&window);
        assert_ne!((&old, &new), (&before.0, &before.1), "both were scrolled");
        assert_eq!(old, new);
    }
}
