//! What is kept of a source: its document, opened beside the article, and its sealed copies.

use egui::{RichText, Ui};

use crate::{
    app::{
        Intent,
        intent::{PaneIntent, SourceIntent},
    },
    model::Source,
    ui::{
        pane::has_address,
        theme,
        widgets::{self, faint, muted},
    },
};

/// Draws the card.
pub fn ui(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    widgets::card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("Document and copies").font(theme::label_font()));
        document(ui, source, out);
        ui.add_space(4.0);
        seals(ui, source, out);
    });
    ui.add_space(8.0);
}

fn document(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        let words = match (source.versions.len(), source.latest()) {
            (0, _) | (_, None) => "No document is opened yet.".to_owned(),
            (1, Some(version)) => format!("Document: {}", crate::ui::drafts::about(version)),
            (count, Some(version)) => format!("{count} versions; newest: {}", crate::ui::drafts::about(version)),
        };
        muted(ui, words);
    });
    ui.horizontal_wrapped(|ui| {
        let open = if source.versions.is_empty() { "Open beside the article" } else { "Read beside the article" };
        if ui.button(open).clicked() {
            out.push(PaneIntent::Open(source.id.clone()).into());
        }
        if ui.button("Open a file…").on_hover_text("Its document, or a newer version of it").clicked() {
            out.push(PaneIntent::File(source.id.clone()).into());
        }
        if has_address(source) && ui.button("Fetch the page").on_hover_text(&source.url).clicked() {
            out.push(SourceIntent::Fetch(source.id.clone()).into());
        }
    });
}

fn seals(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    if let Some(file) = source.file.as_ref().filter(|file| source.seals.iter().all(|seal| seal.sha256 != file.sha256)) {
        faint(ui, format!("File: {}", file.name));
    }
    if let Some(page) = source.capture(None) {
        let words = format!("Captured {} · {}", page.when(), page.url);
        let label = egui::Label::new(RichText::new(words).size(12.0).color(theme::tokens(ui).faint)).truncate();
        ui.add(label).on_hover_text("The page of the web archive from which its newest document was opened");
    }
    for seal in &source.seals {
        let from = if seal.url.is_empty() { &seal.name } else { &seal.url };
        let when = seal.at.strftime("%-d %B %Y, %H:%M UTC");
        let words = format!("Sealed {when} · {from}");
        let label = egui::Label::new(RichText::new(words).size(12.0).color(theme::tokens(ui).faint)).truncate();
        ui.add(label).on_hover_text(format!("SHA-256 {}", seal.sha256));
    }
    if !source.has_copy() && source.archived_url.trim().is_empty() {
        let words = "○ Neither archived nor sealed: pages change.";
        ui.label(RichText::new(words).size(12.0).color(theme::tokens(ui).change.ink));
    }
    ui.horizontal_wrapped(|ui| {
        if has_address(source) && ui.button("Seal the page").on_hover_text("Keeps the page as it is now").clicked() {
            out.push(SourceIntent::SealPage(source.id.clone()).into());
        }
        if ui.button("Seal a file…").on_hover_text("Keeps a file with its hash and the time").clicked() {
            out.push(SourceIntent::SealFile(source.id.clone()).into());
        }
    });
}
