//! Verdict scales. Scales are data: a project carries its own.

use serde::{Deserialize, Serialize};

use super::{ScaleId, VerdictId, claim::choices, is_default};

/// A set of verdicts to choose from (schema.org Rating), best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Scale {
    /// Its name in the project.
    pub id: ScaleId,
    /// Its name for people.
    pub name: String,
    /// The verdicts, in the order of their digit keys.
    pub verdicts: Vec<Verdict>,
}

/// One value of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Its name in the scale, which claims refer to.
    pub id: VerdictId,
    /// The word for people.
    pub label: String,
    /// One or two characters that stand for it, so that colour never carries the meaning alone.
    pub sign: String,
    /// Which colours it takes.
    pub tone: Tone,
    /// What it says, in a sentence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meaning: String,
}

choices! {
    /// The colours of a verdict, as roles that both themes fill.
    Tone {
        /// It holds.
        Right => "Right",
        /// It needs other words.
        Change => "Change",
        /// It does not hold.
        Wrong => "Wrong",
        /// It cannot be settled.
        Unverifiable => "Unverifiable",
        /// It is not a matter of fact.
        Opinion => "Opinion",
    }
}

impl Scale {
    /// What a verdict of this scale is in another: the one of the same name, else of the same tone at about the same place. Nothing where
    /// there is none such.
    pub fn nearest(&self, verdict: &Verdict, scale: &Self) -> Option<VerdictId> {
        let same = scale.verdicts.iter().find(|new| new.label.to_lowercase() == verdict.label.to_lowercase());
        let height = |scale: &Self, id: &VerdictId| {
            let of_tone: Vec<_> = scale.verdicts.iter().filter(|other| other.tone == verdict.tone).collect();
            let at = of_tone.iter().position(|other| other.id == *id)?;
            Some(at as f32 / (of_tone.len().max(2) - 1) as f32)
        };
        let here = height(self, &verdict.id).unwrap_or_default();
        let of_tone = scale.verdicts.iter().filter(|new| new.tone == verdict.tone);
        let away = |new: &&Verdict| (height(scale, &new.id).unwrap_or_default() - here).abs();
        same.or_else(|| of_tone.min_by(|a, b| away(a).total_cmp(&away(b)))).map(|new| new.id.clone())
    }

    /// The verdict with this id.
    pub fn verdict(&self, verdict_id: &VerdictId) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.id == *verdict_id)
    }

    /// The desk's own scale, with which a project starts.
    pub fn desk() -> Self {
        use Tone::{Change, Opinion, Right, Unverifiable, Wrong};
        preset(
            "desk",
            "Desk",
            &[
                ("confirmed", "Confirmed", "✓", Right, "The sources bear it out as printed."),
                ("needs-change", "Needs change", "±", Change, "Right at heart; the wording has to change."),
                ("wrong", "Wrong", "✕", Wrong, "The sources say otherwise."),
                ("unverifiable", "Unverifiable", "?", Unverifiable, "No source within reach can settle it."),
                ("opinion", "Writer’s opinion", "“", Opinion, "A judgement, not a statement of fact."),
            ],
        )
    }

    /// PolitiFact's Truth-O-Meter.
    pub fn politifact() -> Self {
        use Tone::{Change, Right, Wrong};
        preset(
            "politifact",
            "PolitiFact",
            &[
                ("true", "True", "✓", Right, "Accurate, with nothing significant missing."),
                ("mostly-true", "Mostly true", "✓−", Right, "Accurate, but needs clarification."),
                ("half-true", "Half true", "±", Change, "Partly accurate; leaves out important details."),
                ("mostly-false", "Mostly false", "✕−", Change, "A kernel of truth; ignores critical facts."),
                ("false", "False", "✕", Wrong, "Not accurate."),
                ("pants-on-fire", "Pants on fire", "✕✕", Wrong, "Not accurate, and absurd."),
            ],
        )
    }

    /// The core of Snopes' ratings.
    pub fn snopes() -> Self {
        use Tone::{Change, Opinion, Right, Unverifiable, Wrong};
        preset(
            "snopes",
            "Snopes",
            &[
                ("true", "True", "✓", Right, "Demonstrably true."),
                ("mostly-true", "Mostly true", "✓−", Right, "The main point is true, a detail is not."),
                ("mixture", "Mixture", "±", Change, "True and false in significant parts."),
                ("mostly-false", "Mostly false", "✕−", Change, "The main point is false, a detail is true."),
                ("false", "False", "✕", Wrong, "Demonstrably false."),
                ("unproven", "Unproven", "?", Unverifiable, "Not enough evidence either way."),
                ("labeled-satire", "Labeled satire", "“", Opinion, "Published as satire."),
            ],
        )
    }

    /// AAP FactCheck's seven.
    pub fn aap() -> Self {
        use Tone::{Change, Opinion, Right, Wrong};
        preset(
            "aap",
            "AAP FactCheck",
            &[
                ("true", "True", "✓", Right, "Accurate."),
                ("mostly-true", "Mostly true", "✓−", Right, "Accurate but for a minor error or omission."),
                ("missing-context", "Missing context", "…", Change, "Misleads without what it leaves out."),
                ("mixture", "Mixture", "±", Change, "Accurate in part."),
                ("misleading", "Misleading", "≈", Change, "Accurate parts, used to give a wrong impression."),
                ("false", "False", "✕", Wrong, "Not accurate."),
                ("satire", "Satire", "“", Opinion, "Published as satire."),
            ],
        )
    }

    /// Every preset, the desk's first.
    pub fn presets() -> Vec<Self> {
        vec![Self::desk(), Self::politifact(), Self::snopes(), Self::aap()]
    }
}

fn preset(id: &str, name: &str, verdicts: &[(&str, &str, &str, Tone, &str)]) -> Scale {
    let verdicts = verdicts
        .iter()
        .map(|&(id, label, sign, tone, meaning)| Verdict {
            id: VerdictId::new(id).expect("preset ids are ids"),
            label: label.into(),
            sign: sign.into(),
            tone,
            meaning: meaning.into(),
        })
        .collect();
    Scale { id: ScaleId::new(id).expect("preset ids are ids"), name: name.into(), verdicts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_have_distinct_ids_and_fit_the_digit_keys() {
        for scale in Scale::presets() {
            let ids: std::collections::BTreeSet<_> = scale.verdicts.iter().map(|verdict| &verdict.id).collect();
            assert_eq!(ids.len(), scale.verdicts.len(), "{}", scale.name);
            assert!(scale.verdicts.len() <= 9, "{}", scale.name);
        }
    }
}
