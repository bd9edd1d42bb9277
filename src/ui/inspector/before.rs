//! What was checked before and is like the claim: when, by whom, how it was rated there, and what differs in the wording.

use std::ops::Range;

use egui::{FontId, Label, Ui};

use crate::{
    app::{Before, Command, DiffKind, Document, Intent, difference, from_where, intent::BeforeIntent, name_of},
    model::{Claim, Likeness},
    ui::{
        dates::long_date,
        library,
        lit::{self, Looks},
        theme,
        widgets::{self, card, faint, field_label, name_for_screen_readers, quiet, right, with_key},
    },
};

/// Draws it, where there is something to show.
pub fn ui(ui: &mut Ui, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let Some(repeats) = document.repeats() else { return };
    let shown = document.checked_before();
    if shown.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        field_label(ui, "Checked before?");
        right(ui, |ui| {
            let rest = repeats.found.len().saturating_sub(shown.len());
            let (words, all) = match repeats.shows_all {
                true => ("Fewer".to_owned(), false),
                false if rest > 0 => (format!("{rest} more"), true),
                false => return,
            };
            let help =
                with_key(ui, "Earlier claims that are less like it, or of which it was said", Command::CheckedBefore);
            let more = quiet(ui, &words).on_hover_text(help);
            name_for_screen_readers(&more, &format!("{words} earlier claims"));
            if more.clicked() {
                out.push(BeforeIntent::ShowAll(all).into());
            }
        });
    });
    for (at, before) in shown.iter().enumerate() {
        ui.push_id(("before", at), |ui| card(ui, |ui| one(ui, claim, *before, out)));
    }
    ui.add_space(6.0);
}

fn one(ui: &mut Ui, claim: &Claim, before: Before<'_>, out: &mut Vec<Intent>) {
    let Before { like, answer } = before;
    let entry = &like.entry;
    let own = claim.checked_statement();
    let (differing, missing) = differences(&own, &entry.statement);
    let looks = Looks { font: FontId::new(13.5, theme::serif()), width: ui.available_width(), rows: 4 };
    let job = lit::job(ui, &entry.statement, &differing, &looks);
    ui.add(Label::new(job).wrap()).on_hover_text(&entry.statement);
    if differing.is_empty() && missing.is_empty() {
        faint(ui, "Word for word the same");
    } else if !missing.is_empty() {
        ui.add(Label::new(small(ui, format!("Only in this claim: {}", missing.join(" … ")))).wrap());
    }
    let rating = library::rating(entry);
    if !rating.is_empty() {
        widgets::pill(ui, &rating, theme::tokens(ui).tone(entry.tone));
    }
    let about = [long_date(&entry.date), entry.decided_by.clone(), from_where(like)];
    let about: Vec<String> = about.into_iter().filter(|part| !part.trim().is_empty()).collect();
    ui.add(Label::new(small(ui, about.join(" · "))).wrap());
    answers(ui, claim, before, out);
    if answer == Some(Likeness::Same) {
        let count = entry.sources.len() + usize::from(!entry.address.is_empty());
        if count > 0 {
            let words =
                if count == 1 { "Take over its source".to_owned() } else { format!("Take over its {count} sources") };
            let help = "As evidence of this claim, each with a note where it is from. The verdict stays yours.";
            if ui.button(words).on_hover_text(help).clicked() {
                let (claim, earlier) = (claim.id.clone(), name_of(like).to_owned());
                out.push(BeforeIntent::TakeSources { claim, earlier }.into());
            }
        }
    }
}

fn small(ui: &Ui, words: String) -> egui::RichText {
    egui::RichText::new(words).size(12.0).color(theme::tokens(ui).faint)
}

/// Whether it is the same: asked once.
fn answers(ui: &mut Ui, claim: &Claim, before: Before<'_>, out: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        for answer in Likeness::ALL {
            let is_on = before.answer == Some(answer);
            let help = match answer {
                Likeness::Same => "It says the same. Its sources can be taken over then.",
                Likeness::Related => "It is about the same and says something else. It is not shown unasked again.",
                Likeness::No => "It has nothing to do with it. It is not shown unasked again.",
            };
            let button = egui::Button::new(answer.label()).selected(is_on);
            let response = ui.add(button).on_hover_text(help);
            let name = format!("{}: {}", answer.label(), from_where(before.like));
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, ui.is_enabled(), is_on, &name));
            if response.clicked() && !is_on {
                let (claim, earlier) = (claim.id.clone(), name_of(before.like).to_owned());
                out.push(BeforeIntent::Answer { claim, earlier, answer }.into());
            }
        }
    });
}

/// Which words of an earlier statement are not in ours, and which of ours are not in it.
fn differences(ours: &str, earlier: &str) -> (Vec<Range<usize>>, Vec<String>) {
    let (mut there, mut here) = (Vec::new(), Vec::new());
    for run in difference(ours, earlier).runs {
        match run.kind {
            DiffKind::Same => {}
            DiffKind::Added => {
                let bare = earlier.get(run.new.clone()).unwrap_or_default().trim_end();
                if bare.contains(char::is_alphanumeric) {
                    there.push(run.new.start..run.new.start + bare.len());
                }
            }
            DiffKind::Removed => {
                let bare = ours.get(run.old).unwrap_or_default().trim();
                if bare.contains(char::is_alphanumeric) {
                    here.push(bare.to_owned());
                }
            }
        }
    }
    (there, here)
}
