//! The native window: egui's frame loop around the shell.

use std::{path::PathBuf, sync::Arc};

use crate::app::{Effect, Intent, Prefs, Session, Theme};

use super::{
    Shell, fonts,
    outside::{self, Outside},
    theme,
};

/// Opens the window on these paths and stays until it is closed.
///
/// # Errors
/// A sentence that says what the desktop lacks.
pub fn open(paths: Vec<PathBuf>) -> Result<(), String> {
    if cfg!(target_os = "linux") && !["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| is_set(name)) {
        return Err(no_desktop("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"));
    }
    fonts::unpack();
    // winit panics where a library of the X server is missing; that must end in a sentence, not in a backtrace.
    let (read, told) = outside::load_prefs();
    let options = options(&read.prefs);
    let app = |cc: &eframe::CreationContext<'_>| Window::new(cc, read.prefs, told, paths);
    let run = || eframe::run_native("Claimdesk", options, Box::new(move |cc| Ok(Box::new(app(cc)))));
    match crate::io::quietly(run) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(no_desktop(&error.to_string())),
        Err(panic) => Err(no_desktop(&panic)),
    }
}

fn options(prefs: &Prefs) -> eframe::NativeOptions {
    let (width, height) = prefs.layout.window;
    let viewport = egui::ViewportBuilder::default()
        .with_title("Claimdesk")
        .with_app_id("claimdesk")
        .with_inner_size([width, height])
        .with_maximized(prefs.layout.is_maximized)
        .with_clamp_size_to_monitor_size(true)
        .with_min_inner_size([720.0, 480.0]);
    eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn no_desktop(reason: &str) -> String {
    let hint = if cfg!(target_os = "linux") {
        "On Debian or Ubuntu, install what a desktop has: apt install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 \
         libgl1 (or libegl1)."
    } else {
        "Check that a graphical session is running and that the graphics driver works."
    };
    format!("Could not open the window: {}.\n{hint}", without_places(reason).trim_end_matches('.'))
}

/// A library's message without the place in its source that it starts with.
fn without_places(reason: &str) -> &str {
    match reason.rfind(".rs:") {
        Some(at) => reason[at..].split_once(": ").map_or(reason, |(_, words)| words),
        None => reason,
    }
}

struct Window {
    shell: Shell,
    outside: Outside,
    title: String,
    shown: Option<(Theme, u32)>,
    is_closing: bool,
}

impl Window {
    fn new(
        cc: &eframe::CreationContext<'_>,
        prefs: Prefs,
        told: Option<(String, String)>,
        paths: Vec<PathBuf>,
    ) -> Self {
        theme::install(&cc.egui_ctx);
        let ctx = cc.egui_ctx.clone();
        let wake = Arc::new(move || ctx.request_repaint());
        let mut session = Session::new(prefs, crate::io::random::seed(), outside::now());
        (session.state, session.machine) = (outside::state_dir(), crate::io::machine());
        session.zone = crate::io::clock::zone();
        if let Some((text, path)) = told {
            session.tell_of_prefs(text, Some(path));
        }
        let mut window = Self {
            shell: Shell::new(session),
            outside: Outside::new(wake),
            title: String::new(),
            shown: None,
            is_closing: false,
        };
        // What a crash has left of a project is back with the project itself; without one to open it is looked for.
        let effects = match paths.into_iter().next() {
            Some(path) => window.shell.handle(Intent::OpenPath(path), outside::now()),
            None => window.shell.session.look_for_left_behind(),
        };
        window.perform(effects, &cc.egui_ctx);
        let effects = window.shell.session.look_for_face();
        window.perform(effects, &cc.egui_ctx);
        window
    }

    fn perform(&mut self, effects: Vec<Effect>, ctx: &egui::Context) {
        for effect in effects {
            if self.outside.perform(effect, ctx) {
                self.is_closing = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    /// Unsaved work is asked about before the window goes.
    fn guard_closing(&mut self, ctx: &egui::Context) {
        if self.is_closing || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        let effects = self.shell.handle(Intent::Close, outside::now());
        self.perform(effects, ctx);
    }

    /// Theme, size and title follow the session.
    fn follow_session(&mut self, ctx: &egui::Context) {
        let prefs = &self.shell.session.prefs;
        let shown = (prefs.theme, (prefs.zoom * 1000.0) as u32);
        if self.shown != Some(shown) {
            self.shown = Some(shown);
            // A desktop that does not say what it wants gets the paper-white one.
            ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
            ctx.set_theme(match prefs.theme {
                Theme::System => egui::ThemePreference::System,
                Theme::Light => egui::ThemePreference::Light,
                Theme::Dark => egui::ThemePreference::Dark,
            });
            ctx.set_zoom_factor(prefs.zoom);
        }
        let title = match &self.shell.session.document {
            Some(document) if document.has_unsaved_work() => format!("● {} – Claimdesk", document.name()),
            Some(document) => format!("{} – Claimdesk", document.name()),
            None => "Claimdesk".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        for result in self.outside.results() {
            let effects = self.shell.receive(result, outside::now());
            self.perform(effects, ctx);
        }
        self.guard_closing(ctx);
        self.follow_session(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let effects = self.shell.ui(ui, outside::now());
        self.perform(effects, &ctx);
    }
}
