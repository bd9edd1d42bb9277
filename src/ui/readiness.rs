//! The page that says whether the project can go out: like an editor's note, each line a way to the place.

use std::collections::HashMap;

use egui::{FontId, RichText, ScrollArea, Sense, TextEdit, Ui};

use crate::{
    app::{Command, Document, Intent, Opened, intent::FindingIntent},
    check::{self, Check, Finding, Readiness, Severity},
    model::{RuleId, Subject},
};

use super::{
    theme::{self, Pair, Tokens},
    widgets::{FIELD, fit, hint_text, muted, name_for_screen_readers, quiet, right},
};

/// Height of every line: all are of one height, so that only those in view are drawn.
const LINE: f32 = 30.0;

/// One line of the note.
#[derive(Clone, Copy)]
enum Line<'a> {
    Gap,
    Rule(&'static Check, usize),
    Finding(&'a Finding),
    Reason(&'a Finding),
}

/// The reason that is being written, and for which finding.
#[derive(Debug, Default)]
pub(super) struct WaiverDraft {
    of: Option<(RuleId, Subject)>,
    reason: String,
    is_new: bool,
}

impl WaiverDraft {
    fn is_of(&self, finding: &Finding) -> bool {
        self.of.as_ref().is_some_and(|(rule, subject)| *rule == finding.rule && *subject == finding.subject)
    }
}

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, draft: &mut WaiverDraft, out: &mut Vec<Intent>) {
    let document = session.document;
    let findings = document.findings();
    let hidden = document.hidden_checks();
    let lines = lines(&findings, draft);
    let width = (ui.available_width() - 48.0).clamp(200.0, 780.0);
    let side = ((ui.available_width() - width) / 2.0).max(16.0);
    ui.add_space(20.0);
    ui.horizontal(|ui| {
        ui.add_space(side);
        ui.vertical(|ui| {
            ui.set_width(width);
            head(ui, document, out);
            if hidden > 0 {
                let of = if hidden == 1 { "1 claim waits".to_owned() } else { format!("{hidden} claims wait") };
                muted(
                    ui,
                    format!("{of} for your own check. What is found about them is hidden until you have given it."),
                );
            }
        });
    });
    ui.add_space(6.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, LINE, lines.len(), |ui, range| {
        for line in &lines[range] {
            ui.horizontal(|ui| {
                ui.set_height(LINE);
                ui.add_space(side);
                ui.allocate_ui(egui::vec2(width, LINE), |ui| {
                    ui.set_width(width);
                    line_ui(ui, document, *line, draft, out);
                });
            });
        }
    });
}

fn lines<'a>(findings: &'a [Finding], draft: &WaiverDraft) -> Vec<Line<'a>> {
    let mut by_rule: HashMap<&RuleId, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let mut lines = Vec::new();
    for severity in Severity::ALL {
        for check in check::checks().filter(|check| check.severity == severity) {
            let Some(found) = by_rule.remove(&check.id) else { continue };
            if !lines.is_empty() {
                lines.push(Line::Gap);
            }
            lines.push(Line::Rule(check, found.iter().filter(|finding| finding.waived.is_none()).count()));
            for finding in found {
                lines.push(Line::Finding(finding));
                if draft.is_of(finding) {
                    lines.push(Line::Reason(finding));
                }
            }
        }
    }
    lines
}

