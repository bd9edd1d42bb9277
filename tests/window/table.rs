//! The claim table in the window: sorted, filtered, kept as a view, changed in place and in bulk, by label and by key.

use crate::support::{
    Driver,
    window::{Window, press, press_with, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Command, Document, Intent, Moment, Prefs, Session, view::Screen},
    model::{ClaimColumn, Status, VerdictId},
};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

const WORDS: [&str; 4] = ["old bridge", "4,000 cars", "two piers", "nine months"];

/// The table with four claims.
fn with_table() -> Window {
    let mut driver = Driver::with_article();
    WORDS.iter().for_each(|words| driver.mark(words));
    let project = driver.project().clone();
    let now: Moment = crate::support::moment(std::time::Duration::ZERO);
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut session = Session::new(prefs, 5, now);
    session.document = Some(Document::unsaved(project));
    let mut window = window(session);
    window.run_ok();
    press_with(&mut window, Modifiers::COMMAND, Key::Num5);
    assert!(document(&window).view.screen == Screen::Claims);
    window
}

fn document(window: &Window) -> &Document {
    session(window).document.as_ref().unwrap()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_ok();
}

fn heading(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::ColumnHeader, label).click();
    window.run_ok();
}

/// A choice in a menu.
fn choose(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run_ok();
}

/// The rows as a screen reader has them, from top to bottom.
fn rows(window: &Window) -> Vec<String> {
    let mut rows: Vec<_> = window
        .query_all_by(|node| node.role() == Role::Row)
        .map(|node| (node.rect().top() as i32, node.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, label)| label.split_once(": ").unwrap().1.to_owned()).collect()
}

fn verdicts(window: &Window) -> Vec<Option<&str>> {
    document(window).project().claims().iter().map(|claim| claim.verdict.as_ref().map(VerdictId::as_str)).collect()
}

#[test]
fn a_click_on_a_heading_sorts_both_ways_and_then_not() {
    let mut window = with_table();
    assert_eq!(rows(&window), WORDS);
    heading(&mut window, "Statement");
    assert_eq!(rows(&window), ["4,000 cars", "nine months", "old bridge", "two piers"]);
    heading(&mut window, "Statement, sorted upwards");
    assert_eq!(rows(&window), ["two piers", "old bridge", "nine months", "4,000 cars"]);
    heading(&mut window, "Statement, sorted downwards");
    assert_eq!(rows(&window), WORDS);
}

#[test]
fn claims_are_searched_filtered_and_kept_as_a_view() {
    let mut window = with_table();
    press_with(&mut window, Modifiers::COMMAND, Key::F);
    for letter in ["m", "o", "n"] {
        window.event(egui::Event::Text(letter.into()));
        window.run_ok();
    }
    assert_eq!(rows(&window), ["nine months"], "the field keeps the keyboard from letter to letter");
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Key::Backspace);
    assert_eq!(rows(&window).len(), 4);
    press(&mut window, Key::Escape);

    window.get_by_label("Verdict of claim 2: none").click();
    window.run_ok();
    click(&mut window, "✕ Wrong");
    assert_eq!(verdicts(&window), [None, Some("wrong"), None, None]);
    click(&mut window, "Filter");
    choose(&mut window, "Verdict");
    window.query_all_by_label("✕ Wrong").last().unwrap().click();
    window.run_ok();
    assert_eq!(rows(&window), ["4,000 cars"]);
    press(&mut window, Key::Escape);

    click(&mut window, "Save view…");
    window.get_by_label("Name of the view").focus();
    window.run_ok();
    window.get_by_label("Name of the view").type_text("All wrong");
    window.run_ok();
    window.query_all_by_label("Save").last().unwrap().click();
    window.run_ok();
    assert_eq!(document(&window).project().views()[0].name, "All wrong");
    click(&mut window, "Remove Verdict is ✕ Wrong");
    assert_eq!(rows(&window).len(), 4);
    click(&mut window, "View: All wrong");
    window.query_all_by_label("All wrong").last().unwrap().click();
    window.run_ok();
    assert_eq!(rows(&window), ["4,000 cars"]);
}

