//! How the article is set: the face, chosen from the system's, and the style of highlights.

use crate::support::{
    Driver, moment,
    window::{Window, click, selected, send, session, window},
};
use claimdesk::{
    app::{
        Effect, EffectResult, Highlight, Intent, Prefs, Reading, Session,
        faces::{Face, FaceAnswer, FaceAsk, FaceIntent},
        view::Screen,
    },
    model::Span,
};
use egui::{Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};

const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");

fn wide_face() -> Face {
    Face { family: "Wide Sans".into(), regular: (BOLD.into(), 0), bold: None }
}

fn text() -> String {
    let line = "The old bridge over the river was closed on Monday, and 4,000 cars had to find another way. ";
    (0..300).map(|n| format!("Paragraph {n}. {}\n", line.repeat(1 + n % 4))).collect()
}

/// A window with a long article, in which a face was loaded before or not.
fn with_article(face: Option<Face>) -> (Driver, Window) {
    let mut driver = Driver::with_text(&text());
    if let Some(face) = face {
        choose(&mut driver.session, face);
    }
    let session =
        std::mem::replace(&mut driver.session, Session::new(Prefs::default(), 1, moment(std::time::Duration::ZERO)));
    let mut window = window(session);
    window.run_ok();
    (driver, window)
}

fn choose(session: &mut Session, face: Face) {
    let now = moment(std::time::Duration::ZERO);
    let effects = session.handle(FaceIntent::Choose(face.family.clone()).into(), now);
    assert!(effects.contains(&Effect::Face(FaceAsk::Load(face.family.clone()))));
    session.receive(EffectResult::Face(FaceAnswer::Loaded(face.family.clone(), Ok(face))), now);
}

/// Where every block in view stands, in order.
fn blocks(window: &Window) -> Vec<(String, egui::Rect)> {
    window
        .query_all_by_label_contains("Paragraph")
        .map(|node| {
            let label = node.accesskit_node().value().unwrap_or_default();
            (label, node.rect())
        })
        .collect()
}

#[test]
fn families_are_asked_for_once_and_a_choice_is_remembered() {
    let mut driver = Driver::new();
    let now = moment(std::time::Duration::ZERO);
    assert_eq!(driver.session.look_for_face(), [], "the bundled face needs nothing of the system");
    let asked = driver.session.handle(FaceIntent::List.into(), now);
    assert_eq!(asked, [Effect::Face(FaceAsk::Families)]);
    assert_eq!(driver.session.handle(FaceIntent::List.into(), now), []);
    let families = vec!["Gelasio".to_owned(), "Wide Sans".to_owned()];
    driver.session.receive(EffectResult::Face(FaceAnswer::Families(families)), now);
    assert_eq!(driver.session.faces.families.as_ref().unwrap().len(), 2);
    choose(&mut driver.session, wide_face());
    assert_eq!(driver.session.prefs.reading_face, "Wide Sans");
    let text = ron::to_string(&driver.session.prefs).unwrap();
    let prefs: Prefs = ron::from_str(&text).unwrap();
    let mut later = Session::new(prefs, 2, now);
    assert_eq!(later.look_for_face(), [Effect::Face(FaceAsk::Load("Wide Sans".into()))]);
    driver.send(FaceIntent::Choose(String::new()));
    assert_eq!((driver.session.faces.face.is_none(), driver.session.prefs.reading_face.as_str()), (true, ""));
}

#[test]
fn a_face_that_cannot_be_loaded_gives_way_to_the_bundled_one_and_says_so() {
    let mut driver = Driver::new();
    choose(&mut driver.session, wide_face());
    driver.send(FaceIntent::Choose("Gone".into()));
    let now = moment(std::time::Duration::ZERO);
    let answer = FaceAnswer::Loaded("Gone".into(), Err("this system has no face of that name".into()));
    driver.session.receive(EffectResult::Face(answer), now);
    assert!(driver.session.faces.face.is_none() && driver.session.prefs.reading_face.is_empty());
    let text = &driver.session.notices.last().unwrap().text;
    assert!(text.contains("“Gone”") && text.contains("no face of that name") && text.contains("Noto Serif"), "{text}");
    // An answer that comes after another choice changes nothing.
    let late = FaceAnswer::Loaded("Wide Sans".into(), Ok(wide_face()));
    driver.session.receive(EffectResult::Face(late), now);
    assert!(driver.session.faces.face.is_none());
}

