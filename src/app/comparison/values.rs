//! What is compared, and what comes of it: values alone.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use crate::{
    agreement::{Coefficient, Level},
    import::Watch,
    model::{ClaimId, Project, ReviewerId, Span, Version},
    state_id::StateId,
};

/// A project that is to be compared, as whoever asks is to see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What it is called in what is said of it: the name of its file.
    pub name: String,
    /// The project.
    pub project: Project,
    /// Its claims whose first check is hidden.
    pub hidden: HashSet<ClaimId>,
    /// How many of its claims are hidden as a whole.
    pub unseen: usize,
}

/// Reading the projects that the open one is to be compared with, and comparing them.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareJob {
    /// The open project.
    pub own: Side,
    /// Its file. `None`: it was never saved, and goes by its title.
    pub path: Option<PathBuf>,
    /// Its state.
    pub state: StateId,
    /// The files of the others. None: the first passes that the open project holds are compared with each other.
    pub others: Vec<PathBuf>,
    /// Who asks.
    pub reader: Option<ReviewerId>,
    /// How far it has come, and the way to stop it.
    pub watch: Watch,
}

/// Why nothing came of a [`CompareJob`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncompared {
    /// What could not be done, and why.
    pub text: String,
    /// The file that it speaks of.
    pub path: Option<PathBuf>,
}

/// The comparison that the window shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparing {
    /// The files that the open project is compared with. None: it is of the first passes that the project holds.
    pub others: Vec<PathBuf>,
    /// What came of it.
    pub found: Arc<ProjectComparison>,
    /// The state of the open project that was compared.
    pub state: StateId,
}

impl Comparing {
    /// Whether it is of the first passes that the project holds.
    pub fn is_of_passes(&self) -> bool {
        self.others.is_empty()
    }
}

/// Several people's projects beside each other: what each marked and found in the texts that they have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectComparison {
    /// The projects, in the order in which they were given.
    pub projects: Vec<ComparedProject>,
    /// The texts that at least two of them have.
    pub texts: Vec<ComparedText>,
    /// The verdicts that somebody may give, in the order of the first project's scale.
    pub categories: Vec<Category>,
    /// What was marked, each once, in text order.
    pub units: Vec<Unit>,
    /// Every two of the projects, compared.
    pub pairs: Vec<PairFigures>,
    /// The agreement of all on the verdicts: raw, Fleiss' κ and Krippendorff's α.
    pub verdicts: VerdictFigures,
    /// Krippendorff's α, nominal, of which words of the texts belong to a claim. The units are words, not passages: each word of each
    /// text that several have is a unit, and its value is whether a claim of the project covers it.
    pub words: Coefficient,
}

/// One of the projects.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedProject {
    /// What it is called.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How many claims it has.
    pub claims: usize,
    /// How many of them have a verdict that is hidden from whoever asks, by a blind second check.
    pub hidden: usize,
    /// Its claims that could not be compared.
    pub left_out: Vec<LeftOut>,
}

impl ComparedProject {
    /// How many claims are compared.
    pub fn compared(&self) -> usize {
        self.claims - self.left_out.len()
    }
}

/// A claim that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub id: ClaimId,
    /// Its number.
    pub number: u32,
    /// Its words.
    pub quote: String,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why a claim could not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// No other project has its article.
    OnlyHere,
    /// Its words are not in the draft that is compared.
    NotInDraft,
}

impl WhyLeftOut {
    /// Why, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::OnlyHere => "no other project has its article",
            Self::NotInDraft => "its words are not in the draft that was compared",
        }
    }
}

/// A text that several projects have.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedText {
    /// Its title in the first project that has it.
    pub title: String,
    /// The draft in which passages are compared: the newest that all have, else the newest of the first project that has the article. What
    /// stands in another draft was followed into it.
    pub version: Arc<Version>,
    /// Which of the projects have it.
    pub is_in: Vec<bool>,
    /// How many words it has.
    pub words: usize,
}

/// A verdict that may be given, by its word: projects that call it the same mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The word.
    pub label: String,
    /// Its place from 1 among those verdicts of the first project's scale that say how far something holds. `None`: it says that
    /// something cannot be settled or is no matter of fact, or only another scale has it. Coefficients that need an order leave it out.
    pub rank: Option<usize>,
}

