//! What two people's work says differently, with a button for each value: of a claim beside its fields, of the rest on the page that says
//! whether the project can go out.

use egui::{ScrollArea, Ui};

use crate::{
    app::{Command, Intent, Opened},
    join::{Choice, choices},
    model::{Claim, Difference, Subject},
};

use super::{
    theme,
    widgets::{self, card, muted, pill},
};

/// The commands that settle what stands first among what is open of a claim.
const KEYS: [(Choice, Command); 3] = [
    (Choice::Value(0), Command::SettleFirst),
    (Choice::Value(1), Command::SettleSecond),
    (Choice::Both, Command::SettleBoth),
];

/// How high the list may be where it stands above others.
const MOST: f32 = 260.0;

/// Draws what is open of a claim.
pub fn of_claim(ui: &mut Ui, session: Opened<'_>, claim: &Claim, out: &mut Vec<Intent>) {
    for (index, open) in session.document.shown().differences_of(&claim.id).enumerate() {
        one(ui, session, open, index == 0, out);
        ui.add_space(6.0);
    }
}

/// Draws what is open and is not of a claim, at this distance from the side and this wide.
pub fn of_the_rest(ui: &mut Ui, session: Opened<'_>, (side, width): (f32, f32), out: &mut Vec<Intent>) {
    let is_of_rest = |open: &&std::sync::Arc<Difference>| !matches!(open.subject, Subject::Claim(_));
    let rest: Vec<_> = session.document.shown().differences().iter().filter(is_of_rest).collect();
    if rest.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("differences").max_height(MOST).auto_shrink([false, true]).show(ui, |ui| {
        for open in rest {
            ui.horizontal(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    one(ui, session, open, false, out);
                });
            });
        }
    });
}

/// One difference: what it is of, then each value with whose it is. The first of a claim has keys.
fn one(ui: &mut Ui, session: Opened<'_>, open: &Difference, has_keys: bool, out: &mut Vec<Intent>) {
    let project = session.document.shown();
    ui.push_id((&open.subject, open.name()), |ui| {
        card(ui, |ui| {
            pill(ui, "Two people’s work differs", theme::tokens(ui).change);
            muted(ui, format!("Open is {}.", open.title(project)));
            for choice in choices(project, open) {
                let words = match choice {
                    Choice::Value(at) => {
                        let words = open.words(project, &open.values[at]);
                        open.values[at].who(project).map_or(words.clone(), |who| format!("{who}: {words}"))
                    }
                    Choice::Both => "Both".to_owned(),
                    Choice::AsItStands => "Keep what stands here".to_owned(),
                };
                let mut button = egui::Button::new(words).wrap();
                let command = KEYS.iter().find(|(key, _)| *key == choice).map(|(_, command)| *command);
                let shortcut = command.and_then(|command| widgets::shortcut_of(ui, command));
                if let Some(shortcut) = shortcut.filter(|_| has_keys && session.prefs.key_caps) {
                    button = button.shortcut_text(shortcut.label(widgets::IS_MAC));
                }
                if ui.add(button).clicked() {
                    let (subject, name) = (open.subject.clone(), open.name());
                    out.push(Intent::Settle { subject, name, choice });
                }
            }
        });
    });
}
