//! What several people do to one claim: the second check, the words to print instead as a diff, corrections, and the log.

use egui::{Color32, FontId, Stroke, TextFormat, Ui, text::LayoutJob};

use crate::{
    anchor::{self, DiffKind},
    app::{Document, Intent, Session, intent::ClaimIntent},
    model::{Claim, ClaimField, Correction, LogEntry, VerdictId},
    ui::{
        dates,
        event_queue::focus_new,
        theme::{self, Tokens},
        widgets::{self, faint, field_label, muted, quiet},
    },
};

/// The verdict of the second reviewer, in words for the folded group.
pub fn second_words(document: &Document, claim: &Claim) -> String {
    let second = claim.second.as_ref().and_then(|second| document.shown().verdict(&second.verdict));
    second.map(|verdict| format!("{} {}", verdict.sign, verdict.label)).unwrap_or_default()
}

/// Draws what the second reviewer found, and lets whoever sits here give it.
pub fn second_check(ui: &mut Ui, session: &Session, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let project = document.shown();
    let scale = project.scale();
    let current =
        claim.second.as_ref().and_then(|second| scale.verdicts.iter().position(|verdict| verdict.id == second.verdict));
    let places: Vec<Option<usize>> = std::iter::once(None).chain((0..scale.verdicts.len()).map(Some)).collect();
    let word = |place: Option<usize>| {
        place.map_or("Not given".to_owned(), |place| {
            format!("{} {}", scale.verdicts[place].sign, scale.verdicts[place].label)
        })
    };
    if let Some(place) = widgets::choose(ui, "Second verdict", current, &places, word) {
        let verdict: Option<VerdictId> = place.map(|place| scale.verdicts[place].id.clone());
        out.push(ClaimIntent::Second(claim.id.clone(), verdict).into());
    }
    if let Some(second) = &claim.second {
        let reviewer = second.signed.by.as_ref().and_then(|id| project.reviewer(id));
        let who = reviewer.map_or("?", |reviewer| reviewer.short());
        faint(ui, format!("{who}, {}", dates::day_and_time(second.signed.at, &session.zone)));
    }
}

/// Draws the words as printed beside the words asked for: what goes is struck out, what comes is underlined.
pub fn suggestion(ui: &mut Ui, claim: &Claim) {
    let Some(change) = claim.change.as_ref().filter(|change| !change.suggestion.trim().is_empty()) else { return };
    field_label(ui, "What changes");
    let job = diff_job(&claim.quote(), &change.suggestion, theme::tokens(ui), ui.available_width());
    ui.label(job);
}

fn diff_job(old: &str, new: &str, tokens: &Tokens, width: f32) -> LayoutJob {
    let format = |ink: Color32| TextFormat::simple(FontId::new(14.0, theme::serif()), ink);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let mut add = |words: &str, format: TextFormat| job.append(words, 0.0, format);
    for run in anchor::difference(old, new).runs {
        let (gone, come) = (old.get(run.old.clone()).unwrap_or_default(), new.get(run.new.clone()).unwrap_or_default());
        match run.kind {
            DiffKind::Same => add(come, format(tokens.text)),
            DiffKind::Removed => {
                let strikethrough = Stroke::new(1.0, tokens.wrong.ink);
                add(gone, TextFormat { strikethrough, background: tokens.wrong.fill, ..format(tokens.wrong.ink) });
            }
            DiffKind::Added => {
                let underline = Stroke::new(1.0, tokens.right.ink);
                add(come, TextFormat { underline, background: tokens.right.fill, ..format(tokens.right.ink) });
            }
        }
    }
    job
}

/// Draws what was changed in print.
pub fn corrections(ui: &mut Ui, claim: &Claim, out: &mut Vec<Intent>) {
    type Part = (&'static str, &'static str, fn(&mut Correction) -> &mut String);
    let parts: [Part; 2] = [
        ("Appeared on", "2025-02-06", |correction| &mut correction.date),
        ("What was changed", "The words of the correction", |correction| &mut correction.text),
    ];
    let put = |corrections| Intent::set(claim, ClaimField::Corrections(corrections));
    for (place, correction) in claim.corrections.iter().enumerate() {
        ui.push_id(place, |ui| {
            widgets::card(ui, |ui| {
                for (label, hint, part) in parts {
                    let mut changed = correction.clone();
                    if let Some(text) = widgets::line(ui, label, &part(&mut changed).clone(), hint, out) {
                        *part(&mut changed) = text;
                        let mut corrections = claim.corrections.clone();
                        corrections[place] = changed;
                        out.push(put(corrections));
                    }
                }
                if quiet(ui, "Remove this correction").clicked() {
                    let mut corrections = claim.corrections.clone();
                    corrections.remove(place);
                    out.push(put(corrections));
                }
            });
        });
    }
    if ui.button("Add a correction").clicked() {
        focus_new(ui.ctx(), parts[0].0);
        let empty = Correction { date: String::new(), text: String::new() };
        out.push(put(claim.corrections.iter().cloned().chain([empty]).collect()));
    }
}

/// Draws who changed what, the newest first.
pub fn log(ui: &mut Ui, session: &Session, document: &Document, claim: &Claim) {
    if claim.log.is_empty() {
        faint(ui, "Nothing was changed since it was marked.");
    }
    for entry in claim.log.iter().rev() {
        let reviewer = entry.by.as_ref().and_then(|id| document.shown().reviewer(id));
        let who = reviewer.map_or_else(String::new, |reviewer| format!("{} · ", reviewer.short()));
        faint(ui, format!("{who}{}", dates::day_and_time(entry.at, &session.zone)));
        muted(ui, log_words(entry));
        ui.add_space(2.0);
    }
}

/// "Verdict: Confirmed → Wrong".
fn log_words(entry: &LogEntry) -> String {
    let short = |text: &str| {
        let words: String = text.chars().take(120).collect();
        if words.len() < text.len() { format!("{words}…") } else { words }
    };
    match (entry.from.is_empty(), entry.to.is_empty()) {
        (true, _) => format!("{}: {}", entry.what.label(), short(&entry.to)),
        (false, true) => format!("{}: {} → nothing", entry.what.label(), short(&entry.from)),
        (false, false) => format!("{}: {} → {}", entry.what.label(), short(&entry.from), short(&entry.to)),
    }
}
