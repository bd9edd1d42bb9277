//! What stands in each column: as words to show, as choices to pick from, and as a key to sort by.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::{
    Visible,
    model::{
        Article, Claim, ClaimColumn, ClaimKind, ConfidenceStyle, Degree, Placement, Priority, Project, ProjectIndex,
        Reviewer, ReviewerId, Status, VerdictId, Vouched,
    },
    visible::can_be_hidden,
};

/// What stands where something is hidden, and by what a condition names it: no value that a claim has itself.
pub const HIDDEN: &str = "Hidden";
pub(crate) const HIDDEN_KEY: &str = "(hidden)";

/// How a column is filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// By words.
    Text,
    /// By picking from its values.
    Choice,
    /// From a number to a number.
    Number,
    /// From a day to a day.
    Date,
}

/// A value of a column to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word that stays, which a condition keeps.
    pub key: String,
    /// The word for people.
    pub label: String,
}

/// How a column is filtered in this project.
pub fn kind(project: &Project, column: ClaimColumn) -> ColumnKind {
    match column {
        ClaimColumn::Statement | ClaimColumn::Quote | ClaimColumn::Notes => ColumnKind::Text,
        ClaimColumn::Number | ClaimColumn::Evidence | ClaimColumn::Queries => ColumnKind::Number,
        ClaimColumn::Changed | ClaimColumn::Marked => ColumnKind::Date,
        ClaimColumn::Confidence if project.settings().confidence == ConfidenceStyle::Percent => ColumnKind::Number,
        _ => ColumnKind::Choice,
    }
}

/// Whether claims can be grouped by a column.
pub fn groups(column: ClaimColumn) -> bool {
    !matches!(
        column,
        ClaimColumn::Number
            | ClaimColumn::Statement
            | ClaimColumn::Quote
            | ClaimColumn::Notes
            | ClaimColumn::Evidence
            | ClaimColumn::Queries
            | ClaimColumn::Changed
            | ClaimColumn::Marked
    )
}

/// Whether nothing can stand in a column.
pub fn can_be_empty(column: ClaimColumn) -> bool {
    !matches!(
        column,
        ClaimColumn::Number
            | ClaimColumn::Statement
            | ClaimColumn::Quote
            | ClaimColumn::Article
            | ClaimColumn::Priority
            | ClaimColumn::Status
            | ClaimColumn::Placement
    )
}

/// What the claims of a project are filtered and sorted by.
pub(super) struct Cells<'a> {
    index: ProjectIndex<'a>,
    pub visible: Visible<'a>,
}

impl<'a> Cells<'a> {
    pub fn new(visible: Visible<'a>) -> Self {
        Self { index: ProjectIndex::new(visible.project), visible }
    }

    fn verdict_place(&self, verdict_id: &VerdictId) -> i64 {
        let verdicts = &self.index.scale().verdicts;
        verdicts.iter().position(|verdict| verdict.id == *verdict_id).unwrap_or(verdicts.len()) as i64
    }

    /// The words of a cell; nothing where nothing stands.
    pub fn text(&self, claim: &'a Claim, column: ClaimColumn) -> Cow<'a, str> {
        match column {
            _ if self.visible.hides(&claim.id, column) => HIDDEN.into(),
            ClaimColumn::Statement => statement(claim),
            ClaimColumn::Quote => quote(claim),
            ClaimColumn::Article => {
                Cow::Borrowed(self.index.article(&claim.article).map(Article::display_title).unwrap_or_default())
            }
            ClaimColumn::Assigned => {
                let short = |id| self.index.reviewer(Some(id)).map_or("?", Reviewer::short);
                Cow::Borrowed(claim.assigned.as_ref().map(short).unwrap_or_default())
            }
            _ => text(self.index.project, claim, column),
        }
    }

    /// The number in a column of numbers; nothing where it is hidden.
    pub fn number(&self, claim: &Claim, column: ClaimColumn) -> Option<i64> {
        number_in(claim, column).filter(|_| !self.visible.hides(&claim.id, column))
    }

    /// The day in a column of days; nothing where it is hidden.
    pub fn date(&self, claim: &Claim, column: ClaimColumn) -> Option<Timestamp> {
        date(claim, column).filter(|_| !self.visible.hides(&claim.id, column))
    }

    /// What the claims of a project are sorted by; `None`: nothing stands there, or it is hidden.
    pub fn sort_key(&self, claim: &'a Claim, column: ClaimColumn) -> Option<SortKey> {
        let words = || Some(self.text(claim, column)).filter(|words| !words.is_empty());
        let number = |number: i64| Some(SortKey::Number(number));
        if self.visible.hides(&claim.id, column) {
            return None;
        }
        match column {
            ClaimColumn::Number => number(i64::from(claim.number)),
            ClaimColumn::Kind => claim.kind.and_then(|kind| number(kind as i64)),
            ClaimColumn::Priority => number(claim.priority as i64),
            ClaimColumn::Verdict => claim.verdict.as_ref().and_then(|id| number(self.verdict_place(id))),
            ClaimColumn::Confidence => {
                claim.confidence.as_ref().and_then(|confidence| number(i64::from(confidence.degree.rank())))
            }
            ClaimColumn::Status => number(claim.status as i64),
            ClaimColumn::Second => claim.second.as_ref().and_then(|second| number(self.verdict_place(&second.verdict))),
            ClaimColumn::Evidence | ClaimColumn::Queries => number_in(claim, column).and_then(number),
            ClaimColumn::Placement => number(placement(claim) as i64),
            ClaimColumn::Changed | ClaimColumn::Marked => {
                date(claim, column).and_then(|at| number(at.as_millisecond()))
            }
            _ => words().map(|words| SortKey::Words(words.to_lowercase())),
        }
    }
}

/// What claims are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    Number(i64),
    Words(String),
}

