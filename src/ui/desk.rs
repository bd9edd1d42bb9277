//! The whole window: where each panel stands, and the way of an intent through the session.

use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui};

use crate::{
    app::{Counts, Effect, EffectResult, Intent, Layout, Moment, Session, Side, StateId, filter::Filter, view::Screen},
    model::{Project, SourceId, VersionId},
};

use super::{
    announce, claim_list, dialogs, drafts, export_dialog, find_bar, import_dialog, inspector, keyboard, notices,
    opening, overlays, overview, pane, preview,
    reader::{Reader, SpanIndex},
    readiness, reading, review, settings, sidebar, sources, start, table, theme, top_bar, tour,
};

/// Everything that is drawn, and the session behind it.
#[derive(Debug)]
pub struct Desk {
    /// The behaviour.
    pub session: Session,
    pub(super) reader: Reader,
    /// The text beside the article.
    pub(super) beside: Reader,
    pub(super) review: review::Panes,
    pub(super) cache: Cache,
    pub(super) drafts: Drafts,
    pub(super) table: table::Page,
    pub(super) measured: preview::Measured,
    /// Which sources are the same.
    pub(super) same_sources: Option<(StateId, Vec<Vec<SourceId>>)>,
    installed: super::fonts::Installed,
    /// The sizes that are shown.
    layout: Layout,
}

/// What is worked out from the project and kept while it stays the same.
#[derive(Debug, Default)]
pub(super) struct Cache {
    spans: Option<((StateId, VersionId), SpanIndex)>,
    pane_spans: Option<((StateId, VersionId), SpanIndex)>,
    rows: Option<((StateId, Filter), Vec<usize>)>,
    counts: Option<((StateId, StateId), Counts)>,
}

/// Text in fields that belong to no project: paths, the palette's query, a name that is not given yet.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub path: String,
    pub query: String,
    pub chosen: usize,
    pub name: String,
    pub initials: String,
    pub evidence: String,
    pub tag: String,
    pub face: String,
    pub guide: String,
    /// Of which claim a difference is being settled, and why.
    pub settling: (Option<crate::model::ClaimId>, String),
    pub waiver: readiness::WaiverDraft,
    pub export: export_dialog::Draft,
    pub import: import_dialog::Draft,
}

impl Desk {
    /// A window on a session.
    pub fn new(session: Session) -> Self {
        let layout = session.prefs.layout;
        Self {
            session,
            reader: Reader::default(),
            beside: Reader::default(),
            review: review::Panes::default(),
            cache: Cache::default(),
            drafts: Drafts::default(),
            table: table::Page::default(),
            same_sources: None,
            measured: preview::Measured::default(),
            installed: super::fonts::Installed::default(),
            layout,
        }
    }

    /// Draws one frame and returns what the outside has to do.
    pub fn ui(&mut self, ui: &mut Ui, now: Moment) -> Vec<Effect> {
        self.session.draw_veil();
        let intents = self.draw(ui, now);
        let mut effects = Vec::new();
        for intent in intents {
            effects.extend(self.session.handle(intent, now));
            ui.request_repaint();
        }
        effects.extend(self.session.examine());
        effects
    }

    /// Takes what came back from the outside.
    pub fn receive(&mut self, result: EffectResult, now: Moment) -> Vec<Effect> {
        self.session.receive(result, now)
    }

    fn draw(&mut self, ui: &mut Ui, now: Moment) -> Vec<Intent> {
        self.installed.follow(ui.ctx(), self.session.faces.face.as_deref());
        super::widgets::set_keys(ui.ctx(), &self.session.keys);
        let mut out = keyboard::intents(ui.ctx(), &self.session);
        dropped_files(ui, &mut out);
        if self.session.preview.is_some() {
            preview::ui(ui, self, &mut out);
        } else if self.session.document.is_some() {
            self.project_ui(ui, &mut out);
        } else {
            start::ui(ui, self, &mut out);
        }
        opening::ui(ui, &self.session, now, &mut out);
        overlays::ui(ui, self, &mut out);
        dialogs::ui(ui, self, &mut out);
        notices::ui(ui, &self.session, &mut out);
        self.remember_layout(ui, &mut out);
        keyboard::remember(ui.ctx());
        out
    }

