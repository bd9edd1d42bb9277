//! The list of places to look at in a source: passages that share words with the claim, with those words lit.

use egui::{Align, FontId, Frame, Layout, Margin, Panel, RichText, ScrollArea, Sense, Ui};

use crate::{
    app::{Command, Document, Intent, Likely, LikelyList, intent::PaneIntent, locator::locator},
    model::{Span, Version},
    recall,
};

use super::{
    lit::{self, Looks},
    theme,
    widgets::{muted, name_for_screen_readers, quiet, right, with_key},
};

/// How many of the words that led to a passage are named.
const REASON_MAX: usize = 5;

/// Draws the list, where it is wanted.
pub fn ui(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    let Some(list) = document.likely_list() else { return };
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin { left: 14, right: 8, top: 7, bottom: 4 });
    let most = (ui.available_height() - 160.0).max(120.0);
    let panel = Panel::bottom("likely list").resizable(true).default_size(260.0_f32.min(most)).size_range(120.0..=most);
    panel.frame(frame).show(ui, |ui| {
        head(ui, document, list, out);
        match list {
            LikelyList::Found(likely, version) => rows(ui, document, likely, version, out),
            LikelyList::Underway => drop(muted(ui, "Looking through the document for words like the claim’s.")),
            LikelyList::Nothing if document.shown_claim().is_none() => {
                drop(muted(ui, "Click a claim to see where the document has words like its own."));
            }
            LikelyList::Nothing => drop(muted(ui, "Nothing in this document is like the words of the claim.")),
        }
        ui.take_available_height();
    });
}

fn head(ui: &mut Ui, document: &Document, list: LikelyList<'_>, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        right(ui, |ui| {
            let close = quiet(ui, "✕").on_hover_text(with_key(ui, "Close the list", Command::ListLikely));
            name_for_screen_readers(&close, "Close the list of places");
            if close.clicked() {
                out.push(Command::ListLikely.into());
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = match document.shown_claim() {
                    Some(claim) => format!("Places to look at for claim {}", claim.number),
                    None => "Places to look at".to_owned(),
                };
                ui.label(RichText::new(words).font(theme::label_font()).color(theme::tokens(ui).faint));
                if let LikelyList::Found(..) = list {
                    let words = "found by their words, no evidence";
                    let words = RichText::new(words).size(12.0).color(theme::tokens(ui).faint);
                    ui.add(egui::Label::new(words).truncate());
                }
            });
        });
    });
}

fn rows(ui: &mut Ui, document: &Document, likely: &Likely, version: &Version, out: &mut Vec<Intent>) {
    let selected = document.likely().map(|likely| likely.current);
    ScrollArea::vertical().id_salt("likely rows").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, passage) in likely.passages.iter().enumerate() {
            let place = place(version, passage.span);
            if row(ui, version, (at, passage.span), &place, &passage.shared, selected == Some(at)) {
                out.push(PaneIntent::GoLikely(at).into());
            }
        }
    });
}

/// One passage. Says whether it was chosen.
fn row(ui: &mut Ui, version: &Version, (at, span): (usize, Span), place: &str, shared: &[String], is_on: bool) -> bool {
    const MARGIN: egui::Vec2 = egui::vec2(8.0, 5.0);
    let tokens = theme::tokens(ui);
    let text = span.of(version.text());
    let width = ui.available_width() - 2.0 * MARGIN.x;
    let looks = Looks { font: FontId::new(14.0, theme::serif()), width, rows: 3 };
    let job = lit::job(ui, text, &recall::places(text, shared), &looks);
    let words = ui.painter().layout_job(job);
    let why = format!("{place} · {}", reason(shared));
    let why = super::widgets::fit(ui, &why, FontId::proportional(12.0), tokens.faint, width);
    let height = words.size().y + 2.0 + why.size().y + 2.0 * MARGIN.y;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    if is_on {
        ui.painter().rect_filled(rect, 6.0, tokens.accent.fill);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.line);
    }
    if response.gained_focus() || is_on && response.clicked() {
        response.scroll_to_me(None);
    }
    let below = rect.min + MARGIN + egui::vec2(0.0, words.size().y + 2.0);
    ui.painter().galley(rect.min + MARGIN, words, tokens.text);
    ui.painter().galley(below, why, tokens.faint);
    let name = format!("Place {}: {place}: {}", at + 1, text.replace('\n', " "));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, &name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// Where a passage stands: as it is cited, and how far into the document.
fn place(version: &Version, span: Span) -> String {
    let share = 100 * span.start() / version.text().len().max(1);
    let place = locator(version, span);
    let mut letters = place.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}, {share} % into the document", letters.as_str())
}

/// What a passage has in common with the claim, in words.
pub fn reason(shared: &[String]) -> String {
    if shared.is_empty() {
        return "it stands beside one".to_owned();
    }
    let named = shared.iter().take(REASON_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if shared.len() > REASON_MAX { ", …" } else { "" };
    format!("{named}{more}")
}
