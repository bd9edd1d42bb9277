//! One checkable statement, where it stands, and what was found out about it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ArticleId, CheckedBefore, ClaimId, Correction, EarlierCheck, Evidence, LogEntry, LogField, QueryId, ReviewerId,
    SecondCheck, Span, Trace, VerdictId, VersionId, is_default,
};

/// One checkable statement of an article (schema.org Claim).
///
/// Verdict, confidence, source grade and status stay four fields: none is ever derived from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Claim {
    /// Its name in the project.
    pub id: ClaimId,
    /// Its number for people, which stays; 0 only until the project gives it one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub number: u32,
    /// Numbers that it had before it was joined with claims that had them too.
    #[serde(default, skip_serializing_if = "is_default")]
    pub aliases: Vec<u32>,
    /// The article it stands in.
    pub article: ArticleId,
    /// The passages that make it, in text order; never empty.
    pub marks: Vec<Mark>,
    /// The statement as checked (`claimReviewed`), where it differs from the words as printed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub statement: Option<String>,
    /// What sort of statement it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: Option<ClaimKind>,
    /// Who said it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub claimant: Claimant,
    /// How much it needs checking.
    #[serde(default, skip_serializing_if = "is_default")]
    pub priority: Priority,
    /// Free words to find it by, without doubles, in the order given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// What the check found, as a value of the project's scale.
    #[serde(default, skip_serializing_if = "is_default")]
    pub verdict: Option<VerdictId>,
    /// How sure the reviewer is of the verdict.
    #[serde(default, skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// How far the work has come.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: Status,
    /// Who set the status last, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signed: Option<Signature>,
    /// The checks that hold no longer, oldest first.
    #[serde(
        default,
        skip_serializing_if = "is_default",
        alias = "earlier_check",
        deserialize_with = "super::signing::one_or_many"
    )]
    #[cfg_attr(test, schemars(with = "Vec<EarlierCheck>"))]
    pub earlier_checks: Vec<EarlierCheck>,
    /// Who is to check it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assigned: Option<ReviewerId>,
    /// What it was checked against.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Vec<Evidence>,
    /// Questions sent out about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub queries: Vec<Query>,
    /// The wording asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub change: Option<ChangeRequest>,
    /// What a second reviewer found.
    #[serde(default, skip_serializing_if = "is_default")]
    pub second: Option<SecondCheck>,
    /// What was changed in print in the end, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub corrections: Vec<Correction>,
    /// Of which earlier claims it was said whether they are the same.
    #[serde(default, skip_serializing_if = "is_default")]
    pub checked_before: Vec<CheckedBefore>,
    /// What the reviewer wants to remember.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
    /// Who marked it, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub created: Option<Signature>,
    /// Who changed what, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub log: Vec<LogEntry>,
}

impl Claim {
    /// Who made the first check: who gave the verdict last, as the log says, else who put their name to it. `None` where nobody
    /// gave a name.
    pub fn first_checker(&self) -> Option<&ReviewerId> {
        let decided = self.log.iter().rev().find(|entry| entry.what == LogField::Verdict && !entry.to.is_empty());
        let signed = || self.signed.as_ref()?.by.as_ref();
        decided.and_then(|entry| entry.by.as_ref()).or_else(signed)
    }

    /// Who made the first check when it came to this verdict: whoever settles a difference otherwise gives the claim another, in their own
    /// name. `None` where that is not known.
    pub fn who_first_said(&self, verdict: &VerdictId) -> Option<&ReviewerId> {
        if self.verdict.as_ref() == Some(verdict) {
            let signed = self.signed.as_ref().filter(|_| self.status.is_done());
            return signed.and_then(|signed| signed.by.as_ref()).or_else(|| self.first_checker());
        }
        let firsts = self.earlier_checks.iter().rev().filter(|check| check.second.is_none() && check.status.is_done());
        let mut said =
            firsts.filter(|check| check.values.as_ref().is_some_and(|it| it.verdict.as_ref() == Some(verdict)));
        said.next()?.signed.as_ref()?.by.as_ref()
    }

