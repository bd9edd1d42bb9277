//! A source's file as it looks: a picture or a page whose parts become evidence, or a recording that the system's own program plays.

use std::sync::{Arc, Weak};

use egui::{
    Color32, Event, EventFilter, Frame, Key, Margin, Panel, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    Vec2, pos2, vec2,
};

use crate::{
    app::{
        Cached, Document, Intent, Opened, StateId,
        intent::{LookIntent, PaneIntent, PictureIntent},
        view::{LookFile, LookKey, PictureView, RegionHere},
    },
    media::format_name,
    model::{Area, Claim, Edit, Evidence, EvidenceField, EvidenceId},
    picture::{About, Picture, Raster},
};

use super::{
    pages,
    pane::{stance_buttons, stance_sign},
    theme,
    widgets::{self, faint, muted, name_for_screen_readers, quiet, right},
};

/// What is kept of the picture from frame to frame: one texture at most.
#[derive(Default)]
pub struct PictureState {
    texture: Option<(Weak<Picture>, egui::TextureHandle)>,
    /// Of which file the zoom is.
    file: String,
    zoom: Option<f32>,
    from: Option<[f32; 2]>,
    regions: Cached<(StateId, LookKey), Vec<RegionHere>>,
    /// The evidence that was brought into view last.
    revealed: Option<EvidenceId>,
}

impl std::fmt::Debug for PictureState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PictureState").field("zoom", &self.zoom).finish_non_exhaustive()
    }
}

impl PictureState {
    pub(super) fn zoom_by(&mut self, by: f32) {
        self.zoom = Some((self.zoom.unwrap_or(1.0) * by).clamp(1.0 / MOST, MOST));
    }
}

/// How far a step of the buttons and of the wheel goes, and how far in all.
const STEP: f32 = 1.25;
const MOST: f32 = 16.0;

/// How far an arrow key moves or widens the selected part, in parts of ten thousand.
const MOVE: i32 = 100;

/// Draws the file that is looked at: that of the source in the pane, or the article's own pages.
pub fn ui(ui: &mut Ui, session: Opened<'_>, file: LookFile<'_>, state: &mut PictureState, out: &mut Vec<Intent>) {
    let document = session.document;
    if file.is_recording() {
        return recording(ui, document, file, out);
    }
    if state.file != file.sha256 {
        *state = PictureState { file: file.sha256.to_owned(), ..PictureState::default() };
    }
    if document.pane().is_some() {
        foot(ui, document, out);
    }
    let view = document.picture();
    let page = view.and_then(|view| view.key.page);
    if page.is_some() {
        pages::bar(ui, session, state, out);
    }
    match view.and_then(|view| Some((view, view.drawn.as_ref()?))) {
        None => waiting(ui, if page.is_some() { "Drawing the page …" } else { "Drawing the picture …" }),
        Some((_, Err(why))) => not_shown(ui, file, why, out),
        Some((view, Ok(picture))) => {
            if page.is_none() {
                about(ui, document, &picture.about, state, out);
            }
            if document.can_recognise() {
                pages::recognise(ui, page, out);
            }
            match &picture.drawn {
                Ok(raster) => shown(ui, document, (view, picture, raster), state, out),
                Err(why) => {
                    let words = format!("The picture is kept and sealed, but it is not shown: {why}.");
                    not_shown(ui, file, &words, out);
                }
            }
        }
    }
}

fn waiting(ui: &mut Ui, words: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        muted(ui, words);
    });
}

fn not_shown(ui: &mut Ui, file: LookFile<'_>, why: &str, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin::symmetric(28, 0)).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.2);
            ui.label(RichText::new(file.name).font(theme::heading_font()));
            muted(ui, why);
            if file.archived.is_none() {
                ui.add_space(10.0);
                open_button(ui, out);
            }
        });
    });
}

fn open_button(ui: &mut Ui, out: &mut Vec<Intent>) {
    let help = "Opens a copy with the program that this computer has for it";
    if ui.button("Open with the system's program").on_hover_text(help).clicked() {
        out.push(PaneIntent::OpenFile.into());
    }
}

