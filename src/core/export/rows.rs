//! The flat tables that CSV and JSON Lines share: a row a claim, a row a piece of evidence. Columns are only ever added at the
//! end.

use crate::model::{Article, Claim, ClaimKind, Credibility, Source};

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

pub(super) const CLAIM_COLUMNS: &[&str] = &[
    "number",
    "id",
    "article",
    "article_title",
    "quote",
    "statement",
    "type",
    "priority",
    "tags",
    "claimant",
    "claimant_role",
    "claimant_organisation",
    "said_on",
    "verdict",
    "confidence",
    "confidence_reason",
    "status",
    "status_by",
    "status_at",
    "assigned",
    "sources",
    "evidence",
    "queries",
    "change_problem",
    "change_suggestion",
    "notes",
    "start",
    "end",
    "project",
    "project_file",
    "article_url",
    "spans",
];

/// A row a claim, in document order.
pub(super) fn claims<'a>(lookup: &'a Lookup, file: &'a str) -> Box<dyn Iterator<Item = Vec<Cell>> + 'a> {
    let claims = lookup.project.claims().iter().enumerate();
    Box::new(claims.map(move |(index, claim)| claim_row(lookup, file, index + 1, claim)))
}

fn claim_row(lookup: &Lookup, file: &str, number: usize, claim: &Claim) -> Vec<Cell> {
    let article = lookup.article(&claim.article);
    let confidence = claim.confidence.as_ref();
    let signed = claim.signed.as_ref();
    let position = claim.marks.first().and_then(|mark| lookup.chars(&mark.anchor));
    let change = claim.change.clone().unwrap_or_default();
    vec![
        Cell::Number(number),
        Cell::text(claim.id.as_str()),
        Cell::text(claim.article.as_str()),
        Cell::text(article.map(Article::display_title).unwrap_or_default()),
        Cell::text(claim.quote()),
        Cell::text(claim.checked_statement()),
        Cell::text(claim.kind.map(ClaimKind::label).unwrap_or_default()),
        Cell::text(claim.priority.label()),
        Cell::List(claim.tags.clone()),
        Cell::text(&claim.claimant.name),
        Cell::text(&claim.claimant.role),
        Cell::text(&claim.claimant.organisation),
        Cell::text(&claim.claimant.said_on),
        Cell::text(lookup.verdict_label(claim)),
        Cell::text(confidence.map(|confidence| confidence.degree.label()).unwrap_or_default()),
        Cell::text(confidence.map(|confidence| confidence.reason.clone()).unwrap_or_default()),
        Cell::text(claim.status.label()),
        Cell::text(lookup.reviewer_name(signed.and_then(|signature| signature.by.as_ref()))),
        Cell::text(signed.map(|signature| signature.at.to_string()).unwrap_or_default()),
        Cell::text(lookup.reviewer_name(claim.assigned.as_ref())),
        Cell::Number(claim.evidence.len()),
        Cell::text(evidence_summary(lookup, claim)),
        Cell::text(claim.queries.iter().map(|query| query.question.as_str()).collect::<Vec<_>>().join("; ")),
        Cell::text(change.problem),
        Cell::text(change.suggestion),
        Cell::text(&claim.notes),
        Cell::number(position.as_ref().map(|position| position.start)),
        Cell::number(position.map(|position| position.end)),
        Cell::text(lookup.project.title()),
        Cell::text(file),
        Cell::text(article.map(|article| article.meta.url.clone()).unwrap_or_default()),
        spans(lookup, claim),
    ]
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

pub(super) const EVIDENCE_COLUMNS: &[&str] = &[
    "claim_number",
    "claim_id",
    "statement",
    "verdict",
    "stance",
    "quote",
    "locator",
    "note",
    "credibility",
    "source_id",
    "source_title",
    "source_kind",
    "source_level",
    "publisher",
    "published",
    "url",
    "reliability",
    "project",
    "project_file",
];

/// A row a piece of evidence, claim after claim.
pub(super) fn evidence<'a>(lookup: &'a Lookup, file: &'a str) -> Box<dyn Iterator<Item = Vec<Cell>> + 'a> {
    let claims = lookup.project.claims().iter().enumerate();
    Box::new(claims.flat_map(move |(index, claim)| {
        claim.evidence.iter().map(move |evidence| {
            let source = lookup.source(&evidence.source);
            let of = |field: fn(&Source) -> String| Cell::text(source.map(field).unwrap_or_default());
            vec![
                Cell::Number(index + 1),
                Cell::text(claim.id.as_str()),
                Cell::text(claim.checked_statement()),
                Cell::text(lookup.verdict_label(claim)),
                Cell::text(evidence.stance.label()),
                Cell::text(&evidence.quote),
                Cell::text(&evidence.locator),
                Cell::text(&evidence.note),
                Cell::text(evidence.credibility.map(Credibility::label).unwrap_or_default()),
                Cell::text(evidence.source.as_str()),
                of(|source| source.display_title().to_owned()),
                of(|source| source.kind.label().to_owned()),
                of(|source| source.level.map(|level| level.label().to_owned()).unwrap_or_default()),
                of(|source| source.publisher.clone()),
                of(|source| source.published.clone()),
                of(|source| source.url.clone()),
                of(|source| source.reliability.map(|grade| grade.label().to_owned()).unwrap_or_default()),
                Cell::text(lookup.project.title()),
                Cell::text(file),
            ]
        })
    }))
}
