//! The dialog that shows what comes in of another project, before it does: each claim with what becomes of it, and which are the same as ours on
//! almost the same words.

use egui::{FontId, RichText, Stroke, Ui};

use crate::app::{
    Intent, Opened,
    incoming_project::IncomingProject,
    intent::{Answer, ImportIntent},
    taking_in::{Fate, TakenClaim, Tense},
};

use super::{
    theme::{self, Pair},
    widgets::{self, faint, fit, muted, pill, primary, title},
};

/// Height of a claim in the list.
const CLAIM: f32 = 46.0;

/// Draws the dialog.
pub fn ui(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let Some(incoming) = &session.incoming_project else { return };
    let taken = &incoming.taken;
    title(ui, "Import a project");
    ui.horizontal(|ui| {
        let tokens = theme::tokens(ui);
        let name = incoming.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = fit(ui, &name, FontId::new(13.0, theme::bold()), tokens.text, ui.available_width() * 0.6);
        ui.label(name).on_hover_text(incoming.path.display().to_string());
        if let Some(assignment) = incoming.theirs.assignment() {
            let who =
                incoming.theirs.reviewer(&assignment.reviewer).map_or("?".to_owned(), |reviewer| reviewer.whole());
            pill(ui, &format!("First pass of {who}"), tokens.accent);
        }
    });
    muted(ui, taken.sentence(Tense::ToCome));
    if taken.pass.is_some() {
        let words = "What they found stays on record as they gave it. What differs from other first passes is asked under “Adjudication”.";
        faint(ui, words);
    } else if incoming.theirs.assignment().is_some() {
        faint(
            ui,
            "This first pass came back before: what was found then stays on record. The claims come in as those of any project.",
        );
    }
    for word in &taken.tagged {
        faint(ui, format!("“{word}” is no verdict of the scale and becomes a tag."));
    }
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(180.0, 460.0);
    list(ui, incoming, height, out);
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        let is_something = incoming.brings_something();
        let words = if is_something { "Import" } else { "Nothing to import" };
        if ui.add_enabled_ui(is_something, |ui| primary(ui, words)).inner.clicked() {
            out.push(Intent::Import(ImportIntent::Accept));
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn list(ui: &mut Ui, incoming: &IncomingProject, height: f32, out: &mut Vec<Intent>) {
    let mut claims: Vec<&TakenClaim> = incoming.taken.claims.iter().collect();
    // What has to be looked at comes first, what was there already last.
    claims.sort_by_key(|claim| rank(claim));
    let rows = (CLAIM, claims.len());
    widgets::listing(ui, "claims of the project", height, rows, "The project marks nothing.", |ui, at| {
        claim_ui(ui, incoming, claims[at], out);
    });
}

fn rank(claim: &TakenClaim) -> usize {
    match claim.fate {
        Fate::Almost => 0,
        _ if claim.almost.is_some() => 0,
        Fate::Open => 1,
        Fate::Missing(_) => 2,
        Fate::Second => 3,
        Fate::New => 4,
        Fate::More => 5,
        Fate::Known => 6,
    }
}

fn claim_ui(ui: &mut Ui, incoming: &IncomingProject, claim: &TakenClaim, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), CLAIM), egui::Sense::hover());
    let quote = claim.quote.replace(['\n', '\t'], " ");
    let told = told(claim);
    let asks = claim.almost.is_some() && incoming.taken.pass.is_none();
    let room = rect.width() - if asks { 148.0 } else { 8.0 };
    let (name, colors) = name(ui, claim.fate);
    let mark = fit(ui, name, FontId::new(11.5, theme::bold()), colors.ink, 128.0);
    let words = fit(ui, &quote, FontId::new(14.0, theme::serif()), tokens.text, room - 136.0);
    let below = fit(ui, &told, FontId::proportional(12.0), tokens.faint, room - 136.0);
    let top = rect.min + egui::vec2(0.0, 5.0);
    ui.painter().galley(top + egui::vec2(0.0, 3.0), mark, colors.ink);
    ui.painter().galley(top + egui::vec2(136.0, 0.0), words, tokens.text);
    ui.painter().galley(top + egui::vec2(136.0, 20.0), below, tokens.faint);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if asks {
        let at = egui::Rect::from_min_max(egui::pos2(rect.right() - 140.0, rect.top() + 10.0), rect.max);
        let mut is_same = incoming.same.contains(&claim.id);
        let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(at).id_salt(&claim.id));
        let check = beside.add(egui::Checkbox::new(&mut is_same, "The same claim"));
        check.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_same, format!("The same claim: {quote}"))
        });
        if check.changed() {
            out.push(Intent::Import(ImportIntent::Same(claim.id.clone(), is_same)));
        }
    }
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}. {quote}. {told}")));
    response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        ui.label(RichText::new(&claim.quote).family(theme::serif()));
        muted(ui, told.as_str());
    });
}

fn told(claim: &TakenClaim) -> String {
    let almost = claim
        .almost
        .as_ref()
        .map(|(_, number, words)| format!("almost claim {number}: “{}”", words.replace('\n', " ")));
    let what = match claim.fate {
        Fate::New => "Comes in as a claim of its own".to_owned(),
        Fate::Almost => "Comes in as a claim of its own".to_owned(),
        Fate::Second => "Stands beside your check, with their name".to_owned(),
        Fate::Open => format!("Differs in {}", claim.what.join(", ")),
        Fate::More if claim.what.is_empty() => "Something comes in".to_owned(),
        Fate::More => format!("Comes in: {}", claim.what.join(", ")),
        Fate::Known if !claim.what.is_empty() => claim.what.join(", "),
        Fate::Known => "All of it is there".to_owned(),
        Fate::Missing(why) => why.words().to_owned(),
    };
    std::iter::once(what).chain(almost).collect::<Vec<_>>().join(" · ")
}

fn name(ui: &Ui, fate: Fate) -> (&'static str, Pair) {
    let tokens = theme::tokens(ui);
    match fate {
        Fate::New => ("+ New", tokens.right),
        Fate::Almost => ("≈ Almost the same", tokens.change),
        Fate::Second => ("✓ Second check", tokens.right),
        Fate::Open => ("≠ To settle", tokens.change),
        Fate::More => ("+ More", tokens.right),
        Fate::Known => ("= Known", tokens.opinion),
        Fate::Missing(_) => ("✕ Not in", tokens.wrong),
    }
}
