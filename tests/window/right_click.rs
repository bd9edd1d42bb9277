//! The pointer means what is under it: a right click acts on the claim, sentence or source there and says which. No message lies over a
//! control.

use crate::support::{
    Driver,
    window::{Window, quotes, send, session, window},
};
use claimdesk::{
    app::{Command, Intent, Unveiled as _, view::Screen},
    model::DismissReason,
};
use egui::{Event, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};

/// Two claims, with the first in the inspector and a source for it.
fn two_claims() -> Window {
    let mut driver = Driver::with_article();
    driver.mark("nine months");
    driver.mark("4,000 cars");
    driver.send(Intent::Paste("https://example.org/count".into()));
    let mut window = window(driver.session);
    window.run_ok();
    window
}

fn right_click(window: &mut Window, at: Pos2) {
    for pressed in [true, false] {
        window.event(Event::PointerMoved(at));
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button: PointerButton::Secondary, pressed, modifiers });
        window.step();
    }
    window.run_ok();
}

/// Where words are drawn lowest on the page.
fn lowest(window: &Window, words: &str) -> Pos2 {
    let rects = window.query_all_by_label_contains(words).map(|node| node.rect());
    rects.max_by(|a, b| a.center().y.total_cmp(&b.center().y)).unwrap().center()
}

fn heads(window: &Window, words: &str) -> usize {
    window.query_all_by_label(words).count()
}

#[test]
fn in_the_list_it_is_the_claim_under_the_pointer() {
    let mut window = two_claims();
    let before = heads(&window, "Claim 1");
    let at = lowest(&window, "nine months");
    right_click(&mut window, at);
    assert!(heads(&window, "Claim 1") > before, "the menu says which");
    send(&mut window, Command::DeleteClaim);
    assert_eq!(quotes(&window), ["4,000 cars"]);
}

#[test]
fn in_the_table_it_is_the_claim_under_the_pointer() {
    let mut window = two_claims();
    send(&mut window, Intent::Show(Screen::Claims));
    let at = lowest(&window, "nine months");
    right_click(&mut window, at);
    assert!(heads(&window, "Claim 1") > 0, "the menu says which");
    send(&mut window, Command::DeleteClaim);
    assert_eq!(quotes(&window), ["4,000 cars"]);
}

#[test]
fn among_the_sources_it_is_the_source_under_the_pointer() {
    let mut window = two_claims();
    send(&mut window, Intent::Show(Screen::Sources));
    let row = window.query_all_by_label_contains("example.org").next().unwrap().rect().center();
    right_click(&mut window, row);
    assert!(window.query_all_by_label("Open beside the article").count() > 1, "in the menu too");
    assert!(window.query_all_by_label_contains("Remove the source").count() > 0);
}

/// In the first row of a block of the article, some way from its left.
fn in_block(window: &Window, words: &str) -> Pos2 {
    let rects = window.query_all_by_label_contains(words).map(|node| node.rect());
    let block = rects.min_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
    block.left_top() + egui::vec2(60.0, 14.0)
}

/// The article with a claim of two passages and another claim, which is in the inspector.
fn two_passages() -> Window {
    let mut driver = Driver::with_article();
    driver.mark("The old bridge over the river");
    driver.select("The last repair took nine months");
    driver.send(Command::AddPassage);
    driver.mark("“We will not take any risk,”");
    driver.send(Intent::Reader(claimdesk::app::intent::ReaderIntent::Deselect));
    let mut window = window(driver.session);
    window.run_ok();
    window
}

#[test]
fn in_the_article_it_is_the_claim_under_the_pointer() {
    let mut window = two_passages();
    let at = in_block(&window, "The old bridge over");
    right_click(&mut window, at);
    assert_eq!(heads(&window, "Claim 1 · passage 1 of 2"), 1, "the menu says which");
    send(&mut window, Command::DeleteClaim);
    assert_eq!(quotes(&window), ["“We will not take any risk,”"]);
}

#[test]
fn in_the_article_it_is_the_passage_under_the_pointer() {
    for (block, left, head) in [
        ("The old bridge over", "The last repair took nine months", "Claim 1 · passage 1 of 2"),
        ("The last repair took", "The old bridge over the river", "Claim 1 · passage 2 of 2"),
    ] {
        let mut window = two_passages();
        let at = in_block(&window, block);
        right_click(&mut window, at);
        assert_eq!(heads(&window, head), 1, "the menu says which");
        send(&mut window, Command::RemovePassage);
        assert!(quotes(&window).contains(&left.to_owned()), "{head}: {:?}", quotes(&window));
    }
}

#[test]
fn in_the_article_it_is_the_sentence_under_the_pointer() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    driver.send(Intent::Reader(claimdesk::app::intent::ReaderIntent::Deselect));
    let mut window = window(driver.session);
    window.run_ok();
    let at = in_block(&window, "The last repair took");
    right_click(&mut window, at);
    let heads = window.query_all_by_label_contains("Sentence ").filter(|node| {
        let words = node.accesskit_node().value().unwrap_or_default();
        words.ends_with(" · open") && words.starts_with("Sentence ")
    });
    assert_eq!(heads.count(), 1, "the menu says which");
    send(&mut window, Intent::DismissFor(DismissReason::Opinion));
    let project = session(&window).document.as_ref().unwrap().project();
    let dismissed: Vec<_> = project.parts().dismissals.iter().map(|made| made.anchor.quote.as_str()).collect();
    assert_eq!(dismissed, ["The last repair took nine months and cost twice what had been planned."]);
    assert_eq!(quotes(&window), ["4,000 cars"]);
}

#[test]
fn no_message_lies_over_a_control() {
    let mut window = two_claims();
    // One that stays, about signing without a verdict.
    send(&mut window, Command::SignChecked);
    let dismiss = window.get_by_label("Dismiss").rect();
    let buttons = window.root().children_recursive().filter(|node| {
        let node = node.accesskit_node();
        node.role() == egui::accesskit::Role::Button && node.label().as_deref() != Some("Dismiss")
    });
    let under: Vec<_> = buttons
        .filter(|node| node.rect().shrink(1.0).intersects(dismiss) && node.rect().width() > 0.0)
        .map(|node| node.accesskit_node().label())
        .collect();
    assert!(under.is_empty(), "{under:?}");
}
