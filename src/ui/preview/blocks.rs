//! The blocks of an article that is being opened, as they will read: kept ones with a tick, proposed cuts folded into one row.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Align2, Button, Checkbox, FontId, Galley, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, vec2};

use crate::{
    app::{Intent, Preview, intent::PreviewIntent},
    import::{DraftBlock, LeftOut, Watch, page_word},
    model::BlockKind,
};

use super::super::{
    reader::Heights,
    theme::{self, Tokens},
    widgets,
};

/// Width of the text in points, as in the reader.
const COLUMN: f32 = 604.0;

/// Room for the tick at the left of the text.
const TICK: f32 = 36.0;

/// Height of the row that stands for folded blocks.
const FOLD: f32 = 40.0;

/// How many lines of a block are shown: of one that comes in, and of one that does not.
const LINES: (usize, usize) = (60, 3);

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Blocks that are proposed to stay out, folded away or shown below.
    Cut { from: usize, to: usize, is_shown: bool },
    /// A block.
    Block(usize),
}

/// Heights that were measured, and the rows for which they hold.
#[derive(Debug, Default)]
pub struct Measured {
    key: Option<(Watch, u32)>,
    rows: Vec<Row>,
    blocks: BTreeMap<usize, f32>,
    heights: Heights,
}

/// The rows of a preview.
fn rows(preview: &Preview) -> Vec<Row> {
    let blocks = &preview.draft.blocks;
    let is_cut = |block: &DraftBlock| !block.keep && block.why.is_some();
    let mut rows = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while at < blocks.len() {
        let to = at + blocks[at..].iter().take_while(|block| is_cut(block)).count();
        if to == at {
            rows.push(Row::Block(at));
            at += 1;
            continue;
        }
        let is_shown = preview.unfolded.contains(&at);
        rows.push(Row::Cut { from: at, to, is_shown });
        rows.extend((at..to).filter(|_| is_shown).map(Row::Block));
        at = to;
    }
    rows
}

impl Measured {
    /// Brings heights up to date: measured ones stay, others are guessed.
    fn prepare(&mut self, preview: &Preview, width: f32) {
        let key = (preview.job.watch.clone(), width.to_bits());
        let rows = rows(preview);
        let is_same_text = self.key.as_ref() == Some(&key);
        if is_same_text && self.rows == rows {
            return;
        }
        if !is_same_text {
            self.blocks.clear();
        }
        let height = |row: &Row| match row {
            Row::Cut { .. } => FOLD,
            Row::Block(index) => {
                self.blocks.get(index).copied().unwrap_or_else(|| guess(&preview.draft.blocks, *index, width))
            }
        };
        self.heights = Heights::new(rows.iter().map(height).collect());
        (self.key, self.rows) = (Some(key), rows);
    }
}

/// Draws the blocks in a virtual list: a book has ten thousands of them.
pub fn ui(ui: &mut Ui, preview: &Preview, measured: &mut Measured, out: &mut Vec<Intent>) {
    let width = (ui.available_width() - TICK - 56.0).clamp(120.0, COLUMN);
    let left = ((ui.available_width() - width + TICK) / 2.0).max(TICK + 12.0);
    measured.prepare(preview, width);
    const TOP: f32 = 22.0;
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        ui.set_height(measured.heights.total() as f32 + 2.0 * TOP);
        let origin = ui.max_rect().min + vec2(left, TOP);
        let (first, _) = measured.heights.find(f64::from(viewport.top() - TOP));
        let mut top = measured.heights.sum(first) as f32;
        let mut is_new = false;
        for row in first..measured.rows.len() {
            if top + TOP > viewport.bottom() {
                break;
            }
            let at = origin + vec2(0.0, top);
            let height = match measured.rows[row] {
                Row::Cut { from, to, is_shown } => {
                    cut(ui, Rect::from_min_size(at, vec2(width, FOLD)), preview, (from, to), is_shown, out);
                    FOLD
                }
                Row::Block(index) => {
                    let height = block(ui, at, width, preview, index, out);
                    is_new |= measured.blocks.insert(index, height) != Some(height);
                    height
                }
            };
            measured.heights.set(row, height);
            top += height;
        }
        if is_new {
            ui.request_repaint();
        }
    });
}

