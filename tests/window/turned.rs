//! Articles written from right to left: what a drag takes is whole words, and what is kept is what was taken.

use std::collections::BTreeSet;

use crate::support::window::{Window, drag, press, press_with, quotes, selected, session, window};
use claimdesk::app::Unveiled as _;
use claimdesk::app::{Intent, Prefs, Session};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use unicode_segmentation::UnicodeSegmentation;

const ARTICLE: &str = "The bridge\n\nהגשר הישן ייסגר ב-12 בינואר Acme Bridges 👩‍👩‍👧 דובר צה\"ל\n\nأعلنت بلدية المدينة ثلاثة أشهر، 🌉 12,400 طن\n\nIn English שלום עולם and الجسر too.\n";

fn open(driver: &crate::support::Driver) -> Window {
    let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
    let mut window = window(Session::new(prefs, 5, crate::support::moment(std::time::Duration::ZERO)));
    // The bundled faces have no such letters; a box stands for each, in the same order.
    window.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let path = driver.write("article.txt", ARTICLE);
    crate::support::window::send(&mut window, Intent::OpenPath(path));
    window.get_by_label("Open the article").click();
    window.run_ok();
    window.run_steps(60);
    window
}

fn is_turned(word: &str) -> bool {
    word.chars().any(|letter| ('\u{590}'..'\u{700}').contains(&letter) && letter.is_alphabetic())
}

#[test]
fn a_drag_over_a_word_from_right_to_left_takes_exactly_that_word() {
    let driver = crate::support::Driver::new();
    let mut window = open(&driver);
    let mut alone = BTreeSet::new();
    for start in ["הגשר", "أعلنت", "In English"] {
        let rect = window.get_by_label_contains(start).rect();
        let mut x = rect.right() - 2.0;
        while x > rect.left() {
            let at = |x: f32| egui::pos2(x, rect.top() + 14.0);
            drag(&mut window, &[at(x), at(x - 4.0), at(x - 8.0)], Modifiers::NONE);
            let words = selected(&window);
            let taken: Vec<&str> = words.unicode_words().filter(|word| is_turned(word)).collect();
            let whole: BTreeSet<&str> = ARTICLE.unicode_words().collect();
            assert!(taken.iter().all(|word| whole.contains(word)), "“{words}” ends inside a word");
            if taken.len() == 1 && taken[0] == words {
                alone.insert(words);
            }
            x -= 11.0;
        }
    }
    let expected: BTreeSet<String> =
        ARTICLE.unicode_words().filter(|word| is_turned(word) && word.chars().count() > 1).map(str::to_owned).collect();
    assert!(alone.is_superset(&expected), "never taken alone: {:?}", expected.difference(&alone));
}

#[test]
fn a_claim_from_right_to_left_is_the_same_after_saving_and_opening() {
    let driver = crate::support::Driver::new();
    let mut window = open(&driver);
    let rect = window.get_by_label_contains("הגשר").rect();
    let at = |x: f32| egui::pos2(rect.right() - x, rect.top() + 14.0);
    drag(&mut window, &[at(4.0), at(20.0), at(55.0)], Modifiers::NONE);
    let words = selected(&window);
    assert_eq!(words, "הגשר הישן");
    press(&mut window, Key::C);
    let path = driver.path("review.ron");
    window.state_mut().picks.push(path.clone());
    press_with(&mut window, Modifiers::COMMAND, Key::S);
    assert!(session(&window).document.as_ref().unwrap().is_saved());
    press_with(&mut window, Modifiers::COMMAND, Key::W);
    crate::support::window::send(&mut window, Intent::OpenPath(path));
    assert_eq!(quotes(&window), [words]);
    let document = session(&window).document.as_ref().unwrap();
    let text = document.version().unwrap().text();
    let claim = &document.project().claims()[0];
    assert_eq!(claim.marks[0].anchor.span.of(text), "הגשר הישן");
}
