//! The whole window: where each panel stands, and the way of an intent through the session.

use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui};

use crate::app::{
    Cached, Counts, Effect, EffectResult, Intent, Layout, Moment, Opened, Session, Side, StateId,
    view::{Field, Screen},
};

use super::{
    adjudication, announce, changes, claim_list, compare,
    dialogs::{self, DialogState},
    drafts,
    event_queue::{self, Keyboard},
    find_bar,
    fonts::Installed,
    inspector, keyboard, library, notices, opening,
    overlays::{self, OverlayState},
    overview, pages,
    pane::{self, PaneOnce, PaneState},
    preview, readiness,
    reading::{self, ArticleState},
    review, settings, sidebar, sources, start,
    table::{self, TableOnce},
    theme, top_bar, tour,
    wishes::Wishes,
};

/// Everything that is drawn, and the session behind it.
#[derive(Debug)]
pub struct Shell {
    /// The behaviour.
    pub session: Session,
    /// For which project the session wishes something of the window.
    wished_for: Option<StateId>,
    panels: Panels,
    installed: Installed,
}

/// What each part of the window keeps for itself from frame to frame.
#[derive(Debug, Default)]
struct Panels {
    wishes: Wishes,
    counts: Cached<(StateId, Option<StateId>), Counts>,
    /// The sizes that are shown.
    layout: Layout,
    article: ArticleState,
    pane: PaneState,
    review: review::Panes,
    inspector: inspector::Typed,
    claim_list: claim_list::Rows,
    table: table::Page,
    sources: sources::Known,
    readiness: readiness::WaiverDraft,
    /// What each of two sides did.
    changes: changes::Sides,
    /// Which of the compared claims are listed.
    compared: compare::Chosen,
    preview: preview::Measured,
    dialogs: DialogState,
    overlays: OverlayState,
    /// The path in the field of the first screen.
    start: String,
    /// What is looked for among the faces of the settings.
    settings: String,
}

impl Shell {
    /// A window on a session.
    pub fn new(session: Session) -> Self {
        let layout = session.prefs.layout;
        Self {
            session,
            wished_for: None,
            panels: Panels { layout, ..Panels::default() },
            installed: Installed::default(),
        }
    }

    /// Draws one frame and returns what the outside has to do.
    pub fn ui(&mut self, ui: &mut Ui, now: Moment) -> Vec<Effect> {
        self.session.draw_veil();
        super::dates::set_today(ui.ctx(), now.time.to_zoned_datetime(self.session.zone.clone()).date());
        let keyboard = Keyboard::now(ui.ctx(), &self.session);
        let intents = self.draw(ui, now);
        let mut effects = Vec::new();
        for intent in intents {
            effects.extend(self.handle(intent, now));
            ui.request_repaint();
        }
        effects.extend(self.session.examine());
        let awaits_field = self.panels.wishes.awaits_focus() || self.session.awaits_clipboard();
        event_queue::end_frame(ui.ctx(), &self.session, &keyboard, awaits_field);
        effects
    }

    /// Does what was asked for other than by the window itself, and returns what the outside has to do.
    pub fn handle(&mut self, intent: Intent, now: Moment) -> Vec<Effect> {
        let effects = self.session.handle(intent, now);
        self.fulfil(effects)
    }

    /// Takes what came back from the outside, and returns what it has to do next.
    pub fn receive(&mut self, result: EffectResult, now: Moment) -> Vec<Effect> {
        let effects = self.session.receive(result, now);
        self.fulfil(effects)
    }

    /// Notes what is wished of the window, and returns the rest: that is for the outside.
    pub fn fulfil(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let project = self.session.opened().map(|open| open.document.state_id().of_project());
        if self.wished_for != project {
            (self.wished_for, self.panels.wishes) = (project, Wishes::default());
        }
        self.panels.wishes.take(&mut effects);
        effects
    }