/// What the picture is, what it says of itself, and how large it is drawn.
fn about(ui: &mut Ui, document: &Document, about: &About, state: &mut PictureState, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 5));
    Panel::top("about picture").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            faint(ui, about.to_string());
            right(ui, |ui| zoom_buttons(ui, document, state, out));
        });
        if !about.exif.is_empty() {
            exif(ui, about);
        }
    });
}

pub(super) fn zoom_buttons(ui: &mut Ui, document: &Document, state: &mut PictureState, out: &mut Vec<Intent>) {
    if document.file_to_open().is_some() {
        let open = quiet(ui, "Open").on_hover_text("Opens a copy with the program that this computer has for it");
        name_for_screen_readers(&open, "Open with the system's program");
        if open.clicked() {
            out.push(PaneIntent::OpenFile.into());
        }
    }
    for (sign, name, by) in
        [("+", "Larger", Some(STEP)), ("Fit", "Fit to the width", None), ("−", "Smaller", Some(1.0 / STEP))]
    {
        let button = quiet(ui, sign).on_hover_text(name);
        name_for_screen_readers(&button, name);
        if button.clicked() {
            match by {
                Some(by) => state.zoom_by(by),
                None => state.zoom = None,
            }
        }
    }
}

fn exif(ui: &mut Ui, about: &About) {
    let title = RichText::new(format!("What the picture says of itself ({})", about.exif.len())).size(12.0);
    egui::CollapsingHeader::new(title).id_salt("exif").show(ui, |ui| {
        egui::ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
            egui::Grid::new("exif lines").num_columns(2).spacing([14.0, 3.0]).show(ui, |ui| {
                for (name, value) in &about.exif {
                    faint(ui, name.as_str());
                    ui.add(egui::Label::new(RichText::new(value).size(12.0)).wrap());
                    ui.end_row();
                }
            });
        });
    });
}

/// Draws the picture or page with the evidence on it.
fn shown(
    ui: &mut Ui,
    document: &Document,
    (view, picture, raster): (&PictureView, &Arc<Picture>, &Raster),
    state: &mut PictureState,
    out: &mut Vec<Intent>,
) {
    let texture = texture(ui, picture, raster, state);
    let size = seen_size(ui, view, picture, raster, state);
    sharpen(ui, size, (view, picture, raster), out);
    // No dusk at the edges of a white page.
    ui.spacing_mut().scroll.fade.strength = 0.0;
    // Each page is scrolled for itself, so that the next one begins at its top.
    let scroll = egui::ScrollArea::both().id_salt(&view.key).auto_shrink(false);
    let scroll = scroll.scroll_source(egui::scroll_area::ScrollSource {
        drag: egui::scroll_area::DragScroll::Never,
        ..egui::scroll_area::ScrollSource::default()
    });
    scroll.show(ui, |ui| {
        Frame::new().inner_margin(Margin::same(MARGIN)).show(ui, |ui| {
            let response = ui.allocate_response(size, Sense::click_and_drag());
            let rect = response.rect;
            // Behind what is seen through.
            ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture, rect, whole, Color32::WHITE);
            if view.key.page.is_some() {
                // White paper on a white ground would have no edge.
                let edge = Stroke::new(1.0, theme::tokens(ui).line);
                ui.painter().rect_stroke(rect, 0.0, edge, StrokeKind::Outside);
            }
            wheel(ui, &response, state);
            drag(&response, state, document, out);
            keys(ui, &response, view, document, state, out);
            name(&response, picture, view, document);
            evidence(ui, document, (rect, &view.key), state, out);
            if let Some(area) = view.selected {
                let ink = theme::tokens(ui).accent.ink;
                let stroke = Stroke::new(2.0, ink);
                ui.painter().rect(on(rect, area), 2.0, ink.gamma_multiply(0.12), stroke, StrokeKind::Inside);
            }
        });
    });
}

/// Around what is shown, in points.
const MARGIN: i8 = 14;

