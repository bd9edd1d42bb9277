//! The flat tables that CSV and JSON Lines share: a row a claim, a row a piece of evidence. Columns are only ever added at the
//! end.

use std::ops::Range;

use crate::model::{Article, Claim, ClaimKind, Credibility, Evidence, Source};

use super::Lookup;

/// What stands in one field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Number(usize),
    List(Vec<String>),
    Empty,
}

impl Cell {
    /// Text; an empty one is no value.
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    fn number(number: Option<usize>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// A table: the names of its columns, and its rows with a cell for each.
pub(super) struct Rows<'a> {
    pub names: Vec<&'static str>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

/// What a row a claim is made of.
struct ClaimRow<'a> {
    lookup: &'a Lookup<'a>,
    file: &'a str,
    number: usize,
    claim: &'a Claim,
    article: Option<&'a Article>,
    /// Where its first passage stands, in code points.
    position: Option<Range<usize>>,
}

/// A column: its name and its cell in a row.
type ClaimColumn = (&'static str, fn(&ClaimRow<'_>) -> Cell);

const CLAIM_COLUMNS: &[ClaimColumn] = &[
    ("number", |row| Cell::Number(row.number)),
    ("id", |row| Cell::text(row.claim.id.as_str())),
    ("article", |row| Cell::text(row.claim.article.as_str())),
    ("article_title", |row| Cell::text(row.article.map(Article::display_title).unwrap_or_default())),
    ("quote", |row| Cell::text(row.claim.quote())),
    ("statement", |row| Cell::text(row.claim.checked_statement())),
    ("type", |row| Cell::text(row.claim.kind.map(ClaimKind::label).unwrap_or_default())),
    ("priority", |row| Cell::text(row.claim.priority.label())),
    ("tags", |row| Cell::List(row.claim.tags.clone())),
    ("claimant", |row| Cell::text(&row.claim.claimant.name)),
    ("claimant_role", |row| Cell::text(&row.claim.claimant.role)),
    ("claimant_organisation", |row| Cell::text(&row.claim.claimant.organisation)),
    ("said_on", |row| Cell::text(&row.claim.claimant.said_on)),
    ("verdict", |row| Cell::text(row.lookup.verdict_label(row.claim))),
    ("confidence", |row| {
        Cell::text(row.claim.confidence.as_ref().map(|confidence| confidence.degree.label()).unwrap_or_default())
    }),
    ("confidence_reason", |row| {
        Cell::text(row.claim.confidence.as_ref().map(|confidence| confidence.reason.clone()).unwrap_or_default())
    }),
    ("status", |row| Cell::text(row.claim.status.label())),
    ("status_by", |row| {
        Cell::text(row.lookup.reviewer_name(row.claim.signed.as_ref().and_then(|signature| signature.by.as_ref())))
    }),
    ("status_at", |row| {
        Cell::text(row.claim.signed.as_ref().map(|signature| signature.at.to_string()).unwrap_or_default())
    }),
    ("assigned", |row| Cell::text(row.lookup.reviewer_name(row.claim.assigned.as_ref()))),
    ("sources", |row| Cell::Number(row.claim.evidence.len())),
    ("evidence", |row| Cell::text(evidence_summary(row.lookup, row.claim))),
    ("queries", |row| {
        Cell::text(row.claim.queries.iter().map(|query| query.question.as_str()).collect::<Vec<_>>().join("; "))
    }),
    ("change_problem", |row| {
        Cell::text(row.claim.change.as_ref().map(|change| change.problem.clone()).unwrap_or_default())
    }),
    ("change_suggestion", |row| {
        Cell::text(row.claim.change.as_ref().map(|change| change.suggestion.clone()).unwrap_or_default())
    }),
    ("notes", |row| Cell::text(&row.claim.notes)),
    ("start", |row| Cell::number(row.position.as_ref().map(|position| position.start))),
    ("end", |row| Cell::number(row.position.as_ref().map(|position| position.end))),
    ("project", |row| Cell::text(row.lookup.project.title())),
    ("project_file", |row| Cell::text(row.file)),
    ("article_url", |row| Cell::text(row.article.map(|article| article.meta.url.clone()).unwrap_or_default())),
    ("spans", |row| spans(row.lookup, row.claim)),
];

