//! The rest of a claim: type, priority, tags, claimant, queries, change request, notes.

use egui::{CollapsingHeader, RichText, TextEdit, Ui};

use crate::{
    app::{Command, Document, Intent, Session, intent::ClaimIntent},
    model::{ChangeRequest, Claim, ClaimField, ClaimKind, Claimant, Priority, Query, ReviewerId},
    ui::{
        dates::long_date,
        event_queue::focus_new,
        theme,
        widgets::{self, FIELD, TextField, faint, field_label, hint_text, name_for_screen_readers, quiet, texts},
    },
};

use super::{second_check_and_log, typed::Typed};

/// Draws the rest of a claim.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    claim: &Claim,
    typed: &mut Typed,
    out: &mut Vec<Intent>,
) {
    group(ui, "Type, priority, tags", kind_words(claim), |ui| kind(ui, document, claim, typed, out));
    group(ui, "Claimant", claim.claimant.name.clone(), |ui| claimant(ui, claim, out));
    let open = claim.queries.iter().filter(|query| query.is_open()).count();
    let words = match (claim.queries.len(), open) {
        (0, _) => String::new(),
        (all, 0) => format!("{all} answered"),
        (all, open) => format!("{open} of {all} open"),
    };
    group(ui, "Queries", words, |ui| queries(ui, claim, out));
    let asked = if claim.change.is_some() { "asked for" } else { "" };
    group(ui, "Change request", asked.to_owned(), |ui| change(ui, claim, out));
    group(ui, "Second check", second_check_and_log::second_words(document, claim), |ui| {
        second_check_and_log::second_check(ui, session, document, claim, out);
    });
    let corrected = if claim.corrections.is_empty() { String::new() } else { claim.corrections.len().to_string() };
    group(ui, "Corrections", corrected, |ui| second_check_and_log::corrections(ui, claim, out));
    let noted = claim.notes.lines().next().unwrap_or_default().chars().take(30).collect();
    group(ui, "Notes", noted, |ui| {
        if let Some(notes) = widgets::lines(ui, "Only for the desk", &claim.notes, "", 4, out) {
            out.push(Intent::set(claim, ClaimField::Notes(notes)));
        }
    });
    let logged = match claim.log.len() {
        0 => String::new(),
        1 => "1 change".to_owned(),
        changes => format!("{changes} changes"),
    };
    group(ui, "Log", logged, |ui| second_check_and_log::log(ui, session, document, claim));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if let Some(words) = marked_by(document, claim) {
            faint(ui, words);
        }
        widgets::right(ui, |ui| {
            let words = RichText::new(Command::DeleteClaim.title()).color(theme::tokens(ui).wrong.ink);
            if ui.add(egui::Button::new(words).frame_when_inactive(false)).clicked() {
                out.push(ClaimIntent::Delete(claim.id.clone()).into());
            }
        });
    });
}

/// A part that folds away; beside its name stands what is in it.
fn group(ui: &mut Ui, name: &str, words: String, contents: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let mut job = egui::text::LayoutJob::default();
    let font = egui::FontId::proportional(12.5);
    job.append(name, 0.0, egui::TextFormat::simple(font.clone(), tokens.muted));
    if !words.is_empty() {
        job.append(&format!(" · {words}"), 0.0, egui::TextFormat::simple(font, tokens.faint));
    }
    job.wrap = egui::text::TextWrapping::truncate_at_width(ui.available_width() - 30.0);
    CollapsingHeader::new(job).id_salt(name).show(ui, contents);
}

fn kind_words(claim: &Claim) -> String {
    let kind = claim.kind.map(ClaimKind::label);
    let priority = (claim.priority != Priority::Normal).then(|| claim.priority.label());
    kind.into_iter().chain(priority).map(str::to_owned).chain(claim.tags.iter().cloned()).collect::<Vec<_>>().join(", ")
}

fn kind(ui: &mut Ui, document: &Document, claim: &Claim, typed: &mut Typed, out: &mut Vec<Intent>) {
    let kinds: Vec<Option<ClaimKind>> = std::iter::once(None).chain(ClaimKind::ALL.iter().copied().map(Some)).collect();
    let word = |kind: Option<ClaimKind>| kind.map_or("Not set", ClaimKind::label).to_owned();
    if let Some(kind) = widgets::choose(ui, "Type", claim.kind, &kinds, word) {
        out.push(Intent::set(claim, ClaimField::Kind(kind)));
    }
    if let Some(priority) = widgets::choose(ui, "Priority", claim.priority, Priority::ALL, |p| p.label().to_owned()) {
        out.push(Intent::set(claim, ClaimField::Priority(priority)));
    }
    assigned(ui, document, claim, out);
    tags(ui, claim, typed, out);
}

