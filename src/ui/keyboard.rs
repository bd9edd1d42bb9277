//! Keys become intents. Plain letters and digits only act while no field has the keyboard.

use std::sync::Arc;

use egui::{Event, Key as EguiKey, Modifiers};

use crate::picture::Raster;

use crate::app::{
    Command, Dialog, Intent, Opened, Scene, Session, Side,
    command::{Needs, PASTE_KEY},
    intent::{Answer, FindIntent, KeysIntent},
    keys::{Key, Shortcut},
    view::Overlay,
};

use super::event_queue;

/// What the keys of this frame ask for.
pub fn intents(ctx: &egui::Context, session: &Session) -> Vec<Intent> {
    let is_typing = event_queue::is_typing(ctx);
    let is_free = ctx.memory(egui::Memory::focused).is_none();
    // A menu has the keys while it is open, and closes itself.
    if egui::Popup::is_any_open(ctx) && !is_typing {
        return Vec::new();
    }
    let events = ctx.input(|input| input.events.clone());
    let mut out = Vec::new();
    for event in events {
        match event {
            Event::Copy if !is_typing => out.push(Command::CopyText.into()),
            Event::Paste(text) if !is_typing => out.push(Intent::Paste(text)),
            Event::PasteImage(image) if !is_typing => out.push(Intent::PastePicture(Arc::new(raster(&image)))),
            Event::Key { key, physical_key, pressed: true, repeat, modifiers } => {
                // The menu in which it was typed closes itself.
                if key == EguiKey::Escape && egui::Popup::is_any_open(ctx) {
                    continue;
                }
                let pressed = Pressed { key, physical_key, modifiers };
                if let Some(Dialog::BindKey(command, _)) = &session.dialog {
                    out.extend(pressed.binding(*command));
                    continue;
                }
                let intent = pressed.intent(session, is_typing, is_free);
                out.extend(intent.filter(|intent| !repeat || may_repeat(intent)));
            }
            _ => {}
        }
    }
    out
}

/// A pasted picture as pixels.
fn raster(image: &egui::ColorImage) -> Raster {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or_default());
    Raster { width, height, pixels: image.pixels.iter().flat_map(egui::Color32::to_srgba_unmultiplied).collect() }
}

/// Whether the keys that move in a text or a table belong to this scene: it is the reviewer's, and no field has the keyboard.
pub fn has_keys(ui: &egui::Ui, session: &Session, scene: Scene) -> bool {
    session.scene() == scene && ui.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ui.ctx())
}

/// Whether a key that is held down does it again and again. What changes the record wants a press of its own each time: the second
/// may mean something else, as the confidence after the verdict, or a yes to a question.
fn may_repeat(intent: &Intent) -> bool {
    match intent {
        Intent::Command(command) => match command {
            Command::DismissSentence | Command::ReopenSentence => false,
            command => {
                !matches!(command.entry().fits.needs, Needs::Claim | Needs::Words | Needs::Source | Needs::Difference)
            }
        },
        _ => false,
    }
}

struct Pressed {
    key: EguiKey,
    physical_key: Option<EguiKey>,
    modifiers: Modifiers,
}

impl Pressed {
    fn intent(&self, session: &Session, is_typing: bool, is_free: bool) -> Option<Intent> {
        if self.key == EguiKey::Escape {
            return self.escape(session, is_typing);
        }
        if is_typing
            && self.key == EguiKey::Enter
            && session.opened().is_some_and(|open| open.document.focus().text.find.is_some())
        {
            return None;
        }
        if let Some(digit) = self.digit().filter(|_| !is_typing && !self.has_command()) {
            return Some(Intent::Digit { digit, with_shift: self.modifiers.shift });
        }
        let (command, shortcut) = session.command_of_key(|shortcut| self.is(shortcut))?;
        let belongs_to_field = matches!(
            command,
            Command::Undo | Command::Redo | Command::SelectAll | Command::CopyText | Command::AddEvidence
        );
        let acts = match command {
            // The system's paste event does what Ctrl+V asks for.
            Command::AddEvidence if shortcut == PASTE_KEY => false,
            _ if belongs_to_field && is_typing => false,
            // A button that has the keyboard is pressed with these.
            _ if shortcut.is_bare() && matches!(shortcut.key, Key::Enter | Key::Char(' ')) => is_free,
            _ if shortcut.is_bare() => !is_typing,
            // Where a word is what Alt moves by, it is so in a field.
            _ if shortcut.key == Key::Left => !is_typing,
            _ => true,
        };
        acts.then(|| command.into())
    }

