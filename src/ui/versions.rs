//! The earlier versions of a project: when, why, what was changed, and bringing one back.

use egui::{RichText, ScrollArea, Ui};

use crate::{
    app::{
        Intent, Session,
        intent::{Answer, KeptIntent},
    },
    store::KeptVersion,
};

use super::{
    dates, theme,
    widgets::{self, faint, muted},
};

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, versions: &[KeptVersion], out: &mut Vec<Intent>) {
    ui.set_width(560.0);
    ui.label(RichText::new("Earlier versions").font(theme::heading_font()));
    let can_replace = session.opened().is_some_and(|open| open.document.access.is_editable());
    if versions.is_empty() {
        muted(ui, "Nothing is kept yet. From the first save on, the last ten are kept, and one a day for thirty days.");
    } else if can_replace {
        muted(ui, "A version that is brought back takes the place of what is shown; undo takes that back.");
    } else {
        muted(ui, "A version opens as a new project.");
    }
    let height = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, 420.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for version in versions {
            row(ui, session, version, can_replace, out);
            ui.separator();
        }
    });
    widgets::right(ui, |ui| {
        if ui.button("Close").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn row(ui: &mut Ui, session: &Session, version: &KeptVersion, can_replace: bool, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.set_width(ui.available_width());
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 110.0);
            let claims = if version.claims == 1 { "1 claim".to_owned() } else { format!("{} claims", version.claims) };
            let head = format!("{} · {} · {claims}", dates::listed(version.at, &session.zone), version.kind.label());
            ui.label(RichText::new(head).font(egui::FontId::new(13.0, theme::bold())));
            faint(ui, &version.what);
        });
        widgets::right(ui, |ui| {
            let words = if can_replace { "Bring back" } else { "Open" };
            if ui.button(words).clicked() {
                out.push(KeptIntent::Restore(version.clone()).into());
            }
        });
    });
}
