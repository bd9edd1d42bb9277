//! The flat tables that CSV and JSON Lines share: a row a claim, a row a piece of evidence. Columns are only ever added at the
//! end.

use std::ops::Range;

use crate::model::{
    Article, Capture, Claim, ClaimKind, Credibility, Evidence, Reliability, Settlement, Signature, Source, SourceLevel,
    Vouched,
};

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
    claim: &'a Claim,
    article: Option<&'a Article>,
    vouched: Vouched<'a>,
    /// Where its first passage stands in the newest draft, in code points; nothing where the claim is lost.
    position: Option<Range<usize>>,
}

impl ClaimRow<'_> {
    fn is_lost(&self) -> bool {
        matches!(self.vouched, Vouched::Lost(_))
    }

    fn by(&self, signature: Option<&Signature>) -> Cell {
        Cell::text(self.lookup.reviewer_name(signature.and_then(|signature| signature.by.as_ref())))
    }

    fn older(&self) -> Option<&crate::model::OlderCheck<'_>> {
        match &self.vouched {
            Vouched::Older(check) => Some(check),
            _ => None,
        }
    }

    /// How a difference of the two checks was settled, while the claim has that verdict.
    fn settled(&self) -> Option<&Settlement> {
        let settled = self.claim.second.as_ref()?.settled.as_ref()?;
        Some(settled).filter(|settled| Some(&settled.verdict) == self.claim.verdict.as_ref())
    }
}

fn at(signature: Option<&Signature>) -> Cell {
    Cell::text(signature.map(|signature| signature.at.to_string()).unwrap_or_default())
}

/// A column: its name and its cell in a row.
type ClaimColumn = (&'static str, fn(&ClaimRow<'_>) -> Cell);

const CLAIM_COLUMNS: &[ClaimColumn] = &[
    ("number", |row| Cell::Number(row.claim.number as usize)),
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
    ("status_by", |row| row.by(row.vouched.signature())),
    ("status_at", |row| at(row.vouched.signature())),
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
    ("spans", |row| if row.is_lost() { Cell::List(Vec::new()) } else { spans(row.lookup, row.claim) }),
    ("standing", |row| Cell::text(row.vouched.label())),
    ("checked_words", |row| Cell::text(row.older().map(|check| check.words.as_ref()).unwrap_or_default())),
    ("checked_verdict", |row| Cell::text(row.older().map(|check| row.lookup.older_label(check)).unwrap_or_default())),
    ("placement", |row| Cell::text(row.claim.placement_in(row.article).label())),
    ("version", |row| Cell::text(row.claim.marks.first().map(|mark| mark.anchor.version.as_str()).unwrap_or_default())),
    ("verdict_id", |row| {
        Cell::text(row.claim.verdict.as_ref().map(crate::model::VerdictId::as_str).unwrap_or_default())
    }),
    ("verdict_tone", |row| Cell::text(row.lookup.verdict(row.claim).map(|v| v.tone.label()).unwrap_or_default())),
    ("verdict_scale", |row| {
        Cell::text(row.lookup.scale_of(row.claim).map(|scale| scale.id.as_str()).unwrap_or_default())
    }),
    ("created_by", |row| row.by(row.claim.created.as_ref())),
    ("created_at", |row| at(row.claim.created.as_ref())),
    ("second_verdict", |row| {
        Cell::text(row.claim.second.as_ref().map(|second| row.lookup.label(&second.verdict)).unwrap_or_default())
    }),
    ("second_confidence", |row| {
        let confidence = row.claim.second.as_ref().and_then(|second| second.confidence.as_ref());
        Cell::text(confidence.map(|confidence| confidence.degree.label()).unwrap_or_default())
    }),
    ("second_by", |row| row.by(row.claim.second.as_ref().map(|second| &second.signed))),
    ("second_at", |row| at(row.claim.second.as_ref().map(|second| &second.signed))),
    ("first_verdict", |row| {
        Cell::text(row.settled().map(|settled| row.lookup.label(&settled.first)).unwrap_or_default())
    }),
    ("settled_by", |row| row.by(row.settled().map(|settled| &settled.signed))),
    ("settled_at", |row| at(row.settled().map(|settled| &settled.signed))),
    ("settled_reason", |row| Cell::text(row.settled().map(|settled| settled.reason.as_str()).unwrap_or_default())),
    ("corrections", |row| Cell::List(row.claim.corrections.iter().map(super::told::correction).collect())),
    ("article_published", |row| {
        Cell::text(row.article.map(|article| article.meta.published.as_str()).unwrap_or_default())
    }),
    ("said_at", |row| Cell::text(&row.claim.claimant.said_at)),
];

/// A row a claim, in document order.
pub(super) fn claims<'a>(lookup: &'a Lookup, file: &'a str) -> Rows<'a> {
    let rows = lookup.project.claims().iter().map(move |claim| {
        let article = lookup.article(&claim.article);
        let vouched = lookup.vouched(claim);
        let first = claim.marks.first().filter(|_| !matches!(vouched, Vouched::Lost(_)));
        let position = first.and_then(|mark| lookup.chars(&mark.anchor));
        let row = ClaimRow { lookup, file, claim, article, vouched, position };
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
    claim: &'a Claim,
    evidence: &'a Evidence,
    source: Option<&'a Source>,
}

/// A column: its name and its cell in a row.
type EvidenceColumn = (&'static str, fn(&EvidenceRow<'_>) -> Cell);

const EVIDENCE_COLUMNS: &[EvidenceColumn] = &[
    ("claim_number", |row| Cell::Number(row.claim.number as usize)),
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
        Cell::text(row.source.and_then(|source| source.level).map(SourceLevel::label).unwrap_or_default())
    }),
    ("publisher", |row| Cell::text(row.source.map(|source| source.publisher.as_str()).unwrap_or_default())),
    ("published", |row| Cell::text(row.source.map(|source| source.published.as_str()).unwrap_or_default())),
    ("url", |row| Cell::text(row.source.map(|source| source.url.as_str()).unwrap_or_default())),
    ("reliability", |row| {
        Cell::text(row.source.and_then(|source| source.reliability).map(Reliability::label).unwrap_or_default())
    }),
    ("project", |row| Cell::text(row.lookup.project.title())),
    ("project_file", |row| Cell::text(row.file)),
    ("standing", |row| Cell::text(row.lookup.vouched(row.claim).label())),
    ("captured_url", |row| Cell::text(row.capture().map(|page| page.url.as_str()).unwrap_or_default())),
    ("captured_at", |row| {
        Cell::text(row.capture().and_then(|page| page.at).map(|at| at.to_string()).unwrap_or_default())
    }),
];

impl EvidenceRow<'_> {
    /// The page of a web archive in which its words stand.
    fn capture(&self) -> Option<&Capture> {
        self.source?.capture(Some(self.evidence))
    }
}

/// A row a piece of evidence, claim after claim.
pub(super) fn evidence<'a>(lookup: &'a Lookup, file: &'a str) -> Rows<'a> {
    let claims = lookup.project.claims().iter();
    let rows = claims.flat_map(move |claim| {
        claim.evidence.iter().map(move |evidence| {
            let source = lookup.source(&evidence.source);
            let row = EvidenceRow { lookup, file, claim, evidence, source };
            EVIDENCE_COLUMNS.iter().map(|(_, cell)| cell(&row)).collect()
        })
    });
    Rows { names: EVIDENCE_COLUMNS.iter().map(|(name, _)| *name).collect(), rows: Box::new(rows) }
}
