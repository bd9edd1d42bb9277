//! Whether what is said of each claim holds together: verdict and evidence, the change asked for, the statement.

use std::collections::HashMap;

use crate::model::{Claim, ClaimKind, RuleId, Stance, Tone};

use super::{Breaches, Check, Severity, Survey, is_contested};

/// The longest statement that search engines show of a ClaimReview, in characters.
const LONGEST_STATEMENT: usize = 75;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: RuleId::fixed("no-evidence"),
        severity: Severity::Block,
        title: "A verdict without evidence",
        hint: "Add the source on which the verdict rests.",
        find: no_evidence,
    },
    Check {
        id: RuleId::fixed("only-context"),
        severity: Severity::Block,
        title: "Contested on context alone",
        hint: "Add evidence that refutes the words, or say that what is there does.",
        find: only_context,
    },
    Check {
        id: RuleId::fixed("change-not-made"),
        severity: Severity::Block,
        title: "A change was asked for and is not made",
        hint: "Open the next draft when the words are changed, or write down the correction.",
        find: change_not_made,
    },
    Check {
        id: RuleId::fixed("verdicts-differ"),
        severity: Severity::Block,
        title: "The same statement with two verdicts",
        hint: "Bring both to one verdict, or tell the two statements apart.",
        find: verdicts_differ,
    },
    Check {
        id: RuleId::fixed("evidence-against"),
        severity: Severity::Warn,
        title: "The evidence points the other way",
        hint: "Check the stance of each source, and the verdict.",
        find: evidence_against,
    },
    Check {
        id: RuleId::fixed("nothing-supports"),
        severity: Severity::Warn,
        title: "Found right, but nothing supports it",
        hint: "Say which source bears it out.",
        find: nothing_supports,
    },
    Check {
        id: RuleId::fixed("no-change-request"),
        severity: Severity::Warn,
        title: "Nobody was told what to print instead",
        hint: "Write the words to print instead, or the correction that appeared.",
        find: no_change_request,
    },
    Check {
        id: RuleId::fixed("unverifiable-unexplained"),
        severity: Severity::Note,
        title: "Unverifiable without a word why",
        hint: "Note what was tried.",
        find: unverifiable_unexplained,
    },
    Check {
        id: RuleId::fixed("no-claimant"),
        severity: Severity::Note,
        title: "A quotation of nobody",
        hint: "Name who said it.",
        find: no_claimant,
    },
    Check {
        id: RuleId::fixed("statement-long"),
        severity: Severity::Note,
        title: "Too long for a ClaimReview",
        hint: "Search engines cut statements off after 75 characters: write a shorter statement as checked.",
        find: statement_long,
    },
];

fn no_evidence(survey: &Survey<'_>, found: &mut Breaches) {
    let needs = |tone: Tone| matches!(tone, Tone::Right | Tone::Change | Tone::Wrong);
    for (claim, _, label) in survey.rated().filter(|(claim, tone, _)| needs(*tone) && claim.evidence.is_empty()) {
        found.claim(claim, format!("“{label}” rests on no source."));
    }
}

fn only_context(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated().filter(|(_, tone, _)| is_contested(*tone)) {
        if !claim.evidence.is_empty() && claim.evidence.iter().all(|evidence| evidence.stance == Stance::Context) {
            found.claim(claim, format!("“{label}”, but every source only gives context."));
        }
    }
}

fn nothing_supports(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated().filter(|(_, tone, _)| *tone == Tone::Right) {
        if !claim.evidence.is_empty() && claim.evidence.iter().all(|evidence| evidence.stance == Stance::Context) {
            found.claim(claim, format!("“{label}”, but every source only gives context."));
        }
    }
}

fn evidence_against(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, tone, label) in survey.rated() {
        let count = |stance| claim.evidence.iter().filter(|evidence| evidence.stance == stance).count();
        let (supports, refutes, mixed) = (count(Stance::Supports), count(Stance::Refutes), count(Stance::Mixed));
        match tone {
            Tone::Right if refutes > supports + mixed => {
                found.claim(claim, format!("“{label}”, but more sources refute it than bear it out."));
            }
            Tone::Wrong if supports > refutes + mixed => {
                found.claim(claim, format!("“{label}”, but more sources bear it out than refute it."));
            }
            _ => {}
        }
    }
}

/// Whether it is written down what was changed in print.
fn is_corrected(claim: &Claim) -> bool {
    claim.corrections.iter().any(|correction| !correction.text.trim().is_empty())
}

fn change_not_made(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims().filter(|claim| !is_corrected(claim)) {
        let suggestion = claim.change.as_ref().map(|change| change.suggestion.trim()).unwrap_or_default();
        let Some(article) = survey.index.article(&claim.article).filter(|_| !suggestion.is_empty()) else { continue };
        let stands_there = article.versions.last().is_some_and(|version| version.text().contains(suggestion));
        if !stands_there {
            found.claim(claim, format!("The newest draft does not say “{suggestion}”."));
        }
    }
}

fn no_change_request(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated().filter(|(_, tone, _)| is_contested(*tone)) {
        let is_asked = claim.change.as_ref().is_some_and(|change| !change.is_empty());
        if !is_asked && !is_corrected(claim) {
            found.claim(claim, format!("“{label}”, and no change is asked for."));
        }
    }
}

fn verdicts_differ(survey: &Survey<'_>, found: &mut Breaches) {
    let mut seen: HashMap<String, (u32, &str)> = HashMap::new();
    for (claim, _, label) in survey.rated() {
        let words = claim.checked_statement().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (first, said) = *seen.entry(words).or_insert((claim.number, label));
        if said != label {
            found.claim(claim, format!("“{label}”, but claim {first} with the same words is “{said}”."));
        }
    }
}

fn unverifiable_unexplained(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated().filter(|(_, tone, _)| *tone == Tone::Unverifiable) {
        let reason = claim.confidence.as_ref().is_some_and(|confidence| !confidence.reason.trim().is_empty());
        if claim.evidence.is_empty() && claim.queries.is_empty() && claim.notes.trim().is_empty() && !reason {
            found.claim(claim, format!("“{label}”, with neither source, query nor note."));
        }
    }
}

fn no_claimant(survey: &Survey<'_>, found: &mut Breaches) {
    for claim in survey.claims().filter(|claim| claim.kind == Some(ClaimKind::Quotation)) {
        if claim.claimant.name.trim().is_empty() && claim.claimant.organisation.trim().is_empty() {
            found.claim(claim, "It is a quotation, and nobody is named as its speaker.");
        }
    }
}

fn statement_long(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, ..) in survey.rated() {
        let long = match &claim.statement {
            Some(statement) => statement.chars().count(),
            None if claim.marks.len() == 1 => claim.marks[0].anchor.quote.chars().count(),
            None => claim.quote().chars().count(),
        };
        if long > LONGEST_STATEMENT {
            found.claim(claim, format!("The statement has {long} characters."));
        }
    }
}
