//! Which keys a person has given to commands. What they have not changed is as [`COMMANDS`] says.

use std::collections::BTreeMap;

use super::{
    command::{COMMANDS, Command},
    keys::{Key, Shortcut},
    scene::Scene,
};

/// The keys of every command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap(BTreeMap<&'static str, Option<Shortcut>>);

impl Keymap {
    /// From the settings: the keys by the id of the command, none as an empty word. What cannot be read, or stands on two
    /// commands, is passed over.
    pub fn of(own: &BTreeMap<String, String>) -> Self {
        let mut map = Self::default();
        let known = own.iter().filter_map(|(id, keys)| Some((COMMANDS.iter().find(|entry| entry.id == *id)?, keys)));
        // Keys that are taken away come first: another command may have got them.
        let (none, some): (Vec<_>, Vec<_>) = known.partition(|(_, keys)| keys.is_empty());
        for (entry, _) in none {
            map.0.insert(entry.id, None);
        }
        let mut some: Vec<_> =
            some.into_iter().filter_map(|(entry, keys)| Some((entry, Shortcut::parse(keys)?))).collect();
        map.0.extend(some.iter().map(|(entry, _)| (entry.id, None)));
        some.retain(|(entry, shortcut)| {
            map.refusal(entry.command, *shortcut).is_none() && {
                map.0.insert(entry.id, Some(*shortcut));
                true
            }
        });
        map
    }

    /// The keys of a command, the one to show first.
    pub fn of_command(&self, command: Command) -> &[Shortcut] {
        let entry = command.entry();
        match self.0.get(entry.id) {
            Some(own) => own.as_slice(),
            None => entry.shortcuts,
        }
    }

    /// A text in which `{id}` stands for the key of a command, with the keys as they are now.
    pub fn named_in(&self, text: &str, label: impl Fn(Shortcut) -> String) -> String {
        let mut told = text.to_owned();
        for entry in COMMANDS {
            let mark = format!("{{{}}}", entry.id);
            if told.contains(&mark) {
                let key = self.shown(entry.command).map_or(format!("“{}”", entry.title), &label);
                told = told.replace(&mark, &key);
            }
        }
        told
    }

    /// The key to show beside a command.
    pub fn shown(&self, command: Command) -> Option<Shortcut> {
        self.of_command(command).first().copied()
    }

    /// Whether a command has other keys than it came with.
    pub fn is_changed(&self, command: Command) -> bool {
        self.0.contains_key(command.entry().id)
    }

    /// The command that a key means in a scene, and the key as it stands on it.
    pub fn find(&self, scene: Scene, is: impl Fn(Shortcut) -> bool) -> Option<(Command, Shortcut)> {
        COMMANDS.iter().filter(|entry| entry.fits.scenes.contains(&scene)).find_map(|entry| {
            let shortcut = self.of_command(entry.command).iter().copied().find(|shortcut| is(*shortcut))?;
            Some((entry.command, shortcut))
        })
    }

    /// The other command that has a key in a scene where this one works too.
    fn rival(&self, command: Command, shortcut: Shortcut) -> Option<Command> {
        let mut others = COMMANDS.iter().filter(|entry| entry.command != command && entry.meets(command.entry()));
        others.find(|entry| self.of_command(entry.command).contains(&shortcut)).map(|entry| entry.command)
    }

    /// Why a command cannot have this key; `None`: it can.
    pub fn refusal(&self, command: Command, shortcut: Shortcut) -> Option<String> {
        let label = shortcut.label(cfg!(target_os = "macos"));
        match shortcut.key {
            Key::Char(digit) if digit.is_ascii_digit() && shortcut.is_bare() => {
                return Some(format!("{label} gives a verdict or a confidence."));
            }
            Key::Escape => return Some("Esc leaves what is open.".to_owned()),
            Key::Char(' ') | Key::Left if shortcut.is_bare() => return Some(format!("{label} moves in the text.")),
            Key::Char(letter) if shortcut.ctrl && !shortcut.shift && !shortcut.alt && "acvxz".contains(letter) => {
                let is_own = command.entry().shortcuts.contains(&shortcut);
                if !is_own {
                    return Some(format!("{label} copies, pastes or undoes in every field."));
                }
            }
            _ => {}
        }
        let other = self.rival(command, shortcut)?;
        Some(format!("{label} is the key of “{}”. Give that another key first.", other.title().trim_end_matches('…')))
    }

