//! The window under kittest: driven by keys, pointer and labels.

use std::collections::HashSet;

use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{Effect, EffectResult, Intent, Session, effect::Job, jobs},
    io::Disk,
    model::Span,
    ui::Shell,
};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;

use super::moment;

/// The desk with an outside that runs jobs at once and answers nothing else.
pub struct App {
    pub desk: Shell,
    pub picks: Vec<std::path::PathBuf>,
    pub copied: Vec<String>,
    /// Whether what is worked out of a large project waits, as in a thread that has not come to its end.
    pub holds_examination: bool,
    pub held: Vec<Job>,
    elapsed: std::time::Duration,
}

pub type Window = Harness<'static, App>;

impl App {
    /// What waited comes to its end.
    pub fn let_go(&mut self) {
        self.holds_examination = false;
        for job in std::mem::take(&mut self.held) {
            self.receive(EffectResult::Done(jobs::run(&Disk, job)));
        }
    }

    /// Something comes back from the outside.
    pub fn receive(&mut self, result: EffectResult) {
        let effects = self.desk.receive(result, moment(self.elapsed));
        perform(self, effects);
    }
}

/// A window on a session.
pub fn window(session: Session) -> Window {
    let app = App {
        desk: Shell::new(session),
        picks: Vec::new(),
        copied: Vec::new(),
        holds_examination: false,
        held: Vec::new(),
        elapsed: std::time::Duration::ZERO,
    };
    let mut is_installed = HashSet::new();
    Harness::builder().with_size(egui::vec2(1280.0, 800.0)).with_max_steps(20).with_step_dt(1.0 / 60.0).build_ui_state(
        move |ui, app: &mut App| {
            if is_installed.insert(()) {
                claimdesk::ui::theme::install(ui.ctx());
            }
            app.elapsed += std::time::Duration::from_secs(2);
            let effects = app.desk.ui(ui, moment(app.elapsed));
            perform(app, effects);
        },
        app,
    )
}

fn perform(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        let result = match effect {
            Effect::Run(job @ Job::Examine(_)) if app.holds_examination => {
                app.held.push(job);
                continue;
            }
            Effect::Run(job) => EffectResult::Done(jobs::run(&Disk, job)),
            Effect::Pick(pick) => EffectResult::Picked(pick, app.picks.pop()),
            Effect::Copy(text) => {
                app.copied.push(text);
                continue;
            }
            _ => continue,
        };
        let more = app.desk.receive(result, moment(app.elapsed));
        perform(app, more);
    }
}

pub fn send(window: &mut Window, intent: impl Into<Intent>) {
    let app = window.state_mut();
    let effects = app.desk.handle(intent.into(), moment(app.elapsed));
    perform(app, effects);
    window.run_ok();
}

pub fn press(window: &mut Window, key: Key) {
    press_with(window, Modifiers::NONE, key);
}

pub fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_ok();
}

pub fn paste(window: &mut Window, text: &str) {
    window.event(Event::Paste(text.to_owned()));
    window.run_ok();
}

/// The pointer goes down, on to each place, and up.
pub fn drag(window: &mut Window, places: &[Pos2], modifiers: Modifiers) {
    let (first, last) = (places[0], places[places.len() - 1]);
    button(window, first, true, modifiers);
    for place in places {
        window.event(Event::PointerMoved(*place));
        window.step();
    }
    button(window, last, false, modifiers);
    window.run_ok();
}

/// Clicks in quick succession.
pub fn click(window: &mut Window, at: Pos2, times: usize, modifiers: Modifiers) {
    for _ in 0..times {
        button(window, at, true, modifiers);
        button(window, at, false, modifiers);
    }
    window.run_ok();
    // Far enough in time from the next click not to be taken for a double one.
    window.run_steps(60);
}

fn button(window: &mut Window, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    window.event(Event::PointerMoved(pos));
    window.event_modifiers(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers }, modifiers);
    window.step();
}

pub fn session(window: &Window) -> &Session {
    &window.state().desk.session
}

/// The words that are selected in the article.
pub fn selected(window: &Window) -> String {
    let session = session(window);
    let text = session.document.as_ref().unwrap().version().unwrap().text().clone();
    session
        .document
        .as_ref()
        .unwrap()
        .selected_span(claimdesk::app::Side::Article)
        .map(|span: Span| span.of(&text).to_owned())
        .unwrap_or_default()
}

pub fn quotes(window: &Window) -> Vec<String> {
    session(window).document.as_ref().unwrap().project().claims().iter().map(|claim| claim.quote()).collect()
}