    /// Whether somebody has found something: there is a first check, signed or not.
    pub fn has_first_check(&self) -> bool {
        self.verdict.is_some() || self.confidence.is_some()
    }

    /// Whether the sentence that it stands on is decided by it: somebody here has given a verdict, or is done with it.
    pub fn is_decided(&self) -> bool {
        self.status.is_done() || self.verdict.is_some() && self.status != Status::Unchecked
    }

    /// Whether the second check came to another verdict than the first, and that was not settled.
    pub fn checks_differ(&self) -> bool {
        let Some((second, first)) = self.second.as_ref().zip(self.verdict.as_ref()) else { return false };
        let is_settled = second.settled.as_ref().is_some_and(|settled| settled.verdict == *first);
        second.verdict != *first && !is_settled
    }

    /// Whether another has checked it and come to the same, at once or in the end.
    pub fn has_second_check_that_agrees(&self) -> bool {
        self.second.is_some() && self.verdict.is_some() && !self.checks_differ()
    }

    /// Whether a list of steps is to offer this one: nobody sets “Second-checked” without a second check.
    pub fn may_become(&self, status: Status) -> bool {
        status != Status::SecondChecked || self.status == status || self.has_second_check_that_agrees()
    }

    /// Everybody whom it names.
    pub fn people(&self) -> impl Iterator<Item = &ReviewerId> {
        let seconds = self.second.iter().chain(self.earlier_checks.iter().filter_map(|check| check.second.as_ref()));
        let seconds = seconds.flat_map(|second| second.settled.iter().map(|s| &s.signed).chain([&second.signed]));
        let earlier = self.earlier_checks.iter().filter_map(|check| check.signed.as_ref());
        let signed = self.signed.iter().chain(&self.created).chain(seconds).chain(earlier);
        let logged = self.log.iter().filter_map(|entry| entry.by.as_ref());
        signed.filter_map(|signature| signature.by.as_ref()).chain(logged).chain(&self.assigned)
    }

    /// A new, unchecked claim on these passages.
    pub fn new(id: ClaimId, article: ArticleId, marks: Vec<Mark>) -> Self {
        Self {
            id,
            number: 0,
            aliases: Vec::new(),
            article,
            marks,
            statement: None,
            kind: None,
            claimant: Claimant::default(),
            priority: Priority::default(),
            tags: Vec::new(),
            verdict: None,
            confidence: None,
            status: Status::default(),
            signed: None,
            earlier_checks: Vec::new(),
            assigned: None,
            evidence: Vec::new(),
            queries: Vec::new(),
            change: None,
            second: None,
            corrections: Vec::new(),
            checked_before: Vec::new(),
            notes: String::new(),
            created: None,
            log: Vec::new(),
        }
    }

    /// The words as printed; several passages are joined by " … ".
    pub fn quote(&self) -> String {
        match self.marks.as_slice() {
            [only] => only.anchor.quote.clone(),
            marks => marks.iter().map(|mark| mark.anchor.quote.as_str()).collect::<Vec<_>>().join(" … "),
        }
    }

    /// The statement as checked: the reviewer's wording, else the words as printed.
    pub fn checked_statement(&self) -> String {
        self.statement.clone().unwrap_or_else(|| self.quote())
    }

    /// Its passages in one draft.
    pub fn spans_in<'a>(&'a self, version_id: &'a VersionId) -> impl Iterator<Item = (usize, Span)> + 'a {
        self.marks.iter().enumerate().filter_map(move |(index, mark)| Some((index, mark.span_in(version_id)?)))
    }

    /// The words as they stood in one draft, each passage that stood there; several are joined by " … ".
    pub fn quote_in(&self, version_id: &VersionId) -> String {
        let quotes = self.marks.iter().filter_map(|mark| Some(mark.anchor_in(version_id)?.quote.as_str()));
        quotes.collect::<Vec<_>>().join(" … ")
    }

