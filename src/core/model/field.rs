//! A claim field by field: the one list from which edits, undo, the log and the merging of claims are made.
//!
//! An entry of `claim_fields` says everything about a field at once. A field of [`Claim`] that stands in none does not compile.

use serde::{Deserialize, Serialize};

use super::{
    ChangeRequest, CheckedBefore, Claim, ClaimKind, Claimant, Confidence, Correction, EarlierCheck, Mark, Priority,
    Project, Query, ReviewerId, SecondCheck, Signature, Status, VerdictId,
};

/// How far the work on a claim has come, with who said so and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// Who set it, and when.
    pub signed: Option<Signature>,
}

impl From<(Status, Option<Signature>)> for Standing {
    fn from((status, signed): (Status, Option<Signature>)) -> Self {
        Self { status, signed }
    }
}

impl From<Standing> for (Status, Option<Signature>) {
    fn from(Standing { status, signed }: Standing) -> Self {
        (status, signed)
    }
}

/// Decides between two people's values of one field. `field` makes the field of a value, for what is open between the two.
pub trait Join {
    /// A value that is one whole.
    fn whole<T: PartialEq + Clone>(&mut self, values: [&T; 3], field: fn(T) -> ClaimField) -> T;

    /// A list whose entries are added, changed and removed one by one.
    fn listed<T: PartialEq + Clone + std::fmt::Debug>(
        &mut self,
        values: [&Vec<T>; 3],
        field: fn(Vec<T>) -> ClaimField,
    ) -> Vec<T>;

    /// The passages.
    fn passages(&mut self, values: [&Vec<Mark>; 3], field: fn(Vec<Mark>) -> ClaimField) -> Vec<Mark>;

    /// The status with its signature.
    fn standing(&mut self, values: [&Standing; 3], field: fn(Standing) -> ClaimField) -> Standing;

    /// The questions.
    fn queries(&mut self, values: [&Vec<Query>; 3], field: fn(Vec<Query>) -> ClaimField) -> Vec<Query>;

    /// The checks that hold no longer.
    fn earlier(
        &mut self,
        values: [&Vec<EarlierCheck>; 3],
        field: fn(Vec<EarlierCheck>) -> ClaimField,
    ) -> Vec<EarlierCheck>;
}

