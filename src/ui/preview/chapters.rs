//! The chapters of a book that is being opened, each with a tick for the whole of it.

use egui::{Align, Checkbox, Layout, Ui, vec2};

use crate::{
    app::{Intent, intent::PreviewIntent},
    import::{Chapter, Draft},
};

use super::super::widgets::{self, faint};

/// How high a chapter's row is, in points.
const ROW: f32 = 24.0;

/// Draws the list; nothing for a draft without chapters.
pub fn ui(ui: &mut Ui, draft: &Draft, out: &mut Vec<Intent>) {
    if draft.chapters.is_empty() {
        return;
    }
    ui.add_space(10.0);
    widgets::section(ui, "Chapters");
    ui.scope(|ui| list(ui, draft, out));
}

fn list(ui: &mut Ui, draft: &Draft, out: &mut Vec<Intent>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for (index, chapter) in draft.chapters.iter().enumerate() {
        chapter_ui(ui, index, chapter, draft, out);
    }
}

fn chapter_ui(ui: &mut Ui, index: usize, chapter: &Chapter, draft: &Draft, out: &mut Vec<Intent>) {
    let blocks = draft.blocks.get(chapter.blocks.clone()).unwrap_or_default();
    let kept = blocks.iter().filter(|block| block.keep).count();
    let is_partial = kept > 0 && kept < blocks.len();
    let figure = match (kept, blocks.len()) {
        (kept, all) if kept == all || kept == 0 => all.to_string(),
        (kept, all) => format!("{kept} of {all}"),
    };
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        faint(ui, figure).on_hover_text("Blocks");
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let mut keep = kept > 0;
            let tick = Checkbox::new(&mut keep, chapter.title.as_str()).indeterminate(is_partial);
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            if ui.add(tick).on_hover_text(chapter.title.as_str()).clicked() {
                let keep = is_partial || kept == 0;
                out.push(Intent::Preview(PreviewIntent::KeepChapter { chapter: index, keep }));
            }
        });
    });
}
