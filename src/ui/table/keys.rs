//! Keys that move in the table: arrows, pages and ends; Shift selects on the way.

use egui::{Key, Modifiers, Popup, Ui};

use crate::app::{Intent, table::TableIntent};

use super::{page::Page, rows::ROW};

/// Farther than any table goes.
const ALL: isize = isize::MAX / 2;

/// Reads the keys, while nothing else has the keyboard.
pub fn keys(ui: &Ui, page: &Page, out: &mut Vec<Intent>) {
    if Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed: Vec<(Key, Modifiers)> = ui.input(|input| {
        let pressed = input.events.iter().filter_map(|event| match event {
            egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        });
        pressed.collect()
    });
    let at_once = ((page.height / ROW) as isize - 1).max(1);
    for (key, modifiers) in pressed.into_iter().filter(|(_, modifiers)| !modifiers.alt && !modifiers.command) {
        let by = match key {
            Key::ArrowDown => 1,
            Key::ArrowUp => -1,
            Key::PageDown => at_once,
            Key::PageUp => -at_once,
            Key::Home => -ALL,
            Key::End => ALL,
            _ => continue,
        };
        out.push(TableIntent::Move(by, modifiers.shift).into());
    }
}