/// How large it is seen, in points: a page fits the width, and so does a picture unless it would become more than twice as large.
fn seen_size(ui: &Ui, view: &PictureView, picture: &Picture, raster: &Raster, state: &PictureState) -> Vec2 {
    let width = ui.available_width() - 2.0 * f32::from(MARGIN) - ui.spacing().scroll.allocated_width();
    let [own_width, _] = picture.about.size.unwrap_or([raster.width, raster.height]);
    let most = if view.key.page.is_some() { width } else { own_width as f32 * 2.0 };
    let wide = width.min(most).max(1.0) * state.zoom.unwrap_or(1.0);
    vec2(wide, wide * raster.height as f32 / raster.width as f32)
}

/// How many pixels the longer side of what is drawn may have, in steps, so that dragging the edge of the pane does not draw anew each time.
const STEPS: [u32; 4] = [1448, 2048, 2896, 4096];

/// Asks for it to be drawn more sharply where it is seen larger than it was drawn.
fn sharpen(ui: &Ui, size: Vec2, (view, picture, raster): (&PictureView, &Picture, &Raster), out: &mut Vec<Intent>) {
    let seen = size.max_elem() * ui.ctx().pixels_per_point();
    let largest = ui.input(|input| input.max_texture_side) as u32;
    let own = picture.about.size.filter(|_| view.key.page.is_none());
    let most = own.map_or(u32::MAX, |[width, height]| width.max(height));
    let has = raster.width.max(raster.height);
    let mut wanted = STEPS.into_iter().filter(|step| *step <= largest);
    let wanted = wanted.clone().find(|step| *step as f32 >= seen).or(wanted.next_back());
    if let Some(wanted) = wanted.filter(|wanted| has < most && (has as f32) < seen && *wanted > has) {
        out.push(PaneIntent::Look(LookIntent::Sharpen(wanted)).into());
    }
}

/// The pixels on the graphics card, of the picture that is shown and no other.
fn texture(ui: &Ui, picture: &Arc<Picture>, raster: &Raster, state: &mut PictureState) -> egui::TextureId {
    if state.texture.as_ref().is_none_or(|(shown, _)| shown.as_ptr() != Arc::as_ptr(picture)) {
        let size = [raster.width as usize, raster.height as usize];
        let pixels = egui::ColorImage::from_rgba_unmultiplied(size, &raster.pixels);
        let handle = ui.ctx().load_texture("picture", pixels, egui::TextureOptions::LINEAR);
        state.texture = Some((Arc::downgrade(picture), handle));
    }
    state.texture.as_ref().map(|(_, handle)| handle.id()).unwrap_or_default()
}

fn on(rect: Rect, area: Area) -> Rect {
    let [from, to] = area.corners().map(|[x, y]| rect.min + vec2(x, y) * rect.size());
    Rect::from_min_max(from, to)
}

fn wheel(ui: &Ui, response: &Response, state: &mut PictureState) {
    let by = ui.input(egui::InputState::zoom_delta);
    if by != 1.0 && response.contains_pointer() {
        state.zoom_by(by);
    }
}

/// A drag selects a part, a click none.
fn drag(response: &Response, state: &mut PictureState, document: &Document, out: &mut Vec<Intent>) {
    let rect = response.rect;
    let part = |at: egui::Pos2| {
        let Vec2 { x, y } = (at - rect.min) / rect.size();
        [x, y]
    };
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.clicked() {
        out.push(PaneIntent::Picture(PictureIntent::Select(None)).into());
    }
    if !document.can_take_region() {
        return;
    }
    if response.drag_started() {
        state.from = response.ctx.input(|input| input.pointer.press_origin()).map(part);
    }
    if let (Some(from), Some(to), true) = (state.from, response.interact_pointer_pos().map(part), response.dragged()) {
        out.push(PaneIntent::Picture(PictureIntent::Select(Area::between(from, to))).into());
    }
    if response.drag_stopped() {
        state.from = None;
    }
}

