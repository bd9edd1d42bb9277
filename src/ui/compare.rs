//! The page that lays the open project beside those of others: which claims stand on the same passages, verdict against verdict, how far
//! all agree, and a paragraph with the figures to take along.

use egui::{FontId, Grid, RichText, ScrollArea, Ui};

use crate::{
    agreement::Coefficient,
    app::{
        Command, Document, Intent, Opened,
        comparison::{self, Comparing, PairFigures, ProjectComparison, headings, number},
        intent::CompareIntent,
    },
};

use super::{
    theme,
    widgets::{self, card, faint, field_label, muted, quiet, right},
};

mod claims;

pub(super) use claims::Chosen;

/// Height of a row of figures.
const ROW: f32 = 20.0;

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, chosen: &mut Chosen, out: &mut Vec<Intent>) {
    let document = session.document;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(240.0, 980.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            match &document.view.comparison {
                _ if document.shown().articles().is_empty() => nothing_open(ui, out),
                None => nothing_chosen(ui, out),
                Some(shown) => compared(ui, document, shown, chosen, out),
            }
            ui.add_space(24.0);
        });
    });
}

fn heading(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(FontId::new(19.0, theme::bold())));
}

fn nothing_open(ui: &mut Ui, out: &mut Vec<Intent>) {
    heading(ui, "Nothing to compare yet");
    muted(ui, "Open the article to check, and mark claims in it. They can then be laid beside those of a colleague.");
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        if ui.button(Command::OpenArticle.title()).clicked() {
            out.push(Command::OpenArticle.into());
        }
        widgets::how(ui, "How people work together", "together", out);
    });
}

fn nothing_chosen(ui: &mut Ui, out: &mut Vec<Intent>) {
    heading(ui, "Compare with the work of others");
    muted(
        ui,
        "Choose a colleague’s project of the same article. You then see which claims both marked, where your verdicts differ, and how far you \
         agree beyond chance. Nothing is changed in either.",
    );
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        add_button(ui, out);
        widgets::how(ui, "How people work together", "together", out);
    });
}

fn add_button(ui: &mut Ui, out: &mut Vec<Intent>) {
    if widgets::primary(ui, "Choose a project…").clicked() {
        out.push(CompareIntent::Add.into());
    }
}

fn compared(ui: &mut Ui, document: &Document, shown: &Comparing, chosen: &mut Chosen, out: &mut Vec<Intent>) {
    let found = &*shown.found;
    heading(ui, "Compared");
    muted(ui, comparison::head(found));
    if document.shown_state() != shown.state {
        ui.horizontal(|ui| {
            ui.label(RichText::new("This project has changed since.").color(theme::tokens(ui).change.ink));
            if ui.button("Compare again").clicked() {
                out.push(CompareIntent::Again.into());
            }
        });
    }
    if shown.is_of_passes() {
        muted(ui, "First passes, as each was given before anybody saw the others.");
    } else {
        files(ui, found, out);
    }
    ui.add_space(8.0);
    for pair in &found.pairs {
        card(ui, |ui| pair_ui(ui, found, pair));
        ui.add_space(4.0);
    }
    card(ui, |ui| figures(ui, found));
    ui.add_space(4.0);
    card(ui, |ui| methods(ui, found, out));
    ui.add_space(8.0);
    claims::ui(ui, document, found, chosen, out);
}

/// The files that take part, and more of them.
fn files(ui: &mut Ui, found: &ProjectComparison, out: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        for (at, project) in found.projects.iter().enumerate().skip(1) {
            let words = format!("Leave out {}", project.name);
            if ui.button(&words).on_hover_text(&project.title).clicked() {
                out.push(CompareIntent::Without(at - 1).into());
            }
        }
        if ui.button("Add a project…").clicked() {
            out.push(CompareIntent::Add.into());
        }
    });
}

/// Two projects: how their passages lie, and verdict against verdict.
fn pair_ui(ui: &mut Ui, found: &ProjectComparison, pair: &PairFigures) {
    let [a, b] = pair.of.map(|at| found.projects[at].name.as_str());
    field_label(ui, &format!("{a} and {b}"));
    ui.label(comparison::pair_head(found, pair));
    muted(ui, comparison::passages(found, pair));
    ui.add_space(6.0);
    let names = headings(&found.categories);
    let occurs =
        |at: &usize| pair.table[*at].iter().any(|count| *count > 0) || pair.table.iter().any(|row| row[*at] > 0);
    let used: Vec<usize> = (0..names.len()).filter(occurs).collect();
    field_label(ui, &format!("Verdicts of {a} (rows) against those of {b} (columns)"));
    let tokens = theme::tokens(ui);
    ScrollArea::horizontal().id_salt(("verdicts", pair.of)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = ROW;
        Grid::new(("verdict table", pair.of)).spacing(egui::vec2(18.0, 2.0)).show(ui, |ui| {
            ui.label("");
            for at in &used {
                ui.label(RichText::new(names[*at]).size(12.0).color(tokens.muted));
            }
            ui.end_row();
            for row in &used {
                ui.label(RichText::new(names[*row]).size(12.0).color(tokens.muted));
                for column in &used {
                    let count = pair.table[*row][*column];
                    let mut words = RichText::new(count.to_string());
                    if row == column {
                        words = words.font(FontId::new(13.0, theme::bold()));
                    }
                    let ink = if count == 0 { tokens.faint } else { tokens.text };
                    let response = right_label(ui, words.color(ink));
                    let told = format!("{a} {}, {b} {}: {count}", names[*row], names[*column]);
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
                    response.on_hover_text(told);
                }
                ui.end_row();
            }
        });
    });
}

fn right_label(ui: &mut Ui, words: RichText) -> egui::Response {
    right(ui, |ui| ui.label(words))
}

/// Every coefficient with what it rests on.
fn figures(ui: &mut Ui, found: &ProjectComparison) {
    field_label(ui, "Agreement beyond chance: 1 is all, 0 is what chance gives");
    let tokens = theme::tokens(ui);
    ui.spacing_mut().interact_size.y = ROW;
    Grid::new("figures").num_columns(4).spacing(egui::vec2(22.0, 2.0)).show(ui, |ui| {
        for head in ["Coefficient", "Value", "n", "Empty cells"] {
            ui.label(RichText::new(head).size(12.0).color(tokens.muted));
        }
        ui.end_row();
        for figure in comparison::figures(found) {
            let name = figure.title(found);
            let Coefficient { value, missing, .. } = figure.coefficient;
            ui.label(&name);
            let words = number(&figure.coefficient);
            let words = if value.is_ok() {
                RichText::new(&words).font(FontId::new(13.0, theme::bold()))
            } else {
                RichText::new(&words).color(tokens.muted)
            };
            let response = ui.label(words);
            let told =
                format!("{name}: {}, n = {}, {}", number(&figure.coefficient), figure.rests_on(), figure.empty());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
            ui.label(figure.rests_on());
            ui.label(missing.to_string());
            ui.end_row();
        }
    });
    for remark in comparison::remarks(found) {
        faint(ui, remark);
    }
}

fn methods(ui: &mut Ui, found: &ProjectComparison, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        field_label(ui, "For the methods section of a report");
        right(ui, |ui| {
            if quiet(ui, "Copy the paragraph").clicked() {
                out.push(CompareIntent::CopyMethods.into());
            }
        });
    });
    ui.add(egui::Label::new(comparison::methods(found)).wrap().selectable(true));
}
