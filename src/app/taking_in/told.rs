//! What came of taking a project in, claim by claim and in a sentence.

use crate::model::{Claim, ClaimId, PassId, Project, Subject};

use super::{Brought, Wanted};

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
    /// What was found of it here is hidden from whoever asks.
    Hidden,
}

impl Missing {
    /// Why, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotFound => "Its words are not in the newest draft",
            Self::NoArticle => "Its article is not in this project",
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

    /// What came in, in a sentence or two.
    pub fn sentence(&self) -> String {
        let of = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let told = [
            of(self.count(|fate| matches!(fate, Fate::New | Fate::Almost)), "claim came in", "claims came in"),
            of(self.count(|fate| fate == Fate::Second), "became a second check", "became second checks"),
            of(
                self.count(|fate| fate == Fate::Open),
                "differs from what was found here and is to be settled",
                "differ from what was found here and are to be settled",
            ),
            of(
                self.count(|fate| fate == Fate::More),
                "brought more to a claim that was there",
                "brought more to claims that were there",
            ),
            of(self.count(|fate| fate == Fate::Known), "was there already", "were there already"),
            of(self.count(|fate| matches!(fate, Fate::Missing(_))), "did not come in", "did not come in"),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        let told = if told.is_empty() { "The project has no claims".to_owned() } else { told.join("; ") };
        format!("{told}.")
    }
}

/// Whether nothing came to a claim but entries of the log, and checks in another order.
pub(super) fn says_the_same(ours: &Claim, now: &Claim) -> bool {
    let no_check_is_new = now.earlier_checks.iter().all(|check| ours.earlier_checks.contains(check));
    let (log, earlier_checks) = (ours.log.clone(), ours.earlier_checks.clone());
    no_check_is_new && Claim { log, earlier_checks, number: ours.number, ..now.clone() } == *ours
}

/// Tells what came of it.
pub(super) fn tell(wanted: &Wanted<'_>, brought: Brought<'_>, project: Project, pass: Option<PassId>) -> TakenIn {
    let ours = wanted.ours;
    let new = |open: &std::sync::Arc<crate::model::Difference>| !ours.differences().contains(open);
    let opened = project.differences().iter().filter(|open| new(open)).count();
    let mut claims = Vec::new();
    for item in &brought.items {
        let almost = item.beside.as_ref().filter(|beside| !beside.is_exact).and_then(|beside| {
            let claim = ours.claim(&beside.claim)?;
            Some((claim.id.clone(), claim.number, claim.quote()))
        });
        let mut what = Vec::new();
        let fate = match &item.into {
            Err(missing) => Fate::Missing(*missing),
            Ok(id) => match (ours.claim(id), project.claim(id)) {
                (Some(before), Some(now)) => {
                    let subject = Subject::Claim(id.clone());
                    let open = project.differences().iter().filter(|open| open.subject == subject && new(open));
                    what.extend(open.map(|open| open.name()));
                    match () {
                        () if !what.is_empty() => Fate::Open,
                        () if before.second.is_none() && now.second.is_some() => Fate::Second,
                        () if says_the_same(before, now) => Fate::Known,
                        () => {
                            what = more(before, now);
                            Fate::More
                        }
                    }
                }
                _ if almost.is_some() => Fate::Almost,
                _ => Fate::New,
            },
        };
        let into = item.into.as_ref().ok().cloned();
        claims.push(TakenClaim { id: item.claim.id.clone(), quote: item.claim.quote(), fate, into, almost, what });
    }
    let sources = project.sources().len() - ours.sources().len();
    TakenIn { project, claims, sources, tagged: brought.tagged.into_iter().collect(), pass, opened }
}

/// What a claim has now that it had not.
fn more(before: &Claim, now: &Claim) -> Vec<String> {
    let count = now.evidence.len().saturating_sub(before.evidence.len());
    let evidence = match count {
        0 => (now.evidence != before.evidence).then(|| "notes on evidence".to_owned()),
        1 => Some("1 piece of evidence".to_owned()),
        count => Some(format!("{count} pieces of evidence")),
    };
    let fields = [
        (now.verdict != before.verdict, "verdict"),
        (now.statement != before.statement, "statement"),
        (now.notes != before.notes, "notes"),
        (now.tags != before.tags, "tags"),
        (now.queries != before.queries, "queries"),
        (now.change != before.change, "change request"),
        (now.earlier_checks.len() > before.earlier_checks.len(), "an earlier check"),
    ];
    let fields = fields.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word.to_owned());
    evidence.into_iter().chain(fields).collect()
}