    /// Escape leaves a field first (egui does that); in the palette and the find bar it closes them.
    fn escape(&self, session: &Session, is_typing: bool) -> Option<Intent> {
        if !is_typing {
            return Some(Command::Back.into());
        }
        if session.overlay == Some(Overlay::Palette)
            || matches!(session.dialog, Some(Dialog::TypePath(_) | Dialog::TypeAddress))
        {
            return Some(Command::Back.into());
        }
        if session.opened().is_some_and(|Opened { document, .. }| {
            document.pane_has_keys() && document.text(Side::Pane).is_some_and(|text| text.find.is_some())
        }) {
            return Some(crate::app::intent::PaneIntent::Find(FindIntent::Close).into());
        }
        let is_finding = session.opened().is_some_and(|open| open.document.focus().text.find.is_some());
        is_finding.then_some(Intent::Find(FindIntent::Close))
    }

    /// The key that was asked for: Escape asks for none, and a key without a name here is passed over.
    fn binding(&self, command: Command) -> Option<Intent> {
        if self.key == EguiKey::Escape {
            return Some(Intent::Answer(Answer::Cancel));
        }
        let key = self.as_key()?;
        let is_sign = matches!(key, Key::Char(char) if !char.is_alphanumeric());
        let shift = self.modifiers.shift && !is_sign;
        let shortcut = Shortcut { key, ctrl: self.modifiers.command, shift, alt: self.modifiers.alt };
        Some(KeysIntent::Bind(command, Some(shortcut)).into())
    }

    fn as_key(&self) -> Option<Key> {
        let number = self.key.name().strip_prefix('F').and_then(|number| number.parse().ok());
        let mut chars = self.key.symbol_or_name().chars();
        match (self.key, number, chars.next(), chars.next()) {
            (EguiKey::Enter, ..) => Some(Key::Enter),
            (EguiKey::Delete | EguiKey::Backspace, ..) => Some(Key::Delete),
            (EguiKey::Minus, ..) => Some(Key::Char('-')),
            (EguiKey::ArrowLeft, ..) => Some(Key::Left),
            (_, Some(number @ 1..=12), ..) => Some(Key::F(number)),
            (_, None, Some(char), None) if char.is_ascii() => Some(Key::Char(char.to_ascii_lowercase())),
            _ => None,
        }
    }

    fn has_command(&self) -> bool {
        self.modifiers.command || self.modifiers.ctrl || self.modifiers.alt
    }

    /// The digit on the key itself: some layouts type digits with Shift, and Shift+1 is another sign on all of them.
    fn digit(&self) -> Option<u8> {
        use EguiKey::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
        let keys = [Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9];
        if event_queue::moves(self.key) || matches!(self.key, EguiKey::Insert | EguiKey::Delete) {
            // The keys of the number pad, while they are not for numbers.
            return None;
        }
        let key = self.physical_key.unwrap_or(self.key);
        keys.iter().position(|digit| *digit == key).map(|digit| digit as u8)
    }