/// Whether the project is ready, and what there is besides.
fn head(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    if document.shown().articles().is_empty() {
        return nothing(ui, out);
    }
    let findings = document.findings();
    let count =
        |severity| findings.iter().filter(|finding| finding.severity == severity && finding.waived.is_none()).count();
    let (warn, note) = (count(Severity::Warn), count(Severity::Note));
    let tokens = theme::tokens(ui);
    let (words, is_ready) = summary(document);
    let ink = match count(Severity::Block) {
        _ if is_ready => tokens.right.ink,
        0 => tokens.change.ink,
        _ => tokens.wrong.ink,
    };
    ui.label(RichText::new(words).font(FontId::new(19.0, theme::bold())).color(ink));
    let waived = findings.iter().filter(|finding| finding.waived.is_some()).count();
    let mut parts = Vec::new();
    if warn > 0 {
        parts.push(format!("{warn} to look at again"));
    }
    if note > 0 {
        parts.push(format!("{note} to note"));
    }
    if waived > 0 {
        parts.push(format!("{waived} waived"));
    }
    if document.examined().is_none() {
        return;
    }
    let rest = if parts.is_empty() { "Nothing else is open.".to_owned() } else { format!("{}.", parts.join(", ")) };
    muted(ui, rest);
}

/// Whether the project is ready, in words, as far as that is known.
pub(super) fn summary(document: &Document) -> (String, bool) {
    let Some(examined) = document.examined() else {
        return ("Looking the project over…".to_owned(), false);
    };
    let readiness = Readiness::of(&examined.findings, document.hidden_checks());
    (readiness.words(), readiness == Readiness::Ready)
}

/// A project without an article has nothing to be ready with.
fn nothing(ui: &mut Ui, out: &mut Vec<Intent>) {
    ui.label(RichText::new("Nothing to publish yet").font(FontId::new(19.0, theme::bold())));
    muted(ui, "Open the article to check. What keeps it from going out is then listed here.");
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        if ui.button(Command::OpenArticle.title()).clicked() {
            out.push(Command::OpenArticle.into());
        }
        super::widgets::how(ui, "How readiness works", "readiness", out);
    });
}

fn colors(severity: Severity, tokens: &Tokens) -> (&'static str, Pair) {
    match severity {
        Severity::Block => ("Blocks", tokens.wrong),
        Severity::Warn => ("Look again", tokens.change),
        Severity::Note => ("Note", tokens.opinion),
    }
}

fn line_ui(ui: &mut Ui, document: &Document, line: Line<'_>, draft: &mut WaiverDraft, out: &mut Vec<Intent>) {
    match line {
        Line::Gap => {}
        Line::Rule(check, count) => rule_ui(ui, check, count),
        Line::Finding(finding) => finding_ui(ui, document, finding, draft, out),
        Line::Reason(finding) => reason_ui(ui, finding, draft, out),
    }
}

fn rule_ui(ui: &mut Ui, check: &Check, count: usize) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE), Sense::hover());
    let (word, pair) = colors(check.severity, tokens);
    let painter = ui.painter();
    let word = painter.layout_no_wrap(word.to_owned(), FontId::new(11.0, theme::bold()), pair.ink);
    let pill = egui::Rect::from_min_size(
        egui::pos2(rect.left(), rect.center().y - 9.0),
        egui::vec2(word.size().x + 14.0, 18.0),
    );
    painter.rect_filled(pill, 4.0, pair.fill);
    painter.galley(pill.center() - word.size() / 2.0, word, pair.ink);
    let count = if count > 1 { format!(" · {count}") } else { String::new() };
    let left = rect.left() + 92.0;
    let font = FontId::new(13.5, theme::bold());
    let title = fit(ui, &format!("{}{count}", check.title), font, tokens.text, rect.right() - left);
    let at = |galley: &egui::Galley, left: f32| egui::pos2(left, rect.center().y - galley.size().y / 2.0);
    let behind = left + title.size().x + 12.0;
    ui.painter().galley(at(&title, left), title, tokens.text);
    let hint = fit(ui, check.hint, FontId::proportional(12.0), tokens.faint, rect.right() - behind);
    ui.painter().galley(at(&hint, behind), hint, tokens.faint);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, check.title));
    response.on_hover_text(check.hint);
}

