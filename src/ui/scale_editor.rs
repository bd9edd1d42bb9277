//! The verdicts of the scale: shown, changed where the scale is the desk's own, and mapped when another scale is chosen.

use std::sync::Arc;

use egui::{ComboBox, Grid, RichText, Ui};

use crate::{
    app::{
        Document, Intent,
        intent::Answer,
        scales::{self, MAX_VERDICTS, ScaleIntent, ScaleMapping},
    },
    model::{Scale, Tone, Verdict},
};

use super::{
    event_queue, theme,
    widgets::{
        bare_line, chevron, faint, field_label, muted, name_for_screen_readers, pill, primary, quiet, right, title,
    },
};

/// The verdicts in their order. Those of the desk's own scale are fields.
pub fn ui(ui: &mut Ui, document: &Document, scale: &Arc<Scale>, out: &mut Vec<Intent>) {
    let is_fixed = document.hides_anything();
    if !scales::is_own(scale) || is_fixed {
        ui.horizontal_wrapped(|ui| {
            let tokens = theme::tokens(ui);
            for verdict in &scale.verdicts {
                pill(ui, &format!("{} {}", verdict.sign, verdict.label), tokens.tone(Some(verdict.tone)))
                    .on_hover_text(&verdict.meaning);
            }
        });
        if is_fixed {
            faint(ui, "It stays as it is while checks that were made with it are hidden from you.");
        } else if quiet(ui, "Make a scale of your own from it").clicked() {
            out.push(ScaleIntent::Own.into());
        }
        return;
    }
    let mut changed = (**scale).clone();
    field_label(ui, "Its name");
    if let Some(name) = bare_line(ui, "Name of the scale", &scale.name, "Name of the scale", out, None) {
        changed.name = name;
    }
    field_label(ui, "Digit, sign, word, colour and meaning of each verdict");
    verdicts(ui, document, &mut changed, out);
    let room = MAX_VERDICTS.saturating_sub(scale.verdicts.len());
    ui.horizontal(|ui| {
        let add = ui.add_enabled(room > 0, egui::Button::new("Add a verdict"));
        if add.on_disabled_hover_text("Nine are as many as there are digits.").clicked() {
            changed.verdicts.extend(scales::new_verdict(document.shown(), scale));
            event_queue::focus_new(ui.ctx(), &verdict_name(changed.verdicts.len()));
        }
        faint(ui, "Their order is that of the digits. Every colour can be read on every paper, light and dark.");
    });
    if changed != **scale {
        out.push(ScaleIntent::Put(Arc::new(changed)).into());
    }
}

/// The name of the field for a verdict's word, by its number from 1.
fn verdict_name(number: usize) -> String {
    format!("Word of verdict {number}")
}

fn verdicts(ui: &mut Ui, document: &Document, scale: &mut Scale, out: &mut Vec<Intent>) {
    let (mut swap, mut gone) = (None, None);
    let all_uses = document.verdict_uses();
    let last = scale.verdicts.len().saturating_sub(1);
    for (index, verdict) in scale.verdicts.iter_mut().enumerate() {
        let number = index + 1;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            super::widgets::key_cap(ui, &number.to_string());
            let colors = theme::tokens(ui).tone(Some(verdict.tone));
            sized(ui, 40.0, |ui| {
                if let Some(sign) = bare_line(ui, &format!("Sign of verdict {number}"), &verdict.sign, "✓", out, None)
                {
                    verdict.sign = sign.chars().take(2).collect();
                }
            });
            sized(ui, 150.0, |ui| {
                if let Some(label) = bare_line(ui, &verdict_name(number), &verdict.label, "Its word", out, None) {
                    verdict.label = label;
                }
            });
            tone(ui, number, verdict, colors.ink);
            let buttons = 42.0;
            sized(ui, (ui.available_width() - buttons).max(80.0), |ui| {
                let name = format!("Meaning of verdict {number}");
                if let Some(meaning) = bare_line(ui, &name, &verdict.meaning, "What it says", out, None) {
                    verdict.meaning = meaning;
                }
            });
            if step(ui, "↑", index > 0, &format!("Move verdict {number} up")) {
                swap = Some((index, index - 1));
            }
            if step(ui, "↓", index < last, &format!("Move verdict {number} down")) {
                swap = Some((index, index + 1));
            }
            let uses = all_uses.get(&verdict.id).copied().unwrap_or_default();
            let remove = ui.add_enabled(uses == 0 && last > 0, egui::Button::new("×").frame(false));
            name_for_screen_readers(&remove, &format!("Remove verdict {number}"));
            let why = if uses == 1 { "1 claim has it.".to_owned() } else { format!("{uses} claims have it.") };
            if remove.on_disabled_hover_text(why).clicked() {
                gone = Some(index);
            }
        });
    }
    if let Some((a, b)) = swap {
        scale.verdicts.swap(a, b);
    }
    if let Some(index) = gone {
        scale.verdicts.remove(index);
    }
}

