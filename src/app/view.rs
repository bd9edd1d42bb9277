//! Where the reviewer is: what is shown, selected and looked for. Nothing here is saved with the project.

use std::{collections::HashSet, sync::Arc};

use crate::{
    anchor::Revision,
    model::{ArticleId, ClaimId, DismissReason, SourceId, Span, VersionId},
};

use super::{filter::Filter, find::Find, table::TableState};

/// The place in the project that undo brings back along with the project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Focus {
    /// The article in the reader.
    pub article: Option<ArticleId>,
    /// The older draft of it that is read; `None`: the newest.
    pub draft: Option<VersionId>,
    /// The claim in the inspector.
    pub claim: Option<ClaimId>,
    /// The selected words, or the caret.
    pub selection: Option<Selection>,
    /// How far the article is scrolled.
    pub scroll: Scroll,
}

/// Selected words: from where the selection began to where it was drawn. Equal ends are a caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The byte at which it began.
    pub anchor: usize,
    /// The byte to which it was drawn; Shift moves this end.
    pub head: usize,
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

    /// The selected span of `text` without white space at its ends; `None` for a caret.
    pub fn span(self, text: &str) -> Option<Span> {
        let span = Span::snapped(text, self.anchor.min(self.head), self.anchor.max(self.head))?;
        let words = span.of(text);
        let start = span.start() + (words.len() - words.trim_start().len());
        let end = span.end() - (words.len() - words.trim_end().len());
        (self.anchor != self.head).then(|| Span::snapped(text, start, end)).flatten().filter(|_| start < end)
    }
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

/// What the window is to do, once: the part of it that is meant does so as soon as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wish {
    /// A field is to take the keyboard.
    Focus(Field),
    /// A place in the article is to be brought into view.
    Reveal(Reveal),
    /// A place in the document beside the article is to be brought into view.
    RevealBeside(Reveal),
    /// The cursor of the claim table is to be brought into view.
    RevealCursor,
}

/// What fills the middle of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Screen {
    /// The article.
    #[default]
    Article,
    /// Two drafts of it side by side, with the claims that need a look.
    Review,
    /// The project's sources.
    Sources,
    /// Every claim of the project in a table.
    Claims,
    /// How far the work has come.
    Overview,
    /// What still blocks publication.
    Readiness,
    /// Project, reviewers, scale, appearance.
    Settings,
}

/// What lies over the window without stopping the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The command palette.
    Palette,
    /// Keys and help.
    Help,
    /// The user guide.
    Guide,
}

/// A field that is to take the keyboard, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The statement as checked.
    Statement,
    /// The newest evidence's address or title.
    Evidence,
    /// The find bar.
    Find,
    /// The find bar of the pane beside the article.
    PaneFind,
    /// The palette's field.
    Palette,
    /// The search field of the claim table.
    TableSearch,
}

/// What the next digit sets while no field has the keyboard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DigitStage {
    /// The verdict.
    #[default]
    Verdict,
    /// The confidence in it.
    Confidence,
}

/// Everything about the open project that is shown and not saved.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What fills the middle.
    pub screen: Screen,
    /// The pane beside the article, when it is open.
    pub pane: Option<super::pane::Pane>,
    /// The source opened in the list of sources.
    pub source: Option<SourceId>,
    /// The find bar, when it is open.
    pub find: Option<Find>,
    /// Which claims the list shows.
    pub filter: Filter,
    /// Where the reviewer is in the claim table.
    pub table: TableState,
    /// The reason for which a sentence was dismissed last.
    pub reason: DismissReason,
    /// What the next digit sets.
    pub stage: DigitStage,
    /// The selection that was grown or shrunk last, and the byte around which it grew.
    pub grown: Option<(Selection, usize)>,
    /// The claims whose two checks the second reviewer wants to compare without having given a confidence.
    pub compared_checks: HashSet<ClaimId>,
    /// Something to bring into view; it leaves as a [`Wish`].
    pub(crate) reveal: Option<Reveal>,
    /// The two drafts that are compared for the review, once that is done.
    pub compared: Option<Compared>,
    /// The two drafts whose comparison was asked for last.
    pub asked: Option<(VersionId, VersionId)>,
}

impl View {
    /// What the window is to do once, as it has come up since this was asked last.
    pub(crate) fn take_wishes(&mut self) -> Vec<Wish> {
        let beside = self.pane.as_mut().and_then(|pane| pane.reveal.take());
        let cursor = std::mem::take(&mut self.table.reveals);
        let reveals = [self.reveal.take().map(Wish::Reveal), beside.map(Wish::RevealBeside)];
        reveals.into_iter().flatten().chain(cursor.then_some(Wish::RevealCursor)).collect()
    }
}

/// Two drafts, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The old draft.
    pub old: VersionId,
    /// The new draft.
    pub new: VersionId,
    /// What was done to the text.
    pub revision: Arc<Revision>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