/// The row of blocks that are proposed to stay out.
fn cut(ui: &mut Ui, rect: Rect, preview: &Preview, (from, to): (usize, usize), is_shown: bool, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let row = Rect::from_min_max(rect.min + vec2(-TICK, 4.0), rect.max - vec2(0.0, 6.0));
    let count = to - from;
    let words = if count == 1 { "1 block left out".to_owned() } else { format!("{count} blocks left out") };
    let response = ui.interact(row, ui.scope_id().with(("cut", from)), Sense::click());
    let verb = if is_shown { "Fold away" } else { "Show" };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{verb}: {words}")));
    let is_lit = response.hovered() || response.has_focus();
    let line = if is_lit { tokens.faint } else { tokens.line };
    ui.painter().rect(row, 6.0, tokens.panel, Stroke::new(1.0, line), egui::StrokeKind::Inside);
    arrow(ui, row.left_center() + vec2(18.0, 0.0), is_shown, tokens);
    let font = FontId::proportional(12.5);
    let label = ui.painter().layout_no_wrap(words, font.clone(), tokens.muted);
    let at = egui::pos2(rect.left(), row.center().y - label.size().y / 2.0);
    let after = rect.left() + label.size().x + 12.0;
    ui.painter().galley(at, label, tokens.muted);
    let mut room = row.right() - 12.0 - after;
    if is_shown {
        let size = vec2(112.0, 24.0);
        let button = Rect::from_min_size(egui::pos2(row.right() - size.x - 4.0, row.center().y - size.y / 2.0), size);
        if ui.put(button, Button::new("Bring all back").min_size(size)).clicked() {
            out.push(Intent::Preview(PreviewIntent::KeepAll { from, to, keep: true }));
        }
        room -= size.x;
    }
    let reasons = widgets::fit(ui, &reasons(&preview.draft.blocks[from..to]), font, tokens.faint, room);
    let at = egui::pos2(after, row.center().y - reasons.size().y / 2.0);
    ui.painter().galley(at, reasons, tokens.faint);
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        out.push(Intent::Preview(PreviewIntent::Unfold { from, to, is_shown: !is_shown }));
    }
}

/// Why blocks are proposed to stay out: each reason once, in their order.
fn reasons(blocks: &[DraftBlock]) -> String {
    let mut found: Vec<&str> = Vec::new();
    for why in blocks.iter().filter_map(|block| block.why).map(LeftOut::label) {
        if !found.contains(&why) {
            found.push(why);
        }
    }
    found.join(", ")
}

fn arrow(ui: &Ui, at: Pos2, is_down: bool, tokens: &Tokens) {
    let points = if is_down {
        [at + vec2(-3.5, -1.5), at + vec2(0.0, 2.0), at + vec2(3.5, -1.5)]
    } else {
        [at + vec2(-1.5, -3.5), at + vec2(2.0, 0.0), at + vec2(-1.5, 3.5)]
    };
    ui.painter().line(points.to_vec(), Stroke::new(1.5, tokens.faint));
}

/// How the words of a kind look: font, line height, room above, indent at the left.
struct Look {
    font: FontId,
    line: f32,
    above: f32,
    indent: f32,
}

fn look(block: &DraftBlock) -> Look {
    let look = |font, line, above, indent| Look { font, line, above, indent };
    let serif = |size| FontId::new(size, theme::serif());
    let bold = |size| FontId::new(size, theme::serif_bold());
    match block.block.kind {
        BlockKind::Headline => look(bold(22.0), 29.0, 2.0, 0.0),
        BlockKind::Standfirst => look(serif(16.0), 24.0, 2.0, 0.0),
        BlockKind::Heading => look(bold(16.5), 24.0, 10.0, 0.0),
        BlockKind::Paragraph => look(serif(15.0), 23.0, 0.0, 0.0),
        BlockKind::ListItem => look(serif(15.0), 23.0, 0.0, 18.0 * f32::from(block.block.level.clamp(1, 6))),
        BlockKind::Quote => look(serif(15.0), 23.0, 0.0, 18.0),
        BlockKind::Caption | BlockKind::Footnote | BlockKind::Table => look(FontId::proportional(13.0), 19.0, 0.0, 0.0),
        BlockKind::Code => look(FontId::monospace(12.5), 18.0, 0.0, 0.0),
    }
}

/// Room above a turn for who speaks and when.
const SPEECH: f32 = 19.0;

/// Who speaks in a block and when, where that is not as in the block before.
fn speech(blocks: &[DraftBlock], index: usize) -> String {
    let before = index.checked_sub(1).map(|before| &blocks[before].block.speech);
    blocks[index].block.speech.heading(before)
}

/// Room below a block, and that of the reason under one that stays out.
const BELOW: f32 = 12.0;
const REASON: f32 = 18.0;

/// About how high a block will be. Works with the length in bytes alone: a book is guessed in a moment.
fn guess(blocks: &[DraftBlock], index: usize, width: f32) -> f32 {
    let block = &blocks[index];
    let Look { font, line, above, indent } = look(block);
    let above = above + if speech(blocks, index).is_empty() { 0.0 } else { SPEECH };
    let per_line = ((width - indent) / (font.size * 0.5)).max(10.0);
    let lines = (block.block.text.len() as f32 / per_line).ceil().max(1.0);
    let (most, reason) = if block.keep { (LINES.0, 0.0) } else { (LINES.1, REASON) };
    lines.min(most as f32) * line + above + BELOW + reason
}

