//! Whether the work on each claim is done: verdict, signature, queries, second check.

use crate::model::{Degree, Placement, RuleId, Status, Subject, Tone, Vouched};

use super::{Audience, Breaches, Check, Severity, Survey, is_contested};

/// Two people's work differs, and nobody has settled it.
pub const UNSETTLED: RuleId = RuleId::fixed("unsettled");
pub(super) const NO_SECOND_CHECK: RuleId = RuleId::fixed("no-second-check");
pub(super) const NOT_SIGNED: RuleId = RuleId::fixed("not-signed");

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: UNSETTLED,
        severity: Severity::Block,
        title: "Two people’s work differs",
        hint: "Choose which holds: in the claim, or under Adjudication.",
        find: unsettled,
    },
    Check {
        id: RuleId::fixed("no-verdict"),
        severity: Severity::Block,
        title: "No verdict yet",
        hint: "Decide, or delete the mark if there is nothing to check.",
        find: no_verdict,
    },
    Check {
        id: RuleId::fixed("claim-lost"),
        severity: Severity::Block,
        title: "Not found in the newest draft",
        hint: "Find the passage again, or delete the claim if its words are gone.",
        find: claim_lost,
    },
    Check {
        id: RuleId::fixed("open-query"),
        severity: Severity::Block,
        title: "A question is still open",
        hint: "Write down the answer, or that none came.",
        find: open_query,
    },
    Check {
        id: RuleId::fixed("checks-disagree"),
        severity: Severity::Block,
        title: "The two checks disagree",
        hint: "Talk it over and settle it: under Verdict in the claim.",
        find: checks_disagree,
    },
    Check {
        id: RuleId::fixed("words-changed"),
        severity: Severity::Warn,
        title: "The words changed after the check",
        hint: "See whether the verdict still holds for the new words, and sign again.",
        find: words_changed,
    },
    Check {
        id: NOT_SIGNED,
        severity: Severity::Warn,
        title: "Decided, but not signed",
        hint: "Sign the claim as checked when you are done with it.",
        find: not_signed,
    },
    Check {
        id: NO_SECOND_CHECK,
        severity: Severity::Warn,
        title: "No second check",
        hint: "Have another reviewer read it and give a verdict.",
        find: no_second_check,
    },
    Check {
        id: RuleId::fixed("low-confidence"),
        severity: Severity::Warn,
        title: "Low confidence",
        hint: "Look for a better source, or say in the text how sure this is.",
        find: low_confidence,
    },
    Check {
        id: RuleId::fixed("claimant-not-asked"),
        severity: Severity::Warn,
        title: "The claimant was not asked",
        hint: "Ask them before it goes out, and note the answer as a query.",
        find: claimant_not_asked,
    },
    Check {
        id: RuleId::fixed("no-confidence"),
        severity: Severity::Note,
        title: "A verdict without a confidence",
        hint: "Say how sure you are.",
        find: no_confidence,
    },
];

fn unsettled(survey: &Survey<'_>, found: &mut Breaches) {
    let project = survey.index.project;
    for open in project.differences() {
        let values: Vec<String> =
            open.values.iter().map(|opinion| format!("“{}”", open.words(project, opinion))).collect();
        let message = match survey.audience {
            Audience::Desk => format!("Open is {}: {}.", open.title(project), values.join(" or ")),
            // The values may be words of a confidential source.
            Audience::Others => format!("Two people’s work on it differs: {}.", open.name()),
        };
        match &open.subject {
            Subject::Project => found.project(message),
            Subject::Claim(id) => project.claim(id).into_iter().for_each(|it| found.claim(it, message.clone())),
            Subject::Article(id) => {
                project.article(id).into_iter().for_each(|it| found.article(it, None, message.clone()));
            }
            Subject::Source(id) => project.source(id).into_iter().for_each(|it| found.source(it, message.clone())),
        }
    }
}

fn no_verdict(survey: &Survey<'_>, found: &mut Breaches) {
    survey.claims().filter(|claim| claim.is_open()).for_each(|claim| found.claim(claim, "It has no verdict."));
}

fn claim_lost(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims() {
        if claim.placement_in(survey.index.article(&claim.article)) == Placement::Lost {
            found.claim(claim, "Its words were not found in the newest draft.");
        }
    }
}

fn words_changed(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated() {
        let article = survey.index.article(&claim.article);
        if !claim.is_of_other_words(article) {
            continue;
        }
        let signed = match claim.vouched(article) {
            Vouched::Older(check) => check.label.to_owned(),
            _ => String::new(),
        };
        let label = if signed.is_empty() { label } else { &signed };
        found.claim(claim, format!("Its words changed; “{label}” was said of the old ones."));
    }
}

fn open_query(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims() {
        let Some(query) = claim.queries.iter().find(|query| query.is_open()) else {
            if claim.status == Status::QueryOut {
                found.claim(claim, "Its status says that a query is out.");
            }
            continue;
        };
        let whom = if query.to.trim().is_empty() { "somebody" } else { query.to.trim() };
        found.claim(
            claim,
            match query.asked_on.is_empty() {
                true => format!("The question to {whom} is not sent."),
                false => format!("The question to {whom} of {} has no answer.", query.asked_on),
            },
        );
    }
}

fn checks_disagree(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated().filter(|(claim, ..)| claim.checks_differ()) {
        let Some(second) = &claim.second else { continue };
        let other = survey.index.verdict(&second.verdict).map_or(second.verdict.as_str(), |verdict| &verdict.label);
        found.claim(claim, format!("The first check says “{label}”, the second “{other}”."));
    }
}

fn not_signed(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, ..) in survey.rated().filter(|(claim, ..)| claim.status != Status::QueryOut) {
        let status = claim.status.label();
        match (claim.status.is_done(), &claim.signed) {
            (true, Some(_)) => {}
            (true, None) => found.claim(claim, format!("Its status is “{status}”, and nobody has signed it.")),
            (false, _) => found.claim(claim, format!("Its status is “{status}”.")),
        }
    }
}

fn no_second_check(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, ..) in survey.rated() {
        if claim.second.is_none() && !matches!(claim.status, Status::SecondChecked | Status::Closed) {
            found.claim(claim, "Only one reviewer has checked it.");
        }
    }
}

fn low_confidence(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated() {
        match claim.confidence.as_ref().map(|confidence| confidence.degree) {
            Some(Degree::Low) => found.claim(claim, format!("“{label}” is said with low confidence.")),
            Some(Degree::Percent(percent)) if percent < 50 => {
                found.claim(claim, format!("“{label}” is said with {percent} % confidence."));
            }
            _ => {}
        }
    }
}

fn no_confidence(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in
        survey.rated().filter(|(claim, tone, _)| claim.confidence.is_none() && *tone != Tone::Opinion)
    {
        found.claim(claim, format!("“{label}” stands without a confidence."));
    }
}

fn claimant_not_asked(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, ..) in survey.rated().filter(|(_, tone, _)| is_contested(*tone)) {
        let claimant = &claim.claimant;
        let names = [claimant.name.trim(), claimant.organisation.trim()];
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).map(str::to_lowercase).collect();
        let last = claimant.name.split_whitespace().last().map(str::to_lowercase);
        let is_asked = claim.queries.iter().any(|query| {
            let to = query.to.to_lowercase();
            names.iter().chain(&last).any(|name| to.contains(name.as_str()))
        });
        if !names.is_empty() && !is_asked {
            let whom = if claimant.name.trim().is_empty() { &claimant.organisation } else { &claimant.name };
            found.claim(claim, format!("{} was not asked about it.", whom.trim()));
        }
    }
}