/// The words of a cell as the table shows them; nothing where nothing stands.
pub fn text<'a>(project: &'a Project, claim: &'a Claim, column: ClaimColumn) -> Cow<'a, str> {
    let reviewer = |id: &ReviewerId| project.reviewer(id).map_or("?", |reviewer| reviewer.short());
    let verdict = |id: &VerdictId| {
        project.verdict(id).map_or_else(|| id.to_string(), |verdict| format!("{} {}", verdict.sign, verdict.label))
    };
    match column {
        ClaimColumn::Number => claim.number.to_string().into(),
        ClaimColumn::Statement => statement(claim),
        ClaimColumn::Quote => quote(claim),
        ClaimColumn::Article => {
            project.article(&claim.article).map(|article| article.display_title()).unwrap_or_default().into()
        }
        ClaimColumn::Claimant => claim.claimant.name.as_str().into(),
        ClaimColumn::Kind => claim.kind.map(ClaimKind::label).unwrap_or_default().into(),
        ClaimColumn::Priority => claim.priority.label().into(),
        ClaimColumn::Verdict => claim.verdict.as_ref().map(verdict).unwrap_or_default().into(),
        ClaimColumn::Confidence => claim.confidence.as_ref().map(|c| c.degree.label()).unwrap_or_default().into(),
        ClaimColumn::Status => match project.vouched(claim) {
            Vouched::Older(_) => format!("{}, older wording", claim.status.label()).into(),
            _ => claim.status.label().into(),
        },
        ClaimColumn::Assigned => claim.assigned.as_ref().map(reviewer).unwrap_or_default().into(),
        ClaimColumn::CheckedBy => checked_by(project, claim).into(),
        ClaimColumn::Second => claim.second.as_ref().map(|s| verdict(&s.verdict)).unwrap_or_default().into(),
        ClaimColumn::Evidence | ClaimColumn::Queries => {
            number_in(claim, column).filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default().into()
        }
        ClaimColumn::Tags => claim.tags.join(", ").into(),
        ClaimColumn::Notes => claim.notes.as_str().into(),
        ClaimColumn::Placement => placement(claim).label().into(),
        ClaimColumn::Changed | ClaimColumn::Marked => date(claim, column).map(day).unwrap_or_default().into(),
    }
}

fn statement(claim: &Claim) -> Cow<'_, str> {
    claim.statement.as_deref().map_or_else(|| quote(claim), Cow::Borrowed)
}

fn quote(claim: &Claim) -> Cow<'_, str> {
    match claim.marks.as_slice() {
        [only] => Cow::Borrowed(&only.anchor.quote),
        _ => claim.quote().into(),
    }
}

/// The initials of whoever signed what the claim says now; empty where nobody stands for that.
pub fn checked_by(project: &Project, claim: &Claim) -> String {
    let reviewer = project.vouched(claim).signature().and_then(|signature| project.reviewer(signature.by.as_ref()?));
    reviewer.map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
}

/// How the newest draft has its words: the worst of its passages.
pub fn placement(claim: &Claim) -> Placement {
    claim.marks.iter().map(|mark| mark.placement).max().unwrap_or_default()
}

/// When it was changed last, or marked.
pub fn date(claim: &Claim, column: ClaimColumn) -> Option<Timestamp> {
    let marked = claim.created.as_ref().map(|created| created.at);
    if column == ClaimColumn::Marked {
        return marked;
    }
    let logged = claim.log.iter().map(|entry| entry.at).max();
    [logged, claim.signed.as_ref().map(|signed| signed.at), marked].into_iter().flatten().max()
}

/// The day in UTC, as it is filtered.
pub(super) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// The number in a column of numbers.
fn number_in(claim: &Claim, column: ClaimColumn) -> Option<i64> {
    Some(match column {
        ClaimColumn::Number => i64::from(claim.number),
        ClaimColumn::Evidence => claim.evidence.len() as i64,
        ClaimColumn::Queries => claim.queries.iter().filter(|query| query.is_open()).count() as i64,
        ClaimColumn::Confidence => i64::from(claim.confidence.as_ref()?.degree.rank()),
        _ => return None,
    })
}

