//! The bar under the table while claims are selected: each change of it is one step of undo.

use egui::{Button, RichText, TextEdit, Ui, containers::menu::MenuButton};

use crate::{
    app::{
        Intent,
        intent::ClaimIntent,
        table::{Change, TableIntent, Target},
    },
    model::{ConfidenceStyle, Degree, Priority, ReviewerId, Status, VerdictId},
    ui::{
        theme,
        widgets::{FIELD, hint_text, name_for_screen_readers, quiet, right},
    },
};

use super::page::{Page, Shown, close_together, staying};

/// Draws the bar.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page, out: &mut Vec<Intent>) {
    let count = shown.document.view.table.selected.len();
    let words = if count == 1 { "1 selected".to_owned() } else { format!("{count} selected") };
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new(words).font(theme::label_font()));
        if quiet(ui, "Select none").clicked() {
            out.push(TableIntent::SelectNone.into());
        }
        if !shown.document.access.is_editable() {
            return;
        }
        ui.separator();
        let mut chosen = None;
        menu(ui, "Set verdict", |ui| verdicts(ui, shown, None), &mut chosen);
        menu(ui, "Set confidence", |ui| confidences(ui, shown, None), &mut chosen);
        menu(ui, "Set status", |ui| list(ui, Status::ALL, None, Status::label).map(Change::Status), &mut chosen);
        menu(ui, "Assign", |ui| reviewers(ui, shown, None), &mut chosen);
        let priorities = |ui: &mut Ui| list(ui, Priority::ALL, None, Priority::label).map(Change::Priority);
        menu(ui, "Set priority", priorities, &mut chosen);
        menu(ui, "Tags", |ui| tags(ui, shown, page), &mut chosen);
        right(ui, |ui| {
            let words = RichText::new("Delete").color(theme::tokens(ui).wrong.ink);
            if ui.add(Button::new(words)).on_hover_text("Undo brings them back").clicked() {
                chosen = Some(Change::Delete);
            }
        });
        out.extend(chosen.map(|change| ClaimIntent::Change(Target::Selected, change).into()));
    });
}

fn menu(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> Option<Change>, chosen: &mut Option<Change>) {
    let (_, inner) = MenuButton::new(name).config(staying()).ui(ui, |ui| {
        ui.set_min_width(170.0);
        contents(ui)
    });
    if let Some(change) = inner.and_then(|inner| inner.inner) {
        *chosen = Some(change);
    }
}

/// A list to choose one of; the current one is lit.
pub fn list<T: Copy + PartialEq>(
    ui: &mut Ui,
    all: &[T],
    current: Option<T>,
    word: impl Fn(T) -> &'static str,
) -> Option<T> {
    let mut chosen = None;
    close_together(ui);
    for value in all {
        if ui.selectable_label(current == Some(*value), word(*value)).clicked() {
            chosen = Some(*value);
            ui.close();
        }
    }
    chosen
}

/// The verdicts of the scale.
pub fn verdicts(ui: &mut Ui, shown: &Shown<'_>, current: Option<&Option<VerdictId>>) -> Option<Change> {
    let tokens = theme::tokens(ui);
    let mut chosen = None;
    let scale = shown.document.shown().scale();
    close_together(ui);
    for verdict in &scale.verdicts {
        let is_on = current.is_some_and(|current| current.as_ref() == Some(&verdict.id));
        let words = RichText::new(format!("{} {}", verdict.sign, verdict.label));
        let words = words.color(tokens.tone(Some(verdict.tone)).ink);
        if ui.selectable_label(is_on, words).on_hover_text(&verdict.meaning).clicked() {
            chosen = Some(Change::Verdict(Some(verdict.id.clone())));
            ui.close();
        }
    }
    if current.is_none_or(Option::is_some) {
        ui.separator();
        if ui.selectable_label(false, "No verdict").clicked() {
            chosen = Some(Change::Verdict(None));
            ui.close();
        }
    }
    chosen
}

/// The degrees of confidence, in words or per cent as the project has it.
pub fn confidences(ui: &mut Ui, shown: &Shown<'_>, current: Option<Option<Degree>>) -> Option<Change> {
    let degrees: Vec<Degree> = match shown.document.shown().settings().confidence {
        ConfidenceStyle::Words => Degree::LEVELS.to_vec(),
        ConfidenceStyle::Percent => (1..=10).map(|ten| Degree::Percent(ten * 10)).collect(),
    };
    let mut chosen = None;
    close_together(ui);
    for degree in std::iter::once(None).chain(degrees.into_iter().map(Some)) {
        let word = degree.map_or("Not set".to_owned(), Degree::label);
        if ui.selectable_label(current == Some(degree), word).clicked() {
            chosen = Some(Change::Confidence(degree));
            ui.close();
        }
    }
    chosen
}

/// The people of the project, and whoever sits here.
pub fn reviewers(ui: &mut Ui, shown: &Shown<'_>, current: Option<&Option<ReviewerId>>) -> Option<Change> {
    let known = shown.document.shown().reviewers().iter().map(AsRef::as_ref);
    let me = shown.me.filter(|me| shown.document.shown().reviewer(&me.id).is_none());
    let mut chosen = None;
    close_together(ui);
    let mut row = |ui: &mut Ui, word: &str, reviewer_id: Option<ReviewerId>| {
        if ui.selectable_label(current.is_some_and(|current| *current == reviewer_id), word).clicked() {
            chosen = Some(Change::Assign(reviewer_id));
            ui.close();
        }
    };
    row(ui, "Nobody", None);
    for reviewer in known.chain(me) {
        let is_me = shown.me.is_some_and(|me| me.id == reviewer.id);
        let name = if reviewer.name.is_empty() { reviewer.short() } else { &reviewer.name };
        let word = if is_me { format!("{name} (me)") } else { name.to_owned() };
        row(ui, &word, Some(reviewer.id.clone()));
    }
    chosen
}

/// A field for a tag to add, and the tags that the selected claims have, to remove.
fn tags(ui: &mut Ui, shown: &Shown<'_>, page: &mut Page) -> Option<Change> {
    let mut chosen = None;
    let hint = hint_text(ui, "Add a tag and press Enter");
    let response = ui.add(TextEdit::singleline(&mut page.tag).hint_text(hint).margin(FIELD));
    name_for_screen_readers(&response, "Tag to add");
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        let tag = std::mem::take(&mut page.tag).trim().to_owned();
        chosen = Some(tag).filter(|tag| !tag.is_empty()).map(Change::AddTag);
        ui.close();
    }
    let selected = &shown.document.view.table.selected;
    let claims = shown.document.shown().claims().iter().filter(|claim| selected.contains(&claim.id));
    let used: std::collections::BTreeSet<&String> = claims.flat_map(|claim| &claim.tags).collect();
    if !used.is_empty() {
        ui.separator();
    }
    close_together(ui);
    for tag in used.into_iter().take(24) {
        if ui.button(format!("Remove “{tag}”")).clicked() {
            chosen = Some(Change::RemoveTag(tag.clone()));
            ui.close();
        }
    }
    chosen
}