fn sized(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    let height = ui.spacing().interact_size.y;
    ui.allocate_ui(egui::vec2(width, height), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

fn step(ui: &mut Ui, sign: &str, is_possible: bool, name: &str) -> bool {
    let response = ui.add_enabled(is_possible, egui::Button::new(sign).frame(false));
    name_for_screen_readers(&response, name);
    response.clicked()
}

fn tone(ui: &mut Ui, number: usize, verdict: &mut Verdict, ink: egui::Color32) {
    let shown = ComboBox::from_id_salt(("tone", number))
        .selected_text(RichText::new(verdict.tone.label()).color(ink))
        .icon(chevron)
        .width(118.0)
        .show_ui(ui, |ui| {
            for tone in Tone::ALL {
                let ink = theme::tokens(ui).tone(Some(*tone)).ink;
                if ui.selectable_label(*tone == verdict.tone, RichText::new(tone.label()).color(ink)).clicked() {
                    verdict.tone = *tone;
                }
            }
        });
    name_for_screen_readers(&shown.response, &format!("Colour of verdict {number}"));
}

/// The question what becomes of each verdict.
pub fn mapping(ui: &mut Ui, mapping: &ScaleMapping, out: &mut Vec<Intent>) {
    title(ui, &format!("Verdicts on the scale “{}”", mapping.scale.name));
    muted(ui, "What becomes of the verdicts that were given? It is one step, which undo takes back.");
    Grid::new("verdict mapping").num_columns(2).spacing(egui::vec2(16.0, 8.0)).show(ui, |ui| {
        for (old, count, new) in &mapping.rows {
            ui.horizontal(|ui| {
                let colors = theme::tokens(ui).tone(Some(old.tone));
                pill(ui, &format!("{} {}", old.sign, old.label), colors);
                faint(ui, format!("× {count}"));
            });
            choice(ui, mapping, old, new.as_ref(), out);
            ui.end_row();
        }
    });
    ui.add_space(6.0);
    right(ui, |ui| {
        if primary(ui, "Change the scale").clicked() {
            out.push(ScaleIntent::Use.into());
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn choice(
    ui: &mut Ui,
    mapping: &ScaleMapping,
    old: &Verdict,
    new: Option<&crate::model::VerdictId>,
    out: &mut Vec<Intent>,
) {
    let word = |verdict: &Verdict| format!("{} {}", verdict.sign, verdict.label);
    let current = new.and_then(|id| mapping.scale.verdict(id)).map_or_else(|| "stays as it is".to_owned(), word);
    let shown = ComboBox::from_id_salt(("becomes", old.id.as_str()))
        .selected_text(current)
        .icon(chevron)
        .width(190.0)
        .show_ui(ui, |ui| {
            let all = mapping.scale.verdicts.iter().map(|verdict| (Some(verdict.id.clone()), word(verdict)));
            for (id, label) in all.chain([(None, "stays as it is".to_owned())]) {
                if ui.selectable_label(id.as_ref() == new, label).clicked() {
                    out.push(ScaleIntent::Map(old.id.clone(), id).into());
                }
            }
        });
    name_for_screen_readers(&shown.response, &format!("What {} becomes", old.label));
}
