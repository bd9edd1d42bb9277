//! Whether articles are covered, and what a publication needs of the project.

use super::{Breaches, Check, Severity, Survey};
use crate::model::{Coverage, Decision, RuleId};

pub(super) const OPEN_SENTENCES: RuleId = RuleId::fixed("open-sentences");

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: RuleId::fixed("nothing-marked"),
        severity: Severity::Block,
        title: "An article without a claim",
        hint: "Mark what can be checked, and dismiss the rest.",
        find: nothing_marked,
    },
    Check {
        id: OPEN_SENTENCES,
        severity: Severity::Warn,
        title: "Sentences are still open",
        hint: "Mark a claim in each, or dismiss it with a reason.",
        find: open_sentences,
    },
    Check {
        id: RuleId::fixed("no-organisation"),
        severity: Severity::Note,
        title: "Nobody is named as publisher of the review",
        hint: "A ClaimReview needs it: see Settings, Project.",
        find: no_organisation,
    },
];

fn nothing_marked(survey: &Survey<'_>, found: &mut Breaches) {
    if survey.index.project.articles().is_empty() {
        found.project("The project has no article.");
    }
    for article in survey.index.project.articles() {
        let decided = survey.coverage.get(&article.id).map_or(0, Coverage::decided);
        if decided == 0 && survey.index.project.claims_of(&article.id).next().is_none() {
            found.article(article, None, format!("“{}” has no claim.", article.display_title()));
        }
    }
}

fn open_sentences(survey: &Survey<'_>, found: &mut Breaches) {
    for article in survey.index.project.articles() {
        let Some(coverage) = survey.coverage.get(&article.id).filter(|coverage| coverage.open() > 0) else { continue };
        let first = coverage.iter().find(|(_, decision)| *decision == Decision::Open).map(|(span, _)| span);
        let (open, total) = (coverage.open(), coverage.total());
        let are = if open == 1 { "is" } else { "are" };
        found.article(
            article,
            first,
            format!("{open} of {total} sentences of “{}” {are} open.", article.display_title()),
        );
    }
}

fn no_organisation(survey: &Survey<'_>, found: &mut Breaches) {
    if survey.index.project.settings().organisation.trim().is_empty() {
        found.project("The settings name no organisation.");
    }
}
