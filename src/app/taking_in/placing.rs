//! Where the claims of another project stand in the newest draft of ours, and which of ours they are.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    anchor::Follow,
    comparison::{
        pairing,
        texts::{Common, Placed, in_common, joined},
    },
    import::Watch,
    join::{follow_mark, is_let_go, mark_at},
    model::{Article, ArticleId, Claim, ClaimId, Mark, Placement, Project, Span, Version, VersionId},
};

use super::values::{Missing, TakeError};

/// A claim of the other project with its place in ours.
pub(super) struct Coming<'a> {
    pub claim: &'a Arc<Claim>,
    /// Our article and its passages there.
    pub found: Result<(ArticleId, Vec<Mark>), Missing>,
    /// Our claim that lies on the same words, or on some of them.
    pub beside: Option<Beside>,
}

/// A claim of ours on the words of one of theirs.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    pub claim: ClaimId,
    pub is_exact: bool,
}

/// The articles of both, and the claims of the other.
pub(super) struct Places<'a> {
    /// Their articles by ours.
    pub articles: HashMap<ArticleId, ArticleId>,
    /// Our names for drafts of theirs with the same text.
    pub drafts: HashMap<VersionId, VersionId>,
    pub coming: Vec<Coming<'a>>,
}

/// Looks for the claims of `theirs` in the newest drafts of `ours`.
pub(super) fn place<'a>(ours: &'a Project, theirs: &'a Project) -> Result<Places<'a>, TakeError> {
    let mut places = Places { articles: HashMap::new(), drafts: HashMap::new(), coming: Vec::new() };
    let mut found: HashMap<&ClaimId, (ArticleId, Vec<Mark>)> = HashMap::new();
    let mut beside: HashMap<&ClaimId, Beside> = HashMap::new();
    for common in in_common(&[ours, theirs]) {
        let [Some(own), Some(other)] = common.articles.as_slice() else { continue };
        places.articles.insert(other.id.clone(), own.id.clone());
        for version in &other.versions {
            let same = own.versions.iter().rev().find(|known| known.text() == version.text());
            places.drafts.extend(same.map(|same| (version.id.clone(), same.id.clone())));
        }
        let newest = own.latest();
        let own_claims = {
            let common = Common { articles: common.articles.clone(), version: newest };
            common.place(0, ours, &Watch::default()).unwrap_or_default()
        };
        let follows = Follows::new(own, other);
        let their_claims: Vec<(&Arc<Claim>, Vec<Mark>)> =
            theirs.claims_of(&other.id).map(|(_, claim)| (claim, follows.all(&claim.marks, &places.drafts))).collect();
        let spans = |marks: &[Mark]| joined(marks.iter().map(|mark| mark.anchor.span).collect());
        let there = their_claims.iter().filter(|(_, marks)| !marks.is_empty());
        let placed = there.map(|(claim, marks)| Placed { claim, spans: spans(marks) }).collect();
        let own_claims = own_claims.into_iter().filter(|placed| !placed.spans.is_empty()).collect();
        let sides: [Vec<Placed<'_>>; 2] = [own_claims, placed];
        for unit in pairing::units(&sides) {
            let [Some(one), Some(another)] = unit.as_slice() else { continue };
            let (mine, his) = (&sides[0][*one], &sides[1][*another]);
            let is_exact = mine.spans == his.spans;
            beside.insert(&his.claim.id, Beside { claim: mine.claim.id.clone(), is_exact });
        }
        for (claim, marks) in their_claims.into_iter().filter(|(_, marks)| !marks.is_empty()) {
            found.insert(&claim.id, (own.id.clone(), marks));
        }
    }
    if places.articles.is_empty() {
        return Err(TakeError::NothingInCommon);
    }
    for claim in theirs.claims() {
        let missing = if places.articles.contains_key(&claim.article) { Missing::NotFound } else { Missing::NoArticle };
        let place = found.remove(&claim.id).ok_or(missing);
        places.coming.push(Coming { claim, found: place, beside: beside.remove(&claim.id) });
    }
    Ok(places)
}

/// Two articles that are one.
struct Follows<'a> {
    newest: &'a Arc<Version>,
    same: HashSet<&'a VersionId>,
    comparisons: HashMap<&'a VersionId, Follow<'a>>,
}

impl<'a> Follows<'a> {
    fn new(own: &'a Article, other: &'a Article) -> Self {
        let newest = own.latest();
        let (same, others): (Vec<_>, Vec<_>) =
            other.versions.iter().partition(|version| version.text() == newest.text());
        let comparisons = others.iter().map(|old| (&old.id, Follow::new(old.text(), newest.text()))).collect();
        Self { newest, same: same.into_iter().map(|version| &version.id).collect(), comparisons }
    }

    /// Passages in our newest draft; those that are not in it are left out.
    fn all(&self, marks: &[Mark], drafts: &HashMap<VersionId, VersionId>) -> Vec<Mark> {
        marks.iter().filter_map(|mark| self.one(mark, drafts)).collect()
    }

    fn one(&self, mark: &Mark, drafts: &HashMap<VersionId, VersionId>) -> Option<Mark> {
        let mut anchors = [&mark.anchor].into_iter().chain(mark.earlier.iter().rev());
        let fits = |span: Span| span.check(self.newest.text()).is_ok();
        if let Some(anchor) = anchors.find(|anchor| self.same.contains(&anchor.version) && fits(anchor.span)) {
            return Some(mark_at(self.newest, anchor.span));
        }
        if is_let_go(mark) {
            return None;
        }
        let (mut found, _) = follow_mark(mark, self.newest, &self.comparisons);
        if found.placement == Placement::Lost {
            return None;
        }
        found.earlier = std::mem::take(&mut found.earlier)
            .into_iter()
            .filter_map(|anchor| Some(crate::model::Anchor { version: drafts.get(&anchor.version)?.clone(), ..anchor }))
            .collect();
        Some(found)
    }
}
