//! The two checks of a claim side by side, and how a difference between them is settled.

use egui::{RichText, Ui};

use crate::{
    app::{Document, Intent, intent::ClaimIntent},
    model::{Claim, Confidence, SecondCheck, Signature, VerdictId},
    ui::{
        theme,
        widgets::{bare_line, card, faint, muted, pill, quiet},
    },
};

use super::typed::Typed;

/// Draws both checks, once there are two and the reviewer may see them.
pub fn ui(ui: &mut Ui, document: &Document, claim: &Claim, typed: &mut Typed, out: &mut Vec<Intent>) {
    let Some((second, now)) = claim.second.as_ref().zip(claim.verdict.as_ref()) else { return };
    let settled = second.settled.as_ref().filter(|settled| settled.verdict == *now);
    let first = settled.map_or(now, |settled| &settled.first);
    let first_confidence = settled.map_or(claim.confidence.as_ref(), |settled| settled.first_confidence.as_ref());
    let signed = initials(document, &second.signed);
    card(ui, |ui| {
        let tokens = theme::tokens(ui);
        let (words, ink) = match (first == &second.verdict, settled.is_some()) {
            (true, _) => ("Both checks agree", tokens.right.ink),
            (false, true) => ("The checks differed and are settled", tokens.right.ink),
            (false, false) => ("The checks differ", tokens.wrong.ink),
        };
        ui.label(RichText::new(words).font(theme::label_font()).size(13.0).color(ink));
        let by = claim.who_first_said(first);
        let by = by.and_then(|id| document.shown().reviewer(id)).map(|by| by.short().to_owned()).unwrap_or_default();
        check(ui, document, "First", first, first_confidence, &by);
        check(ui, document, "Second", &second.verdict, second.confidence.as_ref(), &signed);
        if let Some(settled) = settled.filter(|_| first != &second.verdict) {
            check(ui, document, "Settled", now, None, &initials(document, &settled.signed));
            if !settled.reason.is_empty() {
                muted(ui, &settled.reason);
            }
            if quiet(ui, "Open the difference again").clicked() {
                out.push(ClaimIntent::Unsettle(claim.id.clone()).into());
            }
        } else if first != &second.verdict {
            settle(ui, document, claim, second, first, typed, out);
        }
    });
    ui.add_space(6.0);
}

/// One check on a line: which, its verdict and confidence, by whom.
fn check(ui: &mut Ui, document: &Document, which: &str, id: &VerdictId, sure: Option<&Confidence>, by: &str) {
    let tokens = theme::tokens(ui);
    let (words, tone) = match document.shown().verdict(id) {
        Some(verdict) => (format!("{} {}", verdict.sign, verdict.label), Some(verdict.tone)),
        None => (id.to_string(), None),
    };
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(52.0, 20.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_width(52.0);
            muted(ui, which);
        });
        pill(ui, &words, tokens.tone(tone));
        let parts = [sure.map(|sure| sure.degree.label()).unwrap_or_default(), by.to_owned()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ui.add(egui::Label::new(RichText::new(parts.join(" · ")).size(12.0).color(tokens.faint)).truncate());
    });
}

/// Which of the two it is to be, and why.
fn settle(
    ui: &mut Ui,
    document: &Document,
    claim: &Claim,
    second: &SecondCheck,
    first: &VerdictId,
    typed: &mut Typed,
    out: &mut Vec<Intent>,
) {
    ui.add_space(2.0);
    faint(ui, "Talk it over, then settle it. Both checks stay on record.");
    if typed.settling.0.as_ref() != Some(&claim.id) {
        typed.settling = (Some(claim.id.clone()), String::new());
    }
    if let Some(reason) = bare_line(ui, "Why it is settled so", &typed.settling.1, "Why (optional)", out, None) {
        typed.settling.1 = reason;
    }
    ui.horizontal_wrapped(|ui| {
        for verdict in [first, &second.verdict] {
            let label = document.shown().verdict(verdict).map_or(verdict.to_string(), |verdict| verdict.label);
            if ui.button(format!("Settle on {label}")).clicked() {
                let reason = std::mem::take(&mut typed.settling.1);
                let (claim, verdict) = (claim.id.clone(), verdict.clone());
                out.push(ClaimIntent::Settle { claim, verdict, reason }.into());
            }
        }
    });
}

fn initials(document: &Document, signed: &Signature) -> String {
    let reviewer = signed.by.as_ref().and_then(|id| document.shown().reviewer(id));
    reviewer.map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
}