/// A row a claim, in document order.
pub(super) fn claims<'a>(lookup: &'a Lookup, file: &'a str) -> Rows<'a> {
    let rows = lookup.project.claims().iter().enumerate().map(move |(index, claim)| {
        let article = lookup.article(&claim.article);
        let position = claim.marks.first().and_then(|mark| lookup.chars(&mark.anchor));
        let row = ClaimRow { lookup, file, number: index + 1, claim, article, position };
        CLAIM_COLUMNS.iter().map(|(_, cell)| cell(&row)).collect()
    });
    Rows { names: CLAIM_COLUMNS.iter().map(|(name, _)| *name).collect(), rows: Box::new(rows) }
}

/// Where all passages stand, as "12-20" in code points; nothing unless every one of them is known.
fn spans(lookup: &Lookup, claim: &Claim) -> Cell {
    let spans = claim.marks.iter().map(|mark| lookup.chars(&mark.anchor));
    let spans: Option<Vec<_>> = spans.map(|span| span.map(|span| format!("{}-{}", span.start, span.end))).collect();
    Cell::List(spans.unwrap_or_default())
}

fn evidence_summary(lookup: &Lookup, claim: &Claim) -> String {
    let told = claim.evidence.iter().map(|evidence| {
        let title = lookup.source_title(&evidence.source);
        let url = lookup.source(&evidence.source).map_or("", |source| &source.url);
        let url = Some(url).filter(|url| !url.is_empty() && *url != title);
        format!("{}: {title}{}", evidence.stance.label(), url.map(|url| format!(" <{url}>")).unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("; ")
}

/// What a row a piece of evidence is made of.
struct EvidenceRow<'a> {
    lookup: &'a Lookup<'a>,
    file: &'a str,
    number: usize,
    claim: &'a Claim,
    evidence: &'a Evidence,
    source: Option<&'a Source>,
}

/// A column: its name and its cell in a row.
type EvidenceColumn = (&'static str, fn(&EvidenceRow<'_>) -> Cell);

const EVIDENCE_COLUMNS: &[EvidenceColumn] = &[
    ("claim_number", |row| Cell::Number(row.number)),
    ("claim_id", |row| Cell::text(row.claim.id.as_str())),
    ("statement", |row| Cell::text(row.claim.checked_statement())),
    ("verdict", |row| Cell::text(row.lookup.verdict_label(row.claim))),
    ("stance", |row| Cell::text(row.evidence.stance.label())),
    ("quote", |row| Cell::text(&row.evidence.quote)),
    ("locator", |row| Cell::text(&row.evidence.locator)),
    ("note", |row| Cell::text(&row.evidence.note)),
    ("credibility", |row| Cell::text(row.evidence.credibility.map(Credibility::label).unwrap_or_default())),
    ("source_id", |row| Cell::text(row.evidence.source.as_str())),
    ("source_title", |row| Cell::text(row.source.map(Source::display_title).unwrap_or_default())),
    ("source_kind", |row| Cell::text(row.source.map(|source| source.kind.label()).unwrap_or_default())),
    ("source_level", |row| {
        Cell::text(row.source.and_then(|source| source.level).map(|level| level.label()).unwrap_or_default())
    }),
    ("publisher", |row| Cell::text(row.source.map(|source| source.publisher.as_str()).unwrap_or_default())),
    ("published", |row| Cell::text(row.source.map(|source| source.published.as_str()).unwrap_or_default())),
    ("url", |row| Cell::text(row.source.map(|source| source.url.as_str()).unwrap_or_default())),
    ("reliability", |row| {
        Cell::text(row.source.and_then(|source| source.reliability).map(|grade| grade.label()).unwrap_or_default())
    }),
    ("project", |row| Cell::text(row.lookup.project.title())),
    ("project_file", |row| Cell::text(row.file)),
];

/// A row a piece of evidence, claim after claim.
pub(super) fn evidence<'a>(lookup: &'a Lookup, file: &'a str) -> Rows<'a> {
    let claims = lookup.project.claims().iter().enumerate();
    let rows = claims.flat_map(move |(index, claim)| {
        claim.evidence.iter().map(move |evidence| {
            let source = lookup.source(&evidence.source);
            let row = EvidenceRow { lookup, file, number: index + 1, claim, evidence, source };
            EVIDENCE_COLUMNS.iter().map(|(_, cell)| cell(&row)).collect()
        })
    });
    Rows { names: EVIDENCE_COLUMNS.iter().map(|(name, _)| *name).collect(), rows: Box::new(rows) }
}
