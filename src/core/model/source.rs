//! What claims are checked against, and the link between the two.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Capture, EvidenceId, Mark, Region, SourceId, Version, VersionId, claim::choices, is_default};

/// What a confidential source is called outside.
pub const KNOWN_TO_THE_DESK: &str = "A source known to the desk";

/// A document, person or data set (schema.org CreativeWork). An empty string means "unknown".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Source {
    /// Its name in the project.
    pub id: SourceId,
    /// What it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: SourceKind,
    /// How near it is to what happened.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<SourceLevel>,
    /// Its title, or the person's name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: String,
    /// Who made it, in the order given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub creators: Vec<String>,
    /// The site, paper, agency or house.
    #[serde(default, skip_serializing_if = "is_default")]
    pub publisher: String,
    /// ISO 8601 date, possibly only a year or a month.
    #[serde(default, skip_serializing_if = "is_default")]
    pub published: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub url: String,
    /// Where a copy is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived_url: String,
    /// ISO 8601 date on which it was looked at.
    #[serde(default, skip_serializing_if = "is_default")]
    pub accessed: String,
    /// The document itself, where it was given as a file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: Option<StoredFile>,
    /// How far it can be relied on in general.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reliability: Option<Reliability>,
    /// How to reach it: telephone, e-mail.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact: String,
    /// Whether the contact stays out of every export.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact_is_private: bool,
    /// Whether who or what it is stays out of every export.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_confidential: bool,
    /// What the reviewer wants to remember.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
    /// The copies that were sealed, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seals: Vec<Seal>,
    /// Its document as it was opened: what it says, the oldest version first; empty until one was opened.
    #[serde(default, skip_serializing_if = "is_default")]
    pub versions: Vec<Arc<Version>>,
}

impl Source {
    /// A source of which nothing is known yet.
    pub fn new(id: SourceId) -> Self {
        Self {
            id,
            kind: SourceKind::default(),
            level: None,
            title: String::new(),
            creators: Vec::new(),
            publisher: String::new(),
            published: String::new(),
            url: String::new(),
            archived_url: String::new(),
            accessed: String::new(),
            file: None,
            reliability: None,
            contact: String::new(),
            contact_is_private: true,
            is_confidential: false,
            notes: String::new(),
            seals: Vec::new(),
            versions: Vec::new(),
        }
    }

    /// What may be told of it to others: of a confidential source that there is one, of which kind, and how far it can be relied
    /// on. Who or what it is stays at the desk, and so does every copy, since its hash would give it away.
    pub fn as_told(&self) -> Self {
        if !self.is_confidential {
            return self.clone();
        }
        Self {
            kind: self.kind,
            level: self.level,
            reliability: self.reliability,
            title: KNOWN_TO_THE_DESK.to_owned(),
            is_confidential: true,
            ..Self::new(self.id.clone())
        }
    }

    /// The newest version of its document.
    pub fn latest(&self) -> Option<&Arc<Version>> {
        self.versions.last()
    }

    /// The version of its document with this id.
    pub fn version(&self, version_id: &VersionId) -> Option<&Arc<Version>> {
        self.versions.iter().find(|version| version.id == *version_id)
    }

    /// The page of a web archive from which its document was opened: of the version in which `evidence` has its words, else of the newest.
    pub fn capture(&self, evidence: Option<&Evidence>) -> Option<&Capture> {
        let marked = evidence.and_then(|evidence| evidence.mark.as_ref());
        let version = marked.and_then(|mark| self.version(&mark.anchor.version)).or_else(|| self.latest())?;
        version.origin.captured.as_ref()
    }

    /// The SHA-256 of every copy that is kept beside the project.
    pub fn copies(&self) -> impl Iterator<Item = &str> {
        let given = self.file.iter().map(|file| file.sha256.as_str());
        let sealed = self.seals.iter().map(|seal| seal.sha256.as_str());
        let opened = self.versions.iter().map(|version| version.origin.sha256.as_str());
        given.chain(sealed).chain(opened).filter(|name| !name.is_empty())
    }

    /// Whether a copy of it is kept: a file, a sealed page, or the file or page from which its document was opened.
    pub fn has_copy(&self) -> bool {
        let is_copy = |version: &Arc<Version>| {
            let origin = &version.origin;
            let is_from_outside = !origin.file.is_empty() || !origin.url.is_empty();
            is_from_outside && !origin.sha256.is_empty()
        };
        self.file.is_some() || !self.seals.is_empty() || self.versions.iter().any(is_copy)
    }

    /// The title, else the address, else words that say there is neither.
    pub fn display_title(&self) -> &str {
        [&self.title, &self.url].into_iter().find(|text| !text.trim().is_empty()).map_or("Untitled source", |text| text)
    }
}

/// A file kept beside the project in `NAME.files/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StoredFile {
    /// The name that it came with, without its folder.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal; the name under which it is kept.
    pub sha256: String,
    /// What its bytes are, by themselves and not by its name, where it is a picture, a recording or a PDF: "image/png".
    #[serde(default, skip_serializing_if = "is_default")]
    pub media_type: String,
    /// Whether it is a picture that says when, where or with what it was taken.
    #[serde(default, skip_serializing_if = "is_default")]
    pub has_exif: bool,
}

