//! What belongs to the person and the machine rather than to a project.

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::model::{ClaimColumn, ClaimQuery, ClaimSort, Reviewer};

/// How many projects the start screen remembers.
pub const MAX_RECENT: usize = 12;

/// Settings of the program. Unknown fields are ignored and missing ones take their default, so that versions of the program
/// can share one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Size of everything, 1.0 is the system's.
    pub zoom: f32,
    /// Whether key caps are shown beside actions.
    pub key_caps: bool,
    /// Whether the sidebar is shown.
    pub sidebar: bool,
    /// Whether the claim list is shown.
    pub claim_list: bool,
    /// Size of the window and its panels.
    pub layout: Layout,
    /// How the article is set.
    pub reading: Reading,
    /// How the claim table looks.
    pub table: TableLook,
    /// The family of the system in which it is set; empty: the face that comes with the program.
    pub reading_face: String,
    /// Keys that the person has changed, by the id of the command.
    pub keys: BTreeMap<String, String>,
    /// Who sits here, once they have said so.
    pub reviewer: Option<Reviewer>,
    /// Whether they were asked; they may have declined.
    pub reviewer_asked: bool,
    /// Projects opened before, the latest first.
    pub recent: Vec<Recent>,
    /// Folders whose projects and fact-checks of others make the library; recent projects always do.
    pub library_folders: Vec<PathBuf>,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 1.0,
            key_caps: true,
            sidebar: true,
            claim_list: true,
            layout: Layout::default(),
            reading: Reading::default(),
            table: TableLook::default(),
            reading_face: String::new(),
            keys: BTreeMap::new(),
            reviewer: None,
            reviewer_asked: false,
            recent: Vec::new(),
            library_folders: Vec::new(),
        }
    }
}

/// Which theme the window takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Size of the window and its panels, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Width and height of the window while it is not maximised, at least 720 × 480.
    pub window: (f32, f32),
    /// Whether it fills the screen.
    pub is_maximized: bool,
    /// Width of the sidebar, 170–340.
    pub sidebar: f32,
    /// Width of the inspector, 280–560.
    pub inspector: f32,
    /// Height of the claim list, 96–420.
    pub claim_list: f32,
    /// Width of the source beside the article, 300–900.
    pub pane: f32,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            window: (1280.0, 800.0),
            is_maximized: false,
            sidebar: 216.0,
            inspector: 352.0,
            claim_list: 186.0,
            pane: 460.0,
        }
    }
}

impl Layout {
    /// Where the sidebar's width ends.
    pub const SIDEBAR: RangeInclusive<f32> = 170.0..=340.0;
    /// Where the inspector's width ends.
    pub const INSPECTOR: RangeInclusive<f32> = 280.0..=560.0;
    /// Where the claim list's height ends.
    pub const CLAIM_LIST: RangeInclusive<f32> = 96.0..=420.0;
    /// Where the width of the source beside the article ends.
    pub const PANE: RangeInclusive<f32> = 300.0..=900.0;
    /// What the article keeps beside it.
    pub const ARTICLE_MIN: f32 = 320.0;

    fn clamped(self) -> Self {
        let standard = Self::default();
        let (width, height) =
            (within(self.window.0, 720.0..=16384.0, 1280.0), within(self.window.1, 480.0..=16384.0, 800.0));
        Self {
            window: (width, height),
            is_maximized: self.is_maximized,
            sidebar: within(self.sidebar, Self::SIDEBAR, standard.sidebar),
            inspector: within(self.inspector, Self::INSPECTOR, standard.inspector),
            claim_list: within(self.claim_list, Self::CLAIM_LIST, standard.claim_list),
            pane: within(self.pane, Self::PANE, standard.pane),
        }
    }
}

/// How the article is set, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Size of running text, 12–28.
    pub size: f32,
    /// Width of the column, 420–900.
    pub column: f32,
    /// Distance of base lines as a multiple of the size, 1.2–2.2.
    pub line_height: f32,
    /// How claims are marked.
    pub highlight: Highlight,
}

