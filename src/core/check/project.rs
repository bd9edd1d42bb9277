//! Whether articles are covered, and what a publication needs of the project.

use super::{Check, Desk, Found, Severity};
use crate::model::{Coverage, Decision, RuleId};

pub(super) const OPEN_SENTENCES: RuleId = RuleId::fixed("open-sentences");

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: RuleId::fixed("nothing-marked"),
        severity: Severity::Block,
        title: "An article that nobody has read yet",
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

fn nothing_marked(desk: &Desk<'_>, found: &mut Found) {
    if desk.project.articles().is_empty() {
        found.project("The project has no article.");
    }
    for article in desk.project.articles() {
        let is_untouched = desk.coverage.get(&article.id).is_none_or(Coverage::is_untouched);
        if is_untouched && !desk.claims().any(|claim| claim.article == article.id) {
            found.article(article, None, format!("“{}” has no claim.", article.display_title()));
        }
    }
}

fn open_sentences(desk: &Desk<'_>, found: &mut Found) {
    for article in desk.project.articles() {
        let Some(coverage) = desk.coverage.get(&article.id).filter(|coverage| coverage.open() > 0) else { continue };
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

fn no_organisation(desk: &Desk<'_>, found: &mut Found) {
    if desk.project.settings().organisation.trim().is_empty() {
        found.project("The settings name no organisation.");
    }
}
