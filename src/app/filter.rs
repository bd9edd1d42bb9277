//! Which claims the list shows, and in which order.

#[cfg(doc)]
use crate::model::Project;
use crate::{
    Visible,
    model::{ArticleId, ClaimColumn, ClaimQuery, ClaimSort, Status, Test, VerdictId},
};

use super::table;

pub use crate::model::QuickList;
pub use table::columns::checked_by;

/// What a claim must have to be listed. The default lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that its quote, statement, claimant, tags or notes hold, in any letter case.
    pub text: String,
    /// Its verdict.
    pub verdict: VerdictFilter,
    /// Its status.
    pub status: Option<Status>,
    /// Its article; `None`: all of the project.
    pub article: Option<ArticleId>,
    /// A ready-made list.
    pub list: QuickList,
    /// The column to sort by; `None`: document order.
    pub sort: Option<ClaimSort>,
}

/// What a filter wants of the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum VerdictFilter {
    /// Any or none.
    #[default]
    Any,
    /// None yet.
    Open,
    /// One that is hidden.
    Hidden,
    /// This one.
    Is(VerdictId),
}

/// The columns of the claim list, from left to right, with their headings there.
pub const COLUMNS: [(ClaimColumn, &str); 7] = [
    (ClaimColumn::Number, "#"),
    (ClaimColumn::Quote, "Claim"),
    (ClaimColumn::Verdict, "Verdict"),
    (ClaimColumn::Confidence, "Confidence"),
    (ClaimColumn::Evidence, "Sources"),
    (ClaimColumn::Status, "Status"),
    (ClaimColumn::CheckedBy, "Checked by"),
];

impl Filter {
    /// Whether every claim passes.
    pub fn is_empty(&self) -> bool {
        let Self { text, verdict, status, article, list, sort: _ } = self;
        text.trim().is_empty()
            && *verdict == VerdictFilter::Any
            && status.is_none()
            && article.is_none()
            && *list == QuickList::All
    }

    /// The places in [`Project::claims`] of the claims that pass, in the order asked for.
    pub fn rows<'a>(&self, visible: impl Into<Visible<'a>>) -> Vec<usize> {
        table::rows(visible, &self.query())
    }

    /// The same as what the claim table asks.
    fn query(&self) -> ClaimQuery {
        let Self { text, verdict, status, article, list, sort } = self.clone();
        let is = |key: &str| Test::Is(vec![key.to_owned()]);
        let verdict = match verdict {
            VerdictFilter::Any => None,
            VerdictFilter::Open => Some(Test::IsEmpty),
            VerdictFilter::Hidden => Some(is(table::columns::HIDDEN_KEY)),
            VerdictFilter::Is(verdict_id) => Some(is(verdict_id.as_str())),
        };
        let mut query = ClaimQuery { list, text, sort, ..ClaimQuery::default() };
        query.put_condition(ClaimColumn::Verdict, verdict);
        query.put_condition(ClaimColumn::Status, status.map(|status| is(status.label())));
        query.put_condition(ClaimColumn::Article, article.map(|article_id| is(article_id.as_str())));
        query
    }
}