    /// Whether one of its passages is not in the newest draft.
    pub fn is_lost(&self) -> bool {
        self.marks.iter().any(|mark| mark.placement == Placement::Lost)
    }

    /// Whether the newest draft did something to it that no reviewer has looked at.
    pub fn needs_look(&self) -> bool {
        self.marks.iter().any(Mark::needs_look)
    }

    /// Whether no verdict is given yet.
    pub fn is_open(&self) -> bool {
        self.verdict.is_none()
    }

    /// The evidence with this id.
    pub fn evidence_by_id(&self, evidence_id: &super::EvidenceId) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.id == *evidence_id)
    }
}

/// One passage of a claim, or the words of a piece of evidence in its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mark {
    /// Where it stands, in the newest draft in which it was found.
    pub anchor: Anchor,
    /// How it came there from the draft before.
    #[serde(default, skip_serializing_if = "is_default")]
    pub placement: Placement,
    /// How sure that is, and why; nothing for a passage as the reviewer marked it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trace: Option<Trace>,
    /// Where it stood in older drafts, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub earlier: Vec<Anchor>,
}

impl Mark {
    /// A passage as the reviewer marked it.
    pub fn new(anchor: Anchor) -> Self {
        Self { anchor, placement: Placement::Placed, trace: None, earlier: Vec::new() }
    }

    /// Where it stands in this draft, if it does.
    pub fn span_in(&self, version_id: &VersionId) -> Option<Span> {
        self.anchor_in(version_id).map(|anchor| anchor.span)
    }

    /// Its anchor in this draft, if it stands there.
    pub fn anchor_in(&self, version_id: &VersionId) -> Option<&Anchor> {
        std::iter::once(&self.anchor).chain(&self.earlier).find(|anchor| anchor.version == *version_id)
    }

    /// Whether it was moved, changed or lost and no reviewer has agreed yet.
    pub fn needs_look(&self) -> bool {
        self.placement != Placement::Placed && self.trace.is_some_and(|trace| !trace.is_seen)
    }
}

/// A span with what is needed to find it again (W3C TextPositionSelector and TextQuoteSelector).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Anchor {
    /// The draft it stands in.
    pub version: VersionId,
    /// Where.
    pub span: Span,
    /// The exact words.
    pub quote: String,
    /// The words before, up to 64 characters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub prefix: String,
    /// The words after, up to 64 characters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub suffix: String,
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value with this word for people.
            pub fn from_label(label: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.label().eq_ignore_ascii_case(label))
            }
        }
    };
}
pub(super) use choices;

choices! {
    /// How a passage came into a draft.
    #[derive(Default)]
    Placement {
        /// Stands as the reviewer marked it, or unchanged at the same place.
        #[default]
        Placed => "Placed",
        /// The same words at another place.
        Moved => "Moved",
        /// At its place with other words.
        Changed => "Changed",
        /// Not found.
        Lost => "Lost",
    }
}

choices! {
    /// What sort of statement a claim is; decides what it takes to check it.
    ClaimKind {
        /// A figure, share, rate or amount.
        Statistic => "Statistic",
        /// Words attributed to somebody.
        Quotation => "Quotation",
        /// Something that happened.
        Event => "Event",
        /// When something was, or how long.
        Date => "Date",
        /// A place or distance.
        Place => "Place",
        /// A name, title, age or role.
        Person => "Name or title",
        /// More, first, biggest, unlike.
        Comparison => "Comparison",
        /// That one thing led to another.
        Cause => "Cause",
        /// What a law, contract or rule says.
        Law => "Law or rule",
        /// What a picture or recording shows.
        Image => "Picture or recording",
        /// What will be.
        Forecast => "Forecast",
        /// Anything else.
        Other => "Other",
    }
}

choices! {
    /// How much a claim needs checking.
    #[derive(Default)]
    Priority {
        /// When there is time.
        Low => "Low",
        /// As usual.
        #[default]
        Normal => "Normal",
        /// Before the rest.
        High => "High",
        /// Nothing goes out before it is settled.
        Urgent => "Urgent",
    }
}