impl StoredFile {
    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.media_type.starts_with("image/")
    }

    /// Whether it is a PDF.
    pub fn is_pdf(&self) -> bool {
        self.media_type == "application/pdf"
    }

    /// Whether it is sound or film.
    pub fn is_recording(&self) -> bool {
        self.media_type.starts_with("audio/") || self.media_type.starts_with("video/")
    }
}

/// A copy of a source as it was at one time, kept beside the project: its hash shows that nobody has changed it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Seal {
    /// SHA-256 of its bytes, in hexadecimal; the name under which it is kept.
    pub sha256: String,
    /// When it was sealed.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: jiff::Timestamp,
    /// The name that a file of it has.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// The address it was fetched from, if it was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub url: String,
}

choices! {
    /// What a source is.
    #[derive(Default)]
    SourceKind {
        /// A page on the web.
        #[default]
        WebPage => "Web page",
        /// An article in a paper, magazine or agency service.
        News => "News article",
        /// A report, paper or filing.
        Report => "Report",
        /// A law, judgment or other official record.
        Record => "Official record",
        /// Figures.
        Dataset => "Data set",
        /// A paper in a journal, or a preprint.
        Paper => "Scientific paper",
        /// A book.
        Book => "Book",
        /// Somebody who was asked.
        Person => "Person",
        /// A picture.
        Picture => "Picture",
        /// Sound or film.
        Recording => "Recording",
        /// A post on a social network.
        Post => "Social media post",
        /// Notes, e-mails and other papers that are not published.
        Unpublished => "Unpublished paper",
        /// Anything else.
        Other => "Other",
    }
}

choices! {
    /// How near a source is to what happened.
    SourceLevel {
        /// Was there, or made it.
        Primary => "Primary",
        /// Reports what others saw or made.
        Secondary => "Secondary",
        /// Sums up reports.
        Tertiary => "Tertiary",
    }
}

choices! {
    /// How far a source can be relied on in general (Admiralty code, A–F).
    Reliability {
        /// No doubt.
        A => "A",
        /// Minor doubt.
        B => "B",
        /// Doubt.
        C => "C",
        /// Significant doubt.
        D => "D",
        /// Known to be wrong or to lie.
        E => "E",
        /// Cannot be judged.
        F => "F",
    }
}

impl Reliability {
    /// What the letter stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "Completely reliable",
            Self::B => "Usually reliable",
            Self::C => "Fairly reliable",
            Self::D => "Not usually reliable",
            Self::E => "Unreliable",
            Self::F => "Cannot be judged",
        }
    }
}

choices! {
    /// How credible one piece of information is (Admiralty code, 1–6).
    Credibility {
        /// Confirmed by other sources.
        Confirmed => "1",
        /// Probably true.
        Probable => "2",
        /// Possibly true.
        Possible => "3",
        /// Doubtful.
        Doubtful => "4",
        /// Improbable.
        Improbable => "5",
        /// Cannot be judged.
        Unjudged => "6",
    }
}

impl Credibility {
    /// What the figure stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Confirmed => "Confirmed by other sources",
            Self::Probable => "Probably true",
            Self::Possible => "Possibly true",
            Self::Doubtful => "Doubtful",
            Self::Improbable => "Improbable",
            Self::Unjudged => "Cannot be judged",
        }
    }
}

/// The link between a claim and a source: what the source says about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Its name in the claim.
    pub id: EvidenceId,
    /// The source.
    pub source: SourceId,
    /// Which way it points.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stance: Stance,
    /// The words of the source.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quote: String,
    /// Where in the source: page, paragraph, time code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locator: String,
    /// What the reviewer makes of it, or how it was checked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// How credible this piece of information is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub credibility: Option<Credibility>,
    /// Where the words stand in the source's document, once they were marked there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mark: Option<Mark>,
    /// The part of a picture, or of a page as it looks, that it lies on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub region: Option<Region>,
}

impl Evidence {
    /// What may be told of it to others where its source is confidential: the words, but neither where they stand nor what was
    /// noted about how they were had.
    pub fn as_told(&self) -> Self {
        Self { locator: String::new(), note: String::new(), mark: None, region: None, ..self.clone() }
    }

    /// A link without words yet.
    pub fn new(id: EvidenceId, source: SourceId) -> Self {
        Self {
            id,
            source,
            stance: Stance::default(),
            quote: String::new(),
            locator: String::new(),
            note: String::new(),
            credibility: None,
            mark: None,
            region: None,
        }
    }
}

choices! {
    /// Which way evidence points (after FEVER).
    #[derive(Default)]
    Stance {
        /// Says that the claim is right.
        Supports => "Supports",
        /// Says that it is wrong.
        Refutes => "Refutes",
        /// Bears it out in part.
        Mixed => "Mixed",
        /// Helps to understand it and decides nothing.
        #[default]
        Context => "Context",
    }
}