fn finding_ui(ui: &mut Ui, document: &Document, finding: &Finding, draft: &mut WaiverDraft, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let is_waived = finding.waived.is_some();
    let button = 84.0;
    let size = egui::vec2(ui.available_width() - button - 8.0, LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.line);
    }
    let ink = if is_waived { tokens.faint } else { tokens.text };
    let (name, words) = subject(document, finding);
    let put = |ui: &Ui, text: &str, left: f32, width: f32, font: FontId, ink| -> f32 {
        let galley = fit(ui, text, font, ink, width);
        let end = left + galley.size().x;
        ui.painter().galley(egui::pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
        end
    };
    let body = FontId::proportional(13.0);
    put(ui, &name, rect.left() + 8.0, 80.0, FontId::proportional(12.5), tokens.muted);
    let left = rect.left() + 92.0;
    let message = match &finding.waived {
        Some(reason) => format!("{} Waived: {reason}", finding.message),
        None => finding.message.clone(),
    };
    let share = if words.is_empty() { 1.0 } else { 0.62 };
    let end = put(ui, &message, left, (rect.right() - left - 8.0) * share, body.clone(), ink);
    put(ui, &words, end + 12.0, rect.right() - end - 20.0, FontId::new(13.0, theme::serif()), tokens.faint);
    let label = format!("{name}: {message}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        out.push(Intent::Finding(FindingIntent::Go(Box::new(finding.clone()))));
    }
    // What is hidden is not let pass either.
    let is_hidden = matches!(&finding.subject, Subject::Claim(claim_id) if document.is_hidden(claim_id));
    if !document.access.is_editable() || is_hidden {
        return;
    }
    right(ui, |ui| {
        if is_waived {
            if quiet(ui, "Take back").on_hover_text("It counts again").clicked() {
                let subject = finding.subject.clone();
                out.push(Intent::Finding(FindingIntent::Unwaive { rule: finding.rule.clone(), subject }));
            }
        } else if quiet(ui, "Waive").on_hover_text("Let it pass, with a reason").clicked() {
            *draft = WaiverDraft {
                of: Some((finding.rule.clone(), finding.subject.clone())),
                is_new: true,
                ..Default::default()
            };
        }
    });
}

/// "Claim 7" and its words; for anything else, what it is.
fn subject(document: &Document, finding: &Finding) -> (String, String) {
    let project = document.shown();
    match &finding.subject {
        Subject::Project => ("Project".into(), String::new()),
        Subject::Article(_) => ("Article".into(), String::new()),
        Subject::Source(_) => ("Source".into(), String::new()),
        Subject::Claim(claim_id) => match project.claim(claim_id) {
            Some(claim) => (format!("Claim {}", claim.number), claim.quote().replace('\n', " ")),
            None => ("Claim".into(), String::new()),
        },
    }
}

fn reason_ui(ui: &mut Ui, finding: &Finding, draft: &mut WaiverDraft, out: &mut Vec<Intent>) {
    ui.add_space(84.0);
    let hint = hint_text(ui, "Why may it pass? Enter keeps it.");
    let edit = TextEdit::singleline(&mut draft.reason).hint_text(hint).margin(FIELD);
    let response = ui.add(edit.desired_width((ui.available_width() - 150.0).max(80.0)));
    name_for_screen_readers(&response, "Why may it pass?");
    if std::mem::take(&mut draft.is_new) {
        response.request_focus();
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let has_reason = !draft.reason.trim().is_empty();
    let is_clicked = ui.add_enabled(has_reason, egui::Button::new("Let it pass")).clicked();
    if has_reason && (is_entered || is_clicked) {
        let (rule, subject) = (finding.rule.clone(), finding.subject.clone());
        let reason = std::mem::take(&mut draft.reason);
        out.push(Intent::Finding(FindingIntent::Waive { rule, subject, reason }));
        draft.of = None;
    } else if quiet(ui, "Cancel").clicked() {
        *draft = WaiverDraft::default();
    }
    if !has_reason && is_entered {
        response.request_focus();
    }
}
