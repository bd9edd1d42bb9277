//! The claims that need a look.

use egui::{FontId, RichText, ScrollArea, Sense, Ui};

use crate::{
    app::{Document, Intent, ReviewItem, intent::ReaderIntent},
    ui::{
        theme,
        widgets::{faint, fit, muted, section},
        wording::{placement_colors, placement_words},
    },
};

/// Height of a row in points.
const ROW: f32 = 52.0;

/// Draws the list.
pub fn ui(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    let items = document.review_items();
    section(ui, &format!("Needs a look · {}", items.len()));
    if items.is_empty() {
        return nothing(ui, document);
    }
    let at = document.review_item().map(|(claim, mark)| (&claim.id, mark));
    ui.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, items.len(), |ui, range| {
        for item in &items[range] {
            let is_on = at == Some((&item.claim, item.mark));
            if row(ui, document, item, is_on) {
                out.push(Intent::Reader(ReaderIntent::Claim(item.claim.clone())));
            }
        }
    });
}

fn nothing(ui: &mut Ui, document: &Document) {
    ui.add_space(8.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new("Nothing left to look at").strong());
        let lost = document.tally().lost;
        muted(ui, "Every claim has its place in the new draft, or was let go.");
        if lost > 0 {
            faint(ui, "Lost claims stay in the claim list with their old words.");
        }
    });
}

/// The number, what happened, and the words. Returns whether it was clicked.
fn row(ui: &mut Ui, document: &Document, item: &ReviewItem, is_on: bool) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), Sense::click());
    let Some(claim) = document.shown().claims().get(item.index) else { return false };
    let Some(mark) = claim.marks.get(item.mark) else { return false };
    if is_on {
        ui.painter().rect_filled(rect, 6.0, tokens.accent.fill);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.line);
    }
    let passage = if claim.marks.len() > 1 { format!(", passage {}", item.mark + 1) } else { String::new() };
    let number = format!("Claim {}{passage}", claim.number);
    let ink = if is_on { tokens.accent.ink } else { tokens.text };
    let head = ui.painter().layout_no_wrap(number.clone(), FontId::new(13.0, theme::bold()), ink);
    let left = rect.left() + 8.0;
    ui.painter().galley(egui::pos2(left, rect.top() + 6.0), head.clone(), ink);
    let colors = placement_colors(tokens, mark.placement);
    let words = placement_words(mark.placement);
    let what = ui.painter().layout_no_wrap(words.clone(), FontId::new(11.5, theme::bold()), colors.ink);
    let at = egui::pos2(rect.right() - 8.0 - what.size().x, rect.top() + 6.0 + (head.size().y - what.size().y) / 2.0);
    ui.painter().galley(at, what, colors.ink);
    let quote = mark.anchor.quote.replace('\n', " ");
    let second = if is_on { tokens.text } else { tokens.muted };
    let quote = fit(ui, &quote, FontId::new(13.0, theme::serif()), second, rect.width() - 16.0);
    ui.painter().galley(egui::pos2(left, rect.bottom() - 6.0 - quote.size().y), quote, second);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, format!("{number}: {words}")));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
