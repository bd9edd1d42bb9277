//! Where the reviewer is in the table: cursor, selection, folded groups, the view that is shown.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Range,
    sync::Arc,
};

use crate::model::{ClaimColumn, ClaimId, ClaimQuery};

use super::Lines;

/// Everything about the table that is shown and not saved with the project.
#[derive(Debug, Clone, Default)]
pub struct TableState {
    /// What is shown.
    pub query: ClaimQuery,
    /// The name of the view that was opened last; the query may have gone on from it.
    pub view: Option<String>,
    /// The groups that are folded, by their keys.
    pub folded: BTreeSet<String>,
    /// The claims that are selected.
    pub selected: HashSet<ClaimId>,
    /// The line of the cursor: a claim can stand on several.
    pub line: usize,
    /// The lines that the window draws; `None` until it has drawn what is shown now.
    pub in_view: Option<Range<usize>>,
    /// Where a stretch of selected lines begins.
    pub(crate) anchor: Option<ClaimId>,
    /// The claim whose statement is being written.
    pub editing: Option<ClaimId>,
    /// Whether the cursor is to be brought into view; it leaves as a [`Wish`](crate::view::Wish).
    pub(crate) reveals: bool,
    /// Whether the person's columns were taken over.
    pub(crate) is_ready: bool,
    /// The lines for which the selection was last looked through.
    pub(crate) settled: Option<Arc<Lines>>,
}

/// How a claim is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The cursor goes there; nothing else is selected.
    Only,
    /// It is selected, or not any more.
    Toggle,
    /// Everything from where the selection began up to it.
    Range,
}

/// What happened in the table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableIntent {
    /// Something else is to be shown.
    Query(Box<ClaimQuery>),
    /// A column has another width, in points.
    Width(ClaimColumn, f32),
    /// A line was picked.
    Pick(usize, Pick),
    /// The cursor moves by so many claims; with `true` it selects on its way.
    Move(isize, bool),
    /// The claim at the cursor is selected, or not any more.
    Toggle,
    /// A group is folded or unfolded, by its key.
    Fold(String),
    /// Every group is folded, or none.
    FoldAll(bool),
    /// These lines are drawn.
    InView(Range<usize>),
    /// Nothing is selected any more.
    SelectNone,
    /// The statement of a claim is to be written, or that has ended.
    Write(Option<ClaimId>),
    /// A view is opened; `None`: all claims.
    OpenView(Option<String>),
    /// What is shown is kept under a name.
    SaveView(String),
    /// The view that is open gets another name.
    RenameView(String),
    /// The view that is open is forgotten.
    DeleteView,
}
