//! What the claim table shows: columns, conditions, order and groups, as data that a project keeps under a name.
//!
//! Nothing here looks at claims. A choice is named by a word that stays: the id of a verdict, article or reviewer, the label of
//! a status, priority or type, a tag or name as it is written.

use serde::{Deserialize, Serialize};

use super::{Claim, Status, claim::choices, is_default};

choices! {
    /// A column of the claim table.
    ClaimColumn {
        /// The claim's place in document order.
        Number => "#",
        /// The statement as checked.
        Statement => "Statement",
        /// The words as printed.
        Quote => "Words",
        /// The article it stands in.
        Article => "Article",
        /// Who said it.
        Claimant => "Claimant",
        /// What sort of statement it is.
        Kind => "Type",
        /// How much it needs checking.
        Priority => "Priority",
        /// What the check found.
        Verdict => "Verdict",
        /// How sure the reviewer is.
        Confidence => "Confidence",
        /// How far the work has come.
        Status => "Status",
        /// Who is to check it.
        Assigned => "Assigned to",
        /// Who signed it as checked.
        CheckedBy => "Checked by",
        /// What the second reviewer found.
        Second => "Second check",
        /// How many pieces of evidence it has.
        Evidence => "Evidence",
        /// How many questions wait for an answer.
        Queries => "Open queries",
        /// Free words to find it by.
        Tags => "Tags",
        /// What the reviewer wants to remember.
        Notes => "Notes",
        /// How the newest draft has its words.
        Placement => "Passage",
        /// When it was changed last.
        Changed => "Changed",
        /// When it was marked.
        Marked => "Marked",
    }
}

choices! {
    /// Ready-made lists of claims.
    #[derive(Default)]
    QuickList {
        /// Every claim.
        #[default]
        All => "All",
        /// Without a verdict.
        Open => "Open",
        /// Without evidence.
        NoSource => "No source yet",
        /// Waiting for an answer.
        QueriesOut => "Queries out",
        /// Moved, changed or lost by the newest draft, and not looked at since.
        NeedsLook => "Needs a look",
        /// With words that are not in the newest draft.
        Lost => "Lost",
    }
}

impl QuickList {
    /// Whether the claim is on it.
    pub fn holds(self, claim: &Claim) -> bool {
        match self {
            Self::All => true,
            Self::Open => claim.is_open(),
            Self::NoSource => claim.evidence.is_empty(),
            Self::NeedsLook => claim.needs_look(),
            Self::Lost => claim.is_lost(),
            Self::QueriesOut => {
                claim.status == Status::QueryOut
                    || claim.queries.iter().any(|query| query.is_open() && !query.asked_on.is_empty())
            }
        }
    }
}

/// What a claim must have in one column to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Condition {
    /// The column.
    pub column: ClaimColumn,
    /// What is asked of it.
    pub test: Test,
}

/// What is asked of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Test {
    /// It holds these words, in any letter case.
    Contains(String),
    /// It does not hold these words.
    Lacks(String),
    /// It is one of these.
    Is(Vec<String>),
    /// It is none of these.
    IsNot(Vec<String>),
    /// Nothing stands there.
    IsEmpty,
    /// Something stands there.
    IsFilled,
    /// A number or ISO 8601 date from one end to the other, both included; an empty end is open.
    Between {
        /// The least.
        from: String,
        /// The most.
        to: String,
    },
}

impl Test {
    /// Whether it asks for nothing, as while it is being written.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Contains(text) | Self::Lacks(text) => text.trim().is_empty(),
            Self::Is(keys) | Self::IsNot(keys) => keys.is_empty(),
            Self::Between { from, to } => from.trim().is_empty() && to.trim().is_empty(),
            Self::IsEmpty | Self::IsFilled => false,
        }
    }
}

/// A column to sort by. Claims without a value there come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimSort {
    /// The column.
    pub column: ClaimColumn,
    /// Largest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_descending: bool,
}

/// Which claims the table shows, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ClaimQuery {
    /// A ready-made list.
    #[serde(skip_serializing_if = "is_default")]
    pub list: QuickList,
    /// Words that its quote, statement, claimant, tags or notes hold, in any letter case.
    #[serde(skip_serializing_if = "is_default")]
    pub text: String,
    /// All of which must hold; at most one for a column.
    #[serde(skip_serializing_if = "is_default")]
    pub conditions: Vec<Condition>,
    /// The order; `None`: document order, which also decides between equals.
    #[serde(skip_serializing_if = "is_default")]
    pub sort: Option<ClaimSort>,
    /// The column whose values make groups.
    #[serde(skip_serializing_if = "is_default")]
    pub group: Option<ClaimColumn>,
    /// The columns that are shown, from left to right.
    pub columns: Vec<ClaimColumn>,
}

impl ClaimQuery {
    /// The columns to begin with.
    pub const COLUMNS: [ClaimColumn; 8] = [
        ClaimColumn::Number,
        ClaimColumn::Statement,
        ClaimColumn::Verdict,
        ClaimColumn::Confidence,
        ClaimColumn::Status,
        ClaimColumn::Assigned,
        ClaimColumn::Evidence,
        ClaimColumn::Article,
    ];

    /// What is asked of a column.
    pub fn condition(&self, column: ClaimColumn) -> Option<&Test> {
        self.conditions.iter().find(|condition| condition.column == column).map(|condition| &condition.test)
    }

    /// Asks something else of a column, or nothing.
    pub fn put_condition(&mut self, column: ClaimColumn, test: Option<Test>) {
        let at = self.conditions.iter().position(|condition| condition.column == column);
        match (at, test) {
            (Some(at), Some(test)) => self.conditions[at].test = test,
            (Some(at), None) => drop(self.conditions.remove(at)),
            (None, Some(test)) => self.conditions.push(Condition { column, test }),
            (None, None) => {}
        }
    }

    /// Whether every claim is shown.
    pub fn shows_all(&self) -> bool {
        self.list == QuickList::All
            && self.text.trim().is_empty()
            && self.conditions.iter().all(|condition| condition.test.is_blank())
    }
}

impl Default for ClaimQuery {
    fn default() -> Self {
        Self {
            list: QuickList::All,
            text: String::new(),
            conditions: Vec::new(),
            sort: None,
            group: None,
            columns: Self::COLUMNS.to_vec(),
        }
    }
}

/// A view of the claim table that the project keeps. Its name tells it from the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimView {
    /// What it is called.
    pub name: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub query: ClaimQuery,
}