fn layout(ui: &Ui, block: &DraftBlock, width: f32) -> Arc<Galley> {
    let tokens = theme::tokens(ui);
    let Look { font, line, indent, .. } = look(block);
    let color = match block.block.kind {
        _ if !block.keep => tokens.faint,
        BlockKind::Standfirst | BlockKind::Caption | BlockKind::Footnote => tokens.muted,
        _ => tokens.text,
    };
    let mut format = egui::TextFormat::simple(font, color);
    format.line_height = Some(line);
    let text: String = block.block.text.chars().take(if block.keep { 8000 } else { 600 }).collect();
    let text = if block.block.kind == BlockKind::Table { text.replace('\t', "   |   ") } else { text };
    let mut job = egui::text::LayoutJob::single_section(text, format);
    job.wrap.max_width = width - indent;
    job.wrap.max_rows = if block.keep { LINES.0 } else { LINES.1 };
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Draws a block and returns its height.
fn block(ui: &mut Ui, at: Pos2, width: f32, preview: &Preview, index: usize, out: &mut Vec<Intent>) -> f32 {
    let tokens = theme::tokens(ui);
    let block = &preview.draft.blocks[index];
    let Look { line, above, indent, .. } = look(block);
    let speech = speech(&preview.draft.blocks, index);
    let above = above + if speech.is_empty() { 0.0 } else { SPEECH };
    let words = layout(ui, block, width);
    let why = block.why.filter(|_| !block.keep).map_or("by you", LeftOut::label);
    let reason = if block.keep { 0.0 } else { REASON };
    let height = words.size().y + above + BELOW + reason;
    let rect = Rect::from_min_size(at, vec2(width, height));
    let response = ui.interact(
        Rect::from_min_max(rect.min - vec2(TICK, 0.0), rect.max),
        ui.scope_id().with(("block", index)),
        Sense::click(),
    );
    if response.hovered() {
        let ground = Rect::from_min_max(rect.min + vec2(-TICK - 4.0, above - 4.0), rect.max + vec2(8.0, -4.0));
        ui.painter().rect_filled(ground, 6.0, tokens.panel);
    }
    let mut keep = block.keep;
    let middle = at.y + above + line / 2.0;
    let tick = Rect::from_center_size(egui::pos2(at.x - TICK + 18.0, middle - 2.0), vec2(22.0, 22.0));
    let checkbox = ui.put(tick, Checkbox::without_text(&mut keep));
    let kind = if speech.is_empty() { block.block.kind.label() } else { &speech };
    let heard = format!("{kind}: {}", block.block.text.chars().take(80).collect::<String>());
    checkbox.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, keep, &heard));
    if checkbox.clicked() || response.clicked() {
        out.push(Intent::Preview(PreviewIntent::Keep { block: index, keep: !block.keep }));
    }
    let text_at = at + vec2(indent, above);
    ornament(ui, block, text_at, words.size().y, line);
    if !speech.is_empty() {
        let told = widgets::fit(ui, &speech, FontId::proportional(12.0), tokens.muted, width - indent);
        ui.painter().galley(text_at - vec2(0.0, SPEECH - 2.0), told, tokens.muted);
    }
    let below = text_at + vec2(0.0, words.size().y + 1.0);
    ui.painter().galley(text_at, words, tokens.text);
    if !block.keep {
        let font = FontId::proportional(12.0);
        ui.painter().text(below, Align2::LEFT_TOP, format!("Left out: {why}"), font, tokens.change.ink);
    }
    page(ui, preview, index, egui::pos2(at.x + width + 14.0, middle));
    response.context_menu(|ui| {
        if ui.button("Leave out from here on").clicked() {
            out.push(Intent::Preview(PreviewIntent::CutFrom(index)));
        }
        if block.why.is_some() && block.keep && ui.button("Leave it out again").clicked() {
            out.push(Intent::Preview(PreviewIntent::Keep { block: index, keep: false }));
        }
    });
    height
}

/// The bullet of a list item, the bar of a quote.
fn ornament(ui: &Ui, block: &DraftBlock, at: Pos2, height: f32, line: f32) {
    let tokens = theme::tokens(ui);
    match block.block.kind {
        BlockKind::ListItem => {
            ui.painter().circle_filled(at + vec2(-11.0, line / 2.0), 2.0, tokens.faint);
        }
        BlockKind::Quote => {
            let bar = Rect::from_min_size(at + vec2(-18.0, 1.0), vec2(3.0, height - 2.0));
            ui.painter().rect_filled(bar, 1.5, tokens.line);
        }
        _ => {}
    }
}

/// The number of a page at its first block, in the margin.
fn page(ui: &Ui, preview: &Preview, index: usize, at: Pos2) {
    let blocks = &preview.draft.blocks;
    let Some(page) = blocks[index].block.page else { return };
    let before = index.checked_sub(1).and_then(|before| blocks[before].block.page);
    if before != Some(page) {
        let ink = theme::tokens(ui).faint;
        let sign = if page_word(preview.draft.format) == "slide" { "slide" } else { "p." };
        ui.painter().text(at, Align2::LEFT_CENTER, format!("{sign} {page}"), FontId::proportional(12.0), ink);
    }
}
