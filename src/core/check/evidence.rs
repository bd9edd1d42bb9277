//! Whether evidence still says what was taken from it, and quotations are what their sources say.

use crate::{
    anchor::{self, Comparison, difference},
    model::{Article, BlockKind, Claim, Evidence, Mark, Placement, Project, RuleId, Source, Span},
};

use super::{Breaches, Check, Severity, Survey};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: RuleId::fixed("quote-differs"),
        severity: Severity::Warn,
        title: "A quotation differs from its source",
        hint: "Compare both word by word, and ask for the right words or mark what was left out.",
        find: quote_differs,
    },
    Check {
        id: RuleId::fixed("evidence-changed"),
        severity: Severity::Warn,
        title: "The source has changed since it was quoted",
        hint: "Open the source beside the article, and take its new words or put the evidence elsewhere.",
        find: evidence_changed,
    },
];

fn quote_differs(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims() {
        for evidence in &claim.evidence {
            let Some(source) = survey.index.source(&evidence.source) else { continue };
            let wrong =
                quotations(survey.index.project, claim, evidence).into_iter().find(|compared| !compared.is_same);
            if let Some(Comparison { printed, said, .. }) = wrong {
                let name = survey.name_of(source);
                let said = if survey.hides(source) { "something else".to_owned() } else { format!("“{said}”") };
                found.claim(claim, format!("Printed “{printed}”; “{name}” says {said}."));
                break;
            }
        }
    }
}

fn evidence_changed(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims() {
        for evidence in &claim.evidence {
            let (Some(source), Some(mark)) = (survey.index.source(&evidence.source), &evidence.mark) else { continue };
            if let Some(message) = changed(survey, source, mark) {
                found.claim(claim, message);
                break;
            }
        }
    }
}

fn changed<'a>(survey: &Survey<'a>, source: &'a Source, mark: &Mark) -> Option<String> {
    let (title, is_hidden) = (survey.name_of(source), survey.hides(source));
    match mark.placement {
        _ if !mark.needs_look() => None,
        Placement::Lost if is_hidden => Some(format!("“{title}” does not say the quoted words any more.")),
        Placement::Lost => Some(format!("“{title}” does not say “{}” any more.", mark.anchor.quote)),
        Placement::Changed => {
            let old = mark.earlier.last().map_or("", |old| old.quote.as_str());
            let weight = if difference(old, &mark.anchor.quote).matters() { ", which matters" } else { "" };
            let said = if is_hidden { "something else".to_owned() } else { format!("“{}”", mark.anchor.quote) };
            Some(format!("“{title}” now says {said}{weight}."))
        }
        Placement::Placed | Placement::Moved => None,
    }
}

/// The quotations in a claim beside what the source says around the words of one piece of evidence. Empty where no words are
/// marked, or none of the quotations is of this source.
pub fn quotations(project: &Project, claim: &Claim, evidence: &Evidence) -> Vec<Comparison> {
    let Some(surroundings) = surroundings(project, evidence) else { return Vec::new() };
    let Some(article) = project.article(&claim.article) else { return Vec::new() };
    let quoted =
        claim.marks.iter().filter(|mark| mark.placement != Placement::Lost).flat_map(|mark| quoted(article, mark));
    quoted.filter_map(|words| anchor::compare_quotation(&words, surroundings)).collect()
}

/// The block in which the words of evidence stand, with its neighbours: a quotation may begin before what was marked.
fn surroundings<'a>(project: &'a Project, evidence: &Evidence) -> Option<&'a str> {
    let anchor = &evidence.mark.as_ref()?.anchor;
    let version = project.source(&evidence.source)?.version(&anchor.version)?;
    let blocks = version.blocks();
    let first = version.block_at(anchor.span.start())?.saturating_sub(1);
    let last = (version.block_at(anchor.span.end())? + 1).min(blocks.len() - 1);
    version.text().get(blocks[first].span.start()..blocks[last].span.end())
}

/// The words of a passage that stand in quotation marks, which may stand outside of it, or in a block quotation.
fn quoted(article: &Article, mark: &Mark) -> Vec<String> {
    let Some(version) = article.version(&mark.anchor.version) else { return Vec::new() };
    let span = mark.anchor.span;
    let (Some(first), Some(last)) = (version.block_at(span.start()), version.block_at(span.end())) else {
        return Vec::new();
    };
    if first == last && version.blocks()[first].kind == BlockKind::Quote {
        return vec![mark.anchor.quote.trim_matches(|c: char| !c.is_alphanumeric() && c != '…' && c != '[').to_owned()];
    }
    let start = version.blocks()[first].span.start();
    let Some(text) = version.text().get(start..version.blocks()[last].span.end()) else { return Vec::new() };
    let inside = anchor::quotations(text).into_iter().filter_map(|quotation| {
        let (from, to) = ((quotation.start() + start).max(span.start()), (quotation.end() + start).min(span.end()));
        let words = Span::in_text(version.text(), from, to).ok()?.of(version.text()).trim().to_owned();
        (words.split_whitespace().count() >= 3).then_some(words)
    });
    inside.collect()
}