/// What one or several have marked on the same words.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The place of its text.
    pub text: usize,
    /// How those that have it agree on its passages.
    pub kind: UnitKind,
    /// The claim of each project, where it has one.
    pub claims: Vec<Option<UnitClaim>>,
}

/// How passages of claims lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// All that have a claim there marked the same passages, to the letter.
    Same,
    /// They marked passages that overlap.
    Overlapping,
    /// Only this project has it.
    Only(usize),
}

/// A claim of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitClaim {
    /// Its id.
    pub id: ClaimId,
    /// Its number.
    pub number: u32,
    /// Where it stands in the draft that is compared.
    pub spans: Vec<Span>,
    /// The words there.
    pub quote: String,
    /// Its verdict, by its place among the categories.
    pub verdict: Option<usize>,
    /// Whether its verdict is hidden from whoever asks.
    pub is_hidden: bool,
}

impl Unit {
    /// Whether two of those that have a verdict on it have another.
    pub fn verdicts_differ(&self) -> bool {
        let mut verdicts = self.claims.iter().flatten().filter_map(|claim| claim.verdict);
        verdicts.next().is_some_and(|first| verdicts.any(|other| other != first))
    }
}

/// How far verdicts agree, over the claims of [`ProjectComparison::units`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VerdictFigures {
    /// The share of pairs of verdicts that are the same.
    pub raw: Coefficient,
    /// Fleiss' κ, over what all have rated.
    pub fleiss: Coefficient,
    /// Krippendorff's α, in the order of [`Level::ALL`]. Nominal over all verdicts, the others over those that have a rank.
    pub alpha: [Coefficient; Level::ALL.len()],
}

/// Two of the projects.
#[derive(Debug, Clone, PartialEq)]
pub struct PairFigures {
    /// Their places.
    pub of: [usize; 2],
    /// Claims of both on the same passages.
    pub same: usize,
    /// Claims of both on passages that overlap.
    pub overlapping: usize,
    /// Claims of one alone, in the texts that both have.
    pub only: [usize; 2],
    /// How the single passages match.
    pub passages: PassageMatches,
    /// How often which verdict of the first met which of the second, by their places among the categories.
    pub table: Vec<Vec<usize>>,
    /// The share of verdicts that are the same.
    pub raw: Coefficient,
    /// Cohen's κ: plain over all verdicts, linear and quadratic over those that have a rank.
    pub cohen: [Coefficient; 3],
}

/// How many passages of two projects match, each with one of the other at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassageMatches {
    /// How many passages each has in the texts that both have.
    pub counts: [usize; 2],
    /// Matches to the letter.
    pub exact: usize,
    /// Matches in which what both share is at least half of the longer one, in bytes of the text; exact ones included.
    pub half: usize,
}

impl PassageMatches {
    /// The share of all passages that match: twice the matches of the passages of both (Dice, also called F1). `None` where there is no passage.
    pub fn share(&self, matches: usize) -> Option<f64> {
        let all = self.counts[0] + self.counts[1];
        (all > 0).then(|| 2.0 * matches as f64 / all as f64)
    }
}

/// Why projects cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareError {
    /// This project has no article in common with any other.
    NothingInCommon(String),
    /// So many claims of this project are hidden from whoever asks, so that nothing can be said of what was marked.
    Hidden(String, usize),
    /// It was stopped.
    Stopped,
}

impl std::fmt::Display for CompareError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Could not compare: ")?;
        match self {
            Self::NothingInCommon(name) => write!(
                f,
                "{name} has no article in common with the others. An article is the same where its text, its address or its id is."
            ),
            Self::Hidden(name, count) => {
                let claims = if *count == 1 { "1 claim".to_owned() } else { format!("{count} claims") };
                write!(
                    f,
                    "{name} has a blind or independent second check, and {claims} that another marked are hidden from you. Whoever settles the review can open \
                     the second check in the settings of that project."
                )
            }
            Self::Stopped => f.write_str("it was stopped."),
        }
    }
}

impl std::error::Error for CompareError {}

impl From<CompareError> for Uncompared {
    fn from(error: CompareError) -> Self {
        Self { text: error.to_string(), path: None }
    }
}
