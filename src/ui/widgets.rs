//! Small pieces that every panel is made of.

use std::sync::Arc;

use egui::{
    Align, Button, Color32, CornerRadius, FontId, Frame, Layout, Margin, Response, RichText, ScrollArea, Sense, Stroke,
    TextEdit, Ui, text::CCursorRange, text_edit::TextEditState,
};

use crate::app::{Command, Intent, Keymap, keys::Shortcut};

use super::{
    dates, event_queue, long_text,
    theme::{self, Pair, tokens},
};

/// Whether the program runs on macOS, where keys have other names.
pub const IS_MAC: bool = cfg!(target_os = "macos");

/// A small key cap.
pub fn key_cap(ui: &mut Ui, label: &str) -> Response {
    let tokens = tokens(ui);
    let font = FontId::monospace(10.5);
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font, tokens.faint);
    let size = galley.size() + egui::vec2(8.0, 3.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect(rect, 4.0, tokens.paper, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, tokens.faint);
    response
}

/// Gives the keys of the session to whatever draws them.
pub fn set_keys(ctx: &egui::Context, keys: &Arc<Keymap>) {
    ctx.data_mut(|data| data.insert_temp(egui::Id::unique("keys of the commands"), Arc::clone(keys)));
}

/// The keys of a command as they are now, the one to show first.
pub fn shortcuts_of(ui: &Ui, command: Command) -> Vec<Shortcut> {
    let keys = ui.data(|data| data.get_temp::<Arc<Keymap>>(egui::Id::unique("keys of the commands")));
    keys.unwrap_or_default().of_command(command).to_vec()
}

/// A text in which `{id}` stands for the key of a command, with the keys as they are now.
pub fn keyed(ui: &Ui, text: &str) -> String {
    let keys = ui.data(|data| data.get_temp::<Arc<Keymap>>(egui::Id::unique("keys of the commands")));
    keys.unwrap_or_default().named_in(text, |key| key.label(IS_MAC))
}

/// The key to show beside a command.
pub fn shortcut_of(ui: &Ui, command: Command) -> Option<Shortcut> {
    shortcuts_of(ui, command).first().copied()
}

/// Words with the key that a command has now: “Find in the document (Ctrl F)”.
pub fn with_key(ui: &Ui, words: &str, command: Command) -> String {
    shortcut_of(ui, command).map_or(words.to_owned(), |key| format!("{words} ({})", key.label(IS_MAC)))
}

/// The key cap of a shortcut.
pub fn shortcut_cap(ui: &mut Ui, shortcut: Shortcut) {
    key_cap(ui, &shortcut.label(IS_MAC));
}

/// A column of this width in the middle of the page.
pub fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    let side = ((ui.available_width() - width) / 2.0).max(16.0);
    ui.horizontal(|ui| {
        ui.add_space(side);
        ui.vertical(|ui| {
            ui.set_width(width);
            contents(ui);
        });
    });
}

/// A small bold label over a group.
pub fn section(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(text).font(theme::label_font()).color(tokens(ui).faint));
    ui.add_space(2.0);
}

/// The quiet label of a field.
pub fn field_label(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).size(12.0).color(tokens(ui).muted))
}

/// Words in the quiet colour.
pub fn muted(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).color(tokens(ui).muted))
}

/// Words in the quietest colour.
pub fn faint(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).size(12.0).color(tokens(ui).faint))
}

/// A rounded word in a pair of colours.
pub fn pill(ui: &mut Ui, text: &str, colors: Pair) -> Response {
    let font = FontId::new(11.5, theme::bold());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, colors.ink);
    let (rect, response) = ui.allocate_exact_size(galley.size() + egui::vec2(14.0, 4.0), Sense::hover());
    ui.painter().rect_filled(rect, 4.0, colors.fill);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colors.ink);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    response
}

/// The one main button of a page.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let button = primary_button(ui, text);
    ui.add(button)
}

/// The one main button of a page, to be placed.
pub fn primary_button<'a>(ui: &Ui, text: &str) -> Button<'a> {
    let tokens = tokens(ui);
    let label = RichText::new(text).color(tokens.paper).font(FontId::new(13.0, theme::bold()));
    Button::new(label).fill(tokens.accent.ink).stroke(Stroke::new(1.0, tokens.accent.ink))
}

/// A button without a frame, for quiet actions.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).muted;
    ui.add(Button::new(RichText::new(text).color(color)).frame_when_inactive(false))
}