/// `Variant(type of its value) of [fields of Claim]; undo "words" typed?; log [name "its word in log and file": the words for its
/// value]; merge how "words"; covered` by a signature or not. The order is that of the log. Behind `apart` stand the fields that are no [`ClaimField`], with what the log tells of them.
macro_rules! claim_fields {
    ($(
        fields {
            $($(#[$attr:meta])* $variant:ident($value:ty) of [$($member:ident),+]; undo $undo:literal $typing:ident;
                log [$($logged:ident $word:literal: $words:path),*]; merge $how:ident $merged:literal; covered $covered:literal;)+
        }
        apart { $($apart:ident; log [$($apart_logged:ident $apart_word:literal: $apart_words:path),*];)+ }
    )+
    ) => {
        /// A field of a claim with its new value.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[expect(missing_docs, reason = "each is the field of Claim with the same name")]
        pub enum ClaimField { $($($(#[$attr])* $variant($value),)+)+ }

        impl ClaimField {
            /// What the undo menu calls its change.
            pub(super) fn label(&self) -> &'static str {
                match self { $($(Self::$variant(_) => $undo,)+)+ }
            }

            /// The word for it in a sentence, to follow "the": "verdict". It names the field in an open difference.
            pub fn word(&self) -> &'static str {
                match self { $($(Self::$variant(_) => $merged,)+)+ }
            }

            /// The field of a claim that has this word.
            pub fn of(claim: &Claim, word: &str) -> Option<Self> {
                match word {
                    $($($merged => Some(Self::$variant(<$value>::from(($(claim.$member.clone()),+)))),)+)+
                    _ => None,
                }
            }

            /// What the log calls it.
            pub fn logged(&self) -> &'static [LogField] {
                match self { $($(Self::$variant(_) => &[$(LogField::$logged),*],)+)+ }
            }

            /// Its value in words for people, as a claim would have it.
            pub fn words(&self, project: &Project, claim: &Claim) -> String {
                let mut claim = claim.clone();
                self.clone().put_into(&mut claim);
                let words: Vec<String> = match self {
                    $($(Self::$variant(_) => vec![$($words(project, &claim)),*],)+)+
                };
                words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
            }

            /// Whether it is typed, so that undo takes one change after the other as one.
            fn is_typed(&self) -> bool {
                match self { $($(Self::$variant(value) => $typing(value),)+)+ }
            }

            /// Whether a signature covers it.
            pub(super) fn is_covered(&self) -> bool {
                match self { $($(Self::$variant(_) => $covered,)+)+ }
            }

            /// Whether a claim has this value already.
            #[expect(clippy::cmp_owned, reason = "some values are made of several members, and have no borrowed form")]
            pub fn is_in(&self, claim: &Claim) -> bool {
                match self { $($(Self::$variant(value) => *value == <$value>::from(($(claim.$member.clone()),+)),)+)+ }
            }

            /// Gives a claim the value.
            pub(crate) fn put_into(self, claim: &mut Claim) {
                match self { $($(Self::$variant(value) => ($(claim.$member),+) = value.into(),)+)+ }
            }
        }

        /// What a change of a claim was made to, in the order in which a log tells of one change.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        #[expect(missing_docs, reason = "each is described by its word")]
        pub enum LogField {
            $($($($logged,)*)+ $($($apart_logged,)*)+)+
            /// A word that this version does not know, as the file has it.
            Other(String),
        }

        impl LogField {
            /// Every field that this version knows.
            pub const ALL: &[Self] = &[$($($(Self::$logged,)*)+ $($(Self::$apart_logged,)*)+)+];

            /// The word for people, which is also that of the file.
            pub fn label(&self) -> &str {
                match self {
                    $($($(Self::$logged => $word,)*)+ $($(Self::$apart_logged => $apart_word,)*)+)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<String> for LogField {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($($($word => Self::$logged,)*)+ $($($apart_word => Self::$apart_logged,)*)+)+
                    _ => Self::Other(word),
                }
            }
        }

        impl Claim {
            /// Brings in what two people made of one claim, field by field: into mine, `self`. Evidence and log are lists of
            /// their own.
            pub fn join_fields(&mut self, base: &Self, theirs: &Self, join: &mut impl Join) {
                // Names every field, so that a new one has to stand in the list.
                let Self { $($($($member: _,)+)+ $($apart: _,)+)+ } = base;
                $($({
                    let value = |claim: &Self| <$value>::from(($(claim.$member.clone()),+));
                    let joined = join.$how([&value(base), &value(self), &value(theirs)], ClaimField::$variant);
                    ($(self.$member),+) = joined.into();
                })+)+
            }

            /// What the log follows, each with the words for its value, in the order of the log.
            pub fn told(&self, project: &Project) -> Vec<(LogField, String)> {
                vec![$(
                    $($((LogField::$logged, $words(project, self)),)*)+
                    $($((LogField::$apart_logged, $apart_words(project, self)),)*)+
                )+]
            }
        }
    };
}

claim_fields! {
    fields {
        Marks(Vec<Mark>) of [marks]; undo "change passage" once; log [Passage "Passage": told::passage]; merge passages "passages"; covered true;
        Statement(Option<String>) of [statement]; undo "change statement" typed; log [Statement "Statement": told::statement];
            merge whole "statement"; covered true;
        Kind(Option<ClaimKind>) of [kind]; undo "set type" once; log [Kind "Type": told::kind]; merge whole "type"; covered true;
        Claimant(Claimant) of [claimant]; undo "change claimant" typed; log [Claimant "Claimant": told::claimant]; merge whole "claimant"; covered true;
        Priority(Priority) of [priority]; undo "set priority" once; log [Priority "Priority": told::priority]; merge whole "priority"; covered false;
        Tags(Vec<String>) of [tags]; undo "change tags" once; log [Tags "Tags": told::tags]; merge listed "tags"; covered false;
        Verdict(Option<VerdictId>) of [verdict]; undo "set verdict" once; log [Verdict "Verdict": told::verdict]; merge whole "verdict"; covered true;
        Confidence(Option<Confidence>) of [confidence]; undo "set confidence" typed_where_given;
            log [Confidence "Confidence": told::confidence]; merge whole "confidence"; covered true;
        Status(Standing) of [status, signed]; undo "set status" once; log [Status "Status": told::status]; merge standing "status"; covered false;
        #[serde(deserialize_with = "super::signing::one_or_many")]
        #[cfg_attr(test, schemars(with = "Vec<EarlierCheck>"))]
        EarlierCheck(Vec<EarlierCheck>) of [earlier_checks]; undo "keep earlier check" once; log []; merge earlier "earlier check"; covered false;
        Assigned(Option<ReviewerId>) of [assigned]; undo "assign claim" once; log [Assigned "Assigned to": told::assigned];
            merge whole "assignment"; covered false;
    }
    apart {
        evidence; log [Evidence "Evidence": told::evidence];
    }
    fields {
        Queries(Vec<Query>) of [queries]; undo "change queries" typed; log [Queries "Queries": told::queries]; merge queries "queries"; covered false;
        Change(Option<ChangeRequest>) of [change]; undo "change request" typed; log [Change "Change request": told::change];
            merge whole "change request"; covered false;
        Created(Option<Signature>) of [created]; undo "sign claim" once; log []; merge whole "author"; covered false;
        Second(Option<SecondCheck>) of [second]; undo "second check" once;
            log [Second "Second check": told::second, Settled "Settled": told::settled]; merge whole "second check"; covered false;
        Corrections(Vec<Correction>) of [corrections]; undo "change corrections" typed;
            log [Corrections "Corrections": told::corrections]; merge listed "corrections"; covered false;
        CheckedBefore(Vec<CheckedBefore>) of [checked_before]; undo "say what was checked before" once; log [];
            merge listed "earlier claims"; covered false;
        Notes(String) of [notes]; undo "change notes" typed; log [Notes "Notes": told::notes]; merge whole "notes"; covered false;
    }
    apart {
        id; log [];
        number; log [];
        aliases; log [];
        article; log [];
        log; log [Imported "Imported": told::nothing];
    }
}

impl From<LogField> for String {
    fn from(field: LogField) -> Self {
        field.label().to_owned()
    }
}

impl ClaimField {
    /// What two changes in a row must share to be one for undo; `None`: each stands alone.
    pub(super) fn typing_key(&self) -> Option<&'static str> {
        self.is_typed().then(|| self.label())
    }

    /// The verdicts that it names.
    pub(super) fn verdicts(&self) -> Vec<&VerdictId> {
        match self {
            Self::Verdict(verdict) => verdict.iter().collect(),
            Self::Second(Some(second)) => {
                let settled = second.settled.iter().flat_map(|settled| [&settled.first, &settled.verdict]);
                settled.chain([&second.verdict]).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn once<T>(_: &T) -> bool {
    false
}

fn typed<T>(_: &T) -> bool {
    true
}

fn typed_where_given<T>(value: &Option<T>) -> bool {
    value.is_some()
}

/// The words of the log for the value of a field; empty where there is none.
mod told {
    use crate::model::{Claim, ClaimKind, Confidence, Project, VerdictId};

    /// It is told of by whoever does it, and is no value of the claim.
    pub fn nothing(_: &Project, _: &Claim) -> String {
        String::new()
    }

    pub fn passage(_: &Project, claim: &Claim) -> String {
        claim.quote()
    }

    pub fn statement(_: &Project, claim: &Claim) -> String {
        claim.statement.clone().unwrap_or_default()
    }

    pub fn kind(_: &Project, claim: &Claim) -> String {
        claim.kind.map(ClaimKind::label).unwrap_or_default().to_owned()
    }

    pub fn claimant(_: &Project, claim: &Claim) -> String {
        let claimant = &claim.claimant;
        let who = [&claimant.name, &claimant.role, &claimant.organisation, &claimant.said_on, &claimant.said_at];
        joined(who.into_iter().map(String::as_str), ", ")
    }

    pub fn priority(_: &Project, claim: &Claim) -> String {
        claim.priority.label().to_owned()
    }

    pub fn tags(_: &Project, claim: &Claim) -> String {
        claim.tags.join(", ")
    }

    pub fn verdict(project: &Project, claim: &Claim) -> String {
        claim.verdict.as_ref().map(|verdict| verdict_words(project, verdict)).unwrap_or_default()
    }

    pub fn confidence(_: &Project, claim: &Claim) -> String {
        claim.confidence.as_ref().map(confidence_words).unwrap_or_default()
    }

    pub fn status(_: &Project, claim: &Claim) -> String {
        claim.status.label().to_owned()
    }

    pub fn assigned(project: &Project, claim: &Claim) -> String {
        let Some(id) = &claim.assigned else { return String::new() };
        project.reviewer(id).map_or_else(|| id.to_string(), |reviewer| reviewer.short().to_owned())
    }

    pub fn evidence(project: &Project, claim: &Claim) -> String {
        claim.evidence.iter().map(|evidence| evidence.told(project)).collect::<Vec<_>>().join("; ")
    }

    pub fn queries(_: &Project, claim: &Claim) -> String {
        let words = claim
            .queries
            .iter()
            .map(|query| joined([query.to.as_str(), &query.question, &query.answer].into_iter(), " · "));
        words.collect::<Vec<_>>().join("; ")
    }

    pub fn change(_: &Project, claim: &Claim) -> String {
        claim.change.as_ref().map(|change| change.suggestion.clone()).unwrap_or_default()
    }

    pub fn second(project: &Project, claim: &Claim) -> String {
        let Some(second) = &claim.second else { return String::new() };
        let confidence = second.confidence.as_ref().map(confidence_words).unwrap_or_default();
        joined([verdict_words(project, &second.verdict).as_str(), &confidence].into_iter(), " · ")
    }

    pub fn settled(project: &Project, claim: &Claim) -> String {
        let Some(settled) = claim.second.as_ref().and_then(|second| second.settled.as_ref()) else {
            return String::new();
        };
        joined([verdict_words(project, &settled.verdict).as_str(), &settled.reason].into_iter(), ": ")
    }

    pub fn corrections(_: &Project, claim: &Claim) -> String {
        let words = claim
            .corrections
            .iter()
            .map(|correction| joined([correction.date.as_str(), &correction.text].into_iter(), " "));
        words.collect::<Vec<_>>().join("; ")
    }

    pub fn notes(_: &Project, claim: &Claim) -> String {
        claim.notes.clone()
    }

    fn verdict_words(project: &Project, id: &VerdictId) -> String {
        project.verdict(id).map_or_else(|| id.to_string(), |verdict| verdict.label)
    }

    fn confidence_words(confidence: &Confidence) -> String {
        joined([confidence.degree.label().as_str(), &confidence.reason].into_iter(), ": ")
    }

    fn joined<'a>(parts: impl Iterator<Item = &'a str>, between: &str) -> String {
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_follows_every_field_that_has_a_word_in_it() {
        let claim = Claim::new(
            crate::model::ClaimId::new("c-1").unwrap(),
            crate::model::ArticleId::new("a-1").unwrap(),
            Vec::new(),
        );
        let told: Vec<_> = claim.told(&Project::new("")).into_iter().map(|(field, _)| field).collect();
        assert_eq!(told, LogField::ALL);
    }

    #[test]
    fn reads_what_older_programs_have_journalled() {
        let field: ClaimField = serde_json::from_str(r#"{"Status":{"status":"Checked","signed":null}}"#).unwrap();
        assert_eq!(field, ClaimField::Status(Standing { status: Status::Checked, signed: None }));
        let field: ClaimField = serde_json::from_str(r#"{"EarlierCheck":null}"#).unwrap();
        assert_eq!(field, ClaimField::EarlierCheck(Vec::new()));
        let field: ClaimField =
            serde_json::from_str(r#"{"EarlierCheck":{"version":"v-1","status":"Checked"}}"#).unwrap();
        let ClaimField::EarlierCheck(checks) = field else { panic!("it is the field of its name") };
        assert_eq!((checks.len(), checks[0].status), (1, Status::Checked));
    }
}