choices! {
    /// How far the work on a claim has come.
    #[derive(Default)]
    Status {
        /// Nobody has looked yet.
        #[default]
        Unchecked => "Unchecked",
        /// Somebody is at it.
        InProgress => "In progress",
        /// Waits for an answer.
        QueryOut => "Query out",
        /// One reviewer is done.
        Checked => "Checked",
        /// A second reviewer agrees.
        SecondChecked => "Second-checked",
        /// Done with, correction included.
        Closed => "Closed",
    }
}

impl Status {
    /// Whether the check itself is done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Checked | Self::SecondChecked | Self::Closed)
    }
}

/// Who did something, and when. The person is missing where the reviewer did not give a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Signature {
    /// Who.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<ReviewerId>,
    /// When, in UTC.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: Timestamp,
}

/// How sure the reviewer is of the verdict, in words (ICD 203) or per cent, with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Confidence {
    /// How sure.
    pub degree: Degree,
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

impl Confidence {
    /// A degree without a reason.
    pub fn new(degree: Degree) -> Self {
        Self { degree, reason: String::new() }
    }
}

/// A degree of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Degree {
    /// Weak or contradictory grounds.
    Low,
    /// Good grounds, other readings possible.
    Moderate,
    /// Strong grounds from independent sources.
    High,
    /// 0–100.
    Percent(u8),
}

impl Degree {
    /// The three words.
    pub const LEVELS: [Self; 3] = [Self::Low, Self::Moderate, Self::High];

    /// The word or figure for people.
    pub fn label(self) -> String {
        match self {
            Self::Low => "Low".into(),
            Self::Moderate => "Moderate".into(),
            Self::High => "High".into(),
            Self::Percent(percent) => format!("{percent} %"),
        }
    }

    /// A number to sort by: Low, Moderate and High stand at 25, 60 and 90 per cent.
    pub fn rank(self) -> u8 {
        match self {
            Self::Low => 25,
            Self::Moderate => 60,
            Self::High => 90,
            Self::Percent(percent) => percent,
        }
    }
}

/// Who said it, when and where. An empty string means "unknown".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Claimant {
    /// Their name.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Their office or profession.
    #[serde(skip_serializing_if = "is_default")]
    pub role: String,
    /// Whom they speak for.
    #[serde(skip_serializing_if = "is_default")]
    pub organisation: String,
    /// A page about them.
    #[serde(skip_serializing_if = "is_default")]
    pub url: String,
    /// ISO 8601 date on which they said it, possibly only a year or a month.
    #[serde(skip_serializing_if = "is_default")]
    pub said_on: String,
    /// The speech, post or interview in which they said it.
    #[serde(skip_serializing_if = "is_default")]
    pub said_at: String,
}

impl Claimant {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A question sent out about a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Query {
    /// Its name in the claim.
    pub id: QueryId,
    /// Whom it went to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub to: String,
    /// The question.
    #[serde(default, skip_serializing_if = "is_default")]
    pub question: String,
    /// ISO 8601 date on which it was sent; empty while it is not.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asked_on: String,
    /// The answer; empty while there is none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer: String,
    /// ISO 8601 date of the answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answered_on: String,
}

impl Query {
    /// A question not yet written.
    pub fn new(id: QueryId) -> Self {
        Self {
            id,
            to: String::new(),
            question: String::new(),
            asked_on: String::new(),
            answer: String::new(),
            answered_on: String::new(),
        }
    }

    /// Whether an answer is still awaited.
    pub fn is_open(&self) -> bool {
        self.answer.trim().is_empty()
    }
}

/// The wording asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ChangeRequest {
    /// What is wrong with the words as printed.
    #[serde(skip_serializing_if = "is_default")]
    pub problem: String,
    /// The words to print instead.
    #[serde(skip_serializing_if = "is_default")]
    pub suggestion: String,
}

impl ChangeRequest {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