fn assigned(ui: &mut Ui, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let reviewers = document.shown().reviewers();
    if reviewers.is_empty() {
        return;
    }
    let current = claim.assigned.as_ref().and_then(|id| reviewers.iter().position(|reviewer| reviewer.id == *id));
    let indices: Vec<Option<usize>> = std::iter::once(None).chain((0..reviewers.len()).map(Some)).collect();
    let word = |index: Option<usize>| index.map_or("Nobody".to_owned(), |index| reviewers[index].short().to_owned());
    if let Some(index) = widgets::choose(ui, "Assigned to", current, &indices, word) {
        let reviewer: Option<ReviewerId> = index.map(|index| reviewers[index].id.clone());
        out.push(Intent::set(claim, ClaimField::Assigned(reviewer)));
    }
}

fn tags(ui: &mut Ui, claim: &Claim, typed: &mut Typed, out: &mut Vec<Intent>) {
    field_label(ui, "Tags");
    ui.horizontal_wrapped(|ui| {
        for tag in &claim.tags {
            let response = ui.small_button(format!("{tag} ✕")).on_hover_text("Remove this tag");
            if response.clicked() {
                let tags = claim.tags.iter().filter(|other| *other != tag).cloned().collect();
                out.push(Intent::set(claim, ClaimField::Tags(tags)));
            }
        }
    });
    let hint = hint_text(ui, "Add a tag and press Enter");
    let response =
        ui.add(TextEdit::singleline(&mut typed.tag).hint_text(hint).desired_width(f32::INFINITY).margin(FIELD));
    name_for_screen_readers(&response, "Add a tag");
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        let tag = std::mem::take(&mut typed.tag).trim().to_owned();
        if !tag.is_empty() && !claim.tags.contains(&tag) {
            let tags = claim.tags.iter().cloned().chain([tag]).collect();
            out.push(Intent::set(claim, ClaimField::Tags(tags)));
        }
        response.request_focus();
    }
}

fn claimant(ui: &mut Ui, claim: &Claim, out: &mut Vec<Intent>) {
    let fields: [TextField<Claimant>; 6] = [
        ("Name", "Who said it", |claimant| &mut claimant.name),
        ("Role", "Office or profession", |claimant| &mut claimant.role),
        ("Organisation", "", |claimant| &mut claimant.organisation),
        ("Page about them", "https://…", |claimant| &mut claimant.url),
        ("Said on", "2025-02-04", |claimant| &mut claimant.said_on),
        ("Said at", "Speech, post, interview", |claimant| &mut claimant.said_at),
    ];
    if let Some(changed) = texts(ui, &claim.claimant, &fields, out) {
        out.push(Intent::set(claim, ClaimField::Claimant(changed)));
    }
}

fn queries(ui: &mut Ui, claim: &Claim, out: &mut Vec<Intent>) {
    let fields: [TextField<Query>; 5] = [
        ("To", "Who is asked", |query| &mut query.to),
        ("Question", "", |query| &mut query.question),
        ("Asked on", "2025-02-04", |query| &mut query.asked_on),
        ("Answer", "", |query| &mut query.answer),
        ("Answered on", "2025-02-05", |query| &mut query.answered_on),
    ];
    for (index, query) in claim.queries.iter().enumerate() {
        ui.push_id(query.id.as_str(), |ui| {
            widgets::card(ui, |ui| {
                if let Some(changed) = texts(ui, query, &fields, out) {
                    let mut queries = claim.queries.clone();
                    queries[index] = changed;
                    out.push(Intent::set(claim, ClaimField::Queries(queries)));
                }
                if quiet(ui, "Remove this query").clicked() {
                    let mut queries = claim.queries.clone();
                    queries.remove(index);
                    out.push(Intent::set(claim, ClaimField::Queries(queries)));
                }
            });
        });
    }
    if ui.button("Add a query").clicked() {
        out.push(ClaimIntent::AddQuery(claim.id.clone()).into());
        focus_new(ui.ctx(), fields[0].0);
    }
}

fn change(ui: &mut Ui, claim: &Claim, out: &mut Vec<Intent>) {
    let current = claim.change.clone().unwrap_or_default();
    let put = |change: ChangeRequest| {
        let change = Some(change).filter(|change| !change.is_empty());
        Intent::set(claim, ClaimField::Change(change))
    };
    if let Some(problem) = widgets::lines(ui, "What is wrong with the words as printed", &current.problem, "", 2, out) {
        out.push(put(ChangeRequest { problem, ..current.clone() }));
    }
    if let Some(suggestion) = widgets::lines(ui, "Words to print instead", &current.suggestion, "", 2, out) {
        out.push(put(ChangeRequest { suggestion, ..current.clone() }));
    }
    if current.suggestion.is_empty() && quiet(ui, "Start from the words as printed").clicked() {
        out.push(put(ChangeRequest { suggestion: claim.quote(), ..current }));
    }
    second_check_and_log::suggestion(ui, claim);
}

/// When and by whom the claim was marked.
fn marked_by(document: &Document, claim: &Claim) -> Option<String> {
    let created = claim.created.as_ref()?;
    let by = created.by.as_ref().and_then(|id| document.shown().reviewer(id));
    let day = long_date(&created.at.strftime("%Y-%m-%d").to_string());
    Some(by.map_or(format!("Marked on {day}"), |reviewer| format!("Marked by {} on {day}", reviewer.short())))
}
