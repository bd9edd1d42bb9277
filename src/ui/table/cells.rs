//! One cell: its words, and for what can be changed in place a menu.

use std::borrow::Cow;

use egui::{Align2, Color32, CursorIcon, FontId, Popup, Rect, Sense, Stroke, Ui};

use crate::{
    app::{
        Intent,
        intent::ClaimIntent,
        table::{Change, Target, columns},
    },
    model::{Claim, ClaimColumn, ClaimKind, Placement, Priority, Status, VerdictId},
    ui::{
        theme::{self, Tokens},
        widgets::{chevron, fit},
    },
};

use super::{bulk, head, page::TableContents};

/// A cell of a row.
pub struct Cell<'a> {
    pub line: usize,
    pub claim: &'a Claim,
    pub rect: Rect,
}

/// Draws a cell.
pub fn ui(ui: &mut Ui, shown: &TableContents<'_>, cell: &Cell<'_>, column: ClaimColumn, out: &mut Vec<Intent>) {
    match column {
        ClaimColumn::Tags => tags(ui, cell),
        ClaimColumn::Number => number(ui, cell, out),
        _ => {
            let is_changeable = can_change(shown, cell.claim, column);
            let is_lit = is_changeable && menu(ui, shown, cell, column, out);
            words(ui, shown, cell, column, is_lit);
        }
    }
}

/// What is changed in place by a menu.
fn is_changeable(column: ClaimColumn) -> bool {
    matches!(
        column,
        ClaimColumn::Verdict
            | ClaimColumn::Confidence
            | ClaimColumn::Status
            | ClaimColumn::Assigned
            | ClaimColumn::Priority
            | ClaimColumn::Kind
    )
}

/// Verdict and confidence of a claim whose first check is hidden can be given, as one's own; its status cannot.
fn can_change(shown: &TableContents<'_>, claim: &Claim, column: ClaimColumn) -> bool {
    let is_withheld = column == ClaimColumn::Status && shown.document.hides(&claim.id, column);
    is_changeable(column) && shown.document.access.is_editable() && !is_withheld
}

/// The words of a cell; what is hidden is said to be so.
fn text_of<'a>(shown: &'a TableContents<'_>, claim: &'a Claim, column: ClaimColumn) -> Cow<'a, str> {
    if shown.document.hides(&claim.id, column) {
        columns::HIDDEN.into()
    } else {
        let text = columns::text(shown.document.shown(), claim, column);
        let hand =
            shown.document.shown().last_hand(claim).filter(|_| column == ClaimColumn::Changed && !text.is_empty());
        hand.map_or(text.clone(), |reviewer| format!("{text} · {}", reviewer.short()).into())
    }
}

fn words(ui: &mut Ui, shown: &TableContents<'_>, cell: &Cell<'_>, column: ClaimColumn, is_lit: bool) {
    let tokens = theme::tokens(ui);
    let claim = cell.claim;
    let text = text_of(shown, claim, column);
    let ink = ink(shown, claim, column, tokens);
    let is_long = matches!(column, ClaimColumn::Statement | ClaimColumn::Quote | ClaimColumn::Notes);
    let text = match (text.is_empty(), is_long && claim.is_lost() && column != ClaimColumn::Notes) {
        (true, _) => "–".into(),
        (false, true) => format!("× Lost · {text}").into(),
        (false, false) => text,
    };
    // A line of the table is a line: only so much of a long text as could ever fit is laid out.
    let text: String =
        text.chars().take(400).map(|char| if char == '\n' || char == '\t' { ' ' } else { char }).collect();
    let ink = if text == "–" || shown.document.hides(&claim.id, column) { tokens.faint } else { ink };
    let inner = cell.rect.shrink2(egui::vec2(10.0, 0.0));
    let room = if is_lit { inner.width() - 14.0 } else { inner.width() };
    let galley = fit(ui, &text, head::font(), ink, room);
    let align = if head::is_figure(column) { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let at = align.align_size_within_rect(galley.size(), inner);
    ui.painter().galley(at.min, galley, ink);
    if !can_change(shown, claim, column) {
        told(ui, cell, column, &text);
    }
}

/// Lets a screen reader read the cell.
fn told(ui: &Ui, cell: &Cell<'_>, column: ClaimColumn, text: &str) {
    let response = ui.interact(cell.rect, ui.scope_id().with(("cell", cell.line, column)), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Cell, true, text));
}

fn ink(shown: &TableContents<'_>, claim: &Claim, column: ClaimColumn, tokens: &Tokens) -> Color32 {
    match column {
        ClaimColumn::Verdict => {
            claim.verdict.as_ref().map_or(tokens.faint, |id| verdict_ink(shown, id.as_str(), tokens))
        }
        ClaimColumn::Second => {
            claim.second.as_ref().map_or(tokens.faint, |second| verdict_ink(shown, second.verdict.as_str(), tokens))
        }
        ClaimColumn::Statement | ClaimColumn::Quote if claim.is_lost() => tokens.faint,
        ClaimColumn::Statement | ClaimColumn::Quote => tokens.text,
        ClaimColumn::Placement => match columns::placement(claim) {
            Placement::Placed => tokens.faint,
            Placement::Lost => tokens.wrong.ink,
            Placement::Moved | Placement::Changed => tokens.change.ink,
        },
        ClaimColumn::Priority => match claim.priority {
            Priority::Urgent => tokens.wrong.ink,
            Priority::High => tokens.change.ink,
            Priority::Normal | Priority::Low => tokens.muted,
        },
        ClaimColumn::Status if claim.status == Status::Unchecked => tokens.muted,
        ClaimColumn::Status | ClaimColumn::Confidence | ClaimColumn::Assigned => tokens.text,
        _ => tokens.muted,
    }
}

