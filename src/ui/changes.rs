//! The page of what changed: what each of two people did whose work was joined here, and what others did since whoever sits here was here.

use egui::{FontId, RichText, ScrollArea, Ui};

use crate::{
    app::{
        Cached, Command, Document, Intent, Opened, StateId, count_of_changes,
        intent::{ClaimIntent, SourceIntent},
        view::{JoinedFrom, Joining, Screen},
        visits::work_seen,
    },
    join::{Became, Changed, Touches, Work},
    model::{Project, ReviewerId},
    store::Access,
};

use super::{
    dates, theme,
    widgets::{self, card, faint, field_label, muted, pill, primary},
};

/// How many changes of one person are listed.
const MOST: usize = 400;

/// What each of two sides did, and for which state it was worked out.
pub type Sides = Cached<(StateId, usize), [Vec<Work>; 2]>;

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, sides: &mut Sides, out: &mut Vec<Intent>) {
    let document = session.document;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(240.0, 1080.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            if let Some(joining) = &document.view.joining {
                joined(ui, document, joining, sides, out);
                ui.add_space(14.0);
            }
            if let Some(since) = &document.view.since {
                let at = dates::time(since.at, &session.zone);
                heading(ui, &format!("Since you were here ({at})"));
                muted(ui, "What others have changed in this project, by person. A click on a claim opens it.");
                ui.add_space(6.0);
                work(ui, document, &since.work, "since", out);
            }
            if document.view.joining.is_none() && document.view.since.is_none() {
                heading(ui, "Nothing has changed");
                muted(ui, "What others do to this project while you are away stands here when you come back.");
            }
            ui.add_space(24.0);
        });
    });
}

fn heading(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(FontId::new(19.0, theme::bold())));
}

fn joined(ui: &mut Ui, document: &Document, joining: &Joining, sides: &mut Sides, out: &mut Vec<Intent>) {
    let found = &*joining.found;
    let project: &Project = document.shown();
    heading(ui, "Two people’s work, joined");
    let from = match &joining.from {
        JoinedFrom::Marks(_) => {
            "The file of this project holds two versions that another program could not join.".to_owned()
        }
        JoinedFrom::Copy(copy) => {
            let name = copy.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            format!("This project and its copy “{name}”.")
        }
        JoinedFrom::Outside => "The file of this project was changed while it was open here.".to_owned(),
    };
    muted(ui, format!("{from} {}", found.before.sentence()));
    state_ui(ui, document, out);
    for sentence in &found.joined.told {
        faint(ui, sentence);
    }
    ui.add_space(8.0);
    let reader = document.reader();
    let key = (document.shown_state(), std::sync::Arc::as_ptr(&joining.found) as usize);
    let both = sides.of(key, || {
        let [ours, theirs] = &found.sides;
        let before = |other: &Project| found.base.clone().unwrap_or_else(|| other.clone());
        [
            done(&before(&theirs.project), &ours.project, reader, found.base.is_some()),
            done(&before(&ours.project), &theirs.project, reader, found.base.is_some()),
        ]
    });
    const GAP: f32 = 16.0;
    let half = ((ui.available_width() - GAP) / 2.0).max(160.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (side, done) in both.iter().enumerate() {
            ui.vertical(|ui| {
                ui.set_width(half);
                let title = found.sides[side].title(project);
                let count: usize = done.iter().map(|work| work.changes.len()).sum();
                ui.add(egui::Label::new(RichText::new(title).font(theme::heading_font())).wrap());
                faint(ui, count_of_changes(count));
                ui.add_space(4.0);
                work(ui, document, done, if side == 0 { "first" } else { "second" }, out);
            });
        }
    });
}

/// What one side did. Where no state from before is known, what the other has is nothing that this one removed.
fn done(before: &Project, after: &Project, reader: Option<&ReviewerId>, is_known: bool) -> Vec<Work> {
    let mut all = work_seen(before, after, reader);
    if !is_known {
        all.iter_mut().for_each(|work| work.changes.retain(|change| change.became != Became::Removed));
        all.retain(|work| !work.changes.is_empty());
    }
    all
}

/// How far it has come, and what there is to do.
fn state_ui(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    ui.add_space(6.0);
    let open = document.shown().differences().len();
    ui.horizontal_wrapped(|ui| {
        if document.access == Access::Unjoined {
            pill(ui, "Taken back", theme::tokens(ui).change);
            ui.label("Only one of the two is shown, so nothing can be saved here.");
            if primary(ui, "Join both again").clicked() {
                out.push(Command::Redo.into());
            }
            return;
        }
        if open > 0 {
            let words =
                if open == 1 { "1 difference is open".to_owned() } else { format!("{open} differences are open") };
            pill(ui, &words, theme::tokens(ui).change);
            ui.label("Everything else has been settled by itself.");
            if primary(ui, "Settle them one by one").clicked() {
                let of_claims = !document.differing().is_empty();
                out.push(Intent::Show(if of_claims { Screen::Adjudication } else { Screen::Readiness }));
            }
        } else {
            pill(ui, "Nothing is open", theme::tokens(ui).right);
            ui.label("Everything has been settled by itself or by you.");
        }
        if !document.is_saved() {
            if open == 0 {
                if primary(ui, "Save").clicked() {
                    out.push(Command::Save.into());
                }
            } else if ui.button("Save as it is").clicked() {
                out.push(Command::Save.into());
            }
            faint(ui, "Nothing is written before. Undo takes the joining back.");
        }
    });
}

/// What people did, a card for each.
fn work(ui: &mut Ui, document: &Document, all: &[Work], salt: &str, out: &mut Vec<Intent>) {
    if all.is_empty() {
        faint(ui, "Nothing that can be shown to you.");
    }
    for one in all {
        ui.push_id((salt, &one.by), |ui| {
            card(ui, |ui| {
                let reviewer = one.by.as_ref().and_then(|id| document.shown().reviewer(id));
                let who = reviewer.map_or("Without a name".to_owned(), |reviewer| reviewer.whole());
                let count = one.changes.len();
                field_label(ui, &format!("{who}: {}", count_of_changes(count)));
                for (at, change) in one.changes.iter().take(MOST).enumerate() {
                    ui.push_id(at, |ui| change_ui(ui, document, change, out));
                }
                if count > MOST {
                    faint(ui, format!("And {} more.", count - MOST));
                }
            });
        });
        ui.add_space(4.0);
    }
}

fn change_ui(ui: &mut Ui, document: &Document, change: &Changed, out: &mut Vec<Intent>) {
    ui.add_space(4.0);
    let project = document.shown();
    let title = match change.became {
        Became::Changed => change.title.clone(),
        became => format!("{}: {}", became.label(), change.title),
    };
    let title: String = title.replace('\n', " ");
    let go: Option<Intent> = match &change.subject {
        Touches::Claim(id) => project.claim(id).map(|_| ClaimIntent::Go(id.clone()).into()),
        Touches::Source(id) => project.source(id).map(|_| SourceIntent::Go(id.clone()).into()),
        Touches::Other => None,
    };
    match go {
        Some(go) => {
            let link = egui::Button::new(RichText::new(&title).color(theme::tokens(ui).accent.ink)).frame(false).wrap();
            if ui.add(link).clicked() {
                out.push(go);
            }
        }
        None => {
            ui.add(egui::Label::new(&title).wrap());
        }
    }
    for line in &change.lines {
        let short: String = line.chars().take(300).collect();
        ui.indent("line", |ui| muted(ui, short.replace('\n', " ")));
    }
}
