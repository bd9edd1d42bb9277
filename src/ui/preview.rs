//! What will come in when an article is opened: details to correct, blocks to tick.

use egui::{Button, CentralPanel, Checkbox, Frame, Margin, Panel, RichText, ScrollArea, Sense, Stroke, Ui};

use crate::{
    app::{Intent, Preview, effect::Purpose, intent::PreviewIntent},
    import::{DraftBlock, LineMode, MetaField},
    model::{ArticleMeta, BlockKind},
};

use super::{
    desk::Desk,
    theme,
    widgets::{self, faint, muted, right},
};

/// Encodings that a wrong guess is usually mended with, by their WHATWG names.
const ENCODINGS: [&str; 10] = [
    "UTF-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "ISO-8859-2",
    "KOI8-U",
    "UTF-16LE",
    "Shift_JIS",
    "GBK",
    "windows-1256",
];

/// Draws the preview over the whole window.
pub fn ui(ui: &mut Ui, desk: &mut Desk, out: &mut Vec<Intent>) {
    let Some(preview) = &desk.session.preview else { return };
    let tokens = theme::tokens(ui);
    let panel = Frame::new().fill(tokens.panel);
    let foot = Panel::bottom("preview foot").exact_size(52.0).frame(panel.inner_margin(Margin::symmetric(20, 0)));
    foot.show(ui, |ui| actions(ui, preview, out));
    let side = Panel::right("preview details").default_size(340.0).size_range(260.0..=460.0);
    side.frame(panel.inner_margin(Margin::symmetric(16, 14))).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| details(ui, preview, out));
    });
    CentralPanel::no_frame().frame(Frame::new().fill(tokens.paper)).show(ui, |ui| blocks(ui, preview, out));
    let is_typing = ui.ctx().text_edit_focused();
    if !is_typing && ui.memory(egui::Memory::focused).is_none() && ui.input(|input| input.key_pressed(egui::Key::Enter))
    {
        out.push(Intent::Preview(PreviewIntent::Accept));
    }
}

fn actions(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    ui.horizontal_centered(|ui| {
        let kept = preview.draft.blocks.iter().filter(|block| block.keep).count();
        let left_out = preview.draft.blocks.len() - kept;
        let words = if left_out == 0 { String::new() } else { format!(", {left_out} left out") };
        muted(ui, format!("{kept} blocks come in{words}."));
        right(ui, |ui| {
            let words = if is_draft(preview) { "Add the draft" } else { "Open the article" };
            if widgets::primary(ui, words).on_hover_text("Enter").clicked() {
                out.push(Intent::Preview(PreviewIntent::Accept));
            }
            if ui.button("Cancel").clicked() {
                out.push(Intent::Preview(PreviewIntent::Cancel));
            }
        });
    });
}

fn is_draft(preview: &Preview) -> bool {
    matches!(preview.job.purpose, Purpose::NewDraft(_))
}

fn details(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let title = if is_draft(preview) { "A new draft" } else { "Open an article" };
    ui.label(RichText::new(title).font(theme::heading_font()));
    let name = if preview.name.is_empty() { "From the clipboard" } else { &preview.name };
    faint(ui, name);
    ui.add_space(6.0);
    for warning in &preview.draft.warnings {
        widgets::card(ui, |ui| {
            let tokens = theme::tokens(ui);
            ui.add(egui::Label::new(RichText::new(format!("⚠ {}", warning.message)).color(tokens.change.ink)).wrap());
            if let Some(place) = &warning.place {
                faint(ui, place);
            }
        });
    }
    if is_draft(preview) {
        muted(
            ui,
            "Tick what belongs to the article, as in the draft before. Every claim is then followed into the new text.",
        );
        muted(ui, "The article keeps its details.");
    } else {
        meta_fields(ui, preview, out);
    }
    reading_options(ui, preview, out);
}

fn meta_fields(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let meta = &preview.draft.meta;
    let mut changed: Option<ArticleMeta> = None;
    let mut part = |ui: &mut Ui, label: &str, field: MetaField, value: &str, put: fn(&mut ArticleMeta, String)| {
        let found = preview.draft.found.iter().find(|found| found.field == field).map(|found| found.place);
        let label = found.map_or(label.to_owned(), |place| format!("{label} · from {place}"));
        if let Some(text) = widgets::line(ui, &label, value, "Unknown", out) {
            let mut meta = meta.clone();
            put(&mut meta, text);
            changed = Some(meta);
        }
    };
    part(ui, "Title", MetaField::Title, &meta.title, |meta, text| meta.title = text);
    part(ui, "Authors", MetaField::Authors, &meta.authors.join(", "), |meta, text| meta.authors = names(&text));
    part(ui, "Publisher", MetaField::Publisher, &meta.publisher, |meta, text| meta.publisher = text);
    part(ui, "Published", MetaField::Published, &meta.published, |meta, text| meta.published = text);
    part(ui, "Language", MetaField::Language, &meta.language, |meta, text| meta.language = text);
    part(ui, "Address", MetaField::Url, &meta.url, |meta, text| meta.url = text);
    if let Some(meta) = changed {
        out.push(Intent::Preview(PreviewIntent::Meta(meta)));
    }
}

/// "Ann Lee, Bo Ek" as names. A comma at the end stays while it is typed.
pub fn names(text: &str) -> Vec<String> {
    text.split(", ").map(str::to_owned).filter(|name| !name.is_empty()).collect()
}