    /// Gives a command one key, or none.
    ///
    /// # Errors
    /// Why it cannot have it; nothing has changed then.
    pub fn bind(&mut self, command: Command, shortcut: Option<Shortcut>) -> Result<(), String> {
        if let Some(refusal) = shortcut.and_then(|shortcut| self.refusal(command, shortcut)) {
            return Err(refusal);
        }
        self.0.insert(command.entry().id, shortcut);
        Ok(())
    }

    /// Gives a command the keys it came with.
    ///
    /// # Errors
    /// Which of them another command has now; nothing has changed then.
    pub fn reset(&mut self, command: Command) -> Result<(), String> {
        let refusals = command.entry().shortcuts.iter().filter_map(|shortcut| {
            let other = self.rival(command, *shortcut)?;
            let label = shortcut.label(cfg!(target_os = "macos"));
            Some(format!("{label} is the key of “{}” now.", other.title().trim_end_matches('…')))
        });
        if let Some(refusal) = refusals.into_iter().next() {
            return Err(refusal);
        }
        self.0.remove(command.entry().id);
        Ok(())
    }

    /// As the settings keep it.
    pub fn to_prefs(&self) -> BTreeMap<String, String> {
        let words = |shortcut: &Option<Shortcut>| shortcut.map(Shortcut::words).unwrap_or_default();
        self.0.iter().map(|(id, shortcut)| ((*id).to_owned(), words(shortcut))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{ctrl, ctrl_shift, key};

    #[test]
    fn a_key_of_another_command_is_refused_with_its_name() {
        let mut map = Keymap::default();
        let refusal = map.bind(Command::Export, Some(ctrl('s'))).unwrap_err();
        assert!(refusal.contains("“Save”"), "{refusal}");
        assert_eq!(map, Keymap::default());
        for taken in [key(Key::Char('3')), key(Key::Escape), key(Key::Left), ctrl('c')] {
            assert!(map.bind(Command::Export, Some(taken)).is_err(), "{taken:?}");
        }
    }

    #[test]
    fn a_key_goes_over_once_the_other_command_has_let_it_go() {
        let mut map = Keymap::default();
        map.bind(Command::Save, Some(ctrl_shift('y'))).unwrap();
        map.bind(Command::Export, Some(ctrl('s'))).unwrap();
        assert_eq!(
            map.find(Scene::Article, |held| held == ctrl('s')).map(|(command, _)| command),
            Some(Command::Export)
        );
        assert_eq!(map.shown(Command::Save), Some(ctrl_shift('y')));
        assert!(map.reset(Command::Save).unwrap_err().contains("“Export”"));
        map.reset(Command::Export).unwrap();
        map.reset(Command::Save).unwrap();
        assert_eq!(map, Keymap::default());
    }

    #[test]
    fn the_settings_bring_it_back_and_what_makes_no_sense_is_passed_over() {
        let mut map = Keymap::default();
        map.bind(Command::Save, None).unwrap();
        map.bind(Command::Export, Some(ctrl('s'))).unwrap();
        map.bind(Command::MarkClaim, Some(key(Key::F(7)))).unwrap();
        let mut prefs = map.to_prefs();
        assert_eq!(Keymap::of(&prefs), map);
        prefs.insert("no such command".into(), "Ctrl+J".into());
        prefs.insert("find".into(), "Hyper+Q".into());
        assert_eq!(Keymap::of(&prefs), map);
        prefs.insert("find".into(), "Ctrl+S".into());
        let both = Keymap::of(&prefs);
        let holders = COMMANDS.iter().filter(|entry| both.of_command(entry.command).contains(&ctrl('s')));
        assert_eq!(holders.count(), 1, "a key stands on one command");
    }
}
