//! Whether the sources carry what rests on them.

use crate::model::{KNOWN_TO_THE_DESK, Reliability, RuleId, SourceKind, SourceLevel};

use super::{Breaches, Check, Severity, Survey};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: RuleId::fixed("weak-source"),
        severity: Severity::Block,
        title: "Rests on a source graded E or F alone",
        hint: "Find a source that can be relied on.",
        find: weak_source,
    },
    Check {
        id: RuleId::fixed("one-secondary"),
        severity: Severity::Warn,
        title: "Rests on one secondary source",
        hint: "Go to the primary source, or find a second one that is independent.",
        find: one_secondary,
    },
    Check {
        id: RuleId::fixed("own-source"),
        severity: Severity::Warn,
        title: "Rests on the article’s own publisher",
        hint: "Find a source outside the house.",
        find: own_source,
    },
    Check {
        id: RuleId::fixed("no-copy"),
        severity: Severity::Warn,
        title: "No archived or sealed copy",
        hint: "Archive the page or seal it: pages change.",
        find: no_copy,
    },
    Check {
        id: RuleId::fixed("no-locator"),
        severity: Severity::Note,
        title: "No page or place in a long source",
        hint: "Say on which page, in which paragraph or at which minute it stands.",
        find: no_locator,
    },
    Check {
        id: RuleId::fixed("source-untitled"),
        severity: Severity::Note,
        title: "A source without a title",
        hint: "Give it a title, so that a reader knows what it is.",
        find: source_untitled,
    },
];

fn weak_source(survey: &Survey<'_>, found: &mut Breaches) {
    let is_weak = |grade: Option<Reliability>| matches!(grade, Some(Reliability::E | Reliability::F));
    for (claim, _, label) in survey.rated() {
        let sources = survey.sources_of(claim);
        if !sources.is_empty() && sources.iter().all(|source| is_weak(source.reliability)) {
            let title = survey.name_of(sources[0]);
            found.claim(
                claim,
                match sources.len() {
                    1 => format!("“{label}” rests on “{title}” alone."),
                    count => format!("“{label}” rests on {count} sources, all of them graded E or F."),
                },
            );
        }
    }
}

fn one_secondary(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, _, label) in survey.rated() {
        let sources = survey.sources_of(claim);
        let [only] = sources.as_slice() else { continue };
        if let Some(level @ (SourceLevel::Secondary | SourceLevel::Tertiary)) = only.level {
            let (level, title) = (level.label().to_lowercase(), survey.name_of(only));
            found.claim(claim, format!("“{label}” rests on one {level} source, “{title}”."));
        }
    }
}

/// The host of an address without `www.`, in lower case.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()).filter(|host| !host.is_empty())
}

fn own_source(survey: &Survey<'_>, found: &mut Breaches) {
    for (claim, ..) in survey.rated() {
        let Some(own) = survey.index.article(&claim.article).and_then(|article| host(&article.meta.url)) else {
            continue;
        };
        let sources = survey.sources_of(claim);
        if !sources.is_empty() && sources.iter().all(|source| host(&source.url).as_ref() == Some(&own)) {
            let is_hidden = sources.iter().any(|source| survey.hides(source));
            let standing =
                if is_hidden { "with the article’s own publisher".to_owned() } else { format!("on {own}") };
            found.claim(claim, format!("Every source of it stands {standing}."));
        }
    }
}

fn no_copy(survey: &Survey<'_>, found: &mut Breaches) {
    for source in survey.used_sources().filter(|source| !source.url.trim().is_empty()) {
        if source.archived_url.trim().is_empty() && !source.has_copy() {
            found.source(source, format!("“{}” is neither archived nor sealed.", survey.name_of(source)));
        }
    }
}

fn no_locator(survey: &Survey<'_>, found: &mut Breaches) {
    let is_long =
        |kind| matches!(kind, SourceKind::Report | SourceKind::Paper | SourceKind::Book | SourceKind::Recording);
    for claim in survey.claims() {
        for evidence in claim.evidence.iter().filter(|evidence| evidence.locator.trim().is_empty()) {
            if let Some(source) = survey.index.source(&evidence.source).filter(|source| is_long(source.kind)) {
                found.claim(claim, format!("“{}” is cited without a place in it.", survey.name_of(source)));
                break;
            }
        }
    }
}

fn source_untitled(survey: &Survey<'_>, found: &mut Breaches) {
    for source in survey.used_sources().filter(|source| source.title.trim().is_empty()) {
        let name = match source.url.as_str() {
            _ if survey.hides(source) => KNOWN_TO_THE_DESK,
            "" => "A source that claims use",
            url => url,
        };
        found.source(source, format!("{name} has no title."));
    }
}