/// How claims are marked in the article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Highlight {
    /// A pale ground and a line under the words.
    #[default]
    Both,
    /// A pale ground with an edge.
    Background,
    /// A line under the words.
    Underline,
}

impl Highlight {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Both, Self::Background, Self::Underline];

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Both => "Background and underline",
            Self::Background => "Background",
            Self::Underline => "Underline",
        }
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self { size: 16.5, column: 604.0, line_height: 1.64, highlight: Highlight::Both }
    }
}

/// How the claim table looks: what is remembered of it from project to project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableLook {
    /// The columns that are shown, from left to right.
    pub columns: Vec<ClaimColumn>,
    /// The order.
    pub sort: Option<ClaimSort>,
    /// The column whose values make groups.
    pub group: Option<ClaimColumn>,
    /// Widths that the person has changed, in points, 48–900.
    pub widths: BTreeMap<ClaimColumn, f32>,
}

impl Default for TableLook {
    fn default() -> Self {
        Self { columns: ClaimQuery::COLUMNS.to_vec(), sort: None, group: None, widths: BTreeMap::new() }
    }
}

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Where it is.
    pub path: PathBuf,
    /// What it was called.
    pub title: String,
    /// How many of its claims were done.
    pub done: usize,
    /// How many claims it had.
    pub claims: usize,
}

impl Prefs {
    /// Brings every number into its range, so that a damaged or hand-written file cannot make the window unusable.
    #[must_use]
    pub fn clamped(mut self) -> Self {
        let standard = Reading::default();
        self.zoom = within(self.zoom, 0.5..=3.0, 1.0);
        self.layout = self.layout.clamped();
        self.reading.size = within(self.reading.size, 12.0..=28.0, standard.size);
        self.reading.column = within(self.reading.column, 420.0..=900.0, standard.column);
        self.reading.line_height = within(self.reading.line_height, 1.2..=2.2, standard.line_height);
        self.table.widths.values_mut().for_each(|width| *width = within(*width, 48.0..=900.0, 120.0));
        if self.table.columns.is_empty() {
            self.table.columns = ClaimQuery::COLUMNS.to_vec();
        }
        self.recent.truncate(MAX_RECENT);
        self
    }

    /// Puts a project at the head of the list.
    pub fn remember(&mut self, recent: Recent) {
        self.forget(&recent.path);
        self.recent.insert(0, recent);
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes a project off the list.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent.path != path);
    }
}

fn within(value: f32, range: RangeInclusive<f32>, default: f32) -> f32 {
    if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { default }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_from_a_broken_file_come_back_into_range() {
        let broken = Prefs {
            zoom: f32::NAN,
            layout: Layout { window: (f32::NAN, 3.0), sidebar: 9e9, ..Layout::default() },
            reading: Reading { size: 900.0, column: -1.0, line_height: f32::INFINITY, ..Reading::default() },
            ..Prefs::default()
        };
        let mended = broken.clamped();
        assert_eq!(mended.zoom, 1.0);
        assert_eq!(mended.layout, Layout { window: (1280.0, 480.0), sidebar: 340.0, ..Layout::default() });
        assert_eq!(mended.reading, Reading { size: 28.0, column: 420.0, line_height: 1.64, ..Reading::default() });
    }

    #[test]
    fn the_latest_project_stands_first_and_once() {
        let recent = |n: usize| Recent { path: format!("{n}.ron").into(), title: n.to_string(), done: 0, claims: 0 };
        let mut prefs = Prefs::default();
        (0..20).chain([5]).for_each(|n| prefs.remember(recent(n)));
        assert_eq!(prefs.recent.len(), MAX_RECENT);
        assert_eq!(prefs.recent[0].title, "5");
        assert_eq!(prefs.recent.iter().filter(|recent| recent.title == "5").count(), 1);
    }
}