    fn is(&self, shortcut: Shortcut) -> bool {
        let Shortcut { key, ctrl, shift, alt } = shortcut;
        // Signs such as ? and + need Shift on many layouts.
        let shift_fits = self.modifiers.shift == shift || matches!(key, Key::Char(char) if !char.is_alphanumeric());
        // On a Mac, Control is not the key of the commands, and no letter is bare with it.
        let has_other_control = self.modifiers.ctrl && !self.modifiers.command;
        self.modifiers.command == ctrl
            && !has_other_control
            && self.modifiers.alt == alt
            && shift_fits
            && self.types(key)
    }

    fn types(&self, key: Key) -> bool {
        match key {
            Key::Char(char) => {
                let name = self.key.symbol_or_name();
                let mut chars = name.chars();
                let first = chars.next().map(|char| char.to_ascii_lowercase());
                match char {
                    '-' => self.key == EguiKey::Minus,
                    ' ' => self.key == EguiKey::Space,
                    '?' => self.key == EguiKey::Questionmark,
                    '[' => self.key == EguiKey::OpenBracket,
                    ']' => self.key == EguiKey::CloseBracket,
                    _ => first == Some(char) && chars.next().is_none(),
                }
            }
            Key::F(number) => self.key.name() == format!("F{number}"),
            Key::Enter => self.key == EguiKey::Enter,
            Key::Escape => self.key == EguiKey::Escape,
            Key::Delete => matches!(self.key, EguiKey::Delete | EguiKey::Backspace),
            Key::Left => self.key == EguiKey::ArrowLeft,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys;

    fn pressed(key: EguiKey, modifiers: Modifiers) -> Pressed {
        Pressed { key, physical_key: None, modifiers }
    }

    #[test]
    fn keys_are_those_of_the_table() {
        let check = |key, modifiers, shortcut| assert!(pressed(key, modifiers).is(shortcut), "{key:?} {shortcut:?}");
        check(EguiKey::C, Modifiers::NONE, keys::key(Key::Char('c')));
        check(EguiKey::S, Modifiers::COMMAND, keys::ctrl('s'));
        check(EguiKey::P, Modifiers::COMMAND | Modifiers::SHIFT, keys::ctrl_shift('p'));
        check(EguiKey::Plus, Modifiers::COMMAND | Modifiers::SHIFT, keys::ctrl('+'));
        check(EguiKey::Questionmark, Modifiers::SHIFT, keys::key(Key::Char('?')));
        check(EguiKey::F3, Modifiers::SHIFT, keys::shift(Key::F(3)));
        check(EguiKey::CloseBracket, Modifiers::NONE, keys::key(Key::Char(']')));
        check(EguiKey::Comma, Modifiers::COMMAND, keys::ctrl(','));
        assert!(!pressed(EguiKey::S, Modifiers::COMMAND | Modifiers::SHIFT).is(keys::ctrl('s')));
        assert!(!pressed(EguiKey::F1, Modifiers::NONE).is(keys::key(Key::Char('f'))));
        let control_of_a_mac = Modifiers { ctrl: true, ..Modifiers::NONE };
        assert!(!pressed(EguiKey::S, control_of_a_mac).is(keys::key(Key::Char('s'))));
    }

    #[test]
    fn digits_are_read_by_the_physical_key() {
        let azerty = Pressed { key: EguiKey::Num1, physical_key: Some(EguiKey::Num1), modifiers: Modifiers::SHIFT };
        assert_eq!(azerty.digit(), Some(1));
        let shifted =
            Pressed { key: EguiKey::Exclamationmark, physical_key: Some(EguiKey::Num1), modifiers: Modifiers::SHIFT };
        assert_eq!(shifted.digit(), Some(1));
        assert_eq!(pressed(EguiKey::A, Modifiers::NONE).digit(), None);
        for key in [EguiKey::ArrowLeft, EguiKey::Home, EguiKey::PageDown, EguiKey::Insert, EguiKey::Delete] {
            let pad = Pressed { key, physical_key: Some(EguiKey::Num4), modifiers: Modifiers::NONE };
            assert_eq!(pad.digit(), None, "{key:?} of a number pad that is not for numbers");
        }
    }
}
