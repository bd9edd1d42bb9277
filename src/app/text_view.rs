//! A text as it is read: which version of it, what is selected, how far it is scrolled, what is looked for in it. The article has one
//! and the document beside it has one; both sides of the review read the article's.
//!
//! It knows its text only by the [`Version`] that it is handed, and nothing of claims: what the words become is decided elsewhere.

use std::sync::Arc;

use crate::model::{Span, Version, VersionId};

use super::{
    find::{Find, FindIntent},
    units::{grows, units},
};

/// Longer words are no start of a search.
const LONGEST_QUERY: usize = 80;

/// One of the two texts that can be read next to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// The article.
    #[default]
    Article,
    /// The document of a source, in the pane beside it.
    Pane,
}

/// How one text is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextView {
    /// The older version that is read; `None`: the newest.
    pub version: Option<VersionId>,
    /// The selected words, or the caret.
    pub selection: Option<Selection>,
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// The find bar, when it is open.
    pub find: Option<Find>,
    /// Something to bring into view; it leaves as a [`Wish`](super::view::Wish).
    pub(super) reveal: Option<Reveal>,
    /// The selection that was grown or shrunk last, and the byte around which it grew.
    grown: Option<(Selection, usize)>,
}

/// Selected words: from where the selection began to where it was drawn. Equal ends are a caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The byte at which it began.
    pub anchor: usize,
    /// The byte to which it was drawn; Shift moves this end.
    pub head: usize,
}

/// A scroll position that survives a change of width: a block, and how far its top lies above the window's.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scroll {
    /// Index of the first visible block (of the reader's own display blocks).
    pub block: usize,
    /// Points of it that are scrolled away.
    pub offset: f32,
}

/// Something the reader is asked to bring into view, once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reveal {
    /// These words, about a third down the window unless they are in view already.
    Words(Span),
    /// Exactly this position.
    Position(Scroll),
}

impl Selection {
    /// A caret.
    pub fn caret(at: usize) -> Self {
        Self { anchor: at, head: at }
    }

    /// A span, drawn from its start to its end.
    pub fn of(span: Span) -> Self {
        Self { anchor: span.start(), head: span.end() }
    }

    /// Its first byte, whichever way it was drawn.
    pub fn start(self) -> usize {
        self.anchor.min(self.head)
    }

    /// Whether it holds nothing.
    pub fn is_caret(self) -> bool {
        self.anchor == self.head
    }

    /// The selected span of `text` without white space at its ends; `None` for a caret.
    pub fn span(self, text: &str) -> Option<Span> {
        let span = Span::snapped(text, self.start(), self.anchor.max(self.head))?;
        let words = span.of(text);
        let start = span.start() + (words.len() - words.trim_start().len());
        let end = span.end() - (words.len() - words.trim_end().len());
        (!self.is_caret()).then(|| Span::snapped(text, start, end)).flatten().filter(|_| start < end)
    }
}

impl TextView {
    /// At the top of the newest version.
    pub fn at_top() -> Self {
        Self { reveal: Some(Reveal::Position(Scroll::default())), ..Self::default() }
    }

    /// Another text is read, from its top. What is looked for stays, and is looked for in that.
    pub fn begin(&mut self) {
        *self = Self { find: self.find.take(), ..Self::at_top() };
    }

    /// Where the text is read, without what is looked for in it: what undo comes back to.
    pub fn bookmark(&self) -> Self {
        let Self { version, selection, scroll, find: _, reveal: _, grown: _ } = self;
        Self { version: version.clone(), selection: *selection, scroll: *scroll, ..Self::default() }
    }

    /// Goes to where the text was read at a bookmark. What is looked for stays.
    pub fn go_back_to(&mut self, bookmark: Self) {
        let Self { version, selection, scroll, .. } = bookmark;
        (self.version, self.selection, self.scroll) = (version, selection, scroll);
    }

