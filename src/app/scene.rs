//! Where the reviewer is, as far as it decides what a key, a command or pasted text does.
//!
//! [`Session::scene`](super::Session::scene) alone looks at what is shown and what lies over it. Each command names the scenes in which it works
//! ([`COMMANDS`](super::COMMANDS)); keys, digits, pasted text, menus and hints all ask [`Session::fits`](super::Session::fits). What they change are the
//! claims that are drawn there and no others: [`Document::claims_here`](super::Document::claims_here).

/// What the reviewer has before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scene {
    /// No project is open.
    Start,
    /// The article, with the claim in the inspector.
    Article,
    /// The article, while the source beside it has the keys.
    Pane,
    /// Two drafts side by side, with the passage in question.
    Review,
    /// The claim table.
    Table,
    /// The project's sources.
    Sources,
    /// What people’s work differs in, one after the other.
    Settling,
    /// A page without a selection of its own: overview, readiness, compare, settings.
    Page,
    /// A page of help lies over all this.
    Sheet,
    /// An article that is not in the project yet.
    Preview,
    /// A question that has to be answered first.
    Dialog,
}

impl Scene {
    /// Every scene.
    pub const ALL: [Self; 11] = [
        Self::Start,
        Self::Article,
        Self::Pane,
        Self::Review,
        Self::Table,
        Self::Sources,
        Self::Settling,
        Self::Page,
        Self::Sheet,
        Self::Preview,
        Self::Dialog,
    ];
}
