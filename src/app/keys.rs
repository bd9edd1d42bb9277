//! Keys and shortcuts as words, independent of any window system.

/// A key by what it types or does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the key of that name")]
pub enum Key {
    /// What the key types without modifiers, in lower case.
    Char(char),
    /// F1 to F12.
    F(u8),
    Enter,
    Escape,
    Delete,
    Left,
}

/// A key with its modifiers. `ctrl` is the Command key on macOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the modifier of that name")]
pub struct Shortcut {
    pub key: Key,
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
}

/// The key alone.
pub const fn key(key: Key) -> Shortcut {
    Shortcut { key, ctrl: false, shift: false, alt: false }
}

/// Shift and the key.
pub const fn shift(key: Key) -> Shortcut {
    Shortcut { key, ctrl: false, shift: true, alt: false }
}

/// Alt and the key.
pub const fn alt(key: Key) -> Shortcut {
    Shortcut { key, ctrl: false, shift: false, alt: true }
}

/// Ctrl (Command on macOS) and a character.
pub const fn ctrl(char: char) -> Shortcut {
    Shortcut { key: Key::Char(char), ctrl: true, shift: false, alt: false }
}

/// Ctrl (Command on macOS), Shift and a character.
pub const fn ctrl_shift(char: char) -> Shortcut {
    Shortcut { key: Key::Char(char), ctrl: true, shift: true, alt: false }
}

impl Shortcut {
    /// How a key cap shows it: "Ctrl Shift P", "⇧⌘P" on macOS.
    pub fn label(self, is_mac: bool) -> String {
        let mut label = String::new();
        let names = if is_mac { ["⌥", "⇧", "⌘"] } else { ["Alt ", "Shift ", "Ctrl "] };
        // macOS writes the command key last, everybody else writes Ctrl first.
        let order = [(self.alt, names[0]), (self.shift, names[1]), (self.ctrl, names[2])];
        let add = |label: &mut String, (is_held, name): (bool, &str)| label.push_str(if is_held { name } else { "" });
        if is_mac {
            order.into_iter().for_each(|part| add(&mut label, part));
        } else {
            order.into_iter().rev().for_each(|part| add(&mut label, part));
        }
        label + &self.key.label(self.ctrl)
    }

    /// How the settings keep it: "Ctrl+Shift+p", on every system.
    pub fn words(self) -> String {
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")];
        let held: String = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, word)| word).collect();
        held + &self.key.label(false)
    }

    /// Reads [`Self::words`].
    pub fn parse(words: &str) -> Option<Self> {
        let mut shortcut = Self { key: Key::Escape, ctrl: false, shift: false, alt: false };
        let mut rest = words;
        loop {
            let (word, behind) = match rest.split_once('+') {
                // The sign itself may be the key.
                Some((word, behind)) if !word.is_empty() && !behind.is_empty() => (word, behind),
                _ => break,
            };
            match word {
                "Ctrl" => shortcut.ctrl = true,
                "Alt" => shortcut.alt = true,
                "Shift" => shortcut.shift = true,
                _ => return None,
            }
            rest = behind;
        }
        let mut chars = rest.chars();
        shortcut.key = match (rest, chars.next(), chars.next()) {
            ("Enter", ..) => Key::Enter,
            ("Esc", ..) => Key::Escape,
            ("Del", ..) => Key::Delete,
            ("←", ..) => Key::Left,
            ("Space", ..) => Key::Char(' '),
            (_, Some(char), None) => Key::Char(char.to_lowercase().next()?),
            (_, Some('F'), _) => Key::F(rest[1..].parse().ok().filter(|number| (1..=12).contains(number))?),
            _ => return None,
        };
        Some(shortcut)
    }

    /// Whether it is a plain letter or sign: such a key only acts while no field has the focus.
    pub fn is_bare(self) -> bool {
        !self.ctrl && !self.alt && !matches!(self.key, Key::F(_))
    }
}

impl Key {
    fn label(self, with_ctrl: bool) -> String {
        match self {
            Self::Char(' ') => "Space".into(),
            Self::Char(char) if with_ctrl => char.to_uppercase().to_string(),
            Self::Char(char) => char.to_string(),
            Self::F(number) => format!("F{number}"),
            Self::Enter => "Enter".into(),
            Self::Escape => "Esc".into(),
            Self::Delete => "Del".into(),
            Self::Left => "←".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_settings_are_read_back() {
        for entry in crate::COMMANDS {
            for shortcut in entry.shortcuts {
                assert_eq!(Shortcut::parse(&shortcut.words()), Some(*shortcut));
            }
        }
        assert_eq!(Shortcut::parse("Ctrl++"), Some(ctrl('+')));
        for wrong in ["", "Ctrl+", "Hyper+q", "F13", "Ctrl+Enterr"] {
            assert_eq!(Shortcut::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn labels_follow_the_platform() {
        assert_eq!(ctrl_shift('p').label(false), "Ctrl Shift P");
        assert_eq!(ctrl_shift('p').label(true), "⇧⌘P");
        assert_eq!(key(Key::Char('c')).label(false), "c");
        assert_eq!(shift(Key::F(3)).label(false), "Shift F3");
    }
}
