//! What two people's work says differently of one thing: both kept side by side, as part of the project, until a person settles it.
//!
//! The joiner makes them (`join`), and a person's choice ends them ([`Edit::Settle`](super::Edit)). Meanwhile the project shows what
//! it held before either of the two, and nobody's signature stands under a claim that has one.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ArticleMeta, Claim, ClaimField, ClaimId, ClaimView, Edit, EditError, Evidence, Project, Reviewer, ReviewerId,
    Scale, Settings, SettledDifference, Signature, Source, Subject, Waiver, entry::Entry, is_default,
};

/// Something of which two or more values are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    /// The part of the project that it is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Subject,
    /// What is said of it: two or more, no two the same.
    pub values: Vec<Opinion>,
}

/// One of the values that are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opinion {
    /// Whose it is, where the log tells.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<ReviewerId>,
    /// When they said it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub at: Option<Timestamp>,
    /// The value.
    pub value: Value,
}

/// A value of something. Of a part that is joined field by field it is the whole part, and only the fields in which the values
/// differ are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Value {
    /// It is not there any more.
    Gone,
    /// It stays, as it stands in the project.
    Kept,
    /// A field of a claim.
    Claim(ClaimField),
    /// Evidence of a claim.
    Evidence(Evidence),
    /// What is known of an article.
    Article(ArticleMeta),
    /// What is known of a source, without its documents.
    Source(Arc<Source>),
    /// The name of the project.
    Title(String),
    /// The settings of the project.
    Settings(Arc<Settings>),
    /// A reviewer.
    Reviewer(Arc<Reviewer>),
    /// A scale.
    Scale(Arc<Scale>),
    /// A view of the claim table.
    View(Arc<ClaimView>),
    /// A finding that may pass.
    Waiver(Arc<Waiver>),
}

impl Value {
    /// What it is a value of, within its subject. Nothing for a part that is gone, which could be any.
    fn name(&self) -> Option<String> {
        Some(match self {
            Self::Gone => return None,
            Self::Kept => "existence".to_owned(),
            Self::Claim(field) => field.word().to_owned(),
            Self::Evidence(evidence) => format!("evidence {}", evidence.id),
            Self::Article(_) | Self::Source(_) => "details".to_owned(),
            Self::Title(_) => "title".to_owned(),
            Self::Settings(_) => "settings".to_owned(),
            Self::Reviewer(reviewer) => format!("reviewer {}", reviewer.id),
            Self::Scale(scale) => format!("scale {}", scale.id),
            Self::View(view) => format!("view “{}”", view.name),
            Self::Waiver(waiver) => format!("waiver of {}", waiver.rule),
        })
    }
}

impl Difference {
    /// Two values or more of one thing, in an order that does not depend on whose copy is joined into whose.
    pub fn new(subject: Subject, values: impl IntoIterator<Item = Opinion>) -> Self {
        let mut found: Vec<Opinion> = Vec::new();
        for opinion in values {
            match found.iter_mut().find(|known| known.value == opinion.value) {
                // The same from two sides: whose name is known, and said it first, has said it.
                Some(known) if whose(&opinion) < whose(known) => *known = opinion,
                Some(_) => {}
                None => found.push(opinion),
            }
        }
        found.sort_by_cached_key(|opinion| (whose(opinion), format!("{:?}", opinion.value)));
        Self { subject, values: found }
    }

    /// What it is about, within its subject: "verdict". With the subject it names the difference in a project.
    pub fn name(&self) -> String {
        self.values.iter().find_map(|opinion| opinion.value.name()).unwrap_or_default()
    }

