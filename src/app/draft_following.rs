//! What a new draft does to the claims of its article: each passage is placed, moved, changed or lost. A claim whose words
//! changed has to be checked again, which the model sees to.
//!
//! Values in, values out: the job, the command line and the review all come here. The words of evidence follow their source's
//! document in [`source_following`](super::source_following), through the same `follow_mark`.

use std::{collections::HashMap, sync::Arc};

use crate::{
    anchor::{Follow, difference},
    import::{Progress, Stage, Watch},
    model::{
        Anchor, Article, ArticleId, Claim, ClaimField, ClaimId, Edit, Mark, Placement, Project, Version, VersionId,
    },
};

pub(crate) use crate::join::{follow_mark, is_let_go};

/// A new draft into which claims are being followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Following {
    /// The article.
    pub article: ArticleId,
    /// How far it has come, and the way to stop it.
    pub watch: Watch,
}

/// What a new draft does to one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowedClaim {
    /// The claim.
    pub claim: ClaimId,
    /// Its passages as they were.
    pub before: Vec<Mark>,
    /// The same passages with the new draft, in the same order.
    pub after: Vec<Mark>,
    /// How much of each is the same, from 0 to 1.
    pub scores: Vec<f32>,
    /// What changed in it that a check depends on.
    pub changes: Changes,
}

/// What changed between two wordings that a check depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// A number, an order of size, a per cent or a currency.
    pub numbers: bool,
    /// A name.
    pub names: bool,
    /// A negation.
    pub negation: bool,
}

impl Changes {
    /// The words for what changed.
    pub fn words(&self) -> Vec<&'static str> {
        let all = [(self.numbers, "numbers"), (self.names, "names"), (self.negation, "negation")];
        all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect()
    }

    /// What changed between old words and the passages that have their place.
    fn of<'a>(pairs: impl Iterator<Item = (Option<&'a Anchor>, &'a Mark)>) -> Self {
        let mut changes = Self::default();
        for (old, mark) in pairs.filter(|(_, mark)| mark.placement != Placement::Lost) {
            let Some(old) = old.filter(|old| old.quote != mark.anchor.quote) else { continue };
            let found = difference(&old.quote, &mark.anchor.quote);
            changes.numbers |= found.numbers;
            changes.names |= found.names;
            changes.negation |= found.negation;
        }
        changes
    }
}

/// Follows the passages of claims into a new draft of their article. `None` when it was stopped.
pub fn follow_claims(
    article: &Article,
    claims: &[Arc<Claim>],
    version: &Version,
    watch: &Watch,
) -> Option<Vec<FollowedClaim>> {
    let mut comparisons = HashMap::new();
    // A passage that was lost on the way is looked for from the draft where it last stood.
    for mark in claims.iter().flat_map(|claim| &claim.marks).filter(|mark| !is_let_go(mark)) {
        let Some(old) = article.version(&mark.anchor.version) else { continue };
        if watch.is_stopped() {
            return None;
        }
        comparisons.entry(&old.id).or_insert_with(|| Follow::new(old.text(), version.text()));
    }
    let mut followed = Vec::with_capacity(claims.len());
    for claim in claims {
        followed.push(follow_claim(claim, version, &comparisons));
        if !watch.go_on(come(followed.len(), claims.len())) {
            return None;
        }
    }
    Some(followed)
}

/// How far the following has come.
pub(crate) fn come(done: usize, total: usize) -> Progress {
    Progress { stage: Stage::Following, done: done as u64, total: total as u64 }
}

fn follow_claim(claim: &Claim, version: &Version, comparisons: &HashMap<&VersionId, Follow<'_>>) -> FollowedClaim {
    let (after, scores): (Vec<Mark>, Vec<f32>) =
        claim.marks.iter().map(|mark| follow_mark(mark, version, comparisons)).unzip();
    let changes = Changes::of(after.iter().map(|mark| (mark.earlier.last(), mark)));
    FollowedClaim { claim: claim.id.clone(), before: claim.marks.clone(), scores, after, changes }
}

/// One change that undo takes back as a whole: the draft comes in and every claim follows. Those whose words it changed are
/// opened again by the edit itself.
pub fn new_draft(article: &ArticleId, version: &Arc<Version>, followed: &[FollowedClaim]) -> Edit {
    let marks = followed.iter().map(|followed| (followed.claim.clone(), followed.after.clone())).collect();
    let edits = vec![Edit::AddVersion { article: article.clone(), version: version.clone() }, Edit::SetMarks(marks)];
    Edit::Batch { label: "new draft".into(), edits }
}

/// The edits that put one passage of a claim where a reviewer wants it. A claim that was open again only because its passage was
/// in the wrong place has its check back.
pub fn put_mark(project: &Project, claim: &Claim, index: usize, mark: Mark) -> Vec<Edit> {
    let mut marks = claim.marks.clone();
    let Some(slot) = marks.get_mut(index) else { return Vec::new() };
    *slot = mark;
    let set = |field| Edit::SetClaim { claim: claim.id.clone(), field };
    let put = set(ClaimField::Marks(marks));
    let mut after = project.clone();
    let given_back = match after.apply(&put) {
        Ok(()) => after.claim(&claim.id).map(|claim| after.checks_to_give_back(claim)).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    std::iter::once(put).chain(given_back.into_iter().map(set)).collect()
}

/// Whether a text says nothing that the other does not say.
pub fn is_same_text(old: &Version, new: &Version) -> bool {
    old.text() == new.text() && old.blocks() == new.blocks()
}

/// Whether a draft has nothing new, in its words or beside them. A note may come without a word of the text; addresses of links change
/// from one fetch to the next.
pub fn is_same_draft(old: &Version, new: &Version) -> bool {
    is_same_text(old, new) && old.notes() == new.notes() && old.links().is_empty() == new.links().is_empty()
}
