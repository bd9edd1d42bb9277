//! The small bar over the foot of the article while the caret stands in a dismissed sentence: why, and how to change it.

use egui::{Align2, Area, Frame, Margin, Order, Rect, Stroke, Ui};

use crate::{
    app::{Command, Intent, Opened},
    model::{Decision, DismissReason},
};

use super::{
    theme,
    widgets::{faint, quiet, shortcut_cap, shortcut_of},
};

/// Draws the bar into the foot of `area` when there is something to say.
pub fn ui(ui: &Ui, session: Opened<'_>, area: Rect, out: &mut Vec<Intent>) {
    if !session.can(Command::ReopenSentence) {
        return;
    }
    let Some((_, _, _, Decision::Dismissed(reason))) = session.document.sentence_at_caret() else {
        return;
    };
    let tokens = theme::tokens(ui);
    let at = area.center_bottom() - egui::vec2(0.0, 12.0);
    let bar = Area::new(ui.scope_id().with("sentence bar")).order(Order::Middle).pivot(Align2::CENTER_BOTTOM);
    bar.fixed_pos(at).constrain_to(area).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(tokens.raised).stroke(Stroke::new(1.0, tokens.line)).corner_radius(8);
        frame.inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                faint(ui, "Dismissed:");
                for other in DismissReason::ALL {
                    let is_on = *other == reason;
                    if ui.selectable_label(is_on, other.label()).clicked() && !is_on {
                        out.push(Intent::DismissFor(*other));
                    }
                }
                if session.prefs.key_caps
                    && let Some(shortcut) = shortcut_of(ui, Command::DismissSentence)
                {
                    shortcut_cap(ui, shortcut);
                }
                ui.add_space(6.0);
                if quiet(ui, "Reopen").on_hover_text(Command::ReopenSentence.entry().help).clicked() {
                    out.push(Command::ReopenSentence.into());
                }
            });
        });
    });
}
