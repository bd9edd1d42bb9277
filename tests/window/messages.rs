//! Where messages stand: in a strip or in the line at the foot, which are theirs, and over nothing on any page.

use claimdesk::{
    app::{Command, Document, Intent, Notice, NoticeKind, Prefs, SAMPLE, Session, intent::ClaimIntent, view::Screen},
    store,
};
use egui::{Rect, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::support::{
    moment,
    window::{Window, send, window},
};

/// The smallest window that there can be, a narrow one, the usual one and a wide one.
const SIZES: [Vec2; 4] = [vec2(720.0, 480.0), vec2(900.0, 600.0), vec2(1280.0, 800.0), vec2(2200.0, 1100.0)];

/// The sample at a claim with evidence, with sidebar, inspector and claim list.
fn sample() -> Window {
    let prefs = Prefs { sidebar: true, claim_list: true, reviewer_asked: true, ..Prefs::default() };
    let mut session = Session::new(prefs, 1, moment(std::time::Duration::ZERO));
    let project = store::decode(SAMPLE.as_bytes()).unwrap().project;
    let claim = project.claims().iter().find(|claim| !claim.evidence.is_empty()).unwrap().id.clone();
    session.document = Some(Document::unsaved(project));
    let mut window = window(session);
    window.run_ok();
    send(&mut window, ClaimIntent::Go(claim));
    window
}

fn notice(id: u64, kind: NoticeKind, words: usize) -> Notice {
    let text = format!("Message {id}: {}", "something was done to the claim ".repeat(words));
    let action = id.is_multiple_of(2).then_some(("Undo it", Intent::LeaveField));
    let path = (id.is_multiple_of(3)).then(|| format!("/a/long/path/{}.ron", "folder/".repeat(words)));
    Notice { id, kind, text, path, action, undoes: None, of: None, about: None }
}

/// One and several messages, short and long, those that pass and those that stay.
fn messages() -> Vec<Vec<Notice>> {
    use NoticeKind::{Done, Error, Hint, Warning};
    vec![
        vec![notice(1000, Done, 1)],
        vec![notice(1001, Hint, 20)],
        vec![notice(1002, Warning, 1)],
        vec![notice(1003, Error, 20)],
        vec![notice(1004, Done, 1), notice(1005, Hint, 3), notice(1006, Done, 20)],
        vec![notice(1008, Warning, 2), notice(1010, Error, 12), notice(1012, Done, 6)],
        (1013..1025).map(|id| notice(id, Warning, (id % 7) as usize + 1)).collect(),
    ]
}

/// What can be clicked or dragged, as far as it is seen, with nothing of it cut off.
fn controls(window: &Window) -> Vec<(egui::Id, Rect)> {
    window.ctx.viewport(|viewport| {
        let all = viewport.prev_pass.widgets.layers().flat_map(|(_, widgets)| widgets);
        let senses = |widget: &&egui::WidgetRect| widget.sense.senses_click() || widget.sense.senses_drag();
        let seen = all.filter(senses).filter(|widget| widget.visible && widget.interact_rect.is_positive());
        seen.map(|widget| (widget.id, widget.interact_rect)).collect()
    })
}

/// The strip of the messages that stay: from the first of them to the lower edge of the window.
fn strip(window: &Window, lasting: &[&Notice]) -> Rect {
    // kittest leaves a margin around what it draws.
    let full = window.ctx.content_rect().shrink(8.0);
    let Some(first) = lasting.first() else { return Rect::from_min_max(full.left_bottom(), full.max) };
    // The button beside its first line is higher than the line.
    let words = window.get_by_label(&first.text).rect().top();
    let buttons = window.query_all_by_label("Dismiss").map(|node| node.rect().top());
    let top = buttons.min_by(|a, b| (a - words).abs().total_cmp(&(b - words).abs())).unwrap() - MARGIN;
    Rect::from_min_max(egui::pos2(full.left(), top), full.max)
}

/// What the strip keeps free above the first message, and how high the line at the foot is, in points.
const MARGIN: f32 = 4.0;
const FOOT: f32 = 26.0;

/// The line at the foot, above the strip.
fn foot(strip: Rect) -> Rect {
    Rect::from_min_max(strip.min - vec2(0.0, FOOT), strip.right_top())
}

/// Holds that nothing that can be used lies half in the room of messages: it is there, or elsewhere.
fn is_apart(window: &Window, room: Rect, what: &str) {
    // A line between two panels can be dragged, and is a little wider than it is drawn.
    let inner = room.shrink2(vec2(1.0, 6.0_f32.min(room.height() / 3.0)));
    for (id, rect) in controls(window) {
        assert!(
            !rect.intersects(inner) || room.expand(1.0).contains_rect(rect),
            "{what}: {id:?} at {rect} lies under the messages at {room}"
        );
    }
}

fn hold(window: &mut Window, what: &str) {
    for messages in messages() {
        let (lasting, passing): (Vec<_>, Vec<_>) = messages.iter().partition(|notice| notice.kind.is_lasting());
        let what = format!("{what}, {} messages", messages.len());
        *window.state_mut().desk.session.notices = messages.clone();
        window.run_steps(3);
        let strip = strip(window, &lasting);
        if !lasting.is_empty() {
            assert!((20.0..170.0).contains(&strip.height()), "{what}: {strip}");
            is_apart(window, strip, &what);
            for notice in &lasting {
                for node in window.query_all_by_label(&notice.text) {
                    let shown = node.rect().intersect(strip);
                    assert!(!shown.is_positive() || shown.left() >= strip.left() && shown.right() <= strip.right());
                }
            }
        }
        if let Some(last) = passing.last() {
            let foot = foot(strip);
            is_apart(window, foot, &what);
            let words = window.get_by_label(&last.text).rect();
            assert!(foot.expand(1.0).contains_rect(words), "{what}: {words} is not in {foot}");
            let dismiss =
                window.query_all_by_label("Dismiss").map(|node| node.rect()).find(|rect| foot.intersects(*rect));
            let dismiss = dismiss.expect("it can be dismissed");
            assert!(foot.expand(1.0).contains_rect(dismiss) && !dismiss.shrink(1.0).intersects(words), "{what}");
            // The message and its buttons stand beside what the line says, and beside each other.
            let in_foot: Vec<_> = controls(window).into_iter().filter(|(_, rect)| foot.contains_rect(*rect)).collect();
            for (id, rect) in &in_foot {
                let others = in_foot.iter().filter(|(other, _)| other != id);
                for (_, other) in others {
                    assert!(!rect.shrink(1.0).intersects(other.shrink(1.0)), "{what}: {rect} and {other}");
                }
            }
        }
    }
    window.state_mut().desk.session.notices.clear();
    window.run_steps(2);
}

#[test]
fn no_message_lies_over_a_control_on_any_page_in_any_window() {
    for size in SIZES {
        let mut window = sample();
        window.set_size(size);
        window.run_steps(3);
        for screen in Screen::ALL {
            send(&mut window, Intent::Show(screen));
            hold(&mut window, &format!("{screen:?} at {size}"));
        }
        send(&mut window, Intent::Show(Screen::Article));
        send(&mut window, Command::OpenBeside);
        assert!(window.state().desk.session.document.as_ref().unwrap().pane().is_some());
        hold(&mut window, &format!("the source beside the article at {size}"));
    }
}

#[test]
fn what_shows_a_message_over_a_control_is_found() {
    let mut window = sample();
    let message = notice(1002, NoticeKind::Warning, 1);
    *window.state_mut().desk.session.notices = vec![message.clone()];
    window.run_steps(3);
    let strip = strip(&window, &[&message]);
    let moved = strip.translate(vec2(0.0, -strip.height()));
    let under = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| is_apart(&window, moved, "moved")));
    assert!(under.is_err(), "above the strip there are controls");
}

#[test]
fn the_words_of_the_bar_at_the_top_give_way_to_its_controls() {
    for size in SIZES {
        let mut window = sample();
        window.set_size(size);
        window.run_steps(3);
        let find = window.get_by_label_contains("Find a command or a claim").rect();
        let export = window.get_by_label("Export…").rect();
        assert!(!find.intersects(export), "at {size}");
        for words in window.query_all_by_label_contains(" checked").filter(|node| node.rect().bottom() < 56.0) {
            assert!(!words.rect().intersects(find) && !words.rect().intersects(export), "at {size}: {}", words.rect());
        }
        assert_eq!(
            window.query_all_by_label_contains(" of 24 checked").count(),
            usize::from(size.x > 800.0),
            "at {size}"
        );
    }
}