    /// Sizes are kept once the pointer lets go of them.
    fn remember_layout(&mut self, ui: &Ui, out: &mut Vec<Intent>) {
        let (viewport, is_dragging) = ui.input(|input| (input.viewport().clone(), input.pointer.any_down()));
        self.layout.is_maximized = viewport.maximized.unwrap_or_default();
        if let Some(inner) = viewport.inner_rect.filter(|_| !self.layout.is_maximized) {
            // What is kept are points of the system, not of our own zoom.
            let size = inner.size() * ui.ctx().zoom_factor();
            self.layout.window = (size.x.round(), size.y.round());
        }
        if !is_dragging && self.layout != self.session.prefs.layout {
            out.push(Intent::Layout(self.layout));
        }
    }

    fn project_ui(&mut self, ui: &mut Ui, out: &mut Vec<Intent>) {
        self.prepare_counts();
        let counts = self.counts();
        let tokens = theme::tokens(ui);
        let prefs = &self.session.prefs;
        let (has_sidebar, has_list, layout) = (prefs.sidebar, prefs.claim_list, prefs.layout);
        let screen = self.session.document.as_ref().map(|document| document.view.screen).unwrap_or_default();
        let panel = |margin: Margin| Frame::new().fill(tokens.panel).inner_margin(margin);
        Panel::top("top")
            .exact_size(44.0)
            .frame(panel(Margin::symmetric(14, 0)))
            .show(ui, |ui| top_bar::ui(ui, self, &counts, out));
        Panel::bottom("foot").exact_size(26.0).frame(panel(Margin::symmetric(14, 0))).show(ui, |ui| {
            top_bar::foot_ui(ui, &self.session, &counts);
        });
        tour::ui(ui, &self.session, out);
        if has_list && screen == Screen::Article {
            let raised = Frame::new().fill(tokens.raised);
            let table = Panel::bottom("claims").resizable(true).default_size(layout.claim_list);
            let table = table.size_range(Layout::CLAIM_LIST).frame(raised);
            let shown = table.show(ui, |ui| claim_list::ui(ui, self, out));
            self.layout.claim_list = shown.response.rect.height().round();
        }
        // The review has a list of its own, and two texts side by side need the room.
        let has_pane = self.session.document.as_ref().is_some_and(|document| document.pane().is_some());
        if has_sidebar && screen != Screen::Review && !has_pane {
            let side = Panel::left("side").resizable(true).default_size(layout.sidebar).size_range(Layout::SIDEBAR);
            let side = side.frame(panel(Margin::symmetric(8, 6)));
            let shown = side.show(ui, |ui| sidebar::ui(ui, self, &counts, out));
            self.layout.sidebar = shown.response.rect.width().round();
        }
        if screen == Screen::Article {
            let right = Panel::right("inspector").resizable(true).default_size(layout.inspector);
            let right = right.size_range(Layout::INSPECTOR).frame(panel(Margin::ZERO));
            let shown = right.show(ui, |ui| inspector::ui(ui, self, out));
            self.layout.inspector = shown.response.rect.width().round();
        }
        if has_pane {
            // The article keeps a readable column, however narrow the window is.
            let most = (ui.available_width() - Layout::ARTICLE_MIN).max(*Layout::PANE.start());
            let range = *Layout::PANE.start()..=Layout::PANE.end().min(most);
            let beside = Panel::right("pane").resizable(true).default_size(layout.pane.min(most)).size_range(range);
            let beside = beside.frame(Frame::new().fill(tokens.paper));
            let shown = beside.show(ui, |ui| pane::ui(ui, self, out));
            self.layout.pane = shown.response.rect.width().round();
        }
        if let Some(document) = &self.session.document {
            announce::ui(ui, document);
        }
        let paper = Frame::new().fill(tokens.paper).stroke(Stroke::NONE);
        CentralPanel::no_frame().frame(paper).show(ui, |ui| match screen {
            Screen::Article => {
                find_bar::ui(ui, &mut self.session, Side::Article, out);
                drafts::ui(ui, &self.session, out);
                reading::ui(ui, self, out);
            }
            Screen::Review => review::ui(ui, self, out),
            Screen::Sources => sources::ui(ui, self, out),
            Screen::Overview => overview::ui(ui, self, &counts, out),
            Screen::Readiness => readiness::ui(ui, self, out),
            Screen::Settings => settings::ui(ui, self, out),
            Screen::Claims => table::ui(ui, self, out),
        });
    }

