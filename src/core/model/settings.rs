//! What holds for a whole project, and the people who work on it.

use serde::{Deserialize, Serialize};

use super::{ReviewerId, ScaleId, is_default};

/// What holds for a whole project. An empty string means "not set".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Settings {
    /// The scale in use.
    pub scale: ScaleId,
    /// Whether confidence is offered in words or per cent.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: ConfidenceStyle,
    /// Whether a second reviewer sees what the first found only once they have given their own verdict.
    #[serde(skip_serializing_if = "is_default")]
    pub blind_second_check: bool,
    /// Whether, besides, nobody sees what another has marked.
    #[serde(skip_serializing_if = "is_default")]
    pub independent_check: bool,
    /// Who publishes the review (ClaimReview author).
    #[serde(skip_serializing_if = "is_default")]
    pub organisation: String,
    /// The organisation's home page.
    #[serde(skip_serializing_if = "is_default")]
    pub organisation_url: String,
    /// Where the review will stand (ClaimReview url).
    #[serde(skip_serializing_if = "is_default")]
    pub publication_url: String,
    /// ISO 8601 date of publication.
    #[serde(skip_serializing_if = "is_default")]
    pub publication_date: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scale: super::Scale::desk().id,
            confidence: ConfidenceStyle::Words,
            blind_second_check: false,
            independent_check: false,
            organisation: String::new(),
            organisation_url: String::new(),
            publication_url: String::new(),
            publication_date: String::new(),
        }
    }
}

super::claim::choices! {
    /// What a second reviewer sees of the first one's work before they have done their own.
    #[derive(Default)]
    SecondCheckWay {
        #[default]
        /// All of it.
        Open => "Open",
        /// The claims, and nothing of what was found out about them.
        Blind => "Blind",
        /// The article alone.
        Independent => "Independent",
    }
}

impl Settings {
    /// What a second reviewer sees of the first one's work.
    pub fn second_check_way(&self) -> SecondCheckWay {
        match (self.blind_second_check, self.independent_check) {
            (_, true) => SecondCheckWay::Independent,
            (true, false) => SecondCheckWay::Blind,
            (false, false) => SecondCheckWay::Open,
        }
    }

    /// The same with another way of second checks.
    #[must_use]
    pub fn with_second_check_way(&self, way: SecondCheckWay) -> Self {
        let is_independent = way == SecondCheckWay::Independent;
        let is_blind = is_independent || way == SecondCheckWay::Blind;
        Self { blind_second_check: is_blind, independent_check: is_independent, ..self.clone() }
    }
}

super::claim::choices! {
    /// How confidence is offered.
    #[derive(Default)]
    ConfidenceStyle {
        #[default]
        /// Low, Moderate, High.
        Words => "Low, Moderate, High",
        /// 0–100.
        Percent => "Per cent",
    }
}

/// A person who works on the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reviewer {
    /// Their name in the project.
    pub id: ReviewerId,
    /// Their name for people; may be empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// One to four letters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub initials: String,
}

impl Reviewer {
    /// The name with the initials: "Ann Lee (AL)".
    pub fn whole(&self) -> String {
        match (self.name.trim(), self.initials.trim()) {
            ("", "") => "?".to_owned(),
            ("", one) | (one, "") => one.to_owned(),
            (name, initials) => format!("{name} ({initials})"),
        }
    }

    /// "AL" for "Ann Lee".
    pub fn initials_of(name: &str) -> String {
        name.split_whitespace().filter_map(|word| word.chars().next()).take(4).flat_map(char::to_uppercase).collect()
    }

    /// The initials, else the name, else words that say there is neither.
    pub fn short(&self) -> &str {
        [&self.initials, &self.name].into_iter().find(|text| !text.is_empty()).map_or("?", |text| text)
    }
}