    fn draw(&mut self, ui: &mut Ui, now: Moment) -> Vec<Intent> {
        self.installed.follow(ui.ctx(), self.session.faces.face.as_deref());
        super::widgets::set_keys(ui.ctx(), &self.session.keys);
        let mut out = keyboard::intents(ui.ctx(), &self.session);
        dropped_files(ui, &mut out);
        notices::ui(ui, &self.session, &mut out);
        if self.session.preview.is_some() {
            preview::ui(ui, &self.session, &mut self.panels.preview, &mut out);
        } else if let Some(open) = self.session.opened() {
            self.panels.project_ui(ui, open, &mut out);
        } else {
            start::ui(ui, &self.session, &mut self.panels.start, &mut out);
        }
        opening::ui(ui, &self.session, now, &mut out);
        let opens_palette = self.panels.wishes.focuses(Field::Palette);
        overlays::ui(ui, &self.session, &mut self.panels.overlays, opens_palette, &mut out);
        dialogs::ui(ui, &self.session, &mut self.panels.dialogs, &mut out);
        self.remember_layout(ui, &mut out);
        out
    }

    /// Sizes are kept once the pointer lets go of them.
    fn remember_layout(&mut self, ui: &Ui, out: &mut Vec<Intent>) {
        let (viewport, is_dragging) = ui.input(|input| (input.viewport().clone(), input.pointer.any_down()));
        self.panels.layout.is_maximized = viewport.maximized.unwrap_or_default();
        if let Some(inner) = viewport.inner_rect.filter(|_| !self.panels.layout.is_maximized) {
            // What is kept are points of the system, not of our own zoom.
            let size = inner.size() * ui.ctx().zoom_factor();
            self.panels.layout.window = (size.x.round(), size.y.round());
        }
        if !is_dragging && self.panels.layout != self.session.prefs.layout {
            out.push(Intent::Layout(self.panels.layout));
        }
    }
}

