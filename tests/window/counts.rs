//! Counts of a large project, which are worked out while it is shown already: they are true from the first frame, or it is said that
//! they are not known yet.

use std::sync::Arc;

use claimdesk::{
    app::{Counts, Intent, SAMPLE, Session, Unveiled as _, coverage, view::Screen},
    model::{Claim, ClaimId, Project, ProjectParts},
    store,
};
use egui_kittest::kittest::NodeT;

use crate::support::{
    Driver,
    window::{Window, send, session, window},
};

/// The sample, its last claim repeated: more than two hundred claims.
fn many_claims() -> Project {
    let sample = store::decode(SAMPLE.as_bytes()).unwrap().project;
    let mut claims = sample.claims().to_vec();
    let last = claims.last().cloned().unwrap();
    let again = |number| Arc::new(Claim { id: ClaimId::from_random(number), number: 0, ..last.as_ref().clone() });
    claims.extend((0..210).map(again));
    Project::from_parts(ProjectParts { claims, ..sample.parts().clone() })
}

/// An article of more than 300 kilobytes, with one claim that is rated and a sentence that is dismissed.
fn long_article() -> Project {
    let line = |number: usize| format!("The bridge number {number} was closed for repairs in the spring of the year.");
    let text: Vec<String> = (0..5_000).map(line).collect();
    assert!(text.iter().map(String::len).sum::<usize>() > 300_000);
    let mut driver = Driver::with_text(&text.join("\n\n"));
    driver.mark("number 7 was closed");
    driver.digit(1);
    driver.project().clone()
}

/// A window that opens the project from its file, while nothing has been counted.
fn opened(project: &Project) -> (Window, Driver) {
    let driver = Driver::new();
    let path = driver.write("large.ron", store::encode(project));
    let mut window = window(Session::new(Default::default(), 1, crate::support::moment(Default::default())));
    window.state_mut().holds_examination = true;
    send(&mut window, Intent::OpenPath(path));
    assert!(session(&window).document.is_some(), "{:?}", session(&window).notices);
    (window, driver)
}

fn texts(window: &Window) -> Vec<String> {
    let texts = |node: egui_kittest::Node<'_>| [node.accesskit_node().label(), node.accesskit_node().value()];
    window.root().children_recursive().flat_map(texts).flatten().collect()
}

fn says(window: &Window, words: &str) -> bool {
    texts(window).iter().any(|text| text.contains(words))
}

fn hold(project: &Project) {
    let (mut window, _driver) = opened(project);
    assert_eq!(window.state().held.len(), 1, "it is being worked out, and nobody had to change anything");
    for screen in Screen::ALL {
        send(&mut window, Intent::Show(screen));
        let told = texts(&window);
        let untrue: Vec<_> = told
            .iter()
            .filter(|text| text.contains("sentences decided") || text.contains(" decided") || text.contains("Ready to"))
            .collect();
        assert!(untrue.is_empty(), "{screen:?} tells what nobody has counted: {untrue:?}");
    }
    send(&mut window, Intent::Show(Screen::Article));
    assert!(says(&window, "Counting the sentences…"));
    send(&mut window, Intent::Show(Screen::Overview));
    assert!(says(&window, "the sentences are being counted") && says(&window, "counting the sentences…"));
    assert!(says(&window, "Looking the project over…"));

    window.state_mut().let_go();
    window.run_ok();
    let now = session(&window).document.as_ref().unwrap().project();
    let known = Counts::of(now, &coverage(now)).sentences(now).unwrap();
    assert!(known.all > known.decided && known.decided > 0, "{known:?}");
    assert!(says(&window, &format!("{} of {} sentences decided", known.decided, known.all)), "{:?}", texts(&window));
    assert!(!says(&window, "0 of 0"));
    send(&mut window, Intent::Show(Screen::Article));
    assert!(says(&window, " decided") && !says(&window, "Counting"), "{:?}", texts(&window));
}

#[test]
fn a_project_of_more_than_two_hundred_claims_counts_its_sentences_before_it_tells_of_them() {
    hold(&many_claims());
}

#[test]
fn an_article_of_more_than_300_kilobytes_counts_its_sentences_before_it_tells_of_them() {
    hold(&long_article());
}

#[test]
fn a_small_project_has_counted_in_the_first_frame() {
    let (window, _driver) = opened(&store::decode(SAMPLE.as_bytes()).unwrap().project);
    assert!(window.state().held.is_empty());
    assert!(says(&window, " decided") && !says(&window, "Counting"));
}

#[test]
fn thousands_of_claims_on_the_same_rows_paint_no_more_than_can_be_told_apart() {
    let text = "The bridge was closed for repairs in the spring of the year. ".repeat(20);
    let mut driver = Driver::with_text(text.trim_end());
    driver.mark(text.trim_end());
    let project = driver.project();
    let claim = project.claims()[0].clone();
    let again = |number| Arc::new(Claim { id: ClaimId::from_random(number), number: 0, ..claim.as_ref().clone() });
    let claims = (0..3_000).map(again).collect();
    let project = Project::from_parts(ProjectParts { claims, ..project.parts().clone() });
    let (window, _driver) = opened(&project);
    let shapes = &window.output().shapes;
    let rows = shapes.iter().filter(|clipped| matches!(clipped.shape, egui::Shape::Rect(_))).count();
    assert!((1_000..3_000).contains(&rows), "{rows} rows");
}
