//! What the reader is given to show: a draft with its claims, and how it is set.

use crate::{
    app::{
        Document, Reading, Session, Side, StateId,
        find::Match,
        view::{Reveal, Selection},
    },
    model::{Span, Version},
};

use super::spans::SpanIndex;

/// What the reader shows.
pub struct Article<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// The draft.
    pub version: &'a Version,
    /// The line under the headline: publisher, date, draft.
    pub byline: &'a str,
    /// Language of the draft, a BCP 47 tag.
    pub language: &'a str,
    /// Its claims.
    pub spans: &'a SpanIndex,
    /// How far its sentences are decided.
    pub coverage: Option<&'a crate::model::Coverage>,
    /// Which state of which project the claims are of, and which the coverage.
    pub state: (StateId, StateId),
    /// For each claim of the project: its number and the sign of its verdict.
    pub signs: &'a dyn Fn(usize) -> String,
    /// Index of the claim in the inspector.
    pub selected: Option<usize>,
    /// The selected words or the caret.
    pub selection: Option<Selection>,
    /// Where words that are looked for stand, and which of them is shown.
    pub matches: (&'a [Match], usize),
    /// The other side of a comparison, when two drafts stand side by side.
    pub changes: Option<Changes<'a>>,
    /// How it is set.
    pub reading: Reading,
    /// Whether claims can be marked and their ends dragged.
    pub is_editable: bool,
    /// Whether key caps are shown.
    pub key_caps: bool,
    /// Something to bring into view.
    pub reveal: Option<Reveal>,
    /// Whether keys are the article's: no field has them, and nothing lies over it.
    pub takes_keys: bool,
}

impl<'a> Article<'a> {
    /// A text as its view has it, without what only one of the texts has. Nothing is brought into view, and keys go elsewhere.
    pub fn of(
        session: &Session,
        document: &'a Document,
        (side, version): (Side, &'a Version),
        spans: &'a SpanIndex,
        signs: &'a dyn Fn(usize) -> String,
    ) -> Self {
        let text = document.text(side);
        let find = text.and_then(|text| text.find.as_ref());
        Self {
            name: "Article",
            version,
            byline: "",
            language: "",
            spans,
            coverage: None,
            state: (document.shown_state(), StateId::default()),
            signs,
            selected: document.focus().claim.as_ref().and_then(|id| document.shown().claim_index(id)),
            selection: text.and_then(|text| text.selection),
            matches: find.map_or((&[], 0), |find| (&find.matches, find.current)),
            changes: None,
            reading: session.prefs.reading,
            is_editable: document.access.is_editable() && document.is_at_newest(side),
            key_caps: session.prefs.key_caps,
            reveal: None,
            takes_keys: false,
        }
    }
}

/// What differs from the draft that stands beside.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// Words that only this draft has, in text order.
    pub words: &'a [Span],
    /// Whether this is the old draft: the words went; in the new one they came.
    pub is_old: bool,
}
