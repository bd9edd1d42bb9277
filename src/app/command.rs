//! Everything that can be done by name, as the menus, the palette, the keys and the help tell it. One entry in `command_table.rs` makes
//! the enum, its entry in [`COMMANDS`] and what is done (`command_work.rs`).
//!
//! A command takes no argument. What needs one (a digit, a path, a new value) is an [`Intent`](super::Intent); a digit and pasted
//! text say in the same words where they work ([`DIGITS`], [`PASTE`]).

use super::{
    keys::{Key, Shortcut, alt, ctrl, ctrl_shift, key, shift},
    scene::Scene::{self, Article, Page, Pane, Preview, Review, Settling, Sheet, Sources, Start, Table},
};

/// Where a command stands in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the heading of a menu")]
pub enum Group {
    File,
    Edit,
    Claim,
    View,
    Help,
}

impl Group {
    /// Every group, in menu order.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Claim, Self::View, Self::Help];

    /// The menu's heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Claim => "Claim",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What must be there for something to make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says it by its name")]
pub enum Needs {
    Nothing,
    Project,
    /// A text, or the table of claims.
    Text,
    /// Selected words in the text that has the keys.
    Words,
    /// A claim that is drawn.
    Claim,
    /// A source that is drawn.
    Source,
    /// Something that two people's work differs in and that is drawn, or a claim that may have it.
    Difference,
}

/// Where something works, and what must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fits {
    /// Where it works.
    pub scenes: &'static [Scene],
    /// What must be there.
    pub needs: Needs,
}

/// A digit: the verdict of the claims that are drawn, then the confidence in it.
pub const DIGITS: Fits = Fits { scenes: CLAIMS, needs: Needs::Claim };

/// Text that is pasted outside a field: an article on the start screen, else evidence of the claim that is drawn.
pub const PASTE: Fits = Fits { scenes: &[Start, Article, Pane, Table], needs: Needs::Nothing };

/// The key by which the system pastes; no command can have another.
pub const PASTE_KEY: Shortcut = ctrl('v');

const ALWAYS: &[Scene] = &Scene::ALL;
/// Everywhere but over a question.
const ANYWHERE: &[Scene] = &[Start, Article, Pane, Review, Table, Sources, Settling, Page, Sheet, Preview];
/// Every page of a project, and what lies over it.
const SAVING: &[Scene] = &[Article, Pane, Review, Table, Sources, Settling, Page, Sheet, Preview];
/// Every page of a project, with help over it or not.
const PROJECT: &[Scene] = &[Article, Pane, Review, Table, Sources, Settling, Page, Sheet];
/// Every page of a project.
const PAGES: &[Scene] = &[Article, Pane, Review, Table, Sources, Settling, Page];
/// Where claims are drawn.
const CLAIMS: &[Scene] = &[Article, Pane, Review, Table];
/// Where there is a text to read.
const DIFFERING: &[Scene] = &[Article, Pane, Review, Table, Settling];
/// See [`CLAIMS`].
const TEXTS: &[Scene] = &[Article, Pane, Review];
/// Where the inspector is drawn.
const INSPECTOR: &[Scene] = &[Article, Pane];

/// One command with all that menus, palette, keys and help say of it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its stable name in settings.
    pub id: &'static str,
    /// Its name for people; ends in … where a dialog follows.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its menu.
    pub group: Group,
    /// Where it works, and what must be there.
    pub fits: Fits,
    /// Its keys, the one to show first.
    pub shortcuts: &'static [Shortcut],
}

impl Entry {
    /// Whether it and another command can be meant in the same scene, so that they cannot share a key.
    pub fn meets(&self, other: &Self) -> bool {
        self.fits.scenes.iter().any(|scene| other.fits.scenes.contains(scene))
    }
}

impl Command {
    /// Its entry.
    pub fn entry(self) -> &'static Entry {
        // The enum is made from the table, in its order.
        &COMMANDS[self as usize]
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        self.entry().title
    }
}

macro_rules! commands {
    ($($command:ident $id:literal $group:ident $scenes:expr, $needs:ident [$($shortcut:expr),*] $title:literal $help:literal
        => $work:expr;)+) => {
        /// A named action without an argument.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {
            $(#[doc = $help] $command,)+
        }

        /// Every command, by menu.
        pub static COMMANDS: &[Entry] = &[$(Entry {
            command: Command::$command,
            id: $id,
            title: $title,
            help: $help,
            group: Group::$group,
            fits: Fits { scenes: $scenes, needs: Needs::$needs },
            shortcuts: &[$($shortcut),*],
        },)+];
    };
}

command_table!(commands);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_commands_share_an_id_a_title_or_a_key_in_one_scene() {
        let (mut ids, mut titles, mut keys) = (HashSet::new(), HashSet::new(), HashSet::new());
        for entry in COMMANDS {
            assert!(ids.insert(entry.id), "two commands are called {}", entry.id);
            assert!(titles.insert(entry.title), "two commands are titled {}", entry.title);
            for (shortcut, scene) in
                entry.shortcuts.iter().flat_map(|key| entry.fits.scenes.iter().map(move |s| (key, s)))
            {
                assert!(
                    keys.insert((*shortcut, *scene)),
                    "{} stands on two commands in {scene:?}",
                    shortcut.label(false)
                );
            }
        }
    }

    #[test]
    fn only_titles_of_commands_with_a_dialog_end_in_an_ellipsis() {
        for entry in COMMANDS {
            assert!(!entry.title.ends_with("..."), "{}", entry.title);
            assert!(entry.help.ends_with('.'), "{}", entry.help);
        }
    }
}
