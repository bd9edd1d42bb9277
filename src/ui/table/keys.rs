//! Keys of the table: arrows, pages and ends move, Shift selects on the way, Space selects, Enter goes to the claim.

use egui::{Key, Modifiers, Popup, Ui};

use crate::app::{Intent, intent::ClaimIntent, table::TableIntent};

use super::{
    page::{Page, Shown},
    rows::ROW,
};

/// Farther than any table goes.
const ALL: isize = isize::MAX / 2;

/// Reads the keys, while nothing else has the keyboard.
pub fn keys(ui: &Ui, shown: &Shown<'_>, page: &Page, out: &mut Vec<Intent>) {
    let ctx = ui.ctx();
    if ctx.memory(egui::Memory::focused).is_some() || Popup::is_any_open(ctx) {
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
            Key::Space => {
                out.push(TableIntent::Toggle.into());
                continue;
            }
            Key::Enter => {
                let here = shown.document.claim().filter(|_| shown.document.table_cursor().is_some());
                out.extend(here.map(|claim| ClaimIntent::Go(claim.id.clone()).into()));
                continue;
            }
            Key::F2 => {
                let here = shown.document.claim().filter(|_| shown.document.table_cursor().is_some());
                out.extend(here.map(|claim| TableIntent::Write(Some(claim.id.clone())).into()));
                continue;
            }
            _ => continue,
        };
        out.push(TableIntent::Move(by, modifiers.shift).into());
    }
}
