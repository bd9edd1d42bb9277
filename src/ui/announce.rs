//! What a screen reader says by itself: the claim that the reviewer has come to.

use egui::{Sense, Ui, accesskit::Live};

use crate::app::Document;

/// Tells of the claim in the inspector. A screen reader speaks when the words change.
pub fn ui(ui: &Ui, document: &Document) {
    let words = words(document).unwrap_or_default();
    let id = egui::Id::unique("announcement");
    let response = ui.interact(egui::Rect::from_min_size(ui.max_rect().min, egui::Vec2::ZERO), id, Sense::empty());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    let _ = ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// "Claim 3 of 24: the words. Confirmed, Checked."
fn words(document: &Document) -> Option<String> {
    let (project, claim) = (document.shown(), document.shown_claim()?);
    let number = claim.number;
    let verdict = claim.verdict.as_ref().and_then(|id| project.verdict(id)).map(|verdict| verdict.label);
    let verdict = match verdict {
        Some(label) => label,
        None if document.is_hidden(&claim.id) => "verdict hidden".to_owned(),
        None => "no verdict".to_owned(),
    };
    let words = claim.quote().replace('\n', " ");
    let status = if document.is_hidden(&claim.id) { "" } else { claim.status.label() };
    let found = [verdict.as_str(), status].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Some(format!("Claim {number} of {}: {words}. {found}.", project.claims().len()))
}
