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
    /// Whether a second reviewer sees verdict and confidence of the first only once they have given their own.
    #[serde(skip_serializing_if = "is_default")]
    pub blind_second_check: bool,
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
            organisation: String::new(),
            organisation_url: String::new(),
            publication_url: String::new(),
            publication_date: String::new(),
        }
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
    /// The initials, else the name, else words that say there is neither.
    pub fn short(&self) -> &str {
        [&self.initials, &self.name].into_iter().find(|text| !text.is_empty()).map_or("?", |text| text)
    }
}