/// Plus and minus change the size, the keys for pages turn them. Arrows move the selected part, with Shift they widen it, Enter takes it,
/// or the whole where none is, Backspace or Delete let it go (and mean no claim meanwhile: `Document::allows`).
fn keys(
    ui: &Ui,
    response: &Response,
    view: &PictureView,
    document: &Document,
    state: &mut PictureState,
    out: &mut Vec<Intent>,
) {
    if !response.has_focus() {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key) && !input.modifiers.command);
    for (keys, by) in [([Key::Plus, Key::Equals], STEP), ([Key::Minus, Key::Minus], 1.0 / STEP)] {
        if keys.into_iter().any(pressed) {
            state.zoom_by(by);
        }
    }
    for (key, by) in [(Key::PageDown, 1), (Key::PageUp, -1)] {
        if let Some(page) = view.key.page.filter(|_| pressed(key) && document.can_turn(by)) {
            out.push(PaneIntent::Look(LookIntent::Turn(page.saturating_add_signed(by))).into());
        }
    }
    if !document.can_take_region() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let events = ui.input(|input| input.events.clone());
    for event in events {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { continue };
        if modifiers.command || modifiers.alt {
            continue;
        }
        let by = match key {
            Key::ArrowLeft => (-MOVE, 0),
            Key::ArrowRight => (MOVE, 0),
            Key::ArrowUp => (0, -MOVE),
            Key::ArrowDown => (0, MOVE),
            _ => (0, 0),
        };
        let intent = match key {
            Key::Backspace | Key::Delete => PictureIntent::Select(None),
            Key::Enter => PictureIntent::Take(None),
            _ if by != (0, 0) => PictureIntent::Select(Some(match view.selected.or_else(middle) {
                Some(area) if modifiers.shift => area.grown(by.0, by.1),
                Some(area) => area.moved(by.0, by.1),
                None => Area::WHOLE,
            })),
            _ => continue,
        };
        out.push(PaneIntent::Picture(intent).into());
    }
}

/// Where the first arrow key begins.
fn middle() -> Option<Area> {
    Area::new(2_500, 2_500, 5_000, 5_000).ok()
}

fn name(response: &Response, picture: &Picture, view: &PictureView, document: &Document) {
    let what = match view.key.page {
        Some(page) => format!("Page {page} of {}", picture.about.frames),
        None => format!("Picture, {}", picture.about),
    };
    let selected = view.selected.map(|area| format!(". Selected: {area}")).unwrap_or_default();
    let how = if document.can_take_region() { ". Arrow keys select a part, Enter takes it" } else { "" };
    let words = format!("{what}{selected}{how}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
}

/// The parts that are evidence, the smallest on top, each with its claim's number and sign. The chosen one is brought into view once.
fn evidence(
    ui: &mut Ui,
    document: &Document,
    (rect, key): (Rect, &LookKey),
    state: &mut PictureState,
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    let regions = state.regions.of((document.shown_state(), key.clone()), || {
        let mut regions = document.regions_on(key);
        regions.sort_by_key(|region| std::cmp::Reverse(region.area.size()));
        regions
    });
    let chosen = document.pane_evidence().map(|evidence| &evidence.id);
    for RegionHere { claim, evidence, area } in regions {
        let Some(claim) = document.shown().claims().get(*claim) else { continue };
        let Some(evidence) = claim.evidence.get(*evidence) else { continue };
        let part = on(rect, *area);
        let colors = tokens.stance(evidence.stance);
        let is_chosen =
            chosen == Some(&evidence.id) && document.shown_claim().is_some_and(|shown| shown.id == claim.id);
        if is_chosen && state.revealed.as_ref() != Some(&evidence.id) {
            state.revealed = Some(evidence.id.clone());
            ui.scroll_to_rect(part, None);
        }
        let stroke = Stroke::new(if is_chosen { 3.0 } else { 1.5 }, colors.ink);
        ui.painter().rect(part, 2.0, colors.ink.gamma_multiply(0.06), stroke, StrokeKind::Inside);
        let sign = format!("{} {}", claim.number, stance_sign(evidence.stance));
        let text = ui.painter().layout_no_wrap(sign, egui::FontId::new(12.0, theme::bold()), colors.ink);
        let label = Rect::from_min_size(part.min, text.size() + vec2(8.0, 4.0));
        ui.painter().rect_filled(label, 2.0, colors.fill);
        ui.painter().galley(label.min + vec2(4.0, 2.0), text, colors.ink);
        let response = ui.interact(part, ui.scope_id().with((&claim.id, &evidence.id)), Sense::click());
        let words = format!("Claim {}: {}, {area}", claim.number, evidence.stance.label());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
        if response.on_hover_text(&words).clicked() {
            out.push(PaneIntent::ShowEvidence { claim: claim.id.clone(), evidence: evidence.id.clone() }.into());
        }
    }
}

/// What the selected part can become, or what the chosen evidence is.
fn foot(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 7));
    Panel::bottom("picture foot").resizable(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let view = document.pane_picture();
        let selected = view.and_then(|picture| picture.selected);
        let what = if view.is_some_and(|view| view.key.page.is_some()) { "page" } else { "picture" };
        let chosen = document.pane_evidence().filter(|evidence| evidence.region.is_some());
        match (document.shown_claim(), chosen) {
            (Some(claim), Some(evidence)) if selected.is_none() => chosen_row(ui, claim, evidence),
            (Some(claim), chosen) if document.can_take_region() => {
                take_row(ui, claim.number, (what, selected), chosen.is_some(), out);
            }
            (None, _) => drop(faint(ui, format!("Click a claim to make a part of this {what} its evidence."))),
            _ => drop(faint(ui, format!("Nothing can be taken from the {what} here."))),
        }
    });
}