#[test]
fn a_statement_is_written_in_its_row() {
    let mut window = with_table();
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::E);
    window.run_ok();
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("About 4,000 cars a day".into()));
    window.run_ok();
    press(&mut window, Key::Enter);
    let statement = || document(&window).project().claims()[1].statement.clone();
    assert_eq!(statement().as_deref(), Some("About 4,000 cars a day"));
    assert_eq!(document(&window).view.table.editing, None);
    assert!(document(&window).view.screen == Screen::Claims, "Enter ends the writing and nothing else");
    assert_eq!(rows(&window)[1], "About 4,000 cars a day");
    press(&mut window, Key::Enter);
    assert!(document(&window).view.screen == Screen::Article);
    assert_eq!(document(&window).claim().unwrap().quote(), "4,000 cars");
}

#[test]
fn claims_are_changed_in_bulk_by_pointer_and_by_key() {
    let mut window = with_table();
    click(&mut window, "Select claim 1");
    click(&mut window, "Select claim 3");
    window.get_by_label("2 selected");
    click(&mut window, "Set status");
    click(&mut window, "Query out");
    let waiting = |window: &Window| {
        document(window).project().claims().iter().filter(|claim| claim.status == Status::QueryOut).count()
    };
    assert_eq!(waiting(&window), 2);
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(waiting(&window), 0, "one step takes back all");

    press(&mut window, Key::Escape);
    press(&mut window, Key::Home);
    press(&mut window, Key::Space);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Key::Num3);
    assert_eq!(verdicts(&window), [Some("wrong"), Some("wrong"), None, None]);
    click(&mut window, "Tags");
    window.get_by_label("Tag to add").focus();
    window.run_ok();
    window.get_by_label("Tag to add").type_text("legal");
    window.run_ok();
    press(&mut window, Key::Enter);
    let tagged = document(&window).project().claims().iter().filter(|claim| claim.tags == ["legal"]).count();
    assert_eq!(tagged, 2);
    click(&mut window, "Delete");
    assert_eq!(document(&window).project().claims().len(), 2);
}

#[test]
fn groups_fold_and_columns_are_chosen() {
    let mut window = with_table();
    click(&mut window, "Group");
    choose(&mut window, "Verdict");
    assert_eq!(document(&window).view.table.query.group, Some(ClaimColumn::Verdict));
    click(&mut window, "No verdict, 4 claims, unfolded");
    assert_eq!(rows(&window), [""; 0]);
    click(&mut window, "No verdict, 4 claims, folded");
    assert_eq!(rows(&window).len(), 4);
    assert!(window.query_by_label("Claimant").is_none());
    click(&mut window, "Columns");
    click(&mut window, "Claimant");
    assert!(session(&window).prefs.table.columns.contains(&ClaimColumn::Claimant));
}

#[test]
fn an_empty_table_says_what_to_do() {
    let mut window = with_table();
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Key::Delete);
    window.get_by_label("No claims yet");
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    window.get_by_label("Search claims").focus();
    window.run_ok();
    window.get_by_label("Search claims").type_text("nowhere");
    window.run_ok();
    window.get_by_label("No claim passes the filter");
    click(&mut window, "Show all claims");
    assert_eq!(rows(&window).len(), 4);
}

#[test]
fn ready_made_lists_of_the_sidebar_filter_the_table() {
    let mut window = with_table();
    send(&mut window, Intent::Command(Command::NextClaim));
    press(&mut window, Key::Num1);
    window.get_by_label("Open 3").click();
    window.run_ok();
    assert_eq!(rows(&window), &WORDS[1..]);
    click(&mut window, "Remove List: Open");
    assert_eq!(rows(&window).len(), 4);
}

#[test]
fn the_claim_in_the_inspector_is_at_the_cursor_when_the_table_opens() {
    let mut window = with_table();
    press(&mut window, Key::Escape);
    press(&mut window, Key::N);
    press(&mut window, Key::N);
    press_with(&mut window, Modifiers::COMMAND, Key::Num5);
    press(&mut window, Key::ArrowDown);
    assert_eq!(document(&window).claim().unwrap().quote(), "two piers");
}

#[test]
fn tags_stand_side_by_side_as_far_as_there_is_room() {
    let mut window = with_table();
    let claim = document(&window).project().claims()[0].clone();
    let tags: Vec<String> =
        ["traffic", "bridge", "a rather long tag that needs all the room that there is"].map(String::from).to_vec();
    send(&mut window, Intent::set(&claim, claimdesk::model::ClaimField::Tags(tags.clone())));
    let columns = vec![ClaimColumn::Statement, ClaimColumn::Tags];
    let query = claimdesk::model::ClaimQuery { columns, ..Default::default() };
    send(&mut window, claimdesk::app::table::TableIntent::Query(Box::new(query)));
    window.get_by_label(&tags.join(", "));
}