    /// What the values are of, for people: "the verdict of claim 12".
    pub fn title(&self, project: &Project) -> String {
        let claim = |id: &ClaimId| {
            let words = project.claim(id).map(|claim| (claim.number, first_words(&claim.quote())));
            words.map_or_else(|| format!("claim {id}"), |(number, words)| format!("claim {number} (“{words}”)"))
        };
        let of = match &self.subject {
            Subject::Project => String::new(),
            Subject::Claim(id) => claim(id),
            Subject::Article(id) => {
                format!("article “{}”", project.article(id).map_or(id.as_str(), |article| article.display_title()))
            }
            Subject::Source(id) => {
                format!("source “{}”", project.source(id).map_or(id.as_str(), |source| source.display_title()))
            }
        };
        let fields = self.fields().join(", ");
        let plain = match self.values.iter().map(|opinion| &opinion.value).find(|value| **value != Value::Gone) {
            Some(Value::Kept) | None => return format!("whether {of} stays"),
            Some(Value::Claim(field)) => field.word().to_owned(),
            Some(Value::Evidence(_)) => format!("evidence ({fields})"),
            Some(Value::Title(_)) => return "the title of the project".to_owned(),
            Some(Value::Settings(_)) => return format!("the settings ({fields})"),
            Some(Value::Reviewer(reviewer)) => return format!("the reviewer {} ({fields})", reviewer.short()),
            Some(Value::Scale(scale)) => return format!("the scale “{}”", scale.name),
            Some(Value::View(view)) => return format!("the view “{}”", view.name),
            Some(Value::Waiver(waiver)) if of.is_empty() => return format!("whether “{}” may pass", waiver.rule),
            Some(Value::Waiver(waiver)) => format!("waiver of “{}”", waiver.rule),
            Some(Value::Article(_) | Value::Source(_)) => fields,
            Some(Value::Gone) => String::new(),
        };
        format!("the {plain} of {of}")
    }

    /// The fields in which values that are whole parts differ.
    fn fields(&self) -> Vec<&'static str> {
        let mut fields = Vec::new();
        for (at, one) in self.values.iter().enumerate() {
            for other in &self.values[at + 1..] {
                let found = match (&one.value, &other.value) {
                    (Value::Evidence(a), Value::Evidence(b)) => a.differing(b),
                    (Value::Article(a), Value::Article(b)) => a.differing(b),
                    (Value::Source(a), Value::Source(b)) => a.differing(b),
                    (Value::Settings(a), Value::Settings(b)) => a.differing(b),
                    (Value::Reviewer(a), Value::Reviewer(b)) => a.differing(b),
                    (Value::Gone, _) | (_, Value::Gone) => vec!["removed or not"],
                    _ => Vec::new(),
                };
                found.into_iter().for_each(|field| {
                    if !fields.contains(&field) {
                        fields.push(field);
                    }
                });
            }
        }
        fields
    }

    /// A value in words for people.
    pub fn words(&self, project: &Project, opinion: &Opinion) -> String {
        let fields = self.fields();
        let words = match &opinion.value {
            Value::Gone => "removed".to_owned(),
            Value::Kept => "kept".to_owned(),
            Value::Claim(field) => match &self.subject {
                Subject::Claim(id) => project.claim(id).map(|claim| field.words(project, claim)).unwrap_or_default(),
                _ => String::new(),
            },
            Value::Evidence(evidence) if fields == ["removed or not"] => evidence.told(project),
            Value::Evidence(evidence) => evidence.words_of(&fields),
            Value::Article(meta) => meta.words_of(&fields),
            Value::Source(_) if fields == ["removed or not"] => "kept".to_owned(),
            Value::Source(source) => source.words_of(&fields),
            Value::Title(title) => title.clone(),
            Value::Settings(settings) => settings.words_of(&fields),
            Value::Reviewer(reviewer) => reviewer.whole(),
            Value::Scale(scale) => {
                scale.verdicts.iter().map(|verdict| verdict.label.as_str()).collect::<Vec<_>>().join(", ")
            }
            Value::View(_) => "as it is there".to_owned(),
            Value::Waiver(waiver) => waiver.reason.clone(),
        };
        if words.trim().is_empty() { "nothing".to_owned() } else { words }
    }
}

/// As many of the words as name a claim in a sentence.
fn first_words(words: &str) -> String {
    const SHOWN: usize = 60;
    let mut chars = words.chars();
    let shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { format!("{}…", shown.trim_end()) } else { shown }
}

fn whose(opinion: &Opinion) -> (bool, Option<Timestamp>, Option<ReviewerId>) {
    (opinion.by.is_none(), opinion.at, opinion.by.clone())
}