fn take_row(ui: &mut Ui, number: u32, (what, selected): (&str, Option<Area>), can_move: bool, out: &mut Vec<Intent>) {
    faint(
        ui,
        match selected {
            Some(area) => format!("Selected: {area}"),
            None => format!("Drag over the part that counts, or take the whole {what}."),
        },
    );
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        muted(ui, format!("Claim {number}:"));
        let what = if selected.is_some() { "the selected part".to_owned() } else { format!("the whole {what}") };
        if let Some(stance) = stance_buttons(ui, &format!("Takes {what} as evidence")) {
            out.push(PaneIntent::Picture(PictureIntent::Take(Some(stance))).into());
        }
        if can_move {
            right(ui, |ui| {
                let help = "Puts the chosen evidence on this part instead";
                if quiet(ui, "Move here").on_hover_text(help).clicked() {
                    out.push(PaneIntent::Picture(PictureIntent::Move).into());
                }
            });
        }
    });
}

fn chosen_row(ui: &mut Ui, claim: &Claim, evidence: &Evidence) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(24.0);
        let tokens = theme::tokens(ui);
        let words = format!("{} {}", stance_sign(evidence.stance), evidence.stance.label());
        widgets::pill(ui, &words, tokens.stance(evidence.stance));
        let region = evidence.region.as_ref().map(ToString::to_string).unwrap_or_default();
        muted(ui, format!("claim {} · {region}", claim.number));
        faint(ui, "· drag to mark another part");
    });
}

/// A recording: it is not played here, and evidence in it has a time as its place.
fn recording(ui: &mut Ui, document: &Document, file: LookFile<'_>, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin::symmetric(28, 0)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add_space(ui.available_height() * 0.2);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(file.name).font(theme::heading_font()));
            muted(ui, format!("A recording ({}), kept as it came and sealed.", format_name(file.media_type)));
            ui.add_space(10.0);
            open_button(ui, out);
        });
        let chosen = document.shown_claim().zip(document.pane_evidence());
        let Some((claim, evidence)) = chosen.filter(|_| document.access.is_editable()) else { return };
        ui.add_space(18.0);
        let label = format!("Time in the recording, for claim {}", claim.number);
        if let Some(time) = widgets::line(ui, &label, &evidence.locator, "00:15:30", out) {
            let (claim, evidence) = (claim.id.clone(), evidence.id.clone());
            out.push(Edit::SetEvidence { claim, evidence, field: EvidenceField::Locator(time) }.into());
        }
    });
}