/// The words that stay of the values in a column of choices: none where nothing stands, several for tags.
pub(super) fn keys<'a>(visible: Visible<'_>, claim: &'a Claim, column: ClaimColumn) -> Vec<Cow<'a, str>> {
    if visible.hides(&claim.id, column) {
        return vec![HIDDEN_KEY.into()];
    }
    let one = |key: Option<&'_ str>| key.filter(|key| !key.is_empty()).map(str::to_owned);
    let signed = || claim.vouched(None).signature().and_then(|signed| signed.by.as_ref());
    let key = match column {
        ClaimColumn::Tags => return claim.tags.iter().map(|tag| Cow::Borrowed(tag.as_str())).collect(),
        ClaimColumn::Article => one(Some(claim.article.as_str())),
        ClaimColumn::Claimant => one(Some(&claim.claimant.name)),
        ClaimColumn::Kind => one(claim.kind.map(ClaimKind::label)),
        ClaimColumn::Priority => one(Some(claim.priority.label())),
        ClaimColumn::Verdict => one(claim.verdict.as_ref().map(VerdictId::as_str)),
        ClaimColumn::Confidence => claim.confidence.as_ref().map(|confidence| confidence.degree.label()),
        ClaimColumn::Status => one(Some(claim.status.label())),
        ClaimColumn::Assigned => one(claim.assigned.as_ref().map(ReviewerId::as_str)),
        ClaimColumn::CheckedBy => one(signed().map(ReviewerId::as_str)),
        ClaimColumn::Second => one(claim.second.as_ref().map(|second| second.verdict.as_str())),
        ClaimColumn::Placement => one(Some(placement(claim).label())),
        _ => None,
    };
    key.map(Cow::Owned).into_iter().collect()
}

/// The values that a column of choices has or may have, in the order in which they are offered.
pub fn choices<'a>(visible: impl Into<Visible<'a>>, column: ClaimColumn) -> Vec<Choice> {
    let visible = visible.into();
    let project = visible.project;
    let labels = |labels: Vec<&'static str>| labels.into_iter().map(|label| choice(label, label)).collect::<Vec<_>>();
    let mut offered = match column {
        ClaimColumn::Kind => labels(ClaimKind::ALL.iter().map(|kind| kind.label()).collect()),
        ClaimColumn::Priority => labels(Priority::ALL.iter().map(|priority| priority.label()).collect()),
        ClaimColumn::Status => labels(Status::ALL.iter().map(|status| status.label()).collect()),
        ClaimColumn::Placement => labels(Placement::ALL.iter().map(|placement| placement.label()).collect()),
        ClaimColumn::Confidence => {
            let degrees = Degree::LEVELS.map(Degree::label);
            degrees.iter().map(|label| choice(label, label)).collect()
        }
        ClaimColumn::Article => {
            project.articles().iter().map(|article| choice(article.id.as_str(), article.display_title())).collect()
        }
        ClaimColumn::Assigned | ClaimColumn::CheckedBy => {
            project.reviewers().iter().map(|reviewer| choice(reviewer.id.as_str(), reviewer.short())).collect()
        }
        ClaimColumn::Verdict | ClaimColumn::Second => {
            let word = |verdict: &crate::model::Verdict| format!("{} {}", verdict.sign, verdict.label);
            project.scale().verdicts.iter().map(|verdict| choice(verdict.id.as_str(), &word(verdict))).collect()
        }
        _ => Vec::new(),
    };
    // Names, tags, and what an older scale left.
    let mut known: std::collections::HashSet<String> = offered.iter().map(|choice| choice.key.clone()).collect();
    let mut others = Vec::new();
    for claim in project.claims() {
        for key in keys(visible, claim, column) {
            if key != HIDDEN_KEY && !known.contains(key.as_ref()) {
                known.insert(key.to_string());
                others.push(choice(&key, &label(project, column, &key)));
            }
        }
    }
    others.sort_by_cached_key(|choice| choice.label.to_lowercase());
    offered.extend(others);
    offered.extend((visible.hides_any() && can_be_hidden(column)).then(|| choice(HIDDEN_KEY, HIDDEN)));
    offered
}

fn choice(key: &str, label: &str) -> Choice {
    Choice { key: key.to_owned(), label: label.to_owned() }
}

/// The word for people of a value that a condition names.
pub fn label(project: &Project, column: ClaimColumn, key: &str) -> String {
    match column {
        _ if key == HIDDEN_KEY => HIDDEN.to_owned(),
        ClaimColumn::Article => {
            let article = project.articles().iter().find(|article| article.id.as_str() == key);
            article.map_or(key, |article| article.display_title()).to_owned()
        }
        ClaimColumn::Verdict | ClaimColumn::Second => {
            let verdict = VerdictId::new(key).ok().and_then(|id| project.verdict(&id));
            verdict.map_or(key.to_owned(), |verdict| format!("{} {}", verdict.sign, verdict.label))
        }
        ClaimColumn::Assigned | ClaimColumn::CheckedBy => {
            let reviewer = project.reviewers().iter().find(|reviewer| reviewer.id.as_str() == key);
            reviewer.map_or(key, |reviewer| reviewer.short()).to_owned()
        }
        _ => key.to_owned(),
    }
}
