//! What is taken in and how, what came of each claim, and why it cannot be.

use std::collections::{BTreeSet, HashSet};

use crate::{
    ids::Ids,
    model::{ClaimId, PassId, Project, ReviewerId},
};

/// What is taken in, and how.
pub struct Wanted<'a> {
    /// The project that it comes into.
    pub ours: &'a Project,
    /// The other one.
    pub theirs: &'a Project,
    /// Which of its claims are the same as ours on almost the same words.
    pub same: Same,
    /// Our claims that whoever asks is not to see yet: they are left as they are.
    pub hidden: &'a HashSet<ClaimId>,
    /// Who takes it in, where they have a name.
    pub by: Option<ReviewerId>,
    /// Where it comes from, for the log of the claims: the name of the file.
    pub from: String,
    /// When.
    pub at: jiff::Timestamp,
    /// For new names.
    pub ids: Ids,
}

/// Which claims on almost the same words are taken for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Same {
    /// These of the other project.
    These(BTreeSet<ClaimId>),
    /// All of them.
    All,
}

impl Same {
    pub(super) fn holds(&self, id: &ClaimId) -> bool {
        match self {
            Self::These(ids) => ids.contains(id),
            Self::All => true,
        }
    }
}

/// Why a project cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// It has no article of this one.
    #[error(
        "Could not import: the two projects have no article in common. An article is the same where its text, its address or its id is"
    )]
    NothingInCommon,
    /// It was given out of another project.
    #[error("Could not import: it is a first pass of another project, “{0}”. Open that project and import it there")]
    OtherProject(String),
    /// Claims are hidden from whoever asks.
    #[error(
        "Could not import: {0} claims that others marked are hidden from you. Whoever settles the review can open the second check in the \
         settings"
    )]
    Hidden(usize),
}

/// What taking a project in comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenIn {
    /// Our project with what came in.
    pub project: Project,
    /// What becomes of each of their claims, in document order.
    pub claims: Vec<TakenClaim>,
    /// How many sources came in.
    pub sources: usize,
    /// Words for verdicts that no scale of ours has: they became tags.
    pub tagged: Vec<String>,
    /// The first pass that came back with it.
    pub pass: Option<PassId>,
    /// How many differences it opened, those between first passes included.
    pub opened: usize,
}

/// Whether something is told before it is done or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Before.
    ToCome,
    /// After.
    Done,
}

/// What becomes of a claim of the other project.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenClaim {
    /// Its id there.
    pub id: ClaimId,
    /// Its words.
    pub quote: String,
    /// What becomes of it.
    pub fate: Fate,
    /// The claim of ours that it is now; nothing where it does not come in.
    pub into: Option<ClaimId>,
    /// The claim of ours on almost the same words, with its number and words, where there is one.
    pub almost: Option<(ClaimId, u32, String)>,
    /// What came in or differs, in words.
    pub what: Vec<String>,
}

/// What becomes of a claim that is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It comes in as a claim of its own.
    New,
    /// It comes in as a claim of its own, and one of ours stands on almost the same words.
    Almost,
    /// Its check stands beside ours, as a second one.
    Second,
    /// What both found is open until a person settles it.
    Open,
    /// Evidence, notes or other things come in to a claim of ours.
    More,
    /// All of it was there already.
    Known,
    /// It does not come in.
    Missing(Missing),
}

/// Why a claim does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Its words are not in the newest draft.
    NotFound,
    /// Its article is not in this project.
    NoArticle,
    /// It was settled here that it is no claim.
    Settled,
    /// What was found of it here is hidden from whoever asks.
    Hidden,
}

impl Missing {
    /// Why, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotFound => "Its words are not in the newest draft",
            Self::NoArticle => "Its article is not in this project",
            Self::Settled => "It was settled here that it is no claim",
            Self::Hidden => "The first check is hidden from you: nothing comes in until you have given yours",
        }
    }
}

impl TakenIn {
    /// How many claims come to one of these.
    pub fn count(&self, is_it: impl Fn(Fate) -> bool) -> usize {
        self.claims.iter().filter(|claim| is_it(claim.fate)).count()
    }

    /// Whether there is nothing to take in.
    pub fn is_nothing(&self, ours: &Project) -> bool {
        self.project == *ours
    }

    /// What comes or came of each claim, in a sentence.
    pub fn sentence(&self, tense: Tense) -> String {
        let of = |fate: &dyn Fn(Fate) -> bool, [one, many]: [[&str; 2]; 2]| {
            let count = self.count(fate);
            let words = if count == 1 { one } else { many };
            (count > 0).then(|| format!("{count} {}", words[tense as usize]))
        };
        let told = [
            of(
                &|fate| matches!(fate, Fate::New | Fate::Almost),
                [["claim comes in", "claim came in"], ["claims come in", "claims came in"]],
            ),
            of(
                &|fate| fate == Fate::Second,
                [["becomes a second check", "became a second check"], ["become second checks", "became second checks"]],
            ),
            of(
                &|fate| fate == Fate::Open,
                [
                    ["differs from what was found here and is to be settled"; 2],
                    ["differ from what was found here and are to be settled"; 2],
                ],
            ),
            of(
                &|fate| fate == Fate::More,
                [
                    ["brings more to a claim that is there", "brought more to a claim that was there"],
                    ["bring more to claims that are there", "brought more to claims that were there"],
                ],
            ),
            of(
                &|fate| fate == Fate::Known,
                [["is there already", "was there already"], ["are there already", "were there already"]],
            ),
            of(
                &|fate| matches!(fate, Fate::Missing(_)),
                [["does not come in", "did not come in"], ["do not come in", "did not come in"]],
            ),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        let told = if told.is_empty() { "The project has no claims".to_owned() } else { told.join("; ") };
        format!("{told}.")
    }
}
