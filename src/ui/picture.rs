//! A source's file as it looks: a picture whose parts become evidence, or a recording that the system's own program plays.

use egui::{
    Color32, Event, EventFilter, Frame, Key, Margin, Panel, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    Vec2, pos2, vec2,
};

use crate::{
    app::{
        Document, Intent, Opened,
        intent::{PaneIntent, PictureIntent},
        view::{LookKey, PictureView},
    },
    media::format_name,
    model::{Area, Claim, Edit, Evidence, EvidenceField, StoredFile},
    picture::{About, Picture, Raster},
};

use super::{
    pane::{stance_buttons, stance_sign},
    theme,
    widgets::{self, faint, muted, name_for_screen_readers, quiet, right},
};

/// What is kept of the picture from frame to frame: one texture at most.
#[derive(Default)]
pub struct PictureState {
    texture: Option<(LookKey, egui::TextureHandle)>,
    zoom: Option<f32>,
    from: Option<[f32; 2]>,
}

impl std::fmt::Debug for PictureState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PictureState").field("zoom", &self.zoom).finish_non_exhaustive()
    }
}

/// How far a step of the buttons and of the wheel goes, and how far in all.
const STEP: f32 = 1.25;
const MOST: f32 = 16.0;

/// How far an arrow key moves or widens the selected part, in parts of ten thousand.
const MOVE: i32 = 100;

/// Draws the file of the source in the pane.
pub fn ui(ui: &mut Ui, session: Opened<'_>, file: &StoredFile, state: &mut PictureState, out: &mut Vec<Intent>) {
    let document = session.document;
    if file.is_recording() {
        return recording(ui, document, file, out);
    }
    foot(ui, document, out);
    let view = document.pane_picture();
    match view.and_then(|view| Some((view, view.drawn.as_ref()?))) {
        None => {
            waiting(ui);
        }
        Some((_, Err(why))) => not_shown(ui, file, why, out),
        Some((view, Ok(picture))) => {
            about(ui, &picture.about, state, out);
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

fn waiting(ui: &mut Ui) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        muted(ui, "Drawing the picture …");
    });
}

fn not_shown(ui: &mut Ui, file: &StoredFile, why: &str, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin::symmetric(28, 0)).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.2);
            ui.label(RichText::new(&file.name).font(theme::heading_font()));
            muted(ui, why);
            ui.add_space(10.0);
            open_button(ui, out);
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
fn about(ui: &mut Ui, about: &About, state: &mut PictureState, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 5));
    Panel::top("about picture").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            faint(ui, about.to_string());
            right(ui, |ui| zoom_buttons(ui, state, out));
        });
        if !about.exif.is_empty() {
            exif(ui, about);
        }
    });
}

