//! What the desk writes down about the work itself: who changed what, the second check, corrections, waived findings.

use std::{borrow::Cow, fmt};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ArticleId, ClaimId, Confidence, LogField, ReviewerId, Signature, SourceId, VerdictId, is_default};

/// One change of a claim: what, when, by whom, from what to what, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogEntry {
    /// When, in UTC.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: Timestamp,
    /// Who; missing where the reviewer did not give a name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<ReviewerId>,
    /// What was changed: "Verdict".
    #[cfg_attr(test, schemars(with = "String"))]
    pub what: LogField,
    /// What it was; empty where there was nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub from: String,
    /// What it is; empty where nothing is left.
    #[serde(default, skip_serializing_if = "is_default")]
    pub to: String,
}

/// Names a rule of the readiness check. A file may name rules that this version does not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// The name of a rule of this version.
    pub const fn fixed(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a second reviewer found on their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SecondCheck {
    /// Who, and when.
    pub signed: Signature,
    /// Their verdict.
    pub verdict: VerdictId,
    /// How sure they are of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// How a difference from the first check was settled.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settled: Option<Settlement>,
}

impl SecondCheck {
    /// A second check that agrees or differs, with nothing settled yet.
    pub fn new(signed: Signature, verdict: VerdictId) -> Self {
        Self { signed, verdict, confidence: None, settled: None }
    }
}

/// How two checks that differed came to one verdict. The claim has that verdict; what the first check had said is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Settlement {
    /// Who settled it, and when.
    pub signed: Signature,
    /// The verdict of the first check.
    pub first: VerdictId,
    /// How sure the first reviewer was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub first_confidence: Option<Confidence>,
    /// The verdict that both come to. It holds while the claim has it.
    pub verdict: VerdictId,
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

/// What was changed in print in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Correction {
    /// ISO 8601 date on which it appeared.
    #[serde(default, skip_serializing_if = "is_default")]
    pub date: String,
    /// What was changed, or the words of the correction.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
}

/// What a finding of the readiness check speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Subject {
    /// The project.
    #[default]
    Project,
    /// An article.
    Article(ArticleId),
    /// A claim.
    Claim(ClaimId),
    /// A source.
    Source(SourceId),
}

/// A finding that the desk lets pass, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Waiver {
    /// The id of the rule.
    #[cfg_attr(test, schemars(with = "String"))]
    pub rule: RuleId,
    /// What the finding speaks of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Subject,
    /// Why it may pass.
    pub reason: String,
    /// Who let it pass, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
}
