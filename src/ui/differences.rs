//! What two people's work says differently of a claim, with a button for each value, beside its fields.

use egui::Ui;

use crate::{
    app::{Command, Intent, Opened},
    join::{Choice, choices},
    model::{Claim, Difference},
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

/// Draws what is open of a claim.
pub fn of_claim(ui: &mut Ui, session: Opened<'_>, claim: &Claim, out: &mut Vec<Intent>) {
    for (index, open) in session.document.shown().differences_of(&claim.id).enumerate() {
        one(ui, session, open, index == 0, out);
        ui.add_space(6.0);
    }
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
