//! What will come in when an article is opened: details to correct, blocks to tick.

mod blocks;
mod chapters;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use crate::{
    app::{Intent, Preview, Session, effect::Purpose, intent::PreviewIntent},
    import::{IMPORTERS, Importer, LineMode, MetaField, Warning},
    model::ArticleMeta,
};

use super::{
    dates::DAY,
    theme,
    widgets::{self, faint, key_cap, keyed, muted, right},
};

pub use blocks::Measured;

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
pub fn ui(ui: &mut Ui, session: &Session, measured: &mut Measured, out: &mut Vec<Intent>) {
    if let Some(preview) = &session.preview {
        draw(ui, preview, session.prefs.key_caps, measured, out);
        let is_free = session.dialog.is_none() && session.overlay.is_none();
        if is_free && enter(ui) {
            out.push(Intent::Preview(PreviewIntent::Accept));
        }
    }
}

/// Whether Enter was pressed for the article: outside of any button, or to end the typing in a field.
fn enter(ui: &Ui) -> bool {
    ui.memory(egui::Memory::focused).is_none() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

fn draw(ui: &mut Ui, preview: &Preview, key_caps: bool, measured: &mut Measured, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let panel = Frame::new().fill(tokens.panel);
    let foot = Panel::bottom("preview foot").exact_size(54.0).frame(panel.inner_margin(Margin::symmetric(20, 0)));
    foot.show(ui, |ui| actions(ui, preview, key_caps, out));
    let side = Panel::right("preview details").default_size(340.0).size_range(260.0..=460.0);
    side.frame(panel).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(18, 18)).show(ui, |ui| details(ui, preview, out));
        });
    });
    CentralPanel::no_frame().frame(Frame::new().fill(tokens.paper)).show(ui, |ui| {
        blocks::ui(ui, preview, measured, out);
    });
}

fn actions(ui: &mut Ui, preview: &Preview, key_caps: bool, out: &mut Vec<Intent>) {
    ui.horizontal_centered(|ui| {
        let kept = preview.draft.blocks.iter().filter(|block| block.keep).count();
        let left_out = preview.draft.blocks.len() - kept;
        let words = if kept == 1 { "1 block comes in".to_owned() } else { format!("{kept} blocks come in") };
        let rest = if left_out == 0 { ".".to_owned() } else { format!(", {left_out} left out.") };
        muted(ui, words + &rest);
        right(ui, |ui| {
            if key_caps {
                key_cap(ui, "Enter");
            }
            let words = if is_draft(preview) { "Add the draft" } else { "Open the article" };
            if widgets::primary(ui, words).clicked() {
                out.push(Intent::Preview(PreviewIntent::Accept));
            }
            ui.add_space(10.0);
            if key_caps {
                key_cap(ui, &keyed(ui, "{back}"));
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
    ui.add(egui::Label::new(RichText::new(origin(preview)).size(12.5).color(theme::tokens(ui).muted)).wrap());
    faint(ui, original(preview));
    captured(ui, preview, out);
    ui.add_space(8.0);
    for warning in &preview.draft.warnings {
        warning_ui(ui, warning);
    }
    if !preview.draft.unread.is_empty() && ui.button("Recognise their text…").clicked() {
        out.push(Intent::Preview(PreviewIntent::Recognise));
    }
    if is_draft(preview) {
        let words =
            "Tick what belongs to the article, as in the draft before. Every claim is then followed into the new text.";
        ui.add(egui::Label::new(RichText::new(words).color(theme::tokens(ui).muted)).wrap());
        muted(ui, "The article keeps its details.");
    } else {
        widgets::section(ui, "Details");
        meta_fields(ui, preview, out);
    }
    chapters::ui(ui, &preview.draft, out);
    reading_options(ui, preview, out);
}

/// The page of a web archive that it is, and the way to another one.
fn captured(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let Some(page) = &preview.draft.captured else { return };
    faint(ui, format!("Captured {}", page.when()));
    let count = preview.draft.pages.len();
    if count > 1 && ui.button(format!("Another of {count} pages…")).clicked() {
        out.push(Intent::Preview(PreviewIntent::ChoosePage));
    }
}

/// Where the article comes from.
fn origin(preview: &Preview) -> &str {
    match &preview.remote {
        Some(remote) => &remote.address,
        None if preview.name.is_empty() => "From the clipboard",
        None => &preview.name,
    }
}

/// What the original is: "Web page, 84 kB".
fn original(preview: &Preview) -> String {
    format!(
        "{}, {}",
        importer(preview).map_or(preview.draft.format, |importer| importer.name),
        size(preview.bytes.len() as u64)
    )
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn warning_ui(ui: &mut Ui, warning: &Warning) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.change.fill).corner_radius(6.0).inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("⚠").color(tokens.change.ink));
            ui.vertical(|ui| {
                ui.add(egui::Label::new(RichText::new(&warning.message).size(12.5).color(tokens.text)).wrap());
                if let Some(locator) = &warning.locator {
                    ui.label(RichText::new(locator).size(12.0).color(tokens.change.ink));
                }
            });
        });
    });
}