    /// The version that is read of these, the oldest first.
    pub fn version_of<'a>(&self, versions: &'a [Arc<Version>]) -> Option<&'a Arc<Version>> {
        let older = self.version.as_ref().and_then(|id| versions.iter().find(|version| version.id == *id));
        older.or(versions.last())
    }

    /// Reads one of these versions at these words, else from its top.
    pub(crate) fn read(&mut self, versions: &[Arc<Version>], version: &Version, words: Option<Span>) {
        self.turn_to(versions, &version.id);
        self.selection = None;
        self.reveal = Some(words.map_or(Reveal::Position(Scroll::default()), Reveal::Words));
        self.search_again(version);
    }

    /// Turns to one of these versions. The newest needs no naming, and is read where there is no such version.
    pub(crate) fn turn_to(&mut self, versions: &[Arc<Version>], version_id: &VersionId) {
        let is_newest = versions.last().is_none_or(|newest| newest.id == *version_id);
        let is_there = versions.iter().any(|version| version.id == *version_id);
        self.version = (is_there && !is_newest).then(|| version_id.clone());
    }

    /// The selected words.
    pub fn selected_span(&self, version: &Version) -> Option<Span> {
        self.selection?.span(version.text())
    }

    /// Selects words and brings them into view.
    pub fn show(&mut self, span: Span) {
        self.selection = Some(Selection::of(span));
        self.reveal = Some(Reveal::Words(span));
    }

    /// Selects all there is.
    pub(crate) fn select_all(&mut self, version: &Version) {
        self.selection = Some(Selection { anchor: 0, head: version.text().len() });
    }

    /// Does what the find bar wants.
    pub(crate) fn find_intent(&mut self, intent: FindIntent, version: &Version) {
        match intent {
            FindIntent::Open => self.open_find(version),
            FindIntent::Query(query) => {
                self.find = Some(Find { query, ..Find::default() });
                self.search_again(version);
                self.reveal_match();
            }
            FindIntent::Step(by) => {
                self.find.iter_mut().for_each(|find| find.step(by));
                self.reveal_match();
            }
            FindIntent::Close => self.close_find(),
        }
    }

    /// Opens the find bar with the selected words in it.
    fn open_find(&mut self, version: &Version) {
        let words = self.selected_span(version).map(|span| span.of(version.text()));
        let words = words.filter(|words| words.len() <= LONGEST_QUERY && !words.contains('\n'));
        let find = self.find.get_or_insert_default();
        if let Some(words) = words {
            words.clone_into(&mut find.query);
        }
        self.search_again(version);
    }

    /// Looks again after the text or the words looked for have changed.
    pub(crate) fn search_again(&mut self, version: &Version) {
        let from = self.selection.map_or(0, Selection::start);
        if let Some(find) = &mut self.find {
            find.search(version, from);
        }
    }

    fn reveal_match(&mut self) {
        if let Some(span) = self.find.as_ref().and_then(Find::span) {
            self.reveal = Some(Reveal::Words(span));
        }
    }

    /// Closes the find bar; the match that was shown becomes the selection.
    fn close_find(&mut self) {
        if let Some(span) = self.find.take().as_ref().and_then(Find::span) {
            self.selection = Some(Selection::of(span));
        }
    }

    /// Selects the next larger unit around the caret: word, phrase, sentence, paragraph.
    pub(crate) fn grow(&mut self, version: &Version, language: &str) {
        self.resize(version, language, |units, current| units.iter().copied().find(|unit| grows(*unit, current)));
    }

    /// Selects the next smaller unit around where the selection grew from.
    pub(crate) fn shrink(&mut self, version: &Version, language: &str) {
        self.resize(version, language, |units, current| units.iter().rev().copied().find(|unit| grows(current, *unit)));
    }

    fn resize(&mut self, version: &Version, language: &str, resize: impl FnOnce(&[Span], Span) -> Option<Span>) {
        let Some(selection) = self.selection else { return };
        let selected = selection.span(version.text());
        let origin = match self.grown {
            Some((grown, origin)) if grown == selection => origin,
            _ => selected.map_or(selection.head, Span::start),
        };
        let units = units(version, language, origin);
        let resized = match selected {
            Some(current) => resize(&units, current),
            None => units.first().copied(),
        };
        if let Some(span) = resized {
            self.show(span);
            self.grown = Some((Selection::of(span), origin));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, BlockText, Origin};

    fn version(text: &str) -> Version {
        Version::new(VersionId::from_random(1), Origin::default(), [BlockText::new(BlockKind::Paragraph, text)])
    }

    fn words<'a>(view: &TextView, version: &'a Version) -> Option<&'a str> {
        view.selected_span(version).map(|span| span.of(version.text()))
    }

    #[test]
    fn a_selection_leaves_out_white_space_at_its_ends() {
        let text = "one two\n\nthree";
        let words = |anchor, head| Selection { anchor, head }.span(text).map(|span| span.of(text));
        assert_eq!(words(3, 9), Some("two"));
        assert_eq!(words(9, 3), Some("two"));
        assert_eq!(words(7, 9), None);
        assert_eq!(words(4, 4), None);
        assert_eq!(words(4, 99), Some("two\n\nthree"));
    }

    #[test]
    fn the_selected_words_are_looked_for_and_the_match_becomes_the_selection() {
        let version = version("A bridge. The bridge. No bridges.");
        let mut view = TextView { selection: Some(Selection { anchor: 14, head: 20 }), ..TextView::default() };
        view.find_intent(FindIntent::Open, &version);
        let find = view.find.as_ref().unwrap();
        assert_eq!((find.query.as_str(), find.matches.len(), find.current), ("bridge", 3, 1));
        view.find_intent(FindIntent::Step(1), &version);
        assert_eq!(view.reveal, Span::new(25, 31).ok().map(Reveal::Words));
        view.find_intent(FindIntent::Close, &version);
        assert_eq!((view.find.is_some(), view.selection), (false, Some(Selection { anchor: 25, head: 31 })));
    }

    #[test]
    fn grows_around_where_it_began_and_shrinks_back() {
        let version = version("It was closed, they say, in May. It rained.");
        let mut view = TextView { selection: Some(Selection::caret(9)), ..TextView::default() };
        let mut seen = Vec::new();
        for _ in 0..3 {
            view.grow(&version, "en");
            seen.push(words(&view, &version).unwrap().to_owned());
        }
        assert_eq!(seen, ["closed", "It was closed", "It was closed, they say, in May."]);
        view.shrink(&version, "en");
        view.shrink(&version, "en");
        assert_eq!(words(&view, &version), Some("closed"));
    }

    #[test]
    fn going_back_to_a_bookmark_leaves_the_find_bar_open() {
        let version = version("A bridge.");
        let mut view = TextView { selection: Some(Selection::caret(3)), ..TextView::default() };
        let bookmark = view.bookmark();
        view.find_intent(FindIntent::Query("bridge".into()), &version);
        view.selection = None;
        view.go_back_to(bookmark);
        assert_eq!((view.selection, view.find.is_some()), (Some(Selection::caret(3)), true));
    }
}