impl Evidence {
    /// Its stance, source and words, for people.
    pub(super) fn told(&self, project: &Project) -> String {
        let source = project.source(&self.source).map_or("", |source| source.display_title());
        let parts = [self.stance.label(), source, &self.quote, &self.locator];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl Project {
    /// What is open between two people's work.
    pub fn differences(&self) -> &[Arc<Difference>] {
        &self.parts.differences
    }

    /// What is open of a claim.
    pub fn differences_of<'a>(&'a self, claim_id: &'a ClaimId) -> impl Iterator<Item = &'a Arc<Difference>> {
        let is_of = move |difference: &&Arc<Difference>| difference.subject == Subject::Claim(claim_id.clone());
        self.parts.differences.iter().filter(is_of)
    }

    /// The open difference of this name.
    pub fn difference(&self, subject: &Subject, name: &str) -> Option<&Arc<Difference>> {
        self.parts.differences.iter().find(|open| open.subject == *subject && open.name() == name)
    }

    /// Whether what a difference is about is there, and two things are said of it.
    pub fn can_settle(&self, difference: &Difference) -> bool {
        difference.values.len() > 1 && self.has_subject(&difference.subject)
    }

    /// What the project has now of the thing that a difference is about.
    pub fn value_of(&self, difference: &Difference) -> Value {
        let shown = difference.values.iter().map(|opinion| &opinion.value).find(|value| **value != Value::Gone);
        let parts = &self.parts;
        let found = match (shown, &difference.subject) {
            (Some(Value::Kept), subject) => self.has_subject(subject).then_some(Value::Kept),
            (Some(Value::Claim(field)), Subject::Claim(id)) => {
                self.claim(id).and_then(|claim| ClaimField::of(claim, field.word())).map(Value::Claim)
            }
            (Some(Value::Evidence(evidence)), Subject::Claim(id)) => {
                let found = self.claim(id).and_then(|claim| claim.evidence_by_id(&evidence.id));
                found.cloned().map(Value::Evidence)
            }
            (Some(Value::Article(_)), Subject::Article(id)) => {
                self.article(id).map(|article| Value::Article(article.meta.clone()))
            }
            (Some(Value::Source(_)), Subject::Source(id)) => {
                self.source(id).map(|source| Value::Source(without_documents(source)))
            }
            (Some(Value::Title(_)), _) => Some(Value::Title(parts.title.clone())),
            (Some(Value::Settings(_)), _) => Some(Value::Settings(parts.settings.clone())),
            (Some(Value::Reviewer(reviewer)), _) => self.reviewer(&reviewer.id).cloned().map(Value::Reviewer),
            (Some(Value::Scale(scale)), _) => {
                parts.scales.iter().find(|other| other.id == scale.id).cloned().map(Value::Scale)
            }
            (Some(Value::View(view)), _) => {
                parts.views.iter().find(|other| other.name == view.name).cloned().map(Value::View)
            }
            (Some(Value::Waiver(waiver)), _) => {
                let is_it = |other: &&Arc<Waiver>| other.rule == waiver.rule && other.subject == waiver.subject;
                parts.waivers.iter().find(is_it).cloned().map(Value::Waiver)
            }
            _ => None,
        };
        found.unwrap_or(Value::Gone)
    }

    /// Puts what a person chose, and lets the difference go.
    pub(super) fn settle(
        &mut self,
        subject: &Subject,
        name: &str,
        edits: &[Edit],
        (chosen, reason): (&[usize], &str),
        by: Option<&Signature>,
    ) -> Result<(), EditError> {
        let open = self.parts.differences.iter().position(|open| open.subject == *subject && open.name() == name);
        let open = open.ok_or_else(|| EditError::Missing(format!("an open difference of the {name}")))?;
        let about = self.parts.differences[open].title(self);
        let open = self.parts.differences.remove(open);
        edits.iter().try_for_each(|edit| {
            // What another reviewer has signed stays theirs.
            let is_theirs = matches!(edit, Edit::SetClaim { field: ClaimField::Second(_), .. });
            self.apply_by(edit, by.filter(|_| !is_theirs))
        })?;
        self.note_settled(SettledDifference {
            subject: subject.clone(),
            what: name.to_owned(),
            about,
            values: open.values.clone(),
            chosen: chosen.to_vec(),
            signed: by.cloned(),
            reason: reason.to_owned(),
        });
        Ok(())
    }

    /// Whether something of a claim is open.
    pub(super) fn is_unsettled(&self, claim: &Claim) -> bool {
        !self.parts.differences.is_empty() && self.differences_of(&claim.id).next().is_some()
    }
}

/// A source without its documents, as a value.
pub fn without_documents(source: &Source) -> Arc<Source> {
    Arc::new(Source { versions: Vec::new(), ..source.clone() })
}

impl Opinion {
    /// A value of which nobody knows whose it is.
    pub fn of(value: Value) -> Self {
        Self { by: None, at: None, value }
    }

    /// Whose it is, for people; nothing where that is not known.
    pub fn who<'a>(&self, project: &'a Project) -> Option<&'a str> {
        self.by.as_ref().and_then(|id| project.reviewer(id)).map(|reviewer| reviewer.short())
    }
}