/// The colour of the words of a verdict.
pub fn verdict_ink(shown: &TableContents<'_>, key: &str, tokens: &Tokens) -> Color32 {
    let verdict = VerdictId::new(key).ok().and_then(|id| shown.document.shown().verdict(&id));
    verdict.map_or(tokens.text, |verdict| tokens.tone(Some(verdict.tone)).ink)
}

/// The menu under a cell. Says whether the cell is lit.
fn menu(ui: &mut Ui, shown: &TableContents<'_>, cell: &Cell<'_>, column: ClaimColumn, out: &mut Vec<Intent>) -> bool {
    let tokens = theme::tokens(ui);
    let button = cell.rect.shrink2(egui::vec2(2.0, 2.0));
    let response = ui.interact(button, ui.scope_id().with(("cell", cell.line, column)), Sense::click());
    response.widget_info(|| {
        let value = text_of(shown, cell.claim, column);
        let value = if value.is_empty() { "none".into() } else { value };
        let name = format!("{} of claim {}: {value}", column.label(), cell.claim.number);
        egui::WidgetInfo::labeled(egui::Role::Button, true, name)
    });
    let popup_id = Popup::default_response_id(&response);
    let is_open = Popup::is_id_open(ui.ctx(), popup_id);
    let is_lit = is_open || response.hovered() || response.has_focus();
    if is_lit {
        ui.painter().rect(button, 5.0, tokens.raised, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        let at = Rect::from_center_size(egui::pos2(button.right() - 11.0, button.center().y), egui::vec2(10.0, 10.0));
        chevron(ui, at, &ui.visuals().widgets.inactive, is_open);
    }
    if is_open || response.clicked() {
        let mut chosen = None;
        Popup::menu(&response).width(180.0).show(|ui| chosen = choices(ui, shown, cell.claim, column));
        if let Some(change) = chosen {
            out.push(ClaimIntent::Change(Target::Claim(cell.claim.id.clone()), change).into());
        }
    }
    is_lit
}

fn choices(ui: &mut Ui, shown: &TableContents<'_>, claim: &Claim, column: ClaimColumn) -> Option<Change> {
    match column {
        ClaimColumn::Verdict => bulk::verdicts(ui, shown, Some(&claim.verdict)),
        ClaimColumn::Confidence => bulk::confidences(ui, shown, Some(claim.confidence.as_ref().map(|c| c.degree))),
        ClaimColumn::Status => {
            let offered: Vec<_> = Status::ALL.iter().copied().filter(|status| claim.may_become(*status)).collect();
            bulk::list(ui, &offered, Some(claim.status), Status::label).map(Change::Status)
        }
        ClaimColumn::Assigned => bulk::reviewers(ui, shown, Some(&claim.assigned)),
        ClaimColumn::Priority => {
            bulk::list(ui, Priority::ALL, Some(claim.priority), Priority::label).map(Change::Priority)
        }
        ClaimColumn::Kind => {
            let kinds: Vec<_> = std::iter::once(None).chain(ClaimKind::ALL.iter().copied().map(Some)).collect();
            let word = |kind: Option<ClaimKind>| kind.map_or("Not set", ClaimKind::label);
            bulk::list(ui, &kinds, Some(claim.kind), word).map(Change::Kind)
        }
        _ => None,
    }
}

/// The number is the way to the claim in its article.
fn number(ui: &mut Ui, cell: &Cell<'_>, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let response = ui.interact(cell.rect, ui.scope_id().with(("cell", cell.line, "number")), Sense::click());
    let name = format!("Go to claim {}", cell.claim.number);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
    let ink = if response.hovered() || response.has_focus() { tokens.accent.ink } else { tokens.muted };
    let galley = fit(ui, &cell.claim.number.to_string(), head::font(), ink, cell.rect.width() - 12.0);
    let inner = cell.rect.shrink2(egui::vec2(10.0, 0.0));
    let at = Align2::RIGHT_CENTER.align_size_within_rect(galley.size(), inner);
    ui.painter().galley(at.min, galley, ink);
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Go to the claim in its article").clicked() {
        out.push(ClaimIntent::Go(cell.claim.id.clone()).into());
    }
}

/// As many tags as fit, side by side; the rest as a figure.
fn tags(ui: &mut Ui, cell: &Cell<'_>) {
    let tokens = theme::tokens(ui);
    let inner = cell.rect.shrink2(egui::vec2(8.0, 0.0));
    let mut left = inner.left();
    for (index, tag) in cell.claim.tags.iter().enumerate() {
        let rest = cell.claim.tags.len() - index;
        // The last one may take all the room; before others stays room for their figure.
        let room = inner.right() - left - if rest > 1 { 30.0 } else { 0.0 };
        let whole = fit(ui, tag, FontId::proportional(11.5), tokens.open.ink, f32::INFINITY).size().x + 12.0;
        if index > 0 && whole > room || room < 34.0 {
            let more = fit(ui, &format!("+{rest}"), FontId::proportional(11.5), tokens.faint, 28.0);
            let y = inner.center().y - more.size().y / 2.0;
            ui.painter().galley(egui::pos2(left + 2.0, y), more, tokens.faint);
            break;
        }
        let galley = fit(ui, tag, FontId::proportional(11.5), tokens.open.ink, room - 14.0);
        let size = egui::vec2(galley.size().x + 12.0, 18.0);
        let pill = Rect::from_min_size(egui::pos2(left, inner.center().y - 9.0), size);
        ui.painter().rect_filled(pill, 4.0, tokens.open.fill);
        ui.painter().galley(pill.center() - galley.size() / 2.0, galley, tokens.open.ink);
        left = pill.right() + 4.0;
    }
    told(ui, cell, ClaimColumn::Tags, &cell.claim.tags.join(", "));
}
