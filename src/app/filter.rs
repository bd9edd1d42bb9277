//! Which claims the list shows, and in which order.

use crate::model::{ArticleId, Claim, Project, Status, VerdictId};

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
    pub sort: Option<Sort>,
}

/// What a filter wants of the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum VerdictFilter {
    /// Any or none.
    #[default]
    Any,
    /// None yet.
    Open,
    /// This one.
    Is(VerdictId),
}

/// Ready-made lists of claims.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuickList {
    /// Every claim.
    #[default]
    All,
    /// Without a verdict.
    Open,
    /// Without evidence.
    NoSource,
    /// Waiting for an answer.
    QueriesOut,
    /// Moved, changed or lost by the newest draft, and not looked at since.
    NeedsLook,
    /// With words that are not in the newest draft.
    Lost,
}

impl QuickList {
    /// Every list, in the order of the sidebar.
    pub const ALL: [Self; 6] = [Self::All, Self::Open, Self::NoSource, Self::QueriesOut, Self::NeedsLook, Self::Lost];

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::NoSource => "No source yet",
            Self::QueriesOut => "Queries out",
            Self::NeedsLook => "Needs a look",
            Self::Lost => "Lost",
        }
    }

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

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Largest first.
    pub is_descending: bool,
}

/// A column of the claim list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the column with that heading")]
pub enum Column {
    Number,
    Claim,
    Verdict,
    Confidence,
    Sources,
    Status,
    CheckedBy,
}

impl Column {
    /// Every column, from left to right.
    pub const ALL: [Self; 7] =
        [Self::Number, Self::Claim, Self::Verdict, Self::Confidence, Self::Sources, Self::Status, Self::CheckedBy];

    /// Its heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "#",
            Self::Claim => "Claim",
            Self::Verdict => "Verdict",
            Self::Confidence => "Confidence",
            Self::Sources => "Sources",
            Self::Status => "Status",
            Self::CheckedBy => "Checked by",
        }
    }
}

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
    pub fn rows(&self, project: &Project) -> Vec<usize> {
        let needle = self.text.trim().to_lowercase();
        let claims = project.claims();
        let mut rows: Vec<usize> = (0..claims.len()).filter(|&row| self.passes(&claims[row], &needle)).collect();
        if let Some(sort) = self.sort {
            sort_rows(&mut rows, project, sort);
        }
        rows
    }

    fn passes(&self, claim: &Claim, needle: &str) -> bool {
        let verdict = match &self.verdict {
            VerdictFilter::Any => true,
            VerdictFilter::Open => claim.is_open(),
            VerdictFilter::Is(verdict_id) => claim.verdict.as_ref() == Some(verdict_id),
        };
        verdict
            && self.status.is_none_or(|status| claim.status == status)
            && self.article.as_ref().is_none_or(|article_id| claim.article == *article_id)
            && self.list.holds(claim)
            && (needle.is_empty() || mentions(claim, needle))
    }
}

/// Whether a claim holds `needle`, which is in lower case.
fn mentions(claim: &Claim, needle: &str) -> bool {
    let holds = |text: &str| text.to_lowercase().contains(needle);
    claim.marks.iter().any(|mark| holds(&mark.anchor.quote))
        || claim.statement.as_deref().is_some_and(holds)
        || holds(&claim.claimant.name)
        || claim.tags.iter().any(|tag| holds(tag))
        || holds(&claim.notes)
}

fn sort_rows(rows: &mut [usize], project: &Project, sort: Sort) {
    let scale = project.scale();
    let verdict_place = |claim: &Claim| {
        let place = |id: &VerdictId| scale.verdicts.iter().position(|verdict| verdict.id == *id);
        claim.verdict.as_ref().and_then(place).unwrap_or(usize::MAX)
    };
    let claim = |row: usize| &project.claims()[row];
    match sort.column {
        Column::Number => {}
        Column::Claim => rows.sort_by_cached_key(|&row| claim(row).quote().to_lowercase()),
        Column::Verdict => rows.sort_by_key(|&row| verdict_place(claim(row))),
        Column::Confidence => rows.sort_by_key(|&row| claim(row).confidence.as_ref().map(|c| c.degree.rank())),
        Column::Sources => rows.sort_by_key(|&row| claim(row).evidence.len()),
        Column::Status => rows.sort_by_key(|&row| claim(row).status),
        Column::CheckedBy => rows.sort_by_cached_key(|&row| checked_by(project, claim(row))),
    }
    if sort.is_descending {
        rows.reverse();
    }
}

/// The initials of whoever signed the claim as checked; empty while nobody did.
pub fn checked_by(project: &Project, claim: &Claim) -> String {
    let signed = claim.signed.as_ref().filter(|_| claim.status.is_done());
    let reviewer = signed.and_then(|signature| project.reviewer(signature.by.as_ref()?));
    reviewer.map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
}