fn reading_options(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    ui.add_space(8.0);
    if !preview.draft.encoding.is_empty() && !preview.name.is_empty() {
        let current = preview.draft.encoding.as_str();
        let all: Vec<&str> =
            std::iter::once(current).chain(ENCODINGS.into_iter().filter(|name| *name != current)).collect();
        if let Some(encoding) = widgets::choose(ui, "Encoding", current, &all, str::to_owned) {
            out.push(Intent::Preview(PreviewIntent::Encoding(encoding.to_owned())));
        }
    }
    if preview.draft.format == "text" {
        let all = [LineMode::Auto, LineMode::Keep, LineMode::Join];
        let word = |mode| match mode {
            LineMode::Auto => "As the text suggests".to_owned(),
            LineMode::Keep => "Every line is a paragraph".to_owned(),
            LineMode::Join => "Join lines, blank lines part".to_owned(),
        };
        if let Some(lines) = widgets::choose(ui, "Lines", preview.job.lines, &all, word) {
            out.push(Intent::Preview(PreviewIntent::Lines(lines)));
        }
    }
}

/// The blocks in a virtual list: a book has ten thousands of them.
fn blocks(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let width = (ui.available_width() - 48.0).min(700.0);
    let left = ((ui.available_width() - width) / 2.0).max(20.0);
    let all = &preview.draft.blocks;
    let lengths: Vec<f32> = if all.len() <= MEASURED {
        all.iter().map(|block| room(block, layout(ui, block, width).size().y)).collect()
    } else {
        all.iter().map(|block| room(block, estimate(block, width))).collect()
    };
    ui.add_space(4.0);
    let mut tops = Vec::with_capacity(lengths.len() + 1);
    let mut total = 12.0;
    for length in &lengths {
        tops.push(total);
        total += length;
    }
    tops.push(total);
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        ui.set_height(total + 24.0);
        let first = tops.partition_point(|top| *top < viewport.top()).saturating_sub(1);
        let origin = ui.max_rect().min;
        for index in first..lengths.len() {
            if tops[index] > viewport.bottom() {
                break;
            }
            let rect =
                egui::Rect::from_min_size(origin + egui::vec2(left, tops[index]), egui::vec2(width, lengths[index]));
            block(ui, rect, index, &preview.draft.blocks[index], out);
        }
    });
}

/// How many lines of a long block are shown.
const MAX_LINES: usize = 6;

fn font(kind: BlockKind) -> egui::FontId {
    match kind {
        BlockKind::Headline => egui::FontId::new(20.0, theme::serif_bold()),
        BlockKind::Heading => egui::FontId::new(15.5, theme::serif_bold()),
        BlockKind::Caption | BlockKind::Table | BlockKind::Code => egui::FontId::proportional(13.0),
        _ => egui::FontId::new(14.5, theme::serif()),
    }
}

/// Up to so many blocks are measured; of more, the heights are guessed.
const MEASURED: usize = 400;

/// The room of a block whose words are so high.
fn room(block: &DraftBlock, words: f32) -> f32 {
    words + 12.0 + if block.why.is_some() { 16.0 } else { 0.0 }
}

/// About how high the words will be.
fn estimate(block: &DraftBlock, width: f32) -> f32 {
    let font = font(block.block.kind);
    let per_line = ((width - 44.0) / (font.size * 0.52)).max(10.0);
    let lines =
        block.block.text.lines().map(|line| (line.chars().count() as f32 / per_line).ceil().max(1.0)).sum::<f32>();
    lines.min(MAX_LINES as f32) * font.size * 1.5
}

fn layout(ui: &Ui, block: &DraftBlock, width: f32) -> std::sync::Arc<egui::Galley> {
    let tokens = theme::tokens(ui);
    let color = if block.keep { tokens.text } else { tokens.faint };
    let mut format = egui::TextFormat::simple(font(block.block.kind), color);
    format.line_height = Some((format.font_id.size * 1.5).round());
    if !block.keep {
        format.strikethrough = Stroke::new(1.0, tokens.line);
    }
    let mut job = egui::text::LayoutJob::single_section(block.block.text.chars().take(1200).collect(), format);
    job.wrap.max_width = width - 34.0;
    job.wrap.max_rows = MAX_LINES;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn block(ui: &mut Ui, rect: egui::Rect, index: usize, block: &DraftBlock, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(("block", index)), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(egui::vec2(8.0, 0.0)), 6.0, tokens.panel);
    }
    let mut keep = block.keep;
    let tick = egui::Rect::from_min_size(rect.min + egui::vec2(0.0, 4.0), egui::vec2(22.0, 22.0));
    let checkbox = ui.put(tick, Checkbox::without_text(&mut keep));
    let heard = format!("{}: {}", block.block.kind.label(), block.block.text.chars().take(80).collect::<String>());
    checkbox.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, keep, &heard));
    if checkbox.clicked() || response.clicked() {
        out.push(Intent::Preview(PreviewIntent::Keep { block: index, keep: !block.keep }));
    }
    let galley = layout(ui, block, rect.width());
    let below = galley.size().y + 4.0;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.galley(rect.min + egui::vec2(30.0, 4.0), galley, tokens.text);
    if let Some(why) = block.why.filter(|_| !block.keep) {
        let at = rect.min + egui::vec2(30.0, below);
        painter.text(
            at,
            egui::Align2::LEFT_TOP,
            format!("Left out: {why}"),
            egui::FontId::proportional(11.5),
            tokens.change.ink,
        );
    }
    response.context_menu(|ui| {
        if ui.add(Button::new("Leave out from here on")).clicked() {
            out.push(Intent::Preview(PreviewIntent::CutFrom(index)));
        }
    });
}