fn meta_fields(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let meta = &preview.draft.meta;
    let mut changed: Option<ArticleMeta> = None;
    let mut part = |ui: &mut Ui, label: &str, field: MetaField, value: &str, put: fn(&mut ArticleMeta, String)| {
        let found = preview.draft.found.iter().find(|found| found.field == field).map(|found| found.found_in.as_ref());
        let name = label_row(ui, label, found.filter(|_| !value.is_empty()));
        let hint = if field == MetaField::Published { DAY } else { "Unknown" };
        if let Some(text) = widgets::bare_line(ui, label, value, hint, out, Some(name)) {
            let mut meta = meta.clone();
            put(&mut meta, text);
            changed = Some(meta);
        }
    };
    part(ui, "Title", MetaField::Title, &meta.title, |meta, text| meta.title = text);
    part(ui, "Authors", MetaField::Authors, &meta.authors.join(", "), |meta, text| meta.authors = names(&text));
    part(ui, "Publisher", MetaField::Publisher, &meta.publisher, |meta, text| meta.publisher = text);
    part(ui, "Published", MetaField::Published, &meta.published, |meta, text| meta.published = text);
    if !meta.published.is_empty() && !is_date(&meta.published) {
        ui.label(
            RichText::new("Write it as 2025-02-05, 5 Feb 2025, 2025-02 or 2025.")
                .size(12.0)
                .color(theme::tokens(ui).change.ink),
        );
    }
    part(ui, "Language", MetaField::Language, &meta.language, |meta, text| meta.language = text);
    part(ui, "Address", MetaField::Url, &meta.url, |meta, text| meta.url = text);
    if let Some(meta) = changed {
        out.push(Intent::Preview(PreviewIntent::Meta(meta)));
    }
}

/// A field's label, with the place where its value was found at the right. Returns the label's id.
fn label_row(ui: &mut Ui, label: &str, found: Option<&str>) -> egui::Id {
    const HEIGHT: f32 = 18.0;
    ui.add_space(2.0);
    let layout = Layout::left_to_right(Align::Max);
    let row = ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), HEIGHT), layout, |ui| {
        ui.spacing_mut().interact_size.y = HEIGHT;
        let name = widgets::field_label(ui, label);
        if let Some(found_in) = found {
            right(ui, |ui| {
                let words = RichText::new(found_in).size(11.5).color(theme::tokens(ui).faint);
                ui.add(egui::Label::new(words).truncate()).on_hover_text(format!("Found in: {found_in}"));
            });
        }
        name.id
    });
    // A label belongs to the field below it.
    ui.add_space(-3.0);
    row.inner
}

/// "Ann Lee, Bo Ek" as names. A comma at the end stays while it is typed.
pub fn names(text: &str) -> Vec<String> {
    text.split(", ").map(str::to_owned).filter(|name| !name.is_empty()).collect()
}

/// Whether a text is an ISO 8601 date, possibly only a year or a month, possibly with a time.
fn is_date(text: &str) -> bool {
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split('-').collect();
    let number = |index: usize, len: usize, max: u32| {
        parts
            .get(index)
            .is_none_or(|part| part.len() == len && part.parse().is_ok_and(|number: u32| (1..=max).contains(&number)))
    };
    parts.len() <= 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31)
}

/// What opened the article.
fn importer(preview: &Preview) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.id == preview.draft.format)
}

fn reading_options(ui: &mut Ui, preview: &Preview, out: &mut Vec<Intent>) {
    let has_encoding = !preview.draft.encoding.is_empty() && !preview.name.is_empty();
    let has_lines = importer(preview).is_some_and(|importer| importer.has_lines);
    if has_encoding || has_lines {
        widgets::section(ui, "How it is read");
    }
    if has_encoding {
        let current = preview.draft.encoding.as_str();
        let all: Vec<&str> =
            std::iter::once(current).chain(ENCODINGS.into_iter().filter(|name| *name != current)).collect();
        if let Some(encoding) = widgets::choose(ui, "Encoding", current, &all, str::to_owned) {
            out.push(Intent::Preview(PreviewIntent::Encoding(encoding.to_owned())));
        }
    }
    if has_lines {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_be_a_year_a_month_or_a_day() {
        for date in ["2025", "2025-02", "2025-02-05", "2025-02-05T09:00:00Z"] {
            assert!(is_date(date), "{date}");
        }
        for text in ["5 February 2025", "2025-2-5", "2025-13", "25", "2025-02-05-06"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
