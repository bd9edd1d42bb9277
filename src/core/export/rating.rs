//! A verdict as a schema.org Rating.

use serde_json::{Value, json};

use crate::model::{Claim, Tone, Verdict};

use super::Lookup;

/// The rating of a claim's verdict; `None` while it has none.
///
/// Verdicts that lie on a line from right to wrong get a number: the worst 1, the best as many as there are. One that cannot
/// be settled or is no matter of fact has none; its word (`alternateName`) says it.
pub(super) fn rating(lookup: &Lookup, claim: &Claim) -> Option<Value> {
    let verdict = lookup.verdict(claim)?;
    let mut rating = json!({ "@type": "Rating", "alternateName": verdict.label });
    if !verdict.meaning.is_empty() {
        rating["ratingExplanation"] = verdict.meaning.clone().into();
    }
    let graded: Vec<_> = lookup
        .scale_of(claim)
        .map(|scale| scale.verdicts.iter().filter(|v| is_graded(v)).collect())
        .unwrap_or_default();
    if let Some(index) = graded.iter().position(|other| other.id == verdict.id) {
        rating["ratingValue"] = (graded.len() - index).into();
        rating["bestRating"] = graded.len().into();
        rating["worstRating"] = 1.into();
    }
    Some(rating)
}

fn is_graded(verdict: &Verdict) -> bool {
    matches!(verdict.tone, Tone::Right | Tone::Change | Tone::Wrong)
}