/// A link to a page of the user guide, for places where somebody may not know how to go on.
pub fn how(ui: &mut Ui, words: &str, page: &'static str, out: &mut Vec<Intent>) {
    let words = RichText::new(words).size(12.0).color(tokens(ui).accent.ink).underline();
    if ui.link(words).clicked() {
        out.push(Intent::Guide(page));
    }
}

/// The button of a command with its key, greyed out while it makes no sense.
pub fn command_button(ui: &mut Ui, command: Command, can: bool, key_caps: bool, out: &mut Vec<Intent>) -> Response {
    let mut button = Button::new(command.title());
    if let Some(shortcut) = shortcut_of(ui, command).filter(|_| key_caps) {
        button = button.shortcut_text(shortcut.label(IS_MAC));
    }
    let response = ui.add_enabled(can, button).on_hover_text(command.entry().help);
    if response.clicked() {
        out.push(command.into());
    }
    response
}

/// A framed list of rows of one height, of which only those in view are drawn; `empty` stands there when it has none.
pub fn listing(
    ui: &mut Ui,
    id: &str,
    height: f32,
    (row, count): (f32, usize),
    empty: &str,
    mut draw: impl FnMut(&mut Ui, usize),
) {
    const MARGIN: i8 = 6;
    let tokens = tokens(ui);
    let inside = height - 2.0 * f32::from(MARGIN);
    let frame = Frame::new().fill(tokens.paper).stroke(Stroke::new(1.0, tokens.line)).corner_radius(6.0);
    frame.inner_margin(Margin::symmetric(10, MARGIN)).show(ui, |ui| {
        if count == 0 {
            ui.set_min_size(egui::vec2(ui.available_width(), inside));
            muted(ui, empty);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = ScrollArea::vertical().id_salt(id).max_height(inside).auto_shrink([false, false]);
        list.show_rows(ui, row, count, |ui, range| range.for_each(|at| draw(ui, at)));
    });
}

/// A card one step above its panel.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
        .inner
}

/// A field for one line. Returns the new text when it was typed in; says when it was left.
pub fn line(ui: &mut Ui, label: &str, value: &str, hint: &str, out: &mut Vec<Intent>) -> Option<String> {
    let name = field_label(ui, label);
    bare_line(ui, label, value, hint, out, Some(name.id))
}

/// A text of a value: its label, its hint, and where the value has it.
pub type TextField<T> = (&'static str, &'static str, fn(&mut T) -> &mut String);

/// A field for each of some texts of a value. Returns the value changed when one was typed in.
pub fn texts<T: Clone>(ui: &mut Ui, value: &T, fields: &[TextField<T>], out: &mut Vec<Intent>) -> Option<T> {
    let mut changed = None;
    for (label, hint, text_of) in fields {
        let mut copy = value.clone();
        if let Some(text) = line(ui, label, &text_of(&mut copy).clone(), hint, out) {
            *text_of(&mut copy) = text;
            changed = Some(copy);
        }
    }
    changed
}

/// A field for one line whose label is only heard, not seen.
pub fn bare_line(
    ui: &mut Ui,
    name: &str,
    value: &str,
    hint: &str,
    out: &mut Vec<Intent>,
    label: Option<egui::Id>,
) -> Option<String> {
    let mut text = value.to_owned();
    let edit =
        TextEdit::singleline(&mut text).hint_text(hint_text(ui, hint)).desired_width(f32::INFINITY).margin(FIELD);
    let response = ui.add(edit);
    finish(&response, (name, &text), label, out);
    if hint == dates::DAY && response.lost_focus() {
        return dates::typed(ui.ctx(), &text).or_else(|| response.changed().then_some(text));
    }
    response.changed().then_some(text)
}

/// A field for several lines.
pub fn lines(ui: &mut Ui, label: &str, value: &str, hint: &str, rows: usize, out: &mut Vec<Intent>) -> Option<String> {
    let name = field_label(ui, label);
    let mut text = value.to_owned();
    let hint = hint_text(ui, hint);
    let (is_long, mut lay_out) = (long_text::is_long(&text), long_text::lay_out);
    let mut edit =
        TextEdit::multiline(&mut text).hint_text(hint).desired_width(f32::INFINITY).desired_rows(rows).margin(FIELD);
    if is_long {
        edit = edit.layouter(&mut lay_out);
    }
    let response = ui.add(edit);
    finish(&response, (label, &text), Some(name.id), out);
    response.changed().then_some(text)
}

/// Room inside a field.
pub const FIELD: Margin = Margin { left: 8, right: 8, top: 5, bottom: 5 };

/// The words in an empty field.
pub fn hint_text(ui: &Ui, hint: &str) -> RichText {
    RichText::new(hint).color(tokens(ui).faint)
}