#[test]
fn another_face_lays_the_article_out_anew_wherever_it_is_scrolled_to() {
    let (_folder, mut window) = with_article(None);
    let (_other, mut fresh) = with_article(Some(wide_face()));
    for window in [&mut window, &mut fresh] {
        let document = session(window).document.as_ref().unwrap();
        let article = document.article().unwrap().id.clone();
        let at = document.version().unwrap().text().find("Paragraph 200").unwrap();
        let words = Span::new(at, at + 13).unwrap();
        send(window, Intent::Sentence(article, words));
    }
    let before = blocks(&window);
    assert!(before.len() > 2, "the article is in view");
    choose(&mut window.state_mut().desk.session, wide_face());
    window.run_ok();
    let top = |blocks: &[(String, egui::Rect)]| blocks[0].0.clone();
    assert_eq!(top(&blocks(&window)), top(&before), "the same words are at the top");
    let heights = |window: &Window| {
        blocks(window).into_iter().map(|(label, rect)| (label, rect.height().round() as i32)).collect::<Vec<_>>()
    };
    let (changed, known) = (heights(&window), heights(&fresh));
    for (label, height) in &changed {
        let expected = known.iter().find(|(other, _)| other == label);
        assert!(expected.is_none_or(|(_, expected)| expected == height), "{label}: {height} {expected:?}");
    }
    assert!(changed.iter().any(|block| known.contains(block)), "some are in view in both");
    assert_ne!(
        changed,
        before.iter().map(|(label, rect)| (label.clone(), rect.height().round() as i32)).collect::<Vec<_>>()
    );
    // What a double click takes is what is drawn there.
    let (label, rect) = blocks(&window)[1].clone();
    click(&mut window, rect.left_top() + egui::vec2(30.0, 14.0), 2, Modifiers::NONE);
    assert_eq!(selected(&window), "Paragraph", "in {label}");
}

#[test]
fn a_face_is_found_by_name_in_the_settings_and_a_highlight_style_applies_at_once() {
    let (_folder, mut window) = with_article(None);
    send(&mut window, Intent::Show(Screen::Settings));
    let button = |window: &Window| window.get_by_role_and_label(Role::Button, "Face of the article").rect().center();
    window.get_by_role_and_label(Role::Button, "Face of the article").scroll_to_me();
    window.run_ok();
    let at = button(&window);
    click(&mut window, at, 1, Modifiers::NONE);
    let families = (0..400).map(|n| format!("Face {n:03}")).chain(["Wide Sans".to_owned()]).collect();
    let now = moment(std::time::Duration::ZERO);
    window.state_mut().desk.receive(EffectResult::Face(FaceAnswer::Families(families)), now);
    window.run_ok();
    window.get_by_role_and_label(Role::TextInput, "Find a face").focus();
    window.run_ok();
    window.get_by_role_and_label(Role::TextInput, "Find a face").type_text("wide");
    window.run_ok();
    assert!(window.query_by_label("Face 001").is_none());
    window.get_by_label("Wide Sans").click();
    window.run_ok();
    assert_eq!(session(&window).prefs.reading_face, "Wide Sans");
    let reading = Reading { highlight: Highlight::Underline, ..Reading::default() };
    let prefs = Prefs { reading, ..session(&window).prefs.clone() };
    send(&mut window, Intent::Prefs(prefs));
    assert_eq!(session(&window).prefs.reading.highlight, Highlight::Underline);
}