impl Panels {
    fn project_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let screen = open.document.view.screen;
        self.bars_ui(ui, open, out);
        if open.prefs.claim_list && screen == Screen::Article {
            self.claim_list_ui(ui, open, out);
        }
        // The review has a list of its own, and two texts side by side need the room.
        let has_pane = open.document.pane().is_some() || open.document.own_pages().is_some();
        if open.prefs.sidebar && screen != Screen::Review && !has_pane {
            self.sidebar_ui(ui, open, out);
        }
        if screen == Screen::Article {
            self.inspector_ui(ui, open, out);
        }
        if has_pane {
            self.pane_ui(ui, open, out);
        }
        announce::ui(ui, open.document);
        let paper = Frame::new().fill(theme::tokens(ui).paper).stroke(Stroke::NONE);
        CentralPanel::no_frame().frame(paper).show(ui, |ui| self.screen_ui(ui, open, screen, out));
    }

    /// The bars over and under everything.
    fn bars_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let counts = self.counts(open);
        let bar = side_frame(ui, Margin::symmetric(14, 0));
        Panel::top("top").exact_size(44.0).frame(bar).show(ui, |ui| top_bar::ui(ui, open, &counts, out));
        Panel::bottom("foot").exact_size(26.0).frame(bar).show(ui, |ui| top_bar::foot_ui(ui, open, &counts, out));
        tour::ui(ui, &open, out);
    }

    fn claim_list_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let table = Panel::bottom("claims").resizable(true).default_size(open.prefs.layout.claim_list);
        let table = table.size_range(Layout::CLAIM_LIST).frame(Frame::new().fill(theme::tokens(ui).raised));
        let shown = table.show(ui, |ui| claim_list::ui(ui, open, &mut self.claim_list, out));
        self.layout.claim_list = shown.response.rect.height().round();
    }

    fn sidebar_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let counts = self.counts(open);
        let side = Panel::left("side").resizable(true).default_size(open.prefs.layout.sidebar);
        let side = side.size_range(Layout::SIDEBAR).frame(side_frame(ui, Margin::symmetric(8, 6)));
        let shown = side.show(ui, |ui| sidebar::ui(ui, open, &counts, out));
        self.layout.sidebar = shown.response.rect.width().round();
    }

    fn inspector_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let fields = [Field::Statement, Field::Evidence];
        let focus = fields.into_iter().find(|field| self.wishes.focuses(*field));
        let right = Panel::right("inspector").resizable(true).default_size(open.prefs.layout.inspector);
        let right = right.size_range(Layout::INSPECTOR).frame(side_frame(ui, Margin::ZERO));
        let shown = right.show(ui, |ui| inspector::ui(ui, open, &mut self.inspector, focus, out));
        self.layout.inspector = shown.response.rect.width().round();
    }

    fn pane_ui(&mut self, ui: &mut Ui, open: Opened<'_>, out: &mut Vec<Intent>) {
        let once = PaneOnce {
            focus_find: self.wishes.focuses(Field::Find(Side::Pane)),
            reveal: self.wishes.reveal(Side::Pane),
        };
        // The article keeps a readable column, however narrow the window is.
        let most = (ui.available_width() - Layout::ARTICLE_MIN).max(*Layout::PANE.start());
        let range = *Layout::PANE.start()..=Layout::PANE.end().min(most);
        let beside = Panel::right("pane").resizable(true).default_size(open.prefs.layout.pane.min(most));
        let beside = beside.size_range(range).frame(Frame::new().fill(theme::tokens(ui).paper));
        let shown = beside.show(ui, |ui| match open.document.own_pages() {
            Some(_) => pages::own(ui, open, &mut self.pane.picture, out),
            None => pane::ui(ui, open, &mut self.pane, once, out),
        });
        self.layout.pane = shown.response.rect.width().round();
    }

    /// What fills the middle.
    fn screen_ui(&mut self, ui: &mut Ui, open: Opened<'_>, screen: Screen, out: &mut Vec<Intent>) {
        let counts = self.counts(open);
        let wishes = &mut self.wishes;
        match screen {
            Screen::Article => {
                find_bar::ui(ui, open, Side::Article, wishes.focuses(Field::Find(Side::Article)), out);
                drafts::ui(ui, open, out);
                reading::ui(ui, open, &mut self.article, wishes.reveal(Side::Article), out);
            }
            Screen::Review => review::ui(ui, open, &mut self.review, wishes.reveal(Side::Article), out),
            Screen::Sources => sources::ui(ui, open, &mut self.sources, out),
            Screen::Overview => overview::ui(ui, open, &counts, out),
            Screen::Readiness => readiness::ui(ui, open, &mut self.readiness, out),
            Screen::Compare => compare::ui(ui, open, &mut self.compared, out),
            Screen::Adjudication => adjudication::ui(ui, open, out),
            Screen::Changes => changes::ui(ui, open, &mut self.changes, out),
            Screen::Library => library::ui(ui, open, wishes.focuses(Field::Library), out),
            Screen::Settings => settings::ui(ui, open, &mut self.settings, out),
            Screen::Claims => {
                let focus_search = wishes.focuses(Field::TableSearch);
                let once = TableOnce { focus_search, reveal_cursor: std::mem::take(&mut wishes.cursor) };
                table::ui(ui, open, &mut self.table, once, out);
            }
        }
    }

    /// How far the work has come.
    fn counts(&mut self, open: Opened<'_>) -> Counts {
        let document = open.document;
        let examined = document.examined();
        let key = (document.shown_state(), examined.as_ref().map(|examined| examined.state));
        let coverage = || examined.map(|examined| examined.coverage).unwrap_or_default();
        self.counts.of(key, || Counts::of(document.visible(), &coverage())).clone()
    }
}

/// The ground of what stands around the paper.
fn side_frame(ui: &Ui, margin: Margin) -> Frame {
    Frame::new().fill(theme::tokens(ui).panel).inner_margin(margin)
}

fn dropped_files(ui: &Ui, out: &mut Vec<Intent>) {
    let paths: Vec<_> =
        ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
    if !paths.is_empty() {
        out.push(Intent::Drop(paths));
    }
}