/// Names a field that has no label on the screen.
pub fn name_for_screen_readers(response: &Response, name: &str) {
    let _ = response.ctx.accesskit_node_builder(response.id, |node| node.set_label(name.to_owned()));
}

fn finish(response: &Response, (name, text): (&str, &str), label: Option<egui::Id>, out: &mut Vec<Intent>) {
    match label {
        Some(label) => drop(response.clone().labelled_by(label)),
        None => name_for_screen_readers(response, name),
    }
    if event_queue::is_wished_for(&response.ctx, name) {
        response.request_focus();
        response.scroll_to_me(None);
        select_all(response, text);
    }
    if response.lost_focus() {
        out.push(Intent::LeaveField);
    }
}

/// Selects the words of a field, so that what is typed takes their place.
fn select_all(response: &Response, text: &str) {
    let mut state = TextEditState::load(&response.ctx, response.id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::select_all_str(text)));
    state.store(&response.ctx, response.id);
}

/// One of several words side by side: sign, key, colours, whether it is chosen. Returns the place of the one clicked.
pub fn segments(ui: &mut Ui, name: &str, items: &[Segment<'_>]) -> Option<usize> {
    let tokens = tokens(ui);
    let width = ui.available_width() / items.len().max(1) as f32;
    let size = segment_size(ui, items, width - 2.0);
    let words: Vec<_> = items.iter().map(|item| segment_words(ui, item, size, width - 2.0)).collect();
    let has_top = items.iter().any(|item| item.key.is_some() || !item.sign.is_empty());
    let top = if has_top { 20.0 } else { 0.0 };
    let height = words.iter().map(|words| words.size().y).fold(0.0, f32::max) + top + 11.0;
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
    ui.painter().rect(rect, 6.0, tokens.raised, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
    let mut clicked = None;
    for (index, (item, words)) in items.iter().zip(words).enumerate() {
        let cell =
            egui::Rect::from_min_size(rect.min + egui::vec2(width * index as f32, 0.0), egui::vec2(width, height));
        let response = ui.interact(cell, ui.scope_id().with((name, index)), Sense::click()).on_hover_text(item.help);
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::RadioButton, ui.is_enabled(), item.is_on, item.text)
        });
        let inner = cell.shrink(1.0);
        if item.is_on {
            ui.painter().rect_filled(inner, 5.0, item.colors.fill);
        } else if response.hovered() {
            ui.painter().rect_filled(inner, 5.0, tokens.panel);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(inner, 5.0, Stroke::new(1.5, tokens.accent.ink), egui::StrokeKind::Inside);
        }
        if index > 0 {
            ui.painter().vline(cell.left(), rect.y_range(), Stroke::new(1.0, tokens.line));
        }
        if has_top {
            segment_top(ui, cell, item);
        }
        let at = egui::pos2(cell.center().x, cell.top() + 5.0 + top);
        ui.painter().galley(at, words, item.colors.ink);
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// The largest size of letters at which no word has to be broken.
fn segment_size(ui: &Ui, items: &[Segment<'_>], width: f32) -> f32 {
    let words = items.iter().flat_map(|item| item.text.split_whitespace());
    let widest = words.map(|word| word_width(ui, word, FontId::proportional(11.0))).fold(1.0, f32::max);
    (11.0 * (width - 2.0) / widest).clamp(9.5, 11.0)
}

fn word_width(ui: &Ui, word: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(word.to_owned(), font, Color32::WHITE).size().x
}

/// The word of a segment on up to two lines; bold when it is chosen and there is room.
fn segment_words(ui: &Ui, item: &Segment<'_>, size: f32, width: f32) -> Arc<egui::Galley> {
    let bold = FontId::new(size, theme::bold());
    let fits = |word| word_width(ui, word, bold.clone()) <= width;
    let is_bold = item.is_on && item.text.split_whitespace().all(fits);
    let font = if is_bold { bold } else { FontId::proportional(size) };
    let mut job = egui::text::LayoutJob::simple(item.text.to_owned(), font, item.colors.ink, width);
    job.wrap.max_rows = 2;
    job.halign = Align::Center;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The sign of a segment and its key, side by side.
fn segment_top(ui: &Ui, cell: egui::Rect, item: &Segment<'_>) {
    let tokens = tokens(ui);
    let sign = ui.painter().layout_no_wrap(item.sign.to_owned(), FontId::new(13.0, theme::bold()), item.colors.ink);
    let key =
        ui.painter().layout_no_wrap(item.key.unwrap_or_default().to_owned(), FontId::monospace(10.0), tokens.faint);
    let cap = if item.key.is_some() { key.size() + egui::vec2(8.0, 2.0) } else { egui::Vec2::ZERO };
    let gap = if item.key.is_some() && !item.sign.is_empty() { 5.0 } else { 0.0 };
    let left = cell.center().x - (sign.size().x + gap + cap.x) / 2.0;
    let y = cell.top() + 14.0;
    let cap_at = egui::Rect::from_min_size(egui::pos2(left + sign.size().x + gap, y - cap.y / 2.0), cap);
    ui.painter().galley(egui::pos2(left, y - sign.size().y / 2.0), sign, item.colors.ink);
    if item.key.is_some() {
        ui.painter().rect(cap_at, 4.0, tokens.paper, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        ui.painter().galley(cap_at.center() - key.size() / 2.0, key, tokens.faint);
    }
}

/// A quiet arrow for lists to choose from.
pub fn chevron(ui: &Ui, rect: egui::Rect, _visuals: &egui::style::WidgetVisuals, _is_open: bool) {
    let (at, stroke) = (rect.center(), Stroke::new(1.5, tokens(ui).faint));
    let points = [at + egui::vec2(-3.5, -1.5), at + egui::vec2(0.0, 2.0), at + egui::vec2(3.5, -1.5)];
    ui.painter().line(points.to_vec(), stroke);
}

/// Words on one line, cut off with … where the room ends.
pub fn fit(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<egui::Galley> {
    // Nothing is shaped that cannot be seen: no letter is narrower than a point.
    let seen =
        text.char_indices().nth((width.max(8.0) as usize).saturating_add(1)).map_or(text, |(end, _)| &text[..end]);
    let mut job = egui::text::LayoutJob::simple_singleline(seen.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(8.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// One word of [`segments`].
pub struct Segment<'a> {
    /// The word.
    pub text: &'a str,
    /// What stands for it.
    pub sign: &'a str,
    /// What it means.
    pub help: &'a str,
    /// Its key.
    pub key: Option<&'a str>,
    /// Its colours.
    pub colors: Pair,
    /// Whether it is chosen.
    pub is_on: bool,
}

/// A list to choose one of. Returns the choice.
pub fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    current: T,
    all: &[T],
    word: impl Fn(T) -> String,
) -> Option<T> {
    let name = field_label(ui, label);
    let mut chosen = None;
    let response = egui::ComboBox::from_id_salt((label, "choice"))
        .selected_text(word(current))
        .icon(chevron)
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            for value in all {
                if ui.selectable_label(*value == current, word(*value)).clicked() {
                    chosen = Some(*value);
                }
            }
        })
        .response;
    drop(response.labelled_by(name.id));
    chosen.filter(|chosen| *chosen != current)
}

/// Contents in a row that ends at the right.
pub fn right<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), contents).inner
}

/// A row of a list: words at the left, a figure at the right, lit while chosen.
pub fn row(ui: &mut Ui, text: &str, figure: &str, is_on: bool) -> Response {
    row_with(ui, text, figure, None, is_on)
}

/// [`row`] with a figure in a colour of its own.
pub fn row_with(ui: &mut Ui, text: &str, figure: &str, figure_ink: Option<Color32>, is_on: bool) -> Response {
    let tokens = tokens(ui);
    let quiet = if is_on { tokens.muted } else { tokens.faint };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 28.0), Sense::click());
    if is_on {
        ui.painter().rect_filled(rect, 6.0, tokens.accent.fill);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.line);
    }
    let ink = if is_on { tokens.accent.ink } else { tokens.text };
    let side = ui.painter().layout_no_wrap(figure.to_owned(), FontId::proportional(12.0), figure_ink.unwrap_or(quiet));
    let room = rect.width() - 16.0 - side.size().x - 8.0;
    let words = fit(ui, text, FontId::proportional(13.0), ink, room);
    ui.painter().galley(egui::pos2(rect.left() + 8.0, rect.center().y - words.size().y / 2.0), words, ink);
    let at = egui::pos2(rect.right() - 8.0 - side.size().x, rect.center().y - side.size().y / 2.0);
    ui.painter().galley(at, side, quiet);
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, format!("{text} {figure}").trim()));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The heading of a question or a page.
pub fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading_font()));
}

/// The sheet of what lies over the window.
pub fn sheet(ui: &Ui) -> Frame {
    let tokens = tokens(ui);
    let visuals = ui.visuals();
    Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(10.0)
        .shadow(visuals.window_shadow)
        .inner_margin(Margin::same(12))
}