    /// How far the work has come.
    pub(super) fn prepare_counts(&mut self) {
        let Some(document) = &self.session.document else { return };
        let examined = document.examined();
        let key = (document.shown_state(), examined.state);
        if self.cache.counts.as_ref().is_none_or(|(old, _)| *old != key) {
            self.cache.counts = Some((key, Counts::of(document.shown(), &examined.coverage)));
        }
    }

    /// The prepared counts.
    pub(super) fn counts(&self) -> Counts {
        self.cache.counts.as_ref().map(|(_, counts)| counts.clone()).unwrap_or_default()
    }

    /// The claims of the draft that is shown, prepared for drawing.
    pub(super) fn prepare_spans(&mut self) {
        let Some(document) = &self.session.document else { return };
        let Some(version) = document.version() else { return };
        let key = (document.shown_state(), version.id.clone());
        if self.cache.spans.as_ref().is_none_or(|(old, _)| *old != key) {
            self.cache.spans = Some((key, SpanIndex::new(document.shown(), version)));
        }
    }

    /// The prepared claims.
    pub(super) fn spans(&self) -> Option<&SpanIndex> {
        self.cache.spans.as_ref().map(|(_, spans)| spans)
    }

    /// The evidence in the document that stands beside the article, prepared for drawing.
    pub(super) fn prepare_pane_spans(&mut self) {
        let Some(document) = &self.session.document else { return };
        let (Some((_, source)), Some(version)) = (document.pane(), document.version_in(Side::Pane)) else { return };
        let key = (document.shown_state(), version.id.clone());
        if self.cache.pane_spans.as_ref().is_none_or(|(old, _)| *old != key) {
            self.cache.pane_spans = Some((key, pane::evidence_spans(document.shown(), source, version)));
        }
    }

    /// The prepared evidence.
    pub(super) fn pane_spans(&self) -> Option<&SpanIndex> {
        self.cache.pane_spans.as_ref().map(|(_, spans)| spans)
    }

    /// The places of the claims that pass the filter, in the order asked for.
    pub(super) fn prepare_rows(&mut self) {
        let Some(document) = &self.session.document else { return };
        let key = (document.shown_state(), document.view.filter.clone());
        if self.cache.rows.as_ref().is_none_or(|(old, _)| *old != key) {
            let rows = document.view.filter.rows(document.shown());
            self.cache.rows = Some((key, rows));
        }
    }

    /// The prepared places.
    pub(super) fn rows(&self) -> &[usize] {
        self.cache.rows.as_ref().map(|(_, rows)| rows.as_slice()).unwrap_or_default()
    }
}

/// The number of a claim and the sign of its verdict, as the margin shows them.
pub(super) fn number_and_sign(project: &Project, index: usize) -> String {
    let verdict = project.claims().get(index).and_then(|claim| project.verdict(claim.verdict.as_ref()?));
    format!("{} {}", index + 1, verdict.map_or("○".to_owned(), |verdict| verdict.sign))
}

fn dropped_files(ui: &Ui, out: &mut Vec<Intent>) {
    let paths: Vec<_> =
        ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
    if !paths.is_empty() {
        out.push(Intent::Drop(paths));
    }
}