fn zoom_buttons(ui: &mut Ui, state: &mut PictureState, out: &mut Vec<Intent>) {
    let open = quiet(ui, "Open").on_hover_text("Opens a copy with the program that this computer has for it");
    name_for_screen_readers(&open, "Open with the system's program");
    if open.clicked() {
        out.push(PaneIntent::OpenFile.into());
    }
    let zoom = state.zoom.unwrap_or(1.0);
    for (sign, name, to) in
        [("+", "Larger", Some(zoom * STEP)), ("Fit", "Fit to the width", None), ("−", "Smaller", Some(zoom / STEP))]
    {
        let button = quiet(ui, sign).on_hover_text(name);
        name_for_screen_readers(&button, name);
        if button.clicked() {
            state.zoom = to.map(|zoom| zoom.clamp(1.0 / MOST, MOST));
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

/// Draws the picture with the evidence on it.
fn shown(
    ui: &mut Ui,
    document: &Document,
    (view, picture, raster): (&PictureView, &Picture, &Raster),
    state: &mut PictureState,
    out: &mut Vec<Intent>,
) {
    let texture = texture(ui, view, raster, state);
    let width = ui.available_width() - 28.0;
    let scroll = egui::ScrollArea::both().auto_shrink(false).scroll_source(egui::scroll_area::ScrollSource {
        drag: egui::scroll_area::DragScroll::Never,
        ..egui::scroll_area::ScrollSource::default()
    });
    scroll.show(ui, |ui| {
        Frame::new().inner_margin(Margin::same(14)).show(ui, |ui| {
            let fitted = (width / raster.width as f32).min(2.0);
            let scale = fitted * state.zoom.unwrap_or(1.0);
            let size = vec2(raster.width as f32, raster.height as f32) * scale;
            let response = ui.allocate_response(size, Sense::click_and_drag());
            let rect = response.rect;
            // Behind what is seen through.
            ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture, rect, whole, Color32::WHITE);
            wheel(ui, &response, state);
            drag(&response, state, document, out);
            keys(ui, &response, view, document, out);
            name(&response, picture, view);
            evidence(ui, document, rect, out);
            if let Some(area) = view.selected {
                let tokens = theme::tokens(ui);
                let part = on(rect, area);
                ui.painter().rect(
                    part,
                    2.0,
                    tokens.accent.ink.gamma_multiply(0.12),
                    Stroke::new(2.0, tokens.accent.ink),
                    StrokeKind::Inside,
                );
            }
        });
    });
}

/// The pixels on the graphics card, of the picture that is shown and no other.
fn texture(ui: &Ui, view: &PictureView, raster: &Raster, state: &mut PictureState) -> egui::TextureId {
    if state.texture.as_ref().is_none_or(|(key, _)| *key != view.key) {
        let size = [raster.width as usize, raster.height as usize];
        let pixels = egui::ColorImage::from_rgba_unmultiplied(size, &raster.pixels);
        let handle = ui.ctx().load_texture("picture", pixels, egui::TextureOptions::LINEAR);
        *state = PictureState { texture: Some((view.key.clone(), handle)), ..PictureState::default() };
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
        state.zoom = Some((state.zoom.unwrap_or(1.0) * by).clamp(1.0 / MOST, MOST));
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

/// Arrows move the selected part, with Shift they widen it, Enter takes it, or the whole where none is, Backspace or Delete
/// let it go (and mean no claim meanwhile: `Document::allows`).
fn keys(ui: &Ui, response: &Response, view: &PictureView, document: &Document, out: &mut Vec<Intent>) {
    if !response.has_focus() || !document.can_take_region() {
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

fn name(response: &Response, picture: &Picture, view: &PictureView) {
    let selected = view.selected.map(|area| format!(". Selected: {area}")).unwrap_or_default();
    let words = format!("Picture, {}{selected}. Arrow keys select a part, Enter takes it", picture.about);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
}

/// The parts that are evidence, the smallest on top, each with its claim's number and sign.
fn evidence(ui: &mut Ui, document: &Document, rect: Rect, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let mut regions: Vec<_> = document.regions().collect();
    regions.sort_by_key(|(.., area)| std::cmp::Reverse(area.size()));
    let chosen = document.pane_evidence().map(|evidence| &evidence.id);
    for (claim, evidence, area) in regions {
        let part = on(rect, area);
        let colors = tokens.stance(evidence.stance);
        let is_chosen =
            chosen == Some(&evidence.id) && document.shown_claim().is_some_and(|shown| shown.id == claim.id);
        let width = if is_chosen { 3.0 } else { 1.5 };
        ui.painter().rect(
            part,
            2.0,
            colors.ink.gamma_multiply(0.06),
            Stroke::new(width, colors.ink),
            StrokeKind::Inside,
        );
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
        let selected = document.pane_picture().and_then(|picture| picture.selected);
        let chosen = document.pane_evidence().filter(|evidence| evidence.region.is_some());
        match (document.shown_claim(), chosen) {
            (Some(claim), Some(evidence)) if selected.is_none() => chosen_row(ui, claim, evidence),
            (Some(claim), chosen) if document.can_take_region() => {
                take_row(ui, claim.number, selected, chosen.is_some(), out);
            }
            (None, _) => drop(faint(ui, "Click a claim to make a part of this picture its evidence.")),
            _ => drop(faint(ui, "Nothing can be taken from the picture here.")),
        }
    });
}

fn take_row(ui: &mut Ui, number: u32, selected: Option<Area>, can_move: bool, out: &mut Vec<Intent>) {
    faint(
        ui,
        match selected {
            Some(area) => format!("Selected: {area}"),
            None => "Drag over the part that counts, or take the whole picture.".to_owned(),
        },
    );
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        muted(ui, format!("Claim {number}:"));
        let what = if selected.is_some() { "the selected part" } else { "the whole picture" };
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
fn recording(ui: &mut Ui, document: &Document, file: &StoredFile, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin::symmetric(28, 0)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add_space(ui.available_height() * 0.2);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(&file.name).font(theme::heading_font()));
            muted(ui, format!("A recording ({}), kept as it came and sealed.", format_name(&file.media_type)));
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
